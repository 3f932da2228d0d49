"""Same luck: what every bot makes of this game's seed, with the disruptions that were injected into it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.record import Record
from aiboard.analysis.runner import run_games
from aiboard.bots import BOTS
from aiboard.engine.verbs import Inject
from aiboard.game import Injection
from aiboard.scenario import Resolved


@dataclass(frozen=True)
class OnThisLuck:
    """A bot on this luck: dollars and equity at the end, and whether the player ended above it (None: not over yet)."""

    bot: str
    value_cents: int
    equity: float | None
    beaten: bool | None


def injections(record: Record) -> list[Injection]:
    """What was injected into the game, on its day."""
    return [Injection(step.day, step.action) for step in record.steps() if isinstance(step.action, Inject)]


def same_luck(
    resolved: Resolved,
    record: Record,
    anchors: Anchors | None,
    bots: Sequence[str] = BOTS,
    executor: Executor | None = None,
) -> list[OnThisLuck]:
    """Every bot's whole game on this seed, best first. Injections come on their day, where they can hit something."""
    planned = injections(record)
    value = record.end.returns()
    found = []
    for bot in bots:
        (result,) = run_games(resolved, bot, [record.seed], planned, executor)
        equity = anchors.equity(result.value_cents) if anchors else None
        # A game that is under way cannot be compared with whole ones.
        beaten = value > result.value_cents if record.finished else None
        found.append(OnThisLuck(bot, result.value_cents, equity, beaten))
    return sorted(found, key=lambda item: (-item.value_cents, item.bot))
