"""Pages of the debrief: structure made visible, no word changed or lost."""

import re

import pytest

from aiboard.tui import cells, themes
from aiboard.tui.cells import Line
from aiboard.tui.widgets.debrief_page import large, page, paragraphs

LOOK = themes.palette("dark")
FINDINGS = (
    "To look at:",
    "",
    "- CODE, day 21: EXP-002 left 50 % of traffic on day 21 after 2 days there; the",
    "  canary's time was 3 days. Live it measured 90.5 over 56 days. Stops paying",
    "  near the end of the project, when nobody minds.",
    "- DESIGN: 30 of 320 GPU-days went unused.",
)
TABLE = (
    "                     net value   equity",
    "  heuristic            $64,560      120",
    "▸ you                  $54,104      100",
    "  kill-all             −$5,130      −10",
    "",
    "Beat 6 of 8 bots on this luck.",
)
SENTENCE = (
    "Net value −$5,104 after 80 days; decision score: not priced yet.",
    "Equity 100: 0 is what doing nothing is worth here on average, 100 what the heuristic",
    "bot makes.",
)
DECISION = (
    "- Day 62: kill EXP-032 gap · about $49.0k at stake",
    "  Known: about 91 (86–96); live 73.8 (58–89) in 1 day; P(true ≥ 88) 75 % by the",
    "    board.",
    "  Luck, hidden then: the best it could have reached: 93.0.",
    "Ranked by the dollars at stake.",
)


def texts(lines: list[Line]) -> list[str]:
    """The lines as plain text."""
    return ["".join(text for text, _ in line) for line in lines]


def style_of(lines: list[Line], part: str) -> object:
    """How the first span with some text looks."""
    return next(style for line in lines for text, style in line if part in text)


def words(lines: list[str] | tuple[str, ...]) -> list[str]:
    """All words, without the bullets."""
    return [word for line in lines for word in line.split() if word not in ("-", "•")]


@pytest.mark.parametrize("width", [40, 76, 120, 196])
@pytest.mark.parametrize("lines", [FINDINGS, SENTENCE, TABLE, DECISION])
def test_no_word_is_changed_and_no_line_is_too_wide(lines: tuple[str, ...], width: int) -> None:
    laid = texts(page(lines, width, LOOK))
    assert words(laid) == words(lines)
    assert lines is TABLE or all(cells.width_of(line) <= width for line in laid)


def test_bullets_are_joined_and_broken_anew() -> None:
    laid = texts(page(FINDINGS, 100, LOOK))
    assert laid[2].startswith("• CODE, day 21:") and len(laid[2]) > 80
    assert [line for line in laid if line.startswith("•")] == [laid[2], laid[-1]]


def test_labelled_rows_of_a_decision_stay_rows() -> None:
    laid = page(DECISION, 120, LOOK)
    assert [line[:9] for line in texts(laid)] == ["• Day 62:", "  Known: ", "  Luck, h", "Ranked by"]
    assert style_of(laid, "Known:") == LOOK["dim"] and style_of(laid, "reach") == LOOK["text"]
    narrow = texts(page(DECISION, 40, LOOK))
    assert narrow[2].startswith("  Known:") and narrow[3].startswith("    ")


def test_a_number_and_its_percent_sign_stay_on_one_line() -> None:
    for width in range(30, 100):
        assert not any(line.lstrip().startswith("%") for line in texts(page(DECISION, width, LOOK)))


def test_the_boundary_of_a_lesson_steps_back_over_all_its_lines() -> None:
    laid = page(FINDINGS, 60, LOOK)
    assert style_of(laid, "nobody") == LOOK["dim"] and style_of(laid, "unused") == LOOK["text"]
    assert style_of(laid, "CODE") == LOOK["accent2"] and style_of(laid, "look") == LOOK["strong"]


def test_tables_stay_tables_and_the_player_stands_out() -> None:
    laid = page(TABLE, 100, LOOK)
    assert texts(laid)[: len(TABLE)] == list(TABLE)
    assert laid[2] == [(TABLE[2], LOOK["cursor"])]
    assert style_of(laid, "−$5,130") == LOOK["bad"]


def test_a_sentence_cut_at_the_margin_is_one_paragraph() -> None:
    assert len(paragraphs(SENTENCE)) == 2
    halves = ["Live, over the four days it had customers it measured about 73", "(62–84) over 2 days."]
    assert len(paragraphs(halves)) == 1
    assert len(paragraphs(TABLE)) == len(TABLE)


def test_the_result_stands_large_where_it_fits() -> None:
    laid = page(SENTENCE, 100, LOOK, hero=True)
    assert laid[:3] == large("−$5,104", LOOK, 100)[:3] and laid[0][0][1] == LOOK["bad"]
    assert len({len(text) for text in texts(laid[:3])}) == 1
    assert large("$54,104", LOOK, 100)[0][0][1] == LOOK["good"]
    assert large("$54,104", LOOK, 10) == []
    assert not re.search("[╺┏┃]", "".join(texts(page(SENTENCE, 12, LOOK, hero=True))))
