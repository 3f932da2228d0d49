"""A lab as a dialogue of lines on stdin and stdout: question, answer, then what both rules say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from aiboard.cli import dialogue
from aiboard.cli.errors import OK
from aiboard.instruments.counted import count
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean_block
from aiboard.labs.session import LabSession
from aiboard.labs.words import (
    LETTERS,
    Row,
    all_rows,
    because_rows,
    choice_rows,
    draws_rows,
    side_rows,
    text_of,
    verdict_rows,
    why_texts,
    wrap_text,
)

_WIDTH: Final = 80
_LINE: Final = 400
"""Longest line that is taken, in characters."""

_HELP: Final = (
    "n  many draws         r  other luck          x  where the course's rule fails",
    "w  why                c  the controls        CONTROL VALUE  changes one",
    "y  write it to a file p  play this           q  leave",
)


class LabDialogue:
    """Reads lines, does what they say, prints what came of it."""

    def __init__(self, session: LabSession) -> None:
        self.session = session
        self._leaving = False
        self._playing = False
        # What tells the result waits for the answer, as on the screen.
        self._result_commands: dict[str, Callable[[], None]] = {
            "n": self._many,
            "r": self._redraw,
            "x": self._counterexample,
        }
        self._commands: dict[str, Callable[[], None]] = {
            "c": self._controls,
            "w": self._why,
            "y": self._copy,
            "p": self._play,
            "q": self._leave,
            "quit": self._leave,
            "?": self._help,
        }

    def run(self) -> int:
        """Until `q` or the end of the input; the exit code."""
        lines = dialogue.Dialogue(_LINE)
        self._opening()
        while not self._leaving and (line := lines.ask("> ")) is not None:
            try:
                self._take(line.strip())
            except InputError as error:
                self._say(wrap_text(str(error), _WIDTH))
        if self._playing:
            from aiboard.cli.plain import play

            return play(self.session.lab.texts.scenario)
        return OK

    def _take(self, line: str) -> None:
        word = line.lower()
        if not line:
            return
        elif not self.session.revealed and len(word) == 1 and word in LETTERS[: len(self.session.question.choices)]:
            self._commit(LETTERS.index(word))
        elif word in self._commands:
            self._commands[word]()
        elif word in self._result_commands:
            if self.session.revealed:
                self._result_commands[word]()
            else:
                print("Answer first: " + ", ".join(LETTERS[: len(self.session.question.choices)]) + ".")
        else:
            self._set(line)

    def _opening(self) -> None:
        entry, lab = self.session.entry, self.session.lab
        print(f"Lab {entry.chapter}: {entry.title}. About {count(entry.minutes, 'minute')}, luck {self.session.seed}.")
        self._say(wrap_text(lab.texts.scene, _WIDTH))
        self._say(wrap_text(f"The course: {lab.texts.claim}", _WIDTH))
        self._controls()
        self._ask()

    def _ask(self) -> None:
        print()
        self._say(wrap_text(self.session.question.text, _WIDTH))
        self._say(choice_rows(self.session, _WIDTH))
        print("Type the letter of your answer. ? lists what else can be typed.")

    def _commit(self, choice: int) -> None:
        self.session.commit(choice)
        self._say(verdict_rows(self.session, _WIDTH))
        self._say(because_rows(self.session, _WIDTH))
        print()
        self._results()
        self._help()

    def _results(self) -> None:
        outcome, lab = self.session.outcome, self.session.lab
        for line in outcome.draw:
            self._say(wrap_text(line, _WIDTH))
        # One below the other and without pictures: a screen reader reads lines, not columns.
        for heading, side in ((lab.texts.source, outcome.naive), (lab.texts.engine, outcome.engine)):
            print()
            self._say(side_rows(heading, side, _WIDTH, pictures=False))

    def _set(self, line: str) -> None:
        name, _, value = line.replace("=", " ", 1).partition(" ")
        self.session.set_control(name, value)
        if (idle_reason := self.session.lab.idle(self.session.values).get(name.strip().lower())) is not None:
            self._say(wrap_text(idle_reason, _WIDTH))
        if self.session.revealed:
            self._results()
        else:
            self._ask()

    def _redraw(self) -> None:
        self.session.redraw()
        print(f"Luck {self.session.seed}.")
        self._results()

    def _many(self) -> None:
        if self.session.draws is None:
            self.session.draws = self.session.draw_many()
        self._say(draws_rows(self.session.draws, _WIDTH, pictures=False))

    def _counterexample(self) -> None:
        example, lab = self.session.counterexample, self.session.lab
        self._say(wrap_text(example.text, _WIDTH))
        source, engine = example.headings or (lab.texts.source, lab.texts.engine)
        for heading, side in ((source, example.naive), (engine, example.engine)):
            self._say(side_rows(heading, side, _WIDTH, pictures=False))

    def _controls(self) -> None:
        idle = self.session.lab.idle(self.session.values)
        for control in self.session.lab.controls:
            if control.name not in idle:
                value = control.value_text(self.session.values[control.name])
                self._say(
                    wrap_text(f"{control.name}: {value}. {control.label}, {control.range_text}", _WIDTH, prefix="  ")
                )
        # Those that change nothing now are named once, by the reason.
        for idle_reason in dict.fromkeys(idle.values()):
            names = ", ".join(name for name, reason in idle.items() if reason == idle_reason)
            self._say(wrap_text(f"{names}: {idle_reason}", _WIDTH, prefix="  "))

    def _why(self) -> None:
        if not self.session.revealed:
            print("Answer first; why comes after.")
            return
        for text in why_texts(self.session):
            self._say(wrap_text(text, _WIDTH))

    def _copy(self) -> None:
        # The writer belongs to the screens' package: not before it is wanted.
        from aiboard.tui.copying import write_out

        text = "\n".join(text_of(all_rows(self.session, _WIDTH)))
        print(write_out(text, None, f"lab-{self.session.entry.id}")[1])

    def _play(self) -> None:
        self._leaving = self._playing = True

    def _leave(self) -> None:
        self._leaving = True

    def _help(self) -> None:
        print()
        for line in _HELP:
            print(line)

    def _say(self, rows: Sequence[Row]) -> None:
        for line in text_of(rows):
            print(clean_block(line))
