"""Logs of agents that people keep: what each tool writes, made small by hand, and the calls that are in it."""

from __future__ import annotations

import json
from time import perf_counter
from typing import Any

import pytest

from aiboard.formats import FormatError, recognise
from aiboard.formats.reading import parse_document
from aiboard.instruments.trajectory import Run, StepKind


def read(value: object, lines: bool = False) -> tuple[str, tuple[Run, ...]]:
    text = "\n".join(map(json.dumps, value)) if lines and isinstance(value, list) else json.dumps(value)
    found = recognise(parse_document("log.json", text.encode()))
    return found.format, found.runs


def calls(run: Run) -> list[tuple[str, str | None, bool]]:
    return [(step.tool, step.output, step.error) for step in run.steps if step.kind is StepKind.TOOL_CALL]


def texts(run: Run) -> list[str | None]:
    return [step.output for step in run.steps if step.kind is not StepKind.TOOL_CALL]


def op(own: str, name: str, parent: str | None, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "id": own,
        "op_name": f"weave:///me/p/op/{name}:v1",
        "trace_id": "t",
        "parent_id": parent,
        "inputs": {},
    }
    return {**row, "started_at": f"2025-01-01T00:00:0{own}Z", **more}


ASKED = [{"role": "user", "content": "rain?"}]
CALL = {"id": "c1", "type": "function", "function": {"name": "rain", "arguments": "{}"}}
CHOSEN = {"choices": [{"message": {"role": "assistant", "content": None, "tool_calls": [CALL]}}]}


def test_calls_of_weave() -> None:
    rows = [
        op("1", "Agent.run", None, output="dry"),
        op("2", "openai.chat.completions.create", "1", inputs={"messages": ASKED}, output=CHOSEN),
    ]
    form, (run,) = read(rows, lines=True)
    assert (form, run.label, calls(run)) == ("weave", "Agent.run", [("rain", None, False)])
    rows.append(op("3", "rain", "1", attributes={"weave": {"kind": "tool"}}, exception="503"))
    form, (run,) = read(rows)
    assert calls(run) == [("rain", "503", True)]


def test_spans_of_braintrust() -> None:
    def span(own: str, kind: str, name: str, parents: list[str], **more: object) -> dict[str, object]:
        return {
            "span_id": own,
            "root_span_id": "s1",
            "span_parents": parents,
            "span_attributes": {"name": name, "type": kind},
            **more,
        }

    rows = [
        span("s1", "eval", "weather", [], input="rain?", output="dry", scores={"correctness": 1}),
        span("s2", "tool", "rain", ["s1"], input={"place": "Oslo"}, output="dry", created="2"),
        span("s3", "tool", "rain", ["s1"], input={"place": "Ulm"}, error="503", created="3"),
    ]
    form, (run,) = read(rows, lines=True)
    assert (form, run.label, run.reward) == ("braintrust", "weather", 1.0)
    assert calls(run) == [("rain", "dry", False), ("rain", "503", True)]


def test_conversations_of_amazon_q() -> None:
    def pair(content: object, answer: object) -> dict[str, object]:
        return {"user": {"content": content}, "assistant": answer}

    def gave(own: str, status: str, code: str) -> dict[str, object]:
        content = [{"Json": {"exit_status": code, "stdout": "a"}}]
        return {"tool_use_id": own, "content": content, "status": status}

    def use(*uses: str) -> dict[str, object]:
        return {"ToolUse": {"content": "I look.", "tool_uses": [{"id": u, "name": "bash", "args": {}} for u in uses]}}

    done = {"ToolUseResults": {"tool_use_results": [gave("t1", "Success", "0"), gave("t2", "Success", "1")]}}
    log = {
        "conversation_id": "c",
        "history": [pair({"Prompt": {"prompt": "list"}}, use("t1", "t2")), pair(done, {"Response": {"content": "ok"}})],
    }
    form, (run,) = read(log)
    assert (form, texts(run)) == ("amazon-q", ["list", "I look.", "ok"])
    assert [error for _, _, error in calls(run)] == [False, True]


def test_trajectories_of_dspy() -> None:
    trajectory = {
        "thought_0": "Search.",
        "tool_name_0": "search",
        "tool_args_0": {"query": "a"},
        "observation_0": "Execution error in search: 503",
        "thought_1": "Again.",
        "tool_name_1": "search",
        "tool_args_1": {"query": "a"},
        "observation_1": "found",
        "tool_name_2": "finish",
        "tool_args_2": {},
        "observation_2": "Completed.",
    }
    form, runs = read([{"question": "q", "answer": "x", "trajectory": trajectory}] * 2, lines=True)
    assert (form, len(runs)) == ("steps", 2)
    assert calls(runs[0]) == [("search", "Execution error in search: 503", True), ("search", "found", False)]
    assert texts(runs[0]) == ["q", "Search.", "Again.", "x"]


def test_a_step_without_success_is_an_error() -> None:
    _, (run,) = read({"steps": [{"action": "test", "action_input": {}, "observation": "red", "success": False}]})
    assert calls(run) == [("test", "red", True)]


def test_a_list_of_calls_alone() -> None:
    rows: list[Any] = [
        {"tool_name": "load", "mission_id": m, "duration_ms": 8.5, "success": ok, "summary": "Loaded", "error": error}
        for m, ok, error in (("m1", True, None), ("m1", False, "bad grid"), ("m2", True, None))
    ]
    form, runs = read(rows, lines=True)
    assert (form, [len(run.steps) for run in runs]) == ("steps", [2, 1])
    assert [error for _, _, error in calls(runs[0])] == [False, True]


def test_what_was_thought_stands_beside_the_messages_of_a_span() -> None:
    said = json.dumps([{"role": "assistant", "parts": [{"type": "text", "content": "ok"}]}])
    told = {
        "gen_ai.operation.name": "chat",
        "gen_ai.output.messages": said,
        "coding_agent.llm.thought.text": "Only ok.",
    }
    log = [
        {"type": "file_manifest", "purpose": "what follows are spans"},
        {"trace_id": "t", "span_id": "s", "name": "turn", "start_time_unix_nano": 1, "attributes": told},
    ]
    form, (run,) = read(log, lines=True)
    assert (form, texts(run)) == ("otlp", ["Only ok.", "ok"])


def test_open_tags_cost_one_pass() -> None:
    """Each of many open tags was looked for to the end of the text: half a minute for 300 kB."""
    many = "".join(f"<a{n:05}>" for n in range(12_000))
    talk = [
        {"role": "user", "content": "q"},
        {"role": "assistant", "content": f"<read_file><path>a<b>c</path></b></read_file>{many}"},
        {"role": "user", "content": "[read_file for 'a'] Result: ok"},
    ]
    began = perf_counter()
    _, (run,) = read(talk * 3)
    assert [(step.tool, step.arguments) for step in run.steps if step.tool] == [("read_file", '{"path": "a<b>c"}')] * 3
    assert perf_counter() - began < 5


def test_code_between_plain_tags_is_run() -> None:
    messages = [
        {"role": "user", "content": "Solve."},
        {"role": "assistant", "content": "<thought>Print.</thought><execute>print(1)</execute>"},
        {"role": "user", "content": "Observation:\n1"},
    ]
    _, (run,) = read({"state": {"history": messages}})
    assert calls(run) == [("execute", "1", False)]


def test_outputs_of_a_benchmark_name_their_task_by_index() -> None:
    history = [{"role": "user", "content": "Q"}, {"role": "agent", "content": "A"}]
    rows = [
        {"index": i, "error": None, "output": {"index": i, "result": {"is_correct": i == 0}, "history": history}}
        for i in range(2)
    ]
    _, runs = read(rows, lines=True)
    assert [(run.task, run.reward) for run in runs] == [("0", 1.0), ("1", 0.0)]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([{"task_name": None, "task": "Find", "agent": "Scout", "status": "started"}], "CrewAI's log of tasks"),
        (
            [{"step": 1, "node": "tools", "tool": "rain", "output": "dry"}],
            "what it was given (args) or gave (observation)",
        ),
        ({"answer": {"sent": [[ASKED[0], CHOSEN["choices"][0]["message"]]] * 2}}, "jq '.answer.sent[-1]' FILE"),
    ],
)
def test_what_a_file_looks_like(value: object, said: str) -> None:
    with pytest.raises(FormatError, match=r"log\.json") as caught:
        read(value)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "log",
    [
        [
            {"type": "thought", "content": "I look."},
            {"type": "action", "tool": "search", "args": {"q": "a"}},
            {"type": "observation", "content": "found"},
            {"type": "action", "content": {"tool": "search", "args": {"q": "a"}}},
            {"type": "observation", "content": "Error: 503"},
            {"type": "final_answer", "content": "x"},
        ],
        [
            {"time": "19:02", "kind": "THOUGHT", "data": "I look."},
            {"time": "19:02", "kind": "DECISION", "data": "tool_use"},
            {"time": "19:02", "kind": "ACTION", "data": {"search": {"q": "a"}}},
            {"time": "19:03", "kind": "OBSERVE", "data": "found"},
            {"time": "19:03", "kind": "ACTION", "data": {"search": {"q": "a"}}},
            {"time": "19:04", "kind": "OBSERVE", "data": "Error: 503"},
            {"time": "19:04", "kind": "ANSWER", "data": "x"},
        ],
    ],
)
def test_events_of_thought_action_and_observation(log: list[dict[str, object]]) -> None:
    form, (run,) = read(log, lines=True)
    assert (form, run.unread) == ("react-events", ())
    assert calls(run) == [("search", "found", False), ("search", "Error: 503", True)]
    assert texts(run) == ["I look.", "x"]


def test_messages_of_mcp() -> None:
    def asked(own: int, place: str) -> dict[str, object]:
        given = {"name": "rain", "arguments": {"place": place}}
        return {"jsonrpc": "2.0", "id": own, "method": "tools/call", "params": given}

    log: list[dict[str, object]] = [
        {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {}},
        {"jsonrpc": "2.0", "id": 0, "result": {"serverInfo": {}}},
        asked(1, "Oslo"),
        {"jsonrpc": "2.0", "id": 1, "result": {"content": [{"type": "text", "text": "dry"}], "isError": False}},
        asked(2, "Ulm"),
        {"jsonrpc": "2.0", "id": 2, "result": {"content": [{"type": "text", "text": "no"}], "isError": True}},
        asked(3, "Bern"),
        {"jsonrpc": "2.0", "id": 3, "error": {"code": -32000, "message": "boom"}},
    ]
    for lines in (log, [{"time": "t", "message": one} for one in log]):
        form, (run,) = read(lines, lines=True)
        assert (form, [(tool, error) for tool, _, error in calls(run)]) == (
            "mcp",
            [("rain", False), ("rain", True), ("rain", True)],
        )
        assert calls(run)[0][1] == "dry"


def test_events_of_langchain() -> None:
    def event(kind: str, own: str, **data: object) -> dict[str, object]:
        return {"event": kind, "name": "rain", "run_id": own, "data": data, "tags": []}

    message = {"lc": 1, "type": "constructor", "kwargs": {"content": "dry", "type": "tool"}}
    form, (run,) = read(
        [
            event("on_chain_start", "0", input={}),
            event("on_tool_start", "1", input={"place": "Oslo"}),
            event("on_tool_end", "1", output=message),
            event("on_tool_start", "2", input={"place": "Ulm"}),
            event("on_tool_error", "2", error="503"),
            event("on_chat_model_end", "3", output={"type": "ai", "content": "Dry."}),
        ],
        lines=True,
    )
    assert (form, texts(run)) == ("langchain-events", ["Dry."])
    assert calls(run) == [("rain", "dry", False), ("rain", "503", True)]


def test_steps_of_an_environment_have_a_score_and_tools_in_brackets() -> None:
    steps = [
        {"state": "s", "action": "search[red shoes]", "observation": "page", "reward": 0.0},
        {"state": "s", "action": "click[Buy Now]", "observation": "thanks", "reward": 1.0},
    ]
    form, (run,) = read({"task_id": 3, "trajectory": steps, "score": 1.0})
    assert (form, run.task, run.reward) == ("steps", "3", 1.0)
    assert [(step.tool, step.arguments) for step in run.steps] == [("search", "[red shoes]"), ("click", "[Buy Now]")]


@pytest.mark.parametrize(
    "log",
    [
        [{"method": "tools/call", "params": 5, "id": 1}, {"method": "tools/call", "params": {"name": {}}, "id": {}}, 7],
        [{"event": "on_tool_start", "run_id": 5, "data": 7}, {"event": "on_tool_end", "run_id": [1]}, None],
        [{"op_name": "x", "trace_id": {"a": 1}, "attributes": [1], "exception": {"a": 1}}, 5],
        [{"root_span_id": "a", "span_id": "b", "span_attributes": "x", "span_parents": 5, "scores": [1]}],
        [{"root_span_id": "a", "span_id": "b", "span_attributes": {"type": "tool"}, "span_parents": ["b"]}] * 2,
        {"history": [{"user": 5, "assistant": {"Response": 7}}, 5, {"user": {"content": [1]}}]},
        {"trajectory": {"tool_name_0": 5, "tool_name_1": {"a": 1}, "tool_args_0": [1]}},
        [{"type": "action", "data": {"a": None}}, {"type": "action", "content": [1]}, {"type": "decision"}],
    ],
)
def test_hostile_values_are_counted_or_refused(log: object) -> None:
    try:
        _, runs = read(log)
    except FormatError as error:
        assert "\n" not in str(error)
    else:
        assert all(step.tool for run in runs for step in run.steps if step.kind is StepKind.TOOL_CALL)


def test_a_request_stands_before_what_was_answered() -> None:
    row = {"id": 1, "input": {"model": "m", "messages": ASKED}, "output": CHOSEN}
    _, runs = read([row, row], lines=True)
    assert [texts(run) for run in runs] == [["rain?"]] * 2 and [len(calls(run)) for run in runs] == [1, 1]
