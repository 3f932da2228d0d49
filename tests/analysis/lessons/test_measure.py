"""The measurement: common seeds, shared games, a cache that notices what changed, and cancelling."""

from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.cache import CACHE_VARIABLE
from aiboard.analysis.estimate import paired_difference
from aiboard.analysis.lessons import LESSONS, cells
from aiboard.analysis.lessons.cells import Cell
from aiboard.analysis.lessons.measure import LessonMeasurement, document
from aiboard.analysis.runner import run_games
from aiboard.engine.model.world import RULES_VERSION
from tests.analysis.lessons.pairs import SCALE, quick_bot, use_quick_pairs
from tests.game.small import small

SEEDS = range(1_000_000, 1_000_005)
DAYS = 30
PAIR = [LESSONS["L01"], LESSONS["L15"]]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Quick pairs and an empty cache."""
    use_quick_pairs(monkeypatch, str(tmp_path))
    return tmp_path


def measured() -> LessonMeasurement:
    """Two lessons in a small project."""
    return LessonMeasurement(small(DAYS), PAIR, SEEDS)


def test_the_effect_is_the_paired_difference_on_the_common_seeds() -> None:
    first, second = measured().run()
    plain = [game.value_cents / 100 for game in run_games(small(DAYS), lambda seed: quick_bot("L15", True), SEEDS)]
    other = [game.value_cents / 100 for game in run_games(small(DAYS), lambda seed: quick_bot("L15", False), SEEDS)]
    assert second.here.value == paired_difference(plain, other) and second.here.sha == small(DAYS).sha
    assert second.here.equity == SCALE.scale_difference(second.here.value)
    assert second.probe == (tuple(round(100 * v) for v in plain[:2]), tuple(round(100 * v) for v in other[:2]))
    world = LESSONS["L01"].boundary.world(small(DAYS))
    assert first.there.sha == world.sha and first.there.world == "small:sure-ideas"
    boundary = [
        [game.value_cents / 100 for game in run_games(world, lambda seed, o=obey: quick_bot("L01", o), SEEDS)]
        for obey in (True, False)
    ]
    assert first.there.value == paired_difference(*boundary)


def test_games_are_shared_counted_and_told() -> None:
    work = measured()
    # The reference once here, each lesson's ignoring bot once, and a pair in each boundary world.
    assert work.games == 7 * len(SEEDS)
    told: list[int] = []
    work.run(progress=told.append)
    assert told == sorted(told) and told[-1] == work.games


def test_the_games_of_an_unknown_scale_are_counted_and_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setenv(CACHE_VARIABLE, str(cache))
    monkeypatch.setattr(anchors, "SEEDS", range(100_000, 100_010))
    monkeypatch.setattr(cells, "lesson_bot", quick_bot)
    work = LessonMeasurement(small(DAYS), PAIR[:1], SEEDS)
    assert work.games == 2 * 10 + 4 * len(SEEDS)
    told: list[int] = []
    first = work.run(progress=told.append)
    assert told == sorted(told) and told[-1] == work.games
    again = LessonMeasurement(small(DAYS), PAIR[:1], SEEDS)
    assert again.games == 0 and again.run() == first, "a scale from the cache says the same"


def test_a_second_measurement_plays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = document(measured().run(), SEEDS)
    monkeypatch.setattr(cells, "run_games", None)
    again = measured()
    assert again.games == 0 and document(again.run(), SEEDS) == before


@pytest.mark.parametrize("change", ["source", "rules", "seed", "games", "scenario"])
def test_the_cache_notices_what_the_games_depend_on(change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cell = Cell(small(DAYS), "L15", False)
    assert cells.cached_values(cell, SEEDS) is None
    played = cells.play(cell, SEEDS)
    assert cells.cached_values(cell, SEEDS) == played
    seeds = {"seed": range(7, 12), "games": SEEDS[:4]}.get(change, SEEDS)
    if change == "source":
        monkeypatch.setattr(cells, "source_digest", lambda: "other")
    if change == "rules":
        monkeypatch.setattr(cells, "RULES_VERSION", -1)
    if change == "scenario":
        cell = Cell(small(DAYS + 1), "L15", False)
    assert cells.cached_values(cell, seeds) is None


def test_a_changed_rule_or_bot_changes_the_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in cells.RULED_BY:
        (tmp_path / "aiboard" / package / "inner").mkdir(parents=True)
        (tmp_path / "aiboard" / package / "inner" / "rule.py").write_text("a = 1\n")
    monkeypatch.setattr(cells.aiboard, "__file__", str(tmp_path / "aiboard" / "__init__.py"))
    fresh = cells.source_digest.__wrapped__
    before = fresh()
    assert fresh() == before
    for package in cells.RULED_BY:
        file = tmp_path / "aiboard" / package / "inner" / "rule.py"
        file.write_text("a = 2\n")
        assert fresh() != before, package
        file.write_text("a = 1\n")
    assert fresh() == before
    (tmp_path / "aiboard" / "engine" / "new.py").write_text("")
    assert fresh() != before


def test_cancelled_work_keeps_the_cells_that_were_done() -> None:
    work = measured()
    stop = 2 * len(SEEDS) + 3

    def cancel(done: int) -> None:
        if done >= stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work.run(progress=cancel)
    rest = measured()
    assert rest.games == 5 * len(SEEDS)
    assert len(rest.run()) == 2


@pytest.mark.parametrize("damage", ["", "[", "7", "{}", '{"of": 1, "values": [1]}', '{"values": []}', "1.5"])
def test_a_damaged_cell_counts_as_absent(damage: str, cache: Path) -> None:
    cell = Cell(small(DAYS), "L15", False)
    cells.play(cell, SEEDS[:2])
    (file,) = (cache / "lessons").iterdir()
    head, _, _ = file.read_text().partition("\n")
    file.write_text(f'{head}\n{{"values": [1.5, 2]}}\n' if damage == "1.5" else damage)
    assert cells.cached_values(cell, SEEDS[:2]) is None


def test_a_weak_scale_gives_dollars_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "LEAST_ERRORS", 1e9)
    found = document(LessonMeasurement(small(DAYS), PAIR[:1], SEEDS).run(), SEEDS)
    row = found["lessons"][0]
    assert row["default"]["equity"] is None and row["default"]["value"]["low"] is not None
    assert (row["holds"], row["verdict"], row["boundary_verdict"]) == (False, "no scale", None)
    assert found["rules_version"] == RULES_VERSION
