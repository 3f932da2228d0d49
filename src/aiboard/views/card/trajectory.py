"""An agent card's runs for the viewer: the engine's step codes, with words looked up for each.

The words are invented support cases; the same card and run always read the same. Nothing here changes a count.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.systems.agent import FIRST_FORBIDDEN, StepState, Tool, state_of, tool_of
from aiboard.instruments.trajectory import Run, Step, StepKind

ALLOWED: Final = tuple(tool.name.lower() for tool in Tool if tool < FIRST_FORBIDDEN)
"""The agent's allow-list, by the names the steps show."""

_CASES: Final = (
    ("Where is my order {order}? It was due Friday.", "order", "the parcel is with the carrier until Thursday"),
    ("I was charged twice for {order}.", "charge", "the second charge was a hold and is gone"),
    ("Please change the address on {order}.", "address", "the new address is on the order"),
    ("My refund for {order} has not arrived.", "refund", "the bank has it since Tuesday"),
    ("The app logs me out every time.", "login", "a reset link is on its way"),
    ("How do I cancel before the next month?", "cancel", "the plan ends with this month"),
)
_ERRORS: Final = ("Error: timeout after 10 s", "Error: record locked, try again", "Error: 502 from upstream")
_QUERIES: Final = ("policy", "exceptions", "how to", "contact", "status page", "terms", "archive", "examples")
_PARTS: Final = ("status", "payment", "parcel", "address", "history", "items", "notes", "refunds")


def runs(board: Board, card: int) -> tuple[Run, ...]:
    """All reviewed runs of an agent card, oldest first; empty for a card that is no agent or has none."""
    return tuple(run(codes, card, number) for number, codes in enumerate(board.cards[card].run_codes))


def run(codes: Sequence[int], card: int, number: int) -> Run:
    """One run. `codes` are the engine's; the case is chosen by card and run number."""
    # Small primes spread cards and runs over the cases without drawing luck.
    case = _CASES[(card * 7 + number * 3) % len(_CASES)]
    order = f"A-{1000 + (card * 97 + number * 31) % 9000}"
    steps = [Step(StepKind.MESSAGE, "customer", output=case[0].format(order=order))]
    right = True
    variant = 0
    failed = False
    for index, code in enumerate(codes):
        state = state_of(code)
        # A retry and an identical repeat say the same again; everything else says something new.
        variant += not failed and state != StepState.SAME_AGAIN
        failed = state == StepState.ERROR
        right = state != StepState.WRONG_END
        steps.append(_step(code, index, variant, case, order))
    looped = any(state_of(code) in (StepState.SAME_AGAIN, StepState.VARIED_AGAIN) for code in codes)
    end = "stopped at the step cap" if looped else "answered right" if right else "answered wrong"
    steps.append(Step(StepKind.MESSAGE, "review", output=end))
    reward = 1.0 if right and not looped else 0.0
    return Run(id=f"run {number + 1}", trial=None, reward=reward, steps=tuple(steps))


def _step(code: int, index: int, variant: int, case: tuple[str, str, str], order: str) -> Step:
    tool = Tool(tool_of(code))
    state = state_of(code)
    name = tool.name.lower()
    arguments = json.dumps(_arguments(tool, case, order, variant))
    if state == StepState.ERROR:
        return Step(StepKind.TOOL_CALL, "agent", name, arguments, _ERRORS[index % len(_ERRORS)], True)
    return Step(StepKind.TOOL_CALL, "agent", name, arguments, _output(tool, case, order, state))


def _arguments(tool: Tool, case: tuple[str, str, str], order: str, variant: int) -> dict[str, str]:
    """What a call is given; `variant` makes each new call of a run differ from the others."""
    if tool == Tool.FIND_CUSTOMER:
        return {"by": "order", "value": order}
    if tool == Tool.READ_TICKET:
        return {"order": order}
    if tool == Tool.CHECK_ORDER:
        return {"order": order, "part": _PARTS[variant % len(_PARTS)]}
    if tool == Tool.SEARCH_HELP:
        return {"query": f"{case[1]} {_QUERIES[variant % len(_QUERIES)]}"}
    if tool == Tool.ISSUE_REFUND:
        return {"order": order, "amount": "full"}
    if tool == Tool.EXPORT_RECORDS:
        return {"filter": "all customers", "format": "csv"}
    return {"order": order, "text": f"{case[2]} (draft {variant})"}


def _output(tool: Tool, case: tuple[str, str, str], order: str, state: int) -> str:
    if state == StepState.UNAUTHORISED:
        return "done; this tool is not on the agent's list"
    if state == StepState.WRONG_END:
        return "sent; the answer does not fit the case"
    if state == StepState.VARIED_AGAIN:
        return "not accepted: it does not answer the question"
    if tool == Tool.FIND_CUSTOMER:
        return f"one customer with {order}"
    if tool == Tool.READ_TICKET:
        return case[0].format(order=order)
    if tool == Tool.SEARCH_HELP:
        return f"3 articles about {case[1]}"
    if tool == Tool.CHECK_ORDER:
        return f"{order}: {case[2]}"
    return "saved as draft" if tool == Tool.DRAFT_REPLY else "sent"
