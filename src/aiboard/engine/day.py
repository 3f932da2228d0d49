"""The day: new orders, chaos, data, compute, training, evaluation, deployment, production, accounting, then orders."""

from aiboard.engine import invariants, orders
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.fields import copy_ledger
from aiboard.engine.model.state import State
from aiboard.engine.moves import log, show_idea
from aiboard.engine.systems import accounting, chaos, compute, data, deployment, evaluation, production, training


def advance(state: State) -> list[Event]:
    """End the current day: everything that happens on it, then the next morning. Does nothing once the game is over."""
    board = state.board
    if board.over:
        return []
    before = len(board.history)
    board.before = copy_ledger(board.ledger)
    orders.run_new(state)
    chaos.run(state)
    data.run(state)
    compute.run(state)
    training.run(state)
    evaluation.run(state)
    deployment.run(state)
    production.run(state)
    accounting.run(state)
    chaos.end_of_day(board)
    invariants.check_day(state)
    _next_morning(state)
    return board.history[before:]


def _next_morning(state: State) -> None:
    board = state.board
    world = state.world
    if board.day % world.sprint_days == 0:
        log(board, SprintEnded(sprint=board.sprint(), decided=board.decided_sprint))
        board.decided_sprint = 0
        board.added_sprint = 0
    if board.day >= world.days:
        accounting.close(state)
        return
    board.day += 1
    board.minutes_left = world.minutes
    if (board.day - 1) % world.sprint_days == 0:
        _propose(state)
    orders.run(state)


def _propose(state: State) -> None:
    """Ideas their people bring to this sprint's planning."""
    board = state.board
    sprint = board.sprint()
    for card in board.cards:
        if not card.shown and state.world.ideas[card.index].ready_sprint == sprint:
            show_idea(board, card)
