"""The key table: one meaning a key, an action behind every row, remapping judged, the docs page made from it."""

import subprocess
import sys
from pathlib import Path

import pytest
from textual.binding import Binding

from aiboard.tui import keys
from aiboard.tui.keys import KeymapError
from aiboard.tui.settings import Settings

ROOT = Path(__file__).resolve().parents[2]


def test_no_key_means_two_things_on_one_screen() -> None:
    assert keys.clashes() == []


def test_a_clash_is_found() -> None:
    with pytest.raises(KeymapError, match="means"):
        keys.remapped({"board.kill": "e"})


def test_a_key_may_mean_different_things_on_different_screens() -> None:
    assert keys.remapped({"board.messages": "n", "board.forecast": "m"})


@pytest.mark.parametrize(
    "keymap",
    [{"board.fly": "x"}, {"board.kill": ""}, {"board.kill": "\x1b[2J"}, {"board.priority": "6 7 8 9 0"}],
)
def test_nonsense_in_a_keymap_is_refused(keymap: dict[str, str]) -> None:
    with pytest.raises(KeymapError):
        keys.remapped(keymap)


def test_ids_are_unique() -> None:
    ids = [key.id for key in keys.TABLE]
    assert len(ids) == len(set(ids))


def test_every_row_has_its_action_and_every_binding_its_row() -> None:
    from aiboard.tui.screens.compute import QueueScreen
    from aiboard.tui.screens.data import DataScreen
    from aiboard.tui.screens.debrief import DebriefScreen
    from aiboard.tui.screens.first import FirstScreen
    from aiboard.tui.screens.game import GameScreen
    from aiboard.tui.screens.help import HelpScreen
    from aiboard.tui.screens.menu import Menu
    from aiboard.tui.screens.orders import OrdersScreen
    from aiboard.tui.screens.page import PageScreen
    from aiboard.tui.screens.picker import Picker
    from aiboard.tui.screens.settings import SettingsScreen
    from aiboard.tui.screens.watch import WatchScreen
    from aiboard.tui.screens.why import WhyScreen
    from aiboard.tui.widgets.dialog import QuestionScreen
    from aiboard.tui.widgets.pager import Pager

    homes = {
        "anywhere": [GameScreen, FirstScreen, Picker, DataScreen, QueueScreen, PageScreen, DebriefScreen, WatchScreen],
        "board": [GameScreen],
        "watch": [WatchScreen],
        "first": [FirstScreen],
        "picker": [Picker],
        "orders": [OrdersScreen],
        "menu": [Menu],
        "search": [HelpScreen],
        "settings": [SettingsScreen],
        "page": [Pager],
        "why": [WhyScreen],
        "question": [QuestionScreen],
        "data": [DataScreen],
        "queue": [QueueScreen],
        "debrief": [DebriefScreen],
    }
    for key in keys.TABLE:
        for home in homes.get(key.pane, []):
            if (home, key.name) == (PageScreen, "copy"):
                continue
            found = hasattr(home, f"action_{key.name}") or (home is Pager and hasattr(PageScreen, f"action_{key.name}"))
            assert found, f"{home.__name__} has no action_{key.name}"
            bound = [b for base in home.__mro__ for b in vars(base).get("BINDINGS", []) if isinstance(b, Binding)]
            if home is not Pager:
                assert any((b.id or "").startswith(key.id) for b in bound), f"{home.__name__}: {key.id} is not bound"


def test_help_bar_begins_with_help_on_every_screen() -> None:
    from aiboard.tui.hints import hints_of

    for screen in keys.SCREENS:
        if screen not in keys.QUESTIONS:
            assert hints_of(screen)[0] == ("?", "help")


def test_the_docs_page_is_the_table() -> None:
    found = subprocess.run(
        [sys.executable, "scripts/make_keys_doc.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout


async def test_a_remapped_key_does_it_and_the_old_one_does_not(game, tmp_path: Path) -> None:
    from aiboard.engine.model.vocabulary import Stage
    from tests.tui.conftest import BoardApp, screen_text

    app = BoardApp(game, Settings(animation=False, keymap={"board.start": "delete"}))
    async with app.run_test(size=(80, 24)) as pilot:
        cards = app.game_screen.session.board.cards
        await pilot.press("s")
        await pilot.pause()
        assert cards[0].stage == Stage.BACKLOG
        await pilot.press("delete")
        await pilot.pause()
        assert cards[0].stage == Stage.EXPERIMENT
        assert "delete start" in screen_text(app)
