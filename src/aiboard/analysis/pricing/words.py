"""A decision in words, made of the game's numbers: what the board said, how likely what was, what an option costs."""

from __future__ import annotations

from collections.abc import Sequence

from aiboard.analysis.moments import known
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.vocabulary import Column, Refusal, Stage
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


def evidence_words(board: Board, action: Action, line: str, undone: bool, truths: Sequence[Truth]) -> str:
    """What was chosen on what evidence: measurements, and how likely the hidden truth was good enough.

    `truths` are draws from the belief of that day.
    """
    chose = f'You left undone "{line}"' if undone else f'You chose "{line}"'
    if not isinstance(action, CardAction) or action.card < 0:
        return f"{chose}. {_chance_of_labels(board, action, truths)}".strip()
    card = board.cards[action.card]
    found = measure.live(board, card.index) if card.stage == Stage.PRODUCTION else measure.measured(board, card.index)
    if found is not None:
        at = f"at {found.text}"
    else:
        at = f"on stated odds of {card.stated_pct} %"
    return f"{chose} {at}. {_chance_of_quality(board, action.card, truths)}"


def cost_words(board: Board, action: Action | None) -> str:
    """What an option takes at once, in brackets after its name; empty for nothing."""
    if action is None or check(board, action) != Refusal.NONE:
        return ""
    found = action.preview(board)
    parts = []
    if found.minutes:
        parts.append(f"{fmt.minutes(found.minutes)} of yours")
    if found.gpu_min:
        parts.append(f"{fmt.gpu_hours(found.gpu_min)} GPU-h")
    if found.cents:
        parts.append(fmt.money(found.cents))
    return f" ({', '.join(parts)})" if parts else ""


def _chance_of_quality(board: Board, card: int, truths: Sequence[Truth]) -> str:
    """How likely a card was over the bar of a launch (before its first run: could come to be), a live one over that of
    incidents."""
    # Of a killed card no truths are drawn.
    if not truths or board.cards[card].stage == Stage.KILLED:
        return ""
    world, held = board.world, board.cards[card]
    cards = [truth.cards[card] for truth in truths]
    if held.stage == Stage.PRODUCTION:
        bar, what = world.bad_launch_ppm, "customers get"
        values = [one.quality_ppm + one.skew_ppm - world.fault_ppm[one.fault] for one in cards]
    elif held.version > 0:
        bar, what = world.launch_ppm, "its true quality is"
        values = [one.quality_ppm for one in cards]
    else:
        bar, what = world.launch_ppm, "it can reach"
        values = [one.ceiling_ppm for one in cards]
    over = _share(sum(value >= bar for value in values), len(values))
    return f"On what you knew, the chance that {what} {fmt.points(bar)} % or more was {over}."


def _chance_of_labels(board: Board, action: Action, truths: Sequence[Truth]) -> str:
    """How likely the batch that a set has or waits for is of the best class of labels."""
    if not truths or not isinstance(action, DataAction) or not board.data[action.data].ordered_pct:
        return ""
    good = sum(truth.batch[action.data] == 0 for truth in truths)
    return f"On what you knew, the chance that its labels are good was {_share(good, len(truths))}."


def _share(count: int, of: int) -> str:
    """A share of draws, as exact as they are."""
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
