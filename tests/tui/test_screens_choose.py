"""Screens on which something is chosen, without an app: what each key changes, opens and hands on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from textual.geometry import Size

from aiboard.engine.model.books import OrderQuestion
from aiboard.engine.model.vocabulary import Column, Order
from aiboard.engine.verbs import Accept, OrderData, Prioritise
from aiboard.instruments.errors import InputError
from aiboard.play.stop import Cause, Stop
from aiboard.tui import keys, settings, themes
from aiboard.tui.screens import question as question_screen
from aiboard.tui.screens import queue as queue_screen
from aiboard.tui.screens.data import DataScreen, DataView
from aiboard.tui.screens.dialog import Item, Menu
from aiboard.tui.screens.opening import OpeningScreen
from aiboard.tui.screens.picker import PickerScreen, SavesScreen
from aiboard.tui.screens.question import QuestionScreen
from aiboard.tui.screens.queue import QueueScreen, QueueView
from aiboard.tui.screens.settings import SettingsDialog
from aiboard.views.data.databoard import data_columns
from tests.engine import worlds
from tests.tui.gallery import QUESTIONS
from tests.tui.widgets.test_widget_rendering import _no_terminal  # noqa: F401 (a fixture of every test here)
from tests.views import made


class Noted:
    """What is asked of the program around a screen, written down."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.settings: Any = settings.Settings()
        self.colourless = False
        self.refuses = False
        self.table = keys.TABLE
        self.then: Any = None

    def open(self, name: str, *given: Any, then: Any = None) -> None:
        self.asked.append(("opens", name))
        self.then = then

    def dispatch(self, action: Any) -> list[Any] | None:
        self.asked.append(("does", action))
        return None if self.refuses else []

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.asked.append((name, *given))

    def told(self) -> list[Any]:
        """What was asked since the last time."""
        asked, self.asked = self.asked, []
        return asked


# --- scenarios and saves -------------------------------------------------------------------------------------------


class Picker(PickerScreen):
    """The list of scenarios in a program that writes down what is asked of it."""

    noted: Noted

    @property
    def host(self) -> Any:
        return self.noted


def entry(key: str, *variants: str, broken: bool = False) -> Any:
    return SimpleNamespace(
        key=key, keys=(key, *variants), title=key, project=None if broken else "project", wrong="x" * broken
    )


def test_a_scenario_is_played_or_watched_as_it_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Picker()
    noted = screen.noted = Noted()
    for action in ("choose", "watch"):
        getattr(screen, f"action_{action}")()
    assert noted.told() == [], "nothing is read yet"
    noted.settings.finished = ["one"]
    screen._show([entry("one"), entry("two", "two:calm", "two:hard"), entry("three", broken=True)])
    view = screen.view
    view.at = 1
    screen.action_choose()
    assert noted.told() == [("play", "two", None)]
    for turn, key in (
        ("variant", "two:calm"),
        ("variant", "two:hard"),
        ("variant", "two"),
        ("variant_back", "two:hard"),
    ):
        getattr(screen, f"action_{turn}")()
        assert view.key == key
    screen.action_seed()
    seed = view.seed
    assert seed is not None and 0 <= seed < 1_000_000
    screen.action_choose()
    screen.action_watch()
    assert noted.told() == [("play", "two:hard", seed), ("watch_bot", "two:hard")]
    view.move(1)
    assert (view.at, view.seed, view.variant, view.scrolled) == (2, None, 0, 0)
    screen.action_choose()
    screen.action_watch()
    assert noted.told() == [], "a scenario that cannot be read is not played"
    monkeypatch.setattr(type(view), "size", Size(80, 22), raising=False)
    monkeypatch.setattr(view, "update", lambda: None)
    screen.action_page_down()
    screen.action_page_down()
    screen.action_page_up()
    assert view.scrolled == 20


def test_a_save_is_gone_on_with() -> None:
    class Saves(SavesScreen):
        noted = Noted()

        @property
        def host(self) -> Any:
            return self.noted

    screen = Saves()
    screen.action_choose()
    screen.view.show([])
    screen.action_choose()
    assert screen.noted.told() == []
    screen.view.show([SimpleNamespace(path="a"), SimpleNamespace(path="b")])  # type: ignore[list-item]
    screen.view.at = 1
    screen.action_choose()
    assert screen.noted.told() == [("resume", "b")]


# --- opening -------------------------------------------------------------------------------------------------------


class Opening(OpeningScreen):
    """A game that is being opened, in a program that writes down what is asked of it."""

    def __init__(self, **options: Any) -> None:
        super().__init__("Dealing …", lambda cancelled: SimpleNamespace(), "board", **options)
        self.noted = Noted()

    @property
    def host(self) -> Any:
        return self.noted

    def close_or(self, instead: Any) -> None:
        self.noted.asked.append(("closes",))


def test_a_game_that_was_opened_is_shown_and_one_that_nobody_wants_is_closed() -> None:
    session: Any = Noted()
    for options, told in (({}, []), ({"canvas": True}, [("opens", "canvas")])):
        screen = Opening(**options)
        screen._done(session)
        assert screen.noted.told() == [("show_game", session, "board"), *told] and session.told() == []
    for leave in ("action_back", "on_unmount"):
        screen = Opening(canvas=True)
        getattr(screen, leave)()
        screen.noted.told()
        screen._done(session)
        screen._failed("too late")
        assert screen.noted.told() == [] and session.told() == [("close",)] and screen.view.trouble == ""


def test_what_keeps_a_game_from_being_opened_is_shown_or_ends_the_program() -> None:
    screen = Opening()
    screen._failed("no such file")
    assert screen.view.trouble == "no such file" and screen.noted.told() == []
    screen = Opening(fatal=True)
    screen._failed("no such file")
    ((name, error),) = screen.noted.told()
    assert name == "fail" and isinstance(error, InputError) and "no such file" in str(error)
    assert screen.view.trouble == ""


# --- a question ----------------------------------------------------------------------------------------------------


class Asking(QuestionScreen[Any]):
    """A question without a terminal: where the cursor is and what is handed on is written down."""

    def __init__(self, name: str) -> None:
        super().__init__(QUESTIONS[name]())
        self.closed: list[Any] = []
        self.sizes: list[Any] = []

    @property
    def app(self) -> Any:
        return SimpleNamespace(size=(80, 24))

    def resized(self, width: int, height: int) -> None:
        self.sizes.append((width, height))

    def set_focus(self, widget: Any, *given: Any, **named: Any) -> None:
        self._input.has_focus = widget is not None

    def dismiss(self, result: Any = None) -> Any:
        self.closed.append(result)


@pytest.fixture
def _no_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words that are written into a field which is none."""

    def field(text: str, **_: Any) -> Any:
        return SimpleNamespace(value=text, has_focus=False, display=False)

    monkeypatch.setattr(question_screen, "Input", field)


@pytest.mark.usefixtures("_no_field")
def test_the_cursor_of_a_question_goes_through_its_rows_into_the_words_and_back() -> None:
    screen = Asking("kill")
    screen.on_mount()
    assert not screen._input.has_focus and screen._price.values == screen._rows.values()
    screen.action_up()
    assert screen._rows.at == 0
    screen.action_down()
    assert screen._input.has_focus and screen._input.display
    screen.action_down()
    assert screen._input.has_focus
    screen._input.value = " no more in it "
    screen.action_up()
    assert not screen._input.has_focus and screen._caption.words == "no more in it"
    screen.action_edit()
    assert screen._input.has_focus and screen._caption.words == ""
    screen.action_edit()
    assert not screen._input.has_focus
    before = screen._rows.values()
    screen.sizes.clear()
    screen.action_more()
    assert screen._rows.values() != before and screen._price.values == screen._rows.values()
    assert screen.sizes == [(80, 24)]
    screen.action_less()
    assert screen._rows.values() == before
    screen._price.complaint = "write a few words"
    screen.on_input_changed(None)  # type: ignore[arg-type]
    assert screen._price.complaint == ""


@pytest.mark.usefixtures("_no_field")
def test_words_that_are_needed_are_asked_for_before_it_is_done() -> None:
    screen = Asking("kill")
    needed = screen.question.text_needed
    screen._input.value = "  "
    screen.action_confirm()
    if needed:
        assert screen.closed == [] and screen._price.complaint.endswith(": write a few words")
        assert screen._input.has_focus
    screen._input.value = " no more in it "
    screen.closed.clear()
    screen.action_confirm()
    assert screen.closed == [screen.question.build(screen._rows.values(), "no more in it")]
    screen = Asking("evaluate")
    screen.action_edit()
    assert not screen._input.has_focus, "there are no words to write"
    screen.action_confirm()
    assert screen.closed == [screen.question.build(screen._rows.values(), "")]


class Choosing(Menu[str]):
    """A menu without a terminal: what is chosen is written down."""

    def __init__(self, *items: Item[str], intro: list[str] | None = None) -> None:
        super().__init__("What now?", list(items), intro)
        self.closed: list[Any] = []

    def dismiss(self, result: Any = None) -> Any:
        self.closed.append(result)

    def redraw(self) -> None:
        """The cursor, which these tests read."""


def test_what_an_item_is_takes_three_rows_at_most_beside_its_word(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Item("long", "l", "Long", "one more word " * 40)
    menu = Choosing(Item("short", "", "Short"), long, Item("last", "z", "Last", "the end"), intro=["Said above."])
    rows = ["".join(text for text, _ in row) for row in menu.lines(60)]
    assert rows[0] == "Said above." and rows[1] == "" and len(rows) == 2 + 1 + 3 + 1
    assert rows[2].startswith("▸ ") and rows[2].strip(" ▸") == "Short" and rows[3].split()[:2] == ["l", "Long"]
    starts = [len(row) - len(row.lstrip()) for row in rows[4:6]]
    assert starts == [24, 24] and rows[5].rstrip().endswith("…") and rows[6][24:31] == "the end"
    assert all(len(row) == 60 for row in rows[2:])
    monkeypatch.setattr(type(menu.window), "size", Size(60, 20), raising=False)
    for menu.at, line in ((0, 2), (1, 3), (2, 6)):
        assert menu.cursor_line() == line
        menu.action_choose()
    assert menu.closed == ["short", "long", "last"]
    pressed = SimpleNamespace(character="z", stop=lambda: menu.closed.append("stop"), prevent_default=lambda: None)
    menu.on_key(pressed)  # type: ignore[arg-type]
    pressed.character = ""
    menu.on_key(pressed)  # type: ignore[arg-type]
    assert menu.closed[3:] == ["stop", "last"], "an item without a letter has none"


# --- settings ------------------------------------------------------------------------------------------------------


class Setting(SettingsDialog):
    """The settings without a terminal."""

    def __init__(self) -> None:
        super().__init__()
        self.noted = Noted()

    @property
    def host(self) -> Any:
        return self.noted

    def redraw(self) -> None:
        self.noted.asked.append(("drawn",))


def test_each_line_of_the_settings_changes_its_own_at_once() -> None:
    screen = Setting()
    mine = screen.noted.settings
    for at, name in ((1, "animation"), (3, "coach"), (4, "mouse")):
        screen.at = at
        for value in (False, True):
            screen.action_more()
            assert getattr(mine, name) is value and mine == settings.Settings(**{name: value})
            assert screen.noted.told() == [("apply_settings",), ("drawn",)]
    screen.at = 2
    for step, value in (
        ("more", "braille"),
        ("more", "ascii"),
        ("more", "block"),
        ("less", "ascii"),
        ("choose", "block"),
    ):
        getattr(screen, f"action_{step}")()
        assert mine.charts == value
    screen.at = 0
    names = list(themes.THEMES)
    for step, value in (("more", names[1]), ("less", names[0]), ("less", names[-1]), ("more", names[0])):
        getattr(screen, f"action_{step}")()
        assert mine.theme == value
    screen.noted.colourless = True
    screen.action_more()
    assert mine.theme == names[0] and screen._rows()[0][1] == "no colour (NO_COLOR)"
    assert [row[1] for row in screen._rows()[1:]] == ["on", "block", "on", "on"] and screen.count() == 5


# --- data and compute ----------------------------------------------------------------------------------------------


class Data(DataScreen):
    """The data board over the made-up board."""

    def __init__(self) -> None:
        self.noted = Noted()
        board = made.board()
        self.session: Any = SimpleNamespace(
            board=board, world=board.world, locked_reason="", version=1, stops=lambda: ()
        )
        self.view = DataView(self.session)

    @property
    def host(self) -> Any:
        return self.noted

    def show_hints(self) -> None:
        self.noted.asked.append("hints")

    def hush(self) -> None:
        self.noted.asked.append("hushes")


def test_the_data_board_opens_on_what_time_stopped_for() -> None:
    """Beside it another set may be asked about: an order for that one would be the wrong one."""
    board = made.board()
    shown = [task.index for task in board.data if task.shown]
    for data in shown:
        stops = (Stop(Cause.VERDICT, "Labelled.", "accept or relabel", data=data),)
        session: Any = SimpleNamespace(board=board, world=board.world, locked_reason="", stops=lambda s=stops: s)
        assert DataView(session).data == data
    # Without a stop a batch that waits for its verdict comes before a set that is only asked about.
    for task in board.data:
        task.column, task.batch_pct, task.days_left = Column.NEEDED, 0, 0
    batch = board.data[shown[-1]]
    batch.column, batch.batch_pct = Column.QA, 10
    board.asked = [OrderQuestion(int(Order.DATA), -1, index) for index in shown[:-1]]
    session = SimpleNamespace(board=board, world=board.world, locked_reason="", stops=lambda: ())
    assert DataView(session).data == batch.index


def test_what_is_decided_on_a_dataset_is_asked_done_or_refused_in_words() -> None:
    screen = Data()
    assert screen.view.data == worlds.MORE, "where something is to be decided"
    screen.action_accept()
    assert screen.noted.told() == [("opens", "question")]
    screen.noted.then(None)
    assert screen.noted.told() == []
    screen.noted.then(Accept(worlds.MORE))
    assert screen.noted.told() == [("does", Accept(worlds.MORE)), "hints"] and screen.view.refusal == ""
    screen.noted.refuses = True
    screen.view.data = worlds.LABELS
    screen.action_accept()
    asked = screen.noted.told()
    assert asked[0] == ("does", Accept(worlds.LABELS)) and asked[1:] == ["hushes", "hints"] and screen.view.refusal
    screen.action_right()
    assert screen.view.refusal == "" and screen.noted.told() == ["hints"]
    screen.session.locked_reason = "the bot decides"
    screen.ask(OrderData)
    assert screen.view.refusal == "the bot decides" and screen.noted.told() == ["hints"]
    screen.action_why()
    assert screen.noted.told() == [("opens", "why")]


def test_cards_of_data_lose_their_lines_one_by_one_and_then_end_in_dots() -> None:
    view = Data().view
    found = data_columns(view.session.board)
    most = max(len(column.lines) for column in found)

    def heights(room: int) -> tuple[list[int], bool]:
        bodies = view._bodies(found, [60] * len(found), view.line, room)
        dotted = any("".join(text for text, _ in body[-1]) == "  …" for body in bodies if body)
        return [len(body) for body in bodies], dotted

    bare = [3 * len(column.lines) for column in found]
    assert heights(3 * most) == (bare, False), "name, mark and a blank of each card, and no line"
    whole, _ = heights(99)
    sizes = [heights(room) for room in range(3 * most, max(whole) + 1)]
    assert not any(dotted for _, dotted in sizes) and all(
        max(one) <= 3 * most + at for at, (one, _) in enumerate(sizes)
    )
    assert sizes[-1][0] == whole and max(sizes[-2][0]) < max(whole)
    assert heights(3 * most - 1) == ([min(size, 3 * most - 1) for size in bare], True)


class Queued(QueueScreen):
    """The compute queue over the made-up board."""

    def __init__(self, locked: str = "") -> None:
        self.noted = Noted()
        board = made.board()
        self.session: Any = SimpleNamespace(board=board, world=board.world, locked_reason=locked, version=1)
        self.view = QueueView(self.session)
        self._not_yours = locked
        self.closed: list[Any] = []

    @property
    def host(self) -> Any:
        return self.noted

    def tell(self, text: str, tone: str = "good") -> None:
        self.noted.asked.append((text, tone))

    def dismiss(self, result: Any = None) -> Any:
        self.closed.append(result)


def test_the_queue_sets_priorities_and_leads_to_its_card(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(queue_screen, "open_orders", lambda *given: opened.append(given[2]))
    screen = Queued()
    screen.view.at = 1
    line = screen.view.line
    assert line is not None and screen.view.count() > 2
    screen.action_priority(str(line.card.priority))
    assert screen.noted.told() == [], "it has that already"
    other = 1 if line.card.priority != 1 else 2
    screen.action_priority(str(other))
    assert screen.noted.told() == [("does", Prioritise(line.card.card, other))]
    screen.action_open()
    screen.action_reserve()
    assert screen.closed == [line.card.card] and opened == [-1]
    screen = Queued("the bot decides")
    screen.action_priority("1")
    screen.action_reserve()
    assert screen.noted.told() == [("the bot decides", "warn")] * 2 and opened == [-1]
    screen.view.at = 99
    screen.action_open()
    lines = screen.view.current().lines
    assert screen.closed == [lines[-1].card.card] and screen.view.at == len(lines) - 1
    screen.view.stay_on(lines[0].card.card)
    assert screen.view.at == 0
    screen.view.stay_on(made.IDEA)
    assert screen.view.at == 0, "it stays where its card is gone"
