"""A stated forecast, scored when it is due.

The player names two days: by the first the target is reached with 70 % odds, by the second with 90 %. Each is a
quantile, scored by the pinball loss (Koenker and Bassett 1978), which is proper: nobody scores better by naming days
they do not believe. For a quantile q stated as day d and an outcome on day y the loss is q (y - d) when the target
came later than stated, (1 - q)(d - y) when it came earlier. In working days; 0 is perfect.

The same two days are also two statements of odds, "by day d with q", each scored by its Brier score (q - came)^2: 0 is
perfect, 0.25 is what a coin earns. And they are a distribution, from which the continuous ranked probability score
(CRPS) is summed: on each day until the project's end the square of stated odds that it has come by then less whether
it has. In days; 0 is perfect. What lies beyond the end is not scored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from aiboard.analysis.record import Record
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.views import fmt

QUANTILES: Final = (0.7, 0.9)


@dataclass(frozen=True)
class ScoredForecast:
    """One stated forecast.

    Attributes:
        day: when it was stated.
        day_70, day_90: the days named.
        outcome: day the target was first reached; 0 when it was not by the end of the record.
        loss: mean pinball loss of the two days; None while nothing is known, or when it was stated afterwards.
        at_least: the target was never reached, and the loss counts as if it came the day after the end.
        brier: mean Brier score of the two statements that the game decided; None where it decided neither.
        crps: in days, from the day after it was stated to the project's end; None as `loss`.
    """

    day: int
    day_70: int
    day_90: int
    outcome: int
    loss: float | None
    at_least: bool
    brier: float | None = None
    crps: float | None = None


@dataclass(frozen=True)
class OddsStatement:
    """One statement of odds that the game decided: stated 0 to 1, whether it came, who said it (empty: the player)."""

    stated: float
    came: bool
    by: str = ""


def pinball(quantile: float, stated: int, outcome: int) -> float:
    """The loss of one stated quantile, days."""
    return quantile * (outcome - stated) if outcome >= stated else (1 - quantile) * (stated - outcome)


def forecasts(record: Record) -> list[ScoredForecast]:
    """All forecasts of a game, scored against the first day a card had cleared the target."""
    board = record.board
    scores: list[ScoredForecast] = []
    for event in record.history:
        if not isinstance(event, ForecastGiven):
            continue
        outcome = board.target_day
        never = outcome == 0 and board.over
        loss: float | None = None
        # A forecast that is given after the fact would score 0.
        if never or outcome > event.day:
            # The earliest day that it could still have come: the loss is a lower bound then.
            end = outcome or record.world.days + 1
            stated = zip(QUANTILES, (event.day_70, event.day_90), strict=True)
            # A day named after the end is not refuted by a game that ended before it.
            loss = sum(pinball(q, min(day, end) if never else day, end) for q, day in stated) / len(QUANTILES)
        scored = ScoredForecast(event.day, event.day_70, event.day_90, outcome, loss, never)
        if loss is not None:
            last = record.world.days
            odds = _decided(scored, last)
            brier = sum((one.stated - one.came) ** 2 for one in odds) / len(odds) if odds else None
            scored = replace(scored, brier=brier, crps=crps(scored, last))
        scores.append(scored)
    return scores


def crps(stated: ScoredForecast, last: int) -> float:
    """Sum over the days to `last` of (odds that it has come by then - whether it has)^2."""
    days = range(stated.day + 1, last + 1)
    return sum((_odds(stated, day) - (0 < stated.outcome <= day)) ** 2 for day in days)


def _odds(stated: ScoredForecast, day: int) -> float:
    """Stated odds that it has come by a day: straight lines through the two days named, level after the second."""
    low, high = QUANTILES
    # From the later day down, so that two equal days make a step and nothing is divided by zero.
    if day >= stated.day_90:
        return high
    if day >= stated.day_70:
        return low + (high - low) * (day - stated.day_70) / (stated.day_90 - stated.day_70)
    return low * (day - stated.day) / (stated.day_70 - stated.day)


def statements(record: Record) -> list[OddsStatement]:
    """The player's statements of odds that the game decided, in order."""
    return [one for item in forecasts(record) if item.loss is not None for one in _decided(item, record.world.days)]


def _decided(stated: ScoredForecast, last: int) -> list[OddsStatement]:
    """The two statements, without one about a day after the end that had not come by then."""
    return [
        OddsStatement(quantile, 0 < stated.outcome <= day)
        for quantile, day in zip(QUANTILES, (stated.day_70, stated.day_90), strict=True)
        if stated.outcome or day <= last
    ]


def odds_stated(record: Record) -> list[OddsStatement]:
    """The odds that people stated of the ideas on the board, against the truth; empty while the game goes on."""
    if not record.finished:
        return []
    world, cards = record.world, record.end.truth.cards
    return [
        OddsStatement(
            card.stated_pct / 100, cards[card.index].ceiling_ppm >= world.launch_ppm, fmt.person(world, card.index)
        )
        for card in record.board.cards
        if card.shown
    ]
