"""What a board said about the subject of a decision, in one line."""

from __future__ import annotations

from aiboard.analysis.moments import known
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Column, Stage
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.production import incident_day_cents
from aiboard.engine.verbs import Action, CardAction, DataAction
from aiboard.views import fmt
from aiboard.views.card import measure


def known_words(board: Board, action: Action) -> str:
    """Measurements, gate and stated odds of a card, what customers get of a live one; what is known of a dataset."""
    if isinstance(action, DataAction):
        return _of_set(board, action.data)
    found = known(board, action).text()
    if not isinstance(action, CardAction) or action.card < 0:
        return found
    card = board.cards[action.card]
    live = measure.live(board, card.index) if card.stage == Stage.PRODUCTION else None
    parts = [f"live {live.text} at {card.share_pct} % of traffic"] if live is not None else []
    if card.incident:
        parts.append(f"an incident goes on, {fmt.money(incident_day_cents(board.world, card))} a day")
    return "; ".join([*parts, found] if found else parts)


def _of_set(board: Board, data: int) -> str:
    task = board.data[data]
    waiting = sum(board.world.ideas[card.index].dataset == data and not card.decision for card in board.cards)
    cards = fmt.count(waiting, "open card")
    parts = [f"{task.delivered_pct} % of the set delivered", f"{cards} on it"]
    if task.kappa_items:
        parts.append(f"kappa {fmt.kappa(task.kappa_ppm)} on {task.kappa_items} items")
    if awaiting_verdict(task):
        parts.append("a batch waits for a verdict")
    elif task.column in (Column.COLLECTION, Column.ANNOTATION):
        parts.append(f"the vendor promises day {task.due_day}")
    return "; ".join(parts)
