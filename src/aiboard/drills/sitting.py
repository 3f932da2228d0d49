"""One question being answered: which ask is next, what was given so far, kept as it is given; graded at the end."""

from __future__ import annotations

from aiboard.drills.asks import Ask
from aiboard.drills.attempts import Store
from aiboard.drills.drill import Drill
from aiboard.drills.question import Answer, Grade, Question
from aiboard.instruments.errors import InputError

PARTIAL: str = "~"
"""Ends the key of a part that is still being written or opened."""


class Sitting:
    """A question and what was given to it. Every face drives this, so that all keep and grade alike.

    Attributes:
        question: what is asked.
        answer: what was given, by the key of its ask; keys that end in `PARTIAL` are not finished.
        grade: what it was worth; None until everything is given.
        resumed: whether it goes on with what an earlier run left.
    """

    def __init__(self, drill: Drill, store: Store, question: Question, draft: Answer | None = None) -> None:
        self._drill = drill
        self._store = store
        self.question = question
        self.answer: Answer = dict(draft or {})
        self.grade: Grade | None = None
        self.resumed = bool(draft)

    @classmethod
    def begin(cls, name: str, drill: Drill, store: Store, question: str | None = None) -> Sitting:
        """The named question; else the one that was left unfinished; else the next. What was given to it is kept."""
        if question is not None:
            chosen = drill.find(question)
            return cls(drill, store, chosen, _valid_draft(chosen, store.drafts.get((chosen.drill, chosen.id), {})))
        draft = store.draft(name)
        if draft is not None:
            try:
                return cls(drill, store, drill.find(draft[0]), _valid_draft(drill.find(draft[0]), draft[1]))
            except InputError:
                # Of a bank or a save that is not here now: it stays in the file, and something else is asked.
                pass
        next_question = drill.next(store)
        saved_answer = store.drafts.get((next_question.drill, next_question.id), {})
        return cls(drill, store, next_question, _valid_draft(next_question, saved_answer))

    @property
    def ask(self) -> Ask | None:
        """What is wanted next; None when everything is given."""
        return self.question.next_ask(self.answer)

    def partial(self, ask: Ask) -> object:
        """What was written or opened so far of an ask; None when nothing was."""
        return self.answer.get(ask.key + PARTIAL)

    def save_draft(self, ask: Ask, value: object) -> None:
        """Keep what is being written or has been opened; not judged yet."""
        if self.partial(ask) != value:
            self.answer[ask.key + PARTIAL] = value
            self._store.save_part(self.question, ask.key + PARTIAL, value)

    def submit(self, ask: Ask, value: object) -> None:
        """Give an ask its answer; the last one is graded and kept. InputError for what it does not take."""
        # A copy until all is well: what is asked on may take many games, and others read the sitting meanwhile.
        answer = {**self.answer, ask.key: ask.validate(value)}
        if self.question.next_ask(answer) is not None:
            self._store.save_part(self.question, ask.key, answer[ask.key])
            self.answer = answer
            return
        full_answer = {one.key: answer[one.key] for one in self.question.all_asks(answer)}
        # What the drill refuses stays as it was written: it is asked for again, to be corrected.
        grade = self._drill.grade(self.question, full_answer)
        self._store.add(self.question, full_answer, grade)
        self.answer, self.grade = answer, grade


def hand_in(store: Store, question: Question, answer: Answer, grade: Grade) -> bool:
    """Keep a graded answer of a file. Whether something else was begun of its question, which stays to go on with."""
    draft = store.drafts.get((question.drill, question.id), {})
    leftover = {key: value for key, value in draft.items() if answer.get(key.removesuffix(PARTIAL)) != value}
    store.add(question, answer, grade)
    for key, value in leftover.items():
        store.save_part(question, key, value)
    return bool(leftover)


def _valid_draft(question: Question, draft: Answer) -> Answer:
    """The parts of a draft that its question still takes: the file may be of another version, or written by hand."""
    answer: Answer = {}
    # What is asked later may depend on what was answered before: go on until nothing more is taken.
    while True:
        previous_count = len(answer)
        for ask in question.all_asks(answer):
            for key, take in ((ask.key, ask.validate), (ask.key + PARTIAL, ask.parse_draft)):
                try:
                    if key in draft and (value := take(draft[key])) is not None:
                        answer[key] = value
                except InputError:
                    continue
        if len(answer) == previous_count:
            return answer
