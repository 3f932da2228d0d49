"""The lessons, each measured: what following the advice is worth here, and in the world where it should stop."""

from __future__ import annotations

from aiboard.analysis.lessons.lesson import LESSONS, PROJECT, Boundary, Lesson

__all__ = ["LESSONS", "PROJECT", "Boundary", "Lesson"]
