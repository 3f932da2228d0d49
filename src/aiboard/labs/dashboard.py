"""Lab 5: one board, three audiences. The logger's summary beside what the board knows, with its ranges."""

from __future__ import annotations

from typing import ClassVar, Final

from aiboard.engine.counts import Tally
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Column, Stage
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.systems.data import in_pipeline
from aiboard.labs.controls import Control, Values
from aiboard.labs.games import ended, morning
from aiboard.labs.lab import (
    Answer,
    Bar,
    Counterexample,
    Draws,
    Figure,
    Lab,
    Outcome,
    Progress,
    Question,
    Side,
    luck_of,
    share,
)
from aiboard.labs.summary import (
    BOT,
    SCENARIO_NAME,
    Best,
    alive,
    dead_headline,
    naive_summary,
    next_date,
    risk,
    sentences,
    trend,
)
from aiboard.views import fmt
from aiboard.views.card.measure import best_measured
from aiboard.views.words import Tone

_AUDIENCES: Final = ("researcher", "scrum-master", "stakeholder")
_TICKET_CENTS: Final = 500
"""What the course says that a ticket costs when a person answers it."""
_RIGHT: Final = 2
"""Place of the sentence for the sponsor among the choices."""
_FLOOR: Final = 650_000


class Dashboard(Lab):
    """One board and what each audience is told."""

    CONTROLS: ClassVar[tuple[Control, ...]] = (
        Control("day", "Looked at on day", 11, 80, 16),
        Control("audience", "Told to", 0, 2, 2, words=_AUDIENCES),
        Control("tickets", "Tickets a week", 1_000, 20_000, 10_000, 500),
        Control("settles", "Of right, closed", 10, 100, 60, 5, "%"),
    )
    SCENARIO: ClassVar[str] = "support-chatbot:calm"
    SOURCE: ClassVar[str] = "Course: the log's summary"
    ENGINE: ClassVar[str] = "Board: known, with its range"
    SCENE: ClassVar[str] = (
        "A program that plays by fixed rules, called heuristic, runs a chatbot project of 80 days. 92 % right "
        "answers are wanted, 88 % are enough to launch. One log of its experiments feeds three dashboards."
    )
    CLAIM: ClassVar[str] = (
        "Tell executives the best accuracy against the target, 'high confidence, on track by week N', and what the "
        "accuracy saves in dollars a week."
    )
    DRAWS: ClassVar[int] = 40

    def run(self, values: Values, seed: int) -> Outcome:
        """Both on the morning of the day."""
        board = morning(SCENARIO_NAME, seed, BOT, values["day"]).board
        draw = f"{BOT} plays {SCENARIO_NAME}: the morning of day {board.day} of {board.world.days}."
        return Outcome((draw,), _naive_side(board, values), _engine_side(board, values, seed))

    def many(self, values: Values, seed: int, progress: Progress) -> Draws:
        """How often the summary's headline and date hold, over many games."""
        dead = dated = kept = 0
        for n in range(self.DRAWS):
            luck = luck_of(seed, n)
            board = morning(SCENARIO_NAME, luck, BOT, values["day"]).board
            found = naive_summary(board)
            dead += found.best_card >= 0 and board.cards[found.best_card].stage == Stage.KILLED
            if found.eta_day is not None and board.day < found.eta_day <= board.world.days:
                dated += 1
                # The date is kept when the target was measured on enough seeds by then.
                kept += 0 < ended(SCENARIO_NAME, luck, BOT).board.target_day <= found.eta_day
            progress(n + 1)
        rows = [
            ("dead_headline", "its best number is of a killed experiment", dead / self.DRAWS),
            ("dated", "it names a day to come", dated / self.DRAWS),
            ("kept", "... and the target is reached by then", kept / dated if dated else 0.0),
        ]
        figures = tuple(Figure(name, label, value, share(value)) for name, label, value in rows)
        bars = tuple(Bar(label, value, share(value), Tone.WARN) for _, label, value in rows)
        return Draws(self.DRAWS, figures, (), bars, f"The log's summary of each game on day {values['day']}.")

    def question(self, values: Values, seed: int) -> Question:
        """Which sentence goes to the sponsor."""
        board = morning(SCENARIO_NAME, seed, BOT, values["day"]).board
        return Question(
            f"Day {board.day}. VP Hart asks how the project is going. Which sentence do you send?",
            sentences(board, seed),
        )

    def answer(self, values: Values, seed: int) -> Answer:
        """Number, trend, range, risk and date are in one of them."""
        board = morning(SCENARIO_NAME, seed, BOT, values["day"]).board
        found = naive_summary(board)
        name = fmt.key(board.world, found.best_card) if found.best_card >= 0 else "nothing"
        gone = found.best_card >= 0 and board.cards[found.best_card].stage == Stage.KILLED
        state = "was killed" if gone else "is still open"
        return Answer(
            _RIGHT,
            (
                "A sponsor needs the number with its range, the trend, the largest risk, and the next date on which "
                "more is known; no other sentence has them. (Which sentence is right was decided by people; the "
                "numbers in it are computed from this board.)",
                f"{fmt.tenth(found.best_ppm)} is the highest number that any run reported, of {name}, which {state}. "
                "The highest of many noisy numbers is mostly the luckiest.",
            ),
        )

    def counterexample(self) -> Counterexample:
        """A killed run as the headline."""
        found = next(
            (day, seed)
            for day in (31, 41, 51, 61, 71)
            for seed in range(7, 27)
            if dead_headline(morning(SCENARIO_NAME, seed, BOT, day).board)
        )
        board = morning(SCENARIO_NAME, found[1], BOT, found[0]).board
        summary = naive_summary(board)
        best = best_measured(board, alive(board))
        written = sum(bool(card.learning) for card in board.cards)
        key, top = fmt.key(board.world, summary.best_card), fmt.tenth(summary.best_ppm)
        return Counterexample(
            f"Another game (luck {found[1]}), day {found[0]}: {key} reported the highest number and was killed.",
            Side(
                f"best: {top}",
                (
                    Figure("best", "best of all runs", summary.best_ppm / 10_000, f"{top} ({key})"),
                    Figure("learnings", "learnings listed", summary.learnings, str(summary.learnings), Tone.BAD),
                ),
                (),
                Tone.BAD,
            ),
            Side(
                f"best: {best[1].brief}" if best else "nothing measured",
                (
                    Figure("best", "best open", best[1].mean / 10_000 if best else None, _named(board, best)),
                    Figure("learnings", "learnings written", written, str(written), Tone.GOOD),
                ),
                (),
                Tone.GOOD,
            ),
        )

    def why(self, values: Values) -> tuple[str, ...]:
        """Both summaries, the way to money, the interview's question."""
        cents = _weekly_cents(160_000, values)
        return (
            "The log's summary counts runs by their last decision, takes the highest number of any of them, and "
            "has a list of learnings that nothing ever fills, although learnings are required.",
            "The board has the same events. Its best is chosen among what was not killed, by the lower end of its "
            "interval, and every quality has its range.",
            "Accuracy is not deflection, and deflection is not dollars. The course turns 72 to 88 % into $8,000 a "
            "week: that needs 10,000 tickets a week, $5 a ticket, and every right answer closing its ticket. With "
            f"{values['tickets']:,} tickets of which a right answer closes {values['settles']} %, 16 points "
            f"are {fmt.exact_money(cents)} a week.",
            'Interview: "88.3 against 90, how is it going?" The number, where it was last sprint, the range, the '
            "largest risk, the next date on which more is known. No single date for the target.",
        )


def _weekly_cents(gain_ppm: int, values: Values) -> int:
    """Dollars a week of a gain in accuracy, with the share of right answers that settle a ticket."""
    return gain_ppm * values["tickets"] // 1_000_000 * values["settles"] * _TICKET_CENTS // 100


def _naive_side(board: Board, values: Values) -> Side:
    found = naive_summary(board)
    # The listing's sentence: every point is so many tickets, every ticket is settled.
    whole = {**values, "settles": 100}
    cents = _weekly_cents(found.best_ppm - board.world.baseline_ppm, whole)
    eta = "stalled" if found.eta_day is None else f"day {found.eta_day}"
    eta = "reached today" if found.eta_day == board.day else eta
    name = fmt.key(board.world, found.best_card) if found.best_card >= 0 else "none"
    figures = (
        Figure("best", "best of all runs", found.best_ppm / 10_000, f"{fmt.tenth(found.best_ppm)} ({name})"),
        Figure("eta_day", "target on track by", found.eta_day, eta),
        Figure("total", "experiments begun", found.total, str(found.total)),
        Figure("killed", "killed", found.killed, str(found.killed)),
        Figure("promoted", "promoted", found.promoted, str(found.promoted)),
        Figure("active", "open", found.active, str(found.active)),
        Figure("learnings", "learnings listed", found.learnings, str(found.learnings)),
        Figure("dollars", "saved a week", cents / 100, fmt.exact_money(cents)),
    )
    return Side(f"best {fmt.tenth(found.best_ppm)}, {eta}", figures)


def _engine_side(board: Board, values: Values, seed: int) -> Side:
    best = best_measured(board, alive(board))
    makers = (_researcher, _scrum_master, _stakeholder)
    figures = makers[values["audience"]](board, best, values, seed)
    bars = (_bars(board), _decisions(board), ())[values["audience"]]
    return Side(f"best {best[1].brief}" if best else "nothing measured yet", figures, bars)


def _bars(board: Board) -> tuple[Bar, ...]:
    """The best five that are alive, with their intervals."""
    known = [(index, found[1]) for index in alive(board) if (found := best_measured(board, [index])) is not None]
    top = sorted(known, key=lambda one: -one[1].low)[:5]
    target = _place(board.world.target_ppm)
    return tuple(
        Bar(fmt.key(board.world, i), _place(found.high), fmt.tenth(found.mean), Tone.WORK, _place(found.low), target)
        for i, found in top
    )


def _decisions(board: Board) -> tuple[Bar, ...]:
    """Experiments by what was decided of them."""
    tally = Tally(board.cards)
    rows = (
        ("promoted", tally.promoted, Tone.GOOD),
        ("killed", tally.killed, Tone.BAD),
        ("open", tally.started - tally.decided, Tone.WORK),
    )
    most = max(1, tally.started)
    return tuple(Bar(name, count / most, str(count), tone) for name, count, tone in rows)


def _place(value: int) -> float:
    return max(0.0, min(1.0, (value - _FLOOR) / (1_000_000 - _FLOOR)))


def _named(board: Board, best: Best) -> str:
    return f"{best[1].brief} {fmt.key(board.world, best[0])}" if best else "nothing measured"


def _researcher(board: Board, best: Best, values: Values, seed: int) -> tuple[Figure, ...]:
    card = board.cards[best[0]] if best else None
    runs = ", ".join(fmt.tenth(value) for value in card.corrected[-4:]) if card else "none"
    seeds = best[1].seeds if best else 0
    weakest = fmt.tenth(card.slice_ppm) if card and card.slice_ppm else "not measured"
    latency = fmt.seconds(card.latency_ms) if card and card.latency_ms else "not measured"
    return (
        Figure("best", "best open", best[1].mean / 10_000 if best else None, _named(board, best)),
        Figure("runs", "its last runs", runs, runs),
        Figure("seeds", "its eval seeds", seeds, str(seeds)),
        Figure("slice", "its weakest slice", card.slice_ppm / 10_000 if card and card.slice_ppm else None, weakest),
        Figure("latency", "its p95 latency", card.latency_ms if card and card.latency_ms else None, latency),
    )


def _scrum_master(board: Board, best: Best, values: Values, seed: int) -> tuple[Figure, ...]:
    tally = Tally(board.cards)
    used = sum(card.gpu_used_min for card in board.cards) // 60
    pool = board.world.gpus * 24 * (board.day - 1)
    ready = sum(task.shown and task.column == Column.READY for task in board.data)
    moving = sum(task.shown and in_pipeline(task) for task in board.data)
    written = sum(bool(card.learning) for card in board.cards)
    gap = board.world.target_ppm - best[1].mean if best else None
    return (
        Figure(
            "decided", "decided: killed, promoted", tally.decided, f"{tally.decided}: {tally.killed}, {tally.promoted}"
        ),
        Figure("active", "under way", tally.started - tally.decided, str(tally.started - tally.decided)),
        Figure(
            "gap",
            "best open against target",
            gap / 10_000 if gap is not None else None,
            f"{fmt.points(abs(gap))} {'short' if gap > 0 else 'over'}" if gap is not None else "?",
        ),
        Figure("gpu_hours", "GPU-h of training, of pool", used, f"{used:,} of {pool:,}"),
        Figure("data_ready", "datasets ready, on the way", ready, f"{ready}, {moving}"),
        Figure("learnings", "learnings written", written, str(written)),
    )


def _stakeholder(board: Board, best: Best, values: Values, seed: int) -> tuple[Figure, ...]:
    world = board.world
    sprints = world.days // world.sprint_days
    ends = (best[1].low, best[1].high) if best else (world.baseline_ppm, world.baseline_ppm)
    worth = [measured_worth_cents(board, end) for end in ends]
    saved = [_weekly_cents(end - world.baseline_ppm, values) for end in ends]
    before = trend(board, seed)
    danger, due = risk(board), next_date(board)
    return (
        Figure("sprint", "sprint", board.sprint(), f"{board.sprint()} of {sprints}"),
        Figure("low", "best open, range", best[1].low / 10_000 if best else None, best[1].span if best else "none"),
        Figure("trend", "a sprint ago", before, before.removeprefix("A sprint ago").strip(": ")),
        Figure("risk", "largest risk", danger, danger, Tone.WARN),
        Figure("next", "next date", due, due),
        Figure("dollars_low", "saved a week, from", saved[0] / 100, fmt.exact_money(saved[0])),
        Figure("dollars_high", "to", saved[1] / 100, fmt.exact_money(saved[1])),
        Figure(
            "worth",
            "earns a day, if so",
            worth[1] / 100,
            f"{fmt.exact_money(worth[0])} to {fmt.exact_money(worth[1])}",
        ),
    )
