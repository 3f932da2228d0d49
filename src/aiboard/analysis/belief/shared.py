"""What cards share: family means, people's biases, the luck of the eval set, label classes.

Every card gives a table of its likelihood by its four parents. To enumerate all parents together would take
(20 means)^families x (7 biases)^people x ... cells, so they are drawn in turn by their conditionals (Gibbs): all
families at once, then all people, the set, the labels. Within such a block nothing depends on anything else of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from aiboard.analysis.belief.laws import IMPOSSIBLE, Floats, Ints, draw_categorical
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


class GibbsSampler:
    """Log priors of all parents, what else was seen of them included, and the cards' tables.

    Entities of a kind have grids of different lengths. They stand in one array with the shorter ones filled up, so that
    one call draws all of them.
    """

    def __init__(
        self, families: Sequence[Floats], people: Sequence[Floats], classes: Sequence[Floats], luck: Floats,
        groups: Sequence[Group],
    ) -> None:  # fmt: skip
        self._families = _stacked(families)
        self._people = _stacked(people)
        self._classes = _stacked(classes or [np.zeros(1)])
        self._luck = luck[None, :]
        self._groups = groups

    def draw(self, count: int, random: np.random.Generator) -> Parents:
        """So many draws, each a chain of its own from the priors."""
        parents = Parents(
            _drawn(_for_each(self._families, count), random),
            _drawn(_for_each(self._people, count), random),
            _drawn(_for_each(self._classes, count), random),
            _drawn(_for_each(self._luck, count), random)[0],
        )
        for _ in range(ROUNDS):
            self._round(parents, count, random)
        return parents

    def _round(self, parents: Parents, count: int, random: np.random.Generator) -> None:
        # Each block by what the others are now; the next one sees what this one came to.
        families = _for_each(self._families, count)
        for group in self._groups:
            b, c, s = group.places(parents)
            families[group.family, :, : group.table.shape[0]] += group.by_family[b, c, s]
        parents.families = _drawn(families, random)
        people = _for_each(self._people, count)
        for group in self._groups:
            _, c, s = group.places(parents)
            people[group.person, :, : group.table.shape[1]] += group.by_person[parents.families[group.family], c, s]
        parents.people = _drawn(people, random)
        luck = _for_each(self._luck, count)
        for group in self._groups:
            if group.on_luck:
                b, c, _ = group.places(parents)
                luck[0] += group.table[parents.families[group.family], b, c, :]
        parents.luck = _drawn(luck, random)[0]
        classes = _for_each(self._classes, count)
        for group in self._groups:
            if group.on_classes:
                b, _, s = group.places(parents)
                classes[group.data, :, : group.table.shape[2]] += group.table[parents.families[group.family], b, :, s]
        parents.classes = _drawn(classes, random)


def _stacked(logs: Sequence[Floats]) -> Floats:
    """Log weights (entity, value), IMPOSSIBLE past the end of a shorter grid."""
    table = np.full((len(logs), max(map(len, logs))), IMPOSSIBLE)
    for row, values in zip(table, logs, strict=True):
        row[: len(values)] = values
    return table


def _for_each(logs: Floats, count: int) -> Floats:
    """The same for each draw: (entity, draw, value)."""
    return np.repeat(logs[:, None, :], count, axis=1)


def _drawn(logs: Floats, random: np.random.Generator) -> Ints:
    """A place for each entity and draw."""
    return draw_categorical(logs.reshape(-1, logs.shape[2]), random).reshape(logs.shape[:2])


def group_cards(world: World, tables: list[Floats]) -> list[Group]:
    """Cards whose tables depend on the same parents as one: a round then looks at some ten tables, not at forty."""
    by_parents: dict[tuple[int, int, int, tuple[int, ...]], Floats] = {}
    for idea, table in zip(world.ideas, tables, strict=True):
        data = max(idea.dataset, 0) if table.shape[2] > 1 else 0
        key = idea.family, idea.person, data, table.shape
        by_parents[key] = by_parents[key] + table if key in by_parents else table
    return [
        Group(family, person, data, table)
        for (family, person, data, _), table in by_parents.items()
        # Nothing was seen of these cards: they say nothing of their parents.
        if np.ptp(table) > 0
    ]
