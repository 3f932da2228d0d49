"""What else could have been done: two or three other ways with the same card, dataset or plan."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.rollouts import same_choice
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Change, Reason, Refusal, Stage
from aiboard.engine.verbs import (
    Accept,
    Action,
    CardAction,
    DataAction,
    Deploy,
    Evaluate,
    Forecast,
    Guidelines,
    Iterate,
    Kill,
    OrderData,
    Promote,
    Relabel,
    Respond,
    ReviewCanary,
    RollBack,
    Start,
)

MOST: Final = 3
"""Options tried besides what was done and what the reference does."""
NO_CHOICE: Final = (Forecast,)
"""Verbs that change nothing that is worth anything."""


def subject(action: Action) -> str:
    """What an action is about: its card, its dataset, or the plan's verb."""
    if isinstance(action, CardAction) and action.card >= 0:
        return f"card {action.card}"
    if isinstance(action, DataAction):
        return f"set {action.data}"
    return f"plan {action.VERB}"


def others(board: Board, action: Action, known: list[Action]) -> list[Action]:
    """Up to MOST further options about the same thing, possible now and none of `known`."""
    found: list[Action] = []
    for option in _offered(board, action):
        fresh = not any(_alike(option, other) for other in [*known, *found])
        if fresh and check(board, option) == Refusal.NONE:
            found.append(option)
    return found[:MOST]


def _alike(one: Action, other: Action) -> bool:
    """The same choice; a kill is one whatever is written down with it."""
    both = isinstance(one, Kill) and isinstance(other, Kill) and one.card == other.card
    return both or same_choice(one, other)


def _offered(board: Board, action: Action) -> list[Action]:
    """The options table, by what the action is about, the most telling first."""
    if isinstance(action, Start):
        waiting = [card for card in board.cards if card.shown and card.stage in (Stage.BACKLOG, Stage.HYPOTHESIS)]
        waiting.sort(key=lambda card: (-card.stated_pct, card.index))
        return [Start(card.index) for card in waiting]
    if isinstance(action, CardAction) and action.card >= 0:
        return _of_card(board, action.card)
    if isinstance(action, DataAction):
        index = action.data
        return [
            Accept(index), Relabel(index), OrderData(index, board.world.pilot_pct), OrderData(index, 100),
            Guidelines(index),
        ]  # fmt: skip
    return []


def _of_card(board: Board, index: int) -> list[Action]:
    card = board.cards[index]
    if card.stage == Stage.PRODUCTION:
        shares: list[Action] = [Deploy(index, share) for share in (5, 50, 100)]
        return [RollBack(index), Respond(index), *shares, ReviewCanary(index)]
    return [
        Promote(index), Evaluate(index, board.world.first_seeds, slices=True),
        Kill(index, int(Reason.OTHER), "noted"), Iterate(index, int(Change.TECHNIQUE)),
        Iterate(index, int(Change.LONGER)),
    ]  # fmt: skip
