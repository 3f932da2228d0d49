"""One card as the belief sees it: its rules, its board, its trail, and its quality after each run, for many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aiboard.analysis.belief.laws import Ints, on_grid
from aiboard.analysis.belief.normals import LinearModel
from aiboard.analysis.belief.trail import Labels, Trail
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Change
from aiboard.engine.model.world import World
from aiboard.engine.systems.training import MOST_CEILING_PPM


@dataclass(frozen=True)
class CardEvidence:
    """A card, everything seen of it, and the linear part of that (None before its first run).

    `version` is the eval set's now. Classes of labels come with an axis of its set's deliveries last.
    """

    world: World
    latents: Latents
    card: Card
    history: Trail
    version: int
    linear: LinearModel | None

    @property
    def start_ppm(self) -> int:
        """Quality before the first run."""
        return self.world.families[self.world.ideas[self.card.index].family].start_ppm

    def penalties(self, classes: Ints) -> list[Ints]:
        """What the labels take off the ceiling at each run."""
        return [penalty(self.world, run.labels, delivery_classes(classes, run.labels)) for run in self.history.runs]

    def path(self, ceiling: Ints, rate: Ints, classes: Ints, gains: Sequence[Ints]) -> tuple[list[Ints], Ints]:
        """Quality before the first run and after each, and what changes have added to the ceiling in the end.

        By the rules of `systems.training`. Arrays broadcast against each other; `gains` holds what each technique
        brought, in order.
        """
        world = self.world
        rate_ppm = np.asarray(world.rate_ppm, dtype=np.int64)[rate]
        quality = np.asarray(self.start_ppm, dtype=np.int64)
        gained = np.asarray(0, dtype=np.int64)
        qualities = [quality]
        techniques = 0
        for run, label_penalty in zip(self.history.runs, self.penalties(classes), strict=True):
            if run.kind == Change.TECHNIQUE:
                quality = quality + gains[techniques]
                gained = gained + gains[techniques]
                techniques += 1
            elif run.kind == Change.SLIMMER:
                quality = quality - world.slim_ppm
                gained = gained - world.slim_ppm
            else:
                now = np.minimum(ceiling + self.card.fresh_ppm + gained - label_penalty, MOST_CEILING_PPM)
                quality = quality + np.maximum(now - quality, 0) * rate_ppm // 1_000_000
            qualities.append(quality)
        return qualities, gained

    def checkpoint_quality(self, path: Sequence[Ints], runs: int, regressed: bool) -> Ints:
        """Quality of a checkpoint as it was when it was looked at."""
        return path[runs] - (self.world.regression_ppm if regressed else 0)

    def corruption(self, labels: Labels, classes: Ints) -> Ints:
        """What errors that labels share between training and test add to a score."""
        label_classes = delivery_classes(classes, labels)
        if labels.delivery < 0:
            return np.zeros_like(label_classes)
        label_penalty = np.asarray(self.world.label_penalty_ppm, dtype=np.int64)[label_classes]
        return on_grid(label_penalty * self.world.eval_corruption_pct // 100, self.world.score_step_ppm)


def penalty(world: World, labels: Labels, classes: Ints) -> Ints:
    """Ceiling lost to labels of these classes; `classes` is ignored where the card needs no labels."""
    if labels.delivery < 0:
        label_penalty = np.zeros_like(classes)
    else:
        label_penalty = np.asarray(world.label_penalty_ppm, dtype=np.int64)[classes]
    return label_penalty if labels.complete else label_penalty + world.pilot_penalty_ppm


def delivery_classes(classes: Ints, labels: Labels) -> Ints:
    """The classes of one delivery; any where the card needs no labels."""
    label_classes: Ints = classes[..., max(labels.delivery, 0)]
    return label_classes
