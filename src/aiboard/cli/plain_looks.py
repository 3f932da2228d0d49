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
    """`commands`: a word and what it answers to the rest of its line."""

    def __init__(self, game: Game, watched: Callable[[], bool] = lambda: False) -> None:
        """`watched` tells whether a bot plays now: what a player could do is left out then."""
        self.game = game
        self.watched = watched
        self.commands: dict[str, Callable[[list[str]], list[str]]] = {
            "board": self._board,
            "b": self._board,
            "card": self._card,
            "c": self._card,
            "backlog": lambda arguments: linear.column_lines(self.game.board, Stage.BACKLOG),
            "killed": lambda arguments: linear.column_lines(self.game.board, Stage.KILLED),
            "data": self._data,
            "queue": lambda arguments: linear.queue_lines(self.game.board),
            "log": self._log,
            "orders": lambda arguments: linear.orders_lines(self.game.board),
            "families": lambda arguments: linear.families_lines(self.game.board),
            "due": lambda arguments: linear.due_lines(self.game.board),
            "standup": lambda arguments: [line.text for line in standup(self.game.board)] or ["Nothing to report."],
            "chart": lambda arguments: linear.chart_lines(self.game.board, self.index(arguments)),
            "runs": self._runs,
            "w": self._why,
            "why": self._why,
            "?": self._ask,
            "ask": self._ask,
            "canvas": lambda arguments: list(project(self.game.resolved).lines),
            "debrief": self._debrief,
        }

    def _board(self, arguments: list[str]) -> list[str]:
        show_hours = self.game.resolved.scenario.show_hours
        board = self.game.board
        troubles = linear.trouble_lines(board, self.watched())
        return [*linear.header_lines(board, show_hours), *troubles, *linear.board_lines(board)]

    def index(self, arguments: list[str]) -> int:
        """The shown card a word names."""
        name = arguments[0] if arguments else ""
        # Hidden cards have names in the scenario: they are answered as if they were not there.
        index = find(self.game.world, name)
        if index < 0 or not self.game.board.cards[index].shown:
            message = f"no card is called '{clean(name, 40)}';" if name else "which card?"
            raise InputError(f"{message} board, backlog and killed list them")
        return index

    def _card(self, arguments: list[str]) -> list[str]:
        return linear.card_lines(self.game.board, self.index(arguments), ordered=self.game.order_event_ids)

    def _data(self, arguments: list[str]) -> list[str]:
        if not has_data_board(self.game.board):
            return ["This project has no data to order."]
        return linear.data_lines(self.game.board)

    def _log(self, arguments: list[str]) -> list[str]:
        days = self.game.world.days + 1 if arguments and arguments[0] == "all" else _number(arguments, 5)
        return linear.log_lines(self.game.board, days, self.game.order_event_ids)

    def sprint(self, arguments: list[str]) -> int:
        """The sprint a word names, by default the one that ended last."""
        last = (self.game.board.day - 1) // self.game.world.sprint_days
        sprint = _number(arguments, max(1, last))
        if not 1 <= sprint <= self.game.board.sprint():
            raise InputError(f"sprint {sprint} has not begun; write 1 to {self.game.board.sprint()}")
        return sprint

    def _runs(self, arguments: list[str]) -> list[str]:
        return linear.runs_lines(self.game.board, self.index(arguments), _number(arguments[1:], 0))

    def _why(self, arguments: list[str]) -> list[str]:
        """`w`, `w EXP-003`, `w EXP-003 score`, `w burn`, `w DS-1`."""
        board = self.game.board
        if not arguments:
            return [line for topic in (Topic.BOOKED, Topic.LIVE, Topic.BURN) for line in self._told(topic)]
        name = arguments[0].lower()
        if name in plain_help.PROJECT_TOPICS:
            return self._told(Topic(name))
        keys = [spec.key.lower() for spec in self.game.world.datasets]
        if name in keys and board.data[keys.index(name)].shown:
            return self._told(Topic.DATASET, keys.index(name))
        index = self.index(arguments)
        topic_name = arguments[1].lower() if len(arguments) > 1 else Topic.CARD.value
        if topic_name not in plain_help.CARD_TOPICS:
            words = ", ".join(plain_help.CARD_TOPICS)
            raise InputError(f"no number of a card is called '{clean(topic_name, 40)}'; write {words}")
        return self._told(Topic(topic_name), index)

    def _told(self, topic: Topic, index: int = -1) -> list[str]:
        return list(explain(self.game.board, topic, index, self.watched()).lines)

    def _ask(self, arguments: list[str]) -> list[str]:
        """`? kill EXP-003`: the decision with its evidence, not done."""
        if not arguments:
            return plain_help.help_lines([], self.game.board, self.watched())
        line = " ".join(arguments)
        action = parse(line, self.game.world)
        board = self.game.board
        if isinstance(action, Turn):
            raise InputError("? shows what an action costs and does: ? kill EXP-001")
        # What is not on the board yet has a name and a price in the scenario: both are for later.
        if check(board, action) == Refusal.NO_SUCH_CARD:
            raise InputError(refusal_words(board, action))
        if isinstance(action, (CardAction, DataAction)) and subject(action, self.game.world):
            return linear.decision_lines(decision_of(board, complete_typed(board, action, line)))
        return linear.price_only(board, action)

    def _debrief(self, arguments: list[str]) -> list[str]:
        """The analysis; with a name, written to that file as Markdown."""
        from aiboard.analysis.debrief import debrief, markdown, text

        result = debrief(self.game)
        if not arguments:
            return text(result).rstrip("\n").split("\n")
        path = typed_path(" ".join(arguments))
        # Nobody is asked in line mode: a file that is there is never written over.
        if os.path.lexists(writable_target(path)):
            raise InputError("cannot be written: it is there already; give another name", file=path)
        write_whole(path, markdown(result))
        return [f"Written to {clean(str(path), 300)}"]


def _number(arguments: list[str], default: int) -> int:
    if not arguments:
        return default
    word = arguments[0]
    # isdigit alone takes digits of other alphabets, which int() reads too and nobody means.
    if not (word.isascii() and word.isdigit()) or len(word) > 4:
        raise InputError(f"'{clean(word, 20)}' is no number; write one like {default or 1}")
    return int(word)
