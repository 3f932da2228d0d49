"""The verbs: one class for each kind of action. The tuples here are the one list of them.

Their order is the order in which possible actions are enumerated, and so of a random player's choices.
"""

from typing import Final

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

__all__ = [
    "CARD_VERBS", "DATA_VERBS", "PLAN_VERBS", "VERBS",
    "Accept", "Action", "AddIdea", "CardAction", "DataAction", "Defer", "Deploy", "Document", "Evaluate", "Forecast",
    "Guidelines", "Inject", "Iterate", "Kill", "LegalReview", "OrderData", "Pause", "Preview", "Prioritise", "Promote",
    "Relabel", "Reserve", "Resume", "ReviewCanary", "RollBack", "RootCause", "SetWip", "Slot", "SlotKind", "SpotCheck",
    "StandingOrder", "Start", "Ticket", "Unblock", "price",
]  # fmt: skip
