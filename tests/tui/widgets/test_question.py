"""Questions: two keys for the common answer, everything editable, Esc always leaves."""

import pytest

from aiboard.tui.screens.question import QuestionScreen
from aiboard.tui.settings import Settings
from aiboard.tui.themes import THEMES
from aiboard.views.decisions.decision import Choice, ChoiceRow, DialogFact, Question
from tests.tui.conftest import screen_text
from tests.tui.gallery import QUESTIONS, Answer, Gallery


def gallery(sample: str, **settings: object) -> Gallery:
    """The app on a sample."""
    return Gallery(sample, Settings(animation=False, **settings), False)  # type: ignore[arg-type]


async def test_enter_answers_with_what_is_filled_in() -> None:
    app = gallery("kill")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, QuestionScreen)
    assert app.answer == Answer({"reason": 1}, "plateau: 84.1, 84.0, 84.3; RAG ceiling now 83–87")


@pytest.mark.parametrize("keys", [["escape"], ["tab", "escape"], ["tab", "x", "escape"]])
async def test_escape_leaves_from_anywhere(keys: list[str]) -> None:
    app = gallery("kill")
    app.answer = Answer({"untouched": 1})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert not isinstance(app.screen, QuestionScreen)
    assert app.answer is None


async def test_arrows_choose_tab_edits_and_letters_are_only_typed_in_the_words() -> None:
    app = gallery("kill")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("right", "right", "left", "z")
        await pilot.press("tab", "end", "!", "enter")
        await pilot.pause()
    assert app.answer is not None
    assert app.answer.values == {"reason": 2}
    assert app.answer.text.endswith("83–87!") and "z" not in app.answer.text


async def test_under_the_last_row_lie_the_words_and_up_leads_back() -> None:
    app = gallery("kill")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "end", "!", "up", "z", "right", "enter")
        await pilot.pause()
    assert app.answer is not None and app.answer.text.endswith("83–87!")
    assert app.answer.values == {"reason": 2}, "the arrow chose in the row again"


async def test_a_long_learning_is_read_whole_before_it_is_edited() -> None:
    app = gallery("kill")
    text = "83.8, 87.4, 94.2; " * 6 + "the end of it"
    asked = Question("Kill?", "kill", Answer, text_label="learning", text=text, rows=QUESTIONS["kill"]().rows)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(QuestionScreen(asked), app.answered)
        await pilot.pause()
        assert "the end of it" in screen_text(app)
        await pilot.press("tab", "end", "!", "tab")
        await pilot.pause()
        assert "the end of it!" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
    assert app.answer is not None and app.answer.text == text + "!"


async def test_words_go_round_and_amounts_stop() -> None:
    app = gallery("evaluate")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "left", "up", *["right"] * 9, "enter")
        await pilot.pause()
    assert app.answer is not None and app.answer.values == {"seeds": 5, "slices": 1}


async def test_far_choices_are_near() -> None:
    app = gallery("evaluate")
    days = ChoiceRow("day", "day", tuple(Choice(n, f"day {n}") for n in range(1, 81)), 30)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(QuestionScreen(Question("When?", "say it", Answer, rows=(days,))), app.answered)
        await pilot.pause()
        assert "PgDn by five" in screen_text(app)
        await pilot.press("pagedown", "pagedown", "pageup", "right", *["pagedown"] * 20, "pageup", "enter")
        await pilot.pause()
    assert app.answer == Answer({"day": 75}, "")


async def test_the_price_follows_the_choice() -> None:
    app = gallery("evaluate")
    async with app.run_test(size=(80, 24)) as pilot:
        assert "24 GPU-h" in screen_text(app)
        await pilot.press("right")
        await pilot.pause()
        assert "40 GPU-h" in screen_text(app)


@pytest.mark.parametrize("rows", [(), QUESTIONS["kill"]().rows])
async def test_words_that_are_needed_are_asked_for(rows: tuple[ChoiceRow, ...]) -> None:
    app = gallery("kill")
    async with app.run_test(size=(80, 24)) as pilot:
        asked = Question(
            "What did it teach?", "write", Answer, rows=rows, text_label="learning", text="  ", text_needed=True
        )
        await app.push_screen(QuestionScreen(asked), app.answered)
        await pilot.press("enter")
        await pilot.pause()
        assert "learning: write a few words" in screen_text(app)
        await pilot.press("o", "k", "enter")
        await pilot.pause()
    assert app.answer is not None and app.answer.text == "ok", "the cursor was put into the words"


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 60)])
@pytest.mark.parametrize("sample", list(QUESTIONS))
async def test_evidence_price_and_keys_are_in_view_at_every_size(sample: str, size: tuple[int, int]) -> None:
    question = QUESTIONS[sample]()
    app = gallery(sample)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = screen_text(app)
    price = question.price({"seeds": 3})
    wanted = [question.title, f"⏎ {question.verb}", "Esc back", question.objection({}), question.text]
    wanted += [fact.text for fact in (*question.facts, *price)] + [check.clause for check in question.checks]
    for part in wanted:
        assert part in text, part
    assert ("seeds: mean" if sample == "promote" else "run 3 of 4" if sample == "kill" else "1 seed: 91.0") in text


async def test_a_question_follows_a_resize() -> None:
    app = gallery("promote")
    async with app.run_test(size=(120, 40)) as pilot:
        assert "seed 5" in screen_text(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        text = screen_text(app)
        assert "⏎ promote" in text and "over a failed gate" in text


async def test_hostile_words_stay_words() -> None:
    app = gallery("kill")
    nasty = "[red]x[/] [@click=app.quit]y[/] a\x1b]52;c;eA==\x07b\u202ec"
    async with app.run_test(size=(80, 24)) as pilot:
        facts = (DialogFact(nasty),)
        question = Question(nasty, "do it", Answer, facts, text_label="learning", text=nasty, objection=lambda _: nasty)
        await app.push_screen(QuestionScreen(question), app.answered)
        await pilot.pause()
        text = screen_text(app)
        assert text.count("[red]x[/] [@click=app.quit]y[/]") == 4
        await pilot.press("enter")
        await pilot.pause()
    assert app.answer is not None
    for shown in (text, app.answer.text):
        assert "\x1b" not in shown and "\u202e" not in shown and "\x07" not in shown


@pytest.mark.parametrize("theme", list(THEMES))
async def test_every_theme_draws_it(theme: str) -> None:
    app = gallery("promote", theme=theme)
    async with app.run_test(size=(80, 24)):
        assert "not cleared" in screen_text(app)


async def test_the_edge_shows_the_players_own_keys() -> None:
    app = gallery("kill", keymap={"question.edit": "f2"})
    async with app.run_test(size=(80, 24)) as pilot:
        assert "f2 edit" in screen_text(app)
        await pilot.press("f2", "end", "!", "enter")
        await pilot.pause()
    assert app.answer is not None and app.answer.text.endswith("!")
