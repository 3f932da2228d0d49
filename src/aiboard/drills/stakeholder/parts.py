"""Which parts a reply has, found by words; the person corrects what was found."""

from __future__ import annotations

import re
from typing import Final

from aiboard.drills.rubric import has_word_prefix
from aiboard.drills.stakeholder.room import PARTS, Part, RoomFile

_N: Final = r"\d(?:[\d,]{0,13}\d)?(?:\.\d{1,6})?"
#: What the signs among a part's words look like, in small letters.
_SIGNS: Final = {
    "number": re.compile(r"\d"),
    # 88–94, between day 40 and day 60, 91 ± 3, $300 to $900, 70 % by day 40
    "range": re.compile(
        rf"{_N}\s?%?\s*(?:–|—|-|to)\s*(?:\$|day\s)?{_N}|between\s+(?:\S+\s+){{1,3}}and\s+\S|±|\+/-"
        r"|\d\s?%\s+(?:odds|sure|likely|chance|by\b)|\bp[159]0\b"
    ),
    "money": re.compile(r"\$\s?\d|\d\s?(?:k|thousand|million)?\s?(?:dollars|usd)\b"),
}


def parts_in(room: RoomFile, text: str) -> tuple[Part, ...]:
    """The parts of a text: by the words of the room, or because a line begins with the part's name and a colon."""
    lowered = " ".join(unlabelled(text).lower().split()) + " "
    part_ids = labelled(text)
    for id, part in room.parts.items():
        if all(any(_has_word(word, lowered) for word in group) for group in part.words):
            part_ids.add(id)
    return tuple(id for id in PARTS if id in part_ids)


def _has_word(word: str, lowered: str) -> bool:
    if word.startswith("<"):
        return _SIGNS[word.strip("<>")].search(lowered) is not None
    return has_word_prefix(word.lower(), lowered)


def labelled(text: str) -> set[str]:
    """The parts that a line names and says something about: `range: 88 to 94`."""
    lines = [line.partition(":") for line in text.splitlines()]
    return {label.strip().lower() for label, _, content in lines if content.strip()} & set(PARTS)


def reply_template() -> str:
    """An empty line for each part, to write a reply part by part."""
    return "".join(f"{part}: \n" for part in PARTS)


def unlabelled(text: str) -> str:
    """A reply as it is spoken: without the names of parts, and without parts that were left empty."""
    lines = []
    for line in text.splitlines():
        label, colon, content = line.partition(":")
        is_part = bool(colon) and label.strip().lower() in PARTS
        lines.append(content.strip() if is_part else line)
    return "\n".join(line for line in lines if line)
