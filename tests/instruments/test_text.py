"""Outside text comes out as plain printable text, whatever it holds."""

import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import ELLIPSIS, clean, clean_block, clean_lines
from aiboard.scenario.problems import ScenarioError

HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
ANY_TEXT = st.text(st.characters())


def test_no_code_point_that_controls_hides_or_reorders_survives() -> None:
    left = [
        code
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in HIDDEN_CATEGORIES
        and any(unicodedata.category(kept) in HIDDEN_CATEGORIES for kept in clean("a" + chr(code)))
    ]
    assert left == []


@pytest.mark.parametrize("code", [*range(0xFE00, 0xFE10), 0x034F, 0x115F, 0x3164, 0xE0100, 0xE0041])
def test_selectors_fillers_and_tags_are_removed(code: int) -> None:
    assert clean(f"a{chr(code)}b") == "ab"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]52;c;aGk=\x07", "]52;c;aGk="),
        ("\x9b2Jgone", "2Jgone"),
        ("safe\u202egnp.exe", "safegnp.exe"),
        ("pay\u200bpal\u2066", "paypal"),
        ("a\r\nb\tc\u2028d", "a b    c d"),
        ("wide\u3000space\xa0", "wide space "),
        ("e\u0301", "é"),
        ("\ud800x\ue000", "x"),
        ("[bold]plain[/bold]", "[bold]plain[/bold]"),
        ("日本 ok", "日本 ok"),
    ],
)
def test_hostile_text_is_plain(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@given(ANY_TEXT, st.integers(min_value=1, max_value=40))
def test_clean_is_one_bounded_line_in_nfc_and_stays_as_it_is(text: str, limit: int) -> None:
    line = clean(text, limit)
    assert len(line) <= limit
    assert not {unicodedata.category(character) for character in line} & HIDDEN_CATEGORIES
    assert unicodedata.is_normalized("NFC", line)
    assert clean(line, limit) == line
    line.encode("utf-8")


def test_a_cut_is_visible() -> None:
    assert clean("abcdef", 4) == "abc" + ELLIPSIS
    assert clean("abcd", 4) == "abcd"
    assert clean("abc", 0) == ""
    # The visible part lies beyond what is looked at: the cut still shows.
    assert clean("\u200b" * 10_000 + "end", 10).endswith(ELLIPSIS)


def test_a_huge_text_costs_what_its_limit_costs() -> None:
    assert clean("x\x1b" * 5_000_000, 20) == "x" * 19 + ELLIPSIS


def test_blocks_keep_their_lines_and_nothing_else() -> None:
    assert clean_block("a\r\nb\rc\n\td\x1b") == "a\nb\nc\n    d"


def test_lines_are_bounded_both_ways() -> None:
    assert clean_lines("one\ntwo") == ["one", "two"]
    assert clean_lines("1\n2\n3\n4", max_lines=3) == ["1", "2", f"{ELLIPSIS} 2 more lines"]
    assert clean_lines("abcdef\n" * 2, limit=3) == ["ab" + ELLIPSIS] * 2 + [""]


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (InputError("is empty", file="a.yaml", line=3, field="cards[0].name"), "a.yaml:3: cards[0].name: is empty"),
        (InputError("is empty", file="a.yaml"), "a.yaml: is empty"),
        (InputError("is empty", line=3), "line 3: is empty"),
        (InputError("no"), "no"),
        (InputError("bad\r\nthing", file="a\n\x1b[2J", line=1, field="x\u202e"), "a [2J:1: x: bad thing"),
        (ScenarioError([InputError("is 0", field="days")]), "days: is 0"),
    ],
)
def test_an_input_error_is_one_clean_line_in_every_process(error: InputError, line: str) -> None:
    sent = pickle.loads(pickle.dumps(error))
    assert type(sent) is type(error) and str(error) == str(sent) == line
    assert (sent.file, sent.line, sent.field, sent.message) == (error.file, error.line, error.field, error.message)
    if isinstance(error, ScenarioError):
        assert [str(one) for one in sent.problems] == [str(one) for one in error.problems]
