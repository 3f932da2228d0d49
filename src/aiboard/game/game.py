"""Game: what faces, tests and programs play with. Every action is in the journal before `do` returns."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from aiboard.actions import words
from aiboard.actions.grammar import Turn, parse, to_text
from aiboard.engine.act import check
from aiboard.engine.happenings import Event
from aiboard.engine.model.state import digests
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.model.world import RULES_VERSION
from aiboard.engine.verbs import Action
from aiboard.game.errors import ReadOnlyError, RefusedError
from aiboard.game.injections import Injection
from aiboard.game.log import Log
from aiboard.game.practice import UNDO
from aiboard.game.replay import Replay
from aiboard.game.timeline import ACT_WORK, Timeline
from aiboard.game.view import GameView
from aiboard.instruments.errors import InputError
from aiboard.instruments.text import clean
from aiboard.journal.lines import (
    LINE_LIMIT,
    START_SUM,
    ActionEntry,
    Answer,
    DayEnd,
    Entry,
    Header,
    Plan,
    Practice,
    Summary,
    Undo,
    encode,
)
from aiboard.journal.saves import now
from aiboard.journal.writer import Writer
from aiboard.scenario import ResolvedScenario


class Game(GameView):
    """One game. Made by `new_game`, `open_game` or `branch`.

    Attributes:
        sync_soon: called with what puts a day on the disk, when a face will not wait for it; it may run in a thread.
            None waits. A line is with the operating system in any case.
        extras: what a face wants in each summary line (equity, the board as text); called at sprint ends.
    """

    def __init__(
        self, resolved: ResolvedScenario, header: Header, timeline: Timeline, writer: Writer | None, log: list[Entry]
    ) -> None:
        super().__init__(resolved, header, timeline, Log(header, log, writer))
        self.sync_soon: Callable[[Callable[[], None]], None] | None = None
        self.extras: Callable[[Game], Mapping[str, Any]] | None = None
        self._plan: list[Injection] = []
        self._half_done = False

    def do(self, command: str | Action) -> list[Event]:
        """Do one action, given as an Action or as its line; `end` ends the day. Returns what happened.

        Raises:
            GrammarError: the line is no action.
            RefusedError: the engine says no; nothing changed.
            ReadOnlyError: the game may only be looked at, or its save is full.
        """
        self._require_writable()
        # Through its text and back, so that what is done now is what a replay of the line will do.
        if isinstance(command, Action):
            try:
                command = to_text(command, self.world)
            except ValueError as error:
                raise InputError(f"no such action: {error}") from None
        action = parse(command, self.world)
        if isinstance(action, Turn):
            return self.end_day()
        refusal = check(self.board, action)
        line = to_text(action, self.world)
        if refusal != Refusal.NONE:
            message = words.refusal(refusal, self.board, action)
            raise RefusedError(action, line, refusal, message)
        entry = ActionEntry(line)
        self._need_room(entry, ACT_WORK)
        with self._atomic():
            events = self._timeline.act(action)
            self._log.append(entry)
        return events

    def end_day(self) -> list[Event]:
        """End the day. Returns what happened on it and in the morning after; nothing once the game is over."""
        self._require_writable()
        if self.board.over:
            return []
        day = self.board.day
        with self._atomic():
            events = self._timeline.end_day()
            # The digest is of the morning before its injections, each of which is a line of its own after this one.
            self._log.append(DayEnd(day, *digests(self.state)), sync=self.sync_soon is None)
            if self.sync_soon is not None and self._log.writer is not None:
                self.sync_soon(self._log.writer.sync)
            if self.board.over or day % self.world.sprint_days == 0:
                self._summarise(day)
            return events + self._inject([])

    def undo(self) -> str | None:
        """Take back the last action or day. Returns its line (`end` for a day), None at the very beginning."""
        self._require_writable()
        self._need_room(Undo(), self._timeline.undo_work(), extra_days=1)
        with self._atomic():
            undone = self._timeline.undo()
            if undone is None:
                return None
            self._add_practice_reason(UNDO)
            self._log.append(Undo())
        return to_text(undone, self.world)

    def mark_practice(self, reason: str) -> None:
        """Mark the game as practice, which cannot be ranked, because the player had help (`COACH`)."""
        self._require_writable()
        if reason not in self.why_practice:
            self._add_practice_reason(reason)
            self._log.append(Practice(reason[:100]))

    def _add_practice_reason(self, reason: str) -> None:
        if reason not in self.why_practice:
            self.why_practice += (reason,)

    def answer(self, sprint: int, question: str, answer: str) -> None:
        """Keep what the player answered in a retro or review; empty for no answer. No rule reads it."""
        self._require_writable()
        entry = Answer(sprint, question, answer)
        self._need_room(entry)
        self.answers[sprint, question] = answer
        self._log.append(entry)

    def inject(self, plan: Iterable[Injection]) -> list[Event]:
        """Take these injections in place of any planned before; today's happen at once, later ones on their day."""
        self._require_writable()
        items = sorted(plan, key=lambda item: item.day)
        entry = Plan([item.text(self.world) for item in items])
        if len(encode(entry.data(), START_SUM)[0]) > LINE_LIMIT:
            raise InputError("too many injections for one game; leave some out")
        # Twice: for the plan itself, and for the action that each becomes.
        self._need_room(entry, len(items) * 2 * ACT_WORK, len(items))
        late = sum(item.day < self.board.day for item in items)
        if late:
            self.add_notice(f"{late} of the injections are for days that are over")
        with self._atomic():
            self._plan = items
            self._timeline.work += len(items) * ACT_WORK
            self._log.append(entry)
            # A new plan on the same day must not repeat what the old one did this morning.
            return self._inject(self._done_today())

    def branch(self, path: str | os.PathLike[str] | None = None, ended: int | None = None) -> Game:
        """Begin another game with the same luck and the same actions, to go on from there. It counts as practice.

        Args:
            path: the new save; None keeps it in memory.
            ended: repeat the actions of this many days; None repeats all, today's included.
        """
        # The empty list is the day to go on from, with nothing done on it.
        days = self._timeline.days if ended is None else [*self._timeline.days[:ended], []]
        if ended is not None and not 0 <= ended <= self._timeline.days_ended():
            raise InputError(f"only {self._timeline.days_ended()} days have ended; give fewer")
        name = clean(self.path.name) if self.path is not None else None
        parent = {"file": name, "day": len(days)}
        header = Header(RULES_VERSION, self.resolved.data, self.resolved.sha, self.seed, now(), parent)
        timeline = Timeline(self.world, self.seed, self.state.latents)
        writer = Writer.create(path, header) if path is not None else None
        game = Game(self.resolved, header, timeline, writer, [])
        for day_actions in days[:-1]:
            for action in day_actions:
                game.do(action)
            game.end_day()
        for action in days[-1]:
            game.do(action)
        # Those up to today are among the actions just repeated.
        game._plan = [item for item in self._plan if item.day > game.board.day]
        if game._plan:
            game._log.append(Plan([item.text(self.world) for item in game._plan]))
        return game

    def save_as(self, path: str | os.PathLike[str]) -> None:
        """Write the whole game to a new file and go on there. InputError when the file exists."""
        self._log.save_as(path)
        self.read_only = False

    def close(self) -> None:
        """Put everything on the disk and release the save. The game can still be read.

        What could not be written is tried once more; `unsaved_days` and `trouble` say what is still missing.
        """
        self._log.close()
        self.read_only = True

    def __enter__(self) -> Game:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- inside ----------------------------------------------------------------------------------------------

    def _require_writable(self) -> None:
        if self.read_only:
            raise ReadOnlyError("this game is open for reading only; save it under another name to play on")
        if self._half_done:
            raise ReadOnlyError("the last action was interrupted half way; open the save again")

    @contextmanager
    def _atomic(self) -> Iterator[None]:
        """State and journal change together, or nothing is done after."""
        # No `finally`: when something was raised between, half of the change may be done, and the flag must stay.
        self._half_done = True
        yield
        self._half_done = False

    def _need_room(self, entry: Entry, work: int = 0, planned: int | None = None, extra_days: int = 0) -> None:
        """See `Log.need_room`."""
        count = len(self._plan) if planned is None else planned
        self._log.need_room(self._timeline, count, entry, work, extra_days)

    def _inject(self, done_lines: list[str]) -> list[Event]:
        """Today's planned injections that are not among `done_lines`; one that has nothing to hit is left out."""
        events: list[Event] = []
        for item in self._plan:
            if item.day != self.board.day or self.board.over:
                continue
            line = to_text(item.action, self.world)
            if line in done_lines:
                # One at a time: an action may be planned twice for one day.
                done_lines.remove(line)
            elif check(self.board, item.action) != Refusal.NONE:
                self.add_notice(f"'{line}' had nothing to act on, day {item.day}")
            else:
                events += self._timeline.act(item.action)
                self._log.append(ActionEntry(line))
        return events

    def _summarise(self, day: int) -> None:
        ideas = self.world.ideas
        stages = {ideas[card.index].key: card.stage.name.lower() for card in self.board.cards if card.shown}
        content: dict[str, Any] = {"day": day, "value": self.state.returns() / 100, "stages": stages}
        if self.extras is not None:
            # What a face adds may be large; a save that could not be read again would be worth less than a bare one.
            # Ours last, so that nothing a face adds replaces the day or the value.
            full_summary = Summary({**self.extras(self), **content})
            is_short = len(encode(full_summary.data(), START_SUM)[0]) <= LINE_LIMIT
            if is_short and self._log.has_room(self._timeline, len(self._plan), full_summary):
                content = full_summary.content
        self._log.append(Summary(content))

    def _done_today(self) -> list[str]:
        return [to_text(action, self.world) for action in self._timeline.days[-1]]

    def take_over(self, result: Replay) -> None:
        """What a replay found besides the state: practice, and the injections still to come."""
        self.why_practice = result.why_practice
        self.answers = dict(result.answers)
        if not self.read_only and result.plan:
            self._plan = result.plan
            done_lines = self._done_today()
            with self._atomic():
                self._inject(done_lines + [line for line in result.since_day if line not in done_lines])
