"""Do intervals of prices cover: each decision priced twice with other replicates, the difference in errors.

    python tests/bench/agreement.py [SCENARIO] [--games 8] [--rollouts 256] [--jobs 2] [--bots vibes,heuristic]

Where intervals are right the SD is 1 and 5 % of the differences are over 1.96.
"""

from __future__ import annotations

import math
import statistics

from common import price_arguments, priced

from aiboard.analysis import anchors
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.pricing.model import Decision
from aiboard.analysis.runner import scenario_from_text
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance


def error(one: Decision) -> float:
    """Standard error of an advantage; intervals are about two of them to each side."""
    found = one.advantage
    return 0.0 if found.low is None or found.high is None else (found.high - found.low) / 2 / 2.0


def games(text: str, bot: str, rollouts: int, seeds: tuple[int, ...]) -> list[list[tuple[bool, float]]]:
    """Of each game: whether the decision spans more than a day, and the difference of its two prices in errors."""
    resolved = scenario_from_text(text)
    scale = anchors.find(resolved)
    assert scale is not None
    found = []
    for seed in seeds:
        state = new_state(resolved.world(), seed)
        player = make_bot(bot, seed)
        days = []
        while not state.board.over:
            days.append(play_day(state, player))
            advance(state)
        both = [
            price_game(resolved, seed, [*days, []], scale, Settings(rollouts, key=key)).decisions
            for key in ("", "again")
        ]
        other = {(one.day, one.last_day, one.line, one.undone): one for one in both[1]}
        rows = []
        for one in both[0]:
            twin = other.get((one.day, one.last_day, one.line, one.undone))
            spread = math.hypot(error(one), error(twin)) if twin is not None else 0.0
            if twin is not None and spread > 0:
                rows.append((one.day != one.last_day, (one.advantage.mean - twin.advantage.mean) / spread))
        found.append(rows)
    return found


def main() -> None:
    args = price_arguments(__doc__ or "", 8, 256, "vibes,heuristic")
    for bot, rows in priced(args, games):
        for long in (False, True):
            values = [value for game in rows for spans, value in game if spans == long]
            if len(values) < 2:
                continue
            over = sum(abs(value) > 1.96 for value in values) / len(values)
            what = "over several days" if long else "of one day"
            told = f"SD {statistics.stdev(values):.2f}, over 1.96: {100 * over:.0f} %"
            print(f"{args.scenario}, {bot}, {args.rollouts}: {len(values)} decisions {what}: {told}", flush=True)


if __name__ == "__main__":
    main()
