"""A small project for tests of the app: two GPUs, eight ideas, a dataset, an agent family, a coach."""

from typing import Any

from aiboard.engine.happenings.cards import EvalDone, RunEnded
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Disruption, OrderQuestion
from aiboard.engine.model.vocabulary import Block, Change, Chaos, Column, IncidentCause, Order, Reason, Stage
from tests.engine.play import dated
from tests.game.small import FAMILIES


def data(title: str = "Test project") -> dict[str, Any]:
    """The scenario as plain data."""
    ideas = [
        {
            "id": f"EXP-{n:03d}",
            "title": f"Idea number {n}",
            "hypothesis": "It answers more questions.",
            "method": "Try it and measure.",
            "family": FAMILIES[n % 3]["id"],
            "by": ("ana", "ben")[n % 2],
            "gpus": 1,
            "runs": 2,
            "run_days": 1,
            "setup_days": 1,
            **({"dataset": "DS-2"} if n == 8 else {}),
        }
        for n in range(1, 9)
    ]
    return {
        "format": 1,
        "id": "test-project",
        "title": title,
        "canvas": {"objective": "Answer customers well.", "metrics": ["90 of 100 right"], "note": "A point is $100."},
        "story": {
            "scene": "Monday. Somebody promised a demo.",
            "first_customer": "It worked.",
            "messages": [{"sprint": 1, "from": "ana", "text": "The demo is on Friday."}],
            "epilogues": {"nothing": "Nothing went live."},
        },
        "coach": [{"when": "start", "say": "Start two cards."}, {"when": "killed", "say": "A kill is a result."}],
        "families": FAMILIES,
        "people": [
            {"id": "ana", "name": "Ana", "role": "Scientist", "lines": {"killed": "Good to know."}},
            {"id": "ben", "name": "Ben", "role": "Engineer"},
        ],
        "datasets": [
            {"id": "DS-1", "title": "Corpus", "items": 1000, "ready": True},
            {"id": "DS-2", "title": "Labels", "items": 500, "cost": 4000, "collection": [1, 2], "annotation": [1, 2]},
        ],
        "ideas": ideas,
        "calendar": {"days": 20, "sprint_days": 10},
        "goal": {"kill_run": 1},
        "compute": {"gpus": 2},
        "chaos": {"events": 0},
    }


def busy(board: Board) -> None:
    """Set the facts of the project by hand, no rule asked: a card in every stage, and much that goes wrong."""
    trained: dict[str, Any] = {
        "runs_planned": 2, "runs_done": 2, "ticket_day": 2, "success_ppm": 880_000, "kill_ppm": 800_000, "kill_run": 1,
        "box_days": 6, "started_day": 3, "version": 2, "gpu_used_min": 3_000, "corrected": [800_000, 840_000],
        "readouts": [820_000, 860_000], "versions": [1, 2], "holder": 0,
    }  # fmt: skip
    served: dict[str, Any] = {
        **trained, "stage": Stage.PRODUCTION, "scores": [900_000, 905_000, 910_000], "seeds_done": 3, "decision": 1,
        "decided_day": 7, "latency_ms": 1_500, "serving_cents": 10_000, "slice_ppm": 870_000, "launched": 8,
    }  # fmt: skip
    cards: list[dict[str, Any]] = [
        {"stated_pct": 65},
        {"stage": Stage.HYPOTHESIS, "ticket_day": 9},
        {**trained, "stage": Stage.EXPERIMENT, "runs_done": 1, "block": Block.NO_GPU, "waited_days": 3},
        {**trained, "stage": Stage.EVALUATION, "scores": [870_000, 890_000, 885_000], "seeds_done": 3},
        {**trained, "stage": Stage.ITERATION, "change": int(Change.TECHNIQUE), "setup_left": 50, "running": True},
        {**served, "share_pct": 5, "share_day": 9, "live_days": 2, "incident": int(IncidentCause.QUALITY)},
        {**served, "share_pct": 95, "share_day": 8, "live_days": 3},
        {**trained, "stage": Stage.KILLED, "decision": 2, "reason": int(Reason.PLATEAU), "learning": "84.0 twice"},
    ]
    for card, facts in zip(board.cards, cards, strict=True):
        for name, value in {"stated_pct": 50, **facts}.items():
            setattr(card, name, list(value) if isinstance(value, list) else value)
    board.day, board.legal, board.legal_left, board.minutes_left = 11, 1, 4, 150
    for index, seen in ((5, 820_000), (6, 890_000)):
        board.cards[index].monitored_ppm, board.cards[index].monitored_pct = [seen], [board.cards[index].share_pct]
    board.gpu_min, board.gpu_used_min, board.eval_used_min = 2_880, 1_440, 300
    board.ledger.revenue, board.ledger.compute, board.before.compute = 400_000, -150_000, -140_000
    board.disruptions.append(Disruption(int(Chaos.GPU_SHORTAGE), 9, 14, -1, -1, 0))
    board.asked.append(OrderQuestion(int(Order.CANARY), 5, -1))
    task = board.data[1]
    task.column, task.ordered_pct, task.batch_pct, task.batches = Column.QA, 10, 10, 1
    task.kappa_ppm, task.kappa_items, task.checks = 580_000, 100, 1
    board.history += [
        dated(10, EvalDone(3, mean_ppm=881_666, seeds=3, gate=1)),
        dated(10, RunEnded(2, readout_ppm=820_000, corrected_ppm=800_000, run=1, kill_ppm=0)),
        dated(10, Monitored(5, online_ppm=820_000, revenue_cents=1_000, share_pct=5)),
        dated(10, Monitored(6, online_ppm=890_000, revenue_cents=85_500, share_pct=95)),
    ]
