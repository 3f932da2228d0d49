"""Scenarios the tests share."""

import re
from functools import cache
from pathlib import Path

from aiboard.scenario.loader import resolve
from aiboard.scenario.resolved import ResolvedScenario
from aiboard.scenario.source import parse

ROOT = Path(__file__).resolve().parents[2]


@cache
def minimal() -> str:
    """The smallest scenario, as the guide for authors prints it."""
    guide = (ROOT / "docs" / "scenario-authoring.md").read_text(encoding="utf-8")
    found = re.search(r"```yaml\n(.*?)```", guide, re.S)
    assert found is not None
    return found.group(1)


def resolved(text: str, variant: str | None = None) -> ResolvedScenario:
    """A scenario from YAML text."""
    return resolve(parse(text.encode(), "mine.yaml"), variant)


def swapped(old: str, new: str) -> str:
    """The smallest scenario with one place changed."""
    text = minimal()
    assert text.count(old) == 1, old
    return text.replace(old, new)


def line_of(text: str, part: str) -> int:
    """The line that holds `part`, from 1."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)
