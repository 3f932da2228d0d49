"""`aiboard play`: the game, full screen or line by line."""

from __future__ import annotations

import argparse

from aiboard.instruments.errors import InputError
from aiboard.journal.saves import SUFFIX, typed_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO", help="its name, name:variant or file; or a save")
    parser.add_argument("--seed", type=int, metavar="N", help="the luck; without it the scenario's own, or fresh luck")
    parser.add_argument("--save", type=typed_path, metavar="P", help="the file of the save, which must not exist yet")
    parser.add_argument("--resume", type=typed_path, metavar="P", help="go on with this save")
    parser.add_argument("--inject", type=typed_path, metavar="FILE", help="disruptions by day: lines 'DAY action'")
    parser.add_argument("--plain", action="store_true", help="the same game line by line: pipes, screen readers")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")


def run(args: argparse.Namespace) -> int:
    """Play. Raises InputError for what cannot be opened."""
    # A save is what it is named like: nobody means a scenario by it.
    if args.resume is None and args.scenario is not None and args.scenario.endswith(SUFFIX):
        args.scenario, args.resume = None, typed_path(args.scenario)
    # Refused rather than ignored: who names a seed beside a save expects it to matter.
    if args.resume is not None:
        for name in ("scenario", "seed", "save", "inject"):
            if getattr(args, name) is not None:
                option = name if name == "scenario" else f"--{name}"
                raise InputError("a resumed game has its own; leave it out", field=option)
    if args.plain:
        # Imported when needed: the line mode starts without textual, the screen without the line mode.
        from aiboard.cli.plain import play

        return play(args.scenario, args.seed, args.save, args.resume, args.inject)
    from aiboard.tui import Options
    from aiboard.tui import run as run_app

    options = Options(args.scenario, args.seed, args.save, args.resume, args.inject)
    return run_app(options, not args.no_mouse)
