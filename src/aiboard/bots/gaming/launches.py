"""Tricks with launches: no canary, no limits, no way back, or a way back that used to be free."""

from typing import Final

from aiboard.bots.base import kill
from aiboard.bots.card_estimates import launch_bar
from aiboard.bots.gaming.base import Gaming
from aiboard.bots.gaming.evidence import undecided
from aiboard.bots.refusing import RestrictedBot
from aiboard.engine.gate import verdict
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos, CheckKind, Reason, Stage
from aiboard.engine.outlook import next_share, unsettled_newcomer
from aiboard.engine.verbs import Action, Deploy, Promote, RollBack

LIMITS: Final = (CheckKind.LATENCY, CheckKind.SERVING_COST, CheckKind.SAFETY)


class BigBang(Gaming):
    """No canary: a new model gets all customers on its first morning."""

    def trick(self, board: Board) -> Action | None:
        """Whatever has a part of the traffic gets all of it."""
        index = unsettled_newcomer(board)
        return Deploy(index, 100) if index >= 0 and board.cards[index].share_pct > 0 else None


class IgnoreLimits(Gaming):
    """Latency, serving cost and safety do not hold a launch."""

    def trick(self, board: Board) -> Action | None:
        """Promote a card that is good enough where nothing but a limit fails."""
        if unsettled_newcomer(board) >= 0:
            return None
        for card in board.cards:
            if undecided(card) and card.scores and card.mean_ppm() >= launch_bar(board, board.live()):
                failed = [item.kind for item in verdict(board, card.index).checks if not item.passed]
                if failed and all(kind in LIMITS for kind in failed):
                    return Promote(card.index)
        return None


class NeverRollBack(Gaming):
    """What is live stays live and gets its next share in time, whatever customers say."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.basis = RestrictedBot(self.basis, [RollBack.VERB])

    def trick(self, board: Board) -> Action | None:
        """The next share after the canary's days."""
        index = unsettled_newcomer(board)
        if index < 0 or board.day - board.cards[index].share_day < board.world.canary_days:
            return None
        return Deploy(index, next_share(board.cards[index]))


class RelaunchUnchanged(Gaming):
    """Promotes a model that regressed again at once, as it is."""

    def trick(self, board: Board) -> Action | None:
        """The card that a regression took out of production."""
        for item in board.disruptions:
            if item.kind == Chaos.EVAL_REGRESSION and board.cards[item.card].stage == Stage.EVALUATION:
                return Promote(item.card)
        return None


class KillNotRollBack(Gaming):
    """Kills a live model where it would be rolled back."""

    def adapt_action(self, board: Board, action: Action) -> Action | None:
        """A kill with its learning."""
        if isinstance(action, RollBack):
            return kill(action.card, Reason.GAP, "customers got less than was needed")
        return action
