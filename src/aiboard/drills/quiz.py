"""The quiz: each option is an action; the answer shows what comes of it and, where it was measured, its worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Final

from aiboard.analysis.lessons.measured_lesson import MeasuredLesson
from aiboard.analysis.lessons.shipped_verdicts import points_text, verdicts
from aiboard.analysis.lessons.verdict import BoundaryVerdict, Verdict
from aiboard.drills import bank as banks
from aiboard.drills import schedule
from aiboard.drills.asks import Option, Percent, Pick
from aiboard.drills.attempts import Store
from aiboard.drills.bank import AnswerOption, Bank, QuizItem
from aiboard.drills.brief import Brief, Point
from aiboard.drills.drill import Setting, entry
from aiboard.drills.question import Answer, Grade, Question, brier
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

ID: Final = "quiz"


def make(setting: Setting) -> Quiz:
    """The quiz on the shipped banks, or on one's own."""
    return Quiz([banks.load(setting.bank)] if setting.bank else banks.shipped(), setting.seed)


class Quiz:
    """Questions of some banks, in the order that spaced repetition gives."""

    def __init__(self, question_banks: Sequence[Bank], seed: int | None) -> None:
        self._items = {f"{one.bank}/{item.id}": (one, item) for one in question_banks for item in one.questions}
        self._seed = seed

    def __len__(self) -> int:
        return len(self._items)

    def next(self, store: Store) -> Question:
        """The question that is due for longest, else a new one."""
        return self.find(self.due(store, 1)[0])

    def due(self, store: Store, count: int) -> list[str]:
        """So many ids, those due for longest first, then new ones."""
        # The file holds attempts at other banks too, which are no questions here.
        past_attempts = [
            attempt for attempt in store.attempts if attempt.drill == ID and attempt.question in self._items
        ]
        fsrs = schedule.package()
        if fsrs is None and schedule.MISSING not in store.notices:
            store.notices.append(schedule.MISSING)
        seed = self._seed if self._seed is not None else len(past_attempts)
        return schedule.order(list(self._items), schedule.due(past_attempts, fsrs), datetime.now(UTC), seed)[:count]

    def find(self, id: str) -> Question:
        """A question by `bank/id`."""
        if id not in self._items:
            raise InputError(f"no question is called '{clean(id, 80)}'")
        bank, item = self._items[id]
        options = tuple(Option(letter, action.do) for letter, action, _ in lettered(item))
        return Question(
            ID,
            id,
            f"Chapter {bank.chapter}, {bank.title}",
            (item.stem,),
            (
                Pick("option", "What do you do?", options),
                Percent("confidence", "How sure are you, in percent?"),
            ),
            entry(ID).checked,
            dimension=item.dimension,
        )

    def brief(self, question: Question) -> Brief:
        """The right option and what comes of it; of each other one why it tempts and what it leads to."""
        _, item = self._items[question.id]
        follow_ups = [f"Why not: {action.do} (It leads here: {action.then})" for action in item.wrong]
        if item.unless:
            follow_ups.append(f"When would another answer be right? ({item.unless})")
        return Brief((Point(item.right.do, item.dimension),), tuple(follow_ups), (item.right.then, *worth(item)))

    def grade(self, question: Question, answer: Answer) -> Grade:
        """Right or wrong, the consequence of every option, the measured worth of the lesson."""
        _, item = self._items[question.id]
        rows = lettered(item)
        right = next(letter for letter, _, is_right in rows if is_right)
        is_correct = answer["option"] == right
        penalty = brier(answer["confidence"], is_correct)
        worth_lines = list(worth(item))
        verdict = "Right" if is_correct else f"Not the best: {right} is"
        lines = [f"{verdict}. Confidence {answer['confidence']} %: {_said(penalty)}", ""]
        for letter, action, is_right in rows:
            mark = "✓" if is_right else "✗" if letter == answer["option"] else " "
            lines += [f"{mark} {letter}  {action.do}", f"     {action.then}"]
        if item.unless:
            lines += ["", f"When another answer is right: {item.unless}"]
        if worth_lines:
            lines += ["", *worth_lines]
        data = {"right_option": right, "lesson": item.lesson, "measured": worth_lines}
        return Grade(1.0 if is_correct else 0.0, is_correct, tuple(lines), brier=penalty, data=data)


def lettered(item: QuizItem) -> list[tuple[str, AnswerOption, bool]]:
    """The options as shown: letter, option, whether it is right. The order hangs on the question's id alone."""
    rows = [(item.right, True), *((action, False) for action in item.wrong)]
    Random(item.id).shuffle(rows)
    return [(chr(ord("a") + index), action, right) for index, (action, right) in enumerate(rows)]


def _said(penalty: float) -> str:
    return f"squared error {penalty:.2f} (0 is best, 0.25 is what 50 % always costs)."


def worth(item: QuizItem) -> Iterator[str]:
    """What following the lesson was measured to be worth and the world in which it stops; nothing if not measured."""
    if item.lesson is None:
        return
    rows = [row for row in verdicts().rows if row.lesson.id == item.lesson]
    # In the scenario that teaches it.
    row = next((row for row in rows if row.here.world == row.lesson.scenarios[0]), None)
    if row is None or row.here.equity is None:
        return
    yield f"Measured ({row.lesson.id}, {verdicts().games} games a side in {row.here.world}): {row.lesson.title}."
    yield "  In equity points: 0 is what doing nothing earns there, 100 what the strongest program earns."
    yield f"  {_lesson_text(row)}"
    yield f"  {_boundary_text(row)}"


def _lesson_text(row: MeasuredLesson) -> str:
    assert row.here.equity is not None
    figure = f"{points_text(row.here.equity)} equity points a game"
    words = {
        Verdict.HOLDS: f"It is worth {figure}.",
        Verdict.SMALL: f"It is worth {figure}: little.",
        Verdict.OPEN: f"It came to {figure}: not told from nothing. {row.lesson.doubt}",
        Verdict.LOSES: f"It came to {figure}: it costs here. {row.lesson.doubt}",
    }
    return words.get(row.verdict, figure).strip()


def _boundary_text(row: MeasuredLesson) -> str:
    condition, equity = row.lesson.boundary.where, row.there.equity
    figure = f": {points_text(equity)} points" if equity is not None else ""
    if row.boundary_verdict in (BoundaryVerdict.STOPS, BoundaryVerdict.LOSES):
        verb = "costs" if row.boundary_verdict == BoundaryVerdict.LOSES else "pays nothing"
        return f"Another answer is right {condition}: there it {verb}{figure}. {row.lesson.boundary.why}"
    return f"Measured {condition} too{figure}. It should stop paying {row.lesson.until}."
