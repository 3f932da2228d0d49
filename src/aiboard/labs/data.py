"""Lab 4: when labels are ready. The plan that adds up the shortest times, beside the engine's supply chain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final

from aiboard.engine.act import act, check
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.vocabulary import Chaos, Column, Refusal
from aiboard.engine.model.world import DatasetSpec, World
from aiboard.engine.systems import data
from aiboard.engine.systems.data import awaiting_verdict, order_promise
from aiboard.engine.verbs import Accept, Guidelines, Inject, OrderData, Relabel
from aiboard.labs.controls import Control, Values
from aiboard.labs.games import tables
from aiboard.labs.lab import (
    Answer,
    Bar,
    Counterexample,
    Draws,
    Figure,
    Lab,
    Outcome,
    Progress,
    Question,
    Side,
    about,
    exact,
    luck_of,
    nearest,
    plain,
    share,
    shares,
    silent,
)
from aiboard.views import fmt, words
from aiboard.views.words import Tone

_SHORTEST: Final = (5, 5, 2)
"""The course's shortest times, working days: a week to collect, a week to label, two days to check."""
_VERSION: Final = 1
"""Days to number and store a set, as in the course."""
_SCRUB: Final = 2
"""Days to take personal data out before labelling (ours)."""
_LEGAL_DAYS: Final = 15
"""The course's review of three weeks, before anything is collected."""
NONE, VENDOR, LEGAL, PERSONAL = range(4)
_TOLD: Final = (
    "",
    " The vendor turns out to be late.",
    " Legal has to approve the sources first.",
    " There is personal data in them.",
)
_BLOCKERS: Final = ("none", "vendor-late", "legal", "personal-data")
_QA_LONGEST: Final = 5
_GUESSES: Final = (0.02, 0.15, 0.40, 0.70, 0.95)
_DAYS_SHOWN: Final = 60
_LONGEST: Final = 400
"""A project longer than any supply chain of these controls."""
_TWO_SPRINTS: Final = 20
_DELAY_DAY: Final = 4
_CHUNK: Final = 250
"""Orders that are worked out at once: few enough that the work can be stopped in between."""
_MOST_BACK: Final = 3
"""Times a batch is sent back at most (ours): then somebody takes what there is."""


@dataclass(frozen=True, slots=True)
class Supply:
    """One order: the day it was accepted, days by stage, readings of agreement, batches sent back."""

    ready: int
    stages: tuple[tuple[str, int, int], ...]
    kappas: tuple[int, ...]
    promised: int


def supply_world(values: Values) -> World:
    """The engine's world with one dataset of these lead times; label quality is that of support-chatbot's DS-2."""
    known = next(spec for spec in tables("support-chatbot")[0].datasets if not spec.ready)
    world = World()
    # No order is refused for coming too late in a project.
    world.days = _LONGEST
    world.pilot_pct = 10
    world.datasets = [
        DatasetSpec(
            "DS-1", "Labels", 10_000, 0,
            (_SHORTEST[0], values["collection"]), (_SHORTEST[1], values["annotation"]), (_SHORTEST[2], _QA_LONGEST),
            known.poor_weights, known.guided_weights, False, False,
        )
    ]  # fmt: skip
    return world


def supply(world: World, latents: Latents, values: Values, seed: int) -> Supply:
    """Order on day 1 and take what comes: send back what reads under the line where that is the policy."""
    board, truth = Board(world), Truth()
    board.data, truth.labels, truth.batch = [DataTask(0)], [0], [0]
    state = State(world, seed, latents, board, truth)
    task = board.data[0]
    # The chain alone is looked at: the manager has all the time that its steps ask for.
    board.minutes_left = 100_000
    if values["guidelines"]:
        act(state, Guidelines(0))
    percent = world.pilot_pct if values["volume"] == 0 else 100
    promised = order_promise(board, task, percent)
    act(state, OrderData(0, percent))
    stages: list[tuple[str, int, int]] = []
    kappas: list[int] = []
    column, since = Column.COLLECTION, 1
    while board.day < _LONGEST:
        delay = Inject(int(Chaos.VENDOR_DELAY))
        # The delay comes while the vendor still collects, so that it always has something to hit.
        if values["blocker"] == VENDOR and board.day == _DELAY_DAY and check(board, delay) == Refusal.NONE:
            act(state, delay)
        data.run(state)
        if task.column != column:
            stages.append((words.COLUMN[column], since, board.day))
            column, since = task.column, board.day + 1
        board.day += 1
        if awaiting_verdict(task):
            stages.append((words.COLUMN[column], since, board.day - 1))
            kappas.append(task.kappa_ppm)
            good = not values["send-back"] or task.kappa_ppm >= world.kappa_hold_ppm or len(kappas) > _MOST_BACK
            # Personal data that nobody looked for is found by legal at the end: scrubbed, all is labelled again.
            found_late = values["blocker"] == PERSONAL and not values["check"] and len(kappas) == 1
            if good and not found_late:
                act(state, Accept(0))
                break
            act(state, Relabel(0))
            column, since = task.column, board.day
    # Accepted on the morning after the reading.
    ready = board.day - 1
    stages.append(("Version", ready + 1, ready + _VERSION))
    before, held = _held(values)
    whole = _inserted(stages, before, held)
    return Supply(whole[-1][2], tuple(whole), tuple(kappas), promised)


def _held(values: Values) -> tuple[int, tuple[str, int]]:
    """What stands before which stage besides the engine's own, and for how many days; 0 days for nothing."""
    if values["blocker"] == LEGAL:
        return 0, ("Legal", _LEGAL_DAYS)
    if values["blocker"] == PERSONAL and values["check"]:
        return 1, ("Scrub", _SCRUB)
    return 0, ("", 0)


def _inserted(stages: list[tuple[str, int, int]], place: int, held: tuple[str, int]) -> list[tuple[str, int, int]]:
    """The stages with one more at a place, those after it later by its days."""
    name, days = held
    if not days:
        return stages
    first = stages[place][1]
    later = [(stage, begin + days, end + days) for stage, begin, end in stages[place:]]
    return [*stages[:place], (name, first, first + days - 1), *later]


def naive_days() -> int:
    """The naive plan: every stage takes its shortest time."""
    return sum(_SHORTEST) + _VERSION


class DataTimeline(Lab):
    """One order of labels, day by day."""

    ID: ClassVar[str] = "data"
    CONTROLS: ClassVar[tuple[Control, ...]] = (
        Control("need", "Needed by day", 5, 60, 20, 1),
        Control("volume", "Order", 0, 1, 1, words=("pilot", "all")),
        Control("collection", "Collecting up to", 5, 30, 20, 1, "days"),
        Control("annotation", "Labelling up to", 5, 30, 15, 1, "days"),
        Control("guidelines", "Guidelines first", 0, 1, 0, words=("no", "yes")),
        Control("send-back", "Send back bad", 0, 1, 1, words=("no", "yes")),
        Control("blocker", "Blocker", NONE, PERSONAL, NONE, words=_BLOCKERS),
        Control("check", "Check privacy", 0, 1, 0, words=("after", "before")),
    )

    def run(self, values: Values, seed: int) -> Outcome:
        """The plan and one course of things."""
        world = supply_world(values)
        found = supply(world, Latents(world), values, seed)
        what = "a pilot of 1,000 labels" if values["volume"] == 0 else "10,000 labels"
        draw = f"Ordered on day 1: {what}, needed by day {values['need']}. The vendor promises day {found.promised}."
        return Outcome((draw,), _naive_side(values), _engine_side(values, found, world))

    def many(self, values: Values, seed: int, progress: Progress) -> Draws:
        """On which day it is ready."""
        days = ready_days(values, seed, self.DRAWS, progress)
        need = values["need"]
        marks = sorted({10, _TWO_SPRINTS, 30, 40, need})
        chances = [(day, _by(days, day)) for day in marks]
        figures, bars = shares((f"by_{day}", f"ready by day {day}", chance, _tone(chance)) for day, chance in chances)
        median, late = days[len(days) // 2], days[len(days) * 9 // 10]
        says = f"Half of them by day {median}, nine of ten by day {late}; the naive plan said day {naive_days()}."
        return Draws(len(days), (), figures, bars, says)

    def question(self, values: Values, seed: int) -> Question:
        """How likely it is ready in time."""
        what = "A pilot of 1,000 labels is" if values["volume"] == 0 else "10,000 labels are"
        text = (
            f"{what} ordered on day 1 and needed by day {values['need']}. The shortest times of all stages add up to "
            f"{naive_days()} days.{_TOLD[values['blocker']]} How likely are they ready in time?"
        )
        return Question(text, about(_GUESSES))

    def answer(self, values: Values, seed: int) -> Answer:
        """The share of draws, and what a pilot would change."""
        days = ready_days(values, seed, self.DRAWS)
        chance = _by(days, values["need"])
        pilot = ready_days({**values, "volume": 0}, seed, self.DRAWS)
        because = (
            f"In {self.DRAWS:,} draws they are ready by day {values['need']} in {share(chance)}, half of them by day "
            f"{days[len(days) // 2]}. Each stage rarely takes its shortest time, and all three at once almost never.",
            f"A pilot of a tenth is there by then in {share(_by(pilot, values['need']))} (half by day "
            f"{pilot[len(pilot) // 2]}), and says how good this vendor's labels are before the rest is paid for.",
        )
        return Answer(nearest(chance, _GUESSES), because, exact(chance))

    def idle(self, values: Values) -> dict[str, str]:
        """When personal data is looked for matters where there is some."""
        return {} if values["blocker"] == PERSONAL else {"check": "set blocker to personal-data to use this"}

    def counterexample(self) -> Counterexample:
        """The course's own lead times and its own two sprints."""
        values = {control.name: control.default for control in self.CONTROLS}
        days = ready_days(values, 7, self.DRAWS)
        chance = _by(days, _TWO_SPRINTS)
        return Counterexample(
            "The course's own lead times, ordered two sprints ahead as it advises; bad batches are sent back.",
            Side("ready", (plain("ready", "planned for day", naive_days()),), (), Tone.BAD),
            Side(
                f"ready in time in {share(chance)}",
                (
                    Figure("chance", f"ready by day {_TWO_SPRINTS}", chance, share(chance), _tone(chance)),
                    plain("median", "half of them by day", days[len(days) // 2]),
                ),
                (),
                Tone.GOOD,
            ),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """The engine's floors and the days that are this lab's own."""
        return {
            "collecting": data.COLLECTION_FLOOR_PCT,
            "labelling": data.LABELLING_FLOOR_PCT,
            "legal_days": _LEGAL_DAYS,
            "scrub": fmt.count(_SCRUB, "day"),
        }


def ready_days(values: Values, seed: int, draws: int, progress: Progress = silent) -> list[int]:
    """The days of many orders, sorted."""
    # The day of need changes no order: a slider on it finds the days worked out already.
    orders = tuple((name, value) for name, value in sorted(values.items()) if name != "need")
    days: list[int] = []
    for first in range(0, draws, _CHUNK):
        days += _ready(orders, seed, first, min(_CHUNK, draws - first))
        progress(len(days))
    return sorted(days)


@lru_cache(maxsize=128)
def _ready(orders: tuple[tuple[str, int], ...], seed: int, first: int, count: int) -> tuple[int, ...]:
    """The days of so many orders, from the first-th on; `orders` are the controls that matter to them."""
    values = dict(orders)
    world = supply_world(values)
    latents = Latents(world)
    return tuple(supply(world, latents, values, luck_of(seed, first + n)).ready for n in range(count))


def _by(days: list[int], day: int) -> float:
    return sum(one <= day for one in days) / len(days)


def _tone(chance: float) -> Tone:
    return Tone.GOOD if chance >= 0.8 else Tone.WARN if chance >= 0.5 else Tone.BAD


def _naive_side(values: Values) -> Side:
    ready, need = naive_days(), values["need"]
    names = (Column.COLLECTION, Column.ANNOTATION, Column.QA)
    bars, start = [], 0
    stages = [(words.COLUMN[column], length) for column, length in zip(names, _SHORTEST, strict=True)]
    for name, length in [*stages, ("Version", _VERSION)]:
        bars.append(_stage(name, start + 1, start + length, need))
        start += length
    figures = (
        plain("ready", "ready on day", ready),
        Figure("in_time", "in time", ready <= need, "yes" if ready <= need else "no"),
    )
    return Side(f"ready on day {ready}", figures, tuple(bars))


def _engine_side(values: Values, found: Supply, world: World) -> Side:
    need = values["need"]
    bars = tuple(_stage(name, first, last, need) for name, first, last in found.stages)
    back = len(found.kappas) - 1
    read = ", ".join(map(fmt.kappa, found.kappas))
    in_time = found.ready <= need
    tone = Tone.GOOD if in_time else Tone.BAD
    line = fmt.kappa(world.kappa_hold_ppm)
    figures = (
        plain("ready", "ready on day", found.ready),
        Figure("in_time", "in time", in_time, "yes" if in_time else f"no, {found.ready - need} days late", tone),
        plain("promised", "the vendor promised day", found.promised),
        Figure("kappa", f"agreement (sent back under {line})", found.kappas[-1] / 1_000_000, read),
        plain("sent_back", "batches sent back", back, Tone.WARN if back else Tone.PLAIN),
    )
    return Side(f"ready on day {found.ready}", figures, bars, tone)


def _stage(name: str, first: int, last: int, need: int) -> Bar:
    """A stage's days on a line of 60; the mark is the day of need."""
    tone = Tone.GOOD if last <= need else Tone.BAD
    text = f"{first}-{last}"
    return Bar(name, min(1.0, last / _DAYS_SHOWN), text, tone, min(1.0, (first - 1) / _DAYS_SHOWN), need / _DAYS_SHOWN)
