"""What each disruption costs: handled well, by the source's advice, by standing orders, and when nobody reacts.

A game is played to the day without drawn disruptions; there it is copied, and the copy gets the disruption. Both go on
to the end in several futures: the same redrawn luck for both, fresh in each future. A future's difference holds the
disruption's own effect on this board and what else changed because play went another way. The second part has no
common cause over futures, so the mean over them keeps the first. What is left of it is measured by the spread of
a game's futures and taken out of the spread between games: each game's mean is drawn in towards the mean of all by
the root of (variance between games - variance of the futures' mean) / variance between games. The 95th percentile of
an event's own effect is that of these values; the mean and its interval do not need it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Final

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.calibrate.policies import ADVICE, GOOD, ORDERS, Policy
from aiboard.analysis.estimate import Estimate, estimate
from aiboard.analysis.runner import Progress, deal_games, map_chunks, offset_progress, scenario_to_text
from aiboard.analysis.worlds import with_changes
from aiboard.bots.runner import play_on, without_gc
from aiboard.engine.act import act, check
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Chaos, Refusal, Source
from aiboard.engine.verbs import (
    Accept,
    Action,
    Guidelines,
    Inject,
    Iterate,
    OrderData,
    Pause,
    Prioritise,
    Relabel,
    Reserve,
    RootCause,
    Unblock,
)
from aiboard.scenario import ResolvedScenario
from aiboard.scenario.words import kebab

DAYS: Final = (10, 30, 50)
"""Days of the injection."""
FUTURES: Final = 8
KEY_BITS: Final = 40
"""A future's number is put this high into the seed, where the seeds of other games have nothing."""
MOST_P95: Final = 20.0
"""Points that one event may cost at the 95th percentile."""

REACTIONS: Final[dict[Chaos, tuple[type[Action], ...]]] = {
    Chaos.GPU_SHORTAGE: (Reserve, Prioritise, Pause),
    Chaos.DATA_ISSUE: (RootCause,),
    Chaos.EVAL_REGRESSION: (RootCause, Iterate),
    Chaos.SCOPE_CHANGE: (OrderData, Guidelines, Accept, Relabel),
    Chaos.DIVERGENCE: (RootCause,),
    Chaos.VENDOR_DELAY: (Unblock,),
}
"""What can be done about each kind. Who never reacts has none of it, with the disruption and without."""


@dataclass(frozen=True)
class Handling:
    """A way of meeting disruptions: its name, the policy for each kind, the points it should cost (None: no aim)."""

    name: str
    policy: Callable[[Chaos], Policy]
    band: tuple[float, float] | None


def _whole(bot: str) -> Callable[[Chaos], Policy]:
    return lambda kind: Policy(bot)


def _unmoved(kind: Chaos) -> Policy:
    return Policy(GOOD, refuses=tuple(verb.VERB for verb in REACTIONS[kind]))


HANDLINGS: Final = (
    Handling(GOOD, _whole(GOOD), (1.0, 3.0)),
    *(() if GOOD == ADVICE else (Handling(ADVICE, _whole(ADVICE), None),)),
    Handling(ORDERS, _whole(ORDERS), None),
    Handling("never reacts", _unmoved, (8.0, 15.0)),
)


@dataclass(frozen=True)
class DisruptionCost:
    """What a kind costs on a day under one handling, equity points; all None where it had nothing to hit.

    Attributes:
        games: those in which it had something to hit.
        cost: the mean, positive for a loss.
        p95: the 95th percentile of its own effect.
        flag: "" where it is as it should be, else "low", "high" (the whole interval is outside the band) or "tail".
    """

    kind: str
    day: int
    policy: str
    band: tuple[float, float] | None
    games: int
    cost: Estimate | None
    p95: float | None
    flag: str

    def data(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def measure_costs(
    resolved: ResolvedScenario,
    scale: Anchors,
    seeds: Sequence[int],
    executor: Executor | None = None,
    progress: Progress | None = None,
    kinds: Sequence[Chaos] = tuple(Chaos),
    futures: int = FUTURES,
) -> list[DisruptionCost]:
    """The whole table. `progress` is told how many of `games_per_seed(...)` games have been compared."""
    calm = scenario_to_text(with_changes(resolved, {"chaos": {"events": 0}}))
    days = tuple(day for day in DAYS if day < resolved.world().days)
    costs: list[DisruptionCost] = []
    done = 0
    for handling in HANDLINGS:
        for policy, group in _groups(handling, kinds).items():
            play = partial(_games, calm, policy, tuple(group), days, futures)
            games = map_chunks(play, seeds, executor, offset_progress(done, progress))
            done += len(seeds)
            for kind in group:
                costs += [_price(kind, day, handling, [game.get((kind, day)) for game in games], scale) for day in days]
    return costs


def games_per_seed(kinds: Sequence[Chaos] = tuple(Chaos)) -> int:
    """How many games of a seed are compared."""
    return sum(len(_groups(handling, kinds)) for handling in HANDLINGS)


def _groups(handling: Handling, kinds: Sequence[Chaos]) -> dict[Policy, list[Chaos]]:
    """Kinds that one policy meets: they share the games without a disruption."""
    groups: dict[Policy, list[Chaos]] = {}
    for kind in kinds:
        groups.setdefault(handling.policy(kind), []).append(kind)
    return groups


Effects = dict[tuple[Chaos, int], tuple[int, ...]]
"""By kind and day: cents that each future ends lower by; a kind with nothing to hit is not there."""


def _games(
    scenario: str, policy: Policy, kinds: tuple[Chaos, ...], days: tuple[int, ...], futures: int, seeds: tuple[int, ...]
) -> list[Effects]:
    with without_gc():
        return [_game(state, policy, kinds, days, futures) for state in deal_games(scenario, seeds)]


def _game(state: State, policy: Policy, kinds: tuple[Chaos, ...], days: tuple[int, ...], futures: int) -> Effects:
    effects: Effects = {}
    bot = policy(state.seed)
    for day in days:
        play_on(state, bot, day)
        # Once for all kinds: what a kind costs is the difference to these.
        without = [_played_on(state, policy, future) for future in range(futures)]
        for kind in kinds:
            action = Inject(int(kind), source=int(Source.FACILITATOR))
            if check(state.board, action) == Refusal.NONE:
                hit = state.clone()
                act(hit, action)
                effects[(kind, day)] = tuple(without[n] - _played_on(hit, policy, n) for n in range(futures))
    return effects


def _played_on(start: State, policy: Policy, future: int) -> int:
    state = start.clone()
    state.seed ^= (future + 1) << KEY_BITS
    return play_on(state, policy(start.seed)).returns()


def _price(
    kind: Chaos, day: int, handling: Handling, games: Sequence[tuple[int, ...] | None], scale: Anchors
) -> DisruptionCost:
    hit = [[100 * cents / scale.length for cents in game] for game in games if game is not None]
    name = kebab(kind)
    if not hit:
        return DisruptionCost(name, day, handling.name, handling.band, 0, None, None, "")
    cost = estimate([statistics.fmean(game) for game in hit])
    tail = own_p95(hit)
    return DisruptionCost(
        name, day, handling.name, handling.band, len(hit), cost, tail, flag(cost, tail, handling.band)
    )


def own_p95(games: Sequence[Sequence[float]]) -> float | None:
    """The 95th percentile over games of the event's own effect (see the module); None for fewer than 20 games.

    `games` holds at least two futures of each.
    """
    # With fewer the 95th percentile would be the largest of them.
    if len(games) < 20:
        return None
    means = [statistics.fmean(game) for game in games]
    total = statistics.variance(means)
    luck = statistics.fmean(statistics.variance(game) / len(game) for game in games)
    shrinkage = (max(0.0, total - luck) / total) ** 0.5 if total else 0.0
    centre = statistics.fmean(means)
    return statistics.quantiles([centre + shrinkage * (mean - centre) for mean in means], n=20, method="inclusive")[-1]


def flag(cost: Estimate, p95: float | None, band: tuple[float, float] | None) -> str:
    """What is not as it should be, in a word; empty where nothing is."""
    if band is not None:
        # A single game has no interval; its mean stands for both ends.
        low = cost.mean if cost.low is None else cost.low
        high = cost.mean if cost.high is None else cost.high
        if high < band[0]:
            return "low"
        if low > band[1]:
            return "high"
    return "tail" if p95 is not None and p95 > MOST_P95 else ""
