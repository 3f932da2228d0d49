"""What is reported of a board: the listing's summary as it stands, and a sponsor's sentence with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from aiboard.engine.counts import Tally, was_started
from aiboard.engine.happenings.cards import EvalDone, RunEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.labs.controls import Values
from aiboard.labs.games import morning, play_until, start_more, world_and_latents
from aiboard.views import fmt, words
from aiboard.views.board.header import due_dates
from aiboard.views.card.measure import QualityEstimate, best_estimate

SCENARIO_NAME: Final = "support-chatbot:calm"
BOT: Final = "heuristic"

Best = tuple[int, QualityEstimate] | None
"""The best card and its measurement."""


def added_on(day: int) -> int:
    """The day on which experiments are added: two sprints before, so that most of them have a number."""
    return max(1, day - 2 * world_and_latents(SCENARIO_NAME)[0].sprint_days)


def state_to_report(values: Values, seed: int) -> State:
    """The game on the day of the controls, with the experiments that were added before it."""
    day, added = values["day"], values["added"]
    if not added:
        return morning(SCENARIO_NAME, seed, BOT, day)
    return _with_more(day, added, seed).clone()


@lru_cache(maxsize=32)
def _with_more(day: int, added: int, seed: int) -> State:
    state = morning(SCENARIO_NAME, seed, BOT, added_on(day))
    start_more(state, added)
    return play_until(state, BOT, seed, day)


@dataclass(frozen=True, slots=True)
class Summary:
    """What the course's logger makes of the runs: counts, the best number of any of them, learnings.

    `eta_day` is the day on which a straight line from the first sprint's best meets the target; None when it never
    does or there is no first number.
    """

    total: int
    killed: int
    promoted: int
    active: int
    best_ppm: int
    best_card: int
    learnings: int
    eta_day: int | None


def naive_summary(board: Board) -> Summary:
    """The listing's rule: best over all runs, killed ones included, starting at 0; its list of learnings stays empty.

    The date is that of the template's sentence "on track to hit the target by": a straight line.
    """
    tally = Tally(board.cards)
    best, best_card, first = 0, -1, 0
    for event in board.history:
        value = _reported(event)
        if value > best:
            best, best_card = value, event.card
        if value > first and event.day <= board.world.sprint_days:
            first = value
    # Sprints since the end of the first, whose best the line begins at.
    sprints = (board.day - 1) / board.world.sprint_days - 1
    gained = best - first
    eta = None
    if best >= board.world.target_ppm:
        eta = board.day
    elif first and gained > 0 and sprints > 0:
        sprints_left = (board.world.target_ppm - best) / (gained / sprints)
        eta = board.day + round(sprints_left * board.world.sprint_days)
    active = tally.started - tally.decided
    return Summary(tally.started, tally.killed, tally.promoted, active, best, best_card, 0, eta)


def _reported(event: object) -> int:
    """The number that a run or evaluation reported; 0 for other events."""
    if isinstance(event, RunEnded):
        return event.readout_ppm
    return event.mean_ppm if isinstance(event, EvalDone) else 0


def alive(board: Board) -> list[int]:
    """Cards that were begun and not killed."""
    return [card.index for card in board.cards if was_started(card) and card.stage != Stage.KILLED]


def dead_headline(board: Board) -> bool:
    card = naive_summary(board).best_card
    return card >= 0 and board.cards[card].stage == Stage.KILLED


def sentences(board: Board, seed: int) -> tuple[str, ...]:
    """What could be sent to the sponsor; the third has number, trend, range, risk and date."""
    world = board.world
    summary = naive_summary(board)
    best = best_estimate(board, alive(board))
    target = fmt.points(world.target_ppm)
    date_text = f"we hit it by day {summary.eta_day}" if summary.eta_day else "we are on track"
    number = "Nothing is measured yet"
    if best:
        number = f"Our best model answers {best[1].short} % of the questions right ({best[1].span})"
    card = fmt.key(world, best[0]) if best else "The best card"
    seeds = fmt.count(best[1].seeds, "seed") if best else "no seeds"
    return (
        f"Best model {fmt.tenth(summary.best_ppm)} %, target {target} %. Confidence is high, {date_text}.",
        f"{card} has {seeds}, its loss is flat, and the slices still vary; we will try another learning rate.",
        f"{number}; {_launch(board)}. {trend(board, seed)}. Risk: {risk(board)}. Next: {next_date(board)}.",
        f"{summary.total} experiments in {fmt.days(board.day - 1)}, the team is busy and the mood is good.",
    )


def _launch(board: Board) -> str:
    launch_text = f"{fmt.points(board.world.launch_ppm)} is enough to launch"
    return f"customers have one already, {launch_text}" if board.live() >= 0 else launch_text


def trend(board: Board, seed: int) -> str:
    """The best range a sprint ago."""
    past_board = morning(SCENARIO_NAME, seed, BOT, max(1, board.day - board.world.sprint_days)).board
    best = best_estimate(past_board, alive(past_board))
    return f"A sprint ago: {best[1].brief}" if best else "A sprint ago nothing was measured"


def risk(board: Board) -> str:
    """What keeps most cards from moving today; else what the launch still waits for."""
    blocks = [card.block for card in board.cards if card.stage != Stage.KILLED and card.block != Block.NONE]
    if blocks:
        cause = max(set(blocks), key=blocks.count)
        return f"{fmt.count(blocks.count(cause), 'card')} held up ({words.BLOCK[cause]})"
    if board.live() >= 0:
        return "the live model ages as customers' questions change"
    return "no model has met a customer yet"


def next_date(board: Board) -> str:
    due = next((one for one in due_dates(board) if one.ahead >= 0), None)
    if due is None:
        return f"close, day {board.world.days}"
    sets = {fmt.dataset(board.world, at) for at in range(len(board.data))}
    subject = f"labels of {due.label}" if due.label in sets else due.label
    return f"{subject}, day {due.day}"
