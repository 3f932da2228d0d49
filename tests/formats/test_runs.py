"""Runs are found where they stand, named by task, trial or file; files that are not read say what they look like."""

import json
import os
from pathlib import Path

import pytest

from aiboard.formats import FormatError, load, open_trajectories, recognise
from aiboard.formats.reading import parse_document
from aiboard.formats.refusals import KNOWN, Known
from aiboard.formats.runs import TAU_BENCH
from aiboard.instruments.trajectory import Run

DATA = Path(__file__).resolve().parent.parent / "data" / "trajectories"
CALL = {"id": "c1", "type": "function", "function": {"name": "find", "arguments": '{"q": 1}'}}
RUN: list[dict[str, object]] = [
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "content": "found"},
]


def runs_in(document: object, file: str = "log.json") -> tuple[Run, ...]:
    return recognise(parse_document(file, json.dumps(document).encode())).runs


@pytest.mark.parametrize(
    "document",
    [
        RUN,
        {"messages": RUN},
        {"conversation": RUN},
        {"conversations": RUN},
        {"history": RUN, "is_correct": False},
        {"contents": RUN},
        {"traj": RUN},
        {"traj": {"messages": RUN}},
        {"trajectory": {"conversation": {"messages": RUN}}},
        {"conversations": [RUN]},
        {"runs": [{"messages": RUN}]},
        {"results": [{"traj": {"messages": RUN}}]},
        {"object": "response", "output": RUN},
        {"input": RUN[:1], "output": RUN[1:]},
        {"session": {"messages": RUN}},
        {"steps": RUN},
    ],
    ids=lambda document: json.dumps(document)[:30],
)
def test_the_same_run_wrapped(document: object) -> None:
    (run,) = runs_in(document)
    assert [(step.tool, step.output) for step in run.steps] == [("find", "found")]


@pytest.mark.parametrize(
    "document",
    [
        [RUN, RUN],
        [{"messages": RUN}, {"messages": RUN}],
        {"conversations": [{"messages": RUN}, {"messages": RUN}]},
        {"simulations": [{"messages": RUN}, {"messages": RUN}]},
    ],
    ids=lambda document: json.dumps(document)[:30],
)
def test_two_runs(document: object) -> None:
    assert [(run.id, run.label) for run in runs_in(document)] == [("1", "run 1"), ("2", "run 2")]


def test_an_object_of_runs_names_them() -> None:
    runs = runs_in({"first": RUN, "second": {"messages": RUN}})
    assert [(run.id, run.label) for run in runs] == [("first", "first"), ("second", "second")]


def test_what_is_known_of_a_run() -> None:
    (run,) = runs_in({"simulations": [{"task_id": 3, "trial": 1, "reward_info": {"reward": 0.5}, "messages": RUN}]})
    assert (run.id, run.task, run.trial, run.reward, run.label) == ("3", "3", 1, 0.5, "task 3, trial 1")
    (run,) = runs_in({"id": "outer", "runs": [{"instance_id": "django-1", "messages": RUN}]})
    assert (run.id, run.task, run.trial, run.reward, run.label) == ("django-1", "django-1", None, None, "task django-1")
    (run,) = runs_in({"id": "r7", "reward": True, "messages": RUN})
    assert (run.id, run.task, run.reward, run.passed, run.label) == ("r7", None, 1.0, True, "r7")


def test_a_run_in_a_file_of_its_own_has_the_name_of_the_file() -> None:
    (run,) = runs_in(RUN, "logs/first.messages.json")
    assert (run.id, run.label) == ("1", "first")


def test_a_run_without_messages_is_a_run() -> None:
    _, empty = runs_in([{"task_id": 1, "trial": 0, "reward": 1, "traj": RUN}, {"task_id": 1, "trial": 1, "reward": 0}])
    assert (empty.label, empty.steps, empty.reward) == ("task 1, trial 1", (), 0.0)
    assert empty.unread == (("run without messages", 1),)


# --- files that are not read ---------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KNOWN, ids=lambda kind: kind.description)
def test_every_refusal_fits_into_its_line(kind: Known) -> None:
    with pytest.raises(FormatError) as caught:
        runs_in({key: [{"a": 1}] for key in kind.keys})
    assert "…" not in str(caught.value) and "looks like" in str(caught.value)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"n": 1, "deep": {"er": [{"said": RUN, "n": 1}]}}, "jq '.deep.er[0].said' FILE"),
        ({"n": 1, "a key": {"said": RUN, "n": 1}}, "jq '.[\"a key\"].said' FILE"),
        ([{"wrapped": {"well": RUN, "n": 1}, "n": 1}], "jq '.[0].wrapped.well' FILE"),
    ],
)
def test_messages_that_stand_deep_in_a_file_are_pointed_at(document: object, path: str) -> None:
    with pytest.raises(FormatError) as caught:
        runs_in(document)
    assert path in str(caught.value)


def test_messages_after_a_line_that_holds_none_are_pointed_at() -> None:
    lines = "".join(json.dumps(line) + "\n" for line in ({"n": 1}, "a text", {"deep": {"er": RUN}, "n": 1}))
    with pytest.raises(FormatError) as caught:
        recognise(parse_document("log.jsonl", lines.encode()))
    assert "jq -s '.[2].deep.er' FILE" in str(caught.value)


@pytest.mark.parametrize("document", [{"traj": RUN}, {"traj": {"messages": RUN}}, [{"traj": {"messages": RUN}}]])
def test_a_trajectory_of_tau_bench_is_called_so_however_it_is_wrapped(document: object) -> None:
    assert recognise(parse_document("log.json", json.dumps(document).encode())).format == TAU_BENCH


def test_runs_are_looked_for_four_levels_deep_and_no_deeper() -> None:
    def inside(levels: int, key: str) -> object:
        document: object = {"messages": RUN}
        for _ in range(levels):
            document = {key: [document] if key == "runs" else document}
        return document

    for key in ("trajectory", "runs", "session"):
        found = [levels for levels in range(8) if _read(inside(levels, key))]
        assert found and found == list(range(len(found))) and len(found) < 8, key


def _read(document: object) -> bool:
    try:
        return bool(runs_in(document))
    except FormatError:
        return False


def test_a_file_without_messages_says_what_it_is() -> None:
    with pytest.raises(FormatError, match=r"log.json: is an object with a, b, without messages where they"):
        runs_in({"a": 1, "b": 2})
    with pytest.raises(FormatError, match="looks like promptfoo's results; it holds scores and no runs: aiboard gate"):
        runs_in({"evalId": "1", "results": []})
    with pytest.raises(FormatError, match="has spans, but none of a model, a tool or an agent"):
        runs_in({"resourceSpans": []})


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    with pytest.raises(FormatError, match=r"pipe\.json: is a pipe, not a file"):
        load(pipe)


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="no devices here")
def test_a_device_is_refused() -> None:
    with pytest.raises(FormatError, match="/dev/zero: is a device, not a file"):
        open_trajectories("/dev/zero")


SAID = {"role": "assistant", "content": "Two."}


@pytest.mark.parametrize("answer", [SAID, [SAID]])
def test_what_came_out_belongs_to_what_went_in(answer: object) -> None:
    (run,) = runs_in({"id": "t", "name": "trace", "input": RUN, "output": answer})
    assert [step.output for step in run.steps] == ["found", "Two."]


def test_the_example_is_the_task_and_not_the_environment() -> None:
    rows = [{"example_id": i, "task": "default", "reward": 1.0, "prompt": RUN} for i in (0, 1)]
    assert [run.task for run in runs_in(rows)] == ["0", "1"]


def test_the_updates_of_a_graph_are_one_run() -> None:
    updates = [{"agent": {"messages": RUN[:1]}}, {"tools": {"messages": RUN[1:]}}, {"agent": {"messages": [SAID]}}]
    (run,) = runs_in(updates)
    assert [step.output for step in run.steps] == ["found", "Two."]
    asked = {"role": "user", "content": "Find it."}
    with pytest.raises(FormatError, match="is a list without messages"):
        runs_in([{"first": {"messages": [asked, *RUN]}}, {"second": {"messages": [asked, SAID]}}])


def test_what_is_no_object_between_runs_is_said_and_is_no_run() -> None:
    (run,) = runs_in([{"messages": RUN}, 5, "x", 6])
    assert run.unread == (("value that is a number", 2), ("value that is text", 1))


def test_the_task_and_the_verdict_may_stand_in_what_is_said_about_a_run() -> None:
    rows = [
        {"messages": RUN, "eval_result": {"score": 1.0}, "meta": {"id": f"airline_{i}", "task_id": str(i)}}
        for i in (0, 1)
    ]
    assert [(run.task, run.reward) for run in runs_in(rows)] == [("0", 1.0), ("1", 1.0)]


def test_events_that_hold_no_messages_are_no_runs() -> None:
    asked: list[dict[str, object]] = [{"role": "user", "content": "Rain?"}]
    later = [*asked, {"role": "assistant", "content": "No."}, {"role": "user", "content": "Snow?"}]
    lines = [
        {"event": "user_input", "session": "s", "text": "Rain?"},
        {"event": "prompt", "session": "s", "messages": asked},
        {"event": "final_answer", "session": "s", "answer": "No."},
        {"event": "prompt", "session": "s", "messages": later},
    ]
    text = "\n".join(map(json.dumps, lines))
    (run,) = recognise(parse_document("log.jsonl", text.encode())).runs
    assert [step.output for step in run.steps] == ["Rain?", "No.", "Snow?"]
    assert run.unread == (("event user_input", 1), ("event final_answer", 1))
    # Without a session nothing says that the second goes on with the first.
    apart = text.replace('"session": "s", ', "")
    assert [len(run.steps) for run in recognise(parse_document("log.jsonl", apart.encode())).runs] == [1, 3]
    # A run that was started has the same name, and no messages.
    started = json.dumps([{"event": "run", "messages": RUN}, {"event": "run", "reward": 0}])
    assert [run.reward for run in recognise(parse_document("log.json", started.encode())).runs] == [None, 0]


def test_a_log_that_another_program_keeps_under_raw() -> None:
    call = {"toolCallId": "1", "name": "ls", "arguments": {"path": "."}}
    events = [
        {"type": "session.start", "data": {"sessionId": "s"}},
        {"type": "assistant.message", "data": {"content": "", "toolRequests": [call]}},
        {"type": "tool.execution_complete", "data": {"toolCallId": "1", "success": False, "error": {"message": "no"}}},
        {"type": "assistant.message", "data": {"content": "Gone.", "toolRequests": []}},
    ]
    kept = [{"role": "", "content": "", "raw": one} for one in events]
    kept[-1] = {"role": "assistant", "content": "Gone.", "raw": events[-1]}
    found = recognise(parse_document("log.jsonl", "\n".join(map(json.dumps, kept)).encode()))
    (run,) = found.runs
    assert (found.format, run.id) == ("copilot-cli", "s")
    assert [(step.tool, step.error) for step in run.steps] == [("ls", True), ("", False)]
