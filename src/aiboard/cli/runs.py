"""`aiboard runs PATH`: which runs of an experiment log to stop, on the bare numbers and held against the noise."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from aiboard.cli import errors
from aiboard.cli.output import colourise, emit
from aiboard.formats import mlflow, run_table
from aiboard.formats.document import FormatError
from aiboard.formats.mlflow import Logged
from aiboard.formats.scores import less_is_better
from aiboard.instruments import kill_rules
from aiboard.instruments.counted import count, left_out
from aiboard.instruments.kill_rules import Answer, Noise, Ruling
from aiboard.instruments.text import clean
from aiboard.views import fmt

_PREFERRED = ("acc", "accuracy", "eval_acc", "eval_accuracy", "val_acc", "val_accuracy", "f1", "score", "metric")
_COLOURS = {Answer.KILL: "red", Answer.CONTINUE: "green", Answer.UNKNOWN: "yellow"}
_LARGEST = 1e9


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("path", metavar="PATH", help="an MLflow store (folder, archive, mlflow.db), or a table of runs")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--metric", metavar="NAME", help="the metric to look at")
    parser.add_argument("--target", type=float, help="the score wanted, in the metric's units")
    parser.add_argument("--noise", type=float, metavar="SD", help="what one reading is off by, in the metric's units")
    parser.add_argument("--budget", type=float, metavar="N", help="compute given to a run, in the unit of the log")
    parser.add_argument("--lower-is-better", action="store_true", help="the metric is an error, a loss or a cost")


@dataclass(frozen=True)
class _JudgedRun:
    """A run with what both kinds of rules say."""

    run: Logged
    readings: list[float]
    naive: Ruling
    noise_aware: Ruling


@dataclass(frozen=True)
class _Log:
    """An experiment log on one metric.

    Attributes:
        format: of the file.
        metric: the metric.
        unit: what a score is divided by so that 1 is the whole: 1, or 100 for percent.
        sign: -1 where less is better.
        noise: of one reading around its curve, in the unit of fractions.
        repeat_noise: of one run's result against its repeats.
        runs: in the order they were started.
        sweep_rulings: what both rules say of all of them.
        notes: what has to be known.
    """

    format: str
    metric: str
    unit: float
    sign: int
    noise: Noise | None
    repeat_noise: Noise | None
    runs: list[_JudgedRun]
    sweep_rulings: tuple[Ruling, Ruling]
    notes: list[str]


def run(args: argparse.Namespace) -> int:
    """Exit code 0; FormatError for a path that holds no experiment log."""
    for name in ("target", "noise", "budget"):
        value = getattr(args, name)
        if value is not None and not -_LARGEST <= value <= _LARGEST:
            raise errors.UserError("must be a number", field=f"--{name}")
        if name != "target" and value is not None and value <= 0:
            raise errors.UserError("must be more than 0", field=f"--{name}")
    if mlflow.is_store(args.path):
        form, logged = mlflow.NAME, mlflow.read_store(args.path)
    else:
        table = run_table.open_table(args.path)
        form, logged = table.format, run_table.read(table, args.metric)
    log = _judge_log(args, form, logged)
    emit(args.json, _json(args.path, log, args.target), _lines(args.path, log))
    return errors.OK


# --- judging ---------------------------------------------------------------------------------------------


def _judge_log(args: argparse.Namespace, form: str, logged: Sequence[Logged]) -> _Log:
    notes: list[str] = []
    metric = _metric(args, logged, notes)
    missing = sum(metric not in one.metrics for one in logged)
    if missing:
        notes.append(left_out(missing, "run", f"without {metric}"))
    runs = [one for one in logged if metric in one.metrics]
    # A diverged run logs NaN or infinity, which would decide the unit of all.
    values = [value for one in runs for _, value in one.metrics[metric] if isfinite(value)]
    sign = -1 if args.lower_is_better or less_is_better(metric) else 1
    # The rules' numbers are points of a hundred; a log may count in fractions or in points.
    # Not from 1 on: a fraction that was scaled or smoothed may come out a little over it.
    unit = 100.0 if sign > 0 and values and 1.5 < max(values) <= 100 and min(values) >= 0 else 1.0
    if unit > 1:
        notes.append("scores are taken as percent")
    if sign < 0:
        notes.append("less is better; a point is 0.01 of the metric")
    readings = [[sign * value / unit for _, value in one.metrics[metric]] for one in runs]
    noise, repeat_noise, finals = _noise(args, runs, readings, unit)
    target = None if args.target is None else sign * args.target / unit
    if target is None:
        notes.append("no --target: the rule of the gap is left out")
    for one in runs:
        one.budget = one.budget if args.budget is None else args.budget
    if not any(one.used is not None and one.budget is not None for one in runs):
        notes.append("the log has no compute used against a budget: that rule is left out")
    judged_runs = [
        _JudgedRun(
            one,
            curve,
            kill_rules.naive_ruling(curve, target, one.used, one.budget),
            kill_rules.noise_aware_ruling(curve, noise, target, one.used, one.budget),
        )
        for one, curve in zip(runs, readings, strict=True)
    ]
    final_scores = [
        value
        for _, value in sorted(
            (one.start, curve[-1]) for one, curve in zip(runs, readings, strict=True) if isfinite(curve[-1])
        )
    ]
    sweep_rulings = (
        kill_rules.naive_sweep_ruling(final_scores),
        kill_rules.sweep_ruling(list(finals.values()), repeat_noise),
    )
    return _Log(form, metric, unit, sign, noise, repeat_noise, judged_runs, sweep_rulings, notes)


def _metric(args: argparse.Namespace, logged: Sequence[Logged], notes: list[str]) -> str:
    names = list(dict.fromkeys(name for one in logged for name in one.metrics))
    if args.metric is not None:
        if args.metric not in names:
            available = ", ".join(clean(name, 40) for name in names[:6]) or "none"
            raise errors.UserError(
                f"no run has this metric; there are: {available}", file=args.path, field=clean(args.metric)
            )
        return str(args.metric)
    if not names:
        raise FormatError("has no metric; give a log with scores", file=args.path)
    chosen = next((name for name in _PREFERRED if name in names), names[0])
    if len(names) > 1:
        others = ", ".join(clean(name, 40) for name in names if name != chosen)
        notes.append(f"{chosen} is looked at; there are also {clean(others, 200)}: --metric NAME")
    return chosen


def _noise(
    args: argparse.Namespace, runs: Sequence[Logged], readings: Sequence[list[float]], unit: float
) -> tuple[Noise | None, Noise | None, dict[str, list[float]]]:
    """The noise of a reading and of a result, each from the best source there is; the last readings by setting."""
    by_id = {one.id: curve for one, curve in zip(runs, readings, strict=True)}
    groups: dict[str, list[float]] = {}
    for name, repeats in mlflow.systems(list(runs)).items():
        groups[name] = [by_id[one.id][-1] for one in repeats if isfinite(by_id[one.id][-1])]
    if args.noise is not None:
        noise = kill_rules.given_noise(args.noise / unit)
        return noise, noise, groups
    # Repeats differ in where they settle too, which is no noise of a curve but one of a comparison of runs.
    curves, repeat_noise = kill_rules.noise_of_curves(readings), kill_rules.noise_of_repeats(list(groups.values()))
    return curves or repeat_noise, repeat_noise or curves, groups


# --- showing ---------------------------------------------------------------------------------------------


def _json(path: str, log: _Log, target: float | None) -> dict[str, object]:
    naive, aware = log.sweep_rulings
    return {
        "file": clean(path, 500),
        "format": log.format,
        "metric": log.metric,
        "higher_is_better": log.sign > 0,
        "target": target,
        "noise": _noise_json(log, log.noise),
        "noise_between_runs": _noise_json(log, log.repeat_noise),
        "runs": [_run_json(log, one) for one in log.runs],
        "across": {"naive": _ruling(naive), "noise_aware": _ruling(aware)},
        "notes": log.notes,
    }


def _noise_json(log: _Log, noise: Noise | None) -> dict[str, object] | None:
    return None if noise is None else {"sd": noise.sd * log.unit, "from": noise.source}


def _run_json(log: _Log, one: _JudgedRun) -> dict[str, object]:
    finite_readings = [value for value in one.readings if isfinite(value)]
    return {
        "run": one.run.name,
        "id": one.run.id,
        "seed": one.run.seed or None,
        "settings": one.run.settings,
        "readings": len(one.readings),
        "best": log.sign * max(finite_readings) * log.unit if finite_readings else None,
        "last": log.sign * finite_readings[-1] * log.unit if finite_readings else None,
        "used": one.run.used,
        "naive": _ruling(one.naive),
        "noise_aware": _ruling(one.noise_aware),
        "agree": (one.naive.answer is Answer.KILL) == (one.noise_aware.answer is Answer.KILL),
    }


def _ruling(one: Ruling) -> dict[str, object]:
    return {"answer": one.answer.value, "kill": one.answer is Answer.KILL, "reason": one.reason}


def _lines(path: str, log: _Log) -> list[str]:
    lines = [colourise(f"{clean(path)}: {log.format}, {count(len(log.runs), 'run')}, {log.metric}", "bold")]
    if log.noise is not None:
        lines.append(f"  a reading is off by {log.noise.sd * log.unit:.4g}, from {log.noise.source}")
    for one in log.runs:
        finite_readings = [value for value in one.readings if isfinite(value)]
        last = f"{log.sign * finite_readings[-1] * log.unit:.4g}" if finite_readings else "no number"
        lines.append(f"{one.run.name}: {fmt.count(len(one.readings), 'reading')}, last {last}")
        lines += _ruling_lines(one.naive, one.noise_aware)
    lines.append("all runs: a plateau over experiments?")
    if log.repeat_noise is not None and log.repeat_noise is not log.noise:
        lines.append(f"  a result is off by {log.repeat_noise.sd * log.unit:.4g}, from {log.repeat_noise.source}")
    lines += _ruling_lines(*log.sweep_rulings)
    return lines + [f"note: {note}" for note in log.notes]


def _ruling_lines(naive: Ruling, aware: Ruling) -> list[str]:
    rows = (("naive", naive), ("noise-aware", aware))
    return [f"  {name:<12} {colourise(one.answer.value, _COLOURS[one.answer])} ({one.reason})" for name, one in rows]
