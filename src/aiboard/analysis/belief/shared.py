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
        found = Parents(
            _drawn(_for_each(self._families, count), random),
            _drawn(_for_each(self._people, count), random),
            _drawn(_for_each(self._classes, count), random),
            _drawn(_for_each(self._luck, count), random)[0],
        )
        for _ in range(ROUNDS):
            self._round(found, count, random)
        return found

    def _round(self, at: Parents, count: int, random: np.random.Generator) -> None:
        # Each block by what the others are now; the next one sees what this one came to.
        families = _for_each(self._families, count)
        for one in self._groups:
            b, c, s = one.places(at)
            families[one.family, :, : one.table.shape[0]] += one.by_family[b, c, s]
        at.families = _drawn(families, random)
        people = _for_each(self._people, count)
        for one in self._groups:
            _, c, s = one.places(at)
            people[one.person, :, : one.table.shape[1]] += one.by_person[at.families[one.family], c, s]
        at.people = _drawn(people, random)
        luck = _for_each(self._luck, count)
        for one in self._groups:
            if one.on_luck:
                b, c, _ = one.places(at)
                luck[0] += one.table[at.families[one.family], b, c, :]
        at.luck = _drawn(luck, random)[0]
        classes = _for_each(self._classes, count)
        for one in self._groups:
            if one.on_classes:
                b, _, s = one.places(at)
                classes[one.data, :, : one.table.shape[2]] += one.table[at.families[one.family], b, :, s]
        at.classes = _drawn(classes, random)


def _stacked(logs: Sequence[Floats]) -> Floats:
    """Log weights (entity, value), IMPOSSIBLE past the end of a shorter grid."""
    found = np.full((len(logs), max(map(len, logs))), IMPOSSIBLE)
    for row, one in zip(found, logs, strict=True):
        row[: len(one)] = one
    return found


def _for_each(logs: Floats, count: int) -> Floats:
    """The same for each draw: (entity, draw, value)."""
    return np.repeat(logs[:, None, :], count, axis=1)


def _drawn(logs: Floats, random: np.random.Generator) -> Ints:
    """A place for each entity and draw."""
    return draw_categorical(logs.reshape(-1, logs.shape[2]), random).reshape(logs.shape[:2])


def group_cards(world: World, tables: list[Floats]) -> list[Group]:
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
