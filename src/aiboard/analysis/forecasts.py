"""A stated forecast, scored when it is due.

The player names two days: by the first the target is reached with 70 % odds, by the second with 90 %. Each is a
quantile, scored by the pinball loss (Koenker and Bassett 1978), which is proper: nobody scores better by naming days
they do not believe. For a quantile q stated as day d and an outcome on day y the loss is q (y - d) when the target
came later than stated, (1 - q)(d - y) when it came earlier. In working days; 0 is perfect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.analysis.record import Record
from aiboard.engine.happenings.plan import ForecastGiven

QUANTILES: Final = (0.7, 0.9)


@dataclass(frozen=True)
class Forecast:
    """One stated forecast.

    Attributes:
        day: when it was stated.
        day_70, day_90: the days named.
        outcome: day the target was first reached; 0 when it was not by the end of the record.
        loss: mean pinball loss of the two days; None while nothing is known, or when it was stated afterwards.
        at_least: the target was never reached, and the loss counts as if it came the day after the end.
    """

    day: int
    day_70: int
    day_90: int
    outcome: int
    loss: float | None
    at_least: bool


def pinball(quantile: float, stated: int, came: int) -> float:
    """The loss of one stated quantile, days."""
    return quantile * (came - stated) if came >= stated else (1 - quantile) * (stated - came)


def forecasts(record: Record) -> list[Forecast]:
    """All forecasts of a game, scored against the first day the target was reached on three eval seeds or more."""
    board = record.board
    found: list[Forecast] = []
    for event in record.history:
        if not isinstance(event, ForecastGiven):
            continue
        came = board.target_day
        never = came == 0 and board.over
        loss: float | None = None
        # A forecast that is given after the fact would score 0.
        if never or came > event.day:
            # The earliest day that it could still have come: the loss is a lower bound then.
            end = came or record.world.days + 1
            stated = zip(QUANTILES, (event.day_70, event.day_90), strict=True)
            # A day named after the end is not refuted by a game that ended before it.
            loss = sum(pinball(q, min(day, end) if never else day, end) for q, day in stated) / len(QUANTILES)
        found.append(Forecast(event.day, event.day_70, event.day_90, came, loss, never))
    return found
