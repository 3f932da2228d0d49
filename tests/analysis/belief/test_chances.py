"""Latents on which chances hang, drawn given what was seen of them."""

from types import SimpleNamespace

import numpy as np

from aiboard.analysis.belief.case import penalty
from aiboard.analysis.belief.chances import agent_classes, hazards, serving
from aiboard.analysis.belief.trail import Trail
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.world import World
from tests.engine.worlds import AGENT, RAG, world

COUNT = 4_000


def _trail(**seen: object) -> Trail:
    empty = {
        "survived": 0,
        "lost_runs": 0,
        "completed_runs": 0,
        "reviewed_runs": (),
        "live_days": (),
        "narrowed": 0,
        "slims": 0,
    }
    return SimpleNamespace(**{**empty, "slims_measured": -1, **seen})  # type: ignore[return-value]


def _random() -> np.random.Generator:
    return np.random.default_rng(1)


def _mean_hazard(made: World, **seen: object) -> float:
    card = new_state(made, 1).board.cards[RAG]
    classes, _ = hazards(made, Latents(made), card, _trail(**seen), COUNT, _random())
    return float(np.asarray(made.hazard_ppm)[classes].mean())


def test_lost_runs_make_a_hazard_likelier_and_ended_ones_less_likely() -> None:
    made = world()
    before = _mean_hazard(made)
    assert _mean_hazard(made, lost_runs=2) > 1.5 * before and _mean_hazard(made, completed_runs=8) < 0.8 * before


def test_a_tool_list_that_was_narrowed_lowers_the_class_of_stray_calls_by_one() -> None:
    made = world()
    plain, loops = agent_classes(made, Latents(made), _trail(), COUNT, _random())
    narrow, same_loops = agent_classes(made, Latents(made), _trail(narrowed=1), COUNT, _random())
    assert plain.max() == len(made.unauthorised_ppm) - 1
    assert (narrow == np.maximum(plain - 1, 0)).all() and (loops == same_loops).all()


def test_latency_is_what_was_measured_and_less_after_a_slimmer_version_made_since() -> None:
    made = world()
    card = new_state(made, 1).board.cards[AGENT]
    family = made.families[made.ideas[AGENT].family]
    slim = [value * made.slim_pct // 100 for value in family.latency_ms]
    cents = [value * made.slim_pct // 100 for value in family.serving_cents]
    for place, (latency, cost) in enumerate(zip(slim, cents, strict=True)):
        card.latency_ms, card.serving_cents = family.latency_ms[place], family.serving_cents[place]
        now, serves = serving(made, Latents(made), card, _trail(slims_measured=0, slims=1), 50, _random())
        assert set(now.tolist()) == {latency} and set(serves.tolist()) == {cost}
        card.latency_ms, card.serving_cents = latency, cost
        now, serves = serving(made, Latents(made), card, _trail(slims_measured=1, slims=1), 50, _random())
        assert set(now.tolist()) == {latency} and set(serves.tolist()) == {cost}


def test_labels_of_a_pilot_cost_more_of_the_ceiling_than_those_of_the_whole() -> None:
    made = world()
    classes = np.arange(len(made.label_penalty_ppm))
    for delivery, lost in ((-1, 0 * classes), (0, np.asarray(made.label_penalty_ppm))):
        whole = penalty(made, SimpleNamespace(delivery=delivery, complete=True), classes)  # type: ignore[arg-type]
        pilot = penalty(made, SimpleNamespace(delivery=delivery, complete=False), classes)  # type: ignore[arg-type]
        assert (whole == lost).all() and (pilot == lost + made.pilot_penalty_ppm).all()
