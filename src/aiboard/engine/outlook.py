"""What a team can see coming, from the Board alone: work and days left, budgets, starts, launches. Never mutates."""

from enum import IntEnum
from math import isqrt
from typing import Final

from aiboard.engine.chance.latents import share_class
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Chaos, Regression, Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.compute import DAY_GPU_MIN, allocate, data_block, focus_speed, gpu_queue, insert_in_queue
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.deployment import CANARY_PCT, HALF_PCT, HANDOFF_SPEED
from aiboard.instruments.gate import Z_TWO_SIDED, Estimate

#: Points of work in a day at full speed: a day at `speed_pct` percent does `speed_pct` points.
DAY_POINTS: Final = 100
#: Work that mends a regression whose cause is known, from the checkpoint that there is (ours).
MEND_POINTS: Final = 100
#: A model that has been live needs only one part in so many of the handoff work again.
REDEPLOY_FACTOR: Final = 2
#: Inverse variances are counted in this unit, so that whole numbers lose nothing that matters.
WEIGHT_UNIT: Final = 100_000_000_000_000
#: Standard error of a live model that nobody has measured: ten points.
NOTHING_SEEN_PPM: Final = 100_000


def work_left(board: Board, card: Card) -> int:
    """Points of training left in the plan; 0 for a card that is not in training."""
    idea = board.world.ideas[card.index]
    if card.stage == Stage.ITERATION:
        return card.setup_left + idea.run_points - card.run_points_done
    if card.stage != Stage.EXPERIMENT:
        return 0
    return card.setup_left + (card.runs_planned - card.runs_done) * idea.run_points - card.run_points_done


def mend_points(world: World, index: int) -> int:
    """Points of work of the run that mends a regression once its cause is known: only a run's end."""
    return min(world.ideas[index].run_points, MEND_POINTS)


def mend_days(world: World, index: int) -> int:
    """Working days of that run at full speed."""
    return days_at(mend_points(world, index), DAY_POINTS)


def iteration_points(board: Board, card: Card) -> int:
    """Points of work of an iteration's run."""
    world = board.world
    mends = card.regressed == Regression.EXPLAINED
    return mend_points(world, card.index) if mends else world.ideas[card.index].run_points


def days_at(points: int, speed_pct: int) -> int:
    """Whole working days that this much work takes at this speed, if nothing stops it."""
    return (points + speed_pct - 1) // speed_pct if points > 0 else 0


def training_days_left(board: Board, card: Card) -> int:
    """Working days of training left at today's speed, if nothing stops it."""
    return days_at(work_left(board, card), focus_speed(board, card))


def box_over(board: Board, card: Card) -> int:
    """Working days by which an undecided card is past the time box of its ticket; 0 within it."""
    if not card.started_day or card.stage == Stage.KILLED or card.stage == Stage.PRODUCTION:
        return 0
    return max(0, board.day - card.started_day + 1 - card.box_days)


def plan_points(world: World, index: int) -> int:
    """Points of a card's whole plan: setup and all runs."""
    idea = world.ideas[index]
    return idea.setup_points + idea.runs * idea.run_points


def budget_gpu_min(world: World, index: int) -> int:
    """GPU minutes the plan takes at full speed without a lost run: the ticket's compute budget."""
    return world.ideas[index].gpus * DAY_GPU_MIN * days_at(plan_points(world, index), DAY_POINTS)


def handoff_days(board: Board, card: Card) -> int:
    """Working days of handoff that a promoted card has before it; for one not yet promoted, what it would have."""
    points = card.handoff_left if card.stage == Stage.PRODUCTION else handoff_points(board, card)
    return days_at(points, HANDOFF_SPEED)


def handoff_points(board: Board, card: Card) -> int:
    """Points of handoff work that promoting this card brings."""
    return handoff_of(board.world, card.live_days > 0)


def handoff_of(world: World, again: bool) -> int:
    """Points of handoff work of a model, `again` when it has been live."""
    return world.handoff_points // (REDEPLOY_FACTOR if again else 1)


def settling(board: Board, card: Card) -> bool:
    """Whether a promoted model is on its way to all customers: in handoff, or a canary."""
    if card.stage != Stage.PRODUCTION or card.share_pct == 100:
        return False
    # One that was live and has no traffic is the standby; one that fades gives way to the canary.
    return card.launched == 0 or (card.share_pct > 0 and not fading(board, card))


def unsettled_newcomer(board: Board) -> int:
    """The model on its way to all customers, or -1: only one may be."""
    for card in board.cards:
        if settling(board, card):
            return card.index
    return -1


class LaunchCause(IntEnum):
    """What holds a launch, in the order in which it is met."""

    NEWCOMER = 0
    HANDOFF = 1
    LEGAL = 2


class LaunchBlock:
    """A cause that will hold a launch; how many working days it still takes (0: that is the player's to decide); for a
    newcomer that has to settle first its card, else -1."""

    def __init__(self, cause: LaunchCause, days: int, card: int = -1) -> None:
        self.cause = cause
        self.days = days
        self.card = card


def launch_blocks(board: Board, card: Card) -> list[LaunchBlock]:
    """What stands between this card and its first customer once somebody promotes it (or has); handoff and the legal
    review run side by side."""
    blocks: list[LaunchBlock] = []
    other = unsettled_newcomer(board)
    if card.stage != Stage.PRODUCTION and other >= 0:
        blocks.append(LaunchBlock(LaunchCause.NEWCOMER, 0, other))
    handoff = handoff_days(board, card)
    if handoff > 0:
        blocks.append(LaunchBlock(LaunchCause.HANDOFF, handoff))
    if board.world.needs_legal and board.legal != 2:
        blocks.append(LaunchBlock(LaunchCause.LEGAL, board.legal_left if board.legal == 1 else board.world.legal_days))
    return blocks


def free_gpus(board: Board, training: list[Card] | None = None) -> int:
    """GPUs that no card in Experiment or Iteration lays claim to; under 0 when they ask for more than there are.

    Whoever has a list of those cards may pass it: a board holds many more.
    """
    free = board.world.gpus
    for card in board.cards if training is None else training:
        if _claims_gpus(card):
            free -= board.world.ideas[card.index].gpus
    return free


def _claims_gpus(card: Card) -> bool:
    return card.in_training() and not card.paused and card.block != Block.NO_DATA


class StartOutlook:
    """What would keep a card that is started today from training.

    cause NONE where nothing would; day: the first on which it can move as far as anyone knows, 0 for none in sight;
    gpus: how many it would wait for.
    """

    def __init__(self, cause: Block, day: int, gpus: int = 0) -> None:
        self.cause = cause
        self.day = day
        self.gpus = gpus


def start_outlook(board: Board, card: Card) -> StartOutlook:
    """How a start today would go: data first, then GPUs."""
    cause = data_block(board, card)
    if cause == Block.DATA_ISSUE:
        return StartOutlook(cause, board.disruptions[board.disruption_place(Chaos.DATA_ISSUE)].until_day + 1)
    if cause == Block.NO_DATA:
        task = board.data[board.world.ideas[card.index].dataset]
        if awaiting_verdict(task):
            return StartOutlook(cause, board.day)
        return StartOutlook(cause, task.due_day if task.batch_pct else 0)
    need = board.world.ideas[card.index].gpus
    free = max(0, free_gpus(board))
    shortage = board.disruption_place(Chaos.GPU_SHORTAGE)
    if shortage >= 0 and free < board.world.gpus:
        # A shortage lets one card train, the first in the queue.
        return StartOutlook(Block.SHORTAGE, board.disruptions[shortage].until_day + 1, max(0, need - free))
    if need <= free:
        return StartOutlook(Block.NONE, board.day)
    return StartOutlook(Block.NO_GPU, _gpus_free_on(board, need - free), need - free)


def displaced_cards(board: Board, card: Card) -> list[int]:
    """Cards with GPUs that would lose them to this one, were it in training: it comes before them in the queue."""
    queue = [other for other in gpu_queue(board) if other.index != card.index]
    trained = allocate(board, queue).training
    insert_in_queue(queue, card)
    waiting = allocate(board, queue).waiting
    return [other.index for other in trained if other.running and other in waiting]


def _gpus_free_on(board: Board, needed: int) -> int:
    """The day on which cards in training have given back this many GPUs, if nothing stops them; 0 for never."""
    ends = sorted(
        [
            (training_days_left(board, card), board.world.ideas[card.index].gpus)
            for card in board.cards
            if _claims_gpus(card)
        ]
    )
    for days, gpus in ends:
        needed -= gpus
        if needed <= 0:
            return board.day + days
    return 0


def has_priority_over(card: Card, other: Card) -> bool:
    """Whether "next by priority" takes this card first: priority, then stated odds, then number."""
    if card.priority != other.priority:
        return card.priority < other.priority
    if card.stated_pct != other.stated_pct:
        return card.stated_pct > other.stated_pct
    return card.index < other.index


def best_start(board: Board) -> int:
    """The first card by priority that would train at once if it were started now, or -1: what to recommend."""
    best = -1
    for card in board.cards:
        if card.shown and (card.stage == Stage.BACKLOG or card.stage == Stage.HYPOTHESIS):
            if start_outlook(board, card).cause == Block.NONE and (
                best < 0 or has_priority_over(card, board.cards[best])
            ):
                best = card.index
    return best


def met_before(board: Board, card: Card) -> bool:
    """Whether customers had the card, live again, for a canary's days before it came back."""
    return card.live_days - len(card.monitored_ppm) >= board.world.canary_days


def next_share(card: Card) -> int:
    """The next step of the canary, percent of traffic; 0 when the card takes no traffic or all of it."""
    if card.share_pct <= 0 or card.share_pct >= 100:
        return 0
    return HALF_PCT if card.share_pct == CANARY_PCT else 100


def share_due_day(board: Board, card: Card) -> int:
    """The day on which a canary has had its days at the present share; 0 when there is no step to come."""
    return card.share_day + board.world.canary_days if next_share(card) else 0


def fading(board: Board, card: Card) -> bool:
    """Whether a newer model takes over this one's traffic."""
    for other in board.cards:
        if other.share_pct > 0 and other.share_day > card.share_day and other.index != card.index:
            if other.stage == Stage.PRODUCTION:
                return True
    return False


def requirement_begins(board: Board) -> bool:
    """Whether an unmet requirement takes its part of the revenue from today on: its day has come, or the first
    customers have."""
    if not board.has_scope_cost() or board.live() < 0:
        return False
    return board.day == board.scope_from or max([card.live_days for card in board.cards]) == 1


def live_mean_error(board: Board, card: Card) -> tuple[int, int]:
    """What customers get and its standard error, millionths, from all monitored days and reviews of this deployment.

    Each value is weighed by the inverse of its variance (`monitor_sd_ppm` at its share of traffic). (0,
    NOTHING_SEEN_PPM) before the first value.
    """
    total = 0
    weights = 0
    shares = card.monitored_pct
    first = 0
    while first < len(shares):
        # Days in a row at one share weigh the same: they are added before they are weighed.
        share = shares[first]
        subtotal = 0
        after = first
        while after < len(shares) and shares[after] == share:
            subtotal += card.monitored_ppm[after]
            after += 1
        sd = board.world.monitor_sd_ppm[share_class(share)]
        weight = WEIGHT_UNIT // (sd * sd + 1)
        total += subtotal * weight
        weights += (after - first) * weight
        first = after
    if weights == 0:
        return 0, NOTHING_SEEN_PPM
    return total // weights, isqrt(WEIGHT_UNIT // weights)


def live_estimate(board: Board, card: Card) -> Estimate | None:
    """`live_mean_error` as a two-sided 95 % interval; None before the first value. `n` is the number of values."""
    if not card.monitored_ppm:
        return None
    mean, error = live_mean_error(board, card)
    width = error * Z_TWO_SIDED // 1000
    return Estimate(mean, mean - width, mean + width, len(card.monitored_ppm))
