"""What readers of evaluation results find, and which reader a file needs.

A result is one run of one system on one metric, with the scores of its items where the file has them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from aiboard.formats.document import FormatError
from aiboard.instruments.text import clean

MAX_RESULTS: Final = 20_000
_LONGEST: Final = 120

METRIC_WORDS: Final = frozenset(
    (
        *("acc", "accuracy", "f1", "em", "exact", "score", "metric", "loss", "reward", "auc", "bleu", "rouge", "pass"),
        *("precision", "recall", "mse", "mae", "rmse", "ppl", "perplexity", "wer", "success", "correct"),
    )
)
"""Words that make a column's name that of a metric."""
LOWER_WORDS: Final = frozenset(
    (
        "ppl",
        "perplexity",
        "loss",
        "error",
        "err",
        "wer",
        "cer",
        "mse",
        "mae",
        "rmse",
        "latency",
        "cost",
        "brier",
        "toxicity",
    )
)
"""Words in names of metrics of which less is better."""


@dataclass(frozen=True)
class Result:
    """One run of one system on one metric.

    Attributes:
        system: what was evaluated: a model, a prompt, a column.
        metric: the metric's name; with its task where the file has several.
        run: the seed, epoch or repeat; empty where the file is the run.
        mean: the score.
        items: the score of each item by its id; empty where the file has the mean only.
        stderr: the standard error that the file reports; None without one.
        n: items behind the mean; None where the file does not say.
        lower_is_better: the metric's direction, as the file or the metric's name has it.
        rerun: runs of a system are the same model asked the same items again (epochs, repeats, trials).
    """

    system: str
    metric: str
    run: str
    mean: float
    items: dict[str, float] = field(default_factory=dict)
    stderr: float | None = None
    n: int | None = None
    lower_is_better: bool = False
    rerun: bool = False


@dataclass(frozen=True)
class ScoreFile:
    """A file of results: its name as given, its format, the results in order, and what has to be known of them."""

    file: str
    format: str
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The file's name without its folder and ending."""
        name = os.path.basename(self.file.rstrip("/\\")) or self.file
        return clean(name.rsplit(".", 1)[0] if "." in name.lstrip(".") else name, _LONGEST)


def of_items(system: str, metric: str, run: str, items: dict[str, float], rerun: bool = False) -> Result:
    """A result whose mean is that of its items; one item at least."""
    mean = sum(items.values()) / len(items)
    return Result(system, metric, run, mean, items, None, len(items), less_is_better(metric), rerun)


def less_is_better(metric: str) -> bool:
    """Whether less is better, by the metric's name."""
    return not _words(metric).isdisjoint(LOWER_WORDS)


def is_metric(name: str) -> bool:
    """Whether a column's name is that of a metric."""
    return bool(_words(name) & METRIC_WORDS)


def are_metrics(names: Sequence[str]) -> bool:
    """Whether columns are different metrics (`acc`, `f1`), and not one metric of several systems (`acc_a`, `acc_b`)."""
    words = [_words(name) & METRIC_WORDS for name in names]
    # Words and not whole names: `acc_a` and `acc_b` differ in name and are the same metric.
    return all(words) and len({frozenset(one) for one in words}) == len(words)


def _words(name: str) -> set[str]:
    return set(re.split(r"[-_/@. ]+", name.lower()))


def checked(file: str, format: str, results: Iterable[Result], notes: Iterable[str] = ()) -> ScoreFile:
    """A file of results. FormatError where there are none, or very many."""
    found = tuple(results)
    if not found:
        raise FormatError(f"holds no score ({format}); give results with at least one", file=file)
    if len(found) > MAX_RESULTS:
        raise FormatError(f"has {len(found)} results, the most is {MAX_RESULTS}; split the file", file=file)
    return ScoreFile(file, format, found, tuple(notes))
