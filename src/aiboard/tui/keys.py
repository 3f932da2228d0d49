"""The one table of what keys do. Bindings, the hint bar, `?`, the palette and docs/keys.md are made from it.

A key means one thing on one screen: `clashes` lists where that is broken, and a test holds it empty. A player may
remap any action by its name; a remapped table is judged by the same function before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from aiboard.tui.widgets.actions import ACTIONS
from aiboard.tui.widgets.actions import SCREENS as WIDGET_SCREENS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One thing a key does.

    Attributes:
        pane: where it holds; "anywhere" holds on every screen that is not a question.
        name: the action's name, unique in its pane; `action_<name>` of the screen or widget does it.
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


def _k(pane: str, name: str, keys: str, group: str, help: str, hint: str = "") -> Key:
    return Key(pane, name, tuple(keys.split()), group, help, hint)


#: In the order in which `?`, the docs and the hint bar show them. The rows of the widgets come last.
TABLE: Final[tuple[Key, ...]] = (
    _k("anywhere", "help", "question_mark", "Everywhere", "Search what can be done here; Enter does it", "help"),
    _k("anywhere", "palette", "colon ctrl+p", "Everywhere", "Type an action or find a command by name"),
    _k("anywhere", "back", "escape", "Everywhere", "Go back; on the board: pause, settings, other games"),
    _k("anywhere", "leave", "q ctrl+q", "Everywhere", "Leave: the game is saved already, and says where"),
    _k("anywhere", "settings", "comma", "Everywhere", "Theme, animation, charts, keys"),
    # the board: look
    _k("board", "left", "left h", "Look", "Column to the left"),
    _k("board", "right", "right l", "Look", "Column to the right"),
    _k("board", "up", "up k", "Look", "Card above"),
    _k("board", "down", "down j", "Look", "Card below"),
    _k("board", "next_ask", "tab", "Look", "Next card that waits for you"),
    _k("board", "previous_ask", "shift+tab", "Look", "Previous card that waits for you"),
    _k("board", "open", "enter", "Look", "Everything about this card, and all that can be done with it", "open"),
    _k("board", "why", "w", "Look", "Why: what a number is, what moved it, what you could do", "why"),
    _k("board", "zoom", "plus equals_sign", "Look", "Give this column the whole width, and back"),
    _k("board", "data", "d", "Look", "The data board: what is being collected and labelled", "data"),
    _k("board", "compute", "c", "Look", "The compute queue: who has the GPUs, who waits", "compute"),
    _k("board", "runs", "v", "Look", "Runs of an agent card, step by step"),
    _k("board", "messages", "m", "Look", "The whole log"),
    _k("board", "copy", "y", "Look", "Copy the board as text, and write it to a file"),
    # the board: decide
    _k("board", "kill", "x", "Decide", "Kill the card; the reason is filled in from the evidence", "kill"),
    _k("board", "iterate", "i", "Decide", "Iterate: one more run that changes one thing", "iterate"),
    _k("board", "promote", "p", "Decide", "Promote to production; the gate is shown first", "promote"),
    _k("board", "evaluate", "e", "Decide", "Evaluate on more seeds", "evals"),
    _k("board", "ticket", "t", "Decide", "Write the ticket: what success is, when to stop", "ticket"),
    _k("board", "start", "s", "Decide", "Start the card", "start"),
    _k("board", "hold", "z", "Decide", "Pause the card, or let it go on", "hold"),
    _k("board", "deploy", "f", "Decide", "Set the share of traffic of a live model: 5, 50, 100 %", "traffic"),
    _k("board", "roll_back", "b", "Decide", "Roll a live model back", "roll back"),
    _k("board", "review", "r", "Decide", "Look closely at the canary", "review"),
    _k("board", "priority", "1 2 3 4 5", "Decide", "Priority of the card; 1 goes first"),
    _k("board", "add_idea", "a", "Decide", "One more idea: somebody proposes it", "idea"),
    _k("board", "orders", "o", "Decide", "Standing orders: limits and reserved GPUs too", "orders"),
    _k("board", "forecast", "n", "Decide", "Forecast: a 70 % and a 90 % day for the target"),
    _k("board", "project", "g", "Decide", "The whole project: legal review, a data issue's cause, ideas", "project"),
    _k("board", "undo", "u", "Decide", "Take back: the last action; the game becomes practice"),
    # the board: time
    _k("board", "day", "space", "Time", "End the day", "day"),
    _k("board", "next_stop", "full_stop", "Time", "Go on until something needs you", "next"),
    _k("board", "sprint", "greater_than_sign", "Time", "Go on to the end of the sprint; any key stops", "sprint"),
    # the board: chaos
    _k("board", "inject_gpu", "G", "Chaos", "Inject a GPU shortage"),
    _k("board", "inject_data", "D", "Chaos", "Inject a data issue"),
    _k("board", "inject_regression", "R", "Chaos", "Inject an eval regression"),
    _k("board", "inject_scope", "S", "Chaos", "Inject a change of scope"),
    _k("board", "inject_vendor", "V", "Chaos", "Inject a vendor delay"),
    _k("board", "inject_divergence", "N", "Chaos", "Inject a run lost to NaN"),
    # watching a bot: the look, time and chaos of the board, and
    _k("watch", "add_idea", "a", "Watch", "One more idea: somebody proposes it", "idea"),
    _k("watch", "take_over", "t", "Watch", "Take the board over from the bot", "take over"),
    # the first screen
    _k("first", "up", "up k", "First screen", "Line above"),
    _k("first", "down", "down j", "First screen", "Line below"),
    _k("first", "choose", "enter", "First screen", "Choose this line", "choose"),
    _k("first", "continue", "c", "First screen", "Go on with the last game"),
    _k("first", "play", "p", "First screen", "Play"),
    _k("first", "watch", "w", "First screen", "Watch a bot"),
    _k("first", "more", "m", "First screen", "More: scenarios, saved games, settings", "more"),
    # choosing a scenario or a saved game
    _k("picker", "up", "up k", "Scenarios", "Line above"),
    _k("picker", "down", "down j", "Scenarios", "Line below"),
    _k("picker", "choose", "enter", "Scenarios", "Play this one", "play"),
    _k("picker", "variant", "right l", "Scenarios", "Next variant: calm, normal, chaos", "variant"),
    _k("picker", "variant_back", "left h", "Scenarios", "Previous variant"),
    _k("picker", "seed", "n", "Scenarios", "Other luck: a new seed", "new luck"),
    _k("picker", "watch", "w", "Scenarios", "Watch a bot play it", "watch"),
    _k("picker", "page_up", "pageup", "Scenarios", "The page of the project, up"),
    _k("picker", "page_down", "pagedown", "Scenarios", "The page of the project, down"),
    _k("saves", "up", "up k", "Saved games", "Line above"),
    _k("saves", "down", "down j", "Saved games", "Line below"),
    _k("saves", "choose", "enter", "Saved games", "Go on with this one", "go on"),
    # standing orders and limits
    _k("orders", "up", "up k", "Orders", "Line above"),
    _k("orders", "down", "down j", "Orders", "Line below"),
    _k("orders", "less", "left h", "Orders", "Towards off, or less", "less"),
    _k("orders", "more", "right l", "Orders", "Towards auto, or more", "more"),
    _k("orders", "apply", "enter", "Orders", "Do it", "apply"),
    _k("orders", "back", "escape", "Orders", "Back to the board", "back"),
    # menus
    _k("menu", "up", "up k", "Menus", "Line above"),
    _k("menu", "down", "down j", "Menus", "Line below"),
    _k("menu", "choose", "enter", "Menus", "Choose this line", "choose"),
    _k("menu", "back", "escape", "Menus", "Close the menu", "back"),
    # searching: letters are typed
    _k("search", "up", "up", "Search", "Line above"),
    _k("search", "down", "down", "Search", "Line below"),
    _k("search", "page_up", "pageup", "Search", "Ten lines up"),
    _k("search", "page_down", "pagedown", "Search", "Ten lines down"),
    _k("search", "back", "escape", "Search", "Close it", "back"),
    # settings
    _k("settings", "up", "up k", "Settings", "Line above"),
    _k("settings", "down", "down j", "Settings", "Line below"),
    _k("settings", "less", "left h", "Settings", "Previous value", "change"),
    _k("settings", "more", "right l enter", "Settings", "Next value"),
    _k("settings", "back", "escape", "Settings", "Done", "done"),
    # the log as a page
    _k("page", "up", "up k", "Pages", "Line up"),
    _k("page", "down", "down j", "Pages", "Line down"),
    _k("page", "page_up", "pageup", "Pages", "Page up"),
    _k("page", "page_down", "pagedown space", "Pages", "Page down", "page"),
    _k("page", "top", "home", "Pages", "To the top"),
    _k("page", "bottom", "end", "Pages", "To the end"),
    _k("page", "copy", "y", "Pages", "Copy it, and write it to a file", "copy"),
    _k("why", "next_topic", "right l tab", "Why", "Next number", "next"),
    _k("why", "previous_topic", "left h", "Why", "Number before"),
    *(_k(*row) for row in ACTIONS),
)  # fmt: skip

#: Panes that are on the screen together with "anywhere". Of `watch` only the looking half of the board is live.
SCREENS: Final[dict[str, tuple[str, ...]]] = {
    "board": ("board",),
    "watch": ("board:Look", "board:Time", "board:Chaos", "watch"),
    "first": ("first",),
    "picker": ("picker",),
    "saves": ("saves",),
    "orders": ("orders",),
    "menu": ("menu",),
    "search": ("search",),
    "settings": ("settings",),
    "page": ("page",),
    "why": ("why", "page"),
    **WIDGET_SCREENS,
}

#: Screens that are a question over another screen: what holds everywhere does not hold on them.
QUESTIONS: Final = frozenset({"question", "menu", "search", "settings", "orders"})

#: How a key is written for a person.
_SHOWN: Final = {
    "question_mark": "?", "colon": ":", "escape": "Esc", "comma": ",", "plus": "+", "equals_sign": "=",
    "full_stop": ".", "greater_than_sign": ">", "enter": "⏎", "left": "←", "right": "→", "up": "↑", "down": "↓",
    "slash": "/", "shift+tab": "⇧Tab", "tab": "Tab", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip


def shown(key: str) -> str:
    """A key's name as a person reads it: "question_mark" is "?"."""
    return _SHOWN.get(key, key)


def shown_all(key: Key) -> str:
    """All keys of an action: "← h"."""
    return " ".join(shown(k) for k in key.keys)


def on_screen(screen: str, table: Iterable[Key] = TABLE) -> list[Key]:
    """The actions live on a screen of `SCREENS`, in the table's order."""
    panes = SCREENS[screen]
    out = []
    for key in table:
        everywhere = key.pane == "anywhere" and screen not in QUESTIONS
        if everywhere or key.pane in panes or f"{key.pane}:{key.group}" in panes:
            out.append(key)
    return out


def pane(name: str, table: Iterable[Key] = TABLE) -> list[Key]:
    """The actions of one pane."""
    return [key for key in table if key.pane == name]


def bindings(*panes: str) -> list[BindingType]:
    """Textual bindings of some panes ("board") or of one group of a pane ("board:Look").

    The digit that was pressed is passed to an action whose keys are digits.
    """
    from textual.binding import Binding

    out: list[BindingType] = []
    for key in TABLE:
        if key.pane not in panes and f"{key.pane}:{key.group}" not in panes:
            continue
        if key.keys[0].isdigit():
            for name in key.keys:
                out.append(Binding(name, f"{key.name}({name})", key.help, show=False, id=f"{key.id}.{name}"))
        else:
            out.append(Binding(",".join(key.keys), key.name, key.help, show=False, id=key.id))
    return out


def clashes(table: Iterable[Key] = TABLE) -> list[str]:
    """Every key that would mean two things on one screen, as a sentence."""
    found = []
    rows = list(table)
    for screen in SCREENS:
        owner: dict[str, Key] = {}
        for key in on_screen(screen, rows):
            for name in key.keys:
                other = owner.setdefault(name, key)
                if other is not key:
                    found.append(f"{screen}: '{shown(name)}' means {other.id} and {key.id}")
    return found


class KeymapError(ValueError):
    """A keymap names an action that is not there, or gives one key two meanings."""


def remapped(keymap: Mapping[str, str]) -> tuple[Key, ...]:
    """The table with some actions on other keys.

    Args:
        keymap: action id ("board.kill") to keys, separated by spaces, in textual's names.

    Raises:
        KeymapError: an unknown action, no key at all, or a key that means two things on one screen.
    """
    known = {key.id: key for key in TABLE}
    for name, keys in keymap.items():
        if name not in known:
            raise KeymapError(f"keymap: there is no action '{name[:60]}'; docs/keys.md lists them")
        if not keys.split():
            raise KeymapError(f"keymap: {name} has no key")
        if any(not key.isprintable() or len(key) > 30 or "," in key for key in keys.split()):
            raise KeymapError(f"keymap: {name} has a key that no keyboard sends; name keys as docs/keys.md does")
        if known[name].keys[0].isdigit():
            raise KeymapError(f"keymap: {name} stays on its digits")
    table = tuple(
        replace(key, keys=tuple(keymap[key.id].split())) if key.id in keymap else key for key in TABLE
    )
    wrong = clashes(table)
    if wrong:
        raise KeymapError(f"keymap: {wrong[0]}")
    return table
