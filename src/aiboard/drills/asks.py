"""The kinds of things that a drill asks for: what each takes, how it is told again. A form (form.py) is one more."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

from aiboard.drills import prose
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean, clean_block

MOST_CHARACTERS: Final = 8_000
"""Longest text that is taken as an answer."""
MOST_PATH: Final = 4_000
"""Longest name of a file."""


@dataclass(frozen=True)
class Option:
    """One thing to choose: its key in answers, its words."""

    key: str
    text: str


@dataclass(frozen=True)
class Ask:
    """One thing that is asked for, by its key in answers."""

    key: str
    prompt: str

    @property
    def fallback(self) -> Any:
        """What it takes where nothing is given; None where it needs an answer."""
        return None

    def input_hint(self) -> str:
        """What it takes, for a person who gave something else."""
        raise NotImplementedError

    def validate(self, value: object) -> Any:
        """The value if it is what is asked for, else InputError."""
        answer = self.parse(value)
        if answer is None:
            raise InputError(f"not understood; {self.input_hint()}")
        return answer

    def parse(self, value: object) -> Any:
        """The value as an answer has it; None for what is not asked for, or InputError where more can be said."""
        raise NotImplementedError

    def parse_draft(self, value: object) -> Any:
        """What an earlier run left of an answer that was not finished, as far as it is taken; InputError for none."""
        return self.validate(value)

    def answer_text(self, value: Any) -> str:
        """An answer that was taken, in words."""
        return str(value)

    def data(self, opened: list[str]) -> dict[str, Any]:
        """What there is to choose from or to keep to, as JSON; of evidence the contents of what is `opened`."""
        return {}


@dataclass(frozen=True)
class OptionsAsk(Ask):
    """An ask with options."""

    options: tuple[Option, ...]

    @property
    def keys(self) -> list[str]:
        """Of the options."""
        return [option.key for option in self.options]

    def data(self, opened: list[str]) -> dict[str, Any]:
        return {"options": [{"key": option.key, "text": option.text} for option in self.options]}


@dataclass(frozen=True)
class Pick(OptionsAsk):
    """Choose one of the options; a file of answers may leave it out where there is a `default`.

    Options that are not `named` are shown without their keys, which would say too much. `prose` is the option after
    which a text is written; whoever types a sentence instead of choosing means that one.
    """

    default: str = ""
    named: bool = True
    prose: str = ""

    @property
    def fallback(self) -> Any:
        return self.default or None

    def input_hint(self) -> str:
        return f"give one of {', '.join(self.keys)}"

    def parse(self, value: object) -> Any:
        return value if value in self.keys else None

    def answer_text(self, value: Any) -> str:
        return next(self.line(option) for option in self.options if option.key == value)

    def line(self, option: Option) -> str:
        """An option as it is shown."""
        return f"{option.key}  {option.text}" if self.named else option.text


@dataclass(frozen=True)
class Several(OptionsAsk):
    """Any of the options; `initial` are those that are set until the person changes it."""

    initial: tuple[str, ...] = ()

    @property
    def fallback(self) -> Any:
        return list(self.initial)

    def input_hint(self) -> str:
        return f"give a list of any of {', '.join(self.keys)}"

    def parse(self, value: object) -> Any:
        """A list of keys, put into the order in which they are shown, each once."""
        if not isinstance(value, list) or any(key not in self.keys for key in value):
            return None
        return [key for key in self.keys if key in value]

    def answer_text(self, value: Any) -> str:
        return ", ".join(option.text for option in self.options if option.key in value) or "none"


@dataclass(frozen=True)
class Weights(OptionsAsk):
    """Share 100 % among the options: a probability for each."""

    def input_hint(self) -> str:
        return f"give whole percents that add up to 100 for {', '.join(self.keys)}"

    def parse(self, value: object) -> Any:
        shares = self.parse_draft(value)
        if shares is not None and (total := sum(shares.values())) != 100:
            raise InputError(f"these add up to {total} %: 100 is needed")
        return shares

    def parse_draft(self, value: object) -> Any:
        """A share for each option, whatever they add up to; None for what holds others."""
        keys = self.keys
        if not isinstance(value, Mapping) or any(key not in keys or not _whole(share) for key, share in value.items()):
            return None
        return {key: value.get(key, 0) for key in keys}

    def answer_text(self, value: Any) -> str:
        return "; ".join(f"{one.text} {value[one.key]} %" for one in self.options if value.get(one.key))


@dataclass(frozen=True)
class Percent(Ask):
    """A whole number from 0 to 100."""

    def input_hint(self) -> str:
        return "give a whole number from 0 to 100"

    def parse(self, value: object) -> Any:
        return value if _whole(value) else None

    def answer_text(self, value: Any) -> str:
        return f"{value} %"


@dataclass(frozen=True)
class Words(Ask):
    """Text of one or more lines.

    Attributes:
        seconds: the clock that is shown; it runs on when it is over. 0: no clock.
        rate: words a minute at which the text is spoken; 0 where it is not.
        initial: what stands there to be changed; it counts where nothing else is given.
        optional: it may be left empty.
        min_words: fewer words, and what is no words at all, are refused; 0 takes any text.
        check: what can be told of the text while it is written; a line that is `CHECK` asks for it.
        read_error: why a text cannot be read, empty for one that can; it is refused with that.
    """

    CHECK: ClassVar[str] = "check"

    seconds: int = 0
    rate: int = 0
    initial: str = ""
    optional: bool = False
    min_words: int = 0
    check: Callable[[str], list[str]] | None = None
    read_error: Callable[[str], str] | None = None

    @property
    def fallback(self) -> Any:
        return self.initial or ("" if self.optional else None)

    def input_hint(self) -> str:
        return "write some words" + (", or nothing" if self.optional else "")

    def parse(self, value: object) -> Any:
        text = clean_block(value).strip() if isinstance(value, str) else ""
        if not text and not self.optional:
            raise InputError(f"is empty; {self.input_hint()}")
        if len(text) > MOST_CHARACTERS:
            raise InputError(f"has more than {MOST_CHARACTERS} characters; shorten it")
        if text and self.min_words and (problem := prose.flaw(text, self.min_words)):
            raise InputError(problem)
        if text and self.read_error is not None and (problem := self.read_error(text)):
            raise InputError(problem)
        return text

    def parse_draft(self, value: object) -> Any:
        """A text that is being written may still be too short, or unreadable."""
        return replace(self, min_words=0, read_error=None).validate(value)

    def answer_text(self, value: Any) -> str:
        return value or "–"

    def data(self, opened: list[str]) -> dict[str, Any]:
        return {"seconds": self.seconds, "words_a_minute": self.rate}


@dataclass(frozen=True)
class Item:
    """Evidence that can be opened: its key, its name, its price in minutes, what it shows."""

    key: str
    text: str
    minutes: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Open(Ask):
    """Open pieces of evidence, as many as the minutes allow, before going on."""

    items: tuple[Item, ...]
    minutes: int

    def opened_items(self, opened: Collection[str]) -> list[Item]:
        """The evidence that is open."""
        return [item for item in self.items if item.key in opened]

    def closed(self, opened: Collection[str]) -> list[Item]:
        """The evidence that is not."""
        return [item for item in self.items if item.key not in opened]

    def left(self, opened: Collection[str]) -> int:
        """Minutes that are left; under 0 where too much is open."""
        return self.minutes - sum(item.minutes for item in self.opened_items(opened))

    def input_hint(self) -> str:
        return "give a list of " + ", ".join(item.key for item in self.items)

    def parse(self, value: object) -> Any:
        """What is opened, in that order; opening twice costs once."""
        keys = [item.key for item in self.items]
        if not isinstance(value, list) or any(key not in keys for key in value):
            return None
        opened = list(dict.fromkeys(value))
        if (remaining := self.left(opened)) < 0:
            raise InputError(f"costs {self.minutes - remaining} minutes, {self.minutes} are there; open less")
        return opened

    def data(self, opened: list[str]) -> dict[str, Any]:
        """The evidence by its price, and what is opened of it; InputError for what is no evidence."""
        opened_lines = {one.key: list(one.lines) for one in self.opened_items(opened)}
        if unknown := set(opened) - set(opened_lines):
            raise InputError(f"'{clean(min(unknown), 40)}' is no evidence; {self.input_hint()}", field="--open")
        items = [{"key": one.key, "text": one.text, "minutes": one.minutes} for one in self.items]
        return {"minutes": self.minutes, "items": items, "opened": opened_lines}


@dataclass(frozen=True)
class Play(Ask):
    """Play a game to its end; the answer is the file of its save.

    Attributes:
        scenario: what is played.
        resume: the save to go on with; empty for a new game.
    """

    scenario: str
    resume: str = ""

    def input_hint(self) -> str:
        return "give the file of a finished game's save"

    def parse(self, value: object) -> Any:
        return value if isinstance(value, str) and 0 < len(value) <= MOST_PATH else None

    def data(self, opened: list[str]) -> dict[str, Any]:
        return {"scenario": self.scenario, "resume": self.resume}


def _whole(value: object) -> bool:
    # In Python true is the number 1.
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100
