"""A naive Bayes classifier on the shown evidence: it proves that the causes can be told apart, and says what was known.

Each number is put into bins whose edges are quantiles over all causes; within a cause numbers count as independent,
which is what makes it naive. The table ships with the package and is made by `tests/bench/diagnose.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log
from typing import Final

from aiboard.scenario.files import load_json

FILE: Final = "likelihoods.json"


@dataclass(frozen=True)
class Table:
    """What is known of boards with each cause.

    Attributes:
        edges: number -> upper edges of its bins but the last.
        counts: cause -> number -> how many games fell into each bin.
    """

    edges: Mapping[str, Sequence[float]]
    counts: Mapping[str, Mapping[str, Sequence[int]]]

    def posterior(self, numbers: Mapping[str, float]) -> dict[str, float]:
        """The probability of each cause, all equally likely before, by what the numbers say."""
        scores = {cause: self._log_likelihood(cause, numbers) for cause in self.counts}
        # Taken off before the exponential: so many likelihoods together are too small for a float.
        top = max(scores.values())
        weights = {cause: exp(score - top) for cause, score in scores.items()}
        total = sum(weights.values())
        return {cause: weight / total for cause, weight in weights.items()}

    def _log_likelihood(self, cause: str, numbers: Mapping[str, float]) -> float:
        total = 0.0
        for name, value in numbers.items():
            counts = self.counts[cause][name]
            # Half a game in each bin: what was never seen is unlikely, not impossible.
            total += log((counts[bin_index(self.edges[name], value)] + 0.5) / (sum(counts) + 0.5 * len(counts)))
        return total


def bin_index(edges: Sequence[float], value: float) -> int:
    """The bin that holds a value."""
    return sum(value > edge for edge in edges)


@cache
def shipped() -> Table:
    """The table that came with the package."""
    data = load_json(__file__, FILE)
    return Table(data["edges"], data["counts"])
