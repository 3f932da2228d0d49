"""The places of a verb's line, each a field of its action."""

from enum import IntEnum


class SlotKind(IntEnum):
    """What a slot holds; `aiboard.actions.slots` says how each kind is read and written."""

    CARD = 0
    DATASET = 1
    FAMILY = 2
    STAGE = 3
    ORDER = 4
    MODE = 5
    REASON = 6
    CHANGE = 7
    CHAOS = 8
    SOURCE = 9
    NUMBER = 10
    PPM = 11
    PART = 12
    FLAG = 13
    TEXT = 14


class Slot:
    """One place of a verb's line, and the field of the action that it fills.

    `default` is the value when the place is left empty, None where it must be filled; with a `key` the place is written
    `key=word`, anywhere in the line; `shown` is its name in a usage line, where the field's own name would say less.
    """

    def __init__(
        self, field: str, kind: SlotKind, default: int | str | None = None, key: str = "", shown: str = ""
    ) -> None:
        self.field = field
        self.kind = kind
        self.default = default
        self.key = key
        self.shown = shown or field.upper()


CARD = Slot("card", SlotKind.CARD)
DATASET = Slot("data", SlotKind.DATASET, shown="DATASET")
