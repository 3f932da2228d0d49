"""Which cards count as started, decided, promoted, killed: every count that a player reads is made of these.

A card's first decision is its decision for good. So a model that was promoted and is replaced or killed later stays
among the promoted, and a card that was put away before it was started is no decision at all. Both stand in the board's
Killed column: its cards are killed + retired + dropped.
"""

from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.moves import KILLED, PROMOTED


def was_started(card: Card) -> bool:
    """Whether its training was begun."""
    return card.started_day > 0


def is_decided(card: Card) -> bool:
    """Whether it was promoted or, once started, killed."""
    return card.decision != 0


def is_promoted(card: Card) -> bool:
    """Whether its first decision was to promote it."""
    return card.decision == PROMOTED


def is_killed(card: Card) -> bool:
    """Whether its first decision was to kill it."""
    return card.decision == KILLED


def is_retired(card: Card) -> bool:
    """Whether it was promoted and has left for the Killed column since: replaced, or killed later."""
    return is_promoted(card) and card.stage == Stage.KILLED


def is_dropped(card: Card) -> bool:
    """Whether it was put away before it was started."""
    return card.stage == Stage.KILLED and not is_decided(card)


class Tally:
    """How many of some cards are started, decided (promoted or killed), retired, dropped."""

    def __init__(self, cards: list[Card]) -> None:
        self.started = 0
        self.decided = 0
        self.promoted = 0
        self.killed = 0
        self.retired = 0
        self.dropped = 0
        for card in cards:
            self.started += was_started(card)
            self.decided += is_decided(card)
            self.promoted += is_promoted(card)
            self.killed += is_killed(card)
            self.retired += is_retired(card)
            self.dropped += is_dropped(card)
