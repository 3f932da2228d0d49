"""What rules leave behind, read directly: an event for what was done, fields put back, the answers of small helpers."""

import random
from collections import defaultdict

import pytest

from aiboard.engine import counts
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings import HAPPENINGS, Event
from aiboard.engine.happenings.cards import Deferred, EvalDone, Moved
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.moves import move
from aiboard.engine.systems.agent import StepState, Tool, agent_run, state_of, tool_of
from aiboard.engine.systems.chaos import scope_target
from aiboard.engine.systems.production import ALERT_DAYS, recent_mean
from aiboard.engine.verbs import VERBS, CardAction, DataAction, Defer, OrderData, Ticket
from tests.engine.play import an_event, kinds, of_kind, random_games
from tests.engine.worlds import quiet, world

#: What is done without an event: it shows in the board's fields, or when the day ends.
SILENT = {"prioritise", "unblock", "review-canary", "spot-check", "guidelines"}


def test_what_is_done_is_in_the_history() -> None:
    dice = random.Random(5)
    logged: dict[str, set[bool]] = defaultdict(set)
    for state in random_games(world(), 5, seed=70):
        for action in dice.sample(found := legal_actions(state.board), min(8, len(found))):
            clone = state.clone()
            before = len(clone.board.history)
            act(clone, action)
            logged[action.VERB].add(len(clone.board.history) > before)
    assert len(logged) > 18
    assert {verb for verb, seen in logged.items() if False in seen} <= SILENT


def test_the_usual_action_is_about_what_it_was_asked_for() -> None:
    board = new_state(world(), 1).board
    for verb in VERBS:
        if issubclass(verb, CardAction):
            assert verb.default_action(board, 3).card == 3
        elif issubclass(verb, DataAction):
            assert verb.default_action(board, 1).data == 1
    assert OrderData.default_action(board, 1).percent == 100


def test_a_card_put_back_is_told_besides_its_move() -> None:
    state = new_state(quiet(), 1)
    act(state, Ticket(0))
    assert kinds(act(state, Defer(0))) == [Moved, Deferred]


@pytest.mark.parametrize("kind", HAPPENINGS, ids=lambda kind: kind.__name__)
def test_an_event_is_about_its_card_its_data_or_nothing(kind: type[Event]) -> None:
    event = an_event(kind, card=3, data=2)
    assert event.card in (3, -1) and event.data in (2, -1)


def test_a_move_leaves_nothing_of_the_stage_before() -> None:
    state = new_state(quiet(), 1)
    card = state.board.cards[0]
    act(state, Ticket(0))
    card.block, card.block_until, card.waited_days, card.running = Block.NO_GPU, 9, 4, True
    state.board.day = 6
    move(state.board, card, Stage.BACKLOG)
    assert (card.block, card.block_until, card.waited_days) == (Block.NONE, 0, 0)
    assert not card.running and card.moved_day == 6


def test_a_sprint_begins_the_day_after_the_last_one_ended() -> None:
    board = new_state(quiet(sprint_days=10), 1).board
    sprints = []
    for board.day in (1, 10, 11, 20, 21):
        sprints.append(board.sprint())
    assert sprints == [1, 1, 2, 2, 3]


def test_put_away_and_stopped_are_two_things() -> None:
    state = new_state(quiet(), 1)
    card = state.board.cards[0]
    assert not counts.is_dropped(card) and not counts.is_retired(card)
    card.stage = Stage.KILLED
    assert counts.is_dropped(card) and not counts.is_retired(card)
    card.decision = counts.KILLED
    assert not counts.is_dropped(card) and counts.is_killed(card)
    card.decision = counts.PROMOTED
    assert counts.is_retired(card) and not counts.is_dropped(card)


def test_the_best_number_is_the_highest_corrected_readout_or_mean_score() -> None:
    """Never a readout as it was read: that is too high by the usual optimism."""
    seen = 0
    for state in random_games(world(), 3, seed=30):
        for card in state.board.cards:
            if card.readouts:
                assert card.best_ppm >= max(*card.corrected, card.mean_ppm())
                scored = of_kind(state.board.history, EvalDone)
                means = [event.mean_ppm for event in scored if event.card == card.index]
                assert card.best_ppm in [*card.corrected, *means]
                seen += len(card.readouts) > 1
    assert seen > 20


def test_few_live_days_have_no_mean() -> None:
    card = new_state(quiet(), 1).board.cards[0]
    assert recent_mean(card) == 0
    card.monitored_ppm, card.monitored_pct = [800_000] * 9, [5] * 9
    assert recent_mean(card) == 0
    card.monitored_pct = [100] * 9
    assert recent_mean(card) == 800_000
    # Rounded down: not one millionth more than was seen.
    card.monitored_ppm[-1] += ALERT_DAYS - 1
    assert recent_mean(card) == 800_000


def test_a_new_requirement_comes_once() -> None:
    board = new_state(quiet(), 1).board
    board.world.datasets[1].scope = True
    assert scope_target(board) == 1
    board.scope_data = 0
    assert scope_target(board) == -1


def test_an_agent_run_looks_up_before_it_answers() -> None:
    strays = set()
    lengths = set()
    for run in range(400):
        codes = agent_run(7, 2, run, 900_000, 0, 300_000)
        tools = [tool_of(code) for code in codes if state_of(code) != StepState.ERROR]
        assert tools[:2] == [0, 1] and Tool(tools[-1]) is Tool.SEND_REPLY
        stray = [tool_of(code) for code in codes if state_of(code) == StepState.UNAUTHORISED]
        strays.update(map(Tool, stray))
        work = tools[2 : len(tools) - 1 - len(stray)]
        assert all(Tool(tool) in (Tool.CHECK_ORDER, Tool.SEARCH_HELP, Tool.DRAFT_REPLY) for tool in work), tools
        lengths.add(2 + len(work))
    assert strays == {Tool.ISSUE_REFUND, Tool.EXPORT_RECORDS}
    assert lengths == {3, 4, 5, 6}
