"""What cannot start now is not recommended, and a start or launch says beforehand what it would wait for."""

import pytest

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Disruption
from aiboard.engine.model.vocabulary import Block, Chaos, Column, Stage
from aiboard.engine.verbs import Promote, Start
from aiboard.game import new_game
from aiboard.play.rituals import planning
from aiboard.play.stop_dues import slot_event_stop
from aiboard.views.board.header import header
from aiboard.views.card.starting import start_waits
from aiboard.views.card.states import state
from aiboard.views.decisions.menu import data_options, decision


@pytest.fixture
def board() -> Board:
    return new_game("support-chatbot", 7).board


def _needy(board: Board) -> int:
    """A card in the Backlog whose dataset nobody has ordered."""
    return next(
        card.index for card in board.cards if card.shown and outlook.start_outlook(board, card).cause == Block.NO_DATA
    )


def test_the_start_dialog_says_for_what_and_how_long(board: Board) -> None:
    index = _needy(board)
    dataset = board.world.ideas[index].dataset
    key = board.world.datasets[dataset].key
    assert start_waits(board, index) == f"wait for {key}, which nobody has ordered"
    task = board.data[dataset]
    task.column, task.ordered_pct, task.batch_pct, task.due_day = Column.COLLECTION, 10, 10, board.day + 6
    assert decision(board, Start, index).warning == f"it would hold a slot and wait for {key} 6 days, until D7"
    for card in board.cards[:4]:
        card.stage, card.runs_planned = Stage.EXPERIMENT, 1
    free = next(c.index for c in board.cards if c.stage == Stage.BACKLOG and board.world.ideas[c.index].dataset < 0)
    assert "wait for GPUs" in decision(board, Start, free).warning and "until D" in decision(board, Start, free).warning
    board.disruptions.append(Disruption(int(Chaos.GPU_SHORTAGE), 0, board.day + 2, -1, -1, 0))
    assert "wait 3 days, until D4, for the GPU shortage to end" in decision(board, Start, free).warning


def test_planning_and_stops_name_cards_that_can_start_first(board: Board) -> None:
    index = _needy(board)
    board.cards[index].priority = 1
    section = next(one for one in planning(board).sections if one.heading == "Which cards next?")
    shown = [line.split()[0] for line in section.lines[1:4]]
    assert board.world.ideas[index].key[-3:] not in shown, "three others would train at once"
    assert outlook.best_start(board) != index
    for card in board.cards:
        if card.index != index and card.stage == Stage.BACKLOG:
            card.shown = False
    section = next(one for one in planning(board).sections if one.heading == "Which cards next?")
    assert "would wait for" in section.lines[1]
    assert slot_event_stop(board, []) is None and outlook.best_start(board) == -1


def test_a_promotion_is_refused_beside_a_canary_and_says_so(board: Board) -> None:
    card, other = board.cards[0], board.cards[1]
    card.stage, card.scores = Stage.EVALUATION, [900_000, 901_000]
    other.stage, other.share_pct, other.launched = Stage.PRODUCTION, 5, 1
    found = decision(board, Promote, 0)
    assert "another model is on its way to customers" in found.refusal
    assert any("on its way to all customers" in fact.text for fact in found.price({}))
    other.share_pct = 100
    assert decision(board, Promote, 0).refusal == ""
    told = [fact.text for fact in decision(board, Promote, 0).price({})]
    assert any(text.startswith("legal review starts: ") for text in told)


def test_hours_are_labelled_once(board: Board) -> None:
    head = header(board)
    assert head.hours_left.endswith(" 4 h left") and head.text.count("left") == 1
    assert header(board, show_hours=False).hours_left == ""


def test_a_start_during_a_data_issue_waits_for_its_own_set_where_that_comes_later(board: Board) -> None:
    index = _needy(board)
    task = board.data[board.world.ideas[index].dataset]
    corpus = next(task.index for task in board.data if board.world.datasets[task.index].ready)
    board.disruptions.append(Disruption(int(Chaos.DATA_ISSUE), 1, 5, -1, corpus, 0))
    task.column, task.ordered_pct, task.batch_pct, task.due_day = Column.COLLECTION, 10, 10, 7
    key = board.world.datasets[task.index].key
    assert start_waits(board, index) == f"wait for {key} 6 days, until D7"
    task.due_day = 4
    assert start_waits(board, index) == "wait 5 days, until D6, for the data issue to end"


def test_a_start_that_waits_for_data_names_what_keeps_it_after_that(board: Board) -> None:
    index = _needy(board)
    task = board.data[board.world.ideas[index].dataset]
    key = board.world.datasets[task.index].key
    task.column, task.ordered_pct, task.batch_pct, task.due_day = Column.COLLECTION, 10, 10, 4
    others = [card for card in board.cards if card.index != index][:4]
    for card in others:
        card.stage, card.runs_planned, card.holder = Stage.EXPERIMENT, 9, card.index % 3
    free = next(day for day in range(5, 400) if f"until D{day}" in start_waits(board, index).partition(", then ")[2])
    assert start_waits(board, index) == f"wait for {key} 3 days, until D4, then for GPUs, until D{free}"
    task.due_day = free
    assert start_waits(board, index) == f"wait for {key} {free - 1} days, until D{free}", "free by then"
    corpus = next(one.index for one in board.data if board.world.datasets[one.index].ready)
    task.due_day = 2
    board.disruptions.append(Disruption(int(Chaos.DATA_ISSUE), 1, 3, -1, corpus, 0))
    assert start_waits(board, index).endswith(f", for the data issue to end, then for GPUs, until D{free}")
    board.disruptions.append(Disruption(int(Chaos.GPU_SHORTAGE), 1, 9, -1, -1, 0))
    assert start_waits(board, index).endswith(", then for the GPU shortage to end, until D10")
    assert task.delivered_pct == 0 and len(board.disruptions) == 2, "nothing changed on the board itself"


def test_planning_names_the_set_that_an_idea_still_lacks(board: Board) -> None:
    index = _needy(board)
    for card in board.cards:
        card.shown = card.index == index
    (cards,) = [section for section in planning(board).sections if section.heading == "Which cards next?"]
    assert f"needs {board.world.datasets[board.world.ideas[index].dataset].key}" in cards.lines[1]


def test_half_an_hour_does_not_look_like_a_whole_one(board: Board) -> None:
    shown = []
    for minutes in (240, 210, 60, 30, 0):
        board.minutes_left = minutes
        shown.append(header(board).cells)
    assert shown == ["▮▮▮▮", "▮▮▮▌", "▮▯▯▯", "▌▯▯▯", "▯▯▯▯"]


def test_planning_counts_no_free_gpus_during_a_shortage(board: Board) -> None:
    (cards,) = [section for section in planning(board).sections if section.heading == "Which cards next?"]
    assert f"{board.world.gpus} GPUs free" in cards.lines[0]
    board.disruptions.append(Disruption(int(Chaos.GPU_SHORTAGE), 1, 5, -1, -1, 0))
    (cards,) = [section for section in planning(board).sections if section.heading == "Which cards next?"]
    assert "one card trains at a time" in cards.lines[0] and "GPUs free" not in cards.lines[0]


def test_an_idea_whose_set_is_there_in_part_does_not_say_that_it_lacks_it(board: Board) -> None:
    index = _needy(board)
    task = board.data[board.world.ideas[index].dataset]
    key = board.world.datasets[task.index].key
    assert state(board, index).needs == f"needs {key}"
    task.delivered_pct = 10
    assert state(board, index).needs == f"only 10 % of {key}"
    task.delivered_pct = 100
    assert state(board, index).needs == ""


def test_an_order_says_how_much_of_the_set_it_buys(board: Board) -> None:
    task = board.data[board.world.ideas[_needy(board)].dataset]
    words = [option.word for option in data_options(board, task.index)]
    assert "order a 10 % pilot" in words and "order the whole set" in words
    task.ordered_pct = task.delivered_pct = 10
    assert "order the other 90 %" in [option.word for option in data_options(board, task.index)]
