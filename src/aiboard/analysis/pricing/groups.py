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
    groups: list[tuple[Action, ...]] = []
    for action in plan:
        if groups and subject(groups[-1][0]) == subject(action):
            groups[-1] = (*groups[-1], action)
        else:
            groups.append((action,))
    return groups


def merge_dependent_groups(state: State, groups: Sequence[tuple[Action, ...]]) -> list[tuple[Action, ...]]:
    """Groups that can be begun as the board is left: one that another makes possible belongs to that one.

    To promote while a canary is out was refused that day: the choice was to roll the canary back, and go on from there.
    """
    units: list[tuple[Action, ...]] = []
    for group in groups:
        if not units or check(state.board, group[0]) == Refusal.NONE:
            units.append(group)
            continue
        first = next((at for at in reversed(range(len(units))) if _allows(state, units[at], group[0])), len(units) - 1)
        units[first] = (*units[first], *group)
    return units


def _allows(state: State, earlier: Sequence[Action], action: Action) -> bool:
    """Whether an action is possible once others are done."""
    return check_all(state, [*earlier, action])[0] < 0


def order_starts_last(state: State, actions: Sequence[Action]) -> list[Action]:
    """The day's actions with the starts behind the others, where that order is possible too."""
    ordered = sorted(actions, key=lambda one: isinstance(one, Start))
    return ordered if check_all(state, ordered)[0] < 0 else list(actions)
