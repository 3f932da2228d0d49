"""Lab 1: how much to explore. The course's table beside another split, on the same ideas with the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final

from aiboard.engine.chance.deal import deal_curve, deal_family
from aiboard.engine.systems.training import learned_ppm
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
    luck_of,
    share,
    silent,
)
from aiboard.labs.sampling import Sampler
from aiboard.views import fmt
from aiboard.views.words import Tone

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SCENARIO: Final = "support-chatbot"
WEEKS: Final = 16
SLOTS: Final = 3
"""Runs a week (ours)."""
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
_CHUNK: Final = 250
"""Deals that are played at once: few enough that the work can be stopped in between."""
_UNSEEN: Final = -(1 << 40)
"""How an idea looks that was not tried: worse than any."""

Plan = tuple[float, ...]
"""The share explored in each week."""


@dataclass(frozen=True, slots=True)
class Deals:
    """Ideas of some games in the order in which they are tried, millionths; by game, then by idea.

    `noise` has a value for each run that an idea may get; `family` is the approach of each idea, the same in all games.
    """

    start: NDArray[np.int64]
    ceiling: NDArray[np.int64]
    rate: NDArray[np.int64]
    noise: NDArray[np.int32]
    family: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Course:
    """Some projects under one plan.

    Attributes:
        tried: ideas tried in each.
        best: true quality of what looked best, by week and game, millionths.
        restarts: by game, how often what looked best became an idea of another approach.
    """

    tried: int
    best: NDArray[np.int64]
    restarts: NDArray[np.int64]


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


def deal(seed: int, number: int, count: int) -> Deals:
    """`count` deals of the scenario's ideas, from the number-th on; the engine's own deal."""
    # Late, so that a lab without many draws opens without waiting for it.
    import numpy as np

    world, latents = tables(_SCENARIO)
    noise = Sampler(luck_of(seed, number)).of(latents.readout, count, len(world.ideas), WEEKS * SLOTS)
    curves = []
    for n in range(count):
        luck = luck_of(seed, number + n)
        means = [deal_family(latents, luck, family) for family in range(len(world.families))]
        curves.append([deal_curve(world, latents, luck, i, means[idea.family]) for i, idea in enumerate(world.ideas)])
    dealt = np.array(curves, dtype=np.int64)
    start = np.array([world.families[idea.family].start_ppm for idea in world.ideas], dtype=np.int64)
    rates = np.array(world.rate_ppm, dtype=np.int64)[dealt[:, :, 1]]
    family = np.array([idea.family for idea in world.ideas], dtype=np.int64)
    return Deals(np.tile(start, (count, 1)), dealt[:, :, 0], rates, noise.astype(np.int32), family)


@lru_cache(maxsize=16)
def _chunk(seed: int, number: int, count: int) -> Deals:
    """Kept: a slider changes the split, never the ideas."""
    return deal(seed, number, count)


def project(found: Deals, plan: Plan, known: bool) -> Course:
    """Sixteen weeks of runs, for all games at once.

    Exploring gives the next idea its first run, exploiting gives the one that looks best another run. With ceilings
    `known` the ideas are tried from the highest ceiling down, and what looks best is what is best. Which of the two a
    run does depends on the plan alone, so it is the same in all games.
    """
    import numpy as np

    # The engine's own function, which takes one number at a time.
    learned = np.frompyfunc(learned_ppm, 2, 1)
    games, ideas = found.ceiling.shape
    every = np.arange(games)
    order = np.argsort(-found.ceiling, axis=1, kind="stable") if known else np.tile(np.arange(ideas), (games, 1))
    quality, runs = found.start.copy(), np.zeros((games, ideas), dtype=np.int64)
    seen = np.full((games, ideas), _UNSEEN, dtype=np.int64)
    best = []
    restarts, approach = np.zeros(games, dtype=np.int64), np.full(games, -1, dtype=np.int64)
    tried, owed = 0, 0.0
    for week in range(WEEKS):
        owed += SLOTS * plan[week]
        for _ in range(SLOTS):
            # A part of a slot is owed to the next week.
            if (owed >= 1 - 1e-9 or not tried) and tried < ideas:
                owed -= 1
                card = order[:, tried]
                tried += 1
            else:
                card = seen.argmax(axis=1)
            at = (every, card)
            gap = np.maximum(0, found.ceiling[at] - quality[at])
            quality[at] += learned(gap, found.rate[at]).astype(np.int64)
            seen[at] = found.ceiling[at] if known else quality[at] + found.noise[every, card, runs[at]]
            runs[at] += 1
            leading = found.family[seen.argmax(axis=1)]
            restarts += (leading != approach) & (approach >= 0)
            approach = leading
        # The first idea has to be tried whatever the plan says; that is not taken from later weeks.
        owed = max(0.0, owed)
        best.append(quality[every, seen.argmax(axis=1)])
    return Course(tried, np.array(best), restarts)


@lru_cache(maxsize=1_024)
def _ends(plan: Plan, known: bool, seed: int, number: int, count: int) -> tuple[tuple[int, ...], int]:
    """True quality at the end, a deal each, and the restarts of all of them.

    Kept: a slider changes the bar or one plan, the others stay.
    """
    found = project(_chunk(seed, number, count), plan, known)
    return tuple(found.best[-1].tolist()), int(found.restarts.sum())


def chances(plans: Sequence[Plan], values: Values, seed: int, draws: int, progress: Progress = silent) -> list[float]:
    """Share of deals in which each plan ends at or over the bar, all on the same deals."""
    bar, known = values["bar"] * 1_000, values["known"] == 1
    hits = [0] * len(plans)
    for first in range(0, draws, _CHUNK):
        for at, plan in enumerate(plans):
            hits[at] += sum(end >= bar for end in _ends(plan, known, seed, first + 1, min(_CHUNK, draws - first))[0])
        progress(min(draws, first + _CHUNK))
    return [hit / draws for hit in hits]


def restarts(plan: Plan, known: bool, seed: int, draws: int) -> float:
    """How often a project starts over with another approach, on average."""
    parts = (_ends(plan, known, seed, first + 1, min(_CHUNK, draws - first))[1] for first in range(0, draws, _CHUNK))
    return sum(parts) / draws


class Explore(Lab):
    """Exploring and exploiting over sixteen weeks."""

    CONTROLS: ClassVar[tuple[Control, ...]] = (
        Control("plan", "Your split", 0, 3, 0, words=_PLANS),
        *(Control(f"phase{n}", f"own, {_PHASES[n - 1]}", 0, 100, TABLE[n - 1], 5, "%") for n in range(1, 5)),
        Control("bar", "Bar", 840, 960, 920, 5, "%", 1),
        Control("known", "Ceilings known", 0, 1, 0, words=("no", "yes")),
        Control("week", "Look at week", 1, WEEKS, 10),
    )
    SCENARIO: ClassVar[str] = "support-chatbot"
    SOURCE: ClassVar[str] = "Course: its table"
    ENGINE: ClassVar[str] = "Your split, on the same ideas"
    SCENE: ClassVar[str] = (
        "There are 41 ideas for a chatbot, each with a ceiling that nobody sees, and three training runs a week "
        "for 16 weeks. Exploring starts another idea; exploiting trains the one that looks best once more."
    )
    CLAIM: ClassVar[str] = (
        "Explore 90 % in weeks 1 to 4, then 50, 10 and 5 %. (A paragraph before, it says 80 % early and 20 % late.)"
    )

    def idle(self, values: Values) -> dict[str, str]:
        """The four phases are of one's own split only."""
        plan = _PLANS[values["plan"]]
        why = f"no effect: your split is {plan}; set it to own to use this"
        return {} if plan == "own" else {f"phase{n}": why for n in range(1, 5)}

    def run(self, values: Values, seed: int) -> Outcome:
        """Both splits on one deal."""
        one = _chunk(seed, 0, 1)
        known = values["known"] == 1
        reach = int((one.ceiling >= values["bar"] * 1_000).sum())
        draw = (
            f"{one.ceiling.size} ideas of {_SCENARIO}; {reach} of them can reach {fmt.points(values['bar'] * 1_000)}. "
            f"{SLOTS} runs a week for {WEEKS} weeks."
        )
        week, plans = values["week"], (table_plan(), plan_of(values))
        parts = " and ".join(share(plan[week - 1]) for plan in plans)
        name = _NAMES[(week - 1) // _PHASE_WEEKS]
        now = f"Bars: runs that explore, mean of a phase. Week {week}, {name}: {parts}; {WEEKS - week} weeks are left."
        sides = [_side(project(one, plan, known), plan, values["bar"] * 1_000, week) for plan in plans]
        return Outcome((draw, now), sides[0], sides[1])

    def many(self, values: Values, seed: int, progress: Progress) -> Draws:
        """All plans on the same deals."""
        names = _PLANS if _PLANS[values["plan"]] == "own" else _PLANS[:-1]
        plans = [table_plan(), *(_named(name, values) for name in names)]
        found = chances(plans, values, seed, self.DRAWS, progress)
        labels = ["table", *names]
        figures = tuple(
            Figure(name.replace("-", "_"), name, value, share(value)) for name, value in zip(labels, found, strict=True)
        )
        bars = tuple(Bar(label, value, share(value)) for label, value in zip(labels, found, strict=True))
        says = f"Share of deals in which what looked best in week {WEEKS} truly was at or over the bar."
        return Draws(self.DRAWS, figures[:2], figures[2:], bars, says)

    def question(self, values: Values, seed: int) -> Question:
        """How far the course's two rules are apart."""
        bar = fmt.points(values["bar"] * 1_000)
        text = (
            "The course has two rules: its table, and 80 % falling to 20 %. On the same ideas, by how much do their "
            f"chances to have {bar} in week {WEEKS} differ?"
        )
        return Question(text, ("less than 5 points", "5 to 15 points", "more than 15 points"))

    def answer(self, values: Values, seed: int) -> Answer:
        """Both, and what really loses."""
        plans = [table_plan(), *(_named(name, values) for name in _PLANS[:3])]
        table, slope, half, reverse = chances(plans, values, seed, self.DRAWS)
        apart = abs(table - slope)
        over = restarts(plans[0], values["known"] == 1, seed, self.DRAWS)
        # Hardly any luck is left with known ceilings: fewer deals will do.
        informed = chances(plans, {**values, "known": 1}, seed, 200)
        because = (
            f"In {self.DRAWS:,} deals: the table {share(table)}, 80:20 {share(slope)}, always half {share(half)}, the "
            f"table reversed {share(reverse)}. {_order(table, slope, reverse)}",
            f"If the ceilings were known, these four would have {', '.join(share(one) for one in informed)}: "
            "exploring buys knowledge, and there is none left to buy.",
            "The course expects some fifteen rounds of the loop, of which three end in starting over. Under its table "
            f"a project of {WEEKS * SLOTS} runs starts over {over:.1f} times, that is, what looks best becomes an idea "
            "of another approach.",
        )
        return Answer(0 if apart < 0.05 else 1 if apart < 0.15 else 2, because)

    def counterexample(self) -> Counterexample:
        """The table turned round spends as many runs on exploring."""
        values = {control.name: control.default for control in self.CONTROLS}
        plans = [_named("reversed", values), table_plan()]
        late, early = chances(plans, values, 7, _OTHER)
        # Part of a run is none; the tolerance is for sums that are whole but for rounding.
        same = int(sum(plans[0]) * SLOTS + 1e-6)
        return Counterexample(
            f"The ratio alone: over {WEEKS} weeks the table and its reverse both explore {same} of {WEEKS * SLOTS} "
            f"runs. Below, {_OTHER} other deals.",
            Side("the same ratio, so the same", (Figure("explored", "runs explored", same, str(same)),)),
            Side(
                "early exploring wins" if early > late else "late exploring wins",
                (
                    Figure("early", "table", early, share(early), Tone.GOOD),
                    Figure("late", "reversed", late, share(late), Tone.BAD),
                ),
            ),
            ("Course: the ratio", "Played: the order"),
        )

    def why(self, values: Values) -> tuple[str, ...]:
        """How the project is simulated, and the interview's question."""
        return (
            "Ideas, ceilings and learning rates are the engine's deal of support-chatbot, readouts have its noise, a "
            "run closes the share of the gap that the engine's learning curve says. Exploring starts the next idea, "
            "exploiting gives the one with the best readout another run.",
            "A round of the course's loop is a run here. The project starts over when what looks best becomes an idea "
            "of another approach (family); early that is exploring at work, late it is noise that nobody checked.",
            "Early, a new idea may have all later weeks to be refined; late, it has none. And many readouts at once "
            "favour the luckiest: what looks best is rarely as good as it looks.",
            'Interview: "Week 10 of 16, the best model has 84 of 90, somebody proposes a new architecture." A full '
            "switch is right only if the present family cannot reach 90 (its best case is under it) and there are "
            "weeks enough for training, evaluation and handoff. Else: a side bet with a time box and a kill line.",
        )


def _order(table: float, slope: float, reverse: float) -> str:
    """What the chances of the two rules and of the reverse say."""
    if table - reverse > max(_ALIKE, abs(table - slope)):
        return "The order matters more than the exact shares."
    return "Here neither the order nor the shares matter."


def _phases() -> tuple[str, ...]:
    """`Discovery 1-4`: a phase with its weeks."""
    return tuple(f"{name} {weeks.split()[1]}" for name, weeks in zip(_NAMES, _PHASES, strict=True))


def _side(course: Course, plan: Plan, bar: int, looked_at: int) -> Side:
    best = course.best[:, 0].tolist()
    end = best[-1]
    phases = [sum(plan[n * _PHASE_WEEKS : (n + 1) * _PHASE_WEEKS]) / _PHASE_WEEKS for n in range(4)]
    bars = tuple(Bar(name, part, share(part)) for name, part in zip(_phases(), phases, strict=True))
    reached = end >= bar
    weeks = [week + 1 for week, value in enumerate(best) if value >= bar]
    over = int(course.restarts[0])
    figures = (
        Figure("tried", "ideas tried", course.tried, str(course.tried)),
        Figure("restarts", "started over, another approach", over, str(over)),
        *(
            Figure(
                f"week_{week}",
                f"true quality in week {week}",
                best[week - 1] / 10_000,
                fmt.tenth(best[week - 1]),
            )
            for week in sorted({4, 8, 12, looked_at} - {WEEKS})
        ),
        Figure(
            "best", f"true quality in week {WEEKS}", end / 10_000, fmt.tenth(end), Tone.GOOD if reached else Tone.BAD
        ),
        Figure("first_week", "first week at the bar", weeks[0] if weeks else None, str(weeks[0]) if weeks else "never"),
    )
    says = f"ends at {fmt.tenth(end)}"
    return Side(says, figures, bars, Tone.GOOD if reached else Tone.BAD)
