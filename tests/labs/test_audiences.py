"""What each audience is told of a board made by hand: which cards, how many of them, in which order."""

from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Reason, Stage
from aiboard.game import new_game
from aiboard.labs import audiences
from aiboard.labs.audiences import PageContext, researcher, retrospective, scrum_master, weekly_cents
from aiboard.views.card.measure import QualityEstimate
from aiboard.views.words import Tone
from tests.game.small import small

#: Cards of the small project's first family (every third idea).
FIRST = [2, 5, 8, 11, 14, 17]


@pytest.fixture
def board() -> Board:
    return new_game(small(), 7).board


def measured(board: Board, monkeypatch: pytest.MonkeyPatch, means: dict[int, int], width: int = 20_000) -> None:
    """These cards are started, and measured to be so good."""
    for index in means:
        board.cards[index].shown, board.cards[index].stage = True, Stage.EVALUATION
        board.cards[index].started_day = index + 1

    def estimate(board: Board, index: int) -> QualityEstimate | None:
        mean = means.get(index)
        return None if mean is None else QualityEstimate(mean, mean - width, mean + width, 3)

    monkeypatch.setattr(audiences, "quality_estimate", estimate)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "003 80.0"),
        (4, "012 83.0, 009 82.0, 006 81.0, 003 80.0"),
        (5, "015 84.0, 012 83.0, 009 82.0, 006 81.0 and 1 more"),
        (6, "018 85.0, 015 84.0, 012 83.0, 009 82.0 and 2 more"),
    ],
)
def test_a_sweep_is_the_best_four_of_a_family(
    count: int, told: str, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    means = {index: 800_000 + 10_000 * place for place, index in enumerate(FIRST[:count])}
    # One of another family, the best of all, is no part of the sweep.
    measured(board, monkeypatch, {**means, 0: 990_000})
    assert audiences._sweep(board, board.cards[FIRST[0]]) == told


def test_a_card_that_was_never_started_is_no_part_of_a_sweep(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(board, monkeypatch, {2: 800_000, 5: 900_000})
    board.cards[5].started_day = 0
    assert audiences._sweep(board, board.cards[2]) == "003 80.0"


def test_intervals_are_of_the_five_that_are_surely_best(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(board, monkeypatch, {index: 800_000 + 10_000 * index for index in range(7)})
    bars = audiences._intervals(board)
    assert [bar.label for bar in bars] == [f"EXP-00{number}" for number in (7, 6, 5, 4, 3)]
    assert [bar.text for bar in bars][:2] == ["86.0", "85.0"]
    # From 65 % on: 84 to 88 of 35 points.
    assert (bars[0].start, bars[0].end) == (pytest.approx(19 / 35), pytest.approx(23 / 35))
    assert bars[0].mark == pytest.approx((board.world.target_ppm / 10_000 - 65) / 35) and bars[0].tone is Tone.WORK
    # What surely is good comes before what one lucky run put high.
    wide = {0: QualityEstimate(900_000, 700_000, 999_000, 1), 1: QualityEstimate(850_000, 840_000, 860_000, 5)}
    monkeypatch.setattr(audiences, "quality_estimate", lambda board, index: wide.get(index))
    assert [bar.label for bar in audiences._intervals(board)] == ["EXP-002", "EXP-001"]


def test_the_ten_experiments_begun_last_stand_in_the_picture(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    measured(board, monkeypatch, dict.fromkeys(range(12), 800000))
    monkeypatch.setattr(audiences, "quality_estimate", lambda board, index: None)
    bars = audiences._experiments(board)
    assert [bar.label for bar in bars] == [f"EXP-0{number:02} open" for number in range(12, 2, -1)]
    assert {(bar.text, bar.end, bar.tone) for bar in bars} == {("no number", 0.0, Tone.WARN)}


def test_right_and_wrong_are_of_the_questions_that_were_asked(board: Board) -> None:
    whole = audiences._right_and_wrong(board, (0, QualityEstimate(900_000, 0, 0, 3)))
    part = audiences._right_and_wrong(board, (0, QualityEstimate(900_000, 0, 0, 3, 50)))
    items = board.world.eval_items
    assert (whole[0].label, whole[0].value) == (f"right, wrong of {items}", items - round(0.9 * items))
    assert (part[0].label, part[0].text, part[0].value) == ("right, wrong of 50", "45, 5", 5)
    assert audiences._right_and_wrong(board, (0, QualityEstimate(900_000, 0, 0, 0))) == ()
    assert audiences._right_and_wrong(board, None) == ()


def test_what_was_measured_is_held_against_what_is_true(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = board.world.launch_ppm
    truth = {0: bar, 1: bar - 1, 2: bar - 1, 3: bar, 4: bar}
    said = {0: bar, 1: bar, 2: bar - 1, 3: bar - 1, 4: bar - 1}
    for index, mean in said.items():
        board.cards[index].scores = [mean]
    state: Any = SimpleNamespace(board=board, world=board.world, quality=lambda card: truth[card.index])
    good, bad = audiences._confusion(state)
    assert (good.text, good.value, good.tone) == ("1, 1", 1, Tone.WARN)
    assert (bad.text, bad.value, bad.tone) == ("2, 1", 2, Tone.WARN)
    assert good.label.startswith("measured at least ") and bad.label.startswith("measured under ")
    board.cards[1].scores, board.cards[3].scores, board.cards[4].scores = [], [], []
    assert [one.tone for one in audiences._confusion(state)] == [Tone.PLAIN, Tone.PLAIN]


def test_a_ticket_that_is_settled_saves_five_dollars() -> None:
    values = {"tickets": 10_000, "settles": 60}
    # 2 points more of 10,000 tickets a week are 200, of which 60 % are settled.
    assert weekly_cents(20_000, values) == 200 * 60 * 500 // 100 == 60_000
    assert weekly_cents(0, values) == 0


@pytest.mark.parametrize(("mean", "told"), [(800_000, "short"), (999_000, "over")])
def test_the_gap_is_told_with_its_direction(
    mean: int, told: str, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: Any = SimpleNamespace(board=board, world=board.world, quality=lambda card: 0)
    figures = scrum_master(PageContext(state, (0, QualityEstimate(mean, 0, 0, 3)), {}, 1)).figures
    gap = next(one for one in figures if one.name == "gap")
    assert gap.text.endswith(f" {told}") and gap.value == (board.world.target_ppm - mean) / 10_000
    none = {one.name: one for one in scrum_master(PageContext(state, None, {}, 1)).figures}
    assert (none["gap"].text, none["gap"].value) == ("?", None)
    research = {one.name: one for one in researcher(PageContext(state, None, {}, 1)).figures}
    assert (research["best"].text, research["runs"].text, research["sweep"].text) == (
        "nothing measured",
        "none",
        "none",
    )
    assert research["seeds"].value == 0 and "wrong" not in research


def test_a_retrospective_counts_the_three_commonest_reasons(board: Board) -> None:
    reasons = [Reason.PLATEAU] * 3 + [Reason.GAP] * 2 + [Reason.DATA] * 2 + [Reason.OTHER]
    for card, reason in zip(board.cards, reasons, strict=False):
        card.started_day, card.stage, card.reason, card.decision = 1, Stage.KILLED, reason, 2
    board.cards[0].learning = "x"
    state: Any = SimpleNamespace(board=board, world=board.world)
    figures = {one.name: one for one in retrospective(PageContext(state, None, {}, 1)).figures}
    assert figures["killed"].value == 8 and figures["learnings"].text == "1 of 8"
    why = figures["why"].text.split(", ")
    assert [part.rpartition(" ")[2] for part in why] == ["3", "2", "2"]
    assert figures["stated"].text == "none evaluated"
    for card, score, stated in zip(board.cards, (board.world.launch_ppm, 0), (70, 31), strict=False):
        card.scores, card.stated_pct = [score], stated
    figures = {one.name: one for one in retrospective(PageContext(state, None, {}, 1)).figures}
    assert figures["stated"].text == "50 %, 50 % of 2 evaluated"
