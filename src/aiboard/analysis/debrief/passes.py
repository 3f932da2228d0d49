"""A debrief that is priced in passes: a first look in seconds, then finer ones, each a whole debrief."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from aiboard.analysis import anchors
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.evaluators import CURRENT
from aiboard.analysis.evaluators.bias import bias
from aiboard.analysis.evaluators.evaluator import Evaluator

if TYPE_CHECKING:
    from aiboard.analysis.pricing.game import Settings
    from aiboard.game.view import GameView

PASSES: Final = ((32, False), (64, True), (256, True))
"""Most replicates of a price, and whether luck and guesses are worked out too."""


@dataclass(frozen=True)
class Told:
    """How far a pass is: its number from 1 of so many, days done of so many."""

    number: int
    of: int
    done: int
    days: int


def priced(
    found: Debrief,
    game: GameView,
    told: Callable[[Told], None],
    executor: Executor | None = None,
    passes: tuple[tuple[int, bool], ...] = PASSES,
) -> Iterator[Debrief]:
    """The debrief after each pass. What `told` raises ends the work; the passes before it hold.

    Raises InputError where the scenario has no sound equity scale.
    """
    # numpy comes with them: a game that is only played never needs it.
    from aiboard.analysis.pricing.game import Settings

    days = len(game.timeline.days)
    for number, (rollouts, luck) in enumerate(passes, 1):

        # Bound now: a thread may call it when the loop has gone on.
        def shown(done: int, number: int = number) -> None:
            told(Told(number, len(passes), done, days))

        # Before the first days are done, so that a stop that was asked for meanwhile is heard.
        shown(0)
        yield with_prices(found, game, Settings(rollouts, guess=luck, luck=luck), executor, shown)


def with_prices(
    found: Debrief,
    game: GameView,
    settings: Settings,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Debrief:
    """The debrief with prices and the comparison with the textbook. InputError where there is no sound scale."""
    from aiboard.analysis.pricing.game import price_saved
    from aiboard.analysis.textbook.compare import compare

    prices = price_saved(game, settings, executor, progress)
    scale = anchors.find(game.resolved)
    # `price_saved` has just found it.
    assert scale is not None
    textbook = compare(game.resolved, game.seed, game.timeline.days, scale, prices)
    return replace(found, prices=prices, textbook=textbook)


def with_second(
    found: Debrief,
    game: GameView,
    other: Evaluator,
    rollouts: int,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
) -> Debrief:
    """The debrief with what another evaluator says of the same decisions; as it was where nothing is priced."""
    from aiboard.analysis.pricing.game import Settings, price_saved

    if found.prices is None:
        return found
    settings = Settings(rollouts, options=False, policy=other.policy)
    return replace(found, bias=bias(CURRENT, found.prices, other, price_saved(game, settings, executor, progress)))
