"""The lines of a save: their exact form, what each may hold at most, and what is said of one that holds more."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aiboard.journal import lines
from aiboard.journal.lines import (
    RETRO,
    SEED_END,
    START_SUM,
    ActionEntry,
    Answer,
    DayEnd,
    Header,
    LineError,
    Plan,
    Practice,
    Summary,
    Undo,
    decode,
    encode,
    entry,
    header,
)
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(LineError) as wrong:
        work()
    return str(wrong.value)


def test_the_form_of_a_save_is_what_other_versions_read() -> None:
    """A save of today is read for years: keys, their order, and how a line is summed up never change unnoticed."""
    chain = START_SUM
    written: list[bytes] = []
    head = Header(3, {"id": "x"}, "ab", 7, "2026-01-05T09:00:00Z", {"file": "p.jsonl", "day": 4})
    rows = [
        ActionEntry("start EXP-001"), DayEnd(1, "d", {"cards": "c"}), Undo(), Practice("coach"),
        Answer(2, RETRO, "EXP-001"), Plan(["5 inject gpu-shortage"]), Summary({"day": 10, "value": 1.5}),
    ]  # fmt: skip
    for item in (head, *rows):
        line, chain = encode(item.data(), chain)
        written.append(line)
    as_written(GOLDEN / "lines.txt", b"".join(written).decode())
    assert [sorted(json.loads(line)) for line in written[1:]] == [
        ["do", "sum"], ["day", "digest", "parts", "sum"], ["sum", "undo"], ["practice", "sum"],
        ["answer", "question", "sprint", "sum"], ["plan", "sum"], ["sum", "summary"],
    ]  # fmt: skip
    assert "parent" not in Header(3, {}, "ab", 7, "now").data()
    before = START_SUM
    for line, item in zip(written, (head, *rows), strict=True):
        data, before, held = decode(line[:-1], before, lines.HEADER_LIMIT)
        assert held
        assert header(data) == head if item is head else entry(data, 9) == replace(item, line=9)


def test_half_a_character_is_written_as_a_question_mark() -> None:
    line, total = encode({"do": "a\ud800b"}, START_SUM)
    assert json.loads(line)["do"] == "a?b" and decode(line[:-1], START_SUM) == ({"do": "a?b"}, total, True)
    whole, _ = encode({"do": "a😀b"}, START_SUM)
    assert json.loads(whole)["do"] == "a😀b" and whole.isascii()
    with pytest.raises(ValueError):
        encode({"value": float("nan")}, START_SUM)


def test_a_line_is_refused_from_its_first_byte_too_many() -> None:
    body = json.dumps({"do": "x"}).encode()
    assert decode(body + b" " * (100 - len(body)), START_SUM, 100)[0] == {"do": "x"}
    assert (
        refusal(lambda: decode(body + b" " * (101 - len(body)), START_SUM, 100))
        == "the line has 101 bytes; 100 are the most"
    )
    assert decode(body.ljust(lines.LINE_LIMIT), START_SUM)[0] == {"do": "x"}
    assert "300001 bytes; 300000 are the most" in refusal(lambda: decode(body.ljust(300_001), START_SUM))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"a": Infinity}', "the line holds Infinity, which is no number"),
        (b'{"a": 1e' + b"9" * 30 + b"}", "the line holds 1e999999999999999999, which is no number"),
        (b"[", "the line is not JSON"),
        (b"\xff", "the line is not JSON"),
        (b"1", "the line is not a JSON object"),
        (b'{"a":"\\ud800"}', "the line holds half a character (a lone surrogate)"),
        (b"[" * 99_000, "the line is nested too deep"),
    ],
)
def test_what_is_no_line(raw: bytes, said: str) -> None:
    assert refusal(lambda: decode(raw, START_SUM)) == said


@pytest.mark.parametrize("total", [None, 5, "12", "0000000G", "00000000 ", "ABCDEF00"])
def test_a_sum_that_is_none_leaves_the_chain_as_it_was(total: object) -> None:
    raw = json.dumps({"do": "x", "sum": total}).encode()
    assert decode(raw, "12345678") == ({"do": "x"}, "12345678", False)


# --- what each kind may hold ---------------------------------------------------------------------------------


HUNDRED = {str(number): "" for number in range(100)}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"do": "x" * 4_000}, ActionEntry("x" * 4_000, 3)),
        ({"day": 1_000_000, "digest": "d" * 200, "parts": {}}, DayEnd(1_000_000, "d" * 200, {}, 3)),
        ({"day": 0, "digest": "", "parts": {"n" * 200: "", "m" * 201: "x"}}, DayEnd(0, "", {"n" * 200: ""}, 3)),
        ({"day": 1, "digest": "", "parts": HUNDRED}, DayEnd(1, "", HUNDRED, 3)),
        ({"undo": 1}, Undo(3)),
        ({"practice": "p" * 200}, Practice("p" * 200, 3)),
        ({"answer": "a" * 200, "question": "q" * 200, "sprint": 1_000_000}, Answer(1_000_000, "q" * 200, "a" * 200, 3)),
        ({"retro": 1_000_000, "card": "EXP-001"}, Answer(1_000_000, RETRO, "EXP-001", 3)),
        ({"plan": []}, Plan([], 3)),
        ({"plan": ["a", ""]}, Plan(["a", ""], 3)),
        ({"summary": {}}, Summary({}, 3)),
        # The first key that is known says what a line is.
        ({"undo": 1, "do": "x"}, ActionEntry("x", 3)),
    ],
)  # fmt: skip
def test_a_line_holds_up_to_its_bounds(data: dict[str, Any], found: lines.Entry) -> None:
    assert entry(data, 3) == found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"do": "x" * 4_001}, "do is not a text of at most 4000 characters"),
        ({"do": None}, "do is not a text of at most 4000 characters"),
        ({"day": 1_000_001, "digest": "", "parts": {}}, "day is not a whole number from 0 to 1000000"),
        ({"day": -1, "digest": "", "parts": {}}, "day is not a whole number from 0 to 1000000"),
        ({"day": 1, "digest": "d" * 201, "parts": {}}, "digest is not a text of at most 200 characters"),
        ({"day": 1, "digest": "", "parts": {**HUNDRED, "more": ""}}, "a day's parts are missing"),
        ({"day": 1, "digest": "", "parts": []}, "a day's parts are missing"),
        ({"day": 1, "digest": "", "parts": {"cards": "c" * 201}}, "cards is not a text of at most 200 characters"),
        ({"undo": 0}, "undo is not 1"),
        ({"undo": True}, "undo is not a whole number from 0 to 1"),
        ({"practice": "p" * 201}, "practice is not a text of at most 200 characters"),
        ({"answer": "a", "question": "q", "sprint": 1_000_001}, "sprint is not a whole number from 0 to 1000000"),
        ({"answer": "a" * 201, "question": "q", "sprint": 1}, "answer is not a text of at most 200 characters"),
        ({"answer": "a", "question": 1, "sprint": 1}, "question is not a text of at most 200 characters"),
        ({"retro": 1}, "card is not a text of at most 200 characters"),
        ({"plan": "x"}, "plan is not a list of lines"),
        ({"plan": ["x", 1]}, "plan is not a list of lines"),
        ({"summary": "x"}, "summary is not an object"),
        ({}, "the line is of no kind this program knows"),
    ],
)  # fmt: skip
def test_a_line_that_holds_more_is_refused(data: dict[str, Any], said: str) -> None:
    assert refusal(lambda: entry(data, 3)) == said


HEAD: dict[str, Any] = {"rules_version": 1, "scenario": {}, "scenario_sha": "", "seed": 0, "created": ""}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"seed": SEED_END}, f"seed is not a whole number from 0 to {SEED_END - 1}"),
        ({"seed": False}, f"seed is not a whole number from 0 to {SEED_END - 1}"),
        ({"rules_version": 1_000_001}, "rules_version is not a whole number from 0 to 1000000"),
        ({"scenario": []}, "the header has no scenario"),
        ({"parent": "x"}, "the header's parent is not an object"),
        ({"created": "x" * 201}, "created is not a text of at most 200 characters"),
        ({"scenario_sha": "x" * 201}, "scenario_sha is not a text of at most 200 characters"),
    ],
)
def test_a_header_that_is_none(change: dict[str, Any], said: str) -> None:
    assert refusal(lambda: header({**HEAD, **change})) == said


def test_a_header_holds_up_to_its_bounds() -> None:
    most = {**HEAD, "seed": SEED_END - 1, "rules_version": 1_000_000, "created": "x" * 200, "parent": {}}
    assert header(most) == Header(1_000_000, {}, "", SEED_END - 1, "x" * 200, {})
    assert header(HEAD).parent is None


def test_the_limits_of_a_save_are_those_of_the_saves_there_are() -> None:
    """A smaller one would refuse a save that an earlier program wrote."""
    most = (lines.HEADER_LIMIT, lines.LINE_LIMIT, lines.NAME_LIMIT, lines.ENTRY_LIMIT, lines.SIZE_LIMIT)
    assert most == (4_000_000, 300_000, 200, 50_000, 16_000_000) and SEED_END == 2**63
