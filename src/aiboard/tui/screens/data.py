"""The data board: five columns, from needed to ready, and what can be done with a dataset."""

from __future__ import annotations

from functools import partialmethod
from typing import Final

from aiboard.actions.words import refusal as refusal_words
from aiboard.engine.act import check
from aiboard.engine.model.vocabulary import Column, Refusal
from aiboard.engine.verbs import Accept, Action, DataAction, Guidelines, OrderData, Relabel, SpotCheck
from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.host import unless_cancelled
from aiboard.tui.panel import Panel
from aiboard.tui.screens.full import Hints, PanelScreen
from aiboard.views.board.trouble import troubles
from aiboard.views.data.databoard import DataColumn, DataLine, data_columns, dataset_history, label_odds, users
from aiboard.views.decisions.menu import data_options, decision
from aiboard.views.why.card import option_lines

_VERBS: Final[dict[str, type[DataAction]]] = {
    "order": OrderData,
    "guidelines": Guidelines,
    "spot_check": SpotCheck,
    "accept": Accept,
    "relabel": Relabel,
}

_LEAST_ROWS: Final = 4
"""Rows of cards at least."""


class DataView(Panel):
    """Columns side by side, the dataset under the cursor below them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        # The cursor is on a dataset, not on a place: places change when a batch moves.
        self.data = self._first()
        self.refusal = ""

    def _first(self) -> int:
        """The dataset that time stopped for, else a batch that waits for its verdict, else one that is asked about."""
        stopped = {stop.data for stop in self.session.stops()}
        lines = [line for line in self.all_lines() if line.decide or line.data in stopped]
        lines.sort(key=lambda line: (line.data not in stopped, line.column != Column.QA))
        return lines[0].data if lines else -1

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
        lines, selected_line = self.all_lines(), self.line
        if selected_line is not None:
            self.data = lines[(lines.index(selected_line) + by) % len(lines)].data
            self.refusal = ""

    def draw(self, width: int, height: int) -> list[Line]:
        """Headings, cards, then the detail."""
        look = self.look
        columns = data_columns(self.session.board)
        selected_line = self.line
        each = (width - len(columns) + 1) // len(columns)
        widths = [each] * len(columns)
        # What division leaves over goes to the last column, else a strip at the edge is never painted.
        widths[-1] += width - (len(columns) - 1) - each * len(columns)
        heads: list[Line] = []
        for column, w in zip(columns, widths, strict=True):
            name = f" {column.name} {len(column.lines) or ''}"
            selected = selected_line is not None and any(line.data == selected_line.data for line in column.lines)
            style = look["heading.focus" if selected else "heading"]
            heads.append([(cells.pad(name.upper() if selected else name, w), style)])
        below = self._below(width)
        room = max(_LEAST_ROWS, height - 2 - len(below))
        more = self._more(selected_line, width) if selected_line is not None else []
        bodies = self._bodies(columns, widths, selected_line, room)
        rows = min(room, max(_LEAST_ROWS, *(len(body) for body in bodies)))
        sides = []
        for head, body, w in zip(heads, bodies, widths, strict=True):
            lines = [*body[:rows], *([] for _ in range(rows - len(body)))]
            blanks = [w - sum(cells.width_of(text) for text, _ in line) for line in lines]
            sides.append(
                [head, *([*line, (" " * blank, look["text"])] for line, blank in zip(lines, blanks, strict=True))]
            )
        out = [[(" DATA", look["heading.focus"])], *cells.side_by_side(sides, ("│", look["rule"])), *below]
        # On a tall screen there is room for what else is known of the dataset, newest first at the end.
        return [*out, *self._whole(more, height - len(out))]

    def _bodies(
        self, columns: tuple[DataColumn, ...], widths: list[int], selected_line: DataLine | None, room: int
    ) -> list[list[Line]]:
        """The cards of each column, with as many of their lines as `room` rows take; what is cut ends in dots."""
        bodies: list[list[Line]] = []
        # The lines stand under the board too, for the dataset under the cursor: they go before a whole card does.
        for max_lines in (2, 1, 0):
            bodies = [
                [row for line in column.lines for row in self._card(line, width, selected_line, max_lines)]
                for column, width in zip(columns, widths, strict=True)
            ]
            if max(map(len, bodies), default=0) <= room:
                return bodies
        dots: Line = [("  …", self.look["dim"])]
        return [body if len(body) <= room else [*body[: room - 1], dots] for body in bodies]

    def _below(self, width: int) -> list[Line]:
        """The rule, all about the dataset under the cursor, and what was refused."""
        look = self.look
        selected_line = self.line
        out: list[Line] = [[("─" * width, look["rule"])]]
        if selected_line is not None:
            out += self._detail(selected_line)
        if self.refusal:
            out += [[], *cells.hanging_indent(" ! ", look["warn"], self.refusal, look["warn"], width - 4, 2)]
        return out

    def _more(self, line: DataLine, width: int) -> list[Line]:
        """What goes wrong with data, what can be done, who trains on it, what happened."""
        look, board = self.look, self.session.board
        dataset_troubles = [trouble for trouble in troubles(board) if trouble.data == line.data]
        wrong = [trouble.problem if self.session.locked_reason else trouble.text for trouble in dataset_troubles]
        parts = (
            ("What goes wrong", "warn", wrong),
            (
                "You could",
                "text",
                () if self.session.locked_reason else option_lines(board, data_options(board, line.data)),
            ),
            ("Under way on it", "text", users(board, line.data)),
            (
                "What happened, newest first",
                "dim",
                [f"D{one.day} {one.text}" for one in dataset_history(board, line.data)],
            ),
        )
        out: list[Line] = []
        for heading, role, texts in parts:
            if texts:
                out += [[], [(f" {heading}", look["heading"])]]
                out += [[(f"   {part}", look[role])] for text in texts for part in cells.wrap(text, width - 6, 2)]
        return out

    def _whole(self, lines: list[Line], room: int) -> list[Line]:
        """As many of the lines as fit; a heading whose lines are cut off goes with them."""
        visible = lines[: max(0, room)]
        while len(visible) < len(lines) and visible and (not visible[-1] or visible[-1][0][1] == self.look["heading"]):
            visible.pop()
        return visible

    def _card(self, line: DataLine, width: int, selected_line: DataLine | None, max_lines: int) -> list[Line]:
        look = self.look
        on = selected_line is not None and selected_line.data == line.data
        style = look.row_styles(on)
        marked = style(str(line.mark.tone))
        rows: list[Line] = [
            [("▸" if on else " ", marked), (line.key, style("strong"))],
            [(f"  {line.mark.glyph} {line.mark.word}", marked)],
        ]
        for text in line.lines[:max_lines]:
            rows += [[(f"  {part}", style("dim"))] for part in cells.wrap(text, width - 3, 3)]
        return [cells.fit_spans(row, width, style("text")) for row in rows] + [[]]

    def _detail(self, line: DataLine) -> list[Line]:
        look = self.look
        out: list[Line] = [[(f" {line.key} {line.title}", look["strong"])]]
        for text in line.lines:
            out.append([(f" {text}", look["text"])])
        if line.waiting:
            out.append([(" cards that wait for it: ", look["dim"]), (", ".join(line.waiting), look["warn"])])
        if line.needed:
            out.append([(" ideas that need it: ", look["dim"]), (", ".join(line.needed), look["text"])])
        if line.column != Column.READY:
            out += [[(f" {text}", look["dim"])] for text in label_odds(self.session.board, line.data)]
        return out


class DataScreen(PanelScreen[DataView]):
    """The data board's screen."""

    SCREEN = "data"

    def __init__(self, session: Session) -> None:
        super().__init__(DataView(session))
        self.session = session

    def hints(self) -> Hints:
        """What is possible for the dataset under the cursor."""
        line = self.view.line
        names = []
        if line is not None and not self.session.locked_reason:
            allowed = (Refusal.NONE, Refusal.NOT_ENOUGH_TIME)
            names = [name for name, verb in _VERBS.items() if self._refusal(verb, line.data) in allowed]
        return self.hints_and_back(["help", *names, "why"])

    def _refusal(self, verb: type[DataAction], data: int) -> Refusal:
        """NONE when one of the verb's amounts is possible, else why the last is not."""
        refusals = [check(self.session.board, action) for action in verb.options(self.session.board, data)]
        return Refusal.NONE if Refusal.NONE in refusals else refusals[-1]

    def refresh_view(self) -> None:
        """After a change."""
        self.view.update()
        self.show_hints()

    def move(self, by: int) -> None:
        """To another dataset."""
        self.view.move(by)
        self.refresh_view()

    action_left = action_up = partialmethod(move, -1)
    action_right = action_down = partialmethod(move, 1)

    def _do(self, action: Action) -> None:
        self.view.refusal = ""
        if self.host.dispatch(action) is None:
            board = self.session.board
            self.view.refusal = refusal_words(check(board, action), board, action)
            # It stands under the dataset; said in the hint bar too it would take the keys away.
            self.hush()
        self.refresh_view()

    def ask(self, verb: type[DataAction]) -> None:
        """The price is shown before it is paid; what is not possible says why at once."""
        line = self.view.line
        if line is None:
            return
        if self.session.locked_reason:
            self.view.refusal = self.session.locked_reason
            self.refresh_view()
            return
        # The cursor goes with the set, wherever its batch moves.
        self.view.data = line.data
        # Doing what is refused says why in the words that a typed action gets.
        if self._refusal(verb, line.data) != Refusal.NONE:
            self._do(verb.options(self.session.board, line.data)[-1])
            return
        action_question = decision(self.session.board, verb, line.data)
        self.host.open("question", action_question, then=unless_cancelled(self._do))

    action_order = partialmethod(ask, OrderData)
    action_guidelines = partialmethod(ask, Guidelines)
    action_spot_check = partialmethod(ask, SpotCheck)
    action_accept = partialmethod(ask, Accept)
    action_relabel = partialmethod(ask, Relabel)

    def action_why(self) -> None:
        """What it costs to change things here."""
        line = self.view.line
        if line is not None:
            self.host.open("why", self.session.board, line.data, True, bool(self.session.locked_reason))
