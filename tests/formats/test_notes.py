"""Notes: one a run, the last counts; every line is in the file when `take` returns; nothing else is written over."""

import json
import os
from pathlib import Path

import pytest

from aiboard.formats.notes import Note, RunNotes, split_words
from aiboard.instruments.errors import InputError

RUNS = [("a/log.json", "task 1"), ("a/log.json", "task 2"), ("b/log.json", "task 2"), ("b/other.json", "task 1")]


def test_the_last_note_on_a_run_counts_and_an_empty_one_takes_it_back(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    notes = RunNotes(path, RUNS)
    assert notes.sentence == "no notes yet" and not path.exists()
    notes.take(0, Note(3, "wrong tool", "asked twice"))
    notes.take(1, Note(1, "gave up"))
    notes.take(3, Note(2, "gave up"))
    notes.take(1, Note(4, "wrong tool"))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["file"], line["run"], line["step"], line["kind"]) for line in lines] == [
        ("log.json", "task 1", 3, "wrong tool"),
        ("log.json", "task 2", 1, "gave up"),
        ("other.json", "task 1", 2, "gave up"),
        ("log.json", "task 2", 4, "wrong tool"),
    ]
    again = RunNotes(path, RUNS)
    for found in (notes, again):
        assert found.counts == [("wrong tool", 2), ("gave up", 1)]
        assert found.of(0) == Note(3, "wrong tool", "asked twice") and found.of(1) == Note(4, "wrong tool")
        assert found.of(2) is None, "a run of the same name in another file of the same name is another run"
        assert found.sentence == "3 notes: wrong tool 2, gave up 1"
    again.take(1, Note(0, ""))
    assert RunNotes(path, RUNS).counts == [("wrong tool", 1), ("gave up", 1)]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files as Linux lists them")
def test_no_note_leaves_a_file_open(tmp_path: Path) -> None:
    notes = RunNotes(tmp_path / "notes.jsonl", RUNS)
    before = len(os.listdir("/proc/self/fd"))
    for step in range(1, 6):
        notes.take(0, Note(step, "gave up"))
    assert len(os.listdir("/proc/self/fd")) == before


def test_notes_on_other_logs_are_counted_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    RunNotes(path, [("x.json", "r")]).take(0, Note(1, "loop"))
    notes = RunNotes(path, RUNS)
    notes.take(0, Note(1, "loop"))
    assert notes.counts == [("loop", 2)] and notes.of(1) is None


def test_a_line_that_was_cut_off_is_said_and_the_next_stands_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    RunNotes(path, RUNS).take(0, Note(1, "loop"))
    path.write_bytes(path.read_bytes() + b'{"file": "log.json", "ru')
    notes = RunNotes(path, RUNS)
    assert (notes.not_read, notes.total) == (1, 1)
    notes.take(1, Note(2, "loop"))
    again = RunNotes(path, RUNS)
    assert (again.not_read, again.counts) == (1, [("loop", 2)])


@pytest.mark.parametrize("content", ["[1, 2]\n", "no json\n", '{"role": "user", "content": "x"}\n', "[" * 5000])
def test_a_file_that_is_something_else_is_left_alone(content: str, tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(content)
    with pytest.raises(InputError, match="is no file of notes; give another name to --notes"):
        RunNotes(path, RUNS)
    assert path.read_text() == content


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_places_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in ((tmp_path / "pipe", "is a pipe"), (tmp_path, "is a folder")):
        with pytest.raises(InputError, match=said):
            RunNotes(path, RUNS)
    with pytest.raises(InputError, match="cannot be written"):
        RunNotes(tmp_path / "none" / "notes.jsonl", RUNS).take(0, Note(1, "loop"))


def test_hostile_lines_are_notes_in_plain_text_or_none(tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    lines = [
        {"file": "log.json", "run": "task 1", "step": 10**30, "kind": "a\x1b[2J" + "x" * 1000, "text": "\x9b\u202e"},
        {"file": "log.json", "run": 7, "step": 1, "kind": "loop"},
        {"file": "log.json", "run": "task 2", "step": True, "kind": "loop", "text": 5},
    ]
    path.write_text("\n".join(map(json.dumps, lines)))
    notes = RunNotes(path, RUNS)
    first = notes.of(0)
    assert first is not None and first.step == 0 and first.kind.isprintable() and len(first.kind) == 60
    assert (notes.of(1), notes.not_read) == (Note(0, "loop"), 1)


def test_kind_and_words() -> None:
    assert split_words(" wrong tool : asked: twice ") == ("wrong tool", "asked: twice")
    assert split_words("gave up") == ("gave up", "") and split_words(" : ") == ("", "")
