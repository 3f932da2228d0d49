"""`aiboard trajectory FILE...`: what an agent did, from its log files; at a terminal in the viewer, else printed.

Arguments and outputs are hidden unless asked for: logs hold names, paths and keys.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
from collections.abc import Iterator
from typing import Final

from aiboard.cli import errors
from aiboard.cli.output import emit_json, painted
from aiboard.formats import FormatError, TrajectoryFile, open_trajectories
from aiboard.instruments.text import clean, clean_lines
from aiboard.instruments.trajectory import GLYPHS, Analysis, Run, Step, StepKind, StepState, analyse

_COLOURS: Final = {
    StepState.OK: "green",
    StepState.FAILED: "red",
    StepState.LOOP: "yellow",
    StepState.UNAUTHORISED: "magenta",
}
_WIDTH: Final = 78
_NODES_IN_LINE: Final = 60
_SHOWN_LINES: Final = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="a JSON or JSON Lines log of agent runs")
    parser.add_argument("--json", action="store_true", help="print the counts as one JSON document")
    parser.add_argument(
        "--allow",
        action="append",
        metavar="TOOL,...",
        help="tools the agent may call; calls of others are marked unauthorised",
    )
    parser.add_argument("--show", action="store_true", help="print every step with its arguments and output")
    parser.add_argument("--text", action="store_true", help="print on a terminal too, instead of opening the viewer")


def run(args: argparse.Namespace) -> int:
    """Print what is in the files. A file that cannot be read is one line on stderr and exit code 2."""
    allow = _tools(args.allow)
    code = errors.OK
    read: list[TrajectoryFile] = []
    for name in args.files:
        try:
            read.append(open_trajectories(name))
        except FormatError as error:
            code = errors.report(error)
    if args.json:
        emit_json({"files": [_file_json(file, allow) for file in read]})
        return code
    if read and not args.show and not args.text and _at_a_terminal():
        return _view(read, allow) or code
    for file in read:
        for line in _file_lines(file, allow, args.show):
            print(line)
    return code


def _at_a_terminal() -> bool:
    """Whether a person sits at a terminal that shows screens."""
    both = sys.stdin is not None and sys.stdin.isatty() and sys.stdout is not None and sys.stdout.isatty()
    return both and os.environ.get("TERM") != "dumb"


def _view(files: list[TrajectoryFile], allow: frozenset[str] | None) -> int:
    """All runs of the files in the full-screen viewer."""
    from aiboard.tui.launch import open_trajectory

    runs = [run for file in files for run in file.runs]
    if len(files) == 1:
        title = f"{clean(os.path.basename(files[0].file), 80)}: {files[0].format}, {_counted(len(runs), 'run')}"
    else:
        title = f"{len(files)} files, {_counted(len(runs), 'run')}"
    return open_trajectory(title, runs, allow)


def _tools(given: list[str] | None) -> frozenset[str] | None:
    if given is None:
        return None
    return frozenset(tool.strip() for words in given for tool in words.split(",") if tool.strip())


def _file_json(file: TrajectoryFile, allow: frozenset[str] | None) -> dict[str, object]:
    return {
        "file": clean(file.file, 500),
        "format": file.format,
        "runs": [_run_json(run, analyse(run, allow)) for run in file.runs],
    }


def _run_json(run: Run, found: Analysis) -> dict[str, object]:
    return {
        "id": run.id,
        "trial": run.trial,
        "reward": run.reward,
        "steps": found.steps,
        "tool_calls": found.tool_calls,
        "errors": found.errors,
        "consecutive_repeats": found.consecutive_repeats,
        "loops": found.loops,
        "unauthorised": found.unauthorised,
        "bursts": found.bursts,
        "over_step_cap": found.over_step_cap,
        "flags": [{"kind": flag.kind.value, "steps": list(flag.steps), "reason": flag.reason} for flag in found.flags],
    }


def _file_lines(file: TrajectoryFile, allow: frozenset[str] | None, show: bool) -> Iterator[str]:
    runs = _counted(len(file.runs), "run")
    yield painted(f"{clean(file.file)}: {file.format}, {runs}", "bold")
    legend = "  ".join(f"{_painted_glyph(state)} {state.value}" for state in StepState)
    yield f"one mark a tool call: {legend}"
    for run in file.runs:
        found = analyse(run, allow)
        yield ""
        yield from _run_lines(run, found)
        if show:
            yield from _step_lines(run, found)
    yield ""


def _run_lines(run: Run, found: Analysis) -> Iterator[str]:
    name = f"run {run.id}"
    if run.trial is not None:
        name += f", trial {run.trial}"
    if run.reward is not None:
        name += f", reward {run.reward:g}"
    yield f"{name}: {_counted(found.steps, 'step')}, {_counted(found.tool_calls, 'tool call')}"
    pairs = zip(run.steps, found.states, strict=True)
    nodes = [_painted_glyph(state) for step, state in pairs if step.kind is StepKind.TOOL_CALL]
    for start in range(0, len(nodes), _NODES_IN_LINE):
        yield "  " + "".join(nodes[start : start + _NODES_IN_LINE])
    counts = [
        _counted(found.errors, "error"),
        _counted(found.consecutive_repeats, "consecutive repeat"),
        _counted(found.loops, "loop"),
        "no allow-list given" if found.unauthorised is None else f"{found.unauthorised} unauthorised",
    ]
    yield "  " + ", ".join(counts)
    for flag in found.flags:
        yield from textwrap.wrap(
            f"- {flag.kind.value}: {flag.reason}", _WIDTH, initial_indent="  ", subsequent_indent="    "
        )


def _painted_glyph(state: StepState) -> str:
    return painted(GLYPHS[state], _COLOURS[state])


def _step_lines(run: Run, found: Analysis) -> Iterator[str]:
    for number, (step, state) in enumerate(zip(run.steps, found.states, strict=True), 1):
        if step.kind is StepKind.TOOL_CALL or state is not StepState.OK:
            head = painted(f"{GLYPHS[state]} {state.value}", _COLOURS[state])
        else:
            head = painted("said by", "dim")
        yield ""
        yield f"  {number:>4} {head} {clean(step.tool or step.role)}"
        yield from _content_lines(step)


def _content_lines(step: Step) -> Iterator[str]:
    if step.arguments:
        for line in clean_lines(step.arguments, _SHOWN_LINES):
            yield f"       > {line}"
    if step.output is None:
        yield "       (no output recorded)"
    elif step.output:
        for line in clean_lines(step.output, _SHOWN_LINES):
            yield f"       {line}"


def _counted(number: int, one: str) -> str:
    return f"{number} {one if number == 1 else one + 's'}"
