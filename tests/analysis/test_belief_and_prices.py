"""The conformance of belief and prices: every shipped scenario passes a small run, planted faults do not."""

from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis import conformance
from aiboard.analysis.belief import Belief, Memory, Priors
from aiboard.analysis.pricing import options
from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.board import Board
from aiboard.engine.model.truth import Truth
from aiboard.scenario import load, shipped
from aiboard.testing import NotConformant, check_belief_and_prices

GAMES = 16


@pytest.mark.parametrize("scenario", [path.stem for path in shipped()])
def test_a_shipped_scenario(scenario: str) -> None:
    # With half as many, one latent of four scenarios is now and then foreseen worse by chance alone.
    check_belief_and_prices(load(scenario), 2 * GAMES, replicates=1, draws=31)


class Blind(Belief):
    """Ignores everything that was seen."""

    def __init__(self, board: Board, priors: Priors, memory: Memory | None = None) -> None:
        super().__init__(new_state(board.world, 1, priors.latents).board, priors)


class Sanguine(Belief):
    """Takes every card for eight points better than it is."""

    def draw_truths(self, count: int, seed: int, killed: bool = True) -> list[Truth]:
        found = super().draw_truths(count, seed, killed)
        for truth in found:
            for card in truth.cards:
                card.ceiling_ppm += 80_000
        return found


class Meddler(Belief):
    """Writes on the board."""

    def __init__(self, board: Board, priors: Priors, memory: Memory | None = None) -> None:
        super().__init__(board, priors, memory)
        board.minutes_left -= 1


@pytest.mark.parametrize(
    ("planted", "told"),
    [(Blind, "foreseen no better than by the prior"), (Sanguine, "ranks are uneven"), (Meddler, "changed its board")],
)
def test_a_faulty_belief_is_found(planted: type[Belief], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conformance, "Belief", planted)
    with pytest.raises(NotConformant, match=told):
        check_belief_and_prices(load("first-sprint"), 30, replicates=0, draws=15)


def test_biased_guesses_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = conformance.measure(
        load("first-sprint"), range(3), conformance.ConformanceSettings(draws=7, replicates=1, deals=50)
    )
    assert found.guesses is not None

    def off(*_: Any) -> float:
        return 1_000.0 + next(noise)

    noise = iter(range(GAMES))
    monkeypatch.setattr(conformance, "_guess", off)
    with pytest.raises(NotConformant, match=r"guesses are 100[78] cents on average"):
        check_belief_and_prices(load("first-sprint"), GAMES, replicates=1, draws=15)


def test_a_verb_without_options_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert options.undeclared() == []
    plain = SimpleNamespace(VERB="ponder", MATTERS=(), FORCED="")
    monkeypatch.setattr(options, "VERBS", (*options.VERBS, plain))
    with pytest.raises(NotConformant, match="verb ponder: declare MATTERS"):
        check_belief_and_prices(load("first-sprint"), GAMES, replicates=0, draws=15)


def test_every_offered_choice_has_options_of_its_own_verb() -> None:
    state = new_state(load("support-chatbot").world(), 1)
    for verb in options.VERBS:
        if not verb.MATTERS:
            continue
        action = verb.priced_options(state.board, 0)[0]
        offered = options.declared_options(state.board, action)
        assert any(type(option) is verb for option in offered), verb.VERB
        assert len(options.other_options(state.board, action, [action])) <= options.MOST_OPTIONS
