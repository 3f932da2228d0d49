"""The full-screen game. The only package that imports textual; `run` is its one way in."""

from __future__ import annotations

from aiboard.tui.launch import run

__all__ = ["run"]
