"""The board of a morning that the debrief tells of: to look at, to decide again, to go on from in a new game."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial, partialmethod

from textual.app import ComposeResult

from aiboard.analysis import position, retry
from aiboard.analysis.debrief import Debrief
from aiboard.analysis.debrief.decision_summaries import DecisionSummary
from aiboard.analysis.position import Position
from aiboard.analysis.retry import Exercise
from aiboard.analysis.weighing import Weighing
from aiboard.instruments.errors import InputError
from aiboard.journal.saves import new_path
from aiboard.play.session import Session
from aiboard.tui.cells import Line
from aiboard.tui.host import Host
from aiboard.tui.screens.full import FullScreen, Hints
from aiboard.tui.widgets.board import BoardView
from aiboard.tui.widgets.header import HeaderBar
from aiboard.tui.widgets.retry import BoardFooter, choosing_lines, decision_lines, judged_lines
from aiboard.views.board.columns import columns
from aiboard.views.board.header import header

_ROWS = (11, 14)
"""Rows under the board on a low screen, and on a tall one."""
_TALL = 34


def branch_game(host: Host, session: Session, past_position: Position) -> None:
    """Open a new game that goes on from a position, with the same luck; it is practice."""
    # Read now: by the time the new game is opened the screen that asked is gone.
    game, coach = session.game, host.settings.coach

    def load(cancelled: Callable[[], bool]) -> Session:
        path = str(new_path(game.resolved.key, game.seed))
        new = retry.branch(game, past_position, path)
        new.add_notice(f"A new game from day {past_position.day} on, same luck; practice. The other one is kept.")
        return Session(new, coach)

    host.open("opening", f"Going on from day {past_position.day} …", load, "board")


class PastBoardScreen(FullScreen):
    """A board that was, under its own header; a subclass says what stands below it."""

    def __init__(self, session: Session, debrief: Debrief) -> None:
        super().__init__()
        self.session = session
        self.debrief = debrief
        self.head = HeaderBar()
        self.board_view = BoardView(lambda: None, lambda: None)
        self.under = BoardFooter(self.lines)
        self.parts = (self.board_view,)
        self.position: Position | None = None

    def body(self) -> ComposeResult:
        """Header, board, lines."""
        yield self.head
        yield self.board_view
        yield self.under

    def resized(self, width: int, height: int) -> None:
        """More lines where there are more."""
        self.under.styles.height = _ROWS[height >= _TALL]

    def lines(self, width: int) -> list[Line]:
        """What stands below the board."""
        raise NotImplementedError

    def show_position(self, past_position: Position, card: int) -> None:
        """Another board; the cursor starts on the card that the decision was about."""
        self.position = past_position
        board = past_position.state.board
        self.head.show(header(board, self.session.show_hours), "as it was")
        self.board_view.show(columns(board))
        self.board_view.focus_card(card)
        self.under.update()

    def action_branch(self) -> None:
        """A new game that goes on from here, with the same luck; it is practice."""
        if self.position is not None:
            branch_game(self.host, self.session, self.position)


class MomentScreen(PastBoardScreen):
    """The board of one decision, with everything that is said about it."""

    SCREEN = "moment"

    def __init__(self, session: Session, debrief: Debrief, answer: DecisionSummary) -> None:
        super().__init__(session, debrief)
        self._answer = answer

    def on_mount(self) -> None:
        """Show it."""
        one = self._answer
        self.show_position(position.position_before(self.session.game, one.day, one.line, one.undone), one.card)

    def lines(self, width: int) -> list[Line]:
        """The decision."""
        return decision_lines(self.debrief, self._answer, width, self.under.look)

    def action_retry(self) -> None:
        """Decide this board again."""
        self.host.open("retry", self.session, self.debrief, [self._answer])


class RetryScreen(PastBoardScreen):
    """The costliest boards, one after another: choose, see what each option was worth, go on to the next."""

    SCREEN = "retry"

    def __init__(self, session: Session, debrief: Debrief, boards: list[DecisionSummary]) -> None:
        super().__init__(session, debrief)
        self._boards = boards
        self._board_index = 0
        self._at = 0
        self._chosen = -1
        self._passed = 0
        self._exercise: Exercise | None = None
        self._weighed: Weighing | None = None
        self._wrong = ""

    def on_mount(self) -> None:
        """The first board."""
        self._begin()

    def _begin(self) -> None:
        self._at, self._chosen, self._exercise, self._weighed, self._wrong = 0, -1, None, None, ""
        self.run_steps(partial(self._steps, self._boards[self._board_index]), self._show, self._failed)

    def _steps(self, answer: DecisionSummary) -> Iterator[Exercise | Weighing]:
        """Runs in a thread: the board, then its prices."""
        exercise = retry.exercise(self.session.game, answer)
        if exercise is None:
            raise InputError("On this board there is nothing else to choose.")
        yield exercise
        yield from retry.weigh_exercise(exercise)

    def _show(self, step: Exercise | Weighing) -> None:
        if isinstance(step, Exercise):
            self._exercise = step
            self.show_position(step.position, step.answer.card)
        else:
            self._weighed = step
            self._count()
            self._redraw()

    def _failed(self, reason: str) -> None:
        self._wrong = reason
        self._redraw()

    @property
    def _whole(self) -> bool:
        return self._weighed is not None and self._weighed.futures >= retry.FUTURES

    @property
    def _judged(self) -> bool:
        return self._chosen >= 0 and self._whole

    def _verdict(self) -> retry.Verdict:
        assert self._weighed is not None
        return retry.judge(self._weighed, self._chosen, self.debrief.point_cents)

    def lines(self, width: int) -> list[Line]:
        """The options, or what they were worth."""
        look = self.under.look
        exercise = self._exercise
        heading = f"Board {self._board_index + 1} of {len(self._boards)}"
        if self._wrong:
            return [[(f" {heading}: {self._wrong} {self._onward()}", look["warn"])]]
        if exercise is None:
            return [[(f" {heading} …", look["dim"])]]
        if self._judged and self._weighed is not None:
            rows = judged_lines(self.debrief, exercise, self._weighed, self._chosen, self._verdict(), width, look)
            return [*rows, [(f" {self._onward()}", look["strong"])]]
        futures = self._weighed.futures if self._weighed is not None else 0
        so_far = f"{futures} of {retry.FUTURES} futures of each option are played"
        so_far += "; the answer comes when all are." if self._chosen >= 0 else "; Enter chooses."
        return choosing_lines(self.debrief, exercise, self._at, heading, so_far, width, look)

    def _onward(self) -> str:
        if self._board_index + 1 < len(self._boards):
            return "Enter: the next board."
        return f"{self._passed} of {len(self._boards)} passed. Enter: back to the debrief."

    def hints(self) -> Hints:
        """What Enter does now: choose, or once the choice is judged go on."""
        last = self._board_index + 1 == len(self._boards)
        onward = {"choose": "to the debrief" if last else "next board"} if self._wrong or self._judged else None
        return self.hints_and_back(words=onward)

    def _redraw(self) -> None:
        self.under.update()
        self.show_hints()

    def move(self, by: int) -> None:
        """To another option."""
        if self._exercise is not None and self._chosen < 0:
            self._at = max(0, min(len(self._exercise.options) - 1, self._at + by))
            self._redraw()

    action_up = partialmethod(move, -1)
    action_down = partialmethod(move, 1)

    def action_choose(self) -> None:
        """Take the option; once it is judged, the next board."""
        if self._wrong or self._judged:
            if self._board_index + 1 == len(self._boards):
                self.dismiss(None)
            else:
                self._board_index += 1
                self._begin()
        elif self._exercise is not None and self._chosen < 0:
            self._chosen = self._at
            self._count()
            self._redraw()

    def _count(self) -> None:
        """The choice counts once its prices are there, whichever came last."""
        if self._judged:
            self._passed += self._verdict().passed
