"""One line of text for every action, and back: in journal, command line, plain mode and tests.

    kill EXP-042 plateau "three runs, no gain"     ticket EXP-003 success=90 kill=80 box=12     end

Verbs and names are read in any case; a card or dataset may be given by its number alone (`kill 42`).
`parse(to_text(action, world), world)` gives the same action for every action with a text form.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

from aiboard.actions.slots import (
    CARD,
    CHANGE,
    CHAOS,
    DATA,
    FAMILY,
    ITEMS,
    MAYBE_CARD,
    MODE,
    ORDER,
    REASON,
    SOURCE,
    STAGE,
    TEXT,
    Slot,
    flag,
    near,
    percent,
    whole,
)
from aiboard.actions.tokens import GrammarError, Token, kept, quote, split
from aiboard.engine.events import Action
from aiboard.engine.model.vocabulary import ActionKind, Source
from aiboard.engine.model.world import World
from aiboard.instruments.text import clean


class Turn(Enum):
    """What is done besides actions."""

    END_DAY = "end"


Command = Action | Turn

DEFAULT_SEEDS: Final = 5
"""Evaluation seeds when the line gives no number: the source's five."""

FORMS: Final[dict[ActionKind, tuple[str, tuple[Slot, ...]]]] = {
    ActionKind.ADD_IDEA: ("add", (FAMILY,)),
    ActionKind.TICKET: (
        "ticket",
        (CARD, percent("success", "x"), percent("kill", "y"), whole("DAYS", "z", 0, "box")),
    ),
    ActionKind.PRIORITISE: ("prioritise", (CARD, whole("1-5", "x"))),
    ActionKind.START: ("start", (CARD,)),
    ActionKind.PAUSE: ("pause", (CARD,)),
    ActionKind.RESUME: ("resume", (CARD,)),
    ActionKind.KILL: ("kill", (CARD, REASON, TEXT)),
    ActionKind.ITERATE: ("iterate", (CARD, CHANGE)),
    ActionKind.EVALUATE: (
        "evaluate",
        (CARD, whole("SEEDS", "x", DEFAULT_SEEDS), ITEMS, flag("slices", "y")),
    ),
    ActionKind.PROMOTE: ("promote", (CARD,)),
    ActionKind.ORDER_DATA: ("order", (DATA, whole("PERCENT", "x"))),
    ActionKind.GUIDELINES: ("guidelines", (DATA,)),
    ActionKind.SPOT_CHECK: ("spot-check", (DATA,)),
    ActionKind.ACCEPT: ("accept", (DATA,)),
    ActionKind.RELABEL: ("relabel", (DATA,)),
    ActionKind.RESERVE: ("reserve", (whole("GPUS", "x"), whole("DAYS", "y"))),
    ActionKind.SET_WIP: ("wip", (STAGE, whole("LIMIT", "x"))),
    ActionKind.STANDING_ORDER: ("standing", (ORDER, MODE)),
    ActionKind.UNBLOCK: ("unblock", (CARD,)),
    ActionKind.ROOT_CAUSE: ("root-cause", (MAYBE_CARD,)),
    ActionKind.DEPLOY: ("deploy", (CARD, whole("PERCENT", "x"))),
    ActionKind.ROLL_BACK: ("roll-back", (CARD,)),
    ActionKind.REVIEW_CANARY: ("review-canary", (CARD,)),
    ActionKind.LEGAL_REVIEW: ("legal-review", ()),
    ActionKind.FORECAST: ("forecast", (whole("DAY-70%", "x"), whole("DAY-90%", "y"))),
    ActionKind.DOCUMENT: ("document", (CARD, TEXT)),
    ActionKind.INJECT: ("inject", (CHAOS, whole("DAYS", "x", 0), SOURCE)),
    ActionKind.DEFER: ("defer", (CARD,)),
}
"""Kind -> its verb and what follows, in order."""

_KINDS: Final = {verb: kind for kind, (verb, _) in FORMS.items()}
_ALIASES: Final = {"prioritize": "prioritise", "rollback": "roll-back", "day": "end", "end-day": "end"}


def verbs() -> list[str]:
    """Every verb, `end` included, in alphabetical order."""
    return sorted([*_KINDS, Turn.END_DAY.value])


def usage(kind: ActionKind) -> str:
    """How an action is written: `kill CARD [REASON] ["TEXT"]`."""
    verb, slots = FORMS[kind]
    return " ".join([verb, *(slot.usage() for slot in slots)])


def parse(line: str, world: World, source: Source = Source.PLAYER) -> Command:
    """The action a line means; `source` is who injects where the line does not say.

    Raises GrammarError (an InputError) for anything that is not an action of this scenario. Whether the
    action is possible now is the engine's to say.
    """
    tokens = split(line)
    if not tokens:
        raise GrammarError("the line is empty; write an action, or end")
    verb = tokens[0].text.lower().replace("_", "-")
    verb = _ALIASES.get(verb, verb)
    if tokens[0].quoted or verb not in (*_KINDS, Turn.END_DAY.value):
        raise GrammarError(f"there is no action '{clean(tokens[0].text, 40)}': {near(verb, verbs())}")
    if verb == Turn.END_DAY.value:
        if len(tokens) > 1:
            raise GrammarError("end stands alone")
        return Turn.END_DAY
    kind = _KINDS[verb]
    reading = _Reading(kind, world)
    if kind == ActionKind.INJECT:
        reading.found["y"] = int(source)
    for token in tokens[1:]:
        reading.take(token)
    return reading.action()


class _Reading:
    """Fills the slots of one kind, word by word."""

    def __init__(self, kind: ActionKind, world: World) -> None:
        self.kind = kind
        self.world = world
        slots = FORMS[kind][1]
        self.open = [slot for slot in slots if not slot.key and not slot.flag and slot is not TEXT]
        self.named = {slot.key or slot.flag: slot for slot in slots if slot.key or slot.flag}
        self.has_text = TEXT in slots
        self.found: dict[str, int] = {}
        self.words: list[str] = []

    def take(self, token: Token) -> None:
        key, equals, rest = token.text.partition("=")
        named = None if token.quoted else self.named.pop(key.lower(), None)
        if named is not None and named.key and equals:
            self.found[named.field] = named.read(rest, self.world)
        elif named is not None and named.flag and not equals:
            self.found[named.field] = 1
        elif self.has_text and (token.quoted or not self.open):
            self.words.append(token.text)
        elif token.quoted or not self.open:
            raise self.wrong(f"'{clean(token.text, 40)}' is too much")
        else:
            slot = self.open.pop(0)
            self.found[slot.field] = slot.read(token.text, self.world)

    def action(self) -> Action:
        missing = [slot for slot in self.open if slot.default is None]
        if missing:
            raise self.wrong(f"{missing[0].name} is missing")
        for slot in FORMS[self.kind][1]:
            if slot is not TEXT and slot.default is not None:
                self.found.setdefault(slot.field, slot.default)
        get = self.found.get
        text = kept(" ".join(self.words))
        return Action(self.kind, get("target", -1), get("x", 0), get("y", 0), get("z", 0), text)

    def wrong(self, what: str) -> GrammarError:
        return GrammarError(f"{what}; write: {usage(self.kind)}")


def to_text(command: Command, world: World) -> str:
    """The line of a command. Raises ValueError for an action with no text form (a number out of range)."""
    if isinstance(command, Turn):
        return command.value
    verb, slots = FORMS[command.kind]
    words = [verb]
    for slot in slots:
        if slot is TEXT:
            text = kept(command.text)
            words += [quote(text)] if text else []
            continue
        value: int = getattr(command, slot.field)
        if slot.flag:
            words += [slot.flag] if value else []
        elif slot.key:
            words += [f"{slot.key}={slot.show(value, world)}"] if value != slot.default else []
        elif slot.default is None or slot.default > 0 or value != slot.default:
            words.append(slot.show(value, world))
    return " ".join(words)


def fields(action: Action) -> tuple[int, int, int, int, int, str]:
    """Everything an action is, for comparing: kind, target, x, y, z, text."""
    return (int(action.kind), action.target, action.x, action.y, action.z, action.text)
