"""The frame of the command line: exit codes, one-line errors, nothing heavy imported."""

import argparse
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
from aiboard.analysis.runner import CHUNK
from aiboard.cli import commands, errors, main, output
from aiboard.cli.batch_options import BatchOptions, read_jobs
from aiboard.cli.progress import is_watched, progress
from aiboard.game import CrashError
from aiboard.instruments.errors import InputError
from aiboard.play import DEFAULT_WATCH_BOT, DEFAULT_WATCH_SCENARIO
from aiboard.tui import Options


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


def test_a_document_is_indented_by_two_and_has_no_other_characters(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit_json({"a": [1], "b": "é\x1b"})
    assert capsys.readouterr().out == '{\n  "a": [\n    1\n  ],\n  "b": "\\u00e9\\u001b"\n}\n'


@pytest.mark.parametrize(
    ("stdin", "stdout", "interactive"),
    [(True, True, True), (True, False, False), (False, True, False), (None, True, False), (True, None, False)],
)
def test_a_person_sits_there_where_both_ends_are_a_terminal(
    stdin: bool | None, stdout: bool | None, interactive: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, terminal in (("stdin", stdin), ("stdout", stdout)):
        stream = None if terminal is None else _Terminal() if terminal else io.StringIO()
        monkeypatch.setattr(sys, name, stream)
    assert output.is_interactive() is interactive


def test_no_colours_without_an_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert output.colours_wanted() is False and output.colourise("x", "bold") == "x"


@pytest.mark.parametrize(
    ("colour", "code"), [("red", 31), ("green", 32), ("yellow", 33), ("magenta", 35), ("dim", 2), ("bold", 1)]
)
def test_the_colours(colour: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", _Terminal())
    assert output.colourise("x", colour) == f"\x1b[{code}mx\x1b[0m"


def test_the_overview_has_a_line_a_command_in_columns() -> None:
    lines = main.overview().splitlines()
    assert lines[0] == "usage: aiboard [COMMAND] [ARGUMENTS]"
    rows = [line for line in lines if line.startswith("  ")]
    assert [row.split()[0] for row in rows] == list(commands.COMMANDS)
    wide = max(map(len, commands.COMMANDS))
    assert all(row[2 + wide : 4 + wide] == "  " and row[4 + wide] != " " for row in rows)
    assert [row for row in rows if row.endswith(" (the default)")] == rows[:1]
    assert lines[-1] == "aiboard COMMAND --help tells more. aiboard --version prints the version."


def test_help_begins_with_what_the_command_does(
    command: Callable[[Callable[[object], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(lambda args: 0)
    assert main.main(["probe", "--help"]) == 0
    assert "\nDo as told.\n" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["mine.yaml", "mine.yml", "mine.yaml:calm", "game.jsonl", "first-sprint"])
def test_what_can_be_played_needs_no_command(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    module = SimpleNamespace(
        add_arguments=lambda parser: parser.add_argument("scenario"),
        run=lambda args: seen.append(args.scenario) or 0,
    )
    monkeypatch.setitem(sys.modules, "aiboard.cli.play", module)
    assert main.main([word]) == 0 and seen == [word]
    # A save has no variants, and a word that only looks like a name of one is no command.
    for other in ("game.jsonl:calm", "mine.txt", "first-sprin"):
        assert main.main([other]) == 2
    assert seen == [word]


def test_an_error_that_a_program_exits_with_is_said(
    command: Callable[[Callable[[object], int]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(lambda args: sys.exit("why\x1b not"))
    assert main.main(["probe"]) == errors.NO
    assert capsys.readouterr().err == "why not\n"
    command(lambda args: sys.exit("x" * 400))
    main.main(["probe"])
    assert len(one_line(capsys.readouterr().err)) == 300


def test_the_exit_codes_are_those_of_the_shell() -> None:
    codes = (errors.OK, errors.NO, errors.BAD_INPUT, errors.BUG, errors.NO_OUTPUT, errors.INTERRUPTED)
    assert codes == (0, 1, 2, 70, 74, 130) and errors.PIPE_CLOSED == 141


def test_only_1_switches_tracebacks_on(
    command: Callable[[Callable[[object], int]], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    command(lambda args: 1 // 0)
    for value in ("0", "", "yes"):
        monkeypatch.setenv(errors.DEBUG_VARIABLE, value)
        assert main.main(["probe"]) == errors.BUG
        assert one_line(capsys.readouterr().err).startswith("aiboard: bug: ZeroDivisionError")


def test_an_error_without_an_output_for_errors_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, text: str, /) -> int:
            raise OSError(9, "closed")

    monkeypatch.setattr(sys, "stderr", Closed())
    errors.say("nobody hears it")


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            PermissionError(13, "Permission denied", b"o\xc3\xa9"),
            "oé: Permission denied; check the name and the rights",
        ),
        (OSError(5, None, Path("x")), "x: "),
        (FileNotFoundError(2, "No such file", 7), "7: No such file; check the name and the rights"),
        (OSError("no number"), "aiboard: cannot write or read: no number"),
    ],
)
def test_an_error_of_the_system_names_its_file(error: OSError, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert errors.report(error) == (errors.BAD_INPUT if error.filename is not None else errors.NO_OUTPUT)
    assert one_line(capsys.readouterr().err).startswith(line)


def test_a_reader_that_went_away_is_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert errors.report(BrokenPipeError(32, "Broken pipe")) == 141
    assert capsys.readouterr().err == ""


# --- long work -------------------------------------------------------------------------------------------------


def test_the_count_of_long_work_is_written_at_each_percent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress("games", 300) as shown:
        for done in (1, 2, 3, 4, 5, 6, 300):
            shown(done)
    lines = capsys.readouterr().err.split("\r")
    assert lines == [
        "",
        "games: 1 of 300, 0 %",
        "games: 3 of 300, 1 %",
        "games: 6 of 300, 2 %",
        "games: 300 of 300, 100 %",
        "\x1b[K",
    ]


def test_the_count_goes_away_after_an_error_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with pytest.raises(KeyboardInterrupt), progress("games", 2) as shown:
        shown(1)
        raise KeyboardInterrupt
    assert capsys.readouterr().err == "\rgames: 1 of 2, 50 %\r\x1b[K"


@pytest.mark.parametrize("stderr", [None, io.StringIO()])
def test_nobody_is_told_where_nobody_watches(stderr: io.StringIO | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stderr)
    assert is_watched() is False
    with progress("games", 2) as shown:
        shown(1)
    assert stderr is None or stderr.getvalue() == ""


@pytest.mark.parametrize(
    ("jobs", "games", "workers"), [(4, 1, 1), (4, CHUNK, 1), (4, CHUNK + 1, 2), (2, 10 * CHUNK, 2), (1, 10 * CHUNK, 1)]
)
def test_no_more_processes_are_started_than_have_work(jobs: int, games: int, workers: int) -> None:
    assert BatchOptions(range(games), jobs).workers(games) == workers


@pytest.mark.parametrize(("cores", "jobs"), [(6, 6), (None, 1)])
def test_without_a_number_there_is_a_process_a_core(
    cores: int | None, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: cores)
    assert read_jobs(argparse.Namespace(jobs=0)) == jobs
    assert [read_jobs(argparse.Namespace(jobs=number)) for number in (1, 1024)] == [1, 1024]
    for number in (-1, 1025):
        with pytest.raises(InputError, match="--jobs: must be from 1 to 1024, or 0 for one a core"):
            read_jobs(argparse.Namespace(jobs=number))


# --- the two faces of play ------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the full screen is opened with."""
    calls: list[tuple[object, ...]] = []

    def run(*given: object) -> int:
        calls.append(given)
        return 5

    monkeypatch.setattr("aiboard.tui.run", run)
    return calls


def test_play_opens_the_screen_with_what_was_given(opened: list[tuple[object, ...]]) -> None:
    assert main.main(["play"]) == 5, "the screen's own exit code"
    words = ["play", "first-sprint", "--seed", "3", "--save", "s.jsonl", "--inject", "plan", "--no-mouse"]
    assert main.main(words) == main.main(["play", "--resume", "old.jsonl"]) == main.main(["play", "old.jsonl"]) == 5
    assert opened == [
        (Options(), True),
        (Options("first-sprint", 3, Path("s.jsonl"), None, Path("plan")), False),
        (Options(resume=Path("old.jsonl")), True),
        (Options(resume=Path("old.jsonl")), True),
    ]


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["first-sprint"], "scenario"),
        (["--seed", "1"], "--seed"),
        (["--save", "x"], "--save"),
        (["--inject", "x"], "--inject"),
    ],
)
def test_a_resumed_game_has_its_own(
    words: list[str], option: str, opened: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["play", "--resume", "old.jsonl", *words]) == 2
    assert capsys.readouterr().err == f"{option}: a resumed game has its own; leave it out\n" and opened == []


def test_watch_opens_the_screen_with_a_bot(
    opened: list[tuple[object, ...]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        main.main(["watch"]) == main.main(["watch", "first-sprint", "--bot", "vibes", "--seed", "3", "--no-mouse"]) == 5
    )
    assert opened == [
        (Options(DEFAULT_WATCH_SCENARIO, watch_bot=DEFAULT_WATCH_BOT), True),
        (Options("first-sprint", 3, watch_bot="vibes"), False),
    ]
    for bot in ("nobody\x1b", "lookahead"):
        assert main.main(["watch", "--bot", bot]) == 2
        line = one_line(capsys.readouterr().err)
        assert (
            line.startswith(f"--bot: there is no bot '{bot[:9].rstrip(chr(27))}'; choose one of ")
            and "heuristic" in line
        )
    seen: list[tuple[tuple[object, ...], dict[str, object]]] = []
    monkeypatch.setattr("aiboard.cli.plain.play", lambda *given, **named: seen.append((given, named)) or 0)
    assert main.main(["watch", "first-sprint", "--seed", "9", "--plain"]) == 0
    assert seen == [(("first-sprint", 9), {"bot": DEFAULT_WATCH_BOT})]
