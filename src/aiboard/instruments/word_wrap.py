"""Where a line may be broken: at spaces, but never between a number and its percent sign."""

from __future__ import annotations

import re
from typing import Final

_WORD: Final = re.compile(r"\S+(?: %\S*)?")


def words_of(text: str) -> list[str]:
    """The pieces of a text that stay whole when it is wrapped: `92 %,` is one."""
    return _WORD.findall(text)
