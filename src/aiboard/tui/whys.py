"""`w`: what a number is, what moved it since yesterday in signed parts, and what could be done about it."""

from __future__ import annotations

from aiboard.engine.board import Board
from aiboard.engine.events import Action
from aiboard.engine.kinds import ActionKind, Refusal
from aiboard.engine.legality import check
from aiboard.engine.options import preview
from aiboard.tui.possible import possible_actions
from aiboard.views import fmt
from aiboard.views.columns import card_line
from aiboard.views.header import dues, header

Row = tuple[str, str, str]
_PARTS = ("revenue", "compute", "labels", "serving", "launches", "incidents", "tail")


def rows(board: Board, card: int, show_hours: bool) -> list[Row]:
    """The focused card first, then money, time and promises."""
    out: list[Row] = []
    if card >= 0:
        out += _card(board, card)
    out += _money(board, show_hours)
    out.append(("", "", "text"))
    for i, due in enumerate(dues(board)[:4]):
        out.append(("Due" if i == 0 else "", due.text, "warn" if due.ahead < 0 else "text"))
    return out


def _money(board: Board, show_hours: bool) -> list[Row]:
    head = header(board, show_hours)
    moved = [
        (name, getattr(board.ledger, name) - getattr(board.before, name)) for name in _PARTS
    ]
    parts = ", ".join(f"{name} {fmt.signed_money(cents)}" for name, cents in moved if cents)
    total = board.ledger.booked() - board.before.booked()
    out: list[Row] = [
        ("Booked", f"{fmt.exact_money(board.ledger.booked())}: all earned less all spent so far", "strong"),
        ("", f"since yesterday {fmt.signed_money(total)}: {parts or 'nothing moved it'}", "text"),
        ("Burn", f"{head.burn} spent on the last day", "text"),
        ("Live", f"{head.live} earned on the last day by what customers meet", "text"),
    ]
    if head.waiting:
        out.append(("Waiting", f"{head.waiting}: what a day costs while something good enough is not live", "warn"))
    if show_hours and board.world.minutes:
        left, all_day = fmt.minutes(board.minutes_left), fmt.minutes(board.world.minutes)
        out.append(("Hours", f"{left} of your {all_day} left today", "text"))
    return out


def _card(board: Board, index: int) -> list[Row]:
    line = card_line(board, index)
    state = line.state.cause or line.mark.word or "waits to be chosen"
    out: list[Row] = [(line.short, f"{line.title}: {state}", "strong")]
    if line.state.progress:
        out.append(("", line.state.progress, "text"))
    if line.state.until > board.day:
        out.append(("", f"first day it can move: {fmt.day_name(board, line.state.until)}", "warn"))
    if line.measured is not None:
        out.append(("", f"measured {line.measured.text}: what was seen, with the range its truth is likely in", "text"))
    for i, (name, action) in enumerate(possible_actions(board, index)):
        cost = preview(board, action)
        price = fmt.minutes(cost.minutes) if cost.minutes else "no time"
        if cost.cents:
            price += f", {fmt.exact_money(cost.cents)}"
        out.append(("you could" if i == 0 else "", f"{name.replace('_', ' ')}: {price}", "dim"))
    chase = Action(ActionKind.UNBLOCK, index)
    if check(board, chase) == Refusal.NONE:
        out.append(("", f"unblock: {fmt.minutes(preview(board, chase).minutes)}", "dim"))
    out.append(("", "", "text"))
    return out
