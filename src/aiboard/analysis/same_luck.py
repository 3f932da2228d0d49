"""Same luck: what every bot makes of this game's seed, with the disruptions that were injected into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.record import Record
from aiboard.analysis.runner import run_games
from aiboard.engine.verbs import Inject
from aiboard.game import Injection
from aiboard.scenario import ResolvedScenario


@dataclass(frozen=True)
class BotResult:
    """A bot on this luck: dollars and equity at the end, and whether the player ended above it."""

    bot: str
    value_cents: int
    equity: float | None
    beaten: bool


def same_luck(
    resolved: ResolvedScenario, record: Record, anchors: Anchors | None, bots: Sequence[str]
) -> list[BotResult]:
    """Bots' whole games on a finished one's seed, best first. Injections come on their day, where they can hit."""
    planned = [Injection(step.day, step.action) for step in record.steps() if isinstance(step.action, Inject)]
    value = record.end.returns()
    bot_results = []
    for bot in bots:
        (result,) = run_games(resolved, bot, [record.seed], planned)
        equity = anchors.equity(result.value_cents) if anchors else None
        bot_results.append(BotResult(bot, result.value_cents, equity, value > result.value_cents))
    return sorted(bot_results, key=lambda item: (-item.value_cents, item.bot))
