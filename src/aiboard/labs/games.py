"""Games that labs look at: a scenario played by a bot up to a day. Kept, since a slider comes back to the same days."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from aiboard.bots import make_bot
from aiboard.bots.runner import play_on
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Start
from aiboard.scenario import load

_PLENTY: Final = 100_000
"""Minutes that are enough for every start."""


@lru_cache(maxsize=4)
def world_and_latents(scenario: str) -> tuple[World, Latents]:
    """A shipped scenario's world and its tables; nobody may change them."""
    world = load(scenario).world()
    return world, Latents(world)


def morning(scenario: str, seed: int, bot: str, day: int) -> State:
    """The game on the morning of a day (of the last, where the scenario is shorter); the caller's own copy."""
    # The kept state is shared by all callers.
    return _morning(scenario, seed, bot, day).clone()


@lru_cache(maxsize=16)
def _morning(scenario: str, seed: int, bot: str, day: int) -> State:
    world, latents = world_and_latents(scenario)
    return play_until(new_state(world, seed, latents), bot, seed, day)


def play_until(state: State, bot: str, seed: int, day: int) -> State:
    """The same game, gone on with by a bot until the morning of a day, or of the last one."""
    return play_on(state, make_bot(bot, seed), min(day, state.world.days))


def start_more(state: State, count: int) -> int:
    """Begin the cards with the best stated odds, as many as there are; how many were begun.

    The manager's hours are not taken: what is looked at is the board.
    """
    board = state.board
    hours, board.minutes_left = board.minutes_left, _PLENTY
    started = 0
    while started < count and (action := next_start(board)) is not None:
        act(state, action)
        started += 1
    board.minutes_left = hours
    return started


def next_start(board: Board) -> Start | None:
    """The start that the board allows of the card with the best stated odds; None where it allows none."""
    starts = Start.priced_options(board, 0)
    return next((one for one in starts if isinstance(one, Start) and check(board, one) == Refusal.NONE), None)


def play_to_end(scenario: str, seed: int, bot: str) -> State:
    """The game after its last day; the caller's own copy."""
    return play_on(morning(scenario, seed, bot, world_and_latents(scenario)[0].days), make_bot(bot, seed))
