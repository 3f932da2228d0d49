"""Normal laws in whole numbers: likelihoods, chances, the expected gain over a bar. The same on every machine."""

from math import isqrt
from typing import Final

from aiboard.engine.chance.tables import ONE, normal_cdf

#: Weights of grid points and likelihoods are counted in this unit.
UNIT: Final = 1 << 20
#: Entries of the table of exp(-x) for each whole number of x, and where it ends: exp(-14) is under one unit.
PARTS: Final = 64
END: Final = 14 * PARTS
#: exp(-1/64) in units of 2**-40.
_DECAY: Final = 1_082_465_279_991


def _decaying() -> list[int]:
    value = 1 << 40
    found: list[int] = []
    for _ in range(END):
        found.append(value >> 20)
        value = value * (_DECAY >> 20) >> 20
    return found


_EXP: Final[list[int]] = _decaying()
#: The density of the standard normal law at 0, millionths.
PEAK_PPM: Final = 398_942
#: Beyond so many thousandths of an SD a normal law is as good as over.
FAR: Final = 5_000


def likelihood(off: int, variance: int) -> int:
    """exp(-off**2 / (2 variance)) in UNITs; off in millionths, variance in millionths squared."""
    place = off * off * (PARTS // 2) // variance
    return _EXP[place] if place < END else 0


def chance_over(mean: int, sd: int, bar: int) -> int:
    """Chance that a normal law lies over the bar, millionths; all three in the same unit."""
    if sd <= 0:
        return 1_000_000 if mean > bar else 0
    return normal_cdf((mean - bar) * 1000 // sd) * 1_000_000 // ONE


def gain_over(mean: int, sd: int, bar: int) -> int:
    """Expected excess of a normal law over the bar, E max(0, x - bar), in the unit of the three."""
    over = mean - bar
    if sd <= 0:
        return over if over > 0 else 0
    z = over * 1000 // sd
    if z > FAR:
        return over
    if z < -FAR:
        return 0
    place = z * z * (PARTS // 2) // 1_000_000
    density = PEAK_PPM * (_EXP[place] if place < END else 0) // UNIT
    return (sd * density + over * (normal_cdf(z) * 1_000_000 // ONE)) // 1_000_000


#: Five points of a normal law (thousandths of an SD) and their weights (millionths) that average smooth functions well
#: (Gauss and Hermite).
NODES: Final = (-2_857, -1_356, 0, 1_356, 2_857)
NODE_PPM: Final = (11_257, 222_076, 533_334, 222_076, 11_257)


class Normal:
    """A mean and a variance (millionths, and squared)."""

    def __init__(self, mean: int, variance: int) -> None:
        self.mean = mean
        self.variance = variance

    def sd(self) -> int:
        """Its spread, millionths, rounded down."""
        return isqrt(self.variance)

    def seen(self, value: int, variance: int) -> "Normal":
        """What is left of it after a measurement of this value and error variance."""
        total = self.variance + variance
        if total <= 0:
            return self
        share = self.variance * UNIT // total
        return Normal(self.mean + (value - self.mean) * share // UNIT, self.variance * (UNIT - share) // UNIT)


def precision(variance: int) -> int:
    """Inverse variance in a unit in which spreads of a hundredth of a point to a hundred points stay whole numbers."""
    return PRECISION_UNIT // max(variance, 1)


PRECISION_UNIT: Final = 1_000_000_000_000_000
