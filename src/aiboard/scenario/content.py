"""Content that people write as YAML: strict models, errors with file, line and field; files that ship with us."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError

from aiboard.scenario.problems import FieldPath
from aiboard.scenario.units import name_suggestion

if TYPE_CHECKING:
    from aiboard.scenario.document import Document


class Content(BaseModel):
    """A group of values. Unknown names are refused, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ContentFile(Content):
    """A whole file, with the version of its format."""

    format: Literal[1]


M = TypeVar("M", bound=Content)

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


def validate(model: type[M], document: Document) -> M:
    """What a document holds; a ScenarioError that names every problem where it is no such content."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=False)
        document.refuse([_worded(dict(item), model) for item in errors])
        raise


def shipped(model: type[M], package: str, *path: str) -> M:
    """The content of a file that comes with a package of ours."""
    # Late: a game that goes on needs neither.
    from importlib.resources import files

    from aiboard.scenario.source import parse

    file = files(package).joinpath(*path)
    return validate(model, parse(file.read_bytes(), file.name))


def doubles(group: str, ids: Sequence[str]) -> Iterator[tuple[FieldPath, str]]:
    """A problem for each item of a list whose id stands there before it."""
    for index, id in enumerate(ids):
        if id in ids[:index]:
            yield (group, index, "id"), f"'{id}' is used twice; give each its own"


def _worded(error: dict[str, Any], model: type[BaseModel]) -> tuple[FieldPath, str]:
    """A pydantic error of a document that should be a `model`, as its place and what to do."""
    # pydantic marks a name, as opposed to its value, by this; it is no place in a file.
    path: FieldPath = tuple(part for part in error["loc"] if part != "[key]")
    kind = error["type"]
    if kind == "extra_forbidden":
        return path, f"is not known here{name_suggestion(str(path[-1]), _fields(path[:-1], model))}"
    # pydantic speaks of its own types; a person wrote a list or a group.
    if kind in ("too_long", "too_short"):
        return path, error["msg"].replace("List should have", "should have").replace("Dictionary should", "should")
    if kind == "literal_error" and path[-1:] != ("format",):
        return path, error["msg"].replace("Input should", "should")
    return path, _WORDS.get(kind, error["msg"])


def _fields(path: FieldPath, top: type[BaseModel]) -> list[str]:
    """Names that are allowed at a place of the document."""
    model: type[BaseModel] | None = top
    for part in path:
        if model is not None and isinstance(part, str):
            model = next((_model(f.annotation) for n, f in model.model_fields.items() if part in (n, f.alias)), None)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for inner in get_args(annotation) if (model := _model(inner)) is not None), None)
