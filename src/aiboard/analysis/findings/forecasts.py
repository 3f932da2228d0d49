"""Findings about forecasts: whether one was stated, and how it came out."""

from __future__ import annotations

from aiboard.analysis.findings.base import Finding, Findings, GameAnalysis, missed_finding
from aiboard.analysis.forecasts import forecasts
from aiboard.views import fmt


def find(case: GameAnalysis) -> Findings:
    """All findings of this kind."""
    record = case.record
    target = fmt.points(record.world.target_ppm)
    stated = forecasts(record)
    if not stated:
        if record.board.over:
            yield missed_finding("forecast", days=fmt.days(record.world.days), target=target)
        return
    last = stated[-1]
    if last.loss is None:
        return
    statement = f"The last forecast (day {last.day}) named day {last.day_70} at 70 % and day {last.day_90} at 90 %"
    if last.at_least:
        text = f"{statement}; {target} was not cleared by day {record.world.days}."
        good = last.day_70 > record.world.days
    else:
        text = f"{statement}; {target} was reached on day {last.outcome}."
        good = last.outcome <= last.day_90
    yield Finding(
        "forecast",
        good,
        last.day,
        text,
        "" if good else "Take the range from decided cards a sprint, and widen the 90 % day until it feels too late.",
    )
