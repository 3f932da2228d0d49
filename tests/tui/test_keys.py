"""The key table: one meaning a key, an action behind every row, remapping judged, the docs page made from it."""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from textual.dom import DOMNode

from aiboard import tui
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


def _homes() -> dict[str, list[type[DOMNode]]]:
    """Row of the table -> the screens and widgets that bind it themselves."""
    for module in pkgutil.walk_packages(tui.__path__, "aiboard.tui."):
        importlib.import_module(module.name)
    found: dict[str, list[type[DOMNode]]] = {}
    waiting: list[type[DOMNode]] = [DOMNode]
    while waiting:
        home = waiting.pop()
        waiting += home.__subclasses__()
        if home.__module__.startswith("aiboard.tui"):
            for binding in vars(home).get("BINDINGS", []):
                row = re.sub(r"\.\d$", "", binding.id)
                if home not in found.setdefault(row, []):
                    found[row].append(home)
    return found


def test_every_row_has_its_action_and_every_binding_its_row() -> None:
    homes = _homes()
    assert set(homes) == {key.id for key in keys.TABLE}
    for row, bound in homes.items():
        pane, _, name = row.partition(".")
        able = [home for home in bound if hasattr(home, f"action_{name}")]
        # A page and the list that scrolls in it bind the same rows, and each does its part.
        assert able and (able == bound or pane == "page"), f"{row}: {[home.__name__ for home in bound]}"


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
