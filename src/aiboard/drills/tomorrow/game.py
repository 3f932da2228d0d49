"""The game that a session is about: one that was finished before, or a short one played now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiboard.drills.asks import Ask, Option, Pick, Play
from aiboard.drills.question import Answer, Question
from aiboard.drills.tomorrow.plan import ID, RehearsalSession
from aiboard.game import open_game
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.saves import recent_saves
from aiboard.play import TUTORIAL_SCENARIO

PART: Final = "game"
AGAIN: Final = "again"
GO_ON: Final = "go-on"
_PLAY, _LAST = "play", "last"


@dataclass(frozen=True)
class Saves:
    """What lies in the folder of saves: the newest finished game, and short games of this session."""

    finished: Path | None
    played: Path | None
    begun: Path | None


def saves(found: RehearsalSession) -> Saves:
    """Looks at the newest saves: which are finished, and which were played since the session was begun."""
    finished = played = begun = None
    for listed in recent_saves(deep=True):
        over = is_over(listed.path)
        if (
            listed.scenario == TUTORIAL_SCENARIO
            and datetime.fromtimestamp(listed.path.stat().st_mtime, UTC) >= found.begun
        ):
            played = played or (listed.path if over else None)
            begun = begun or (None if over else listed.path)
        # Newest first: the first that fits is kept.
        finished = finished or (listed.path if over else None)
    return Saves(finished, played, begun)


def is_over(path: Path) -> bool:
    """Whether the save can be read and its game has ended."""
    try:
        with open_game(path, read_only=True) as game:
            return game.board.over
    except InputError:
        return False


def question(found: RehearsalSession, there: Saves) -> Question:
    """Which game: play a short one, or take the newest that was finished."""
    options = [Option(_PLAY, f"Play {TUTORIAL_SCENARIO}, twenty days, about ten minutes")]
    if there.finished is not None:
        options.append(Option(_LAST, f"Take the newest finished game, {clean(there.finished.stem, 60)}"))

    def more(answer: Answer) -> tuple[Ask, ...]:
        if answer.get(PART) != _PLAY:
            return ()
        return (Play("save", "Play it to its end.", TUTORIAL_SCENARIO, str(there.begun or "")),)

    return Question(
        ID,
        f"{found.id}/{PART}",
        "A short game first",
        _LINES,
        (Pick(PART, "Which game shall it be about?", tuple(options)),),
        "A program reads the save; nothing is marked here.",
        "",
        "GAME",
        more,
    )


def goes_on(found: RehearsalSession) -> str:
    """One line: which session is under way, and how to drop it."""
    name = clean(Path(found.save).stem, 60)
    return f"a session of {found.id[:10]} about {name} goes on; --again drops it, without --save it goes on"


def restart_question(found: RehearsalSession, named: Path) -> Question:
    """Another game was named than the one of the session that is under way: which shall it be?"""
    before, other = clean(Path(found.save).stem, 60), clean(named.stem, 60)
    options = (
        Option(GO_ON, f"Go on about {before}"),
        Option("anew", f"Drop that session and begin anew, about {other}"),
    )
    return Question(
        ID,
        f"{found.id}/{AGAIN}",
        "A session is under way",
        (f"A session of {found.id[:10]} about {before} goes on. What you answered stays in the file either way.",),
        (Pick(AGAIN, "Go on, or begin anew?", options),),
        "Nothing is marked here.",
        "",
        "GAME",
    )


_LINES: Final = (
    "Forty minutes for the day before an interview: a short game, the whiteboard, three questions that people in the "
    "room ask about that game, one story of it, the pitch, and ten quiz questions that are due. At the end stands one "
    "page: what you know by the five dimensions, and what to read again.",
    "",
    "You can leave at any point, and go on where you were.",
)


def chosen_save(answer: Answer, there: Saves) -> Path:
    """The save that was chosen or played. InputError for one that is not finished."""
    given = answer.get("save")
    path = Path(given) if given else there.finished
    if path is None:
        raise InputError("no finished game is there; play one", field=PART)
    if not is_over(path):
        raise InputError(f"'{clean(path.name, 100)}' is no finished game; play it to its end", field="save")
    return path.resolve()
