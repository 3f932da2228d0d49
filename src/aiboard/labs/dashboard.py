"""Lab 5: one board, three audiences. The logger's summary beside what the board knows, with its ranges."""

from __future__ import annotations

from typing import ClassVar, Final

from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.labs import audiences, lab
from aiboard.labs.audiences import named, outcome, weekly_cents
from aiboard.labs.controls import Values
from aiboard.labs.games import morning, play_to_end
from aiboard.labs.summary import (
    BOT,
    SCENARIO_NAME,
    added_on,
    alive,
    dead_headline,
    naive_summary,
    sentences,
    state_to_report,
)
from aiboard.views import fmt
from aiboard.views.card.measure import best_estimate
from aiboard.views.words import Tone

_RIGHT: Final = 2
"""Place of the sentence for the sponsor among the choices."""


class Dashboard(lab.Lab):
    """One board and what each audience is told."""

    ID: ClassVar[str] = "dashboard"

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """Both on the morning of the day."""
        state = state_to_report(values, seed)
        board = state.board
        draw = f"{BOT} plays {SCENARIO_NAME}: the morning of day {board.day} of {board.world.days}."
        if values["added"]:
            draw += f" {fmt.count(values['added'], 'experiment')} more begun on day {added_on(values['day'])}, yours."
        return lab.Outcome((draw,), _naive_side(board, values), _engine_side(state, values, seed))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """How often the summary's headline and date hold, over many games."""
        dead = dated = on_time = 0
        for n in range(self.DRAWS):
            luck = lab.luck_of(seed, n)
            board = morning(SCENARIO_NAME, luck, BOT, values["day"]).board
            summary = naive_summary(board)
            dead += summary.best_card >= 0 and board.cards[summary.best_card].stage == Stage.KILLED
            if summary.eta_day is not None and board.day < summary.eta_day <= board.world.days:
                dated += 1
                # The date is kept when the target was measured on enough seeds by then.
                on_time += 0 < play_to_end(SCENARIO_NAME, luck, BOT).board.target_day <= summary.eta_day
            progress(n + 1)
        rows = (
            ("dead_headline", "its best number: a killed experiment", dead / self.DRAWS, Tone.WARN),
            ("dated", "it names a day to come", dated / self.DRAWS, Tone.WARN),
            ("kept", "... and the target is reached by then", on_time / dated if dated else 0.0, Tone.WARN),
        )
        figures, bars = lab.shares(rows)
        return lab.Draws(self.DRAWS, figures, (), bars, f"The log's summary of each game on day {values['day']}.")

    def question(self, values: Values, seed: int) -> lab.Question:
        """Which sentence goes to the sponsor."""
        board = state_to_report(values, seed).board
        return lab.Question(self.texts.question.format(day=board.day), sentences(board, seed))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """Number, trend, range, risk and date are in one of them."""
        board = state_to_report(values, seed).board
        summary = naive_summary(board)
        name = fmt.key(board.world, summary.best_card) if summary.best_card >= 0 else "nothing"
        state = outcome(board.cards[summary.best_card])[0] if summary.best_card >= 0 else "open"
        return lab.Answer(_RIGHT, self.answer_reasons(best=fmt.tenth(summary.best_ppm), name=name, state=state))

    def counterexample(self) -> lab.Counterexample:
        """A killed run as the headline."""
        # Looked for and not written down: under changed rules another game shows it.
        example = next(
            (day, seed)
            for day in (31, 41, 51, 61, 71)
            for seed in range(7, 27)
            if dead_headline(morning(SCENARIO_NAME, seed, BOT, day).board)
        )
        board = morning(SCENARIO_NAME, example[1], BOT, example[0]).board
        summary = naive_summary(board)
        best = best_estimate(board, alive(board))
        written = sum(bool(card.learning) for card in board.cards)
        key, top = fmt.key(board.world, summary.best_card), fmt.tenth(summary.best_ppm)
        return lab.Counterexample(
            self.texts.counterexample.format(luck=example[1], day=example[0], card=key),
            lab.side(
                f"best: {top}",
                lab.Figure("best", "best of all runs", summary.best_ppm / 10_000, f"{top} ({key})"),
                lab.plain_figure("learnings", "learnings listed", summary.learnings, Tone.BAD),
                tone=Tone.BAD,
            ),
            lab.side(
                f"best: {best[1].brief}" if best else "nothing measured",
                lab.Figure("best", "best kept", best[1].mean / 10_000 if best else None, named(board, best)),
                lab.plain_figure("learnings", "learnings written", written, Tone.GOOD),
                tone=Tone.GOOD,
            ),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """What the course's sixteen points are worth with these controls."""
        return {"money": fmt.exact_money(weekly_cents(160_000, values))}


def _naive_side(board: Board, values: Values) -> lab.Side:
    summary = naive_summary(board)
    # The listing's sentence: every point is so many tickets, every ticket is settled.
    all_settled = {**values, "settles": 100}
    cents = weekly_cents(summary.best_ppm - board.world.baseline_ppm, all_settled)
    eta = "stalled" if summary.eta_day is None else f"day {summary.eta_day}"
    eta = "reached today" if summary.eta_day == board.day else eta
    name = fmt.key(board.world, summary.best_card) if summary.best_card >= 0 else "none"
    figures = (
        lab.Figure("best", "best of all runs", summary.best_ppm / 10_000, f"{fmt.tenth(summary.best_ppm)} ({name})"),
        lab.Figure("eta_day", "target on track by", summary.eta_day, eta),
        lab.plain_figure("total", "experiments begun", summary.total),
        lab.plain_figure("killed", "killed", summary.killed),
        lab.plain_figure("promoted", "promoted", summary.promoted),
        lab.plain_figure("active", "open", summary.active),
        lab.plain_figure("learnings", "learnings listed", summary.learnings),
        lab.Figure("dollars", "saved a week", cents / 100, fmt.exact_money(cents)),
    )
    return lab.Side(f"best {fmt.tenth(summary.best_ppm)}, {eta}", figures)


def _engine_side(state: State, values: Values, seed: int) -> lab.Side:
    best = best_estimate(state.board, alive(state.board))
    page = audiences.PAGE_BUILDERS[values["audience"]](audiences.PageContext(state, best, values, seed))
    return lab.Side(f"best {best[1].brief}" if best else "nothing measured yet", page.figures, page.bars)
