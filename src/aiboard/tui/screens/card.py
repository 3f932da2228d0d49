"""What can be done now: with one card, shown with everything known about it, and about the whole project."""

from __future__ import annotations

from aiboard.engine.act import check
from aiboard.engine.model.vocabulary import Block, Refusal, Stage
from aiboard.engine.verbs import (
    Action,
    CardAction,
    Kill,
    LegalReview,
    RootCause,
)
from aiboard.play.session import Session
from aiboard.tui import cells, keys
from aiboard.tui.host import KeyCommand, LineCommand, VerbQuestion
from aiboard.tui.screens.decisions import VERB_KEYS
from aiboard.tui.screens.dialog import Item, Lines, Menu
from aiboard.tui.themes import Palette
from aiboard.tui.widgets.chart import mode_of, spans_of
from aiboard.tui.widgets.question_parts import check_rows
from aiboard.tui.widgets.status import Row
from aiboard.tui.widgets.status_text import card_rows
from aiboard.views import fmt
from aiboard.views.card.measure import card_chart
from aiboard.views.card.pane import pane
from aiboard.views.data.databoard import has_data_board
from aiboard.views.decisions.menu import Option, card_options, project_options

_LEGAL_STAGES = (Stage.EVALUATION, Stage.PRODUCTION)
_PROJECT_KEYS = ("add_idea", "forecast", "orders", "data", "compute", "undo")

Chosen = KeyCommand | LineCommand | VerbQuestion


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _project_items(options: tuple[Option, ...], session: Session) -> list[Item[Chosen]]:
    """Options as lines of a menu, each with its price or why it is refused."""
    items: list[Item[Chosen]] = []
    for option in options:
        price = f"{fmt.minutes(option.minutes)}; " if option.minutes and session.show_hours else ""
        items.append(
            Item(LineCommand(option.line), "", _capital(option.word), option.refusal or f"{price}{option.note}")
        )
    return items


class CardMenu(Menu[Chosen]):
    """One card: everything known about it, its chart, and all that can be done with it now.

    With `looking` nothing can be done with it: somebody else plays.
    """

    WIDTH = 100

    def __init__(self, session: Session, index: int, table: tuple[keys.Key, ...], looking: bool = False) -> None:
        self.session = session
        self.index = index
        self.pane = pane(session.board, index, session.game.order_event_ids)
        self._keys = {key.name: key for key in keys.screen_keys("board", table)}
        items = [] if looking else [*self._decisions(), *self._about_project()]
        if self.pane.agent and session.board.cards[index].agent_runs:
            items.append(Item(KeyCommand("runs"), self._key("runs"), "Agent runs", self._keys["runs"].help))
        items.append(Item(KeyCommand("why"), self._key("why"), "Why", "what holds it, what moved it"))
        super().__init__(f"{self.pane.line.key} {self.pane.line.title}", items)

    def _key(self, name: str) -> str:
        return keys.key_label(self._keys[name].keys[0])

    def _decisions(self) -> list[Item[Chosen]]:
        # Kill after everything else: Enter does the first line, and nobody should kill by habit.
        ranks = {verb: at for at, verb in enumerate(VERB_KEYS)} | {Kill: len(VERB_KEYS) + 1}
        items: list[Item[Chosen]] = []
        board = self.session.board
        options = card_options(board, self.index, include_refused=True)
        verb_options = [(type(one.action), one) for one in options if isinstance(one.action, CardAction)]
        for verb, option in sorted(verb_options, key=lambda one: ranks.get(one[0], len(VERB_KEYS))):
            # What only today's hours do not allow is the next thing to do tomorrow: it is shown all the same.
            short = check(board, option.action) == Refusal.NOT_ENOUGH_TIME
            if option.refusal and not short:
                continue
            name = VERB_KEYS.get(verb)
            price = fmt.minutes(option.minutes) if option.minutes and self.session.show_hours else ""
            if short:
                price += f"; you have {fmt.minutes(board.minutes_left)} left" if price else "too little time is left"
            value: Chosen = KeyCommand(name) if name else VerbQuestion(verb)
            items.append(Item(value, self._key(name) if name else "", _capital(option.word), price))
        return items

    def _about_project(self) -> list[Item[Chosen]]:
        """What holds this card, though it is the whole project's: a legal review, a data issue."""
        board = self.session.board
        if board.over:
            return []
        card = board.cards[self.index]
        verbs: set[type[Action]] = {RootCause} if card.block == Block.DATA_ISSUE else set()
        if card.stage in _LEGAL_STAGES:
            verbs.add(LegalReview)
        options = tuple(one for one in project_options(board) if type(one.action) in verbs)
        return _project_items(options, self.session)

    def text_lines(self, width: int) -> Lines:
        """What is known, the gate, the chart and the history as far as there is room."""
        look = self.window.look
        rows = card_rows(self.session.board, self.index, width, self.pane)
        out: Lines = [line for row in rows for line in _whole(row, width, look)]
        out += check_rows(self.pane.checks, width, look)
        room = self.app.size.height - len(out) - sum(map(len, self.item_rows(width))) - 6
        chart = card_chart(self.session.board, self.index)
        if room >= 6 and chart is not None:
            chart_lines = spans_of(chart, look, width, min(room, 14), mode_of(self.app))
            # A chart of few seeds is lower than the room it was given.
            while not "".join(text for text, _ in chart_lines[-1]).strip():
                chart_lines.pop()
            out += [[], *chart_lines]
            room -= len(chart_lines) + 1
        history = self.pane.history[: max(0, room - 1)]
        if history:
            out.append([])
            out += [[(f"D{entry.day} {entry.text}", look["dim"])] for entry in history]
        return out


def _whole(row: Row, width: int, look: Palette) -> Lines:
    """A row of the card in as many lines as its last words need."""
    *front, (text, role) = row
    indent = sum(cells.width_of(part) for part, _ in front)
    if indent + cells.width_of(text) <= width:
        return [[(part, look[name]) for part, name in row]]
    # What has no room beside it is cut as before; words under each other would be no row.
    parts = cells.wrap(text, width - indent, 3) if indent < width // 2 else [text]
    first = [(part, look[name]) for part, name in front]
    continuation = [[(" " * indent, look["text"]), (part, look[role])] for part in parts[1:]]
    return [[*first, (parts[0] if parts else "", look[role])], *continuation]


class ProjectMenu(Menu[Chosen]):
    """What can be done about the whole project: what has no card of its own to stand on."""

    WIDTH = 84

    def __init__(self, session: Session, table: tuple[keys.Key, ...]) -> None:
        rows = {key.name: key for key in keys.screen_keys("board", table)}
        board = session.board
        items = [] if board.over else _project_items(project_options(board), session)
        gone = {"data"} if not has_data_board(board) else set()
        if board.over:
            gone |= {"add_idea", "forecast", "orders"}
            # Its key, the space bar, has no room in the column of letters; the hint bar names it.
            items.append(Item(KeyCommand("day"), "", "Debrief", "what each decision was worth; play again"))
        gone |= {"undo"} if session.game.read_only else set()
        # Once the target is cleared there is nothing left to forecast.
        gone |= {"forecast"} if board.target_day else set()
        for name in (name for name in _PROJECT_KEYS if name not in gone):
            word, _, detail = rows[name].help.partition(": ")
            items.append(Item(KeyCommand(name), keys.key_label(rows[name].keys[0]), word, detail))
        super().__init__("The whole project", items)
