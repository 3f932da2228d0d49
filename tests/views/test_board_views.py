"""Every view on every morning of real games: never wrong, never beside the engine."""

from __future__ import annotations

import re

import pytest

from aiboard.engine import gate as gating
from aiboard.engine.act import check
from aiboard.engine.cost_of_delay import delay_cents
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import copy_board, dump_board
from aiboard.engine.model.vocabulary import Block, Column, Refusal, Stage
from aiboard.engine.systems import accounting
from aiboard.engine.systems.compute import cards_held, speed_of
from aiboard.engine.verbs import Document
from aiboard.game import new_game
from aiboard.views import fmt, linear
from aiboard.views.board import columns, families, header, log, orders, queue, standup
from aiboard.views.card import measure
from aiboard.views.card.gate_lines import failures
from aiboard.views.card.states import blocking_cause
from aiboard.views.data import databoard
from aiboard.views.decisions import menu
from aiboard.views.why import topics
from aiboard.views.why.accounts import burn_cents, once_cents
from tests.views.playing import mornings

GAMES = [
    ("first-sprint", 1, "random", 1),
    ("support-chatbot", 1, "heuristic", 4),
    ("support-chatbot:chaos", 2, "random", 5),
    ("support-chatbot", 3, "autopilot", 7),
]


@pytest.fixture(scope="module", params=GAMES, ids=lambda game: f"{game[0]}-{game[2]}")
def boards(request: pytest.FixtureRequest) -> list[tuple[Board, int]]:
    scenario, seed, bot, step = request.param
    return [(copy_board(board), before) for board, before in mornings(scenario, seed, bot, step)]


def test_header_and_log_lines_show_twelve_numbers_at_most(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        head = header.header(board)
        lines = log.last_lines(board)
        shown = log.numbers(" ".join(head.parts)) + sum(log.numbers(line.text) for line in lines)
        assert shown <= header.MOST_NUMBERS or len(lines) == 1


def test_columns_hold_every_shown_card_once(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        seen = [line.card for column in columns.columns(board) for line in column.cards]
        assert sorted(seen) == [card.index for card in board.cards if card.shown]


def test_a_stuck_card_names_its_cause_and_day(boards: list[tuple[Board, int]]) -> None:
    stuck = (Block.NO_GPU, Block.SHORTAGE, Block.NO_DATA, Block.DATA_ISSUE)
    for board, _ in boards:
        for card in board.cards:
            if card.stage != Stage.EXPERIMENT or card.paused or card.block not in stuck:
                continue
            line = columns.card_line(board, card.index)
            block, until = blocking_cause(board, card)
            # What kept it yesterday may be over, and it may have begun to wait for something else.
            assert line.state.blocked == bool(block) and bool(line.state.cause) == bool(block)
            assert line.state.until == until
            answer = topics.explain(board, topics.Topic.CARD, card.index)
            if until > board.day:
                assert f"D{until}" in answer.summary
            elif block:
                assert "No day is known yet" in answer.summary


def test_money_parts_add_up(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        booked = topics.explain(board, topics.Topic.BOOKED)
        assert sum(part.value for part in booked.parts) == board.ledger.booked() - board.before.booked()
        live = topics.explain(board, topics.Topic.LIVE)
        assert sum(part.value for part in live.parts) == accounting.live_cents(board)
        waiting = topics.explain(board, topics.Topic.WAITING)
        assert sum(part.value for part in waiting.parts) == delay_cents(board)
        burn = topics.explain(board, topics.Topic.BURN)
        # All that moves the booked sum is earned or spent: the header's numbers leave nothing out.
        tail = board.ledger.tail - board.before.tail
        change = board.ledger.booked() - board.before.booked()
        assert sum(part.value for part in burn.parts) == change - accounting.live_cents(board) - tail
        assert burn_cents(board) + once_cents(board) == accounting.live_cents(board) + tail - change


def test_what_a_day_paid_is_told_with_what_was_read_on_it(boards: list[tuple[Board, int]]) -> None:
    told = [part for board, _ in boards for part in topics.explain(board, topics.Topic.LIVE).parts]
    served = any(isinstance(event, Monitored) for board, _ in boards for event in board.history)
    assert bool(told) == served
    assert all(re.search(r" at \d+ %, \d+(\.\d)? that day$", part.name) for part in told)


def test_speed_is_the_engines(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        held = [cards for cards in cards_held(board) if cards]
        answer = topics.explain(board, topics.Topic.SPEED)
        assert answer.value.startswith(f"{board.count_in_flight()} card") and sum(held) == board.count_in_flight()
        assert [part.value for part in answer.parts] == [speed_of(board, cards) for cards in held]


def test_scores_add_up_and_are_the_gates(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        for card in board.cards:
            found = measure.quality_estimate(board, card.index)
            truth = gating.card_estimate(board, card)
            assert (found is None) == (truth is None)
            if found is None or truth is None:
                continue
            assert found.mean == truth.mean
            assert truth.low <= found.low <= found.mean <= found.high <= max(truth.high, found.mean)
            if not card.scores:
                answer = topics.explain(board, topics.Topic.SCORE, card.index)
                assert sum(part.value for part in answer.parts) == card.corrected[-1]
            failed = [check_ for check_ in gating.verdict(board, card.index).checks if not check_.passed]
            assert len(failures(board, card.index)) == len(failed)


def test_what_is_offered_is_possible_and_costs_what_it_says(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards[::3]:
        for card in board.cards:
            if not card.shown:
                continue
            for option in menu.card_options(board, card.index, include_refused=True):
                if isinstance(option.action, Document):
                    continue
                assert (check(board, option.action) == Refusal.NONE) == (option.refusal == "")
                assert option.minutes == option.action.minutes(board)
                decision = menu.decision_of(board, option.action)
                assert (check(board, decision.action) == Refusal.NONE) == (decision.refusal == "")
                before = decision.action.preview(board)
                text = " ".join(fact.text for fact in decision.price(decision.values))
                assert ("no time of yours" in text) == (before.minutes == 0)


def test_stand_up_is_short_and_worst_first(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        lines = standup.standup(board)
        assert len(lines) <= standup.MOST
        assert [line.weight for line in lines] == sorted((line.weight for line in lines), reverse=True)
        cards = [line.card for line in lines if line.card >= 0]
        assert len(cards) == len(set(cards))


def test_family_strips_count_every_card(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        strips = families.families(board)
        assert sum(strip.decided for strip in strips) == board.decided
        total = sum(strip.decided + strip.active + strip.waiting for strip in strips)
        dropped = sum(1 for card in board.cards if card.stage == Stage.KILLED and not card.decision)
        assert total + dropped == sum(1 for card in board.cards if card.shown)


def test_queue_holds_everyone_who_wants_a_gpu(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards:
        wanted = [
            card.index
            for card in board.cards
            if card.stage in (Stage.EXPERIMENT, Stage.ITERATION)
            or (card.stage == Stage.EVALUATION and card.seeds_pending)
        ]
        assert sorted(line.card.card for line in queue.queue(board).lines) == wanted


def test_every_screen_has_its_text_and_fits_the_width(boards: list[tuple[Board, int]]) -> None:
    for board, _ in boards[::4]:
        pages = [
            linear.header_lines(board),
            linear.board_lines(board),
            linear.column_lines(board, Stage.BACKLOG),
            linear.column_lines(board, Stage.KILLED),
            linear.data_lines(board),
            linear.queue_lines(board),
            linear.log_lines(board, 99),
            linear.orders_lines(board),
            linear.families_lines(board),
            linear.due_lines(board),
            *[linear.card_lines(board, card.index) for card in board.cards if card.shown],
            *[linear.chart_lines(board, card.index) for card in board.cards if card.shown],
            *[list(topics.explain(board, topic).lines) for topic in topics.Topic if topic not in topics.ABOUT_ONE],
        ]
        for page in pages:
            assert page
            for line in linear.wrap(page, 80):
                assert len(line) <= 80
                assert line.isprintable()
        assert orders.order_questions(board) is not None
        assert databoard.data_columns(board)


def test_views_change_nothing(boards: list[tuple[Board, int]]) -> None:
    board, _ = boards[len(boards) // 2]
    before = dump_board(board)
    linear.board_lines(board)
    for card in board.cards:
        linear.card_lines(board, card.index)
        for option in menu.card_options(board, card.index, include_refused=True):
            menu.decision_of(board, option.action)
    assert dump_board(board) == before


def test_a_set_that_the_vendor_still_checks_is_due_and_so_is_filing_the_review() -> None:
    """What has a day is in the list until it is there: a batch in QA is not delivered yet, a review has a last day."""
    board = new_game("support-chatbot", 7).board
    task = board.data[1]
    task.shown, task.column, task.batch_pct, task.days_left, task.due_day = True, Column.QA, 100, 2, 3
    name = fmt.dataset(board.world, 1)
    due = {one.label: one.day for one in header.due_dates(board)}
    assert due[name] == 3 and due["file legal"] == 35
    task.days_left, board.legal = 0, 1
    due = {one.label: one.day for one in header.due_dates(board)}
    assert name not in due and "file legal" not in due
