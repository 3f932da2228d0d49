"""The user's cache folder: what takes long to measure and can be measured again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

CACHE_VARIABLE: Final = "AIBOARD_CACHE"
"""Names another cache folder."""
_LARGEST: Final = 4_000_000


def cache_folder() -> Path:
    """AIBOARD_CACHE, else the user's cache folder."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("aiboard", appauthor=False)


def read_text(path: Path) -> str:
    """What a cached file holds; empty where it is absent, cannot be read, or is larger than any of ours."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_LARGEST + 1)
    except (OSError, ValueError):
        return ""
    return text if len(text) <= _LARGEST else ""


def keep_text(path: Path, text: str) -> None:
    """Write a cached file; a folder that may not be written costs only the time to measure again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved: a reader never sees half a file, and of two writers one wins.
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(path)
    except OSError:
        return
