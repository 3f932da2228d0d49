"""`aiboard debrief SAVE...`: the analysis of one or more games, as text, Markdown, HTML or JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from aiboard.analysis.debrief import (
    Debrief,
    debrief,
    html,
    json_document,
    markdown,
    text,
    with_prices,
    with_second_evaluator,
)
from aiboard.analysis.evaluators import OTHERS, other_evaluator
from aiboard.analysis.pool import pool
from aiboard.cli import errors
from aiboard.cli.batch_options import read_jobs
from aiboard.cli.output import emit_json
from aiboard.cli.progress import progress
from aiboard.game import Game, open_game
from aiboard.instruments.errors import InputError, check_range
from aiboard.instruments.files import writable_target, write_whole
from aiboard.instruments.text import clean

FORMATS: Final = ("text", "md", "html", "json")
MIN_ROLLOUTS: Final = 32
"""Fewest futures of a price: a first look."""
MAX_ROLLOUTS: Final = 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("saves", nargs="+", metavar="SAVE", help="a save, finished or not")
    parser.add_argument("--format", choices=FORMATS, help="how it is written (default text)")
    parser.add_argument("--out", metavar="F", help="write it to this file instead of the screen")
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    parser.add_argument(
        "--rollouts", type=int, default=0, metavar="N",
        help=f"price each decision by up to N futures, {MIN_ROLLOUTS} to {MAX_ROLLOUTS} (default: no prices)",
    )  # fmt: skip
    parser.add_argument("--luck", action="store_true", help="with --rollouts: price luck and guesses too")
    parser.add_argument(
        "--evaluator", metavar="NAME",
        help=f"with --rollouts: price by another evaluator too, {', '.join(OTHERS)}, and show the difference",
    )  # fmt: skip
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes for prices (default: one a core)")


def run(args: argparse.Namespace) -> int:
    """Write the debriefs. A save that cannot be read is one line on stderr and exit code 2; the others are written."""
    if args.json and args.format not in (None, "json"):
        raise InputError(f"is --format json, not {args.format}; give one of the two", field="--json")
    form = "json" if args.json else args.format or "text"
    if args.rollouts:
        check_range("--rollouts", args.rollouts, MIN_ROLLOUTS, MAX_ROLLOUTS, ", or 0 for no prices")
    if args.luck and not args.rollouts:
        raise InputError("is a part of the prices; give --rollouts too", field="--luck")
    # For its error alone: a wrong number is told before the analysis and not after it.
    read_jobs(args)
    if args.evaluator is not None:
        other_evaluator(args.evaluator)
        if not args.rollouts:
            raise InputError("needs --rollouts N: without it nothing is priced", field="--evaluator")
    # A place that will not do is said now, not after a minute of analysis.
    if args.out is not None:
        _place(args.out, args.saves)
    code = errors.OK
    debriefs: list[Debrief] = []
    for name in args.saves:
        try:
            debriefs.append(_read(name, args))
        # One save that cannot be read must not cost the others.
        except InputError as error:
            code = errors.report(error)
    if not debriefs:
        return code
    if args.out is not None:
        # Judged once more: it may have become a link to a save meanwhile.
        write_whole(_place(args.out, args.saves), _document(debriefs, form, len(args.saves)), "--out")
        errors.say(f"written to {clean(args.out, 300)}")
    elif form == "json":
        emit_json(_json(debriefs, len(args.saves)))
    else:
        sys.stdout.write(_document(debriefs, form, len(args.saves)))
    return code


def _read(name: str, args: argparse.Namespace) -> Debrief:
    with open_game(name, read_only=True) as game:
        for notice in game.take_notices():
            errors.say(f"{clean(name, 300)}: {clean(notice, 300)}")
        result = debrief(game)
        return _priced(result, game, args) if args.rollouts else result


def _priced(result: Debrief, game: Game, args: argparse.Namespace) -> Debrief:
    """Rollouts of every decision; as it was, and said so, where the scenario has no sound equity scale."""
    from aiboard.analysis.pricing.game import Settings

    settings = Settings(args.rollouts, guess=args.luck, luck=args.luck)
    days = len(game.timeline.days)
    with pool(read_jobs(args)) as executor:
        try:
            with progress("days priced", days) as update:
                result = with_prices(result, game, settings, executor, update)
        except InputError as error:
            errors.say(f"warning: {error.message}")
            return result
        if args.evaluator is None:
            return result
        with progress("priced again", days) as update:
            return with_second_evaluator(result, game, other_evaluator(args.evaluator), args.rollouts, executor, update)


def _json(debriefs: list[Debrief], save_count: int) -> dict[str, Any]:
    """The document of one save; for several a list of documents."""
    documents = [json_document(item) for item in debriefs]
    # By how many were asked for, not read: a program knows the form beforehand.
    return documents[0] if save_count == 1 else {"debriefs": documents}


def _document(debriefs: list[Debrief], form: str, save_count: int) -> str:
    if form == "json":
        return json.dumps(_json(debriefs, save_count), indent=2, allow_nan=False) + "\n"
    if form == "html":
        return html(debriefs)
    write = markdown if form == "md" else text
    return "\n".join(write(item) for item in debriefs)


def _place(name: str, saves: list[str]) -> str:
    """The file that --out names. Judged before the analysis, which may take a minute; a save is never written over."""
    target = writable_target(name, "--out")
    # Writing would find out too, but after the analysis.
    if not os.path.isdir(os.path.dirname(target)):
        message = "cannot be written: its folder is not there; choose another place"
        raise InputError(message, file=name, field="--out")
    if any(_same(Path(target), Path(save)) for save in saves):
        raise InputError("is the save itself; give another name", file=name, field="--out")
    return target


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False
