"""How a dial sets the World: the base of the sections in `dials`, and reading and setting by their fields."""

from __future__ import annotations

import re
from typing import Any, Final

from pydantic import Field

from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.model.world import World
from aiboard.engine.verbs import VERBS, Action, verb_minutes
from aiboard.engine.verbs.plan import LIMITED
from aiboard.scenario.content import Content
from aiboard.scenario.words import kebab


def action_name(verb: type[Action]) -> str:
    """How a scenario names an action: its class in words, `order-data`."""
    return re.sub(r"(?<=.)([A-Z])", r"-\1", verb.__name__).lower()


ACTIONS: Final = {action_name(verb): verb for verb in VERBS}
"""How a scenario names the actions that have a price."""
PLACES: Final[dict[str, dict[str, int]]] = {
    "stage": {kebab(stage): int(stage) for stage in LIMITED},
    "chaos": {kebab(kind): int(kind) for kind in Chaos},
}
"""Other dials given by name: what is named -> name in a scenario -> place in the World's list."""


def dial(attribute: str, description: str, by: str = "") -> Any:
    """A field that sets `attribute` of World; `by` says what is named ("stage") when it is given by name."""
    extra: dict[str, Any] = {"world": attribute, "by": by} if by else {"world": attribute}
    return Field(default=None, description=description, json_schema_extra=extra)


class Section(Content):
    """A group of dials."""


def dials(section: Section | type[Section]) -> list[tuple[str, str, str]]:
    """(field, attribute of World, what its names name or "") for every dial of a section."""
    model = section if isinstance(section, type) else type(section)
    rows: list[tuple[str, str, str]] = []
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        rows.append((name, str(extra["world"]), str(extra.get("by", ""))))
    return rows


def apply_section(section: Section, world: World) -> list[tuple[str, str]]:
    """Set `world` to what the section gives. Returns (field, problem) for lists of the wrong length."""
    problems: list[tuple[str, str]] = []
    for name, attribute, by in dials(section):
        value = getattr(section, name)
        if value is None:
            continue
        if by == "action":
            prices = {ACTIONS[key]: number for key, number in value.items()}
            # What the verb says itself is not kept twice: two ways to give the same prices make the same World.
            setattr(world, attribute, {verb.VERB: n for verb, n in prices.items() if n != verb.MINUTES})
        elif by:
            column: list[int] = getattr(world, attribute)
            for key, number in value.items():
                column[PLACES[by][key]] = number
        elif isinstance(value, list):
            length = len(getattr(world, attribute))
            if len(value) != length:
                problems.append((name, f"has {len(value)} values, {length} are needed"))
            setattr(world, attribute, list(value))
        else:
            setattr(world, attribute, value)
    return problems


def read(model: type[Section], world: World) -> dict[str, Any]:
    """Every dial of a section as `world` has it, in the scenario's units."""
    values: dict[str, Any] = {}
    for name, attribute, by in dials(model):
        value = getattr(world, attribute)
        if by == "action":
            value = {key: verb_minutes(world, verb) for key, verb in ACTIONS.items()}
        elif by:
            value = {key: value[index] for key, index in PLACES[by].items()}
        values[name] = value
    # Not validated: the values are in the engine's units, and validating would scale them once more.
    dumped: dict[str, Any] = model.model_construct(**values).model_dump(mode="json")
    return dumped
