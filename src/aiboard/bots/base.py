"""What a bot is: a named policy that is handed the Board and returns one action at a time, with a reason code."""

from enum import IntEnum

from mypy_extensions import mypyc_attr

from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Reason
from aiboard.engine.verbs import Action, Kill


class ActionReason(IntEnum):
    """Why a bot did what it did; views put it in words."""

    NOTHING = 0
    RULE = 1
    CANARY_GOOD = 2
    CANARY_BAD = 3
    LAST_DAYS = 4
    DATA_ISSUE = 5
    DIVERGED = 6
    LEGAL_EARLY = 7
    LOOK_AHEAD = 8
    KAPPA_GOOD = 9
    KAPPA_BAD = 10
    NEEDS_EVIDENCE = 11
    GATE_PASSED = 12
    CLOSE_TO_BAR = 13
    TOO_DEAR_TO_SERVE = 14
    OUT_OF_REACH = 15
    NO_TIME_LEFT = 16
    BEST_BET = 17
    EXPLORE = 18
    FIRST_OVER_BAR = 19
    PROMISED = 20
    CHANCE = 21
    ORDERS = 22
    SHORTAGE = 23
    INCIDENT = 24
    REGRESSED = 25
    REQUIREMENT = 26
    LEAK_FIRST = 27


# Compiled classes cannot be extended by interpreted ones, and everybody may write a bot.
@mypyc_attr(allow_interpreted_subclasses=True)
class Bot:
    """A policy. `play` is called again and again within a day until it returns None; then the day ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.why = ActionReason.NOTHING

    def play(self, board: Board) -> Action | None:
        """The next action of today, or None to end the day."""
        return None


def kill(index: int, reason: Reason, learning: str) -> Action:
    """A kill with its learning written down."""
    return Kill(index, int(reason), learning)
