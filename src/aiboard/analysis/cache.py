"""What was measured, on disk line by line: a run that was broken off goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Final

CACHE_VARIABLE: Final = "AIBOARD_CACHE"
"""Names another cache folder."""
_LARGEST: Final = 64_000_000


def cache_folder() -> Path:
    """What takes long to measure and can be measured again: in AIBOARD_CACHE, else the user's cache folder."""
    override = os.environ.get(CACHE_VARIABLE)
    if override:
        return Path(override)
    from platformdirs import user_cache_path

    return user_cache_path("aiboard", appauthor=False)


class Cache:
    """One measurement: a line a finished game, or one for what they came to.

    Args:
        kind: of measurement; a folder of the cache.
        of: everything that it depends on; it names the file.
    """

    def __init__(self, kind: str, of: Mapping[str, Any]) -> None:
        name = hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()
        self.path: Path = cache_folder() / kind / f"{name[:32]}.jsonl"
        self._head = json.dumps({"of": of}, sort_keys=True)

    def read(self) -> list[dict[str, Any]]:
        """What stands on the whole lines, in their order; a line that is no JSON object counts as absent."""
        lines = self._whole().split("\n")
        # Another file's head: somebody edited it.
        if lines[0] != self._head:
            return []
        return [row for line in lines[1:] if (row := _parsed(line)) is not None]

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Lines are added behind the whole ones; a folder that may not be written costs only the resuming."""
        text = self._whole()
        file: IO[str] | None = None
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if text.partition("\n")[0] == self._head:
                # A line added behind half a line would be lost with it.
                os.truncate(self.path, len(text.encode()))
            else:
                self.path.write_text(f"{self._head}\n", encoding="utf-8", newline="\n")
            # Behind whatever is there by then: two may measure the same at once.
            file = self.path.open("a", encoding="utf-8", newline="\n")
        try:
            yield Writer(file)
        finally:
            if file is not None:
                with suppress(OSError):
                    file.close()

    def _whole(self) -> str:
        """The file up to its last whole line; empty where there is none of ours."""
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                text = file.read(_LARGEST + 1)
        except (OSError, ValueError):
            return ""
        # A file that is larger than any of ours counts as absent.
        return text[: text.rfind("\n") + 1] if len(text) <= _LARGEST else ""


class Writer:
    """Adds lines."""

    def __init__(self, file: IO[str] | None) -> None:
        self._file = file

    def add(self, game: Mapping[str, Any]) -> None:
        """Write a line, at once."""
        if self._file is None:
            return
        try:
            self._file.write(json.dumps(game) + "\n")
            self._file.flush()
        except OSError:
            # A full disk: the figures are still worked out, they are only not kept.
            self._file = None


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None
