"""A list of messages, or of items, as the steps of a run, in any of the dialects of `dialects`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from aiboard.formats import dialects
from aiboard.formats.blocks import as_text, is_answered, kind_of, meaning, read_answer, read_block, read_call
from aiboard.formats.dialects import Means
from aiboard.formats.document import FormatError, Node, folded, unpacked
from aiboard.formats.in_text import named_call, responses, with_calls_in_text
from aiboard.formats.joining import Joined
from aiboard.formats.parts import Answer, Call, Part, Said, Turn, Unread
from aiboard.instruments.text import clean
from aiboard.instruments.trajectory import Step

MAX_CALLS: Final = 1_000
"""Most tool calls in one message."""

_NAME: Final = 120


@dataclass(frozen=True)
class Transcript:
    """A run's steps, what of it was not understood by kind, and the names of the dialects it is written in.

    `starts`: for each entry the number of steps before it.
    """

    steps: tuple[Step, ...]
    unread: tuple[tuple[str, int], ...]
    dialects: frozenset[str]
    starts: tuple[int, ...] = ()


def is_entry(node: Node) -> bool:
    """Whether a value is surely a message or an item: a known role and something said, or a known kind of item."""
    role, message = _message(node)
    if role is not None:
        return folded(role) in dialects.ROLES and (message.has("content") or _content(message) is not None)
    return meaning(message) is not None and not message.has("text")


def is_answer(node: Node) -> bool:
    """Whether an entry is nothing but the answer to a call."""
    role, message = _message(node)
    if role is not None:
        return folded(role) in dialects.ANSWER_ROLES
    match = meaning(message)
    return match is not None and match[0] in (Means.ANSWER, Means.FAILURE)


def read_messages(messages: Iterable[Node], room: int, strict: bool = True) -> Transcript:
    """The run in some messages: a step for each message's text and one for each tool call.

    Where no call is recorded, calls are looked for in the agent's text.

    Args:
        messages: the nodes of the entries.
        room: most parts of messages; FormatError beyond it.
        strict: an entry that is wrong is a FormatError too; else it is counted as not understood.
    """
    turns: list[Turn] = []
    for message in messages:
        turns.append(_turn(message) if strict else _turn_or_unread(message))
        room -= len(turns[-1].parts)
        if room < 0:
            message.fail("is one too many for the messages and calls of one file; split the file")
    if not any(isinstance(part, Call) for turn in turns for part in turn.parts):
        turns = with_calls_in_text(turns)
    joined = Joined()
    starts: list[int] = []
    for turn in turns:
        starts.append(len(joined.drafts))
        joined.add(turn)
    parts = [part for turn in turns for part in turn.parts]
    unread = Counter(part.kind for part in parts if isinstance(part, Unread))
    used_dialects = frozenset(part.dialect for part in parts if isinstance(part, (Call, Answer)))
    steps = tuple(draft.step() for draft in joined.drafts)
    return Transcript(steps, tuple(unread.most_common()), used_dialects, tuple(starts))


# --- an entry ------------------------------------------------------------------------------------------


def _message(node: Node) -> tuple[str | None, Node]:
    """Who wrote an entry, in the log's word (None for an item that is no message), and the node that holds the rest.

    LangChain keeps the rest in `data`, or in `kwargs` with the class as the last part of `id`. Some logs keep all of a
    message, its role too, in a member.
    """
    for key in dialects.ENVELOPES if node.find(*dialects.ROLE_KEYS) is None else ():
        envelope = node.find(key)
        if envelope is None or not isinstance(envelope.value, dict):
            continue
        # LangChain's messages have a type for a role, as blocks have.
        role = envelope.find_text("role") or (_role(envelope) if envelope.has("content") else None)
        if folded(role or "") in dialects.ROLES:
            return role, envelope
    if len(node.names) == 1:
        # Zed: `{"Agent": {"content": [...]}}`
        (key,) = node.names.values()
        inner = node.find(folded(key))
        if folded(key) in dialects.ROLES and inner is not None and inner.find("content") is not None:
            return key, inner
    inner = node.find("data", "kwargs")
    if inner is None or not isinstance(inner.value, dict) or _content(inner) is None:
        return _role(node), node
    names = node.find("id")
    last = names.value[-1] if names is not None and isinstance(names.value, list) and names.value else None
    return _role(inner) or _role(node) or (last if isinstance(last, str) else None), inner


def _role(message: Node) -> str | None:
    role = message.find(*dialects.ROLE_KEYS)
    if role is not None:
        if isinstance(role.value, dict):
            return role.find_text("label", "role", "name") or "object"
        return role.string()
    info = message.find("info")
    if info is not None and message.find(*dialects.BLOCK_LISTS) is not None and info.find_text("role"):
        return info.find_text("role")
    kind = kind_of(message)
    if message.find_text("source") == "user" and folded(kind) in dialects.AGENT_ROLES:
        return "user"  # AutoGen's kinds are the same for everybody
    # In capitals it is a tracer's kind of span ("AGENT", "TOOL"), not LangChain's role.
    return kind if not kind.isupper() and folded(kind) in dialects.ROLES and meaning(message) is None else None


def _content(message: Node) -> Node | None:
    """What a message says or does, in whatever member; None where it has none of them."""
    keys = (
        *dialects.BLOCK_LISTS,
        *dialects.CONTENT_KEYS,
        *dialects.CALL_LISTS,
        *dialects.ANSWER_LISTS,
        dialects.OLD_CALL,
        *dialects.LATE_LISTS,
    )
    return message.find(*keys)


def _turn(node: Node) -> Turn:
    if not isinstance(node.value, dict):
        node.fail(f"is {node.kind}; it must be an object")
    role, message = _message(node)
    if role is None:
        return Turn("assistant", tuple(_item(message)), agent=True)
    side = folded(role)
    if side in dialects.ANSWER_ROLES:
        parts = _answers(message)
    elif side in dialects.CALL_ROLES:
        parts = _written_call(message)
    else:
        parts = _said(message)
    if side not in dialects.ROLES:
        parts.append(Unread(f"role {clean(role, 60)}"))
    # Logs of several agents say beside the role who of them speaks.
    speaker = message.find_text("speaker") or (node.find_text("author") if message is not node else None)
    if folded(kind_of(message)) == folded(role):
        speaker = speaker or message.find_text("source")
    return Turn(clean(speaker or role, _NAME), tuple(parts), side in dialects.AGENT_ROLES)


def _turn_or_unread(node: Node) -> Turn:
    """A tool's own log may hold lines that its versions broke; the others are still worth reading."""
    try:
        return _turn(node)
    except FormatError as error:
        return Turn("", (Unread(f"entry that {error.message.split(';')[0]}"),), agent=False)


def _item(item: Node) -> list[Part]:
    if meaning(item) is not None:
        return [part for part in read_block(item) if part != Said("")]
    return [Unread(f"entry {clean(kind_of(item) or item.find_text('event') or '', 60) or 'without a role'}")]


def _said(message: Node) -> list[Part]:
    parts = _blocks(message)
    texts = [part.text for part in parts if isinstance(part, Said)]
    others: list[Part] = [part for part in parts if not isinstance(part, Said)]
    call_ids = _call_ids(others)
    extra = message.find("additionalkwargs")
    for holder, key in [*((message, key) for key in dialects.CALL_LISTS), (extra, dialects.CALL_LISTS[0])]:
        listed = holder.find(key) if holder is not None else None
        if listed is None:
            continue
        if key == dialects.CALL_LISTS[2] and not _are_objects(listed):
            others.append(Unread(f"member {clean(str(listed.path[-1]), 60)}"))
            continue
        for call in map(unpacked, listed.items()):
            read = read_call(call, dialects.OPENAI, with_answer=key == dialects.CALL_LISTS[1] or is_answered(call))
            # Some logs hold a call twice or more: as a block, in the list, as the service sent it.
            if not (isinstance(read, Call) and call_ids.intersection(read.ids)):
                others.append(read)
        call_ids = _call_ids(others)
    old_style = message.find(dialects.OLD_CALL)
    if old_style is not None:
        others.append(read_call(old_style, dialects.OPENAI))
    for key in dialects.ANSWER_LISTS:
        listed = message.find(key)
        if listed is not None and isinstance(listed.value, dict):  # by the call's id
            listed = listed.made(list(listed.value.values()))
        others += [read_answer(one, dialects.OPENAI) for one in listed.items()] if listed is not None else []
    if sum(isinstance(part, Call) for part in others) > MAX_CALLS:
        message.fail(f"has more than {MAX_CALLS} tool calls; split the message")
    text = "\n".join(texts)
    others += _not_read(message)
    return [Said(text), *others] if text.strip() or not others else others


def _are_objects(node: Node) -> bool:
    return isinstance(node.value, list) and all(isinstance(one, dict) for one in node.value)


def _not_read(message: Node) -> list[Part]:
    """Members that by their names hold calls or answers, and that nobody here reads."""
    unknown_names = [
        name for name in message.names if ("tool" in name or "call" in name) and name not in dialects.CALL_WORDS
    ]
    holding = [message.need(message.names[name]) for name in unknown_names]
    return [
        Unread(f"member {clean(str(n.path[-1]), 60)}") for n in holding if n.value and isinstance(n.value, (dict, list))
    ]


def _call_ids(parts: Iterable[Part]) -> set[str]:
    return {one for part in parts if isinstance(part, Call) for one in part.ids}


def _blocks(message: Node) -> list[Part]:
    blocks = message.find(*dialects.BLOCK_LISTS)
    if blocks is not None and isinstance(blocks.value, list):
        return [part for block in blocks.items() for part in read_block(block)]
    content = message.find(*dialects.CONTENT_KEYS, *dialects.LATE_LISTS)
    if content is None:
        return []
    if isinstance(content.value, dict):
        return read_block(content)
    if isinstance(content.value, list):
        return [part for block in content.items() for part in read_block(block)]
    if not isinstance(content.value, str):
        content.fail(f"is {content.kind}; it must be text, a list of blocks or null")
    return [Said(content.value)]


def _answers(message: Node) -> list[Part]:
    """The answers in a message whose role is a tool's: blocks that are answers, else the message itself."""
    content = message.find(*dialects.BLOCK_LISTS, *dialects.CONTENT_KEYS, *dialects.LATE_LISTS)
    if content is not None and isinstance(content.value, (list, dict)):
        blocks = [content] if isinstance(content.value, dict) else content.items()
        parts = [part for block in blocks if isinstance(block.value, dict) for part in _answer_in(block)]
        if parts:
            return parts
    for key in dialects.ANSWER_LISTS:
        listed = message.find(key)
        if listed is not None:
            return [read_answer(one, dialects.OPENAI) for one in listed.items()]
    answer = read_answer(message, dialects.OPENAI)
    each = responses(answer.output)
    # Of one call, by its id, several answers are one.
    return [answer] if answer.ids and len(each) > 1 else [replace(answer, output=one) for one in each]


def _answer_in(block: Node) -> list[Part]:
    """The answer that a block is; empty for other blocks."""
    match = meaning(block)
    if match is None and block.find("callid") is None:
        return []
    if match is not None and match[0] not in (Means.ANSWER, Means.FAILURE):
        return []
    return [part for part in read_block(block) if isinstance(part, Answer)]


def _written_call(message: Node) -> list[Part]:
    content = message.find(*dialects.CONTENT_KEYS)
    text = "" if content is None else as_text(content)
    call = named_call(text)
    if call is None:
        return [Said(text), Unread("call without a tool's name")]
    return [Call(*call, dialect=dialects.OPENAI)]
