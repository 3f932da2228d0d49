"""Lab 5's pages of one board: what a researcher, a scrum master, a sponsor and a retrospective are told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiboard.engine.counts import Tally, is_retired, was_started
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Column, Reason, Stage
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.systems.data import in_pipeline
from aiboard.engine.verbs import Start
from aiboard.labs.controls import Values
from aiboard.labs.lab import Bar, Figure, place, plain_figure
from aiboard.labs.summary import Best, alive, next_date, risk, trend
from aiboard.views import fmt, words
from aiboard.views.board.families import families
from aiboard.views.card.measure import quality_estimate
from aiboard.views.words import Tone

_TICKET_CENTS: Final = 500
"""What the course says that a ticket costs when a person answers it."""
_FLOOR: Final = 650_000
_LISTED: Final = 10
"""Experiments in one picture."""
_SWEPT: Final = 4
_REASONS: Final = 3


@dataclass(frozen=True, slots=True)
class PageContext:
    """What a page is made of: the game, its best card that was not killed, the controls, the luck."""

    state: State
    best: Best
    values: Values
    seed: int

    @property
    def board(self) -> Board:
        """What may be seen of the game."""
        return self.state.board


@dataclass(frozen=True, slots=True)
class Page:
    """One audience's figures and picture."""

    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...] = ()


def named(board: Board, best: Best) -> str:
    """The best card's measurement and its name."""
    return f"{best[1].brief} {fmt.key(board.world, best[0])}" if best else "nothing measured"


def weekly_cents(gain_ppm: int, values: Values) -> int:
    """Cents a week of a gain in accuracy, with the share of right answers that settle a ticket."""
    return gain_ppm * values["tickets"] // 1_000_000 * values["settles"] * _TICKET_CENTS // 100


# --- the researcher --------------------------------------------------------------------------------------------


def researcher(context: PageContext) -> Page:
    """Curve, seeds, slices, the sweep of the best card's family, right and wrong, what evaluations said and is true."""
    board, best = context.board, context.best
    card = board.cards[best[0]] if best else None
    runs = ", ".join(fmt.tenth(value) for value in card.corrected[-4:]) if card else "none"
    seeds = best[1].seeds if best else 0
    weakest = fmt.tenth(card.slice_ppm) if card and card.slice_ppm else "not measured"
    latency = fmt.seconds(card.latency_ms) if card and card.latency_ms else "not measured"
    sweep = _sweep(board, card) if card else "none"
    figures = (
        Figure("best", "best kept", best[1].mean / 10_000 if best else None, named(board, best)),
        plain_figure("runs", "its last runs", runs),
        plain_figure("sweep", "sweep of its family", sweep),
        plain_figure("seeds", "its eval seeds", seeds),
        *_right_and_wrong(board, best),
        Figure("slice", "its weakest slice", card.slice_ppm / 10_000 if card and card.slice_ppm else None, weakest),
        Figure("latency", "its p95 latency", card.latency_ms if card and card.latency_ms else None, latency),
        *_confusion(context.state),
    )
    return Page(figures, _intervals(board))


def _sweep(board: Board, card: Card) -> str:
    """What was last measured of the cards of its family, the best first: the same metric, one choice apart."""
    family = board.world.ideas[card.index].family
    siblings = [one.index for one in board.cards if board.world.ideas[one.index].family == family and was_started(one)]
    ranked = sorted(
        ((estimate.mean, index) for index in siblings if (estimate := quality_estimate(board, index))), reverse=True
    )
    text = ", ".join(f"{fmt.short(board.world, index)} {fmt.tenth(mean)}" for mean, index in ranked[:_SWEPT])
    return text + (f" and {len(ranked) - _SWEPT} more" if len(ranked) > _SWEPT else "")


def _right_and_wrong(board: Board, best: Best) -> tuple[Figure, ...]:
    """Of the eval's questions, by the mean of its seeds; nothing without an evaluation."""
    if best is None or not best[1].seeds:
        return ()
    questions = best[1].part or board.world.eval_items
    right = round(best[1].mean * questions / 1_000_000)
    return (Figure("wrong", f"right, wrong of {questions}", questions - right, f"{right}, {questions - right}"),)


def _confusion(state: State) -> tuple[Figure, ...]:
    """Evaluated experiments by what was measured and what is true, both against the launch bar."""
    board, bar = state.board, state.world.launch_ppm
    cells: Counter[tuple[bool, bool]] = Counter()
    for card in board.cards:
        if card.scores:
            cells[card.mean_ppm() >= bar, state.quality(card) >= bar] += 1
    at = fmt.points(bar)
    return tuple(
        Figure(
            name,
            f"measured {word} {at}: truly, not",
            cells[predicted, True],
            f"{cells[predicted, True]}, {cells[predicted, False]}",
            Tone.WARN if cells[predicted, not predicted] else Tone.PLAIN,
        )
        for name, word, predicted in (("said_good", "at least", True), ("said_bad", "under", False))
    )


def _intervals(board: Board) -> tuple[Bar, ...]:
    """The best five that are alive, with their intervals."""
    estimates = [
        (index, estimate) for index in alive(board) if (estimate := quality_estimate(board, index)) is not None
    ]
    # By the low end: what is surely good comes before what one lucky run put high.
    top = sorted(estimates, key=lambda one: -one[1].low)[:5]
    target = _place(board.world.target_ppm)
    return tuple(
        Bar(
            fmt.key(board.world, i),
            _place(estimate.high),
            fmt.tenth(estimate.mean),
            Tone.WORK,
            _place(estimate.low),
            target,
        )
        for i, estimate in top
    )


def _place(value: int) -> float:
    return place(value, _FLOOR)


# --- the scrum master ------------------------------------------------------------------------------------------


def scrum_master(context: PageContext) -> Page:
    """Decided, under way, the gap, GPU hours, data, learnings; a line an experiment, coloured by its decision."""
    board, best = context.board, context.best
    tally = Tally(board.cards)
    used = sum(card.gpu_used_min for card in board.cards) // 60
    pool = board.world.gpus * 24 * (board.day - 1)
    ready = sum(task.shown and task.column == Column.READY for task in board.data)
    moving = sum(task.shown and in_pipeline(task) for task in board.data)
    written = sum(bool(card.learning) for card in board.cards)
    decided = f"{tally.decided}: {tally.killed}, {tally.promoted}"
    gap = board.world.target_ppm - best[1].mean if best else None
    gap_text = f"{fmt.points(abs(gap))} {'short' if gap > 0 else 'over'}" if gap is not None else "?"
    figures = (
        Figure("decided", "decided: killed, promoted", tally.decided, decided),
        plain_figure("active", "under way", tally.started - tally.decided),
        Figure("gap", "best kept against target", gap / 10_000 if gap is not None else None, gap_text),
        Figure("gpu_hours", "GPU-h of training, of pool", used, f"{used:,} of {pool:,}"),
        Figure("data_ready", "datasets ready, on the way", ready, f"{ready}, {moving}"),
        plain_figure("learnings", "learnings written", written),
    )
    return Page(figures, _experiments(board))


def _experiments(board: Board) -> tuple[Bar, ...]:
    """The experiments begun last: the best number of each, coloured by what was decided of it."""
    cards = sorted((card for card in board.cards if was_started(card)), key=lambda card: -card.started_day)
    return tuple(_experiment(board, card) for card in cards[:_LISTED])


def outcome(card: Card) -> tuple[str, Tone]:
    """What became of an experiment in a word, and its colour."""
    if card.stage == Stage.KILLED:
        # A model that served and was taken back was promoted once: no decision against the idea.
        return ("withdrawn", Tone.PLAIN) if is_retired(card) else ("killed", Tone.BAD)
    return ("promoted", Tone.GOOD) if card.stage == Stage.PRODUCTION else ("open", Tone.WARN)


def _experiment(board: Board, card: Card) -> Bar:
    word, tone = outcome(card)
    estimate = quality_estimate(board, card.index)
    label = f"{fmt.key(board.world, card.index)} {word}"
    target = _place(board.world.target_ppm)
    if estimate is None:
        return Bar(label, 0.0, "no number", tone, mark=target)
    return Bar(label, _place(estimate.mean), fmt.tenth(estimate.mean), tone, mark=target)


# --- the sponsor -----------------------------------------------------------------------------------------------


def stakeholder(context: PageContext) -> Page:
    """Phase, range, trend, risk, date, money."""
    board, best, world = context.board, context.best, context.board.world
    sprints = world.days // world.sprint_days
    ends = (best[1].low, best[1].high) if best else (world.baseline_ppm, world.baseline_ppm)
    worth_range = [measured_worth_cents(board, end) for end in ends]
    savings = [weekly_cents(end - world.baseline_ppm, context.values) for end in ends]
    trend_text = trend(board, context.seed)
    worth_text = f"{fmt.exact_money(worth_range[0])} to {fmt.exact_money(worth_range[1])}"
    return Page(
        (
            Figure("sprint", "sprint", board.sprint(), f"{board.sprint()} of {sprints}"),
            Figure("low", "best kept, range", best[1].low / 10_000 if best else None, best[1].span if best else "none"),
            Figure("trend", "a sprint ago", trend_text, trend_text.removeprefix("A sprint ago").strip(": ")),
            plain_figure("risk", "largest risk", risk(board), Tone.WARN),
            plain_figure("next", "next date", next_date(board)),
            Figure("dollars_low", "saved a week, from", savings[0] / 100, fmt.exact_money(savings[0])),
            Figure("dollars_high", "to", savings[1] / 100, fmt.exact_money(savings[1])),
            Figure("worth", "earns a day, if so", worth_range[1] / 100, worth_text),
        )
    )


# --- the retrospective -----------------------------------------------------------------------------------------


def retrospective(context: PageContext) -> Page:
    """Patterns in what failed and what to try next, counted from the log: why killed, what was stated, which family."""
    board = context.board
    killed_cards = [card for card in board.cards if was_started(card) and card.stage == Stage.KILLED]
    killed = [card for card in killed_cards if not is_retired(card)]
    reasons = Counter(words.REASON[Reason(card.reason)] for card in killed if card.reason >= 0)
    reasons_text = ", ".join(f"{word} {count}" for word, count in reasons.most_common(_REASONS)) or "none"
    evaluated = [card for card in board.cards if was_started(card) and card.scores]
    reached = sum(card.mean_ppm() >= board.world.launch_ppm for card in evaluated)
    stated_sum = sum(card.stated_pct for card in evaluated)
    calibration = (
        f"{stated_sum / len(evaluated):.0f} %, {100 * reached / len(evaluated):.0f} % of {len(evaluated)} evaluated"
        if evaluated
        else "none evaluated"
    )
    next_start = next((start for start in Start.priced_options(board, 0) if isinstance(start, Start)), None)
    best_next = "none is left"
    if next_start is not None:
        card = board.cards[next_start.card]
        best_next = f"{fmt.key(board.world, card.index)}, {fmt.odds(board.world, card.index, card.stated_pct)}"
    written = sum(bool(card.learning) for card in killed)
    figures = (
        plain_figure("killed", "killed", len(killed)),
        plain_figure("why", "why, most first", reasons_text),
        Figure("learnings", "with a learning written", written, f"{written} of {len(killed)}"),
        plain_figure("stated", f"stated to reach {fmt.points(board.world.launch_ppm)}, measured so", calibration),
        plain_figure("next", "best stated odds not begun", best_next),
    )
    return Page(figures, _families(board))


def _families(board: Board) -> tuple[Bar, ...]:
    """The best decided card of each family that has one; the target is the mark."""
    target = _place(board.world.target_ppm)
    bars = []
    for one in families(board):
        if one.best is not None:
            text = f"{fmt.tenth(one.best.mean)}, {one.decided} decided"
            bars.append(Bar(one.name, _place(one.best.mean), text, mark=target))
    return tuple(bars)


PAGE_BUILDERS: Final[tuple[Callable[[PageContext], Page], ...]] = (researcher, scrum_master, stakeholder, retrospective)
"""By the control's value."""
