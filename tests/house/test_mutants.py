"""The faults that are planted are faults, and what the tests find is counted right."""

import ast
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import mutants
from scripts.mutations import mutations

ROOT = Path(__file__).resolve().parents[2]


def _faults(source: str) -> set[str]:
    """Every faulty form of one line, with the spaces at its ends taken off."""
    text = source.encode()
    found = set()
    for mutation in mutations(text):
        changed = mutation.applied(text).decode()
        ast.parse(changed)
        (line,) = set(changed.splitlines()) - set(source.splitlines())
        found.add(line.strip())
    return found


def _body(line: str) -> str:
    return f'def f(a, b, c):\n    """A docstring with 3 and True."""\n    {line}\n'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x = a < b", {"x = a <= b", "x = a >= b"}),
        ("x = a == b", {"x = a != b"}),
        ("x = a is not b", {"x = a is b"}),
        ("x = a not in b", {"x = a in b"}),
        ("x = a + b", {"x = a - b"}),
        ("x = (a) // (b)", {"x = (a) * (b)"}),
        ("x = a and b and c", {"x = a or b or c"}),
        ("x = not a", {"x = (a)"}),
        ("x = a[1]", {"x = a[2]"}),
        ("x = a[-1]", {"x = a[-2]"}),
        ("x = 5000", {"x = 2500"}),
        ("x = a[:b]", {"x = a[:(b) + 1]"}),
        ("x = range(a, b)", {"x = range(a, (b) - 1)"}),
        ("a.x = b", {"pass"}),
        ("a += b", {"pass"}),
        ("a.append(b)", {"pass"}),
        ("return a(b)", {"return None"}),
        ("x = True", {"x = False"}),
        ("if a: b = c", {"if not (a): b = c"}),
        ("for x in a: break", {"for x in a: continue"}),
        ("x = a(b, key=1)", {"x = a(b, key=2)"}),
    ],
)
def test_each_kind_of_fault(line: str, expected: set[str]) -> None:
    assert _faults(_body(line)) == expected


@pytest.mark.parametrize(
    "line",
    [
        "x: Literal[1] = a",
        "assert a > 1",
        "raise ValueError(a + 1)",
        'x = "a text" + b',
        'x = f"{a + 1}"',
        "x = zip(a, b, strict=True)",
        "super().__init__()",
        "return None",
        "x = a",
    ],
)
def test_what_is_no_fault_is_left_out(line: str) -> None:
    assert _faults(_body(line)) == set()


@pytest.mark.parametrize("line", ["x = a if a < b else b", "x = a if a >= b else b"])
def test_a_bound_between_equal_values_is_not_moved(line: str) -> None:
    assert len(_faults(_body(line))) == 1


def test_if_that_assigns_its_own_bound() -> None:
    faults = _faults("def f(a, b):\n    if a > b:\n        a = b\n    return a\n")
    assert faults == {"if a <= b:"}


def test_outside_functions_only_named_numbers_and_defaults_change() -> None:
    source = "MOST = 3\nother = 4\n\n\nclass A:\n    X = 1\n\n    def f(self, a=True, b=1):\n        return a\n"
    found = mutations(source.encode())
    assert [(one.line, one.what, one.name) for one in found] == [(1, "3 -> 4", "MOST"), (8, "True -> False", "")]
    # A default is used by whoever runs the body.
    assert found[1].lines == (9, 9)


def test_bytes_are_counted_not_characters() -> None:
    assert _faults(_body('x = "é", a < b')) == {'x = "é", a <= b', 'x = "é", a >= b'}


def test_the_page_counts_what_was_found_and_keeps_remarks() -> None:
    known = {"engine": {"a.py:1: x -> y": "killed", "a.py:2: a | b": "survived", "a.py:3: 1 -> 2": "endless"}}
    first = mutants.page(known, "")
    assert "| engine | 3 | 2 | 67% | 90 % |" in first
    assert "| `a.py:2: a or b` | not looked at yet |" in first and "a.py:3" not in first
    by_hand = first.replace("not looked at yet", "the same either way")
    by_hand = by_hand.replace("| package", "State of today: one run\nof all packages.\n\n| package")
    again = mutants.page(known, by_hand)
    assert mutants.page(known, again) == again and "\n\nState of today: one run\nof all packages.\n\n| package" in again
    assert "| `a.py:2: a or b` | the same either way |" in again


def test_a_package_that_was_not_tried_again_keeps_its_lines() -> None:
    engine = {"src/aiboard/engine/a.py:1: 1 -> 2": "survived", "src/aiboard/engine/a.py:2: 1 -> 2": "killed"}
    cli = {"src/aiboard/cli/b.py:1: 1 -> 2": "survived"}
    whole = mutants.page({"engine": engine, "cli": cli}, "").replace("not looked at yet", "looked at")
    assert mutants.page({"engine": engine}, whole) == mutants.page({"cli": cli}, whole) == whole
    fresh = mutants.page({"cli": {"src/aiboard/cli/b.py:1: 1 -> 2": "killed"}}, whole)
    assert "| engine | 2 | 1 | 50% | 90 % |" in fresh and "| cli | 1 | 1 | 100% | 80 % |" in fresh
    assert "engine/a.py:1: 1 -> 2` | looked at |" in fresh and "cli/b.py" not in fresh


def test_compiled_rules_are_used_where_no_fault_is_in_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("coverage")
    from scripts import compiling, covered

    copied: list[bool] = []
    monkeypatch.setattr(compiling, "copy_plain_files", lambda: copied.append(True))
    monkeypatch.setattr(covered, "BUILD", tmp_path)
    assert covered.importing_from(["views"]) == covered.PLAIN, "nothing is compiled here"
    (tmp_path / "compiled").mkdir()
    for current in (True, False):
        monkeypatch.setattr(compiling, "current", lambda current=current: current)
        there = covered.WITH_COMPILED_RULES if current else covered.PLAIN
        assert covered.importing_from(["views"]) == covered.importing_from(["tui", "cli"]) == there
        assert covered.importing_from(["engine"]) == covered.importing_from(["views", "engine"]) == covered.PLAIN
    assert copied, "what is not compiled is of today"
    assert covered.moved("src/aiboard/a.py", covered.PLAIN, "build/compiled") == "build/compiled/aiboard/a.py"


def test_first_come_the_tests_of_the_files_that_are_about_the_faults_file(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("coverage")
    from scripts.covered import PLAIN, Covered, Fault

    known = object.__new__(Covered)
    known.place = PLAIN
    known.seconds = {"tests/a.py::passing": 1.0, "tests/b.py::slow": 3.0, "tests/b.py::quick": 1.0}
    # Of ten lines the one file runs a single one, the other all: four seconds for ten lines cost less.
    lines = {number: ["tests/b.py::slow", "tests/b.py::quick"] for number in range(1, 11)}
    lines[3] = [*lines[3], "tests/a.py::passing"]
    monkeypatch.setattr(known, "_of", lambda file: lines)
    (mutation,) = mutations(b"def f(a):\n    b = a\n    return not b\n")
    assert mutation.lines == (3, 3)
    found = known.tests(Fault("engine", "src/aiboard/engine/a.py", mutation))
    assert found == ["tests/b.py::quick", "tests/b.py::slow", "tests/a.py::passing"]


RULE = '''"""A rule."""

MOST = 3


def checked(a: int) -> bool:
    return a < MOST


def counted(a: int) -> int:
    while a > 5:
        a -= 2
    return a


def unused(a: int) -> int:
    return a + 1


def loose(a: int) -> int:
    return a * 1


def at_import(a: int) -> int:
    return a + 2


FOUR = at_import(2)
'''
TESTS = '''from aiboard.engine.rule import FOUR, checked, counted, loose


def test_bounds():
    assert checked(2) and not checked(3)


def test_count():
    assert [counted(a) for a in (4, 5, 6, 7)] == [4, 5, 4, 5]


def test_nothing():
    loose(0)


def test_four():
    assert FOUR == 4


def test_that_fails_anyway():
    assert checked(9)
'''


KILLED = """
import os, signal, subprocess
from scripts.covered import Workplace
work = Workplace()
work.begun(subprocess.Popen(["sleep", "60"], start_new_session=True).pid)
print(work.folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="faults are planted where processes can be forked")
def test_a_killed_run_leaves_no_process_and_no_copy() -> None:
    pytest.importorskip("coverage")
    # Its output ends when the last process that holds it has ended: before the sixty seconds, or it times out.
    program = [sys.executable, "-c", KILLED]
    done = subprocess.run(program, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=30)
    folder = Path(done.stdout.strip())
    assert folder.is_absolute()
    end = time.monotonic() + 10
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.02)
    assert not folder.exists()


MORE = "from aiboard.engine.rule import unused\n\n\ndef test_unused():\n    assert unused(1) == 2\n"


def test_a_small_project_from_map_to_report(tmp_path: Path) -> None:
    pytest.importorskip("coverage")
    files = {"src/aiboard/__init__.py": "", "src/aiboard/engine/__init__.py": "", "src/aiboard/engine/rule.py": RULE}
    files |= {"tests/engine/test_rule.py": TESTS, "scenarios/none.yaml": "", "pyproject.toml": ""}
    files["pyproject.toml"] = '[tool.pytest.ini_options]\nmarkers = ["packaging", "compiled"]\n'
    for name, text in files.items():
        tmp_path.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        tmp_path.joinpath(name).write_text(text, encoding="utf-8")
    tmp_path.joinpath("scripts").mkdir()
    for name in ("mutants", "mutations", "covered", "covering", "planting", "steps"):
        shutil.copy(ROOT / "scripts" / f"{name}.py", tmp_path / "scripts")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    command = [sys.executable, "scripts/mutants.py", "--jobs", "1", "--package", "engine", "--sample", "99"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "FAILED tests/engine/test_rule.py::test_that_fails_anyway" in done.stderr
    survivors = [line for line in done.stdout.splitlines() if line.startswith("src/")]
    assert [line.partition(": ")[0] for line in survivors] == [
        "src/aiboard/engine/rule.py:17",
        "src/aiboard/engine/rule.py:21",
    ]
    assert survivors[0].endswith("[no test was seen to run it]") and survivors[1].endswith("[1 tests]")
    assert "engine          5 of    7 found, 71% (wanted 90 %)" in done.stdout
    tmp_path.joinpath("tests/engine/test_more.py").write_text(MORE, encoding="utf-8")
    again = subprocess.run([*command, "--again"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    tmp_path.joinpath("tests/engine/test_more.py").unlink()
    assert again.returncode == 0 and again.stdout.startswith("src/aiboard/engine/rule.py:21"), again.stderr
    assert "engine          6 of    7 found, 86% (wanted 90 %)" in again.stdout
    after = {path for path in tmp_path.rglob("*") if path.is_file() and "build" not in path.parts}
    assert {path for path in after if "__pycache__" not in path.parts} == set(before)
    assert all(path.read_bytes() == text for path, text in before.items())
