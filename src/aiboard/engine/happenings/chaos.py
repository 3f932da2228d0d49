"""What disruptions do. `chaos` is a Chaos; `card` and `data` are what it hits, -1 for none."""

from aiboard.engine.happenings.base import Event


class ChaosBegan(Event):
    """A disruption began for `days`; `source` says who brought it (a Source)."""

    def __init__(self, card: int, data: int, chaos: int, days: int, source: int) -> None:
        super().__init__(card, data)
        self.chaos = chaos
        self.days = days
        self.source = source


class ChaosEnded(Event):
    """A lasting disruption is over."""

    def __init__(self, card: int, data: int, chaos: int) -> None:
        super().__init__(card, data)
        self.chaos = chaos


class ChaosHinted(Event):
    """A disruption may come in about `days`."""

    def __init__(self, chaos: int, days: int) -> None:
        super().__init__()
        self.chaos = chaos
        self.days = days


class RootCauseFound(Event):
    """A root cause was found: of a disruption, which ends `days_saved` sooner, or of a card's lost runs (0 days)."""

    def __init__(self, card: int, data: int, chaos: int, days_saved: int) -> None:
        super().__init__(card, data)
        self.chaos = chaos
        self.days_saved = days_saved
