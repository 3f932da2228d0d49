"""What the heuristic starts next: families by what their cards taught, cards by stated odds. Board in, integers out."""

from typing import Final

from mypy_extensions import i64

from aiboard.bots.card_estimates import current_quality, headroom, project_days_left
from aiboard.bots.glance import CardLists
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.world import Idea, World

#: What a family nobody has tried is worth in curiosity on the first day; it shrinks as the deadline nears.
EXPLORE_PPM: Final = 12_000
#: Near 50 %, stated odds rise by so many points of percent for each `stated_scale_ppm` of perceived ceiling: the
#: density of the standard normal law at 0.
SCALE_PCT: Final = 40
#: What a card loses for each GPU it takes beyond the first.
GPU_PPM: Final = 3_000


class Families:
    """What is thought of each approach family on one day; worked out when first asked for."""

    def __init__(self, board: Board, card_lists: CardLists) -> None:
        self.board = board
        self._tried = card_lists.tried
        self._measured = [card for card in card_lists.started if card.readouts]
        self._levels = [-1] * len(board.world.families)
        self._appeals = [-1] * len(board.world.families)
        self._fresh: list[int] = []

    def level(self, family: int) -> int:
        """Posterior mean of the family's ceiling: its prior, shrunk towards what its measured cards point to."""
        if self._levels[family] < 0:
            self._levels[family] = self._level(family)
        return self._levels[family]

    def appeal(self, family: int) -> int:
        """The level a new ticket of the family may hope for, and the curiosity about an untried one."""
        if self._appeals[family] < 0:
            board = self.board
            world = board.world
            if not self._fresh:
                self._fresh = board.fresh_ppm()
            appeal = self.level(family) + self._fresh[family]
            if not self._tried[family]:
                appeal += EXPLORE_PPM * project_days_left(board) // world.days
            self._appeals[family] = appeal
        return self._appeals[family]

    def card_score(self, card: Card) -> int:
        """How much a card promises: its family, what its person says, less what it lacks and takes."""
        world = self.board.world
        idea = world.ideas[card.index]
        score = self.appeal(idea.family)
        score += idea.lift_ppm + _odds_adjustment(world, idea, card.stated_pct, self.level(idea.family) + idea.lift_ppm)
        if idea.dataset >= 0 and self.board.data[idea.dataset].delivered_pct < 100:
            score -= world.pilot_penalty_ppm
        return score - (idea.gpus - 1) * GPU_PPM

    def _level(self, family: int) -> int:
        spec = self.board.world.families[family]
        ideas = self.board.world.ideas
        total = 0
        count = 0
        for card in self._measured:
            if ideas[card.index].family == family:
                level = current_quality(self.board, card) + headroom(self.board, card)
                total += level - card.fresh_ppm - ideas[card.index].lift_ppm
                count += 1
        if count == 0:
            return spec.mean_ppm
        weight = _square(spec.mean_sd_ppm) * count
        other = _square(spec.card_sd_ppm)
        if weight + other == 0:
            # Both spreads are (nearly) nothing: every card of the family lies at its mean, and evidence adds nothing.
            return spec.mean_ppm
        return (spec.mean_ppm * other + total // count * weight) // (weight + other)


def _odds_adjustment(world: World, idea: Idea, stated_pct: int, level_ppm: int) -> int:
    """How far a card's ceiling is expected to lie over its family's level, given the odds that its person states.

    What they perceive over the level counts by a weight: the variance of cards within the family, divided by the sum of
    it and the variances of the person's noise and bias.
    """
    person = world.people[idea.person]
    # Native numbers, since products with a negative one are slow otherwise; all of them are far from 2**62.
    over: i64 = stated_pct - 50
    scale: i64 = world.stated_scale_ppm
    perceived: i64 = world.launch_ppm + over * scale // SCALE_PCT - person.bias_ppm
    spread: i64 = _square(world.families[idea.family].card_sd_ppm)
    noise: i64 = _square(person.noise_ppm) + _square(person.bias_sd_ppm)
    return (perceived - level_ppm) * spread // max(1, spread + noise)


def _square(sd_ppm: i64) -> i64:
    """A variance in tenths of a point squared, which keeps the products small."""
    tenths: i64 = sd_ppm // 1000
    return tenths * tenths


def count_started(board: Board, family: int) -> int:
    """Cards of a family that have been started."""
    count = 0
    ideas = board.world.ideas
    for card in board.cards:
        if card.started_day > 0 and ideas[card.index].family == family:
            count += 1
    return count
