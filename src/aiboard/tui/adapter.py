"""Where time stops for the player (PLAY 4): only where a legal action could change something, once per cause a day.

A bridge until `aiboard.views.stops` is there; nothing here needs textual.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aiboard.engine.board import Board
from aiboard.engine.data import awaiting_verdict
from aiboard.engine.events import Action, Event
from aiboard.engine.kinds import ActionKind, Block, EventKind, Mode, Order, Refusal, Stage
from aiboard.engine.legality import check
from aiboard.engine.orders import next_start
from aiboard.engine.outlook import next_share, share_due_day
from aiboard.views import fmt, sentences
from aiboard.views.header import dues

#: Events that always stop time.
_ALWAYS = frozenset(
    {
        EventKind.CHAOS_BEGAN,
        EventKind.ALERT,
        EventKind.INCIDENT,
        EventKind.DATA_ASKED,
        EventKind.ASKED,
        EventKind.SCOPE_ADDED,
        EventKind.LEGAL_DONE,
        EventKind.SPRINT_ENDED,
        EventKind.REFUSED_ORDER,
        EventKind.CLOSED,
    }
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why time stopped: one line, and the card it is about (-1: none)."""

    text: str
    card: int


def stops(board: Board, events: list[Event]) -> tuple[Stop, ...]:
    """The reasons to stop after a day with these events, most pressing first; none: time may go on."""
    seen: set[tuple[str, int]] = set()
    found: list[Stop] = []
    for cause, stop in [*_from_events(board, events), *_from_board(board)]:
        if (cause, stop.card) not in seen:
            seen.add((cause, stop.card))
            found.append(stop)
    return tuple(found)


def _from_events(board: Board, events: list[Event]) -> Iterator[tuple[str, Stop]]:
    for event in events:
        kind = event.kind
        text = sentences.sentence(board.world, event).text
        if kind in _ALWAYS:
            yield kind.name, Stop(text, event.card)
        elif kind == EventKind.RUN_ENDED and event.c:
            yield "line", Stop(text, event.card)
        elif kind == EventKind.EVAL_DONE and not _acts(board, Order.PROMOTE, event):
            yield "verdict", Stop(text, event.card)
        elif kind == EventKind.MOVED and (event.a, event.b) == (Stage.EXPERIMENT, Stage.EVALUATION):
            if board.orders[Order.EVALUATE] != Mode.AUTO and board.cards[event.card].seeds_pending == 0:
                name = fmt.short(board.world, event.card)
                yield "runs", Stop(f"{name} has done its runs: evaluate it, or decide.", event.card)
        elif kind == EventKind.MOVED and (event.a, event.b) == (Stage.PRODUCTION, Stage.EVALUATION):
            yield "back", Stop(text, event.card)


def _acts(board: Board, order: Order, event: Event) -> bool:
    """Whether an order does by itself what the event calls for."""
    return board.orders[order] == Mode.AUTO and event.c == 1


def _from_board(board: Board) -> Iterator[tuple[str, Stop]]:
    for task in board.data:
        if task.shown and awaiting_verdict(task) and task.moved_day == board.day - 1:
            yield "data", Stop(f"{fmt.dataset(board.world, task.index)} is back: accept it or relabel it.", -1)
    for card in board.cards:
        name = fmt.short(board.world, card.index)
        if card.stage == Stage.EXPERIMENT and card.block == Block.NO_DATA and card.waited_days == 1:
            yield "blocked", Stop(f"{name} waits for its data.", card.index)
        if card.stage == Stage.PRODUCTION and next_share(card) and share_due_day(board, card) == board.day:
            if board.orders[Order.CANARY] != Mode.AUTO:
                yield "canary", Stop(f"{name} had its days at {card.share_pct} %: widen it?", card.index)
    for due in dues(board):
        if due.ahead == 0:
            yield f"due {due.what}", Stop(f"Due today: {due.what}.", -1)
    if board.orders[Order.START] == Mode.OFF and _freed(board):
        card_index = next_start(board)
        if card_index >= 0 and check(board, Action(ActionKind.START, card_index)) == Refusal.NONE:
            yield "slot", Stop("A slot is free and no order fills it.", -1)


def _freed(board: Board) -> bool:
    """Whether a card left Experiment on the day that ended."""
    for event in reversed(board.history):
        if event.day < board.day - 1:
            return False
        if event.kind == EventKind.MOVED and event.a == Stage.EXPERIMENT:
            return True
    return False
