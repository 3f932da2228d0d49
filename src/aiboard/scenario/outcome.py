"""How a game ended, in one word: which epilogue is told."""

from __future__ import annotations

from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.systems.evaluation import on_target

OUTCOMES: Final = ("target", "launched", "withdrawn", "nothing")
"""The live model was measured at the target; live at the close; launched, but not live at the close; never live."""


def outcome(board: Board) -> str:
    """The outcome of a game that is over, from what the player could see."""
    live = board.live()
    if live >= 0:
        return "target" if on_target(board.world, board.cards[live]) else "launched"
    return "withdrawn" if any(card.live_days > 0 for card in board.cards) else "nothing"
