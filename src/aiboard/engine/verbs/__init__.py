"""The verbs: one class for each kind of action, and what they offer about a card, a dataset, the project.

The order of what is offered is that in which possible actions are listed, and so of a random player's choices.
"""

from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.verbs.base import Action, CardAction, DataAction, Preview, verb_minutes
from aiboard.engine.verbs.card import Defer, Document, Kill, Pause, Prioritise, Resume, Start, Ticket
from aiboard.engine.verbs.data import Accept, Guidelines, OrderData, Relabel, SpotCheck
from aiboard.engine.verbs.evaluation import CheckLeak, Evaluate, Iterate, Promote
from aiboard.engine.verbs.live import Deploy, LegalReview, Respond, ReviewCanary, RollBack
from aiboard.engine.verbs.plan import AddIdea, Forecast, Reserve, SetWip, StandingOrder
from aiboard.engine.verbs.slot import Slot, SlotKind
from aiboard.engine.verbs.trouble import Inject, RootCause, Unblock

#: Every verb: those on a card, on a dataset, on the project.
VERBS: Final[tuple[type[Action], ...]] = (
    *CardAction.__subclasses__(),
    *DataAction.__subclasses__(),
    *(verb for verb in Action.__subclasses__() if verb.VERB),
)


# Options name their verbs instead of going through VERBS: compiled code calls a named class directly, one from a list
# through Python. A random player's games, which ask for them at every step, are 1.6 times as fast by it.


def card_options(board: Board, index: int) -> list[Action]:
    """What the verbs offer about one card; not all need be possible."""
    return [
        Ticket(index), Start(index), Pause(index), Resume(index), Kill(index), Promote(index), Unblock(index),
        RootCause(index), RollBack(index), ReviewCanary(index), *Document.options(board, index), Defer(index),
        *Prioritise.options(board, index), *Iterate.options(board, index), *Evaluate.options(board, index),
        *Deploy.options(board, index), CheckLeak(index), Respond(index),
    ]  # fmt: skip


def data_options(board: Board, index: int) -> list[Action]:
    """What the verbs offer about one dataset; not all need be possible."""
    return [*OrderData.options(board, index), Guidelines(index), SpotCheck(index), Accept(index), Relabel(index)]


def plan_options(board: Board, inject: bool) -> list[Action]:
    """What the verbs offer about the project, disruptions only with `inject`; not all need be possible.

    Finding a cause is offered here too: that of the data issue, where a card's is that of its lost runs.
    """
    options = [
        *AddIdea.options(board, -1), *Reserve.options(board, -1), *SetWip.options(board, -1),
        *StandingOrder.options(board, -1), RootCause(), LegalReview(), *Forecast.options(board, -1),
    ]  # fmt: skip
    return options + Inject.options(board, -1) if inject else options


__all__ = [
    "VERBS", "card_options", "data_options", "plan_options",
    "Accept", "Action", "AddIdea", "CardAction", "CheckLeak", "DataAction", "Defer", "Deploy", "Document", "Evaluate",
    "Forecast", "Guidelines", "Inject", "Iterate", "Kill", "LegalReview", "OrderData", "Pause", "Preview", "Prioritise",
    "Promote", "Relabel", "Reserve", "Respond", "Resume", "ReviewCanary", "RollBack", "RootCause", "SetWip", "Slot",
    "SlotKind", "SpotCheck", "StandingOrder", "Start", "Ticket", "Unblock", "verb_minutes",
]  # fmt: skip
