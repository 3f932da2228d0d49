"""The population is fixed, a game is scored as its prices say, and a run that was broken off goes on where it was."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.reliability import measure
from aiboard.analysis.reliability.measure import ReliabilityMeasurement, ReliabilitySettings, report
from aiboard.analysis.reliability.population import LESSONS, MOST_IGNORED, MOST_SLIPS_PPM, player
from aiboard.analysis.reliability.report import PRACTICE
from aiboard.analysis.reliability.scores import DEFAULT_ROLLOUTS, SEEDS_A_PLAYER, GameScore, score_game, seed_of
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day, play_game
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.state import digest
from aiboard.instruments.errors import InputError
from aiboard.scenario import ResolvedScenario, load

PLAYERS = 12


def scenario() -> ResolvedScenario:
    return load("first-sprint")


def scale() -> anchors.Anchors:
    """A sound scale, whatever this checkout's anchors belong to."""
    return anchors.Anchors("x", scenario().sha, 1, "x", 100, -1e6, 3e6, 1e4, 1e6, ())


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIBOARD_CACHE", str(tmp_path))


def made_up(number: int, game: int) -> GameScore:
    """Players differ by their number, games hardly."""
    points = 10.0 * number + game
    return GameScore(number, game, points, points, points, points / 2 + game, points / 2, 0.5, 8)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Games are made up; which ones were asked for."""
    asked: list[int] = []

    def work(text: str, scale: anchors.Anchors, rollouts: int, pairs: tuple[int, ...]) -> list[GameScore]:
        asked.extend(pairs)
        return [made_up(*divmod(pair, SEEDS_A_PLAYER)) for pair in pairs]

    monkeypatch.setattr(measure, "score_games", work)
    yield asked


# --- players ------------------------------------------------------------------------------------------------------


def test_a_number_is_always_the_same_player_and_the_population_fills_its_range() -> None:
    everybody = [player(number) for number in range(400)]
    assert everybody == [player(number) for number in range(400)]
    slips = sorted(one.slips_ppm for one in everybody)
    assert slips[0] < MOST_SLIPS_PPM * 0.02 and MOST_SLIPS_PPM * 0.98 < slips[-1] <= MOST_SLIPS_PPM
    assert abs(slips[200] / MOST_SLIPS_PPM - 0.5) < 0.1
    assert {len(one.ignored) for one in everybody} == set(range(MOST_IGNORED + 1))
    assert {lesson for one in everybody for lesson in one.ignored} == set(LESSONS)
    assert all(len(set(one.ignored)) == len(one.ignored) for one in everybody)


def test_a_player_without_faults_plays_as_the_reference() -> None:
    world = scenario().world()
    latents = Latents(world)
    plain = measure.population.Player(0, 0, ())
    ours = play_game(world, 1, plain.bot(1), latents, [])
    assert digest(ours) == digest(play_game(world, 1, make_bot("reference"), latents, []))


def test_slips_and_ignored_lessons_change_the_game_and_nothing_else_does() -> None:
    world = scenario().world()
    latents = Latents(world)
    games = {
        digest(play_game(world, 2, measure.population.Player(3, slips, ignored).bot(2), latents, []))
        for slips, ignored in ((0, ()), (300_000, ()), (0, ("L03", "L15")))
        for _ in range(2)
    }
    assert len(games) == 3


# --- a game -------------------------------------------------------------------------------------------------------


def test_a_games_halves_are_its_decision_score() -> None:
    found = score_game(scenario(), scale(), DEFAULT_ROLLOUTS, 3, 0)
    assert found.odd + found.even == pytest.approx(found.decision - 100)
    state = new_state(scenario().world(), seed_of(3, 0))
    bot = player(3).bot(seed_of(3, 0))
    while not state.board.over:
        play_day(state, bot)
        advance(state)
    assert found.raw == pytest.approx(scale().equity(state.returns()))


def test_no_two_games_share_a_seed() -> None:
    seeds = {seed_of(number, game) for number in range(50) for game in range(SEEDS_A_PLAYER)}
    assert len(seeds) == 50 * SEEDS_A_PLAYER and min(seeds) == 1_000_000


# --- measuring ----------------------------------------------------------------------------------------------------


def test_a_broken_off_run_goes_on_and_says_the_same(played: list[int]) -> None:
    whole = ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run()
    assert len(played) == 2 * PLAYERS
    (path,) = Path(measure.Cache("reliability", {}).path.parent).glob("*.jsonl")
    lines = path.read_text().splitlines(keepends=True)
    # Half of the games, and the line that was being written.
    path.write_text("".join(lines[: PLAYERS + 1]) + lines[PLAYERS + 1][:20])
    played.clear()
    again = ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS))
    assert len(again.missing) == PLAYERS
    assert again.run().data() == whole.data() and len(played) == PLAYERS
    assert sorted(path.read_text().splitlines()) == sorted(line.rstrip("\n") for line in lines)


def test_an_interrupt_keeps_what_was_finished(played: list[int]) -> None:
    def stop(done: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run(progress=stop)
    assert len(ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).missing) == 2 * PLAYERS - 5


def test_more_players_and_longer_series_add_to_what_is_there(played: list[int]) -> None:
    ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run()
    more = ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS + 1, series=2))
    assert len(more.missing) == 2 * PLAYERS + 4
    assert (
        len(ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS, rollouts=64)).missing)
        == 2 * PLAYERS
    )


def test_an_edited_line_is_played_again(played: list[int]) -> None:
    ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run()
    (path,) = Path(measure.Cache("reliability", {}).path.parent).glob("*.jsonl")
    text = path.read_text().replace('"raw": 10.0', '"raw": NaN').replace('"raw": 20.0', '"raw": [1]')
    path.write_text(text)
    assert len(ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).missing) == 2
    path.write_text(text.replace('"player": 0,', f'"player": {10**400},'))
    assert len(ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).missing) == 4


def test_another_measurements_file_is_not_read(played: list[int]) -> None:
    ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run()
    (path,) = Path(measure.Cache("reliability", {}).path.parent).glob("*.jsonl")
    head, _, rest = path.read_text().partition("\n")
    path.write_text(head.replace(scenario().sha, "0" * 64) + "\n" + rest)
    again = ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS))
    assert len(again.missing) == 2 * PLAYERS
    again.run()
    # Written anew, not added to what belongs to something else.
    assert path.read_text().partition("\n")[0] == head and path.read_text().count("\n") == 1 + 2 * PLAYERS


def test_figures_never_depend_on_the_executor(played: list[int]) -> None:
    here = ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run().data()
    (path,) = Path(measure.Cache("reliability", {}).path.parent).glob("*.jsonl")
    path.unlink()
    with ThreadPoolExecutor(2) as executor:
        assert ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run(executor).data() == here


def test_a_folder_that_cannot_be_written_costs_only_the_resuming(
    played: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("AIBOARD_CACHE", str(blocked))
    assert ReliabilityMeasurement(scenario(), scale(), ReliabilitySettings(PLAYERS)).run().players == PLAYERS


def test_a_weak_scale_is_said() -> None:
    weak = anchors.Anchors("x", scenario().sha, 1, "x", 100, 0, 1, 1e4, 1e6, ())
    with pytest.raises(InputError, match="no score"):
        ReliabilityMeasurement(scenario(), weak, ReliabilitySettings(PLAYERS))


# --- the report ---------------------------------------------------------------------------------------------------


def test_the_verdict_goes_by_the_low_end_of_the_decision_score() -> None:
    sound = [made_up(number, game) for number in range(PLAYERS) for game in range(2)]
    assert report("x", ReliabilitySettings(PLAYERS), sound).is_fit_for_selection
    pairs = [(number, game) for number in range(PLAYERS) for game in range(2)]
    noisy = [GameScore(n, g, 0, 0, (n * 7 + g * 5) % 11, 1.0 * n, 1.0 * g, 1, 5) for n, g in pairs]
    found = report("x", ReliabilitySettings(PLAYERS), noisy)
    assert not found.is_fit_for_selection and found.data()["verdict"] == PRACTICE and found.data()["simulated"] is True


def test_a_series_is_scored_by_its_mean() -> None:
    # Games of a player differ by 40 points, up and down in turn: two of them together tell everybody apart.
    games = [
        GameScore(n, g, 0, 0, 10.0 * n + (20 if g % 2 else -20), 0, 0, 0, 5) for n in range(PLAYERS) for g in range(4)
    ]
    found = report("x", ReliabilitySettings(PLAYERS, series=2), games).figures["decision"]
    assert found.series is not None and found.series.one is not None and found.one is not None
    assert found.one.mean < 0.8 and found.series.one.mean == pytest.approx(1) and found.series.error == pytest.approx(0)
    assert report("x", ReliabilitySettings(PLAYERS, series=2), games).is_fit_for_selection
