"""Games that labs look at: a scenario played by a bot up to a day. Kept, since a slider comes back to the same days."""

from __future__ import annotations

from functools import lru_cache

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.state import State
from aiboard.engine.model.world import World
from aiboard.scenario import load


@lru_cache(maxsize=4)
def tables(scenario: str) -> tuple[World, Latents]:
    """A shipped scenario's world and its tables; nobody may change them."""
    world = load(scenario).world()
    return world, Latents(world)


def morning(scenario: str, seed: int, bot: str, day: int) -> State:
    """The game on the morning of a day (of the last, where the scenario is shorter); the caller's own copy."""
    # The kept state is shared by all callers.
    return _morning(scenario, seed, bot, day).clone()


@lru_cache(maxsize=16)
def _morning(scenario: str, seed: int, bot: str, day: int) -> State:
    world, latents = tables(scenario)
    state = new_state(world, seed, latents)
    player = make_bot(bot, seed)
    while state.board.day < min(day, world.days):
        play_day(state, player)
        advance(state)
    return state


def ended(scenario: str, seed: int, bot: str) -> State:
    """The game after its last day; the caller's own copy."""
    state = morning(scenario, seed, bot, tables(scenario)[0].days)
    play_day(state, make_bot(bot, seed))
    advance(state)
    return state
