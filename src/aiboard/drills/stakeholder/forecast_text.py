"""What a reply forecasts, read from its words: two days, odds, or a range of qualities."""

from __future__ import annotations

import re
from typing import Final

from aiboard.views import fmt

NEVER: Final = 0
"""Stands for a day after the project's end."""

_DAY: Final = r"(?:day\s*|D)\d{1,3}"
_PAIR: Final = re.compile(
    rf"\b(\d\d)\s?(?:%|percent)\D{{0,20}}?\b({_DAY}|never)|\b({_DAY}|never)\s*(?:\(|with|at)\s*(\d\d)\s?(?:%|percent)",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"\b(?:day\s*|D)(\d{1,3})(?:\s*(?:–|—|-|to|and|or)\s*(?:day\s*|D)?(\d{1,3}))?", re.IGNORECASE)
_NEVER: Final = re.compile(r"\bnever\b|\bnot (?:before|by|until) the (?:end|close)|\bnot in time", re.IGNORECASE)
_SURE: Final = re.compile(
    r"\b(\d{1,3})\s?(?:%|percent)\s*(?:odds|sure|likely|chance|certain|confiden|probab|that\b)"
    r"|\b(?:odds|chances?|probability|put it)\s+(?:(?:of|at|is|are)\s+)?(?:about\s+)?(\d{1,3})\s?(?:%|percent)"
    r"|^\s*(\d{1,3})\s?(?:%|percent)\s*$",
    re.IGNORECASE,
)
_Q: Final = r"(\d{1,3}(?:\.\d+)?)\s?%?"
_RANGE: Final = re.compile(
    rf"\b{_Q}\s*(?:–|—|-|to)\s*{_Q}|between\s+{_Q}\s+and\s+{_Q}|\b{_Q}\s*(±)\s*{_Q}", re.IGNORECASE
)


def parse_days(text: str) -> tuple[int, int] | None:
    """The days that hold with 70 and with 90 % odds; a single day stands for both. None without one.

    `70 % by day 40, 90 % by day 55`; `day 40 to 55`; `never` and `not before the close` are NEVER.
    """
    # One search for both orders of the words: either is found between two pairs of the other too.
    by_odds = {int(match[1] or match[4]): _day(match[2] or match[3]) for match in _PAIR.finditer(text)}
    if by_odds:
        return by_odds.get(70, by_odds[min(by_odds)]), by_odds.get(90, by_odds[max(by_odds)])
    days = [int(day) for pair in _SPAN.findall(text) for day in pair if day]
    never = _NEVER.search(text) is not None
    if not days:
        return (NEVER, NEVER) if never else None
    return min(days), NEVER if never else max(days)


def _day(text: str) -> int:
    digits = re.search(r"\d+", text)
    return int(digits[0]) if digits else NEVER


def parse_chance(text: str) -> int | None:
    """The odds that are said, percent; None without them."""
    match = _SURE.search(text)
    percent = int(next(group for group in match.groups() if group)) if match else 101
    return percent if percent <= 100 else None


def parse_quality(text: str) -> tuple[float, float] | None:
    """The range of qualities that is said last, points; None without one."""
    ranges = []
    for match in _RANGE.finditer(text):
        ends = [float(group) for group in match.groups() if group and group != "±"]
        low, high = (ends[0] - ends[1], ends[0] + ends[1]) if match[6] else (ends[0], ends[1])
        if 0 <= low <= high <= 100:
            ranges.append((low, high))
    return ranges[-1] if ranges else None


def days_text(forecast: tuple[int, int]) -> str:
    """Two days in the form that `parse_days` reads."""
    return f"70 % by {day_text(forecast[0])}, 90 % by {day_text(forecast[1])}"


def day_text(day: int) -> str:
    """`day 40`, `never`."""
    return "never" if day == NEVER else f"day {day}"


def quality_text(forecast: tuple[float, float]) -> str:
    """A range in the form that `parse_quality` reads."""
    return " to ".join(fmt.points(round(end * fmt.POINT)) for end in forecast)
