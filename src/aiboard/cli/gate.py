"""`aiboard gate FILE...`: whether a candidate beats a baseline beyond chance, from files of evaluation results."""

from __future__ import annotations

import argparse
import os

from aiboard.cli import errors
from aiboard.cli.gate_sides import GateOptions, Sides, choose_sides
from aiboard.cli.gate_text import GateReport, lines
from aiboard.cli.output import emit
from aiboard.formats.evaluations import open_scores
from aiboard.instruments.comparing import ONE, Comparison, MeanInterval, compare, item_stderr, mean_interval
from aiboard.instruments.text import clean

_LARGEST_MARGIN = 1e6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="results of lm-eval, promptfoo, Inspect, MLflow (a folder), or a CSV; of two the first is the baseline",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument(
        "--baseline", action="append", metavar="NAME", default=[], help="a system or a file; again for more runs of it"
    )
    parser.add_argument(
        "--candidate", action="append", metavar="NAME", default=[], help="a system or a file; again for more runs of it"
    )
    parser.add_argument("--metric", metavar="NAME", help="the metric that decides")
    parser.add_argument(
        "--margin", type=float, default=0.0, help="how much worse is still accepted, in the score's units (default: 0)"
    )
    parser.add_argument("--lower-is-better", action="store_true", help="the metric is an error, a loss or a cost")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 where the candidate does not pass; FormatError for a file without scores."""
    if not 0 <= args.margin <= _LARGEST_MARGIN:
        raise errors.UserError("must be 0 or more, in the units of the score", field="--margin")
    # A name may be a file that does not stand among the files: `--baseline a.json --candidate b.json`.
    extra_files = [name for name in (*args.baseline, *args.candidate) if os.path.exists(name)]
    paths = list(dict.fromkeys([*args.files, *extra_files]))
    if not paths:
        raise errors.UserError("give a file of results; see aiboard gate --help")
    files = [open_scores(path) for path in paths]
    sides = choose_sides(
        files, GateOptions(tuple(args.baseline), tuple(args.candidate), args.metric, args.lower_is_better)
    )
    margin = round(args.margin * ONE)
    _refuse_margin_of_all(sides, margin)
    comparisons = {metric: _compared(sides, metric, margin) for metric in sides.metrics}
    primary = comparisons.get(sides.metric) if sides.metric is not None else None
    gate = GateReport(files, sides, comparisons, primary, args.margin)
    emit(args.json, _json(gate), lines(gate))
    return errors.NO if primary is not None and primary.verdict != "pass" else errors.OK


def _refuse_margin_of_all(sides: Sides, margin: int) -> None:
    """UserError where no candidate could fail: two points of scores between 0 and 1 are 0.02."""
    if margin < ONE or sides.metric is None or sides.lower_is_better(sides.metric):
        return
    runs = [run for side in sides.systems_with(sides.metric).values() for run in side.runs]
    if all(0 <= score <= ONE for run in runs for score in (run.mean, *run.items.values())):
        raise errors.UserError("is all that scores between 0 and 1 can differ by; 2 points are 0.02", field="--margin")


def _compared(sides: Sides, metric: str, margin: int) -> Comparison | None:
    """The comparison on one metric; None where a side does not have it."""
    of_metric = sides.systems_with(metric)
    if sides.baseline is None or sides.candidate is None:
        return None
    baseline, candidate = of_metric.get(sides.baseline), of_metric.get(sides.candidate)
    if baseline is None or candidate is None:
        return None
    return compare(baseline, candidate, margin, not sides.lower_is_better(metric))


def _json(gate: GateReport) -> dict[str, object]:
    sides, primary = gate.sides, gate.primary
    comparisons = {name: _comparison(gate, name, one) for name, one in gate.comparisons.items() if one is not None}
    return {
        "files": [{"file": clean(one.file, 500), "format": one.format, "notes": list(one.notes)} for one in gate.files],
        "baseline": sides.baseline,
        "candidate": sides.candidate,
        "metric": sides.metric,
        "verdict": None if primary is None else primary.verdict,
        "passed": None if primary is None else primary.verdict == "pass",
        "comparison": None if primary is None else comparisons[sides.metric or ""],
        "comparisons": list(comparisons.values()),
        "systems": [one for metric in sides.metrics for one in _systems(sides, metric)],
        # Where no metric decides, of the first.
        "could_not_know": gate.unknown(sides.metric or next(iter(sides.metrics), "")),
    }


def _comparison(gate: GateReport, metric: str, one: Comparison) -> dict[str, object]:
    return {
        "metric": metric,
        "higher_is_better": not gate.sides.lower_is_better(metric),
        "gain": _est(one.gain),
        "bound": None if one.bound is None else one.bound / ONE,
        "margin": gate.margin,
        "paired_by": one.paired_by,
        "pairs": one.pairs,
        "verdict": one.verdict,
        "reason": one.reason,
        "naive": "pass" if one.gain.mean > 0 else "fail",
    }


def _systems(sides: Sides, metric: str) -> list[dict[str, object]]:
    return [
        {
            "system": name,
            "metric": metric,
            "score": _est(mean_interval(side)),
            "stderr": None if (stderr := item_stderr(side)) is None else stderr / ONE,
            "items": len(side.item_means) or None,
            "runs": [
                {
                    "run": run.name,
                    "mean": run.mean / ONE,
                    "stderr": None if run.stderr is None else run.stderr / ONE,
                    "n": run.n,
                }
                for run in side.runs
            ],
        }
        for name, side in sides.systems_with(metric).items()
    ]


def _est(one: MeanInterval) -> dict[str, float | None]:
    return {
        "mean": one.mean / ONE,
        "low": None if one.low is None else one.low / ONE,
        "high": None if one.high is None else one.high / ONE,
    }
