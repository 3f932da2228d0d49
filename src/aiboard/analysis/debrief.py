"""The debrief of one game: dollars accounted for, decisions with what was known, findings, the bots on this luck.

Prices of decisions need rollouts, which do not exist yet: every field for them is absent here, null in the JSON and
"not priced yet" in the text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiboard.analysis import anchors as scales
from aiboard.analysis import hindsight
from aiboard.analysis.findings import Case, Finding, findings
from aiboard.analysis.forecasts import Forecast, forecasts
from aiboard.analysis.health import Health, health
from aiboard.analysis.hindsight import Answer, TrueCard
from aiboard.analysis.moments import Moment, moments
from aiboard.analysis.record import Record, record
from aiboard.analysis.same_luck import OnThisLuck, same_luck
from aiboard.bots import BOTS
from aiboard.engine.events import Action
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import Incident, Monitored, ShareSet
from aiboard.engine.model.fields import dump_ledger
from aiboard.engine.model.vocabulary import ActionKind, Chaos
from aiboard.play.questions import Outcome, outcomes
from aiboard.scenario import Resolved
from aiboard.views import fmt, words
from aiboard.views.charts.cells import Role
from aiboard.views.charts.curves import ValueChart, ValueMark

if TYPE_CHECKING:
    from aiboard.game import Game


@dataclass(frozen=True)
class Section:
    """A part of the debrief as a face shows it: a title and lines of plain text, each at most 80 characters."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Earned:
    """A model that met customers: card, its promotion (None: by no action on record), days live, cents booked live."""

    card: int
    promotion: Moment | None
    first_day: int
    live_days: int
    cents: int


@dataclass(frozen=True)
class Debrief:
    """Everything the debrief says of one game.

    Attributes:
        resolved, record: what was played, and the replay of it.
        practice: undo, a branch or a coach was used.
        parts: cause -> signed cents; they sum exactly to `value_cents`.
        value_cents: net value, so far when the game is not over.
        equity: on the anchors' scale; None when the game is not over or there is no sound scale.
        equity_note: why equity is None, one sentence; empty otherwise.
        bots: what each bot makes of this luck, best first.
        health: flow figures, context.
        forecasts: stated forecasts with their score.
        outcomes: what came of the answers given in reviews.
        moments: decisions in order, with what was known then.
        findings: with something to try first, by rank.
        earned: models that met customers, most revenue first.
        killed, launched, retro: hindsight, empty while the game goes on.
    """

    resolved: Resolved
    record: Record
    practice: bool
    parts: dict[str, int]
    value_cents: int
    equity: float | None
    equity_note: str
    bots: tuple[OnThisLuck, ...]
    health: Health
    forecasts: tuple[Forecast, ...]
    outcomes: tuple[Outcome, ...]
    moments: tuple[Moment, ...]
    findings: tuple[Finding, ...]
    earned: tuple[Earned, ...]
    killed: tuple[TrueCard, ...]
    launched: tuple[TrueCard, ...]
    retro: tuple[Answer, ...]

    @property
    def finished(self) -> bool:
        """Whether the game is over."""
        return self.record.finished

    @property
    def beaten(self) -> int | None:
        """How many bots ended below the player; None while the game goes on."""
        return sum(bool(bot.beaten) for bot in self.bots) if self.finished else None

    def next(self) -> Finding | None:
        """The finding with the one thing to try next; None when nothing was found to try."""
        return next((item for item in self.findings if not item.good), None)

    def value_chart(self) -> ValueChart:
        """Booked dollars by day, with launches, incidents and disruptions marked; for any face to draw."""
        world = self.record.world
        booked = tuple(ledger.booked() for ledger in self.record.ledgers())
        return ValueChart(booked, world.days, world.sprint_days, tuple(_marks(self.record)))

    def sections(self) -> list[Section]:
        """The debrief as sections, in the order of its first pass."""
        from aiboard.analysis.debrief_text import sections

        return sections(self)

    def text(self) -> str:
        """The debrief as plain text of at most 80 columns."""
        from aiboard.analysis.debrief_text import text

        return text(self)

    def markdown(self) -> str:
        """The debrief as Markdown."""
        from aiboard.analysis.debrief_text import markdown

        return markdown(self)

    def data(self) -> dict[str, Any]:
        """The debrief as JSON data; what is not priced yet is None."""
        from aiboard.analysis.debrief_json import data

        return data(self)

    def share(self) -> str:
        """One line to share, at most 80 columns, no spoilers."""
        from aiboard.analysis.debrief_text import share

        return share(self)


def debrief(game: Game, bots: Sequence[str] = BOTS, executor: Executor | None = None) -> Debrief:
    """The debrief of a game, finished or not. Plays each bot once on the game's luck."""
    return build(game.resolved, game.seed, game.timeline.days, game.practice, bots, executor, game.answers)


def build(
    resolved: Resolved,
    seed: int,
    days: Sequence[Sequence[Action]],
    practice: bool = False,
    bots: Sequence[str] = BOTS,
    executor: Executor | None = None,
    given: Mapping[tuple[int, str], str] | None = None,
) -> Debrief:
    """The debrief of a game given by what was done on each day (`aiboard.game.Timeline.days`)."""
    played = record(resolved.world(), seed, days)
    flow = health(played)
    decisions = moments(played)
    scale = scales.find(resolved)
    ledger = played.board.ledger
    parts = dump_ledger(ledger)
    if not played.finished:
        equity, note = None, "it is told when the game is over"
    else:
        equity = scale.equity(played.end.returns()) if scale else None
        note = scales.warning(resolved, scale) or ""
    return Debrief(
        resolved=resolved,
        record=played,
        practice=practice,
        parts=parts,
        value_cents=played.end.returns(),
        equity=equity,
        equity_note=note,
        bots=tuple(same_luck(resolved, played, scale, bots, executor)),
        health=flow,
        forecasts=tuple(forecasts(played)),
        outcomes=tuple(outcomes(played.board, given or {})),
        moments=tuple(decisions),
        findings=tuple(findings(Case(played, flow, decisions))),
        earned=tuple(_earned(played, decisions)),
        killed=tuple(hindsight.killed(played)),
        retro=tuple(hindsight.answers(played, given or {})),
        launched=tuple(hindsight.launched(played)),
    )


def _earned(played: Record, decisions: Sequence[Moment]) -> list[Earned]:
    first: dict[int, int] = {}
    days: dict[int, int] = {}
    cents: dict[int, int] = {}
    for event in played.history:
        if isinstance(event, Monitored):
            first.setdefault(event.card, event.day)
            days[event.card] = days.get(event.card, 0) + 1
            cents[event.card] = cents.get(event.card, 0) + event.revenue_cents
    promotions: dict[int, Moment] = {}
    for moment in decisions:
        if moment.kind == ActionKind.PROMOTE:
            promotions.setdefault(moment.card, moment)
    found = [Earned(card, promotions.get(card), first[card], days[card], cents[card]) for card in first]
    return sorted(found, key=lambda item: (-item.cents, item.card))


def _marks(played: Record) -> list[ValueMark]:
    """What the value line shows below it: launches, incidents, disruptions."""
    marks: list[ValueMark] = []
    for event in played.history:
        if isinstance(event, ShareSet) and event.before == 0 and event.percent > 0:
            marks.append(ValueMark(event.day, "●", f"{fmt.short(played.world, event.card)} live"))
        elif isinstance(event, Incident):
            marks.append(ValueMark(event.day, "!", "incident", Role.WARN))
        elif isinstance(event, ChaosBegan):
            marks.append(ValueMark(event.day, "▲", words.CHAOS[Chaos(event.chaos)], Role.TEXT))
    return marks
