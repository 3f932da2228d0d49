"""The spans of a trace, in the neutral form that readers of tracers make, as runs.

A span is an object with `id`, `type`, `parentObservationId`, `startTime`, `name`, `input`, `output`, `level`,
`statusMessage` and `metadata`, as Langfuse calls them. A run is a span of type AGENT with all that is under it, up to
the next AGENT; without one, the trace is a run. Tool calls are spans of type TOOL; where there are none, the messages
of the longest GENERATION have them.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Final

from aiboard.formats.dialects import ENVELOPES
from aiboard.formats.document import Node, unpacked
from aiboard.formats.messages import is_answer, is_entry
from aiboard.formats.rollout import Rollout, answered, called, listed, members, number, said, word

_QUIET: Final = frozenset(("SPAN", "CHAIN", "AGENT", "GENERATION", "TOOL"))
"""Types that are read, or that only hold others."""
_REWARDS: Final = frozenset(("reward", "success", "correct", "correctness", "accuracy", "passed", "pass", "score"))
"""Names of scores that say whether the task was done; others judge how it was done."""
_TOOL_NAMES: Final = ("gen_ai.tool.name", "tool.name", "ai.toolCall.name")
"""Attributes in which tracers name the tool that was called."""
_TOOL_WORDS: Final = ("execute_tool ", "running tool: ", "running tool ", "tool: ")
_DEPTH: Final = 6


def runs(trace: Node | None, spans: list[Node], before: frozenset[str] = frozenset()) -> list[Rollout]:
    """The runs of a trace: `spans` are its spans, `trace` has its id, name and scores where they are known. `before`:
    the tools that were called in earlier traces of the conversation; its messages repeat those calls."""
    observations = [one for one in spans if isinstance(one.value, dict)]
    # Equal times happen: a call begins with its parent. The order of the file decides then, parents being put first.
    observations.sort(key=lambda one: word(one.find("starttime")))
    parents = {word(one.find("id")): word(one.find("parentobservationid")) for one in observations}
    # The AI SDK wraps a generation in another, which repeats what was asked and answered; in ADK only that one may.
    wraps = {
        parents[span_id]
        for one in observations
        if _kind(one) == "GENERATION"
        and one.find("input", "output")
        and parents[span_id := word(one.find("id"))] != span_id
    } - {""}
    observations = [one for one in observations if _kind(one) != "GENERATION" or word(one.find("id")) not in wraps]
    agents = {word(one.find("id")): one for one in observations if word(one.find("type")) == "AGENT"}
    by_agent: dict[str, list[Node]] = {span_id: [] for span_id in agents}
    for one in observations:
        by_agent.setdefault(_agent_above(word(one.find("id")), parents, agents), []).append(one)
    reward = _reward(trace)
    calls = [one for one in observations if _kind(one) == "TOOL"]
    no_content = bool(calls) and not any(one.find("input", "output", "level") for one in calls)
    tools = tools_called(observations)
    output_messages = [
        entry for one in observations if _kind(one) == "GENERATION" for entry in _messages(one.find("output"))
    ]
    called_names = {name for entry in output_messages for name in _names(entry)}
    # Calls without an observation of their own are kept: handing over is one at times. But some name tools otherwise.
    if tools and not tools & called_names:
        tools |= called_names
    out: list[Rollout] = []
    for span_id, agent_observations in by_agent.items():
        if not span_id and agents and not any(_kind(one) in ("GENERATION", "TOOL") for one in agent_observations):
            # Spans around the agents are no run of their own.
            continue
        run = _run(agent_observations, tools, tools | before, agents.get(span_id), no_content=no_content)
        owner = agents.get(span_id) or trace
        name = "" if owner is None else word(owner.find("name"))
        out.append(
            replace(run, id=span_id or word(None if trace is None else trace.find("id")), name=name, reward=reward)
        )
    return out


def tools_called(observations: list[Node]) -> set[str]:
    """The tools that were called, by the observations of calls."""
    return {_tool(one) for one in observations if _kind(one) == "TOOL"}


def _agent_above(span_id: str, parents: dict[str, str], agents: dict[str, Node]) -> str:
    """The nearest agent over an observation; an agent itself counts for the one over it. Empty without one."""
    for _ in range(len(parents)):
        span_id = parents.get(span_id, "")
        if span_id in agents or not span_id:
            return span_id
    return ""


def _reward(trace: Node | None) -> float | None:
    for score in listed(None if trace is None else trace.find("scores")):
        if word(score.find("name")).lower().replace("-", "_") in _REWARDS:
            return number(score.find("value"))
    return None


def _run(
    observations: list[Node], tools: set[str], all_tools: set[str], agent: Node | None, *, no_content: bool
) -> Rollout:
    """A run of its observations, under `agent`. `tools`: those of the whole trace, an agent takes over another's
    messages; `all_tools`: with those of earlier traces. `no_content`: recorded without what went in and came out."""
    unread: Counter[str] = Counter()
    for one in observations:
        if _kind(one) not in _QUIET:
            unread[f"observation {_kind(one) or 'without a type'}"] += 1
    # Messages repeat what was called in each generation; the observations of tools have it once, with its errors.
    entries = _conversation(observations) if not all_tools or no_content else []
    if all_tools and not any(map(_has_calls, entries)):
        entries = _by_time(observations, tools, all_tools)
    if agent is not None:
        entries = _framed(entries, observations, agent, tools, all_tools)
    for one in observations:
        if word(one.find("type")) == "AGENT":
            entries.append(said(one, "environment", f"agent {word(one.find('name'))} took over"))
    return Rollout(tuple(entries), unread=unread)


def _framed(
    entries: list[Node], observations: list[Node], agent: Node, tools: set[str], all_tools: set[str]
) -> list[Node]:
    """With what went into the agent and came out of it, where its generations were recorded without that."""
    generations = [one for one in observations if _kind(one) == "GENERATION"]
    if entries and not generations:
        return entries
    inputs, outputs = _messages(agent.find("input"), "user"), _messages(agent.find("output"))
    # At times all of the conversation comes out.
    if any(one.find("input") for one in generations) or (outputs and _goes_on(inputs, outputs)):
        inputs = []
    if any(one.find("output") for one in generations):
        outputs = []
    if all_tools:
        inputs, outputs = _heard(inputs, all_tools), [_without_calls(one, tools) for one in outputs]
    return [one for one in (*inputs, *entries, *outputs) if one.value]


def _has_calls(entry: Node) -> bool:
    blocks = [*listed(entry.find("content")), *listed(entry.find("parts"))]
    return bool(listed(entry.find("toolcalls"))) or any(map(_is_call, blocks))


def _by_time(observations: list[Node], tools: set[str], all_tools: set[str]) -> list[Node]:
    """What was asked first, then what each generation said and each tool did."""
    entries: list[Node] = []
    has_input = False
    for one in observations:
        kind = _kind(one)
        if kind == "GENERATION":
            if not has_input:
                entries += _heard(_messages(one.find("input"), "user"), all_tools)
                has_input = True
            entries += [_without_calls(entry, tools) for entry in _messages(one.find("output"))]
        elif kind == "TOOL":
            entries += _tool_call(one)
    return [entry for entry in entries if entry.value]


def _heard(entries: list[Node], tools: set[str]) -> list[Node]:
    """What a run begins with, without calls and answers: they are another agent's, or an earlier run's."""
    messages = [_without_calls(entry, tools) for entry in entries if not is_answer(entry)]
    return [entry for entry in messages if word(entry.find("type")) != "function_call"]


def _attribute(one: Node, *keys: str) -> str:
    """The first of these attributes that the tracer gave an observation; empty without one."""
    meta = one.find("metadata")
    attributes = None if meta is None else unpacked(meta).find("attributes")
    if attributes is None:
        return ""
    attributes = unpacked(attributes)
    return next((word(attributes.get(key)) for key in keys if attributes.has(key)), "")


def _kind(one: Node) -> str:
    """An observation's type; a span that its tracer calls a tool is one, since some know no other types."""
    kind = word(one.find("type"))
    if kind != "SPAN":
        return kind
    is_tool = _attribute(one, "gen_ai.operation.name") == "execute_tool" or _attribute(one, *_TOOL_NAMES)
    return "TOOL" if is_tool else kind


def _tool(one: Node) -> str:
    """The tool's name as the model knows it, where the trace says it; else the observation's."""
    tool = _attribute(one, *_TOOL_NAMES)
    if tool:
        return tool
    name = word(one.find("name"))
    for prefix in _TOOL_WORDS:
        name = name.removeprefix(prefix)
    return name


def _tool_call(one: Node) -> list[Node]:
    arguments, output = one.find("input"), one.find("output")
    entries = [called(one, _tool(one), arguments and unpacked(arguments))]
    status = word(one.find("statusmessage"))
    failed = word(one.find("level")) == "ERROR"
    if output is None and not failed:
        return entries
    return [*entries, answered(one, status if output is None else unpacked(output), failed)]


def _without_calls(entry: Node, tools: set[str]) -> Node:
    """A generation's message without the calls that stand as observations of their own; an empty one is dropped."""
    if not isinstance(entry.value, dict):
        return entry
    if word(entry.find("type")) == "function_call" and word(entry.find("name")) in tools:
        return entry.made({})
    value = dict(entry.value)
    # LangChain keeps all of a message in a member.
    for inner in ("kwargs", "data"):
        if isinstance(value.get(inner), dict):
            value[inner] = _without_calls(entry.made(value[inner]), tools).value
            return entry.made(value if value[inner] else {})
    value.pop("additional_kwargs", None)
    for key in ("tool_calls", "toolCalls", "parts", "content"):
        blocks = value.get(key)
        if isinstance(blocks, list):
            is_calls = key not in ("parts", "content")
            value[key] = [
                one
                for one in blocks
                if not (is_calls or _is_call(entry.made(one))) or _name(entry.made(one)) not in {*tools, ""}
            ]
    said_at_all = any(value.get(key) for key in ("parts", "content", "text", "summary", "tool_calls", "toolCalls"))
    return entry.made(value if said_at_all else {})


def _names(entry: Node) -> list[str]:
    """The tools that a message calls."""
    inner = entry.find("kwargs", "data") or entry
    blocks = [one for key in ("content", "parts") for one in listed(inner.find(key)) if _is_call(one)]
    return [name for one in (*listed(inner.find("toolcalls")), *blocks) if (name := _name(one))]


def _name(call: Node) -> str:
    """The tool that a call names."""
    inner = call.find("function", "functioncall", "tooluse")
    return word(call.find("name", "toolname")) or word(None if inner is None else inner.find("name"))


def _is_call(block: Node) -> bool:
    kind = word(block.find("type")).replace("-", "_").lower()
    return (
        kind in ("tool_use", "tool_call", "function_call", "function")
        or block.find("functioncall", "tooluse") is not None
    )


def _conversation(observations: list[Node]) -> list[Node]:
    """The messages of the generations: of each conversation that grows from one to the next, its last state."""
    conversation: list[Node] = []
    newest: list[Node] = []
    before: list[Node] = []
    for one in observations:
        if word(one.find("type")) != "GENERATION":
            continue
        inputs, outputs = _messages(one.find("input"), "user"), _messages(one.find("output"))
        if not _goes_on(before, inputs):
            conversation += _without_end(newest, inputs)
        newest, before = inputs + outputs, inputs
    conversation += newest
    if conversation:
        return conversation
    longest: list[Node] = []
    for one in observations:
        messages = max((_messages(one.find("output")), _messages(one.find("input"), "user")), key=len)
        longest = max(longest, messages, key=len)
    return longest


def _goes_on(before: list[Node], messages: list[Node]) -> bool:
    """Whether the messages asked with begin with those asked with before."""
    return [one.value for one in messages[: len(before)]] == [one.value for one in before]


def _without_end(old: list[Node], new: list[Node]) -> list[Node]:
    """A conversation up to the first call that the next has too: that one begins with its end, what was before cut."""
    repeated_ids = {call_id for entry in new for call_id in _call_ids(entry)}
    shared = next((index for index, entry in enumerate(old) if repeated_ids.intersection(_call_ids(entry))), len(old))
    return old[:shared]


def _call_ids(entry: Node) -> set[str]:
    """The ids of the calls in a message."""
    blocks = [*listed(entry.find("content")), *listed(entry.find("parts")), *listed(entry.find("toolcalls"))]
    calls = [one for one in blocks if one.find("name", "function", "toolname") is not None]
    return {call_id for one in calls if (call_id := word(one.find("id", "callid", "toolcallid")))}


def _messages(node: Node | None, role: str = "assistant", depth: int = _DEPTH) -> list[Node]:
    """The messages in what went into a generation or came out of it, in whatever wrapping; bare text is `role`'s."""
    if node is None:
        return []
    node = unpacked(node)
    if isinstance(node.value, str):
        return [said(node, role, node.value)] if node.value.strip() else []
    if isinstance(node.value, list):
        return [entry for one in listed(node) for entry in _messages(one, role, depth - 1) if not _is_definition(entry)]
    if not isinstance(node.value, dict) or not depth:
        return []
    # What is in an envelope is taken out of it: its calls have to be found.
    wrapped = [inner for key in ENVELOPES if (inner := node.find(key)) is not None and isinstance(inner.value, dict)]
    if is_entry(node) and not any(inner.find("role") for inner in wrapped):
        return [node]
    prompt = []
    config = node.find("config")
    system = node.find_text("instructions", "system", "systeminstruction") or (
        None if config is None else config.find_text("systeminstruction")
    )
    if system:
        prompt.append(said(node, "system", system))
    for key in ("messages", "contents", "output", "choices", "message", "content", "input", "generations", "args"):
        inner = node.find(key)
        messages = _messages(inner, role, depth - 1) if inner is not None and not isinstance(inner.value, str) else []
        if messages:
            return prompt + messages
    text = node.find_text("output", "content", "text", "completion", *(("prompt",) if role == "user" else ()))
    return [*prompt, said(node, role, text)] if text else []


def _is_definition(entry: Node) -> bool:
    """Some tracers list the tools that the model may call as messages of tools."""
    content = entry.find("content")
    return (
        word(entry.find("role")) == "tool"
        and content is not None
        and "parameters" in json.dumps([key for key, _ in members(content.find("function"))])
    )
