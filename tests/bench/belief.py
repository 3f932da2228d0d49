"""Is the belief right: ranks of the truth among its draws, its log score against the prior's, guesses, over many games.

    python tests/bench/belief.py [SCENARIO] [--games 400] [--draws 63] [--replicates 8] [--jobs 2] [--bot reference]

Ranks: chi-square over eight bins, and the mean rank in standard errors. Log score: of the true value under draws
smoothed by a little of the prior, minus that of the prior alone, in nats. `aiboard.analysis.conformance` says how.
"""

from __future__ import annotations

from common import arguments, rerun, table, told

from aiboard.analysis.conformance import ConformanceSettings, faults, measure
from aiboard.analysis.pool import pool
from aiboard.scenario import load


def main() -> None:
    parser = arguments(__doc__ or "", 400)
    parser.add_argument("--draws", type=int, default=63)
    parser.add_argument("--replicates", type=int, default=8, metavar="N", help="of each guess; 0: no guesses")
    parser.add_argument("--bot", default="reference")
    args = parser.parse_args()
    seeds = range(args.seed, args.seed + args.games)
    with pool(args.jobs) as executor:
        found = measure(
            load(args.scenario), seeds, ConformanceSettings(args.bot, args.draws, args.replicates), executor
        )
    what = f"{args.scenario}, {args.bot}, {args.games} games, {args.draws} draws"
    print(f"{what}: {found.seconds:.2f} s a board; {rerun()}")
    print("faults: " + ("; ".join(faults(found)) or "none"))
    if found.guesses is not None:
        print(f"guess of a random choice, cents: {told(found.guesses)}")
    rows = []
    for one in found.quantities:
        gain = ["", ""] if one.gain is None else [f"{one.gain.mean:.3f}", f"{one.gain_z or 0:.1f}"]
        rows.append([one.name, str(one.games), f"{one.chi:.2f}", f"{one.rank_z:.1f}", *gain])
    print(table(["quantity", "games", "chi2/7", "mean rank z", "log score gain", "z"], rows))


if __name__ == "__main__":
    main()
