"""Ideas of a deal in training, and what the listing and a forecast make of each: what lab 0 judges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aiboard.bots.card_estimates import SLACK_PPM, hopeless
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import DAY_POINTS, box_over, budget_gpu_min
from aiboard.engine.systems import training
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.engine.verbs import Start
from aiboard.instruments.kill_rules import Rule, naive_ruling
from aiboard.labs.controls import Values
from aiboard.labs.games import world_and_latents
from aiboard.views import fmt

SCENARIO: Final = "support-chatbot"
BUDGET, PLATEAU, GAP, ON = "over budget", "plateau", "gap too large", "goes on"
"""What the listing's rule says of an idea."""
_REASONS: Final = {Rule.BUDGET: BUDGET, Rule.PLATEAU: PLATEAU, Rule.GAP: GAP, Rule.NONE: ON}
_PLENTY: Final = 1_000_000
MOST: Final = 24
"""Ideas that are started; fewer are looked at as the control says."""


def naive_reason(history: Sequence[float], used_hours: float, budget_hours: float, target: float) -> str:
    """Why the listing's rule kills, or "goes on". Shares of 1; hours of GPU time."""
    return _REASONS[naive_ruling(history, target, used_hours, budget_hours).rule]


@dataclass(frozen=True, slots=True)
class JudgedIdea:
    """One idea after some days.

    Attributes:
        key: its name.
        reading: its last reading, 0 for none.
        good: whether it can reach the bar.
        naive: what the listing's rule says.
        killed: whether the forecast kills it.
        stale: days past its time box.
    """

    key: str
    reading: int
    good: bool
    naive: str
    killed: bool
    stale: int


@lru_cache(maxsize=256)
def _course(seed: int) -> list[State]:
    """The state of a deal's training that was asked for last, which is never changed, only replaced by a later one.

    A slider moves the day by one: what was trained up to there need not be trained again. Two threads may ask for the
    same deal, so each works on a copy.
    """
    world, latents = world_and_latents(SCENARIO)
    state = new_state(world, seed, latents)
    # What is looked at here is training alone: nobody waits for time, data or GPUs.
    state.board.minutes_left = _PLENTY
    for task in state.board.data:
        task.delivered_pct = 100
    for card in state.board.cards[:MOST]:
        act(state, Start(card.index))
    # In a list: the cache keeps the list, so that the state in it can be replaced by a later day.
    return [state]


def trained_state(day: int, seed: int) -> State:
    """The first ideas of a deal on a day, trained side by side with no limit on GPUs and people. Not to be changed."""
    cache = _course(seed)
    state = cache[0]
    if state.board.day > day:
        # Training cannot be turned back: an earlier day is trained from the deal on.
        _course.cache_clear()
        cache = _course(seed)
        state = cache[0]
    if state.board.day < day:
        state = state.clone()
        _train(state, day)
        cache[0] = state
    return state


def _train(state: State, day: int) -> None:
    """Train every card that is in an experiment up to the morning of a day."""
    board = state.board
    under_way = [card for card in board.cards[:MOST] if card.stage == Stage.EXPERIMENT]
    while board.day < day:
        for card in under_way:
            # What compute would have decided: everybody runs at full speed.
            card.running, card.speed_pct = True, DAY_POINTS
            card.gpu_used_min += board.world.ideas[card.index].gpus * DAY_GPU_MIN
        training.run(state)
        board.day += 1
        under_way = [card for card in under_way if card.stage == Stage.EXPERIMENT]


def judge(values: Values, seed: int) -> list[JudgedIdea]:
    """Both rules on every idea."""
    state = trained_state(values["day"], seed)
    board, bar = state.board, values["bar"] * 1_000
    ideas = []
    for card in board.cards[: values["ideas"]]:
        history = [value / 1_000_000 for value in card.readouts]
        budget = budget_gpu_min(board.world, card.index)
        ideas.append(
            JudgedIdea(
                fmt.key(board.world, card.index),
                card.corrected[-1] if card.corrected else 0,
                training.ceiling_now(card, state.truth.cards[card.index]) >= bar,
                naive_reason(history, card.gpu_used_min / 60, budget / 60, bar / 1_000_000),
                bool(card.corrected) and hopeless(board, card, bar, SLACK_PPM),
                box_over(board, card),
            )
        )
    return ideas
