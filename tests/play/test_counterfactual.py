"""What an injected disruption cost: held-up cards, later decisions, money at the end over many futures."""

from __future__ import annotations

from statistics import mean

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.verbs import Inject
from aiboard.play.counterfactual import PairedRollout, RolloutResult, compare, cost
from aiboard.scenario import load

#: It reserves no GPUs, so a shortage holds its cards up.
BOT = "autopilot"


def _shortage(seed: int) -> tuple[State, State]:
    """A game on day 11 with four weeks without GPUs and without them; nothing else disturbs it."""
    world = load("support-chatbot").world()
    world.chaos_events, world.shortage_gpus = 0, 0
    without = new_state(world, seed)
    bot = make_bot(BOT, seed)
    while without.board.day < 11:
        play_day(without, bot)
        advance(without)
    with_it = without.clone()
    act(with_it, Inject(int(Chaos.GPU_SHORTAGE), 20))
    return with_it, without


def test_a_shortage_holds_cards_up_and_moves_decisions() -> None:
    found = [list(compare(*_shortage(seed), BOT, redraws=3))[-1] for seed in (1000, 1001, 1002)]
    assert all(one.held_days > 0 for one in found)
    assert mean(one.later for one in found) > 0
    assert all(one.low < one.cents < one.high for one in found), "each future has luck of its own"


def test_both_games_are_left_as_they_are_and_the_same_again_is_the_same() -> None:
    with_it, without = _shortage(1000)
    before = digest(with_it), digest(without)
    first = list(compare(with_it, without, BOT, redraws=2))
    assert (digest(with_it), digest(without)) == before
    assert list(compare(with_it, without, BOT, redraws=2)) == first


def test_no_disruption_costs_nothing() -> None:
    _, without = _shortage(1000)
    (found,) = compare(without, without, BOT, redraws=2)
    assert (found.held_days, found.later, found.cents, found.low, found.high) == (0, 0, 0, 0, 0)
    assert found.lines[:2] == ("as many card-days held up", "the next decision as soon as without it")
    assert "no clear difference" in found.lines[-1]


def test_the_interval_is_students() -> None:
    pairs = [
        PairedRollout(RolloutResult(2, 12, cents), RolloutResult(0, 10, 0))
        for cents in (-1_000, -2_000, -3_000, -2_000)
    ]
    found = cost(pairs)
    assert (found.futures, found.held_days, found.later, found.cents) == (4, 2.0, 2.0, -2_000)
    # s = 816.5, t(3) = 3.182: 816.5 / 2 * 3.182 = 1299
    assert abs(found.high - found.low - 2 * 1299) < 10


def test_a_game_without_another_decision_does_not_count_as_one_that_is_late() -> None:
    never = PairedRollout(RolloutResult(0, -1, 0), RolloutResult(0, 10, 0))
    assert cost([never, PairedRollout(RolloutResult(0, 13, 0), RolloutResult(0, 10, 0))]).later == 3.0
