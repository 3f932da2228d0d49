"""What a terminal of 80 cells shows whole: a card's decision, its live interval, its time box, its hypothesis."""

from __future__ import annotations

import pytest

from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos, Regression, Stage
from aiboard.engine.verbs import Inject
from aiboard.game import new_game
from aiboard.play.session import Session
from aiboard.tui import themes
from aiboard.tui.widgets import cards
from aiboard.tui.widgets.status import Status, StatusLine, StatusPane
from aiboard.tui.widgets.status_text import StatusText
from aiboard.views.board.columns import card_line
from aiboard.views.board.header import header
from tests.views import made

LOOK = themes.palette("dark")
FOCUSED = 28
"""Cells of the focused column at 80."""
WORDS = "Passages cut at headings keep conditions and exceptions together and win three points on long documents. " * 2


def block(board: Board, index: int, width: int = FOCUSED) -> list[str]:
    rows = cards.block(card_line(board, index), width, 3, LOOK, False, False)
    return ["".join(text for text, _ in row).rstrip() for row in rows]


def pane(monkeypatch: pytest.MonkeyPatch, status: Status, height: int = 11) -> list[str]:
    found = StatusPane()
    monkeypatch.setattr(StatusPane, "look", property(lambda self: LOOK))
    found.status = status
    return ["".join(text for text, _ in row) for row in found.draw(80, height)]


@pytest.mark.parametrize("regressed", [Regression.UNEXPLAINED, Regression.EXPLAINED])
def test_what_a_regressed_card_asks_is_whole(regressed: Regression) -> None:
    board = made.board()
    card = board.cards[made.MEASURED]
    card.regressed = int(regressed)
    assert "cause" in block(board, made.MEASURED)[1] and "…" not in block(board, made.MEASURED)[1]


def test_the_interval_of_a_live_model_is_whole() -> None:
    board = made.board()
    board.cards[made.LIVE].share_pct = 100
    line = block(board, made.LIVE)
    assert any(row.strip().startswith("live 89 (87–91)  100 %") for row in line), line


def test_a_fact_without_room_is_left_out_and_not_cut_inside() -> None:
    board = made.board()
    line = card_line(board, made.SCORING)
    (row,) = [row for row in block(board, made.SCORING, 24) if "seeds to come" in row]
    assert line.state.progress.startswith("2 seeds to come  about") and row == "   2 seeds to come …"


def test_half_a_word_never_stands_beside_an_id() -> None:
    board = made.board()
    line = card_line(board, made.SCORING)
    texts = ["".join(text for text, _ in cards.narrow(line, width, LOOK, False, False)) for width in range(8, 24)]
    assert not any("…" in text for text in texts) and texts[-1].endswith(line.mark.word)


def test_a_long_row_has_two_where_rows_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    status = Status(title="EXP-001", card=((("· Backlog", "dim"),), ((WORDS, "dim"),), (("3 runs on 1 GPU", "dim"),)))
    assert "…" not in "".join(pane(monkeypatch, status))
    several = Status(title="EXP-001", card=((("time box day 7 of 6, late", "dim"), ("   " + WORDS[:60], "dim")),))
    assert any(row.startswith("      Passages") for row in pane(monkeypatch, several))
    # With a log in the room below, a row stays one row, and the last one is there.
    full = Status(title="EXP-001", card=status.card, log=tuple(StatusLine(f"line {n}") for n in range(6)))
    rows = pane(monkeypatch, full)
    assert any("3 runs on 1 GPU" in row for row in rows) and sum("Passages" in row for row in rows) == 1


def test_what_a_shortage_leaves_to_do_names_its_key() -> None:
    game = new_game("support-chatbot:calm", 5)
    for index in range(3):
        card = game.board.cards[index]
        card.stage, card.holder, card.started_day, card.runs_planned, card.running = Stage.EXPERIMENT, index, 1, 3, True
    session = Session(game)
    text = StatusText(session, {"compute": "Q"}.__getitem__)
    game.do(Inject(Chaos.GPU_SHORTAGE))
    (told,) = text.status(header(game.board), None, StatusLine(""), 80, 10).troubles
    assert told.endswith("choose who trains by priority (Q)")
