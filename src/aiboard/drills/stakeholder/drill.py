"""The drill around the questions: which board, which question, by whom."""

from __future__ import annotations

import secrets
from pathlib import Path
from random import Random
from typing import Final

from aiboard.drills.attempts import Store
from aiboard.drills.brief import Brief
from aiboard.drills.drill import Setting, Watch
from aiboard.drills.question import Answer, Grade, Question
from aiboard.drills.stakeholder import room as rooms
from aiboard.drills.stakeholder.forecast import KINDS
from aiboard.drills.stakeholder.grading import grade_answer
from aiboard.drills.stakeholder.persona_question import ID, PersonaQuestion, askable_questions, make_question
from aiboard.drills.stakeholder.room import RoomFile
from aiboard.drills.stakeholder.snapshot import SAVED, GameOrigin, random_snapshot, save_snapshot, snapshot_by_id
from aiboard.instruments.errors import InputError

_DRAWS: Final = 1_000_000_000


def make(setting: Setting) -> Stakeholder:
    """The drill on simulated games, or on a save; with a room of one's own where one is given."""
    room = rooms.load(setting.bank) if setting.bank else rooms.shipped()
    return Stakeholder(room, setting)


class Stakeholder:
    """Questions about simulated games, or about one's own. `watch` is told how far the games of a forecast are."""

    def __init__(self, room: RoomFile, setting: Setting) -> None:
        self._room = room
        self._seed = setting.seed
        self._save: Path | None = setting.save
        self._day = setting.day
        self._questions: dict[str, PersonaQuestion] = {}
        self.watch: Watch | None = None

    def next(self, store: Store) -> Question:
        """Of a drawn board, or of the save, what was begun, else the question that was asked least often."""
        if (unfinished := self._begun(store)) is not None:
            return unfinished
        rng = Random(f"room {self._seed if self._seed is not None else secrets.randbelow(_DRAWS)}")
        snapshot = save_snapshot(self._save, self._day) if self._save is not None else random_snapshot(rng, self._day)
        past_names = [one.question.rpartition("/")[2] for one in store.attempts if one.drill == ID]
        names = list(askable_questions(snapshot, self._room))
        if not names:
            raise InputError("of this board the room has nothing to ask; take another day", field="--day")
        rng.shuffle(names)
        name = min(names, key=past_names.count)
        item = self._room.item(name)
        assert item is not None
        return self._keep(make_question(snapshot, name, rng.choice(item.by), self._room))

    def _begun(self, store: Store) -> Question | None:
        """What was left unfinished of the save or the day that is named; None where nothing was, or a seed draws."""
        if self._seed is not None or (self._save is None and self._day is None):
            return None
        for drill, id in reversed(store.drafts):
            if drill != ID or (self._save is not None and not id.startswith(f"{SAVED}/")):
                continue
            try:
                question = self.find(id)
            except InputError:
                # Of another save or room.
                continue
            if self._day in (None, self._questions[id].snapshot.board.day):
                return question
        return None

    def find(self, id: str) -> Question:
        """A question by BOARD/PERSONA/QUESTION; InputError where there is none."""
        if id not in self._questions:
            board, _, name = id.rpartition("/")
            board, _, persona = board.rpartition("/")
            return self._keep(make_question(snapshot_by_id(board, self._save), name, persona, self._room))
        return self._questions[id].question

    def _keep(self, persona_question: PersonaQuestion) -> Question:
        self._questions[persona_question.question.id] = persona_question
        return persona_question.question

    def brief(self, question: Question) -> Brief:
        """The parts that are wanted, what the persona attacks, and what comes of it."""
        self.find(question.id)
        return self._questions[question.id].brief()

    def grade(self, question: Question, answer: Answer) -> Grade:
        """What a reply is worth."""
        self.find(question.id)
        persona_question = self._questions[question.id]
        forecast = persona_question.item.forecast
        if forecast and KINDS[forecast].PLAYS and persona_question.snapshot.whose is not GameOrigin.OPEN:
            persona_question.snapshot.run_rollouts(self.watch)
        return grade_answer(persona_question, answer)
