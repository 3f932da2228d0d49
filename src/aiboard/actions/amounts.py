"""Which numbers an action takes on a board, in words, for whoever gave it another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aiboard.engine import verbs
from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import EVAL_PARTS, is_part, kept_seeds
from aiboard.engine.model.vocabulary import Chaos
from aiboard.engine.verbs import Action
from aiboard.engine.verbs.card import LEAST_SUCCESS_PPM, MOST_BOX_DAYS, MOST_PRIORITY, MOST_SUCCESS_PPM
from aiboard.engine.verbs.live import SHARES
from aiboard.engine.verbs.plan import MOST_RESERVED_DAYS, MOST_WIP
from aiboard.engine.verbs.trouble import most_days

_PPM: Final = 10_000


def amounts(board: Board, action: Action) -> str:
    """What the numbers of this action may be now, one clause; empty for a verb that has none."""
    told = _AMOUNTS.get(type(action))
    return told(board, action) if told is not None else ""


def _forecast(board: Board, action: verbs.Forecast) -> str:
    last = 2 * board.world.days
    return f"the 70 % day comes first and the 90 % day is no earlier, both from day {board.day} to day {last}"


def _evaluate(board: Board, action: verbs.Evaluate) -> str:
    parts = [part for part in EVAL_PARTS if is_part(board.world, part)]
    if action.percent not in parts:
        return f"the questions are {_listed(parts)} %"
    left = BASELINE_SEEDS - kept_seeds(board.cards[action.card], action.percent)
    return f"seeds are 1 to {left}" if left > 0 else f"it has all {BASELINE_SEEDS} seeds that there are"


def _ticket(board: Board, action: verbs.Ticket) -> str:
    least, most = LEAST_SUCCESS_PPM / _PPM, MOST_SUCCESS_PPM / _PPM
    return f"success is {least:g} to {most:g} %, the kill line up to {most:g} %, the box up to {MOST_BOX_DAYS} days"


def _order(board: Board, action: verbs.OrderData) -> str:
    pilot = board.world.pilot_pct
    return f"it is {pilot} % for a pilot, which is the first order, or 100 %"


def _listed(numbers: list[int]) -> str:
    *head, last = (str(number) for number in numbers)
    return f"{', '.join(head)} or {last}" if head else last


def _inject(board: Board, action: verbs.Inject) -> str:
    most = most_days(board, action.chaos)
    if action.chaos == Chaos.SCOPE_CHANGE:
        return f"days of notice are 1 to {most}; without them it is {most}"
    return f"days are 1 to {most}; without them it lasts as usual"


_AMOUNTS: Final[dict[type[Action], Callable[[Board, Any], str]]] = {
    verbs.Forecast: _forecast,
    verbs.Evaluate: _evaluate,
    verbs.Ticket: _ticket,
    verbs.OrderData: _order,
    verbs.Deploy: lambda board, action: f"the share of traffic is {_listed(list(SHARES))} %",
    verbs.Prioritise: lambda board, action: f"priorities are 1, which is first, to {MOST_PRIORITY}",
    verbs.Reserve: lambda board, action: f"GPUs are 1 to {board.world.gpus}, days 1 to {MOST_RESERVED_DAYS}",
    verbs.SetWip: lambda board, action: f"stages from hypothesis to production have limits, 1 to {MOST_WIP}",
    verbs.StandingOrder: lambda board, action: "this order only asks; set it to ask or off",
    verbs.Inject: _inject,
}
