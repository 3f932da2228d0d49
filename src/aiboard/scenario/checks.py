"""Checks across fields: references to ids, bounds in order, weights that are not all 0, dials that fit each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aiboard.engine.model.items import EVAL_PARTS, questions
from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.model.world import World
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.scenario.limits import MAX_DAYS
from aiboard.scenario.models import FamilyPart, Scenario
from aiboard.scenario.problems import FieldPath
from aiboard.scenario.units import name_suggestion
from aiboard.scenario.words import kebab

Problem = tuple[FieldPath, str]
"""Where, and what is wrong and what to do."""


def parts(scenario: Scenario) -> Iterator[Problem]:
    """Problems of families, people, datasets and ideas."""
    yield from _unique("families", [family.id for family in scenario.families])
    yield from _unique("people", [person.id for person in scenario.people])
    yield from _unique("datasets", [dataset.id for dataset in scenario.datasets])
    yield from _unique("ideas", [idea.id for idea in scenario.ideas])
    yield from _unique("ideas", [idea.title for idea in scenario.ideas], "title")
    for i, family in enumerate(scenario.families):
        yield from _classes(family, ("families", i))
    for i, dataset in enumerate(scenario.datasets):
        for name in ("collection", "annotation", "qa"):
            low, high = getattr(dataset, name)
            if low > high:
                yield ("datasets", i, name), f"goes from {low} to {high}; write the shorter time first"
        for name in ("unguided", "guided"):
            yield from _weights(getattr(dataset, name), ("datasets", i, name))
        if dataset.ready and dataset.scope:
            yield (
                ("datasets", i, "scope"),
                "a set that is ready cannot be what a scope change asks for; keep one",
            )
    yield from _ideas(scenario)
    if scenario.story is not None:
        people = [person.id for person in scenario.people]
        for i, message in enumerate(scenario.story.messages):
            if message.person not in people:
                yield (
                    ("story", "messages", i, "from"),
                    f"no person has this id{name_suggestion(message.person, people)}",
                )


def _ideas(scenario: Scenario) -> Iterator[Problem]:
    families = [family.id for family in scenario.families]
    people = [person.id for person in scenario.people]
    datasets = [dataset.id for dataset in scenario.datasets]
    for i, idea in enumerate(scenario.ideas):
        if idea.family not in families:
            yield ("ideas", i, "family"), f"no family has the id {idea.family}{name_suggestion(idea.family, families)}"
        if idea.person not in people:
            yield ("ideas", i, "by"), f"no person has the id {idea.person}{name_suggestion(idea.person, people)}"
        if idea.dataset is not None and idea.dataset not in datasets:
            yield (
                ("ideas", i, "dataset"),
                f"no dataset has the id {idea.dataset}{name_suggestion(idea.dataset, datasets)}",
            )
        if idea.sprint == 1:
            yield ("ideas", i, "sprint"), "sprint 1 begins with the first board; leave it out, or write 2 or later"
        if idea.run_days == 0:
            yield ("ideas", i, "run_days"), "should be more than 0"
    if all(idea.sprint for idea in scenario.ideas):
        yield ("ideas",), "none is on the first board; leave out `sprint` for at least one"


def _classes(family: FamilyPart, path: FieldPath) -> Iterator[Problem]:
    for name in ("latency", "serving"):
        values, weights = getattr(family, name), getattr(family, f"{name}_weights")
        if len(values) != len(weights):
            yield (
                (*path, f"{name}_weights"),
                f"has {len(weights)} weights for {len(values)} classes; give one each",
            )
        yield from _weights(weights, (*path, f"{name}_weights"))


def _weights(weights: Sequence[int], path: FieldPath, length: int = 0) -> Iterator[Problem]:
    if length and len(weights) != length:
        yield path, f"has {len(weights)} values, {length} are needed"
    elif sum(weights) == 0:
        yield path, "every weight is 0; give at least one"


def _unique(group: str, names: Sequence[str], field: str = "id") -> Iterator[Problem]:
    first_indexes: dict[str, int] = {}
    for i, name in enumerate(names):
        if name in first_indexes:
            yield (group, i, field), f"{name} is also {field} of number {first_indexes[name] + 1}; each needs its own"
        first_indexes.setdefault(name, i)


def world(world: World) -> Iterator[Problem]:
    """Problems of the dials together, defaults included."""
    if not 1 <= world.sprint_days <= world.days <= MAX_DAYS:
        yield ("calendar", "days"), f"should be {world.sprint_days} (one sprint) to {MAX_DAYS}"
    if world.sprint_days < 1:
        yield ("calendar", "sprint_days"), "should be at least 1"
    for section, name, value in (
        ("compute", "gpus", world.gpus),
        ("measurement", "eval_items", world.eval_items),
        ("data", "spot_check", world.spot_check_items),
        ("data", "pilot", world.pilot_pct),
        ("launch", "canary_days", world.canary_days),
        ("money", "point", world.point_cents),
    ):
        if value < 1:
            yield (section, name), "should be more than 0"
    if world.least_items_pct not in EVAL_PARTS:
        yield ("measurement", "least_items"), "should be 20, 50 or 100"
    # A set without any question was reported above: one cause, one message.
    elif world.eval_items >= 1 > questions(world, world.least_items_pct):
        yield (
            ("measurement", "eval_items"),
            f"is too few to be evaluated on {world.least_items_pct} % of them; add some, or least_items: 100",
        )
    if world.stated_scale_ppm < 1_000:
        yield ("goal", "stated_scale"), "should be 0.1 or more"
    if not 1_000 <= world.score_step_ppm <= 50_000:
        yield ("measurement", "score_step"), "should be 0.1 to 5"
    if world.shortage_gpus > world.gpus:
        yield ("compute", "shortage_gpus"), f"is more than the {world.gpus} GPUs of the pool"
    if world.eval_gpu_min + world.slice_gpu_min > world.gpus * DAY_GPU_MIN:
        yield ("compute", "eval_hours"), "one eval seed needs more than the pool gives in a day; lower it"
    if not world.focus_pct or not all(1 <= speed <= 100 for speed in world.focus_pct):
        yield ("team", "focus"), "should be four speeds, each 1 to 100"
    if not any(person.builds for person in world.people):
        yield ("people",), "should have somebody who builds; remove `builds: false` from one"
    if world.needs_legal and world.legal_days < 1:
        yield ("launch", "legal_days"), "should be at least 1, or needs_legal: false"
    for i, idea in enumerate(world.ideas):
        if not 0 <= idea.gpus <= world.gpus:
            yield ("ideas", i, "gpus"), f"should be 0 to {world.gpus}, the pool's size"
    for section, name, weights in (
        ("learning", "rate_weights_low", world.rate_weights_low),
        ("learning", "rate_weights_mid", world.rate_weights_mid),
        ("learning", "rate_weights_high", world.rate_weights_high),
        ("learning", "hazard_weights", world.hazard_weights),
        ("measurement", "fault_weights", world.fault_weights),
        ("agents", "unauthorised_weights", world.unauthorised_weights),
        ("agents", "loop_weights", world.loop_weights),
    ):
        yield from _weights(weights, (section, name))
    for i, dataset in enumerate(world.datasets):
        for name, weights in (("unguided", dataset.poor_weights), ("guided", dataset.guided_weights)):
            if len(weights) != len(world.label_penalty_ppm):
                yield from _weights(weights, ("datasets", i, name), len(world.label_penalty_ppm))
    yield from _chaos(world)


def _chaos(world: World) -> Iterator[Problem]:
    # The table of kinds is made in every game, also in one without disruptions.
    yield from _weights(world.chaos_weights, ("chaos", "weights"))
    if world.chaos_events == 0:
        return
    if world.chaos_events * max(world.chaos_gap, 1) > world.days:
        yield (
            ("chaos", "events"),
            f"do not fit into {world.days} days with {world.chaos_gap} days between them",
        )
    for kind in Chaos:
        if world.chaos_weights[kind] == 0:
            continue
        first, last = world.chaos_from[kind], world.chaos_to[kind]
        if first < 1 or first > min(last, world.days):
            yield (
                ("chaos", "first", kebab(kind)),
                f"may begin on days {first} to {min(last, world.days)}, which is no day; change first or last",
            )
        if world.chaos_days[kind] < 1:
            yield ("chaos", "days", kebab(kind)), "should be at least 1"
