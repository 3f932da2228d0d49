"""Screens over the whole terminal: the hint bar, help, and work in threads whose failures are said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from textual.app import ComposeResult

from aiboard.tui import cells, keys
from aiboard.tui.cells import Line
from aiboard.tui.host import KeyCommand, LineCommand
from aiboard.tui.panel import Panel
from aiboard.tui.screens.base import BaseScreen, Cover

View = TypeVar("View", bound=Panel)
Hints = list[tuple[str, str]]
"""Keys and one word each, most important first."""


class HintBar(Panel):
    """One line of keys at the bottom, `?` first and never cut; `tail` stands at the right end if there is room.

    Not the stock Footer, which leaks on focus changes.
    """

    DEFAULT_CSS = "HintBar { height: 1; width: 100%; dock: bottom; }"

    def __init__(self, hints: Hints, tail: str = "") -> None:
        super().__init__()
        self._hints = hints
        self._tail = tail
        self._message: tuple[str, str] | None = None

    def tell(self, text: str, tone: str, seconds: float = 8.0) -> None:
        """Say something in the place of the hints, for a while."""
        message = self._message = (text, tone)
        self.update()
        self.set_timer(seconds, lambda: self._forget(message))

    def hush(self) -> None:
        """The hints again."""
        if self._message is not None:
            self._forget(self._message)

    def _forget(self, message: tuple[str, str]) -> None:
        if self._message is message:
            self._message = None
            self.update()

    def show(self, hints: Hints, tail: str = "") -> None:
        """Other hints; repaints only when they differ."""
        if (hints, tail) != (self._hints, self._tail):
            self._hints, self._tail = hints, tail
            self.update()

    def draw(self, width: int, height: int) -> list[Line]:
        """The bar; dots stand for what did not fit, `?` lists it."""
        look = self.look
        if self._message:
            text, tone = self._message
            return [[(" ", look["text"]), (text, look[tone])]]
        tail = f" {self._tail} " if self._tail else ""
        out: Line = [(" ", look["text"])]
        used = 1
        for i, (key, word) in enumerate(self._hints):
            # The last hint may use the cell that the dots would need.
            need = cells.width_of(key) + (1 + cells.width_of(word) if word else 0)
            last = i == len(self._hints) - 1
            if used + need > width - 1 or (not last and used + need > width - 2):
                out[-1] = (" …", look["dim"])
                break
            out.append((key, look["key"]))
            if word:
                out.append((f" {word}", look["dim"]))
            out.append(("  ", look["text"]))
            used += need + 2
        room = width - used
        if tail and cells.width_of(tail) <= room:
            out += [(" " * (room - cells.width_of(tail)), look["text"]), (tail, look["faint"])]
        return [out]


def hints_of(
    screen: str,
    table: tuple[keys.Key, ...] = keys.TABLE,
    names: list[str] | None = None,
    words: Mapping[str, str] | None = None,
) -> Hints:
    """Hints of a screen from the key table: (key, word); of some actions in this order, or of all that have a word.

    `words` has, by action, the words that differ from the table's now.
    """
    rows = {key.name: key for key in keys.screen_keys(screen, table)}
    if names is None:
        names = [name for name, key in rows.items() if key.hint]
    # What has no word stands in `?` and in menus only.
    words = {name: key.hint for name, key in rows.items()} | dict(words or {})
    hint_words = {name: words[name] for name in names if words.get(name)}
    return [(keys.hint_label(rows[name]), word) for name, word in hint_words.items()]


class FullScreen(BaseScreen[Any]):
    """A screen over the whole terminal, with the hint bar."""

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    def hints(self) -> Hints:
        """What the hint bar shows: help, the way back, then the screen's own."""
        return self.hints_and_back()

    def hints_and_back(self, names: list[str] | None = None, words: Mapping[str, str] | None = None) -> Hints:
        """`hints_of` this screen, with the way back after the first."""
        first, *others = hints_of(self.SCREEN, self.host.table, names, words)
        return [first, ("Esc", "back"), *others]

    def hint_tail(self) -> str:
        """What stands at the right end of the hint bar."""
        return ""

    def show_hints(self) -> None:
        """After what is possible has changed."""
        if self.is_mounted:
            self.query_one(HintBar).show(self.hints(), self.hint_tail())

    def compose(self) -> ComposeResult:
        """The body, the hint bar, and the cover."""
        yield from self.body()
        yield HintBar(self.hints(), self.hint_tail())
        yield Cover()

    def tell(self, text: str, tone: str = "good") -> None:
        """One line in the place of the hints, for a while."""
        self.query_one(HintBar).tell(text, tone)

    def hush(self) -> None:
        """What was told is read: the hints again."""
        self.query_one(HintBar).hush()

    def action_help(self) -> None:
        """Search what can be done here."""
        self.host.open("help", self.SCREEN, then=self.run_command)

    def action_palette(self) -> None:
        """Type an action."""
        self.host.open("help", self.SCREEN, True, then=self.run_command)

    def run_command(self, command: KeyCommand | LineCommand | None) -> None:
        """Do what was chosen in a list of keys and typed actions."""
        if isinstance(command, LineCommand):
            self.host.dispatch(command.line)
        elif command is not None:
            self.press_later(command.name)

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss(None)

    def close_or(self, instead: Callable[[], None]) -> None:
        """Leave this screen; opened by the command line there is nothing under it: do something else instead."""
        if len(self.app.screen_stack) == 1:
            instead()
        else:
            self.dismiss()


class PanelScreen(FullScreen, Generic[View]):
    """A screen that is one panel."""

    def __init__(self, view: View) -> None:
        super().__init__()
        self.view = view
        self.parts = (view,)

    def body(self) -> ComposeResult:
        """The panel."""
        yield self.view
