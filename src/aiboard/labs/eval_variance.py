"""Lab 3: how much a score says. The course's gate on a mean, beside the engine's interval over seeds and questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isqrt, sqrt
from typing import ClassVar, Final

from aiboard.engine import gate as gating
from aiboard.engine.chance.deal import baseline_scores
from aiboard.engine.chance.latents import Purpose, capped
from aiboard.engine.chance.luck import draw
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import CheckKind
from aiboard.engine.model.world import World
from aiboard.engine.systems.evaluation import score
from aiboard.instruments.gate import Z_TWO_SIDED, interval_width, squares_around_mean
from aiboard.instruments.welch import significantly_lower
from aiboard.labs import lab
from aiboard.labs.bench import one_card, small_world
from aiboard.labs.controls import Values
from aiboard.labs.sampling import Sampler
from aiboard.views import fmt
from aiboard.views.card.measure import eval_chart
from aiboard.views.words import Tone

_TENTH: Final = 1_000
_ITEMS: Final = (100, 250, 500, 1000)
_GUESSES: Final = (0.10, 0.25, 0.45, 0.65, 0.90)
#: The picture's line goes from here to 100 %.
_FLOOR_PPM: Final = 780_000


@dataclass(frozen=True, slots=True)
class NaiveGate:
    """What the course's listing finds: mean, spread (divided by n), its two judgements, its decision."""

    mean: float
    spread: float
    reaches: bool
    regression: bool
    passes: bool


def naive_gate(scores: Sequence[float], threshold: float, baseline: Sequence[float]) -> NaiveGate:
    """The listing's rule: the mean reaches the threshold, and Welch's test finds no significant loss.

    A significant gain is not asked for, higher always counts as better, and the questions' own luck is not there.
    """
    mean = sum(scores) / len(scores)
    spread = sqrt(sum((value - mean) ** 2 for value in scores) / len(scores))
    reaches = mean >= threshold
    regression = significantly_lower(scores, baseline)
    return NaiveGate(mean, spread, reaches, regression, reaches and not regression)


def item_sd_ppm(quality_ppm: int, items: int) -> int:
    """Spread of a share of right answers over this many questions (binomial), millionths, rounded down."""
    return isqrt(quality_ppm * (1_000_000 - quality_ppm) // items)


def engine_world(values: Values) -> World:
    """The engine's world with these controls."""
    world = small_world()
    world.seed_sd_ppm = values["sd"] * _TENTH
    world.eval_items = _ITEMS[values["items"]]
    world.items_sd_ppm = item_sd_ppm(values["quality"] * _TENTH, world.eval_items)
    world.baseline_ppm = values["baseline"] * _TENTH
    # What a set adds to everybody is no part of this question: only which questions favour this model is.
    world.set_sd_ppm = 0
    return world


def measured_state(values: Values, seed: int) -> State:
    """One draw: the card with its seeds scored, and the baseline's scores."""
    world = engine_world(values)
    state = one_card(world, seed, values["quality"] * _TENTH)
    card = state.board.cards[0]
    card.success_ppm = values["bar"] * _TENTH
    card.serving_cents = 0
    state.truth.cards[0].items_ppm = draw(state.latents.items, seed, Purpose.CARD_ITEMS, 0, 0)
    state.board.baseline = baseline_scores(world, state.latents, seed, 0, 0)
    scores = [score(state, card, n) for n in range(values["seeds"])]
    _scored(state, scores)
    return state


def _scored(state: State, scores: list[int]) -> None:
    """Put scores on the card, and their spread where the engine pools it."""
    board = state.board
    board.cards[0].scores = scores
    board.seed_squares = squares_around_mean(scores)
    board.seed_df = len(scores) - 1


class EvalVariance(lab.Lab):
    """One model, many scores."""

    ID: ClassVar[str] = "eval-variance"

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """Both gates on the same scores."""
        state = measured_state(values, seed)
        scores = state.board.cards[0].scores
        scores_text = ", ".join(fmt.tenth(value) for value in scores[:8])
        more = f" and {len(scores) - 8} more" if len(scores) > 8 else ""
        line = f"{fmt.count(len(scores), 'seed')} on the same {_ITEMS[values['items']]} questions: {scores_text}{more}"
        if max(scores) >= fmt.FULL:
            line += ". Nobody scores over 100, so the mean of such scores is under the true quality"
        paired = state.board.baseline[: len(scores)]
        naive = naive_gate(scores, state.board.cards[0].success_ppm, paired)
        return lab.Outcome((line,), _naive_side(naive, scores, state), _engine_side(state))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """How often each rule passes this model, whose quality never changes."""
        shares = pass_shares(values, seed, self.DRAWS)
        progress(self.DRAWS)
        seeds = values["seeds"]
        good = values["quality"] >= values["bar"]
        tone = Tone.GOOD if good else Tone.BAD
        rows = (
            ("one", "one run", shares.one, tone),
            ("best", f"best of {seeds}", shares.best, tone),
            ("mean", f"mean of {seeds} (course)", shares.mean, tone),
            ("cleared", "interval over the bar (engine)", shares.cleared, tone),
        )
        figures, bars = lab.shares(rows)
        right = "should pass" if good else "should not pass"
        conclusion = f"The model {right}: its true quality is {fmt.points(values['quality'] * _TENTH)}."
        return lab.Draws(self.DRAWS, figures[:3], figures[3:], bars, conclusion)

    def question(self, values: Values, seed: int) -> lab.Question:
        """How often the best of n passes."""
        quality, bar = fmt.points(values["quality"] * _TENTH), fmt.points(values["bar"] * _TENTH)
        seeds = values["seeds"]
        method = "runs it once" if seeds == 1 else f"runs {seeds} seeds and reports the best"
        text = self.texts.question.format(quality=quality, bar=bar, how=method)
        return lab.Question(text, lab.share_choices(_GUESSES))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """The nearest of the choices, and the other ways to report the same seeds."""
        shares = pass_shares(values, seed, self.DRAWS)
        seeds = values["seeds"]
        because = self.answer_reasons(
            draws=f"{self.DRAWS:,}", seeds=seeds, one=fmt.share(shares.one), best=fmt.share(shares.best),
            mean=fmt.share(shares.mean), narrowing=_narrowing(values),
            cleared=fmt.share(shares.cleared) + (", since it needs two seeds" if seeds == 1 else ""),
        )  # fmt: skip
        return lab.Answer(lab.nearest(shares.best, _GUESSES), because, lab.exact(shares.best))

    def counterexample(self) -> lab.Counterexample:
        """A latency of 900 ms against a limit of 500 ms."""
        limit, measured = 500, [900, 905, 910]
        naive = naive_gate(measured, limit, [480, 485, 490])
        world = small_world()
        world.latency_limit_ms = limit
        state = one_card(world, 0, 900_000)
        card = state.board.cards[0]
        card.latency_ms = sum(measured) // len(measured)
        _scored(state, [900_000] * 3)
        check = next(one for one in gating.verdict(state.board, 0).checks if one.kind == CheckKind.LATENCY)
        return lab.Counterexample(
            self.texts.counterexample.format(ms=measured, limit=limit),
            _latency_side(naive.mean, limit, naive.passes),
            _latency_side(check.value, check.bar, check.passed),
            ("Course: the same rule", "Engine: a limit from above"),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """The weight of earlier projects, and what seeds can buy."""
        return {"weight": engine_world(values).seed_sd_weight, "narrowing": _narrowing(values)}


@dataclass(frozen=True, slots=True)
class PassShares:
    """Shares of draws that pass: by one run, the best seed, the listing's rule on the mean, the engine's interval."""

    one: float
    best: float
    mean: float
    cleared: float


def pass_shares(values: Values, seed: int, draws: int) -> PassShares:
    """Many draws of the model of these controls."""
    world = engine_world(values)
    state = one_card(world, seed, values["quality"] * _TENTH)
    card = state.board.cards[0]
    card.success_ppm = bar = values["bar"] * _TENTH
    seeds = values["seeds"]
    sampler = Sampler(seed)
    # One a draw, shared by its seeds: they answer the same questions.
    items = sampler.draw(state.latents.items, draws, 1)
    table = (values["quality"] * _TENTH + items + sampler.draw(state.latents.seed, draws, seeds)).tolist()
    base = (values["baseline"] * _TENTH + sampler.draw(state.latents.seed, draws, seeds)).tolist()
    one = best = mean = cleared = 0
    for row, paired in zip(table, base, strict=True):
        scores = [capped(value) for value in row]
        one += scores[0] >= bar
        best += max(scores) >= bar
        mean += naive_gate(scores, bar, paired).passes
        _scored(state, scores)
        cleared += eval_chart(state.board, 0).cleared is True
    return PassShares(one / draws, best / draws, mean / draws, cleared / draws)


def _narrowing(values: Values) -> str:
    """What seeds can narrow, and what only questions can."""
    world = engine_world(values)
    variance, items = world.seed_sd_ppm**2, world.items_sd_ppm
    widths = [
        f"±{fmt.tenth(interval_width(n, variance, world.seed_sd_weight + n - 1, items))} on {fmt.count(n, 'seed')}"
        for n in (1, 3, 5, 16)
    ]
    floor = items * Z_TWO_SIDED // 1000
    return (
        f"With this spread the interval is {', '.join(widths)}; with any number of seeds it stays "
        f"±{fmt.tenth(floor)}, because all of them answer the same {world.eval_items} questions."
    )


def _naive_side(gate: NaiveGate, scores: list[int], state: State) -> lab.Side:
    bar = state.board.cards[0].success_ppm
    mean, spread = gate.mean / 10_000, gate.spread / 10_000
    figures = (
        lab.Figure("mean", "mean ± spread", mean, f"{fmt.tenth(round(gate.mean))} ± {spread:.1f}"),
        lab.yes_no_figure("passes_threshold", "mean reaches the bar", gate.reaches),
        lab.yes_no_figure("regression", "significant loss", gate.regression, good=False),
        lab.yes_no_figure("pass", "decision: pass", gate.passes),
    )
    bars = tuple(_score_bar(f"seed {n}", value, bar) for n, value in enumerate(scores[:5], 1))
    return lab.Side("pass" if gate.passes else "fail", figures, bars, Tone.GOOD if gate.passes else Tone.BAD)


def _engine_side(state: State) -> lab.Side:
    chart = eval_chart(state.board, 0)
    verdict = gating.verdict(state.board, 0)
    assert chart.mean is not None and chart.low is not None and chart.high is not None
    gain = next((check.value for check in verdict.checks if check.kind == CheckKind.BASELINE), None)
    verdict_text = {True: "cleared", None: "not enough evidence"}.get(
        chart.cleared, "reached, not cleared" if chart.mean >= chart.bar else "not cleared"
    )
    tone = Tone.GOOD if chart.cleared else Tone.WARN if verdict_text != "not cleared" else Tone.BAD
    gain_text = "needs two seeds" if gain is None else f"{fmt.signed_points(gain)} points"
    figures = (
        lab.Figure("mean", "mean", chart.mean / 10_000, fmt.tenth(chart.mean)),
        lab.Figure("low", "95 % interval from", chart.low / 10_000, fmt.tenth(chart.low)),
        lab.Figure("high", "to", chart.high / 10_000, fmt.tenth(chart.high)),
        lab.Figure("gain_bound", "gain over baseline at least", None if gain is None else gain / 10_000, gain_text),
        lab.yes_no_figure("gate", "gate: mean at the bar, gain proven", verdict.passed),
        _cleared_figure(chart.cleared),
    )
    bar = (
        lab.Bar("interval", _place(chart.high), "", tone, _place(chart.low), _place(chart.bar)),
        # Its number stands among the figures.
        replace(_score_bar("mean", chart.mean, chart.bar), text=""),
    )
    return lab.Side(verdict_text, figures, bar, tone)


def _cleared_figure(cleared: bool | None) -> lab.Figure:
    label = "whole interval over the bar"
    if cleared is None:
        # The interval beside it may lie over the bar: its spread is that of earlier projects alone.
        return lab.Figure("cleared", label, False, "needs two seeds", Tone.BAD)
    return lab.yes_no_figure("cleared", label, cleared)


def _latency_side(value: float, limit: int, passes: bool) -> lab.Side:
    latency = lab.Figure("latency_ms", "latency, limit", value, f"{value:.0f} ms, {limit} ms")
    says, tone = ("pass", Tone.BAD) if passes else ("fail", Tone.GOOD)
    return lab.side(says, latency, lab.yes_no_figure("pass", "passes", passes, good=False), tone=tone)


def _score_bar(label: str, value: int, bar: int) -> lab.Bar:
    return lab.Bar(label, _place(value), fmt.tenth(value), Tone.GOOD if value >= bar else Tone.BAD, mark=_place(bar))


def _place(value: int) -> float:
    return lab.place(value, _FLOOR_PPM)
