"""Each lab's figures against sums worked by hand or counted again, and the pictures that are drawn of them."""

import re
from collections import Counter
from math import sqrt
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.latents import Latents, Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.counts import Tally, is_retired, was_started
from aiboard.engine.day import advance
from aiboard.engine.gate import verdict
from aiboard.engine.model.vocabulary import CheckKind, Column, Reason, Stage
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.systems.agent import StepState, Tool, agent_run, state_of
from aiboard.instruments.rates import upper_bound_without_failures
from aiboard.labs import board as boards
from aiboard.labs import funnel as funnels
from aiboard.labs import lab as base
from aiboard.labs.agents import Agents, batch, judge
from aiboard.labs.audiences import PageContext, researcher, scrum_master, weekly_cents
from aiboard.labs.board import BoardLab
from aiboard.labs.controls import defaults
from aiboard.labs.dashboard import Dashboard
from aiboard.labs.data import DataTimeline
from aiboard.labs.dimensions import Dimensions, SampledGame, analyse_game, rank_bots
from aiboard.labs.disruption import ADDED, DisruptionEffect, measure_effect, paired_states
from aiboard.labs.eval_variance import EvalVariance, engine_world, measured_state, pass_shares
from aiboard.labs.exploration_model import SLOTS, WEEKS, Deals, chunk, simulate_plan
from aiboard.labs.explore import Explore, by_phase, plan_of, table_plan
from aiboard.labs.funnel import Funnel
from aiboard.labs.games import morning, world_and_latents
from aiboard.labs.ideas import JudgedIdea, trained_state
from aiboard.labs.ideas import judge as judged
from aiboard.labs.lab import Bar, Figure, Side, Tone, luck_of
from aiboard.labs.session import open_lab
from aiboard.labs.summary import added_on, alive, naive_summary
from aiboard.labs.supply import LEGAL, NONE, PERSONAL, VENDOR, naive_days, ready_days, simulate_order, supply_world
from aiboard.labs.words import (
    bar_rows,
    because_rows,
    choice_rows,
    draws_rows,
    figure_rows,
    half,
    side_rows,
    text_of,
    two_columns,
    verdict_rows,
    wrap_text,
)
from aiboard.play.watching import PILE_UP_STAGES, count_held
from aiboard.views import fmt, words
from aiboard.views.card.measure import best_estimate, quality_estimate


def by_name(figures: tuple[Figure, ...]) -> dict[str, object]:
    return {figure.name: figure.value for figure in figures}


# --- what labs are made of ------------------------------------------------------------------------------------------


def test_a_quality_stands_where_its_line_has_it() -> None:
    found = [base.place(ppm, 600_000) for ppm in (500_000, 600_000, 700_000, 1_000_000, 1_100_000)]
    assert found == [0, 0, 0.25, 1, 1]


def test_the_nearest_choice_and_the_exact_figure() -> None:
    choices = (0.1, 0.25, 0.45)
    assert [base.nearest(value, choices) for value in (0.0, 0.17, 0.18, 0.35, 0.36, 0.9)] == [0, 0, 1, 1, 2, 2]
    assert base.share_choices(choices) == ("about 10 %", "about 25 %", "about 45 %")
    assert [base.exact(value) for value in (0.0724, 0.5, 1.0)] == ["7.2 %", "50.0 %", "100.0 %"]


def test_a_yes_is_good_where_it_is_wanted() -> None:
    tones = [
        base.yes_no_figure("n", "l", value, good=good).tone
        for value, good in ((True, True), (False, True), (True, False), (False, False))
    ]
    assert tones == [Tone.GOOD, Tone.BAD, Tone.BAD, Tone.GOOD]
    assert (base.yes_no_figure("n", "l", True).text, base.yes_no_figure("n", "l", False).text) == ("yes", "no")
    figures, bars = base.shares([("a", "A", 0.254, Tone.WARN)])
    assert figures == (Figure("a", "A", 0.254, "25 %", Tone.WARN),) and bars == (Bar("A", 0.254, "25 %", Tone.WARN),)


def test_the_luck_of_many_draws_is_far_from_that_of_single_ones() -> None:
    seen = {luck_of(seed, number) for seed in range(5) for number in range(500)}
    assert len(seen) == 2_500 and min(seen) > 1_000_000 and luck_of(3, 4) == 4 * 1_000_003 + 4


# --- pictures -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bar", "line"),
    [
        (Bar("a", 0.5, "x"), "█████·····"),
        (Bar("a", 0.0, "x"), "··········"),
        (Bar("a", 0.004, "x"), "··········"),
        (Bar("a", 0.005, "x"), "█·········"),
        (Bar("a", 1.0, "x"), "██████████"),
        (Bar("a", 0.6, "x", start=0.4), "····██····"),
        (Bar("a", 1.0, "x", start=1.0), "·········█"),
        (Bar("a", 0.5, "x", mark=0.0), "│████·····"),
        (Bar("a", 0.5, "x", mark=0.8), "█████···│·"),
        (Bar("a", 0.5, "x", mark=1.0), "█████····│"),
    ],
)
def test_a_bar_is_drawn_to_scale(bar: Bar, line: str) -> None:
    assert text_of(bar_rows([bar], 14)) == [f"a {line} x"]


def test_bars_of_one_picture_share_their_columns() -> None:
    rows = text_of(bar_rows([Bar("long label", 1, "1"), Bar("b", 0, "22 %")], 30))
    assert rows == ["long label ██████████████    1", "b          ·············· 22 %"]
    assert bar_rows([], 30) == []
    narrow = text_of(bar_rows([Bar("a label that is long", 1, "a text that is long")], 20))
    assert narrow[0].count("█") == 6, "a line has some room whatever stands beside it"


def test_figures_stand_at_the_right_end_or_under_their_label() -> None:
    short, long = Figure("n", "label", 1, "1"), Figure("n", "a longer label", 12, "12")
    assert text_of(figure_rows([short], 10, columns=True)) == ["label    1"]
    assert text_of(figure_rows([Figure("n", "label678", 1, "1")], 10, columns=True)) == ["label678 1"]
    assert text_of(figure_rows([Figure("n", "label6789", 1, "1")], 10, columns=True)) == ["label6789", "         1"]
    assert text_of(figure_rows([long], 8, columns=True)) == ["a longer", "label", "      12"]
    assert text_of(figure_rows([long], 30, columns=False)) == ["  a longer label: 12"]


def test_paragraphs_are_wrapped_under_their_front() -> None:
    assert text_of(wrap_text("one two three", 9, prefix="- ")) == ["- one two", "  three"]
    assert text_of(wrap_text("one two three", 7)) == ["one two", "three"] and wrap_text("", 9) == []


def test_two_columns_stand_beside_each_other() -> None:
    assert half(21) == 9 and half(20) == 8
    left, right = wrap_text("one two three", 9), wrap_text("four", 9)
    assert text_of(two_columns(left, right, 21)) == ["one two   │ four", "three     │"]


def test_a_side_has_its_rule_its_verdict_its_picture_and_its_figures() -> None:
    side = Side("pass", (Figure("n", "mean", 1, "1"),), (Bar("seed 1", 0.5, "88"), Bar("plain", 0.5, "")))
    rows = text_of(side_rows("Course", side, 24))
    assert rows[:2] == ["Course", "pass"] and "█" in rows[2] and rows[4] == "mean                   1"
    told = text_of(side_rows("Course", side, 24, pictures=False))
    assert told == ["Course", "pass", "  seed 1: 88", "  mean: 1"]


def test_many_draws_are_shown_as_bars_or_as_figures() -> None:
    draws = base.Draws(
        1_000, (Figure("a", "A", 0.5, "50 %"),), (Figure("b", "B", 1, "1"),), (Bar("A", 0.5, "50 %"),), "so"
    )
    assert text_of(draws_rows(draws, 20))[0] == "1,000 draws" and "█" in text_of(draws_rows(draws, 20))[1]
    assert text_of(draws_rows(draws, 20, pictures=False)) == ["1,000 draws", "  A: 50 %", "  B: 1", "so"]
    bare = base.Draws(5, draws.naive, draws.engine)
    assert text_of(draws_rows(bare, 12)) == ["5 draws", "A       50 %", "B          1"]


# --- lab 0: ideas ---------------------------------------------------------------------------------------------------

FUNNEL = Funnel()
IDEAS = defaults(FUNNEL.controls)


def test_many_deals_are_counted_idea_by_idea(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Funnel, "DRAWS", 30)
    values = {**IDEAS, "day": 14, "bar": 880, "kill-stale": 1}
    seen: list[int] = []
    draws = FUNNEL.run_many(values, 7, seen.append)
    found = [one for n in range(30) for one in judged(values, luck_of(7, n))]
    good, bad = [one for one in found if one.good], [one for one in found if not one.good]

    def share(group: list[JudgedIdea], kills: str) -> float:
        hits = {
            "naive": lambda one: one.naive != "goes on",
            "engine": lambda one: one.killed,
            "stale": lambda one: one.stale > 0,
        }
        return sum(map(hits[kills], group)) / len(group)

    assert seen == [20] and draws.count == 30 and f"{len(found):,} ideas of 30 deals" in draws.conclusion
    assert by_name(draws.naive) | by_name(draws.engine) == pytest.approx({
        "good": len(good) / len(found), "naive_lost": share(good, "naive"), "lost": share(good, "engine"),
        "naive_ended": share(bad, "naive"), "ended": share(bad, "engine"), "stale": share(good, "stale"),
        "stale_bad": share(bad, "stale"),
    })  # fmt: skip
    assert {figure.name for figure in draws.naive} == {"naive_lost", "naive_ended", "stale", "stale_bad"}, (
        "the course's"
    )


def test_an_idea_is_judged_by_its_readings_and_its_box() -> None:
    values = {**IDEAS, "day": 20}
    state = trained_state(20, 11)
    for one, card in zip(judged(values, 11), state.board.cards, strict=False):
        ceiling = state.truth.cards[card.index].ceiling_ppm + card.fresh_ppm
        assert one.good == (ceiling >= 920_000) and one.key == fmt.key(state.world, card.index)
        assert one.reading == (card.corrected[-1] if card.corrected else 0)
        assert (
            one.stale == max(0, 20 - card.started_day + 1 - card.box_days) if card.stage != Stage.PRODUCTION else True
        )
        # Full speed and no waiting: a day is a day of its GPUs.
        assert card.gpu_used_min <= 19 * 1_440 * state.world.ideas[card.index].gpus


def test_the_naive_side_counts_reasons_and_stale_ones_apart() -> None:
    found = [
        JudgedIdea("A", 1, True, "plateau", False, 0), JudgedIdea("B", 1, False, "goes on", True, 3),
        JudgedIdea("C", 0, True, "goes on", False, 0), JudgedIdea("D", 1, False, "goes on", False, 2),
    ]  # fmt: skip
    for bulk, kills, lost, kept in ((False, 1, 1, 2), (True, 3, 1, 0)):
        side = funnels._naive_side(found, bulk)
        assert by_name(side.figures) == {"killed": kills, "lost": lost, "kept": kept}
        assert side.verdict == f"kills {kills}"
        texts = {bar.label: (bar.text, bar.end) for bar in side.bars}
        assert texts["plateau"] == ("1", 0.25) and texts["goes on"] == (("1", 0.25) if bulk else ("3", 0.75))
        assert ("past its box" in texts) == bulk and (not bulk or texts["past its box"] == ("2", 0.5))
    engine = funnels._engine_side(found)
    assert {bar.label: bar.text for bar in engine.bars} == {
        "forecast short": "1",
        "no reading yet": "1",
        "goes on": "2",
    }
    assert by_name(engine.figures) == {"killed": 1, "lost": 0, "kept": 1}
    many = [JudgedIdea(f"E{n}", 700_000, True, "goes on", False, 1) for n in range(8)]
    (said,) = funnels._preview(many)
    assert said.startswith("Kill stale ends 8 ideas: E0 70.0, ") and said.endswith("E5 70.0 and 2 more.")
    assert funnels._preview(many[:6])[0].endswith("E5 70.0.") and "nothing is past" in funnels._preview([])[0]


# --- lab 1: exploring -----------------------------------------------------------------------------------------------


def test_a_project_of_two_ideas_by_hand() -> None:
    """Each run closes half of the gap to the ceiling; no noise, so what looks best is what is best."""
    shape = (1, 2)
    found = Deals(
        np.full(shape, 700_000), np.array([[800_000, 900_000]]), np.full(shape, 500_000),
        np.zeros((1, 2, WEEKS * SLOTS), dtype=np.int32), np.array([0, 1]),
    )  # fmt: skip
    # One idea alone: three runs a week.
    alone = simulate_plan(found, (0.0,) * WEEKS, False)
    assert alone.tried == 1 and alone.best[:2, 0].tolist() == [787_500, 798_437] and alone.restarts.tolist() == [0]
    # A third of the slots of week 1 explores: that is the first idea; then one more in week 2.
    both = simulate_plan(found, (1 / 3, 1 / 3, *(0.0,) * 14), False)
    assert both.tried == 2 and both.best[0, 0] == 787_500
    # Week 2: the second idea comes to 80, over 78.75, and two more runs bring it to 87.5.
    assert both.best[1, 0] == 875_000 and both.restarts.tolist() == [1]
    known = simulate_plan(found, (0.0,) * WEEKS, True)
    assert known.tried == 1 and known.best[0, 0] == 875_000, "with ceilings known the better one is tried first"
    # A quarter of three slots: three quarters are owed, so the first week tries one and the second the next.
    assert [simulate_plan(found, (share, *(0.0,) * 15), False).tried for share in (0.3, 0.34, 0.66, 0.67, 1.0)] == [
        1,
        1,
        1,
        2,
        2,
    ]


def test_splits_by_phase_and_from_eighty_to_twenty() -> None:
    assert by_phase((90, 50, 10, 5))[::4] == (0.9, 0.5, 0.1, 0.05)
    lab_values = {"plan": 0}
    slope = plan_of(lab_values)
    assert (slope[0], slope[15]) == (0.8, pytest.approx(0.2)) and slope[5] == pytest.approx(0.6)
    assert plan_of({"plan": 1}) == (0.5,) * 16 and plan_of({"plan": 2})[::4] == (0.05, 0.1, 0.5, 0.9)


# --- lab 3: scores --------------------------------------------------------------------------------------------------

SCORES = EvalVariance()
MODEL = defaults(SCORES.controls)


def test_the_interval_of_a_mean_by_hand() -> None:
    """Seeds of 2.5 points, questions 500: 1.96 times the root of their variances, Student's t of earlier projects."""
    world = engine_world(MODEL)
    assert (world.seed_sd_ppm, world.eval_items, world.baseline_ppm, world.set_sd_ppm) == (25_000, 500, 860_000, 0)
    item = int(sqrt(0.88 * 0.12 / 500) * 1e6)
    assert world.items_sd_ppm == item == 14_532
    told = " ".join(SCORES.rule_explanation(MODEL)) + " ".join(SCORES.answer({**MODEL, "seeds": 1}, 3).because)
    widths = dict(re.findall(r"±([0-9.]+) on ([0-9]+) seed", told))
    found = {int(seeds): float(width) for width, seeds in widths.items()}
    # t of 8, 10, 12 and 23 degrees of freedom.
    for seeds, t in ((1, 2.306), (3, 2.228), (5, 2.179), (16, 2.069)):
        exact = sqrt((t * 2.5) ** 2 / seeds + (1.96 * item / 1e4) ** 2)
        assert found[seeds] == pytest.approx(exact, abs=0.12), seeds
    assert f"±{1.96 * item / 1e4:.1f}, because" in told


def test_a_measured_card_has_its_controls() -> None:
    state = measured_state({**MODEL, "sd": 0, "quality": 880, "seeds": 4}, 5)
    card = state.board.cards[0]
    items = state.truth.cards[0].items_ppm
    assert card.scores == [880_000 + items] * 4 and card.success_ppm == 900_000
    assert state.board.baseline == [860_000] * 16
    assert (state.board.seed_squares, state.board.seed_df) == (0, 3)


@pytest.mark.parametrize(
    ("quality", "bar", "said", "tone"),
    [(800, 900, "not cleared", Tone.BAD), (960, 800, "cleared", Tone.GOOD)],
)
def test_the_engines_side_says_where_the_interval_lies(quality: int, bar: int, said: str, tone: Tone) -> None:
    outcome = SCORES.run({**MODEL, "quality": quality, "bar": bar, "sd": 5, "items": 3, "seeds": 8, "baseline": 700}, 3)
    side, values = outcome.engine, by_name(outcome.engine.figures)
    assert (side.verdict, side.tone) == (said, tone) and values["cleared"] == (said == "cleared")
    low, high, mean = (float(str(values[name])) for name in ("low", "high", "mean"))
    assert low < mean < high and mean - low == pytest.approx(high - mean, abs=0.01)
    interval, line = side.bars
    assert interval.start == pytest.approx(max(0, (low - 78) / 22)) and interval.end == pytest.approx(
        min(1, (high - 78) / 22)
    )
    assert interval.mark == pytest.approx((bar / 10 - 78) / 22) and line.end == pytest.approx((mean - 78) / 22)
    naive = by_name(outcome.naive.figures)
    assert naive["pass"] == naive["passes_threshold"] == (quality > bar) and len(outcome.naive.bars) == 5
    assert "8 seeds on the same 1000 questions" in outcome.draw[0] and "more" not in outcome.draw[0]


def test_a_reached_bar_is_not_cleared_and_one_seed_proves_no_gain() -> None:
    seen: dict[str, set[tuple[bool, bool]]] = {}
    for seed, quality in enumerate([890, 900, 910, 950] * 6):
        outcome = SCORES.run({**MODEL, "quality": quality, "bar": 900}, seed)
        values = by_name(outcome.engine.figures)
        low, mean = float(str(values["low"])), float(str(values["mean"]))
        seen.setdefault(outcome.engine.verdict, set()).add((low >= 90, mean >= 90))
    assert seen == {"not cleared": {(False, False)}, "reached, not cleared": {(False, True)}, "cleared": {(True, True)}}
    one = SCORES.run({**MODEL, "quality": 960, "bar": 800, "seeds": 1}, 3).engine
    assert one.verdict == "not enough evidence" and one.tone is Tone.WARN
    assert one.figure("gain_bound") is None and one.figure("gate") is False


def test_without_any_spread_of_seeds_all_ways_agree() -> None:
    found = pass_shares({**MODEL, "sd": 0, "items": 3, "quality": 960, "bar": 800, "baseline": 700}, 3, 100)
    assert (found.one, found.best, found.mean, found.cleared) == (1, 1, 1, 1)
    none = pass_shares({**MODEL, "sd": 0, "items": 3, "quality": 800, "bar": 960}, 3, 100)
    assert (none.one, none.best, none.mean, none.cleared) == (0, 0, 0, 0)


# --- lab 4: labels --------------------------------------------------------------------------------------------------

LABELS = DataTimeline()
ORDER = defaults(LABELS.controls)
SHORT = {**ORDER, "collection": 5, "annotation": 5, "send-back": 0}


def test_the_naive_plan_is_thirteen_days() -> None:
    assert naive_days() == 13
    outcome = LABELS.run({**ORDER, "need": 13}, 3)
    assert by_name(outcome.naive.figures) == {"ready": 13, "in_time": True}
    assert [bar.text for bar in outcome.naive.bars] == ["1-5", "6-10", "11-12", "13-13"]
    assert [(bar.start * 60, bar.end * 60, bar.mark * 60) for bar in outcome.naive.bars][1] == pytest.approx(
        (5, 10, 13)
    )
    late = LABELS.run({**ORDER, "need": 12}, 3).naive
    assert late.figure("in_time") is False and [bar.tone for bar in late.bars] == [Tone.GOOD] * 3 + [Tone.BAD]


@pytest.mark.parametrize(("volume", "collect", "label"), [(1, 5, 5), (0, 2, 2)])
def test_an_order_takes_its_days_stage_by_stage(volume: int, collect: int, label: int) -> None:
    world = supply_world(SHORT)
    for seed in range(8):
        found = simulate_order(world, Latents(world), {**SHORT, "volume": volume}, seed)
        names = [name for name, _, _ in found.stages]
        lengths = [last - first + 1 for _, first, last in found.stages]
        assert names == [words.COLUMN[one] for one in (Column.COLLECTION, Column.ANNOTATION, Column.QA)] + ["Version"]
        assert lengths[:2] == [collect, label] and 2 <= lengths[2] <= 5 and lengths[3] == 1
        assert found.ready == sum(lengths) and len(found.kappas) == 1
        assert found.promised == collect + label + 5


def test_blockers_hold_up_by_their_days() -> None:
    world = supply_world(SHORT)

    def ready(seed: int, **changes: int) -> int:
        return simulate_order(world, Latents(world), {**SHORT, **changes}, seed).ready

    for seed in range(6):
        plain = ready(seed, blocker=NONE)
        assert ready(seed, blocker=LEGAL) == plain + 15
        assert ready(seed, blocker=VENDOR) == plain + world.chaos_days[5]
        assert ready(seed, blocker=PERSONAL, check=1) == plain + 2
        again = simulate_order(world, Latents(world), {**SHORT, "blocker": PERSONAL, "check": 0}, seed)
        assert len(again.kappas) == 2 and again.ready >= plain + 5 + 2


def test_a_batch_is_sent_back_three_times_at_most() -> None:
    world = supply_world({**SHORT, "send-back": 1})
    back = Counter(
        len(simulate_order(world, Latents(world), {**SHORT, "send-back": 1}, seed).kappas) for seed in range(120)
    )
    assert set(back) == {1, 2, 3, 4}
    for seed in range(30):
        found = simulate_order(world, Latents(world), {**SHORT, "send-back": 1}, seed)
        assert all(kappa < world.kappa_hold_ppm for kappa in found.kappas[:-1])
        assert found.kappas[-1] >= world.kappa_hold_ppm or len(found.kappas) == 4
        side = LABELS.run({**SHORT, "send-back": 1}, seed).engine
        assert (side.figure("sent_back"), side.figure("ready")) == (len(found.kappas) - 1, found.ready)
        assert side.figure("in_time") == (found.ready <= 20) and side.figure("promised") == found.promised
        assert side.figure("kappa") == found.kappas[-1] / 1_000_000


def test_shares_of_orders_are_counted_by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DataTimeline, "DRAWS", 60)
    seen: list[int] = []
    draws = LABELS.run_many({**ORDER, "need": 33}, 7, seen.append)
    days = ready_days({**ORDER, "need": 33}, 7, 60)
    assert seen == [60] and [bar.label for bar in draws.bars] == [f"ready by day {day}" for day in (10, 20, 30, 33, 40)]
    for bar, day in zip(draws.bars, (10, 20, 30, 33, 40), strict=True):
        share = sum(one <= day for one in days) / 60
        assert bar.end == pytest.approx(share)
        assert bar.tone == (Tone.GOOD if share >= 0.8 else Tone.WARN if share >= 0.5 else Tone.BAD)
    answer = LABELS.answer({**ORDER, "need": 33}, 7)
    assert answer.exact == base.exact(sum(one <= 33 for one in days) / 60)


# --- lab 5: the dashboard -------------------------------------------------------------------------------------------

DASH = Dashboard()
LOOK = defaults(DASH.controls)
GAME = "support-chatbot:calm"


def test_a_gain_in_money_by_hand() -> None:
    """Ten points of 10,000 tickets are 1,000; six in ten are closed by them; $5 each."""
    assert weekly_cents(100_000, {"tickets": 10_000, "settles": 60}) == 300_000
    assert weekly_cents(-100_000, {"tickets": 10_000, "settles": 100}) == -500_000
    assert [added_on(day) for day in (11, 21, 22, 41)] == [1, 1, 2, 21]


@pytest.mark.parametrize("day", [21, 61])
def test_every_audience_is_told_what_is_on_the_board(day: int) -> None:
    values = {**LOOK, "day": day}
    state = morning(GAME, 8, "heuristic", day)
    board, rules = state.board, state.world
    tally = Tally(board.cards)
    best = best_estimate(board, alive(board))
    assert best is not None
    index, found = best
    card = board.cards[index]
    naive = DASH.run(values, 8).naive
    summary = naive_summary(board)
    counts = ("total", "killed", "promoted", "active")
    assert [naive.figure(name) for name in counts] == [getattr(summary, name) for name in counts]
    assert summary.active == tally.started - tally.decided and summary.total == tally.started
    gain = summary.best_ppm - rules.baseline_ppm
    assert naive.figure("dollars") == gain * 10_000 // 1_000_000 * 5
    researcher, master, sponsor, retro = (
        {one.name: one for one in DASH.run({**values, "audience": at}, 8).engine.figures} for at in range(4)
    )
    assert researcher["runs"].text == ", ".join(fmt.tenth(value) for value in card.corrected[-4:])
    assert researcher["seeds"].value == len(card.scores) and researcher["best"].value == found.mean / 10_000
    assert researcher["latency"].value == (card.latency_ms or None)
    assert researcher["slice"].value == (card.slice_ppm / 10_000 if card.slice_ppm else None)
    family = rules.ideas[index].family
    mine = [one.index for one in board.cards if rules.ideas[one.index].family == family and was_started(one)]
    known = sorted(((one.mean, at) for at in mine if (one := quality_estimate(board, at))), reverse=True)
    assert researcher["sweep"].text.split(", ")[0] == f"{fmt.short(rules, known[0][1])} {fmt.tenth(known[0][0])}"
    assert (" more" in researcher["sweep"].text) == (len(known) > 4)
    used = sum(one.gpu_used_min for one in board.cards) // 60
    assert master["gpu_hours"].text == f"{used:,} of {rules.gpus * 24 * (day - 1):,}"
    assert (master["decided"].text, master["active"].value) == (
        f"{tally.decided}: {tally.killed}, {tally.promoted}", tally.started - tally.decided,
    )  # fmt: skip
    gap = rules.target_ppm - found.mean
    assert master["gap"].value == gap / 10_000 and master["gap"].text.endswith("short" if gap > 0 else "over")
    ready = sum(task.shown and task.column == Column.READY for task in board.data)
    moving = sum(task.shown and task.column in (Column.COLLECTION, Column.ANNOTATION) for task in board.data)
    assert master["data_ready"].text == f"{ready}, {moving}"
    assert master["learnings"].value == sum(bool(one.learning) for one in board.cards)
    for name, end in (("dollars_low", found.low), ("dollars_high", found.high)):
        assert sponsor[name].value == weekly_cents(end - rules.baseline_ppm, values) / 100
    assert sponsor["worth"].value == measured_worth_cents(board, found.high) / 100
    assert sponsor["sprint"].value == (day - 1) // 10 + 1 and sponsor["low"].value == found.low / 10_000
    killed = [one for one in board.cards if was_started(one) and one.stage == Stage.KILLED and not is_retired(one)]
    reasons = Counter(words.REASON[Reason(one.reason)] for one in killed).most_common(3)
    assert retro["killed"].value == len(killed) and retro["why"].text == (
        ", ".join(f"{why} {n}" for why, n in reasons) or "none"
    )
    assert retro["learnings"].text == f"{sum(bool(one.learning) for one in killed)} of {len(killed)}"
    scored = [one for one in board.cards if one.scores and was_started(one)]
    reached = sum(one.mean_ppm() >= rules.launch_ppm for one in scored)
    stated = sum(one.stated_pct for one in scored) / len(scored)
    assert retro["stated"].text == f"{stated:.0f} %, {100 * reached / len(scored):.0f} % of {len(scored)} evaluated"


# --- lab 9: agents --------------------------------------------------------------------------------------------------

AGENTS = Agents()
RATES = defaults(AGENTS.controls)


def codes(*steps: tuple[Tool, StepState]) -> tuple[int, ...]:
    return tuple(int(tool) * 8 + int(state) for tool, state in steps)


LOOKED = ((Tool.FIND_CUSTOMER, StepState.OK), (Tool.READ_TICKET, StepState.OK), (Tool.DRAFT_REPLY, StepState.OK))
RIGHT, WRONG = (Tool.SEND_REPLY, StepState.OK), (Tool.SEND_REPLY, StepState.WRONG_END)


@pytest.mark.parametrize(
    ("steps", "obeys", "cap", "wrong", "naive", "engine"),
    [
        ((*LOOKED, RIGHT), False, 20, False, False, False),
        ((*LOOKED, WRONG), False, 20, True, False, False),
        ((*LOOKED, RIGHT), True, 20, True, False, False),
        ((*LOOKED, (Tool.ISSUE_REFUND, StepState.UNAUTHORISED), RIGHT), False, 20, True, True, True),
        (
            (*LOOKED, (Tool.SEARCH_HELP, StepState.OK), *[(Tool.SEARCH_HELP, StepState.SAME_AGAIN)] * 16),
            False,
            20,
            True,
            True,
            True,
        ),
        (
            (*LOOKED, (Tool.SEND_REPLY, StepState.OK), *[(Tool.SEND_REPLY, StepState.VARIED_AGAIN)] * 16),
            False,
            20,
            True,
            False,
            True,
        ),
        ((*LOOKED, RIGHT), False, 4, False, False, False),
        ((*LOOKED, RIGHT), False, 3, False, False, True),
    ],
)
def test_a_run_is_judged_by_both_rules(
    steps: tuple[tuple[Tool, StepState], ...], obeys: bool, cap: int, wrong: bool, naive: bool, engine: bool
) -> None:
    found = judge(codes(*steps), 0, obeys, cap, False, 20)
    assert (found.wrong, found.naive, found.engine) == (wrong, naive, engine), found
    assert found.steps == len(steps) + obeys and bool(found.reason) == engine
    assert found.letters == sum(tool == Tool.SEND_REPLY for tool, _ in steps) + obeys
    assert found.let_through == found.letters


def test_a_limit_lets_so_many_letters_through() -> None:
    loop = codes(*LOOKED, (Tool.SEND_REPLY, StepState.OK), *[(Tool.SEND_REPLY, StepState.VARIED_AGAIN)] * 16)
    for limit in (1, 3, 16, 17):
        found = judge(loop, 0, False, 20, False, limit)
        assert found.letters == 17 and found.let_through == limit and ("rate limit" in found.reason) == (limit < 17)


def test_a_batch_is_the_engines_runs_by_their_numbers() -> None:
    values = {**RATES, "loop": 20, "stray": 10, "injected": 30}
    found = batch(values, 5, 100, 40)
    mock = batch({**values, "where": 0}, 5, 100, 40)
    for n, one, easy in zip(range(100, 140), found, mock, strict=True):
        made = agent_run(5, 0, n, 880_000, 200_000, 100_000)
        obeys = mix(5, Purpose.AGENT_RUN, 0, n * 64 + 50) % 1_000_000 < 300_000
        assert one == judge(tuple(made), 0, obeys, 20, False, 20)
        assert easy == judge(tuple(code for code in made if state_of(code) != StepState.ERROR), 0, False, 20, False, 20)


def test_what_each_rule_stops_is_counted_run_by_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Agents, "DRAWS", 200)
    values, seen = {**RATES, "loop": 20, "stray": 10}, list[int]()
    draws = AGENTS.run_many(values, 3, seen.append)
    found = batch(values, 3, 8, 200)
    wrong = [one for one in found if one.wrong]
    assert seen == [100, 200] and draws.count == 200
    quiet = sum(not one.engine for one in wrong)
    assert by_name(draws.naive) | by_name(draws.engine) == pytest.approx({
        "wrong": len(wrong) / 200, "naive": sum(one.naive for one in found) / 200,
        "engine": sum(one.engine for one in found) / 200, "quiet": quiet / 200,
        "good_stopped": sum(one.engine and not one.wrong for one in found) / 200,
    })  # fmt: skip
    assert {figure.name for figure in draws.naive} == {"wrong", "naive"}
    assert draws.conclusion.startswith(f"{fmt.share(quiet / len(wrong))} of the runs that went wrong")
    one = AGENTS.run(values, 3)
    shown = batch(values, 3, 0, 8)
    longest = max(run.steps for run in shown)
    for side, hits in ((one.naive, [run.naive for run in shown]), (one.engine, [run.engine for run in shown])):
        assert [bar.end for bar in side.bars] == [run.steps / longest for run in shown]
        assert side.figure("stopped") == sum(hits)
        assert side.figure("caught") == sum(hit and run.wrong for hit, run in zip(hits, shown, strict=True))
    assert one.naive.figure("letters") == sum(run.letters for run in shown)
    assert f": {sum(run.wrong for run in shown)} went wrong" in one.draw[0]


@pytest.mark.parametrize("runs", [900, 300, 250, 100, 50])
def test_a_clean_sandbox_leaves_its_bound(runs: int) -> None:
    answer = AGENTS.answer({**RATES, "runs": runs}, 1)
    bound = upper_bound_without_failures(runs)
    # Three failures in all runs come nearest of those offered: the rule of three.
    assert answer.right == 2 and answer.exact == f"{100 * bound:.2f} %"
    assert bound == pytest.approx(1 - 0.05 ** (1 / runs))
    assert fmt.count(round(bound * 1000), "failure") in " ".join(answer.because)


# --- lab 11: a disruption -------------------------------------------------------------------------------------------


def told(**changes: object) -> DisruptionEffect:
    plain = {
        "first_day": 5,
        "last_day": 9,
        "started": 0,
        "pile": 0,
        "held_days": (0,) * len(PILE_UP_STAGES),
        "over_limit": 0,
        "by_sprint": ((3, 1),),
        "decided_end": 0,
        "decided_later": 0,
        "cents": 0,
        "parts": (),
    }
    return DisruptionEffect(**{**plain, **changes})  # type: ignore[arg-type]


def test_what_a_disruption_cost_is_told_in_words() -> None:
    assert boards._fewer(told()).startswith("As many cards are decided as without it")
    said = boards._fewer(told(decided_end=2, decided_later=-1))
    assert said == "2 cards fewer decided when it is over, 1 card more decided a sprint later."
    assert boards._money(told()) == "Both projects end with the same net value."
    parts = (("revenue", -30_000), ("compute", 10_000), ("labels", -500), ("serving", 100))
    less = boards._money(told(cents=-20_400, parts=parts))
    assert "$204 less in net value" in less and "serving" not in less and "labels" in less
    assert "$204 more in net value" in boards._money(told(cents=20_400, parts=parts))


def test_the_engines_side_shows_where_card_days_are_held_up() -> None:
    held = (0, 4, -2, *(0,) * (len(PILE_UP_STAGES) - 3))
    side = boards._engine_side(
        told(
            pile=1, held_days=held, over_limit=3, decided_end=1, decided_later=2, cents=-500, by_sprint=((5, 2), (0, 1))
        )
    )
    assert side.verdict == f"most held up: {words.STAGE[PILE_UP_STAGES[1]]}"
    assert [(bar.end, bar.text, bar.tone) for bar in side.bars[:3]] == [
        (0, "0 d", Tone.PLAIN), (1, "+4 d", Tone.WARN), (0, f"{fmt.MINUS}2 d", Tone.PLAIN),
    ]  # fmt: skip
    assert by_name(side.figures) == {
        "held": 2, "over_limit": 3, "decided_end": 1, "decided_later": 2, "value": -5, "by_sprint": "5 0",
        "by_sprint_without": "2 1",
    }  # fmt: skip
    assert boards._engine_side(told(pile=None)).verdict == "most held up: nowhere"
    values = defaults(BoardLab().controls)
    for kind, place, blockers in (
        (0, Stage.EXPERIMENT, 1),
        (2, Stage.EVALUATION, 1),
        (3, Stage.HYPOTHESIS, 1),
        (4, Stage.EXPERIMENT, 0),
    ):
        naive = boards._naive_side(
            boards._what({**values, "kind": kind}), told(pile=PILE_UP_STAGES.index(Stage.EXPERIMENT))
        )
        assert (naive.figure("place"), naive.figure("blockers")) == (words.STAGE[place], blockers)
        assert naive.figure("right") == (place == Stage.EXPERIMENT)


# --- lab 12: dimensions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kill", "promotion", "healthy"), [(None, 0.2, False), (0.7, None, False), (0.0, 0.0, False), (1.0, 1.0, False)]
)
def test_without_rates_in_their_bands_nobody_is_healthy(
    kill: float | None, promotion: float | None, healthy: bool
) -> None:
    assert SampledGame(1.0, kill, promotion, 0, ()).healthy == healthy


def test_ways_are_ranked_on_the_same_seeds() -> None:
    seen: list[int] = []
    rows = rank_bots(5, 2, seen.append)
    assert seen == [2, 4, 6, 8, 10] and len({row.bot for row in rows}) == 5
    one = next(row for row in rows if row.bot == "vibes")
    games = [analyse_game("vibes", luck_of(5, n)) for n in range(2)]
    assert one.cents == sum(game.cents for game in games) / 2
    assert one.velocity == pytest.approx(sum(game.velocity for game in games) / 2)
    lab = Dimensions()
    right = lab.answer(defaults(lab.controls), 5).right
    six = rank_bots(5, 6)
    assert six[right].velocity == max(row.velocity for row in six)
    assert world_and_latents(GAME)[0].days == 80


# --- both games of a disruption, counted day by day -----------------------------------------------------------------


@pytest.mark.parametrize(("kind", "day", "bot"), [(0, 13, 1), (1, 21, 2), (4, 13, 1)])
def test_a_disruption_is_told_as_two_games_played_on_say(kind: int, day: int, bot: int) -> None:
    what = boards._what({**defaults(BoardLab().controls), "kind": kind, "day": day, "bot": bot})
    pair = paired_states(what, 9)
    assert pair is not None
    began = pair[0].board.day
    until = began if kind == ADDED else pair[0].board.disruptions[-1].until_day
    held, by_sprint, over = [0] * len(PILE_UP_STAGES), {}, 0
    less = {}
    while not pair[0].board.over:
        sprint = by_sprint.setdefault(pair[0].board.sprint(), [0, 0])
        for at, state in enumerate(pair):
            play_day(state, make_bot(what.bot, 9))
            advance(state)
            sprint[at] += sum(count_held(state.board, stage) for stage in PILE_UP_STAGES)
        one, other = (state.board for state in pair)
        less[one.day] = other.decided - one.decided
        if one.day <= until + 10:
            held = [
                more + count_held(one, stage) - count_held(other, stage)
                for more, stage in zip(held, PILE_UP_STAGES, strict=True)
            ]
            over += sum(n * any(0 < b.wip[s] < b.count(s) for s in PILE_UP_STAGES) for n, b in ((1, one), (-1, other)))
    found = measure_effect(what, 9)
    assert (found.first_day, found.last_day, found.over_limit) == (began, until, over) and list(found.held_days) == held
    assert [list(row) for row in found.by_sprint] == list(by_sprint.values())
    last = max(pair[0].board.day, until)
    assert (found.decided_end, found.decided_later) == (less[min(until + 1, last)], less[min(until + 10, last)])
    assert found.cents == pair[0].returns() - pair[1].returns() == sum(cents for _, cents in found.parts)
    amounts = [abs(cents) for _, cents in found.parts]
    assert amounts == sorted(amounts, reverse=True) and 0 not in amounts
    assert found.pile is None or held[found.pile] == max(held)
    assert (found.started > 0) == (kind == ADDED)


# --- splits on one deal and on many ---------------------------------------------------------------------------------


def test_each_side_of_a_split_tells_its_course(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Explore, "DRAWS", 30)
    lab = Explore()
    for changes in ({}, {"plan": 3, "phase1": 30, "week": 3}, {"plan": 2, "known": 1, "bar": 840}):
        values = {**defaults(lab.controls), **changes}
        outcome, deals = lab.run(values, 3), chunk(3, 0, 1)
        reach = int((deals.ceiling >= values["bar"] * 1_000).sum())
        assert (
            f"; {reach} of them can reach" in outcome.draw[0]
            and f"; {fmt.count(16 - values['week'], 'week')} left." in outcome.draw[1]
        )
        for side, plan in ((outcome.naive, table_plan()), (outcome.engine, plan_of(values))):
            course = simulate_plan(deals, plan, values["known"] == 1)
            best = course.best[:, 0].tolist()
            reached = [week for week, value in enumerate(best, 1) if value >= values["bar"] * 1_000]
            weeks = {week: best[week - 1] / 10_000 for week in {4, 8, 12, values["week"]} - {16}}
            assert by_name(side.figures) == {
                "tried": course.tried, "restarts": int(course.restarts[0]), "best": best[-1] / 10_000,
                "first_week": reached[0] if reached else None,
                **{f"week_{week}": value for week, value in weeks.items()},
            }  # fmt: skip
            assert [bar.end for bar in side.bars] == pytest.approx([sum(plan[n : n + 4]) / 4 for n in (0, 4, 8, 12)])
            assert side.tone == (Tone.GOOD if best[-1] >= values["bar"] * 1_000 else Tone.BAD)
        draws = lab.run_many(values, 3, lambda done: None)
        ends = {name: simulate_plan(chunk(3, 1, 30), plan, values["known"] == 1).best[-1] for name, plan in (
            ("table", table_plan()), ("80_20", plan_of({"plan": 0})), ("half", (0.5,) * 16),
            ("reversed", table_plan()[::-1]),
        )}  # fmt: skip
        shares = {name: float((end >= values["bar"] * 1_000).mean()) for name, end in ends.items()}
        told_shares = by_name(draws.naive) | by_name(draws.engine)
        assert {name: told_shares[name] for name in shares} == pytest.approx(shares)
        assert ("own" in told_shares) == (values["plan"] == 3) and {figure.name for figure in draws.naive} == {
            "table",
            "80_20",
        }
        answer = lab.answer(values, 3)
        apart = abs(shares["table"] - shares["80_20"])
        assert answer.right == (0 if apart < 0.05 else 1 if apart < 0.15 else 2)


# --- a person at a lab ----------------------------------------------------------------------------------------------


def test_a_verdict_is_told_with_what_was_asked() -> None:
    """Right, near, wrong; and after a change that it was asked before it."""
    at: Any = SimpleNamespace(
        answer=1, right_answer=base.Answer(1, ("so",), "7.2 %"), right=True, is_other_draw=False,
        question=base.Question("how many?", ("about 2 %.", "about 7 %", "about 9 %")),
    )  # fmt: skip
    (said,) = text_of(verdict_rows(at, 200))
    assert said == "✓ You said: about 7 %. That is the nearest of those offered; exactly: 7.2 %."
    at.right_answer = base.Answer(1, ("so",))
    assert text_of(verdict_rows(at, 200)) == ["✓ You said: about 7 %. That is right."]
    at.right_answer, at.right, at.is_other_draw = base.Answer(0, ("so",), "2.4 %"), False, True
    assert text_of(verdict_rows(at, 200)) == [
        "✗ When asked, before the change, you said: about 7 %. The answer was: about 2 %, the nearest of those "
        "offered; exactly: 2.4 %."
    ]
    assert text_of(choice_rows(at, 80))[1] == "  b  about 7 %"
    at.explanation = None
    assert text_of(because_rows(at, 80)) == ["The question's answer on this draw is being worked out …"]
    at.explanation = (at.question, at.right_answer)
    assert text_of(because_rows(at, 80)) == ["how many?", "The answer here: about 2 %.", "so"]
    at.right_answer = at.answer = None
    assert verdict_rows(at, 80) == [] == because_rows(at, 80)


# --- what the answers and the counterexamples say -------------------------------------------------------------------


def figure_texts(side: Side) -> dict[str, str]:
    return {figure.name: figure.text for figure in side.figures}


def test_a_latency_over_its_limit_passes_the_listing() -> None:
    found = SCORES.counterexample()
    assert (found.naive.verdict, found.engine.verdict) == ("pass", "fail")
    assert figure_texts(found.naive) == {"latency_ms": "905 ms, 500 ms", "pass": "yes"}
    assert figure_texts(found.engine) == {"latency_ms": "905 ms, 500 ms", "pass": "no"}
    assert (found.naive.tone, found.engine.tone) == (Tone.BAD, Tone.GOOD) and "900, 905 and 910 ms" in found.text
    # The card is sound but for its latency: three seeds of 90 against the baseline.
    assert found.headings == ("Course: the same rule", "Engine: a limit from above")


def test_three_equal_readings_over_the_target_are_killed_by_the_listing_alone() -> None:
    found = FUNNEL.counterexample()
    assert (found.naive.verdict, found.engine.verdict) == ("kill: plateau", "goes on")
    assert figure_texts(found.naive) == {"kill": "yes"} and figure_texts(found.engine) == {"kill": "no"}
    assert "93.1, 93.3, 93.5" in found.text and "92" in found.text


def test_the_courses_own_lead_times_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DataTimeline, "DRAWS", 40)
    days = ready_days(ORDER, 7, 40)
    chance = sum(day <= 20 for day in days) / 40
    found = LABELS.counterexample()
    assert (
        figure_texts(found.naive) == {"ready": "13"} and found.engine.verdict == f"ready in time in {fmt.share(chance)}"
    )
    assert found.engine.figure("chance") == chance and found.engine.figure("median") == days[20]
    answer = LABELS.answer({**ORDER, "need": 30}, 7)
    pilot = ready_days({**ORDER, "volume": 0}, 7, 40)
    said = " ".join(answer.because)
    chance, early = (sum(day <= 30 for day in one) / 40 for one in (days, pilot))
    assert (
        fmt.share(chance) in said
        and fmt.share(early) in said
        and f"day {days[20]}" in said
        and f"day {pilot[20]}" in said
    )
    assert (
        f"Half of them by day {days[20]}, nine of ten by day {days[36]}"
        in LABELS.run_many(ORDER, 7, lambda done: None).conclusion
    )
    asked = LABELS.question({**ORDER, "volume": 0, "blocker": VENDOR, "need": 31}, 7)
    assert "A pilot of 1,000 labels is" in asked.text and "31" in asked.text and "turns out to be late" in asked.text
    assert asked.choices == ("about 2 %", "about 15 %", "about 40 %", "about 70 %", "about 95 %")
    run = LABELS.run({**ORDER, "need": 31}, 7)
    assert run.draw[0].startswith("Ordered on day 1: 10,000 labels, needed by day 31. The vendor promises day 4")


def test_the_runaway_sent_forty_seven_letters() -> None:
    found = AGENTS.counterexample()
    assert (found.naive.figure("flags"), found.engine.figure("flags")) == (0, 2) and "47" in found.text
    outcome = AGENTS.run(RATES, 3)
    assert [bar.label for bar in outcome.naive.bars] == [f"run {n}" for n in range(1, 9)]
    shown = batch(RATES, 3, 0, 8)
    assert outcome.draw[0].endswith(f"({', '.join(str(one.steps) for one in shown)} calls)")
    assert [bar.text for bar in outcome.engine.bars] == [
        one.reason if one.engine else "wrong, passes" if one.wrong else "passes" for one in shown
    ]


def test_ideas_that_can_make_it_are_counted_over_two_hundred_deals() -> None:
    values = {**IDEAS, "ideas": 3, "day": 3, "bar": 900}
    found = [one for n in range(200) for one in judged(values, luck_of(7, n))]
    good = sum(one.good for one in found) / len(found)
    answer = FUNNEL.answer(values, 7)
    assert answer.exact == base.exact(good) and answer.right == base.nearest(good, (0.05, 0.15, 0.35, 0.55, 0.80))
    said = " ".join(answer.because)
    assert "200" in said and fmt.share(good) in said and "600" in said
    draw = FUNNEL.run(values, 7).draw
    mine = judged(values, 7)
    assert draw[0].startswith(
        f"3 ideas on day 3: {sum(one.reading > 0 for one in mine)} have a reading, {sum(one.good for one in mine)} can"
    )


def test_scores_are_listed_and_numbered_from_one() -> None:
    outcome = SCORES.run({**MODEL, "seeds": 10}, 3)
    state = measured_state({**MODEL, "seeds": 10}, 3)
    scores = state.board.cards[0].scores
    assert outcome.draw[0] == f"10 seeds on the same 500 questions: {', '.join(map(fmt.tenth, scores[:8]))} and 2 more"
    assert [bar.label for bar in outcome.naive.bars] == [f"seed {n}" for n in range(1, 6)]
    assert [bar.text for bar in outcome.naive.bars] == [fmt.tenth(score) for score in scores[:5]]
    (bound,) = [check.value for check in verdict(state.board, 0).checks if check.kind == CheckKind.BASELINE]
    assert outcome.engine.figure("gain_bound") == bound / 10_000
    assert figure_texts(outcome.engine)["gain_bound"] == f"{fmt.signed_points(bound)} points"
    many = SCORES.run_many({**MODEL, "quality": 900, "bar": 900}, 3, lambda done: None)
    shares = pass_shares({**MODEL, "quality": 900, "bar": 900}, 3, 1_000)
    assert by_name(many.naive) == {"one": shares.one, "best": shares.best, "mean": shares.mean}
    assert by_name(many.engine) == {"cleared": shares.cleared} and {bar.tone for bar in many.bars} == {Tone.GOOD}
    assert "should pass" in many.conclusion
    said = " ".join(SCORES.answer({**MODEL, "quality": 900, "bar": 900}, 3).because)
    assert all(fmt.share(value) in said for value in (shares.one, shares.best, shares.mean, shares.cleared))


def test_the_same_ratio_in_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiboard.labs.explore._OTHER", 40)
    lab = Explore()
    found = lab.counterexample()
    bar = defaults(lab.controls)["bar"] * 1_000
    early, late = (
        float((simulate_plan(chunk(7, 1, 40), plan, False).best[-1] >= bar).mean())
        for plan in (table_plan(), table_plan()[::-1])
    )
    assert (found.engine.figure("early"), found.engine.figure("late")) == pytest.approx((early, late))
    assert found.engine.verdict == ("early exploring wins" if early > late else "late exploring wins")
    # 90, 50, 10 and 5 % of three runs in each of four weeks.
    assert found.naive.figure("explored") == int(4 * 3 * 1.55) == 18


def test_every_chapter_is_told_as_every_chapter() -> None:
    lab = Dimensions()
    values = {**defaults(lab.controls), "bot": 1}
    told_draws = [" ".join(lab.run({**values, "dimension": at}, 7).draw) for at in range(5)]
    assert ["every chapter of the course" in said for said in told_draws] == [True, False, False, False, True]
    assert "chapters 0, 1, 2, 8, 11;" in told_draws[1] and "chapters 3, 7, 10;" in told_draws[3]
    game = analyse_game("vibes", 7)
    naive = by_name(lab.run(values, 7).naive.figures)
    assert naive["velocity"] == pytest.approx(game.velocity, abs=0.005)


def test_a_model_without_a_slice_score_says_so_and_one_that_was_taken_back_was_no_kill() -> None:
    state = morning(GAME, 8, "heuristic", 61)
    board = state.board
    best = best_estimate(board, alive(board))
    assert best is not None
    look = PageContext(state, best, {**LOOK, "day": 61}, 8)
    card = board.cards[best[0]]
    for name, field, value, said in (
        ("slice", "slice_ppm", 0, "not measured"),
        ("slice", "slice_ppm", 815_000, "81.5"),
        ("latency", "latency_ms", 0, "not measured"),
        ("latency", "latency_ms", 900, fmt.seconds(900)),
    ):
        setattr(card, field, value)
        figure = next(one for one in researcher(look).figures if one.name == name)
        assert figure.text == said and (figure.value is None) == (value == 0)
    begun = max((one for one in board.cards if was_started(one)), key=lambda one: one.started_day)
    for stage, decision, word, tone in (
        (Stage.KILLED, 2, "killed", Tone.BAD), (Stage.KILLED, 1, "withdrawn", Tone.PLAIN),
        (Stage.PRODUCTION, 1, "promoted", Tone.GOOD), (Stage.EVALUATION, 0, "open", Tone.WARN),
    ):  # fmt: skip
        begun.stage, begun.decision = stage, decision
        bar = next(one for one in scrum_master(look).bars if one.label.startswith(fmt.key(board.world, begun.index)))
        assert bar.label.endswith(word) and bar.tone == tone


def test_what_never_has_anything_to_hit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiboard.labs.board.paired_states", lambda what, seed: None)
    draws = BoardLab().run_many(defaults(BoardLab().controls), 7, lambda done: None)
    assert draws == base.Draws(0, (), (), (), "It has nothing to hit.")
    assert open_lab("eval-variance").seed == 12
    nothing = naive_summary(morning(GAME, 7, "heuristic", 1).board)
    assert (nothing.best_card, nothing.best_ppm, nothing.active, nothing.eta_day) == (-1, 0, 0, None)
