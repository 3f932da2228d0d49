"""The decisions of a game, each with what was known when it was taken. Nothing of the hidden truth is here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from aiboard.actions.grammar import to_text, without_words
from aiboard.analysis.record import Record, Step
from aiboard.engine.cost_of_delay import delay_cents
from aiboard.engine.gate import verdict
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalStarted, Moved, Promoted
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, SentBack
from aiboard.engine.happenings.live import RolledBack, ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import (
    Accept,
    Action,
    CardAction,
    Deploy,
    Evaluate,
    Forecast,
    Iterate,
    Kill,
    LegalReview,
    OrderData,
    Promote,
    Relabel,
    RollBack,
    Start,
)
from aiboard.instruments.text import clean
from aiboard.views import fmt
from aiboard.views.card.gate_lines import failures
from aiboard.views.card.measure import QualityEstimate, quality_estimate

#: What counts as a decision of the timeline.
DECISIONS: Final = (
    Start, Evaluate, Iterate, Kill, Promote, Deploy, RollBack, OrderData, Accept, Relabel, LegalReview, Forecast,
)  # fmt: skip
#: Verbs whose decision rests on what the gate says; for the others the verdict would be noise.
_GATED: Final = (Promote, Deploy, Iterate, Kill)


@dataclass(frozen=True)
class KnownFacts:
    """What the board said just before a decision.

    Attributes:
        measured: the card's best measurement, with its interval; None before any.
        gate: the gate's verdict then; None where it was not asked (no score, or no card).
        failed: the checks that failed, in words.
        stated_pct: odds its person stated, percent; None for no card.
        readouts: its training readouts, millionths.
        family_decided: decided cards of its family whose outcome was written down; None for no card.
        waiting_cents: what another day of waiting cost, by the measurements then.
        cut_runs: runs of its plan that an evaluation of a card in training gives up.
    """

    measured: QualityEstimate | None
    gate: bool | None
    failed: tuple[str, ...]
    stated_pct: int | None
    readouts: tuple[int, ...]
    family_decided: int | None
    waiting_cents: int
    cut_runs: int = 0

    def text(self) -> str:
        """In one line, each part that exists."""
        parts: list[str] = []
        if self.measured is not None:
            parts.append(self.measured.text)
        elif self.stated_pct is not None:
            parts.append("not measured")
        if self.cut_runs:
            parts.append(f"it ends the training, {fmt.count(self.cut_runs, 'run')} not done")
        if self.gate is not None:
            parts.append("gate passed" if self.gate else "gate failed: " + "; ".join(self.failed))
        if self.stated_pct is not None:
            parts.append(f"stated {self.stated_pct} %")
        if self.waiting_cents:
            parts.append(f"waiting {fmt.money(self.waiting_cents)} a day")
        return "; ".join(parts)


@dataclass(frozen=True)
class TakenDecision:
    """A decision.

    Attributes:
        day: when it was taken.
        line: as it is typed (`kill EXP-042 plateau "..."`).
        action: what was done.
        by: "player" or "standing order".
        board: the board just before it (for a standing order, right after it).
        known: what that board said about its card.
    """

    day: int
    line: str
    action: Action
    by: str
    board: Board = field(repr=False)
    known: KnownFacts

    @property
    def verb(self) -> type[Action]:
        """Its verb."""
        return type(self.action)

    @property
    def card(self) -> int:
        """Index of its card, or -1."""
        return _card_of(self.action)

    @property
    def choice(self) -> str:
        """The line without the words that were written with it: they are in the log and in the save."""
        return without_words(self.line)

    @property
    def done(self) -> str:
        """The choice, and by whom where it was not the player."""
        act = clean(self.choice, 70)
        return act if self.by == "player" else f"{act} ({self.by})"


def taken_decisions(record: Record) -> list[TakenDecision]:
    """All decisions of a game in order, those of standing orders included."""
    decisions: list[TakenDecision] = []
    for day in record.days:
        decisions += [_of_step(record.world, step) for step in day.steps if isinstance(step.action, DECISIONS)]
        decisions += _order_moments(record.world, day.night, day.day, day.morning)
    decisions += [_of_step(record.world, step) for step in record.open_steps if isinstance(step.action, DECISIONS)]
    return decisions


def known_facts(board: Board, action: Action) -> KnownFacts:
    """What a board says about the card that an action is about to be taken on."""
    waiting = delay_cents(board)
    card = _card_of(action)
    if card < 0:
        return KnownFacts(None, None, (), None, (), None, waiting)
    held = board.cards[card]
    gate: bool | None = None
    failed: tuple[str, ...] = ()
    # Without a score every check fails, which says nothing; a promotion is judged all the same.
    if isinstance(action, _GATED) and (held.scores or isinstance(action, Promote)):
        gate_verdict = verdict(board, card)
        gate = gate_verdict.passed
        failed = failures(board, card)
    decided = board.family_decided(board.world.ideas[card].family)
    ends = isinstance(action, Evaluate) and held.stage == Stage.EXPERIMENT
    cut = max(0, held.runs_planned - held.runs_done) if ends else 0
    return KnownFacts(
        quality_estimate(board, card), gate, failed, held.stated_pct, tuple(held.corrected), decided, waiting, cut
    )


def _of_step(world: World, step: Step) -> TakenDecision:
    action = step.action
    then = known_facts(step.before, action)
    return TakenDecision(step.day, to_text(action, world), action, "player", step.before, then)


def _card_of(action: Action) -> int:
    return action.card if isinstance(action, CardAction) else -1


def _order_moments(world: World, night: list[Event], day: int, morning: Board) -> Iterator[TakenDecision]:
    """Decisions that standing orders took on the coming morning: events of the new day that no player's action made.

    What they knew is read from the board right after them; an order's own action does not change a measurement.
    """
    for event in night:
        # Orders act on the coming morning; what is dated today came from the day itself.
        if event.day <= day:
            continue
        action = _order_action(event, morning)
        if action is not None:
            then = known_facts(morning, action)
            yield TakenDecision(event.day, to_text(action, world), action, "standing order", morning, then)


def _order_action(event: Event, morning: Board) -> Action | None:
    if isinstance(event, EvalStarted):
        return Evaluate(event.card, event.seeds, event.part_pct)
    if isinstance(event, Promoted):
        return Promote(event.card)
    # Orders only raise a share; it falls by a roll-back, which is an event of its own.
    if isinstance(event, ShareSet) and event.percent > event.before:
        return Deploy(event.card, event.percent)
    if isinstance(event, RolledBack):
        return RollBack(event.card)
    if isinstance(event, Moved) and event.after == Stage.EXPERIMENT:
        return Start(event.card)
    if isinstance(event, DataOrdered):
        return OrderData(event.data, morning.data[event.data].ordered_pct)
    if isinstance(event, BatchAccepted):
        return Accept(event.data)
    if isinstance(event, SentBack):
        return Relabel(event.data)
    return None
