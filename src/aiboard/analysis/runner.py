"""The one seam through which many games are played: any executor, the same results.

Games are cut into chunks of consecutive seeds; a chunk is plain data, so that processes (or another machine's) can
take it, and results come back in the order of the seeds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from aiboard.bots import BOTS, make_bot
from aiboard.bots.runner import MOST_ACTIONS, play_game
from aiboard.bots.runner import Injection as BotInjection
from aiboard.engine.kinds import Refusal
from aiboard.engine.latents import Latents
from aiboard.engine.legality import check
from aiboard.engine.state import State, digest
from aiboard.game import Injection, new_game, parse_injections
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.scenario import Resolved, from_data

CHUNK: Final = 25
"""Games a task holds: large enough to hide what sending it costs, small enough to share the work."""


@dataclass(frozen=True)
class Result:
    """How one game came out. Money in cents, days are working days."""

    seed: int
    value_cents: int
    decided: int
    promoted: int
    killed: int
    cycle_days: tuple[int, ...]
    """Of each decided card that was started: days from start to decision."""
    sprints: int
    digest: str


def run_games(
    resolved: Resolved,
    bot: str,
    seeds: Sequence[int],
    injections: Sequence[Injection] = (),
    executor: Executor | None = None,
) -> list[Result]:
    """Play a game for each seed and return the results in the order of `seeds`.

    Args:
        resolved: the scenario.
        bot: a bot's name; InputError for an unknown one.
        seeds: 0 .. 2**63 - 1 each.
        injections: applied in every game where they have something to hit.
        executor: where the games are played; None plays them here. Results never depend on it.
    """
    known_bot(bot)
    if executor is None:
        return _games(resolved, bot, seeds, injections)
    scenario = json.dumps(resolved.data)
    lines = tuple(item.text(resolved.world()) for item in injections)
    chunks = [tuple(seeds[at : at + CHUNK]) for at in range(0, len(seeds), CHUNK)]
    tasks = [executor.submit(_chunk, scenario, bot, chunk, lines) for chunk in chunks]
    return [result for task in tasks for result in task.result()]


def known_bot(name: str) -> str:
    """The name of a bot; InputError with the nearest ones otherwise."""
    if name in BOTS:
        return name
    from difflib import get_close_matches

    near = get_close_matches(name, BOTS, n=1)
    guess = f"did you mean {near[0]}? " if near else ""
    raise InputError(None, None, "bot", f"there is no bot '{clean(name, 40)}': {guess}bots are {', '.join(BOTS)}")


def play_saved(
    resolved: Resolved, bot: str, seed: int, injections: Iterable[Injection], path: str | Path, latents: Latents
) -> Result:
    """One game with a journal at `path`: move for move the game that `run_games` plays.

    Raises InputError where the file cannot be written.
    """
    player = make_bot(bot, seed)
    with new_game(resolved, seed, path, injections, latents) as game:
        while not game.board.over:
            for _ in range(MOST_ACTIONS):
                action = player.play(game.board)
                if action is None or check(game.board, action) != Refusal.NONE:
                    break
                game.do(action)
            game.end_day()
        if game.trouble is not None:
            raise InputError(None, None, None, game.trouble)
        return _result(game.state)


def _games(resolved: Resolved, bot: str, seeds: Iterable[int], injections: Iterable[Injection]) -> list[Result]:
    world = resolved.world()
    latents = Latents(world)
    planned = [BotInjection(item.day, item.action) for item in injections]
    return [_result(play_game(world, seed, make_bot(bot, seed), latents, planned)) for seed in seeds]


@lru_cache(maxsize=4)
def _resolved(scenario: str) -> Resolved:
    return from_data(json.loads(scenario))


def _chunk(scenario: str, bot: str, seeds: tuple[int, ...], lines: tuple[str, ...]) -> list[Result]:
    """What a worker does; everything it is handed is plain data."""
    resolved = _resolved(scenario)
    return _games(resolved, bot, seeds, parse_injections(lines, resolved.world()))


def _result(state: State) -> Result:
    board, world = state.board, state.world
    cycles = [card.decided_day - card.started_day for card in board.cards if card.decision and card.started_day]
    return Result(
        seed=state.seed,
        value_cents=state.returns(),
        decided=board.decided,
        promoted=board.promoted,
        killed=board.killed,
        cycle_days=tuple(cycles),
        sprints=-(-world.days // world.sprint_days),
        digest=digest(state),
    )
