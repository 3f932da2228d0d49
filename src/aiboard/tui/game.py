"""The app's open game, and `dispatch`, the one way in which a screen changes that game."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import App

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.saves import typed_path
from aiboard.tui.screens.base import BaseScreen
from aiboard.tui.screens.full import FullScreen
from aiboard.tui.settings import Settings, save

if TYPE_CHECKING:
    from aiboard.engine.happenings import Event
    from aiboard.engine.verbs import Action, Inject
    from aiboard.play.session import Session


class GameApp(App[int]):
    """An app in which one game may be open: the half of the `Host` that changes it.

    Attributes:
        settings: the player's settings, which remember the last game.
        session: the open game, or None.
        farewell: the line printed after leaving.
        unsaved: the game that was left is not all in its file.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.session: Session | None = None
        self.farewell = ""
        self.unsaved = False

    # --- telling the screens -------------------------------------------------------------------------------

    def notify_screens(self, events: list[Event]) -> None:
        """Tell the screens that show the game."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.handle_game_change(events)

    def say(self, text: str, tone: str = "warn") -> None:
        """One line on the screen that lies lowest under any dialogs."""
        # A dialog closes over what it caused: the line has to outlive it.
        for screen in reversed(self.screen_stack):
            if isinstance(screen, FullScreen):
                screen.tell(text, tone)
                return

    # --- changing it ---------------------------------------------------------------------------------------

    def dispatch(self, action: Action | str) -> list[Event] | None:
        """Do an action, given as itself or as its line; what happened, None when it was refused."""
        assert self.session is not None
        session = self.session
        events = self._apply_change(lambda: session.do(action))
        # Done without an event, such as a canary's review: without a word it would look as if nothing was pressed.
        if events == []:
            from aiboard.views.words import LATER

            self.say(LATER, "good")
        return events

    def inject(self, action: Inject) -> None:
        """Bring a disruption; in a watched game a sheet asks for a guess first."""
        assert self.session is not None
        session = self.session
        self._apply_change(lambda: session.inject(action))

    def end_day(self) -> bool:
        """End the day; False when the game may not be changed."""
        assert self.session is not None
        return self._apply_change(self.session.step) is not None

    def _apply_change(self, change: Callable[[], object]) -> list[Event] | None:
        assert self.session is not None
        board = self.session.board
        # The history is read afterwards: a refused action leaves it as it was.
        before = len(board.history)
        try:
            change()
        except InputError as error:
            self.say(error.message)
            return None
        # An action may have closed the sprint or the game: every screen looks at what really happened.
        happened = board.history[before:]
        self.notify_screens(happened)
        return happened

    def undo(self) -> None:
        """Take the last action or day back."""
        assert self.session is not None
        try:
            line = self.session.undo()
        except InputError as error:
            self.say(error.message)
            return
        self.notify_screens([])
        self.say(f"taken back: {line}; this game is practice now" if line else "nothing to take back")

    # --- its file ------------------------------------------------------------------------------------------

    def save_as(self, path: str) -> None:
        """Go on in another file."""
        assert self.session is not None
        try:
            target = typed_path(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            self.session.game.save_as(target)
        except InputError as error:
            self.say(str(error))
        except OSError as error:
            self.say(f"not saved: {error.strerror or error}: {path}")
        else:
            self.notify_screens([])
            self.say(f"saved: {target}; the game goes on in it", "good")

    def sync_soon(self, sync: Callable[[], None]) -> None:
        """A disk may take its time: wait for it in a thread, when the day has been painted. Closing waits for it."""
        # Painting first: a slow disk should not be felt under the fingers.
        self.call_after_refresh(self._sync, sync)

    def _sync(self, job: Callable[[], None]) -> None:
        asyncio.get_running_loop().run_in_executor(None, job).add_done_callback(self._synced)

    def _synced(self, future: asyncio.Future[None]) -> None:
        if future.exception() is not None:
            self.say(f"not saved: {clean(str(future.exception()), 200)}")
        if self.session is not None and self.session.game.trouble is not None:
            self.notify_screens([])

    def close_game(self) -> None:
        """Close the open game, remember where it lies, and say what is in the file."""
        session = self.session
        if session is None:
            return
        # Let go before it is closed: a callback that comes meanwhile finds no game.
        self.session = None
        game = session.game
        session.close()
        self.unsaved = bool(game.trouble)
        # A game that is over is nothing to continue.
        if game.path is not None:
            path_text = clean(str(game.path), 300)
            self.settings.last = "" if session.board.over else str(game.path.resolve())
            self.settings.last_line = clean(session.place(), 80)
            self.farewell = f"saved: {path_text}"
            if game.trouble:
                self.farewell = f"{clean(game.trouble, 300)}; what there is: {path_text}"
        # Only a game played to its end moves the mark of what comes next.
        if session.board.over and session.title not in self.settings.finished:
            self.settings.finished.append(session.title)
        save(self.settings)
