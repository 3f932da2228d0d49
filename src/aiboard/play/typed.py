"""Before an action is done: what a typed line leaves to the evidence, and what speaks against an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.actions.grammar import Turn, parse
from aiboard.engine.events import Action
from aiboard.engine.model.vocabulary import ActionKind, Reason, Refusal
from aiboard.views.decisions.decision import Decision
from aiboard.views.decisions.menu import decision_of

if TYPE_CHECKING:
    from aiboard.game import Game


def typed(game: Game, line: str) -> Action | Turn:
    """What a typed line means. A kill without a learning gets the one that the dialog would have filled in.

    Without it the kill would teach its family nothing. A line of two words leaves the reason to the evidence too.
    """
    found = parse(line, game.world)
    if isinstance(found, Turn) or found.kind != ActionKind.KILL or found.text:
        return found
    if game.check(found) != Refusal.NONE:
        return found
    suggested = decision_of(game.board, found).action
    bare = found.x == Reason.OTHER and len(line.split()) == 2
    return Action(found.kind, found.target, suggested.x if bare else found.x, text=suggested.text)


def against(game: Game, action: Action) -> Decision | None:
    """The decision behind an action that something speaks against: a failed gate, a full stage. None for the others."""
    if action.kind not in (ActionKind.PROMOTE, ActionKind.START) or game.check(action) != Refusal.NONE:
        return None
    found = decision_of(game.board, action)
    return found if found.warning else None
