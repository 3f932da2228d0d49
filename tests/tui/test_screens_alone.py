"""Screens without an app: what each key asks of the program around it, and what is said."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.drills.asks import Item as Evidence
from aiboard.drills.asks import Open, Option, Percent, Pick, Play, Several, Words
from aiboard.drills.form import ChoiceField, Field, Form, Grader, NumberField
from aiboard.drills.tomorrow.plan import ID as TOMORROW
from aiboard.engine.verbs import Kill
from aiboard.instruments.errors import InputError
from aiboard.tui import game as game_app
from aiboard.tui import keys
from aiboard.tui.game import GameApp
from aiboard.tui.host import KeyCommand, LineCommand, LineQuestion, VerbQuestion
from aiboard.tui.screens import sitting as sittings
from aiboard.tui.screens.base import BaseScreen
from aiboard.tui.screens.drill import DrillScreen
from aiboard.tui.screens.full import FullScreen, HintBar
from aiboard.tui.screens.game import _NOTHING, AFTER_END, GameScreen
from aiboard.tui.screens.help import Fill, HelpScreen, _forms
from aiboard.tui.screens.sitting import REACTION_SECONDS, SittingScreen, _GivenUp
from aiboard.tui.screens.watch import WatchScreen
from aiboard.tui.widgets.board import BoardView
from aiboard.tui.widgets.drill_reply import reply_to
from aiboard.tui.widgets.status import StatusLine
from aiboard.views.board.columns import columns
from tests.views import made

OPTIONS = (Option("a", "the first"), Option("b", "the second"))
WORDS, MORE = Words("said", "Say it.", seconds=300), Words("more", "And more.")
PICK = Pick("one", "Which?", OPTIONS)
SEVERAL = Several("some", "Which?", OPTIONS, ("a",))
OPEN = Open("open", "What do you look at?", (Evidence("log", "The log", 5, ("text",)), Evidence("x", "X", 9, ())), 12)
PLAY = Play("game", "Play it.", "first-sprint")
FORM = Form(
    "case",
    "Fill it in.",
    (
        Field("why", "case", "Why", Grader.PERSON),
        NumberField("seeds", "case", "Seeds", Grader.PROGRAM, low=1, high=9, step=1, start=3, unit="seeds"),
        ChoiceField("gate", "rules", "Gate", Grader.PROGRAM, OPTIONS),
    ),
)


# --- a drill -------------------------------------------------------------------------------------------------------


class Drill(DrillScreen):
    """The screen of a drill on some ask: what it hands in, opens and says is written down."""

    typing = False  # type: ignore[assignment]
    ask: Any = None
    sitting: Any = None

    def __init__(self, ask: Any, before: Any = None, grade: Any = None, drill: str = "quiz") -> None:
        self.ask, self.drill_id, self.setting = ask, drill, "setting"
        self.asked: list[Any] = []
        self.dropping, self.leaving, self._drop_asked_at = False, 0.0, 0.0
        self._given_up, self._watched = False, False
        self._field: Any = None
        self._store: Any = SimpleNamespace(forget=lambda one: self.asked.append(("forgets", one)))
        self._text: Any = SimpleNamespace(text="a text", display=False, focus=self._note("focus"))
        self.sitting = SimpleNamespace(
            question=SimpleNamespace(asks=(WORDS, MORE)), grade=grade, resumed=False,
            save_draft=lambda one, value: self.asked.append(("keeps", one.key, value)),
            submit=lambda one, value: self.asked.append(("gives", one.key, value)),
        )  # fmt: skip
        reply: Any = reply_to(ask, before) if ask is not None else None
        self.view: Any = SimpleNamespace(
            busy="", reply=reply, form=getattr(reply, "form", None), toggle=lambda: reply.toggle(),
            reveal=lambda one, key: self.asked.append(("opens", key)), plain=lambda width: f"text of {width}",
        )  # fmt: skip
        for name in ("move", "change", "level", "to_last", "to_grade", "update", "say_once", "set_busy", "wait"):
            setattr(self.view, name, self._note(name))

    def _note(self, name: str) -> Any:
        return lambda *given: self.asked.append((name, *given))

    @property
    def host(self) -> Any:
        return SimpleNamespace(
            table=keys.TABLE, play_in_drill=self._note("plays"), leave=self._note("leaves"),
            copy=lambda text, name: f"{text} as {name}",
        )  # fmt: skip

    def tell(self, text: str, tone: str = "good") -> None:
        self.asked.append(("tells", text, tone))

    def show_ask(self) -> None:
        self.asked.append("asks")

    def begin(self) -> None:
        self.asked.append("begins")

    def show_hints(self) -> None:
        """The keys, which `hints` has."""

    def hush(self) -> None:
        self.asked.append("hushes")

    def open_field(self, field: Field, value: str) -> None:
        self.asked.append(("writes", field.key, value))

    def take_text(self, field: Field) -> bool:
        return self._text.text != "wrong"

    def leave_field(self, field: Field) -> bool:
        return self._text.text != "wrong"

    def save_draft(self) -> None:
        self.asked.append("keeps")

    def set_focus(self, widget: Any, *given: Any, **named: Any) -> None:
        self.asked.append(("focus on", widget))

    def call_after_refresh(self, callback: Any, *given: Any, **named: Any) -> bool:
        return True

    def close_or(self, instead: Any) -> None:
        self.asked.append("closes")

    def hinted(self) -> list[str]:
        return [word for _, word in self.hints()]


def test_enter_takes_what_is_asked_for() -> None:
    for screen, told in (
        (Drill(PICK), [("gives", "one", "a"), "hushes", "asks"]),
        (Drill(WORDS), [("gives", "said", "a text"), "hushes", "asks"]),
        (Drill(SEVERAL), [("gives", "some", ["a"]), "hushes", "asks"]),
        (Drill(Percent("sure", "How sure?")), [("gives", "sure", 50), "hushes", "asks"]),
        (Drill(PLAY), [("plays", "first-sprint", "", ("quiz", "setting", None))]),
        (Drill(None), ["begins"]),
        (Drill(FORM), [("writes", "why", "")]),
        (Drill(FORM, {"why": "because"}), [("writes", "why", "because")]),
    ):
        screen.action_choose()
        assert screen.asked == told
    screen = Drill(SEVERAL)
    screen.view.reply.at = 1
    screen.action_choose()
    assert screen.asked == [] and screen.view.reply.value() == ["a", "b"], "set, not handed in"
    for busy in (Drill(PICK), Drill(None)):
        busy.view.busy = "Playing …"
        busy.action_choose()
        assert busy.asked == []
    screen = Drill(PICK)
    screen.sitting = None
    screen.action_choose()
    assert screen.asked == []
    screen = Drill(PICK, grade="graded")
    screen.action_choose()
    assert screen.asked[-1] == ("to_grade",)


def test_evidence_is_opened_while_there_are_minutes() -> None:
    screen = Drill(OPEN)
    screen.action_choose()
    assert screen.asked == [("keeps", "open", ["log"]), ("opens", "log")]
    screen = Drill(OPEN, ["log"])
    screen.action_choose()
    assert screen.asked == [("tells", "that takes 9 minutes; 7 left", "warn")]
    screen.asked.clear()
    screen.view.reply.at = 1
    screen.action_choose()
    assert screen.asked == [("gives", "open", ["log"]), "asks"]


def test_a_form_is_handed_in_when_every_field_has_a_value() -> None:
    screen = Drill(FORM, {"why": "because"})
    screen.view.reply.at = 2
    screen.action_choose()
    assert screen.view.form.values["gate"] == "a" and screen.asked == ["keeps", ("update",)]
    screen.view.reply.at = 1
    screen.action_choose()
    assert screen.asked[-1] == ("writes", "seeds", "")
    screen.view.reply.at = 3
    screen.action_choose()
    assert screen.asked[-1] == ("tells", "'Seeds' has no value yet", "warn") and screen.view.reply.at == 1
    screen.view.form.values["seeds"] = 4
    screen.view.reply.at = 3
    screen.asked.clear()
    screen.action_choose()
    assert screen.asked[0] == ("gives", "case", {"why": "because", "seeds": 4, "gate": "a"})
    screen.asked.clear()
    screen.action_more()
    assert screen.asked == [("change", 5), "keeps"]
    other = Drill(Percent("sure", "How sure?"))
    for key in ("less", "more", "much_less", "much_more"):
        getattr(other, f"action_{key}")()
    assert other.asked == [("change", by) for by in (-5, 5, -10, 10)]


def test_escape_leads_out_of_the_text_then_out_of_the_drill() -> None:
    screen = Drill(WORDS)
    screen.typing = True  # type: ignore[misc]
    screen.action_back()
    assert screen.asked == ["keeps", ("focus on", None)]
    screen = Drill(FORM)
    screen.typing, screen._field, screen._text.text = True, FORM.fields[0], "wrong"  # type: ignore[misc]
    screen.action_back()
    screen.action_edit()
    assert screen.asked == [], "its field does not take it"
    screen._text.text = "right"
    screen.action_back()
    assert screen.asked == ["hushes", "keeps", ("focus on", None)]
    screen = Drill(PICK)
    screen.view.busy = "Playing …"
    screen.action_back()
    assert screen.asked == [] and screen._given_up
    screen = Drill(PICK)
    screen.action_back()
    assert screen.asked == ["keeps", "closes"] and not screen._given_up
    screen = Drill(WORDS)
    screen.action_edit()
    screen._text.display = True
    screen.action_edit()
    assert screen.asked == [("focus",)], "only where there is a text"


def test_a_drill_is_copied_once_it_is_graded() -> None:
    screen = Drill(PICK)
    screen.action_copy()
    assert screen.asked == [("tells", "it can be copied when it is graded", "warn")]
    screen = Drill(None)
    screen.action_copy()
    assert screen.asked == [("tells", "text of 92 as drill-quiz", "good")]
    screen = Drill(None)
    screen.sitting = None
    screen.action_copy()
    assert screen.asked == []


def test_the_keys_of_a_drill_are_named_by_what_they_do_now() -> None:
    assert Drill(PICK).hinted()[1] == "take" and Drill(PICK).hinted()[-1] == "back"
    assert "in your own words" in Drill(Pick("one", "Which?", OPTIONS, prose="b")).hinted()
    assert "in your own words" not in Drill(PICK).hinted()
    assert Drill(OPEN).hinted()[1] == "open" and Drill(FORM).hinted()[1] == "write"
    assert Drill(PLAY).hinted()[1] == "play" and Drill(SEVERAL).hinted()[1] == "go on"
    assert Drill(None).hinted()[1] == "take" and Drill(None, grade="g").hinted()[1] == "another"
    assert Drill(None, grade="g", drill=TOMORROW).hinted()[1] == "next part"
    assert "copy" in Drill(None).hinted() and "copy" not in Drill(PICK).hinted()
    assert Drill(WORDS).hinted()[1:3] == ["next part", "on with the text"] and Drill(MORE).hinted()[1] == "hand in"
    screen = Drill(MORE)
    screen.sitting.question.asks = (MORE,)
    assert screen.hinted()[1] == "hand in"
    screen.typing = True  # type: ignore[misc]
    assert screen.hinted() == ["out of the text, then ⏎: hand in", "out of the text"]
    screen = Drill(FORM)
    screen.typing = True  # type: ignore[misc]
    assert screen.hinted() == ["take this text", "back"]
    screen = Drill(PICK)
    screen.dropping = True
    assert screen.hinted() == ["drop this question and ask another", "stay"]
    screen.view.busy = "Playing …"
    assert screen.hints() == [("Esc", "give up")]
    screen = Drill(PICK)
    screen.sitting = None
    assert screen.hints() == [("Esc", "back")]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be set."""
    now = [100.0]
    monkeypatch.setattr(sittings, "monotonic", lambda: now[0])
    return now


def test_another_question_drops_this_one_only_when_that_was_seen(clock: list[float]) -> None:
    screen = Drill(PICK)
    screen.action_another()
    assert screen.dropping and screen.asked == []
    clock[0] += REACTION_SECONDS - 0.01
    screen.action_choose()
    assert not screen.dropping and screen.asked == [], "too fast to have been read"
    screen.action_another()
    clock[0] += REACTION_SECONDS + 0.01
    screen.action_another()
    screen.action_choose()
    assert not screen.dropping and screen.asked == [("forgets", screen.sitting.question), "begins"]
    screen = Drill(None, grade="g")
    screen.action_another()
    assert screen.asked == [("forgets", screen.sitting.question), "begins"]
    for screen in (Drill(PICK), Drill(None, grade="g")):
        screen.view.busy = "Playing …"
        screen.action_another()
        assert screen.asked == [] and not screen.dropping
    screen = Drill(PICK)
    screen._store = None
    screen._begin_another()
    assert screen.asked == []


def test_the_program_is_left_by_a_second_press_that_was_meant(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []
    monkeypatch.setattr(FullScreen, "action_leave", lambda self: left.append(1))
    screen = Drill(PICK)
    screen.action_leave()
    clock[0] += REACTION_SECONDS - 0.01
    screen.action_leave()
    assert left == [] and [one[0] for one in screen.asked] == ["say_once", "say_once"]
    clock[0] += REACTION_SECONDS + 0.01
    screen.action_leave()
    assert left == [1]
    Drill(None).action_leave()
    assert left == [1, 1], "nothing is lost after the grade"


def test_what_takes_long_says_each_percent_and_ends_when_nobody_waits() -> None:
    screen = Drill(PICK)
    said: list[str] = []
    screen.__class__.app = property(  # type: ignore[assignment]
        lambda self: SimpleNamespace(call_from_thread=lambda call, text: said.append(text))
    )
    try:
        for done in range(1, 401):
            screen._watch(done, 400)
        assert len(said) == 100 and said[0].startswith("Playing: 4 of 400 games, 1 %.") and "400, 100 %" not in said
        assert said[-1].startswith("Playing: 400 of 400 games, 100 %.")
        screen.give_up()
        with pytest.raises(_GivenUp):
            screen._watch(1, 400)
    finally:
        del screen.__class__.app


def test_an_answer_that_makes_games_played_is_given_in_a_thread() -> None:
    screen = Drill(PICK)
    screen._watched = screen._given_up = True
    jobs: list[Any] = []
    screen.run_in_thread = lambda job, done, failed: jobs.append((job, done, failed))  # type: ignore[method-assign, assignment]
    screen.give(PICK, "a")
    ((job, done, failed),) = jobs
    assert screen.asked == [("set_busy", "One moment …")] and not screen._given_up
    assert job() is True and screen.asked[-1] == ("gives", "one", "a")
    done(True)
    assert screen.asked[-3:] == [("set_busy", ""), "hushes", "asks"]
    done(False)
    assert screen.asked[-2:] == [("set_busy", ""), ("tells", "given up; your answer is kept", "good")]
    failed("no such scenario")
    assert screen.asked[-2:] == [("set_busy", ""), ("tells", "no such scenario", "warn")]

    def gives_up(*_: Any) -> None:
        raise _GivenUp

    screen.sitting.submit = gives_up
    assert job() is False


def test_what_cannot_be_kept_is_said() -> None:
    screen = Drill(PICK)

    def broken(error: Exception) -> Any:
        def change(_: Any) -> None:
            raise error

        return change

    assert screen.try_write(lambda one: None) and screen.asked == []
    assert not SittingScreen.try_write(screen, broken(OSError(28, "No space left on device")))
    assert not SittingScreen.try_write(screen, broken(InputError("not understood")))
    assert screen.asked[0] == ("tells", "not kept: No space left on device", "warn")
    assert screen.asked[1][2] == "warn" and "not understood" in screen.asked[1][1]


# --- the board's screen --------------------------------------------------------------------------------------------


class Table(GameScreen):
    """The board's screen over the made-up board: what it shows and opens is written down."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        board = made.board()
        game = SimpleNamespace(trouble="", read_only=False, practice=False, path=None, take_notices=list)
        self.session: Any = SimpleNamespace(
            board=board, world=board.world, show_hours=True, game=game, title="made-up",
            stops=lambda: self.stopped, mark_coach_read=lambda: self.asked.append("read"),
        )  # fmt: skip
        self.stopped: tuple[Any, ...] = ()
        self.board_view = BoardView(lambda: None, lambda: None)
        self.board_view.show(columns(board))
        self.days: Any = SimpleNamespace(
            halt=lambda: self.halts, say_news=lambda: self.asked.append("news"),
            show_sheet=lambda: self.asked.append("sheet"), open_end_menu=lambda: self.asked.append("end"),
        )  # fmt: skip
        self.halts = self.uses = False
        self.injections: Any = SimpleNamespace(handle_key=lambda key, character: self.uses)
        self.decisions: Any = SimpleNamespace(
            ask=lambda verb: self.asked.append(verb), ask_line=lambda line: self.asked.append(line)
        )
        self.pane: Any = SimpleNamespace(styles=SimpleNamespace(height=None))
        self._notice = _NOTHING
        self._ending_day = False
        self._pictures = self._look_at_cards()
        self.moving = True
        self.timers: list[Any] = []

    @property
    def host(self) -> Any:
        return SimpleNamespace(
            settings=SimpleNamespace(animation=self.moving), end_day=self._day, table=keys.TABLE,
            way_back="Other games",
            open=lambda *given, then: self.asked.append(given), dispatch=lambda line: self.asked.append(line),
        )  # fmt: skip

    def _day(self) -> bool:
        self.asked.append(f"held {self._ending_day}")
        return self.passes

    passes = True

    def show_board(self) -> None:
        self.board_view.show(columns(self.session.board))

    def show_status(self) -> None:
        """The words under the board, which have tests of their own."""

    def set_timer(self, delay: float, callback: Any = None, **named: Any) -> Any:
        self.timers.append((delay, callback))

    def press_later(self, name: str) -> None:
        self.asked.append(f"presses {name}")


def test_the_mark_says_the_worst_first() -> None:
    table = Table()
    game = table.session.game
    assert table._mark() == ""
    game.practice = True
    assert table._mark() == "practice"
    game.read_only = True
    assert table._mark() == "read only"
    game.trouble = "the disk is full"
    assert table._mark() == "NOT SAVED"


@pytest.mark.parametrize(("height", "rows"), [(24, 10), (29, 10), (30, 12), (37, 12), (38, 19), (60, 19)])
def test_the_pane_grows_with_the_terminal(height: int, rows: int) -> None:
    table = Table()
    table.resized(80, height)
    assert table.pane.styles.height == rows


def test_a_card_that_changed_is_lit_for_a_moment() -> None:
    table = Table()
    table.show_change([])
    assert table.timers == [] and table.asked == ["news", "sheet"]
    table.session.board.cards[made.IDEA].stated_pct = 80
    table.session.board.cards[made.MEASURED].paused = True
    table.show_change([])
    assert made.MEASURED in table.board_view.lit
    ((seconds, out),) = table.timers
    out()
    assert seconds == 0.25 and table.board_view.lit == frozenset()
    table.moving = False
    table.session.board.cards[made.MEASURED].paused = False
    table.show_change([])
    assert table.board_view.lit == frozenset() and len(table.timers) == 1


def test_a_day_is_shown_once_with_the_cursor_where_time_stopped() -> None:
    table = Table()
    table._notice = StatusLine("told")
    table.stopped = (SimpleNamespace(card=-1), SimpleNamespace(card=made.LIVE), SimpleNamespace(card=made.AGENT))
    table.end_day()
    assert table.asked == ["held True", "news", "sheet"] and not table._ending_day
    assert table.board_view.card == made.LIVE and table._notice is _NOTHING
    table.handle_game_change([])
    assert table.asked[3:] == ["news", "sheet"]
    table._ending_day = True
    table.handle_game_change([])
    assert len(table.asked) == 5, "it is shown with the day"
    table._ending_day, table.passes, table._notice = False, False, StatusLine("told")
    table.end_day()
    assert table.asked[5:] == ["held True"] and table._notice.text == "told"
    table.stopped = (SimpleNamespace(card=-1),)
    assert not table._to_stop() and table.board_view.card == made.LIVE
    table.stopped = (SimpleNamespace(card=0),)
    assert table._to_stop() and table.board_view.card == 0


def key(name: str = "x") -> Any:
    used: list[str] = []
    return SimpleNamespace(
        key=name, character=name, used=used, stop=lambda: used.append("stop"),
        prevent_default=lambda: used.append("default"),
    )  # fmt: skip


def test_a_key_stops_time_or_takes_the_notice_away() -> None:
    table = Table()
    table.halts = True
    pressed = key()
    table.on_key(pressed)
    assert pressed.used == ["stop", "default"] and table.asked == ["read"] and table._notice.text == "stopped"
    assert table.timers == [], "it stands until the next key"
    table.halts = False
    pressed = key()
    table.on_key(pressed)
    ((seconds, out),) = table.timers
    assert pressed.used == [] and seconds == 0.03 and table._notice.text == "stopped"
    table.say("another")
    out()
    assert table._notice.text == "another"
    table._forget(table._notice)
    assert table._notice is _NOTHING
    table.uses = True
    pressed = key()
    table.on_key(pressed)
    assert pressed.used == ["stop", "default"] and len(table.timers) == 1
    table.say("look out", "warn")
    assert (table._notice.front, table._notice.tone) == ("!", "warn")
    table.tell("done")
    assert (table._notice.front, table._notice.tone) == ("■", "good")
    table.say("live", "good", "●")
    assert table._notice.front == "●"


def test_what_is_chosen_in_a_list_is_asked_or_done() -> None:
    table = Table()
    for chosen in (
        VerbQuestion(Kill), LineQuestion("kill EXP-001 other"), LineCommand("wip 1 2"), KeyCommand("help"), None
    ):  # fmt: skip
        table.run_command(chosen)
    assert table.asked == [Kill, "kill EXP-001 other", "wip 1 2", "presses help"]


def test_escape_on_the_board() -> None:
    table = Table()
    table.board_view.zoomed = True
    table.action_back()
    assert not table.board_view.zoomed and table.asked == []
    table.action_back()
    ((name, title, items, intro),) = table.asked
    assert (name, title, intro) == ("menu", "Paused: made-up", ["not saved: this game has no file"])
    assert [item.key for item in items] == ["", ",", "?", "s", "C", "m", "q"] and items[5].word == "Other games"
    table.session.game.path = "a.jsonl"
    table.action_back()
    assert table.asked[-1][3] == ["saved as you play: a.jsonl"]
    table.session.game.trouble = "the disk is full"
    table.action_back()
    assert table.asked[-1][3] == ["the disk is full"]
    table.session.board.over = table.board_view.zoomed = True
    table.action_back()
    assert table.asked[-1] == "end" and table.board_view.zoomed


class Watched(WatchScreen):
    """The board's screen while a bot plays: what it says and begins is written down."""

    def __init__(self, over: bool = False) -> None:
        self.asked: list[Any] = []
        self.watching: Any = SimpleNamespace(bot_name="promote-all", card=made.LIVE, counterfactual=None)
        board = made.board()
        board.over = over
        self.session: Any = SimpleNamespace(
            board=board, watching=self.watching, locked_reason="the bot decides", take_over=self._note("takes over"),
            queue_cost_sheet=self._note("queues"),
        )  # fmt: skip
        self.board_view: Any = SimpleNamespace(focus_card=self._note("focus"))
        self.days: Any = SimpleNamespace(show_sheet=self._note("sheet"), halt=self._note("halts"))
        self._compared = None

    def _note(self, name: str) -> Any:
        return lambda *given: self.asked.append((name, *given))

    @property
    def host(self) -> Any:
        return SimpleNamespace(table=keys.TABLE)

    @property
    def app(self) -> Any:
        return SimpleNamespace(switch_screen=self._note("switches"))

    @property
    def workers(self) -> Any:
        return SimpleNamespace(cancel_group=lambda one, group: self.asked.append(("cancels", group)))

    def run_in_thread(self, job: Any, done: Any, failed: Any, group: str = "default") -> None:
        self.asked.append(("compares", group))

    def say(self, text: str, tone: str = "text", front: str = "") -> None:
        self.asked.append((text, tone))


def test_a_watcher_is_told_who_decides() -> None:
    screen = Watched()
    assert screen._mark() == "watching promote-all" and screen.hint_tail() == ""
    hinted = screen.hints()
    assert hinted[5] == ("G D R S V N", "chaos") and hinted[0] == ("?", "help") and AFTER_END not in hinted
    over = Watched(over=True).hints()
    assert over[1] == AFTER_END and over[0] == ("?", "help") and len(over) == 4
    for key, told in (("x", True), ("f12", False), ("space", False), ("question_mark", False), ("s", True)):
        screen.asked.clear()
        screen.pressed(key)
        assert screen.asked == ([("the bot decides", "warn")] if told else []), key
    screen.session.watching = None
    assert screen._mark() == "watching "


def test_a_disruption_is_compared_once_and_the_cursor_follows_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GameScreen, "show_change", lambda self, events: self.asked.append(("shown", events)))
    screen = Watched()
    screen.show_change([])
    assert screen.asked == [("focus", made.LIVE), ("shown", [])]
    for ghost, again in (("first", True), ("first", False), ("second", True), (None, False)):
        screen.asked.clear()
        screen.watching.card, screen.watching.counterfactual = -1, ghost
        screen.show_change([])
        begun = [("cancels", "futures"), ("compares", "futures")] if again else []
        assert screen.asked == [("shown", []), *begun]
    screen.asked.clear()
    screen._show_cost(False)
    assert screen.asked == []
    screen._show_cost(True)
    assert screen.asked == [("queues",), ("sheet",)]
    screen.say_failure("no scale")
    assert screen.asked[-1] == ("the futures could not be compared: no scale", "warn")
    screen = Watched(over=True)
    screen.action_take_over()
    assert screen.asked == [("the bot decides", "warn")]


# --- the program's half of a change --------------------------------------------------------------------------------


class Program(GameApp):
    """An app with a game of which only the history and what is refused is known."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.session: Any = SimpleNamespace(
            board=SimpleNamespace(history=["before"]), do=self._do, undo=lambda: "a line",
            game=SimpleNamespace(trouble=None, save_as=lambda path: self.asked.append(path)),
        )  # fmt: skip
        self.brings: list[str] = []
        self.refuses = ""

    def _do(self, action: Any) -> None:
        if self.refuses:
            raise InputError(self.refuses)
        self.session.board.history += self.brings

    def notify_screens(self, events: Any) -> None:
        self.asked.append(events)

    def say(self, text: str, tone: str = "warn") -> None:
        self.asked.append((text, tone))


def test_an_action_tells_the_screens_what_it_did() -> None:
    program = Program()
    program.brings = ["one", "two"]
    assert program.dispatch("line") == ["one", "two"] and program.asked == [["one", "two"]]
    program = Program()
    assert program.dispatch("line") == []
    assert program.asked[0] == [] and program.asked[1][1] == "good", "without a word nothing would have been pressed"
    program.refuses = "not now"
    program.asked.clear()
    assert program.dispatch("line") is None and program.asked == [("not now", "warn")]


def test_what_was_taken_back_is_named() -> None:
    program = Program()
    program.undo()
    assert program.asked == [[], ("taken back: a line; this game is practice now", "warn")]
    program.session.undo = lambda: ""
    program.undo()
    assert program.asked[-1] == ("nothing to take back", "warn")

    def refused() -> str:
        raise InputError("not in this game")

    program.session.undo = refused
    program.asked.clear()
    program.undo()
    assert program.asked == [("not in this game", "warn")]


def test_a_disk_that_fails_later_is_told() -> None:
    program = Program()
    fine: Any = SimpleNamespace(exception=lambda: None)
    program._synced(fine)
    assert program.asked == []
    program.session.game.trouble = "the disk is full"
    program._synced(fine)
    assert program.asked == [[]]
    program.session = None
    program._synced(SimpleNamespace(exception=lambda: OSError("gone")))  # type: ignore[arg-type]
    assert program.asked[1:] == [("not saved: gone", "warn")]


@pytest.mark.parametrize(("over", "trouble"), [(False, ""), (True, ""), (False, "the disk is full")])
def test_a_game_that_is_left_can_be_gone_on_with_unless_it_is_over(
    over: bool, trouble: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program()
    saved: list[Any] = []
    monkeypatch.setattr(game_app, "save", saved.append)
    settings: Any = SimpleNamespace(last="old", last_line="", finished=["other"])
    program.settings, program.farewell, program.unsaved = settings, "", False
    path = tmp_path / "a.jsonl"
    program.session = SimpleNamespace(
        close=lambda: saved.append("closed"), board=SimpleNamespace(over=over), title="rag", place=lambda: "day 3",
        game=SimpleNamespace(path=path, trouble=trouble),
    )  # fmt: skip
    program.close_game()
    assert program.session is None and saved == ["closed", settings] and program.unsaved is bool(trouble)
    assert settings.last == ("" if over else str(path.resolve())) and settings.last_line == "day 3"
    assert settings.finished == (["other", "rag"] if over else ["other"])
    assert program.farewell == (f"{trouble}; what there is: {path}" if trouble else f"saved: {path}")
    program.close_game()
    assert len(saved) == 2


# --- what all screens share ----------------------------------------------------------------------------------------


class Working(BaseScreen[None]):
    """A screen whose work is done at once instead of in a thread."""

    def __init__(self) -> None:
        self.found: list[Any] = []

    @property
    def app(self) -> Any:
        return SimpleNamespace(call_from_thread=lambda call, *given: call(*given))

    def run_worker(self, work: Any, *given: Any, **named: Any) -> Any:
        work()

    def work(self, error: Exception | None) -> Any:
        def job() -> str:
            if error is not None:
                raise error
            return "done"

        self.run_in_thread(job, lambda found: self.found.append(found), lambda why: self.found.append(f"! {why}"))
        return self.found[-1]


def test_what_went_wrong_in_a_thread_is_said_in_its_own_words() -> None:
    screen = Working()
    assert screen.work(None) == "done"
    assert screen.work(InputError("no such lab")) == "! no such lab"
    assert screen.work(OSError(2, "No such file", "a\x1b.jsonl")) == "! No such file: a.jsonl"
    assert screen.work(OSError(28, "No space left")) == "! No space left"
    assert screen.work(ValueError("x")) == "! a fault of the program: ValueError: x"
    assert len(screen.found) == 5


def test_steps_are_shown_until_something_else_is_begun() -> None:
    screen = Working()
    screen.run_steps(lambda: iter([1, 2]), screen.found.append, screen.found.append)
    assert screen.found == [1, 2]

    def left() -> Any:
        yield 3
        screen.on_unmount()
        yield 4

    screen.run_steps(left, screen.found.append, screen.found.append)
    assert screen.found == [1, 2, 3]

    def again() -> Any:
        yield 5
        screen.run_steps(lambda: iter([7]), screen.found.append, screen.found.append)
        yield 6

    screen.run_steps(again, screen.found.append, screen.found.append)
    assert screen.found == [1, 2, 3, 5, 7]


def test_a_word_in_the_place_of_the_hints_goes_after_its_time() -> None:
    bar = HintBar([("?", "help")])
    timers: list[Any] = []
    bar.set_timer = lambda seconds, callback: timers.append((seconds, callback))  # type: ignore[method-assign, assignment]
    bar.update = lambda: timers.append("drawn")  # type: ignore[method-assign]
    bar.tell("one", "good")
    assert timers[0] == "drawn" and timers[1][0] == 8.0
    bar.tell("two", "warn")
    timers[1][1]()
    assert bar._message == ("two", "warn")
    timers[3][1]()
    assert bar._message is None and timers[4:] == ["drawn"]
    bar.hush()
    bar.show([("?", "help")])
    assert len(timers) == 5, "nothing is other than it was"
    bar.show([("?", "help")], "chaos")
    assert timers[5:] == ["drawn"]


# --- search --------------------------------------------------------------------------------------------------------


def test_the_forms_of_actions_are_found_by_their_words_the_named_one_first() -> None:
    everything = _forms("")
    assert len(everything) > 10 and all(isinstance(one.run, Fill) for one in everything)
    named = _forms("start 1 and more")
    assert [one.run for one in named] == [Fill("start")]
    found = _forms("kill")
    assert found[0].text.startswith("kill") and all("kill" in one.text.lower() for one in found)
    assert _forms("zebra") == []


def test_enter_types_a_word_or_does_a_line_that_is_whole() -> None:
    for value, verb, then in (
        ("", "kill", "kill "), ("star", "start", "start "), ("start 1", "start", "start 1"),
        ("killing", "kill", "kill "), ("KILL 4", "kill", "KILL 4"),
    ):  # fmt: skip
        screen = Search(value)
        screen._fill(verb)
        assert screen._input.value == then and screen._input.cursor_position == len(then) and screen.closed == []
    screen = Search("legal")
    screen._fill("legal-review")
    assert screen.closed == [LineCommand("legal-review")] and screen._input.value == "legal"


class Search(HelpScreen):
    """The search line alone."""

    def __init__(self, value: str) -> None:
        self._input: Any = SimpleNamespace(value=value, cursor_position=0)
        self.closed: list[Any] = []

    def dismiss(self, result: Any = None) -> Any:
        self.closed.append(result)
