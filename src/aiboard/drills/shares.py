"""Probabilities that are shared among options: set one, level the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

WHOLE: Final = 100
"""Percent in all."""


def with_share(shares: Mapping[str, int], key: str, share: int) -> dict[str, int]:
    """The shares with one of them set; what is then over 100 in all is taken from the others in proportion."""
    own_share = max(0, min(WHOLE, share))
    others = {name: value for name, value in shares.items() if name != key}
    room, others_total = WHOLE - own_share, sum(others.values())
    if others_total > room:
        others = _divided(room, others)
    return {name: own_share if name == key else others[name] for name in shares}


def fill_evenly(shares: Mapping[str, int]) -> dict[str, int]:
    """What is left of 100 in equal parts for the options that have none; where none is left, all alike."""
    remaining = WHOLE - sum(shares.values())
    if remaining <= 0:
        return _divided(WHOLE, dict.fromkeys(shares, 1))
    takers = [name for name, value in shares.items() if value == 0] or list(shares)
    more = _divided(remaining, dict.fromkeys(takers, 1))
    return {name: value + more.get(name, 0) for name, value in shares.items()}


def complete_shares(shares: Mapping[str, int], keys: Sequence[str]) -> dict[str, int]:
    """Some given shares, with what is left in equal parts for the keys that were not given."""
    return fill_evenly({key: shares.get(key, 0) for key in keys}) if sum(shares.values()) < WHOLE else dict(shares)


def _divided(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """A whole number by weight; what rounding leaves goes to the largest remainders, of equals the first."""
    weight_total = sum(weights.values())
    out = {name: total * weight // weight_total for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: -(total * weights[name] % weight_total))
    for name in by_remainder[: total - sum(out.values())]:
        out[name] += 1
    return out
