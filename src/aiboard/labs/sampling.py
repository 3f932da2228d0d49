"""Many values of the engine's tables at once; numpy is imported late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.engine.chance.tables import ONE, Table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Sampler:
    """Draws arrays from tables; the same seed gives the same arrays."""

    def __init__(self, seed: int) -> None:
        import numpy

        # Kept, since the import is local: labs without many draws open without waiting for numpy.
        self._np = numpy
        self._random = numpy.random.default_rng(seed)

    def draw(self, table: Table, *shape: int) -> NDArray[np.int64]:
        """Independent values of the table, by its own weights."""
        luck = self._random.integers(0, ONE, shape, dtype=self._np.int64)
        cumulative = self._np.asarray(table.cum, dtype=self._np.int64)
        # As `Table.at`: the first place whose cumulative weight is over the luck.
        indices = self._np.searchsorted(cumulative, luck, side="right")
        return table.lo + table.step * indices.astype(self._np.int64)
