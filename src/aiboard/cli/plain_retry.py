"""The word `retry` of the line mode: the costliest boards of a finished game again, one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from aiboard.cli.progress import progress
from aiboard.instruments.errors import InputError
from aiboard.play.session import Session
from aiboard.views import linear

if TYPE_CHECKING:
    from aiboard.analysis.debrief import Debrief
    from aiboard.analysis.debrief.decision_summaries import DecisionSummary
    from aiboard.analysis.retry import Exercise

_ROLLOUTS: Final = 32
"""Futures behind the prices by which boards are chosen: a first look."""


class RetryCommands:
    """`words`: the word and what it answers. `retry` shows a board with its options, `retry 2` chooses one of them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: Debrief | None = None
        self._left: list[DecisionSummary] = []
        self._asked: Exercise | None = None
        self.words: dict[str, Callable[[list[str]], list[str]]] = {"retry": self._retry}

    def _retry(self, rest: list[str]) -> list[str]:
        try:
            return self._judged(rest[0]) if rest else self._next()
        except KeyboardInterrupt:
            return ["Stopped; nothing was worked out."]

    def _next(self) -> list[str]:
        """The next board; from the first again when there is none left."""
        from aiboard.analysis import retry
        from aiboard.analysis.debrief.decision_summaries import possible_losses

        found = self._found = self._found or self._priced()
        if not self._left:
            self._left = possible_losses(found)
        while self._left:
            self._asked = retry.exercise(self._session.game, self._left.pop(0))
            if self._asked is not None:
                one, board = self._asked.answer, self._asked.position.state.board
                when = "at its end" if one.undone else "as it was"
                options = [self._asked.option_text(option, found.record.world) for option in self._asked.options]
                head = ["", f"Day {one.day}, {when}. {self._asked.facts}", *linear.board_lines(board)]
                numbered = [f"{place}. {what}" for place, what in enumerate(options, 1)]
                return [*head, "What do you do?", *numbered, "retry NUMBER chooses."]
        return ["No decision lost two points or more: there is no board to try again."]

    def _priced(self) -> Debrief:
        """The game's debrief with first prices. InputError where it is not over, or has no sound scale."""
        from aiboard.analysis.debrief import debrief, with_prices
        from aiboard.analysis.pricing.game import Settings

        game = self._session.game
        if not game.board.over:
            raise InputError("boards are tried again when the game is over")
        with progress("days priced", len(game.timeline.days)) as shown:
            return with_prices(debrief(game, bots=()), game, Settings(_ROLLOUTS), None, shown)

    def _judged(self, word: str) -> list[str]:
        """What each option is worth, whether the chosen one passes, then the next board."""
        from aiboard.analysis import retry

        asked, found = self._asked, self._found
        if asked is None or found is None:
            raise InputError("no board is asked; write retry")
        if not (word.isascii() and word.isdigit()) or not 1 <= int(word[:4]) <= len(asked.options):
            raise InputError(f"write retry 1 to retry {len(asked.options)}")
        chosen = int(word[:4]) - 1
        with progress("futures", retry.FUTURES) as shown:
            for weighed in retry.weigh_exercise(asked):
                shown(weighed.futures)
        self._asked = None
        lines = retry.result_lines(asked, weighed, chosen, found.record.world, found.point_cents)
        more = self._next() if self._left else ["That was the last board; retry begins again."]
        return [*lines, *more]
