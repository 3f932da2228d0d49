"""Plant small faults in a copy of the project, one at a time, and count how many the tests find.

    python scripts/mutants.py                        300 faults over the packages, two at a time
    python scripts/mutants.py --package engine --sample 100 --seed 2
    python scripts/mutants.py --budget 10            stop planting after ten minutes
    python scripts/mutants.py --list --package tui   name the faults and plant none

Each fault (`scripts/mutations.py`) is shown to the tests that run its line, quickest first, until one fails or
does not end. Which tests run which lines is measured first and kept in build/mutants until source or scenarios
change; of tests, what changed is measured again. Besides that nothing is written. The faults depend on seed,
sample and source alone.
"""

import argparse
import ast
import contextlib
import hashlib
import json
import os
import random
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
import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.environment import fingerprint  # noqa: E402
from scripts.mutations import Mutation, mutations, users  # noqa: E402

PACKAGES: Final = ("engine", "play", "views", "tui", "cli", "formats")
#: Share of the faults that the tests are meant to find, in percent.
WANTED: Final = {"engine": 90}
WANTED_ELSEWHERE: Final = 80
CACHE: Final = ROOT / "build" / "mutants"
#: What the tests need of the project; a copy of it is what the faults are planted in.
TREE: Final = ("src", "tests", "scripts", "scenarios", "docs", ".ci", "pyproject.toml", "Makefile", "README.md")
PAGES: Final = ("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", ".gitignore")
#: Imported once, before the processes that try the faults are forked: everything that no fault can touch.
HEAVY: Final = ("hypothesis", "numpy", "pydantic", "pytest_asyncio", "rich.console", "textual.app", "xdist", "yaml")
#: What comes of a fault; an endless one is found too: its tests did not end in time.
KILLED, ENDLESS, SURVIVED = "killed", "endless", "survived"
#: A fault's tests may take so many times what they took unharmed, and so many seconds more.
PATIENCE: Final = (4, 15)


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


# --- which faults ---------------------------------------------------------------------------------


def faults(package: str, sample: int, seed: int) -> list[Fault]:
    """`sample` faults of a package: lines drawn at random, and on each line one of its faults."""
    lines: dict[tuple[str, int], list[Mutation]] = defaultdict(list)
    for path in sorted((ROOT / "src" / "aiboard" / package).rglob("*.py")):
        file = path.relative_to(ROOT).as_posix()
        for mutation in mutations(path.read_bytes()):
            lines[file, mutation.line].append(mutation)
    luck = random.Random(f"{seed} {package}")
    places = list(lines)
    luck.shuffle(places)
    chosen = (Fault(package, place[0], luck.choice(lines[place])) for place in places)
    return [fault for fault, _ in zip((one for one in chosen if _compiles(one)), range(sample), strict=False)]


def _compiles(fault: Fault) -> bool:
    try:
        ast.parse(fault.mutation.applied((ROOT / fault.file).read_bytes()))
    except SyntaxError:
        return False
    return True


# --- which tests run which lines ------------------------------------------------------------------


class Covered:
    """What `scripts/covering.py` noted: the seconds of each test, and the tests of each line."""

    def __init__(self, folder: Path, seconds: dict[str, float]) -> None:
        self.seconds = seconds
        self.data = coverage.CoverageData(str(folder / "coverage"))
        self.data.read()

    @cached_property
    def _of_file(self) -> dict[str, list[str]]:
        """Test file -> its tests."""
        found: dict[str, list[str]] = defaultdict(list)
        for test in self.seconds:
            found[test.partition("::")[0]].append(test)
        return found

    def tests(self, fault: Fault) -> list[str]:
        """The tests that run the fault's line; those of the quickest test files first, in a file the quickest."""
        found: set[str] = set()
        for file, wanted in self._lines(fault):
            contexts = self.data.contexts_by_lineno(file)
            for line in wanted:
                for context in contexts.get(line, ()):
                    found.update([context] if "::" in context else self._of_file[context])
        found &= set(self.seconds)
        of_file: dict[str, float] = defaultdict(float)
        for test in found:
            of_file[test.partition("::")[0]] += self.seconds[test]
        return sorted(found, key=lambda test: (of_file[test.partition("::")[0]], self.seconds[test], test))

    def _lines(self, fault: Fault) -> Iterator[tuple[str, list[int]]]:
        """Files with the lines on which a test meets the fault."""
        if not fault.mutation.name:
            first, last = fault.mutation.lines
            yield fault.file, list(range(first, last + 1))
            return
        for file in self.data.measured_files():
            yield file, list(users((ROOT / file).read_bytes(), fault.mutation.name))


def covered(jobs: int) -> Covered:
    """The map of today's source: test files that changed are measured anew, all of them when anything else did."""
    files = {path.relative_to(ROOT).as_posix(): _digest(path) for path in (ROOT / "tests").rglob("test_*.py")}
    others = {path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").rglob("*.py")} - set(files)
    folder = CACHE / fingerprint(["src", "scenarios", "pyproject.toml", *sorted(others)])[:16]
    if not folder.is_dir():
        shutil.rmtree(CACHE, ignore_errors=True)
        folder.mkdir(parents=True)
    kept = folder / "times.json"
    known = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {"files": {}, "seconds": {}}
    changed = sorted(file for file, digest in files.items() if known["files"].get(file) != digest)
    seconds = {
        test: value
        for test, value in known["seconds"].items()
        if (file := test.partition("::")[0]) in files and file not in changed
    }
    if changed:
        seconds |= _measure(folder, changed, jobs)
        if not seconds:
            raise Problem("no test passes without any fault: run the tests first")
        kept.write_text(json.dumps({"files": files, "seconds": seconds}), encoding="utf-8")
    return Covered(folder, seconds)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _measure(folder: Path, files: list[str], jobs: int) -> dict[str, float]:
    """Run test files in a copy, add what they cover to the map and return the seconds of the tests that passed."""
    say(f"measuring which tests run which lines: {len(files)} test files, once for each change of them")
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="aiboard-mutants-") as place:
        tree = copy_tree(Path(place))
        parts = Path(place, "parts")
        parts.mkdir()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "scripts.covering", "-p", "no:cacheprovider"]
        command += ["-m", "not packaging and not compiled", "-n", str(jobs), "--dist", "loadgroup", "--tb=line"]
        environment = _environment(tree) | {"MUTANTS_MAP": str(parts)}
        done = subprocess.run([*command, *files], cwd=tree, env=environment, capture_output=True, text=True)
        whole = coverage.CoverageData(str(folder / "coverage"))
        whole.read()
        for path in parts.glob("coverage.*"):
            part = coverage.CoverageData(str(path))
            part.read()
            whole.update(part)
        times = [json.loads(path.read_text(encoding="utf-8")) for path in parts.glob("times.*")]
    if not times:
        raise Problem(f"pytest stopped: {' '.join((done.stdout + done.stderr).split()[-40:])}")
    for line in done.stdout.splitlines():
        if line.startswith(("FAILED", "ERROR")):
            say(f"left out, fails without any fault: {line}")
    seconds = {test: value for part in times for test, value in part.items()}
    say(f"{len(seconds):,} tests in {time.monotonic() - start:.0f} s")
    return seconds


def copy_tree(place: Path) -> Path:
    """Copy what the tests need into a folder and return the copy's root."""
    tree = place / "tree"
    for name in (*TREE, *PAGES):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (ROOT / name).exists():
            tree.mkdir(exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    return tree


def _environment(tree: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "AIBOARD_COMPILED_PATH"}
    path = [str(tree / "src"), str(tree), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    own = {str(ROOT), str(ROOT / "src"), ""}
    return kept | {
        "PYTHONPATH": os.pathsep.join(part for part in path if part not in own),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


# --- trying a fault -------------------------------------------------------------------------------


class Ordered:
    """Runs the given tests in the given order."""

    def __init__(self, tests: list[str]) -> None:
        self.place = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep and order what was asked for."""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.place), key=lambda item: self.place[item.nodeid]
        )


class Trial:
    """One fault in one copy of the tree, tried in a process of its own."""

    def __init__(self, fault: Fault, tree: Path, tests: list[str], most_seconds: float) -> None:
        self.fault, self.tree, self.path = fault, tree, tree / fault.file
        self.source = self.path.read_bytes()
        self.times = self.path.stat()
        self.path.write_bytes(fault.mutation.applied(self.source))
        self.deadline = time.monotonic() + most_seconds
        self.pid = os.fork()
        if not self.pid:
            self._run(tests)

    def _run(self, tests: list[str]) -> None:
        """In the child: run the tests; exit with pytest's code."""
        code = 1
        try:
            os.setsid()
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            os.chdir(self.tree)
            os.environ.update(_environment(self.tree))
            os.environ.pop("AIBOARD_COMPILED_PATH", None)
            sys.dont_write_bytecode = True
            sys.path[:0] = [str(self.tree / "src"), str(self.tree)]
            for name in [name for name in sys.modules if name.partition(".")[0] == "scripts"]:
                del sys.modules[name]
            files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
            options = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--rootdir", str(self.tree)]
            code = int(pytest.main([*options, *files], plugins=[Ordered(tests)]))
        finally:
            os._exit(code)

    def outcome(self) -> str:
        """KILLED, ENDLESS, SURVIVED, or nothing while it is still being tried."""
        ended, status = os.waitpid(self.pid, os.WNOHANG)
        if not ended and time.monotonic() < self.deadline:
            return ""
        self.stop(ended != 0)
        if not ended:
            return ENDLESS
        return SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED

    def stop(self, ended: bool = False) -> None:
        """End what still runs and take the fault out of the copy."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        if not ended:
            os.waitpid(self.pid, 0)
        self.path.write_bytes(self.source)
        # The compiled form of the file, if there is one, fits again.
        os.utime(self.path, ns=(self.times.st_atime_ns, self.times.st_mtime_ns))


class Bench:
    """Tries faults, some at a time, and keeps what came of each."""

    def __init__(self, known: Covered, most_seconds: float) -> None:
        self.known = known
        self.most_seconds = most_seconds
        self.outcomes: dict[Fault, str] = {}

    def chosen(self, fault: Fault) -> list[str]:
        """The tests a fault is shown: quickest first, as many as fit the seconds."""
        found, total = [], 0.0
        for test in self.known.tests(fault):
            total += self.known.seconds[test]
            if found and total > self.most_seconds:
                break
            found.append(test)
        return found

    def run(self, waiting: list[Fault], jobs: int, until: float) -> None:
        """Try all faults, or as many as can be begun before `until` (of time.monotonic)."""
        with tempfile.TemporaryDirectory(prefix="aiboard-mutants-") as place:
            free = [copy_tree(Path(place, str(job))) for job in range(jobs)]
            running: list[Trial] = []
            try:
                while running or (waiting and time.monotonic() < until):
                    while free and waiting and time.monotonic() < until:
                        self._begin(waiting.pop(0), free, running)
                    time.sleep(0.02)
                    for trial in list(running):
                        if outcome := trial.outcome():
                            running.remove(trial)
                            free.append(trial.tree)
                            self._note(trial.fault, outcome)
            finally:
                for trial in running:
                    trial.stop()

    def _begin(self, fault: Fault, free: list[Path], running: list[Trial]) -> None:
        tests = self.chosen(fault)
        if not tests:
            self._note(fault, SURVIVED)
            return
        seconds = sum(self.known.seconds[test] for test in tests)
        running.append(Trial(fault, free.pop(), tests, PATIENCE[0] * seconds + PATIENCE[1]))

    def _note(self, fault: Fault, outcome: str) -> None:
        self.outcomes[fault] = outcome
        print({KILLED: ".", ENDLESS: "t", SURVIVED: "S"}[outcome], end="", flush=True, file=sys.stderr)


# --- the report -----------------------------------------------------------------------------------


def report(bench: Bench) -> list[str]:
    """Survivors with place and fault, then what share of each package's faults was found."""
    lines = []
    for fault, outcome in bench.outcomes.items():
        if outcome == SURVIVED:
            shown, of = len(bench.chosen(fault)), len(bench.known.tests(fault))
            tests = f"{shown} tests" if shown == of else f"the quickest {shown} of {of} tests"
            lines.append(f"{fault}   [{tests if of else 'no test runs it'}]")
    lines = [*sorted(lines), ""]
    for package in dict.fromkeys(fault.package for fault in bench.outcomes):
        outcomes = [outcome for fault, outcome in bench.outcomes.items() if fault.package == package]
        found = len(outcomes) - outcomes.count(SURVIVED)
        share = f"{found / len(outcomes):.0%} (wanted {WANTED.get(package, WANTED_ELSEWHERE)} %)"
        endless = f", {outcomes.count(ENDLESS)} by tests that did not end" if ENDLESS in outcomes else ""
        lines.append(f"{package:12} {found:4} of {len(outcomes):4} found, {share}{endless}")
    return lines


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"aiboard: {text}", file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sample", type=int, default=300, help="faults in all, the same number in each package")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--package", action="append", help="a folder of src/aiboard; may be given again")
    parser.add_argument("--jobs", type=int, default=2, help="faults tried at a time")
    parser.add_argument("--budget", type=float, default=60, metavar="MINUTES", help="begin no fault after this")
    parser.add_argument("--seconds", type=float, default=40, help="seconds of tests that a fault is shown")
    parser.add_argument("--list", action="store_true", help="name the faults, plant none")
    return parser.parse_args()


def main() -> int:
    """Plant the faults and print what came of them; 0 whatever that is, 2 when it could not be measured."""
    asked = arguments()
    packages = asked.package or [name for name in PACKAGES if (ROOT / "src" / "aiboard" / name).is_dir()]
    chosen = [faults(name, -(-asked.sample // len(packages)), asked.seed) for name in packages]
    if asked.list:
        print("\n".join(str(fault) for row in chosen for fault in row))
        return 0
    try:
        bench = Bench(covered(asked.jobs), asked.seconds)
    except Problem as problem:
        say(str(problem))
        return 2
    for name in HEAVY:
        __import__(name)
    start = time.monotonic()
    # In turn, so that a budget that ends early has asked each package as much.
    turns = [row[place] for place in range(max(map(len, chosen))) for row in chosen if place < len(row)]
    bench.run(turns, asked.jobs, start + 60 * asked.budget)
    print(file=sys.stderr)
    print("\n".join(report(bench)))
    print(f"{len(bench.outcomes)} of {sum(map(len, chosen))} faults tried in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
