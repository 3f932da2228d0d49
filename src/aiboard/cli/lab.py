"""`aiboard lab [NAME]`: the course's simulations, each with its rule beside the engine's on the same draw."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from aiboard.cli import errors
from aiboard.cli.output import emit_json
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.labs import ENTRIES
from aiboard.labs.controls import Control
from aiboard.labs.lab import Side
from aiboard.labs.session import LabSession, open_lab


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="a lab's name or chapter; without it the list")
    parser.add_argument("--seed", type=int, metavar="N", help="the luck of the draw (default 12)")
    parser.add_argument("--set", action="append", default=[], metavar="CONTROL=VALUE", help="change a control")
    parser.add_argument("--plain", action="store_true", help="line by line: pipes, screen readers")
    parser.add_argument("--json", action="store_true", help="print controls, result and naive result as JSON")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; InputError for a lab, seed or control that is not there."""
    if args.name is None:
        for option in ("seed", "set"):
            if getattr(args, option) not in (None, []):
                raise InputError("needs the name of a lab before it", field=f"--{option}")
        _list(args.json)
        return errors.OK
    session = open_lab(args.name, args.seed)
    _set(session, args.set)
    if args.json:
        emit_json(document(session))
        return errors.OK
    if args.plain:
        from aiboard.cli.lab_plain import LabDialogue

        return LabDialogue(session).run()
    from aiboard.tui import Options
    from aiboard.tui import run as run_app

    return run_app(Options(lab=session), not args.no_mouse, "--plain")


def _set(session: LabSession, settings: Sequence[str]) -> None:
    for item in settings:
        name, equals, value = item.partition("=")
        # A bare name is no question for the value: --set changes something or is a mistake.
        if not equals:
            raise InputError(f"'{clean(item, 40)}' is no CONTROL=VALUE, such as --set seeds=3", field="--set")
        session.set_control(name, value)


def _list(as_json: bool) -> None:
    available = [entry for entry in ENTRIES if entry.is_available]
    if as_json:
        labs = [
            {"id": e.id, "title": e.title, "chapter": e.chapter, "minutes": e.minutes, "about": e.about}
            for e in available
        ]
        later = [{"id": e.id, "title": e.title, "chapter": e.chapter} for e in ENTRIES if not e.is_available]
        emit_json({"labs": labs, "not_there_yet": later})
        return
    for entry in ENTRIES:
        description = entry.about if entry.is_available else "not there yet"
        print(f"{entry.chapter:>2}  {entry.id:<13} {entry.title:<29} {description}")
    print("\nFive minutes each. aiboard lab NAME opens one; --plain by lines, --json numbers.")


def document(session: LabSession) -> dict[str, object]:
    """A lab's draw as JSON: the controls with their ranges, the engine's result, the course's."""
    lab, outcome = session.lab, session.outcome
    counterexample = session.counterexample
    return {
        "lab": session.entry.id,
        "title": session.entry.title,
        "chapter": session.entry.chapter,
        "seed": session.seed,
        "controls": [_control(control, session.values[control.name]) for control in lab.controls],
        # Without the right choice: who reads the figures may still want to be asked.
        "question": {"text": session.question.text, "choices": list(session.question.choices)},
        "draw": list(outcome.draw),
        "result": _side(outcome.engine),
        "naive": _side(outcome.naive),
        "counterexample": {
            "text": counterexample.text,
            "result": _side(counterexample.engine),
            "naive": _side(counterexample.naive),
        },
        "scenario": lab.texts.scenario,
    }


def _control(control: Control, value: int) -> dict[str, object]:
    """A control with its value, and the words or the range of those it may have."""
    row = {
        "name": control.name,
        "label": control.label,
        "value": control.plain(value),
        "unit": control.unit,
        "default": control.plain(control.default),
    }
    if control.words:
        return {**row, "choices": list(control.words)}
    return {**row, **{name: control.plain(getattr(control, name)) for name in ("low", "high", "step")}}


def _side(side: Side) -> dict[str, object]:
    # Rounded: what a sum of floats has after its sixth digit says nothing.
    figures = {one.name: round(one.value, 6) if isinstance(one.value, float) else one.value for one in side.figures}
    return {"says": side.verdict, **figures}
