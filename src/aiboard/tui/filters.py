"""The last gate before the terminal: no control and no bidi character of any text reaches it.

Outside text is cleaned where it is read (`aiboard.instruments.text`). This filter holds even when a widget forgets.
"""

from __future__ import annotations

import re
from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

#: Characters that act on a terminal or reorder text. Rich counts them as no cells wide, so they are deleted.
_ACTING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


class PlainText(LineFilter):
    """Deletes acting characters from every line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without acting characters; the same list when there is none."""
        if not any(not segment.control and _ACTING.search(segment.text) for segment in segments):
            return segments
        return [
            segment if segment.control else Segment(_ACTING.sub("", segment.text), segment.style)
            for segment in segments
        ]
