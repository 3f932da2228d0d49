"""How work flows under good play, held against what the source and published figures say."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from aiboard.analysis.calibrate.policies import GOOD, Policy
from aiboard.analysis.runner import Progress, deal_games, map_chunks, scenario_to_text
from aiboard.bots import Bot
from aiboard.bots.runner import play_day, without_gc
from aiboard.engine import counts
from aiboard.engine.act import check
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import copy_board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.systems.production import online_quality
from aiboard.scenario import ResolvedScenario
from aiboard.scenario.content import Content, ContentFile, shipped

MORE_MINUTES: Final = 10_000


@dataclass
class Flow:
    """What one game is measured by: cards by their decision, GPU minutes, days, launches, verbs used.

    `cycles` are the cards that were started and decided, `cycle_days` the days between the two over all of them.
    """

    games: int = 1
    days: int = 0
    decided: int = 0
    killed: int = 0
    promoted: int = 0
    cycles: int = 0
    cycle_days: int = 0
    pool_min: int = 0
    training_min: int = 0
    evaluation_min: int = 0
    cards_min: int = 0
    killed_min: int = 0
    waiting_days: int = 0
    launches: int = 0
    bad_launches: int = 0
    reached: bool = False
    verbs: Counter[str] = field(default_factory=Counter)


class Band(Content):
    """A figure: its name and unit, the fields of Flow it is made of, the band it should lie in, where that is from."""

    name: str
    unit: str
    part: list[str]
    whole: str
    low: int
    high: int
    source: str

    def value(self, flows: Sequence[Flow]) -> float | None:
        """The figure over all games; None where there is nothing that it is a share of."""
        total = sum(getattr(flow, self.whole) for flow in flows)
        part = sum(getattr(flow, name) for flow in flows for name in self.part)
        return (100 if self.unit.startswith("%") else 1) * part / total if total else None


class _File(ContentFile):
    bands: list[Band]


BANDS: Final = shipped(_File, "aiboard.analysis.calibrate", "bands.yaml").bands


@dataclass(frozen=True)
class BandCheck:
    """A measured figure; None where nothing of the kind happened. `holds` is None then too."""

    band: Band
    value: float | None
    holds: bool | None

    def data(self) -> dict[str, Any]:
        """As JSON."""
        band = self.band
        return {
            "name": band.name,
            "unit": band.unit,
            "value": self.value,
            "band": [band.low, band.high],
            "source": band.source,
            "holds": self.holds,
        }


def figures(flows: Sequence[Flow]) -> list[BandCheck]:
    """Every figure over these games."""
    checks = []
    for band in BANDS:
        value = band.value(flows)
        checks.append(BandCheck(band, value, None if value is None else band.low <= value <= band.high))
    return checks


def uses(flows: Sequence[Flow], verb: str) -> float:
    """How often a verb is used in a game."""
    return statistics.fmean(flow.verbs[verb] for flow in flows)


def flows(
    resolved: ResolvedScenario,
    seeds: Sequence[int],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Flow]:
    """Games of good play, measured."""
    return map_chunks(partial(_games, scenario_to_text(resolved), Policy(GOOD)), seeds, executor, progress)


def _games(scenario: str, policy: Policy, seeds: tuple[int, ...]) -> list[Flow]:
    with without_gc():
        return [_game(state, policy) for state in deal_games(scenario, seeds)]


def _game(state: State, policy: Policy) -> Flow:
    flow = Flow(days=state.world.days)
    bot = policy(state.seed)
    while not state.board.over:
        day = state.board.day
        flow.verbs.update(action.VERB for action in play_day(state, bot))
        # Another bot is asked: the one that plays must not remember the question.
        flow.waiting_days += bool(waits(state.board, policy(state.seed)))
        advance(state)
        flow.pool_min += state.board.gpu_min
        flow.training_min += state.board.gpu_used_min
        flow.evaluation_min += state.board.eval_used_min
        for card in state.board.cards:
            if card.launched == day:
                flow.launches += 1
                flow.bad_launches += online_quality(state, card) < state.world.bad_launch_ppm
    _count(state.board, flow)
    return flow


def _count(board: Board, flow: Flow) -> None:
    flow.decided, flow.killed, flow.promoted = board.decided, board.killed, board.promoted
    flow.reached = board.target_day > 0
    for card in board.cards:
        flow.cards_min += card.gpu_used_min
        flow.killed_min += card.gpu_used_min if counts.is_killed(card) else 0
        if counts.is_decided(card) and counts.was_started(card):
            flow.cycles += 1
            flow.cycle_days += card.decided_day - card.started_day


def waits(board: Board, bot: Bot) -> str:
    """The verb of what a fresh bot would still do today, were there minutes for it; empty when nothing waits.

    A person has more to do than a bot (replies, one-to-ones), so days on which something waits are a floor.
    """
    longer = copy_board(board)
    longer.minutes_left += MORE_MINUTES
    action = bot.play(longer)
    waiting = action is not None and check(board, action) == Refusal.NOT_ENOUGH_TIME
    return action.VERB if action is not None and waiting else ""
