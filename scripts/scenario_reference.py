"""Every key of a scenario file, described from the models: type, unit, range, default, meaning."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from aiboard.engine.model.world import World
from aiboard.scenario import section
from aiboard.scenario.models import Scenario
from aiboard.scenario.units import OneOf, Text, Unit


@dataclass(frozen=True)
class Key:
    """One key of a group, each part as text for people; an empty text where there is nothing to say."""

    name: str
    type: str
    unit: str
    range: str
    default: str
    meaning: str


@dataclass(frozen=True)
class Group:
    """A group of keys: its place in the file (`ideas[]` for each of a list), what it is, its keys in order."""

    place: str
    about: str
    keys: tuple[Key, ...]


def models() -> list[tuple[str, type[BaseModel]]]:
    """Every group by its place in the file, the whole file first, in the order of the models."""
    found: list[tuple[str, type[BaseModel]]] = [("", Scenario)]
    # The list grows while it is walked: groups inside groups come after all that stand beside their parent.
    for place, model in found:
        found += _inside(place, model)
    return found


def groups() -> Iterator[Group]:
    """Every group with its keys."""
    for place, model in models():
        if issubclass(model, section.Section):
            values = section.read(model, World())
            keys = [_key(name, field, values[name]) for name, field in model.model_fields.items()]
        else:
            # The variant is set by the game; a file that names one is refused.
            fields = {name: field for name, field in model.model_fields.items() if name != "variant"}
            keys = [_key(field.alias or name, field, default(field)) for name, field in fields.items()]
        yield Group(place, _about(model), tuple(keys))


def default(field: FieldInfo) -> Any:
    """A field's default in the scenario's units; None where there is none."""
    unit = _first(field, Unit)
    value = None if field.is_required() else field.default
    if unit is None or value is None:
        return value
    return [unit.show(one) for one in value] if isinstance(value, list) else unit.show(value)


def _inside(place: str, model: type[BaseModel]) -> list[tuple[str, type[BaseModel]]]:
    """The groups that stand in a group."""
    found = []
    for name, field in model.model_fields.items():
        group = next((one for one in _parts(field.annotation) if _is_group(one)), None)
        if group is not None:
            many = "[]" if list in _parts(field.annotation) else ""
            found.append((f"{place}.{name}{many}".lstrip("."), group))
    return found


def _key(name: str, field: FieldInfo, value: object) -> Key:
    unit, text = _first(field, Unit), _first(field, Text)
    limits = f"{unit.low:,} to {unit.high:,}" if unit is not None else ""
    if text is not None:
        limits = f"at most {text.words} words" if text.words else f"at most {text.limit} characters"
        limits = text.shape or limits
    kind = _type(field)
    needed = "needed" if field.is_required() else _shown(value)
    group = next((part for part in _parts(field.annotation) if _is_group(part)), None)
    meaning = field.description or (_about(group) if group is not None else "")
    return Key(name, kind, unit.title if unit else "", "" if "groups" in kind else limits, needed, meaning)


def _about(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").partition("\n\n")[0].replace("\n", " ")


def _type(field: FieldInfo) -> str:
    parts = _parts(field.annotation)
    kinds = [*parts, *map(type, field.metadata)]
    by_name = dict in parts
    many = list in parts
    if any(_is_group(part) for part in parts):
        return "list of groups" if many else "group"
    if _first(field, Unit) is not None:
        return "numbers by name" if by_name else "list of numbers" if many else "number"
    if by_name:
        return "groups by name" if parts.count(dict) > 1 else "texts by name"
    if bool in parts:
        return "true or false"
    if OneOf in map(type, parts) or OneOf in kinds:
        return "a name"
    return "list of texts" if many else "1" if get_origin(field.annotation) is Literal else "text"


def _shown(value: object) -> str:
    if isinstance(value, BaseModel):
        return ""
    if value is None or value == [] or value == {}:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_shown(one) for one in value) + "]"
    if isinstance(value, dict):
        # Of many names only those that differ from nothing tell anything.
        return ", ".join(f"{name}: {_shown(one)}" for name, one in value.items() if one)
    return str(value)


def _first(field: FieldInfo, kind: type[Any]) -> Any:
    """The first Unit, Text or OneOf of a field's type. Of a group by name the values', not the names'."""
    found = [part for part in (*field.metadata, *_parts(field.annotation)) if isinstance(part, kind)]
    return found[-1] if found else None


def _parts(annotation: Any) -> list[Any]:
    """Everything an annotation is made of, outermost first."""
    origin = get_origin(annotation)
    inner = [part for one in get_args(annotation) for part in _parts(one)]
    if origin in (Union, types.UnionType, Literal):
        return inner
    return [origin or annotation, *inner]


def _is_group(part: object) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)
