"""What standing orders ask, and the line that answers."""

from __future__ import annotations

from typing import Final

from aiboard.actions.grammar import to_text
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ON_DATA, Order
from aiboard.engine.model.world import World
from aiboard.engine.verbs import (
    Accept,
    Action,
    CardAction,
    DataAction,
    Deploy,
    Evaluate,
    Kill,
    OrderData,
    Promote,
    Relabel,
    RollBack,
    RootCause,
    Start,
)
from aiboard.views import fmt, words

#: The verb that says yes; a batch can also be sent back.
_YES: Final[dict[Order, type[CardAction] | type[DataAction]]] = {
    Order.EVALUATE: Evaluate,
    Order.KILL_LINE: Kill,
    Order.PROMOTE: Promote,
    Order.START: Start,
    Order.DATA: OrderData,
    Order.KAPPA: Accept,
    Order.CANARY: Deploy,
    Order.ROLL_BACK: RollBack,
    Order.MEND: RootCause,
}


def question(world: World, order: Order, target: int, ordered_pct: int = 0) -> str:
    """What a standing order asks about its target: a card, or a dataset of which `ordered_pct` is ordered so far."""
    if order == Order.DATA and ordered_pct == 0:
        return f"{fmt.dataset(world, target)} is needed; order a pilot?"
    if order in ON_DATA:
        return f"{fmt.dataset(world, target)} {words.ORDER_ASKS[order]}"
    return f"{fmt.short(world, target)} {words.ORDER_ASKS[order]}"


def answer(board: Board, order: Order, target: int) -> str:
    """The line to type for yes: `evaluate EXP-001 3`."""
    world = board.world
    action: Action = _YES[order].default_action(board, target)
    # Nothing is ordered yet: the order asks for a pilot, not for all of it.
    if order == Order.DATA and board.data[target].ordered_pct == 0:
        action = OrderData(target, world.pilot_pct)
    if isinstance(action, Kill):
        # Without a reason: it is filled in from the evidence.
        return f"{Kill.VERB} {fmt.key(world, target)}"
    line = to_text(action, world)
    return f"{line} or {to_text(Relabel(target), world)}" if order == Order.KAPPA else line
