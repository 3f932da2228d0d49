"""Where the parts of the screens begin and end to do something: first and last cells, rows, values; without an app."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from textual.binding import Binding

from aiboard.analysis import retry
from aiboard.drills.asks import Option, Pick, Words
from aiboard.instruments.errors import InputError
from aiboard.instruments.trajectory import Run, Step, StepKind, analyse
from aiboard.tui import cells, keys, launch, settings, terminal
from aiboard.tui.app import AiBoard
from aiboard.tui.host import KeyCommand
from aiboard.tui.line_window import line_window
from aiboard.tui.panel import Cursor
from aiboard.tui.screens.base import BaseScreen, Cover, too_small
from aiboard.tui.screens.first import FirstScreen, Way, _Ways
from aiboard.tui.screens.moment import RetryScreen
from aiboard.tui.widgets import cards, drill
from aiboard.tui.widgets.board import BoardView
from aiboard.tui.widgets.drill import DrillView, fits_frame
from aiboard.tui.widgets.drill_reply import Reply, reply_to
from aiboard.tui.widgets.lab import LabView
from aiboard.tui.widgets.status import _spread
from aiboard.tui.widgets.trajectory_steps import StepList
from aiboard.tui.widgets.trajectory_words import format_json, glimpse, size
from aiboard.views.board.columns import columns
from tests.tui.widgets.test_widget_rendering import LOOK, _no_terminal  # noqa: F401 (a fixture of every test here)
from tests.views import made

TEXT = LOOK["text"]


def plain(rows: list[cells.Line]) -> list[str]:
    return ["".join(text for text, _ in row) for row in rows]


# --- lines and cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "height", "shown", "begins"),
    [
        (0, 4, ["0", "1", "2", "▼ PgDn 7 more lines"], 0),
        (1, 4, ["▲ PgUp 2 more lines", "2", "3", "▼ PgDn 6 more lines"], 1),
        (5, 4, ["▲ PgUp 6 more lines", "6", "7", "▼ PgDn 2 more lines"], 5),
        (6, 4, ["▲ PgUp 7 more lines", "7", "8", "9"], 6),
        (99, 4, ["▲ PgUp 7 more lines", "7", "8", "9"], 6),
        (-3, 9, ["0", "1", "2", "3", "4", "5", "6", "7", "▼ PgDn 2 more lines"], 0),
        (3, 10, [str(n) for n in range(10)], 0),
        (0, 0, [], 0),
        (0, -2, [], 0),
    ],
)
def test_a_window_of_lines_says_how_many_more_there_are(first: int, height: int, shown: list[str], begins: int) -> None:
    lines: list[cells.Line] = [[(str(n), TEXT)] for n in range(10)]
    found, begun = line_window(lines, first, height, LOOK)
    assert (plain(found), begun) == (shown, begins)


def test_texts_at_their_last_cell() -> None:
    assert [cells.cut("word", width) for width in (-1, 0, 1, 3, 4, 5)] == ["", "", "…", "wo…", "word", "word"]
    assert cells.cut("a word", 3) == "a…", "no blank before the dots"
    assert [cells.align_right("12", width) for width in (1, 2, 4)] == ["…", "12", "  12"]
    assert [cells.pad("宽", width) for width in (1, 2, 3)] == ["…", "宽", "宽 "]
    assert plain(cells.hanging_indent("» ", TEXT, "one two three", TEXT, 7, 3)) == ["» one two", "  three"]
    assert plain(cells.hanging_indent("» ", TEXT, "one two three", TEXT, 7, 1)) == ["» one tw…"]
    assert cells.hanging_indent("» ", TEXT, "", TEXT, 7, 1) == []
    columns: list[list[cells.Line]] = [[[(name, TEXT)]] for name in "abc"]
    assert plain(cells.side_by_side(columns, ("|", TEXT))) == ["a|b|c"]


def test_a_line_that_is_cut_where_a_span_ends_says_so() -> None:
    strong = LOOK["strong"]
    for spans, shown in (
        ([("1234", TEXT), ("5", strong)], "123…"),
        ([("1234", TEXT), ("  ", strong)], "1234"),
        ([("123…", TEXT), ("5", strong)], "123…"),
        ([("12", TEXT), ("34", strong), ("5", TEXT)], "123…"),
        ([("12", TEXT), ("345", strong)], "123…"),
        ([("1", TEXT)], "1   "),
    ):
        assert "".join(segment.text for segment in cells.line(spans, 4, TEXT)) == shown


def test_a_row_too_long_takes_the_rows_to_spare_or_is_left_to_be_cut() -> None:
    facts = [("fact 0", "text"), ("   fact 1", "dim"), ("   fact 2", "dim")]
    assert _spread(facts, 24, 0) == [facts], "it fits"
    spread = [facts[:2], [("     fact 2", "dim")]]
    assert _spread(facts, 23, 1) == spread and _spread(facts, 15, 1) == spread and _spread(facts, 23, 0) == [facts]
    assert len(_spread(facts, 14, 2)) == 3 and _spread(facts, 14, 1) == [facts]
    text = [("one two three", "text")]
    assert _spread(text, 8, 1) == [[("one two", "text")], [("three", "text")]]
    assert _spread(text, 8, 0) == [[("one two…", "text")]] and _spread(text, 13, 1) == [text]


class Places(Cursor):
    """Four places for a cursor."""

    drawn = 0

    def count(self) -> int:
        return 4

    def redraw(self) -> None:
        self.drawn += 1


def test_a_cursor_goes_round_or_stops_and_is_drawn() -> None:
    places = Places()
    walked = []
    for by in (1, 1, 1, 1, -1, -10, 10):
        places.move(by)
        walked.append(places.at)
    assert walked == [1, 2, 3, 0, 3, 1, 3] and places.drawn == 7
    places.WRAPS = False  # type: ignore[misc]
    walked = []
    for step in ("down", "up", "page_up", "page_up", "page_down", "down"):
        getattr(places, f"action_{step}")()
        walked.append(places.at)
    assert walked == [3, 2, 0, 0, 3, 3]
    places.count = lambda: 0  # type: ignore[method-assign]
    places.move(-1)
    assert places.at == 3 and places.drawn == 13, "there is nowhere to go"


def test_where_there_is_nothing_to_choose_the_page_is_moved() -> None:
    assert not Reply(Words("said", "Say it.")).move(1)
    pick = reply_to(Pick("one", "Which?", (Option("a", "the first"), Option("b", "the second"))), None)
    assert pick.move(1) and pick.at == 1 and pick.move(1) and pick.at == 0 and pick.move(-1) and pick.at == 1


# --- the board -----------------------------------------------------------------------------------------------------


def test_a_click_on_the_one_column_over_the_whole_width() -> None:
    opened: list[int] = []
    view = BoardView(lambda: None, lambda: opened.append(view.card))
    view.show(columns(made.board()))
    view.focus_card(made.MEASURED)
    view.action_zoom()
    view.draw(80, 20)
    here = view.at
    cards = [line.card for line in view.columns[here].cards]
    assert len(cards) > 1 and [spot.card for spot in view._spots] == cards[: len(view._spots)]
    for spot in list(view._spots):
        for x in (0, 79):
            view.focus_card(made.MEASURED)
            opened.clear()
            view.on_click(SimpleNamespace(x=x, y=spot.top))  # type: ignore[arg-type]
            assert view.card == spot.card and view.at == here
            assert opened == ([spot.card] if spot.card == made.MEASURED else [])
    view.focus_card(cards[-1])
    view.on_click(SimpleNamespace(x=40, y=0))  # type: ignore[arg-type]
    assert (view.card, view.at) == (cards[0], here), "its heading leads to its first card"


def test_the_cursor_stays_where_a_card_is_not_on_the_board() -> None:
    view = BoardView(lambda: None, lambda: None)
    view.focus_card(made.LIVE)
    view.move_card(1)
    view.stay()
    assert view.card == -1 and view.line is None and view.column is None and not view.move_ask(1)
    view.show(columns(made.board()))
    for card in (made.LIVE, 99, made.LIVE):
        view.focus_card(card)
        assert view.card == made.LIVE and view.line is not None and view.line.card == made.LIVE
    assert view.column is not None and view.line in view.column.cards


def test_a_column_too_long_shows_a_window_that_ends_at_the_cursor() -> None:
    cards_of_it: Any = tuple(SimpleNamespace(card=card) for card in (4, 7, 9, 11))
    column: Any = SimpleNamespace(cards=cards_of_it)

    def shown(room: int, focus: int) -> tuple[list[int], int]:
        found, rest = cards.window(column, room, focus)
        return [line.card for line in found], rest

    assert shown(4, 11) == ([4, 7, 9, 11], 0) and shown(3, 4) == ([4, 7, 9], 1)
    assert shown(3, 9) == ([4, 7, 9], 1) and shown(3, 11) == ([7, 9, 11], 1)
    assert shown(1, 9) == ([9], 3) and shown(1, -1) == ([4], 3), "the first where the cursor is elsewhere"
    assert shown(0, 4) == shown(-1, 4) == ([], 4)


# --- keys ----------------------------------------------------------------------------------------------------------


def test_keys_are_bound_to_their_actions_and_digits_to_theirs() -> None:
    bound = {one.id: one for one in keys.bindings("board") if isinstance(one, Binding)}
    for digit in "12345":
        assert (bound[f"board.priority.{digit}"].key, bound[f"board.priority.{digit}"].action) == (
            digit, f"press('priority', '{digit}')",
        )  # fmt: skip
    kill = bound["board.kill"]
    assert (kill.action, kill.priority, kill.show) == ("press('kill')", False, False)
    assert "board.priority" not in bound and len(bound) == len(keys.bindings("board"))
    held = {one.id: one for one in keys.bindings("program") if isinstance(one, Binding)}
    assert held and all(one.priority and (one.id or "").startswith("program.") for one in held.values())
    assert "program.leave" not in held and "program.quit" in held


def test_dialogs_have_no_keys_of_whole_screens() -> None:
    anywhere = {key.id for key in keys.TABLE if key.pane == "anywhere"}
    for screen in keys.SCREENS:
        found = {key.id for key in keys.screen_keys(screen)}
        assert bool(found & anywhere) is (screen not in keys.DIALOGS), screen
        assert {key.id for key in keys.TABLE if key.pane == "program"} <= found


def test_a_keymap_names_each_mistake_with_its_action() -> None:
    for keymap, why in (
        ({"board.fly": "x"}, "there is no action 'board.fly'"),
        ({"board.kill": " "}, "board.kill has no key"),
        ({"board.kill": "a,b"}, "no keyboard sends"),
        ({"board.kill": "k" * 31}, "no keyboard sends"),
        ({"board.priority": "f5"}, "stays on its digits"),
    ):
        with pytest.raises(keys.KeymapError, match=why):
            keys.remap(keymap)
    table = keys.remap({"board.kill": "f5 " + "k" * 30})
    assert next(key.keys for key in table if key.id == "board.kill") == ("f5", "k" * 30)
    assert [key.id for key in table] == [key.id for key in keys.TABLE]
    assert keys.first_key("board", "kill", table) == "f5" and keys.first_key("board", "kill") == "x"


# --- the terminal --------------------------------------------------------------------------------------------------


def test_what_is_copied_goes_through_the_programs_between() -> None:
    asked = f"\x1b]52;c;{base64.b64encode('é'.encode()).decode()}\x07"
    assert terminal.clipboard("é", {}) == asked
    assert terminal.clipboard("é", {"STY": "1"}) == f"\x1bP{asked}\x1b\\"
    assert terminal.clipboard("é", {"TMUX": "1", "STY": "1"}) == asked + f"\x1bPtmux;\x1b{asked}\x1b\\"


def test_what_is_written_to_a_closed_terminal_is_lost_without_an_error() -> None:
    written: list[str] = []

    def broken(*_: str) -> None:
        raise OSError("gone")

    closed: Any = SimpleNamespace(write=broken, flush=broken, encoding="utf-8")
    output = terminal._SafeOutput(closed)
    output.write("x")
    output.flush()
    assert output.encoding == "utf-8"
    there: Any = SimpleNamespace(write=written.append, flush=lambda: written.append("flushed"))
    output = terminal._SafeOutput(there)
    output.write("x")
    output.flush()
    assert written == ["x", "flushed"]


# --- settings ------------------------------------------------------------------------------------------------------


def stored(**values: Any) -> settings.Settings:
    """What is read of a file with these values."""
    place = settings.folder()
    place.mkdir(parents=True, exist_ok=True)
    (place / "settings.json").write_text(json.dumps(values), encoding="utf-8")
    return settings.load()


def test_settings_keep_so_much_and_no_more() -> None:
    found = stored(finished=[f"p{n}" for n in range(201)], last_line="x" * 4_096)
    assert not found.note and len(found.finished) == 200 and len(found.last_line) == 300
    found = stored(last_line="x" * 4_097, last="y" * 4_097)
    assert found.last_line == found.last == "" and "last_line" in found.note and "last has" in found.note
    assert stored(last="y" * 4_096).last == "y" * 4_096
    assert not stored(keymap={}).note
    many = stored(keymap={f"board.a{n}": "x" for n in range(201)})
    assert "keymap has a value that does not fit" in many.note
    assert "there is no action" in stored(keymap={f"board.a{n}": "x" for n in range(200)}).note


@pytest.mark.parametrize(
    ("name", "value", "moves"),
    [("TEXTUAL_ANIMATIONS", "None", False), ("TEXTUAL_ANIMATIONS", "full", True), ("SSH_TTY", "/dev/pts/1", False)],
)
def test_over_a_network_link_nothing_moves_until_it_is_asked_for(
    name: str, value: str, moves: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in ("TEXTUAL_ANIMATIONS", "SSH_TTY"):
        monkeypatch.delenv(other, raising=False)
    assert settings.load().animation
    monkeypatch.setenv(name, value)
    assert settings.load().animation is moves
    assert stored(animation=True).animation


# --- a drill's clock -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passed", "told"),
    [(0, "5:00 of 5:00"), (0.9, "5:00 of 5:00"), (61, "3:59 of 5:00"), (300, "0:00 of 5:00"), (365, "-1:05 of 5:00")],
)
def test_the_clock_of_a_text_counts_down_and_beyond(passed: float, told: str) -> None:
    assert DrillView().gauge(Words("said", "Say it.", seconds=300), "text", passed) == told
    assert DrillView().gauge(Words("said", "Say it."), "text", passed) == ""


def test_what_is_spoken_is_measured_in_words_and_the_time_of_writing_only_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(drill, "total_speech_text", lambda question, answer, ask, text: f"{text}: 20 s")
    view = DrillView()
    view.drill_session = SimpleNamespace(question=None, answer={})  # type: ignore[assignment]
    assert view.gauge(Words("said", "Say it.", seconds=60, rate=150), "text", 125) == "text: 20 s  writing 2:05"


def test_a_question_fits_into_a_frame_with_eight_cells_around_it() -> None:
    assert fits_frame("x" * 72, 80) and not fits_frame("x" * 73, 80)


# --- steps of an agent ---------------------------------------------------------------------------------------------


def test_a_glimpse_of_a_step_and_how_much_it_holds() -> None:
    call = Step(StepKind.TOOL_CALL, "agent", "find", '{"id": 1}', "x" * 161)
    assert len(glimpse(call)) == 160 and glimpse(replace(call, output=None)) == "no answer"
    assert size(call) == "9 passed, 161 back" and size(replace(call, output=None)) == "9 passed, no answer"
    said = Step(StepKind.MESSAGE, "user", output=None)
    assert glimpse(said) == "" and size(said) == "0 characters" and size(replace(said, output="x")) == "1 character"


def steps_of(lines: int, rows: int = 9) -> StepList:
    """A step of so many lines of output, open, and others after it; drawn once in so many rows."""
    output = "\n".join(f"line {n}" for n in range(lines))
    steps = (Step(StepKind.TOOL_CALL, "agent", "find", "{}", output), *[Step(StepKind.MESSAGE, "user")] * 30)
    run = Run("1", None, None, steps)
    found = StepList(run, analyse(run, None))
    found.opened.add(0)
    found.lines(LOOK, 60, rows, True)
    return found


def test_pages_go_through_a_long_step_and_from_step_to_step() -> None:
    found = steps_of(30)
    for way, first in ((1, "line 3"), (1, "line 8"), (-1, "line 3"), (-1, "▸   1")):
        found.page(way, 5)
        assert first in plain(found.lines(LOOK, 60, 9, True))[0] and found.at == 0
    for _ in range(20):
        found.page(1, 5)
        found.lines(LOOK, 60, 9, True)
    assert found.at > 5, "past its end to the next steps"
    short = steps_of(3)
    short.page(1, 5)
    assert short.at == 1, "an opened step that fits the window is passed"
    found.go(0)
    found.opened.clear()
    for way, at in ((1, 5), (1, 10), (-1, 5), (-1, 0), (-1, 0)):
        found.page(way, 5)
        assert found.at == at
    found.go(99)
    assert found.at == 30
    found.go(-1)
    assert found.at == 0


@pytest.mark.parametrize(
    ("top", "first", "last", "end", "rows", "then"),
    [
        (0, 4, 5, 20, 6, 0), (0, 6, 7, 20, 6, 1), (9, 4, 5, 20, 6, 4), (5, 4, 10, 20, 6, 4), (9, 4, 10, 20, 6, 4),
        (5, 4, 11, 20, 6, 5), (19, 4, 11, 20, 6, 10), (0, 4, 11, 20, 6, 4), (19, 18, 20, 20, 6, 14), (3, 0, 1, 4, 6, 0),
    ],
)  # fmt: skip
def test_the_step_under_the_cursor_stays_in_view(
    top: int, first: int, last: int, end: int, rows: int, then: int
) -> None:
    found = steps_of(1)
    found._top = top
    found._scroll(first, last, end, rows)
    assert found._top == then


def test_a_window_on_steps_begins_inside_a_step_and_ends_with_its_rows() -> None:
    found = steps_of(4)
    whole = plain(found.lines(LOOK, 60, 99, True))
    assert len(whole) == 31 + 1 + 4 and "passed" in whole[1] and "answer" in whole[2] and "line 3" in whole[5]
    for at in range(31):
        found.go(at)
        shown = plain(found.lines(LOOK, 60, 7, True))
        assert len(shown) == 7
        (here,) = [row for row in shown if row.startswith("▸")]
        assert here.split()[1] == str(at + 1)
    assert found.lines(LOOK, 60, 0, True) == []


def test_json_is_opened_where_one_line_is_too_short() -> None:
    text = '{"a": "é"}'
    assert format_json(text, len(text)) == text
    assert format_json(text, len(text) - 1) == '{\n  "a": "é"\n}'
    assert format_json(" [1]", 3) == "[\n  1\n]"
    long = '["' + "x" * (20_000 - 4) + '"]'
    assert "\n" in format_json(long, 10) and format_json(long + " ", 10) == long + " "
    for other in ('"a string"', "{not json", "12345678901"):
        assert format_json(other, 5) == other


# --- a terminal that is too small ----------------------------------------------------------------------------------


def test_what_is_needed_is_centred_and_cut_from_below(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not too_small(80, 24) and too_small(79, 24) and too_small(80, 23)
    cover = Cover()
    monkeypatch.setattr(Cover, "screen", SimpleNamespace(SMALL_ADVICE=BaseScreen.SMALL_ADVICE))
    for height, top in ((4, 0), (5, 0), (6, 1), (12, 4)):
        rows = plain(cover.draw(60, height))
        assert len(rows) == top + 4 and rows[:top] == [""] * top
        assert rows[top].index("aiboard") == (60 - len(BaseScreen.SMALL_ADVICE[0])) // 2
    assert plain(cover.draw(60, 3))[0].startswith("aiboard needs 80") and len(cover.draw(60, 3)) == 3
    assert plain(cover.draw(10, 8))[2].startswith("aiboard needs")


# --- decide again --------------------------------------------------------------------------------------------------


class Retry(RetryScreen):
    """Three boards of three options, without an app: what it begins, shows and closes is written down."""

    def __init__(self) -> None:
        self._boards: Any = ["one", "two"]
        self._board_index, self._passed, self._at, self._chosen = 0, 0, 0, -1
        self._exercise: Any = None
        self._weighed: Any = None
        self._wrong = ""
        self.debrief: Any = SimpleNamespace(point_cents=100)
        self.under: Any = SimpleNamespace(update=lambda: None, look=LOOK)
        self.asked: list[Any] = []

    def run_steps(self, steps: Any, show: Any, failed: Any) -> None:
        self.asked.append(steps.args[0])

    def show_position(self, past_position: Any, card: int) -> None:
        self.asked.append(card)

    def show_hints(self) -> None:
        """The keys, which `hints` has."""

    def hints_and_back(self, names: Any = None, words: Any = None) -> Any:
        return words

    def dismiss(self, result: Any = None) -> Any:
        self.asked.append("closed")

    def give(self, futures: int = 0) -> None:
        """The board, or its prices after so many futures."""
        if futures:
            self._show(SimpleNamespace(futures=futures))  # type: ignore[arg-type]
        else:
            answer = SimpleNamespace(card=7)
            self._show(retry.Exercise(answer, None, (1, 2, 3)))  # type: ignore[arg-type]


def test_boards_are_decided_again_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[int] = []

    def judge(weighed: Any, chosen: int, cents: int) -> Any:
        judged.append(chosen)
        return SimpleNamespace(passed=chosen == 2)

    monkeypatch.setattr(retry, "judge", judge)
    screen = Retry()
    screen.on_mount()
    assert plain(screen.lines(80)) == [" Board 1 of 2 …"]
    screen.move(1)
    screen.action_choose()
    assert screen._at == 0 and screen._chosen == -1, "there is no board yet"
    screen.give()
    assert screen.asked == ["one", 7]
    for by, at in ((1, 1), (1, 2), (1, 2), (-5, 0), (2, 2)):
        screen.move(by)
        assert screen._at == at
    screen.give(retry.FUTURES - 1)
    assert screen.hints() is None and judged == []
    screen.action_choose()
    screen.move(-1)
    screen.action_choose()
    assert (screen._chosen, screen._at, screen._board_index) == (2, 2, 0), "chosen once, judged when all is priced"
    screen.give(retry.FUTURES)
    assert screen._passed == 1 and screen.hints() == {"choose": "next board"}
    assert screen._onward() == "Enter: the next board."
    screen.action_choose()
    assert screen.asked == ["one", 7, "two"] and (screen._at, screen._chosen, screen._board_index) == (0, -1, 1)
    screen.give()
    screen.give(retry.FUTURES)
    assert screen.hints() is None and screen._passed == 1
    screen.action_choose()
    assert screen._chosen == 0 and screen._passed == 1 and judged == [2, 0]
    assert screen.hints() == {"choose": "to the debrief"}
    assert screen._onward() == "1 of 2 passed. Enter: back to the debrief."
    screen.action_choose()
    assert screen.asked[-1] == "closed" and screen._board_index == 1


def test_a_board_that_cannot_be_decided_again_is_passed_over() -> None:
    screen = Retry()
    screen._begin()
    screen._failed("Nothing to choose.")
    assert plain(screen.lines(80)) == [" Board 1 of 2: Nothing to choose. Enter: the next board."]
    assert screen.hints() == {"choose": "next board"}
    screen.action_choose()
    assert screen._board_index == 1 and not screen._wrong and screen.asked == ["one", "two"]


def test_a_board_without_options_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Retry()
    screen.session = SimpleNamespace(game=None)  # type: ignore[assignment]
    monkeypatch.setattr(retry, "exercise", lambda game, answer: None)
    with pytest.raises(InputError, match="nothing else to choose"):
        list(screen._steps("one"))  # type: ignore[arg-type]
    found: Any = SimpleNamespace()
    monkeypatch.setattr(retry, "exercise", lambda game, answer: found)
    monkeypatch.setattr(retry, "weigh_exercise", lambda one: iter([1, 2]))
    assert list(screen._steps("one")) == [found, 1, 2]  # type: ignore[arg-type]


# --- the first screen ----------------------------------------------------------------------------------------------


def test_a_click_on_the_first_screen_finds_its_line() -> None:
    view = _Ways()
    view.ways = [Way(name, name.capitalize(), f"what {name} is", "5 min") for name in ("play", "learn", "watch")]
    for height in (24, 45):
        rows = plain(view.draw(80, height))
        found = {y: view.row_at(y) for y in range(height)}
        words = [row.strip(" ▸").partition(" ")[0] for row in rows]
        assert [words[y] for y, at in found.items() if at is not None] == ["Play", "Learn", "Watch"]
        assert [at for at in found.values() if at is not None] == [0, 1, 2]


class First(FirstScreen):
    """The first screen without an app: what it opens is written down."""

    def __init__(self, **facts: Any) -> None:
        self.asked: list[Any] = []
        self.said: Any = SimpleNamespace(**{"finished": [], "note": "", "last": "", "last_line": "", **facts})
        self.said.resumable = lambda: self.said.last
        self.view: Any = SimpleNamespace(ways=[], at=0, update=lambda: None)
        self._unfinished_save = self._next = None
        self._looking = self._continue_pending = False
        self.current = True

    @property
    def host(self) -> Any:
        def note(name: str) -> Any:
            return lambda *given: self.asked.append((name, *given))

        return SimpleNamespace(settings=self.said, table=keys.TABLE, resume=note("resume"), play=note("play"))

    @property
    def is_current(self) -> bool:
        return self.current


def save(day: int = 4) -> Any:
    return SimpleNamespace(scenario="support-chatbot", day=day, path="saves/x.jsonl")


def test_what_can_be_gone_on_with_stands_first() -> None:
    screen = First()
    screen._show()
    assert [way.action for way in screen.view.ways] == ["play", "learn", "interview", "watch"]
    assert [screen.view.letters[way.action] for way in screen.view.ways] == ["p", "l", "i", "w"]
    screen.view.at = 2
    screen._show(keep=True)
    assert screen.view.at == 2
    screen._show_found(save())
    assert [way.action for way in screen.view.ways][:2] == ["continue", "play"]
    assert screen.view.ways[0].detail == "support-chatbot, day 5"
    assert screen.view.at == 3, "the cursor stays on its line"
    screen._show()
    assert screen.view.at == 0
    screen = First(last="a.jsonl", last_line="day 3")
    screen._unfinished_save = save()
    screen._show()
    assert screen.view.ways[0].detail == "day 3" and screen._last() == "a.jsonl"


def test_a_cursor_that_nobody_moved_goes_to_continue() -> None:
    screen = First()
    screen._show()
    screen._show_found(save())
    assert screen.view.at == 0 and screen.view.ways[0].action == "continue"


@pytest.mark.parametrize(("current", "resumed"), [(True, [("resume", "saves/x.jsonl")]), (False, [])])
def test_continue_waits_for_the_folder_that_is_looked_through(current: bool, resumed: list[Any]) -> None:
    screen = First()
    screen.current = current
    screen._show()
    screen._looking = True
    screen.action_continue()
    assert screen.asked == [] and screen._continue_pending
    screen._show_found(save())
    assert screen.asked == resumed
    # Without a wish it is only offered.
    screen = First()
    screen._looking = True
    screen._show_found(save())
    assert screen.asked == [] and not screen._looking
    screen.action_continue()
    assert screen.asked == [("resume", "saves/x.jsonl")] and not screen._continue_pending
    screen = First()
    screen._looking = True
    screen._not_found("no such folder")
    screen.action_continue()
    assert not screen._looking and not screen._continue_pending and screen.asked == []


def test_what_play_deals_is_said_with_its_minutes() -> None:
    tutorial = "first-sprint"
    screen = First()
    assert (screen._play().detail, screen._play().time) == ("the tutorial: two sprints, two GPUs", "10 min")
    screen.action_play()
    assert screen.asked == [("play", None)]
    screen = First(finished=[tutorial])
    screen._show()
    assert (screen._play().detail, screen._play().time) == ("the next scenario", "")
    after: Any = SimpleNamespace(key="rag", title="RAG", project=SimpleNamespace(minutes=35))
    screen._show_next(after)
    assert (screen._play().detail, screen._play().time) == ("next: RAG", "35 min")
    screen.action_play()
    assert screen.asked == [("play", "rag")]
    screen.said.finished.append("rag")
    assert screen._play().detail == "next: RAG, new luck"
    after.project = None
    assert screen._play().detail == "the next scenario"


# --- out -----------------------------------------------------------------------------------------------------------


class Leaving(AiBoard):
    """The program without a terminal: what it opens and whether it leaves is written down."""

    def __init__(self, trouble: str | None) -> None:
        self.asked: list[Any] = []
        self.trouble = trouble
        self.session: Any = SimpleNamespace(game=SimpleNamespace(save_again=lambda: self.trouble))
        self._leaving = False
        self.gone = False

    def open(self, screen: str, *args: Any, then: Any = None) -> None:
        self.asked.append((screen, args[0], [item.value.name for item in args[1]], args[2]))
        self.then = then

    def leave_now(self) -> None:
        self.asked.append("left")

    def _board(self) -> Any:
        return SimpleNamespace(press_later=lambda name: self.asked.append(name))


def test_what_is_not_saved_is_asked_about_once() -> None:
    app = Leaving(None)
    app.leave()
    assert app.asked == ["left"]
    app = Leaving("the disk is full")
    app.leave()
    asked = ("menu", "Not everything is saved", ["stay", "save_as", "leave"], ["the disk is full"])
    assert app.asked == [asked]
    app.leave()
    assert app.asked == [asked, "left"], "asked for twice"
    for chosen, then, again in (("stay", [], asked), ("save_as", ["save_as"], asked), ("leave", ["left"], "left")):
        app = Leaving("the disk is full")
        app.leave()
        app.then(KeyCommand(chosen))
        assert app.asked[1:] == then
        app.leave()
        assert app.asked[-1] == again
    app = Leaving("the disk is full")
    app.leave()
    app.trouble = None
    app.then(None)
    app.leave()
    assert app.asked == [asked, "left"], "there is room again"
    app = Leaving(None)
    app.session = None
    app.leave()
    assert app.asked == ["left"]


@pytest.mark.parametrize(
    ("code", "unsaved", "exits"), [(0, False, 0), (None, False, 0), (0, True, 74), (2, True, 2), (2, False, 2)]
)
def test_the_exit_code_says_whether_all_is_saved(
    code: int | None, unsaved: bool, exits: int, capsys: pytest.CaptureFixture[str]
) -> None:
    app: Any = SimpleNamespace(
        run=lambda mouse: None, fault=None, failure=None, farewell="", unsaved=unsaved, return_code=code
    )
    assert launch._run(app, mouse=True) == exits
    assert capsys.readouterr().out == ""
    app.failure = InputError("no such file")
    with pytest.raises(InputError):
        launch._run(app, mouse=True)


# --- a lab ---------------------------------------------------------------------------------------------------------


def test_the_cursor_of_a_lab_is_on_controls_and_before_the_answer_on_choices() -> None:
    view = LabView()
    view.move(1)
    view.to_choice(0)
    assert (view.count(), view.at, view.control, view.choice) == (0, 0, None, None)
    sitting: Any = SimpleNamespace(
        lab=SimpleNamespace(controls=(1, 2)), question=SimpleNamespace(choices=("x", "y", "z")), revealed=False
    )
    view.show(sitting)
    assert (view.count(), view.control, view.choice) == (5, None, 0), "on the first choice"
    for choice, at in ((2, 4), (3, 4), (1, 3)):
        view.to_choice(choice)
        assert view.at == at and view.choice == at - 2
    view.move(3)
    assert (view.at, view.control, view.choice) == (1, 1, None)
    view.scroll_page(1)
    view.scroll_page(-1)
    view.scroll_page(-1)
    assert view._scrolled == 0
    view.scroll_page(5)
    sitting.revealed = True
    view.show_results()
    assert (view.count(), view.at, view.control, view.choice, view._scrolled) == (2, 0, 0, None, 0)
    view.to_choice(0)
    assert view.at == 0, "there is nothing to answer any more"
    view.move(-1)
    assert view.at == 1
    view.at = 2
    assert view.choice is None
