"""Sheets, pages and boards as a whole, quotes, texts that say nothing: each worked out by hand."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aiboard.drills import pitch, rubric, story, whiteboard
from aiboard.drills.asks import Item, Open, Option, Pick, Several, Words
from aiboard.drills.attempts import Note, Store
from aiboard.drills.bank import DIMENSIONS
from aiboard.drills.brief import Brief, Point
from aiboard.drills.drawing import drawing, picture
from aiboard.drills.drill import Setting
from aiboard.drills.form import Form, Grader, MultiChoiceField, NumberField, parse_field_text, template
from aiboard.drills.interviewer import Sheet, _counted, dimensions, marks, parse_note
from aiboard.drills.page import Page, Section, html, markdown, page_lines, text
from aiboard.drills.progress import Progress, Row, lines, progress
from aiboard.drills.prose import flaw, looks_like_a_word
from aiboard.drills.question import Question
from aiboard.drills.speaking import total_speech_text
from aiboard.instruments.errors import InputError
from tests.drills.test_attempts_file import done

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)

# --- the interviewer's sheet ----------------------------------------------------------------------------------------

QUESTION = Question(
    "quiz",
    "b/q",
    "What now",
    ("A card stands still.",),
    (
        Pick("option", "What do you do?", (Option("a", "wait"), Option("b", "ask"))),
        Open("opened", "What do you look at?", (Item("x", "The board", 3, ("two cards", "no GPU")),), 5),
        Words("text", "Say why:"),
    ),
    "A program looks.",
    dimension="CODE",
)
BRIEF = Brief(
    (Point("asks first.", "CODE"), Point("measures", "CODE"), Point("names a cost", "DESIGN")),
    ("And if not?",),
    ("│  drawn  │",),
    True,
    ("It was the data.",),
)
NOTES = (
    Note("2026-03-01T09:30:00Z", "quiz", "b/q", "CODE", 2, "slow"),
    Note("2026-03-01T09:31:00Z", "quiz", "b/q", "CODE", 3, "better"),
    Note("2026-03-01T09:32:00Z", "quiz", "b/q", "DEBUG", 4, ""),
    Note("2026-03-01T09:33:00Z", "quiz", "b/q", "DESIGN", None, "not asked"),
)
SHEET = Sheet("quiz", QUESTION, BRIEF, NOTES, Setting(bank=Path("my bank.yaml")))


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (0, ["", "", "", ""]),
        (3, ["", "", "", ""]),
        (4, [" (0 to 1 of 4)", " (2 of 4)", " (3 of 4)", " (4 of 4)"]),
        (5, [" (0 to 1 of 5)", " (2 to 3 of 5)", " (4 of 5)", " (5 of 5)"]),
        (9, [" (0 to 2 of 9)", " (3 to 5 of 9)", " (6 to 8 of 9)", " (9 of 9)"]),
        (10, [" (0 to 3 of 10)", " (4 to 6 of 10)", " (7 to 9 of 10)", " (10 of 10)"]),
    ],
)
def test_a_mark_stands_for_a_third_of_the_points_and_the_top_one_for_all(points: int, said: list[str]) -> None:
    assert [_counted(mark, points) for mark in (1, 2, 3, 4)] == said


def test_a_sheet_says_what_to_ask_what_is_good_and_what_was_noted() -> None:
    page = SHEET.page()
    found = {section.title: section.lines for section in page.sections}
    assert page.title == "Interviewer's sheet: What now"
    assert [section.title for section in page.sections if section.fixed] == ["A model answer"]
    assert list(found)[:6] == [
        "The candidate", "Question", "What good looks like", "A model answer", "What is hidden from the candidate",
        "Follow-ups",
    ]  # fmt: skip
    assert list(found)[6:] == [*(f"{name}, 1 to 4" for name in DIMENSIONS), "Notes"]
    assert found["The candidate"] == (
        "Asked the same with: aiboard drill quiz --question b/q --bank 'my bank.yaml'",
        "Marked by: A program looks.",
    )
    assert found["Question"] == (
        "A card stands still.",
        *("", "What do you do?", "  a  wait", "  b  ask"),
        *("", "What do you look at?", "  The board (3 min)", "    two cards", "    no GPU"),
        *("", "Say why:"),
    )
    assert found["What good looks like"] == ("asks first.", "measures", "names a cost")
    assert found["What is hidden from the candidate"] == ("It was the data.",)
    assert found["Follow-ups"] == ("And if not?",)
    about = dimensions()["CODE"]
    assert found["CODE, 1 to 4"] == (
        about.about,
        "Look for: asks first; measures.",
        *(f"  {mark}  {meaning}" for mark, meaning in enumerate(about.levels, 1)),
    )
    assert found["DEBUG, 1 to 4"][1] == "Not asked here; mark it only if it comes up."
    assert found["Notes"] == (
        "Mean marks: CODE 2.5, DEBUG 4.0.",
        "2026-03-01 09:30  CODE 2  slow",
        "2026-03-01 09:31  CODE 3  better",
        "2026-03-01 09:32  DEBUG 4",
        "2026-03-01 09:33  DESIGN  not asked",
    )


def test_a_sheet_of_nothing_leaves_out_what_there_is_not() -> None:
    bare = Sheet("tomorrow", QUESTION, Brief((), ()), (), Setting(save=Path("mine.jsonl")))
    assert bare.candidate_command == "aiboard drill tomorrow --save mine.jsonl", "a session asks its questions in turn"
    found = {section.title: section.lines for section in bare.page().sections}
    assert not {"A model answer", "What is hidden from the candidate", "Follow-ups"} & set(found)
    assert found["What good looks like"][0].startswith("Nothing is marked in this part.")
    assert found["Notes"] == ("none yet",) and marks(()) == {}


def test_a_sheet_for_programs_has_all_of_it() -> None:
    found = SHEET.document()
    rubrics = found.pop("rubric")
    assert found == {
        "drill": "quiz", "id": "b/q", "candidate": SHEET.candidate_command, "title": "What now",
        "question": ["A card stands still."],
        # What has no answer of its own yet is asked for as far as it can be foreseen.
        "asks": ["What do you do?", "What do you look at?", "Say why:"],
        "good": [
            {"text": "asks first.", "dimension": "CODE"},
            {"text": "measures", "dimension": "CODE"},
            {"text": "names a cost", "dimension": "DESIGN"},
        ],
        "model": ["│  drawn  │"], "truth": ["It was the data."], "follow_ups": ["And if not?"],
        "notes": [vars(note) for note in NOTES], "marks": {"CODE": 2.5, "DEBUG": 4.0},
    }  # fmt: skip
    assert list(rubrics) == list(DIMENSIONS) and rubrics["CODE"]["look_for"] == ["asks first.", "measures"]
    assert rubrics["DESIGN"]["about"] == dimensions()["DESIGN"].about
    assert (
        rubrics["DEBUG"]["levels"] == dict(enumerate(dimensions()["DEBUG"].levels, 1))
        and len(rubrics["DEBUG"]["levels"]) == 4
    )


def test_a_note_of_five_hundred_signs_is_kept_whole_and_a_longer_one_cut_there() -> None:
    for count in (499, 500, 501):
        assert parse_note(QUESTION, "CODE 1 " + "w" * count).text == "w" * min(count, 500)
    assert parse_note(QUESTION, "ok").text == "ok"
    with pytest.raises(InputError, match="write a note"):
        parse_note(QUESTION, "o k")


# --- pages ----------------------------------------------------------------------------------------------------------

LONG = "word " * 20
PAGE = Page("T\x1b[1m", (Section("S", (LONG, "", "  deeper", " one space")), Section("D", (LONG,), fixed=True)))


def test_what_is_drawn_keeps_its_width_and_all_else_is_broken() -> None:
    plain = text(PAGE).splitlines()
    # Sixteen words of five signs are eighty; a break sets in by two.
    assert plain == [
        "T[1m", "", "── S ──" + "─" * 73, ("word " * 16).rstrip(), "  " + ("word " * 4).rstrip(), "", "  deeper",
        " one space", "", "── D ──" + "─" * 73, LONG,
    ]  # fmt: skip
    assert text(PAGE).endswith("\n") and page_lines(PAGE) == (
        "T[1m", "", "── S ──", LONG, "", "  deeper", " one space", "", "── D ──", LONG,
    )  # fmt: skip


def test_a_list_in_markdown_and_in_html() -> None:
    assert markdown(PAGE) == (
        "# T\\[1m\n\n## S\n\n- " + LONG.strip() + "\n\n  - deeper\n- one space\n\n## D\n\n```text\n" + LONG + "\n```\n"
    )
    made = html(PAGE)
    assert made.startswith('<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>T[1m</title>\n<style>')
    assert made.endswith(
        f"<h1>T[1m</h1>\n<h2>S</h2>\n<ul>\n<li>{LONG.strip()}</li>\n<li>deeper</li>\n<li>one space</li>\n</ul>\n"
        f"<h2>D</h2>\n<pre>{LONG}</pre>\n</html>\n"
    )


@pytest.mark.parametrize("count", [1_999, 2_000, 2_001])
def test_a_line_of_a_page_has_two_thousand_signs_at_most(count: int) -> None:
    said = "x" * count if count <= 2_000 else "x" * 1_999 + "…"
    page = Page("T", (Section("S", ("x" * count,), fixed=True),))
    assert text(page).splitlines()[-1] == said == page_lines(page)[-1] and f"<pre>{said}</pre>" in html(page)
    assert markdown(page).splitlines()[-2] == said


# --- progress -------------------------------------------------------------------------------------------------------


def test_progress_is_told_in_columns() -> None:
    some, none = Row("CODE", 12, 0.666, 0.9, 0.5, 0.126), Row("DEBUG", 0, None, None, None, None)
    due = (("a", NOW - timedelta(days=1)), ("b", NOW), ("c", NOW + timedelta(hours=1)), ("d", NOW + timedelta(days=2)))
    assert lines(Progress((some, none), (Row("50 to 69 %", 4, 1, 0.6, 0.53, 0.2), none), due), NOW) == [
        "By dimension: tries, mean score; where stated: how sure, how right, squared error",
        "  CODE       12    67 %    90 %    50 %    0.13",
        "  DEBUG       0       –       –       –       –",
        "",
        "When you said so, you were right (a bar is the share right):",
        "  50 to 69 %     4 times   53 %  " + "█" * 11,
        "  DEBUG          0 times      –",
        "",
        "Due now: 2 questions.",
        "Next: c, 02 Mar 13:00 UTC.",
    ]
    assert lines(Progress((), (), due[:2]), NOW)[-1] == "Due now: 2 questions.", "nothing later, nothing next"


def test_only_questions_of_the_quiz_are_due_in_the_order_of_their_times() -> None:
    late, early = done("quiz", "z", True), done("quiz", "a", False, 40)
    found = progress([late, early, done("pitch", "pitch", True)])
    assert [name for name, _ in found.due] == ["a", "z"], "of the same time by name"
    assert found.document()["calibration"][1] == {
        "name": "30 to 49 %", "tries": 1, "score": 0.0, "sure": 0.4, "right": 0.0, "penalty": 0.16,
    }  # fmt: skip
    assert [row["name"] for row in found.document()["dimensions"]] == list(DIMENSIONS)


# --- boards ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "read", "unread"), [(79, 79, []), (80, 80, []), (81, 80, ["1"]), (90, 80, ["10"])])
def test_eighty_lines_of_a_board_are_read(count: int, read: int, unread: list[str]) -> None:
    found = drawing("\n\n".join(f"metric kill rate {n}" for n in range(count)))
    assert len(found.metrics) == read and found.metrics[:2] == ["kill rate 0", "kill rate 1"]
    assert found.unread == [f"{more} {'line' if more == '1' else 'lines'} after the first 80" for more in unread]


def test_an_arrow_may_stand_before_its_columns_and_columns_are_named_by_their_beginning() -> None:
    found = drawing("arrow Train -> id\nCOLUMN: Ideas 12\ncolumn Training wip (3)\ncolumn A 1234\narrow A -> A\n")
    assert found.arrows == [("Training", "Ideas"), ("A 1234", "A 1234")] and not found.unread
    assert found.columns == {"Ideas": 12, "Training": 3, "A 1234": None}, "a limit has three digits at most"
    drawn = picture(found)
    assert drawn[-2:] == ["  Training ──▶ (back) Ideas", "  A 1234 ──▶ (back) A 1234"]
    assert drawing("column A\narrow  -> A").unread == ["arrow  -> A: there is no column ''"]
    assert drawing("column Evaluation\narrow Evaluations -> eval").arrows == [("Evaluation", "Evaluation")]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Review done", "Review done"),
        ("review", "Review"),
        ("Rev", "Review"),
        ("Review done again", "Review done"),
        ("Reviews", "Review"),
        ("R", "R"),
        ("Archive", "Archive"),
    ],
)
def test_a_column_whose_name_begins_another_is_told_from_it(said: str, meant: str) -> None:
    columns = "column Review 3\ncolumn Review done\ncolumn A\ncolumn Archive\ncolumn R\n"
    assert drawing(f"{columns}arrow {said} -> A").arrows == [(meant, "A")]


def test_a_line_that_was_not_read_is_quoted_by_sixty_signs_and_a_name_cut_to_its_box() -> None:
    for count in (59, 60, 61):
        (said,) = drawing("z" * count).unread
        assert said.startswith("z" * min(count, 60) + ": begins with none of")
    drawn = picture(drawing("column " + "n" * 30 + "\ncolumn B 0\nblocker B: late labels"))
    assert drawn[1:4] == [
        "│ " + "n" * 15 + "│ B              │",
        "│ no limit       │ no limit       │",
        "│                │ ■ blocked      │",
    ]


def test_what_a_board_was_worth_is_told_point_by_point() -> None:
    drill = whiteboard.make(Setting())
    question = drill.find("whiteboard")
    board = "column Ideas 5\ncolumn Train\nfoo"
    grade = drill.grade(question, {"board": board})
    # A column for Hypothesis, one for Experiment, and a limit on the first.
    assert grade.lines[0] == "3 of 19 points of the rubric are on it." and len(grade.data["points"]) == 19
    assert grade.lines[1:4] == (
        "",
        "not read: foo: begins with none of column, arrow, gate, blocker, metric",
        "✗ no column for Evaluation",
    )
    assert "✓ column Hypothesis, column Experiment, limit on Hypothesis" in grade.lines
    assert grade.lines[-6:] == ("", *picture(drawing(board))) and grade.data["picture"] == picture(drawing(board))
    empty = drill.grade(question, {"board": "foo"})
    assert empty.score == 0 and not any(line.startswith("✓") for line in empty.lines)
    assert empty.lines[-1] == "(an empty board)"
    assert "Say while you draw:" in grade.model and grade.model[: len(picture(drawing(whiteboard.MODEL)))] == tuple(
        picture(drawing(whiteboard.MODEL))
    )
    said = drill.brief(question)
    names = [row.name for row in whiteboard.checks(drawing(""))]
    assert [point.text for point in said.good] == names and said.drawing
    assert said.follow_ups[0] == "Without column Hypothesis: what goes wrong then?" and len(said.follow_ups) == 19
    assert {point.text: point.dimension for point in said.good}["two blockers"] == "DEBUG"
    with pytest.raises(InputError, match="the question of this drill is called 'whiteboard'"):
        drill.find("pitch")


def test_every_drill_that_is_timed_shows_its_clock() -> None:
    (board,) = whiteboard.make(Setting()).find("whiteboard").asks
    (said,) = pitch.make(Setting()).find("pitch").asks
    assert isinstance(board, Words) and isinstance(said, Words)
    assert (board.seconds, board.rate, said.seconds, said.rate, story.SECONDS) == (300, 0, 30, 150, 120)
    nine = "we plan to measure each card before any launch"
    assert said.validate(f"{nine} again")
    with pytest.raises(InputError, match="has 9 words; write at least 10"):
        said.validate(nine)


# --- words ----------------------------------------------------------------------------------------------------------

WORDS = "we measure every card twice and ship only what passed with good labels on three"
FIFTEEN = WORDS.split()


def test_of_a_long_text_the_first_thirty_words_are_looked_at() -> None:
    twice = FIFTEEN * 2
    assert len(set(FIFTEEN)) == 15 and flaw(" ".join(twice), 2) == ""
    # One more of the same would be under a half, and is not looked at.
    assert flaw(" ".join([*twice, "we", "we", "we"]), 2) == ""
    few = [*FIFTEEN[:14], *FIFTEEN[:14], "we", "we"]
    assert flaw(" ".join(few), 2) == "says 'we' over and over; write a sentence"
    assert flaw(" ".join(few[:28]), 2) == ""


def test_what_is_odd_is_quoted_by_twenty_signs() -> None:
    for count in (19, 20, 21):
        assert flaw("z" * count, 1) == f"'{'z' * min(count, 20)}' and the like are no answer; write it in words"
    long = "measurements" + "and" * 4
    assert flaw(f"{long} {long} {long} {long} now", 2) == f"says '{long[:20]}' over and over; write a sentence"
    assert flaw("cost foo bar", 1) == "'foo' and the like are no answer; write it in words"


@pytest.mark.parametrize(
    ("token", "ok"),
    [("poiuy", False), ("mnbva", False), ("trewa", True), ("zzz", False), ("zz", True), ("abcabc", False),
     ("abcab", True), ("asdx", True), ("xasdfa", False), ("rhythm", True), ("brrrow", False)],
)  # fmt: skip
def test_more_that_could_be_a_word(token: str, ok: bool) -> None:
    assert looks_like_a_word(token) == ok


# --- quotes and forms -----------------------------------------------------------------------------------------------

PART = rubric.Part(id="one", name="One", words=[["gamma"]], missing="Say gamma.")
RUBRIC = rubric.shipped("pitch").model_copy(update={"parts": [PART]})


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        # Seventy signs are quoted whole, wherever the word stands.
        ("x" * 40 + " gamma " + "y" * 23, "x" * 40 + " gamma " + "y" * 23),
        # From the 24th sign on the quote begins with the word before it.
        ("a" * 10 + " " + "b" * 10 + " gamma " + "c" * 60, "a" * 10 + " " + "b" * 10 + " gamma …"),
        ("a" * 10 + " " + "b" * 11 + " gamma " + "c" * 60, "… " + "b" * 11 + " gamma …"),
        ("b" * 23 + " gamma " + "c" * 60, "… " + "b" * 23 + " gamma …"),
    ],
)
def test_a_quote_is_seventy_signs_about_its_word(words: str, quote: str) -> None:
    (option,) = rubric.correction(RUBRIC, {"one": words, "two": "is none of its parts"}).options
    assert option.text == f"One: “{quote}”"


def test_a_number_may_be_negative_and_a_template_keeps_every_sign() -> None:
    about = ("n", "g", "Count", Grader.PROGRAM)
    low = NumberField(*about, -10, 10, 0.5, 0, "points")
    assert [parse_field_text(low, line) for line in ("-5", "$-2.5", '"3"', "4%")] == [-5, -2.5, 3, 4]
    for line in ("--5", "5.1234567", "1" * 10, "11"):
        with pytest.raises(InputError):
            parse_field_text(low, line)
    some = MultiChoiceField("c", "g", "Some", Grader.PERSON, (Option("a", "one"), Option("ü", "two")))
    assert template(Form("f", "?", (low, some)), {"c": ["ü"], "n": 1.5}) == ["g:", "  n: 1.5", '  c: ["ü"]']
    assert parse_field_text(some, "ü,none") == ["ü"]


def test_of_a_story_told_in_parts_each_counts_once() -> None:
    first, second = Words("a", "?", 60, 150), Words("b", "?", 0, 150)
    asked = Question("story", "q", "T", (), (first, second, Words("c", "?"), Several("d", "?", ())), "checked")
    said: dict[str, Any] = {"a": "w " * 25, "b": "w " * 99}
    assert (
        total_speech_text(asked, said, second, "w " * 50) == "50 words, 20 s at 150 words a minute; in all 30 of 60 s"
    )
    assert total_speech_text(asked, {}, first, "w " * 50) == "50 words, 20 s at 150 words a minute; in all 20 of 60 s"
    other = Words("e", "?", 10, 60)
    assert total_speech_text(asked, said, other, "w") == "1 word, 1 s at 60 words a minute; 10 s are there"


def test_a_store_is_empty_where_no_file_is(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "none.jsonl")
    assert (store.attempts, store.drafts, store.notes, store.notices) == ([], {}, [], []) and not store.path.exists()
