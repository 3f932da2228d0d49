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
    """Log priors of all parents, what else was seen of them included, and each card's table."""

    world: World
    families: list[Floats]
    people: list[Floats]
    classes: list[Floats]
    luck: Floats
    tables: list[Floats]

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
        for card, table in enumerate(self.tables):
            family, person, data = self._of(card)
            b, c, s = self._places(table, at, person, data)
            families[family] = families[family] + table[:, b, c, s].T
        at.families = np.stack([choose(logs, random)[:, 0] for logs in families])
        people = [np.repeat(logs[None, :], count, axis=0) for logs in self.people]
        classes = [np.repeat(logs[None, :], count, axis=0) for logs in self.classes]
        luck = np.repeat(self.luck[None, :], count, axis=0)
        for card, table in enumerate(self.tables):
            family, person, data = self._of(card)
            b, c, s = self._places(table, at, person, data)
            people[person] = people[person] + table[at.families[family], :, c, s]
        at.people = np.stack([choose(logs, random)[:, 0] for logs in people])
        for card, table in enumerate(self.tables):
            family, person, data = self._of(card)
            b, c, s = self._places(table, at, person, data)
            if table.shape[3] > 1:
                luck = luck + table[at.families[family], b, c, :]
        at.luck = choose(luck, random)[:, 0]
        for card, table in enumerate(self.tables):
            family, person, data = self._of(card)
            b, c, s = self._places(table, at, person, data)
            if table.shape[2] > 1:
                classes[data] = classes[data] + table[at.families[family], b, :, s]
        if classes:
            at.classes = np.stack([choose(logs, random)[:, 0] for logs in classes])

    def _of(self, card: int) -> tuple[int, int, int]:
        idea = self.world.ideas[card]
        return idea.family, idea.person, max(idea.dataset, 0)

    def _places(self, table: Floats, at: Parents, person: int, data: int) -> tuple[Ints, Ints, Ints]:
        """The places of a card's parents in its table: 0 on an axis that it does not depend on."""
        none = np.zeros_like(at.luck)
        return (
            at.people[person],
            at.classes[data] if table.shape[2] > 1 else none,
            at.luck if table.shape[3] > 1 else none,
        )


def _draw(logs: Floats, count: int, random: np.random.Generator) -> Ints:
    return choose(np.broadcast_to(logs, (count, len(logs))), random)[:, 0]
