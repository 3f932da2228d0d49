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
    world: World, latents: Latents, card: Card, trail: Trail, count: int, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """The class of each draw's hazard and the point at which the run under way diverges (0: it does not)."""
    hazard = np.asarray(world.hazard_ppm, dtype=float) / 1e6
    length = max(2, world.ideas[card.index].run_points)
    come = min(trail.survived, length - 1) / (length - 1)
    logs = law(latents.hazard).logs + trail.lost * logs_of(hazard) + trail.ended * logs_of(1 - hazard)
    logs = logs + logs_of(1 - hazard * come)
    found = _classes(logs, count, random)
    point = np.full(count, NOT_DRAWN, dtype=np.int64)
    training = card.in_training()
    if training and trail.survived and not card.root_caused and trail.survived < length:
        left = hazard[found] * (1 - come)
        strikes = random.random(count) * (1 - hazard[found] * come) < left
        later = trail.survived + 1 + (random.random(count) * (length - 1 - trail.survived)).astype(np.int64)
        point = np.where(strikes, np.minimum(later, length - 1), 0)
    return found, point


def agent_classes(
    world: World, latents: Latents, trail: Trail, count: int, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Classes of unauthorised calls (as they are now, narrowed or not) and of loops."""
    loops = np.asarray(world.loop_ppm, dtype=float) / 1e6
    rates = np.asarray(world.unauthorised_ppm, dtype=float) / 1e6
    loop_logs = law(latents.loop).logs
    stray_logs = law(latents.unauthorised).logs
    classes = np.arange(len(rates))
    for run in trail.reviewed:
        states = [state_of(code) for code in run.codes]
        looped = any(state in _LOOPS for state in states)
        loop_logs = loop_logs + logs_of(loops if looped else 1 - loops)
        # A run that loops never comes to the forbidden tool.
        if not looped:
            rate = rates[np.maximum(classes - run.narrowed, 0)]
            stray_logs = stray_logs + logs_of(rate if StepState.UNAUTHORISED in states else 1 - rate)
    for day in trail.lived:
        if not day.review and day.struck in (0, IncidentCause.TOOL):
            ppm = np.asarray(world.unauthorised_ppm, dtype=np.int64)[np.maximum(classes - day.narrowed, 0)]
            chance = ppm * NOTICED_PCT // 100 * day.share // 100 / 1e6
            stray_logs = stray_logs + logs_of(chance if day.struck else 1 - chance)
    strays = _classes(stray_logs, count, random)
    return np.maximum(strays - trail.narrowed, 0), _classes(loop_logs, count, random)


def serving(
    world: World, latents: Latents, card: Card, trail: Trail, count: int, random: np.random.Generator
) -> tuple[Ints, Ints]:
    """Latency and serving cost now: as measured, after the slimmer versions made since."""
    family = world.ideas[card.index].family
    spec = world.families[family]
    found = []
    for values, table, seen in (
        (spec.latency_ms, latents.latency[family], card.latency_ms),
        (spec.serving_cents, latents.serving[family], card.serving_cents),
    ):
        logs = law(table).logs
        if trail.slims_measured >= 0:
            fits = [_slimmed(world, value, trail.slims_measured) == seen for value in values]
            logs = logs + logs_of(np.asarray(fits, dtype=float))
        now = np.asarray([_slimmed(world, value, trail.slims) for value in values], dtype=np.int64)
        found.append(now[_classes(logs, count, random)])
    return found[0], found[1]


def _slimmed(world: World, value: int, times: int) -> int:
    for _ in range(times):
        value = value * world.slim_pct // 100
    return value


def _classes(logs: Floats, count: int, random: np.random.Generator) -> Ints:
    return draw_categorical(np.broadcast_to(logs, (count, len(logs))), random)[:, 0]
