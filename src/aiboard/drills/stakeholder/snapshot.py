"""The board that is asked about: of a simulated game, or of one's own, on the morning of a day; and what came after."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from random import Random
from typing import Final

from aiboard.bots import make_bot
from aiboard.bots.runner import play_on
from aiboard.drills.drill import Watch
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.game import Game, open_game
from aiboard.instruments.errors import InputError, check_range
from aiboard.instruments.text import clean
from aiboard.labs.games import morning, world_and_latents

PROJECTS: Final = ("support-chatbot:calm", "support-chatbot", "gpu-drought", "slow-starters")
BOTS: Final = ("reference", "heuristic", "autopilot")
ROLLOUT_COUNT: Final = 40
"""Continuations that a forecast is held against."""
SAVED: Final = "save"
"""How ids of boards of saves begin."""
#: Days on which a board has something to ask about and something to come, as shares of the project.
_EARLIEST, _LATEST = 0.12, 0.7


class GameOrigin(Enum):
    """Where a board comes from, which decides what may be told of its hidden truth."""

    SIMULATED = "simulated"
    FINISHED = "finished"
    OPEN = "open"


@dataclass(frozen=True)
class Snapshot:
    """A board on the morning of a day.

    Attributes:
        id: names it in the ids of questions.
        whose: of a simulated game, of a finished one of one's own, or of one that goes on.
        title: the project's title.
        state: the game then, hidden truth included; nobody may change it.
        end: how the finished game of a save ended; None otherwise.
        bot: the bot that played the game; empty for a person.
    """

    id: str
    whose: GameOrigin
    title: str
    state: State
    end: Board | None = None
    bot: str = ""
    _rollouts: list[Board] = field(default_factory=list, compare=False, repr=False)

    @property
    def board(self) -> Board:
        """What could be seen that morning."""
        return self.state.board

    @property
    def origin(self) -> str:
        """Where the board comes from, one sentence."""
        day = f"the morning of day {self.board.day} of {self.board.world.days}"
        if self.whose is GameOrigin.SIMULATED:
            _, _, seed, _ = self.id.split("/")
            return f"A simulated game of {self.title}: played by the bot {self.bot} on luck {seed}, {day}."
        if self.bot:
            return f"A saved game of {self.title}: played by the bot {self.bot}, {day}."
        return f"Your own game of {self.title}, {day}."

    @property
    def rollouts(self) -> tuple[Board, ...]:
        """How the reference plays on from here: what is true of the cards stays, all luck to come is drawn anew."""
        return self.run_rollouts()

    def run_rollouts(self, watch: Watch | None = None) -> tuple[Board, ...]:
        """The futures, each played once; `watch` is told after each, and what it raises ends the work."""
        while len(self._rollouts) < ROLLOUT_COUNT:
            self._rollouts.append(_rollout(self.state, len(self._rollouts) + 1))
            if watch is not None:
                watch(len(self._rollouts), ROLLOUT_COUNT)
        return tuple(self._rollouts)


def simulated_snapshot(project: str, bot: str, seed: int, day: int) -> Snapshot:
    """A shipped project played by a bot. InputError for names and days there are not."""
    if project not in PROJECTS or bot not in BOTS:
        message = f"no such game; projects are {', '.join(PROJECTS)}, bots {', '.join(BOTS)}"
        raise InputError(message)
    check_range("--day", day, 1, world_and_latents(project)[0].days, f", the days of {project}")
    state = morning(project, seed, bot, day)
    return Snapshot(f"{project}/{bot}/{seed}/{day}", GameOrigin.SIMULATED, clean(state.world.title, 60), state, bot=bot)


def random_snapshot(rng: Random, day: int | None = None) -> Snapshot:
    """Some simulated game on some day, or on this one."""
    project, bot = rng.choice(PROJECTS), rng.choice(BOTS)
    days = world_and_latents(project)[0].days
    random_day = rng.randint(round(days * _EARLIEST), round(days * _LATEST))
    return simulated_snapshot(project, bot, rng.randrange(1_000_000), random_day if day is None else day)


def game_snapshot(game: Game, name: str, day: int | None = None) -> Snapshot:
    """A game of one's own on the morning of a day; without one the last that was begun, of a finished game the middle.

    InputError for a day that has not been played.
    """
    days_begun = game.timeline.days_ended() + (0 if game.board.over else 1)
    if day is None:
        day = max(1, days_begun // 2) if game.board.over else days_begun
    check_range("--day", day, 1, days_begun, ", the days of this game")
    whose = GameOrigin.FINISHED if game.board.over else GameOrigin.OPEN
    state = game.timeline.morning(day - 1).clone()
    title = clean(game.resolved.scenario.title, 60)
    end = game.board if game.board.over else None
    return Snapshot(f"{SAVED}/{clean(name, 60)}/{day}", whose, title, state, end, game.bot)


def save_snapshot(path: Path, day: int | None = None) -> Snapshot:
    """The same of a save. InputError where it cannot be read."""
    with open_game(path, read_only=True) as game:
        return game_snapshot(game, path.stem, day)


def snapshot_by_id(id: str, save: Path | None) -> Snapshot:
    """The moment of an id. InputError for one that is none, or whose save is not the one given."""
    parts = id.split("/")
    if parts[0] == SAVED and len(parts) == 3 and parts[2].isdecimal() and len(parts[2]) < 6:
        if save is None or clean(save.stem, 60) != parts[1]:
            raise InputError(f"give the save '{clean(parts[1], 60)}' that this question is about", field="--save")
        return save_snapshot(save, int(parts[2]))
    if len(parts) == 4 and all(part.isdecimal() and len(part) < 10 for part in parts[2:]):
        return simulated_snapshot(parts[0], parts[1], int(parts[2]), int(parts[3]))
    raise InputError(f"no board is called '{clean(id, 80)}'; it is PROJECT/BOT/SEED/DAY")


def _rollout(start: State, redraw: int) -> Board:
    state = start.clone()
    # Luck is keyed by the seed: another seed is other luck for everything to come, while what is dealt stays.
    state.seed ^= redraw
    return play_on(state, make_bot("reference", start.seed)).board
