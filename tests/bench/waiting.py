"""The share of days on which something had to wait for the manager's minutes, in play by the reference bot.

A day counts when the bot has done all it could and would still do something if the day had more minutes. A person has
more to do than the bot (replies, one-to-ones), so the figure is a floor for the rules as they are. Aim: 30 to 45 %.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import Executor
from functools import lru_cache

from common import arguments, rerun, table, told

from aiboard.analysis.calibrate.flow import waits
from aiboard.analysis.estimate import estimate
from aiboard.analysis.pool import pool as processes
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.scenario import ResolvedScenario, load

BOTS = ("heuristic", "vibes", "story-points")


@lru_cache(maxsize=1)
def _loaded(scenario: str) -> tuple[ResolvedScenario, Latents]:
    resolved = load(scenario)
    return resolved, Latents(resolved.world())


def play(scenario: str, bot: str, seed: int) -> tuple[int, int, list[str]]:
    """One game: days, minutes spent, and what waited on each day on which something did."""
    resolved, latents = _loaded(scenario)
    state = new_state(resolved.world(), seed, latents)
    player = make_bot(bot, seed)
    found: list[str] = []
    spent = 0
    while not state.board.over:
        play_day(state, player)
        verb = waits(state.board, make_bot(bot))
        if verb:
            found.append(verb)
        spent += state.world.minutes - state.board.minutes_left
        advance(state)
    return state.world.days, spent, found


def _games(pool: Executor | None, scenario: str, bot: str, seeds: range) -> list[tuple[int, int, list[str]]]:
    if pool is None:
        return [play(scenario, bot, seed) for seed in seeds]
    return [task.result() for task in [pool.submit(play, scenario, bot, seed) for seed in seeds]]


def main() -> int:
    """Play and print."""
    asked = arguments(__doc__ or "", 300).parse_args()
    seeds = range(asked.seed, asked.seed + asked.games)
    minutes = load(asked.scenario).world().minutes
    rows = []
    with processes(asked.jobs) as pool:
        for bot in BOTS:
            games = _games(pool, asked.scenario, bot, seeds)
            share = estimate([100 * len(kinds) / days for days, _, kinds in games])
            used = sum(spent for _, spent, _ in games) / sum(days for days, _, _ in games) / minutes
            causes = Counter(verb for _, _, verbs in games for verb in verbs).most_common(3)
            why = ", ".join(f"{verb} {100 * n // sum(len(k) for _, _, k in games)} %" for verb, n in causes)
            rows.append([bot, told(share), f"{100 * used:.0f} %", why])
    print(f"{asked.scenario}, {asked.games} games each, seeds {seeds[0]} to {seeds[-1]}\n")
    print(table(["bot", "days on which something waited, % (95 %)", "minutes used", "what waited"], rows))
    print(f"\n{rerun()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
