"""What a player sets once: theme, animation, charts, mouse, keys; and where the last game lies. A small JSON file.

A file that cannot be read or holds nonsense is no reason not to play: the defaults stand and one line says so.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from aiboard.instruments.text import clean
from aiboard.tui import keys, themes

CHARTS: Final = ("block", "braille", "ascii")
_LIMIT: Final = 100_000
"""Bytes of the file that are read."""


@dataclass(slots=True)
class Settings:
    """The player's settings. `note` is one line about a file that could not be used, or empty."""

    theme: str = "dark"
    animation: bool = True
    #: Block characters are in every font; braille is finer where the font has it.
    charts: str = "block"
    mouse: bool = True
    coach: bool = True
    keymap: dict[str, str] = field(default_factory=dict)
    #: The save of the game played last, and how it stood.
    last: str = ""
    last_line: str = ""
    #: Scenarios played to the end.
    finished: list[str] = field(default_factory=list)
    note: str = field(default="", compare=False)

    def resumable(self) -> str:
        """The save to go on with; where AIBOARD_SAVES names a folder, only one that lies in it."""
        if not self.last:
            return ""
        from aiboard.journal.places import SAVES_VARIABLE

        named = os.environ.get(SAVES_VARIABLE)
        inside = not named or Path(named).resolve() in Path(self.last).resolve().parents
        return self.last if inside else ""


def folder() -> Path:
    """Where settings lie: AIBOARD_HOME if set, else the platform's folder for settings."""
    home = os.environ.get("AIBOARD_HOME")
    if home:
        return Path(home)
    from platformdirs import user_config_path

    return user_config_path("aiboard", appauthor=False)


def _file() -> Path:
    return folder() / "settings.json"


def load() -> Settings:
    """The settings; defaults where the file has none or nonsense."""
    out = Settings()
    # Over a network link each changed cell costs; a player may switch animation on again.
    out.animation = os.environ.get("TEXTUAL_ANIMATIONS", "").lower() != "none" and "SSH_TTY" not in os.environ
    try:
        with _file().open(encoding="utf-8") as stream:
            data = json.loads(stream.read(_LIMIT))
    except FileNotFoundError:
        return out
    except (OSError, ValueError, RecursionError):
        out.note = f"{clean(str(_file()))} cannot be read; the default settings are used"
        return out
    if not isinstance(data, dict):
        out.note = f"{clean(str(_file()))} holds no settings; the defaults are used"
        return out
    _fill(out, data)
    return out


def _fill(out: Settings, data: dict[str, Any]) -> None:
    if data.get("theme") in themes.THEMES:
        out.theme = data["theme"]
    if data.get("charts") in CHARTS:
        out.charts = data["charts"]
    for name in ("animation", "mouse", "coach"):
        if isinstance(data.get(name), bool):
            setattr(out, name, data[name])
    for name in ("last", "last_line"):
        if isinstance(data.get(name), str):
            setattr(out, name, clean(data[name], 300))
    if isinstance(data.get("finished"), list):
        out.finished = [clean(item, 80) for item in data["finished"][:200] if isinstance(item, str)]
    keymap = data.get("keymap")
    if isinstance(keymap, dict) and keymap:
        wanted = {str(name): str(value) for name, value in list(keymap.items())[:200]}
        try:
            keys.remapped(wanted)
            out.keymap = wanted
        except keys.KeymapError as error:
            out.note = clean(f"{_file()}: {error}; the default keys are used")


def save(settings: Settings) -> str:
    """Write them; returns one line about what went wrong, or an empty text."""
    data = asdict(settings)
    data.pop("note")
    path = _file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".new")
        fresh.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        return clean(f"settings not saved: {error.strerror or error}: {path}")
    return ""


