"""The scenarios, with the canvas of the one under the cursor."""

from __future__ import annotations

import secrets
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.instruments.text import clean
from aiboard.tui import catalogue, keys, paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.catalogue import Entry
from aiboard.tui.paint import Span
from aiboard.tui.screens.base import GameBase

_LIST = 34


class PickerView(Canvas):
    """List on the left, canvas on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] | None = None
        self.at = 0
        self.variant = 0
        self.seed: int | None = None
        self.finished: frozenset[str] = frozenset()
        self.next = ""
        self.scrolled = 0

    @property
    def entry(self) -> Entry | None:
        """The one under the cursor."""
        return self.entries[self.at] if self.entries else None

    @property
    def key(self) -> str:
        """Its full name with the chosen variant."""
        entry = self.entry
        return entry.keys[self.variant % len(entry.keys)] if entry else ""

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Both halves side by side."""
        look = self.look
        if self.entries is None:
            return [[], [("  Reading the scenarios …", look["dim"])]]
        left = self._list(_LIST, height)
        right = self._canvas(width - _LIST - 3, height)
        out = []
        for y in range(height):
            a: list[Span] = left[y] if y < len(left) else []
            b: list[Span] = right[y] if y < len(right) else []
            used = sum(paint.width_of(text) for text, _ in a)
            out.append([*a, (" " * max(0, _LIST - used), look["text"]), ("│ ", look["rule"]), *b])
        return out

    def _list(self, width: int, height: int) -> list[list[Span]]:
        look = self.look
        rows: list[list[Span]] = [[(" SCENARIOS", look["heading.focus"])], []]
        assert self.entries is not None
        for i, entry in enumerate(self.entries):
            here = i == self.at
            done = entry.key in self.finished
            mark, tone = ("✓", "good") if done else ("▸", "accent") if entry.key == self.next else ("·", "faint")
            if entry.wrong:
                mark, tone = "✗", "bad"
            time = f"{entry.minutes} min" if entry.minutes else ""
            rows.append(
                [
                    (" ", look["cursor.text"] if here else look["text"]),
                    (mark + " ", look.on_cursor(tone) if here else look[tone]),
                    (paint.pad(entry.title, width - 12), look["cursor"] if here else look["text"]),
                    (paint.right(time, 7) + " ", look["cursor.dim"] if here else look["dim"]),
                ]
            )
        first = max(0, min(self.at + 3 - height, len(rows) - height))
        return rows[first : first + height]

    def _canvas(self, width: int, height: int) -> list[list[Span]]:
        look = self.look
        entry = self.entry
        if entry is None:
            return []
        rows: list[list[Span]] = [[(entry.title, look["strong"])]]
        if entry.wrong:
            return rows + [[]] + [[(text, look["warn"])] for text in paint.wrap(entry.wrong, width, 8)]
        rows.append([(f"{entry.days} days, about {entry.minutes} minutes", look["dim"])])
        if len(entry.keys) > 1:
            parts: list[Span] = [("◂ ", look["key"])]
            for i, key in enumerate(entry.keys):
                word = key.partition(":")[2] or "normal"
                parts.append((f" {word} ", look["cursor" if i == self.variant % len(entry.keys) else "dim"]))
            rows.append([*parts, (" ▸", look["key"])])
        if self.seed is not None:
            rows.append([("new luck: ", look["dim"]), (f"seed {self.seed}", look["text"])])
        rows.append([])
        if entry.summary:
            rows += [[(text, look["text"])] for text in paint.wrap(entry.summary, width, 4)] + [[]]
        canvas = entry.canvas
        if canvas is None:
            return rows
        groups = [
            ("Objective", [canvas.objective]),
            ("Success", list(canvas.metrics)),
            ("Data", list(canvas.data)),
            ("Limits", list(canvas.constraints)),
            ("Risks", list(canvas.risks)),
            ("Time", list(canvas.time_box)),
            ("Worth", [canvas.note] if canvas.note else []),
        ]
        for name, texts in groups:
            for i, text in enumerate(texts):
                for j, part in enumerate(paint.wrap(clean(text, 300), width - 11, 3)):
                    front = paint.pad(name if i == 0 and j == 0 else "", 10)
                    rows.append([(front, look["dim"]), (part, look["text"])])
        self.scrolled = max(0, min(self.scrolled, len(rows) - height))
        below = len(rows) - self.scrolled - height
        shown = rows[self.scrolled : self.scrolled + height]
        if below > 0:
            shown[-1] = [("… ", look["dim"]), ("PgDn", look["key"]), (f" {below + 1} more lines", look["dim"])]
        return shown


class Picker(GameBase):
    """Choose a scenario, its variant and its luck."""

    SCREEN = "picker"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("picker")

    def __init__(self) -> None:
        super().__init__()
        self.view = PickerView()

    def body(self) -> ComposeResult:
        """One canvas."""
        yield self.view

    def on_mount(self) -> None:
        """Read the scenarios in a thread."""
        self.view.finished = frozenset(self.game_app.settings.finished)
        self.run_worker(self._read, thread=True)

    def _read(self) -> None:
        found = catalogue.entries()
        after = catalogue.next_after(self.game_app.settings.finished, found)
        self.app.call_from_thread(self._show, found, after)

    def _show(self, found: list[Entry], after: str) -> None:
        self.view.entries = found
        self.view.next = after
        self.view.at = next((i for i, entry in enumerate(found) if entry.key == after), 0)
        self.view.update()

    def _move(self, by: int) -> None:
        if self.view.entries:
            self.view.at = max(0, min(len(self.view.entries) - 1, self.view.at + by))
            self.view.variant = 0
            self.view.scrolled = 0
            self.view.seed = None
            self.view.update()

    def action_up(self) -> None:
        """Line above."""
        self._move(-1)

    def action_down(self) -> None:
        """Line below."""
        self._move(1)

    def action_page_down(self) -> None:
        """The page of the project, down."""
        self.view.scrolled += max(1, self.view.size.height - 2)
        self.view.update()

    def action_page_up(self) -> None:
        """The page of the project, up."""
        self.view.scrolled -= max(1, self.view.size.height - 2)
        self.view.update()

    def action_variant(self) -> None:
        """Next variant."""
        self.view.variant += 1
        self.view.update()

    def action_variant_back(self) -> None:
        """Previous variant."""
        self.view.variant -= 1
        self.view.update()

    def action_seed(self) -> None:
        """Other luck."""
        self.view.seed = secrets.randbelow(1_000_000)
        self.view.update()

    def action_choose(self) -> None:
        """Play it."""
        entry = self.view.entry
        if entry is not None and not entry.wrong:
            from aiboard.tui import opening

            self.app.push_screen(opening.new(self.view.key, self.view.seed))

    def action_watch(self) -> None:
        """Let a bot play it."""
        entry = self.view.entry
        if entry is not None and not entry.wrong:
            self.game_app.open_watch(self.view.key)
