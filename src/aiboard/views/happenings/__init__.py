"""How what happened is told: one row a kind of event, with its words, its tone and what it is worth."""

from __future__ import annotations

from typing import Final

from aiboard.engine.happenings import Event
from aiboard.views.happenings import cards, chaos, data, live, plan
from aiboard.views.happenings.row import EventRow

ROWS: Final[dict[type[Event], EventRow]] = {
    one.kind: one for one in (*cards.ROWS, *live.ROWS, *data.ROWS, *chaos.ROWS, *plan.ROWS)
}
