"""Settings: a line each, left and right change it at once."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from aiboard.tui import keys, paint, themes
from aiboard.tui.screens.box import Box, Lines
from aiboard.tui.settings import CHARTS

_ON = {True: "on", False: "off"}


class SettingsScreen(Box[None]):
    """Theme, animation, charts, coach, mouse."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("settings")
    TITLE = "Settings"
    WIDTH = 74
    KEYS = "←→ change   Esc done"

    def _rows(self) -> list[tuple[str, str, str]]:
        settings = self.game_app.settings
        theme = "no colour (NO_COLOR)" if self.game_app.colourless else settings.theme
        return [
            ("Theme", theme, themes.THEMES.get(settings.theme, "")),
            ("Animation", _ON[settings.animation], "changed cells light up"),
            ("Charts", settings.charts, "what your font can draw"),
            ("Coach", _ON[settings.coach], "a line in first-sprint"),
            ("Mouse", _ON[settings.mouse], "from the next start on"),
        ]

    def lines(self, width: int) -> Lines:
        """The settings, a sample of the theme, the file."""
        look = self.sheet.look
        out: Lines = []
        for i, (name, value, what) in enumerate(self._rows()):
            here = i == self.at
            plain = look["cursor.text"] if here else look["text"]
            out.append(
                [
                    ("▸ " if here else "  ", look["cursor.accent"] if here else plain),
                    (paint.pad(name, 11), look["cursor"] if here else look["strong"]),
                    ("◂ ", look["cursor.accent"] if here else look["faint"]),
                    (paint.pad(value, 20), look["cursor"] if here else plain),
                    ("▸ ", look["cursor.accent"] if here else look["faint"]),
                    (paint.pad(what, max(0, width - 37)), look["cursor.dim"] if here else look["dim"]),
                ]
            )
        out.append([])
        out.append(
            [
                ("  ", look["text"]),
                ("✓ pass  ", look["good"]),
                ("! decide  ", look["news"]),
                ("■ waits  ", look["warn"]),
                ("✗ fail  ", look["bad"]),
                ("▶ runs  ", look["work"]),
                ("○ idle", look["dim"]),
            ]
        )
        out.append([])
        from aiboard.tui.settings import folder

        out.append([("  Keys can be remapped: ", look["dim"]), (f"{folder()}/settings.json", look["text"])])
        return out

    def action_up(self) -> None:
        """Line above."""
        self.at = (self.at - 1) % len(self._rows())
        self.sheet.update()

    def action_down(self) -> None:
        """Line below."""
        self.at = (self.at + 1) % len(self._rows())
        self.sheet.update()

    def action_less(self) -> None:
        """Previous value."""
        self._change(-1)

    def action_more(self) -> None:
        """Next value."""
        self._change(1)

    def _change(self, by: int) -> None:
        settings = self.game_app.settings
        if self.at == 0 and not self.game_app.colourless:
            names = list(themes.THEMES)
            settings.theme = names[(names.index(settings.theme) + by) % len(names)]
        elif self.at == 1:
            settings.animation = not settings.animation
        elif self.at == 2:
            settings.charts = CHARTS[(CHARTS.index(settings.charts) + by) % len(CHARTS)]
        elif self.at == 3:
            settings.coach = not settings.coach
        elif self.at == 4:
            settings.mouse = not settings.mouse
        self.game_app.apply_settings()
        self.redraw()
