"""May the coach be asked for numbers? What is said before they are shown, and the mark that they leave in the save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiboard.game.practice import COACH

if TYPE_CHECKING:
    from aiboard.play.session import Session

_CONSENT: Final = "With the coach's numbers this game counts as practice and is not ranked."


def refusal_reason(session: Session) -> str:
    """Why the coach may not be asked now, one sentence; empty when it may."""
    if session.game.resolved.scenario.advice is False:
        return "this scenario is played without the coach's numbers"
    if session.watching is not None:
        return "the bot plays; the coach's numbers are for who decides"
    if session.board.over:
        return "the project is over; the debrief has the prices of what was decided"
    return ""


def consent(session: Session) -> str:
    """What is asked before the first numbers; empty when nothing is lost by them."""
    return "" if session.game.practice else _CONSENT


def mark_practice(session: Session) -> None:
    """Numbers are about to be shown: the game is practice from now on."""
    if not session.game.read_only:
        session.game.mark_practice(COACH)
