"""What a drill asks and what comes of an answer: one form for the screen, the line dialogue and the JSON files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final

from aiboard.drills import form, prose
from aiboard.drills.form import Form as Form
from aiboard.drills.form import Option as Option
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean, clean_block

MOST_CHARACTERS: Final = 8_000
"""Longest text that is taken as an answer."""
MOST_PATH: Final = 4_000
"""Longest name of a file."""


@dataclass(frozen=True)
class Pick:
    """Choose one of the options; a file of answers may leave it out where there is a `default`.

    Options that are not `named` are shown without their keys, which would say too much.
    """

    key: str
    prompt: str
    options: tuple[Option, ...]
    default: str = ""
    named: bool = True

    def line(self, option: Option) -> str:
        """An option as it is shown."""
        return f"{option.key}  {option.text}" if self.named else option.text


@dataclass(frozen=True)
class Percent:
    """A whole number from 0 to 100."""

    key: str
    prompt: str


@dataclass(frozen=True)
class Words:
    """Text of one or more lines.

    Attributes:
        seconds: the clock that is shown; it runs on when it is over. 0: no clock.
        rate: words a minute at which the text is spoken; 0 where it is not.
        before: what stands there to be changed; it counts where nothing else is given.
        optional: it may be left empty.
        least: fewer words, and what is no words at all, are refused; 0 takes any text.
        check: what can be told of the text while it is written; a line that is `CHECK` asks for it.
        unread: why a text cannot be read, empty for one that can; it is refused with that.
    """

    CHECK: ClassVar[str] = "check"

    key: str
    prompt: str
    seconds: int = 0
    rate: int = 0
    before: str = ""
    optional: bool = False
    least: int = 0
    check: Callable[[str], list[str]] | None = None
    unread: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Item:
    """Evidence that can be opened: its key, its name, its price in minutes, what it shows."""

    key: str
    text: str
    minutes: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Open:
    """Open pieces of evidence, as many as the minutes allow, before going on."""

    key: str
    prompt: str
    items: tuple[Item, ...]
    minutes: int


@dataclass(frozen=True)
class Weights:
    """Share 100 % among the options: a probability for each."""

    key: str
    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Play:
    """Play a game to its end; the answer is the file of its save.

    Attributes:
        scenario: what is played.
        resume: the save to go on with; empty for a new game.
    """

    key: str
    prompt: str
    scenario: str
    resume: str = ""


@dataclass(frozen=True)
class Several:
    """Any of the options; `before` are those that are set until the person changes it."""

    key: str
    prompt: str
    options: tuple[Option, ...]
    before: tuple[str, ...] = ()


Ask = Pick | Percent | Words | Open | Weights | Several | Form | Play

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

    def wanted(self, answer: Answer) -> tuple[Ask, ...]:
        """Everything that is asked, as far as it can be told after these answers."""
        return (*self.asks, *self.more(answer))


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


def read(question: Question, given: Mapping[str, Any], file: str | None = None) -> Answer:
    """The answer in what a person or a file gave, every ask of it checked.

    Raises InputError naming the ask for what is missing or is not what was asked.
    """
    answer: Answer = {}
    # One at a time: an answer may bring further questions.
    while (ask := following(question, answer)) is not None:
        value = given.get(ask.key, fallback(ask))
        if value is None:
            # A name that is not asked is the likelier reason than one that was forgotten.
            _refuse_unknown(question, answer, given, file)
            raise InputError(file, None, ask.key, "is missing; " + wanted(ask))
        try:
            answer[ask.key] = taken(ask, value)
        except InputError as error:
            # Of a form the field is named too.
            raise InputError(file, None, ".".join(filter(None, (ask.key, error.field))), error.message) from None
    _refuse_unknown(question, answer, given, file)
    return answer


def reason(error: InputError) -> str:
    """Why an answer is not taken, with the field of it that is meant, where it has fields."""
    return f"{error.field}: {error.message}" if error.field else error.message


def following(question: Question, answer: Answer) -> Ask | None:
    """What is wanted next; None when everything is given."""
    return next((ask for ask in question.wanted(answer) if ask.key not in answer), None)


def fallback(ask: Ask) -> Any:
    """What an ask takes where nothing is given; None for one that needs an answer."""
    if isinstance(ask, Several):
        return list(ask.before)
    if isinstance(ask, Words):
        return ask.before or ("" if ask.optional else None)
    return ask.default or None if isinstance(ask, Pick) else None


def foreseen(question: Question) -> tuple[Ask, ...]:
    """What is asked as far as it can be told before anything is answered, left-out answers taken as such."""
    answer: Answer = {}
    while (ask := following(question, answer)) is not None and fallback(ask) is not None:
        answer[ask.key] = fallback(ask)
    return question.wanted(answer)


def _refuse_unknown(question: Question, answer: Answer, given: Mapping[str, Any], file: str | None) -> None:
    known = {ask.key for ask in question.wanted(answer)}
    for name in given:
        if name not in known:
            raise InputError(file, None, clean(str(name), 40), f"is not asked; asked are {', '.join(sorted(known))}")


def wanted(ask: Ask) -> str:
    """What an ask takes, for a person who gave something else."""
    if isinstance(ask, Pick):
        return "give one of " + ", ".join(option.key for option in ask.options)
    if isinstance(ask, Percent):
        return "give a whole number from 0 to 100"
    if isinstance(ask, Words):
        return "write some words" + (", or nothing" if ask.optional else "")
    if isinstance(ask, Open):
        return "give a list of " + ", ".join(item.key for item in ask.items)
    if isinstance(ask, Form):
        return "give a value for each field: " + ", ".join(field.key for field in ask.fields)
    if isinstance(ask, Play):
        return "give the file of a finished game's save"
    if isinstance(ask, Several):
        return "give a list of any of " + ", ".join(option.key for option in ask.options)
    return "give whole percents that add up to 100 for " + ", ".join(option.key for option in ask.options)


def taken(ask: Ask, value: object) -> Any:
    """The value if it is what the ask takes, else InputError."""
    found: Any = None
    if isinstance(ask, Pick):
        found = value if value in [option.key for option in ask.options] else None
    elif isinstance(ask, Percent):
        found = value if _whole(value) else None
    elif isinstance(ask, Words):
        return _text(ask, value)
    elif isinstance(ask, Open):
        return _opened(ask, value)
    elif isinstance(ask, Form):
        return form.whole(ask, value)
    elif isinstance(ask, Play):
        found = value if isinstance(value, str) and 0 < len(value) <= MOST_PATH else None
    elif isinstance(ask, Several):
        found = _set(ask, value)
    else:
        found = _shares(ask, value)
    if found is None:
        raise InputError(None, None, None, "not understood; " + wanted(ask))
    return found


def begun(ask: Ask, value: object) -> Any:
    """What an earlier run left of an answer that was not finished, as far as the ask takes it; InputError for none."""
    if isinstance(ask, Form):
        return ask.sound(value)
    if isinstance(ask, Weights):
        return _some_shares(ask, value)
    # A text that is being written may still be too short.
    return taken(replace(ask, least=0, unread=None) if isinstance(ask, Words) else ask, value)


def _whole(value: object) -> bool:
    # In Python true is the number 1.
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100


def _text(ask: Words, value: object) -> str:
    text = clean_block(value).strip() if isinstance(value, str) else ""
    if not text and not ask.optional:
        raise InputError(None, None, None, "is empty; " + wanted(ask))
    if len(text) > MOST_CHARACTERS:
        raise InputError(None, None, None, f"has more than {MOST_CHARACTERS} characters; shorten it")
    if text and ask.least and (why := prose.flaw(text, ask.least)):
        raise InputError(None, None, None, why)
    if text and ask.unread is not None and (why := ask.unread(text)):
        raise InputError(None, None, None, why)
    return text


def _opened(ask: Open, value: object) -> list[str]:
    prices = {item.key: item.minutes for item in ask.items}
    if not isinstance(value, list) or any(key not in prices for key in value):
        raise InputError(None, None, None, "not understood; " + wanted(ask))
    # Looking twice costs once.
    opened = list(dict.fromkeys(value))
    spent = sum(prices[key] for key in opened)
    if spent > ask.minutes:
        raise InputError(None, None, None, f"costs {spent} minutes, {ask.minutes} are there; open less")
    return opened


def _set(ask: Several, value: object) -> list[str] | None:
    keys = [option.key for option in ask.options]
    if not isinstance(value, list) or any(key not in keys for key in value):
        return None
    # In the order in which they are shown, each once.
    return [key for key in keys if key in value]


def _shares(ask: Weights, value: object) -> dict[str, int] | None:
    shares = _some_shares(ask, value)
    if shares is not None and (total := sum(shares.values())) != 100:
        raise InputError(None, None, None, f"these add up to {total} %: 100 is needed")
    return shares


def _some_shares(ask: Weights, value: object) -> dict[str, int] | None:
    """A share for each option, whatever they add up to; None for what holds others."""
    keys = [option.key for option in ask.options]
    if not isinstance(value, Mapping) or any(key not in keys or not _whole(share) for key, share in value.items()):
        return None
    return {key: value.get(key, 0) for key in keys}
