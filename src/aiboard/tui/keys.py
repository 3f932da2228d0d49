"""The one table of what keys do. Bindings, the hint bar, `?`, the palette and docs/keys.md are made from it.

A key means one thing on one screen: `clashes` lists where that is broken, and a test holds it empty. A player may
remap any action by its name; a remapped table is judged by the same function before it is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    def told(self) -> bool:
        """Whether the action is told which of its keys was pressed: digits of cards and pages, letters of answers."""
        return self.keys[0] in "1a" and len(self.keys) > 1


_Row = tuple[str, str, str, str]
"""Action, keys separated by spaces, one sentence, word in the hint bar ("" keeps it out)."""

#: Panes, each with its rows under one heading; in the order in which `?`, the docs and the hint bar show them.
_PANES: Final[tuple[tuple[str, str, tuple[_Row, ...]], ...]] = (
    ("anywhere", "Everywhere", (
        ("help", "question_mark", "Search keys, actions and words; Enter does what the cursor is on", "help"),
        ("palette", "colon ctrl+p", "Type an action or find a command by name", ""),
        ("back", "escape", "Go back; on the board: pause, settings, other games", ""),
        ("settings", "comma", "Theme, animation, charts, keys", ""),
    )),
    ("program", "Everywhere", (
        ("leave", "q", "Leave the program; the game is saved (where text is typed it is a letter)", ""),
        ("quit", "ctrl+c ctrl+q", "Leave the program, also while typing", ""),
        ("suspend", "ctrl+z", "Suspend the program; `fg` in the shell continues it (not on Windows)", ""),
    )),
    ("board", "Look", (
        ("left", "left h", "Column to the left", ""),
        ("right", "right l", "Column to the right", ""),
        ("up", "up k", "Card above", ""),
        ("down", "down j", "Card below", ""),
        ("next_ask", "tab", "Next card that needs a decision", ""),
        ("previous_ask", "shift+tab", "Previous card that needs a decision", ""),
        ("open", "enter", "The card in full, and everything that can be done with it", "open"),
        ("why", "w", "Why: what a number is, what moved it, what you can do", "why"),
        ("zoom", "plus equals_sign", "Give this column the full width, or undo that", ""),
        ("data", "d", "The data board: what is being collected and labelled", "data"),
        ("compute", "Q", "The compute queue: who has the GPUs, who waits", "compute"),
        ("coach", "c", "Ask the coach what each option on the card is worth; the game becomes practice", "coach"),
        ("cone", "F", "The forecast: yours, and the coach's cone beside it", ""),
        ("runs", "v", "Trajectories: the agent runs of a card", ""),
        ("messages", "m", "The whole log", ""),
        ("canvas", "C", "The canvas: what a point is worth, what is due when, who overstates", "canvas"),
        ("copy", "y", "Copy the board as text, and write it to a file", ""),
    )),
    ("board", "Decide", (
        ("kill", "x", "Kill the card; the reason is filled in from the evidence", "kill"),
        ("iterate", "i", "Iterate: one more run that changes one thing", "iterate"),
        ("promote", "p", "Promote to production; the gate is shown first", "promote"),
        ("evaluate", "e", "Evaluate on more seeds", "evals"),
        ("ticket", "t", "Write the ticket: what success is, when to stop", "ticket"),
        ("start", "s", "Start the card", "start"),
        ("hold", "z", "Pause the card, or resume it", "pause"),
        ("deploy", "f", "Set the share of traffic of a live model: 5, 50, 100 %", "traffic"),
        ("roll_back", "b", "Roll a live model back: it gets no more traffic", "roll back"),
        ("review", "r", "Review the canary: one more reading of its live quality", "review"),
        ("priority", "1 2 3 4 5", "Priority of the card: 1 is the highest", ""),
        ("add_idea", "a", "One more idea: somebody proposes it", "idea"),
        ("orders", "o", "Standing orders: what happens by itself; limits and reserved GPUs", "orders"),
        ("forecast", "n", "Forecast: a 70 % and a 90 % day for the target", ""),
        ("project", "g", "The whole project: legal review, cause of a data issue, ideas, orders", "project"),
        ("undo", "u", "Take back: the last action or day; the game becomes practice", ""),
    )),
    ("board", "Time", (
        ("day", "space", "End the day", "day"),
        ("next_stop", "full_stop", "Let days pass until something needs you", "next"),
        ("sprint", "greater_than_sign", "Let days pass to the end of the sprint; any key stops", "sprint"),
    )),
    ("board", "Chaos", (
        ("inject_gpu", "G", "Inject a GPU shortage", ""),
        ("inject_data", "D", "Inject a data issue", ""),
        ("inject_regression", "R", "Inject an eval regression", ""),
        ("inject_scope", "S", "Inject a change of scope", ""),
        ("inject_vendor", "V", "Inject a vendor delay", ""),
        ("inject_divergence", "N", "Inject a run lost to NaN", ""),
    )),
    ("watch", "Watch", (
        ("add_idea", "a", "One more idea: somebody proposes it", "idea"),
        ("take_over", "t", "Take the board over from the bot", "take over"),
    )),
    ("list", "Lists and menus", (
        ("up", "up k", "Line above", ""),
        ("down", "down j", "Line below", ""),
    )),
    ("choose", "Lists and menus", (("choose", "enter", "Choose this line", "choose"),)),
    ("first", "First screen", (
        ("continue", "c", "Continue the last game", ""),
        ("play", "p", "Play", ""),
        ("learn", "l", "Learn: the labs", ""),
        ("interview", "i", "Interview practice", ""),
        ("watch", "w", "Watch a bot", ""),
        ("more", "m", "More: scenarios, saved games, settings", "more"),
    )),
    ("lab", "Labs", (
        ("letter", "a b c d e f", "To the answer of this letter", ""),
        ("many", "n", "Many draws", "draws"),
        ("redraw", "r", "Other luck: another draw", "other luck"),
        ("why", "w", "Why: how both rules work, what an interviewer asks", "why"),
        ("play", "p", "Play the scenario that shows it", "play this"),
        ("copy", "y", "Copy the lab as text, and write it to a file", "copy"),
        ("page_up", "pageup", "Scroll the results up", ""),
        ("page_down", "pagedown space", "Scroll the results down", ""),
    )),
    ("picker", "Scenarios", (
        ("choose", "enter", "Play this one", "play"),
        ("variant", "right l", "Next variant: calm, normal, chaos", "variant"),
        ("variant_back", "left h", "Previous variant", ""),
        ("seed", "n", "Other luck: a new seed", "new luck"),
        ("watch", "w", "Watch a bot play it", "watch"),
        ("page_up", "pageup", "Scroll the project's page up", ""),
        ("page_down", "pagedown", "Scroll the project's page down", ""),
    )),
    ("saves", "Saved games", (("choose", "enter", "Continue this game", "go on"),)),
    ("dialog", "Dialogs", (("back", "escape", "Close it and leave everything as it was", "back"),)),
    ("values", "Dialogs", (
        ("less", "left h", "Previous value, or less", "change"),
        ("more", "right l", "Next value, or more", ""),
    )),
    ("sheet", "Dialogs", (
        ("page_up", "pageup", "Back in a text that is longer than the dialog", ""),
        ("page_down", "pagedown", "On in a text that is longer than the dialog", ""),
    )),
    ("orders", "Dialogs", (("apply", "enter", "Apply the changed orders", "apply"),)),
    ("search", "Search", (
        ("up", "up", "Line above", ""),
        ("down", "down", "Line below", ""),
        ("page_up", "pageup", "Ten lines up", ""),
        ("page_down", "pagedown", "Ten lines down", ""),
    )),
    ("question", "Questions", (
        ("confirm", "enter", "Do it", "do it"),
        ("up", "up", "Line above", ""),
        ("down", "down", "Line below", ""),
        ("less", "left", "Previous choice", ""),
        ("more", "right", "Next choice", "change"),
        ("much_less", "pageup", "Five choices back", ""),
        ("much_more", "pagedown", "Five choices on", "by five"),
        ("edit", "tab", "Edit the words, and back", "edit"),
    )),
    ("page", "Pages", (
        ("up", "up k", "Line up", ""),
        ("down", "down j", "Line down", ""),
        ("page_up", "pageup", "Page up", ""),
        ("page_down", "pagedown space", "Page down", "page"),
        ("top", "home", "To the top", ""),
        ("bottom", "end", "To the end", ""),
        ("copy", "y", "Copy the page, and write it to a file", "copy"),
    )),
    ("log", "Pages", (
        ("search", "slash", "Find lines that hold some words", "find"),
        ("next_found", "n", "Next line found", ""),
        ("previous_found", "N", "Line found before", ""),
    )),
    ("canvas", "Pages", (("go_on", "enter", "To the board", "to the board"),)),
    ("why", "Why", (
        ("next_topic", "right l tab", "Next number", "next"),
        ("previous_topic", "left h", "Number before", ""),
    )),
    ("debrief", "Debrief", (
        ("previous_page", "left h", "Page before", ""),
        ("next_page", "right l tab", "Next page", "next"),
        ("page", "1 2 3 4 5 6 7 8 9", "Go to a page by its number", ""),
        ("open", "enter", "The board of that morning; of a question: pick this decision", "board"),
        ("retry", "r", "Try the costliest boards again, or on the page of decisions the one chosen", "retry"),
        ("branch", "b", "A new game that goes on from the board of the decision chosen; it is practice", "branch"),
        ("price", "p", "Price the decisions, finer and finer; again: stop", ""),
        ("second", "e", "Price them by a second evaluator too: a page says where the two differ", ""),
    )),
    ("look_back", "Boards of then", (("retry", "r", "Decide this board again, and see what it was worth", "retry"),)),
    ("again", "Boards of then", (("choose", "enter", "Choose this option; then the next board", "choose"),)),
    ("moment", "Boards of then", (
        ("left", "left h", "Column to the left", ""),
        ("right", "right l", "Column to the right", ""),
        ("up", "up k", "Card or option above", ""),
        ("down", "down j", "Card or option below", ""),
        ("branch", "b", "A new game that goes on from this board; it is practice", "branch here"),
    )),
    ("forecast", "Forecast", (
        ("state", "enter n", "State your forecast: a day at 70 %, a day at 90 %", "state yours"),
        ("cone", "c", "The coach's cone: in how many futures it is reached by when; the game becomes practice", "cone"),
    )),
    ("drills", "Interview", (
        ("progress", "p", "How practice is going: dimensions, calibration, due", "progress"),
        ("interviewer", "i", "The interviewer's sheet: what good looks like, follow-ups, marks", "interviewer"),
    )),
    ("drill", "Interview", (
        ("choose", "enter", "Take this answer, open this evidence, or another question", "take"),
        ("up", "up k", "Line above; a letter before an answer goes to it", ""),
        ("down", "down j", "Line below", ""),
        ("less", "left h", "Less, in fives; digits set a percentage", ""),
        ("more", "right l", "More, in fives; digits set a percentage", "change"),
        ("much_less", "minus", "Ten less", ""),
        ("much_more", "plus equals_sign", "Ten more", "by ten"),
        ("level", "e", "Share what is left in equal parts; with nothing left all are alike", "even out"),
        ("page_up", "pageup", "Page up", ""),
        ("page_down", "pagedown space", "Page down", "page"),
        ("edit", "tab", "Into the text, and out of it; where a text is asked for typing begins it", "text"),
        ("done", "end", "To the last line, which goes on or hands in", ""),
        ("another", "n ctrl+n", "Another question; what was begun is dropped (beside a text only ctrl+n)", "another"),
        ("copy", "y", "Copy the question and what it was worth, and write it to a file", "copy"),
    )),
    ("runs", "Runs", (
        ("up", "up k", "Step above", ""),
        ("down", "down j", "Step below", ""),
        ("page_up", "pageup", "Page up", ""),
        ("page_down", "pagedown space", "Page down", ""),
        ("top", "home g", "First step", ""),
        ("bottom", "end G", "Last step", ""),
        ("previous_run", "left h", "Run before", ""),
        ("next_run", "right l", "Next run", "run"),
        ("open", "enter", "Show or hide arguments and output of this step", "open"),
        ("next_flag", "f tab", "Next step with a finding", "finding"),
        ("previous_flag", "F shift+tab", "Step before with a finding", ""),
        ("reveal", "v", "Show or hide texts and arguments", "show"),
        ("note", "n", "Note this step as the first failure of its run", "note"),
    )),
    ("data", "Data", (
        ("left", "left h", "Column to the left", ""),
        ("right", "right l", "Column to the right", ""),
        ("up", "up k", "Dataset above", ""),
        ("down", "down j", "Dataset below", ""),
        ("order", "o", "Order a batch: a pilot, or the rest", "order"),
        ("guidelines", "g", "Write guidelines for the labellers", "guidelines"),
        ("spot_check", "s", "Label a sample twice and read the agreement", "spot check"),
        ("accept", "a", "Accept the batch", "accept"),
        ("relabel", "r", "Send the batch back to be labelled again", "relabel"),
        ("why", "w", "What this is and what holds it up", ""),
    )),
    ("queue", "Compute", (
        ("priority", "1 2 3 4 5", "Priority of the card: 1 is the highest", "priority"),
        ("open", "enter", "Go to this card on the board", "go to"),
        ("reserve", "r", "Reserve GPUs: kept through a shortage", "reserve"),
    )),
)  # fmt: skip

TABLE: Final[tuple[Key, ...]] = tuple(
    Key(pane, name, tuple(keys.split()), group, help, hint)
    for pane, group, rows in _PANES
    for name, keys, help, hint in rows
)

#: The panes of each screen besides "program" and "anywhere". Of `watch` only the looking half of the board is live.
SCREENS: Final[dict[str, tuple[str, ...]]] = {
    "board": ("board",),
    "watch": ("board:Look", "board:Time", "board:Chaos", "watch"),
    "first": ("list", "choose", "first"),
    "labs": ("list", "choose"),
    "lab": ("list", "values", "choose", "lab"),
    "opening": (),
    "picker": ("list", "picker"),
    "saves": ("list", "saves"),
    "page": ("page", "log"),
    "canvas": ("canvas", "page", "log"),
    "why": ("why", "page"),
    "forecast": ("forecast",),
    "debrief": ("debrief", "page"),
    "moment": ("look_back", "moment"),
    "retry": ("again", "moment"),
    "drills": ("list", "choose", "drills"),
    "drill": ("drill",),
    "runs": ("runs",),
    "data": ("data",),
    "queue": ("list", "queue"),
    "menu": ("dialog", "list", "choose"),
    "sheet": ("dialog", "list", "choose", "sheet"),
    "orders": ("dialog", "list", "values", "orders"),
    "settings": ("dialog", "list", "values", "choose"),
    "search": ("dialog", "search"),
    "question": ("dialog", "question"),
}

#: Dialogs: what holds "anywhere" does not hold on them.
DIALOGS: Final = frozenset(screen for screen, panes in SCREENS.items() if "dialog" in panes)

#: How a key is written for a person.
_SHOWN: Final = {
    "question_mark": "?", "colon": ":", "escape": "Esc", "comma": ",", "plus": "+", "equals_sign": "=",
    "full_stop": ".", "greater_than_sign": ">", "enter": "⏎", "left": "←", "right": "→", "up": "↑", "down": "↓",
    "slash": "/", "shift+tab": "⇧Tab", "tab": "Tab", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip


def shown(key: str) -> str:
    """A key's name as a person reads it: "question_mark" is "?"."""
    return _SHOWN.get(key, key)


def hinted(key: Key) -> str:
    """The key in a hint: both arrows of a pair that changes a value, else the first key."""
    return "←→" if key.hint == "change" and key.keys[0] in ("left", "right") else shown(key.keys[0])


def shown_all(key: Key) -> str:
    """All keys of an action: "← h"."""
    return " ".join(shown(k) for k in key.keys)


def first_key(screen: str, name: str, table: Iterable[Key] = TABLE) -> str:
    """The first key of an action of a screen, as a person reads it."""
    return next(shown(key.keys[0]) for key in on_screen(screen, table) if key.name == name)


def on_screen(screen: str, table: Iterable[Key] = TABLE) -> list[Key]:
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
    for key in [row for row in TABLE if row.pane == "program"] if first else on_screen(screen):
        if key.told:
            for name in key.keys:
                action = f"press('{key.name}', '{name}')"
                out.append(Binding(name, action, key.help, show=False, id=f"{key.id}.{name}"))
        elif not first or key.name != "leave":
            keys = ",".join(key.keys)
            out.append(Binding(keys, f"press('{key.name}')", key.help, show=False, id=key.id, priority=first))
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
        if known[name].told:
            raise KeymapError(f"keymap: {name} stays on its digits or letters")
    table = tuple(replace(key, keys=tuple(keymap[key.id].split())) if key.id in keymap else key for key in TABLE)
    wrong = clashes(table)
    if wrong:
        raise KeymapError(f"keymap: {wrong[0]}")
    return table
