"""Dialogs: a frame over the screen they were opened from; sheets of lines in it, and menus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final, Generic

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from aiboard.instruments.text import clean
from aiboard.tui import cells
from aiboard.tui.cells import Line
from aiboard.tui.panel import Cursor, Panel
from aiboard.tui.screens.base import BaseScreen, Cover, Result

Lines = list[Line]
_ITEM_ROWS: Final = 3
"""Rows that what a menu's item is may take."""


class Dialog(BaseScreen[Result], ModalScreen[Result]):
    """A framed dialog. A subclass gives what stands in the frame."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog:ansi { background: ansi_default; }
    Dialog > Vertical {
        height: auto; max-height: 100%; padding: 1 2; background: $surface; border: round $primary;
        border-title-style: bold; border-title-color: $foreground; border-subtitle-color: $foreground 60%;
    }
    Dialog > Vertical:ansi { background: ansi_default; }
    Dialog Panel { background: $surface; }
    Dialog:ansi Panel { background: ansi_default; }
    Dialog Cover { background: $background; }
    Dialog Input { border: none; height: 1; margin: 0; padding: 0 1; background: $background; }
    Dialog Input:focus { border: none; }
    """
    #: Columns of the frame where the terminal has them.
    WIDTH: ClassVar[int] = 64

    def body(self) -> ComposeResult:
        """What stands in the frame."""
        raise NotImplementedError

    def heading(self) -> str:
        """The title in the frame's upper edge."""
        raise NotImplementedError

    def edge(self) -> Content:
        """The keys in the frame's lower edge."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The body in its frame, and the cover."""
        with Vertical() as frame:
            frame.border_title = Content(clean(self.heading(), 120))
            frame.border_subtitle = self.edge()
            yield from self.body()
        yield Cover()

    @property
    def frame(self) -> Vertical | None:
        """The frame; None when the dialog was closed before it was composed."""
        return next(iter(self.query(Vertical)), None)

    def on_mount(self) -> None:
        """Lay it out."""
        self.resized(*self.app.size)

    def resized(self, width: int, height: int) -> None:
        """The frame follows the terminal."""
        if self.frame is not None:
            self.frame.styles.width = min(self.WIDTH, width)
            self.lay_out(self.frame, min(self.WIDTH, width) - 6, height)

    def lay_out(self, frame: Vertical, width: int, height: int) -> None:
        """Give the parts their heights: `width` columns inside the frame, `height` rows of terminal."""

    def tell(self, text: str, tone: str = "good") -> None:
        """One line in the lower edge."""
        if self.frame is not None:
            self.frame.border_subtitle = Content(text)

    def action_back(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)


class Window(Panel):
    """Draws a sheet's lines; a window over them follows the cursor."""

    def __init__(self, lines: Callable[[int], Lines], cursor: Callable[[], int | None]) -> None:
        super().__init__()
        self._lines = lines
        self._cursor = cursor
        self.first = 0

    def draw(self, width: int, height: int) -> Lines:
        """The part of the lines that fits, the cursor's line in it; at the edges it says how many more there are."""
        lines = self._lines(width)
        # The marks at the edges cover a line each, so that the cursor keeps one line away from them.
        cursor = self._cursor()
        last = max(0, len(lines) - height)
        self.first = max(0, min(self.first, last))
        if cursor is not None and last:
            self.first = max(0, min(max(min(self.first, cursor - 1), cursor - height + 2), last))
        visible = lines[self.first : self.first + height]
        if self.first:
            visible[0] = self._more("▲", self.first, visible[0], width)
        if self.first < last and len(visible) > 1:
            visible[-1] = self._more("▼", last - self.first, visible[-1], width)
        return visible

    def _more(self, arrow: str, count: int, line: Line, width: int) -> Line:
        label = f" {arrow} {count} more"
        return [*cells.fit_spans(line, width - len(label), self.look["text"]), (label, self.look["dim"])]


class LineDialog(Cursor, Dialog[Result]):
    """A dialog that is a page of lines. A subclass gives `lines`."""

    TITLE: ClassVar[str] = ""
    KEYS: ClassVar[str] = "⏎ choose   Esc back"

    def __init__(self) -> None:
        super().__init__()
        self.window = Window(lambda width: self.lines(width), lambda: self.cursor_line())

    def lines(self, width: int) -> Lines:
        """What the sheet says."""
        raise NotImplementedError

    def cursor_line(self) -> int | None:
        """The line that must be in view."""
        return None

    def heading(self) -> str:
        """Its title."""
        return self.TITLE

    def edge(self) -> Content:
        """Its keys."""
        return Content(self.KEYS)

    def body(self) -> ComposeResult:
        """The lines."""
        yield self.window

    def lay_out(self, frame: Vertical, width: int, height: int) -> None:
        """As high as its lines; without padding where they would not fit."""
        rows = len(self.lines(width))
        # Air first, then text: at 24 rows a long sheet needs every line.
        frame.styles.padding = (1, 2) if rows + 4 <= height else (0, 2)
        self.window.styles.height = max(1, min(rows, height - 2))

    def redraw(self) -> None:
        """After a change: the lines may be more or fewer."""
        self.resized(*self.app.size)
        self.window.update()


@dataclass(frozen=True, slots=True)
class Item(Generic[Result]):
    """A line of a menu: what choosing it gives, the letter that chooses it at once, its word, what it is."""

    value: Result
    key: str
    word: str
    detail: str = ""


class Menu(LineDialog[Result | None]):
    """Choose one item; the result is its value, or None."""

    SCREEN = "menu"
    WIDTH = 72

    def __init__(self, title: str, items: list[Item[Result]], intro: list[str] | None = None) -> None:
        super().__init__()
        self._title = title
        self.items = items
        self.intro = intro or []

    def heading(self) -> str:
        """Its title."""
        return self._title

    def count(self) -> int:
        """Its items."""
        return len(self.items)

    def text_lines(self, width: int) -> Lines:
        """What stands above the items."""
        look = self.window.look
        return [[(part, look["dim"])] for text in self.intro for part in cells.wrap(text, width, 4)]

    def lines(self, width: int) -> Lines:
        """Text, then the items."""
        out = self.text_lines(width)
        return [*out, *([[]] if out else []), *(row for item in self.item_rows(width) for row in item)]

    def item_rows(self, width: int) -> list[Lines]:
        """The rows of each item: what it is may take more than one."""
        return [self._item(i, item, width) for i, item in enumerate(self.items)]

    def _item(self, i: int, item: Item[Result], width: int) -> Lines:
        selected = i == self.at
        look = self.window.look.row_styles(selected)
        # One column for all words, so that what they mean starts at the same place.
        room = max(18, *(cells.width_of(one.word) + 2 for one in self.items))
        detail_width = max(0, width - 6 - room)
        out: Lines = []
        for n, part in enumerate(cells.wrap(item.detail, detail_width, _ITEM_ROWS) or [""]):
            key, word = ("", "") if n else (item.key, item.word)
            out.append(
                [
                    ("▸ " if selected and n == 0 else "  ", look("accent")),
                    (cells.pad(key, 4), look("key")),
                    (cells.pad(word, room), look("strong")),
                    (cells.pad(part, detail_width), look("dim")),
                ]
            )
        return out

    def _heights(self) -> tuple[int, list[int]]:
        """Rows above the items, rows of each item."""
        width = max(20, self.window.size.width)
        heights = [len(rows) for rows in self.item_rows(width)]
        return len(self.lines(width)) - sum(heights), heights

    def cursor_line(self) -> int | None:
        """The chosen item's first line: items come last."""
        above, heights = self._heights()
        return above + sum(heights[: self.at])

    def action_choose(self) -> None:
        """This one."""
        self.dismiss(self.items[self.at].value)

    def on_key(self, event: events.Key) -> None:
        """An item's own letter."""
        # The character, not the key's name: an item's letter may be a capital or a sign.
        for item in self.items:
            if item.key and event.character == item.key:
                event.stop()
                event.prevent_default()
                self.dismiss(item.value)
                return

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        if event.widget is self.window:
            above, heights = self._heights()
            row = event.y + self.window.first - above
            rows = [item for item, height in zip(self.items, heights, strict=True) for _ in range(height)]
            if 0 <= row < len(rows):
                self.dismiss(rows[row].value)
