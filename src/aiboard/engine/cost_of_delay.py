"""What another day of waiting costs: what the best model that could serve would earn above what serves now."""

from aiboard.engine import gate
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import live_mean_error, settling
from aiboard.engine.systems.accounting import measured_worth_cents


class CostOfDelay:
    """The best candidate, what it would earn a day at full traffic, and what the models that serve now earn, cents."""

    def __init__(self, card: int, worth_cents: int, now_cents: int) -> None:
        self.card = card
        self.worth_cents = worth_cents
        self.now_cents = now_cents

    def cents(self) -> int:
        """What a day of waiting costs; over 0."""
        return self.worth_cents - self.now_cents


def cost_of_delay(board: Board) -> CostOfDelay | None:
    """What waits to serve; None where no candidate would earn more than what serves now."""
    best = -1
    worth = 0
    for card in board.cards:
        if _candidate(board, card):
            cents = _worth(board, card)
            if cents > worth:
                best, worth = card.index, cents
    now = 0
    for card in board.cards:
        if card.share_pct > 0:
            now += _worth(board, card) * card.share_pct // 100
    return CostOfDelay(best, worth, now) if worth > now else None


def delay_cents(board: Board) -> int:
    """What another day of waiting costs, cents; 0 where nothing waits."""
    cost = cost_of_delay(board)
    return 0 if cost is None else cost.cents()


def _candidate(board: Board, card: Card) -> bool:
    """A measured card that has passed its gate, or that is promoted and on its way to all customers."""
    if not card.scores:
        return False
    if card.stage == Stage.EVALUATION:
        return gate.verdict(board, card.index).passed
    return settling(board, card)


def _worth(board: Board, card: Card) -> int:
    """A day at full traffic by the best that is known: what customers got, else what was measured before."""
    quality = live_mean_error(board, card)[0] if card.monitored_ppm else card.mean_ppm()
    cents = measured_worth_cents(board, quality, card.latency_ms)
    return cents * board.world.scope_revenue_pct // 100 if board.has_scope_cost() else cents
