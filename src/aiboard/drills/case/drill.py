"""Case study: fill in the design, let it play fifty games of luck, answer for what it lost."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from aiboard.analysis.estimate import Estimate
from aiboard.drills.asks import Ask, Words
from aiboard.drills.attempts import Store
from aiboard.drills.brief import Brief, Point
from aiboard.drills.case import checks, form, simulation, whys
from aiboard.drills.case.fields import FORM, KEY
from aiboard.drills.case.project import MOST, Project, project, project_page
from aiboard.drills.case.simulation import Outcome, Switch
from aiboard.drills.drill import Setting, Watch, entry
from aiboard.drills.form import Grader
from aiboard.drills.question import Answer, Grade, Question
from aiboard.drills.whiteboard import Check
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.views import fmt

ID: Final = "case"
_FOLLOW_UPS: Final = 3
_CHECKED_SHARE: Final = 0.3
"""Of the score, what the checked fields count; the rest is what the design was worth."""
_PASS: Final = 0.8


def make(setting: Setting) -> CaseStudy:
    """The drill; the seed decides which project."""
    return CaseStudy(setting.seed)


class CaseStudy:
    """A question a project. `watch` is told how far the games are; what it raises ends them."""

    def __init__(self, seed: int | None = None, games: int = simulation.SEEDS) -> None:
        self._seed = seed
        self._games = games
        self._cache: tuple[int, dict[str, Any], Outcome] | None = None
        self.watch: Watch | None = None

    def next(self, store: Store) -> Question:
        """A project."""
        return self.find(str(self._seed % MOST if self._seed is not None else secrets.randbelow(MOST)))

    def find(self, id: str) -> Question:
        """A project by its number."""
        study = project(_number(id))
        return Question(
            ID,
            id,
            f"Case study: project {id}",
            project_page(study),
            (FORM,),
            entry(ID).checked.format(games=self._games),
            entry(ID).judged,
            "DESIGN",
            partial(self._follow_ups, study),
        )

    def brief(self, question: Question) -> Brief:
        """What is checked, what is asked of each choice, and the usual design."""
        good = [Point(f"{row} as the brief has it", "DESIGN") for row in ("baseline", "budget to serve", "latency")]
        return Brief((*good, *whys.GOOD), whys.FOLLOW_UPS, tuple(model(project(_number(question.id)))))

    def _follow_ups(self, study: Project, answer: Answer) -> tuple[Ask, ...]:
        """Plays the design; then a question for each of the choices that cost most."""
        if KEY not in answer:
            return ()
        values = answer[KEY]
        return tuple(
            Words(f"why-{number}", _why(switch, values, study), optional=True, min_words=4)
            for number, switch in enumerate(costly_switches(self._outcome(study, values)), 1)
        )

    def _outcome(self, study: Project, values: dict[str, Any]) -> Outcome:
        """What became of the design; played once."""
        # Follow-up questions and the grade are about the same games, which take the longest of all.
        if self._cache is None or self._cache[:2] != (study.number, values):
            self._cache = (study.number, dict(values), simulation.play(study, values, self._games, self.watch))
        return self._cache[2]

    def grade(self, question: Question, answer: Answer) -> Grade:
        """What was checked and what it was worth; right where it does not lose to the heuristic and checks out."""
        study, values = project(_number(question.id)), answer[KEY]
        outcome = self._outcome(study, values)
        rows = checks.checks(values, study.world)
        share = sum(row.ok for row in rows) / len(rows)
        worth = max(0.0, min(1.0, outcome.equity()))
        high = outcome.against["heuristic"].high
        # Fifty games cannot tell small differences: a design fails only where it surely loses.
        right = share >= _PASS and (high is None or high >= 0)
        score = _CHECKED_SHARE * share + (1 - _CHECKED_SHARE) * worth
        lines = [
            _made_up(score, share, worth, right),
            "",
            *_checked(rows),
            "",
            *_simulated(outcome),
            "",
            *_choices(outcome, values, study),
            "",
            *_judged(outcome, values, study, answer),
        ]
        return Grade(score, right, tuple(lines), tuple(model(study)), data=_data(rows, outcome, study))


def _number(id: str) -> int:
    if re.fullmatch(r"[0-9]{1,7}", id) is None:
        raise InputError(f"no project is called '{clean(id, 40)}'; it is a number under {MOST:,}")
    return int(id)


def costly_switches(outcome: Outcome) -> list[Switch]:
    """The choices that cost most by their mean, the dearest first."""
    rows = sorted((one for one in outcome.switches if one.effect.mean < 0), key=lambda one: one.effect.mean)
    return rows[:_FOLLOW_UPS]


def cost(switch: Switch, values: dict[str, Any], study: Project) -> str:
    """`Kill rule: “no kill rule” in place of “a forecast” cost you $4,100 ± 2,900 a game`, on the same seeds."""
    amount = fmt.exact_money(round(abs(switch.effect.mean) * 100))
    verb = "cost" if switch.effect.mean < 0 else "brought"
    half = switch.effect.mean - switch.effect.low if switch.effect.low is not None else 0.0
    return f"{_choice_text(switch.key, values, form.usual(study.world))} {verb} you {amount} ± {half:,.0f} a game"


def _why(switch: Switch, values: dict[str, Any], study: Project) -> str:
    """The question about a choice that cost something, or seems to have."""
    if switch.effect.excludes_zero():
        return f"{cost(switch, values, study)}: why?"
    return f"{cost(switch, values, study)}. That may be luck; if it is not, why?"


def _choice_text(key: str, own: dict[str, Any], usual: dict[str, Any]) -> str:
    """The choice and the usual one, in the form's words."""
    name, _, option = key.partition(".")
    if name == "gates":
        return f"{'Keeping' if option in own[name] else 'Leaving out'} the gate '{option}'"
    if name == "orders":
        return f"The standing order '{option}' on auto"
    if name == "columns":
        return f"Limit on Experiment: {form.wip(own[name])} in place of {form.wip(usual[name])}"
    field = FORM.field_by_key(name)
    return f"{field.name}: “{field.value_text(own[name])}” in place of “{field.value_text(usual[name])}”"


# --- the page ----------------------------------------------------------------------------------------------------


def _made_up(score: float, share: float, worth: float, right: bool) -> str:
    """How the score is made up, so that a high one for a weak design is no riddle."""
    verdict = "right" if right else "not right"
    return (
        f"Score {score:.2f} = {_CHECKED_SHARE:.1f} × {share:.2f}, the share of points that check out, "
        f"+ {1 - _CHECKED_SHARE:.1f} × {worth:.2f}, what the design was worth between doing nothing (0) and the "
        f"reference (1). It counts as {verdict}: right takes {100 * _PASS:.0f} % of the points and no loss for certain "
        "against the heuristic."
    )


def _checked(rows: list[Check]) -> Iterator[str]:
    good = [row.name for row in rows if row.ok]
    yield (
        f"Checked by program: {len(good)} of {len(rows)} points. It looks for numbers, words and order; it cannot "
        "tell whether a sentence is any good."
    )
    yield from (f"✗ {row.missing}" for row in rows if not row.ok)
    if good:
        yield f"✓ {', '.join(good)}"


def _simulated(outcome: Outcome) -> Iterator[str]:
    yield f"Played by simulation: {outcome.games} games on the same luck, dollars a game with 95 % intervals."
    for name in ("design", *simulation.RIVALS):
        yield f"  {'your design' if name == 'design' else name:<12}{_interval(outcome.values[name])}"
    for name, difference in outcome.against.items():
        wins_text = f"{outcome.wins[name]} of {outcome.games} games won"
        yield f"  against {name}: {_interval(difference, signed=True)}, {wins_text}"
    yield _verdict(outcome.against["heuristic"])


def _verdict(difference: Estimate) -> str:
    if difference.low is not None and difference.low > 0:
        return "✓ It beats the usual advice."
    if difference.high is not None and difference.high < 0:
        return "✗ It loses to the usual advice."
    if difference.mean == 0 and difference.low == 0:
        return "✓ It plays as the usual advice does."
    return "It is not told from the usual advice by so many games."


def _interval(interval: Estimate, signed: bool = False) -> str:
    show = fmt.signed_money if signed else fmt.exact_money
    mean, *ends = (
        "?" if end is None else show(round(100 * end)) for end in (interval.mean, interval.low, interval.high)
    )
    return f"{mean} [{', '.join(ends)}]"


def _choices(outcome: Outcome, values: dict[str, Any], study: Project) -> Iterator[str]:
    switches = [one for one in outcome.switches if one.effect.mean != 0]
    if not switches:
        yield "No choice of yours plays otherwise than the usual one."
    else:
        yield "Your choices, each turned to the usual one on the same seeds, the dearest first:"
    for one in sorted(switches, key=lambda one: one.effect.mean):
        caveat = "" if one.effect.excludes_zero() else ". That may be luck."
        yield f"  {cost(one, values, study)}{caveat}"
    if neutral := [one for one in outcome.switches if one.effect.mean == 0]:
        yield "Unusual too, and without any difference in these games:"
        yield from (f"  {_choice_text(one.key, values, form.usual(study.world))}" for one in neutral)


def _judged(outcome: Outcome, values: dict[str, Any], study: Project, answer: Answer) -> Iterator[str]:
    yield "Judged by you:"
    for field in FORM.fields:
        if field.by == Grader.PERSON:
            yield f"  {field.name}: {values[field.key]}"
    for number, switch in enumerate(costly_switches(outcome), 1):
        yield f"  {_why(switch, values, study)}"
        if reply := answer.get(f"why-{number}"):
            yield f"    You: {reply}"
        yield f"    A model answer: {whys.WHYS[switch.key]}"


def model(study: Project) -> Iterator[str]:
    """A design to hold one's own against: the usual one in this project's figures."""
    world, usual = study.world, form.usual(study.world)
    yield f"Objective: {clean(study.resolved.scenario.canvas.objective, 200)}"
    yield (
        f"Metric: right answers on {world.eval_items} frozen questions, {fmt.points(world.target_ppm)} asked for, with "
        "the mean of several seeds, its interval and the weakest slice."
    )
    yield (
        f"Hypothesis: this change brings {fmt.points(world.baseline_ppm)} to {fmt.points(world.launch_ppm)} on them "
        "in three runs; under the kill line it is wrong."
    )
    yield "Rituals: what was decided and what did it teach; what waits for data, GPUs or a word; which kill came late?"
    for field in FORM.fields:
        if field.key in usual:
            yield f"{field.name}: {field.value_text(usual[field.key])}"


def _data(rows: list[Check], outcome: Outcome, study: Project) -> dict[str, Any]:
    return {
        "project": {"number": study.number, "base": study.base, "drawn": study.drawn},
        "checks": [{"name": row.name, "ok": row.ok} for row in rows],
        "games": outcome.games,
        "value": {name: one.data() for name, one in outcome.values.items()},
        "against": {name: one.data() for name, one in outcome.against.items()},
        "won": outcome.wins,
        "switches": [{"choice": one.key, "effect": one.effect.data()} for one in outcome.switches],
    }
