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
        *("passed", "correctness", "faithfulness", "groundedness", "relevancy", "relevance", "similarity"),
        *(
            "coherence",
            "fluency",
            "win",
            "winrate",
            "helpfulness",
            "resolved",
            "utility",
            "auroc",
            "mrr",
            "ndcg",
            "mcc",
            "meteor",
            *("rouge1", "rouge2", "rougel", "rougelsum", "bertscore"),
            "kappa",
            "ok",
            "rating",
        ),
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
        *("errors", "failure", "failures", "failed", "incorrect", "wrong", "timeouts", "crashes", "nll", "bits", "bpb"),
        *("hallucination", "hallucinations", "hallucinated", "violation", "violations", "harmful", "jailbreak"),
        *("ece", "fpr", "fnr", "eer", "fid", "regret", "price", "usd"),
    )
)
"""Words in names of metrics of which less is better."""
_TIMES: Final = frozenset(("time", "seconds", "ms", "duration", "runtime", "tokens"))
"""The same, unless the name says of what per time: `tokens_per_second`."""
_TURNED: Final = frozenset(
    (
        "acc",
        "accuracy",
        "precision",
        "recall",
        "f1",
        "auc",
        "auroc",
        "detection",
        "detected",
        "free",
        "no",
        "non",
        "not",
    )
)
"""Words beside which those say what is found or missing: `error_detection_accuracy`, `hallucination_free`."""
BASELINE_WORDS: Final = frozenset(
    ("baseline", "base", "control", "old", "before", "reference", "champion", "naive", "vanilla", "a")
)
CANDIDATE_WORDS: Final = frozenset(("candidate", "treatment", "new", "after", "challenger", "b"))
SIDE_WORDS: Final = BASELINE_WORDS | CANDIDATE_WORDS
"""Words in the names of systems that say which side they are."""
MODEL_NAME: Final = re.compile(
    r"(?:^|[^a-z])(?:claude|sonnet|opus|haiku|gpt|gemini|gemma|llama|mistral|qwen|deepseek|grok|phi)(?:[^a-z]|$)", re.I
)
"""What the names of systems may have in them, and those of parts of the data and of checks do not."""
_KNOWN_WORDS: Final = METRIC_WORDS | LOWER_WORDS | _TIMES
_NONE: Final[frozenset[str]] = frozenset()


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
    words = _words(metric)
    if not words.isdisjoint(_TURNED):
        return False
    return not words.isdisjoint(LOWER_WORDS) or ("per" not in words and not words.isdisjoint(_TIMES))


def says_direction(metric: str) -> bool:
    """Whether a metric's name says whether more or less of it is better."""
    return not _words(metric).isdisjoint(_KNOWN_WORDS)


def is_metric(name: str) -> bool:
    """Whether a column's name is that of a metric."""
    return bool(_words(name) & METRIC_WORDS)


def are_metrics(names: Sequence[str]) -> bool:
    """Whether columns are different metrics (`acc`, `f1`), and not one metric of several systems (`acc_a`, `acc_b`)."""
    words = [_words(name) for name in names]
    # `recall@5` and `recall@10`, and not versions of a model: `gpt@0613`
    if all(map(is_metric, names)) and len({tuple(re.findall(r"@\d+", name)) for name in names}) > 1:
        return True
    # No system is called `accuracy`; else words, since `acc_a` and `acc_b` differ in name and are the same metric.
    return (
        any(one <= _KNOWN_WORDS for one in words) or len({frozenset(one & _KNOWN_WORDS) for one in words} - {_NONE}) > 1
    )


def _words(name: str) -> set[str]:
    """The words of a name in any spelling: `eval_loss`, `evalLoss`, `Loss (eval)`."""
    return set(re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()))


def checked(file: str, format: str, results: Iterable[Result], notes: Iterable[str] = ()) -> ScoreFile:
    """A file of results. FormatError where there are none, or very many."""
    all_results = tuple(results)
    if not all_results:
        raise FormatError(f"holds no score ({format}); give results with at least one", file=file)
    if len(all_results) > MAX_RESULTS:
        raise FormatError(f"has {len(all_results)} results, the most is {MAX_RESULTS}; split the file", file=file)
    return ScoreFile(file, format, all_results, tuple(notes))
