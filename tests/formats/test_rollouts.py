"""The logs of tools: counts, names, rewards and errors of a small file each, and what is wrong with such files."""

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from aiboard.formats import FormatError, archive, inspect_log, load, open_trajectories, recognise
from aiboard.formats.reading import parse_document
from aiboard.instruments.trajectory import Run, Step, StepKind, analyse

DATA = Path(__file__).resolve().parent.parent / "data" / "rollouts"

EXPECTED: dict[str, tuple[str, list[tuple[str, float | None, int, int, int]]]] = {
    # file: format, and for each run its label, reward, steps, tool calls, errors
    "adk_evalset.json": ("adk", [("task peru", None, 6, 2, 0), ("task none", None, 0, 0, 0)]),
    "adk_result.json": (
        "adk",
        [("task stock", 0.0, 3, 1, 1), ("task stock", 1.0, 3, 0, 0), ("task odd", None, 3, 1, 1)],
    ),
    "atif_terminal.json": ("atif", [("atif_terminal", None, 6, 3, 0)]),
    "atif.json": ("atif", [("agent lead", None, 6, 2, 1), ("run at-2", None, 1, 0, 0)]),
    "bfcl_result.jsonl": (
        "bfcl",
        [
            ("task simple_0", None, 1, 1, 0),
            ("task simple_1", None, 1, 0, 0),
            ("task turns_0", None, 6, 3, 1),
        ],
    ),
    "claude_session.jsonl": (
        "claude-code",
        [("session s-1", None, 5, 2, 1), ("session s-1, subagent a1", None, 2, 1, 0)],
    ),
    "claude_stream.jsonl": ("claude-code", [("claude_stream", None, 1, 1, 0)]),
    "codex_old.jsonl": ("codex", [("codex_old", None, 2, 1, 0)]),
    "codex_printed.jsonl": ("codex", [("codex_printed", None, 3, 2, 1)]),
    "codex_rollout.jsonl": ("codex", [("codex_rollout", None, 5, 2, 1)]),
    "copilot_events.jsonl": (
        "copilot-cli",
        [("session cp-1", None, 6, 3, 1), ("session cp-1, subagent c2", None, 1, 1, 0)],
    ),
    "inspect_log.json": (
        "inspect",
        [
            ("task s1, trial 1", 1.0, 3, 1, 1),
            ("task s1, trial 2", 0.0, 2, 0, 0),
            ("task s2, trial 1", 0.5, 1, 0, 0),
            ("task s2, trial 2", 0.5, 0, 0, 0),
        ],
    ),
    "langfuse_agents.json": ("langfuse", [("helper", 1.0, 6, 1, 1), ("checker", 1.0, 2, 0, 0)]),
    "langfuse_spans.json": ("langfuse", [("graph", None, 3, 1, 0)]),
    "langsmith_batch.json": ("langsmith", [("helper", None, 2, 2, 1)]),
    "langsmith_runs.jsonl": ("langsmith", [("bot", None, 2, 1, 0), ("alone", None, 2, 0, 0)]),
    "langsmith_tree.json": ("langsmith", [("planner", 1.0, 6, 2, 1)]),
    "mini_swe_agent.traj.json": ("mini-swe-agent", [("task lib-7", None, 8, 3, 1)]),
    "openai_agents.json": ("openai-agents", [("openai_agents", None, 3, 1, 0)]),
    "opencode_printed.jsonl": ("opencode", [("opencode_printed", None, 3, 1, 1)]),
    "openhands_output.jsonl": ("openhands", [("task lib-1", 1.0, 2, 1, 0), ("task lib-2", 0.0, 0, 0, 0)]),
    "openhands_report.json": ("openhands", [("plain: task cover", 1.0, 1, 0, 0), ("plain: task pack", 0.0, 1, 0, 0)]),
    "openhands_v0.json": ("openhands", [("openhands_v0", None, 5, 2, 1)]),
    "openhands_v1.json": ("openhands", [("openhands_v1", None, 5, 2, 2)]),
    "otlp_batches.jsonl": ("otlp", [("helper", None, 6, 2, 1)]),
    "otlp_others.json": (
        "otlp",
        [("chat", None, 2, 1, 0), ("guide", None, 3, 1, 0), ("openai.chat", None, 3, 1, 0)],
    ),
    "pi_printed.jsonl": ("pi", [("pi_printed", None, 3, 1, 0)]),
    "pi_session.jsonl": ("pi", [("pi_session", None, 7, 2, 1)]),
    "qwen_code.jsonl": ("qwen-code", [("qwen_code", None, 3, 1, 1)]),
    "swe_agent.traj": ("swe-agent", [("swe_agent", None, 8, 3, 1)]),
    "swe_agent_attempts.traj": ("swe-agent", [("trial 0", None, 1, 1, 0), ("trial 1", 1.0, 1, 1, 0)]),
    "who_and_when.json": ("who-and-when", [("task q-9", 0.0, 4, 1, 1)]),
}
UNREAD = {
    "adk_evalset.json": {"run without messages": 1},
    "pi_session.jsonl": {"line hologram": 1},
    "copilot_events.jsonl": {"event weather.report": 1},
    "atif.json": {"step that is text": 1},
    "claude_session.jsonl": {"line that is a number": 1, "line hologram": 1},
    "codex_rollout.jsonl": {"line holographic": 1},
    "inspect_log.json": {"run without messages": 1},
    "langfuse_agents.json": {"observation EVENT": 1},
    "openhands_output.jsonl": {"run without messages": 1},
    "openhands_report.json": {"attempt without its events": 2},
    "openhands_v0.json": {"event with id, smell, source": 1},
    "openhands_v1.json": {"event HologramEvent": 1},
}


def outputs(run: Run) -> list[str | None]:
    return [step.output for step in run.steps]


def read(value: object, name: str = "log.json") -> tuple[Run, ...]:
    return recognise(parse_document(name, json.dumps(value).encode())).runs


def test_every_file_of_the_folder_is_expected() -> None:
    assert sorted(path.name for path in DATA.iterdir()) == sorted(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_counts_names_and_rewards(name: str) -> None:
    opened = open_trajectories(DATA / name)
    form, runs = EXPECTED[name]
    assert opened.format == form
    found = [(run, analyse(run)) for run in opened.runs]
    assert [(run.label, run.reward, one.steps, one.tool_calls, one.errors) for run, one in found] == runs
    unread: dict[str, int] = {}
    for run in opened.runs:
        for kind, count in run.unread:
            unread[kind] = unread.get(kind, 0) + count
    assert unread == UNREAD.get(name, {})


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_with_any_member_missing_or_wrong_still_loads_or_says_one_line(name: str) -> None:
    """Each member at the upper levels is taken out, and replaced by something else."""
    text = (DATA / name).read_text()
    lines = [json.loads(line) for line in text.splitlines()] if name.endswith("l") else [json.loads(text)]
    for place in _places(lines, 3):
        for wrong in (..., 7, "x", [7], {"a": [1]}):
            changed = json.loads(json.dumps(lines))
            inner = changed
            for key in place[:-1]:
                inner = inner[key]
            if wrong is ...:
                del inner[place[-1]]
            else:
                inner[place[-1]] = wrong
            data = "\n".join(json.dumps(line) for line in changed).encode()
            try:
                runs = recognise(parse_document("log.json", data)).runs
            except FormatError as error:
                assert "\n" not in str(error) and str(error).startswith("log.json")
            else:
                assert runs and all(run.label for run in runs)


def _places(value: Any, depth: int) -> list[tuple[Any, ...]]:
    """Paths to the members of objects, of the first three elements of each list."""
    if not depth:
        return []
    inside = value.items() if isinstance(value, dict) else enumerate(value[:3]) if isinstance(value, list) else ()
    found: list[tuple[Any, ...]] = []
    for key, inner in inside:
        if isinstance(value, dict):
            found.append((key,))
        found += [(key, *path) for path in _places(inner, depth - isinstance(value, dict))]
    return found


def test_a_session_that_is_still_written_is_read_without_its_torn_line(tmp_path: Path) -> None:
    torn = tmp_path / "live.jsonl"
    text = (DATA / "claude_stream.jsonl").read_text().rstrip()
    torn.write_text(text[:-20])
    (run,) = load(torn)
    assert analyse(run).tool_calls == 1 and run.unread == (("last line, cut off", 1),)
    torn.write_text(text[:-1] + "!\n{}")
    (run,) = load(torn)
    assert analyse(run).tool_calls == 1 and ("line that is no JSON", 1) in run.unread


def test_a_screen_that_several_calls_share_answers_the_last() -> None:
    (run,) = load(DATA / "atif_terminal.json")
    said = "[answered together with the last call of this step]"
    assert outputs(run)[2:4] == [said, "$ ls\na.pdf\n$ pwd\n/app"] and outputs(run)[5] == "$ cat a.pdf\n%PDF"


def test_what_an_agent_should_have_done_is_no_step() -> None:
    first, second, _ = load(DATA / "adk_result.json")
    assert outputs(first) == ["Oats?", '{"error":"no such table"}', "Low."] and first.steps[1].role == "boss"
    assert outputs(second) == ["Oats?", "Plenty.", "error: too many requests"]
    trip, _ = load(DATA / "adk_evalset.json")
    assert [(step.tool, step.output) for step in trip.steps if step.tool] == [
        ("place_agent", "Peru"),
        ("map_tool", None),
    ]


def test_json_written_as_the_text_of_json_is_opened() -> None:
    whole = json.loads((DATA / "adk_result.json").read_text())
    assert read(json.dumps(whole)) == tuple(load(DATA / "adk_result.json"))


def test_lines_of_opencode_without_their_session_are_one_run() -> None:
    call = {
        "type": "tool",
        "tool": "bash",
        "callID": "c",
        "state": {"status": "completed", "input": {}, "output": "hi"},
    }
    lines = [{"type": "step_start", "part": {"type": "step-start"}}, {"type": "tool_use", "part": call}]
    (run,) = read([*lines, {"type": "text", "part": {"type": "text", "text": "done"}}])
    assert outputs(run) == ["hi", "done"] and run.unread == ()


def test_a_thought_of_copilot_stands_before_what_it_led_to() -> None:
    def event(kind: str, **data: object) -> dict[str, object]:
        return {"type": kind, "data": data, "id": "e", "timestamp": "t"}

    ask = event("assistant.message", content="", toolRequests=[{"toolCallId": "c", "name": "go"}], reasoningText="hm")
    lines = [event("session.start", sessionId="s"), event("model.call_start", turnId="0"), ask]
    (run,) = read(lines)
    assert [(step.output, step.tool) for step in run.steps] == [("hm", ""), (None, "go")] and run.unread == ()
    # What is printed has the same thought in an event of its own.
    (printed,) = read([*lines, event("assistant.reasoning", content="hm")])
    assert outputs(printed) == [None, "hm"]


def test_pieces_of_a_message_that_gemini_prints_are_one_and_calls_are_known_by_their_ids() -> None:
    def call(own: str) -> dict[str, object]:
        return {"type": "tool_use", "tool_name": own, "tool_id": f"{own}-1", "parameters": {"of": own}}

    def answer(own: str, text: str, status: str) -> dict[str, object]:
        return {"type": "tool_result", "tool_id": f"{own}-1", "status": status, "output": text}

    pieces = [{"type": "message", "role": "assistant", "content": text, "delta": True} for text in ("So ", "it is.")]
    lines = [{"type": "init", "session_id": "g-1", "model": "m"}, {"type": "message", "role": "user", "content": "Go."}]
    lines += [call("read"), call("list"), answer("read", "no such file", "error"), answer("list", "a b", "success")]
    (run,) = read([*lines, *pieces, {"type": "result", "status": "success"}, {"type": "error", "message": "quota"}])
    assert [(step.tool, step.output, step.error) for step in run.steps] == [
        *(("", "Go.", False), ("read", "no such file", True), ("list", "a b", False)),
        *(("", "So it is.", False), ("", "error: quota", False)),
    ]
    assert run.unread == () and run.id == "g-1"


def test_events_of_managed_agents_in_a_page_and_in_records_around_them() -> None:
    def event(kind: str, own: str, **more: object) -> dict[str, object]:
        return {"type": kind, "id": f"sevt_{own}", "processed_at": "t", **more}

    events = [
        event("session.status_running", "1"),
        event("user.message", "2", content=[{"type": "text", "text": "Audit it."}]),
        event("agent.tool_use", "3", name="bash", input={"command": "ls"}),
        event("agent.mcp_tool_use", "4", name="fetch", input={}),
        event("agent.mcp_tool_result", "5", mcp_tool_use_id="sevt_4", content="no", is_error=True),
        event("agent.tool_result", "6", tool_use_id="sevt_3", content=[{"type": "text", "text": "a"}], is_error=False),
        event("agent.thinking", "7"),
        event("session.error", "8", error={"message": "overloaded"}),
        event("agent.hologram", "9"),
    ]
    (run,) = read({"data": events, "next_page": None})
    assert [(step.tool, step.output, step.error) for step in run.steps] == [
        *(("", "Audit it.", False), ("bash", "a", False), ("fetch", "no", True), ("", "error: overloaded", False))
    ]
    assert run.unread == (("event agent.hologram", 1),)
    (inside,) = read([{"role": "agent", "kind": "x", "content": "again", "raw": one} for one in events])
    assert inside.steps == run.steps


def test_attachments_are_put_back_and_thoughts_stay_beside_what_was_said() -> None:
    first, second, *_ = load(DATA / "inspect_log.json")
    assert outputs(first) == ["How many files?", '{"type":"timeout","message":"too slow"}', "hm\n2"]
    assert outputs(second)[-1] == "the sample failed: sandbox died"
    assert (first.task, first.trial) == ("s1", 1)


def test_the_demonstrations_of_swe_agent_are_no_steps() -> None:
    (run,) = load(DATA / "swe_agent.traj")
    assert "demo" not in outputs(run)
    assert [(step.tool, step.arguments) for step in run.steps if step.tool] == [
        ("open", "a.py"),
        ("edit", "1:1\nx = 1\nend_of_edit"),
        ("submit", ""),
    ]


def test_a_first_step_of_swe_agent_without_an_action_is_read() -> None:
    step = {"observation": "", "response": "Hm.", "thought": "Hm.", "state": {}}
    steps = [{**step, "action": None}, {**step, "action": "ls", "observation": "a.py"}]
    talk = [{"role": "system", "content": "S"}, {"role": "user", "content": "T"}]
    found = recognise(parse_document("a.traj", json.dumps({"trajectory": steps, "history": talk}).encode()))
    assert found.format == "swe-agent"
    assert [(one.tool, one.output) for one in found.runs[0].steps[3:]] == [("", "Hm."), ("ls", "a.py")]


def test_the_first_failure_that_people_named_is_kept() -> None:
    (run,) = load(DATA / "who_and_when.json")
    assert run.blamed == (3, "WebSurfer") and run.steps[2].role == "WebSurfer"
    (none,) = load(DATA / "swe_agent.traj")
    assert none.blamed is None


def test_rollouts_of_codex_that_follow_each_other_are_runs_of_their_own() -> None:
    def whole(own: str, text: str) -> list[object]:
        said = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}
        heads = [{"timestamp": "t", "type": "session_meta", "payload": {"id": name}} for name in (own, f"{own}-parent")]
        return [*heads, {"timestamp": "t", "type": "response_item", "payload": said}]

    runs = read([*whole("a", "Rain?"), *whole("b", "Snow?")])
    assert [[step.output for step in run.steps] for run in runs] == [["Rain?"], ["Snow?"]]


def test_kinds_of_items_that_are_not_known_are_counted() -> None:
    head = {"type": "thread.started", "thread_id": "t"}
    odd = [{"type": "item.completed", "item": {"type": "hologram"}}] * 2
    (run,) = read([head, *odd, {"type": "item.completed", "item": {"type": "agent_message", "text": "Dry."}}])
    assert run.unread == (("item hologram", 2),) and [step.output for step in run.steps] == ["Dry."]


def test_exit_codes_of_codex_are_errors_however_they_are_written() -> None:
    def item(output: object) -> list[object]:
        call = {"type": "function_call", "name": "shell", "arguments": "{}", "call_id": "c"}
        answer = {"type": "function_call_output", "call_id": "c", "output": output}
        return [{"timestamp": "t", "type": "response_item", "payload": one} for one in (call, answer)]

    failed = {
        "Exit code: 2\nOutput:\nno": True,
        "Chunk ID: a\nProcess exited with code 0\nOutput:\nExit code: 3 is what I printed": False,
        '{"output": "no", "metadata": {"exit_code": 127}}': True,
        '{"output": "yes", "metadata": {"exit_code": 0}}': False,
        "Exit code: 0\nError: of the program's own text": False,
    }
    for output, expected in failed.items():
        (run,) = read(item(output))
        assert [step.error for step in run.steps if step.kind is StepKind.TOOL_CALL] == [expected], output


def test_spans_around_agents_are_no_runs_and_agents_that_only_delegate_are() -> None:
    def one(own: str, parent: str | None, kind: str, said: str | None = None) -> dict[str, object]:
        return {"id": own, "parentObservationId": parent, "type": kind, "name": own, "startTime": own, "output": said}

    rows = [one("0", None, "CHAIN", "no run"), one("1", "0", "AGENT"), one("2", "1", "AGENT")]
    rows += [one("3", "2", "GENERATION", "hi"), one("4", "0", "AGENT", "alone")]
    outer, inner, alone = read({"id": "t", "observations": rows})
    assert (alone.label, outputs(alone)) == ("4", ["alone"])
    assert (outer.label, outputs(outer)) == ("1", ["agent 2 took over"])
    assert (inner.label, outputs(inner)) == ("2", ["hi"])


def test_a_span_that_its_tracer_calls_a_tool_is_one() -> None:
    named = {"attributes": json.dumps({"gen_ai.tool.name": "find", "gen_ai.operation.name": "execute_tool"})}
    rows = [
        {"id": "1", "type": "AGENT", "name": "helper", "startTime": "1"},
        {"id": "2", "type": "SPAN", "name": "node", "startTime": "2", "parentObservationId": "1"},
        {
            "id": "3",
            "type": "SPAN",
            "name": "tool.find",
            "startTime": "3",
            "parentObservationId": "2",
            "metadata": named,
        },
    ]
    rows[2] |= {"input": {"q": "x"}, "output": "x is 3"}
    (run,) = read({"id": "t", "observations": rows})
    assert [(step.tool, step.arguments, step.output) for step in run.steps] == [("find", '{"q": "x"}', "x is 3")]


def test_messages_of_generations_in_whatever_wrapping() -> None:
    def run(asked: object, answered: object) -> Run:
        row = {"id": "1", "type": "GENERATION", "name": "llm", "startTime": "1", "input": asked, "output": answered}
        (found,) = read({"id": "t", "observations": [row]})
        return found

    assert [step.role for step in run("Say hello.", "Hello.").steps] == ["user", "assistant"]
    parts: list[object] = [
        {"role": "user", "parts": [{"type": "text", "content": "A joke."}]},
        {"role": "assistant", "parts": [{"type": "tool_call", "id": "c", "name": "pun", "arguments": {"on": "x"}}]},
        {"role": "user", "parts": [{"type": "tool_call_response", "id": "c", "name": "pun", "result": "an idea"}]},
    ]
    telemetry = run(parts, [{"role": "assistant", "parts": [{"type": "text", "content": "Ha."}]}])
    assert outputs(telemetry) == ["A joke.", "an idea", "Ha."] and telemetry.unread == ()
    answer = {"output": [{"type": "function_call", "call_id": "c", "name": "find", "arguments": "{}"}]}
    response = run({"instructions": "Help.", "input": [{"role": "user", "content": "Find."}]}, json.dumps(answer))
    assert [(step.role, step.tool) for step in response.steps] == [("system", ""), ("user", ""), ("assistant", "find")]
    choices = run(
        {"messages": [{"role": "user", "content": "Hi."}]},
        {"choices": [{"message": {"role": "assistant", "content": "Ho."}}]},
    )
    assert outputs(choices) == ["Hi.", "Ho."]


# --- archives ------------------------------------------------------------------------------------------


def packed(*samples: tuple[str, object], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        made.writestr("header.json", "{}")
        for name, content in samples:
            made.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return stream.getvalue()


def sample(own: str, epoch: int, grade: object = "C") -> tuple[str, object]:
    messages = [{"role": "user", "content": own}]
    value = {"id": own, "epoch": epoch, "messages": messages, "scores": {"match": {"value": grade}}}
    return f"samples/{own}_epoch_{epoch}.json", value


def opened(tmp_path: Path, data: bytes) -> tuple[Run, ...]:
    log = tmp_path / "log.eval"
    log.write_bytes(data)
    return open_trajectories(log).runs


def said_of(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        opened(tmp_path, data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_archive_is_a_run_for_each_sample_in_each_epoch(tmp_path: Path) -> None:
    data = packed(sample("10", 1), sample("9", 2, "I"), sample("9", 1, 0.25))
    runs = opened(tmp_path, data)
    assert [(run.label, run.reward) for run in runs] == [
        ("task 9, trial 1", 0.25),
        ("task 9, trial 2", 0.0),
        ("task 10, trial 1", 1.0),
    ]


def test_broken_archives_are_one_line(tmp_path: Path) -> None:
    whole = packed(sample("1", 1))
    assert "broken zip archive" in said_of(tmp_path, whole[:-30])
    assert "without samples" in said_of(tmp_path, packed())
    assert "samples/x.json: not valid JSON" in said_of(tmp_path, packed(("samples/x.json", b"{"))).replace(":1:", ":")
    at = whole.index(b"samples/1")
    assert "cannot be unpacked" in said_of(tmp_path, whole[: at + 40] + b"\xff" * 12 + whole[at + 52 :])


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 100_000)
    assert "too large to unpack" in said_of(tmp_path, packed(("samples/1.json", b" " * 5_000_000)))
    small = [(f"samples/{i}.json", b"{" + b" " * 9_000 + b"}") for i in range(12)]
    assert "samples/11.json in it is too large" in said_of(tmp_path, packed(*small))
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    assert "has 12 samples" in said_of(tmp_path, packed(*small))


def with_method_93(data: bytes, name: str, content: bytes) -> bytes:
    """An archive whose one stored entry is said to be packed with zstd."""
    central, local = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x03\x04")
    changed = bytearray(data)
    struct.pack_into("<H", changed, local + 8, 93)
    struct.pack_into("<H", changed, central + 10, 93)
    return bytes(changed)


def test_zstd_without_the_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(archive, "import_module", absent)
    name, value = sample("1", 1)
    data = with_method_93(packed((name, value), method=zipfile.ZIP_STORED), name, b"")
    assert "is packed with zstd; install it with: pip install zstandard" in said_of(tmp_path, data)


def test_zstd_with_the_package(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard")
    name, value = sample("1", 1)
    content = json.dumps(value).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        # Large entries are written in several frames, one behind the other.
        made.writestr(name, zstandard.compress(content[:20]) + zstandard.compress(content[20:]))
    data = bytearray(with_method_93(stream.getvalue(), name, content))
    central, local = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x03\x04")
    for place in (local + 14, central + 16):
        struct.pack_into("<I", data, place, zlib.crc32(content))
    (run,) = opened(tmp_path, bytes(data))
    assert (run.label, run.reward) == ("task 1, trial 1", 1.0)
    struct.pack_into("<I", data, central + 16, 5)
    assert "wrong check sum" in said_of(tmp_path, bytes(data))
    data[local + 30 + len(name)] ^= 0xFF
    assert "cannot be unpacked" in said_of(tmp_path, bytes(data))


def test_values_that_are_no_score_are_no_reward() -> None:
    def reward(value: object) -> float | None:
        node = parse_document("x", json.dumps({"scores": {"m": {"value": value}}}).encode()).nodes[0]
        return inspect_log.reward(node)

    assert [reward(one) for one in ("C", "i", "P", "N", "yes", "0.3", True, 0.7)] == [1, 0, 0.5, 0, 1, 0.3, 1, 0.7]
    assert [reward(one) for one in ("nan", "inf", "maybe", {"a": 1}, [1], None, 10**30)] == [None] * 7


def test_a_call_traced_by_agent_and_client_counts_once() -> None:
    (run,) = load(DATA / "otlp_batches.jsonl")
    calls = [(step.tool, step.arguments, step.output) for step in run.steps if step.kind is StepKind.TOOL_CALL]
    assert calls == [
        ("track", '{"order": "A-7"}', "timeout"),
        ("track", '{"order": "A-7"}', "with the carrier, Friday"),
    ]


def test_spans_as_the_python_sdk_writes_them_are_read() -> None:
    def span(own: str, parent: str | None, start: str, **attributes: str) -> dict[str, Any]:
        ids = {"trace_id": "0x1", "span_id": own}
        ids |= {"trace_state": "[]"}
        return {"name": own, "context": ids, "parent_id": parent, "start_time": start, "attributes": attributes}

    chat = {"gen_ai.operation.name": "chat", "gen_ai.prompt": "Add 1 and 1.", "gen_ai.completion": "2"}
    tool = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "add", "gen_ai.tool.call.arguments": "[1, 1]"}
    broken = {**span("0xc", "0xa", "3", **tool), "status": {"status_code": "ERROR", "description": "no adder"}}
    (run,) = read([span("0xa", None, "1", **chat), span("0xb", "0xa", "2", **tool), broken])
    assert outputs(run) == ["Add 1 and 1.", "2", None, "no adder"] and analyse(run).errors == 1


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (
            {"name": "x", "attributes": {"gen_ai.prompt": "Rain?"}},
            {"name": "y", "attributes": {"gen_ai.completion": "No."}},
        ),
        (
            {"name": "gen_ai.user.message", "attributes": {"content": "Rain?"}},
            {"name": "gen_ai.choice", "attributes": {"message": {"content": "No."}}},
        ),
        (
            {"name": "x", "attributes": {"gen_ai.input.messages": "Rain?"}},
            {"name": "x", "attributes": {"gen_ai.output.messages": "No."}},
        ),
    ],
)
def test_events_of_a_span_may_hold_what_went_in_and_came_out(asked: Any, answered: Any) -> None:
    span = {"name": "chat", "context": {"trace_id": "0x1", "span_id": "0xa"}, "parent_id": None, "start_time": "1"}
    span |= {"attributes": {"gen_ai.operation.name": "chat"}, "events": [asked, answered]}
    (run,) = read([span])
    assert [(step.role, step.output) for step in run.steps] == [("user", "Rain?"), ("assistant", "No.")]


def test_spans_without_a_model_or_a_tool_say_what_to_do() -> None:
    span = {"traceId": "1", "spanId": "2", "name": "GET", "attributes": []}
    with pytest.raises(FormatError, match=r"has spans, but none of a model, a tool or an agent \(gen_ai attributes\)"):
        read({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]})


def test_langsmith_runs_keep_their_order_and_lose_no_call() -> None:
    (run,) = load(DATA / "langsmith_tree.json")
    assert [step.tool for step in run.steps if step.kind is StepKind.TOOL_CALL] == ["search", "book"]
    assert outputs(run)[3:] == ["two flights", "ValueError('sold out')", "Two, one sold out."]


def generation(own: str, start: int, asked: object, answered: object, parent: str | None = None) -> dict[str, Any]:
    about = {"id": own, "type": "GENERATION", "parentObservationId": parent, "startTime": f"{start:02}"}
    return {**about, "input": asked, "output": answered}


def test_a_conversation_that_was_cut_at_its_front_counts_a_call_once() -> None:
    def use(own: str) -> dict[str, Any]:
        return {"role": "assistant", "content": [{"type": "tool_use", "id": own, "name": "rain", "input": {"q": own}}]}

    def result(own: str) -> dict[str, Any]:
        return {"role": "user", "content": [{"type": "tool_result", "tool_use_id": own, "content": f"dry {own}"}]}

    hello = {"role": "user", "content": "Rain?"}
    found = [
        generation("1", 1, [hello], use("a")),
        generation("2", 2, [hello, use("a"), result("a")], use("b")),
        generation("3", 3, [hello, use("b"), result("b")], {"role": "assistant", "content": "Dry."}),
    ]
    (run,) = read({"trace": {"id": "t", "name": "t"}, "observations": found})
    assert [(one.tool, one.arguments, one.output) for one in run.steps if one.kind is StepKind.TOOL_CALL] == [
        ("rain", '{"q": "a"}', "dry a"),
        ("rain", '{"q": "b"}', "dry b"),
    ]


def test_a_generation_around_generations_is_not_read_twice() -> None:
    tool = {"id": "t", "type": "TOOL", "parentObservationId": "1", "startTime": "03", "name": "rain", "input": {}}
    found = [
        generation("1", 1, {"prompt": "Rain?"}, "Dry."),
        generation("2", 2, [{"role": "user", "content": "Rain?"}], "I look.", "1"),
        {**tool, "output": "dry"},
        generation("3", 4, [{"role": "user", "content": "Rain?"}], "Dry.", "1"),
    ]
    (run,) = read({"trace": {"id": "t", "name": "t"}, "observations": found})
    assert outputs(run) == ["Rain?", "I look.", "dry", "Dry."]


@pytest.mark.parametrize("asked", [{"prompt": "Rain?"}, {"args": ["Rain?"]}, "Rain?"])
def test_what_a_model_was_asked_is_the_users(asked: object) -> None:
    (run,) = read({"trace": {"id": "t"}, "observations": [generation("1", 1, asked, "Dry.")]})
    assert [(step.role, step.output) for step in run.steps] == [("user", "Rain?"), ("assistant", "Dry.")]


def test_items_on_their_way_to_a_session_are_read() -> None:
    call = {"type": "function_call", "name": "rain", "arguments": "{}", "call_id": "c"}
    items = [call, {"type": "function_call_output", "call_id": "c", "output": "dry"}]
    state = {"$schemaVersion": "1.18", "original_input": "Rain?", "generated_items": []}
    (run,) = read({**state, "pending_session_write": {"items": items}})
    assert outputs(run) == ["Rain?", "dry"]


def test_what_a_program_printed_between_the_lines_of_a_log_is_counted(tmp_path: Path) -> None:
    said = {"type": "item.completed", "item": {"id": "m", "type": "agent_message", "text": "Dry."}}
    begun = json.dumps({"type": "thread.started", "thread_id": "t"})
    file = tmp_path / "codex.txt"
    file.write_text(f"Reading the prompt...\n{begun}\n{json.dumps(said)}\n\n{begun[:20]}\n", encoding="utf-8")
    found = open_trajectories(file)
    assert (found.format, outputs(found.runs[0])) == ("codex", ["Dry."])
    assert found.runs[0].unread == (("line that is no JSON", 2),)


@pytest.mark.parametrize(
    "text",
    [
        'a\nb\n{"type": "thread.started", "thread_id": "t"}\n',  # most of it is something else
        '{"role": "user", "content": "a"}\noops\n{"role": "user", "content": "b"}\n',  # no tool's log
    ],
)
def test_other_files_with_lines_that_are_no_json_are_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=r"no JSON|not valid JSON"):
        open_trajectories(file)


# --- spans of other tracers --------------------------------------------------------------------------------


def tools(run: Run) -> list[tuple[str, str, bool]]:
    return [(step.tool, step.arguments, step.error) for step in run.steps if step.kind is StepKind.TOOL_CALL]


def test_spans_of_openais_agents() -> None:
    about = {"object": "trace.span", "trace_id": "tr", "started_at": "2025-01-01T00:00:0"}
    spans = [
        {**about, "id": "b", "parent_id": "a", "span_data": {"type": "function", "name": "rain", "input": '{"q":1}'}},
        {**about, "id": "a", "parent_id": None, "span_data": {"type": "agent", "name": "guide"}},
    ]
    spans[0]["error"] = {"message": "503"}
    found = read({"data": [{"object": "trace", "id": "tr", "workflow_name": "flow"}, *spans]}, "trace.json")
    assert [(run.name, tools(run)) for run in found] == [("guide", [("rain", '{"q": 1}', True)])]
    assert outputs(found[0])[0] == "503"


@pytest.mark.parametrize(
    "document",
    [
        {  # MLflow: attributes are JSON in text
            "info": {"trace_id": "tr"},
            "data": {
                "spans": [
                    {
                        "name": "search",
                        "context": {"span_id": "2", "trace_id": "9"},
                        "parent_id": "1",
                        "status_code": "ERROR",
                        "attributes": {"mlflow.spanType": '"TOOL"', "mlflow.spanInputs": '{"q": 1}'},
                    },
                    {
                        "name": "guide",
                        "context": {"span_id": "1", "trace_id": "9"},
                        "parent_id": None,
                        "status_code": "OK",
                        "attributes": {"mlflow.spanType": '"AGENT"'},
                    },
                ]
            },
        },
        {  # Phoenix: the kind beside the attributes, which stand in one another
            "data": [
                {
                    "name": "call",
                    "span_kind": "TOOL",
                    "context": {"span_id": "2", "trace_id": "9"},
                    "parent_id": "1",
                    "status_code": "ERROR",
                    "attributes": {"tool": {"name": "search"}, "input": {"value": '{"q": 1}'}},
                },
                {
                    "name": "guide",
                    "span_kind": "AGENT",
                    "context": {"span_id": "1", "trace_id": "9"},
                    "status_code": "OK",
                    "attributes": {"a": 1},
                },
            ]
        },
    ],
)
def test_spans_as_mlflow_and_phoenix_export_them(document: object) -> None:
    (run,) = read(document)
    assert (run.name, tools(run)) == ("guide", [("search", '{"q": 1}', True)])


def test_messages_of_a_model_in_nested_attributes() -> None:
    answer = {"message": {"role": "assistant", "content": "Dry."}}
    asked = {"message": {"role": "user", "content": "Rain?"}}
    span = {
        "name": "llm",
        "span_kind": "LLM",
        "context": {"span_id": "1", "trace_id": "9"},
        "attributes": {"llm": {"input_messages": [asked], "output_messages": [answer]}},
    }
    (run,) = read([span])
    assert outputs(run) == ["Rain?", "Dry."]


def test_an_agent_that_takes_over_did_not_make_the_calls_before() -> None:
    call = {
        "role": "assistant",
        "content": "",
        "tool_calls": [{"id": "1", "function": {"name": "look", "arguments": ""}}],
    }
    history = [
        {"role": "user", "content": "Pay back."},
        call,
        {"role": "tool", "tool_call_id": "1", "content": "found"},
    ]
    about = {"traceId": "tr", "startTime": "2025-01-01T00:00:0"}
    spans = [
        {**about, "id": "a", "type": "AGENT", "name": "first"},
        {**about, "id": "t", "type": "TOOL", "name": "look", "parentObservationId": "a", "output": "found"},
        {**about, "id": "b", "type": "AGENT", "name": "second"},
        {
            **about,
            "id": "g",
            "type": "GENERATION",
            "parentObservationId": "b",
            "input": history,
            "output": {"choices": [{"message": {"role": "assistant", "content": "Paid."}}]},
        },
    ]
    found = read({"id": "tr", "observations": spans})
    assert [(run.name, len(tools(run))) for run in found] == [("first", 1), ("second", 0)]
    assert outputs(found[1]) == ["Pay back.", "Paid."]


@pytest.mark.parametrize("lines", [True, False])
def test_a_session_of_gemini_cli(lines: bool) -> None:
    head = {"sessionId": "s", "projectHash": "p"}
    call = {"id": "1", "name": "read_file", "args": {"path": "a"}, "status": "error", "result": [{"text": "none"}]}
    messages: list[dict[str, Any]] = [
        {"id": "m1", "type": "user", "content": "Read it."},
        {"id": "m2", "type": "gemini", "content": "I read."},
        {"id": "m2", "type": "gemini", "content": "I read.", "toolCalls": [call]},
        {"id": "m3", "type": "info", "content": "Cancelled."},
    ]
    if lines:
        messages.insert(2, {"$set": {"lastUpdated": "now"}})
        text = "\n".join(map(json.dumps, [head, *messages]))
    else:
        text = json.dumps({**head, "messages": messages})
    opened = recognise(parse_document("session.json", text.encode()))
    (run,) = opened.runs
    assert (opened.format, run.unread) == ("gemini-cli", ())
    assert outputs(run) == ["Read it.", "I read.", "none", "Cancelled."]
    assert tools(run) == [("read_file", '{"path": "a"}', True)]


def test_a_call_in_an_envelope_that_has_a_span_is_one() -> None:
    about = {"traceId": "tr", "startTime": "2025-01-01T00:00:0"}
    output = {"content": {"role": "model", "parts": [{"functionCall": {"name": "look", "args": {}}}]}}
    spans = [
        {**about, "id": "a", "type": "AGENT", "name": "first"},
        {**about, "id": "g", "type": "GENERATION", "parentObservationId": "a", "output": output},
        {**about, "id": "t", "type": "TOOL", "name": "look", "parentObservationId": "a", "output": "found"},
    ]
    (run,) = read({"id": "tr", "observations": spans})
    assert [tool for tool, *_ in tools(run)] == ["look"]


def calls(run: Run) -> list[Step]:
    return [step for step in run.steps if step.kind is StepKind.TOOL_CALL]


def typed(value: object) -> object:
    """A value as OTLP types it."""
    if isinstance(value, dict):
        return {"kvlistValue": {"values": [{"key": key, "value": typed(one)} for key, one in value.items()]}}
    return {"stringValue": value}


def told(**attributes: str) -> list[dict[str, Any]]:
    return [{"key": key.replace("__", "."), "value": typed(value)} for key, value in attributes.items()]


def otlp(own: str, parent: str, name: str, trace: str = "1", **attributes: str) -> dict[str, Any]:
    ids = {"traceId": trace, "spanId": own, "parentSpanId": parent}
    return {**ids, "name": name, "startTimeUnixNano": own, "attributes": told(**attributes)}


def batch(*spans: dict[str, Any]) -> dict[str, Any]:
    return {"resourceSpans": [{"scopeSpans": [{"spans": list(spans)}]}]}


def adk_turn(trace: str, asked: list[dict[str, Any]], answered: dict[str, Any], *more: dict[str, Any]) -> list[Any]:
    """The spans of a turn: ADK records what was asked and answered around the model's own span."""
    model = {"gen_ai__request__model": "g", "gcp__vertex__agent__session_id": "talk"}
    whole = {
        "gcp__vertex__agent__llm_request": json.dumps(
            {"config": {"system_instruction": "Help."}, "contents": asked},
        ),
        "gcp__vertex__agent__llm_response": json.dumps({"content": answered}),
    }
    agent = {"gen_ai__operation__name": "invoke_agent", "gen_ai__agent__name": "helper"}
    return [
        otlp("1", "", "invoke_agent helper", trace, **agent),
        otlp("2", "1", "call_llm", trace, **model, **whole),
        otlp("3", "2", "generate_content g", trace, gen_ai__operation__name="generate_content"),
        *more,
    ]


def adk_call(own: str, parent: str, name: str, given: str, output: str) -> dict[str, Any]:
    about = {"gen_ai__operation__name": "execute_tool", "gen_ai__tool__name": name}
    kept = {"gcp__vertex__agent__tool_call_args": given, "gcp__vertex__agent__tool_response": output}
    return otlp(own, parent, f"execute_tool {name}", "t1", **about, **kept)


def test_what_adk_writes_into_its_spans_is_read() -> None:
    user = {"role": "user", "parts": [{"text": "Rain in Ulm?"}]}
    call = {"role": "model", "parts": [{"function_call": {"name": "weather", "args": {"city": "Ulm"}}}]}
    answer = {"role": "user", "parts": [{"function_response": {"name": "weather", "response": {"rain": True}}}]}
    says = {"role": "model", "parts": [{"text": "Yes."}]}
    thanks = {"role": "user", "parts": [{"text": "Thanks."}]}
    merged = adk_call("4", "1", "(merged tools)", "N/A", "{}")
    tool = adk_call("5", "4", "weather", '{"city": "Ulm"}', '{"rain": true}')
    turn = adk_turn("t1", [user], call, merged, tool)
    # The next turn of the conversation repeats the call; it was made once, whichever trace stands first in the file.
    later = adk_turn("t2", [user, call, answer, says, thanks], {"role": "model", "parts": [{"text": "Bye."}]})
    later = [{**span, "startTimeUnixNano": "9" + span["startTimeUnixNano"]} for span in later]
    first, second = read(batch(*turn, *later))
    assert [len(tools(run)) for run in read(batch(*later, *turn))] == [0, 1]
    assert outputs(first) == ["Help.", "Rain in Ulm?", '{"rain":true}']
    assert [(step.tool, step.arguments) for step in calls(first)] == [("weather", '{"city": "Ulm"}')]
    assert tools(second) == [] and outputs(second)[-2:] == ["Thanks.", "Bye."]


def test_a_call_without_a_span_is_kept_in_a_later_trace() -> None:
    """The tool was called in an earlier turn too, which its messages repeat; the new call is this turn's own."""
    user = {"role": "user", "parts": [{"text": "Rain in Ulm?"}]}
    call = {"role": "model", "parts": [{"function_call": {"name": "weather", "args": {"city": "Ulm"}}}]}
    tool = adk_call("5", "1", "weather", '{"city": "Ulm"}', '{"rain": true}')
    again = {"role": "model", "parts": [{"function_call": {"name": "weather", "args": {"city": "Bonn"}}}]}
    later = [
        {**span, "startTimeUnixNano": "9" + span["startTimeUnixNano"]}
        for span in adk_turn("t2", [user, call, {"role": "user", "parts": [{"text": "In Bonn?"}]}], again)
    ]
    runs = read(batch(*adk_turn("t1", [user], call, tool), *later))
    assert [[step.arguments for step in calls(run)] for run in runs] == [['{"city": "Ulm"}'], ['{"city": "Bonn"}']]


def test_cases_of_adk_in_other_words_are_read() -> None:
    turn = {
        "user_content": {"role": "user", "parts": [{"text": "Hi."}]},
        "agent_content": {"role": "model", "parts": [{"text": "Hello."}]},
    }
    (run,) = read({"eval_set_id": "e", "eval_cases": [{"case_id": "greeting", "conversation": [turn]}]})
    assert run.task == "greeting" and outputs(run) == ["Hi.", "Hello."]


def test_events_in_log_records_are_put_into_their_spans() -> None:
    chat = {"gen_ai__operation__name": "chat", "gen_ai__request__model": "g"}
    user: dict[str, Any] = {"eventName": "gen_ai.user.message", "body": typed({"content": "Rain?"})}
    choice = {"attributes": told(event__name="gen_ai.choice"), "body": typed({"message": {"content": "Yes."}})}
    hidden = {"eventName": "gen_ai.user.message", "body": typed({"content": "<elided>"})}
    for place in ({"traceId": "1", "spanId": "2"}, {"traceId": "1"}):
        records = [{**one, **place} for one in (hidden, user, choice)]
        logs = {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}
        (run,) = read({**batch(otlp("2", "", "chat g", **chat)), **logs})
        assert [(step.role, step.output) for step in run.steps] == [("user", "Rain?"), ("assistant", "Yes.")]


def test_tools_traced_without_content_have_it_from_the_messages() -> None:
    call = {"type": "tool_call", "name": "weather", "id": "1", "arguments": {"city": "Ulm"}}
    answer = {"type": "tool_call_response", "id": "1", "response": "rain"}
    asked = [{"role": "user", "parts": [{"type": "text", "content": "Rain?"}]}]
    later = [*asked, {"role": "assistant", "parts": [call]}, {"role": "user", "parts": [answer]}]
    chat = {"gen_ai__operation__name": "chat", "gen_ai__input__messages": json.dumps(later)}
    bare = {"gen_ai__operation__name": "execute_tool", "gen_ai__tool__name": "weather"}
    (run,) = read(batch(otlp("1", "", "chat g", **chat), otlp("2", "", "execute_tool weather", **bare)))
    assert [(step.arguments, step.output) for step in calls(run)] == [('{"city": "Ulm"}', "rain")]


def test_a_call_that_no_span_stands_for_is_kept() -> None:
    parts = [{"type": "tool_call", "name": name, "arguments": {}} for name in ("look", "transfer_to_billing")]
    chat = {
        "gen_ai__operation__name": "chat",
        "gen_ai__output__messages": json.dumps([{"role": "assistant", "parts": parts}]),
    }
    look = {"gen_ai__operation__name": "execute_tool", "gen_ai__tool__name": "look", "gen_ai__tool__call__result": "1"}
    (run,) = read(batch(otlp("1", "", "chat g", **chat), otlp("2", "1", "execute_tool look", **look)))
    assert sorted(step.tool for step in calls(run)) == ["look", "transfer_to_billing"]


def test_an_agent_of_which_alone_the_content_is_recorded_has_its_question_and_answer() -> None:
    said = {
        f"gen_ai__{key}__messages": json.dumps([{"role": role, "parts": [{"type": "text", "content": text}]}])
        for key, role, text in (("input", "user", "Hi."), ("output", "assistant", "Hello."))
    }
    agent = otlp("1", "", "invoke_agent helper", gen_ai__operation__name="invoke_agent", **said)
    (run,) = read(batch(agent, otlp("2", "1", "chat g", gen_ai__operation__name="chat")))
    assert outputs(run) == ["Hi.", "Hello."]


def test_the_spans_of_claude_code_are_read() -> None:
    model = {"gen_ai__request__model": "claude"}
    ran = otlp("4", "3", "claude_code.tool.execution", span__type="tool.execution", **model)
    bash = otlp("3", "1", "claude_code.tool", span__type="tool", tool_name="Bash", full_command="ls", **model)
    output = {"name": "tool.output", "attributes": told(bash_command="pwd", output="/")}
    good = {
        **otlp("5", "1", "claude_code.tool", span__type="tool", tool_name="Bash", full_command="pwd", **model),
        "events": [output],
    }
    (run,) = read(
        batch(
            otlp("1", "", "claude_code.interaction", span__type="interaction", user_prompt="Look.", **model),
            otlp("2", "1", "claude_code.llm_request", span__type="llm_request", **model),
            bash,
            {**ran, "status": {"code": 2, "message": "Shell command failed"}},
            good,
        )
    )
    assert outputs(run) == ["Look.", "Shell command failed", "/"]
    assert [(step.tool, step.arguments, step.error) for step in calls(run)] == [
        ("Bash", '{"full_command": "ls"}', True),
        ("Bash", '{"full_command": "pwd"}', False),
    ]


def test_spans_as_jaeger_and_tempo_export_them_are_read() -> None:
    chat = {"gen_ai__operation__name": "chat", "gen_ai__prompt": "Rain?", "gen_ai__completion": "Yes."}
    tool = {"gen_ai__operation__name": "execute_tool", "gen_ai__tool__name": "look", "input__value": "x"}
    spans = [otlp("1", "", "chat g", **chat), otlp("2", "1", "execute_tool look", **tool)]
    tempo = [{"instrumentationLibrarySpans": [{"spans": spans}]}]
    jaeger = [
        {
            "traceID": "1",
            "spanID": one["spanId"],
            "operationName": one["name"],
            "references": [{"refType": "CHILD_OF", "spanID": one["parentSpanId"]}] if one["parentSpanId"] else [],
            "startTime": int(one["spanId"]),
            "tags": [{"key": tag["key"], "value": tag["value"]["stringValue"]} for tag in one["attributes"]],
        }
        for one in spans
    ]
    for value in ({"batches": tempo}, {"trace": batch(*spans)}, {"data": [{"traceID": "1", "spans": jaeger}]}):
        (run,) = read(value)
        assert outputs(run) == ["Rain?", "Yes.", None]


def test_calls_that_the_server_makes_are_calls() -> None:
    parts = [
        {"type": "server_tool_call", "name": "search", "server_tool_call": {"query": "x"}},
        {"type": "server_tool_call_response", "server_tool_call_response": {"results": 3}},
    ]
    (run,) = read([{"role": "user", "content": "Find x."}, {"role": "assistant", "parts": parts}])
    assert [(step.tool, step.output) for step in calls(run)] == [("search", '{"results":3}')]
