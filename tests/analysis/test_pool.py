"""Processes for many games: one Ctrl-C ends all of them, and a worker that dies is said in one line."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress

import pytest

from aiboard.analysis import runner
from aiboard.analysis.pool import Background, pool
from aiboard.instruments.errors import InputError
from tests.game.small import small


def _die() -> None:
    os._exit(9)


def test_a_worker_that_dies_is_one_line() -> None:
    with pytest.raises(InputError, match="use fewer") as told:
        with pool(2) as executor:
            assert executor is not None
            executor.submit(_die).result()
    assert "\n" not in str(told.value)


def test_one_job_needs_no_process() -> None:
    with pool(1) as executor:
        assert executor is None


class _Counting(Executor):
    """Plays when asked for the result; remembers how many tasks were out at once."""

    def __init__(self) -> None:
        self.out = self.most = 0

    def submit(self, work: Callable[..., object], /, *args: object, **names: object) -> Future[object]:  # type: ignore[override]
        self.out += 1
        self.most = max(self.most, self.out)
        future: Future[object] = Future()

        def result(timeout: float | None = None) -> object:
            self.out -= 1
            return work(*args, **names)

        future.result = result  # type: ignore[method-assign]
        return future


def test_work_is_handed_out_in_a_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHUNK", 1)
    monkeypatch.setattr(runner, "WINDOW", 5)
    executor = _Counting()
    found = runner.run_games(small(), "idle", range(20), executor=executor)
    assert [result.seed for result in found] == list(range(20)) and executor.most == 5


def _interruptible() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="needs process groups")
@pytest.mark.parametrize("wait", [0.4, 4.0])
def test_ctrl_c_ends_every_process_without_a_traceback(wait: float) -> None:
    words = ["simulate", "support-chatbot", "--jobs", "2", "--games", "1000000"]
    program = subprocess.Popen(
        [sys.executable, "-m", "aiboard", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        process_group=0,
        # Tests may run in the background, where a shell has Ctrl-C ignored; Python would go on ignoring it.
        preexec_fn=_interruptible,
    )
    try:
        time.sleep(wait)
        os.killpg(program.pid, signal.SIGINT)
        began = time.monotonic()
        out, err = program.communicate(timeout=30)
    finally:
        if program.poll() is None:
            os.killpg(program.pid, signal.SIGKILL)
    assert (out, err) == (b"", b"interrupted\n")
    # Python dies of the signal itself, which shells report as 130 too, when it came while text was being executed.
    assert program.returncode in (130, -signal.SIGINT)
    assert time.monotonic() - began < 10
    with pytest.raises(ProcessLookupError):
        os.killpg(program.pid, 0)


@pytest.mark.skipif(os.name == "nt", reason="there no process ends another so")
@pytest.mark.parametrize("start", ["(kept := pool(2)).__enter__()", "Background(2).executor"])
def test_workers_end_with_a_parent_that_was_killed(start: str) -> None:
    program = f"""
import os, signal
from aiboard.analysis.pool import Background, pool
executor = {start}
executor.submit(os.getpid).result()
os.kill(os.getpid(), signal.SIGKILL)
"""
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as parent:
        try:
            # Every worker has the pipe's other end: it is closed when the last one ends.
            parent.communicate(timeout=60)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(parent.pid, signal.SIGKILL)
    assert parent.returncode == -signal.SIGKILL


def test_background_work_ends_at_once_and_leaves_nobody() -> None:
    others = {child.pid for child in multiprocessing.active_children()}
    work = Background(2)
    assert work.executor.submit(abs, -3).result(60) == 3
    waiting = work.executor.submit(time.sleep, 600)
    begun = time.monotonic()
    work.stop()
    with pytest.raises((BrokenProcessPool, CancelledError)):
        waiting.result(30)
    assert time.monotonic() - begun < 30
    for _ in range(200):
        if {child.pid for child in multiprocessing.active_children()} <= others:
            break
        time.sleep(0.05)
    assert {child.pid for child in multiprocessing.active_children()} <= others
