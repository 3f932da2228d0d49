"""The log that WebArena and its kin print: a line a task that says whether it passed. No other file has its scores."""

from __future__ import annotations

import os
import re
from typing import Final

from aiboard.formats.reading import decoded
from aiboard.formats.scores import ScoreFile, checked, of_items
from aiboard.instruments.counted import left_out
from aiboard.instruments.text import clean

NAME: Final = "webarena"

_RESULT: Final = re.compile(r"\[Result\] \((PASS|FAIL)\) ([^\s\"]{1,500})")
_FAULT: Final = "[Unhandled Error]"


def is_log(data: bytes) -> bool:
    """Whether the bytes are such a log."""
    return b"[Result] (" in data and b"[Config file]: " in data and data[:1] not in (b"{", b"[")


def read(file: str, data: bytes) -> ScoreFile:
    """The verdict of each task; of a task that was done again the last. FormatError for a log without one."""
    text = decoded(file, data, "give the log as it was printed")
    items = {_task(path): float(verdict == "PASS") for verdict, path in _RESULT.findall(text)}
    faults = text.count(_FAULT)
    notes = [left_out(faults, "task", "that ended in a fault of the program")] if faults else []
    return checked(file, NAME, [of_items("", "pass", "", items)] if items else [], notes)


def _task(path: str) -> str:
    return clean(os.path.basename(path.replace("\\", "/")).removesuffix(".json"), 120)
