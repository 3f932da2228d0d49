"""The closed vocabularies of the rules: stages, blocks, chaos, orders. Their numbers are in saves."""

from enum import IntEnum
from typing import Final


class Stage(IntEnum):
    """Where an experiment is (the board's seven columns)."""

    BACKLOG = 0
    HYPOTHESIS = 1
    EXPERIMENT = 2
    EVALUATION = 3
    ITERATION = 4
    PRODUCTION = 5
    KILLED = 6


# The stages again as names of the module, for what is asked of every card every day: where the rules are interpreted,
# Python 3.11 takes ten times as long to find a member in its enum. Compiled, it makes no difference.
BACKLOG: Final = Stage.BACKLOG
HYPOTHESIS: Final = Stage.HYPOTHESIS
EXPERIMENT: Final = Stage.EXPERIMENT
EVALUATION: Final = Stage.EVALUATION
ITERATION: Final = Stage.ITERATION
PRODUCTION: Final = Stage.PRODUCTION

#: The drawn edges of the board: from each stage to those that may follow. `move` takes no other.
EDGES: Final[dict[Stage, tuple[Stage, ...]]] = {
    Stage.BACKLOG: (Stage.HYPOTHESIS, Stage.KILLED),
    Stage.HYPOTHESIS: (Stage.BACKLOG, Stage.EXPERIMENT, Stage.KILLED),
    Stage.EXPERIMENT: (Stage.EVALUATION, Stage.KILLED),
    Stage.EVALUATION: (Stage.ITERATION, Stage.PRODUCTION, Stage.KILLED),
    Stage.ITERATION: (Stage.EVALUATION, Stage.KILLED),
    Stage.PRODUCTION: (Stage.EVALUATION, Stage.KILLED),
    Stage.KILLED: (),
}


class Column(IntEnum):
    """Where a data task is (the data board's five columns)."""

    NEEDED = 0
    COLLECTION = 1
    ANNOTATION = 2
    QA = 3
    READY = 4


class Reason(IntEnum):
    """Why a card was killed (pre-filled from the evidence, editable)."""

    BELOW_LINE = 0
    PLATEAU = 1
    GAP = 2
    OVER_BUDGET = 3
    DIVERGED = 4
    SERVING = 5
    SUPERSEDED = 6
    SAFETY = 7
    DATA = 8
    OTHER = 9


class Change(IntEnum):
    """What an iteration changes, one variable at a time."""

    LONGER = 0
    TECHNIQUE = 1
    SLIMMER = 2


class Refusal(IntEnum):
    """Why an action is not possible; 0 means it is. The engine alone decides; faces only word it."""

    NONE = 0
    NO_SUCH_CARD = 1
    WRONG_STAGE = 2
    NOT_ENOUGH_TIME = 3
    WIP_FULL = 4
    NOTHING_TO_DO = 6
    GATE_FAILED = 7
    PRODUCTION_FULL = 8
    BAD_AMOUNT = 9
    ALREADY_DONE = 10
    NOT_IN_THIS_SCENARIO = 11
    NO_IDEAS_LEFT = 12
    GAME_OVER = 13
    NO_TARGET = 15
    BUSY = 16
    NOT_DEPLOYED = 17
    NEEDS_TEXT = 18
    NO_EVIDENCE = 19
    NEXT_SPRINT = 20


class Block(IntEnum):
    """The one cause that keeps a card from moving today."""

    NONE = 0
    PAUSED = 1
    NO_GPU = 2
    SHORTAGE = 3
    NO_DATA = 4
    DATA_ISSUE = 5
    EVAL_QUEUE = 6
    LEGAL = 7
    HANDOFF = 8


class Chaos(IntEnum):
    """Kinds of disruption."""

    GPU_SHORTAGE = 0
    DATA_ISSUE = 1
    EVAL_REGRESSION = 2
    SCOPE_CHANGE = 3
    DIVERGENCE = 4
    VENDOR_DELAY = 5


class ChaosRow:
    """A kind of disruption as scenarios have it when they do not say otherwise; all numbers are days but `weight`.

    days it lasts; first and last day it may begin; weight, how common it is among those drawn; lasting, whether it goes
    on for its days (the others strike once).
    """

    def __init__(self, days: int, first: int, last: int, weight: int, lasting: bool) -> None:
        self.days = days
        self.first = first
        self.last = last
        self.weight = weight
        self.lasting = lasting


#: One row a kind of disruption, in the order of Chaos.
CHAOS_ROWS: Final[tuple[ChaosRow, ...]] = (
    ChaosRow(8, 1, 50, 3, lasting=True),  # GPU_SHORTAGE
    ChaosRow(6, 1, 50, 3, lasting=True),  # DATA_ISSUE
    ChaosRow(1, 1, 80, 1, lasting=False),  # EVAL_REGRESSION
    ChaosRow(20, 21, 60, 2, lasting=False),  # SCOPE_CHANGE: its days are those until it is due
    ChaosRow(1, 1, 80, 3, lasting=False),  # DIVERGENCE
    ChaosRow(8, 1, 70, 3, lasting=True),  # VENDOR_DELAY
)


class IncidentCause(IntEnum):
    """What an incident is about: what all customers get, what those of one slice get, an agent's tool use."""

    NONE = 0
    QUALITY = 1
    SLICE = 2
    TOOL = 3


class Regression(IntEnum):
    """Whether a model has regressed, and whether its cause is known."""

    NONE = 0
    UNEXPLAINED = 1
    EXPLAINED = 2


class Source(IntEnum):
    """Who brought a disruption."""

    DRAWN = 0
    PLAYER = 1
    FACILITATOR = 2


class Order(IntEnum):
    """Standing orders: small automations set at planning."""

    EVALUATE = 0
    KILL_LINE = 1
    PROMOTE = 2
    START = 3
    DATA = 4
    KAPPA = 5
    CANARY = 6
    ROLL_BACK = 7
    MEND = 8


class Mode(IntEnum):
    """How a standing order behaves."""

    OFF = 0
    ASK = 1
    AUTO = 2


#: Orders that have no automatic form: killing stays a person's decision.
ASK_ONLY: frozenset[int] = frozenset({int(Order.KILL_LINE)})
#: Orders about a dataset; the others are about a card.
ON_DATA: frozenset[int] = frozenset({int(Order.DATA), int(Order.KAPPA)})


class CheckKind(IntEnum):
    """One line of the promotion gate."""

    EVIDENCE = 0
    TARGET = 1
    BASELINE = 2
    SLICE = 3
    LATENCY = 4
    SERVING_COST = 5
    SAFETY = 6
    LIVE = 7
