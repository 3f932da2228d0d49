"""The two sides of a comparison: systems with their runs, and what their files leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from aiboard.instruments.counted import count, left_out

LEAST_PAIRS: Final = 2
"""Pairs of items, and runs of each side, below which the gate says "not enough evidence"; as in the game."""
FEW_ITEMS: Final = 20
"""Items under which an interval is rough."""
SAME: Final = "both sides are the same system by their files: if nothing else was changed, what differs is noise"


@dataclass(frozen=True)
class ScoredRun:
    """One run of a system.

    Attributes:
        name: the seed, epoch or file.
        mean: its score.
        items: the score of each item; empty where only the mean is known.
        stderr: the mean's standard error as the file has it; None where it has none.
        n: how many items the mean is of; None where the file does not say.
        seeded: the name means the same on both sides, so that runs can be paired by it.
        rerun: the same model was asked the same items again, so that runs differ item by item and not as a whole.
    """

    name: str
    mean: int
    items: dict[str, int] = field(default_factory=dict)
    stderr: int | None = None
    n: int | None = None
    seeded: bool = False
    rerun: bool = False


class Side:
    """A system and its runs, one at least.

    Attributes:
        name: the system's.
        runs: its runs.
        mean: the mean of the runs.
        item_means: each item's mean over the runs that have it.
        reruns: whether the items' spread holds all there is between its runs.
    """

    def __init__(self, name: str, runs: Sequence[ScoredRun]) -> None:
        self.name = name
        self.runs = tuple(runs)
        self.mean = sum(run.mean for run in self.runs) // len(self.runs)
        self.reruns = all(run.rerun and run.items for run in self.runs)
        # Made once: there may be half a million items, and every figure asks for them.
        self.item_means: dict[str, int] = {}
        values_by_item: dict[str, list[int]] = {}
        for run in self.runs:
            for item, value in run.items.items():
                values_by_item.setdefault(item, []).append(value)
        for item, values in values_by_item.items():
            self.item_means[item] = sum(values) // len(values)


def reported_stderr(side: Side) -> int:
    """The standard error that the files report, the mean over the runs; 0 where they report none."""
    stderrs = [run.stderr for run in side.runs if run.stderr is not None]
    return sum(stderrs) // len(stderrs) if stderrs else 0


def unknown_of_both(baseline: Side, candidate: Side, paired_by: str) -> list[str]:
    """What could not be known of a comparison, a sentence each; `paired_by` as of `Comparison`."""
    sentences = unknown_of(baseline) + [one for one in unknown_of(candidate) if one not in unknown_of(baseline)]
    before, after = baseline.item_means, candidate.item_means
    if paired_by == "nothing":
        if before and after:
            sentences.append("no item is on both sides: nothing is paired, which makes the interval wider")
        elif not (before or after):
            sentences.append("no item ids: nothing is paired, which makes the interval wider")
        else:
            sentences.append("one side has no item ids: nothing is paired, which makes the interval wider")
    elif before and after:
        unpaired = len(before.keys() ^ after.keys())
        if unpaired:
            sentences.append(left_out(unpaired, "item", "on one side only"))
    return sentences


def unknown_of(side: Side) -> list[str]:
    """What could not be known of one system, a sentence each."""
    sentences: list[str] = []
    if len(side.runs) < LEAST_PAIRS:
        sentences.append(
            f"one run of {side.name} only: what another seed or a rerun would change is not in the interval"
        )
    if 0 < len(side.item_means) < FEW_ITEMS:
        sentences.append(
            f"{count(len(side.item_means), 'item')} of {side.name}: under {FEW_ITEMS} the interval is rough"
        )
    if not side.item_means and not reported_stderr(side):
        sentences.append(
            f"no scores of single items of {side.name}: what other items would change is not in the interval"
        )
    return sentences
