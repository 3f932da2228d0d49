"""`?` and `:`: a searchable list of what can be done here and of what the words mean.

Enter does what the cursor is on; an action can also be typed as its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from aiboard.actions.grammar import parse, usage, verbs
from aiboard.engine.verbs import VERBS, Action
from aiboard.instruments.errors import InputError
from aiboard.tui import cells, keys
from aiboard.tui.cells import Line
from aiboard.tui.host import KeyCommand, LineCommand
from aiboard.tui.panel import Cursor
from aiboard.tui.screens.dialog import Dialog, Lines, Window
from aiboard.views.decisions.menu import preview_text
from aiboard.views.glossary import glossary
from aiboard.views.verbs import VERB

_MOST_TYPED: Final = 200
"""Letters of the search line; a pasted book is cut."""


@dataclass(frozen=True, slots=True)
class Fill:
    """Enter types this verb into the search line."""

    verb: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A line of the list; `run` is what Enter does, None for nothing."""

    group: str
    key: str
    text: str
    run: KeyCommand | LineCommand | Fill | None


_GROUP: Final = "Typed"
_WORDS: Final = "Words"
_KEY_COLUMN: Final = 16
"""Columns of keys and words: the longest word and a blank."""


def _forms(text: str) -> list[SearchResult]:
    """How actions are written and what they are for: all of them, or those that `text` names or describes."""
    words = text.lower().split()
    results = []
    for verb, spec in VERB.items():
        line = f"{usage(verb)}: {spec.about}"
        # Once the verb is written the rest of the line are its words, not a search.
        if (words and words[0] == verb.VERB) or all(word in line.lower() for word in words):
            results.append(SearchResult(_GROUP, "", line, Fill(verb.VERB)))
    return sorted(results, key=lambda one: not one.text.startswith(words[0])) if words else results


def _begins_a_line(word: str) -> bool:
    """Whether a word is an action's."""
    return any(word == verb.VERB for verb in VERBS)


class _Search(Input):
    """The search line."""

    def _on_paste(self, event: events.Paste) -> None:
        """What has no room is cut, before textual's own handler: that would refuse all of it."""
        event.text = event.text[: _MOST_TYPED - len(self.value)]


class HelpScreen(Cursor, Dialog[KeyCommand | LineCommand | None]):
    """Search and do. The result is what was chosen.

    Args:
        screen: whose keys are listed.
        typing: opened to type an action.
    """

    SCREEN = "search"
    WRAPS = False
    WIDTH = 76
    DEFAULT_CSS = """
    HelpScreen > Vertical { height: 90%; padding: 0 1; }
    HelpScreen Panel { height: 1fr; }
    HelpScreen Input { margin: 0 0 1 0; }
    """

    def __init__(self, screen: str, typing: bool = False) -> None:
        super().__init__()
        self._screen_name = screen
        self._typing = typing
        self.results: list[SearchResult] = []
        self._window = Window(self._lines, self._cursor_row)
        placeholder = "search, or type an action: kill 4 plateau" if screen == "board" else "search"
        self._input = _Search(placeholder=placeholder, max_length=_MOST_TYPED)

    def heading(self) -> str:
        """Its title."""
        return "Type an action, or search" if self._typing else "What can be done here, and what words mean"

    def edge(self) -> Content:
        """Its keys."""
        return Content("⏎ does it   Esc back")

    def body(self) -> ComposeResult:
        """Search field and list."""
        yield self._input
        yield self._window

    def on_mount(self) -> None:
        """The whole list at first."""
        self._search("")
        self._input.focus()

    def lay_out(self, frame: Vertical, width: int, height: int) -> None:
        """The list takes what is left of the frame."""

    def _search(self, text: str) -> None:
        words = text.lower().split()
        results = []
        for key in keys.screen_keys(self._screen_name, self.host.table):
            searched_text = f"{key.name} {key.help} {key.group} {key.hint}".lower()
            # A key is found by its words, by its name and by how it is written.
            if (
                all(word in searched_text for word in words)
                or text in key.keys
                or text in map(keys.key_label, key.keys)
            ):
                # A key that stands for many digits or letters does nothing without one.
                run = None if key.passes_key else KeyCommand(key.name)
                results.append(SearchResult(key.group, keys.key_labels(key), key.help, run))
        # Only the board takes typed actions: elsewhere their card would be out of sight.
        if self.host.session is not None and self._screen_name == "board":
            typed = self._typed(text) if words else _forms("")
            # An action's word asks for its line; other words ask for a key first.
            is_action = bool(typed) and isinstance(typed[0].run, LineCommand)
            results = [*typed, *results] if words and (is_action or _begins_a_line(words[0])) else [*results, *typed]
        # A word asked for by its name is the answer; others that mention it come after the keys.
        exact, mentions = self._words(text.strip().lower())
        self.results, self.at = [*exact, *results, *mentions], 0
        self.redraw()

    def count(self) -> int:
        """How many lines were found."""
        return len(self.results)

    def redraw(self) -> None:
        """The list or its cursor has changed."""
        self._window.update()

    def _rows(self, width: int) -> list[tuple[int, Line]]:
        """Headings and lines, each with the number of its line in the list, -1 for none."""
        look = self._window.look
        rows: list[tuple[int, Line]] = []
        group = ""
        for i, item in enumerate(self.results):
            if item.group != group:
                rows += [(-1, [])] if group else []
                group = item.group
                rows.append((-1, [(group, look["heading"])]))
            style = look.row_styles(i == self.at)
            for n, text in enumerate(cells.wrap(item.text, width - _KEY_COLUMN - 2, 3)):
                front = "▸ " if i == self.at and n == 0 else "  "
                key = cells.pad("" if n else item.key, _KEY_COLUMN)
                words = cells.pad(text, max(0, width - _KEY_COLUMN - 2)) if i == self.at else text
                rows.append((i, [(front, style("accent")), (key, style("key")), (words, style("text"))]))
        return rows or [(-1, [("no key, action or word has that", look["dim"])])]

    def _lines(self, width: int) -> Lines:
        return [line for _, line in self._rows(width)]

    def _cursor_row(self) -> int | None:
        rows = self._rows(self._window.size.width)
        return next((y for y, (i, _) in enumerate(rows) if i == self.at), None)

    def _words(self, text: str) -> tuple[list[SearchResult], list[SearchResult]]:
        """The words that are called exactly so, and the others that have the text in their name or meaning."""
        if self.host.session is None:
            return [], []
        exact, mentions = [], []
        for term in glossary(self.host.session.world):
            line = SearchResult(_WORDS, term.word, term.text, None)
            names = [name.lower() for name in (term.word, *term.aliases)]
            if text in names:
                exact.append(line)
            elif all(word in f"{' '.join(names)} {term.text.lower()}" for word in text.split()):
                mentions.append(line)
        return exact, mentions

    def _typed(self, text: str) -> list[SearchResult]:
        """The text as an action's line, or the forms of the actions that begin so."""
        assert self.host.session is not None
        board = self.host.session.board
        try:
            action = parse(text, board.world)
        except InputError as error:
            forms = _forms(text)
            if text.split()[0].lower() in verbs() and " " in text.strip():
                forms.append(SearchResult(_GROUP, "", str(error.message), None))
            return forms[:6]
        results = [SearchResult(_GROUP, "⏎", text.strip(), LineCommand(text.strip()))]
        # Enter does it at once: what a dialog would have shown first stands under it.
        if isinstance(action, Action):
            price, against = preview_text(board, action, text)
            results += [SearchResult(_GROUP, "", price, None)] if price else []
            results += [SearchResult(_GROUP, "!", against, None)] if against else []
        return results

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as it is typed."""
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what the cursor is on."""
        event.stop()
        chosen = self.results[self.at].run if self.results else None
        if isinstance(chosen, Fill):
            self._fill(chosen.verb)
        elif chosen is not None:
            self.dismiss(chosen)

    def _fill(self, verb: str) -> None:
        """Type an action's word; a line that is whole with it is done at once."""
        # Nothing is left to type.
        if any(verb == one.VERB and not one.SLOTS for one in VERBS):
            self.dismiss(LineCommand(verb))
            return
        # What follows the word already is the player's, and stays.
        if self._input.value.lower().split()[:1] != [verb]:
            self._input.value = f"{verb} "
        self._input.cursor_position = len(self._input.value)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        self.move(-3)
