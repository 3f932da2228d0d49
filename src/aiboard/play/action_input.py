"""Before an action is done: what a typed line leaves to the evidence, and what speaks against an action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.actions.grammar import Turn, parse
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action, Promote, Start
from aiboard.views.decisions import menu
from aiboard.views.decisions.decision import Decision

if TYPE_CHECKING:
    from aiboard.game import Game


def parse_action(game: Game, line: str) -> Action | Turn:
    """What a typed line means. A kill without a learning gets the one that the dialog would have filled in.

    Without it the kill would teach its family nothing. A line of two words leaves the reason to the evidence too.
    """
    parsed = parse(line, game.world)
    return parsed if isinstance(parsed, Turn) else menu.complete_typed(game.board, parsed, line)


def decision_to_confirm(game: Game, action: Action) -> Decision | None:
    """The decision behind an action that something speaks against: a failed gate, a full stage. None for the others."""
    if not isinstance(action, (Promote, Start)) or game.check(action) != Refusal.NONE:
        return None
    decision = menu.decision_of(game.board, action)
    return decision if decision.warning else None
