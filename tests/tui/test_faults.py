"""What must not end, hide or spoil a game: odd input, faults of the program, small terminals, full disks."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.segment import Segment
from textual.color import Color

from aiboard.cli.errors import NO_OUTPUT, OK
from aiboard.engine.model.vocabulary import Order, Stage
from aiboard.game import Game, new_game
from aiboard.instruments.trajectory import GLYPHS
from aiboard.play import opening
from aiboard.scenario import from_data
from aiboard.tui import catalogue, glyphs, launch, router, terminal
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.dialog import Item
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.screens.help import HelpScreen
from aiboard.tui.screens.orders import OrdersDialog
from aiboard.tui.settings import Settings
from aiboard.views import words
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.project import data
from tests.tui.test_opening import until
from tests.tui.test_screens import arguments

pty = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are a thing of Unix")

PLAY = "import sys; from aiboard.tui import Options, run; sys.exit(run(Options(resume={save!r})))"
FAULTY = """
import sys
from aiboard.tui import Options, run, themes
themes.prepare_environment()
from aiboard.tui.screens.game import GameScreen
def broken(self):
    raise RuntimeError("a wheel came off")
GameScreen.action_day = broken
sys.exit(run(Options(resume={save!r})))
"""


SLOW = """
import importlib, sys, time
from aiboard.tui import Options, run
replay = importlib.import_module("aiboard.game.replay")
real = replay._step
def slow(*args):
    time.sleep(1.0)
    return real(*args)
replay._step = slow
sys.exit(run(Options(resume={save!r})))
"""


@pytest.fixture
def save(tmp_path: Path) -> str:
    """A game on its first morning."""
    path = tmp_path / "saves" / "game.jsonl"
    new_game(from_data(data()), seed=11, save=path).close()
    return str(path)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Folders of the test's own."""
    return {
        "AIBOARD_HOME": str(tmp_path / "home"), "AIBOARD_SAVES": str(tmp_path / "saves"),
        "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TMUX": "", "STY": "",
    }  # fmt: skip


# --- input ---------------------------------------------------------------------------------------------------


@pty
def test_no_input_ends_the_game(env: dict[str, str], save: str) -> None:
    from tests.tui.terminal import Terminal

    with Terminal(PLAY.format(save=save), env) as screen:
        screen.wait_for("EXP-001")
        for sent in (b"\x1b[47:63;2u", b"\xe9", b"\x1b[99999999999999u", b"\xff\xfe\x00\x1b[<999;1"):
            screen.send(sent)
            screen.settle()
            # What is left of a broken sequence may take the first key with it.
            for _ in range(3):
                screen.press("esc")
                if screen.shows("Paused", 10):
                    break
            screen.wait_for("Paused")
            screen.press("esc")
            screen.wait_for_no("Paused")
            screen.press("x")
            screen.wait_for("Kill 001")
            screen.press("esc")
            screen.wait_for_no("Kill 001")
        screen.press("\x03")
        assert screen.ended() == 0
        assert b"Traceback" not in screen.sent


def test_bytes_that_are_no_text_cost_themselves_only() -> None:
    reader = terminal.KeyReader()
    found = [*reader.feed(b"a\xe9b\x1b[47:63;2uc")]
    assert [getattr(message, "character", "") for message in found if getattr(message, "character", "") in "abc"] == [
        *"abc"
    ]


@pty
def test_a_book_pasted_into_the_search_takes_no_time(env: dict[str, str], save: str) -> None:
    from tests.tui.terminal import Terminal

    with Terminal(PLAY.format(save=save), env) as screen:
        screen.wait_for("EXP-001")
        screen.press("?")
        screen.wait_for("What can be done here")
        began = time.monotonic()
        screen.send(b"kill " * 20_000)
        screen.settle()
        screen.press("esc")
        screen.wait_for("EXP-001")
        assert time.monotonic() - began < 15
        screen.press("q")
        assert screen.ended() == 0


async def test_the_search_line_has_an_end(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(board_app.screen, HelpScreen)
        board_app.screen._input.insert_text_at_cursor("x" * 5000)
        await pilot.pause()
        assert len(board_app.screen._input.value) <= 300


@pytest.mark.parametrize(("typed", "wanted"), [("kappa", "two labellers agree"), ("seeds", "own random start")])
async def test_help_explains_a_word_in_the_list_of_keys(board_app: BoardApp, typed: str, wanted: str) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", *typed)
        await pilot.pause()
        assert isinstance(board_app.screen, HelpScreen)
        first = board_app.screen.results[0]
        assert first.group == "Words" and wanted in first.text and first.run is None
        await pilot.press("enter")
        assert isinstance(board_app.screen, HelpScreen)
        await pilot.press(*["backspace"] * len(typed), "end")
        await pilot.pause()
        assert "more" in screen_text(board_app), "a list that is longer than the dialog says so"


@pytest.mark.parametrize(("letter", "size"), [("ы", (80, 24)), ("λ", (140, 45))])
async def test_letters_of_another_layout_are_explained(board_app: BoardApp, letter: str, size: tuple[int, int]) -> None:
    async with board_app.run_test(size=size) as pilot:
        await pilot.press(letter)
        await pilot.pause()
        assert f"another layout: '{letter}'" in screen_text(board_app)
        await pilot.press("comma")
        await pilot.pause()
        await pilot.press(letter)
        await pilot.pause()
        assert "another layout" in screen_text(board_app), "in a dialog too"


# --- the ways out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(router.SCREENS))
async def test_ctrl_c_leaves_from_every_screen(board_app: BoardApp, name: str) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open(name, *arguments(board_app)[name])
        await pilot.pause()
        # The opening goes on to the game as soon as that is dealt.
        shown = "board" if name == "opening" else name
        assert type(board_app.screen).__name__ == router.SCREENS[shown][1]
        await pilot.press("ctrl+c")
        await pilot.pause()
    assert board_app.return_code == 0 and board_app.farewell.startswith("saved")


@pytest.mark.parametrize("name", ["question", "menu", "orders", "settings", "card"])
async def test_q_leaves_from_dialogs(board_app: BoardApp, name: str) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open(name, *arguments(board_app)[name])
        await pilot.pause()
        assert type(board_app.screen).__name__ == router.SCREENS[name][1]
        await pilot.press("q")
        await pilot.pause()
    assert board_app.return_code == 0 and board_app.farewell.startswith("saved")


async def test_q_is_a_letter_where_letters_are_typed(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(board_app.screen, HelpScreen) and board_app.screen._input.value == "q"


@pty
def test_ctrl_z_suspends_and_the_screen_comes_back(env: dict[str, str], save: str) -> None:
    from tests.tui.terminal import Terminal

    with Terminal(PLAY.format(save=save), env) as screen:
        screen.wait_for("EXP-001")
        screen.send(b"\x1a")
        screen.settle()
        pid, status = os.waitpid(screen.pid, os.WUNTRACED)
        assert pid == screen.pid and os.WIFSTOPPED(status)
        screen.settle()
        assert b"\x1b[?1049l" in screen.sent, "the shell's screen is back"
        os.kill(screen.pid, signal.SIGCONT)
        screen.wait_for("EXP-001")
        screen.press("q")
        assert screen.ended() == 0


@pty
def test_a_fault_restores_the_terminal_names_the_save_and_is_no_success(env: dict[str, str], save: str) -> None:
    from tests.tui.terminal import Terminal

    with Terminal(FAULTY.format(save=save), env, 200) as screen:
        screen.wait_for("EXP-001")
        screen.press("space")
        assert screen.ended() == 70
        assert b"\x1b[?1049l" in screen.sent and b"\x1b[?25h" in screen.sent
        last = screen.sent.rpartition(b"\x1b[?1049l")[2].decode()
        assert "RuntimeError: a wheel came off" in last
        assert f"aiboard play --resume {save}" in last
        assert "Traceback" not in screen.sent.decode("utf-8", "replace")


async def test_leaving_with_a_full_disk_asks_and_says_the_truth(
    board_app: BoardApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        monkeypatch.setattr(Game, "trouble", property(lambda _: "the disk is full: days 3 to 5 are not saved"))
        await pilot.press("q")
        await pilot.pause()
        assert "Not everything is saved" in screen_text(board_app) and "the disk is full" in screen_text(board_app)
        await pilot.press("escape")
        await pilot.pause()
        assert board_app.screen is board_app.game_screen and board_app.is_running
        await pilot.press("q", "q")
        await pilot.pause()
    assert board_app.farewell.startswith("the disk is full: days 3 to 5 are not saved; what there is: ")
    monkeypatch.setattr(AiBoard, "run", lambda app, mouse: None)
    assert launch._run(board_app, mouse=False) == NO_OUTPUT
    board_app.unsaved = False
    assert launch._run(board_app, mouse=False) == OK


@pytest.mark.parametrize(("encoding", "says"), [("ascii", ">=92 p95 <=2 s"), ("cp437", "≥ 92 p95 ≤ 2 s")])
def test_at_least_stays_at_least_on_a_plain_terminal(encoding: str, says: str) -> None:
    (shown,) = glyphs.PlainText(encoding).apply([Segment("≥ 92 p95 ≤ 2 s")], Color(0, 0, 0))
    assert shown.text == says


# --- what cannot be seen is not played -----------------------------------------------------------------------


async def test_a_covered_game_is_not_played(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(79, 24)) as pilot:
        session = board_app.game_screen.session
        before = session.game.digest()
        await pilot.press("x", "enter", "s", "space", "G", "enter")
        await pilot.pause()
        assert session.game.digest() == before and board_app.screen is board_app.game_screen
        await pilot.resize_terminal(80, 24)
        await pilot.press("s", "enter")
        await pilot.pause()
        assert session.board.cards[0].stage == Stage.EXPERIMENT


async def test_a_covered_dialog_says_so_and_can_be_left(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        await pilot.resize_terminal(60, 20)
        await pilot.press("enter")
        await pilot.pause()
        assert "aiboard needs 80 × 24" in screen_text(board_app)
        assert board_app.game_screen.session.board.cards[0].stage != Stage.KILLED
        await pilot.press("q")
        await pilot.pause()
    assert board_app.return_code == 0


async def test_an_order_says_what_nobody_would_guess(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        said = "It compares with the plan only"
        assert said not in screen_text(board_app) and "roll back (10 points)" in screen_text(board_app)
        await pilot.press(*["down"] * int(Order.ROLL_BACK))
        await pilot.pause()
        assert said in screen_text(board_app)


async def test_the_sheet_of_orders_is_done_as_a_whole_or_not_at_all(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board = board_app.game_screen.session.board
        before = list(board.orders)
        await pilot.press("space", "o")
        await pilot.pause()
        sheet = board_app.screen
        assert isinstance(sheet, OrdersDialog)
        await pilot.press("right", "down", "right")
        both = sheet.actions()
        assert len(both) == 2
        assert "what an order does" not in screen_text(board_app)
        await pilot.press("up", "right")
        assert "what an order does takes your hours" in screen_text(board_app)
        await pilot.press("left", "down")
        # Enough for one of the two.
        board.minutes_left = both[0].preview(board).minutes
        assert board.minutes_left > 0
        await pilot.press("enter")
        await pilot.pause()
        assert board_app.screen is sheet and list(board.orders) == before
        assert "nothing is done: more than your hours" in screen_text(board_app)
        await pilot.press("left", "enter")
        await pilot.pause()
        assert board_app.screen is board_app.game_screen and list(board.orders) != before


# --- what failed is said -------------------------------------------------------------------------------------


def fail(*_: object) -> None:
    """A worker's fault."""
    raise RuntimeError("a wheel came off")


async def test_a_game_that_cannot_be_dealt_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "deal", fail)
    app = AiBoard(Options(), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("p")
        await until(pilot, lambda: "a wheel came off" in screen_text(app))
        await pilot.press("escape")
        await pilot.pause()
        assert "Play" in screen_text(app)


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("picker", "aiboard.tui.catalogue.entries"),
        ("saves", "aiboard.tui.screens.picker.recent_saves"),
        ("debrief", "aiboard.tui.screens.debrief.debrief"),
    ],
)
async def test_a_screens_failed_work_is_said(
    board_app: BoardApp, monkeypatch: pytest.MonkeyPatch, name: str, where: str
) -> None:
    router.make("picker")
    monkeypatch.setattr(where, fail)
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open(name, *arguments(board_app)[name])
        await until(pilot, lambda: "a wheel came off" in screen_text(board_app))


async def test_continue_finds_a_game_that_was_killed(tmp_path: Path) -> None:
    app = AiBoard(Options(), Settings(animation=False))
    saves = Path(os.environ["AIBOARD_SAVES"])
    with new_game(from_data(data()), seed=11, save=saves / "killed.jsonl") as game:
        game.end_day()
    ended = new_game(from_data({**data(), "calendar": {"days": 10, "sprint_days": 10}}), 1, saves / "ended.jsonl")
    while not ended.board.over:
        ended.end_day()
    ended.close()
    assert catalogue.unfinished_save() is not None
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Continue" in screen_text(app))
        assert "test-project, day 2" in screen_text(app)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, GameScreen))
        assert app.session is not None and app.session.board.day == 2


async def test_undo_asks_once_before_the_game_becomes_practice(game: Game) -> None:
    board_app = BoardApp(game, Settings(animation=False, coach=False))
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "u")
        await pilot.pause()
        assert "practice" in screen_text(board_app) and not game.practice
        await pilot.press("escape")
        await pilot.pause()
        assert game.board.cards[0].stage == Stage.EXPERIMENT
        await pilot.press("u")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert game.practice and game.board.cards[0].stage == Stage.BACKLOG
        await pilot.press("s", "enter", "u")
        await pilot.pause()
        assert board_app.screen is board_app.game_screen and game.board.cards[0].stage == Stage.BACKLOG


# --- terminals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "start"),
    [({}, "\x1b]52;c;"), ({"TMUX": "/tmp/t,1,0"}, "\x1bPtmux;\x1b\x1b]52;c;"), ({"STY": "1.pts"}, "\x1bP\x1b]52;c;")],
)
def test_the_clipboard_is_asked_through_tmux_and_screen(environ: dict[str, str], start: str) -> None:
    sequence = terminal.clipboard("text", environ)
    assert start in sequence and "dGV4dA==" in sequence
    assert sequence.endswith("\x1b\\" if environ else "\x07")


def marks() -> set[str]:
    """Every mark of a state that the screens show."""
    found = {mark.glyph for mark in vars(words).values() if isinstance(mark, words.Mark)}
    found |= {words.block_mark(block).glyph for block in words.BLOCK}
    return found | set(GLYPHS.values()) | {words.NEWS, words.DECIDE.glyph, "▷"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437", "cp1252", "utf-8"])
def test_marks_stay_distinct_in_every_encoding(encoding: str) -> None:
    table = glyphs.replacements(encoding)
    shown = {mark: mark.translate(table) for mark in marks()}
    assert len(set(shown.values())) == len(shown), shown
    for text in shown.values():
        assert text.encode(encoding).decode(encoding) != "?" or text == "?"


@pty
def test_an_ascii_terminal_shows_marks_and_no_escapes(env: dict[str, str], save: str) -> None:
    from tests.tui.terminal import Terminal

    with Terminal(PLAY.format(save=save), {**env, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}) as screen:
        text = screen.wait_for("EXP-001")
        assert text.isascii() and "\\u" not in text
        assert "> 001" in text or ">001" in text
        screen.press("q")
        assert screen.ended() == 0


async def test_a_sheet_that_does_not_fit_says_how_much_more_there_is(
    board_app: BoardApp, shown: Callable[[AiBoard], str]
) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open("menu", "Long", [Item(1, "", "One"), Item(2, "", "Two")], [f"line {n}" for n in range(40)])
        await pilot.pause()
        text = shown(board_app)
        assert "line 39" in text and "▲ 21 more" in text and "One" in text, text


@pty
def test_q_leaves_at_once_while_a_game_is_replayed(env: dict[str, str], save: str) -> None:
    from tests.tui.terminal import Terminal

    with new_game(from_data(data()), seed=11, save=Path(save).with_name("long.jsonl")) as game:
        for _ in range(15):
            game.end_day()
    with Terminal(SLOW.format(save=str(Path(save).with_name("long.jsonl"))), env) as screen:
        screen.wait_for("Replaying")
        began = time.monotonic()
        screen.press("q")
        assert screen.ended() == 0
        assert time.monotonic() - began < 6
