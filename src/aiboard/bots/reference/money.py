"""What a card is worth in dollars if it is launched: expected gain over what is live, for the days it would be live."""

from math import isqrt
from typing import Final

from aiboard.bots.reference.arithmetic import Normal, chance_over, gain_over
from aiboard.bots.reference.judge import Judge
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import handoff_points, live_seen
from aiboard.engine.systems.deployment import HANDOFF_SPEED
from aiboard.engine.systems.production import NOTICED_PCT

#: A millionth is a point's ten-thousandth.
POINT_PPM: Final = 10_000
DAY_POINTS: Final = 100
#: Days an evaluation takes, queue included.
EVALUATION_DAYS: Final = 1
#: Chance that a launch that turns out worse is seen to be so before it has cost much more than its way back, percent.
SEEN_PCT: Final = 80


class Money:
    """Prices and worths on one board."""

    def __init__(self, board: Board, judge: Judge) -> None:
        self.board = board
        self.judge = judge
        self._lives: list[Normal | None] = [None] * len(board.cards)

    def refresh(self) -> None:
        """A new look at the models in production."""
        self._lives = [None] * len(self._lives)

    # --- quality as money sees it ------------------------------------------------------------------------------
    def serving(self, card: Card) -> Normal:
        """What serving takes, in millionths of quality: measured, or the family's usual."""
        world = self.board.world
        if card.serving_cents >= 0:
            return Normal(card.serving_cents * POINT_PPM // world.point_cents, 0)
        family = world.families[world.ideas[card.index].family]
        total = 0
        mean = 0
        for place, weight in enumerate(family.serving_weights):
            total += weight
            mean += weight * family.serving_cents[place]
        mean //= total
        spread = 0
        for place, weight in enumerate(family.serving_weights):
            off = (family.serving_cents[place] - mean) * POINT_PPM // world.point_cents
            spread += weight * off * off
        return Normal(mean * POINT_PPM // world.point_cents, spread // total)

    def oversteps(self, card: Card) -> int:
        """What an agent's unauthorised actions are expected to cost a day at full traffic, millionths of quality."""
        world = self.board.world
        if not world.families[world.ideas[card.index].family].agent:
            return 0
        total = 0
        cost = 0
        for place, rate in enumerate(world.unauthorised_ppm):
            weight = world.unauthorised_weights[place] * 1_000_000
            for run in range(card.agent_runs):
                share = rate if run < card.agent_unauthorised else 1_000_000 - rate
                weight = weight * (share // 100) // 10_000
            total += weight
            cost += weight * rate // 1_000_000
        if total == 0:
            return 0
        notice = world.agent_incident_cents * NOTICED_PCT // 100
        return notice * (cost * 1000 // total) // 1000 * POINT_PPM // world.point_cents

    def online(self, card: Card, quality: Normal) -> Normal:
        """What customers would get of a checkpoint, net of serving and risk, before any has met it."""
        world = self.board.world
        serving = self.serving(card)
        mean = quality.mean + world.skew_mean_ppm - serving.mean - self.oversteps(card)
        variance = quality.variance + world.skew_sd_ppm * world.skew_sd_ppm + serving.variance
        return Normal(mean, variance)

    def live(self, card: Card) -> Normal:
        """What customers get of a promoted model, net: the forecast and what monitoring has shown."""
        kept = self._lives[card.index]
        if kept is None:
            kept = self._live(card)
            self._lives[card.index] = kept
        return kept

    def _live(self, card: Card) -> Normal:
        quality = self.judge.belief(card.index).after[0]
        found = self.online(card, quality)
        if not card.monitored_ppm:
            return found
        seen, error = live_seen(self.board, card)
        taken = quality.mean + self.board.world.skew_mean_ppm - found.mean
        return found.seen(seen - taken, error * error)

    def rival(self, besides: int) -> int:
        """The net quality that a launch has to beat: the best promoted model, or where earning begins."""
        best = self.board.world.value_floor_ppm
        for card in self.board.cards:
            if card.stage == Stage.PRODUCTION and card.index != besides and (card.share_pct > 0 or not card.launched):
                best = max(best, self.live(card).mean)
        return best

    def instead(self, besides: int) -> int:
        """The net quality that customers get when this model goes: the one before it, or nothing that earns."""
        best = self.board.world.value_floor_ppm
        for card in self.board.cards:
            if card.stage == Stage.PRODUCTION and card.index != besides and card.launched:
                best = max(best, self.live(card).mean)
        return best

    # --- time --------------------------------------------------------------------------------------------------
    def life(self, card: Card, days: int) -> int:
        """Days of full traffic that a card earns for when it is ready to be promoted in so many days; 0 when too late.

        The canary's days count in part: by the traffic they leave to the model before it.
        """
        board = self.board
        world = board.world
        way = (handoff_points(board, card) + HANDOFF_SPEED - 1) // HANDOFF_SPEED
        live_on = board.day + days + way
        if world.needs_legal and board.legal != 2:
            live_on = max(live_on, board.day + (board.legal_left if board.legal else world.legal_days))
        if live_on >= world.days:
            return 0
        canary = world.canary_days * 3 // 2
        return max(0, world.days - live_on - canary) + world.tail_days

    def cents(self, gain_ppm: int, days: int) -> int:
        """Dollars of so much quality for so many days at full traffic, in cents."""
        return gain_ppm * self.board.world.point_cents // POINT_PPM * days

    def gpu_cents(self, index: int, days: int) -> int:
        """Compute of a card for so many days."""
        return self.board.world.ideas[index].gpus * 24 * self.board.world.gpu_hour_cents * days

    # --- a launch ----------------------------------------------------------------------------------------------
    def canary_sd(self) -> int:
        """How well a canary's days tell what customers get, millionths."""
        world = self.board.world
        each = world.monitor_sd_ppm
        per_day = 10**14 // (each[0] * each[0] + 1) + 10**14 // (each[1] * each[1] + 1)
        return isqrt(10**14 // max(1, per_day * world.canary_days))

    def launch(self, card: Card, quality: Normal, days: int, known: bool) -> int:
        """Expected cents of launching a checkpoint that is ready in so many days, over leaving things as they are.

        `known`: how good it is will be measured before; else only the canary tells.
        """
        life = self.life(card, days)
        if life == 0:
            return 0
        net = self.online(card, quality)
        bar = self.rival(card.index)
        sd = net.sd()
        if not known:
            error = self.canary_sd()
            sd = isqrt(net.variance * (net.variance // 1000) // max(1, (net.variance + error * error) // 1000))
        worse = 1_000_000 - chance_over(net.mean, sd, bar)
        undo = self.board.world.rollback_cents * self.board.world.rollback_floor_pct // 100
        risk = 0 if known else undo * (worse // 1000) // 1000
        return self.cents(gain_over(net.mean, sd, bar), life) - risk - self.board.world.launch_cents
