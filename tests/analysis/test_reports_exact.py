"""What is kept, listed and told in figures: files, ladders, exercises, forecasts, JSON, worked out by hand."""

import json
import multiprocessing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis import advice, anchors, cone, conformance, retry, runner, same_luck
from aiboard.analysis.advice import gain_text
from aiboard.analysis.anchors import Anchors
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.cache import CACHE_VARIABLE, Cache, Writer, cache_folder
from aiboard.analysis.debrief import forecast_section, json_document, points, printers
from aiboard.analysis.debrief.build import _earned
from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary
from aiboard.analysis.debrief.paragraphs import band, unwrap_lines, wrap_labelled, wrap_list, wrap_paragraphs
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.evaluators import EVALUATORS, bias
from aiboard.analysis.forecasts import (
    OddsStatement,
    ScoredForecast,
    _decided,
    _odds,
    crps,
    forecasts,
    odds_stated,
    statements,
)
from aiboard.analysis.hindsight import _shown
from aiboard.analysis.ladder import ladder
from aiboard.analysis.lessons import LESSONS, cells, shipped_verdicts
from aiboard.analysis.lessons.cells import Cell
from aiboard.analysis.lessons.measure import document as lessons_document
from aiboard.analysis.lessons.measured_lesson import Effect, MeasuredLesson
from aiboard.analysis.lessons.shipped_verdicts import Verdicts
from aiboard.analysis.pool import pool
from aiboard.analysis.position import Position
from aiboard.analysis.pricing.figures import merge_undone as joined_days
from aiboard.analysis.pricing.model import DayLuck, Prices
from aiboard.analysis.rollouts import Continuation
from aiboard.analysis.runner import GameResult, check_bot_name, run_games
from aiboard.analysis.weighing import WAIT, Option, Weighing
from aiboard.analysis.worlds import has_dials, with_changes
from aiboard.bots import Bot
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.happenings.cards import IdeaAdded, Moved
from aiboard.engine.happenings.live import Incident, Monitored
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.verbs import Inject, Prioritise, Promote, Start
from aiboard.game.injections import Injection
from aiboard.instruments.errors import InputError
from aiboard.views.board.log import is_in_log
from aiboard.views.sentences import sentence
from tests.analysis.test_debrief_exact import LEFT, LOST, MAYBE, decision, game, priced
from tests.engine.play import dated
from tests.engine.worlds import PROMPT, RAG, quiet, world
from tests.game.small import small

# --- files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    return tmp_path


def test_half_a_line_is_cut_off_before_the_next_one(folder: Path) -> None:
    cache = Cache("games", {"of": 1})
    assert cache.path.parent == folder / "games" and cache_folder() == folder
    with cache.writing() as file:
        file.add({"game": 1})
    whole = cache.path.read_text()
    cache.path.write_text(whole + '{"game": 2')
    assert cache.read() == [{"game": 1}]
    with cache.writing() as file:
        file.add({"game": 3})
    assert cache.path.read_text() == whole + '{"game": 3}\n' and cache.read() == [{"game": 1}, {"game": 3}]
    # Another file's head is nobody's: it is begun anew.
    cache.path.write_text('{"of": {"of": 2}}\n{"game": 9}\n')
    assert cache.read() == []
    with cache.writing() as file:
        file.add({"game": 4})
    assert cache.path.read_text() == whole.partition("\n")[0] + '\n{"game": 4}\n'
    cache.path.write_text(f"{whole}7\n[1]\nx\n" + '{"game": 5}\n')
    assert cache.read() == [{"game": 1}, {"game": 5}], "what is no object counts as absent"


def test_a_file_that_is_too_large_counts_as_absent(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache("games", {"of": 1})
    with cache.writing() as file:
        file.add({"game": 1})
    size = len(cache.path.read_text())
    for most, found in ((size, [{"game": 1}]), (size - 1, [])):
        monkeypatch.setattr("aiboard.analysis.cache._LARGEST", most)
        assert cache.read() == found


def test_a_full_disk_costs_only_what_would_have_been_kept() -> None:
    class Full:
        written = 0

        def write(self, text: str) -> None:
            self.written += 1
            raise OSError

    file = Full()
    writer = Writer(file)  # type: ignore[arg-type]
    writer.add({})
    writer.add({})
    assert file.written == 1


def test_games_of_a_lesson_are_kept_by_their_first_seed_and_their_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = Cell(small(30), "L15", False)
    monkeypatch.setattr(cells, "run_games", lambda *_: [SimpleNamespace(value_cents=7)] * 3)
    assert cells.play(cell, [1, 2, 3]) == [7, 7, 7] == cells.cached_values(cell, [1, 2, 3])
    assert cells.cached_values(cell, [9, 2, 3]) is None is cells.cached_values(cell, [1, 2])
    # The last line counts: somebody may have measured again.
    monkeypatch.setattr(cells, "run_games", lambda *_: [SimpleNamespace(value_cents=8)] * 3)
    cells.play(cell, [1, 2, 3])
    assert cells.cached_values(cell, [1, 2, 3]) == [8, 8, 8]


WORTH = Estimate(4.236, 3.104, 5.3)


def lesson_row(equity: Estimate | None = WORTH) -> MeasuredLesson:
    here = Effect("a", "x", Estimate(1_234.56, 1_000.4, 1_500.5), equity)
    return MeasuredLesson(LESSONS["L15"], here, Effect("b", "y", Estimate(1.0, None, None), None), ((1, 2), (3, 4)))


def test_verdicts_are_stored_with_the_digits_they_warrant() -> None:
    stored = Verdicts(7, 5, 10, (lesson_row(), lesson_row(None)))
    data = json.loads(stored.to_json())
    assert (data["rules_version"], data["seed"], data["games"]) == (7, 5, 10)
    assert data["verdicts"][0]["here"] == {
        "world": "a", "sha": "x", "value": [1_235.0, 1_000.0, 1_500.0], "equity": [4.24, 3.1, 5.3],
    }  # fmt: skip
    assert data["verdicts"][0]["there"]["value"] == [1.0, None, None] and data["verdicts"][1]["here"]["equity"] is None
    assert (
        data["verdicts"][0]["probe"] == [[1, 2], [3, 4]]
        and shipped_verdicts.parsed(stored.to_json()).rows[1].here.equity is None
    )
    found = lessons_document([lesson_row()], range(5, 9))
    assert (found["games"], found["seed"], found["scenario"]) == (4, 5, "a") and len(found["lessons"]) == 1
    assert stored.find("L15", "x") == lesson_row() and stored.find("L15", "y") is None is stored.find("L01", "x")


# --- scales and ladders -----------------------------------------------------------------------------------------------

SCALE = Anchors("x", "s", 1, "v", 100, 100.126, 1_100.0, 1.0, 1.0, (1,))


def test_a_scale_in_points_and_as_data() -> None:
    found = SCALE.scale_difference(Estimate(1.0, 0.5, 2.0))
    assert found is not None and found.mean == pytest.approx(100 / 9.99874)
    assert SCALE.data()["idle"] == 100.13 and SCALE.data()["games"] == 100 and SCALE.data()["probe"] == (1,)
    ordered = json.loads(anchors.to_json([replace(SCALE, scenario="z"), SCALE]))["anchors"]
    assert [row["scenario"] for row in ordered] == ["x", "z"]
    assert anchors.warning(small(), SCALE) is None and anchors.warning(small(), None) == (
        "small has no equity scale yet; aiboard ladder measures it"
    )
    assert anchors.warning(small(), replace(SCALE, reference=0.0)) is not None


def test_a_ladder_compares_with_the_best_or_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"idle": [0, 0], "vibes": [20_000, 40_000], "kill-all": [20_000, 40_000]}

    def games(resolved: Any, bot: str, seeds: Any, *_: Any) -> list[GameResult]:
        return [GameResult(seed, cents, 4, 1, 3, (), 3, "") for seed, cents in zip(seeds, values[bot], strict=True)]

    monkeypatch.setattr("aiboard.analysis.ladder.run_games", games)
    found = ladder(small(), ["vibes", "idle", "kill-all", "idle"], 2, 9)
    assert [rung.bot for rung in found.rungs] == ["kill-all", "vibes", "idle"] and found.against == "kill-all"
    last = found.rungs[2]
    assert (
        last.behind is not None
        and last.behind.mean == -300
        and (last.kill_rate, last.promotion_rate, last.decided) == (0.75, 0.25, 4)
    )
    assert found.rungs[0].spread == pytest.approx(20_000**0.5) and found.rungs[0].equity is None
    data = found.data()
    assert [row["bot"] for row in data["paired"]] == ["vibes", "idle"] and {row["best"] for row in data["paired"]} == {
        "kill-all"
    }
    assert (data["games"], data["seed"], len(data["bots"])) == (2, 9, 3) and data["paired"][0]["points"] is None


def test_a_ladder_against_a_bot_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"idle": 0, "vibes": 20_000}
    monkeypatch.setattr(
        "aiboard.analysis.ladder.run_games",
        lambda resolved, bot, seeds, *_: [GameResult(seed, values[bot], 0, 0, 0, (), 3, "") for seed in seeds],
    )
    scale = Anchors("x", "s", 1, "v", 100, 0.0, 100_000.0, 1.0, 1.0, ())
    found = ladder(small(), ["vibes", "idle"], 1, 9, scale, against="idle")
    first, last = found.rungs
    assert first.behind is not None and first.behind.mean == 200 and last.behind is None and found.against == "idle"
    assert first.points is not None and first.points.mean == 20 and first.equity is not None and first.equity.mean == 20
    assert first.spread == 0 and first.kill_rate is None is first.promotion_rate and first.decided == 0
    assert found.data()["paired"][0]["against"] == "idle" and found.data()["paired"][0]["best"] == "vibes"


def test_a_game_comes_out_as_its_board_says(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nobody(Bot):
        def play(self, board: Any) -> None:
            return None

    (found,) = run_games(small(30), lambda seed: Nobody("nobody"), [3])
    assert (found.seed, found.decided, found.cycle_days, found.sprints) == (3, 0, (), 3)
    state = new_state(quiet(days=35, sprint_days=10), 1)
    for index, (decided, started, day) in enumerate([(1, 3, 9), (2, 0, 9), (0, 3, 0)]):
        card = state.board.cards[index]
        card.decision, card.started_day, card.decided_day = decided, started, day
    made = runner._result(state)
    assert made.cycle_days == (6,) and made.sprints == 4
    told: list[int] = []
    runner.run_games(small(30), lambda seed: Nobody("nobody"), [3, 4], progress=told.append)
    assert told == [1, 2] and runner.offset_progress(5, None) is None
    runner.offset_progress(5, told.append)(2)  # type: ignore[misc]
    assert told[-1] == 7 and check_bot_name("lookahead") == "lookahead"


def test_chunks_have_a_size_of_their_own() -> None:
    sizes: list[int] = []

    def work(seeds: tuple[int, ...]) -> list[int]:
        sizes.append(len(seeds))
        return list(seeds)

    assert runner.map_chunks(work, range(7), size=3) == list(range(7)) and sizes == [3, 3, 1]
    sizes.clear()
    assert len(runner.map_chunks(work, range(51))) == 51 and sizes == [25, 25, 1]


def test_bots_on_the_same_luck_meet_what_was_injected(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    values = {"a": 500, "b": 900, "c": 500}

    def games(resolved: Any, bot: str, seeds: Any, planned: Any) -> Any:
        asked.append((bot, seeds, planned))
        return [SimpleNamespace(value_cents=values[bot])]

    monkeypatch.setattr(same_luck, "run_games", games)
    steps = [SimpleNamespace(day=4, action=Inject(0)), SimpleNamespace(day=5, action=Start(RAG))]
    record: Any = SimpleNamespace(seed=7, steps=lambda: steps, end=SimpleNamespace(returns=lambda: 500))
    found = same_luck.same_luck(small(), record, None, ("c", "b", "a"))
    assert [(one.bot, one.value_cents, one.equity, one.beaten) for one in found] == [
        ("b", 900, None, False), ("a", 500, None, False), ("c", 500, None, False),
    ]  # fmt: skip
    assert asked[0] == ("c", [7], [Injection(4, Inject(0))])
    record.end.returns = lambda: 501
    scale: Any = SimpleNamespace(equity=lambda cents: cents / 10)
    assert [(one.equity, one.beaten) for one in same_luck.same_luck(small(), record, scale, ("a", "b"))] == [
        (90, False),
        (50, True),
    ]


def test_worlds_with_other_dials() -> None:
    found = with_changes(small(), {"ideas": {"*": {"runs": 5}}, "chaos": {"events": 0}}, "quieter")
    assert {idea.runs for idea in found.world().ideas} == {5} and found.world().chaos_events == 0
    assert found.key == "small:quieter" and with_changes(small(), {}).sha == small().sha
    assert (
        has_dials(small(), {})
        and not has_dials(small(), {"nothing": {"x": 1}})
        and not has_dials(small(), {"chaos": {"events": 1, "x": 1}})
    )


# --- exercises --------------------------------------------------------------------------------------------------------


def exercise(count: int = 0, known: str = "k", last: int = 3, undone: bool = True) -> retry.Exercise:
    answer = DecisionSummary(DecisionKind.LOST, 3, last, "start EXP-002", undone, "what", None, known, "", "wait")
    options = (Option(WAIT, Continuation()), Option("start EXP-002", Continuation()))
    left: Any = tuple((SimpleNamespace(day=3 + n), options) for n in range(count))
    return retry.Exercise(answer, None, options, left)  # type: ignore[arg-type]


def test_an_exercise_says_what_leaving_it_stands_for() -> None:
    assert exercise().facts == "Known: k." and exercise(known="").facts == ""
    assert exercise(1, last=3).facts == "Known: k."
    assert exercise(1, last=5).facts == "Known: k. In the game it was left until day 5; here it is one day of that."
    assert (
        exercise(3, "", 5).facts == "Leaving it is priced over the 3 days on which it was left, each as its board was."
    )
    wait = exercise().options[0]
    assert exercise(3).option_text(wait, world()) == "leave it until day 5, as in the game"
    assert exercise(1).option_text(wait, world()) == "leave it for the day" and exercise(3).option_text(
        exercise().options[1], world()
    ).startswith("start 002")
    assert (retry.FUTURES, retry.PASS) == (64, 2.0)
    weighed = Weighing(exercise().options, ((0,) * 4, (500,) * 4))
    rows = retry.compare_options(exercise(3), weighed, 0, world(), 100.0)
    assert [row.option for row in rows] == ["leave it until day 5", "start 002"] and rows[
        0
    ].marks == "you now, in the game"
    assert rows[1].text == "start 002: best" and retry.retry_method_words(weighed).startswith("4 futures each")


def test_days_that_something_was_left_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    found = exercise(3)
    # Leaving it loses 10 and 20 on this board, 1 and 2, and 5 and 6, on the next two.
    gaps = {3: ((90, 80), (100, 100)), 4: ((4, 3), (5, 5)), 5: ((0, 0), (5, 6))}
    found.daily_boards[0][0].day = 3
    here: Any = SimpleNamespace(day=3)

    def weigh(position: Any, options: Any, most: int) -> Any:
        assert most == 64
        yield Weighing(found.options, gaps[position.day])

    monkeypatch.setattr(retry, "weigh", weigh)
    (one,) = retry.weigh_exercise(replace(found, position=here))
    # What doing it is worth, less what each of the three days lost.
    assert one.values == ((100 - 10 - 1 - 5, 100 - 20 - 2 - 6), (100, 100))
    (plain,) = retry.weigh_exercise(replace(exercise(), position=here))
    assert plain.values == gaps[3]


def test_a_board_is_asked_again_with_its_alternative(monkeypatch: pytest.MonkeyPatch) -> None:
    state = new_state(quiet(minutes=100_000), 5)
    where = Position(state, 3, (), Memory(), "game")
    monkeypatch.setattr(retry, "position_before", lambda game, day, line, undone: where)
    asked: list[Any] = []
    options = [Option(WAIT, Continuation()), Option("start EXP-002", Continuation())]

    def of_decision(position: Any, action: Any, instead: Any) -> Any:
        asked.append((action, instead))
        return tuple(options)

    monkeypatch.setattr(retry, "decision_choices", of_decision)
    monkeypatch.setattr(retry, "_left", lambda game, answer: [("there", ())])
    done = replace(exercise().answer, undone=False, alternative="start EXP-001")
    found = retry.exercise(None, done)  # type: ignore[arg-type]
    assert found is not None and asked == [(Start(RAG), Start(PROMPT))] and found.daily_boards == ()
    left = retry.exercise(None, replace(done, undone=True, card=1))  # type: ignore[arg-type]
    assert left is not None and asked[-1] == (Start(RAG), None) and left.daily_boards == (("there", ()),)
    monkeypatch.setattr(retry, "plan_of", lambda state: [Start(PROMPT)])
    retry.exercise(None, replace(done, undone=True, card=-1))  # type: ignore[arg-type]
    assert asked[-1] == (Start(RAG), None), "no idea to ask for"
    options[1] = Option("start EXP-003", Continuation())
    other = retry.exercise(None, replace(done, undone=True, card=1))  # type: ignore[arg-type]
    assert other is not None and other.daily_boards == (), "what was left is none of the options"
    del options[1]
    assert retry.exercise(None, done) is None and retry.exercise(None, replace(done, line="no line")) is None  # type: ignore[arg-type]


# --- forecasts --------------------------------------------------------------------------------------------------------


def stated(outcome: int = 0, loss: float | None = 1.0) -> ScoredForecast:
    return ScoredForecast(10, 20, 40, outcome, loss, outcome == 0)


def test_odds_of_a_day_lie_on_straight_lines() -> None:
    found = [_odds(stated(), day) for day in (10, 15, 20, 30, 40, 99)]
    assert found == pytest.approx([0, 0.35, 0.7, 0.8, 0.9, 0.9])
    step = ScoredForecast(10, 20, 20, 0, 1.0, True)
    assert [_odds(step, day) for day in (19, 20)] == pytest.approx([0.63, 0.9])
    # Four days: .07 and .14 before it came, .79 and .72 short of it afterwards.
    assert crps(stated(13), 14) == pytest.approx(0.07**2 + 0.14**2 + 0.79**2 + 0.72**2)
    assert [(one.stated, one.came) for one in _decided(stated(20), 30)] == [(0.7, True), (0.9, True)]
    assert [(one.stated, one.came) for one in _decided(stated(), 39)] == [(0.7, False)] and len(
        _decided(stated(), 40)
    ) == 2


def test_a_forecast_is_due_once_it_came_or_the_game_is_over() -> None:
    made = quiet()
    board: Any = SimpleNamespace(target_day=0, over=False, history=[dated(10, ForecastGiven(20, 30))])
    record: Any = SimpleNamespace(board=board, world=made, history=board.history, finished=False)

    def only() -> ScoredForecast:
        (found,) = forecasts(record)
        return found

    assert only().loss is None and only().brier is None and statements(record) == []
    board.target_day = 25
    assert only().loss == pytest.approx((0.7 * 5 + 0.1 * 5) / 2) and only().brier == pytest.approx(
        (0.7**2 + 0.1**2) / 2
    )
    board.target_day = 10
    assert only().loss is None, "stated on the day it came"
    board.target_day, board.over = 0, True
    assert only().loss == pytest.approx((0.7 * 21 + 0.9 * 11) / 2) and only().at_least
    assert [(one.stated, one.came) for one in statements(record)] == [(0.7, False), (0.9, False)] and odds_stated(
        record
    ) == []


def test_odds_are_grouped_by_statement_and_in_bands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        forecast_section,
        "statements",
        lambda record: [OddsStatement(0.7, True), OddsStatement(0.7, False), OddsStatement(0.9, True)],
    )
    team = [
        OddsStatement(share, came, who)
        for share, came, who in ((0.0, False, "ben"), (0.19, True, "ana"), (0.2, True, "ana"), (1.0, True, ""))
    ]
    monkeypatch.setattr(forecast_section, "odds_stated", lambda record: team)
    found: Any = SimpleNamespace(record=None)
    groups = [(one.stated, one.observed, one.count, one.own) for one in forecast_section.calibration(found).groups]
    assert groups == [
        (pytest.approx(70), 50, 2, True), (pytest.approx(90), 100, 1, True), (pytest.approx(9.5), 50, 2, False),
        (pytest.approx(20), 100, 1, False), (100, 100, 1, False),
    ]  # fmt: skip
    rows = [" ".join(line.split()) for line in forecast_section._by_person(team)]
    assert rows == [
        "ana said 20 % on average 2 of 2 could reach the bar", "ben said 0 % on average 0 of 1 could reach the bar",
        "nobody said 100 % on average 1 of 1 could reach the bar",
    ]  # fmt: skip
    assert forecast_section._calibration(found)[-3:] == list(forecast_section._by_person(team))
    data = forecast_section._calibration_data(found)["calibration"]
    assert [(row["by"], row["came"]) for row in data][:3] == [("player", 0.5), ("player", 1), ("team", 0.5)]
    team.clear()
    assert forecast_section._calibration(found) == []
    monkeypatch.setattr(forecast_section, "statements", lambda record: [])
    assert forecast_section._calibration(found) == ["Nothing that was said to be likely is due yet."]


def test_the_coach_weighs_the_options_of_the_card_as_the_game_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "current_position", lambda game: f"{game} now")
    monkeypatch.setattr(advice, "card_choices", lambda position, card: (position, card))
    monkeypatch.setattr(advice, "weigh", lambda position, options, most: iter([(position, options, most)]))
    assert list(advice.weigh_card("a game", 3, 64)) == [("a game now", ("a game now", 3), 64)]  # type: ignore[arg-type]
    assert (advice.FUTURES, advice.MOST_FUTURES) == (128, 512)


def test_a_cone_stops_at_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    state = new_state(quiet(days=6), 1)
    days: list[int] = []
    monkeypatch.setattr(cone, "play_day", lambda state, bot: days.append(state.board.day))

    def advance(state: Any) -> None:
        state.board.day += 1
        state.board.target_day = 4 if state.board.day == 4 else state.board.target_day
        state.board.over = state.board.day > 6

    monkeypatch.setattr(cone, "advance", advance)
    assert cone._reached(state) == 4 and days == [1, 2, 3] and (cone.FUTURES, cone.STEP) == (256, 16)
    state.board.day, state.board.target_day, state.board.over = 5, 0, False
    assert cone._reached(state) == 0 and days == [1, 2, 3, 5, 6]


# --- documents --------------------------------------------------------------------------------------------------------


def test_the_document_is_in_dollars_and_points() -> None:
    found = json_document(game())
    assert found["value"] == game().value_cents / 100 and (found["seed"], found["finished"], found["scenario"]) == (
        5,
        True,
        "small",
    )
    assert found["earned"] == [
        {
            "card": "EXP-001",
            "value": 5_000.0,
            "from_day": game().earned[0].first_day,
            "live_days": game().earned[0].live_days,
            "promoted_day": 11,
        }
    ]
    assert [row["at_stake"] for row in found["mattered_most"]] == [stake.cents / 100 for stake in game().stakes]
    assert (
        found["luck"] is None is found["par"]
        and found["answers"] is None
        and found["ranked_by"].startswith("Ranked by")
    )
    told = json_document(priced(LOST, LEFT, luck=(DayLuck(0, -3.0),)))
    assert (told["par"], told["injected"], told["rollouts"], told["luck"][0]["event"]) == (100.0, 0.0, 64, "deal")
    assert told["answers"][-1]["undone"] is True and told["answers"][-1]["worth"] == {
        "mean": -4.0,
        "low": -5.0,
        "high": -3.0,
    }
    assert (
        told["decision_score_by_rollouts"] == {"mean": 80.0, "low": 70.0, "high": 90.0}
        and told["luck_adjusted"] is None
    )


def test_a_chart_stands_over_its_lines() -> None:
    chart = game().ledger_chart()
    section: Any = SimpleNamespace(chart=chart, lines=("words",))
    drawn = printers._drawn(section)
    assert drawn[-2:] == ["", "words"] and len(drawn) > 6 and all(len(line) <= 78 for line in drawn)
    section.lines = ()
    assert printers._drawn(section) == drawn[:-2]
    section.chart, section.lines = None, ("a", "b")
    assert printers._drawn(section) == ["a", "b"]


def test_sentences_are_wrapped_and_joined_again() -> None:
    long = "word " * 30 + "90 %"
    lines = wrap_paragraphs([long, "Next."])
    assert (
        len(lines) == 4
        and lines[2] == "90 %"
        and all(len(line) <= 78 for line in lines)
        and unwrap_lines(lines) == [long, "Next."]
    )
    # The number alone would have had room in the line before: it stays with its sign, and in its sentence.
    items = wrap_list([long, "Short."])
    assert (
        items[0].startswith("- word")
        and items[1].startswith("  word")
        and unwrap_lines(items) == [f"- {long}", "- Short."]
    )
    rows = wrap_labelled("Head", {"Known": "k.", "Came": "c."})
    assert rows == ["- Head", "  Known: k.", "  Came: c."] and unwrap_lines(rows) == ["- Head\nKnown: k.\nCame: c."]
    assert band((0.2, 0.35)) == "20–35 %" and "\u00a0" not in "".join(lines)


def test_models_are_told_with_their_first_promotion() -> None:
    made: Any = SimpleNamespace(history=[
        dated(5, Monitored(RAG, 1, 5, 100)), dated(6, Monitored(PROMPT, 1, 5, 300)),
        dated(7, Monitored(RAG, 1, 5, 100)),
        dated(8, Monitored(2, 1, 5, 200)),
    ])  # fmt: skip
    moments: Any = [
        SimpleNamespace(verb=verb, card=RAG, day=day) for verb, day in ((Start, 1), (Promote, 3), (Promote, 9))
    ]
    found = _earned(made, moments)
    assert [(one.card, one.cents, one.first_day, one.live_days) for one in found] == [
        (PROMPT, 300, 6, 1),
        (RAG, 200, 5, 2),
        (2, 200, 8, 1),
    ]
    assert found[1].promotion is moments[1] and found[0].promotion is None


def test_the_ledger_of_points_is_told_in_a_column() -> None:
    found = priced(LOST, replace(MAYBE, guess=1.0), luck=(DayLuck(0, -31.0), DayLuck(905, 0.5), DayLuck(906, 0.4)))
    lines = points._lines(found)
    assert lines[0] == f"{'par':<14}{'100.0':>8}   what the reference makes here on average"
    assert lines[1].startswith(f"{'luck':<14}{'−30.1':>8}") and lines[4].startswith(f"{'hidden odds':<14}{'·':>8}")
    assert lines[6:8] == [" " * 14 + "─" * 8, f"{'equity':<14}{'50.0':>8}"]
    assert lines[-1].endswith("the log names no event.") and "day 905 " in lines[-1]
    assert not any("906" in line for line in lines)
    assert len(points._lines(game())) == 2 and "p on the screen" in " ".join(points._lines(game()))
    bare = points._lines(replace(priced(LOST), equity=None))
    assert not any("─" in line for line in bare) and "Luck is not worked out yet" in " ".join(bare)


def test_two_evaluators_side_by_side() -> None:
    ours, theirs = (EVALUATORS[name] for name in EVALUATORS)

    def prices(*decisions: Any, score: Estimate | None = None) -> Prices:
        return Prices(tuple(decisions), 0.0, (), score, None, 64, 9)

    same, only = decision(5, -9.0, 3.0, "a"), decision(3, -2.0, 1.0, "b")
    found = bias.bias(
        ours,
        prices(same, only, score=Estimate(80, 70, 90)),
        theirs,
        prices(replace(same, advantage=Estimate(-4, -8, 0)), score=Estimate(70, 60, 80)),
    )
    assert [(one.line, one.gap.mean) for one in found.opinions] == [("a", 5), ("b", 2)]
    assert (
        found.opinions[0].gap.half_width == 5
        and found.opinions[1].second is None
        and found.gap is not None
        and found.gap.mean == -10
    )
    assert found.data()["decisions"][1]["other_advantage"] is None
    assert bias.bias(ours, prices(), theirs, prices()).gap is None


def test_together_nothing_was_lost_and_waiting_was_as_good() -> None:
    both = joined_days([decision(4, -3.0, 1.0, "x", undone=True), decision(5, 3.0, 1.0, "x", undone=True)], 3)
    assert [(one.advantage.mean, one.best) for one in both] == [(0, WAIT)]
    assert gain_text(Estimate(410_000.4, 120_000, 700_000)) == "+$4,100 (+$1,200 to +$7,000)"


def test_a_morning_shows_what_was_measured_by_then() -> None:
    board = new_state(quiet(), 5).board
    board.cards[RAG].scores, board.cards[RAG].stage = [860_000] * 3, Stage.EVALUATION
    record: Any = SimpleNamespace(days=[SimpleNamespace(morning=board)])
    assert _shown(record, RAG, 1) is None and _shown(record, RAG, 2).mean == 860_000  # type: ignore[union-attr]


def test_games_of_the_conformance_are_played_by_their_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "WILD", 0.0)
    priors = Priors(quiet())
    states = [conformance.state_at(priors, seed, "heuristic", Memory()) for seed in range(2)]
    assert any(card.stage != Stage.BACKLOG for state in states for card in state.board.cards)
    # Whoever does nothing has ideas proposed and no more, but where a day begins with a random action.
    for share, happens in ((0.0, False), (1.0, True)):
        monkeypatch.setattr(conformance, "WILD", share)
        idle = [conformance.state_at(priors, seed, "idle", Memory()).board for seed in range(6)]
        kinds = {type(event) for one in idle for event in one.history if event.card >= 0}
        assert bool(kinds - {IdeaAdded}) is happens


# --- processes and saves ----------------------------------------------------------------------------------------------


def test_processes_are_ended_when_the_work_is_done_and_when_it_is_not() -> None:
    others = {child.pid for child in multiprocessing.active_children()}
    with pool(2) as executor:
        assert executor is not None and executor.submit(abs, -3).result(60) == 3
        assert len({child.pid for child in multiprocessing.active_children()} - others) == 2
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(abs, 1)
    with pytest.raises(ZeroDivisionError), pool(2) as executor:
        raise ZeroDivisionError
    assert executor is not None
    with pytest.raises(RuntimeError):
        executor.submit(abs, 1)
    assert {child.pid for child in multiprocessing.active_children()} <= others


def test_a_saved_game_of_a_bot_is_the_game_that_is_counted(tmp_path: Path) -> None:
    resolved = small(30)
    path = tmp_path / "game.jsonl"
    planned = [Injection(4, Inject(0))]
    found = runner.play_with_save(resolved, "promote-all", 3, planned, path, Latents(resolved.world()))
    assert [found] == run_games(resolved, "promote-all", [3], planned) and found.decided > 0
    assert "promote-all" in path.read_text(), "so that nobody is told that the game was theirs"
    with pytest.raises(InputError):
        runner.play_with_save(resolved, "idle", 3, [], path / "under a file", Latents(resolved.world()))


# --- luck in words ----------------------------------------------------------------------------------------------------


def test_a_piece_of_luck_is_told_by_its_most_telling_event() -> None:
    found = priced(LOST)
    assert points.event_of(found, DayLuck(0, 1.0)) == "how good the ideas were that were dealt"
    assert points.event_of(found, DayLuck(900, 1.0)) == "the log names no event"
    quiet_days = [day for day in found.record.days if not [event for event in day.night if is_in_log(event)]]
    busy = next(day for day in found.record.days if [event for event in day.night if is_in_log(event)])
    assert points.event_of(found, DayLuck(quiet_days[0].day, 1.0)) == "the log names no event"
    said = points.event_of(found, DayLuck(busy.day, 1.0))
    sentences = [sentence(found.record.world, event).text.rstrip(".") for event in busy.night if is_in_log(event)]
    assert said in sentences and not said.endswith(".")
    # What sounds good or bad comes before a routine line.
    mixed: Any = SimpleNamespace(record=SimpleNamespace(world=found.record.world, days=[SimpleNamespace(night=[
        dated(1, Moved(RAG, Stage.EXPERIMENT, Stage.EVALUATION)), dated(1, Incident(PROMPT, 50_000, 800_000, 1)),
    ])]))  # fmt: skip
    assert points.event_of(mixed, DayLuck(1, -3.0)) == "Incident on 001: −$500; live about 80"


# --- what was left for days -------------------------------------------------------------------------------------------


def test_leaving_a_thing_and_doing_it_are_priced_after_what_comes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    state = new_state(quiet(minutes=100_000), 5)
    where = Position(state, 3, (), Memory(), "game")
    monkeypatch.setattr(retry, "plan_of", lambda state: [Start(PROMPT), Start(RAG), Start(2), Prioritise(2, 1)])
    first, last = retry._pair(where, "start EXP-001"), retry._pair(where, "start EXP-003")
    assert first == (
        Option(WAIT, Continuation((), ends=True)),
        Option("start EXP-001", Continuation((Start(PROMPT),), ends=True), True),
    )
    middle = retry._pair(where, "start EXP-002")
    assert middle is not None and middle[0].play == Continuation((Start(PROMPT),), ends=True)
    assert middle[1].play == Continuation((Start(PROMPT), Start(RAG)), ends=True)
    # The day's last thing is left to the reference.
    assert (
        last is not None
        and last[1].play == Continuation()
        and last[0].play == Continuation((Start(PROMPT), Start(RAG)), ends=True)
    )
    assert retry._pair(where, "start EXP-004") is None
    days: list[int] = []
    monkeypatch.setattr(retry, "position_before", lambda game, day, line, undone: days.append(day) or where)  # type: ignore[func-returns-value]
    found = list(retry._left(None, replace(exercise().answer, day=3, last_day=5)))  # type: ignore[arg-type]
    assert days == [3, 4, 5] and len(found) == 3


def test_a_choice_is_never_told_as_better_than_the_best() -> None:
    options = (Option(WAIT, Continuation()), Option("a", Continuation()))
    # Chosen on one half, worse on the other: no more than nothing.
    over = retry._over_best(Weighing(options, ((0, 9, 0, 9), (1, 0, 1, 0))), 0, 100.0)
    assert over.mean <= 0 and over.high is not None and over.high <= 0
