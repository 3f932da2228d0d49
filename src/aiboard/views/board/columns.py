"""The board: seven columns of card lines, news and open decisions first. Faces only cut to their width."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.actions.slots import FORMS
from aiboard.actions.tokens import GrammarError
from aiboard.engine.counts import Tally
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import SlotKind
from aiboard.views import fmt, sentences, words
from aiboard.views.card.measure import QualityEstimate, quality_estimate, sparkline
from aiboard.views.card.states import CardState, state
from aiboard.views.recent import since_yesterday
from aiboard.views.words import Mark


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card as it stands in its column.

    Attributes:
        card: index, for actions.
        key, short: id as commands take it; id in few characters.
        title, person, family: cleaned names.
        stage, priority: where it is; 1 first .. 5 last.
        state: mark, cause, progress, facts.
        measured: the best current measurement, or None.
        readouts: training readouts in millionths, oldest first.
        news: something happened to it on the last day played.
    """

    card: int
    key: str
    short: str
    title: str
    person: str
    family: str
    stage: Stage
    priority: int
    state: CardState
    measured: QualityEstimate | None
    readouts: tuple[int, ...]
    news: bool

    @property
    def mark(self) -> Mark:
        """The state's mark."""
        return self.state.mark

    @property
    def needs_decision(self) -> bool:
        """A decision about it is open."""
        return self.state.decide

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines under the title, most important first: cause with its glyph, progress, bars and facts."""
        lines: list[str] = []
        if self.state.cause:
            lines.append(f"{self.mark.glyph} {self.state.cause}")
        # A narrow column cuts the end: a number without its last digit would be another one.
        if progress := "  ".join(part for part in (self.state.progress, self.state.needs) if part):
            lines.append(progress)
        bars = sparkline(self.readouts) if len(self.readouts) > 1 else ""
        # The bars last: a narrow column cuts the end, and they tell least.
        facts = "  ".join(part for part in (*self.state.facts, bars) if part)
        if facts:
            lines.append(facts)
        return tuple(lines)

    @property
    def text(self) -> str:
        """The card in one line for linear faces."""
        return f"{self.key} {self.title}; {self.state.text}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its cards in the order in which they are to be drawn.

    `limit` is 0 where there is none. `note` says what the count is made of where its cards are not all of one kind.
    """

    stage: Stage
    name: str
    short: str
    count: int
    limit: int
    cards: tuple[CardLine, ...]
    note: str = ""

    @property
    def is_over_limit(self) -> bool:
        """More cards than its limit."""
        return self.limit > 0 and self.count > self.limit

    @property
    def counts_only(self) -> bool:
        """Backlog and Killed are counts until somebody opens them."""
        return self.stage in (Stage.BACKLOG, Stage.KILLED)

    @property
    def tally(self) -> str:
        """`3/3`, `9`."""
        return f"{self.count}/{self.limit}" if self.limit else str(self.count)


def columns(board: Board) -> tuple[Column, ...]:
    """All seven columns, in the board's order."""
    news = recent_news(board)
    return tuple(_column(board, stage, news) for stage in Stage)


def card_line(board: Board, index: int, news: frozenset[int] | None = None) -> CardLine:
    """One card's line."""
    world = board.world
    card = board.cards[index]
    recent = recent_news(board) if news is None else news
    return CardLine(
        card=index,
        key=fmt.key(world, index),
        short=fmt.short(world, index),
        title=fmt.title(world, index),
        person=fmt.person(world, index),
        family=fmt.family(world, world.ideas[index].family),
        stage=card.stage,
        priority=card.priority,
        state=state(board, index),
        measured=quality_estimate(board, index),
        readouts=tuple(card.corrected),
        news=index in recent,
    )


def recent_news(board: Board) -> frozenset[int]:
    """Cards to which something worth telling happened on the last day played or since."""
    return frozenset(event.card for event in since_yesterday(board) if event.card >= 0 and sentences.is_news(event))


def _column(board: Board, stage: Stage, news: frozenset[int]) -> Column:
    lines = [card_line(board, card.index, news) for card in board.cards if card.stage == stage and card.shown]
    # Among the killed the newest is the one that is looked for.
    if stage == Stage.KILLED:
        lines.sort(key=lambda line: -board.cards[line.card].moved_day)
    else:
        lines.sort(key=_order)
    limit = board.wip[stage]
    note = _killed_note(board) if stage == Stage.KILLED else ""
    return Column(stage, words.STAGE[stage], words.STAGE_SHORT[stage], len(lines), limit, tuple(lines), note)


def _killed_note(board: Board) -> str:
    """What stands in Killed besides kills, as only these are counted as killed: `7 killed, 1 replaced`; else empty."""
    tally = Tally([card for card in board.cards if card.shown])
    others = ((tally.retired, "taken out of Production"), (tally.dropped, "never started"))
    parts = [f"{count} {label}" for count, label in others if count]
    return ", ".join([f"{tally.killed} killed", *parts]) if parts else ""


def _order(line: CardLine) -> tuple[int, int, int]:
    """Open decisions, then news, then what is stuck, then priority; ids last, so the order never jumps about."""
    # Weights in powers of two: a decision comes before any mixture of the others.
    rank = -(line.state.decide * 4 + line.news * 2 + line.state.blocked)
    return (rank, line.priority, line.card)


def find(world: World, name: str) -> int:
    """The card called `name`, as an action's line may name it: its id, or its number alone; -1 for none."""
    try:
        return int(FORMS[SlotKind.CARD].read(name.strip(), world))
    except GrammarError:
        return -1
