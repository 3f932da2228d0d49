"""Screens of a debrief, a lab, a forecast, a card without an app: their keys, and what comes of work in threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from textual.geometry import Size

from aiboard.engine.verbs import Forecast
from aiboard.instruments.errors import InputError
from aiboard.play.stop import Cause, Stop
from aiboard.tui import keys
from aiboard.tui.screens import card as card_screen
from aiboard.tui.screens import debrief as debrief_screen
from aiboard.tui.screens import lab as lab_screen
from aiboard.tui.screens import sitting as sitting_screen
from aiboard.tui.screens.advice import ForecastScreen
from aiboard.tui.screens.card import CardMenu
from aiboard.tui.screens.debrief import DebriefScreen
from aiboard.tui.screens.lab import LabScreen
from aiboard.tui.screens.page import highlight_matches
from aiboard.tui.screens.sitting import SittingScreen
from aiboard.tui.screens.why import WhyScreen
from aiboard.tui.widgets.status import StatusLine
from aiboard.tui.widgets.status_text import StatusText
from aiboard.views.board.header import header
from aiboard.views.board.trouble import troubles
from aiboard.views.charts.cone import ConeChart
from aiboard.views.sentences import Sentence
from aiboard.views.words import Tone
from tests.tui.test_screen_edges import plain
from tests.tui.widgets.test_widget_rendering import LOOK, _no_terminal  # noqa: F401 (a fixture of every test here)
from tests.views import made

# --- a debrief -----------------------------------------------------------------------------------------------------


class Debriefing(DebriefScreen):
    """The debrief's screen over a view of which only places are known."""

    def __init__(self, **facts: Any) -> None:
        self.asked: list[Any] = []
        self._work: Any = None
        self._typed = []
        self.session: Any = SimpleNamespace(game="game", world=SimpleNamespace(days=9))
        here: dict[str, Any] = {
            "debrief": SimpleNamespace(finished=False, prices="prices", bias=None), "answer": None, "listing": False,
            "asking": False, "page": 0, "pages": [1, 2, 3], "after": 2, "at_end": False, "cursor": 1, "pricing": "",
            **facts,
        }  # fmt: skip
        self.view: Any = SimpleNamespace(**here)
        for name in ("show", "open_page", "move", "pick", "update", "action_page_down", "action_page_up"):
            setattr(self.view, name, self._note(name))

    def _note(self, name: str) -> Any:
        return lambda *given, **named: self.asked.append((name, *given))

    @property
    def host(self) -> Any:
        return SimpleNamespace(table=keys.TABLE, open=self._note("opens"), gone=False)

    @property
    def is_mounted(self) -> bool:
        return True

    def tell(self, text: str, tone: str = "good") -> None:
        self.asked.append(("tells", text, tone))

    def show_hints(self) -> None:
        """The keys, which `hints` has."""

    def run_in_thread(self, job: Any, done: Any, failed: Any, group: str = "default") -> None:
        self.asked.append((group, done, failed))

    def told(self) -> list[Any]:
        """What was asked since the last time."""
        asked, self.asked = self.asked, []
        return asked


def test_pages_of_a_debrief_follow_each_other() -> None:
    screen = Debriefing()
    for name, given, told in (
        ("page", ("3",), ("open_page", 2)), ("next_page", (), ("open_page", 2)),
        ("previous_page", (), ("open_page", -1)),
    ):  # fmt: skip
        getattr(screen, f"action_{name}")(*given)
        assert screen.told() == [told]
    for facts, down, up in (
        ({"at_end": True}, ("open_page", 2), ("action_page_up",)),
        ({"listing": True}, ("move", 12), ("move", -12)),
        ({}, ("action_page_down",), ("action_page_up",)),
    ):
        screen = Debriefing(**facts)
        screen.action_page_down()
        assert screen.told() == [down]
        assert (screen.view.cursor is None) is (not facts)
        screen.view.cursor = 1
        screen.action_page_up()
        assert screen.told() == [up] and (screen.view.cursor is None) is ("listing" not in facts)


def test_enter_in_a_debrief_picks_opens_or_says_what_it_waits_for() -> None:
    for facts, told in (
        ({"asking": True, "answer": "one"}, "pick"),
        ({"asking": True, "answer": "one", "page": 1}, "opens"),
        ({"answer": "one"}, "opens"),
        ({}, "tells"),
    ):
        screen = Debriefing(**facts)
        screen.action_open()
        assert [one[0] for one in screen.told()] == [told], facts
    screen = Debriefing(page=1)
    screen.action_open()
    screen.view.debrief, screen.view.answer = None, "one"
    screen.action_open()
    assert screen.told() == []
    hinted = [word for _, word in Debriefing(asking=True).hints()]
    assert "pick" in hinted and "pick" not in [word for _, word in Debriefing(asking=True, page=1).hints()]
    assert len(Debriefing(answer="one").hints()) == len(Debriefing().hints()) + 1
    assert len(Debriefing(listing=True).hints()) == len(Debriefing().hints()) - 1


def test_boards_are_tried_again_once_decisions_are_priced(monkeypatch: pytest.MonkeyPatch) -> None:
    losses: list[Any] = ["worst", "second"]
    monkeypatch.setattr(debrief_screen, "possible_losses", lambda found: losses)
    for facts, told in (
        ({"answer": "here"}, losses),
        ({"answer": "here", "listing": True}, ["here"]),
        ({"listing": True}, losses),
    ):
        screen = Debriefing(**facts)
        screen.action_retry()
        ((name, which, *_, boards),) = screen.told()
        assert (name, which, boards) == ("opens", "retry", told)
    losses.clear()
    screen = Debriefing()
    screen.action_retry()
    assert "no board to try again" in screen.told()[0][1]
    for found in (None, SimpleNamespace(prices=None)):
        screen = Debriefing(debrief=found)
        screen.action_retry()
        assert "once the decisions are priced" in screen.told()[0][1]
    screen = Debriefing()
    screen.action_branch()
    assert screen.told()[0][2] == "warn"


def test_pricing_goes_on_until_it_is_stopped_or_ends() -> None:
    screen = Debriefing(debrief=None)
    screen.action_price()
    screen.action_second()
    assert [one[0] for one in screen.told()] == ["tells", "tells"]
    screen = Debriefing()
    screen.action_price()
    ((group, done, _),) = screen.told()
    work = screen._work
    assert group == "prices" and work is not None
    work.stop = screen._note("stops")
    screen.action_second()
    assert "still at work" in screen.told()[0][1] and screen._work is work
    screen.action_price()
    assert [one[0] for one in screen.told()] == ["stops", "tells"]
    screen.on_unmount()
    assert screen.told() == [("stops",)]
    for number, of, said in ((1, 1, "pricing: day 3 of 9"), (2, 4, "pricing 2/4: day 3 of 9")):
        screen._say(SimpleNamespace(number=number, passes=of, done=3, days=9))  # type: ignore[arg-type]
        assert screen.view.pricing == said == screen.hint_tail()
    # A finished game's record has the morning after its last day.
    screen._say(SimpleNamespace(number=1, passes=1, done=10, days=10))  # type: ignore[arg-type]
    assert screen.view.pricing == "pricing: day 9 of 9"
    screen.told()
    done(None)
    assert screen._work is None and screen.view.pricing == "" and screen.told() == [("update",)]
    screen._ended("no scale")
    assert screen.told() == [("update",), ("tells", "no scale", "warn")]
    for bias, told in ((None, ["update"]), ("bias", ["update", "show", "open_page"])):
        screen._asked_second(SimpleNamespace(bias=bias))  # type: ignore[arg-type]
        asked = screen.told()
        assert [one[0] for one in asked] == told
    assert asked[-1] == ("open_page", 2)


def test_a_second_evaluator_is_asked_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Any] = []

    class Asking(Debriefing):
        @property
        def app(self) -> Any:
            return SimpleNamespace(call_from_thread=lambda call, one: said.append((one.done, one.days)))

    def second(found: Any, game: Any, other: Any, rollouts: int, executor: Any, told: Any) -> str:
        assert (found, rollouts, executor) == ("found", 64, "processes")
        told(1)
        work.stopped = work.stops
        told(2)
        return "finer"

    class Work:
        stopped = False

        @contextmanager
        def running(self) -> Iterator[str]:
            with suppress(KeyError):
                yield "processes"

        def raise_if_stopped(self) -> None:
            if self.stopped:
                raise KeyError

    monkeypatch.setattr(debrief_screen, "with_second_evaluator", second)
    screen = Asking()
    screen.session.game = SimpleNamespace(timeline=SimpleNamespace(days=[1] * 9))
    for stops, result, days in ((False, "finer", [0, 1, 2]), (True, "found", [0, 1])):
        work: Any = Work()
        work.stops = stops
        said.clear()
        assert screen._ask_second("found", work) == result  # type: ignore[arg-type, comparison-overlap]
        assert said == [(day, 9) for day in days]

    def passes(found: Any, game: Any, told: Any, executor: Any) -> Iterator[str]:
        yield "first"
        told(SimpleNamespace(done=3, days=9))
        work.stopped = work.stops
        told(SimpleNamespace(done=4, days=9))
        yield "second"

    monkeypatch.setattr(debrief_screen, "price_in_passes", passes)
    screen.__class__.app = property(  # type: ignore[assignment, method-assign]
        lambda self: SimpleNamespace(call_from_thread=lambda call, one: said.append(getattr(one, "done", one)))
    )
    for stops, told in ((False, ["first", 3, 4, "second"]), (True, ["first", 3])):
        work = Work()
        work.stops = stops
        said.clear()
        screen._price("found", work)  # type: ignore[arg-type]
        assert said == told


@pytest.mark.parametrize("finished", [False, True])
def test_keys_typed_before_the_analysis_are_done_after_it(finished: bool) -> None:
    screen = Debriefing(debrief=None)
    for name in ("next_page", "copy", "retry"):
        screen.action_press(name)
    assert [one[0] for one in screen._typed] == ["next_page", "copy"]
    assert "once the decisions are priced" in screen.told()[0][1], "it says so at once"
    screen._typed.pop()
    found: Any = SimpleNamespace(finished=finished, prices=None)
    screen.view.show = lambda one: setattr(screen.view, "debrief", one)
    screen._analysed(found)
    asked = screen.told()
    assert asked[0] == ("open_page", 2) and [one[0] for one in asked[1:]] == (["prices"] if finished else [])


# --- a lab ---------------------------------------------------------------------------------------------------------


class Lab(LabScreen):
    """The screen of a lab whose work is done when it is told so."""

    def __init__(self, revealed: bool = True, opened: bool = True) -> None:
        self.asked: list[Any] = []
        self.jobs: list[Any] = []
        self._working = self._explaining = self._abandoned = False
        lab = SimpleNamespace(
            controls=(SimpleNamespace(name="seeds"), SimpleNamespace(name="spread")), DRAWS=5_000,
            idle=lambda values: {"spread": "it changes nothing"}, run=lambda values, seed: f"run {seed}",
            answer=lambda values, seed: f"answer {seed}", texts=SimpleNamespace(scenario="rag"),
            run_many=lambda values, seed, told: "draws",
        )  # fmt: skip
        sitting = SimpleNamespace(
            lab=lab, revealed=revealed, values={"seeds": 3}, seed=7, explanation=None, draws=None, counterexample="x",
            move=self._note("moves"), redraw=self._note("redraws"), commit=self._note("commits"),
            accept=lambda values, seed, found: self.takes, accept_explanation=self._note("explains"),
            entry=SimpleNamespace(id="noise", chapter=3, title="Noise"),
        )  # fmt: skip
        self.takes = True
        self.view: Any = SimpleNamespace(lab_session=sitting if opened else None, control=0, choice=1, busy="")
        for name in ("update", "show_results", "show_draws", "call_after_refresh", "to_choice"):
            setattr(self.view, name, self._note(name))

    def _note(self, name: str) -> Any:
        return lambda *given: self.asked.append((name, *given))

    @property
    def host(self) -> Any:
        return SimpleNamespace(play=self._note("plays"), open=self._note("opens"), copy=lambda text, name: name)

    def tell(self, text: str, tone: str = "good") -> None:
        self.asked.append(("tells", text, tone))

    def show_hints(self) -> None:
        """The keys."""

    def run_in_thread(self, job: Any, done: Any, failed: Any, group: str = "default") -> None:
        self.jobs.append((job, done, failed))

    def finish(self) -> None:
        """End the work that was begun first."""
        job, done, _ = self.jobs.pop(0)
        done(job())

    def painted(self) -> int:
        """How often the view was drawn since the last time anything was asked."""
        return sum(one[0] == "update" for one in self.asked)

    def told(self) -> list[str]:
        """The names of what was asked since the last time."""
        asked, self.asked = self.asked, []
        return [one[0] for one in asked if one[0] not in ("update", "call_after_refresh")]


def test_a_control_is_moved_and_what_comes_of_it_worked_out_once() -> None:
    screen = Lab()
    screen.action_more()
    assert screen.asked[0] == ("moves", 0, 1) and screen.told() == ["moves"] and len(screen.jobs) == 1
    screen.view.control = 1
    screen.action_less()
    assert screen.asked[:2] == [("moves", 1, -1), ("tells", "it changes nothing", "warn")]
    assert len(screen.jobs) == 1 and screen._working, "one run for all keys pressed meanwhile"
    screen.takes = False
    screen.finish()
    assert len(screen.jobs) == 2 and screen._working and screen._explaining, "once more, and the text beside it"
    screen.takes = True
    screen.finish()
    assert not screen._working and len(screen.jobs) == 1
    screen.told()
    screen.view.lab_session.explanation = "text"
    screen.finish()
    assert screen.told() == ["explains"] and screen.jobs == [] and not screen._explaining
    screen.view.control = None
    screen.action_more()
    assert screen.told() == [] and screen.jobs == [], "the cursor is on no control"
    screen = Lab(revealed=False)
    screen.action_redraw()
    assert screen.told() == ["redraws"] and screen.jobs == [], "nothing is worked out before the answer"
    screen = Lab(opened=False)
    for name in ("more", "redraw", "play", "choose", "copy", "many", "why"):
        getattr(screen, f"action_{name}")()
    assert screen.told() == [] and screen.jobs == []


def test_an_answer_is_committed_for_the_question_that_was_asked() -> None:
    screen = Lab(revealed=False)
    for name in ("many", "why"):
        getattr(screen, f"action_{name}")()
        assert screen.told() == ["tells"] and screen.jobs == []
    screen.action_choose()
    screen.action_choose()
    assert len(screen.jobs) == 1 and screen.view.busy == "working it out …" and screen.painted() == 1
    screen.finish()
    assert ("commits", 1, "answer 7") in screen.asked and screen.told() == ["commits", "show_results"]
    assert not screen._working and screen.view.busy == ""
    screen.action_choose()
    screen.takes = False
    screen.finish()
    assert screen.told() == [], "it is another question now"
    screen.view.choice = None
    screen.action_choose()
    assert screen.jobs == []
    screen.view.choice = 0
    screen.action_choose()
    screen.jobs.pop()[2]("it failed")
    assert not screen._working and screen.told() == ["tells"]
    screen._abandoned = True
    screen._failed("it failed")
    assert screen.told() == []


def test_many_draws_are_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [10.0]
    monkeypatch.setattr(lab_screen, "monotonic", lambda: now[0])
    said: list[str] = []

    class Told(Lab):
        @property
        def app(self) -> Any:
            return SimpleNamespace(call_from_thread=lambda call, *given: (call(*given), said.append(self.view.busy)))

    screen = Told()
    screen.action_many()
    screen.action_many()
    assert len(screen.jobs) == 1 and screen.view.busy == "0 of 5,000 draws" and screen.painted() == 1

    def run_many(values: Any, seed: int, progress: Any) -> str:
        for count, at in ((1_000, 10.0), (1_100, 10.05), (2_000, 10.2), (2_100, 10.29), (3_000, 10.4)):
            now[0] = at
            progress(count)
        screen._abandoned = True
        with pytest.raises(InputError):
            progress(4_000)
        return "draws"

    screen.view.lab_session.lab.run_many = run_many
    screen.finish()
    assert said == [f"{count} of 5,000 draws" for count in ("1,000", "2,000", "3,000")] and screen.painted() == 4
    assert screen.view.lab_session.draws == "draws" and screen.told() == ["show_draws"]
    screen._abandoned = False
    screen.action_many()
    screen.view.lab_session.seed = 8
    screen.view.lab_session.draws = None
    screen.view.lab_session.lab.run_many = lambda values, seed, progress: "old draws"
    screen.finish()
    assert screen.view.lab_session.draws is None and len(screen.jobs) == 1, "of another draw: shown is what is set now"


def test_a_lab_is_copied_when_all_of_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_screen, "all_rows", lambda sitting, width: [((f"text of {width}", "text"),)])
    screen = Lab()
    screen.action_copy()
    assert screen.asked[0][2] == "warn"
    screen.view.lab_session.explanation = "there"
    screen._working = True
    screen.action_copy()
    assert screen.asked[1][2] == "warn"
    screen._working = False
    screen.action_copy()
    screen.view.lab_session.revealed, screen.view.lab_session.explanation = False, None
    screen.action_copy()
    assert screen.asked[2:] == [("tells", "lab-noise", "good")] * 2
    screen.action_play()
    screen.action_letter("b")
    assert screen.asked[4:] == [("plays", "rag"), ("to_choice", 1)]


# --- a forecast ----------------------------------------------------------------------------------------------------


class Forecasting(ForecastScreen):
    """The forecast's screen over the made-up board: what it opens and says is written down."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.session: Any = SimpleNamespace(board=made.board(), locked_reason="")
        self.view: Any = SimpleNamespace(cone=None, cone_requested=False, update=lambda: self.asked.append("drawn"))
        self.view.fail = self.asked.append

    @property
    def host(self) -> Any:
        return SimpleNamespace(open=self._open, dispatch=lambda action: self.asked.append(("does", action)))

    def _open(self, name: str, asked: Any, then: Any) -> None:
        self.asked.append(asked.title)
        self.then = then

    def tell(self, text: str, tone: str = "good") -> None:
        self.asked.append((text, tone))

    def run_steps(self, steps: Any, show: Any, failed: Any) -> None:
        self.asked.append("plays")


def test_a_forecast_is_stated_while_there_is_something_to_forecast() -> None:
    screen = Forecasting()
    screen.action_state()
    ((title),) = screen.asked
    assert "does a card clear" in title
    screen.asked.clear()
    screen.then(None)
    assert screen.asked == []
    stated = Forecast(20, 30)
    screen.then(stated)
    assert screen.asked == [("does", stated), "drawn"]
    for name, value, told in (
        ("over", True, "there is nothing left to forecast"), ("target_day", 9, "there is nothing left to forecast"),
        ("", "", "the bot decides"),
    ):  # fmt: skip
        screen = Forecasting()
        screen.session.locked_reason = "the bot decides"
        if name:
            setattr(screen.session.board, name, value)
        screen.action_state()
        assert screen.asked == [(told, "warn")]


def test_the_cone_is_played_once_and_marked_with_what_was_stated_meanwhile() -> None:
    screen = Forecasting()
    screen._begin()
    screen._begin()
    assert screen.asked == ["drawn", "plays"] and screen.view.cone_requested
    board = screen.session.board
    board.forecast_70, board.forecast_90 = 21, 31
    screen._show(ConeChart(17, 40, (18, 20), 0, 0))
    assert screen.view.cone == ConeChart(17, 40, (18, 20), 21, 31) and screen.asked[2:] == ["drawn"]


# --- numbers and cards ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", range(24, 64, 4))
def test_the_names_of_the_numbers_fill_each_line(width: int) -> None:
    view = WhyScreen(made.board(), made.MEASURED).view
    rows = plain(view.content(width))
    rows = rows[: rows.index("")]
    names = [str(topic) for topic in view.topics]
    assert [name for row in rows for name in names if f" {name} " in row] == names
    for row, following in pairwise(rows):
        first = next(name for name in names if following.startswith(f"  {name} "))
        assert len(row) <= width < len(row) + len(first) + 2


class Card(CardMenu):
    """A card's menu on a terminal of some height."""

    height = 24

    @property
    def app(self) -> Any:
        return SimpleNamespace(size=Size(100, self.height))


def test_a_cards_chart_takes_the_rows_that_are_left_and_its_history_those_under_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = made.board()
    game: Any = SimpleNamespace(order_event_ids=frozenset())
    session: Any = SimpleNamespace(board=board, world=board.world, show_hours=True, game=game)
    menu = Card(session, made.LIVE, keys.TABLE)
    menu.pane = replace(menu.pane, history=tuple(Sentence(1, f"thing {n}", Tone.PLAIN) for n in range(20)))
    drawn: list[int] = []

    def spans(chart: Any, look: Any, width: int, rows: int, mode: Any) -> list[Any]:
        drawn.append(rows)
        return [[("chart", look["text"])]] * (rows - 1) + [[("  ", look["text"])]]

    monkeypatch.setattr(card_screen, "spans_of", spans)
    monkeypatch.setattr(card_screen, "mode_of", lambda app: None)
    menu.height = 0
    bare = len(menu.text_lines(94)) + sum(map(len, menu.item_rows(94))) + 6
    assert drawn == []
    for left, rows in ((5, []), (6, [6]), (13, [13]), (14, [14]), (15, [14]), (40, [14])):
        drawn.clear()
        menu.height = bare + left
        text = plain(menu.text_lines(94))
        assert drawn == rows and text.count("chart") == (rows[0] - 1 if rows else 0)
        told = left - (text.count("chart") + 1 if rows else 0) - 1
        assert [line for line in text if line.startswith("D1 ")] == [f"D1 thing {n}" for n in range(min(20, told))]


def test_what_goes_wrong_is_not_told_again_as_a_stop() -> None:
    board = made.board()
    board.cards[made.LIVE].incident = 1
    assert [one.card for one in troubles(board)] == [made.LIVE]
    stops = (
        Stop(Cause.ALERT, "Known.", card=made.LIVE), Stop(Cause.ALERT, "New.", card=made.CANARY),
        Stop(Cause.RESULT, "Scored.", card=made.LIVE),
    )  # fmt: skip
    session: Any = SimpleNamespace(
        board=board, world=board.world, version=1, watching=None, fresh=False, coach="", stops=lambda: stops,
        open_decisions=lambda: still, voices=(), message=lambda: "", story=None, today_start=len(board.history),
        game=SimpleNamespace(order_event_ids=frozenset()),
    )  # fmt: skip
    for still in ("", "and 2 more"):
        found = StatusText(session, str).status(header(board), None, StatusLine(""), 80, 10)
        assert found.stops == ("New.", "Scored.", *([still] if still else []))
    assert len(found.troubles) == 1 and found.title == "" and found.chart is None


# --- a drill's question --------------------------------------------------------------------------------------------


class Loading(SittingScreen):
    """The screen of a drill that is being read: what it shows and says is written down."""

    def __init__(self, wanted: str | None) -> None:
        self.drill_id, self.setting, self._requested = "quiz", "setting", wanted  # type: ignore[assignment]
        self._drill: Any = None
        self._store: Any = None
        self._given_up, self._watched = True, False
        self.asked: list[Any] = []
        self.view: Any = SimpleNamespace(
            show=lambda one: self.asked.append("shown"),
            say_once=self.asked.append,
            wait=lambda: self.asked.append("waits"),
        )

    def show_ask(self) -> None:
        self.asked.append("asks")

    def tell(self, text: str, tone: str = "good") -> None:
        self.asked.append((text, tone))

    def run_in_thread(self, job: Any, done: Any, failed: Any, group: str = "default") -> None:
        self.asked.append(job())


def test_a_drill_is_made_once_and_its_question_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made_drills: list[Any] = []
    stores = iter(range(9))

    class Games:
        watch: Any = None

    def make(name: str, setting: Any) -> Any:
        made_drills.append(Games() if name == "games" else object())
        return made_drills[-1]

    monkeypatch.setattr(sitting_screen, "make", make)
    monkeypatch.setattr(sitting_screen, "Store", SimpleNamespace(load=lambda: next(stores)))
    monkeypatch.setattr(sitting_screen, "Sitting", SimpleNamespace(begin=lambda *given: given))
    monkeypatch.setattr(sitting_screen, "ReportsProgress", Games)
    screen = Loading("q7")
    screen.begin()
    screen.begin()
    drill = made_drills[0]
    assert screen.asked == ["waits", ("quiz", drill, 0, "q7"), "waits", ("quiz", drill, 1, None)]
    assert len(made_drills) == 1 and not screen._watched and not screen._given_up
    screen = Loading(None)
    screen.drill_id = "games"
    screen.begin()
    assert screen._watched and made_drills[1].watch == screen._watch


@pytest.mark.parametrize(
    ("resumed", "notices", "said"),
    [
        (True, ["a line could not be read"], ["You began this before; it goes on where it was."]),
        (False, ["a line could not be read", "another"], [("a line could not be read", "warn")]),
        (False, [], []),
    ],
)
def test_a_question_that_was_begun_before_says_so(resumed: bool, notices: list[str], said: list[Any]) -> None:
    screen = Loading(None)
    screen._store = SimpleNamespace(notices=notices)
    screen._begun(SimpleNamespace(resumed=resumed))  # type: ignore[arg-type]
    assert screen.asked == ["shown", "asks", *said]


def test_places_of_the_words_looked_for_are_marked() -> None:
    plain_style, mark = LOOK["text"], LOOK["flash"]

    def marked(text: str, wanted: str) -> str:
        found = highlight_matches(text, wanted, plain_style, mark)
        return "".join(f"[{part}]" if style is mark else part for part, style in found)

    assert marked("An idea, an aim", "an") == "[An] idea, [an] aim"
    assert marked("banana", "ana") == "b[ana]na" and marked("ana", "ana") == "[ana]"
    assert marked("nothing", "zebra") == marked("nothing", "") == "nothing"
    assert marked("İan", "an") == "İan", "a letter whose small form is longer"
    assert highlight_matches("", "an", plain_style, mark) == [("", plain_style)]
