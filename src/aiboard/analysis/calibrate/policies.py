"""The policies that calibration plays, as plain data: a bot's name and what is taken from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from aiboard.bots import Bot, Heuristic, make_bot
from aiboard.bots.gaming import BASIS
from aiboard.bots.refusing import RestrictedBot
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import WHOLE_PCT
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.verbs import Action, Deploy, Evaluate, Iterate, Kill, OrderData

GOOD: Final = BASIS
"""The policy of good play: what calibration means by "handled well"."""
ADVICE: Final = "heuristic"
ORDERS: Final = "autopilot"


@dataclass(frozen=True)
class Policy:
    """Makes the bot of a game: one by name, without the verbs it refuses, with one lever turned, or with the
    heuristic's advice changed."""

    bot: str
    refuses: tuple[str, ...] = ()
    lever: str = ""
    advice: tuple[tuple[str, Any], ...] = ()

    def __call__(self, seed: int) -> Bot:
        """A fresh bot for the game of this seed."""
        bot = Heuristic(**dict(self.advice)) if self.advice else make_bot(self.bot, seed)
        if self.lever:
            return TransformingBot(bot, LEVERS[self.lever].transform)
        return RestrictedBot(bot, self.refuses) if self.refuses else bot


@dataclass(frozen=True)
class WithoutOrder:
    """Makes autopilots that leave one standing order off."""

    order: int

    def __call__(self, seed: int) -> Bot:
        """A fresh bot; the seed is nothing to it."""
        return _Orders(make_bot(ORDERS, seed), self.order)


class _Orders(Bot):
    """Autopilot but for one order."""

    def __init__(self, bot: Bot, order: int) -> None:
        super().__init__(bot.name)
        self.bot = bot
        self.order = order

    def play(self, board: Board) -> Action | None:
        """The order that is left out looks set already."""
        mode = board.orders[self.order]
        board.orders[self.order] = -1
        try:
            return self.bot.play(board)
        finally:
            board.orders[self.order] = mode


class TransformingBot(Bot):
    """Another bot, each of whose actions is turned into another one first."""

    def __init__(self, bot: Bot, transform: Callable[[Board, Action], Action]) -> None:
        super().__init__(bot.name)
        self.bot = bot
        self.transform = transform

    def play(self, board: Board) -> Action | None:
        """The bot's action, turned."""
        action = self.bot.play(board)
        self.why = self.bot.why
        return None if action is None else self.transform(board, action)


@dataclass(frozen=True)
class Lever:
    """One amount of an action that is never used: in words, and how an action becomes one without it."""

    words: str
    transform: Callable[[Board, Action], Action]


def _no_slices(board: Board, action: Action) -> Action:
    return Evaluate(action.card, action.seeds, action.percent) if isinstance(action, Evaluate) else action


def _no_parts(board: Board, action: Action) -> Action:
    return Evaluate(action.card, action.seeds, WHOLE_PCT, action.slices) if isinstance(action, Evaluate) else action


def _instead(change: Change, other: Change) -> Callable[[Board, Action], Action]:
    def turn(board: Board, action: Action) -> Action:
        matches = isinstance(action, Iterate) and action.change == change
        return Iterate(action.card, int(other)) if isinstance(action, Iterate) and matches else action

    return turn


def _no_pilot(board: Board, action: Action) -> Action:
    pilot = isinstance(action, OrderData) and action.percent == board.world.pilot_pct
    return OrderData(action.data, WHOLE_PCT) if isinstance(action, OrderData) and pilot else action


def _no_half(board: Board, action: Action) -> Action:
    return Deploy(action.card, WHOLE_PCT) if isinstance(action, Deploy) else action


def _no_learning(board: Board, action: Action) -> Action:
    return Kill(action.card, action.reason) if isinstance(action, Kill) else action


LEVERS: Final[dict[str, Lever]] = {
    "slices": Lever("no slices in evaluations", _no_slices),
    "parts": Lever("every evaluation on all questions", _no_parts),
    "longer": Lever("`technique` where it would train longer", _instead(Change.LONGER, Change.TECHNIQUE)),
    "technique": Lever("`longer` where it would try a technique", _instead(Change.TECHNIQUE, Change.LONGER)),
    "slimmer": Lever("`longer` where it would slim a model", _instead(Change.SLIMMER, Change.LONGER)),
    "pilot": Lever("the whole set at once, no pilot batch", _no_pilot),
    "half": Lever("all customers after the canary, no half step", _no_half),
    "learning": Lever("kills without a written learning", _no_learning),
}
"""What can be left out of an action while the action itself is used."""
