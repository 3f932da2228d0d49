"""Choosing what to play: the scenarios, with the canvas of the one under the cursor; and the saved games."""

from __future__ import annotations

import secrets
from functools import partialmethod

from aiboard.instruments.text import clean
from aiboard.journal.saves import SaveInfo, recent_saves, saves_folder
from aiboard.tui import catalogue, cells
from aiboard.tui.catalogue import Entry
from aiboard.tui.cells import Line
from aiboard.tui.line_window import line_window
from aiboard.tui.panel import ListPanel
from aiboard.tui.screens.full import PanelScreen
from aiboard.views import fmt

_LIST = 34
_MOST_SAVES = 50


class _Scenarios(ListPanel):
    """List on the left, canvas on the right."""

    WRAPS = False

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] | None = None
        self.variant = 0
        self.seed: int | None = None
        self.finished: frozenset[str] = frozenset()
        self.next: Entry | None = None
        self.scrolled = 0

    def count(self) -> int:
        """The scenarios."""
        return len(self.entries or ())

    def redraw(self) -> None:
        """The cursor is on another one: its page from the top, with its own luck."""
        self.variant, self.scrolled, self.seed = 0, 0, None
        self.update()

    @property
    def entry(self) -> Entry | None:
        """The one under the cursor."""
        return self.entries[self.at] if self.entries else None

    @property
    def key(self) -> str:
        """Its full name with the chosen variant."""
        entry = self.entry
        return entry.keys[self.variant % len(entry.keys)] if entry else ""

    def draw(self, width: int, height: int) -> list[Line]:
        """Both halves side by side."""
        look = self.look
        if self.entries is None:
            return [[], [("  Reading the scenarios …", look["dim"])]]
        left = self._list(_LIST, height)
        right = self._canvas(width - _LIST - 3, height)
        return cells.two_panes(left, right, _LIST, height, look["text"], look["rule"])

    def _list(self, width: int, height: int) -> list[Line]:
        look = self.look
        rows: list[Line] = [[(" SCENARIOS", look["heading.focus"])], []]
        assert self.entries is not None
        for i, entry in enumerate(self.entries):
            selected = i == self.at
            played = entry.key in self.finished
            mark, tone = ("✓", "good") if played else ("▸", "accent") if entry is self.next else ("·", "faint")
            if entry.project is None:
                mark, tone = "✗", "bad"
            time = f"{entry.project.minutes} min" if entry.project else ""
            style = look.row_styles(selected)
            rows.append(
                [
                    (" ", style("text")),
                    (mark + " ", style(tone)),
                    (cells.pad(entry.title, width - 12), style("strong" if selected else "text")),
                    (cells.align_right(time, 7) + " ", style("dim")),
                ]
            )
        first = max(0, min(self.at + 3 - height, len(rows) - height))
        return rows[first : first + height]

    def _canvas(self, width: int, height: int) -> list[Line]:
        look = self.look
        entry = self.entry
        if entry is None:
            return []
        rows: list[Line] = [[(entry.title, look["strong"])]]
        canvas = entry.project
        if canvas is None:
            return rows + [[]] + [[(text, look["warn"])] for text in cells.wrap(entry.wrong, width, 8)]
        rows.append([(f"{fmt.days(canvas.days)}, about {fmt.count(canvas.minutes, 'minute')}", look["dim"])])
        if len(entry.keys) > 1:
            parts: Line = [("◂ ", look["key"])]
            for i, key in enumerate(entry.keys):
                word = key.partition(":")[2] or "normal"
                parts.append((f" {word} ", look["cursor" if i == self.variant % len(entry.keys) else "dim"]))
            rows.append([*parts, (" ▸", look["key"])])
        if self.seed is not None:
            rows.append([("new luck: ", look["dim"]), (f"seed {self.seed}", look["text"])])
        rows.append([])
        rows += [[(text, look["text"])] for text in cells.wrap(canvas.summary, width, 4)] + [[]]
        groups = [("Objective", (canvas.objective,)), *((one.name, one.lines) for one in canvas.sections)]
        for name, texts in [*groups, ("Worth", (canvas.note,))]:
            parts_of = [part for text in texts for part in cells.wrap(text, width - 11, 3)]
            for i, part in enumerate(parts_of):
                rows.append([(cells.pad(name if i == 0 else "", 10), look["dim"]), (part, look["text"])])
        visible, self.scrolled = line_window(rows, self.scrolled, height, look)
        return visible


class PickerScreen(PanelScreen[_Scenarios]):
    """Choose a scenario, its variant and its luck."""

    SCREEN = "picker"

    def __init__(self) -> None:
        super().__init__(_Scenarios())

    def on_mount(self) -> None:
        """Read the scenarios in a thread."""
        self.view.finished = frozenset(self.host.settings.finished)
        self.run_in_thread(catalogue.entries, self._show, self.view.fail)

    def _show(self, entries: list[Entry]) -> None:
        after = catalogue.next_scenario(self.host.settings.finished, entries)
        self.view.entries = entries
        self.view.next = after
        # The cursor starts on the scenario that is meant to come next.
        self.view.at = entries.index(after) if after else 0
        self.view.update()

    def scroll_page(self, by: int) -> None:
        """The canvas up or down."""
        self.view.scrolled += by * max(1, self.view.size.height - 2)
        self.view.update()

    def turn_variant(self, by: int) -> None:
        """Another variant."""
        self.view.variant += by
        self.view.update()

    action_page_down = partialmethod(scroll_page, 1)
    action_page_up = partialmethod(scroll_page, -1)
    action_variant = partialmethod(turn_variant, 1)
    action_variant_back = partialmethod(turn_variant, -1)

    def action_seed(self) -> None:
        """Other luck."""
        self.view.seed = secrets.randbelow(1_000_000)
        self.view.update()

    def action_choose(self) -> None:
        """Play it."""
        entry = self.view.entry
        if entry is not None and entry.project is not None:
            self.host.play(self.view.key, self.view.seed)

    def action_watch(self) -> None:
        """Let a bot play it."""
        entry = self.view.entry
        if entry is not None and entry.project is not None:
            self.host.watch_bot(self.view.key)


class _Saves(ListPanel):
    """A line a save."""

    WRAPS = False

    def __init__(self) -> None:
        super().__init__()
        self.saves: list[SaveInfo] | None = None

    def count(self) -> int:
        """The saves."""
        return len(self.saves or ())

    def show(self, saves: list[SaveInfo]) -> None:
        """They have been read."""
        self.saves = saves
        self.update()

    def draw(self, width: int, height: int) -> list[Line]:
        """Scenario, day, luck, file."""
        look = self.look
        rows: list[Line] = [[(" SAVED GAMES", look["heading.focus"])], []]
        if self.saves is None:
            return [*rows, [(" Reading …", look["dim"])]]
        if not self.saves:
            return [*rows, [(f" none yet in {clean(str(saves_folder()), 200)}", look["dim"])]]
        for i, save in enumerate(self.saves):
            selected = i == self.at
            style = look.row_styles(selected)
            rows.append(
                [
                    (" ▸ " if selected else "   ", style("accent")),
                    (cells.pad(clean(save.scenario, 60), 24), style("strong" if selected else "text")),
                    (cells.pad("finished" if save.finished else f"day {save.day + 1}", 9), style("text")),
                    (cells.pad(f"luck {save.seed}", 17), style("dim")),
                    (cells.pad(clean(save.path.name, 200), max(0, width - 53)), style("dim")),
                ]
            )
        first = max(0, min(self.at + 4 - height, len(rows) - height))
        return rows[first : first + height]


class SavesScreen(PanelScreen[_Saves]):
    """Choose a save to go on with, the newest first."""

    SCREEN = "saves"

    def __init__(self) -> None:
        super().__init__(_Saves())

    def on_mount(self) -> None:
        """Read them in a thread."""
        self.run_in_thread(lambda: recent_saves(_MOST_SAVES), self.view.show, self.view.fail)

    def action_choose(self) -> None:
        """Go on with it."""
        if self.view.saves:
            self.host.resume(self.view.saves[self.view.at].path)
