"""What a board once showed and shows no more: slice scores of checkpoints that were trained on.

Everything else that was seen can be read from the history of the last board.
"""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.engine.model.board import Board


@dataclass(frozen=True)
class SliceScore:
    """A score of the weakest slice, with the checkpoint (runs it had) that it is of, and whether that had regressed."""

    runs: int
    regressed: bool
    score: int


class Memory:
    """Slice scores by card, checkpoint and version of the eval set; measured again, such a score stays the same."""

    def __init__(self, before: Memory | None = None) -> None:
        self._scores: dict[tuple[int, int, int], SliceScore] = {} if before is None else dict(before._scores)

    def observe(self, board: Board) -> None:
        """Note what this board shows; each morning is enough."""
        for card in board.cards:
            if card.slice_ppm:
                key = (card.index, card.version, board.set_version)
                self._scores.setdefault(key, SliceScore(card.version, bool(card.regressed), card.slice_ppm))

    def slices(self, card: int) -> list[SliceScore]:
        """All slice scores of a card."""
        return [score for (index, _, _), score in self._scores.items() if index == card]
