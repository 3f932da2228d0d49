"""`?` and `:`: a searchable list of what can be done here. Enter does it; an action can also be typed as its line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from aiboard.tui import keys, paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.closing import Closing
from aiboard.tui.paint import Span

if TYPE_CHECKING:
    from aiboard.tui.app import AiBoard


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the list. `run`: an action's name, `line:…` for a typed one, `fill:…` for what Enter types, or ""."""

    group: str
    key: str
    text: str
    run: str


_TYPED: Final = "Typed"
_FILL: Final = "fill:"
_LINE: Final = "line:"


def _forms(text: str) -> list[Found]:
    """How actions are written and what they are for: all of them, or those that `text` names or describes."""
    from aiboard.actions.grammar import usage
    from aiboard.views.verbs import VERB

    words = text.lower().split()
    found = []
    for verb, said in VERB.items():
        line = f"{usage(verb)}: {said.about}"
        # Once the verb is written the rest of the line are its words, not a search.
        if (words and words[0] == verb.VERB) or all(word in line.lower() for word in words):
            found.append(Found(_TYPED, "", line, f"{_FILL}{verb.VERB}"))
    return sorted(found, key=lambda one: not one.text.startswith(words[0])) if words else found


def _begins_a_line(word: str) -> bool:
    """Whether a word is an action's."""
    from aiboard.engine.verbs import VERBS

    return any(word == verb.VERB for verb in VERBS)


class _List(Canvas):
    """The lines that match, under their headings."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Found] = []
        self.at = 0
        self.first = 0

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """Headings and lines; the window follows the cursor."""
        look = self.look
        rows: list[tuple[int, list[Span]]] = []
        group = ""
        for i, item in enumerate(self.found):
            if item.group != group:
                group = item.group
                if rows:
                    rows.append((-1, []))
                rows.append((-1, [(group, look["heading"])]))
            here = i == self.at
            back = look["cursor.text"] if here else look["text"]
            rows.append(
                (
                    i,
                    [
                        ("▸ " if here else "  ", look["cursor.accent"] if here else back),
                        (paint.pad(item.key, 13), look["cursor.accent"] if here else look["key"]),
                        (paint.pad(item.text, max(0, width - 15)), back),
                    ],
                )
            )
        if not rows:
            return [[("nothing here is called that", look["dim"])]]
        at = next((y for y, (i, _) in enumerate(rows) if i == self.at), 0)
        self.first = max(0, min(self.first, at - 1, len(rows) - height)) if at <= self.first else self.first
        if at >= self.first + height:
            self.first = at - height + 1
        self.first = max(0, min(self.first, len(rows) - height))
        return [spans for _, spans in rows[self.first : self.first + height]]


class HelpScreen(Closing[str | None], ModalScreen[str | None]):
    """Search and do. The result is what was chosen."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("search")
    DEFAULT_CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen:ansi { background: ansi_default; }
    HelpScreen > Vertical {
        width: 76; max-width: 100%; height: 90%; padding: 0 1; background: $surface; border: round $primary;
        border-title-style: bold; border-title-color: $foreground; border-subtitle-color: $foreground 60%;
    }
    HelpScreen > Vertical:ansi { background: ansi_default; }
    HelpScreen Canvas { background: $surface; height: 1fr; }
    HelpScreen:ansi Canvas { background: ansi_default; }
    HelpScreen Input { border: none; height: 1; margin: 0 0 1 0; padding: 0 1; background: $background; }
    HelpScreen Input:focus { border: none; }
    """
    ALLOW_SELECT = False

    def __init__(self, screen: str, typing: bool = False) -> None:
        super().__init__()
        self._screen_name = screen
        self._typing = typing
        self._list = _List()
        self._input = Input(placeholder="search, or type an action: kill 4 plateau" if screen == "board" else "search")

    def compose(self) -> ComposeResult:
        """Search field and list."""
        with Vertical() as box:
            box.border_title = "Type an action, or search" if self._typing else "What can be done here"
            box.border_subtitle = "⏎ does it   Esc back"
            yield self._input
            yield self._list

    def on_mount(self) -> None:
        """The whole list at first."""
        self._search("")
        self._input.focus()

    def _search(self, text: str) -> None:
        app = cast("AiBoard", self.app)
        words = text.lower().split()
        found = []
        for key in keys.on_screen(self._screen_name, app.table):
            hay = f"{key.name} {key.help} {key.group} {key.hint}".lower()
            if all(word in hay for word in words) or text in key.keys or text in map(keys.shown, key.keys):
                run = "" if key.keys[0].isdigit() else key.name
                found.append(Found(key.group, keys.shown_all(key), key.help, run))
        if app.session is not None and self._screen_name == "board":
            typed = self._typed(text) if words else _forms("")
            # An action's word asks for its line; other words ask for a key first.
            asked = bool(words) and ((typed[:1] and typed[0].run.startswith(_LINE)) or _begins_a_line(words[0]))
            found = [*typed, *found] if asked else [*found, *typed]
        self._list.found = found
        self._list.at = 0
        self._list.first = 0
        self._list.update()

    def _typed(self, text: str) -> list[Found]:
        """The text as an action's line, or the forms of the actions that begin so."""
        from aiboard.actions.grammar import parse, verbs
        from aiboard.instruments.errors import InputError

        session = cast("AiBoard", self.app).session
        assert session is not None
        try:
            parse(text, session.world)
        except InputError as error:
            forms = _forms(text)
            if text.split()[0].lower() in verbs() and " " in text.strip():
                forms.append(Found(_TYPED, "", str(error.message), ""))
            return forms[:6]
        return [Found(_TYPED, "⏎", text.strip(), f"{_LINE}{text.strip()}")]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as it is typed."""
        self._search(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what the cursor is on."""
        event.stop()
        if self._list.found:
            chosen = self._list.found[self._list.at].run
            if chosen.startswith(_FILL):
                self._fill(chosen.removeprefix(_FILL))
            elif chosen:
                self.dismiss(chosen)

    def _fill(self, verb: str) -> None:
        """Type an action's word; a line that is whole with it is done at once."""
        from aiboard.engine.verbs import VERBS

        alone = any(verb == one.VERB and not one.SLOTS for one in VERBS)
        if alone:
            self.dismiss(f"{_LINE}{verb}")
            return
        self._input.value = f"{verb} "
        self._input.cursor_position = len(self._input.value)

    def action_up(self) -> None:
        """Line above."""
        self._move(-1)

    def action_down(self) -> None:
        """Line below."""
        self._move(1)

    def action_page_up(self) -> None:
        """Ten lines up."""
        self._move(-10)

    def action_page_down(self) -> None:
        """Ten lines down."""
        self._move(10)

    def _move(self, by: int) -> None:
        last = len(self._list.found) - 1
        self._list.at = max(0, min(last, self._list.at + by))
        self._list.update()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        self._move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        self._move(-3)

    def action_back(self) -> None:
        """Nothing."""
        self.dismiss(None)
