"""The app: themes, screens, the one open game, and `dispatch`, the one way in which a screen changes that game."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.play import FIRST, WATCHED
from aiboard.tui import keys, signals, themes
from aiboard.tui.filters import PlainText
from aiboard.tui.launch import Options
from aiboard.tui.screens.base import GameBase
from aiboard.tui.settings import Settings, save

if TYPE_CHECKING:
    from aiboard.engine.happenings import Event
    from aiboard.engine.verbs import Action
    from aiboard.play.session import Session



class AiBoard(App[int]):
    """The game in a terminal.

    Attributes:
        settings: the player's settings.
        session: the open game, or None.
        table: the key table with the player's keymap.
        palette: the colours in use.
        failure: what kept the command line's wish from being fulfilled; the launcher raises it.
        farewell: the line printed after leaving.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = []

    def __init__(self, options: Options, settings: Settings, colourless: bool = False) -> None:
        super().__init__()
        self.options = options
        self.settings = settings
        self.session: Session | None = None
        self.failure: InputError | None = None
        self.farewell = ""
        self.colourless = colourless
        self._plain_text = PlainText()
        self.table = keys.remapped(settings.keymap) if settings.keymap else keys.TABLE
        self.palette = themes.palette("mono" if colourless else settings.theme)
        for theme in themes.textual_themes():
            self.register_theme(theme)
        self.theme = "ansi-dark" if colourless else themes.textual_name(settings.theme)
        if settings.keymap:
            self.set_keymap({name: value.replace(" ", ",") for name, value in settings.keymap.items()})

    # --- life ----------------------------------------------------------------------------------------------

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and last of all the one that lets no acting character through."""
        return [*super().get_line_filters(), self._plain_text]

    async def on_event(self, event: events.Event) -> None:
        """What is typed before there is a screen is dropped; textual 8.2 would end the program on it."""
        if isinstance(event, events.InputEvent) and not self.screen_stack:
            return
        await super().on_event(event)

    def on_mount(self) -> None:
        """Handlers of signals."""
        signals.install(self.leave)

    def get_default_screen(self) -> Screen[Any]:
        """The first screen, or at once what the command line asked for."""
        wish = self.options
        if wish.resume is not None or wish.scenario is not None or wish.watch_bot is not None:
            from aiboard.tui import opening

            return opening.from_options(wish)
        from aiboard.tui.screens.first import FirstScreen

        return FirstScreen()

    def on_unmount(self) -> None:
        """Give the signals back."""
        signals.remove()

    def leave(self) -> None:
        """Leave the program. Every action is in the save already; the place is written down and said."""
        self.close_game()
        self.exit()

    def fail(self, error: InputError) -> None:
        """Leave because the command line's wish cannot be fulfilled."""
        self.failure = error
        self.close_game()
        self.exit(return_code=2)

    async def action_quit(self) -> None:
        """Textual's own way out is ours."""
        self.leave()

    def action_help_quit(self) -> None:
        """ctrl+c leaves too; nothing is lost by it."""
        self.leave()

    def close_game(self) -> None:
        """Close the open game and remember where it lies."""
        session = self.session
        if session is None:
            return
        self.session = None
        game = session.game
        if game.path is not None and not game.read_only:
            self.settings.last = "" if session.board.over else str(game.path.resolve())
            self.settings.last_line = clean(session.place(), 80)
            self.farewell = f"saved: {clean(str(game.path), 300)}"
            if game.trouble:
                self.farewell = f"not saved: {clean(game.trouble, 300)}"
        if session.board.over and session.title not in self.settings.finished:
            self.settings.finished.append(session.title)
        save(self.settings)
        session.close()

    # --- what screens ask for ------------------------------------------------------------------------------

    def dispatch(self, action: Action | str) -> list[Event] | None:
        """Do one action. What happened, or None when it was refused; the reason is shown then."""
        assert self.session is not None
        try:
            events = self.session.do(action)
        except InputError as error:
            self.complain(error.message)
            return None
        self.changed(events)
        return events

    def inject(self, action: Action) -> None:
        """Bring a disruption."""
        assert self.session is not None
        try:
            events = self.session.inject(action)
        except InputError as error:
            self.complain(error.message)
            return
        self.changed(events)

    def dispatch_line(self, line: str) -> None:
        """Do a typed action; `end` ends the day."""
        if line.strip().lower() == "end":
            self.end_day()
        else:
            self.dispatch(line)

    def end_day(self) -> bool:
        """End the day; False when the game may not be changed."""
        assert self.session is not None
        before = len(self.session.board.history)
        try:
            self.session.step()
        except InputError as error:
            self.complain(error.message)
            return False
        self.changed(self.session.board.history[before:])
        return True

    def save_as(self, path: str) -> None:
        """Go on in another file."""
        assert self.session is not None
        from pathlib import Path

        target = Path(path).expanduser()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.session.game.save_as(target)
        except InputError as error:
            self.complain(str(error))
        except OSError as error:
            self.complain(f"not saved: {error.strerror or error}: {path}")
        else:
            self.complain(f"saved: {target}; the game goes on in it")

    def undo(self) -> None:
        """Take the last action or day back."""
        assert self.session is not None
        try:
            line = self.session.undo()
        except InputError as error:
            self.complain(error.message)
            return
        self.changed([])
        self.complain(f"taken back: {line}; this game is practice now" if line else "nothing to take back")

    def changed(self, events: list[Event]) -> None:
        """Tell the screens that show the game."""
        from aiboard.tui.screens.game import GameScreen

        for screen in self.screen_stack:
            if isinstance(screen, GameScreen):
                screen.changed(events)

    def complain(self, message: str) -> None:
        """Say why something is not possible."""
        from aiboard.tui.screens.game import GameScreen

        for screen in reversed(self.screen_stack):
            if isinstance(screen, GameScreen):
                screen.say(message, "warn")
                return
            if isinstance(screen, GameBase):
                screen.tell(message)
                return

    def go_to_card(self, card: int) -> None:
        """Back to the board, with the cursor on a card."""
        from aiboard.tui.screens.game import GameScreen

        while not isinstance(self.screen, GameScreen) and len(self.screen_stack) > 1:
            self.pop_screen()
        if isinstance(self.screen, GameScreen):
            self.screen.board_view.focus_card(card)
            self.screen.show_board()

    def open_orders(self) -> None:
        """The orders' sheet over the board."""
        from aiboard.tui.screens.game import GameScreen

        for screen in self.screen_stack:
            if isinstance(screen, GameScreen):
                screen.call_later(screen.action_orders)

    def apply_settings(self) -> None:
        """Use the settings as they are now, and write them down."""
        if not self.colourless:
            self.palette = themes.palette(self.settings.theme)
            self.theme = themes.textual_name(self.settings.theme)
        for screen in self.screen_stack:
            if isinstance(screen, GameBase):
                screen.repaint()
        wrong = save(self.settings)
        if wrong:
            self.complain(wrong)

    # --- opening games -------------------------------------------------------------------------------------

    def next_scenario(self) -> str:
        """What `Play` plays: the first scenario, then the one the list marks as next."""
        if FIRST not in self.settings.finished:
            return FIRST
        from aiboard.tui.catalogue import next_after

        return next_after(self.settings.finished)

    def open_next(self) -> None:
        """Play."""
        from aiboard.tui import opening

        scenario = self.next_scenario()
        self.push_screen(opening.new(scenario))

    def open_new(self, scenario: str, seed: int | None) -> None:
        """Another game of a scenario, in place of the open one."""
        from aiboard.tui import opening

        self.push_screen(opening.new(scenario, seed, again=True))

    def open_debrief(self) -> None:
        """The scored analysis of the open game."""
        from aiboard.tui.screens.debrief import DebriefScreen

        assert self.session is not None
        self.push_screen(DebriefScreen(self.session))

    def open_last(self) -> None:
        """Go on with the last game."""
        from aiboard.tui import opening

        self.push_screen(opening.resume(self.settings.last))

    def open_watch(self, scenario: str = WATCHED) -> None:
        """Watch a bot."""
        from aiboard.tui import opening

        self.push_screen(opening.watch(scenario))

    def started(self, session: Session, make: Callable[[Session], GameBase]) -> None:
        """A game has been opened: show it in place of the opening screen."""
        self.close_game()
        self.session = session
        session.game.sync_soon = self.sync_soon
        self._to_base()
        self.push_screen(make(session))

    def sync_soon(self, sync: Callable[[], None]) -> None:
        """A disk may take its time: wait for it in a thread, when the day has been painted. Closing waits for it."""
        self.call_after_refresh(self._sync, sync)

    def _sync(self, job: Callable[[], None]) -> None:
        asyncio.get_running_loop().run_in_executor(None, job).add_done_callback(self._synced)

    def _synced(self, _: object) -> None:
        if self.session is not None and self.session.game.trouble is not None:
            self.changed([])

    def to_first(self) -> None:
        """Back to the first screen; the game is closed."""
        self.close_game()
        self._to_base()
        from aiboard.tui.screens.first import FirstScreen

        if not isinstance(self.screen, FirstScreen):
            self.push_screen(FirstScreen())

    def _to_base(self) -> None:
        """Take every screen off the lowest one, which Textual never lets go."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
