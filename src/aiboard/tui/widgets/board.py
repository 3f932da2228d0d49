"""The board: one widget with its own cursor. It draws columns as `aiboard.views` gives them and knows no rule."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partialmethod
from typing import Final

from rich.style import Style
from textual import events

from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Panel
from aiboard.tui.widgets import cards
from aiboard.tui.widgets.cards import heading, widths_of
from aiboard.views.board.columns import CardLine, Column

_ROOMY: Final = 19
"""Cells from which on a column draws cards with their lines; narrower ones draw ids and marks."""


@dataclass(frozen=True, slots=True)
class CardRegion:
    """Where a card was drawn: column index, first row, one past the last, its index."""

    column: int
    top: int
    bottom: int
    card: int


class BoardView(Panel):
    """Seven columns, the focused one unfolded. `zoomed` gives it the whole width.

    Args:
        moved: called when the cursor has moved by key or mouse.
        opened: called when the focused card is clicked.
    """

    DEFAULT_CSS = "BoardView { height: 1fr; }"

    def __init__(self, moved: Callable[[], None], opened: Callable[[], None]) -> None:
        super().__init__()
        self._moved = moved
        self._opened = opened
        self.columns: tuple[Column, ...] = ()
        self.at = 0
        self.card = -1
        self.zoomed = False
        #: Cards whose cells are lit because they changed just now.
        self.lit: frozenset[int] = frozenset()
        self._spots: list[CardRegion] = []
        self._edges: list[int] = []
        #: Of each column its body as it was drawn, by what that depends on besides the column itself.
        self._bodies: dict[int, dict[tuple[object, ...], tuple[list[Line], list[CardRegion]]]] = {}

    # --- state ---------------------------------------------------------------------------------------------

    def show(self, columns: tuple[Column, ...]) -> None:
        """Another board. The cursor stays on its card wherever that went."""
        before, self.columns = self.columns, columns
        # A day changes three or four columns: the bodies of the others are kept.
        for at, column in enumerate(columns):
            if at >= len(before) or before[at] != column:
                self._bodies.pop(at, None)
        self._settle()
        self.update()

    def light(self, cards: frozenset[int]) -> None:
        """Light the cards that changed just now, or put the light out."""
        self.lit = cards
        self.update()

    def stay(self) -> None:
        """The focused card is about to leave: the cursor stays in this column, on the card after it."""
        column = self.column
        if column is None:
            return
        order = [line.card for line in column.cards]
        if self.card in order and len(order) > 1:
            position = order.index(self.card)
            self.card = order[position + 1] if position + 1 < len(order) else order[position - 1]

    def focus_card(self, card: int) -> None:
        """Put the cursor on a card."""
        if any(line.card == card for column in self.columns for line in column.cards):
            self.card = card
            self._settle()
            self.update()

    @property
    def line(self) -> CardLine | None:
        """The card under the cursor."""
        for column in self.columns:
            for line in column.cards:
                if line.card == self.card:
                    return line
        return None

    @property
    def column(self) -> Column | None:
        """The focused column."""
        return self.columns[self.at] if self.columns else None

    def _settle(self) -> None:
        for i, column in enumerate(self.columns):
            if any(line.card == self.card for line in column.cards):
                self.at = i
                return
        self.at = min(self.at, len(self.columns) - 1)
        if self.columns and self.columns[self.at].cards:
            self.card = self.columns[self.at].cards[0].card
            return
        # Where work is before where ideas wait; killed cards last.
        for i in (2, 3, 4, 5, 1, 0, 6):
            if i < len(self.columns) and self.columns[i].cards:
                self.at, self.card = i, self.columns[i].cards[0].card
                return
        self.card = -1

    # --- cursor --------------------------------------------------------------------------------------------

    def move_column(self, by: int) -> None:
        """To the next column that holds cards."""
        at = self.at + by
        while 0 <= at < len(self.columns):
            if self.columns[at].cards:
                self.at, self.card = at, self.columns[at].cards[0].card
                self.update()
                self._moved()
                return
            at += by

    def move_card(self, by: int) -> None:
        """To the card above or below."""
        column = self.column
        if column is None or not column.cards:
            return
        order = [line.card for line in column.cards]
        position = order.index(self.card) if self.card in order else 0
        self.card = order[max(0, min(len(order) - 1, position + by))]
        self.update()
        self._moved()

    action_left = partialmethod(move_column, -1)
    action_right = partialmethod(move_column, 1)
    action_up = partialmethod(move_card, -1)
    action_down = partialmethod(move_card, 1)

    def action_zoom(self) -> None:
        """One column over the whole width, and back."""
        self.zoomed = not self.zoomed
        self.update()

    def move_ask(self, by: int, also: Collection[int] = ()) -> bool:
        """To the next card with an open decision or in `also`; False when there is none."""
        lines = [line for column in self.columns for line in column.cards]
        waiting = [line.card for line in lines if line.needs_decision or line.card in also]
        if not waiting:
            return False
        order = [line.card for line in lines]
        position = order.index(self.card) if self.card in order else -1
        ranked = waiting if by > 0 else waiting[::-1]
        # Round the end: Tab never stands still while something waits.
        beyond = [card for card in ranked if (order.index(card) - position) * by > 0]
        self.focus_card((beyond or ranked)[0])
        self._moved()
        return True

    def on_click(self, event: events.Click) -> None:
        """A click focuses a card, or a column by its heading; a click on the focused card opens it."""
        for spot in self._spots:
            left = self._edges[spot.column]
            right = self._edges[spot.column + 1] - 1
            if spot.top <= event.y < spot.bottom and left <= event.x < right:
                again = spot.card == self.card
                self.focus_card(spot.card)
                (self._opened if again else self._moved)()
                return
        for i in range(len(self._edges) - 1):
            if self._edges[i] <= event.x < self._edges[i + 1] and self.columns[i].cards:
                self.focus_card(self.columns[i].cards[0].card)
                self._moved()
                return

    # --- drawing -------------------------------------------------------------------------------------------

    def draw(self, width: int, height: int) -> list[Line]:
        """Headings, then the columns side by side."""
        if not self.columns:
            return []
        look = self.look
        self._spots = []
        if self.zoomed:
            self._edges = [0] * (self.at + 1) + [width + 1] * (len(self.columns) - self.at)
            return [
                [(heading(self.columns[self.at], True, width), look["heading.focus"])],
                *self._body(self.at, width, height - 1),
            ]
        widths = widths_of(self.columns, self.at, width)
        self._edges = [0]
        for w in widths:
            self._edges.append(self._edges[-1] + w + 1)
        columns = []
        for i, (column, w) in enumerate(zip(self.columns, widths, strict=True)):
            style = look["heading.focus" if i == self.at else "heading" if column.count else "faint"]
            if column.is_over_limit:
                style = look["warn"] + Style(bold=True)
            head: Line = [(cells.pad(heading(column, i == self.at, w), w), style)]
            columns.append([head, *self._cached(i, w, height - 1)])
        return cells.side_by_side(columns, ("│", look["rule"]))

    def _cached(self, at: int, width: int, height: int) -> list[Line]:
        """A column's body, `height` lines of exactly `width` cells."""
        focus = self.card if at == self.at else -1
        lit = self.lit.intersection([line.card for line in self.columns[at].cards]) if self.lit else self.lit
        key = (width, height, focus, at == self.at, lit, self.look.name)
        bodies = self._bodies.setdefault(at, {})
        cached = bodies.get(key)
        if cached is None:
            # A body that is drawn notes its own spots, to be kept with it.
            saved_spots, self._spots = self._spots, []
            text_style = self.look["text"]
            body = [cells.fit_spans(row, width, text_style) for row in self._body(at, width, height)[:height]]
            body += [[(" " * width, text_style)] for _ in range(height - len(body))]
            cached = bodies[key] = (body, self._spots)
            self._spots = saved_spots
        self._spots += cached[1]
        return cached[0]

    def _body(self, at: int, width: int, height: int) -> list[Line]:
        """One column, each line exactly `width` cells or shorter."""
        column = self.columns[at]
        focused = at == self.at
        aside = column.counts_only and not focused
        if not column.cards or (aside and width < _ROOMY):
            return []
        if aside or width < _ROOMY:
            return self._narrow(at, width, height)
        max_detail, min_detail = (3, 0 if width >= cards.TABLE else 1) if focused else (2, 1)
        detail, gap, room = cards.fit_column(column, height, max_detail, min_detail)
        sizes = cards.table(column.cards, width) if detail == 0 else ()
        visible, hidden = cards.window(column, room, self.card)
        out: list[Line] = []
        for i, line in enumerate(visible):
            if i and gap:
                out.append([])
            top = len(out) + 1
            selected, lit = line.card == self.card, line.card in self.lit
            if sizes:
                out.append(cards.row(line, width, sizes, self.look, selected, lit))
            else:
                out += cards.block(line, width, detail, self.look, selected, lit)
            self._spots.append(CardRegion(at, top, len(out) + 1, line.card))
        if hidden:
            out = out[: height - 1]
            # At the end of the column there is nothing below.
            direction = "above" if visible and visible[-1] == column.cards[-1] else "more"
            out.append([(f"  +{hidden} {direction}", self.look["dim"])])
        return out[:height]

    def _narrow(self, at: int, width: int, height: int) -> list[Line]:
        column = self.columns[at]
        room = height if len(column.cards) <= height else height - 1
        visible, hidden = cards.window(column, room, self.card)
        out: list[Line] = []
        for line in visible:
            self._spots.append(CardRegion(at, len(out) + 1, len(out) + 2, line.card))
            out.append(cards.narrow(line, width, self.look, line.card == self.card, line.card in self.lit))
        if hidden:
            out.append([(f" +{hidden}", self.look["dim"])])
        return out
