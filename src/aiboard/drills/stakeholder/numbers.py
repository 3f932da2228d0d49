"""The numbers of a reply, each held against the facts of its board."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aiboard.drills.rubric import has_word_prefix
from aiboard.drills.stakeholder.facts import Fact, Unit


@dataclass(frozen=True)
class Number:
    """A number that was said.

    Attributes:
        text: as it was said.
        value: in points, dollars, days or seconds, or a count.
        units: what it may count.
        step: the last digit that was said, in the same unit.
        near: the words beside it, of the same clause, small letters.
        after: what follows it.
        within: the range of which it is an end, if any.
        is_total: it is what others are a part of: the 5 of `4 of 5`.
    """

    text: str
    value: float
    units: tuple[Unit, ...]
    step: float
    near: str
    after: str
    within: tuple[float, float] | None = None
    is_total: bool = False


@dataclass(frozen=True)
class NumberCheck:
    """A number and the fact that it is or, where it is not right, should be; without a fact it was not checked."""

    number: Number
    fact: Fact | None
    right: bool

    @property
    def wrong(self) -> bool:
        """Whether it stands against the board; one that was not checked does not."""
        return self.fact is not None and not self.right

    @property
    def line(self) -> str:
        """For people."""
        number_text = self.number.text
        if self.fact is None:
            return f"· {number_text}: not checked, it is no fact of this board"
        fact_text = self.fact.statement
        return (
            f"✓ {number_text}: {fact_text}"
            if self.right
            else f"✗ {number_text} is not on this board; nearest is {fact_text}"
        )


@dataclass(frozen=True)
class _Rule:
    """How numbers of a kind are written. Groups: `n` (or `m`) the number, `sign`, `unit` the word that scales it.

    Without units what it matches is no fact: it is passed over, so that no later rule reads it.
    """

    pattern: re.Pattern[str]
    units: tuple[Unit, ...] = ()


#: Bounded, so that a reply of nothing but digits is read as fast as any.
_N: Final = r"(?P<n>\d(?:[\d,]{0,13}\d)?(?:\.\d{1,6})?)"
_SIGN: Final = r"(?P<sign>[-−]?)"
_SCALE: Final = r"(?P<unit>k|m|thousand|million)?"
_PERCENT: Final = r"\d[\d.]{0,6}\s?(?:%|percent)"


def _rule(pattern: str, *units: Unit) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), units)


#: In the order in which they read: what an earlier one has taken, a later one does not see.
_RULES: Final = (
    _rule(rf"\b(?:day\s*|D){_N}", Unit.DAY),
    _rule(rf"{_SIGN}\s?\$\s?{_N}\s?{_SCALE}\b", Unit.MONEY),
    _rule(rf"\b{_N}\s?{_SCALE}\s?(?:dollars|usd)\b", Unit.MONEY),
    # Odds, shares of traffic and confidence levels are no facts of the board.
    _rule(
        rf"{_PERCENT}\s*(?:odds|sure|likely|chance|certain|confiden|probab|interval|by\b|that\b|of (?:the )?traffic)"
    ),
    _rule(rf"\b(?:odds|chances?|confidence|probability|with)\s+(?:(?:of|at|is|are)\s+)?(?:about\s+)?{_PERCENT}"),
    _rule(rf"\b{_N}\s+(?:of|in|out of)\s+(?:a|every|each)?\s?(?:hundred|100)\b", Unit.POINTS),
    _rule(rf"\b{_N}\s*(?:working\s+)?(?P<unit>day|week)s?\b", Unit.DAYS),
    _rule(rf"\b{_N}\s*sprints?\b|\bsprint\s+(?P<m>\d{{1,3}})\b", Unit.SPRINT),
    _rule(rf"\b{_N}\s*(?P<unit>ms|milliseconds?|s|sec|seconds?)\b", Unit.SECONDS),
    _rule(rf"{_SIGN}{_N}\s?(?:%|percent\b|points?\b|pts?\b)", Unit.POINTS),
    # Names with digits: EXP-012, DS-2, A100, p95.
    _rule(r"\b[a-z]+-?\d[\w-]*"),
    _rule(rf"\b{_N}\b", Unit.COUNT, Unit.POINTS, Unit.MONEY),
)
_SCALES: Final = {
    "k": 1_000.0,
    "thousand": 1_000.0,
    "m": 1_000_000.0,
    "million": 1_000_000.0,
    "week": 5.0,
    "ms": 0.001,
    "millisecond": 0.001,
    "milliseconds": 0.001,
}
_NEAR: Final = 30
_MOST: Final = 60
"""Numbers of a reply that are looked at."""
#: Words beside a number that is no statement about today.
_PLANNED: Final = re.compile(
    r"\b(?:will|would|could|can|may|might|more|another|next|need(?:ed)?|want|order|add|if|until|propose)\b|'ll\b"
)
_OF: Final = re.compile(r"\bof\s+(?:the\s+)?$")
_CLAUSE: Final = re.compile(r"[\n;]|[.,]\s")
_END: Final = r"\d{1,9}(?:\.\d{1,6})?"
#: `3 and 5` is no range.
_RANGE: Final = re.compile(
    rf"\b(?P<a>{_END})\s?%?\s*(?:–|—|-|to)\s*(?P<b>{_END})|\bbetween\s+(?P<c>{_END})\s?%?\s+and\s+(?P<d>{_END})",
    re.IGNORECASE,
)
_QUALITIES: Final = (50, 100)
"""Between these, points are a quality; smaller ones are differences, of which any may be meant."""
_ROUNDED: Final = 0.05
"""Money with its unit may be said as roundly as this."""
#: What stands behind a number that is meant by itself; a noun would make it a count of something.
_ALONE: Final = re.compile(r"\s*(?:$|[.,;:)!?(–—-]|(?:to|and|or|on|with|from|but|now|today|is|at)\b)")


@lru_cache(maxsize=64)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text that can be facts, in their order; odds and names are left out.

    Kept: a face asks at each stroke what comes back at a reply.
    """
    by_position: dict[int, Number] = {}
    ranges = [(match.start(), match.end(), _ends(match)) for match in _RANGE.finditer(text)]
    remaining = text
    for rule in _RULES:
        for match in rule.pattern.finditer(remaining):
            if rule.units:
                position = match.start(_group(match))
                within = next((ends for start, end, ends in ranges if start <= position < end), None)
                by_position[position] = _read(match, rule, text, within)
        # Blanked, so that places stay.
        remaining = rule.pattern.sub(lambda match: " " * len(match[0]), remaining)
    return tuple(by_position[position] for position in sorted(by_position)[:_MOST])


def _read(match: re.Match[str], rule: _Rule, text: str, within: tuple[float, float] | None) -> Number:
    groups = match.groupdict()
    digits = match[_group(match)].replace(",", "")
    unit = (groups.get("unit") or "").lower()
    scale = _SCALES.get(unit, 1.0)
    sign = -1 if groups.get("sign") else 1
    value, step = sign * float(digits) * scale, scale * 10.0 ** -len(digits.partition(".")[2])
    after = text[match.end() : match.end() + _NEAR]
    return Number(
        match[0].strip(),
        value,
        rule.units,
        step,
        _near(text, match),
        after,
        within,
        _OF.search(text[: match.start()][-_NEAR:]) is not None,
    )


def _ends(match: re.Match[str]) -> tuple[float, float]:
    low, high = (float(end) for end in match.groups() if end is not None)
    return low, high


def _group(match: re.Match[str]) -> str:
    """Which group holds the number: a rule may know two orders of words."""
    return "n" if match["n"] is not None else "m"


def _near(text: str, match: re.Match[str]) -> str:
    before = _CLAUSE.split(text[max(0, match.start() - _NEAR) : match.start()])[-1]
    after = _CLAUSE.split(text[match.end() : match.end() + _NEAR])[0]
    return f"{before}{match[0]}{after}".lower()


_LOW: Final = ("low", "worth-low", "live-low")
_HIGH: Final = ("high", "worth-high", "live-high")
"""Facts that are ends of intervals, which a number is only where an end is meant."""
_MEASURED: Final = ("best", "baseline", "live-quality", "slice")
"""Facts that were measured: a range that is said to be an interval holds one of them."""
_REPEATS: Final = ("range", "worth-range", "live-range", "lead", "standing", "luck")
"""Words that repeat numbers of other facts: to match them would be to match those whatever is meant."""
#: How one says that a number is an end of an interval, that money is meant, and that a range is what was measured.
_AN_END: Final = re.compile(
    r"\b(?:end|ends|low|lower|high|upper|least|most|worst|best case|from|up to|down to|begin|bound|interval|between)"
)
_PAID: Final = re.compile(r"\b(?:cost|cent|dollar|earn|worth|spen[dt]|pa(?:y|id)|budget|money|a day|net|booked)")
_READ: Final = re.compile(r"\b(?:reads?|reading|measured?|interval|evaluat\w*|scor\w*)\b|\b95 ?%")


def check_numbers(text: str, board_facts: Mapping[str, Fact]) -> list[NumberCheck]:
    """Every number of a text held against the facts of its unit."""
    return [_check_number(one, board_facts) for one in numbers(text)]


def _check_number(number: Number, board_facts: Mapping[str, Fact]) -> NumberCheck:
    facts = [(fact, fact.value) for fact in board_facts.values() if fact.value is not None and _may_be(number, fact)]
    for fact, value in facts:
        if _equal(number, value) and _meant(number, fact):
            return NumberCheck(number, fact, True)
    nouns = [noun for fact, _ in facts if fact.unit is Unit.COUNT and fact.sole for noun in fact.nouns]
    nouns = [noun for noun in nouns if has_word_prefix(noun, number.near)]
    for fact in board_facts.values():
        words = fact.unit is Unit.WORDS and number.within is None and fact.id not in _REPEATS
        if words and _in_words(number, fact.text, nouns):
            return NumberCheck(number, fact, True)
    candidates = [(abs(value - number.value), fact) for fact, value in facts if _contradicts(number, fact)]
    low, high = number.within or (0.0, -1.0)
    is_measured = _READ.search(number.near) is not None
    in_range = [fact.id for fact, value in facts if low <= value <= high]
    # A range of one's own says nothing wrong where it holds what was measured, or is not said to be measured.
    if set(in_range) & set(_MEASURED) or (in_range and not is_measured):
        candidates = []
    # Of what is said to be measured the nearest that was measured is told, and no goal.
    nearest = min(candidates, key=lambda pair: (is_measured and pair[1].id not in _MEASURED, pair[0]), default=None)
    return NumberCheck(number, nearest[1] if nearest else None, False)


def _meant(number: Number, fact: Fact) -> bool:
    """Whether a number that is as large as a fact can be meant as it."""
    if fact.unit not in (Unit.POINTS, Unit.MONEY):
        return True
    if fact.unit is Unit.MONEY and len(number.units) > 1 and not _PAID.search(number.near):
        return False
    if number.within is None:
        return fact.id not in (*_LOW, *_HIGH) or _AN_END.search(number.near) is not None
    # The way from the baseline to what was reached is written as a range too.
    is_from_baseline = fact.id in _MEASURED and "from " in number.near
    return is_from_baseline or fact.id in (_LOW if number.value == number.within[0] else _HIGH)


def _may_be(number: Number, fact: Fact) -> bool:
    if fact.unit is not Unit.COUNT:
        return fact.unit in number.units
    # The whole of `4 of 5 are killed` is named by its part.
    return fact.unit in number.units and (_beside(number, fact) or (number.is_total and bool(fact.nouns)))


def _beside(number: Number, fact: Fact) -> bool:
    return any(has_word_prefix(noun, number.near) for noun in fact.nouns)


def _in_words(number: Number, text: str, nouns: Sequence[str]) -> bool:
    """Whether a number stands in the words of a fact, such as the gate's, beside the noun beside which it was said."""
    return any(
        number.value == one.value
        and set(number.units) & set(one.units)
        and (not nouns or any(has_word_prefix(noun, one.near) for noun in nouns))
        for one in numbers(text)
    )


def _equal(number: Number, value: float) -> bool:
    room = number.step / 2 + 1e-9
    if number.units == (Unit.MONEY,):
        room = max(room, abs(value) * _ROUNDED)
    # People say what was lost, or is missing, without its sign.
    return abs(value - number.value) <= room or (number.value > 0 and abs(-value - number.value) <= room)


def _contradicts(number: Number, fact: Fact) -> bool:
    """Whether a number that is no fact of its unit is wrong: others may be plans, or about what no fact is about."""
    if _PLANNED.search(number.near):
        return False
    if fact.unit is Unit.COUNT:
        return fact.sole and _beside(number, fact)
    low, high = _QUALITIES
    is_quality = Unit.COUNT not in number.units or _ALONE.match(number.after) is not None
    # What is nearest to a wrong number is told: not an end, which it is no answer to.
    is_comparable = fact.unit is Unit.POINTS and fact.id not in (*_LOW, *_HIGH)
    return is_comparable and low <= number.value <= high and is_quality
