"""Events as sentences: what happened, to what, by whom. One plain sentence an event, at most 80 characters.

The wording of each kind is one small function in `_WORDS`; `sentence` is the only way in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiboard.engine.events import Event
from aiboard.engine.model.items import WHOLE_PCT, questions
from aiboard.engine.model.vocabulary import (
    Block,
    Change,
    Chaos,
    Column,
    EventKind,
    Mode,
    Order,
    Reason,
    Refusal,
    Source,
    Stage,
)
from aiboard.engine.model.world import World
from aiboard.instruments.text import clean
from aiboard.views import fmt, words
from aiboard.views.questions import question, refusal
from aiboard.views.words import Tone

LIMIT: Final = 80
"""Longest sentence, in characters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """An event in words.

    Attributes:
        day: working day it happened on.
        kind: the event's kind.
        card, data: what it is about (indices), or -1.
        text: one sentence, at most `LIMIT` characters, plain text.
        tone: how it is coloured where there is colour.
        news: whether it is worth a place on a crowded screen.
    """

    day: int
    kind: EventKind
    card: int
    data: int
    text: str
    tone: Tone
    news: bool


_NEWS: Final = frozenset(
    {
        EventKind.RUN_ENDED,
        EventKind.DIVERGED,
        EventKind.EVAL_DONE,
        EventKind.KILLED,
        EventKind.PROMOTED,
        EventKind.LEGAL_DONE,
        EventKind.SHARE_SET,
        EventKind.ALERT,
        EventKind.ROLLED_BACK,
        EventKind.INCIDENT,
        EventKind.KAPPA_READ,
        EventKind.CHAOS_BEGAN,
        EventKind.CHAOS_ENDED,
        EventKind.CHAOS_HINT,
        EventKind.IDEA_ADDED,
        EventKind.ASKED,
        EventKind.REFUSED_ORDER,
        EventKind.SPRINT_ENDED,
        EventKind.SET_REFRESHED,
        EventKind.SCOPE_ADDED,
        EventKind.SCOPE_MET,
        EventKind.CLOSED,
        EventKind.BATCH_ACCEPTED,
        EventKind.HANDOFF_DONE,
        EventKind.CANARY_REVIEWED,
        EventKind.FORECAST,
    }
)
_TONES: Final[dict[EventKind, Tone]] = {
    EventKind.DIVERGED: Tone.BAD,
    EventKind.ALERT: Tone.BAD,
    EventKind.ROLLED_BACK: Tone.BAD,
    EventKind.INCIDENT: Tone.BAD,
    EventKind.CHAOS_BEGAN: Tone.BAD,
    EventKind.CHAOS_HINT: Tone.WARN,
    EventKind.CHAOS_ENDED: Tone.GOOD,
    EventKind.REFUSED_ORDER: Tone.WARN,
    EventKind.SET_REFRESHED: Tone.WARN,
    EventKind.SCOPE_ADDED: Tone.WARN,
    EventKind.ASKED: Tone.NEWS,
    EventKind.LEGAL_DONE: Tone.GOOD,
    EventKind.SCOPE_MET: Tone.GOOD,
    EventKind.PROMOTED: Tone.GOOD,
    EventKind.BATCH_ACCEPTED: Tone.GOOD,
    EventKind.HANDOFF_DONE: Tone.GOOD,
    EventKind.STARTED_OVER_WIP: Tone.WARN,
}


def sentence(world: World, event: Event) -> Sentence:
    """An event in words; the same for every face."""
    text = clean(_WORDS[event.kind](world, event), LIMIT)
    tone = _TONES.get(event.kind, Tone.PLAIN)
    if event.kind == EventKind.RUN_ENDED and event.c:
        tone = Tone.WARN
    if event.kind == EventKind.EVAL_DONE:
        tone = Tone.GOOD if event.c else Tone.NEWS
    return Sentence(event.day, event.kind, event.card, event.data, text, tone, event.kind in _NEWS)


def is_news(event: Event) -> bool:
    """Whether an event is worth a place on a crowded screen."""
    return event.kind in _NEWS


def _card(world: World, event: Event) -> str:
    return fmt.short(world, event.card) if event.card >= 0 else "The project"


def _by(world: World, event: Event) -> str:
    """`Priya: 012`: the person whose card it is, then the card."""
    name = fmt.person(world, event.card) if event.card >= 0 else ""
    return f"{name}: {_card(world, event)}" if name else _card(world, event)


def _data(world: World, event: Event) -> str:
    return fmt.dataset(world, event.data) if event.data >= 0 else "The data"


def _moved(world: World, event: Event) -> str:
    before, after = Stage(event.a), Stage(event.b)
    if before == Stage.PRODUCTION and after == Stage.EVALUATION:
        return f"{_card(world, event)} walks back from Production to Evaluation."
    if before == Stage.HYPOTHESIS and after == Stage.EXPERIMENT:
        return f"{_by(world, event)} {fmt.title(world, event.card, 40)} starts."
    return f"{_card(world, event)} moves from {words.STAGE[before]} to {words.STAGE[after]}."


def _ticketed(world: World, event: Event) -> str:
    text = f"{_by(world, event)} has its ticket"
    if event.b:
        return f"{text}; it uses what {fmt.count(event.b, 'decided card')} taught."
    return f"{text}."


def _run_ended(world: World, event: Event) -> str:
    text = f"{_by(world, event)} run {event.b}: about"
    if event.c:
        return f"{text} {fmt.beside(event.a, event.c)}, under its kill line {fmt.points(event.c)}."
    return f"{text} {fmt.whole(event.a)}."


def _diverged(world: World, event: Event) -> str:
    return f"{_by(world, event)} lost run {event.a} to NaN, {fmt.work_days(event.b)} of work gone."


def _eval_started(world: World, event: Event) -> str:
    seeds = fmt.count(event.a, "eval seed")
    part = "" if event.c == WHOLE_PCT else f" on {questions(world, event.c)} questions"
    return f"{_card(world, event)}: {seeds}{part} asked for, {fmt.gpu_hours(event.b)} GPU-h."


def _eval_done(world: World, event: Event) -> str:
    seeds = "one seed" if event.b == 1 else f"{event.b} seeds"
    gate = "live" if event.c < 0 else "gate passed" if event.c else "gate not passed"
    return f"{_card(world, event)} eval {fmt.tenth(event.a)}, {seeds}, {gate}."


def _killed(world: World, event: Event) -> str:
    best = f", best {fmt.whole(event.b)}" if event.b > 0 else ""
    return f"{_card(world, event)} killed: {words.REASON[Reason(event.a)]}{best}."


def _decided(world: World, event: Event) -> str:
    return f"{_card(world, event)} is decided: {'promoted' if event.a == 1 else 'killed'}."


def _promoted(world: World, event: Event) -> str:
    gate = "gate passed" if event.a else "gate not passed"
    return f"{_card(world, event)} promoted to Production, {gate}."


def _share_set(world: World, event: Event) -> str:
    if event.a == 0:
        return f"{_card(world, event)} takes no more traffic."
    if event.a < 100:
        return f"{_card(world, event)} canary: {event.a} % of traffic, {event.b} % before."
    return f"{_card(world, event)} serves all traffic."


def _monitored(world: World, event: Event) -> str:
    earned = fmt.signed_money(event.c)
    return f"{_card(world, event)} live about {fmt.whole(event.a)} at {event.b} %, {earned}."


def _alert(world: World, event: Event) -> str:
    return f"Alert: {_card(world, event)} live about {fmt.whole(event.a)}, {fmt.whole(event.b)} was measured."


def _rolled_back(world: World, event: Event) -> str:
    return f"{_card(world, event)} rolled back from {event.a} %, {fmt.signed_money(-abs(event.b))}."


def _incident(world: World, event: Event) -> str:
    cost = fmt.signed_money(-abs(event.a))
    return f"Incident on {_card(world, event)}: {cost}; live about {fmt.whole(event.b)}."


def _data_ordered(world: World, event: Event) -> str:
    return f"{_data(world, event)}: {event.a} % ordered, {fmt.exact_money(abs(event.b))}."


def _data_moved(world: World, event: Event) -> str:
    return f"{_data(world, event)} batch ({event.c} %) moves to {words.COLUMN[Column(event.b)]}."


def _kappa_read(world: World, event: Event) -> str:
    return f"{_data(world, event)}: kappa {fmt.kappa(event.a)} on {event.b} items."


def _chaos_began(world: World, event: Event) -> str:
    name = words.CHAOS[Chaos(event.a)]
    text = name[:1].upper() + name[1:]
    if event.b > 1:
        text += f", {fmt.days(event.b)}"
    if event.card >= 0:
        text += f": {_card(world, event)}"
    elif event.data >= 0:
        text += f": {_data(world, event)}"
    source = words.SOURCE[Source(event.c)]
    return f"{text} ({source})." if source else f"{text}."


def _chaos_ended(world: World, event: Event) -> str:
    return f"The {words.CHAOS[Chaos(event.a)]} is over."


def _chaos_hint(world: World, event: Event) -> str:
    return f"A warning: {words.CHAOS[Chaos(event.a)]} possible in {fmt.days(event.b)} or so."


def _idea_added(world: World, event: Event) -> str:
    name = fmt.person_name(world, event.a)
    title = fmt.title(world, event.card, 40)
    who = f"{name} proposes" if name else "Proposed:"
    return f"{who} {_card(world, event)} {title}: {event.b} % that it works."


def _asked(world: World, event: Event) -> str:
    order = Order(event.a)
    target = event.data if order in (Order.DATA, Order.KAPPA) else event.card
    if target < 0:
        return f"A standing order asks: {words.ORDER[order]}."
    return f"Order asks: {question(world, order, target)}"


def _order_set(world: World, event: Event) -> str:
    return f"Standing order {words.MODE[Mode(event.b)]}: {words.ORDER[Order(event.a)]}."


def _wip_set(world: World, event: Event) -> str:
    return f"{words.STAGE[Stage(event.a)]} limit is {event.b} now."


def _refused_order(world: World, event: Event) -> str:
    name = words.ORDER[Order(event.a)].split(":")[0].lower()
    return f"Order '{name}' waits, {_target(world, event)}: {refusal(Refusal(event.b))}."


def _target(world: World, event: Event) -> str:
    """What an event is about: a dataset, a card, or legal, which is neither."""
    return _data(world, event) if event.data >= 0 else _card(world, event) if event.card >= 0 else "legal review"


def _sprint_ended(world: World, event: Event) -> str:
    return f"Sprint {event.a} ends: {fmt.count(event.b, 'card')} decided."


def _unblocked(world: World, event: Event) -> str:
    target = _target(world, event)
    cause = words.BLOCK[Block(event.a)] or "the wait"
    return f"You unblocked {target} ({cause}): {fmt.days(event.b)} sooner."


def _root_cause(world: World, event: Event) -> str:
    if event.card >= 0:
        return f"Root cause found on {_card(world, event)}: it will diverge less often."
    return "Root cause found: the data issue ends sooner."


def _scope_added(world: World, event: Event) -> str:
    data = fmt.dataset(world, event.a) if 0 <= event.a < len(world.datasets) else "new data"
    return f"New requirement: it needs {data} and adds {fmt.count(event.b, 'card')}."


def _closed(world: World, event: Event) -> str:
    tail = fmt.signed_money(event.a)
    return f"The project closes. {world.tail_days} more days live: {tail}. Net {fmt.exact_money(event.b)}."


def _canary_reviewed(world: World, event: Event) -> str:
    return f"{_card(world, event)} canary reviewed: about {fmt.whole(event.a)} live."


def _relabel(world: World, event: Event) -> str:
    return f"{_data(world, event)} sent back: {fmt.exact_money(abs(event.a))}."


def _iterating(world: World, event: Event) -> str:
    return f"{_by(world, event)} iterates: {words.CHANGE[Change(event.a)]}."


def _over_wip(world: World, event: Event) -> str:
    stage = words.STAGE[Stage(event.a)]
    return f"{_card(world, event)} goes over the limit: {event.b} cards in {stage}."


_WORDS: Final[dict[EventKind, Callable[[World, Event], str]]] = {
    EventKind.MOVED: _moved,
    EventKind.TICKETED: _ticketed,
    EventKind.SETUP_DONE: lambda world, event: f"{_by(world, event)} setup is done.",
    EventKind.RUN_ENDED: _run_ended,
    EventKind.DIVERGED: _diverged,
    EventKind.EVAL_STARTED: _eval_started,
    EventKind.EVAL_DONE: _eval_done,
    EventKind.KILLED: _killed,
    EventKind.DECIDED: _decided,
    EventKind.PROMOTED: _promoted,
    EventKind.LEGAL_STARTED: lambda world, event: f"Legal review started, {fmt.days(event.a)}.",
    EventKind.LEGAL_DONE: lambda world, event: "Legal review is done.",
    EventKind.SHARE_SET: _share_set,
    EventKind.MONITORED: _monitored,
    EventKind.ALERT: _alert,
    EventKind.ROLLED_BACK: _rolled_back,
    EventKind.INCIDENT: _incident,
    EventKind.DATA_ORDERED: _data_ordered,
    EventKind.DATA_MOVED: _data_moved,
    EventKind.KAPPA_READ: _kappa_read,
    EventKind.BATCH_ACCEPTED: lambda world, event: f"{_data(world, event)}: {event.a} % of the set is ready.",
    EventKind.RELABEL: _relabel,
    EventKind.GUIDELINES_DONE: lambda world, event: f"{_data(world, event)} has labelling guidelines.",
    EventKind.CHAOS_BEGAN: _chaos_began,
    EventKind.CHAOS_ENDED: _chaos_ended,
    EventKind.CHAOS_HINT: _chaos_hint,
    EventKind.IDEA_ADDED: _idea_added,
    EventKind.ASKED: _asked,
    EventKind.ORDER_SET: _order_set,
    EventKind.WIP_SET: _wip_set,
    EventKind.RESERVED: lambda world, event: f"{fmt.count(event.a, 'GPU')} reserved for {fmt.days(event.b)}.",
    EventKind.FORECAST: lambda world, event: f"Forecast: 70 % by day {event.a}, 90 % by day {event.b}.",
    EventKind.ITERATING: _iterating,
    EventKind.REFUSED_ORDER: _refused_order,
    EventKind.SPRINT_ENDED: _sprint_ended,
    EventKind.PAUSED: lambda world, event: f"{_card(world, event)} paused.",
    EventKind.RESUMED: lambda world, event: f"{_card(world, event)} resumed.",
    EventKind.UNBLOCKED: _unblocked,
    EventKind.ROOT_CAUSE: _root_cause,
    EventKind.DOCUMENTED: lambda world, event: f"{_card(world, event)}: the learning is written down.",
    EventKind.PRIORITISED: lambda world, event: f"{_card(world, event)} has priority {event.a}.",
    EventKind.SET_REFRESHED: lambda world, event: f"Eval set version {event.a}: open scores are void.",
    EventKind.SCOPE_ADDED: _scope_added,
    EventKind.SCOPE_MET: lambda world, event: "The new requirement is met.",
    EventKind.CLOSED: _closed,
    EventKind.DEFERRED: lambda world, event: f"{_card(world, event)} goes back to the Backlog.",
    EventKind.STARTED_OVER_WIP: _over_wip,
    EventKind.HANDOFF_DONE: lambda world, event: f"{_card(world, event)} handoff is done.",
    EventKind.CANARY_REVIEWED: _canary_reviewed,
}
