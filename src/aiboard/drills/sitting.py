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

    def __init__(self, drill: Drill, store: Store, question: Question, given: Answer | None = None) -> None:
        self._drill = drill
        self._store = store
        self.question = question
        self.answer: Answer = dict(given or {})
        self.grade: Grade | None = None
        self.resumed = bool(given)

    @classmethod
    def begin(cls, name: str, drill: Drill, store: Store, question: str | None = None) -> Sitting:
        """The named question; else the one that was left unfinished; else the next. What was given to it is kept."""
        if question is not None:
            found = drill.find(question)
            return cls(drill, store, found, _valid_draft(found, store.drafts.get((found.drill, found.id), {})))
        draft = store.draft(name)
        if draft is not None:
            try:
                return cls(drill, store, drill.find(draft[0]), _valid_draft(drill.find(draft[0]), draft[1]))
            except InputError:
                # Of a bank or a save that is not here now: it stays in the file, and something else is asked.
                pass
        following = drill.next(store)
        begun = store.drafts.get((following.drill, following.id), {})
        return cls(drill, store, following, _valid_draft(following, begun))

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
        whole = {one.key: answer[one.key] for one in self.question.all_asks(answer)}
        # What the drill refuses stays as it was written: it is asked for again, to be corrected.
        grade = self._drill.grade(self.question, whole)
        self._store.add(self.question, whole, grade)
        self.answer, self.grade = answer, grade


def hand_in(store: Store, question: Question, answer: Answer, grade: Grade) -> bool:
    """Keep a graded answer of a file. Whether something else was begun of its question, which stays to go on with."""
    begun = store.drafts.get((question.drill, question.id), {})
    other = {key: value for key, value in begun.items() if answer.get(key.removesuffix(PARTIAL)) != value}
    store.add(question, answer, grade)
    for key, value in other.items():
        store.save_part(question, key, value)
    return bool(other)


def _valid_draft(question: Question, given: Answer) -> Answer:
    """The parts of a draft that its question still takes: the file may be of another version, or written by hand."""
    found: Answer = {}
    # What is asked later may depend on what was answered before: go on until nothing more is taken.
    while True:
        before = len(found)
        for ask in question.all_asks(found):
            for key, take in ((ask.key, ask.validate), (ask.key + PARTIAL, ask.parse_draft)):
                try:
                    if key in given and (value := take(given[key])) is not None:
                        found[key] = value
                except InputError:
                    continue
        if len(found) == before:
            return found
