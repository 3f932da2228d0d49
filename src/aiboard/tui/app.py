"""The app: themes, screens, which game is opened, and the way out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen

from aiboard.play import DEFAULT_WATCH_BOT, DEFAULT_WATCH_SCENARIO, TUTORIAL_SCENARIO
from aiboard.tui import catalogue, copying, keys, router, terminal, themes
from aiboard.tui.game import GameApp
from aiboard.tui.glyphs import PlainText
from aiboard.tui.host import KeyCommand
from aiboard.tui.options import Options
from aiboard.tui.screens import opening
from aiboard.tui.screens.base import BaseScreen, too_small
from aiboard.tui.screens.opening import GameRequest
from aiboard.tui.settings import Settings, save

if TYPE_CHECKING:
    from aiboard.play.session import Session

_WHILE_SMALL: Final = frozenset({"q", "ctrl+c", "ctrl+q"})
"""Keys that hold while the screens do not fit: nobody should decide what cannot be seen."""


class AiBoard(GameApp):
    """The game in a terminal; to its screens it is the `Host`.

    Attributes:
        table: the key table with the player's keymap.
        palette: the colours in use.
        colourless: NO_COLOR.
        failure: what kept the command line's wish from being fulfilled; the launcher raises it.
        fault: what ended the program without anybody wanting it.
    """

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("program")

    def __init__(self, options: Options, settings: Settings, colourless: bool = False) -> None:
        super().__init__(settings)
        self.options = options
        self.failure: Exception | None = None
        self.fault: BaseException | None = None
        self.colourless = colourless
        self._plain_text = PlainText(getattr(sys.__stderr__, "encoding", None) or "utf-8")
        self._leaving = False
        self.gone = False
        #: The drill that a game is played for.
        self._drill: tuple[object, ...] = ()
        # The settings judged the keymap when they were read; a clash here would be a defect.
        self.table = keys.remap(settings.keymap) if settings.keymap else keys.TABLE
        self.palette = themes.palette("mono" if colourless else settings.theme)
        # Registered first: an unknown theme's name is an error.
        for theme in themes.textual_themes():
            self.register_theme(theme)
        self.theme = "ansi-dark" if colourless else themes.textual_name(settings.theme)
        if settings.keymap:
            self.set_keymap({name: value.replace(" ", ",") for name, value in settings.keymap.items()})

    # --- life ----------------------------------------------------------------------------------------------

    def get_driver_class(self) -> type[Driver]:
        """Ours, which no input can stop."""
        return terminal.driver_class(self.leave_now) or super().get_driver_class()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and last of all the one that lets no acting character through."""
        return [*super().get_line_filters(), self._plain_text]

    async def on_event(self, event: events.Event) -> None:
        """Drop what is typed before there is a screen (textual 8.2 would end on it) or while the screen is covered."""
        if isinstance(event, events.InputEvent | events.Paste):
            if not self.screen_stack:
                return
            if too_small(*self.size):
                if isinstance(event, events.Key) and event.key in _WHILE_SMALL:
                    self.action_press("quit")
                return
        await super().on_event(event)

    def on_mount(self) -> None:
        """Handlers of signals."""
        terminal.add_signal_handlers(self.leave_now)

    def on_unmount(self) -> None:
        """Give the signals back."""
        terminal.remove_signal_handlers()

    def get_default_screen(self) -> Screen[Any]:
        """The first screen, or at once what the command line asked for."""
        options = self.options
        if options.runs is not None:
            return router.make("log", *options.runs)
        if options.lab is not None:
            return router.make("lab", options.lab)
        if options.drill is not None:
            return router.make("drill", *options.drill)
        if options.resume is not None:
            return opening.resume(options.resume, self.settings.coach, fatal=True)
        if options.watch_bot is not None:
            return opening.watch(
                GameRequest(options.scenario or TUTORIAL_SCENARIO, options.seed), options.watch_bot, fatal=True
            )
        if options.scenario is not None:
            request = GameRequest(options.scenario, options.seed, options.save, options.inject)
            return opening.new_game_screen(request, self.settings.coach, fatal=True)
        return router.make("first")

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours: the launcher tells about it in one line, when the terminal is as it was."""
        # The first one: what follows is mostly its consequence.
        self.fault = self.fault or error
        super()._handle_exception(error)

    def panic(self, *renderables: Any) -> None:
        """A fault in a thread of textual's."""
        self.fault = self.fault or sys.exception() or RuntimeError("the terminal's input ended")
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """No traceback on the terminal; see `fault`."""

    def action_press(self, name: str) -> None:
        """The keys that hold everywhere, dialogs and search lines included."""
        if name == "quit":
            self.leave()
        else:
            self.action_suspend_process()

    def leave(self) -> None:
        """Leave. Every action is in the save already; when it is not, ask first; asked again, leave."""
        # There may be room again since the last action.
        trouble = self.session.game.save_again() if self.session is not None else None
        if trouble and not self._leaving:
            self._leaving = True
            self._ask_to_leave(trouble)
        else:
            self.leave_now()

    def _ask_to_leave(self, trouble: str) -> None:
        from aiboard.tui.screens.dialog import Item

        items = [
            Item(KeyCommand("stay"), "", "Stay", "go on playing; it is tried again with each action"),
            Item(KeyCommand("save_as"), "s", "Save as", "put the whole game into another file"),
            Item(KeyCommand("leave"), "q", "Leave", "what is not in the file is lost"),
        ]
        self.open("menu", "Not everything is saved", items, [trouble], then=self._asked_to_leave)

    def _asked_to_leave(self, chosen: KeyCommand | None) -> None:
        if chosen == KeyCommand("leave"):
            self.leave_now()
            return
        self._leaving = False
        board = self._board()
        if chosen == KeyCommand("save_as") and board is not None:
            board.press_later("save_as")

    def leave_now(self) -> None:
        """Leave without a question; the place is written down and said."""
        self.gone = True
        # The game first: textual may take a moment to end, and a second signal may not wait for it.
        self.close_game()
        self.exit()

    def fail(self, error: Exception) -> None:
        """Leave because the command line's wish cannot be fulfilled."""
        self.failure = error
        self.gone = True
        self.close_game()
        self.exit(return_code=2)

    async def action_quit(self) -> None:
        """Textual's own way out is ours."""
        self.leave()

    # --- screens -------------------------------------------------------------------------------------------

    def open(self, screen: str, *args: object, then: Callable[[Any], None] | None = None) -> None:
        """Open a screen of the router's table; `then` gets its result when it has closed."""

        def closed(result: Any) -> None:
            # Left meanwhile: there is no game any more that an answer could be of.
            if then is not None and not self.gone:
                then(result)

        self.push_screen(router.make(screen, *args), closed)

    def to_first(self) -> None:
        """Close the game and go back to the first screen."""
        self.close_game()
        self._to_base()
        # The lowest screen may be the one that the command line asked for.
        first = router.make("first")
        # Opened from the command line, the first screen was never on the stack.
        if type(self.screen) is not type(first):
            self.push_screen(first)
        drill, self._drill = self._drill, ()
        if drill:
            self.open("drill", *drill)

    def _to_base(self) -> None:
        """Take every screen off the lowest one, which Textual never lets go."""
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def _board(self) -> BaseScreen[Any] | None:
        """The screen of the open game."""
        boards = [one for one in self.screen_stack if getattr(one, "SCREEN", "") in ("board", "watch")]
        return boards[0] if boards and isinstance(boards[0], BaseScreen) else None

    def apply_settings(self) -> None:
        """Use the settings as they are now, and write them down."""
        if not self.colourless:
            self.palette = themes.palette(self.settings.theme)
            self.theme = themes.textual_name(self.settings.theme)
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.repaint()
        wrong = save(self.settings)
        if wrong:
            self.say(wrong)

    def copy(self, text: str, name: str) -> str:
        """Write a text to a file beside the save and ask the terminal to copy it; one line about what was done."""
        path = self.session.game.path if self.session is not None else None
        body, message = copying.write_out(text, path, name)
        if self._driver is not None:
            # Nothing answers this escape sequence, so that nobody can say "copied".
            self._driver.write(terminal.clipboard(body))
        return f"{message}; the terminal was asked to copy it too"

    # --- opening games -------------------------------------------------------------------------------------

    def play(self, scenario: str | None = None, seed: int | None = None) -> None:
        """Deal a game: of the next scenario without a name."""
        self._drill = ()
        if scenario is None:
            first = TUTORIAL_SCENARIO not in self.settings.finished
            after = None if first else catalogue.next_scenario(self.settings.finished)
            scenario = TUTORIAL_SCENARIO if first else after.key if after else catalogue.FALLBACK
        open_now = self.session is not None and self.session.title == scenario
        # The scenario's own seed is for a first meeting: who has played it wants other luck.
        again = open_now or scenario in self.settings.finished
        self.push_screen(opening.new_game_screen(GameRequest(scenario, seed, again=again), self.settings.coach))

    def play_in_drill(self, scenario: str, save: str, drill: tuple[object, ...]) -> None:
        """Play for a drill, which comes back afterwards."""
        if save:
            self.resume(save)
        else:
            self.play(scenario)
        self._drill = drill

    @property
    def way_back(self) -> str:
        """Where `to_first` leads."""
        return "Back to the drill" if self._drill else "Other games"

    def watch_bot(self, scenario: str | None = None) -> None:
        """Let a bot play."""
        self.push_screen(opening.watch(GameRequest(scenario or DEFAULT_WATCH_SCENARIO), DEFAULT_WATCH_BOT))

    def resume(self, path: str | Path) -> None:
        """Go on with a save."""
        self._drill = ()
        self.push_screen(opening.resume(path, self.settings.coach))

    def show_game(self, session: Session, screen: str) -> None:
        """A game has been opened: show it in place of the opening screen."""
        # Only now: a game that could not be opened must not cost the one that is.
        self.close_game()
        self.session = session
        session.game.sync_soon = self.sync_soon
        self._to_base()
        self.open(screen, session)
