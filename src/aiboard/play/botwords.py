"""A bot's reasons in words, botwords.json, by the name of their code, so that no face needs to know the bots."""

from __future__ import annotations

from typing import Final

from aiboard.scenario.files import load_json

_WORDS: Final[dict[str, str]] = load_json(__file__, "botwords.json")


def bot_reason(code: str) -> str:
    """The words of a reason code's name; the name itself, in small letters, for a code of a bot that is not ours."""
    return _WORDS.get(code, code.lower().replace("_", " ")[:60])
