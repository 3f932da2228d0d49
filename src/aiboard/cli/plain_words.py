"""The words of the line mode: what each line means to the session, and the lines that show what came of it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.cli import plain_help
from aiboard.cli.plain_coach import CoachWords
from aiboard.cli.plain_looks import Looks
from aiboard.cli.plain_retry import RetryWords
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.verbs import Inject
from aiboard.instruments.errors import InputError
from aiboard.journal.places import typed_path
from aiboard.play.beats import BeatKind
from aiboard.play.clock import Pace
from aiboard.play.session import Session
from aiboard.play.sheets import Sheet, SheetKind
from aiboard.play.stop_causes import Stop
from aiboard.views import fmt, linear, words
from aiboard.views.board.log import told
from aiboard.views.board.orders import asked
from aiboard.views.board.project import after_close, epilogue, project
from aiboard.views.board.standup import standup
from aiboard.views.sentences import sentence
from aiboard.views.why.topics import Topic, why

_SHORT = 8
"""A Backlog this short is listed on the first morning."""
_OVER = "The project is over. debrief shows what it came to; quit leaves."
_RITUALS = (SheetKind.REVIEW, SheetKind.QUESTION, SheetKind.RETRO, SheetKind.PLANNING)
_OPENS = {
    "orders": "standing ORDER MODE sets one; orders lists them.",
    "forecast": "forecast DAY DAY states one: the 70 % day, the 90 % day.",
    "add_idea": "idea FAMILY asks for one; families lists them.",
}
"""What is written for what a choice opens on a screen."""


class Words:
    """Answers lines. `confirm` shows lines and asks whether to go on; `leaving` is set by `quit`."""

    def __init__(self, session: Session, confirm: Callable[[list[str]], bool]) -> None:
        self.session = session
        self.game = session.game
        self.confirm = confirm
        self.leaving = False
        self._coached_last = ""
        looks = Looks(session.game)
        self._looks: dict[str, Callable[[list[str]], list[str]]] = {
            **looks.words,
            **CoachWords(session, confirm, looks.index).words,
            **RetryWords(session).words,
            "help": lambda rest: plain_help.help_lines(rest, self.game.board),
            "review": lambda rest: self._again(SheetKind.REVIEW, looks.sprint(rest)),
            "retro": lambda rest: self._again(SheetKind.RETRO, looks.sprint(rest)),
            "planning": lambda rest: self._again(SheetKind.PLANNING, 0),
            "take-over": self._take_over,
            "undo": self._undo,
            "save": self._save,
            "quit": self._quit,
            "q": self._quit,
        }
        self._paces = {".": Pace.TO_STOP, "next": Pace.TO_STOP, ">": Pace.TO_SPRINT, "sprint": Pace.TO_SPRINT}

    def opening(self) -> list[str]:
        """The first screen: on the first morning the scene and the canvas; then the board."""
        page = project(self.game.resolved)
        found = [page.title]
        fresh = self.session.fresh
        if fresh:
            found += [*([page.scene] if page.scene else []), *page.lines[1:], "", "canvas shows this page again."]
        watching = self.session.watching
        if watching is not None:
            takes = "inject gpu-shortage, or another, disturbs it; take-over plays on yourself."
            found += [f"The bot {watching.bot_name} plays. {takes}"]
        found += ["help lists the words; end ends the day; . goes on to the next stop."]
        if self.game.board.over:
            return [*found, *self._ended()]
        board = linear.board_lines(self.game.board)
        if fresh and self.game.board.count(Stage.BACKLOG) <= _SHORT:
            board = [*linear.column_lines(self.game.board, Stage.BACKLOG), *board[1:]]
        return [*found, *self._morning(), *board, *self._coached(), *self._asked()]

    def take(self, line: str) -> list[str]:
        """Do what a line says; the lines to print. Raises InputError (GrammarError, Refused) in words for people."""
        self.session.moved_on()
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
        look = self._looks.get(word)
        if look is not None:
            plain_help.refuse_extra(word, parts[1:])
            return look(parts[1:])
        if word == "forecast" and len(parts) == 1:
            return list(why(self.game.board, Topic.FORECAST).lines)
        return self._act(text)

    # --- time ------------------------------------------------------------------------------------------------

    def _time(self, pace: Pace) -> list[str]:
        """A day, or days as far as the clock goes, and what they brought."""
        session = self.session
        if self.game.board.over:
            return [_OVER]
        lines = self._left()
        session.clock.begin(pace)
        # Day by day, since each step may stop time.
        while True:
            before = len(session.board.history)
            session.step()
            # What somebody says belongs to its day: said after ten more, it would be read as news.
            lines += [*self._events(before), *self._news(), *self._voices(), *self._seen()]
            if not session.clock.running:
                break
        if session.board.over:
            return lines
        lines += self._morning(lines)
        return [*lines, *self._coached(), *self._asked(lines)]

    def _morning(self, printed: Sequence[str] = ()) -> list[str]:
        """The header, the sprint's message, what the team says, why time stopped, what standing orders ask.

        What `printed` lines, or lines above, have said is not said again.
        """
        board = self.session.board
        lines = ["", *linear.header_lines(board, self.session.show_hours), *linear.trouble_lines(board)]
        sheet = self.session.sheet
        # Planning, which ends the rituals, reads the message out.
        if (board.day - 1) % board.world.sprint_days == 0 and sheet is None:
            said = self.session.message()
            lines += [said] if said else []
        for line in standup(board):
            if not _said(line.text.removeprefix(f"{line.person}: "), [*printed, *lines]):
                lines.append(line.text)
        for stop in self.session.stops():
            lines += self._stop_lines(stop, [*printed, *lines])
        left = self.session.left_open()
        lines += [f"! {left}"] if left else []
        for question in asked(board):
            # A question that time stopped at is above, with the same line to type.
            if not any(one.startswith("! ") and question.answer in one for one in lines):
                lines.append(f"! {question.text}  ({question.answer})")
        return lines

    def _stop_lines(self, stop: Stop, printed: Sequence[str]) -> list[str]:
        """Why time stopped and what is to be decided; of what was said just now only the decision."""
        decision = stop.decision
        if stop.usual is not None:
            decision = f"{decision} {to_text(stop.usual, self.session.world)}"
        if not _said(stop.sentence, printed):
            return [f"! {stop.sentence}" + (f"  ({decision})" if decision else "")]
        if not decision:
            return []
        about = f"{stop.sentence.rstrip('.')}: "
        if stop.card >= 0:
            about = f"{fmt.short(self.session.world, stop.card)}: "
        elif stop.data >= 0:
            about = f"{fmt.dataset(self.session.world, stop.data)}: "
        return [f"! {about}{decision}"]

    def _voices(self) -> list[str]:
        return [voice.line for voice in self.session.voices]

    def _left(self) -> list[str]:
        """What time leaves behind without an answer."""
        sheet = self.session.sheet
        if sheet is None or not sheet.choices:
            return []
        again = " review, retro and planning show them again." if sheet.kind in _RITUALS else ""
        return [f"Left without an answer: {sheet.title}.{again}"]

    def _events(self, before: int) -> list[str]:
        history = self.session.board.history[before:]
        return [f"D{event.day} {sentence(self.session.world, event).text}" for event in history if told(event)]

    def _news(self) -> list[str]:
        """A disruption is in the log's words already."""
        return [beat.plain for beat in self.session.news if beat.kind is BeatKind.KILL]

    def _coached(self) -> list[str]:
        """The coach's line, unless it was the last one printed."""
        text = self.session.coach
        if not text or text == self._coached_last:
            return []
        self._coached_last = text
        return [text if self.session.watching is not None else f"hint: {text}"]

    def _ended(self) -> list[str]:
        board = self.game.board
        after = [text for text in (after_close(board),) if text]
        return ["", *linear.header_lines(board, False), epilogue(self.game.resolved, board), *after, _OVER]

    # --- sheets ----------------------------------------------------------------------------------------------

    def _seen(self) -> list[str]:
        """Sheets that only have to be seen."""
        lines: list[str] = []
        while (sheet := self.session.sheet) is not None and not sheet.choices:
            lines += self._ended() if sheet.kind is SheetKind.END else [sheet.beat.plain] if sheet.beat else []
            self.session.answer()
        return lines

    def _asked(self, printed: Sequence[str] = ()) -> list[str]:
        """The sheet that waits for an answer, its answers numbered; without what `printed` lines said just now."""
        sheet = self.session.sheet
        if sheet is None:
            return []
        lines = ["", sheet.title]
        for section in sheet.sections:
            lines += [section.heading] if section.heading else []
            lines += [f"   {line}" for line in section.lines if not _said(line, printed)]
        for place, choice in enumerate(sheet.choices, 1):
            lines.append(f"{place}. {choice.word}" + (f": {choice.what}" if choice.what else ""))
        return [*lines, _how_to_answer(sheet)]

    def _answer(self, sheet: Sheet, text: str) -> list[str]:
        place = int(text[:4]) if text.isascii() and text else 0
        if text and not 1 <= place <= len(sheet.choices):
            most = len(sheet.choices)
            raise InputError(f"there is no answer {text[:9]}; write 1 to {most}, or an empty line")
        before = len(self.session.board.history)
        chosen = self.session.answer(sheet.choices[place - 1].name if text else "")
        watching = self.session.watching
        if sheet.kind is SheetKind.PILE_UP and watching is not None and watching.ghost is not None:
            # Lines wait for their answer: the futures are compared at once, which takes some seconds.
            deque(watching.ghost.futures(), maxlen=0)
        lines = self._events(before)
        if chosen is not None and chosen.action is not None and not lines:
            lines.append(words.LATER)
        if chosen is not None and chosen.opens:
            lines.append(_OPENS[chosen.opens])
        return [*lines, *self._seen(), *self._asked(lines)]

    def _again(self, kind: SheetKind, sprint: int) -> list[str]:
        self.session.look_back(kind, sprint)
        return self._asked()

    # --- doing -----------------------------------------------------------------------------------------------

    def _act(self, text: str) -> list[str]:
        found = parse(text, self.game.world)
        if isinstance(found, Turn):
            return self._time(Pace.STILL)
        # The bot's board: a watcher brings disruptions and nothing else.
        if self.session.watching is not None:
            if not isinstance(found, Inject):
                raise InputError("the bot plays; inject CHAOS, or take-over to play yourself")
            self.session.inject(found)
            return self._asked()
        against = self.session.against(found)
        if against is not None and not self.confirm(linear.decision_lines(against)):
            return ["Left as it was."]
        before = len(self.game.board.history)
        self.session.do(text)
        # A kill typed in two words was filled in: the line that the save holds is shown.
        line = to_text(self.game.actions()[-1][1], self.game.world)
        lines = [f"= {line}"] if line != text else []
        done = [*self._events(before), *self._news(), *self._seen()] or [words.LATER]
        # What it holds up and what can be done about it: the board itself changes only when the day ends.
        done += linear.trouble_lines(self.game.board) if isinstance(found, Inject) else []
        return [*lines, *done, *self._voices(), *self._coached(), *self._asked(done)]

    def _take_over(self, rest: list[str]) -> list[str]:
        if self.session.watching is None:
            raise InputError("nobody else plays; the board is yours already")
        self.session.take_over()
        return ["You play from here."]

    def _undo(self, rest: list[str]) -> list[str]:
        question = self.session.asks_before_undo()
        if question and not self.confirm([question]):
            return ["Left as it was."]
        undone = self.session.undo()
        if undone is None:
            return ["There is nothing to take back."]
        return [f"Taken back: {undone}. This game counts as practice now.", *self._morning()]

    def _save(self, rest: list[str]) -> list[str]:
        if not rest:
            place = self.game.path
            return [f"Every line is saved at once: {place}" if place else "Not saved to a file; write save FILE."]
        self.game.save_as(typed_path(" ".join(rest)))
        return [f"Saved, and going on in {self.game.path}"]

    def _quit(self, rest: list[str]) -> list[str]:
        self.leaving = True
        return []


def _said(text: str, printed: Sequence[str]) -> bool:
    """Whether one of these lines says it already, apart from a day, a mark or a name before it."""
    # The end of a line: the log puts a day before it, a voice a name.
    return any(line.endswith(text) for line in printed)


def _how_to_answer(sheet: Sheet) -> str:
    """The line under the answers."""
    if sheet.kind is SheetKind.REVIEW and sheet.sprint > 1:
        return "1 goes on to the question and the retro; an empty line skips them."
    return "Write a number; an empty line skips this."
