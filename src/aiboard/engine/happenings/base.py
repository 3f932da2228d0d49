"""What every happening is."""


class Event:
    """What happened: one subclass a kind, with fields by name. `moves.log` gives it its day; nothing changes it later.

    `card` and `data` are indices of what it is about, or -1.
    """

    def __init__(self, card: int = -1, data: int = -1) -> None:
        self.day = 0
        self.card = card
        self.data = data
