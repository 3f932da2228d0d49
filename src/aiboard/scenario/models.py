"""The models of a scenario file: families, people, datasets, ideas, dials and texts. Numbers are in engine units."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field, JsonValue

from aiboard.scenario import dials, limits
from aiboard.scenario.content import Content
from aiboard.scenario.section import Section
from aiboard.scenario.story import Canvas, CoachLine, Moment, Story
from aiboard.scenario.units import (
    Bias,
    Ceiling,
    Count,
    DatasetId,
    Days,
    Dollars,
    IdeaId,
    Key,
    Line,
    Milliseconds,
    Minutes,
    Percent,
    Points,
    Priority,
    Runs,
    Seed,
    Sentence,
    SmallCount,
    Spread,
    Title,
    Weight,
    WorkDays,
)

FORMAT: Final = 1
"""Version of the file format."""

MAX_CLASSES: Final = 16
"""Largest number of classes a family's latency or serving cost may have."""


class FamilyPart(Content):
    """An approach family. Its cards share a level that nobody knows; cards that were decided show where it lies."""

    id: Key = Field(description="Short name; ideas name it as their `family`.")
    name: Title = Field(description="What the screens call it.")
    ceiling: Ceiling = Field(description="Quality such cards can reach, mean of what is known before the project.")
    family_sd: Spread = Field(default=30_000, description="How far the family as a whole may lie from that.")
    card_sd: Spread = Field(default=25_000, description="How far its cards lie from each other.")
    start: Percent = Field(default=650_000, description="Quality before the first run.")
    latency: list[Milliseconds] = Field(
        default=[1_000], min_length=1, max_length=MAX_CLASSES, description="p95 classes."
    )
    latency_weights: list[Weight] = Field(
        default=[1], min_length=1, max_length=MAX_CLASSES, description="How common each latency class is."
    )
    serving: list[Dollars] = Field(
        default=[10_000],
        min_length=1,
        max_length=MAX_CLASSES,
        description="Serving cost classes, a working day at full traffic.",
    )
    serving_weights: list[Weight] = Field(
        default=[1], min_length=1, max_length=MAX_CLASSES, description="How common each serving cost class is."
    )
    agent: bool = Field(default=False, description="Its cards are tool-using agents.")


class PersonPart(Content):
    """Somebody who proposes ideas and says how likely they are to work."""

    id: Key = Field(description="Short name; ideas name it in `by`.")
    name: Title = Field(description="The person's name.")
    role: Line = Field(description="What they do in the team.")
    about: Sentence | None = Field(default=None, description="A sentence about them, for people who look them up.")
    bias: Bias = Field(default=0, description="How much too high they see a ceiling; negative is understating.")
    bias_sd: Spread = Field(default=0, description="How much that differs from game to game.")
    noise: Spread = Field(default=30_000, description="How far a single estimate of theirs is off.")
    builds: bool = Field(
        default=True, description="They train models and hold cards; else a builder holds what they propose."
    )
    lines: dict[Moment, Sentence] = Field(default={}, description="What they say, by moment.")


class DatasetPart(Content):
    """A dataset. What is not ready must be collected, labelled and checked."""

    id: DatasetId = Field(description="Number of the set; ideas name it as their `dataset`.")
    title: Title = Field(description="What the screens call it.")
    items: Count = Field(description="How large the set is.")
    cost: Dollars = Field(default=0, description="Price of labelling the whole set.")
    collection: list[Days] = Field(
        default=[5, 15], min_length=2, max_length=2, description="Days to collect it, shortest and longest."
    )
    annotation: list[Days] = Field(
        default=[5, 15], min_length=2, max_length=2, description="Days to label it, shortest and longest."
    )
    qa: list[Days] = Field(default=[2, 5], min_length=2, max_length=2, description="Days to check it, the same.")
    unguided: list[Weight] = Field(
        default=[20, 40, 40], description="Good, fair and poor labels when no guidelines were written."
    )
    guided: list[Weight] = Field(default=[60, 32, 8], description="The same with guidelines.")
    ready: bool = Field(default=False, description="On hand on day 1.")
    scope: bool = Field(default=False, description="Appears only with a scope change.")


class IdeaPart(Content):
    """One experiment somebody could run."""

    id: IdeaId = Field(description="Number of the card.")
    title: Title = Field(description="What the card is called.")
    hypothesis: Sentence = Field(description="What is expected, in words a player can judge.")
    method: Sentence = Field(description="What would be done.")
    family: Key = Field(description="Id of its approach family.")
    person: Key = Field(alias="by", description="Id of the person who proposes it.")
    gpus: SmallCount = Field(default=1, description="GPUs its training takes; 0 for none.")
    runs: Runs = Field(default=3, description="Training runs in the plan.")
    run_days: WorkDays = Field(default=300, description="Work in one run.")
    setup_days: WorkDays = Field(default=200, description="Work before the first run.")
    dataset: DatasetId | None = Field(default=None, description="Set it trains on, besides the shared corpus.")
    lift: Points = Field(
        default=0, description="What its dataset adds to its ceiling; everybody knows it, stated odds count it."
    )
    sprint: SmallCount = Field(
        default=0, description="0: on the first board; 2 to 98: the sprint it is proposed in; from 99 on: reserve."
    )
    priority: Priority = Field(default=3, description="Place in the GPU queue and for the start order; 1 is first.")


class Scenario(Content):
    """A project to play.

    The types check each field by itself; `checks.py` checks what fields say about each other.
    """

    format: Literal[1] = Field(description="Version of this format: 1.")
    id: Key = Field(description="Short name: what `aiboard play` takes.")
    variant: Key | None = Field(default=None, description="Which variant this is; set on resolving, never in a file.")
    title: Title = Field(description="Name of the project.")
    summary: Sentence | None = Field(default=None, description="What the list of scenarios says about it.")
    order: SmallCount = Field(default=99, description="Place in the list of scenarios.")
    play_minutes: Minutes = Field(default=30, description="How long a game takes a person.")
    default_seed: Seed | None = Field(default=None, description="Seed of the first game; else a fresh one.")
    show_hours: bool = Field(default=True, description="Whether the manager's hours are on the screen.")
    advice: bool | None = Field(default=None, description="false: the coach tells nobody what an option is worth.")
    canvas: Canvas
    story: Story | None = None
    coach: list[CoachLine] = Field(default=[], max_length=40)
    families: list[FamilyPart] = Field(min_length=1, max_length=limits.MAX_FAMILIES)
    people: list[PersonPart] = Field(min_length=1, max_length=limits.MAX_PEOPLE)
    datasets: list[DatasetPart] = Field(default=[], max_length=limits.MAX_DATASETS)
    ideas: list[IdeaPart] = Field(min_length=1, max_length=limits.MAX_IDEAS)
    calendar: dials.Calendar = dials.Calendar()
    goal: dials.Goal = dials.Goal()
    money: dials.Money = dials.Money()
    team: dials.Team = dials.Team()
    learning: dials.Learning = dials.Learning()
    measurement: dials.Measurement = dials.Measurement()
    agents: dials.Agents = dials.Agents()
    compute: dials.Compute = dials.Compute()
    data: dials.Data = dials.Data()
    launch: dials.Launch = dials.Launch()
    chaos: dials.ChaosDials = dials.ChaosDials()
    variants: dict[Key, dict[str, JsonValue]] = Field(
        default={}, max_length=limits.MAX_VARIANTS, description="Changes to the dials, by the variant's name."
    )


def sections() -> dict[str, type[Section]]:
    """Name and model of every group of dials."""
    groups: dict[str, type[Section]] = {}
    for name, field in Scenario.model_fields.items():
        kind: Any = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            groups[name] = kind
    return groups


VARIABLE: Final = (
    *sections(),
    "title",
    "summary",
    "order",
    "play_minutes",
    "default_seed",
    "show_hours",
    "advice",
    "story",
    "coach",
    "people",
)
"""What a variant may change: dials, texts, and fields of people by their id. The rest is the project itself."""
