"""Truth: the hidden half of State. Only the engine and the analysis see it."""


class CardTruth:
    """Latents of one card (see latents.py) and the hidden progress of its current checkpoint."""

    FIELDS = (
        "ceiling_ppm", "rate", "hazard", "latency_ms", "serving_cents", "slice_ppm", "leak_ppm", "skew_ppm",
        "items_ppm", "half_items_ppm", "fifth_items_ppm", "unauthorised", "loop", "quality_ppm", "gained_ppm",
        "penalty_ppm", "diverge_at", "attempts", "techniques",
    )  # fmt: skip

    def __init__(self) -> None:
        # latents
        self.ceiling_ppm = 0
        self.rate = 0
        self.hazard = 0
        self.latency_ms = 0
        self.serving_cents = 0
        self.slice_ppm = 0
        self.leak_ppm = 0
        self.skew_ppm = 0
        #: What the questions favour it by: all of them, the half, the fifth.
        self.items_ppm = 0
        self.half_items_ppm = 0
        self.fifth_items_ppm = 0
        self.unauthorised = 0
        self.loop = 0
        # hidden processes
        self.quality_ppm = 0
        #: Ceiling won by techniques, and lost to the labels it was trained on.
        self.gained_ppm = 0
        self.penalty_ppm = 0
        #: Points into the current run at which it diverges; -1 not drawn, 0 it does not.
        self.diverge_at = -1
        # the card's own effect numbers
        self.attempts = 0
        self.techniques = 0

    def copy(self) -> "CardTruth":
        """An independent copy."""
        new = CardTruth()
        new.ceiling_ppm = self.ceiling_ppm
        new.rate = self.rate
        new.hazard = self.hazard
        new.latency_ms = self.latency_ms
        new.serving_cents = self.serving_cents
        new.slice_ppm = self.slice_ppm
        new.leak_ppm = self.leak_ppm
        new.skew_ppm = self.skew_ppm
        new.items_ppm = self.items_ppm
        new.half_items_ppm = self.half_items_ppm
        new.fifth_items_ppm = self.fifth_items_ppm
        new.unauthorised = self.unauthorised
        new.loop = self.loop
        new.quality_ppm = self.quality_ppm
        new.gained_ppm = self.gained_ppm
        new.penalty_ppm = self.penalty_ppm
        new.diverge_at = self.diverge_at
        new.attempts = self.attempts
        new.techniques = self.techniques
        return new


class Planned:
    """A disruption dealt on day 0."""

    FIELDS = ("day", "kind", "hint_day", "done")

    def __init__(self, day: int, kind: int, hint_day: int) -> None:
        self.day = day
        self.kind = kind
        #: Day of the warning; 0 for none.
        self.hint_day = hint_day
        self.done = False

    def copy(self) -> "Planned":
        """An independent copy."""
        new = Planned(self.day, self.kind, self.hint_day)
        new.done = self.done
        return new


class Truth:
    """The hidden half of State."""

    FIELDS = ("families", "cards", "people", "set_ppm", "labels", "batch", "planned")

    def __init__(self) -> None:
        #: Mean ceiling of each family.
        self.families: list[int] = []
        self.cards: list[CardTruth] = []
        #: Bias of each person, millionths of ceiling.
        self.people: list[int] = []
        #: What the frozen eval set adds to everybody's score.
        self.set_ppm = 0
        #: Label quality class of what each dataset has delivered, and of the batch in the pipeline.
        self.labels: list[int] = []
        self.batch: list[int] = []
        self.planned: list[Planned] = []

    def copy(self) -> "Truth":
        """An independent copy."""
        new = Truth()
        new.families = self.families.copy()
        new.cards = [card.copy() for card in self.cards]
        new.people = self.people.copy()
        new.set_ppm = self.set_ppm
        new.labels = self.labels.copy()
        new.batch = self.batch.copy()
        new.planned = [item.copy() for item in self.planned]
        return new
