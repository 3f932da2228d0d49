"""Games played by bots, shared by the tests of the views."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aiboard.bots import make_bot
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.game import Game, new_game
from aiboard.play.clock import Clock, Pace, Playable
from aiboard.play.stop import Stop

MOST_ACTIONS = 80


class Run(NamedTuple):
    """Days that passed, and why time stopped."""

    days: int
    stops: tuple[Stop, ...]


def run_to_stop(game: Playable) -> Run:
    """Let days pass until something stops time."""
    clock = Clock(game)
    clock.begin(Pace.TO_STOP)
    days = 0
    found: tuple[Stop, ...] = ()
    while clock.running:
        found = clock.step()
        days += 1
    return Run(days, found)


def bot_acts(game: Game, bot: object) -> int:
    """Let the bot act until it is done for today; how many actions it took."""
    taken = 0
    for _ in range(MOST_ACTIONS):
        action = bot.play(game.board)  # type: ignore[attr-defined]
        if action is None or game.check(action) != Refusal.NONE:
            break
        game.do(action)
        taken += 1
    return taken


def mornings(scenario: str, seed: int, bot_name: str, step: int = 1) -> Iterator[tuple[Board, int]]:
    """Every `step`-th morning of a game after the bot acted, and the history's length on the morning before.

    The last board is that of the closed project.
    """
    game = new_game(scenario, seed=seed)
    bot = make_bot(bot_name, seed)
    before = 0
    while not game.board.over:
        bot_acts(game, bot)
        if (game.board.day - 1) % step == 0:
            yield game.board, before
        before = len(game.board.history)
        game.end_day()
    yield game.board, before


def trained(scenario: str) -> Game:
    """A game whose first card has come to be evaluated."""
    game = new_game(scenario, seed=7)
    game.do("start EXP-001")
    while game.board.cards[0].stage != Stage.EVALUATION:
        game.end_day()
    return game
