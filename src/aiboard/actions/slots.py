"""How the values in an action's line are read and written, by kind of slot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from aiboard.actions.tokens import GrammarError
from aiboard.engine.model.items import EVAL_PARTS, parts, questions
from aiboard.engine.model.vocabulary import Change, Chaos, Mode, Order, Reason, Source
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Slot, SlotKind
from aiboard.engine.verbs.plan import LIMITED
from aiboard.instruments.text import clean, nearest
from aiboard.scenario.words import kebab

_MOST_DIGITS: Final = 7
_PPM: Final = 10_000
"""Millionths in one percent."""


@dataclass(frozen=True)
class Form:
    """How the values of one kind of slot are written.

    Attributes:
        read: word and world to value; raises GrammarError.
        show: value and world to word; raises ValueError for a value outside the world.
        takes: what may be written, for people: the words there are, or an example.
    """

    read: Callable[[str, World], int]
    show: Callable[[int, World], str]
    takes: Callable[[World], str]


def usage(slot: Slot) -> str:
    """How a slot looks in a usage line: `CARD`, `[box=DAYS]`, `[slices]`."""
    label = f'"{slot.shown}"' if slot.kind == SlotKind.TEXT else slot.shown
    word = f"{slot.key}={label}" if slot.key else label
    return word if slot.default is None else f"[{word}]"


def name_hint(word: str, names: Sequence[str]) -> str:
    """The nearest of `names` as a question, or the names there are."""
    by_lower = {name.lower(): name for name in names}
    suggestion = nearest(word.lower(), by_lower, cutoff=0.5)
    if suggestion:
        return f"did you mean {by_lower[suggestion]}?"
    listing = ", ".join(names[:12])
    return f"there is {listing}" + (", ..." if len(names) > 12 else "") if names else "there is none"


def number(word: str, world: World) -> int:
    """A whole number that is not negative."""
    # isdigit alone is true of superscripts and other scripts' digits, which would not come back the same from a save.
    if not (word.isascii() and word.isdigit()) or len(word) > _MOST_DIGITS:
        raise GrammarError(f"'{clean(word, 40)}' is not a whole number from 0 to 9999999")
    return int(word)


def _show_number(value: int, world: World) -> str:
    if not 0 <= value < 10**_MOST_DIGITS:
        raise ValueError(f"{value} has no text form")
    # int, since a member of an enum would print its name.
    return str(int(value))


def _read_percent(word: str, world: World) -> int:
    """A percent with up to four decimals as millionths: 92.5 is 925000."""
    digits = word.removesuffix("%")
    integer, _, decimals = digits.partition(".")
    # By digits, not by float: 92.5 has to be exactly 925,000 millionths on every machine.
    good = integer.isascii() and integer.isdigit() and len(integer) <= 3 and len(decimals) <= 4
    if not good or (decimals and not (decimals.isascii() and decimals.isdigit())) or digits.endswith("."):
        raise GrammarError(f"'{clean(word, 40)}' is not a percent; write it like 92 or 92.5")
    ppm = int(integer) * _PPM + int((decimals + "0000")[:4])
    if ppm > 100 * _PPM:
        raise GrammarError(f"'{clean(word, 40)}' is more than 100 percent")
    return ppm


def _show_percent(ppm: int, world: World) -> str:
    if not 0 <= ppm <= 100 * _PPM:
        raise ValueError(f"{ppm} millionths have no text form")
    part = f"{ppm % _PPM:04d}".rstrip("0")
    return f"{ppm // _PPM}.{part}" if part else str(ppm // _PPM)


def _read_items(word: str, world: World) -> int:
    """A part of the eval set, by its number of questions or as a percent; percent of the set."""
    allowed = parts(world)
    matches = [one for one in allowed if word in (str(questions(world, one)), f"{one}%")]
    if not matches:
        raise GrammarError(f"'{clean(word, 40)}' is no part of the questions here; items is {_items(world)}")
    return matches[0]


def _items(world: World) -> str:
    """The parts of the eval set that this scenario allows: `250 (50%) or 500 (100%)`."""
    labels = [f"{questions(world, one)} ({one}%)" for one in parts(world)]
    return f"{', '.join(labels[:-1])} or {labels[-1]}" if len(labels) > 1 else labels[0]


def _show_items(part: int, world: World) -> str:
    if part not in EVAL_PARTS:
        raise ValueError(f"{part} % of the questions have no text form")
    return str(questions(world, part))


def _read_key(word: str, keys: Sequence[str], noun: str, hint_keys: Sequence[str]) -> int:
    """A key by name, case aside, or by its number alone where only one key ends in it (`12` is EXP-012)."""
    lowered = [key.lower() for key in keys]
    if word.lower() in lowered:
        return lowered.index(word.lower())
    if word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS:
        ends = [i for i, key in enumerate(lowered) if _last_number(key) == int(word)]
        if len(ends) == 1:
            return ends[0]
    raise GrammarError(f"no {noun} is called '{clean(word, 40)}': {name_hint(word, hint_keys)}")


def _last_number(key: str) -> int:
    end = len(key)
    while end > 0 and key[end - 1].isascii() and key[end - 1].isdigit():
        end -= 1
    return int(key[end:]) if end < len(key) else -1


def _show_key(index: int, keys: Sequence[str]) -> str:
    if not 0 <= index < len(keys):
        raise ValueError(f"number {index} is not in this scenario")
    return keys[index]


_Names = Callable[[World], list[str]]


def _keyed(noun: str, keys: _Names, takes: Callable[[World], str], hint_keys: _Names | None = None) -> Form:
    """Keys of the world; `hint_keys` are those that may be told to whoever mistypes one, where some are a secret."""
    return Form(
        read=lambda word, world: _read_key(word, keys(world), noun, (hint_keys or keys)(world)),
        show=lambda value, world: _show_key(value, keys(world)),
        takes=takes,
    )


def _name_or_number(noun: str) -> Callable[[World], str]:
    """For keys of which some are not on the board yet: how one is named, not which there are."""
    return lambda world: f"a {noun}'s name, or its number alone"


def _choice(noun: str, members: Sequence[IntEnum]) -> Form:
    """Words that are names of an enum's members."""
    words = [kebab(member) for member in members]
    values = [int(member) for member in members]

    def read(word: str, world: World) -> int:
        name = word.lower().replace("_", "-")
        if name not in words:
            raise GrammarError(f"'{clean(word, 40)}' is no {noun}: {name_hint(word, words)}")
        return values[words.index(name)]

    def show(value: int, world: World) -> str:
        if value not in values:
            raise ValueError(f"{value} is no {noun} with a text form")
        return words[values.index(value)]

    return Form(read, show, lambda world: ", ".join(words))


def _families(world: World) -> list[str]:
    return [family.key for family in world.families]


FORMS: Final[dict[SlotKind, Form]] = {
    SlotKind.CARD: _keyed("card", lambda world: [idea.key for idea in world.ideas], _name_or_number("card")),
    SlotKind.DATASET: _keyed(
        "dataset",
        lambda world: [spec.key for spec in world.datasets],
        _name_or_number("dataset"),
        # A set that only a change of scope brings is told by nothing else before it comes.
        lambda world: [spec.key for spec in world.datasets if not spec.scope],
    ),
    SlotKind.FAMILY: _keyed("family", _families, lambda world: ", ".join(_families(world))),
    SlotKind.STAGE: _choice("stage", LIMITED),
    SlotKind.ORDER: _choice("order", list(Order)),
    SlotKind.MODE: _choice("mode", list(Mode)),
    SlotKind.REASON: _choice("reason", list(Reason)),
    SlotKind.CHANGE: _choice("change", list(Change)),
    SlotKind.CHAOS: _choice("chaos", list(Chaos)),
    SlotKind.SOURCE: _choice("who", [Source.PLAYER, Source.FACILITATOR]),
    SlotKind.NUMBER: Form(number, _show_number, lambda world: "a whole number"),
    SlotKind.PPM: Form(_read_percent, _show_percent, lambda world: "a percent like 92 or 92.5"),
    SlotKind.PART: Form(_read_items, _show_items, _items),
}
"""How each kind of slot is written. Flags and texts have no form: the grammar reads them as they stand."""
