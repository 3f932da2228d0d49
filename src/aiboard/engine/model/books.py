"""The board's smaller books: data tasks, disruptions, questions, the ledger."""

from aiboard.engine.model.vocabulary import Column


class DataTask:
    """A dataset on the data board, batch by batch."""

    FIELDS = (
        "index", "shown", "column", "ordered_pct", "batch_pct", "batches", "delivered_pct", "guidelines",
        "days_left", "due_day", "promised_day", "kappa_ppm", "kappa_items", "checks", "check_pending", "relabels",
        "asked_day", "chased_day", "moved_day",
    )  # fmt: skip

    def __init__(self, index: int) -> None:
        self.index = index
        self.shown = True
        self.column = Column.NEEDED
        #: Share of the set ordered so far, the batch now in the pipeline, batches ordered so far, share accepted.
        self.ordered_pct = 0
        self.batch_pct = 0
        self.batches = 0
        self.delivered_pct = 0
        self.guidelines = False
        self.days_left = 0
        #: Day the vendor promised first, and today's expectation.
        self.promised_day = 0
        self.due_day = 0
        #: Last agreement estimate (Cohen's kappa), under 0 when nobody has looked; items behind it.
        self.kappa_ppm = -1_000_000
        self.kappa_items = 0
        #: Agreement readings so far; whether one is on its way; batches sent back.
        self.checks = 0
        self.check_pending = False
        self.relabels = 0
        #: Day a standing order asked about the rest of the set; last day somebody chased the vendor.
        self.asked_day = 0
        self.chased_day = 0
        self.moved_day = 0

    def copy(self) -> "DataTask":
        """An independent copy."""
        new = DataTask(self.index)
        new.shown = self.shown
        new.column = self.column
        new.ordered_pct = self.ordered_pct
        new.batch_pct = self.batch_pct
        new.batches = self.batches
        new.delivered_pct = self.delivered_pct
        new.guidelines = self.guidelines
        new.days_left = self.days_left
        new.promised_day = self.promised_day
        new.due_day = self.due_day
        new.kappa_ppm = self.kappa_ppm
        new.kappa_items = self.kappa_items
        new.checks = self.checks
        new.check_pending = self.check_pending
        new.relabels = self.relabels
        new.asked_day = self.asked_day
        new.chased_day = self.chased_day
        new.moved_day = self.moved_day
        return new


class Disruption:
    """A disruption the team knows about."""

    FIELDS = ("kind", "from_day", "until_day", "card", "data", "source", "handled")

    def __init__(self, kind: int, from_day: int, until_day: int, card: int, data: int, source: int) -> None:
        self.kind = kind
        self.from_day = from_day
        #: Last day on which it acts; equals from_day for one-day ones.
        self.until_day = until_day
        self.card = card
        self.data = data
        self.source = source
        self.handled = False

    def copy(self) -> "Disruption":
        """An independent copy."""
        new = Disruption(self.kind, self.from_day, self.until_day, self.card, self.data, self.source)
        new.handled = self.handled
        return new


class Asked:
    """A question that a standing order put to the player, about a card or a dataset (the other index is -1).

    Nobody changes one once it is made.
    """

    FIELDS = ("order", "card", "data")

    def __init__(self, order: int, card: int, data: int) -> None:
        self.order = order
        self.card = card
        self.data = data


class Ledger:
    """Signed cents by cause; `booked` is their sum."""

    FIELDS = ("revenue", "compute", "labels", "serving", "launches", "incidents", "tail")

    def __init__(self) -> None:
        self.revenue = 0
        self.compute = 0
        self.labels = 0
        self.serving = 0
        self.launches = 0
        self.incidents = 0
        self.tail = 0

    def booked(self) -> int:
        """Net cents."""
        return self.revenue + self.compute + self.labels + self.serving + self.launches + self.incidents + self.tail

    def copy(self) -> "Ledger":
        """An independent copy."""
        new = Ledger()
        new.revenue = self.revenue
        new.compute = self.compute
        new.labels = self.labels
        new.serving = self.serving
        new.launches = self.launches
        new.incidents = self.incidents
        new.tail = self.tail
        return new
