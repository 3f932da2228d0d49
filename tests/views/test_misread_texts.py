"""Texts that players misread: each says what it is about, from the rule's own numbers."""

from __future__ import annotations

import pytest

from aiboard.engine.happenings.plan import OrderRefused, OrderSet, SprintEnded
from aiboard.engine.model.books import OrderQuestion
from aiboard.engine.model.fields import dump_event, load_event
from aiboard.engine.model.vocabulary import Block, Chaos, Mode, Order, Regression, Stage
from aiboard.engine.moves import log
from aiboard.engine.systems.training import LOSSES_WITH_CAUSE
from aiboard.engine.verbs import Inject, Iterate, Kill, StandingOrder, Ticket
from aiboard.game import Game, new_game
from aiboard.scenario import load, shipped
from aiboard.views import fmt
from aiboard.views.board.canvas import facts
from aiboard.views.board.columns import card_line
from aiboard.views.board.orders import order_lines, order_questions
from aiboard.views.board.trouble import troubles
from aiboard.views.card.pane import pane
from aiboard.views.card.states import state
from aiboard.views.decisions.menu import decision
from aiboard.views.linear import orders_lines
from aiboard.views.sentences import sentence
from aiboard.views.why.card import why_card
from aiboard.views.why.topics import Topic, explain


@pytest.fixture
def game() -> Game:
    return new_game("support-chatbot", 1)


def test_a_canary_says_what_it_waits_for_until_when_and_who_raises_it(game: Game) -> None:
    board, card = game.board, game.board.cards[0]
    board.day = 21
    card.stage, card.share_pct, card.launched, card.share_day, card.live_days = Stage.PRODUCTION, 5, 20, 20, 1
    due = 20 + board.world.canary_days
    assert f"day 2 of {board.world.canary_days}, 50 % on D{due}?" in state(board, 0).text
    assert f"50 % from D{due}: you decide it" in why_card(board, 0).summary
    board.orders[Order.CANARY] = Mode.AUTO
    assert f"50 % on D{due}?" not in state(board, 0).text, "nobody has to decide"
    assert f"50 % from D{due}: the canary order does it" in why_card(board, 0).summary
    card.share_pct = 100
    assert "canary" not in why_card(board, 0).summary.lower()


def test_gpu_time_over_the_plan_is_no_part_of_it(game: Game) -> None:
    assert fmt.gpu_budget(60 * 120, 60 * 576) == "120 of 576 GPU-h"
    assert fmt.gpu_budget(60 * 638, 60 * 576) == "638 GPU-h, planned 576"
    game.board.cards[0].gpu_used_min = 60 * 10_000
    assert " of " not in pane(game.board, 0).plan.split("GPU, ")[1]
    assert any("planned" in fact.text for fact in decision(game.board, Kill, 0).facts)


def test_one_lost_run_is_bad_luck_and_a_row_has_a_cause(game: Game) -> None:
    board, card = game.board, game.board.cards[0]
    card.stage, card.holder = Stage.EXPERIMENT, 0
    assert "NaN" not in why_card(board, 0).summary
    card.lost_in_a_row = 1
    assert "bad luck" in why_card(board, 0).summary and "root cause" not in " ".join(why_card(board, 0).details)
    card.lost_in_a_row = LOSSES_WITH_CAUSE
    assert "has a cause" in why_card(board, 0).summary and "root cause" in why_card(board, 0).details[0]
    card.lost_in_a_row, card.unstable = 1, True
    assert "until its root cause is found" in why_card(board, 0).summary


def test_a_sprint_without_a_first_decision_does_not_say_that_nothing_was_decided(game: Game) -> None:
    said = sentence(game.world, SprintEnded(4, 0)).text
    assert said == "Sprint 4 ends: no card was newly decided (promoted or killed)."
    assert "2 cards were newly decided" in sentence(game.world, SprintEnded(4, 2)).text


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


def test_what_is_booked_is_the_result_only_after_the_days_that_follow_the_close(game: Game) -> None:
    assert "after the 40 days that live models earn on" in explain(game.board, Topic.BOOKED).summary


def test_a_forecast_can_be_stated_only_until_the_target_is_cleared(game: Game) -> None:
    assert any(line.startswith("state a range") for line in explain(game.board, Topic.FORECAST).details)
    game.board.target_day = 3
    assert explain(game.board, Topic.FORECAST).details == ("92: reached on D3",)


def test_gpu_time_is_saved_only_where_some_is_paid(game: Game) -> None:
    assert not any("GPU time" in line for line in explain(game.board, Topic.BURN).details)
    game.board.gpu_used_min = 60
    assert any("GPU time" in line for line in explain(game.board, Topic.BURN).details)


def test_what_an_idea_takes_to_start_is_said_with_its_ticket(game: Game) -> None:
    assert any(line.startswith("3.5 h: an idea") for line in explain(game.board, Topic.HOURS).details)


def test_a_data_issue_ends_sooner_once_its_cause_is_found(game: Game) -> None:
    board = game.board
    game.do(f"start {game.world.ideas[1].key}")
    game.do("inject data-issue 6")
    game.end_day()
    board = game.board
    assert board.cards[1].block == Block.DATA_ISSUE
    assert "sooner once the cause is found" in why_card(board, 1).summary
    game.do("root-cause")
    assert "at the earliest" in why_card(game.board, 1).summary


def test_an_evaluation_that_waited_evaluates_on_the_day_it_has_a_gpu(game: Game) -> None:
    card = game.board.cards[0]
    card.stage, card.seeds_pending, card.block, card.waited_days = Stage.EVALUATION, 3, Block.EVAL_QUEUE, 3
    game.do(Inject(Chaos.GPU_SHORTAGE))
    assert "no card waits" in troubles(game.board)[0].problem
    assert state(game.board, 0).mark.word == "evaluates" and not state(game.board, 0).blocked
    assert "3 seeds to come" in state(game.board, 0).progress


def test_an_iteration_before_the_cause_is_known_says_that_it_mends_nothing(game: Game) -> None:
    card = game.board.cards[0]
    card.stage, card.scores, card.regressed = Stage.EVALUATION, [900_000] * 3, int(Regression.UNEXPLAINED)
    assert "stays regressed" in decision(game.board, Iterate, 0).warning
    card.regressed = int(Regression.EXPLAINED)
    assert decision(game.board, Iterate, 0).warning == ""


def test_a_kill_frees_gpus_only_of_a_card_that_trains(game: Game) -> None:
    card = game.board.cards[0]
    card.stage = Stage.EVALUATION
    frees = [fact.text for fact in decision(game.board, Kill, 0).price({"reason": 0})]
    assert "frees its place" in frees
    card.stage = Stage.EXPERIMENT
    assert "frees its place and its GPUs" in [one.text for one in decision(game.board, Kill, 0).price({"reason": 0})]


def test_the_odds_of_an_idea_that_lacks_data_stand_before_what_it_lacks(game: Game) -> None:
    board = game.board
    index = next(card.index for card in board.cards if state(board, card.index).needs)
    idea = card_line(board, index)
    assert idea.lines[0].startswith(f"{idea.person}: {board.cards[index].stated_pct} %  needs DS-")


def test_a_model_that_customers_had_goes_on_the_next_day_with_the_canary_order(game: Game) -> None:
    board, card = game.board, game.board.cards[0]
    board.day = 21
    card.stage, card.share_pct, card.launched, card.share_day = Stage.PRODUCTION, 5, 21, 21
    card.live_days, card.monitored_ppm = 12, [960_000]
    planned = 21 + board.world.canary_days
    assert f"50 % from D{planned}: you" in why_card(board, 0).summary
    board.orders[Order.CANARY] = Mode.AUTO
    assert "50 % from D22: the canary order does it" in why_card(board, 0).summary
    assert "50 % on D22" in state(board, 0).text
    log(board, OrderSet(order=Order.CANARY, mode=Mode.AUTO))
    assert "50 % from D21: the canary order does it" in why_card(board, 0).summary
    assert "50 % this evening" in state(board, 0).text and not state(board, 0).decide, "an order set today acts tonight"
    board.orders[Order.CANARY] = Mode.ASK
    assert "50 % on D22?" in state(board, 0).text and not state(board, 0).decide, "asked tonight, open tomorrow"
    board.asked.append(OrderQuestion(int(Order.CANARY), 0, -1))
    assert state(board, 0).decide and order_questions(board)
    board.over = True
    assert not state(board, 0).decide and not order_questions(board), "nothing is open on a finished board"


START_ABOUT = "It leaves a GPU for evaluations, and passes by people who hold two cards."


def test_the_sheet_keeps_why_an_order_could_not_act_since_the_log_tells_it_once_a_sprint(game: Game) -> None:
    while game.board.minutes_left >= 60:
        idle = next(one.index for one in game.board.cards if one.shown and one.stage <= Stage.HYPOTHESIS)
        game.do(Ticket(idle))
    game.do(StandingOrder(Order.START, Mode.AUTO))
    game.do(StandingOrder(Order.EVALUATE, Mode.AUTO))
    game.end_day()
    told = {line.order: line.note for line in order_lines(game.board)}
    waits = told[Order.START]
    assert waits.startswith(f"{START_ABOUT} D2: it waited, 003") and "too little time is left" in waits
    assert told[Order.EVALUATE] == ""
    game.board.orders[Order.START] = Mode.OFF
    assert order_lines(game.board)[Order.START].note == START_ABOUT, "it waits for nothing"
    game.board.orders[Order.START] = Mode.AUTO
    game.end_day()
    assert game.board.cards[2].stage == Stage.EXPERIMENT
    assert order_lines(game.board)[Order.START].note == START_ABOUT, "what it waited for was done"
    # The same sheet line by line; an older card that still waits is told behind a newer one that was started.
    assert f"  {START_ABOUT}" in orders_lines(game.board)
    refused = [one for one in game.board.history if isinstance(one, OrderRefused) and one.order == Order.START]
    older = load_event(dump_event(refused[0]))
    older.card = 4
    game.board.history.insert(game.board.history.index(refused[0]), older)
    assert "it waited, 005" in order_lines(game.board)[Order.START].note
