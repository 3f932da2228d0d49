"""What one simulated player's game came to: its three scores, and the halves of the one that has halves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.ladder import FIRST_SEED
from aiboard.analysis.pricing.game import Settings, price_game
from aiboard.analysis.reliability.population import Player, player
from aiboard.analysis.runner import scenario_from_text
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.verbs import Action
from aiboard.scenario import ResolvedScenario

SEEDS_A_PLAYER: Final = 100
"""Seeds kept for each player: whoever plays more games plays the earlier ones again."""
DEFAULT_ROLLOUTS: Final = 32
"""Replicates of a price unless asked otherwise, the fewest there are."""


@dataclass(frozen=True)
class GameScore:
    """One game of one player, equity points.

    Attributes:
        player, game: numbers from 0.
        raw: the result.
        adjusted: the result less luck, guesses and injections.
        decision: 100 and all advantages.
        odd, even: advantages of every other decision, in the order of the game.
        error: standard error that the few replicates leave in `decision`.
        decisions: priced ones.
    """

    player: int
    game: int
    raw: float
    adjusted: float
    decision: float
    odd: float
    even: float
    error: float
    decisions: int


_COUNTED: Final = ("player", "game", "decisions")
"""The fields that are whole numbers."""


def parse_score(row: Mapping[str, Any]) -> GameScore | None:
    """A score as it was kept; None for what is none, as an edited line."""
    try:
        values = [int(row[one.name]) if one.name in _COUNTED else float(row[one.name]) for one in fields(GameScore)]
        return GameScore(*values) if all(map(math.isfinite, values)) else None  # type: ignore[arg-type]
    except (ValueError, KeyError, TypeError, OverflowError):
        return None


def seed_of(number: int, game: int) -> int:
    """The seed of a player's game: every player has seeds of their own, as people who play at home do."""
    return FIRST_SEED + number * SEEDS_A_PLAYER + game


def score_games(scenario: str, scale: Anchors, rollouts: int, pairs: tuple[int, ...]) -> list[GameScore]:
    """Play and price games named by player * SEEDS_A_PLAYER + game: what a worker does."""
    resolved = scenario_from_text(scenario)
    return [score_game(resolved, scale, rollouts, *divmod(pair, SEEDS_A_PLAYER)) for pair in pairs]


def score_game(resolved: ResolvedScenario, scale: Anchors, rollouts: int, number: int, game: int) -> GameScore:
    """One game, played and priced with `rollouts` replicates a price; the scale has to be a sound one."""
    days, cents = _played(resolved, player(number), seed_of(number, game))
    settings = Settings(rollouts, guess=True, luck=True, options=False)
    prices = price_game(resolved, seed_of(number, game), days, scale, settings)
    equity = scale.equity(cents)
    assert equity is not None and prices.adjusted is not None and prices.score is not None
    advantages = [one.advantage.mean for one in prices.decisions]
    low, high = prices.score.low or 0.0, prices.score.high or 0.0
    return GameScore(
        number, game, equity, prices.adjusted.mean, prices.score.mean, sum(advantages[::2]), sum(advantages[1::2]),
        (high - low) / 4, len(advantages),
    )  # fmt: skip


def _played(resolved: ResolvedScenario, profile: Player, seed: int) -> tuple[Sequence[Sequence[Action]], int]:
    """The actions of each day, with the empty list after the last one, and the final value in cents."""
    state = new_state(resolved.world(), seed)
    bot = profile.bot(seed)
    days: list[list[Action]] = []
    while not state.board.over:
        days.append(play_day(state, bot))
        advance(state)
    return [*days, []], state.returns()
