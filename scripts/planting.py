"""One fault in a copy of the project, and the tests it is shown to. For `scripts/mutants.py`."""

import contextlib
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from scripts.covered import PLAIN, Covered, Fault, Workplace, copy_tree, environment, moved, write_bytecode

#: Imported once, before the processes that try the faults are forked: everything that no fault can touch.
HEAVY: Final = ("hypothesis", "numpy", "pydantic", "pytest_asyncio", "rich.console", "textual.app", "xdist", "yaml")
#: Modules of this run; those of the copy are imported anew.
OWN: Final = {"scripts", "compiling", "steps"}
#: What comes of a fault; an endless one is found too: its tests did not end in time.
KILLED, ENDLESS, SURVIVED = "killed", "endless", "survived"
#: A fault's tests may take so many times the processor's seconds they took unharmed, and so many seconds more.
PATIENCE: Final = (3, 3)
#: The same on the clock, for tests that wait for ever: a busy machine must not pass for an endless fault.
PATIENCE_ON_THE_CLOCK: Final = (30, 60)


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

    def __init__(self, fault: Fault, tree: Path, place: str, tests: list[str], seconds: float, work: Workplace) -> None:
        self.fault, self.tree, self.place = fault, tree, place
        self.path = tree / moved(fault.file, PLAIN, place)
        self.source = self.path.read_bytes()
        self.times = self.path.stat()
        self.path.write_bytes(fault.mutation.applied(self.source))
        self.deadline = time.monotonic() + PATIENCE_ON_THE_CLOCK[0] * seconds + PATIENCE_ON_THE_CLOCK[1]
        self.work = work
        self.pid = os.fork()
        if not self.pid:
            self._run(tests, int(PATIENCE[0] * seconds) + PATIENCE[1])
        work.begun(self.pid)

    def _run(self, tests: list[str], most: int) -> None:
        """In the child: run the tests within `most` seconds of the processor; exit with pytest's code."""
        code = 1
        try:
            os.setsid()
            os.close(self.work.line)
            resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
            silent = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(silent, stream)
            os.chdir(self.tree)
            os.environ.update(environment(self.tree, self.place))
            os.environ.pop("AIBOARD_COMPILED_PATH", None)
            sys.dont_write_bytecode = True
            sys.path[:0] = [str(self.tree / self.place), str(self.tree)]
            for name in [name for name in sys.modules if name.partition(".")[0] in OWN]:
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
        if not ended or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
            return ENDLESS
        return SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED

    def stop(self, ended: bool = False) -> None:
        """End what still runs and take the fault out of the copy."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        if not ended:
            os.waitpid(self.pid, 0)
        self.work.ended(self.pid)
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
        with Workplace() as work:
            free = [copy_tree(work.folder / str(job), self.known.place) for job in range(jobs)]
            for tree in free:
                write_bytecode(tree, self.known.place, {test.partition("::")[0] for test in self.known.seconds})
            running: list[Trial] = []
            while running or (waiting and time.monotonic() < until):
                while free and waiting and time.monotonic() < until:
                    self._begin(waiting.pop(0), free, running, work)
                time.sleep(0.02)
                for trial in list(running):
                    if outcome := trial.outcome():
                        running.remove(trial)
                        free.append(trial.tree)
                        self._note(trial.fault, outcome)

    def _begin(self, fault: Fault, free: list[Path], running: list[Trial], work: Workplace) -> None:
        tests = self.chosen(fault)
        seconds = sum(self.known.seconds[test] for test in tests)
        running.append(Trial(fault, free.pop(), self.known.place, tests, seconds, work))

    def _note(self, fault: Fault, outcome: str) -> None:
        self.outcomes[fault] = outcome
        shown = {KILLED: ".", ENDLESS: "t", SURVIVED: f"\n{fault}\n"}[outcome]
        print(shown, end="", flush=True, file=sys.stderr)
