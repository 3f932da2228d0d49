"""Lab 4: when labels are ready. The plan that adds up the shortest times, beside the engine's supply chain."""

from __future__ import annotations

from typing import ClassVar, Final

from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.model.world import World
from aiboard.engine.systems import data
from aiboard.labs import lab
from aiboard.labs.controls import Values, defaults
from aiboard.labs.supply import (
    LEGAL_DAYS,
    PERSONAL,
    SCRUB,
    SHORTEST,
    VERSION,
    OrderResult,
    naive_days,
    ready_days,
    simulate_order,
    supply_world,
)
from aiboard.views import fmt, words
from aiboard.views.words import Tone

_TOLD: Final = (
    "",
    " The vendor turns out to be late.",
    " Legal has to approve the sources first.",
    " There is personal data in them.",
)
_GUESSES: Final = (0.02, 0.15, 0.40, 0.70, 0.95)
_DAYS_SHOWN: Final = 60
_TWO_SPRINTS: Final = 20


class DataTimeline(lab.Lab):
    """One order of labels, day by day."""

    ID: ClassVar[str] = "data"

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """The plan and one course of things."""
        world = supply_world(values)
        order = simulate_order(world, Latents(world), values, seed)
        order_text = "a pilot of 1,000 labels" if values["volume"] == 0 else "10,000 labels"
        draw = (
            f"Ordered on day 1: {order_text}, needed by day {values['need']}. The vendor promises day {order.promised}."
        )
        return lab.Outcome((draw,), _naive_side(values), _engine_side(values, order, world))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """On which day it is ready."""
        days = ready_days(values, seed, self.DRAWS, progress)
        deadline = values["need"]
        marks = sorted({10, _TWO_SPRINTS, 30, 40, deadline})
        chances = [(f"by_{day}", f"ready by day {day}", _by(days, day)) for day in marks]
        figures, bars = lab.shares((*one, _tone(one[2])) for one in chances)
        median, p90 = days[len(days) // 2], days[len(days) * 9 // 10]
        conclusion = f"Half of them by day {median}, nine of ten by day {p90}; the naive plan said day {naive_days()}."
        return lab.Draws(len(days), (), figures, bars, conclusion)

    def question(self, values: Values, seed: int) -> lab.Question:
        """How likely it is ready in time."""
        subject = "A pilot of 1,000 labels is" if values["volume"] == 0 else "10,000 labels are"
        blocker_text = _TOLD[values["blocker"]]
        text = self.texts.question.format(what=subject, need=values["need"], days=naive_days(), told=blocker_text)
        return lab.Question(text, lab.share_choices(_GUESSES))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """The share of draws, and what a pilot would change."""
        days = ready_days(values, seed, self.DRAWS)
        chance = _by(days, values["need"])
        pilot = ready_days({**values, "volume": 0}, seed, self.DRAWS)
        because = self.answer_reasons(
            draws=f"{self.DRAWS:,}", need=values["need"], chance=fmt.share(chance), half=days[len(days) // 2],
            shortest=naive_days(), plan=fmt.share(_by(days, naive_days())),
            pilot=fmt.share(_by(pilot, values["need"])), pilot_half=pilot[len(pilot) // 2],
        )  # fmt: skip
        return lab.Answer(lab.nearest(chance, _GUESSES), because, lab.exact(chance))

    def idle(self, values: Values) -> dict[str, str]:
        """When personal data is looked for matters where there is some."""
        return {} if values["blocker"] == PERSONAL else {"check": "set blocker to personal-data to use this"}

    def counterexample(self) -> lab.Counterexample:
        """The course's own lead times and its own two sprints."""
        values = defaults(self.controls)
        # Of the defaults, wherever the sliders stand: its text speaks of the course's own lead times.
        days = ready_days(values, 7, self.DRAWS)
        chance = _by(days, _TWO_SPRINTS)
        return lab.Counterexample(
            self.texts.counterexample,
            lab.side("ready", lab.plain_figure("ready", "planned for day", naive_days()), tone=Tone.BAD),
            lab.side(
                f"ready in time in {fmt.share(chance)}",
                lab.Figure("chance", f"ready by day {_TWO_SPRINTS}", chance, fmt.share(chance), _tone(chance)),
                lab.plain_figure("median", "half of them by day", days[len(days) // 2]),
                tone=Tone.GOOD,
            ),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """The engine's floors and the days that are this lab's own."""
        return {
            "collecting": data.COLLECTION_FLOOR_PCT,
            "labelling": data.LABELLING_FLOOR_PCT,
            "legal_days": LEGAL_DAYS,
            "scrub": fmt.count(SCRUB, "day"),
        }


def _by(days: list[int], day: int) -> float:
    return sum(one <= day for one in days) / len(days)


def _tone(chance: float) -> Tone:
    return Tone.GOOD if chance >= 0.8 else Tone.WARN if chance >= 0.5 else Tone.BAD


def _naive_side(values: Values) -> lab.Side:
    ready, deadline = naive_days(), values["need"]
    names = (Column.COLLECTION, Column.ANNOTATION, Column.QA)
    bars, start = [], 0
    stages = [(words.COLUMN[column], length) for column, length in zip(names, SHORTEST, strict=True)]
    for name, length in [*stages, ("Version", VERSION)]:
        bars.append(_stage(name, start + 1, start + length, deadline))
        start += length
    figures = (
        lab.plain_figure("ready", "ready on day", ready),
        lab.Figure("in_time", "in time", ready <= deadline, "yes" if ready <= deadline else "no"),
    )
    return lab.Side(f"ready on day {ready}", figures, tuple(bars))


def _engine_side(values: Values, order: OrderResult, world: World) -> lab.Side:
    deadline = values["need"]
    bars = tuple(_stage(name, first, last, deadline) for name, first, last in order.stages)
    sent_back = len(order.kappas) - 1
    read = ", ".join(map(fmt.kappa, order.kappas))
    in_time = order.ready <= deadline
    tone = Tone.GOOD if in_time else Tone.BAD
    line = fmt.kappa(world.kappa_hold_ppm)
    delay_text = "yes" if in_time else f"no, {fmt.days(order.ready - deadline)} late"
    figures = (
        lab.plain_figure("ready", "ready on day", order.ready),
        lab.Figure("in_time", "in time", in_time, delay_text, tone),
        lab.plain_figure("promised", "the vendor promised day", order.promised),
        lab.Figure("kappa", f"agreement (sent back under {line})", order.kappas[-1] / 1_000_000, read),
        lab.plain_figure("sent_back", "batches sent back", sent_back, Tone.WARN if sent_back else Tone.PLAIN),
    )
    return lab.Side(f"ready on day {order.ready}", figures, bars, tone)


def _stage(name: str, first: int, last: int, deadline: int) -> lab.Bar:
    """A stage's days on a line of 60; the mark is the day of need."""
    tone = Tone.GOOD if last <= deadline else Tone.BAD
    start, end = (min(1.0, day / _DAYS_SHOWN) for day in (first - 1, last))
    return lab.Bar(name, end, f"{first}-{last}", tone, start, deadline / _DAYS_SHOWN)
