"""Words, glyphs and tones of every state: state is glyph + word + tone, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final, TypeVar

from aiboard.engine.model.vocabulary import (
    Block,
    Change,
    Chaos,
    CheckKind,
    Column,
    Mode,
    Order,
    Reason,
    Source,
    Stage,
)
from aiboard.scenario.files import load_json


class Tone(StrEnum):
    """Semantic colour: a role that themes paint. Glyph and word say the same without it."""

    PLAIN = "text"
    DIM = "dim"
    GOOD = "good"
    BAD = "bad"
    WARN = "warn"
    NEWS = "ask"
    WORK = "accent"


@dataclass(frozen=True, slots=True)
class Mark:
    """A state: one narrow glyph, one or two words, a tone."""

    glyph: str
    word: str
    tone: Tone


LATER: Final = "Done; it shows when the day ends."
"""The answer to an action that changes nothing that can be seen today."""

_Kind = TypeVar("_Kind", bound=Enum)
_FILE: Final = load_json(__file__, "words.json")


def _words(table: str, kind: type[_Kind]) -> dict[_Kind, str]:
    """A table of words.json, which has words for every one of its kind."""
    return {one: _FILE[table][one.name] for one in kind}


STAGE: Final = _words("STAGE", Stage)
STAGE_SHORT: Final = _words("STAGE_SHORT", Stage)
#: The rest of "In Experiment: it ...".
STAGE_EXIT: Final = _words("STAGE_EXIT", Stage)
COLUMN: Final = _words("COLUMN", Column)
REASON: Final = _words("REASON", Reason)
#: When each reason is the right one, for whoever has to choose among them.
REASON_MEANS: Final = _words("REASON_MEANS", Reason)
CHANGE: Final = _words("CHANGE", Change)
#: Parts of the eval set by their percent.
PART: Final[dict[int, str]] = {20: "a fifth of them", 50: "half of them", 100: "all of them"}
CHAOS: Final = _words("CHAOS", Chaos)
#: What each disruption does, for the menu of injections and the help.
CHAOS_DOES: Final = _words("CHAOS_DOES", Chaos)
SOURCE: Final = _words("SOURCE", Source)
BLOCK: Final = _words("BLOCK", Block)
ORDER: Final = _words("ORDER", Order)
#: What a standing order asks, after the name of its target.
ORDER_ASKS: Final = _words("ORDER_ASKS", Order)
MODE: Final = _words("MODE", Mode)
#: What each check of the gate looks at; `card/gate_lines.py` says how it came out.
CHECK: Final = _words("CHECK", CheckKind)

#: Glyphs that carry no state of their own.
NEWS: Final = "•"
HOURS_FULL: Final = "▮"
HOURS_BEGUN: Final = "▌"
HOURS_EMPTY: Final = "▯"

DECIDE: Final = Mark("!", "decide", Tone.NEWS)
UNDECIDED: Final = Mark("·", "undecided", Tone.DIM)
RUNNING: Final = Mark("▶", "runs", Tone.WORK)
PAUSED: Final = Mark("‖", "paused", Tone.DIM)
LATE: Final = Mark("▲", BLOCK[Block.NO_DATA], Tone.WARN)
KILLED: Final = Mark("✗", "killed", Tone.DIM)
LIVE: Final = Mark("●", "live", Tone.GOOD)
CANARY: Final = Mark("◐", "canary", Tone.WORK)
SHELVED: Final = Mark("○", "not deployed", Tone.DIM)
IDLE: Final = Mark("·", "", Tone.DIM)
READY: Final = Mark("✓", "ready", Tone.GOOD)
PASS: Final = Mark("✓", "pass", Tone.GOOD)
FAIL: Final = Mark("✗", "fail", Tone.BAD)
OPEN: Final = Mark("?", "not measured", Tone.WARN)

# A square waits for something of the team's own, a triangle for data; colour only repeats it.
_BLOCK_GLYPH: Final[dict[Block, Mark]] = {
    Block.PAUSED: PAUSED,
    Block.NO_GPU: Mark("■", BLOCK[Block.NO_GPU], Tone.WARN),
    Block.SHORTAGE: Mark("■", BLOCK[Block.SHORTAGE], Tone.BAD),
    Block.NO_DATA: LATE,
    Block.DATA_ISSUE: Mark("▲", BLOCK[Block.DATA_ISSUE], Tone.BAD),
    Block.EVAL_QUEUE: Mark("■", BLOCK[Block.EVAL_QUEUE], Tone.WARN),
    Block.LEGAL: Mark("■", BLOCK[Block.LEGAL], Tone.WARN),
    Block.HANDOFF: Mark("▶", BLOCK[Block.HANDOFF], Tone.WORK),
    Block.NONE: IDLE,
}


def block_mark(block: Block) -> Mark:
    """How a blocking cause is shown."""
    return _BLOCK_GLYPH[block]
