"""Game: what faces, tests and programs play with. Every action is in the journal before `do` returns."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from aiboard.actions import words
from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.engine.act import check, cost_min
from aiboard.engine.act import legal_actions as engine_legal_actions
from aiboard.engine.events import Action
from aiboard.engine.happenings import Event
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State, digest, digests
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.model.world import RULES_VERSION, World
from aiboard.game.errors import ReadOnly, Refused
from aiboard.game.injections import Injection, parse_injections
from aiboard.game.replay import Replay
from aiboard.game.timeline import Timeline
from aiboard.instruments.errors import InputError
from aiboard.journal.lines import (
    ENTRY_LIMIT,
    LINE_LIMIT,
    START_SUM,
    Answer,
    DayEnd,
    Do,
    Entry,
    Header,
    Plan,
    Practice,
    Summary,
    Undo,
    encode,
)
from aiboard.journal.places import now
from aiboard.journal.writer import Writer
from aiboard.scenario import Resolved

_RESERVED_LINES: Final = 1_000
"""Lines kept free for days and summaries: a game's save can always be read again."""


class Game:
    """One game. Made by `new_game`, `open_game` or `branch`.

    Attributes:
        resolved: its scenario.
        seed: its luck.
        practice: it has undo, a branch or a coach in it and cannot be ranked.
        read_only: it may only be looked at.
        sync_soon: called with what puts a day on the disk, when a face will not wait for it; it may run in a thread.
            None waits. A line is with the operating system in any case.
        extras: what a face wants in each summary line (equity, the board as text); called at sprint ends.
    """

    def __init__(
        self, resolved: Resolved, header: Header, timeline: Timeline, writer: Writer | None, log: list[Entry]
    ) -> None:
        self.resolved = resolved
        self.seed = header.seed
        self.practice = header.parent is not None
        #: What the player answered after sprints: (sprint, question) -> answer; empty where it was left out.
        self.answers: dict[tuple[int, str], str] = {}
        self.read_only = False
        self.sync_soon: Callable[[Callable[[], None]], None] | None = None
        self.extras: Callable[[Game], Mapping[str, Any]] | None = None
        self._header = header
        self._timeline = timeline
        self._writer = writer
        self._log = log
        self._plan: list[Injection] = []
        self._notices: list[str] = []
        self._said: str | None = None
        self._half_done = False
        self._note_trouble()

    # --- looking ---------------------------------------------------------------------------------------------

    @property
    def board(self) -> Board:
        """What a player may see now. Changed in place by `do` and `end_day`, a new one after `undo`."""
        return self._timeline.state.board

    @property
    def state(self) -> State:
        """The whole state, hidden truth included: for analysis only."""
        return self._timeline.state

    @property
    def timeline(self) -> Timeline:
        """What was done on each day, and each morning's state: for analysis only."""
        return self._timeline

    @property
    def world(self) -> World:
        """The rules' half of the scenario."""
        return self.resolved.world()

    @property
    def path(self) -> Path | None:
        """The save's file; None when the game lives in memory only."""
        return self._writer.path if self._writer is not None else None

    @property
    def trouble(self) -> str | None:
        """Why the game is not being saved right now, one sentence; None when it is, or has no file."""
        return self._writer.trouble if self._writer is not None else None

    def take_notices(self) -> list[str]:
        """What the player should be told about the save, one sentence each; told once."""
        self._note_trouble()
        notices, self._notices = self._notices, []
        return notices

    def tell(self, notice: str | None) -> None:
        """Add a notice for `take_notices`; None is none."""
        if notice is not None:
            self._notices.append(notice)

    def digest(self) -> str:
        """The whole state in 32 hex digits."""
        return digest(self.state)

    def actions(self) -> list[tuple[int, Action]]:
        """Everything done and not undone: (day, action)."""
        return [(day, action) for day, done in enumerate(self._timeline.days, 1) for action in done]

    def check(self, action: Action) -> Refusal:
        """Whether the action is possible now."""
        return check(self.board, action)

    def legal_actions(self) -> list[Action]:
        """What is possible now, in a fixed order; amounts are sampled."""
        return engine_legal_actions(self.board)

    # --- doing -----------------------------------------------------------------------------------------------

    def do(self, command: str | Action) -> list[Event]:
        """Do one action, given as its line or as itself; `end` ends the day. What happened.

        Raises:
            GrammarError: the line is no action.
            Refused: the engine says no; nothing changed.
            ReadOnly: the game may only be looked at.
        """
        self._may_change()
        if isinstance(command, Action):
            try:
                command = to_text(command, self.world)
            except ValueError as error:
                raise InputError(None, None, None, f"no such action: {error}") from None
        found = parse(command, self.world)
        if isinstance(found, Turn):
            return self.end_day()
        refusal = check(self.board, found)
        line = to_text(found, self.world)
        if refusal != Refusal.NONE:
            said = words.refusal(refusal, self.board, found, cost_min(self.board, found))
            raise Refused(found, line, refusal, said)
        if len(self._log) >= ENTRY_LIMIT - _RESERVED_LINES:
            raise ReadOnly("the save is full; branch from an earlier day to play on")
        with self._whole():
            events = self._timeline.act(found)
            self._append(Do(line))
        return events

    def end_day(self) -> list[Event]:
        """End the day; what happened on it and in the morning after. Nothing once the game is over."""
        self._may_change()
        if self.board.over:
            return []
        day = self.board.day
        with self._whole():
            events = self._timeline.end_day()
            self._append(DayEnd(day, *digests(self.state)), sync=self.sync_soon is None)
            if self.sync_soon is not None and self._writer is not None:
                self.sync_soon(self._writer.sync)
            if self.board.over or day % self.world.sprint_days == 0:
                self._summarise(day)
            return events + self._inject([])

    def undo(self) -> str | None:
        """Take back the last action or day. Its line (`end` for a day), None when there is nothing to undo."""
        self._may_change()
        with self._whole():
            undone = self._timeline.undo()
            if undone is None:
                return None
            self.practice = True
            self._append(Undo())
        return to_text(undone, self.world)

    def mark_practice(self, why: str) -> None:
        """The player had help (`coach`): the game cannot be ranked."""
        self._may_change()
        if not self.practice:
            self.practice = True
            self._append(Practice(why[:100]))

    def answer(self, sprint: int, question: str, answer: str) -> None:
        """Keep what the player answered in a retro or review; empty for no answer. Changes nothing in the project."""
        self._may_change()
        self.answers[sprint, question] = answer
        self._append(Answer(sprint, question, answer))

    def inject(self, plan: Iterable[Injection]) -> list[Event]:
        """Take these injections in place of any planned before; today's happen at once, later ones on their day."""
        self._may_change()
        items = sorted(plan, key=lambda item: item.day)
        entry = Plan([item.text(self.world) for item in items])
        if len(encode(entry.data(), START_SUM)[0]) > LINE_LIMIT:
            raise InputError(None, None, None, "too many injections for one game; leave some out")
        late = sum(item.day < self.board.day for item in items)
        if late:
            self._notices.append(f"{late} of the injections are for days that are over")
        with self._whole():
            self._plan = items
            self._append(entry)
            return self._inject(self._done_today())

    def branch(self, path: str | os.PathLike[str] | None = None, ended: int | None = None) -> Game:
        """Another game with the same luck and the same moves, to go on from there. Practice.

        Args:
            path: the new save; None keeps it in memory.
            ended: take over the moves of this many days; None takes all, today's included.
        """
        days = self._timeline.days if ended is None else [*self._timeline.days[:ended], []]
        if ended is not None and not 0 <= ended <= self._timeline.ended():
            raise InputError(None, None, None, f"only {self._timeline.ended()} days have ended; give fewer")
        parent = {"file": self.path.name if self.path is not None else None, "day": len(days)}
        header = Header(RULES_VERSION, self.resolved.data, self.resolved.sha, self.seed, now(), parent)
        timeline = Timeline(self.world, self.seed, self.state.latents)
        writer = Writer.create(path, header) if path is not None else None
        game = Game(self.resolved, header, timeline, writer, [])
        for done in days[:-1]:
            for action in done:
                game.do(action)
            game.end_day()
        for action in days[-1]:
            game.do(action)
        game._plan = [item for item in self._plan if item.day > game.board.day]
        if game._plan:
            game._append(Plan([item.text(self.world) for item in game._plan]))
        return game

    def save_as(self, path: str | os.PathLike[str]) -> None:
        """Write the whole game to a new file and go on there. InputError when the file exists."""
        writer = Writer.create(path, self._header)
        for entry in self._log:
            writer.append(entry.data())
        writer.sync()
        if writer.trouble is not None:
            writer.close()
            raise InputError(None, None, None, writer.trouble)
        if self._writer is not None:
            self._writer.close()
        self._writer, self._said, self.read_only = writer, None, False

    def close(self) -> None:
        """Put everything on the disk and let the save go. The game can still be looked at."""
        if self._writer is not None:
            self._writer.close()
            self._note_trouble()
        self.read_only = True

    def __enter__(self) -> Game:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- inside ----------------------------------------------------------------------------------------------

    def _may_change(self) -> None:
        if self.read_only:
            raise ReadOnly("this game is open for reading only; branch it, or save it under another name")
        if self._half_done:
            raise ReadOnly("the last action was interrupted half way; open the save again")

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """State and journal change together, or nothing is done after."""
        self._half_done = True
        yield
        self._half_done = False

    def _append(self, entry: Entry, sync: bool = False) -> None:
        self._log.append(entry)
        if self._writer is not None:
            self._writer.append(entry.data(), sync)
            self._note_trouble()

    def _note_trouble(self) -> None:
        if self.trouble is not None and self.trouble != self._said:
            self._notices.append(self.trouble)
        if self.trouble is None and self._said is not None:
            self._notices.append("saved again: everything is in the file")
        self._said = self.trouble

    def _inject(self, done: list[str]) -> list[Event]:
        """Today's planned injections that are not among `done`; one that has nothing to hit is left out."""
        events: list[Event] = []
        for item in self._plan:
            if item.day != self.board.day or self.board.over:
                continue
            line = to_text(item.action, self.world)
            if line in done:
                done.remove(line)
            elif check(self.board, item.action) != Refusal.NONE:
                self._notices.append(f"'{line}' had nothing to act on, day {item.day}")
            else:
                events += self._timeline.act(item.action)
                self._append(Do(line))
        return events

    def _summarise(self, day: int) -> None:
        ideas = self.world.ideas
        stages = {ideas[card.index].key: card.stage.name.lower() for card in self.board.cards if card.shown}
        content: dict[str, Any] = {"day": day, "value": self.state.returns() / 100, "stages": stages}
        if self.extras is not None:
            whole = {**self.extras(self), **content}
            if len(encode({"summary": whole}, START_SUM)[0]) <= LINE_LIMIT:
                content = whole
        self._append(Summary(content))

    def _done_today(self) -> list[str]:
        return [to_text(action, self.world) for action in self._timeline.days[-1]]

    def take_over(self, result: Replay) -> None:
        """What a replay found besides the state: practice, and the injections still to come."""
        self.practice = result.practice
        self.answers = dict(result.answers)
        if not self.read_only and result.plan:
            self._plan = parse_injections(result.plan, self.world, result.save.path)
            done = self._done_today()
            with self._whole():
                self._inject(done + [line for line in result.since_day if line not in done])
