"""`aiboard debrief --evaluator NAME`: the game priced by another evaluator too, and how far the two are apart."""

from __future__ import annotations

import argparse
import os
from typing import Any, Final

from aiboard.analysis.debrief import Debrief
from aiboard.analysis.evaluators import CURRENT, OTHERS, other_evaluator
from aiboard.analysis.evaluators.bias import Bias, bias, told
from aiboard.analysis.pool import pool
from aiboard.cli.progress import progress
from aiboard.game import open_game
from aiboard.instruments.errors import InputError

OPINIONS: Final = 12
"""Decisions on which two evaluators are shown beside each other, where they differ most."""


def add_evaluator(parser: argparse.ArgumentParser) -> None:
    """Declare --evaluator."""
    about = f"with --rollouts: price by another evaluator too, {', '.join(OTHERS)}, and show the difference"
    parser.add_argument("--evaluator", metavar="NAME", help=about)


def check_evaluator(args: argparse.Namespace, form: str) -> None:
    """InputError for an evaluator that is not there, or that has nothing to do or nowhere to be shown."""
    if args.evaluator is None:
        return
    other_evaluator(args.evaluator)
    if not args.rollouts:
        raise InputError(None, None, "--evaluator", "needs --rollouts N: without it nothing is priced")
    if form == "html":
        raise InputError(None, None, "--evaluator", "is shown as text, md or json, not as html")


def second(name: str, found: Debrief, args: argparse.Namespace) -> Bias | None:
    """The save priced by the other evaluator too; None where that was not asked for, or nothing is priced."""
    if args.evaluator is None or found.prices is None:
        return None
    # numpy comes with it.
    from aiboard.analysis.pricing.game import Settings, price_saved

    other = other_evaluator(args.evaluator)
    settings = Settings(args.rollouts, options=False, policy=other.policy)
    jobs = args.jobs or os.cpu_count() or 1
    days = len(found.record.days)
    with open_game(name, read_only=True) as game, pool(jobs) as executor, progress("priced again", days) as shown:
        return bias(CURRENT, found.prices, other, price_saved(game, settings, executor, shown))


def with_second(document: dict[str, Any], other: Bias | None) -> dict[str, Any]:
    """A debrief's JSON, with the key "evaluators" where there are two."""
    return document if other is None else {**document, "evaluators": other.data()}


def section(other: Bias | None, form: str) -> str:
    """The section about the other evaluator in text or Markdown, empty without one."""
    if other is None:
        return ""
    lines = "\n".join(told(other, OPINIONS))
    if form == "md":
        return f"\n## Two evaluators\n\n```\n{lines}\n```\n"
    return f"\n{'── Two evaluators '.ljust(78, '─')}\n{lines}\n"
