"""What is known of label quality: each batch that was labelled, its readings of kappa, and who was trained on it.

A batch's class belongs to (set, times sent back, guidelines): a pilot and the rest of the same vendor run share it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from aiboard.analysis.belief.laws import Floats, law, logs_of
from aiboard.engine.chance.latents import KAPPA_STEP_PPM, Latents, Purpose, on_grid
from aiboard.engine.chance.luck import draw
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.data import BatchAccepted, DataMoved, GuidelinesDone, KappaRead, SentBack
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.model.world import World

NONE: Final = -1


@dataclass
class LabelBatch:
    """One draw of label quality: times sent back, guidelines or not, its readings (one by one)."""

    sent_back: int
    guided: bool
    readings: list[int] = field(default_factory=list)

    def number(self) -> int:
        """Its effect number in the engine's luck."""
        return self.sent_back * 2 + int(self.guided)


@dataclass
class Supply:
    """One set: its batches, the place of the one under way and of the one whose class its deliveries count as."""

    batches: list[LabelBatch] = field(default_factory=list)
    current: int = NONE
    delivered: int = NONE
    delivered_pct: int = 0
    column: int = int(Column.NEEDED)
    sent_back: int = 0
    guided: bool = False
    kappa_ppm: int = 0

    def enter(self) -> None:
        """A batch goes to the labellers."""
        for index, batch in enumerate(self.batches):
            if (batch.sent_back, batch.guided) == (self.sent_back, self.guided):
                self.current = index
                return
        self.batches.append(LabelBatch(self.sent_back, self.guided))
        self.current = len(self.batches) - 1


class Sets:
    """All sets of a board, followed through its history."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.supplies = [Supply() for _ in world.datasets]

    def see(self, event: Event) -> None:
        """One more event."""
        if event.data < 0:
            return
        supply = self.supplies[event.data]
        if isinstance(event, DataMoved):
            supply.column = event.after
            if event.after == Column.ANNOTATION:
                supply.enter()
        elif isinstance(event, GuidelinesDone):
            supply.guided = True
        elif isinstance(event, SentBack):
            supply.sent_back += 1
        elif isinstance(event, BatchAccepted):
            if event.delivered_pct - supply.delivered_pct >= supply.delivered_pct:
                supply.delivered = supply.current
            supply.delivered_pct = event.delivered_pct
        elif isinstance(event, KappaRead):
            self._reading(supply, event)

    def _reading(self, supply: Supply, event: KappaRead) -> None:
        """Take the new reading out of the mean that is shown."""
        looks = event.items // self.world.spot_check_items
        value = event.kappa_ppm
        if looks > 1:
            lower = value * looks - supply.kappa_ppm * (looks - 1)
            value = -(-lower // KAPPA_STEP_PPM) * KAPPA_STEP_PPM
        supply.kappa_ppm = event.kappa_ppm
        index = supply.current if supply.column == Column.QA else supply.delivered
        if index >= 0:
            supply.batches[index].readings.append(value)

    def labels_of(self, dataset: int) -> tuple[int, bool]:
        """What a card of this set is trained on now: the batch (NONE without one) and whether it is the whole set."""
        if dataset < 0 or self.world.datasets[dataset].ready:
            return NONE, True
        supply = self.supplies[dataset]
        return supply.delivered, supply.delivered_pct >= 100


def class_logs(latents: Latents, world: World, dataset: int, batch: LabelBatch) -> Floats:
    """Log weight of each class of a batch, given its readings."""
    tables = latents.labels if batch.guided else latents.labels_plain
    logs = logs_of(law(tables[dataset]).probs)
    kappa = law(latents.kappa)
    for reading in batch.readings:
        levels = np.asarray([on_grid(level, KAPPA_STEP_PPM) for level in world.label_kappa_ppm], dtype=np.int64)
        logs = logs + kappa.log_prob(reading - levels)[: len(logs)]
    return logs


def is_consistent_luck(latents: Latents, dataset: int, batch: LabelBatch, quality: int, seed: int) -> bool:
    """Whether this luck labels the batch as it was labelled: the rest of a vendor run is of the pilot's class."""
    tables = latents.labels if batch.guided else latents.labels_plain
    return draw(tables[dataset], seed, Purpose.BATCH_QUALITY, dataset, batch.number()) == quality
