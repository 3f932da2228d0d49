"""Actions on a game: which are possible, and carrying one out.

An action takes no time and draws no luck; the board changes at once, the manager's minutes included. `check` is the
only judge of what is possible. It reads the board alone and changes nothing.
"""

from collections.abc import Sequence

from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action, card_options, data_options, plan_options


class IllegalAction(Exception):
    """The action is not possible; `refusal` says why. Nothing has changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal


def check(board: Board, action: Action) -> Refusal:
    """NONE when the action is possible now, else why not."""
    if board.over:
        return Refusal.GAME_OVER
    refusal = action.refusal(board)
    if refusal == Refusal.NONE and action.minutes(board) > board.minutes_left:
        return Refusal.NOT_ENOUGH_TIME
    return refusal


def check_all(state: State, actions: Sequence[Action]) -> tuple[int, Refusal]:
    """The place of the first action that is not possible after those before it, and why; (-1, NONE) for none.

    It is tried on a copy: nothing changes.
    """
    copy = state.clone()
    for index, action in enumerate(actions):
        refusal = check(copy.board, action)
        if refusal != Refusal.NONE:
            return index, refusal
        act(copy, action)
    return -1, Refusal.NONE


def act(state: State, action: Action) -> list[Event]:
    """Carry out a possible action and return what happened; raises IllegalAction otherwise."""
    board = state.board
    refusal = check(board, action)
    if refusal != Refusal.NONE:
        raise IllegalAction(refusal)
    before = len(board.history)
    board.minutes_left -= action.minutes(board)
    action.apply(state)
    return board.history[before:]


def _possible(board: Board, actions: list[Action]) -> list[Action]:
    return [action for action in actions if check(board, action) == Refusal.NONE]


def legal_actions(board: Board, inject: bool = False) -> list[Action]:
    """Every possible action in a fixed order; amounts are sampled at a few useful values. `inject` adds chaos."""
    actions: list[Action] = []
    for card in board.cards:
        if card.shown:
            actions.extend(card_options(board, card.index))
    for task in board.data:
        if task.shown:
            actions.extend(data_options(board, task.index))
    actions.extend(plan_options(board, inject))
    return _possible(board, actions)


def options_of(board: Board, which: int) -> list[Action]:
    """The possible actions about one thing: `which` (any number, wrapped) picks a card, a dataset or the plan."""
    index = which % (len(board.cards) + len(board.data) + 1)
    if index < len(board.cards):
        return _possible(board, card_options(board, index)) if board.cards[index].shown else []
    index -= len(board.cards)
    if index < len(board.data):
        return _possible(board, data_options(board, index)) if board.data[index].shown else []
    return _possible(board, plan_options(board, False))
