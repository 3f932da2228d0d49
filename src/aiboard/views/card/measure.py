"""Quality as it is shown: always what was measured, with its interval. The numbers are the gate's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiboard.engine import gate as gating
from aiboard.engine import outlook
from aiboard.engine.chance.latents import share_class
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT, questions
from aiboard.engine.model.vocabulary import Stage
from aiboard.views import fmt

if TYPE_CHECKING:
    from aiboard.views.charts.evals import EvalChart
    from aiboard.views.charts.readouts import ReadoutChart


@dataclass(frozen=True, slots=True)
class QualityEstimate:
    """A quality, millionths, with its 95 % interval. `seeds` is 0 for a training readout.

    `part` is the number of questions the seeds were asked where that is not all of them, else 0.
    """

    mean: int
    low: int
    high: int
    seeds: int
    part: int = 0

    @property
    def short(self) -> str:
        """As it stands on a card: `about 84`, `91.0`."""
        return fmt.tenth(self.mean) if self.seeds else f"about {fmt.whole(self.mean)}"

    @property
    def span(self) -> str:
        """The interval alone: `82–86`."""
        return f"{fmt.whole(self.low)}–{fmt.whole(self.high)}"

    @property
    def brief(self) -> str:
        """The mean with its interval: `91.0 (88–94)`."""
        return f"{self.short} ({self.span})"

    @property
    def text(self) -> str:
        """The whole of it: `about 84 (82–86)`, `91.0 (88–94), one seed`."""
        if not self.seeds:
            return self.brief
        seeds = "one seed" if self.seeds == 1 else f"{self.seeds} seeds"
        return f"{self.brief}, {seeds}" + (f" on {self.part} questions" if self.part else "")


def quality_estimate(board: Board, index: int) -> QualityEstimate | None:
    """The best current measurement of a card: its eval seeds, else its last readout; None before either."""
    card = board.cards[index]
    # The gate's own estimate: what a screen shows and what the gate decides by must not differ.
    estimate = gating.card_estimate(board, card)
    if estimate is None:
        return None
    # Which part of the questions is only said where it is not all of them.
    part = questions(board.world, card.eval_pct) if card.scores and card.eval_pct != WHOLE_PCT else 0
    return clipped_estimate(estimate.mean, estimate.low, estimate.high, len(card.scores), part)


def clipped_estimate(mean: int, low: int, high: int, seeds: int = 0, part: int = 0) -> QualityEstimate:
    """A quality as people are shown it: the engine's numbers, the interval kept within 0 and 100 %."""
    # Nobody scores over 100 %; the symmetric interval may.
    return QualityEstimate(mean, max(low, 0), min(high, fmt.FULL), seeds, part)


def live(board: Board, index: int) -> QualityEstimate | None:
    """What customers get of a live model, from monitoring; None before its first day."""
    estimate = outlook.live_estimate(board, board.cards[index])
    return None if estimate is None else clipped_estimate(estimate.mean, estimate.low, estimate.high)


def live_beside(board: Board, index: int) -> str:
    """How the live number of a canary and its score read together; empty where one of them is missing."""
    card, offline = board.cards[index], quality_estimate(board, index)
    if not card.monitored_ppm or offline is None or not 0 < card.share_pct < WHOLE_PCT:
        return ""
    noise = fmt.points(board.world.monitor_sd_ppm[share_class(card.share_pct)])
    return (
        f"The live number is {fmt.count(len(card.monitored_ppm), 'reading')} of customers, each off by about {noise} "
        f"points at {card.share_pct} % of traffic; {offline.short} is of frozen questions, and customers differ by "
        f"about {fmt.signed_points(board.world.skew_mean_ppm)}. Both measure this model: weigh each by its interval."
    )


def best_estimate(board: Board, cards: Iterable[int]) -> tuple[int, QualityEstimate] | None:
    """The best of some cards as they are now, and its measurement; None when none of them has one.

    By the lower end of the interval: the highest of several noisy means is mostly the luckiest.
    """
    estimates = [(index, estimate) for index in cards if (estimate := quality_estimate(board, index)) is not None]
    return max(estimates, key=lambda one: one[1].low, default=None)


def best_of_family(board: Board, family: int) -> QualityEstimate | None:
    """The best of what a family's cards measure now, decided or not; None when nothing of them is measured.

    Eval scores come before training readouts: a readout of the luckiest run would outdo every score.
    """
    cards = [card for card in board.cards if board.world.ideas[card.index].family == family]
    scored = [card.index for card in cards if card.scores]
    best = best_estimate(board, scored or [card.index for card in cards])
    return None if best is None else best[1]


def baseline_ppm(board: Board, index: int) -> int:
    """Mean score of what the card is compared with: the live model, or the scenario's baseline."""
    scores = gating.rival_scores(board, gating.rival_of(board, board.cards[index]))
    return sum(scores) // len(scores) if scores else board.world.baseline_ppm


def eval_chart(board: Board, index: int) -> EvalChart:
    """The card's eval seeds against its bar and the baseline."""
    # Late, here and below: many cards are looked at before the first that has a chart.
    from aiboard.views.charts.evals import EvalChart

    card = board.cards[index]
    estimate = quality_estimate(board, index) if card.scores else None
    rival = gating.rival_of(board, card)
    # Seeds are compared in pairs, so only as many of the other side's as the card has.
    paired = gating.rival_scores(board, rival)[: len(card.scores)]
    return EvalChart(
        scores=tuple(card.scores),
        mean=estimate.mean if estimate else None,
        low=estimate.low if estimate else None,
        high=estimate.high if estimate else None,
        bar=card.success_ppm or board.world.launch_ppm,
        cleared=_cleared(card, estimate),
        baseline=baseline_ppm(board, index),
        paired=tuple(paired),
        pending=card.seeds_pending,
    )


def _cleared(card: Card, estimate: QualityEstimate | None) -> bool | None:
    """Whether the whole interval is over the card's bar; None while the gate says that there are too few seeds."""
    if estimate is None or estimate.seeds < gating.LEAST_SEEDS:
        return None
    return estimate.low >= card.success_ppm


def readout_chart(board: Board, index: int) -> ReadoutChart:
    """The card's training readouts, run by run."""
    from aiboard.views.charts.readouts import Readout, ReadoutChart

    card = board.cards[index]
    last = len(card.corrected)
    # Only the last readout is the present checkpoint's; the interval of older ones would say nothing of the card.
    estimate = quality_estimate(board, index) if last and not card.scores else None
    readouts = [
        Readout(
            n,
            value,
            estimate.low if estimate and n == last else None,
            estimate.high if estimate and n == last else None,
        )
        for n, value in enumerate(card.corrected, 1)
    ]
    return ReadoutChart(
        readouts=tuple(readouts),
        planned=max(card.runs_planned, last + (card.stage == Stage.ITERATION)),
        bar=card.success_ppm or None,
        kill=card.kill_ppm or None,
    )


def card_chart(board: Board, index: int) -> EvalChart | ReadoutChart | None:
    """The chart of what a card is judged by: its scores if it has any, else its readouts; None before either."""
    card = board.cards[index]
    if card.scores:
        return eval_chart(board, index)
    return readout_chart(board, index) if card.corrected else None


#: Eight heights of a small bar, lowest first; the plain ones are for terminals that only have ASCII.
BARS = "▁▂▃▄▅▆▇█"
_SPARK_SPAN_PPM = 60_000
_SPARK_BARS = 8


def sparkline(values: tuple[int, ...]) -> str:
    """The last values as small bars. The scale spans six points at least, so that noise does not look like news."""
    recent = values[-_SPARK_BARS:]
    if not recent:
        return ""
    low, high = min(recent), max(recent)
    if high - low < _SPARK_SPAN_PPM:
        low = (low + high - _SPARK_SPAN_PPM) // 2
        high = low + _SPARK_SPAN_PPM
    return "".join(BARS[(value - low) * (len(BARS) - 1) // (high - low)] for value in recent)
