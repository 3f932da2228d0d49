"""The frame of the command line: exit codes, one-line errors, nothing heavy imported."""

import io
import os
import subprocess
import sys
from asyncio import CancelledError
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from aiboard import __version__
from aiboard.__main__ import start
from aiboard.cli import commands, errors, main, output
from aiboard.game import CrashError
from aiboard.instruments.errors import InputError


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[object], int]], None]:
    """Make `aiboard probe` run the given function."""

    def install(run: Callable[[object], int]) -> None:
        module = SimpleNamespace(add_arguments=lambda parser: parser.add_argument("--number", type=int), run=run)
        monkeypatch.setitem(commands.COMMANDS, "probe", "do as told")
        monkeypatch.setitem(sys.modules, "aiboard.cli.probe", module)

    return install


def one_line(text: str) -> str:
    assert text.endswith("\n") and text.count("\n") == 1
    return text.rstrip("\n")


@pytest.mark.parametrize("name", list(commands.COMMANDS))
def test_every_listed_command_is_there(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = import_module(f"aiboard.cli.{name}")
    assert callable(module.run)
    assert main.main([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: aiboard {name}")
    assert f"  {name} " in main.overview()


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["--help"]) == main.main(["-h"]) == 0
    assert capsys.readouterr().out == (main.overview() + "\n") * 2
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out == f"aiboard {__version__}\n"


def test_without_a_command_the_default_one_runs(
    monkeypatch: pytest.MonkeyPatch, command: Callable[[Callable[[object], int]], None]
) -> None:
    seen: list[object] = []
    command(lambda args: seen.append(args.number) or 0)
    monkeypatch.setattr(main, "DEFAULT", "probe")
    assert [main.main([]), main.main(["--number", "7"]), main.main(["probe"])] == [0, 0, 0]
    assert seen == [None, 7, None]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["trajectry"], "there is no command 'trajectry': did you mean trajectory? aiboard --help lists them"),
        (["\x1b[2Jx"], "there is no command '[2Jx': aiboard --help lists them"),
        (["probe", "--nonsense"], "aiboard probe: unrecognized arguments: --nonsense; see aiboard probe --help"),
        (["probe", "--number", "x\n\x1b"], "aiboard probe: argument --number: invalid int value"),
        (["probe", "--number=--"], "aiboard probe: argument --number: -- is no value; see aiboard probe --help"),
        (["probe", "--num", "3"], "aiboard probe: unrecognized arguments: --num 3; see aiboard probe --help"),
    ],
)
def test_a_usage_error_is_one_line_and_exit_code_2(
    words: list[str],
    expected: str,
    command: Callable[[Callable[[object], int]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    command(lambda args: 0)
    assert main.main(words) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    line = one_line(captured.err)
    assert line.startswith(expected) and line.isprintable()


@pytest.mark.parametrize(
    ("error", "code", "expected"),
    [
        (
            errors.UserError("is 0; give 1 or more", file="a.yaml", line=3, field="days"),
            2,
            "a.yaml:3: days: is 0; give 1 or more",
        ),
        (InputError("nothing to do"), 2, "nothing to do"),
        (FileNotFoundError(2, "No such file", "out.md"), 2, "out.md: No such file; check the name and the rights"),
        (OSError(28, "No space left on device"), 74, "aiboard: cannot write or read: No space left on device"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (RecursionError("deep\x1b"), 70, "aiboard: bug: RecursionError: deep; please report it (AIBOARD_DEBUG=1 "),
        (AssertionError("a\nb"), 70, "aiboard: bug: AssertionError: a b; please report it"),
    ],
)
def test_however_a_command_ends_it_is_one_line(
    error: BaseException,
    code: int,
    expected: str,
    command: Callable[[Callable[[object], int]], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(args: object) -> int:
        raise error

    monkeypatch.setattr(main, "_drop_output", lambda: None)
    command(fail)
    assert main.main(["probe"]) == code
    assert one_line(capsys.readouterr().err).startswith(expected)


def test_the_debug_variable_shows_where(
    command: Callable[[Callable[[object], int]], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command(lambda args: 1 // 0)
    monkeypatch.setenv(errors.DEBUG_VARIABLE, "1")
    assert main.main(["probe"]) == errors.BUG
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            CrashError(KeyError("x"), Path("a\x1b/g.jsonl")),
            "aiboard: bug: KeyError: 'x'; the game up to here is in a/g",
        ),
        (CrashError(KeyError("x"), None), "aiboard: bug: KeyError: 'x'; please report it"),
        (GeneratorExit(), "aiboard: bug: GeneratorExit"),
        (CancelledError(), "aiboard: bug: CancelledError"),
        (BaseExceptionGroup("two", [KeyError("x"), SystemExit(0)]), "aiboard: bug: BaseExceptionGroup: two"),
    ],
)
def test_a_defect_is_never_a_success(
    error: BaseException,
    expected: str,
    command: Callable[[Callable[[object], int]], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(args: object) -> int:
        raise error

    command(fail)
    assert main.main(["probe"]) == errors.BUG
    assert one_line(capsys.readouterr().err).startswith(expected)


@pytest.mark.parametrize(("value", "code"), [(None, 0), (3, 3), (0, 0), ("why", 1)])
def test_an_exit_from_inside_keeps_its_meaning(
    value: object, code: int, command: Callable[[Callable[[object], int]], None]
) -> None:
    command(lambda args: sys.exit(value))  # type: ignore[arg-type]
    assert main.main(["probe"]) == code


def test_ctrl_c_while_the_program_is_loaded_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "aiboard.cli.main":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "aiboard.cli.main")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    assert start() == errors.INTERRUPTED


def test_nothing_is_loaded_before_ctrl_c_is_caught() -> None:
    loaded = "import sys; before = set(sys.modules); import aiboard.__main__; print(sorted(set(sys.modules) - before))"
    place = str(Path(main.__file__).parents[2])
    program = [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {place!r}); {loaded}"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["['aiboard',", "'aiboard.__main__']"]


@pytest.mark.skipif(os.name == "nt", reason="closes a descriptor as a shell does")
def test_a_closed_output_is_said() -> None:
    program = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-m", "aiboard", "scenarios"]
    done = subprocess.run(program, capture_output=True, timeout=60)
    assert done.returncode == errors.NO_OUTPUT
    assert done.stderr == b"aiboard: cannot write or read: the standard output is closed\n"


@pytest.mark.parametrize("code", [0, 1])
def test_a_commands_own_answer_is_the_exit_code(code: int, command: Callable[[Callable[[object], int]], None]) -> None:
    command(lambda args: code)
    assert main.main(["probe"]) == code


@pytest.mark.skipif(os.name == "nt", reason="needs /dev/full and pipes as on Linux")
@pytest.mark.parametrize("words", [["--help"], ["--version"], ["play", "--help"]])
def test_a_reader_that_goes_away_and_a_full_disk_leave_no_traceback(words: list[str]) -> None:
    program = [sys.executable, "-m", "aiboard", *words]
    # As most people have it: what is printed waits in a buffer, and the interpreter writes it once more when it ends.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    gone, kept = os.pipe()
    os.close(gone)
    try:
        done = subprocess.run(program, stdout=kept, stderr=subprocess.PIPE, env=buffered, timeout=60)
    finally:
        os.close(kept)
    assert (done.returncode, done.stderr) == (errors.PIPE_CLOSED, b"")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(program, stdout=full, stderr=subprocess.PIPE, env=buffered, timeout=60)
        assert done.returncode == errors.NO_OUTPUT
        assert done.stderr.count(b"\n") == 1 and b"Traceback" not in done.stderr


def test_a_terminal_that_lacks_a_character_shows_another_one() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    code = "from aiboard.cli.main import _replace_unencodable as f; f(); print('● ok')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, b"? ok")


def test_no_command_fails_on_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", narrow)
    assert main.main(["scenarios"]) == errors.OK
    print("●", file=narrow, flush=True)
    assert narrow.buffer.getvalue().endswith(b"?\n")  # type: ignore[attr-defined]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("terminal", "variables", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours_only_on_a_terminal_that_wants_them(
    terminal: bool, variables: dict[str, str], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", _Terminal() if terminal else io.StringIO())
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert output.colours_wanted() is wanted
    assert output.colourise("x", "red") == ("\x1b[31mx\x1b[0m" if wanted else "x")


def test_a_number_that_is_none_is_a_defect_of_the_command() -> None:
    with pytest.raises(ValueError):
        output.emit_json({"value": float("nan")})


@pytest.mark.parametrize("words", [["first-sprint", "--plain"], ["support-chatbot:calm", "--plain", "--seed", "7"]])
def test_a_scenario_as_the_first_word_is_played(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AIBOARD_SAVES", str(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    assert main.main(words) == 0
    assert "S1 D1 Mon" in capsys.readouterr().out
