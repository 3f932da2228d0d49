"""Injections: actions that a facilitator planned before the game, as lines `DAY action`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.actions.tokens import GrammarError
from aiboard.engine.model.vocabulary import Source
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action
from aiboard.instruments.errors import InputError
from aiboard.instruments.files import read_regular
from aiboard.instruments.text import clean

SIZE_LIMIT: Final = 1_000_000
"""Largest file read, in bytes."""
LINES_LIMIT: Final = 2_000
"""Most lines of one file."""


@dataclass(frozen=True)
class Injection:
    """An action that is done when its day begins, if it is possible then."""

    day: int
    action: Action

    def text(self, world: World) -> str:
        """The line `DAY action`."""
        return f"{self.day} {to_text(self.action, world)}"


def read_injections(path: str | os.PathLike[str], world: World) -> list[Injection]:
    """The injections in a file. Empty lines and lines that begin with # are skipped.

    Raises InputError naming file and line.
    """
    content = read_regular(path, SIZE_LIMIT, "an injection file")
    try:
        # Editors on Windows begin a file with a byte order mark, which would become part of the first line.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text; this is no injection file", file=path) from None
    # Not splitlines: it also breaks at form feeds and U+2028, and line numbers would not be an editor's.
    return parse_injections(text.split("\n"), world, path)


def parse_injections(lines: Iterable[str], world: World, file: str | os.PathLike[str] | None = None) -> list[Injection]:
    """The injections in some lines, by day, in the order they stand. Injected by the facilitator unless said.

    Raises InputError naming file (where given) and line.
    """
    injections: list[Injection] = []
    for number, raw in enumerate(lines, start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if number > LINES_LIMIT:
            raise InputError(f"more than {LINES_LIMIT} lines; leave some out", file=file, line=number)
        word, _, action_text = line.partition(" ")
        # isdigit alone is true of superscripts, which int refuses; the length keeps int from endless digits.
        if not (word.isascii() and word.isdigit()) or len(word) > 6 or not 1 <= int(word) <= world.days:
            raise InputError(
                f"'{clean(word, 20)}' is no day from 1 to {world.days}; write DAY action",
                file=file,
                line=number,
                field="day",
            )
        try:
            command = parse(action_text, world, Source.FACILITATOR)
        except GrammarError as error:
            raise InputError(error.message, file=file, line=number) from None
        if isinstance(command, Turn):
            raise InputError("a day cannot be ended from here; write an action", file=file, line=number)
        injections.append(Injection(int(word), command))
    # Stable: the lines of one day keep their order, and an action may need the one before it.
    return sorted(injections, key=lambda item: item.day)
