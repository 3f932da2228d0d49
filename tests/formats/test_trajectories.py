"""Real logs give their known counts; any other bytes give runs or one clear line."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiboard.formats import FormatError, document, load, open_trajectories, reading, recognise
from aiboard.formats.reading import parse_document
from aiboard.instruments.trajectory import Run, Step, StepKind, analyse

DATA = Path(__file__).resolve().parent.parent / "data" / "trajectories"
CALL = {"id": "c1", "type": "function", "function": {"name": "find", "arguments": '{"q": 1}'}}
ASK: dict[str, Any] = {"role": "assistant", "content": None, "tool_calls": [CALL]}
ANSWER: dict[str, Any] = {"role": "tool", "tool_call_id": "c1", "content": "found"}


def runs_in(data: bytes | str) -> tuple[Run, ...]:
    return recognise(parse_document("log.json", data.encode() if isinstance(data, str) else data)).runs


def steps_of(*messages: object) -> tuple[Step, ...]:
    (run,) = runs_in(json.dumps(messages))
    return run.steps


def refused(data: bytes | str) -> str:
    with pytest.raises(FormatError) as caught:
        runs_in(data)
    line = str(caught.value)
    assert "\n" not in line and line.startswith("log.json")
    return line


@pytest.mark.parametrize(
    ("name", "calls", "errors", "repeats", "loops"),
    [
        ("tau_airline_task13_trial0_loop.messages.json", 14, 6, 1, 1),
        ("tau_airline_task6_trial0_pass.messages.json", 6, 0, 0, 0),
    ],
)
def test_golden_counts_of_real_runs(name: str, calls: int, errors: int, repeats: int, loops: int) -> None:
    (run,) = load(DATA / name)
    found = analyse(run)
    assert (found.tool_calls, found.errors, found.consecutive_repeats, found.loops) == (calls, errors, repeats, loops)
    assert (run.trial, run.reward) == (None, None)


def test_tau_bench_results_keep_task_trial_and_reward() -> None:
    opened = open_trajectories(DATA / "gpt-4o-airline.task10x4trials.json")
    assert opened.format == "tau-bench"
    assert [(run.id, run.trial, run.reward) for run in opened.runs] == [("10", trial, 0.0) for trial in range(4)]
    assert [analyse(run).tool_calls for run in opened.runs] == [9, 2, 5, 11]


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_list_and_an_object_of_messages_are_the_same_run(wrapped: bool) -> None:
    messages = [ASK, ANSWER]
    (run,) = runs_in(json.dumps({"messages": messages, "id": "r7"} if wrapped else messages))
    assert run.id == ("r7" if wrapped else "1")
    assert run.steps == (Step(StepKind.TOOL_CALL, "assistant", "find", '{"q": 1}', "found"),)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([{"messages": [ASK]}, {"messages": [ASK, ANSWER]}]),
        json.dumps([[ASK], [ASK, ANSWER]]),
        json.dumps({"messages": [ASK]}) + "\n" + json.dumps({"messages": [ASK, ANSWER]}),
        json.dumps([ASK]) + "\r\n\r\n" + json.dumps([ASK, ANSWER]) + "\r\n",
    ],
)
def test_several_runs_in_a_file(text: str) -> None:
    first, second = runs_in(text)
    assert (first.id, second.id) == ("1", "2")
    assert (first.steps[0].output, second.steps[0].output) == (None, "found")


def test_json_lines_of_messages_are_one_run() -> None:
    (run,) = runs_in("\n".join(json.dumps(message) for message in (ASK, ANSWER, {"role": "user", "content": "ok"})))
    assert [step.output for step in run.steps] == ["found", "ok"]


def test_json_lines_of_tau_bench_results() -> None:
    rows = [{"task_id": "a", "trial": i, "reward": i, "traj": [ASK, ANSWER]} for i in (0, 1)]
    runs = runs_in("\n".join(map(json.dumps, rows)))
    assert [(run.id, run.trial, run.reward) for run in runs] == [("a", 0, 0.0), ("a", 1, 1.0)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_byte_order_marks(encoding: str) -> None:
    (run,) = runs_in(json.dumps([ASK, ANSWER]).encode(encoding))
    assert run.steps[0].output == "found"


def test_crlf_inside_a_document() -> None:
    (run,) = runs_in(json.dumps([ASK, ANSWER], indent=1).replace("\n", "\r\n"))
    assert run.steps[0].output == "found"


# --- what home-made logs do -------------------------------------------------------------------------


def test_null_tool_calls_and_null_content() -> None:
    (step,) = steps_of({"role": "assistant", "content": None, "tool_calls": None, "function_call": None})
    assert (step.kind, step.output) == (StepKind.MESSAGE, "")


def test_arguments_as_an_object() -> None:
    (step,) = steps_of({"role": "model", "tool_calls": [{"function": {"name": "f", "arguments": {"b": 1, "a": "é"}}}]})
    assert step.arguments == '{"b": 1, "a": "é"}'


@pytest.mark.parametrize("arguments", ["", "{broken", "[" * 50_000, "null"], ids=lambda text: repr(text[:8]))
def test_arguments_that_are_no_json_are_kept_as_text(arguments: str) -> None:
    (step,) = steps_of({"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": arguments}}]})
    assert step.arguments == arguments


def test_content_as_blocks() -> None:
    content = [{"type": "text", "text": "one"}, "two", {"type": "image_url", "image_url": {"url": "x"}}, {}]
    (step,) = steps_of({"role": "user", "content": content})
    assert step.output == "one\ntwo\n[image_url]\n[block without text]"


def test_blocks_that_call_and_answer() -> None:
    use = {"type": "tool_use", "id": "u", "name": "f", "input": {}}
    result = {"type": "tool_result", "tool_use_id": "u", "content": "sad", "is_error": True}
    steps = steps_of(
        {"role": "assistant", "content": [{"type": "text", "text": "hm"}, use]},
        {"role": "user", "content": [result]},
    )
    assert [(s.kind, s.tool, s.output, s.error) for s in steps] == [
        (StepKind.MESSAGE, "", "hm", False),
        (StepKind.TOOL_CALL, "f", "sad", True),
    ]


def test_function_call_in_the_old_style() -> None:
    (step,) = steps_of(
        {"role": "assistant", "content": None, "function_call": {"name": "f", "arguments": "{}"}},
        {"role": "function", "name": "f", "content": "Error: no"},
    )
    assert (step.tool, step.output, step.error) == ("f", "Error: no", True)


@pytest.mark.parametrize(
    "call",
    [
        {"id": "1", "function": "f", "arguments": {"x": 1}},
        {"id": "1", "name": "f", "arguments": '{"x": 1}'},
        {"id": "1", "type": "custom", "custom": {"name": "f", "input": '{"x": 1}'}},
    ],
)
def test_flat_and_custom_calls(call: dict[str, object]) -> None:
    (step,) = steps_of({"role": "assistant", "tool_calls": [call]})
    assert (step.tool, step.arguments) == ("f", '{"x": 1}')


def test_a_message_may_speak_and_call_at_once() -> None:
    steps = steps_of({**ASK, "content": "let me look"}, ANSWER)
    assert [(step.kind, step.output) for step in steps] == [
        (StepKind.MESSAGE, "let me look"),
        (StepKind.TOOL_CALL, "found"),
    ]


def named(call_id: str | None, tool: str) -> dict[str, object]:
    return {"id": call_id, "function": {"name": tool, "arguments": "{}"}}


def test_parallel_calls_answered_in_another_order() -> None:
    steps = steps_of(
        {"role": "assistant", "tool_calls": [named("a", "f"), named("b", "g")]},
        {"role": "tool", "tool_call_id": "b", "content": "to g"},
        {"role": "tool", "tool_call_id": "a", "content": "to f"},
    )
    assert [(step.tool, step.output) for step in steps] == [("f", "to f"), ("g", "to g")]


def test_answers_without_ids_go_to_the_newest_calls_in_order() -> None:
    steps = steps_of(
        {"role": "assistant", "tool_calls": [named(None, "old")]},
        {"role": "assistant", "tool_calls": [named(None, "f"), named(None, "g")]},
        {"role": "tool", "content": "1"},
        {"role": "tool", "tool_call_id": None, "content": "2"},
        {"role": "tool", "content": "3"},
    )
    assert [(step.tool, step.output) for step in steps] == [("old", None), ("f", "1"), ("g", "2"), ("", "3")]


def test_duplicate_ids() -> None:
    steps = steps_of(
        {"role": "assistant", "tool_calls": [named("x", "never answered")]},
        {"role": "assistant", "tool_calls": [named("x", "f"), named("x", "g")]},
        {"role": "tool", "tool_call_id": "x", "content": "1"},
        {"role": "tool", "tool_call_id": "x", "content": "2"},
    )
    assert [step.output for step in steps] == [None, "1", "2"]


def test_an_answer_nobody_asked_for_is_a_step_of_its_own() -> None:
    lost = {"role": "tool", "tool_call_id": "?", "content": "Error: lost"}
    steps = steps_of(lost, ASK, {**ANSWER, "tool_call_id": "other"})
    assert [(s.kind, s.role, s.output, s.error) for s in steps] == [
        (StepKind.MESSAGE, "tool", "Error: lost", True),
        (StepKind.TOOL_CALL, "assistant", None, False),
        (StepKind.MESSAGE, "tool", "found", False),
    ]


def test_hostile_text_is_cleaned_and_a_changed_name_is_marked() -> None:
    hostile = {"id": "1", "function": {"name": "se\u200barch", "arguments": "\x1b[2J"}}
    (step,) = steps_of(
        {"role": "assistant", "tool_calls": [hostile]},
        {"role": "tool", "tool_call_id": "1", "content": "\x1b]52;c;aGk=\x07\u202eok\ud800"},
    )
    assert (step.tool, step.arguments, step.output) == ("search\ufffd", "[2J", "]52;c;aGk=ok")
    assert analyse(Run("1", None, None, (step,)), allow={"search"}).unauthorised == 1


def test_a_reward_that_is_not_a_number_is_none() -> None:
    lines = b'{"task_id": "a", "reward": NaN, "messages": []}\n{"task_id": "b", "reward": 1, "messages": []}'
    assert [run.reward for run in recognise(parse_document("log.json", lines)).runs] == [None, 1.0]


GIVEN = {"choices": [{"message": {"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "find"}}]}}]}
ASKED = {"messages": [{"role": "user", "content": "q"}]}


@pytest.mark.parametrize(
    ("value", "name", "steps"),
    [
        ({"custom_id": "q-1", "response": {"status_code": 200, "body": GIVEN}}, "task q-1", 1),
        ({"request_body": ASKED, "response_body": GIVEN}, "log", 2),
        ({"op_name": "create", "inputs": ASKED, "output": GIVEN}, "log", 2),
    ],
    ids=["batch", "proxy", "tracer"],
)
def test_what_services_and_proxies_log(value: object, name: str, steps: int) -> None:
    (run,) = recognise(parse_document("log.json", json.dumps(value).encode())).runs
    assert (run.name, len(run.steps), run.steps[-1].tool) == (name, steps, "find")


def test_an_answer_may_stand_in_the_run_of_the_tool() -> None:
    call = {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "Bash", "input": {}}]}
    back = {"type": "tool_result", "toolUseID": "t", "run": {"status": "error", "error": {"message": "no file"}}}
    log = json.dumps([call, {"role": "user", "content": [back]}]).encode()
    (run,) = recognise(parse_document("log.json", log)).runs
    assert analyse(run).errors == 1 and "no file" in (run.steps[0].output or "")


@pytest.mark.parametrize("between", ["", "\r", "\n\n "])
def test_values_one_after_another_are_as_lines(between: str) -> None:
    value = '{\n"task_id": "a", "messages": [{"role": "user", "content": "x"}]\n}'
    assert len(recognise(parse_document("log.json", between.join([value] * 3).encode())).runs) == 3


# --- what cannot be read ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "log.json: is empty"),
        (" \r\n\t", "log.json: is empty"),
        ("[]", "log.json: has no runs in it"),
        ("{}", "log.json: has no runs in it"),
        ("3", "log.json: is a number, without messages"),
        ('[{"a": 1}]', "log.json: is a list without messages; its first element is an object with a"),
        # Python 3.13 names the comma, older ones what comes after it.
        (
            '[\n{"role": "user",\n}]',
            "log.json:2: not valid JSON at column 16"
            if sys.version_info >= (3, 13)
            else "log.json:3: not valid JSON at column 1",
        ),
        ('[{"role": "user"', "log.json:1: not valid JSON"),
        ("# aider chat started at 2025-01-01\n", "log.json:1: looks like a chat history of Aider; it records no calls"),
        ("2023 INFO - [Config file]: 0.json\n", "log.json:1: looks like WebArena's printed log; it holds verdicts"),
        ('{"0": {"origin_prompt": "p", "prediction": "a"}}', "looks like OpenCompass's predictions; it holds answers"),
        ("2025-01-01 10:00:00 INFO started\n", "log.json:1: looks like what a program printed while it ran; give its"),
        ("[INFO] started\n[TOOL] ls\n", "log.json:1: looks like what a program printed while it ran"),
        ("## Session\n\nHello\n", "log.json:1: looks like Markdown, for people to read; give the JSON that"),
        ("- role: user\n  content: hi\n", "log.json:1: looks like YAML; write it as JSON first: yq -o=json FILE"),
        ("messages:\n  - role: user\n", "log.json:1: looks like YAML"),
        ("id,model,score\n1,a,2\n", "log.json:1: looks like a table; aiboard gate reads scores"),
        ("Thought: I look.\nAction: ls\n", "log.json:1: is text and no JSON; give a JSON or JSON Lines log"),
        ("[{'role': 'user'}]", "log.json:1: is written as Python shows its values; write it with json.dumps"),
        ('{\n"role": "user"\n}\n{\n"role":\n}', "log.json:6: not valid JSON at column 1"),
        ('{\n"role": "user"\n}\n{}\n5', "log.json:5: not valid JSON at column 1: extra data"),
        ('{"role": "user"}\n{"role": oops}', "log.json:2: not valid JSON at column 10"),
        ('[{"role": "a", "n": ' + "1" * 5000 + "}]", "log.json:1: a number has too many digits"),
        ("[" * 200_000, "log.json:1: lists and objects are nested too deep"),
        ('{"a":' * 200_000, "log.json:1: lists and objects are nested too deep"),
        ('[{"role": "user", "content": ""},\nnull]', "log.json:2: [1]: is null; it must be an object"),
        ('[{"role": "user", "content": ""},\n[]]', "log.json:2: [1]: is a list; it must be an object"),
        ('[{"role": "user", "content": ""},\n{\n"role": 7}]', "log.json:3: [1].role: is a number; it must be text"),
        ('[{"role": "user", "content": 1.5}]', "log.json:1: [0].content: is a number; it must be text, a list"),
        ('[{"role": "user", "content": [3]}]', "log.json:1: [0].content[0]: is a number; it must be an object"),
        ('[{"role": "user", "content": [{"text": true}]}]', "log.json:1: [0].content[0].text: is true or false"),
        ('[{"role": "user", "tool_calls": {"a": 1}}]', "[0].tool_calls: is an object; it must be a list"),
        ('[{"role": "user", "tool_calls": ["x"]}]', "log.json:1: [0].tool_calls[0]: is text; it must be an object"),
        ('[{"role": "user", "function_call": [1]}]', "[0].function_call: is a list; it must be an object"),
        ('{"messages": {"role": "a"}}', "log.json: is an object with messages, without messages where"),
        ('{"messages": 7}', "log.json:1: messages: is a number; it must be a list"),
        ('{"messages": null}', "log.json: is an object with messages, without messages where"),
        ('{"role": "a"}\n{"role":\n', "log.json:2: not valid JSON"),
        ('{"messages": []}\n{"messages": [\n', "log.json:2: not valid JSON"),
        ('[{"traj": 5}]', "log.json:1: [0].traj: is a number; it must be a list"),
        ('[{"traj": [],\n"reward": "1"}]', "log.json:2: [0].reward: is text; it must be a number or null"),
        ('[{"traj": [], "reward": 1e999}]', "[0].reward: must lie between"),
        ('[{"traj": [], "reward": ' + "9" * 400 + "}]", "[0].reward: must lie between"),
        ('[{"traj": [], "trial": 1.5}]', "[0].trial: is a number; it must be a whole number"),
        ('[{"traj": [], "trial": -1}]', "[0].trial: must lie between 0 and"),
    ],
    ids=lambda value: repr(value[:40]),
)
def test_bad_input_is_one_line_that_names_the_place(text: str, expected: str) -> None:
    assert expected in refused(text)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x00\x01\x02\x03", "log.json: is a binary file"),
        (b"PK\x03\x04\x14\x00\x00", "log.json: is a binary file"),
        (b"PAR1\x15\x00", "log.json: is a binary file; a Parquet table: write its rows as JSON Lines first"),
        (b'[{"role": "a"},\n"\xff\xfe"]', "log.json:2: is not UTF-8 text"),
        (b"\xff\xfe\x00", "log.json:1: is not UTF-8 text"),
        (b"[" * (reading.MAX_VALUES + 1), "JSON values; split the file"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_bytes_that_are_no_text(data: bytes, expected: str) -> None:
    assert expected in refused(data)


def test_too_many_of_anything_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = ",".join(['{"name":"f"}'] * 1001)
    assert "[0]: has more than 1000 tool calls" in refused('[{"role": "user", "tool_calls": [' + calls + "]}]")
    monkeypatch.setattr(document, "MAX_ITEMS", 500)
    monkeypatch.setattr(reading, "MAX_ITEMS", 500)
    assert "elements, the most is 500" in refused("[" + ",".join(['{"role":"a"}'] * 501) + "]")
    assert "lines; split the file" in refused('{"role":"a"}\n' * 501)
    monkeypatch.setattr("aiboard.formats.runs.MAX_RUNS", 20)
    assert "has 21 runs, the most is 20; split" in refused("[" + ",".join(['{"traj":[]}'] * 21) + "]")


@pytest.mark.parametrize("text", ['["",""]', "[1,2,3]", '{"a":{"b":1}}', "[[[", '["\\"", "'])
def test_values_are_counted_whatever_they_are(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_VALUES", 2)
    assert "has more than 2 JSON values; split the file" in refused(text)
    monkeypatch.setattr(reading, "MAX_VALUES", 1)
    assert "JSON values" not in refused('"a, [ b {"')


def test_too_many_steps_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiboard.formats.runs.MAX_STEPS", 5)
    assert len(steps_of(*[{"role": "user", "content": ""}] * 5)) == 5
    two = {"messages": [{"role": "user", "content": ""}] * 3}
    assert "[1].messages[2]: is one too many for the messages and calls" in refused(json.dumps([two, two]))


def test_arguments_nested_as_deep_as_the_parser_allows() -> None:
    for depth in (50, 400, 900, 2_000, 20_000):
        arguments = '{"a":' * depth + "1" + "}" * depth
        text = '[{"role": "user", "tool_calls": [{"name": "f", "arguments": ' + arguments + "}]}]"
        try:
            (run,) = runs_in(text)
        except FormatError as error:
            assert "nested too deep" in str(error)
        else:
            assert analyse(run).tool_calls == 1


def test_a_complaint_beside_values_nested_as_deep_as_the_parser_allows() -> None:
    for depth in range(850, 1_000):
        nested = "[" * depth + "]" * depth
        assert refused('[{"role": "user", "content": "", "x": ' + nested + '},\n{"role": 3}]').startswith("log.json:")


@pytest.mark.parametrize("name", ["missing.json", "", "a\0b", "x" * 5000], ids=lambda name: repr(name[:12]))
def test_names_that_are_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError):
        load(f"{tmp_path}/{name}")


def test_a_directory_and_a_huge_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormatError, match="is a folder, not a file; give the name of a log"):
        load(tmp_path)
    monkeypatch.setattr(reading, "MAX_BYTES", 1024 * 1024)
    huge = tmp_path / "huge.json"
    huge.write_bytes(b" " * (1024 * 1024 + 1))
    with pytest.raises(FormatError, match="is larger than 1 MB; a log is a smaller file"):
        load(huge)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
KEYS = st.sampled_from(
    [
        "role",
        "content",
        "tool_calls",
        "function_call",
        "tool_call_id",
        "id",
        "function",
        "name",
        "arguments",
        "type",
        "text",
        "input",
        "custom",
        "messages",
        "traj",
        "trial",
        "reward",
        "task_id",
        "tool_use_id",
        "is_error",
        "parts",
        "toolCallId",
        "functionCall",
        "toolResult",
        "toolInvocations",
        "state",
        "status",
        "output",
        "data",
        "from",
        "value",
    ]
)
KINDS = ("reasoning", "mcp_call", "tool-call", "tool-x", "dynamic-tool", "Action: a[b]", "```\nls\n```")
WORDS = st.sampled_from(
    ["assistant", "tool", "function", "user", "tool_use", "tool_result", "text", "x", "Error: y", *KINDS]
)
VALUES = st.recursive(
    SCALARS | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
MESSAGE = st.fixed_dictionaries({"role": WORDS}, optional={"content": VALUES, "tool_calls": st.lists(VALUES)})
MESSAGES = st.lists(MESSAGE)


def read_or_refused(data: bytes) -> None:
    try:
        runs = runs_in(data)
    except FormatError as error:
        assert "\n" not in str(error)
        return
    for run in runs:
        analyse(run, allow={"x"})
        json.dumps([run.id, run.trial, run.reward], allow_nan=False)


@given(VALUES, st.booleans())
def test_any_json_value_is_read_or_refused_in_one_line(value: object, indented: bool) -> None:
    read_or_refused(json.dumps(value, indent=1 if indented else None).encode())


@settings(max_examples=40)
@given(MESSAGES)
def test_any_messages_are_read_or_refused(messages: list[object]) -> None:
    read_or_refused(json.dumps(messages).encode())
    read_or_refused("\n".join(map(json.dumps, messages)).encode())
    read_or_refused(json.dumps([{"traj": messages}]).encode())


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)


@given(st.integers(min_value=0, max_value=28_000), st.sampled_from([b"", b"\x00", b"[", b'"', b"}", b"\n", b"\xff"]))
def test_a_real_log_with_a_torn_place_is_read_or_refused(place: int, put: bytes) -> None:
    data = (DATA / "tau_airline_task13_trial0_loop.messages.json").read_bytes()
    read_or_refused(data[:place] + put + data[place + 1 :])
    read_or_refused(data[:place])
