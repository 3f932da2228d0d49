"""A number with its noun, as every sentence says it."""

from __future__ import annotations


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: 1 seed, 3 seeds; `plural` is a plural that is no s more."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def left_out(number: int, noun: str, which: str = "") -> str:
    """What a reader passed over: 1 row without a score is left out, 3 rows without a score are left out."""
    subject = f"{count(number, noun)} {which}".rstrip()
    return f"{subject} {'is' if number == 1 else 'are'} left out"
