"""What all screens and dialogs share: keys from the one table, parts that answer them, the cover under 80×24."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Event as Signal
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import Screen
from textual.widgets import Input

from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.tui import cells, keys
from aiboard.tui.cells import Line
from aiboard.tui.host import Host
from aiboard.tui.panel import Panel

if TYPE_CHECKING:
    from aiboard.engine.happenings import Event

MIN_COLUMNS: Final = 80
MIN_ROWS: Final = 24

Result = TypeVar("Result")
Found = TypeVar("Found")


def too_small(width: int, height: int) -> bool:
    """Whether the screens do not fit into a terminal of this size."""
    return width < MIN_COLUMNS or height < MIN_ROWS


class Cover(Panel):
    """Covers the screen while the terminal is under 80×24."""

    DEFAULT_CSS = "Cover { layer: cover; dock: top; height: 100%; width: 100%; display: none; }"

    def draw(self, width: int, height: int) -> list[Line]:
        """What is needed, what there is, and the way out."""
        look = self.look
        size = self.app.size
        # Each screen knows its own way out: a log viewer has no line mode.
        larger, leave = cast("BaseScreen[Any]", self.screen).SMALL_ADVICE
        lines = [
            [(f"aiboard needs {MIN_COLUMNS} × {MIN_ROWS}", look["strong"])],
            [(f"this terminal: {size.width} × {size.height}", look["warn"])],
            [(larger, look["text"])],
            [(leave, look["dim"])],
        ]
        if height < len(lines):
            return lines[:height]
        top = (height - len(lines)) // 2
        room = max(cells.width_of(text) for line in lines for text, _ in line)
        indent = max(0, (width - room) // 2)
        return [[]] * top + [[(" " * indent, look["text"]), *line] for line in lines]


class BaseScreen(Screen[Result]):
    """A screen or dialog. A subclass that names its row of `keys.SCREENS` in `SCREEN` gets the keys of that row.

    A key does `action_<name>` of the screen, or of the first of its `parts` that has it.
    """

    SCREEN: ClassVar[str]
    DEFAULT_CSS = """
    BaseScreen { layers: default cover; background: $background; color: $foreground; overflow: hidden; }
    """
    ALLOW_SELECT = False
    #: What to do in a terminal that is too small, and how to leave.
    SMALL_ADVICE: ClassVar[tuple[str, str]] = (
        "make it larger, or use aiboard --plain",
        "q leaves; other keys do nothing",
    )

    #: Objects besides the screen whose actions keys may do.
    parts: tuple[object, ...] = ()
    #: Ends the work that `run_steps` began last.
    _stop = Signal()

    def __init_subclass__(cls, **options: Any) -> None:
        # Made from the key table when the class is: a screen cannot bind a key that the help does not list.
        if "SCREEN" in vars(cls):
            cls.BINDINGS = keys.bindings(cls.SCREEN)
            options["inherit_bindings"] = False
        super().__init_subclass__(**options)

    @property
    def host(self) -> Host:
        """The program around the screens."""
        return cast("Host", self.app)

    def action_press(self, name: str, *args: str) -> object:
        """Do what a key is for; the result may have to be awaited."""
        # Keys that were typed before the one that left may come after it: there is no game any more.
        action = self.action_for(name) if not self.host.gone else None
        return action(*args) if action is not None else None

    def action_for(self, name: str) -> Callable[..., object] | None:
        """What does a key's action here; None when nothing does. Textual's own actions of a screen do not count."""
        method = f"action_{name}"
        # The screen first: it may want a key that one of its parts also knows.
        for part in (self, *self.parts):
            handler = getattr(type(part), method, None)
            if handler is not None and handler is not getattr(Screen, method, None):
                return cast("Callable[..., object]", getattr(part, method))
        return None

    def press_later(self, name: str) -> None:
        """The same once a dialog over this screen has gone."""
        self.call_later(self.action_press, name)

    def action_leave(self) -> None:
        """Leave the program."""
        self.host.leave()

    def action_settings(self) -> None:
        """Theme, animation, charts."""
        self.host.open("settings")

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close with a result; nothing when this is not the screen on top (any more).

        Keys typed fast wait in a screen's queue; those that come after the one that closed it must not close another,
        and Textual's own `dismiss` takes whatever is on top off the stack.
        """
        if self.app.screen is not self or self.host.gone:
            return AwaitComplete()
        return super().dismiss(result)

    def on_resize(self, event: events.Resize) -> None:
        """Show or hide the cover, and lay out anew."""
        covers = self.query(Cover)
        # A screen that is being closed has lost its parts already, and its last messages still come.
        if not covers:
            return
        cover = covers.first()
        # Laid out underneath all the same: it is whole when the terminal grows again.
        cover.display = too_small(event.size.width, event.size.height)
        cover.update()
        self.resized(event.size.width, event.size.height)

    def resized(self, width: int, height: int) -> None:
        """The terminal has another size."""

    def on_key(self, event: events.Key) -> None:
        """A letter of another alphabet does nothing here: say why."""
        letter = event.character or ""
        typing = isinstance(self.focused, Input)
        if letter.isalpha() and not letter.isascii() and not typing:
            self.tell(f"the keyboard is in another layout: '{clean(letter)}' is no key here; switch to Latin letters")

    def repaint(self) -> None:
        """Draw every panel again (after a change of theme or of state)."""
        for panel in self.query(Panel):
            panel.update()

    def tell(self, text: str, tone: str = "good") -> None:
        """Say one line on this screen."""
        raise NotImplementedError

    def run_in_thread(
        self,
        job: Callable[[], Found],
        done: Callable[[Found], None],
        failed: Callable[[str], None],
        group: str = "default",
    ) -> None:
        """Run a job in a thread, then tell what it found; or, whatever went wrong, why it failed."""
        # A screen that is left meanwhile no longer finds its app, and what was found may have to be closed.
        app = self.app

        def run() -> None:
            try:
                result = job()
            except InputError as error:
                app.call_from_thread(failed, str(error))
            # Whoever plays has to know which file it was; the name may hold anything.
            except OSError as error:
                path_text = f": {error.filename}" if error.filename else ""
                app.call_from_thread(failed, clean(f"{error.strerror or error}{path_text}", 300))
            except Exception as error:
                fault = f"a fault of the program: {type(error).__name__}: {error}"
                app.call_from_thread(failed, clean(fault, 300))
            else:
                app.call_from_thread(done, result)

        self.run_worker(run, thread=True, exit_on_error=False, group=group)

    def run_steps(
        self, steps: Callable[[], Iterable[Found]], show: Callable[[Found], None], failed: Callable[[str], None]
    ) -> None:
        """Work something out step by step in a thread and show each step; until it is done, left, or begun anew."""
        self._stop.set()
        # Its own event: a thread that is still at work for what was asked before must not be taken for this one.
        stop = self._stop = Signal()
        app = self.app

        def told(step: Found) -> None:
            if not stop.is_set():
                show(step)

        def run() -> None:
            for step in steps():
                if stop.is_set():
                    return
                app.call_from_thread(told, step)

        self.run_in_thread(run, lambda _: None, failed, "follow")

    def on_unmount(self) -> None:
        """Nobody looks at what is still being worked out."""
        self._stop.set()

    def handle_game_change(self, events: list[Event]) -> None:
        """The open game has changed."""
