"""Playing whole games without a face: the loop behind simulate, ladder and every measurement."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from aiboard.bots.base import Bot
from aiboard.engine.act import IllegalAction, act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action

#: The most actions a bot may take in a day; a bot that wants more is looping.
MOST_ACTIONS: Final = 80


class Injection:
    """A disruption a facilitator brings on a given day."""

    def __init__(self, day: int, action: Action) -> None:
        self.day = day
        self.action = action


@contextmanager
def without_gc() -> Iterator[None]:
    """Leave the memory of games to reference counting: no state holds a cycle, and the collector looks for cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def play_day(state: State, bot: Bot) -> list[Action]:
    """Let the bot act until it is done, without ending the day; the actions taken."""
    actions: list[Action] = []
    for _ in range(MOST_ACTIONS):
        action = bot.play(state.board)
        if action is None:
            break
        try:
            act(state, action)
        except IllegalAction:
            break
        actions.append(action)
    return actions


def play_on(state: State, bot: Bot, day: int = 0) -> State:
    """The game gone on with until the morning of a day, or to its end; 0 is no day. The state is changed."""
    while not state.board.over and (day == 0 or state.board.day < day):
        play_day(state, bot)
        advance(state)
    return state


def play_game(world: World, seed: int, bot: Bot, latents: Latents, injections: list[Injection]) -> State:
    """A whole game; injections that have nothing to hit are skipped."""
    state = new_state(world, seed, latents)
    while not state.board.over:
        for item in injections:
            if item.day == state.board.day and check(state.board, item.action) == Refusal.NONE:
                act(state, item.action)
        play_day(state, bot)
        advance(state)
    return state
