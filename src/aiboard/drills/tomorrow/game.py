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
    unfinished: Path | None


def saves(session: RehearsalSession) -> Saves:
    """Looks at the newest saves: which are finished, and which were played since the session was begun."""
    finished = played = unfinished = None
    for save_info in recent_saves(deep=True):
        over = is_over(save_info.path)
        if (
            save_info.scenario == TUTORIAL_SCENARIO
            and datetime.fromtimestamp(save_info.path.stat().st_mtime, UTC) >= session.begun
        ):
            played = played or (save_info.path if over else None)
            unfinished = unfinished or (None if over else save_info.path)
        # Newest first: the first that fits is kept.
        finished = finished or (save_info.path if over else None)
    return Saves(finished, played, unfinished)


def is_over(path: Path) -> bool:
    """Whether the save can be read and its game has ended."""
    try:
        with open_game(path, read_only=True) as game:
            return game.board.over
    except InputError:
        return False


def question(session: RehearsalSession, newest_saves: Saves) -> Question:
    """Which game: play a short one, or take the newest that was finished."""
    options = [Option(_PLAY, f"Play {TUTORIAL_SCENARIO}, twenty days, about ten minutes")]
    if newest_saves.finished is not None:
        options.append(Option(_LAST, f"Take the newest finished game, {clean(newest_saves.finished.stem, 60)}"))

    def more(answer: Answer) -> tuple[Ask, ...]:
        if answer.get(PART) != _PLAY:
            return ()
        return (Play("save", "Play it to its end.", TUTORIAL_SCENARIO, str(newest_saves.unfinished or "")),)

    return Question(
        ID,
        f"{session.id}/{PART}",
        "A short game first",
        _LINES,
        (Pick(PART, "Which game shall it be about?", tuple(options)),),
        "A program reads the save; nothing is marked here.",
        "",
        "GAME",
        more,
    )


def goes_on(session: RehearsalSession) -> str:
    """One line: which session is under way, and how to drop it."""
    name = clean(Path(session.save).stem, 60)
    return f"a session of {session.id[:10]} about {name} goes on; --again drops it, without --save it goes on"


def restart_question(session: RehearsalSession, named_save: Path) -> Question:
    """Another game was named than the one of the session that is under way: which shall it be?"""
    old_name, new_name = clean(Path(session.save).stem, 60), clean(named_save.stem, 60)
    options = (
        Option(GO_ON, f"Go on about {old_name}"),
        Option("anew", f"Drop that session and begin anew, about {new_name}"),
    )
    return Question(
        ID,
        f"{session.id}/{AGAIN}",
        "A session is under way",
        (f"A session of {session.id[:10]} about {old_name} goes on. What you answered stays in the file either way.",),
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


def chosen_save(answer: Answer, newest_saves: Saves) -> Path:
    """The save that was chosen or played. InputError for one that is not finished."""
    save_name = answer.get("save")
    path = Path(save_name) if save_name else newest_saves.finished
    if path is None:
        raise InputError("no finished game is there; play one", field=PART)
    if not is_over(path):
        raise InputError(f"'{clean(path.name, 100)}' is no finished game; play it to its end", field="save")
    return path.resolve()
