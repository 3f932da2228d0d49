"""Hindsight: what the hidden truth says about a finished game. Apart from everything that grades or advises.

The only other use of the game's own seed is the same-luck table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiboard.analysis.record import Record
from aiboard.engine import counts
from aiboard.engine.happenings.cards import Killed
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.systems.production import online_quality
from aiboard.engine.systems.training import ceiling_now
from aiboard.journal.lines import RETRO
from aiboard.views import fmt
from aiboard.views.card.measure import QualityEstimate, quality_estimate


@dataclass(frozen=True)
class TrueCard:
    """A card with its hidden truth.

    Attributes:
        card: index.
        day: day it was killed (or of its launch).
        measured: what the board showed of it that morning.
        ceiling_ppm: the quality its training tended to.
        online_ppm: what customers would get at that ceiling (offline evals flatter by the serving skew).
        fault_ppm: what of it a serving fault takes, which stays with the card and which no evaluation sees.
    """

    card: int
    day: int
    measured: QualityEstimate | None
    ceiling_ppm: int
    online_ppm: int
    fault_ppm: int

    @property
    def customers(self) -> str:
        """`84.5 for customers`, and what a fault takes of it."""
        text = f"{fmt.tenth(self.online_ppm)} for customers"
        return f"{text} (serving fault −{fmt.tenth(self.fault_ppm)})" if self.fault_ppm else text


def killed_cards(record: Record) -> list[TrueCard]:
    """Killed cards, highest true ceiling first; empty while the game goes on."""
    if not record.finished:
        return []
    days = {event.card: event.day for event in record.history if isinstance(event, Killed)}
    cards = [true_card(record, card.index, days[card.index]) for card in record.board.cards if counts.is_killed(card)]
    return sorted(cards, key=lambda item: (-item.ceiling_ppm, item.card))


@dataclass(frozen=True)
class RetroAnswer:
    """What was said in a sprint's retro, take this kill back or stop this open card; and the truth of it."""

    sprint: int
    killed: bool
    true: TrueCard


def retro_answers(record: Record, answers: Mapping[tuple[int, str], str]) -> list[RetroAnswer]:
    """The retros' answers with the hidden truth, by sprint; empty while the game goes on."""
    if not record.finished:
        return []
    card_indices = {idea.key: index for index, idea in enumerate(record.world.ideas)}
    retro = []
    for (sprint, question), key in sorted(answers.items()):
        # Reviews ask too, about the board; theirs are scored without the truth (play.questions).
        if question != RETRO or not key:
            continue
        card = card_indices[key]
        end = sprint * record.world.sprint_days
        gone = any(isinstance(e, Killed) and e.card == card and e.day <= end for e in record.history)
        # The retro is held on the morning after the sprint.
        retro.append(RetroAnswer(sprint, gone, true_card(record, card, end + 1)))
    return retro


def launched_cards(record: Record) -> list[TrueCard]:
    """Models that met customers, in order of launch, `ceiling_ppm` being what they really were then."""
    if not record.finished:
        return []
    days: dict[int, int] = {}
    for event in record.history:
        if isinstance(event, Monitored):
            # The first measurement with customers; the same card may be launched again later.
            days.setdefault(event.card, event.day)
    cards = []
    for card, day in days.items():
        true = record.end.truth.cards[card]
        online = online_quality(record.end, record.board.cards[card])
        fault = record.world.fault_ppm[true.fault]
        cards.append(TrueCard(card, day, _shown(record, card, day), true.quality_ppm, online, fault))
    return cards


def true_card(record: Record, card: int, day: int) -> TrueCard:
    """A card on the morning of a day, with the truth of what its training tended to."""
    truth = record.end.truth.cards[card]
    # What it tended to, not what its last run reached: a kill is judged by what it gave up.
    ceiling = ceiling_now(record.board.cards[card], truth)
    fault = record.world.fault_ppm[truth.fault]
    return TrueCard(card, day, _shown(record, card, day), ceiling, ceiling + truth.skew_ppm - fault, fault)


def _shown(record: Record, card: int, day: int) -> QualityEstimate | None:
    """What the board showed of a card on the morning of a day: later evaluations make every interval another one."""
    # Day 1 is at index 0, and the morning of a day stands in the record of the day before.
    return quality_estimate(record.days[day - 2].morning, card) if day > 1 else None
