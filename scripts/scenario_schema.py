"""The JSON Schema of a scenario file, for editors. Made from the models; the defaults are the engine's own."""

from __future__ import annotations

import copy
import json
from typing import Any, Final

from pydantic import BaseModel

import scenario_reference as reference
from aiboard.engine.model.world import World
from aiboard.scenario import section
from aiboard.scenario.models import VARIABLE, Scenario, sections

FILE: Final = "schema.json"
"""Its name beside the scenarios."""

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema as data."""
    made = Scenario.model_json_schema(by_alias=True)
    definitions = made["$defs"]
    world = World()
    for model in sections().values():
        defaults = section.read(model, world)
        for name, field in definitions[model.__name__]["properties"].items():
            field["default"] = defaults[name]
            for key in ("world", "by"):
                field.pop(key, None)
    for place, part in reference.models():
        if not issubclass(part, section.Section):
            _in_units(part, definitions[part.__name__]["properties"] if place else made["properties"])
    properties = made["properties"]
    for name in sections():
        properties[name].pop("default", None)
    del properties["variant"]
    variants = properties["variants"]
    variants["patternProperties"] = dict.fromkeys(variants["patternProperties"], _variant(properties, definitions))
    variants["additionalProperties"] = False
    return {"$schema": _DRAFT, "title": "aiboard scenario", **{k: v for k, v in made.items() if k != "title"}}


def _in_units(model: type[BaseModel], properties: dict[str, Any]) -> None:
    """Defaults as an author writes them: pydantic gives them in the engine's units."""
    for name, field in model.model_fields.items():
        shown = properties.get(field.alias or name)
        if shown is not None and "default" in shown and isinstance(field.default, (int, list)):
            shown["default"] = reference.default(field)


def _variant(properties: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """What a variant may hold: the same groups, none required; people by id."""
    allowed = {name: copy.deepcopy(properties[name]) for name in VARIABLE if name != "people"}
    person = copy.deepcopy(definitions["PersonPart"])
    person.pop("required", None)
    person["properties"].pop("id")
    definitions["PersonChange"] = {**person, "title": "PersonChange"}
    story = copy.deepcopy(definitions["Story"])
    story.pop("required", None)
    definitions["StoryChange"] = {**story, "title": "StoryChange"}
    allowed["story"] = {"$ref": "#/$defs/StoryChange"}
    allowed["people"] = {"type": "object", "additionalProperties": {"$ref": "#/$defs/PersonChange"}}
    return {"type": "object", "additionalProperties": False, "properties": allowed}


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"
