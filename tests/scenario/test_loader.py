"""From a file or a journal's header to a checked scenario."""

import json
from pathlib import Path

import pytest

from aiboard.engine.model.vocabulary import Chaos, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import SpotCheck, verb_minutes
from aiboard.instruments.errors import InputError
from aiboard.scenario import checks, from_data, load, sha_of
from aiboard.scenario.loader import check
from aiboard.scenario.problems import ScenarioError
from aiboard.scenario.source import parse

from .samples import line_of, minimal, resolved, swapped


def problems(text: str, variant: str | None = None) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        resolved(text, variant)
    return [str(problem) for problem in caught.value.problems]


def test_the_smallest_scenario_keeps_the_engines_defaults() -> None:
    text = minimal()
    assert len(text.splitlines()) <= 32
    world, default = resolved(text).world(), World()
    assert (world.days, world.target_ppm, world.cost_min) == (
        default.days,
        default.target_ppm,
        default.cost_min,
    )
    assert [idea.key for idea in world.ideas] == ["EXP-001", "EXP-002"]
    assert world.families[world.ideas[1].family].mean_ppm == 885_000
    assert world.people[world.ideas[0].person].name == "Ana"


def test_human_units_become_the_engines() -> None:
    text = minimal() + (
        "goal: {target: 91.5}\nmoney: {launch: 1499.99}\ncompute: {eval_hours: 2.5}\nlaunch: {handoff: 1.5}\n"
        "team: {cost: {spot-check: 90}, wip: {experiment: 7}}\ndata: {kappa_hold: 0.65}\n"
    )
    world = resolved(text).world()
    assert (world.target_ppm, world.launch_cents, world.eval_gpu_min) == (915_000, 149_999, 150)
    assert (world.handoff_points, world.kappa_hold_ppm) == (150, 650_000)
    assert verb_minutes(world, SpotCheck) == 90
    assert world.wip[Stage.EXPERIMENT] == 7
    assert world.wip[Stage.EVALUATION] == World().wip[Stage.EVALUATION]
    assert world.chaos_weights[Chaos.SCOPE_CHANGE] == 0


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("family: finetune", "family: finetun", "ideas[2].family", "did you mean finetune?"),
        ("gpus: 2", "gpus: 9", "ideas[2].gpus", "0 to 4"),
        ("gpus: 2", "gpu: 2", "ideas[2].gpu", "did you mean gpus?"),
        ("id: EXP-002", "id: EXP-2", "ideas[2].id", "EXP-001"),
        ("id: EXP-002", "id: EXP-001", "ideas[2].id", "each needs its own"),
        ("title: Invoice reader", 'title: "a\\u202eb"', "title", "U+202E"),
        ("title: Invoice reader", 'title: "a\\e]52;c;eA\\ab"', "title", "U+001B"),
        ("ceiling: 85", "ceiling: 850", "families[1].ceiling", "30 to 99"),
        ("ceiling: 85", "ceiling: 'high'", "families[1].ceiling", "should be a number"),
        ("ceiling: 85", "ceiling: .nan", "families[1].ceiling", "should be a number"),
        ("chaos: {events: 2, ", "chaos: {evens: 2, ", "chaos.evens", "did you mean events?"),
        ("scope-change: 0", "scope-changes: 0", "chaos.weights.scope-changes", "did you mean scope-change?"),
        ("format: 1", "format: 2", "format", "should be 1"),
        ("gpus: 2", "sprint: 1", "ideas[2].sprint", "2 or later"),
        ("noise: 2}", "noise: 2, lines: {kiled: Good.}}", "people[1].lines.kiled", "did you mean killed?"),
    ],
)
def test_a_problem_is_one_line_with_file_line_and_field(old: str, new: str, field: str, says: str) -> None:
    text = swapped(old, new)
    (found,) = problems(text)
    assert found.startswith(f"mine.yaml:{line_of(minimal(), old)}: {field}: "), found
    assert says in found
    assert "\n" not in found and "\x1b" not in found and "\u202e" not in found


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ("calendar: {days: 401}", "calendar.days", "0 to 400"),
        ("calendar: {days: 9}", "calendar.days", "one sprint"),
        ("learning: {rate: [10, 20]}", "learning.rate", "3 are needed"),
        ("learning: {hazard_weights: [0, 0, 0]}", "learning.hazard_weights", "every weight is 0"),
        ("measurement: {first_seeds: 0}", "measurement.first_seeds", "1 to 16"),
        ("measurement: {first_seeds: 17}", "measurement.first_seeds", "1 to 16"),
        ("money: {point: 0}", "money.point", "more than 0"),
        ("measurement: {least_items: 30}", "measurement.least_items", "20, 50 or 100"),
        ("measurement: {eval_items: 4}", "measurement.eval_items", "least_items: 100"),
        ("compute: {gpus: 2, shortage_gpus: 3}", "compute.shortage_gpus", "2 GPUs"),
        ("story: {scene: '" + "word " * 61 + "'}", "story.scene", "60 are allowed"),
        ("coach: [{when: start, say: '" + "x" * 71 + "'}]", "coach[1].say", "70 are allowed"),
        ("datasets: [{id: DS-1, title: x, items: 5, qa: [4, 2]}]", "datasets[1].qa", "shorter time first"),
        ("story: {scene: x, messages: [{sprint: 1, from: anna, text: x}]}", "story.messages[1].from", "ana?"),
        ("variant: calm", "variant", "remove the line"),
    ],
)
def test_parts_that_do_not_fit_each_other_are_named(more: str, field: str, says: str) -> None:
    text = minimal() + more + "\n"
    found = problems(text)
    assert len(found) == 1
    assert found[0].startswith(f"mine.yaml:{len(text.splitlines())}: {field}: "), found
    assert says in found[0]


def test_bounds_belong_to_what_is_allowed() -> None:
    qa = "datasets: [{id: DS-1, title: x, items: 5, qa: [2, 2]}]\n"
    assert resolved(minimal() + qa).world().datasets[0].qa == (2, 2)
    for days, fits in ((400, True), (401, False)):
        world = resolved(minimal()).world()
        world.days = days
        assert (("calendar", "days") not in [path for path, _ in checks.world(world)]) is fits
    for gap, fits in ((40, True), (41, False)):
        world = resolved(minimal()).world()
        world.days, world.chaos_events, world.chaos_gap = 80, 2, gap
        assert (("chaos", "events") not in [path for path, _ in checks.world(world)]) is fits


def test_two_people_of_one_id_are_named() -> None:
    people = swapped("people:\n", "people:\n  - {id: ana, name: Anna, role: x, bias: 0, noise: 2}\n")
    (found,) = problems(people)
    assert "people[2].id: ana is also id of number 1; each needs its own" in found


def test_chaos_that_can_never_come_is_refused() -> None:
    text = swapped("chaos: {events: 2,", "chaos: {events: 2, first: {gpu-shortage: 81}, last: {gpu-shortage: 90},")
    (found,) = problems(text)
    assert "chaos.first.gpu-shortage" in found


def test_all_problems_are_listed_in_the_order_of_the_file_and_the_first_counts_the_rest() -> None:
    text = swapped("ceiling: 85}", "ceiling: 850}").replace("by: ana\n    gpus: 2", "by: bob\n    gpu: 2")
    with pytest.raises(ScenarioError) as caught:
        resolved(text)
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines, key=lambda line: line or 0) and len(lines) == 2
    assert "(and 1 more: aiboard check lists them)" in str(caught.value)


VARIANTS = """
variants:
  calm:
    chaos: {events: 1}
    people:
      ana: {bias_sd: 1.5}
  rough:
    chaos:
      events: 4
"""


def test_variants_merge_groups_and_people_and_differ_in_key_and_sha() -> None:
    text = minimal() + VARIANTS
    plain, calm = resolved(text), resolved(text, "calm")
    assert (plain.key, calm.key, plain.variants) == ("mine", "mine:calm", ("calm", "rough"))
    assert plain.sha == resolved(text, "normal").sha != calm.sha
    assert (plain.world().chaos_events, calm.world().chaos_events) == (2, 1)
    assert calm.world().chaos_weights == plain.world().chaos_weights
    assert (plain.world().people[0].bias_sd_ppm, calm.world().people[0].bias_sd_ppm) == (0, 15_000)
    assert "variants" not in calm.data and calm.data["variant"] == "calm"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("chaos: {events: 1}", "chaos: {evnts: 1}", "chaos.evnts"),
        ("chaos: {events: 1}", "ideas: []", "variants.calm.ideas"),
        ("ana: {bias_sd: 1.5}", "anna: {bias_sd: 1.5}", "variants.calm.people.anna"),
        ("ana: {bias_sd: 1.5}", "ana: {bias_sd: 99}", "people[1].bias_sd"),
    ],
)
def test_a_problem_in_a_variant_is_on_the_variants_line(old: str, new: str, field: str) -> None:
    text = minimal() + VARIANTS.replace(old, new)
    (found,) = problems(text, "calm")
    assert found.startswith(f"mine.yaml:{line_of(text, new)}: {field}: "), found


def test_check_looks_at_every_variant_once() -> None:
    bad = minimal().replace("ceiling: 85}", "ceiling: 850}") + VARIANTS.replace("events: 4", "events: 900")
    sound, found = check(parse(bad.encode(), "mine.yaml"))
    assert sound == []
    assert [problem.field for problem in found] == ["families[1].ceiling", "chaos.events"]


@pytest.mark.interpreted
def test_a_resolved_scenario_goes_through_json_and_comes_back_the_same() -> None:
    for name in ("support-chatbot:calm", "first-sprint"):
        first = load(name)
        again = from_data(json.loads(json.dumps(first.data)))
        assert again.data == first.data
        assert (again.key, again.sha) == (first.key, first.sha) == (name, sha_of(first.data))
        assert facts(again.world()) == facts(first.world())


def facts(world: World) -> dict[str, object]:
    parts = {
        name: [vars(part) for part in getattr(world, name)] for name in ("families", "ideas", "people", "datasets")
    }
    return {**vars(world), **parts}


@pytest.mark.interpreted
def test_a_resolved_scenario_does_not_depend_on_later_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    before = resolved(minimal())
    original = World.__init__

    def changed(self: World) -> None:
        original(self)
        self.point_cents = 1

    monkeypatch.setattr(World, "__init__", changed)
    assert resolved(minimal()).world().point_cents == 1
    assert from_data(before.data).world().point_cents == before.world().point_cents != 1


@pytest.mark.parametrize(
    "data",
    [
        {}, [], None, "x", {"format": 1}, {1: 2}, {"format": None}, {"id": float("nan")}, {"variants": {}},
        {"a": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}, {"canvas": "x" * 5_000}, {"x": [0] * 30_000},
    ],
)  # fmt: skip
def test_a_header_that_holds_no_scenario_is_one_line(data: object) -> None:
    with pytest.raises(InputError) as caught:
        from_data(data, "game.jsonl", 1)  # type: ignore[arg-type]
    assert str(caught.value).startswith("game.jsonl:1: ")


def test_names_that_lead_nowhere_say_what_was_meant(tmp_path: Path) -> None:
    for name, says in [
        ("support-chatbt", "did you mean support-chatbot?"),
        ("support-chatbot:calmer", "did you mean calm?"),
        (str(tmp_path / "no.yaml"), "No such file"),
        (str(tmp_path), "not a file"),
    ]:
        with pytest.raises(InputError) as caught:
            load(name)
        assert says in str(caught.value)


def test_a_file_and_its_variant_are_found_by_path(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(minimal() + VARIANTS, encoding="utf-8")
    assert load(str(file)).key == "mine"
    assert load(f"{file}:calm").key == "mine:calm"
