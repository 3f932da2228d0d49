"""A decision as a person says it: `Promoted 002`, `Did not start 004`, `start 004`."""

from __future__ import annotations

from typing import Final

from aiboard.actions.grammar import Turn, parse
from aiboard.actions.tokens import GrammarError
from aiboard.engine import verbs
from aiboard.engine.model.vocabulary import Change, Mode, Order, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, CardAction, DataAction
from aiboard.views import fmt, words
from aiboard.views.verbs import VERB

WAIT: Final = "wait"
"""What prices call leaving a matter for the day."""

#: What is done, as an order and as told afterwards. A verb that has no row here goes by the label of its menu.
_SAID: Final[dict[type[Action], tuple[str, str]]] = {
    verbs.Start: ("start {it}", "Started {it}"),
    verbs.Ticket: ("write the ticket of {it}", "Wrote the ticket of {it}"),
    verbs.Pause: ("pause {it}", "Paused {it}"),
    verbs.Resume: ("go on with {it}", "Went on with {it}"),
    verbs.Kill: ("kill {it}", "Killed {it}"),
    verbs.Document: ("write down what {it} taught", "Wrote down what {it} taught"),
    verbs.Defer: ("put {it} back into the Backlog", "Put {it} back into the Backlog"),
    verbs.Prioritise: ("give {it} priority {priority}", "Gave {it} priority {priority}"),
    verbs.OrderData: ("order {percent} % of {it}", "Ordered {percent} % of {it}"),
    verbs.Guidelines: ("write guidelines for {it}", "Wrote guidelines for {it}"),
    verbs.SpotCheck: ("spot check {it}", "Spot checked {it}"),
    verbs.Accept: ("accept the batch of {it}", "Accepted the batch of {it}"),
    verbs.Relabel: ("send the batch of {it} back", "Sent the batch of {it} back"),
    verbs.Evaluate: ("evaluate {it} on {seeds}", "Evaluated {it} on {seeds}"),
    verbs.CheckLeak: ("search {it} for leaks", "Searched {it} for leaks"),
    verbs.Iterate: ("iterate {it} ({change})", "Iterated {it} ({change})"),
    verbs.Promote: ("promote {it}", "Promoted {it}"),
    verbs.Deploy: ("give {it} {share_pct} % of traffic", "Gave {it} {share_pct} % of traffic"),
    verbs.RollBack: ("roll back {it}", "Rolled back {it}"),
    verbs.Respond: ("respond to the incident of {it}", "Responded to the incident of {it}"),
    verbs.ReviewCanary: ("review the canary of {it}", "Reviewed the canary of {it}"),
    verbs.LegalReview: ("file the legal review", "Filed the legal review"),
    verbs.AddIdea: ("ask for an idea ({it})", "Asked for an idea ({it})"),
    verbs.Reserve: ("reserve {gpus} for {days}", "Reserved {gpus} for {days}"),
    verbs.SetWip: ("limit {stage} to {limit}", "Limited {stage} to {limit}"),
    verbs.StandingOrder: ('set "{order}" to {mode}', 'Set "{order}" to {mode}'),
    verbs.Unblock: ("unblock {it}", "Unblocked {it}"),
    verbs.Forecast: ("state a forecast", "Stated 70 % by day {day_70}, 90 % by day {day_90}"),
    verbs.RootCause: ("find the root cause for {it}", "Looked for the root cause for {it}"),
}


def to_do(line: str, world: World, titled: bool = False) -> str:
    """A line as something to do: `start 004`; with `titled` the card's title too."""
    if line == WAIT:
        return "leave it for the day"
    action = parsed(line, world)
    return line if action is None else _said(action, world, 0, titled)


def told(line: str, undone: bool, world: World, titled: bool = False) -> str:
    """A line as something that was done, or was not: `Promoted 002`, `Did not start 004`."""
    action = parsed(line, world)
    if action is None:
        return line
    return f"Did not {_said(action, world, 0, titled)}" if undone else _said(action, world, 1, titled)


def in_words(done: str, world: World) -> str:
    """What a moment calls done: its line in words, and by whom where that is said: `Killed 004 (standing order)`.

    What is no line stays as it is.
    """
    line, mark, by = done.partition(" (")
    return f"{told(line, False, world)}{mark}{by}"


def card_of(line: str, world: World) -> int:
    """The card that a line is about; -1 for none."""
    action = parsed(line, world)
    return action.card if isinstance(action, CardAction) else -1


def parsed(line: str, world: World) -> Action | None:
    """The action of a line; None where it is none."""
    try:
        found = parse(line, world)
    except GrammarError:
        return None
    return None if isinstance(found, Turn) else found


def _said(action: Action, world: World, told_after: int, titled: bool) -> str:
    label = VERB[type(action)].label
    forms = _SAID.get(type(action), (f"{label} {{it}}", f"Did: {label} {{it}}"))
    slots = {slot.field: str(value) for slot, value in zip(action.SLOTS, action.values(), strict=True)}
    slots |= _worded(action)
    return forms[told_after].format(**{**slots, "it": _name(action, world, titled)}).strip()


def _worded(action: Action) -> dict[str, str]:
    """Slots whose numbers are no words yet: seeds have a plural, a change has a name."""
    if isinstance(action, verbs.Evaluate):
        return {"seeds": fmt.count(action.seeds, "seed")}
    if isinstance(action, verbs.Iterate):
        return {"change": words.CHANGE[Change(action.change)]}
    if isinstance(action, verbs.Reserve):
        return {"gpus": fmt.count(action.gpus, "GPU"), "days": fmt.days(action.days)}
    if isinstance(action, verbs.SetWip):
        return {"stage": words.STAGE[Stage(action.stage)], "limit": fmt.count(action.limit, "card")}
    if isinstance(action, verbs.StandingOrder):
        return {"order": words.ORDER[Order(action.order)], "mode": words.MODE[Mode(action.mode)]}
    return {}


def _name(action: Action, world: World, titled: bool) -> str:
    if isinstance(action, DataAction):
        return fmt.dataset(world, action.data)
    if isinstance(action, verbs.AddIdea):
        return fmt.family(world, action.family)
    if not isinstance(action, CardAction) or action.card < 0:
        return "the data issue or delay" if isinstance(action, verbs.RootCause) else ""
    name = fmt.short(world, action.card)
    return f"{name} {fmt.title(world, action.card)}" if titled else name
