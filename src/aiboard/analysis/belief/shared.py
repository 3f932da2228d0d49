"""What cards share: family means, people's biases, the luck of the eval set, label classes.

Every card gives a table of its likelihood by its four parents. To enumerate all parents together would take
(20 means)^families x (7 biases)^people x ... cells, so they are drawn in turn by their conditionals (Gibbs): all
families at once, then all people, the set, the labels. Within such a block nothing depends on anything else of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from aiboard.analysis.belief.laws import Floats, Ints, choose
from aiboard.engine.model.world import World

#: Rounds over all blocks. Parents hang together weakly: the draws' law does not move any more after a few.
ROUNDS: Final = 12


@dataclass
class Parents:
    """Places of each parent's value: arrays (entity, draw); `luck` is (draw,)."""

    families: Ints
    people: Ints
    classes: Ints
    luck: Ints


@dataclass(frozen=True)
class Shared:
    """Log priors of all parents, what else was seen of them included, and the cards' tables."""

    families: list[Floats]
    people: list[Floats]
    classes: list[Floats]
    luck: Floats
    groups: list[Group]

    def draw(self, count: int, random: np.random.Generator, rounds: int = ROUNDS) -> Parents:
        """So many draws, each a chain of its own from the priors."""
        found = Parents(
            np.stack([_draw(logs, count, random) for logs in self.families]),
            np.stack([_draw(logs, count, random) for logs in self.people]),
            np.stack([_draw(logs, count, random) for logs in self.classes or [np.zeros(1)]]),
            _draw(self.luck, count, random),
        )
        for _ in range(rounds):
            self._round(found, count, random)
        return found

    def _round(self, at: Parents, count: int, random: np.random.Generator) -> None:
        families = [np.repeat(logs[None, :], count, axis=0) for logs in self.families]
        for one in self.groups:
            b, c, s = one.places(at)
            families[one.family] += one.by_family[b, c, s]
        at.families = np.stack([choose(logs, random)[:, 0] for logs in families])
        people = [np.repeat(logs[None, :], count, axis=0) for logs in self.people]
        for one in self.groups:
            _, c, s = one.places(at)
            people[one.person] += one.by_person[at.families[one.family], c, s]
        at.people = np.stack([choose(logs, random)[:, 0] for logs in people])
        luck = np.repeat(self.luck[None, :], count, axis=0)
        for one in self.groups:
            if one.on_luck:
                b, c, _ = one.places(at)
                luck += one.table[at.families[one.family], b, c, :]
        at.luck = choose(luck, random)[:, 0]
        if not self.classes:
            return
        classes = [np.repeat(logs[None, :], count, axis=0) for logs in self.classes]
        for one in self.groups:
            if one.on_classes:
                b, _, s = one.places(at)
                classes[one.data] += one.table[at.families[one.family], b, :, s]
        at.classes = np.stack([choose(logs, random)[:, 0] for logs in classes])


class Group:
    """Cards that hang on the same parents, with the sum of their tables (family mean, bias, classes, set luck)."""

    def __init__(self, family: int, person: int, data: int, table: Floats) -> None:
        self.family = family
        self.person = person
        self.data = data
        self.table = table
        self.on_classes = table.shape[2] > 1
        self.on_luck = table.shape[3] > 1
        #: With the axis that is asked for last and in one piece: a round reads thousands of rows.
        self.by_family = np.ascontiguousarray(np.moveaxis(table, 0, 3))
        self.by_person = np.ascontiguousarray(np.moveaxis(table, 1, 3))

    def places(self, at: Parents) -> tuple[Ints, Ints | int, Ints | int]:
        """Places of bias, classes and set luck: 0 on an axis that the table does not depend on."""
        return (
            at.people[self.person],
            at.classes[self.data] if self.on_classes else 0,
            at.luck if self.on_luck else 0,
        )


def grouped(world: World, tables: list[Floats]) -> list[Group]:
    """Cards whose tables depend on the same parents as one: a round then looks at some ten tables, not at forty."""
    found: dict[tuple[int, int, int, tuple[int, ...]], Floats] = {}
    for idea, table in zip(world.ideas, tables, strict=True):
        data = max(idea.dataset, 0) if table.shape[2] > 1 else 0
        key = idea.family, idea.person, data, table.shape
        found[key] = found[key] + table if key in found else table
    return [
        Group(family, person, data, table)
        for (family, person, data, _), table in found.items()
        # Nothing was seen of these cards: they say nothing of their parents.
        if np.ptp(table) > 0
    ]


def _draw(logs: Floats, count: int, random: np.random.Generator) -> Ints:
    return choose(np.broadcast_to(logs, (count, len(logs))), random)[:, 0]
