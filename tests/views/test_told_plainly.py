"""Texts that players misread: each says what it is about, from the rule's own numbers."""

from __future__ import annotations

import pytest

from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.vocabulary import Mode, Order, Stage
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import Kill
from aiboard.game import Game, new_game
from aiboard.scenario import load, shipped
from aiboard.views import fmt
from aiboard.views.board.canvas import facts
from aiboard.views.card.pane import pane
from aiboard.views.card.states import state
from aiboard.views.decisions.menu import decision
from aiboard.views.sentences import sentence
from aiboard.views.why.card import why_card


@pytest.fixture
def game() -> Game:
    return new_game("support-chatbot", 1)


def test_a_canary_says_what_it_waits_for_until_when_and_who_raises_it(game: Game) -> None:
    board, card = game.board, game.board.cards[0]
    board.day = 21
    card.stage, card.share_pct, card.launched, card.share_day, card.live_days = Stage.PRODUCTION, 5, 20, 20, 1
    due = 20 + board.world.canary_days
    assert f"day 2 of {board.world.canary_days}, 50 % on D{due}?" in state(board, 0).text
    assert f"50 % from D{due}: you decide it" in why_card(board, 0).what
    board.orders[Order.CANARY] = Mode.AUTO
    assert f"50 % on D{due}?" not in state(board, 0).text, "nobody has to decide"
    assert f"50 % from D{due}: the canary order does it" in why_card(board, 0).what
    card.share_pct = 100
    assert "canary" not in why_card(board, 0).what.lower()


def test_gpu_time_over_the_plan_is_no_part_of_it(game: Game) -> None:
    assert fmt.gpu_budget(60 * 120, 60 * 576) == "120 of 576 GPU-h"
    assert fmt.gpu_budget(60 * 638, 60 * 576) == "638 GPU-h, planned 576"
    game.board.cards[0].gpu_used_min = 60 * 10_000
    assert " of " not in pane(game.board, 0).plan.split("GPU, ")[1]
    assert any("planned" in fact.text for fact in decision(game.board, Kill, 0).facts)


def test_one_lost_run_is_bad_luck_and_a_row_has_a_cause(game: Game) -> None:
    board, card = game.board, game.board.cards[0]
    card.stage, card.holder = Stage.EXPERIMENT, 0
    assert "NaN" not in why_card(board, 0).what
    card.lost_in_a_row = 1
    assert "bad luck" in why_card(board, 0).what and "root cause" not in " ".join(why_card(board, 0).could)
    card.lost_in_a_row = LOSSES_WITH_CAUSE
    assert "has a cause" in why_card(board, 0).what and "root cause" in why_card(board, 0).could[0]
    card.lost_in_a_row, card.unstable = 1, True
    assert "until its root cause is found" in why_card(board, 0).what


def test_a_sprint_without_a_first_decision_does_not_say_that_nothing_was_decided(game: Game) -> None:
    assert sentence(game.world, SprintEnded(4, 0)).text == "Sprint 4 ends: no card had its first decision."
    assert "2 cards had their first decision" in sentence(game.world, SprintEnded(4, 2)).text


@pytest.mark.parametrize("name", [path.stem for path in shipped()])
def test_the_canvas_names_everything_the_gate_asks_for(name: str) -> None:
    resolved = load(name)
    world = resolved.world()
    page = " ".join(fact.text for fact in facts(resolved))
    agents = any(family.agent for family in world.families)
    asked = [
        fmt.points(world.launch_ppm), fmt.points(world.baseline_ppm), fmt.points(world.bad_slice_ppm),
        fmt.seconds(world.latency_limit_ms), fmt.exact_money(world.serving_limit_cents), "seeds or more",
        *(["no run may leave its tools"] if agents else []),
        *([fmt.days(world.legal_days).split()[0]] if world.needs_legal else []),
    ]  # fmt: skip
    assert [one for one in asked if one not in page] == []
