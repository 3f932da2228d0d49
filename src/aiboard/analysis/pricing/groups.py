"""The actions of one day: in which order they are priced, and which of them belong together."""

from __future__ import annotations

from collections.abc import Sequence

from aiboard.analysis.pricing.options import subject
from aiboard.engine.act import check, check_all
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action, Start


def by_subject(plan: Sequence[Action]) -> list[tuple[Action, ...]]:
    """Neighbouring actions about one thing belong together."""
    found: list[tuple[Action, ...]] = []
    for action in plan:
        if found and subject(found[-1][0]) == subject(action):
            found[-1] = (*found[-1], action)
        else:
            found.append((action,))
    return found


def merge_dependent_groups(state: State, groups: Sequence[tuple[Action, ...]]) -> list[tuple[Action, ...]]:
    """Groups that can be begun as the board is left: one that another makes possible belongs to that one.

    To promote while a canary is out was refused that day: the choice was to roll the canary back, and go on from there.
    """
    found: list[tuple[Action, ...]] = []
    for group in groups:
        if not found or check(state.board, group[0]) == Refusal.NONE:
            found.append(group)
            continue
        first = next((at for at in reversed(range(len(found))) if _allows(state, found[at], group[0])), len(found) - 1)
        found[first] = (*found[first], *group)
    return found


def _allows(state: State, done: Sequence[Action], action: Action) -> bool:
    """Whether an action is possible once others are done."""
    return check_all(state, [*done, action])[0] < 0


def order_starts_last(state: State, actions: Sequence[Action]) -> list[Action]:
    """The day's actions with the starts behind the others, where that order is possible too."""
    ordered = sorted(actions, key=lambda one: isinstance(one, Start))
    return ordered if check_all(state, ordered)[0] < 0 else list(actions)
