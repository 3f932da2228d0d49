"""The labs in the app: from the first screen to the scenario, at both sizes; nothing revealed before the answer."""

from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from textual.pilot import Pilot

from aiboard.labs import ENTRIES, find
from aiboard.labs.controls import Values
from aiboard.labs.eval_variance import EvalVariance
from aiboard.labs.lab import Answer, Draws, Progress, Question
from aiboard.labs.session import LabSession
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.lab import LabScreen
from aiboard.tui.screens.labs import LabsScreen
from aiboard.tui.settings import Settings
from tests.tui.conftest import screen_text

SIZES = [(80, 24), (140, 45)]
FIRST = next(i for i, entry in enumerate(ENTRIES) if entry.is_available)
EVAL = next(i for i, entry in enumerate(ENTRIES) if entry.id == "eval-variance")


def _app(lab: LabSession | None = None) -> AiBoard:
    return AiBoard(Options(lab=lab), Settings(animation=False))


async def _until(pilot: Pilot[int], done: Callable[[], bool]) -> None:
    """Wait for a thread's work."""
    for _ in range(200):
        if done():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(screen_text(pilot.app))  # type: ignore[arg-type]


async def _open(pilot: Pilot[int]) -> LabScreen:
    """Eval variance, by keys."""
    await pilot.press("l")
    await pilot.pause()
    assert isinstance(pilot.app.screen, LabsScreen)
    await pilot.press(*["down"] * (EVAL - FIRST), "enter")
    await _until(pilot, lambda: isinstance(pilot.app.screen, LabScreen) and pilot.app.screen.sitting is not None)
    assert isinstance(pilot.app.screen, LabScreen)
    return pilot.app.screen


async def _answered(pilot: Pilot[int], screen: LabScreen, presses: int) -> None:
    await pilot.press(*["down"] * presses, "enter")
    await _until(pilot, lambda: screen.sitting is not None and screen.sitting.revealed)


@pytest.mark.parametrize("size", SIZES)
async def test_a_lab_from_question_to_many_draws(size: tuple[int, int]) -> None:
    app = _app()
    async with app.run_test(size=size) as pilot:
        screen = await _open(pilot)
        text = screen_text(app)
        assert "How often does it pass?" in text and "cleared" not in text and screen.view.choice == 0
        # What reveals is refused before the answer.
        await pilot.press("n", "w")
        await pilot.pause()
        assert app.screen is screen and "answer first" in screen_text(app)
        await _answered(pilot, screen, 3)
        text = screen_text(app)
        assert "✓ You said: about 65 %" in text and "Course: mean" in text and "not cleared" in text
        await pilot.press("n")
        await _until(pilot, lambda: screen.sitting is not None and screen.sitting.draws is not None)
        text = screen_text(app)
        assert "1,000 draws" in text and "interval over the bar (engine)" in text, "they are in view"
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length <= size[0]


def _bottom(app: AiBoard) -> str:
    """The last line of the screen: the hints, or what is told in their place."""
    return screen_text(app).splitlines()[-1]


async def test_the_hints_are_the_keys_that_do_something_now() -> None:
    app = _app()
    async with app.run_test(size=(140, 45)) as pilot:
        screen = await _open(pilot)
        before = _bottom(app)
        assert "⏎ answer" in before and "change" in before
        assert not any(word in before for word in ("why", "copy", "other luck", "draws"))
        await _answered(pilot, screen, 0)
        after = _bottom(app)
        assert all(word in after for word in ("change", "why", "copy", "other luck", "draws"))
        assert "answer" not in after and "choose" not in after


async def test_enter_answers_only_with_a_choice_of_an_open_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()
    question = EvalVariance.question

    def slow(self: EvalVariance, values: Values, seed: int) -> Question:
        assert go.wait(5)
        return question(self, values, seed)

    monkeypatch.setattr(EvalVariance, "question", slow)
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await pilot.pause()
        await pilot.press(*["down"] * (EVAL - FIRST), "enter")
        await _until(pilot, lambda: isinstance(app.screen, LabScreen))
        screen = app.screen
        assert isinstance(screen, LabScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert "Opening the lab" in screen_text(app) and app.fault is None
        go.set()
        await _until(pilot, lambda: screen.sitting is not None)
        await pilot.press("up", "enter")
        await pilot.pause()
        assert screen.view.control is not None and not screen._working
        assert screen.sitting is not None and not screen.sitting.revealed


async def test_arrows_move_the_sliders_and_the_results_follow() -> None:
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(pilot)
        await _answered(pilot, screen, 0)
        sitting = screen.sitting
        assert sitting is not None and screen.view.control == 0
        before = sitting.last_outcome
        await pilot.press("down", "right", "right", "l", "h")
        await _until(pilot, lambda: sitting.last_outcome != before and not screen._working)
        assert sitting.values["bar"] == 910 and "91.0 %" in screen_text(app)
        assert sitting.last_outcome == sitting.lab.run(sitting.values, sitting.seed)
        await pilot.press("r")
        await _until(pilot, lambda: not screen._working)
        assert sitting.seed == 13 and "luck 13" in screen_text(app)
        assert sitting.last_outcome == sitting.lab.run(sitting.values, 13)
        # The text under the results follows them.
        await _until(pilot, lambda: sitting.explanation is not None)
        assert sitting.explanation is not None and "the bar is 91" in sitting.explanation[0].text
        assert sitting.explanation[1] == sitting.lab.answer(sitting.values, 13)


async def test_why_copy_and_the_way_back() -> None:
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(pilot)
        await _answered(pilot, screen, 1)
        await pilot.press("w")
        await pilot.pause()
        assert "Interview:" in screen_text(app)
        await pilot.press("escape", "y")
        await pilot.pause()
        assert "written to" in screen_text(app)
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        assert "Where the course's rule goes wrong" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LabsScreen)


async def test_copying_before_the_answer_gives_nothing_away(tmp_path: Path) -> None:
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await pilot.press("y")
        await pilot.pause()
        text = (tmp_path / "saves" / "lab-eval-variance.txt").read_text(encoding="utf-8")
        assert "How often does it pass?" in text and "Engine" not in text


async def test_play_this_deals_the_scenario() -> None:
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        await _open(pilot)
        await pilot.press("p")
        await _until(pilot, lambda: app.session is not None)
        assert app.session is not None and app.session.title.startswith("first-sprint")


async def test_the_command_line_opens_a_lab_and_the_way_back_leads_to_the_first_screen() -> None:
    sitting = LabSession(find("eval-variance"), 5)
    sitting.set_control("seeds", "3")
    app = _app(sitting)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "3 seeds" in screen_text(app) and "luck 5" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Learn" in screen_text(app)


async def test_a_lab_that_is_not_there_yet_says_so() -> None:
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
        await pilot.pause()
        place = next(i for i, entry in enumerate(ENTRIES) if not entry.is_available)
        assert isinstance(app.screen, LabsScreen)
        app.screen.view.at = place
        await pilot.press("enter")
        await pilot.pause()
        assert "is not there yet" in screen_text(app)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_in_the_middle_of_many_draws_ends_them(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, stopped = Event(), Event()
    reached = times = 0

    def many(self: EvalVariance, values: Values, seed: int, progress: Progress) -> Draws:
        nonlocal reached, times
        times += 1
        try:
            for reached in range(1, 1_000):
                progress(reached)
                begun.set()
                sleep(0.01)
        finally:
            stopped.set()
        raise AssertionError("nobody stopped it")

    monkeypatch.setattr(EvalVariance, "run_many", many)
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(pilot)
        await _answered(pilot, screen, 0)
        await pilot.press("n")
        await _until(pilot, begun.is_set)
        assert "of 1,000 draws" in screen_text(app)
        # Sliders move all the same; asked again, it goes on with what it does.
        await pilot.press("right", "n")
        await pilot.pause(0.1)
        assert times == 1
        await pilot.press(key)
        if key == "escape":
            await _until(pilot, stopped.is_set)
            assert isinstance(app.screen, LabsScreen)
    assert stopped.wait(5)
    assert reached < 500 and app.fault is None and app.return_code in (0, None)


async def test_a_control_moved_while_the_answer_is_worked_out_asks_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    go = Event()
    answer = EvalVariance.answer

    def slow(self: EvalVariance, values: Values, seed: int) -> Answer:
        assert go.wait(5)
        return answer(self, values, seed)

    monkeypatch.setattr(EvalVariance, "answer", slow)
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(pilot)
        await pilot.press("enter", "up", "up", "right")
        go.set()
        await _until(pilot, lambda: not screen._working)
        assert screen.sitting is not None and not screen.sitting.revealed
        assert "runs 6 seeds" in " ".join(screen_text(app).split())


async def test_a_fault_in_a_lab_is_said_and_the_lab_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: EvalVariance, values: Values, seed: int) -> Answer:
        raise RuntimeError("no luck left")

    monkeypatch.setattr(EvalVariance, "answer", broken)
    app = _app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _open(pilot)
        await pilot.press("enter")
        await _until(pilot, lambda: not screen._working)
        assert "no luck left" in screen_text(app) and screen.sitting is not None and not screen.sitting.revealed


async def test_a_letter_goes_to_its_answer() -> None:
    async with _app().run_test(size=(80, 24)) as pilot:
        screen = await _open(pilot)
        await pilot.press("c")
        assert screen.view.choice == 2
        await pilot.press("f")
        assert screen.view.choice == 2, "there is no sixth answer"
        assert "←→ change" in screen_text(pilot.app)  # type: ignore[arg-type]
