"""What follows a day besides the board: beats, the page in the night, rituals, the end. One screen at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from aiboard.engine.events import Action, Event
from aiboard.engine.legality import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ActionKind, EventKind, Refusal
from aiboard.engine.options import preview
from aiboard.instruments.errors import InputError
from aiboard.views import fmt
from aiboard.views.beats import Beat, BeatKind, beats

if TYPE_CHECKING:
    from aiboard.tui.host import Host
    from aiboard.tui.session import Session

Step = Callable[[], None]


class Moments:
    """A mixin of the board's screen: a queue of screens, each opened when the one before it is closed."""

    if TYPE_CHECKING:
        session: Session
        _queue: list[Step]

        @property
        def host(self) -> Host:
            """The program around the screens."""

        @property
        def animated(self) -> bool:
            """Animation is on."""

        def say(self, text: str, tone: str = "text", front: str = "") -> None:
            """A line."""

        def press_later(self, name: str) -> None:
            """What a key does."""

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
            if event.kind == EventKind.SPRINT_ENDED and not self.session.board.over:
                self._queue.append(partial(self._review, event.a))
            elif event.kind == EventKind.CLOSED:
                self._queue.append(self._ended)
        self._next()

    def _next(self, _: object = None) -> None:
        if self._queue:
            self._queue.pop(0)()

    # --- beats ---------------------------------------------------------------------------------------------

    def _launched(self, beat: Beat) -> None:
        self.host.open("launch", beat, then=self._next)

    def _paged(self, beat: Beat) -> None:
        """What now? Three choices, each an action of the board."""
        from aiboard.tui.screens.sheet import Item

        board = self.session.board
        choices = {
            "roll-back": Action(ActionKind.ROLL_BACK, beat.card),
            "review-canary": Action(ActionKind.REVIEW_CANARY, beat.card),
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
                self.host.dispatch(action)
            self._next()

        self.host.open("menu", f"{beat.title}. The phone.", items, list(beat.lines), then=answered)

    # --- rituals -------------------------------------------------------------------------------------------

    def _review(self, sprint: int) -> None:
        from aiboard.tui.screens.rituals import guessable

        def guessed(answer: str | None) -> None:
            if answer is None and sprint > 1:
                self._planning(sprint)
                return
            guess = int(answer) if answer else -1
            self.host.open("review", self.session, sprint, guess, then=lambda _: self._retro(sprint))

        if len(guessable(self.session.board)) > 1:
            self.host.open("guess", self.session, sprint, then=guessed)
        else:
            guessed("")

    def _retro(self, sprint: int) -> None:
        def answered(answer: str | None) -> None:
            if answer and answer != "none":
                try:
                    self.session.game.answer_retro(sprint, int(answer))
                except InputError as error:
                    self.host.say(error.message)
            self._planning(sprint)

        self.host.open("retro", self.session, sprint, then=answered)

    def _planning(self, sprint: int) -> None:
        def answered(answer: str | None) -> None:
            if answer in ("orders", "forecast", "add_idea"):
                self.press_later(answer)
            self._next()

        self.host.open("planning", self.session, then=answered)

    # --- the end -------------------------------------------------------------------------------------------

    def _ended(self) -> None:
        def chosen(way: Callable[[], None] | None) -> None:
            if way is not None:
                way()

        self.host.open("end", self.session, self.host, then=chosen)

    def injected(self, action: Action) -> None:
        """An injection was confirmed."""
        self.host.dispatch(action)


def _price(board: Board, action: Action) -> str:
    """What an action costs in money, for a menu's line."""
    cents = preview(board, action).cents
    return f"{fmt.money(cents)}; customers stop meeting it" if cents else "customers stop meeting it"
