"""One day's decisions priced, in the order in which they were taken: earlier ones as played, later by the reference.

An action takes no time, so the value after one is the value before the next: a day is a chain of values, and what a
choice was worth is the step between two of them. What the reference would still have done when the day was ended is
added one thing after the other, from the end of the day as it was to the end of the reference's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from aiboard.actions.grammar import to_text
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing.figures import difference, regret_of, settled, tied
from aiboard.analysis.pricing.model import Decision, label_of
from aiboard.analysis.pricing.options import NO_CHOICE, others, subject
from aiboard.analysis.pricing.words import known_words
from aiboard.analysis.rollouts import REFERENCE, Base, Line, in_plan, plan_of, same_choice
from aiboard.engine.act import act, check_all
from aiboard.engine.model.fields import copy_truth
from aiboard.engine.model.state import State
from aiboard.engine.verbs import Action, AddIdea, CheckLeak, Inject, Start

SCREEN: Final = 32
"""Replicates of a first look. Where it leaves a doubt they are not used again: a price would flatter itself by them."""
STEPS: Final = (64, 256, 1024)
"""Fresh replicates of the looks after it."""
WORTH_OPTIONS: Final = 2.0
"""Points of loss from which further options are tried."""
WAIT: Final = "wait"
_REVEALING: Final = (AddIdea, CheckLeak, Inject)
"""Actions after which more is known than before: the belief is made anew."""


@dataclass(frozen=True)
class Scale:
    """How prices are worked out: cents in a point, most replicates, whether guesses too, the keys of the luck, and the
    bot that plays on."""

    cents: float
    most: int
    guess: bool
    evaluator: str
    game: str
    policy: str = REFERENCE


@dataclass
class Priced:
    """What a day came to: its decisions, what injections cost, the actions and day end looked at."""

    decisions: list[Decision]
    injected: float = 0.0
    taken: int = 0


class Day:
    """Walks one day."""

    def __init__(self, morning: State, priors: Priors, scale: Scale, memory: Memory) -> None:
        self._state = morning.clone()
        self._priors = priors
        self._scale = scale
        self._memory = memory
        self._prefix: tuple[Action, ...] = ()
        self._belief: Base | None = None
        self._true: Base | None = None
        self._begun = self._state.clone()

    def price(self, actions: Sequence[Action], ended: bool) -> Priced:
        """All that was done, in order, and the end of the day."""
        found = Priced([])
        whole = plan_of(self._state, self._scale.policy)
        as_reference = len(whole) == len(actions) and all(map(same_choice, whole, actions))
        for action in _starts_last(self._state, actions):
            found.taken += 1
            self._action(action, found)
        if ended:
            found.taken += 1
            # Its own day is whole: asked again in the evening it would look once more at what it let be in the morning.
            if not as_reference:
                self._end(found)
        return found

    # --- actions -----------------------------------------------------------------------------------------------
    def _action(self, action: Action, found: Priced) -> None:
        if isinstance(action, Inject):
            found.injected += self._step(Line(self._prefix), Line((*self._prefix, action)), self._scale.most)[0].mean
        elif not isinstance(action, NO_CHOICE):
            plan = plan_of(self._state, self._scale.policy)
            if not in_plan(action, plan):
                found.decisions.append(self._departure(action, plan))
        act(self._state, action)
        self._prefix = (*self._prefix, action)
        if isinstance(action, _REVEALING):
            self._restart()

    def _departure(self, action: Action, plan: list[Action]) -> Decision:
        reference, played = Line(self._prefix), Line((*self._prefix, action))
        advantage, count = self._step(reference, played, self._scale.most)
        about = subject(action)
        same = [one for one in plan if subject(one) == about]
        instead = self._text(same[0]) if same else WAIT
        found = Decision(
            day=self._state.board.day,
            last_day=self._state.board.day,
            line=self._text(action),
            undone=False,
            subject=about,
            advantage=advantage,
            guess=self._guess(reference, played, advantage, count),
            regret=None,
            label=label_of(advantage),
            instead=instead,
            best=instead if advantage.mean < 0 else self._text(action),
            known=known_words(self._state.board, action),
            replicates=count,
        )
        return self._against_others(found, action, same, count) if found.loss > WORTH_OPTIONS else found

    def _against_others(self, found: Decision, action: Action, same: list[Action], count: int) -> Decision:
        options = others(self._state.board, action, [action, *same])
        lines = [Line((*self._prefix, action)), Line(self._prefix)]
        lines += [Line((*self._prefix, option)) for option in options]
        names = [found.line, found.instead, *(self._text(option) for option in options)]
        values = [_looked_at(self._base(), line, count) for line in lines]
        regret, best = regret_of(values, self._scale.cents)
        return replace(found, regret=regret, best=names[best])

    # --- the end of the day --------------------------------------------------------------------------------------
    def _end(self, found: Priced) -> None:
        plan = [action for action in plan_of(self._state, self._scale.policy) if not isinstance(action, NO_CHOICE)]
        if not plan:
            return
        ended, whole = Line(self._prefix, ends=True), Line(self._prefix)
        total, count = self._step(whole, ended, self._scale.most)
        groups = _by_subject(plan)
        if tied(total) or len(groups) == 1:
            found.decisions.append(self._undone(plan[0], whole, ended, total, count))
            return
        before = ended
        done: tuple[Action, ...] = ()
        for number, group in enumerate(groups, 1):
            done = (*done, *group)
            after = whole if number == len(groups) else Line((*self._prefix, *done), ends=True)
            advantage, count = self._step(after, before, self._scale.most)
            found.decisions.append(self._undone(group[0], after, before, advantage, count))
            before = after

    def _undone(self, action: Action, done: Line, left: Line, advantage: Estimate, count: int) -> Decision:
        line = self._text(action)
        day = self._state.board.day
        guess = self._guess(done, left, advantage, count)
        return Decision(
            day, day, line, True, subject(action), advantage, guess, None, label_of(advantage), line, line,
            known_words(self._state.board, action), count,
        )  # fmt: skip

    # --- values --------------------------------------------------------------------------------------------------
    def _base(self) -> Base:
        if self._belief is None:
            scale = self._scale
            board = self._begun.board
            self._belief = Base(board, scale.evaluator, scale.game, self._priors, None, self._memory, scale.policy)
        return self._belief

    def _true_base(self) -> Base:
        if self._true is None:
            truth = copy_truth(self._begun.truth)
            scale = self._scale
            self._true = Base(
                self._begun.board, scale.evaluator, scale.game, self._priors, truth, policy=scale.policy
            )
        return self._true

    def _restart(self) -> None:
        self._begun = self._state.clone()
        self._prefix = ()
        self._belief = self._true = None

    def _step(self, before: Line, after: Line, most: int) -> tuple[Estimate, int]:
        """What `after` is worth over `before`, points, and the replicates it took."""
        base, count = self._base(), SCREEN
        found = self._difference(base, before, after, count)
        if most > SCREEN and not tied(found):
            for count in [step for step in STEPS if step < most] + [most]:
                found = self._difference(base, before, after, count)
                if settled(found):
                    break
        return found, count

    def _difference(self, base: Base, before: Line, after: Line, count: int) -> Estimate:
        ours, theirs = _looked_at(base, after, count), _looked_at(base, before, count)
        return difference(ours, theirs, self._scale.cents)

    def _guess(self, before: Line, after: Line, advantage: Estimate, count: int) -> float | None:
        if not self._scale.guess:
            return None
        return self._difference(self._true_base(), before, after, count).mean - advantage.mean

    def _text(self, action: Action) -> str:
        return to_text(action, self._state.world).partition(' "')[0]


def _looked_at(base: Base, line: Line, count: int) -> list[int]:
    """The replicates of a look: the first ones, or as many after those."""
    return base.values(line, SCREEN) if count <= SCREEN else base.values(line, SCREEN + count)[SCREEN:]


def _by_subject(plan: Sequence[Action]) -> list[tuple[Action, ...]]:
    """Neighbouring actions about one thing belong together."""
    found: list[tuple[Action, ...]] = []
    for action in plan:
        if found and subject(found[-1][0]) == subject(action):
            found[-1] = (*found[-1], action)
        else:
            found.append((action,))
    return found


def _starts_last(state: State, actions: Sequence[Action]) -> list[Action]:
    """The day's actions with the starts behind the others, where that order is possible too."""
    ordered = sorted(actions, key=lambda one: isinstance(one, Start))
    return ordered if check_all(state, ordered)[0] < 0 else list(actions)
