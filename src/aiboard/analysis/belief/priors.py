"""The declared tables of one world as arrays, made once for many boards."""

from __future__ import annotations

from collections import deque
from typing import Any, Final

import numpy as np

from aiboard.analysis.belief.laws import Floats, Ints, law, logs_of, on_grid
from aiboard.engine.chance.latents import STATED_STEP_PPM, Latents, stated_percent
from aiboard.engine.model.world import World

#: The most that anybody may perceive, millionths: ceilings and twice the widest tables.
_MOST_PERCEIVED: Final = 2_000_000


class Priors:
    """What is known before anything is seen."""

    def __init__(self, world: World, latents: Latents | None = None) -> None:
        self.world = world
        self.latents = latents if latents is not None else Latents(world)
        tables = self.latents
        self.families = [law(table) for table in tables.family_mean]
        self.offsets = [law(table) for table in tables.card_offset]
        self.people = [law(table) for table in tables.bias]
        self.set_luck = law(tables.set_items)
        self.leak = law(tables.leak)
        self.fault = law(tables.fault)
        #: Of each family: log prior of each rate, given the offset.
        self.rate_logs: list[Floats] = []
        for family, offsets in zip(world.families, self.offsets, strict=True):
            rates = [law(tables.rate_table(int(offset), family.card_sd_ppm)).logs for offset in offsets.values]
            self.rate_logs.append(np.asarray(rates))
        #: Beliefs about cards, by card, with what they were made from: from one morning to the next few cards change.
        self.card_beliefs: dict[int, deque[tuple[object, Any]]] = {}
        self._noise = [law(table) for table in tables.stated]
        levels = range(-_MOST_PERCEIVED, _MOST_PERCEIVED, STATED_STEP_PPM)
        self._percents = np.asarray([stated_percent(world, level) for level in levels])

    def stated(self, person: int, ceilings: Ints, percent: int) -> Floats:
        """Log chance that this person states these odds, by ceiling and by their bias."""
        means = on_grid(ceilings, STATED_STEP_PPM)[:, None] + self.people[person].values[None, :]
        noise = self._noise[person]
        perceived = (means[..., None] + noise.values + _MOST_PERCEIVED) // STATED_STEP_PPM
        return logs_of((self._percents[perceived] == percent) @ noise.probs)
