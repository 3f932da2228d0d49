"""More ideas: asked for where they cost nothing, and with the minutes that a day has left over."""

from typing import Final

from aiboard.bots.base import ActionReason
from aiboard.bots.reference.money import Money
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action, AddIdea, verb_minutes

#: An idea that comes later than so many days before the close is hardly ever started.
LAST_DAYS: Final = 10
#: One idea more makes the best of so few enough better to be worth its hour before the first start.
FEW: Final = 12


class IdeaRule:
    """The next idea to ask for."""

    def __init__(self, board: Board, money: Money) -> None:
        self.board = board
        self.money = money

    def early_idea(self) -> tuple[ActionReason, Action] | None:
        """Before anything is started, as what counts is the choice: while ideas are free, or few wait."""
        if not verb_minutes(self.board.world, AddIdea):
            return self._best()
        started = self.money.card_lists.tried
        return None if any(started) or len(self.money.card_lists.waiting()) >= FEW else self._best()

    def spare_time_idea(self) -> tuple[ActionReason, Action] | None:
        """Last of all in a day: nothing else wanted these minutes, and they are gone tomorrow."""
        board = self.board
        if board.minutes_left < verb_minutes(board.world, AddIdea) or board.day > board.world.days - LAST_DAYS:
            return None
        return self._best()

    def _best(self) -> tuple[ActionReason, Action] | None:
        """Of the family whose better cards are expected to reach highest: only the best of several is started."""
        # In the second half of a game there mostly is none left, which every family is searched for.
        if all(card.shown for card in self.board.cards):
            return None
        best: Action | None = None
        best_reach = 0
        for index, family in enumerate(self.board.world.families):
            reach = self.money.game_belief.level(index).mean + family.card_sd_ppm
            if reach > best_reach and check(self.board, AddIdea(index)) == Refusal.NONE:
                best = AddIdea(index)
                best_reach = reach
        return None if best is None else (ActionReason.EXPLORE, best)
