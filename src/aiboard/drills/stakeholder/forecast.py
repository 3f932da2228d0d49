"""A forecast held against what comes: games that go on from its board, the hidden truth, one's own finished game."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiboard.analysis.forecasts import QUANTILES, pinball
from aiboard.drills.stakeholder.moment import FUTURES, Moment, Whose
from aiboard.drills.stakeholder.stated import NEVER, chance_said, days_said, days_text, quality_said, quality_text
from aiboard.engine.happenings.live import ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.systems.production import online_quality
from aiboard.labs.summary import alive
from aiboard.views import fmt
from aiboard.views.card.measure import best_measured

_POINT: Final = 10_000
_BROAD: Final = 20.0
"""Interval score, points, from which a range of qualities is worth nothing."""
_GUESS: Final = 0.25
"""Squared error from which odds are worth nothing."""
_MISS: Final = 20.0
"""What a point outside a range of 90 % costs, in points of width (the interval score's 2 over its rest)."""


@dataclass(frozen=True)
class Scored:
    """What a forecast was worth. `score` 0 to 1, None where nothing may be told yet; lines for people; `data`."""

    score: float | None
    lines: tuple[str, ...]
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of forecast.

    Attributes:
        form: how it is written, with an example.
        read: what a text forecasts; None for nothing.
        write: the same in the form that can be read again.
        score: held against the future of a board.
    """

    form: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    score: Callable[[Moment, Any], Scored]


def first_customer(board: Board) -> int:
    """The day on which a model first got traffic; NEVER when none has."""
    return next((one.day for one in board.history if isinstance(one, ShareSet) and one.percent > 0), NEVER)


def target_day(board: Board) -> int:
    """The day on which the target was first measured on three seeds; NEVER when it has not been."""
    return board.target_day


#: How the numbers that follow were made.
_PLAYED: Final = (
    f"From {FUTURES} simulated games that go on from this board: the reference plays, what is true of the cards stays, "
    "the luck to come is drawn anew."
)


_UNTOLD: Final = Scored(
    None, ("Your game is not over: what is hidden in it is not told, so the forecast is not scored.",), {}
)


def _score_days(came: Callable[[Board], int]) -> Callable[[Moment, tuple[int, int]], Scored]:
    def score(moment: Moment, stated: tuple[int, int]) -> Scored:
        if moment.whose is Whose.OPEN:
            return _UNTOLD
        world = moment.board.world
        after = world.days + 1
        days = sorted(came(board) or after for board in moment.futures)
        said = [min(day or after, after) for day in stated]
        best = [_quantile(days, quantile) for quantile in QUANTILES]
        loss, least = _loss(said, days), _loss(best, days)
        # Half a sprint more than the best forecast loses is worth nothing.
        worth = max(0.0, 1 - (loss - least) / (world.sprint_days / 2))
        held = [sum(day <= end for day in days) * 100 // len(days) if end < after else None for end in said]
        never, half = sum(day == after for day in days), _named(_quantile(days, 0.5), after)
        lines = [
            _PLAYED,
            f"It came on {_ends(days, after)}, half by {half}; in {never} of them never.",
            *(
                f"Your {round(quantile * 100)} % day, {_named(day, after)}, held in {share} % of them."
                for quantile, day, share in zip(QUANTILES, said, held, strict=True)
                if share is not None
            ),
            f"Mean loss of your two days {loss:.1f} working days; the best two, {_named(best[0], after)} and "
            f"{_named(best[1], after)}, lose {least:.1f}.",
            *_hindsight(moment, came),
        ]
        data = {"days": days, "stated": said, "best": best, "loss": round(loss, 4), "least": round(least, 4)}
        return Scored(worth, tuple(lines), data)

    return score


def _loss(stated: Sequence[int], days: Sequence[int]) -> float:
    pairs = list(zip(QUANTILES, stated, strict=True))
    return sum(pinball(q, day, came) for came in days for q, day in pairs) / len(days) / len(pairs)


def _quantile(ordered: Sequence[int], share: float) -> int:
    """The first of these days by which that share has come."""
    return ordered[max(0, -(-round(len(ordered) * share * 100) // 100) - 1)]


def _named(day: int, after: int) -> str:
    return "never" if day >= after else f"day {day}"


def _ends(days: Sequence[int], after: int) -> str:
    known = [day for day in days if day < after]
    return f"day {known[0]} to {known[-1]}" if known else "no day"


def _hindsight(moment: Moment, came: Callable[[Board], int]) -> tuple[str, ...]:
    if moment.end is None:
        return ()
    day = came(moment.end)
    return (f"In hindsight: in your own game it came {f'on day {day}' if day else 'never'}.",)


def _score_chance(moment: Moment, stated: int) -> Scored:
    if moment.whose is Whose.OPEN:
        return _UNTOLD
    reached = sum(target_day(board) > 0 for board in moment.futures)
    share = reached / len(moment.futures)
    error = (stated / 100 - share) ** 2
    lines = (
        _PLAYED,
        f"The target was measured in {reached} of them, {share * 100:.0f} %; you said {stated} %.",
        f"Squared error {error:.2f}: 0 is best, {_GUESS} is worth nothing.",
        *_hindsight(moment, target_day),
    )
    data = {"share": round(share, 4), "stated": stated, "error": round(error, 4)}
    return Scored(max(0.0, 1 - error / _GUESS), lines, data)


def _score_quality(moment: Moment, stated: tuple[float, float]) -> Scored:
    best = best_measured(moment.board, alive(moment.board))
    if moment.whose is Whose.OPEN or best is None:
        return _UNTOLD
    true = online_quality(moment.state, moment.board.cards[best[0]]) / _POINT
    low, high = stated
    loss = high - low + _MISS * max(0.0, low - true, true - high)
    verdict = "holds it" if low <= true <= high else "misses it"
    lines = (
        f"From the hidden truth of this {'simulated' if moment.end is None else 'finished'} game: customers would get "
        f"{true:.1f} of {fmt.key(moment.board.world, best[0])}; it measured {best[1].brief}.",
        f"Your {quality_text(stated)} {verdict}; interval score {loss:.1f} (its width, and {_MISS:.0f} for each point "
        f"outside): 0 is best, {_BROAD:.0f} is worth nothing.",
    )
    data = {"true": round(true, 2), "stated": list(stated), "loss": round(loss, 4)}
    return Scored(max(0.0, 1 - loss / _BROAD), lines, data)


_TWO_DAYS: Final = "as '70 % by day 40, 90 % by day 55' or 'never'"
KINDS: Final[Mapping[str, Kind]] = {
    "target-day": Kind(_TWO_DAYS, days_said, days_text, _score_days(target_day)),
    "live-day": Kind(_TWO_DAYS, days_said, days_text, _score_days(first_customer)),
    "chance": Kind("as '60 %'", chance_said, "{} %".format, _score_chance),
    "quality": Kind(
        "a range that holds it nine times in ten, as '84 to 90'", quality_said, quality_text, _score_quality
    ),
}
