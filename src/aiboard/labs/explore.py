"""Lab 1: how much to explore. The course's table beside another split, on the same ideas with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from aiboard.labs import lab
from aiboard.labs.controls import Values, defaults
from aiboard.labs.exploration_model import (
    SCENARIO,
    SLOTS,
    WEEKS,
    Plan,
    PlanOutcome,
    chances,
    chunk,
    restarts,
    simulate_plan,
)
from aiboard.views import fmt
from aiboard.views.words import Tone

_PHASE_WEEKS: Final = 4
_PHASES: Final = ("weeks 1-4", "weeks 5-8", "weeks 9-12", "weeks 13-16")
_NAMES: Final = ("Discovery", "Convergence", "Optimization", "Production")
"""What the course calls its phases; the last one, Productionization, shortened."""
TABLE: Final = (90, 50, 10, 5)
"""The course's table: percent explored in each of its four phases."""
_PLANS: Final = ("80-20", "half", "reversed", "own")
_OTHER: Final = 300
"""Deals of the counterexample."""
_ALIKE: Final = 0.03
"""Chances nearer than this are the same for a person."""


def table_plan() -> Plan:
    """The course's table."""
    return by_phase(TABLE)


def by_phase(percents: Sequence[int]) -> Plan:
    """A share for each of the four phases."""
    return tuple(percents[week // _PHASE_WEEKS] / 100 for week in range(WEEKS))


def plan_of(values: Values) -> Plan:
    """The split on the right side."""
    return _named(_PLANS[values["plan"]], values)


def _named(name: str, values: Values) -> Plan:
    if name == "80-20":
        # The course's other rule: from 80 % at the beginning to 20 % at the end.
        return tuple(0.8 - 0.6 * week / (WEEKS - 1) for week in range(WEEKS))
    if name == "half":
        return (0.5,) * WEEKS
    if name == "reversed":
        return tuple(reversed(table_plan()))
    return by_phase([values[f"phase{n}"] for n in range(1, 5)])


class Explore(lab.Lab):
    """Exploring and exploiting over sixteen weeks."""

    ID: ClassVar[str] = "explore"

    def idle(self, values: Values) -> dict[str, str]:
        """The four phases are of one's own split only."""
        plan = _PLANS[values["plan"]]
        reason = f"no effect: your split is {plan}; set it to own to use this"
        return {} if plan == "own" else {f"phase{n}": reason for n in range(1, 5)}

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """Both splits on one deal."""
        one = chunk(seed, 0, 1)
        known = values["known"] == 1
        reach = int((one.ceiling >= values["bar"] * 1_000).sum())
        draw = (
            f"{one.ceiling.size} ideas of {SCENARIO}; {reach} of them can reach {fmt.points(values['bar'] * 1_000)}. "
            f"{SLOTS} runs a week for {WEEKS} weeks."
        )
        week, plans = values["week"], (table_plan(), plan_of(values))
        parts = " and ".join(fmt.share(plan[week - 1]) for plan in plans)
        name = _NAMES[(week - 1) // _PHASE_WEEKS]
        weeks_left = fmt.count(WEEKS - week, "week")
        week_line = f"Bars: runs that explore, mean of a phase. Week {week}, {name}: {parts}; {weeks_left} left."
        sides = [_side(simulate_plan(one, plan, known), plan, values["bar"] * 1_000, week) for plan in plans]
        return lab.Outcome((draw, week_line), sides[0], sides[1])

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """All plans on the same deals."""
        names = _PLANS if _PLANS[values["plan"]] == "own" else _PLANS[:-1]
        plans = [table_plan(), *(_named(name, values) for name in names)]
        shares = chances(plans, values, seed, self.DRAWS, progress)
        labels = ["table", *names]
        rows = [(name.replace("-", "_"), name, value, Tone.WORK) for name, value in zip(labels, shares, strict=True)]
        figures, bars = lab.shares(rows)
        conclusion = f"Share of deals in which what looked best in week {WEEKS} truly was at or over the bar."
        return lab.Draws(self.DRAWS, figures[:2], figures[2:], bars, conclusion)

    def question(self, values: Values, seed: int) -> lab.Question:
        """How far the course's two rules are apart."""
        bar = fmt.points(values["bar"] * 1_000)
        text = self.texts.question.format(bar=bar, weeks=WEEKS)
        return lab.Question(text, ("less than 5 points", "5 to 15 points", "more than 15 points"))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """Both, and what really loses."""
        plans = [table_plan(), *(_named(name, values) for name in _PLANS[:3])]
        table, slope, half, reverse = chances(plans, values, seed, self.DRAWS)
        gap = abs(table - slope)
        mean_restarts = restarts(plans[0], values["known"] == 1, seed, self.DRAWS)
        # Hardly any luck is left with known ceilings: fewer deals will do.
        informed = chances(plans, {**values, "known": 1}, seed, 200)
        because = self.answer_reasons(
            draws=f"{self.DRAWS:,}", table=fmt.share(table), slope=fmt.share(slope), half=fmt.share(half),
            reverse=fmt.share(reverse), order=_order(table, slope, reverse),
            informed=", ".join(map(fmt.share, informed)), runs=WEEKS * SLOTS, over=f"{mean_restarts:.1f}",
        )  # fmt: skip
        return lab.Answer(0 if gap < 0.05 else 1 if gap < 0.15 else 2, because)

    def counterexample(self) -> lab.Counterexample:
        """The table turned round spends as many runs on exploring."""
        values = defaults(self.controls)
        plans = [_named("reversed", values), table_plan()]
        late, early = chances(plans, values, 7, _OTHER)
        # Part of a run is none; the tolerance is for sums that are whole but for rounding.
        explored_runs = int(sum(plans[0]) * SLOTS + 1e-6)
        return lab.Counterexample(
            self.texts.counterexample.format(weeks=WEEKS, same=explored_runs, runs=WEEKS * SLOTS, deals=_OTHER),
            lab.side("the same ratio, so the same", lab.plain_figure("explored", "runs explored", explored_runs)),
            lab.side(
                "early exploring wins" if early > late else "late exploring wins",
                lab.Figure("early", "table", early, fmt.share(early), Tone.GOOD),
                lab.Figure("late", "reversed", late, fmt.share(late), Tone.BAD),
            ),
            ("Course: the ratio", "Played: the order"),
        )


def _order(table: float, slope: float, reverse: float) -> str:
    """What the chances of the two rules and of the reverse say."""
    if table - reverse > max(_ALIKE, abs(table - slope)):
        return "The order matters more than the exact shares."
    return "Here neither the order nor the shares matter."


def _phases() -> tuple[str, ...]:
    """`Discovery 1-4`: a phase with its weeks."""
    return tuple(f"{name} {weeks.split()[1]}" for name, weeks in zip(_NAMES, _PHASES, strict=True))


def _side(course: PlanOutcome, plan: Plan, bar: int, looked_at: int) -> lab.Side:
    best = course.best[:, 0].tolist()
    end = best[-1]
    phases = [sum(plan[n * _PHASE_WEEKS : (n + 1) * _PHASE_WEEKS]) / _PHASE_WEEKS for n in range(4)]
    bars = tuple(lab.Bar(name, part, fmt.share(part)) for name, part in zip(_phases(), phases, strict=True))
    reached = end >= bar
    weeks = [week + 1 for week, value in enumerate(best) if value >= bar]
    first = weeks[0] if weeks else None
    restart_count = int(course.restarts[0])
    figures = (
        lab.plain_figure("tried", "ideas tried", course.tried),
        lab.plain_figure("restarts", "started over, another approach", restart_count),
        *(
            lab.Figure(f"week_{week}", f"true quality in week {week}", value / 10_000, fmt.tenth(value))
            for week, value in enumerate(best, 1)
            if week in {4, 8, 12, looked_at} - {WEEKS}
        ),
        lab.Figure(
            "best", f"true quality in week {WEEKS}", end / 10_000, fmt.tenth(end), Tone.GOOD if reached else Tone.BAD
        ),
        lab.Figure("first_week", "first week at the bar", first, "never" if first is None else str(first)),
    )
    verdict = f"ends at {fmt.tenth(end)}"
    return lab.Side(verdict, figures, bars, Tone.GOOD if reached else Tone.BAD)
