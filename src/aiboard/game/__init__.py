"""A game: scenario + seed + journal, and nothing else; state is always derived by replay.

game = new_game("support-chatbot", seed=7)
game.do("start EXP-001")
game.end_day()
game.board
"""

from __future__ import annotations

from aiboard.game.begin import new_game, open_game
from aiboard.game.errors import CrashError, OldRulesError, ReadOnlyError, RefusedError, TamperedError
from aiboard.game.game import Game
from aiboard.game.injections import Injection, parse_injections, read_injections
from aiboard.game.replay import CancelledError, Mismatch, Replay, replay
from aiboard.game.timeline import Timeline

__all__ = [
    "CancelledError",
    "CrashError",
    "Game",
    "Injection",
    "Mismatch",
    "OldRulesError",
    "ReadOnlyError",
    "RefusedError",
    "Replay",
    "TamperedError",
    "Timeline",
    "new_game",
    "open_game",
    "parse_injections",
    "read_injections",
    "replay",
]
