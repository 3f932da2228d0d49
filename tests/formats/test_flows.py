"""Logs of applications and benchmarks whose steps are no messages, made small by hand, and the calls in them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiboard.formats import FormatError, recognise
from aiboard.formats.reading import parse_document
from aiboard.instruments.trajectory import Run, StepKind

Seen = list[tuple[str, str, str | None, bool]]


def read(value: object, lines: bool = False) -> tuple[str, tuple[Run, ...]]:
    text = "\n".join(map(json.dumps, value)) if lines and isinstance(value, list) else json.dumps(value)
    found = recognise(parse_document("log.json", text.encode()))
    return found.format, found.runs


def calls(run: Run) -> Seen:
    found = [step for step in run.steps if step.kind is StepKind.TOOL_CALL]
    return [(step.tool, step.arguments, step.output, step.error) for step in found]


def texts(run: Run) -> list[tuple[str, str | None]]:
    return [(step.role, step.output) for step in run.steps if step.kind is not StepKind.TOOL_CALL]


def port(name: str, value: object) -> dict[str, object]:
    return {name: [[{"json": value}]]}


def node(kind: str, text: str, **more: object) -> dict[str, object]:
    return {"node_type": kind, "description": text, **more}


def nested(chain: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**chain[0], "children": nested(chain[1:])}] if chain else []


CHAIN = [
    node("Thought", "I look."),
    node("Action", "rain"),
    node("Action Input", '{"place": "Oslo"}', observation="dry", observation_code=0),
    node("Action", "snow"),
    node("Action Input", "{}", observation="No such function name: snow", observation_code=1),
    node("Action", "Finish"),
    node("Action Input", '{"final_answer": "dry"}', observation="fine", observation_code=3),
]
TOOLBENCH = [
    ("rain", '{"place": "Oslo"}', "dry", False),
    ("snow", "{}", "No such function name: snow", True),
    ("Finish", '{"final_answer": "dry"}', "fine", False),
]
ASKED = {"query": "Rain?", "train_messages": []}
RAIN = {"place": "Oslo"}
WRITTEN = json.dumps(RAIN)
ONE = [("rain", WRITTEN, "dry", False)]
TWO = [*ONE, ("rain", WRITTEN, "503", True)]
N8N = {
    "Chat": [{"startTime": 0, "data": port("main", {"chatInput": "Rain?"})}],
    "snow": [
        {"startTime": 4, "executionStatus": "error", "error": {"message": "503"}, "inputOverride": port("ai_tool", {})}
    ],
    "rain": [{"startTime": 3, "data": port("ai_tool", "dry"), "inputOverride": port("ai_tool", RAIN)}],
    "Model": [{"startTime": 2, "data": port("ai_languageModel", {"response": "..."})}],
    "Agent": [{"startTime": 1, "data": port("main", {"output": "Dry."})}],
}
DETAILS = [
    {
        "role": "system",
        "message": "",
        "next": [
            {
                "role": "user",
                "message": "Rain?",
                "next": [
                    {
                        "role": "tool",
                        "message": "{'name': 'rain', 'arguments': '{}', 'response': 'dry'}",
                        "next": [{"role": "tool", "message": "{'name': 'Finish', 'arguments': '{\"a", "next": []}],
                    }
                ],
            }
        ],
    }
]
STEP = {"object": "thread.run.step", "run_id": "r1", "type": "tool_calls"}


@pytest.mark.parametrize(
    ("form", "document", "expected"),
    [
        (
            "n8n",
            {"id": "231", "data": {"resultData": {"runData": N8N}}},
            [("rain", WRITTEN, "dry", False), ("snow", "{}", "503", True)],
        ),
        (
            "dify",
            {
                "data": [
                    {
                        "id": "m1",
                        "conversation_id": "c1",
                        "query": "Rain?",
                        "answer": "Dry.",
                        "agent_thoughts": [
                            {"position": 2, "thought": "Dry.", "tool": "", "tool_input": "", "observation": ""},
                            {
                                "position": 1,
                                "thought": "I look.",
                                "tool": "rain",
                                "tool_input": json.dumps({"rain": RAIN}),
                                "observation": json.dumps({"rain": "dry"}),
                            },
                        ],
                    },
                    {"id": "m2", "conversation_id": "c1", "query": "Thanks", "answer": "!", "agent_thoughts": []},
                ]
            },
            ONE,
        ),
        ("toolbench", {"win": True, "trys": [{"chain": CHAIN}], "answer_generation": ASKED}, TOOLBENCH),
        (
            "toolbench",
            {"tree": {"tree": node("Action Input", "", children=nested(CHAIN))}, "answer_generation": ASKED},
            TOOLBENCH,
        ),
        (
            "toolbench",
            {"1187": {"query": "Rain?", "answer": {"answer_details": DETAILS}}},
            [("rain", "{}", "dry", False), ("Finish", '{"a', None, False)],
        ),
        (
            "mind2web",
            [
                {
                    "annotation_id": "a1",
                    "confirmed_task": "Find a book",
                    "action_reprs": ["[textbox]  Search -> TYPE: Oslo", "[button]  Go -> CLICK"],
                    "actions": [
                        {"action_uid": "1", "operation": {"op": "TYPE", "value": "Oslo"}},
                        {"action_uid": "2", "operation": {"op": "CLICK", "value": ""}},
                    ],
                }
            ],
            [
                ("type", '{"target": "[textbox]  Search -> TYPE: Oslo", "value": "Oslo"}', None, False),
                ("click", '{"target": "[button]  Go -> CLICK", "value": ""}', None, False),
            ],
        ),
        (
            "assistants",
            {
                "object": "list",
                "data": [
                    {**STEP, "created_at": 2, "step_details": {"type": "message_creation"}},
                    {
                        **STEP,
                        "created_at": 1,
                        "step_details": {
                            "type": "tool_calls",
                            "tool_calls": [
                                {
                                    "type": "function",
                                    "function": {"name": "rain", "arguments": WRITTEN, "output": "dry"},
                                },
                                {"type": "code_interpreter", "code_interpreter": {"input": "1 + 1", "outputs": []}},
                            ],
                        },
                    },
                ],
            },
            [*ONE, ("code_interpreter", "1 + 1", "[]", False)],
        ),
        (
            "cursor",
            {
                "composerId": "c1",
                "conversation": [
                    {"bubbleId": "1", "type": 1, "text": "Rain?"},
                    {
                        "bubbleId": "2",
                        "type": 2,
                        "toolFormerData": {"name": "rain", "rawArgs": WRITTEN, "result": "dry", "status": "completed"},
                    },
                    {
                        "bubbleId": "3",
                        "type": 2,
                        "toolFormerData": {"name": "rain", "rawArgs": WRITTEN, "error": "503", "status": "error"},
                    },
                ],
            },
            TWO,
        ),
        (
            "glaive",
            [
                {
                    "system": "SYSTEM: You have functions.",
                    "chat": "USER: Rain?\n\n\nASSISTANT: <functioncall> "
                    '{"name": "rain", "arguments": \'{"place": "Oslo"}\'} <|endoftext|>\n\n\n'
                    "FUNCTION RESPONSE: dry\n\n\nASSISTANT: Dry. <|endoftext|>\n",
                }
            ],
            ONE,
        ),
        (
            "speakers",
            {
                "id": "d1",
                "conversation": [
                    {"speaker": "Agent (Thought)", "text": "I look."},
                    {"speaker": "Agent (Action)", "text": "rain(place='Oslo')"},
                    {"speaker": "Environment", "text": "dry"},
                ],
            },
            [("rain", "(place='Oslo')", "dry", False)],
        ),
        (
            "deepeval",
            {
                "testCases": [
                    {
                        "name": "t",
                        "input": "Rain?",
                        "actualOutput": "Dry.",
                        "success": False,
                        "trace": {
                            "toolSpans": [
                                {"name": "rain", "startTime": "2", "status": "ERRORED", "input": RAIN, "error": "503"},
                                {"name": "rain", "startTime": "1", "status": "SUCCESS", "input": RAIN, "output": "dry"},
                            ]
                        },
                    }
                ],
                "testPassed": 0,
            },
            TWO,
        ),
        (  # Flowise's answer
            "steps",
            {"text": "Dry.", "usedTools": [{"tool": "rain", "toolInput": RAIN, "toolOutput": "dry"}]},
            ONE,
        ),
        (  # LlamaIndex
            "steps",
            {"response": "Dry.", "sources": [{"tool_name": "rain", "raw_input": RAIN, "raw_output": "dry"}]},
            ONE,
        ),
    ],
)
def test_calls_and_what_they_gave(form: str, document: object, expected: Seen) -> None:
    found, runs = read(document)
    assert (found, [calls(run) for run in runs]) == (form, [expected])
    assert runs[0].unread == ((("entry port ailanguagemodel", 1),) if form == "n8n" else ())


def test_texts_between_the_calls_of_a_workflow() -> None:
    _, (run,) = read({"id": "231", "data": {"resultData": {"runData": N8N}}})
    assert texts(run) == [("user", "Rain?"), ("assistant", "Dry.")]


def test_runs_and_their_rewards() -> None:
    _, runs = read([{"win": False, "trys": [{"chain": CHAIN}], "answer_generation": ASKED}] * 2)
    assert [run.reward for run in runs] == [0.0, 0.0]
    _, runs = read({"7": {"answer": {"answer_details": DETAILS}}, "9": {"answer": {"answer_details": DETAILS}}})
    assert [run.id for run in runs] == ["7", "9"]


def assistant(name: str, created: int, **more: object) -> dict[str, object]:
    asked = {"id": name, "type": "function", "function": {"name": name, "arguments": "{}", "output": None}}
    return {**STEP, "created_at": created, "step_details": {"type": "tool_calls", "tool_calls": [asked]}, **more}


def test_a_page_that_begins_with_the_newest_is_turned_round() -> None:
    last = assistant("d", 3, type="message_creation", step_details={"type": "message_creation"})
    failed = {"status": "failed", "last_error": {"code": "server_error", "message": "boom"}}
    page = [last, assistant("c", 2, **failed), assistant("b", 1), assistant("a", 1)]
    _, (run,) = read({"data": page})
    assert [(call[0], call[2]) for call in calls(run)] == [("a", None), ("b", None), ("c", "boom")]
    assert run.unread == (("entry message_creation", 1),)


def dify(own: str, created: str | None, **more: object) -> dict[str, object]:
    return {"id": own, "query": own, "answer": "", "created_at": created, "agent_thoughts": [], **more}


def test_dates_as_text_are_an_order_where_all_have_one() -> None:
    for dates, asked in ((("2025-01-02", "2025-01-01"), ["b", "a"]), (("2025-01-02", None), ["a", "b"])):
        _, (run,) = read([dify(own, date, conversation_id="c") for own, date in zip("ab", dates, strict=True)])
        assert [text for role, text in texts(run) if role == "user"] == asked


def test_conversations_without_a_name_of_their_own_stay_apart() -> None:
    _, runs = read([dify("a", None), dify("b", None)])
    assert [run.id for run in runs] == ["a", "b"]
    _, runs = read([{"id": own, "conversation": [{"type": 1, "bubbleId": own, "text": own}]} for own in "ab"])
    assert [(run.id, texts(run)) for run in runs] == [("a", [("user", "a")]), ("b", [("user", "b")])]


def test_spans_that_are_not_read_are_counted() -> None:
    spans = {"toolSpans": [{"name": "rain", "output": "dry"}], "llmSpans": [{"a": 1}] * 2, "retrieverSpans": []}
    _, (run,) = read({"testCases": [{"input": "q", "trace": spans}]})
    assert run.unread == (("entry one of llmSpans", 2),)


def test_requests_of_a_service_are_the_calls_of_one_run() -> None:
    asked = [{"method": "get", "url": "/songs", "data": {"page": page}} for page in (0, 0, 1)]
    form, (run,) = read(asked, lines=True)
    given = [('{"page": 0}', None), ('{"page": 0}', None), ('{"page": 1}', None)]
    assert (form, [(call[1], call[2]) for call in calls(run)]) == ("steps", given)
    _, (run,) = read([{"request": one, "response": {"error": "no"}} for one in asked[:2]], lines=True)
    assert [call[2:] for call in calls(run)] == [('{"error":"no"}', True)] * 2
    _, (run,) = read([{"request": asked[0], "response": {"status_code": code}} for code in (200, 404)], lines=True)
    assert [call[3] for call in calls(run)] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        {"time": "12:00", "method": "GET", "url": "/", "status": 200},  # a web server's
        {"title": "Cake", "steps": [["Preheat", "to 200"], ["Bake", "40 min"]]},
        {"trajectory": [["user", "hi"], ["assistant", "hello"]]},
    ],
)
def test_what_only_looks_like_steps_is_refused(line: dict[str, object]) -> None:
    with pytest.raises(FormatError, match="without messages"):
        read([line, line], lines=True)


@pytest.mark.parametrize(
    "beside",
    [
        {"actions": [{"action_type": "refund", "arguments": {"id": 1}}]},
        {"sources": [{"tool": "retriever", "toolInput": {"q": 1}, "toolOutput": "doc"}]},
        {"steps": [["a", "b"]]},
    ],
)
def test_messages_count_before_what_is_told_beside_them(beside: dict[str, object]) -> None:
    for key in ("messages", "turns"):
        _, (run,) = read({key: [*QUESTION, CALL, GAVE, DONE], **beside})
        assert (calls(run), len(run.steps)) == ([("rain", "", "dry", False)], 4)


def test_flowise_keeps_calls_with_a_message() -> None:
    used = [{"tool": "rain", "toolInput": RAIN, "toolOutput": "dry"}]
    _, (run,) = read(
        [{"role": "userMessage", "content": "Rain?"}, {"role": "apiMessage", "content": "Dry.", "usedTools": used}]
    )
    assert (calls(run), run.unread) == (ONE, ())


QUESTION = [{"role": "system", "content": "s"}, {"role": "user", "content": "Rain?"}]
CALL = {"role": "assistant", "content": None, "tool_calls": [{"id": "1", "function": {"name": "rain"}}]}
GAVE = {"role": "tool", "tool_call_id": "1", "content": "dry"}
DONE = {"role": "assistant", "content": "Dry."}


def request(messages: list[Any], answer: dict[str, Any]) -> dict[str, Any]:
    return {"input": {"messages": messages}, "output": {"choices": [{"message": {**answer, "refusal": None}}]}}


def test_requests_with_all_that_was_said_before_are_one_run() -> None:
    log = [request(QUESTION, CALL), request([*QUESTION, CALL, GAVE], DONE), request(QUESTION, DONE)]
    _, runs = read(log, lines=True)
    assert [len(calls(run)) for run in runs] == [1, 0]
    assert calls(runs[0])[0][2] == "dry"


@pytest.mark.parametrize("more", [{"reward": 1}, {"task_id": "a", "trial": 0}])
def test_runs_that_begin_alike_stay_apart(more: dict[str, object]) -> None:
    short, long = [*QUESTION, CALL], [*QUESTION, CALL, GAVE, DONE]
    _, runs = read([{"messages": one, **more} for one in (short, long)])
    assert len(runs) == 2
    answers = [[*QUESTION, {**DONE, "content": "a"}], [*QUESTION, {**DONE, "content": "b"}, *QUESTION[1:]]]
    _, runs = read([{"messages": one} for one in answers])
    assert len(runs) == 2


@pytest.mark.parametrize(
    ("first", "second"), [({"reward": 1}, {}), ({"task_id": "a"}, {}), ({"session_id": "a"}, {"session_id": "b"})]
)
def test_a_whole_run_is_no_beginning_of_the_next(first: dict[str, object], second: dict[str, object]) -> None:
    short, long = [*QUESTION, CALL], [*QUESTION, CALL, GAVE, DONE]
    _, runs = read([{"messages": short, **first}, {"messages": long, **second}], lines=True)
    assert [len(run.steps) for run in runs] == [3, 4]


def test_nodes_of_a_graph_by_name() -> None:
    log = [{"node": "agent", "output": {"messages": [CALL]}}, {"node": "tools", "output": {"messages": [GAVE]}}]
    _, (run,) = read(log)
    assert calls(run) == [("rain", "", "dry", False)]


def test_states_of_autogen() -> None:
    call = {"type": "AssistantMessage", "source": "a", "content": [{"id": "1", "name": "rain", "arguments": "{}"}]}
    gave = {"call_id": "1", "name": "rain", "content": "503", "is_error": True}
    heard = [call, {"type": "FunctionExecutionResultMessage", "content": [gave]}]
    state = {"type": "AssistantAgentState", "llm_context": {"messages": heard}}
    thread = [
        {"type": "ToolCallRequestEvent", "source": "a", "content": call["content"]},
        {"type": "ToolCallExecutionEvent", "source": "a", "content": [gave]},
    ]
    team = {"agent_states": {"a": {"agent_state": state}, "manager": {"message_thread": thread}}}
    for document in (state, {"agent_states": {"a": {"agent_state": state}}}, team):
        _, (run,) = read(document)
        assert calls(run) == [("rain", "{}", "503", True)]


def test_answers_of_a_batch() -> None:
    message = {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "rain", "input": RAIN}]}
    log = [{"custom_id": "a", "result": {"type": "succeeded", "message": message}}, {"custom_id": "b", "result": {}}]
    _, runs = read(log, lines=True)
    assert [(run.task, len(calls(run))) for run in runs] == [("a", 1), ("b", 0)]


def turn(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


def test_lines_of_actions_are_calls_where_most_turns_have_one() -> None:
    asked = [turn("user", "Answer\nACTION: what you do"), turn("assistant", "THOUGHT: I go.\nACTION: go to desk 1")]
    talk = [*asked, turn("user", "A desk.")]
    _, (run,) = read([*talk, turn("assistant", "ACTION: Operation\n```sql\nSELECT 1\n```"), turn("user", "[(1,)]")])
    assert calls(run) == [("go", "to desk 1", "A desk.", False), ("Operation", "SELECT 1", "[(1,)]", False)]
    end = [turn("assistant", "**Action:** finalize order 3"), turn("user", "ok"), turn("assistant", "ACTION: finish")]
    _, (run,) = read([*talk, *end, turn("user", "!")])
    assert [call[:2] for call in calls(run)] == [("go", "to desk 1"), ("finalize", "order 3")]
    _, (run,) = read([*talk, turn("assistant", "Nothing."), turn("user", "Go on."), turn("assistant", "No.")])
    assert calls(run) == []


def test_lines_of_actions_that_nobody_asked_for_are_prose() -> None:
    said = [turn("assistant", "Minutes.\n**Action:** Anna sends the report"), turn("user", "More.")]
    _, (run,) = read([turn("user", "Note."), *said, *said])
    assert calls(run) == []


def test_a_request_as_all_of_a_text_is_a_call() -> None:
    talk = [turn("user", "Ask."), turn("agent", "GET http://h/a?b=1"), turn("user", "{}"), turn("agent", "!")]
    _, (run,) = read(talk)
    assert calls(run) == [("GET", "http://h/a?b=1", "{}", False)]
    _, (run,) = read([*talk[:1], turn("agent", 'POST http://h/a\n{"b": 1}'), *talk[2:]])
    assert calls(run) == [("POST", 'http://h/a\n{"b": 1}', "{}", False)]
    _, (run,) = read([*talk[:1], turn("agent", "GET http://h/a\n\nThis gives every user."), *talk[2:]])
    assert calls(run) == []


@pytest.mark.parametrize("role", ["tool", "user"])
def test_several_answers_in_a_text(role: str) -> None:
    two = "".join(f"<tool_call>{json.dumps({'name': name, 'arguments': {}})}</tool_call>" for name in ("rain", "snow"))
    back = '<tool_response>\ndry\n</tool_response>\n<tool_response>\n{"error": "503"}\n</tool_response>'
    _, (run,) = read([turn("user", "?"), turn("assistant", two), turn(role, back)])
    assert calls(run) == [("rain", "{}", "dry", False), ("snow", "{}", '{"error": "503"}', True)]


@pytest.mark.parametrize(
    "text", ["Error: timed out\n<tool_response></tool_response>", "<tool_response>a</tool_response>b"]
)
def test_what_stands_beside_an_answer_in_tags_is_kept(text: str) -> None:
    _, (run,) = read([*QUESTION, CALL, {**GAVE, "content": text}])
    assert calls(run) == [("rain", "", text, text.startswith("Error"))]


def test_several_answers_to_one_call_are_one() -> None:
    text = "<tool_response>1</tool_response><tool_response>2</tool_response>"
    _, (run,) = read([*QUESTION, CALL, {**GAVE, "content": text}])
    assert (calls(run), len(run.steps)) == ([("rain", "", text, False)], 3)


@pytest.mark.parametrize(
    ("started", "ended", "failed"),
    [
        ({"event": "tool_call", "call_id": "1"}, {"event": "tool_result", "call_id": "1"}, {}),
        ({"type": "tool_start"}, {"type": "tool_end"}, {"success": False}),
        ({"type": "tool_usage_started"}, {"type": "tool_usage_finished"}, {"type": "tool_usage_error"}),
    ],
)
def test_events_of_tools(started: dict[str, Any], ended: dict[str, Any], failed: dict[str, Any]) -> None:
    call = {**started, "tool": "rain", "args": RAIN}
    log = [call, {**ended, "tool": "rain", "output": "dry"}, call, {**ended, "tool": "rain", "error": "503", **failed}]
    for document in (log, {"events": log}):
        _, (run,) = read(document)
        assert calls(run) == TWO
        assert not run.unread


def test_events_of_several_runs_are_told_apart() -> None:
    def events(run: str) -> list[dict[str, object]]:
        call = {"run_id": run, "tool": "rain"}
        return [{**call, "event": "tool_start", "input": RAIN}, {**call, "event": "tool_end", "output": "dry"}]

    _, runs = read([one for run in "aabb" for one in events(run)], lines=True)
    assert [(run.id, calls(run)) for run in runs] == [("a", ONE * 2), ("b", ONE * 2)]
    _, runs = read([one for call in "abc" for one in events(call)], lines=True)
    assert [calls(run) for run in runs] == [ONE * 3]


def test_events_of_an_application_are_no_run() -> None:
    with pytest.raises(FormatError, match="without messages"):
        read([{"event": "error", "user": "u", "data": "boom"}, {"event": "user", "content": "x"}], lines=True)


def test_events_with_the_tool_inside() -> None:
    tool = {"tool_call_id": "1", "tool_name": "rain", "tool_args": RAIN}
    ended = {"event": "ToolCallCompleted", "tool": {**tool, "result": "503", "tool_call_error": True}}
    _, (run,) = read([{"event": "ToolCallStarted", "tool": tool}, ended], lines=True)
    assert calls(run) == TWO[1:]


def test_the_definition_of_a_tool_beside_its_call_is_not_the_call() -> None:
    use = {"type": "tool_use", "id": "1", "name": "rain", "input": RAIN, "tool": {"name": "def", "parameters": {}}}
    _, (run,) = read([{"role": "assistant", "content": [use]}, GAVE])
    assert calls(run) == ONE


@pytest.mark.parametrize("speaker", ["ActionAgent", "Transaction Agent", "Agent (Action)"])
def test_messages_may_name_their_speaker(speaker: str) -> None:
    _, (run,) = read({"conversation": [*QUESTION, {**CALL, "content": "I look.", "speaker": speaker}, GAVE]})
    assert calls(run) == [("rain", "", "dry", False)]


def test_a_speaker_whose_name_has_action_in_it_acts_not() -> None:
    talk = [{"speaker": "Customer", "text": "Move it."}, {"speaker": "Transaction Bot", "text": "I moved it."}]
    with pytest.raises(FormatError, match="without messages"):
        read({"conversation": talk})


def test_a_tool_with_what_it_was_given_is_a_call_and_no_answer() -> None:
    log = [
        {"kind": "reasoning", "content": "I look."},
        {"kind": "tool", "name": "rain", "args": RAIN, "result": "dry"},
        {"kind": "tool", "name": "rain", "args": RAIN, "result": "Error: 503"},
    ]
    for document in (log, {"question": "Rain?", "trace": log}):
        _, (run,) = read(document)
        assert [call[0] for call in calls(run)] == ["rain", "rain"]
        assert [call[3] for call in calls(run)] == [False, True]


def test_messages_under_their_roles() -> None:
    """Zed's threads: the role and the kinds of blocks are keys; results stand under the ids of their calls."""
    result = {"tool_use_id": "1", "tool_name": "rain", "is_error": True, "content": {"Text": "503"}}
    agent = {"content": [{"Text": "I look."}, {"ToolUse": {"id": "1", "name": "rain", "input": RAIN}}]}
    thread = [{"User": {"content": [{"Text": "Rain?"}]}}, {"Agent": {**agent, "tool_results": {"1": result}}}]
    _, (run,) = read({"messages": thread})
    assert (calls(run), run.unread) == (TWO[1:], ())
    assert texts(run) == [("User", "Rain?"), ("Agent", "I look.")]


def test_flags_and_names_of_other_tools() -> None:
    call = {"role": "assistant", "tool_calls": [{"id": "1", "name": "rain", "arguments_json": WRITTEN}]}
    back = {"role": "tool", "tool_call_id": "1", "content": "503", "tool_call_error": True}
    _, (run,) = read([call, back])
    assert calls(run) == TWO[1:]


def test_actions_as_objects_and_alone() -> None:
    _, (run,) = read({"trajectory": [{"state": "s", "action": {"keystrokes": "ls"}, "observation": "a"}]})
    assert calls(run) == [("keystrokes", '{"keystrokes": "ls"}', "a", False)]
    _, (run,) = read({"objective": "o", "actions": [{"action_type": "click", "args": {"xpath": "/a"}}]})
    assert calls(run) == [("click", '{"xpath": "/a"}', None, False)]


def test_a_sender_that_is_an_object_is_a_role() -> None:
    talk = [{"type": "message", "from": {"role": "user"}, "text": "?"}, {"from": {"id": 1}, "text": "!"}]
    _, (run,) = read({"activities": talk})
    assert texts(run) == [("user", "?"), ("object", "!")]
    assert run.unread == (("role object", 1),)
