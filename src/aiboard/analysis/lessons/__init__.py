"""The lessons, each measured: what following the advice is worth here, and in the world where it should stop."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.lessons import deciding, launching, measuring, supplying
from aiboard.analysis.lessons.lesson import PROJECT, Boundary, Lesson

#: By id, in the order of their ids.
LESSONS: Final[dict[str, Lesson]] = {
    lesson.id: lesson
    for lesson in sorted(
        (*deciding.LESSONS, *measuring.LESSONS, *supplying.LESSONS, *launching.LESSONS), key=lambda lesson: lesson.id
    )
}

__all__ = ["LESSONS", "PROJECT", "Boundary", "Lesson"]
