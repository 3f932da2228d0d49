"""Interview practice on the screen: from the first screen to a grade, at both sizes."""

from functools import partialmethod
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from aiboard.drills.asks import Play
from aiboard.drills.attempts import Store
from aiboard.drills.case.drill import CaseStudy
from aiboard.drills.case.form import usual
from aiboard.drills.case.project import project
from aiboard.drills.diagnose.plants import PLANTS
from aiboard.drills.drill import DRILLS, Setting
from aiboard.drills.form import Form
from aiboard.tui.app import AiBoard
from aiboard.tui.options import Options
from aiboard.tui.screens.drill import DrillScreen
from aiboard.tui.screens.drills import DrillsScreen
from aiboard.tui.screens.sitting import REACTION_SECONDS
from aiboard.tui.settings import Settings
from tests.tui.conftest import screen_text

SIZES = [(80, 24), (140, 45)]


async def settled(pilot: Pilot[int]) -> str:
    """The screen once what was begun in threads is there."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen_text(pilot.app)  # type: ignore[arg-type]


def app(drill: str = "", question: str | None = None) -> AiBoard:
    wish = (drill, Setting(seed=1), question) if drill else None
    return AiBoard(Options(drill=wish), Settings(animation=False))


SAID = {
    "hypothesis": "Hybrid search brings 71 to 88",
    "rituals": "Stand-up: what waits? Review: what did we learn? Retro: which kill came late?",
}


@pytest.mark.parametrize("size", SIZES)
async def test_from_the_first_screen_to_a_grade(size: tuple[int, int]) -> None:
    async with app().run_test(size=size) as pilot:
        assert "Interview" in await settled(pilot)
        await pilot.press("i")
        listed = await settled(pilot)
        assert isinstance(pilot.app.screen, DrillsScreen) and all(one.title in listed for one in DRILLS)
        await pilot.press("enter")
        assert "What do you do?" in await settled(pilot)
        await pilot.press("c", "z")
        assert "▸ c" in await settled(pilot), "a letter before an answer goes to it, another does nothing"
        await pilot.press("b", "enter", "right", "right", "enter")
        graded = await settled(pilot)
        assert "Confidence 60 %" in graded
        (attempt,) = Store.load().attempts
        assert attempt.confidence == 60 and attempt.drill == "quiz"
        # Another question, and back to the list, which has counted.
        await pilot.press("enter")
        assert "What do you do?" in await settled(pilot)
        await pilot.press("escape")
        assert "done 1" in await settled(pilot)
        await pilot.press("p")
        assert "sure 60 %" in await settled(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_text_is_kept_when_one_leaves_and_handed_in_later(size: tuple[int, int]) -> None:
    async with app("whiteboard").run_test(size=size) as pilot:
        assert " of 5:00" in await settled(pilot), "the frame of the text has its clock from the start"
        await pilot.press(*"column Killed")
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen.focused is None
        await pilot.press("tab", "enter", *"metric kill rate", "escape")
        await settled(pilot)
        await pilot.press("escape")
    assert Store.load().draft("whiteboard") == ("whiteboard", {"board~": "column Killed\nmetric kill rate"})
    async with app("whiteboard").run_test(size=size) as pilot:
        assert "metric kill rate" in await settled(pilot)
        await pilot.press("tab", "enter")
        assert "2 of 19 points" in await settled(pilot)
        await pilot.press("y")
        assert "written to" in await settled(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_evidence_probabilities_and_a_first_action(size: tuple[int, int]) -> None:
    async with app("diagnose", "3-4").run_test(size=size) as pilot:
        assert "13 minutes left" in await settled(pilot)
        await pilot.press("enter")
        assert "10 minutes left" in await settled(pilot)
        # The first piece is open; the two after it would be too dear together.
        await pilot.press("down", "enter", "end", "enter")
        assert "100 % left to share" in await settled(pilot)
        await pilot.press("enter")
        assert "these add up to 0 %: 100 is needed" in await settled(pilot)
        await pilot.press("0")
        assert "100 is needed" not in await settled(pilot), "what was said goes with a digit too"
        # It goes with the next key, and what was set stays.
        await pilot.press(*["right"] * 14, "enter")
        assert "these add up to 70 %: 100 is needed" in await settled(pilot)
        await pilot.press("down")
        text = await settled(pilot)
        assert "100 is needed" not in text and " 70 %  " in text
        await pilot.press(*["right"] * 9)
        assert "0 % left to share" in await settled(pilot)
        await pilot.press("enter")
        text = await settled(pilot)
        # The key of an action is that of its cause.
        assert "What do you do first?" in text and not any(f"{key}  " in text for key in PLANTS)
        await pilot.press("enter")
        assert "You gave it" in await settled(pilot)
    (attempt,) = Store.load().attempts
    assert attempt.question == "3-4"


async def test_one_cause_takes_few_keys() -> None:
    async with app("diagnose", "3-4").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("end", "enter", "down", "7", "0", "e")
        shown = await settled(pilot)
        assert " 70 %  " in shown and "0 % left to share" in shown
        # Ten more of another come from all the others.
        await pilot.press("down", "plus")
        assert "0 % left to share" in await settled(pilot)
        await pilot.press("enter")
        assert "What do you do first?" in await settled(pilot)


async def test_a_text_is_dropped_by_a_key_that_is_no_letter() -> None:
    async with app("whiteboard").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"column Hypo", "escape")
        assert "ctrl+n another" in await settled(pilot)
        await pilot.press("ctrl+n")
        assert "drop this question and ask another" in await settled(pilot)
        await pilot.pause(REACTION_SECONDS + 0.05)
        await pilot.press("enter")
        assert "column Hypo" not in await settled(pilot)
    assert Store.load().draft("whiteboard") is None


async def test_a_text_typed_at_once_is_whole() -> None:
    """The focus comes later than the first sign: none of what a fast hand or a paste types meanwhile is lost."""
    async with app("case", "1").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for sign in "deflect 3 in 10":
            pilot.app.screen.post_message(events.Key({" ": "space"}.get(sign, sign), sign))
        assert "│ deflect 3 in 10 " in await settled(pilot)


async def test_letters_go_into_the_text_and_a_line_asks_what_could_be_read() -> None:
    async with app("whiteboard").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"column Hypo 5", "enter", *"arow", "escape")
        # Out of the text: letters that are keys elsewhere begin it again.
        await pilot.press("n", "d", "y", "enter", *"check", "enter")
        shown = " ".join((await settled(pilot)).split())
        assert "Read: 1 column, 1 limit, 0 arrows" in shown and "Not read: arowndy: begins with none of" in shown
        await pilot.press("escape", "enter")
        assert "not read: arowndy" in await settled(pilot)
    (attempt,) = Store.load().attempts
    assert attempt.drill == "whiteboard"


async def test_what_cannot_be_begun_is_said(tmp_path: Path) -> None:
    async with app("story").run_test(size=(80, 24)) as pilot:
        assert "no finished game was found" in await settled(pilot)
        assert isinstance(pilot.app.screen, DrillScreen)
        await pilot.press("enter", "down", "n", "y", "d", "right")
        shown = await settled(pilot)
        assert "no finished game was found" in shown and "take" not in shown.splitlines()[-1]


@pytest.mark.parametrize("size", SIZES)
async def test_a_reply_is_taken_apart_corrected_and_followed_up(size: tuple[int, int]) -> None:
    question = "support-chatbot:calm/reference/378001/11/hart/good-enough"
    async with app("stakeholder", question).run_test(size=size) as pilot:
        assert "How do you reply?" in await settled(pilot)
        await pilot.press("down", "enter")
        await settled(pilot)
        await pilot.press(*"It reads 86.5", "escape", "enter")
        asked = await settled(pilot)
        # Written part by part, behind the first label.
        assert "number: It reads 86.5" in (await settled(pilot))
        # The reply stands above what was found in it; the cursor is where one goes on.
        assert "[✓] a number" in asked and "[ ] on what data" in asked
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen) and not screen._text.display, "nothing is written now"
        await pilot.press("up", "enter")
        assert "[✓] what you need" in await settled(pilot)
        await pilot.press("enter", "down", "enter")
        assert "what is that in dollars" in " ".join((await settled(pilot)).lower().split())
        await pilot.press("escape", "enter", "escape", "enter")
        graded = await settled(pilot)
        assert "Parts, looked for by a program" in graded
        await pilot.press("y")
        assert "written to" in await settled(pilot)
    (attempt,) = Store.load().attempts
    assert attempt.question == question


@pytest.mark.parametrize("size", SIZES)
async def test_the_interviewers_sheet_opens_from_the_list(size: tuple[int, int]) -> None:
    async with app().run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("i")
        await settled(pilot)
        await pilot.press("i")
        assert "Interviewer's sheet" in await settled(pilot)
        await pilot.press("escape", "down", "i")
        await settled(pilot)
        # The model board is a drawing: its spaces are kept.
        await pilot.press("/", *"limit 5", "enter")
        assert "│ limit 5   │" in await settled(pilot)
        await pilot.press("escape", "down", "down", "i")
        # A story needs a finished game: said, and the list stays.
        assert "no finished game" in await settled(pilot) and isinstance(pilot.app.screen, DrillsScreen)


@pytest.mark.parametrize("size", SIZES)
async def test_a_form_is_filled_in_kept_and_played(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CaseStudy, "__init__", partialmethod(CaseStudy.__init__, games=1))
    async with app("case", "1").run_test(size=size) as pilot:
        text = await settled(pilot)
        assert "Objective, as the business would say it: –" in text and "⏎ write" in text.splitlines()[-1]
        brief = text.split("Your design")[0].splitlines()
        assert len(brief) >= pilot.app.size.height // 2, "before anything is filled in, the project is to be read"
        # A text begins with its first letter, also with one that is a key elsewhere; too little of it is said.
        await pilot.press(*"deflect", "tab")
        assert "has 1 word; write at least 5" in await settled(pilot)
        await pilot.press(*" 3 in 10 tickets", "tab")
        # A number by arrows, one typed.
        await pilot.press("down", "right", "left", "down", *"227", "tab")
        shown = await settled(pilot)
        assert "say it: deflect 3 in 10 tickets" in shown and "79 percent" in shown and "227 dollars" in shown
        await pilot.press("end", "enter")
        assert "'Metric, its target, and on what it is measured' has no value yet" in await settled(pilot)
        await pilot.press("escape")
    name, kept = Store.load().draft("case") or ("", {})
    given = {"objective": "deflect 3 in 10 tickets", "baseline": 79, "serving": 227}
    assert name == "1" and kept["design~"] == {"gates": [], "orders": [], **given}
    # The rest as a file would have it: what was given before is there, and the whole is handed in.
    values = {**usual(project(1).world), "metric": "92 % of 500 questions", "latency": 2000, "first_live": 5}
    # Something that costs money in every game, to be asked about.
    values["legal"] = "when-near"
    store, question = Store.load(), CaseStudy().find("1")
    store.save_part(question, "design~", {**values, **kept["design~"], **SAID})
    async with app("case").run_test(size=size) as pilot:
        await settled(pilot)
        await pilot.press("end", "enter")
        asked = await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen) and screen.sitting is not None
        assert screen.sitting.ask is not None and "a game" in asked and "why" in asked
        while screen.sitting.ask is not None:
            await pilot.press("tab", "enter")
            asked = await settled(pilot)
        assert "Checked by program" in asked
    assert [attempt.drill for attempt in Store.load().attempts] == ["case"]


async def test_games_are_given_up_and_the_form_is_still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {**usual(project(1).world), "objective": "Fewer tickets a person has to answer", "baseline": 71}
    values["serving"] = 227
    values |= {"latency": 2000, "first_live": 5, "metric": "92 % of 500 questions", **SAID}
    Store.load().save_part(CaseStudy().find("1"), "design~", values)
    # More games than any machine plays before the key comes.
    monkeypatch.setattr(CaseStudy, "__init__", partialmethod(CaseStudy.__init__, games=2_000))
    async with app("case").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("end", "enter")
        for _ in range(1_200):
            if "Playing:" in screen_text(pilot.app):  # type: ignore[arg-type]
                break
            await pilot.pause(0.05)
        assert "Playing:" in screen_text(pilot.app) and "Esc gives up" in screen_text(pilot.app)  # type: ignore[arg-type]
        hints = screen_text(pilot.app).splitlines()[-1]  # type: ignore[arg-type]
        assert "Esc give up" in hints and "hand in" not in hints, "no key holds but the one that ends it"
        await pilot.press("escape")
        given_up = await settled(pilot)
        assert "given up; your answer is kept" in given_up
        assert isinstance(pilot.app.screen, DrillScreen) and pilot.app.screen.sitting is not None
        assert pilot.app.screen.sitting.ask is not None and pilot.app.screen.sitting.ask.key == "design"
    assert Store.load().attempts == []


async def test_what_was_handed_in_is_not_kept_as_the_next_answer() -> None:
    async with app("whiteboard").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"column Killed")
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        # As while a thread hands it in: the next thing may be asked before the screen shows it.
        screen.view.busy = "One moment …"
        screen.save_draft()
    assert Store.load().draft("whiteboard") is None


def test_the_names_of_the_fields_are_shown_whole() -> None:
    (form,) = CaseStudy().find("1").asks
    assert isinstance(form, Form)
    # At 80 columns with the margins, the cursor's mark and who judges it.
    assert [field.name for field in form.fields if len(field.name) + 2 + len(field.by.value) > 72] == []


async def test_an_input_with_a_defect_is_made_from_one_that_is_there() -> None:
    async with app("defect", "gate-rule").run_test(size=(80, 24)) as pilot:
        shown = await settled(pilot)
        assert '{"scores": [90, 91, 92]' in shown.split("as JSON:")[-1]


async def test_a_game_is_played_for_a_drill_which_comes_back() -> None:
    async with app("tomorrow").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("enter")
        assert "you come back here from its end" in await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        assert "Back to the drill" in await settled(pilot)
        await pilot.press("m")
        back = await settled(pilot)
        assert isinstance(pilot.app.screen, DrillScreen) and "go on with it later" in back
        ask = pilot.app.screen.sitting.ask if pilot.app.screen.sitting is not None else None
        assert isinstance(ask, Play) and Path(ask.resume).exists()
        # Given back, the way leads to the first screen and not into a drill again.
        await pilot.press("escape")
        assert "Interview" in await settled(pilot)


ASKED = "support-chatbot:calm/reference/378001/11/hart/good-enough"


@pytest.mark.parametrize("drill", ["stakeholder", "diagnose", "defect", "case"])
async def test_a_question_opens_at_its_top_with_what_is_asked_in_view(drill: str) -> None:
    question = ASKED if drill == "stakeholder" else None
    async with app(drill, question).run_test(size=(80, 24)) as pilot:
        shown = await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen) and screen.sitting is not None and screen.sitting.ask is not None
        assert screen.sitting.question.title[:60] in shown
        assert " ".join(screen.sitting.ask.prompt.split()[:4]) in shown
        if drill == "stakeholder":
            assert "“Is 86.5 good?”" in shown
        assert "PgUp/PgDn" in shown and "more below" in shown
        seen = shown
        for _ in range(20):
            await pilot.press("pagedown")
            seen = await settled(pilot)
            if "more below" not in seen:
                break
        assert "more above" in seen and "more below" not in seen
        assert " ".join(screen.sitting.ask.prompt.split()[:4]) in seen


@pytest.mark.parametrize("size", SIZES)
async def test_another_question_is_asked_for_twice_until_there_is_a_grade(size: tuple[int, int]) -> None:
    async with app("quiz").run_test(size=size) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        before = screen.sitting
        await pilot.press(*"n wx n")
        assert "drop this question" in await settled(pilot) and screen.sitting is before
        # Any other key stays, and does nothing else.
        await pilot.press("down")
        assert "drop this question" not in await settled(pilot) and screen.view.at == 0
        # Keys that come in one burst are no answer to what nobody could have seen.
        await pilot.press("n", "enter")
        await settled(pilot)
        assert screen.sitting is before and not screen.dropping
        await pilot.press("n")
        await pilot.pause(REACTION_SECONDS + 0.05)
        await pilot.press("enter")
        await settled(pilot)
        assert screen.sitting is not None and screen.sitting is not before


async def test_that_it_goes_on_does_not_hide_the_keys() -> None:
    async with app("whiteboard").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"column Killed", "escape")
        await settled(pilot)
        await pilot.press("escape")
    async with app("whiteboard").run_test(size=(80, 24)) as pilot:
        shown = await settled(pilot)
        assert "You began this before" in shown and "hand in" in shown
        await pilot.press("x")
        assert "You began this before" not in await settled(pilot)


async def test_while_a_field_is_written_the_keys_are_those_of_the_text() -> None:
    async with app("case", "1").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"deflect")
        assert "take this text" in await settled(pilot)
        # Too short: it is dropped only when that is said and asked for again; then the form's keys hold again.
        await pilot.press("escape")
        shown = await settled(pilot)
        assert "Esc again drops it" in shown and "deflect" in shown
        await pilot.press("escape")
        assert "last line" in await settled(pilot)
        # Opened and left with nothing written: the field is as it was, and nothing is wrong with it.
        await pilot.press("enter")
        assert "take this text" in await settled(pilot)
        await pilot.press("tab")
        shown = await settled(pilot)
        assert "last line" in shown and "not understood" not in shown and "words; write" not in shown


async def test_a_field_that_is_left_by_esc_or_by_the_end_of_the_program_keeps_its_text() -> None:
    async with app("case", "1").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press(*"fewer tickets reach people", "escape", "down")
        assert "fewer tickets reach people" in await settled(pilot)
        await pilot.press("home", "enter", *"half ")
        await pilot.pause()
    held = Store.load().draft("case")
    assert held is not None and "half" in held[1]["design~"]["objective"]


async def test_percents_that_were_set_are_there_again() -> None:
    async with app("diagnose", "3-4").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("end", "enter", "down", "7", "0")
        assert " 70 %  " in await settled(pilot)
        await pilot.press("escape")
    async with app("diagnose", "3-4").run_test(size=(80, 24)) as pilot:
        shown = await settled(pilot)
        assert " 70 %  " in shown and "30 % left to share" in shown


@pytest.mark.parametrize("size", SIZES)
async def test_a_sentence_typed_at_the_choice_is_the_reply(size: tuple[int, int]) -> None:
    said = "no, quality is 86.5, next question jumps"
    async with app("stakeholder", ASKED).run_test(size=size) as pilot:
        assert "in your own words" in (await settled(pilot)).splitlines()[-1]
        for sign in said:
            pilot.app.screen.post_message(events.Key({" ": "space"}.get(sign, sign), sign))
        assert said in await settled(pilot)
    # What was typed is kept, and the letters in it left nothing.
    held = Store.load().draft("stakeholder")
    assert held is not None and held[1] == {"way": "typed", "reply~": said}


async def test_in_the_middle_of_a_question_the_program_is_left_by_two_presses() -> None:
    async with app("quiz").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pilot.press("q")
        assert "again to leave the program" in await settled(pilot)
        # Any other key stays; one burst is a word and no answer.
        await pilot.press("x", *"qq")
        assert "again to leave the program" in await settled(pilot) and pilot.app.is_running
        assert not pilot.app.gone  # type: ignore[attr-defined]
        await pilot.pause(REACTION_SECONDS + 0.05)
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app.gone  # type: ignore[attr-defined]
