"""Truths as arrays: drawn together, quick to send to another process, made into objects where they are used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aiboard.engine.model.truth import CardTruth, PlannedDisruption, Truth

Small = NDArray[np.int32]


@dataclass(frozen=True)
class Draws:
    """So many truths behind one board. Each array has a row for each truth.

    Attributes:
        families, people, luck: the parents.
        cards: of each card that something was drawn of its latents, in the order of `draw_waiting`.
        attempts, techniques: of each card, from its trail.
        labels, batch: classes of what each set has delivered, and of the batch under way.
        planned: disruptions as (day, kind, day of the hint, done).
    """

    families: Small
    people: Small
    luck: Small
    cards: dict[int, Small]
    attempts: list[int]
    techniques: list[int]
    labels: Small
    batch: Small
    planned: list[list[tuple[int, int, int, bool]]]

    def truths(self) -> list[Truth]:
        """New objects, the caller's own."""
        truths = [Truth() for _ in self.planned]
        for truth, families, people, luck, labels, batch, planned in zip(
            truths, self.families.tolist(), self.people.tolist(), self.luck.tolist(), self.labels.tolist(),
            self.batch.tolist(), self.planned, strict=True,
        ):  # fmt: skip
            truth.families = families
            truth.people = people
            truth.set_ppm = luck
            truth.labels = labels
            truth.batch = batch
            truth.planned = [_plan(*one) for one in planned]
        cards = [self._card(len(truths), index) for index in range(len(self.attempts))]
        for draw, truth in enumerate(truths):
            truth.cards = [column[draw] for column in cards]
        return truths

    def _card(self, count: int, index: int) -> list[CardTruth]:
        """One card in each truth."""
        draws = self.cards.get(index)
        rows = draws.tolist() if draws is not None else None
        attempts, techniques = self.attempts[index], self.techniques[index]
        truths = [CardTruth() for _ in range(count)]
        for draw, one in enumerate(truths):
            if rows is not None:
                # One after the other by name: a loop over names takes twice as long, and this is most of it.
                (
                    one.ceiling_ppm, one.rate, one.hazard, one.latency_ms, one.serving_cents, one.slice_ppm,
                    one.leak_ppm, one.skew_ppm, one.optimism_ppm, one.fault, one.items_ppm, one.half_items_ppm,
                    one.fifth_items_ppm, one.unauthorised, one.loop, one.quality_ppm, one.gained_ppm, one.penalty_ppm,
                    one.diverge_at,
                ) = rows[draw]  # fmt: skip
            if attempts:
                one.attempts = attempts
                one.techniques = techniques
        return truths


def _plan(day: int, kind: int, hint: int, done: bool) -> PlannedDisruption:
    disruption = PlannedDisruption(day, kind, hint)
    disruption.done = done
    return disruption
