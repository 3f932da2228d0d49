"""Colours, by role; both in themes.json. Every widget asks for a role ("good", "dim", "cursor"), never for a colour.

A state is never told by colour alone: a glyph and a word stand beside it. Four palettes are ours (dark, light,
colour-blind after Okabe and Ito 2008, ANSI: the sixteen colours of the terminal); `mono` has no colour at all and is
what NO_COLOR gets.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.style import Style

if TYPE_CHECKING:
    from textual.app import App
    from textual.theme import Theme

# Read here, as the keys are: the first screen loads nothing of a game, and so nothing of `scenario`.
_FILE: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("themes.json").read_text(encoding="utf-8"))
THEMES: Final[dict[str, str]] = _FILE["themes"]
"""Names of the themes a player may choose, and what each is."""
#: Colours by name. The colour-blind theme is the dark one but for those that it names.
_BASES: Final[dict[str, dict[str, str]]] = {
    "dark": _FILE["dark"],
    "light": _FILE["light"],
    "colour-blind": {**_FILE["dark"], **_FILE["colour-blind"]},
}


def _in_colours(colours: dict[str, str]) -> dict[str, str]:
    """Role -> style in Rich's words, of a palette of hex colours."""
    forms: dict[str, str] = dict(_FILE["roles"])
    # Some roles exist on the ground of the header bar and of the cursor too.
    for ground, colour in (("bar", "panel"), ("cursor", "cursor")):
        forms |= {f"{ground}.{role}": f"{forms[role]} on {{{colour}}}" for role in _FILE[f"on_{ground}"]}
    return {role: form.format_map(colours) for role, form in forms.items()}


class Palette:
    """Role -> style. `palette["good"]` is a rich Style; an unknown role is a KeyError, so a typing error shows."""

    def __init__(self, name: str, styles: dict[str, Style]) -> None:
        self.name = name
        #: Backgrounds are the terminal's own.
        self.ansi = name in ("ansi", "mono")
        self._styles = styles

    def __getitem__(self, role: str) -> Style:
        return self._styles[role]

    def row_styles(self, cursor: bool) -> Callable[[str], Style]:
        """Role -> style on a line of a list, whether the cursor is on it or not."""
        return self.on_cursor if cursor else self._styles.__getitem__

    def on_cursor(self, role: str) -> Style:
        """The role as it looks on the focused card."""
        return self._styles.get(f"cursor.{role}") or self._styles["cursor.text"]

    def roles(self) -> list[str]:
        """All role names."""
        return list(self._styles)


_made: dict[str, Palette] = {}


def palette(name: str) -> Palette:
    """The palette of a theme name (`THEMES`) or "mono"; made once."""
    if name not in _made:
        styles = _parsed(_in_colours(_BASES[name]) if name in _BASES else _FILE["ansi"])
        if name == "mono":
            # Attributes only: bold, dim, reverse, underline.
            styles = {role: style.without_color for role, style in styles.items()} | _parsed(_FILE["mono"])
        _made[name] = Palette(name, styles)
    return _made[name]


def _parsed(roles: dict[str, str]) -> dict[str, Style]:
    """A style of its own for each role: Rich keeps what it has parsed."""
    return {role: Style.parse(words).copy() for role, words in roles.items()}


def palette_of(app: App[object]) -> Palette:
    """The palette of the running app; dark where an app (a widget's test) has not chosen one."""
    candidate = getattr(app, "palette", None)
    return candidate if isinstance(candidate, Palette) else palette("dark")


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
