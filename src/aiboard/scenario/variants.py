"""Variants: named changes in a scenario file, and the document that results from one."""

from __future__ import annotations

import re
from typing import Any, Final

from aiboard.instruments.errors import InputError
from aiboard.scenario import limits
from aiboard.scenario.document import Document
from aiboard.scenario.models import VARIABLE
from aiboard.scenario.problems import FieldPath
from aiboard.scenario.units import name_suggestion

NORMAL: Final = "normal"
"""The variant that is the file as it stands."""


def names(document: Document) -> tuple[str, ...]:
    """The variants a document has, in its order; a ScenarioError when one is not what a variant may be."""
    _check(document)
    return tuple(_group(document.data.get("variants")))


def apply_variant(document: Document, variant: str | None) -> Document:
    """The document of one variant, without the others; None is the document as it stands.

    What a variant changes is found on the variant's line.
    """
    data: dict[str, Any] = {key: value for key, value in document.data.items() if key != "variants"}
    if variant is None:
        return Document(document.file, data, document.lines)
    variants = _group(document.data.get("variants"))
    if variant not in variants:
        message = f"has no variant {variant[:40]}{name_suggestion(variant, [NORMAL, *variants])}"
        raise InputError(message, file=document.file)
    changes = dict(_group(variants[variant]))
    base_path: FieldPath = ("variants", variant)
    lines = dict(document.lines)
    _change_people(document, data, lines, changes.pop("people", {}), (*base_path, "people"))
    data = _merged(data, changes)
    data["variant"] = variant
    return Document(document.file, data, _merged_lines(lines, changes, base_path))


def _check(document: Document) -> None:
    variants = document.data.get("variants", {})
    if not isinstance(variants, dict):
        document.refuse([(("variants",), "should be a group of `name: value` lines")])
        return
    problems: list[tuple[FieldPath, str]] = []
    if len(variants) > limits.MAX_VARIANTS:
        problems.append((("variants",), f"more than {limits.MAX_VARIANTS} variants"))
    for name, changes in variants.items():
        path = ("variants", name)
        if not re.fullmatch(r"[a-z][a-z0-9]{0,15}(-[a-z0-9]{1,15})?", name) or name == NORMAL:
            problems.append((path, f"a variant is named in small letters, and not {NORMAL}"))
        if not isinstance(changes, dict):
            problems.append((path, "should be a group of `name: value` lines"))
            continue
        for key in changes:
            if key == "people" and not isinstance(changes[key], dict):
                problems.append(((*path, key), "should name people by id: `people: {priya: {bias_sd: 0}}`"))
            if key not in VARIABLE:
                problems.append(((*path, key), f"a variant cannot change this{name_suggestion(key, VARIABLE)}"))
    document.refuse(problems)


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """`base` with the groups of `changes` merged in; lists and values are replaced."""
    result = dict(base)
    for key, value in changes.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _change_people(
    document: Document, data: dict[str, Any], lines: dict[FieldPath, int], changes: Any, base_path: FieldPath
) -> None:
    """Merge `{id: {field: value}}` into the list of people, in `data` and in `lines`."""
    people = [dict(person) if isinstance(person, dict) else person for person in _items(data.get("people"))]
    ids = [person.get("id") if isinstance(person, dict) else None for person in people]
    for name, fields in _group(changes).items():
        if name not in ids:
            known = [known for known in ids if isinstance(known, str)]
            document.refuse([((*base_path, name), f"no person has this id{name_suggestion(name, known)}")])
        if not isinstance(fields, dict) or "id" in fields:
            document.refuse([((*base_path, name), "should be a group of `name: value` lines without an id")])
        index = ids.index(name)
        people[index] = _merged(people[index], fields)
        for field in fields:
            lines[("people", index, field)] = document.line((*base_path, name, field)) or 1
    if changes:
        data["people"] = people


def _group(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _merged_lines(lines: dict[FieldPath, int], changes: dict[str, Any], base_path: FieldPath) -> dict[FieldPath, int]:
    """Lines of the merged document: what a variant changes is on the variant's line."""
    result = dict(lines)
    for path, line in lines.items():
        if path[: len(base_path)] == base_path and len(path) > len(base_path) and path[len(base_path)] in changes:
            inner = path[len(base_path) :]
            value: Any = changes
            for part in inner:
                value = value[part]
            if not isinstance(value, dict) or inner not in lines:
                result[inner] = line
    return result
