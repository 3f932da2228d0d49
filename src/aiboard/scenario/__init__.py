"""Scenarios: projects to play, one YAML file each; resolved, checked and compiled into the engine's World.

The functions here are what the rest of the product uses. The YAML reader and pydantic are imported when one of
them is called, not before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiboard.scenario.files import shipped
from aiboard.scenario.resolved import ResolvedScenario, sha_of

__all__ = ["ResolvedScenario", "from_data", "load", "sha_of", "shipped"]


def load(name: str) -> ResolvedScenario:
    """See `loader.load`."""
    from aiboard.scenario import loader

    return loader.load(name)


def from_data(data: Mapping[str, Any], file: str | None = None, line: int | None = None) -> ResolvedScenario:
    """See `loader.from_data`."""
    from aiboard.scenario import loader

    return loader.from_data(data, file, line)
