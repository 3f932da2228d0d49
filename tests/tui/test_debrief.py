"""The debrief's screen: a pick, then the answers; boards of then, retry, a new game from there; prices in passes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from aiboard.actions.grammar import to_text
from aiboard.analysis import retry
from aiboard.analysis.debrief import Debrief, debrief
from aiboard.analysis.debrief.costliest_quiz import MOST, grade_pick, picks
from aiboard.analysis.debrief.decision_summaries import DecisionKind, DecisionSummary
from aiboard.analysis.debrief.passes import PassProgress
from aiboard.analysis.debrief.phrases import past_text
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.evaluators import CURRENT, Evaluator
from aiboard.analysis.evaluators.bias import bias
from aiboard.analysis.pricing.model import DayLuck, Decision, Prices
from aiboard.analysis.retry import Exercise
from aiboard.analysis.weighing import Weighing
from aiboard.engine.verbs import AddIdea
from aiboard.game import Game, new_game
from aiboard.instruments.errors import InputError
from aiboard.scenario import from_data
from aiboard.tui.screens import debrief as screen
from aiboard.tui.screens.debrief import DebriefScreen
from aiboard.tui.screens.game import GameScreen
from aiboard.tui.screens.moment import MomentScreen, RetryScreen
from aiboard.tui.settings import Settings
from aiboard.tui.widgets.answers import decision_title
from tests.tui.conftest import BoardApp, screen_text
from tests.tui.project import data
from tests.tui.test_opening import until

SIZES = [(80, 24), (140, 45)]


def pick(day: int, line: str, what: str) -> DecisionSummary:
    """A decision to pick from, with what is shown of it."""
    return DecisionSummary(DecisionKind.LOST, day, day, line, False, what, None, "", "", "")


@pytest.fixture
def over(tmp_path: Path) -> Game:
    """A finished game of ten days with some decisions in it."""
    made = from_data({**data(), "calendar": {"days": 10, "sprint_days": 10}})
    game = new_game(made, 1, tmp_path / "saves" / "game.jsonl")
    for line in ("start EXP-001", "end", "start EXP-002", "end", "end", 'kill EXP-001 other "no"'):
        game.do(line)
    while not game.board.over:
        game.end_day()
    return game


def decision(day: int, line: str, mean: float, undone: bool = False) -> Decision:
    worth = Estimate(mean, mean - 2, mean + 2)
    instead = line if undone else "wait"
    return Decision(day, day, line, undone, "card 0", worth, 1.0, None, None, instead, instead, "not measured", 32)


LOST = decision(1, "start EXP-001", -9.0)
LEFT = decision(2, "start EXP-004", -5.0, undone=True)
WON = decision(4, "kill EXP-001 other", 6.0)


def prices(rollouts: int, *decisions: Decision) -> Prices:
    return Prices(decisions, 0.0, (DayLuck(0, -12.0),), Estimate(90.0, 80.0, 100.0), None, rollouts, 40)


@pytest.fixture
def priced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prices at once: a first pass, and one in which the order of the losses is another."""

    def passes(found: Debrief, game: Game, told: object, executor: object) -> Iterator[Debrief]:
        told(PassProgress(1, 2, 3, 11))  # type: ignore[operator]
        yield replace(found, prices=prices(32, LOST, LEFT, WON), point_cents=100_000.0)
        yield replace(found, prices=prices(64, replace(LEFT, advantage=Estimate(-20, -22, -18)), LOST, WON),
                      point_cents=100_000.0)  # fmt: skip

    monkeypatch.setattr(screen, "price_in_passes", passes)
    monkeypatch.setattr(retry, "FUTURES", 4)


async def opened(app: BoardApp, pilot: object, wanted: str = "Which decision cost you most?") -> DebriefScreen:
    app.open("debrief", app.game_screen.session)
    await until(pilot, lambda: wanted in screen_text(app))
    found = app.screen
    assert isinstance(found, DebriefScreen)
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_pick_first_then_the_answers_fit_one_screen(over: Game, priced: None, size: tuple[int, int]) -> None:
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=size) as pilot:
        shown = await opened(app, pilot)
        asked = screen_text(app)
        assert "Started 001" in asked and "worth" not in asked, "prices wait for the pick"
        assert "⏎ pick" in asked.splitlines()[-1]
        await pilot.press("enter")
        await pilot.pause()
        text = screen_text(app)
        assert "You picked day 1" in text and "Net value" in text and "Decision score 90 (80 to 100)" in text
        first = text.splitlines()
        assert "⏎ board" in first[-1]
        luck = next(at for at, line in enumerate(first) if "Luck: −12 points" in line)
        lost = [at for at, line in enumerate(first) if "✗" in line and "(" in line]
        won = next(at for at, line in enumerate(first) if "✓" in line)
        assert luck < won < lost[0] and len(lost) == 2
        # The page scrolls by where the cursor is drawn.
        for _ in range(3):
            rows = shown.view.content(shown.view.size.width)
            here = [at for at, row in enumerate(rows) if "▸" in "".join(text for text, _ in row)]
            assert here == [shown.view.cursor]
            await pilot.press("down")
            await pilot.pause()
        assert text.count("Known") == 3 and text.count("Instead") == 3 and "worth $20.0k more" in text
        assert "should" not in text and (size != (80, 24) or shown.view.at_end), "all of it is on one screen"


async def test_the_board_of_that_morning_is_one_key_away(over: Game, priced: None) -> None:
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("enter", "down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, MomentScreen)
        text = screen_text(app)
        assert "D1 Mon" in text and "as it was" in text and "Started 001" in text and "Known" in text
        await pilot.press("escape")
        assert isinstance(app.screen, DebriefScreen)


async def test_retry_asks_board_after_board_and_judges(over: Game, priced: None) -> None:
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("enter", "r")
        for number, line in ((1, "day 2, at its end"), (2, "day 1, as it was")):
            await until(pilot, lambda n=number, t=line: f"Board {n} of 2: {t}" in screen_text(app))
            assert isinstance(app.screen, RetryScreen)
            assert "in the game" not in screen_text(app), "nothing tells which option it was"
            await pilot.press("down", "enter")
            assert "⏎ choose" in screen_text(app).splitlines()[-1] or "(within" in screen_text(app)
            await until(pilot, lambda: "(within 2 points does)" in screen_text(app))
            await pilot.pause()
            text = screen_text(app)
            onward = "next board" if number == 1 else "to the debrief"
            assert f"⏎ {onward}" in text.splitlines()[-1] and "choose" not in text.splitlines()[-1]
            assert "you now" in text and "in the game" in text and "4 futures each" in text
            if number == 2:
                assert "of 2 passed. Enter: back to the debrief." in text
            await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DebriefScreen))


async def test_retry_says_how_many_futures_are_played_as_they_come(
    over: Game, priced: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, real = [Event(), Event(), Event()], retry.weigh_exercise

    def slowly(found: Exercise) -> Iterator[Weighing]:
        last = list(real(found))[-1]
        for futures, event in zip((1, 3, 4), go, strict=True):
            event.wait(30)
            yield replace(last, values=tuple(row[:futures] for row in last.values))

    monkeypatch.setattr(retry, "weigh_exercise", slowly)
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("enter", "r")
        for futures, event in zip((0, 1, 3), go, strict=True):
            await until(pilot, lambda n=futures: f"{n} of 4 futures of each option are played" in screen_text(app))
            event.set()


async def test_a_new_game_goes_on_from_there(over: Game, priced: None) -> None:
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot)
        await pilot.press("enter", "down")
        await pilot.pause()
        assert "b branch" in screen_text(app).splitlines()[-1], "it is told where the cursor is on a decision"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MomentScreen))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, GameScreen) and app.session.game is not over)
        said = "A new game from day 2 on, same luck; practice. The other one is kept."
        await until(pilot, lambda: said in screen_text(app))
        assert app.session is not None
        new = app.session.game
        assert new.practice and new.board.day == 2 and new.seed == over.seed and new.path != over.path
        assert [len(done) for done in new.timeline.days] == [1, 1], "what was done before it is repeated"


async def test_stopping_keeps_what_is_priced_and_a_weak_scale_is_said(
    over: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(found: Debrief, game: Game, told: object, executor: object) -> Iterator[Debrief]:
        told(PassProgress(1, 1, 3, 11))  # type: ignore[operator]
        raise InputError("no prices: small has no equity scale")
        yield

    monkeypatch.setattr(screen, "price_in_passes", none)
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(app, pilot, "no prices: small has no equity scale")
        assert "Net value" in screen_text(app)
        assert "p stops." not in screen_text(app), "nothing is at work any more"
        await pilot.press("r")
        await pilot.pause()
        assert "known once the decisions are priced" in screen_text(app)

    def endless(found: Debrief, game: Game, told: object, executor: object) -> Iterator[Debrief]:
        yield replace(found, prices=prices(32, LOST, LEFT, WON), point_cents=100_000.0)
        while True:
            told(PassProgress(2, 3, 1, 11))  # type: ignore[operator]

    monkeypatch.setattr(screen, "price_in_passes", endless)
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        found = await opened(app, pilot)
        await until(pilot, lambda: "pricing 2/3: day 1 of 10" in screen_text(app))
        await pilot.press("p")
        await until(pilot, lambda: found._work is None)
        await pilot.press("enter")
        await pilot.pause()
        assert "pricing" not in screen_text(app) and "worth" in screen_text(app)


async def test_keys_typed_before_the_analysis_is_there_are_done_then(
    over: Game, priced: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = Event()
    real = screen.debrief

    def slow(game: Game) -> Debrief:
        ready.wait(30)
        return real(game)

    monkeypatch.setattr(screen, "debrief", slow)
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("debrief", app.game_screen.session)
        await pilot.pause()
        await pilot.press("5", "down", "down")
        assert "Working it out" in screen_text(app)
        ready.set()
        found = app.screen
        assert isinstance(found, DebriefScreen)
        await until(pilot, lambda: found.view.debrief is not None and found._work is None)
        assert found.view.listing and found.view.entry is not None and found.view.entry.answer.day == 4


@pytest.mark.parametrize("size", SIZES)
async def test_every_decision_has_its_board_its_retry_and_its_branch(
    over: Game, priced: None, size: tuple[int, int]
) -> None:
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=size) as pilot:
        found = await opened(app, pilot)
        await until(pilot, lambda: found._work is None)
        await pilot.press("5")
        await pilot.pause()
        assert "✓ gained, ✗ lost, · as good as the reference's choice. Points, with their" in screen_text(app)
        text = screen_text(app)
        assert "▸ D1" in text and "Started 001" in text and "−9 (−11 to −7)" in text and "as the reference" in text
        assert text.count("Known") == 1, "the one under the cursor is told of whole"
        await pilot.press("down", "down")
        await pilot.pause()
        here = found.view.entry
        assert here is not None and here.answer.line == "start EXP-004" and here.answer.undone
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, MomentScreen))
        assert "D2 Tue" in screen_text(app) and "Did not start 004" in screen_text(app)
        await pilot.press("escape", "r")
        await until(pilot, lambda: "Board 1 of 1: day 2, at its end" in screen_text(app))
        await pilot.press("escape", "b")
        await until(pilot, lambda: isinstance(app.screen, GameScreen) and app.session.game is not over)
        assert app.session is not None and app.session.game.board.day == 2


async def test_a_second_evaluator_is_asked_and_has_a_page(
    over: Game, priced: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[PassProgress] = []
    say = DebriefScreen._say

    def hear(screen: DebriefScreen, so_far: PassProgress) -> None:
        said.append(so_far)
        say(screen, so_far)

    monkeypatch.setattr(DebriefScreen, "_say", hear)

    def second(found: Debrief, game: Game, other: Evaluator, rollouts: int, executor: object, told: object) -> Debrief:
        assert said[-1].done == 0, "that it has begun is said before the first day is done"
        told(1)  # type: ignore[operator]
        assert found.prices is not None
        return replace(found, bias=bias(CURRENT, found.prices, other, prices(rollouts, WON)))

    monkeypatch.setattr(screen, "with_second_evaluator", second)
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        found = await opened(app, pilot)
        await until(pilot, lambda: found._work is None)
        await pilot.press("e")
        await until(pilot, lambda: "Evaluators" in screen_text(app) and "heuristic" in screen_text(app))
        text = screen_text(app)
        assert "who judges" in text and "start EXP-001" in text and "own" in text


async def test_a_first_look_without_a_sure_loss_waits_for_a_finer_one(
    over: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()
    rough = replace(LOST, advantage=Estimate(-9.0, -30.0, 12.0))

    def passes(found: Debrief, game: Game, told: object, executor: object) -> Iterator[Debrief]:
        yield replace(found, prices=prices(16, rough), point_cents=100_000.0)
        told(PassProgress(2, 3, 1, 11))  # type: ignore[operator]
        go.wait(30)
        yield replace(found, prices=prices(64, LOST, LEFT, WON), point_cents=100_000.0)

    monkeypatch.setattr(screen, "price_in_passes", passes)
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        found = await opened(app, pilot, "pricing 2/3: day 1 of 10")
        assert "-9" not in screen_text(app) and "−9" not in screen_text(app)
        go.set()
        await until(pilot, lambda: "Which decision cost you most?" in screen_text(app) and found._work is None)


async def test_while_nothing_is_priced_the_first_page_says_how_far_it_is(
    over: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()

    def passes(found: Debrief, game: Game, told: object, executor: object) -> Iterator[Debrief]:
        told(PassProgress(1, 2, 3, 11))  # type: ignore[operator]
        go.wait(30)
        yield replace(found, prices=prices(64, LOST, LEFT, WON), point_cents=100_000.0)

    monkeypatch.setattr(screen, "price_in_passes", passes)
    app = BoardApp(over, Settings(animation=False))
    async with app.run_test(size=(80, 24)) as pilot:
        found = await opened(app, pilot, "p stops.")
        assert "Pricing: day 3 of 10; p stops. Then: which decision cost you most?" in screen_text(app)
        await pilot.press("2")
        await pilot.pause()
        assert "p stops." not in screen_text(app), "it stands on the page of the decisions alone"
        go.set()
        await until(pilot, lambda: found._work is None)
        await pilot.press("1")
        await pilot.pause()
        assert "Which decision cost you most?" in screen_text(app)


def test_what_was_left_undone_can_be_picked_though_it_lost_nothing_for_certain(over: Game) -> None:
    surely = [decision(day, f"evaluate EXP-001 {day}", -9.0 - day) for day in (2, 3, 5)]
    maybe = replace(decision(7, "start EXP-004", -3.0, undone=True), advantage=Estimate(-3.0, -8.0, 2.0))
    found = replace(debrief(over, bots=()), prices=prices(32, LOST, *surely, maybe, WON), point_cents=100_000.0)
    offered = picks(found)
    assert (7, "start EXP-004") in [(one.day, one.line) for one in offered] and len(offered) == MOST
    assert "that it lost anything is not certain" in grade_pick(found, next(one for one in offered if one.day == 7))


def test_a_pick_that_lost_less_than_the_three_costliest_is_told_that_it_lost(over: Game) -> None:
    surely = [decision(day, f"evaluate EXP-001 {day}", -9.0 - day) for day in (2, 3, 5)]
    fourth = decision(1, "start EXP-003", -4.0)
    found = replace(debrief(over, bots=()), prices=prices(32, *surely, fourth, WON), point_cents=100_000.0)
    words = grade_pick(found, pick(1, "start EXP-003", "Started 003"))
    assert words == "You picked day 1: it lost too, but less. Day 5 lost most."


def test_a_share_is_not_cut_off_for_a_title() -> None:
    one = DecisionSummary(
        DecisionKind.SAME, 4, 4, "", False, "Gave 029 Merge two adapters of a long name 100 % of traffic", None,
                 "", "", "", brief="Gave 029 100 % of traffic")  # fmt: skip
    assert decision_title(one, "", 40).rstrip() == "Gave 029 100 % of traffic"
    assert decision_title(one, " (standing order)", 50).rstrip() == "Gave 029 100 % of traffic (standing order)"
    assert decision_title(one, "", 70).rstrip() == one.text


def test_an_idea_is_asked_for_by_its_family(over: Game) -> None:
    world = over.world
    first, second = (past_text(to_text(AddIdea(family), world), True, world) for family in (0, 1))
    assert first.startswith("Did not ask for an idea (") and first != second
