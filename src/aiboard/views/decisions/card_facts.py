"""What the dialogs on a card show of the evidence: what was measured of it, its lines, its cost, what customers get."""

from __future__ import annotations

from aiboard.engine import outlook, verbs
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Regression, Stage
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.systems.production import incident_day_cents, late_loss_pct
from aiboard.views import fmt
from aiboard.views.board.families import strip
from aiboard.views.card.measure import live, live_beside, quality_estimate
from aiboard.views.card.states import CardState, decision_words, state
from aiboard.views.decisions.decision import DialogFact
from aiboard.views.words import Tone


def measured_facts(board: Board, action: verbs.CardAction) -> list[DialogFact]:
    """What was measured of the card and what keeps it; that it regressed."""
    facts = []
    regressed = board.cards[action.card].regressed
    if regressed:
        first = "its root cause is found and " if regressed == Regression.UNEXPLAINED else ""
        text = f"regressed: {fmt.points(board.world.regression_ppm)} points lost until {first}one more run mends it"
        facts.append(DialogFact(text, Tone.BAD))
    estimate, card_state = quality_estimate(board, action.card), state(board, action.card)
    if estimate is not None:
        facts.append(DialogFact(estimate.text))
    live_estimate = live(board, action.card) if board.cards[action.card].stage == Stage.EVALUATION else None
    if live_estimate is not None:
        facts.append(DialogFact(f"customers got {live_estimate.text}", Tone.WARN))
    if card_state.cause and not _only_asks(board, action.card, card_state):
        facts.append(DialogFact(card_state.cause, card_state.mark.tone))
    return facts


def _only_asks(board: Board, index: int, card_state: CardState) -> bool:
    """Whether the cause is only that a decision is open: the dialog asks it already."""
    card = board.cards[index]
    return card_state.cause == decision_words(board, card) and not card.under_kill_line()


def judged(board: Board, action: verbs.CardAction) -> list[DialogFact]:
    """The same, with the lines of its ticket."""
    card = board.cards[action.card]
    facts = measured_facts(board, action)
    if card.kill_ppm:
        lines = DialogFact(f"bar {fmt.points(card.success_ppm)}, kill line {fmt.points(card.kill_ppm)}", Tone.DIM)
        estimate = quality_estimate(board, action.card)
        # Under the number that they are for.
        facts.insert(facts.index(DialogFact(estimate.text)) + 1 if estimate is not None else 0, lines)
    return facts


def cost_facts(board: Board, action: verbs.CardAction) -> list[DialogFact]:
    """The same, with what it took and where its family stands: whether to go on."""
    used, planned = board.cards[action.card].gpu_used_min, outlook.budget_gpu_min(board.world, action.card)
    return [
        *judged(board, action),
        DialogFact(f"used {fmt.gpu_budget(used, planned)}", Tone.DIM),
        _family(board, action.card),
    ]


def launch(board: Board, action: verbs.Promote) -> list[DialogFact]:
    facts = judged(board, action)
    estimate = quality_estimate(board, action.card)
    if estimate is not None:
        worth = fmt.money(measured_worth_cents(board, estimate.mean, board.cards[action.card].latency_ms))
        facts.append(DialogFact(f"if it serves as measured: {worth} a day at full traffic"))
    live_estimate = live(board, action.card)
    if live_estimate is not None:
        worth = fmt.money(measured_worth_cents(board, live_estimate.mean, board.cards[action.card].latency_ms))
        facts.append(DialogFact(f"if it serves as it did: {worth} a day at full traffic", Tone.WARN))
    return [*facts, *_late(board, action.card)]


def _late(board: Board, index: int) -> list[DialogFact]:
    """What a latency over the limit takes of the revenue."""
    loss_pct = late_loss_pct(board.world, board.cards[index].latency_ms)
    return [DialogFact(f"{loss_pct} % of it lost: customers leave a slow model", Tone.WARN)] if loss_pct else []


def plan_facts(board: Board, action: verbs.CardAction) -> list[DialogFact]:
    """What a card that is not begun promises and takes."""
    world, index = board.world, action.card
    idea = world.ideas[index]
    plan = f"{fmt.count(idea.runs, 'run')} on {fmt.count(idea.gpus, 'GPU')}"
    days = outlook.days_at(outlook.plan_points(world, index), 100)
    return [
        DialogFact(fmt.odds(world, index, board.cards[index].stated_pct)),
        DialogFact(f"{plan}, {fmt.days(days)} at full speed, {_budget(board, index)} GPU-h"),
        _family(board, index),
    ]


def _family(board: Board, index: int) -> DialogFact:
    return DialogFact(strip(board, board.world.ideas[index].family).text, Tone.DIM)


def traffic(board: Board, action: verbs.CardAction) -> list[DialogFact]:
    """What customers get of a model and of the one beside it; its incident, or the lines under which one threatens."""
    world, card = board.world, board.cards[action.card]
    offline, card_state = quality_estimate(board, card.index), state(board, card.index)
    facts = [DialogFact(f"measured before customers met it: {offline.text}")] if offline is not None else []
    # What an incident costs stands below, with the share of traffic that it is for.
    if card_state.cause and not card.incident and not _only_asks(board, card.index, card_state):
        facts.append(DialogFact(card_state.cause, card_state.mark.tone))
    live_estimate = live(board, card.index)
    if live_estimate is not None:
        facts.append(
            DialogFact(f"{live_estimate.text} live, {fmt.days(card.live_days)}, now {card.share_pct} % of traffic")
        )
    facts += [DialogFact(text, Tone.DIM) for text in (live_beside(board, card.index),) if text]
    other = board.live(card.index)
    other_estimate = live(board, other) if other >= 0 else None
    if other_estimate is not None:
        share = board.cards[other].share_pct
        facts.append(
            DialogFact(f"{fmt.short(world, other)} beside it: {other_estimate.text} live, {share} % of traffic")
        )
    facts.append(_incident(board, card))
    return facts


def _incident(board: Board, card: Card) -> DialogFact:
    """What the incident that goes on costs a day at the present traffic, else when one threatens."""
    world = board.world
    if card.incident:
        a_day = fmt.money(incident_day_cents(world, card))
        return DialogFact(f"its incident goes on: {a_day} a day at {card.share_pct} % of traffic", Tone.BAD)
    line, weakest = fmt.points(world.bad_launch_ppm), fmt.points(world.bad_slice_ppm)
    risk = f"truly under {line}, or its weakest slice under {weakest}: an incident threatens"
    return DialogFact(f"{risk}, {fmt.money(world.incident_cents)} and more each day", Tone.DIM)


def _budget(board: Board, index: int) -> str:
    return fmt.gpu_hours(outlook.budget_gpu_min(board.world, index))
