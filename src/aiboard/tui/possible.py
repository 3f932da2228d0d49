"""Which keys do something for the focused card: the engine is asked, nothing is decided here."""

from __future__ import annotations

from aiboard.engine.board import Board
from aiboard.engine.events import Action
from aiboard.engine.kinds import ActionKind, Change, Chaos, Reason, Refusal, Source
from aiboard.engine.legality import check
from aiboard.engine.options import SEED_CHOICES
from aiboard.engine.outlook import next_share

#: Key names in the order of the hint bar.
_KINDS = {
    "start": ActionKind.START,
    "ticket": ActionKind.TICKET,
    "evaluate": ActionKind.EVALUATE,
    "promote": ActionKind.PROMOTE,
    "iterate": ActionKind.ITERATE,
    "deploy": ActionKind.DEPLOY,
    "review": ActionKind.REVIEW_CANARY,
    "kill": ActionKind.KILL,
    "roll_back": ActionKind.ROLL_BACK,
    "hold": ActionKind.PAUSE,
}


def trial(board: Board, kind: ActionKind, card: int) -> Action:
    """The plainest form of an action on a card, to ask whether it is possible at all."""
    if kind == ActionKind.KILL:
        return Action(kind, card, int(Reason.OTHER))
    if kind == ActionKind.ITERATE:
        return Action(kind, card, int(Change.LONGER))
    if kind == ActionKind.EVALUATE:
        return Action(kind, card, SEED_CHOICES[0])
    if kind == ActionKind.DEPLOY:
        return Action(kind, card, next_share(board.cards[card]) or 100)
    if kind in (ActionKind.PAUSE, ActionKind.RESUME):
        return Action(ActionKind.RESUME if board.cards[card].paused else ActionKind.PAUSE, card)
    return Action(kind, card)


def possible_actions(board: Board, card: int) -> list[tuple[str, Action]]:
    """Key names and plainest actions possible now for a card (-1: none)."""
    if card < 0:
        return []
    found = []
    for name, kind in _KINDS.items():
        action = trial(board, kind, card)
        if check(board, action) == Refusal.NONE:
            found.append((name, action))
    return found


def may_inject(board: Board) -> bool:
    """Whether chaos may be injected in this game at all."""
    action = Action(ActionKind.INJECT, int(Chaos.GPU_SHORTAGE), 0, int(Source.PLAYER))
    return check(board, action) not in (Refusal.CHAOS_FORBIDDEN, Refusal.GAME_OVER)
