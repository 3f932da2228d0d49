"""Files that ship: scenarios, in a checkout beside the sources, in an installed package inside it; tables of words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def folder() -> Path:
    """The folder of the shipped scenarios."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "scenarios"
    return packaged if packaged.is_dir() else package.parent.parent / "scenarios"


def shipped() -> list[Path]:
    """The shipped scenario files, by name."""
    return sorted(folder().glob("*.yaml"))


def load_json(module: str, name: str) -> Any:
    """What the JSON file `name` holds that stands beside a module, given by its `__file__`."""
    return json.loads(Path(module).with_name(name).read_text(encoding="utf-8"))
