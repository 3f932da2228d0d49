"""Game-days a second: whole games played and counted, each bot, one process; then the ladder on all cores."""

from __future__ import annotations

import sys
import time

from common import arguments, rerun, table

from aiboard.analysis.ladder import ladder
from aiboard.analysis.pool import pool as processes
from aiboard.bots import BOTS, make_bot
from aiboard.bots.runner import play_game, without_gc
from aiboard.engine.chance.latents import Latents
from aiboard.scenario import load


def main() -> int:
    """Play and print."""
    asked = arguments(__doc__ or "", 100).parse_args()
    resolved = load(asked.scenario)
    world = resolved.world()
    latents = Latents(world)
    seeds = range(asked.seed, asked.seed + asked.games)
    rows = []
    for bot in BOTS:
        best = 0.0
        for _ in range(3):
            began = time.perf_counter()
            with without_gc():
                for seed in seeds:
                    play_game(world, seed, make_bot(bot, seed), latents, [])
            best = max(best, len(seeds) * world.days / (time.perf_counter() - began))
        rows.append([bot, f"{best:,.0f}", f"{1e6 / best:.1f}"])
    print(f"{resolved.key}, {asked.games} games, best of 3, one process\n")
    print(table(["bot", "game-days/s", "us a day"], rows))
    began = time.perf_counter()
    with processes(asked.jobs) as pool:
        ladder(resolved, BOTS, asked.games, asked.seed, executor=pool)
    seconds = time.perf_counter() - began
    print(
        f"\nladder of {len(BOTS)} bots, {asked.jobs} processes, digests included: {seconds:.2f} s, "
        f"{len(BOTS) * asked.games * world.days / seconds:,.0f} game-days/s"
    )
    print(f"\n{rerun()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
