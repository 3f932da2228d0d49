"""A card that is thrown off its GPUs stops time; a start says whose GPUs it takes."""

from __future__ import annotations

from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import RunEnded
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import displaced_cards
from aiboard.engine.verbs import Iterate, Prioritise, Start
from aiboard.play.stop import Cause
from aiboard.play.stop_dues import preemption_stops
from aiboard.views import fmt
from aiboard.views.decisions.menu import decision
from tests.engine.play import dated, days
from tests.engine.worlds import PROMPT, RAG, quiet


def running(first: int) -> State:
    """One GPU, and the RAG card in the middle of a run on it; the prompt card waits with this priority."""
    state = new_state(quiet(minutes=100_000, gpus=1), 5)
    act(state, Start(RAG))
    days(state, 3)
    assert state.board.cards[RAG].run_points_done > 0
    act(state, Prioritise(PROMPT, first))
    return state


def test_a_start_that_goes_first_says_whose_gpus_it_takes() -> None:
    for first, lost in ((1, [RAG]), (5, [])):
        board = running(first).board
        assert displaced_cards(board, board.cards[PROMPT]) == lost
        found = decision(board, Start, PROMPT)
        told = " ".join(fact.text for fact in found.price({}))
        assert ("takes the GPUs of" in told) == bool(lost)


def test_who_is_thrown_off_stops_time_once() -> None:
    state = running(1)
    card = state.board.cards[RAG]
    assert not preemption_stops(state.board)
    act(state, Start(PROMPT))
    advance(state)
    (stop,) = preemption_stops(state.board)
    assert card.stage == Stage.EXPERIMENT and (stop.cause, stop.card) == (Cause.SLOT, RAG)
    assert stop.usual is not None
    advance(state)
    assert not preemption_stops(state.board), "said once"


def test_who_had_the_gpus_for_one_run_and_is_done_is_named_too() -> None:
    state = running(1)
    act(state, Start(PROMPT))
    days(state, 1)
    board = state.board
    board.cards[PROMPT].running = False
    assert not preemption_stops(board), "nobody is known to have them"
    board.history.append(dated(board.day - 1, RunEnded(PROMPT, readout_ppm=0, corrected_ppm=0, run=1, kill_ppm=0)))
    assert board.cards[PROMPT].priority < board.cards[RAG].priority
    (stop,) = preemption_stops(board)
    assert f"{fmt.short(board.world, PROMPT)} came first" in stop.sentence


def test_an_iteration_that_goes_first_says_whose_gpus_it_takes() -> None:
    for first, lost in ((1, True), (5, False)):
        board = running(first).board
        card = board.cards[PROMPT]
        card.stage, card.scores = Stage.EVALUATION, [800_000, 800_000]
        told = " ".join(fact.text for fact in decision(board, Iterate, PROMPT).price({}))
        assert ("takes the GPUs of" in told) is lost
