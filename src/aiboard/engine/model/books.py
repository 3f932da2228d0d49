"""The board's smaller books: data tasks, disruptions, questions, the ledger."""

from aiboard.engine.model.vocabulary import Column


class DataTask:
    """A dataset on the data board, batch by batch."""

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


class Disruption:
    """A disruption the team knows about."""

    def __init__(self, kind: int, from_day: int, until_day: int, card: int, data: int, source: int) -> None:
        self.kind = kind
        self.from_day = from_day
        #: Last day on which it acts; equals from_day for one-day ones.
        self.until_day = until_day
        self.card = card
        self.data = data
        self.source = source
        self.handled = False


class OrderQuestion:
    """A question that a standing order put to the player, about a card or a dataset (the other index is -1).

    Nobody changes one once it is made.
    """

    def __init__(self, order: int, card: int, data: int) -> None:
        self.order = order
        self.card = card
        self.data = data


class Ledger:
    """Signed cents by cause; `booked` is their sum."""

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
