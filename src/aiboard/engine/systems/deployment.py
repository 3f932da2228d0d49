"""Handoff and deployment: ML engineering prepares a promoted model, legal clears it, then the canary opens at 5 %."""

from typing import Final

from aiboard.engine.happenings.live import HandoffDone, LegalDone
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import PRODUCTION, Block
from aiboard.engine.moves import log, retire, set_share

CANARY_PCT: Final = 5
HALF_PCT: Final = 50
#: ML engineering's work in a day, points.
HANDOFF_SPEED: Final = 100


def _make_room(board: Board, card: Card) -> None:
    """Production holds the live model and the newcomer; older warm models are retired when a newcomer goes live."""
    for other in board.cards:
        if other.stage == PRODUCTION and other.index != card.index and other.share_pct == 0 and other.launched > 0:
            retire(board, other)


def run(state: State) -> None:
    """A day of legal review and handoff work."""
    board = state.board
    if board.legal == 1:
        board.legal_left -= 1
        if board.legal_left <= 0:
            board.legal = 2
            log(board, LegalDone())
    for card in board.cards:
        if card.stage != PRODUCTION or card.launched > 0:
            continue
        if card.handoff_left > 0:
            card.handoff_left -= HANDOFF_SPEED
            card.block = Block.HANDOFF
            card.block_until = board.day + (card.handoff_left + HANDOFF_SPEED - 1) // HANDOFF_SPEED + 1
            if card.handoff_left > 0:
                continue
            log(board, HandoffDone(card.index))
        if state.world.needs_legal and board.legal != 2:
            card.block = Block.LEGAL
            card.block_until = board.day + board.legal_left + 1 if board.legal == 1 else 0
            continue
        card.block = Block.NONE
        card.block_until = 0
        card.launched = board.day
        card.monitored_ppm = []
        card.monitored_pct = []
        card.incidents = 0
        card.exposed_pct = 0
        board.ledger.launches -= state.world.launch_cents
        _make_room(board, card)
        set_share(board, card, CANARY_PCT)
