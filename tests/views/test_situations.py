"""Texts and states of hand-made situations: what is said, and what is not said where it is not so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aiboard.engine.happenings.cards import WentOverLimit
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import Alerted, Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import OrderQuestion
from aiboard.engine.model.vocabulary import Block, Chaos, Column, Order, Reason, Source, Stage
from aiboard.engine.verbs import Deploy, Kill, OrderData, Pause, Promote
from aiboard.game import new_game
from aiboard.views import fmt, linear
from aiboard.views.board import log, orders, queue
from aiboard.views.board.standup import standup
from aiboard.views.card.evidence import suggested_learning
from aiboard.views.card.measure import readout_chart
from aiboard.views.card.pane import pane
from aiboard.views.card.states import state
from aiboard.views.charts.chart import draw, words
from aiboard.views.charts.evals import EvalChart
from aiboard.views.charts.readouts import ReadoutChart
from aiboard.views.data.databoard import data_line
from aiboard.views.decisions.menu import decision
from aiboard.views.sentences import sentence
from aiboard.views.why.accounts import live_by_card
from aiboard.views.why.topics import Topic, explain
from tests.engine.play import dated
from tests.views.playing import trained
from tests.views.test_charts import CURVE, FIVE, MONEY


@pytest.fixture
def board() -> Board:
    return new_game("support-chatbot", 7).board


def launched(board: Board, share: int) -> None:
    """Put the first card in front of a share of the customers, since today."""
    card = board.cards[0]
    card.stage = Stage.PRODUCTION
    card.launched, card.share_pct, card.share_day, card.block = 1, share, board.day, Block.NONE


# --- numbers and days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cents", "said"), [(49, "$0"), (50, "$1"), (149, "$1"), (-150, "−$2"), (104_900, "$1.0k"), (104_950, "$1.1k")]
)
def test_money_is_rounded_half_away_from_zero(cents: int, said: str) -> None:
    assert fmt.money(cents) == said


def test_days_of_this_week_have_names_and_later_ones_numbers(board: Board) -> None:
    names = [fmt.day_name(board, board.day + ahead) for ahead in range(6)]
    assert names == ["today", "tomorrow", "Wed", "Thu", "Fri", "day 6"]


def test_a_broken_line_goes_on_further_in() -> None:
    first, *more = linear.wrap(["    " + "word " * 40], 60)
    assert first.startswith("    word") and more
    assert all(line.startswith(6 * " " + "word") for line in more)


# --- the team, the queue, the data ------------------------------------------------------------------------------


def test_the_three_longest_stuck_cards_are_told_worst_first(board: Board) -> None:
    for index, waited in enumerate((2, 4, 9, 7)):
        card = board.cards[index]
        card.stage, card.block, card.waited_days = Stage.EXPERIMENT, Block.NO_GPU, waited
    said = standup(board)
    assert [line.card for line in said] == [2, 3, 1]
    for line in said:
        assert line.text.startswith(f"{line.person}: {fmt.short(board.world, line.card)} ")
        assert f"{board.cards[line.card].waited_days} d" in line.text


def test_what_happened_twice_on_a_day_is_told_once(board: Board) -> None:
    began = ChaosBegan(-1, -1, int(Chaos.GPU_SHORTAGE), 8, int(Source.PLAYER))
    board.history += [dated(board.day - 1, began), dated(board.day - 1, began)]
    assert [line.text for line in standup(board)] == ["GPU shortage, 8 days (injected by you)."]


def test_after_ten_days_a_stuck_card_grows_no_more_urgent(board: Board) -> None:
    for index, waited in enumerate((9, 10, 11)):
        card = board.cards[index]
        card.stage, card.block, card.waited_days = Stage.EXPERIMENT, Block.NO_GPU, waited
    weight = {line.card: line.weight for line in standup(board)}
    assert weight[0] < weight[1] == weight[2]


def test_a_card_whose_batch_waits_for_a_verdict_has_not_waited_for_it_before_today(board: Board) -> None:
    card = next(card for card in board.cards if board.world.ideas[card.index].dataset >= 0)
    task = board.data[board.world.ideas[card.index].dataset]
    card.stage, card.block, card.waited_days = Stage.EXPERIMENT, Block.NO_DATA, 12
    task.ordered_pct = task.batch_pct = 100
    task.column, task.days_left, task.due_day = Column.ANNOTATION, 3, board.day + 3
    assert "12 days so far" in standup(board)[0].text
    task.column, task.days_left, task.due_day = Column.QA, 0, board.day
    assert standup(board)[0].text.endswith("waits for your verdict.")


def test_the_pool_is_told_before_anything_ran(board: Board) -> None:
    assert queue.queue(board).pool == f"{board.world.gpus} GPUs in the pool."


def test_a_dataset_says_what_it_waits_for(board: Board) -> None:
    index = next(at for at, spec in enumerate(board.world.datasets) if not spec.ready)
    task = board.data[index]
    assert "no guidelines" in data_line(board, index).lines
    assert any(line.endswith(" for all") for line in data_line(board, index).lines)
    assert not any("%" in line for line in data_line(board, index).lines), "no batch is there to speak of"
    task.ordered_pct = task.batch_pct = 20
    task.column, task.days_left = Column.QA, 0
    assert "accept or relabel" in data_line(board, index).lines
    assert any(line.startswith("20 % in ") for line in data_line(board, index).lines)
    task.days_left = 1
    assert "accept or relabel" not in data_line(board, index).lines
    task.column, task.due_day, task.promised_day = Column.ANNOTATION, 12, 10
    assert "20 % due D12, 2 d late" in data_line(board, index).lines
    task.promised_day = 12
    assert "20 % due D12" in data_line(board, index).lines
    ready = next(at for at, spec in enumerate(board.world.datasets) if spec.ready)
    assert data_line(board, ready).lines == ()


def test_an_order_of_data_says_who_needs_it(board: Board) -> None:
    needed = [at for at in range(len(board.data)) if board.data[at].shown and data_line(board, at).needed]
    assert needed
    for index in needed:
        told = "\n".join(linear.decision_lines(decision(board, OrderData, index)))
        assert all(name in told for name in data_line(board, index).needed)


def test_what_standing_orders_ask_is_listed(board: Board) -> None:
    assert orders.order_questions(board) == ()
    board.asked = [OrderQuestion(int(Order.KILL_LINE), 1, -1)]
    (line,) = orders.order_questions(board)
    assert (line.order, line.card, line.data) == (Order.KILL_LINE, 1, -1)
    assert fmt.short(board.world, 1) in line.text
    assert len(orders.order_lines(board)) == len(Order)


def test_a_stage_over_its_limit_is_told_with_its_count(board: Board) -> None:
    told = sentence(board.world, WentOverLimit(0, stage=int(Stage.EXPERIMENT), count=5)).text
    assert "over the limit" in told and "5 cards" in told and fmt.short(board.world, 0) in told


# --- a card ---------------------------------------------------------------------------------------------------


def test_a_card_that_waits_for_data_says_whether_it_is_ordered(board: Board) -> None:
    index = next(at for at, idea in enumerate(board.world.ideas) if idea.dataset >= 0 and board.cards[at].shown)
    dataset = board.world.ideas[index].dataset
    card = board.cards[index]
    card.stage, card.block = Stage.EXPERIMENT, Block.NO_DATA
    assert "not ordered" in state(board, index).cause
    assert fmt.dataset(board.world, dataset) in state(board, index).cause
    board.data[dataset].ordered_pct = 20
    assert "not ordered" not in state(board, index).cause


def test_a_live_card_shows_its_share_its_days_and_its_alert(board: Board) -> None:
    board.day = 9
    launched(board, 25)
    found = state(board, 0)
    assert found.progress.startswith("25 %") and found.facts[0].startswith(f"day 1 of {board.world.canary_days}, ")
    board.cards[0].share_pct, board.cards[0].live_days = 100, 4
    found = state(board, 0)
    assert (found.decide, found.cause, found.facts) == (False, "", ("4 days live",))
    board.history.append(dated(8, Alerted(0, online_ppm=1, expected_ppm=2)))
    found = state(board, 0)
    assert found.decide and found.cause.startswith("alert")
    board.day = 10
    assert not state(board, 0).decide, "it is of an earlier day"


def test_earnings_by_card_are_those_of_the_last_day_played(board: Board) -> None:
    board.day = 9
    for day, cents in ((7, 1), (8, 20), (8, 300)):
        board.history.append(dated(day, Monitored(0, online_ppm=1, share_pct=50, revenue_cents=cents)))
    assert live_by_card(board) == {0: 320}
    board.over = True
    assert live_by_card(board) == {}
    board.day = 8
    assert live_by_card(board) == {0: 320}


def test_a_share_is_chosen_from_those_that_are_possible(board: Board) -> None:
    launched(board, 25)
    rows = [row for row in decision(board, Deploy, 0).rows if row.name == "share_pct"]
    assert rows and all(choice.word.endswith("%") for choice in rows[0].choices)


def test_a_ticket_tells_how_many_cards_it_learned_from(board: Board) -> None:
    card = board.cards[0]
    assert pane(board, 0).ticket == ""
    card.ticket_day = 1
    card.fresh_cards = 0
    assert "taught" not in pane(board, 0).ticket
    card.fresh_cards = 2
    assert pane(board, 0).ticket.endswith("taught by 2 cards")


def test_divergence_is_counted_in_the_learning(board: Board) -> None:
    board.cards[0].readouts, board.cards[0].diverged = [820_000], 2
    assert "diverged 2 times" in suggested_learning(board, 0, Reason.DIVERGED)


def test_nothing_measured_is_an_answer_of_its_own(board: Board) -> None:
    assert explain(board, Topic.SCORE, 0).value == "nothing measured"


def test_parts_end_with_their_sum(board: Board) -> None:
    board.cards[0].stage = Stage.EVALUATION
    board.cards[0].readouts, board.cards[0].corrected = [820_000, 850_000], [800_000, 830_000]
    board.cards[0].versions = [1, 2]
    found = explain(board, Topic.SCORE, 0)
    assert len(found.parts) > 1 and found.lines[len(found.parts) + 3].strip() == f"{found.total}  in all"


@pytest.mark.parametrize(
    ("text", "shown"), [("EXP-012 lost 3 of DS-2", 1), ("#7 and 3", 1), ("012: 84.1 (82–86)", 3), ("7 of 9", 2)]
)
def test_names_are_no_numbers(text: str, shown: int) -> None:
    assert log.numbers(text) == shown


def test_no_more_history_than_asked_for() -> None:
    board = trained("support-chatbot").board
    for most in (1, 2, 3):
        lines = linear.card_lines(board, 0, history=most)
        assert len(lines) - 1 - lines.index("  What happened, newest first:") == most


def test_readouts_count_from_one_and_an_iteration_is_one_run_more(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.corrected, card.runs_planned = Stage.EXPERIMENT, [810_000, 820_000, 830_000], 3
    assert words(readout_chart(board, 0)).startswith("run 3 of 3: 83.0")
    card.stage = Stage.ITERATION
    assert words(readout_chart(board, 0)).startswith("run 3 of 4: 83.0")


# --- decisions ------------------------------------------------------------------------------------------------


def test_a_decision_shows_the_chart_of_what_was_measured() -> None:
    board = trained("support-chatbot").board
    assert isinstance(decision(board, Kill, 0).chart, ReadoutChart)
    board.cards[0].scores = [880_000, 890_000]
    assert isinstance(decision(board, Kill, 0).chart, EvalChart)


def test_a_warning_stands_once_and_only_where_there_is_one(board: Board) -> None:
    found = decision(board, Kill, 0)
    assert "  ! too soon" in linear.decision_lines(replace(found, warning="too soon"))
    assert not any(line.startswith("  !") for line in linear.decision_lines(replace(found, warning="")))


def test_only_what_trains_or_evaluates_costs_gpu_hours(board: Board) -> None:
    game = new_game("support-chatbot", 7)
    game.do("start EXP-001")
    assert "GPU-h after" not in " ".join(fact.text for fact in decision(game.board, Pause, 0).price({}))


def test_a_limit_is_over_only_when_it_is_passed() -> None:
    board = trained("support-chatbot").board
    board.wip[Stage.PRODUCTION] = 1
    told = " ".join(fact.text for fact in decision(board, Promote, 0).price({}))
    assert "1/1 after" in told and "over the limit" not in told
    launched(board, 0)
    board.cards[1].stage = Stage.EVALUATION
    told = " ".join(fact.text for fact in decision(board, Promote, 1).price({}))
    assert "2/1 after, over the limit" in told


# --- charts ---------------------------------------------------------------------------------------------------


def row_of(text: list[str], piece: str) -> int:
    return next(y for y, line in enumerate(text) if piece in line)


def test_a_higher_value_stands_higher() -> None:
    text = draw(CURVE, 60, 12).lines()
    second, first = (y for y, line in enumerate(text) if "●" in line)
    assert second < first and text[second].index("●") > text[first].index("●")
    assert row_of(text, "bar 92") < second < first < row_of(text, "└")
    assert row_of(text, "kill 80") > second


def test_an_axis_is_ruled_where_there_is_room_and_its_labels_stay() -> None:
    tall, flat = draw(CURVE, 60, 12).lines(), draw(CURVE, 30, 6).lines()
    assert "┬" in tall[-2] and "└─" in tall[-2] and "run 1" in tall[-1]
    assert not any("┬" in line for line in flat) and "run 1" in flat[-1]
    # Labels become short where long ones would not fit.
    wide, narrow = draw(MONEY, 70, 14).lines(), draw(MONEY, 26, 14).lines()
    assert "day 10" in wide[-1] and "day 10" not in narrow[-1] and "10" in narrow[-1]


def test_the_axis_of_scores_is_ruled_with_its_numbers_under_it() -> None:
    text = draw(FIVE, 60, 12).lines()
    rule = row_of(text, "┬")
    assert text[rule].index("┬") < text[rule + 1].index("75") + 2
    assert text[rule + 1].split() == ["75", "80", "85", "90"]


def test_a_loss_hangs_under_zero_and_a_gain_stands_on_it() -> None:
    text = draw(MONEY, 70, 14).lines()
    zero = row_of(text, "$0 ┤")
    lowest = max(y for y, line in enumerate(text) if any("⠀" < c <= "⣿" for c in line))
    highest = min(y for y, line in enumerate(text) if any("⠀" < c <= "⣿" for c in line))
    assert highest == row_of(text, " $20k ┤") < zero < lowest == row_of(text, "−$20k ┤")
