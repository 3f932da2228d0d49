"""The anti-gaming set: each trick plays legally, ends its days, is the same game twice, and does what its name says."""

from collections import Counter

import pytest

from aiboard.bots import GAMING, make_bot
from aiboard.bots.refusing import RestrictedBot, priced_out
from aiboard.bots.runner import MOST_ACTIONS, play_day
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import (
    Action,
    AddIdea,
    Deploy,
    Evaluate,
    Kill,
    Promote,
    Reserve,
    RollBack,
    Start,
    Ticket,
)
from tests.engine.worlds import world


def played(name: str, seed: int = 3, days: int = 40) -> tuple[State, list[Action]]:
    """A game of the small world and every action taken in it; each is possible when it is offered."""
    state = new_state(world(days=days), seed)
    bot = make_bot(name, seed)
    taken: list[Action] = []
    while not state.board.over:
        for _ in range(MOST_ACTIONS):
            action = bot.play(state.board)
            if action is None or check(state.board, action) != Refusal.NONE:
                break
            act(state, action)
            taken.append(action)
        else:
            pytest.fail(f"{name}: day {state.board.day} does not end")
        advance(state)
    return state, taken


@pytest.mark.parametrize("name", GAMING)
def test_plays_to_the_end_and_the_same_game_twice(name: str) -> None:
    state, taken = played(name)
    again, _ = played(name)
    assert state.is_terminal() and taken
    assert digest(state) == digest(again)
    assert state.board.world.cost_min == world(days=40).cost_min, "the world is as it was"


def test_names_are_the_bots_own() -> None:
    assert [make_bot(name).name for name in GAMING] == list(GAMING)
    with pytest.raises(KeyError):
        make_bot("nobody")


def kinds(name: str) -> Counter[type[Action]]:
    """Actions of three games by kind."""
    found: Counter[type[Action]] = Counter()
    for seed in range(3):
        found.update(type(action) for action in played(name, seed)[1])
    return found


def test_tricks_without_evaluation_evaluate_nothing() -> None:
    for name in ("never-evaluate", "test-in-production", "plain"):
        found = kinds(name)
        assert found[Evaluate] == 0 and found[Promote] > 0, name


def test_tricks_with_launches() -> None:
    assert kinds("never-roll-back")[RollBack] == kinds("kill-not-roll-back")[RollBack] == 0
    shares = {action.share_pct for action in played("big-bang")[1] if isinstance(action, Deploy)}
    assert shares <= {100}


def test_tricks_with_evidence() -> None:
    asked = [action.seeds for action in played("one-seed")[1] if isinstance(action, Evaluate)]
    assert asked and set(asked) == {1}
    most = [action.seeds for action in played("overload-evaluations")[1] if isinstance(action, Evaluate)]
    assert most and max(most) > 5


def test_tricks_with_the_backlog() -> None:
    state, taken = played("one-family")
    ideas = state.world.ideas
    assert len({ideas[action.card].family for action in taken if isinstance(action, Start)}) == 1
    assert kinds("reveal-all")[AddIdea] > 0 and kinds("reserve-all")[Reserve] > 0
    assert kinds("tickets-ahead")[Ticket] > 5
    state, taken = played("sacrifice-kills")
    first = [type(action) for action in taken[:2]]
    assert first == [Start, Kill] and state.board.cards[taken[1].values()[0]].documented
    state, _ = played("kill-quota-70")
    started = sum(card.started_day > 0 for card in state.board.cards)
    assert state.board.killed >= 0.6 * started


def test_first_over_bar_does_nothing_once_it_has_shipped() -> None:
    _, taken = played("first-over-bar")
    shipped = [place for place, action in enumerate(taken) if isinstance(action, Promote)]
    assert shipped and all(isinstance(action, Deploy) for action in taken[shipped[0] + 1 :])


def test_free_actions_are_free_and_change_no_worth() -> None:
    state = new_state(world(), 3)
    bot = make_bot("spam-free-actions")
    minutes = state.board.minutes_left
    action = bot.play(state.board)
    assert action is not None
    act(state, action)
    assert state.board.minutes_left == minutes


def test_refusing_plays_on_without_the_verb() -> None:
    full, less = new_state(world(days=40), 3), new_state(world(days=40), 3)
    plain, refusing = make_bot("heuristic"), RestrictedBot(make_bot("heuristic"), ["kill"])
    kills = 0
    while not full.board.over:
        kills += sum(isinstance(action, Kill) for action in play_day(full, plain))
        taken = play_day(less, refusing)
        assert not any(isinstance(action, Kill) for action in taken)
        advance(full)
        advance(less)
    assert kills > 0 and less.board.killed == 0 and less.board.decided > 0


def test_priced_out_changes_prices_only() -> None:
    made = world()
    other = priced_out(made, ["kill"])
    assert "kill" not in made.cost_min and other.cost_min["kill"] > made.minutes
    assert other.ideas is made.ideas and other.days == made.days and other.gpus == made.gpus
