"""Widgets as they are drawn, each part in its role, in many states and sizes, without a terminal.

The pictures stand in golden/; `AIBOARD_GOLDEN=write pytest tests/tui/widgets/test_widget_rendering.py` writes them
anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final

import pytest
from textual._context import active_app
from textual.geometry import Size

from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary
from aiboard.analysis.debrief.decisions import Entry
from aiboard.analysis.debrief.section import Section
from aiboard.analysis.estimate import Estimate
from aiboard.drills import asks
from aiboard.drills.asks import Option
from aiboard.drills.form import ChoiceField, Field, Form, Grader, MultiChoiceField, NumberField
from aiboard.drills.question import Grade, Question
from aiboard.instruments.trajectory import Run, Step, StepKind
from aiboard.labs.controls import Control
from aiboard.tui import themes
from aiboard.tui.panel import Pager, Panel
from aiboard.tui.screens.dialog import Window
from aiboard.tui.screens.page import RowList
from aiboard.tui.widgets import answers, debrief_view
from aiboard.tui.widgets.board import BoardView
from aiboard.tui.widgets.debrief_page import page
from aiboard.tui.widgets.debrief_view import DebriefView
from aiboard.tui.widgets.drill import DrillView
from aiboard.tui.widgets.drill_reply import FIRST_PERCENT, OpenReply, PercentReply, WeightsReply
from aiboard.tui.widgets.header import PRACTICE, HeaderBar
from aiboard.tui.widgets.lab import LabView
from aiboard.tui.widgets.question_parts import Caption, Evidence, Price, Rows
from aiboard.tui.widgets.status import Status, StatusLine, StatusPane
from aiboard.tui.widgets.status_text import brief_rows, card_rows
from aiboard.tui.widgets.trajectory import TrajectoryView
from aiboard.views.board.columns import columns
from aiboard.views.board.header import DueDate, header
from aiboard.views.charts.cells import GlyphMode
from tests.tui.conftest import in_roles
from tests.tui.gallery import QUESTIONS, kill, promote, readouts
from tests.tui.widgets.test_trajectory import clean_run, looping
from tests.views import made
from tests.written import as_written

GOLDEN: Final = Path(__file__).parent / "golden"
LOOK: Final = themes.palette("dark")


def pick(day: int, line: str, what: str) -> DecisionSummary:
    """A decision to pick from, with what is shown of it."""
    return DecisionSummary(DecisionKind.LOST, day, day, line, False, what, None, "", "", "")


@pytest.fixture(autouse=True)
def _no_terminal() -> Iterator[None]:
    """An app of which a panel needs no more than its colours and its choice of characters."""
    stub: Any = SimpleNamespace(palette=LOOK, settings=SimpleNamespace(charts=GlyphMode.BLOCK), size=Size(80, 24))
    token = active_app.set(stub)
    yield
    active_app.reset(token)


def sized(panel: Panel, width: int, height: int, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a panel draws at a size that it believes to have."""
    monkeypatch.setattr(type(panel), "size", Size(width, height), raising=False)
    return in_roles(panel._drawn(width, height), LOOK)


class Book:
    """Pictures under their names, to be compared with those that were written down."""

    def __init__(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.name, self.patch = name, monkeypatch
        self.rows: list[str] = []

    def add(self, title: str, panel: Panel, *sizes: tuple[int, int]) -> None:
        """A panel at some sizes."""
        for width, height in sizes:
            self.lines(f"{title}, {width}x{height}", sized(panel, width, height, self.patch))

    def lines(self, title: str, lines: list[str]) -> None:
        """Lines that were made elsewhere."""
        self.rows += [f"=== {title}", *lines]

    def close(self) -> None:
        """Compare."""
        as_written(GOLDEN / f"{self.name}.txt", "\n".join(self.rows))


# --- the board -----------------------------------------------------------------------------------------------------


def board_view() -> BoardView:
    """The made-up board with the cursor on its measured card."""
    view = BoardView(lambda: None, lambda: None)
    view.show(columns(made.board()))
    view.focus_card(made.MEASURED)
    return view


def test_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("board", monkeypatch)
    view = board_view()
    book.add("on a measured card", view, (80, 12), (110, 14), (140, 24), (200, 30))
    view.light(frozenset({made.TRAINING, made.LIVE}))
    book.add("two cards lit", view, (80, 8), (140, 10))
    view.light(frozenset())
    view.focus_card(made.IDEA)
    book.add("on the backlog", view, (80, 24), (80, 16), (80, 11), (80, 6), (110, 12), (140, 8))
    view.focus_card(18)
    book.add("at the end of the backlog", view, (80, 12), (110, 6))
    view.action_zoom()
    book.add("the backlog over the whole width", view, (80, 24), (80, 8), (140, 12))
    view.action_zoom()
    view.focus_card(made.LIVE)
    book.add("on a live card", view, (80, 6), (80, 9), (140, 7))
    view.focus_card(made.KILLED)
    book.add("on a killed card", view, (80, 6))
    book.close()


def test_where_the_cursor_goes_on_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    view = board_view()
    seen: list[int] = []

    def walk(*steps: tuple[str, int]) -> list[int]:
        del seen[:]
        for name, by in steps:
            getattr(view, name)(by)
            seen.append(view.card)
        return seen

    assert walk(*[("move_column", 1)] * 4) == [made.MENDING, made.HANDED, made.KILLED, made.KILLED]
    assert walk(*[("move_column", -1)] * 7)[-2:] == [made.IDEA, made.IDEA]
    assert walk(("move_card", 1), ("move_card", 1), ("move_card", -1), ("move_card", -5)) == [11, 12, 11, 0]
    asking = [line.card for column in view.columns for line in column.cards if line.needs_decision]
    assert asking == [made.MEASURED, made.AGENT]
    assert walk(*[("move_ask", 1)] * 3) == [made.MEASURED, made.AGENT, made.MEASURED]
    assert walk(*[("move_ask", -1)] * 3) == [made.AGENT, made.MEASURED, made.AGENT]
    for start, then in ((made.MEASURED, made.AGENT), (made.SCORING, made.AGENT), (made.KILLED, made.KILLED)):
        view.focus_card(start)
        view.stay()
        assert view.card == then


def test_a_click_finds_the_card_that_was_drawn_there(monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[int] = []
    opened: list[int] = []
    view = BoardView(lambda: moved.append(view.card), lambda: opened.append(view.card))
    view.show(columns(made.board()))
    for width in (80, 140):
        view.focus_card(made.IDEA)
        rows = ["".join(text for text, _ in line) for line in view.draw(width, 20)]
        assert len(view._spots) > 3
        for spot in list(view._spots):
            left, right = view._edges[spot.column], view._edges[spot.column + 1]
            drawn = [row[left : right - 1] for row in rows[spot.top : spot.bottom]]
            line = next(one for column in view.columns for one in column.cards if one.card == spot.card)
            assert line.short in drawn[0]
            for x, y in ((left, spot.top), (right - 2, spot.bottom - 1)):
                view.focus_card(made.IDEA)
                view.draw(width, 20)
                view.on_click(SimpleNamespace(x=x, y=y))  # type: ignore[arg-type]
                assert view.card == spot.card and (opened if spot.card == made.IDEA else moved)[-1] == spot.card
        view.focus_card(made.IDEA)
        view.draw(width, 20)
        for column, edge in enumerate(view._edges[:-1]):
            if view.columns[column].cards:
                view.on_click(SimpleNamespace(x=edge, y=0))  # type: ignore[arg-type]
                assert view.card == view.columns[column].cards[0].card


# --- under and over the board --------------------------------------------------------------------------------------


LONG: Final = "a sentence that goes on and on until it needs a second row, or a third one on a narrow screen, and ends"
STATUS: Final = Status(
    title="EXP-004 Idea number 4",
    title_tail="Dan  agent",
    card=tuple(((f"fact {n} ", "dim"), ("of the card", "text")) for n in range(4)),
    log=(
        StatusLine("said by somebody", "ask", " » "),
        StatusLine("told", "good", "Mon"),
        StatusLine("more", "text"),
        StatusLine(LONG, "bad"),
    ),
)


def test_the_pane_under_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("status", monkeypatch)
    pane = StatusPane()
    strips = (("Retrieval", "●▶··", "1 decided"), ("Fine-tuning", "✗" * 20, "20 decided"))
    for name, status in {
        "nothing": Status(),
        "a card and a log": STATUS,
        "a long title": replace(STATUS, title=LONG),
        "a coach": replace(STATUS, coach=LONG, notice=StatusLine("done", "good", "✓")),
        "stops": replace(STATUS, stops=(LONG, "a second stop"), notice=StatusLine("without a mark", "warn")),
        "three troubles": replace(STATUS, troubles=(LONG, "second", "third")),
        "six troubles": replace(STATUS, troubles=("first", "second", "third", "fourth", "fifth", "sixth")),
        "no log": replace(STATUS, log=()),
        "strips and a chart": replace(STATUS, strips=strips, chart=readouts()),
        "strips alone": replace(STATUS, strips=strips),
    }.items():
        pane.status = status
        book.add(name, pane, (80, 10), (140, 17))
    pane.status = replace(STATUS, strips=strips, chart=readouts(), coach="Do it.")
    book.add("strips and a chart", pane, (119, 15), (120, 14), (120, 15), (140, 9))
    book.close()


def test_a_cards_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("card-rows", monkeypatch)
    board = made.board()
    board.cards[made.MEASURED].latency_ms, board.cards[made.MEASURED].learning = 1_500, LONG
    for index in range(12):
        for name, rows in (("brief", brief_rows(board, index)), ("all", card_rows(board, index, 46))):
            book.lines(f"{index}, {name}", ["".join(f"⟨{role}⟩{text}" for text, role in row) for row in rows])
    book.close()


def test_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("header", monkeypatch)
    bar = HeaderBar()
    book.add("none", bar, (40, 1))
    head = header(made.board())
    for name, other in {
        "usual": head,
        "late": replace(head, due=DueDate("launch", 18, 1), booked="−$31.2k", live="−$200"),
        "nothing live": replace(head, live="$0", due=None, waiting=""),
        "incident": replace(head, warning="incident: −$950/d", due=DueDate("kill check", 19, 2)),
        "unmet": replace(head, warning="requirement unmet: −15 %"),
        "over, hours hidden": replace(head, over=True, hours=None),
        "a long title": replace(head, title="A rather long name of a project that must be cut"),
    }.items():
        for mark in ("", PRACTICE, "read only"):
            bar.head, bar.mark = other, mark
            book.add(f"{name} {mark}".strip(), bar, (80, 1), (110, 1), (140, 1))
    for width in range(60, 160, 5):
        bar.head, bar.mark = replace(head, warning="incident: −$950/d"), PRACTICE
        book.add("as it grows", bar, (width, 1))
    book.close()


# --- questions -----------------------------------------------------------------------------------------------------


def test_the_parts_of_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("question", monkeypatch)
    for name, make in QUESTIONS.items():
        asked = make()
        rows, price = Rows(asked.rows), Price(asked.price, asked.objection)
        evidence = Evidence(asked.facts, asked.chart, asked.checks)
        for width, most in ((74, 30), (74, 14), (74, 9), (40, 30)):
            height = evidence.fit(width, most)
            book.lines(f"{name}: {evidence.chart_rows} chart rows in {height} of {most}", [])
            book.add(name, evidence, (width, height))
        book.add(f"{name}, rows", rows, (74, 4))
        price.values = rows.values()
        book.add(f"{name}, price", price, (74, 5), (30, 8))
        price.complaint = "write a few words"
        book.add(f"{name}, complaint", price, (74, 5))
    evidence = Evidence(promote().facts, promote().chart, promote().checks)
    evidence.fit(74, 30)
    for height in (12, 16):
        book.add(f"promote, in {height} of the rows it asked for", evidence, (74, height))
    both = Rows((*kill().rows, *QUESTIONS["evaluate"]().rows))
    for at, by in ((0, 1), (0, -3), (1, 1), (1, 5), (1, -5), (2, -1), (2, 1)):
        both.at = at
        both.step(by)
        book.lines(f"row {at} by {by}: {both.values()}", [])
    book.add("three rows", both, (74, 4), (30, 4))
    caption = Caption("learning")
    caption.words = LONG * 3
    book.add("caption", caption, (74, 6))
    evidence = Evidence((), promote().chart, ())
    book.lines(f"a chart alone: {[(most, evidence.fit(74, most)) for most in (3, 4, 5, 20)]}", [])
    book.close()


# --- runs of agents ------------------------------------------------------------------------------------------------


def test_the_viewer_of_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("trajectory", monkeypatch)
    run = replace(looping(), unread=(("hologram", 3),), blamed=(4, "agent"))
    view = TrajectoryView("log.json", [run], ("find", "read"), "pass^1 0.500 over 2 tasks")
    book.add("one run", view, (80, 24), (140, 24), (60, 12))
    view.action_down()
    view.action_open()
    book.add("a step open, hidden", view, (80, 24))
    view.action_reveal()
    view.action_bottom()
    view.action_open()
    book.add("all shown", view, (80, 30), (80, 16))
    view.action_page_up()
    book.add("a page up", view, (80, 16))
    many = [clean_run(f"task-{n}") for n in range(12)] + [looping()]
    for allow in (("find", "read"), None):
        view = TrajectoryView("a log with a name that leaves no room for the legend beside it", many, allow, LONG, True)
        book.add(f"many runs, {allow}", view, (80, 16), (140, 12), (180, 10))
        view.action_next_flag()
        book.add("the next finding", view, (80, 16))
        view.action_previous_flag()
        book.lines(f"back: run {view.run_at}, step {view.step_at}", [])
    steps = tuple(Step(StepKind.TOOL_CALL, "agent", f"tool{n % 7}", "{}", "x" * n, n % 50 == 0) for n in range(400))
    view = TrajectoryView("long.json", [Run("1", None, 0.25, steps)])
    for at in (0, 150, 399):
        view.steps.go(at)
        book.add(f"at step {at} of 400", view, (80, 20))
    book.add("no step", TrajectoryView("empty", [Run("1", None, None, ())]), (60, 8))
    book.close()


# --- pages ---------------------------------------------------------------------------------------------------------


def test_pages_and_windows_that_scroll(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("pages", monkeypatch)
    drawing = "a  drawing   keeps its spaces"
    rows = [("Mon D1", LONG, "text"), ("", drawing, "dim"), ("a front of many letters", "x", "bad")]
    listed = RowList("A title", rows * 6)
    book.add("from the top", listed, (80, 12), (140, 30))
    listed.look_for("on")
    book.add("on its first word", listed, (80, 12))
    for by, at in ((1, 0), (1, 1), (1, 2), (-1, 1), (-1, 0), (-1, 5)):
        listed.step(by)
        assert (listed.at, listed.tally()) == (at, f"{at + 1} of 6 lines")
    book.add("on its last word", listed, (80, 12))
    listed.look_for("zebra")
    listed.content(80)
    listed.step(-1)
    assert listed.tally() == "no line has that"
    assert RowList("t", []).plain(80) == "  t\n"
    window = Window(lambda width: [[(f"line {n} of {width}", LOOK["text"])] for n in range(20)], lambda: cursor[0])
    cursor: list[int | None] = [None]
    for at in (None, 0, 5, 10, 19, 12, 1):
        cursor[0] = at
        book.add(f"cursor on {at}", window, (30, 6))
    book.add("all of it", window, (30, 20), (30, 19), (30, 1))
    book.close()


class Lines(Pager):
    """Numbered lines."""

    def content(self, width: int) -> list[Any]:
        """Twenty of them."""
        return [[(f"line {n}", LOOK["text"])] for n in range(20)]


def test_a_pager_goes_where_it_is_told_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    pager = Lines()
    first: list[tuple[str, bool, int]] = []
    for step in ("top", "down", "down", "up", "page_down", "page_down", "bottom", "down", "page_up", "top", "up"):
        getattr(pager, f"action_{step}")()
        drawn = sized(pager, 20, 6, monkeypatch)
        first.append((step, pager.at_end, int(drawn[0].split("line ")[1].split()[0])))
    assert first == [
        ("top", False, 0), ("down", False, 1), ("down", False, 2), ("up", False, 1), ("page_down", False, 6),
        ("page_down", False, 11), ("bottom", True, 14), ("down", True, 14), ("page_up", False, 9), ("top", False, 0),
        ("up", False, 0),
    ]  # fmt: skip
    stopped: list[bool] = []
    wheel: Any = SimpleNamespace(stop=lambda: stopped.append(True))
    pager.on_mouse_scroll_down(wheel)
    assert pager.offset_rows == 3
    pager.on_mouse_scroll_up(wheel)
    assert pager.offset_rows == 0 and len(stopped) == 2, "nobody else scrolls by the same turn of the wheel"
    for cursor, top in ((0, 0), (5, 0), (6, 1), (19, 14), (3, 3)):
        pager.cursor = cursor
        sized(pager, 20, 6, monkeypatch)
        assert pager.offset_rows == top
    pager.cursor = None
    bars = []
    for top in (0, 7, 14):
        pager.go_to(top)
        bars.append("".join("#" if "█" in row else "." for row in sized(pager, 20, 6, monkeypatch)))
    assert bars == ["#.....", "..#...", ".....#"]
    pager.fail("it could not be had, and that is said in words that are wrapped where they do not fit")
    assert sized(pager, 30, 6, monkeypatch)[0] == "⟨warn⟩  it could not be had, and"


# --- the debrief ---------------------------------------------------------------------------------------------------


ANSWER: Final = DecisionSummary(
    DecisionKind.LOST, 12, 14, "start EXP-001", True, "Left 001 in the backlog",
    Estimate(-9.0, -12.0, -6.0), "not measured",
    "start it", "start EXP-001", best="start EXP-002: +2", rule="The textbook says so.", hidden=1.5,
)  # fmt: skip
ANSWERS: Final = (
    ANSWER,
    replace(
        ANSWER, kind=DecisionKind.WON, last_day=12, undone=False, text=LONG, points=Estimate(6.0, 4.0, 8.0), best=""
    ),
    replace(ANSWER, kind=DecisionKind.RULE, points=None, rule=LONG),
    replace(ANSWER, kind=DecisionKind.MAYBE, rule="", hidden=None, known=LONG),
)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A debrief that answers with what is written in it; its words have tests of their own."""

    def rows(_: Any, one: DecisionSummary) -> dict[str, str]:
        said = {"Known": one.known, "Instead": one.instead, "Best tried": one.best, "Textbook": one.rule}
        return {label: text for label, text in {**said, "Hidden": str(one.hidden or "")}.items() if text}

    monkeypatch.setattr(answers, "rows", rows)
    monkeypatch.setattr(answers, "method_words", lambda found: "How it was worked out. " * 20)
    monkeypatch.setattr(answers, "scale_words", lambda found: "What a point is. " * 8)
    return SimpleNamespace()


def test_the_answers_of_a_debrief(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("answers", monkeypatch)
    book.lines("head", in_roles(answers.head(["The first sentence.", LONG], 60, LOOK), LOOK))
    for width, left, at in ((76, 0, 0), (136, 0, 3), (76, 40, 1), (76, 21, 2), (76, 14, 0), (76, 8, 0), (76, 3, 0)):
        rows, places = answers.answer_rows(found, ANSWERS, at, width, LOOK, left)
        book.lines(f"{width} cells, {left} rows left: at {places}, {len(rows)} rows", in_roles(rows, LOOK))
    picks = (pick(3, "kill EXP-002", "Killed 002"), pick(9, "start EXP-003", LONG))
    for at in (0, 2):
        book.lines(f"question, at {at}", in_roles(answers.question_rows(picks, at, 76, LOOK), LOOK))
    entries = [
        Entry("", "−9 (−12 to −6)", ANSWERS[0], "player"), Entry("", "", ANSWERS[1], "standing order"),
        Entry("", "the reference's choice", ANSWERS[3], "player"),
    ]  # fmt: skip
    for width, at in ((76, 0), (136, 1), (60, 2), (60, -1)):
        rows, places = answers.entry_rows(found, entries, at, width, LOOK)
        book.lines(f"decisions, {width} cells, at {at}: {places}", in_roles(rows, LOOK))
    book.close()


def test_the_debrief(found: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [Entry("", f"−{n}", replace(ANSWER, day=n, line=f"kill EXP-00{n}"), "player") for n in range(1, 5)]
    parts = [
        Section("What came out", "Result", None, ("Net value $54,104.", "And the rest of it.")),
        Section("The value line", "Value", readouts(), ("Under the chart.",)),
        Section("All decisions", "Decisions", None, ()),
        *(Section(f"More of it {n}", f"More{n}", None, tuple(f"line {i}" for i in range(n))) for n in range(3, 10)),
    ]  # fmt: skip
    picked = (pick(1, "start EXP-001", "Started 001"), pick(2, "kill EXP-002", "Killed 002"))
    asked: list[tuple[DecisionSummary, ...]] = [()]
    told = {
        "sections": parts, "key_decisions": list(ANSWERS[:3]), "entries": entries, "sentences": ["One.", LONG],
        "remarks": ["A remark."], "share_line": "a line to share", "legend": "What the marks are.",
        "grade_pick": "You picked well.",
    }  # fmt: skip
    for name, value in told.items():
        monkeypatch.setattr(debrief_view, name, lambda *_, value=value: value)
    monkeypatch.setattr(debrief_view, "picks", lambda _: asked[0])
    book = Book("debrief", monkeypatch)
    view = DebriefView()
    book.add("not there yet", view, (80, 24))
    priced: Any = SimpleNamespace(prices=SimpleNamespace(rollouts=64))
    unpriced: Any = SimpleNamespace(prices=None)
    view.pricing = "pricing: day 3 of 10"
    view.show(unpriced)
    book.add("no prices", view, (80, 24), (140, 45))
    for rollouts in (63, 64):
        view = DebriefView()
        view.show(SimpleNamespace(prices=SimpleNamespace(rollouts=rollouts)))
        book.lines(f"{rollouts} futures without a question: shown {view.debrief is not None}", [])
    for height in (24, 33, 34, 60):
        book.add("the answers", view, (80, height), (140, height))
    for by in (1, 1, 5, -1, -9):
        view.move(by)
        book.lines(f"by {by}: at {view.at}, {view.answer and view.answer.kind}", [])
    for number in (1, 2, 3, 9, 10, -1):
        view.open_page(number)
        book.add(f"page {number}, {view.answer and view.answer.line}", view, (80, 24), (140, 45))
        book.lines(f"the next is {view.after}, listing {view.listing}", [])
    view.open_page(2)
    for by in (1, 1, 9, -1, -9):
        view.move(by)
        book.lines(f"list by {by}: at {view.entry_at}, {view.entry and view.entry.answer.line}", [])
    book.add("the list", view, (80, 24))
    view.open_page(3)
    view.move(2)
    book.lines(f"scrolled to {view.offset_rows}, cursor {view.cursor}", [])
    asked[0] = picked
    view = DebriefView()
    view.show(priced)
    book.add("a question", view, (80, 24), (140, 45))
    book.lines(f"asking {view.asking}, {view.answer}", [])
    view.move(9)
    book.lines(f"at {view.at}", [])
    view.move(-1)
    view.pick()
    book.add("picked", view, (80, 24))
    view.move(1)
    told["key_decisions"].reverse()  # type: ignore[union-attr]
    view.show(priced)
    book.lines(f"finer prices: at {view.at}, {view.answer and view.answer.kind}, asking {view.asking}", [])
    book.close()


def test_a_page_of_the_debrief(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = (
        "Net value $54,104, equity 100.", "", "To look at:", "- CODE, day 21: EXP-002 left 50 % of traffic on day 21",
        "  after 2 days. Stops paying near the end.", "- DESIGN: 30 days, −$1,200 and +$3.4k; not priced yet.",
        "  Known: about 84 (82–87) after run 3 of 4, and the rest of it is under the line",
        "    that comes next.", "  heuristic            $64,560      120", "▸ you                  $54,104      100",
        LONG, "goes on here.", "A heading of its own:", "─────────",
    )  # fmt: skip
    book = Book("debrief-page", monkeypatch)
    for width, hero in ((76, True), (76, False), (40, True), (14, True), (130, True)):
        book.lines(f"{width} cells, hero {hero}", in_roles(page(lines, width, LOOK, hero=hero), LOOK))
    book.lines("a loss", in_roles(page(["−$1.2M lost"], 40, LOOK, hero=True), LOOK))
    book.close()


# --- labs and drills -----------------------------------------------------------------------------------------------


def test_a_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("lab", monkeypatch)
    view = LabView()
    book.add("opening", view, (60, 6))
    controls = (
        Control("seeds", "Seeds", 1, 9, 3, unit="seeds"), Control("noise", "Noise of a seed", 0, 100, 25, decimals=1),
        Control("mode", "Way", 0, 1, 0, words=("calm", "chaos")),
    )  # fmt: skip
    idle = lambda values: {"noise"} if values["mode"] else set()  # noqa: E731
    texts = SimpleNamespace(scene=f"A scene: {LONG}", claim=LONG)
    lab = SimpleNamespace(controls=controls, texts=texts, idle=idle)
    asked = SimpleNamespace(text="What comes of it?", choices=("Nothing.", LONG, "Much."))
    sitting: Any = SimpleNamespace(
        lab=lab, entry=SimpleNamespace(chapter="7", title="Luck"), values={"seeds": 3, "noise": 25, "mode": 0}, seed=11,
        revealed=False, question=asked, last_outcome=None, draws=None,
    )  # fmt: skip
    view.show(sitting)
    assert (view.count(), view.control, view.choice) == (6, None, 0)
    book.add("asked", view, (80, 24), (140, 45), (80, 12))
    view.at = 2
    assert (view.control, view.choice) == (2, None)
    sitting.values = {"seeds": 9, "noise": 0, "mode": 1}
    view.busy = "working"
    book.add("on a control", view, (80, 24))
    sitting.revealed = True
    view.show_results()
    assert (view.count(), view.control, view.choice) == (3, 0, None)
    book.add("nothing known yet", view, (80, 24), (140, 34), (140, 33))
    monkeypatch.setattr(view, "_results", lambda *_: [[(f"result {n}", LOOK["text"])] for n in range(40)])
    for by in (0, 1, 1, 9, -1, -9):
        view.scroll_page(by)
        book.add(f"scrolled by {by}", view, (60, 14))
    book.close()


OPTIONS: Final = (Option("a", "the first"), Option("b", LONG), Option("c", "the third"))
ITEMS: Final = (asks.Item("logs", "The logs", 10, ("line one", LONG)), asks.Item("data", "The data", 30, ("rows",)))
FORM: Final = Form(
    "form", "Fill it in.",
    (
        Field("why", "case", "Why", Grader.PERSON),
        NumberField("seeds", "case", "Seeds", Grader.PROGRAM, 1, 9, 2, 3, "seeds"),
        ChoiceField("gate", "rules", "Gate", Grader.SIMULATION, OPTIONS),
        MultiChoiceField("risks", "rules", "Risks", Grader.PERSON, OPTIONS),
    ),
)  # fmt: skip
ASKS: Final[tuple[asks.Ask, ...]] = (
    asks.Pick("pick", "Which one?", OPTIONS), asks.Pick("unnamed", "Which one?", OPTIONS, named=False),
    asks.Percent("sure", "How sure?"), asks.Open("open", "Open some.", ITEMS, 45), asks.Weights("w", "Share.", OPTIONS),
    asks.Several("several", "Any of them?", OPTIONS, ("c",)), FORM, asks.Words("words", LONG, seconds=90),
    asks.Play("play", "Play it.", "first-sprint"),
)  # fmt: skip
GIVEN: Final[dict[str, Any]] = {
    "pick": "b", "unnamed": "a", "sure": 70, "open": ["data"], "w": {"a": 60, "c": 40}, "several": ["a", "b"],
    "form": {"why": LONG, "seeds": 1, "gate": "c", "risks": ["a"]}, "words": "two\nlines", "play": "game.jsonl",
}  # fmt: skip


def sitting_on(ask: asks.Ask | None, answer: dict[str, Any], grade: Grade | None = None, lines: int = 3) -> Any:
    """A sitting whose question has so many lines, with what was answered and what is asked now."""
    question = Question("quiz", "q", "A question", tuple(f"given {n}" for n in range(lines)), ASKS, "Checked.")
    return SimpleNamespace(question=question, ask=ask, answer=answer, grade=grade, partial=lambda ask: None)


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: ask.key)
def test_what_a_drill_asks(ask: asks.Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book(f"drill-{ask.key}", monkeypatch)
    view = DrillView()
    view.show(sitting_on(ask, {}))
    reply = view.reply
    assert reply is not None

    def left() -> int:
        return reply.ask.left(reply.opened) if isinstance(reply, OpenReply) else 0

    def shares() -> dict[str, int]:
        return reply.shares if isinstance(reply, WeightsReply) else {}

    book.add("asked", view, (80, 24), (140, 30))
    for step in (1, 1, 1, 1, -1):
        view.move(step)
        view.change(5 if step > 0 else -5)
        view.toggle()
        book.lines(f"by {step}: at {view.at}, {reply.value()}, left {left()}", [])
    digits = view.type_character("7"), view.type_character("3"), view.type_character("9")
    percent = reply.percent if isinstance(reply, PercentReply) else FIRST_PERCENT
    book.lines(f"digits {digits}: {percent}, {shares()}", [])
    view.level()
    view.to_last()
    view.say_once("noted")
    book.add(f"last line, {shares()}", view, (80, 24), (60, 14))
    if isinstance(reply, OpenReply):
        for item in ITEMS:
            view.reveal(reply, item.key)
            book.add(f"{item.key} open, {left()} left, at {view.at}", view, (80, 30))
    view.set_busy("Playing …")
    book.add("busy", view, (60, 10))
    book.close()


def test_what_was_answered_and_what_it_was_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Book("drill", monkeypatch)
    view = DrillView()
    book.add("nothing yet", view, (60, 6))
    grade = Grade(0.5, True, ("✓ this was right", "✗ this was not", "and a remark"), ("a model", "answer"))
    view.show(sitting_on(None, GIVEN, grade))
    book.add("graded", view, (80, 60))
    view.to_grade()
    book.add("from the grade on", view, (80, 14))
    view.show(sitting_on(ASKS[0], {}, lines=30))
    book.add("a long question", view, (80, 14))
    for step in ("page_down", "page_down", "page_up"):
        getattr(view, f"action_{step}")()
        book.add(step, view, (80, 14))
    view.say_once("noted")
    book.add("with a word", view, (80, 14))
    book.close()
