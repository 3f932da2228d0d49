"""The full-screen game. The only package that imports textual; `run` is its one way in, `Options` what it opens."""

from __future__ import annotations

from aiboard.tui.launch import run
from aiboard.tui.options import Options

__all__ = ["Options", "run"]
