"""Latents that only chances depend on: divergence hazard, an agent's loops and unauthorised calls, latency and serving.

They hang on nothing else, so each is enumerated by itself.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from aiboard.analysis.belief.laws import Floats, Ints, draw_categorical, law, logs_of
from aiboard.analysis.belief.trail import Trail
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.model.world import World
from aiboard.engine.systems.agent import StepState, state_of
from aiboard.engine.systems.production import NOTICED_PCT

#: Not drawn yet; the next day of training draws it.
NOT_DRAWN: Final = -1
_LOOPS: Final = (StepState.SAME_AGAIN, StepState.VARIED_AGAIN)


def hazards(
    world: World, latents: Latents, card: Card, history: Trail, count: int, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """The class of each draw's hazard and the point at which the run under way diverges (0: it does not)."""
    hazard = np.asarray(world.hazard_ppm, dtype=float) / 1e6
    length = max(2, world.ideas[card.index].run_points)
    progress = min(history.survived, length - 1) / (length - 1)
    logs = law(latents.hazard).logs + history.lost_runs * logs_of(hazard) + history.completed_runs * logs_of(1 - hazard)
    logs = logs + logs_of(1 - hazard * progress)
    classes = _classes(logs, count, random)
    point = np.full(count, NOT_DRAWN, dtype=np.int64)
    training = card.in_training()
    if training and history.survived and not card.root_caused and history.survived < length:
        remaining = hazard[classes] * (1 - progress)
        strikes = random.random(count) * (1 - hazard[classes] * progress) < remaining
        later = history.survived + 1 + (random.random(count) * (length - 1 - history.survived)).astype(np.int64)
        point = np.where(strikes, np.minimum(later, length - 1), 0)
    return classes, point


def agent_classes(
    world: World, latents: Latents, history: Trail, count: int, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Classes of unauthorised calls (as they are now, narrowed or not) and of loops."""
    loops = np.asarray(world.loop_ppm, dtype=float) / 1e6
    rates = np.asarray(world.unauthorised_ppm, dtype=float) / 1e6
    loop_logs = law(latents.loop).logs
    stray_logs = law(latents.unauthorised).logs
    classes = np.arange(len(rates))
    for run in history.reviewed_runs:
        states = [state_of(code) for code in run.codes]
        looped = any(state in _LOOPS for state in states)
        loop_logs = loop_logs + logs_of(loops if looped else 1 - loops)
        # A run that loops never comes to the forbidden tool.
        if not looped:
            rate = rates[np.maximum(classes - run.narrowed, 0)]
            stray_logs = stray_logs + logs_of(rate if StepState.UNAUTHORISED in states else 1 - rate)
    for day in history.live_days:
        if not day.review and day.cause in (0, IncidentCause.TOOL):
            ppm = np.asarray(world.unauthorised_ppm, dtype=np.int64)[np.maximum(classes - day.narrowed, 0)]
            chance = ppm * NOTICED_PCT // 100 * day.share // 100 / 1e6
            stray_logs = stray_logs + logs_of(chance if day.cause else 1 - chance)
    strays = _classes(stray_logs, count, random)
    return np.maximum(strays - history.narrowed, 0), _classes(loop_logs, count, random)


def serving(
    world: World, latents: Latents, card: Card, history: Trail, count: int, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Latency and serving cost now: as measured, after the slimmer versions made since."""
    family = world.ideas[card.index].family
    spec = world.families[family]
    draws = []
    for values, table, measured in (
        (spec.latency_ms, latents.latency[family], card.latency_ms),
        (spec.serving_cents, latents.serving[family], card.serving_cents),
    ):
        logs = law(table).logs
        if history.slims_measured >= 0:
            matches = [_slimmed(world, value, history.slims_measured) == measured for value in values]
            logs = logs + logs_of(np.asarray(matches, dtype=float))
        now = np.asarray([_slimmed(world, value, history.slims) for value in values], dtype=np.int64)
        draws.append(now[_classes(logs, count, random)])
    return draws[0], draws[1]


def _slimmed(world: World, value: int, times: int) -> int:
    for _ in range(times):
        value = value * world.slim_pct // 100
    return value


def _classes(logs: Floats, count: int, random: np.random.Generator) -> Ints:
    return draw_categorical(np.broadcast_to(logs, (count, len(logs))), random)[:, 0]
