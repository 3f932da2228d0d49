"""A card's quality after each of its runs, for many ceilings and rates at once: the rules of `systems.training`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aiboard.analysis.belief.laws import Ints
from aiboard.analysis.belief.trail import Labels, Run
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.model.world import World
from aiboard.engine.systems.training import MOST_CEILING_PPM


def penalty(world: World, labels: Labels, classes: Ints) -> Ints:
    """Ceiling lost to labels of these classes; `classes` is ignored where the card needs no labels."""
    if labels.delivery < 0:
        lost = np.zeros_like(classes)
    else:
        lost = np.asarray(world.label_penalty_ppm, dtype=np.int64)[classes]
    return lost if labels.whole else lost + world.pilot_penalty_ppm


def qualities(
    world: World,
    runs: Sequence[Run],
    start_ppm: int,
    fresh_ppm: int,
    ceiling: Ints,
    rate_ppm: Ints,
    penalties: Sequence[Ints],
    gains: Sequence[Ints],
) -> tuple[list[Ints], Ints]:
    """Quality before the first run and after each, and what changes have added to the ceiling in the end.

    Arrays broadcast against each other; `gains` holds what each technique brought, in order.
    """
    quality = np.asarray(start_ppm, dtype=np.int64)
    gained = np.asarray(0, dtype=np.int64)
    found = [quality]
    techniques = 0
    for run, lost in zip(runs, penalties, strict=True):
        if run.kind == Change.TECHNIQUE:
            quality = quality + gains[techniques]
            gained = gained + gains[techniques]
            techniques += 1
        elif run.kind == Change.SLIMMER:
            quality = quality - world.slim_ppm
            gained = gained - world.slim_ppm
        else:
            now = np.minimum(ceiling + fresh_ppm + gained - lost, MOST_CEILING_PPM)
            quality = quality + np.maximum(now - quality, 0) * rate_ppm // 1_000_000
        found.append(quality)
    return found, gained
