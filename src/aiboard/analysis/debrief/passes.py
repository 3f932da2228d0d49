"""A debrief that is priced as prices grow: a first look at every day, then finer ones, each a whole debrief."""

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
from aiboard.analysis.pricing.model import Prices
from aiboard.analysis.runner import Progress

if TYPE_CHECKING:
    from aiboard.analysis.pricing.game import Settings
    from aiboard.game.view import GameView

ROLLOUTS: Final = 256
"""Most replicates behind a price of the last look."""
LOOKS: Final = 3
"""Looks at every day: 16 replicates, 64, then what the others ask for, options, luck and guesses too."""


@dataclass(frozen=True)
class PassProgress:
    """How far a look is: its number from 1 of so many, days done of so many."""

    number: int
    passes: int
    done: int
    days: int


def price_in_passes(
    debrief: Debrief, game: GameView, progress: Callable[[PassProgress], None], executor: Executor | None = None
) -> Iterator[Debrief]:
    """The debrief after each look. What `progress` raises ends the work; the looks before it hold.

    Raises InputError where the scenario has no sound equity scale.
    """
    # numpy comes with them: a game that is only played never needs it.
    from aiboard.analysis.pricing.game import FIRST_REPLICATES, Settings, scale_of, stream_prices

    scale, days = scale_of(game), len(game.timeline.days)
    # Before the first days are done, so that a stop that was asked for meanwhile is heard.
    progress(PassProgress(1, LOOKS, 0, days))
    number = 1
    settings = Settings(ROLLOUTS, guess=True, luck=True)
    for partial in stream_prices(game.resolved, game.seed, game.timeline.days, scale, settings, executor):
        progress(PassProgress(number, LOOKS, partial.done, days))
        if partial.done == days:
            number += 1
            # The textbook's choices are priced by themselves: a first look does not wait for that.
            rough = partial.replicates <= FIRST_REPLICATES
            yield (
                replace(debrief, prices=partial.prices)
                if rough
                else _with_textbook(debrief, game, partial.prices, scale)
            )


def _with_textbook(debrief: Debrief, game: GameView, prices: Prices, scale: anchors.Anchors) -> Debrief:
    """With prices and the comparison with the textbook."""
    from aiboard.analysis.textbook.compare import compare

    textbook = compare(game.resolved, game.seed, game.timeline.days, scale, prices)
    return replace(debrief, prices=prices, textbook=textbook)


def with_prices(
    debrief: Debrief,
    game: GameView,
    settings: Settings,
    executor: Executor | None,
    progress: Progress | None,
) -> Debrief:
    """The debrief with prices and the comparison with the textbook. InputError where there is no sound scale."""
    from aiboard.analysis.pricing.game import price_saved, scale_of

    return _with_textbook(debrief, game, price_saved(game, settings, executor, progress), scale_of(game))


def with_second_evaluator(
    debrief: Debrief,
    game: GameView,
    other: Evaluator,
    rollouts: int,
    executor: Executor | None,
    progress: Progress | None,
) -> Debrief:
    """The debrief with what another evaluator says of the same decisions; as it was where nothing is priced."""
    from aiboard.analysis.pricing.game import Settings, price_saved

    if debrief.prices is None:
        return debrief
    settings = Settings(rollouts, options=False, policy=other.policy)
    return replace(debrief, bias=bias(CURRENT, debrief.prices, other, price_saved(game, settings, executor, progress)))
