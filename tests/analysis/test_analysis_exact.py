"""Sums of the analysis worked by hand: intervals, paired differences, labels, weighed options, pictures, tables."""

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.actions.grammar import to_text
from aiboard.analysis import retry
from aiboard.analysis.advice import gain_text, rank_options
from aiboard.analysis.belief.priors import Priors
from aiboard.analysis.calibrate import tables
from aiboard.analysis.debrief.forecast_section import _score
from aiboard.analysis.debrief.phrases import card_of, done_text, imperative_text, past_text
from aiboard.analysis.debrief.svg import calibration_svg, ledger_svg
from aiboard.analysis.estimate import Estimate, estimate, paired_difference
from aiboard.analysis.forecasts import OddsStatement, ScoredForecast, pinball
from aiboard.analysis.pricing.figures import (
    difference,
    is_settled,
    is_surely_negative,
    is_tie,
    merge_undone,
    regret_of,
    total,
)
from aiboard.analysis.pricing.groups import by_subject, merge_dependent_groups, order_starts_last
from aiboard.analysis.pricing.model import Decision, Label, label_of
from aiboard.analysis.reliability.population import IGNORED, MOST_IGNORED, MOST_SLIPS_PPM, Player, player
from aiboard.analysis.rollouts import (
    Continuation,
    RolloutBase,
    fresh_seed,
    is_in_plan,
    is_same_choice,
    plan_of,
    play_out,
)
from aiboard.analysis.stakes.base import Stake
from aiboard.analysis.weighing import Option, Weighing
from aiboard.bots.reference import Reference
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.engine.verbs import Action, Deploy, Evaluate, Iterate, Kill, Prioritise, Promote, RollBack, Start
from aiboard.views import fmt
from aiboard.views.charts.calibration import CalibrationChart, Group
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.value import ValueChart, ValueMark
from tests.engine.play import evaluated, launched
from tests.engine.worlds import PROMPT, RAG, quiet, world

# --- intervals ------------------------------------------------------------------------------------------------------


def test_amounts_with_intervals_add_and_subtract() -> None:
    one, other = Estimate(10, 7, 13), Estimate(4, 0, 8)
    assert one + other == Estimate(14, 9, 19) and one - other == Estimate(6, 1, 11)
    assert -Estimate(10, 7, 14) == Estimate(-10, -14, -7) and (one.half_width, Estimate(3, None, None).half_width) == (
        3,
        0,
    )
    assert Estimate(3, None, None) + one == Estimate(13, 10, 16) and -Estimate(3, None, None) == Estimate(
        -3, None, None
    )
    assert Estimate.from_half_width(5, 2) == Estimate(5, 3, 7)
    assert one.rescale(4, 24) == Estimate(30, 15, 45) and Estimate(4, None, None).rescale(4, 24) == Estimate(
        0, None, None
    )
    assert one.to_text("{:.0f}".format) == "10 (7 to 13)" and Estimate(3, None, None).to_text("{:.0f}".format) == "3"
    assert one.data() == {"mean": 10, "low": 7, "high": 13}


@pytest.mark.parametrize(
    ("low", "high", "out"),
    [(0.1, 2, True), (0, 2, False), (-1, 2, False), (-2, 0, False), (-2, -0.1, True), (None, None, False)],
)
def test_an_interval_leaves_zero_out(low: float | None, high: float | None, out: bool) -> None:
    assert Estimate(0, low, high).excludes_zero() == out


def test_an_interval_of_values_by_hand() -> None:
    """Values 1, 2 and 6: mean 3, SD root of 7, t of two degrees of freedom 4.303."""
    found = estimate([1, 2, 6])
    half = 4.303 * 7**0.5 / 3**0.5
    assert found.mean == 3 and found.low == pytest.approx(3 - half) and found.high == pytest.approx(3 + half)
    assert estimate([4]) == Estimate(4, None, None) and paired_difference([5, 6, 10], [4, 4, 4]) == found
    assert difference([500, 600, 1_000], [400, 400, 400], 100) == found


# --- prices ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found", "sure", "tie", "less"),
    [
        (Estimate(3.1, 1.1, 5.1), True, False, False),
        (Estimate(3.0, 1.0, 5.0), False, False, False),
        (Estimate(-3.1, -5.1, -1.1), True, False, True),
        (Estimate(-3.0, -5.0, -1.0), False, False, False),
        (Estimate(0.5, -1.0, 2.0), True, True, False),
        (Estimate(0.5, -1.1, 2.1), False, False, False),
        (Estimate(-0.5, -2.0, 1.0), True, True, False),
        (Estimate(-0.5, -2.1, 1.1), False, False, False),
        (Estimate(9.0, None, None), False, False, False),
    ],
)
def test_a_difference_is_settled_when_it_is_clear_or_a_clear_tie(
    found: Estimate, sure: bool, tie: bool, less: bool
) -> None:
    assert (is_settled(found), is_tie(found), is_surely_negative(found)) == (sure, tie, less)


@pytest.mark.parametrize(
    ("low", "label"),
    [
        (5.0, None), (5.1, Label.INACCURACY), (10.0, Label.INACCURACY), (10.1, Label.MISTAKE), (15.0, Label.MISTAKE),
        (15.1, Label.BLUNDER), (-3.0, None), (None, None),
    ],
)  # fmt: skip
def test_a_loss_is_named_by_its_low_end(low: float | None, label: Label | None) -> None:
    assert label_of(Estimate(-20.0, None if low is None else -30.0, None if low is None else -low)) == label


def test_regret_is_chosen_on_one_half_and_told_on_the_other() -> None:
    played, other, third = [0, 0, 0, 0], [900, 100, 900, 100], [100, 500, 100, 500]
    found, best = regret_of([played, other, third], 100)
    # By the first half the second option is best, told 1 and 1; by the other half the third, told 1 and 1.
    assert best == 1 and found == estimate([1, 1, 1, 1])
    assert regret_of([[5, 5], [5, 5], [4, 4]], 1) == (Estimate(0, 0, 0), 0), "the first of equals: nothing to regret"
    assert regret_of([[0, 0], [3, 5]], 1) == (estimate([3, 5]), 1)


def decision(day: int, line: str, undone: bool, mean: float, half: float = 1.0) -> Decision:
    amount = Estimate.from_half_width(mean, half)
    return Decision(day, day, line, undone, "card 1", amount, 2.0, amount, None, "x", "wait", "", 32)


def test_what_is_left_undone_day_after_day_is_one_decision() -> None:
    rows = [
        decision(3, "start 1", True, -3, 3), decision(3, "kill 2", False, -1), decision(5, "start 1", True, -4, 4),
        decision(8, "start 1", True, -1), decision(9, "start 1", False, -1), decision(9, "start EXP-004", True, -1),
    ]  # fmt: skip
    found = merge_undone(rows, 2)
    assert [(one.day, one.last_day, one.line) for one in found] == [
        (3, 5, "start 1"), (3, 3, "kill 2"), (8, 8, "start 1"), (9, 9, "start 1"), (9, 9, "start EXP-004"),
    ]  # fmt: skip
    both = found[0]
    assert both.advantage == Estimate(-7, -12, -2) == both.regret and both.guess == 4 and both.best == "start 1"
    assert both.label is None and merge_undone([rows[0], replace(rows[2], guess=None)], 2)[0].guess is None
    gain = merge_undone([decision(1, "start 1", True, 3), decision(2, "start 1", True, 3)], 1)[0]
    assert gain.best == "wait"
    assert len(merge_undone(rows[:1] + rows[3:4], 5)) == 1 and len(merge_undone(rows[:1] + rows[3:4], 4)) == 2
    assert total(rows[:3], 100) == Estimate(92, 92 - 26**0.5, 92 + 26**0.5) and total([], 100).mean == 100


def free(**changes: object) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


def test_actions_of_a_day_belong_together_by_what_they_are_about() -> None:
    plan: list[Action] = [Evaluate(1, 3), Kill(1), Start(2), Prioritise(2, 1), Kill(1)]
    assert by_subject(plan) == [(plan[0], plan[1]), (plan[2], plan[3]), (plan[4],)] and by_subject([]) == []


def test_what_another_makes_possible_belongs_to_it() -> None:
    state = free()
    launched(state, PROMPT, 5)
    evaluated(state, RAG)
    back, ahead = RollBack(PROMPT), Promote(RAG)
    assert merge_dependent_groups(state, [(Start(7),), (back,), (ahead,)]) == [(Start(7),), (back, ahead)]
    assert merge_dependent_groups(state, [(ahead,), (Start(7),)]) == [(ahead,), (Start(7),)], (
        "the first stays by itself"
    )


def test_starts_go_last_where_that_is_possible() -> None:
    state = free()
    assert order_starts_last(state, [Start(7), Prioritise(2, 1)]) == [Prioritise(2, 1), Start(7)]
    needed: list[Action] = [Start(7), Kill(7)]
    assert order_starts_last(state, needed) == needed, "a kill before it would leave nothing to start"


# --- options --------------------------------------------------------------------------------------------------------


def test_options_are_weighed_on_the_same_futures() -> None:
    options = tuple(Option(line, Continuation()) for line in ("wait", "kill EXP-002", "start EXP-002"))
    found = Weighing(options, ((0, 0, 0, 0), (100, 300, 100, 300), (-50, -50, -50, -50)))
    assert (found.futures, found.best) == (4, 1) and found.gain_over(1, 0) == estimate([100, 300, 100, 300])
    assert found.gain_over(0, 2).mean == 50 and found.regret(1) == Estimate(0, 0, 0) and found.regret(2).mean == 250
    assert Weighing(options, ((5,), (5,), (5,))).best == 0, "the first of equals"
    rows = rank_options(found, world())
    assert [row.line for row in rows] == ["kill EXP-002", "wait", "start EXP-002"]
    assert rows[1].worth == "$0" and rows[1].sure and rows[0].worth == gain_text(found.gain_over(1, 0))
    assert (rows[0].sure, rows[2].sure) == (found.gain_over(1, 0).excludes_zero(), True)
    assert rows[2].text == f"{rows[2].name}: {rows[2].worth}"


def test_two_kills_in_other_words_are_one_choice() -> None:
    assert is_same_choice(Kill(1, 3, "too small"), Kill(1, 9, "no gain")) and not is_same_choice(
        Kill(1, 3, ""), Kill(1, 3, "x")
    )
    assert not is_same_choice(Kill(1), Kill(2)) and not is_same_choice(Evaluate(1, 3), Evaluate(1, 5))
    assert not is_same_choice(Start(1), Kill(1)) and is_in_plan(Kill(1, 0, "a"), [Start(1), Kill(1, 1, "b")])
    assert not is_in_plan(Start(2), [Start(1)])


def test_a_line_is_played_as_far_as_it_is_possible_and_then_the_reference_goes_on() -> None:
    made = world(days=12, minutes=1_000)
    priors = Priors(made)
    state = new_state(made, 3, priors.latents)
    base = RolloutBase(state.board, "test", "game", priors, truth=state.truth)
    for line in (
        Continuation(),
        Continuation((Start(RAG), Promote(RAG))),
        Continuation((Kill(RAG),), ends=True),
        Continuation(ends=True),
    ):
        for replicate, value in enumerate(base.values(line, 2)):
            mine = State(made, fresh_seed("test", "game", replicate), priors.latents, state.board, state.truth).clone()
            for action in line.actions:
                if check(mine.board, action) == Refusal.NONE:
                    act(mine, action)
            if line.ends:
                advance(mine)
            assert play_out(mine, "reference") == value
    assert base.values(Continuation(), 1) == base.values(Continuation(), 2)[:1]
    before = digest(state)
    mine = state.clone()
    assert plan_of(state) == play_day(mine, Reference()) and digest(state) == before


# --- simulated players ----------------------------------------------------------------------------------------------


def test_players_slip_and_ignore_by_their_number_alone() -> None:
    drawn = [player(number) for number in range(400)]
    assert drawn == [player(number) for number in range(400)]
    assert (
        0 <= min(one.slips_ppm for one in drawn) < 10_000
        and 290_000 < max(one.slips_ppm for one in drawn) <= MOST_SLIPS_PPM
    )
    counts = [len(one.ignored) for one in drawn]
    assert {counts.count(n) > 60 for n in range(MOST_IGNORED + 1)} == {True} and max(counts) == MOST_IGNORED
    assert {lesson for one in drawn for lesson in one.ignored} == set(IGNORED)
    assert all(one.ignored == tuple(sorted(set(one.ignored))) for one in drawn)


def test_who_never_slips_is_the_reference_and_who_always_does_is_not() -> None:
    made = world(days=15, minutes=600)
    latents = Latents(made)
    seen = {}
    for slips in (0, 300_000, 1_000_000):
        for seed in (3, 4):
            state, bot, twin = new_state(made, 9, latents), Player(7, slips, ()).bot(seed), Reference()
            taken: list[Action] = []
            asked: list[Action] = []
            while not state.board.over:
                asked += play_day(state.clone(), twin)
                taken += play_day(state, bot)
                advance(state)
            seen[slips, seed] = (taken, asked)
    assert seen[0, 3][0] == seen[0, 3][1] == seen[0, 4][0]
    assert seen[1_000_000, 3][0] != seen[1_000_000, 4][0], "another game, other slips"
    assert len(seen[1_000_000, 3][0]) > len(seen[0, 3][0])


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_line_is_said_as_done_undone_or_to_do() -> None:
    made = world()
    key = made.ideas[RAG].key
    assert (
        card_of(f"kill {key}", made) == RAG
        and card_of("nothing", made) == -1
        and card_of("wip experiment 4", made) == -1
    )
    assert imperative_text("wait", made) == "leave it for the day" and imperative_text(
        "nothing", made
    ) == "nothing" == past_text("nothing", False, made)
    assert past_text(f"promote {key}", False, made) == f"Promoted {imperative_text(f'promote {key}', made).split()[-1]}"
    assert past_text(f"start {key}", True, made).startswith("Did not start")
    assert (
        done_text(f"kill {key} (standing order)", made) == past_text(f"kill {key}", False, made) + " (standing order)"
    )
    lines = {
        Evaluate(RAG, 1): "1 seed", Evaluate(RAG, 3, 50, True): "3 seeds, 50 % of the questions and slices",
        Prioritise(RAG, 1): "1 (first)", Prioritise(RAG, 5): "5 (last)", Prioritise(RAG, 3): "3", Deploy(RAG, 50): "50",
        Iterate(RAG, 2): "",
    }  # fmt: skip
    for action, said in lines.items():
        assert said in imperative_text(to_text(action, made), made), action
    assert "(" not in imperative_text(to_text(Prioritise(RAG, 2), made), made)


def test_a_stake_tells_what_it_has_to_tell() -> None:
    stake = Stake(3, 1, 500, "kill", "84 (80 to 88)", "", "nothing came", "")
    assert stake.rows() == {"Known": "84 (80 to 88).", "Came": "nothing came."}
    assert list(replace(stake, instead="promote", hidden="it was 90").rows()) == [
        "Known",
        "Instead",
        "Came",
        "Luck, hidden then",
    ]


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (ScoredForecast(3, 20, 30, 0, None, False), "; not due yet."),
        (ScoredForecast(3, 20, 30, 2, None, False), "; stated after it was reached."),
        (
            ScoredForecast(3, 20, 30, 25, 2.5, False, 0.25, 4.04),
            "; reached on day 25. Brier 0.25, CRPS 4.0 days, pinball loss 2.5 days.",
        ),
        (
            ScoredForecast(3, 20, 30, 0, 9.0, True, None, 7.0),
            "; not reached. CRPS 7.0 days, pinball loss at least 9.0 days.",
        ),
    ],
)
def test_a_forecast_is_told_with_its_scores(item: ScoredForecast, says: str) -> None:
    assert _score(item) == says


def test_the_loss_of_a_stated_day() -> None:
    assert [pinball(0.7, stated, 30) for stated in (20, 30, 40)] == pytest.approx([7, 0, 3])
    assert [pinball(0.9, stated, 30) for stated in (20, 40)] == pytest.approx([9, 1])
    assert OddsStatement(0.5, True).by == ""


# --- tables and pictures --------------------------------------------------------------------------------------------


def cells(part: str, **fields: Any) -> list[str]:
    """A row of a table of calibration."""
    found: Any = SimpleNamespace(
        **{name: [] for name in ("chaos", "orderings", "flow", "off")} | {part: [SimpleNamespace(**fields)]}
    )
    ((_, (_, row)),) = tables.tables(found)
    return list(row)


def test_rows_of_a_calibration() -> None:
    cost = Estimate(1.234, 0.8, 1.6)
    price = {
        "kind": "k",
        "day": 5,
        "policy": "p",
        "games": 9,
        "cost": cost,
        "band": (1, 2.5),
        "p95": 7.25,
        "flag": "high",
    }
    assert cells("chaos", **price) == ["k", "5", "p", "9", "1.2 (0.8 to 1.6)", "7.2", "1 to 2.5", "too dear"]
    assert cells("chaos", **{**price, "cost": None, "band": None, "p95": None, "flag": ""})[4:] == [
        "nothing to hit",
        "",
        "",
        "",
    ]
    assert cells("chaos", **{**price, "flag": "low"})[-1] == "too cheap"
    order = {"better": "a", "worse": "b", "least": 2.5, "difference": cost, "holds": True}
    assert cells("orderings", **order) == ["a over b by 2.5", "1.2 (0.8 to 1.6)", "yes"]
    assert cells("orderings", **{**order, "least": 0, "holds": False}) == ["a over b", "1.2 (0.8 to 1.6)", "NO"]
    band = SimpleNamespace(name="n", low=1.0, high=2.0, unit="u", source="s")
    for holds, said in ((True, "yes"), (False, "NO"), (None, "")):
        assert cells("flow", band=band, value=1.6, holds=holds) == ["n", "2", "1 to 2", "u", said, "s"]
    assert cells("flow", band=band, value=None, holds=None)[1] == "none"
    effect = {"name": "n", "kind": "k", "policy": "p", "uses": 1.25, "effect": cost, "small": True}
    assert cells("off", **effect)[3:5] == ["1.2", "1.2 (0.8 to 1.6)"] and cells("off", **effect)[5].startswith("under ")
    assert cells("off", **{**effect, "small": False})[5] == ""
    assert cells("off", **{**effect, "effect": None, "uses": None})[3:] == ["", "", "never used"]


def numbers(text: str, name: str) -> list[float]:
    return [float(value) for value in re.findall(rf' {name}="([-0-9.]+)"', text)]


def test_the_value_line_is_drawn_to_scale() -> None:
    value = ValueChart(
        (-100_000, 0, 200_000, 500_000), 40, 10, (ValueMark(2, "●", "launch"), ValueMark(3, "!", "a tool & more"))
    )
    picture = ledger_svg(
        LedgerChart(
            value, (Strip("luck", (0.0, 2.0, -4.0, 1.0), "the deal 3"), Strip("choices", (0.0, 0.0, 0.0, -1.0)))
        )
    )
    points = [
        tuple(map(float, pair.split(",")))
        for pair in re.search(r'polyline class="curve" points="([^"]+)"', picture)[1].split()
    ]  # type: ignore[index]
    across, down = [x for x, _ in points], [y for _, y in points]
    # Days 0.5 to 40.5 over 642 units from 88 on; money with a twelfth of its range to each side over 212 units.
    assert across == pytest.approx([88 + (day - 0.5) / 40 * 642 for day in (1, 2, 3, 4)], abs=0.06)
    span = 600_000 + 2 * 50_000
    assert down == pytest.approx([240 - (cents + 150_000) / span * 212 for cents in value.cents], abs=0.06)
    area = re.search(r'polygon class="area" points="([^"]+)"', picture)[1].split()  # type: ignore[index]
    assert len(area) == 6 and float(area[0].split(",")[1]) == pytest.approx(240 - 150_000 / span * 212, abs=0.06)
    days = re.findall(r">day (\d+)</text>", picture)
    assert days == ["10", "20", "30", "40"]
    bars = re.findall(
        r'<rect class="(won|lost)" x="([0-9.]+)" y="([0-9.]+)" width="([0-9.]+)" height="([0-9.]+)"><title>day (\d)',
        picture,
    )
    assert [(kind, day) for kind, _, _, _, _, day in bars] == [("won", "2"), ("lost", "3"), ("won", "4"), ("lost", "4")]
    # One scale for both strips: the largest bar, of four points, is 45 units high.
    assert [float(high) for *_, high, _ in bars] == pytest.approx([22.5, 45.0, 11.2, 11.2], abs=0.06)
    top = 240 + 20 + 20 * 2 + 22 + 45
    assert [float(y) for _, _, y, *_ in bars] == pytest.approx([top - 22.5, top, top - 11.2, top + 118], abs=0.1)
    assert (
        "points by day, the deal 3" in picture and "a tool &amp; more" in picture and picture.count('class="mark"') == 2
    )
    assert f'viewBox="0 0 760 {240 + 20 + 40 + 2 * 118 + 10}"' in picture
    marks = [float(x) for x in re.findall(r'class="mark" x="([0-9.]+)"', picture)]
    assert marks == pytest.approx([across[1], across[2]], abs=0.06)


def test_a_long_project_names_ten_days_at_most() -> None:
    for days, named in ((100, 10), (110, 5), (5, 0)):
        picture = ledger_svg(LedgerChart(ValueChart((0,), days, 10), ()))
        assert len(re.findall(r">day \d+</text>", picture)) == named
    assert "polyline" not in ledger_svg(LedgerChart(ValueChart((), 40, 10), ()))


def test_calibration_is_drawn_to_scale() -> None:
    groups = (Group(20, 50, 4, True), Group(75, 100, 100, False))
    picture = calibration_svg(CalibrationChart(groups))
    # From 88 and 378 on, 340 units each way; the team's dots first, under the player's.
    assert re.findall(r'<circle class="(\w+)"', picture) == ["team", "own"]
    assert numbers(picture, "cx") == pytest.approx([88 + 0.75 * 340, 88 + 0.2 * 340])
    assert numbers(picture, "cy") == pytest.approx([378 - 340, 378 - 170]) and numbers(picture, "r") == [14, 7]
    assert "yours: said 20 %, came 50 % of 4" in picture and "team&#x27;s: said 75 %, came 100 % of 100" in picture
    assert [f"{tick} %" in picture for tick in (0, 25, 50, 75, 100)] == [True] * 5


def test_a_card_in_evaluation_stands_there() -> None:
    assert evaluated(free(), RAG).stage == Stage.EVALUATION


# --- retries --------------------------------------------------------------------------------------------------------


def weighed(*means: float) -> Weighing:
    """Options whose futures all come to these cents."""
    options = tuple(
        Option(line, Continuation(), reference=place == 1)
        for place, line in enumerate(("wait", "kill EXP-002", "start EXP-003"))
    )
    return Weighing(options[: len(means)], tuple((round(mean),) * 8 for mean in means))


@pytest.mark.parametrize(("behind", "passed"), [(0, True), (199, True), (200, True), (201, False), (900, False)])
def test_a_choice_within_two_points_of_the_best_passes(behind: int, passed: bool) -> None:
    found = retry.judge(weighed(1_000 - behind, 1_000), 0, 100)
    assert (found.behind, found.passed) == (behind / 100, passed)
    assert retry.judge(weighed(1_000, 1_000 - behind), 0, 100) == retry.Verdict(0.0, True), "the best is behind nobody"
    said = retry.verdict_words(found)
    word = "passes" if passed else "does not pass"
    told = {0: "0.0", 199: "2.0", 200: "2.0", 201: "2.1", 900: "9.0"}[behind]
    assert said == f"{told} points behind the best of these: {word} (within 2 points does)."


@pytest.mark.parametrize(
    ("undone", "line", "chosen", "marks"),
    [
        (True, "kill EXP-002", 2, ["in the game", "the reference", "you now"]),
        (False, "start EXP-003", 2, ["", "the reference", "you now, in the game"]),
        (False, "kill EXP-002", 0, ["you now", "in the game, the reference", ""]),
    ],
)
def test_every_option_is_told_beside_the_best(undone: bool, line: str, chosen: int, marks: list[str]) -> None:
    found, made = weighed(0, 500, 300), world()
    answer: Any = SimpleNamespace(undone=undone, line=line)
    exercise = retry.Exercise(answer, None, found.options)  # type: ignore[arg-type]
    rows = retry.compare_options(exercise, found, chosen, made, 100)
    assert [row.marks for row in rows] == marks and [row.worth for row in rows][1] == "best"
    assert rows[0].worth.startswith(f"{fmt.MINUS}5") and rows[2].worth.startswith(f"{fmt.MINUS}2")
    assert rows[0].option == "leave it for the day" and rows[1].text.startswith(f"{rows[1].option}: best (")
    told_lines = retry.result_lines(exercise, found, chosen, made, 100)
    assert told_lines[0] == retry.verdict_words(retry.judge(found, chosen, 100)) and len(told_lines) == 5
    assert told_lines[-1].startswith("8 futures each") and told_lines[1] == f"  {rows[0].text}"
