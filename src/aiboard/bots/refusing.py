"""A policy without some of its verbs: it plays on as if they cost more time than any day has."""

from collections.abc import Sequence
from typing import Final

from aiboard.bots.base import Bot
from aiboard.engine.model.board import Board
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action

#: More minutes than a day can have.
NEVER_MIN: Final = 1_000_000


class RestrictedBot(Bot):
    """Another bot that never gets to use the given verbs.

    The bot is shown prices that it cannot pay, so it goes on to what it would do next instead of asking again and
    ending its day. Standing orders are the engine's and keep the true prices.
    """

    def __init__(self, bot: Bot, verbs: Sequence[str]) -> None:
        super().__init__(bot.name)
        self.bot = bot
        self.verbs = list(verbs)
        self._world: World | None = None
        self._priced_world: World | None = None

    def play(self, board: Board) -> Action | None:
        """The bot's next action, given that the verbs are out of reach."""
        world = board.world
        if self._world is not world:
            self._world = world
            self._priced_world = priced_out(world, self.verbs)
        if self._priced_world is not None:
            board.world = self._priced_world
        try:
            action = self.bot.play(board)
        finally:
            board.world = world
        self.why = self.bot.why
        # Some are free on some days, whatever their price.
        return None if action is None or action.VERB in self.verbs else action


def priced_out(world: World, verbs: Sequence[str]) -> World:
    """A copy of a world in which these verbs take more minutes than any day has; the lists are shared."""
    new = World()
    for name in dir(new):
        if not name.startswith("_"):
            setattr(new, name, getattr(world, name))
    new.cost_min = dict(world.cost_min)
    for verb in verbs:
        new.cost_min[verb] = NEVER_MIN
    return new
