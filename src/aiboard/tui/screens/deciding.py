"""What the deciding keys of the board do: ask where there is something to choose, then dispatch the action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiboard.engine.act import check, cost_min
from aiboard.engine.model.vocabulary import ActionKind, Chaos, Refusal, Source
from aiboard.engine.verbs import Action
from aiboard.views import fmt, words
from aiboard.views.decisions.menu import decision, usual

if TYPE_CHECKING:
    from textual.app import App

    from aiboard.play.session import Session
    from aiboard.tui.app import AiBoard
    from aiboard.tui.board import BoardView
    from aiboard.tui.decisions import Asking
    from aiboard.tui.widgets.dialog import Answer


class Deciding:
    """A mixin of the board's screen."""

    if TYPE_CHECKING:
        session: Session
        board_view: BoardView
        app: App[object]

        @property
        def game_app(self) -> AiBoard:
            """The app."""

        def say(self, text: str, tone: str = "text", front: str = "") -> None:
            """A line."""

    #: An injection that waits for Enter.
    pending: Action | None = None
    capitals: int = 0

    # --- asking --------------------------------------------------------------------------------------------

    def ask_card(self, kind: ActionKind, stay: bool = False) -> None:
        """Open the question of a card's action, or say why it is not possible."""
        card = self.board_view.card
        if card < 0:
            self.say("no card is under the cursor", "warn")
            return
        board = self.session.board
        action = usual(board, kind, card)
        refusal = check(board, action)
        if refusal not in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME):
            self._refused(action, refusal)
            return
        from aiboard.tui.decisions import asking

        self._open(asking(decision(board, kind, card)), stay)

    def _refused(self, action: Action, refusal: Refusal) -> None:
        from aiboard.actions.words import refusal as said

        board = self.session.board
        self.say(said(refusal, board, action, cost_min(board, action)), "warn")

    def _open(self, asking: Asking, stay: bool = False) -> None:
        from aiboard.tui.widgets.dialog import QuestionScreen

        def answered(answer: Answer | None) -> None:
            if answer is not None:
                self.do(asking.action(answer), stay)

        self.app.push_screen(QuestionScreen(asking.question), answered)

    def do(self, action: Action, stay: bool = False) -> None:
        """Do it; with `stay` the cursor remains in its column, where the next decision is."""
        card = self.board_view.card
        if stay:
            self.board_view.stay()
        if self.game_app.dispatch(action) is None and stay:
            self.board_view.focus_card(card)

    # --- the keys ------------------------------------------------------------------------------------------

    def action_start(self) -> None:
        """Start the card at once, its price was in view; what would keep it from moving is shown first."""
        card = self.board_view.card
        if card < 0:
            return
        action = Action(ActionKind.START, card)
        if self.session.against(action) is not None:
            self.ask_card(ActionKind.START, stay=True)
        else:
            self.do(action, stay=True)

    def action_hold(self) -> None:
        """Pause, or go on."""
        card = self.board_view.card
        if card >= 0:
            paused = self.session.board.cards[card].paused
            self.do(Action(ActionKind.RESUME if paused else ActionKind.PAUSE, card))

    def action_priority(self, digit: str) -> None:
        """Priority of the card."""
        card = self.board_view.card
        if card >= 0 and self.session.board.cards[card].priority != int(digit):
            self.do(Action(ActionKind.PRIORITISE, card, int(digit)))

    def action_kill(self) -> None:
        """Kill, with a reason."""
        self.ask_card(ActionKind.KILL, stay=True)

    def action_iterate(self) -> None:
        """Iterate."""
        self.ask_card(ActionKind.ITERATE)

    def action_evaluate(self) -> None:
        """Evaluate."""
        self.ask_card(ActionKind.EVALUATE)

    def action_promote(self) -> None:
        """Promote."""
        self.ask_card(ActionKind.PROMOTE)

    def action_ticket(self) -> None:
        """Write the ticket."""
        self.ask_card(ActionKind.TICKET)

    def action_deploy(self) -> None:
        """Set the share of traffic."""
        self.ask_card(ActionKind.DEPLOY)

    def action_roll_back(self) -> None:
        """Roll back."""
        self.ask_card(ActionKind.ROLL_BACK)

    def action_review(self) -> None:
        """Look at the canary."""
        if self.board_view.card >= 0:
            self.do(Action(ActionKind.REVIEW_CANARY, self.board_view.card))

    def action_add_idea(self) -> None:
        """Ask for an idea."""
        from aiboard.tui import decisions

        self._open(decisions.add_idea(self.session.board))

    def action_forecast(self) -> None:
        """Say two days."""
        from aiboard.tui import decisions

        self._open(decisions.forecast(self.session.board))

    def action_undo(self) -> None:
        """Take the last action or day back."""
        question = self.session.asks_before_undo()
        if not question:
            self.game_app.undo()
            return
        from aiboard.tui.screens.menu import Item, Menu

        def answered(name: str | None) -> None:
            if name:
                self.game_app.undo()

        items = [Item("undo", "u", "Take it back", ""), Item("", "", "Leave it as it is", "")]
        self.app.push_screen(Menu("Take back the last action or day?", items, [question]), answered)

    # --- chaos ---------------------------------------------------------------------------------------------

    def _inject(self, chaos: Chaos) -> None:
        board = self.session.board
        action = Action(ActionKind.INJECT, int(chaos), 0, int(Source.PLAYER))
        refusal = check(board, action)
        if refusal != Refusal.NONE:
            self._refused(action, refusal)
            return
        self.capitals += 1
        days = board.world.chaos_days[chaos]
        for_days = f", {fmt.days(days)}" if days > 1 else ""
        text = f"{words.CHAOS[chaos][:1].upper()}{words.CHAOS[chaos][1:]}{for_days}: Enter to inject, Esc"
        if self.capitals >= 3:
            text += "   (three capitals in a row: is caps lock on?)"
        self.pending = action
        self.say(text, "news", "▲")

    def settle_pending(self, key: str) -> bool:
        """A key while an injection waits: Enter does it, Esc drops it (True: used up), others drop it too."""
        action, self.pending = self.pending, None
        if action is None:
            return False
        if key == "enter":
            self.capitals = 0
            self.injected(action)
            return True
        return key == "escape"

    def injected(self, action: Action) -> None:
        """An injection was confirmed."""
        self.game_app.inject(action)

    def action_inject_gpu(self) -> None:
        """GPU shortage."""
        self._inject(Chaos.GPU_SHORTAGE)

    def action_inject_data(self) -> None:
        """Data issue."""
        self._inject(Chaos.DATA_ISSUE)

    def action_inject_regression(self) -> None:
        """Eval regression."""
        self._inject(Chaos.EVAL_REGRESSION)

    def action_inject_scope(self) -> None:
        """Scope change."""
        self._inject(Chaos.SCOPE_CHANGE)

    def action_inject_vendor(self) -> None:
        """Vendor delay."""
        self._inject(Chaos.VENDOR_DELAY)

    def action_inject_divergence(self) -> None:
        """A run lost to NaN."""
        self._inject(Chaos.DIVERGENCE)
