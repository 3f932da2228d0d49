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


def share_line(debrief: Debrief) -> str:
    """`aiboard support-chatbot · decisions 91 · luck −7 · █▇█▃██ · $41.0k`: at most 80 columns, no spoilers.

    Without prices `beat 6 of 8 bots on this luck` stands in their place.
    """
    value = fmt.money(debrief.value_cents)
    board = debrief.record.board
    if debrief.beaten is None:
        suffix = f" · day {board.day} of {board.world.days} · {value} so far"
    elif debrief.prices is not None and debrief.prices.score is not None:
        nights = debrief.prices.luck
        luck = f" · luck {fmt.signed_number(sum(night.amount for night in nights))}" if nights else ""
        score = fmt.number(debrief.prices.score.mean)
        suffix = f" · decisions {score}{luck} · {_blocks(debrief.prices, board.world.days)} · {value}"
    else:
        suffix = f" · beat {debrief.beaten} of {len(debrief.bots)} bots on this luck · {value}"
    suffix += " · practice" if debrief.practice else ""
    return f"aiboard {clean(debrief.resolved.key, _ROOM - len(suffix))}{suffix}"


def _blocks(prices: Prices, days: int) -> str:
    """How well was decided in each sixth of the game: a full block for no loss, a step down for every three points."""
    sums = [0.0] * _PARTS
    for decision in prices.decisions:
        sums[min(_PARTS - 1, (decision.day - 1) * _PARTS // days)] += decision.advantage.mean
    top = len(_LEVELS) - 1
    return "".join(_LEVELS[max(0, min(top, top + round(points / _STEP)))] for points in sums)


def title(debrief: Debrief) -> str:
    """Project, scenario and seed."""
    return (
        f"{clean(debrief.resolved.scenario.title, 40)} ({clean(debrief.resolved.key, 40)}), seed {debrief.record.seed}"
    )
