"""Dollars by what the board knew: what a card could bring for each quality that its interval allowed.

Prices are the engine's own. Left out are the cost of serving and an unmet requirement, which take their part of either
alternative; an incident under the bar of incidents counts as certain, and more are to come of a model that had some.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist, fmean
from typing import Final

from aiboard.analysis.moments import TakenDecision
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT
from aiboard.engine.model.world import World
from aiboard.engine.moves import rollback_cents
from aiboard.engine.outlook import launch_blocks, settling
from aiboard.engine.systems.accounting import tail_cents
from aiboard.engine.systems.deployment import CANARY_PCT, HALF_PCT
from aiboard.engine.systems.production import day_cents
from aiboard.instruments.gate import Z_TWO_SIDED
from aiboard.views.card.measure import QualityEstimate, live

#: Enough that the floor and the bar of incidents, where dollars jump, are met within 5 %.
_STEPS: Final = 200


def quality_belief(moment: TakenDecision) -> NormalDist:
    """The quality as the board knew it at a decision."""
    return measured_quality(moment.known.measured, live(moment.board, moment.card))


def measured_quality(offline: QualityEstimate | None, met: QualityEstimate | None) -> NormalDist:
    """What was measured before launch and live, weighed by their precision; one of them at least.

    Where the two intervals do not meet, the questions did not measure what customers get: only what they got counts.
    """
    apart = offline is not None and met is not None and (met.high < offline.low or offline.high < met.low)
    scores = [met] if apart else [offline, met]
    # Two readings of one quality, each weighed by how sharp it is.
    known = [(score.mean, _sd(score)) for score in scores if score is not None]
    precision = sum(sd**-2 for _, sd in known)
    return NormalDist(sum(mean * sd**-2 for mean, sd in known) / precision, precision**-0.5)


def _sd(score: QualityEstimate) -> float:
    # An end at 0 or 100 % is cut off there; the other one tells the width. A grid's step at least.
    return max(score.mean - score.low, score.high - score.mean, 1_000) * 1000 / Z_TWO_SIDED


def likely_qualities(moment: TakenDecision) -> list[int]:
    """Equally likely qualities within what was known, millionths."""
    quality = quality_belief(moment)
    return [round(quality.inv_cdf((i + 0.5) / _STEPS)) for i in range(_STEPS)]


def upside(cents: Iterable[int]) -> int:
    """The average with 0 for every loss: nobody takes an alternative that is worse."""
    return round(fmean(max(0, one) for one in cents))


def gains(moment: TakenDecision, first_day: int, launched: bool = False) -> list[int]:
    """What going on to all traffic from this day brings over what would serve instead, for each quality it may have.

    That is the model that is live, or a better one that was promoted and is on its way to customers.
    """
    world = moment.board.world
    days = world.days - first_day + 1
    if days <= 0:
        return [0]
    rival = max(_live_quality(moment.board, moment.card), _promoted_quality(moment.board, moment.card))
    launch = 0 if launched else world.launch_cents
    risk = incident_risk_cents(moment.board, moment.board.cards[moment.card])
    return [_gain(world, quality, rival, days, risk) - launch for quality in likely_qualities(moment)]


def incident_risk_cents(board: Board, card: Card) -> int:
    """What incidents of a model cost on a day at full traffic, on average, by those that struck; 0 before the first.

    Before it met a customer it is taken to lie a point under its bar; each incident and each day live weigh against
    that (a Gamma-Poisson mean). A model that was trained anew has met nobody yet.
    """
    chance = board.world.incident_ppm
    if not card.incidents or not card.monitored_pct or not chance:
        return 0
    full_days = sum(card.monitored_pct) / WHOLE_PCT
    return round((1 + card.incidents) / (1_000_000 / chance + full_days) * board.world.incident_cents)


def _gain(world: World, quality: int, rival: int, days: int, risk: int = 0) -> int:
    """Cents in so many days and after close, over a live model (0: none) whose traffic it takes step by step.

    `risk` is what its incidents cost on a day at full traffic.
    """
    canary = world.canary_days
    a_day = day_cents(world, quality) - risk - (day_cents(world, rival) if rival else 0)
    if quality <= max(world.value_floor_ppm, rival):
        # Found during the canary and rolled back.
        return min(days, canary) * a_day * CANARY_PCT // 100 - rollback_cents(world, CANARY_PCT * min(days, canary))
    at_half, at_all = max(0, days - canary), max(0, days - 2 * canary)
    pct_days = CANARY_PCT * (days - at_half) + HALF_PCT * (at_half - at_all) + 100 * at_all
    at_close = 100 if at_all else HALF_PCT if at_half else CANARY_PCT
    after = after_close(world, quality, at_close, risk) - after_close(world, rival, at_close)
    incident = world.incident_cents if quality < world.bad_launch_ppm and at_half else 0
    return pct_days * a_day // 100 + after - incident


def after_close(world: World, quality: int, share_pct: int, risk: int = 0) -> int:
    """Cents after close; a quality of 0 is no model, and `risk` is what its incidents cost a day at full traffic."""
    if not quality:
        return 0
    over = quality - world.value_floor_ppm
    return tail_cents(over, world.drift_ppm_day, world.tail_days, share_pct, world.point_cents, risk, world.loss_factor)


def over_live(board: Board, card: int, quality: int) -> int:
    """Cents a day at full traffic over the model that is live; 0 where it is no better."""
    rival = _live_quality(board, card)
    return max(0, day_cents(board.world, quality) - max(0, day_cents(board.world, rival) if rival else 0))


def _live_quality(board: Board, besides: int) -> int:
    """What the model that is live measures with customers; 0 where none is."""
    index = board.live(besides)
    online = live(board, index) if index >= 0 else None
    return online.mean if online else 0


def _promoted_quality(board: Board, besides: int) -> int:
    """What the best model on its way to all customers measures, with them where it has met some; 0 where none is."""
    candidates = [card for card in board.cards if card.index != besides and settling(board, card)]
    estimates = [(live(board, card.index), card.mean_ppm()) for card in candidates]
    return max((online.mean if online else offline for online, offline in estimates), default=0)


def lead(board: Board, card: Card) -> int:
    """Days from a promotion to the first customer, as far as anyone can see."""
    return max((block.days for block in launch_blocks(board, card)), default=0)
