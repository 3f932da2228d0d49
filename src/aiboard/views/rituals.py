"""Sprint rituals: review, retro, planning. Three fixed questions each, answered from the board."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Reason, Stage
from aiboard.engine.outlook import free_gpus
from aiboard.views import fmt, words
from aiboard.views.board.columns import card_line
from aiboard.views.board.families import families
from aiboard.views.board.orders import order_lines
from aiboard.views.board.standup import fact
from aiboard.views.card.starting import start_waits
from aiboard.views.sentences import sentence
from aiboard.views.words import Tone

_OPEN: Final = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION)
"""Where a card is begun and undecided; one that is parked in Evaluation is open too."""


class RitualKind(StrEnum):
    """Which ritual."""

    REVIEW = "review"
    RETRO = "retro"
    PLANNING = "planning"


@dataclass(frozen=True, slots=True)
class Question:
    """A fixed question, the facts that belong to it, and cards that can be pointed at (indices)."""

    text: str
    lines: tuple[str, ...]
    cards: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ritual:
    """A ritual of a sprint."""

    kind: RitualKind
    sprint: int
    title: str
    questions: tuple[Question, ...]


def review(board: Board, sprint: int) -> Ritual:
    """What did we learn in a sprint."""
    first, last = _days(board, sprint)
    decided = _decided(board, first, last)
    begun = [card.index for card in board.cards if card.stage in _OPEN]
    promised = len(decided) + sum(1 for index in begun if 0 < board.cards[index].started_day <= last)
    outcome = [f"{len(decided)} decided of {promised} worked on"]
    for index in decided:
        card = board.cards[index]
        ended = "promoted" if card.decision == 1 else "killed"
        reason = f", {words.REASON[Reason(card.reason)]}" if card.reason >= 0 and card.decision == 2 else ""
        outcome.append(f"{fact(board, index)}: {ended}{reason}")
    return Ritual(
        RitualKind.REVIEW,
        sprint,
        f"Review of sprint {sprint}",
        (
            Question("What did we learn about each family?", tuple(strip.text for strip in families(board))),
            Question("What did we decide?", tuple(outcome), tuple(decided)),
            Question(
                "What is still open, and what do we know of it?",
                tuple(fact(board, index) for index in begun) or ("nothing is open",),
                tuple(begun),
            ),
        ),
    )


def retro(board: Board, sprint: int) -> Ritual:
    """Which kill would you take back, what waited longest, what surprised."""
    first, last = _days(board, sprint)
    kills = [index for index in _decided(board, first, last) if board.cards[index].decision == 2]
    waited = sorted(_waits(board), reverse=True)[:3]
    happened = [sentence(board.world, event) for event in board.history if first <= event.day <= last]
    surprises = [told.text for told in happened if told.tone == Tone.BAD]
    return Ritual(
        RitualKind.RETRO,
        sprint,
        f"Retro of sprint {sprint}",
        (
            _doubt(board, kills),
            Question("What waits longest?", tuple(text for _, text in waited) or ("nothing waits",)),
            Question(
                "What surprised us?",
                tuple(surprises[-3:]) or ("nothing did",),
            ),
        ),
    )


def _doubt(board: Board, kills: list[int]) -> Question:
    """The question that is written down: about a kill, or where nothing was killed about what goes on."""
    if kills:
        return Question("Which kill would you take back?", tuple(fact(board, index) for index in kills), tuple(kills))
    begun = [card.index for card in board.cards if card.stage in _OPEN]
    facts = tuple(fact(board, index) for index in begun) or ("nothing is open",)
    return Question("No kill. Which open card would you stop first?", facts, tuple(begun))


def planning(board: Board) -> Ritual:
    """Which cards, which limits and orders, which forecast, for the sprint of today."""
    world = board.world
    free = max(0, board.wip[Stage.EXPERIMENT] - board.count(Stage.EXPERIMENT))
    backlog = [card.index for card in board.cards if card.stage in (Stage.BACKLOG, Stage.HYPOTHESIS) and card.shown]
    waits = {index: start_waits(board, index) for index in backlog}
    # What could train at once comes first: a card that waits would only hold a slot.
    cards = board.cards
    backlog.sort(key=lambda index: (bool(waits[index]), cards[index].priority, -cards[index].stated_pct, index))
    gpus = fmt.count(max(0, free_gpus(board)), "GPU")
    lines = [f"{free} free of {board.wip[Stage.EXPERIMENT]} Experiment slots, {gpus} free"]
    for index in backlog[:3]:
        line = card_line(board, index)
        would = f"; would {waits[index]}" if waits[index] else ""
        lines.append(f"{line.short} {line.title}; {line.family}; {line.state.progress}{would}")
    if len(backlog) > 3:
        lines.append(f"+{len(backlog) - 3} more in the Backlog")
    limits = ", ".join(f"{words.STAGE_SHORT[stage]} {board.wip[stage]}" for stage in Stage if board.wip[stage])
    target = fmt.points(world.target_ppm)
    if board.forecast_70:
        stated = f"stated: 70 % by D{board.forecast_70}, 90 % by D{board.forecast_90}"
    else:
        stated = "none stated yet"
    on = [line.text for line in order_lines(board) if line.mode]
    return Ritual(
        RitualKind.PLANNING,
        board.sprint(),
        f"Planning of sprint {board.sprint()}",
        (
            Question("Which cards next?", tuple(lines), tuple(backlog[:6])),
            Question("Which limits and standing orders?", (f"limits: {limits}", *(on or ["all orders are off"]))),
            Question(f"When is {target} measured: a day at 70 %, a day at 90 %?", (stated,)),
        ),
    )


def _days(board: Board, sprint: int) -> tuple[int, int]:
    last = fmt.sprint_end(board.world, sprint)
    return (sprint - 1) * board.world.sprint_days + 1, last


def _decided(board: Board, first: int, last: int) -> list[int]:
    return [card.index for card in board.cards if card.decision and first <= card.decided_day <= last]


def _waits(board: Board) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for card in board.cards:
        if card.in_flight() and card.waited_days:
            cause = words.BLOCK[card.block] or "waits"
            name = fmt.short(board.world, card.index)
            found.append((card.waited_days, f"{name} {cause}, {fmt.days(card.waited_days)}"))
        elif card.stage == Stage.EVALUATION and not card.seeds_pending and not card.paused:
            days = board.day - max(card.moved_day, card.touched_day)
            name = fmt.short(board.world, card.index)
            if days > 0:
                found.append((days, f"{name} waits for your decision, {fmt.days(days)}"))
    return found
