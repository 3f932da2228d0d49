"""The lines of a save: their kinds, their JSON, and the checksum by which an edited line is found."""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

FORMAT: Final = 1
"""The newest `format` this program writes and reads."""

HEADER_LIMIT: Final = 4_000_000
"""Longest header line in bytes; it holds the whole scenario."""
LINE_LIMIT: Final = 300_000
"""Longest other line in bytes."""
NAME_LIMIT: Final = 200
"""Longest name, digest or date in a line, in characters."""
ENTRY_LIMIT: Final = 50_000
"""Most lines of one save, the header included."""
SIZE_LIMIT: Final = 16_000_000
"""Largest save, in bytes. A game of eighty days has about 0.1 million."""

SEED_END: Final = 1 << 63
"""Seeds are 0 .. SEED_END - 1."""
_SUM: Final = re.compile("[0-9a-f]{8}")
# The checksum is always the last key: it is cut off as bytes, so no second encoding can change what was summed.
_SUM_LENGTH: Final = len(',"sum":"00000000"}')
_SURROGATE: Final = "\\ud"
"""How a character beyond the first 65,536, or half of one, begins in ASCII JSON."""
START_SUM: Final = "00000000"
"""What the header's checksum is chained to."""
RETRO: Final = "retro"
"""The question of a sprint's retro: the kill to take back, or without one the open card to stop."""


class LineError(ValueError):
    """A line that no save can hold; the message says what is wrong with it."""


@dataclass(frozen=True)
class Header:
    """The first line.

    Attributes:
        rules_version: version of the rules the game was played by.
        scenario: the whole scenario, resolved, as plain data.
        scenario_sha: what the writer says is its sha.
        seed: the game's luck.
        created: UTC time, ISO 8601.
        parent: of a branch: {"file": name, "day": day}; None otherwise.
    """

    rules_version: int
    scenario: dict[str, Any]
    scenario_sha: str
    seed: int
    created: str
    parent: dict[str, Any] | None = None

    def data(self) -> dict[str, Any]:
        """The line as data."""
        data: dict[str, Any] = {
            "format": FORMAT,
            "rules_version": self.rules_version,
            "scenario": self.scenario,
        }
        data |= {"scenario_sha": self.scenario_sha, "seed": self.seed, "created": self.created}
        return data if self.parent is None else {**data, "parent": self.parent}


@dataclass(frozen=True)
class ActionEntry:
    """An action, as its one-line text."""

    text: str
    line: int = 0

    def data(self) -> dict[str, Any]:
        """The line as data."""
        return {"do": self.text}


@dataclass(frozen=True)
class DayEnd:
    """A day that ended: its number, the digest of the whole state after it, and one of each part."""

    day: int
    digest: str
    parts: dict[str, str]
    line: int = 0

    def data(self) -> dict[str, Any]:
        """The line as data."""
        return {"day": self.day, "digest": self.digest, "parts": self.parts}


@dataclass(frozen=True)
class Undo:
    """Takes back the last action or day that was not taken back before."""

    line: int = 0

    def data(self) -> dict[str, Any]:
        """The line as data."""
        return {"undo": 1}


@dataclass(frozen=True)
class Practice:
    """Marks the game as practice, which cannot be ranked; why: `coach` where it was asked what options are worth.

    Undo and branch need no such line.
    """

    why: str
    line: int = 0

    def data(self) -> dict[str, Any]:
        """The line as data."""
        return {"practice": self.why}


@dataclass(frozen=True)
class Answer:
    """What the player answered after a sprint: to the retro (`question` is RETRO, the answer a card's id), or to a
    question of the review. An empty answer: it was asked and left out."""

    sprint: int
    question: str
    answer: str
    line: int = 0

    def data(self) -> dict[str, Any]:
        """The line as data."""
        return {"answer": self.answer, "question": self.question, "sprint": self.sprint}


@dataclass(frozen=True)
class Plan:
    """Lines `DAY action`, in place of all planned before: each is done when its day begins."""

    lines: list[str]
    line: int = 0

    def data(self) -> dict[str, Any]:
        """The line as data."""
        return {"plan": self.lines}


@dataclass(frozen=True)
class Summary:
    """The game at the end of a sprint: day, value in dollars, stage of each card, and what a face added."""

    content: dict[str, Any] = field(default_factory=dict)
    line: int = 0

    def data(self) -> dict[str, Any]:
        """The line as data."""
        return {"summary": self.content}


Entry = ActionEntry | DayEnd | Undo | Practice | Answer | Plan | Summary


def encode(data: Mapping[str, Any], previous_sum: str) -> tuple[bytes, str]:
    """One line with its newline, and its checksum; `previous_sum` is the checksum of the line before it.

    A lone surrogate (half a character) becomes a question mark: the reader would refuse the line.
    """
    # `decode` refuses NaN and Infinity: better an error now than a save that cannot be opened again.
    body = json.dumps(data, separators=(",", ":"), allow_nan=False)
    # ASCII JSON takes half a character without complaint; only the way through UTF-8 finds it.
    if _SURROGATE in body:
        sanitized = json.dumps(data, ensure_ascii=False).encode(errors="replace").decode()
        body = json.dumps(json.loads(sanitized), separators=(",", ":"))
    total = _sum(body.encode(), previous_sum)
    return f'{body[:-1]},"sum":"{total}"}}\n'.encode(), total


def decode(raw: bytes, previous_sum: str, limit: int = LINE_LIMIT) -> tuple[dict[str, Any], str, bool]:
    """One line (without newline) as data, its checksum, and whether the checksum holds.

    Raises LineError for what is not a JSON object within the bounds.
    """
    if len(raw) > limit:
        raise LineError(f"the line has {len(raw)} bytes; {limit} are the most")
    try:
        text = raw.decode()
        data = json.loads(text, parse_constant=_no_constant, parse_float=_finite)
        # Raw UTF-8 cannot hold a lone surrogate, an escape can: only lines with an escape pay for this check.
        if "\\u" in text:
            json.dumps(data, ensure_ascii=False).encode()
    except LineError:
        raise
    except RecursionError:
        raise LineError("the line is nested too deep") from None
    except UnicodeEncodeError:
        raise LineError("the line holds half a character (a lone surrogate)") from None
    except ValueError:
        raise LineError("the line is not JSON") from None
    if not isinstance(data, dict):
        raise LineError("the line is not a JSON object")
    checksum = data.pop("sum", None)
    if not isinstance(checksum, str) or not _SUM.fullmatch(checksum):
        return data, previous_sum, False
    # JSON takes any spacing, and the last of two equal keys: the sum must also stand where `encode` puts it. The chain
    # goes on from the sum that is said, so that one edited line does not mark all after it.
    ends = raw.endswith(f',"sum":"{checksum}"}}'.encode())
    return data, checksum, ends and checksum == _sum(raw[:-_SUM_LENGTH] + b"}", previous_sum)


def _no_constant(name: str) -> float:
    raise LineError(f"the line holds {name[:20]}, which is no number")


def _finite(text: str) -> float:
    """The number, if it is finite: 1e999 is read as infinity, which JSON cannot write."""
    value = float(text)
    return value if math.isfinite(value) else _no_constant(text)


def _sum(body: bytes, previous_sum: str) -> str:
    """The checksum of a line's bytes, chained to the one before, so that a line moved or removed shows too."""
    # No signature: it names a line that was edited by hand. What a game really did only its replay tells.
    return f"{zlib.crc32(previous_sum.encode() + body):08x}"


def header(data: dict[str, Any]) -> Header:
    """The header from its line's data. Raises LineError."""
    scenario = data.get("scenario")
    if not isinstance(scenario, dict):
        raise LineError("the header has no scenario")
    parent = data.get("parent")
    if parent is not None and not isinstance(parent, dict):
        raise LineError("the header's parent is not an object")
    seed = read_int(data, "seed", SEED_END - 1)
    version = read_int(data, "rules_version", 1_000_000)
    return Header(version, scenario, read_text(data, "scenario_sha"), seed, read_text(data, "created"), parent)


def entry(data: dict[str, Any], line: int) -> Entry:
    """A line after the header, from its data. Raises LineError."""
    if "do" in data:
        return ActionEntry(read_text(data, "do", 4_000), line)
    if "day" in data:
        parts = data.get("parts")
        if not isinstance(parts, dict) or len(parts) > 100:
            raise LineError("a day's parts are missing")
        part_digests = {name: read_text(parts, name) for name in parts if len(name) <= NAME_LIMIT}
        return DayEnd(read_int(data, "day", 1_000_000), read_text(data, "digest"), part_digests, line)
    if "undo" in data:
        if read_int(data, "undo", 1) != 1:
            raise LineError("undo is not 1")
        return Undo(line)
    if "practice" in data:
        return Practice(read_text(data, "practice"), line)
    if "answer" in data:
        return Answer(read_int(data, "sprint", 1_000_000), read_text(data, "question"), read_text(data, "answer"), line)
    if "retro" in data:  # as saves held it while the retro was the only question
        return Answer(read_int(data, "retro", 1_000_000), RETRO, read_text(data, "card"), line)
    if "plan" in data:
        lines = data["plan"]
        if not isinstance(lines, list) or not all(isinstance(item, str) for item in lines):
            raise LineError("plan is not a list of lines")
        return Plan(lines, line)
    if "summary" in data:
        content = data["summary"]
        if not isinstance(content, dict):
            raise LineError("summary is not an object")
        return Summary(content, line)
    raise LineError("the line is of no kind this program knows")


def read_int(data: dict[str, Any], name: str, maximum: int) -> int:
    """A whole number 0..most. Raises LineError."""
    value = data.get(name)
    # A bool is an int in Python: `true` would be read as seed 1 or day 1.
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= maximum:
        raise LineError(f"{name} is not a whole number from 0 to {maximum}")
    return value


def read_text(data: dict[str, Any], name: str, limit: int = NAME_LIMIT) -> str:
    """A text of bounded length. Raises LineError."""
    value = data.get(name)
    if not isinstance(value, str) or len(value) > limit:
        raise LineError(f"{name} is not a text of at most {limit} characters")
    return value
