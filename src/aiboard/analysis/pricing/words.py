"""A decision in words, made of the game's numbers: what the board said, how likely what was, what an option costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aiboard.analysis.moments import known_facts
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.vocabulary import Column, Refusal, Stage
from aiboard.engine.systems.data import awaiting_verdict
from aiboard.engine.systems.production import incident_day_cents
from aiboard.engine.verbs import Action, CardAction, DataAction, StandingOrder
from aiboard.views import fmt, words
from aiboard.views.board.orders import order_lines
from aiboard.views.card import measure

_BY: Final = " by all that was seen"
"""Beside a chance: without prices the debrief tells one of the card's own numbers alone, which is another one."""


def known_words(board: Board, action: Action) -> str:
    """Measurements, gate and stated odds of a card, what customers get of a live one; what is known of a dataset."""
    if isinstance(action, DataAction):
        return _of_set(board, action.data)
    facts = known_facts(board, action).text()
    if isinstance(action, StandingOrder):
        rule = order_lines(board)[action.order]
        return "; ".join(filter(None, (f"{rule.name}: {words.MODE[rule.mode]} until then", rule.note[:-1], facts)))
    if not isinstance(action, CardAction) or action.card < 0:
        return facts
    card = board.cards[action.card]
    live = measure.live(board, card.index) if card.stage == Stage.PRODUCTION else None
    parts = [f"live {live.text} at {card.share_pct} % of traffic"] if live is not None else []
    if card.incident:
        parts.append(f"an incident goes on, {fmt.money(incident_day_cents(board.world, card))} a day")
    return "; ".join([*parts, facts] if facts else parts)


def chance_words(board: Board, action: Action, truths: Sequence[Truth]) -> str:
    """How likely the hidden truth was good enough: `P(true ≥ 90) 44 %`; empty where there is nothing to say.

    `truths` are draws from the belief of that day. The bar is that of a launch, for a card before its first run by what
    it can reach; for a live model that of incidents, by what customers get; for a set the best class of labels.
    """
    if not truths:
        return ""
    if isinstance(action, DataAction):
        ordered = board.data[action.data].ordered_pct
        text = f"P(good labels) {_share([one.batch[action.data] == 0 for one in truths])}"
        return f"{text}{_BY}" if ordered else ""
    # Of a killed card no truths are drawn.
    if not isinstance(action, CardAction) or action.card < 0 or board.cards[action.card].stage == Stage.KILLED:
        return ""
    world, card = board.world, board.cards[action.card]
    cards = [truth.cards[action.card] for truth in truths]
    if card.stage == Stage.PRODUCTION:
        bar, quantity = world.bad_launch_ppm, "customers get"
        values = [one.quality_ppm + one.skew_ppm - world.fault_ppm[one.fault] for one in cards]
    elif card.version > 0:
        bar, quantity = world.launch_ppm, "true"
        values = [one.quality_ppm for one in cards]
    else:
        bar, quantity = world.launch_ppm, "can reach"
        values = [one.ceiling_ppm for one in cards]
    return f"P({quantity} ≥ {fmt.points(bar)}) {_share([value >= bar for value in values])}{_BY}"


def cost_words(board: Board, action: Action | None) -> str:
    """What an option takes at once, in brackets after its name; empty for nothing."""
    if action is None or check(board, action) != Refusal.NONE:
        return ""
    preview = action.preview(board)
    parts = []
    if preview.minutes:
        parts.append(f"{fmt.minutes(preview.minutes)} of yours")
    if preview.gpu_min:
        parts.append(f"{fmt.gpu_hours(preview.gpu_min)} GPU-h")
    if preview.cents:
        parts.append(fmt.money(preview.cents))
    return f" ({', '.join(parts)})" if parts else ""


def _share(outcomes: Sequence[bool]) -> str:
    """A share of draws, as exact as they are."""
    count, of = sum(outcomes), len(outcomes)
    if count in (0, of):
        return "under 2 %" if count == 0 else "over 98 %"
    return f"{100 * count / of:.0f} %"


def _of_set(board: Board, data: int) -> str:
    task = board.data[data]
    ideas = board.world.ideas
    # As on the data board: nobody knows yet of an idea that is proposed later.
    waiting = sum(ideas[card.index].dataset == data and card.shown and not card.decision for card in board.cards)
    cards = fmt.count(waiting, "open card")
    parts = [f"{task.delivered_pct} % of the set delivered", f"{cards} on it"]
    if task.kappa_items:
        parts.append(f"kappa {fmt.kappa(task.kappa_ppm)} on {task.kappa_items} items")
    if awaiting_verdict(task):
        parts.append("a batch waits for a verdict")
    elif task.column in (Column.COLLECTION, Column.ANNOTATION):
        parts.append(f"the vendor promises day {task.due_day}")
    return "; ".join(parts)
