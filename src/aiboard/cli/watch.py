"""`aiboard watch`: a bot plays on the board, the watcher injects disruptions."""

from __future__ import annotations

import argparse

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.play import DEFAULT_WATCH_BOT, DEFAULT_WATCH_SCENARIO


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    help_text = f"its name, name:variant, or a file (default {DEFAULT_WATCH_SCENARIO})"
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO", default=DEFAULT_WATCH_SCENARIO, help=help_text)
    parser.add_argument(
        "--bot", default=DEFAULT_WATCH_BOT, metavar="NAME", help=f"who plays (default {DEFAULT_WATCH_BOT})"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="the luck; without it the scenario's own, or fresh luck")
    parser.add_argument("--plain", action="store_true", help="the same line by line: pipes, screen readers")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")


def run(args: argparse.Namespace) -> int:
    """Watch. Raises InputError for a bot or scenario that is not there."""
    # Imported here: --help needs no rules.
    from aiboard.bots import BOTS

    # The slow lookahead is none of these: a watcher would wait for every day.
    if args.bot not in BOTS:
        message = f"there is no bot '{clean(args.bot, 40)}'; choose one of {', '.join(BOTS)}"
        raise InputError(message, field="--bot")
    if args.plain:
        from aiboard.cli.plain import play

        return play(args.scenario, args.seed, bot=args.bot)
    from aiboard.tui import Options
    from aiboard.tui import run as run_app

    return run_app(Options(args.scenario, args.seed, watch_bot=args.bot), not args.no_mouse)
