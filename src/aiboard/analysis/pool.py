"""Processes for many games, stopped by one Ctrl-C: no worker prints a traceback, none is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, redirect_stderr, suppress
from multiprocessing import resource_tracker

from aiboard.instruments.errors import InputError

_NICE = 5


@contextmanager
def pool(workers: int) -> Iterator[Executor | None]:
    """An executor of so many processes; None for fewer than two, and the work is done here.


    Ctrl-C goes to the whole group of processes. Workers ignore it; the parent ends them and raises KeyboardInterrupt.

    Raises InputError when a worker was ended from outside, as the system does when memory runs out.
    """
    if workers < 2:
        yield None
        return
    # Another pool of this process may be at work: only our own workers are ended.
    others = {child.pid for child in multiprocessing.active_children()}
    executor = ProcessPoolExecutor(workers, initializer=_ignore_interrupts)
    try:
        with _interrupts_held():
            # Started now and not with the first work: children inherit the held signal and cannot be interrupted
            # before the initializer runs.
            for _ in range(workers):
                executor.submit(_nothing)
        yield executor
        executor.shutdown()
    except BrokenProcessPool:
        executor.shutdown(cancel_futures=True)
        message = "a worker process was ended from outside, perhaps because memory ran out; use fewer"
        raise InputError(message, field="--jobs") from None
    except BaseException:
        # A worker may be in the middle of minutes of work that nobody wants any more. Nothing is cancelled: the thread
        # that sees the workers end gives up all that waits, and fails on work that was cancelled before.
        for child in multiprocessing.active_children():
            if child.pid not in others:
                child.terminate()
        executor.shutdown()
        raise


class Background:
    """Processes for work that a face waits for in a thread, and may end at any moment.

    Work in a thread of the face's own process could not be ended before it is done, and the program would not leave
    before that either.
    """

    def __init__(self, workers: int) -> None:
        # Started afresh and not forked: a copy of a process with threads may hold locks that nobody opens again.
        context = multiprocessing.get_context("spawn")
        if os.name == "posix":
            # It is handed the standard error's descriptor, and a full-screen program puts something without one there.
            with redirect_stderr(sys.__stderr__):
                resource_tracker.ensure_running()
        self._others = {child.pid for child in multiprocessing.active_children()}
        self.executor = ProcessPoolExecutor(workers, context, _in_the_background)

    def stop(self) -> None:
        """End the processes at once; whoever waits for their work gets a BrokenProcessPool."""
        for child in multiprocessing.active_children():
            if child.pid not in self._others:
                child.terminate()
        self.executor.shutdown(wait=False, cancel_futures=True)


def _in_the_background() -> None:
    _ignore_interrupts()
    # The keys of whoever plays come first.
    if hasattr(os, "nice"):
        os.nice(_NICE)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A Ctrl-C meanwhile waits until the end. Windows cannot hold signals; there the initializer has to do."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ignore_interrupts() -> None:
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _nothing() -> None:
    """Work for a process to start with."""
