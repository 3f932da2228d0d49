"""Agreement of two labellers on the same items.

Cohen's kappa: the share of agreement beyond what their own habits would give by chance, (p_o - p_e) / (1 - p_e), with
p_e from the labels of both. Its spread is the large-sample one of Fleiss, Cohen and Everitt (1969). Where nobody
disagrees, everybody does, or one labeller has one label only, that spread is 0, which is not what is known: there the
ends are what Wilson's interval of the agreement leaves.

Beside it stand two figures that are often taken for it: the bare share of agreement, and a kappa whose chance comes
from the first labeller alone, which calls two labellers in perfect agreement when the first always says the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.959964
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True)
class Share:
    """A figure with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """What a table of two labellers says.

    Attributes:
        items: items with a label of both.
        agreement: share of items with the same label, with Wilson's interval.
        chance: agreement to be expected of labellers with these habits who do not look.
        kappa: Cohen's kappa; None where chance alone would agree on everything, so that nothing can be said.
        naive_kappa: the same with chance from the first labeller's labels alone; 1 where the first has one label only.
    """

    items: int
    agreement: Share
    chance: float
    kappa: Share | None
    naive_kappa: float


def agreement(counts: Mapping[tuple[str, str], int]) -> Agreement | None:
    """The agreement in a table of counts by (first label, second label); None for a table without items."""
    n = sum(counts.values())
    if n == 0:
        return None
    first, second = _margins(counts, n)
    labels = sorted(set(first) | set(second))
    same = sum(counts.get((label, label), 0) for label in labels) / n
    chance = sum(first.get(label, 0.0) * second.get(label, 0.0) for label in labels)
    own_chance = sum(share * share for share in first.values())
    share = wilson(same, n)
    naive = 1.0 if own_chance > 1 - 1e-12 else (same - own_chance) / (1 - own_chance)
    kappa = None if chance > 1 - 1e-12 else _kappa(counts, n, first, second, same, chance)
    # The formula has no spread, or of one label what rounding leaves; but the next item may be the first of its kind.
    if kappa is not None and (kappa.low == kappa.high or 1 in (len(first), len(second))):
        low, high = ((end - chance) / (1 - chance) for end in (share.low, share.high))
        kappa = Share(kappa.mean, max(-1.0, low), min(1.0, high))
    return Agreement(n, share, chance, kappa, naive)


def wilson(share: float, n: int) -> Share:
    """A share of `n` with Wilson's 95 % interval, which holds at shares of 0 and 1 too."""
    z2 = _Z * _Z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Share(share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))


def _margins(counts: Mapping[tuple[str, str], int], n: int) -> tuple[dict[str, float], dict[str, float]]:
    """Share of each label, of the first labeller and of the second."""
    first: dict[str, float] = {}
    second: dict[str, float] = {}
    for (a, b), count in counts.items():
        first[a] = first.get(a, 0.0) + count / n
        second[b] = second.get(b, 0.0) + count / n
    return first, second


def _kappa(
    counts: Mapping[tuple[str, str], int],
    n: int,
    first: Mapping[str, float],
    second: Mapping[str, float],
    same: float,
    chance: float,
) -> Share:
    """Kappa with the interval of Fleiss, Cohen and Everitt, kept within -1 and 1."""
    kappa = (same - chance) / (1 - chance)
    on = off = 0.0
    for (a, b), count in counts.items():
        share = count / n
        if a == b:
            on += share * (1 - (first[a] + second[a]) * (1 - kappa)) ** 2
        else:
            off += share * (second.get(a, 0.0) + first.get(b, 0.0)) ** 2
    inside = on + (1 - kappa) ** 2 * off - (kappa - chance * (1 - kappa)) ** 2
    half = _Z * sqrt(max(0.0, inside) / n) / (1 - chance)
    # Rounding leaves a spread of some 1e-9 where there is none.
    half = 0.0 if half < 1e-7 else half
    return Share(kappa, max(-1.0, kappa - half), min(1.0, kappa + half))
