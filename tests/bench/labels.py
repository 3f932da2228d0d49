"""How large losses are: the reference with random actions on some days, its departures priced, by size and label.

    python tests/bench/labels.py [SCENARIO] [--games 20] [--rollouts 64] [--jobs 2] [--shares 10,30]

On a day with such an action it comes first, and is one of all that are possible then; the reference takes the others.
"""

from __future__ import annotations

import random
import statistics
from collections import Counter
from functools import partial

from common import arguments, rerun, table

from aiboard.analysis import anchors
from aiboard.analysis.pool import pool
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.pricing.model import Label
from aiboard.analysis.runner import as_text, from_text, in_chunks
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.scenario import load

SIZES = (2, 5, 10, 15)
Row = tuple[float, float, str]
"""Mean loss, its low end, label or nothing."""


def games(text: str, share: int, rollouts: int, seeds: tuple[int, ...]) -> list[list[Row]]:
    """The departures of each game."""
    resolved = from_text(text)
    scale = anchors.find(resolved)
    assert scale is not None
    found = []
    for seed in seeds:
        dice = random.Random(seed)
        state = new_state(resolved.world(), seed)
        player = make_bot("reference", seed)
        days = []
        while not state.board.over:
            done = []
            if dice.randrange(100) < share:
                done.append(dice.choice(legal_actions(state.board)))
                act(state, done[0])
            days.append(done + play_day(state, player))
            advance(state)
        prices = price_game(resolved, seed, [*days, []], scale, Settings(rollouts))
        found.append(
            [(one.loss, -(one.advantage.high or 0.0), one.label.value if one.label else "") for one in prices.decisions]
        )
    return found


def main() -> None:
    parser = arguments(__doc__ or "", 20, "first-sprint")
    parser.add_argument("--rollouts", type=int, default=64, metavar="N", help="replicates of a price at most")
    parser.add_argument("--shares", default="10,30", help="percent of days with a random action, with commas")
    args = parser.parse_args()
    text = as_text(load(args.scenario))
    rows = []
    with pool(args.jobs) as executor:
        for share in map(int, args.shares.split(",")):
            seeds = range(args.seed, args.seed + args.games)
            per_game = in_chunks(partial(games, text, share, args.rollouts), seeds, executor, size=1)
            all_of = [one for game in per_game for one in game]
            sizes = [f"{sum(loss > size for loss, _, _ in all_of) / args.games:.2f}" for size in SIZES]
            labels = Counter(label for _, _, label in all_of)
            named = [f"{labels[label.value] / args.games:.2f}" for label in Label]
            middle = statistics.median(loss for loss, _, _ in all_of) if all_of else 0.0
            rows.append([f"{share} %", f"{len(all_of) / args.games:.1f}", f"{middle:.1f}", *sizes, *named])
    head = ["random on", "departures", "median loss", *(f"> {size}" for size in SIZES), *(one.value for one in Label)]
    print(f"{args.scenario}: {args.games} games, at most {args.rollouts} replicates; per game; {rerun()}")
    print(table(head, rows))


if __name__ == "__main__":
    main()
