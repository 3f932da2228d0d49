"""The gate in words: every check, passed, failed and open, says what it is and how it stands."""

from collections.abc import Callable

import pytest

from aiboard.engine.gate import verdict
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import CheckKind, Stage
from aiboard.engine.verbs import Promote
from aiboard.game import new_game
from aiboard.views.card.gate_lines import check_lines, failures, gate_words
from aiboard.views.card.measure import eval_chart
from aiboard.views.charts.chart import words
from aiboard.views.decisions.menu import decision

GOOD = [915_000, 910_000, 911_000]
PASS, FAIL, OPEN = "pass", "fail", "not measured"


def _board() -> tuple[Board, Card]:
    """A game whose first agent card passes its gate."""
    board = new_game("support-chatbot", 7).board
    board.world.bad_launch_ppm, board.world.monitor_sd_ppm = 830_000, [80_000, 40_000, 20_000]
    board.world.bad_slice_ppm, board.world.seed_sd_ppm = 760_000, 40_000
    card = next(one for one in board.cards if board.world.families[board.world.ideas[one.index].family].agent)
    card.stage = Stage.EVALUATION
    card.success_ppm, card.kill_ppm = 900_000, 800_000
    card.scores = GOOD.copy()
    card.slice_ppm = 900_000
    card.latency_ms, card.serving_cents = 1_400, 10_000
    card.agent_runs, card.agent_unauthorised = 40, 0
    board.baseline = [720_000, 721_000, 719_000]
    return board, card


def _set(**fields: object) -> Callable[[Board, Card], None]:
    def change(board: Board, card: Card) -> None:
        for name, value in fields.items():
            setattr(card, name, value)

    return change


#: (check, outcome) -> what makes it so, and its line.
CASES: dict[tuple[CheckKind, str], tuple[Callable[[Board, Card], None], str]] = {
    (CheckKind.EVIDENCE, PASS): (_set(), "enough evidence (3 seeds)"),
    (CheckKind.EVIDENCE, OPEN): (_set(scores=[910_000]), "not enough evidence (1 seed, 2 needed)"),
    (CheckKind.TARGET, PASS): (_set(), "mean 91.2 reaches the bar 90"),
    (CheckKind.TARGET, FAIL): (_set(success_ppm=915_000), "mean 91.2 is under the bar 91.5"),
    (CheckKind.TARGET, OPEN): (_set(scores=[]), "mean score not measured"),
    (CheckKind.BASELINE, PASS): (_set(), "better than the baseline, measured at 72: by +12.9 at least, 95 % sure"),
    (CheckKind.BASELINE, FAIL): (
        _set(scores=[725_000, 720_000, 721_000], success_ppm=700_000),
        "not surely better than the baseline, measured at 72: it may be 6.1 worse",
    ),
    (CheckKind.BASELINE, OPEN): (_set(scores=[910_000]), "gain over the baseline takes 2 seeds"),
    (CheckKind.SLICE, PASS): (_set(), "weakest slice 90: 87.4 or more, 95 % sure, not under its bar 76"),
    (CheckKind.SLICE, FAIL): (_set(slice_ppm=600_000), "weakest slice 60 may be only 57.4, under its bar 76"),
    (CheckKind.SLICE, OPEN): (_set(slice_ppm=0), "weakest slice not measured"),
    (CheckKind.LATENCY, PASS): (_set(), "p95 latency 1.4 s is within the limit 2 s"),
    (CheckKind.LATENCY, FAIL): (_set(latency_ms=2_400), "p95 latency 2.4 s is over the limit 2 s"),
    (CheckKind.LATENCY, OPEN): (_set(scores=[]), "p95 latency not measured"),
    (CheckKind.SERVING_COST, PASS): (_set(), "cost to serve $100 a day is within the limit $227"),
    (CheckKind.SERVING_COST, FAIL): (
        _set(serving_cents=22_701),
        "cost to serve $227.01 a day is over the limit $227.00",
    ),
    (CheckKind.SERVING_COST, OPEN): (_set(scores=[]), "cost to serve not measured"),
    (CheckKind.SAFETY, PASS): (_set(), "none of 40 agent runs left the allowed tools"),
    (CheckKind.SAFETY, FAIL): (_set(agent_unauthorised=2), "2 of 40 agent runs left the allowed tools"),
    (CheckKind.SAFETY, OPEN): (_set(scores=[]), "tool use not measured"),
    (CheckKind.LIVE, PASS): (
        _set(monitored_ppm=[840_000] * 4, monitored_pct=[100] * 4),
        "live quality 84 is not under its bar 83",
    ),
    (CheckKind.LIVE, FAIL): (
        _set(monitored_ppm=[780_000] * 4, monitored_pct=[100] * 4),
        "live quality 78 is 79.6 at most, under its bar 83: iterate before the next launch",
    ),
}


def test_every_check_has_its_outcomes() -> None:
    """Too few seeds are open, never failed: there is no verdict on the model. A model nobody met has no live line."""
    every = {(kind, outcome) for kind in CheckKind for outcome in (PASS, FAIL, OPEN)}
    assert set(CASES) == every - {(CheckKind.EVIDENCE, FAIL), (CheckKind.LIVE, OPEN)}


@pytest.mark.parametrize("case", list(CASES), ids=lambda case: f"{case[0].name}-{case[1]}")
def test_the_line_of_a_check(case: tuple[CheckKind, str]) -> None:
    kind, outcome = case
    change, clause = CASES[case]
    board, card = _board()
    change(board, card)
    line = check_lines(board, card.index)[kind]
    assert (line.mark.word, line.clause) == (outcome, clause)
    failed = failures(board, card.index)
    passed = verdict(board, card.index).passed
    assert passed == (not failed)
    wrong = outcome == FAIL or (kind == CheckKind.EVIDENCE and outcome == OPEN)
    assert (clause in failed) == wrong
    said = gate_words(board, card.index)
    assert said == ("The gate passes." if passed else f"The gate fails: {'; '.join(failed)}.")
    warning = decision(board, Promote, card.index).warning
    assert warning == (f"over a failed gate: {'; '.join(failed)}" if failed else "")


def test_a_mean_just_under_the_bar_is_not_rounded_up_to_it() -> None:
    board, card = _board()
    card.success_ppm = 912_140
    card.scores = [912_000, 912_000, 912_000]
    assert check_lines(board, card.index)[CheckKind.TARGET].clause == "mean 91.20 is under the bar 91.21"


@pytest.mark.parametrize(
    ("bar", "cleared", "said"),
    [(850_000, True, "bar 85: cleared"), (905_000, False, "reached, not cleared"), (930_000, False, "93: not cleared")],
)
def test_cleared_takes_the_whole_interval(bar: int, cleared: bool, said: str) -> None:
    board, card = _board()
    card.success_ppm = bar
    chart = eval_chart(board, card.index)
    assert chart.low is not None and (chart.low >= bar) == cleared
    assert chart.cleared == cleared and said in words(chart)


def test_a_live_reading_under_its_bar_is_said_beside_the_bound_that_passes_it() -> None:
    board, card = _board()
    card.monitored_ppm, card.monitored_pct = [820_000] * 2, [100] * 2
    assert check_lines(board, card.index)[CheckKind.LIVE].clause == (
        "live quality 82: 84.3 or less, 95 % sure, not surely under its bar 83"
    )
