"""Normal laws in whole numbers: likelihoods, chances, the expected gain over a bar. The same on every machine."""

from math import isqrt, sqrt
from typing import Final

from mypy_extensions import i64, mypyc_attr

from aiboard.engine.chance.tables import ONE, normal_cdf

#: Weights of grid points and likelihoods are counted in this unit.
UNIT: Final = 1 << 20
#: Entries of the table of exp(-x) for each whole number of x, and where it ends: exp(-14) is under one unit.
PARTS: Final = 64
HALF_PART_BITS: Final = 5
END: Final = 14 * PARTS
#: exp(-1/64) in units of 2**-40.
_DECAY: Final = 1_082_465_279_991


def _exp_table() -> list[int]:
    value = 1 << 40
    table: list[int] = []
    for _ in range(END):
        table.append(value >> 20)
        value = value * (_DECAY >> 20) >> 20
    return table


_EXP: Final[list[int]] = _exp_table()
_EXACT: Final = 1 << 50
#: The density of the standard normal law at 0, millionths.
PEAK_PPM: Final = 398_942


def root(square: int) -> int:
    """The square root, rounded down."""
    # Under 2**50 the floating-point root is never off by a whole number, and compiled it is much faster than isqrt.
    return int(sqrt(float(square))) if square < _EXACT else isqrt(square)


def likelihood(off: int, variance: int) -> int:
    """exp(-off**2 / (2 variance)) in UNITs; off in millionths, variance in millionths squared."""
    if off < 0:
        off = -off
    index = (off * off << HALF_PART_BITS) // variance
    return _EXP[index] if index < END else 0


def decay(exponent: i64) -> i64:
    """exp(-x) in UNITs; x in millionths."""
    index: i64 = exponent * PARTS // 1_000_000
    return _EXP[index] if index < END else 0


# The two functions under this are asked ten thousand times a game. In native numbers, which all that is thought of a
# quality fits into, a call takes half the time.
def chance_over(mean: i64, sd: i64, bar: i64) -> i64:
    """Chance that a normal law lies over the bar, millionths; all three in the same unit."""
    if sd <= 0:
        return 1_000_000 if mean > bar else 0
    chance: i64 = normal_cdf((mean - bar) * 1000 // sd)
    return chance * 1_000_000 // ONE


#: An excess is counted so many SDs on each side; beyond it there is none, or all of the distance. Spans for each SD.
REACH: Final = 5
_PER_SD: Final = 32
_FINE_BITS: Final = 10
_STEP_BITS: Final = 5
_STEP: Final = 1 << _STEP_BITS
_MIDDLE: Final = REACH * _PER_SD


# Compiled, a list of numbers is a list of Python's numbers, and one that is used is made native each time. Numbers
# that an object holds are native.
@mypyc_attr(acyclic=True)
class Span:
    """The expected excess of the standard normal law over minus z at one end of a span of z, millionths, and how much
    more it is at the other."""

    def __init__(self, low: int, high: int) -> None:
        self.low: i64 = low
        self.more: i64 = high - low


def _spans() -> list[Span]:
    """For z from -5 to 5 in steps of 1/32."""
    gains: list[int] = []
    for index in range(-_MIDDLE, _MIDDLE + 1):
        density = PEAK_PPM * _EXP[index * index * (PARTS // 2) // (_PER_SD * _PER_SD)] // UNIT
        below = normal_cdf(index * 1000 // _PER_SD) * 1_000_000 // ONE
        gains.append(max(0, density + index * below // _PER_SD))
    return [Span(gains[index], gains[index + 1]) for index in range(2 * _MIDDLE)]


_SPANS: Final[list[Span]] = _spans()


def expected_excess(mean: i64, sd: i64, bar: i64) -> i64:
    """Expected excess of a normal law over the bar, E max(0, x - bar), in the unit of the three."""
    over: i64 = mean - bar
    if sd <= 0:
        return over if over > 0 else 0
    far: i64 = REACH * sd
    if over >= far:
        return over
    if over < -far:
        return 0
    # Thousandths of an SD, or nearly.
    steps: i64 = (over << _FINE_BITS) // sd
    span = _SPANS[(steps >> _STEP_BITS) + _MIDDLE]
    gain: i64 = span.low + (span.more * (steps & (_STEP - 1)) >> _STEP_BITS)
    # In two parts, so that the product stays in its 64 bits whatever the spread.
    return sd // 1_000_000 * gain + sd % 1_000_000 * gain // 1_000_000


def share_of(part: i64, whole: i64) -> i64:
    """A part of a whole in UNITs, rounded down: exact where both in UNITs are over a machine word."""
    # Floating point is off by one at most.
    small: int = part
    large: int = whole
    quotient: i64 = int(float(small) / float(large) * UNIT)
    # Compiled, these products go round at 2**64; what is between them is small, and comes out right all the same.
    remainder: i64 = part * UNIT - quotient * whole
    if remainder < 0:
        return quotient - 1
    return quotient + 1 if remainder >= whole else quotient


@mypyc_attr(acyclic=True)
class Node:
    """A point at which a law is tried, and its weight."""

    def __init__(self, at: int, weight: int) -> None:
        self.at: i64 = at
        self.weight: i64 = weight


#: Five points of a normal law (thousandths of an SD) whose weights (millionths) average smooth functions well (Gauss
#: and Hermite).
NODES: Final[list[Node]] = [
    Node(-2_857, 11_257), Node(-1_356, 222_076), Node(0, 533_334), Node(1_356, 222_076), Node(2_857, 11_257),
]  # fmt: skip


# Two thousand of these are made in a game and soon forgotten. They hold numbers only, so the collector need not know
# them, which halves what making one costs; the place of the last one that was forgotten is taken by the next.
@mypyc_attr(acyclic=True, free_list_len=1)
class Normal:
    """A mean and a variance (millionths, and squared)."""

    def __init__(self, mean: int, variance: int) -> None:
        self.mean = mean
        self.variance = variance

    def sd(self) -> int:
        """Its spread, millionths, rounded down."""
        return root(self.variance)

    def posterior(self, value: int, variance: int) -> "Normal":
        """What is left of it after a measurement of this value and error variance."""
        # Native numbers: products over 2**30 are slow otherwise, and spreads under two hundred points leave room.
        own: i64 = self.variance
        total: i64 = own + variance
        if total <= 0:
            return self
        share: i64 = own * UNIT // total
        off: i64 = value - self.mean
        return Normal(self.mean + off * share // UNIT, own * (UNIT - share) // UNIT)


def precision(variance: int) -> int:
    """Inverse variance in a unit in which spreads of a hundredth of a point to a hundred points stay whole numbers."""
    return PRECISION_UNIT // max(variance, 1)


PRECISION_UNIT: Final = 1_000_000_000_000_000
