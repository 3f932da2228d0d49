"""Every fact of a board against the board itself, and forecasts, parts and numbers graded by hand-worked sums."""

from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.drills.stakeholder.facts import Fact, Unit, facts, notes
from aiboard.drills.stakeholder.forecast import KINDS, Days
from aiboard.drills.stakeholder.numbers import check_numbers, numbers
from aiboard.drills.stakeholder.snapshot import Snapshot
from aiboard.engine.cost_of_delay import delay_cents
from aiboard.engine.counts import Tally
from aiboard.engine.happenings.live import ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import copy_board
from aiboard.engine.systems import accounting
from aiboard.labs.summary import alive
from aiboard.views import fmt
from aiboard.views.card import measure
from tests.drills.stakeholder.boards import early, late

MOMENTS = pytest.mark.parametrize("board", [early().board, late().board], ids=["early", "late"])

#: Unit and whether it stands in the notes, of every fact that has both; the others are words that are noted.
POINTS = {
    "target": True, "launch": True, "floor": True, "best": True, "low": False, "high": False, "baseline": True,
    "gain": True, "gap": True, "wrong": True, "slice": True, "kill-rate": True, "live-quality": True,
    "live-low": False, "live-high": False,
}  # fmt: skip
MONEY = {
    "point": True, "serving-limit": True, "serving": True, "booked": False, "spent": True, "earned": True, "burn": True,
    "worth": False, "worth-low": False, "worth-high": False, "waiting": True, "live-money": True,
}  # fmt: skip
UNNOTED_WORDS = {"lead", "standing", "luck", "odds", "step", "next"}
COUNTS = {
    "seeds": False,
    "items": False,
    "started": True,
    "decided": True,
    "killed": True,
    "promoted": True,
    "gpus": True,
}
OTHERS = {
    "day": (Unit.DAY, True), "close": (Unit.DAY, False), "launch-day": (Unit.DAY, True), "days-left": (Unit.DAYS, True),
    "sprint": (Unit.SPRINT, True), "sprints": (Unit.SPRINT, False), "latency": (Unit.SECONDS, True),
    "latency-limit": (Unit.SECONDS, True),
}  # fmt: skip


@MOMENTS
def test_every_fact_has_its_unit_and_its_place(board: Board) -> None:
    known = facts(board)
    for id, fact in known.items():
        if id.startswith("due-"):
            assert (fact.unit, fact.noted) == (Unit.DAY, True)
        elif id in POINTS:
            assert (fact.unit, fact.noted) == (Unit.POINTS, POINTS[id]), id
        elif id in MONEY:
            assert (fact.unit, fact.noted) == (Unit.MONEY, MONEY[id]), id
        elif id in COUNTS:
            assert (fact.unit, fact.noted, bool(fact.nouns)) == (Unit.COUNT, COUNTS[id], True), id
        elif id in OTHERS:
            assert (fact.unit, fact.noted) == OTHERS[id], id
        else:
            assert (fact.unit, fact.value, fact.noted) == (Unit.WORDS, None, id not in UNNOTED_WORDS), id
    assert {id for id, fact in known.items() if not fact.sole} == {"items", "gpus"}
    shown = {fact.id for _, group in notes(board) for fact in group}
    assert shown == {id for id, fact in known.items() if fact.noted}


@MOMENTS
def test_every_number_is_the_boards(board: Board) -> None:
    world, known, tally = board.world, facts(board), Tally(board.cards)
    best = measure.best_estimate(board, alive(board))
    assert best is not None
    index, found = best
    card, base = board.cards[index], measure.baseline_ppm(board, index)
    worth = [
        accounting.measured_worth_cents(board, ppm, card.latency_ms) / 100
        for ppm in (found.mean, found.low, found.high)
    ]
    cents = [
        getattr(board.ledger, name) for name in ("revenue", "compute", "labels", "serving", "launches", "incidents")
    ]
    expected: dict[str, float] = {
        "target": world.target_ppm / 1e4, "launch": world.launch_ppm / 1e4, "floor": world.value_floor_ppm / 1e4,
        "point": world.point_cents / 100, "latency-limit": world.latency_limit_ms / 1000,
        "serving-limit": world.serving_limit_cents / 100, "best": found.mean / 1e4, "low": found.low / 1e4,
        "high": found.high / 1e4, "seeds": len(card.scores), "items": world.eval_items * card.eval_pct // 100,
        "baseline": base / 1e4, "gain": abs(found.mean - base) / 1e4, "gap": abs(world.target_ppm - found.mean) / 1e4,
        "wrong": 100 - found.mean / 1e4, "started": tally.started, "decided": tally.decided, "killed": tally.killed,
        "promoted": tally.promoted, "gpus": world.gpus, "day": board.day, "close": world.days,
        "days-left": world.days - board.day + 1, "sprint": board.sprint(), "sprints": world.days / world.sprint_days,
        "booked": sum(cents) / 100, "spent": -sum(one for one in cents if one < 0) / 100,
        "earned": sum(one for one in cents if one > 0) / 100, "burn": accounting.burn_cents(board) / 100,
        "worth": worth[0], "worth-low": worth[1], "worth-high": worth[2], "waiting": delay_cents(board) / 100,
    }  # fmt: skip
    assert {id: known[id].value for id in expected} == pytest.approx(expected)
    if tally.decided:
        assert known["kill-rate"].value == pytest.approx(100 * tally.killed / tally.decided)
    spread = (found.high - found.low) / 3.92
    share = 100 * NormalDist(world.target_ppm, spread).cdf(found.mean)
    assert known["odds"].text == f"{max(1, min(99, round(share)))} %"
    live = board.live()
    if live >= 0:
        assert known["live-money"].value == accounting.live_cents(board) / 100
        assert known["live-card"].text.endswith(f" at {board.cards[live].share_pct} % of traffic")
        seen = measure.live(board, live)
        assert seen is not None
        assert [known[f"live-{name}"].value for name in ("quality", "low", "high")] == [
            seen.mean / 1e4, seen.low / 1e4, seen.high / 1e4,
        ]  # fmt: skip


def with_best(mean: int, target: int = 920_000, base: int = 0, **fields: Any) -> dict[str, Fact]:
    """The facts of the early board, whose best card now reads this on its seeds, beside a baseline of that."""
    board = copy_board(early().board)
    board.baseline = [base or 720_000] * len(board.baseline)
    best = measure.best_estimate(board, alive(board))
    assert best is not None
    card = board.cards[best[0]]
    card.scores = [mean] * len(card.scores)
    for name, value in fields.items():
        setattr(card, name, value)
    kept = board.world.target_ppm
    board.world.target_ppm = target
    try:
        return facts(board)
    finally:
        board.world.target_ppm = kept


def test_the_side_of_the_target_and_of_the_baseline_is_a_word() -> None:
    over, at, under = (with_best(mean) for mean in (930_000, 920_000, 910_000))
    assert [one["gap"].name for one in (over, at, under)] == ["over the target", "over the target", "under the target"]
    assert [one["standing"].text for one in (over, at, under)] == [
        "1 points over the target 92", "exactly the target 92", "1 points short of the target 92",
    ]  # fmt: skip
    above, even, below = (with_best(900_000, base=900_000 - off) for off in (10_000, 0, -10_000))
    assert [one["gain"].name.split()[0] for one in (above, even, below)] == ["above", "above", "under"]
    assert above["lead"].text == "1 points above the baseline" and below["lead"].text == "1 points under the baseline"


def test_luck_is_told_by_where_the_target_lies_in_the_interval() -> None:
    known = with_best(900_000)
    low, high = (round((known[end].value or 0) * 10_000) for end in ("low", "high"))
    for target, said in (
        (high + 1, "is under the target"), (high, "holds the target"), (900_001, "holds the target"),
        (900_000, "begins under the target"), (low + 1, "begins under the target"), (low, "is at or over the target"),
    ):  # fmt: skip
        assert said in with_best(900_000, target)["luck"].text, target


def test_what_was_not_measured_is_no_fact() -> None:
    bare = with_best(900_000, slice_ppm=0, latency_ms=0, serving_cents=-1)
    assert not {"slice", "latency", "serving"} & set(bare)
    known = with_best(900_000, slice_ppm=810_000, latency_ms=1_250, serving_cents=0)
    assert [known[name].value for name in ("slice", "latency", "serving")] == [81, 1.25, 0]
    assert "launch-day" in known and "launch-day" not in with_best(900_000, share_pct=5)


def test_it_is_told_on_what_the_best_card_was_measured() -> None:
    for seeds in (1, 3):
        known = with_best(900_000, scores=[900_000] * seeds)
        assert known["data"].text == f"{fmt.count(seeds, 'seed')} on {known['items'].value} frozen questions"
        assert known["seeds"].value == seeds
    trained = with_best(900_000, scores=[])
    assert trained["data"].text == "the last training readout, no evaluation yet" and trained["seeds"].value == 0


@pytest.mark.parametrize(("far", "right"), [(0, True), (10, True), (24, True), (25, False), (60, False)])
def test_a_noun_belongs_to_a_number_within_thirty_characters(far: int, right: bool) -> None:
    killed = fact(8, Unit.COUNT, "killed", nouns=("kill",))
    between = f" {'x' * far} "
    for said in (f"8{between}kill", f"kill{between}8"):
        assert [one.right for one in check_numbers(said, {"killed": killed})] == [right], said


# --- numbers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("$1.5k", 1_500, 100),
        ("-$20", -20, 1),
        ("2 million dollars", 2_000_000, 1_000_000),
        ("3 thousand dollars", 3_000, 1_000),
        ("3 weeks", 15, 5),
        ("850 ms", 0.85, 0.001),
        ("1.25 s", 1.25, 0.01),
        ("87.5 %", 87.5, 0.1),
        ("day 12", 12, 1),
        ("sprint 4", 4, 1),
        ("1,250 days", 1_250, 1),
        ("12 of 100", 12, 1),
        ("D31", 31, 1),
    ],
)
def test_a_number_is_read_with_its_scale_and_its_last_digit(text: str, value: float, step: float) -> None:
    (found,) = numbers(text)[:1]
    assert (found.value, found.step) == (pytest.approx(value), pytest.approx(step)) and found.text == text


def fact(value: float, unit: Unit = Unit.POINTS, id: str = "best", **more: Any) -> Fact:
    return Fact(id, "it", str(value), unit, value, **more)


@pytest.mark.parametrize(
    ("said", "known", "right"),
    [
        ("88 %", fact(88.5), True),
        ("88 %", fact(88.51), False),
        ("88.0 %", fact(88.05), True),
        ("88.0 %", fact(88.06), False),
        ("$100", fact(105, Unit.MONEY), True),
        ("$100", fact(106, Unit.MONEY), False),
        ("$3", fact(-3, Unit.MONEY), True),
        ("-$3", fact(3, Unit.MONEY), False),
        ("day 8", fact(8, Unit.DAY), True),
        ("day 8", fact(9, Unit.DAY), False),
        ("8 days", fact(8, Unit.DAY), False),
        ("8 killed", fact(8, Unit.COUNT, "killed", nouns=("kill",)), True),
        ("8 cards", fact(8, Unit.COUNT, "killed", nouns=("kill",)), False),
    ],
)
def test_a_number_may_be_rounded_to_its_last_digit_and_money_by_a_twentieth(
    said: str, known: Fact, right: bool
) -> None:
    assert [one.right for one in check_numbers(said, {known.id: known})] == [right]


@pytest.mark.parametrize(
    ("said", "wrong"), [("49 %", False), ("50 %", True), ("70 %", True), ("100 %", True), ("101 %", False)]
)
def test_only_what_could_be_a_quality_is_wrong(said: str, wrong: bool) -> None:
    """Smaller ones are differences, of which any may be meant."""
    known = {"best": fact(88)}
    assert [one.wrong for one in check_numbers(f"it is {said}", known)] == [wrong]


# --- forecasts ------------------------------------------------------------------------------------------------------


def foreseen(monkeypatch: pytest.MonkeyPatch, days: list[int]) -> Snapshot:
    """A board of 80 days from which the target was reached on these days in the games that go on; 0 for never."""
    moment = early()
    assert moment.board.world.days == 80 and moment.board.world.sprint_days == 10
    monkeypatch.setattr(Snapshot, "rollouts", tuple(SimpleNamespace(target_day=day) for day in days))
    return moment


def test_two_days_are_scored_by_the_pinball_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = foreseen(monkeypatch, [10, 20, 30, 40, 50, 60, 70, 80, 0, 0])
    found = KINDS["target-day"].public_score(moment, (70, 81))
    assert found.data["days"] == [10, 20, 30, 40, 50, 60, 70, 80, 81, 81] and found.data["best"] == [70, 81]
    assert found.score == 1 and found.data["loss"] == found.data["least"]
    # 70 % by day 70: early by 60 .. 0 at 30 % each, late by 10, 11 and 11 at 70 %.
    first = (0.3 * (60 + 50 + 40 + 30 + 20 + 10) + 0.7 * (10 + 11 + 11)) / 10
    second = 0.1 * (71 + 61 + 51 + 41 + 31 + 21 + 11 + 1) / 10
    assert found.data["least"] == pytest.approx((first + second) / 2, abs=1e-4)
    later = KINDS["target-day"].public_score(moment, (75, 0))
    # Five days later: 1.5 more on each of seven, 3.5 less on each of three, a twentieth of it in the mean of two.
    more = (0.3 * 5 * 7 - 0.7 * 5 * 3) / 20
    assert later.data["stated"] == [75, 81]
    assert later.data["loss"] == pytest.approx(found.data["least"] + more, abs=1e-4)
    assert later.score == pytest.approx(1 - more / 5)
    lines = " ".join(later.lines)
    assert "Your 70 % day, day 75, held in 7 of 10." in lines and "90 % day" not in lines
    assert "It came on day 10 to 80, in half of them by day 50; in 2 of them never." in lines


@pytest.mark.parametrize(
    ("days", "line"),
    [
        ([9, 9, 0], "It came on day 9; in 1 of them never."),
        ([9, 12], "It came on day 9 to 12, in half of them by day 9."),
        ([9, 12, 0, 0, 0], "It came on day 9 to 12, in less than half of them; in 3 of them never."),
        ([0], "In none of them it came."),
    ],
)
def test_when_it_came_is_told(monkeypatch: pytest.MonkeyPatch, days: list[int], line: str) -> None:
    assert KINDS["target-day"].public_outcome(foreseen(monkeypatch, days))[1] == line


@pytest.mark.parametrize(("said", "score"), [(75, 1), (50, 0.75), (100, 0.75), (25, 0), (24, 0)])
def test_odds_are_scored_by_their_squared_error(monkeypatch: pytest.MonkeyPatch, said: int, score: float) -> None:
    moment = foreseen(monkeypatch, [40, 50, 60, 0])
    found = KINDS["chance"].public_score(moment, said)
    assert found.score == pytest.approx(score) and found.data["share"] == 0.75
    assert found.data["error"] == pytest.approx((said / 100 - 0.75) ** 2, abs=1e-4)
    assert KINDS["chance"].public_outcome(moment)[1] == "The target was measured in 3 of them."
    assert KINDS["chance"].write(said) == f"{said} %"


@pytest.mark.parametrize(
    ("below", "above", "score", "verdict"),
    [
        (2, 2, 0.8, "holds"),
        (0, 0.5, 0.975, "holds"),
        (0.5, 0, 0.975, "holds"),
        (-0.5, 1.5, 0.45, "misses"),
        (1.5, -0.5, 0.45, "misses"),
    ],
)
def test_a_range_is_scored_by_its_width_and_what_it_misses(
    below: float, above: float, score: float, verdict: str
) -> None:
    """A point of width costs a twentieth, a point outside twenty times that."""
    moment, kind = early(), KINDS["quality"]
    true = kind._true(moment, measure.best_estimate(moment.board, alive(moment.board))[0])  # type: ignore[attr-defined, index]
    found = kind.public_score(moment, (true - below, true + above))
    assert found.score == pytest.approx(score) and f" {verdict} it: " in found.lines[-1]


def test_the_first_customer_is_the_first_step_of_traffic() -> None:
    kind = KINDS["live-day"]
    assert isinstance(kind, Days)
    board = copy_board(early().board)
    for day, percent in ((30, 0), (33, 5), (40, 50)):
        event = ShareSet(1, percent, 0)
        event.day = day
        board.history.append(event)
    assert kind._event_day(board) == 33 and kind._event_day(early().board) == 0
    assert fmt.exact_money(100)
