"""Approach families: what deciding cards has taught, one strip a family."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.engine.counts import Tally, is_decided
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.views import fmt
from aiboard.views.card.measure import QualityEstimate, best_of_family


@dataclass(frozen=True, slots=True)
class FamilyStrip:
    """A family on one line: `RAG: 4 decided, best now 86.1 (84–88)`.

    Attributes:
        family: index; name: cleaned.
        decided, killed, promoted: its decided cards, and which decision it was.
        active, waiting: its other shown cards, under way and not begun.
        best: the best of what its cards measure now, decided or not; None before the first.
    """

    family: int
    name: str
    decided: int
    active: int
    waiting: int
    killed: int
    promoted: int
    best: QualityEstimate | None

    @property
    def text(self) -> str:
        """The strip in words."""
        text = f"{self.name}: {self.decided} decided"
        if self.best is not None:
            text += f", best now {self.best.brief}"
        if self.active:
            text += f", {self.active} under way"
        return text

    @property
    def marks(self) -> str:
        """One glyph a card: promoted, killed, under way, not begun."""
        return "●" * self.promoted + "✗" * self.killed + "▶" * self.active + "·" * self.waiting


def families(board: Board) -> tuple[FamilyStrip, ...]:
    """All families in the scenario's order."""
    return tuple(strip(board, index) for index in range(len(board.world.families)))


def strip(board: Board, family: int) -> FamilyStrip:
    """One family's strip."""
    cards = [card for card in board.cards if card.shown and board.world.ideas[card.index].family == family]
    tally = Tally(cards)
    open_cards = [card for card in cards if not is_decided(card)]
    # Killed without a decision was never begun: neither active nor waiting.
    active = [card for card in open_cards if card.stage not in (Stage.BACKLOG, Stage.KILLED)]
    waiting = [card for card in open_cards if card.stage == Stage.BACKLOG]
    return FamilyStrip(
        family=family,
        name=fmt.family(board.world, family),
        decided=tally.decided,
        active=len(active),
        waiting=len(waiting),
        killed=tally.killed,
        promoted=tally.promoted,
        best=best_of_family(board, family),
    )
