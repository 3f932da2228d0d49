"""The words of the line mode: what each line means, and the lines it answers with. No rule is decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.cli import plain_help
from aiboard.engine.events import Action, Event
from aiboard.engine.kinds import ActionKind, EventKind, Reason, Refusal, Stage
from aiboard.game import Game
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.views import linear, rituals
from aiboard.views.beats import BeatKind, beats
from aiboard.views.coach import current
from aiboard.views.columns import find
from aiboard.views.databoard import exists
from aiboard.views.log import told
from aiboard.views.menu import decision
from aiboard.views.orders import asked
from aiboard.views.project import epilogue, message, project
from aiboard.views.sentences import sentence
from aiboard.views.standup import standup
from aiboard.views.stops import Stop, run_to_stop, stops
from aiboard.views.why import Topic, why

_ON_CARDS: Final = frozenset(ActionKind) - {
    ActionKind.ADD_IDEA,
    ActionKind.RESERVE,
    ActionKind.SET_WIP,
    ActionKind.STANDING_ORDER,
    ActionKind.LEGAL_REVIEW,
    ActionKind.FORECAST,
    ActionKind.INJECT,
}


class Words:
    """Answers lines. `confirm` shows lines and asks whether to go on; `leaving` is set by `quit`."""

    def __init__(self, game: Game, confirm: Callable[[list[str]], bool]) -> None:
        self.game = game
        self.confirm = confirm
        self.leaving = False
        self._coached = -2
        self._looks: dict[str, Callable[[list[str]], list[str]]] = {
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
            "chart": lambda rest: linear.chart_lines(self.game.board, self._index(rest)),
            "runs": self._runs,
            "w": self._why,
            "why": self._why,
            "?": self._ask,
            "ask": self._ask,
            "canvas": lambda rest: list(project(self.game.resolved).lines),
            "review": lambda rest: linear.ritual_lines(rituals.review(self.game.board, self._sprint(rest))),
            "retro": lambda rest: linear.ritual_lines(rituals.retro(self.game.board, self._sprint(rest))),
            "planning": lambda rest: linear.ritual_lines(rituals.planning(self.game.board)),
            "help": plain_help.help_lines,
            "undo": self._undo,
            "save": self._save,
            "debrief": self._debrief,
            "quit": self._quit,
            "q": self._quit,
        }
        self._times: dict[str, Callable[[], list[str]]] = {
            ".": self._next_stop,
            "next": self._next_stop,
            ">": self._sprint_end,
            "sprint": self._sprint_end,
        }

    def opening(self) -> list[str]:
        """The first screen: the scene on the first morning, then the board."""
        page = project(self.game.resolved)
        found = [page.title]
        fresh = self.game.board.day == 1 and not self.game.actions()
        if fresh:
            found += [line for line in (page.scene, page.note) if line]
        found += ["help lists the words; end ends the day; . goes on to the next stop.", ""]
        if self.game.board.over:
            return [*found, *self._ended()]
        board = linear.board_lines(self.game.board)
        if fresh:
            board = [*linear.column_lines(self.game.board, Stage.BACKLOG), *board[1:]]
        return [*found, *self.morning([]), *board, *self._coach()]

    def take(self, line: str) -> list[str]:
        """Do what a line says; the lines to print. Raises InputError (GrammarError, Refused) in words for people."""
        text = line.strip()
        if not text:
            return []
        if text.startswith("?") and len(text) > 1:
            text = f"? {text[1:]}"
        parts = text.split()
        word = parts[0].lower()
        if word in self._times and len(parts) == 1:
            return self._over() or self._times[word]()
        look = self._looks.get(word)
        if look is not None:
            return look(parts[1:])
        if word == "forecast" and len(parts) == 1:
            return list(why(self.game.board, Topic.FORECAST).lines)
        return self._act(text)

    # --- time ------------------------------------------------------------------------------------------------

    def _over(self) -> list[str]:
        return ["The project is over. debrief shows what it came to; quit leaves."] if self.game.board.over else []

    def _day(self) -> list[str]:
        before = len(self.game.board.history)
        self.game.end_day()
        return self._after(before, stops(before, self.game.board))

    def _next_stop(self) -> list[str]:
        before = len(self.game.board.history)
        found = run_to_stop(self.game)
        return self._after(before, found.stops)

    def _sprint_end(self) -> list[str]:
        before = len(self.game.board.history)
        while not self.game.board.over:
            at = len(self.game.board.history)
            self.game.end_day()
            if any(event.kind == EventKind.SPRINT_ENDED for event in self.game.board.history[at:]):
                break
        return self._after(before, stops(before, self.game.board))

    def _after(self, before: int, found: Sequence[Stop]) -> list[str]:
        """What a day, or several, brought."""
        board = self.game.board
        events = board.history[before:]
        if board.over:
            return [*self._events(events), *self._ended()]
        told_already = self._events(events)
        lines = [*told_already, *self.morning(found, told_already)]
        if any(event.kind == EventKind.SPRINT_ENDED for event in events):
            lines += ["", *linear.ritual_lines(rituals.review(board, board.sprint() - 1))]
            lines += ["", *linear.ritual_lines(rituals.retro(board, board.sprint() - 1))]
            lines += ["", *linear.ritual_lines(rituals.planning(board))]
        return [*lines, *self._coach()]

    def morning(self, found: Sequence[Stop], printed: Sequence[str] = ()) -> list[str]:
        """The header, what the team says, why time stopped, what standing orders ask, the sprint's message.

        What `printed` lines said just now is not said again.
        """
        board = self.game.board
        lines = ["", *linear.header_lines(board, self.game.resolved.scenario.show_hours)]
        if (board.day - 1) % board.world.sprint_days == 0:
            said = message(self.game.resolved, board.sprint())
            lines += [said] if said else []
        lines += [line.text for line in standup(board) if not any(one.endswith(line.text) for one in printed)]
        lines += linear.stop_lines(found)
        lines += [f"! {question.text}" for question in asked(board)]
        return lines

    def _events(self, events: Sequence[Event]) -> list[str]:
        world = self.game.world
        board = self.game.board
        lines = [f"D{event.day} {sentence(world, event).text}" for event in events if told(event)]
        shown = (BeatKind.LAUNCH, BeatKind.PAGE, BeatKind.KILL)
        return lines + [beat.plain for beat in beats(board, events, self.game.resolved.scenario) if beat.kind in shown]

    def _coach(self) -> list[str]:
        found = current(self.game.resolved.scenario.coach, self.game.board)
        if found is None or found.at <= self._coached:
            return []
        self._coached = found.at
        return [f"coach: {found.text}"]

    def _ended(self) -> list[str]:
        board = self.game.board
        return ["", *linear.header_lines(board, False), epilogue(self.game.resolved, board), *self._over()]

    # --- doing -----------------------------------------------------------------------------------------------

    def _act(self, text: str) -> list[str]:
        board = self.game.board
        found = parse(text, self.game.world)
        if isinstance(found, Turn):
            return self._over() or self._day()
        found = self._filled(found, text)
        line = to_text(found, self.game.world)
        lines = [f"= {line}"] if line != text else []
        if self.game.check(found) == Refusal.NONE and not self._sure(found):
            return ["Left as it was."]
        before = len(board.history)
        self.game.do(line)
        board = self.game.board
        done = self._events(board.history[before:])
        return lines + (done or ["Done; it shows when the day ends."]) + self._coach()

    def _filled(self, action: Action, text: str) -> Action:
        """A kill with no reason and no words gets those that the evidence speaks for."""
        plain = action.kind == ActionKind.KILL and action.x == Reason.OTHER and len(text.split()) == 2
        if not plain or self.game.check(action) != Refusal.NONE:
            return action
        return decision(self.game.board, ActionKind.KILL, action.target).action

    def _sure(self, action: Action) -> bool:
        """What speaks against an action is shown before it is done."""
        if action.kind not in (ActionKind.PROMOTE, ActionKind.START):
            return True
        found = decision(self.game.board, action.kind, action.target)
        if not found.warning:
            return True
        return self.confirm(linear.decision_lines(found))

    def _undo(self, rest: list[str]) -> list[str]:
        undone = self.game.undo()
        if undone is None:
            return ["There is nothing to take back."]
        return [f"Taken back: {undone}. This game counts as practice now.", *self.morning([])]

    def _save(self, rest: list[str]) -> list[str]:
        if not rest:
            place = self.game.path
            return [f"Every line is saved at once: {place}" if place else "Not saved to a file; write save FILE."]
        self.game.save_as(Path(" ".join(rest)))
        return [f"Saved, and going on in {self.game.path}"]

    def _quit(self, rest: list[str]) -> list[str]:
        self.leaving = True
        return []

    # --- looking ---------------------------------------------------------------------------------------------

    def _board(self, rest: list[str]) -> list[str]:
        shown = self.game.resolved.scenario.show_hours
        return [*linear.header_lines(self.game.board, shown), *linear.board_lines(self.game.board)]

    def _index(self, rest: list[str]) -> int:
        """The shown card a word names."""
        name = rest[0] if rest else ""
        index = find(self.game.world, name)
        if index < 0 or not self.game.board.cards[index].shown:
            what = f"no card is called '{clean(name, 40)}'" if name else "which card?"
            raise InputError(None, None, None, f"{what} board, backlog and killed list them")
        return index

    def _card(self, rest: list[str]) -> list[str]:
        return linear.card_lines(self.game.board, self._index(rest))

    def _data(self, rest: list[str]) -> list[str]:
        if not exists(self.game.board):
            return ["This project has no data to order."]
        return linear.data_lines(self.game.board)

    def _log(self, rest: list[str]) -> list[str]:
        if rest and rest[0] == "all":
            return linear.log_lines(self.game.board, self.game.world.days + 1)
        return linear.log_lines(self.game.board, _number(rest, 5))

    def _runs(self, rest: list[str]) -> list[str]:
        return linear.runs_lines(self.game.board, self._index(rest), _number(rest[1:], 0))

    def _sprint(self, rest: list[str]) -> int:
        last = (self.game.board.day - 1) // self.game.world.sprint_days
        sprint = _number(rest, max(1, last))
        if not 1 <= sprint <= self.game.board.sprint():
            raise InputError(None, None, None, f"sprint {sprint} has not begun; write 1 to {self.game.board.sprint()}")
        return sprint

    def _why(self, rest: list[str]) -> list[str]:
        """`w`, `w EXP-003`, `w EXP-003 score`, `w burn`, `w DS-1`."""
        board = self.game.board
        if not rest:
            return [line for topic in (Topic.BOOKED, Topic.LIVE, Topic.BURN) for line in why(board, topic).lines]
        name = rest[0].lower()
        if name in plain_help.PROJECT_TOPICS:
            return list(why(board, Topic(name)).lines)
        keys = [spec.key.lower() for spec in self.game.world.datasets]
        if name in keys and board.data[keys.index(name)].shown:
            return list(why(board, Topic.DATASET, keys.index(name)).lines)
        index = self._index(rest)
        about = rest[1].lower() if len(rest) > 1 else Topic.CARD.value
        if about not in plain_help.CARD_TOPICS:
            words = ", ".join(plain_help.CARD_TOPICS)
            raise InputError(None, None, None, f"no number of a card is called '{clean(about, 40)}'; write {words}")
        return list(why(board, Topic(about), index).lines)

    def _ask(self, rest: list[str]) -> list[str]:
        """`? kill EXP-003`: the decision with its evidence, not done."""
        if not rest:
            return plain_help.help_lines([])
        found = parse(" ".join(rest), self.game.world)
        if isinstance(found, Turn) or found.kind not in _ON_CARDS or found.target < 0:
            raise InputError(None, None, None, "? shows decisions about a card or dataset: ? kill EXP-001")
        return linear.decision_lines(decision(self.game.board, found.kind, found.target))

    def _debrief(self, rest: list[str]) -> list[str]:
        """The analysis; with a name, written to that file as Markdown."""
        from aiboard.analysis.debrief import debrief

        found = debrief(self.game)
        if not rest:
            return found.text().rstrip("\n").split("\n")
        path = Path(" ".join(rest))
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(found.markdown())
        except OSError as error:
            raise InputError(path, None, None, f"cannot be written: {error.strerror}; give another name") from None
        return [f"Written to {clean(str(path), 300)}"]


def _number(rest: list[str], default: int) -> int:
    if not rest:
        return default
    word = rest[0]
    if not (word.isascii() and word.isdigit()) or len(word) > 4:
        raise InputError(None, None, None, f"'{clean(word, 20)}' is no number; write one like {default or 1}")
    return int(word)
