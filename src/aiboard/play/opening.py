"""Opening a game: a new one with a place for its save, or one to go on with. The same for every face."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from aiboard.game import Game, new_game, read_injections
from aiboard.journal.saves import new_path, recent_saves
from aiboard.scenario import ResolvedScenario, load

_SEEDS: Final = 1_000_000_000
_RECENT: Final = 50
"""Saves looked through for one of the same scenario."""


def deal(
    scenario: str, seed: int | None = None, save: Path | None = None, inject: Path | None = None, again: bool = False
) -> Game:
    """A new game, saved in the folder of saves unless another file is named.

    Without a seed: the scenario's own until it has been played once, fresh luck after that and when it is played
    `again`. Raises InputError for a scenario, seed or file that will not do.
    """
    resolved = load(scenario)
    plan = read_injections(inject, resolved.world()) if inject is not None else []
    if seed is None:
        seed = _seed(resolved, again)
    return new_game(resolved, seed, save if save is not None else new_path(resolved.key, seed), plan)


def _seed(resolved: ResolvedScenario, again: bool) -> int:
    own = resolved.scenario.default_seed
    # The default seed is chosen for a first game; known luck would make a second one a puzzle with its solution.
    if own is None or again or any(one.scenario == resolved.scenario.id for one in recent_saves(_RECENT)):
        return secrets.randbelow(_SEEDS)
    return own
