"""One game being played, whole: what a face calls, and what it then finds to show. No face is known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiboard.actions.grammar import Turn
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, Inject
from aiboard.play.action_input import decision_to_confirm, parse_action
from aiboard.play.agenda import Agenda
from aiboard.play.beats import Beat, BeatKind, beats
from aiboard.play.clock import Clock
from aiboard.play.coach import Coach
from aiboard.play.sheets import Choice, Sheet, SheetKind
from aiboard.play.stop import Stop
from aiboard.play.stops import open_decisions, open_stops, replay_stops
from aiboard.play.voices import Voice, voices
from aiboard.views.board.project import message
from aiboard.views.decisions.decision import Decision

if TYPE_CHECKING:
    from aiboard.game import Game
    from aiboard.play.watching import WatchedBot
    from aiboard.scenario.story import Story

_CONSENT: Final = "After an undo this game counts as practice and is not ranked."


class Session:
    """A game being played. `do`, `step`, `undo`, `answer` and `inject` are the only ways in which a face changes it.

    Attributes:
        game: the game with its save.
        clock: how far time is to move; `step` moves it.
        coach: the coach's line of this moment; empty when there is none.
        voices: who says what about the last thing that happened.
        news: moments of the last change to be told apart from the log, each with its plain line.
        watching: the bot that plays, or None when the player does.
        version: grows with every change, so that screens may keep what they worked out.
    """

    def __init__(self, game: Game, coach: bool = True, bot: str = "") -> None:
        self.game = game
        self.watching = _watching(bot, game.seed) if bot else None
        self.coach = ""
        self.voices: tuple[Voice, ...] = ()
        self.news: tuple[Beat, ...] = ()
        self.version = 0
        lines = game.resolved.scenario.coach
        self._coach = Coach(lines, game.board) if lines and coach else None
        self._agenda = Agenda(game)
        self._stops: tuple[Stop, ...] = ()
        self._stopped_at = 0
        # The journal knows no views: what it keeps for readers of other versions is handed in.
        game.extras = self._summary_extras
        # In this order: why time stands, then what was left open, then the coach, who speaks of both.
        self.clock = Clock(self)
        self._restore_stops()
        if self.watching is None:
            self._agenda.reopen_rituals()
        self._update_coach()

    # --- looking -------------------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """What the player may see. A new object after an undo: never keep it."""
        return self.game.board

    @property
    def world(self) -> World:
        """The scenario in the engine's units."""
        return self.game.world

    @property
    def story(self) -> Story | None:
        """The scenario's prose, or None."""
        return self.game.resolved.scenario.story

    @property
    def show_hours(self) -> bool:
        """Whether the manager's hours are on the screen."""
        return self.game.resolved.scenario.show_hours

    @property
    def title(self) -> str:
        """The scenario's id with its variant."""
        return self.game.resolved.key

    @property
    def fresh(self) -> bool:
        """Whether nothing was done yet: the game opens with its canvas."""
        return self.board.day == 1 and not self.game.actions()

    @property
    def locked_reason(self) -> str:
        """Why the player decides nothing here, one sentence; empty where the player decides."""
        if self.board.over:
            return "the project has ended; nothing is decided any more"
        return f"{self.watching.bot_name} plays; t on the board takes it over" if self.watching is not None else ""

    def place(self) -> str:
        """Where the game is in its calendar, and which: one line for a list."""
        board = self.board
        return f"{self.title}, " + ("finished" if board.over else f"day {board.day} of {board.world.days}")

    def stops(self) -> tuple[Stop, ...]:
        """Why time stopped this morning, without what was dealt with since."""
        return open_stops(self._stops, self._stopped_at, self.board)

    def open_decisions(self) -> str:
        """What waits for a decision besides what time stopped for, one line; empty while time has not stopped."""
        stops = self.stops()
        return open_decisions(self.board, stops) if stops else ""

    @property
    def today_start(self) -> int:
        """The length of the history when today began: what follows the player did, or it followed from that."""
        return self._stopped_at

    def message(self) -> str:
        """What somebody writes at the start of this sprint; empty when nobody does."""
        return message(self.game.resolved, self.board.sprint())

    # --- doing ---------------------------------------------------------------------------------------------

    def do(self, action: Action | str) -> list[Event]:
        """One action; raises what `Game.do` raises, and nothing has changed then.

        A typed kill gets the learning, and without a reason the reason, that the evidence speaks for.
        """
        before = len(self.board.history)
        parsed = parse_action(self.game, action) if isinstance(action, str) else action
        # `end` is typed like an action, and is the clock's affair.
        if isinstance(parsed, Turn):
            self.step()
            return self.board.history[before:]
        events = self._act(parsed)
        # A sheet that stands while something is done speaks of the board as it is after it.
        self._agenda.renew()
        return events

    def _act(self, action: Action) -> list[Event]:
        before = len(self.board.history)
        events = self.game.do(action)
        self.clock.reset_quiet_days()
        self._process_events(before)
        self._agenda.answered_by(action)
        return events

    def decision_to_confirm(self, action: Action) -> Decision | None:
        """What a face shows before it does an action that something speaks against; None for the others."""
        return decision_to_confirm(self.game, action)

    def undo(self) -> str | None:
        """The last action or day taken back; its line. See `undo_consent`."""
        line = self.game.undo()
        # Sheets speak of days that are gone; stops are found again from what is left.
        self._agenda.clear()
        self._restore_stops()
        self._process_events(len(self.board.history))
        return line

    def undo_consent(self) -> str:
        """What a face asks before the first undo; empty when nothing is lost by it."""
        return "" if self.game.practice else _CONSENT

    def inject(self, action: Inject) -> list[Event]:
        """Bring a disruption. In a watched game a sheet asks for a guess first, and its answer brings it."""
        # What is refused is refused before anything is asked.
        if self.watching is None or self.game.check(action) != Refusal.NONE:
            return self.do(action)
        # The guess comes first: a watcher who has seen the board change guesses nothing.
        sheet = self.watching.guess_sheet(action)
        self._agenda.push_front(lambda: sheet)
        return []

    def mark_coach_read(self) -> None:
        """The player pressed a key or wrote a line: a coach line that stands has been read."""
        if self._coach is not None:
            self._coach.mark_read()

    def close(self) -> None:
        """Let the save go."""
        self.game.close()

    # --- time ----------------------------------------------------------------------------------------------

    def step(self) -> tuple[Stop, ...]:
        """One day of the clock; why time stops after it, empty while it goes on. See `clock.running`."""
        stops = self.clock.step()
        # What has to be answered stands in the way of time; what has only to be seen does not.
        if self.sheet is not None and self.sheet.choices:
            self.clock.halt()
        if self.clock.running or self.watching is not None:
            return ()
        self._stops, self._stopped_at = stops, len(self.board.history)
        return stops

    def end_day(self) -> list[Event]:
        """The day ends, a watched game's bot having played; what happened. For the clock: faces call `step`."""
        # Time leaves behind what was not answered: its facts are of yesterday.
        self.skip()
        before = len(self.board.history)
        reasons = self.watching.turn(self.game) if self.watching is not None else ()
        events = self.game.end_day()
        self._stops, self._stopped_at = (), len(self.board.history)
        self._process_events(before)
        if self.watching is not None:
            self.voices = (*reasons, *self.voices[:1])
            self.coach = self.watching.day_ended(self.board)
            self.queue_cost_sheet()
        # What follows a day besides the board: the rituals of a sprint, the end.
        if self.board.over:
            self._agenda.project_ended(events)
        elif self.watching is None:
            self._agenda.sprint_ended(events)
        return events

    def _restore_stops(self) -> None:
        """Why time stands in a game as it was found: opened again, or after an undo."""
        replayed = replay_stops(self.game.timeline) if self.watching is None else None
        self._stops = replayed.stops if replayed else ()
        self._stopped_at = replayed.since if replayed else 0
        self.clock.quiet_days = replayed.quiet_days if replayed and not self.game.timeline.days[-1] else 0

    # --- what is put before the player -----------------------------------------------------------------------

    @property
    def sheet(self) -> Sheet | None:
        """What is before the player now; the next one comes when it was answered."""
        return self._agenda.current

    def answer(self, name: str = "") -> Choice | None:
        """Answer the sheet, or leave it with an empty name; the choice, whose `opens` is for the face to open.

        Raises InputError when its action is refused; the sheet stays then.
        """
        sheet = self.sheet
        if sheet is None:
            return None
        choice = sheet.choice(name)
        if sheet.kind is SheetKind.PILE_UP and self.watching is not None:
            before = len(self.board.history)
            self.watching.inject(self.game, name if choice else "")
            self._process_events(before)
        elif choice is not None and choice.action is not None:
            self._act(choice.action)
        self._agenda.answered(sheet, choice)
        self.version += 1
        return choice

    def skip(self) -> None:
        """Leave everything that is before the player."""
        while self.sheet is not None:
            self.answer()

    def reopen_ritual(self, kind: SheetKind, sprint: int) -> None:
        """Put a ritual before the player again: REVIEW, RETRO or PLANNING."""
        self._agenda.look_back(kind, sprint)

    def take_over(self) -> None:
        """A watched board is the player's from now on."""
        self.watching = None
        self.clock.halt()
        self.coach = ""

    def queue_cost_sheet(self) -> None:
        """A comparison of futures may have come to its end: what the disruption cost is told when that is due."""
        sheet = self.watching.due_cost_sheet(self.board) if self.watching is not None else None
        if sheet is not None:
            self._agenda.add(lambda: sheet)

    def _summary_extras(self, game: Game) -> dict[str, str]:
        """What a summary keeps of a game: the board as text, for when its rules are old, and the bot that plays."""
        # Late: the first summary is written at the end of a sprint.
        from aiboard.views.linear import summary_extras

        bot = {"bot": self.watching.bot_name} if self.watching is not None else {}
        return {**summary_extras(game.board), **bot}

    # --- what is said --------------------------------------------------------------------------------------

    def _process_events(self, before: int) -> None:
        """The events from `before` on in the history: what is said about them, and which of them ask for an answer."""
        self.version += 1
        board = self.board
        scenario = self.game.resolved.scenario
        self.voices = voices(scenario, board, before)
        self._update_coach()
        new_beats = beats(board, board.history[before:], scenario)
        news_kinds = (BeatKind.KILL, BeatKind.CHAOS, BeatKind.REGRESSION)
        self.news = tuple(beat for beat in new_beats if beat.kind in news_kinds)
        if self.watching is None:
            self._agenda.happened(new_beats)

    def _update_coach(self) -> None:
        if self._coach is None:
            return
        self.coach = self._coach.current_line(self.board)


def _watching(bot: str, seed: int) -> WatchedBot:
    """The bot that plays. Bots are loaded for it only: a player's own game holds a megabyte less."""
    from aiboard.play.watching import WatchedBot

    return WatchedBot(bot, seed)
