"""The bots' look over the board against going over all cards: it sorts them again after some events only."""

import pytest

from aiboard.bots import make_bot
from aiboard.bots.glance import CardLists
from aiboard.bots.runner import MOST_ACTIONS
from aiboard.engine.act import IllegalAction, act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Stage
from aiboard.engine.outlook import free_gpus
from aiboard.engine.systems.compute import cards_held
from aiboard.scenario import load

TRAINING = (Stage.EXPERIMENT, Stage.ITERATION)


def _agrees(glance: CardLists, board: Board) -> None:
    def held(*stages: Stage) -> list[int]:
        return [card.index for card in board.cards if card.stage in stages]

    assert [card.index for card in glance.training] == held(*TRAINING)
    assert [card.index for card in glance.evaluated] == held(Stage.EVALUATION)
    assert [card.index for card in glance.promoted] == held(Stage.PRODUCTION)
    assert [card.index for card in glance.started] == [card.index for card in board.cards if card.started_day]
    waiting = [index for index in held(Stage.BACKLOG, Stage.HYPOTHESIS) if board.cards[index].shown]
    assert [card.index for card in glance.backlog()] == waiting
    sets = [board.world.ideas[index].dataset for index in waiting]
    there = [dataset < 0 or board.data[dataset].delivered_pct > 0 for dataset in sets]
    assert [card.index for card in glance.waiting()] == [i for i, ready in zip(waiting, there, strict=True) if ready]
    assert glance.held_by_person() == cards_held(board)
    assert glance.live() == board.live()
    assert free_gpus(board, glance.training) == free_gpus(board)


@pytest.mark.parametrize("bot", ["random", "heuristic", "reference"])
def test_a_look_finds_every_card_where_it_is(bot: str) -> None:
    """After each action and each morning of games in which cards take every way across the board."""
    resolved = load("support-chatbot")
    seen: set[Stage] = set()
    for seed in range(2):
        state = new_state(resolved.world(), seed)
        policy = make_bot(bot, seed)
        glance = CardLists(state.board)
        while not state.board.over:
            for _ in range(MOST_ACTIONS):
                glance.look()
                _agrees(glance, state.board)
                action = policy.play(state.board)
                if action is None:
                    break
                try:
                    act(state, action)
                except IllegalAction:
                    break
            advance(state)
        seen |= {card.stage for card in state.board.cards}
    assert Stage.KILLED in seen and Stage.BACKLOG in seen
