"""Words, glyphs and tones of every state: state is glyph + word + tone, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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

STAGE: Final[dict[Stage, str]] = {
    Stage.BACKLOG: "Backlog",
    Stage.HYPOTHESIS: "Hypothesis",
    Stage.EXPERIMENT: "Experiment",
    Stage.EVALUATION: "Evaluation",
    Stage.ITERATION: "Iteration",
    Stage.PRODUCTION: "Production",
    Stage.KILLED: "Killed",
}
STAGE_SHORT: Final[dict[Stage, str]] = {
    Stage.BACKLOG: "Back",
    Stage.HYPOTHESIS: "Hypo",
    Stage.EXPERIMENT: "Exp",
    Stage.EVALUATION: "Eval",
    Stage.ITERATION: "Iter",
    Stage.PRODUCTION: "Prod",
    Stage.KILLED: "Kill",
}
#: The rest of "In Experiment: it ...".
STAGE_EXIT: Final[dict[Stage, str]] = {
    Stage.BACKLOG: "leaves with a ticket, or when it is started",
    Stage.HYPOTHESIS: "leaves when its ticket is written and it is started",
    Stage.EXPERIMENT: "leaves when its runs are done",
    Stage.EVALUATION: "leaves by a decision: promote, iterate or kill",
    Stage.ITERATION: "leaves when the changed run is done",
    Stage.PRODUCTION: "stays while it serves",
    Stage.KILLED: "ends here, with what was learned",
}
COLUMN: Final[dict[Column, str]] = {
    Column.NEEDED: "Data needed",
    Column.COLLECTION: "Collection",
    Column.ANNOTATION: "Annotation",
    Column.QA: "QA",
    Column.READY: "Ready",
}
REASON: Final[dict[Reason, str]] = {
    Reason.BELOW_LINE: "below its kill line",
    Reason.PLATEAU: "plateau",
    Reason.GAP: "gap too large",
    Reason.OVER_BUDGET: "over budget",
    Reason.DIVERGED: "diverged",
    Reason.SERVING: "too slow or too dear to serve",
    Reason.SUPERSEDED: "superseded",
    Reason.SAFETY: "safety",
    Reason.DATA: "data",
    Reason.OTHER: "other",
}
#: When each reason is the right one, for whoever has to choose among them.
REASON_MEANS: Final[dict[Reason, str]] = {
    Reason.BELOW_LINE: "a run came under the kill line of its ticket",
    Reason.PLATEAU: "its last runs say the same",
    Reason.GAP: "too far under its bar for one more technique",
    Reason.OVER_BUDGET: "it used more than twice its GPU hours",
    Reason.DIVERGED: "it loses its runs to NaN",
    Reason.SERVING: "too slow or too dear to serve",
    Reason.SUPERSEDED: "another model does as well or better",
    Reason.SAFETY: "an agent that left its allowed tools",
    Reason.DATA: "its data is missing, late or bad",
    Reason.OTHER: "none of the others",
}
CHANGE: Final[dict[Change, str]] = {
    Change.LONGER: "one more run",
    Change.TECHNIQUE: "a new technique",
    Change.SLIMMER: "a slimmer model",
}
#: Parts of the eval set by their percent.
PART: Final[dict[int, str]] = {20: "a fifth of them", 50: "half of them", 100: "all of them"}
CHAOS: Final[dict[Chaos, str]] = {
    Chaos.GPU_SHORTAGE: "GPU shortage",
    Chaos.DATA_ISSUE: "data issue",
    Chaos.EVAL_REGRESSION: "eval regression",
    Chaos.SCOPE_CHANGE: "scope change",
    Chaos.DIVERGENCE: "training divergence",
    Chaos.VENDOR_DELAY: "vendor delay",
}
#: What each disruption does, for the menu of injections and the help.
CHAOS_DOES: Final[dict[Chaos, str]] = {
    Chaos.GPU_SHORTAGE: "one card trains at a time, the queue backs up",
    Chaos.DATA_ISSUE: "experiments on this data stall",
    Chaos.EVAL_REGRESSION: "the live model got worse and goes back to Evaluation",
    Chaos.SCOPE_CHANGE: "a new requirement needs data, an eval and cards",
    Chaos.DIVERGENCE: "a run is lost, and the next ones until the cause is found",
    Chaos.VENDOR_DELAY: "labels arrive later",
}
SOURCE: Final[dict[Source, str]] = {
    Source.DRAWN: "",
    Source.PLAYER: "injected by you",
    Source.FACILITATOR: "injected by the facilitator",
}
BLOCK: Final[dict[Block, str]] = {
    Block.NONE: "",
    Block.PAUSED: "paused",
    Block.NO_GPU: "waits for GPU",
    Block.SHORTAGE: "GPU shortage",
    Block.NO_DATA: "data late",
    Block.DATA_ISSUE: "data issue",
    Block.EVAL_QUEUE: "waits for eval GPU",
    Block.LEGAL: "waits for legal",
    Block.HANDOFF: "handoff",
}
ORDER: Final[dict[Order, str]] = {
    Order.EVALUATE: "Runs ended: evaluate",
    Order.KILL_LINE: "Under its own kill line: ask",
    Order.PROMOTE: "Gate passed: promote to canary",
    Order.START: "GPU free: start next by priority",
    Order.DATA: "Data needed: order a pilot, then ask",
    Order.KAPPA: "Kappa low: hold the batch",
    Order.CANARY: "Canary: raise the share step by step",
    Order.ROLL_BACK: "Live well below plan: roll back",
    Order.MEND: "Regressed: find the cause, mend",
}
MODE: Final[dict[Mode, str]] = {Mode.OFF: "off", Mode.ASK: "ask", Mode.AUTO: "auto"}
#: What each check of the gate looks at; `card/gate_lines.py` says how it came out.
CHECK: Final[dict[CheckKind, str]] = {
    CheckKind.EVIDENCE: "evidence",
    CheckKind.TARGET: "mean score",
    CheckKind.BASELINE: "gain over the baseline",
    CheckKind.SLICE: "weakest slice",
    CheckKind.LATENCY: "p95 latency",
    CheckKind.SERVING_COST: "cost to serve",
    CheckKind.SAFETY: "tool use",
    CheckKind.LIVE: "live quality",
}

#: Glyphs that carry no state of their own.
NEWS: Final = "•"
HOURS_FULL: Final = "▮"
HOURS_BEGUN: Final = "▌"
HOURS_EMPTY: Final = "▯"

DECIDE: Final = Mark("!", "decide", Tone.NEWS)
RUNNING: Final = Mark("▶", "runs", Tone.WORK)
PAUSED: Final = Mark("‖", "paused", Tone.DIM)
LATE: Final = Mark("▲", "data late", Tone.WARN)
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
