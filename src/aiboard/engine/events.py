"""Events: what happened, as the engine tells it."""

from aiboard.engine.model.vocabulary import EventKind


class Event:
    """What happened: immutable. `card` and `data` are indices or -1; a, b, c as EventKind says; `by_order` marks a
    standing order's doing."""

    FIELDS = ("day", "kind", "card", "data", "a", "b", "c")

    def __init__(
        self, day: int, kind: EventKind, card: int = -1, data: int = -1, a: int = 0, b: int = 0, c: int = 0
    ) -> None:
        self.day = day
        self.kind = kind
        self.card = card
        self.data = data
        self.a = a
        self.b = b
        self.c = c
