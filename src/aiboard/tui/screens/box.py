"""A box of lines over the screen it was opened from: menus, settings, rituals. One canvas, keys from the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from aiboard.instruments.text import clean
from aiboard.tui import paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.closing import Closing
from aiboard.tui.paint import Span

if TYPE_CHECKING:
    from aiboard.tui.app import AiBoard

Result = TypeVar("Result")
Lines = list[list[Span]]


class _Sheet(Canvas):
    """Draws its box's lines; a window over them follows the cursor."""

    DEFAULT_CSS = "_Sheet { height: 1fr; }"

    def __init__(self, box: Box[object]) -> None:
        super().__init__()
        self.box = box
        self.first = 0

    def draw(self, width: int, height: int) -> Lines:
        """The part of the lines that fits, the cursor's line in it."""
        lines = self.box.lines(width)
        cursor = self.box.cursor_line()
        if len(lines) <= height:
            self.first = 0
        else:
            self.first = max(0, min(self.first, len(lines) - height))
            if cursor is not None:
                self.first = max(min(self.first, max(0, cursor - 1)), cursor - height + 2)
                self.first = max(0, min(self.first, len(lines) - height))
        return lines[self.first : self.first + height]


class Box(Closing[Result], ModalScreen[Result]):
    """A modal box. A subclass gives `lines`; `width` is the widest it gets."""

    DEFAULT_CSS = """
    Box { align: center middle; background: $background 60%; }
    Box:ansi { background: ansi_default; }
    Box > Vertical {
        height: auto; padding: 1 2; background: $surface; border: round $primary;
        border-title-style: bold; border-title-color: $foreground; border-subtitle-color: $foreground 60%;
    }
    Box > Vertical:ansi { background: ansi_default; }
    Box Canvas { background: $surface; }
    Box:ansi Canvas { background: ansi_default; }
    """
    ALLOW_SELECT = False
    TITLE: ClassVar[str] = ""
    WIDTH: ClassVar[int] = 64
    #: The keys of the box, shown in its lower edge.
    KEYS: ClassVar[str] = "⏎ choose   Esc back"

    def __init__(self) -> None:
        super().__init__()
        self.at = 0
        self.sheet = _Sheet(cast("Box[object]", self))

    @property
    def game_app(self) -> AiBoard:
        """The app, typed."""
        return cast("AiBoard", self.app)

    def lines(self, width: int) -> Lines:
        """What the box says."""
        raise NotImplementedError

    def cursor_line(self) -> int | None:
        """The line that must be in view."""
        return None

    def heading(self) -> str:
        """The box's title."""
        return self.TITLE

    def compose(self) -> ComposeResult:
        """The sheet in its frame."""
        with Vertical() as frame:
            frame.border_title = Content(clean(self.heading(), 100))
            frame.border_subtitle = Content(self.KEYS)
            yield self.sheet

    def on_mount(self) -> None:
        """Size it."""
        self._lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Size it again."""
        self._lay_out()

    def redraw(self) -> None:
        """After a change: the box may have grown."""
        self._lay_out()
        self.sheet.update()

    def _lay_out(self) -> None:
        screen = self.app.size
        outer = min(self.WIDTH, screen.width)
        frame = next(iter(self.query(Vertical)), None)
        if frame is None:
            return  # closed before it was composed
        frame.styles.width = outer
        rows = len(self.lines(outer - 6))
        frame.styles.padding = (1, 2) if rows + 4 <= screen.height else (0, 2)
        self.sheet.styles.height = max(1, min(rows, screen.height - 2))

    def action_back(self) -> None:
        """Esc."""
        self.dismiss(None)


def menu_row(
    look_key: Span, word: str, what: str, here: bool, box: Box[object], width: int, words: list[str] | None = None
) -> list[Span]:
    """One line of a menu: key, word, what it is. `words` are all words of the menu, for a common width."""
    look = box.sheet.look
    back = look["cursor.text"] if here else look["text"]
    key, style = look_key
    room = max(18, *(paint.width_of(name) + 2 for name in words)) if words else 18
    return [
        ("▸ " if here else "  ", look["cursor.accent"] if here else back),
        (paint.pad(key, 4), look["cursor.accent"] if here else style),
        (paint.pad(word, room), look["cursor"] if here else look["strong"]),
        (paint.pad(what, max(0, width - 6 - room)), look["cursor.dim"] if here else look["dim"]),
    ]
