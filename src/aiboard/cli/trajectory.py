"""`aiboard trajectory FILE...`: what an agent did, from its log files; at a terminal in the viewer, else printed.

Arguments and outputs are hidden unless asked for: logs hold names, paths and keys.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from aiboard.cli import errors
from aiboard.cli.output import emit_json, is_interactive
from aiboard.cli.trajectory_text import ReportOptions, file_lines, notes_lines
from aiboard.formats import FormatError, TrajectoryFile, open_trajectories
from aiboard.formats.notes import Note, RunNotes, split_words
from aiboard.instruments.errors import check_range
from aiboard.instruments.pass_k import Passes, pass_k
from aiboard.instruments.personal_data import exposures
from aiboard.instruments.rate_limit import rate_limit_hits
from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import Run, analyse
from aiboard.views import fmt

_MOST_CALLS = 1_000_000


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
    parser.add_argument(
        "--personal-data",
        action="store_true",
        help="name the calls whose arguments hold addresses, card, account or telephone numbers",
    )
    parser.add_argument(
        "--rate-limit", type=int, metavar="N", help="name the calls that a limit of N calls of a tool in a run refuses"
    )
    parser.add_argument("--show", action="store_true", help="print every step with its arguments and output")
    parser.add_argument("--text", action="store_true", help="print on a terminal too, instead of opening the viewer")
    parser.add_argument("--notes", metavar="FILE", help="keep notes on first failures in this file, and count them")
    parser.add_argument(
        "--note",
        action="append",
        nargs=2,
        metavar=("RUN:STEP", "KIND:WORDS"),
        help="note the first failure of a run, by the run's number in the list; an empty kind takes a note back",
    )


def run(args: argparse.Namespace) -> int:
    """Print what is in the files. A file that cannot be read is one line on stderr and exit code 2."""
    options = ReportOptions(_tools(args.allow), args.personal_data, args.rate_limit, args.show)
    if args.rate_limit is not None:
        check_range("--rate-limit", args.rate_limit, 0, _MOST_CALLS)
    code = errors.OK
    files: list[TrajectoryFile] = []
    for name in args.files:
        try:
            files.append(open_trajectories(name))
        except FormatError as error:
            code = errors.report(error)
    notes = _notes(args, files)
    if args.json:
        emit_json({"files": _files_json(files, options, notes), **({} if notes is None else _notes_json(notes))})
        return code
    printed = args.show or args.text or args.note or args.personal_data or args.rate_limit is not None
    if files and not printed and is_interactive() and os.environ.get("TERM") != "dumb":
        return _view(files, options.allow, notes) or code
    run_count = 0
    for file in files:
        for line in file_lines(file, options, notes, run_count):
            print(line)
        run_count += len(file.runs)
    if notes is not None:
        print("\n".join(notes_lines(notes)))
    return code


def _notes(args: argparse.Namespace, files: Sequence[TrajectoryFile]) -> RunNotes | None:
    """The notes, with those added that the command line gives. UserError for a note on no run."""
    if args.notes is None:
        if args.note:
            raise errors.UserError("says nothing of the file to keep it in; add --notes FILE", field="--note")
        return None
    # Numbers run over all files, as the printed list does.
    runs = [(file.file, run) for file in files for run in file.runs]
    notes = RunNotes(args.notes, [(file, run.label) for file, run in runs])
    for position, words in args.note or ():
        number, _, step = position.partition(":")
        # Bounded first: int() of a very long text takes long.
        index = int(number) - 1 if number.isdecimal() and len(number) < 9 else -1
        if not 0 <= index < len(runs):
            raise errors.UserError(f"'{clean(position, 40)}' is no run; there are 1 to {len(runs)}", field="--note")
        if step and not (step.isdecimal() and len(step) < 9 and 1 <= int(step) <= len(runs[index][1].steps)):
            step_count = len(runs[index][1].steps)
            raise errors.UserError(f"'{clean(position, 40)}': the run's steps are 1 to {step_count}", field="--note")
        notes.take(index, Note(int(step or 0), *split_words(words)))
    return notes


def _view(files: list[TrajectoryFile], allow: frozenset[str] | None, notes: RunNotes | None) -> int:
    """All runs of the files in the full-screen viewer."""
    from aiboard.tui import Options
    from aiboard.tui import run as run_app

    passes = [(_stem(file.file), estimate.sentence) for file in files if (estimate := pass_k(file.runs)) is not None]
    if len(files) == 1:
        (file,) = files
        runs, note = list(file.runs), "".join(sentence for _, sentence in passes)
        source = f"{clean(os.path.basename(file.file), 80)}: {file.format}"
    else:
        runs = [_named_by_file(run, _stem(file.file)) for file in files for run in file.runs]
        note, source = "; ".join(f"{stem}: {sentence}" for stem, sentence in passes), f"{len(files)} files"
    title = f"{source}, {fmt.count(len(runs), 'run')}"
    return run_app(Options(runs=(title, runs, allow, note, notes)), instead="--text")


def _stem(file: str) -> str:
    return clean(os.path.basename(file).split(".")[0], 40)


def _named_by_file(run: Run, stem: str) -> Run:
    """The run, with its file in its name: runs of several files stand in one list."""
    return run if run.label.startswith(stem) else replace(run, name=f"{stem}: {run.label}")


def _tools(tool_lists: list[str] | None) -> frozenset[str] | None:
    if tool_lists is None:
        return None
    return frozenset(tool.strip() for words in tool_lists for tool in words.split(",") if tool.strip())


def _files_json(
    files: Sequence[TrajectoryFile], options: ReportOptions, notes: RunNotes | None
) -> list[dict[str, object]]:
    documents = [_file_json(file, options) for file in files]
    if notes is not None:
        runs = [run for file in documents for run in cast(list[dict[str, object]], file["runs"])]
        for index, run in enumerate(runs):
            note = notes.of(index)
            run["note"] = None if note is None else {"step": note.step, "kind": note.kind, "text": note.text}
    return documents


def _notes_json(notes: RunNotes) -> dict[str, object]:
    kinds = [{"kind": kind, "count": count} for kind, count in notes.counts]
    file = clean(os.fspath(notes.path), 500)
    return {"notes": {"file": file, "total": notes.total, "kinds": kinds, "lines_not_read": notes.not_read}}


def _file_json(file: TrajectoryFile, options: ReportOptions) -> dict[str, object]:
    total: Counter[str] = Counter()
    for run in file.runs:
        total.update(dict(run.unread))
    return {
        "file": clean(file.file, 500),
        "format": file.format,
        "runs": [_run_json(run, options) for run in file.runs],
        "unread": _unread_json(total.most_common()),
        "pass_k": _pass_k_json(pass_k(file.runs)),
    }


def _run_json(run: Run, options: ReportOptions) -> dict[str, object]:
    analysis = analyse(run, options.allow)
    return {
        "id": run.id,
        "trial": run.trial,
        "reward": run.reward,
        "steps": analysis.steps,
        "tool_calls": analysis.tool_calls,
        "errors": analysis.errors,
        "consecutive_repeats": analysis.consecutive_repeats,
        "loops": analysis.loops,
        "unauthorised": analysis.unauthorised,
        "name": run.label,
        "task": run.task,
        "calls_from_text": analysis.from_text,
        "unread": _unread_json(run.unread),
        "bursts": analysis.bursts,
        "over_step_cap": analysis.over_step_cap,
        "first_failure_in_log": None if run.blamed is None else {"step": run.blamed[0], "by": run.blamed[1]},
        "flags": [
            {"kind": flag.kind.value, "steps": list(flag.steps), "reason": flag.reason} for flag in analysis.flags
        ],
        # Null without the option: then nobody looked.
        "personal_data": _personal_json(run) if options.personal else None,
        "rate_limited": None if options.limit is None else _refused_json(run, options.limit),
    }


def _personal_json(run: Run) -> list[dict[str, object]]:
    return [{"step": one.step, "tool": one.tool, "kinds": list(one.kinds)} for one in exposures(run)]


def _refused_json(run: Run, limit: int) -> list[dict[str, object]]:
    return [{"tool": one.tool, "steps": list(one.steps)} for one in rate_limit_hits(run, limit)]


def _unread_json(unread: Sequence[tuple[str, int]]) -> list[dict[str, object]]:
    return [{"kind": kind, "count": count} for kind, count in unread]


def _pass_k_json(passes: Passes | None) -> dict[str, object] | None:
    if passes is None:
        return None
    return {
        "trials": passes.trials,
        "left_out": passes.left_out,
        "values": [{"k": one.k, "value": one.value, "tasks": one.tasks} for one in passes.by_k],
    }
