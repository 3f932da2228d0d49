"""What screens say in places that other tests only pass through: the words of a dialog, a list's end, a mark."""

import re
from pathlib import Path

import pytest

from aiboard.engine.happenings.cards import Diverged
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.verbs import RootCause
from aiboard.game import Game, new_game
from aiboard.play.clock import Pace
from aiboard.play.stop import Cause, Stop
from aiboard.play.voices import Voice
from aiboard.scenario import from_data
from aiboard.tui.app import AiBoard
from aiboard.tui.catalogue import entries
from aiboard.tui.options import Options
from aiboard.tui.screens.debrief import DebriefScreen
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.screens.picker import PickerScreen
from aiboard.tui.settings import Settings
from aiboard.tui.widgets import question
from aiboard.tui.widgets.status_text import brief_rows, card_rows
from aiboard.views.decisions.decision import refusal_words
from aiboard.views.words import LATER
from tests.engine.play import dated
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.project import data
from tests.tui.test_opening import read_the_canvas, until


async def test_what_shows_only_tomorrow_says_so(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        card = board_app.game_screen.session.board.cards[0]
        card.stage, card.share_pct, card.launched, card.live_days = Stage.PRODUCTION, 5, 1, 1
        board_app.game_screen.board_view.focus_card(0)
        await pilot.press("r")
        await pilot.pause()
        assert "of your" in screen_text(board_app) and "one more reading" in screen_text(board_app)
        await pilot.press("enter")
        await pilot.pause()
        assert LATER in screen_text(board_app)
        board_app.game_screen.board_view.focus_card(1)
        await pilot.press("s", "enter")
        await pilot.pause()
        assert LATER not in screen_text(board_app), "a start is seen at once"


async def test_another_theme_is_used_at_once(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        before = board_app.theme
        await pilot.press("comma")
        await pilot.pause()
        await pilot.press("right")
        await pilot.pause()
        assert board_app.settings.theme != "dark" and board_app.theme != before


async def test_the_pause_menu_says_where_the_game_is(board_app: BoardApp, game: Game) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        text = screen_text(board_app)
        assert "saved as you play:" in text and str(game.path)[:40] in text and "not saved" not in text


async def test_an_action_without_words_is_done_from_the_list(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"legal-r")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert board_app.screen is board_app.game_screen and board_app.game_screen.session.board.legal == 1


async def test_a_typed_action_shows_its_price_and_keeps_what_was_typed(board_app: BoardApp) -> None:
    """Enter does it at once, so what a dialog would show first stands under the line; an amount that is missing is
    asked for without losing the rest.
    """
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.session.board.minutes_left = 30
        await pilot.press("colon", *"start", "space", "1")
        await pilot.pause()
        text = screen_text(board_app)
        assert "1 h; you have 30 min left;" in text and "too little time is left" in text
        await pilot.press("escape", "colon", *"order", "space", *"ds-2", "enter")
        await pilot.pause()
        assert "order ds-2" in screen_text(board_app)


async def test_a_word_and_its_meaning_are_apart(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon", *"regression")
        await pilot.pause()
        assert "eval regression " in screen_text(board_app)


async def test_why_names_the_parts_of_what_moved(tmp_path: Path) -> None:
    game = new_game("support-chatbot", 1, tmp_path / "game.jsonl")
    game.do("start 1")
    for _ in range(3):
        game.end_day()
    app = BoardApp(game, Settings(animation=False))
    async with app.run_test(size=(140, 45)) as pilot:
        app.open("why", game.board, -1)
        await pilot.pause()
        assert re.search(r"−\$\d+  GPU time", screen_text(app)), screen_text(app)


async def test_the_detail_of_the_dataset_under_the_cursor_is_shown(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert "Labels" in screen_text(board_app) or "Corpus" in screen_text(board_app)


async def test_a_refusal_on_the_data_board_is_said_once_beside_its_keys(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        board_app.game_screen.session.board.minutes_left = 0
        await pilot.press("o")
        await pilot.pause()
        text = screen_text(board_app)
        assert text.count("too little time is left") == 1 and "? help" in text
        assert "What happened" not in text.splitlines()[-2], "a heading with nothing under it"


@pytest.mark.parametrize("key", ["enter", "p"])
async def test_a_check_of_the_gate_is_read_to_its_end(board_app: BoardApp, key: str) -> None:
    """By how much a gain may be too small stands at the end of the longest line."""
    async with board_app.run_test(size=(80, 24)) as pilot:
        board = board_app.game_screen.session.board
        card, rival = board.cards[0], board.cards[1]
        card.stage, card.success_ppm, card.scores = Stage.EVALUATION, 900_000, [910_000, 905_000, 912_000, 911_000]
        rival.stage, rival.share_pct, rival.launched, rival.scores = Stage.PRODUCTION, 100, 1, [900_500, 911_000]
        board_app.game_screen.board_view.focus_card(0)
        await pilot.press(key)
        await pilot.pause()
        text = re.sub(r"[│\s]+", " ", screen_text(board_app))
        assert re.search(r"it may be [\d.]+ worse, on its 2 seeds", text), text


async def test_finished_scenarios_are_marked_in_the_list(board_app: BoardApp) -> None:
    board_app.settings.finished.append("first-sprint")
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open("picker")
        await until(pilot, lambda: "First sprint" in screen_text(board_app) or "first-sprint" in screen_text(board_app))
        assert isinstance(board_app.screen, PickerScreen)
        (line,) = [row for row in screen_text(board_app).splitlines() if "✓" in row][:1]
        assert "irst" in line


async def test_the_debrief_that_was_worked_out_can_be_copied(tmp_path: Path) -> None:
    made = from_data({**data(), "calendar": {"days": 10, "sprint_days": 10}})
    game = new_game(made, 1, tmp_path / "game.jsonl")
    while not game.board.over:
        game.end_day()
    app = BoardApp(game, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("debrief", app.game_screen.session)
        await until(pilot, lambda: "Net value" in screen_text(app))
        assert isinstance(app.screen, DebriefScreen)
        await pilot.press("y")
        await pilot.pause()
    assert "Net value" in (tmp_path / "game-debrief.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("day", "first", "second"), [(1, 10, 15), (11, 15, 17)])
def test_a_forecast_begins_half_way_and_three_quarters_on(game: Game, day: int, first: int, second: int) -> None:
    game.board.day = day
    rows = question.forecast(game.board).rows
    assert [row.choices[row.selected].value for row in rows] == [first, second]


async def test_what_a_forecast_is_asked_for_is_whole_on_a_small_screen(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("F")
        await pilot.pause()
        days = board_app.game_screen.session.board.world.days
        assert f"Today is day 1 of {days}." in re.sub(r"\s+", " ", screen_text(board_app))


def test_a_forecast_asks_for_what_is_scored(game: Game) -> None:
    """Scored is the first day on which a whole interval lies over the target; a mean there on three seeds is not it."""
    asked = question.forecast(game.board)
    assert "does a card clear 92" in asked.title and "whole interval" in asked.facts[0].text


def test_a_forecast_can_say_later_than_the_close_and_says_which_day_comes_first(game: Game) -> None:
    asked = question.forecast(game.board)
    late = [row.choices[-1] for row in asked.rows]
    assert [one.value for one in late] == [game.board.world.days + 1] * 2
    assert all("not by the close" in one.detail for one in late)
    last = {row.name: row.choices[-1].value for row in asked.rows}
    assert not refusal_words(game.board, asked.build(last, ""))
    (told,) = asked.price({"p70": 15, "p90": 12})
    assert told.text == "the 90 % day cannot come before the 70 % day"


async def test_the_choices_of_a_forecast_say_which_day_of_the_week_it_is(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert "day 10" in screen_text(board_app) and "Fri, sprint 1" in screen_text(board_app)


def test_a_ticket_of_two_lines_is_named_once(game: Game) -> None:
    game.do("start 1")
    rows = ["".join(text for text, _ in row) for row in card_rows(game.board, 0, 40)]
    at = next(i for i, row in enumerate(rows) if row.startswith("ticket "))
    assert rows[at + 1].startswith("       ") and sum(row.startswith("ticket ") for row in rows) == 1


async def test_what_is_needed_stands_in_the_middle_of_a_small_terminal(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        lines = screen_text(board_app).splitlines()
        assert not lines[0].strip() and "aiboard needs 80 × 24" in lines[8]


async def test_a_terminal_of_two_rows_shows_what_it_needs_first(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(60, 2)) as pilot:
        await pilot.pause()
        assert "aiboard needs 80 × 24" in screen_text(board_app)


@pytest.mark.parametrize(
    ("stop", "key"),
    [
        (Stop(Cause.DISRUPTION, "Vendor delay, 8 days.", "find the root cause?", data=1, usual=RootCause()), "g"),
        (Stop(Cause.DISRUPTION, "It regressed.", "find the root cause?", 0, usual=RootCause(0)), "⏎"),
        (Stop(Cause.RESULT, "It lost 2 runs.", "find the root cause, kill or go on", 0), "⏎"),
        (Stop(Cause.PROMISE, "DS-2 is late.", "wait or chase", data=1), "d"),
        (Stop(Cause.PROMISE, "Your forecast is missed.", "a new forecast?", answer=ForecastGiven), "n"),
        (Stop(Cause.DISRUPTION, "GPU shortage, 8 days.", "who runs?", card=1), "Q"),
        (Stop(Cause.QUIET, "5 days without a stop.", card=0), ""),
    ],
)
async def test_a_stop_names_the_key_that_leads_to_its_decision(
    board_app: BoardApp, stop: Stop, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        screen = board_app.game_screen
        monkeypatch.setattr(screen.session, "stops", lambda: (stop,))
        screen.board_view.focus_card(0)
        screen.show_status()
        await pilot.pause()
        (line,) = [row for row in screen_text(board_app).splitlines() if row.startswith(f" ■ {stop.sentence}")]
        assert line.endswith(f" ({key})" if key else stop.sentence)
        # From another card the key would open that one.
        screen.board_view.focus_card(1)
        screen.show_status()
        await pilot.pause()
        assert (" (⏎)" in screen_text(board_app)) is False


async def test_what_the_night_brought_is_said_beside_what_the_morning_proposed(tmp_path: Path) -> None:
    """A run lost to NaN in the night before a sprint begins: proposals of the morning must not hide it."""
    game = new_game("support-chatbot", 1, tmp_path / "game.jsonl")
    game.do("start 2")
    app = BoardApp(game, Settings(animation=False))
    async with app.run_test(size=(140, 45)) as pilot:
        session = app.game_screen.session
        while session.board.day < 10:
            session.step()
        session.board.history.append(dated(10, Diverged(1, run=1, points=50, in_a_row=1)))
        session.step()
        session.skip()
        app.game_screen.show_board()
        await pilot.pause()
        text = screen_text(app)
        assert session.board.day == 11 and "NaN" in text and "proposes" in text
        session.do("prioritise 2 1")
        app.game_screen.show_board()
        await pilot.pause()
        assert "NaN" not in screen_text(app), "once something was done, that is what is shown"


async def test_what_was_told_makes_room_for_the_hints_at_once(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        screen = board_app.screen
        assert isinstance(screen, FullScreen)
        hints = screen_text(board_app).splitlines()[-1]
        screen.tell("one thing and another")
        await pilot.pause()
        assert screen_text(board_app).splitlines()[-1] == " one thing and another"
        screen.hush()
        await pilot.pause()
        assert screen_text(board_app).splitlines()[-1] == hints


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_in_a_small_terminal_only_the_keys_that_leave_do_something(board_app: BoardApp, key: str) -> None:
    async with board_app.run_test(size=(60, 20)) as pilot:
        board = board_app.game_screen.session.board
        day = board.day
        await pilot.press("space", "x", "enter")
        await pilot.pause()
        assert board_app.screen is board_app.game_screen and board_app.return_code is None
        await pilot.press(key)
        await pilot.pause()
    assert board_app.return_code == 0 and board.day == day


async def test_a_notice_leaves_with_the_next_key(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.say("somebody was told something")
        await pilot.pause()
        assert "somebody was told something" in screen_text(board_app)
        await pilot.press("f12")
        await until(pilot, lambda: "somebody was told something" not in screen_text(board_app), 3)


async def test_the_list_of_scenarios_begins_on_the_one_that_comes_next(board_app: BoardApp) -> None:
    first = entries()[0].key
    board_app.settings.finished = [first]
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.open("picker")
        await pilot.pause()
        await board_app.workers.wait_for_complete()
        await pilot.pause()
        screen = board_app.screen
        assert isinstance(screen, PickerScreen) and screen.view.entries[0].key == first
        assert screen.view.at > 0 and screen.view.entries[screen.view.at] is screen.view.next


def test_a_forecast_that_was_said_is_named_when_it_is_said_again(game: Game) -> None:
    assert not [fact for fact in question.forecast(game.board).facts if "You said" in fact.text]
    game.board.forecast_70, game.board.forecast_90 = 12, 20
    (said,) = [fact for fact in question.forecast(game.board).facts if "You said" in fact.text]
    assert said.text == "You said day 12 (70 %) and day 20 (90 %)."


async def test_a_letter_of_another_alphabet_that_stops_the_days_is_no_mistake(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        screen = board_app.game_screen
        screen.days.go(Pace.TO_SPRINT)
        assert screen.days.running
        await pilot.press("ж")
        await pilot.pause()
        text = screen_text(board_app)
        assert not screen.days.running and "stopped" in text and "layout" not in text
        await pilot.press("ж")
        await pilot.pause()
        assert "another layout" in screen_text(board_app)


async def test_once_the_target_is_cleared_nothing_is_left_to_forecast(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.session.board.target_day = 3
        await pilot.press("g")
        await pilot.pause()
        assert "One more idea" in screen_text(board_app) and "Forecast" not in screen_text(board_app)
        await pilot.press("escape", "n")
        await pilot.pause()
        assert "on D3: there is nothing left to forecast" in screen_text(board_app)


async def test_a_remark_that_is_cut_says_where_all_of_it_stands(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        session = board_app.game_screen.session
        session.end_day()
        session.voices = tuple(Voice(name, f"{'one two three ' * 8}the end") for name in ("Ana", "Ben"))
        session.version += 1
        board_app.game_screen.show_status()
        await pilot.pause()
        assert "(all of it: m)" in screen_text(board_app)
        await pilot.press("m")
        await pilot.pause()
        text = re.sub(r"\s+", " ", screen_text(board_app))
        assert text.count("the end") == 2


async def test_a_message_that_a_notice_cuts_ends_with_a_sign_that_there_is_more() -> None:
    app = AiBoard(Options(scenario="support-chatbot", seed=5), Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await read_the_canvas(pilot, app)
        await pilot.press("R")
        await pilot.pause()
        text = screen_text(app)
        assert "none is live" in text and "sprint seven" not in text
        assert next(line for line in text.split("\n") if "Lena: I put" in line).endswith("…")


def test_the_time_box_of_a_late_card_is_whole_beside_its_plan() -> None:
    game = new_game("support-chatbot", 1)
    board, index = game.board, 2
    game.do(f"start {game.world.ideas[index].key}")
    card = board.cards[index]
    # Over its plan in GPU time and over its box.
    card.gpu_used_min, board.day = 60 * 999, card.started_day + card.box_days + 3
    row = "".join(text for text, _ in brief_rows(board, index)[2])
    # First, since the end of a row may be cut.
    assert row.partition("   ")[0].endswith(", late") and row.startswith("time box day ")


async def test_at_the_end_of_a_long_column_the_rest_is_above(long_app: BoardApp) -> None:
    async with long_app.run_test(size=(80, 24)) as pilot:
        assert " more" in screen_text(long_app)
        await pilot.press(*["down"] * 30)
        await pilot.pause()
        assert " above" in screen_text(long_app)


@pytest.fixture
def long_app(tmp_path: Path) -> BoardApp:
    """A backlog that is longer than the screen."""
    return BoardApp(new_game("support-chatbot", 1, save=tmp_path / "saves" / "long.jsonl"))


async def test_the_sheet_of_orders_says_what_a_change_takes_today(long_app: BoardApp) -> None:
    async with long_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "A change of an order takes no hours today." in screen_text(long_app)
        await pilot.press("escape", "space", "o")
        await pilot.pause()
        assert "A change of an order takes 1 h today." in screen_text(long_app)


async def test_an_order_begins_this_evening_and_the_morning_tells_what_it_did(long_app: BoardApp) -> None:
    async with long_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert "each morning; an order set today begins this evening " in screen_text(long_app)
        await pilot.press("down", "down", "down", "right", "right", "enter")
        await pilot.pause()
        assert "Standing order auto from this evening on: GPU free" in screen_text(long_app)
        await pilot.press("space")
        await pilot.pause()
        lines = [line for line in screen_text(long_app).splitlines() if line.startswith(" Mon ")]
        assert any(line.rstrip().endswith(" starts, by order.") for line in lines), "of the evening"


async def test_on_the_data_board_the_cursor_goes_with_what_was_ordered(long_app: BoardApp) -> None:
    async with long_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("o", "enter")
        await pilot.pause()
        assert "▸DS-2" in screen_text(long_app) and "▶ at vendor" in screen_text(long_app)
