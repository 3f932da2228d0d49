"""Settings: a line each, left and right change it at once."""

from __future__ import annotations

from functools import partialmethod

from aiboard.tui import cells, themes
from aiboard.tui.screens.dialog import LineDialog, Lines
from aiboard.tui.settings import CHARTS, folder

_ON = {True: "on", False: "off"}
#: Settings that are on or off, in the order of their lines, with what they are.
_SWITCHES = {1: "animation", 3: "coach", 4: "mouse"}


class SettingsDialog(LineDialog[None]):
    """Theme, animation, charts, hints, mouse."""

    SCREEN = "settings"
    TITLE = "Settings"
    WIDTH = 74
    KEYS = "←→ change   Esc done"

    def _rows(self) -> list[tuple[str, str, str]]:
        settings = self.host.settings
        theme = "no colour (NO_COLOR)" if self.host.colourless else settings.theme
        return [
            ("Theme", theme, themes.THEMES.get(settings.theme, "")),
            ("Animation", _ON[settings.animation], "changed cells light up"),
            ("Charts", settings.charts, "what your font can draw"),
            ("Hints", _ON[settings.coach], "in the tutorial"),
            ("Mouse", _ON[settings.mouse], "from the next start on"),
        ]

    def count(self) -> int:
        """A line each."""
        return len(self._rows())

    def cursor_line(self) -> int | None:
        """They come first."""
        return self.at

    def lines(self, width: int) -> Lines:
        """The settings, a sample of the theme, the file."""
        look = self.window.look
        out: Lines = []
        for i, (name, value, detail) in enumerate(self._rows()):
            selected = i == self.at
            on = look.row_styles(selected)
            arrow = on("accent" if selected else "faint")
            out.append(
                [
                    ("▸ " if selected else "  ", on("accent")),
                    (cells.pad(name, 11), on("strong")),
                    ("◂ ", arrow),
                    (cells.pad(value, 20), on("strong" if selected else "text")),
                    ("▸ ", arrow),
                    (cells.pad(detail, max(0, width - 37)), on("dim")),
                ]
            )
        sample = (
            ("✓ pass  ", "good"), ("! decide  ", "news"), ("■ waits  ", "warn"), ("✗ fail  ", "bad"),
            ("▶ runs  ", "work"), ("○ idle", "dim"),
        )  # fmt: skip
        out += [[], [("  ", look["text"]), *((text, look[role]) for text, role in sample)], []]
        file = cells.wrap(f"{folder()}/settings.json", width - 4, 3)
        return [*out, [("  Keys can be remapped in", look["dim"])], *([(f"  {part}", look["text"])] for part in file)]

    def change(self, by: int) -> None:
        """Another value of the line under the cursor."""
        settings = self.host.settings
        if self.at in _SWITCHES:
            name = _SWITCHES[self.at]
            setattr(settings, name, not getattr(settings, name))
        elif self.at == 2:
            settings.charts = CHARTS[(CHARTS.index(settings.charts) + by) % len(CHARTS)]
        elif not self.host.colourless:
            names = list(themes.THEMES)
            settings.theme = names[(names.index(settings.theme) + by) % len(names)]
        # Applied at once: a theme is chosen by looking at it.
        self.host.apply_settings()
        self.redraw()

    action_less = partialmethod(change, -1)
    action_more = partialmethod(change, 1)
    action_choose = partialmethod(change, 1)
