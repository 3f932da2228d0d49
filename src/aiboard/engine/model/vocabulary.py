"""The closed vocabularies of the rules: stages, events, blocks, chaos. Their numbers are in saves."""

from enum import IntEnum


class Stage(IntEnum):
    """Where an experiment is (the board's seven columns)."""

    BACKLOG = 0
    HYPOTHESIS = 1
    EXPERIMENT = 2
    EVALUATION = 3
    ITERATION = 4
    PRODUCTION = 5
    KILLED = 6


#: The drawn edges of the board. Every move follows one; an invariant checks it.
EDGES: frozenset[tuple[int, int]] = frozenset(
    {
        (0, 1),
        (0, 6),
        (1, 0),
        (1, 2),
        (1, 6),
        (2, 3),
        (2, 6),
        (3, 4),
        (3, 5),
        (3, 6),
        (4, 3),
        (4, 6),
        (5, 3),
        (5, 6),
    }
)


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


class EventKind(IntEnum):
    """What happened. `a`, `b`, `c` of an Event mean what the comment says."""

    MOVED = 1  # a from stage, b to stage
    TICKETED = 2  # a freshness ppm, b decided cards of the family
    SETUP_DONE = 3
    RUN_ENDED = 4  # a readout ppm, b run number, c the card's kill line if crossed else 0
    DIVERGED = 5  # a run number, b points lost
    EVAL_STARTED = 6  # a seeds, b gpu minutes, c percent of the questions
    EVAL_DONE = 7  # a mean ppm, b seeds in all, c gate verdict (1 pass, 0 fail, -1 live already)
    KILLED = 8  # a reason, b best readout or mean ppm
    DECIDED = 9  # a 1 promoted, 0 killed
    PROMOTED = 10  # a gate verdict at the time
    LEGAL_STARTED = 11  # a working days expected
    LEGAL_DONE = 12
    SHARE_SET = 13  # a percent of traffic, b percent before
    MONITORED = 14  # a online quality ppm, b share percent, c revenue cents
    ALERT = 15  # a online quality ppm, b expected ppm
    ROLLED_BACK = 16  # a share percent, b cost cents
    INCIDENT = 17  # a cost cents, b online quality ppm
    DATA_ORDERED = 18  # target dataset, a percent, b cents
    DATA_MOVED = 19  # a from column, b to column, c percent of the set in this batch
    KAPPA_READ = 20  # a kappa ppm, b items looked at
    BATCH_ACCEPTED = 22  # a percent delivered in all
    RELABEL = 23  # a cents
    GUIDELINES_DONE = 24
    CHAOS_BEGAN = 25  # a kind, b days, c source
    CHAOS_ENDED = 26  # a kind
    CHAOS_HINT = 27  # a kind, b days ahead
    IDEA_ADDED = 28  # a person, b stated odds percent
    ASKED = 29  # a order, b percent of the set ordered so far (questions about data)
    ORDER_SET = 30  # a order, b mode
    WIP_SET = 31  # a stage, b limit
    RESERVED = 32  # a gpus, b days
    FORECAST = 33  # a day at 70 %, b day at 90 %
    ITERATING = 34  # a change
    REFUSED_ORDER = 35  # a order, b refusal
    SPRINT_ENDED = 36  # a sprint, b decided cards in it
    PAUSED = 37
    RESUMED = 38
    UNBLOCKED = 39  # a block, b days saved
    ROOT_CAUSE = 40  # a hazard or issue handled
    DOCUMENTED = 41
    PRIORITISED = 42  # a priority
    SET_REFRESHED = 43  # a version of the eval set
    SCOPE_ADDED = 44  # a dataset, b cards added
    SCOPE_MET = 45
    CLOSED = 46  # a tail cents, b value cents
    DEFERRED = 48
    STARTED_OVER_WIP = 49  # a stage, b cards in it
    HANDOFF_DONE = 50
    CANARY_REVIEWED = 51  # a online mean ppm, b lower ppm, c upper ppm
