"""The decisions of a game, each with what was known when it was taken. Nothing of the hidden truth is here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aiboard.actions.grammar import to_text
from aiboard.analysis.record import Record, Step
from aiboard.engine.events import Action
from aiboard.engine.gate import verdict
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalStarted, Moved, Promoted
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, SentBack
from aiboard.engine.happenings.live import RolledBack, ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import z_of
from aiboard.engine.model.vocabulary import ActionKind, Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.accounting import waiting_cents
from aiboard.views import fmt, words
from aiboard.views.card.measure import Measured, measured

#: What counts as a decision of the timeline.
DECISIONS: Final = frozenset(
    {
        ActionKind.START,
        ActionKind.EVALUATE,
        ActionKind.ITERATE,
        ActionKind.KILL,
        ActionKind.PROMOTE,
        ActionKind.DEPLOY,
        ActionKind.ROLL_BACK,
        ActionKind.ORDER_DATA,
        ActionKind.ACCEPT,
        ActionKind.RELABEL,
        ActionKind.LEGAL_REVIEW,
        ActionKind.FORECAST,
    }
)
_GATED: Final = frozenset({ActionKind.PROMOTE, ActionKind.DEPLOY, ActionKind.ITERATE, ActionKind.KILL})
_ON_CARD: Final = frozenset(
    {
        ActionKind.START,
        ActionKind.EVALUATE,
        ActionKind.ITERATE,
        ActionKind.KILL,
        ActionKind.PROMOTE,
        ActionKind.DEPLOY,
        ActionKind.ROLL_BACK,
    }
)


@dataclass(frozen=True)
class Known:
    """What the board said just before a decision.

    Attributes:
        measured: the card's best measurement, with its interval; None before any.
        gate: the gate's verdict then; None where it was not asked (no score, or no card).
        failed: the checks that failed, in words.
        stated_pct: odds its person stated, percent; None for no card.
        readouts: its training readouts, millionths.
        family_decided: decided cards of its family whose outcome was written down; None for no card.
        waiting_cents: what another day of waiting cost, by the measurements then.
    """

    measured: Measured | None
    gate: bool | None
    failed: tuple[str, ...]
    stated_pct: int | None
    readouts: tuple[int, ...]
    family_decided: int | None
    waiting_cents: int

    def text(self) -> str:
        """In one line, each part that exists."""
        parts: list[str] = []
        if self.measured is not None:
            parts.append(self.measured.text)
        elif self.stated_pct is not None:
            parts.append("not measured")
        if self.gate is not None:
            parts.append("gate passed" if self.gate else "gate failed: " + ", ".join(self.failed))
        if self.stated_pct is not None:
            parts.append(f"stated {self.stated_pct} %")
        if self.waiting_cents:
            parts.append(f"waiting {fmt.money(self.waiting_cents)} a day")
        return "; ".join(parts)


@dataclass(frozen=True)
class Moment:
    """A decision: its day, its line (`kill EXP-042 plateau`), kind, card (or -1), who took it, what was known."""

    day: int
    line: str
    kind: ActionKind
    card: int
    by: str
    known: Known


def moments(record: Record) -> list[Moment]:
    """All decisions of a game in order, those of standing orders included."""
    found: list[Moment] = []
    for day in record.days:
        found += [_of_step(record.world, step) for step in day.steps if step.action.kind in DECISIONS]
        found += _of_orders(record.world, day.night, day.day, day.morning)
    found += [_of_step(record.world, step) for step in record.open_steps if step.action.kind in DECISIONS]
    return found


def known(board: Board, kind: ActionKind, card: int) -> Known:
    """What a board says about a card on which an action of this kind is about to be taken."""
    waiting = waiting_cents(board)
    if card < 0:
        return Known(None, None, (), None, (), None, waiting)
    held = board.cards[card]
    gate: bool | None = None
    failed: tuple[str, ...] = ()
    if kind in _GATED and (held.scores or kind == ActionKind.PROMOTE):
        found = verdict(board, card)
        gate = found.passed
        failed = tuple(words.CHECK[check.kind] for check in found.checks if not check.passed)
    decided = board.family_decided(board.world.ideas[card].family)
    return Known(measured(board, card), gate, failed, held.stated_pct, tuple(held.readouts), decided, waiting)


def _of_step(world: World, step: Step) -> Moment:
    action = step.action
    card = action.target if action.kind in _ON_CARD else -1
    return Moment(step.day, to_text(action, world), action.kind, card, "player", known(step.before, action.kind, card))


def _of_orders(world: World, night: list[Event], day: int, morning: Board) -> Iterator[Moment]:
    """Decisions that standing orders took on the coming morning: events of the new day that no player's action made.

    What they knew is read from the board right after them; an order's own action does not change a measurement.
    """
    for event in night:
        if event.day <= day:
            continue
        action = _ordered(event, morning)
        if action is not None:
            then = known(morning, action.kind, event.card)
            yield Moment(event.day, to_text(action, world), action.kind, event.card, "standing order", then)


def _ordered(event: Event, morning: Board) -> Action | None:
    if isinstance(event, EvalStarted):
        return Action(ActionKind.EVALUATE, event.card, event.seeds, 0, z_of(event.part_pct))
    if isinstance(event, Promoted):
        return Action(ActionKind.PROMOTE, event.card)
    if isinstance(event, ShareSet) and event.percent > event.before:
        return Action(ActionKind.DEPLOY, event.card, event.percent)
    if isinstance(event, RolledBack):
        return Action(ActionKind.ROLL_BACK, event.card)
    if isinstance(event, Moved) and event.after == Stage.EXPERIMENT:
        return Action(ActionKind.START, event.card)
    if isinstance(event, DataOrdered):
        return Action(ActionKind.ORDER_DATA, event.data, morning.data[event.data].ordered_pct)
    if isinstance(event, BatchAccepted):
        return Action(ActionKind.ACCEPT, event.data)
    if isinstance(event, SentBack):
        return Action(ActionKind.RELABEL, event.data)
    return None
