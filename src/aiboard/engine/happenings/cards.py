"""What happens to experiments: ideas, tickets, runs, evaluations, decisions. Numbers of enums are ints."""

from typing import Final

from aiboard.engine.happenings.base import Event

#: What the gate said about an evaluation; a model that is live already is not asked to pass.
GATE_PASSED: Final = 1
GATE_FAILED: Final = 0
GATE_LIVE: Final = -1


class IdeaAdded(Event):
    """A person proposed a card; `stated_pct` are the odds that it works, by that person."""

    def __init__(self, card: int, person: int, stated_pct: int) -> None:
        super().__init__(card)
        self.person = person
        self.stated_pct = stated_pct


class Ticketed(Event):
    """A card has its ticket; `fresh_ppm` of ceiling is what `fresh_cards` decided cards of its family taught."""

    def __init__(self, card: int, fresh_ppm: int, fresh_cards: int) -> None:
        super().__init__(card)
        self.fresh_ppm = fresh_ppm
        self.fresh_cards = fresh_cards


class Prioritised(Event):
    """A card has a new priority, 1 (first) to 5."""

    def __init__(self, card: int, priority: int) -> None:
        super().__init__(card)
        self.priority = priority


class Moved(Event):
    """A card left one Stage for another."""

    def __init__(self, card: int, before: int, after: int) -> None:
        super().__init__(card)
        self.before = before
        self.after = after


class Deferred(Event):
    """A card went from Hypothesis back to the Backlog."""


class WentOverLimit(Event):
    """A card entered a Stage that now holds `count` cards, more than its WIP limit."""

    def __init__(self, card: int, stage: int, count: int) -> None:
        super().__init__(card)
        self.stage = stage
        self.count = count


class Paused(Event):
    """A card was paused."""


class Resumed(Event):
    """A paused card goes on."""


class Unblocked(Event):
    """Somebody was chased about what a card waits for (a Block): `days` sooner."""

    def __init__(self, card: int, block: int, days: int) -> None:
        super().__init__(card)
        self.block = block
        self.days = days


class Documented(Event):
    """What a card taught was written down."""


class SetupDone(Event):
    """A card's setup is done; its first run begins."""


class RunEnded(Event):
    """A training run ended with one readout, of which `corrected_ppm` is left without the usual optimism.

    `kill_ppm` is the card's kill line where it is under it, else 0.
    """

    def __init__(self, card: int, readout_ppm: int, corrected_ppm: int, run: int, kill_ppm: int) -> None:
        super().__init__(card)
        self.readout_ppm = readout_ppm
        self.corrected_ppm = corrected_ppm
        self.run = run
        self.kill_ppm = kill_ppm


class Diverged(Event):
    """A run was lost to NaN, `points` of work with it; `in_a_row` counts those lost since the last run that ended."""

    def __init__(self, card: int, run: int, points: int, in_a_row: int) -> None:
        super().__init__(card)
        self.run = run
        self.points = points
        self.in_a_row = in_a_row


class EvalStarted(Event):
    """Eval seeds were asked for, on `part_pct` percent of the frozen questions."""

    def __init__(self, card: int, seeds: int, gpu_min: int, part_pct: int) -> None:
        super().__init__(card)
        self.seeds = seeds
        self.gpu_min = gpu_min
        self.part_pct = part_pct


class EvalDone(Event):
    """An evaluation is in: the mean of all `seeds` of this checkpoint, and a gate's word (GATE_...)."""

    def __init__(self, card: int, mean_ppm: int, seeds: int, gate: int) -> None:
        super().__init__(card)
        self.mean_ppm = mean_ppm
        self.seeds = seeds
        self.gate = gate


class LeakChecked(Event):
    """A card's training data was searched for the eval questions; `found` some make `void` scores meaningless."""

    def __init__(self, card: int, found: bool, void: int) -> None:
        super().__init__(card)
        self.found = found
        self.void = void


class SetRefreshed(Event):
    """The frozen eval set was replaced; open scores are void."""

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version


class Iterating(Event):
    """A card goes into Iteration with one Change."""

    def __init__(self, card: int, change: int) -> None:
        super().__init__(card)
        self.change = change


class Promoted(Event):
    """A card was promoted; whether it passed the gate at that time."""

    def __init__(self, card: int, passed: bool) -> None:
        super().__init__(card)
        self.passed = passed


class Killed(Event):
    """A card was killed for a Reason. What was known of its checkpoint then, with the 95 % interval.

    Without `seeds` the mean is its last training readout; all are 0 where nothing had been measured.
    """

    def __init__(self, card: int, reason: int, seeds: int, mean_ppm: int, low_ppm: int, high_ppm: int) -> None:
        super().__init__(card)
        self.reason = reason
        self.seeds = seeds
        self.mean_ppm = mean_ppm
        self.low_ppm = low_ppm
        self.high_ppm = high_ppm


class Decided(Event):
    """A card's first decision: 1 promoted, 2 killed."""

    def __init__(self, card: int, decision: int) -> None:
        super().__init__(card)
        self.decision = decision
