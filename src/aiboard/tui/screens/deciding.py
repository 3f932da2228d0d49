"""What the deciding keys of the board do: build the action, ask where there is something to choose, dispatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.engine.events import Action
from aiboard.engine.kinds import ActionKind

if TYPE_CHECKING:
    from aiboard.tui.app import AiBoard
    from aiboard.tui.board import BoardView
    from aiboard.tui.session import Session


class Deciding:
    """A mixin of the board's screen."""

    if TYPE_CHECKING:
        session: Session
        board_view: BoardView

        @property
        def game_app(self) -> AiBoard:
            """The app."""

        def say(self, text: str, tone: str = "text", front: str = "") -> None:
            """A line."""

    def _card(self) -> int:
        return self.board_view.card

    def _do(self, action: Action) -> None:
        self.game_app.dispatch(action)

    def _do_and_stay(self, action: Action) -> None:
        """Do it; the cursor stays in its column, where the next decision is."""
        card = self.board_view.card
        self.board_view.stay()
        if self.game_app.dispatch(action) is None:
            self.board_view.focus_card(card)

    def action_start(self) -> None:
        """Start the card."""
        self._do_and_stay(Action(ActionKind.START, self._card()))

    def action_ticket(self) -> None:
        """Write the ticket."""
        self._do(Action(ActionKind.TICKET, self._card()))

    def action_kill(self) -> None:
        """Kill."""
        self._do(Action(ActionKind.KILL, self._card()))

    def action_evaluate(self) -> None:
        """Evaluate."""
        self._do(Action(ActionKind.EVALUATE, self._card(), 3))

    def action_promote(self) -> None:
        """Promote."""
        self._do(Action(ActionKind.PROMOTE, self._card()))
