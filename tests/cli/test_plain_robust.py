"""The line mode when things go wrong: full disks, closed pipes, signals, lines that are too long, hostile names."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from aiboard.cli import errors, main
from aiboard.cli.plain import GameDialogue
from aiboard.game import new_game, open_game
from aiboard.play.session import Session
from tests.game.small import small
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and file limits as on Linux")


def _plain(folder: Path, lines: str, *words: str, shell: str = "") -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-m", "aiboard", "play", "first-sprint", "--plain", "--seed", "1", *words]
    command = ["sh", "-c", f'{shell} exec "$@"', "sh", *program]
    if shell.startswith(">"):
        command = ["sh", "-c", f'exec "$@" {shell}', "sh", *program]
    environment = {**os.environ, "AIBOARD_SAVES": str(folder), "AIBOARD_HOME": str(folder)}
    return subprocess.run(
        command, input=lines, capture_output=True, text=True, env=environment, timeout=60, cwd=folder, check=False
    )


def test_a_line_that_is_too_long_is_refused_whole(tmp_path: Path) -> None:
    save = tmp_path / "game.jsonl"
    # Read in pieces of any even length, its tail would be `end` again and again.
    done = _plain(tmp_path, " " * 3_990 + " end" * 4_000 + "\nend\n", "--save", str(save))
    assert done.returncode == 0 and "nothing of it was done" in done.stdout
    assert open_game(save).board.day == 2


def test_a_full_disk_is_said_and_the_game_goes_on(tmp_path: Path) -> None:
    done = _plain(tmp_path, "end\nend\n", shell="ulimit -f 0;")
    assert "not saved" in done.stdout and "S1 D3" in done.stdout
    assert "\nSaved:" not in done.stdout and "Not saved: 2 ended days" in done.stdout
    assert done.returncode == errors.NO_OUTPUT
    assert not list(tmp_path.glob("*.jsonl"))


def test_a_folder_that_cannot_be_written_ends_no_game(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _plain(tmp_path, "end\n", "--save", str(tmp_path / "file" / "game.jsonl"))
    assert "the game goes on in memory" in done.stdout and "S1 D2" in done.stdout
    assert done.returncode == errors.NO_OUTPUT and "Not saved" in done.stdout


def test_a_closed_output_is_one_line_and_the_game_is_saved(tmp_path: Path) -> None:
    save = tmp_path / "game.jsonl"
    done = _plain(tmp_path, "", "--save", str(save), shell=">&-")
    assert done.returncode == errors.NO_OUTPUT
    assert done.stderr == "aiboard: cannot write or read: the standard output is closed\n"
    assert open_game(save).board.day == 1


@pytest.mark.parametrize("name", ["~nouser-at-all/x", "nul\0", "half\ud800"])
def test_a_name_that_is_none_is_one_line(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with new_game(small(), 7, tmp_path / "game") as game:
        loop = GameDialogue(Session(game))
        with pytest.raises(errors.InputError) as caught:
            loop.commands.execute(f"save {name}")
        assert "\n" not in str(caught.value) and str(caught.value).isprintable()


def test_a_hostile_path_is_printed_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with new_game(small(), 7, tmp_path / "a\x1b]52;c;x\x07\u202eb") as game:
        loop = GameDialogue(Session(game))
        loop.say(loop.commands.execute("save"))
        loop.say(loop.commands.execute(f"save {tmp_path / chr(27)}"))
        loop._leave()
    assert all(line.isprintable() for line in capsys.readouterr().out.split("\n"))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT"])
def test_a_signal_leaves_the_terminal_with_its_echo(tmp_path: Path, name: str) -> None:
    save = tmp_path / "game.jsonl"
    words = ["play", "first-sprint", "--plain", "--save", str(save)]
    code = f"import sys; from aiboard.cli.main import main; sys.exit(main({words!r}))"
    with Terminal(code, {"AIBOARD_SAVES": str(tmp_path), "AIBOARD_HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("Nobody knows", 20)
        terminal.settle()
        assert terminal.signal(getattr(signal, name)) == 128 + getattr(signal, name)
        assert termios.tcgetattr(terminal.fd)[3] & termios.ECHO
        assert termios.tcgetattr(terminal.fd)[3] & termios.ICANON
        assert f"Saved: {save}" in terminal.text().replace("\n", "")
    assert open_game(save).board.day == 1


def test_a_defect_names_the_save_and_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save = tmp_path / "game.jsonl"
    monkeypatch.setattr(GameDialogue, "run", lambda self: 1 // 0)
    assert main.main(["play", "first-sprint", "--plain", "--save", str(save)]) == errors.BUG
    said = capsys.readouterr().err
    assert said.startswith("aiboard: bug: ZeroDivisionError") and str(save) in said and said.count("\n") == 1


def test_a_pipe_as_injections_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done = _plain(tmp_path, "", "--inject", str(tmp_path / "pipe"))
    said = f"{tmp_path / 'pipe'}: is a pipe, not a file; give the name of an injection file\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.parametrize("option", ["--save", "--resume", "--inject"])
@pytest.mark.parametrize("name", ["", "~nouser-at-all/x"])
def test_a_path_on_the_command_line_is_judged_as_a_typed_one(
    option: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["play", "--plain", option, name]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
