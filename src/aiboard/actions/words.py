"""Words for what the engine decides: what an action costs, and why it is refused. No rule is decided here."""

from __future__ import annotations

from typing import Final

from aiboard.actions.grammar import FORMS
from aiboard.engine.events import Action
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ActionKind, Refusal
from aiboard.engine.model.world import World

_ON_CARDS: Final = frozenset(kind for kind, (_, slots) in FORMS.items() if slots and slots[0].name == "CARD")
_ON_DATA: Final = frozenset(
    kind for kind, (_, slots) in FORMS.items() if slots and slots[0].name == "DATASET"
)

_REFUSALS: Final[dict[Refusal, str]] = {
    Refusal.NONE: "it is possible",
    Refusal.NO_SUCH_CARD: "{it} is not on the board; choose another",
    Refusal.WRONG_STAGE: "{it} is in {place}, where this cannot be done; look at its stage first",
    Refusal.NOT_ENOUGH_TIME: "it takes {cost} and {left} of today is left; end the day first",
    Refusal.WIP_FULL: "the column is full and its limit is hard; decide a card first",
    Refusal.NO_DATA: "the data is not there yet; order it, or wait for it",
    Refusal.NOTHING_TO_DO: "there is nothing to do for {it} now",
    Refusal.GATE_FAILED: "the gate failed and its limit is hard here; look at the gate's checks",
    Refusal.PRODUCTION_FULL: "another model is on its way to customers; give it all the traffic or roll it back first",
    Refusal.BAD_AMOUNT: "the number is out of range; look at the action's help",
    Refusal.ALREADY_DONE: "it is done already",
    Refusal.NOT_IN_THIS_SCENARIO: "this scenario does not have it",
    Refusal.NO_IDEAS_LEFT: "that family has no idea left; add from another",
    Refusal.GAME_OVER: "the game is over; look at the debrief",
    Refusal.CHAOS_FORBIDDEN: "no disruption can be injected in this game",
    Refusal.NO_TARGET: "there is nothing for it to act on now",
    Refusal.BUSY: "{it} is busy; wait for the work under way to end",
    Refusal.NOT_DEPLOYED: "{it} has no traffic; deploy it first",
    Refusal.NEEDS_TEXT: 'the learning is missing; add it in quotes: "what we learned"',
    Refusal.NO_EVIDENCE: "nothing has been measured yet; wait for a run or evaluate first",
}


_ABOUT: Final[dict[ActionKind, str]] = {
    ActionKind.ADD_IDEA: "one more idea of a family",
    ActionKind.TICKET: "what success is, when to stop, how long",
    ActionKind.PRIORITISE: "1 goes first",
    ActionKind.START: "train it; from the Backlog it also writes the ticket",
    ActionKind.PAUSE: "it keeps its work and frees its GPUs",
    ActionKind.RESUME: "go on with it",
    ActionKind.KILL: "stop it, with a reason and what it taught",
    ActionKind.ITERATE: "one more run that changes one thing",
    ActionKind.EVALUATE: "score it on the frozen questions",
    ActionKind.PROMOTE: "hand it over to production",
    ActionKind.ORDER_DATA: "have a dataset collected and labelled",
    ActionKind.GUIDELINES: "make good labels likelier",
    ActionKind.SPOT_CHECK: "read the agreement of a sample again",
    ActionKind.ACCEPT: "take the batch",
    ActionKind.RELABEL: "send the batch back",
    ActionKind.RESERVE: "keep GPUs through a shortage",
    ActionKind.SET_WIP: "change a column's limit",
    ActionKind.STANDING_ORDER: "an automation: off, ask or auto",
    ActionKind.UNBLOCK: "chase the vendor or the lawyers: a day sooner",
    ActionKind.ROOT_CAUSE: "why a card's runs are lost; without a card: the data issue",
    ActionKind.DEPLOY: "change a live model's share of traffic",
    ActionKind.ROLL_BACK: "customers get the model before it",
    ActionKind.REVIEW_CANARY: "a sharper look at what customers get",
    ActionKind.LEGAL_REVIEW: "nothing goes live before it is done",
    ActionKind.FORECAST: "when the target is measured: a day at 70 %, one at 90 %",
    ActionKind.DOCUMENT: "write down what a decided card taught",
    ActionKind.INJECT: "a disruption, now",
    ActionKind.DEFER: "back to the Backlog",
}


def about(kind: ActionKind) -> str:
    """What an action is for, a few words."""
    return _ABOUT[kind]


def minutes(amount: int) -> str:
    """A manager's minutes as hours: `2 h`, `30 min`, `1 h 30 min`, `no time`."""
    hours, rest = divmod(amount, 60)
    words = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest else [])
    return " ".join(words) or "no time"


def refusal(why: Refusal, board: Board, action: Action, cost_min: int = 0) -> str:
    """One sentence for a refusal the engine gave: why, and what to do. `cost_min` is the engine's price."""
    return _REFUSALS[why].format(
        it=subject(action, board.world) or "it",
        place=_place(action, board),
        cost=minutes(cost_min),
        left=minutes(board.minutes_left),
    )


def subject(action: Action, world: World) -> str:
    """What an action acts on: `EXP-003`, `DS-2`; empty for anything else."""
    if action.kind in _ON_CARDS and 0 <= action.target < len(world.ideas):
        return world.ideas[action.target].key
    if action.kind in _ON_DATA and 0 <= action.target < len(world.datasets):
        return world.datasets[action.target].key
    return ""


def verb(kind: ActionKind) -> str:
    """The word an action's line begins with."""
    return FORMS[kind][0]


def _place(action: Action, board: Board) -> str:
    if action.kind in _ON_CARDS and 0 <= action.target < len(board.cards):
        return board.cards[action.target].stage.name.capitalize()
    if action.kind in _ON_DATA and 0 <= action.target < len(board.data):
        column = board.data[action.target].column.name
        return column if column == "QA" else column.capitalize()
    return "a stage"
