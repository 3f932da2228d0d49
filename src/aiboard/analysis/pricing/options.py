"""The options of a decision: what its verb and the others on the same matter declare (`Action.priced_options`)."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import Final

from aiboard.analysis.rollouts import is_same_choice
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import VERBS, Action, CardAction, DataAction, Kill

MOST_OPTIONS: Final = 3
"""Options tried besides what was done and what the reference does."""


def is_choice(action: Action) -> bool:
    """Whether an action is a decision at all: its verb settles something."""
    return bool(type(action).MATTERS)


def undeclared() -> list[str]:
    """Verbs that neither settle something nor say why they are no decision, in words."""
    return [
        f"verb {verb.VERB}: declare MATTERS, or in FORCED why it is no decision"
        for verb in VERBS
        if bool(verb.MATTERS) == bool(verb.FORCED)
    ]


def subject(action: Action) -> str:
    """What an action is about: its card, its dataset, or the plan's verb."""
    if isinstance(action, CardAction) and action.card >= 0:
        return f"card {action.card}"
    if isinstance(action, DataAction):
        return f"set {action.data}"
    return f"plan {action.VERB}"


def other_options(board: Board, action: Action, exclude: list[Action]) -> list[Action]:
    """Up to MOST_OPTIONS further options about the same thing, possible now and none of `exclude`."""
    options: list[Action] = []
    for option in declared_options(board, action):
        fresh = not any(_alike(option, other) for other in [*exclude, *options])
        if fresh and check(board, option) == Refusal.NONE:
            options.append(option)
    return options[:MOST_OPTIONS]


def declared_options(board: Board, action: Action) -> list[Action]:
    """What every verb on the same matter declares, possible or not: the first of each, then their second ones."""
    matters = set(type(action).MATTERS)
    lists = [verb.priced_options(board, action.subject_index()) for verb in VERBS if matters & set(verb.MATTERS)]
    return [option for option in chain.from_iterable(zip_longest(*lists)) if option is not None]


def _alike(first: Action, second: Action) -> bool:
    """The same choice; a kill is one whatever is written down with it."""
    both = isinstance(first, Kill) and isinstance(second, Kill) and first.card == second.card
    return both or is_same_choice(first, second)
