"""Texts kept in files beside the tests. AIBOARD_GOLDEN=write writes them anew, to be read before they are committed."""

import os
from pathlib import Path


def as_written(file: Path, text: str) -> None:
    """The text is as it was written down."""
    if os.environ.get("AIBOARD_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text + "\n", encoding="utf-8", newline="\n")
    assert file.read_text(encoding="utf-8") == text + "\n"
