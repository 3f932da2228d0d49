"""What a game says of its save and of what was planned for it: the words, and the bounds at which they are said."""

import json
from pathlib import Path
from typing import Any

import pytest

from aiboard.engine.model.world import RULES_VERSION
from aiboard.engine.verbs import Inject
from aiboard.game import injections, log, new_game, open_game, replay
from aiboard.game.errors import OldRulesError, ReadOnlyError
from aiboard.game.injections import parse_injections, read_injections
from aiboard.game.practice import reasons
from aiboard.instruments.errors import InputError
from aiboard.journal import lines
from aiboard.journal.lines import SEED_END
from aiboard.journal.reader import read
from aiboard.scenario import from_data
from tests.game.small import data, small


def said(line: str) -> str:
    with pytest.raises(InputError) as wrong:
        parse_injections([line], small().world(), "plan")
    return str(wrong.value)


@pytest.mark.parametrize("word", ["0", "31", "-1", "+1", "1.0", "²", "٣", "0000003", "x"])
def test_an_injection_has_a_day_of_the_game(word: str) -> None:
    assert said(f"{word} inject gpu-shortage") == (f"plan:1: day: '{word}' is no day from 1 to 30; write DAY action")


def test_injections_are_sorted_by_day_and_stay_in_their_order() -> None:
    rows = ["# a plan", "", "  30 inject gpu-shortage 5", "000001 inject data-issue", "1 inject gpu-shortage 2"]
    found = parse_injections(rows, small().world())
    assert [item.text(small().world()) for item in found][1:] == [
        "1 inject gpu-shortage 2 by=facilitator",
        "30 inject gpu-shortage 5 by=facilitator",
    ]
    assert [item.day for item in found] == [1, 1, 30] and all(isinstance(item.action, Inject) for item in found)
    assert said("3 end") == "plan:1: a day cannot be ended from here; write an action"
    with pytest.raises(InputError) as wrong:
        parse_injections(["x inject gpu-shortage"], small().world())
    assert str(wrong.value).startswith("line 1: day: 'x' is no day")


def test_a_plan_has_so_many_lines_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(injections, "LINES_LIMIT", 3)
    rows = ["1 inject gpu-shortage 2"] * 3
    assert len(parse_injections(rows, small().world())) == 3
    # An empty line at the end of the file is none.
    (tmp_path / "plan").write_text("\n".join([*rows, ""]))
    assert len(read_injections(tmp_path / "plan", small().world())) == 3
    with pytest.raises(InputError, match="line 4: more than 3 lines; leave some out"):
        parse_injections([*rows, rows[0]], small().world())
    (tmp_path / "plan").write_text("\ufeff" + rows[0], encoding="utf-8")
    assert len(read_injections(tmp_path / "plan", small().world())) == 1
    monkeypatch.setattr(injections, "SIZE_LIMIT", 30)
    with pytest.raises(InputError):
        (tmp_path / "plan").write_text("#" * 31)
        read_injections(tmp_path / "plan", small().world())
    (tmp_path / "plan").write_text("#" * 30)
    assert read_injections(tmp_path / "plan", small().world()) == []


def test_reasons_of_practice_in_words() -> None:
    assert reasons(()) == ""
    assert reasons(("undo", "branch", "coach", "edited")) == (
        "an undo, it is a branch, the coach's numbers, its save was edited"
    )
    assert reasons(("other\x1b", "x" * 50)) == f"other, {'x' * 39}…"


@pytest.mark.parametrize(("seed", "ok"), [(0, True), (SEED_END - 1, True), (SEED_END, False), (-1, False)])
def test_a_seed_is_bounded(seed: int, ok: bool) -> None:
    if ok:
        assert new_game(small(), seed).seed == seed
        return
    with pytest.raises(InputError, match=f"seed: must be from 0 to {SEED_END - 1}"):
        new_game(small(), seed)


def test_a_drawn_seed_can_be_read_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("secrets.randbelow", lambda most: asked.append(most) or 5)
    assert new_game(small()).seed == 5 and asked == [1_000_000_000]


# --- the file ------------------------------------------------------------------------------------------------


def test_a_save_that_is_nearly_full_is_told_once_and_a_full_one_ends_days(monkeypatch: pytest.MonkeyPatch) -> None:
    game = new_game(from_data({**data(30), "chaos": {"events": 0}}), 7)
    # With the header, this line, and three lines for each of the thirty days to come.
    first = 0 + 2 + 30 * 3
    monkeypatch.setattr(log, "ENTRY_LIMIT", first + 10)
    game.do("prioritise EXP-001 1")
    assert game.take_notices() == ["this save is nearly full: only days can be ended once it is"]
    for place in range(10):
        game.do(f"prioritise EXP-001 {2 - place % 2}")
    assert game.take_notices() == [], "told once"
    with pytest.raises(ReadOnlyError) as full:
        game.do("prioritise EXP-001 2")
    assert str(full.value) == "the save is full: days can still be ended, and nothing else can be done in it"
    game.end_day()
    # The day that ended left room that was kept for it.
    game.do("prioritise EXP-001 2")


def test_nearly_full_begins_over_nine_tenths(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, told in ((103, False), (102, True)):
        game = new_game(from_data({**data(30), "chaos": {"events": 0}}), 7)
        # 92 lines would be used: nine tenths of 102.2.
        monkeypatch.setattr(log, "ENTRY_LIMIT", limit)
        game.do("prioritise EXP-001 1")
        assert bool(game.take_notices()) is told


def test_what_another_program_did_is_told(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    with new_game(small(), 7, path) as game:
        game.end_day()
        with open_game(path) as second:
            assert second.take_notices() == ["another program has this save open: it opens for reading only"]
            assert second.read_only
            with pytest.raises(ReadOnlyError):
                second.end_day()
        (tmp_path / "game-2.jsonl").touch()
        path.unlink()
        game.end_day()
        moved = tmp_path / "game-3.jsonl"
        assert game.take_notices() == [
            f"game.jsonl was removed or replaced by another program; the whole game is now in {moved}"
        ]
    with open_game(moved, read_only=True) as again:
        assert again.board.day == 3 and again.take_notices() == []
    with pytest.raises(InputError) as wrong:
        open_game(tmp_path / "none")
    assert str(wrong.value) == f"{tmp_path / 'none'}: there is no such file; check the name"


def test_an_edited_line_that_no_digest_covers_is_told_when_the_game_opens(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    with new_game(small(), 7, path) as game:
        game.end_day()
        game.end_day()
    rows = path.read_bytes().splitlines(keepends=True)
    rows[1] = rows[1].replace(b'"sum"', b'"more":1,"sum"')
    path.write_bytes(b"".join(rows))
    with open_game(path) as game:
        assert game.take_notices() == ["line 2: lines edited after they were written: 2"]
        assert game.why_practice == ("edited",)


# --- replay --------------------------------------------------------------------------------------------------


def differing(tmp_path: Path, change: Any, *played: str) -> Any:
    """The first mismatch of a save whose lines were changed."""
    path = tmp_path / "game.jsonl"
    with new_game(small(), 7, path) as game:
        for line in played or ("start EXP-001", "end", "end"):
            game.do(line)
    chain, out = lines.START_SUM, b""
    rows = [json.loads(row) for row in path.read_bytes().splitlines()]
    for row in rows:
        row.pop("sum")
    for row in change(rows) or rows:
        line, chain = lines.encode(row, chain)
        out += line
    path.write_bytes(out)
    found = replay(read(path)).mismatch
    return None if found is None else (found.line, found.day, found.part, found.message, found.harmless)


def test_where_a_replay_first_differs(tmp_path: Path) -> None:
    def set_to(place: int, **fields: object) -> Any:
        return lambda rows: rows[place].update(fields)

    cases = [
        (lambda rows: None, None),
        (set_to(1, do="start EXP-020"), (2, 1, None, "'start EXP-020' is refused: ")),
        (set_to(2, day=2), (3, 1, "calendar", "the save ends day 2 where day 1 ends")),
        (set_to(2, digest="0" * 32), (3, 1, None, "after day 1 the whole digest differs from what the save says")),
        (lambda rows: rows[3]["parts"].update(cards="0"), (4, 2, "cards", "after day 2 cards differs from what")),
        (lambda rows: [rows[0], {"undo": 1}, *rows[1:]], (2, 1, None, "there is nothing to undo")),
    ]
    for number, (change, expected) in enumerate(cases):
        place = tmp_path / str(number)
        place.mkdir()
        found = differing(place, change)
        if expected is None:
            assert found is None
            continue
        assert found[:3] == expected[:3] and found[3].startswith(expected[3]) and not found[4], number


def test_a_line_that_no_game_writes_is_named(tmp_path: Path) -> None:
    for number, (row, text) in enumerate(
        (
            ({"do": "fly"}, "do: "),
            ({"do": "end"}, "do: is the end of a day; a day has its own line"),
            ({"answer": "EXP-099", "question": "retro", "sprint": 1}, "answer: is no card of this scenario; name"),
            ({"plan": ["x"]}, "plan[1]: "),
            ({"plan": ["1 inject gpu-shortage 2", "99 end"]}, "plan[2]: '99' is no day from 1 to 30; write DAY action"),
        )
    ):  # fmt: skip
        place = tmp_path / str(number)
        place.mkdir()
        with pytest.raises(InputError) as wrong:
            differing(place, lambda rows, row=row: [rows[0], row, *rows[1:]])
        assert str(wrong.value).startswith(f"{place / 'game.jsonl'}:2: {text}")
    # Of the review any text may be answered, and an empty answer of the retro is one.
    (tmp_path / "last").mkdir()
    review, retro = {"answer": "EXP-099", "question": "review"}, {"answer": "", "question": "retro"}
    answers = [{**one, "sprint": 1} for one in (review, retro)]
    assert differing(tmp_path / "last", lambda rows: [rows[0], *answers, *rows[1:]]) is None


def test_edited_lines_are_named_up_to_five(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    with new_game(small(), 7, path) as game:
        for _ in range(8):
            game.end_day()
    rows = path.read_bytes().splitlines(keepends=True)
    for count, shown in ((1, "3"), (5, "3, 4, 5, 6, 7"), (6, "3, 4, 5, 6, 7, ...")):
        changed = [row.replace(b'"sum"', b'"x":1,"sum"') if 2 <= at < 2 + count else row for at, row in enumerate(rows)]
        path.write_bytes(b"".join(changed))
        result = replay(read(path))
        assert result.mismatch is not None and result.why_practice == ("edited",)
        assert result.mismatch.message == f"lines edited after they were written: {shown}"
        assert (result.mismatch.line, result.mismatch.day, result.mismatch.harmless) == (3, 2, True)


@pytest.mark.parametrize(("days", "shown"), [(4, "it holds no summary"), (10, "its last summary is of day 10")])
def test_a_save_of_other_rules_says_what_it_has(days: int, shown: str, tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    with new_game(small(), 7, path) as game:
        for _ in range(days):
            game.end_day()
    path.write_text(path.read_text().replace(f'"rules_version":{RULES_VERSION}', '"rules_version":0', 1))
    with pytest.raises(OldRulesError) as old:
        open_game(path)
    assert str(old.value) == (
        f"{path}:1: rules_version: is 0 and this aiboard plays rules {RULES_VERSION}: read only, {shown}; "
        "use the aiboard that made it to play on"
    )
