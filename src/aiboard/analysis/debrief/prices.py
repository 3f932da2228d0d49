"""Prices in words and as JSON: the decision score, an interval, each decision of the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.moments import TakenDecision
from aiboard.analysis.pricing.model import Decision, Prices
from aiboard.analysis.reliability import published
from aiboard.views import fmt

_ZERO: Final = Estimate(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class KeyFigure:
    """One of the few numbers of a game: its name, the number, what there is to know of it; both may be empty."""

    name: str
    number: str
    note: str

    def sentence(self) -> str:
        """The same as a sentence."""
        return " ".join(filter(None, [self.name if self.number else f"{self.name}:", self.number, self.note])) + "."


def score(debrief: Debrief) -> KeyFigure:
    """The decision score, with its interval where it has one."""
    prices = debrief.prices
    if prices is None or prices.score is None:
        return KeyFigure("Decision score", "", "not priced yet" if prices is None else "none, too few decisions")
    number, _, between = interval_text(decision_score(debrief) or prices.score, 0).partition(" ")
    return KeyFigure("Decision score", number, "; ".join(filter(None, [between, "100 is the reference's play"])))


def decision_score(debrief: Debrief) -> Estimate | None:
    """The score with the interval that one game says of a player: rollout error and, where published, the SEM."""
    score = debrief.prices.score if debrief.prices is not None else None
    sem = published.sem_for(debrief.resolved)
    return score if score is None or sem is None else sem.widen(score)


def score_words(debrief: Debrief) -> str:
    """What the score's interval is made of, in a sentence; empty without a score."""
    score = debrief.prices.score if debrief.prices is not None else None
    if score is None:
        return ""
    sem = published.sem_for(debrief.resolved)
    if sem is None:
        return "The decision score's interval is what the rollouts leave open; this scenario has no published SEM."
    return (
        f"The decision score's interval says what one game tells of a player. The rollouts alone say "
        f"{interval_text(score, 0).partition(' (')[2].rstrip(')')}; "
        f"from game to game it differs by {fmt.number(sem.sem)} "
        f"points (SEM, {sem.players} simulated players)."
    )


def interval_text(value: Estimate, decimals: int = 1, signed: bool = False) -> str:
    """A mean with its interval: 6.6 (1.0 to 12.2); with `signed` a plus before a mean over 0.

    An interval without 0 in it gets a decimal more where it would be rounded to 0, unless the mean is rounded to 0 too.
    """
    mean = ("+" if signed and round(value.mean, decimals) > 0 else "") + fmt.number(value.mean, decimals)
    if value.low is None or value.high is None:
        return mean
    nonzero = round(value.mean, decimals) != 0
    # Rounded, an interval that leaves out 0 must not seem to end at it.
    if nonzero and value.excludes_zero() and 0 in (round(value.low, decimals), round(value.high, decimals)):
        decimals += 1
    return f"{mean} ({fmt.number(value.low, decimals)} to {fmt.number(value.high, decimals)})"


def price_of(prices: Prices | None, moment: TakenDecision) -> dict[str, Any]:
    """The price keys of one decision of the timeline. A choice equal to the reference's is worth what that is."""
    if prices is None or moment.by != "player":
        return dict.fromkeys(("advantage", "guess", "regret", "label", "best", "reference"))
    decision = decision_of(prices, moment)
    if decision is not None:
        return _data(decision)
    line = moment.choice
    return {
        "advantage": _ZERO.data(), "guess": 0.0, "regret": _ZERO.data(), "label": None, "best": line, "reference": line,
    }  # fmt: skip


def decision_of(prices: Prices | None, moment: TakenDecision) -> Decision | None:
    """The priced departure that a moment is; None where it is none, or nothing is priced."""
    line = moment.choice
    decisions = prices.decisions if prices is not None and moment.by == "player" else ()
    return next((one for one in decisions if not one.undone and (one.day, one.line) == (moment.day, line)), None)


def _data(decision: Decision) -> dict[str, Any]:
    return {
        "advantage": decision.advantage.data(),
        "guess": decision.guess,
        "regret": decision.regret.data() if decision.regret else None,
        "label": decision.label.value if decision.label else None,
        "best": decision.best,
        "reference": decision.instead,
    }


def unlisted(prices: Prices, moments: tuple[TakenDecision, ...]) -> list[Decision]:
    """Priced decisions that are no moment of the timeline: what was left undone, and actions it does not list."""
    listed = {(moment.day, moment.choice) for moment in moments if moment.by == "player"}
    return [one for one in prices.decisions if one.undone or (one.day, one.line) not in listed]


def unlisted_data(prices: Prices | None, moments: tuple[TakenDecision, ...]) -> list[dict[str, Any]]:
    """The same as JSON; nothing without prices."""
    if prices is None:
        return []
    return [
        {
            "day": one.day,
            "last_day": one.last_day,
            "action": f"left undone: {one.line}" if one.undone else one.line,
            **_data(one),
            "by": "player",
            "known": one.known,
        }
        for one in unlisted(prices, moments)
    ]
