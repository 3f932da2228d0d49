"""Turns of a run as its steps: each answer joined to the call that it answers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from aiboard.formats.in_text import failed
from aiboard.formats.parts import Answer, Call, Said, Turn
from aiboard.instruments.text import clean, clean_block
from aiboard.instruments.trajectory import Step, StepKind, looks_like_error

_NAME: Final = 120
_CHANGED: Final = "\N{REPLACEMENT CHARACTER}"


def cleaned_name(raw: str) -> str:
    """A tool's name fit to show. One that had to be changed is marked, so that it equals no allowed name."""
    name = clean(raw, _NAME)
    return name if name == raw else name + _CHANGED


@dataclass
class _Draft:
    """A step being read; a call's answer comes in a later message."""

    kind: StepKind
    role: str
    tool: str = ""
    arguments: str = ""
    output: str | None = None
    error: bool = False
    from_text: bool = False
    answered: bool = False

    def step(self) -> Step:
        return Step(self.kind, self.role, self.tool, self.arguments, self.output, self.error, self.from_text)

    def answer(self, answer: Answer) -> None:
        self.output = clean_block(answer.output)
        looks_failed = looks_like_error(self.output) or failed(self.output) is True
        self.error = looks_failed if answer.error is None else answer.error
        self.answered = True


class Joined:
    """Turns as steps.

    An answer is joined to its call by id; of equal ids, to the first unanswered call of the newest message.
    Without an id it is joined to the first unanswered call of the newest message with calls, of its tool where
    it names one. An answer without a call stays a step of its own.
    """

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        # Unanswered calls of the newest message with calls: all, and by tool. By id: a queue a message, newest last.
        self.newest: deque[_Draft] = deque()
        self.by_tool: dict[str, deque[_Draft]] = {}
        self.by_id: dict[str, list[deque[_Draft]]] = {}

    def add(self, turn: Turn) -> None:
        """The steps of one turn."""
        calls = [part for part in turn.parts if isinstance(part, Call)]
        open_calls: dict[str, deque[_Draft]] = {}
        if calls:
            self.newest, self.by_tool = deque(), {}
        for part in turn.parts:
            if isinstance(part, Said):
                self.drafts.append(_Draft(StepKind.MESSAGE, turn.role, output=clean_block(part.text)))
            elif isinstance(part, Call):
                self._call(turn.role, part, open_calls)
        for key, queue in open_calls.items():
            self.by_id.setdefault(key, []).append(queue)
        for part in turn.parts:
            if isinstance(part, Answer):
                self._answer(turn.role, part)

    def _call(self, role: str, call: Call, open_calls: dict[str, deque[_Draft]]) -> None:
        draft = _Draft(StepKind.TOOL_CALL, role, cleaned_name(call.tool), clean_block(call.arguments))
        draft.from_text = call.from_text
        self.drafts.append(draft)
        if call.answer is not None:
            draft.answer(call.answer)
            return
        self.newest.append(draft)
        self.by_tool.setdefault(draft.tool, deque()).append(draft)
        for one in call.ids:
            open_calls.setdefault(one, deque()).append(draft)

    def _answer(self, role: str, answer: Answer) -> None:
        draft = self._open_call(answer)
        if draft is None:
            draft = _Draft(StepKind.MESSAGE, role)
            self.drafts.append(draft)
        draft.answer(answer)

    def _open_call(self, answer: Answer) -> _Draft | None:
        for one in (*answer.ids, answer.own_id):
            draft = _first_open(self.by_id.get(one, []))
            if draft is not None:
                return draft
        if answer.ids:
            return None
        same_tool = self.by_tool.get(cleaned_name(answer.tool))
        return _first_open([self.newest] if same_tool is None else [self.newest, same_tool])


def _first_open(queues: list[deque[_Draft]]) -> _Draft | None:
    """The first unanswered call of the last queue that has one; what was answered is dropped on the way."""
    while queues:
        queue = queues[-1]
        while queue:
            draft = queue.popleft()
            if not draft.answered:
                return draft
        queues.pop()
    return None
