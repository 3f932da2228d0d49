"""Saves that were changed, damaged or made by others: named, never believed, never a traceback."""

import contextlib
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiboard.engine.model.fields import PARTS
from aiboard.game import CancelledError, OldRulesError, Replay, TamperedError, log, new_game, open_game, replay
from aiboard.instruments.errors import InputError
from aiboard.journal import lines, saves
from aiboard.journal.lines import START_SUM, encode
from aiboard.journal.reader import read
from aiboard.journal.writer import Writer
from aiboard.scenario import sha_of
from tests.game.small import data, small

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A save of twelve days: line 2 to 6 are actions of day 1, then a day a line, a summary after day 10."""
    path = tmp_path_factory.mktemp("played") / "game"
    with new_game(small(), 7, path) as game:
        for line in ("start EXP-001", "start EXP-002", "order DS-2 10", "kill EXP-003 other", "pause EXP-001"):
            game.do(line)
        for _ in range(12):
            game.end_day()
        game.do("resume EXP-001")
    return path.read_bytes()


def _rows(content: bytes) -> Rows:
    return [json.loads(row) for row in content.splitlines()]


def _plain(content: bytes, change: Callable[[Rows], None]) -> bytes:
    """As a person edits: the checksums stay as they were."""
    rows = _rows(content)
    change(rows)
    return b"".join(json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in rows)


def _forged(content: bytes, change: Callable[[Rows], None]) -> bytes:
    """As a program edits: with checksums that hold."""
    rows = _rows(content)
    change(rows)
    total, out = START_SUM, b""
    for row in rows:
        row.pop("sum", None)
        line, total = encode(row, total)
        out += line
    return out


def _put(index: int, **values: Any) -> Callable[[Rows], None]:
    return lambda rows: rows[index].update(values)


def _header(**values: Any) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        rows[0]["scenario"].update(values)
        rows[0]["scenario_sha"] = sha_of(rows[0]["scenario"])

    return change


def _replayed(content: bytes, place: Path) -> Replay:
    place.write_bytes(content)
    return replay(read(place))


def test_an_untouched_save_is_as_it_says(played: bytes, tmp_path: Path) -> None:
    result = _replayed(played, tmp_path / "game")
    assert result.mismatch is None and result.timeline.days_ended() == 12 and not result.practice
    assert _forged(played, lambda rows: None) == played


@pytest.mark.parametrize("write", [_plain, _forged])
def test_an_edited_action_is_named_by_day_and_part(played: bytes, tmp_path: Path, write: Any) -> None:
    result = _replayed(write(played, _put(2, do="start EXP-004")), tmp_path / "game")
    found = result.mismatch
    assert found is not None and (found.line, found.day, found.harmless) == (7, 1, False)
    assert found.part in PARTS and found.part in found.message and "day 1" in found.message
    assert ("lines edited after they were written: 3" in found.message) == (write is _plain)
    with pytest.raises(TamperedError, match=r"game:7: day 1: after day 1"):
        open_game(tmp_path / "game")


def test_edited_digests_days_and_seeds_are_named(played: bytes, tmp_path: Path) -> None:
    cases: list[tuple[Callable[[Rows], None], int, int, str | None]] = [
        (_put(8, digest="0" * 32), 9, 3, None),
        (_put(8, parts={**_rows(played)[8]["parts"], "money": "00000000"}), 9, 3, "money"),
        (_put(8, parts={}), 9, 3, "calendar"),
        (_put(8, day=4), 9, 3, "calendar"),
        (_put(0, seed=8), 7, 1, None),
        (lambda rows: rows.pop(8) and None, 9, 3, "calendar"),
        (lambda rows: rows.insert(9, rows[8]), 10, 4, "calendar"),
        (lambda rows: rows.__setitem__(slice(8, 10), [rows[9], rows[8]]), 9, 3, "calendar"),
        (_put(1, do="promote EXP-001"), 2, 1, None),
        (lambda rows: rows.__setitem__(slice(1, 3), [{"undo": 1}]), 2, 1, None),
    ]
    for number, (change, line, day, part) in enumerate(cases):
        found = _replayed(_forged(played, change), tmp_path / f"{number}").mismatch
        assert found is not None, number
        assert (found.line, found.day) == (line, day), (number, found)
        assert part is None or found.part == part, (number, found)
        with pytest.raises(TamperedError):
            open_game(tmp_path / f"{number}")


def test_an_edit_no_digest_covers_is_named_and_the_game_opens(played: bytes, tmp_path: Path) -> None:
    cases = [(_put(-1, do="kill EXP-001 other"), "line 20", 13), (_put(17, summary={"day": 10}), "line 18", 11)]
    for number, (change, said, day) in enumerate(cases):
        place = tmp_path / f"{number}"
        found = _replayed(_plain(played, change), place).mismatch
        assert found is not None and found.harmless and found.day == day and found.part is None
        with open_game(place) as game:
            assert any(said in notice and "edited" in notice for notice in game.take_notices())
            assert game.practice  # it can be played on, and not ranked


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_put(1, do="strat EXP-001"), ":2: do: there is no action 'strat'"),
        (_put(1, do="start EXP-999"), ":2: do: no card is called"),
        (_put(1, do="end"), ":2: do: is the end of a day"),
        (_put(0, scenario_sha="0" * 64), "scenario_sha: is of another scenario"),
        (_put(0, scenario=data(30) | {"title": "Other"}), "scenario_sha"),
        (_put(0, scenario={}), ":1: "),
        (_header(calendar={"days": 1_000_000_000}), "calendar.days"),
        (_header(calendar={"days": -1}), "calendar.days"),
        (_header(families=[]), "families"),
        (_header(title="x" * 100_000), "title"),
        (_header(ideas=data()["ideas"] * 100), "larger"),
        (_put(0, format=lines.FORMAT + 1), "use a newer aiboard"),
    ],
    ids=range(12),
)
def test_what_is_no_game_is_one_line_at_once(
    played: bytes, tmp_path: Path, change: Callable[[Rows], None], said: str
) -> None:
    place = tmp_path / "game"
    place.write_bytes(_forged(played, change))
    began = time.monotonic()
    with pytest.raises(InputError) as caught:
        open_game(place)
    assert time.monotonic() - began < 3
    assert said in str(caught.value) and "\n" not in str(caught.value) and len(str(caught.value)) < 800
    assert place.read_bytes() == _forged(played, change)  # looked at, not touched
    with pytest.raises(InputError):  # the lock is free again
        open_game(place)


def test_old_rules_are_read_only_and_show_their_summaries(played: bytes, tmp_path: Path) -> None:
    place = tmp_path / "game"
    place.write_bytes(_forged(played, _put(0, rules_version=0)))
    with pytest.raises(OldRulesError, match="its last summary is of day 10") as caught:
        open_game(place)
    assert [item["day"] for item in caught.value.save.summaries()] == [10]
    place.write_bytes(
        _forged(played, lambda rows: (rows[0].update(rules_version=99), rows.__delitem__(slice(1, None)))[0])
    )
    with pytest.raises(OldRulesError, match="no summary"):
        open_game(place)


def test_undoing_actions_in_circles_costs_little(played: bytes, tmp_path: Path) -> None:
    """Undo goes back to a copy nearby: 900 actions are not repeated for each of 3,000 undos."""

    def circle(rows: Rows) -> None:
        moves = [{"do": f"prioritise EXP-00{1 + n % 9} {1 + (n // 9) % 2}"} for n in range(900)]
        rows[1:] = moves + [{"undo": 1}, moves[-1]] * 3_000

    place = tmp_path / "game"
    place.write_bytes(_forged(played, circle))
    with open_game(place) as game:
        assert len(game.actions()) == 900
        assert game.timeline.work < 3_000 * 2 * 100


def test_undoing_days_in_circles_is_refused(played: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line is within its limit; what they cost together is not."""
    place = tmp_path / "game"
    place.write_bytes(_forged(played, lambda rows: rows.__setitem__(slice(7, None), [{"undo": 1}, rows[6]] * 400)))
    monkeypatch.setattr(log, "WORK_LIMIT", 2_000)
    with pytest.raises(InputError, match="steps to replay") as caught:
        open_game(place)
    assert caught.value.line is not None and caught.value.line < 60


def test_a_replay_can_be_cancelled_and_lets_the_save_go(played: bytes, tmp_path: Path) -> None:
    place = tmp_path / "game"
    place.write_bytes(played)
    asked: list[int] = []

    def after_three() -> bool:
        asked.append(1)
        return len(asked) > 3

    with pytest.raises(CancelledError):
        open_game(place, cancelled=after_three)
    assert len(asked) == 4
    with open_game(place) as game:
        assert not game.read_only


@pytest.mark.parametrize("line", ["99999 start EXP-001", "3 fly", "x", "4 end"])
def test_a_plan_is_judged_alike_by_every_reader(played: bytes, tmp_path: Path, line: str) -> None:
    place = tmp_path / "game"
    place.write_bytes(_forged(played, lambda rows: rows.insert(4, {"plan": ["3 inject gpu-shortage 2", line]})))
    said: list[str] = []
    for reader in (lambda: replay(read(place)), lambda: open_game(place, read_only=True), lambda: open_game(place)):
        with pytest.raises(InputError) as caught:
            reader()
        said.append(str(caught.value))
    assert len(set(said)) == 1 and said[0].startswith(f"{place}:5: plan[2]")
    Writer.resume(place)[0].close()  # the lock was let go


@pytest.mark.parametrize(
    "row",
    [
        '{"a":1,"sum":"00000000"}',
        '{"do":"kill EXP-001 \\ud800","sum":"00000000"}',
        '{"sum":"\\ud800"}',
        '{"do":"start EXP-001","sum":"\\ud800"}',
        '{"practice":"\\udfff","sum":"\\ud800\\udc00"}',
        '{"summary":{"\\ud9ff":1},"sum":5}',
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_half_characters_stop_no_reader(played: bytes, tmp_path: Path, row: str, first: bool) -> None:
    place = tmp_path / "game.jsonl"
    head = b'{"sum":"\\ud800"}\n' if first else played.splitlines(keepends=True)[0]
    place.write_bytes(head + row.encode() + b"\n" + row.encode() + b"\n")
    with contextlib.suppress(InputError):
        open_game(place).close()
    (tmp_path / "good.jsonl").write_bytes(played)
    assert "good.jsonl" in {save.path.name for save in saves.recent_saves(folder=tmp_path)}


@settings(max_examples=150)
@given(luck=st.data())
def test_any_damage_is_one_line_or_a_game(played: bytes, luck: st.DataObject) -> None:
    """Bytes changed, cut out, doubled anywhere: a game that says what was edited, or one InputError."""
    damaged = bytearray(played)
    for _ in range(luck.draw(st.integers(1, 3))):
        first = luck.draw(st.sampled_from([0, played.index(b"\n")]))
        at = luck.draw(st.integers(min(first, len(damaged) - 1), len(damaged) - 1))
        kind = luck.draw(st.sampled_from(["set", "cut", "double", "digit"]))
        length = luck.draw(st.integers(1, 60))
        if kind == "set":
            damaged[at] = luck.draw(st.integers(0, 255))
        elif kind == "cut":
            del damaged[at : at + length]
        elif kind == "double":
            damaged[at:at] = damaged[at : at + length]
        else:
            digits = [i for i in range(at, min(at + 400, len(damaged))) if 48 <= damaged[i] <= 57]
            if digits:
                damaged[digits[0]] = luck.draw(st.integers(48, 57))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "game")
        place.write_bytes(damaged)
        try:
            with open_game(place) as game:
                notices = game.take_notices()
        except InputError as error:
            assert "\n" not in str(error) and len(str(error)) < 1500
            return
        assert notices or bytes(damaged) == played or damaged == played[:-1]
