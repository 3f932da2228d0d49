"""How each cause is planted: the reference plays on with one habit turned round, or something happens to it.

Everything else is the same, so that the same luck without the plant is the reference's own game.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from aiboard.bots import Bot
from aiboard.bots.reference import Reference
from aiboard.bots.reference.habits import Habits
from aiboard.bots.runner import Injection
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Change, Chaos, Column, Refusal, Stage
from aiboard.engine.verbs import (
    Accept,
    Action,
    Evaluate,
    Inject,
    Iterate,
    Kill,
    OrderData,
    Promote,
    SpotCheck,
    Start,
)

#: Seeds that one who never has enough evidence asks for, at a time and in all.
_SEEDS_AT_ONCE: Final = 5
_SEEDS_IN_ALL: Final = 20
#: Day before which data is not thought of.
_DATA_FROM: Final = 18
#: Cards in Experiment up to which one more of the beloved approach is begun.
_LOVED_AT_ONCE: Final = 3
#: Seeds from which a score counts as measured.
_READY_SEEDS: Final = 2


class Flawed(Bot):
    """The reference with some habits; a plant may hide things from it and change what it does."""

    def __init__(self, habits: Habits) -> None:
        super().__init__("flawed")
        self.basis: Bot = Reference(habits=habits)

    def play(self, board: Board) -> Action | None:
        """Its next action; None ends the day."""
        own = self.own(board)
        if own is not None and check(board, own) == Refusal.NONE:
            return own
        # The board is the game's own: what is hidden is put back before anybody else looks.
        restore = self.hide(board)
        try:
            action = self.basis.play(board)
        finally:
            restore()
        return None if action is None else self.turned(board, action)

    def own(self, board: Board) -> Action | None:
        """A move before the basis moves; it need not be possible."""
        return None

    def hide(self, board: Board) -> Callable[[], None]:
        """Hide something from the basis; what is returned puts it back."""
        return _nothing

    def turned(self, board: Board, action: Action) -> Action | None:
        """What the basis's action becomes."""
        return action


def _nothing() -> None:
    """Nothing was hidden."""


class _Late(Flawed):
    """Thinks of data when it is missed, and not before the middle of the second sprint."""

    def turned(self, board: Board, action: Action) -> Action | None:
        """Orders wait."""
        return None if isinstance(action, OrderData) and board.day < _DATA_FROM else action


class _BadLabels(Flawed):
    """Orders everything at once without guidelines, and takes what comes, whatever the agreement is."""

    def own(self, board: Board) -> Action | None:
        """Agreement is read, so that it stands on the board, and then not heeded."""
        for task in board.data:
            if task.column == Column.QA and not task.check_pending:
                return SpotCheck(task.index) if task.kappa_items == 0 else Accept(task.index)
        return None


class _OneSeed(Flawed):
    """Promotes on the first number over the bar."""

    def own(self, board: Board) -> Action | None:
        """The first score over the bar is a launch."""
        for card in board.cards:
            if card.stage == Stage.EVALUATION and card.scores and card.live_days == 0:
                if card.mean_ppm() >= board.world.launch_ppm:
                    return Promote(card.index)
        return None

    def turned(self, board: Board, action: Action) -> Action | None:
        """One seed, no second look."""
        if isinstance(action, Evaluate):
            # A card with a score is not evaluated again: the first number is believed.
            evaluation = Evaluate(action.card, 1, action.percent, action.slices)
            return None if board.cards[action.card].scores else evaluation
        return action


class _Polishing(Flawed):
    """What was evaluated is improved once more, again and again: neither promoted nor given up."""

    def own(self, board: Board) -> Action | None:
        """One more change on the first evaluated card that takes one."""
        for card in board.cards:
            if card.stage == Stage.EVALUATION and card.scores and card.seeds_pending == 0:
                for change in (Change.TECHNIQUE, Change.LONGER):
                    if check(board, Iterate(card.index, int(change))) == Refusal.NONE:
                        return Iterate(card.index, int(change))
        return None

    def turned(self, board: Board, action: Action) -> Action | None:
        """A promotion waits for the change after the next."""
        return None if isinstance(action, Promote) else action


class _OneFamily(Flawed):
    """Only one approach is ever started: the one the team is in love with, whether it pays or not."""

    def own(self, board: Board) -> Action | None:
        """One more card of it, wherever there is room: by its prior none of them would be worth a start."""
        family = _favourite_family(board)
        starts = [start for start in Start.priced_options(board, 0) if isinstance(start, Start)]
        family_starts = [start for start in starts if _family(board, start.card) == family]
        full = board.count(Stage.EXPERIMENT) >= min(_LOVED_AT_ONCE, board.wip[Stage.EXPERIMENT])
        return None if full or not family_starts else family_starts[0]

    def hide(self, board: Board) -> Callable[[], None]:
        """The ideas of other families are not there."""
        family = _favourite_family(board)
        hidden = [
            card
            for card in board.cards
            if card.shown and card.stage == Stage.BACKLOG and _family(board, card.index) != family
        ]
        for card in hidden:
            card.shown = False

        def put_back() -> None:
            for card in hidden:
                card.shown = True

        return put_back


def _family(board: Board, card: int) -> int:
    return board.world.ideas[card].family


def _favourite_family(board: Board) -> int:
    """The weakest family by prior is what a team falls in love with here: prompting, since it is quick."""
    return min({idea.family for idea in board.world.ideas}, key=lambda one: board.world.families[one].mean_ppm)


class _NoLaunchPath(Flawed):
    """What is good enough stays in Evaluation: nobody knows who would have to say yes."""

    def hide(self, board: Board) -> Callable[[], None]:
        """To the basis these cards look as if they were being evaluated."""
        ready = [
            card
            for card in board.cards
            if card.stage == Stage.EVALUATION
            and card.seeds_pending == 0
            and len(card.scores) >= _READY_SEEDS
            and card.mean_ppm() >= board.world.value_floor_ppm
        ]
        # The reference decides nothing about a card whose seeds are under way.
        for card in ready:
            card.seeds_pending = 1

        def put_back() -> None:
            for card in ready:
                card.seeds_pending = 0

        return put_back


class _OverChecking(Flawed):
    """No number is sure enough: five seeds more, and five more."""

    def turned(self, board: Board, action: Action) -> Action | None:
        """More seeds before any decision on what was measured."""
        if isinstance(action, Evaluate | Iterate | Promote | Kill):
            card = board.cards[action.card]
            if card.stage == Stage.EVALUATION and card.version > 0 and card.seeds_done < _SEEDS_IN_ALL:
                evaluation = Evaluate(card.index, _SEEDS_AT_ONCE, slices=True)
                if check(board, evaluation) == Refusal.NONE:
                    return evaluation
        return action


@dataclass(frozen=True)
class Plant:
    """A cause as it is planted: the bot, the habits that are turned round, what happens on which day."""

    bot: type[Flawed] = Flawed
    habits: tuple[str, ...] = ()
    injected: tuple[tuple[int, Chaos, int], ...] = field(default=())

    def player(self) -> Bot:
        """A fresh policy."""
        habits = Habits()
        for name in self.habits:
            setattr(habits, name, False)
        return self.bot(habits)

    def injections(self) -> list[Injection]:
        """What happens to it."""
        return [Injection(day, Inject(int(kind), days)) for day, kind, days in self.injected]


NONE: Final = "none"
"""The control: nothing is planted."""

PLANTS: Final[dict[str, Plant]] = {
    "no-kill": Plant(habits=("kill_failing",)),
    "wide": Plant(habits=("limit_wip", "plan_compute")),
    "late-data": Plant(_Late, ("data_ahead",)),
    "bad-labels": Plant(_BadLabels, ("pilot_first", "kappa_gate")),
    "gpus": Plant(injected=((2, Chaos.GPU_SHORTAGE, 29),)),
    "one-seed": Plant(_OneSeed, ("repeat_seeds", "measure_slices")),
    "polishing": Plant(_Polishing),
    "scope": Plant(habits=("price_scope",), injected=((3, Chaos.SCOPE_CHANGE, 0), (12, Chaos.SCOPE_CHANGE, 0))),
    "one-family": Plant(_OneFamily),
    "no-path": Plant(_NoLaunchPath),
    "over-checking": Plant(_OverChecking),
    NONE: Plant(),
}
