"""Which play beats which, as paired differences in equity points with 95 % intervals.

Work in progress 3 against 2 and 6, judged kills against "kill at two runs" and "never", five eval seeds against one,
all of the questions against parts of them, and the ladder's own order. Prints what holds and what does not.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

from common import arguments, rerun, table, told

from aiboard.analysis import anchors
from aiboard.analysis.estimate import Estimate, estimate, paired
from aiboard.analysis.pool import pool as processes
from aiboard.analysis.runner import Result, run_games
from aiboard.bots import BOTS, Bot, Heuristic
from aiboard.bots.heuristic import AT_TWO, JUDGED, NEVER
from aiboard.engine.model.items import EVAL_PARTS, WHOLE_PCT
from aiboard.scenario import load


@dataclass(frozen=True)
class Variant:
    """The reference with some of its advice turned round; makes the bot of a game."""

    wip: int = 3
    seeds: int = 5
    kills: int = JUDGED
    mind_pool: bool = True
    first_pct: int = WHOLE_PCT
    last_pct: int = WHOLE_PCT

    def __call__(self, seed: int) -> Bot:
        """A fresh bot."""
        return Heuristic(
            wip=self.wip,
            seeds=self.seeds,
            kills=self.kills,
            mind_pool=self.mind_pool,
            first_pct=self.first_pct,
            last_pct=self.last_pct,
        )


VARIANTS = {
    "wip 2": Variant(wip=2),
    "wip 6": Variant(wip=6),
    "wip 3, any pool": Variant(mind_pool=False),
    "wip 6, any pool": Variant(wip=6, mind_pool=False),
    "kill at two runs": Variant(kills=AT_TWO),
    "never kill": Variant(kills=NEVER),
    "one eval seed": Variant(seeds=1),
    "three eval seeds": Variant(seeds=3),
    "half of the questions": Variant(first_pct=EVAL_PARTS[1], last_pct=EVAL_PARTS[1]),
    "a fifth of the questions": Variant(first_pct=EVAL_PARTS[0], last_pct=EVAL_PARTS[0]),
    "a fifth first, then all": Variant(first_pct=EVAL_PARTS[0]),
}
#: Better, worse, least points by which the lower end of the interval has to lie above 0.
CLAIMS = [
    *(("heuristic", name, 0.0) for name in BOTS if name != "heuristic"),
    ("vibes", "random", 0.0),
    ("story-points", "random", 0.0),
    ("heuristic", "wip 2", 0.0),
    ("heuristic", "wip 6", 0.0),
    ("wip 3, any pool", "wip 6, any pool", 0.0),
    ("heuristic", "kill at two runs", 0.0),
    ("heuristic", "never kill", 0.0),
    ("heuristic", "one eval seed", 5.0),
    ("heuristic", "a fifth first, then all", 0.0),
    ("heuristic", "a fifth of the questions", 0.0),
]
AUTOPILOT = (40.0, 70.0)


def main() -> int:
    """Play, compare, print. Exit code 1 when a claim does not hold."""
    asked = arguments(__doc__ or "", 4_000).parse_args()
    resolved = load(asked.scenario)
    seeds = range(asked.seed, asked.seed + asked.games)
    began = time.perf_counter()
    played: dict[str, list[Result]] = {}
    with processes(asked.jobs) as pool:
        scale = anchors.get(resolved, pool)
        for name in BOTS:
            played[name] = run_games(resolved, name, seeds, (), pool)
        for name, maker in VARIANTS.items():
            played[name] = run_games(resolved, maker, seeds, (), pool)
    weak = scale.weakness()
    if weak:
        print(f"{resolved.key}: {weak}", file=sys.stderr)
        return 1
    points = {name: [_equity(scale, result) for result in results] for name, results in played.items()}
    print(f"{resolved.key}, {asked.games} games each, seeds {seeds[0]} to {seeds[-1]}\n")
    rows = [
        [name, told(estimate(points[name])), f"{_share(results, 'promoted'):.2f}", f"{_share(results, 'killed'):.2f}"]
        for name, results in played.items()
    ]
    print(table(["play", "equity (95 %)", "launches a game", "kills a game"], rows))
    held = [_claim(better, worse, least, points) for better, worse, least in CLAIMS]
    held += _scale_claims(points)
    print()
    print(table(["claim", "difference, equity points", "holds"], [row for row, _ in held]))
    print(f"\n{sum(ok for _, ok in held)} of {len(held)} hold; {time.perf_counter() - began:.0f} s; {rerun()}")
    return 0 if all(ok for _, ok in held) else 1


def _equity(scale: anchors.Anchors, result: Result) -> float:
    found = scale.equity(result.value_cents)
    assert found is not None
    return found


def _share(results: list[Result], name: str) -> float:
    return sum(getattr(result, name) for result in results) / len(results)


def _claim(better: str, worse: str, least: float, points: dict[str, list[float]]) -> tuple[list[str], bool]:
    found = paired(points[better], points[worse])
    ok = (found.mean >= least if least else True) and found.low is not None and found.low > 0
    by = f" by {least:g}" if least else ""
    return [f"{better} over {worse}{by}", told(found), "yes" if ok else "NO"], ok


def _scale_claims(points: dict[str, list[float]]) -> list[tuple[list[str], bool]]:
    low, high = estimate(points["idle"]), estimate(points["heuristic"])
    auto = estimate(points["autopilot"])
    found = [
        ("idle at 0", low, _holds(low, 0)),
        ("heuristic at 100", high, _holds(high, 100)),
        (f"autopilot in {AUTOPILOT[0]:g} to {AUTOPILOT[1]:g}", auto, AUTOPILOT[0] <= auto.mean <= AUTOPILOT[1]),
    ]
    return [([name, told(value), "yes" if ok else "NO"], ok) for name, value, ok in found]


def _holds(value: Estimate, point: float) -> bool:
    return value.low is not None and value.high is not None and value.low - 1e-9 <= point <= value.high + 1e-9


if __name__ == "__main__":
    sys.exit(main())
