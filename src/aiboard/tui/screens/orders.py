"""Standing orders, limits and reserved GPUs, on one sheet: change what you like, Enter does it all, or none of it."""

from __future__ import annotations

from functools import partialmethod
from typing import Final

from aiboard.actions.words import refusal as refusal_words
from aiboard.engine.act import check_all
from aiboard.engine.model.vocabulary import Mode
from aiboard.engine.verbs import Action, Reserve, SetWip, StandingOrder
from aiboard.engine.verbs.plan import LIMITED
from aiboard.play.session import Session
from aiboard.tui import cells
from aiboard.tui.cells import Span
from aiboard.tui.host import Host
from aiboard.tui.screens.dialog import LineDialog, Lines
from aiboard.views import fmt, words
from aiboard.views.board.orders import order_lines, reserve_days

_MOST_RESERVED: Final = 4
_ROOMY: Final = 27
"""Rows of terminal from which on empty lines stand between the groups."""
_TOO_MUCH: Final = "more than your hours; change less, or wait for a sprint's first day, when orders take none"
_HEADING: Final = "By itself each morning; an order set today begins this evening"
_TONES: Final = {Mode.OFF: "dim", Mode.ASK: "warn", Mode.AUTO: "good"}


class OrdersDialog(LineDialog[list[Action] | None]):
    """The result is the actions to take, in order, all of them possible; None when nothing changes."""

    SCREEN = "orders"
    TITLE = "Standing orders, limits, GPUs"
    WIDTH = 80
    KEYS = "←→ change   ⏎ do it   Esc leave all as it was"

    def __init__(self, session: Session, at: int = 0) -> None:
        """`at` is the line on which the cursor begins; -1 is the last, the reservation."""
        super().__init__()
        self.session = session
        board = session.board
        self._orders = order_lines(board)
        self._modes = [line.mode for line in self._orders]
        self._limits = [board.wip[stage] for stage in LIMITED]
        self._reserved, self._days = 0, reserve_days(board)
        self.at = at % self.count()

    def actions(self) -> list[Action]:
        """What the sheet would do now."""
        board = self.session.board
        out: list[Action] = [
            StandingOrder(int(line.order), int(mode))
            for line, mode in zip(self._orders, self._modes, strict=True)
            if mode != line.mode
        ]
        out += [
            SetWip(int(stage), limit)
            for stage, limit in zip(LIMITED, self._limits, strict=True)
            if limit != board.wip[stage]
        ]
        if self._reserved:
            out.append(Reserve(self._reserved, self._days))
        return out

    def refusal_reason(self) -> str:
        """Why the sheet cannot be done as a whole, one sentence; empty when it can.

        Each action is tried after those before it: together they may take more hours than each alone.
        """
        actions = self.actions()
        index, refusal = check_all(self.session.game.state, actions)
        return refusal_words(refusal, self.session.board, actions[index]) if index >= 0 else ""

    def lines(self, width: int) -> Lines:
        """Orders, limits, reservation, price."""
        look = self.window.look
        board = self.session.board
        first = len(self._orders)
        out: Lines = [[(_HEADING, look["heading"])]]
        for i, (line, mode) in enumerate(zip(self._orders, self._modes, strict=True)):
            out.append(self._row(i, words.MODE[mode], _TONES[mode], line.name, width, mode != line.mode))
        gap = self._gap()
        out += [*gap, [("Most cards at a time", look["heading"])]]
        for i, (stage, limit) in enumerate(zip(LIMITED, self._limits, strict=True)):
            label = f"{words.STAGE[stage]}: {fmt.count(board.count(stage), 'card')} now"
            out.append(self._row(first + i, str(limit), "text", label, width, limit != board.wip[stage]))
        out += [*gap, [("GPUs kept through a shortage", look["heading"])]]
        text = f"of {board.world.gpus}, reserved for {fmt.days(self._days)}"
        if board.reserved_gpus:
            text += f"; {board.reserved_gpus} reserved until D{board.reserved_until}"
        out.append(self._row(self.count() - 1, str(self._reserved), "text", text, width, self._reserved > 0))
        return [*out, *gap, *self._price(width)]

    def _row(self, i: int, value: str, tone: str, text: str, width: int, changed: bool) -> list[Span]:
        selected = i == self.at
        look = self.window.look.row_styles(selected)
        arrow = look("accent" if selected else "faint")
        return [
            ("▸ " if selected else "  ", look("accent")),
            ("◂ ", arrow),
            (cells.pad(value, 5), look(tone)),
            ("▸ ", arrow),
            ("• " if changed else "  ", look("news")),
            (cells.pad(text, max(0, width - 13)), look("text")),
        ]

    def _price(self, width: int) -> Lines:
        look = self.window.look
        board = self.session.board
        actions = self.actions()
        detail = self._orders[self.at].note if self.at < len(self._orders) else ""
        if self.at == self.count() - 1:
            one = Reserve(1, self._days).preview(board)
            detail = f"A GPU for {fmt.days(self._days)} costs {fmt.exact_money(one.cents)}."
        detail_rows: Lines = [[(part, look["dim"])] for part in cells.wrap(detail, width, 2)]
        if not actions:
            first = self._orders[0]
            other = next(mode for mode in first.choices if mode != first.mode)
            minutes = StandingOrder(int(first.order), int(other)).preview(board).minutes
            takes = f" A change of an order takes {fmt.minutes(minutes) if minutes else 'no hours'} today."
            return [[(f"Nothing changed.{takes if self.session.show_hours else ''}", look["dim"])], *detail_rows]
        # Each on today's board: no change of a sheet alters the price of another.
        prices = [action.preview(board) for action in actions]
        minutes = sum(price.minutes for price in prices)
        cents = sum(price.cents for price in prices)
        took = f"{fmt.minutes(minutes)} of your {fmt.minutes(board.minutes_left)} left"
        took = took if minutes else "none of your time"
        text = f"{fmt.count(len(actions), 'change')}: {took}" + (f", {fmt.exact_money(cents)}" if cents else "")
        autos = any(isinstance(action, StandingOrder) and action.mode == Mode.AUTO for action in actions)
        if autos and self.session.show_hours:
            text += "; what an order does takes your hours"
        out: Lines = [[(text, look["strong"])]]
        refused = self.refusal_reason()
        if not refused:
            return [*out, *detail_rows]
        # The hours of one change beside those of the whole day would read as if they were enough.
        reason = _TOO_MUCH if minutes > board.minutes_left else refused
        reason_lines = cells.wrap(f"nothing is done: {reason}", width - 2, 3)
        return [
            *out,
            *([("! " if i == 0 else "  ", look["bad"]), (part, look["bad"])] for i, part in enumerate(reason_lines)),
        ]

    def count(self) -> int:
        """Orders, limits, the reservation."""
        return len(self._orders) + len(LIMITED) + 1

    def cursor_line(self) -> int | None:
        """Headings stand between."""
        if self.at < len(self._orders):
            return self.at + 1
        gaps = len(self._gap()) * (1 if self.at < self.count() - 1 else 2)
        return self.at + gaps + (2 if self.at < self.count() - 1 else 3)

    def _gap(self) -> Lines:
        """Between the groups, where the price and a refusal have room all the same."""
        return [[]] if self.app.size.height >= _ROOMY else []

    def change(self, by: int) -> None:
        """Another value of the line under the cursor."""
        orders = len(self._orders)
        if self.at < orders:
            choices = self._orders[self.at].choices
            at = choices.index(self._modes[self.at])
            self._modes[self.at] = choices[max(0, min(len(choices) - 1, at + by))]
        elif self.at < self.count() - 1:
            i = self.at - orders
            self._limits[i] = max(1, min(9, self._limits[i] + by))
        else:
            # More than the pool has would only be refused.
            max_reserved = min(_MOST_RESERVED, self.session.board.world.gpus)
            self._reserved = max(0, min(max_reserved, self._reserved + by))
        self.redraw()

    action_less = partialmethod(change, -1)
    action_more = partialmethod(change, 1)

    def action_apply(self) -> None:
        """Do it; the sheet stays as long as it cannot be done as a whole."""
        # Half a sheet would be worse than none: what was left out is not seen.
        if self.refusal_reason():
            self.redraw()
        else:
            self.dismiss(self.actions() or None)


def open_orders(host: Host, session: Session, at: int = 0) -> None:
    """The sheet, from its line `at` on; what it gives is possible as a whole, and is done."""

    def ordered(actions: list[Action] | None) -> None:
        # The sheet has tried them all in this order: none is refused.
        for action in actions or []:
            host.dispatch(action)

    host.open("orders", session, at, then=ordered)
