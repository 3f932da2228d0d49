"""The page at the end of a session: the five dimensions, what was missing, what to read and to do again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from aiboard.drills import progress
from aiboard.drills.attempts import Attempt, Store
from aiboard.drills.bank import DIMENSIONS, Dimension
from aiboard.drills.page import Page, Section
from aiboard.drills.tomorrow.plan import RehearsalSession
from aiboard.engine.model.board import Board
from aiboard.game import open_game
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.labs import ENTRIES
from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.scenario.units import Line
from aiboard.views import fmt

WEAK: Final = 0.7
"""Mean score under which a dimension is read again."""
_MOST_MISSING: Final = 4


class Reading(Content):
    """Something to read or to take: its title, what it is, what is in it for you, for which dimensions."""

    title: Line
    kind: Line
    gives: Line
    dimensions: list[Dimension]


class _File(ContentFile):
    reading: list[Reading]
    drills: dict[Dimension, list[str]]


_FOUND: Final = shipped(_File, "aiboard.drills.tomorrow", "reading.yaml")
READING: Final = _FOUND.reading
DRILLS: Final = _FOUND.drills
"""By dimension: the drills that practise it."""


def page(session: RehearsalSession, store: Store, ready: int) -> Page:
    """The page of a session whose parts were all answered. `ready` is how ready the person feels, percent."""
    attempts = list(session.done(store).values())
    rows = {name: [one for one in attempts if one.dimension == name] for name in DIMENSIONS}
    weak = [name for name, tries in rows.items() if not tries or _mean(tries) < WEAK]
    sections = [
        Section("In short", tuple(_short(attempts, weak, ready))),
        *(Section(name, tuple(_dimension(tries, name in weak))) for name, tries in rows.items()),
        Section("Read again", tuple(_reading(weak, attempts))),
        Section(f"Facts of {_game_owner(session)} to have at hand", tuple(_facts(session))),
    ]
    return Page(f"For tomorrow, written {session.id[:10]}", tuple(sections))


def _short(attempts: Sequence[Attempt], weak: Sequence[str], ready: int) -> Iterator[str]:
    yield f"{fmt.count(len(attempts), 'part')}, mean score {100 * _mean(attempts):.0f} %; you feel {ready} % ready."
    row = progress.row("", attempts)
    if row.sure is not None and row.right is not None:
        confidence, right = 100 * row.sure, 100 * row.right
        yield f"In the quiz you were {confidence:.0f} % sure and {right:.0f} % right{_leaning(confidence - right)}."
    yield f"Begin with {', '.join(weak)}." if weak else "Nothing is weak: read what you like, and sleep."


def _leaning(gap: float) -> str:
    if abs(gap) < 10:
        return ": about as sure as you should be"
    return ": surer than you were right" if gap > 0 else ": you know more than you think"


def _dimension(tries: Sequence[Attempt], weak: bool) -> Iterator[str]:
    if not tries:
        yield "Not seen in this session."
        return
    yield f"{progress.row_text(progress.row('', tries))}.{' Read again.' if weak else ''}"
    missing = [f"{_named(one)}: {item}" for one in tries for item in one.missing]
    for line in missing[:_MOST_MISSING]:
        yield f"  {line}"
    if len(missing) > _MOST_MISSING:
        yield f"  and {len(missing) - _MOST_MISSING} more"


def _named(attempt: Attempt) -> str:
    """Where it was missing; a quiz question by its id, since there are many, and what was chosen in it."""
    return f"{attempt.drill} {attempt.question}, you chose" if attempt.drill == "quiz" else attempt.drill


def _reading(weak: Sequence[str], attempts: Sequence[Attempt]) -> Iterator[str]:
    for name in weak:
        yield f"Do again for {name}: {', '.join(f'aiboard drill {drill}' for drill in DRILLS[name])}"
    chapters = sorted({number for one in attempts if not one.right and (number := _chapter(one)) is not None})
    for lab in ENTRIES:
        if lab.is_available and lab.chapter in chapters:
            yield f"Chapter {lab.chapter}: aiboard lab {lab.id} ({lab.title})"
    for one in READING:
        if not weak or any(name in weak for name in one.dimensions):
            yield f"{one.title} ({one.kind}): {one.gives}"


def _chapter(attempt: Attempt) -> int | None:
    """The chapter of a question of the shipped banks."""
    match = re.match(r"ch(\d{2})/", attempt.question) if attempt.drill == "quiz" else None
    return int(match[1]) if match else None


def _game_owner(session: RehearsalSession) -> str:
    """`your game`, or `the game of bot vibes`."""
    try:
        with open_game(session.save, read_only=True) as game:
            return f"the game of bot {game.bot}" if game.bot else "your game"
    except InputError:
        return "your game"


def _facts(session: RehearsalSession) -> Iterator[str]:
    try:
        with open_game(session.save, read_only=True) as game:
            board, world = game.board, game.board.world
            title, value = clean(game.resolved.scenario.title, 60), game.state.returns()
    except InputError:
        yield "Its save cannot be read any more."
        return
    yield f"{title}, simulated: {world.days} working days, {fmt.count(len(world.people), 'person', 'people')}."
    yield f"{fmt.count(board.decided, 'experiment')} decided: {board.killed} killed, {board.promoted} promoted."
    yield _live(board)
    yield f"Worth {fmt.money(value)} in the end. Say that it was a simulation."


def _live(board: Board) -> str:
    """The model with customers at the end. Its scores may all be void: the questions were renewed, or had leaked."""
    live = board.live()
    if live < 0:
        return "Nothing was live at the end."
    card = board.cards[live]
    score = f"measured at {fmt.points(card.mean_ppm())} %" if card.scores else "which has no valid score"
    return f"Live at the end: {fmt.key(board.world, live)}, {score}."


def _mean(tries: Sequence[Attempt]) -> float:
    return sum(one.score for one in tries) / len(tries) if tries else 0.0
