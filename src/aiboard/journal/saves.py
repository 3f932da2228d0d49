"""Where saves are kept, how they are named, and which there are."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiboard.instruments.errors import InputError

SAVES_VARIABLE: Final = "AIBOARD_SAVES"
"""Environment variable that names another folder for saves."""
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
    folder = os.environ.get(SAVES_VARIABLE)
    if folder:
        # Path.expanduser would raise for a user that does not exist.
        return Path(os.path.expanduser(folder))
    root = checkout()
    if root is not None:
        return root / "saves"
    from platformdirs import user_data_path

    return user_data_path("aiboard", appauthor=False) / "saves"


def now() -> str:
    """The time in UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_path(scenario: str, seed: int, folder: Path | None = None) -> Path:
    """A name no file has yet: scenario, seed, time, and a few random letters.

    Several games may begin in the same second, in several processes, and none of them can see the others' names.
    """
    directory = folder if folder is not None else saves_folder()
    return directory / file_name(scenario, seed, f"{datetime.now(UTC):%Y%m%d-%H%M%S}", secrets.token_hex(3))


def file_name(scenario: str, seed: int, *suffixes: str) -> str:
    """A save's name from letters, digits and dashes only."""
    # An id comes from anyone's file: cut, so that seed, time and letters fit into a file name's 255 bytes.
    name = re.sub(r"[^A-Za-z0-9-]+", "-", scenario).strip("-")[:60] or "game"
    return "-".join([name, str(seed), *suffixes]) + SUFFIX


@dataclass(frozen=True)
class SaveInfo:
    """A save as a list shows it: its file, scenario id, seed, the last day that ended (0: none), how many there are (0:
    not said).
    """

    path: Path
    scenario: str
    seed: int
    day: int
    days: int = 0

    @property
    def finished(self) -> bool:
        """Whether its last day has ended."""
        return 0 < self.days <= self.day


def recent_saves(limit: int = 20, folder: Path | None = None, deep: bool = False) -> list[SaveInfo]:
    """Saves, newest first; files that do not begin like a save are left out. With `deep` also those of subfolders."""
    directory = folder if folder is not None else saves_folder()
    saves: list[SaveInfo] = []
    for path in _newest_first(directory, deep):
        # Counted after reading, so that a file that is no save takes nobody's place.
        if len(saves) == limit:
            break
        try:
            saves.append(_listed(path))
        # Anyone may have put the file there. Whatever it does to the reader, the other saves are still to be listed.
        except Exception:
            continue
    return saves


def _newest_first(folder: Path, deep: bool) -> list[Path]:
    """The files of a folder that are named like saves; links that lead nowhere are left out."""
    times: list[tuple[float, Path]] = []
    try:
        for pattern in ("*" + SUFFIX, *(["*/*" + SUFFIX] if deep else [])):
            for item in folder.glob(pattern):
                with suppress(OSError):
                    times.append((item.stat().st_mtime, item))
    except OSError:
        return []
    return [path for _, path in sorted(times, reverse=True)]


def _listed(path: Path) -> SaveInfo:
    # Here, since the first screen asks this module for a folder's name only.
    from aiboard.journal.reader import peek

    header, day = peek(path)
    name, calendar = header.scenario.get("id"), header.scenario.get("calendar")
    days = calendar.get("days") if isinstance(calendar, dict) else None
    day_count = days if isinstance(days, int) else 0
    return SaveInfo(path, name if isinstance(name, str) else "?", header.seed, day, day_count)


def typed_path(text: str) -> Path:
    """The path a person typed, `~` and `~user` spelled out. InputError for an empty one and for an unknown user."""
    if not text.strip():
        raise InputError("the file name is empty; give one")
    expanded = os.path.expanduser(text.strip())
    # expanduser leaves `~name` as it is where nobody has that name; a folder called `~name` would be made.
    if expanded.startswith("~"):
        raise InputError("no user of this name has a home here; write the folder out", file=text)
    return Path(expanded)
