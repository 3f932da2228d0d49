"""Words for why the engine refuses an action, refusals.json. No rule is decided here."""

from __future__ import annotations

from typing import Final

from aiboard.actions.amounts import amounts
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Chaos, Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, CardAction, DataAction, Evaluate, Inject
from aiboard.scenario.files import beside

#: Why, and what to do instead.
_REFUSALS: Final[dict[Refusal, list[str]]] = {
    Refusal[name]: words for name, words in beside(__file__, "refusals.json").items()
}

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


def refusal(why: Refusal, board: Board, action: Action) -> str:
    """One sentence for a refusal the engine gave: why, and what to do."""
    cause, instead = _REFUSALS[why]
    if why == Refusal.BAD_AMOUNT:
        instead = amounts(board, action) or instead
    elif why == Refusal.NO_TARGET and isinstance(action, Inject):
        cause = _NOTHING_TO_HIT.get(Chaos(action.chaos), cause)
    elif why == Refusal.NO_EVIDENCE and isinstance(action, Evaluate):
        instead = "wait for its first run"
    elif why == Refusal.WRONG_STAGE and isinstance(action, CardAction) and action.STAGES:
        instead = f"{action.VERB} takes a card in {' or '.join(map(_name, action.STAGES))}"
    return "; ".join(part for part in (cause, instead) if part).format(
        it=subject(action, board.world) or "it",
        place=_place(action, board),
        cost=minutes(action.minutes(board)),
        left=minutes(board.minutes_left),
    )


def refusal_cause(why: Refusal) -> str:
    """Why alone, in few words, where neither the action nor the board of that time is at hand."""
    return _REFUSALS[why][0].format(it="it", place="another column")


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
