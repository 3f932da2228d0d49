"""Rituals: what a sprint left behind."""

from __future__ import annotations

from aiboard.engine.happenings.live import IncidentWentOn, Monitored
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.moves import PROMOTED
from aiboard.game import new_game
from aiboard.play.rituals import planning, question, retro, review
from aiboard.views import words
from tests.engine.play import dated


def test_a_card_parked_in_evaluation_is_still_open() -> None:
    game = new_game("first-sprint", seed=1)
    game.do("start EXP-001")
    game.do("start EXP-002")
    while game.board.sprint() == 1:
        game.end_day()
    parked = [card for card in game.board.cards if card.stage == Stage.EVALUATION and not card.in_flight()]
    assert parked, "nobody touched them for a week"
    page = review(game.board, 1, {})
    assert page.sections[1].lines[0] == "0 decided of 2 worked on"
    assert [line.split()[0] for line in page.sections[2].lines] == ["001", "002"]


def test_the_retro_asks_about_the_kills_of_its_own_sprint() -> None:
    game = new_game("support-chatbot", seed=1)
    days = game.world.sprint_days
    for index, day in enumerate((days, days + 1, 2 * days, 2 * days + 1)):
        card = game.board.cards[index]
        card.stage, card.decision, card.decided_day = Stage.KILLED, 2, day
    game.board.day = 2 * days + 1
    assert [choice.name for choice in retro(game.board, 2).choices if choice.name] == ["EXP-002", "EXP-003"]


def test_the_retro_tells_the_three_longest_waits() -> None:
    game = new_game("support-chatbot", seed=1)
    board = game.board
    board.day = 9
    for index, moved in enumerate((8, 2, 4, 6, 9)):
        card = board.cards[index]
        card.stage, card.moved_day, card.parked = Stage.EVALUATION, moved, True
    lines = retro(board, 1).sections[0].lines
    assert [line.split()[0] for line in lines] == ["002", "003", "004"]
    assert lines[0].endswith("7 days")


def test_planning_asks_for_no_forecast_of_what_was_measured() -> None:
    board = new_game("support-chatbot", seed=1).board
    assert "When does a card clear 92" in planning(board).sections[-1].heading
    assert planning(board).choice("forecast") is not None
    board.day, board.forecast_70, board.forecast_90 = 31, 30, 45
    assert planning(board).sections[-1].lines == ("forecast: 70 % by D30 (missed), 90 % by D45",)
    board.target_day = 30
    assert planning(board).sections[-1].heading == "92 was cleared on D30"
    assert planning(board).sections[-1].lines == ("forecast: 70 % by D30, 90 % by D45",)
    assert planning(board).choice("forecast") is None


def test_planning_names_the_orders_that_are_on() -> None:
    game = new_game("support-chatbot", seed=1)

    def told() -> tuple[str, ...]:
        return next(one.lines[1:] for one in planning(game.board).sections if "standing orders" in one.heading)

    assert told() == ("all orders are off",)
    game.do("standing evaluate auto")
    (line,) = told()
    assert "Runs ended: evaluate" in line and "auto" in line


def test_the_review_names_what_was_decided_once_more_or_put_away() -> None:
    game = new_game("support-chatbot", seed=1)
    game.do("kill EXP-001 other")
    card = game.board.cards[1]
    card.stage, card.decision, card.decided_day = Stage.PRODUCTION, PROMOTED, 0
    game.do("kill EXP-002 other")
    lines = review(game.board, 1, {}).sections[1].lines
    assert lines[0].startswith("0 decided")
    assert lines[1].startswith("besides, 001 ") and lines[1].endswith("put away before it was begun")
    assert lines[2].startswith("besides, 002 ") and lines[2].endswith("ended after its launch")


def test_the_retro_tells_once_what_went_on_for_days() -> None:
    board = new_game("support-chatbot", seed=1).board
    for day in (3, 4, 5):
        event = IncidentWentOn(0, cents=5_000)
        event.day = day
        board.history.append(event)
    (line,) = retro(board, 1).sections[1].lines
    assert not line.startswith("nothing")


def test_a_sprint_is_its_days_from_the_first_to_the_last() -> None:
    board = new_game("support-chatbot", seed=1).board
    board.day = 12
    # One in the sprint before, on the first and the last day of the second sprint, and one after it.
    for index, day in enumerate((10, 11, 20, 21)):
        card = board.cards[index]
        card.stage, card.started_day = Stage.EXPERIMENT, day
        board.history.append(dated(day, IncidentWentOn(index, cents=5_000)))
    first, second = retro(board, 2).sections[1].lines
    assert " 002" in first and " 003" in second
    assert review(board, 1, {}).sections[1].lines[0] == "0 decided of 1 worked on"
    assert review(board, 2, {}).sections[1].lines[0] == "0 decided of 3 worked on"


def test_the_retro_says_what_each_card_waits_for() -> None:
    board = new_game("support-chatbot", seed=1).board
    for index, block in enumerate((Block.NO_GPU, Block.DATA_ISSUE)):
        card = board.cards[index]
        card.stage, card.block, card.waited_days, card.started_day = Stage.EXPERIMENT, block, 5 - index, 1
    first, second = retro(board, 1).sections[0].lines
    assert first == f"001 has stood still for 5 days; now {words.BLOCK[Block.NO_GPU]}, 5 d"
    # It waited for other things before: its days are no days of the issue.
    assert second.startswith("002 has stood still for 4 days; now ") and words.BLOCK[Block.DATA_ISSUE] in second


def test_the_reviews_question_is_answered_by_choosing_never_by_going_on() -> None:
    board = new_game("support-chatbot", seed=1).board
    sheet = question(board, 1, {})
    assert sheet is not None
    assert [choice.name for choice in sheet.choices[:1]] == [""], "Enter on the sheet as it opens gives no answer"
    assert len({choice.name for choice in sheet.choices}) == len(sheet.choices) > 2


def test_the_retro_names_what_customers_got_and_nobody_measured() -> None:
    board = new_game("first-sprint", seed=1).board
    card = board.cards[0]
    card.stage, card.scores = Stage.EVALUATION, [885_000, 890_000, 880_000, 885_000]
    # On the last day of the sprint.
    board.history.append(dated(10, Monitored(0, online_ppm=800_000, share_pct=50, revenue_cents=0)))
    board.day = 11
    for live, told in ((800_000, True), (884_000, False)):
        card.monitored_ppm, card.monitored_pct = [live] * 5, [100] * 5
        lines = retro(board, 1).sections[1].lines
        assert any(line.startswith("001 measured 88.5") and "customers got about 80" in line for line in lines) is told
        assert ("nothing: no bad news came, and no launch did other than measured" in lines) is not told


def test_a_retro_with_nothing_open_asks_for_nothing_to_stop() -> None:
    board = new_game("first-sprint", seed=1).board
    board.day = 11
    heading = retro(board, 1).sections[2].heading
    assert heading == "No started card was killed, and none is open to stop."
    board.cards[0].stage = Stage.EXPERIMENT
    heading = retro(board, 1).sections[2].heading
    assert heading.startswith("No started card was killed. Which open card would you stop first?")


def test_planning_says_which_card_comes_too_late_for_customers() -> None:
    board = new_game("support-chatbot", seed=1).board
    board.legal = 2
    late = "too late: its first customer would come on D"
    assert not any(late in line for line in planning(board).sections[0].lines)
    board.day = board.world.days - 9
    lines = planning(board).sections[0].lines
    assert all(late in line for line in lines[1:4]) and f"the close is D{board.world.days}" in lines[1]
