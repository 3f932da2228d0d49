"""The promotion gate: a verdict with reasons, from the Board alone."""

from math import isqrt
from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import item_sd, kept_seeds
from aiboard.engine.model.vocabulary import CheckKind
from aiboard.engine.model.world import World
from aiboard.engine.outlook import live_mean_error
from aiboard.instruments.gate import (
    Z_ONE_SIDED,
    Z_TWO_SIDED,
    Estimate,
    interval,
    interval_width,
    lower_bound,
)

#: Seeds below which the gate says "not enough evidence".
LEAST_SEEDS: Final = 2


class Check:
    """One line of the gate: the value measured, the bar it is held against, and whether it passes.

    EVIDENCE seeds v least · TARGET mean v the ticket's success bar · BASELINE lower bound of the gain v 0 ·
    SLICE lower bound of the slice score v the bar for slices · LATENCY ms v limit ·
    SERVING_COST cents a day v limit · SAFETY unauthorised runs v 0 ·
    LIVE upper bound of what customers got of this checkpoint v the bad-launch bar.
    """

    def __init__(self, kind: CheckKind, passed: bool, value: int, bar: int) -> None:
        self.kind = kind
        self.passed = passed
        self.value = value
        self.bar = bar


class Verdict:
    """All checks; `rival` is the card whose scores are the baseline (-1: the scenario's own baseline)."""

    def __init__(self, passed: bool, checks: list[Check], rival: int) -> None:
        self.passed = passed
        self.checks = checks
        self.rival = rival


def rival_of(board: Board, card: Card) -> int:
    """The other live model, with the most traffic, that a card must beat; -1 for the scenario's baseline."""
    live = board.live(card.index)
    return live if live >= 0 and len(board.cards[live].scores) >= LEAST_SEEDS else -1


def rival_scores(board: Board, rival: int) -> list[int]:
    """Per-seed scores of what the card is compared with, on the current eval set."""
    return board.baseline if rival < 0 else board.cards[rival].scores


def differences(board: Board, card: Card, rival: int) -> list[int]:
    """Paired per-seed differences, as many as both have."""
    base = rival_scores(board, rival)
    n = min(len(base), len(card.scores))
    return [card.scores[i] - base[i] for i in range(n)]


def card_estimate(board: Board, card: Card) -> Estimate | None:
    """The card's best current estimate: eval seeds of this checkpoint, else its last readout less the usual
    optimism; None before either."""
    if card.scores:
        n = len(card.scores)
        return interval(card.mean_ppm(), n, seed_variance(board), seed_df(board), item_sd(board.world, card.eval_pct))
    if card.corrected:
        mean = card.corrected[-1]
        width = readout_sd(board.world) * Z_TWO_SIDED // 1000
        return Estimate(mean, mean - width, mean + width, 1)
    return None


def readout_sd(world: World) -> int:
    """Spread of a corrected readout around the truth, millionths, rounded down: noise and the card's optimism."""
    return isqrt(world.readout_sd_ppm * world.readout_sd_ppm + world.optimism_sd_ppm * world.optimism_sd_ppm)


def seed_variance(board: Board) -> int:
    """Variance of one eval seed, pooled: what earlier projects say, by its weight, and all evaluations of this one."""
    world = board.world
    prior_squares = world.seed_sd_weight * world.seed_sd_ppm * world.seed_sd_ppm
    return (prior_squares + board.seed_squares) // seed_df(board)


def seed_df(board: Board) -> int:
    """Degrees of freedom of `seed_variance`."""
    return board.world.seed_sd_weight + board.seed_df


def planned_half_width(board: Board, card: Card, seeds: int, percent: int) -> int:
    """Half the interval that will hold the mean, 95 of 100 times, after so many more seeds on this part; millionths."""
    n = kept_seeds(card, percent) + seeds
    return interval_width(n, seed_variance(board), seed_df(board), item_sd(board.world, percent))


def _difference_sd(board: Board, card: Card, rival: int) -> int:
    """Spread of item luck in the gain over the rival, millionths, rounded down.

    Both sides carry their own, each on its part, except the scenario's baseline, which defines the set.
    """
    own = item_sd(board.world, card.eval_pct)
    if rival < 0:
        return own
    other = item_sd(board.world, board.cards[rival].eval_pct)
    return isqrt(own * own + other * other)


def _gain_bound(board: Board, gains: list[int], item_sd_ppm: int) -> int:
    """Lower bound of a mean of paired differences: each has the variance of two seeds."""
    n = len(gains)
    return lower_bound(sum(gains) // n, n, 2 * seed_variance(board), seed_df(board), item_sd_ppm)


def _slice_check(world: World, card: Card) -> Check:
    """The weakest slice: a one-sided 95 % bound, against the bar under which it causes incidents."""
    bound = card.slice_ppm - Z_ONE_SIDED * world.slice_noise_ppm // 1000
    return Check(CheckKind.SLICE, bound >= world.bad_slice_ppm, bound, world.bad_slice_ppm)


def _live_check(board: Board, card: Card) -> Check:
    """Whether customers have met this checkpoint and it was bad: a one-sided 95 % bound under the bad-launch bar.

    Offline scores of a model that failed with customers would pass again; what customers got counts for more.
    """
    live_mean, error = live_mean_error(board, card)
    bound = live_mean + Z_ONE_SIDED * error // 1000
    return Check(CheckKind.LIVE, bound >= board.world.bad_launch_ppm, bound, board.world.bad_launch_ppm)


def verdict(board: Board, index: int) -> Verdict:
    """What the gate says about promoting this card now."""
    card = board.cards[index]
    world = board.world
    rival = rival_of(board, card)
    n = len(card.scores)
    checks = [Check(CheckKind.EVIDENCE, n >= LEAST_SEEDS, n, LEAST_SEEDS)]
    if n:
        mean = card.mean_ppm()
        checks.append(Check(CheckKind.TARGET, mean >= card.success_ppm, mean, card.success_ppm))
        gains = differences(board, card, rival)
        if len(gains) >= LEAST_SEEDS:
            bound = _gain_bound(board, gains, _difference_sd(board, card, rival))
            checks.append(Check(CheckKind.BASELINE, bound > 0, bound, 0))
        if card.slice_ppm:
            checks.append(_slice_check(world, card))
        checks.append(
            Check(
                CheckKind.LATENCY,
                card.latency_ms <= world.latency_limit_ms,
                card.latency_ms,
                world.latency_limit_ms,
            )
        )
        checks.append(
            Check(
                CheckKind.SERVING_COST,
                card.serving_cents <= world.serving_limit_cents,
                card.serving_cents,
                world.serving_limit_cents,
            )
        )
        if world.families[world.ideas[index].family].agent:
            checks.append(Check(CheckKind.SAFETY, card.agent_unauthorised == 0, card.agent_unauthorised, 0))
    if card.monitored_ppm:
        checks.append(_live_check(board, card))
    passed = True
    for check in checks:
        passed = passed and check.passed
    return Verdict(passed, checks, rival)
