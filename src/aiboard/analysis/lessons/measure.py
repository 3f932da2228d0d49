"""Measures lessons: each pair of bots on common seeds, in a scenario and in the boundary world made of it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import cached_property
from typing import Any, Final

from aiboard.analysis import anchors
from aiboard.analysis.estimate import paired_difference
from aiboard.analysis.lessons.cells import Cell, cached_values, play
from aiboard.analysis.lessons.lesson import Lesson
from aiboard.analysis.lessons.measured_lesson import Effect, MeasuredLesson
from aiboard.analysis.runner import Progress, offset_progress
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import ResolvedScenario

PROBES: Final = 2
"""Games of either bot kept whole with a verdict, so that a stale one is noticed by playing them again."""


class LessonMeasurement:
    """Some lessons in one scenario. Cells are shared between lessons and looked up before anything is played.

    Args:
        resolved: the scenario.
        lessons: which.
        seeds: common to all bots and worlds.
    """

    def __init__(self, resolved: ResolvedScenario, lessons: Sequence[Lesson], seeds: range) -> None:
        self.resolved = resolved
        self.seeds = seeds
        self.worlds = {lesson.id: (lesson, lesson.boundary.world(resolved)) for lesson in lessons}
        self._values: dict[tuple[str, str], list[int]] = {}
        self._missing: dict[tuple[str, str], Cell] = {}
        for lesson, other in self.worlds.values():
            # Obeying is the same bot for all lessons: in the scenario its games are played once.
            for world in (resolved, other):
                for obey in (True, False):
                    self._look_up(Cell(world, lesson.id, obey))

    def _look_up(self, cell: Cell) -> None:
        if cell.key in self._values or cell.key in self._missing:
            return
        values = cached_values(cell, self.seeds)
        if values is None:
            self._missing[cell.key] = cell
        else:
            self._values[cell.key] = values

    @cached_property
    def games(self) -> int:
        """Games that have to be played, those of the equity scale included."""
        scale = 0 if anchors.find(self.resolved) else 2 * len(anchors.SEEDS)
        return scale + len(self._missing) * len(self.seeds)

    def run(self, executor: Executor | None = None, progress: Progress | None = None) -> list[MeasuredLesson]:
        """Play what is missing and judge every lesson, in the order they were given.

        Each cell is kept as soon as it is played: what raises out of here (a KeyboardInterrupt, or whatever
        `progress` raises to cancel) loses at most one.

        Args:
            executor: where the games are played; the figures never depend on it.
            progress: told how many of `games` are done.
        """
        done = self.games - len(self._missing) * len(self.seeds)
        scale = anchors.get(self.resolved, executor, progress)
        for key, cell in list(self._missing.items()):
            self._values[key] = play(cell, self.seeds, executor, offset_progress(done, progress))
            del self._missing[key]
            done += len(self.seeds)
        return [self._measured(lesson, other, scale) for lesson, other in self.worlds.values()]

    def _measured(self, lesson: Lesson, other: ResolvedScenario, scale: anchors.Anchors) -> MeasuredLesson:
        obeyed, ignored = self._pair(self.resolved, lesson)
        return MeasuredLesson(
            lesson,
            self._effect(self.resolved, lesson, scale),
            # On the scenario's own scale: a point is the same number of dollars on either side.
            self._effect(other, lesson, scale),
            (tuple(obeyed[:PROBES]), tuple(ignored[:PROBES])),
        )

    def _effect(self, world: ResolvedScenario, lesson: Lesson, scale: anchors.Anchors) -> Effect:
        obeyed, ignored = self._pair(world, lesson)
        value = paired_difference([cents / 100 for cents in obeyed], [cents / 100 for cents in ignored])
        return Effect(world.key, world.sha, value, scale.scale_difference(value))

    def _pair(self, world: ResolvedScenario, lesson: Lesson) -> tuple[list[int], list[int]]:
        keys = [Cell(world, lesson.id, obey).key for obey in (True, False)]
        return self._values[keys[0]], self._values[keys[1]]


def document(lessons: Sequence[MeasuredLesson], seeds: range) -> dict[str, Any]:
    """The figures of at least one lesson as one JSON document."""
    return {
        "games": len(seeds),
        "seed": seeds[0],
        "rules_version": RULES_VERSION,
        "scenario": lessons[0].here.world,
        "lessons": [item.data() for item in lessons],
    }
