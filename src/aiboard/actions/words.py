"""Words for why the engine refuses an action. No rule is decided here."""

from __future__ import annotations

from typing import Final

from aiboard.actions.amounts import amounts
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, CardAction, DataAction, Evaluate

#: Why, and what to do instead.
_REFUSALS: Final[dict[Refusal, tuple[str, str]]] = {
    Refusal.NONE: ("it is possible", ""),
    Refusal.NO_SUCH_CARD: ("{it} is not on the board", "choose another"),
    Refusal.WRONG_STAGE: ("{it} is in {place}", "this cannot be done there"),
    Refusal.NOT_ENOUGH_TIME: (
        "too little time is left",
        "it takes {cost} and you have {left}: end the day first",
    ),
    Refusal.WIP_FULL: ("the column is full", "its limit is hard: decide a card first"),
    Refusal.NOTHING_TO_DO: ("there is nothing to do for {it} now", ""),
    Refusal.GATE_FAILED: ("the gate failed", "this scenario lets no card past it: look at the gate's checks"),
    Refusal.PRODUCTION_FULL: (
        "another model is on its way to customers",
        "give it all the traffic or roll it back first",
    ),
    Refusal.BAD_AMOUNT: ("the number is out of range", "look at the action's help"),
    Refusal.ALREADY_DONE: ("it is done or under way already", ""),
    Refusal.NOT_IN_THIS_SCENARIO: ("this scenario does not have it", ""),
    Refusal.NO_IDEAS_LEFT: ("that family has no idea left", "add from another"),
    Refusal.GAME_OVER: ("the game is over", "look at the debrief"),
    Refusal.NO_TARGET: ("there is nothing for it to act on now", ""),
    Refusal.BUSY: ("{it} is busy", "wait for the work under way to end"),
    Refusal.NOT_DEPLOYED: ("{it} has no traffic yet", "it goes live by itself after handoff and legal review"),
    Refusal.NEEDS_TEXT: ("the learning is missing", 'add it in quotes: "what we learned"'),
    Refusal.NEXT_SPRINT: ("no more ideas this sprint", "ask again in the next sprint"),
    Refusal.NO_EVIDENCE: ("nothing has been measured yet", "wait for a run or evaluate first"),
}

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
