"""Every number of the rules can be set, within ends that the rules survive."""

import copy
from typing import Any, get_args

import pytest

import scenario_reference as reference
from aiboard.bots import make_bot
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.world import World
from aiboard.scenario import from_data, load
from aiboard.scenario.models import sections
from aiboard.scenario.problems import ScenarioError
from aiboard.scenario.section import dials, read
from aiboard.scenario.units import Unit
from scenario_schema import schema

#: Set from the parts of the file, or by what the program is.
PARTS = {"key", "title", "rules_version", "families", "ideas", "people", "datasets", "systems"}

DIALS = [
    (section, name, attribute) for section, model in sections().items() for name, attribute, _ in dials(model)
]


@pytest.mark.interpreted
def test_every_attribute_of_the_world_has_exactly_one_dial() -> None:
    attributes = [attribute for _, _, attribute in DIALS]
    assert len(set(attributes)) == len(attributes)
    assert set(attributes) == set(vars(World())) - PARTS, "add a dial to scenario/dials.py"


def test_defaults_are_the_worlds_and_fit_the_dials_own_ranges() -> None:
    world = World()
    for model in sections().values():
        model.model_validate(read(model, world))


def test_the_schema_gives_defaults_in_the_units_of_its_ranges() -> None:
    """An editor shows both; pydantic alone would give the engine's millionths and cents."""

    def wrong(node: Any, path: str) -> list[str]:
        found = []
        if isinstance(node, dict):
            default = node.get("default")
            if isinstance(default, (int, float)) and "maximum" in node:
                found += [] if node["minimum"] <= default <= node["maximum"] else [path]
            items = node.get("items", {})
            if isinstance(default, list) and "maximum" in items:
                found += [] if all(items["minimum"] <= one <= items["maximum"] for one in default) else [path]
            return found + [bad for name, inner in node.items() for bad in wrong(inner, f"{path}.{name}")]
        return found

    assert wrong(schema(), "") == []
    families = next(group for group in reference.groups() if group.place == "families[]")
    assert {key.name: key.default for key in families.keys}["serving"] == "[100]"


def unit_of(section: str, name: str) -> Unit | None:
    def search(annotation: Any) -> Unit | None:
        if isinstance(annotation, Unit):
            return annotation
        return next((found for inner in get_args(annotation) if (found := search(inner))), None)

    field = sections()[section].model_fields[name]
    return next((item for item in field.metadata if isinstance(item, Unit)), None) or search(field.annotation)


def at(value: Any, end: int) -> Any:
    if isinstance(value, dict):
        return dict.fromkeys(value, end)
    return [end] * len(value) if isinstance(value, list) else end


@pytest.mark.parametrize("section", sections())
def test_each_dial_at_either_end_is_refused_or_plays(section: str) -> None:
    base = load("support-chatbot").data
    played = 0
    for _, name, _ in (item for item in DIALS if item[0] == section):
        unit = unit_of(section, name)
        ends = [False, True] if unit is None else [unit.low, unit.high]
        for end in ends:
            data = copy.deepcopy(base)
            data[section][name] = at(data[section][name], end)
            try:
                world = from_data(data).world()
            except ScenarioError:
                continue
            state = new_state(world, 3)
            bot = make_bot("random", 3)
            for _ in range(min(world.days, 25)):
                while (action := bot.play(state.board)) is not None:
                    act(state, action)
                advance(state)
            played += 1
    assert played
