"""What the pane under the board says: the focused card in rows of text and roles, and what happened last."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile

from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import ForecastGiven, OrderSet, SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.verbs import RootCause
from aiboard.instruments.text import clean
from aiboard.play.session import Session
from aiboard.play.stop import SHORTAGE_DECISION, Cause, Stop
from aiboard.tui import cells
from aiboard.tui.widgets.status import Row, Status, StatusLine, is_split, wrap_row
from aiboard.views import fmt, words
from aiboard.views.board import log as log_view
from aiboard.views.board.columns import CardLine
from aiboard.views.board.families import families, strip
from aiboard.views.board.header import Header
from aiboard.views.board.orders import order_questions
from aiboard.views.board.standup import standup
from aiboard.views.board.trouble import troubles
from aiboard.views.card.measure import card_chart, live_beside
from aiboard.views.card.pane import Pane, pane
from aiboard.views.recent import since_yesterday
from aiboard.views.sentences import Sentence, sentence

_WHOLE_SCENE, _WHOLE_REMARK = " … (all of it: C)", " … (all of it: m)"
"""Ends a scene that was cut, and what somebody says."""
_MORNING_ROWS = 4
_MORNING_CARD = 2
"""Rows the scene has more on the first morning, and rows the card keeps at least."""


def brief_rows(board: Board, index: int) -> list[Row]:
    """The rows that matter most: state, ticket or hypothesis, plan, measurement."""
    details = pane(board, index)
    rows = _state(details.line)
    rows.append([(details.ticket, "text")] if details.ticket else [(details.hypothesis, "dim")])
    # The end of the row may be cut; who proposed a card stands in the rule above, and mostly holds it too.
    plan = details.plan.removesuffix(f", {details.line.person} holds it")
    rows.append([(details.box_day, "dim"), (f"   {plan}", "dim")] if details.box_day else [(plan, "dim")])
    return rows


def _state(line: CardLine) -> list[Row]:
    """State and measurement: in one row where the state names the number already, so that it stands once."""
    state = line.state.cause or line.mark.word or words.STAGE[line.stage]
    head = [(f"{line.mark.glyph} {state}", str(line.mark.tone))]
    head += [(f"   {line.state.needs}", str(words.LATE.tone))] if line.state.needs else []
    tail = [(f"   {fact}", "dim") for fact in line.state.facts]
    progress = line.state.progress
    if line.measured is None:
        return [[*head, *([(f"   {progress}", "text")] if progress else []), *tail]]
    front, number, _ = progress.partition(line.measured.short)
    if number:
        return [[*head, (f"   {front}", "text"), (line.measured.text, "strong"), *tail]]
    return [[*head, (f"   {progress}", "text"), *tail], [("measured ", "dim"), (line.measured.text, "strong")]]


def card_rows(board: Board, index: int, width: int, details: Pane | None = None) -> list[Row]:
    """Everything known about a card."""
    details = details or pane(board, index)
    rows = _state(details.line)
    for text in cells.wrap(details.hypothesis, width, 2):
        rows.append([(text, "text")])
    for text in cells.wrap(details.method, width, 2):
        rows.append([(text, "dim")])
    if details.ticket:
        for i, text in enumerate(cells.wrap(details.ticket, width - 7, 2)):
            rows.append([("       " if i else "ticket ", "dim"), (text, "text")])
    rows.append(
        [("plan ", "dim"), (details.plan, "text"), *([(f"   {details.box_day}", "text")] if details.box_day else [])]
    )
    # An idea's state is its odds: said above already.
    odds = "" if details.odds in details.line.state.progress else f"{details.odds}   "
    rows.append([("odds " if odds else "", "dim"), (f"{odds}priority {details.line.priority}", "text")])
    rows += [[(text, "dim")] for text in cells.wrap(strip(board, board.world.ideas[index].family).text, width, 2)]
    rows += [[(text, "dim")] for text in cells.wrap(live_beside(board, index), width, 3)]
    card = board.cards[index]
    extra = []
    if card.latency_ms:
        extra.append(f"p95 {fmt.seconds(card.latency_ms)}")
    if card.agent_runs:
        strays = f"{card.agent_unauthorised} of {card.agent_runs} agent runs unauthorised"
        extra.append(f"{strays}, {card.agent_loops} looped")
    if extra:
        rows.append([("   ".join(extra), "text")])
    if details.learning:
        for text in cells.wrap(f"learned: {details.learning}", width, 3):
            rows.append([(text, "text")])
    for question in order_questions(board):
        if question.card == index:
            rows.append([(f"? {question.text}", "news")])
    return [part for row in rows for part in wrap_row(row, width)]


def log_rows(session: Session, head: Header, room: int, width: int) -> tuple[StatusLine, ...]:
    """The scene on the first morning; else what people say today; once something was done, what happened last."""
    board = session.board
    # The card has few rows on the first morning: the pane has this much more room.
    opening = _opening(session, width, room + _MORNING_ROWS)
    # Nothing has happened: the scene and who writes have the pane to themselves.
    if opening and session.fresh:
        return tuple(opening[: room + _MORNING_ROWS])
    spoken = [_spoken(voice.name, voice.text, width) for voice in session.voices]
    remarks = [[StatusLine(line, "text", front) for line, front in lines] for lines in spoken]
    opening = opening if _first_of_sprint(board) else []
    out = [status_line for lines in _fitted(remarks, room - len(opening), width) for status_line in lines]
    today_lines = _of_today(session, board.history[session.today_start :])
    if today_lines:
        return tuple([*today_lines, *out][-room:])
    out = [*opening, *out]
    remaining = room - len(out)
    standup_lines = [
        StatusLine(part, str(line.tone), " " * i)
        for line in standup(board)
        for i, part in enumerate(cells.wrap(line.text, width - 2, 2))
    ][: max(0, remaining)]
    # What the morning itself brought, such as a proposal, comes after what the team says of the night.
    standup_lines += _of_today(session, board.history[: session.today_start])
    evening = _evening(session, standup_lines)
    if not standup_lines and not evening and remaining > 0:
        standup_lines = _status_lines(log_view.last_lines(board, remaining, head, session.game.order_event_ids))
    # The pane cuts what it has no room for.
    return (*[*out, *standup_lines][:room], *evening)


def _of_today(session: Session, events: Iterable[Event]) -> list[StatusLine]:
    """Those of the events that are of today, as the log tells them."""
    return _logged(session, (one for one in events if one.day == session.board.day and log_view.is_in_log(one)))


def _evening(session: Session, standup_lines: list[StatusLine]) -> list[StatusLine]:
    """What followed an order that was set yesterday, which acted that evening; what stands there already apart."""
    board = session.board
    ended = [event for event in since_yesterday(board) if event.day == board.day - 1]
    after = list(takewhile(lambda event: not isinstance(event, OrderSet), ended))
    if len(after) == len(ended):
        return []
    lines = _logged(session, (event for event in reversed(after) if log_view.is_in_log(event)))
    return [
        line for line in lines if not _is_shown_in(line.text, tuple(status_line.text for status_line in standup_lines))
    ]


def _logged(session: Session, events: Iterable[Event]) -> list[StatusLine]:
    ordered = session.game.order_event_ids
    return _status_lines(sentence(session.world, event, ordered) for event in events)


def _status_lines(lines: Iterable[Sentence]) -> list[StatusLine]:
    return [StatusLine(line.text, str(line.tone), fmt.weekday(line.day)) for line in lines]


def _first_of_sprint(board: Board) -> bool:
    return any(isinstance(event, SprintEnded) and event.day == board.day - 1 for event in since_yesterday(board))


def _opening(session: Session, width: int, room: int) -> list[StatusLine]:
    """The scene on day 1, then who writes at the start of this sprint; the scene is cut where both do not fit."""
    speaker, _, text = session.message().partition(": ")
    message = [StatusLine(line, "strong", front) for line, front in _spoken(speaker, text, width)] if text else []
    scene: list[StatusLine] = []
    if session.board.day == 1 and session.story is not None:
        scene = [StatusLine(line, "text", front) for line, front in _spoken("", session.story.scene, width)]
        scene = _cut(scene, max(0, room - len(message)), width, _WHOLE_SCENE)
    return [*scene, *message]


def _cut(lines: list[StatusLine], room: int, width: int, pointer: str) -> list[StatusLine]:
    """As many of a text's lines as there is room for, the last of them with where all of it stands."""
    if not 0 < room < len(lines):
        return lines
    last = lines[room - 1]
    short = cells.cut(last.text, width - 6 - len(pointer)).removesuffix("…")
    return [*lines[: room - 1], StatusLine(f"{short}{pointer}", last.tone, last.front)]


def _fitted(remarks: list[list[StatusLine]], room: int, width: int) -> list[list[StatusLine]]:
    """What people say, each in its lines; the one that the end of the room would cut says where all of it stands."""
    out: list[list[StatusLine]] = []
    for lines in remarks:
        out.append(_cut(lines, room - sum(map(len, out)), width, _WHOLE_REMARK))
    return out


def _spoken(speaker: str, text: str, width: int) -> list[tuple[str, str]]:
    """Wrapped lines with the mark that stands in front of the first one."""
    remark = f"{clean(speaker, 30)}: {clean(text, 600)}" if speaker else clean(text, 600)
    lines = cells.wrap(remark, width - 6, 6)
    return [(line, " » " if i == 0 and speaker else " ") for i, line in enumerate(lines)]


def _is_shown_in(line: str, others: tuple[str, ...]) -> bool:
    """Whether a line of the log, with its speaker or without, stands among the others; they may say more after it."""
    trimmed = line.removesuffix(".").removesuffix(", by order")
    return any(text in other for text in (trimmed, trimmed.partition(": ")[2] or trimmed) for other in others)


def _stop_line(stop: Stop, focus: int, key: Callable[[str], str]) -> str:
    """Why time stopped and what is to be decided, with the key that leads there from the card under the cursor."""
    name = ""
    if stop.answer is ForecastGiven:
        name = "forecast"
    elif isinstance(stop.usual, RootCause) and stop.usual.card < 0:
        name = "project"
    elif stop.decision == SHORTAGE_DECISION:
        name = "compute"
    elif stop.card >= 0 and stop.card == focus and "root cause" in stop.decision:
        # It is in the card's menu; from another card the key would open that one.
        name = "open"
    elif stop.card < 0 and stop.data >= 0:
        name = "data"
    return f"{stop.text} ({key(name)})" if name and stop.decision else stop.text


def _short(strip: str) -> str:
    """A family's strip without its name, in as few words as half a screen has room for: the marks show what runs."""
    words = strip.partition(": ")[2].replace(" now", "").split(", ")
    return ", ".join(word for word in words if not word.endswith(" under way"))


class StatusText:
    """Makes what the pane shows; what only a change of the game can change is kept until the next change."""

    def __init__(self, session: Session, key: Callable[[str], str]) -> None:
        """`key` gives the key of an action of the board by its name."""
        self._session = session
        self._key = key
        self._cache_key: tuple[int, int, int] = (-1, 0, 0)
        self._log: tuple[StatusLine, ...] = ()
        self._troubles: tuple[str, ...] = ()
        self._trouble_cards: frozenset[int] = frozenset()
        self._strips: tuple[tuple[str, str, str], ...] = ()
        self._cards: dict[int, tuple[tuple[tuple[str, str], ...], ...]] = {}

    def status(self, head: Header, line: CardLine | None, notice: StatusLine, width: int, height: int) -> Status:
        """Everything under the board, for a pane of this size."""
        session = self._session
        board = session.board
        split = is_split(width, height)
        left_width = width // 2 - 1 if split else width
        # The cursor moves far more often than the game changes.
        if self._cache_key != (session.version, width, height):
            self._cache_key = (session.version, width, height)
            self._cards = {}
            wrong = troubles(board)
            queue = f" ({self._key('compute')})"
            # A watcher is told what is wrong, and not what only the bot can do about it.
            if session.watching is not None:
                self._troubles = tuple(trouble.problem for trouble in wrong)
            else:
                self._troubles = tuple(trouble.text + queue * trouble.queue for trouble in wrong)
            self._trouble_cards = frozenset(trouble.card for trouble in wrong)
            self._log = log_rows(session, head, max(3, height - (12 if split else 7)), left_width)
            family_strips = families(board) if split else ()
            self._strips = tuple((strip.name, strip.marks, _short(strip.text)) for strip in family_strips)
        # The line of an incident that goes on says the same, with the prices of what can be done.
        trouble_cards = self._trouble_cards
        open_ = [stop for stop in session.stops() if stop.cause != Cause.ALERT or stop.card not in trouble_cards]
        focus = line.card if line is not None else -1
        stops = tuple(_stop_line(stop, focus, self._key) for stop in open_)
        still = session.open_decisions()
        title = tail = ""
        rows: tuple[tuple[tuple[str, str], ...], ...] = ()
        if line is not None:
            title = f"{line.key} {line.title}"
            tail = "  ".join(part for part in (line.person, line.family) if part)
            if line.card not in self._cards:
                card_lines = card_rows(board, line.card, left_width - 2) if split else brief_rows(board, line.card)
                self._cards[line.card] = tuple(tuple(row) for row in card_lines)
            rows = self._cards[line.card]
            if session.fresh and not split:
                rows = rows[: max(_MORNING_CARD, height - 1 - bool(session.coach) - len(self._log))]
        return Status(
            title=title,
            title_tail=tail,
            card=rows,
            log=tuple(
                status_line for status_line in self._log if not _is_shown_in(status_line.text, (notice.text, *stops))
            ),
            coach=session.coach,
            troubles=self._troubles,
            stops=(*stops, still) if still else stops,
            notice=notice,
            chart=card_chart(board, line.card) if split and line is not None else None,
            strips=self._strips,
        )
