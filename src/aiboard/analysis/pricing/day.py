"""One day's decisions priced, in the order in which they were taken: earlier ones as played, later by the reference.

An action takes no time, so the value after one is the value before the next: a day is a chain of values, and what a
choice was worth is the step between two of them. What the reference would still have done when the day was ended is
added one thing after the other, from the end of the day as it was to the end of the reference's day.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from aiboard.actions.grammar import to_text, without_words
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.belief.draws import Draws
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing.figures import NO_REGRET, difference, is_settled, is_surely_negative, is_tie, regret_of
from aiboard.analysis.pricing.groups import by_subject, merge_dependent_groups, order_starts_last
from aiboard.analysis.pricing.model import WAIT, Decision, label_of
from aiboard.analysis.pricing.options import is_choice, other_options, subject
from aiboard.analysis.pricing.words import chance_words, cost_words, known_words
from aiboard.analysis.rollouts import REFERENCE, Continuation, RolloutBase, is_in_plan, is_same_choice, plan_of
from aiboard.engine.act import act
from aiboard.engine.model.fields import copy_truth
from aiboard.engine.model.state import State
from aiboard.engine.verbs import Action, AddIdea, CheckLeak, Inject

FEW_REPLICATES: Final = 32
"""Replicates of every price, and of further options where little was lost."""
SCREEN_REPLICATES: Final = 64
"""Replicates of every price that is no tie after FEW, and truths that chances are counted over."""
LOOKS: Final = (FEW_REPLICATES, SCREEN_REPLICATES, 96, 128, 192, 256, 1024)
"""Replicates after which a price is looked at; those that it has are used again."""
SURE_FROM: Final = 256
"""Replicates from which a clear difference ends the looks too. A large price that ended them earlier would be too
large, as some are large by luck; a tie that ends them is small whatever its luck."""
GUESSES: Final = (8, 64)
"""Replicates of a guess, at least and at most: nothing is decided by one."""
GUESSES_A_POINT: Final = 5
"""So many for each point of the spread of its price: most where they tell most. Not by its own spread, where whoever
stops because a few futures agree sees no rare one."""
WORTH_OPTIONS: Final = 2.0
"""Points of loss from which further options are tried with as many replicates as the price itself."""
_REVEALING: Final = (AddIdea, CheckLeak, Inject)
"""Actions after which more is known than before: the belief is made anew."""


@dataclass(frozen=True)
class PricingParameters:
    """How prices are worked out: cents in a point, most replicates, whether guesses and further options too, the keys
    of the luck, and the bot that plays on."""

    cents: float
    max_replicates: int
    guess: bool
    options: bool
    evaluator: str
    game: str
    policy: str = REFERENCE


@dataclass
class PricedDay:
    """What a day came to: its decisions, what injections cost, the actions and day end looked at."""

    decisions: list[Decision]
    injected: float = 0.0
    choice_count: int = 0


@dataclass(frozen=True)
class _Option:
    """One way to settle a matter: its name in line form, how it is played, the action (None: to wait)."""

    name: str
    line: Continuation
    action: Action | None


@dataclass
class DayCache:
    """What looks at a day have found so far: the values of each line, what was known, and the first draws of each part
    of the day."""

    values: dict[str, list[int]] = field(default_factory=dict)
    known_texts: dict[str, str] = field(default_factory=dict)
    draws: dict[int, dict[int, Draws]] = field(default_factory=dict)


class DayPricer:
    """Walks one day. `cache` holds what an earlier, rougher look at it found; what is new is added to it."""

    def __init__(
        self, morning: State, priors: Priors, params: PricingParameters, memory: Memory, cache: DayCache
    ) -> None:
        self._cache = cache
        self._state = morning.clone()
        self._priors = priors
        self._params = params
        self._memory = memory
        self._prefix: tuple[Action, ...] = ()
        self._part = 0
        self._belief_base: RolloutBase | None = None
        self._truth_base: RolloutBase | None = None
        self._start = self._state.clone()

    def price(self, actions: Sequence[Action], ended: bool) -> PricedDay:
        """All that was done, in order, and the end of the day."""
        priced_day = PricedDay([])
        plan = plan_of(self._state, self._params.policy)
        as_reference = len(plan) == len(actions) and all(map(is_same_choice, plan, actions))
        for action in order_starts_last(self._state, actions):
            priced_day.choice_count += 1
            self._action(action, priced_day)
        if ended:
            priced_day.choice_count += 1
            # Its own day is whole: asked again in the evening it would look once more at what it let be in the morning.
            if not as_reference:
                self._end(priced_day)
        return priced_day

    # --- actions -----------------------------------------------------------------------------------------------
    def _action(self, action: Action, priced_day: PricedDay) -> None:
        if isinstance(action, Inject):
            priced_day.injected += self._step(Continuation(self._prefix), Continuation((*self._prefix, action)))[0].mean
        elif is_choice(action):
            plan = plan_of(self._state, self._params.policy)
            # What the reference would have done too is no decision: the value after it is the value before it.
            if not is_in_plan(action, plan):
                priced_day.decisions.append(self._departure(action, plan))
        act(self._state, action)
        self._prefix = (*self._prefix, action)
        if isinstance(action, _REVEALING):
            self._restart()

    def _departure(self, action: Action, plan: list[Action]) -> Decision:
        reference, departure = Continuation(self._prefix), Continuation((*self._prefix, action))
        advantage, count = self._step(reference, departure)
        options = self._options(action, plan)
        regret, best = self._regret(options, advantage, count)
        return Decision(
            day=self._state.board.day,
            last_day=self._state.board.day,
            line=options[0].name,
            undone=False,
            subject=subject(action),
            advantage=advantage,
            guess=self._guess(reference, departure, advantage, count),
            regret=regret,
            label=label_of(advantage),
            instead=options[1].name,
            best=best.name,
            known=self._known(action),
            replicates=count,
            cost=cost_words(self._state.board, best.action),
        )

    def _options(self, action: Action, plan: list[Action]) -> list[_Option]:
        """What was done, what the reference does, what verbs declare, and to leave the matter for the day."""
        topic = subject(action)
        same = [one for one in plan if subject(one) == topic]
        first = same[0] if same else None
        options = [
            _Option(self._text(action), Continuation((*self._prefix, action)), action),
            _Option(WAIT if first is None else self._text(first), Continuation(self._prefix), first),
        ]
        if not self._params.options:
            return options
        for option in other_options(self._state.board, action, [action, *same]):
            options.append(_Option(self._text(option), Continuation((*self._prefix, option)), option))
        if same:
            other_actions = [one for one in plan if subject(one) != topic]
            options.append(_Option(WAIT, Continuation((*self._prefix, *other_actions), ends=True), None))
        return options

    def _regret(self, options: list[_Option], advantage: Estimate, count: int) -> tuple[Estimate, _Option]:
        """What the best option was worth over what was done, and which it is."""
        if -advantage.mean <= WORTH_OPTIONS:
            count = min(count, FEW_REPLICATES)
        if count > FEW_REPLICATES:
            options = self._open(options)
        values = [self._line_values(self._base(), option.line, count) for option in options]
        regret, best = regret_of(values, self._params.cents)
        # The loss to the reference is the least regret there is, and no option was picked for it by these replicates.
        if advantage.mean < 0 and regret.mean < -advantage.mean:
            return -advantage, options[1]
        # Best on one half of the replicates and worse on the other: nothing that was tried is better.
        return (regret, options[best]) if regret.mean > 0 else (NO_REGRET, options[0])

    def _open(self, options: list[_Option]) -> list[_Option]:
        """Options that may be the best after few replicates; what was done and what the reference does always."""
        values = [self._line_values(self._base(), option.line, FEW_REPLICATES) for option in options]
        best = max(values, key=sum)
        return [
            option
            for index, option in enumerate(options)
            if index < 2 or not is_surely_negative(difference(values[index], best, self._params.cents))
        ]

    # --- the end of the day --------------------------------------------------------------------------------------
    def _end(self, priced_day: PricedDay) -> None:
        plan = [action for action in plan_of(self._state, self._params.policy) if is_choice(action)]
        if not plan:
            return
        early_end, full_day = Continuation(self._prefix, ends=True), Continuation(self._prefix)
        total, count = self._step(full_day, early_end)
        groups = merge_dependent_groups(self._state, by_subject(plan))
        # A first look leaves it at the whole: what each part of it came to is not seen by few replicates.
        if is_tie(total) or len(groups) == 1 or count < FEW_REPLICATES:
            priced_day.decisions.append(self._undone(plan[0], full_day, early_end, total, count))
            return
        before = early_end
        actions: tuple[Action, ...] = ()
        # Each line ends with one of them more done than the one before: the steps add up to the whole.
        for number, group in enumerate(groups, 1):
            actions = (*actions, *group)
            after = full_day if number == len(groups) else Continuation((*self._prefix, *actions), ends=True)
            advantage, count = self._step(after, before)
            priced_day.decisions.append(self._undone(group[0], after, before, advantage, count))
            before = after

    def _undone(
        self, action: Action, with_it: Continuation, without: Continuation, advantage: Estimate, count: int
    ) -> Decision:
        line = self._text(action)
        day = self._state.board.day
        is_loss = advantage.mean < 0
        return Decision(
            day, day, line, True, subject(action), advantage, self._guess(with_it, without, advantage, count),
            -advantage if is_loss else NO_REGRET, label_of(advantage), line, line if is_loss else WAIT,
            self._known(action), count, cost_words(self._state.board, action),
        )  # fmt: skip

    def _known(self, action: Action) -> str:
        """What the board said, and chances by the first truths, of which the price takes as many as it needs."""
        name = self._name((*self._prefix, action))
        if name not in self._cache.known_texts:
            board = self._state.board
            parts = known_words(board, action), chance_words(board, action, self._base().truths(SCREEN_REPLICATES))
            self._cache.known_texts[name] = "; ".join(part for part in parts if part)
        return self._cache.known_texts[name]

    # --- values --------------------------------------------------------------------------------------------------
    def _base(self) -> RolloutBase:
        if self._belief_base is None:
            params = self._params
            board = self._start.board
            draws = self._cache.draws.setdefault(self._part, {})
            key = params.evaluator, params.game
            self._belief_base = RolloutBase(board, *key, self._priors, None, self._memory, params.policy, draws)
        return self._belief_base

    def _true_base(self) -> RolloutBase:
        if self._truth_base is None:
            truth = copy_truth(self._start.truth)
            scale = self._params
            self._truth_base = RolloutBase(
                self._start.board, scale.evaluator, scale.game, self._priors, truth, policy=scale.policy
            )
        return self._truth_base

    def _restart(self) -> None:
        self._start = self._state.clone()
        self._prefix = ()
        self._part += 1
        self._belief_base = self._truth_base = None

    def _step(self, before: Continuation, after: Continuation) -> tuple[Estimate, int]:
        """What `after` is worth over `before`, points, and the replicates it took."""
        base, max_replicates = self._base(), self._params.max_replicates
        for count in [look for look in LOOKS if look < max_replicates] + [max_replicates]:
            gain = self._difference(base, before, after, count)
            if is_tie(gain) or (count >= SURE_FROM and is_settled(gain)):
                break
        return gain, count

    def _difference(self, base: RolloutBase, before: Continuation, after: Continuation, count: int) -> Estimate:
        values, baseline = self._line_values(base, after, count), self._line_values(base, before, count)
        return difference(values, baseline, self._params.cents)

    def _line_values(self, base: RolloutBase, line: Continuation, count: int) -> list[int]:
        from_truth = "truth" if base is self._truth_base else "belief"
        values = self._cache.values.setdefault(f"{from_truth} {line.ends} {self._name(line.actions)}", [])
        return base.values(line, count, values)

    def _name(self, actions: Sequence[Action]) -> str:
        """Of what is done after the same beginning."""
        return f"{self._part} " + "; ".join(to_text(action, self._state.world) for action in actions)

    def _guess(self, before: Continuation, after: Continuation, advantage: Estimate, count: int) -> float | None:
        if not self._params.guess:
            return None
        # An interval is about two standard errors to each side.
        target = round(GUESSES_A_POINT * advantage.half_width / 2 * math.sqrt(count))
        fewest, limit = GUESSES
        count = min(count, limit, max(fewest, target))
        return self._difference(self._true_base(), before, after, count).mean - advantage.mean

    def _text(self, action: Action) -> str:
        return without_words(to_text(action, self._state.world))
