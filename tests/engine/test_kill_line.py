"""The ticket's kill line: from which run it counts, and who goes by it."""

from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings.cards import RunEnded
from aiboard.engine.happenings.plan import OrderAsked
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import ActionKind, Mode, Order, Stage
from tests.engine.play import do, of_kind, until
from tests.engine.worlds import RAG, quiet


def poor(**changes: object) -> tuple[State, Card]:
    """A card in training that every run finds far under its line."""
    state = new_state(quiet(minutes=100_000, **changes), 3)
    do(state, ActionKind.START, RAG)
    state.truth.cards[RAG].ceiling_ppm = 600_000
    return state, state.board.cards[RAG]


def test_first_runs_start_low_and_do_not_count() -> None:
    state, card = poor(kill_run=2)
    until(state, lambda: card.runs_done == 1)
    assert card.readouts[-1] < card.kill_ppm and not card.under_kill_line()
    until(state, lambda: card.runs_done == 2)
    assert card.under_kill_line()
    runs = of_kind(state.board.history, RunEnded)
    assert [event.kill_ppm for event in runs] == [0, card.kill_ppm]


def test_a_shorter_plan_counts_from_its_last_run() -> None:
    state, card = poor(kill_run=9)
    assert card.kill_run == state.world.ideas[RAG].runs


def test_a_score_counts_at_once() -> None:
    state, card = poor(kill_run=3)
    until(state, lambda: card.runs_done == 1)
    do(state, ActionKind.EVALUATE, RAG, 1)
    until(state, lambda: len(card.scores) == 1)
    assert card.under_kill_line()


def test_the_order_asks_when_it_counts() -> None:
    state, card = poor(kill_run=3)
    state.board.orders[Order.KILL_LINE] = Mode.ASK
    until(state, lambda: card.stage == Stage.EVALUATION)
    assert of_kind(state.board.history, OrderAsked)
