"""How a dial sets the World: the base of the sections in `dials`, and reading and setting by their fields."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from aiboard.engine.model.vocabulary import ActionKind, Chaos, Stage
from aiboard.engine.model.world import World
from aiboard.scenario.words import word

_ENUMS: Final[dict[str, type[IntEnum]]] = {"ActionKind": ActionKind, "Stage": Stage, "Chaos": Chaos}


def dial(attribute: str, description: str, by: type[IntEnum] | None = None) -> Any:
    """A field that sets `attribute` of World; `by` is the vocabulary of its names when it is given by name."""
    extra: dict[str, Any] = {"world": attribute}
    if by is not None:
        extra["by"] = by.__name__
    return Field(default=None, description=description, json_schema_extra=extra)


class Section(BaseModel):
    """A group of dials. Unknown names are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def dials(section: Section | type[Section]) -> list[tuple[str, str, type[IntEnum] | None]]:
    """(field, attribute of World, vocabulary of its names or None) for every dial of a section."""
    model = section if isinstance(section, type) else type(section)
    found: list[tuple[str, str, type[IntEnum] | None]] = []
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict)
        by = extra.get("by")
        found.append((name, str(extra["world"]), _ENUMS[str(by)] if by else None))
    return found


def turn(section: Section, world: World) -> list[tuple[str, str]]:
    """Set `world` to what the section gives. Returns (field, problem) for lists of the wrong length."""
    problems: list[tuple[str, str]] = []
    for name, attribute, by in dials(section):
        value = getattr(section, name)
        if value is None:
            continue
        if by is not None:
            places: list[int] = getattr(world, attribute)
            for key, number in value.items():
                places[by[key.upper().replace("-", "_")]] = number
        elif isinstance(value, list):
            wanted = len(getattr(world, attribute))
            if len(value) != wanted:
                problems.append((name, f"has {len(value)} values, {wanted} are needed"))
            setattr(world, attribute, list(value))
        else:
            setattr(world, attribute, value)
    return problems


def read(model: type[Section], world: World) -> dict[str, Any]:
    """Every dial of a section as `world` has it, in the scenario's units."""
    values: dict[str, Any] = {}
    for name, attribute, by in dials(model):
        value = getattr(world, attribute)
        if by is not None:
            names = {word(Stage(stage)) for stage in range(1, 6)} if by is Stage else {word(m) for m in by}
            value = {word(member): value[member] for member in by if word(member) in names}
        values[name] = value
    dumped: dict[str, Any] = model.model_construct(**values).model_dump(mode="json")
    return dumped
