"""A made-up board for tests of the views: every fact on it is set by hand, none is dealt, drawn or played.

So what the views say of it changes with their words alone, not with a scenario's numbers or a rule.
"""

from __future__ import annotations

from typing import Any

from aiboard.engine.happenings.cards import (
    EvalDone,
    EvalStarted,
    IdeaAdded,
    Killed,
    Moved,
    RunEnded,
    Ticketed,
)
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask, Disruption, OrderQuestion
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Change, Column, Reason, Stage
from tests.engine import worlds
from tests.engine.play import dated

DAY = 17
#: Cards by what they are on this board.
IDEA, READY, TRAINING, MEASURED, MENDING, HANDED, CANARY, LIVE, KILLED, SCORING, AGENT, LABELS = range(12)
NAMES = ("idea", "ready", "training", "measured", "mending", "handed", "canary", "live", "killed", "scoring", "agent")


def board() -> Board:
    """The 17th morning of a project with a card in every state."""
    world = worlds.quiet(needs_legal=True, launch_by_sprint=2, kill_after_sprint=3, first_seeds=3)
    for index, idea in enumerate(world.ideas):
        idea.title = f"Idea number {index + 1}"
        idea.hypothesis, idea.method = "It answers more questions.", "Try it and measure."
    for person in world.people:
        person.name = person.key.capitalize()
    made = Board(world)
    made.day = DAY
    made.baseline = [720_000] * 16
    for index, idea in enumerate(world.ideas):
        made.cards.append(Card(index))
        _set(made, index, shown=not idea.ready_sprint, priority=idea.priority, runs_planned=idea.runs, stated_pct=50)
    _set(made, READY, stage=Stage.HYPOTHESIS)
    _set(made, TRAINING, stage=Stage.EXPERIMENT, runs_planned=3, runs_done=2, started_day=9, running=True)
    _set(made, MEASURED, stage=Stage.EVALUATION, scores=[880_000, 900_000, 890_000], seeds_done=3, **_TRAINED)
    _set(made, MENDING, stage=Stage.ITERATION, change=int(Change.LONGER), run_points_done=100, running=True, **_TRAINED)
    _set(made, HANDED, stage=Stage.PRODUCTION, handoff_left=120, block=Block.HANDOFF, **_SCORED)
    _set(made, CANARY, stage=Stage.PRODUCTION, share_pct=5, share_day=16, live_days=1, launched=16, **_SCORED)
    _set(made, LIVE, stage=Stage.PRODUCTION, share_pct=95, share_day=12, live_days=4, launched=10, **_SCORED)
    _set(made, KILLED, stage=Stage.KILLED, decision=2, reason=int(Reason.PLATEAU), decided_day=14, **_TRAINED)
    _set(made, SCORING, stage=Stage.EVALUATION, seeds_pending=2, eval_left_min=300, **_TRAINED)
    _set(made, AGENT, stage=Stage.EVALUATION, agent_runs=8, agent_loops=1, scores=[850_000], seeds_done=1, **_TRAINED)
    made.cards[KILLED].learning = "84.0 three times: no more in it"
    made.cards[KILLED].documented = True
    for index in (TRAINING, MEASURED, MENDING, HANDED, CANARY, LIVE, KILLED, SCORING, AGENT):
        _set(made, index, ticket_day=8, success_ppm=880_000, kill_ppm=800_000, kill_run=2, box_days=9, holder=index % 4)
    _set(made, TRAINING, readouts=[825_000, 850_000], corrected=[800_000, 830_000], versions=[1, 2], gpu_used_min=5_000)
    for index, seen in ((CANARY, 870_000), (LIVE, 890_000)):
        _set(made, index, monitored_ppm=[seen], monitored_pct=[made.cards[index].share_pct])
    made.ledger.revenue, made.ledger.compute, made.ledger.labels = 900_000, -412_300, -250_000
    made.before.revenue, made.before.compute, made.before.labels = 811_000, -400_000, -250_000
    made.gpu_min, made.gpu_used_min, made.eval_used_min = 5_760, 2_880, 300
    made.legal, made.legal_left = 1, 3
    _data(made)
    _history(made)
    return made


_TRAINED: dict[str, Any] = {
    "runs_planned": 3, "runs_done": 3, "started_day": 8, "version": 3, "gpu_used_min": 6_000, "versions": [1, 2, 3],
    "readouts": [825_000, 850_000, 860_000], "corrected": [800_000, 830_000, 840_000],
}  # fmt: skip
_SCORED: dict[str, Any] = {
    **_TRAINED, "scores": [900_000, 910_000, 905_000, 895_000, 915_000], "seeds_done": 5, "decision": 1,
    "decided_day": 14, "latency_ms": 1_900, "serving_cents": 20_000, "slice_ppm": 860_000,
}  # fmt: skip


def _set(made: Board, index: int, **facts: Any) -> None:
    """Set facts of a card; lists are its own."""
    for name, value in facts.items():
        setattr(made.cards[index], name, list(value) if isinstance(value, list) else value)


def _data(made: Board) -> None:
    """The shared corpus, a set at the vendor, one that waits for a verdict, one to come."""
    for index, spec in enumerate(made.world.datasets):
        made.data.append(DataTask(index))
        made.data[index].shown = not spec.scope
        if spec.ready:
            made.data[index].column = Column.READY
            made.data[index].ordered_pct = made.data[index].delivered_pct = 100
    first, second = made.data[worlds.LABELS], made.data[worlds.MORE]
    first.column, first.ordered_pct, first.batch_pct, first.batches = Column.ANNOTATION, 100, 100, 1
    first.promised_day, first.due_day, first.days_left = 18, 20, 3
    second.column, second.ordered_pct, second.batch_pct, second.batches = Column.QA, 10, 10, 1
    second.kappa_ppm, second.kappa_items, second.checks = 610_000, 100, 1
    second.guidelines = True
    second.days_left = 0


def _history(made: Board) -> None:
    made.history += [
        dated(8, Ticketed(TRAINING, fresh_ppm=5_000, fresh_cards=1)),
        dated(8, Moved(TRAINING, int(Stage.HYPOTHESIS), int(Stage.EXPERIMENT))),
        dated(10, SprintEnded(1, 2)),
        dated(14, Killed(KILLED, int(Reason.PLATEAU), 0, 840_000, 820_000, 860_000)),
        dated(15, EvalStarted(MEASURED, seeds=3, gpu_min=720, part_pct=100)),
        dated(16, EvalDone(MEASURED, mean_ppm=890_000, seeds=3, gate=1)),
        dated(16, RunEnded(TRAINING, readout_ppm=850_000, corrected_ppm=830_000, run=2, kill_ppm=0)),
        dated(16, Monitored(CANARY, online_ppm=870_000, revenue_cents=3_500, share_pct=5)),
        dated(16, Monitored(LIVE, online_ppm=890_000, revenue_cents=85_500, share_pct=95)),
        dated(17, IdeaAdded(IDEA, person=0, stated_pct=50)),
    ]


def disrupted(made: Board, kind: int, until: int, data: int = -1, since: int = DAY - 2) -> Disruption:
    """Add a disruption that acts."""
    made.disruptions.append(Disruption(kind, since, until, -1, data, 0))
    return made.disruptions[-1]


def ask(made: Board, order: int, card: int = -1, data: int = -1) -> None:
    """A standing order asks something."""
    made.asked.append(OrderQuestion(order, card, data))
