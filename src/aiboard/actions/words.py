"""Words for why the engine refuses an action, refusals.json, and which numbers it takes. No rule is decided here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from aiboard.engine import verbs
from aiboard.engine.chance.deal import BASELINE_SEEDS
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import EVAL_PARTS, is_part, kept_seeds
from aiboard.engine.model.vocabulary import Chaos, Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, CardAction, DataAction, Evaluate, Inject
from aiboard.engine.verbs.card import LEAST_SUCCESS_PPM, MOST_BOX_DAYS, MOST_PRIORITY, MOST_SUCCESS_PPM
from aiboard.engine.verbs.live import SHARES
from aiboard.engine.verbs.plan import MOST_RESERVED_DAYS, MOST_WIP
from aiboard.engine.verbs.trouble import most_days
from aiboard.scenario.files import load_json

_PPM: Final = 10_000
#: Why, and what to do instead.
_REFUSALS: Final[dict[Refusal, list[str]]] = {
    Refusal[name]: words for name, words in load_json(__file__, "refusals.json").items()
}

LEGAL_DONE: Final = 2
"""`Board.legal` once the review is over."""

_NOTHING_TO_HIT: Final = {
    Chaos.EVAL_REGRESSION: "an eval regression hits the live model, and none is live",
    Chaos.DIVERGENCE: "NaN hits a run under way, and none has begun",
    Chaos.DATA_ISSUE: "a data issue hits data in use, and there is none yet",
    Chaos.VENDOR_DELAY: "a vendor delay makes orders late, and none is under way",
    Chaos.SCOPE_CHANGE: "there is no new requirement left to bring",
}
"""Why a disruption has nothing to hit."""


def minutes(amount: int) -> str:
    """A manager's minutes: `2 h`, `1.5 h`, `30 min`, `0 h`; the same wherever they are written."""
    if amount and amount < 60:
        return f"{amount} min"
    text = f"{amount / 60:.1f}".removesuffix(".0")
    return f"{text} h"


def refusal(reason: Refusal, board: Board, action: Action) -> str:
    """One sentence for a refusal the engine gave: why, and what to do."""
    cause, advice = _REFUSALS[reason]
    if reason == Refusal.BAD_AMOUNT:
        advice = amounts(board, action) or advice
    elif reason == Refusal.NO_TARGET and isinstance(action, Inject):
        cause = _NOTHING_TO_HIT.get(Chaos(action.chaos), cause)
    elif reason == Refusal.NO_EVIDENCE and isinstance(action, Evaluate):
        advice = "wait for its first run"
    elif reason == Refusal.NOT_DEPLOYED and not (board.world.needs_legal and board.legal != LEGAL_DONE):
        advice = "it goes live by itself after handoff"
    elif reason == Refusal.WRONG_STAGE and isinstance(action, CardAction) and action.STAGES:
        advice = f"{action.VERB} takes a card in {' or '.join(map(_name, action.STAGES))}"
    return "; ".join(part for part in (cause, advice) if part).format(
        it=subject(action, board.world) or "it",
        place=_place(action, board),
        cost=minutes(action.minutes(board)),
        left=minutes(board.minutes_left),
    )


def refusal_cause(reason: Refusal) -> str:
    """Why alone, in few words, where neither the action nor the board of that time is at hand."""
    return _REFUSALS[reason][0].format(it="it", place="another column")


def subject(action: Action, world: World) -> str:
    """What an action acts on: `EXP-003`, `DS-2`; empty for anything else."""
    if isinstance(action, CardAction) and 0 <= action.card < len(world.ideas):
        return world.ideas[action.card].key
    if isinstance(action, DataAction) and 0 <= action.data < len(world.datasets):
        return world.datasets[action.data].key
    return ""


def _name(stage: Stage) -> str:
    return stage.name.capitalize()


def _place(action: Action, board: Board) -> str:
    if isinstance(action, CardAction) and 0 <= action.card < len(board.cards):
        return _name(board.cards[action.card].stage)
    if isinstance(action, DataAction) and 0 <= action.data < len(board.data):
        column = board.data[action.data].column.name
        return column if column == "QA" else column.capitalize()
    return "a stage"


# --- the numbers of an action ---------------------------------------------------------------------------------------


def amounts(board: Board, action: Action) -> str:
    """What the numbers of this action may be now, one clause; empty for a verb that has none."""
    formatter = _AMOUNTS.get(type(action))
    return formatter(board, action) if formatter is not None else ""


def _forecast(board: Board, action: verbs.Forecast) -> str:
    last = 2 * board.world.days
    return f"the 70 % day comes first and the 90 % day is no earlier, both from day {board.day} to day {last}"


def _evaluate(board: Board, action: verbs.Evaluate) -> str:
    parts = [part for part in EVAL_PARTS if is_part(board.world, part)]
    if action.percent not in parts:
        return f"the questions are {_listed(parts)} %"
    seeds_left = BASELINE_SEEDS - kept_seeds(board.cards[action.card], action.percent)
    return f"seeds are 1 to {seeds_left}" if seeds_left > 0 else f"it has all {BASELINE_SEEDS} seeds that there are"


def _ticket(board: Board, action: verbs.Ticket) -> str:
    low, high = LEAST_SUCCESS_PPM / _PPM, MOST_SUCCESS_PPM / _PPM
    return f"success is {low:g} to {high:g} %, the kill line up to {high:g} %, the box up to {MOST_BOX_DAYS} days"


def _order(board: Board, action: verbs.OrderData) -> str:
    pilot = board.world.pilot_pct
    return f"it is {pilot} % for a pilot, which is the first order, or 100 %"


def _listed(numbers: list[int]) -> str:
    *head, last = (str(number) for number in numbers)
    return f"{', '.join(head)} or {last}" if head else last


def _inject(board: Board, action: verbs.Inject) -> str:
    maximum = most_days(board, action.chaos)
    if action.chaos == Chaos.SCOPE_CHANGE:
        return f"days of notice are 1 to {maximum}; without them it is {maximum}"
    return f"days are 1 to {maximum}; without them it lasts as usual"


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
