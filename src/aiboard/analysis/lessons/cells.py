"""Cells: one bot in one world on the common seeds, played once and kept until the rules change.

Every lesson in a scenario is compared with the same games of the reference, which follows all of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

import aiboard
from aiboard.analysis.cache import Cache
from aiboard.analysis.runner import Maker, Progress, run_games
from aiboard.bots import Bot
from aiboard.bots.reference import lesson_bot
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import ResolvedScenario

RULED_BY: Final = ("engine", "bots", "instruments", "scenario")
"""The packages on whose source the outcome of a game depends."""


@dataclass(frozen=True)
class Cell:
    """Games of one bot in one world.

    Attributes:
        resolved: the world.
        lesson: of the pair of bots.
        obey: which of the two.
    """

    resolved: ResolvedScenario
    lesson: str
    obey: bool

    @property
    def key(self) -> tuple[str, str]:
        """Equal for equal games: obeying any one lesson is obeying all of them."""
        return self.resolved.sha, "" if self.obey else self.lesson

    def maker(self) -> Maker:
        """What makes its bot; it pickles."""
        return partial(_bot, self.lesson, self.obey)


def _bot(lesson: str, obey: bool, seed: int) -> Bot:
    return lesson_bot(lesson, obey)


def cached_values(cell: Cell, seeds: Sequence[int]) -> list[int] | None:
    """The cell's values in cents, seed by seed, when they were measured under the present rules and source."""
    rows = _cache(cell, seeds).read()
    values = rows[-1].get("values") if rows else None
    sound = isinstance(values, list) and len(values) == len(seeds) and all(type(value) is int for value in values)
    return values if sound else None


def play(
    cell: Cell, seeds: Sequence[int], executor: Executor | None = None, progress: Progress | None = None
) -> list[int]:
    """Play the cell's games and keep their values (cents, in the order of `seeds`)."""
    values = [result.value_cents for result in run_games(cell.resolved, cell.maker(), seeds, (), executor, progress)]
    with _cache(cell, seeds).writing() as writer:
        writer.add({"values": values})
    return values


@cache
def source_digest() -> str:
    """SHA-256 of the Python source that rules a game, by file name: a changed rule or bot makes every cell unknown."""
    root = Path(aiboard.__file__).parent
    digest = hashlib.sha256()
    for package in RULED_BY:
        # Sorted, since folders list their files in no order.
        for path in sorted((root / package).rglob("*.py")):
            digest.update(f"{path.relative_to(root).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _cache(cell: Cell, seeds: Sequence[int]) -> Cache:
    """Where they are, by everything that they depend on."""
    of = {
        "scenario_sha": cell.resolved.sha,
        "rules_version": RULES_VERSION,
        "source": source_digest(),
        "ignored": cell.key[1],
        "seed": seeds[0],
        "games": len(seeds),
    }
    return Cache("lessons", of)
