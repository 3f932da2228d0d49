"""Colours, by role. Every widget asks for a role ("good", "dim", "cursor"), never for a colour.

A state is never told by colour alone: a glyph and a word stand beside it. Four palettes are ours (dark, light,
colour-blind after Okabe and Ito 2008, ANSI: the sixteen colours of the terminal); `mono` has no colour at all and is
what NO_COLOR gets.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from rich.style import Style

if TYPE_CHECKING:
    from textual.app import App
    from textual.theme import Theme

#: Names of the themes a player may choose, and what each is.
THEMES: Final[dict[str, str]] = {
    "dark": "dark, the default",
    "light": "light",
    "colour-blind": "dark, blue and orange instead of green and red",
    "ansi": "the terminal's own sixteen colours",
}

#: Role -> (foreground, background, attributes). "-" keeps what is there.
_Roles = dict[str, tuple[str, str, str]]

#: What a role is drawn in: a colour of the palette, attributes.
_PLAIN: Final = {
    "text": ("text", ""), "plain": ("text", ""), "news": ("warn", "bold"), "work": ("accent", ""),
    "strong": ("bright", "bold"), "dim": ("dim", ""), "faint": ("faint", ""), "rule": ("rule", ""),
    "accent": ("accent", ""), "accent2": ("violet", ""), "good": ("good", ""), "warn": ("warn", ""), "bad": ("bad", ""),
    "info": ("accent", ""), "key": ("accent", "bold"), "heading": ("dim", ""), "heading.focus": ("bright", "bold"),
    "spark": ("accent", ""),
}  # fmt: skip
#: Roles that exist on the ground of the header bar and of the cursor too.
_ON_BAR: Final = ("strong", "dim", "good", "warn", "bad", "accent")
_ON_CURSOR: Final = ("text", "dim", "good", "warn", "bad", "accent", "accent2", "news", "work", "strong")


def _rgb(c: dict[str, str]) -> _Roles:
    """The roles of a palette of hex colours."""
    roles = {role: (c[colour], "-", attributes) for role, (colour, attributes) in _PLAIN.items()}
    on_bar = {f"bar.{role}": (roles[role][0], c["panel"], roles[role][2]) for role in _ON_BAR}
    on_cursor = {f"cursor.{role}": (roles[role][0], c["cursor"], roles[role][2]) for role in _ON_CURSOR}
    return {
        **roles,
        "bar": (c["text"], c["panel"], ""),
        **on_bar,
        "cursor": (c["bright"], c["cursor"], "bold"),
        **on_cursor,
        "cursor.key": (c["accent"], c["cursor"], ""),
        "cursor.ask": (c["warn"], c["cursor"], "bold"),
        "ask": (c["on"], c["warn"], "bold"),
        "flash": (c["on"], c["accent"], "bold"),
        "band": (c["text"], c["band1"], ""),
        "band.inner": (c["bright"], c["band2"], ""),
        "zone.good": (c["good"], c["zone"], ""),
    }


_DARK: Final = {
    "back": "#0f141b", "panel": "#1a222d", "cursor": "#22344a", "text": "#c9d3df", "bright": "#f2f6fa",
    "dim": "#8694a7", "faint": "#566376", "rule": "#344052", "accent": "#6cb6ff", "violet": "#b8a1ff",
    "good": "#72d39b", "warn": "#eebb66", "bad": "#ff7f87", "on": "#0f141b", "band1": "#1b3350", "band2": "#28527f",
    "zone": "#16302a",
}  # fmt: skip
_LIGHT: Final = {
    "back": "#fbfaf7", "panel": "#ece9e1", "cursor": "#d7e6f8", "text": "#2b3440", "bright": "#0b1017",
    "dim": "#5d6876", "faint": "#8d96a1", "rule": "#c6c3ba", "accent": "#0b61b8", "violet": "#6a42c2",
    "good": "#116b3c", "warn": "#8f5700", "bad": "#b3202c", "on": "#ffffff", "band1": "#d5e6f7", "band2": "#a9cbed",
    "zone": "#dcefe2",
}  # fmt: skip
_BLIND: Final = {
    **_DARK,
    "accent": "#cc9fd8", "violet": "#f0e442", "good": "#56b4e9", "warn": "#f0c94a", "bad": "#f0803c",
    "band1": "#2c2a45", "band2": "#4a4580", "zone": "#14304a",
}  # fmt: skip

_ANSI: Final[_Roles] = {
    **dict.fromkeys(("text", "plain"), ("default", "-", "")),
    **dict.fromkeys(("work", "accent", "info", "spark"), ("cyan", "-", "")),
    **dict.fromkeys(("dim", "heading"), ("default", "-", "dim")),
    **dict.fromkeys(("faint", "rule"), ("bright_black", "-", "")),
    "strong": ("default", "-", "bold"),
    "news": ("yellow", "-", "bold"),
    "accent2": ("magenta", "-", ""),
    "good": ("green", "-", ""),
    "warn": ("yellow", "-", ""),
    "bad": ("red", "-", ""),
    "ask": ("black", "yellow", ""),
    "key": ("cyan", "-", "bold"),
    "heading.focus": ("default", "-", "bold underline"),
    # On the grounds of bar and cursor, which are the text reversed, there is one colour only.
    **dict.fromkeys(("bar", "bar.dim"), ("default", "-", "reverse")),
    **{f"bar.{role}": ("default", "-", "reverse bold") for role in _ON_BAR if role != "dim"},
    **{f"cursor.{role}": ("default", "-", "reverse") for role in (*_ON_CURSOR, "key")},
    **dict.fromkeys(("cursor", "cursor.news", "cursor.ask", "cursor.strong"), ("default", "-", "reverse bold")),
    "flash": ("black", "cyan", ""),
    "band": ("default", "blue", ""),
    "band.inner": ("default", "bright_blue", ""),
    "zone.good": ("green", "-", ""),
}


def _mono(roles: _Roles) -> _Roles:
    """The same roles with attributes only: bold, dim, reverse, underline."""
    out: _Roles = {}
    for role, (_, back, attributes) in roles.items():
        if role in ("ask", "flash"):
            attributes = "reverse bold"
        elif role in ("bad", "warn", "key", "news"):
            attributes = "bold"
        elif role in ("faint", "rule"):
            attributes = "dim"
        elif role.startswith("band") and back != "-":
            attributes = ""
        out[role] = ("default", "-", attributes)
    return out


class Palette:
    """Role -> style. `palette["good"]` is a rich Style; an unknown role is a KeyError, so a typing error shows."""

    def __init__(self, name: str, roles: _Roles) -> None:
        self.name = name
        #: No colour at all: charts put a texture where others put a background.
        self.mono = name == "mono"
        #: Backgrounds are the terminal's own.
        self.ansi = name in ("ansi", "mono")
        self._styles = {role: _style(*parts) for role, parts in roles.items()}

    def __getitem__(self, role: str) -> Style:
        return self._styles[role]

    def at(self, cursor: bool) -> Callable[[str], Style]:
        """Role -> style on a line of a list, whether the cursor is on it or not."""
        return self.on_cursor if cursor else self._styles.__getitem__

    def on_cursor(self, role: str) -> Style:
        """The role as it looks on the focused card."""
        return self._styles.get(f"cursor.{role}") or self._styles["cursor.text"]

    def on_bar(self, role: str) -> Style:
        """The role as it looks on the header bar."""
        return self._styles.get(f"bar.{role}") or self._styles["bar"]

    def roles(self) -> list[str]:
        """All role names."""
        return list(self._styles)


def _style(fore: str, back: str, attributes: str) -> Style:
    words = set(attributes.split())
    return Style(
        color=None if fore in ("-", "default") else fore,
        bgcolor=None if back == "-" else back,
        bold="bold" in words or None,
        dim="dim" in words or None,
        reverse="reverse" in words or None,
        underline="underline" in words or None,
    )


_BASES: Final = {"dark": _DARK, "light": _LIGHT, "colour-blind": _BLIND}
_made: dict[str, Palette] = {}


def palette(name: str) -> Palette:
    """The palette of a theme name (`THEMES`) or "mono"; made once."""
    if name not in _made:
        if name in _BASES:
            _made[name] = Palette(name, _rgb(_BASES[name]))
        else:
            _made[name] = Palette(name, _mono(_ANSI) if name == "mono" else _ANSI)
    return _made[name]


def of(app: App[object]) -> Palette:
    """The palette of the running app; dark where an app (a widget's test) has not chosen one."""
    found = getattr(app, "palette", None)
    return found if isinstance(found, Palette) else palette("dark")


def textual_themes() -> list[Theme]:
    """Our palettes as Textual themes, for the stock widgets (text inputs) and the screen's background."""
    from textual.theme import Theme

    out = []
    for name, c in _BASES.items():
        theme = Theme(
            name=f"aiboard-{name}",
            primary=c["accent"], secondary=c["violet"], accent=c["accent"], success=c["good"], warning=c["warn"],
            error=c["bad"], foreground=c["text"], background=c["back"], surface=c["panel"], panel=c["panel"],
            dark=name != "light",
            variables={"rule": c["rule"], "back": c["back"], "cursor-back": c["cursor"]},
        )  # fmt: skip
        out.append(theme)
    return out


def textual_name(name: str) -> str:
    """The Textual theme that goes with a theme name of ours."""
    return f"aiboard-{name}" if name in _BASES else "ansi-dark"


def no_color() -> bool:
    """Whether NO_COLOR (no-color.org) forbids colour: set and not empty."""
    return bool(os.environ.get("NO_COLOR"))


def prepare_environment() -> bool:
    """Make NO_COLOR really colourless; call before importing textual. Returns whether colour is off.

    Textual 8 turns colours into greys unless its theme is an ANSI one from the very start.
    """
    if no_color():
        os.environ["TEXTUAL_THEME"] = "ansi-dark"
        return True
    os.environ.pop("NO_COLOR", None)  # set but empty means nothing by the convention; textual reads it as set
    return False
