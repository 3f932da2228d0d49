"""Each dialect gives the calls, answers and errors that are in it; what is not understood is counted."""

import json
from pathlib import Path
from typing import Any

import pytest

from aiboard.formats import FormatError, open_trajectories, recognise
from aiboard.formats.reading import parse_document
from aiboard.instruments.trajectory import Run, StepKind, analyse

DATA = Path(__file__).resolve().parent.parent / "data" / "trajectories"
USER = {"role": "user", "content": "Is it raining in Oslo?"}
Call = tuple[str, dict[str, Any], str | None, bool]


def read(document: object) -> Run:
    (run,) = recognise(parse_document("log.json", json.dumps(document).encode())).runs
    return run


def calls(run: Run) -> list[Call]:
    """Tool, arguments, output and error of each call."""
    steps = [step for step in run.steps if step.kind is StepKind.TOOL_CALL]
    return [(step.tool, json.loads(step.arguments or "{}"), step.output, step.error) for step in steps]


def said(run: Run) -> list[str | None]:
    return [step.output for step in run.steps if step.kind is StepKind.MESSAGE]


@pytest.mark.parametrize(
    ("name", "form", "tool_calls", "errors", "repeats", "loops"),
    [
        ("tool_error_field.json", "openai-messages", 2, 1, 0, 0),
        ("name_args_calls.json", "openai-messages", 2, 0, 0, 0),
        ("dashed_blocks.json", "dashed-parts", 1, 1, 0, 0),
        ("camel_blocks.json", "bedrock-blocks", 1, 1, 0, 0),
        ("parts.json", "google-parts", 1, 0, 0, 0),
        ("object_tool_answer.json", "openai-messages", 1, 0, 0, 0),
        ("response_items.json", "response-items", 1, 0, 0, 0),
        ("calls_in_text.json", "calls-in-text", 2, 0, 0, 0),
        ("mini_swe_agent_github_issue.traj.json", "calls-in-text", 10, 2, 0, 0),
        ("whowhen_algo_1.json", "who-and-when", 2, 0, 0, 0),
        ("swe_agent_function_calling_simple.traj", "swe-agent", 5, 0, 0, 0),
    ],
)
def test_counts_of_files(name: str, form: str, tool_calls: int, errors: int, repeats: int, loops: int) -> None:
    opened = open_trajectories(DATA / name)
    assert opened.format == form
    (run,) = opened.runs
    found = analyse(run)
    counted = (found.tool_calls, found.errors, found.consecutive_repeats, found.loops)
    assert counted == (tool_calls, errors, repeats, loops)
    assert found.from_text == (tool_calls if form in ("calls-in-text", "who-and-when") else 0)
    assert run.unread == ()
    assert all(step.output for step in run.steps)


def test_texts_and_answers_are_shown_as_they_are() -> None:
    shown = {name: [step.output for step in open_trajectories(DATA / name).runs[0].steps] for name in NAMES}
    assert shown["tool_error_field.json"] == [
        "Which papers do I need for the trip?",
        "no page here",
        "A passport will do.",
    ]
    assert shown["parts.json"] == ["rain?", "dry", "It is dry."]
    assert shown["object_tool_answer.json"] == ["rain?", '{"rain":false,"mm":0}', "It is dry."]
    assert shown["calls_in_text.json"][2:] == [
        "I look first.",
        "<returncode>0</returncode>\n<output>\na.py\n</output>",
        "print(1)",
    ]


NAMES = ("tool_error_field.json", "parts.json", "object_tool_answer.json", "calls_in_text.json")

OSLO = {"place": "Oslo"}
INVOCATION = {"state": "result", "toolCallId": "1", "toolName": "rain", "args": OSLO, "result": "dry"}
INVOKED = {"type": "tool-invocation", "toolInvocation": INVOCATION}
CALLING = {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "rain", "arguments": "{}"}}]}
CLASSES = ["langchain", "schema", "messages"]


@pytest.mark.parametrize(
    ("form", "messages", "expected"),
    [
        (
            "anthropic-blocks",
            [
                {"role": "assistant", "content": [{"type": "tool_use", "id": "1", "name": "rain", "input": OSLO}]},
                {
                    "role": "user",
                    "content": [{"type": "tool_result", "tool_use_id": "1", "content": "503", "is_error": True}],
                },
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "anthropic-blocks",
            [
                {
                    "role": "assistant",
                    "content": [
                        {"type": "thinking", "thinking": "hm", "signature": "x"},
                        {"type": "server_tool_use", "id": "1", "name": "web_search", "input": OSLO},
                        {
                            "type": "web_search_tool_result",
                            "tool_use_id": "1",
                            "content": {"type": "web_search_tool_result_error", "error_code": "unavailable"},
                        },
                    ],
                }
            ],
            ("web_search", OSLO, '{"type":"web_search_tool_result_error","error_code":"unavailable"}', True),
        ),
        (
            "response-items",
            [
                {"type": "reasoning", "id": "rs", "summary": [{"type": "summary_text", "text": "I ask."}]},
                {"type": "function_call", "id": "fc", "call_id": "1", "name": "rain", "arguments": '{"place": "Oslo"}'},
                {"type": "function_call_output", "id": "fo", "call_id": "1", "output": "Error: 503"},
            ],
            ("rain", OSLO, "Error: 503", True),
        ),
        (
            "response-items",
            [{"type": "mcp_call", "id": "m", "name": "rain", "arguments": OSLO, "output": None, "error": "503"}],
            ("rain", OSLO, "503", True),
        ),
        (
            "response-items",
            [{"type": "web_search_call", "id": "w", "status": "completed", "action": OSLO}],
            ("web_search", OSLO, None, False),
        ),
        (
            "dashed-parts",
            [{"role": "assistant", "content": "", "parts": [{"type": "step-start"}, INVOKED]}],
            ("rain", OSLO, "dry", False),
        ),
        (
            "openai-messages",
            [{"role": "assistant", "content": "", "toolInvocations": [INVOCATION]}],
            ("rain", OSLO, "dry", False),
        ),
        (
            "dashed-parts",
            [
                {
                    "role": "assistant",
                    "parts": [
                        {
                            "type": "tool-rain",
                            "toolCallId": "1",
                            "state": "output-error",
                            "input": OSLO,
                            "errorText": "503",
                        },
                    ],
                }
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "dashed-parts",
            [
                {
                    "role": "assistant",
                    "content": [{"type": "tool-call", "toolCallId": "1", "toolName": "rain", "input": OSLO}],
                },
                {
                    "role": "tool",
                    "content": [
                        {
                            "type": "tool-result",
                            "toolCallId": "1",
                            "toolName": "rain",
                            "output": {"type": "error-text", "value": "503"},
                        }
                    ],
                },
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "google-parts",
            [
                {
                    "role": "model",
                    "parts": [{"text": "hm", "thought": True}, {"function_call": {"name": "rain", "args": OSLO}}],
                },
                {"role": "user", "parts": [{"function_response": {"name": "rain", "response": {"error": "503"}}}]},
            ],
            ("rain", OSLO, '{"error":"503"}', True),
        ),
        (
            "dashed-parts",
            [
                {"kind": "request", "parts": [{"part_kind": "user-prompt", "content": "rain?"}]},
                {
                    "kind": "response",
                    "parts": [{"part_kind": "tool-call", "tool_name": "rain", "args": OSLO, "tool_call_id": "1"}],
                },
                {
                    "kind": "request",
                    "parts": [{"part_kind": "tool-return", "tool_name": "rain", "content": "dry", "tool_call_id": "1"}],
                },
            ],
            ("rain", OSLO, "dry", False),
        ),
        (
            "openai-messages",
            [
                {"type": "human", "content": "rain?"},
                {"type": "ai", "content": "", "tool_calls": [{"name": "rain", "args": OSLO, "id": "1"}]},
                {"type": "tool", "content": "503", "tool_call_id": "1", "status": "error"},
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "openai-messages",
            [
                {"lc": 1, "type": "constructor", "id": [*CLASSES, "HumanMessage"], "kwargs": {"content": "rain?"}},
                {
                    "lc": 1,
                    "type": "constructor",
                    "id": [*CLASSES, "AIMessage"],
                    "kwargs": {
                        "content": "",
                        "additional_kwargs": {
                            "tool_calls": [{"id": "1", "function": {"name": "rain", "arguments": '{"place": "Oslo"}'}}]
                        },
                    },
                },
                {"type": "tool", "data": {"content": "dry", "tool_call_id": "1"}},
            ],
            ("rain", OSLO, "dry", False),
        ),
        (
            "openai-messages",
            [
                {"type": "HumanMessage", "content": "rain?"},
                {"type": "AIMessage", "content": "", "tool_calls": [{"name": "rain", "args": OSLO, "id": "1"}]},
                {"type": "ToolMessage", "content": "dry", "tool_call_id": "1"},
            ],
            ("rain", OSLO, "dry", False),
        ),
        (
            "openai-messages",
            [
                {"from": "human", "value": "rain?"},
                {"from": "function_call", "value": '{"name": "rain", "arguments": {"place": "Oslo"}}'},
                {"from": "observation", "value": "dry"},
            ],
            ("rain", OSLO, "dry", False),
        ),
        (
            "openai-messages",
            [
                {"role": "CHATBOT", "message": "", "tool_calls": [{"name": "rain", "parameters": OSLO}]},
                {"role": "TOOL", "tool_results": [{"call": {"name": "rain"}, "outputs": [{"mm": 0}]}]},
            ],
            ("rain", OSLO, '[{"mm":0}]', False),
        ),
        (
            "openai-messages",
            [
                {"role": "assistant", "tool_calls": [{"id": "1", "function": "rain", "arguments": OSLO}]},
                {"role": "tool", "tool_call_id": "1", "content": "", "error": {"type": "timeout", "message": "10 s"}},
            ],
            ("rain", OSLO, '{"type":"timeout","message":"10 s"}', True),
        ),
        (
            "openai-messages",
            [
                {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "rain", "arguments": OSLO}}]},
                {"role": "tool", "tool_call_ids": ["1"], "content": "dry"},
            ],
            ("rain", OSLO, "dry", False),
        ),
        (
            "google-parts",  # Google's ADK: each message in an envelope
            [
                {
                    "author": "root",
                    "content": {
                        "role": "model",
                        "parts": [{"functionCall": {"id": "1", "name": "rain", "args": OSLO}}],
                    },
                },
                {
                    "author": "root",
                    "content": {
                        "role": "user",
                        "parts": [{"functionResponse": {"id": "1", "name": "rain", "response": {"error": "503"}}}],
                    },
                },
            ],
            ("rain", OSLO, '{"error":"503"}', True),
        ),
        (
            "openai-messages",  # Gemini CLI: the answer stands in the call, as it was sent to the model
            [
                {"type": "user", "content": "rain?"},
                {
                    "type": "gemini",
                    "content": "",
                    "toolCalls": [
                        {
                            "id": "1",
                            "name": "rain",
                            "args": OSLO,
                            "status": "error",
                            "result": [
                                {"functionResponse": {"id": "1", "name": "rain", "response": {"output": "503"}}}
                            ],
                        }
                    ],
                },
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "opencode-parts",
            [
                {
                    "info": {"role": "assistant", "id": "m"},
                    "parts": [
                        {"type": "step-start"},
                        {
                            "type": "tool",
                            "callID": "1",
                            "tool": "rain",
                            "state": {"status": "error", "input": OSLO, "error": "503"},
                        },
                        {"type": "step-finish"},
                    ],
                }
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "openai-messages",  # AutoGen
            [
                {"source": "user", "content": "rain?", "type": "TextMessage"},
                {
                    "source": "planner",
                    "content": [{"id": "1", "name": "rain", "arguments": '{"place": "Oslo"}'}],
                    "type": "ToolCallRequestEvent",
                },
                {
                    "source": "planner",
                    "content": [{"call_id": "1", "name": "rain", "content": "503", "is_error": True}],
                    "type": "ToolCallExecutionEvent",
                },
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "goose-blocks",
            [
                {
                    "role": "assistant",
                    "content": [
                        {
                            "type": "toolRequest",
                            "id": "1",
                            "toolCall": {"status": "success", "value": {"name": "rain", "arguments": OSLO}},
                        }
                    ],
                },
                {
                    "role": "user",
                    "content": [
                        {
                            "type": "toolResponse",
                            "id": "1",
                            "toolResult": {"status": "success", "value": [{"type": "text", "text": "dry"}]},
                        }
                    ],
                },
            ],
            ("rain", OSLO, "dry", False),
        ),
        (
            "letta-messages",
            [
                {"message_type": "user_message", "content": "rain?"},
                {
                    "message_type": "tool_call_message",
                    "tool_call": {"name": "rain", "arguments": '{"place": "Oslo"}', "tool_call_id": "1"},
                },
                {"message_type": "tool_return_message", "tool_return": "503", "status": "error", "tool_call_id": "1"},
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "haystack-blocks",
            [
                {"role": "assistant", "content": [{"tool_call": {"tool_name": "rain", "arguments": OSLO, "id": "1"}}]},
                {
                    "role": "tool",
                    "content": [
                        {
                            "tool_call_result": {
                                "result": "503",
                                "origin": {"tool_name": "rain", "id": "1"},
                                "error": True,
                            }
                        }
                    ],
                },
            ],
            ("rain", OSLO, "503", True),
        ),
        (
            "response-items",  # Semantic Kernel
            [
                {
                    "role": "assistant",
                    "items": [{"content_type": "function_call", "id": "1", "name": "rain", "arguments": OSLO}],
                },
                {"role": "tool", "items": [{"content_type": "function_result", "id": "1", "result": "dry"}]},
            ],
            ("rain", OSLO, "dry", False),
        ),
        (
            "openai-messages",  # the shell's exit code at the end of what OpenHands' tool gave
            [
                {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "rain", "arguments": OSLO}}]},
                {
                    "role": "tool",
                    "tool_call_id": "1",
                    "content": "rain: not found\n[The command completed with exit code 127.]",
                },
            ],
            ("rain", OSLO, "rain: not found\n[The command completed with exit code 127.]", True),
        ),
    ],
)
def test_a_call_in_each_dialect(form: str, messages: list[dict[str, Any]], expected: Call) -> None:
    opened = recognise(parse_document("log.json", json.dumps(messages).encode()))
    assert opened.format == form
    (run,) = opened.runs
    assert calls(run) == [expected]
    assert run.unread == ()


def test_a_call_that_a_log_holds_twice_is_one() -> None:
    block = {"type": "tool_use", "id": "1", "name": "rain", "input": OSLO}
    run = read([{"role": "ai", "content": [block], "tool_calls": [{"name": "rain", "args": OSLO, "id": "1"}]}])
    assert calls(run) == [("rain", OSLO, None, False)]
    run = read(
        [
            {
                "role": "assistant",
                "parts": [{"type": "tool-invocation", "toolInvocation": INVOCATION}],
                "toolInvocations": [INVOCATION],
            }
        ]
    )
    assert calls(run) == [("rain", OSLO, "dry", False)]


def test_an_answer_whose_own_id_is_the_id_of_the_call() -> None:
    asks = [{"id": one, "name": one, "arguments": {}} for one in ("a", "b")]
    answers = [{"role": "tool", "id": one, "content": one, "error": False} for one in ("b", "a")]
    run = read([{"role": "assistant", "content": None, "tool_calls": asks}, *answers])
    assert [(tool, output) for tool, _, output, _ in calls(run)] == [("a", "a"), ("b", "b")]
    run = read([{"role": "assistant", "tool_calls": asks[:1]}, {"role": "tool", "id": "message-7", "content": "fine"}])
    assert [(tool, output) for tool, _, output, _ in calls(run)] == [("a", "fine")]


def test_arguments_as_text_and_as_an_object_are_the_same_call() -> None:
    spelled = ['{"a": 1, "b": [2]}', {"b": [2], "a": 1}]
    asks = [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": one}}]} for one in spelled]
    assert analyse(read([asks[0], asks[1]])).consecutive_repeats == 1


def test_answers_by_tool_name_go_to_the_calls_of_that_tool() -> None:
    names = ("rain", "wind")
    run = read(
        [
            {"role": "model", "parts": [{"functionCall": {"name": name, "args": {}}} for name in names]},
            {
                "role": "user",
                "parts": [{"functionResponse": {"name": n, "response": {"result": n}}} for n in names[::-1]],
            },
        ]
    )
    assert [(tool, output) for tool, _, output, _ in calls(run)] == [("rain", "rain"), ("wind", "wind")]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ({"content": "Error: no"}, True),
        ({"content": "fine", "isError": True}, True),
        ({"content": "Error: no", "is_error": False}, False),
        ({"content": "fine", "status": "error"}, True),
        ({"content": "fine", "status": "success"}, False),
        ({"content": "fine", "error": None}, False),
        ({"content": "fine", "error": ""}, False),
        ({"content": "fine", "tool_error": "no"}, True),
        ({"content": "fine", "success": False}, True),
        ({"content": {"content": [{"type": "text", "text": "no"}], "isError": True}}, True),
        ({"content": {"status": "failed", "payment": 7}}, False),
        ({"content": {"error": "no"}}, True),
    ],
)
def test_errors(answer: dict[str, Any], error: bool) -> None:
    run = read(
        [
            {"role": "assistant", "tool_calls": [{"id": "1", "name": "f"}]},
            {"role": "tool", "tool_call_id": "1", **answer},
        ]
    )
    assert [step.error for step in run.steps] == [error]


# --- calls in text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I look.\n<function=view>\n<parameter=path>a.py</parameter>\n</function>", ("view", '{"path": "a.py"}')),
        ('<invoke name="view"><parameter name="path">a.py</parameter></invoke>', ("view", '{"path": "a.py"}')),
        ('<tool_call>\n{"name": "view", "arguments": {"path": "a.py"}}\n</tool_call>', ("view", '{"path": "a.py"}')),
        ("<execute_bash>\nls\n</execute_bash>", ("bash", "ls")),
        ("Thought: hm\nAction: search[rain in Oslo]", ("search", "rain in Oslo")),
        ("Thought: hm\nAction: search\nAction Input: rain in Oslo", ("search", "rain in Oslo")),
        ('{"tool": "view", "args": {"path": "a.py"}}', ("view", '{"path": "a.py"}')),
        ('hm\n```json\n{"action": "search", "action_input": "rain"}\n```', ("search", "rain")),
        ('Thought:\nhm\nAction:\n{"name": "view", "arguments": {"path": "a.py"}}', ("view", '{"path": "a.py"}')),
    ],
)
def test_calls_written_into_the_text(text: str, expected: tuple[str, str]) -> None:
    run = read([USER, {"role": "assistant", "content": text}, {"role": "user", "content": "Observation: Error: no"}])
    (call,) = [step for step in run.steps if step.kind is StepKind.TOOL_CALL]
    assert (call.tool, call.arguments) == expected
    assert (call.output, call.error, call.from_text) == ("Error: no", True, True)


def test_a_whole_react_run_in_one_message() -> None:
    first = "Thought: a\nAction: search[rain]\nObservation: dry\n"
    text = first + "Thought: b\nAction: search[wind]\nObservation: calm\nAction: finish[ok]"
    run = read([USER, {"role": "assistant", "content": text}])
    steps = [(step.tool, step.arguments, step.output) for step in run.steps if step.kind is StepKind.TOOL_CALL]
    assert steps == [("search", "rain", "dry"), ("search", "wind", "calm")]


@pytest.mark.parametrize(
    "ask",
    ["Is it raining?", "Give me a single code block.", "Write exactly one command, please."],
    ids=lambda ask: ask[:9],
)
def test_code_that_a_person_asked_for_is_no_call(ask: str) -> None:
    said = "Action: required\n```python\nprint(1)\n```"
    turns = [ask, "thanks"]
    run = read(
        [
            {"role": "user", "content": turns[0]},
            {"role": "assistant", "content": said},
            {"role": "user", "content": turns[1]},
        ]
    )
    assert analyse(run).tool_calls == 0


def test_code_that_is_only_shown_is_no_call() -> None:
    run = read(
        [USER, {"role": "assistant", "content": "Run this:\n```bash\nls\n```"}, {"role": "user", "content": "thanks"}]
    )
    assert analyse(run).tool_calls == 0


def test_text_is_not_searched_where_calls_are_recorded() -> None:
    call = {"id": "1", "function": {"name": "f", "arguments": "{}"}}
    run = read([USER, {"role": "assistant", "content": "<function=g></function>", "tool_calls": [call]}])
    assert [step.tool for step in run.steps if step.kind is StepKind.TOOL_CALL] == ["f"]


@pytest.mark.parametrize(
    "piece",
    [
        *("<function=f>", "<tool_call>{", "```\n", "Action: a\n", "Action: a[", '<invoke name="f">'),
        *("ACTION: a\n```\n", '<functioncall> {"name": "f", "arguments": ', "<tool_response>"),
    ],
)
def test_calls_without_an_end_are_read_in_linear_time(piece: str) -> None:
    text = piece * (2_000_000 // len(piece))
    run = read([USER, *[{"role": "assistant", "content": text}, {"role": "user", "content": text}] * 2])
    assert analyse(run).tool_calls <= 400


# --- what is not understood -----------------------------------------------------------------------------


def test_what_is_not_understood_is_counted_by_kind() -> None:
    blocks = [
        {"type": "image_url", "image_url": {"url": "x"}},
        {"type": "hologram"},
        {"type": "hologram", "text": "hi"},
        {},
    ]
    run = read(
        [
            {"role": "user", "content": blocks},
            {"role": "critic", "content": "no"},
            {"type": "telemetry", "cpu": 1},
            {"cpu": 1},
            {"role": "assistant", "tool_calls": [{"id": "1", "what": "?"}]},
            {"role": "assistant", "content": "", "used_tools": ["x"], "tool_extras": [{"x": 1}], "tool_use_count": 3},
            {"role": "assistant", "content": "", "tools": [{"x": 1}]},
        ]
    )
    assert dict(run.unread) == {
        "hologram": 2,
        "image_url": 1,
        "empty block": 1,
        "role critic": 1,
        "entry telemetry": 1,
        "entry without a role": 1,
        "call without a tool's name": 1,
        "member used_tools": 1,
        "member tool_extras": 1,
    }
    assert said(run)[:2] == ["[image_url]\n[hologram]\nhi\n[block without text]", "no"]


@pytest.mark.parametrize(
    "document",
    [
        [{"role": "user", "name": "Ann"}, {"role": "admin", "name": "Bob"}],
        {"messages": 0, "users": [{"role": "user"}]},
        [{"role": "designer", "content": "a page"}],
    ],
)
def test_a_role_alone_is_no_message(document: object) -> None:
    with pytest.raises(Exception, match="messages"):
        read(document)


def test_calls_in_text_are_read_although_their_answers_are_recorded() -> None:
    run = read(
        [
            {"from": "human", "value": "rain?"},
            {"from": "gpt", "value": '<tool_call>{"name": "rain", "arguments": {"place": "Oslo"}}</tool_call>'},
            {"from": "tool", "value": "dry"},
            {"from": "gpt", "value": "It is dry."},
        ]
    )
    assert calls(run) == [("rain", OSLO, "dry", False)]


def test_tags_are_calls_of_the_tools_that_answers_name() -> None:
    run = read(
        [
            {"role": "user", "content": "Mend it."},
            {"role": "assistant", "content": "I look.\n<read_file>\n<path>a.py</path>\n</read_file>"},
            {"role": "user", "content": "[read_file for 'a.py'] Result:\nprint"},
            {"role": "assistant", "content": "<execute_command>\n<command>ls</command>\n</execute_command>"},
            {"role": "user", "content": "[execute_command for 'ls'] Result:\nThe tool execution failed: no shell"},
            {"role": "assistant", "content": "<b>done</b>"},
        ]
    )
    assert [(tool, given, error) for tool, given, _, error in calls(run)] == [
        ("read_file", {"path": "a.py"}, False),
        ("execute_command", {"command": "ls"}, True),
    ]


def test_how_a_tool_may_be_called_is_no_call() -> None:
    schema = {"type": "object", "properties": {"place": {"type": "string"}}}
    with pytest.raises(FormatError, match="without messages"):
        read([{"type": "function", "function": {"name": "rain", "parameters": schema}}])


@pytest.mark.parametrize(
    "document",
    [
        {"messages": [USER], "response": {"choices": [{"message": CALLING}, {"message": CALLING}]}},
        [{"request": {"messages": [USER]}, "response": {"body": {"choices": [{"message": CALLING}]}}}],
        {"object": "chat.completion", "choices": [{"index": 0, "message": CALLING}]},
        {"messages": json.dumps([USER, CALLING])},
        {"messages": [USER, CALLING], "choices": [{"message": CALLING}]},
    ],
)
def test_what_a_model_gave_back_belongs_to_what_it_was_asked(document: object) -> None:
    assert [tool for tool, *_ in calls(read(document))] == ["rain"]


@pytest.mark.parametrize(
    ("beside", "reward"),
    [
        ({"instance_id": "a", "resolved": True}, 1.0),
        ({"instance_id": "a", "resolved": False, "reward": 0.5}, 0.5),
        ({"id": "a", "eval_result": {"score": 0.25}}, 0.25),
        ({"success": True}, None),
        ({"id": "a", "success": "yes"}, None),
    ],
)
def test_a_verdict_beside_the_messages_is_the_reward(beside: dict[str, Any], reward: float | None) -> None:
    assert read({**beside, "messages": [USER]}).reward == reward


@pytest.mark.parametrize(
    "document",
    [
        # A dictionary as Python writes it, as Hermes was taught.
        [
            {"from": "human", "value": "rain?"},
            {"from": "gpt", "value": "<tool_call>\n{'name': 'rain', 'arguments': {'place': 'Oslo'}}\n</tool_call>"},
            {"from": "tool", "value": "dry"},
        ],
        # Prompt and completion, calls as JSON in text.
        {
            "prompt": [USER],
            "completion": [
                {
                    "role": "assistant",
                    "tool_calls": [json.dumps({"id": "1", "function": {"name": "rain", "arguments": OSLO}})],
                },
                {"role": "tool", "tool_call_id": "1", "content": "dry"},
            ],
        },
        # Semantic Kernel of .NET.
        [
            {
                "Role": {"Label": "assistant"},
                "Items": [{"$type": "FunctionCallContent", "Id": "1", "FunctionName": "rain", "Arguments": OSLO}],
            },
            {"Role": {"Label": "tool"}, "Items": [{"$type": "FunctionResultContent", "CallId": "1", "Result": "dry"}]},
        ],
        # Claude's export.
        [
            {
                "chat_messages": [
                    {"sender": "human", "text": "rain?"},
                    {
                        "sender": "assistant",
                        "content": [
                            {"type": "tool_use", "id": "1", "name": "rain", "input": OSLO},
                            {"type": "tool_result", "tool_use_id": "1", "content": "dry"},
                        ],
                    },
                ]
            }
        ],
    ],
)
def test_more_ways_to_write_a_call_and_its_answer(document: object) -> None:
    assert calls(read(document)) == [("rain", OSLO, "dry", False)]


def test_one_message_is_a_run() -> None:
    message = {"type": "message", "role": "assistant", "content": [{"type": "tool_use", "id": "1", "name": "rain"}]}
    assert [tool for tool, *_ in calls(read(message))] == ["rain"]


@pytest.mark.parametrize("text", ["{'name': 'rain', 'arguments': " + "[" * 5_000, "{'name': f()}", "{'a': " * 900])
def test_what_is_no_dictionary_of_pythons_is_text(text: str) -> None:
    messages = [USER, {"role": "assistant", "content": f"<tool_call>{text}</tool_call>"}, USER]
    assert calls(read(messages)) == []


def test_cursors_calls_in_the_printed_stream() -> None:
    about = {"session_id": "s", "call_id": "1"}
    lines = [
        {"type": "user", "session_id": "s", "message": {"role": "user", "content": "Read it."}},
        {"type": "tool_call", "subtype": "started", "tool_call": {"readToolCall": {"args": OSLO}}, **about},
        {
            "type": "tool_call",
            "subtype": "completed",
            "tool_call": {"readToolCall": {"args": OSLO, "result": {"error": {"message": "none"}}}},
            **about,
        },
    ]
    opened = recognise(parse_document("log.jsonl", "\n".join(map(json.dumps, lines)).encode()))
    assert calls(opened.runs[0]) == [("read", OSLO, '{"message":"none"}', True)]


@pytest.mark.parametrize(
    ("output", "error"),
    [
        ("Exit code: 1\nWall time: 0.9 seconds\nOutput:\nno", True),
        ("Exit code: 0\nWall time: 0.9 seconds\nOutput:\nyes", False),
        ("Exit code 2\nusage: ls", True),
        ("An error occurred while running the tool. Please try again. Error: none", True),
        ("Chunk ID: a1\nWall time: 0.1 seconds\nProcess exited with code 3\nOutput:\nno", True),
        ("Command: ls\nOutput: no\nError: (none)\nExit Code: 1\nSignal: (none)\nProcess Group PGID: 5", True),
        ("Command: ls\nOutput: a\nError: (none)\nExit Code: 0\nSignal: 0", False),
        ("The file says:\nExit code: 1\nand goes on.", False),
    ],
)
def test_the_exit_code_of_a_command_says_whether_it_failed(output: str, error: bool) -> None:
    asked = {"role": "assistant", "tool_calls": [{"id": "1", "function": {"name": "shell", "arguments": "{}"}}]}
    run = read([USER, asked, {"role": "tool", "tool_call_id": "1", "content": output}])
    assert [step.error for step in run.steps if step.kind is StepKind.TOOL_CALL] == [error]


def test_answers_of_tools_in_one_message_are_read() -> None:
    asked = {"role": "assistant", "tool_calls": [{"id": n, "name": "rain", "arguments": {"n": n}} for n in "ab"]}
    back = [{"id": n, "role": "tool", "content": f"dry {n}", "error": n == "b"} for n in "ab"]
    run = read([USER, asked, {"role": "tool", "tool_messages": back}])
    assert calls(run) == [("rain", {"n": "a"}, "dry a", False), ("rain", {"n": "b"}, "dry b", True)]


@pytest.mark.parametrize(("outcome", "error"), [("success", False), ("retried", True), ("denied", True)])
def test_how_a_call_of_pydantic_ai_came_out(outcome: str, error: bool) -> None:
    call = {"part_kind": "tool-call", "tool_name": "rain", "args": {}, "tool_call_id": "c"}
    asked = {"kind": "response", "parts": [call]}
    part = {"part_kind": "tool-return", "tool_name": "rain", "content": "none", "tool_call_id": "c", "outcome": outcome}
    run = read([asked, {"kind": "request", "parts": [part]}])
    assert calls(run) == [("rain", {}, "none", error)]


def test_a_block_that_calls_may_hold_its_answer() -> None:
    """Entire's checkpoints keep the sessions of any agent so."""
    block = {"type": "tool_use", "id": "c", "name": "exec", "input": {"x": 1}}
    results = [{"output": "", "status": "success"}, {"output": "boom", "status": "error"}, {"output": "fine"}]
    blocks = [{**block, "id": f"c{i}", "result": result} for i, result in enumerate(results)]
    document = parse_document("log.json", json.dumps([{"type": "assistant", "content": blocks}]).encode())
    (run,) = recognise(document).runs
    assert [(step.output, step.error) for step in run.steps] == [("", False), ("boom", True), ("fine", False)]


def test_the_answer_of_a_tool_may_be_one_block() -> None:
    calls = [{"type": "tool_use", "tool_name": name, "tool_id": name, "input": {}} for name in ("a", "b")]
    given = [{"type": "tool_result", "tool_id": name, "output": "", "is_error": name == "a"} for name in ("a", "b")]
    lines = [{"role": "assistant", "content": one} for one in calls] + [
        {"role": "tool", "content": one} for one in given
    ]
    (run,) = recognise(parse_document("log.json", json.dumps(lines).encode())).runs
    assert [(step.tool, step.output, step.error) for step in run.steps] == [("a", "", True), ("b", "", False)]


def test_a_text_that_is_a_call_and_an_answer_under_a_heading() -> None:
    said = [
        ("assistant", '{"tool_name": "find", "arguments": {"q": 1}}'),
        ("user", 'Result: {"error": "no such tool"}'),
        ("assistant", '{"function": "find", "parameters": {"q": 1}}'),
        ("user", "Tool result: found"),
    ]
    lines = [{"role": role, "content": text} for role, text in said]
    (run,) = recognise(parse_document("log.json", json.dumps(lines).encode())).runs
    assert [(step.tool, step.output, step.error, step.from_text) for step in run.steps] == [
        ("find", '{"error": "no such tool"}', True, True),
        ("find", "found", False, True),
    ]


def test_messages_of_langchain_in_entries_that_name_a_step() -> None:
    call_ = {"name": "rain", "args": {"place": "Oslo"}, "id": "1", "type": "tool_call"}
    steps = [
        {"type": "human", "content": "Rain?"},
        {"type": "ai", "content": "", "tool_calls": [call_]},
        {"type": "tool", "content": "dry", "tool_call_id": "1", "status": "success"},
    ]
    entries = [{"type": "step", "content": one} for one in steps]
    run = read([*entries, {"type": "agent_complete", "content": {"status": "completed"}}])
    assert calls(run) == [("rain", {"place": "Oslo"}, "dry", False)] and said(run)[0] == "Rain?"
    assert run.unread == (("entry agent_complete", 1),)


def test_spans_of_tools_with_what_they_were_given() -> None:
    span = {"name": "read", "kind": "tool", "input_data": {"path": "a"}}
    run = read({"trace_id": "t", "spans": [span, span]})
    assert calls(run) == [("read", {"path": "a"}, None, False)] * 2
