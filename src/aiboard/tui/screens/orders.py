"""Standing orders, limits and reserved GPUs, on one sheet: change what you like, Enter does it all."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.binding import BindingType

from aiboard.engine.legality import check
from aiboard.engine.model.vocabulary import ActionKind, Mode, Refusal, Stage
from aiboard.engine.options import preview
from aiboard.engine.verbs import Action
from aiboard.play.session import Session
from aiboard.tui import keys, paint
from aiboard.tui.paint import Span
from aiboard.tui.screens.box import Box, Lines
from aiboard.views import fmt, words
from aiboard.views.board.orders import order_lines

_STAGES: Final = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION)
_RESERVE_DAYS: Final = 5
_MOST_RESERVED: Final = 4
_TONES: Final = {Mode.OFF: "dim", Mode.ASK: "warn", Mode.AUTO: "good"}


class OrdersScreen(Box[list[Action] | None]):
    """The result is the actions to take, in order; None when nothing changes."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("orders")
    TITLE = "Standing orders, limits, GPUs"
    WIDTH = 80
    KEYS = "←→ change   ⏎ do it   Esc leave all as it was"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        board = session.board
        self._orders = order_lines(board)
        self._modes = [line.mode for line in self._orders]
        self._limits = [board.wip[stage] for stage in _STAGES]
        self._reserved = 0

    def actions(self) -> list[Action]:
        """What the sheet would do now."""
        board = self.session.board
        out = [
            Action(ActionKind.STANDING_ORDER, int(line.order), int(mode))
            for line, mode in zip(self._orders, self._modes, strict=True)
            if mode != line.mode
        ]
        out += [
            Action(ActionKind.SET_WIP, int(stage), limit)
            for stage, limit in zip(_STAGES, self._limits, strict=True)
            if limit != board.wip[stage]
        ]
        if self._reserved:
            out.append(Action(ActionKind.RESERVE, -1, self._reserved, _RESERVE_DAYS))
        return out

    def lines(self, width: int) -> Lines:
        """Orders, limits, reservation, price."""
        look = self.sheet.look
        board = self.session.board
        out: Lines = [[("What happens by itself every morning", look["heading"])]]
        for i, (line, mode) in enumerate(zip(self._orders, self._modes, strict=True)):
            changed = mode != line.mode
            tone = _TONES[mode]
            out.append(self._row(i, words.MODE[mode], tone, line.name, width, changed))
        out += [[], [("Most cards at a time", look["heading"])]]
        first = len(self._orders)
        for i, (stage, limit) in enumerate(zip(_STAGES, self._limits, strict=True)):
            held = f"{words.STAGE[stage]}: {fmt.count(board.count(stage), 'card')} now"
            out.append(self._row(first + i, str(limit), "text", held, width, limit != board.wip[stage]))
        out += [[], [("GPUs kept through a shortage", look["heading"])]]
        text = f"of {board.world.gpus}, reserved for {fmt.days(_RESERVE_DAYS)}"
        if board.reserved_gpus:
            text += f"; {board.reserved_gpus} reserved until D{board.reserved_until}"
        out.append(self._row(self._last(), str(self._reserved), "text", text, width, self._reserved > 0))
        out += [[], *self._price(width)]
        return out

    def _row(self, i: int, value: str, tone: str, text: str, width: int, changed: bool) -> list[Span]:
        look = self.sheet.look
        here = i == self.at
        plain = look["cursor.text"] if here else look["text"]
        return [
            ("▸ " if here else "  ", look["cursor.accent"] if here else plain),
            ("◂ ", look["cursor.accent"] if here else look["faint"]),
            (paint.pad(value, 5), look.on_cursor(tone) if here else look[tone]),
            ("▸ ", look["cursor.accent"] if here else look["faint"]),
            ("• " if changed else "  ", look["cursor.news"] if here else look["news"]),
            (paint.pad(text, max(0, width - 13)), plain),
        ]

    def _price(self, width: int) -> Lines:
        look = self.sheet.look
        board = self.session.board
        actions = self.actions()
        if not actions:
            return [[("Nothing changed.", look["dim"])]]
        minutes = sum(preview(board, action).minutes for action in actions)
        cents = sum(preview(board, action).cents for action in actions)
        text = f"{fmt.count(len(actions), 'change')}: " + (
            f"{fmt.minutes(minutes)} of your time" if minutes else "none of your time"
        )
        text += f", {fmt.exact_money(cents)}" if cents else ""
        out: Lines = [[(text, look["strong"])]]
        for action in actions:
            refusal = check(board, action)
            if refusal != Refusal.NONE:
                from aiboard.actions.words import refusal as said

                reason = said(refusal, board, action, preview(board, action).minutes)
                out.append([("! ", look["bad"]), (paint.cut(reason, width - 2), look["bad"])])
                break
        return out

    def _last(self) -> int:
        return len(self._orders) + len(_STAGES)

    def cursor_line(self) -> int | None:
        """Headings stand between."""
        if self.at < len(self._orders):
            return self.at + 1
        return self.at + (3 if self.at < self._last() else 5)

    def action_up(self) -> None:
        """Line above."""
        self.at = (self.at - 1) % (self._last() + 1)
        self.sheet.update()

    def action_down(self) -> None:
        """Line below."""
        self.at = (self.at + 1) % (self._last() + 1)
        self.sheet.update()

    def action_less(self) -> None:
        """Towards off, or less."""
        self._change(-1)

    def action_more(self) -> None:
        """Towards auto, or more."""
        self._change(1)

    def _change(self, by: int) -> None:
        orders = len(self._orders)
        if self.at < orders:
            choices = self._orders[self.at].choices
            at = choices.index(self._modes[self.at])
            self._modes[self.at] = choices[max(0, min(len(choices) - 1, at + by))]
        elif self.at < self._last():
            i = self.at - orders
            self._limits[i] = max(1, min(9, self._limits[i] + by))
        else:
            self._reserved = max(0, min(_MOST_RESERVED, self._reserved + by))
        self.redraw()

    def action_apply(self) -> None:
        """Do it."""
        self.dismiss(self.actions() or None)
