"""What a family's models usually cost before they are measured."""

from typing import Final

from aiboard.bots.reference.arithmetic import Normal
from aiboard.bots.reference.mixture import POINT_PPM
from aiboard.engine.model.world import Family, World
from aiboard.engine.systems.production import late_loss_pct

#: A percent is so many millionths.
PERCENT_PPM: Final = 10_000


class FamilyCosts:
    """What a family's models usually cost before they are measured.

    Serving in millionths of quality; what latency takes in millionths of the revenue.
    """

    def __init__(self, world: World, family: Family) -> None:
        worth = [cents * POINT_PPM // world.point_cents for cents in family.serving_cents]
        self.serving = weighted_moments(worth, family.serving_weights)
        self.agent = family.agent
        late = [late_loss_pct(world, ms) * PERCENT_PPM for ms in family.latency_ms]
        self.late = weighted_moments(late, family.latency_weights)


def weighted_moments(values: list[int], weights: list[int]) -> Normal:
    """Mean and variance of values with weights."""
    total = 0
    mean = 0
    # By place: compiled, a strict zip is a Python iterator, and every rollout begins with these tables.
    for index, weight in enumerate(weights):
        total += weight
        mean += weight * values[index]
    mean //= total
    spread = 0
    for index, weight in enumerate(weights):
        spread += weight * (values[index] - mean) * (values[index] - mean)
    return Normal(mean, spread // total)
