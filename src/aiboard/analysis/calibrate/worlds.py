"""Worlds that differ from a scenario in a few dials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiboard.scenario import Resolved, from_data

Changes = Mapping[str, Mapping[str, Any]]
"""Section of a scenario -> dial -> value."""


def changed(resolved: Resolved, changes: Changes) -> Resolved:
    """The scenario with other dials, checked like any other; its equity scale stays the scenario's own."""
    data = dict(resolved.data)
    for section, dials in changes.items():
        data[section] = {**data[section], **dials}
    return from_data(data)


def has(resolved: Resolved, changes: Changes) -> bool:
    """Whether the scenario has all these dials."""
    return all(dial in resolved.data.get(section, {}) for section, dials in changes.items() for dial in dials)
