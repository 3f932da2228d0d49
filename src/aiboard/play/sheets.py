"""A sheet: something that is put before the player, with choices or without. Data only; faces show it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from aiboard.engine.verbs import Action
from aiboard.play.beats import Beat


class SheetKind(StrEnum):
    """What is shown. LAUNCH and END have no choices of their own: a face shows them and goes on."""

    LAUNCH = "launch"
    INCIDENT = "incident"
    REVIEW = "review"
    QUESTION = "question"
    RETRO = "retro"
    PLANNING = "planning"
    PILE_UP = "pile-up"
    COST = "cost"
    END = "end"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the facts under it. A face may cut the facts to what it has room for, and then says so."""

    heading: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer.

    Attributes:
        name: what the face hands back.
        key: a letter that chooses it at once; empty for none.
        word, detail: what it is, and what it costs or means.
        action: done when it is chosen; None for none.
        opens: an action of the board's keys that the face opens next; empty for none.
    """

    name: str
    key: str
    word: str
    detail: str = ""
    action: Action | None = None
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Something put before the player.

    Attributes:
        kind: which.
        title: one line.
        sections: what there is to read.
        choices: the answers; empty when it only has to be seen.
        sprint: the sprint it looks back on, 0 for none.
        question: the id under which the answer is kept in the save; empty when it is not kept.
        beat: the moment it shows, for a launch or an incident.
    """

    kind: SheetKind
    title: str
    sections: tuple[Section, ...] = ()
    choices: tuple[Choice, ...] = ()
    sprint: int = 0
    question: str = ""
    beat: Beat | None = None

    def choice(self, name: str) -> Choice | None:
        """The answer of that name."""
        return next((one for one in self.choices if one.name == name), None)


def launch_sheet(beat: Beat) -> Sheet:
    """A model meets its first customers."""
    return Sheet(SheetKind.LAUNCH, beat.title, (Section("", beat.lines),), beat=beat)


def end_sheet() -> Sheet:
    """The project is over."""
    return Sheet(SheetKind.END, "The project has ended")


class SheetQueue:
    """Sheets one after another. Each is made when its turn comes, from the board as it is then; None leaves it out."""

    def __init__(self) -> None:
        self._waiting: deque[Maker] = deque()
        self._current: tuple[Maker, Sheet] | None = None

    @property
    def current(self) -> Sheet | None:
        """The sheet before the player."""
        # A maker gives None when the board has changed so that there is nothing to ask any more.
        while self._current is None and self._waiting:
            make = self._waiting.popleft()
            sheet = make()
            self._current = (make, sheet) if sheet is not None else None
        return self._current[1] if self._current is not None else None

    def add(self, *makers: Maker) -> None:
        """Sheets for later."""
        # Makers, not sheets: a day's facts are read when they are shown, after what was answered before them.
        self._waiting += makers

    def push_front(self, maker: Maker) -> None:
        """A sheet before all others."""
        # What stood before the player comes back after this one.
        self.renew()
        self._waiting.appendleft(maker)

    def renew(self) -> None:
        """The board has changed: the sheet before the player is made again when it is asked for."""
        if self._current is not None:
            self._waiting.appendleft(self._current[0])
            self._current = None

    def close_current(self) -> None:
        """The sheet was dealt with."""
        self._current = None

    def clear(self) -> None:
        """Nothing is before the player any more."""
        self._waiting.clear()
        self._current = None


Maker = Callable[[], Sheet | None]
"""Makes a sheet from the board as it is when its turn comes."""
