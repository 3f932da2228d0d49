"""One line of text for every action, and back: in journal, command line, plain mode and tests.

    kill EXP-042 plateau "three runs, no gain"     ticket EXP-003 success=90 kill=80 box=12     end

Verbs and names are read in any case; a card or dataset may be given by its number alone (`kill 42`).
`parse(to_text(action, world), world)` gives the same action for every action with a text form.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from aiboard.actions.slots import FORMS, name_hint
from aiboard.actions.slots import usage as slot_usage
from aiboard.actions.tokens import GrammarError, Token, clean_text, quote, split
from aiboard.engine.model.vocabulary import Source
from aiboard.engine.model.world import World
from aiboard.engine.verbs import VERBS, Action, Slot, SlotKind
from aiboard.instruments.text import clean


class Turn(Enum):
    """What is done besides actions."""

    END_DAY = "end"


Command = Action | Turn

_VERBS: Final = {verb.VERB: verb for verb in VERBS}
_ALIASES: Final = {"prioritize": "prioritise", "rollback": "roll-back", "day": "end", "end-day": "end"}


def verbs() -> list[str]:
    """Every verb, `end` included, in alphabetical order."""
    return sorted([*_VERBS, Turn.END_DAY.value])


def usage(verb: type[Action]) -> str:
    """How an action is written: `kill CARD [REASON] ["TEXT"]`."""
    return " ".join([verb.VERB, *map(slot_usage, verb.SLOTS)])


def parse(line: str, world: World, source: Source = Source.PLAYER) -> Command:
    """The action a line means; `source` is who injects where the line does not say.

    Raises GrammarError (an InputError) for anything that is not an action of this scenario. Whether the
    action is possible now is the engine's to say.
    """
    tokens = split(line)
    if not tokens:
        raise GrammarError("the line is empty; write an action, or end")
    word = tokens[0].text.lower().replace("_", "-")
    word = _ALIASES.get(word, word)
    # A quoted first word is a text that lost its verb, not a verb.
    if tokens[0].quoted or word not in (*_VERBS, Turn.END_DAY.value):
        raise GrammarError(f"there is no action '{clean(tokens[0].text, 40)}': {name_hint(word, verbs())}")
    if word == Turn.END_DAY.value:
        if len(tokens) > 1:
            raise GrammarError("end stands alone")
        return Turn.END_DAY
    reading = _Reading(_VERBS[word], world, source)
    for token in tokens[1:]:
        reading.take(token)
    return reading.action()


class _Reading:
    """Fills the slots of one verb, word by word."""

    def __init__(self, verb: type[Action], world: World, source: Source) -> None:
        self.verb = verb
        self.world = world
        self.positional = [
            slot for slot in verb.SLOTS if not slot.key and slot.kind not in (SlotKind.FLAG, SlotKind.TEXT)
        ]
        self.keyed = {slot.key or slot.shown: slot for slot in verb.SLOTS if slot.key or slot.kind == SlotKind.FLAG}
        self.text = next((slot for slot in verb.SLOTS if slot.kind == SlotKind.TEXT), None)
        self.values: dict[str, int | str] = {
            slot.field: int(source) for slot in verb.SLOTS if slot.kind == SlotKind.SOURCE
        }
        self.words: list[str] = []

    def take(self, token: Token) -> None:
        """One word into the slot it belongs to."""
        key, equals, value = token.text.partition("=")
        keyed_slot = self.keyed.get(key.lower())
        # A word in quotes is text; `key` without `=`, or a flag with one, is a word like any other.
        if keyed_slot is not None and not token.quoted and bool(keyed_slot.key) == bool(equals):
            # Given once: a second `box=` is a word like any other, and is refused as too much.
            del self.keyed[key.lower()]
            self.values[keyed_slot.field] = FORMS[keyed_slot.kind].read(value, self.world) if keyed_slot.key else True
        elif self.text is not None and (token.quoted or not self.positional):
            self.words.append(token.text)
        elif token.quoted or not self.positional:
            raise self.wrong(f"'{clean(token.text, 40)}' is too much")
        else:
            slot = self.positional.pop(0)
            self.values[slot.field] = FORMS[slot.kind].read(token.text, self.world)

    def action(self) -> Action:
        """The action, what was left out at its default."""
        missing = [slot for slot in self.positional if slot.default is None]
        if missing:
            raise self.wrong(f"{missing[0].shown} is missing")
        if self.text is not None:
            self.values[self.text.field] = clean_text(" ".join(self.words))
        return self.verb(**self.values)

    def wrong(self, problem: str) -> GrammarError:
        """The error that says how it is written."""
        return GrammarError(f"{problem}; write: {usage(self.verb)}")


def to_text(command: Command, world: World) -> str:
    """The line of a command. Raises ValueError for an action with no text form (a number out of range)."""
    if isinstance(command, Turn):
        return command.value
    words = [command.VERB]
    for slot in command.SLOTS:
        words += _slot_words(slot, getattr(command, slot.field), world)
    return " ".join(words)


def without_words(line: str) -> str:
    """The line of an action without the text at its end: a kill is the same choice whatever was learned by it."""
    return line.partition(' "')[0]


def _slot_words(slot: Slot, value: int | str, world: World) -> list[str]:
    """The word of one slot, or none where its default needs no word."""
    # Cut as the reader will cut it, so that parsing the line gives the same action.
    if isinstance(value, str):
        text = clean_text(value)
        return [quote(text)] if text else []
    if slot.kind == SlotKind.FLAG:
        return [slot.shown] if value else []
    if slot.key:
        return [f"{slot.key}={FORMS[slot.kind].show(value, world)}"] if value != slot.default else []
    # A default that says something is written all the same: a save must not change with it.
    is_silent = isinstance(slot.default, int) and slot.default <= 0 and value == slot.default
    return [] if is_silent else [FORMS[slot.kind].show(value, world)]
