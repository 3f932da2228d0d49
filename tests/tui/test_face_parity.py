"""One script of keys and lines, played on the full screen and in the line mode: the same game comes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from aiboard.cli.plain_words import LineCommands
from aiboard.game import new_game
from aiboard.play.clock import Pace
from aiboard.play.session import Session
from aiboard.play.sheets import SheetKind
from aiboard.tui.screens import days
from tests.tui.conftest import BoardApp, screen_text

pytestmark = pytest.mark.both


@dataclass(frozen=True)
class Step:
    """The same wish twice: keys with the cursor on a card (-1: where it is), and a line."""

    keys: str
    line: str
    card: int = -1


FIRST_SPRINT = (
    Step("s", "start 1", 0),
    Step("s", "start 2", 1),
    Step("full_stop", "."),
    Step("x enter", "kill 1", 0),
    Step("s", "start 3", 2),
    Step("u enter", "undo"),
    Step("s", "start 3", 2),
    Step("full_stop", "."),
    Step("colon k i l l space 2 space p l a t e a u enter", "kill 2 plateau"),
    Step("space", "end"),
    Step("greater_than_sign", ">"),
    Step("enter", "1"),  # the review is read
    Step("down enter", "2"),  # its question is answered
    Step("down enter", "2"),  # the retro too
    Step("escape", ""),  # the planning is left
    Step("full_stop", "."),
    Step("greater_than_sign", ">"),
    Step("greater_than_sign", ">"),
)
SUPPORT_CHATBOT = (
    # Hours allow a start a day.
    Step("s enter", "start 1", 0),
    Step("space", "end"),
    Step("s enter", "start 2", 1),
    Step("space", "end"),
    Step("s enter", "start 3", 2),
    Step("space", "end"),
    Step("o right right enter", "standing evaluate auto"),
    Step("G enter", "inject gpu-shortage"),
    Step("full_stop", "."),
    Step("x enter", "kill 3", 2),
    Step("greater_than_sign", ">"),
    Step("enter", "1"),
    Step("enter", "1"),
    Step("escape", ""),
    Step("enter", "1"),
    Step("full_stop", "."),
    Step("1", "prioritise 2 1", 1),
    Step("full_stop", "."),
    Step("greater_than_sign", ">"),
    Step("escape", ""),  # from the second sprint on this leaves out the retro
    Step("enter", "1"),
    Step("full_stop", "."),
)


def _said(session: Session) -> dict[str, object]:
    """Everything the session has to say and ask at this moment."""
    sheet = session.sheet
    return {
        "day": session.board.day,
        "stops": [(stop.text, stop.card) for stop in session.stops()],
        "voices": session.voices,
        "coach": session.coach,
        "news": [beat.summary for beat in session.news],
        "sheet": (sheet.title, sheet.sections, sheet.choices) if sheet is not None and sheet.choices else None,
        "digest": session.game.digest(),
    }


def _lines(save: Path) -> list[dict[str, object]]:
    """The save's lines without its header, checksums and summaries."""
    found = [json.loads(line) for line in save.read_text(encoding="utf-8").splitlines()[1:]]
    return [{key: value for key, value in one.items() if key != "sum"} for one in found if "summary" not in one]


async def _press(app: BoardApp, pilot, step: Step) -> None:
    if step.card >= 0:
        app.game_screen.board_view.focus_card(step.card)
    for key in step.keys.split():
        await pilot.press(key)
        await pilot.pause()
    while app.game_screen.days.running:
        await pilot.pause(0.02)
    await pilot.pause()


@pytest.mark.parametrize(("scenario", "script"), [("first-sprint", FIRST_SPRINT), ("support-chatbot", SUPPORT_CHATBOT)])
async def test_one_script_is_one_game_in_both_faces(
    scenario: str, script: tuple[Step, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(days._SECONDS, Pace.TO_SPRINT, 0.01)
    saves = tmp_path / "screen.jsonl", tmp_path / "lines.jsonl"
    app = BoardApp(new_game(scenario, 7, saves[0]))
    lines = Session(new_game(scenario, 7, saves[1]))
    words = LineCommands(lines, lambda shown: True)
    words.printed.opening()
    async with app.run_test(size=(140, 45)) as pilot:
        screen = app.game_screen.session
        for step in script:
            await _press(app, pilot, step)
            printed = " ".join(words.execute(step.line))
            assert _said(screen) == _said(lines), step
            for stop in lines.stops() if step.line in (".", ">", "end") and not lines.board.over else ():
                assert stop.sentence in printed, step
                if screen.sheet is None:
                    assert stop.sentence[:50] in screen_text(app), step
            if lines.sheet is not None:
                assert lines.sheet.title in printed and lines.sheet.title in screen_text(app), step
    screen.game.close()
    lines.game.close()
    assert _lines(saves[0]) == _lines(saves[1])
    assert any("answer" in line for line in _lines(saves[0])) and any("do" in line for line in _lines(saves[0]))


async def test_the_end_is_shown_once_in_both_faces(tmp_path: Path) -> None:
    app = BoardApp(new_game("first-sprint", 7, tmp_path / "screen.jsonl"))
    lines = Session(new_game("first-sprint", 7, tmp_path / "lines.jsonl"))
    words = LineCommands(lines, lambda shown: True)
    printed: list[str] = []
    while not lines.board.over:
        printed += words.execute("end")
    assert printed.count("The project is over. debrief shows what it came to; quit leaves.") == 1
    async with app.run_test(size=(100, 40)) as pilot:
        while not app.game_screen.session.board.over:
            await pilot.press("escape" if app.screen is not app.game_screen else "space")
            await pilot.pause()
        assert "The project has ended" in screen_text(app)
        sheet = app.game_screen.session.sheet
        assert sheet is None or sheet.kind is not SheetKind.END
