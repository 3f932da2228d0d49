"""Worlds made of a scenario by changing a few dials: what a rule or a part of a world is worth is measured in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aiboard.scenario import ResolvedScenario, from_data

EACH: Final = "*"
"""Under a list of things (families, datasets, ideas): what changes in each of them."""
Changes = Mapping[str, Any]
"""As a scenario file has them: section -> dial -> value."""


def with_changes(resolved: ResolvedScenario, changes: Changes, variant: str = "") -> ResolvedScenario:
    """The scenario with other dials, checked like any other; its equity scale stays the scenario's own.

    As a `variant` it has a name of its own. Raises InputError where the changes do not make a sound scenario.
    """
    data = _changed(resolved.data, changes)
    return from_data({**data, "variant": variant}, resolved.key) if variant else from_data(data)


def has_dials(resolved: ResolvedScenario, changes: Changes) -> bool:
    """Whether the scenario has all these dials."""
    return all(dial in resolved.data.get(section, {}) for section, dials in changes.items() for dial in dials)


def _changed(data: Any, changes: Any) -> Any:
    if isinstance(data, list) and isinstance(changes, Mapping):
        return [_changed(item, changes[EACH]) for item in data]
    if not isinstance(data, Mapping) or not isinstance(changes, Mapping):
        return changes
    return {**data, **{key: _changed(data.get(key), value) for key, value in changes.items()}}
