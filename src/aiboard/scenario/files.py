"""Where the shipped scenarios are: in a checkout beside the sources, in an installed package inside it."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The folder of the shipped scenarios."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parent.parent / "scenarios"


def shipped() -> list[Path]:
    """The shipped scenario files, by name."""
    return sorted(folder().glob("*.yaml"))
