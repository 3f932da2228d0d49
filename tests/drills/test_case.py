"""The case study: sound projects within the published ranges, a design that plays as it is written, honest costs."""

from pathlib import Path
from typing import Any

import pytest

from aiboard.analysis.estimate import paired_difference
from aiboard.analysis.runner import run_games
from aiboard.bots.designed import Design, Designed
from aiboard.drills.asks import Words
from aiboard.drills.attempts import Store
from aiboard.drills.case import checks, fields, form, simulation, whys
from aiboard.drills.case import drill as module
from aiboard.drills.case.drill import CaseStudy, costly_switches
from aiboard.drills.case.project import BASES, RANGES, project, project_page
from aiboard.drills.sitting import Sitting
from aiboard.instruments.errors import InputError
from aiboard.views.linear import wrap

NUMBER = 1
RECKLESS = 1
"""A project on which 24 games tell; `tests/bench/case.py` plays many."""
DOCS = Path(__file__).parents[2] / "docs" / "interview.md"


def filled(**changes: Any) -> dict[str, Any]:
    """The usual design in the figures of the brief, with some fields changed."""
    world = project(NUMBER).world
    said = {
        "objective": "Fewer tickets that a person answers",
        "metric": "92 % of 500 frozen questions",
        "baseline": world.baseline_ppm // 10_000,
        "serving": world.serving_limit_cents // 100,
        "latency": world.latency_limit_ms,
        "first_live": 5,
        "hypothesis": "Hybrid search brings 71 to 88",
        "rituals": "Stand-up: what waits? Review: what did we learn? Retro: which kill?",
    }
    return {**form.usual(world), **said, **changes}


# --- projects --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(4))
def test_a_project_is_drawn_within_the_ranges_and_told_on_a_page(number: int) -> None:
    found = project(number)
    ranges = {f"{group}.{dial}": values for (group, dial), values in RANGES.items()}
    assert found.base in BASES and set(found.drawn) == set(ranges)
    assert all(found.drawn[dial] in ranges[dial] for dial in ranges)
    assert found.world.gpus == found.drawn["compute.gpus"] and found.resolved.data["variant"] == f"case-{number}"
    world, page = found.world, "\n".join(project_page(found))
    for figure in (f"{world.days} working days", f"{world.gpus} GPUs", f"earns ${world.point_cents // 100}"):
        assert figure in page
    # At most a page.
    assert len(wrap(list(project_page(found)), 80)) <= 50


def test_the_same_number_is_the_same_project_and_others_differ() -> None:
    drawn = [tuple(project(number).drawn.values()) for number in range(4)]
    assert len(set(drawn)) == 4
    project.cache_clear()
    assert tuple(project(0).drawn.values()) == drawn[0]


def test_the_ranges_are_published() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for (group, dial), values in RANGES.items():
        assert f"`{group}.{dial}`" in text, dial
        assert all(f"{value:g}" in text for value in values), dial


# --- playing ---------------------------------------------------------------------------------------------------


def test_a_design_equal_to_the_heuristic_ties_with_it() -> None:
    found = simulation.play(project(NUMBER), filled(), seeds=3)
    assert found.against["heuristic"].mean == found.against["heuristic"].low == 0
    assert found.switches == () and found.wins["heuristic"] == 0
    assert found.values["design"] == found.values["heuristic"] and found.values["idle"].mean == 0


def test_a_design_without_gates_and_kill_rule_loses() -> None:
    # Gates of both kinds: before a launch, and the look at customers after it.
    found, seeds = project(RECKLESS), range(24)
    changes = {"gates": [], "kill_rule": "never", "take_back": "no"}
    reckless = form.design({**form.usual(found.world), **changes}, found.world)
    games = {
        name: [game.value_cents / 100 for game in run_games(found.resolved, bot, seeds)]
        for name, bot in (("reckless", lambda seed: Designed(reckless)), ("usual", "heuristic"))
    }
    difference = paired_difference(games["reckless"], games["usual"])
    assert difference.high is not None and difference.high < 0


def test_a_switch_is_the_difference_of_one_choice_on_the_same_seeds() -> None:
    both = filled(legal="when-near", launch_seeds=2)
    found = simulation.play(project(NUMBER), both, seeds=2)
    (legal,) = [one for one in found.switches if one.key == "legal"]
    only = simulation.play(project(NUMBER), filled(launch_seeds=2), seeds=2)
    assert legal.effect.mean == pytest.approx(found.values["design"].mean - only.values["design"].mean)


@pytest.mark.parametrize("number", range(3))
def test_the_usual_form_is_the_heuristics_own_design(number: int) -> None:
    """Field by field; the lines that a form writes out are the project's own, which a design leaves at 0."""
    world = project(number).world
    own, found = Design(), form.design(form.usual(world), world)
    names = [name for name in dir(own) if not name.startswith("_")]
    written = {name: getattr(found, name) for name in names}
    plain = {name: getattr(own, name) for name in names}
    assert written == {**plain, "success_ppm": world.launch_ppm, "orders": []} and not plain["orders"]


def test_switches_leave_out_what_plays_alike() -> None:
    world = project(NUMBER).world
    # Another kill line plays no part under the forecast; other words for the same limit play alike.
    alike = filled(kill_line=60, columns="Ideas 4 | Experiments 3 | Evals 2 | Prod 1 | Killed")
    assert simulation.switches(alike, world) == []
    orders = [name for name, _ in simulation.switches(filled(orders=["start", "kappa"]), world)]
    assert orders == ["orders.start", "orders.kappa"]


def test_every_switch_has_a_reason() -> None:
    world = project(NUMBER).world
    other = filled(
        success=80,
        kill_rule="line",
        kill_line=70,
        changes=0,
        columns="Experiment 9",
        pool="no",
        gates=[],
        order="whole",
        guidelines="no",
        agreement=0,
        first_seeds=2,
        launch_seeds=1,
        first_part="20",
        legal="when-near",
        canary="100",
        step_days=9,
        take_back="no",
        orders=["evaluate", "promote", "start", "canary", "roll-back", "kappa"],
    )
    names = [name for name, _ in simulation.switches(other, world)]
    assert len(names) == len(set(names)) >= 27 and set(names) <= set(whys.WHYS)
    line = [name for name, _ in simulation.switches(filled(kill_rule="line", kill_line=70), world)]
    assert line == ["kill_rule", "kill_line"]


def test_games_can_be_watched_and_given_up() -> None:
    told: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulation.play(project(NUMBER), filled(), seeds=2, watch=watch)
    assert told == [(1, 8), (2, 8)]


# --- checks ----------------------------------------------------------------------------------------------------


def test_the_usual_design_checks_out() -> None:
    assert all(row.ok for row in checks.checks(filled(), project(NUMBER).world))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"baseline": 50}, "baseline"),
        ({"serving": 1}, "serving"),
        ({"latency": 9000}, "latency"),
        ({"first_live": 1}, "first version"),
        ({"first_live": 20}, "first version"),
        ({"objective": "We build a very good model"}, "objective"),
        ({"metric": "share of right answers"}, "metric: its target"),
        ({"metric": "92 % or better in all"}, "metric: on what"),
        ({"hypothesis": "Hybrid search brings a better quality"}, "hypothesis: a number"),
        ({"hypothesis": "We try hybrid search in sprint 2"}, "hypothesis: what changes"),
        ({"rituals": "Review: what did we learn of the family, and what waits"}, "rituals"),
        ({"kill_line": 90}, "kill line"),
        ({"kill_line": filled()["success"]}, "kill line"),
        ({"success": filled()["baseline"], "kill_line": 1}, "success line"),
        ({"success": 60, "kill_line": 50}, "success line"),
        ({"columns": "Hypothesis 5, Experiment, Evaluation 4, Production 2, Killed"}, "limit on Experiment"),
        ({"columns": "Hypothesis 5, Experiment 3, Evaluation 4, Production 2"}, "column Killed"),
    ],
)
def test_what_does_not_check_out_is_named(change: dict[str, Any], name: str) -> None:
    wrong = [row for row in checks.checks(filled(**change), project(NUMBER).world) if not row.ok]
    assert [row.name for row in wrong] == [name] and wrong[0].missing


@pytest.mark.parametrize("key", ["objective", "metric", "hypothesis", "rituals"])
@pytest.mark.parametrize("text", ["", "x", "asdf qwer sdfg zxcv jkl asd wer dfgh xcv rtz", "foo " * 12])
def test_a_sentence_that_says_nothing_is_refused(key: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        CaseStudy().find("1").read({fields.KEY: filled(**{key: text})}, "a.yaml")
    assert str(caught.value).startswith(f"a.yaml: design.{key}: ") and len(str(caught.value).splitlines()) == 1


# --- the drill ---------------------------------------------------------------------------------------------------


def test_follow_ups_come_from_what_it_lost_and_the_page_says_who_judged(tmp_path: Path) -> None:
    store, drill = Store.load(tmp_path / "a.jsonl"), CaseStudy(games=2)
    sitting = Sitting(drill, store, drill.find(str(NUMBER)))
    ask = sitting.ask
    assert ask is not None and ask.key == fields.KEY
    sitting.submit(ask, filled(legal="when-near", pool="no"))
    follow = sitting.ask
    assert isinstance(follow, Words) and follow.prompt.endswith(("why?", "why might it?")) and "$" in follow.prompt
    # A kill now: what was given is there, and the games are played again for the same questions.
    again = Sitting.begin("case", CaseStudy(games=2), Store.load(store.path))
    assert again.resumed and again.ask == follow
    while again.ask is not None:
        again.submit(again.ask, "It waited for the review.")
    assert again.grade is not None
    page = "\n".join(again.grade.lines)
    for heading in ("Checked by program", "Played by simulation", "Judged by you", "A model answer"):
        assert heading in page
    assert "You: It waited for the review." in page
    assert again.grade.data["games"] == 2 and set(again.grade.data["against"]) == {"heuristic", "reference"}
    (attempt,) = Store.load(store.path).attempts
    assert (attempt.drill, attempt.question) == ("case", str(NUMBER))


def test_the_choices_asked_about_cost_most() -> None:
    found = simulation.play(project(NUMBER), filled(legal="when-near", pool="no", guidelines="no", changes=0), seeds=2)
    asked = costly_switches(found)
    assert 1 <= len(asked) <= 3 and all(one.effect.mean < 0 for one in asked)
    costs = sorted(one.effect.mean for one in found.switches)
    assert [one.effect.mean for one in asked] == costs[: len(asked)]


def test_an_unusual_choice_without_any_effect_is_named_too() -> None:
    zero, cost = paired_difference([1.0, 1.0], [1.0, 1.0]), paired_difference([0.0, 1.0], [3.0, 2.0])
    outcome = simulation.Outcome(2, {}, {}, (simulation.Switch("pool", cost), simulation.Switch("changes", zero)), {})
    values = filled(pool="no", changes=0)
    told = list(module._choices(outcome, values, project(NUMBER)))
    field = fields.FORM.field_by_key("changes")
    assert told[0].startswith("Your choices") and "cost you" in told[1]
    assert "without any difference" in told[2] and told[3].startswith(f"  {field.name}:")


def test_a_file_may_leave_the_follow_ups_out() -> None:
    drill = CaseStudy(games=2)
    question = drill.find(str(NUMBER))
    answer = question.read({fields.KEY: filled(legal="when-near")})
    assert 0 <= drill.grade(question, answer).score <= 1
    assert set(answer) - {fields.KEY} == {f"why-{place}" for place in range(1, len(answer))}


def test_given_up_games_leave_the_form_to_be_handed_in(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def watch(done: int, total: int) -> None:
        raise Enough

    store, drill = Store.load(tmp_path / "a.jsonl"), CaseStudy(games=2)
    sitting = Sitting(drill, store, drill.find(str(NUMBER)))
    ask = sitting.ask
    assert ask is not None
    sitting.save_draft(ask, filled())
    drill.watch = watch
    with pytest.raises(Enough):
        sitting.submit(ask, filled())
    assert sitting.ask is ask and sitting.grade is None and store.attempts == []
    assert Store.load(store.path).draft("case") == (str(NUMBER), {"design~": filled()})


@pytest.mark.parametrize("id", ["", "x", "-1", "12345678", "1.5"])
def test_no_project(id: str) -> None:
    with pytest.raises(InputError, match="no project is called"):
        CaseStudy().find(id)


def test_the_score_says_how_it_is_made_up() -> None:
    from aiboard.drills.case.drill import _made_up

    said = _made_up(0.57, 0.5, 0.6, False)
    assert said.startswith("Score 0.57 = 0.3 × 0.50,") and "+ 0.7 × 0.60," in said and "counts as not right" in said
