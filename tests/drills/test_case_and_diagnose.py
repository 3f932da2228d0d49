"""Case study and diagnosis at their bounds: which luck is taken, what is counted, how an answer is graded."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis.estimate import Estimate
from aiboard.drills.attempts import Attempt, Store
from aiboard.drills.case import drill as case
from aiboard.drills.case import form as forms
from aiboard.drills.case import project as projects
from aiboard.drills.case import simulation
from aiboard.drills.case.fields import KEY
from aiboard.drills.case.project import MOST, project, project_page
from aiboard.drills.case.whys import FOLLOW_UPS, GOOD
from aiboard.drills.diagnose import bayes, evidence
from aiboard.drills.diagnose import drill as diagnose
from aiboard.drills.diagnose.causes import causes
from aiboard.drills.diagnose.planted_game import PlayedGame, world
from aiboard.drills.diagnose.plants import PLANTS
from aiboard.drills.drill import Setting
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.happenings.cards import EvalStarted, Iterating
from aiboard.engine.model.vocabulary import Block, Change, Column, Order, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Accept, Iterate, OrderData, Promote, SpotCheck, Start
from aiboard.instruments.errors import InputError
from tests.drills.test_thresholds import design

# --- the case study: which project ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("earned", "draws"), [([1], 1), ([0, 1], 2), ([-5, 0, 0, 3], 4), ([0] * 30, 20)])
def test_a_project_is_the_first_of_twenty_draws_that_earns_by_the_usual_advice(
    earned: list[int], draws: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    def drawn(number: int, draw: object) -> Any:
        made.append(number)
        return SimpleNamespace(resolved=len(made))

    def played(resolved: int, bot: str, seeds: range) -> list[Any]:
        assert bot == "heuristic" and list(seeds) == [4_000_000, 4_000_001, 4_000_002, 4_000_003]
        # One game that loses does not make a project unsound.
        return [SimpleNamespace(value_cents=cents) for cents in (earned[resolved - 1] + 7, -7, 0, 0)]

    monkeypatch.setattr(projects, "_drawn", drawn)
    monkeypatch.setattr(projects, "run_games", played)
    found: Any = project.__wrapped__(9)
    assert made == [9] * draws and found.resolved == draws


@pytest.mark.parametrize(
    ("id", "ok"), [("0", True), ("9999999", True), ("10000000", False), ("", False), ("1a", False), ("٣", False)]
)
def test_a_project_has_a_number_of_seven_digits_at_most(id: str, ok: bool) -> None:
    if ok:
        assert case._number(id) == int(id) < MOST
        return
    with pytest.raises(InputError, match="it is a number under 10,000,000"):
        case._number(id)


def test_a_seed_is_a_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case.CaseStudy, "find", lambda self, id: id)
    store = Store(Path("none"))
    assert [case.CaseStudy(seed).next(store) for seed in (0, 7, MOST, MOST + 3)] == ["0", "7", "0", "3"]  # type: ignore[comparison-overlap]
    monkeypatch.setattr("aiboard.drills.case.drill.secrets.randbelow", lambda most: most - 1)
    assert case.CaseStudy().next(store) == "9999999"  # type: ignore[comparison-overlap]


def page(**changes: Any) -> str:
    """What the brief says of project 1 with some of its rules changed."""
    found = project(1)
    rules = {name: getattr(found.world, name) for name in dir(found.world) if not name.startswith("_")}
    other: Any = SimpleNamespace(world=SimpleNamespace(**{**rules, **changes}), resolved=found.resolved)
    return "\n".join(project_page(other))


def test_the_brief_counts_people_and_days_of_data() -> None:
    people = [SimpleNamespace(builds=builds) for builds in (True, True, False, True)]
    assert "Team: 3 people who build, " in page(people=people)
    ready = SimpleNamespace(ready=True, scope=False)
    later = SimpleNamespace(ready=False, scope=True)
    late = SimpleNamespace(
        ready=False, scope=False, key="DS-2", title="Tickets", collection=(1, 4), annotation=(2, 5), qa=(3, 7),
        cents=123_400, poor_weights=(1, 2, 5),
    )  # fmt: skip
    assert (
        "Data: DS-2, Tickets, is not there: 6 to 16 working days and $1,234. "
        "Without guidelines 62 in 100 batches are badly labelled."
    ) in page(datasets=[ready, later, late])
    assert page(datasets=[ready, late]).count("Data: ") == 1
    assert "Data: everything the ideas need is on hand." in page(datasets=[ready, later])
    assert "Legal: the review takes 9 working days once it is filed" in page(needs_legal=True, legal_days=9)
    assert "Legal: no review is needed." in page(needs_legal=False, legal_days=9)
    agents = [SimpleNamespace(agent=agent, name="x") for agent in (False, True)]
    assert ("Agents: " in page(families=agents), "Agents: " in page(families=agents[:1])) == (True, False)


# --- the case study: playing and grading ----------------------------------------------------------------------------


def test_all_play_on_the_same_luck_and_wins_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, int, int]] = []
    made = {"idle": [0.0, 0.0, 0.0], "heuristic": [1.0, 2.0, 9.0], "reference": [5.0, 6.0, 10.0]}

    def dollars(found: object, bot: Any, luck: range, count: Any) -> list[float]:
        asked.append((bot if isinstance(bot, str) else "design", luck[0], luck[-1]))
        assert count.total == 3 * (1 + 3 + 1)
        return made.get(bot, [2.0, 2.0, 11.0]) if isinstance(bot, str) else [2.0, 2.0, 11.0 - len(asked) // 4]

    monkeypatch.setattr(simulation, "_dollars", dollars)
    plain = forms.usual(project(1).world)
    found = simulation.play(project(1), {**plain, "take_back": "no"}, seeds=3)
    names = ["design", "idle", "heuristic", "reference", "design"]
    assert asked == [(name, 4_100_000, 4_100_002) for name in names]
    # 2, 2 and 11 dollars: a tie is no win.
    assert found.wins == {"idle": 3, "heuristic": 2, "reference": 1} and found.games == 3
    assert found.values["design"].mean == 5 and set(found.against) == {"heuristic", "reference"}
    assert found.against["heuristic"].mean == 1
    ((key, effect),) = [(one.key, one.effect) for one in found.switches]
    # The switched design made 10 in place of 11 in the last game.
    assert key == "take_back" and effect.mean == pytest.approx(1 / 3)


def outcome(high: float | None, equity: float = 0.5) -> simulation.Outcome:
    values = {"design": 100 + 1_000 * equity, "idle": 100.0, "heuristic": 500.0, "reference": 1_100.0}
    against = {"heuristic": Estimate(-3, None, high), "reference": Estimate(-5, -9, -1)}
    found = {name: Estimate(mean, None, None) for name, mean in values.items()}
    return simulation.Outcome(50, found, against, (), {"idle": 1, "heuristic": 2, "reference": 3})


@pytest.mark.parametrize(
    ("high", "equity", "wrong", "score", "right"),
    [
        (5.0, 0.5, 0, 0.3 + 0.35, True),
        (0.0, 0.5, 0, 0.3 + 0.35, True),
        (-0.01, 0.5, 0, 0.3 + 0.35, False),
        (None, 0.5, 0, 0.3 + 0.35, True),
        (5.0, 1.2, 0, 1.0, True),
        (5.0, -0.2, 0, 0.3, True),
        # Of twenty points four may be wrong where 80 % are asked.
        (5.0, 0.5, 4, 0.3 * 0.8 + 0.35, True),
        (5.0, 0.5, 5, 0.3 * 0.75 + 0.35, False),
    ],
)
def test_a_design_is_right_where_it_checks_out_and_does_not_surely_lose(
    high: float | None, equity: float, wrong: int, score: float, right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [SimpleNamespace(name=f"r{n}", ok=n >= wrong, missing=f"no {n}") for n in range(20)]
    monkeypatch.setattr("aiboard.drills.case.drill.checks.checks", lambda values, world: rows)
    plays: list[dict[str, Any]] = []

    def play(found: object, values: dict[str, Any], games: int, watch: object) -> simulation.Outcome:
        plays.append(values)
        return outcome(high, equity)

    monkeypatch.setattr(simulation, "play", play)
    drill = case.CaseStudy(1)
    question = drill.find("1")
    assert question.title == "Case study: project 1" and question.more({}) == () and not plays
    values = design()
    assert question.more({KEY: values}) == ()
    grade = drill.grade(question, {KEY: dict(values)})
    assert (grade.score, grade.right) == (pytest.approx(score), right) and len(plays) == 1, "played once"
    drill.grade(drill.find("2"), {KEY: values})
    drill.grade(question, {KEY: {**values, "changes": 1}})
    assert len(plays) == 3, "of another project or another design"
    assert f"Checked by program: {20 - wrong} of 20 points." in "\n".join(grade.lines)
    assert sum(line.startswith("✗ no ") for line in grade.lines) == wrong
    said = drill.brief(question)
    assert len(said.good) == 3 + len(GOOD) and said.follow_ups == FOLLOW_UPS
    assert said.model[0].startswith("Objective: ") and "Legal review: " not in said.model[0]


def test_what_is_filled_in_is_the_policy_that_plays() -> None:
    rules: World = project(1).world
    plain = forms.usual(rules)
    own = {
        **plain, "success": 88.5, "kill_rule": "line", "kill_line": 80.25, "changes": 5, "pool": "no",
        "gates": ["leaks", "safety"], "order": "whole", "guidelines": "no", "agreement": 0.7, "first_seeds": 2,
        "launch_seeds": 4, "first_part": "20", "legal": "when-near", "canary": "5-100",
        "step_days": rules.canary_days + 1, "take_back": "no", "orders": ["roll-back", "start"],
        "columns": "Experiment 7",
    }  # fmt: skip
    made = forms.design(own, rules)
    assert (made.success_ppm, made.kill_line_ppm, made.most_changes, made.wip) == (885_000, 802_500, 5, 7)
    assert (made.evidence, made.slices, made.leaks, made.limits, made.safety) == (False, False, True, False, True)
    assert (made.mind_pool, made.pilot, made.guidelines, made.legal_first, made.takes_back) == (False,) * 5
    assert (made.kappa_ppm, made.first_seeds, made.seeds, made.first_pct) == (700_000, 2, 4, 20)
    assert (made.canary, made.second_pct, made.look_days) == (True, 100, rules.canary_days + 1)
    assert made.orders == [int(Order.ROLL_BACK), int(Order.START)]
    usual = forms.design(plain, rules)
    assert (usual.canary, usual.second_pct, usual.look_days, usual.kill_line_ppm) == (True, 50, 0, 0)
    assert (usual.mind_pool, usual.pilot, usual.guidelines, usual.legal_first, usual.takes_back) == (True,) * 5
    at_once = forms.design({**plain, "canary": "100", "kill_rule": "never"}, rules)
    assert (at_once.canary, at_once.second_pct, at_once.kill_line_ppm) == (False, 100, 0)
    assert len({usual.kills, made.kills, at_once.kills}) == 3


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Idea 5, Experiment 3", 3),
        ("Idea | Training 4 | Live", 4),
        ("Idea → Experiment 6 → Live", 6),
        ("Idea -> Experiment 6; Live", 6),
        ("Idea, Experiment, Live", 20),
        ("Idea, Live", 20),
    ],
)
def test_the_limit_on_experiment_is_what_plays(text: str, limit: int) -> None:
    assert forms.wip(text) == limit


def test_a_choice_of_several_things_is_turned_one_by_one() -> None:
    turned = simulation._turned("gates", ["leaks", "own"], ["evidence", "leaks"])
    assert turned == [("gates.evidence", ["leaks", "own", "evidence"]), ("gates.own", ["leaks"])]
    assert simulation._turned("legal", "when-near", "first-day") == [("legal", "first-day")]


# --- the diagnosis: which project -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("served", "tries"), [([False], 1), ([True, True, False], 3), ([True] * 70, 60)])
def test_a_board_is_the_first_luck_on_which_nothing_serves(
    served: list[bool], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seeds: list[int] = []

    def play(plant: object, seed: int) -> Any:
        assert plant is PLANTS[diagnose.case_cause(7)]
        seeds.append(seed)
        return SimpleNamespace(served=lambda: served[len(seeds) - 1])

    monkeypatch.setattr(diagnose, "play", play)
    found = diagnose.case(2, 7)
    assert seeds == list(range(3_000_420, 3_000_420 + tries))
    assert (found.level, found.cause, found.seed) == (2, diagnose.case_cause(7), seeds[-1])


@pytest.mark.parametrize(
    ("id", "of"), [("1-0", (1, 0)), ("3-9999999", (3, 9_999_999)), ("1-10000000", None), ("0-1", None), ("1-1x", None)]
)
def test_a_board_is_named_by_level_and_number(
    id: str, of: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(diagnose, "case", lambda *of: asked.append(of))
    drill = diagnose.Diagnose()
    if of is None:
        with pytest.raises(InputError, match="it is a level and a number, as 1-17"):
            drill._case(id)
        return
    drill._case(id)
    drill._case(id)
    assert asked == [of], "played once"


def test_the_next_board_is_of_the_seed_and_of_the_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnose.Diagnose, "find", lambda self, id: id)
    store = Store(Path("none"))
    store.attempts = [Attempt("", "quiz", "x", "CODE", 1, True)] * 4
    assert [diagnose.make(Setting(seed=seed)).next(store) for seed in (3, 10_000_003)] == ["1-3", "1-3"]  # type: ignore[comparison-overlap]
    store.attempts += [Attempt("", "diagnose", "x", "DEBUG", 1, True)] * 2
    monkeypatch.setattr("aiboard.drills.diagnose.drill.secrets.randbelow", lambda most: most - 1)
    assert diagnose.Diagnose().next(store) == "2-9999999"  # type: ignore[comparison-overlap]


def test_a_wrong_answer_costs_a_level_and_the_two_right_ones_that_come_before_it() -> None:
    def level(row: str) -> int:
        return diagnose.level([Attempt("", "diagnose", "x", "DEBUG", 1, sign == "+") for sign in row])

    rows = {"++": 2, "+-+": 1, "+-++": 2, "++++": 3, "++++++": 3, "++++-": 2, "++++--": 1, "++-+": 1, "++++-+": 2}
    assert {row: level(row) for row in rows} == rows


# --- the diagnosis: what is told ------------------------------------------------------------------------------------


def told(**shares: float) -> str:
    rest = [name for name in PLANTS if name not in shares]
    left = (1 - sum(shares.values())) / len(rest)
    return "\n".join(diagnose._program({**dict.fromkeys(rest, left), **shares}, True))


def test_a_program_names_three_causes_unless_more_are_as_likely() -> None:
    names = {id: cause.name for id, cause in causes().items()}
    assert told(wide=0.5, gpus=0.2, scope=0.1).endswith(
        f"says, by what you opened: {names['wide']} 50 %; {names['gpus']} 20 %; {names['scope']} 10 %."
    )
    # Two hundredths less is told apart, a little nearer is not.
    assert "says, by what you opened" in told(wide=0.25, gpus=0.25, scope=0.24, polishing=0.23)
    assert "finds 4 causes about as likely" in told(wide=0.25, gpus=0.25, scope=0.24, polishing=0.2301)
    assert next(iter(diagnose._program({"wide": 1.0}, False))).startswith("You opened nothing")


def test_it_is_told_where_a_cause_could_be_seen() -> None:
    found: Any = SimpleNamespace(cause="gpus")
    names = {kind.key: kind.name for kind in evidence.KINDS}
    first, *others = causes()["gpus"].shows
    assert list(diagnose._shown(found, [first])) == [
        f"  seen in: {names[first]} (opened)",
        *(f"  seen in: {names[key]} (not opened)" for key in others),
    ]


def test_an_interviewer_hears_the_cause_and_the_three_likeliest_others(monkeypatch: pytest.MonkeyPatch) -> None:
    order = [name for name in PLANTS if name != "scope"]
    known = {**{name: 0.2 - 0.01 * place for place, name in enumerate(reversed(order))}, "scope": 0.9}
    monkeypatch.setattr(diagnose, "case", lambda level, number: diagnose.Case(level, "scope", 1, None))  # type: ignore[arg-type]
    monkeypatch.setattr(evidence, "numbers", lambda played: {})
    monkeypatch.setattr(bayes, "shipped", lambda: SimpleNamespace(posterior=lambda numbers: known))
    found = diagnose.Diagnose().brief(SimpleNamespace(id="1-1"))  # type: ignore[arg-type]
    cause, names = causes()["scope"], {kind.key: kind.name for kind in evidence.KINDS}
    assert [(point.text, point.dimension) for point in found.good] == [
        *((f"opens: {names[key]}", "DEBUG") for key in cause.shows),
        (f"ranks first: {cause.name}", "DEBUG"),
        (f"does first: {cause.action}", "DESIGN"),
    ]
    likeliest = list(reversed(order))[:3]
    assert found.follow_ups == tuple(f"What speaks against: {causes()[name].name}?" for name in likeliest)
    assert found.truth == (cause.name, cause.why)


def test_the_luck_without_the_cause_is_counted_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def played(decided: int, promoted: int, cents: int) -> Any:
        board = SimpleNamespace(decided=decided, promoted=promoted)
        return SimpleNamespace(board=board, state=SimpleNamespace(returns=lambda: cents))

    asked: list[Any] = []

    def play(plant: Any, seed: int, *days: int) -> Any:
        asked.append((plant is PLANTS["none"], seed, *days))
        return [played(9, 3, 0), played(0, 0, 50_000), played(0, 0, 120_000)][len(asked) - 1]

    monkeypatch.setattr(diagnose, "play", play)
    found = diagnose.counterfactual(diagnose.Case(1, "wide", 5, played(4, 1, 0)))
    days = world().days
    assert asked == [(True, 5), (False, 5, days), (True, 5, days)]
    assert list(found.lines()) == [
        "The same luck without it:",
        "  after three sprints 9 decided and 3 promoted, in place of 4 and 1",
        "  at the end of the project $1.2k, in place of $500",
        "One game is mostly luck: it cannot show what a fault costs. That takes the mean of many games.",
    ]
    assert found.data() == {"decided": 9, "decided_with": 4, "value_cents": 120_000, "value_cents_with": 50_000}
    none = diagnose.CounterfactualGame(diagnose.Case(1, "none", 5, played(4, 1, 0)), *(played(0, 0, 7_000),) * 3)
    assert list(none.lines()) == ["Nothing was planted. Played on to its end, the project is worth $70."]


# --- the diagnosis: what is counted ---------------------------------------------------------------------------------


class Card(SimpleNamespace):
    """A card of a board that is counted."""

    def in_flight(self) -> bool:
        return bool(self.flying)

    def under_kill_line(self) -> bool:
        return bool(self.under)

    def mean_ppm(self) -> int:
        return int(self.mean)


def card(**changes: Any) -> Card:
    return Card(**{
        "block": Block.NONE, "flying": True, "under": False, "stage": Stage.EVALUATION, "scores": [1, 2], "mean": 900,
        **changes,
    })  # fmt: skip


def test_a_day_is_counted_card_by_card_and_column_by_column() -> None:
    cards = [
        card(), card(mean=899), card(scores=[1]), card(stage=Stage.EXPERIMENT), card(under=True),
        card(under=True, flying=False), card(block=Block.NO_GPU), card(block=Block.NO_GPU, mean=0),
        card(block=Block.SHORTAGE, mean=0),
    ]  # fmt: skip
    wip = dict.fromkeys(Stage, 0)
    held = Counter({Stage.EXPERIMENT: 2, Stage.EVALUATION: 9})
    board: Any = SimpleNamespace(
        count_in_flight=lambda: 8, wip=wip,
        count=lambda stage: held[stage], gpu_min=100, gpu_used_min=60, eval_used_min=7,
        cards=cards, world=SimpleNamespace(value_floor_ppm=900), live=lambda: 0,
    )  # fmt: skip
    found = PlayedGame(SimpleNamespace(board=board))  # type: ignore[arg-type]
    found.count()
    assert (found.days, found.in_flight, found.gpu, found.gpu_used, found.eval_used) == (1, 8, 100, 60, 7)
    # Ready: the first, two that are under a kill line, and one that waits for a GPU.
    assert (found.under_kill, found.ready, found.over) == (1, 4, 0), "a column without a limit is never over it"
    assert found.blocked == Counter({Block.NO_GPU: 2, Block.SHORTAGE: 1})
    for limit, over in ((2, 0), (1, 1)):
        wip[Stage.EXPERIMENT] = limit
        found.count()
        assert found.over == over
    assert found.days == 3 and found.in_flight == 24
    assert found.served(), "the first card may be the one that serves"
    board.live = lambda: -1
    assert not found.served()


def old(**changes: Any) -> Any:
    return SimpleNamespace(**{
        "index": 0, "started_day": 3, "decision": 0, "stage": Stage.EXPERIMENT, "scores": [], "corrected": [],
        "kill_ppm": 800_000, "mean_ppm": lambda: 850_000, **changes,
    })  # fmt: skip


def test_the_four_oldest_open_cards_are_shown_with_their_last_four_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_name", lambda played, index: f"card {index}")
    runs = [710_000, 720_000, 730_000, 740_000, 750_000]
    cards = [
        old(index=0, started_day=0), old(index=1, started_day=9), old(index=2, started_day=2, corrected=runs),
        old(index=3, started_day=4, decision=1), old(index=4, started_day=5, stage=Stage.EVALUATION, scores=[1, 2]),
        old(index=5, started_day=1, scores=[1]), old(index=6, started_day=10),
    ]  # fmt: skip
    played: Any = SimpleNamespace(board=SimpleNamespace(cards=cards, history=[]), under_kill=17)
    assert list(evidence._old_lines(played)) == [
        "card 5: since day 1, Experiment",
        "  runs no run yet; this version 1 seed, mean 85.0; kill line 80.0",
        "card 2: since day 2, Experiment",
        "  runs 72.0, 73.0, 74.0, 75.0; this version not evaluated; kill line 80.0",
        "card 4: since day 5, Evaluation",
        "  runs no run yet; this version 2 seeds, mean 85.0; kill line 80.0",
        "card 1: since day 9, Experiment",
        "  runs no run yet; this version not evaluated; kill line 80.0",
        "Card-days that open cards spent under their own kill line: 17.",
    ]
    assert evidence._old_numbers(played) == {"under_kill": 17, "most_runs": 0}
    played.board.cards = cards[:1]
    assert next(iter(evidence._old_lines(played))) == "No started card is open."


def test_the_four_cards_that_were_evaluated_and_changed_most_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_name", lambda played, index: f"card {index}")
    evals = [EvalStarted(index, seeds, 60, 100) for index, seeds in ((0, 1), (1, 9), (2, 3), (3, 4), (4, 2), (1, 1))]
    changes = [Iterating(index, 0) for index in (0, 0, 0, 1, 1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)]
    cards = [old(index=index, scores=[1], best_ppm=800_000 + index) for index in range(5)]
    rules = SimpleNamespace(launch_ppm=900_000, value_floor_ppm=800_003)
    played: Any = SimpleNamespace(
        board=SimpleNamespace(cards=cards, history=[*evals, *changes], world=rules), eval_used=1, gpu_used=3,
        blocked=Counter({Block.EVAL_QUEUE: 6}),
    )  # fmt: skip
    said = list(evidence._evaluation_lines(played))
    assert said[0] == "Evaluations: 6, of 5 cards, 20 seeds in all, all versions."
    assert [line.partition(";")[0] for line in said[1:-2]] == [
        "card 1: all versions 10 seeds", "card 3: all versions 4 seeds", "card 2: all versions 3 seeds",
        "card 4: all versions 2 seeds",
    ]  # fmt: skip
    assert said[-2:] == ["Evaluation took 25 % of the GPU time used.", "Card-days in its queue: 6."]
    assert evidence._evaluation_numbers(played) == {"seeds_a_card": 4, "seeds_an_eval": 20 / 6, "seeds": 20}
    said = list(evidence._iteration_lines(played))
    assert said[0] == "Changes tried on cards that had been evaluated: 15."
    assert [line.partition(",")[0] for line in said[1:-1]] == [
        "card 4: 5 changes", "card 3: 4 changes", "card 0: 3 changes", "card 1: 2 changes",
    ]  # fmt: skip
    # Worth a change: those that have read at least what earns.
    assert evidence._iteration_numbers(played) == {"changes": 15, "changes_good": 9}


def test_days_are_counted_by_the_sprint_they_fall_in() -> None:
    played: Any = SimpleNamespace(board=SimpleNamespace(world=SimpleNamespace(sprint_days=10)))
    assert evidence._by_sprint(played, [1, 10, 11, 20, 20, 21, 30, 31]) == "2, 3, 2"
    assert evidence._share(3, 0) == 0 and evidence._share(3, 4) == 0.75


# --- the plants -----------------------------------------------------------------------------------------------------


@pytest.fixture
def board() -> Iterator[Any]:
    yield new_state(world(), 4_000_010, Latents(world())).board


def test_a_team_in_love_starts_a_third_card_of_it_and_no_fourth(board: Any) -> None:
    player: Any = PLANTS["one-family"].player()
    families = board.world.families
    weakest = min(range(len(families)), key=lambda place: families[place].mean_ppm)
    first = player.own(board)
    assert isinstance(first, Start) and board.world.ideas[first.card].family == weakest
    board.wip[Stage.EXPERIMENT] = 5
    others = [one for one in board.cards if board.world.ideas[one.index].family != weakest][:3]
    for count, full in ((2, False), (3, True)):
        for one in others[:count]:
            one.stage = Stage.EXPERIMENT
        assert (player.own(board) is None) is full, count
    board.wip[Stage.EXPERIMENT] = 2
    others[2].stage = Stage.BACKLOG
    assert player.own(board) is None, "a limit under three is kept"
    put_back = player.hide(board)
    shown = {board.world.ideas[one.index].family for one in board.cards if one.shown and one.stage == Stage.BACKLOG}
    assert shown == {weakest}
    put_back()
    assert others[2].shown


def test_a_team_that_polishes_changes_the_first_card_that_takes_a_change(
    board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aiboard.drills.diagnose import plants

    allowed: set[Any] = set()
    monkeypatch.setattr(plants, "check", lambda board, action: plants.Refusal.NONE if action in allowed else 1)
    player: Any = PLANTS["polishing"].player()
    one, two, three = board.cards[:3]
    for each in (one, two, three):
        each.stage, each.scores, each.seeds_pending = Stage.EVALUATION, [1], 0
    technique, longer = int(Change.TECHNIQUE), int(Change.LONGER)
    assert player.own(board) is None
    allowed |= {Iterate(0, longer), Iterate(1, technique), Iterate(1, longer)}
    assert player.own(board) == Iterate(0, longer)
    one.seeds_pending = 1
    assert player.own(board) == Iterate(1, technique), "seeds that are under way are waited for"
    two.scores = []
    three.stage = Stage.EXPERIMENT
    allowed.add(Iterate(2, technique))
    assert player.own(board) is None
    assert player.turned(board, Promote(0)) is None and player.turned(board, Iterate(0, 1)) == Iterate(0, 1)


def test_who_takes_any_labels_reads_the_agreement_first_and_then_accepts(board: Any) -> None:
    player: Any = PLANTS["bad-labels"].player()
    task = board.data[0]
    assert player.own(board) is None
    task.column, task.kappa_items, task.check_pending = Column.QA, 0, False
    assert player.own(board) == SpotCheck(0)
    task.check_pending = True
    assert player.own(board) is None
    task.check_pending, task.kappa_items = False, 1
    assert player.own(board) == Accept(0)


def test_who_thinks_of_data_late_waits_up_to_the_eighteenth_day(board: Any) -> None:
    player: Any = PLANTS["late-data"].player()
    for day, waits in ((17, True), (18, False)):
        board.day = day
        assert (player.turned(board, OrderData(0, 10)) is None) is waits
        assert player.turned(board, Start(1)) == Start(1)
