"""What stands where in an action's line: how each place is read, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from aiboard.actions.tokens import GrammarError
from aiboard.engine.model.items import EVAL_PARTS, part_of, parts, questions, z_of
from aiboard.engine.model.vocabulary import Change, Chaos, Mode, Order, Reason, Source, Stage
from aiboard.engine.model.world import World
from aiboard.instruments.text import clean

_MOST_DIGITS: Final = 7
_PPM: Final = 10_000
"""Millionths in one percent."""


@dataclass(frozen=True)
class Slot:
    """One place of a line.

    Attributes:
        name: what usage shows.
        field: the field of Action it fills: target, x, y, z or text.
        read: word and world to number; raises GrammarError.
        show: number and world to word; raises ValueError for a number outside the world.
        default: what it is when left out; None: it must be there.
        key: not empty: it is written `key=word`.
        flag: not empty: it is this word, 1 where it stands and 0 where not.
    """

    name: str
    field: str
    read: Callable[[str, World], int]
    show: Callable[[int, World], str]
    default: int | None = None
    key: str = ""
    flag: str = ""

    def usage(self) -> str:
        """How it looks in a usage line."""
        word = self.flag or (f"{self.key}={self.name}" if self.key else self.name)
        return word if self.default is None else f"[{word}]"


def kebab(member: IntEnum) -> str:
    """The name of an enum's member as it is written: `gpu-shortage`."""
    return member.name.lower().replace("_", "-")


def near(word: str, names: Sequence[str]) -> str:
    """The nearest of `names` as a question, or the names there are."""
    from difflib import get_close_matches

    plain = [name.lower() for name in names]
    found = get_close_matches(word.lower(), plain, n=1, cutoff=0.5)
    if found:
        return f"did you mean {names[plain.index(found[0])]}?"
    shown = ", ".join(names[:12])
    return f"there is {shown}" + (", ..." if len(names) > 12 else "") if names else "there is none"


def number(word: str, world: World) -> int:
    """A whole number that is not negative."""
    if not (word.isascii() and word.isdigit()) or len(word) > _MOST_DIGITS:
        raise GrammarError(f"'{clean(word, 40)}' is not a whole number from 0 to 9999999")
    return int(word)


def _show_number(value: int, world: World) -> str:
    if not 0 <= value < 10**_MOST_DIGITS:
        raise ValueError(f"{value} has no text form")
    return str(int(value))


def _read_percent(word: str, world: World) -> int:
    """A percent with up to four decimals as millionths: 92.5 is 925000."""
    digits = word.removesuffix("%")
    whole, _, part = digits.partition(".")
    good = whole.isascii() and whole.isdigit() and len(whole) <= 3 and len(part) <= 4
    if not good or (part and not (part.isascii() and part.isdigit())) or digits.endswith("."):
        raise GrammarError(f"'{clean(word, 40)}' is not a percent; write it like 92 or 92.5")
    ppm = int(whole) * _PPM + int((part + "0000")[:4])
    if ppm > 100 * _PPM:
        raise GrammarError(f"'{clean(word, 40)}' is more than 100 percent")
    return ppm


def _show_percent(ppm: int, world: World) -> str:
    if not 0 <= ppm <= 100 * _PPM:
        raise ValueError(f"{ppm} millionths have no text form")
    part = f"{ppm % _PPM:04d}".rstrip("0")
    return f"{ppm // _PPM}.{part}" if part else str(ppm // _PPM)


def _read_items(word: str, world: World) -> int:
    """A part of the eval set by its number of questions or as a percent, as EVALUATE's z: 0 is the whole."""
    allowed = parts(world)
    found = [one for one in allowed if word in (str(questions(world, one)), f"{one}%")]
    if not found:
        there = [f"{questions(world, one)} ({one}%)" for one in allowed]
        listed = f"{', '.join(there[:-1])} or {there[-1]}" if len(there) > 1 else there[0]
        raise GrammarError(f"'{clean(word, 40)}' is no part of the questions here; items is {listed}")
    return z_of(found[0])


def _show_items(z: int, world: World) -> str:
    if z != z_of(part_of(z)) or part_of(z) not in EVAL_PARTS:
        raise ValueError(f"{z} % of the questions have no text form")
    return str(questions(world, part_of(z)))


def _read_key(word: str, keys: Sequence[str], what: str) -> int:
    """A key by name, case aside, or by its number alone where only one key ends in it (`12` is EXP-012)."""
    plain = [key.lower() for key in keys]
    if word.lower() in plain:
        return plain.index(word.lower())
    if word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS:
        ends = [i for i, key in enumerate(plain) if _last_number(key) == int(word)]
        if len(ends) == 1:
            return ends[0]
    raise GrammarError(f"no {what} is called '{clean(word, 40)}': {near(word, keys)}")


def _last_number(key: str) -> int:
    end = len(key)
    while end > 0 and key[end - 1].isascii() and key[end - 1].isdigit():
        end -= 1
    return int(key[end:]) if end < len(key) else -1


def _show_key(index: int, keys: Sequence[str]) -> str:
    if not 0 <= index < len(keys):
        raise ValueError(f"number {index} is not in this scenario")
    return keys[index]


def _keyed(what: str, keys: Callable[[World], list[str]]) -> Slot:
    return Slot(
        name=what.upper(),
        field="target",
        read=lambda word, world: _read_key(word, keys(world), what),
        show=lambda value, world: _show_key(value, keys(world)),
    )


def choice(
    name: str,
    field: str,
    kind: type[IntEnum],
    members: Sequence[IntEnum],
    default: int | None = None,
    key: str = "",
) -> Slot:
    """A slot whose words are names of an enum's members."""
    words = [kebab(member) for member in members]

    def read(word: str, world: World) -> int:
        plain = word.lower().replace("_", "-")
        if plain not in words:
            raise GrammarError(f"'{clean(word, 40)}' is no {name.lower()}: {near(word, words)}")
        return int(members[words.index(plain)])

    def show(value: int, world: World) -> str:
        if value not in members:
            raise ValueError(f"{value} is no {name.lower()} with a text form")
        return kebab(kind(value))

    return Slot(name, field, read, show, default, key)


def whole(name: str, field: str, default: int | None = None, key: str = "") -> Slot:
    """A slot with a whole number."""
    return Slot(name, field, number, _show_number, default, key)


def percent(key: str, field: str) -> Slot:
    """A `key=percent` slot in millionths; left out it is 0."""
    return Slot("PERCENT", field, _read_percent, _show_percent, 0, key)


def flag(word: str, field: str) -> Slot:
    """A word that stands or not."""
    return Slot(word, field, number, _show_number, 0, "", word)


ITEMS: Final = Slot("NUMBER", "z", _read_items, _show_items, 0, "items")
CARD: Final = _keyed("card", lambda world: [idea.key for idea in world.ideas])
DATA: Final = _keyed("dataset", lambda world: [spec.key for spec in world.datasets])
FAMILY: Final = _keyed("family", lambda world: [family.key for family in world.families])
MAYBE_CARD: Final = Slot(CARD.name, "target", CARD.read, CARD.show, -1)
ORDER: Final = choice("ORDER", "target", Order, list(Order))
MODE: Final = choice("MODE", "x", Mode, list(Mode))
REASON: Final = choice("REASON", "x", Reason, list(Reason), int(Reason.OTHER))
CHANGE: Final = choice("CHANGE", "x", Change, list(Change))
CHAOS: Final = choice("CHAOS", "target", Chaos, list(Chaos))
SOURCE: Final = choice("WHO", "y", Source, [Source.PLAYER, Source.FACILITATOR], int(Source.PLAYER), "by")
STAGE: Final = choice(
    "STAGE", "target", Stage, [stage for stage in Stage if stage not in (Stage.BACKLOG, Stage.KILLED)]
)
TEXT: Final = Slot('"TEXT"', "text", number, _show_number, 0)
"""The learning or note; its words are handled by the grammar, not by read and show."""
