"""What standing orders ask, and why something is refused, in words."""

from __future__ import annotations

from typing import Final

from aiboard.engine.model.vocabulary import ON_DATA, Order, Refusal
from aiboard.engine.model.world import World
from aiboard.views import fmt

_QUESTION: Final[dict[Order, str]] = {
    Order.EVALUATE: "runs are done; evaluate it?",
    Order.KILL_LINE: "is under its own kill line; kill it?",
    Order.PROMOTE: "passed the gate; promote it?",
    Order.START: "is next by priority and a slot is free; start it?",
    Order.DATA: "pilot is done; order the rest?",
    Order.KAPPA: "batch is labelled; accept it or send it back?",
    Order.CANARY: "had its days at this share; raise it?",
    Order.ROLL_BACK: "is well below plan live; roll it back?",
}
_REFUSAL: Final[dict[Refusal, str]] = {
    Refusal.NONE: "possible",
    Refusal.NO_SUCH_CARD: "no such card",
    Refusal.WRONG_STAGE: "it is in another column",
    Refusal.NOT_ENOUGH_TIME: "not enough of your hours left today",
    Refusal.WIP_FULL: "the column is full",
    Refusal.NOTHING_TO_DO: "there is nothing to do",
    Refusal.GATE_FAILED: "the gate says no",
    Refusal.PRODUCTION_FULL: "another model is on its way to customers",
    Refusal.BAD_AMOUNT: "that amount is not possible",
    Refusal.ALREADY_DONE: "it is done already",
    Refusal.NOT_IN_THIS_SCENARIO: "not part of this scenario",
    Refusal.NO_IDEAS_LEFT: "no ideas left in this family",
    Refusal.GAME_OVER: "the project has ended",
    Refusal.NO_TARGET: "there is nothing for it to hit",
    Refusal.BUSY: "it is busy",
    Refusal.NOT_DEPLOYED: "it serves no traffic",
    Refusal.NEEDS_TEXT: "it needs a sentence of text",
    Refusal.NO_EVIDENCE: "there is no evidence yet",
}


def question(world: World, order: Order, target: int, ordered_pct: int = 0) -> str:
    """What a standing order asks about its target: a card, or a dataset of which `ordered_pct` is ordered so far."""
    if order == Order.DATA and ordered_pct == 0:
        return f"{fmt.dataset(world, target)} is needed; order a pilot?"
    if order in ON_DATA:
        return f"{fmt.dataset(world, target)} {_QUESTION[order]}"
    return f"{fmt.short(world, target)} {_QUESTION[order]}"


def refusal(code: Refusal) -> str:
    """Why something is not possible, as the end of a sentence."""
    return _REFUSAL[code]
