"""A decision as a person says it: `Promoted 002`, `Did not start 004`, `start 004`."""

from __future__ import annotations

from typing import Final

from aiboard.actions.grammar import Turn, parse
from aiboard.actions.tokens import GrammarError
from aiboard.engine import verbs
from aiboard.engine.model.items import WHOLE_PCT
from aiboard.engine.model.vocabulary import Change, Mode, Order, Stage
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, CardAction, DataAction
from aiboard.engine.verbs.card import MOST_PRIORITY
from aiboard.views import fmt, words
from aiboard.views.verbs import VERB

WAIT: Final = "wait"
"""What prices call leaving a matter for the day."""


def imperative_text(line: str, world: World, titled: bool = False) -> str:
    """A line as something to do: `start 004`; with `titled` the card's title too."""
    if line == WAIT:
        return "leave it for the day"
    action = try_parse_action(line, world)
    return line if action is None else _to_do(action, world, titled)


def past_text(line: str, undone: bool, world: World, titled: bool = False) -> str:
    """A line as something that was done, or was not: `Promoted 002`, `Did not start 004`."""
    action = try_parse_action(line, world)
    if action is None:
        return line
    if undone:
        return f"Did not {_to_do(action, world, titled)}"
    row = VERB[type(action)]
    return _filled(row.done or f"Did: {row.label} {{it}}", action, world, titled)


def done_text(text: str, world: World) -> str:
    """What a moment calls done: its line in words, and by whom where that is said: `Killed 004 (standing order)`.

    What is no line stays as it is.
    """
    line, mark, by = text.partition(" (")
    return f"{past_text(line, False, world)}{mark}{by}"


def card_of(line: str, world: World) -> int:
    """The card that a line is about; -1 for none."""
    action = try_parse_action(line, world)
    return action.card if isinstance(action, CardAction) else -1


def try_parse_action(line: str, world: World) -> Action | None:
    """The action of a line; None where it is none."""
    try:
        action = parse(line, world)
    except GrammarError:
        return None
    return None if isinstance(action, Turn) else action


def _to_do(action: Action, world: World, titled: bool) -> str:
    row = VERB[type(action)]
    return _filled(row.to_do or f"{row.label} {{it}}", action, world, titled)


def _filled(form: str, action: Action, world: World, titled: bool) -> str:
    slots = {slot.field: str(value) for slot, value in zip(action.SLOTS, action.values(), strict=True)}
    return form.format(**{**slots, **_worded(action), "it": _name(action, world, titled)}).strip()


def _worded(action: Action) -> dict[str, str]:
    """Slots whose numbers are no words yet: seeds have a plural, a change has a name."""
    if isinstance(action, verbs.Evaluate):
        part = f", {action.percent} % of the questions" if action.percent != WHOLE_PCT else ""
        return {"seeds": fmt.count(action.seeds, "seed") + part + (" and slices" if action.slices else "")}
    if isinstance(action, verbs.OrderData):
        # All of it is what is there then: a pilot may have been ordered before.
        return {"percent": f"{action.percent} %" if action.percent != WHOLE_PCT else "all"}
    if isinstance(action, verbs.Prioritise):
        ends = {1: " (first)", MOST_PRIORITY: " (last)"}
        return {"priority": f"{action.priority}{ends.get(action.priority, '')}"}
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
