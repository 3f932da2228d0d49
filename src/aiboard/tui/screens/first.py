"""The first screen: few lines before the first key that matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual import events

from aiboard.play import TUTORIAL_SCENARIO
from aiboard.tui import catalogue, cells, keys
from aiboard.tui.cells import Line, Span
from aiboard.tui.host import KeyCommand
from aiboard.tui.panel import ListPanel
from aiboard.tui.screens.dialog import Item
from aiboard.tui.screens.full import Hints, PanelScreen, hints_of

if TYPE_CHECKING:
    from aiboard.journal.saves import SaveInfo
    from aiboard.tui.catalogue import Entry

_NAME = (
    "▄▀▀▄ ▀█▀ █▀▀▄ █▀▀█ ▄▀▀▄ █▀▀▄ █▀▀▄",
    "█▀▀█  █  █▀▀▄ █  █ █▀▀█ █▀█▄ █  █",
    "▀  ▀ ▀▀▀ ▀▀▀  ▀▀▀▀ ▀  ▀ ▀  ▀ ▀▀▀ ",
)


@dataclass(frozen=True, slots=True)
class Way:
    """One line to choose: the action it runs, its word, what it is, how long it takes."""

    action: str
    word: str
    detail: str
    time: str


#: After Play: every other way in, one line each.
_MORE_WAYS: Final = (
    Way("learn", "Learn", "labs: textbook rules put to the test", "5 min"),
    Way("interview", "Interview", "practise questions, boards, stories", "5 min"),
    Way("watch", "Watch", "a bot plays, you inject disruptions", "2 min"),
)


class _Ways(ListPanel):
    """The name, the lines and the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self.ways: list[Way] = []
        self.note = ""
        #: The key of each line's action.
        self.letters: dict[str, str] = {}
        self._top = 0

    def count(self) -> int:
        """Its lines."""
        return len(self.ways)

    def draw(self, width: int, height: int) -> list[Line]:
        """Centred, a little above the middle."""
        look = self.look
        room = 62
        indent = max(2, (width - room) // 2)
        margin: Span = (" " * indent, look["text"])
        out: list[Line] = [[margin, (row, look["accent"])] for row in _NAME]
        out += [[], [margin, ("Lead an AI team: judge noisy results, kill or launch, in time.", look["dim"])], []]
        self._top = len(out)
        for i, item in enumerate(self.ways):
            selected = i == self.at
            style = look.row_styles(selected)
            out.append(
                [
                    margin,
                    (f" {'▸' if selected else ' '} ", style("accent")),
                    (cells.pad(self.letters.get(item.action, ""), 3), style("key")),
                    (cells.pad(item.word, 11), style("strong")),
                    (cells.pad(item.detail, room - 16 - 8), style("text")),
                    (cells.align_right(item.time, 7) + " ", style("dim")),
                ]
            )
            out.append([])
        # Whose end says what is used instead.
        out += [[margin, (row, look["warn"])] for row in cells.wrap(self.note, room, 4)] if self.note else []
        above = max(1, (height - len(out)) * 2 // 5)
        self._top += above
        return [[] for _ in range(above)] + out

    def row_at(self, y: int) -> int | None:
        """Which line is at a screen row."""
        index, remainder = divmod(y - self._top, 2)
        return index if remainder == 0 and 0 <= index < len(self.ways) else None


class FirstScreen(PanelScreen[_Ways]):
    """Play, learn, watch, and first of all, where there is a game to go on with: continue."""

    SCREEN = "first"

    def __init__(self) -> None:
        super().__init__(_Ways())
        #: A save found in the folder of saves, where the settings know of none.
        self._unfinished_save: SaveInfo | None = None
        #: While the folder is looked through, and whether Continue was asked for meanwhile.
        self._looking = self._continue_pending = False
        #: What Play deals once the tutorial was finished; reading the scenarios takes a moment.
        self._next: Entry | None = None

    def hints(self) -> Hints:
        """There is no way back from here."""
        return hints_of(self.SCREEN, self.host.table)

    def on_screen_resume(self) -> None:
        """Opened, or back from a game: there may be something to continue now."""
        self._show()
        # After a crash the settings know of no game; the folder of saves does.
        self._looking = not self.host.settings.resumable()
        self._continue_pending = False
        if self._looking:
            self.call_after_refresh(self.run_in_thread, catalogue.unfinished_save, self._show_found, self._not_found)
        finished = tuple(self.host.settings.finished)
        if TUTORIAL_SCENARIO in finished:
            self.call_after_refresh(
                self.run_in_thread, lambda: catalogue.next_scenario(finished), self._show_next, lambda _: None
            )

    def _show_found(self, save: SaveInfo | None) -> None:
        self._looking = False
        self._unfinished_save = save
        self._show(keep=self.view.at > 0)
        if self._continue_pending and self.is_current:
            self.action_continue()

    def _not_found(self, _: str) -> None:
        self._looking = False

    def _show_next(self, entry: Entry | None) -> None:
        self._next = entry
        self._show(keep=True)

    def _show(self, keep: bool = False) -> None:
        """Say what there is to choose; `keep` the cursor on its line, else it goes to the first one."""
        chosen = self.view.ways[self.view.at].action if keep else ""
        self.view.note = self.host.settings.note
        live = keys.screen_keys(self.SCREEN, self.host.table)
        self.view.letters = {key.name: keys.key_label(key.keys[0]) for key in live if key.keys}
        self.view.ways = self._ways()
        self.view.at = next((i for i, way in enumerate(self.view.ways) if way.action == chosen), 0)
        self.view.update()

    def _last(self) -> str:
        """The save to go on with; empty when there is none."""
        return self.host.settings.resumable() or (str(self._unfinished_save.path) if self._unfinished_save else "")

    def _ways(self) -> list[Way]:
        settings = self.host.settings
        ways = []
        if settings.resumable():
            ways.append(Way("continue", "Continue", settings.last_line, ""))
        elif self._unfinished_save is not None:
            ways.append(
                Way(
                    "continue", "Continue", f"{self._unfinished_save.scenario}, day {self._unfinished_save.day + 1}", ""
                )
            )
        return [*ways, self._play(), *_MORE_WAYS]

    def _play(self) -> Way:
        """What Play deals, and how long that takes."""
        if TUTORIAL_SCENARIO not in self.host.settings.finished:
            return Way("play", "Play", "the tutorial: two sprints, two GPUs", "10 min")
        if self._next is None or self._next.project is None:
            return Way("play", "Play", "the next scenario", "")
        again = ", new luck" if self._next.key in self.host.settings.finished else ""
        return Way("play", "Play", f"next: {self._next.title}{again}", f"{self._next.project.minutes} min")

    def action_choose(self) -> None:
        """What the cursor is on."""
        self.action_press(self.view.ways[self.view.at].action)

    def action_continue(self) -> None:
        """The last game; pressed before it is known which one that is, as soon as it is known."""
        self._continue_pending = self._looking
        # A save that went away since the screen was shown is said by the screen that opens it.
        offered = any(way.action == "continue" for way in self.view.ways)
        if offered and (last := self._last() or self.host.settings.last):
            self.host.resume(last)

    def action_play(self) -> None:
        """The first scenario, or the next."""
        self.host.play(self._next.key if self._next else None)

    def action_learn(self) -> None:
        """The labs."""
        self.host.open("labs")

    def action_interview(self) -> None:
        """The drills."""
        self.host.open("drills")

    def action_watch(self) -> None:
        """A bot plays."""
        self.host.watch_bot()

    def action_more(self) -> None:
        """Scenarios, saved games, settings."""
        items = [
            Item(KeyCommand("scenarios"), "s", "Scenarios", "all projects and their variants"),
            Item(KeyCommand("saves"), "g", "Saved games", "continue one of them"),
            Item(KeyCommand("settings"), ",", "Settings", "theme, animation, charts, hints"),
            Item(KeyCommand("help"), "?", "Keys", "every key, searchable"),
            Item(KeyCommand("leave"), "q", "Leave"),
        ]
        self.host.open("menu", "More", items, then=self.run_command)

    def action_scenarios(self) -> None:
        """All scenarios."""
        self.host.open("picker")

    def action_saves(self) -> None:
        """All saves."""
        self.host.open("saves")

    def action_back(self) -> None:
        """Nowhere to go back to: stay."""

    def on_click(self, event: events.Click) -> None:
        """A click chooses."""
        index = self.view.row_at(event.y)
        if index is not None:
            self.view.at = index
            self.view.update()
            self.press_later("choose")
