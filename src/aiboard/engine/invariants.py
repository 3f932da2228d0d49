"""Invariants that hold every day of every game. A failure is a bug in the rules and stops the game at once."""

from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.moves import RuleBroken

#: Values stay well inside 64 bits: interpreted integers never wrap, compiled natives would.
LARGEST: Final = 1 << 62


def _money(board: Board) -> None:
    ledger = board.ledger
    if ledger.compute > 0 or ledger.labels > 0 or ledger.serving > 0 or ledger.launches > 0 or ledger.incidents > 0:
        raise RuleBroken("a cost has become an income")
    if not -LARGEST < ledger.booked() < LARGEST:
        raise RuleBroken("money out of bounds")


def check_day(state: State) -> None:
    """Cards conserved, GPU use within the pool, traffic at most 100 %, money adds up, decisions counted once."""
    board = state.board
    if len(board.cards) != len(state.world.ideas):
        raise RuleBroken("cards are not conserved")
    if board.gpu_used_min + board.eval_used_min > board.gpu_min:
        raise RuleBroken("more GPU time used than the pool holds")
    share = 0
    decided = 0
    for card in board.cards:
        if card.decision:
            decided += 1
        if card.share_pct:
            if card.stage != Stage.PRODUCTION:
                raise RuleBroken("traffic on a model that is not in production")
            share += card.share_pct
    if share > 100:
        raise RuleBroken("more than all traffic served")
    if decided != board.decided or board.promoted + board.killed != board.decided:
        raise RuleBroken("decisions do not add up")
    if board.minutes_left < 0:
        raise RuleBroken("more hours spent than the day has")
    _money(board)
