"""The data board: five columns, from needed to ready, and what can be done with a dataset."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.engine.act import check, cost_min
from aiboard.engine.model.vocabulary import ActionKind, Column, Refusal
from aiboard.engine.verbs import Action
from aiboard.play.session import Session
from aiboard.tui import paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.decisions import asking
from aiboard.tui.hints import Hints, named
from aiboard.tui.paint import Span
from aiboard.tui.screens.base import GameBase
from aiboard.tui.widgets.dialog import Answer, QuestionScreen
from aiboard.tui.widgets.pager import bound
from aiboard.views.data.databoard import DataLine, data_columns, label_odds
from aiboard.views.decisions.menu import decision

_KINDS = {
    "order": ActionKind.ORDER_DATA,
    "guidelines": ActionKind.GUIDELINES,
    "spot_check": ActionKind.SPOT_CHECK,
    "accept": ActionKind.ACCEPT,
    "relabel": ActionKind.RELABEL,
}


class DataView(Canvas):
    """Columns side by side, the dataset under the cursor below them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        # The cursor is on a dataset, not on a place: places change when a batch moves.
        self.data = next((line.data for line in self.all_lines() if line.decide), -1)
        self.said = ""

    def all_lines(self) -> list[DataLine]:
        """Every dataset, column by column."""
        return [line for column in data_columns(self.session.board) for line in column.lines]

    @property
    def line(self) -> DataLine | None:
        """The dataset under the cursor."""
        lines = self.all_lines()
        return next((line for line in lines if line.data == self.data), lines[0] if lines else None)

    def move(self, by: int) -> None:
        """To another dataset, round the end."""
        lines, here = self.all_lines(), self.line
        if here is not None:
            self.data = lines[(lines.index(here) + by) % len(lines)].data
            self.said = ""

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Headings, cards, then the detail."""
        look = self.look
        columns = data_columns(self.session.board)
        here = self.line
        each = (width - len(columns) + 1) // len(columns)
        widths = [each] * len(columns)
        widths[-1] += width - (len(columns) - 1) - each * len(columns)
        rule: Span = ("│", look["rule"])
        head: list[Span] = []
        bodies: list[list[list[Span]]] = []
        for i, (column, w) in enumerate(zip(columns, widths, strict=True)):
            if i:
                head.append(rule)
            name = f" {column.name} {len(column.lines) or ''}"
            held = here is not None and any(line.data == here.data for line in column.lines)
            head.append((paint.pad(name.upper() if held else name, w), look["heading.focus" if held else "heading"]))
            bodies.append([row for line in column.lines for row in self._card(line, w, here)])
        out: list[list[Span]] = [[(" DATA", look["heading.focus"])], head]
        rows = max((len(body) for body in bodies), default=0)
        for y in range(max(rows, 4)):
            row: list[Span] = []
            for i, (body, w) in enumerate(zip(bodies, widths, strict=True)):
                if i:
                    row.append(rule)
                spans = body[y] if y < len(body) else []
                row += spans
                row.append((" " * (w - sum(paint.width_of(text) for text, _ in spans)), look["text"]))
            out.append(row)
        out.append([("─" * width, look["rule"])])
        if here is not None:
            out += self._detail(here)
        if self.said:
            out += [[], [(f" ! {self.said}", look["warn"])]]
        return out

    def _card(self, line: DataLine, width: int, here: DataLine | None) -> list[list[Span]]:
        look = self.look
        on = here is not None and here.data == line.data
        plain = look["cursor.text"] if on else look["text"]
        tone = str(line.mark.tone)
        marked = look.on_cursor(tone) if on else look[tone]
        rows: list[list[Span]] = [
            [("▸" if on else " ", marked if on else plain), (line.key, look["cursor" if on else "strong"])],
            [(f"  {line.mark.glyph} {line.mark.word}", marked)],
        ]
        soft = look["cursor.dim"] if on else look["dim"]
        for text in line.lines[:2]:
            rows += [[(f"  {part}", soft)] for part in paint.wrap(text, width - 3, 3)]
        return [paint.fitted(row, width, plain) for row in rows] + [[]]

    def _detail(self, line: DataLine) -> list[list[Span]]:
        look = self.look
        out: list[list[Span]] = [[(f" {line.key} {line.title}", look["strong"])]]
        for text in line.lines:
            out.append([(f" {text}", look["text"])])
        if line.waiting:
            out.append([(" cards that wait for it: ", look["dim"]), (", ".join(line.waiting), look["warn"])])
        if line.needed:
            out.append([(" ideas that need it: ", look["dim"]), (", ".join(line.needed), look["text"])])
        if line.column != Column.READY:
            out += [[(f" {text}", look["dim"])] for text in label_odds(self.session.board, line.data)]
        return out


class DataScreen(GameBase):
    """The data board's screen."""

    SCREEN = "data"
    BINDINGS: ClassVar[list[BindingType]] = bound("data")

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.view = DataView(session)

    def body(self) -> ComposeResult:
        """One canvas."""
        yield self.view

    def hints(self) -> Hints:
        """What is possible for the dataset under the cursor."""
        line = self.view.line
        possible = []
        if line is not None:
            for name, kind in _KINDS.items():
                if self._refusal(kind, line.data) in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME):
                    possible.append(name)
        found = named(self.SCREEN, self.game_app.table, ["help", *possible, "why"])
        return [found[0], ("Esc", "back"), *found[1:]]

    def _refusal(self, kind: ActionKind, data: int) -> Refusal:
        board = self.session.board
        if kind == ActionKind.ORDER_DATA:
            pilot = check(board, Action(kind, data, board.world.pilot_pct))
            return pilot if pilot == Refusal.NONE else check(board, Action(kind, data, 100))
        return check(board, Action(kind, data))

    def refresh_view(self) -> None:
        """After a change."""
        from aiboard.tui.hints import HintBar

        self.view.update()
        self.query_one(HintBar).show(self.hints())

    def _move(self, by: int) -> None:
        self.view.move(by)
        self.refresh_view()

    def action_left(self) -> None:
        """Dataset before."""
        self._move(-1)

    def action_right(self) -> None:
        """Next dataset."""
        self._move(1)

    def action_up(self) -> None:
        """Dataset before."""
        self._move(-1)

    def action_down(self) -> None:
        """Next dataset."""
        self._move(1)

    def _do(self, action: Action) -> None:
        self.view.said = ""
        if self.game_app.dispatch(action) is None:
            from aiboard.actions.words import refusal as said

            board = self.session.board
            self.view.said = said(check(board, action), board, action, cost_min(board, action))
        self.refresh_view()

    def _ask(self, kind: ActionKind) -> None:
        """The price is shown before it is paid; what is not possible says why at once."""
        line = self.view.line
        if line is None:
            return
        if self._refusal(kind, line.data) != Refusal.NONE:
            self._do(Action(kind, line.data, 100 if kind == ActionKind.ORDER_DATA else 0))
            return
        found = asking(decision(self.session.board, kind, line.data))

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                self._do(found.action(answer))

        self.app.push_screen(QuestionScreen(found.question), answered)

    def action_order(self) -> None:
        """A pilot, or the rest."""
        self._ask(ActionKind.ORDER_DATA)

    def action_guidelines(self) -> None:
        """Write guidelines."""
        self._ask(ActionKind.GUIDELINES)

    def action_spot_check(self) -> None:
        """Read the agreement."""
        self._ask(ActionKind.SPOT_CHECK)

    def action_accept(self) -> None:
        """Accept the batch."""
        self._ask(ActionKind.ACCEPT)

    def action_relabel(self) -> None:
        """Send it back."""
        self._ask(ActionKind.RELABEL)

    def action_why(self) -> None:
        """What it costs to change things here."""
        line = self.view.line
        if line is None:
            return
        from aiboard.tui.screens.why import WhyScreen

        self.app.push_screen(WhyScreen(self.session.board, line.data, data=True))
