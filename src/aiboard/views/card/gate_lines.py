"""The gate in words: each of its checks as one clause that says what holds, what does not, or what is not measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiboard.engine import gate as gating
from aiboard.engine import outlook
from aiboard.engine.gate import Check
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import CheckKind
from aiboard.views import fmt, words
from aiboard.views.card.measure import baseline_ppm
from aiboard.views.words import Mark


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the gate: pass, fail or open, and a clause with the numbers behind it."""

    mark: Mark
    clause: str

    @property
    def text(self) -> str:
        """`✗ p95 latency 2.4 s is over the limit 2 s`."""
        return f"{self.mark.glyph} {self.clause}"


def check_lines(board: Board, index: int) -> tuple[CheckLine, ...]:
    """The gate's checks of a card, in its order; those that nothing was measured for are open."""
    checks = {one.kind: one for one in gating.verdict(board, index).checks}
    agent = board.world.families[board.world.ideas[index].family].agent
    lines: list[CheckLine] = []
    for kind in CheckKind:
        if kind in checks:
            lines.append(_line(board, index, checks[kind]))
        elif kind != CheckKind.LIVE and (kind != CheckKind.SAFETY or agent):
            lines.append(CheckLine(words.OPEN, f"{words.CHECK[kind]} {_not_known(board, index, kind)}"))
    return tuple(lines)


def _not_known(board: Board, index: int, kind: CheckKind) -> str:
    # The baseline is scored on every seed, but one difference has no interval.
    one_seed = kind == CheckKind.BASELINE and board.cards[index].scores
    return f"takes {gating.LEAST_SEEDS} seeds" if one_seed else "not measured"


def gate_words(board: Board, index: int) -> str:
    """The gate in one sentence: it passes, or what fails and by how much."""
    failed = failures(board, index)
    return f"The gate fails: {'; '.join(failed)}." if failed else "The gate passes."


def failures(board: Board, index: int) -> tuple[str, ...]:
    """What the gate finds wrong with promoting this card now, a clause each; empty when it passes."""
    checks = gating.verdict(board, index).checks
    return tuple(_line(board, index, one).clause for one in checks if not one.passed)


def _line(board: Board, index: int, one: Check) -> CheckLine:
    # Too few seeds are no verdict on the model: open, though the gate as a whole fails.
    fails = words.OPEN if one.kind == CheckKind.EVIDENCE else words.FAIL
    return CheckLine(words.PASS if one.passed else fails, _CLAUSE[one.kind](board, index, one))


def _evidence(board: Board, index: int, one: Check) -> str:
    seeds = fmt.count(one.value, "seed") if one.value else "no seed"
    return f"enough evidence ({seeds})" if one.passed else f"not enough evidence ({seeds}, {one.bar} needed)"


def _target(board: Board, index: int, one: Check) -> str:
    mean, bar = fmt.distinct_points(one.value, one.bar)
    return f"mean {mean} {_side(one, 'reaches', 'is under')} the bar {bar}"


def _baseline(board: Board, index: int, one: Check) -> str:
    rival = gating.rival_of(board, board.cards[index])
    name = f"{fmt.short(board.world, rival)} at" if rival >= 0 else "the baseline, measured at"
    claim = f"better than {name} {fmt.points(baseline_ppm(board, index))}"
    rival_seeds, own_seeds = len(gating.rival_scores(board, rival)), len(board.cards[index].scores)
    # Seeds are compared in pairs, so more of the other side's would sharpen the comparison.
    pairs = f", on its {fmt.count(rival_seeds, 'seed')}" if rival_seeds < own_seeds else ""
    gain = fmt.signed_points(one.value)
    if one.passed:
        return f"{claim}: by {gain if gain != '0' else 'more than 0'} at least, 95 % sure{pairs}"
    lower_bound = f"the gain may be only {gain}" if one.value >= 0 else f"it may be {fmt.points(-one.value)} worse"
    return f"not surely {claim}: {lower_bound}{pairs}"


def _slice(board: Board, index: int, one: Check) -> str:
    low, bar = fmt.distinct_points(one.value, one.bar)
    # The gate decides by the bound; without the score beside it the bound would be read as what was measured.
    scored = f"weakest slice {fmt.points(board.cards[index].slice_ppm)}"
    if one.passed:
        return f"{scored}: {low} or more, 95 % sure, not under its bar {bar}"
    return f"{scored} may be only {low}, under its bar {bar}"


def _latency(board: Board, index: int, one: Check) -> str:
    return f"p95 latency {fmt.seconds(one.value)} {_side(one, 'is within', 'is over')} the limit {fmt.seconds(one.bar)}"


def _serving_cost(board: Board, index: int, one: Check) -> str:
    cost, limit = fmt.exact_money(one.value), fmt.exact_money(one.bar)
    if cost == limit and not one.passed:
        cost, limit = fmt.cents(one.value), fmt.cents(one.bar)
    return f"cost to serve {cost} a day {_side(one, 'is within', 'is over')} the limit {limit}"


def _safety(board: Board, index: int, one: Check) -> str:
    runs = fmt.count(board.cards[index].agent_runs, "agent run")
    return f"{one.value or 'none'} of {runs} left the allowed tools"


def _live(board: Board, index: int, one: Check) -> str:
    best, bar = fmt.distinct_points(one.value, one.bar)
    mean = outlook.live_mean_error(board, board.cards[index])[0]
    live = f"live quality {fmt.points(mean)}"
    if not one.passed:
        return f"{live} is {best} at most, under its bar {bar}: iterate before the next launch"
    if mean >= one.bar:
        return f"{live} is not under its bar {bar}"
    return f"{live}: {best} or less, 95 % sure, not surely under its bar {bar}"


def _side(one: Check, passed: str, failed: str) -> str:
    return passed if one.passed else failed


_CLAUSE: Final[dict[CheckKind, Callable[[Board, int, Check], str]]] = {
    CheckKind.EVIDENCE: _evidence,
    CheckKind.TARGET: _target,
    CheckKind.BASELINE: _baseline,
    CheckKind.SLICE: _slice,
    CheckKind.LATENCY: _latency,
    CheckKind.SERVING_COST: _serving_cost,
    CheckKind.SAFETY: _safety,
    CheckKind.LIVE: _live,
}
