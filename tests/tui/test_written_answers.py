"""A drill's text: what a sign begins, what is kept while it is written, what a field takes; without an app."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.drills.asks import Option, Pick, Several, Words
from aiboard.drills.form import ChoiceField, Field, Form, Grader, NumberField
from aiboard.tui.screens import writing
from aiboard.tui.screens.writing import WritingScreen
from aiboard.tui.widgets.drill_reply import reply_to

OPTIONS = (Option("a", "the first"), Option("b", "the second"))
WHY = Field("why", "case", "Why", Grader.PERSON)
SEEDS = NumberField("seeds", "case", "Seeds", Grader.PROGRAM, low=1, high=9, step=1, start=3, unit="seeds")
GATE = ChoiceField("gate", "rules", "Gate", Grader.PROGRAM, OPTIONS)
FORM = Form("case", "Fill it in.", (WHY, SEEDS, GATE))
WORDS = Words("said", "Say it.", seconds=300)


class Text:
    """A field of text that writes down what is done with it."""

    def __init__(self, text: str = "", row: int = 0) -> None:
        self.text, self.cursor_location = text, (row, 0)
        self.display = False
        self.border_title = self.border_subtitle = ""
        self.document = SimpleNamespace(end="the end")
        self.done: list[Any] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        def note(*given: Any) -> None:
            if name == "load_text":
                self.text = given[0]
            self.done.append((name, *given))

        return note


class Screen(WritingScreen):
    """The screen on some ask, without an app: what it says, keeps and shows is written down."""

    typing = False  # type: ignore[assignment]
    ask: Any = None
    sitting: Any = None

    def __init__(self, ask: Any = None, text: str = "", row: int = 0, partial: Any = None, before: Any = None) -> None:
        self.ask = ask
        self._text: Any = Text(text, row)
        self._field = None
        self._catching = False
        self._refused = None
        self._began = 0.0
        self.asked: list[Any] = []
        self.sitting = SimpleNamespace(
            partial=lambda one: partial,
            save_draft=lambda one, value: self.asked.append(("keeps", one.key, value)),
            submit=lambda one, value: self.asked.append(("gives", one.key, value)),
        )
        reply: Any = reply_to(ask, before) if ask is not None else None
        self.view: Any = SimpleNamespace(
            busy="", reply=reply, form=getattr(reply, "form", None), at=0,
            field=lambda: self.view.reply.form.field(self.view.at),
            move=lambda by: self.asked.append(("moves", by)),
            type_character=lambda sign: sign in "ab5",
            gauge=lambda one, text, seconds: f"{one.key} {text} {seconds:.0f}",
            show_check=lambda lines: self.asked.append(("checked", lines)),
        )  # fmt: skip

    @property
    def app(self) -> Any:
        """As far as a width is asked for."""
        return SimpleNamespace(size=SimpleNamespace(width=20))

    def try_write(self, change: Callable[[Any], object]) -> bool:
        change(self.sitting)
        return True

    def tell(self, text: str, tone: str = "good") -> None:
        self.asked.append(("tells", text, tone))

    def show_ask(self) -> None:
        self.ask = WORDS

    def show_hints(self) -> None:
        """The keys, which these tests do not read."""

    def call_after_refresh(self, callback: Callable[..., Any], *given: Any, **named: Any) -> bool:
        self.asked.append("hints")
        return True


def key(sign: str | None) -> Any:
    return SimpleNamespace(character=sign)


@pytest.mark.parametrize(
    ("ask", "at", "opens"),
    [
        (WORDS, 0, "aZ5"), (FORM, 0, "aZ5"), (FORM, 1, "5.-$"), (FORM, 2, ""), (FORM, 3, ""),
        (Pick("one", "Which?", OPTIONS), 0, "a5"),
    ],
)  # fmt: skip
def test_which_sign_begins_what_is_written(ask: Any, at: int, opens: str) -> None:
    begun = ""
    for sign in "aZ5.-$ \t":
        screen = Screen(ask)
        screen.view.at = at
        taken = screen.typed_sign(key(sign))
        begun += sign * taken
        written = (screen._text.done or [("",)])[0]
        if ask is WORDS:
            assert (written == ("insert", sign)) is screen._catching is taken
        elif ask is FORM:
            assert (written == ("load_text", sign)) is screen._catching is (screen._field is not None) is taken
    assert begun == opens


def test_no_sign_begins_anything_while_it_waits_and_none_that_is_no_sign() -> None:
    for sign in (None, "", "ab", "\x1b"):
        assert not Screen(WORDS).typed_sign(key(sign))
    screen = Screen(WORDS)
    screen.view.busy = "Playing …"
    assert not screen.typed_sign(key("a")) and screen._text.done == []
    screen = Screen()
    assert not screen.typed_sign(key("c")) and not screen.typed_sign(key(".")), "nothing is asked"


def test_what_is_typed_before_the_text_has_the_focus_is_the_texts() -> None:
    screen = Screen(WORDS)
    assert screen.typed_sign(key("a"))
    assert screen.asked == ["hints"]
    for sign in " .x":
        assert screen.typed_sign(key(sign))
    assert [one for one in screen._text.done if one[0] == "insert"] == [("insert", sign) for sign in "a .x"]
    assert [one[0] for one in screen._text.done].count("focus") == 1
    # The focus is there: the text reads its keys itself.
    screen.typing = True  # type: ignore[misc]
    assert not screen.typed_sign(key("b")) and not screen._catching
    screen.typing = False  # type: ignore[misc]
    screen.ask = Pick("one", "Which?", OPTIONS)
    assert not screen.typed_sign(key(" ")), "it catches no longer"


def test_a_sentence_at_a_choice_that_leads_to_a_text_chooses_it() -> None:
    screen = Screen(Pick("one", "Which?", OPTIONS, prose="b"))
    assert screen.typed_sign(key("x"))
    assert screen.asked[0] == ("gives", "one", "b") and ("insert", "x") in screen._text.done
    screen = Screen(Pick("one", "Which?", OPTIONS))
    assert screen.typed_sign(key("b")) and screen.asked == [] and screen._text.done == []


@pytest.mark.parametrize(
    ("ask", "text", "partial", "kept"),
    [
        (None, "x", None, []),
        (WORDS, "", None, []),
        (WORDS, " \n ", None, []),
        (WORDS, "It helps.", None, ["It helps."]),
        (Pick("one", "Which?", OPTIONS), "", None, []),
        (Several("some", "Which?", OPTIONS, ("a",)), "", None, []),
        (Several("some", "Which?", OPTIONS, ("a",)), "", ["a"], [["a"]]),
    ],
)
def test_what_is_kept_while_it_is_written(ask: Any, text: str, partial: Any, kept: list[Any]) -> None:
    screen = Screen(ask, text, partial=partial)
    screen.save_draft()
    assert [one[2] for one in screen.asked] == kept
    screen.asked.clear()
    screen.view.busy = "Playing …"
    screen.save_draft()
    assert screen.asked == [], "it was handed in"


def test_what_was_set_otherwise_than_it_began_is_kept() -> None:
    screen = Screen(Several("some", "Which?", OPTIONS, ("a",)))
    screen.view.reply.at = 1
    screen.view.reply.toggle()
    screen.save_draft()
    assert screen.asked == [("keeps", "some", ["a", "b"])]


def test_of_a_form_the_values_are_kept_and_what_is_being_written() -> None:
    screen = Screen(FORM, " more \n seeds ", before={"seeds": 4})
    screen.save_draft()
    assert screen.asked == [("keeps", "case", {"seeds": 4})]
    screen._field = WHY
    screen.save_draft()
    assert screen.asked[-1] == ("keeps", "case", {"seeds": 4, "why": "more seeds"})
    screen._field = SEEDS
    screen.save_draft()
    assert screen.asked[-1] == ("keeps", "case", {"seeds": 4}), "that is no number"
    assert screen.view.form.values == {"seeds": 4}


def test_a_field_takes_what_was_written_or_says_why_not() -> None:
    screen = Screen(FORM, "7")
    screen._field = SEEDS
    screen._text.display = True
    assert screen.take_text(SEEDS) and screen.view.form.values == {"seeds": 7}
    assert screen.asked == [("keeps", "case", {"seeds": 7}), ("moves", 1)]
    assert screen._field is None and not screen._text.display
    screen = Screen(FORM, "  ", before={"seeds": 4})
    assert screen.take_text(SEEDS) and screen.view.form.values == {"seeds": 4}, "nothing was written"
    assert screen.asked[-1] == ("moves", 1)
    screen = Screen(FORM, "many")
    screen._text.display = True
    assert not screen.take_text(SEEDS) and screen._text.display and screen.view.form.values == {}
    ((said, _, tone),) = screen.asked
    assert (said, tone) == ("tells", "warn")


def test_a_text_that_its_field_does_not_take_is_dropped_by_the_second_escape() -> None:
    screen = Screen(FORM, "many")
    screen._field, screen._text.display = SEEDS, True
    assert not screen.leave_field(SEEDS) and screen._text.display
    assert screen.asked[-1] == ("tells", "this field does not take that text; Esc again drops it", "warn")
    screen._text.text = "many more"
    assert not screen.leave_field(SEEDS), "it was changed meanwhile"
    assert screen.leave_field(SEEDS)
    assert screen._field is None and not screen._text.display and screen._refused is None
    assert screen.view.form.values == {}
    screen = Screen(FORM, "7")
    assert screen.leave_field(SEEDS) and screen.view.form.values == {"seeds": 7}


@pytest.mark.parametrize(
    ("lines", "row", "checked"),
    [
        (["check", ""], 1, [""]),
        (["one", " Check ", "two"], 2, ["one\ntwo"]),
        (["one", "check", "two"], 1, []),
        (["one", "check it", ""], 2, []),
        (["check"], 0, []),
        (["one", "two", "check"], 0, []),
    ],
)
def test_a_line_that_only_says_check_is_taken_out_and_answered(lines: list[str], row: int, checked: list[str]) -> None:
    ask = Words("said", "Say it.", check=lambda text: [text])
    screen = Screen(ask, "\n".join(lines), row)
    screen.on_text_area_changed(None)  # type: ignore[arg-type]
    assert screen.asked == [("checked", [text]) for text in checked]
    assert screen._text.done == [("delete", (row - 1, 0), (row, 0)) for _ in checked]
    for other in (WORDS, None):
        screen = Screen(other, "\n".join(lines), row)
        screen.on_text_area_changed(None)  # type: ignore[arg-type]
        assert screen.asked == [] and screen._text.done == []


@pytest.mark.parametrize(
    ("partial", "shown", "then"),
    [(None, "Hello ", "action_cursor_line_end"), ("", "", "end"), ("so", "so", "end")],
)
def test_a_text_goes_on_where_it_was_left(
    partial: str | None, shown: str, then: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing.time, "monotonic", lambda: 100.0)
    screen = Screen(Words("said", "Say it.", initial="Hello "), partial=partial)
    screen.open_words(screen.ask)
    place = ("move_cursor", "the end") if then == "end" else (then,)
    assert screen._text.text == shown and place in screen._text.done
    assert screen._text.display and ("focus",) in screen._text.done and screen.asked == ["hints"]
    monkeypatch.setattr(writing.time, "monotonic", lambda: 107.0)
    screen.tick()
    assert screen._text.border_subtitle == f"said {shown} 7"
    screen.ask, screen._text.border_subtitle = FORM, "a number"
    screen.tick()
    assert screen._text.border_subtitle == "a number"


@pytest.mark.parametrize(("prompt", "title"), [("Say in words", "Say in words"), ("Say it in all", "Your answer")])
def test_a_question_too_long_for_the_frame_is_not_its_title(prompt: str, title: str) -> None:
    screen = Screen(Words("said", prompt))
    screen.open_words(screen.ask)
    assert screen._text.border_title == title


def test_the_frame_of_a_field_says_what_it_takes() -> None:
    screen = Screen(FORM)
    screen.open_field(SEEDS, "4")
    assert (screen._text.text, screen._text.border_title) == ("4", "Seeds")
    assert screen._text.border_subtitle == "1 to 9 seeds" and screen._field is SEEDS and screen._text.display
    assert ("action_cursor_line_end",) in screen._text.done and ("focus",) in screen._text.done


def test_pages_are_those_of_the_question_and_a_key_takes_away_what_was_said(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen(WORDS)
    screen.view.scroll = lambda lines, pages: screen.asked.append((lines, pages))
    screen.view.say_once = lambda note: screen.asked.append(note)
    text = writing._Text()
    on: list[Any] = [screen]
    monkeypatch.setattr(writing._Text, "screen", property(lambda self: on[0]))
    text.action_cursor_page_down()
    text.action_cursor_page_up()
    text.on_key(None)  # type: ignore[arg-type]
    assert screen.asked == [(0, 1), (0, -1), ""]
    on[0] = SimpleNamespace()
    text.action_cursor_page_down()
    text.on_key(None)  # type: ignore[arg-type]
    assert len(screen.asked) == 3, "another screen has no question"


def test_the_clock_goes_and_what_is_typed_is_kept_until_the_screen_is_left() -> None:
    screen = Screen(WORDS, "It helps.")
    timers: dict[float, Any] = {}
    screen.set_interval = lambda seconds, callback: timers.update({seconds: callback})  # type: ignore[method-assign, assignment]
    screen.begin = lambda: screen.asked.append("begins")  # type: ignore[method-assign]
    screen.on_mount()
    assert screen.asked == ["begins"] and list(timers) == [1.0, 2.0]
    timers[1.0]()
    assert str(screen._text.border_subtitle).startswith("said It helps.")
    timers[2.0]()
    screen.on_unmount()
    assert screen.asked[1:] == [("keeps", "said", "It helps.")] * 2
