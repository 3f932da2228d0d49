"""The shipped conformance suite over our scenarios and bots, and that it catches what it is there to catch."""

import json

import pytest

from aiboard import testing
from aiboard.bots import BOTS, Bot
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State, serialize
from aiboard.engine.model.world import World
from aiboard.engine.verbs import Action, LegalReview, Prioritise, Start
from aiboard.scenario import load
from aiboard.testing import NotConformant, check_scenario
from tests.game.small import small
from tests.shipped import every


@pytest.mark.parametrize("bot", BOTS)
@pytest.mark.parametrize("key", every())
def test_our_scenarios_keep_every_promise(key: str, bot: str) -> None:
    resolved = load(key)
    found = check_scenario(resolved, [bot], [1_000_000])
    assert found.games == 1 and found.days == resolved.world().days


@pytest.mark.parametrize("bot", ["heuristic", "random", "autopilot"])
def test_every_check_at_every_step(bot: str) -> None:
    assert check_scenario(small(30), [bot], [3], heavy=True).actions > 3


def test_a_bot_of_ones_own() -> None:
    assert check_scenario(small(), [_lazy], [1, 2]).games == 2


def _lazy(seed: int) -> Bot:
    return Bot("lazy")


class _Cheat(Bot):
    """Writes on the board it is shown."""

    def play(self, board: Board) -> Action | None:
        board.minutes_left += 1
        return None


class _Busy(Bot):
    """Never ends a day."""

    def play(self, board: Board) -> Action | None:
        card = board.cards[0]
        return Prioritise(0, 2 if card.priority != 2 else 3)


@pytest.mark.interpreted
def test_cheats_and_loops_are_caught() -> None:
    with pytest.raises(NotConformant, match="changed what it was shown"):
        check_scenario(small(), [lambda seed: _Cheat("cheat")], [1], heavy=True)
    with pytest.raises(NotConformant, match="actions in a day"):
        check_scenario(small(), [lambda seed: _Busy("busy")], [1])


def test_broken_engines_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way of breaking the engine is found by the check that stands for it."""

    def forgets(state: State) -> dict[str, object]:
        data = json.loads(json.dumps(serialize(state)))
        data["board"]["minutes_left"] = 0
        return dict(data)

    def twice(board: Board, inject: bool = False) -> list[Action]:
        return [LegalReview()] * 2

    def shuffled(board: Board, inject: bool = False, turn: list[int] = [0]) -> list[Action]:  # noqa: B006
        turn[0] += 1
        found = [Start(0), Start(1)]
        return found if turn[0] % 2 else found[::-1]

    def silent(state: State, action: Action) -> list[object]:
        return []

    for name, broken, says in (
        ("serialize", forgets, "a copy differs"),
        ("legal_actions", twice, "listed twice"),
        ("legal_actions", shuffled, "fixed order"),
        ("act", silent, "refused and carried out"),
        ("part_digests", lambda state: {}, "no digest"),
        ("advance", lambda state: [], "did not grow|changed nothing"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(testing, name, broken)
            with pytest.raises(NotConformant, match=says):
                check_scenario(small(), ["heuristic"], [1])


@pytest.mark.interpreted
def test_a_board_that_leads_to_the_truth_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(world: World, seed: int, latents: Latents | None = None) -> State:
        state = new_state(world, seed, latents)
        vars(state.board.cards[2])["secret"] = {"deep": [state.truth.cards[0]]}
        return state

    monkeypatch.setattr(testing, "new_state", leaking)
    with pytest.raises(NotConformant, match=r"leads to the truth: board.cards\[2\].secret\['deep'\]\[0\]"):
        check_scenario(small(), ["idle"], [1])
