"""What the history says of each card, in the order in which it was seen: runs, scores, days with customers, losses.

Nothing here is hidden: a trail is read off the Board's events and its cards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from aiboard.analysis.belief.memory import Memory, SliceScore
from aiboard.analysis.belief.vendor import Sets
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import (
    Diverged,
    EvalDone,
    EvalStarted,
    Iterating,
    LeakChecked,
    Moved,
    RunEnded,
    SetRefreshed,
)
from aiboard.engine.happenings.chaos import ChaosBegan, RootCauseFound
from aiboard.engine.happenings.live import CanaryReviewed, Incident, IncidentAnswered, Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import WHOLE_PCT
from aiboard.engine.model.vocabulary import Change, Chaos, IncidentCause, Regression, Stage
from aiboard.engine.systems.production import HALF_EQUIVALENT_PCT
from aiboard.engine.systems.training import MOST_LOSSES

#: A run of the plan; the others are a Change.
TRAINING: Final = -1
UNKNOWN: Final = -1
#: Points of a full day: what a run had for certain the evening before it was lost.
A_DAY: Final = 100


@dataclass(frozen=True)
class Labels:
    """Labels that a card was trained or scored with: place among its set's batches (-1: none), and all of the set."""

    delivery: int
    complete: bool


@dataclass(frozen=True)
class Run:
    """A finished run: its Change or TRAINING, the readout, what longer trainings had added to it by then."""

    kind: int
    readout: int
    overfit: int
    regressed: bool
    labels: Labels


@dataclass(frozen=True)
class EvalResult:
    """Eval seeds of one evaluation: the sum of their scores, on which set version and part, at which checkpoint."""

    runs: int
    version: int
    percent: int
    seeds: int
    total: int
    regressed: bool
    leaky: bool
    labels: Labels


@dataclass
class LiveDay:
    """A day with customers, or a review: what was measured, the cause of an incident."""

    runs: int
    regressed: bool
    age: int
    observed: int
    share: int
    review: bool
    narrowed: int
    cause: int = 0


@dataclass(frozen=True)
class ReviewedRun:
    """An agent's run that was read: its step codes, and the checkpoint that made it."""

    runs: int
    regressed: bool
    narrowed: int
    codes: list[int]


@dataclass
class Trail:
    """Everything that was seen of one card."""

    runs: list[Run] = field(default_factory=list)
    eval_results: list[EvalResult] = field(default_factory=list)
    live_days: list[LiveDay] = field(default_factory=list)
    reviewed_runs: list[ReviewedRun] = field(default_factory=list)
    #: Attempts that diverged by themselves, those that came to their end, and how far the one under way has come.
    lost_runs: int = 0
    completed_runs: int = 0
    survived: int = 0
    #: Whether leaked questions were found: 1, 0, UNKNOWN.
    leak: int = UNKNOWN
    #: Times an agent's permissions were narrowed.
    narrowed: int = 0
    slices: list[SliceScore] = field(default_factory=list)
    #: Slimmer versions when latency was last measured; UNKNOWN before.
    slims_measured: int = UNKNOWN

    @property
    def empty(self) -> bool:
        """Whether nothing was seen of the card but its stated odds."""
        return self == Trail()

    @property
    def slims(self) -> int:
        """How often it was made smaller."""
        return sum(run.kind == Change.SLIMMER for run in self.runs)

    @property
    def techniques(self) -> int:
        """How many techniques it took."""
        return sum(run.kind == Change.TECHNIQUE for run in self.runs)


class Reader:
    """Reads a board's history into trails, one event after the other; `memory` holds what it does not show any more."""

    def __init__(self, board: Board, memory: Memory | None = None) -> None:
        self.board = board
        self.world = board.world
        self.sets = Sets(self.world)
        self.histories = [Trail() for _ in board.cards]
        count = len(board.cards)
        self._stage = [Stage.BACKLOG] * count
        self._change = [TRAINING] * count
        self._regressed = [int(Regression.NONE)] * count
        self._seed_counts = [0] * count
        self._total = [0] * count
        self._percent = [WHOLE_PCT] * count
        self._age = [0] * count
        self._unstable = [False] * count
        self._cause_found = [False] * count
        self._version = 0
        self._codes = [0] * count
        self._read()
        own_memory = Memory(memory)
        own_memory.observe(board)
        for index, history in enumerate(self.histories):
            history.slices = own_memory.slices(index)

    def _read(self) -> None:
        before: Event | None = None
        for event in self.board.history:
            self.sets.see(event)
            if event.card >= 0:
                self._see(event, self.histories[event.card], event.card, before)
            elif isinstance(event, SetRefreshed):
                self._version = event.version
                # Scores on other questions add up no more.
                for card, stage in enumerate(self._stage):
                    if stage in (Stage.EVALUATION, Stage.PRODUCTION):
                        self._void(card)
            before = event
        for board_card, history in zip(self.board.cards, self.histories, strict=True):
            training = board_card.stage in (Stage.EXPERIMENT, Stage.ITERATION)
            if training and not self._cause_found[board_card.index] and board_card.run_points_done >= A_DAY:
                history.survived = max(history.survived, board_card.run_points_done)

    def _see(self, event: Event, history: Trail, card: int, before: Event | None) -> None:
        if isinstance(event, Monitored):
            self._monitored(event, history, card)
        elif isinstance(event, EvalDone):
            self._evaluated(event, history, card)
        elif isinstance(event, RunEnded):
            self._ran(event, history, card)
        elif isinstance(event, Moved):
            self._stage[card] = Stage(event.after)
            self._change[card] = TRAINING
        elif isinstance(event, Iterating):
            self._change[card] = event.change
        elif isinstance(event, EvalStarted):
            if event.part_pct != self._percent[card]:
                self._void(card)
                self._percent[card] = event.part_pct
        elif isinstance(event, Diverged):
            self._diverged(event, history, card, before)
        elif isinstance(event, (ChaosBegan, RootCauseFound)):
            self._trouble(event, card)
        else:
            self._rest(event, history, card)

    def _rest(self, event: Event, history: Trail, card: int) -> None:
        if isinstance(event, LeakChecked):
            history.leak = int(event.found)
            if event.found:
                self._void(card)
        elif isinstance(event, CanaryReviewed):
            self._live(history, card, event.online_ppm, HALF_EQUIVALENT_PCT, review=True)
        elif isinstance(event, Incident):
            history.live_days[-1].cause = event.cause
        elif isinstance(event, IncidentAnswered):
            history.narrowed += event.cause == IncidentCause.TOOL

    def _void(self, card: int) -> None:
        self._seed_counts[card] = 0
        self._total[card] = 0

    def _labels(self, card: int) -> Labels:
        return Labels(*self.sets.labels_of(self.world.ideas[card].dataset))

    def _ran(self, event: RunEnded, history: Trail, card: int) -> None:
        # The run that comes after the cause was found is the one that mends it.
        if self._regressed[card] == Regression.EXPLAINED:
            self._regressed[card] = int(Regression.NONE)
        # What the engine took off a readout is the mean optimism and what longer trainings added.
        overfit = event.readout_ppm - event.corrected_ppm - self.world.optimism_mean_ppm
        regressed = self._regressed[card] != Regression.NONE
        history.runs.append(Run(self._change[card], event.readout_ppm, overfit, regressed, self._labels(card)))
        history.completed_runs += not self._cause_found[card]
        history.survived = 0
        self._unstable[card] = False
        self._void(card)
        self._age[card] = 0

    def _evaluated(self, event: EvalDone, history: Trail, card: int) -> None:
        # The event tells of all seeds of the checkpoint; new are those that it has over the last one.
        total = _whole_sum(event.mean_ppm, event.seeds, self.world.score_step_ppm)
        seeds = event.seeds - self._seed_counts[card]
        regressed = self._regressed[card] != Regression.NONE
        percent = self._percent[card]
        history.eval_results.append(
            EvalResult(
                len(history.runs), self._version, percent, seeds, total - self._total[card], regressed,
                history.leak == UNKNOWN, self._labels(card),
            )
        )  # fmt: skip
        self._seed_counts[card], self._total[card] = event.seeds, total
        history.slims_measured = history.slims
        if self.world.families[self.world.ideas[card].family].agent:
            # As many runs a seed as the engine makes of this part of the questions, rounded up as there.
            each = (self.world.agent_runs * percent + WHOLE_PCT - 1) // WHOLE_PCT
            first = self._codes[card]
            self._codes[card] += each * seeds
            for codes in self.board.cards[card].run_codes[first : self._codes[card]]:
                history.reviewed_runs.append(ReviewedRun(len(history.runs), regressed, history.narrowed, codes))

    def _monitored(self, event: Monitored, history: Trail, card: int) -> None:
        self._live(history, card, event.online_ppm, event.share_pct, review=False)
        self._age[card] += 1
        history.slims_measured = history.slims

    def _live(self, history: Trail, card: int, observed: int, share: int, review: bool) -> None:
        regressed = self._regressed[card] != Regression.NONE
        age = self._age[card]
        history.live_days.append(LiveDay(len(history.runs), regressed, age, observed, share, review, history.narrowed))

    def _diverged(self, event: Diverged, history: Trail, card: int, before: Event | None) -> None:
        """Lost by its own hazard, or to a disruption, which leaves the attempt as it was."""
        struck = isinstance(before, ChaosBegan) and before.chaos == Chaos.DIVERGENCE and before.card == card
        half = self.world.ideas[card].run_points // 2
        # A card that a disruption made unstable loses its next run at the middle whatever its own hazard is.
        again = self._unstable[card] and not self._cause_found[card] and event.points >= half
        if struck or again:
            self._unstable[card] = event.in_a_row < MOST_LOSSES and not self._cause_found[card]
            history.survived = max(history.survived, event.points - A_DAY)
        else:
            history.lost_runs += 1
            history.survived = 0

    def _trouble(self, event: ChaosBegan | RootCauseFound, card: int) -> None:
        if event.chaos == Chaos.DIVERGENCE:
            self._cause_found[card] = self._cause_found[card] or isinstance(event, RootCauseFound)
        elif event.chaos == Chaos.EVAL_REGRESSION:
            cause_found = isinstance(event, RootCauseFound)
            self._regressed[card] = int(Regression.EXPLAINED if cause_found else Regression.UNEXPLAINED)


def _whole_sum(mean: int, seeds: int, step: int) -> int:
    """The sum behind a mean that was rounded down: the multiple of the scores' grid that gives it."""
    lower = mean * seeds
    total = -(-lower // step) * step
    return total if total < lower + seeds else lower
