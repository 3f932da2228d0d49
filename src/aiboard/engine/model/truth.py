"""Truth: the hidden half of State. Only the engine and the analysis see it."""

from typing import Final


class CardTruth:
    """Latents of one card (see latents.py) and the hidden progress of its current checkpoint."""

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
        self.optimism_ppm = 0
        #: Class of the fault that only customers meet.
        self.fault = 0
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


class PlannedDisruption:
    """A disruption dealt on day 0."""

    def __init__(self, day: int, kind: int, hint_day: int) -> None:
        self.day = day
        self.kind = kind
        #: Day of the warning; 0 for none.
        self.hint_day = hint_day
        self.done = False


class Truth:
    """The hidden half of State."""

    #: It is one part of the day's digest, which begins with its first field.
    PARTS: Final = {"truth": "families"}

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
        self.planned: list[PlannedDisruption] = []
