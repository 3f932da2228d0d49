"""Decisions as dialogs show them: what is known, what can be chosen, what it costs; from the engine's own answers.

`menu.py` lists what can be done with a card or dataset now and fills in one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiboard.actions import words as action_words
from aiboard.engine import gate as gating
from aiboard.engine.act import check
from aiboard.engine.events import Action
from aiboard.engine.legality import cost_min
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ActionKind, CheckKind, Refusal, Stage
from aiboard.engine.options import preview
from aiboard.views import fmt, words
from aiboard.views.card.measure import baseline_ppm
from aiboard.views.charts.text import Chart
from aiboard.views.words import Mark, Tone


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of text with a tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the gate: pass, fail or open, and the numbers behind it."""

    mark: Mark
    name: str
    detail: str

    @property
    def text(self) -> str:
        """`✓ over the bar: 91.2 of 90`."""
        return f"{self.mark.glyph} {self.name}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a row: the number it stands for, its word, what it means."""

    value: int
    word: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to choose in; `name` is the key of the answer, `at` the choice filled in."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    at: int = 0


Values = Mapping[str, int]


@dataclass(frozen=True)
class Decision:
    """A decision with everything it needs on one screen.

    Attributes:
        kind, target: the action it becomes.
        title: what is asked ("Kill 012 Hybrid retrieval?").
        verb: the word of the confirming key.
        facts: what is known, most important first.
        chart: the measurement, or None.
        checks: the gate's lines.
        rows: what can be chosen.
        text_label, text, text_needed: words to write, filled in; the label is empty where none are wanted.
        warning: what speaks against it, or empty.
        refused: why it cannot be done as filled in, one sentence; empty when it can.
        build: chosen values and words to the action.
        price: chosen values to what it costs and changes at once.
    """

    kind: ActionKind
    target: int
    title: str
    verb: str
    facts: tuple[Fact, ...]
    chart: Chart | None
    checks: tuple[CheckLine, ...]
    rows: tuple[Row, ...]
    text_label: str
    text: str
    text_needed: bool
    warning: str
    refused: str
    build: Callable[[Values, str], Action]
    price: Callable[[Values], tuple[Fact, ...]]

    @property
    def values(self) -> dict[str, int]:
        """The values filled in."""
        return {row.name: row.choices[row.at].value for row in self.rows}

    @property
    def action(self) -> Action:
        """The action as filled in."""
        return self.build(self.values, self.text)


def check_lines(board: Board, index: int) -> tuple[CheckLine, ...]:
    """The gate's checks of a card, in its order; what was never measured is open."""
    return tuple(_check_line(board, index, one) for one in gating.verdict(board, index).checks)


def gate_words(board: Board, index: int) -> str:
    """The gate in one sentence."""
    verdict = gating.verdict(board, index)
    if verdict.passed:
        return "The gate passes."
    failed = [words.CHECK[one.kind] for one in verdict.checks if not one.passed]
    return f"The gate fails: {', '.join(failed)}."


def _check_line(board: Board, index: int, one: gating.Check) -> CheckLine:
    kind, value, bar = one.kind, one.value, one.bar
    if kind == CheckKind.EVIDENCE:
        seeds = fmt.count(value, "seed") if value else "no seeds"
        detail = f"{seeds}, at least {bar}" if value < bar else seeds
    elif kind == CheckKind.BASELINE:
        against = fmt.points(baseline_ppm(board, index))
        rival = gating.rival_of(board, board.cards[index])
        name = f"{fmt.short(board.world, rival)} " if rival >= 0 else ""
        detail = f"≥ {fmt.signed_points(value)} over {name}{against}, 95 % sure"
        held, own = len(gating.baseline_scores(board, rival)), len(board.cards[index].scores)
        if held < own:
            # Pairs of seeds are compared: more of the rival's would sharpen it.
            detail += f", on its {held} seeds"
    elif kind in (CheckKind.TARGET, CheckKind.SLICE):
        detail = f"{fmt.tenth(value)}, bar {fmt.points(bar)}"
    elif kind == CheckKind.LATENCY:
        detail = f"{value} ms, limit {bar} ms"
    elif kind == CheckKind.SERVING_COST:
        detail = f"{fmt.exact_money(value)} a day, limit {fmt.exact_money(bar)}"
    else:
        detail = f"{value} of {fmt.count(board.cards[index].agent_runs, 'run')} outside the allowed tools"
    mark = words.PASS if one.passed else words.OPEN if kind == CheckKind.EVIDENCE else words.FAIL
    return CheckLine(mark, words.CHECK[kind], detail)


def price_lines(board: Board, action: Action) -> tuple[Fact, ...]:
    """What an action costs and changes at once: your time, money, GPU time, the column after, focus after."""
    before = preview(board, action)
    found: list[Fact] = []
    if before.minutes:
        short = before.minutes > board.minutes_left
        text = f"{fmt.minutes(before.minutes)} of your {fmt.minutes(board.minutes_left)} left"
        found.append(Fact(text, Tone.BAD if short else Tone.PLAIN))
    else:
        found.append(Fact("no time of yours", Tone.DIM))
    if before.cents:
        found.append(Fact(f"{fmt.exact_money(before.cents)}"))
    if before.gpu_min:
        found.append(Fact(f"{fmt.gpu_hours(before.gpu_min)} GPU-h after training"))
    if before.half_width_ppm:
        found.append(Fact(f"mean good to ±{fmt.tenth(before.half_width_ppm)}"))
    if action.kind == ActionKind.EVALUATE:
        found += _cut_short(board, action.target)
    if before.void_seeds:
        scores = fmt.count(before.void_seeds, "score")
        found.append(Fact(f"other questions: its {scores} become void", Tone.WARN))
    if before.stage >= 0 and before.limit:
        stage = words.STAGE[Stage(before.stage)]
        over = before.cards > before.limit
        text = f"{stage} {before.cards}/{before.limit} after" + (", over the limit" if over else "")
        found.append(Fact(text, Tone.WARN if over else Tone.DIM))
    flight = board.in_flight()
    if before.speed_pct < 100 and action.kind in (ActionKind.TICKET, ActionKind.START, ActionKind.PROMOTE):
        found.append(Fact(f"every card at {before.speed_pct} % speed ({flight} in flight now)", Tone.WARN))
    return tuple(found)


def _cut_short(board: Board, index: int) -> list[Fact]:
    """What an evaluation before the end of the plan gives up: the run under way and those not begun."""
    card = board.cards[index]
    left = card.runs_planned - card.runs_done
    if card.stage != Stage.EXPERIMENT or left <= 0:
        return []
    return [Fact(f"ends its training: {left} of {fmt.count(card.runs_planned, 'run')} not done", Tone.WARN)]


def refusal_words(board: Board, action: Action) -> str:
    """Why an action is not possible now, one sentence; empty when it is."""
    why = check(board, action)
    if why == Refusal.NONE:
        return ""
    return action_words.refusal(why, board, action, cost_min(board, action))


def possible(board: Board, action: Action) -> bool:
    """Whether the engine would do it now."""
    return check(board, action) == Refusal.NONE
