"""Forecasts are read from words, held against what comes, and nothing hidden is told of a game that goes on."""

from dataclasses import replace

import pytest

from aiboard.drills.stakeholder.forecast import KINDS, target_day
from aiboard.drills.stakeholder.forecast_text import NEVER, parse_chance, parse_days, parse_quality
from aiboard.drills.stakeholder.snapshot import ROLLOUT_COUNT, GameOrigin, Snapshot, game_snapshot, simulated_snapshot
from aiboard.engine.model.state import digest
from aiboard.engine.systems.production import online_quality
from aiboard.game import new_game
from tests.drills.stakeholder.boards import early


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("70 % by day 40, 90 % by day 55", (40, 55)),
        ("by day 40 (70 %) and day 50 (90 %)", (40, 50)),
        ("I say 70 percent by D31, 90 % never", (31, NEVER)),
        ("P50 day 40, P90 day 60", (40, 60)),
        ("between day 40 and day 60", (40, 60)),
        ("day 30 to 45", (30, 45)),
        ("on day 33", (33, 33)),
        ("not before the close", (NEVER, NEVER)),
        ("soon, in 3 weeks", None),
    ],
)
def test_days_are_read(text: str, days: tuple[int, int] | None) -> None:
    assert parse_days(text) == days
    if days is not None:
        # What is shown to be corrected is read the same again.
        assert parse_days(KINDS["target-day"].write(days)) == days


@pytest.mark.parametrize(
    ("text", "chance"),
    [("60 %", 60), ("I am 60 % sure", 60), ("odds of 30 percent", 30), ("yes", None), ("200 % sure", None)],
)
def test_odds_are_read(text: str, chance: int | None) -> None:
    assert parse_chance(text) == chance


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("measured 79–86, I expect 75 to 80", (75, 80)),
        ("between 84 and 90", (84, 90)),
        ("87 ± 3", (84, 90)),
        ("about 87", None),
        ("90 to 84", None),
    ],
)
def test_ranges_are_read(text: str, ends: tuple[float, float] | None) -> None:
    assert parse_quality(text) == ends


def test_futures_differ_and_leave_the_moment_as_it_was() -> None:
    moment = early()
    before = digest(moment.state)
    days = [target_day(board) for board in moment.rollouts]
    assert len(days) == ROLLOUT_COUNT and len(set(days)) > 5 and digest(moment.state) == before
    assert all(board.over for board in moment.rollouts)
    # What is true of the cards is the same in all: only the luck to come differs.
    started = next(card.index for card in moment.board.cards if card.scores)
    assert len({board.cards[started].ticket_day for board in moment.rollouts}) == 1


def test_the_best_days_score_full_and_a_single_early_day_little() -> None:
    moment, kind = early(), KINDS["target-day"]
    # Tomorrow, said as if it were sure.
    soon = moment.board.day + 1
    single = kind.public_score(moment, (soon, soon))
    low, high = single.data["best"]
    best = kind.public_score(moment, (low, high))
    assert best.score == 1.0 and best.data["loss"] == best.data["least"]
    assert (single.score or 0) == 0
    assert 0 < (kind.public_score(moment, (low - 3, high + 3)).score or 0) < 1


def test_odds_and_ranges_are_scored_by_what_comes() -> None:
    moment = early()
    share = sum(target_day(board) > 0 for board in moment.rollouts) * 100 // ROLLOUT_COUNT
    chance = KINDS["chance"]
    assert (chance.public_score(moment, share).score or 0) > 0.99 and chance.public_score(moment, share - 60).score == 0
    card = next(index for index, card in enumerate(moment.board.cards) if len(card.scores) == 3)
    true = online_quality(moment.state, moment.board.cards[card]) / 10_000
    quality = KINDS["quality"]
    assert quality.public_score(moment, (true - 2, true + 2)).score == pytest.approx(0.8)
    assert quality.public_score(moment, (true + 2, true + 3)).score == 0
    assert (quality.public_score(moment, (true - 8, true + 8)).score or 0) < 0.25


@pytest.mark.parametrize("said", [(0.0, 100.0), (84.0, 90.0)])
def test_a_quality_of_nothing_measured_has_no_score(said: tuple[float, float]) -> None:
    """Before any run there is no best card that a range could be about."""
    moment = game_snapshot(new_game("first-sprint", seed=3), "mine")
    ended = replace(moment, whose=GameOrigin.FINISHED, end=moment.board)
    found = KINDS["quality"].public_score(ended, said)
    assert (found.score, found.lines, found.data) == (None, (), {}) and KINDS["quality"].public_outcome(ended) == ()


def test_nothing_is_told_of_a_game_that_goes_on() -> None:
    game = new_game("first-sprint", seed=3)
    game.end_day()
    moment = game_snapshot(game, "mine")
    assert moment.whose is GameOrigin.OPEN
    for name, said in {"target-day": (5, 9), "chance": 50, "quality": (80.0, 90.0)}.items():
        scored = KINDS[name].public_score(moment, said)
        assert scored.score is None and scored.data == {} and "not over" in scored.lines[0]
        assert "not over" in KINDS[name].public_outcome(moment)[0]


def test_a_finished_game_of_ones_own_is_told_in_hindsight() -> None:
    moment = early()
    end = next(board for board in moment.rollouts if target_day(board))
    ended = replace(moment, whose=GameOrigin.FINISHED, end=end, bot="")
    said = " ".join(KINDS["target-day"].public_score(ended, (40, 50)).lines)
    assert f"in your own game it came on day {target_day(end)}" in said


def test_it_is_told_in_how_many_futures_it_came_and_when(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = early()
    came = next(board for board in moment.rollouts if target_day(board))
    never = moment.board
    assert target_day(never) == 0
    day = target_day(came)
    for futures, told in (
        ((never, never), "In none of them it came."),
        ((came, came), f"It came on day {day}."),
        ((came, came, never), f"It came on day {day}; in 1 of them never."),
    ):
        monkeypatch.setattr(Snapshot, "rollouts", futures)
        assert told in KINDS["target-day"].public_outcome(moment)


def test_a_board_is_named_by_its_id() -> None:
    moment = early()
    assert moment.id == "support-chatbot:calm/reference/378001/11"
    assert simulated_snapshot(*("gpu-drought", "heuristic", 7, 12)).board.day == 12
