"""What a player sets once: theme, animation, charts, mouse, keys; and where the last game lies. A small JSON file.

A file that cannot be read or holds nonsense is no reason not to play: the defaults stand and one line says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from aiboard.instruments.errors import InputError
from aiboard.instruments.files import read_regular, write_whole
from aiboard.instruments.text import clean
from aiboard.tui import keys, themes

CHARTS: Final = ("block", "braille", "ascii")
_LIMIT: Final = 100_000
"""Largest file read, in bytes."""
_MOST: Final = 200
"""Most scenarios finished and keys remapped that are kept."""
_LONGEST: Final = 4_096
"""Longest text that is kept, in characters: a path may be that long."""
_NOTE: Final = 400
"""Longest notice, in characters."""


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
        """The save to go on with, while it is there; where AIBOARD_SAVES names a folder, only one that lies in it."""
        if not self.last:
            return ""
        from aiboard.journal.saves import SAVES_VARIABLE, saves_folder

        # Somebody else's folder of saves (a test's, a class room's) must not offer this player's game.
        inside = SAVES_VARIABLE not in os.environ or saves_folder().resolve() in Path(self.last).resolve().parents
        return self.last if inside and Path(self.last).is_file() else ""


def folder() -> Path:
    """Where settings lie: AIBOARD_HOME if set, else the platform's folder for settings."""
    home = os.environ.get("AIBOARD_HOME")
    if home:
        return Path(os.path.expanduser(home))
    from platformdirs import user_config_path

    return user_config_path("aiboard", appauthor=False)


def _file() -> Path:
    return folder() / "settings.json"


def load() -> Settings:
    """The settings; defaults where the file has none or nonsense."""
    out = Settings()
    # Over a network link each changed cell costs; a player may switch animation on again.
    out.animation = os.environ.get("TEXTUAL_ANIMATIONS", "").lower() != "none" and "SSH_TTY" not in os.environ
    path = _file()
    if not path.exists():
        return out
    try:
        data = json.loads(read_regular(path, _LIMIT, "a settings file").decode("utf-8-sig"))
    except (InputError, ValueError, RecursionError):
        out.note = f"{clean(str(path))} cannot be read; the default settings are used"
        return out
    if not isinstance(data, dict):
        out.note = f"{clean(str(path))} holds no settings; the defaults are used"
        return out
    wrong = _fill(out, data)
    if wrong:
        out.note = clean(f"{path}: {', '.join(wrong)}; the defaults are used there", _NOTE)
    return out


def _fill(out: Settings, data: dict[str, Any]) -> list[str]:
    """Take over what the file says; what could not be used, one phrase each.

    A value of any JSON type may stand under any name, so each is judged by its type first: a list cannot even be
    looked up in a table of names.
    """
    wrong: list[str] = []
    for name, fits in _VALIDATORS.items():
        if name not in data:
            continue
        if fits(data[name]):
            setattr(out, name, data[name])
        else:
            wrong.append(f"{name} has a value that does not fit")
    out.last_line = clean(out.last_line, 300)
    out.finished = [clean(item, 80) for item in out.finished[:_MOST]]
    if out.keymap:
        try:
            keys.remap(out.keymap)
        except keys.KeymapError as error:
            out.keymap = {}
            wrong.append(str(error))
    return wrong


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _is_path(value: object) -> bool:
    if not isinstance(value, str) or len(value) > _LONGEST or "\0" in value:
        return False
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        # Half a character is text to JSON, and nothing that a file system could hold.
        return False
    return True


def _is_bool(value: object) -> bool:
    return isinstance(value, bool)


#: Whether a value read from the file can be used, by the setting's name.
_VALIDATORS: Final[dict[str, Callable[[Any], bool]]] = {
    "theme": lambda value: _is_text(value) and value in themes.THEMES,
    "charts": lambda value: _is_text(value) and value in CHARTS,
    "animation": _is_bool,
    "mouse": _is_bool,
    "coach": _is_bool,
    "last": _is_path,
    "last_line": _is_text,
    "finished": lambda value: isinstance(value, list) and all(_is_text(item) for item in value),
    "keymap": lambda value: isinstance(value, dict) and len(value) <= _MOST and all(map(_is_text, value.values())),
}


def save(settings: Settings) -> str:
    """Write them; returns one line about what went wrong, or an empty text."""
    data = asdict(settings)
    # About the file as it was read, not a setting.
    data.pop("note")
    path = _file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(data, indent=2) + "\n")
    except OSError as error:
        return clean(f"settings not saved: {error.strerror or error}: {path}")
    except InputError as error:
        return clean(f"settings not saved: {error}", _NOTE)
    return ""
