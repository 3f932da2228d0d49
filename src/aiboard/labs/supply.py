"""Orders of labels that lab 4 follows from day to day, by the course's plan and through the engine's supply chain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aiboard.engine.act import act, check
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.vocabulary import Chaos, Column, Refusal
from aiboard.engine.model.world import DatasetSpec, World
from aiboard.engine.systems import data
from aiboard.engine.systems.data import awaiting_verdict, order_promise
from aiboard.engine.verbs import Accept, Guidelines, Inject, OrderData, Relabel
from aiboard.labs.controls import Values
from aiboard.labs.games import world_and_latents
from aiboard.labs.lab import Progress, luck_of, no_progress
from aiboard.views import words

SHORTEST: Final = (5, 5, 2)
"""The course's shortest times, working days: a week to collect, a week to label, two days to check."""
VERSION: Final = 1
"""Days to number and store a set, as in the course."""
SCRUB: Final = 2
"""Days to take personal data out before labelling (ours)."""
LEGAL_DAYS: Final = 15
"""The course's review of three weeks, before anything is collected."""
NONE, VENDOR, LEGAL, PERSONAL = range(4)
_QA_LONGEST: Final = 5
_LONGEST: Final = 400
"""A project longer than any supply chain of these controls."""
_DELAY_DAY: Final = 4
_CHUNK: Final = 250
"""Orders that are worked out at once: few enough that the work can be stopped in between."""
_MOST_BACK: Final = 3
"""Times a batch is sent back at most (ours): then somebody takes what there is."""


@dataclass(frozen=True, slots=True)
class OrderResult:
    """One order: the day it was accepted, days by stage, readings of agreement, batches sent back."""

    ready: int
    stages: tuple[tuple[str, int, int], ...]
    kappas: tuple[int, ...]
    promised: int


def supply_world(values: Values) -> World:
    """The engine's world with one dataset of these lead times; label quality is that of support-chatbot's DS-2."""
    template = next(spec for spec in world_and_latents("support-chatbot")[0].datasets if not spec.ready)
    world = World()
    # No order is refused for coming too late in a project.
    world.days = _LONGEST
    world.pilot_pct = 10
    world.datasets = [
        DatasetSpec(
            "DS-1", "Labels", 10_000, 0,
            (SHORTEST[0], values["collection"]), (SHORTEST[1], values["annotation"]), (SHORTEST[2], _QA_LONGEST),
            template.poor_weights, template.guided_weights, False, False,
        )
    ]  # fmt: skip
    return world


def simulate_order(world: World, latents: Latents, values: Values, seed: int) -> OrderResult:
    """Order on day 1 and take what comes: send back what reads under the line where that is the policy."""
    board, truth = Board(world), Truth()
    board.data, truth.labels, truth.batch = [DataTask(0)], [0], [0]
    state = State(world, seed, latents, board, truth)
    task = board.data[0]
    # The chain alone is looked at: the manager has all the time that its steps ask for.
    board.minutes_left = 100_000
    if values["guidelines"]:
        act(state, Guidelines(0))
    percent = world.pilot_pct if values["volume"] == 0 else 100
    promised = order_promise(board, task, percent)
    act(state, OrderData(0, percent))
    stages: list[tuple[str, int, int]] = []
    kappas: list[int] = []
    column, since = Column.COLLECTION, 1
    # Ends by itself: batches are sent back a few times at most.
    while board.day < _LONGEST:
        delay = Inject(int(Chaos.VENDOR_DELAY))
        # The delay comes while the vendor still collects, so that it always has something to hit.
        if values["blocker"] == VENDOR and board.day == _DELAY_DAY and check(board, delay) == Refusal.NONE:
            act(state, delay)
        data.run(state)
        if task.column != column:
            stages.append((words.COLUMN[column], since, board.day))
            column, since = task.column, board.day + 1
        board.day += 1
        if awaiting_verdict(task):
            stages.append((words.COLUMN[column], since, board.day - 1))
            kappas.append(task.kappa_ppm)
            is_accepted = not values["send-back"] or task.kappa_ppm >= world.kappa_hold_ppm or len(kappas) > _MOST_BACK
            # Personal data that nobody looked for is found by legal at the end: scrubbed, all is labelled again.
            found_late = values["blocker"] == PERSONAL and not values["check"] and len(kappas) == 1
            if is_accepted and not found_late:
                act(state, Accept(0))
                break
            act(state, Relabel(0))
            column, since = task.column, board.day
    # Accepted on the morning after the reading.
    ready = board.day - 1
    stages.append(("Version", ready + 1, ready + VERSION))
    index, extra_stage = _held(values)
    all_stages = _inserted(stages, index, extra_stage)
    return OrderResult(all_stages[-1][2], tuple(all_stages), tuple(kappas), promised)


def _held(values: Values) -> tuple[int, tuple[str, int]]:
    """What stands before which stage besides the engine's own, and for how many days; 0 days for nothing."""
    if values["blocker"] == LEGAL:
        return 0, ("Legal", LEGAL_DAYS)
    if values["blocker"] == PERSONAL and values["check"]:
        return 1, ("Scrub", SCRUB)
    return 0, ("", 0)


def _inserted(
    stages: list[tuple[str, int, int]], index: int, extra_stage: tuple[str, int]
) -> list[tuple[str, int, int]]:
    """The stages with one more at a place, those after it later by its days."""
    name, days = extra_stage
    if not days:
        return stages
    first = stages[index][1]
    later = [(stage, begin + days, end + days) for stage, begin, end in stages[index:]]
    return [*stages[:index], (name, first, first + days - 1), *later]


def naive_days() -> int:
    """The naive plan: every stage takes its shortest time."""
    return sum(SHORTEST) + VERSION


def ready_days(values: Values, seed: int, draws: int, progress: Progress = no_progress) -> list[int]:
    """The days of many orders, sorted."""
    # The day of need changes no order: a slider on it finds the days worked out already.
    orders = tuple((name, value) for name, value in sorted(values.items()) if name != "need")
    days: list[int] = []
    for first in range(0, draws, _CHUNK):
        days += _ready(orders, seed, first, min(_CHUNK, draws - first))
        progress(len(days))
    return sorted(days)


@lru_cache(maxsize=128)
def _ready(orders: tuple[tuple[str, int], ...], seed: int, first: int, count: int) -> tuple[int, ...]:
    """The days of so many orders, from the first-th on; `orders` are the controls that matter to them."""
    values = dict(orders)
    world = supply_world(values)
    latents = Latents(world)
    return tuple(simulate_order(world, latents, values, luck_of(seed, first + n)).ready for n in range(count))
