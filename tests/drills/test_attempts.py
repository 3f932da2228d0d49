"""The file of attempts: nothing that was kept is lost to a kill, and a torn end is dropped and said."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from aiboard.drills.asks import Option, Percent, Pick, Words
from aiboard.drills.attempts import Store
from aiboard.drills.question import Grade, Question
from aiboard.instruments.errors import InputError

QUESTION = Question(
    "quiz", "b/q", "T", ("S",), (Pick("option", "?", (Option("a", "x"),)), Percent("confidence", "?")), "checked"
)
RIGHT = Grade(1.0, True, ())

#: Writes attempts as fast as it can and says after each that it was kept.
WRITER = """
import sys
from pathlib import Path
from aiboard.drills.question import Grade, Question
from aiboard.drills.attempts import Store
store = Store.load(Path(sys.argv[1]))
question = Question("quiz", "b/q", "T", (), (), "checked")
while True:
    store.save_part(question, "option", "a" * 2000)
    store.add(question, {"confidence": 60}, Grade(1.0, True, ()))
    print(len(store.attempts), flush=True)
"""


def test_attempts_and_drafts_come_back(tmp_path: Path) -> None:
    path = tmp_path / "new" / "attempts.jsonl"
    store = Store.load(path)
    store.save_part(QUESTION, "option", "a")
    assert Store.load(path).draft("quiz") == ("b/q", {"option": "a"})
    store.add(QUESTION, {"option": "a", "confidence": 80}, RIGHT)
    assert store.draft("quiz") is None, "what was answered is no draft, here or after it is read again"
    again = Store.load(path)
    assert again.draft("quiz") is None and again.notices == []
    (attempt,) = again.attempts
    assert (attempt.question, attempt.right, attempt.confidence, attempt.dimension) == ("b/q", True, 80, "CONCEPT")


def test_a_dropped_draft_stays_dropped(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    store.save_part(QUESTION, "option", "a")
    store.forget(QUESTION)
    assert Store.load(store.path).draft("quiz") is None


def test_a_torn_last_line_is_dropped_and_said_and_the_next_line_is_whole(tmp_path: Path) -> None:
    store = Store.load(tmp_path / "a.jsonl")
    store.add(QUESTION, {"confidence": 80}, RIGHT)
    with store.path.open("a", encoding="utf-8") as stream:
        stream.write('{"kind": "attempt", "drill": "qu')
    torn = Store.load(store.path)
    assert len(torn.attempts) == 1 and "torn" in torn.notices[0]
    torn.add(QUESTION, {"confidence": 10}, RIGHT)
    healed = Store.load(store.path)
    assert [attempt.confidence for attempt in healed.attempts] == [80, 10] and healed.notices == []


NO_TIME = '{"kind": "attempt", "drill": "a", "question": "b", "time": "x"}'


BAD_CONFIDENCE = (
    '{"kind": "attempt", "drill": "a", "question": "b", "dimension": "CODE", "time": "2026-01-01T00:00:00Z",'
    ' "score": 1, "right": true, "confidence": "sure"}'
)


def _attempt(**changes: object) -> str:
    row = {"kind": "attempt", "drill": "a", "question": "b", "dimension": "CODE", "time": "2026-01-01T00:00:00Z"}
    return json.dumps({**row, "score": 1, "right": True, "confidence": 50, **changes})


def _note(mark: object) -> str:
    row = {"kind": "note", "time": "2026-01-01T00:00:00Z", "drill": "a", "question": "b", "dimension": "CODE"}
    return json.dumps({**row, "mark": mark, "text": "clear"})


@pytest.mark.parametrize(
    "line",
    [
        *("{}", "[]", "nonsense", NO_TIME, BAD_CONFIDENCE),
        *(_attempt(confidence=value) for value in (-1, 101, 50.0, True)),
        *(_attempt(score=value) for value in (-0.01, 1.01, float("nan"))),
        *(_note(mark) for mark in (0, 5, 2.0, True)),
    ],
)
def test_a_foreign_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl:1: is no attempt"):
        Store.load(path)


def test_the_ends_of_every_range_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [_attempt(confidence=0, score=0), _attempt(confidence=100), _note(1), _note(4), _note(None)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    store = Store.load(path)
    assert [(one.confidence, one.score) for one in store.attempts] == [(0, 0), (100, 1)]
    assert [one.mark for one in store.notes] == [1, 4, None]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_kill_loses_at_most_the_line_that_was_being_written(tmp_path: Path) -> None:
    path = tmp_path / "attempts.jsonl"
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(20):
            said = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        for line in process.stdout:
            said = int(line)
    store = Store.load(path)
    # What was said to be kept is there; the one being added may be too.
    assert said <= len(store.attempts) <= said + 1
    store.add(QUESTION, {"confidence": 80}, RIGHT)
    assert len(Store.load(path).attempts) == len(store.attempts)
    assert all(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def test_words_that_are_being_written_survive(tmp_path: Path) -> None:
    question = Question("pitch", "pitch", "T", (), (Words("pitch", "?"),), "checked")
    Store.load(tmp_path / "a.jsonl").save_part(question, "pitch~", "I lead")
    assert Store.load(tmp_path / "a.jsonl").draft("pitch") == ("pitch", {"pitch~": "I lead"})
