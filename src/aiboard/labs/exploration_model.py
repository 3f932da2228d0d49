"""Sixteen weeks of runs on the engine's ideas, for many projects at once: what lab 1's splits are compared by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aiboard.engine.chance.deal import deal_curve, deal_family
from aiboard.engine.systems.training import learned_ppm
from aiboard.labs.controls import Values
from aiboard.labs.games import world_and_latents
from aiboard.labs.lab import Progress, luck_of, no_progress
from aiboard.labs.sampling import Sampler

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCENARIO: Final = "support-chatbot"
WEEKS: Final = 16
SLOTS: Final = 3
"""Runs a week (ours)."""
_CHUNK: Final = 250
"""Deals that are played at once: few enough that the work can be stopped in between."""
_UNSEEN: Final = -(1 << 40)
"""How an idea looks that was not tried: worse than any."""

Plan = tuple[float, ...]
"""The share explored in each week."""


@dataclass(frozen=True, slots=True)
class Deals:
    """Ideas of some games in the order in which they are tried, millionths; by game, then by idea.

    `noise` has a value for each run that an idea may get; `family` is the approach of each idea, the same in all games.
    """

    start: NDArray[np.int64]
    ceiling: NDArray[np.int64]
    rate: NDArray[np.int64]
    noise: NDArray[np.int32]
    family: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """Some projects under one plan.

    Attributes:
        tried: ideas tried in each.
        best: true quality of what looked best, by week and game, millionths.
        restarts: by game, how often what looked best became an idea of another approach.
    """

    tried: int
    best: NDArray[np.int64]
    restarts: NDArray[np.int64]


def deal(seed: int, number: int, count: int) -> Deals:
    """`count` deals of the scenario's ideas, from the number-th on; the engine's own deal."""
    # Late, so that a lab without many draws opens without waiting for it.
    import numpy as np

    world, latents = world_and_latents(SCENARIO)
    noise = Sampler(luck_of(seed, number)).draw(latents.readout, count, len(world.ideas), WEEKS * SLOTS)
    curves = []
    for n in range(count):
        luck = luck_of(seed, number + n)
        means = [deal_family(latents, luck, family) for family in range(len(world.families))]
        curves.append([deal_curve(world, latents, luck, i, means[idea.family]) for i, idea in enumerate(world.ideas)])
    dealt = np.array(curves, dtype=np.int64)
    start = np.array([world.families[idea.family].start_ppm for idea in world.ideas], dtype=np.int64)
    rates = np.array(world.rate_ppm, dtype=np.int64)[dealt[:, :, 1]]
    family = np.array([idea.family for idea in world.ideas], dtype=np.int64)
    return Deals(np.tile(start, (count, 1)), dealt[:, :, 0], rates, noise.astype(np.int32), family)


@lru_cache(maxsize=16)
def chunk(seed: int, number: int, count: int) -> Deals:
    """Kept: a slider changes the split, never the ideas."""
    return deal(seed, number, count)


def simulate_plan(deals: Deals, plan: Plan, known: bool) -> PlanOutcome:
    """Sixteen weeks of runs, for all games at once.

    Exploring gives the next idea its first run, exploiting gives the one that looks best another run. With ceilings
    `known` the ideas are tried from the highest ceiling down, and what looks best is what is best. Which of the two a
    run does depends on the plan alone, so it is the same in all games.
    """
    import numpy as np

    # The engine's own function, which takes one number at a time.
    learned = np.frompyfunc(learned_ppm, 2, 1)
    games, ideas = deals.ceiling.shape
    every = np.arange(games)
    order = np.argsort(-deals.ceiling, axis=1, kind="stable") if known else np.tile(np.arange(ideas), (games, 1))
    quality, runs = deals.start.copy(), np.zeros((games, ideas), dtype=np.int64)
    readings = np.full((games, ideas), _UNSEEN, dtype=np.int64)
    best = []
    restarts, approach = np.zeros(games, dtype=np.int64), np.full(games, -1, dtype=np.int64)
    tried, carry = 0, 0.0
    for week in range(WEEKS):
        carry += SLOTS * plan[week]
        for _ in range(SLOTS):
            # A part of a slot is owed to the next week.
            if (carry >= 1 - 1e-9 or not tried) and tried < ideas:
                carry -= 1
                card = order[:, tried]
                tried += 1
            else:
                card = readings.argmax(axis=1)
            at = (every, card)
            gap = np.maximum(0, deals.ceiling[at] - quality[at])
            quality[at] += learned(gap, deals.rate[at]).astype(np.int64)
            readings[at] = deals.ceiling[at] if known else quality[at] + deals.noise[every, card, runs[at]]
            runs[at] += 1
            leading = deals.family[readings.argmax(axis=1)]
            restarts += (leading != approach) & (approach >= 0)
            approach = leading
        # The first idea has to be tried whatever the plan says; that is not taken from later weeks.
        carry = max(0.0, carry)
        best.append(quality[every, readings.argmax(axis=1)])
    return PlanOutcome(tried, np.array(best), restarts)


@lru_cache(maxsize=1_024)
def _ends(plan: Plan, known: bool, seed: int, number: int, count: int) -> tuple[tuple[int, ...], int]:
    """True quality at the end, a deal each, and the restarts of all of them.

    Kept: a slider changes the bar or one plan, the others stay.
    """
    outcome = simulate_plan(chunk(seed, number, count), plan, known)
    return tuple(outcome.best[-1].tolist()), int(outcome.restarts.sum())


def chances(
    plans: Sequence[Plan], values: Values, seed: int, draws: int, progress: Progress = no_progress
) -> list[float]:
    """Share of deals in which each plan ends at or over the bar, all on the same deals."""
    bar, known = values["bar"] * 1_000, values["known"] == 1
    hits = [0] * len(plans)
    for first in range(0, draws, _CHUNK):
        for at, plan in enumerate(plans):
            hits[at] += sum(end >= bar for end in _ends(plan, known, seed, first + 1, min(_CHUNK, draws - first))[0])
        progress(min(draws, first + _CHUNK))
    return [hit / draws for hit in hits]


def restarts(plan: Plan, known: bool, seed: int, draws: int) -> float:
    """How often a project starts over with another approach, on average."""
    parts = (_ends(plan, known, seed, first + 1, min(_CHUNK, draws - first))[1] for first in range(0, draws, _CHUNK))
    return sum(parts) / draws
