"""Where the points came from: par, injections, luck day by day, decisions, guesses, what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import wrap_list, wrap_paragraphs
from aiboard.analysis.debrief.prices import decision_score, score_words
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.pricing.model import DayLuck
from aiboard.views import fmt
from aiboard.views.board.log import is_in_log
from aiboard.views.happenings import ROWS
from aiboard.views.sentences import sentence
from aiboard.views.words import Tone

PAR: Final = 100.0
_NAMED: Final = 3
"""Nights named in the one line about luck."""
_LEAST: Final = 0.5
"""Points under which a night is not told of."""
_SHORT: Final = {
    "par": " (the reference on average)", "decisions": " (against the reference's)",
    "hidden odds": " (not knowable then)", "left over": " (error of the rollouts)",
}  # fmt: skip
"""What rows of the ledger are, where a sentence adds them up; what luck was stands before it."""
_UNNAMED: Final = "the log names no event"
_NONE: Final = "Luck is not worked out yet; `aiboard debrief SAVE --rollouts 64 --luck`, or p on the debrief's screen."


@dataclass(frozen=True)
class LedgerRow:
    """A line of the ledger: its name, points (None: not worked out), what it is."""

    name: str
    points: float | None
    note: str


def points_ledger(debrief: Debrief) -> list[LedgerRow]:
    """Rows that add up to equity; empty without prices."""
    prices = debrief.prices
    if prices is None:
        return []
    # Choices equal to the reference's are worth 0 by definition and have no price.
    choices = sum(one.advantage.mean for one in prices.decisions)
    luck = sum(night.amount for night in prices.luck) if prices.luck else None
    return [
        LedgerRow("par", PAR, "what the reference makes here on average"),
        LedgerRow("luck", luck, "the deal and what every day brought"),
        LedgerRow("injections", prices.injected, "disruptions that were brought by key or file"),
        LedgerRow("decisions", choices, "your choices over the reference's, by what was known"),
        LedgerRow("hidden odds", prices.guessed, "what nobody could know when choosing"),
        LedgerRow("left over", prices.residual(debrief.equity), "error of the rollouts"),
    ]


def luck_words(debrief: Debrief) -> str:
    """The luck in one sentence, its largest parts named; empty where it is not worked out."""
    nights = debrief.prices.luck if debrief.prices is not None else ()
    if not nights:
        return ""
    total = sum(night.amount for night in nights)
    # By size, then told by day: a sentence in the order of the game is read as a story of it.
    largest = sorted((one for one in nights if _large(one)), key=lambda one: -abs(one.amount))[:_NAMED]
    parts = [f"{_name(one)} {fmt.signed_number(one.amount)}" for one in sorted(largest, key=lambda one: one.day)]
    suffix = f" ({', '.join(parts)})" if parts else ""
    return f"Luck: {fmt.signed_number(total)} points{suffix}.{sum_words(debrief) or _hidden_words(debrief)}"


def sum_words(debrief: Debrief) -> str:
    """How the parts add up to equity, in one sentence; empty while one of them is not worked out."""
    rows = points_ledger(debrief)
    if debrief.equity is None or not rows or any(row.points is None for row in rows):
        return ""
    equity = round(debrief.equity)
    *parts, residual = [(row.name, round(row.points or 0.0)) for row in rows]
    # Each is rounded, and what is left over takes the difference: read as it stands, the line is right.
    residual = (residual[0], equity - sum(points for _, points in parts))
    (par, at), *others = [(name + _SHORT.get(name, ""), points) for name, points in [*parts, residual]]
    terms = ", ".join([f"{par} {at}", *[f"{name} {fmt.signed_number(points)}" for name, points in others if points]])
    return f" Equity {fmt.number(equity)}, where 0 is doing nothing, is {terms}."


def _hidden_words(debrief: Debrief) -> str:
    """The hidden odds: without them the luck does not explain what came out."""
    points = debrief.prices.guessed if debrief.prices is not None else None
    if points is None or abs(points) < _LEAST:
        return ""
    return f" Hidden odds, which nobody could know when choosing: {fmt.signed_number(points)}."


def event_of(debrief: Debrief, night: DayLuck) -> str:
    """What happened on a night of luck, in the log's words; the most telling first."""
    if night.day == 0:
        return "how good the ideas were that were dealt"
    days = debrief.record.days
    events = days[night.day - 1].night if night.day <= len(days) else []
    tones = (Tone.BAD, Tone.GOOD)
    rows = [(ROWS[type(event)].weight, sentence(debrief.record.world, event)) for event in events if is_in_log(event)]
    # What sounds good or bad first: a routine line explains no luck.
    rows.sort(key=lambda one: (one[1].tone not in tones, -one[0]))
    return rows[0][1].text.rstrip(".") if rows else _UNNAMED


def _name(night: DayLuck) -> str:
    return f"day {night.day}" if night.day else "the deal"


def _lines(debrief: Debrief) -> list[str]:
    rows = points_ledger(debrief)
    if not rows:
        return wrap_paragraphs(
            ["Points have a price only after rollouts: p on the screen, --rollouts on the command line."]
        )
    lines = [f"{row.name:<14}{_points(row.points):>8}   {row.note}" for row in rows]
    if debrief.equity is not None:
        lines += [f"{'':<14}{'─' * 8}", f"{'equity':<14}{fmt.number(debrief.equity, 1):>8}"]
    words = score_words(debrief)
    lines += ["", *wrap_paragraphs([words])] if words else []
    lines += ["", "Every piece of luck of half a point or more:", ""]
    nights = debrief.prices.luck if debrief.prices is not None else ()
    if not nights:
        return [*lines, *wrap_paragraphs([_NONE])]
    return [*lines, *wrap_list(_pieces(debrief, [night for night in nights if _large(night)]))]


def _large(night: DayLuck) -> bool:
    return abs(night.amount) >= _LEAST


def _pieces(debrief: Debrief, nights: list[DayLuck]) -> list[str]:
    """One line a piece of luck that the log explains, and one for all the others."""
    events = [(night, event_of(debrief, night)) for night in nights]
    lines = [f"{_name(one)}: {fmt.signed_number(one.amount)}; {event}." for one, event in events if event != _UNNAMED]
    others = [f"{_name(one)} {fmt.signed_number(one.amount)}" for one, event in events if event == _UNNAMED]
    return [*lines, f"{', '.join(others)}: {_UNNAMED}."] if others else lines


def _points(value: float | None) -> str:
    return "·" if value is None else fmt.number(value, 1)


def _data(debrief: Debrief) -> dict[str, Any]:
    """Keys of the contract; None for what was not worked out."""
    prices = debrief.prices
    if prices is None:
        names = (
            "par", "injected", "luck", "guessed", "residual", "decision_score", "decision_score_by_rollouts",
            "luck_adjusted", "rollouts",
        )  # fmt: skip
        return dict.fromkeys(names)
    luck = [
        {"event": event_name(night), "amount": night.amount, "what": event_of(debrief, night)} for night in prices.luck
    ]
    return {
        "par": PAR,
        "injected": prices.injected,
        "luck": luck or None,
        "guessed": prices.guessed,
        "residual": prices.residual(debrief.equity),
        "decision_score": score.data() if (score := decision_score(debrief)) else None,
        "decision_score_by_rollouts": prices.score.data() if prices.score else None,
        "luck_adjusted": prices.adjusted.data() if prices.adjusted else None,
        "rollouts": prices.rollouts,
    }


def event_name(night: DayLuck) -> str:
    """`deal` or `day 15`: the name of a piece of luck in JSON."""
    return f"day {night.day}" if night.day else "deal"


POINTS: Final = Part("Luck, and where the points came from", "Luck", _lines, _data, True)
