"""Which results are the baseline's and which the candidate's, and which metric decides."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aiboard.cli.errors import UserError
from aiboard.formats.scores import (
    BASELINE_WORDS,
    CANDIDATE_WORDS,
    Result,
    ScoreFile,
    is_metric,
    less_is_better,
    says_direction,
)
from aiboard.instruments.comparing import ONE
from aiboard.instruments.sides import ScoredRun, Side
from aiboard.instruments.text import clean

_PREFERRED: Final = (
    "pass",
    "resolved",
    "correct",
    "is_correct",
    "passed",
    "success",
    "acc",
    "accuracy",
    "exact_match",
    "em",
    "f1",
    "score",
    "reward",
    "eval_acc",
    "eval_accuracy",
)
"""Metrics that decide where nobody says which, the first that there is."""


@dataclass(frozen=True)
class GateOptions:
    """What the command line says: names of systems or files, the metric, its direction."""

    baseline: tuple[str, ...] = ()
    candidate: tuple[str, ...] = ()
    metric: str | None = None
    lower_is_better: bool = False


@dataclass(frozen=True)
class Sides:
    """The results by metric and system.

    Attributes:
        by_metric: for each metric its systems, in the order of the files.
        baseline: name of the baseline; None where there is nothing to compare.
        candidate: name of the candidate.
        metric: the metric that decides; None where there are several tasks and none was named.
        lower: metrics of which less is better.
        same: both sides are the same system by their files.
        notes: what was decided in between, a sentence each.
    """

    by_metric: dict[str, dict[str, Side]]
    baseline: str | None
    candidate: str | None
    metric: str | None
    lower: frozenset[str]
    same: bool
    notes: tuple[str, ...]

    @property
    def metrics(self) -> list[str]:
        """All metrics, in the order of the files."""
        return list(self.by_metric)

    def systems_with(self, metric: str) -> dict[str, Side]:
        """The systems that have a metric."""
        return self.by_metric.get(metric, {})

    def lower_is_better(self, metric: str) -> bool:
        """The direction of a metric."""
        return metric in self.lower


@dataclass(frozen=True)
class _SideResult:
    """A result with the name of its side."""

    side: str
    result: Result
    stem: str


def choose_sides(files: Sequence[ScoreFile], options: GateOptions) -> Sides:
    """The sides and the metric. UserError for a name that nothing has."""
    notes: list[str] = []
    side_results, same = _assign_sides(files, options, notes)
    names = list(dict.fromkeys(one.side for one in side_results))
    baseline, candidate = _baseline_and_candidate(names, options, notes)
    by_metric: dict[str, dict[str, list[_SideResult]]] = {}
    for one in side_results:
        by_metric.setdefault(one.result.metric, {}).setdefault(one.side, []).append(one)
    if baseline is not None and candidate is not None:
        common = {name: group for name, group in by_metric.items() if baseline in group and candidate in group}
        if not common:
            raise UserError(f"{baseline} and {candidate} have no metric in common")
        # Others of a leaderboard were not asked for.
        pair = (baseline, candidate)
        by_metric = {name: {side: one for side, one in group.items() if side in pair} for name, group in common.items()}
    metric = _metric(list(by_metric), options, notes)
    if metric is not None and options.metric is not None:
        by_metric = {metric: by_metric[metric]}
    lower = {one.result.metric for one in side_results if one.result.lower_is_better}
    if options.lower_is_better:
        lower = {metric} if metric is not None else set(by_metric)
    elif metric is not None and metric not in lower and baseline is not None and not says_direction(metric):
        notes.append(f"of {clean(metric, 40)} more is taken as better: --lower-is-better turns it")
    sides = {name: {side: _side(side, results) for side, results in group.items()} for name, group in by_metric.items()}
    return Sides(sides, baseline, candidate, metric, frozenset(lower), same, tuple(notes))


def _assign_sides(files: Sequence[ScoreFile], options: GateOptions, notes: list[str]) -> tuple[list[_SideResult], bool]:
    """Every result under the name of its side, and whether both sides are one system."""
    file_results = [(file, one) for file in files for one in file.results]
    if options.baseline or options.candidate:
        return _assign_named(file_results, options), False
    systems = {one.system for _, one in file_results}
    stems = [file.stem for file in files]
    if len(files) == 2 and all(len({one.system for one in file.results}) == 1 for file in files):
        # Two files of one system are still what was asked to be compared; that it is one is said.
        same = len(systems) == 1 and systems != {""}
        distinct = len(systems) == 2 and "" not in systems
        labels = [file.results[0].system if distinct else _stem(stems, i) for i, file in enumerate(files)]
        return [_SideResult(labels[i], one, stems[i]) for i, file in enumerate(files) for one in file.results], same
    if len(files) > 1 and systems == {""}:
        return [
            _SideResult(_stem(stems, i), one, stems[i]) for i, file in enumerate(files) for one in file.results
        ], False
    return [_SideResult(one.system or file.stem, one, file.stem) for file, one in file_results], False


def _stem(stems: list[str], i: int) -> str:
    """A file's stem, told from an equal one before it."""
    return stems[i] if stems.index(stems[i]) == i else f"{stems[i]} ({i + 1})"


def _assign_named(file_results: list[tuple[ScoreFile, Result]], options: GateOptions) -> list[_SideResult]:
    """The results under the sides that were asked for; the others keep their own names."""
    side_results: list[_SideResult] = []
    hits: set[str] = set()
    for file, one in file_results:
        side = one.system or file.stem
        for name, names in (("baseline", options.baseline), ("candidate", options.candidate)):
            for given_name in names:
                if _is_meant(given_name, file, one):
                    hits.add(given_name)
                    side = _label(names, name)
        side_results.append(_SideResult(side, one, file.stem))
    for given_name in (*options.baseline, *options.candidate):
        if given_name not in hits:
            systems = ", ".join(dict.fromkeys(clean(one.system or file.stem, 40) for file, one in file_results))
            raise UserError(f"no system or file is called so; there are {systems}", field=clean(given_name))
    return side_results


def _label(names: tuple[str, ...], name: str) -> str:
    return clean(os.path.basename(names[0].rstrip("/\\")), 120) if len(names) == 1 else name


def _is_meant(given_name: str, file: ScoreFile, one: Result) -> bool:
    return given_name in (file.file, os.path.basename(file.file), file.stem) or (
        one.system != "" and given_name.casefold() == one.system.casefold()
    )


def _baseline_and_candidate(names: list[str], options: GateOptions, notes: list[str]) -> tuple[str | None, str | None]:
    """The names of baseline and candidate; None where it is not clear."""
    if options.baseline or options.candidate:
        baseline = _label(options.baseline, "baseline") if options.baseline else None
        candidate = _label(options.candidate, "candidate") if options.candidate else None
        others = [name for name in names if name not in (baseline, candidate)]
        if baseline is None or candidate is None:
            if len(others) != 1:
                raise UserError("name both: --baseline NAME --candidate NAME")
            baseline, candidate = baseline or others[0], candidate or others[0]
        if baseline == candidate:
            raise UserError("is the baseline and the candidate; name two", field=clean(baseline))
        return baseline, candidate
    if len(names) != 2:
        if len(names) > 2:
            notes.append(f"{len(names)} systems and no word which to compare: --baseline NAME --candidate NAME")
        return None, None
    # What people call their columns says more than the order of the columns.
    first, second = names
    if _words(first) & CANDIDATE_WORDS or _words(second) & BASELINE_WORDS:
        first, second = second, first
    return first, second


def _words(name: str) -> set[str]:
    return set(re.split(r"[-_./ ]+", name.casefold()))


def _metric(metrics: list[str], options: GateOptions, notes: list[str]) -> str | None:
    if options.metric is not None:
        matches = [one for one in metrics if one == options.metric] or [
            one for one in metrics if options.metric in one.split("/")
        ]
        if len(matches) != 1:
            problem = "several metrics are called so" if matches else "no metric is called so"
            known = ", ".join(clean(one, 40) for one in (matches or metrics)[:6])
            raise UserError(f"{problem}; there are {known}", field=clean(options.metric))
        return matches[0]
    if len(metrics) == 1:
        return metrics[0]
    # Several metrics of one task tell much the same story; several tasks do not.
    if not any("/" in one for one in metrics):
        # Counts of steps and seconds stand beside scores, and before them too; so do scores of the training.
        called = sorted(filter(is_metric, metrics), key=lambda one: ("train" in one, not one.endswith(_PREFERRED[:8])))
        ordered = sorted(metrics, key=less_is_better)
        known = [*(one for one in _PREFERRED if one in metrics), *called, *ordered][0]
        others = ", ".join(clean(one, 40) for one in metrics if one != known)
        notes.append(f"{known} decides; there are also {others}: --metric NAME")
        return known
    notes.append(
        f"{len(metrics)} metrics: of so many some differ by luck alone; name the one that decides: --metric NAME"
    )
    return None


def _side(name: str, results: list[_SideResult]) -> Side:
    """A system's runs; of equal names in several files each is told by its file."""
    counts: dict[str, int] = {}
    runs: list[ScoredRun] = []
    for one in results:
        result = one.result
        run = result.run or one.stem
        counts[run] = counts.get(run, 0) + 1
        again = counts[run] > 1
        label = f"{run} ({one.stem})" if again and one.stem != run else f"{run} ({counts[run]})" if again else run
        items = {item: round(value * ONE) for item, value in result.items.items()}
        stderr = None if result.stderr is None else round(result.stderr * ONE)
        seeded = bool(result.run) and not again and not result.rerun
        runs.append(ScoredRun(label, round(result.mean * ONE), items, stderr, result.n, seeded, result.rerun))
    return Side(name, tuple(runs))
