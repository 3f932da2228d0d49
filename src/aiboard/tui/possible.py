"""Which keys do something for the focused card: the views' menu asks the engine, nothing is decided here."""

from __future__ import annotations

from aiboard.engine.legality import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ActionKind, Chaos, Refusal, Source
from aiboard.engine.verbs import Action
from aiboard.tui.screens.card import KEYS
from aiboard.views.data.databoard import data_columns
from aiboard.views.decisions.menu import project_options, usual


def possible_keys(board: Board, card: int) -> list[str]:
    """Names of the board's keys that are possible now for a card (-1: none), in the order of the hint bar."""
    if card < 0:
        return []
    found: list[str] = []
    for kind, name in KEYS.items():
        if name not in found and check(board, usual(board, kind, card)) == Refusal.NONE:
            found.append(name)
    return found


def data_asks(board: Board) -> bool:
    """Whether a dataset waits for a decision."""
    return any(line.decide for column in data_columns(board) for line in column.lines)


def project_asks(board: Board) -> bool:
    """Whether something about the whole project can be done now that no card reminds of."""
    return any(not option.refused for option in project_options(board))


def may_inject(board: Board) -> bool:
    """Whether chaos may be injected in this game at all."""
    action = Action(ActionKind.INJECT, int(Chaos.GPU_SHORTAGE), 0, int(Source.PLAYER))
    return check(board, action) not in (Refusal.CHAOS_FORBIDDEN, Refusal.GAME_OVER)
