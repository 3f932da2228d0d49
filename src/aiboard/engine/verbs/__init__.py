"""The verbs: one class for each kind of action. The tuples here are the one list of them.

Their order is the order in which possible actions are enumerated, and so of a random player's choices.
"""

from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.verbs.base import Action, CardAction, DataAction, Preview, Slot, SlotKind, price
from aiboard.engine.verbs.card import Defer, Document, Kill, Pause, Prioritise, Resume, Start, Ticket
from aiboard.engine.verbs.data import Accept, Guidelines, OrderData, Relabel, SpotCheck
from aiboard.engine.verbs.evaluation import Evaluate, Iterate, Promote
from aiboard.engine.verbs.live import Deploy, LegalReview, ReviewCanary, RollBack
from aiboard.engine.verbs.plan import AddIdea, Forecast, Reserve, SetWip, StandingOrder
from aiboard.engine.verbs.trouble import Inject, RootCause, Unblock

CARD_VERBS: Final[tuple[type[CardAction], ...]] = (
    Ticket, Start, Pause, Resume, Kill, Promote, Unblock, RootCause, RollBack, ReviewCanary, Document, Defer,
    Prioritise, Iterate, Evaluate, Deploy,
)  # fmt: skip
DATA_VERBS: Final[tuple[type[DataAction], ...]] = (OrderData, Guidelines, SpotCheck, Accept, Relabel)
#: About the project. Finding a cause is both: of a card's lost runs, of the data issue.
PLAN_VERBS: Final[tuple[type[Action], ...]] = (
    AddIdea, Reserve, SetWip, StandingOrder, RootCause, LegalReview, Forecast, Inject,
)  # fmt: skip
VERBS: Final[tuple[type[Action], ...]] = (
    *CARD_VERBS,
    *DATA_VERBS,
    *(verb for verb in PLAN_VERBS if not issubclass(verb, CardAction)),
)


# The options of every verb again, by name: compiled code calls a named class directly, one from a tuple through Python,
# which takes much longer. A random player asks for them on each turn (see tests/bench/speed.py).


def card_options(board: Board, index: int) -> list[Action]:
    """What CARD_VERBS offer about one card; not all need be possible."""
    return [
        Ticket(index), Start(index), Pause(index), Resume(index), Kill(index), Promote(index), Unblock(index),
        RootCause(index), RollBack(index), ReviewCanary(index), *Document.options(board, index), Defer(index),
        *Prioritise.options(board, index), *Iterate.options(board, index), *Evaluate.options(board, index),
        *Deploy.options(board, index),
    ]  # fmt: skip


def data_options(board: Board, index: int) -> list[Action]:
    """What DATA_VERBS offer about one dataset; not all need be possible."""
    return [*OrderData.options(board, index), Guidelines(index), SpotCheck(index), Accept(index), Relabel(index)]


def plan_options(board: Board, inject: bool) -> list[Action]:
    """What PLAN_VERBS offer about the project, disruptions only with `inject`; not all need be possible."""
    found = [
        *AddIdea.options(board, -1), *Reserve.options(board, -1), *SetWip.options(board, -1),
        *StandingOrder.options(board, -1), RootCause(), LegalReview(), *Forecast.options(board, -1),
    ]  # fmt: skip
    return found + Inject.options(board, -1) if inject else found


__all__ = [
    "CARD_VERBS", "DATA_VERBS", "PLAN_VERBS", "VERBS", "card_options", "data_options", "plan_options",
    "Accept", "Action", "AddIdea", "CardAction", "DataAction", "Defer", "Deploy", "Document", "Evaluate", "Forecast",
    "Guidelines", "Inject", "Iterate", "Kill", "LegalReview", "OrderData", "Pause", "Preview", "Prioritise", "Promote",
    "Relabel", "Reserve", "Resume", "ReviewCanary", "RollBack", "RootCause", "SetWip", "Slot", "SlotKind", "SpotCheck",
    "StandingOrder", "Start", "Ticket", "Unblock", "price",
]  # fmt: skip
