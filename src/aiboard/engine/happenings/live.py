"""What happens to promoted models: legal review, handoff, traffic, monitoring, incidents."""

from aiboard.engine.happenings.base import Event


class LegalStarted(Event):
    """Legal review was asked for; it should take `days`."""

    def __init__(self, days: int) -> None:
        super().__init__()
        self.days = days


class LegalDone(Event):
    """Legal review is done."""


class HandoffDone(Event):
    """ML engineering has prepared a promoted model."""


class ShareSet(Event):
    """A model has `percent` of the traffic; it had `before` percent."""

    def __init__(self, card: int, percent: int, before: int) -> None:
        super().__init__(card)
        self.percent = percent
        self.before = before


class Monitored(Event):
    """A day's monitoring of a live model: measured quality, share of traffic, booked revenue."""

    def __init__(self, card: int, online_ppm: int, share_pct: int, revenue_cents: int) -> None:
        super().__init__(card)
        self.online_ppm = online_ppm
        self.share_pct = share_pct
        self.revenue_cents = revenue_cents


class CanaryReviewed(Event):
    """People read a live model's conversations: one sharper look at its quality."""

    def __init__(self, card: int, online_ppm: int) -> None:
        super().__init__(card)
        self.online_ppm = online_ppm


class Alerted(Event):
    """A live model measures well below what its evaluation promised."""

    def __init__(self, card: int, online_ppm: int, expected_ppm: int) -> None:
        super().__init__(card)
        self.online_ppm = online_ppm
        self.expected_ppm = expected_ppm


class RolledBack(Event):
    """A model was taken off `share_pct` of the traffic, or off a part of it, for `cents`."""

    def __init__(self, card: int, share_pct: int, cents: int) -> None:
        super().__init__(card)
        self.share_pct = share_pct
        self.cents = cents


class Incident(Event):
    """A live model cost `cents` in front of customers; `cause` is an IncidentCause.

    `online_ppm` is what was measured live that day over all customers.
    """

    def __init__(self, card: int, cents: int, online_ppm: int, cause: int) -> None:
        super().__init__(card)
        self.cents = cents
        self.online_ppm = online_ppm
        self.cause = cause


class IncidentWentOn(Event):
    """Nobody has answered a live model's incident: another day of it cost `cents`."""

    def __init__(self, card: int, cents: int) -> None:
        super().__init__(card)
        self.cents = cents


class IncidentAnswered(Event):
    """Incident response ended a live model's incident; `cause` is an IncidentCause."""

    def __init__(self, card: int, cause: int) -> None:
        super().__init__(card)
        self.cause = cause
