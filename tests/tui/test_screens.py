"""Every screen of the router, at the smallest size and a large one: it opens, draws inside the terminal, closes."""

from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from aiboard.analysis import advice, retry
from aiboard.analysis.debrief import Debrief, debrief
from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary
from aiboard.analysis.estimate import Estimate
from aiboard.drills.drill import Setting
from aiboard.engine.verbs import Kill
from aiboard.instruments.trajectory import Run, Step, StepKind
from aiboard.labs import find
from aiboard.play.beats import Beat, BeatKind
from aiboard.play.sheets import Choice, Section, Sheet, SheetKind
from aiboard.tui import keys, router
from aiboard.tui.panel import Panel
from aiboard.tui.screens import beat
from aiboard.tui.screens.base import BaseScreen
from aiboard.tui.screens.dialog import Item
from aiboard.tui.screens.full import FullScreen
from aiboard.views.decisions.menu import decision
from tests.tui.conftest import BoardApp, picture, screen_text
from tests.tui.test_whole_screens import SIZES, compare

STEPS = (Step(StepKind.MESSAGE, "user", output="hello"), Step(StepKind.TOOL_CALL, "agent", "find", "{}", "fine", False))
#: Rows of the router that stand for the board of the whole program.
_UNDER = ("first", "opening", "board", "watch", "log")
#: Rows that work something out, or show what this machine has or where: what they show is not always the same.
_MOVING = ("picker", "saves", "settings", "drill", "lab", "advice", "forecast", "debrief", "moment", "retry")


def arguments(app: BoardApp) -> dict[str, tuple[object, ...]]:
    """What each screen is opened with."""
    session = app.game_screen.session
    beat = Beat(BeatKind.LAUNCH, 0, -1, "●", "EXP-001 serves everybody", ("It worked.",), "EXP-001 is live")
    sections = (Section("What was decided?", ("EXP-001 was killed.", "A long sentence " * 20)),)
    sheet = Sheet(SheetKind.RETRO, "Retro", sections, (Choice("none", "", "none of them"),))
    kill = decision(session.board, Kill, 0)
    return {
        "first": (),
        "opening": ("Dealing …", lambda _: session, "board"),
        "board": (session,),
        "watch": (session,),
        "labs": (),
        "lab": (find("eval-variance"),),
        "picker": (),
        "saves": (),
        "card": (session, 0, app.table),
        "project": (session, app.table),
        "orders": (session,),
        "question": (kill,),
        "menu": ("Menu", [Item(1, "a", "One", "the first"), Item(2, "b", "Two")]),
        "settings": (),
        "help": ("board",),
        "canvas": (session,),
        "page": ("Title", [("Mon D1", "A line " * 30, "text")] * 60, "log"),
        "why": (session.board, 0),
        "runs": ("runs", [Run("1", None, 1.0, STEPS)], None),
        "log": ("log", [Run("1", None, 1.0, STEPS)], None),
        "data": (session,),
        "queue": (session,),
        "launch": (beat,),
        "sheet": (sheet,),
        "end": (session, app),
        "debrief": (session,),
        "advice": (session, 0),
        "forecast": (session,),
        "moment": (session, *told(app)),
        "retry": (session, told(app)[0], [told(app)[1]]),
        "drills": (),
        "drill": ("quiz", Setting(seed=1), None),
    }


def told(app: BoardApp) -> tuple[Debrief, DecisionSummary]:
    """A debrief of the game, and a decision of its first day."""
    found = debrief(app.game_screen.session.game, bots=())
    answer = DecisionSummary(
        DecisionKind.LOST, 1, 1, "start EXP-001", False, "Started 001", Estimate(-9.0, -12.0, -6.0), "not measured",
        "leave it for the day", "wait",
    )  # fmt: skip
    return replace(found, point_cents=100_000), answer


def within(app: BoardApp) -> str:
    """The screen's text, after judging that no line is wider than the terminal."""
    width, height = app.size
    text = screen_text(app)
    assert len(text.splitlines()) <= height
    for strip in app.screen._compositor.render_strips():
        assert strip.cell_length <= width
    return text


def judge(app: BoardApp, name: str) -> None:
    """The screen on top fits, has its hints, and does what each of its keys says."""
    text = within(app)
    assert text.strip(), name
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    if isinstance(screen, FullScreen):
        assert text.splitlines()[-1].startswith(" ⏎ to the board  ? help" if name == "canvas" else " ? help"), name
    for panel in screen.query(Panel):
        # A panel goes round textual's style sheet: with what one says of it, its lines would be the same.
        whole = panel.size.region
        assert not whole or panel.render_lines(whole) == panel._styles_cache.render_widget(panel, whole), panel
    row = getattr(screen, "SCREEN", None)
    for key in keys.screen_keys(row) if row else ():
        assert key.name in ("quit", "suspend") or screen.action_for(key.name), key.id


async def each(app: BoardApp, pilot: Pilot[int], names: Iterable[str]) -> AsyncIterator[str]:
    """Open one screen after the other over the board, judge it, and close it."""
    for name in names:
        app.open(name, *arguments(app)[name])
        await pilot.pause()
        if name == "drill":
            # Until its question is there, a key but Esc does nothing, and no other is hinted at.
            await app.workers.wait_for_complete()
            await pilot.pause()
        judge(app, name)
        if name not in _MOVING:
            # What is read in a thread is there.
            await app.workers.wait_for_complete()
            await pilot.pause()
        yield name
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is app.game_screen, name


@pytest.mark.parametrize("size", SIZES)
async def test_screens_open_as_they_were_written_down_and_close(busy_app: BoardApp, size: tuple[int, int]) -> None:
    """What stands where and in which role, with a card in every stage and much that goes wrong."""
    async with busy_app.run_test(size=size) as pilot:
        await pilot.pause()
        judge(busy_app, "board")
        compare(f"board-{size[0]}x{size[1]}", picture(busy_app))
        async for name in each(busy_app, pilot, (name for name in router.SCREENS if name not in _UNDER + _MOVING)):
            shown = picture(busy_app)
            assert "One moment" not in shown, name
            compare(f"{name}-{size[0]}x{size[1]}", shown)


@pytest.mark.parametrize("size", SIZES)
async def test_screens_that_work_something_out_open_draw_and_close(
    board_app: BoardApp, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Futures are not what is looked at here.
    monkeypatch.setattr(retry, "FUTURES", 2)
    monkeypatch.setattr(advice, "MOST_FUTURES", 2)
    async with board_app.run_test(size=size) as pilot:
        async for _ in each(board_app, pilot, _MOVING):
            pass


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", _UNDER)
async def test_a_screen_that_stands_for_the_board_opens_and_draws(
    board_app: BoardApp, name: str, size: tuple[int, int]
) -> None:
    async with board_app.run_test(size=size) as pilot:
        board_app.open(name, *arguments(board_app)[name])
        await pilot.pause()
        if name != "opening":
            judge(board_app, name)


def test_every_row_of_the_router_and_of_the_keys_has_its_other_half(board_app: BoardApp) -> None:
    rows = {getattr(_class(name), "SCREEN", None) for name in router.SCREENS}
    assert rows - {None} == set(keys.SCREENS)


def _class(name: str) -> type:
    module, maker = router.SCREENS[name]
    found: Callable[..., object] = getattr(__import__(f"aiboard.tui.screens.{module}", fromlist=[maker]), maker)
    assert isinstance(found, type)
    return found


async def test_a_launch_ends_by_itself(board_app: BoardApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beat, "_SECONDS", 0.01)
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        board_app.open("launch", *arguments(board_app)["launch"])
        await pilot.pause(0.2)
        assert not isinstance(board_app.screen, beat.LaunchScreen) and board_app.is_running
        await pilot.press("w")
        await pilot.pause()
        assert board_app.return_code is None
