"""Which play beats which: what the source advises against its opposites, as paired differences in equity points."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import Any, Final

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.calibrate.policies import ADVICE, GOOD, Policy
from aiboard.analysis.estimate import Estimate, paired_difference
from aiboard.analysis.runner import Progress, offset_progress, run_games
from aiboard.bots import BOTS
from aiboard.bots.deciding import KILL_AT_RUN_TWO, KILL_NEVER
from aiboard.engine.model.items import EVAL_PARTS
from aiboard.scenario import ResolvedScenario


def _advice(**changes: int) -> Policy:
    return Policy(ADVICE, advice=tuple(changes.items()))


PLAYS: Final[dict[str, Policy]] = {
    ADVICE: Policy(ADVICE),
    "wip 2": _advice(wip=2),
    "wip 6": _advice(wip=6, mind_pool=False),
    "wip 3, any pool": _advice(mind_pool=False),
    "kill at two runs": _advice(kills=KILL_AT_RUN_TWO),
    "never kill": _advice(kills=KILL_NEVER),
    "one eval seed": _advice(seeds=1),
    "a fifth first, then all": _advice(first_pct=EVAL_PARTS[0]),
    "a fifth of the questions": _advice(first_pct=EVAL_PARTS[0], last_pct=EVAL_PARTS[0]),
    **{name: Policy(name) for name in BOTS if name != ADVICE},
}
"""The heuristic with one thing changed, and the house bots. With six cards the pool cannot be minded: it would keep
work at three, and both plays would be the same."""

Claim = tuple[str, str, float]
CLAIMS: Final[tuple[Claim, ...]] = (
    (ADVICE, "wip 2", 0.0),
    ("wip 3, any pool", "wip 6", 0.0),
    (ADVICE, "kill at two runs", 0.0),
    (ADVICE, "never kill", 0.0),
    (ADVICE, "one eval seed", 5.0),
    (ADVICE, "a fifth first, then all", 0.0),
    (ADVICE, "a fifth of the questions", 0.0),
    *((ADVICE, name, 0.0) for name in BOTS if name not in (ADVICE, GOOD)),
    *(() if GOOD == ADVICE else ((GOOD, ADVICE, 0.0),)),
    ("vibes", "random", 0.0),
    ("story-points", "random", 0.0),
)
"""Better, worse, and the points by which the mean has to lie above 0 besides its interval."""


@dataclass(frozen=True)
class Ordering:
    """One claim as measured: the difference in equity points, and whether it holds."""

    better: str
    worse: str
    least: float
    difference: Estimate
    holds: bool

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def orderings(
    resolved: ResolvedScenario,
    scale: Anchors,
    seeds: Sequence[int],
    executor: Executor | None = None,
    progress: Progress | None = None,
    claims: Sequence[Claim] = CLAIMS,
) -> list[Ordering]:
    """Every claim on the same seeds. `progress`: how many of `games_per_seed(claims)` x len(seeds) games are done."""
    names = _plays(claims)
    points: dict[str, list[float]] = {}
    for number, name in enumerate(names):
        results = run_games(resolved, PLAYS[name], seeds, (), executor, offset_progress(number * len(seeds), progress))
        points[name] = [100 * (result.value_cents - scale.idle) / scale.length for result in results]
    return [judge_claim(claim, paired_difference(points[claim[0]], points[claim[1]])) for claim in claims]


def games_per_seed(claims: Sequence[Claim] = CLAIMS) -> int:
    """How many games of a seed are played."""
    return len(_plays(claims))


def judge_claim(claim: Claim, difference: Estimate) -> Ordering:
    """Whether a claim holds: the interval lies above 0, and the mean at or over the least."""
    low = difference.low
    return Ordering(*claim, difference, low is not None and low > 0 and difference.mean >= claim[2])


def _plays(claims: Sequence[Claim]) -> list[str]:
    return list(dict.fromkeys(name for better, worse, _ in claims for name in (better, worse)))
