"""Every mechanism matters: without it a bot's games are worth something else.

Most are switched off in World. Two are changed in size, as their lines say: handoff and the manager's hours.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from aiboard.bots import Heuristic, make_bot
from aiboard.bots.runner import play_game
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.items import EVAL_PARTS, WHOLE_PCT
from aiboard.engine.model.state import State
from aiboard.engine.model.world import World
from tests.engine.worlds import world

SEEDS = range(52, 76)


def games(made: World, bot: str = "heuristic") -> list[State]:
    latents = Latents(made)
    return [play_game(made, seed, make_bot(bot, seed), latents, []) for seed in SEEDS]


@cache
def ordinary(bot: str) -> tuple[int, ...]:
    """The value of each game with everything on, at a scale that gives launches time."""
    return tuple(state.returns() for state in games(full(), bot))


def full(**changes: Any) -> World:
    """The small world with what it leaves out: faults, a bar for slices, ideas whose dataset lifts their ceiling."""
    numbers = {"days": 60, "minutes": 480, "hazard_ppm": [50_000, 150_000, 400_000]}
    made = world(**{**numbers, "fault_weights": [70, 18, 12], "bad_slice_ppm": 760_000, **changes})
    for idea in made.ideas:
        idea.lift_ppm = 30_000 if idea.dataset >= 0 else 0
    return made


#: What to switch off or change, and the bot whose games show it.
OFF: dict[str, tuple[dict[str, Any], str]] = {
    "focus by person": ({"focus_pct": [100]}, "vibes"),
    "freshness": ({"fresh_ppm": 0}, "heuristic"),
    "divergence": ({"hazard_ppm": [0, 0, 0]}, "heuristic"),
    # With good labels at no cost nothing changes: the heuristic sends others back.
    "label quality": ({"label_penalty_ppm": [40_000, 60_000, 80_000]}, "heuristic"),
    "a pilot's penalty": ({"pilot_penalty_ppm": 0}, "heuristic"),
    "contamination": ({"leak_chance_pct": 0}, "heuristic"),
    "serving skew": ({"skew_mean_ppm": 0, "skew_sd_ppm": 0}, "heuristic"),
    "item luck": ({"items_sd_ppm": 0}, "heuristic"),
    "set luck": ({"set_sd_ppm": 0}, "heuristic"),
    "seed noise": ({"seed_sd_ppm": 0}, "heuristic"),
    "readout noise": ({"readout_sd_ppm": 0}, "heuristic"),
    "monitoring noise": ({"monitor_sd_ppm": [0, 0, 0]}, "heuristic"),
    "optimism": ({"optimism_sd_ppm": 0}, "heuristic"),
    "knowledge by finished runs": ({"evidence_run_pct": 0}, "heuristic"),
    "knowledge by eval seeds": ({"evidence_seed_pct": 0}, "heuristic"),
    "faults": ({"fault_weights": [1, 0, 0]}, "heuristic"),
    "incidents": ({"incident_ppm": 0}, "promote-all"),
    "incidents that go on": ({"incident_day_cents": 0}, "promote-all"),
    "latency": ({"late_revenue_pct": 0}, "promote-all"),
    "a regression": ({"regression_ppm": 0}, "promote-all"),
    "setup of a technique": ({"technique_setup_points": 0}, "heuristic"),
    "techniques": ({"technique_mean_ppm": 0, "technique_sd_ppm": 0}, "heuristic"),
    "disruptions": ({"chaos_events": 0}, "heuristic"),
    "the bad launch's price": ({"bad_launch_ppm": 0}, "promote-all"),
    "a launch's price": ({"launch_cents": 0}, "promote-all"),
    "the roll-back's price": ({"rollback_cents": 0}, "heuristic"),
    "agents' incidents": ({"agent_incident_cents": 0}, "promote-all"),
    "the tail": ({"tail_days": 0}, "heuristic"),
    "drift": ({"drift_ppm_day": 0}, "heuristic"),
    "GPU price": ({"gpu_hour_cents": 0}, "kill-all"),
    "evaluation's GPU time": ({"eval_gpu_min": 0}, "heuristic"),
    "the legal review": ({"needs_legal": False}, "vibes"),
    # Half the work.
    "handoff": ({"handoff_points": 100}, "heuristic"),
    # Their eight hours hardly bind: without a limit 1 of the heuristic's 24 games differs, and none of another bot's.
    "the manager's hours": ({"minutes": 120}, "heuristic"),
    "the loss under the floor": ({"loss_factor": 1}, "promote-all"),
    "limits on latency and cost": ({"latency_limit_ms": 10**6, "serving_limit_cents": 10**9}, "heuristic"),
}


@pytest.mark.parametrize("name", OFF)
def test_a_change_of_it_changes_the_outcome(name: str) -> None:
    changes, bot = OFF[name]
    without = tuple(state.returns() for state in games(full(**changes), bot))
    differ = sum(one != other for one, other in zip(ordinary(bot), without, strict=True))
    assert differ >= 2, f"{differ} of {len(without)} games differ by {name}"


#: Which way it must move the mean of the same bot on the same luck, where the sign is not a matter of play.
BETTER_WITHOUT: dict[str, Callable[[list[State]], int]] = {
    "GPU price": lambda played: sum(state.board.ledger.compute for state in played),
    "the bad launch's price": lambda played: sum(state.board.ledger.incidents for state in played),
    "a launch's price": lambda played: sum(state.board.ledger.launches for state in played),
    "the loss under the floor": lambda played: sum(state.board.ledger.revenue for state in played),
}


@pytest.mark.parametrize("name", BETTER_WITHOUT)
def test_its_price_is_a_price(name: str) -> None:
    changes, bot = OFF[name]
    part = BETTER_WITHOUT[name]
    assert part(games(full(**changes), bot)) > part(games(full(), bot))


def test_a_datasets_lift_changes_the_outcome() -> None:
    """It is a number of the ideas: the same world whose datasets lift nothing is worth something else."""
    flat = full()
    for idea in flat.ideas:
        idea.lift_ppm = 0
    without = tuple(state.returns() for state in games(flat))
    assert sum(one != other for one, other in zip(ordinary("heuristic"), without, strict=True)) >= 2


def test_drift_counts_in_play_and_not_only_after_the_close() -> None:
    played = [tuple(state.returns() for state in games(full(tail_days=0, drift_ppm_day=drift))) for drift in (500, 0)]
    assert sum(one != other for one, other in zip(*played, strict=True)) >= 2


def test_the_tail_is_worth_something() -> None:
    tails = [state.board.ledger.tail for state in games(full())]
    assert min(tails) >= 0 and sum(tail > 0 for tail in tails) >= 6


def test_standing_orders_are_worth_something() -> None:
    """Autopilot's games are not idle's: with every order off nothing happens at all."""
    assert [state.returns() for state in games(full(), "idle")] == [0] * len(SEEDS)
    assert sum(value != 0 for value in ordinary("autopilot")) == len(SEEDS)


# --- the number of questions ---------------------------------------------------------------------------------------


def on_part(percent: int, **changes: Any) -> list[int]:
    """What the reference's games are worth when it always evaluates on this part of the questions."""
    made = full(**changes)
    latents = Latents(made)
    bots = (Heuristic(first_pct=percent, last_pct=percent) for _ in SEEDS)
    return [play_game(made, seed, bot, latents, []).returns() for seed, bot in zip(SEEDS, bots, strict=True)]


#: What a part changes: its price, its item luck, the runs of agents it shows; one of them on at a time.
BARE: dict[str, Any] = {"items_sd_ppm": 0, "eval_gpu_min": 0, "unauthorised_ppm": [0, 0, 0]}


@pytest.mark.parametrize("name", BARE)
def test_a_part_of_the_questions_matters_by(name: str) -> None:
    changes = {other: value for other, value in BARE.items() if other != name}
    assert on_part(WHOLE_PCT, **changes) != on_part(EVAL_PARTS[0], **changes)


def test_a_part_of_the_questions_matters_by_nothing_else() -> None:
    assert on_part(WHOLE_PCT, **BARE) == on_part(EVAL_PARTS[0], **BARE)


def test_few_questions_pay_without_item_luck_and_lose_with_it() -> None:
    """Cheaper and sooner is worth something; a wider interval costs more than that once item luck is large.

    Without what only customers meet, which more weak models would run into.
    """
    plain = {"fault_weights": [1, 0, 0], "bad_slice_ppm": 0}
    for item_sd, better in ((0, EVAL_PARTS[0]), (30_000, WHOLE_PCT)):
        worth = {part: sum(on_part(part, items_sd_ppm=item_sd, **plain)) for part in (EVAL_PARTS[0], WHOLE_PCT)}
        assert max(worth, key=lambda part: worth[part]) == better
