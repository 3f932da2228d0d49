"""What the commands that measure print, to the letter, of figures made by hand; the texts stand in `golden`."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.calibrate.report import Calibration
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.ladder import Ladder, Rung
from aiboard.analysis.lessons import LESSONS, Lesson
from aiboard.analysis.lessons.measured_lesson import Effect, MeasuredLesson
from aiboard.analysis.reliability.report import Figures, Report, Series
from aiboard.analysis.runner import GameResult
from aiboard.cli import calibrate, ladder, lessons, main, reliability, simulate
from aiboard.scenario import load
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"
NO_INTERVAL = Estimate(3.0, None, None)


def _rung(bot: str, behind: Estimate | None, points: Estimate | None, **changes: Any) -> Rung:
    equity = Estimate(51.26, 40.0, 60.0)
    return replace(
        Rung(bot, Estimate(1_234_567.4, 1_100_000.6, 1_300_000.0), equity, 45_678.9, behind, points, 0.256, 0.744, 9.0),
        **changes,
    )


def test_the_ladder() -> None:
    rungs = (
        _rung("heuristic", None, None),
        _rung("vibes", Estimate(-1_000.4, -1_500.0, -500.0), Estimate(-1.26, -2.0, -0.5)),
        _rung("a-bot-with-a-long-name", Estimate(-200.0, -900.0, 500.0), None, equity=None, kill_rate=None),
        _rung("twin", Estimate(0.0, 0.0, 0.0), Estimate(0.0, 0.0, 0.0), value=NO_INTERVAL),
    )
    text = ladder._lines(Ladder("small", 12, 1_000, "heuristic", rungs), 3.14159)
    alone = ladder._lines(Ladder("small", 1, 7, "idle", (_rung("idle", None, None),)), 0.04)
    as_written(GOLDEN / "ladder.txt", "\n".join([*text, "", *alone]))


def _figures(mean: float, **changes: Any) -> Figures:
    one, split = Estimate(mean, mean - 0.1, mean + 0.05), Estimate(0.876, 0.8, 0.95)
    return replace(Figures(50.0, 12.345, 6.789, one, split, None, None), **changes)


def test_the_reliability(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reliability, "RULES_VERSION", 99)
    scores = {
        "raw": _figures(0.2),
        "adjusted": _figures(0.0, one=None, split=NO_INTERVAL),
        "decision": _figures(0.55, halves=Estimate(0.7, 0.6, 0.8)),
    }
    report = Report("small", 100, 5, 1, 32, 8.25, 2.5, scores)
    sure = _figures(0.9, error=0.0, series=Series(Estimate(0.95, 0.9, 0.98), 1.25))
    series = Report("small", 1, 2, 4, 64, 8.25, 2.5, {**scores, "decision": sure})
    text = [*reliability._lines(report, 1, 12.34), "", "---", "", *reliability._lines(series, 200, 0.0)]
    as_written(GOLDEN / "reliability.txt", "\n".join(text))


def _effect(equity: Estimate | None) -> Effect:
    return Effect("small", "sha", Estimate(1.0, 0.0, 2.0), equity)


def _lesson(id: str, doubt: str = "") -> Lesson:
    where = "where a long condition holds that takes more than one line to be said in full"
    boundary = LESSONS["L01"].boundary.model_copy(update={"where": where})
    changes = {"id": id, "title": f"Title of {id}", "boundary": boundary, "doubt": doubt}
    return LESSONS["L01"].model_copy(update=changes)


def test_the_lessons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "RULES_VERSION", 99)
    rows = [
        (_lesson("L01"), Estimate(4.25, 3.0, 5.5), Estimate(0.0, -1.0, 1.0)),
        (_lesson("L02"), Estimate(4.25, 3.0, 5.5), Estimate(-4.0, -5.0, -3.0)),
        (_lesson("L03"), Estimate(-4.25, -5.5, -3.0), NO_INTERVAL),
        (_lesson("L04", "A reason to doubt the figures. " * 3), Estimate(0.0, -1.0, 1.0), None),
        (_lesson("L05"), None, None),
    ]
    measured = [MeasuredLesson(lesson, _effect(here), _effect(there), ((), ())) for lesson, here, there in rows]
    as_written(GOLDEN / "lessons.txt", "\n".join(lessons._lines(measured, range(5, 8), 2.04)))


def test_the_calibration(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [("A title", [["name", "value, $", "note"], ["a longer name", "1", ""]]), ("Another", [["x", "y"]])]
    monkeypatch.setattr(calibrate, "tables", lambda measured: tables)
    found = Calibration("small", 3, 5, (), (), (), ())
    assert list(calibrate._lines(found)) == [
        "small: 3 games, seeds 5 to 7",
        "",
        "A title",
        "name           value, $  note",
        "a longer name  1",
        "",
        "Another",
        "x  y",
        "",
        "all as it should be",
    ]
    for missed, words in ((1, "1 row not as it should be"), (2, "2 rows not as it should be")):
        price: Any = SimpleNamespace(flag="high")
        found = Calibration("small", 1, 5, (price,) * missed, (), (), ())
        lines = list(calibrate._lines(found))
        assert (lines[0], lines[-1]) == ("small: 1 game, seeds 5 to 5", words)


# --- simulate ------------------------------------------------------------------------------------------------


def _result(cents: int, killed: int, promoted: int, cycle: tuple[int, ...], digest: str) -> Any:
    return SimpleNamespace(
        value_cents=cents, killed=killed, promoted=promoted, decided=killed + promoted, cycle_days=cycle, sprints=3,
        digest=digest,
    )  # fmt: skip


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[GameResult]:
    """Games that `simulate` is given instead of playing them, on a scale from 0 to 10,000 dollars, in two seconds."""
    results: list[GameResult] = [_result(100_000, 1, 2, (4, 6), "aa"), _result(300_000, 0, 3, (5,), "bb")]
    monkeypatch.setattr(simulate, "run_games", lambda *_: results)
    sound = anchors.Anchors("x", "", 1, "x", 100, 0.0, 1_000_000.0, 1.0, 1.0, ())
    monkeypatch.setattr(anchors, "find", lambda resolved: sound)
    times = iter((10.0, 12.0))
    monkeypatch.setattr(simulate, "time", SimpleNamespace(perf_counter=lambda: next(times)))
    return results


def test_the_figures_of_simulated_games(played: list[GameResult], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["simulate", "first-sprint", "--bot", "vibes", "--games", "2", "--seed", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "first-sprint, vibes: 2 games, seeds 5 to 6, 2.0 s"
    assert lines[1].startswith("  value           $2,000 (") and lines[2].startswith("  equity          20.0 (")
    assert lines[3:7] == [
        "  kill rate       0.17 of decided cards (context, not a target)",
        "  promotion rate  0.83 of decided cards",
        "  throughput      1.00 decided cards a sprint",
        "  cycle time      5.00 working days",
    ]
    assert lines[7].startswith("  digest          ") and len(lines) == 8


def test_one_simulated_game_names_its_seed_and_no_interval(
    played: list[GameResult], capsys: pytest.CaptureFixture[str]
) -> None:
    del played[1:]
    assert main.main(["simulate", "first-sprint", "--games", "1", "--seed", "5"]) == 0
    head, value, equity, *_ = capsys.readouterr().out.splitlines()
    assert head == "first-sprint, heuristic: 1 game, seed 5, 2.0 s", "the heuristic plays where no bot is named"
    assert (value, equity) == ("  value           $1,000", "  equity          10.0")


def test_the_document_of_simulated_games(played: list[GameResult], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["simulate", "first-sprint", "--bot", "vibes", "--games", "2", "--seed", "5", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "scenario", "bot", "seed", "games", "rules_version", "value", "equity", "kill_rate", "promotion_rate",
        "throughput", "cycle_time", "digest", "timing",
    ]  # fmt: skip
    assert found["equity"]["mean"] == 20.0 and found["value"]["mean"] == 2_000.0
    assert found["timing"]["seconds"] == 2.0
    # Two games of all days of the scenario in two seconds.
    assert found["timing"]["game_days_per_second"] == load("first-sprint").world().days
