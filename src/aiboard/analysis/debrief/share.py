"""The names of a game and the line to share."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.debrief.model import Debrief
from aiboard.instruments.text import clean
from aiboard.views import fmt

_ROOM: Final = 80 - len("aiboard ")


def share(found: Debrief) -> str:
    """`aiboard support-chatbot · beat 6 of 8 bots on this luck · $41.0k`: at most 80 columns, no spoilers."""
    value = fmt.money(found.value_cents)
    board = found.record.board
    if found.beaten is None:
        rest = f" · day {board.day} of {board.world.days} · {value} so far"
    else:
        rest = f" · beat {found.beaten} of {len(found.bots)} bots on this luck · {value}"
    rest += " · practice" if found.practice else ""
    return f"aiboard {clean(found.resolved.key, _ROOM - len(rest))}{rest}"


def title(found: Debrief) -> str:
    """Project, scenario and seed."""
    return f"{clean(found.resolved.scenario.title, 40)} ({clean(found.resolved.key, 40)}), seed {found.record.seed}"
