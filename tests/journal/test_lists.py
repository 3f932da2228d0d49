"""The list of saves, and what is said of a file that is none."""

import json
import os
from pathlib import Path

import pytest

from aiboard.instruments.errors import InputError
from aiboard.journal import lines, reader, saves
from aiboard.journal.lines import ActionEntry, DayEnd, Header
from aiboard.journal.reader import peek, read
from aiboard.journal.saves import SaveInfo, file_name, new_path, recent_saves
from aiboard.journal.writer import Writer


def save(path: Path, scenario: dict[str, object], days: int = 0, seed: int = 7, age: float = 0) -> Path:
    """A save that so many days of a game are in, so many seconds old."""
    writer = Writer.create(path, Header(1, scenario, "", seed, "now"))
    for day in range(1, days + 1):
        writer.append(DayEnd(day, "d", {}).data())
    writer.append(ActionEntry("start EXP-001").data())
    writer.close()
    os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return path


def test_saves_are_listed_newest_first_up_to_a_limit(tmp_path: Path) -> None:
    paths = [save(tmp_path / f"{age:02}.jsonl", {"id": f"s{age}"}, age % 3, age, age) for age in range(22)]
    (tmp_path / "newest.jsonl").write_text("no save")
    (tmp_path / "other.txt").write_text("no save")
    found = recent_saves(folder=tmp_path)
    assert [item.path for item in found] == paths[:20], "what is no save takes nobody's place"
    assert found[5] == SaveInfo(paths[5], "s5", 5, 2, 0)
    assert [item.path for item in recent_saves(3, tmp_path)] == paths[:3] and recent_saves(0, tmp_path) == []


def test_subfolders_are_looked_into_where_wanted(tmp_path: Path) -> None:
    (tmp_path / "drills" / "deeper").mkdir(parents=True)
    above, below = save(tmp_path / "a.jsonl", {}, age=1), save(tmp_path / "drills" / "b.jsonl", {})
    save(tmp_path / "drills" / "deeper" / "c.jsonl", {})
    assert [item.path for item in recent_saves(folder=tmp_path)] == [above]
    assert [item.path for item in recent_saves(folder=tmp_path, deep=True)] == [below, above]
    (tmp_path / "gone.jsonl").symlink_to(tmp_path / "nowhere")
    assert len(recent_saves(folder=tmp_path)) == 1


@pytest.mark.parametrize(
    ("scenario", "days", "name", "length", "finished"),
    [
        ({"id": "x", "calendar": {"days": 2}}, 2, "x", 2, True),
        ({"id": "x", "calendar": {"days": 2}}, 1, "x", 2, False),
        ({"id": "x", "calendar": {"days": "2"}}, 2, "x", 0, False),
        ({"id": "x", "calendar": 2}, 2, "x", 0, False),
        ({"id": 5}, 0, "?", 0, False),
    ],
)
def test_what_a_list_says_of_a_save(
    scenario: dict[str, object], days: int, name: str, length: int, finished: bool, tmp_path: Path
) -> None:
    save(tmp_path / "x.jsonl", scenario, days)
    (item,) = recent_saves(folder=tmp_path)
    assert (item.scenario, item.day, item.days, item.finished) == (name, days, length, finished)


def test_names_of_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert file_name("support-chatbot:calm", 7) == "support-chatbot-calm-7.jsonl"
    assert file_name("a  b//c", 1, "idle") == "a-b-c-1-idle.jsonl" and file_name("--:--", 2) == "game-2.jsonl"
    assert file_name("x" * 80, 3) == f"{'x' * 60}-3.jsonl"
    monkeypatch.setenv(saves.SAVES_VARIABLE, str(tmp_path))
    parts = new_path("x", 5).name.removesuffix(".jsonl").split("-")
    assert parts[:2] == ["x", "5"] and [len(part) for part in parts[2:]] == [8, 6, 6]
    assert new_path("x", 5, tmp_path / "other").parent == tmp_path / "other"
    monkeypatch.setenv(saves.SAVES_VARIABLE, "~/games")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert saves.saves_folder() == tmp_path / "games"


# --- reading -------------------------------------------------------------------------------------------------


def refusal(path: Path, peeking: bool = False) -> str:
    with pytest.raises(InputError) as wrong:
        _ = peek(path) if peeking else read(path)
    return str(wrong.value).removeprefix(str(path))


NO_JSON = ":1: the line is not JSON; the file was damaged or is no save"
NO_SCENARIO = ":1: the header has no scenario; the file was damaged or is no save"
NO_FORMAT = ":1: format: is missing: no save of aiboard; logs: aiboard trajectory"


@pytest.mark.parametrize(
    ("content", "whole", "at_a_glance"),
    [
        (b"", ": is empty; nothing was saved in it", NO_JSON),
        (b"\0\0\0", ": is empty; nothing was saved in it", NO_JSON),
        (b"{}", ":1: the first line is not whole; nothing was saved in it", NO_SCENARIO),
        (b"x\n", NO_JSON, NO_JSON),
        (b'{"a":1}\n', NO_FORMAT, NO_SCENARIO),
        (b'{"format":true}\n', NO_FORMAT, NO_SCENARIO),
        (b'{"format":-1}\n', NO_FORMAT, NO_SCENARIO),
        (b'{"format":0}\n', ":1: format: 0 was never published; this is no save of aiboard", NO_SCENARIO),
        (b'{"format":2}\n', ":1: format: is 2 and this aiboard knows 1; use a newer aiboard", NO_SCENARIO),
        (b'{"format":1}\n', ":1: the header has no scenario; the file was damaged or edited", NO_SCENARIO),
    ],
)
def test_what_is_said_of_a_file_that_is_no_save(content: bytes, whole: str, at_a_glance: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert refusal(path) == whole and refusal(path, peeking=True) == at_a_glance


def test_a_header_without_its_newline_is_not_whole_at_a_glance(tmp_path: Path) -> None:
    path = save(tmp_path / "x.jsonl", {})
    path.write_bytes(path.read_bytes().partition(b"\n")[0])
    assert refusal(path, peeking=True) == ":1: the first line is not whole; nothing was saved in it"


def test_a_bad_line_after_the_header_is_named(tmp_path: Path) -> None:
    path = save(tmp_path / "x.jsonl", {}, 2)
    with open(path, "ab") as file:
        file.write(b'{"undo":5}\n{"undo":1}\n')
    assert refusal(path) == ":5: undo is not a whole number from 0 to 1; the file was damaged or edited"
    assert peek(path)[1] == 2, "a list looks for the last day only"


def test_a_save_has_so_many_lines_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path / "x.jsonl", {}, 2)
    monkeypatch.setattr(reader, "ENTRY_LIMIT", 4)
    assert len(read(path).entries) == 3
    monkeypatch.setattr(reader, "ENTRY_LIMIT", 3)
    assert refusal(path) == ": has 4 lines and a save at most 3"


def test_what_is_kept_of_a_torn_save(tmp_path: Path) -> None:
    path = save(tmp_path / "x.jsonl", {}, 1)
    whole = path.read_bytes()
    torn = whole + b'{"do":"sta'
    path.write_bytes(torn)
    found = read(path)
    assert found.warnings == ["line 4 was not whole and was dropped; all before it is there"]
    assert (found.good_bytes, found.torn, found.open_end, found.old_format) == (len(whole), True, False, False)
    path.write_bytes(whole[:-1])
    found = read(path)
    assert (found.good_bytes, found.torn, found.open_end, found.warnings) == (len(whole) - 1, False, True, [])
    assert found.last_sum == json.loads(whole.splitlines()[-1])["sum"]
    # The one line there is may lack its newline too.
    head = whole.partition(b"\n")[0]
    path.write_bytes(head)
    assert read(path).open_end and read(path).entries == []


def test_a_long_header_is_read_and_another_long_line_is_not(tmp_path: Path) -> None:
    path = save(tmp_path / "x.jsonl", {"id": "x", "prose": "y" * (lines.LINE_LIMIT + 10)}, 1)
    assert len(read(path).entries) == 2 and peek(path)[1] == 1
    writer, _ = Writer.resume(path)
    writer.append({"summary": {"prose": "y" * lines.LINE_LIMIT}})
    writer.close()
    assert refusal(path).startswith(":4: the line has 3000")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files as Linux shows them")
def test_a_save_that_was_closed_leaves_no_file_open(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    save(tmp_path / "x.jsonl", {}, 1)
    assert len(os.listdir("/proc/self/fd")) == before


def test_half_a_line_is_taken_off_again_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.jsonl"
    writer = Writer.create(path, Header(1, {}, "", 7, "now"))
    whole, write = path.read_bytes(), os.write
    calls: list[int] = []

    def half(descriptor: int, content: bytes) -> int:
        calls.append(len(content))
        if len(calls) % 2 == 0:
            raise OSError(28, "No space left on device")
        return write(descriptor, content[:5])

    monkeypatch.setattr(os, "write", half)
    writer.append(ActionEntry("start EXP-001").data())
    assert path.read_bytes() == whole and writer.unsaved == 1 and not read(path).torn
    monkeypatch.undo()
    writer.close()
    assert [entry.data() for entry in read(path).entries] == [{"do": "start EXP-001"}] and writer.unsaved == 0


def test_a_name_that_somebody_took_meanwhile_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").touch()
    path = tmp_path / "folder" / "x.jsonl"
    writer = Writer.create(path, Header(1, {}, "", 7, "now"))
    assert writer.trouble is not None and writer.unsaved == 1
    (tmp_path / "folder").unlink()
    (tmp_path / "folder").mkdir()
    path.write_text("another's")
    writer.append(ActionEntry("start EXP-001").data())
    assert writer.trouble == f"{path}: exists already; resume it, or give another name"
    writer.close()
    assert path.read_text() == "another's" and writer.unsaved == 2
