"""Many values of a table at once are those that the engine draws one by one."""

import numpy

from aiboard.engine.chance.latents import Latents
from aiboard.engine.chance.tables import ONE
from aiboard.labs.games import world_and_latents
from aiboard.labs.sampling import Sampler


def test_each_luck_gives_the_value_that_the_engine_gives() -> None:
    table = Latents(world_and_latents("first-sprint")[0]).hazard
    # The ends of the range, and both sides of every step.
    lucks = sorted({0, ONE - 1, *(step + by for step in table.cum for by in (-1, 0, 1) if 0 <= step + by < ONE)})
    sampler = Sampler(1)

    class Given:
        def integers(self, *_: object, **__: object) -> object:
            return numpy.asarray(lucks)

    sampler._random = Given()  # type: ignore[assignment]
    assert sampler.draw(table, len(lucks)).tolist() == [table.at(luck) for luck in lucks]
