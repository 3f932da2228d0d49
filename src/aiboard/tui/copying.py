"""Copying out: the clipboard by OSC 52 where the terminal listens, and a file always; says where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.instruments.errors import InputError
from aiboard.instruments.files import write_whole
from aiboard.instruments.text import clean, clean_block
from aiboard.journal.places import saves_folder

if TYPE_CHECKING:
    from aiboard.tui.app import AiBoard


def copy_out(app: AiBoard, text: str, name: str) -> str:
    """Copy `text` and write it to a file called after the save and `name`; one line about both."""
    body = clean_block(text).rstrip() + "\n"
    app.copy_to_clipboard(body)
    save = app.session.game.path if app.session is not None else None
    path = save.with_name(f"{save.stem}-{name}.txt") if save is not None else saves_folder() / f"{name}.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, body)
    except OSError as error:
        return f"copied; not written: {clean(error.strerror or str(error))}: {clean(str(path), 200)}"
    except InputError as error:
        return f"copied; not written: {error}"
    return f"copied, and written to {clean(str(path), 200)}"
