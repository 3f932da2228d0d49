"""`aiboard trajectory`: counts, findings, and content only when it is asked for."""

import json
from pathlib import Path
from typing import Any

import pytest

from aiboard.cli import trajectory
from aiboard.cli.main import main
from aiboard.instruments.trajectory import Run
from aiboard.tui import Options

DATA = Path(__file__).resolve().parent.parent / "data" / "trajectories"
LOOP = str(DATA / "tau_airline_task13_trial0_loop.messages.json")
PASS = str(DATA / "tau_airline_task6_trial0_pass.messages.json")
TAU = str(DATA / "gpt-4o-airline.task10x4trials.json")
RUN_KEYS = ["id", "trial", "reward", "steps", "tool_calls", "errors", "consecutive_repeats", "loops", "unauthorised"]


def document(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert main(["trajectory", "--json", *words]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    return json.loads(captured.out)


def text(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["trajectory", *words]) == 0
    return capsys.readouterr().out


def test_json_has_the_shape_and_the_golden_counts(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, LOOP, PASS)
    assert list(found) == ["files"]
    assert [(file["file"], file["format"]) for file in found["files"]] == [
        (LOOP, "openai-messages"),
        (PASS, "openai-messages"),
    ]
    (loop,), (passed,) = (file["runs"] for file in found["files"])
    assert list(loop)[: len(RUN_KEYS)] == RUN_KEYS
    assert [loop[key] for key in RUN_KEYS] == ["1", None, None, 47, 14, 6, 1, 1, None]
    assert [passed[key] for key in RUN_KEYS] == ["1", None, None, 18, 6, 0, 0, 0, None]


def test_trials_and_rewards_of_tau_bench(capsys: pytest.CaptureFixture[str]) -> None:
    (file,) = document(capsys, TAU)["files"]
    assert [(run["id"], run["trial"], run["reward"]) for run in file["runs"]] == [
        ("10", 0, 0.0),
        ("10", 1, 0.0),
        ("10", 2, 0.0),
        ("10", 3, 0.0),
    ]


@pytest.mark.parametrize(
    ("allow", "unauthorised"),
    [
        (["--allow", "get_reservation_details, think,search_direct_flight"], 8),
        (["--allow", "get_reservation_details", "--allow", "think"], 11),
        (["--allow", ""], 14),
    ],
)
def test_an_allow_list(allow: list[str], unauthorised: int, capsys: pytest.CaptureFixture[str]) -> None:
    (file,) = document(capsys, LOOP, *allow)["files"]
    assert file["runs"][0]["unauthorised"] == unauthorised


def test_the_summary_says_what_happened_in_marks_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    shown = text(capsys, LOOP)
    assert "● ok  ✗ failed  ↻ loop  ! unauthorised" in shown
    assert "●●●●●✗↻●●✗✗✗✗●" in shown
    assert "6 errors, 1 consecutive repeat, 1 loop, no allow-list given" in shown
    assert "loop: step 23 repeats step 20: same call, same output" in shown


def test_content_is_hidden_until_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "XEWRD9"
    assert secret not in text(capsys, LOOP)
    assert secret not in json.dumps(document(capsys, LOOP))
    assert secret in text(capsys, LOOP, "--show")


def test_runs_have_names_and_pass_k_is_shown_with_the_trials_that_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"task_id": task, "trial": trial, "reward": int(task == trial), "traj": []}
        for task in (0, 1)
        for trial in (0, 1)
    ]
    log = tmp_path / "log.json"
    log.write_text(json.dumps(rows))
    (file,) = document(capsys, str(log))["files"]
    assert [run["name"] for run in file["runs"]][:2] == ["task 0, trial 0", "task 0, trial 1"]
    assert file["pass_k"]["values"] == [{"k": 1, "value": 0.5, "tasks": 2}, {"k": 2, "value": 0.0, "tasks": 2}]
    assert (file["pass_k"]["trials"], file["pass_k"]["left_out"]) == (4, 0)
    shown = " ".join(text(capsys, str(log)).split())
    assert "pass^1 0.500, pass^2 0.000 over 2 tasks and 4 trials with a reward; reward 1 is a pass" in shown
    assert "task 0, trial 0, reward 1: 0 steps" in shown
    (alone,) = document(capsys, PASS)["files"]
    assert alone["pass_k"] is None and alone["runs"][0]["name"] == "tau_airline_task6_trial0_pass"


def test_what_was_not_understood_stands_beside_the_totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blocks = [{"type": "hologram"}, {"type": "hologram"}, {"type": "text", "text": "hi"}, {"type": "smell"}]
    log = tmp_path / "log.json"
    log.write_text(json.dumps([{"role": "user", "content": blocks}]))
    assert "3 blocks of 2 kinds not read: hologram 2, smell 1" in text(capsys, str(log))
    (file,) = document(capsys, str(log))["files"]
    expected = [{"kind": "hologram", "count": 2}, {"kind": "smell", "count": 1}]
    assert file["unread"] == file["runs"][0]["unread"] == expected
    assert document(capsys, LOOP)["files"][0]["unread"] == []


def test_calls_read_from_text_are_said_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    log = str(DATA / "calls_in_text.json")
    assert "2 tool calls (read from the agent's text)" in text(capsys, log)
    assert document(capsys, log)["files"][0]["runs"][0]["calls_from_text"] == 2
    assert document(capsys, LOOP)["files"][0]["runs"][0]["calls_from_text"] == 0


def test_hostile_content_is_plain_text_on_every_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b]52;c;aGk=\x07\x9b2J\u202ered\u200b"
    call = {"id": "1", "function": {"name": evil, "arguments": evil}}
    messages = [
        {"role": evil, "content": evil, "tool_calls": [call, {**call, "id": "2"}]},
        {"role": "tool", "tool_call_id": "1", "content": evil},
        {"role": "tool", "tool_call_id": "2", "content": evil},
    ]
    log = tmp_path / "evil.json"
    log.write_text(json.dumps([{"id": evil, "messages": messages}]), encoding="utf-8")
    for words in (["--show"], ["--show", "--allow", "x"], ["--json", "--allow", "x"]):
        assert main(["trajectory", str(log), *words]) == 0
        out = capsys.readouterr().out
        assert all(character == "\n" or character.isprintable() for character in out)
        assert "red" in out


def test_a_bad_file_is_one_line_and_the_others_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('[{"role": "user", "content": ""},\n{"role": 3}]')
    assert main(["trajectory", "--json", str(broken), PASS, str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert [file["file"] for file in json.loads(captured.out)["files"]] == [PASS]
    assert captured.err.splitlines() == [
        f"{broken}:2: [1].role: is a number; it must be text",
        f"{tmp_path}: is a folder, not a file; give the name of a log",
    ]


def test_on_a_terminal_the_viewer_opens_on_what_could_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Options] = []
    monkeypatch.setattr(trajectory, "is_interactive", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("aiboard.tui.run", lambda options, instead: opened.append(options) or 0)
    assert main(["trajectory", PASS, "--allow", "think"]) == 0
    assert main(["trajectory", PASS, LOOP, str(tmp_path)]) == 2, "one could not be"
    captured = capsys.readouterr()
    assert captured.out == "" and captured.err.count("\n") == 1
    (one, runs, allow, *_), (both, all_runs, anything, *_) = (options.runs for options in opened if options.runs)
    assert one == "tau_airline_task6_trial0_pass.messages.json: openai-messages, 1 run" and both == "2 files, 2 runs"
    assert allow == frozenset({"think"}) and anything is None and len(runs) == 1
    stems = [Path(name).name.partition(".")[0] for name in (PASS, LOOP)]
    assert [run.label.partition(":")[0] for run in all_runs] == stems
    for words in (["--text"], ["--show"], ["--json"]):
        assert main(["trajectory", PASS, *words]) == 0 and capsys.readouterr().out
    assert len(opened) == 2, "printed instead"


def test_steps_are_shown_with_arguments_and_outputs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.json"
    log.write_text(
        json.dumps(
            [
                {"role": "user", "content": "do it"},
                {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "rm", "arguments": "all"}}]},
                {"role": "tool", "tool_call_id": "1", "content": "Error: no"},
                {"role": "assistant", "tool_calls": [{"function": {"name": "rm", "arguments": "some"}}]},
            ]
        )
    )
    shown = text(capsys, str(log), "--show")
    for part in ("1 said by user", "do it", "2 ✗ failed rm", "> all", "Error: no", "3 ● ok rm", "(no output recorded)"):
        assert part in shown


# --- notes ---------------------------------------------------------------------------------------------


def test_notes_are_kept_at_once_and_counted_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = tmp_path / "notes.jsonl"
    words = ["--notes", str(notes), "--note", "1:23", "loop: asks again", "--note", "2:", "fine"]
    shown = text(capsys, LOOP, PASS, *words)
    assert "1 tau_airline_task13_trial0_loop: 47 steps" in shown and "2 tau_airline_task6_trial0_pass" in shown
    assert "noted: step 23, loop: asks again" in shown and "noted: the run, fine" in shown
    assert f"{notes}: 2 notes: loop 1, fine 1" in shown
    found = document(capsys, PASS, LOOP, "--notes", str(notes))
    assert found["notes"]["kinds"] == [{"kind": "loop", "count": 1}, {"kind": "fine", "count": 1}]
    assert found["notes"]["total"] == 2
    assert [file["runs"][0]["note"] for file in found["files"]] == [
        {"step": 0, "kind": "fine", "text": ""},
        {"step": 23, "kind": "loop", "text": "asks again"},
    ]
    back = document(capsys, LOOP, "--notes", str(notes), "--note", "1:", "")
    assert back["files"][0]["runs"][0]["note"] is None and back["notes"]["total"] == 1
    assert "note" not in document(capsys, LOOP)["files"][0]["runs"][0] and list(document(capsys, LOOP)) == ["files"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--note", "1:1", "x"], "--note: says nothing of the file to keep it in; add --notes FILE"),
        (["--notes", "N", "--note", "2:1", "x"], "--note: '2:1' is no run; there are 1 to 1"),
        (["--notes", "N", "--note", "0:1", "x"], "--note: '0:1' is no run"),
        (["--notes", "N", "--note", "1:48", "x"], "--note: '1:48': the run's steps are 1 to 47"),
        (["--notes", LOOP], "is no file of notes"),
    ],
)
def test_notes_on_nothing_are_refused(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = tmp_path / "notes.jsonl"
    assert main(["trajectory", LOOP, "--text", *[str(notes) if word == "N" else word for word in words]]) == 2
    captured = capsys.readouterr()
    assert said in captured.err and len(captured.err.splitlines()) == 1 and captured.out == ""
    assert not notes.exists()


def test_the_first_failure_that_a_log_names_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    log = str(DATA.parent / "rollouts" / "who_and_when.json")
    assert "the log names step 3 (WebSurfer) as the first failure" in text(capsys, log)
    (file,) = document(capsys, log)["files"]
    assert file["runs"][0]["first_failure_in_log"] == {"step": 3, "by": "WebSurfer"}
    assert document(capsys, LOOP)["files"][0]["runs"][0]["first_failure_in_log"] is None


def test_a_rate_limit_names_what_it_would_refuse(capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = document(capsys, "--rate-limit", "3", LOOP)["files"][0]["runs"]
    refused = {one["tool"]: one["steps"] for one in run["rate_limited"]}
    assert refused and all(steps == sorted(steps) for steps in refused.values())
    tool, steps = next(iter(refused.items()))
    assert f"- rate limit: {tool}, {len(steps)} call" in text(capsys, "--rate-limit", "3", LOOP)
    assert "no tool was called more than 50 times" in text(capsys, "--rate-limit", "50", LOOP)
    assert document(capsys, LOOP)["files"][0]["runs"][0]["rate_limited"] is None
    assert main(["trajectory", "--rate-limit", "-1", LOOP]) == 2
    assert "--rate-limit: must be from 0" in capsys.readouterr().err


def test_personal_data_is_looked_for_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = {"type": "function", "id": "1", "function": {"name": "send", "arguments": '{"to": "ann.lee@example.com"}'}}
    log = tmp_path / "log.json"
    log.write_text(json.dumps([{"role": "user", "content": "Go"}, {"role": "assistant", "tool_calls": [call]}]))
    ((run,),) = (file["runs"] for file in document(capsys, str(log))["files"])
    assert run["personal_data"] is None, "nobody looked"
    ((run,),) = (file["runs"] for file in document(capsys, "--personal-data", str(log))["files"])
    (found,) = run["personal_data"]
    assert found["tool"] == "send" and len(found["kinds"]) == 1


def test_runs_of_several_files_have_their_files_in_their_names() -> None:
    assert trajectory._stem("logs/tau.retail.json") == "tau" and trajectory._stem("tau") == "tau"
    run = Run("7", None, None, ())
    assert trajectory._named_by_file(run, "tau").label == "tau: run 7"
    named = trajectory._named_by_file(run, "tau")
    assert trajectory._named_by_file(named, "tau") is named, "once"
