"""The worlds a lesson is measured in: a scenario, and the boundary world made of it by changing a few dials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from aiboard.analysis.lessons.lesson import Boundary
from aiboard.scenario import Resolved, from_data

EACH: Final = "*"
"""Under a list of things (families, datasets, ideas): what changes in each of them."""


def beyond(resolved: Resolved, boundary: Boundary) -> Resolved:
    """The boundary world made of a scenario, checked as every scenario is, with a sha of its own.

    Raises InputError where the changes do not make a sound scenario of this one.
    """
    data = _changed(resolved.data, boundary.changes)
    return from_data({**data, "variant": boundary.name}, resolved.key)


def _changed(data: Any, changes: Any) -> Any:
    if isinstance(data, list) and isinstance(changes, Mapping):
        return [_changed(item, changes[EACH]) for item in data]
    if not isinstance(data, Mapping) or not isinstance(changes, Mapping):
        return changes
    return {**data, **{key: _changed(data.get(key), value) for key, value in changes.items()}}
