"""The app on a real pseudo-terminal: hostile text, signals, NO_COLOR, small terminals, keys as terminals send them."""

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from aiboard.cli.errors import NO_OUTPUT
from aiboard.game import new_game, open_game
from aiboard.scenario import from_data
from tests.tui.project import data

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are a thing of Unix", allow_module_level=True)

from tests.tui.terminal import Terminal

PLAY = "import sys; from aiboard.tui import Options, run; sys.exit(run(Options(resume={save!r})))"
COMMAND = "import sys; from aiboard.cli.main import main; sys.exit(main(['play', '--resume', {save!r}]))"
FIRST = "import sys; from aiboard.tui import Options, run; sys.exit(run())"

#: What Textual itself sends: cursor, colours, modes, queries of the terminal. Anything else acts on the terminal.
_ALLOWED = re.compile(
    rb"\x1b\[[0-9;:]*m"  # colours
    rb"|\x1b\[[0-9;]*[HABCDJKdGX]"  # cursor, clearing
    rb"|\x1b\[[?>=<][0-9;]*(?:\$p|[hluc])"  # modes and their queries
    rb"|\x1b\[[0-9;]*[cnt]"  # queries
    rb"|\x1b\[\?1049[hl]|\x1b[78=>]"
    rb"|\x1b\](?:0|11|10|22);[^\x07\x1b]*(?:\x07|\x1b\\)"
    rb"|\x1bP[^\x1b]*\x1b\\"
    rb"|\x1b_G[^\x1b]*\x1b\\"
)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Folders of the test's own."""
    return {
        "AIBOARD_HOME": str(tmp_path / "home"),
        "AIBOARD_SAVES": str(tmp_path / "saves"),
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
    }


@pytest.fixture
def save(tmp_path: Path) -> Path:
    """A game three days old, two cards under way."""
    path = tmp_path / "saves" / "game.jsonl"
    path.parent.mkdir(exist_ok=True)
    with new_game(from_data(data()), seed=11, save=path) as game:
        game.do("start EXP-001")
        game.do("start EXP-002")
        game.end_day()
        game.end_day()
    return path


def test_hostile_text_reaches_the_terminal_as_plain_text(
    env: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every gate but the last is opened: texts go into the objects behind the loader's back."""
    evil = "[bold]x[/] [@click=app.quit]q[/] \x1b]52;c;SGFjaw==\x07\x1b[2J\x9b31m\u202egnihtyna\u2066 宽字 \u200b"
    code = f"""
import sys
from aiboard.tui import launch, themes
themes.prepare_environment()
from aiboard.game import new_game
from aiboard.scenario import from_data
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.game import GameScreen
from aiboard.play.session import Session
from aiboard.play.voices import Voice
from aiboard.tui.settings import Settings
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.tui.project import data
evil = {evil!r}
resolved = from_data(data())
world, scenario = resolved.world(), resolved.scenario
world.title = evil
for idea in world.ideas:
    idea.title = idea.hypothesis = idea.method = evil
for person in world.people:
    person.name = evil
for family in world.families:
    family.name = evil
for spec in world.datasets:
    spec.title = evil
for name, value in (("scene", evil), ("first_customer", evil), ("epilogues", {{"nothing": evil}})):
    object.__setattr__(scenario.story, name, value)
object.__setattr__(scenario.story.messages[0], "text", evil)
object.__setattr__(scenario.canvas, "objective", evil)
object.__setattr__(scenario, "title", evil)
game = new_game(resolved, seed=11, save={str(tmp_path / "evil.jsonl")!r})
game.do("start EXP-001")
game.do('kill EXP-002 other "x"')
game.board.cards[1].learning = evil
game.end_day()
settings = Settings(animation=False)
settings.last, settings.last_line, settings.note = evil, evil, evil
class Evil(AiBoard):
    async def on_ready(self):
        self.session = Session(game)
        self.session.coach = evil
        self.session.voices = (Voice(evil, evil),)
        await self.push_screen(GameScreen(self.session))
app = Evil(Options(), settings)
app.run()
"""
    screens = ["?", "enter", "x", "t", "a", "n", "o", "w", "m", "d", "c", ":"]
    with Terminal(code, env, 100, 30) as terminal:
        terminal.wait_for("[bold]x[/]")
        assert "宽字" in terminal.text() or "click" in terminal.text()
        for key in screens:
            terminal.press(key)
            terminal.press("esc")
        terminal.press("right", "right", "right", "right", "enter", "esc")
        for _ in range(19):
            terminal.press("space")
            if "enter" in terminal.text() or "Planning" in terminal.text() or "Review" in terminal.text():
                terminal.press("esc", "esc", "esc")
        terminal.press("esc")
        terminal.press("q")
        terminal.settle()
        sent = terminal.sent
    assert b"SGFjaw==" in sent, "the words themselves are shown"
    rest = _ALLOWED.sub(b"", sent)
    assert b"\x1b" not in rest, rest[max(0, rest.find(b"\x1b") - 40) : rest.find(b"\x1b") + 60]
    assert b"\x1b]52" not in sent
    text = sent.decode("utf-8", "replace")
    for character in "\x07\x9b\u202e\u2066\u200b":
        assert character not in _ALLOWED.sub(b"", sent).decode("utf-8", "replace"), repr(character)
    assert "[@click=app.quit]" in text, "markup is shown, never obeyed"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_polite_end_saves_and_restores_the_terminal(env: dict[str, str], save: Path, number: int) -> None:
    with Terminal(PLAY.format(save=str(save)), env) as terminal:
        terminal.wait_for("EXPERIMENT")
        terminal.press("space")
        terminal.wait_for("D4 Thu")
        assert terminal.signal(number) == 0
        assert b"\x1b[?1049l" in terminal.sent, "back from the other screen"
        assert b"\x1b[?25h" in terminal.sent, "the cursor is back"
        assert b"saved: " in terminal.sent, "where the game is"
    with open_game(save, read_only=True) as game:
        assert game.board.day == 4
    settings = json.loads((Path(env["AIBOARD_HOME"]) / "settings.json").read_text(encoding="utf-8"))
    assert settings["last"] == str(save.resolve())


def _exit_code(pid: int, seconds: float) -> int | None:
    """The exit code of a program that ends in so many seconds; None, and it is killed, when it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


@pytest.mark.both
@pytest.mark.parametrize("controlling", [True, False])
def test_a_closed_terminal_ends_the_game_saved(env: dict[str, str], save: Path, controlling: bool) -> None:
    """Only the program whose controlling terminal is closed gets the hang-up signal; any other sees its input end."""
    with Terminal(COMMAND.format(save=str(save)), env, controlling=controlling) as terminal:
        terminal.wait_for("EXPERIMENT")
        terminal.press("space")
        terminal.wait_for("D4 Thu")
        pid = terminal.pid
        os.close(terminal.fd)
        terminal.fd = os.open(os.devnull, os.O_RDONLY)
        assert _exit_code(pid, 20) == NO_OUTPUT, "the line about the save had nowhere to go"
    with open_game(save, read_only=True) as game:
        assert game.board.day == 4
    settings = json.loads((Path(env["AIBOARD_HOME"]) / "settings.json").read_text(encoding="utf-8"))
    assert settings["last"] == str(save.resolve())


def test_no_color_means_none(env: dict[str, str], save: Path) -> None:
    with Terminal(PLAY.format(save=str(save)), {**env, "NO_COLOR": "1"}) as terminal:
        terminal.wait_for("EXPERIMENT")
        terminal.press("right", "x", "esc", "?", "esc", "o", "esc", "m", "esc", "esc", "esc")
        sent = terminal.sent
    coloured = re.findall(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|4[0-7]|10[0-7]|38|48)(?:;[0-9;]*)?m", sent)
    assert coloured == []


def test_a_small_terminal_says_what_it_needs(env: dict[str, str], save: Path) -> None:
    with Terminal(PLAY.format(save=str(save)), env, 60, 20) as terminal:
        text = terminal.wait_for("80 × 24")
        assert "60 × 20" in text
        assert "EXP-001" not in text
        terminal.press("q")
        assert terminal.ended() == 0


def test_leaving_prints_where_the_game_is(env: dict[str, str], save: Path) -> None:
    with Terminal(PLAY.format(save=str(save)), env, 200) as terminal:
        terminal.wait_for("EXPERIMENT")
        terminal.press("q")
        assert terminal.ended() == 0
        assert f"saved: {save}" in terminal.sent.decode()


def test_ctrl_c_leaves_too(env: dict[str, str], save: Path) -> None:
    with Terminal(PLAY.format(save=str(save)), env) as terminal:
        terminal.wait_for("EXPERIMENT")
        terminal.press("\x03")
        assert terminal.ended() == 0


def test_a_bad_save_is_one_line(env: dict[str, str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{}\n", encoding="utf-8")
    code = f"""
import sys
from aiboard.cli.errors import report
from aiboard.instruments.errors import InputError
from aiboard.tui import Options, run
try:
    sys.exit(run(Options(resume={str(bad)!r})))
except InputError as error:
    sys.exit(report(error))
"""
    with Terminal(code, env, 200) as terminal:
        assert terminal.ended() == 2
        assert b"bad.jsonl" in terminal.sent
        assert b"Traceback" not in terminal.sent


def test_the_first_screen_has_four_lines_at_most_and_needs_one_key(env: dict[str, str]) -> None:
    with Terminal(FIRST, env) as terminal:
        terminal.wait_for("m more")
        terminal.settle()
        text = terminal.text()
        lines = [line for line in text.splitlines() if "min" in line]
        assert 3 <= len(lines) <= 4
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_dumb_terminal_is_refused_with_one_line(env: dict[str, str]) -> None:
    code = FIRST.replace("sys.exit(run())", "\ntry: run()\nexcept Exception as e: print('said:', e)")
    with Terminal(code, {**env, "TERM": "dumb"}) as terminal:
        terminal.ended()
        assert b"use aiboard --plain" in terminal.sent
