"""What the line mode prints of a session: the morning, what happened, what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from aiboard.actions.grammar import to_text
from aiboard.engine.model.vocabulary import Stage
from aiboard.play.beats import BeatKind
from aiboard.play.session import Session
from aiboard.play.sheets import Sheet, SheetKind
from aiboard.play.stop import Stop
from aiboard.views import fmt, linear
from aiboard.views.board.log import is_in_log
from aiboard.views.board.orders import order_questions
from aiboard.views.board.project import after_close, epilogue, project
from aiboard.views.board.standup import standup
from aiboard.views.sentences import sentence

_SHORT = 8
"""A Backlog this short is listed on the first morning."""
OVER = "The project is over. debrief shows what it came to; quit leaves."
_RITUALS = (SheetKind.REVIEW, SheetKind.QUESTION, SheetKind.RETRO, SheetKind.PLANNING)


class SessionLines:
    """The lines of a session. What was printed just now is not said again."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._last_coach_line = ""

    def opening(self) -> list[str]:
        """The first screen: on the first morning the scene and the canvas; then the board."""
        page = project(self.session.game.resolved)
        lines = [page.title]
        fresh = self.session.fresh
        if fresh:
            lines += [*([page.scene] if page.scene else []), *page.lines[1:], "", "canvas shows this page again."]
        watching = self.session.watching
        if watching is not None:
            hint = "inject gpu-shortage, or another, disturbs it; take-over plays on yourself."
            lines += [f"The bot {watching.bot_name} plays. {hint}"]
        lines += ["help lists the words; end ends the day; . goes on to the next stop."]
        if self.session.board.over:
            return [*lines, *self._ended()]
        board = linear.board_lines(self.session.board)
        if fresh and self.session.board.count(Stage.BACKLOG) <= _SHORT:
            board = [*linear.column_lines(self.session.board, Stage.BACKLOG), *board[1:]]
        return [*lines, *self.morning(), *board, *self.coach_lines(), *self.sheet_lines()]

    def morning(self, printed: Sequence[str] = ()) -> list[str]:
        """The header, the sprint's message, what the team says, why time stopped, what standing orders ask.

        What `printed` lines, or lines above, have said is not said again.
        """
        board = self.session.board
        lines = ["", *linear.header_lines(board, self.session.show_hours)]
        lines += linear.trouble_lines(board, self.session.watching is not None)
        sheet = self.session.sheet
        # Planning, which ends the rituals, reads the message out.
        if (board.day - 1) % board.world.sprint_days == 0 and sheet is None:
            message = self.session.message()
            lines += [message] if message else []
        for line in standup(board):
            if not _is_printed(line.text.removeprefix(f"{line.person}: "), [*printed, *lines]):
                lines.append(line.text)
        for stop in self.session.stops():
            lines += self._stop_lines(stop, [*printed, *lines])
        reminder = self.session.open_decisions()
        lines += [f"! {reminder}"] if reminder else []
        for question in order_questions(board):
            # A question that time stopped at is above, with the same line to type.
            if not any(one.startswith("! ") and question.answer in one for one in lines):
                lines.append(f"! {question.text}  ({question.answer})")
        return lines

    def _stop_lines(self, stop: Stop, printed: Sequence[str]) -> list[str]:
        """Why time stopped and what is to be decided; of what was said just now only the decision."""
        decision = stop.decision
        if stop.usual is not None:
            decision = f"{decision} {to_text(stop.usual, self.session.world)}"
        if not _is_printed(stop.sentence, printed):
            return [f"! {stop.sentence}" + (f"  ({decision})" if decision else "")]
        if not decision:
            return []
        prefix = f"{stop.sentence.rstrip('.')}: "
        if stop.card >= 0:
            prefix = f"{fmt.short(self.session.world, stop.card)}: "
        elif stop.data >= 0:
            prefix = f"{fmt.dataset(self.session.world, stop.data)}: "
        return [f"! {prefix}{decision}"]

    def voices(self) -> list[str]:
        return [voice.line for voice in self.session.voices]

    def unanswered_lines(self) -> list[str]:
        """What time leaves behind without an answer."""
        sheet = self.session.sheet
        if sheet is None or not sheet.choices:
            return []
        again = " review, retro and planning show them again." if sheet.kind in _RITUALS else ""
        return [f"Left without an answer: {sheet.title}.{again}"]

    def events(self, start: int) -> list[str]:
        history, ordered = self.session.board.history[start:], self.session.game.order_event_ids
        return [
            f"D{event.day} {sentence(self.session.world, event, ordered).text}" for event in history if is_in_log(event)
        ]

    def news(self) -> list[str]:
        """A disruption is in the log's words already."""
        return [beat.summary for beat in self.session.news if beat.kind is BeatKind.KILL]

    def coach_lines(self) -> list[str]:
        """The coach's line, unless it was the last one printed."""
        text = self.session.coach
        if not text or text == self._last_coach_line:
            return []
        self._last_coach_line = text
        return [text if self.session.watching is not None else f"hint: {text}"]

    def _ended(self) -> list[str]:
        board = self.session.board
        close_lines = [text for text in (after_close(board),) if text]
        return ["", *linear.header_lines(board, False), epilogue(self.session.game.resolved, board), *close_lines, OVER]

    def passive_sheet_lines(self) -> list[str]:
        """Sheets that only have to be seen."""
        lines: list[str] = []
        while (sheet := self.session.sheet) is not None and not sheet.choices:
            lines += self._ended() if sheet.kind is SheetKind.END else [sheet.beat.summary] if sheet.beat else []
            self.session.answer()
        return lines

    def sheet_lines(self, printed: Sequence[str] = ()) -> list[str]:
        """The sheet that waits for an answer, its answers numbered; without what `printed` lines said just now."""
        sheet = self.session.sheet
        if sheet is None:
            return []
        lines = ["", sheet.title]
        for section in sheet.sections:
            lines += [section.heading] if section.heading else []
            lines += [f"   {line}" for line in section.lines if not _is_printed(line, printed)]
        for number, choice in enumerate(sheet.choices, 1):
            lines.append(f"{number}. {choice.word}" + (f": {choice.detail}" if choice.detail else ""))
        return [*lines, _how_to_answer(sheet)]


def _is_printed(text: str, printed: Sequence[str]) -> bool:
    """Whether one of these lines says it already, apart from a day, a mark or a name before it."""
    # The end of a line: the log puts a day before it, a voice a name.
    return any(line.endswith(text) for line in printed)


def _how_to_answer(sheet: Sheet) -> str:
    """The line under the answers."""
    if sheet.kind is SheetKind.REVIEW and sheet.sprint > 1:
        return "1 goes on to the question and the retro; an empty line skips them."
    return "Write a number; an empty line skips this."
