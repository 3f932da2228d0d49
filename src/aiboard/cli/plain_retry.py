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
    """`commands`: the word and what it answers. `retry` shows a board with its options, `retry 2` chooses one."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._debrief: Debrief | None = None
        self._losses: list[DecisionSummary] = []
        self._exercise: Exercise | None = None
        self.commands: dict[str, Callable[[list[str]], list[str]]] = {"retry": self._retry}

    def _retry(self, arguments: list[str]) -> list[str]:
        try:
            return self._judged(arguments[0]) if arguments else self._next()
        except KeyboardInterrupt:
            return ["Stopped; nothing was worked out."]

    def _next(self) -> list[str]:
        """The next board; from the first again when there is none left."""
        from aiboard.analysis import retry
        from aiboard.analysis.debrief.decision_summaries import possible_losses

        debrief = self._debrief = self._debrief or self._priced()
        if not self._losses:
            self._losses = possible_losses(debrief)
        while self._losses:
            self._exercise = retry.exercise(self._session.game, self._losses.pop(0))
            if self._exercise is not None:
                decision, board = self._exercise.answer, self._exercise.position.state.board
                moment = "at its end" if decision.undone else "as it was"
                options = [
                    self._exercise.option_text(option, debrief.record.world) for option in self._exercise.options
                ]
                head = ["", f"Day {decision.day}, {moment}. {self._exercise.facts}", *linear.board_lines(board)]
                numbered = [f"{number}. {text}" for number, text in enumerate(options, 1)]
                return [*head, "What do you do?", *numbered, "retry NUMBER chooses."]
        return ["No decision lost two points or more: there is no board to try again."]

    def _priced(self) -> Debrief:
        """The game's debrief with first prices. InputError where it is not over, or has no sound scale."""
        from aiboard.analysis.debrief import debrief, with_prices
        from aiboard.analysis.pricing.game import Settings

        game = self._session.game
        if not game.board.over:
            raise InputError("boards are tried again when the game is over")
        with progress("days priced", len(game.timeline.days)) as update:
            return with_prices(debrief(game, bots=()), game, Settings(_ROLLOUTS), None, update)

    def _judged(self, word: str) -> list[str]:
        """What each option is worth, whether the chosen one passes, then the next board."""
        from aiboard.analysis import retry

        exercise, debrief = self._exercise, self._debrief
        if exercise is None or debrief is None:
            raise InputError("no board is asked; write retry")
        if not (word.isascii() and word.isdigit()) or not 1 <= int(word[:4]) <= len(exercise.options):
            raise InputError(f"write retry 1 to retry {len(exercise.options)}")
        chosen = int(word[:4]) - 1
        with progress("futures", retry.FUTURES) as update:
            for weighed in retry.weigh_exercise(exercise):
                update(weighed.futures)
        self._exercise = None
        lines = retry.result_lines(exercise, weighed, chosen, debrief.record.world, debrief.point_cents)
        more = self._next() if self._losses else ["That was the last board; retry begins again."]
        return [*lines, *more]
