"""A number with its noun, as every sentence says it."""

from __future__ import annotations


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 seed, 3 seeds; `many` is a plural that is no s more."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def left_out(number: int, one: str, which: str = "") -> str:
    """What a reader passed over: 1 row without a score is left out, 3 rows without a score are left out."""
    what = f"{count(number, one)} {which}".rstrip()
    return f"{what} {'is' if number == 1 else 'are'} left out"
