"""The words of the line mode: what each line means, and the lines it answers with. No rule is decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.cli import plain_help
from aiboard.cli.plain_looks import Looks
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.vocabulary import Refusal, Stage
from aiboard.engine.verbs import Action, Promote, Start
from aiboard.game import Game
from aiboard.views import linear, rituals
from aiboard.views.beats import BeatKind, beats
from aiboard.views.board.log import told
from aiboard.views.board.orders import asked
from aiboard.views.board.project import epilogue, message, project
from aiboard.views.board.standup import standup
from aiboard.views.coach import Coach
from aiboard.views.decisions.menu import decision_of, typed
from aiboard.views.sentences import sentence
from aiboard.views.stop_causes import Stop
from aiboard.views.stops import run_to_stop, stops
from aiboard.views.voices import voices
from aiboard.views.why.topics import Topic, why

_SHORT = 8
"""A Backlog this short is listed on the first morning."""


class Words:
    """Answers lines. `confirm` shows lines and asks whether to go on; `leaving` is set by `quit`."""

    def __init__(self, game: Game, confirm: Callable[[list[str]], bool]) -> None:
        self.game = game
        self.confirm = confirm
        self.leaving = False
        game.extras = lambda played: linear.kept(played.board)
        self._coach = Coach(game.resolved.scenario.coach, game.board)
        self._coached_last = ""
        looks = Looks(game)
        self._looks: dict[str, Callable[[list[str]], list[str]]] = {
            **looks.words,
            "help": plain_help.help_lines,
            "regret": lambda rest: self._regret(looks.index(rest)),
            "undo": self._undo,
            "save": self._save,
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
        if fresh and self.game.board.count(Stage.BACKLOG) <= _SHORT:
            board = [*linear.column_lines(self.game.board, Stage.BACKLOG), *board[1:]]
        return [*found, *self.morning([]), *board, *self._coached()]

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
            if any(isinstance(event, SprintEnded) for event in self.game.board.history[at:]):
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
        lines += [voice.line for voice in voices(self.game.resolved.scenario, board, before)]
        if any(isinstance(event, SprintEnded) for event in events):
            lines += self._rituals(board.sprint() - 1)
        return [*lines, *self._coached()]

    def _rituals(self, sprint: int) -> list[str]:
        """The first time in full, later by name."""
        if sprint > 1:
            return [f"review {sprint} and retro {sprint} look back on the sprint, planning looks ahead."]
        board = self.game.board
        found: list[str] = []
        for ritual in (rituals.review(board, sprint), rituals.retro(board, sprint), rituals.planning(board)):
            found += ["", *linear.ritual_lines(ritual)]
        return found

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

    def _coached(self) -> list[str]:
        """The next line of the coach, if one is called for; a line printed has been read."""
        self._coach.read()
        text = self._coach.hear(self.game.board)
        if not text or text == self._coached_last:
            return []
        self._coached_last = text
        if not self.game.read_only:
            self.game.mark_practice("coach")
        return [f"coach: {text}"]

    def _ended(self) -> list[str]:
        board = self.game.board
        return ["", *linear.header_lines(board, False), epilogue(self.game.resolved, board), *self._over()]

    # --- doing -----------------------------------------------------------------------------------------------

    def _act(self, text: str) -> list[str]:
        board = self.game.board
        found = parse(text, self.game.world)
        if isinstance(found, Turn):
            return self._over() or self._day()
        found = typed(self.game.board, found, text)
        line = to_text(found, self.game.world)
        lines = [f"= {line}"] if line != text else []
        if self.game.check(found) == Refusal.NONE and not self._sure(found):
            return ["Left as it was."]
        before = len(board.history)
        self.game.do(line)
        board = self.game.board
        done = self._events(board.history[before:])
        return lines + (done or ["Done; it shows when the day ends."]) + self._coached()

    def _sure(self, action: Action) -> bool:
        """What speaks against an action is shown before it is done."""
        if not isinstance(action, (Promote, Start)):
            return True
        found = decision_of(self.game.board, action)
        if not found.warning:
            return True
        return self.confirm(linear.decision_lines(found))

    def _regret(self, index: int) -> list[str]:
        """The retro's answer, one of the cards it asked about. Kept in the save; it changes nothing."""
        board = self.game.board
        name = self.game.world.ideas[index].key
        sprint = max(1, (board.day - 1) // self.game.world.sprint_days)
        asked_about = rituals.retro(board, sprint).questions[0].cards
        if index not in asked_about:
            keys = ", ".join(self.game.world.ideas[card].key for card in asked_about) or "no card"
            return [f"The retro of sprint {sprint} asks about {keys}, not {name}."]
        self.game.answer_retro(sprint, index)
        would = "take back" if board.cards[index].stage == Stage.KILLED else "stop"
        return [f"Noted for sprint {sprint}: you would {would} {name}. The debrief answers it."]

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
