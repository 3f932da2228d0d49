"""Every check across fields: where its bound lies, which field it names, and what it says to do."""

from collections.abc import Callable
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.model.world import World
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.instruments.errors import InputError
from aiboard.scenario import checks, compile, from_data, limits
from aiboard.scenario.source import parse
from aiboard.scenario.units import OneOf, Text, Unit, name_suggestion
from tests.game.small import data, small
from tests.scenario.samples import minimal, resolved


def world(**changes: Any) -> World:
    """The small project's world with some dials at other values."""
    made = from_data(data()).world()
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def problems(made: World) -> list[tuple[str, str]]:
    return [(".".join(map(str, path)), text) for path, text in checks.world(made)]


def test_the_small_project_is_sound() -> None:
    assert problems(world()) == []


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"days": limits.MAX_DAYS + 1}, "calendar.days", "should be 10 (one sprint) to 400"),
        ({"days": 9, "chaos_events": 0}, "calendar.days", "should be 10 (one sprint) to 400"),
        ({"gpus": 0, "shortage_gpus": 0}, "compute.gpus", "should be more than 0"),
        ({"eval_items": 0}, "measurement.eval_items", "should be more than 0"),
        ({"spot_check_items": 0}, "data.spot_check", "should be more than 0"),
        ({"pilot_pct": 0}, "data.pilot", "should be more than 0"),
        ({"canary_days": 0}, "launch.canary_days", "should be more than 0"),
        ({"point_cents": 0}, "money.point", "should be more than 0"),
        ({"least_items_pct": 30}, "measurement.least_items", "should be 20, 50 or 100"),
        ({"stated_scale_ppm": 999}, "goal.stated_scale", "should be 0.1 or more"),
        ({"score_step_ppm": 999}, "measurement.score_step", "should be 0.1 to 5"),
        ({"score_step_ppm": 50_001}, "measurement.score_step", "should be 0.1 to 5"),
        ({"focus_pct": []}, "team.focus", "should be four speeds, each 1 to 100"),
        ({"focus_pct": [100, 0, 50, 50]}, "team.focus", "should be four speeds, each 1 to 100"),
        ({"focus_pct": [101, 50, 50, 50]}, "team.focus", "should be four speeds, each 1 to 100"),
        ({"needs_legal": True, "legal_days": 0}, "launch.legal_days", "should be at least 1, or needs_legal: false"),
    ],
)  # fmt: skip
def test_a_dial_out_of_its_bounds(changes: dict[str, Any], field: str, says: str) -> None:
    assert (field, says) in problems(world(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"days": limits.MAX_DAYS}, {"days": 10, "chaos_events": 0}, {"stated_scale_ppm": 1_000},
        {"score_step_ppm": 1_000}, {"score_step_ppm": 50_000}, {"focus_pct": [1, 100, 50, 50]},
        {"spot_check_items": 1}, {"pilot_pct": 1}, {"canary_days": 1}, {"point_cents": 1},
        {"needs_legal": True, "legal_days": 1}, {"needs_legal": False, "legal_days": 0},
        *({"least_items_pct": part} for part in (20, 50, 100)),
    ],
)  # fmt: skip
def test_a_dial_at_its_bounds(changes: dict[str, Any]) -> None:
    assert problems(world(**changes)) == []


def test_a_set_of_questions_needs_one_for_its_smallest_part() -> None:
    few = world(eval_items=4, least_items_pct=20)
    assert problems(few) == [
        ("measurement.eval_items", "is too few to be evaluated on 20 % of them; add some, or least_items: 100")
    ]
    assert problems(world(eval_items=5, least_items_pct=20)) == problems(world(eval_items=1, least_items_pct=100)) == []
    # One cause, one message.
    assert problems(world(eval_items=0, least_items_pct=20)) == [("measurement.eval_items", "should be more than 0")]


def test_what_needs_the_pool_fits_into_it() -> None:
    pool = small().world().gpus
    assert problems(world(shortage_gpus=pool)) == []
    assert problems(world(shortage_gpus=pool + 1)) == [
        ("compute.shortage_gpus", f"is more than the {pool} GPUs of the pool")
    ]
    day = pool * DAY_GPU_MIN
    assert problems(world(eval_gpu_min=day - 10, slice_gpu_min=10)) == []
    assert problems(world(eval_gpu_min=day - 10, slice_gpu_min=11)) == [
        ("compute.eval_hours", "one eval seed needs more than the pool gives in a day; lower it")
    ]
    made = world()
    made.ideas[3].gpus, made.ideas[4].gpus = pool, pool + 1
    assert problems(made) == [("ideas.4.gpus", f"should be 0 to {pool}, the pool's size")]


def test_somebody_builds() -> None:
    made = world()
    for person in made.people:
        person.builds = False
    assert problems(made) == [("people", "should have somebody who builds; remove `builds: false` from one")]


@pytest.mark.parametrize(
    ("dial", "field"),
    [
        ("rate_weights_low", "learning.rate_weights_low"),
        ("rate_weights_mid", "learning.rate_weights_mid"),
        ("rate_weights_high", "learning.rate_weights_high"),
        ("hazard_weights", "learning.hazard_weights"),
        ("fault_weights", "measurement.fault_weights"),
        ("unauthorised_weights", "agents.unauthorised_weights"),
        ("loop_weights", "agents.loop_weights"),
        ("chaos_weights", "chaos.weights"),
    ],
)
def test_weights_are_not_all_nothing(dial: str, field: str) -> None:
    nothing = [0] * len(getattr(small().world(), dial))
    said = problems(world(**{dial: nothing, "chaos_events": 0}))
    assert said == [(field, "every weight is 0; give at least one")]
    assert problems(world(**{dial: [*nothing[1:], 1], "chaos_events": 0})) == []


def test_a_dataset_has_a_weight_for_each_quality() -> None:
    made = world()
    made.datasets[1].poor_weights.append(1)
    made.datasets[2].guided_weights.pop()
    wanted = len(made.label_penalty_ppm)
    assert problems(made) == [
        ("datasets.1.unguided", f"has {wanted + 1} values, {wanted} are needed"),
        ("datasets.2.guided", f"has {wanted - 1} values, {wanted} are needed"),
    ]


def test_disruptions_fit_into_the_days() -> None:
    assert problems(world(days=30, chaos_events=5, chaos_gap=6)) == []
    assert problems(world(days=30, chaos_events=5, chaos_gap=7)) == [
        ("chaos.events", "do not fit into 30 days with 7 days between them")
    ]
    assert problems(world(days=30, chaos_events=31, chaos_gap=0)) == [
        ("chaos.events", "do not fit into 30 days with 0 days between them")
    ]
    assert problems(world(days=30, chaos_events=30, chaos_gap=0)) == []


def _of_kind(first: int, last: int, days: int, weight: int = 1) -> list[tuple[str, str]]:
    made = world(days=30, chaos_events=1)
    kind = Chaos.SCOPE_CHANGE
    made.chaos_from[kind], made.chaos_to[kind], made.chaos_days[kind] = first, last, days
    made.chaos_weights[kind] = weight
    return problems(made)


def test_a_disruption_may_begin_on_some_day() -> None:
    assert _of_kind(1, 1, 1) == _of_kind(30, 99, 1) == []
    field = "chaos.first.scope-change"
    assert _of_kind(0, 9, 1) == [(field, "may begin on days 0 to 9, which is no day; change first or last")]
    assert _of_kind(9, 8, 1) == [(field, "may begin on days 9 to 8, which is no day; change first or last")]
    assert _of_kind(31, 99, 1) == [(field, "may begin on days 31 to 30, which is no day; change first or last")]
    assert _of_kind(1, 9, 0) == [("chaos.days.scope-change", "should be at least 1")]
    assert _of_kind(0, 0, 0, weight=0) == [], "a kind that never comes needs no days"


def test_systems_that_can_speak() -> None:
    made = world()
    everything = [
        "chaos", "data", "compute", "training", "evaluation", "agents", "legal", "deployment", "production", "hours",
    ]  # fmt: skip
    assert compile.systems(made) == [name for name in everything if made.needs_legal or name != "legal"]
    made.chaos_events, made.needs_legal = 0, False
    for family in made.families:
        family.agent = False
    for dataset in made.datasets:
        dataset.ready = True
    found = compile.systems(made)
    assert not {"chaos", "data", "agents", "legal"} & set(found) and "compute" in found


# --- parts ---------------------------------------------------------------------------------------------------


def scenario(change: Callable[[Any], object]) -> list[tuple[str, str]]:
    """What is said of the small project's parts after a change."""
    one: Any = deepcopy(small().scenario)
    changed = SimpleNamespace(
        families=one.families, people=one.people, datasets=one.datasets, ideas=one.ideas, story=one.story
    )
    change(changed)
    return [(".".join(map(str, path)), text) for path, text in checks.parts(changed)]  # type: ignore[arg-type]


def put(part: str, place: int, **fields: object) -> Callable[[Any], None]:
    """Give a part of the scenario other fields, unchecked."""

    def change(one: Any) -> None:
        rows = getattr(one, part)
        rows[place] = rows[place].model_copy(update=fields)

    return change


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        (put("families", 2, id="rag"), "families.2.id", "rag is also id of number 1; each needs its own"),
        (put("people", 1, id="ana"), "people.1.id", "ana is also id of number 1; each needs its own"),
        (put("datasets", 2, id="DS-2"), "datasets.2.id", "DS-2 is also id of number 2; each needs its own"),
        (put("ideas", 4, id="EXP-001"), "ideas.4.id", "EXP-001 is also id of number 1; each needs its own"),
        (put("ideas", 4, title="Idea 2"), "ideas.4.title", "Idea 2 is also title of number 2; each needs its own"),
        (put("datasets", 1, qa=[3, 2]), "datasets.1.qa", "goes from 3 to 2; write the shorter time first"),
        (put("datasets", 1, collection=[3, 2]), "datasets.1.collection", "goes from 3 to 2;"),
        (put("datasets", 1, annotation=[3, 2]), "datasets.1.annotation", "goes from 3 to 2;"),
        (put("datasets", 1, guided=[0, 0]), "datasets.1.guided", "every weight is 0; give at least one"),
        (put("datasets", 1, unguided=[0]), "datasets.1.unguided", "every weight is 0; give at least one"),
        (put("datasets", 0, scope=True), "datasets.0.scope", "a set that is ready cannot be what a scope"),
        (put("families", 1, latency_weights=[1] * 9), "families.1.latency_weights", "has 9 weights for "),
        (put("families", 1, serving=[5], serving_weights=[0]), "families.1.serving_weights", "every weight is 0;"),
        (put("ideas", 3, family="rga"), "ideas.3.family", "no family has the id rga: did you mean rag?"),
        (put("ideas", 3, person="bob"), "ideas.3.by", "no person has the id bob"),
        (put("ideas", 3, dataset="DS-9"), "ideas.3.dataset", "no dataset has the id DS-9"),
        (put("ideas", 3, run_days=0), "ideas.3.run_days", "should be more than 0"),
    ],
)  # fmt: skip
def test_a_part_that_does_not_fit(change: Callable[[Any], object], field: str, says: str) -> None:
    assert [text.startswith(says) for found, text in scenario(change) if found == field] == [True]


def test_parts_at_their_bounds() -> None:
    assert scenario(lambda one: None) == []
    assert scenario(put("datasets", 1, qa=[2, 2])) == scenario(put("datasets", 0, scope=False)) == []

    def later(one: Any) -> None:
        one.ideas = [idea.model_copy(update={"sprint": 2}) for idea in one.ideas]

    assert scenario(later) == [("ideas", "none is on the first board; leave out `sprint` for at least one")]


def test_a_message_of_the_story_is_somebodys() -> None:
    def told(one: Any) -> None:
        one.story = SimpleNamespace(messages=[SimpleNamespace(person="ana"), SimpleNamespace(person="anna")])

    assert scenario(told) == [("story.messages.1.from", "no person has this id: did you mean ana?")]


# --- the types of fields -------------------------------------------------------------------------------------


def wrong(parse: Callable[[object], object], value: object) -> str:
    with pytest.raises(PydanticCustomError) as caught:
        parse(value)
    return caught.value.message()


def test_a_number_says_its_unit_and_its_step() -> None:
    percent, whole = Unit("percent", 10_000, 0, 100), Unit("how many", 1, 0, 5)
    assert [percent.parse(value) for value in (0, 100, 12.34, 0.0001)] == [0, 1_000_000, 123_400, 1]
    for value in (True, "5", None):
        assert wrong(percent.parse, value) == "should be a number (percent), without quotes or unit"
    assert wrong(percent.parse, float("nan")) == "should be a finite number (percent)"
    assert wrong(percent.parse, -0.1) == wrong(percent.parse, 100.1) == "should be 0 to 100 (percent)"
    assert wrong(percent.parse, 0.00001) == "should be a multiple of 0.0001 (percent)"
    assert wrong(whole.parse, 1.5) == "should be a whole number (how many)"
    assert wrong(Unit("dollars", 100, 0, 5).parse, 0.001) == "should be a multiple of 0.01 (dollars)"
    assert [percent.show(value) for value in (0, 1_000_000, 123_400)] == [0, 100, 12.34]
    assert isinstance(percent.show(20_000), int) and whole.parse(2.0) == 2


def test_a_text_says_what_is_wrong_with_it() -> None:
    line = Text(10)
    assert line.parse("  é ") == "é" and line.parse("x" * 10) == "x" * 10
    assert wrong(line.parse, 5) == "should be text; put it in quotes"
    assert wrong(line.parse, "x" * 11) == "has 11 characters, 10 are allowed"
    assert wrong(line.parse, "  ") == "is empty; write something or remove the line"
    assert wrong(line.parse, "a\x1bb") == "has the character U+001B, which is not printable text; remove it"
    assert wrong(line.parse, "a\nb") == "should be one line"
    words = Text(100, lines=True, words=3)
    assert words.parse("a b\nc") == "a b\nc" and wrong(words.parse, "a b c d") == "has 4 words, 3 are allowed"
    shaped = Text(10, pattern="[a-z]+", shape="letters")
    assert shaped.parse("abc") == "abc" and wrong(shaped.parse, "abc1") == "should look like letters"


def test_a_word_of_a_list_says_what_is_possible() -> None:
    one = OneOf(["alpha", "beta"])
    assert one.parse("beta") == "beta" and wrong(one.parse, "alfa") == "is not known: did you mean alpha?"
    assert wrong(one.parse, 5) == "is not known; possible: alpha, beta"
    letters = [chr(code) * 5 for code in range(97, 110)]
    assert name_suggestion("12345", letters[:12]).count(", ") == 11 and name_suggestion("12345", letters) == ""


# --- the text of a file --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "f: the file is empty; a scenario starts with format, id and title"),
        ("- a\n", "f:1: should be `name: value` lines at the top"),
        ("a: 1\n---\nb: 2\n", "f:2: a second document; keep one scenario in a file"),
        ("a: 1\nb: *x\n", "f:2: b: anchors and aliases are not allowed; write the value out"),
        ("a: &x 1\n", "f:1: a: anchors and aliases are not allowed; write the value out"),
        ("a: !!str 1\n", "f:1: a: tags are not allowed; write the plain value"),
        ("? [a]\n: 1\n", "f:1: a name must be plain text"),
        ("x" * 201 + ": 1\n", "f:1: "),
        ("a: 1\na: 2\n", "f:2: a: given twice; keep one of the two"),
        ("a: ~\n", "f:1: a: has no value; give one or remove the line"),
        ("a:\n", "f:1: a: has no value; give one or remove the line"),
        ("a: 0.1234567890123456\n", None),
        ("a: 123456789012.1234567\n", "f:1: a: has too many digits; round it"),
        ("a: " + "x" * 2_001 + "\n", "f:1: a: longer than 2000 characters; shorten it"),
    ],
)  # fmt: skip
def test_what_a_file_may_not_hold(text: str, said: str | None) -> None:
    if said is None:
        assert parse(text.encode(), "f").data == {"a": "0.1234567890123456"}, "so many digits are a text"
        return
    with pytest.raises(InputError) as caught:
        parse(text.encode(), "f")
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("false", False), ("True", "True"), ("yes", "yes"), ("on", "on"), ("012", "012"), ("0", 0),
        ("-5", -5), ("+5", 5), ("1e3", "1e3"), ("1.50", 1.5), ("-0.5", -0.5), (".5", ".5"), ("1_000", "1_000"),
        ("0x10", "0x10"), ("2026-01-05", "2026-01-05"), ("'5'", "5"), ("999999999999999999", 999_999_999_999_999_999),
        ("9999999999999999999", "9999999999999999999"),
    ],
)  # fmt: skip
def test_a_value_means_one_thing(text: str, value: object) -> None:
    found = parse(f"a: {text}\n".encode(), "f").data["a"]
    assert found == value and type(found) is type(value)


def test_values_and_depth_are_bounded() -> None:
    assert parse(b"a: [" + b"[" * 10 + b"]" * 11, "f").data
    with pytest.raises(InputError, match=r"f:1: a\[1\]\[1\]: nested deeper than 12; flatten it"):
        parse(b"a: [" + b"[" * 12 + b"]" * 13, "f")
    with pytest.raises(InputError, match="more than 20000 values; a scenario is smaller"):
        parse(b"a: [" + b"1," * 20_000 + b"1]", "f")
    assert parse("a: ü\n".encode("utf-8-sig"), "f").data == {"a": "ü"}
    with pytest.raises(InputError, match="f:2: not UTF-8 text; save the file as UTF-8"):
        parse(b"a: 1\nb: \xff\n", "f")


# --- variants ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variants", "said"),
    [
        ("variants: 5\n", "variants: should be a group of `name: value` lines"),
        ("variants: {Calm: {chaos: {events: 1}}}\n", "variants.Calm: a variant is named in small letters"),
        ("variants: {normal: {chaos: {events: 1}}}\n", "variants.normal: a variant is named in small letters, and not"),
        ("variants: {calm: 5}\n", "variants.calm: should be a group of `name: value` lines"),
        ("variants: {calm: {id: x}}\n", "variants.calm.id: a variant cannot change this"),
        ("variants: {calm: {people: [x]}}\n", "variants.calm.people: should name people by id: "),
    ],
)  # fmt: skip
def test_a_variant_that_is_none(variants: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        resolved(minimal() + variants)
    assert said in str(caught.value)


def test_a_file_has_eight_variants_at_most() -> None:
    rows = ", ".join(f"v{number}: {{chaos: {{events: 1}}}}" for number in range(8))
    assert len(resolved(f"{minimal()}variants: {{{rows}}}\n").variants) == 8
    with pytest.raises(InputError, match="variants: more than 8 variants"):
        resolved(f"{minimal()}variants: {{{rows}, more: {{chaos: {{events: 1}}}}}}\n")
    with pytest.raises(InputError, match="has no variant clam: did you mean calm"):
        resolved(f"{minimal()}variants: {{calm: {{chaos: {{events: 1}}}}}}\n", "clam")
