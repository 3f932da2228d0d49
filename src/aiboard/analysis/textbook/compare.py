"""Compares a priced game with the textbook's choices.

The textbook is the bot `heuristic`, which follows the usual advice to the letter. Asked on the very board of a
decision, it would have done the same thing or something else. Where it would have done something else, and the
player's choice was surely worth more, the rule was wrong there. Where the player's costly choice was the textbook's
own, the rule was wrong too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aiboard.actions.grammar import to_text, without_words
from aiboard.analysis.anchors import EVALUATOR_VERSION, Anchors
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.moments import DECISIONS
from aiboard.analysis.pricing.figures import difference
from aiboard.analysis.pricing.model import Decision, Prices
from aiboard.analysis.pricing.options import is_choice, subject
from aiboard.analysis.pricing.words import known_words
from aiboard.analysis.rollouts import Continuation, RolloutBase, is_in_plan, is_same_choice
from aiboard.analysis.textbook.model import BrokenRule, Textbook
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.state import State, digest
from aiboard.engine.verbs import Action
from aiboard.scenario import ResolvedScenario

TEXTBOOK: Final = "heuristic"
MOST: Final = 6
"""Choices against the textbook that are priced by themselves: each takes a belief and two sets of rollouts."""
SCREEN_FUTURES: Final = 32
"""Futures of a first look; those that follow are fresh ones, or a price would flatter itself."""
WORTH_A_LOOK: Final = 2.0
"""Points of the first look from which the second follows, and at the low end of a price from which a rule was wrong.

Several choices of a game are compared: of those that are just over 0 for certain some are there by chance.
"""


@dataclass(frozen=True)
class _TextbookConflict:
    """A choice that the textbook would have made in another way: the state before it, and what was known."""

    state: State
    action: Action
    rule: Action
    memory: Memory


def compare(
    resolved: ResolvedScenario,
    seed: int,
    days: Sequence[Sequence[Action]],
    scale: Anchors,
    prices: Prices,
) -> Textbook:
    """Which priced decisions were the textbook's own, and where breaking its rule was surely worth more.

    `days` as `aiboard.game.Timeline.days`.
    """
    priors = Priors(resolved.world())
    walk = _Walk(new_state(priors.world, seed, priors.latents), prices)
    walk.walk(days)
    game = digest(new_state(priors.world, seed, priors.latents))
    broken = [_by_price(one, rule) for one, rule in walk.priced_conflicts if _clear(one.advantage)]
    for case in walk.conflicts[:MOST]:
        broken_rule = _priced(
            case, RolloutBase(case.state.board, EVALUATOR_VERSION, game, priors, memory=case.memory), scale, prices
        )
        if broken_rule is not None:
            broken.append(broken_rule)
    best_first = sorted(broken, key=lambda one: (-one.gain.mean, one.day))
    return Textbook(frozenset(walk.followed), tuple(best_first))


class _Walk:
    """Replays a game and asks the textbook before each action and at the end of each day.

    Attributes:
        followed: priced decisions that the textbook would have taken too.
        priced_conflicts: priced decisions that it would have taken in another way, with its way in line form.
        conflicts: the player's choices that were the reference's and not the textbook's; they have no price yet.
    """

    def __init__(self, state: State, prices: Prices) -> None:
        self._state = state
        self._memory = Memory()
        self._priced = {(one.day, one.line): one for one in prices.decisions if not one.undone}
        self._undone = [one for one in prices.decisions if one.undone]
        self._agrees: set[Decision] = set()
        self.followed: list[Decision] = []
        self.priced_conflicts: list[tuple[Decision, str]] = []
        self.conflicts: list[_TextbookConflict] = []

    def walk(self, days: Sequence[Sequence[Action]]) -> None:
        """The whole game; each list of actions but the last ends its day."""
        for number, actions in enumerate(days):
            self._memory.observe(self._state.board)
            for action in actions:
                self._ask(action)
                act(self._state, action)
            if number < len(days) - 1:
                self._ask_evening()
                advance(self._state)
        for decision in self._undone:
            # Left undone day after day: the textbook left it too where it never wanted it.
            if decision in self._agrees:
                self.priced_conflicts.append((decision, decision.line))
            else:
                self.followed.append(decision)

    def _ask(self, action: Action) -> None:
        if not isinstance(action, DECISIONS) or not is_choice(action):
            return
        line = _line(self._state, action)
        # Asked anew before each action: what was done this morning changes what it would do next.
        plan = self._plan()
        same = [one for one in plan if subject(one) == subject(action)]
        decision = self._priced.get((self._state.board.day, line))
        if decision is not None:
            if is_in_plan(action, plan):
                self.followed.append(decision)
            elif _line(self._state, same[0]) == decision.instead if same else decision.instead == "wait":
                # The reference would have done what the textbook says: its price is the rule's.
                self.priced_conflicts.append((decision, decision.instead))
        elif same and not is_in_plan(action, plan):
            self.conflicts.append(_TextbookConflict(self._state.clone(), action, same[0], Memory(self._memory)))

    def _ask_evening(self) -> None:
        day = self._state.board.day
        open_now = [one for one in self._undone if one.day <= day <= one.last_day and one not in self._agrees]
        if open_now:
            lines = {_line(self._state, action) for action in self._plan()}
            self._agrees |= {one for one in open_now if one.line in lines}

    def _plan(self) -> list[Action]:
        return play_day(self._state.clone(), make_bot(TEXTBOOK, self._state.seed))


def _line(state: State, action: Action) -> str:
    return without_words(to_text(action, state.world))


def _clear(gain: Estimate) -> bool:
    return gain.low is not None and gain.low > WORTH_A_LOOK


def _by_price(one: Decision, rule: str) -> BrokenRule:
    return BrokenRule(one.day, one.last_day, one.line, one.undone, rule, one.advantage, one.known)


def _priced(case: _TextbookConflict, base: RolloutBase, scale: Anchors, prices: Prices) -> BrokenRule | None:
    """What the choice was worth over the textbook's; None where it was not surely more."""
    if is_same_choice(case.action, case.rule):
        return None
    gain: Estimate | None = None
    for first, last in _looks(max(SCREEN_FUTURES, prices.rollouts)):
        choice_values = base.values(Continuation((case.action,)), last)[first:]
        rule_values = base.values(Continuation((case.rule,)), last)[first:]
        gain = difference(choice_values, rule_values, scale.length / 100)
        if gain.mean < WORTH_A_LOOK:
            return None
    if gain is None or not _clear(gain):
        return None
    day = case.state.board.day
    line, rule = _line(case.state, case.action), _line(case.state, case.rule)
    return BrokenRule(day, day, line, False, rule, gain, known_words(case.state.board, case.action))


def _looks(futures: int) -> Iterator[tuple[int, int]]:
    """First and last replicate of each look."""
    yield 0, SCREEN_FUTURES
    if futures > SCREEN_FUTURES:
        yield SCREEN_FUTURES, SCREEN_FUTURES + futures
