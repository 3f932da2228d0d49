"""Decisions with what was known: which events of a night an order's decision is, and what is said of a board."""

from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis import moments as told
from aiboard.analysis.moments import KnownFacts, TakenDecision, known_facts, taken_decisions
from aiboard.analysis.record import Step
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalStarted, Iterating, Moved, Promoted
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, SentBack
from aiboard.engine.happenings.live import Monitored, RolledBack, ShareSet
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.verbs import (
    Accept,
    Action,
    Deploy,
    Evaluate,
    Iterate,
    Kill,
    LegalReview,
    OrderData,
    Prioritise,
    Promote,
    Relabel,
    RollBack,
    Start,
)
from aiboard.views.card.measure import QualityEstimate
from tests.engine.play import dated, evaluated, trained, until
from tests.engine.worlds import LABELS, PROMPT, RAG, quiet


def free(**changes: Any) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


@pytest.mark.parametrize(
    ("event", "action"),
    [
        (EvalStarted(RAG, 3, 100, 50), Evaluate(RAG, 3, 50)),
        (Promoted(RAG, True), Promote(RAG)),
        (ShareSet(RAG, 50, 5), Deploy(RAG, 50)),
        (ShareSet(RAG, 0, 50), None),
        (ShareSet(RAG, 50, 50), None),
        (RolledBack(RAG, 50, 9), RollBack(RAG)),
        (Moved(RAG, Stage.HYPOTHESIS, Stage.EXPERIMENT), Start(RAG)),
        (Moved(RAG, Stage.EXPERIMENT, Stage.EVALUATION), None),
        (DataOrdered(LABELS, 40, 9), OrderData(LABELS, 70)),
        (BatchAccepted(LABELS, 40), Accept(LABELS)),
        (SentBack(LABELS, 9), Relabel(LABELS)),
        (Iterating(RAG, 1), None),
        (Monitored(RAG, 840_000, 5, 9), None),
    ],
)
def test_what_an_order_did_is_read_off_the_night(event: Event, action: Action | None) -> None:
    board = free().board
    board.data[LABELS].ordered_pct = 70
    found = list(told._order_moments(board.world, [dated(8, event)], 7, board))
    assert [one.action for one in found] == ([] if action is None else [action])
    assert all((one.day, one.by, one.board) == (8, "standing order", board) for one in found)
    # What is dated the day that ended came from the day itself.
    assert list(told._order_moments(board.world, [dated(7, event)], 7, board)) == []


def test_decisions_of_a_game_are_in_order_and_none_is_a_rank_in_a_queue() -> None:
    state = free()
    board = state.board

    def step(day: int, action: Action) -> Step:
        return Step(day, action, board, [])

    day: Any = SimpleNamespace(
        day=4, steps=[step(4, Start(RAG)), step(4, Prioritise(RAG, 2)), step(4, LegalReview())],
        night=[dated(4, Promoted(RAG, True)), dated(5, Promoted(PROMPT, True))], morning=board,
    )  # fmt: skip
    open_steps = [step(5, Kill(RAG, 2, "words")), step(5, Prioritise(RAG, 3))]
    found = taken_decisions(SimpleNamespace(world=board.world, days=[day], open_steps=open_steps))  # type: ignore[arg-type]
    assert [(one.day, one.choice, one.by, one.card) for one in found] == [
        (4, "start EXP-002", "player", RAG), (4, "legal-review", "player", -1),
        (5, "promote EXP-001", "standing order", PROMPT),
        (5, "kill EXP-002 gap", "player", RAG),
    ]  # fmt: skip
    assert [one.done for one in found[2:]] == ["promote EXP-001 (standing order)", "kill EXP-002 gap"]
    assert found[3].line == 'kill EXP-002 gap "words"' and found[3].verb is Kill
    long = TakenDecision(1, "start " + "x" * 90, Start(RAG), "player", board, found[0].known)
    assert len(long.done) == 70


def test_what_a_board_says_of_a_card() -> None:
    state = free()
    board = state.board
    new = known_facts(board, Start(RAG))
    assert (new.measured, new.gate, new.failed, new.readouts, new.cut_runs) == (None, None, (), (), 0)
    assert new.stated_pct == board.cards[RAG].stated_pct and new.family_decided == 0
    none = known_facts(board, LegalReview())
    assert none == KnownFacts(None, None, (), None, (), None, none.waiting_cents)
    card = trained(state, RAG)
    # Without a score the gate says nothing, but for a promotion.
    assert known_facts(board, Kill(RAG)).gate is None and known_facts(board, Promote(RAG)).gate is False
    assert known_facts(board, Promote(RAG)).failed and len(known_facts(board, Kill(RAG)).readouts) == 3
    evaluated_ = free()
    scored = evaluated(evaluated_, RAG)
    scored.success_ppm = 500_000
    scored.scores = [860_000] * 5
    for action, passed in (
        (Kill(RAG), True),
        (Iterate(RAG, 0), True),
        (Promote(RAG), True),
        (Evaluate(RAG, 3), None),
        (Start(RAG), None),
    ):
        assert known_facts(evaluated_.board, action).gate is passed
    assert card.runs_done == 3


def test_an_evaluation_in_training_gives_up_the_runs_that_are_left() -> None:
    state = free()
    act(state, Start(RAG))
    card = state.board.cards[RAG]
    until(state, lambda: card.runs_done == 1)
    assert (
        known_facts(state.board, Evaluate(RAG, 3)).cut_runs == 2 and known_facts(state.board, Kill(RAG)).cut_runs == 0
    )
    card.runs_planned = 0
    assert known_facts(state.board, Evaluate(RAG, 3)).cut_runs == 0
    card.runs_planned, card.stage = 3, Stage.ITERATION
    assert known_facts(state.board, Evaluate(RAG, 3)).cut_runs == 0


SCORE = QualityEstimate(860_000, 840_000, 880_000, 3)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, ""),
        ({"measured": SCORE}, "86.0 (84–88), 3 seeds"),
        ({"stated_pct": 40}, "not measured; stated 40 %"),
        ({"measured": SCORE, "stated_pct": 0}, "86.0 (84–88), 3 seeds; stated 0 %"),
        ({"cut_runs": 1}, "it ends the training, 1 run not done"),
        ({"gate": True, "waiting_cents": 123_400}, "gate passed; waiting $1.2k a day"),
        ({"gate": False, "failed": ("too slow", "mean low")}, "gate failed: too slow; mean low"),
    ],
)
def test_what_was_known_is_one_line_of_what_there_is(fields: dict[str, Any], text: str) -> None:
    nothing = {"measured": None, "gate": None, "failed": (), "stated_pct": None, "readouts": (), "family_decided": None}
    assert KnownFacts(**{**nothing, "waiting_cents": 0, **fields}).text() == text
