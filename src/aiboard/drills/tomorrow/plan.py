"""What a session of "tomorrow" asks, part by part, and how far it is. All of it stands in the file of attempts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from aiboard.drills import pitch, quiz, story, whiteboard
from aiboard.drills.attempts import Attempt, Store
from aiboard.drills.drill import Setting
from aiboard.drills.stakeholder import room as rooms
from aiboard.drills.stakeholder.persona_question import ID as STAKEHOLDER
from aiboard.drills.stakeholder.persona_question import askable_questions, make_question
from aiboard.drills.stakeholder.snapshot import save_snapshot
from aiboard.instruments.errors import InputError

ID: Final = "tomorrow"
QUIZ_QUESTIONS: Final = 10
SPOKEN: Final = 3
_STALE: Final = timedelta(days=3)
"""After so long a session is begun anew: it is for the day before."""
_FORMAT: Final = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Part:
    """One question of the session: of which drill, and its id there."""

    drill: str
    question: str


@dataclass(frozen=True)
class RehearsalSession:
    """A session as the file has it.

    Attributes:
        id: when it was begun, UTC, ISO 8601.
        save: the finished game it is about; empty while that is not known.
        parts: what is asked after the game, in order; empty while the game is not known.
        before: how many attempts the file held when it was begun.
    """

    id: str
    save: str = ""
    parts: tuple[Part, ...] = ()
    before: int = 0

    @property
    def begun(self) -> datetime:
        """When."""
        return datetime.strptime(self.id, _FORMAT).replace(tzinfo=UTC)

    def fresh(self, at: datetime) -> bool:
        """Whether it is still worth going on with."""
        return at - self.begun < _STALE

    def done(self, store: Store) -> dict[Part, Attempt]:
        """The latest attempt since it was begun at each part that was answered."""
        attempts: dict[Part, Attempt] = {}
        # By place, since a second is long enough to answer and to begin anew; by time, should lines be missing.
        for attempt in store.attempts[self.before :]:
            part = Part(attempt.drill, attempt.question)
            if part in self.parts and attempt.time >= self.id:
                attempts[part] = attempt
        return attempts

    def next_part(self, store: Store) -> Part | None:
        """The first part that was not answered; None when all were."""
        attempts = self.done(store)
        return next((part for part in self.parts if part not in attempts), None)


def current(store: Store) -> RehearsalSession | None:
    """The session that was begun last and is not finished; None without one, or where its record is not whole."""
    # The question which game it shall be has a draft of its own, under a longer name.
    drafts = [(name, answer) for (drill, name), answer in store.drafts.items() if drill == ID and "/" not in name]
    if not drafts:
        return None
    try:
        return _read(*drafts[-1])
    except (ValueError, TypeError, KeyError):
        return None


def _read(id: str, record: Mapping[str, Any]) -> RehearsalSession:
    saved_plan = record.get("plan")
    before = int(record.get("begun", 0))
    if saved_plan is None:
        session = RehearsalSession(id, before=before)
    else:
        parts = tuple(Part(str(drill), str(question)) for drill, question in saved_plan["parts"])
        session = RehearsalSession(id, str(saved_plan["save"]), parts, before)
    # A time that cannot be read raises here.
    _ = session.begun
    return session


def plan_session(session: RehearsalSession, save: Path, store: Store, seed: int | None) -> RehearsalSession:
    """A session that was begun, about a finished game. InputError for a save that cannot be read or is not finished."""
    rng = Random(f"{ID} {seed if seed is not None else session.id}")
    parts = [
        Part(whiteboard.ID, whiteboard.ID),
        *(Part(STAKEHOLDER, name) for name in _room(save, rng)),
        *(Part(story.ID, name) for name in _story(save, store)),
        Part(pitch.ID, pitch.ID),
        *(Part(quiz.ID, name) for name in quiz.make(Setting(seed=seed)).due(store, QUIZ_QUESTIONS)),
    ]
    return replace(session, save=str(save), parts=tuple(parts))


def record(session: RehearsalSession) -> dict[str, Any]:
    """The session as the file keeps it, under `plan`."""
    return {"save": session.save, "parts": [[part.drill, part.question] for part in session.parts]}


def _room(save: Path, rng: Random) -> Iterator[str]:
    """Questions of the room about three days of the game, none asked twice."""
    room = rooms.shipped()
    used_names: set[str] = set()
    days = save_snapshot(save).board.world.days
    for number in range(1, SPOKEN + 1):
        snapshot = save_snapshot(save, max(1, days * number // (SPOKEN + 1)))
        names = [name for name in askable_questions(snapshot, room) if name not in used_names]
        if names:
            name = rng.choice(names)
            used_names.add(name)
            item = room.item(name)
            assert item is not None
            yield make_question(snapshot, name, rng.choice(item.by), room).question.id


def _story(save: Path, store: Store) -> Iterator[str]:
    """A decision of the game to tell about; nothing where too little was decided."""
    try:
        yield story.make(Setting(save=save)).next(store).id
    except InputError:
        return
