"""The heuristic's models in production: canary, widen, roll back first and ask later."""

from typing import Final

from aiboard.bots.base import Bot, Why
from aiboard.bots.judgement import days_left, newcomer, serving
from aiboard.engine.events import Action
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ActionKind
from aiboard.engine.outlook import live_seen

#: A canary this near to the close is widened without its full days.
LATE_DAYS: Final = 3


class Launching(Bot):
    """Decides about what meets customers; the rest of a policy builds on it."""

    def say(self, why: Why, action: Action) -> Action:
        """The action, with its reason noted."""
        self.why = why
        return action

    def launched(self, board: Board) -> Action | None:
        """What to do with the newcomer in production, else with the live model."""
        index = newcomer(board)
        if index < 0:
            return self._watch_live(board)
        card = board.cards[index]
        if card.share_pct == 0:
            return None
        seen, error = live_seen(board, card)
        days = len(card.monitored_ppm)
        rival = serving(board)
        bar = board.world.bad_launch_ppm
        if rival >= 0 and rival != index:
            bar = max(bar, live_seen(board, board.cards[rival])[0])
        patience = board.world.canary_days
        if card.share_pct < 20:
            if days >= patience and seen < bar - error:
                return self.say(Why.CANARY_BAD, Action(ActionKind.ROLL_BACK, index))
            if days >= patience or days_left(board) <= LATE_DAYS:
                return self.say(Why.CANARY_GOOD, Action(ActionKind.DEPLOY, index, 50))
            return None
        if seen < bar - 2 * error:
            return self.say(Why.CANARY_BAD, Action(ActionKind.ROLL_BACK, index))
        if days_left(board) <= 1 and seen >= bar:
            return self.say(Why.LAST_DAYS, Action(ActionKind.DEPLOY, index, 100))
        if days >= 2 * patience - 1:
            if seen >= bar - error // 2:
                return self.say(Why.CANARY_GOOD, Action(ActionKind.DEPLOY, index, 100))
            return self.say(Why.CANARY_BAD, Action(ActionKind.ROLL_BACK, index))
        return None

    def _watch_live(self, board: Board) -> Action | None:
        live = board.live()
        if live < 0:
            return None
        card = board.cards[live]
        # An incident that has happened is paid for; what is left is whether the model still earns.
        floor = board.world.value_floor_ppm if card.incidents else board.world.bad_launch_ppm
        if len(card.monitored_ppm) < 2:
            return None
        seen, error = live_seen(board, card)
        if seen < floor - error:
            return self.say(Why.CANARY_BAD, Action(ActionKind.ROLL_BACK, live))
        return None

    def live_goal(self, board: Board, index: int) -> int:
        """What customers must get for a launch to have been worth it."""
        live = board.live()
        bar = board.world.bad_launch_ppm
        return max(bar, live_seen(board, board.cards[live])[0]) if live >= 0 and live != index else bar
