"""What happens to the plan: limits, reservations, standing orders, forecasts, the calendar."""

from aiboard.engine.happenings.base import Event


class WipSet(Event):
    """A Stage has a new WIP limit."""

    def __init__(self, stage: int, limit: int) -> None:
        super().__init__()
        self.stage = stage
        self.limit = limit


class GpusReserved(Event):
    """GPUs were reserved."""

    def __init__(self, gpus: int, days: int) -> None:
        super().__init__()
        self.gpus = gpus
        self.days = days


class OrderSet(Event):
    """A standing order has a new Mode."""

    def __init__(self, order: int, mode: int) -> None:
        super().__init__()
        self.order = order
        self.mode = mode


class OrderAsked(Event):
    """A standing order put a question; of a dataset, `ordered_pct` percent were ordered by then."""

    def __init__(self, card: int, data: int, order: int, ordered_pct: int) -> None:
        super().__init__(card, data)
        self.order = order
        self.ordered_pct = ordered_pct


class OrderRefused(Event):
    """A standing order could not act, for this Refusal."""

    def __init__(self, card: int, data: int, order: int, refusal: int) -> None:
        super().__init__(card, data)
        self.order = order
        self.refusal = refusal


class ForecastGiven(Event):
    """The player named the days by which the target is reached at 70 % and at 90 %."""

    def __init__(self, day_70: int, day_90: int) -> None:
        super().__init__()
        self.day_70 = day_70
        self.day_90 = day_90


class SprintEnded(Event):
    """A sprint ended with so many cards decided in it."""

    def __init__(self, sprint: int, decided: int) -> None:
        super().__init__()
        self.sprint = sprint
        self.decided = decided


class Closed(Event):
    """The project ended: what live models earn afterwards, and the net value with it."""

    def __init__(self, tail_cents: int, value_cents: int) -> None:
        super().__init__()
        self.tail_cents = tail_cents
        self.value_cents = value_cents
