"""Where saves live, what they are called, and which there are."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

SAVES_VARIABLE: Final = "AIBOARD_SAVES"
"""Names another folder for saves."""
SUFFIX: Final = ".jsonl"
_LEVELS: Final = 3
"""How far above the package a checkout's root may be: src/aiboard, build/compiled/aiboard."""


def checkout() -> Path | None:
    """The root of the checkout the package runs from; None when it is installed."""
    for folder in list(Path(__file__).resolve().parents[1].parents)[:_LEVELS]:
        if (folder / "pyproject.toml").is_file() and (folder / "src" / "aiboard").is_dir():
            return folder
    return None


def saves_folder() -> Path:
    """Where saves go: AIBOARD_SAVES, else `saves/` of a checkout, else the user's data folder."""
    named = os.environ.get(SAVES_VARIABLE)
    if named:
        return Path(named)
    root = checkout()
    if root is not None:
        return root / "saves"
    from platformdirs import user_data_path

    return user_data_path("aiboard", appauthor=False) / "saves"


def now() -> str:
    """The time in UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_path(scenario: str, seed: int, folder: Path | None = None) -> Path:
    """A name no file has yet: scenario, seed, time."""
    place = folder if folder is not None else saves_folder()
    time = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    path, count = place / file_name(scenario, seed, time), 1
    while path.exists():
        count += 1
        path = place / file_name(scenario, seed, time, str(count))
    return path


def file_name(scenario: str, seed: int, *more: str) -> str:
    """A save's name from letters, digits and dashes only."""
    name = re.sub(r"[^A-Za-z0-9-]+", "-", scenario).strip("-")[:60] or "game"
    return "-".join([name, str(seed), *more]) + SUFFIX


@dataclass(frozen=True)
class Listed:
    """A save as a list shows it: its file, scenario id, seed, and the last day that ended (0: none)."""

    path: Path
    scenario: str
    seed: int
    day: int


def recent(limit: int = 20, folder: Path | None = None) -> list[Listed]:
    """Saves, newest first; files that are no saves are left out."""
    # Here, since the first screen asks this module for a folder's name only.
    from aiboard.instruments.errors import InputError
    from aiboard.journal.lines import DayEnd
    from aiboard.journal.reader import read

    place = folder if folder is not None else saves_folder()
    try:
        files = [(item.stat().st_mtime, item) for item in place.glob("*" + SUFFIX)]
    except OSError:
        return []
    found: list[Listed] = []
    for _, path in sorted(files, reverse=True):
        if len(found) == limit:
            break
        try:
            save = read(path)
        except InputError:
            continue
        days = [item.day for item in save.entries if isinstance(item, DayEnd)]
        name = save.header.scenario.get("id")
        found.append(Listed(path, name if isinstance(name, str) else "?", save.header.seed, max(days, default=0)))
    return found
