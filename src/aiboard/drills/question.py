"""A question of a drill with all that it asks for, and what comes of its answer: one form for every face and file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiboard.drills.asks import Ask
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean

Answer = dict[str, Any]
"""Key of an ask -> the option's key, a number, a text, a list of opened or set ones, shares by option, the fields of a
form, or the file of a save."""


def _nothing(answer: Answer) -> tuple[Ask, ...]:
    return ()


@dataclass(frozen=True)
class Question:
    """One exercise, whole: it can be answered without anything else.

    Attributes:
        drill: id of its drill.
        id: names it within the drill, for ever: attempts and answer files refer to it.
        lines: what is given.
        asks: what is wanted, in this order.
        checked: what a program checks in the answer, one sentence.
        judged: what the person judges, one sentence; empty where the program judges all.
        dimension: one of the five interview dimensions, in capitals.
        more: what else is wanted, by what was answered so far.
    """

    drill: str
    id: str
    title: str
    lines: tuple[str, ...]
    asks: tuple[Ask, ...]
    checked: str
    judged: str = ""
    dimension: str = "CONCEPT"
    more: Callable[[Answer], tuple[Ask, ...]] = _nothing

    def all_asks(self, answer: Answer) -> tuple[Ask, ...]:
        """Everything that is asked, as far as it can be told after these answers."""
        return (*self.asks, *self.more(answer))

    def next_ask(self, answer: Answer) -> Ask | None:
        """What is wanted next; None when everything is given."""
        return next((ask for ask in self.all_asks(answer) if ask.key not in answer), None)

    def default_asks(self) -> tuple[Ask, ...]:
        """What is asked as far as it can be told before anything is answered, left-out answers taken as such."""
        answer: Answer = {}
        while (ask := self.next_ask(answer)) is not None and ask.fallback is not None:
            answer[ask.key] = ask.fallback
        return self.all_asks(answer)

    def read(self, values: Mapping[str, Any], file: str | None = None) -> Answer:
        """The answer in what a person or a file gave, every ask of it checked.

        Raises InputError naming the ask for what is missing or is not what was asked.
        """
        answer: Answer = {}
        # One at a time: an answer may bring further questions.
        while (ask := self.next_ask(answer)) is not None:
            value = values.get(ask.key, ask.fallback)
            if value is None:
                # A name that is not asked is the likelier reason than one that was forgotten.
                self._refuse_unknown(answer, values, file)
                raise InputError(f"is missing; {ask.input_hint()}", file=file, field=ask.key)
            try:
                answer[ask.key] = ask.validate(value)
            except InputError as error:
                # Of a form the field is named too.
                raise InputError(
                    error.message, file=file, field=".".join(filter(None, (ask.key, error.field)))
                ) from None
        self._refuse_unknown(answer, values, file)
        return answer

    def _refuse_unknown(self, answer: Answer, values: Mapping[str, Any], file: str | None) -> None:
        keys = sorted(ask.key for ask in self.all_asks(answer))
        for name in values:
            if name not in keys:
                raise InputError(f"is not asked; asked are {', '.join(keys)}", file=file, field=clean(str(name), 40))


@dataclass(frozen=True)
class Grade:
    """What an answer is worth and why.

    Attributes:
        score: 0 to 1.
        right: whether it counts as right when confidence is scored.
        lines: what was found, for people.
        model: a model answer to hold one's own against; empty where the lines are enough.
        brier: squared error of the stated confidence, 0 the best; None where none was stated.
        data: the same for programs.
    """

    score: float
    right: bool
    lines: tuple[str, ...]
    model: tuple[str, ...] = ()
    brier: float | None = None
    data: dict[str, Any] = field(default_factory=dict)


def brier(confidence: int, right: bool) -> float:
    """The squared error of a confidence in percent: 0 for certain and right, 1 for certain and wrong."""
    return round((confidence / 100 - (1 if right else 0)) ** 2, 4)


def reason(error: InputError) -> str:
    """Why an answer is not taken, with the field of it that is meant, where it has fields."""
    return f"{error.field}: {error.message}" if error.field else error.message
