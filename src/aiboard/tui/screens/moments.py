"""What follows a day besides the board: beats, the page in the night, rituals, the end. One screen at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aiboard.engine.events import Action, Event
from aiboard.engine.kinds import ActionKind, EventKind, Refusal
from aiboard.engine.legality import check
from aiboard.views import fmt

if TYPE_CHECKING:
    from textual.app import App

    from aiboard.tui.app import AiBoard
    from aiboard.tui.session import Session

Step = Callable[[], None]


class Moments:
    """A mixin of the board's screen: a queue of screens, each opened when the one before it is closed."""

    if TYPE_CHECKING:
        session: Session
        app: App[object]
        _queue: list[Step]

        @property
        def game_app(self) -> AiBoard:
            """The app."""

        @property
        def animated(self) -> bool:
            """Animation is on."""

        def say(self, text: str, tone: str = "text", front: str = "") -> None:
            """A line."""

        def action_orders(self) -> None:
            """Orders."""

        def action_forecast(self) -> None:
            """Forecast."""

        def action_add_idea(self) -> None:
            """Idea."""

    def after(self, events: list[Event]) -> None:
        """Queue what these events call for, and begin."""
        for event in events:
            if event.kind == EventKind.SHARE_SET and event.a == 100 and self.animated:
                self._queue.append(lambda card=event.card: self._launched(card))  # type: ignore[misc]
            elif event.kind == EventKind.INCIDENT and not self.session.board.over:
                self._queue.append(lambda event=event: self._paged(event))  # type: ignore[misc]
            elif event.kind == EventKind.SPRINT_ENDED and not self.session.board.over:
                self._queue.append(lambda sprint=event.a: self._review(sprint))  # type: ignore[misc]
        if any(event.kind == EventKind.CLOSED for event in events):
            self._queue.append(self._ended)
        self._next()

    def _next(self, _: object = None) -> None:
        if self._queue:
            self._queue.pop(0)()

    # --- beats ---------------------------------------------------------------------------------------------

    def _launched(self, card: int) -> None:
        from aiboard.tui.screens.beat import Beat, launch

        scenario = self.session.game.resolved.scenario
        name = f"{fmt.short(self.session.world, card)} {fmt.title(self.session.world, card)}"
        customer = scenario.story.first_customer if scenario.story else None
        self.app.push_screen(Beat(launch(name, scenario.canvas.note or "", customer or "")), self._next)

    def _paged(self, event: Event) -> None:
        """02:14: what now? Three choices, each an action of the board."""
        from aiboard.tui.screens.menu import Item, Menu
        from aiboard.views.sentences import sentence

        board = self.session.board
        choices = {
            "back": Action(ActionKind.ROLL_BACK, event.card),
            "look": Action(ActionKind.REVIEW_CANARY, event.card),
        }
        items = []
        if check(board, choices["back"]) == Refusal.NONE:
            items.append(Item("back", "b", "Roll back", "customers get the model before it"))
        if check(board, choices["look"]) == Refusal.NONE:
            items.append(Item("look", "r", "Look closely", "an hour with what customers saw"))
        items.append(Item("wait", "z", "Leave it on", "decide in the morning"))

        def answered(name: str | None) -> None:
            action = choices.get(name or "")
            if action is not None:
                self.game_app.dispatch(action)
            self._next()

        told = sentence(board.world, event).text
        self.app.push_screen(Menu("02:14. The phone.", items, [told]), answered)

    # --- rituals -------------------------------------------------------------------------------------------

    def _review(self, sprint: int) -> None:
        from aiboard.tui.screens.rituals import Guess, Review
        from aiboard.views.families import families

        def guessed(answer: str | None) -> None:
            if answer is None and sprint > 1:
                self._planning(sprint)
                return
            guess = int(answer) if answer else -1
            self.app.push_screen(Review(self.session, sprint, guess), lambda _: self._retro(sprint))

        if sum(strip.decided > 0 for strip in families(self.session.board)) > 1:
            self.app.push_screen(Guess(self.session, sprint), guessed)
        else:
            guessed("")

    def _retro(self, sprint: int) -> None:
        from aiboard.tui.screens.rituals import Retro, killed_in

        if not killed_in(self.session.board, sprint):
            self._planning(sprint)
            return

        def answered(answer: str | None) -> None:
            if answer and answer != "none":
                self.session.take_back(sprint, answer)
            self._planning(sprint)

        self.app.push_screen(Retro(self.session, sprint), answered)

    def _planning(self, sprint: int) -> None:
        from aiboard.tui.screens.rituals import Planning

        def answered(answer: str | None) -> None:
            if answer == "orders":
                self.action_orders()
            elif answer == "forecast":
                self.action_forecast()
            elif answer == "idea":
                self.action_add_idea()
            self._next()

        self.app.push_screen(Planning(self.session), answered)

    # --- the end -------------------------------------------------------------------------------------------

    def _ended(self) -> None:
        from aiboard.tui.screens.end import EndScreen

        self.app.push_screen(EndScreen(self.session), self.end_chosen)

    def end_chosen(self, chosen: str | None) -> None:
        """What was chosen when the project had ended."""
        session, app = self.session, self.game_app
        if chosen == "again":
            app.open_new(session.title, session.game.seed)
        elif chosen == "new":
            app.open_new(session.title, None)
        elif chosen == "first":
            app.to_first()
        elif chosen == "leave":
            app.leave()
        elif chosen == "debrief":
            app.open_debrief()
