"""One scenario's calibration: all its tables, and whether the world is as it was meant to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.calibrate import ablation, chaos, flow, orderings
from aiboard.analysis.calibrate.ablation import Effect
from aiboard.analysis.calibrate.chaos import DisruptionCost
from aiboard.analysis.calibrate.flow import BandCheck
from aiboard.analysis.calibrate.orderings import Ordering
from aiboard.analysis.runner import Progress
from aiboard.scenario import ResolvedScenario

PARTS: Final = ("chaos", "orderings", "flow", "off")
"""The tables, in the order in which they are printed."""
Begin = Callable[[str, int], AbstractContextManager[Progress | None]]
"""Begins the line of a piece of work: its name, how many games it is."""


@dataclass(frozen=True)
class Calibration:
    """The tables of one scenario; those that were not asked for are empty."""

    scenario: str
    games: int
    seed: int
    chaos: tuple[DisruptionCost, ...]
    orderings: tuple[Ordering, ...]
    flow: tuple[BandCheck, ...]
    off: tuple[Effect, ...]

    @property
    def misses(self) -> int:
        """Rows that are not as they should be: prices and figures outside their bands, claims that do not hold."""
        return (
            sum(price.flag != "" for price in self.chaos)
            + sum(not item.holds for item in self.orderings)
            + sum(figure.holds is False for figure in self.flow)
        )

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "scenario": self.scenario,
            "games": self.games,
            "seed": self.seed,
            "misses": self.misses,
            **{part: [row.data() for row in getattr(self, part)] for part in PARTS},
        }


def calibrate(
    resolved: ResolvedScenario,
    scale: Anchors,
    seeds: Sequence[int],
    parts: Sequence[str],
    progress: Begin,
    executor: Executor | None = None,
) -> Calibration:
    """Measure the parts of PARTS that are asked for on these seeds. The scale has to be sound."""
    games = len(seeds)
    prices: list[DisruptionCost] = []
    claims: list[Ordering] = []
    flows: list[flow.Flow] = []
    effects: list[Effect] = []
    if "chaos" in parts:
        with progress("disruptions", chaos.games_per_seed() * games) as part_progress:
            prices = chaos.measure_costs(resolved, scale, seeds, executor, part_progress)
    if "orderings" in parts:
        with progress("orderings", orderings.games_per_seed() * games) as part_progress:
            claims = orderings.orderings(resolved, scale, seeds, executor, part_progress)
    # Of what is switched off one has to know whether it is used at all: the flow counts it.
    if "flow" in parts or "off" in parts:
        with progress("flow", games) as part_progress:
            flows = flow.flows(resolved, seeds, executor, part_progress)
    if "off" in parts:
        with progress("switched off", ablation.games_per_seed(resolved, flows) * games) as part_progress:
            effects = ablation.measure_ablations(resolved, scale, seeds, flows, executor, part_progress)
    figures = flow.figures(flows) if "flow" in parts else []
    return Calibration(resolved.key, games, seeds[0], tuple(prices), tuple(claims), tuple(figures), tuple(effects))
