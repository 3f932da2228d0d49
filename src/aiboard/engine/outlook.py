"""What a team can see coming, from the Board alone: work and days left, budgets, canary steps. Never mutates."""

from math import isqrt
from typing import Final

from aiboard.engine.act import REDEPLOY_FACTOR
from aiboard.engine.chance.latents import share_class
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.compute import DAY_GPU_MIN, focus_speed
from aiboard.engine.systems.deployment import CANARY_PCT, HALF_PCT, HANDOFF_SPEED
from aiboard.instruments.gate import Z_TWO_SIDED, Estimate

DAY_POINTS: Final = 100
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


def days_at(points: int, speed_pct: int) -> int:
    """Whole working days that this much work takes at this speed, if nothing stops it."""
    return (points + speed_pct - 1) // speed_pct if points > 0 else 0


def days_left(board: Board, card: Card) -> int:
    """Working days of training left at today's speed, if nothing stops it."""
    return days_at(work_left(board, card), focus_speed(board, board.in_flight()))


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
    """GPU minutes the plan's runs take at full speed without a lost run: the ticket's compute budget."""
    idea = world.ideas[index]
    return idea.gpus * DAY_GPU_MIN * ((idea.runs * idea.run_points + DAY_POINTS - 1) // DAY_POINTS)


def handoff_days(board: Board, card: Card) -> int:
    """Working days of handoff that a promoted card has before it; for one not yet promoted, what it would have."""
    points = card.handoff_left
    if card.stage != Stage.PRODUCTION:
        points = board.world.handoff_points // (REDEPLOY_FACTOR if card.live_days > 0 else 1)
    return days_at(points, HANDOFF_SPEED)


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
        if other.stage == Stage.PRODUCTION and other.index != card.index and other.share_pct > 0:
            if other.share_day > card.share_day:
                return True
    return False


def live_seen(board: Board, card: Card) -> tuple[int, int]:
    """What customers get and its standard error, millionths, from all monitored days and reviews of this deployment.

    Each value is weighed by the inverse of its variance (`monitor_sd_ppm` at its share of traffic). (0,
    NOTHING_SEEN_PPM) before the first value.
    """
    total = 0
    weights = 0
    weight = 0
    held = -1
    for i, value in enumerate(card.monitored_ppm):
        now = share_class(card.monitored_pct[i])
        if now != held:
            held = now
            sd = board.world.monitor_sd_ppm[now]
            weight = WEIGHT_UNIT // (sd * sd + 1)
        total += value * weight
        weights += weight
    if weights == 0:
        return 0, NOTHING_SEEN_PPM
    return total // weights, isqrt(WEIGHT_UNIT // weights)


def live_estimate(board: Board, card: Card) -> Estimate | None:
    """`live_seen` as a two-sided 95 % interval; None before the first value. `n` is the number of values."""
    if not card.monitored_ppm:
        return None
    mean, error = live_seen(board, card)
    width = error * Z_TWO_SIDED // 1000
    return Estimate(mean, mean - width, mean + width, len(card.monitored_ppm))
