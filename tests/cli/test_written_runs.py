"""What `trajectory` prints and writes as JSON, to the letter, of small logs; the texts stand in `golden`."""

import json
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli import trajectory
from aiboard.cli.main import main
from aiboard.tui import Options
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"


def call(id: str, tool: str, arguments: str, output: str | None) -> list[dict[str, Any]]:
    """A call of a tool, and its answer where there is one."""
    asked = {"role": "assistant", "tool_calls": [{"id": id, "function": {"name": tool, "arguments": arguments}}]}
    return [asked] if output is None else [asked, {"role": "tool", "tool_call_id": id, "content": output}]


def log(name: str, *runs: dict[str, Any]) -> str:
    Path(name).write_text(json.dumps(runs if len(runs) > 1 else runs[0]), encoding="utf-8")
    return name


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two files: two trials of a task, and a run with a failure, a loop, a burst and much output."""
    monkeypatch.chdir(tmp_path)
    said = [{"role": "user", "content": "Book it."}]
    good = [*said, *call("1", "search", '{"q": "a"}', "found"), {"role": "assistant", "content": "Done."}]
    bad = [
        *said,
        *call("1", "send", '{"to": "ann.lee@example.com"}', "Error: no route"),
        *call("2", "send", "{}", None),
    ]
    trials = [
        {"task_id": 7, "trial": 0, "reward": 1.0, "traj": good},
        {"task_id": 7, "trial": 1, "reward": 0.0, "traj": bad},
    ]
    odd = [{"role": "user", "content": [{"type": "text", "text": "Look."}, {"type": "smell"}]}]
    calls = [message for i in range(58) for message in call(f"b{i}", "look", json.dumps({"at": i}), f"line {i}")]
    again = [message for i in range(4) for message in call(f"c{i}", "wait", '{"for": 1}', "not yet")]
    long = call("d", "dump", "\n".join(f"argument {i}" for i in range(45)), "\n".join(f"row {i}" for i in range(45)))
    return [log("trials.json", *trials), log("one.json", {"id": "r1", "messages": [*odd, *calls, *again, *long]})]


def pinned(capsys: pytest.CaptureFixture[str], name: str, *runs: list[str]) -> None:
    """The text and the document of each run are as they were written."""
    parts: list[str] = []
    for words in runs:
        assert main(["trajectory", *words]) == 0
        text = capsys.readouterr()
        assert main(["trajectory", *words, "--json"]) == 0
        document = capsys.readouterr()
        assert text.err == document.err == ""
        keys = [f"{key}: {json.dumps(value)}" for key, value in json.loads(document.out).items()]
        parts += [f"$ aiboard trajectory {' '.join(words)}", text.out, *keys, ""]
    as_written(GOLDEN / f"{name}.txt", "\n".join(parts))


def test_counts_and_findings_of_two_files(logs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    pinned(capsys, "trajectory", logs, [*logs, "--allow", "search,look, wait"])


def test_what_is_looked_for_when_asked(logs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    pinned(
        capsys, "trajectory-asked", [logs[0], "--personal-data", "--rate-limit", "1"], [logs[1], "--rate-limit", "4"]
    )


def test_every_step_where_wanted(logs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    pinned(capsys, "trajectory-steps", [logs[0], "--show"])
    assert main(["trajectory", logs[1], "--show"]) == 0
    lines = capsys.readouterr().out.splitlines()
    # The last step is the longest: forty lines of what it was given and forty of what came back.
    start = next(place for place, line in enumerate(lines) if line.startswith("    64 "))
    as_written(GOLDEN / "trajectory-long-step.txt", "\n".join(lines[start:]))


def test_notes_stand_beside_their_runs(logs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    notes = ["--notes", "notes.jsonl"]
    for given in (["--note", "2:2", "route: none was there"], ["--note", "3", "slow"], ["--note", "1", "route: fine"]):
        assert main(["trajectory", *logs, *notes, *given, "--text"]) == 0
        capsys.readouterr()
    with open("notes.jsonl", "a", encoding="utf-8") as file:
        file.write("no note\n")
    pinned(capsys, "trajectory-notes", [*logs, *notes])


@pytest.mark.parametrize(
    ("place", "ok"),
    [
        ("1", True), ("3", True), ("4", False), ("0", False), ("-1", False), ("x", False), ("", False),
        ("00000003", True), ("000000003", False), ("2:1", True), ("2:3", True), ("2:4", False), ("2:0", False),
        ("2:00000003", True), ("2:000000003", False), ("2:x", False), ("2:", True),
    ],
)  # fmt: skip
def test_a_note_is_on_a_run_and_a_step_that_there_is(
    place: str, ok: bool, logs: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trajectory", *logs, "--notes", "notes.jsonl", "--note", place, "why"]) == (0 if ok else 2)
    assert capsys.readouterr().err.startswith("" if ok else "--note: ")
    assert Path("notes.jsonl").exists() is ok


@pytest.mark.parametrize(("limit", "ok"), [("0", True), ("1000000", True), ("1000001", False), ("-1", False)])
def test_a_limit_of_calls_is_bounded(limit: str, ok: bool, logs: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trajectory", logs[0], "--rate-limit", limit]) == (0 if ok else 2)
    assert capsys.readouterr().err == ("" if ok else "--rate-limit: must be from 0 to 1000000\n")


def test_the_viewer_is_told_what_it_shows(
    logs: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Options, str]] = []
    monkeypatch.setattr(trajectory, "is_interactive", lambda: True)
    monkeypatch.setenv("TERM", "xterm")

    def run(options: Options, instead: str) -> int:
        opened.append((options, instead))
        return 0

    monkeypatch.setattr("aiboard.tui.run", run)
    assert main(["trajectory", logs[0]]) == main(["trajectory", *logs]) == main(["trajectory", logs[1]]) == 0
    shown = [
        (options.runs[0], [one.label for one in options.runs[1]], options.runs[3])
        for options, _ in opened
        if options.runs
    ]
    sentence = "pass^1 0.500, pass^2 0.000 over 1 task and 2 trials with a reward; reward 1 is a pass"
    trials = ["task 7, trial 0", "task 7, trial 1"]
    assert [(title, runs) for title, runs, _ in shown] == [
        ("trials.json: tau-bench, 2 runs", trials),
        ("2 files, 3 runs", [*(f"trials: {trial}" for trial in trials), "one: r1"]),
        ("one.json: openai-messages, 1 run", ["r1"]),
    ]
    assert [note[:40] for *_, note in shown] == [sentence[:40], f"trials: {sentence}"[:40], ""]
    assert {instead for _, instead in opened} == {"--text"}
    # What is asked to be printed is printed, and so is everything where the terminal moves no cursor.
    for words in (["--note", "1", "x", "--notes", "n.jsonl"], ["--personal-data"], ["--rate-limit", "0"]):
        assert main(["trajectory", logs[0], *words]) == 0 and capsys.readouterr().out
    monkeypatch.setenv("TERM", "dumb")
    assert main(["trajectory", logs[0]]) == 0 and capsys.readouterr().out
    assert len(opened) == 3
    monkeypatch.setenv("TERM", "xterm")
    assert main(["trajectory", "none.json"]) == 2, "with nothing to show nothing is opened"
    assert len(opened) == 3
    monkeypatch.setattr("aiboard.tui.run", lambda options, instead: 1)
    assert main(["trajectory", logs[0], "none.json"]) == 1, "the viewer's own answer comes first"
