"""Paired variance of the same luck under other play: luck keyed by a thing's own events against luck keyed by the day.

The day-keyed double draws each of a card's (dataset's, live model's) effects by the calendar day on which it happens,
instead of by how many such effects it has had; the deal is the same. It exists here only, by replacing the drawing
functions of the interpreted systems. Printed: variance of the value difference of two plays on the same seed, and on
two different seeds, whose ratio says how many times fewer games a comparison takes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import variance

from common import arguments, compiled, rerun, table

from aiboard.bots import Bot, Heuristic
from aiboard.bots.runner import play_day
from aiboard.engine.chance import luck
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.chance.tables import Table
from aiboard.engine.day import advance
from aiboard.engine.model.world import World
from aiboard.engine.systems import agent, data, evaluation, production, training
from aiboard.scenario import load

SYSTEMS = (training, evaluation, agent, data, production)
#: The day of the small change: the bot does nothing on it.
OFF_DAY = 15
OFF_DAYS = 1
#: Effects of one thing that fit into a day without sharing luck.
ROOM = 256


class DayLuck:
    """Luck keyed by the day: the n of a draw is the day and how many such draws the thing had on it."""

    def __init__(self) -> None:
        self.day = 0
        self.taken: Counter[tuple[int, int]] = Counter()

    def at(self, day: int) -> None:
        """A day begins."""
        self.day = day
        self.taken.clear()

    def n(self, purpose: int, entity: int) -> int:
        """The number that stands in for the thing's own."""
        self.taken[(purpose, entity)] += 1
        return self.day * ROOM + self.taken[(purpose, entity)] % ROOM

    def mix(self, seed: int, purpose: int, entity: int, n: int) -> int:
        """As luck.mix."""
        return luck.mix(seed, purpose, entity, self.n(purpose, entity))

    def draw(self, table_: Table, seed: int, purpose: int, entity: int, n: int) -> int:
        """As luck.draw."""
        return luck.draw(table_, seed, purpose, entity, self.n(purpose, entity))

    def happens(self, chance: int, seed: int, purpose: int, entity: int, n: int) -> bool:
        """As luck.happens."""
        return luck.happens(chance, seed, purpose, entity, self.n(purpose, entity))


@contextmanager
def keyed(by_day: DayLuck | None) -> Iterator[None]:
    """The systems draw by the day; None leaves them as they are."""
    kept = [(system, name, getattr(system, name)) for system in SYSTEMS for name in _NAMES if hasattr(system, name)]
    try:
        if by_day is not None:
            for system, name, _ in kept:
                setattr(system, name, getattr(by_day, name))
        yield
    finally:
        for system, name, own in kept:
            setattr(system, name, own)


_NAMES = ("mix", "draw", "happens")


def value(world: World, latents: Latents, seed: int, bot: Bot, off: int, by_day: DayLuck | None) -> float:
    """A game's dollars; the bot does nothing on the `off` days from OFF_DAY."""
    state = new_state(world, seed, latents)
    with keyed(by_day):
        while not state.board.over:
            if by_day is not None:
                by_day.at(state.board.day)
            if not OFF_DAY <= state.board.day < OFF_DAY + off:
                play_day(state, bot)
            advance(state)
    return state.returns() / 100


Play = tuple[str, Callable[[], Bot], int]
PAIRS: tuple[tuple[Play, Play], ...] = (
    (("as ever", Heuristic, 0), ("a day off", Heuristic, OFF_DAYS)),
    (("wip 3", Heuristic, 0), ("wip 2", lambda: Heuristic(wip=2), 0)),
)


def main() -> int:
    """Play and print."""
    asked = arguments(__doc__ or "", 200).parse_args()
    if compiled():
        print("this bench needs the interpreted rules: run it without PYTHONPATH=build/compiled", file=sys.stderr)
        return 2
    resolved = load(asked.scenario)
    world = resolved.world()
    latents = Latents(world)
    seeds = range(asked.seed, asked.seed + asked.games)
    rows = []
    for (one, first, off_1), (other, second, off_2) in PAIRS:
        for name, luck_of in (("own events", lambda: None), ("calendar day", DayLuck)):
            ours = [value(world, latents, seed, first(), off_1, luck_of()) for seed in seeds]
            theirs = [value(world, latents, seed, second(), off_2, luck_of()) for seed in seeds]
            same = variance([a - b for a, b in zip(ours, theirs, strict=True)])
            apart = variance(ours) + variance(theirs)
            ratio = f"{apart / same:.1f} x" if same else "no difference"
            rows.append([f"{one} / {other}", name, f"{same**0.5:,.0f}", f"{apart**0.5:,.0f}", ratio])
    print(f"{resolved.key}, {asked.games} seeds from {asked.seed}\n")
    print(table(["plays", "luck keyed by", "SD same seed, $", "SD other seed, $", "variance cut"], rows))
    print(f"\n{rerun()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
