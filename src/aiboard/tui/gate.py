"""The promotion gate as lines of a question: the engine's verdict, worded."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.engine.board import Board
from aiboard.engine.gating import Check as Held
from aiboard.engine.gating import verdict
from aiboard.engine.kinds import CheckKind
from aiboard.tui.widgets.dialog import Check
from aiboard.views import fmt, words


@dataclass(frozen=True, slots=True)
class GateLines:
    """The verdict and its lines."""

    passed: bool
    checks: tuple[Check, ...]


def gate_lines(board: Board, index: int) -> GateLines:
    """What the gate says about promoting this card now."""
    found = verdict(board, index)
    return GateLines(found.passed, tuple(_line(board, index, one) for one in found.checks))


def _line(board: Board, index: int, one: Held) -> Check:
    card = board.cards[index]
    detail = {
        CheckKind.EVIDENCE: lambda: f"{fmt.count(one.value, 'seed')}, at least {one.bar}",
        CheckKind.TARGET: lambda: f"mean {fmt.tenth(one.value)}, success from {fmt.points(one.bar)}",
        CheckKind.BASELINE: lambda: f"gain is {fmt.signed_points(one.value)} or more, 95 % sure",
        CheckKind.SLICE: lambda: f"{fmt.tenth(one.value)}, at least {fmt.tenth(one.bar)}",
        CheckKind.LATENCY: lambda: f"{one.value} ms, limit {one.bar} ms",
        CheckKind.SERVING_COST: lambda: f"{fmt.exact_money(one.value)} a day, limit {fmt.exact_money(one.bar)}",
        CheckKind.SAFETY: lambda: f"{one.value} unauthorised in {card.agent_runs} runs",
    }[one.kind]()
    return Check(words.PASS if one.passed else words.FAIL, words.CHECK[one.kind], detail)
