"""The words of the line mode that ask the coach for numbers: `coach CARD`, `cone`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from aiboard.cli.progress import progress
from aiboard.instruments.errors import InputError
from aiboard.play import coach_consent as asking
from aiboard.play.session import Session
from aiboard.views import fmt
from aiboard.views.charts import chart as charts

_LEFT: Final = "Left as it was."
_STOPPED: Final = "Stopped; nothing was worked out."

T = TypeVar("T")


class CoachCommands:
    """`commands`: a word and what it answers. `confirm` shows lines and asks; `index` finds the card of a word."""

    def __init__(
        self, session: Session, confirm: Callable[[list[str]], bool], index: Callable[[list[str]], int]
    ) -> None:
        self._session = session
        self._confirm = confirm
        self._index = index
        self.commands: dict[str, Callable[[list[str]], list[str]]] = {"coach": self._coach, "cone": self._cone}

    def _coach(self, arguments: list[str]) -> list[str]:
        """What each option on a card is worth, best first."""
        card = self._index(arguments)
        if not self._allowed():
            return [_LEFT]
        # numpy comes with it: whoever never asks never loads it.
        from aiboard.analysis.advice import FUTURES, METHOD_TEXT, rank_options, weigh_card

        game = self._session.game
        weighed = _last(weigh_card(game, card, FUTURES), FUTURES, lambda one: one.futures)
        if weighed is None:
            return [_STOPPED]
        head = f"{fmt.key(game.world, card)}, {weighed.futures} futures of each option:"
        return [head, *(f"  {one.text}" for one in rank_options(weighed, game.world)), METHOD_TEXT]

    def _cone(self, arguments: list[str]) -> list[str]:
        """When the target is reached."""
        game = self._session.game
        if game.board.target_day:
            target = fmt.points(game.world.target_ppm)
            return [f"{target} was cleared on day {game.board.target_day}; there is nothing left to forecast."]
        if not self._allowed():
            return [_LEFT]
        from aiboard.analysis.cone import FUTURES, game_cone

        chart = _last(game_cone(game), FUTURES, lambda one: len(one.reach_days))
        return [_STOPPED] if chart is None else [*charts.lines(chart), "forecast DAY DAY states yours."]

    def _allowed(self) -> bool:
        """Whether the numbers may be shown; the first time it is asked, as the game becomes practice."""
        reason = asking.refusal_reason(self._session)
        if reason:
            raise InputError(reason)
        consent = asking.consent(self._session)
        if consent and not self._confirm([consent]):
            return False
        asking.mark_practice(self._session)
        return True


def _last(steps: Iterable[T], total: int, progress_of: Callable[[T], int]) -> T | None:
    """The last of some steps, the way there shown; None when Ctrl-C ended it."""
    last: T | None = None
    with progress("futures", total) as update:
        try:
            for step in steps:
                last = step
                update(progress_of(step))
        except KeyboardInterrupt:
            return None
    return last
