"""The key table: one meaning a key, an action behind every row, remapping judged, the docs page made from it."""

import subprocess
import sys
from pathlib import Path

import pytest

from aiboard.engine.model.vocabulary import Column
from aiboard.tui import keys
from aiboard.tui.keys import KeymapError
from aiboard.tui.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_no_key_means_two_things_on_one_screen() -> None:
    assert keys.clashes() == []


def test_a_clash_is_found() -> None:
    with pytest.raises(KeymapError, match="means"):
        keys.remap({"board.kill": "e"})


def test_a_key_may_mean_different_things_on_different_screens() -> None:
    assert keys.remap({"board.messages": "n", "board.forecast": "m"})


@pytest.mark.parametrize(
    "keymap",
    [{"board.fly": "x"}, {"board.kill": ""}, {"board.kill": "\x1b[2J"}, {"board.priority": "6 7 8 9 0"}],
)
def test_nonsense_in_a_keymap_is_refused(keymap: dict[str, str]) -> None:
    with pytest.raises(KeymapError):
        keys.remap(keymap)


def test_ids_are_unique() -> None:
    ids = [key.id for key in keys.TABLE]
    assert len(ids) == len(set(ids))


def test_help_bar_begins_with_help_on_every_screen() -> None:
    from aiboard.tui.screens.full import hints_of

    for screen in keys.SCREENS:
        if screen not in keys.DIALOGS:
            assert hints_of(screen)[0] == ("?", "help")


def test_the_docs_page_is_the_table() -> None:
    found = subprocess.run(
        [sys.executable, "scripts/make_keys_doc.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


async def test_the_data_board_is_named_once_and_second_where_a_batch_waits_for_a_verdict(game) -> None:
    from tests.tui.conftest import BoardApp

    app = BoardApp(game, Settings(animation=False))
    async with app.run_test(size=(140, 45)):
        names = [name for _, name in app.game_screen.hints()]
        assert names.count("data") == 1 and names[1] != "data"
        task = next(task for task in game.board.data if not game.world.datasets[task.index].ready)
        task.shown, task.column, task.ordered_pct, task.batch_pct, task.batches = True, Column.QA, 100, 100, 1
        task.kappa_ppm, task.kappa_items, task.checks = 610_000, 100, 1
        names = [name for _, name in app.game_screen.hints()]
        assert names.count("data") == 1 and names[1] == "data"


async def test_a_project_without_data_to_label_names_no_data_board() -> None:
    from aiboard.game import new_game
    from aiboard.tui.screens.card import ProjectMenu
    from tests.tui.conftest import BoardApp

    app = BoardApp(new_game("first-sprint", 1), Settings(animation=False))
    async with app.run_test(size=(140, 45)) as pilot:
        assert "data" not in [name for _, name in app.game_screen.hints()]
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(app.screen, ProjectMenu) and "data" not in str(app.screen.items).lower()


async def test_a_remapped_key_does_it_and_the_old_one_does_not(game, tmp_path: Path) -> None:
    from aiboard.engine.model.vocabulary import Stage
    from tests.tui.conftest import BoardApp, screen_text

    app = BoardApp(game, Settings(animation=False, keymap={"board.start": "delete"}))
    async with app.run_test(size=(80, 24)) as pilot:
        cards = app.game_screen.session.board.cards
        await pilot.press("s")
        await pilot.pause()
        assert cards[0].stage == Stage.BACKLOG
        await pilot.press("delete", "enter")
        await pilot.pause()
        assert cards[0].stage == Stage.EXPERIMENT
        assert "delete start" in screen_text(app)
