"""How a game ended, in one word: which epilogue is told."""

from __future__ import annotations

from typing import Final

from aiboard.engine.board import Board

OUTCOMES: Final = ("target", "launched", "withdrawn", "nothing")
"""Live and measured at the target once; live at the close; launched once and nothing live at the close; never live."""


def outcome(board: Board) -> str:
    """The outcome of a game that is over, from what the player could see."""
    if board.live() >= 0:
        return "target" if board.target_day else "launched"
    return "withdrawn" if any(card.live_days > 0 for card in board.cards) else "nothing"
