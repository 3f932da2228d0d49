"""A forecast held against what comes: games that go on from its board, the hidden truth, one's own finished game."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from aiboard.analysis.forecasts import QUANTILES, pinball
from aiboard.drills.stakeholder import forecast_text
from aiboard.drills.stakeholder.forecast_text import NEVER
from aiboard.drills.stakeholder.snapshot import ROLLOUT_COUNT, GameOrigin, Snapshot
from aiboard.engine.happenings.live import ShareSet
from aiboard.engine.model.board import Board
from aiboard.engine.systems.production import online_quality
from aiboard.labs.summary import alive
from aiboard.views import fmt
from aiboard.views.card.measure import best_estimate

_BROAD: Final = 20.0
"""Interval score, points, from which a range of qualities is worth nothing."""
_MISS: Final = 20.0
"""What a point outside a range of 90 % costs, in points of its width: two over the share that may lie outside."""
_GUESS: Final = 0.25
"""Squared error from which odds are worth nothing: what 50 % always costs."""


@dataclass(frozen=True)
class ForecastScore:
    """What a forecast was worth. `score` 0 to 1, None where nothing may be told yet; lines for people; `data`."""

    score: float | None
    lines: tuple[str, ...]
    data: Mapping[str, Any]


_UNTOLD: Final = ForecastScore(
    None, ("Your game is not over: what is hidden in it is not told, so the forecast is not scored.",), {}
)
#: How the numbers that follow were made.
_PLAYED: Final = (
    f"From {ROLLOUT_COUNT} simulated games that go on from this board: the reference plays, "
    "what is true of the cards stays, "
    "the luck to come is drawn anew."
)


class ForecastKind(ABC):
    """A kind of forecast: how it is said, and how it is scored. `FORM` says how it is written, with an example, `PLAYS`
    whether games are played on for it."""

    FORM: ClassVar[str]
    PLAYS: ClassVar[bool] = True

    @abstractmethod
    def read(self, text: str) -> Any:
        """What a text forecasts; None for nothing."""

    @abstractmethod
    def write(self, forecast: Any) -> str:
        """The same in the form that can be read again."""

    def public_score(self, snapshot: Snapshot, forecast: Any) -> ForecastScore:
        """The forecast against what comes. Nothing hidden is told of a game that its player still plays."""
        return _UNTOLD if snapshot.whose is GameOrigin.OPEN else self.score(snapshot, forecast)

    def public_outcome(self, snapshot: Snapshot) -> tuple[str, ...]:
        """What comes, for an interviewer; with the same reserve."""
        return _UNTOLD.lines if snapshot.whose is GameOrigin.OPEN else self.outcome_lines(snapshot)

    @abstractmethod
    def outcome_lines(self, snapshot: Snapshot) -> tuple[str, ...]:
        """What comes, for people."""

    @abstractmethod
    def score(self, snapshot: Snapshot, forecast: Any) -> ForecastScore:
        """The forecast against that."""


def first_customer(board: Board) -> int:
    """The day on which a model first got traffic; NEVER when none has."""
    return next((one.day for one in board.history if isinstance(one, ShareSet) and one.percent > 0), NEVER)


def target_day(board: Board) -> int:
    """The day on which the target was first cleared; NEVER when it has not been."""
    return board.target_day


def _hindsight(snapshot: Snapshot, event_day: Callable[[Board], int]) -> tuple[str, ...]:
    if snapshot.end is None:
        return ()
    day = event_day(snapshot.end)
    owner_text = f"the game of the bot {snapshot.bot}" if snapshot.bot else "your own game"
    return (f"In hindsight: in {owner_text} it came {f'on day {day}' if day else 'never'}.",)


# --- two days ----------------------------------------------------------------------------------------------


class Days(ForecastKind):
    """The days by which something has come with 70 and with 90 % odds, scored by the pinball loss."""

    FORM = "as '70 % by day 40, 90 % by day 55' or 'never'"

    def __init__(self, event_day: Callable[[Board], int]) -> None:
        self._event_day = event_day

    read = staticmethod(forecast_text.parse_days)
    write = staticmethod(forecast_text.days_text)

    def _days(self, snapshot: Snapshot) -> list[int]:
        """The days on which it came in the futures, in order; the day after the last stands for never."""
        return sorted(self._event_day(board) or snapshot.board.world.days + 1 for board in snapshot.rollouts)

    def outcome_lines(self, snapshot: Snapshot) -> tuple[str, ...]:
        days, never_day = self._days(snapshot), snapshot.board.world.days + 1
        reached_days = [day for day in days if day < never_day]
        never = f"; in {len(days) - len(reached_days)} of them never" if len(reached_days) < len(days) else ""
        if not reached_days:
            line = "In none of them it came."
        elif reached_days[0] == reached_days[-1]:
            line = f"It came on day {reached_days[0]}{never}."
        else:
            median = _quantile(days, 0.5)
            half = f"in half of them by day {median}" if median < never_day else "in less than half of them"
            line = f"It came on day {reached_days[0]} to {reached_days[-1]}, {half}{never}."
        return (_PLAYED, line, *_hindsight(snapshot, self._event_day))

    def score(self, snapshot: Snapshot, forecast: tuple[int, int]) -> ForecastScore:
        """Half a sprint more than the best two days lose is worth nothing."""
        world, days = snapshot.board.world, self._days(snapshot)
        never_day = world.days + 1
        # Never costs as much as the day after the last: what would come later is not played.
        ends = [min(day or never_day, never_day) for day in forecast]
        best = [_quantile(days, quantile) for quantile in QUANTILES]
        loss, best_loss = _loss(ends, days), _loss(best, days)
        coverage_lines = [
            f"Your {quantile * 100:.0f} % day, day {end}, held in {sum(day <= end for day in days)} of {len(days)}."
            for quantile, end in zip(QUANTILES, ends, strict=True)
            if end < never_day
        ]
        first, second = (_named(day, never_day) for day in best)
        best_text = (
            f"the best answer, {first}, loses" if first == second else f"the best two, {first} and {second}, lose"
        )
        mean = f"Mean loss of your two days {loss:.1f} working days; {best_text} {best_loss:.1f}."
        data = {"days": days, "stated": ends, "best": best, "loss": round(loss, 4), "least": round(best_loss, 4)}
        worth = max(0.0, 1 - (loss - best_loss) / (world.sprint_days / 2))
        return ForecastScore(worth, (*self.outcome_lines(snapshot), *coverage_lines, mean), data)


def _loss(ends: Sequence[int], days: Sequence[int]) -> float:
    pairs = list(zip(QUANTILES, ends, strict=True))
    return sum(pinball(quantile, end, day) for day in days for quantile, end in pairs) / len(days) / len(pairs)


def _quantile(ordered: Sequence[int], share: float) -> int:
    """The first of these days by which that share has come."""
    return next(day for rank, day in enumerate(ordered, 1) if rank >= share * len(ordered))


def _named(day: int, never_day: int) -> str:
    return forecast_text.day_text(day if day < never_day else NEVER)


# --- odds, and a range of qualities ------------------------------------------------------------------------


class Chance(ForecastKind):
    """The odds that the target is measured before the end, scored by the squared error."""

    FORM = "as '60 %'"

    read = staticmethod(forecast_text.parse_chance)

    def write(self, forecast: int) -> str:
        return f"{forecast} %"

    def outcome_lines(self, snapshot: Snapshot) -> tuple[str, ...]:
        line = f"The target was measured in {self._reached(snapshot)} of them."
        return (_PLAYED, line, *_hindsight(snapshot, target_day))

    def _reached(self, snapshot: Snapshot) -> int:
        return sum(target_day(board) > 0 for board in snapshot.rollouts)

    def score(self, snapshot: Snapshot, forecast: int) -> ForecastScore:
        share = self._reached(snapshot) / len(snapshot.rollouts)
        error = (forecast / 100 - share) ** 2
        line = (
            f"You said {forecast} %; it came in {share * 100:.0f} %: squared error {error:.2f} ({_GUESS} is worth 0)."
        )
        data = {"share": round(share, 4), "stated": forecast, "error": round(error, 4)}
        return ForecastScore(max(0.0, 1 - error / _GUESS), (*self.outcome_lines(snapshot), line), data)


class Quality(ForecastKind):
    """A range that holds, nine times in ten, what customers get of the best card; scored by the interval score."""

    FORM = "a range that holds it nine times in ten, as '84 to 90'"
    PLAYS = False

    read = staticmethod(forecast_text.parse_quality)
    write = staticmethod(forecast_text.quality_text)

    def outcome_lines(self, snapshot: Snapshot) -> tuple[str, ...]:
        best = best_estimate(snapshot.board, alive(snapshot.board))
        if best is None:
            return ()
        # Of a game that goes on nothing hidden is told: `public_outcome` and `public_score` have asked before.
        whose = "simulated" if snapshot.end is None else "finished"
        return (
            f"From the hidden truth of this {whose} game: customers would get {self._true(snapshot, best[0]):.1f} of "
            f"{fmt.key(snapshot.board.world, best[0])}, which measured {best[1].brief}.",
        )

    def _true(self, snapshot: Snapshot, card: int) -> float:
        return online_quality(snapshot.state, snapshot.board.cards[card]) / fmt.POINT

    def score(self, snapshot: Snapshot, forecast: tuple[float, float]) -> ForecastScore:
        best = best_estimate(snapshot.board, alive(snapshot.board))
        if best is None:
            return ForecastScore(None, (), {})
        true, (low, high) = self._true(snapshot, best[0]), forecast
        loss = high - low + _MISS * max(0.0, low - true, true - high)
        verdict = "holds" if low <= true <= high else "misses"
        line = (
            f"Your {self.write(forecast)} {verdict} it: interval score {loss:.1f}, its width and {_MISS:.0f} a point "
            f"outside (0 best, {_BROAD:.0f} worth nothing)."
        )
        data = {"true": round(true, 2), "stated": list(forecast), "loss": round(loss, 4)}
        return ForecastScore(max(0.0, 1 - loss / _BROAD), (*self.outcome_lines(snapshot), line), data)


KINDS: Final[Mapping[str, ForecastKind]] = {
    "target-day": Days(target_day),
    "live-day": Days(first_customer),
    "chance": Chance(),
    "quality": Quality(),
}
"""By their names in rooms."""
