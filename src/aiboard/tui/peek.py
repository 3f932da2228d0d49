"""The focused card in a few lines, for the foot of the board."""

from __future__ import annotations

from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.board import Board
from aiboard.instruments.text import clean
from aiboard.tui import paint
from aiboard.tui.detail import card_chart, compact, detail
from aiboard.tui.foot import FootView, Said, is_split
from aiboard.tui.session import Session
from aiboard.views import fmt
from aiboard.views.board import log as log_view
from aiboard.views.board.columns import CardLine
from aiboard.views.board.families import families
from aiboard.views.board.header import Header
from aiboard.views.board.standup import standup
from aiboard.views.sentences import Sentence


def log_rows(session: Session, head: Header, room: int, width: int) -> tuple[Said, ...]:
    """The scene on the first morning; else what people say today; once something was done, what happened last."""
    board = session.board
    # The card has few rows on the first morning: the foot has this much more room.
    opening = _opening(session, width, room + 3)
    if opening and board.day == 1 and not _done_today(board):
        return tuple(opening[: room + 3])
    out = [Said(line, "text", front) for who, text in session.voices for line, front in _spoken(who, text, width)]
    done = _done_today(board)
    if done:
        out = [*[Said(line.text, str(line.tone), fmt.weekday(line.day)) for line in done], *out]
        return tuple(out[-room:])
    out = [*opening, *out] if _first_of_sprint(board) else out
    left = room - len(out)
    standing = [
        Said(part, str(line.tone), " " * i)
        for line in standup(board)
        for i, part in enumerate(paint.wrap(line.text, width - 2, 2))
    ][: max(0, left)]
    if not standing:
        told = log_view.last_lines(board, max(0, left), head) if left > 0 else ()
        standing = [Said(line.text, str(line.tone), fmt.weekday(line.day)) for line in told]
    return tuple([*out, *standing][:room])


def _done_today(board: Board) -> list[Sentence]:
    return [line for day in log_view.log(board, since=board.day) for line in day.lines if line.day == board.day]


def _first_of_sprint(board: Board) -> bool:
    return any(isinstance(event, SprintEnded) and event.day == board.day - 1 for event in board.history[-60:])


def _opening(session: Session, width: int, room: int) -> list[Said]:
    """The scene on day 1, then who writes at the start of this sprint; the scene is cut where both do not fit."""
    who, _, text = session.message().partition(": ")
    message = [Said(line, "strong", front) for line, front in _spoken(who, text, width)] if text else []
    scene: list[Said] = []
    if session.board.day == 1 and session.story is not None:
        scene = [Said(line, "text", front) for line, front in _spoken("", session.story.scene, width)]
        left = max(0, room - len(message))
        if len(scene) > left > 0:
            last = scene[left - 1]
            scene = [*scene[: left - 1], Said(paint.cut(f"{last.text} …", width - 6), last.tone, last.front)]
    return [*scene, *message]


def _spoken(who: str, text: str, width: int) -> list[tuple[str, str]]:
    """Wrapped lines with the mark that stands in front of the first one."""
    said = f"{clean(who, 30)}: {clean(text, 600)}" if who else clean(text, 600)
    lines = paint.wrap(said, width - 6, 6)
    return [(line, " » " if i == 0 and who else " ") for i, line in enumerate(lines)]


def _brief(strip: str) -> str:
    """A family's strip without its name, in as few words as half a screen has room for."""
    return strip.partition(": ")[2].replace(" so far", "").replace(" under way", " active")


class Peek:
    """Makes the foot's view; what only a change of the game can change is kept until the next change."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._of: tuple[int, int, int] = (-1, 0, 0)
        self._log: tuple[Said, ...] = ()
        self._strips: tuple[tuple[str, str, str], ...] = ()
        self._cards: dict[int, tuple[tuple[tuple[str, str], ...], ...]] = {}

    def view(self, head: Header, line: CardLine | None, notice: Said, width: int, height: int) -> FootView:
        """Everything under the board, for a foot of this size."""
        session = self._session
        board = session.board
        split = is_split(width, height)
        left = width // 2 - 1 if split else width
        if self._of != (session.version, width, height):
            self._of = (session.version, width, height)
            self._cards = {}
            self._log = log_rows(session, head, max(3, height - (12 if split else 7)), left)
            found = families(board) if split else ()
            self._strips = tuple((strip.name, strip.marks, _brief(strip.text)) for strip in found)
        stops = tuple(stop.text for stop in session.stops())
        title = tail = ""
        rows: tuple[tuple[tuple[str, str], ...], ...] = ()
        if line is not None:
            title = f"{line.key} {line.title}"
            tail = "  ".join(part for part in (line.person, line.family) if part)
            if line.card not in self._cards:
                made = detail(board, line.card, left - 2) if split else compact(board, line.card)
                self._cards[line.card] = tuple(tuple(row) for row in made)
            rows = self._cards[line.card]
        return FootView(
            title=title,
            title_tail=tail,
            card=rows,
            log=tuple(said for said in self._log if not any(said.text in text for text in (notice.text, *stops))),
            coach=session.coach,
            stops=stops,
            notice=notice,
            chart=card_chart(board, line.card) if split and line is not None else None,
            strips=self._strips,
        )
