"""Findings about stopping: the card's own kill line, early kills, what was written down, work left undecided."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.analysis.findings.base import Case, Findings, followed, missed, so_more
from aiboard.engine import counts
from aiboard.engine.happenings.cards import EvalDone, RunEnded
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.moves import PROMOTED
from aiboard.engine.outlook import DAY_POINTS
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.views import fmt

#: A kill within this many days of the line counts as judged in time.
IN_TIME_DAYS = 5


@dataclass(frozen=True)
class Crossing:
    """A card that ended its plan under its own kill line and never rose over it again.

    Attributes:
        card, day, value: which, when, and the readout.
        runs_after, days_after: until it was killed, or until the record ends.
        killed: whether it was.
    """

    card: int
    day: int
    value: int
    runs_after: int
    days_after: int
    killed: bool


def crossings(case: Case) -> list[Crossing]:
    """Cards that ended their planned runs under their kill line; promoted ones and later risers are left out."""
    board = case.record.board
    found: list[Crossing] = []
    for card in board.cards:
        runs = [event for event in case.events(RunEnded) if event.card == card.index]
        # Judged where its plan ends: before that a low run is what the plan expects.
        first = next((event for event in runs if event.run >= card.runs_planned), None)
        if first is None or not first.kill_ppm or card.decision == PROMOTED:
            continue
        later = [event for event in runs if event.run > first.run]
        # A card that rose over its line again was a slow starter: the line said little about it.
        if any(value >= card.kill_ppm for value in _values(case, first, later)):
            continue
        killed = card.stage == Stage.KILLED
        last = card.decided_day if killed else board.day
        found.append(Crossing(card.index, first.day, first.corrected_ppm, len(later), last - first.day, killed))
    return found


def _values(case: Case, first: RunEnded, later: list[RunEnded]) -> list[int]:
    """What was measured of the card after this run: readouts and means of eval seeds, millionths."""
    at = case.record.history.index(first)
    scores = [event for event in case.record.history[at:] if isinstance(event, EvalDone) and event.card == first.card]
    return [event.corrected_ppm for event in later] + [event.mean_ppm for event in scores]


def find(case: Case) -> Findings:
    """All findings of this kind."""
    yield from _line(case)
    yield from _early(case)
    yield from _learnings(case)
    yield from _undecided(case)


def _line(case: Case) -> Findings:
    found = crossings(case)
    late = [item for item in found if item.runs_after or item.days_after > IN_TIME_DAYS]
    if late:
        worst = max(late, key=lambda item: (item.runs_after, item.days_after))
        idea = case.record.world.ideas[worst.card]
        work = sum(
            item.runs_after * case.record.world.ideas[item.card].run_points * case.record.world.ideas[item.card].gpus
            for item in late
        )
        line = case.record.board.cards[worst.card].kill_ppm
        runs = f"{fmt.count(worst.runs_after, 'run')} and " if worst.runs_after else ""
        end = "killed" if worst.killed else "still undecided"
        used = fmt.gpu_hours(work * DAY_GPU_MIN // DAY_POINTS)
        cost = f" Runs after the line took {used} GPU-hours." if work else ""
        yield missed(
            "kill-line",
            worst.day,
            f"{idea.key} ended its plan on day {worst.day} at {fmt.tenth(worst.value)}, under its own kill line "
            f"{fmt.points(line)}; {runs}{fmt.days(worst.days_after)} later it was {end}{so_more(len(late))}."
            f"{cost}",
            "Set the kill-line order to ask, and answer it the day it asks.",
        )
    elif found:
        yield followed(
            "kill-line",
            found[0].day,
            f"{fmt.count(len(found), 'card')} ended the plan under the kill line; each was killed within "
            f"{fmt.days(IN_TIME_DAYS)}.",
        )


def _early(case: Case) -> Findings:
    """Kills before the plan was done: runs that were not spent."""
    saved = 0
    cards: list[int] = []
    for card in filter(counts.killed, case.record.board.cards):
        if 0 < card.runs_done < card.runs_planned:
            cards.append(card.index)
            saved += card.runs_planned - card.runs_done
    if cards:
        yield followed(
            "early-kill",
            0,
            f"{fmt.count(len(cards), 'kill')} came before the plan's end, on measured runs ({case.keys(cards)}): "
            f"{fmt.count(saved, 'run')} not spent.",
        )


def _learnings(case: Case) -> Findings:
    board = case.record.board
    killed = [card for card in board.cards if counts.killed(card)]
    silent = [card.index for card in killed if not card.documented]
    if silent:
        yield missed(
            "learning",
            0,
            f"{len(silent)} of {fmt.count(len(killed), 'kill')} had no learning ({case.keys(silent)}); tickets written "
            f"later in the family start {fmt.points(case.record.world.fresh_ppm)} points lower for each.",
            "Keep the pre-filled learning at a kill: it takes no time, and later tickets of the family know it.",
        )
    elif killed:
        yield followed("learning", 0, f"Every kill ({len(killed)}) left a learning for its family.")


def _undecided(case: Case) -> Findings:
    """GPU time in cards that nobody decided by the end."""
    board = case.record.board
    if not board.over:
        return
    cards = [card for card in board.cards if counts.started(card) and not card.decision]
    used = sum(card.gpu_used_min for card in board.cards)
    held = sum(card.gpu_used_min for card in cards)
    if cards and held * 5 >= used > 0:
        yield missed(
            "undecided",
            board.world.days,
            f"{fmt.count(len(cards), 'started card')} had no decision at the end "
            f"({case.keys([card.index for card in cards])}): {fmt.gpu_hours(held)} of "
            f"{fmt.gpu_hours(used)} GPU-hours.",
            "Decide each card the day its evaluation is in: promote, iterate or kill; the slot goes to the next idea.",
        )
    elif board.decided and not cards:
        yield followed("undecided", board.world.days, "Every started card was decided by the end.")
