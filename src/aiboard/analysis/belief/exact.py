"""Draws of one card put on the tables' own grids and weighed by the tables themselves.

A candidate comes from the normal approximation of `normals.py`. Its weight is what the tables say of it divided by what
the normal laws said, times the chance of what has no closed form. Of each draw's candidates one is kept by its weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from aiboard.analysis.belief.case import CardEvidence
from aiboard.analysis.belief.laws import (
    IMPOSSIBLE,
    Floats,
    Ints,
    Law,
    convolve,
    draw_categorical,
    law,
    logs_of,
    normal_log,
    on_grid,
)
from aiboard.analysis.belief.normals import FIFTH, HALF, OLD_SET, OPTIMISM, SKEW, TECHNIQUE, WHOLE, LinearModel, monitor
from aiboard.analysis.belief.trail import EvalResult, LiveDay
from aiboard.engine.chance.latents import MOST_PPM, Latents
from aiboard.engine.chance.tables import Table
from aiboard.engine.model.items import EVAL_PARTS, WHOLE_PCT
from aiboard.engine.model.vocabulary import IncidentCause
from aiboard.engine.systems.agent import StepState, state_of
from aiboard.engine.systems.production import A_POINT_PPM


@dataclass
class Candidates:
    """Candidates of each draw: arrays (draws, candidates), with their set luck and label classes (last axis)."""

    ceiling: Ints
    rate: Ints
    leak: Ints
    fault: Ints
    luck: Ints
    classes: Ints


@dataclass
class CardDraws:
    """Draws of one card: an array of each latent, one value a draw. `quality` and `gained` follow from them."""

    ceiling: Ints
    rate: Ints
    leak: Ints
    fault: Ints
    optimism: Ints
    skew: Ints
    slice: Ints
    items: tuple[Ints, Ints, Ints]
    quality: Ints
    gained: Ints
    penalty: Ints


def importance_resample(case: CardEvidence, candidates: Candidates, random: np.random.Generator) -> CardDraws:
    """Draw what is left of each candidate, weigh them, keep one of each row."""
    count = len(candidates.ceiling)
    # Gains of techniques left out: they are normal quantities, which `_hidden` adds by its matrix.
    none = [np.zeros((1, 1), dtype=np.int64)] * case.history.techniques
    model = case.linear
    if model is None:
        path, gained = case.path(candidates.ceiling, candidates.rate, candidates.classes, none)
        hidden: dict[tuple[str, int], Ints] = {}
        logs = np.zeros(candidates.ceiling.shape)
    else:
        hidden, logs = _hidden(case, model, candidates, none, random)
        gains = [hidden[TECHNIQUE, n] // n for n in range(1, case.history.techniques + 1)]
        path, gained = case.path(candidates.ceiling, candidates.rate, candidates.classes, gains)
        logs += _measured(case, candidates, path, hidden)
    shape = logs.shape
    skew = hidden.get((SKEW, 0))
    if skew is None:
        skew = draw_prior(law(case.latents.skew), shape, random)
    gap_logs = _gap_logs(case, path, shape)
    logs = logs + _answers(case, path)
    gaps: Ints | None = None
    if case.history.live_days:
        # Incidents depend on the gap, so that each candidate needs one.
        gaps = _gaps(case, gap_logs, random)
        logs = logs + _incidents(case, candidates, path, skew, gaps)
    if case.history.slices:
        logs = logs + _log_sum_exp(gap_logs)
    indices = draw_categorical(logs, random)

    def keep(values: Ints) -> Ints:
        picked: Ints = np.take_along_axis(np.broadcast_to(values, shape), indices, axis=1)[:, 0]
        return picked

    def of(kind: str, number: int, table: Law) -> Ints:
        hidden_values = hidden.get((kind, number))
        return keep(hidden_values) if hidden_values is not None else draw_prior(table, (count,), random)

    latents, version = case.latents, case.version
    whole = of(WHOLE, version, law(latents.items))
    half = whole + of(HALF, version, law(latents.half_items))
    fifth = half + of(FIFTH, version, law(latents.fifth_items))
    penalties = [keep(one) for one in case.penalties(candidates.classes)]
    return CardDraws(
        ceiling=keep(candidates.ceiling),
        rate=keep(candidates.rate),
        leak=keep(candidates.leak) if case.history.leak != 1 else np.zeros(count, dtype=np.int64),
        fault=keep(candidates.fault),
        optimism=of(OPTIMISM, 0, law(latents.optimism)),
        skew=keep(skew),
        slice=keep(gaps) if gaps is not None else _gap_of(case, gap_logs, indices, random),
        items=(whole, half, fifth),
        quality=keep(path[-1]),
        gained=keep(gained),
        penalty=penalties[-1] if penalties else np.zeros(count, dtype=np.int64),
    )


def draw_prior(table: Law, shape: tuple[int, ...], random: np.random.Generator) -> Ints:
    """Independent draws from a table."""
    index = np.searchsorted(table.cumulative, random.random(shape), side="right")
    values: Ints = table.values[np.minimum(index, len(table.probs) - 1)]
    return values


def _hidden(
    case: CardEvidence, model: LinearModel, candidates: Candidates, none: Sequence[Ints], random: np.random.Generator
) -> tuple[dict[tuple[str, int], Ints], Floats]:
    """The normal quantities of each candidate, on their grids, and what tables say of them over the normal laws."""
    world = case.world
    path, _ = case.path(candidates.ceiling, candidates.rate, candidates.classes, none)
    faults = np.asarray(world.fault_ppm, dtype=np.int64)[candidates.fault]
    leaks = on_grid(candidates.leak, world.score_step_ppm)
    expected = []
    for observation in model.observations:
        level = on_grid(case.checkpoint_quality(path, observation.runs, observation.regressed), world.score_step_ppm)
        level = level + observation.leaky * leaks - observation.live * faults + observation.on_set * candidates.luck
        if observation.labels is not None:
            level = level + case.corruption(observation.labels, candidates.classes)
        expected.append(observation.value - np.broadcast_to(level, candidates.ceiling.shape))
    residual = np.stack(expected, axis=-1)
    means = model.means
    errors = residual - model.matrix @ means
    proposals = means + errors @ model.gain.T + random.standard_normal((*errors.shape[:2], len(means))) @ model.root.T
    values = {}
    logs = np.zeros(candidates.ceiling.shape)
    draws = np.zeros_like(proposals)
    for column, quantity in enumerate(model.hidden):
        value = quantity.law.nearest(proposals[..., column])
        values[quantity.kind, quantity.number] = value
        draws[..., column] = value
        # It was proposed by the normal law; by its weight it is drawn by the table.
        logs += quantity.law.log_prob(value) - quantity.law.normal_log(value)
    # The proposal has used the measurements as normal; what tables say of them is counted in `_measured`.
    noise = residual - draws @ model.matrix.T
    for row, measurement in enumerate(model.observations):
        logs -= normal_log(noise[..., row], measurement.variance)
    return values, logs


def _measured(
    case: CardEvidence, candidates: Candidates, path: Sequence[Ints], hidden: dict[tuple[str, int], Ints]
) -> Floats:
    """What the tables say of every readout, score and live day."""
    world, latents, history = case.world, case.latents, case.history
    step = world.score_step_ppm
    logs = np.zeros(candidates.ceiling.shape)
    readout = law(latents.readout)
    for number, run in enumerate(history.runs, 1):
        base = on_grid(case.checkpoint_quality(path, number, run.regressed), step) + hidden[OPTIMISM, 0] + run.overfit
        logs += _reading(readout, run.readout, base)
    leaks = on_grid(candidates.leak, step)
    for result in history.eval_results:
        base = on_grid(case.checkpoint_quality(path, result.runs, result.regressed), step) + result.leaky * leaks
        base = base + case.corruption(result.labels, candidates.classes)
        base = base + (candidates.luck if result.version == case.version else hidden[OLD_SET, result.version])
        base = base + hidden[WHOLE, result.version]
        if result.percent < WHOLE_PCT:
            base = base + hidden[HALF, result.version]
        if result.percent <= EVAL_PARTS[0]:
            base = base + hidden[FIFTH, result.version]
        logs += _seeds(latents, result, np.broadcast_to(base, logs.shape))
    for day in history.live_days:
        base = on_grid(_online(case, candidates, path, hidden[SKEW, 0], day), step)
        logs += _reading(monitor(latents, day), day.observed, base)
    return logs


def _seeds(latents: Latents, result: EvalResult, base: Ints) -> Floats:
    """Log chance of the sum of some eval seeds around each base, every score cut at 100 %."""
    noise = law(latents.seed)
    max_noise = int(noise.values[-1])
    log_probs = convolve(noise, result.seeds).log_prob(result.total - result.seeds * base)
    # Away from 100 % the sum has a table of its own; only near it each base needs a sum of cut scores.
    near = base + max_noise > MOST_PPM
    if not near.any():
        return log_probs
    bases, indices = np.unique(base[near], return_inverse=True)
    logs = [_cut_sum(latents.seed, result.seeds, int(value), result.total) for value in bases]
    log_probs[near] = np.asarray(logs)[indices]
    return log_probs


@lru_cache(maxsize=4096)
def _cut_sum(table: Table, count: int, base: int, total: int) -> float:
    """Log chance that `count` scores around `base`, none over 100 %, add up to `total`."""
    noise = law(table)
    lo, step = noise.lo, noise.step
    # What lies over 100 % is moved onto it.
    room = (MOST_PPM - base - lo) // step
    if room < 0:
        return 0.0 if total == count * MOST_PPM else IMPOSSIBLE
    probs = noise.probs[: room + 1].copy()
    probs[-1] += noise.probs[room + 1 :].sum()
    sum_probs = probs
    for _ in range(count - 1):
        sum_probs = np.convolve(sum_probs, probs)
    index, remainder = divmod(total - count * (base + lo), step)
    if remainder or not 0 <= index < len(sum_probs) or sum_probs[index] <= 0:
        return IMPOSSIBLE
    return float(np.log(sum_probs[index]))


def _reading(noise: Law, value: int, base: Ints) -> Floats:
    """A measured value, or one that was cut at 100 %."""
    error: Ints = value - base
    return noise.log_at_least(error) if value >= MOST_PPM else noise.log_prob(error)


def _online(case: CardEvidence, candidates: Candidates, path: Sequence[Ints], skew: Ints, day: LiveDay) -> Ints:
    """What customers got that day."""
    faults = np.asarray(case.world.fault_ppm, dtype=np.int64)[candidates.fault]
    return case.checkpoint_quality(path, day.runs, day.regressed) + skew - faults - case.world.drift_ppm_day * day.age


def _gap_logs(case: CardEvidence, path: Sequence[Ints], shape: tuple[int, ...]) -> Floats:
    """Log weight of each gap of the weakest slice with the slice scores seen, for each candidate."""
    table = law(case.latents.slice_gap)
    logs = np.broadcast_to(table.logs, (*shape, len(table.probs)))
    noise = law(case.latents.slice_noise)
    for score in case.history.slices:
        quality = np.broadcast_to(case.checkpoint_quality(path, score.runs, score.regressed), shape)
        base = on_grid(quality[..., None] + table.values, case.world.score_step_ppm)
        logs = logs + _reading(noise, score.score, base)
    return logs


def _log_sum_exp(logs: Floats) -> Floats:
    """Log of the sum over the last axis."""
    top = logs.max(axis=-1)
    log_sums: Floats = top + np.log(np.exp(logs - top[..., None]).sum(axis=-1))
    return log_sums


def _gaps(case: CardEvidence, logs: Floats, random: np.random.Generator) -> Ints:
    """A gap for each candidate."""
    values = law(case.latents.slice_gap).values
    gaps: Ints = values[draw_categorical(logs.reshape(-1, logs.shape[-1]), random)[:, 0]].reshape(logs.shape[:-1])
    return gaps


def _gap_of(case: CardEvidence, logs: Floats, indices: Ints, random: np.random.Generator) -> Ints:
    """A gap for the candidate that was kept of each row."""
    return _gaps(case, np.take_along_axis(logs, indices[..., None], axis=1)[:, 0], random)


def _incidents(case: CardEvidence, candidates: Candidates, path: Sequence[Ints], skew: Ints, gaps: Ints) -> Floats:
    """Log chance of the days with and without an incident of quality or of the weakest slice."""
    world = case.world
    logs = np.zeros(candidates.ceiling.shape)
    for day in case.history.live_days:
        # A review reads one number more of the day; no customer is struck by it.
        if day.review:
            continue
        online = _online(case, candidates, path, skew, day)
        quality_gap, slice_gap = world.bad_launch_ppm - online, world.bad_slice_ppm - online - gaps
        shortfall = np.maximum(quality_gap, slice_gap)
        chance = np.minimum(world.incident_ppm * np.maximum(shortfall, 0) // A_POINT_PPM * day.share // 100 / 1e6, 1.0)
        if day.cause in (IncidentCause.QUALITY, IncidentCause.SLICE):
            # The engine names the one further under its bar: a cause that was read rules the other out.
            logs += logs_of(np.where((slice_gap > quality_gap) == (day.cause == IncidentCause.SLICE), chance, 0.0))
        else:
            logs += logs_of(1 - chance)
    return logs


def _answers(case: CardEvidence, path: Sequence[Ints]) -> Floats:
    """Log chance of the reviewed runs' right and wrong answers."""
    counts: dict[tuple[int, bool], list[int]] = {}
    for run in case.history.reviewed_runs:
        last = state_of(run.codes[-1])
        # Only a run that came to an answer says whether it was right.
        if last in (StepState.OK, StepState.WRONG_END):
            counts.setdefault((run.runs, run.regressed), [0, 0])[last == StepState.OK] += 1
    logs = np.zeros((1, 1))
    for (runs, regressed), (wrong, right) in counts.items():
        share = np.clip(case.checkpoint_quality(path, runs, regressed) / 1e6, 1e-6, 1 - 1e-6)
        logs = logs + right * np.log(share) + wrong * np.log(1 - share)
    return logs
