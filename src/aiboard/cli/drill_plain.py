"""A drill line by line on stdin and stdout: every question in words, no colour, no cursor; works in pipes."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Any, Final

from aiboard.cli.dialogue import Dialogue
from aiboard.cli.errors import OK
from aiboard.cli.plain import play
from aiboard.cli.progress import drill_progress
from aiboard.drills import form
from aiboard.drills.asks import Ask, Item, Open, Percent, Pick, Play, Several, Weights, Words
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Drill
from aiboard.drills.form import Field, Form, OptionsField
from aiboard.drills.question import reason
from aiboard.drills.shares import complete_shares
from aiboard.drills.sitting import Sitting
from aiboard.drills.speaking import total_speech_text
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.saves import new_path
from aiboard.views import fmt

_LINE: Final = 4_000
_LEAVE: Final = ("quit", "q")
_BACK: Final = "-"
"""Takes back the last line of a text."""
_ANEW: Final = "--"
"""Begins a text anew."""
_FORM_HELP: Final = (
    "A value a line; in brackets stands who judges it. back: the field before. 'field: value' sets any field. "
    "yaml: what there is as a file for --answer."
)
_FORM_END: Final = "Enter: hand it in. 'field: value' changes one."


class _QuitDrill(Exception):
    """The person wants to go, or the input has ended."""


def practise(name: str, drill: Drill, store: Store, question: str | None) -> int:
    """Ask, take, grade, until `quit` or the end of the input. What was given is kept at once."""
    dialogue = DrillDialogue(store, drill)
    try:
        while True:
            dialogue.sit(Sitting.begin(name, drill, store, question))
            # A question that was named is asked once; after it those that are due.
            question = None
            dialogue.line("Enter: another. quit: leave. > ")
    except _QuitDrill:
        draft_note = " What you began goes on next time." if store.draft(name) else ""
        dialogue.say([f"{fmt.count(len(store.attempts), 'attempt')} in {clean(str(store.path), 300)}.{draft_note}"])
    return OK


class DrillDialogue:
    """Prints and reads."""

    def __init__(self, store: Store, drill: Drill) -> None:
        self._store = store
        self._drill = drill
        self._dialogue = Dialogue(_LINE)
        self.say = self._dialogue.say

    def line(self, prompt: str) -> str:
        """One line of input; _QuitDrill at its end and for `quit`."""
        text = self._dialogue.ask(prompt)
        if text is None or text.strip().lower() in _LEAVE:
            raise _QuitDrill
        return text

    def sit(self, session: Sitting) -> None:
        """One question to its grade."""
        question = session.question
        self._notices()
        self.say(["", f"{question.title} ({question.dimension}, {question.id})", ""])
        if session.resumed:
            self.say(["You began this before; it goes on where it was.", ""])
        self.say(list(question.lines))
        self.say(["", f"{question.checked} {question.judged}".strip()])
        self._opened_before(session)
        while (ask := session.ask) is not None:
            value = self._ask(ask, session)
            try:
                with drill_progress(self._drill):
                    session.submit(ask, value)
            except InputError as error:
                self.say([reason(error)])
                if isinstance(ask, Words):
                    self.say([f"What you wrote is kept; '{_ANEW}' begins it anew."])
            except KeyboardInterrupt:
                self.say(["Given up; what you gave is kept."])
        grade = session.grade
        assert grade is not None
        self.say(["", *grade.lines])
        if grade.model:
            self.say(["", "To hold yours against:", *grade.model])
        self._notices()

    def _opened_before(self, session: Sitting) -> None:
        """Evidence that was opened before an interruption: what is asked next is about it."""
        for ask in session.question.asks:
            if isinstance(ask, Open) and ask.key in session.answer:
                for item in ask.opened_items(session.answer[ask.key]):
                    self._evidence(item)

    def _notices(self) -> None:
        self.say([f"note: {notice}" for notice in self._store.notices])
        self._store.notices.clear()

    # --- the kinds of asks ---------------------------------------------------------------------------------

    def _ask(self, ask: Ask, session: Sitting) -> object:
        self.say(["", ask.prompt])
        if isinstance(ask, Words):
            return self._words(ask, session)
        if isinstance(ask, Open):
            return self._open(ask, session)
        if isinstance(ask, Several):
            return self._several(ask)
        if isinstance(ask, Form):
            return self._form(ask, session)
        if isinstance(ask, Play):
            return self._play(ask, session)
        if isinstance(ask, Pick) and not ask.named:
            return self._numbered(ask)
        if isinstance(ask, Pick | Weights):
            self.say([f"  {option.key}  {option.text}" for option in ask.options])
        if isinstance(ask, Weights):
            return self._shares(ask)
        text = self.line(f"{ask.input_hint()}; quit leaves > ").strip().rstrip(".%").strip()
        if isinstance(ask, Percent):
            return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None
        assert isinstance(ask, Pick)
        return text.lower() if text.lower() in [one.key for one in ask.options] else text

    def _shares(self, ask: Weights) -> object:
        """Percents by option; `rest` shares what is left evenly among those that have none."""
        keys = [one.key for one in ask.options]
        text = self.line(f"percents, as '{keys[0]} 60 {keys[1]} 10'; 'rest' shares what is left evenly > ")
        shares = parse_shares(text)
        if text.strip() and not shares and "rest" not in text.lower():
            self.say([f"'{clean(text, 40)}' gives no cause its percent."])
            return None
        if unknown := [key for key in shares if key not in keys]:
            self.say([f"'{clean(unknown[0], 40)}' is none of them."])
            return None
        return complete_shares(shares, keys) if re.search(r"\brest\b", text.lower()) else shares

    def _numbered(self, ask: Pick) -> object:
        """Options whose keys would say too much are chosen by their numbers; a key is taken too."""
        self.say([f"  {number}  {option.text}" for number, option in enumerate(ask.options, 1)])
        keys = [one.key for one in ask.options]
        while True:
            text = self.line(f"give a number from 1 to {len(keys)} > ").strip().rstrip(".").lower()
            if text in keys:
                return text
            if re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= len(keys):
                return keys[int(text) - 1]
            self.say([f"'{clean(text, 40)}' is none of them."])

    def _words(self, ask: Words, session: Sitting) -> object:
        draft = session.partial(ask)
        lines = draft.split("\n") if isinstance(draft, str) and draft else []
        if lines:
            self.say(["So far:", *lines])
        elif ask.initial:
            self.say(["Now, until you write something else:", *ask.initial.splitlines()])
        clock = f"{ask.seconds // 60}:{ask.seconds % 60:02} on the clock. " if ask.seconds else ""
        skip = "; a dot at once leaves it out" if ask.optional else ""
        instructions = f"a line with only a dot ends it, '{_BACK}' takes back one, '{_ANEW}' all, 'quit' leaves{skip}."
        self.say([f"{clock}As many lines as you like; {instructions}"])
        began = time.monotonic()
        while (line := self.line("| ")).strip() != ".":
            if ask.check is not None and line.strip().lower() == ask.CHECK:
                self.say(ask.check("\n".join(lines)))
                continue
            # A pipe cannot move a cursor: what was written is taken back from the end.
            lines = lines[:-1] if line.strip() == _BACK else [] if line.strip() == _ANEW else [*lines, line]
            session.save_draft(ask, "\n".join(lines))
        elapsed = round(time.monotonic() - began)
        if ask.rate:
            self.say([total_speech_text(session.question, session.answer, ask, "\n".join(lines))])
        elif ask.seconds and self._dialogue.interactive:
            self.say([f"{elapsed} seconds of {ask.seconds}."])
        return "\n".join(lines) or ask.initial

    def _several(self, ask: Several) -> object:
        self.say([f"  [{'x' if one.key in ask.initial else ' '}] {one.key}  {one.text}" for one in ask.options])
        example = " ".join(one.key for one in ask.options[:2])
        text = self.line(f"Enter: so it is. Else all that are there, as '{example}', or 'none' > ")
        keys = re.findall(r"[a-z][a-z0-9-]*", text.lower())
        if not keys:
            return list(ask.initial)
        return [] if keys == ["none"] else keys

    def _open(self, ask: Open, session: Sitting) -> object:
        draft = session.partial(ask)
        opened: list[str] = list(draft) if isinstance(draft, list) else []
        items = {item.key: item for item in ask.items}
        for key in opened:
            self._evidence(items[key])
        while True:
            minutes_left = ask.left(opened)
            self.say([f"{fmt.count(minutes_left, 'minute')} left."])
            self.say([f"  {one.key}  {one.text} ({one.minutes} min)" for one in ask.closed(opened)])
            key = self.line("open which? done: go on > ").strip().lower()
            if key == "done":
                return opened
            if key not in items:
                self.say([f"'{clean(key, 40)}' is none of them."])
            elif key not in opened and items[key].minutes > minutes_left:
                self.say([f"That takes {fmt.count(items[key].minutes, 'minute')}; {minutes_left} left."])
            else:
                self._evidence(items[key])
                opened = list(dict.fromkeys([*opened, key]))
                session.save_draft(ask, opened)

    def _form(self, ask: Form, session: Sitting) -> object:
        """Field by field; a line `field: value` sets any field, so that whole YAML may be pasted."""
        values = ask.parse_draft(session.partial(ask))
        groups = {field.group for field in ask.fields}
        self.say([_FORM_HELP])
        at = next(iter(ask.missing(values)), None)
        while True:
            self.say(_field(at) if at is not None else ["", *form.template(ask, values), "", _FORM_END])
            line = self.line("> ").strip()
            if at is None and line == "":
                return values
            if line == "back":
                at = _previous_field(ask, at)
            elif line == "yaml":
                self._yaml(ask, session.question.id, values)
            # Names of groups stand in YAML that was pasted.
            elif line.removesuffix(":") not in groups:
                entry = form.parse_field_line(ask, line) or ((at, line) if at is not None else None)
                if entry is not None and self._set(values, *entry):
                    session.save_draft(ask, dict(values))
                    at = next(iter(ask.missing(values)), None)

    def _set(self, values: dict[str, Any], field: Field, text: str) -> bool:
        """Take a field's text; say why not."""
        try:
            values[field.key] = form.parse_field_text(field, text)
        except InputError as error:
            self.say([f"{field.key}: {error.message}"])
            return False
        return True

    def _yaml(self, ask: Form, id: str, values: dict[str, Any]) -> None:
        """The answer's file so far. It is for copying: never wrapped."""
        print(f'\nid: "{clean(id, 80)}"\nanswer:\n  {ask.key}:')
        for row in form.template(ask, values):
            print(f"    {clean(row, 2_000)}")
        sys.stdout.flush()

    def _play(self, ask: Play, session: Sitting) -> str:
        """The game, here and now; where it was left before its end it is asked for again."""
        save_path = session.partial(ask) or ask.resume
        save = Path(str(save_path)) if save_path else new_path(ask.scenario, 0)
        self.line("Enter: go on with it. > " if save.exists() else f"Enter: begin {ask.scenario}. > ")
        session.save_draft(ask, str(save))
        if save.exists():
            play(None, resume=save)
        else:
            play(ask.scenario, save=save)
        self.say(["", "Back in the drill."])
        return str(save)

    def _evidence(self, item: Item) -> None:
        self.say(["", f"{item.text}:", *[f"  {line}" for line in item.lines], ""])


def parse_shares(text: str) -> dict[str, int]:
    """Percents by option out of `a 60 b 40`, `a=60, b=40`; what is not understood is left out."""
    pairs = re.findall(r"([a-z][a-z0-9-]*)\s*[=: ]\s*([0-9]{1,3})", text.lower())
    return {key: int(share) for key, share in pairs}


def _field(field: Field) -> list[str]:
    options = field.options if isinstance(field, OptionsField) else ()
    option_lines = [f"    {option.key}  {option.text}" for option in options]
    return [f"{field.group}, {field.key} [{field.by.value}]: {field.name} ({field.input_hint()})", *option_lines]


def _previous_field(ask: Form, field: Field | None) -> Field:
    """The field before this one; the last one after the end."""
    fields = list(ask.fields)
    return fields[max(0, fields.index(field) - 1)] if field is not None else fields[-1]
