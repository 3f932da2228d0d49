"""The words of the line mode that only look: each answers with lines and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable

from aiboard.actions.grammar import Turn, parse
from aiboard.actions.words import subject
from aiboard.cli import plain_help
from aiboard.engine.act import check
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.engine.verbs import CardAction, DataAction
from aiboard.game import Game
from aiboard.instruments.errors import InputError
from aiboard.instruments.files import writable_target, write_whole
from aiboard.instruments.text import clean
from aiboard.journal.saves import typed_path
from aiboard.views import linear
from aiboard.views.board.columns import find
from aiboard.views.board.project import project
from aiboard.views.board.standup import standup
from aiboard.views.data.databoard import has_data_board
from aiboard.views.decisions.decision import refusal_words
from aiboard.views.decisions.menu import complete_typed, decision_of
from aiboard.views.why.topics import Topic, explain


class QueryCommands:
    """`words`: a word and what it answers to the rest of its line."""

    def __init__(self, game: Game, watched: Callable[[], bool] = lambda: False) -> None:
        """`watched` tells whether a bot plays now: what a player could do is left out then."""
        self.game = game
        self.watched = watched
        self.words: dict[str, Callable[[list[str]], list[str]]] = {
            "board": self._board,
            "b": self._board,
            "card": self._card,
            "c": self._card,
            "backlog": lambda rest: linear.column_lines(self.game.board, Stage.BACKLOG),
            "killed": lambda rest: linear.column_lines(self.game.board, Stage.KILLED),
            "data": self._data,
            "queue": lambda rest: linear.queue_lines(self.game.board),
            "log": self._log,
            "orders": lambda rest: linear.orders_lines(self.game.board),
            "families": lambda rest: linear.families_lines(self.game.board),
            "due": lambda rest: linear.due_lines(self.game.board),
            "standup": lambda rest: [line.text for line in standup(self.game.board)] or ["Nothing to report."],
            "chart": lambda rest: linear.chart_lines(self.game.board, self.index(rest)),
            "runs": self._runs,
            "w": self._why,
            "why": self._why,
            "?": self._ask,
            "ask": self._ask,
            "canvas": lambda rest: list(project(self.game.resolved).lines),
            "debrief": self._debrief,
        }

    def _board(self, rest: list[str]) -> list[str]:
        shown = self.game.resolved.scenario.show_hours
        board = self.game.board
        wrong = linear.trouble_lines(board, self.watched())
        return [*linear.header_lines(board, shown), *wrong, *linear.board_lines(board)]

    def index(self, rest: list[str]) -> int:
        """The shown card a word names."""
        name = rest[0] if rest else ""
        # Hidden cards have names in the scenario: they are answered as if they were not there.
        index = find(self.game.world, name)
        if index < 0 or not self.game.board.cards[index].shown:
            what = f"no card is called '{clean(name, 40)}';" if name else "which card?"
            raise InputError(f"{what} board, backlog and killed list them")
        return index

    def _card(self, rest: list[str]) -> list[str]:
        return linear.card_lines(self.game.board, self.index(rest), ordered=self.game.order_event_ids)

    def _data(self, rest: list[str]) -> list[str]:
        if not has_data_board(self.game.board):
            return ["This project has no data to order."]
        return linear.data_lines(self.game.board)

    def _log(self, rest: list[str]) -> list[str]:
        days = self.game.world.days + 1 if rest and rest[0] == "all" else _number(rest, 5)
        return linear.log_lines(self.game.board, days, self.game.order_event_ids)

    def sprint(self, rest: list[str]) -> int:
        """The sprint a word names, by default the one that ended last."""
        last = (self.game.board.day - 1) // self.game.world.sprint_days
        sprint = _number(rest, max(1, last))
        if not 1 <= sprint <= self.game.board.sprint():
            raise InputError(f"sprint {sprint} has not begun; write 1 to {self.game.board.sprint()}")
        return sprint

    def _runs(self, rest: list[str]) -> list[str]:
        return linear.runs_lines(self.game.board, self.index(rest), _number(rest[1:], 0))

    def _why(self, rest: list[str]) -> list[str]:
        """`w`, `w EXP-003`, `w EXP-003 score`, `w burn`, `w DS-1`."""
        board = self.game.board
        if not rest:
            return [line for topic in (Topic.BOOKED, Topic.LIVE, Topic.BURN) for line in self._told(topic)]
        name = rest[0].lower()
        if name in plain_help.PROJECT_TOPICS:
            return self._told(Topic(name))
        keys = [spec.key.lower() for spec in self.game.world.datasets]
        if name in keys and board.data[keys.index(name)].shown:
            return self._told(Topic.DATASET, keys.index(name))
        index = self.index(rest)
        about = rest[1].lower() if len(rest) > 1 else Topic.CARD.value
        if about not in plain_help.CARD_TOPICS:
            words = ", ".join(plain_help.CARD_TOPICS)
            raise InputError(f"no number of a card is called '{clean(about, 40)}'; write {words}")
        return self._told(Topic(about), index)

    def _told(self, topic: Topic, index: int = -1) -> list[str]:
        return list(explain(self.game.board, topic, index, self.watched()).lines)

    def _ask(self, rest: list[str]) -> list[str]:
        """`? kill EXP-003`: the decision with its evidence, not done."""
        if not rest:
            return plain_help.help_lines([], self.game.board, self.watched())
        line = " ".join(rest)
        found = parse(line, self.game.world)
        board = self.game.board
        if isinstance(found, Turn):
            raise InputError("? shows what an action costs and does: ? kill EXP-001")
        # What is not on the board yet has a name and a price in the scenario: both are for later.
        if check(board, found) == Refusal.NO_SUCH_CARD:
            raise InputError(refusal_words(board, found))
        if isinstance(found, (CardAction, DataAction)) and subject(found, self.game.world):
            return linear.decision_lines(decision_of(board, complete_typed(board, found, line)))
        return linear.price_only(board, found)

    def _debrief(self, rest: list[str]) -> list[str]:
        """The analysis; with a name, written to that file as Markdown."""
        from aiboard.analysis.debrief import debrief, markdown, text

        found = debrief(self.game)
        if not rest:
            return text(found).rstrip("\n").split("\n")
        path = typed_path(" ".join(rest))
        # Nobody is asked in line mode: a file that is there is never written over.
        if os.path.lexists(writable_target(path)):
            raise InputError("cannot be written: it is there already; give another name", file=path)
        write_whole(path, markdown(found))
        return [f"Written to {clean(str(path), 300)}"]


def _number(rest: list[str], default: int) -> int:
    if not rest:
        return default
    word = rest[0]
    # isdigit alone takes digits of other alphabets, which int() reads too and nobody means.
    if not (word.isascii() and word.isdigit()) or len(word) > 4:
        raise InputError(f"'{clean(word, 20)}' is no number; write one like {default or 1}")
    return int(word)
