"""What happens to datasets: orders, the vendor's stages, agreement, acceptance, new requirements."""

from aiboard.engine.happenings.base import Event


class GuidelinesDone(Event):
    """A dataset has labelling guidelines."""

    def __init__(self, data: int) -> None:
        super().__init__(-1, data)


class DataOrdered(Event):
    """`percent` of a set were ordered for `cents`."""

    def __init__(self, data: int, percent: int, cents: int) -> None:
        super().__init__(-1, data)
        self.percent = percent
        self.cents = cents


class DataMoved(Event):
    """A batch of `batch_pct` percent of the set left one Column for another."""

    def __init__(self, data: int, before: int, after: int, batch_pct: int) -> None:
        super().__init__(-1, data)
        self.before = before
        self.after = after
        self.batch_pct = batch_pct


class KappaRead(Event):
    """Agreement of two labellers on `items` items, all looks at this batch together."""

    def __init__(self, data: int, kappa_ppm: int, items: int) -> None:
        super().__init__(-1, data)
        self.kappa_ppm = kappa_ppm
        self.items = items


class BatchAccepted(Event):
    """A batch was accepted; `delivered_pct` percent of the set are ready in all."""

    def __init__(self, data: int, delivered_pct: int) -> None:
        super().__init__(-1, data)
        self.delivered_pct = delivered_pct


class SentBack(Event):
    """A batch goes back to be labelled again, for `cents`."""

    def __init__(self, data: int, cents: int) -> None:
        super().__init__(-1, data)
        self.cents = cents


class ScopeAdded(Event):
    """A new requirement needs this dataset and brings `cards` new cards."""

    def __init__(self, data: int, cards: int) -> None:
        super().__init__(-1, data)
        self.cards = cards


class ScopeMet(Event):
    """The live model meets the new requirement with this dataset."""
