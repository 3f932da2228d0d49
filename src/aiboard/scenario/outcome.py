"""How a game ended, in one word: which epilogue is told."""

from __future__ import annotations

from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.outlook import live_mean_error
from aiboard.engine.systems.evaluation import on_target

OUTCOMES: Final = ("target", "launched", "withdrawn", "nothing")
"""The live model was measured at the target, offline or by what customers get; live at the close; launched, but not
live at the close; never live."""


def outcome(board: Board) -> str:
    """The outcome of a game that is over, from what the player could see."""
    live = board.live()
    if live >= 0:
        card = board.cards[live]
        met = bool(card.monitored_ppm) and live_mean_error(board, card)[0] >= board.world.target_ppm
        return "target" if met or on_target(board, card) else "launched"
    return "withdrawn" if any(card.live_days > 0 for card in board.cards) else "nothing"
