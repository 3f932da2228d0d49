"""The file of a room: who asks, what, what a good reply says, and how each of them attacks what is missing.

YAML that anyone can write, checked like a scenario: errors name file, line and field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

from pydantic import Field, StringConstraints

from aiboard.drills.bank import Dimension
from aiboard.drills.stakeholder.facts import IDS, UNKNOWN, Fact
from aiboard.scenario.content import Content, ContentFile, doubles, validate
from aiboard.scenario.document import Document
from aiboard.scenario.source import parse, read_bytes
from aiboard.scenario.units import Text

Part = Literal["number", "data", "baseline", "range", "wrong", "money", "ask"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
"""What a reply may be made of, in the order in which it is shown."""
SIGNS: Final = ("number", "range", "money")
"""Patterns that may stand among the words of a part, in angle brackets."""
When = Literal[
    "measured", "evaluated", "sliced", "decided", "killed", "not-live", "live", "live-short", "target-open", "climbing"
]
"""What may have to hold on the board for a question to be asked."""
_Forecast = Literal["target-day", "live-day", "chance", "quality"]
_Id = Annotated[str, Text(40, pattern=r"[a-z][a-z0-9-]+", shape="a-short-name in small letters")]
# Not stripped: a blank at its end is a part of what is looked for.
_Word = Annotated[str, StringConstraints(min_length=1, max_length=60)]
_Words = Annotated[str, Text(400)]
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


class Component(Content):
    """A part of replies.

    `words` holds groups, of each of which one has to be in the text; `<number>`, `<range>` and `<money>` stand for
    whatever is written so. `dimension` is what an interviewer reads from it.
    """

    name: _Words
    dimension: Dimension
    words: list[list[_Word]] = Field(min_length=1, max_length=4)


class Persona(Content):
    """Who asks. `attacks` says, for each part, what comes when it is missing: the most pressing first.

    `doubt` comes when a number is not the board's, `content` when there is nothing left to ask.
    """

    id: _Id
    name: _Words
    role: _Words
    about: _Words
    attacks: dict[Part, _Words] = Field(min_length=len(PARTS))
    doubt: _Words
    content: _Words


class Item(Content):
    """A question. `by` are the personas who may ask it, `when` what has to hold on the board.

    `reply` is a model reply, part by part: its parts are those that are wanted. `forecast` is what is asked of the
    future and held against continuations.
    """

    id: _Id
    by: list[_Id] = Field(min_length=1, max_length=6)
    dimension: Dimension
    when: list[When] = Field(default=[], max_length=4)
    ask: _Words
    reply: dict[Part, _Words] = Field(min_length=2)
    forecast: _Forecast | None = None


class RoomFile(ContentFile):
    """A file of personas and their questions. Parts and personas that it leaves out are those of the shipped room."""

    room: _Id
    title: _Words
    parts: dict[Part, Component] = Field(default={})
    personas: list[Persona] = Field(default=[], max_length=20)
    questions: list[Item] = Field(min_length=1, max_length=200)

    def persona(self, id: str) -> Persona | None:
        """A persona by its id; None when there is none."""
        return next((one for one in self.personas if one.id == id), None)

    def item(self, id: str) -> Item | None:
        """A question by its id; None when there is none."""
        return next((one for one in self.questions if one.id == id), None)


def load(path: Path) -> RoomFile:
    """The room in a file. InputError (a ScenarioError with every problem) for what is not sound."""
    return validate_room(parse(read_bytes(path), str(path)), shipped())


def is_room(document: Document) -> bool:
    """Whether a YAML document means to be a room."""
    return "room" in document.data or "personas" in document.data


def validate_room(document: Document, base: RoomFile | None = None) -> RoomFile:
    """The room that a document holds, with what it leaves out taken from another; every problem in it is named."""
    room = validate(RoomFile, document)
    complete_room = room if base is None else _completed(room, base)
    duplicates = [*doubles("personas", [one.id for one in room.personas])]
    duplicates += doubles("questions", [one.id for one in room.questions])
    document.refuse([*duplicates, *_strangers(complete_room), *_places(room)])
    return complete_room


def _completed(room: RoomFile, base: RoomFile) -> RoomFile:
    others = [one for one in base.personas if room.persona(one.id) is None]
    # Its own personas first: places in errors are those of the file.
    return room.model_copy(update={"parts": {**base.parts, **room.parts}, "personas": [*room.personas, *others]})


Problem = tuple[tuple[str | int, ...], str]


def _strangers(room: RoomFile) -> Iterator[Problem]:
    names = ", ".join(one.id for one in room.personas)
    for index, item in enumerate(room.questions):
        for at, id in enumerate(item.by):
            if room.persona(id) is None:
                yield ("questions", index, "by", at), f"no persona is called '{id}'; there are {names}"
    for name, part in room.parts.items():
        for at, group in enumerate(part.words):
            for word_index, word in enumerate(group):
                if word.startswith("<") and word.strip("<>") not in SIGNS:
                    signs = ", ".join(f"<{sign}>" for sign in SIGNS)
                    yield ("parts", name, "words", at, word_index), f"'{word}' is no pattern; there are {signs}"


def _places(room: RoomFile) -> Iterator[Problem]:
    """Names of facts in braces that do not exist."""
    texts: list[tuple[tuple[str | int, ...], str]] = []
    for index, one in enumerate(room.personas):
        texts += [(("personas", index, "attacks", part), text) for part, text in one.attacks.items()]
        texts += [(("personas", index, "content"), one.content)]
    for index, item in enumerate(room.questions):
        texts += [(("questions", index, "ask"), item.ask)]
        texts += [(("questions", index, "reply", part), text) for part, text in item.reply.items()]
    for path, text in texts:
        for name in _PLACE.findall(text):
            if name not in IDS:
                yield path, f"no fact is called '{name}'; there are {', '.join(IDS)}"


def schema_text() -> str:
    """The JSON Schema of a room, for editors."""
    model_schema = RoomFile.model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model_schema, "title": "aiboard room"}
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def fill_facts(text: str, board_facts: Mapping[str, Fact]) -> str:
    """A text with its facts put in."""
    return _PLACE.sub(lambda match: board_facts[match[1]].text if match[1] in board_facts else UNKNOWN, text)


@cache
def shipped() -> RoomFile:
    """The room that comes with the package."""
    file = files("aiboard.drills.stakeholder") / "rooms" / "six.yaml"
    return validate_room(parse(file.read_bytes(), file.name))
