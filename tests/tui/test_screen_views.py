"""What screens show of what the views know: headings, hints, marks, ways out."""

import asyncio
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.widgets import Input

from aiboard.analysis import advice
from aiboard.engine.act import check
from aiboard.engine.model.books import Disruption
from aiboard.engine.model.vocabulary import Block, Chaos, Refusal
from aiboard.engine.verbs import Guidelines, Inject, OrderData
from aiboard.instruments.trajectory import Run, analyse
from aiboard.play.beats import Beat, BeatKind
from aiboard.play.sheets import launch_sheet
from aiboard.tui import launch, themes
from aiboard.tui.catalogue import Entry
from aiboard.tui.screens import beat
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.screens.help import HelpScreen
from aiboard.tui.screens.picker import PickerScreen
from aiboard.tui.terminal import KeyReader
from aiboard.tui.widgets.trajectory_words import counts, tally
from aiboard.views.board.project import project
from aiboard.views.why.topics import Topic, explain
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.test_opening import until
from tests.tui.test_screens import arguments
from tests.tui.widgets.test_trajectory import clean_run, looping


@pytest.mark.parametrize("name", [*themes.THEMES, "mono"])
def test_a_line_under_the_cursor_looks_different_in_every_theme(name: str) -> None:
    palette = themes.palette(name)
    for role in ("text", "strong", "dim", "accent"):
        assert palette.row_styles(True)(role) == palette.on_cursor(role)
        assert palette.row_styles(False)(role) == palette[role]
        assert palette.row_styles(True)(role) != palette.row_styles(False)(role)


async def test_the_settings_show_a_sample_of_the_theme(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        assert "✓ pass  ! decide  ■ waits  ✗ fail  ▶ runs  ○ idle" in screen_text(board_app)


async def test_the_queue_has_headings_over_its_columns(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        board_app.game_screen.session.do("start EXP-001")
        board_app.game_screen.session.step()
        board_app.open("queue", *arguments(board_app)["queue"])
        await pilot.pause()
        lines = screen_text(board_app).splitlines()
        (head,) = [line for line in lines if line.split() == ["card", "need", "prio", "state", "waits"]]
        (row,) = [line for line in lines if "001 Idea number 1" in line and "GPU" in line]
        assert row.index("1 GPU") == head.index("need") and lines.index(row) > lines.index(head)


async def test_the_data_boards_hints_are_what_can_be_done_with_the_dataset(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        board = board_app.game_screen.session.board
        board_app.open("data", *arguments(board_app)["data"])
        await pilot.pause()

        def hints() -> str:
            return screen_text(board_app).splitlines()[-1]

        assert check(board, OrderData(1, 100)) == check(board, Guidelines(1)) == Refusal.NONE
        assert "o order" in hints() and "g guidelines" in hints() and "accept" not in hints()
        # The other dataset is ready: nothing can be ordered any more.
        await pilot.press("right")
        await pilot.pause()
        assert "o order" not in hints() and "g guidelines" not in hints()


@pytest.mark.parametrize("way", ["space", "x", "enter", "click"])
async def test_any_key_or_a_click_ends_the_picture_of_a_launch_and_does_nothing_else(
    board_app: BoardApp, way: str
) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        day = board_app.game_screen.session.board.day
        board_app.open("launch", *arguments(board_app)["launch"])
        await pilot.pause()
        assert isinstance(board_app.screen, beat.LaunchScreen)
        await (pilot.click() if way == "click" else pilot.press(way))
        await pilot.pause()
        assert board_app.screen is board_app.game_screen and board_app.game_screen.session.board.day == day


async def test_the_list_of_scenarios_names_variants_where_there_are_some(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(100, 30)) as pilot:
        found = project(board_app.game_screen.session.game.resolved)
        board_app.open("picker")
        await pilot.pause()
        await board_app.workers.wait_for_complete()
        screen = board_app.screen
        assert isinstance(screen, PickerScreen)
        screen.view.entries = [
            Entry("one", "Only one way", 1, ("one",), found),
            Entry("two", "Two ways", 2, ("two", "two:calm"), found),
        ]
        screen.view.at = 0
        screen.view.redraw()
        await pilot.pause()
        assert "normal" not in screen_text(board_app)
        await pilot.press("down")
        await pilot.pause()
        assert "◂  normal  calm  ▸" in screen_text(board_app) and screen.view.key == "two"
        await pilot.press("right")
        assert screen.view.key == "two:calm"
        await pilot.press("right")
        assert screen.view.key == "two", "they go round"


async def test_leaving_the_coach_ends_its_futures(board_app: BoardApp, monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []
    left = threading.Event()

    def futures(*_: object) -> Iterator[Any]:
        for number in range(50):
            played.append(number)
            yield SimpleNamespace(futures=number)
            if number == 1:
                left.wait(10)

    monkeypatch.setattr(advice, "weigh_card", futures)
    monkeypatch.setattr(advice, "rank_options", lambda weighed, world: [])
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open("advice", *arguments(board_app)["advice"])
        await until(pilot, lambda: len(played) == 2)
        await pilot.press("escape")
        await pilot.pause()
        left.set()
        await board_app.workers.wait_for_complete()
        assert len(played) <= 3


async def test_the_terminal_is_asked_to_copy_and_it_is_written_to_a_file(
    board_app: BoardApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        sent: list[str] = []
        monkeypatch.setattr(board_app._driver, "write", sent.append)
        told = board_app.copy("a line", "page")
        assert any("\x1b]52;c;" in text for text in sent)
        assert "written to" in told and "the terminal was asked to copy it too" in told


async def test_help_lists_keys_with_what_they_do(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        shown = screen_text(board_app)
        assert "▸ ?" in shown and "Type an action or find a command by name" in shown
        await pilot.press(*"zzzzzz")
        await pilot.pause()
        assert "no key, action or word has that" in screen_text(board_app)


async def test_days_of_a_project_that_is_over_lead_to_its_end(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        session = board_app.game_screen.session
        while not session.board.over:
            session.skip()
            session.step()
        session.skip()
        for key in ("space", "full_stop", "greater_than_sign"):
            while not isinstance(board_app.screen, GameScreen):
                await pilot.press("escape")
                await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert not isinstance(board_app.screen, GameScreen), key


def test_a_sequence_that_breaks_the_parser_while_it_waits_costs_itself_only(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = KeyReader()
    list(reader.feed(b"\x1b["))

    def broken() -> Iterator[Any]:
        raise ValueError("no such key")

    monkeypatch.setattr(reader._parser, "tick", broken)
    assert list(reader.tick()) == []
    assert [getattr(message, "key", "") for message in reader.feed(b"a")] == ["a"]


def test_a_run_in_few_characters() -> None:
    def told(run: Run, allow: tuple[str, ...] | None = ("find", "read")) -> str:
        return "".join(text for text, _ in tally(run, analyse(run, allow)))

    bad = looping()
    assert told(bad) == " ✗1 ↻1 !1 fail"
    assert told(bad, None) == " ✗1 ↻1 fail"
    fine = clean_run("1")
    assert told(fine) == " pass"
    without = Run("1", None, None, fine.steps)
    assert told(without) == " ✓", "nothing was found, and nobody says whether it passed"
    assert told(Run("1", None, None, bad.steps)) == " ✗1 ↻1 !1"
    assert told(Run("1", None, 0.4, fine.steps)) == " 0.4"


def test_a_runs_numbers_in_words() -> None:
    run = looping()
    assert counts(run, analyse(run, ("find", "read"))).endswith("1 error, 1 repeat, 1 loop, 1 unauthorised")
    assert counts(run, analyse(run, None)).endswith("1 loop, no allow-list")
    assert "reward 0" in counts(run, analyse(run, None))
    assert "reward" not in counts(Run("1", None, None, run.steps), analyse(run, None))


async def test_a_screen_that_is_repainted_shows_what_changed(board_app: BoardApp) -> None:
    """Only what differs is painted again: nothing old stays, whatever came before."""
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for key in ("s", "enter", "right", "left", "down", "down", "plus", "plus", "up", *["space"] * 3):
            await pilot.press(key)
            await pilot.pause()
            shown = screen_text(board_app)
            board_app.screen.refresh(layout=True)
            for panel in (board_app.game_screen.board_view,):
                panel._spans = []
                panel._bodies.clear()
                panel.refresh()
            await pilot.pause()
            await asyncio.sleep(0)
            assert screen_text(board_app) == shown, key


async def test_a_capital_says_what_it_would_bring_and_for_how_many_days(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(100, 30)) as pilot:
        board_app.game_screen.session.do("start EXP-001")
        board_app.game_screen.session.step()
        board_app.game_screen.session.board.world.chaos_days[Chaos.GPU_SHORTAGE] = 4
        await pilot.press("G")
        await pilot.pause()
        assert "GPU shortage, 4 days: Enter to inject, Esc" in screen_text(board_app)
        await pilot.press("escape")
        board_app.game_screen.session.board.world.chaos_days[Chaos.GPU_SHORTAGE] = 1
        await pilot.press("G")
        await pilot.pause()
        assert "GPU shortage: Enter to inject, Esc" in screen_text(board_app)
        await pilot.press("escape")
        await pilot.pause()
        board = board_app.game_screen.session.board
        assert board.disruption_place(Chaos.GPU_SHORTAGE) < 0
        board.world.chaos_days[Chaos.GPU_SHORTAGE] = 4
        await pilot.press("G", "enter", "G")
        await pilot.pause()
        # A second one while the first is on makes it longer.
        until = board.disruptions[board.disruption_place(Chaos.GPU_SHORTAGE)].until_day + 4
        assert f"GPU shortage, 4 days more, until D{until}: Enter to inject, Esc" in screen_text(board_app)


async def test_a_long_paste_is_cut_and_filters_the_list(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(100, 30)) as pilot:
        await pilot.press("?")
        await pilot.pause()
        search = board_app.screen
        assert isinstance(search, HelpScreen)
        for message in KeyReader().feed(b"gibberish of a book\n" * 200):
            board_app.post_message(message)
        await pilot.pause()
        await pilot.pause()
        assert not search.results and "gibberish" in screen_text(board_app)
        search.query_one(Input).value = "a" * 195
        search.query_one(Input).cursor_position = 195
        board_app.post_message(events.Paste("bbbbbbbbbb"))
        await pilot.pause()
        await pilot.pause()
        assert search.query_one(Input).value == "a" * 195 + "b" * 5


async def test_gpus_are_reserved_on_the_sheet_of_orders(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        await pilot.press("o", "up", "right")
        await pilot.pause()
        shown = screen_text(board_app)
        assert "▸ ◂ 1" in shown and "Nothing changed." not in shown
        assert "1 change: " in shown and "takes your hours" not in shown, "no order was set to auto"
        await pilot.press("enter")
        await pilot.pause()
        board = board_app.game_screen.session.board
        assert board.reserved_gpus == 1 and board.reserved_until >= board.day
        await pilot.press("o")
        await pilot.pause()
        assert f"1 reserved until D{board.reserved_until}" in screen_text(board_app)


async def test_the_compute_queue_leads_to_the_line_of_the_reservation_with_its_price(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("Q", "r")
        await pilot.pause()
        assert "▸ ◂ 0" in screen_text(board_app) and "A GPU for 5 days costs $" in screen_text(board_app)
        await pilot.press("right", "enter")
        await pilot.pause()
        board = board_app.game_screen.session.board
        assert board.reserved_gpus == 1 and "COMPUTE" in screen_text(board_app), "back where the GPUs are"


async def test_a_shortage_and_the_sheet_of_orders_ask_the_same_for_a_gpu(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board = board_app.game_screen.session.board
        board.disruptions.append(Disruption(int(Chaos.GPU_SHORTAGE), board.day, board.day + 1, -1, -1, 0))
        await pilot.press("Q", "r", "right")
        await pilot.pause()
        price = f"1 h of your 4 h left, ${2 * board.world.reserve_cents // 100}"
        assert "reserved for 2 days" in screen_text(board_app) and price in screen_text(board_app)


async def test_the_queue_of_a_finished_project_decides_nothing(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.session.board.over = True
        await pilot.press("Q", "r")
        await pilot.pause()
        shown = screen_text(board_app)
        assert "the project has ended; nothing is decided any more" in shown and "Standing orders" not in shown


async def test_a_finished_projects_menu_offers_nothing_that_cannot_be_done(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.session.board.over = True
        await pilot.press("g")
        await pilot.pause()
        shown = screen_text(board_app)
        assert "▸     Debrief" in shown and "The compute queue" in shown
        gone = ("One more idea", "Standing orders", "Forecast", "File the legal")
        assert not [word for word in gone if word in shown]


async def test_why_shows_the_number_itself_and_what_it_is(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(100, 30)) as pilot:
        board = board_app.game_screen.session.board
        board_app.open("why", board, -1)
        await pilot.pause()
        found = explain(board, Topic.BOOKED)
        lines = [line.strip(" │█▁") for line in screen_text(board_app).splitlines()]
        assert lines.index(found.value) == lines.index(found.title) + 1
        assert " ".join(found.summary.split()) in " ".join(" ".join(lines).split())


async def test_a_launch_without_animation_is_a_line_under_the_board(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        session = board_app.game_screen.session
        told = Beat(BeatKind.LAUNCH, 0, -1, "●", "EXP-001 is live", ("5 % of traffic",), "Launch: EXP-001 is live.")
        session._agenda.add(lambda: launch_sheet(told))
        board_app.game_screen.days.show_sheet()
        await pilot.pause()
        assert "● Launch: EXP-001 is live." in screen_text(board_app)
        assert board_app.screen is board_app.game_screen and session.sheet is None


async def test_futures_that_fail_are_said_on_the_coachs_screen(
    board_app: BoardApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> Iterator[Any]:
        raise ValueError("no such future")

    monkeypatch.setattr(advice, "weigh_card", broken)
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open("advice", *arguments(board_app)["advice"])
        await until(pilot, lambda: "no such future" in screen_text(board_app))
        assert "a fault of the program: ValueError" in " ".join(screen_text(board_app).split())


async def test_a_cards_menu_offers_the_cause_of_what_holds_its_data(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        session = board_app.game_screen.session
        session.do("start EXP-001")
        session.step()
        board = session.board
        board.data[0].delivered_pct = 100
        board.world.ideas[0].dataset = 0
        session.do(Inject(int(Chaos.DATA_ISSUE)))
        card = board.cards[0]
        for block, offered in ((Block.DATA_ISSUE, True), (Block.NO_GPU, False)):
            card.block = block
            board_app.open("card", *arguments(board_app)["card"])
            await pilot.pause()
            text = screen_text(board_app)
            assert ("'s cause" in text) is offered
            assert "D1 " in text, "what happened to it stands above"
            await pilot.press("escape")
            await pilot.pause()


def test_a_fault_is_told_before_a_wish_that_failed(capsys: pytest.CaptureFixture[str]) -> None:
    closed: list[bool] = []
    app: Any = SimpleNamespace(
        run=lambda mouse: None, fault=ValueError("broken"), failure=None, farewell="saved: x", session=None,
        unsaved=False, return_code=0, close_game=lambda: closed.append(True), settings=SimpleNamespace(last=""),
    )  # fmt: skip
    assert launch._run(app, mouse=False) not in (0, 2)
    out, err = capsys.readouterr()
    assert out == "" and "broken" in err and closed == [True]
    app.fault = None
    assert launch._run(app, mouse=False) == 0
    assert capsys.readouterr().out == "saved: x\n"


@pytest.mark.parametrize(("count", "pasted"), [(199, False), (200, True), (201, True)])
def test_what_is_too_much_to_be_typed_at_once_was_pasted(count: int, pasted: bool) -> None:
    found = list(KeyReader().feed(b"x" * count))
    assert [type(one) for one in found] == ([events.Paste] if pasted else [events.Key] * count)
    assert not any(isinstance(one, events.Paste) for one in KeyReader().feed(b"\x1b[A" * count)), "keys are keys"
