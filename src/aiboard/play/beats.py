"""Beats: the few moments that are told apart from the log, each with a plain line for faces without pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Killed
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import Alerted, Incident, ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos
from aiboard.instruments.text import clean
from aiboard.play.stop_causes import needs_response
from aiboard.scenario.words import kebab
from aiboard.views import fmt, words
from aiboard.views.board.families import strip
from aiboard.views.sentences import sentence
from aiboard.views.why.accounts import live_by_card

if TYPE_CHECKING:
    from aiboard.scenario.models import Scenario


class BeatKind(StrEnum):
    """Which moment it is."""

    LAUNCH = "launch"
    KILL = "kill"
    INCIDENT = "incident"
    REGRESSION = "regression"
    CHAOS = "chaos"


@dataclass(frozen=True, slots=True)
class Beat:
    """A moment.

    Attributes:
        kind: which.
        card, data: what it is about, or -1.
        glyph, title: the big line.
        lines: what stands under it, plain sentences.
        summary: all of it in one line.
    """

    kind: BeatKind
    card: int
    data: int
    glyph: str
    title: str
    lines: tuple[str, ...]
    summary: str


def beats(board: Board, events: Sequence[Event], scenario: Scenario | None = None) -> tuple[Beat, ...]:
    """The beats among these events, in their order; an incident counts once a card."""
    new_beats: list[Beat] = []
    for event in events:
        beat = _beat(board, event, scenario)
        # An alert and an incident of one day are one occasion to act on.
        repeated = any(
            beat and one.kind == beat.kind == BeatKind.INCIDENT and one.card == beat.card for one in new_beats
        )
        if beat is not None and not repeated:
            new_beats.append(beat)
    return tuple(new_beats)


def _beat(board: Board, event: Event, scenario: Scenario | None) -> Beat | None:
    if isinstance(event, ShareSet) and event.percent > 0 and event.before == 0 and _first_launch(board, event):
        return _launch(board, event, scenario)
    if isinstance(event, Killed):
        return _kill(board, event)
    if isinstance(event, (Incident, Alerted)):
        return _incident(board, event)
    if isinstance(event, ChaosBegan):
        return _chaos(board, event, scenario)
    return None


def _first_launch(board: Board, event: ShareSet) -> bool:
    """Whether no model had met customers before this event."""
    # Told once a game: the second launch is routine, and the pause for it would tire.
    for other in board.history:
        if other is event:
            return True
        if isinstance(other, ShareSet) and other.percent > 0:
            return False
    return True


def _launch(board: Board, event: ShareSet, scenario: Scenario | None) -> Beat:
    name = f"{fmt.short(board.world, event.card)} {fmt.title(board.world, event.card)}"
    story = scenario.story if scenario is not None else None
    customer = clean(story.first_customer, 160) if story is not None and story.first_customer else ""
    title = f"{name} is live"
    lines = [f"{event.percent} % of traffic"]
    if customer:
        lines.append(f"“{customer}”")
    earned = live_by_card(board).get(event.card)
    lines.append(f"live {fmt.money(earned)}/d" if earned is not None else "the first dollars come tomorrow")
    summary = f"Launch: {title}. {' '.join(lines[1:])}"
    return Beat(BeatKind.LAUNCH, event.card, -1, words.LIVE.glyph, title, tuple(lines), summary)


def _kill(board: Board, event: Killed) -> Beat:
    family = board.world.ideas[event.card].family
    event_text = sentence(board.world, event).text
    line = strip(board, family).text
    title = f"{fmt.short(board.world, event.card)} {fmt.title(board.world, event.card)}"
    summary = f"{words.KILLED.glyph} {event_text} {line}."
    return Beat(BeatKind.KILL, event.card, -1, words.KILLED.glyph, title, (line,), summary)


def _incident(board: Board, event: Alerted | Incident) -> Beat | None:
    """An alert or incident about a model that serves: something can still be done."""
    if not needs_response(board, event):
        return None
    event_text = sentence(board.world, event).text
    label = "Incident" if isinstance(event, Incident) else "Quality alert"
    share = board.cards[event.card].share_pct
    title = f"{label}: {fmt.short(board.world, event.card)} at {share} % of traffic"
    return Beat(BeatKind.INCIDENT, event.card, -1, "!", title, (event_text,), event_text)


def _chaos(board: Board, event: ChaosBegan, scenario: Scenario | None) -> Beat:
    kind = Chaos(event.chaos)
    event_text = sentence(board.world, event).text
    story = scenario.story if scenario is not None else None
    story_line = story.chaos.get(kebab(kind), "") if story is not None else ""
    does = words.CHAOS_DOES[kind]
    lines = tuple(line for line in (clean(story_line, 160), f"{does[:1].upper()}{does[1:]}.") if line)
    regression = kind == Chaos.EVAL_REGRESSION
    title = words.CHAOS[kind][:1].upper() + words.CHAOS[kind][1:]
    if regression:
        title = f"{fmt.short(board.world, event.card)} goes back to Evaluation"
    beat = BeatKind.REGRESSION if regression else BeatKind.CHAOS
    return Beat(beat, event.card, event.data, "↩" if regression else "▲", title, lines, f"{event_text} {lines[-1]}")
