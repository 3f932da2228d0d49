"""The focused card in a few lines, for the foot of the board."""

from __future__ import annotations

from aiboard.engine.board import Board
from aiboard.engine.kinds import EventKind
from aiboard.instruments.text import clean
from aiboard.tui import paint
from aiboard.tui.foot import FootView, Said
from aiboard.tui.session import Session
from aiboard.views import fmt
from aiboard.views import log as log_view
from aiboard.views.columns import CardLine
from aiboard.views.header import Header
from aiboard.views.sentences import Sentence
from aiboard.views.standup import standup

Row = tuple[tuple[str, str], ...]
"""Texts and roles of one line."""


def card_rows(board: Board, line: CardLine) -> tuple[Row, ...]:
    """State first, then measurement, then what its ticket says."""
    tone = str(line.mark.tone)
    rows: list[Row] = []
    first: list[tuple[str, str]] = [(f"{line.mark.glyph} ", tone)]
    first.append((line.state.cause or line.mark.word or line.stage.name.capitalize(), tone))
    if line.state.progress:
        first.append((f"   {line.state.progress}", "text"))
    for fact in line.state.facts:
        first.append((f"   {fact}", "dim"))
    rows.append(tuple(first))
    if line.measured is not None:
        rows.append((("measured ", "dim"), (line.measured.text, "strong")))
    return tuple(rows)


def log_rows(session: Session, head: Header, room: int, width: int) -> tuple[Said, ...]:
    """The scene on the first morning; else what people say today; once something was done, what happened last."""
    board = session.board
    opening = _opening(session, width)
    if opening and board.day == 1 and not _done_today(board):
        return tuple(opening[:room])
    out = [Said(line, "text", front) for who, text in session.voices for line, front in _spoken(who, text, width)]
    done = _done_today(board)
    if done:
        out = [*[Said(line.text, str(line.tone), fmt.weekday(line.day)) for line in done], *out]
        return tuple(out[-room:])
    out = [*opening, *out] if _first_of_sprint(board) else out
    left = room - len(out)
    standing = [Said(line.text, str(line.tone), "") for line in standup(board)][: max(0, left)]
    if not standing:
        told = log_view.last_lines(board, max(0, left), head) if left > 0 else ()
        standing = [Said(line.text, str(line.tone), fmt.weekday(line.day)) for line in told]
    return tuple([*out, *standing][:room])


def _done_today(board: Board) -> list[Sentence]:
    return [line for day in log_view.log(board, since=board.day) for line in day.lines if line.day == board.day]


def _first_of_sprint(board: Board) -> bool:
    return any(event.kind == EventKind.SPRINT_ENDED and event.day == board.day - 1 for event in board.history[-60:])


def _opening(session: Session, width: int) -> list[Said]:
    """The scene on day 1, and who writes at the start of this sprint."""
    out: list[Said] = []
    if session.board.day == 1 and session.story is not None:
        out += [Said(line, "text", front) for line, front in _spoken("", session.story.scene, width)]
    message = session.message()
    if message is not None:
        out += [Said(line, "strong", front) for line, front in _spoken(*message, width)]
    return out


def _spoken(who: str, text: str, width: int) -> list[tuple[str, str]]:
    """Wrapped lines with the mark that stands in front of the first one."""
    said = f"{clean(who, 30)}: {clean(text, 600)}" if who else clean(text, 600)
    lines = paint.wrap(said, width - 6, 6)
    return [(line, " » " if i == 0 and who else " ") for i, line in enumerate(lines)]


def foot_view(
    session: Session, head: Header, line: CardLine | None, notice: Said, room: int, width: int
) -> FootView:
    """Everything under the board."""
    board = session.board
    if line is None:
        title, tail, rows = "", "", ()
    else:
        title = f"{line.key} {line.title}"
        tail = "  ".join(part for part in (line.person, line.family) if part)
        rows = card_rows(board, line)
    log = tuple(said for said in log_rows(session, head, room, width) if said.text != notice.text)
    return FootView(title, tail, rows, log, session.coach, notice)
