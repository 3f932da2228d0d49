"""What people say when something happens: the scenario's own lines, each once, at most two at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiboard.engine import counts
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Killed
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosHinted
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos
from aiboard.instruments.text import clean
from aiboard.scenario.moments import moments
from aiboard.scenario.words import kebab

if TYPE_CHECKING:
    from aiboard.scenario.models import Scenario

MOST: Final = 2
"""Voices at a time."""
_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Voice:
    """A line and who says it; the name is empty for the story's own voice."""

    name: str
    text: str

    @property
    def line(self) -> str:
        """`Lena: ...`, or the text alone."""
        return f"{self.name}: {self.text}" if self.name else self.text


def voices(scenario: Scenario, board: Board, since: int) -> tuple[Voice, ...]:
    """What is said about the events from `since` on in the history; a person says a line once in a game."""
    # Worked out from the whole history each time: nothing to save, and an undo takes the words back too.
    spoken: set[tuple[int, str]] = set()
    remarks: list[Voice] = []
    for at, event in enumerate(board.history):
        for person, moment, voice in _lines(scenario, board, event):
            said_before = (person, moment) in spoken and person >= 0
            spoken.add((person, moment))
            if at >= since and not said_before and len(remarks) < MOST:
                remarks.append(voice)
    return tuple(remarks)


def _lines(scenario: Scenario, board: Board, event: Event) -> Iterator[tuple[int, str, Voice]]:
    """Everything that could be said about an event: who (-1 for the story), at which moment, what."""
    if scenario.story is not None and isinstance(event, (ChaosBegan, ChaosHinted)):
        texts = scenario.story.chaos if isinstance(event, ChaosBegan) else scenario.story.hints
        story_line = texts.get(kebab(Chaos(event.chaos)))
        if story_line:
            yield -1, "", Voice("", clean(story_line, _LIMIT))
    # A person speaks of cards only: without one there is nobody whose line it would be.
    if event.card < 0:
        return
    if isinstance(event, Killed) and counts.is_dropped(board.cards[event.card]):
        return  # it was never started: what people say of a kill is about work that was stopped
    person = board.world.ideas[event.card].person
    if not 0 <= person < len(scenario.people):
        return
    speaker = scenario.people[person]
    for moment in moments(event):
        if moment in speaker.lines:
            yield person, moment, Voice(clean(speaker.name, 40), clean(speaker.lines[moment], _LIMIT))
