"""Plays a design against the house bots on the same luck, and each of its choices switched to the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from aiboard.analysis.estimate import Estimate, estimate, paired_difference
from aiboard.analysis.runner import Maker, run_games
from aiboard.bots import Bot
from aiboard.bots.designed import Design, Designed
from aiboard.drills.case import form
from aiboard.drills.case.project import Project
from aiboard.drills.drill import Watch
from aiboard.engine.model.world import World

SEEDS: Final = 50
_FIRST_SEED: Final = 4_100_000
RIVALS: Final = ("idle", "heuristic", "reference")
MANY: Final = ("gates", "orders")
"""Fields of several things at once: each of them is switched by itself."""


@dataclass(frozen=True)
class Switch:
    """One choice turned to the usual one.

    Attributes:
        key: the field, or `field.option`.
        effect: dollars a game that the person's choice made on the same seeds, against the usual one.
    """

    key: str
    effect: Estimate


@dataclass(frozen=True)
class Outcome:
    """What became of a design: dollars a game by name, paired differences to the rivals, and its single choices."""

    games: int
    values: dict[str, Estimate]
    against: dict[str, Estimate]
    switches: tuple[Switch, ...]
    wins: dict[str, int]

    def equity(self) -> float:
        """The design between doing nothing (0) and the reference (1); below and above are possible."""
        zero, hundred = self.values["idle"].mean, self.values["reference"].mean
        return (self.values["design"].mean - zero) / (hundred - zero) if hundred > zero else 0.0


def play(study: Project, values: dict[str, Any], seeds: int = SEEDS, watch: Watch | None = None) -> Outcome:
    """All games: the design, its rivals, and every switch that makes another policy.

    Args:
        values: the form's fields.
        seeds: how many games each.
        watch: told of the progress; it ends the play by raising.
    """
    # The same luck for all of them: a single choice is seen in a paired difference or not at all.
    luck = range(_FIRST_SEED, _FIRST_SEED + seeds)
    others = list(switches(values, study.world))
    count = _Count((1 + len(RIVALS) + len(others)) * seeds, watch)
    own_dollars = _dollars(study, partial(_player, form.design(values, study.world)), luck, count)
    rivals = {name: _dollars(study, name, luck, count) for name in RIVALS}
    switched = [(key, _dollars(study, partial(_player, design), luck, count)) for key, design in others]
    return Outcome(
        seeds,
        {"design": estimate(own_dollars), **{name: estimate(dollars) for name, dollars in rivals.items()}},
        {name: paired_difference(own_dollars, dollars) for name, dollars in rivals.items() if name != "idle"},
        tuple(Switch(key, paired_difference(own_dollars, dollars)) for key, dollars in switched),
        {name: sum(a > b for a, b in zip(own_dollars, dollars, strict=True)) for name, dollars in rivals.items()},
    )


def switches(values: dict[str, Any], world: World) -> list[tuple[str, Design]]:
    """The design with each choice that is not the usual one turned to it; those that change no policy are left out."""
    usual, own_policy = form.usual(world), vars_of(form.design(values, world))
    designs = []
    for key in form.PLAYED:
        for name, other in _turned(key, values[key], usual[key]):
            design = form.design({**values, key: other}, world)
            # Some choices matter only beside others: one that changes no policy would be played for nothing.
            if vars_of(design) != own_policy:
                designs.append((name, design))
    return designs


def _turned(key: str, own: Any, usual: Any) -> list[tuple[str, Any]]:
    if key not in MANY:
        return [(key, usual)]
    differing = [name for name in dict.fromkeys([*usual, *own]) if (name in own) != (name in usual)]
    return [(f"{key}.{name}", [one for one in own if one != name] + [name] * (name in usual)) for name in differing]


def vars_of(design: Design) -> dict[str, object]:
    """What a design decides, by name; compiled classes have no `vars`."""
    return {name: getattr(design, name) for name in dir(design) if not name.startswith("_")}


def _player(design: Design, seed: int) -> Bot:
    return Designed(design)


class _Count:
    """Games done so far, told to whoever watches."""

    def __init__(self, total: int, watch: Watch | None) -> None:
        self.total = total
        self.done = 0
        self._watch = watch

    def one(self, _: int) -> None:
        """One more game."""
        self.done += 1
        if self._watch is not None:
            self._watch(self.done, self.total)


def _dollars(study: Project, bot: str | Maker, seeds: Sequence[int], count: _Count) -> list[float]:
    return [result.value_cents / 100 for result in run_games(study.resolved, bot, seeds, progress=count.one)]
