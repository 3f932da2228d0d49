"""How large losses are: games of a bot with random actions on some days, its departures priced, by size and certainty.

    python tests/bench/labels.py [SCENARIO] [--games 20] [--rollouts 64] [--jobs 2] [--players reference:10,vibes:0]

`reference:10` is the reference with a random action on ten percent of the days: it comes first, and is one of all that
are possible then; the bot takes the others. Counts are per game.
"""

from __future__ import annotations

import random
import statistics
from functools import partial

from common import arguments, rerun, table

from aiboard.analysis import anchors
from aiboard.analysis.pool import pool
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.runner import map_chunks, scenario_from_text, scenario_to_text
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.scenario import load

SIZES = (2, 5, 10, 15)
Row = tuple[float, float]
"""Mean loss and its low end."""


def games(text: str, bot: str, share: int, rollouts: int, seeds: tuple[int, ...]) -> list[list[Row]]:
    """The departures of each game."""
    resolved = scenario_from_text(text)
    scale = anchors.find(resolved)
    assert scale is not None
    found = []
    for seed in seeds:
        dice = random.Random(seed)
        state = new_state(resolved.world(), seed)
        player = make_bot(bot, seed)
        days = []
        while not state.board.over:
            done = []
            if dice.randrange(100) < share:
                done.append(dice.choice(legal_actions(state.board)))
                act(state, done[0])
            days.append(done + play_day(state, player))
            advance(state)
        prices = price_game(resolved, seed, [*days, []], scale, Settings(rollouts))
        found.append([(one.loss, -(one.advantage.high or 0.0)) for one in prices.decisions])
    return found


def main() -> None:
    parser = arguments(__doc__ or "", 20, "first-sprint")
    parser.add_argument("--rollouts", type=int, default=64, metavar="N", help="replicates of a price at most")
    parser.add_argument("--players", default="reference:10,reference:30,heuristic:0,vibes:0", help="bot:percent, ...")
    args = parser.parse_args()
    text = scenario_to_text(load(args.scenario))
    rows = []
    with pool(args.jobs) as executor:
        for player in args.players.split(","):
            bot, _, share = player.partition(":")
            seeds = range(args.seed, args.seed + args.games)
            work = partial(games, text, bot, int(share), args.rollouts)
            found = [one for game in map_chunks(work, seeds, executor, size=1) for one in game]
            losses = [f"{sum(loss > size for loss, _ in found) / args.games:.2f}" for size in SIZES]
            sure = [f"{sum(low > size for _, low in found) / args.games:.2f}" for size in SIZES]
            middle = statistics.median(loss for loss, _ in found) if found else 0.0
            rows.append([player, f"{len(found) / args.games:.1f}", f"{middle:.1f}", *losses, *sure])
    head = ["player", "departures", "median loss", *(f"> {size}" for size in SIZES)]
    head += [f"low end > {size}" for size in SIZES]
    print(f"{args.scenario}: {args.games} games, at most {args.rollouts} replicates, per game; {rerun()}")
    print(table(head, rows))


if __name__ == "__main__":
    main()
