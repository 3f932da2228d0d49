"""Findings about stopping: the card's own kill line, early kills, what was written down, work left undecided."""

from __future__ import annotations

from dataclasses import dataclass

from aiboard.analysis.findings.base import Findings, GameAnalysis, followed_finding, missed_finding, more_suffix
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


def crossings(case: GameAnalysis) -> list[Crossing]:
    """Cards that ended their planned runs under their kill line; promoted ones and later risers are left out."""
    board = case.record.board
    crossed_cards: list[Crossing] = []
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
        crossed_cards.append(Crossing(card.index, first.day, first.corrected_ppm, len(later), last - first.day, killed))
    return crossed_cards


def _values(case: GameAnalysis, first: RunEnded, later: list[RunEnded]) -> list[int]:
    """What was measured of the card after this run: readouts and means of eval seeds, millionths."""
    at = case.record.history.index(first)
    scores = [event for event in case.record.history[at:] if isinstance(event, EvalDone) and event.card == first.card]
    return [event.corrected_ppm for event in later] + [event.mean_ppm for event in scores]


def find(case: GameAnalysis) -> Findings:
    """All findings of this kind."""
    yield from _line(case)
    yield from _early(case)
    yield from _learnings(case)
    yield from _undecided(case)


def _line(case: GameAnalysis) -> Findings:
    crossed_cards = crossings(case)
    late = [item for item in crossed_cards if item.runs_after or item.days_after > IN_TIME_DAYS]
    if late:
        worst = max(late, key=lambda item: (item.runs_after, item.days_after))
        work = sum(
            item.runs_after * case.record.world.ideas[item.card].run_points * case.record.world.ideas[item.card].gpus
            for item in late
        )
        line = case.record.board.cards[worst.card].kill_ppm
        runs = f"{fmt.count(worst.runs_after, 'run')} and " if worst.runs_after else ""
        end = "killed" if worst.killed else "still undecided"
        hours = fmt.gpu_hours(work * DAY_GPU_MIN // DAY_POINTS)
        cost = f" Runs after the line took {hours} GPU-hours." if work else ""
        yield missed_finding(
            "kill-line", worst.day, card=case.key(worst.card), value=fmt.tenth(worst.value), line=fmt.points(line),
            runs=runs, days=fmt.days(worst.days_after), end=end, more=more_suffix(len(late)), cost=cost,
        )  # fmt: skip
    elif crossed_cards:
        cards, days = fmt.count(len(crossed_cards), "card"), fmt.days(IN_TIME_DAYS)
        yield followed_finding("kill-line", crossed_cards[0].day, cards=cards, days=days)


def _early(case: GameAnalysis) -> Findings:
    """Kills before the plan was done: runs that were not spent."""
    saved = 0
    cards: list[int] = []
    for card in filter(counts.is_killed, case.record.board.cards):
        if 0 < card.runs_done < card.runs_planned:
            cards.append(card.index)
            saved += card.runs_planned - card.runs_done
    if cards:
        kills = fmt.count(len(cards), "kill")
        yield followed_finding("early-kill", kills=kills, cards=case.keys(cards), saved=fmt.count(saved, "run"))


def _learnings(case: GameAnalysis) -> Findings:
    board = case.record.board
    killed = [card for card in board.cards if counts.is_killed(card)]
    silent = [card.index for card in killed if not card.documented]
    if silent:
        kills, points = fmt.count(len(killed), "kill"), fmt.points(case.record.world.fresh_ppm)
        yield missed_finding("learning", silent=len(silent), kills=kills, cards=case.keys(silent), points=points)
    elif killed:
        yield followed_finding("learning", kills=len(killed))


def _undecided(case: GameAnalysis) -> Findings:
    """GPU time in cards that nobody decided by the end."""
    board = case.record.board
    if not board.over:
        return
    cards = [card for card in board.cards if counts.was_started(card) and not card.decision]
    total_min = sum(card.gpu_used_min for card in board.cards)
    undecided_min = sum(card.gpu_used_min for card in cards)
    # From a fifth of all GPU time on: under that little was lost by not deciding.
    if cards and undecided_min * 5 >= total_min > 0:
        names = case.keys([card.index for card in cards])
        yield missed_finding(
            "undecided", board.world.days, started=fmt.count(len(cards), "started card"), cards=names,
            held=fmt.gpu_hours(undecided_min), used=fmt.gpu_hours(total_min),
        )  # fmt: skip
    elif board.decided and not cards:
        yield followed_finding("undecided", board.world.days)
