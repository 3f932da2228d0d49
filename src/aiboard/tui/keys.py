"""What keys do: one table, keys.json. Bindings, the hint bar, `?`, the palette and docs/keys.md are made from it.

A key means one thing on one screen: `clashes` lists where that is broken, and a test holds it empty. A player may
remap any action by its name; a remapped table is judged by the same function before it is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does.

    Attributes:
        pane: where it holds; "program" holds on every screen, "anywhere" on every screen that is not a dialog.
        name: the action's name, unique in its pane; `action_<name>` of the screen or of one of its parts does it.
        keys: textual's names of the keys, the one shown first in front.
        group: heading it stands under in `?` and in the docs.
        help: one sentence.
        hint: the word in the hint bar; "" keeps it out of the bar.
    """

    pane: str
    name: str
    keys: tuple[str, ...]
    group: str
    help: str
    hint: str = ""

    @property
    def id(self) -> str:
        """Its name in a keymap: "board.kill"."""
        return f"{self.pane}.{self.name}"

    @property
    def passes_key(self) -> bool:
        """Whether the action is told which of its keys was pressed: digits of cards and pages, letters of answers."""
        return self.keys[0] in "1a" and len(self.keys) > 1


# Read here: the first screen loads nothing of a game, and so nothing of `scenario`.
_FILE: Final = json.loads(Path(__file__).with_name("keys.json").read_text(encoding="utf-8"))

#: In the order in which `?`, the docs and the hint bar show them. A row of the file is an action, its keys separated by
#: spaces, one sentence, and the word in the hint bar.
TABLE: Final[tuple[Key, ...]] = tuple(
    Key(part["pane"], name, tuple(keys.split()), part["group"], help, hint)
    for part in _FILE["panes"]
    for name, keys, help, hint in part["rows"]
)

#: The panes of each screen besides "program" and "anywhere". Of `watch` only the looking half of the board is live.
SCREENS: Final[dict[str, tuple[str, ...]]] = {screen: tuple(panes) for screen, panes in _FILE["screens"].items()}

#: Dialogs: what holds "anywhere" does not hold on them.
DIALOGS: Final = frozenset(screen for screen, panes in SCREENS.items() if "dialog" in panes)

#: How a key is written for a person.
_SHOWN: Final = {
    "question_mark": "?", "colon": ":", "escape": "Esc", "comma": ",", "plus": "+", "equals_sign": "=",
    "full_stop": ".", "greater_than_sign": ">", "enter": "⏎", "left": "←", "right": "→", "up": "↑", "down": "↓",
    "slash": "/", "shift+tab": "⇧Tab", "tab": "Tab", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip


def key_label(key: str) -> str:
    """A key's name as a person reads it: "question_mark" is "?"."""
    return _SHOWN.get(key, key)


def hint_label(key: Key) -> str:
    """The key in a hint: both arrows of a pair that changes a value, else the first key."""
    return "←→" if key.hint == "change" and key.keys[0] in ("left", "right") else key_label(key.keys[0])


def key_labels(key: Key) -> str:
    """All keys of an action: "← h"."""
    return " ".join(key_label(k) for k in key.keys)


def first_key(screen: str, name: str, table: Iterable[Key] = TABLE) -> str:
    """The first key of an action of a screen, as a person reads it."""
    return next(key_label(key.keys[0]) for key in screen_keys(screen, table) if key.name == name)


def screen_keys(screen: str, table: Iterable[Key] = TABLE) -> list[Key]:
    """The actions live on a screen of `SCREENS`, in the table's order."""
    panes = ("program", *SCREENS[screen], *(() if screen in DIALOGS else ("anywhere",)))
    return [key for key in table if key.pane in panes or f"{key.pane}:{key.group}" in panes]


def bindings(screen: str) -> list[BindingType]:
    """Textual bindings of a screen: each presses an action by its name, one of many digits or letters with that one.

    The same keys with `program`, which the app itself binds so that they hold while somebody types.
    """
    from textual.binding import Binding

    first = screen == "program"
    out: list[BindingType] = []
    for key in [row for row in TABLE if row.pane == "program"] if first else screen_keys(screen):
        if key.passes_key:
            for name in key.keys:
                action = f"press('{key.name}', '{name}')"
                out.append(Binding(name, action, key.help, show=False, id=f"{key.id}.{name}"))
        elif not first or key.name != "leave":
            keys = ",".join(key.keys)
            out.append(Binding(keys, f"press('{key.name}')", key.help, show=False, id=key.id, priority=first))
    return out


def clashes(table: Iterable[Key] = TABLE) -> list[str]:
    """Every key that would mean two things on one screen, as a sentence."""
    conflicts = []
    rows = list(table)
    for screen in SCREENS:
        owner: dict[str, Key] = {}
        for key in screen_keys(screen, rows):
            for name in key.keys:
                other = owner.setdefault(name, key)
                if other is not key:
                    conflicts.append(f"{screen}: '{key_label(name)}' means {other.id} and {key.id}")
    return conflicts


class KeymapError(ValueError):
    """A keymap names an action that is not there, or gives one key two meanings."""


def remap(keymap: Mapping[str, str]) -> tuple[Key, ...]:
    """The table with some actions on other keys.

    Args:
        keymap: action id ("board.kill") to keys, separated by spaces, in textual's names.

    Raises:
        KeymapError: an unknown action, no key at all, or a key that means two things on one screen.
    """
    keys_by_id = {key.id: key for key in TABLE}
    for name, keys in keymap.items():
        if name not in keys_by_id:
            raise KeymapError(f"keymap: there is no action '{name[:60]}'; docs/keys.md lists them")
        if not keys.split():
            raise KeymapError(f"keymap: {name} has no key")
        if any(not key.isprintable() or len(key) > 30 or "," in key for key in keys.split()):
            raise KeymapError(f"keymap: {name} has a key that no keyboard sends; name keys as docs/keys.md does")
        if keys_by_id[name].passes_key:
            raise KeymapError(f"keymap: {name} stays on its digits or letters")
    table = tuple(replace(key, keys=tuple(keymap[key.id].split())) if key.id in keymap else key for key in TABLE)
    wrong = clashes(table)
    if wrong:
        raise KeymapError(f"keymap: {wrong[0]}")
    return table
