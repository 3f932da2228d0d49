"""Which tests run which lines, measured once and kept in build/mutants. For `scripts/mutants.py`.

Faults outside the rules are tried with the compiled rules, where build/compiled holds those of the present source:
the same tests then take a fifth of the time.
"""

import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import coverage

from scripts.mutations import Mutation, users
from scripts.steps import BUILD, fingerprint

ROOT: Final = Path(__file__).resolve().parent.parent
CACHE: Final = ROOT / "build" / "mutants"
#: Package -> the folders of tests whose work it is to find its faults.
FOLDERS: Final = {
    "engine": ("engine", "actions"),
    "play": ("play", "cli"),
    "views": ("views", "play", "cli"),
    "tui": ("tui", "play"),
    "cli": ("cli",),
    # Tables of labels, scores and runs are read in the tests of their commands.
    "formats": ("formats", "cli"),
    # Saves are written and tampered with in the tests of the games that they hold.
    "journal": ("journal", "game"),
}
#: Left out of the map: tests that play in other processes, where lines are not noted, and the longest ones. A fault
#: that only they would find counts as one that survived.
LEFT_OUT: Final = {
    "tests/cli/test_plain_robust.py",
    "tests/engine/test_permutation.py",
    "tests/engine/test_stateful.py",
    "tests/tui/test_fast_keys.py",
    "tests/tui/test_faults.py",
    "tests/tui/test_terminal.py",
}
#: Where a copy of the project has the package: from here tests import it, and here faults are planted.
PLAIN: Final = "src"
WITH_COMPILED_RULES: Final = "build/compiled"
#: What the tests need of the project; a copy of it is what the faults are planted in.
TREE: Final = ("src", "tests", "scripts", "scenarios", "docs", ".ci", "pyproject.toml", "Makefile", "README.md")
PAGES: Final = ("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".gitignore")


class Problem(Exception):
    """Something a person has to know; its text is one line that says what to do."""


@dataclass(frozen=True)
class Fault:
    """A mutation and its file, relative to the project."""

    package: str
    file: str
    mutation: Mutation

    def __str__(self) -> str:
        return f"{self.file}:{self.mutation.line}: {self.mutation.what}"


class Covered:
    """What `scripts/covering.py` noted: the seconds of each test, and the tests of each line.

    `place` is where the package was imported from, PLAIN or WITH_COMPILED_RULES.
    """

    def __init__(self, folder: Path, seconds: dict[str, float], place: str) -> None:
        self.seconds = seconds
        self.place = place
        self.data = coverage.CoverageData(str(folder / "coverage"))
        self.data.read()

    @cached_property
    def _of_file(self) -> dict[str, list[str]]:
        """Test file -> its tests."""
        found: dict[str, list[str]] = defaultdict(list)
        for test in self.seconds:
            found[test.partition("::")[0]].append(test)
        return found

    @cached_property
    def _contexts(self) -> dict[str, dict[int, list[str]]]:
        """File -> line -> who ran it, read as it is asked for."""
        return {}

    def _of(self, file: str) -> dict[int, list[str]]:
        if file not in self._contexts:
            self._contexts[file] = self.data.contexts_by_lineno(moved(file, PLAIN, self.place))
        return self._contexts[file]

    def running(self, fault: Fault) -> set[str]:
        """The tests that were seen to run the fault's line."""
        found: set[str] = set()
        for file, wanted in self._lines(fault):
            contexts = self._of(file)
            for line in wanted:
                for context in contexts.get(line, ()):
                    found.update([context] if "::" in context else self._of_file[context])
        return found & set(self.seconds)

    def tests(self, fault: Fault) -> list[str]:
        """The tests that a fault is shown: first those of the test files that take least for what they run of its file.

        They are the tests that run its line, in a test file the quickest first; where none was seen to, all: what runs
        when a module is imported belongs to no test, and a fault there fails every one.
        """
        found = self.running(fault) or set(self.seconds)
        seconds: dict[str, float] = defaultdict(float)
        for test in found:
            seconds[test.partition("::")[0]] += self.seconds[test]
        lines: dict[str, int] = defaultdict(int)
        for contexts in self._of(fault.file).values():
            for file in {context.partition("::")[0] for context in contexts}:
                lines[file] += 1
        price = {file: value / max(1, lines[file]) for file, value in seconds.items()}
        return sorted(found, key=lambda test: (price[test.partition("::")[0]], self.seconds[test], test))

    def _lines(self, fault: Fault) -> Iterator[tuple[str, list[int]]]:
        """Files with the lines on which a test meets the fault."""
        if not fault.mutation.name:
            first, last = fault.mutation.lines
            yield fault.file, list(range(first, last + 1))
            return
        for measured in self.data.measured_files():
            file = moved(measured, self.place, PLAIN)
            yield file, list(users((ROOT / file).read_bytes(), fault.mutation.name))


class Workplace:
    """A temporary folder and the processes that work in it; both are gone when this process ends, however it ends.

    A second process sees to that: one that is killed can end nothing itself, and a fault can be an endless loop.

    Attributes:
        folder: the folder.
        line: where the second process hears of the others; it acts when nobody holds this end any more.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="aiboard-mutants-"))
        reading, self.line = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            self._watch(reading)
        os.close(reading)

    def _watch(self, reading: int) -> None:
        """In the second process: wait for the end of the first, then end what it began and remove the folder."""
        try:
            # In a session of its own: what ends the first process's group does not end this one.
            os.setsid()
            os.close(self.line)
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            groups: set[int] = set()
            with os.fdopen(reading) as lines:
                for number in map(int, lines):
                    (groups.add if number > 0 else groups.discard)(abs(number))
            for group in groups:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(group, signal.SIGKILL)
            shutil.rmtree(self.folder, ignore_errors=True)
        finally:
            os._exit(0)

    def begun(self, group: int) -> None:
        """A process that leads a group of its own works in the folder."""
        os.write(self.line, b"%d\n" % group)

    def ended(self, group: int) -> None:
        """That one is done."""
        os.write(self.line, b"-%d\n" % group)

    def __enter__(self) -> "Workplace":
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self.line)
        os.waitpid(self._pid, 0)


def covered(packages: list[str], jobs: int) -> Covered:
    """The map of some packages' tests: test files that changed are measured anew, all when source did."""
    everything = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "tests").rglob("*.py"))}
    of_tests = {file: path for file, path in everything.items() if path.name.startswith("test_")}
    place = importing_from(packages)
    inputs = ["src", "scenarios", "pyproject.toml", *sorted(set(everything) - set(of_tests))]
    folder = CACHE / fingerprint(inputs, *([] if place == PLAIN else [place]))[:16]
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "times.json"
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {"files": {}, "seconds": {}}
    folders = {f"tests/{name}" for package in packages for name in FOLDERS.get(package, (package,))}
    wanted = {
        file: hashlib.sha256(path.read_bytes()).hexdigest()
        for file, path in of_tests.items()
        if file not in LEFT_OUT and any(file.startswith(f"{name}/") for name in folders)
    }
    seconds = {test: value for test, value in known["seconds"].items() if test.partition("::")[0] in of_tests}
    changed = sorted(file for file, digest in wanted.items() if known["files"].get(file) != digest)
    if changed:
        seconds = {test: value for test, value in seconds.items() if test.partition("::")[0] not in changed}
        seconds |= _measure(folder, changed, jobs, place)
        known = {"files": known["files"] | wanted, "seconds": seconds}
        kept.write_text(json.dumps(known), encoding="utf-8")
    found = {test: value for test, value in seconds.items() if test.partition("::")[0] in wanted}
    if not found:
        raise Problem("no test passes without any fault: run the tests first")
    return Covered(folder, found, place)


def importing_from(packages: list[str]) -> str:
    """Where tests import the package from while faults are planted in some of its parts."""
    if not (BUILD / "compiled").is_dir():
        return PLAIN
    from scripts.compiling import compiled_packages, copy_plain_files, current

    if not current():
        say("build/compiled is not of the present rules: they run interpreted (make compiled)")
        return PLAIN
    planted = {f"src/aiboard/{package}" for package in packages}
    if planted & set(compiled_packages()):
        return PLAIN
    copy_plain_files()
    return WITH_COMPILED_RULES


def moved(file: str, old: str, new: str) -> str:
    """The name of a file in another place of the package."""
    return new + file.removeprefix(old)


def _measure(folder: Path, files: list[str], jobs: int, place: str) -> dict[str, float]:
    """Run test files in a copy, add what they cover to the map and return the seconds of the tests that passed."""
    say(f"measuring which tests run which lines: {len(files)} test files, once for each change of them")
    start = time.monotonic()
    with Workplace() as work:
        tree = copy_tree(work.folder, place)
        parts = work.folder / "parts"
        parts.mkdir()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "scripts.covering", "-p", "no:cacheprovider"]
        command += ["-m", "not packaging and not compiled", "--tb=line"]
        if jobs > 1:
            command += ["-n", str(jobs), "--dist", "loadgroup"]
        noting = environment(tree, place) | {"MUTANTS_MAP": str(parts), "MUTANTS_SOURCE": f"{place}/aiboard"}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        pytest = subprocess.Popen([*command, *files], cwd=tree, env=noting, start_new_session=True, **pipes)
        work.begun(pytest.pid)
        output, errors = pytest.communicate()
        work.ended(pytest.pid)
        whole = coverage.CoverageData(str(folder / "coverage"))
        whole.read()
        for path in parts.glob("coverage.*"):
            part = coverage.CoverageData(str(path))
            part.read()
            whole.update(part)
        times = [json.loads(path.read_text(encoding="utf-8")) for path in parts.glob("times.*")]
    if not times:
        raise Problem(f"pytest stopped: {' '.join((output + errors).split()[-40:])}")
    for line in output.splitlines():
        if line.startswith(("FAILED", "ERROR")):
            say(f"left out, fails without any fault: {line}")
    seconds = {test: value for part in times for test, value in part.items()}
    say(f"{len(seconds):,} tests in {time.monotonic() - start:.0f} s")
    return seconds


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"aiboard: {text}", file=sys.stderr, flush=True)


def copy_tree(folder: Path, place: str) -> Path:
    """Copy what the tests need into a folder and return the copy's root."""
    tree = folder / "tree"
    for name in dict.fromkeys((*TREE, *PAGES, place)):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name)
        elif (ROOT / name).exists():
            tree.mkdir(exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    return tree


def write_bytecode(tree: Path, place: str, tests: set[str]) -> None:
    """Let Python and pytest keep in the copy what they make of its files: what works there writes none itself."""
    writing = environment(tree, place) | {"PYTHONDONTWRITEBYTECODE": ""}
    quiet = {"cwd": tree, "env": writing, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, "-m", "compileall", "-q", place], **quiet)
    collecting = ["--collect-only", "-q", "-p", "no:cacheprovider"]
    subprocess.run([sys.executable, "-m", "pytest", *collecting, *sorted(tests)], **quiet)


def environment(tree: Path, place: str) -> dict[str, str]:
    """The variables of a process that works in a copy."""
    kept = {name: value for name, value in os.environ.items() if name != "AIBOARD_COMPILED_PATH"}
    path = [str(tree / place), str(tree), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    own = {str(ROOT), str(ROOT / PLAIN), str(ROOT / WITH_COMPILED_RULES), ""}
    return kept | {
        "PYTHONPATH": os.pathsep.join(part for part in path if part not in own),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
