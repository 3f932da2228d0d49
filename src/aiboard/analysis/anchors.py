"""Anchors: the two ends of the equity scale of a scenario.

Equity = 100 x (value - mean of `idle`) / (mean of `reference` - mean of `idle`), both means over the anchor seeds.
They belong to one (scenario sha, rules version, evaluator): shipped for our scenarios (`anchors.json`, written by
`make anchors`), kept in the user's cache folder for others.
"""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal

from aiboard.analysis.cache import Cache
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.evaluators import CURRENT
from aiboard.analysis.runner import Progress, offset_progress, run_games
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import ResolvedScenario

if TYPE_CHECKING:
    from pydantic import TypeAdapter

EVALUATOR_VERSION: Final = CURRENT.version
"""The evaluator whose reference policy marks 100; `make anchors` cuts its anchors for new rules or scenarios."""
SEEDS: Final = range(100_000, 104_000)
"""The anchor seeds. Nothing else is tuned or measured on them."""
ZERO: Final = "idle"
HUNDRED: Final = CURRENT.policy
FILE: Final = "anchors.json"
PROBES: Final = 3
"""Games of the reference kept whole, so that stale anchors are noticed by playing them again."""

LEAST_ERRORS: Final = 4.0
"""The scale is sound only when its length is this many standard errors ..."""
LEAST_SPREAD: Final = 0.25
"""... and this share of one game's standard deviation (the reference's)."""


@dataclass(frozen=True)
class Anchors:
    """Both ends of a scale, cents.

    Attributes:
        scenario: the scenario's key, for people.
        sha, rules_version, evaluator: what they belong to.
        games: anchor games of each bot.
        idle, reference: mean values.
        error: standard error of the paired difference reference - idle.
        spread: standard deviation of one game of the reference.
        probe: the reference's values on the first seeds.
    """

    scenario: str
    sha: str
    rules_version: int
    evaluator: str
    games: int
    idle: float
    reference: float
    error: float
    spread: float
    probe: tuple[int, ...]

    # JSON is read with NaN and Infinity, which would make every comparison with the scale false.
    __pydantic_config__: ClassVar = {"allow_inf_nan": False}

    @property
    def length(self) -> float:
        """Cents between 0 and 100."""
        return self.reference - self.idle

    def weakness(self) -> str | None:
        """Why equity cannot be told on this scale, one sentence; None when the scale is sound."""
        # `<= 0` too: with few games the error may be 0, and a scale must not run backwards.
        if self.length < LEAST_ERRORS * self.error or self.length <= 0:
            gap = self.length / self.error if self.error else 0.0
            return (
                f"reference and idle are {gap:.1f} standard errors apart, under {LEAST_ERRORS:g}: "
                "equity has no scale here"
            )
        if self.length < LEAST_SPREAD * self.spread:
            share = self.length / self.spread
            return (
                f"reference and idle are {share:.2f} of one game's SD apart, under {LEAST_SPREAD:g}: "
                "equity has no scale here"
            )
        return None

    def equity(self, cents: float) -> float | None:
        """A value on the scale, in equity points; None when the scale is weak."""
        return None if self.weakness() else 100 * (cents - self.idle) / self.length

    def scale_value(self, dollars: Estimate) -> Estimate | None:
        """An estimate in dollars on the scale; None when the scale is weak."""
        return None if self.weakness() else dollars.rescale(self.idle / 100, self.reference / 100)

    def scale_difference(self, dollars: Estimate) -> Estimate | None:
        """A difference in dollars as one in equity points; None when the scale is weak."""
        return None if self.weakness() else dollars.rescale(0.0, self.length / 100)

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {name: round(value, 2) if isinstance(value, float) else value for name, value in asdict(self).items()}


@cache
def _file() -> TypeAdapter[dict[Literal["anchors"], list[Anchors]]]:
    # Late: a page of help should not wait for pydantic.
    from pydantic import TypeAdapter

    return TypeAdapter(dict[Literal["anchors"], list[Anchors]])


def measure(
    resolved: ResolvedScenario,
    executor: Executor | None = None,
    progress: Progress | None = None,
    seeds: Sequence[int] | None = None,
) -> Anchors:
    """Play the anchor games (two bots a seed) and measure both ends.

    Args:
        resolved: the scenario.
        executor: where to play; the result never depends on it.
        progress: told how many games of 2 x len(seeds) are done.
        seeds: other than the anchor seeds only in tests.
    """
    seeds = SEEDS if seeds is None else seeds
    # Both bots on the same seeds: luck that they share cancels in the differences, and with it most of the error.
    then = offset_progress(len(seeds), progress)
    low = [result.value_cents for result in run_games(resolved, ZERO, seeds, (), executor, progress)]
    high = [result.value_cents for result in run_games(resolved, HUNDRED, seeds, (), executor, then)]
    gaps = [b - a for a, b in zip(low, high, strict=True)]
    return Anchors(
        resolved.key,
        resolved.sha,
        RULES_VERSION,
        EVALUATOR_VERSION,
        len(seeds),
        statistics.fmean(low),
        statistics.fmean(high),
        statistics.stdev(gaps) / math.sqrt(len(gaps)),
        statistics.stdev(high),
        tuple(high[:PROBES]),
    )


def find(resolved: ResolvedScenario) -> Anchors | None:
    """The scenario's anchors if they are shipped or cached; plays nothing."""
    # Shipped ones first: a cache that somebody edited cannot move the scale of our scenarios.
    return _matching(load_shipped(), resolved) or _matching(_cached(resolved), resolved)


def get(resolved: ResolvedScenario, executor: Executor | None = None, progress: Progress | None = None) -> Anchors:
    """The scenario's anchors, cut and cached when they are not known yet (2 x 4,000 games)."""
    existing = find(resolved)
    if existing is not None:
        return existing
    rounded = measure(resolved, executor, progress).data()
    with _cache(resolved).writing() as file:
        file.add(rounded)
    # As the cache will give them: the first measurement on this scale prints what the next one does.
    return Anchors(**rounded)


def warning(resolved: ResolvedScenario, anchors: Anchors | None) -> str | None:
    """Why equity is not told for this scenario, one sentence; None when it is."""
    if anchors is None:
        return f"{resolved.key} has no equity scale yet; aiboard ladder measures it"
    return anchors.weakness()


def to_json(anchors: Sequence[Anchors]) -> str:
    """The file that ships: one document, sorted, so that a re-cut is a reviewable difference."""
    ordered = sorted(anchors, key=lambda item: item.scenario)
    return json.dumps({"anchors": [item.data() for item in ordered]}, indent=2) + "\n"


def load_shipped() -> list[Anchors]:
    """The anchors that came with the package."""
    path = files("aiboard.analysis") / FILE
    return _file().validate_json(path.read_bytes())["anchors"] if path.is_file() else []


def _matching(candidates: Sequence[Anchors], resolved: ResolvedScenario) -> Anchors | None:
    key = (resolved.sha, RULES_VERSION, EVALUATOR_VERSION)
    return next((item for item in candidates if (item.sha, item.rules_version, item.evaluator) == key), None)


def _cache(resolved: ResolvedScenario) -> Cache:
    return Cache(
        "anchors", {"scenario_sha": resolved.sha, "rules_version": RULES_VERSION, "evaluator": EVALUATOR_VERSION}
    )


def _cached(resolved: ResolvedScenario) -> list[Anchors]:
    """Those of the cache; whatever cannot be read or understood counts as absent."""
    stored: list[Anchors] = []
    for row in _cache(resolved).read():
        # One by one: new ones are added behind a line that is not understood, and must not be lost with it.
        with suppress(ValueError):
            stored += _file().validate_python({"anchors": [row]})["anchors"]
    return stored
