"""The words of the line mode: what each line means to the session. What is printed of it: `plain_printed.py`."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.cli import plain_help
from aiboard.cli.plain_coach import CoachCommands
from aiboard.cli.plain_looks import QueryCommands
from aiboard.cli.plain_printed import OVER, SessionLines
from aiboard.cli.plain_retry import RetryCommands
from aiboard.engine.verbs import Inject
from aiboard.instruments.errors import InputError
from aiboard.journal.saves import typed_path
from aiboard.play.clock import Pace
from aiboard.play.session import Session
from aiboard.play.sheets import Sheet, SheetKind
from aiboard.views import linear, words
from aiboard.views.why.topics import Topic, explain

_OPENS = {
    "orders": "standing ORDER MODE sets one; orders lists them.",
    "forecast": "forecast DAY DAY states one: the 70 % day, the 90 % day.",
    "add_idea": "idea FAMILY asks for one; families lists them.",
}
"""What is written for what a choice opens on a screen."""


class LineCommands:
    """Answers lines. `confirm` shows lines and asks whether to go on; `leaving` is set by `quit`."""

    def __init__(self, session: Session, confirm: Callable[[list[str]], bool]) -> None:
        self.session = session
        self.game = session.game
        self.confirm = confirm
        self.leaving = False
        self.printed = SessionLines(session)

        def watched() -> bool:
            return session.watching is not None

        queries = QueryCommands(session.game, watched)
        self._commands: dict[str, Callable[[list[str]], list[str]]] = {
            **queries.commands,
            **CoachCommands(session, confirm, queries.index).commands,
            **RetryCommands(session).commands,
            "help": lambda arguments: plain_help.help_lines(arguments, self.game.board, watched()),
            "review": lambda arguments: self._reopen_ritual(SheetKind.REVIEW, queries.sprint(arguments)),
            "retro": lambda arguments: self._reopen_ritual(SheetKind.RETRO, queries.sprint(arguments)),
            "planning": lambda arguments: self._reopen_ritual(SheetKind.PLANNING, 0),
            "take-over": self._take_over,
            "undo": self._undo,
            "save": self._save,
            "quit": self._quit,
            "q": self._quit,
        }
        self._paces = {".": Pace.TO_STOP, "next": Pace.TO_STOP, ">": Pace.TO_SPRINT, "sprint": Pace.TO_SPRINT}

    def execute(self, line: str) -> list[str]:
        """Do what a line says; the lines to print. Raises InputError (GrammarError, RefusedError) worded for people."""
        self.session.mark_coach_read()
        text = line.strip()
        sheet = self.session.sheet
        # A sheet takes numbers and empty lines; words still do what they do, so that one can look before answering.
        if sheet is not None and (not text or text.isdigit()):
            return self._answer(sheet, text)
        if not text:
            return []
        if text.isdigit():
            raise InputError("nothing is asked now; a number answers a question")
        # `?kill 4` is `? kill 4`.
        if text.startswith("?") and len(text) > 1:
            text = f"? {text[1:]}"
        parts = text.split()
        word = parts[0].lower()
        # `end` alone is an action's word and goes through the grammar, as in a save.
        if word in self._paces and len(parts) == 1:
            return self._time(self._paces[word])
        command = self._commands.get(word)
        if command is not None:
            plain_help.refuse_extra(word, parts[1:])
            return command(parts[1:])
        if word == "forecast" and len(parts) == 1:
            return list(explain(self.game.board, Topic.FORECAST).lines)
        return self._act(text)

    # --- time ------------------------------------------------------------------------------------------------

    def _time(self, pace: Pace) -> list[str]:
        """A day, or days as far as the clock goes, and what they brought."""
        session = self.session
        if self.game.board.over:
            return [OVER]
        lines = self.printed.unanswered_lines()
        session.clock.begin(pace)
        # Day by day, since each step may stop time.
        while True:
            start = len(session.board.history)
            session.step()
            # What somebody says belongs to its day: said after ten more, it would be read as news.
            lines += [
                *self.printed.events(start),
                *self.printed.news(),
                *self.printed.voices(),
                *self.printed.passive_sheet_lines(),
            ]
            if not session.clock.running:
                break
        if session.board.over:
            return lines
        lines += self.printed.morning(lines)
        return [*lines, *self.printed.coach_lines(), *self.printed.sheet_lines(lines)]

    # --- sheets ----------------------------------------------------------------------------------------------

    def _answer(self, sheet: Sheet, text: str) -> list[str]:
        number = int(text[:4]) if text.isascii() and text else 0
        if text and not 1 <= number <= len(sheet.choices):
            limit = len(sheet.choices)
            raise InputError(f"there is no answer {text[:9]}; write 1 to {limit}, or an empty line")
        start = len(self.session.board.history)
        chosen = self.session.answer(sheet.choices[number - 1].name if text else "")
        watching = self.session.watching
        if sheet.kind is SheetKind.PILE_UP and watching is not None and watching.counterfactual is not None:
            # Lines wait for their answer: the futures are compared at once, which takes some seconds.
            deque(watching.counterfactual.futures(), maxlen=0)
        lines = self.printed.events(start)
        if chosen is not None and chosen.action is not None and not lines:
            lines.append(words.LATER)
        if chosen is not None and chosen.opens:
            lines.append(_OPENS[chosen.opens])
        return [*lines, *self.printed.passive_sheet_lines(), *self.printed.sheet_lines(lines)]

    def _reopen_ritual(self, kind: SheetKind, sprint: int) -> list[str]:
        self.session.reopen_ritual(kind, sprint)
        return self.printed.sheet_lines()

    # --- doing -----------------------------------------------------------------------------------------------

    def _act(self, text: str) -> list[str]:
        action = parse(text, self.game.world)
        if isinstance(action, Turn):
            return self._time(Pace.STILL)
        # The bot's board: a watcher brings disruptions and nothing else.
        if self.session.watching is not None:
            if not isinstance(action, Inject):
                raise InputError("the bot plays; inject CHAOS, or take-over to play yourself")
            self.session.inject(action)
            return self.printed.sheet_lines()
        decision = self.session.decision_to_confirm(action)
        if decision is not None and not self.confirm(linear.decision_lines(decision)):
            return ["Left as it was."]
        start = len(self.game.board.history)
        self.session.do(text)
        # A kill typed in two words was filled in: the line that the save holds is shown.
        line = to_text(self.game.actions()[-1][1], self.game.world)
        lines = [f"= {line}"] if line != text else []
        outcome = [*self.printed.events(start), *self.printed.news(), *self.printed.passive_sheet_lines()] or [
            words.LATER
        ]
        # What it holds up and what can be done about it: the board itself changes only when the day ends.
        watched = self.session.watching is not None
        outcome += linear.trouble_lines(self.game.board, watched) if isinstance(action, Inject) else []
        return [
            *lines,
            *outcome,
            *self.printed.voices(),
            *self.printed.coach_lines(),
            *self.printed.sheet_lines(outcome),
        ]

    def _take_over(self, arguments: list[str]) -> list[str]:
        if self.session.watching is None or self.game.board.over:
            raise InputError(self.session.locked_reason or "nobody else plays; the board is yours already")
        self.session.take_over()
        return ["You play from here."]

    def _undo(self, arguments: list[str]) -> list[str]:
        question = self.session.undo_consent()
        if question and not self.confirm([question]):
            return ["Left as it was."]
        undone = self.session.undo()
        if undone is None:
            return ["There is nothing to take back."]
        return [f"Taken back: {undone}. This game counts as practice now.", *self.printed.morning()]

    def _save(self, arguments: list[str]) -> list[str]:
        if not arguments:
            path = self.game.path
            return [f"Every line is saved at once: {path}" if path else "Not saved to a file; write save FILE."]
        self.game.save_as(typed_path(" ".join(arguments)))
        return [f"Saved, and going on in {self.game.path}"]

    def _quit(self, arguments: list[str]) -> list[str]:
        self.leaving = True
        return []
