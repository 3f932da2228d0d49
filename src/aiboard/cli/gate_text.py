"""A gate's findings as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aiboard.cli.gate_sides import Sides
from aiboard.cli.output import colourise
from aiboard.formats.scores import ScoreFile
from aiboard.instruments.comparing import ONE, Comparison, MeanInterval, item_stderr, mean_interval
from aiboard.instruments.counted import count
from aiboard.instruments.sides import SAME, Side, unknown_of
from aiboard.instruments.text import clean

_MOST_ROWS: Final = 20
_MOST_RUNS: Final = 8
_COLOURS: Final = {"pass": "green", "fail": "red", "not enough evidence": "yellow"}


@dataclass(frozen=True)
class GateReport:
    """What a gate found.

    Attributes:
        files: what was read.
        sides: who is compared with whom, on which metrics.
        comparisons: the comparison on each metric; None where a side does not have it.
        primary: the one that decides; None where none does.
        margin: how much worse is still accepted, in the score's units.
    """

    files: Sequence[ScoreFile]
    sides: Sides
    comparisons: dict[str, Comparison | None]
    primary: Comparison | None
    margin: float

    def unknown(self, metric: str) -> list[str]:
        """What could not be known of the metric that decides; where none does, of each system on this one."""
        notes = [*self.sides.notes, *([SAME] if self.sides.same else [])]
        if self.primary is not None:
            return [*notes, *self.primary.unknown]
        sides = list(self.sides.systems_with(metric).values())
        if len(sides) > 2:
            # Of a whole leaderboard each sentence is said once.
            sides = [Side("some systems", side.runs) for side in sides]
        return [*notes, *dict.fromkeys(one for side in sides for one in unknown_of(side))]


def lines(gate: GateReport) -> Iterator[str]:
    """The systems, the comparison beside the naive one, and what could not be known."""
    sides, primary = gate.sides, gate.primary
    for file in gate.files:
        yield colourise(f"{clean(file.file)}: {file.format}", "bold")
        for note in file.notes:
            yield f"  {note}"
    if sides.metric is not None:
        yield from _metric(gate, sides.metric)
    else:
        yield from _rows(sides, gate.comparisons)
    for sentence in gate.unknown(sides.metric or ""):
        yield f"note: {sentence}"
    if primary is not None:
        verdict = colourise(primary.verdict, _COLOURS[primary.verdict])
        yield f"verdict: {verdict} ({primary.reason})"


def _rows(sides: Sides, comparisons: dict[str, Comparison | None]) -> Iterator[str]:
    """A line a metric, where none of them decides."""
    width = min(60, max((len(metric) for metric in sides.metrics[:_MOST_ROWS]), default=0))
    if sides.baseline is not None:
        yield f"{'':<{width}}  {sides.baseline} (baseline), {sides.candidate} (candidate), gain"
    for metric in sides.metrics[:_MOST_ROWS]:
        metric_sides = sides.systems_with(metric).values()
        alone = len(metric_sides) == 1
        scores = ", ".join(_figure(mean_interval(side)) if alone else _number(side.mean) for side in metric_sides)
        one = comparisons.get(metric)
        yield f"{metric[:width]:<{width}}  {scores}{'' if one is None else f', {_figure(one.gain, signed=True)}'}"
    if len(sides.metrics) > _MOST_ROWS:
        yield f"and {len(sides.metrics) - _MOST_ROWS} more metrics (--json has all)"


def _metric(gate: GateReport, metric: str) -> Iterator[str]:
    sides, one = gate.sides, gate.comparisons.get(metric)
    direction = ", less is better" if sides.lower_is_better(metric) else ""
    yield f"{metric}{direction}"
    for name, side in sides.systems_with(metric).items():
        stderr = item_stderr(side)
        parts = [count(len(side.runs), "run")]
        parts += [count(len(side.item_means), "item")] if side.item_means else []
        parts += [f"standard error over items {_number(stderr)}"] if stderr is not None else []
        role = " (baseline)" if name == sides.baseline else " (candidate)" if name == sides.candidate else ""
        yield f"  {name}{role}: {_figure(mean_interval(side))}; {', '.join(parts)}"
        if gate.primary is not None and 1 < len(side.runs) <= _MOST_RUNS:
            yield f"    {', '.join(f'{run.name} {_number(run.mean)}' for run in side.runs)}"
    if one is None:
        return
    pairing = "nothing is paired" if one.paired_by == "nothing" else f"{count(one.pairs, 'pair')} by {one.paired_by}"
    yield f"  gain {_figure(one.gain, signed=True)}; {pairing}"
    if one.bound is not None:
        yield f"  one-sided 5 % bound of the gain {_number(one.bound, True)}, needed: more than {-gate.margin + 0.0:g}"
    naive = "higher, ship it" if one.gain.mean > 0 else "not higher, drop it"
    yield f"  the naive rule compares the two means: {naive}"


def _figure(one: MeanInterval, signed: bool = False) -> str:
    if one.low is None or one.high is None:
        return f"{_number(one.mean, signed)}, no interval"
    return f"{_number(one.mean, signed)}, 95 % interval {_number(one.low, signed)} to {_number(one.high, signed)}"


def _number(ppm: int, signed: bool = False) -> str:
    return f"{ppm / ONE:+.4f}" if signed else f"{ppm / ONE:.4f}"
