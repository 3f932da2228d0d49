"""What goes wrong: named from the day it begins, with who it holds up, what it costs and what can be done."""

from __future__ import annotations

import pytest

from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.model.vocabulary import Block, Change, Chaos, Column, IncidentCause, Regression, Stage
from aiboard.engine.systems.chaos import softened_days
from aiboard.engine.verbs import Inject, Iterate, OrderData, Reserve, Respond, RollBack, RootCause
from aiboard.game import Game, new_game
from aiboard.play.stop_causes import stop_for_event
from aiboard.views import fmt
from aiboard.views.board.header import header
from aiboard.views.board.trouble import price_words, troubles
from aiboard.views.card.starting import start_waits
from aiboard.views.card.states import blocking_cause, state
from aiboard.views.decisions.menu import remedies
from aiboard.views.linear import queue_lines
from aiboard.views.why.card import ExplanationPart, why_card
from aiboard.views.why.topics import Topic, explain


@pytest.fixture
def game() -> Game:
    """Three cards in training past their setup."""
    found = new_game("support-chatbot:calm", 5)
    for index in range(3):
        card = found.board.cards[index]
        card.stage, card.holder, card.started_day, card.runs_planned = Stage.EXPERIMENT, index, 1, 3
        card.running, card.priority = True, 3
    return found


def text(game: Game) -> str:
    return "\n".join(trouble.text for trouble in troubles(game.board))


def test_nothing_goes_wrong_at_first(game: Game) -> None:
    assert troubles(game.board) == ()


def test_a_shortage_names_who_trains_who_waits_and_the_price_of_a_gpu(game: Game) -> None:
    game.do("prioritise EXP-002 1")
    game.do(Inject(Chaos.GPU_SHORTAGE))
    until = game.board.disruptions[0].until_day
    assert f"until D{until}: today 002 trains, 001 and 003 wait; reserve a GPU" in text(game)
    assert price_words(game.board, Reserve(1, until)) in text(game)
    queued = [line for line in queue_lines(game.board) if line[1] == "."]
    assert [line[3:10] for line in queued] == ["EXP-002", "EXP-001", "EXP-003"], "the queue says the same"
    game.end_day()
    assert "001 and 003 wait, 2 card-days so far" in text(game)
    assert f"GPU shortage, to D{until}" in state(game.board, 0).text, "the last day on which it keeps the card"
    assert any(isinstance(option.action, Reserve) for option in remedies(game.board, 0))
    game.do("reserve 2 5")
    assert "reserved: 2 GPUs" in text(game)


def test_in_a_shortage_cards_say_what_the_queue_of_today_says(game: Game) -> None:
    """Whoever is put first trains today: no screen says that it stands still until the shortage ends."""
    board = game.board
    game.do("prioritise EXP-002 1")
    game.do(Inject(Chaos.GPU_SHORTAGE))
    game.end_day()
    until = board.disruptions[0].until_day
    assert state(board, 0).blocked and not state(board, 1).blocked
    waits = why_card(board, 0)
    assert f"D{until + 1}, sooner if it is first in the queue or a GPU is reserved" in waits.summary
    reserve = next(line for line in waits.details if line.startswith("reserve GPUs"))
    assert reserve.endswith(fmt.exact_money(Reserve(1, until - board.day + 1).preview(board).cents)), "to its end"
    game.do("prioritise EXP-001 1")
    game.do("prioritise EXP-002 2")
    assert "today 001 trains, 002 and 003 wait" in text(game)
    assert not state(board, 0).blocked and "starts today" in state(board, 0).text
    assert state(board, 1).blocked


def test_a_stop_for_a_disruption_names_its_last_day(game: Game) -> None:
    """Its days are counted from the evening before: one of them may be over on the morning that tells of it."""
    game.do(Inject(Chaos.GPU_SHORTAGE))
    began = next(event for event in game.board.history if isinstance(event, ChaosBegan))
    game.end_day()
    stop, until = stop_for_event(game.board, began), game.board.disruptions[0].until_day
    assert stop is not None and stop.sentence == f"GPU shortage until D{until} (injected by you)."


def test_what_begins_today_says_whether_a_gpu_is_left_for_it(game: Game) -> None:
    board = game.board
    board.cards[2].running = False
    assert "starts today" in state(board, 2).text
    board.world.gpus = sum(board.world.ideas[index].gpus for index in (0, 1))
    assert blocking_cause(board, board.cards[2]) == (Block.NO_GPU, 0) and "waits for GPU" in state(board, 2).text
    assert blocking_cause(board, board.cards[0]) == (Block.NONE, 0), "what ran goes on"
    game.do(Inject(Chaos.GPU_SHORTAGE))
    assert blocking_cause(board, board.cards[2]) == (Block.SHORTAGE, board.disruptions[0].until_day + 1)
    assert "starts today" not in text(game) + state(board, 2).text


def test_a_pause_that_was_taken_back_keeps_nothing_on_the_same_morning(game: Game) -> None:
    game.do("pause EXP-001")
    game.end_day()
    assert state(game.board, 0).cause == "paused"
    game.do("resume EXP-001")
    assert blocking_cause(game.board, game.board.cards[0]) == (Block.NONE, 0)
    assert "paused" not in state(game.board, 0).text and "1 GPU" in state(game.board, 0).text


def test_what_a_shortage_kept_is_free_on_the_morning_after(game: Game) -> None:
    game.do(Inject(Chaos.GPU_SHORTAGE, 1))
    game.end_day()
    assert game.board.cards[1].block == Block.SHORTAGE and troubles(game.board) == ()
    assert blocking_cause(game.board, game.board.cards[1]) == (Block.NONE, 0)


def test_evaluations_wait_in_a_shortage_too(game: Game) -> None:
    board = game.board
    board.cards[5].stage, board.cards[5].seeds_pending, board.cards[5].version = Stage.EVALUATION, 3, 1
    game.do(Inject(Chaos.GPU_SHORTAGE))
    assert "006 wait" in text(game)


def test_a_data_issue_stalls_cards_at_once_and_names_what_its_cause_saves(game: Game) -> None:
    game.do(Inject(Chaos.DATA_ISSUE))
    board = game.board
    saved = fmt.days(softened_days(board, board.disruptions[0]))
    assert f"001, 002 and 003 stall; root cause ({price_words(board, RootCause())}): {saved} sooner" in text(game)
    assert state(board, 0).blocked and RootCause() in [option.action for option in remedies(board, 0)]
    game.do("root-cause")
    assert "its cause is found" in text(game)


def test_of_two_causes_the_one_that_lasts_keeps_a_card(game: Game) -> None:
    board = game.board
    needy = next(idea for idea in board.world.ideas if idea.dataset == 1)
    index = board.world.ideas.index(needy)
    board.cards[index].stage, board.cards[index].holder = Stage.EXPERIMENT, 0
    game.do(Inject(Chaos.DATA_ISSUE))
    assert blocking_cause(board, board.cards[index]) == (Block.NO_DATA, 0), "the issue ends, the set is not ordered"
    offered = [option.action for option in remedies(board, index)]
    assert OrderData(1, 100) in offered and OrderData(1, board.world.pilot_pct) in offered


def test_a_vendor_delay_names_the_new_days_and_who_waits(game: Game) -> None:
    game.do("order DS-2 100")
    game.end_day()
    game.do(Inject(Chaos.VENDOR_DELAY))
    assert f"DS-2 due D{game.board.data[1].due_day}; no card waits; root cause" in text(game)


def test_a_set_that_is_late_was_ordered(game: Game) -> None:
    board = game.board
    index = next(n for n, idea in enumerate(board.world.ideas) if idea.dataset == 1)
    assert start_waits(board, index) == "wait for DS-2, which nobody has ordered"
    task = board.data[1]
    task.column, task.ordered_pct, task.batch_pct, task.days_left, task.due_day = Column.ANNOTATION, 100, 100, 3, 20
    for day, said in ((10, "10 days, until D20"), (20, "which is due today"), (22, "late: due D20")):
        board.day = day
        assert said in start_waits(board, index)
    task.column, task.days_left = Column.QA, 0
    assert "your verdict" in start_waits(board, index) and "not ordered" not in start_waits(board, index)


def test_lost_runs_name_their_cause_only_where_it_can_be_found(game: Game) -> None:
    card = game.board.cards[0]
    card.diverged = card.lost_in_a_row = 1
    assert text(game) == "", "one lost run is bad luck"
    card.lost_in_a_row = 2
    assert text(game).startswith("001 lost 2 runs in a row to NaN")
    assert f"root cause ({price_words(game.board, RootCause(0))})" in text(game)
    card.root_caused = True
    assert text(game) == ""


def test_a_regressed_model_says_what_it_lost_and_both_steps_back(game: Game) -> None:
    board, card = game.board, game.board.cards[4]
    card.stage, card.scores, card.regressed = Stage.EVALUATION, [900_000] * 5, int(Regression.UNEXPLAINED)
    lost = fmt.points(board.world.regression_ppm)
    assert f"005 regressed, {lost} points lost; it would earn $1.0k a day" in text(game)
    assert f"root cause ({price_words(board, RootCause(4))}), then iterate longer" in text(game)
    first = explain(board, Topic.CARD, 4).details[0]
    assert "root cause" in first, "what acts on the trouble stands first"
    card.regressed = int(Regression.EXPLAINED)
    assert explain(board, Topic.CARD, 4).details[0].startswith("mend it: one run")
    assert f"cause known: iterate longer ({price_words(board, Iterate(4, Change.LONGER))}, 1 day" in text(game)


def test_an_incident_is_in_the_header_and_its_cost_in_the_burn(game: Game) -> None:
    board, card = game.board, game.board.cards[4]
    card.stage, card.share_pct, card.launched, card.live_days = Stage.PRODUCTION, 50, 1, 5
    card.scores = [900_000] * 5
    card.incident = int(IncidentCause.QUALITY)
    a_day = board.world.incident_day_cents // 2
    assert header(board).warning == f"incident: {fmt.money(-a_day)}/d"
    assert text(game).startswith(f"Incident of 005: {fmt.money(a_day)} a day at 50 % of traffic; respond (")
    assert price_words(board, Respond(4)) in text(game) and price_words(board, RollBack(4)) in text(game)
    assert isinstance(remedies(board, 4)[0].action, Respond)
    game.end_day()
    burn = explain(board, Topic.BURN)
    assert ExplanationPart("incidents that go on", fmt.signed_money(-a_day), -a_day) in burn.parts
    by_the_day = [part.value for part in burn.parts if not part.name.endswith(", once")]
    assert header(board).burn == fmt.money(-sum(by_the_day))
    assert any("Incident of 005" in line for line in burn.details)


def test_an_unmet_requirement_says_what_it_takes_and_what_is_missing(game: Game) -> None:
    game.do(Inject(Chaos.SCOPE_CHANGE))
    board = game.board
    name, order = fmt.dataset(board.world, board.scope_data), OrderData(board.scope_data, 100)
    assert f"from D{board.scope_from} it takes" in text(game)
    assert f"order {name} ({price_words(board, order)}); launch a model with evaluated slices" in text(game)
    game.do(order)
    assert f"{name} in Collection, due D{board.data[board.scope_data].due_day}" in text(game)
    board.scope_met = True
    assert text(game) == ""


def test_w_trouble_lists_all_of_it(game: Game) -> None:
    assert explain(game.board, Topic.TROUBLE).value == "nothing goes wrong"
    game.do(Inject(Chaos.DATA_ISSUE))
    game.do(Inject(Chaos.GPU_SHORTAGE))
    found = explain(game.board, Topic.TROUBLE)
    assert found.value == "2 things go wrong" and found.details == tuple(one.text for one in troubles(game.board))
    assert found.details[0].startswith("GPU shortage"), "the newest disruption first"
