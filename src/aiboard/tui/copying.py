"""Copying out: a file always; the clipboard is the terminal's affair."""

from __future__ import annotations

from pathlib import Path

from aiboard.instruments.errors import InputError
from aiboard.instruments.files import write_whole
from aiboard.instruments.text import clean, clean_block
from aiboard.journal.saves import saves_folder


def write_out(text: str, save: Path | None, name: str) -> tuple[str, str]:
    """Write `text` to a file called after the save and `name`; what was written, and one line about it."""
    body = clean_block(text).rstrip() + "\n"
    # Beside the save, where a player looks for what belongs to the game.
    path = save.with_name(f"{save.stem}-{name}.txt") if save is not None else saves_folder() / f"{name}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, body)
    except OSError as error:
        return body, f"not written: {clean(error.strerror or str(error))}: {clean(str(path), 200)}"
    except InputError as error:
        return body, f"not written: {error}"
    # The name first: a narrow line cuts the end.
    return body, f"written to {clean(path.name, 120)} in {clean(str(path.parent), 200)}"
