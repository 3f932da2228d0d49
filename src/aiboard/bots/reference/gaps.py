"""How far a model's weakest slice may lie from the whole: some points of a normal law that the deal cuts."""

from typing import Final

from mypy_extensions import i64

from aiboard.bots.reference.arithmetic import Node, Normal
from aiboard.engine.chance.latents import SLICE_HIGHEST_PPM, SLICE_LOWEST_PPM

#: Points of the normal law at which a slice is tried, worst first.
SLICE_NODES: Final[list[Node]] = [
    Node(-3_000, 4), Node(-2_250, 32), Node(-1_500, 130), Node(-750, 301), Node(0, 399), Node(750, 301),
    Node(1_500, 130),
]  # fmt: skip
SLICE_WEIGHT: Final = 4 + 32 + 130 + 301 + 399 + 301 + 130
NO_GAPS: Final[list[Node]] = []


def slice_gaps(gap: Normal) -> list[Node]:
    """How far a slice may lie from the whole, worst first, millionths: the deal cuts this law at both ends."""
    gaps = [Node(0, node.weight) for node in SLICE_NODES]
    lay_gaps(gaps, gap.mean, gap.sd())
    return gaps


def lay_gaps(gaps: list[Node], mean: i64, sd: i64) -> None:
    """The same in the place of other ones."""
    for index, node in enumerate(SLICE_NODES):
        gaps[index].at = min(SLICE_HIGHEST_PPM, max(SLICE_LOWEST_PPM, mean + sd * node.at // 1000))
