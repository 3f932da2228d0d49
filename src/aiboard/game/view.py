"""What can be asked of a game. Nothing here changes its state."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from aiboard.engine.act import check
from aiboard.engine.act import legal_actions as engine_legal_actions
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action
from aiboard.game.log import Log
from aiboard.game.order_events import order_event_ids
from aiboard.game.practice import BRANCH
from aiboard.game.timeline import Timeline
from aiboard.instruments.text import clean
from aiboard.journal.lines import Header, Summary
from aiboard.scenario import ResolvedScenario

_NAME: Final = 20
"""Letters of a bot's name that are shown."""


class GameView:
    """A game as it is read: `Game` adds what changes it.

    Attributes:
        resolved: its scenario.
        seed: its luck.
        why_practice: what makes it practice, which cannot be ranked, as `aiboard.game.practice` names it; often empty.
        read_only: it cannot be changed.
        answers: what the player answered after sprints: (sprint, question) -> answer; empty where it was left out.
    """

    def __init__(self, resolved: ResolvedScenario, header: Header, timeline: Timeline, log: Log) -> None:
        self.resolved = resolved
        self.seed = header.seed
        # A branch knows how the luck falls.
        self.why_practice: tuple[str, ...] = (BRANCH,) if header.parent is not None else ()
        self.read_only = False
        self.answers: dict[tuple[int, str], str] = {}
        self._timeline = timeline
        self._log = log

    @property
    def practice(self) -> bool:
        """Whether it cannot be ranked."""
        return bool(self.why_practice)

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
    def order_event_ids(self) -> frozenset[int]:
        """The ids of the events of the board's history that a standing order brought about."""
        return order_event_ids(self._timeline)

    @property
    def world(self) -> World:
        """The rules' half of the scenario."""
        return self.resolved.world()

    @property
    def path(self) -> Path | None:
        """The save's file; None when the game lives in memory only."""
        return self._log.path

    @property
    def trouble(self) -> str | None:
        """Why the game is not being saved right now, one sentence; None when it is, or has no file."""
        return self._log.trouble

    def save_again(self) -> str | None:
        """Try once more to write what is in memory only; the `trouble` that is left."""
        if self.trouble is not None and self._log.writer is not None:
            self._log.writer.write_again()
        return self.trouble

    def unsaved_days(self) -> int:
        """How many ended days are in memory only: 0 when all is in the file, or the game has none."""
        return self._log.unsaved_days()

    def take_notices(self) -> list[str]:
        """What the player should be told about the save, one sentence each; told once."""
        return self._log.take_notices()

    def add_notice(self, notice: str | None) -> None:
        """Add a notice for `take_notices`; None is none."""
        self._log.add_notice(notice)

    @property
    def bot(self) -> str:
        """The bot that played it, as its last summary says; empty for a person, and where nothing says."""
        last = next((line for line in reversed(self._log.entries) if isinstance(line, Summary)), None)
        name = last.content.get("bot") if last is not None else None
        return clean(name, _NAME) if isinstance(name, str) else ""

    def digest(self) -> str:
        """The whole state in 32 hex digits."""
        return digest(self.state)

    def actions(self) -> list[tuple[int, Action]]:
        """Everything done and not undone: (day, action)."""
        return [(day, action) for day, day_actions in enumerate(self._timeline.days, 1) for action in day_actions]

    def check(self, action: Action) -> Refusal:
        """Whether the action is possible now."""
        return check(self.board, action)

    def legal_actions(self) -> list[Action]:
        """What is possible now, in a fixed order; amounts are sampled."""
        return engine_legal_actions(self.board)
