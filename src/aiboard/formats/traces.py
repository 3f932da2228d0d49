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


def runs(trace: Node | None, found: list[Node], before: frozenset[str] = frozenset()) -> list[Rollout]:
    """The runs of a trace: `found` are its spans, `trace` has its id, name and scores where they are known. `before`:
    the tools that were called in earlier traces of the conversation; its messages repeat those calls."""
    observations = [one for one in found if isinstance(one.value, dict)]
    # Equal times happen: a call begins with its parent. The order of the file decides then, parents being put first.
    observations.sort(key=lambda one: word(one.find("starttime")))
    parents = {word(one.find("id")): word(one.find("parentobservationid")) for one in observations}
    # The AI SDK wraps a generation in another, which repeats what was asked and answered; in ADK only that one may.
    wraps = {
        parents[own]
        for one in observations
        if _kind(one) == "GENERATION" and one.find("input", "output") and parents[own := word(one.find("id"))] != own
    } - {""}
    observations = [one for one in observations if _kind(one) != "GENERATION" or word(one.find("id")) not in wraps]
    agents = {word(one.find("id")): one for one in observations if word(one.find("type")) == "AGENT"}
    by_agent: dict[str, list[Node]] = {own: [] for own in agents}
    for one in observations:
        by_agent.setdefault(_agent_above(word(one.find("id")), parents, agents), []).append(one)
    reward = _reward(trace)
    calls = [one for one in observations if _kind(one) == "TOOL"]
    bare = bool(calls) and not any(one.find("input", "output", "level") for one in calls)
    tools = tools_called(observations)
    said = [entry for one in observations if _kind(one) == "GENERATION" for entry in _messages(one.find("output"))]
    named = {name for entry in said for name in _names(entry)}
    # Calls without an observation of their own are kept: handing over is one at times. But some name tools otherwise.
    if tools and not tools & named:
        tools |= named
    out: list[Rollout] = []
    for own, inside in by_agent.items():
        if not own and agents and not any(_kind(one) in ("GENERATION", "TOOL") for one in inside):
            # Spans around the agents are no run of their own.
            continue
        run = _run(inside, tools, tools | before, agents.get(own), bare=bare)
        place = agents.get(own) or trace
        name = "" if place is None else word(place.find("name"))
        out.append(replace(run, id=own or word(None if trace is None else trace.find("id")), name=name, reward=reward))
    return out


def tools_called(found: list[Node]) -> set[str]:
    """The tools that were called, by the observations of calls."""
    return {_tool(one) for one in found if _kind(one) == "TOOL"}


def _agent_above(own: str, parents: dict[str, str], agents: dict[str, Node]) -> str:
    """The nearest agent over an observation; an agent itself counts for the one over it. Empty without one."""
    for _ in range(len(parents)):
        own = parents.get(own, "")
        if own in agents or not own:
            return own
    return ""


def _reward(trace: Node | None) -> float | None:
    for score in listed(None if trace is None else trace.find("scores")):
        if word(score.find("name")).lower().replace("-", "_") in _REWARDS:
            return number(score.find("value"))
    return None


def _run(inside: list[Node], tools: set[str], heard: set[str], agent: Node | None, *, bare: bool) -> Rollout:
    """A run of its observations, under `agent`. `tools`: those of the whole trace, an agent takes over another's
    messages; `heard`: with those of earlier traces. `bare`: they were recorded without what went in and came out."""
    unread: Counter[str] = Counter()
    for one in inside:
        if _kind(one) not in _QUIET:
            unread[f"observation {_kind(one) or 'without a type'}"] += 1
    # Messages repeat what was called in each generation; the observations of tools have it once, with its errors.
    entries = _conversation(inside) if not heard or bare else []
    if heard and not any(map(_has_calls, entries)):
        entries = _by_time(inside, tools, heard)
    if agent is not None:
        entries = _framed(entries, inside, agent, tools, heard)
    for one in inside:
        if word(one.find("type")) == "AGENT":
            entries.append(said(one, "environment", f"agent {word(one.find('name'))} took over"))
    return Rollout(tuple(entries), unread=unread)


def _framed(entries: list[Node], inside: list[Node], agent: Node, tools: set[str], heard: set[str]) -> list[Node]:
    """With what went into the agent and came out of it, where its generations were recorded without that."""
    generations = [one for one in inside if _kind(one) == "GENERATION"]
    if entries and not generations:
        return entries
    asked, answered = _messages(agent.find("input"), "user"), _messages(agent.find("output"))
    # At times all of the conversation comes out.
    if any(one.find("input") for one in generations) or (answered and _goes_on(asked, answered)):
        asked = []
    if any(one.find("output") for one in generations):
        answered = []
    if heard:
        asked, answered = _heard(asked, heard), [_without_calls(one, tools) for one in answered]
    return [one for one in (*asked, *entries, *answered) if one.value]


def _has_calls(entry: Node) -> bool:
    blocks = [*listed(entry.find("content")), *listed(entry.find("parts"))]
    return bool(listed(entry.find("toolcalls"))) or any(map(_is_call, blocks))


def _by_time(inside: list[Node], tools: set[str], heard: set[str]) -> list[Node]:
    """What was asked first, then what each generation said and each tool did."""
    entries: list[Node] = []
    asked = False
    for one in inside:
        kind = _kind(one)
        if kind == "GENERATION":
            if not asked:
                entries += _heard(_messages(one.find("input"), "user"), heard)
                asked = True
            entries += [_without_calls(entry, tools) for entry in _messages(one.find("output"))]
        elif kind == "TOOL":
            entries += _tool_call(one)
    return [entry for entry in entries if entry.value]


def _heard(entries: list[Node], tools: set[str]) -> list[Node]:
    """What a run begins with, without calls and answers: they are another agent's, or an earlier run's."""
    left = [_without_calls(entry, tools) for entry in entries if not is_answer(entry)]
    return [entry for entry in left if word(entry.find("type")) != "function_call"]


def _attribute(one: Node, *keys: str) -> str:
    """The first of these attributes that the tracer gave an observation; empty without one."""
    meta = one.find("metadata")
    about = None if meta is None else unpacked(meta).find("attributes")
    if about is None:
        return ""
    about = unpacked(about)
    return next((word(about.get(key)) for key in keys if about.has(key)), "")


def _kind(one: Node) -> str:
    """An observation's type; a span that its tracer calls a tool is one, since some know no other types."""
    kind = word(one.find("type"))
    if kind != "SPAN":
        return kind
    is_tool = _attribute(one, "gen_ai.operation.name") == "execute_tool" or _attribute(one, *_TOOL_NAMES)
    return "TOOL" if is_tool else kind


def _tool(one: Node) -> str:
    """The tool's name as the model knows it, where the trace says it; else the observation's."""
    known = _attribute(one, *_TOOL_NAMES)
    if known:
        return known
    name = word(one.find("name"))
    for prefix in _TOOL_WORDS:
        name = name.removeprefix(prefix)
    return name


def _tool_call(one: Node) -> list[Node]:
    given, output = one.find("input"), one.find("output")
    entries = [called(one, _tool(one), given and unpacked(given))]
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


def _conversation(inside: list[Node]) -> list[Node]:
    """The messages of the generations: of each conversation that grows from one to the next, its last state."""
    whole: list[Node] = []
    newest: list[Node] = []
    before: list[Node] = []
    for one in inside:
        if word(one.find("type")) != "GENERATION":
            continue
        asked, answered = _messages(one.find("input"), "user"), _messages(one.find("output"))
        if not _goes_on(before, asked):
            whole += _without_end(newest, asked)
        newest, before = asked + answered, asked
    whole += newest
    if whole:
        return whole
    longest: list[Node] = []
    for one in inside:
        found = max((_messages(one.find("output")), _messages(one.find("input"), "user")), key=len)
        longest = max(longest, found, key=len)
    return longest


def _goes_on(before: list[Node], asked: list[Node]) -> bool:
    """Whether the messages asked with begin with those asked with before."""
    return [one.value for one in asked[: len(before)]] == [one.value for one in before]


def _without_end(old: list[Node], new: list[Node]) -> list[Node]:
    """A conversation up to the first call that the next has too: that one begins with its end, what was before cut."""
    again = {own for entry in new for own in _call_ids(entry)}
    shared = next((place for place, entry in enumerate(old) if again.intersection(_call_ids(entry))), len(old))
    return old[:shared]


def _call_ids(entry: Node) -> set[str]:
    """The ids of the calls in a message."""
    blocks = [*listed(entry.find("content")), *listed(entry.find("parts")), *listed(entry.find("toolcalls"))]
    named = [one for one in blocks if one.find("name", "function", "toolname") is not None]
    return {own for one in named if (own := word(one.find("id", "callid", "toolcallid")))}


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
        found = _messages(inner, role, depth - 1) if inner is not None and not isinstance(inner.value, str) else []
        if found:
            return prompt + found
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
