"""The views of the screens as they are drawn, and what their keys change in them, without an app.

The pictures stand in widgets/golden/; `AIBOARD_GOLDEN=write pytest tests/tui/test_views.py` writes them anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from textual.geometry import Size

from aiboard.actions.grammar import to_text
from aiboard.analysis.debrief import Section as Part
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.verbs.plan import LIMITED
from aiboard.game import Game
from aiboard.journal.saves import SaveInfo
from aiboard.play.session import Session
from aiboard.tui.catalogue import Entry
from aiboard.tui.copying import write_out
from aiboard.tui.screens.advice import AdviceScreen, ForecastView
from aiboard.tui.screens.data import DataView
from aiboard.tui.screens.debrief import DebriefScreen
from aiboard.tui.screens.first import _NAME, Way, _Ways
from aiboard.tui.screens.full import HintBar
from aiboard.tui.screens.opening import OpeningScreen, _Words
from aiboard.tui.screens.orders import OrdersDialog
from aiboard.tui.screens.picker import _Saves, _Scenarios
from aiboard.tui.screens.queue import QueueView
from aiboard.tui.screens.why import WhyScreen
from aiboard.tui.widgets import status_text
from aiboard.tui.widgets.debrief_view import DebriefView
from aiboard.tui.widgets.status import StatusLine
from aiboard.tui.widgets.status_text import StatusText, log_rows
from aiboard.views.board.header import header
from aiboard.views.board.project import Project, Section
from aiboard.views.charts.cone import ConeChart
from tests.engine import worlds
from tests.engine.play import dated
from tests.tui.conftest import in_roles
from tests.tui.project import busy
from tests.tui.widgets.test_widget_rendering import LONG, LOOK, Book, _no_terminal  # noqa: F401 (a fixture of every test here)
from tests.views import made


def session(board: Board) -> Any:
    """A session as far as views ask."""
    return SimpleNamespace(board=board, world=board.world, version=1, locked_reason="", stops=lambda: ())


def test_the_first_screens_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("first", monkeypatch)
    view = _Ways()
    play, learn = Way("play", "Play", "next", "10 min"), Way("learn", "Learn", "", "5 min")
    view.ways = [Way("continue", "Continue", LONG, ""), play, learn]
    view.letters = {"play": "p", "learn": "l"}
    book.add("three ways", view, (80, 24), (140, 45))
    view.at, view.note = 2, "settings: a value does not fit"
    book.add("on the last, with a note", view, (80, 24))
    rows = ["".join(text for text, _ in line) for line in view.draw(80, 24)]
    places = [next(y for y, row in enumerate(rows) if f" {way.word} " in row) for way in view.ways]
    assert [view.row_at(y) for y in range(24) if view.row_at(y) is not None] == [0, 1, 2]
    assert [view.row_at(y) for y in places] == [0, 1, 2] and len(_NAME) == 3
    book.close()


_SECTIONS: Final = tuple(Section(f"Section {n}", tuple(f"line {i} {LONG}" for i in range(n))) for n in range(1, 5))
PROJECT: Final = Project(
    "key", "Title", "A summary. " * 12, 80, 25, "Answer well.", (), _SECTIONS, "Worth it.", (), ""
)  # fmt: skip


def test_the_lists_of_scenarios_and_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("picker", monkeypatch)
    view = _Scenarios()
    book.add("being read", view, (80, 6))
    entries = [Entry(f"key{n}", f"Scenario number {n}", n, (f"key{n}",), PROJECT) for n in range(12)]
    entries[1] = replace(entries[1], keys=("key1", "key1:calm", "key1:hard"))
    entries[2] = replace(entries[2], project=None, wrong=LONG)
    view.entries, view.next, view.finished = entries, entries[3], frozenset({"key0"})
    for at in (0, 1, 2, 11):
        view.at = at
        book.add(f"on {at}: {view.key}", view, (80, 16), (140, 40))
    view.at, view.variant, view.seed, view.scrolled = 1, 4, 7, 3
    book.add(f"{view.key}, scrolled", view, (80, 24))
    view.redraw()
    book.lines(f"{view.variant}, {view.seed}, {view.scrolled}, {view.count()}", [])
    saves = _Saves()
    book.add("saves being read", saves, (80, 6))
    saves.show([])
    book.lines("none", ["".join(t for t, _ in line)[:10] for line in saves.draw(80, 6)])
    saves.show([SaveInfo(Path(f"/x/game-{n}.jsonl"), "support", n, n) for n in range(9)])
    for at in (0, 5, 8):
        saves.at = at
        book.add(f"saves, on {at}", saves, (80, 8))
    book.close()
    # A game of 20 days that was played to its end is on no day 21.
    saves.show([SaveInfo(Path("/x/game.jsonl"), "support", 1, ended, 20) for ended in (20, 19)])
    rows = ["".join(text for text, _ in line) for line in saves.draw(80, 8)]
    assert "finished" in rows[2] and "day 20" in rows[3]


def test_what_is_going_on_while_a_game_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("opening", monkeypatch)
    view = _Words("Dealing support-chatbot …")
    book.add("dealing", view, (80, 24), (140, 45))
    view.trouble = LONG * 3
    book.add("in trouble", view, (80, 24), (60, 10))
    book.close()


def test_the_coachs_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("advice", monkeypatch)
    board = made.board()
    screen = AdviceScreen(session(board), made.MEASURED)
    book.lines(screen.heading(), in_roles(screen.lines(80), LOOK))
    monkeypatch.setattr(screen, "redraw", lambda: None)
    found = [
        ("evaluate EXP-004 2", "evaluate", "+$1,200 (900 to 1,500)", True), ("wait", "leave it", "$0", True),
        ("kill EXP-004", "kill", "−$300 (−900 to 200)", False), ("pause EXP-004", LONG, "−$900 (−1,200 to −600)", True),
    ]  # fmt: skip
    screen._show((found, 16))
    book.lines("16 futures", in_roles(screen.lines(80), LOOK))
    screen.at = 2
    screen._show(([found[2], found[0], found[1], found[3]], 10_000))
    book.lines(f"finer, on {screen.at}", in_roles(screen.lines(80), LOOK))
    screen._show((found[:2], 10_000))
    assert screen.at == 0 and screen.count() == 2 and screen.cursor_line() == 0
    chosen: list[Any] = []
    monkeypatch.setattr(screen, "dismiss", chosen.append)
    for screen.at in (0, 1):
        screen.action_choose()
    assert [one and one.line for one in chosen] == ["evaluate EXP-004 2", None]
    screen._failed("no such future")
    book.lines("failed", in_roles(screen.lines(80), LOOK))
    view = ForecastView(session(board))
    book.add("no forecast", view, (80, 24))
    view.cone_requested = True
    book.add("asked for", view, (80, 24))
    board.forecast_70, board.forecast_90 = 20, 30
    view.cone = ConeChart(17, 40, tuple([0] * 5 + list(range(18, 34))), 20, 30)
    book.add("the cone", view, (80, 24), (140, 45))
    board.target_day = 12
    book.add("cleared", view, (80, 24))
    book.close()


def test_the_hint_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("hints", monkeypatch)
    hints = [("?", "help"), ("Esc", "back"), ("x", "kill"), ("PgDn", ""), ("space", "day"), ("o", "orders")]
    bar = HintBar(hints, "G D R S chaos")
    for width in (20, 30, 44, 45, 46, 47, 48, 60, 61, 62, 80):
        book.add("hints", bar, (width, 1))
    bar._message = ("it is done", "good")
    book.add("told", bar, (80, 1))
    other = ("another", "warn")
    bar._forget(other)
    assert bar._message is not None, "a later word is not taken away by the end of an earlier one"
    bar.hush()
    assert bar._message is None
    book.close()


def test_the_data_board_and_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("data-queue", monkeypatch)
    board = made.board()
    view = DataView(session(board))
    book.lines(f"the cursor begins on {view.data}", [])
    for by in (0, 1, 1, 1, -1):
        view.refusal = LONG
        view.move(by)
        book.lines(f"by {by}: {view.data}, said {bool(view.refusal)}", [])
    view.refusal = "not now"
    for size in ((80, 24), (140, 45), (80, 16), (100, 30)):
        book.add("refused", view, size)
    board.data[worlds.SCOPE].shown = True
    for task in board.data:
        task.column = board.data[worlds.LABELS].column
    book.add("all in one column", view, (80, 24), (80, 14), (80, 40))
    empty = made.board()
    for task in empty.data:
        task.shown = False
    book.add("no data", DataView(session(empty)), (80, 12))
    queue = QueueView(session(made.board()))
    for queue.at in (0, 2):
        book.add(f"queue, on {queue.at}", queue, (80, 12), (140, 12))
    queue.stay_on(made.MENDING)
    book.lines(f"stays on {queue.at}, {queue.line and queue.line.card.short}, {queue.count()}", [])
    idle = made.board()
    for card in idle.cards:
        card.stage, card.seeds_pending = Stage.BACKLOG, 0
    idle.reserved_gpus, idle.reserved_until = 1, made.DAY
    made.disrupted(idle, 0, 30)
    book.add("nobody waits", QueueView(session(idle)), (80, 10))
    book.close()


def test_a_heading_is_cut_off_with_its_lines() -> None:
    view = DataView(session(made.board()))
    heading, line = [(" Under way on it", view.look["heading"])], [("   001", view.look["text"])]
    rows = [[], heading, line, [], heading, line]
    assert [len(view._whole(rows, room)) for room in range(8)] == [0, 0, 0, 3, 3, 3, 6, 6]


def test_why_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("why", monkeypatch)
    board = made.board()
    for screen in (WhyScreen(board, made.MEASURED), WhyScreen(board, -1), WhyScreen(board, worlds.MORE, True)):
        view = screen.view
        for at, topic in enumerate(view.topics):
            view.at = at
            book.add(str(topic), view, (80, 40))
    book.close()


def test_the_sheet_of_orders(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(game.board)
    sheet = OrdersDialog(Session(game))
    monkeypatch.setattr(sheet, "redraw", lambda: None)
    closed: list[Any] = []
    monkeypatch.setattr(sheet, "dismiss", closed.append)

    def told() -> list[str]:
        return [to_text(action, game.board.world) for action in sheet.actions()]

    lines_of_it = sheet.count()
    assert told() == [] and lines_of_it == len(sheet._orders) + len(LIMITED) + 1
    sheet.action_apply()
    assert closed == [None], "nothing was changed"
    places = []
    for sheet.at in range(lines_of_it):
        lines = sheet.lines(70)
        places.append(sheet.cursor_line())
        assert lines[sheet.cursor_line() or 0][0][0] == "▸ ", "the line with the cursor is the one kept in view"
        sheet.action_less()
    assert sorted(set(places)) == places
    lowered = told()
    assert [line for line in lowered if line.startswith("standing")] == [], "off is the least"
    for sheet.at in range(lines_of_it):
        for _ in range(12):
            sheet.action_more()
    raised = told()
    assert [line.split()[-1] for line in raised if line.startswith("wip")] == ["9"] * len(LIMITED)
    assert sum(line.startswith("standing") for line in raised) == len(sheet._orders)
    assert not any(line.startswith("standing kill-line auto") for line in raised), "killing stays a person's decision"
    text = ["".join(part for part, _ in line) for line in sheet.lines(70)]
    assert any("•" in line for line in text) and "of your 2.5 h left" in text[-2] + text[-1] + text[-3]
    game.board.minutes_left = 0
    text = ["".join(part for part, _ in line) for line in sheet.lines(70)]
    assert any(line.startswith("! nothing is done") for line in text)
    sheet.action_apply()
    assert len(closed) == 1, "what cannot be done as a whole stays open"
    game.board.minutes_left = 10_000
    assert told()[-1].startswith(f"reserve {game.board.world.gpus} "), "no more than there are"
    assert not sheet.refusal_reason()
    sheet.action_apply()
    assert [to_text(action, game.board.world) for action in closed[-1]] == told()


def test_what_is_copied_stands_beside_the_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save = tmp_path / "deep" / "game.jsonl"
    body, told = write_out("a line  \n\n", save, "board")
    place = tmp_path / "deep" / "game-board.txt"
    assert body == place.read_text() == "a line\n" and told == f"written to {place.name} in {place.parent}"
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path / "saves" / "new"))
    _, told = write_out("x", None, "page")
    assert told.startswith("written to page.txt in ") and (tmp_path / "saves" / "new" / "page.txt").read_text() == "x\n"
    blocked = tmp_path / "file"
    blocked.write_text("")
    _, told = write_out("x", blocked / "game.jsonl", "board")
    assert told.startswith("not written: ")


@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize("fatal", [False, True])
def test_an_opening_that_was_cancelled_shows_nothing_any_more(
    cancelled: bool, fatal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    host: Any = SimpleNamespace(
        fail=lambda error: asked.append(f"fails: {error.message}"),
        show_game=lambda session, name: asked.append(f"shows {name}"),
        open=lambda name, session: asked.append(f"opens {name}"),
    )
    monkeypatch.setattr(OpeningScreen, "host", host)
    screen = OpeningScreen("Dealing …", lambda _: None, "board", fatal, canvas=fatal)  # type: ignore[arg-type,return-value]
    if cancelled:
        screen.on_unmount()
    screen._failed("no such file")
    assert screen.view.trouble == ("" if cancelled or fatal else "no such file")
    assert asked == (["fails: no such file"] if fatal and not cancelled else [])
    del asked[:]
    screen._done(SimpleNamespace(close=lambda: asked.append("closed")))  # type: ignore[arg-type]
    assert asked == (["closed"] if cancelled else ["shows board", *(["opens canvas"] if fatal else [])])


def test_pages_of_the_debrief_are_scrolled_away_from_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = DebriefScreen(session(made.board()))
    view = screen.view
    monkeypatch.setattr(DebriefView, "size", Size(80, 10), raising=False)
    monkeypatch.setattr(DebriefView, "content", lambda view, width: [[(f"line {n}", LOOK["text"])] for n in range(40)])
    view.draw(80, 10)
    for press, top in (("page_down", 9), ("page_down", 18), ("page_up", 9), ("down", 10), ("up", 9)):
        view.cursor = view.offset_rows
        getattr(screen if press.startswith("page") else view, f"action_{press}")()
        view.draw(80, 10)
        assert (view.cursor, view.offset_rows) == (None, top)


def test_the_words_of_the_first_morning_are_cut_where_the_pane_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    board = made.board()
    board.day = 1
    morning: Any = SimpleNamespace(
        board=board, story=SimpleNamespace(scene=f"{LONG}. " * 9), message=lambda: f"Ana: {LONG}", fresh=True,
        voices=(SimpleNamespace(name="Ben", text=LONG),), today_start=0, world=board.world,
        game=SimpleNamespace(order_event_ids=frozenset()),
    )  # fmt: skip
    head = header(board)

    def told(room: int) -> list[str]:
        return [f"{said.front}|{said.text}" for said in log_rows(morning, head, room, 60)]

    for room in (1, 2, 3):
        rows = told(room)
        assert len(rows) == room + 4, "the card needs few rows on the first morning"
        (cut,) = [row for row in rows if row.endswith(" … (all of it: C)")]
        assert len(cut) <= 60 and rows[rows.index(cut) + 1].startswith(" » |Ana: ")
    assert not any("(all of it: C)" in row for row in told(30)), "all of it has room"
    morning.fresh, morning.today = False, len(board.history)
    board.history.append(dated(1, Moved(0, int(Stage.HYPOTHESIS), int(Stage.EXPERIMENT))))
    assert told(3)[0].startswith("Mon|Ana: 001 Idea number 1 starts.") or told(9)[0].startswith("Mon|")
    board.history.clear()
    board.day = 11
    board.history.append(dated(10, SprintEnded(1, 2)))
    morning.today = 1
    rows = told(12)
    assert rows[0].startswith(" » |Ana: ") and any(row.startswith(" » |Ben: ") for row in rows)
    morning.voices = ()
    board.history.clear()
    assert all("Ana" not in row for row in told(12)), "who writes at the start of a sprint writes once"


def test_the_names_of_the_debriefs_pages_fill_a_line_to_its_end() -> None:
    view = DebriefView()
    view.pages = [Part("", f"tab{n}", None, ()) for n in range(3)]
    # A blank, then for each page its key, its name and two blanks: the last two may not be wanted, but are counted.
    whole = 1 + 3 * len("1 tab0  ")
    assert [len(view._names(width)) for width in (whole, whole - 1, whole - 8)] == [1, 2, 2]


def test_what_a_stop_says_is_not_said_again_by_the_log_where_an_order_did_it(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = (StatusLine("A batch of DS-2 is accepted, by order."), StatusLine("A batch of DS-3 is accepted, by order."))
    monkeypatch.setattr(status_text, "log_rows", lambda *given: rows)
    session = Session(game)
    told = (
        StatusText(session, str)
        .status(header(game.board), None, StatusLine("A batch of DS-2 is accepted."), 80, 10)
        .log
    )
    assert told == rows[1:]


def test_what_stands_under_the_board_is_made_once_for_each_change_of_the_game(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def rows(*given: object) -> tuple[()]:
        made.append(1)
        return ()

    monkeypatch.setattr(status_text, "log_rows", rows)
    session = Session(game)
    text = StatusText(session, str)
    for _ in range(3):
        text.status(header(game.board), None, StatusLine(""), 80, 10)
    assert len(made) == 1
    session.step()
    text.status(header(game.board), None, StatusLine(""), 80, 10)
    assert len(made) == 2
