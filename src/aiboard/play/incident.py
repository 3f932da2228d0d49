"""An alert or incident on a model that serves: what is known, and what each answer costs and brings."""

from __future__ import annotations

from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.moves import warm_standby
from aiboard.engine.systems.production import incident_day_cents
from aiboard.engine.verbs import CardAction, Respond, ReviewCanary, RollBack
from aiboard.play.beats import Beat
from aiboard.play.sheets import Choice, Section, Sheet, SheetKind
from aiboard.views import fmt
from aiboard.views.decisions.decision import price_lines
from aiboard.views.decisions.menu import decision
from aiboard.views.why.accounts import live_by_card

_ANSWERS: tuple[tuple[type[CardAction], str, str, str], ...] = (
    (RollBack, "b", "Roll back", ""),
    (Respond, "i", "Respond", "the incident ends, the model keeps its traffic, another may come"),
    (ReviewCanary, "r", "Review it", "tomorrow: one more reading of its live quality"),
)


def response_sheet(board: Board, beat: Beat) -> Sheet | None:
    """The sheet of an alert or incident; an answer that is not possible now is left out. None if it serves no more."""
    card = board.cards[beat.card]
    # Made when its turn comes: by then it may have been rolled back.
    if card.share_pct == 0:
        return None
    decision_facts = decision(board, RollBack, beat.card).facts
    choices = []
    for verb, key, word, brings in _ANSWERS:
        # Offered only if it can be done now: somebody who is woken at night wants no refusals.
        action = verb.default_action(board, beat.card)
        if check(board, action) == Refusal.NONE:
            price = ", ".join(fact.text for fact in price_lines(board, action))
            effect = _replacement_text(board, beat.card) if verb is RollBack else brings
            choices.append(Choice(verb.VERB, key, word, f"{price}; {effect}", action))
    earned = live_by_card(board).get(beat.card)
    as_measured = "nothing measured yet" if earned is None else f"it earned {fmt.signed_money(earned)} on its last day"
    a_day = fmt.money(incident_day_cents(board.world, card))
    price = f"the incident costs {a_day} each day it goes on" if card.incident else "no cost now"
    choices.append(Choice("leave", "z", "Leave it on", f"{price}; {as_measured}"))
    facts = Section("", (*beat.lines, *(fact.text for fact in decision_facts)))
    return Sheet(SheetKind.INCIDENT, beat.title, (facts,), tuple(choices), beat=beat)


def _replacement_text(board: Board, index: int) -> str:
    """Who serves the traffic that a roll-back takes away."""
    other = board.live(index)
    other = other if other >= 0 else warm_standby(board, index)
    return f"customers get {fmt.short(board.world, other)} instead" if other >= 0 else "customers get no model"
