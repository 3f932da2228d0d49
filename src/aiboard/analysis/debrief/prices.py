"""The priced decisions of the debrief: the costliest first, with what was known, what else, and what it was worth."""

from __future__ import annotations

from typing import Any, Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import labelled, wrapped
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.moments import Moment
from aiboard.analysis.pricing.model import Decision, Prices
from aiboard.views import fmt

SHOWN: Final = 3
"""Losses told of first."""
_ZERO: Final = Estimate(0.0, 0.0, 0.0)
HOW: Final = (
    "Prices are equity points over what the reference would have done then, given only what the board showed: many "
    "futures played on by the reference, the same ones for each choice. Small losses are not named."
)


def score_words(found: Debrief) -> str:
    """The decision score in a sentence."""
    prices = found.prices
    if prices is None:
        return "Decision score: not priced yet."
    if prices.score is None:
        return "Decision score: none, too few decisions."
    return f"Decision score {interval(prices.score)}; 100 is the reference's play."


def costliest(found: Debrief) -> list[str]:
    """The largest losses, then what was better than the reference's choice; empty without prices."""
    if found.prices is None:
        return []
    lines = [line for one in _shown(found.prices) for line in _decision(one)]
    if not lines:
        lines = wrapped(["No decision lost anything for certain against the reference's."])
    return [*lines, *wrapped([HOW])]


def named(found: Debrief) -> set[tuple[int, str]]:
    """Day and line of each decision that `costliest` tells of."""
    shown = _shown(found.prices) if found.prices is not None else []
    return {(day, one.line) for one in shown if not one.undone for day in range(one.day, one.last_day + 1)}


def _shown(prices: Prices) -> list[Decision]:
    lost = [one for one in prices.worst if one.loss > 0 and _told(one)][:SHOWN]
    won = [one for one in reversed(prices.worst) if one.advantage.mean > 0 and one.advantage.excludes_zero()][:1]
    return [*lost, *won]


def _told(one: Decision) -> bool:
    return one.label is not None or one.advantage.excludes_zero()


def _decision(one: Decision) -> list[str]:
    days = f"Day {one.day}" if one.day == one.last_day else f"Days {one.day} to {one.last_day}"
    what = f"left undone: {one.line}" if one.undone else one.line
    label = f" · {one.label.value}" if one.label else ""
    verb = "lost" if one.loss > 0 else "won"
    size = Estimate(abs(one.advantage.mean), *_sizes(one))
    head = f"{days}: {what} · {verb} {interval(size)} points{label}"
    rows = {"Known": one.known or "nothing measured"}
    if one.undone:
        rows["Instead"] = f"{one.line}, as the reference would have"
    else:
        wait = "nothing on this that day" if one.instead == "wait" else one.instead
        rows["The reference"] = wait
        if one.regret is not None and one.best not in (one.line, one.instead):
            rows["Best tried"] = f"{one.best}, {interval(one.regret)} points over what was done"
    if one.guess is not None:
        better = "better" if one.guess > 0 else "worse"
        rows["Hidden then"] = f"by the truth the choice was {fmt.number(abs(one.guess), 1)} points {better} than that"
    return labelled(head, {name: f"{words}." for name, words in rows.items()})


def _sizes(one: Decision) -> tuple[float | None, float | None]:
    low, high = one.advantage.low, one.advantage.high
    if low is None or high is None or one.loss <= 0:
        return low, high
    return -high, -low


def interval(value: Estimate) -> str:
    """A mean with its interval: 6.6 (1.0 to 12.2)."""
    if value.low is None or value.high is None:
        return fmt.number(value.mean, 1)
    return f"{fmt.number(value.mean, 1)} ({fmt.number(value.low, 1)} to {fmt.number(value.high, 1)})"


# --- JSON ----------------------------------------------------------------------------------------------------


def ledger_data(found: Debrief) -> dict[str, Any]:
    """The keys of the ledger; None for what was not worked out."""
    prices = found.prices
    if prices is None:
        names = ("par", "injected", "luck", "residual", "decision_score", "luck_adjusted", "rollouts")
        return dict.fromkeys(names)
    return {
        "par": 100.0,
        "injected": prices.injected,
        "luck": [{"event": _event(night.day), "amount": night.amount} for night in prices.luck] or None,
        "residual": prices.residual(found.equity),
        "decision_score": prices.score.data() if prices.score else None,
        "luck_adjusted": prices.adjusted.data() if prices.adjusted else None,
        "rollouts": prices.rollouts,
    }


def _event(day: int) -> str:
    return f"day {day}" if day else "deal"


def price_of(prices: Prices | None, moment: Moment) -> dict[str, Any]:
    """The price keys of one decision of the timeline. A choice equal to the reference's is worth what that is."""
    if prices is None or moment.by != "player":
        return dict.fromkeys(("advantage", "guess", "regret", "label", "best", "reference"))
    line = moment.line.partition(' "')[0]
    for one in prices.decisions:
        if not one.undone and one.day == moment.day and one.line == line:
            return _data(one)
    return {
        "advantage": _ZERO.data(), "guess": 0.0, "regret": _ZERO.data(), "label": None, "best": line, "reference": line,
    }  # fmt: skip


def _data(one: Decision) -> dict[str, Any]:
    return {
        "advantage": one.advantage.data(),
        "guess": one.guess,
        "regret": one.regret.data() if one.regret else None,
        "label": one.label.value if one.label else None,
        "best": one.best,
        "reference": one.instead,
    }


def unlisted_data(prices: Prices | None, moments: tuple[Moment, ...]) -> list[dict[str, Any]]:
    """Priced decisions that are no moment of the timeline: what was left undone, and actions it does not list."""
    if prices is None:
        return []
    listed = {(moment.day, moment.line.partition(' "')[0]) for moment in moments if moment.by == "player"}
    return [
        {
            "day": one.day,
            "last_day": one.last_day,
            "action": f"left undone: {one.line}" if one.undone else one.line,
            **_data(one),
            "by": "player",
            "known": one.known,
        }
        for one in prices.decisions
        if one.undone or (one.day, one.line) not in listed
    ]
