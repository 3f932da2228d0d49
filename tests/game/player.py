"""A process that plays at random and acknowledges every step: what the kill tests kill."""

import random
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from aiboard.actions.grammar import to_text
from aiboard.game import Game, new_game, open_game
from tests.game.small import small

SCENARIO = small()
"""Made once, before the players are forked."""


def step(game: Game, luck: random.Random) -> str:
    """One random thing done to a game: its line, or `undo`."""
    roll = luck.random()
    if roll < 0.1 and (game.board.day > 1 or game.actions()):
        game.undo()
        return "undo"
    actions = game.legal_actions() if roll < 0.8 else []
    if not actions:
        if game.board.over:
            game.undo()
            return "undo"
        game.end_day()
        return "end"
    action = luck.choice(actions)
    game.do(action)
    return to_text(action, game.world)


def play(path: Path, seed: int, acknowledge: Connection) -> None:
    """Play on for ever; each step is sent once the call that did it has returned."""
    # Run under nohup, tests hand an ignored SIGHUP down.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    game = open_game(path) if path.exists() else new_game(SCENARIO, seed, path)
    acknowledge.send_bytes(b"begun")
    luck = random.Random(seed)
    while True:
        acknowledge.send_bytes(step(game, luck).encode())
