"""The trajectory viewer: nodes, findings in words, content only when asked for."""

import os
import time
from pathlib import Path

import pytest

from aiboard.cli.main import main
from aiboard.formats.notes import RunNotes
from aiboard.instruments.errors import InputError
from aiboard.instruments.trajectory import Run, Step, StepKind, analyse
from aiboard.tui import Options, run
from aiboard.tui.app import AiBoard
from aiboard.tui.settings import Settings
from aiboard.tui.themes import palette
from aiboard.tui.widgets.trajectory_steps import StepList
from tests.tui.conftest import screen_text
from tests.tui.terminal import Terminal

SECRET = "card 4111-1111"


def call(tool: str, arguments: str = '{"id": 1}', output: str | None = "fine", error: bool = False) -> Step:
    """A tool call."""
    return Step(StepKind.TOOL_CALL, "agent", tool, arguments, output, error)


def looping() -> Run:
    """Said, ok, failed, a loop of two, a forbidden call."""
    steps = (
        Step(StepKind.MESSAGE, "user", output=SECRET),
        call("find", '{"q": "' + SECRET + '"}'),
        call("read", '{"id": 2}', "Error: no such ticket", True),
        call("read", '{"id": 3}', SECRET),
        call("read", '{"id": 3}', SECRET),
        call("refund", '{"id": 4}', None),
    )
    return Run("13", 2, 0.0, steps)


def clean_run(name: str) -> Run:
    """Nothing to find."""
    return Run(name, None, 1.0, (Step(StepKind.MESSAGE, "user", output="hello"), call("find")))


def viewer(
    *runs: Run,
    allow: tuple[str, ...] | None = ("find", "read"),
    colourless: bool = False,
    notes: RunNotes | None = None,
) -> AiBoard:
    """The program on some runs."""
    asked = ("log.json", runs or (clean_run("1"), looping()), allow, "", notes)
    return AiBoard(Options(runs=asked), Settings(animation=False), colourless)


async def test_states_have_glyph_and_word_and_findings_are_sentences() -> None:
    app = viewer(looping())
    async with app.run_test(size=(100, 30)):
        text = screen_text(app)
    for part in ("○ said", "● ok", "✗ failed", "↻ loop", "! unauthorised", "○●✗●↻!"):
        assert part in text, part
    assert "step 5 repeats step 4: same call, same output" in text
    assert "step 6 called refund, which is not on the allow-list" in text
    assert "reward 0, 6 steps, 5 tool calls, 1 error, 1 repeat, 1 loop, 1 unauthorised" in text


async def test_without_an_allow_list_nothing_is_called_unauthorised() -> None:
    app = viewer(looping(), allow=None)
    async with app.run_test(size=(100, 30)):
        text = screen_text(app)
    assert "no allow-list" in text and "refund, which" not in text


async def test_content_is_hidden_until_asked_for() -> None:
    app = viewer(looping())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("down", "enter")
        assert SECRET not in screen_text(app) and "hidden; v shows it" in screen_text(app)
        await pilot.press("v")
        assert '"q": "' + SECRET in screen_text(app)
        await pilot.press("v")
        assert SECRET not in screen_text(app)


async def test_an_answer_that_was_not_recorded_is_said_so() -> None:
    app = viewer(looping())
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("end", "enter", "v")
        await pilot.press("v", "v")
        text = screen_text(app)
    assert "answer  none was recorded" in text
    assert "! step 6 called refund" in text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("you may book,  change or cancel a flight", ["you may book,  ", "change or ", "cancel a flight"]),
        ('    "key": "' + "x" * 20 + '"', ['    "key": ', '"' + "x" * 14, "x" * 6 + '"']),
        (" " * 12 + "y" * 5, [" " * 12 + "yyy", "yy"]),
        ("日本語日本語日本語", ["日本語日本語日", "本語"]),
    ],
)
def test_a_long_line_breaks_after_a_space_and_keeps_every_character(text: str, rows: list[str]) -> None:
    run = Run("1", None, None, (Step(StepKind.MESSAGE, "user", output=text),))
    steps = StepList(run, analyse(run, None))
    steps.opened.add(0)
    content = steps.lines(palette("dark"), 31, 20, revealed=True)[1:]
    assert [line[1][0] for line in content] == rows and "".join(rows) == text


async def test_f_walks_through_the_findings_of_all_runs() -> None:
    app = viewer()
    async with app.run_test(size=(100, 30)) as pilot:
        view = app.screen.view
        seen = []
        for _ in range(4):
            await pilot.press("f")
            seen.append((view.run_at, view.step_at))
        assert seen == [(1, 2), (1, 4), (1, 5), (1, 2)]
        await pilot.press("F")
        assert (view.run_at, view.step_at) == (1, 5)


async def test_runs_are_listed_and_moved_between() -> None:
    app = viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        text = screen_text(app)
        assert "13 · 2 ✗1 ↻1 !1 fail" in " ".join(text.split()) and "▸ run 1 " in text
        await pilot.press("right")
        assert "▸ 13 · 2" in screen_text(app)
        await pilot.press("right", "left", "left", "left")
        assert app.screen.view.run_at == 0


async def test_only_a_run_that_passed_is_marked_as_one() -> None:
    names = {None: "✓", 0.0: "fail", 1.0: "pass", 0.5: "0.5"}
    runs = [Run(f"run{n}", None, reward, clean_run("x").steps) for n, reward in enumerate(names)]
    app = viewer(*runs)
    async with app.run_test(size=(80, 24)):
        text = screen_text(app)
    for n, mark in enumerate(names.values()):
        (row,) = [line for line in text.splitlines() if line[3:].startswith(f"run{n} ")]
        assert row.split("│")[0].split()[-1] == mark


async def test_what_was_not_read_and_the_note_on_all_runs_are_shown() -> None:
    run = Run("7", None, None, clean_run("x").steps, unread=(("hologram", 3),))
    app = AiBoard(Options(runs=("log.json", [run], None, "pass^1 0.500 over 2 tasks")), Settings(animation=False))
    async with app.run_test(size=(80, 24)):
        text = screen_text(app)
    assert "3 blocks of 1 kind not read: hologram 3" in text
    assert "pass^1 0.500 over 2 tasks" in text


async def test_a_terminal_that_is_too_small_gets_the_advice_of_this_program() -> None:
    app = viewer()
    async with app.run_test(size=(60, 20)):
        text = screen_text(app)
    assert "make it larger, or use --text" in text
    assert "--plain" not in text and "game" not in text


async def test_a_long_step_can_be_read_to_its_end_and_left_again() -> None:
    long = "\n".join(f"line {n}" for n in range(150))
    app = viewer(Run("1", None, None, (call("find", output=long), call("read"))))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v")
        assert "line 3" in screen_text(app)
        for _ in range(14):
            await pilot.press("pagedown")
            if "line 149" in screen_text(app):
                break
        assert "line 149" in screen_text(app)
        await pilot.press("down")
        assert app.screen.view.step_at == 1 and "▸   2" in screen_text(app)


async def test_a_thousand_steps_keep_the_cursor_in_view() -> None:
    app = viewer(Run("1", None, None, tuple(call("find", f'{{"id": {n}}}') for n in range(1000))))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        assert "▸1000" in screen_text(app).replace("▸ 1000", "▸1000")
        await pilot.press("home")
        assert "▸   1" in screen_text(app)


async def test_hostile_text_stays_text() -> None:
    nasty = "[bold]b[/] \x1b]52;c;eA==\x07 \u202e 日本語"
    run = Run(nasty, None, None, (call(nasty, nasty, nasty), Step(StepKind.MESSAGE, nasty, output=nasty)))
    app = viewer(run, run)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("v", "down", "enter")
        text = screen_text(app)
    assert "[bold]b[/]" in text and "日本語" in text
    assert "\x1b" not in text and "\u202e" not in text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_every_line_fits(size: tuple[int, int]) -> None:
    app = viewer(looping(), clean_run("a task with a very long name that goes on and on"))
    async with app.run_test(size=size) as pilot:
        await pilot.press("f", "enter", "v")
        view = app.screen.view
        strips = [view.render_line(y) for y in range(view.size.height)]
    assert {strip.cell_length for strip in strips} == {size[0]}


async def test_going_back_ends_the_program() -> None:
    app = viewer()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        await pilot.pause()
    assert app.return_code == 0


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with one thing said, a hostile name, and no call."""
    path = tmp_path / "log.json"
    hostile = "hello \\u001b]52;c;eA==\\u0007 there"
    path.write_text('[{"role": "user", "content": "' + hostile + '"}]', encoding="utf-8")
    return path


def test_away_from_a_terminal_the_command_prints(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trajectory", str(log)]) == 0
    assert "1 step" in capsys.readouterr().out
    with pytest.raises(InputError, match="needs a terminal"):
        run(Options(runs=("log", [looping()], None, "", None)), instead="--text")


def test_at_a_terminal_the_command_opens_the_viewer(log: Path, tmp_path: Path) -> None:
    code = f"import sys; from aiboard.cli.main import main; sys.exit(main(['trajectory', {str(log)!r}]))"
    env = {"AIBOARD_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"}
    with Terminal(code, env) as terminal:
        terminal.wait_for("○ said")
        terminal.press("v")
        assert "hello" in terminal.wait_for("hello")
        assert b"\x1b]52" not in terminal.sent
        terminal.press("q")
        assert terminal.ended() == 0


def test_keys_typed_before_the_first_screen_do_no_harm(log: Path, tmp_path: Path) -> None:
    code = f"import sys; from aiboard.cli.main import main; sys.exit(main(['trajectory', {str(log)!r}]))"
    with Terminal(code, {"AIBOARD_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"}) as terminal:
        for _ in range(40):
            os.write(terminal.fd, b" ")
            time.sleep(0.02)
        terminal.wait_for("○ said")
        terminal.press("q")
        assert terminal.ended() == 0


# --- notes ---------------------------------------------------------------------------------------------


async def test_a_note_is_written_at_once_and_its_kind_is_offered_for_the_next(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    notes = RunNotes(path, [("log.json", "one"), ("log.json", "two")])
    app = viewer(looping(), clean_run("2"), notes=notes)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "no notes yet" in screen_text(app)
        await pilot.press("down", "down", "n", "tab", *"loop", "colon", *"again", "enter")
        await pilot.pause()
        assert path.read_text().count("\n") == 1 and '"step": 3, "kind": "loop", "text": "again"' in path.read_text()
        text = screen_text(app)
        assert "1 note: loop 1" in text and "noted: step 3, loop: again" in text and " * " in text
        await pilot.press("right", "n", "enter")
        await pilot.pause()
        assert notes.counts == [("loop", 2)] and notes.of(1) is not None
        await pilot.press("n", "right", "right", "enter")
        await pilot.pause()
        assert notes.counts == [("loop", 1)] and notes.of(1) is None
        await pilot.press("n", "right", "enter")
        await pilot.pause()
        assert "nothing noted: a new kind needs a word" in screen_text(app)
        assert path.read_text().count("\n") == 3


async def test_without_a_file_the_key_says_how_notes_are_kept() -> None:
    app = viewer(looping())
    async with app.run_test(size=(80, 24)) as pilot:
        assert "no notes yet" not in screen_text(app)
        await pilot.press("n")
        await pilot.pause()
        assert "notes are kept by: aiboard trajectory LOG --notes FILE" in screen_text(app)


async def test_a_note_that_cannot_be_written_is_said_and_nothing_counts(tmp_path: Path) -> None:
    notes = RunNotes(tmp_path / "none" / "notes.jsonl", [("log.json", "one")])
    app = viewer(looping(), notes=notes)
    async with app.run_test(size=(140, 24)) as pilot:
        await pilot.press("n", "tab", *"loop", "enter")
        await pilot.pause()
        assert "cannot be written" in screen_text(app) and notes.total == 0
