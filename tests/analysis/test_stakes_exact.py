"""Dollars at stake worked out by hand: a launch day by day, each verb against its alternative, what was left undone."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis import stakes
from aiboard.analysis.moments import TakenDecision, known_facts
from aiboard.analysis.stakes import Stake, at_stake, decisions, dollars
from aiboard.analysis.stakes.decisions import WeighedDecision, weigh_decisions
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.gate import Verdict
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.happenings.live import LegalStarted, Monitored, RolledBack
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, Deploy, Evaluate, Iterate, Kill, Promote, RollBack, RootCause, Start
from aiboard.views.card.measure import QualityEstimate
from tests.engine.play import dated, evaluated, launched, trained, until
from tests.engine.worlds import PROMPT, RAG, TUNING, quiet

#: The module; its package has a function of that name.
undone: Any = import_module("aiboard.analysis.stakes.undone")

# --- dollars of a launch ----------------------------------------------------------------------------------------------


def plain(**changes: Any) -> World:
    """A point over 80 is worth $100 a day, so a millionth a cent; ten days after close, drift of half a tenth a day."""
    return quiet(**{"tail_days": 10, "minutes": 100_000, **changes})


@pytest.mark.parametrize(
    ("quality", "rival", "days", "cents"),
    [
        # Three days at 5 %, three at half, four at all of $500; after close ten days less $5 more each day.
        (850_000, 0, 10, 565 * 500 + 472_500),
        (850_000, 0, 7, 265 * 500 + 472_500),
        (850_000, 0, 6, 165 * 500 + 472_500 // 2),
        (850_000, 0, 4, 65 * 500 + 472_500 // 2),
        (850_000, 0, 3, 15 * 500 + 472_500 * 5 // 100),
        (850_000, 0, 1, 5 * 500 + 472_500 * 5 // 100),
        # Over a model of 82, which would have earned $200 and its own time after close.
        (850_000, 820_000, 10, 565 * 300 + 472_500 - 172_500),
        # Under the bar of incidents one is counted, but not of a canary.
        (830_000, 0, 10, 565 * 300 + 272_500),
        (829_999, 0, 10, 565 * 29_999 // 100 + 272_490 - 600_000),
        (829_999, 0, 4, 65 * 29_999 // 100 + 272_490 // 2 - 600_000),
        (829_999, 0, 3, 15 * 29_999 // 100 + 272_490 * 5 // 100),
        # No better than the floor, or than what serves: seen in the canary, and 15 % of a day's customers to win back.
        (800_000, 0, 10, -12_000),
        (790_000, 0, 10, -3 * 30_000 * 5 // 100 - 12_000),
        (790_000, 0, 2, -2 * 30_000 * 5 // 100 - 8_000),
        (820_000, 820_000, 10, -12_000),
        (810_000, 820_000, 10, -3 * 10_000 * 5 // 100 - 12_000),
    ],
)
def test_a_launch_brings_what_its_traffic_earns_step_by_step(quality: int, rival: int, days: int, cents: int) -> None:
    assert dollars._gain(plain(), quality, rival, days) == cents


def test_what_comes_after_close_is_nothing_without_a_model() -> None:
    assert dollars.after_close(plain(), 0, 100) == 0 and dollars.after_close(plain(), 850_000, 50) == 236_250


def moment_of(board: Board, action: Action, by: str = "player", day: int = 0) -> TakenDecision:
    line = f"{action.VERB} {board.world.ideas[action.card].key}"  # type: ignore[attr-defined]
    return TakenDecision(day or board.day, line, action, by, board, known_facts(board, action))


def free(**changes: Any) -> State:
    return new_state(plain(**changes), 5)


def test_going_on_is_set_against_the_best_of_what_would_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    state = free()
    evaluated(state, RAG)
    board = state.board
    monkeypatch.setattr(dollars, "likely_qualities", lambda moment: [850_000, 790_000])
    moment = moment_of(board, Promote(RAG))
    assert dollars.gains(moment, 31) == [565 * 500 + 472_500 - 150_000, -4_500 - 12_000 - 150_000]
    assert dollars.gains(moment, 31, launched=True)[0] == 565 * 500 + 472_500
    assert dollars.gains(moment, 41) == [0] and len(dollars.gains(moment, 40)) == 2
    monkeypatch.setattr(dollars, "_live_quality", lambda board, besides: 820_000)
    assert dollars.gains(moment, 31, launched=True)[0] == 565 * 300 + 300_000
    monkeypatch.setattr(dollars, "_promoted_quality", lambda board, besides: 860_000)
    assert dollars.gains(moment, 31, launched=True) == [
        -3 * 10_000 * 5 // 100 - 12_000,
        -3 * 90_000 * 5 // 100 - 12_000,
    ]
    assert dollars.upside([100, -900, 201]) == 100 and dollars.upside([-1]) == 0


def test_what_serves_is_live_or_on_its_way() -> None:
    state = free()
    card = launched(state, PROMPT)
    until(state, lambda: len(card.monitored_ppm) > 2)
    board = state.board
    seen = dollars._live_quality(board, RAG)
    assert seen == dollars.live(board, PROMPT).mean > 0 == dollars._live_quality(board, PROMPT)  # type: ignore[union-attr]
    card.monitored_ppm = [840_000] * len(card.monitored_ppm)
    assert dollars.over_live(board, RAG, 850_000) == 10_000 and dollars.over_live(board, RAG, 839_999) == 0
    # A live model that loses money is worth nothing, not less.
    card.monitored_ppm = [700_000] * len(card.monitored_ppm)
    assert dollars.over_live(board, RAG, 810_000) == 10_000 and dollars.over_live(board, RAG, 790_000) == 0
    assert dollars._promoted_quality(board, RAG) == 0, "it has all the traffic"
    card.share_pct, card.monitored_ppm, card.monitored_pct = 5, [], []
    assert dollars._promoted_quality(board, RAG) == card.mean_ppm() > 0 == dollars._promoted_quality(board, PROMPT)
    card.monitored_ppm, card.monitored_pct = [812_000], [5]
    assert dollars._promoted_quality(board, RAG) == 812_000


def test_days_before_the_first_customer_are_those_of_what_takes_longest() -> None:
    state = free(needs_legal=True, handoff_points=200)
    card = evaluated(state, RAG)
    assert dollars.lead(state.board, card) == 8
    state.board.legal = 2
    assert dollars.lead(state.board, card) == 4 - 2, "two days of handoff"


def test_quality_is_known_by_scores_and_customers_each_by_its_sharpness(monkeypatch: pytest.MonkeyPatch) -> None:
    def belief(offline: QualityEstimate | None, met: QualityEstimate | None) -> tuple[float, float]:
        monkeypatch.setattr(dollars, "live", lambda board, card: met)
        found = dollars.quality_belief(SimpleNamespace(known=SimpleNamespace(measured=offline), board=None, card=0))  # type: ignore[arg-type]
        return found.mean, found.stdev

    wide, sharp = QualityEstimate(900_000, 860_800, 939_200, 3), QualityEstimate(880_000, 860_400, 899_600, 0)
    assert belief(wide, None) == pytest.approx((900_000, 20_000)) and belief(None, sharp) == pytest.approx(
        (880_000, 10_000)
    )
    # Weights of 1 and 4: 88.4, as sharp as both together.
    assert belief(wide, sharp) == pytest.approx((884_000, 1e5 / 125**0.5))
    # Intervals that touch agree; where they do not meet only what customers got counts.
    assert belief(QualityEstimate(919_200, 899_600, 938_800, 3), sharp)[0] > 880_000
    assert belief(QualityEstimate(919_201, 899_601, 938_801, 3), sharp) == pytest.approx((880_000, 10_000))
    assert belief(QualityEstimate(840_799, 821_199, 860_399, 3), sharp) == pytest.approx((880_000, 10_000))
    assert belief(QualityEstimate(840_800, 821_200, 860_400, 3), sharp)[0] < 880_000
    # An end that is cut at 100 % tells no width, and none is narrower than a tenth.
    assert belief(QualityEstimate(990_000, 950_800, 1_000_000, 3), None)[1] == pytest.approx(20_000)
    assert belief(QualityEstimate(10_000, 0, 49_200, 3), None)[1] == pytest.approx(20_000)
    assert belief(QualityEstimate(900_000, 900_000, 900_000, 3), None)[1] == pytest.approx(1_000 / 1.96)
    monkeypatch.setattr(dollars, "live", lambda board, card: None)
    qualities = dollars.likely_qualities(SimpleNamespace(known=SimpleNamespace(measured=wide), board=None, card=0))  # type: ignore[arg-type]
    assert len(qualities) == 200 and qualities == sorted(qualities)
    assert qualities[0] + qualities[-1] == pytest.approx(1_800_000, abs=2)
    assert qualities[100] == round(900_000 + 20_000 * 0.0062666)


# --- decisions --------------------------------------------------------------------------------------------------------


@pytest.fixture
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going on from a day brings $1 for each day of the date; from a launch already made half a dollar."""
    monkeypatch.setattr(decisions, "gains", lambda moment, day, launched=False: [50 if launched else 100 * day])


def weigh(board: Board, action: Action) -> tuple[int, str]:
    (one,) = weigh_decisions([moment_of(board, action)])
    return one.cents, one.instead


@pytest.mark.usefixtures("by_day")
def test_a_kill_is_set_against_what_is_left_to_do_with_the_card() -> None:
    state = free()
    board = state.board
    card = trained(state, RAG)
    day = board.day
    # Evaluate today: a day, and two of handoff.
    assert weigh(board, Kill(RAG)) == (100 * (day + 3), "evaluate it on 5 seeds")
    act(state, Evaluate(RAG, 5))
    until(state, lambda: len(card.scores) == 5)
    for bar, instead in (
        (500_000, "promote it"),
        (990_000, "iterate once on what failed, or promote it over the gate"),
    ):
        card.success_ppm = bar
        card.scores = [860_000, 862_000, 858_000, 861_000, 859_000]
        assert weigh(board, Kill(RAG)) == (100 * (board.day + 2), instead)
    # What is too slow for customers has nothing to go on for.
    card.latency_ms = 5_000
    assert weigh(board, Kill(RAG)) == (0, "")
    act(state, Start(PROMPT))
    young = board.cards[PROMPT]
    until(state, lambda: young.runs_done == 1)
    left = dollars_left(board)
    assert weigh(board, Kill(PROMPT)) == (100 * (board.day + left + 3), f"finish its plan ({left} days), then evaluate")


def dollars_left(board: Board) -> int:
    """Two runs of 300 points at the pace of a card that its person holds alone, less what is done."""
    return -(-(600 - board.cards[PROMPT].run_points_done) // 100)


@pytest.mark.usefixtures("by_day")
def test_a_card_under_both_bars_had_nothing_at_stake() -> None:
    state = free()
    board = state.board
    card = trained(state, RAG)
    # One readout's interval: a bar over its high end, and a bar of incidents over its mean.
    seen = known_facts(board, Kill(RAG)).measured
    assert seen is not None and weigh(board, Kill(RAG))[0] > 0
    card.success_ppm, board.world.bad_launch_ppm = seen.high + 1, seen.mean + 1
    assert weigh(board, Kill(RAG)) == (0, "")
    card.success_ppm = seen.high
    assert weigh(board, Kill(RAG))[0] > 0
    card.success_ppm, board.world.bad_launch_ppm = seen.high + 1, seen.mean
    assert weigh(board, Kill(RAG))[0] > 0
    card.success_ppm, board.world.launch_ppm, board.world.bad_launch_ppm = 0, seen.high + 1, seen.mean + 1
    assert weigh(board, Kill(RAG)) == (0, ""), "without a bar of its own it is that of a launch"


@pytest.mark.usefixtures("by_day")
def test_a_live_model_is_set_against_more_days_of_monitoring() -> None:
    state = free()
    card = launched(state, PROMPT, 50)
    until(state, lambda: len(card.monitored_ppm) > 1)
    for action in (Kill(PROMPT), RollBack(PROMPT)):
        assert weigh(state.board, action) == (50, "leave it at 50 % and read more days of monitoring")
    card.share_pct = 0
    state.board.history += [
        dated(9, RolledBack(PROMPT, 5, 0)),
        dated(10, RolledBack(PROMPT, 20, 0)),
        dated(11, RolledBack(RAG, 7, 0)),
    ]
    assert weigh(state.board, RollBack(PROMPT))[1].startswith("leave it at 20 % ")
    state.board.history = []
    assert weigh(state.board, RollBack(PROMPT))[1].startswith("leave it at 0 % ")


@pytest.mark.usefixtures("by_day")
def test_a_promotion_is_set_against_seeds_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "gains", lambda moment, day, launched=False: [-100 * day, 50])
    state = free()
    board = state.board
    evaluated(state, RAG, 2)
    cents, instead = weigh(board, Promote(RAG))
    assert cents == 50 * (board.day + 2), "half of the futures lose $1 a day, the other half is no loss"
    # Three seeds of four GPU-hours each on four GPUs.
    assert instead.startswith("evaluate 3 more seeds first: 1 day, interval then about ±")
    board.world.eval_gpu_min, board.world.gpus = 1_440, 2
    assert weigh(board, Promote(RAG))[1].startswith("evaluate 3 more seeds first: 2 days, ")
    board.cards[RAG].scores += [860_000] * 2
    assert weigh(board, Promote(RAG))[1].startswith("evaluate 1 more seed first: 1 day, ")


def test_an_iteration_is_set_against_the_days_of_a_launch(monkeypatch: pytest.MonkeyPatch) -> None:
    state = free()
    board = state.board
    card = evaluated(state, RAG)
    card.scores = [860_000, 862_000, 858_000, 861_000, 859_000]
    card.success_ppm = 500_000
    moment = moment_of(board, Iterate(RAG, 0))
    assert moment.known.gate and moment.known.measured is not None and moment.known.measured.mean == 860_000
    # A run of three days and the evaluation's, each $600.
    assert weigh(board, Iterate(RAG, 0)) == (4 * 60_000, "promote it as it was, 4 days earlier")
    card.success_ppm = 990_000
    assert weigh(board, Iterate(RAG, 0)) == (0, "")


def test_traffic_that_is_raised_early_is_set_against_the_days_that_were_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "likely_qualities", lambda moment: [790_000, 850_000])
    state = free()
    card = launched(state, PROMPT, 5)
    until(state, lambda: len(card.monitored_ppm) == 1)
    board = state.board
    assert board.day == card.share_day + 1
    # Two days of 45 % more traffic at $300 lost a day, in one of two futures.
    assert weigh(board, Deploy(PROMPT, 50)) == (13_500, "hold 5 % for 2 days more")
    assert weigh(board, Deploy(PROMPT, 6))[0] == 300 and weigh(board, Deploy(PROMPT, 5)) == (0, "")
    board.day = card.share_day + 3
    assert weigh(board, Deploy(PROMPT, 50)) == (0, "")


def test_of_a_card_and_a_verb_only_the_largest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    worth = {(0, 3): 500, (0, 5): 700, (0, 6): 700, (1, 4): 900, (2, 2): 900}
    monkeypatch.setitem(decisions._WEIGHED, Kill, lambda moment: (worth[moment.card, moment.day], ""))
    measured = SimpleNamespace(measured=object())

    def moment(card: int, day: int, seen: Any = measured, action: Any = None) -> Any:
        made = action or Kill(card)
        return SimpleNamespace(card=card, day=day, verb=type(made), known=seen)

    rows = [moment(0, 3), moment(0, 5), moment(0, 6), moment(1, 4), moment(2, 2)]
    rows += [moment(0, 1, SimpleNamespace(measured=None)), moment(0, 1, action=Start(0))]
    assert [(one.moment.card, one.moment.day, one.cents) for one in weigh_decisions(rows)] == [
        (2, 2, 900),
        (1, 4, 900),
        (0, 5, 700),
    ]


# --- in words ---------------------------------------------------------------------------------------------------------


def test_a_decision_is_told_with_what_was_known_and_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    state = free()
    card = evaluated(state, RAG)
    board = state.board
    # Too slow for its gate.
    card.scores, card.success_ppm, card.latency_ms = [880_000] * 5, 880_000, 5_000
    kill, promote = moment_of(board, Kill(RAG)), moment_of(board, Promote(RAG))
    assert kill.known.measured is not None and kill.known.gate is False
    failed = ", ".join(kill.known.failed)
    record: Any = SimpleNamespace(history=[], world=board.world, board=SimpleNamespace(day=33), finished=False)
    found = decisions.to_stake(record, WeighedDecision(kill, 700, "promote it"))
    assert found == Stake(
        board.day, RAG, 700, "kill EXP-002",
        f"{kill.known.measured.text}; gate failed: {failed}; P(true ≥ 88) 50 % by its intervals",
        "promote it", "no card was started after it", "",
    )  # fmt: skip
    assert failed and decisions.to_stake(record, WeighedDecision(promote, 1, "")).came == "no customer met it by day 33"
    card.success_ppm = 0
    board.world.launch_ppm = 990_000
    assert decisions._known(moment_of(board, Kill(RAG))).endswith("P(true ≥ 99) 0 % by its intervals")
    # The next start, not one before it nor another stage; every live day of the card from then on.
    day = board.day
    record.history = [
        dated(day - 1, Moved(PROMPT, Stage.HYPOTHESIS, Stage.EXPERIMENT)),
        dated(day, Moved(PROMPT, Stage.EXPERIMENT, Stage.EVALUATION)),
        dated(day, Moved(TUNING, Stage.HYPOTHESIS, Stage.EXPERIMENT)),
        dated(day + 1, Moved(PROMPT, Stage.HYPOTHESIS, Stage.EXPERIMENT)),
        dated(day - 1, Monitored(RAG, 700_000, 5, 900_000)), dated(day, Monitored(RAG, 850_000, 5, 150_000)),
        dated(day + 1, Monitored(PROMPT, 700_000, 5, 900_000)), dated(day + 1, Monitored(RAG, 844_000, 5, -20_000)),
    ]  # fmt: skip
    assert decisions.to_stake(record, WeighedDecision(kill, 1, "")).came == f"the next start was EXP-003 on day {day}"
    assert (
        decisions.to_stake(record, WeighedDecision(promote, 1, "")).came
        == "$1,300 in 2 days live, where it measured 84.7"
    )
    record.finished = True
    monkeypatch.setattr(
        decisions,
        "true_card",
        lambda record, card, day: SimpleNamespace(ceiling_ppm=871_000, customers="84.5 for customers"),
    )
    hidden = decisions.to_stake(record, WeighedDecision(kill, 1, "")).hidden
    assert hidden == "the best it could have reached: 87.1 in evaluation, 84.5 for customers"
    card.monitored_ppm, card.monitored_pct = [850_000] * 4, [50] * 4
    assert " in 4 days; " in decisions._known(kill) and "; live 85.0 (" in decisions._known(kill)


def stake(day: int, cents: int, card: int = 0) -> Stake:
    return Stake(day, card, cents, "done", "known", "instead", "came")


def test_the_three_largest_are_told_and_none_under_a_hundred_dollars(monkeypatch: pytest.MonkeyPatch) -> None:
    def ranked(*found: Stake) -> list[tuple[int, int]]:
        monkeypatch.setattr(stakes, "undone_stakes", lambda record: iter(found))
        return [(one.day, one.card) for one in at_stake(None, ())]  # type: ignore[arg-type]

    assert ranked(stake(4, 20_000), stake(2, 90_000), stake(9, 30_000), stake(7, 10_000)) == [(2, 0), (9, 0), (4, 0)]
    assert ranked(stake(4, 10_000), stake(2, 9_999)) == [(4, 0)] and ranked(stake(2, 9_999)) == []
    assert ranked(stake(4, 20_000, 3), stake(4, 20_000, 1), stake(3, 20_000, 9)) == [(3, 9), (4, 1), (4, 3)]
    monkeypatch.setattr(stakes, "weigh_decisions", lambda moments: moments)
    monkeypatch.setattr(stakes, "to_stake", lambda record, one: one)
    monkeypatch.setattr(stakes, "undone_stakes", lambda record: iter([stake(9, 15_000)]))
    made = [stake(day, 90_000 - 20_000 * day) for day in range(4)]
    assert [one.day for one in at_stake(None, made)] == [0, 1, 2]  # type: ignore[arg-type]


# --- what was left undone ---------------------------------------------------------------------------------------------


def days(board: Board, *numbers: int, **fields: Any) -> list[Any]:
    """Days that ended with this board."""
    usual = {"blocked": {}, "waiting_decision": [], "steps": [], "morning": board, "night": []}
    return [SimpleNamespace(**{**usual, "day": number, **fields}) for number in numbers]


def scored(board: Board, index: int = RAG, mean: int = 860_000) -> Board:
    """With five scores of this mean."""
    card = board.cards[index]
    card.stage, card.scores = Stage.EVALUATION, [mean, mean + 2_000, mean - 2_000, mean, mean]
    return board


def test_a_review_that_came_late_is_told_with_its_days() -> None:
    board = scored(free(needs_legal=True).board)
    waiting = days(board, 20, 21, 23, blocked={Block.LEGAL: [RAG]}) + days(board, 24, blocked={Block.HANDOFF: [RAG]})
    record: Any = SimpleNamespace(
        days=waiting, world=board.world, history=[dated(15, LegalStarted(8)), dated(9, LegalStarted(8))]
    )
    (found,) = undone._legal(record)
    assert (found.day, found.card, found.cents) == (20, RAG, 3 * 60_000)
    assert found.done == "EXP-002 was ready; legal review was started on day 15"
    assert found.instead == "start the review by day 12: it takes 8 days and 1 h of your time"
    assert found.came == "EXP-002 waited 3 days" and found.known.endswith(
        "5 seeds; that earns $600 a day at full traffic"
    )
    record.history, record.days = [], days(board, 5, blocked={Block.LEGAL: [RAG]})
    (never,) = undone._legal(record)
    assert never.done.endswith("was not started") and "by day 1:" in never.instead
    assert undone._score(free().board, RAG) == "not measured"


def test_a_requirement_that_is_not_met_is_told_with_what_it_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    board = free().board
    board.scope_data, board.scope_from, board.day = 3, 25, 41
    record: Any = SimpleNamespace(world=board.world, board=board)
    missed = SimpleNamespace(cents=0, first_day=26, days=9)
    monkeypatch.setattr(undone, "unpaid_revenue", lambda record: missed)
    assert list(undone._requirement(record)) == []
    missed.cents = 123_400
    (found,) = undone._requirement(record)
    assert (found.day, found.card, found.cents) == (26, -1, 123_400)
    assert found.done == "the new requirement (DS-4) was not met"
    assert found.known == "due on day 25; until it is met 85 % of revenue is paid"
    assert found.came == "$1,234 was not paid, 9 days and the time after close counted"
    missed.first_day = 0
    assert next(undone._requirement(record)).day == 41


def test_a_card_that_passed_and_stood_is_told_by_its_dearest_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    board, better = scored(free().board), scored(free().board, mean=900_000)
    passes = {RAG: True, PROMPT: False}
    monkeypatch.setattr(undone, "verdict", lambda board, card: Verdict(passes[card], [], -1))
    stood = days(board, 10, 11, waiting_decision=[RAG, PROMPT]) + days(better, 14, 15, waiting_decision=[RAG])
    record: Any = SimpleNamespace(days=stood + days(board, 17, waiting_decision=[RAG]), world=board.world)
    (found,) = undone._undecided_stakes(record)
    assert (found.day, found.cents, found.came) == (14, 2 * 100_000, "it stood 2 days")
    assert found.done == "EXP-002 had passed the gate and was left in Evaluation"
    assert found.instead == "promote it on day 14" and "that earns $1.0k a day" in found.known


@pytest.mark.parametrize(
    ("action", "stood"), [(None, 3), (RootCause(RAG), 2), (Iterate(RAG, 0), 2), (Kill(RAG), 2), (Start(RAG), 3)]
)
def test_a_regressed_model_costs_the_days_on_which_nobody_began_to_mend_it(action: Action | None, stood: int) -> None:
    mornings = [scored(free().board) for _ in range(5)]
    for number, board in enumerate(mornings):
        board.day = 11 + number
        board.cards[RAG].regressed = int(number > 0)
    mornings[4].cards[RAG].stage = Stage.ITERATION
    record: Any = SimpleNamespace(days=[], world=mornings[0].world)
    for number, board in enumerate(mornings):
        record.days += days(board, 10 + number)
    # Regressed on the mornings of days 12 to 14; something is done on the last of them.
    if action is not None:
        record.days[4].steps = [SimpleNamespace(action=action)]
    (found,) = undone._regression_stakes(record)
    assert (found.day, found.cents, found.came) == (12, stood * 60_000, f"it stood {stood} days")
    assert found.done == "EXP-002 had regressed and nobody began to mend it"
    assert found.known == "before it regressed it measured 86.0; that earns $600 a day at full traffic"
    assert found.instead.startswith("find its root cause on day 12 (") and found.instead.endswith("), then iterate it")


def test_a_regressed_model_is_worth_what_customers_got() -> None:
    board = scored(free().board)
    card = board.cards[RAG]
    assert undone._best_known(board, RAG) == 860_000
    card.monitored_ppm, card.monitored_pct = [840_000] * 3, [50] * 3
    assert undone._best_known(board, RAG) == 840_000
