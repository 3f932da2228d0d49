"""What screens may ask of the program around them. Screens and widgets know this protocol, never the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from aiboard.tui.keys import Key
from aiboard.tui.settings import Settings

if TYPE_CHECKING:
    from aiboard.engine.happenings import Event
    from aiboard.engine.verbs import Action, CardAction, Inject
    from aiboard.play.session import Session


Found = TypeVar("Found")


def unless_cancelled(then: Callable[[Found], object]) -> Callable[[Found | None], None]:
    """What gets the result of a dialog, and nothing where the person left without one."""

    def closed(result: Found | None) -> None:
        if result is not None:
            then(result)

    return closed


class Host(Protocol):
    """Everything a screen may ask."""

    settings: Settings
    session: Session | None
    table: tuple[Key, ...]
    colourless: bool
    #: The program is being left: what was typed before and comes now does nothing any more.
    gone: bool
    way_back: str
    """Where `to_first` leads, in words."""

    # --- to other screens and games, and out -----------------------------------------------------------------

    def open(self, screen: str, *args: object, then: Callable[[Any], None] | None = None) -> None:
        """Open a screen of the router's table; `then` gets its result when it has closed."""

    def play(self, scenario: str | None = None, seed: int | None = None) -> None:
        """Deal a game: of the next scenario without a name; without a seed with the scenario's own luck until it has
        been played once, with fresh luck after that.
        """

    def play_in_drill(self, scenario: str, save: str, drill: tuple[object, ...]) -> None:
        """Play for a drill, or go on with a save; where the first screen would come next, the drill does.

        Args:
            scenario: what is played without a save.
            save: the save; empty for a new game.
            drill: what opens the drill's screen again.
        """

    def watch_bot(self, scenario: str | None = None) -> None:
        """Let a bot play."""

    def resume(self, path: str | Path) -> None:
        """Go on with a save."""

    def show_game(self, session: Session, screen: str) -> None:
        """A game has been opened: show it on this screen in place of the one before."""

    def fail(self, error: Exception) -> None:
        """Leave: what the command line asked for cannot be done."""

    def to_first(self) -> None:
        """Close the game and go back to the first screen."""

    def leave(self) -> None:
        """Leave the program; asks first when days of the game are in no file."""

    # --- the one way in which screens change the open game; a refusal is said on the screen ------------------------

    def dispatch(self, action: Action | str) -> list[Event] | None:
        """Do an action, given as itself or as its line; what happened, None when it was refused."""

    def end_day(self) -> bool:
        """End the day; False when the game may not be changed."""

    def inject(self, action: Inject) -> None:
        """Bring a disruption; in a watched game a sheet asks for a guess first."""

    def notify_screens(self, events: list[Event]) -> None:
        """Tell every screen that the game has changed."""

    def undo(self) -> None:
        """Take the last action or day back."""

    def save_as(self, path: str) -> None:
        """Go on in another file."""

    # --- the rest --------------------------------------------------------------------------------------------

    def say(self, text: str, tone: str = "warn") -> None:
        """One line on the screen that lies lowest under any dialogs."""

    def copy(self, text: str, name: str) -> str:
        """Write a text to a file beside the save and ask the terminal to copy it; one line about what was done."""

    def apply_settings(self) -> None:
        """Use the settings as they are now, and write them down."""


@dataclass(frozen=True, slots=True)
class KeyCommand:
    """Chosen in a list: what the key of this name does."""

    name: str


@dataclass(frozen=True, slots=True)
class LineCommand:
    """Chosen in a list: an action, as its line."""

    line: str


@dataclass(frozen=True, slots=True)
class VerbQuestion:
    """Chosen in a list: the question of an action on the card under the cursor."""

    verb: type[CardAction]


@dataclass(frozen=True, slots=True)
class LineQuestion:
    """Chosen in a list: the question of an action with its amounts as in its line; nothing is done before that."""

    line: str
