"""What is known of a board, as named facts: each is a number of an existing view, its words, and how it may be said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import NormalDist
from typing import Final

from aiboard.engine.cost_of_delay import delay_cents
from aiboard.engine.counts import Tally
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import WHOLE_PCT, questions
from aiboard.engine.outlook import launch_blocks
from aiboard.engine.systems import accounting
from aiboard.labs.summary import Best, alive, next_date, risk
from aiboard.views import fmt
from aiboard.views.board.header import due_dates
from aiboard.views.card import measure
from aiboard.views.card.gate_lines import failures, gate_words
from aiboard.views.why.accounts import parts

_WIDTH: Final = 2 * 1.96
"""Standard deviations between the ends of an interval of 95 %."""


class Unit(Enum):
    """What a number counts; numbers of different units are never held against each other."""

    POINTS = "points"
    COUNT = "count"
    DAY = "day"
    DAYS = "days"
    MONEY = "dollars"
    SPRINT = "sprint"
    SECONDS = "seconds"
    WORDS = "words"


@dataclass(frozen=True)
class Fact:
    """One fact.

    Attributes:
        id: its name in the texts of a room.
        name: what it is, for people.
        text: its value as people write it.
        unit: of `value`.
        value: points, a count, days, dollars or seconds; None for one that is no number.
        nouns: beginnings of words beside which a count is meant as this one.
        noted: whether it is worth a note; others repeat what stands in one.
        sole: whether there is one number of the kind only, so that another beside its noun is wrong.
    """

    id: str
    name: str
    text: str
    unit: Unit = Unit.WORDS
    value: float | None = None
    nouns: tuple[str, ...] = ()
    noted: bool = True
    sole: bool = True

    @property
    def statement(self) -> str:
        """Name and value, without a full stop."""
        return f"{self.name} {self.text}".strip().rstrip(".")

    @property
    def note(self) -> str:
        """The same as a short sentence."""
        return f"{self.statement[:1].upper()}{self.statement[1:]}."


IDS: Final = (
    *("target", "launch", "floor", "baseline", "best", "low", "high", "range", "card", "seeds", "data", "gain", "gap"),
    *("lead", "standing", "luck", "odds", "step"),
    *("wrong", "slice", "latency", "latency-limit", "serving", "serving-limit", "gate", "launch-day", "started"),
    *("decided", "killed", "promoted", "kill-rate", "day", "close", "days-left", "sprint", "sprints", "gpus", "booked"),
    *("spent", "earned", "burn", "point", "worth", "worth-low", "worth-high", "waiting", "next", "risk", "live-card"),
    *("live-quality", "live-range", "live-money"),
)
"""Every fact that a text may name. What is not known of a board reads `not measured` there."""
UNKNOWN: Final = "not measured"


def facts(board: Board) -> dict[str, Fact]:
    """What is known of a board now, by id."""
    return {fact.id: fact for group in _groups(board) for fact in group[1]}


def notes(board: Board) -> Iterator[tuple[str, list[Fact]]]:
    """The facts that are worth a note, in groups with a heading; groups without any are left out."""
    for heading, group in _groups(board):
        if noted := [fact for fact in group if fact.noted]:
            yield heading, noted


def _groups(board: Board) -> list[tuple[str, list[Fact]]]:
    best = measure.best_estimate(board, alive(board))
    return [
        ("Goal", list(_goals(board))),
        ("Best card alive", list(_quality(board, best))),
        ("Customers", list(_live(board))),
        ("Experiments", list(_flow(board))),
        ("Dates", list(_dates(board))),
        ("Money", list(_money(board, best))),
    ]


def _points(id: str, name: str, ppm: int, noted: bool = True) -> Fact:
    return Fact(id, name, fmt.points(ppm), Unit.POINTS, ppm / fmt.POINT, noted=noted)


def _count(id: str, name: str, number: int, *nouns: str) -> Fact:
    return Fact(id, name, str(number), Unit.COUNT, number, nouns)


def _dollars(id: str, name: str, cents: int, noted: bool = True) -> Fact:
    return Fact(id, name, fmt.exact_money(cents), Unit.MONEY, cents / 100, noted=noted)


def _on_day(id: str, name: str, day: int) -> Fact:
    return Fact(id, name, f"day {day}", Unit.DAY, day)


def _goals(board: Board) -> Iterator[Fact]:
    world = board.world
    yield _points("target", "target", world.target_ppm)
    yield _points("launch", "enough to launch", world.launch_ppm)
    yield _points("floor", "earns from", world.value_floor_ppm)
    yield _dollars("point", "a point more a day", world.point_cents)
    limit = world.latency_limit_ms
    yield Fact("latency-limit", "p95 limit", fmt.seconds(limit), Unit.SECONDS, limit / 1000)
    yield _dollars("serving-limit", "serving limit", world.serving_limit_cents)


def _quality(board: Board, best: Best) -> Iterator[Fact]:
    if best is None:
        return
    index, estimate = best
    card, world = board.cards[index], board.world
    yield Fact("card", "", f"{fmt.key(world, index)} {fmt.title(world, index, 40)}")
    yield Fact("best", "quality", estimate.short, Unit.POINTS, estimate.mean / fmt.POINT)
    yield _points("low", "low end", estimate.low, noted=False)
    yield _points("high", "high end", estimate.high, noted=False)
    yield Fact("range", "95 % interval", estimate.span)
    seeds = fmt.count(estimate.seeds, "seed")
    yield Fact("seeds", "evaluated on", seeds, Unit.COUNT, estimate.seeds, ("seed", "run"), noted=False)
    yield Fact("data", "measured on", _measured_on(board, estimate))
    items = questions(world, card.eval_pct if estimate.seeds else WHOLE_PCT)
    nouns = ("question", "quer", "example", "item")
    yield Fact("items", "each seed asks", f"{items} questions", Unit.COUNT, items, nouns, noted=False, sole=False)
    base = measure.baseline_ppm(board, index)
    yield _points("baseline", "baseline there", base)
    gain, gap = estimate.mean - base, world.target_ppm - estimate.mean
    # The side is a word: nobody says that a card is -5.7 points short.
    yield _points("gain", "above the baseline" if gain >= 0 else "under the baseline", abs(gain))
    yield _points("gap", "under the target" if gap > 0 else "over the target", abs(gap))
    side = "above" if gain >= 0 else "under"
    yield Fact("lead", "", f"{fmt.points(abs(gain))} points {side} the baseline", noted=False)
    yield Fact("standing", "", _standing(world.target_ppm, estimate.mean), noted=False)
    yield Fact("luck", "", _luck(world.target_ppm, estimate, gate_words(board, index)), noted=False)
    yield Fact("odds", "", f"{_odds(world.target_ppm, estimate)} %", noted=False)
    yield _points("wrong", "wrong answers in 100", fmt.FULL - estimate.mean)
    if card.slice_ppm:
        yield _points("slice", "weakest slice", card.slice_ppm)
    if card.latency_ms:
        yield Fact("latency", "p95 latency", fmt.seconds(card.latency_ms), Unit.SECONDS, card.latency_ms / 1000)
    if card.serving_cents >= 0:
        yield _dollars("serving", "serving a day", card.serving_cents)
    yield Fact("gate", "", gate_words(board, index))
    yield Fact("step", "", _step(failures(board, index)), noted=False)
    if card.share_pct == 0:
        ahead = max((block.days for block in launch_blocks(board, card)), default=0)
        yield _on_day("launch-day", "first customer not before", board.day + ahead)


def _standing(target: int, mean: int) -> str:
    """On which side of the target a number is."""
    gap = target - mean
    if gap == 0:
        return f"exactly the target {fmt.points(target)}"
    side = "short of" if gap > 0 else "over"
    return f"{fmt.points(abs(gap))} points {side} the target {fmt.points(target)}"


def _luck(target: int, estimate: measure.QualityEstimate, gate: str) -> str:
    """What the interval says of the target; of a card that is there, what else stands in the way."""
    if estimate.high < target:
        return f"All of its interval {estimate.span} is under the target, so luck alone does not explain the gap."
    if estimate.low >= target:
        return f"All of its interval {estimate.span} is at or over the target. {gate}"
    if estimate.mean >= target:
        return f"Its interval {estimate.span} begins under the target, so being there may be luck. {gate}"
    return f"Its interval {estimate.span} holds the target, so the gap may be luck, either way."


def _odds(target: int, estimate: measure.QualityEstimate) -> int:
    """Odds, percent, that the card is truly at the target, by its number and interval alone."""
    spread = max(1.0, (estimate.high - estimate.low) / _WIDTH)
    share = NormalDist(target, spread).cdf(estimate.mean)
    # Nothing that was measured is certain.
    return max(1, min(99, round(100 * share)))


def _step(failed: Sequence[str]) -> str:
    """What to ask for now: what passes the gate is launched, little at first; else what is missing is shown first."""
    if not failed:
        return "The gate passes: please decide today to launch it to 5 % of the traffic."
    return f"Please decide with me when this is settled: {failed[0]}."


def short_with_customers(board: Board) -> str:
    """That customers get less of the live model than was measured before; empty where they do not."""
    index = board.live()
    live_estimate = measure.live(board, index) if index >= 0 else None
    offline_estimate = measure.quality_estimate(board, index) if index >= 0 else None
    if live_estimate is None or offline_estimate is None or live_estimate.mean >= offline_estimate.mean:
        return ""
    return f"customers get {live_estimate.short} of the live model, which was evaluated at {offline_estimate.short}"


def _measured_on(board: Board, estimate: measure.QualityEstimate) -> str:
    if not estimate.seeds:
        return "the last training readout, no evaluation yet"
    items = estimate.part or questions(board.world, WHOLE_PCT)
    return f"{fmt.count(estimate.seeds, 'seed')} on {items} frozen questions"


def _flow(board: Board) -> Iterator[Fact]:
    world, tally = board.world, Tally(board.cards)
    yield _count("started", "started", tally.started, "start", "begun", "began", "experiment")
    yield _count("decided", "decided", tally.decided, "decid", "decision")
    yield _count("killed", "killed", tally.killed, "kill", "stopp")
    yield _count("promoted", "promoted", tally.promoted, "promot")
    if tally.decided:
        rate = tally.killed * 100 / tally.decided
        yield Fact("kill-rate", "killed of the decided", f"{rate:.0f} %", Unit.POINTS, rate)
    yield Fact("gpus", "cluster", f"{world.gpus} GPUs", Unit.COUNT, world.gpus, ("gpu",), sole=False)
    yield Fact("risk", "largest risk", short_with_customers(board) or risk(board))


def _dates(board: Board) -> Iterator[Fact]:
    world = board.world
    yield _on_day("day", "today", board.day)
    yield Fact("close", "close", f"day {world.days}", Unit.DAY, world.days, noted=False)
    days_left = world.days - board.day + 1
    yield Fact("days-left", "left", f"{days_left} working days", Unit.DAYS, days_left)
    sprints = -(-world.days // world.sprint_days)
    yield Fact("sprint", "sprint", str(board.sprint()), Unit.SPRINT, board.sprint())
    yield Fact("sprints", "sprints", str(sprints), Unit.SPRINT, sprints, noted=False)
    yield Fact("next", "next date", next_date(board), noted=False)
    for index, due in enumerate(due_dates(board)):
        yield _on_day(f"due-{index}", due.label, due.day)


def _money(board: Board, best: Best) -> Iterator[Fact]:
    booked = parts(board)
    yield _dollars("booked", "booked so far", board.ledger.booked(), noted=False)
    yield _dollars("spent", "spent so far", -sum(one.cents for one in booked if one.cents < 0))
    yield _dollars("earned", "earned so far", sum(one.cents for one in booked if one.cents > 0))
    yield _dollars("burn", "spent yesterday", accounting.burn_cents(board))
    if best is not None:
        index, estimate = best
        latency = board.cards[index].latency_ms
        low, mean, high = (
            accounting.measured_worth_cents(board, ppm, latency) for ppm in (estimate.low, estimate.mean, estimate.high)
        )
        yield _dollars("worth", "worth a day at full traffic", mean, noted=False)
        yield _dollars("worth-low", "worth a day at its low end", low, noted=False)
        yield _dollars("worth-high", "worth a day at its high end", high, noted=False)
        ends = f"{fmt.exact_money(mean)} ({fmt.exact_money(low)} to {fmt.exact_money(high)})"
        yield Fact("worth-range", "best card a day at full traffic", ends)
    yield _dollars("waiting", "a day of waiting costs", delay_cents(board))


def _live(board: Board) -> Iterator[Fact]:
    index = board.live()
    if index < 0:
        return
    yield Fact("live-card", "live", f"{fmt.key(board.world, index)} at {board.cards[index].share_pct} % of traffic")
    yield _dollars("live-money", "earned yesterday", accounting.live_cents(board))
    estimate = measure.live(board, index)
    if estimate is not None:
        yield _points("live-quality", "what customers get", estimate.mean)
        yield _points("live-low", "low end with customers", estimate.low, noted=False)
        yield _points("live-high", "high end with customers", estimate.high, noted=False)
        yield Fact("live-range", "95 % interval", estimate.span)
