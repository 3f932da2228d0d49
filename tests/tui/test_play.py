"""Real games by key: what a press does to the game, to the save and to the screen."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from aiboard.engine.model.vocabulary import Chaos, Reason, Stage
from aiboard.game import Game, open_game
from aiboard.play.stop import Cause, Stop
from aiboard.tui.app import AiBoard
from aiboard.tui.screens.card import CardMenu
from aiboard.tui.screens.dialog import Menu
from aiboard.tui.screens.question import QuestionScreen
from aiboard.tui.settings import Settings
from aiboard.views import fmt
from aiboard.views.card.measure import card_chart
from aiboard.views.charts.chart import words
from tests.tui.conftest import BoardApp, screen_text

Shown = Callable[[AiBoard], str]


async def play_until(app: BoardApp, pilot, wanted: Callable[[], bool], presses: int = 30) -> None:
    """Press `.` until something is so, closing what opens."""
    for _ in range(presses):
        if wanted():
            return
        if app.screen is not app.game_screen:
            await pilot.press("escape")
        else:
            await pilot.press("full_stop")
        await pilot.pause(0.05)
        while app.game_screen.days.running:
            await pilot.pause(0.02)
    assert wanted(), "it never came to that"


async def test_starting_a_card_keeps_the_cursor_where_the_next_decision_is(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter")
        screen = board_app.game_screen
        cards = screen.session.board.cards
        assert cards[0].stage == Stage.EXPERIMENT
        assert screen.board_view.at == 0 and screen.board_view.card == 1
        await pilot.press("s", "enter", "right")
        assert cards[1].stage == Stage.EXPERIMENT
        assert screen.board_view.column is not None and screen.board_view.column.stage == Stage.EXPERIMENT


async def test_what_a_stop_says_is_not_said_again_above_it(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "e", "escape")
        session = board_app.game_screen.session
        found: list[str] = []

        def measured() -> bool:
            found[:] = [stop.text for stop in session.stops() if " eval " in stop.text]
            return bool(found)

        await play_until(board_app, pilot, lambda: any(card.readouts for card in session.board.cards))
        session.do(f"evaluate {next(card.index + 1 for card in session.board.cards if card.readouts)} 1")
        await play_until(board_app, pilot, measured)
        said = found[0].partition(". ")[0]
        assert shown(board_app).count(said) == 1


async def test_kill_takes_two_keys_and_writes_reason_and_learning(
    board_app: BoardApp, shown: Shown, tmp_path: Path
) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(board_app.screen, QuestionScreen)
        await pilot.press("enter")
        await pilot.pause()
        card = board_app.game_screen.session.board.cards[0]
        assert card.stage == Stage.KILLED
        assert card.reason == Reason.OTHER and card.learning == "nothing measured"
        (news,) = board_app.game_screen.session.news
        assert " ".join(news.summary.split()[:6]) in " ".join(shown(board_app).split()), "it is told under the board"
    saved = (tmp_path / "saves" / "game.jsonl").read_text(encoding="utf-8")
    assert "kill EXP-001 other" in saved


async def test_escape_leaves_everything_as_it_was(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        digest = board_app.game_screen.session.game.digest()
        for key in ("x", "t", "n", "o", "a", "enter", "question_mark", "colon"):
            await pilot.press(key)
            await pilot.pause()
            assert board_app.screen is not board_app.game_screen, key
            await pilot.press("escape")
            await pilot.pause()
            assert board_app.screen is board_app.game_screen, key
        assert board_app.game_screen.session.game.digest() == digest


async def test_a_refused_action_says_why_and_changes_nothing(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        digest = board_app.game_screen.session.game.digest()
        await pilot.press("p")
        await pilot.pause()
        assert "EXP-001 is in Backlog" in shown(board_app)
        assert board_app.game_screen.session.game.digest() == digest


async def test_what_is_refused_in_its_dialog_leaves_cursor_and_words_on_the_card(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        screen = board_app.game_screen
        screen.session.board.minutes_left = 0
        card = screen.board_view.card
        await pilot.press("s", "enter")
        await pilot.pause()
        text = screen_text(board_app)
        assert screen.board_view.card == card and "too little time" in text
        assert f"── {fmt.key(screen.session.world, card)} " in text


async def test_tab_goes_to_the_card_that_time_stopped_for(board_app: BoardApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        screen = board_app.game_screen
        await pilot.press("tab")
        await pilot.pause()
        assert "no card waits" in screen_text(board_app)
        monkeypatch.setattr(screen.session, "stops", lambda: (Stop(Cause.RESULT, "It lost a run.", card=3),))
        await pilot.press("tab")
        await pilot.pause(0.1)
        assert screen.board_view.card == 3 and "no card waits" not in screen_text(board_app)


async def test_the_day_ends_with_space_and_is_in_the_save(board_app: BoardApp, tmp_path: Path) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "space", "space")
        await pilot.pause()
        assert board_app.game_screen.session.board.day == 3
    with open_game(tmp_path / "saves" / "game.jsonl", read_only=True) as again:
        assert again.board.day == 3
        assert again.board.cards[0].stage == Stage.EXPERIMENT


async def test_next_stops_at_the_card_that_needs_a_decision(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "s", "enter")
        board = board_app.game_screen.session.board
        await play_until(board_app, pilot, lambda: board.count(Stage.EVALUATION) > 0)
        line = board_app.game_screen.board_view.line
        assert line is not None and line.needs_decision
        assert f"{line.short} " in shown(board_app).split("── ")[1]


async def test_every_reason_to_stop_can_be_read_until_it_is_dealt_with(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "s", "enter")
        causes = (Cause.DISRUPTION, Cause.VERDICT, Cause.RESULT)
        found = tuple(Stop(cause, f"00{n + 1} says {n}.", "kill or go on", n) for n, cause in enumerate(causes))
        session = board_app.game_screen.session
        session._stops, session._stopped_at = found, len(session.board.history)
        board_app.game_screen.show_board()
        await pilot.pause()
        assert all(shown(board_app).count(stop.sentence) == 1 for stop in found)
        await pilot.press("left")
        await pilot.pause(0.1)
        assert all(shown(board_app).count(stop.sentence) == 1 for stop in found)
        board_app.game_screen.board_view.card = 0
        await pilot.press("x", "enter")
        await pilot.pause(0.1)
        assert "001 says" not in shown(board_app) and all(stop.sentence in shown(board_app) for stop in found[1:])
        await pilot.press("space")
        assert not any(stop.sentence in shown(board_app) for stop in found)


async def test_next_does_not_run_through_a_board_that_waits_for_the_player(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board = board_app.game_screen.session.board
        await pilot.press("s", "enter")
        await play_until(board_app, pilot, lambda: board.cards[0].stage == Stage.EVALUATION)
        day = board.day
        await play_until(board_app, pilot, lambda: board.day > day, presses=1)
        assert board.day == day + 1
        assert "Nothing is under way. 001 waits for a decision." in shown(board_app)


async def test_any_key_stops_a_running_sprint(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("greater_than_sign")
        screen = board_app.game_screen
        assert screen.days.running
        await pilot.press("x")
        await pilot.pause()
        assert not screen.days.running
        assert board_app.screen is screen, "the key that stops does nothing else"
        day = screen.session.board.day
        await pilot.pause(0.6)
        assert screen.session.board.day == day


async def test_evaluate_then_promote_shows_the_gate(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(100, 40)) as pilot:
        screen = board_app.game_screen
        board = screen.session.board
        await pilot.press("s", "enter", "s", "enter")
        await play_until(board_app, pilot, lambda: board.count(Stage.EVALUATION) > 0)
        card = next(card.index for card in board.cards if card.stage == Stage.EVALUATION)
        screen.board_view.focus_card(card)
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert board.cards[card].seeds_pending == 3
        await play_until(board_app, pilot, lambda: len(board.cards[card].scores) == 3)
        screen.board_view.focus_card(card)
        await pilot.press("p")
        await pilot.pause()
        text = shown(board_app)
        assert "the bar" in text and "p95 latency" in text
        await pilot.press("enter")
        await pilot.pause()
        assert board.cards[card].stage == Stage.PRODUCTION


async def test_a_capital_asks_before_it_injects(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board = board_app.game_screen.session.board
        await pilot.press("G")
        await pilot.pause()
        days = board.world.chaos_days[Chaos.GPU_SHORTAGE]
        assert f"GPU shortage, {days} days: Enter to inject, Esc" in shown(board_app)
        await pilot.press("escape")
        await pilot.pause()
        assert board.disruption_place(Chaos.GPU_SHORTAGE) < 0
        assert board_app.screen is board_app.game_screen, "Esc only dropped the injection"
        await pilot.press("G", "enter")
        await pilot.pause()
        assert board.disruption_place(Chaos.GPU_SHORTAGE) >= 0
        assert board_app.screen is board_app.game_screen, "Enter did not open the card as well"


async def test_three_capitals_in_a_row_are_remarked_on(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(120, 30)) as pilot:
        await pilot.press("G", "G")
        await pilot.pause()
        assert "caps lock" not in shown(board_app)
        await pilot.press("G")
        await pilot.pause()
        assert "caps lock" in shown(board_app)
        assert board_app.game_screen.session.board.injected == 0


async def test_a_capital_that_was_refused_counts_among_three_in_a_row(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(120, 30)) as pilot:
        await pilot.press("R", "R", "G")
        await pilot.pause()
        assert "caps lock" in shown(board_app)


async def test_undo_takes_back_and_makes_it_practice(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "u", "enter")
        await pilot.pause()
        session = board_app.game_screen.session
        assert session.board.cards[0].stage == Stage.BACKLOG
        assert session.game.practice
        assert "practice" in shown(board_app)


async def test_undo_asks_before_the_game_becomes_practice(game: Game, shown: Shown) -> None:
    app = BoardApp(game, Settings(animation=False, coach=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "u")
        await pilot.pause()
        assert "counts as practice" in shown(app) and not game.practice
        await pilot.press("escape")
        await pilot.pause()
        assert game.board.cards[0].stage == Stage.EXPERIMENT and not game.practice
        await pilot.press("u", "enter")
        await pilot.pause()
        assert game.board.cards[0].stage == Stage.BACKLOG and game.practice
        await pilot.press("s", "enter", "u")
        await pilot.pause()
        assert app.screen is app.game_screen, "asked once"


async def test_the_card_box_lists_only_what_is_possible_and_does_it(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(board_app.screen, CardMenu)
        text = shown(board_app)
        assert "Start" in text and "Promote" not in text
        await pilot.press("s", "enter")
        await pilot.pause()
        assert board_app.game_screen.session.board.cards[0].stage == Stage.EXPERIMENT


async def test_a_card_lists_what_only_todays_hours_do_not_allow(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board = board_app.game_screen.session.board
        board.cards[0].stage, board.cards[0].scores, board.minutes_left = Stage.EVALUATION, [870_000] * 3, 30
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(board_app.screen, CardMenu)
        assert re.search(r"▸ \S +Promote +1 h; you have 30 min left", shown(board_app)), shown(board_app)


async def test_on_a_finished_board_a_card_offers_nothing_that_is_refused(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board = board_app.game_screen.session.board
        board.cards[0].stage, board.cards[0].scores = Stage.EVALUATION, [870_000]
        board.over = True
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(board_app.screen, CardMenu)
        text = shown(board_app)
        assert "what holds it" in text and "legal review" not in text.lower() and "the game is over" not in text


@pytest.mark.parametrize("key", ["o", "a", "n"])
async def test_a_finished_board_opens_no_sheet_that_could_only_be_refused(
    key: str, board_app: BoardApp, shown: Shown
) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        board_app.game_screen.session.board.over = True
        await pilot.press(key)
        await pilot.pause()
        assert board_app.screen is board_app.game_screen
        assert "the project has ended; nothing is decided any more" in shown(board_app)


@pytest.mark.parametrize("size", [(140, 45), (80, 24)])
async def test_the_card_box_has_the_chart(size: tuple[int, int], board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=size) as pilot:
        card = board_app.game_screen.session.board.cards[0]
        card.stage, card.started_day, card.runs_planned, card.runs_done = Stage.EXPERIMENT, 1, 3, 2
        card.readouts, card.corrected, card.versions = [825_000, 850_000], [800_000, 830_000], [1, 2]
        await pilot.press("enter")
        await pilot.pause()
        chart = card_chart(board_app.game_screen.session.board, 0)
        assert isinstance(board_app.screen, CardMenu) and chart is not None
        said = " ".join(shown(board_app).split())
        assert words(chart).split(",")[0] in said


async def test_the_card_box_has_no_hole_under_a_low_chart(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(140, 45)) as pilot:
        card = board_app.game_screen.session.board.cards[0]
        card.stage, card.started_day, card.runs_planned, card.runs_done = Stage.EVALUATION, 1, 1, 1
        card.scores = [870_000]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(board_app.screen, CardMenu)
        lines = ["".join(text for text, _ in line).strip() for line in board_app.screen.text_lines(92)]
        assert any("seed 1" in line for line in lines)
        assert not [at for at in range(1, len(lines)) if lines[at - 1] == lines[at] == ""], lines


async def test_a_typed_action_is_done(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("colon")
        await pilot.pause()
        await pilot.press(*"start 3", "enter")
        await pilot.pause()
        assert board_app.game_screen.session.board.cards[2].stage == Stage.EXPERIMENT


async def test_help_is_searched_and_done(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        await pilot.press(*"end the day", "enter")
        await pilot.pause()
        assert board_app.game_screen.session.board.day == 2


async def test_orders_are_set_on_one_sheet(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("right", "right", "down", "right", "right", "enter")
        await pilot.pause()
        assert board_app.game_screen.session.board.orders[:3] == [2, 1, 0]


async def test_data_is_ordered_on_the_data_board(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert board_app.game_screen.session.board.data[1].ordered_pct == 10
        await pilot.press("g")
        await pilot.pause()
        assert "end the day first" in shown(board_app), "guidelines take more than the hours left"


async def test_a_sprint_ends_with_its_rituals_and_the_game_with_its_end(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        session = board_app.game_screen.session
        await pilot.press("s", "enter", "right", "x")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        for _ in range(9):
            await pilot.press("space")
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(board_app.screen, Menu) and "Review of sprint 1" in shown(board_app)
        await pilot.press("enter")
        await pilot.pause()
        assert "what comes next?" in shown(board_app)
        await pilot.press("enter")
        await pilot.pause()
        assert "take back" in shown(board_app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Planning of sprint 2 of 2" in shown(board_app)
        await pilot.press("enter")
        await pilot.pause()
        for _ in range(10):
            await pilot.press("space")
        await pilot.pause()
        assert session.board.over
        assert "Nothing went live." in shown(board_app)
    assert session.game.path is not None
    assert '{"answer":"EXP-001","question":"retro","sprint":1' in session.game.path.read_text(encoding="utf-8")


async def test_the_scene_the_message_and_the_coach_are_on_the_first_screen(board_app: BoardApp, shown: Shown) -> None:
    async with board_app.run_test(size=(80, 24)):
        text = shown(board_app)
        assert "Monday. Somebody promised a demo." in text
        assert "Ana: The demo is on Friday." in text
        assert "» Start two cards." in text


async def test_copying_writes_a_file_and_says_where(board_app: BoardApp, shown: Shown, tmp_path: Path) -> None:
    async with board_app.run_test(size=(120, 30)) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert "written to" in shown(board_app)
    assert "Idea number 1" in (tmp_path / "saves" / "game-board.txt").read_text(encoding="utf-8")


async def test_leaving_says_where_the_game_is(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("s", "enter", "q")
        await pilot.pause()
    assert board_app.farewell.startswith("saved: ") and board_app.farewell.endswith("game.jsonl")
    assert board_app.settings.last.endswith("game.jsonl")
    assert board_app.return_code == 0
