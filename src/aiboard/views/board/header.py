"""The header line: where we are in the calendar, money, what waiting costs, what is due next, hours left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.engine.cost_of_delay import delay_cents
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.systems import accounting
from aiboard.engine.systems.data import awaiting_verdict, in_pipeline
from aiboard.engine.systems.production import incident_day_cents
from aiboard.instruments.text import clean
from aiboard.views import fmt, words
from aiboard.views.why.accounts import burn_cents

HOUR_MIN: Final = 60
#: Most numbers in the header and the log lines under the board together.
MOST_NUMBERS: Final = 12


@dataclass(frozen=True, slots=True)
class DueDate:
    """A promise with a day: `label` in a few words, working days from today (0 is today, negative is late)."""

    label: str
    day: int
    ahead: int

    @property
    def text(self) -> str:
        """`launch day 50 Fri`; `launch today`; `kill check, 3 d late`."""
        if self.ahead == 0:
            return f"{self.label} today"
        if self.ahead < 0:
            return f"{self.label}, {-self.ahead} d late"
        if self.ahead < 5:
            return f"{self.label} {fmt.weekday(self.day)}"
        return f"{self.label} D{self.day}"


@dataclass(frozen=True, slots=True)
class Header:
    """The header's parts, as text where a unit belongs to them.

    Attributes:
        title: the scenario's name.
        sprint, sprints, day, days: place in the calendar, counted from 1.
        weekday: Mon .. Fri.
        booked, live, burn, waiting: money: net so far; earned yesterday; what ran by the day; a day's waiting.
        waiting is empty while no model that could serve would earn more.
        warning: what goes on costing until somebody sees to it ("incident: −$1k/d"); empty for nothing.
        due: the next promise, or None.
        hours: whole, begun and empty hours, a cell each; None where the scenario hides them.
        minutes: the manager's minutes left.
        over: the project has ended.
    """

    title: str
    sprint: int
    sprints: int
    day: int
    days: int
    weekday: str
    booked: str
    live: str
    burn: str
    waiting: str
    warning: str
    due: DueDate | None
    hours: tuple[int, int, int] | None
    minutes: int
    over: bool

    @property
    def cells(self) -> str:
        """▮▮▌▯, empty where hours are hidden."""
        if self.hours is None:
            return ""
        full, partial, empty = self.hours
        return words.HOURS_FULL * full + words.HOURS_BEGUN * partial + words.HOURS_EMPTY * empty

    @property
    def hours_left(self) -> str:
        """The cells with their meaning, for faces that have room: `▮▮▮▯ 3 h left`."""
        return f"{self.brief_hours} left" if self.cells else ""

    @property
    def brief_hours(self) -> str:
        """The same for a narrow face, without a word: `▮▮▮▯ 3 h`."""
        return f"{self.cells} {fmt.minutes(self.minutes)}" if self.cells else ""

    @property
    def brief_warning(self) -> str:
        """The warning without its subject, for a narrow face: `unmet: −15 %`."""
        return self.warning.removeprefix(_SUBJECT)

    @property
    def parts(self) -> tuple[str, ...]:
        """The header as short texts, most important first; a narrow face drops from the end but keeps the hours."""
        parts = [f"S{self.sprint} D{self.day} {self.weekday}", f"booked {self.booked}", f"live {self.live}/d"]
        parts.append(f"burn {self.burn}/d")
        if self.warning:
            parts.append(self.warning)
        if self.due is not None:
            parts.append(f"due: {self.due.text}")
        if self.waiting:
            parts.append(f"waiting costs {self.waiting}/d")
        return tuple(parts)

    @property
    def text(self) -> str:
        """The whole header in one line."""
        parts = [self.title, *self.parts]
        return "  ".join([*parts, self.hours_left] if self.cells else parts)


def header(board: Board, show_hours: bool = True) -> Header:
    """The header of this board."""
    world = board.world
    # Nothing waits, falls due or can be done once the project has ended.
    waiting = 0 if board.over else delay_cents(board)
    # What is late is in the list of promises; the header names what is still to come.
    upcoming = [] if board.over else [due for due in due_dates(board) if due.ahead >= 0]
    return Header(
        title=clean(world.title, 40),
        sprint=board.sprint(),
        sprints=(world.days + world.sprint_days - 1) // world.sprint_days,
        day=board.day,
        days=world.days,
        weekday=fmt.weekday(board.day),
        booked=fmt.money(board.ledger.booked()),
        live=fmt.money(accounting.live_cents(board)),
        burn=fmt.money(burn_cents(board)),
        waiting=fmt.money(waiting) if waiting else "",
        warning="" if board.over else _incident(board) or _requirement(board),
        due=upcoming[0] if upcoming else None,
        hours=_cells(board) if show_hours and world.minutes and not board.over else None,
        minutes=board.minutes_left,
        over=board.over,
    )


#: What a warning is about; a narrow face leaves it out.
_SUBJECT: Final = "requirement "


def _incident(board: Board) -> str:
    """What the incidents that go on cost by the day."""
    cents = sum(incident_day_cents(board.world, card) for card in board.cards if card.incident)
    return f"incident: {fmt.money(-cents)}/d" if cents else ""


def _requirement(board: Board) -> str:
    """What an unmet requirement takes of the revenue, once there is any to take."""
    if not board.has_scope_cost() or board.live() < 0:
        return ""
    return f"{_SUBJECT}unmet: {fmt.MINUS}{100 - board.world.scope_revenue_pct} %"


def _cells(board: Board) -> tuple[int, int, int]:
    """Hours of your own time that are left whole, begun and gone: half an hour must not look like one."""
    full, remainder = divmod(board.minutes_left, HOUR_MIN)
    total = (board.world.minutes + HOUR_MIN - 1) // HOUR_MIN
    partial = 1 if remainder else 0
    return full, partial, max(0, total - full - partial)


def has_launched(board: Board) -> bool:
    """Whether any model has met customers."""
    return any(card.live_days > 0 or card.share_pct > 0 for card in board.cards)


def forecast_words(board: Board) -> str:
    """The forecast and what came of it so far: `70 % by D30 (missed), 90 % by D45`; `none stated`."""
    if not board.forecast_70:
        return "none stated"
    # Until it is measured today is the earliest day it can be: a forecast before it is missed.
    reach_day = board.target_day or board.day
    forecasts = ((70, board.forecast_70), (90, board.forecast_90))
    return ", ".join(f"{odds} % by D{day}" + (" (missed)" if day < reach_day else "") for odds, day in forecasts)


def due_dates(board: Board) -> list[DueDate]:
    """Everything promised and still open, the nearest first; late ones have `ahead` under 0."""
    world = board.world
    dates: list[tuple[int, str]] = []
    if world.launch_by_sprint > 0 and not has_launched(board):
        dates.append((fmt.sprint_end(world, world.launch_by_sprint), "launch"))
    # The kill check and the launch are promises about the first version; a launched model has kept them.
    check_day = fmt.kill_check_day(world)
    if check_day >= board.day and not has_launched(board):
        dates.append((check_day, "kill check"))
    # What the vendor says today, not what was promised first: it is for planning.
    for task in board.data:
        checked = task.column == Column.QA and not awaiting_verdict(task)
        if task.shown and (in_pipeline(task) or checked) and task.due_day:
            dates.append((task.due_day, fmt.dataset(world, task.index)))
    if board.legal == 1:
        dates.append((board.day + board.legal_left, "legal"))
    # Not filed by then, it ends after the day on which the launch is promised.
    file_by = fmt.sprint_end(world, world.launch_by_sprint) - world.legal_days
    if world.needs_legal and board.legal == 0 and file_by >= board.day and not has_launched(board):
        dates.append((file_by, "file legal"))
    if board.forecast_70 and not board.target_day:
        dates.append((board.forecast_70, "forecast 70 %"))
        dates.append((board.forecast_90, "forecast 90 %"))
    if board.scope_data >= 0 and not board.scope_met:
        dates.append((board.scope_from, "new requirement"))
    dates.append((world.days, "close"))
    return [DueDate(label, day, day - board.day) for day, label in sorted(dates, key=lambda one: one[0])]
