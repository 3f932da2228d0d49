"""One block of a message, or one item of a list of items, as a part."""

from __future__ import annotations

import json
from typing import Final

from aiboard.formats import dialects
from aiboard.formats.dialects import Means, kind_meaning
from aiboard.formats.document import Node, folded
from aiboard.formats.parts import Answer, Call, Part, Said, Unread
from aiboard.instruments.text import clean

_KIND_SHOWN: Final = 60
_SINGLE: Final = ("result", "output", "content", "text")
"""Members that are all there is in an object around a tool's output."""
_TOOLS: Final = ("tool", "function", "tooluse", "action")
"""Kinds that a call may have where they are no dialect's."""
_GIVEN: Final = ("arguments", "args", "input", "toolinput", "toolargs", "parameters", "params", "inputdata")
_RESULTS: Final = (
    (frozenset(("content", "isError", "structuredContent", "_meta")), "content"),  # MCP
    (frozenset(("output", "status")), "output"),
)
"""Members of an object around a tool's output, where there are no others, and the one that holds it."""


def kind_of(node: Node) -> str:
    """The word that says what a block is; empty where none does."""
    kind = node.find_text(*dialects.KIND_KEYS)
    if kind is None:
        # SWE-agent has the member too, beside its roles and with other words.
        kind = node.find_text("messagetype") or ""
        kind = kind if kind.endswith("_message") else ""
        # Applications log events of all sorts.
        event = node.find_text("event") or ""
        kind = kind or (event if "tool" in folded(event) else "")
    return kind


def meaning(node: Node) -> tuple[Means, str, Node] | None:
    """What a block means, the dialect's name and the node that holds the rest; None when it is not known."""
    kind = kind_of(node)
    if kind:
        match = kind_meaning(kind)
        if match is None and kind.startswith("tool") and node.find("toolcallid") and node.find("state"):
            match = (Means.CALL_AND_ANSWER, "dashed-parts")  # the tool's name is part of the kind: tool-getWeather
        if match is None and kind == "tool" and node.find("callid") and node.find("state"):
            match = (Means.CALL_AND_ANSWER, "opencode-parts")  # `tool` alone is LangChain's word for an answer
        if match is None and folded(kind) in _TOOLS and node.find(*dialects.TOOL_KEYS[:3]) and node.find(*_GIVEN):
            match = (Means.CALL, "tool-events")  # with what it was given it is no answer
        if match is not None and match[0] is Means.CALL and _is_definition(node):
            return None
        return None if match is None else (*match, node)
    if isinstance(node.value, dict):
        for key, value in node.value.items():
            match = kind_meaning(key, wrapped=True) if isinstance(value, dict) else None
            if match is not None:
                return *match, node.need(key)
    return None


def _is_definition(node: Node) -> bool:
    """Whether this says how a tool may be called: `function` is the kind of calls and of what they must look like."""
    inner = node.find("function")
    body = node if inner is None else inner
    schema = body.find("parameters")
    return schema is not None and schema.find("type", "properties") is not None and body.find("arguments") is None


def read_block(block: Node) -> list[Part]:
    """The parts of one block: one, or two where its text is shown and its kind was not understood."""
    if isinstance(block.value, str):
        return [Said(block.value)]
    if not isinstance(block.value, dict):
        block.fail(f"is {block.kind}; it must be an object")
    match = meaning(block)
    if match is None:
        return _by_shape(block) or _unknown(block)
    means, dialect, body = match
    if means is Means.MARK:
        return []
    if means is Means.TEXT:
        text = block.find(*dialects.TEXT_KEYS)
        return [Said("" if text is None else _plain(text))]
    if means is Means.THOUGHT:
        thought = body.find(*dialects.THOUGHT_KEYS)
        return [] if thought is None else [Said(_plain(thought))]
    if means in (Means.ANSWER, Means.FAILURE):
        return [read_answer(body, dialect, means is Means.FAILURE)]
    return [read_call(body, dialect, with_answer=means is Means.CALL_AND_ANSWER or is_answered(body))]


def is_answered(call: Node) -> bool:
    """Whether a call says what became of it."""
    failed = folded(call.find_text("status") or "") in dialects.ERROR_STATES
    return failed or not dialects.ANSWERED.isdisjoint(call.names)


def _by_shape(block: Node) -> list[Part]:
    """A call or an answer that does not say what it is, as AutoGen writes them; empty for other blocks."""
    if kind_of(block) or block.find("name") is None:
        return []
    if block.find("callid") is not None and block.find("content") is not None:
        return [read_answer(block, dialects.OPENAI)]
    return [read_call(block, dialects.OPENAI)] if block.find("arguments") is not None else []


def _unknown(block: Node) -> list[Part]:
    kind = clean(kind_of(block), _KIND_SHOWN)
    text = block.find("text")
    if text is not None:
        return [Said(_plain(text)), *([Unread(kind)] if kind else [])]
    if not kind and isinstance(block.value, dict):
        kind = clean(", ".join(list(block.value)[:3]), _KIND_SHOWN)
    return [Said(f"[{kind or 'block without text'}]"), Unread(kind or "empty block")]


def read_call(call: Node, dialect: str, with_answer: bool = False) -> Part:
    """A call; what has no tool's name is not understood.

    Args:
        call: the node of the call.
        dialect: name of the dialect it is written in.
        with_answer: the answer stands in the same node, once there is one.
    """
    if not isinstance(call.value, dict):
        call.fail(f"is {call.kind}; it must be an object")
    inner = call.find(*dialects.CALL_BODIES)
    if inner is None and call.find(*dialects.TOOL_KEYS[:3]) is None:
        inner = call.find("tool")  # in a call with a name it is the tool's definition
    body = inner if inner is not None and isinstance(inner.value, dict) else call
    value = body.find("value") if body is not call else None
    body = value if value is not None and isinstance(value.value, dict) else body
    payload = call.find("data", "content") if body is call else None
    body = payload if payload is not None and isinstance(payload.value, dict) else body
    tool = call.find_text("function") or body.find_text(*dialects.TOOL_KEYS) or call.find_text("tool")
    tool = tool or _tool_of_kind(call)
    arguments = body.find(*dialects.ARGUMENT_KEYS)
    if tool is None and body is payload and isinstance(body.value, dict) and len(body.value) == 1:
        # `{"kind": "ACTION", "data": {"search": "rain"}}`
        (tool,) = body.value
        arguments = body.get(tool)
    if tool is None:
        return Unread("call without a tool's name")
    # In order and each once: some logs give the id of the call beside it and inside it.
    ids = tuple(dict.fromkeys(_ids(call, dialects.CALL_ID_KEYS) + _ids(body, dialects.CALL_ID_KEYS)))
    answer = None
    if with_answer:
        answer = read_answer(body, dialect)
        result = body.find("result")
        # A call that is still running has the members of an answer, empty.
        if not answer.output and not answer.error and (result is None or not isinstance(result.value, dict)):
            answer = None
    return Call(tool, "" if arguments is None else as_text(arguments, ", ", ": "), ids, answer, dialect=dialect)


def _tool_of_kind(call: Node) -> str | None:
    """The tool's name where the kind holds it: `web_search_call`, `tool-getWeather`; code has no other name."""
    kind = kind_of(call)
    # Of these the kind says only that it is a call; the tool's name stands in a member.
    if kind.endswith("_call") and kind not in (
        "function_call",
        "tool_call",
        "custom_tool_call",
        "mcp_call",
        "server_tool_call",
    ):
        return kind.removesuffix("_call")
    if kind.startswith("tool-") and folded(kind) not in ("toolcall", "toolinvocation"):
        return kind.removeprefix("tool-")
    language = call.find_text("language")
    return language.lower() if language and call.find("code") else None


def read_answer(node: Node, dialect: str, failed: bool = False) -> Answer:
    """What a tool gave back.

    Args:
        node: the node of the answer.
        dialect: name of the dialect it is written in.
        failed: the kind of the node says that it is an error.
    """
    wrapper = node.find("tool")
    if (
        wrapper is not None
        and wrapper.find(*dialects.OUTPUT_KEYS) is not None
        and node.find(*dialects.OUTPUT_KEYS) is None
    ):
        node = wrapper
    result = node.find(*dialects.OUTPUT_KEYS)
    output, inner = ("", None) if result is None else _outcome(result)
    declared = _declared(node, deep=False)
    error_node = node.find(*dialects.ERROR_KEYS)
    if not output.strip() and declared and error_node is not None:
        output, _ = _outcome(error_node)
    # None stays None: nothing was said about an error, which is not the same as success.
    error = True if failed or declared or inner else declared
    ids = _ids(node, dialects.ANSWER_ID_KEYS)
    origin = node.find("origin")
    ids += _ids(origin, ("id",)) if origin is not None else ()
    # In some dialects a plain `id` is the answer's own, in others the call's: kept apart, used when nothing else fits.
    loose = _ids(node, ("id",))[:1]
    return Answer(output, error, ids, "".join(loose), node.find_text(*dialects.TOOL_KEYS) or "", dialect)


def _ids(node: Node, keys: tuple[str, ...]) -> tuple[str, ...]:
    ids: list[str] = []
    for key in keys:
        one = node.find(key)
        if one is None:
            continue
        values = one.value if isinstance(one.value, list) else [one.value]
        ids += [str(value) for value in values if isinstance(value, (str, int))]
    return tuple(ids)


def _declared(node: Node, deep: bool) -> bool | None:
    """Whether a node says of itself that it is an error. `deep`: it is the tool's own JSON, not the log's record.

    There a failed payment is no failed tool, so only plain words count.
    """
    if dialects.ERROR_WORDS.isdisjoint(node.names):
        return None
    flag = node.find(*dialects.ERROR_FLAGS)
    if flag is not None and isinstance(flag.value, bool):
        return flag.value
    errors = [node.find(key) for key in (dialects.ERROR_KEYS[:1] if deep else dialects.ERROR_KEYS)]
    if any(error is not None and error.value not in ("", False, 0, [], {}) for error in errors):
        return True
    states = {folded(node.find_text(key) or "") for key in dialects.STATUS_KEYS}
    if states & (dialects.TOOL_ERROR_STATES if deep else dialects.ERROR_STATES):
        return True
    success = node.find("success")
    return True if not deep and success is not None and success.value is False else None


def _outcome(node: Node) -> tuple[str, bool | None]:
    """The text of what a tool gave back, and whether that says that it is an error."""
    value = node.value
    if isinstance(value, list):
        return _list_text(node), None
    if not isinstance(value, dict):
        return as_text(node), None
    error = _declared(node, deep=True)
    inner = node.get("value") if node.has("type") or node.has("status") else None
    if inner is None:
        inner = next((node.get(key) for keys, key in _RESULTS if set(value) <= keys), None)
    if inner is None and len(value) == 1:
        inner = node.find(*_SINGLE)
    if inner is None:
        return as_text(node), error
    text, deeper = _outcome(inner)
    return text, deeper if error is None else error


def _list_text(node: Node) -> str:
    """The texts of a list of blocks, `[kind]` for one without text; a list without any text is data, so JSON."""
    blocks = node.items()
    meanings = [meaning(block) if isinstance(block.value, dict) else None for block in blocks]
    if meanings and all(one is not None and one[0] is Means.ANSWER for one in meanings):
        # Gemini CLI keeps with a call what was sent back to the model, in its wrapping.
        return "\n".join(read_answer(one[2], one[1]).output for one in meanings if one is not None)
    texts = [block.value if isinstance(block.value, str) else _text_of(block) for block in blocks]
    if all(text is None for text in texts):
        only = blocks[0].find("json") if len(blocks) == 1 else None
        return as_text(only or node)
    pieces = [
        text if text is not None else f"[{clean(kind_of(block), _KIND_SHOWN) or 'block'}]"
        for text, block in zip(texts, blocks, strict=True)
    ]
    return "\n".join(pieces)


def _text_of(block: Node) -> str | None:
    match = meaning(block) if isinstance(block.value, dict) else None
    text_only = match is not None and match[0] is Means.TEXT
    return block.find_text(*dialects.TEXT_KEYS) if text_only else block.find_text("text")


def _plain(node: Node) -> str:
    """Text, or the texts of a list of blocks or of an object, in lines."""
    if isinstance(node.value, dict):
        inner = node.find(*dialects.THOUGHT_KEYS)
        return "" if inner is None else _plain(inner)
    if isinstance(node.value, list):
        return "\n".join(filter(None, (_plain(child) for child in node.items())))
    return node.string()


def as_text(node: Node, comma: str = ",", colon: str = ":") -> str:
    """A value as text: text as it is, anything else as JSON."""
    if isinstance(node.value, str):
        return node.value
    try:
        return json.dumps(node.value, ensure_ascii=False, separators=(comma, colon))
    except RecursionError:
        node.fail("is nested too deep")
