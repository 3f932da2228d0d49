"""Loads and checks a scenario by name, from a file or a journal's header. Errors name file, line and field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any, Final

from aiboard.instruments.errors import InputError
from aiboard.scenario import files, limits, variants
from aiboard.scenario.compile import compile_world, complete
from aiboard.scenario.content import validate
from aiboard.scenario.document import Document
from aiboard.scenario.models import Scenario
from aiboard.scenario.problems import FieldPath, ScenarioError, dotted
from aiboard.scenario.resolved import ResolvedScenario, sha_of
from aiboard.scenario.units import name_suggestion

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


def load(name: str) -> ResolvedScenario:
    """The scenario called `name` (`support-chatbot`, `support-chatbot:calm`), or in the file `name` (`mine.yaml:calm`).

    Raises:
        InputError: there is no such scenario, file or variant, or it is not a sound scenario (a ScenarioError then).
    """
    base, variant = _split(name)
    return resolve(read(find(base)), variant)


def read(file: FilePath | str) -> Document:
    """The document in a scenario file."""
    from aiboard.scenario.source import parse, read_bytes

    path = FilePath(file)
    return parse(read_bytes(path), str(file))


def resolve(document: Document, variant: str | None = None) -> ResolvedScenario:
    """One variant of a document, checked. `variant` None or "normal" is the document as it stands."""
    # The key is part of a World's name: a file that set it could pass for another scenario's variant.
    if "variant" in document.data:
        document.refuse([(("variant",), "is set by the game; remove the line")])
    variant_names = variants.names(document)
    variant_document = variants.apply_variant(document, None if variant == variants.NORMAL else variant)
    return _validated(variant_document, document.file, variant_names)


def check(document: Document) -> tuple[list[ResolvedScenario], list[InputError]]:
    """Every variant of a document that is sound, the plain one first, and every problem of those that are not."""
    sound: list[ResolvedScenario] = []
    problems: dict[str, InputError] = {}
    variant_group = document.data.get("variants")
    for variant in (None, *(variant_group if isinstance(variant_group, dict) else ())):
        try:
            sound.append(resolve(document, variant))
        except ScenarioError as error:
            problems |= {str(problem): problem for problem in error.problems if str(problem) not in problems}
        except InputError as error:
            problems.setdefault(str(error), error)
    return sound, list(problems.values())


def from_data(data: Mapping[str, Any], file: str | None = None, line: int | None = None) -> ResolvedScenario:
    """A resolved scenario from plain JSON values, as a journal's header holds it. Checked like a file.

    Args:
        data: what `ResolvedScenario.data` was, or pretends to be.
        file: named in errors.
        line: likewise.
    """
    values = _plain(data, file, line)
    if "variants" in values:
        raise InputError("a resolved scenario has none; it is one of them", file=file, line=line, field="variants")
    # A save's header is one line: every problem of the scenario in it is named there.
    lines: dict[FieldPath, int] = {} if line is None else {(): line}
    return _validated(Document(file or "", values, lines), file, ())


def find(base: str) -> FilePath:
    """The file of a shipped scenario's name, or the file of that name."""
    # Anything that cannot be a name is a path: no list of scenarios is read for it.
    if not _NAME.fullmatch(base):
        return FilePath(base)
    paths = {path.stem: path for path in files.shipped()}
    if base in paths:
        return paths[base]
    if FilePath(base).is_file():
        return FilePath(base)
    hint = name_suggestion(base, list(paths))
    raise InputError(f"no scenario is called {base[:60]}{hint or '; aiboard scenarios lists them'}")


def _split(name: str) -> tuple[str, str | None]:
    base, colon, variant = name.rpartition(":")
    # a colon inside a path (C:\x.yaml) is no variant
    if not colon or not re.fullmatch(r"[a-z][a-z0-9-]*", variant) or len(base) == 1:
        return name, None
    return base, variant


def _validated(document: Document, file: str | None, variant_names: tuple[str, ...]) -> ResolvedScenario:
    try:
        scenario = validate(Scenario, document)
    except RecursionError:
        raise InputError(f"nested deeper than {limits.MAX_DEPTH}; flatten it", file=file) from None
    world, problems = compile_world(scenario)
    document.refuse(problems)
    data = complete(scenario, world)
    return ResolvedScenario(world.key, data, sha_of(data), scenario, world, file, variant_names)


def _plain(data: object, file: str | None, line: int | None) -> dict[str, Any]:
    """`data` if it is JSON within the limits: names are text, not too deep, not too much."""
    if not isinstance(data, dict):
        raise InputError("should be a scenario, a group of names and values", file=file, line=line)
    count = 0
    # A list and not recursion: data nested without end must reach the limit, not the interpreter's stack.
    todo: list[tuple[Any, FieldPath]] = [(data, ())]
    while todo:
        value, path = todo.pop()
        count += 1
        if count > limits.MAX_NODES or len(path) > limits.MAX_DEPTH:
            raise InputError("larger or deeper than a scenario may be", file=file, line=line)
        if isinstance(value, dict):
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise InputError("a name must be text", file=file, line=line, field=dotted(path) or None)
                todo.append((inner, (*path, key)))
        elif isinstance(value, list):
            todo.extend((inner, (*path, i)) for i, inner in enumerate(value))
        elif value is None:
            raise InputError(
                "has no value; give one or remove the line", file=file, line=line, field=dotted(path) or None
            )
        elif isinstance(value, str) and len(value) > limits.MAX_TEXT:
            raise InputError(f"longer than {limits.MAX_TEXT} characters", file=file, line=line, field=dotted(path))
        elif not isinstance(value, (str, int, float, bool)):
            raise InputError("is no plain value", file=file, line=line, field=dotted(path))
    return data
