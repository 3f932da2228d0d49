"""Three sprints of the planted project, with what stands on the board at the end of each day counted along."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from aiboard.bots.runner import play_day
from aiboard.drills.diagnose.plants import Plant
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.scenario import from_data, load

DAYS: Final = 30
#: Seeds from which a score counts as measured.
MEASURED_SEEDS: Final = 2
PROJECT: Final = "support-chatbot"

#: A project on which three sprints without a launch are nothing unusual: a point is worth something from 85 on only,
#: the good families need labels, and legal takes a month. No disruption is drawn, so that a plant is the only one.
_FAMILIES: Final = {"prompting": 85.5, "rag": 88.5, "finetune": 92.0, "agents": 89.0, "routing": 85.5}
_CHANGES: Final[dict[str, dict[str, Any]]] = {
    "chaos": {"events": 0},
    "money": {"worth_above": 85},
    "goal": {"launch": 90, "target": 93},
    "launch": {"legal_days": 26},
}


@cache
def world() -> World:
    """The project's rules."""
    data = load(PROJECT).data
    changed = {**data, **{group: {**data[group], **dials} for group, dials in _CHANGES.items()}}
    changed["families"] = [{**family, "ceiling": _FAMILIES[family["id"]]} for family in data["families"]]
    return from_data({**changed, "variant": "diagnose"}).world()


@dataclass
class PlayedGame:
    """A game so far, and what was counted at the end of its days.

    Attributes:
        state: at the end.
        days: how many were counted.
        blocked: card-days by what kept a card from moving.
        in_flight: card-days in flight.
        over: days on which a column held more than its limit.
        gpu, gpu_used, eval_used: minutes offered, used by training, used by evaluation.
        under_kill: card-days of undecided cards under their own kill line.
        ready: card-days in Evaluation of cards measured at a level that is worth money.
    """

    state: State
    days: int = 0
    blocked: Counter[Block] = field(default_factory=Counter)
    in_flight: int = 0
    over: int = 0
    gpu: int = 0
    gpu_used: int = 0
    eval_used: int = 0
    under_kill: int = 0
    ready: int = 0

    @property
    def board(self) -> Board:
        """What a player may see of it."""
        return self.state.board

    def count(self) -> None:
        """Count the day that has just ended."""
        board = self.board
        self.days += 1
        self.in_flight += board.count_in_flight()
        self.over += any(0 < board.wip[stage] < board.count(stage) for stage in Stage)
        self.gpu += board.gpu_min
        self.gpu_used += board.gpu_used_min
        self.eval_used += board.eval_used_min
        for card in board.cards:
            if card.block != Block.NONE:
                self.blocked[Block(card.block)] += 1
            if card.in_flight() and card.under_kill_line():
                self.under_kill += 1
            if card.stage == Stage.EVALUATION and len(card.scores) >= MEASURED_SEEDS:
                self.ready += card.mean_ppm() >= board.world.value_floor_ppm

    def served(self) -> bool:
        """Whether a model has customers now."""
        return self.board.live() >= 0


def play(plant: Plant, seed: int, days: int = DAYS) -> PlayedGame:
    """The project with a plant on a seed's luck, to the end of a day; past the end of the game it stops there."""
    rules = world()
    game = PlayedGame(new_state(rules, seed, Latents(rules)))
    player, injections = plant.player(), plant.injections()
    while not game.board.over and game.board.day <= days:
        for item in injections:
            if item.day == game.board.day and check(game.board, item.action) == Refusal.NONE:
                act(game.state, item.action)
        play_day(game.state, player)
        advance(game.state)
        game.count()
    return game
