"""What follows a day besides the board: beats, the page in the night, rituals, the end. One screen at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from aiboard.engine.act import check
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import Closed, SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action, ReviewCanary, RollBack
from aiboard.instruments.errors import InputError
from aiboard.views import fmt
from aiboard.views.beats import Beat, BeatKind, beats

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
        scenario = self.session.game.resolved.scenario
        for beat in beats(self.session.board, events, scenario):
            if beat.kind == BeatKind.LAUNCH and self.animated:
                self._queue.append(partial(self._launched, beat))
            elif beat.kind == BeatKind.PAGE and not self.session.board.over:
                self._queue.append(partial(self._paged, beat))
            elif beat.kind in (BeatKind.CHAOS, BeatKind.REGRESSION):
                self.say(beat.plain, "bad", beat.glyph)
            elif beat.kind == BeatKind.LAUNCH:
                self.say(beat.plain, "good", beat.glyph)
        for event in events:
            if isinstance(event, SprintEnded) and not self.session.board.over:
                self._queue.append(partial(self._review, event.sprint))
            elif isinstance(event, Closed):
                self._queue.append(self._ended)
        self._next()

    def _next(self, _: object = None) -> None:
        if self._queue:
            self._queue.pop(0)()

    # --- beats ---------------------------------------------------------------------------------------------

    def _launched(self, beat: Beat) -> None:
        from aiboard.tui.screens.beat import BeatScreen

        self.app.push_screen(BeatScreen(beat), self._next)

    def _paged(self, beat: Beat) -> None:
        """What now? Three choices, each an action of the board."""
        from aiboard.tui.screens.menu import Item, Menu

        board = self.session.board
        choices = {
            "roll-back": RollBack(beat.card),
            "review-canary": ReviewCanary(beat.card),
        }
        words = {
            "roll-back": ("b", "Roll back", _price(board, choices["roll-back"])),
            "review-canary": ("r", "Look closely", "what did customers see?"),
            "wait": ("z", "Leave it on", "decide in the morning"),
        }
        items = [
            Item(name, *words[name])
            for name in beat.choices
            if name not in choices or check(board, choices[name]) == Refusal.NONE
        ]

        def answered(name: str | None) -> None:
            action = choices.get(name or "")
            if action is not None:
                self.game_app.dispatch(action)
            self._next()

        self.app.push_screen(Menu(f"{beat.title}. The phone.", items, list(beat.lines)), answered)

    # --- rituals -------------------------------------------------------------------------------------------

    def _review(self, sprint: int) -> None:
        from aiboard.tui.screens.rituals import Guess, Review, guessable

        def guessed(answer: str | None) -> None:
            if answer is None and sprint > 1:
                self._planning(sprint)
                return
            guess = int(answer) if answer else -1
            self.app.push_screen(Review(self.session, sprint, guess), lambda _: self._retro(sprint))

        if len(guessable(self.session.board)) > 1:
            self.app.push_screen(Guess(self.session, sprint), guessed)
        else:
            guessed("")

    def _retro(self, sprint: int) -> None:
        from aiboard.tui.screens.rituals import Retro

        def answered(answer: str | None) -> None:
            if answer and answer != "none":
                try:
                    self.session.game.answer_retro(sprint, int(answer))
                except InputError as error:
                    self.game_app.complain(error.message)
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


def _price(board: Board, action: Action) -> str:
    """What an action costs in money, for a menu's line."""
    cents = action.preview(board).cents
    return f"{fmt.money(cents)}; customers stop meeting it" if cents else "customers stop meeting it"
