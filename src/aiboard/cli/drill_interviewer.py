"""`aiboard drill NAME --interviewer`: the interviewer's sheet, printed or as a page, and the notes taken on it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from aiboard.cli import errors
from aiboard.cli.dialogue import Dialogue
from aiboard.cli.output import emit_json, is_interactive
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Setting
from aiboard.drills.interviewer import Sheet, parse_note, sheet
from aiboard.drills.page import render, text
from aiboard.instruments.errors import InputError
from aiboard.instruments.files import writable_target, write_whole
from aiboard.instruments.text import clean
from aiboard.views import fmt

_LINE = 1_000
_PROMPT = "note, as 'CODE 3 asked for the baseline'; a line with only a dot ends > "


def run(args: argparse.Namespace, setting: Setting) -> int:
    """Exit code 0; InputError for an unknown question or a place that cannot be written."""
    store = Store.load()
    interview_sheet = sheet(args.name, setting, store, args.question)
    for notice in store.notices:
        errors.say(f"note: {notice}")
    if args.out is not None:
        page = render(interview_sheet.page(), Path(args.out))
        write_whole(writable_target(str(args.out), "--out"), page, "--out")
        errors.say(f"written to {clean(str(args.out), 300)}")
    elif args.json:
        emit_json(interview_sheet.document())
    else:
        sys.stdout.write(text(interview_sheet.page()))
        # A pipe gets the sheet; somebody who sits there, or asks for lines, can write.
        if args.plain or is_interactive():
            _take_notes(interview_sheet, store)
    return errors.OK


def _take_notes(interview_sheet: Sheet, store: Store) -> None:
    """A note a line, each in the file at once."""
    dialogue = Dialogue(_LINE)
    while (line := dialogue.ask(_PROMPT)) is not None and line.strip() != ".":
        try:
            note = parse_note(interview_sheet.question, line)
        except InputError as error:
            print(error.message)
            continue
        store.note(note)
        print(f"kept: {note.line}")
    print(f"{fmt.count(len(store.notes), 'note')} in {clean(str(store.path), 300)}.")
