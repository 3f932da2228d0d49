"""What all full screens share: the hint bar, the keys that hold everywhere, and the note under 80×24."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from aiboard.tui import keys, paint
from aiboard.tui.canvas import Canvas
from aiboard.tui.closing import Closing
from aiboard.tui.hints import HintBar, Hints, hints_of
from aiboard.tui.paint import Span

if TYPE_CHECKING:
    from aiboard.tui.app import AiBoard

MIN_COLUMNS = 80
MIN_ROWS = 24


class TooSmall(Canvas):
    """Covers the screen while the terminal is under 80×24."""

    DEFAULT_CSS = "TooSmall { layer: cover; dock: top; height: 100%; width: 100%; display: none; }"

    def draw(self, width: int, height: int) -> list[list[Span]]:
        """What is needed, what there is, and the way out."""
        look = self.look
        size = self.app.size
        larger, leave = cast("GameBase", self.screen).SMALL_ADVICE
        lines = [
            [("aiboard needs 80 × 24", look["strong"])],
            [(f"this terminal: {size.width} × {size.height}", look["warn"])],
            [(larger, look["text"])],
            [(leave, look["dim"])],
        ]
        if height < 4:
            return lines[:height]
        top = (height - 4) // 2
        room = max((sum(paint.width_of(t) for t, _ in line) for line in lines), default=0)
        left = max(0, (width - room) // 2)
        return [[]] * top + [[(" " * left, look["text"]), *line] for line in lines]


class GameBase(Closing[None]):
    """A full screen. `SCREEN` names its row in `keys.SCREENS`."""

    SCREEN: ClassVar[str] = "first"
    SMALL_ADVICE: ClassVar[tuple[str, str]] = (
        "make it larger, or use aiboard --plain",
        "q leaves; the game is saved",
    )
    """What to do in a terminal that is too small, and how to leave."""
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("anywhere")
    DEFAULT_CSS = """
    GameBase { layers: default cover; background: $background; color: $foreground; overflow: hidden; }
    """
    ALLOW_SELECT = False

    @property
    def game_app(self) -> AiBoard:
        """The app, typed."""
        return cast("AiBoard", self.app)

    def body(self) -> ComposeResult:
        """The screen's own widgets."""
        raise NotImplementedError

    def hints(self) -> Hints:
        """What the hint bar shows."""
        found = hints_of(self.SCREEN, self.game_app.table)
        return found if self.SCREEN == "first" else [*found[:1], ("Esc", "back"), *found[1:]]

    def hint_tail(self) -> str:
        """What stands at the right end of the hint bar."""
        return ""

    def compose(self) -> ComposeResult:
        """The body, the hint bar, and the cover."""
        yield from self.body()
        yield HintBar(self.hints(), self.hint_tail())
        yield TooSmall()

    def on_resize(self, event: events.Resize) -> None:
        """Show or hide the cover."""
        self.cover(event.size.width, event.size.height)

    def cover(self, width: int, height: int) -> None:
        """The cover stands while the terminal is too small."""
        small = width < MIN_COLUMNS or height < MIN_ROWS
        cover = self.query_one(TooSmall)
        if cover.display != small:
            cover.display = small
        cover.update()

    def repaint(self) -> None:
        """Draw every canvas again (after a change of theme or of state)."""
        for canvas in self.query(Canvas):
            canvas.update()

    def tell(self, text: str) -> None:
        """One line in the place of the hints, for a while."""
        self.query_one(HintBar).tell(text)

    # what the keys of "anywhere" do
    def action_help(self) -> None:
        """Search what can be done here."""
        from aiboard.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.SCREEN), self.run_found)

    def action_palette(self) -> None:
        """Type an action."""
        from aiboard.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.SCREEN, typing=True), self.run_found)

    def run_found(self, found: str | None) -> None:
        """Do what was chosen in the help."""
        if found and found.startswith("line:"):
            if self.game_app.session is not None:
                self.game_app.dispatch_line(found.removeprefix("line:"))
        elif found:
            self.call_later(self.run_action, found)

    def action_back(self) -> None:
        """Leave this screen."""
        self.dismiss()

    async def action_leave(self) -> None:
        """Leave the program."""
        self.game_app.leave()

    def action_settings(self) -> None:
        """Theme, animation, charts."""
        from aiboard.tui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())
