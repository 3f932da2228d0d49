"""How much of the frozen eval set an evaluation uses.

A part is nested and stratified: a fifth lies in the half, the half in the whole, and each asks the same mix of
questions. So the set's luck is the same on every part; only what the questions favour one card by grows.
"""

from math import isqrt
from typing import Final

from aiboard.engine.model.card import Card
from aiboard.engine.model.truth import CardTruth
from aiboard.engine.model.world import World

#: The parts there are, percent of the set; the last is the whole.
EVAL_PARTS: Final = (20, 50, 100)
WHOLE_PCT: Final = 100


def parts(world: World) -> list[int]:
    """The parts that a scenario allows, percent, smallest first; the whole is always one of them."""
    return [percent for percent in EVAL_PARTS if is_part(world, percent)]


def is_part(world: World, percent: int) -> bool:
    """Whether the scenario allows this part."""
    return percent >= world.least_items_pct and percent in EVAL_PARTS


def questions(world: World, percent: int) -> int:
    """How many questions a part has, rounded down."""
    return world.eval_items * percent // WHOLE_PCT


def item_sd(world: World, percent: int) -> int:
    """Spread of a card's item luck on a part, millionths, rounded down: the whole's times the root of 100 / percent."""
    return isqrt(world.items_sd_ppm * world.items_sd_ppm * WHOLE_PCT // percent)


def item_luck(truth: CardTruth, percent: int) -> int:
    """What the questions of a part favour this card by, millionths."""
    if percent == WHOLE_PCT:
        return truth.items_ppm
    return truth.half_items_ppm if percent >= EVAL_PARTS[1] else truth.fifth_items_ppm


def kept_seeds(card: Card, percent: int) -> int:
    """Scores of the current checkpoint that stay when it is evaluated on this part: scores of two parts never mix."""
    return len(card.scores) if card.eval_pct == percent else 0
