"""Boards and lists line by line, and what they leave out."""

from __future__ import annotations

import pytest

from aiboard.engine.model.vocabulary import Chaos, Column, Stage
from aiboard.engine.systems.agent import StepState, agent_run, state_of
from aiboard.engine.verbs import Evaluate
from aiboard.views import linear, words
from aiboard.views.board.trouble import troubles
from aiboard.views.card.gate_lines import check_lines
from aiboard.views.charts.chart import GlyphMode, draw
from aiboard.views.data.databoard import data_columns
from aiboard.views.decisions.menu import decision
from tests.views import made
from tests.views.test_charts import FIVE


def test_each_set_stands_in_its_column_and_the_headings_count() -> None:
    board = made.board()
    where = {line.data: column.name for column in data_columns(board) for line in column.lines}
    assert where == {task.index: words.COLUMN[Column(task.column)] for task in board.data if task.shown}
    lines = linear.data_lines(board)
    for column in Column:
        count = list(where.values()).count(words.COLUMN[column])
        assert f"{words.COLUMN[column]} {count}" in lines


def test_a_list_of_agent_runs_names_the_findings_of_each() -> None:
    board = made.board()
    runs = [agent_run(7, 3, number, 850_000, 150_000, 150_000) for number in range(12)]
    board.cards[made.AGENT].run_codes = runs
    lines = linear.runs_lines(board, made.AGENT)
    assert len(lines) == len(runs)
    for line, codes in zip(lines, runs, strict=True):
        assert f": {len(codes)} call" in line
        states = {state_of(code) for code in codes}
        if not states & {StepState.ERROR, StepState.SAME_AGAIN, StepState.VARIED_AGAIN, StepState.UNAUTHORISED}:
            assert line.endswith(", no findings")
        if states & {StepState.SAME_AGAIN, StepState.UNAUTHORISED}:
            assert not line.endswith("no findings")
    assert 0 < sum(line.endswith("no findings") for line in lines) < len(lines)


def test_the_model_that_must_be_beaten_is_named_also_where_it_is_the_first_card() -> None:
    board = made.board()
    board.cards[0], first = board.cards[made.LIVE], board.cards[0]
    board.cards[made.LIVE], board.cards[0].index, first.index = first, 0, made.LIVE
    said = " ".join(line.text for line in check_lines(board, made.MEASURED))
    assert "better than 001 at" in said or "better than 001 at" in said.replace("surely ", "")
    assert "the baseline" not in said


@pytest.mark.parametrize(("left", "said"), [(1, "ends its training: 1 of 3 runs not done"), (0, "")])
def test_an_evaluation_says_which_runs_it_gives_up(left: int, said: str) -> None:
    board = made.board()
    board.cards[made.TRAINING].runs_done = 3 - left
    found = decision(board, Evaluate, made.TRAINING)
    told = [fact.text for fact in found.price({row.name: row.choices[row.selected].value for row in found.rows})]
    assert (said in told) if said else not any("ends its training" in text for text in told)


@pytest.mark.parametrize(
    ("count", "said"), [(2, "002 waits"), (4, "002, 003 and 004 wait"), (5, "002, 003, 004 and 1 more wait")]
)
def test_three_cards_are_named_and_more_are_counted(count: int, said: str) -> None:
    board = made.board()
    for card in board.cards:
        card.stage = Stage.EXPERIMENT if card.index < count else Stage.BACKLOG
        card.running = False
    # One GPU is left, and the first card has it.
    board.world.shortage_gpus = board.world.gpus - 1
    made.disrupted(board, Chaos.GPU_SHORTAGE, made.DAY + 3)
    (text,) = [trouble.text for trouble in troubles(board) if "shortage" in trouble.text.lower()]
    assert said in text


def test_a_picture_needs_two_rows_under_its_words() -> None:
    heights = [height for height in range(1, 12) if any(line.strip() for line in draw(FIVE, 80, height).lines()[1:])]
    assert heights and heights[0] == 3, heights
    assert draw(FIVE, 80, 2, GlyphMode.ASCII).lines()[1].strip() == ""
