"""Chat messages as steps: the part that message lists, tau-bench and their relatives share.

Read are OpenAI's tool calls (`tool_calls`, the older `function_call`, answers with role `tool` or `function`)
and Anthropic's blocks in the content (`tool_use`, `tool_result`), with the small deviations home-made logs
have: arguments as an object, content as a list of blocks, missing ids.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from aiboard.formats.document import Node
from aiboard.instruments.text import clean, clean_block
from aiboard.instruments.trajectory import Step, StepKind, looks_like_error

MAX_CALLS: Final = 1_000
"""Most tool calls in one message."""

_ANSWERS: Final = ("tool", "function")
_NAME: Final = 120
_CHANGED: Final = "\N{REPLACEMENT CHARACTER}"


@dataclass
class _Draft:
    """A step being read; a call's answer comes in a later message."""

    kind: StepKind
    role: str
    tool: str = ""
    arguments: str = ""
    output: str | None = None
    error: bool = False
    answered: bool = False

    def step(self) -> Step:
        return Step(self.kind, self.role, self.tool, self.arguments, self.output, self.error)


def read_messages(messages: Iterable[Node]) -> tuple[Step, ...]:
    """The steps of some messages, in order: one for each message's text and one for each tool call.

    An answer is joined to its call by id; of equal ids, to the first unanswered call of the newest message.
    Without an id it is joined to the first unanswered call of the newest message with calls. An answer
    without a call stays a step of its own.
    """
    reader = _Reader()
    for message in messages:
        reader.message(message)
    return tuple(draft.step() for draft in reader.drafts)


def cleaned_name(raw: str) -> str:
    """A tool's name fit to show. One that had to be changed is marked, so that it equals no allowed name."""
    name = clean(raw, _NAME)
    return name if name == raw else name + _CHANGED


class _Reader:
    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        # Unanswered calls: of the newest message with calls, and by id (one queue a message, newest last).
        self.newest: deque[_Draft] = deque()
        self.by_id: dict[str, list[deque[_Draft]]] = {}

    def message(self, message: Node) -> None:
        role = clean(message.need("role").string(), _NAME)
        if role in _ANSWERS:
            call_id = message.get("tool_call_id")
            self._answer(role, call_id, message)
            return
        texts, calls, answers = _content(message)
        listed = message.get("tool_calls")
        if listed is not None:
            calls += listed.items()
        old_style = message.get("function_call")
        if old_style is not None:
            calls.append(old_style)
        if len(calls) > MAX_CALLS:
            message.fail(f"has {len(calls)} tool calls, the most is {MAX_CALLS}")
        text = "\n".join(texts)
        if text.strip() or not (calls or answers):
            self.drafts.append(_Draft(StepKind.MESSAGE, role, output=clean_block(text)))
        if calls:
            self._calls(role, calls)
        for answer in answers:
            self._answer("tool", answer.get("tool_use_id"), answer)

    def _calls(self, role: str, calls: list[Node]) -> None:
        self.newest = deque()
        opened: dict[str, deque[_Draft]] = {}
        for call in calls:
            name, arguments = _name_and_arguments(call)
            draft = _Draft(StepKind.TOOL_CALL, role, cleaned_name(name), clean_block(arguments))
            self.drafts.append(draft)
            self.newest.append(draft)
            call_id = call.get("id")
            if call_id is not None:
                opened.setdefault(call_id.string(), deque()).append(draft)
        for key, queue in opened.items():
            self.by_id.setdefault(key, []).append(queue)

    def _answer(self, role: str, call_id: Node | None, answer: Node) -> None:
        texts, _, _ = _content(answer)
        output = clean_block("\n".join(texts))
        flag = answer.get("is_error")
        error = flag.value is True if flag is not None else looks_like_error(output)
        draft = self._open_call(None if call_id is None else call_id.string())
        if draft is None:
            draft = _Draft(StepKind.MESSAGE, role)
            self.drafts.append(draft)
        draft.output, draft.error, draft.answered = output, error, True

    def _open_call(self, call_id: str | None) -> _Draft | None:
        queues = [self.newest] if call_id is None else self.by_id.get(call_id, [])
        while queues:
            queue = queues[-1]
            while queue:
                draft = queue.popleft()
                if not draft.answered:
                    return draft
            queues.pop()
        return None


def _content(message: Node) -> tuple[list[str], list[Node], list[Node]]:
    """Texts, tool calls and tool answers in a message's content."""
    content = message.get("content")
    if content is None:
        return [], [], []
    if isinstance(content.value, str):
        return [content.value], [], []
    if not isinstance(content.value, list):
        content.fail(f"is {content.kind}; it must be text, a list of blocks or null")
    texts: list[str] = []
    calls: list[Node] = []
    answers: list[Node] = []
    for block in content.items():
        if isinstance(block.value, str):
            texts.append(block.value)
            continue
        text = block.get("text")
        kind = block.get("type")
        name = "" if kind is None else kind.string()
        if text is not None:
            texts.append(text.string())
        elif name == "tool_use":
            calls.append(block)
        elif name == "tool_result":
            answers.append(block)
        else:
            texts.append(f"[{clean(name, _NAME) or 'block without text'}]")
    return texts, calls, answers


def _name_and_arguments(call: Node) -> tuple[str, str]:
    """A call's tool and arguments: in `function` or `custom`, or flat with the name there or in `name`."""
    body = call.get("function") or call.get("custom")
    if body is not None and isinstance(body.value, str):
        name, body = body.string(), call
    else:
        body = body or call
        name = body.need("name").string()
    arguments = body.get("arguments") or body.get("input")
    if arguments is None:
        return name, ""
    if isinstance(arguments.value, str):
        return name, arguments.value
    if not isinstance(arguments.value, dict):
        arguments.fail(f"is {arguments.kind}; it must be JSON text or an object")
    try:
        return name, json.dumps(arguments.value, ensure_ascii=False)
    except RecursionError:
        arguments.fail("is nested too deep")
