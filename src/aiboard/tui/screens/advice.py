"""The coach's numbers: what each option on a card is worth now; and the cone of the forecast with the player's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from aiboard.engine.verbs import Forecast
from aiboard.play import coach_consent as asking
from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.host import Host, LineQuestion
from aiboard.tui.panel import Panel
from aiboard.tui.screens.dialog import LineDialog, Lines
from aiboard.tui.screens.full import Hints, PanelScreen
from aiboard.tui.widgets import question
from aiboard.tui.widgets.chart import mode_of, spans_of
from aiboard.views import fmt
from aiboard.views.board.header import forecast_words
from aiboard.views.charts.cone import ConeChart

_WORTH: Final = 30
"""Cells of an option's dollars."""
_Row = tuple[str, str, str, bool]
"""An option: line, words, dollars, whether it is surely another worth than leaving the card."""


def ask_coach(session: Session, host: Host, say: Callable[[str, str], None], begin: Callable[[], None]) -> None:
    """Ask first whether the game may become practice, then `begin`; `say` tells why the coach may not be asked."""

    def answered(sure: bool | None) -> None:
        if sure:
            asking.mark_practice(session)
            # The board's mark says from now on what kind of game it is.
            host.notify_screens([])
            begin()

    reason, consent = asking.refusal_reason(session), asking.consent(session)
    if reason:
        say(reason, "warn")
    elif consent and not session.game.read_only:
        host.open("question", question.coach_question(consent), then=answered)
    else:
        answered(True)


class AdviceScreen(LineDialog[LineQuestion | None]):
    """What each option on a card is worth, worked out in a thread while it is read; Enter asks for the chosen one."""

    SCREEN = "menu"
    WIDTH = 92
    KEYS = "⏎ decide on it   Esc back"

    def __init__(self, session: Session, card: int) -> None:
        super().__init__()
        self.session = session
        self.card = card
        self.options: list[_Row] = []
        self.futures = 0
        self.wrong = ""

    def heading(self) -> str:
        """Whose options."""
        world = self.session.world
        return f"Coach: {fmt.key(world, self.card)} {fmt.title(world, self.card)}"

    def on_mount(self) -> None:
        """Begin to play futures."""
        super().on_mount()
        self.run_steps(self._steps, self._show, self._failed)

    def _steps(self) -> Iterator[tuple[list[_Row], int]]:
        """Runs in a thread: the options and the futures behind them, after each step."""
        # numpy comes with it: whoever never asks never loads it.
        from aiboard.analysis.advice import MOST_FUTURES, rank_options, weigh_card

        for weighed in weigh_card(self.session.game, self.card, MOST_FUTURES):
            rows = [(one.line, one.name, one.worth, one.sure) for one in rank_options(weighed, self.session.world)]
            yield rows, weighed.futures

    def _show(self, step: tuple[list[_Row], int]) -> None:
        selected_line = self.options[self.at][0] if self.at and self.options else ""
        self.options, self.futures = step
        # A cursor that was moved stays on its option, wherever that now ranks; else it stays on the best.
        self.at = next((at for at, one in enumerate(self.options) if one[0] == selected_line), 0)
        self.redraw()

    def _failed(self, reason: str) -> None:
        self.wrong = reason
        self.redraw()

    def count(self) -> int:
        """The options."""
        return len(self.options)

    def cursor_line(self) -> int | None:
        """The chosen option's line."""
        return self.at if self.options else None

    def lines(self, width: int) -> Lines:
        """The options, best first, and how many futures stand behind them."""
        from aiboard.analysis.advice import METHOD_TEXT, MOST_FUTURES

        look = self.window.look
        if self.wrong:
            return [[(row, look["warn"])] for row in cells.wrap(self.wrong, width, 6)]
        out: Lines = []
        for number, (_, label, worth, sure) in enumerate(self.options):
            style = look.row_styles(number == self.at)
            mark = ("▸ " if number == self.at else "  ", style("accent"))
            room = max(10, width - 2 - _WORTH)
            tone = "dim" if not sure else "bad" if worth.startswith("−") else "good" if worth != "$0" else "text"
            out.append([mark, (cells.pad(label, room), style("text")), (cells.pad(worth, _WORTH), style(tone))])
        more = "" if self.futures >= MOST_FUTURES else "; more are played, Esc leaves"
        so_far = f"{self.futures} of {MOST_FUTURES} futures of each option{more}."
        out += [[], [(so_far, look["accent" if more else "dim"])]]
        return out + [[(row, look["dim"])] for row in cells.wrap(METHOD_TEXT, width, 4)]

    def action_choose(self) -> None:
        """Ask for the chosen option as the board does, where Enter confirms it; leaving the card just closes."""
        if self.options:
            line = self.options[self.at][0]
            self.dismiss(None if line == "wait" else LineQuestion(line))


class ForecastView(Panel):
    """The player's forecast, and the cone once it was asked for."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.cone: ConeChart | None = None
        self.cone_requested = False

    def draw(self, width: int, height: int) -> list[Line]:
        """What is asked, what was stated, the cone."""
        look = self.look
        board = self.session.board
        target = fmt.points(board.world.target_ppm)
        out: list[Line] = [[(" FORECAST", look["heading.focus"])]]
        if board.target_day:
            return [*out, [(f" {target} was cleared on day {board.target_day}.", look["good"])]]
        if board.over:
            return [*out, [(f" {target} was not cleared by the close, day {board.world.days}.", look["text"])]]
        asks = f"By which day does a card clear {target}, its whole interval over it? "
        asks += f"Today is day {board.day} of {board.world.days}."
        out += [[(f" {row}", look["text"])] for row in cells.wrap(asks, width - 2, 3)]
        out += [[(f" Yours: {forecast_words(board)}.", look["strong"])], []]
        if self.session.locked_reason:
            return [*out, [(f" {self.session.locked_reason}", look["dim"])]]
        if self.cone is None:
            words = "Playing futures …" if self.cone_requested else (
                "⏎ states yours: a day for 70 %, a day for 90 %; each is scored. Then c shows the coach's cone."
            )  # fmt: skip
            return out + [[(f" {row}", look["dim"])] for row in cells.wrap(words, width - 2, 3)]
        chart = spans_of(self.cone, look, min(width - 2, 110), min(height - len(out), 26), mode_of(self.app))
        return [*out, *([(" ", look["text"]), *row] for row in chart)]


class ForecastScreen(PanelScreen[ForecastView]):
    """Your forecast, and the coach's cone beside it when it is asked for."""

    SCREEN = "forecast"

    def __init__(self, session: Session) -> None:
        super().__init__(ForecastView(session))
        self.session = session

    def hints(self) -> Hints:
        """Without what cannot be done: a forecast is the player's, of a target that is not cleared yet."""
        settled = self.session.locked_reason or self.session.board.target_day
        return self.hints_and_back(["help"] if settled else None)

    def action_state(self) -> None:
        """State it; it is scored when due."""

        def answered(action: object) -> None:
            if isinstance(action, Forecast):
                self.host.dispatch(action)
                self._restate()

        board = self.session.board
        if board.over or board.target_day:
            self.tell("there is nothing left to forecast", "warn")
        elif self.session.locked_reason:
            self.tell(self.session.locked_reason, "warn")
        else:
            self.host.open("question", question.forecast(board), then=answered)

    def _restate(self) -> None:
        """The days that the cone is marked with are the stated ones; the futures stay."""
        board, cone = self.session.board, self.view.cone
        if cone is not None:
            self.view.cone = ConeChart(cone.day, cone.days, cone.reach_days, board.forecast_70, board.forecast_90)
        self.view.update()

    def action_cone(self) -> None:
        """The coach's cone; the game is practice from then on."""
        ask_coach(self.session, self.host, self.tell, self._begin)

    def _begin(self) -> None:
        if not self.view.cone_requested:
            self.view.cone_requested = True
            self.view.update()
            self.run_steps(self._steps, self._show, self.view.fail)

    def _steps(self) -> Iterator[ConeChart]:
        """Runs in a thread."""
        from aiboard.analysis.cone import game_cone

        return game_cone(self.session.game)

    def _show(self, cone: ConeChart) -> None:
        self.view.cone = cone
        # A forecast may have been stated meanwhile.
        self._restate()
