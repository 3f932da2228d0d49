"""Does the ledger hold: luck, guesses and residual have mean 0, the residual is small, luck explains the variance.

python tests/bench/ledger.py [SCENARIO] [--games 20] [--rollouts 32] [--jobs 2] [--bots heuristic,vibes,autopilot]
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Sequence

from common import price_arguments, priced

from aiboard.analysis import anchors
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.runner import scenario_from_text
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.verbs import Action

Row = tuple[float, float, float, float, float, float, float, float]


def games(text: str, bot: str, rollouts: int, seeds: tuple[int, ...]) -> list[Row]:
    """Of each game: equity, luck, guess, residual, decision score, luck-adjusted, decisions priced, seconds."""
    resolved = scenario_from_text(text)
    scale = anchors.find(resolved)
    assert scale is not None
    found: list[Row] = []
    for seed in seeds:
        began = time.perf_counter()
        state = new_state(resolved.world(), seed)
        player = make_bot(bot, seed)
        days: list[list[Action]] = []
        while not state.board.over:
            days.append(play_day(state, player))
            advance(state)
        prices = price_game(resolved, seed, [*days, []], scale, Settings(rollouts, guess=True, luck=True))
        equity = scale.equity(state.returns())
        residual = prices.residual(equity)
        assert equity is not None and residual is not None and prices.adjusted is not None and prices.score is not None
        luck = sum(night.amount for night in prices.luck)
        row = (equity, luck, prices.guessed or 0.0, residual, prices.score.mean, prices.adjusted.mean)
        found.append((*row, float(len(prices.decisions)), time.perf_counter() - began))
    return found


def told(values: Sequence[float]) -> str:
    """Mean with its standard error, and the SD of one game."""
    sd = statistics.stdev(values)
    return f"{statistics.fmean(values):7.1f} ± {sd / math.sqrt(len(values)):4.1f} (SD {sd:5.1f})"


def main() -> None:
    args = price_arguments(__doc__ or "", 20, 32, "heuristic,vibes,autopilot")
    if args.games < 2:
        raise SystemExit("a spread needs two games: give --games 2 or more")
    for bot, rows in priced(args, games):
        equity, luck, guess, residual, score, adjusted, decisions, seconds = zip(*rows, strict=True)
        print(f"{args.scenario}, {bot}, {args.games} games, {args.rollouts} rollouts, {sum(seconds):.0f} s of work")
        for name, values in (
            ("equity", equity), ("luck", luck), ("guess", guess), ("residual", residual),
            ("decision score", score), ("luck-adjusted", adjusted), ("decisions priced", decisions),
        ):  # fmt: skip
            print(f"  {name:<18}{told(values)}")
        ratio = statistics.stdev(residual) / statistics.stdev(equity)
        cut = statistics.variance(equity) / statistics.variance(adjusted)
        print(f"  SD(residual) / SD(equity) {ratio:.2f}; luck adjustment cuts the variance {cut:.1f} x", flush=True)


if __name__ == "__main__":
    main()
