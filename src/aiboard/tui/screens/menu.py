"""Menus in a box: the pause menu, and what stands behind `m` on the first screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, cast

from textual import events
from textual.binding import BindingType

from aiboard.tui import keys
from aiboard.tui.screens.box import Box, Lines, menu_row


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a menu. `key` is a letter that chooses it at once."""

    name: str
    key: str
    word: str
    what: str


class Menu(Box[str | None]):
    """Choose one item; the result is its name."""

    WIDTH = 72
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("menu")

    def __init__(self, title: str, items: list[Item], intro: list[str] | None = None) -> None:
        super().__init__()
        self._title = title
        self.items = items
        self.intro = intro or []

    def heading(self) -> str:
        """Its title."""
        return self._title

    def text_lines(self, width: int) -> Lines:
        """What stands above the items."""
        look = self.sheet.look
        return [[(text, look["dim"])] for text in self.intro]

    def lines(self, width: int) -> Lines:
        """Text, then the items."""
        look = self.sheet.look
        out = self.text_lines(width)
        if out:
            out = [*out, []]
        box = cast("Box[object]", self)
        words = [item.word for item in self.items]
        for i, item in enumerate(self.items):
            out.append(menu_row((item.key, look["key"]), item.word, item.what, i == self.at, box, width, words))
        return out

    def cursor_line(self) -> int | None:
        """The chosen item's line: items come last."""
        return len(self.lines(max(20, self.sheet.size.width))) - len(self.items) + self.at

    def action_up(self) -> None:
        """Item above."""
        self.at = (self.at - 1) % len(self.items)
        self.sheet.update()

    def action_down(self) -> None:
        """Item below."""
        self.at = (self.at + 1) % len(self.items)
        self.sheet.update()

    def action_choose(self) -> None:
        """This one."""
        self.dismiss(self.items[self.at].name)

    def on_key(self, event: events.Key) -> None:
        """An item's own letter."""
        for item in self.items:
            if item.key and event.character == item.key:
                event.stop()
                self.dismiss(item.name)
                return

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        if event.widget is self.sheet:
            above = len(self.lines(self.sheet.size.width)) - len(self.items)
            row = event.y + self.sheet.first - above
            if 0 <= row < len(self.items):
                self.dismiss(self.items[row].name)


def pause_menu(title: str, place: str, trouble: str | None) -> Menu:
    """What Esc on the board opens."""
    saved = f"not saved: {trouble}" if trouble else f"saved as you play: {place}" if place else "not saved"
    return Menu(
        f"Paused: {title}",
        [
            Item("resume", "", "Go on", "back to the board"),
            Item("settings", ",", "Settings", "theme, animation, charts, coach"),
            Item("help", "?", "Help", "every key, searchable"),
            Item("save_as", "s", "Save as", "go on in another file"),
            Item("canvas", "c", "Canvas", "what this project is about"),
            Item("first", "m", "Other games", "the first screen; this game is saved"),
            Item("leave", "q", "Leave", "the game is saved"),
        ],
        [saved],
    )


def more_menu() -> Menu:
    """What `m` on the first screen opens."""
    return Menu(
        "More",
        [
            Item("scenarios", "s", "Scenarios", "other projects, ten minutes to an evening"),
            Item("saves", "g", "Saved games", "go on where you left"),
            Item("settings", ",", "Settings", "theme, animation, charts, coach"),
            Item("help", "?", "Keys", "every key, searchable"),
            Item("leave", "q", "Leave", ""),
        ],
    )
