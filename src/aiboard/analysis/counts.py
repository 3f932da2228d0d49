"""What counts as started, decided, promoted, killed: one definition for everything the analysis says.

The engine counts a card's first decision. A card that was promoted and killed later counts as promoted; a card that
was killed before it was started, or replaced by a newer model, counts as neither.
"""

from __future__ import annotations

from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.moves import KILLED, PROMOTED


def started(board: Board) -> list[Card]:
    """Cards on which work began."""
    return [card for card in board.cards if card.started_day]


def decided(board: Board) -> list[Card]:
    """Started cards that were promoted or killed."""
    return [card for card in started(board) if card.decision]


def killed(board: Board) -> list[Card]:
    """Started cards whose decision was to kill them."""
    return [card for card in started(board) if card.decision == KILLED]


def promoted(board: Board) -> list[Card]:
    """Started cards whose decision was to promote them."""
    return [card for card in started(board) if card.decision == PROMOTED]


def withdrawn(board: Board) -> list[Card]:
    """Promoted cards that were killed later, those replaced by a newer model among them."""
    return [card for card in promoted(board) if card.stage == Stage.KILLED]
