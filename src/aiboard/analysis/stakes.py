"""Which decisions mattered most, by what the board knew when they were taken.

No rollout has priced a decision yet, so this is a plain measure and no grade. For each decision: the dollars by which
its nearest alternative would have been better, on average over the qualities that the interval on the board allowed
that day (0 for those where it would not). Dollars run from the first possible customer to the end of the project and
over the days after close. Where something stood still (a review, a decision, a requirement) they are those of the days
that it stood. A start is not weighed: nothing had been measured. Nothing hidden is used but in `hidden`, said apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
from aiboard.engine.model.vocabulary import Block, CheckKind, Stage
from aiboard.engine.model.world import World
from aiboard.engine.outlook import days_at, days_left, launch_blocks
from aiboard.engine.systems.accounting import measured_worth_cents, tail_cents
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.engine.systems.deployment import CANARY_PCT, HALF_PCT
from aiboard.engine.systems.training import ceiling_now
from aiboard.engine.verbs import Action, Deploy, Iterate, Kill, Promote, RollBack
from aiboard.views import fmt
from aiboard.views.card.measure import Measured, live, measured

MOST: Final = 3
"""Decisions a debrief begins with."""
LEAST_CENTS: Final = 10_000
"""Less than $100 is not told."""
ENOUGH_SEEDS: Final = 5
RANKED: Final = (
    "Ranked by the dollars at stake as the board knew them: what the alternative would have brought more, on average "
    "over the interval shown that day. No grade, and no use of what came."
)
#: Checks that more quality or more evidence passes.
_BY_SCORE: Final = frozenset({CheckKind.EVIDENCE, CheckKind.TARGET, CheckKind.BASELINE, CheckKind.SLICE})
_TWO_SIDED: Final = 1.96
#: Enough that the floor and the bar of incidents, where dollars jump, are met within 5 %.
_STEPS: Final = 100


@dataclass(frozen=True)
class Stake:
    """A decision with what was at stake.

    Attributes:
        day: when it was taken; for something left undone, the first day that it cost.
        card: index, or -1.
        cents: what was at stake, see above.
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


def at_stake(record: Record, moments: Sequence[Moment]) -> list[Stake]:
    """The decisions with most at stake, largest first; of one card and verb only the largest."""
    found: dict[tuple[int, str], Stake] = {}
    for moment in moments:
        stake = _decided(record, moment)
        if stake is not None:
            place = (moment.card, moment.verb.VERB)
            found[place] = max(found.get(place, stake), stake, key=lambda one: one.cents)
    for stake in _undone(record):
        found[(stake.card, "")] = stake
    ranked = sorted(found.values(), key=lambda stake: (-stake.cents, stake.day, stake.card))
    return [stake for stake in ranked if stake.cents >= LEAST_CENTS][:MOST]


# --- what was decided ----------------------------------------------------------------------------------------


def _decided(record: Record, moment: Moment) -> Stake | None:
    weigh = _WEIGHED.get(moment.verb)
    if weigh is None or moment.known.measured is None:
        return None
    cents, instead = weigh(moment)
    by = "" if moment.by == "player" else f" ({moment.by})"
    return Stake(
        moment.day,
        moment.card,
        cents,
        f"{moment.act}{by}",
        _known(moment),
        instead,
        _came(record, moment),
        _hidden(record, moment.card),
    )


def _known(moment: Moment) -> str:
    board, card = moment.board, moment.board.cards[moment.card]
    bar = card.success_ppm or board.world.launch_ppm
    belief = _belief(moment)
    over = 1 - belief.cdf(bar)
    parts = [moment.known.measured.text] if moment.known.measured else []
    seen = live(board, moment.card)
    if seen is not None:
        parts.append(f"live {fmt.tenth(seen.mean)} ({seen.span}) in {fmt.days(len(card.monitored_ppm))}")
    if moment.known.gate is not None:
        parts.append("gate passed" if moment.known.gate else "gate failed: " + ", ".join(moment.known.failed))
    return "; ".join([*parts, f"P(true ≥ {fmt.points(bar)}) {100 * over:.0f} %"])


def _promoted(moment: Moment) -> tuple[int, str]:
    """Against leaving it in Evaluation: what a launch would lose, launch and incident counted."""
    board, card = moment.board, moment.board.cards[moment.card]
    gains = _gains(moment, board.day + _lead(board, card))
    return _mean(-gain for gain in gains), _before_promoting(board, card, moment)


def _before_promoting(board: Board, card: Card, moment: Moment) -> str:
    more = ENOUGH_SEEDS - len(card.scores)
    if more > 0:
        days = -(-more * board.world.eval_gpu_min // (board.world.gpus * DAY_GPU_MIN))
        width = fmt.tenth(planned_half_width(board, card, more, card.eval_pct))
        return f"evaluate {fmt.count(more, 'more seed')} first: {fmt.days(days)}, interval then about ±{width}"
    if moment.known.failed:
        return f"iterate on what failed ({', '.join(moment.known.failed)})"
    return "leave it in Evaluation, or iterate once more"


def _killed(moment: Moment) -> tuple[int, str]:
    """Against going on with it: what it could still earn over what is live."""
    board, card = moment.board, moment.board.cards[moment.card]
    if card.stage == Stage.PRODUCTION:
        return _rolled_back(moment)
    if any(not check.passed and check.kind not in _BY_SCORE for check in verdict(board, moment.card).checks):
        # Too slow, too dear or not safe: what it would take to launch it is on no board.
        return 0, ""
    training = days_left(board, card)
    evaluation = 0 if card.scores else 1
    cents = _mean(_gains(moment, board.day + training + evaluation + _lead(board, card)))
    if training:
        return cents, f"finish its plan ({fmt.days(training)}), then evaluate"
    if not card.scores:
        return cents, f"evaluate it on {ENOUGH_SEEDS} seeds"
    return cents, "promote it" if moment.known.gate else "iterate once on what failed, or promote it over the gate"


def _iterated(moment: Moment) -> tuple[int, str]:
    """Against promoting at once, where the gate allowed it: what the days of the iteration would have earned."""
    board = moment.board
    if not moment.known.gate or moment.known.measured is None:
        return 0, ""
    days = days_at(board.world.ideas[moment.card].run_points, 100) + 1
    cents = days * _over_live(board, moment.card, moment.known.measured.mean)
    return cents, f"promote it as it was, {fmt.days(days)} earlier"


def _raised(moment: Moment) -> tuple[int, str]:
    """Against giving the canary its days: what the traffic added before they were over could lose."""
    board, card, world = moment.board, moment.board.cards[moment.card], moment.board.world
    early = world.canary_days - (board.day - card.share_day)
    added = moment.action.share_pct - card.share_pct if isinstance(moment.action, Deploy) else 0
    if early <= 0 or added <= 0:
        return 0, ""
    losses = (-early * _day_cents(world, quality) * added // 100 for quality in _spread(moment))
    return _mean(losses), f"hold {card.share_pct} % for {fmt.days(early)} more"


def _rolled_back(moment: Moment) -> tuple[int, str]:
    """Against going on with its canary: what it could still earn over the other model that is live."""
    board, card = moment.board, moment.board.cards[moment.card]
    gains = _gains(moment, board.day, launched=True)
    return _mean(gains), f"leave it at {card.share_pct} % and read more days of monitoring"


_WEIGHED: Final[dict[type[Action], Callable[[Moment], tuple[int, str]]]] = {
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


def _belief(moment: Moment) -> NormalDist:
    """The quality as the board knew it: what was measured before launch and live, weighed by their precision."""
    scores = [moment.known.measured, live(moment.board, moment.card)]
    known = [(score.mean, _sd(score)) for score in scores if score is not None]
    precision = sum(sd**-2 for _, sd in known)
    return NormalDist(sum(mean * sd**-2 for mean, sd in known) / precision, precision**-0.5)


def _sd(score: Measured) -> float:
    # An end at 0 or 100 % is cut off there; the other one tells the width. A grid's step at least.
    return max(score.mean - score.low, score.high - score.mean, 1_000) / _TWO_SIDED


def _spread(moment: Moment) -> list[int]:
    """Equally likely qualities within what was known, millionths."""
    belief = _belief(moment)
    return [round(belief.inv_cdf((i + 0.5) / _STEPS)) for i in range(_STEPS)]


def _mean(cents: Iterable[int]) -> int:
    """The average of what is over 0, with 0 for the rest."""
    return round(fmean(max(0, one) for one in cents))


def _day_cents(world: World, quality: int) -> int:
    """A day at full traffic: dollars a point over the floor, several times that under it."""
    over = quality - world.value_floor_ppm
    return (over if over > 0 else over * world.loss_factor) * world.point_cents // 10_000


def _gains(moment: Moment, first_day: int, launched: bool = False) -> list[int]:
    """What going on to all traffic from this day brings over the model that is live, for each quality it may have."""
    world = moment.board.world
    days = world.days - first_day + 1
    if days <= 0:
        return [0]
    rival = _live_quality(moment.board, moment.card)
    launch = 0 if launched else world.launch_cents
    return [_gain(world, quality, rival, days) - launch for quality in _spread(moment)]


def _gain(world: World, quality: int, rival: int, days: int) -> int:
    """Cents in so many days and after close, over a live model (0: none) whose traffic it takes step by step."""
    canary = world.canary_days
    if quality <= world.value_floor_ppm:
        # Found during the canary and rolled back.
        return (min(days, canary) * _day_cents(world, quality) * CANARY_PCT - world.rollback_cents * HALF_PCT) // 100
    at_half, at_all = max(0, days - canary), max(0, days - 2 * canary)
    pct_days = CANARY_PCT * (days - at_half) + HALF_PCT * (at_half - at_all) + 100 * at_all
    at_close = 100 if at_all else HALF_PCT if at_half else CANARY_PCT
    a_day = _day_cents(world, quality) - (_day_cents(world, rival) if rival else 0)
    after = _after_close(world, quality, at_close) - (_after_close(world, rival, at_close) if rival else 0)
    incident = world.incident_cents if quality < world.bad_launch_ppm and at_half else 0
    return pct_days * a_day // 100 + after - incident


def _after_close(world: World, quality: int, share_pct: int) -> int:
    over = quality - world.value_floor_ppm
    return tail_cents(over, world.drift_ppm_day, world.tail_days, share_pct, world.point_cents, 0)


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
