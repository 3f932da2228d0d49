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
        return max(range(len(self.values)), key=lambda index: (sum(self.values[index]), -index))

    def gain_over(self, index: int, other: int) -> Estimate:
        """Cents that an option is worth over another."""
        return difference(self.values[index], self.values[other], 1.0)

    def regret(self, index: int) -> Estimate:
        """Cents that the best option is worth over this one; the best chosen on futures that do not estimate it."""
        return regret_of([self.values[index], *(row for at, row in enumerate(self.values) if at != index)], 1.0)[0]


def card_choices(position: Position, card: int) -> tuple[Option, ...]:
    """Leaving a card for the day, and each thing that can be done with it now."""
    offered = [one.action for one in card_options(position.state.board, card)]
    actions: list[Action] = [one for one in offered if isinstance(one, _WEIGHED)]
    plan = [one for one in plan_of(position.state) if subject(one) == f"card {card}"]
    # The reference may want other amounts than a menu's usual ones; a kill is one whatever its reason.
    in_menu = plan and (is_in_plan(plan[0], actions) or isinstance(plan[0], Kill))
    if plan and not in_menu and check(position.state.board, plan[0]) == Refusal.NONE:
        actions.insert(0, plan[0])
    return _with_wait(position, f"card {card}", actions)


def decision_choices(position: Position, action: Action, instead: Action | None) -> tuple[Option, ...]:
    """The options of a priced decision: what was done or left, the reference's, others about the same thing."""
    primary = [action] if instead is None else [action, instead]
    actions = [*primary, *other_options(position.state.board, action, primary)]
    # Where it was done first no longer tells which it was.
    actions.sort(key=lambda one: to_text(one, position.state.world))
    return _with_wait(position, subject(action), actions)


def _with_wait(position: Position, topic: str, actions: Sequence[Action]) -> tuple[Option, ...]:
    board, world = position.state.board, position.state.world
    plan = plan_of(position.state)
    own_plan = [one for one in plan if subject(one) == topic]
    # To leave it: the rest of the day as the reference would, this apart, and the day is ended.
    other_plan = tuple(one for one in plan if subject(one) != topic)
    options = [Option(WAIT, Continuation(other_plan, ends=True), reference=not own_plan)]
    # By their lines: two kills that differ in their words only are one option.
    lines: set[str] = set()
    for action in actions:
        line = without_words(to_text(action, world))
        if line not in lines and check(board, action) == Refusal.NONE:
            lines.add(line)
            options.append(Option(line, Continuation((action,)), is_in_plan(action, own_plan)))
    return tuple(options)


def weigh(position: Position, options: Sequence[Option], futures: int) -> Iterator[Weighing]:
    """Each option's worth after more and more futures, `futures` at the end. The hidden half is not looked at."""
    state = position.state
    # The truth is left out: what the coach says may rest on nothing that the board does not show.
    base = RolloutBase(state.board, EVALUATOR_VERSION, position.game, Priors(state.world), memory=position.memory)
    for count in [*range(STEP, futures, STEP), futures]:
        values = tuple(tuple(base.values(option.play, count)) for option in options)
        yield Weighing(tuple(options), values)
