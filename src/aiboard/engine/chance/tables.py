"""Integer probability tables: the one form in which the model states a prior or a measurement.

A Table gives weights in units of 2**-32 to equally spaced integer values. The engine samples it with 32 bits of
luck; belief reads the same weights as a likelihood. Nothing here is drawn and nothing here is a float.
"""

from typing import Final

from mypy_extensions import i64

from aiboard.engine.chance.normal import NORMAL_CDF, STEPS_PER_SD

ONE: Final = 1 << 32
#: Luck is cut into this many equal parts of 2**PART_BITS, each of which knows where in the table it begins.
PARTS: Final = 256
PART_BITS: Final = 24
#: Thousandths of an SD from which on a normal law is counted as whole: where its table ends.
_CDF_ENDS: Final = 5_000


class Table:
    """Values lo, lo + step, ... with cumulative weights `cum` (last = 2**32)."""

    def __init__(self, lo: int, step: int, cum: list[int]) -> None:
        self.lo = lo
        self.step = step
        self.cum = cum
        self._begins = _begins(cum)

    def at(self, luck: int) -> int:
        """The value whose cumulative interval holds `luck` (0 .. 2**32 - 1)."""
        cum = self.cum
        index = self._begins[luck >> PART_BITS]
        while luck >= cum[index]:
            index += 1
        return self.lo + self.step * index

    def weight(self, value: int) -> int:
        """The weight of `value` in units of 2**-32; 0 off the grid."""
        offset = value - self.lo
        if offset < 0 or offset % self.step != 0:
            return 0
        index = offset // self.step
        if index >= len(self.cum):
            return 0
        return self.cum[index] - (self.cum[index - 1] if index > 0 else 0)

    def values(self) -> list[int]:
        """All values of the grid, ascending."""
        return [self.lo + self.step * i for i in range(len(self.cum))]


def _begins(cum: list[int]) -> list[int]:
    """The place in the table of the first luck of each part."""
    starts: list[int] = []
    index = 0
    for part in range(PARTS):
        while part << PART_BITS >= cum[index]:
            index += 1
        starts.append(index)
    return starts


def weighted(weights: list[int], lo: int = 0, step: int = 1) -> Table:
    """A table from whole-number weights (any positive total); shares are floored, the last value takes the rest."""
    total = sum(weights)
    if total <= 0:
        raise ValueError("a probability table needs a positive total weight")
    running = 0
    cum: list[int] = []
    for weight in weights:
        running += weight
        cum.append(running * ONE // total)
    cum[-1] = ONE
    return Table(lo, step, cum)


def normal_cdf(thousandths: i64) -> i64:
    """The standard normal distribution function at thousandths/1000, in units of 2**-32 (linear in a 1/32-SD grid)."""
    negative = thousandths < 0
    x: i64 = -thousandths if negative else thousandths
    if x >= _CDF_ENDS:
        return 0 if negative else ONE
    position: i64 = x * STEPS_PER_SD
    index: i64 = position // 1000
    low: i64 = NORMAL_CDF[index]
    high: i64 = NORMAL_CDF[index + 1]
    upper: i64 = low + (high - low) * (position % 1000) // 1000
    return ONE - upper if negative else upper


def normal(mean: int, sd: int, step: int, low: int, high: int) -> Table:
    """A normal law rounded to the grid `mean + k * step`, cut to low..high; the ends take the tails.

    All five in the same unit (millionths for qualities). A zero sd gives the single value `mean`.
    """
    if sd <= 0:
        return Table(mean, step, [ONE])
    reach = 4 * sd // step + 1
    first = -min(reach, (mean - low) // step)
    last = min(reach, (high - mean) // step)
    cum: list[int] = []
    for k in range(first, last + 1):
        cum.append(normal_cdf((2 * k + 1) * step * 500 // sd))
    cum[-1] = ONE
    return Table(mean + first * step, step, cum)
