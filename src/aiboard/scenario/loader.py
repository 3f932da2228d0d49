"""From a name, a file or a journal's header to a checked scenario. What is wrong is said with file, line and field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from aiboard.instruments.errors import InputError
from aiboard.scenario import files, limits
from aiboard.scenario.compile import compile_world, complete
from aiboard.scenario.models import VARIABLE, Scenario
from aiboard.scenario.problems import Path, ScenarioError, dotted
from aiboard.scenario.resolved import Resolved, sha_of
from aiboard.scenario.source import Document, parse, read_bytes
from aiboard.scenario.units import guess

NORMAL: Final = "normal"
"""The variant that is the file as it stands."""

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


def load(name: str) -> Resolved:
    """The scenario called `name` (`support-chatbot`, `support-chatbot:calm`), or in the file `name` (`mine.yaml:calm`).

    Raises:
        InputError: there is no such scenario, file or variant, or it is not a sound scenario (a ScenarioError then).
    """
    base, variant = _split(name)
    return resolve(read(find(base)), variant)


def read(file: FilePath | str) -> Document:
    """The document in a scenario file."""
    path = FilePath(file)
    return parse(read_bytes(path), str(file))


def resolve(document: Document, variant: str | None = None) -> Resolved:
    """One variant of a document, checked. `variant` None or "normal" is the document as it stands."""
    if variant == NORMAL:
        variant = None
    if "variant" in document.data:
        _fail(document, [(("variant",), "is set by the game; remove the line")])
    _check_variants(document)
    lines = dict(document.lines)
    data: dict[str, Any] = {key: value for key, value in document.data.items() if key != "variants"}
    variants = document.data.get("variants", {})
    assert isinstance(variants, dict)
    if variant is not None:
        if variant not in variants:
            message = f"has no variant {variant[:40]}{guess(variant, [NORMAL, *variants])}"
            raise InputError(document.file, None, None, message)
        changes = dict(_group(variants[variant]))
        under: Path = ("variants", variant)
        _change_people(document, data, lines, changes.pop("people", {}), (*under, "people"))
        data = _merged(data, changes)
        data["variant"] = variant
        lines = _merged_lines(lines, changes, under)
    return _validated(Document(document.file, data, lines), document.file, tuple(variants))


def check(document: Document) -> tuple[list[Resolved], list[InputError]]:
    """Every variant of a document that is sound, the plain one first, and every problem of those that are not."""
    sound: list[Resolved] = []
    problems: dict[str, InputError] = {}
    variants = document.data.get("variants")
    for variant in (None, *(variants if isinstance(variants, dict) else ())):
        try:
            sound.append(resolve(document, variant))
        except ScenarioError as error:
            problems |= {str(problem): problem for problem in error.problems if str(problem) not in problems}
        except InputError as error:
            problems.setdefault(str(error), error)
    return sound, list(problems.values())


def from_data(data: Mapping[str, Any], file: str | None = None, line: int | None = None) -> Resolved:
    """A resolved scenario from plain JSON values, as a journal's header holds it. Checked like a file.

    Args:
        data: what `Resolved.data` was, or pretends to be.
        file: named in errors.
        line: likewise.
    """
    plain = _plain(data, file, line)
    if "variants" in plain:
        raise InputError(file, line, "variants", "a resolved scenario has none; it is one of them")
    lines: dict[Path, int] = {} if line is None else {(): line}
    return _validated(Document(file or "", plain, lines), file, ())


def find(base: str) -> FilePath:
    """The file of a shipped scenario's name, or the file of that name."""
    if not _NAME.fullmatch(base):
        return FilePath(base)
    known = {path.stem: path for path in files.shipped()}
    if base in known:
        return known[base]
    if FilePath(base).is_file():
        return FilePath(base)
    hint = guess(base, list(known))
    raise InputError(
        None, None, None, f"no scenario is called {base[:60]}{hint or '; aiboard scenarios lists them'}"
    )


def _split(name: str) -> tuple[str, str | None]:
    base, colon, variant = name.rpartition(":")
    # a colon inside a path (C:\x.yaml) is no variant
    if not colon or not re.fullmatch(r"[a-z][a-z0-9-]*", variant) or len(base) == 1:
        return name, None
    return base, variant


def _check_variants(document: Document) -> None:
    variants = document.data.get("variants", {})
    if not isinstance(variants, dict):
        _fail(document, [(("variants",), "should be a group of `name: value` lines")])
        return
    problems: list[tuple[Path, str]] = []
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
                problems.append(((*path, key), f"a variant cannot change this{guess(key, VARIABLE)}"))
    _fail(document, problems)


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """`base` with the groups of `changes` merged in; lists and values are replaced."""
    result = dict(base)
    for key, value in changes.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _change_people(
    document: Document, data: dict[str, Any], lines: dict[Path, int], changes: Any, under: Path
) -> None:
    """Merge `{id: {field: value}}` into the list of people, in `data` and in `lines`."""
    people = [dict(person) if isinstance(person, dict) else person for person in _items(data.get("people"))]
    ids = [person.get("id") if isinstance(person, dict) else None for person in people]
    for name, fields in _group(changes).items():
        if name not in ids:
            known = [known for known in ids if isinstance(known, str)]
            _fail(document, [((*under, name), f"no person has this id{guess(name, known)}")])
        if not isinstance(fields, dict) or "id" in fields:
            _fail(document, [((*under, name), "should be a group of `name: value` lines without an id")])
        place = ids.index(name)
        people[place] = _merged(people[place], fields)
        for field in fields:
            lines[("people", place, field)] = document.line((*under, name, field)) or 1
    if changes:
        data["people"] = people


def _group(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _merged_lines(lines: dict[Path, int], changes: dict[str, Any], under: Path) -> dict[Path, int]:
    """Lines of the merged document: what a variant changes is on the variant's line."""
    result = dict(lines)
    for path, line in lines.items():
        if path[: len(under)] == under and len(path) > len(under) and path[len(under)] in changes:
            inner = path[len(under) :]
            value: Any = changes
            for part in inner:
                value = value[part]
            if not isinstance(value, dict) or inner not in lines:
                result[inner] = line
    return result


def _validated(document: Document, file: str | None, variants: tuple[str, ...]) -> Resolved:
    try:
        scenario = Scenario.model_validate(document.data)
    except ValidationError as error:
        found = [_worded(dict(item)) for item in error.errors(include_url=False, include_context=False)]
        _fail(document, found)
        raise
    except RecursionError:
        raise InputError(file, None, None, f"nested deeper than {limits.MAX_DEPTH}; flatten it") from None
    world, problems = compile_world(scenario)
    _fail(document, problems)
    data = complete(scenario, world)
    return Resolved(world.key, data, sha_of(data), scenario, world, file, variants)


def _fail(document: Document, problems: list[tuple[Path, str]]) -> None:
    """Raise a ScenarioError when there are problems."""
    if not problems:
        return
    shown = problems[: limits.MAX_PROBLEMS]
    ordered = sorted(shown, key=lambda problem: document.line(problem[0]) or 0)
    errors = [
        InputError(
            document.file or None, document.line(path) if document.lines else None, dotted(path) or None, text
        )
        for path, text in ordered
    ]
    raise ScenarioError(errors)


_WORDS: Final = {
    "missing": "is missing; add it",
    "model_type": "should be a group of `name: value` lines",
    "dict_type": "should be a group of `name: value` lines",
    "list_type": "should be a list",
    "bool_type": "should be true or false",
    "literal_error": "should be 1, the format this version reads",
    "none_required": "should not be given here",
    "recursion_loop": "contains itself",
}


def _worded(error: dict[str, Any]) -> tuple[Path, str]:
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    kind = error["type"]
    if kind == "extra_forbidden":
        return path, f"is not known here{guess(str(path[-1]), _fields(path[:-1]))}"
    if kind in ("too_long", "too_short"):
        return path, error["msg"].replace("List should have", "should have").replace(
            "Dictionary should", "should"
        )
    return path, _WORDS.get(kind, error["msg"])


def _fields(path: Path) -> list[str]:
    """Names that are allowed at a place of the document."""
    model: type[BaseModel] | None = Scenario
    for part in path:
        if model is not None and isinstance(part, str):
            model = next(
                (_model(f.annotation) for n, f in model.model_fields.items() if part in (n, f.alias)), None
            )
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _model(inner)) is not None), None)


def _plain(data: object, file: str | None, line: int | None) -> dict[str, Any]:
    """`data` if it is JSON within the limits: names are text, not too deep, not too much."""
    if not isinstance(data, dict):
        raise InputError(file, line, None, "should be a scenario, a group of names and values")
    count = 0
    todo: list[tuple[Any, Path]] = [(data, ())]
    while todo:
        value, path = todo.pop()
        count += 1
        if count > limits.MAX_NODES or len(path) > limits.MAX_DEPTH:
            raise InputError(file, line, None, "larger or deeper than a scenario may be")
        if isinstance(value, dict):
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise InputError(file, line, dotted(path) or None, "a name must be text")
                todo.append((inner, (*path, key)))
        elif isinstance(value, list):
            todo.extend((inner, (*path, i)) for i, inner in enumerate(value))
        elif value is None:
            raise InputError(file, line, dotted(path) or None, "has no value; give one or remove the line")
        elif isinstance(value, str) and len(value) > limits.MAX_TEXT:
            raise InputError(file, line, dotted(path), f"longer than {limits.MAX_TEXT} characters")
        elif not isinstance(value, (str, int, float, bool)):
            raise InputError(file, line, dotted(path), "is no plain value")
    return data
