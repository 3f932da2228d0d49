"""The names of a game and the line to share."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.pricing.model import Prices
from aiboard.instruments.text import clean
from aiboard.views import fmt

_ROOM: Final = 80 - len("aiboard ")
_LEVELS: Final = "▁▂▃▄▅▆▇█"
_PARTS: Final = 6
_STEP: Final = 3.0
"""Points of loss a level."""


def share_line(found: Debrief) -> str:
    """`aiboard support-chatbot · decisions 91 · luck −7 · █▇█▃██ · $41.0k`: at most 80 columns, no spoilers.

    Without prices `beat 6 of 8 bots on this luck` stands in their place.
    """
    value = fmt.money(found.value_cents)
    board = found.record.board
    if found.beaten is None:
        rest = f" · day {board.day} of {board.world.days} · {value} so far"
    elif found.prices is not None and found.prices.score is not None:
        nights = found.prices.luck
        luck = f" · luck {fmt.signed_number(sum(night.amount for night in nights))}" if nights else ""
        score = fmt.number(found.prices.score.mean)
        rest = f" · decisions {score}{luck} · {_blocks(found.prices, board.world.days)} · {value}"
    else:
        rest = f" · beat {found.beaten} of {len(found.bots)} bots on this luck · {value}"
    rest += " · practice" if found.practice else ""
    return f"aiboard {clean(found.resolved.key, _ROOM - len(rest))}{rest}"


def _blocks(prices: Prices, days: int) -> str:
    """How well was decided in each sixth of the game: a full block for no loss, a step down for every three points."""
    sums = [0.0] * _PARTS
    for one in prices.decisions:
        sums[min(_PARTS - 1, (one.day - 1) * _PARTS // days)] += one.advantage.mean
    most = len(_LEVELS) - 1
    return "".join(_LEVELS[max(0, min(most, most + round(points / _STEP)))] for points in sums)


def title(found: Debrief) -> str:
    """Project, scenario and seed."""
    return f"{clean(found.resolved.scenario.title, 40)} ({clean(found.resolved.key, 40)}), seed {found.record.seed}"
