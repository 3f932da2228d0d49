"""What each of some options is worth now: futures played on by the reference from what the board shows.

The same futures for every option, so that they are compared in pairs. Worked out step by step: a caller may show what
there is after each step, and stops the work by asking for no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aiboard.actions.grammar import to_text, without_words
from aiboard.analysis.anchors import EVALUATOR_VERSION
from aiboard.analysis.belief import Priors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.position import Position
from aiboard.analysis.pricing.figures import difference, regret_of
from aiboard.analysis.pricing.options import other_options, subject
from aiboard.analysis.rollouts import Continuation, RolloutBase, is_in_plan, plan_of
from aiboard.engine.act import check
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import (
    Action,
    Deploy,
    Evaluate,
    Iterate,
    Kill,
    Pause,
    Promote,
    Respond,
    Resume,
    ReviewCanary,
    RollBack,
    Start,
)
from aiboard.views.decisions.menu import card_options

STEP: Final = 8
"""Futures after which there is something to show, and to stop at."""
_WEIGHED: Final = (Start, Evaluate, Promote, Iterate, Kill, Deploy, RollBack, Respond, ReviewCanary, Pause, Resume)
"""Verbs of a card that are worth weighing: the others change little that is worth anything by itself."""
WAIT: Final = "wait"


@dataclass(frozen=True)
class Option:
    """One way on: in line form ("wait" leaves the matter for the day), and what is played for it.

    `reference`: the reference takes it.
    """

    line: str
    play: Continuation
    reference: bool = False


@dataclass(frozen=True)
class Weighing:
    """Options with their final values so far, cents: a row an option, a column a future."""

    options: tuple[Option, ...]
    values: tuple[tuple[int, ...], ...]

    @property
    def futures(self) -> int:
        """How many there are of each."""
        return len(self.values[0])

    @property
    def best(self) -> int:
        """The place of the best mean; the first of equals."""
        return max(range(len(self.values)), key=lambda place: (sum(self.values[place]), -place))

    def gain_over(self, place: int, other: int) -> Estimate:
        """Cents that an option is worth over another."""
        return difference(self.values[place], self.values[other], 1.0)

    def regret(self, place: int) -> Estimate:
        """Cents that the best option is worth over this one; the best chosen on futures that do not estimate it."""
        return regret_of([self.values[place], *(row for at, row in enumerate(self.values) if at != place)], 1.0)[0]


def card_choices(position: Position, card: int) -> tuple[Option, ...]:
    """Leaving a card for the day, and each thing that can be done with it now."""
    offered = [one.action for one in card_options(position.state.board, card)]
    found: list[Action] = [one for one in offered if isinstance(one, _WEIGHED)]
    plan = [one for one in plan_of(position.state) if subject(one) == f"card {card}"]
    # The reference may want other amounts than a menu's usual ones; a kill is one whatever its reason.
    known = plan and (is_in_plan(plan[0], found) or isinstance(plan[0], Kill))
    if plan and not known and check(position.state.board, plan[0]) == Refusal.NONE:
        found.insert(0, plan[0])
    return _with_wait(position, f"card {card}", found)


def decision_choices(position: Position, action: Action, instead: Action | None) -> tuple[Option, ...]:
    """The options of a priced decision: what was done or left, the reference's, others about the same thing."""
    known = [action] if instead is None else [action, instead]
    found = [*known, *other_options(position.state.board, action, known)]
    # Where it was done first no longer tells which it was.
    found.sort(key=lambda one: to_text(one, position.state.world))
    return _with_wait(position, subject(action), found)


def _with_wait(position: Position, about: str, actions: Sequence[Action]) -> tuple[Option, ...]:
    board, world = position.state.board, position.state.world
    plan = plan_of(position.state)
    mine = [one for one in plan if subject(one) == about]
    # To leave it: the rest of the day as the reference would, this apart, and the day is ended.
    rest = tuple(one for one in plan if subject(one) != about)
    found = [Option(WAIT, Continuation(rest, ends=True), reference=not mine)]
    # By their lines: two kills that differ in their words only are one option.
    seen: set[str] = set()
    for action in actions:
        line = without_words(to_text(action, world))
        if line not in seen and check(board, action) == Refusal.NONE:
            seen.add(line)
            found.append(Option(line, Continuation((action,)), is_in_plan(action, mine)))
    return tuple(found)


def weigh(position: Position, options: Sequence[Option], most: int) -> Iterator[Weighing]:
    """Each option's worth after more and more futures, `most` at the end. The state's hidden half is not looked at."""
    state = position.state
    # The truth is left out: what the coach says may rest on nothing that the board does not show.
    base = RolloutBase(state.board, EVALUATOR_VERSION, position.game, Priors(state.world), memory=position.memory)
    for count in [*range(STEP, most, STEP), most]:
        values = tuple(tuple(base.values(option.play, count)) for option in options)
        yield Weighing(tuple(options), values)
