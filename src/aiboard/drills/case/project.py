"""A project to design for: a shipped scenario with some dials drawn within published ranges, checked sound, in a page.

The ranges, data in project.yaml, are those of docs/interview.md; nothing else is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any, Final

from aiboard.analysis.runner import run_games
from aiboard.engine.model.world import World
from aiboard.instruments.text import clean
from aiboard.scenario import ResolvedScenario, from_data, load
from aiboard.scenario.content import ContentFile, shipped
from aiboard.views import fmt

MOST: Final = 10_000_000
_PROBES: Final = range(4_000_000, 4_000_004)
"""Luck on which a project has to be worth running; no case is played on it."""
_TRIES: Final = 20


class _File(ContentFile):
    bases: list[str]
    ranges: dict[str, dict[str, list[int | float]]]


_GIVEN: Final = shipped(_File, "aiboard.drills.case", "project.yaml")
BASES: Final = tuple(_GIVEN.bases)
RANGES: Final = {(group, dial): values for group, dials in _GIVEN.ranges.items() for dial, values in dials.items()}
"""Group and dial -> what may be drawn."""


@dataclass(frozen=True)
class Project:
    """A project by its number, with its rules and the drawn dials."""

    number: int
    base: str
    resolved: ResolvedScenario
    drawn: dict[str, float]

    @property
    def world(self) -> World:
        """Its rules."""
        return self.resolved.world()


@lru_cache(maxsize=8)
def project(number: int) -> Project:
    """The project of a number (0 to MOST - 1): the first of its draws that is sound.

    Sound is what passes every check of a scenario file and is worth running: by the usual advice it earns money.
    """
    draw = Random(f"case {number}")
    for _ in range(_TRIES):
        study = _drawn(number, draw)
        results = run_games(study.resolved, "heuristic", _PROBES)
        if sum(result.value_cents for result in results) > 0:
            break
    return study


def _drawn(number: int, draw: Random) -> Project:
    base = draw.choice(BASES)
    dials = {path: draw.choice(values) for path, values in RANGES.items()}
    data: dict[str, Any] = dict(load(base).data)
    for (group, dial), value in dials.items():
        data[group] = {**data[group], dial: value}
    # A variant's name goes into its key, so that no save of it is taken for one of the shipped scenario.
    resolved = from_data({**data, "variant": f"case-{number}"})
    return Project(number, base, resolved, {f"{group}.{dial}": value for (group, dial), value in dials.items()})


def project_page(study: Project) -> tuple[str, ...]:
    """The page that the person gets: all figures are the project's own."""
    world, scenario = study.world, study.resolved.scenario
    builders = sum(person.builds for person in world.people)
    families = ", ".join(fmt.family(world, index) for index in range(len(world.families)))
    lines = [
        f"Design how this project is run. {clean(scenario.title, 60)}: {clean(scenario.canvas.objective, 200)}",
        "",
        f"Time: {world.days} working days, sprints of {world.sprint_days}; "
        f"what is live then goes on earning for {world.tail_days} days.",
        f"Team: {builders} people who build, {world.gpus} GPUs, {fmt.minutes(world.minutes)} of your own time a day.",
        f"Ideas: {len(world.ideas)}, of {families}. Most will not get there.",
        f"Quality: what runs today gets {fmt.points(world.baseline_ppm)} % of {world.eval_items} frozen questions "
        f"right. The product manager asks for {fmt.points(world.target_ppm)}; the tickets say that "
        f"{fmt.points(world.launch_ppm)} is enough to launch, and that under {fmt.points(world.kill_ppm)} a card is "
        f"killed.",
        *_money(world),
        f"Limits: {fmt.exact_money(world.serving_limit_cents)} a working day to serve, p95 latency under "
        f"{world.latency_limit_ms} ms.",
        *_measured(world),
        *_supply(world),
    ]
    return tuple(lines)


def _money(world: World) -> Iterator[str]:
    yield (
        f"Money: live, each true point above {fmt.points(world.value_floor_ppm)} earns "
        f"{fmt.exact_money(world.point_cents)} a day, each below costs {world.loss_factor} times that. A model under "
        f"{fmt.points(world.bad_launch_ppm)} may cause incidents of {fmt.exact_money(world.incident_cents)}."
    )


def _measured(world: World) -> Iterator[str]:
    yield (
        f"Measurement: one eval seed is off by {fmt.points(world.seed_sd_ppm)} points (one standard deviation); of "
        f"{world.leak_chance_pct} % of the ideas the questions leaked into the training data; the weakest slice lies "
        f"{fmt.points(abs(world.slice_mean_ppm))} points lower on average, and much lower for some."
    )
    if any(family.agent for family in world.families):
        yield "Agents: some of the tool-using ones do in a few runs what nobody allowed."


def _supply(world: World) -> Iterator[str]:
    missing = [spec for spec in world.datasets if not spec.ready and not spec.scope]
    for spec in missing:
        low = spec.collection[0] + spec.annotation[0] + spec.qa[0]
        high = spec.collection[1] + spec.annotation[1] + spec.qa[1]
        poor = 100 * spec.poor_weights[-1] // sum(spec.poor_weights)
        yield (
            f"Data: {clean(spec.key, 20)}, {clean(spec.title, 60)}, is not there: {low} to {high} working days and "
            f"{fmt.exact_money(spec.cents)}. Without guidelines {poor} in 100 batches are badly labelled."
        )
    if not missing:
        yield "Data: everything the ideas need is on hand."
    if world.needs_legal:
        yield f"Legal: the review takes {world.legal_days} working days once it is filed; nothing is live before."
    else:
        yield "Legal: no review is needed."
    yield f"Disruptions: about {world.chaos_events} in the project, GPUs taken away among them."
