"""The schedule of disruptions dealt on day 0, redrawn given what came, what was hinted and what did not come.

Each window holds at most one; within a window every day, kind and hint has its prior. What began is given to the window
that it most likely came from. A window that is still open keeps what would not have shown by now: days to come whose
hint was not due, and disruptions that had nothing to hit on any day since.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from aiboard.analysis.belief.laws import Floats, draw_categorical, law, logs_of
from aiboard.engine.chance.latents import Latents
from aiboard.engine.happenings.cards import Diverged, Moved, RunEnded, SetupDone
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosHinted
from aiboard.engine.happenings.data import DataMoved
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.truth import PlannedDisruption
from aiboard.engine.model.vocabulary import CHAOS_ROWS, Chaos, Column, Source, Stage
from aiboard.engine.model.world import World

#: The first day on which anything may come.
FIRST_DAY: Final = 2
#: A disruption is hinted at once in so many, this many days ahead.
HINTED: Final = 4
HINT_DAYS: Final = (3, 4, 5)


@dataclass(frozen=True)
class WindowOption:
    """What a window may hold: a disruption (kind under 0: none) and its hint's day (0: no hint)."""

    day: int
    kind: int
    hint: int


class Schedule:
    """The windows of a board and what each may hold."""

    def __init__(self, board: Board, latents: Latents) -> None:
        self._board = board
        self._world = board.world
        self._chances = _Chances(board)
        self._disruptions = [
            event for event in board.history if isinstance(event, ChaosBegan) and event.source == Source.DRAWN
        ]
        #: By window what was hinted: the hint's day, the day it is planned for, its kind.
        self._window_hints = {
            self._window(event.day + event.days): (event.day, event.day + event.days, event.chaos)
            for event in board.history
            if isinstance(event, ChaosHinted)
        }
        kinds = law(latents.chaos_kind).probs
        self._windows: list[tuple[list[WindowOption], Floats]] = []
        self._past_plans: list[PlannedDisruption] = []
        count = self._world.chaos_events
        events_by_window = self._assigned(count)
        for window in range(count):
            event = events_by_window.get(window)
            if event is None:
                self._windows.append(self._open(window, kinds))
            else:
                plan = PlannedDisruption(min(event.day, self._days(window)[-1]), event.chaos, 0)
                plan.done = True
                self._past_plans.append(plan)

    def draw(self, count: int, random: np.random.Generator) -> list[list[PlannedDisruption]]:
        """A schedule for each draw."""
        schedules: list[list[PlannedDisruption]] = [[_copy(past) for past in self._past_plans] for _ in range(count)]
        for options, logs in self._windows:
            for number, pick in enumerate(
                draw_categorical(np.broadcast_to(logs, (count, len(logs))), random)[:, 0].tolist()
            ):
                option = options[pick]
                if option.kind >= 0:
                    schedules[number].append(PlannedDisruption(option.day, option.kind, option.hint))
        for plans in schedules:
            plans.sort(key=lambda plan: plan.day)
        return schedules

    def _days(self, window: int) -> range:
        """The days on which this window's disruption may be planned."""
        length = self._world.days // self._world.chaos_events
        first = FIRST_DAY + window * length
        return range(first, first + max(1, length - self._world.chaos_gap))

    def _window(self, day: int) -> int:
        """The window of a planned day."""
        return (day - FIRST_DAY) // (self._world.days // self._world.chaos_events)

    def _assigned(self, count: int) -> dict[int, ChaosBegan]:
        """The window of each disruption that came: the first that hinted at it, that of its day, else the last one
        before that is still free. A window that hinted at another one is free for nothing else."""
        assignment: dict[int, ChaosBegan] = {}
        late: list[ChaosBegan] = []
        for event in self._disruptions:
            hinted = [w for w, (_, day, kind) in self._window_hints.items() if kind == event.chaos and day <= event.day]
            same = [w for w in range(count) if event.day in self._days(w) and w not in self._window_hints]
            window = next((w for w in [*hinted, *same] if w not in assignment), None)
            if window is None:
                late.append(event)
            else:
                assignment[window] = event
        # It was due in a window before, had nothing to hit then, and waited.
        for event in late:
            free = [w for w in range(count) if w not in assignment and w not in self._window_hints]
            free = [w for w in free if self._days(w)[0] <= event.day]
            if free:
                assignment[free[-1]] = event
        return assignment

    def _open(self, window: int, kinds: Floats) -> tuple[list[WindowOption], Floats]:
        """What a window that nothing has come from may hold, with log weights."""
        options: list[WindowOption] = []
        weights: list[float] = []
        days = self._days(window)
        window_hint = self._window_hints.get(window)
        for day in days:
            allowed = self._allowed(day)
            total = float(kinds[allowed].sum()) if allowed else 0.0
            if total == 0.0:
                options.append(WindowOption(day, -1, 0))
                weights.append(float(window_hint is None))
                continue
            hints = _hints(day)
            for kind in allowed:
                struck = any(self._chances.strikes(then, kind) for then in range(day, self._board.day))
                for hint, share in hints:
                    options.append(WindowOption(day, kind, hint))
                    likely = share * float(kinds[kind]) / total
                    shown_hint = (hint, day, kind) if self._shown(kind, day, hint) else None
                    weights.append(0.0 if struck or shown_hint != window_hint else likely)
        if not any(weights):
            # What came cannot have come as it was read: the window is taken as empty.
            return [WindowOption(days[0], -1, 0)], np.zeros(1)
        return options, logs_of(np.asarray(weights))

    def _allowed(self, day: int) -> list[int]:
        world = self._world
        return [kind for kind in range(len(CHAOS_ROWS)) if world.chaos_from[kind] <= day <= world.chaos_to[kind]]

    def _shown(self, kind: int, day: int, hint: int) -> bool:
        """Whether this board would show this hint (its day, 0 for none) of such a disruption."""
        # Hints show when their day's events run.
        has_run = 0 < hint < min(self._board.day, day)
        return has_run and (kind != Chaos.SCOPE_CHANGE or hint < self._chances.scope_day)


def _hints(day: int) -> list[tuple[int, float]]:
    """Each day on which such a disruption may be hinted at, with its chance; 0 is never."""
    hints = [(max(1, day - ahead), 1 / HINTED / len(HINT_DAYS)) for ahead in HINT_DAYS]
    return [(0, 1 - 1 / HINTED), *hints]


def _copy(plan: PlannedDisruption) -> PlannedDisruption:
    duplicate = PlannedDisruption(plan.day, plan.kind, plan.hint_day)
    duplicate.done = plan.done
    return duplicate


class _Chances:
    """On which past days each kind of disruption would have struck, read off the history."""

    def __init__(self, board: Board) -> None:
        self._world: World = board.world
        days = board.day + 1
        self._live = [False] * (days + 1)
        self._training = [False] * (days + 1)
        self._vendor = [False] * (days + 1)
        self.scope_day = days
        self._settled = [True] * (days + 1)
        self._active: dict[int, set[int]] = {kind: set() for kind in range(len(CHAOS_ROWS))}
        self._read(board, days)

    def _read(self, board: Board, days: int) -> None:
        running: dict[int, int] = {}
        busy: dict[int, int] = {}
        monitored: set[tuple[int, int]] = set()
        for event in board.history:
            if isinstance(event, Monitored):
                # Live the evening before and this evening: live when this day's disruptions came.
                if (event.card, event.day - 1) in monitored:
                    self._live[event.day] = True
                monitored.add((event.card, event.day))
            elif isinstance(event, (SetupDone, RunEnded, Diverged)):
                _mark(self._training, running.pop(event.card, days), event.day)
                running[event.card] = event.day + 2
            elif isinstance(event, Moved) and event.before in (Stage.EXPERIMENT, Stage.ITERATION):
                _mark(self._training, running.pop(event.card, days), event.day - 1)
            elif isinstance(event, DataMoved):
                _mark(self._vendor, busy.pop(event.data, days), event.day)
                if event.after in (Column.COLLECTION, Column.ANNOTATION):
                    busy[event.data] = event.day + 1
            elif isinstance(event, ChaosBegan):
                self._began(event, days)
        for first in busy.values():
            _mark(self._vendor, first, board.day - 1)

    def _began(self, event: ChaosBegan, days: int) -> None:
        if event.source == Source.DRAWN:
            for day in range(event.day, min(days, event.day + self._world.chaos_gap)):
                self._settled[day] = False
        if event.chaos == Chaos.SCOPE_CHANGE:
            self.scope_day = min(self.scope_day, event.day)
        if CHAOS_ROWS[event.chaos].lasting:
            self._active[event.chaos].update(range(event.day, event.day + event.days))

    def strikes(self, day: int, kind: int) -> bool:
        """Whether a disruption of this kind that was due would have begun on this day for certain."""
        if not self._settled[day] or day in self._active[kind]:
            return False
        if kind == Chaos.EVAL_REGRESSION:
            return self._live[day]
        if kind == Chaos.DIVERGENCE:
            return self._training[day]
        if kind == Chaos.VENDOR_DELAY:
            return self._vendor[day]
        if kind == Chaos.SCOPE_CHANGE:
            return any(spec.scope for spec in self._world.datasets) and day < self.scope_day
        return kind != Chaos.DATA_ISSUE or any(spec.ready for spec in self._world.datasets)


def _mark(days: list[bool], first: int, last: int) -> None:
    for day in range(first, min(last + 1, len(days))):
        days[day] = True
