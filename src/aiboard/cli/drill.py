"""`aiboard drill [NAME]`: interview exercises, full screen, line by line, or as JSON documents."""

from __future__ import annotations

import argparse
import json
import shutil
import textwrap
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiboard.cli import errors
from aiboard.cli.output import colourise, emit, emit_json, is_interactive
from aiboard.cli.progress import drill_progress
from aiboard.drills import progress, schedule
from aiboard.drills.asks import Ask
from aiboard.drills.attempts import Store
from aiboard.drills.drill import DRILLS, Drill, Setting, entry, make
from aiboard.drills.question import Grade, Question
from aiboard.drills.sitting import hand_in
from aiboard.instruments.errors import InputError
from aiboard.instruments.files import read_regular
from aiboard.instruments.text import clean
from aiboard.journal.saves import typed_path

_MOST_BYTES = 100_000
_SESSION = "tomorrow"
"""A session goes on where it was; its seed draws the parts."""
_YAML = (".yaml", ".yml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="the drill; without it they are listed")
    parser.add_argument("--question", metavar="ID", help="this question; without it the one that is due")
    parser.add_argument("--seed", type=int, metavar="N", help="what is drawn, again the same")
    parser.add_argument("--bank", type=typed_path, metavar="FILE", help="questions or a room of your own (YAML)")
    parser.add_argument("--save", type=typed_path, metavar="SAVE", help="the game that a drill is about")
    parser.add_argument("--day", type=int, metavar="N", help="the day of the game that it is about")
    parser.add_argument("--open", metavar="A,B", help="with --json: show this evidence")
    parser.add_argument("--answer", type=typed_path, metavar="FILE", help="grade the answer in a file (JSON, YAML)")
    parser.add_argument("--interviewer", action="store_true", help="the interviewer's sheet: look-fors, rubric, notes")
    parser.add_argument("--out", type=typed_path, metavar="F", help="where the page goes (.md, .html, .txt)")
    parser.add_argument("--again", action="store_true", help="with tomorrow: drop the session under way, begin anew")
    parser.add_argument("--progress", action="store_true", help="how practice is going: dimensions, calibration, due")
    parser.add_argument("--plain", action="store_true", help="line by line: pipes, screen readers")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run(args: argparse.Namespace) -> int:
    """Exit code 0; InputError for an unknown drill or question, an unsound bank, save or answer."""
    if args.name is None:
        return _progress(args) if args.progress else _list(args)
    if args.progress:
        raise InputError("is about all drills; leave the name out", field="--progress")
    # First of all, so that a mistyped name is told before a mistyped option.
    _refuse_unheeded(args, entry(args.name).takes)
    setting = Setting(args.seed, args.bank, args.save, args.day, None if args.interviewer else args.out, args.again)
    if args.interviewer:
        from aiboard.cli import drill_interviewer

        return drill_interviewer.run(args, setting)
    if args.answer is not None:
        return _answer(args, make(args.name, setting))
    if args.json:
        drill, store = make(args.name, setting), Store.load()
        question = drill.find(args.question) if args.question else drill.next(store)
        emit_json(question_document(question, (args.open or "").split(",") if args.open else []))
        _notices(store)
        return errors.OK
    if args.plain or not is_interactive():
        from aiboard.cli.drill_plain import practise

        drill, store = make(args.name, setting), Store.load()
        return practise(args.name, drill, store, args.question or _selected_question(args, drill, store))
    from aiboard.tui import Options
    from aiboard.tui import run as run_app

    question_id = args.question
    if question_id is None and _has_selection(args):
        question_id = _selected_question(args, make(args.name, setting), Store.load())
    return run_app(Options(drill=(args.name, setting, question_id)))


def _refuse_unheeded(args: argparse.Namespace, accepted: Collection[str]) -> None:
    """InputError for an option that changes nothing in a drill that takes the `accepted` ones, or beside the others."""
    for option in ("bank", "save", "day"):
        if getattr(args, option) is not None and option not in accepted:
            users = ", ".join(one.id for one in DRILLS if option in one.takes)
            raise InputError(f"changes nothing in {args.name}; it goes with {users}", field=f"--{option}")
    if args.seed is not None and args.seed < 0:
        raise InputError("is 0 or more", field="--seed")
    if args.question is not None:
        for option in ("seed", "day"):
            if getattr(args, option) is not None:
                raise InputError("is decided by --question; leave one of them out", field=f"--{option}")
    if args.answer is not None:
        for option in ("seed", "day", "interviewer"):
            if _is_given(args, option):
                raise InputError("changes nothing beside --answer; leave it out", field=f"--{option}")
    if args.open is not None and (not args.json or args.interviewer or args.answer is not None):
        raise InputError("goes with --json; elsewhere evidence is opened in turn", field="--open")
    if args.name == _SESSION and args.seed is not None and not args.again:
        _refuse_seed_of_session()
    if args.again and ("again" not in accepted or args.interviewer or args.question or args.answer is not None):
        raise InputError("begins tomorrow anew; leave it out here", field="--again")
    if args.out is not None and not args.interviewer and "out" not in accepted:
        raise InputError("goes with --interviewer, and with tomorrow", field="--out")


def _is_given(args: argparse.Namespace, option: str) -> bool:
    # By identity: day 0 equals False.
    return getattr(args, option) is not None and getattr(args, option) is not False


def _refuse_seed_of_session() -> None:
    """The parts of a session that is under way are drawn: a seed comes too late."""
    from aiboard.drills.tomorrow.plan import current

    session = current(Store.load())
    if session is not None and session.parts and session.fresh(datetime.now(UTC)):
        message = "comes too late: a session is under way; leave it out, or begin anew with --again"
        raise InputError(message, field="--seed")


def _has_selection(args: argparse.Namespace) -> bool:
    """Whether luck, a game or its day is named: then that is meant, whatever other question was left unfinished."""
    return args.name != _SESSION and any(value is not None for value in (args.seed, args.save, args.day))


def _selected_question(args: argparse.Namespace, drill: Drill, store: Store) -> str | None:
    """The id of the question that is meant by what was named; None where nothing was."""
    return drill.next(store).id if _has_selection(args) else None


def _list(args: argparse.Namespace) -> int:
    for name in ("question", "seed", "bank", "save", "day", "open", "answer", "out", "interviewer", "again"):
        if _is_given(args, name):
            raise InputError("needs the name of a drill before it", field=f"--{name}")
    if args.json:
        rows = [{"id": one.id, "title": one.title, "minutes": one.minutes, "about": one.about} for one in DRILLS]
        emit_json({"drills": rows})
        return errors.OK
    wide = max(len(one.id) for one in DRILLS)
    # Too narrow a terminal breaks the lines itself.
    width = max(50, min(shutil.get_terminal_size((80, 24)).columns, 100))
    for one in DRILLS:
        prefix = f"{one.id:<{wide}}  {one.minutes:>2} min  "
        first, *rest = textwrap.wrap(f"{one.title}: {one.about}", width - len(prefix))
        print(f"{colourise(f'{one.id:<{wide}}', 'bold')}{prefix[wide:]}{first}")
        for line in rest:
            print(" " * len(prefix) + line)
    print("\naiboard drill NAME begins one.")
    return errors.OK


def _progress(args: argparse.Namespace) -> int:
    store = Store.load()
    report = progress.progress(store.attempts, schedule.package())
    emit(args.json, report.document(), progress.lines(report, datetime.now(UTC)))
    _notices(store)
    return errors.OK


def _answer(args: argparse.Namespace, drill: Drill) -> int:
    id, raw_answer = _read(args)
    question = drill.find(id)
    # Graded before the store is opened: an answer that cannot be read leaves no trace in the practice.
    with drill_progress(drill, lines=True):
        answer = question.read(raw_answer, str(args.answer))
        grade = drill.grade(question, answer)
    store = Store.load()
    if hand_in(store, question, answer, grade):
        store.notices.append(f"what you began of {question.id} is another answer; it is kept and goes on next time")
    emit_json(grade_document(question, grade))
    _notices(store)
    return errors.OK


def _read(args: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    """The question's id and the answer in a file: `{"id": ..., "answer": {...}}`."""
    content = read_regular(args.answer, _MOST_BYTES, "an answer")
    if args.answer.suffix.lower() in _YAML:
        # Imported for those who write YAML.
        from aiboard.scenario.source import parse

        document: object = parse(content, str(args.answer)).data
    else:
        document = _json(content, args.answer)
    if not isinstance(document, dict) or not isinstance(document.get("answer"), dict):
        raise InputError('is missing; write {"id": …, "answer": {…}}', file=args.answer, field="answer")
    id = document.get("id", args.question)
    if not isinstance(id, str):
        raise InputError("is missing; give the id that the question was printed with", file=args.answer, field="id")
    if args.question not in (None, id):
        raise InputError(f"is '{clean(id, 60)}', another question than --question names", file=args.answer, field="id")
    return id, document["answer"]


def _json(content: bytes, file: Path) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise InputError('is not JSON; write {"id": …, "answer": {…}}', file=file, line=line) from None


def _notices(store: Store) -> None:
    for notice in store.notices:
        errors.say(f"note: {notice}")


def question_document(question: Question, opened: list[str]) -> dict[str, Any]:
    """A question as JSON; of evidence the contents of what is opened."""
    return {
        "drill": question.drill,
        "id": question.id,
        "title": question.title,
        "dimension": question.dimension,
        "lines": list(question.lines),
        "asks": [_ask(ask, opened) for ask in question.default_asks()],
        "checked": question.checked,
        "judged": question.judged,
    }


def _ask(ask: Ask, opened: list[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"key": ask.key, "kind": type(ask).__name__.lower(), "prompt": ask.prompt}
    if ask.fallback is not None:
        row["left_out"] = ask.fallback
    return {**row, **ask.data(opened), "wanted": ask.input_hint()}


def grade_document(question: Question, grade: Grade) -> dict[str, Any]:
    """A grade as JSON."""
    return {
        "drill": question.drill,
        "id": question.id,
        "score": round(grade.score, 4),
        "right": grade.right,
        "brier": grade.brier,
        "lines": list(grade.lines),
        "model": list(grade.model),
        "checked": question.checked,
        "judged": question.judged,
        "data": grade.data,
    }
