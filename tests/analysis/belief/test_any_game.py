"""The belief stands on whatever a player does: every scenario, odd bots, random actions; nothing seen is impossible."""

import random
import warnings

import pytest

from aiboard.analysis.belief import Belief, Memory, Priors
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import on_grid
from aiboard.engine.day import advance
from aiboard.engine.model.fields import dump_truth
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Stage
from aiboard.scenario import load, shipped

BOTS = ("random", "promote-all", "autopilot")


def strange(scenario: str, bot: str, seed: int) -> tuple[State, Memory, Priors]:
    """A game at a random day, with random actions and disruptions between the bot's."""
    world = load(scenario).world()
    priors = Priors(world)
    dice = random.Random(seed)
    state = new_state(world, seed, priors.latents)
    player = make_bot(bot, seed)
    memory = Memory()
    for _ in range(dice.randint(world.days // 2, world.days - 1)):
        for _ in range(2):
            if found := legal_actions(state.board, inject=dice.random() < 0.2):
                act(state, dice.choice(found))
        play_day(state, player)
        advance(state)
        memory.observe(state.board)
    return state, memory, priors


@pytest.mark.parametrize("bot", BOTS)
@pytest.mark.parametrize("scenario", [path.stem for path in shipped()])
def test_any_game(scenario: str, bot: str) -> None:
    state, memory, priors = strange(scenario, bot, 77)
    before = digest(state)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        belief = Belief(state.board, priors, memory)
        truths = belief.draw_truths(8, 1)
    assert digest(state) == before
    world, board = state.world, state.board
    for truth in truths:
        assert len(truth.cards) == len(board.cards) and len(truth.labels) == len(board.data)
        for card, mine, true in zip(board.cards, truth.cards, state.truth.cards, strict=True):
            # What is certain: the reach of the tables around every readout.
            reach = 4 * world.readout_sd_ppm + 2 * world.score_step_ppm
            if card.readouts and card.readouts[-1] < 1_000_000 and not card.regressed:
                seen = on_grid(mine.quality_ppm, world.score_step_ppm) + mine.optimism_ppm + card.overfit_ppm
                assert abs(seen - card.readouts[-1]) <= reach
            assert mine.attempts == true.attempts and mine.techniques == true.techniques
            assert mine.penalty_ppm >= 0 and 0 <= mine.rate < len(world.rate_ppm)
        for task, label in zip(board.data, truth.labels, strict=True):
            assert 0 <= label < len(world.label_penalty_ppm) and (label == 0 or task.delivered_pct)


@pytest.mark.parametrize("scenario", ["first-sprint", "support-chatbot"])
def test_what_is_kept_from_earlier_boards_changes_no_draw(scenario: str) -> None:
    priors = Priors(load(scenario).world())
    state = new_state(priors.world, 5, priors.latents)
    player = make_bot("reference", 5)
    for _ in range(15):
        Belief(state.board, priors)
        play_day(state, player)
        advance(state)
    kept = Belief(state.board, priors).draw_truths(6, 3)
    anew = Belief(state.board, Priors(priors.world, priors.latents)).draw_truths(6, 3)
    assert [dump_truth(one) for one in kept] == [dump_truth(one) for one in anew]


def test_killed_cards_can_be_left_out() -> None:
    state, memory, priors = strange("support-chatbot", "promote-all", 79)
    killed = [card.index for card in state.board.cards if card.stage == Stage.KILLED]
    # Left out are those that something was seen of, too.
    assert any(state.board.cards[index].runs_done for index in killed)
    belief = Belief(state.board, priors, memory)
    for truth in belief.draw_truths(4, 1, killed=False):
        assert all(truth.cards[index].ceiling_ppm == 0 for index in killed)
        assert all(card.ceiling_ppm > 0 for index, card in enumerate(truth.cards) if index not in killed)
    assert all(card.ceiling_ppm > 0 for truth in belief.draw_truths(4, 1) for card in truth.cards)
