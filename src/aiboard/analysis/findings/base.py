"""What a finding is: a fact of this game, as an example of a lesson; and what detectors look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from aiboard.analysis.findings.lessons import LESSONS, FindingLesson
from aiboard.analysis.health import Health
from aiboard.analysis.moments import TakenDecision
from aiboard.analysis.record import Record
from aiboard.engine.happenings import Event
from aiboard.views import fmt

_Kind = TypeVar("_Kind", bound=Event)
_NAMED: Final = 4
"""Cards that a sentence names."""


@dataclass(frozen=True)
class Finding:
    """One finding.

    Attributes:
        key: its lesson's key (`one-seed`): the same where the game followed the lesson and where it did not.
        good: the game followed the lesson.
        day: day of its strongest evidence, 0 for the whole game.
        text: the evidence, facts of this game only.
        next: one thing to try, for a finding that is not good; empty otherwise.
    """

    key: str
    good: bool
    day: int
    text: str
    next: str = ""

    @property
    def lesson(self) -> FindingLesson:
        """The lesson's row."""
        return LESSONS[self.key]

    @property
    def until(self) -> str:
        """When the lesson stops paying, one sentence."""
        return f"Stops paying {self.lesson.until}."


def missed_finding(key: str, day: int = 0, **facts: object) -> Finding:
    """The game went another way than the lesson. The sentences are the lesson's, with these facts and the day."""
    lesson = LESSONS[key]
    return Finding(key, False, day, lesson.missed.format(day=day, **facts), lesson.next.format(day=day, **facts))


def followed_finding(key: str, day: int = 0, **facts: object) -> Finding:
    """The game followed the lesson."""
    return Finding(key, True, day, LESSONS[key].followed.format(day=day, **facts))


def more_suffix(count: int) -> str:
    """After the first of several, how many more there were: `; so were 2 more`."""
    return f"; so {'was' if count == 2 else 'were'} {count - 1} more" if count > 1 else ""


@dataclass(frozen=True)
class GameAnalysis:
    """What detectors look at: the record, its flow and its decisions."""

    record: Record
    health: Health
    moments: Sequence[TakenDecision]

    def events(self, kind: type[_Kind]) -> list[_Kind]:
        """All events of a kind."""
        return [event for event in self.record.history if isinstance(event, kind)]

    def key(self, card: int) -> str:
        """A card's id."""
        return fmt.key(self.record.world, card)

    def keys(self, cards: Sequence[int]) -> str:
        """Ids of some cards: `EXP-001, EXP-004 and 2 more`."""
        names = [self.key(card) for card in cards[:_NAMED]]
        remaining = len(cards) - len(names)
        return ", ".join(names) + (f" and {remaining} more" if remaining else "")

    def dataset(self, index: int) -> str:
        """A dataset's id."""
        return fmt.dataset(self.record.world, index)


Findings = Iterator[Finding]
