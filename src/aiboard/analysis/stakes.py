"""Which decisions mattered most, by what the board knew when they were taken.

No rollout has priced a decision yet, so this is a plain measure of size and no grade. For each decision: the dollars by
which it and its nearest alternative differ on average, if the card's true quality is anywhere in the interval that the
board showed that day. Dollars are counted from the first possible customer to the end of the project and over the days
after close. Where something stood still (a review, a decision, a requirement) the dollars of those days are counted.
Nothing hidden is used but in `hidden`, which is said apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist, fmean
from typing import Final

from aiboard.analysis.moments import Moment
from aiboard.analysis.record import DayRecord, Record
from aiboard.analysis.unpaid import unpaid
from aiboard.engine.gate import planned_half_width, verdict
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.happenings.live import LegalStarted, Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.model.world import World
from aiboard.engine.outlook import days_at, days_left, launch_blocks
from aiboard.engine.systems.accounting import measured_worth_cents, tail_cents
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.engine.systems.deployment import HALF_PCT
from aiboard.engine.systems.training import ceiling_now
from aiboard.engine.verbs import Action, Deploy, Iterate, Kill, Promote, RollBack
from aiboard.views import fmt
from aiboard.views.card.measure import Measured, live, measured

MOST: Final = 3
"""Decisions a debrief begins with."""
ENOUGH_SEEDS: Final = 5
RANKED: Final = (
    "Ranked by the dollars that hung on each as the board knew them: the average difference to the alternative over "
    "the interval shown then, to the end and after close. A size, not a grade."
)
_STANDARD: Final = NormalDist()
_QUANTILES: Final = tuple(_STANDARD.inv_cdf((i + 0.5) / 20) for i in range(20))
_TWO_SIDED: Final = 1.96


@dataclass(frozen=True)
class Stake:
    """A decision with what hung on it.

    Attributes:
        day: when it was taken; for something left undone, the first day that it cost.
        card: index, or -1.
        cents: dollars that hung on it, in cents.
        done: what was done.
        known: what the board said that day.
        instead: what else could have been done.
        came: what came of it, as booked and measured.
        hidden: what nobody could know then; empty while the game goes on.
    """

    day: int
    card: int
    cents: int
    done: str
    known: str
    instead: str
    came: str
    hidden: str = ""


def weightiest(record: Record, moments: Sequence[Moment]) -> list[Stake]:
    """The decisions on which most hung, largest first; of one card's decisions only the largest."""
    found: dict[tuple[int, bool], Stake] = {}
    for stake in _decided(record, moments):
        place = (stake.card, True)
        if place not in found or stake.cents > found[place].cents:
            found[place] = stake
    for stake in _undone(record):
        found[(stake.card, False)] = stake
    ranked = sorted(found.values(), key=lambda stake: (-stake.cents, stake.day, stake.card))
    return [stake for stake in ranked if stake.cents > 0][:MOST]


# --- what was decided ----------------------------------------------------------------------------------------


def _decided(record: Record, moments: Sequence[Moment]) -> Iterator[Stake]:
    for moment in moments:
        weigh = _WEIGHED.get(moment.verb)
        if weigh is None or moment.known.measured is None:
            continue
        cents, instead = weigh(moment, moment.known.measured)
        if cents > 0:
            by = "" if moment.by == "player" else f" ({moment.by})"
            yield Stake(
                moment.day,
                moment.card,
                cents,
                f"{moment.act}{by}",
                _known(moment, moment.known.measured),
                instead,
                _came(record, moment),
                _hidden(record, moment.card),
            )


def _known(moment: Moment, score: Measured) -> str:
    card = moment.board.cards[moment.card]
    bar = card.success_ppm or moment.board.world.launch_ppm
    odds = 1 - _STANDARD.cdf((bar - score.mean) / _sd(score)) if _sd(score) else float(score.mean >= bar)
    gate = {True: "; gate passed", False: "; gate failed: " + ", ".join(moment.known.failed), None: ""}
    return f"{score.text}{gate[moment.known.gate]}; P(true ≥ {fmt.points(bar)}) {100 * odds:.0f} % by that interval"


def _promoted(moment: Moment, score: Measured) -> tuple[int, str]:
    """Against leaving it in Evaluation: what it would earn over what is live, less the launch."""
    board, card = moment.board, moment.board.cards[moment.card]
    gains = _gains(board, card, score, board.day + _lead(board, card))
    return round(fmean(abs(gain) for gain in gains)), _before_promoting(board, card, moment)


def _before_promoting(board: Board, card: Card, moment: Moment) -> str:
    more = ENOUGH_SEEDS - len(card.scores)
    if more > 0:
        days = -(-more * board.world.eval_gpu_min // (board.world.gpus * DAY_GPU_MIN))
        width = fmt.tenth(planned_half_width(board, card, more, card.eval_pct))
        return f"evaluate {fmt.count(more, 'more seed')} first: {fmt.days(days)}, interval then about ±{width}"
    if moment.known.failed:
        return f"iterate on what failed ({', '.join(moment.known.failed)})"
    return "leave it in Evaluation, or iterate once more"


def _killed(moment: Moment, score: Measured) -> tuple[int, str]:
    """Against going on: what it could still earn over what is live, where that is more than nothing."""
    board, card = moment.board, moment.board.cards[moment.card]
    if card.stage == Stage.PRODUCTION:
        return _rolled_back(moment, score)
    training = days_left(board, card)
    gains = _gains(board, card, score, board.day + training + 1 + _lead(board, card))
    cents = round(fmean(max(0.0, gain) for gain in gains))
    if training:
        return cents, f"finish its plan ({fmt.days(training)}), then evaluate"
    if not card.scores:
        return cents, f"evaluate it on {ENOUGH_SEEDS} seeds"
    return cents, "promote it" if moment.known.gate else "iterate once on what failed"


def _iterated(moment: Moment, score: Measured) -> tuple[int, str]:
    """Against promoting at once, where the gate allowed it: what the days of the iteration would have earned."""
    board = moment.board
    if not moment.known.gate:
        return 0, ""
    days = days_at(board.world.ideas[moment.card].run_points, 100) + 1
    return days * _over_live(board, moment.card, score.mean), f"promote it as it was, {fmt.days(days)} earlier"


def _raised(moment: Moment, score: Measured) -> tuple[int, str]:
    """Against giving the canary its days: the traffic added before they were over."""
    board, card, world = moment.board, moment.board.cards[moment.card], moment.board.world
    early = world.canary_days - (board.day - card.share_day)
    added = moment.action.share_pct - card.share_pct if isinstance(moment.action, Deploy) else 0
    if early <= 0 or added <= 0:
        return 0, ""
    a_day = fmean(abs(_day_cents(world, quality)) for quality in _spread(score))
    return round(early * a_day * added / 100), f"hold {card.share_pct} % for {fmt.days(early)} more"


def _rolled_back(moment: Moment, score: Measured) -> tuple[int, str]:
    """Against leaving it: what its share of traffic would bring, by what was measured live."""
    board, card = moment.board, moment.board.cards[moment.card]
    seen = live(board, moment.card) or score
    worth = fmean(abs(_sales(board.world, quality, board.day)) for quality in _spread(seen))
    return round(worth * card.share_pct / 100), f"leave it at {card.share_pct} % and read more days of monitoring"


_WEIGHED: Final[dict[type[Action], Callable[[Moment, Measured], tuple[int, str]]]] = {
    Promote: _promoted,
    Kill: _killed,
    Iterate: _iterated,
    Deploy: _raised,
    RollBack: _rolled_back,
}


def _came(record: Record, moment: Moment) -> str:
    """What was booked and measured of the card after the decision; after a kill, what took its place."""
    if moment.verb is Kill:
        starts = [
            event
            for event in record.history
            if isinstance(event, Moved) and event.after == Stage.EXPERIMENT and event.day >= moment.day
        ]
        if not starts:
            return "no card was started after it"
        return f"the next start was {fmt.key(record.world, starts[0].card)} on day {starts[0].day}"
    seen = [
        event
        for event in record.history
        if isinstance(event, Monitored) and event.card == moment.card and event.day >= moment.day
    ]
    if not seen:
        return f"no customer met it by day {record.board.day}"
    cents = sum(event.revenue_cents for event in seen)
    quality = sum(event.online_ppm for event in seen) // len(seen)
    return f"{fmt.exact_money(cents)} in {fmt.days(len(seen))} live, where it measured {fmt.tenth(quality)}"


def _hidden(record: Record, card: int) -> str:
    if not record.finished:
        return ""
    truth = record.end.truth.cards[card]
    true = ceiling_now(record.board.cards[card], truth)
    return f"it could truly reach {fmt.tenth(true)}, {fmt.tenth(true + truth.skew_ppm)} for customers"


# --- what was left undone ------------------------------------------------------------------------------------


def _undone(record: Record) -> Iterator[Stake]:
    yield from _legal(record)
    yield from _requirement(record)
    yield from _stood(record)


def _legal(record: Record) -> Iterator[Stake]:
    waits = _waits(record.days, lambda day: day.blocked.get(Block.LEGAL, []))
    started = next((event.day for event in record.history if isinstance(event, LegalStarted)), 0)
    begun = f"started on day {started}" if started else "not started"
    for card, days in waits.items():
        board = days[0].morning
        cents = sum(_over_live(day.morning, card, board.cards[card].mean_ppm()) for day in days)
        by = max(1, days[0].day - record.world.legal_days)
        name = fmt.key(record.world, card)
        yield Stake(
            days[0].day,
            card,
            cents,
            f"{name} was ready; legal review was {begun}",
            _score(board, card),
            f"start the review by day {by}: it takes {fmt.days(record.world.legal_days)} and an hour of yours",
            f"{name} waited {fmt.days(len(days))}",
        )


def _requirement(record: Record) -> Iterator[Stake]:
    missed = unpaid(record)
    if not missed.cents:
        return
    data = fmt.dataset(record.world, record.board.scope_data)
    yield Stake(
        missed.first_day or record.board.day,
        -1,
        missed.cents,
        f"the new requirement ({data}) was not met",
        f"due on day {record.board.scope_from}; until it is met {record.world.scope_revenue_pct} % of revenue is paid",
        f"order all of {data} when it appears, and evaluate the live model's slices",
        f"{fmt.exact_money(missed.cents)} was not paid, {fmt.days(missed.days)} and the time after close counted",
    )


def _stood(record: Record) -> Iterator[Stake]:
    """Cards that had passed the gate and stood in Evaluation with nothing under way."""
    waits = _waits(
        record.days, lambda day: [card for card in day.waiting_decision if verdict(day.morning, card).passed]
    )
    for card, days in waits.items():
        cents = sum(_over_live(day.morning, card, day.morning.cards[card].mean_ppm()) for day in days)
        yield Stake(
            days[0].day,
            card,
            cents,
            f"{fmt.key(record.world, card)} had passed the gate and was left in Evaluation",
            _score(days[0].morning, card),
            f"promote it on day {days[0].day + 1}",
            f"it stood {fmt.days(len(days))}",
        )


def _waits(days: Sequence[DayRecord], held: Callable[[DayRecord], list[int]]) -> dict[int, list[DayRecord]]:
    """Card -> the days on which it was held."""
    found: dict[int, list[DayRecord]] = {}
    for day in days:
        for card in held(day):
            found.setdefault(card, []).append(day)
    return found


def _score(board: Board, card: int) -> str:
    found = measured(board, card)
    if found is None:
        return "not measured"
    worth = measured_worth_cents(board, found.mean)
    return f"{found.text}; that earns {fmt.money(worth)} a day at full traffic"


# --- dollars by the board ------------------------------------------------------------------------------------


def _sd(score: Measured) -> float:
    # An end at 0 or 100 % is cut off there; the other one tells the width.
    return max(score.mean - score.low, score.high - score.mean) / _TWO_SIDED


def _spread(score: Measured) -> list[int]:
    """Twenty equally likely true qualities within what was measured, millionths."""
    return [round(score.mean + step * _sd(score)) for step in _QUANTILES]


def _day_cents(world: World, quality: int) -> int:
    """A day at full traffic: dollars a point over the floor, several times that under it."""
    over = quality - world.value_floor_ppm
    return (over if over > 0 else over * world.loss_factor) * world.point_cents // 10_000


def _sales(world: World, quality: int, first_day: int) -> int:
    """Cents from the first customer to the end and after close; a model under the floor is found and rolled back."""
    days = world.days - first_day + 1
    if days <= 0:
        return 0
    over = quality - world.value_floor_ppm
    if over > 0:
        after = tail_cents(over, world.drift_ppm_day, world.tail_days, 100, world.point_cents, 0)
        return days * _day_cents(world, quality) + after
    found_after = min(days, world.canary_days)
    return (found_after * _day_cents(world, quality) - world.rollback_cents) * HALF_PCT // 100


def _gains(board: Board, card: Card, score: Measured, first_day: int) -> list[int]:
    """What a launch on this day would bring over the model that is live, for each quality the interval allows."""
    world = board.world
    if first_day > world.days:
        return [0]
    rival = _live_quality(board, card.index)
    now = _sales(world, rival, first_day) if rival else 0
    return [_sales(world, quality, first_day) - now - world.launch_cents for quality in _spread(score)]


def _over_live(board: Board, card: int, quality: int) -> int:
    """Cents a day at full traffic over the model that is live; 0 where it is no better."""
    rival = _live_quality(board, card)
    return max(0, _day_cents(board.world, quality) - max(0, _day_cents(board.world, rival) if rival else 0))


def _live_quality(board: Board, besides: int) -> int:
    """What the model that is live measures with customers; 0 where none is."""
    index = board.live(besides)
    seen = live(board, index) if index >= 0 else None
    return seen.mean if seen else 0


def _lead(board: Board, card: Card) -> int:
    """Days from a promotion to the first customer, as far as anyone can see."""
    return max((block.days for block in launch_blocks(board, card)), default=0)
