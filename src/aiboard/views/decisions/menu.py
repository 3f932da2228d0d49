"""What can be done with a card, a dataset or the project now, and the decision behind each line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aiboard.actions.grammar import to_text
from aiboard.engine import outlook
from aiboard.engine.act import check
from aiboard.engine.events import Action
from aiboard.engine.legality import cost_min
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import WHOLE_PCT, kept_seeds
from aiboard.engine.model.vocabulary import ActionKind, Change, Chaos, Reason, Refusal, Stage
from aiboard.views import fmt
from aiboard.views.decisions.decision import Decision, refusal_words
from aiboard.views.decisions.for_card import decision_for_card
from aiboard.views.decisions.for_data import decision_for_data


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be done, or why not.

    Attributes:
        action: the action with usual numbers filled in; faces open `decision` for it or do it at once.
        line: its one-line form.
        word: what it is, a few words.
        minutes: what it takes of your time.
        refused: why it is not possible now; empty when it is.
        about: what it brings, for an action on the whole project; empty for others.
    """

    action: Action
    line: str
    word: str
    minutes: int
    refused: str
    about: str = ""


_CARD: Final[tuple[tuple[ActionKind, str], ...]] = (
    (ActionKind.PROMOTE, "promote"),
    (ActionKind.ITERATE, "iterate"),
    (ActionKind.KILL, "kill"),
    (ActionKind.EVALUATE, "evaluate"),
    (ActionKind.START, "start"),
    (ActionKind.TICKET, "write its ticket"),
    (ActionKind.DEPLOY, "raise its share"),
    (ActionKind.ROLL_BACK, "roll back"),
    (ActionKind.REVIEW_CANARY, "review the canary"),
    (ActionKind.UNBLOCK, "unblock"),
    (ActionKind.ROOT_CAUSE, "find the root cause"),
    (ActionKind.PAUSE, "pause"),
    (ActionKind.RESUME, "resume"),
    (ActionKind.PRIORITISE, "change its priority"),
    (ActionKind.DOCUMENT, "write down the learning"),
    (ActionKind.DEFER, "back to the Backlog"),
)
_DATA: Final[tuple[tuple[ActionKind, str], ...]] = (
    (ActionKind.ACCEPT, "accept the batch"),
    (ActionKind.RELABEL, "send it back"),
    (ActionKind.ORDER_DATA, "order"),
    (ActionKind.GUIDELINES, "write guidelines"),
    (ActionKind.SPOT_CHECK, "spot check"),
)


def card_options(board: Board, index: int, refused: bool = False) -> tuple[Option, ...]:
    """What can be done with a card now; with `refused` also what cannot, and why."""
    found = [_option(board, usual(board, kind, index), word) for kind, word in _CARD]
    return tuple(option for option in found if refused or not option.refused)


def data_options(board: Board, index: int, refused: bool = False) -> tuple[Option, ...]:
    """The same for a dataset."""
    found = [_option(board, usual(board, kind, index), word) for kind, word in _DATA]
    pilot = Action(ActionKind.ORDER_DATA, index, board.world.pilot_pct)
    if board.data[index].ordered_pct == 0:
        found.insert(0, _option(board, pilot, f"order a {board.world.pilot_pct} % pilot"))
    return tuple(option for option in found if refused or not option.refused)


def project_options(board: Board) -> tuple[Option, ...]:
    """What can be done about the whole project now, besides ideas, orders and forecasts."""
    found: list[Option] = []
    legal = Action(ActionKind.LEGAL_REVIEW)
    if check(board, legal) != Refusal.NOT_IN_THIS_SCENARIO and not board.legal:
        about = f"{fmt.days(board.world.legal_days)}; nothing goes live before it"
        found.append(_option(board, legal, "file the legal review", about))
    issue = board.disrupted(Chaos.DATA_ISSUE)
    if issue >= 0 and not board.disruptions[issue].handled:
        left = board.disruptions[issue].until_day - board.day
        about = f"halves the {fmt.days(left)} that it still lasts"
        found.append(_option(board, Action(ActionKind.ROOT_CAUSE), "find the data issue's cause", about))
    return tuple(found)


def decision(board: Board, kind: ActionKind, target: int) -> Decision:
    """Everything a dialog shows about one action on a card or dataset, the usual numbers filled in."""
    return decision_of(board, usual(board, kind, target))


def decision_of(board: Board, action: Action) -> Decision:
    """The same with the numbers of this action filled in."""
    if action.kind in {one for one, _ in _DATA}:
        return decision_for_data(board, action)
    return decision_for_card(board, action)


def usual(board: Board, kind: ActionKind, target: int) -> Action:
    """An action with the numbers a person would most often choose."""
    if kind == ActionKind.EVALUATE:
        # On all the questions: what a part has shown is confirmed there, with as many seeds as a first look.
        first = kept_seeds(board.cards[target], WHOLE_PCT) == 0
        return Action(kind, target, board.world.first_seeds if first else 2)
    if kind == ActionKind.ITERATE:
        return Action(kind, target, int(Change.TECHNIQUE))
    if kind == ActionKind.KILL:
        return Action(kind, target, int(Reason.OTHER))
    if kind == ActionKind.DEPLOY:
        return Action(kind, target, outlook.next_share(board.cards[target]) or 100)
    if kind == ActionKind.PRIORITISE:
        return Action(kind, target, 1 if board.cards[target].priority != 1 else 3)
    if kind == ActionKind.ORDER_DATA:
        return Action(kind, target, 100)
    if kind == ActionKind.DOCUMENT:
        return Action(kind, target, text="-")
    return Action(kind, target)


def _option(board: Board, action: Action, word: str, about: str = "") -> Option:
    if action.kind == ActionKind.DEPLOY:
        word = f"raise its share to {action.x} %" if action.x > board.cards[action.target].share_pct else word
    if action.kind == ActionKind.START and board.cards[action.target].stage == Stage.BACKLOG:
        word = "start, with the usual ticket"
    line = to_text(action, board.world)
    return Option(action, line, word, cost_min(board, action), refusal_words(board, action), about)


def possible_verbs(board: Board, index: int) -> tuple[str, ...]:
    """The verbs that are possible on a card now, for hint bars."""
    return tuple(
        to_text(usual(board, kind, index), board.world).split()[0]
        for kind, _ in _CARD
        if check(board, usual(board, kind, index)) == Refusal.NONE
    )


def summary(board: Board, index: int) -> str:
    """`can: kill, evaluate, pause`, for linear faces."""
    verbs = possible_verbs(board, index)
    return "can: " + ", ".join(verbs) if verbs else f"{fmt.key(board.world, index)}: nothing to do now"
