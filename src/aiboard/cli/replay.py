"""`aiboard replay SAVE`: play a save again and check every digest in it."""

from __future__ import annotations

import argparse
from typing import Final

from aiboard.cli import errors
from aiboard.cli.output import emit_json
from aiboard.engine.model.state import digest
from aiboard.game.errors import OldRulesError
from aiboard.game.practice import reasons
from aiboard.game.replay import Replay, replay
from aiboard.instruments.text import clean
from aiboard.journal.reader import Save, read
from aiboard.views import fmt
from aiboard.views.fmt import exact_money


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("save", metavar="SAVE", help="a save")
    parser.add_argument("--json", action="store_true", help="print the answer as one JSON document")


def run(args: argparse.Namespace) -> int:
    """Exit code 0: all is as the save says (a torn last line is said, and no fault); 1: it is not."""
    save = read(args.save)
    for warning in save.warnings:
        errors.say(f"{clean(args.save, 300)}: {warning}")
    try:
        result = replay(save)
    except OldRulesError as old:
        return _old(old, args.json)
    return _answer(save, result, args.json)


def _answer(save: Save, result: Replay, as_json: bool) -> int:
    fault = result.mismatch
    cents = result.timeline.state.returns()
    days = result.timeline.days_ended()
    state_digest = digest(result.timeline.state)
    if as_json:
        mismatch = None
        if fault is not None:
            mismatch = {"line": fault.line, "day": fault.day, "part": fault.part, "message": clean(fault.message)}
        emit_json(
            {
                "ok": fault is None,
                "days": days,
                "digest": state_digest,
                "value": cents / 100,
                "first_mismatch": mismatch,
                "edited_lines": save.edited,
                "torn": save.torn,
                "practice": bool(result.why_practice),
                "practice_because": list(result.why_practice),
                "scenario": result.resolved.key,
                "seed": save.header.seed,
                "rules_version": save.header.rules_version,
            }
        )
    elif fault is None:
        practice = f", practice ({reasons(result.why_practice)})" if result.why_practice else ""
        game = f"{result.resolved.key}, seed {save.header.seed}"
        print(f"ok: {game}: {fmt.days(days)}, {exact_money(cents)}{practice}, digest {state_digest}")
    if fault is not None:
        part = f" {fault.part}:" if fault.part else ""
        errors.say(f"{clean(str(save.path), 300)}:{fault.line}: day {fault.day}:{part} {clean(fault.message, 300)}")
    return errors.OK if fault is None else errors.NO


_BOARD_LINES: Final = 120


def _old(old: OldRulesError, as_json: bool) -> int:
    """A save by other rules cannot be checked; what it says of itself is shown."""
    # The rules that it was played by are gone: what it says of itself at its sprint ends is all there is.
    summaries = old.save.summaries()
    last = summaries[-1] if summaries else {}
    day, value = last.get("day"), last.get("value")
    if as_json:
        emit_json(
            {
                "ok": False,
                "days": day if isinstance(day, int) else None,
                "digest": None,
                "value": value if isinstance(value, (int, float)) else None,
                "first_mismatch": {"line": 1, "day": 0, "part": "rules_version", "message": old.message},
                "edited_lines": old.save.edited,
                "torn": old.save.torn,
                "rules_version": old.save.header.rules_version,
            }
        )
    else:
        for item in summaries:
            print(f"day {clean(str(item.get('day')), 10)}: value {clean(str(item.get('value')), 20)}")
        board = last.get("board")
        for line in board.split("\n")[:_BOARD_LINES] if isinstance(board, str) else []:
            print(clean(line, 200))
    errors.say(str(old))
    return errors.NO
