"""The section on forecasts: each one scored, the answers of the reviews, and how odds compare with what came."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import wrap_list, wrap_paragraphs
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.forecasts import QUANTILES, OddsStatement, ScoredForecast, odds_stated, statements
from aiboard.views import fmt
from aiboard.views.charts.calibration import CalibrationChart, Group

# The last end is over 100, so that what is certain falls into a band.
_BANDS: Final = (0, 20, 40, 60, 80, 101)
"""Percent at which the team's odds are grouped."""


def calibration(debrief: Debrief) -> CalibrationChart:
    """The player's statements by their odds, the team's in bands of twenty percent; no groups where nothing is due."""
    own = statements(debrief.record)
    groups = [_group([one for one in own if one.stated == level], True) for level in QUANTILES]
    team = odds_stated(debrief.record)
    for low, high in pairwise(_BANDS):
        groups.append(_group([one for one in team if low <= 100 * one.stated < high], False))
    return CalibrationChart(tuple(group for group in groups if group.count))


def _group(odds: list[OddsStatement], own: bool) -> Group:
    count = max(1, len(odds))
    stated = 100 * sum(one.stated for one in odds) / count
    return Group(stated, 100 * sum(one.came for one in odds) / count, len(odds), own)


def _lines(debrief: Debrief) -> list[str]:
    target = fmt.points(debrief.record.world.target_ppm)
    none = f"No forecast was stated of the day on which {target} is reached."
    lines = wrap_list(_stated(debrief, target)) or wrap_paragraphs([none])
    if debrief.outcomes:
        lines += ["", "Asked in the reviews:", "", *wrap_list([one.text for one in debrief.outcomes])]
    return lines


def _calibration(debrief: Debrief) -> list[str]:
    odds = odds_stated(debrief.record)
    if odds:
        return [*wrap_paragraphs([_PEOPLE]), "", *_by_person(odds)]
    return [] if statements(debrief.record) else ["Nothing that was said to be likely is due yet."]


_PEOPLE: Final = "What the team's odds were worth, against the truth of every idea on the board:"


def _by_person(odds: Iterable[OddsStatement]) -> list[str]:
    people: dict[str, list[OddsStatement]] = {}
    for statement in odds:
        people.setdefault(statement.by or "nobody", []).append(statement)
    rows = []
    for name, own_odds in sorted(people.items()):
        stated = fmt.share(sum(statement.stated for statement in own_odds) / len(own_odds))
        hits = sum(statement.came for statement in own_odds)
        rows.append(f"   {name:<24}  said {stated:>5} on average   {hits} of {len(own_odds)} could reach the bar")
    return rows


def _stated(debrief: Debrief, target: str) -> list[str]:
    if not debrief.forecasts:
        return []
    template = "Day {0.day}: {1} by day {0.day_70} (70 %), by day {0.day_90} (90 %)"
    lines = [template.format(forecast, target) + _score(forecast) for forecast in debrief.forecasts]
    low, high = (fmt.share(quantile) for quantile in QUANTILES)
    lines.append(
        f"Reached means cleared: on all the questions a card's whole interval lies over {target}. Brier: mean square "
        f"of {low} and {high} less what came, 0 is perfect, a coin earns 0.25. CRPS: days between the stated curve and "
        "what came, until the end. Pinball loss: days by which the two named days missed. All three are best, on "
        "average, for what one believes."
    )
    return lines


def _score(forecast: ScoredForecast) -> str:
    if forecast.loss is None:
        return "; stated after it was reached." if forecast.outcome else "; not due yet."
    outcome = "not reached" if forecast.at_least else f"reached on day {forecast.outcome}"
    brier = f"Brier {forecast.brier:.2f}, " if forecast.brier is not None else ""
    prefix = "at least " if forecast.at_least else ""
    return f"; {outcome}. {brier}CRPS {forecast.crps or 0:.1f} days, pinball loss {prefix}{forecast.loss:.1f} days."


def _data(debrief: Debrief) -> dict[str, Any]:
    return {
        "forecasts": [
            {
                "day": item.day,
                "day_70": item.day_70,
                "day_90": item.day_90,
                "reached": item.outcome or None,
                "loss_days": item.loss,
                "at_least": item.at_least,
                "brier": item.brier,
                "crps_days": item.crps,
            }
            for item in debrief.forecasts
        ],
        "reviews": [
            {
                "sprint": one.sprint,
                "question": one.question,
                "said": one.answer,
                "came": one.outcome,
                "right": one.right,
            }
            for one in debrief.outcomes
        ],
    }


def _calibration_data(debrief: Debrief) -> dict[str, Any]:
    return {
        "calibration": [
            {
                "stated": one.stated / 100,
                "came": one.observed / 100,
                "count": one.count,
                "by": "player" if one.own else "team",
            }
            for one in calibration(debrief).groups
        ]
    }


FORECAST: Final = Part("Forecasts, scored", "Forecast", _lines, _data)
CALIBRATION: Final = Part(
    "Calibration: what was said, and what came", "Odds", _calibration, _calibration_data, True,
    lambda found: calibration(found) if statements(found.record) or odds_stated(found.record) else None,
)  # fmt: skip
