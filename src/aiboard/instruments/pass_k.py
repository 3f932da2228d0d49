"""pass^k: the chance that k trials of a task, drawn without putting back, all pass (Yao et al. 2024, tau-bench).

For a task with n trials of which c passed, the unbiased estimate is C(c, k) / C(n, k); its mean over tasks is
the figure. pass^1 is the pass rate; how fast pass^k falls with k says how reliable the agent is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb
from typing import Final

from aiboard.instruments.counted import count
from aiboard.instruments.trajectory import Run

MAX_K: Final = 32
"""Largest k shown."""


@dataclass(frozen=True)
class PassK:
    """pass^k for one k: the mean over the tasks with at least k trials, and how many tasks these are."""

    k: int
    value: float
    tasks: int


@dataclass(frozen=True)
class Passes:
    """What the trials of some runs say.

    Attributes:
        trials: runs that count: they name their task and have a reward.
        left_out: runs that do not count.
        by_k: one figure for each k from 1 to the most trials of any task, MAX_K at most.
    """

    trials: int
    left_out: int
    by_k: tuple[PassK, ...]

    @property
    def sentence(self) -> str:
        """The figures in words, with which trials count."""
        task_count = self.by_k[0].tasks
        figures = ", ".join(
            f"pass^{figure.k} {figure.value:.3f}"
            + (f" ({count(figure.tasks, 'task')})" if figure.tasks < task_count else "")
            for figure in self.by_k
        )
        omitted = f"; {count(self.left_out, 'run')} without task or reward left out" if self.left_out else ""
        trials = f"{count(task_count, 'task')} and {count(self.trials, 'trial')}"
        return f"{figures} over {trials} with a reward; reward 1 is a pass{omitted}"


def pass_k(runs: Iterable[Run]) -> Passes | None:
    """The figures of some runs. None without a trial that counts, or where a reward lies outside 0 to 1.

    A trial passes with reward 1. Of rewards beyond 1 it is not known which of them are a success.
    """
    tasks: dict[str, list[bool]] = {}
    left_out = 0
    for run in runs:
        if run.task is None or run.reward is None:
            left_out += 1
            continue
        passed = run.passed is True
        if not passed and not 0 <= run.reward <= 1:
            return None
        tasks.setdefault(run.task, []).append(passed)
    if not tasks:
        return None
    max_trials = max(len(trials) for trials in tasks.values())
    figures = tuple(_figure(list(tasks.values()), k) for k in range(1, min(max_trials, MAX_K) + 1))
    return Passes(sum(len(trials) for trials in tasks.values()), left_out, figures)


def _figure(tasks: list[list[bool]], k: int) -> PassK:
    shares = [comb(sum(trials), k) / comb(len(trials), k) for trials in tasks if len(trials) >= k]
    return PassK(k, sum(shares) / len(shares), len(shares))
