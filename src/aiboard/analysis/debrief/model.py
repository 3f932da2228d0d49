"""What a debrief holds."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.analysis.evaluators.bias import Bias
from aiboard.analysis.findings import Finding
from aiboard.analysis.forecasts import ScoredForecast
from aiboard.analysis.health import Health
from aiboard.analysis.hindsight import RetroAnswer, TrueCard
from aiboard.analysis.moments import TakenDecision
from aiboard.analysis.pricing.model import Prices
from aiboard.analysis.record import Record
from aiboard.analysis.same_luck import BotResult
from aiboard.analysis.stakes import Stake
from aiboard.analysis.textbook.model import Textbook
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import Incident, ShareSet
from aiboard.engine.model.vocabulary import Chaos
from aiboard.play.questions import ScoredAnswer
from aiboard.scenario import ResolvedScenario
from aiboard.views import fmt, words
from aiboard.views.charts.cells import Role
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.value import ValueChart, ValueMark


@dataclass(frozen=True)
class ModelEarnings:
    """A model that met customers: card, its promotion (None: by no action on record), days live, cents booked live."""

    card: int
    promotion: TakenDecision | None
    first_day: int
    live_days: int
    cents: int


@dataclass(frozen=True)
class Debrief:
    """Everything the debrief says of one game.

    Attributes:
        resolved, record: what was played, and the replay of it.
        why_practice: what makes it practice, as `aiboard.game.practice` names it; empty for a game that counts.
        parts: cause -> signed cents; they sum exactly to `value_cents`.
        value_cents: net value, so far when the game is not over.
        equity: on the anchors' scale; None when the game is not over or there is no sound scale.
        equity_note: why equity is None, one sentence; empty otherwise.
        point_cents: what a point of the scale is worth; 0 where there is no sound scale.
        bots: what each bot makes of this luck, best first.
        health: flow figures, context.
        forecasts: stated forecasts with their score.
        outcomes: what came of the answers given in reviews.
        moments: decisions in order, with what was known then.
        stakes: the decisions with most at stake, largest first.
        findings: with something to try first, by rank.
        earned: models that met customers, most revenue first.
        killed, launched, retro: hindsight, empty while the game goes on.
        prices: what each decision was worth; None where nobody asked for the rollouts.
        textbook: which of them the textbook would have taken too, where breaking its rule paid; None without prices.
        bias: what a second evaluator says of the same decisions; None where nobody asked for it.
        bot: the bot that played the game; empty for a person.
    """

    resolved: ResolvedScenario
    record: Record
    why_practice: tuple[str, ...]
    parts: dict[str, int]
    value_cents: int
    equity: float | None
    equity_note: str
    point_cents: float
    bots: tuple[BotResult, ...]
    health: Health
    forecasts: tuple[ScoredForecast, ...]
    outcomes: tuple[ScoredAnswer, ...]
    moments: tuple[TakenDecision, ...]
    stakes: tuple[Stake, ...]
    findings: tuple[Finding, ...]
    earned: tuple[ModelEarnings, ...]
    killed: tuple[TrueCard, ...]
    launched: tuple[TrueCard, ...]
    retro: tuple[RetroAnswer, ...]
    prices: Prices | None = None
    textbook: Textbook | None = None
    bias: Bias | None = None
    bot: str = ""

    @property
    def finished(self) -> bool:
        """Whether the game is over."""
        return self.record.finished

    @property
    def practice(self) -> bool:
        """Whether the game cannot be ranked."""
        return bool(self.why_practice)

    @property
    def player(self) -> str:
        """Whose game it is, in a table: `you` or `bot vibes`."""
        return f"bot {self.bot}" if self.bot else "you"

    @property
    def beaten(self) -> int | None:
        """How many bots ended below the player; None while the game goes on."""
        return sum(bot.beaten for bot in self.bots) if self.finished else None

    def key(self, card: int) -> str | None:
        """A card's id as the scenario writes it; None for no card."""
        return self.record.world.ideas[card].key if card >= 0 else None

    def value_chart(self) -> ValueChart:
        """Booked dollars by day, with launches, incidents and disruptions marked; for any face to draw."""
        world = self.record.world
        booked = tuple(ledger.booked() for ledger in self.record.ledgers())
        return ValueChart(booked, world.days, world.sprint_days, tuple(_marks(self.record)))

    def ledger_chart(self) -> LedgerChart:
        """The same with what luck and decisions of each day were worth, as far as they are priced."""
        days = len(self.record.days)
        if self.prices is None:
            return LedgerChart(self.value_chart(), ())
        luck, choices = [0.0] * days, [0.0] * days
        for night in self.prices.luck:
            if 0 < night.day <= days:
                luck[night.day - 1] += night.amount
        for decision in self.prices.decisions:
            if decision.day <= days:
                choices[decision.day - 1] += decision.advantage.mean
        strips = [Strip("choices", tuple(choices))]
        if self.prices.luck:
            deal = sum(night.amount for night in self.prices.luck if night.day == 0)
            # Named before what the player did: much of a result is luck.
            strips.insert(0, Strip("luck", tuple(luck), f"and the deal {'+' if deal > 0 else ''}{fmt.number(deal)}"))
        return LedgerChart(self.value_chart(), tuple(strips))


def _marks(record: Record) -> list[ValueMark]:
    """What the value line shows below it: launches, incidents, disruptions."""
    marks: list[ValueMark] = []
    for event in record.history:
        if isinstance(event, ShareSet) and event.before == 0 and event.percent > 0:
            marks.append(ValueMark(event.day, "●", f"{fmt.short(record.world, event.card)} live"))
        elif isinstance(event, Incident):
            marks.append(ValueMark(event.day, "!", "incident", Role.WARN))
        elif isinstance(event, ChaosBegan):
            marks.append(ValueMark(event.day, "▲", words.CHAOS[Chaos(event.chaos)], Role.TEXT))
    return marks
