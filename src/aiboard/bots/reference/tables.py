"""What all games of a world have in common, worked out once: a debrief plays tens of thousands of the same world."""

from functools import lru_cache
from typing import Final

from aiboard.bots.reference.arithmetic import Normal
from aiboard.bots.reference.belief import Belief, Prior, infer_belief
from aiboard.bots.reference.evidence import Measurement
from aiboard.bots.reference.family_costs import FamilyCosts
from aiboard.engine.model.world import World

#: A whole, in millionths.
WHOLE: Final = 1_000_000
#: Posteriors that are kept; a board that rollouts begin with has some ten.
MOST_KNOWN: Final = 256


class LearnedShare:
    """Share of the way from start to ceiling that a plan of so many runs covers: its mean (ppm) and variance."""

    def __init__(self, rates: list[int], weights: list[int], runs: int) -> None:
        total = sum(weights)
        shares: list[int] = []
        for rate in rates:
            remaining = WHOLE
            for _ in range(runs):
                remaining = remaining * (WHOLE - rate) // WHOLE
            shares.append(WHOLE - remaining)
        mean = 0
        # By place: compiled, a strict zip is a Python iterator, and every rollout begins with these tables.
        for index, weight in enumerate(weights):
            mean += shares[index] * weight
        self.mean = mean // total
        spread = 0
        for index, weight in enumerate(weights):
            off = (shares[index] - self.mean) // 100
            spread += off * off * weight
        #: In units of 1e-8.
        self.spread = spread // total


class Tables:
    """What only the world says, and what was worked out of cards' measurements by them alone."""

    def __init__(self, world: World) -> None:
        self.world = world
        #: Cards of each family.
        self.members: list[list[int]] = [[] for _ in world.families]
        most_runs = 1
        for index, idea in enumerate(world.ideas):
            self.members[idea.family].append(index)
            most_runs = max(most_runs, idea.runs)
        #: Of each family what a card's ceiling is dealt from, and what is usual.
        self.dealt = [Normal(f.mean_ppm, squared(f.mean_sd_ppm) + squared(f.card_sd_ppm)) for f in world.families]
        self.family_costs = [FamilyCosts(world, family) for family in world.families]
        self.closing = [LearnedShare(world.rate_ppm, world.rate_weights_mid, runs) for runs in range(most_runs + 3)]
        self._belief_cache: dict[tuple[int, ...], Belief] = {}

    def compute_belief(self, family: int, added: int, steps: list[Measurement]) -> Belief:
        """The posterior of a card of this family with these steps behind it, the caller's own.

        `added`: what freshness, dataset and labels add to its ceiling.
        """
        spec = self.world.families[family]
        return infer_belief(self.world, Prior(self.dealt[family], spec.card_sd_ppm, spec.start_ppm, added), steps)

    def cached_belief(self, family: int, added: int, steps: list[Measurement]) -> Belief:
        """The same, kept for whoever asks for the same again: every rollout of a board begins with its cards."""
        key = [family, added]
        for step in steps:
            key += [step.kind, step.value, step.variance]
        cache_key = tuple(key)
        belief = self._belief_cache.get(cache_key)
        if belief is None:
            if len(self._belief_cache) >= MOST_KNOWN:
                self._belief_cache.clear()
            belief = self.compute_belief(family, added, steps)
            self._belief_cache[cache_key] = belief
        return belief.copy()


# A world is its own key; no more is kept than that of the game at hand and another.
@lru_cache(maxsize=2)
def tables_of(world: World) -> Tables:
    """The tables of this world."""
    return Tables(world)


def squared(sd_ppm: int) -> int:
    """The variance of a spread."""
    return sd_ppm * sd_ppm
