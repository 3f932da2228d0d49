"""One definition of started, decided, promoted, killed, retired and dropped: how many of some cards are."""

from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.counts import Tally
from aiboard.engine.moves import retire
from aiboard.engine.verbs import Kill, Promote, Start
from tests.engine.play import evaluated
from tests.engine.worlds import AGENT, PROMPT, RAG, TUNING, quiet


def tally(cards: list) -> tuple[int, int, int, int, int, int]:  # type: ignore[type-arg]
    found = Tally(cards)
    return found.started, found.decided, found.promoted, found.killed, found.retired, found.dropped


def test_each_card_is_counted_by_what_became_of_it() -> None:
    state = new_state(quiet(minutes=100_000), 5)
    cards = state.board.cards
    assert tally(cards) == (0, 0, 0, 0, 0, 0)
    act(state, Start(PROMPT))
    assert tally(cards) == (1, 0, 0, 0, 0, 0)
    act(state, Kill(TUNING, 0, "never begun"))
    assert tally(cards) == (1, 0, 0, 0, 0, 1), "put away before it was started is no decision"
    act(state, Kill(PROMPT, 0, "no good"))
    assert tally(cards) == (1, 1, 0, 1, 0, 1)
    evaluated(state, RAG)
    act(state, Promote(RAG))
    assert tally(cards) == (2, 2, 1, 1, 0, 1)
    retire(state.board, cards[RAG])
    assert tally(cards) == (2, 2, 1, 1, 1, 1), "a model that was replaced stays promoted and is not killed"
    assert tally([cards[AGENT]]) == (0, 0, 0, 0, 0, 0)
