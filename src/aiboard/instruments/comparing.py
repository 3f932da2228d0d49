"""Baseline against candidate on scores from real files, by the gate's own statistics.

A side is some runs (seeds, epochs, repeats) of one system. What its runs hold decides what can be said: scores of
items that both sides have are compared item by item; runs with the same names on both sides seed by seed; else the
two means. Scores are millionths, so that the game's gate and this one are the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt
from typing import Final

from aiboard.instruments.agreement import wilson
from aiboard.instruments.gate import (
    T_ONE_SIDED,
    T_TWO_SIDED,
    Z_ONE_SIDED,
    Z_TWO_SIDED,
    critical,
    half_width,
    sample_variance,
)
from aiboard.instruments.sides import FEW_ITEMS, LEAST_PAIRS, ScoredRun, Side, reported_stderr, unknown_of_both

ONE: Final = 1_000_000


@dataclass(frozen=True)
class Spread:
    """What a mean can be off by: `n` and `df` of the part that repeats, its variance, and the items' part.

    `item_df` is of what the items' part is estimated from, 0 where it is known; `shift` is how far the middle of the
    interval lies off the mean.
    """

    variance: int
    n: int
    df: int
    item_sd: int
    item_df: int = 0
    shift: int = 0

    def width(self, one_sided: bool) -> int:
        """Half of the 95 % interval, or the distance of the one-sided 5 % bound."""
        table, z = (T_ONE_SIDED, Z_ONE_SIDED) if one_sided else (T_TWO_SIDED, Z_TWO_SIDED)
        t, of_items = (critical(table, df, _beyond_table(z, df)) if df else z for df in (self.df, self.item_df))
        return half_width(self.variance, self.n, t, self.item_sd, of_items)


def _beyond_table(z: int, df: int) -> int:
    """Student's t for many degrees of freedom by the first terms of its expansion in 1/df, thousandths like z."""
    one = z / 1000
    first, second = (one**3 + one) / 4, (5 * one**5 + 16 * one**3 + 3 * one) / 96
    return round(1000 * (one + first / df + second / df**2))


@dataclass(frozen=True)
class MeanInterval:
    """A mean with its 95 % interval; without one where nothing says how far off it can be."""

    mean: int
    low: int | None
    high: int | None


@dataclass(frozen=True)
class Comparison:
    """What is known of candidate less baseline.

    Attributes:
        gain: how much better the candidate is, whatever the direction of the metric.
        bound: one-sided 95 % lower bound of the gain; None where there is none.
        paired_by: "item", "run" or "nothing".
        pairs: how many pairs; runs of both sides together where nothing is paired.
        verdict: "pass", "fail" or "not enough evidence".
        reason: why, in a sentence.
        unknown: what could not be known, a sentence each.
    """

    gain: MeanInterval
    bound: int | None
    paired_by: str
    pairs: int
    verdict: str
    reason: str
    unknown: tuple[str, ...]


def mean_interval(side: Side) -> MeanInterval:
    """A system's mean and interval."""
    spread = _own_spread(side)
    if spread is None:
        return MeanInterval(side.mean, None, None)
    width = spread.width(one_sided=False)
    low, high = side.mean - width, side.mean + width
    values = _item_values(side)
    right_or_wrong = (len(side.runs) == 1 or side.reruns) and _all_right_or_wrong(side.item_means.values())
    if len(values) > 1 and (right_or_wrong or (width == 0 and side.mean in (0, ONE))):
        # All right has no spread, and one wrong too little: a next item may still be otherwise.
        share = wilson(side.mean / ONE, len(side.item_means))
        return MeanInterval(side.mean, round(share.low * ONE), round(share.high * ONE))
    # Shares and rates end at 0 and 1, whatever the formula says.
    if _are_shares(values):
        low, high = max(0, low), min(ONE, high)
    return MeanInterval(side.mean, low, high)


def _item_values(side: Side) -> list[int]:
    return [value for run in side.runs for value in run.items.values()]


def _are_shares(values: list[int]) -> bool:
    return bool(values) and min(values) >= 0 and max(values) <= ONE


def _all_right_or_wrong(values: Iterable[int]) -> bool:
    return set(values) <= {0, ONE}


def item_stderr(side: Side) -> int | None:
    """Standard error of the mean over items, as evaluation tools report it; None where items are not known."""
    values = list(side.item_means.values())
    if len(values) > 1:
        return isqrt(sample_variance(values) // len(values))
    stderrs = [run.stderr for run in side.runs if run.stderr is not None]
    return sum(stderrs) // len(stderrs) if stderrs else None


def compare(baseline: Side, candidate: Side, margin: int = 0, higher_is_better: bool = True) -> Comparison:
    """The gate's verdict: the candidate passes when the lower bound of its gain is over -margin.

    Args:
        baseline: what it is held against.
        candidate: what is asked about.
        margin: how much worse is still accepted, millionths, 0 or more; 0 asks for better.
        higher_is_better: the metric's direction.
    """
    sign = 1 if higher_is_better else -1
    mean, spread, paired_by, pairs = _difference(baseline, candidate)
    gain = sign * mean
    unknown = tuple(unknown_of_both(baseline, candidate, paired_by))
    if spread is None:
        reason = "one number a side: how far off they can be is not known"
        return Comparison(
            MeanInterval(gain, None, None), None, paired_by, pairs, "not enough evidence", reason, unknown
        )
    width = spread.width(one_sided=False)
    distance = spread.width(one_sided=True)
    middle = gain + sign * spread.shift
    verdict, reason = _verdict(middle, distance, margin)
    if distance == 0 and pairs < FEW_ITEMS:
        verdict, reason = (
            "not enough evidence",
            f"all {pairs} pairs differ by the same: how far off that is, nobody knows",
        )
    if paired_by == "nothing" and min(len(baseline.runs), len(candidate.runs)) < LEAST_PAIRS:
        verdict, reason = "not enough evidence", "one run of a side, and no items to pair"
    low, high, bound = middle - width, middle + width, middle - distance
    if _are_shares(_item_values(baseline)) and _are_shares(_item_values(candidate)):
        # No difference of two shares is larger, whatever the formula says of a few items.
        low, high, bound = max(-ONE, low), min(ONE, high), max(-ONE, bound)
    return Comparison(MeanInterval(gain, low, high), bound, paired_by, pairs, verdict, reason, unknown)


def _verdict(gain: int, distance: int, margin: int) -> tuple[str, str]:
    if gain - distance > -margin:
        return "pass", "better beyond chance" if margin == 0 else "not worse than the margin allows"
    if gain + distance < -margin:
        return "fail", "worse beyond chance" if margin == 0 else "worse than the margin allows"
    claim = "better" if margin == 0 else "within the margin"
    return "fail", f"not shown to be {claim}: the difference can be noise"


# --- how far off -----------------------------------------------------------------------------------------


def _own_spread(side: Side) -> Spread | None:
    """Of one system's mean."""
    runs = [run.mean for run in side.runs]
    items = list(side.item_means.values())
    if len(runs) > 1 and not (side.reruns and len(items) > 1):
        item_sd, item_df = _item_sd([run.items for run in side.runs])
        return Spread(sample_variance(runs), len(runs), len(runs) - 1, item_sd or reported_stderr(side), item_df)
    if len(items) > 1:
        return Spread(sample_variance(items), len(items), len(items) - 1, 0)
    # A standard error that the file reports is known, so the normal distribution holds for it.
    error = reported_stderr(side)
    return Spread(0, 1, 1, error) if error else None


def _difference(baseline: Side, candidate: Side) -> tuple[int, Spread | None, str, int]:
    """Candidate less baseline: its mean, its spread, what was paired and how many pairs."""
    # A pair of seeds shares what the seed draws; that makes the difference less noisy than the two means.
    by_run = _paired_runs(baseline, candidate)
    if len(by_run) >= LEAST_PAIRS:
        differences = [_less(after, before) for before, after in by_run]
        gaps = [gap for gap, _ in differences]
        items, item_df = _item_sd([each for _, each in differences])
        if not items:
            items = _add_in_quadrature(reported_stderr(baseline), reported_stderr(candidate))
        of_pairs = Spread(sample_variance(gaps), len(gaps), len(gaps) - 1, items, item_df)
        return sum(gaps) // len(gaps), of_pairs, "run", len(gaps)
    before, after = baseline.item_means, candidate.item_means
    by_item = [after[item] - before[item] for item in after if item in before]
    seeds, df = _welch(baseline, candidate)
    if len(by_item) >= LEAST_PAIRS:
        mean, variance = sum(by_item) // len(by_item), sample_variance(by_item)
        if df is None and _all_right_or_wrong([*before.values(), *after.values()]):
            return mean, _spread_of_right_or_wrong(by_item, mean), "item", len(by_item)
        if df is None:
            return mean, Spread(variance, len(by_item), len(by_item) - 1, 0), "item", len(by_item)
        of_both = Spread(seeds, 1, df, isqrt(variance // len(by_item)), len(by_item) - 1)
        return mean, of_both, "item", len(by_item)
    count = len(baseline.runs) + len(candidate.runs)
    mean = candidate.mean - baseline.mean
    # Without pairs each side brings the luck of its own items.
    errors = [item_stderr(side) or 0 for side in (baseline, candidate)]
    items, item_df = _add_in_quadrature(*errors), _item_df(errors, [len(before) - 1, len(after) - 1])
    if df is None:
        return mean, Spread(0, 1, 1, items, item_df) if all(errors) else None, "nothing", count
    return mean, Spread(seeds, 1, df, items, item_df), "nothing", count


def _item_df(errors: list[int], degrees: list[int]) -> int:
    """Degrees of freedom of two sides' standard errors over items together, as Welch has it; 0 where they are known."""
    parts = [error**4 // df for error, df in zip(errors, degrees, strict=True) if df > 0]
    return max(1, sum(error**2 for error in errors) ** 2 // sum(parts)) if sum(parts) else 0


def _spread_of_right_or_wrong(by_item: list[int], mean: int) -> Spread:
    """Of pairs of right and wrong, with one pair more each way (Bonett and Price 2012).

    Where few items differ, or none, the bare variance is too small: three better of a thousand would be beyond chance.
    """
    pairs = [*by_item, ONE, -ONE]
    return Spread(sample_variance(pairs), len(pairs), len(pairs) - 1, 0, shift=sum(pairs) // len(pairs) - mean)


def _paired_runs(baseline: Side, candidate: Side) -> list[tuple[ScoredRun, ScoredRun]]:
    before = {run.name: run for run in baseline.runs if run.seeded}
    return [(before[run.name], run) for run in candidate.runs if run.seeded and run.name in before]


def _less(after: ScoredRun, before: ScoredRun) -> tuple[int, dict[str, int]]:
    """The difference of two runs, on the items that both have where there are such, and of each of those items."""
    each = {item: value - before.items[item] for item, value in after.items.items() if item in before.items}
    return (sum(each.values()) // len(each), each) if each else (after.mean - before.mean, each)


def _item_sd(runs: list[dict[str, int]]) -> tuple[int, int]:
    """What the choice of the items alone moves a mean by: their spread less what reruns of an item explain.

    Args:
        runs: for each run the values of its items.

    With its degrees of freedom; (0, 0) where fewer than two items are known, or reruns explain all of it.
    """
    by_item: dict[str, list[int]] = {}
    for run in runs:
        for item, value in run.items():
            by_item.setdefault(item, []).append(value)
    if len(by_item) < 2:
        return 0, 0
    means = [sum(values) // len(values) for values in by_item.values()]
    rerun = sum(sample_variance(values) // len(values) for values in by_item.values()) // len(by_item)
    sd = isqrt(max(0, sample_variance(means) - rerun) // len(means))
    # A standard error that a file reports may stand in for none, and is known.
    return sd, len(means) - 1 if sd else 0


def _add_in_quadrature(first: int, second: int) -> int:
    return isqrt(first * first + second * second)


def _welch(baseline: Side, candidate: Side) -> tuple[int, int | None]:
    """Variance of the difference of two means of runs, and Welch's degrees of freedom, rounded down.

    The degrees are None where a side has one run only, or where the items say it all.
    """
    if min(len(baseline.runs), len(candidate.runs)) < LEAST_PAIRS or (baseline.reruns and candidate.reruns):
        return 0, None
    parts = [
        (sample_variance([run.mean for run in side.runs]) // len(side.runs), len(side.runs) - 1)
        for side in (baseline, candidate)
    ]
    total = sum(part for part, _ in parts)
    below = sum(part * part / df for part, df in parts)
    return total, max(1, int(total * total / below)) if below else sum(df for _, df in parts)
