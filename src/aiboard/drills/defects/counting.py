"""Naive rules that count: agreement of labels, a sprint's decisions, a handoff's files, versions of a prompt."""

from __future__ import annotations

from collections import Counter
from typing import Final

from aiboard.drills.defects.rule import Input, Result, number, rows, rule, texts
from aiboard.instruments.agreement import Agreement, agreement
from aiboard.instruments.errors import InputError


def _labels(inputs: Input) -> tuple[list[str], list[str]]:
    a, b = texts(inputs, "a"), texts(inputs, "b")
    if len(a) != len(b):
        raise InputError("needs a label for each label of a", field="b")
    return a, b


def _found(inputs: Input) -> Agreement | None:
    """What the corrected instrument and the naive rule say; None without items."""
    return agreement(Counter(zip(*_labels(inputs), strict=True)))


def _naive_kappa(inputs: Input) -> float:
    label_agreement = _found(inputs)
    return label_agreement.naive_kappa if label_agreement else 0.0


def _kappa(inputs: Input) -> Result:
    value = _naive_kappa(inputs)
    return f"kappa {value:.2f}: {'PASS' if value >= 0.6 else 'FAIL, agreement of 0.8 is needed'}"


def _differs(inputs: Input, result: Result) -> bool:
    label_agreement = _found(inputs)
    return (
        label_agreement is not None
        and label_agreement.kappa is not None
        and abs(label_agreement.kappa.mean - label_agreement.naive_kappa) >= 0.1
    )


KAPPA: Final = rule(
    "kappa-rule",
    _kappa,
    {
        "no items count as no agreement": lambda given, result: not _labels(given)[0],
        "one who always says the same agrees with everybody": lambda given, result: (
            len(set(texts(given, "a"))) == 1 and len(set(texts(given, "b"))) > 1
        ),
        "chance from one annotator only": _differs,
        "passes below the agreed 0.8": lambda given, result: "PASS" in result and _naive_kappa(given) < 0.8,
    },
)


# --- the sprint's summary --------------------------------------------------------------------------------------


def _logger(inputs: Input) -> Result:
    counts = {"killed": 0, "promoted": 0}
    best = 0.0
    for run in rows(inputs, "experiments", "metric", "decision"):
        counts[str(run["decision"])] += 1
        best = max(best, number(run, "metric"))
    return f"{counts['killed']} killed, {counts['promoted']} promoted, best metric {best:g}"


def _standing(inputs: Input) -> list[float]:
    runs = rows(inputs, "experiments", "metric", "decision")
    return [number(run, "metric") for run in runs if run["decision"] != "killed"]


LOGGER: Final = rule(
    "logger-rule",
    _logger,
    {
        "an unknown decision is an error": lambda given, result: result.startswith("error: KeyError"),
        "a killed result is the headline": lambda given, result: _best_is_killed(given),
        "best starts at 0": lambda given, result: (
            "best metric 0" in result and all(value != 0 for value in _standing(given))
        ),
    },
)


def _best_is_killed(inputs: Input) -> bool:
    runs = rows(inputs, "experiments", "metric", "decision")
    killed = [number(run, "metric") for run in runs if run["decision"] == "killed"]
    open_metrics = _standing(inputs)
    return bool(killed) and max(killed) > max([*open_metrics, 0])


# --- the handoff -----------------------------------------------------------------------------------------------


def _handoff(inputs: Input) -> Result:
    pinned = all("==" in line for line in texts(inputs, "requirements"))
    overlap = set(texts(inputs, "train_ids")) & set(texts(inputs, "test_ids"))
    return f"dependencies {'pinned' if pinned else 'NOT pinned'}, {'LEAK' if overlap else 'no leak'}"


def _loosely(line: str) -> bool:
    """Whether a line has `==` and still allows several versions."""
    needed = line.partition(";")[0]
    return "==" in line and ("==" not in needed or "*" in needed)


HANDOFF: Final = rule(
    "handoff-rule",
    _handoff,
    {
        "an empty file counts as pinned": lambda given, result: (
            " pinned" in result and "NOT" not in result and not texts(given, "requirements")
        ),
        "== in the wrong place": lambda given, result: (
            "NOT" not in result and any(_loosely(line) for line in texts(given, "requirements"))
        ),
        "a pin by commit is not known": lambda given, result: (
            "NOT" in result and any("@" in line for line in texts(given, "requirements"))
        ),
        "without ids there is no leak": lambda given, result: (
            "no leak" in result and not (texts(given, "train_ids") and texts(given, "test_ids"))
        ),
        "the same item with another spelling": lambda given, result: (
            "no leak" in result and bool(_plain(given, "train_ids") & _plain(given, "test_ids"))
        ),
    },
)


def _plain(inputs: Input, name: str) -> set[str]:
    return {text.strip().lower() for text in texts(inputs, name)}


# --- the prompt registry ---------------------------------------------------------------------------------------


def _prompts(inputs: Input) -> Result:
    score_by_prompt: dict[str, float] = {}
    versions = rows(inputs, "registered", "prompt", "score")
    for one in versions:
        score_by_prompt[str(one["prompt"])] = number(one, "score")
    first, last = str(versions[0]["prompt"]), str(versions[-1]["prompt"])
    delta = len(last.split()) - len(first.split())
    scores = ", ".join(f"{score:g}" for score in score_by_prompt.values())
    return f"{len(score_by_prompt)} versions, scores {scores}; last against first: {delta:+d} words"


PROMPTS: Final = rule(
    "prompt-rule",
    _prompts,
    {
        "nothing registered is an error": lambda given, result: result.startswith("error"),
        "a score is lost": lambda given, result: _lost(given),
        "another prompt, no difference": lambda given, result: "+0 words" in result and _texts_differ(given),
    },
)


def _lost(inputs: Input) -> bool:
    scores: dict[str, set[float]] = {}
    for one in rows(inputs, "registered", "prompt", "score"):
        scores.setdefault(str(one["prompt"]), set()).add(number(one, "score"))
    return any(len(prompt_scores) > 1 for prompt_scores in scores.values())


def _texts_differ(inputs: Input) -> bool:
    versions = rows(inputs, "registered", "prompt", "score")
    return str(versions[0]["prompt"]) != str(versions[-1]["prompt"])
