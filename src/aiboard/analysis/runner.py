"""Plays many games, here or in any executor; the results are the same.

Games are cut into chunks of consecutive seeds; a chunk is plain data, so that processes (or another machine's) can
take it, and results come back in the order of the seeds.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Final, TypeVar

from aiboard.bots import BOTS, GAMING, Bot, make_bot
from aiboard.bots.runner import MOST_ACTIONS, play_game, without_gc
from aiboard.bots.runner import Injection as BotInjection
from aiboard.engine.act import check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.model.world import World
from aiboard.game import Injection, new_game, parse_injections
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean, did_you_mean
from aiboard.scenario import ResolvedScenario, from_data

CHUNK: Final = 25
"""Games a task holds: large enough to hide what sending it costs, small enough to share the work."""
WINDOW: Final = 64
"""Tasks handed out at once: enough for every process, few enough that a million games fit into memory."""

LOOKAHEAD: Final = "lookahead"
"""The bot that looks ahead: too slow to stand in every list of bots."""

T = TypeVar("T")
Maker = Callable[[int], Bot]
"""Makes the bot of a game from the game's seed; for processes it has to pickle (a function of a module)."""
Progress = Callable[[int], None]
"""Told how many games are done; what it raises ends the work."""


def offset_progress(before: int, progress: Progress | None) -> Progress | None:
    """The progress of a piece of work that begins when so many games are done."""
    return None if progress is None else lambda done: progress(before + done)


@dataclass(frozen=True)
class GameResult:
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
    resolved: ResolvedScenario,
    bot: str | Maker,
    seeds: Sequence[int],
    injections: Sequence[Injection] = (),
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[GameResult]:
    """Play a game for each seed and return the results in the order of `seeds`.

    Args:
        resolved: the scenario.
        bot: a bot's name (InputError for an unknown one), or what makes one.
        seeds: 0 .. 2**63 - 1 each.
        injections: applied in every game where they have something to hit.
        executor: where the games are played; None plays them here. Results never depend on it.
        progress: told how many games have been played, now and then.
    """
    maker = partial(bot_named, check_bot_name(bot)) if isinstance(bot, str) else bot
    if executor is None:
        return _games(resolved.world(), maker, seeds, injections, progress)
    lines = tuple(item.text(resolved.world()) for item in injections)
    return map_chunks(partial(_chunk, scenario_to_text(resolved), maker, lines), seeds, executor, progress)


def map_chunks(
    work: Callable[[tuple[int, ...]], list[T]],
    seeds: Sequence[int],
    executor: Executor | None = None,
    progress: Progress | None = None,
    size: int = 0,
) -> list[T]:
    """What `work` makes of each seed, in the order of `seeds`, wherever it is done.

    Args:
        work: one result a seed; for processes it has to pickle (a function of a module, or a partial of one).
        seeds: cut into chunks.
        executor: where the work is done; None does it here.
        progress: told how many seeds are done, now and then.
        size: of a chunk, fewer where one seed is long work; 0: CHUNK.
    """
    results: list[T] = []
    for chunk in iter_chunks(work, seeds, executor, size):
        results += chunk
        if progress is not None:
            progress(len(results))
    return results


def iter_chunks(
    work: Callable[[tuple[int, ...]], list[T]], seeds: Sequence[int], executor: Executor | None = None, size: int = 0
) -> Iterator[list[T]]:
    """The same chunk by chunk, in the order of `seeds`: for who keeps what is done before all is."""
    size = size or CHUNK
    starts = range(0, len(seeds), size)
    if executor is None:
        for at in starts:
            yield work(tuple(seeds[at : at + size]))
        return
    waiting: deque[Future[list[T]]] = deque()
    for number, at in enumerate(starts, 1):
        waiting.append(executor.submit(work, tuple(seeds[at : at + size])))
        while waiting and (len(waiting) == WINDOW or number == len(starts)):
            yield waiting.popleft().result()


def check_bot_name(name: str) -> str:
    """The name of a bot; InputError with the nearest ones otherwise."""
    if name in BOTS or name in GAMING or name == LOOKAHEAD:
        return name
    guess = did_you_mean(name, (*BOTS, *GAMING, LOOKAHEAD))
    raise InputError(f"there is no bot '{clean(name, 40)}': {guess}bots are {', '.join(BOTS)}", field="bot")


def bot_named(name: str, seed: int) -> Bot:
    """A fresh bot: one of the house's, or one that needs the analysis to play and is only had by its name."""
    if name == LOOKAHEAD:
        # numpy comes with it, which the other bots do without.
        from aiboard.analysis.lookahead import Lookahead

        return Lookahead(seed)
    return make_bot(name, seed)


def play_with_save(
    resolved: ResolvedScenario, bot: str, seed: int, injections: Iterable[Injection], path: str | Path, latents: Latents
) -> GameResult:
    """One game with a journal at `path`: move for move the game that `run_games` plays.

    Raises InputError where the file cannot be written.
    """
    player = bot_named(bot, seed)
    with new_game(resolved, seed, path, injections, latents) as game:
        # So that nobody is told that the game was theirs.
        game.extras = lambda _: {"bot": bot}
        while not game.board.over:
            for _ in range(MOST_ACTIONS):
                action = player.play(game.board)
                if action is None or check(game.board, action) != Refusal.NONE:
                    break
                game.do(action)
            game.end_day()
        if game.trouble is not None:
            raise InputError(game.trouble)
        return _result(game.state)


def _games(
    world: World,
    maker: Maker,
    seeds: Iterable[int],
    injections: Iterable[Injection],
    progress: Progress | None = None,
) -> list[GameResult]:
    # Tables of the world, shared by its games: making them takes longer than a day of play.
    latents = Latents(world)
    planned = [BotInjection(item.day, item.action) for item in injections]
    results: list[GameResult] = []
    with without_gc():
        for seed in seeds:
            results.append(_result(play_game(world, seed, maker(seed), latents, planned)))
            if progress is not None:
                progress(len(results))
    return results


def scenario_to_text(resolved: ResolvedScenario) -> str:
    """A scenario for a worker: text pickles small, and `scenario_from_text` builds each world once."""
    return json.dumps(resolved.data)


@lru_cache(maxsize=4)
def scenario_from_text(scenario: str) -> ResolvedScenario:
    """The scenario that `scenario_to_text` wrote."""
    return from_data(json.loads(scenario))


def deal_games(scenario: str, seeds: Iterable[int]) -> Iterator[State]:
    """A new game for each seed, in a worker: the tables are shared by all of them."""
    world = scenario_from_text(scenario).world()
    latents = Latents(world)
    return (new_state(world, seed, latents) for seed in seeds)


def _chunk(scenario: str, maker: Maker, lines: tuple[str, ...], seeds: tuple[int, ...]) -> list[GameResult]:
    """What a worker does; everything it is handed is plain data and a function's name."""
    world = scenario_from_text(scenario).world()
    return _games(world, maker, seeds, parse_injections(lines, world))


def _result(state: State) -> GameResult:
    board, world = state.board, state.world
    cycles = [card.decided_day - card.started_day for card in board.cards if card.decision and card.started_day]
    return GameResult(
        seed=state.seed,
        value_cents=state.returns(),
        decided=board.decided,
        promoted=board.promoted,
        killed=board.killed,
        cycle_days=tuple(cycles),
        sprints=-(-world.days // world.sprint_days),
        digest=digest(state),
    )
