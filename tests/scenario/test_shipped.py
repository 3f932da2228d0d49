"""The shipped scenarios hold what the product promises of them."""

import json
from collections import Counter
from itertools import combinations

import jsonschema
import pytest

import scenario_schema as schema
from aiboard.engine.model.items import parts
from aiboard.engine.model.vocabulary import Chaos, Stage
from aiboard.engine.verbs import VERBS, verb_minutes
from aiboard.scenario import ResolvedScenario, load, shipped
from aiboard.scenario.files import folder
from aiboard.scenario.moments import MOMENTS
from aiboard.scenario.outcome import OUTCOMES
from aiboard.scenario.source import parse, read_bytes

from .samples import minimal

NAMES = [path.stem for path in shipped()]
KEYS = [key for name in NAMES for key in (name, *(f"{name}:{variant}" for variant in load(name).variants))]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_named_by_its_id_and_opens_with_the_modeline(name: str) -> None:
    assert load(name).scenario.id == name
    head = (folder() / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert head == "# yaml-language-server: $schema=schema.json"


def test_the_schema_file_is_what_the_models_say_and_accepts_the_scenarios() -> None:
    kept = (folder() / schema.FILE).read_text(encoding="utf-8")
    assert kept == schema.text(), "run scripts/make_schema.py"
    validator = jsonschema.Draft202012Validator(json.loads(kept))
    validator.check_schema(json.loads(kept))
    contents = [read_bytes(path) for path in shipped()] + [minimal().encode()]
    for content in contents:
        assert list(validator.iter_errors(parse(content, "f").data)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"ideas": 3},
        {"format": 2},
        {"typo": 1},
        {"goal": {"target": 101}},
        {"variants": {"calm": {"ideas": []}}},
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(change: dict[str, object]) -> None:
    data = {**parse(minimal().encode(), "f").data, **change}
    assert list(jsonschema.Draft202012Validator(schema.schema()).iter_errors(data))


@pytest.mark.parametrize("key", KEYS)
def test_texts_fit_and_every_outcome_has_its_epilogue(key: str) -> None:
    scenario = load(key).scenario
    assert scenario.story is not None
    assert len(scenario.story.scene.split()) <= 60
    assert set(scenario.story.epilogues) == set(OUTCOMES)
    assert len({message.sprint for message in scenario.story.messages}) == len(scenario.story.messages)
    for person in scenario.people:
        assert set(person.lines) <= set(MOMENTS)
        for text in person.lines.values():
            assert sum(text.count(end) for end in ".!?") <= 3, "two sentences at most"


@pytest.mark.parametrize("name", NAMES)
def test_no_two_ideas_are_alike(name: str) -> None:
    ideas = load(name).scenario.ideas
    words = {idea.id: set(f"{idea.title} {idea.hypothesis}".lower().split()) for idea in ideas}
    for a, b in combinations(words, 2):
        shared = len(words[a] & words[b]) / min(len(words[a]), len(words[b]))
        assert shared < 0.6, (a, b)


@pytest.fixture(scope="module")
def chatbot() -> ResolvedScenario:
    return load("support-chatbot")


def test_support_chatbot_is_the_sources_canvas(chatbot: ResolvedScenario) -> None:
    world = chatbot.world()
    assert (world.days, world.sprint_days, world.tail_days) == (80, 10, 40)
    assert (world.target_ppm, world.launch_ppm, world.eval_items) == (920_000, 880_000, 500)
    assert (world.latency_limit_ms, world.gpus) == (2_000, 4)
    # $5,000 a month in 22 working days
    assert world.serving_limit_cents // 100 == 5_000 // 22
    assert (world.kill_ppm, world.kill_after_sprint, world.launch_by_sprint) == (800_000, 3, 5)
    assert (world.needs_legal, world.legal_days) == (True, 15)
    assert (world.value_floor_ppm, world.point_cents) == (800_000, 10_000)
    assert [world.wip[stage] for stage in (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION)] == [5, 3, 4]
    assert world.wip[Stage.PRODUCTION] == 2
    assert "92 is what the PM wrote" in (chatbot.scenario.canvas.note or "")


def test_support_chatbot_has_the_idea_supply(chatbot: ResolvedScenario) -> None:
    world = chatbot.world()
    by_sprint = Counter(idea.ready_sprint for idea in world.ideas)
    assert by_sprint == {0: 24, **dict.fromkeys(range(2, 9), 2), 99: 3}
    first = Counter(world.families[idea.family].key for idea in world.ideas if idea.ready_sprint == 0)
    assert len(first) >= 4 and min(first.values()) >= 4
    assert any(family.agent for family in world.families)
    for idea in world.ideas:
        assert 300 <= idea.run_points <= 500 and idea.setup_points == 200
        assert idea.runs == 3 and 1 <= idea.gpus <= 2
    proposers = {world.people[idea.person].key for idea in world.ideas}
    assert proposers == {"priya", "marcus", "sarah", "okafor", "lena"}


def test_people_lean_as_they_are_known_to() -> None:
    bias = {person.key: person.bias_ppm for person in load("support-chatbot").world().people}
    assert bias["priya"] < 0 < bias["lena"]
    assert max(bias, key=lambda key: bias[key]) == "okafor"


@pytest.mark.interpreted
def test_difficulty_changes_event_rate_noise_and_slack_only(chatbot: ResolvedScenario) -> None:
    noise = {"optimism_sd_ppm", "readout_sd_ppm", "seed_sd_ppm", "slice_noise_ppm"}
    allowed = {"chaos_events", "chaos_weights", "minutes", "people", "key", *noise}
    plain = vars(chatbot.world())
    events = [plain["chaos_events"]]
    for variant in ("calm", "chaos"):
        world = vars(load(f"support-chatbot:{variant}").world())
        same = ("families", "ideas", "datasets", "people")
        assert {name for name in world if name not in same and world[name] != plain[name]} <= allowed
        for part in ("families", "ideas", "datasets"):
            assert [vars(item) for item in world[part]] == [vars(item) for item in plain[part]]
        events.append(world["chaos_events"])
    assert events == [6, 3, 10]


def test_first_sprint_is_the_tutorial() -> None:
    resolved = load("first-sprint")
    world, scenario = resolved.world(), resolved.scenario
    assert (world.days, world.gpus, len(world.ideas), len(world.families)) == (20, 2, 6, 2)
    assert (world.hard_wip, world.wip[Stage.EXPERIMENT], world.needs_legal) == (True, 2, False)
    assert parts(world) == [100]
    assert scenario.show_hours is False
    assert not any(verb_minutes(world, verb) for verb in VERBS)
    assert 1 <= len(scenario.coach) <= 12
    assert all(len(line.say) <= 70 for line in scenario.coach)
    assert [kind for kind in Chaos if world.chaos_weights[kind]] == [Chaos.GPU_SHORTAGE]
    assert "hours" not in world.systems and "data" not in world.systems
