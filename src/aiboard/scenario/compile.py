"""Compiles a scenario into the engine's World. Outside tests no World is made in any other way."""

from __future__ import annotations

from typing import Any

from aiboard.engine.model.world import DatasetSpec, Family, Idea, Person, World
from aiboard.engine.verbs import VERBS, verb_minutes
from aiboard.scenario import checks, section
from aiboard.scenario.checks import Problem
from aiboard.scenario.models import Scenario, sections


def compile_world(scenario: Scenario) -> tuple[World, list[Problem]]:
    """The World of a scenario, and what is wrong with it. With problems the World must not be played."""
    problems = list(checks.parts(scenario))
    world = World()
    world.key = scenario.id if scenario.variant is None else f"{scenario.id}:{scenario.variant}"
    world.title = scenario.title
    for name in sections():
        for field, problem in section.apply_section(getattr(scenario, name), world):
            problems.append(((name, field), problem))
    # The parts look ids up by name: with an unknown id this would raise instead of naming the line.
    if problems:
        return world, problems
    _parts(scenario, world)
    # After the parts: which systems there are follows from them.
    world.systems = systems(world)
    problems += checks.world(world)
    return world, problems


def _parts(scenario: Scenario, world: World) -> None:
    families = [family.id for family in scenario.families]
    people = [person.id for person in scenario.people]
    datasets = [dataset.id for dataset in scenario.datasets]
    for family in scenario.families:
        world.families.append(
            Family(
                key=family.id,
                name=family.name,
                mean_ppm=family.ceiling,
                mean_sd_ppm=family.family_sd,
                card_sd_ppm=family.card_sd,
                start_ppm=family.start,
                latency_ms=list(family.latency),
                latency_weights=list(family.latency_weights),
                serving_cents=list(family.serving),
                serving_weights=list(family.serving_weights),
                agent=family.agent,
            )
        )
    for person in scenario.people:
        world.people.append(
            Person(person.id, person.name, person.role, person.bias, person.bias_sd, person.noise, builds=person.builds)
        )
    for dataset in scenario.datasets:
        world.datasets.append(
            DatasetSpec(
                key=dataset.id,
                title=dataset.title,
                items=dataset.items,
                cents=dataset.cost,
                collection=(dataset.collection[0], dataset.collection[1]),
                annotation=(dataset.annotation[0], dataset.annotation[1]),
                qa=(dataset.qa[0], dataset.qa[1]),
                poor_weights=list(dataset.unguided),
                guided_weights=list(dataset.guided),
                ready=dataset.ready,
                scope=dataset.scope,
            )
        )
    for idea in scenario.ideas:
        world.ideas.append(
            Idea(
                key=idea.id,
                title=idea.title,
                hypothesis=idea.hypothesis,
                method=idea.method,
                # The rules know parts by their place alone.
                family=families.index(idea.family),
                person=people.index(idea.person),
                gpus=idea.gpus,
                runs=idea.runs,
                run_points=idea.run_days,
                setup_points=idea.setup_days,
                # Compiled rules compare numbers fast; a None would be an object.
                dataset=-1 if idea.dataset is None else datasets.index(idea.dataset),
                ready_sprint=idea.sprint,
                priority=idea.priority,
                lift_ppm=idea.lift,
            )
        )


def systems(world: World) -> list[str]:
    """The systems of the day that can speak in this world, in the order of the day."""
    present = {
        "chaos": world.chaos_events > 0,
        "data": any(not dataset.ready for dataset in world.datasets),
        "compute": True,
        "training": True,
        "evaluation": True,
        "agents": any(family.agent for family in world.families),
        "legal": world.needs_legal,
        "deployment": True,
        "production": True,
        "hours": any(verb_minutes(world, verb) for verb in VERBS),
    }
    return [name for name, is_active in present.items() if is_active]


def complete(scenario: Scenario, world: World) -> dict[str, Any]:
    """The scenario as plain JSON values in its own units, every default written out; the variants are left out.

    A file made of this needs nothing from outside: it compiles to the same World after defaults have changed.
    """
    data: dict[str, Any] = scenario.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"variants"})
    for name, model in sections().items():
        data[name] = section.read(model, world)
    return data
