"""Does the reference choose well on boards that others come to: a price rests on how it plays on from them too.

    python tests/bench/boards.py [SCENARIO] [--games 40] [--jobs 2] [--players heuristic:0,vibes:0] [--worst 20]

Of each game of `bot:percent` (the bot, with a possible action at random on so many percent of the days) some mornings
are taken at random. From each the reference plays one day; every choice of it is looked at, with 64 futures an option.
The tables are those of `lookahead.py --all`, with a few days in the place of a game.
"""

from __future__ import annotations

import random
from functools import partial
from typing import Final

from common import arguments
from lookahead import Row, left, look_row

from aiboard.analysis import anchors
from aiboard.analysis.lookahead import EVERYTHING, Lookahead
from aiboard.analysis.pool import pool
from aiboard.analysis.runner import map_chunks, scenario_from_text, scenario_to_text
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.scenario import load

MORNINGS: Final = 6
"""Boards of a game that are looked at."""


def games(text: str, bot: str, share: int, seeds: tuple[int, ...]) -> list[Row]:
    """Of each seed: what was looked at on the reference's day from some mornings of this player's game."""
    world = scenario_from_text(text).world()
    found = []
    for seed in seeds:
        dice = random.Random(seed)
        days = dice.sample(range(2, world.days + 1), MORNINGS)
        state = new_state(world, seed)
        player = make_bot(bot, seed)
        looks: list[Row] = []
        while not state.board.over:
            if state.board.day in days:
                judge = Lookahead(mix_day(seed, state.board.day), EVERYTHING)
                play_day(state.clone(), judge)
                looks += [look_row(one, world) for one in judge.looks]
            if dice.randrange(100) < share:
                act(state, dice.choice(legal_actions(state.board)))
            play_day(state, player)
            advance(state)
        found.append({"seed": seed, "looks": looks})
    return found


def mix_day(seed: int, day: int) -> int:
    """A seed of its own for each morning, so that two mornings of a game do not share their futures."""
    return seed * 1000 + day


def main() -> None:
    """Play, look, and print a table for each player."""
    parser = arguments(__doc__ or "", 40, "first-sprint")
    parser.add_argument("--players", default="heuristic:0,vibes:0,reference:30", help="bot:percent, ...")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="print so many boards of each player")
    args = parser.parse_args()
    resolved = load(args.scenario)
    seeds = range(args.seed, args.seed + args.games)
    with pool(args.jobs) as executor:
        point = anchors.get(resolved, executor).length / 100
        for text in args.players.split(","):
            bot, _, share = text.partition(":")
            rows = map_chunks(partial(games, scenario_to_text(resolved), bot, int(share or 0)), seeds, executor)
            print(f"{resolved.key}, {MORNINGS} mornings of each of {args.games} games of {text}")
            print("\n".join(left(rows, point, args.worst)), flush=True)


if __name__ == "__main__":
    main()
