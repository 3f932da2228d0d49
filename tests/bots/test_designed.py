"""A design is played as it was written: the usual one as the heuristic plays, and each choice where it is about."""

from collections.abc import Callable
from functools import partial

import pytest

from aiboard.analysis.runner import run_games
from aiboard.bots import Bot
from aiboard.bots.deciding import KILL_AT_RUN_TWO, KILL_NEVER
from aiboard.bots.designed import Design, Designed
from aiboard.bots.runner import play_game
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Mode, Order
from aiboard.engine.verbs import (
    Action,
    CheckLeak,
    Deploy,
    Evaluate,
    Guidelines,
    Kill,
    LegalReview,
    OrderData,
    Start,
    Ticket,
)
from aiboard.scenario import load

PROJECT = "support-chatbot"
SEEDS = range(3)


class _Watched(Bot):
    """A bot whose actions are kept, with the day and the traffic of the card they are on."""

    def __init__(self, bot: Bot) -> None:
        super().__init__(bot.name)
        self.bot = bot
        self.taken: list[tuple[int, Action]] = []

    def play(self, board: Board) -> Action | None:
        action = self.bot.play(board)
        if action is not None:
            self.taken.append((board.day, action))
        return action


def played(change: Callable[[Design], None], seed: int = 1) -> tuple[State, list[tuple[int, Action]]]:
    design = Design()
    change(design)
    world = load(PROJECT).world()
    bot = _Watched(Designed(design))
    return play_game(world, seed, bot, Latents(world), []), bot.taken


def of(kind: type, taken: list[tuple[int, Action]]) -> list[tuple[int, Action]]:
    return [(day, action) for day, action in taken if isinstance(action, kind)]


def _designed(design: Design, seed: int) -> Bot:
    return Designed(design)


@pytest.mark.parametrize("project", [PROJECT, "gpu-drought"])
def test_the_usual_design_plays_as_the_heuristic_does(project: str) -> None:
    resolved = load(project)
    design = Design()
    # Said aloud, the project's own line is still the project's own.
    design.success_ppm = resolved.world().launch_ppm
    ours = run_games(resolved, partial(_designed, design), SEEDS)
    assert [game.digest for game in ours] == [game.digest for game in run_games(resolved, "heuristic", SEEDS)]


def test_the_success_line_stands_on_the_tickets() -> None:
    state, taken = played(lambda design: setattr(design, "success_ppm", 900_000))
    assert of(Ticket, taken)
    assert {card.success_ppm for card in state.board.cards if card.started_day} == {900_000}


def test_no_kill_rule_kills_less_than_a_line() -> None:
    never, _ = played(lambda design: setattr(design, "kills", KILL_NEVER))

    def by_line(design: Design) -> None:
        design.kills, design.kill_line_ppm = KILL_AT_RUN_TWO, 860_000

    line, taken = played(by_line)
    assert never.board.killed < line.board.killed and of(Kill, taken)


def test_seeds_and_leaks_and_slices() -> None:
    def change(design: Design) -> None:
        design.first_seeds = design.seeds = 1
        design.leaks = design.slices = False

    _, taken = played(change)
    asked = [action for _, action in of(Evaluate, taken) if isinstance(action, Evaluate)]
    usual = played(lambda design: None)[1]
    assert asked and {action.seeds for action in asked} == {1}
    # A new requirement of customers asks for slices, whatever the gate does.
    assert sum(action.slices for action in asked) <= 1
    assert sum(action.slices for _, action in of(Evaluate, usual) if isinstance(action, Evaluate)) > 5
    assert not of(CheckLeak, taken) and of(CheckLeak, usual)


def test_legal_waits_for_a_model_that_is_near() -> None:
    first = of(LegalReview, played(lambda design: None)[1])
    later = of(LegalReview, played(lambda design: setattr(design, "legal_first", False))[1])
    assert first[0][0] == 1 and later and later[0][0] > 10


def test_data_is_ordered_whole_and_without_guidelines() -> None:
    def change(design: Design) -> None:
        design.pilot = design.guidelines = False
        design.kappa_ppm = 0

    ordered = [action for _, action in of(OrderData, played(change)[1]) if isinstance(action, OrderData)]
    assert ordered and {action.percent for action in ordered} == {100} and not of(Guidelines, played(change)[1])
    usual = played(lambda design: None)[1]
    assert of(Guidelines, usual) and min(a.percent for _, a in of(OrderData, usual) if isinstance(a, OrderData)) == 10


def test_traffic_goes_to_everybody_at_once_and_is_not_taken_back() -> None:
    def change(design: Design) -> None:
        design.canary = design.takes_back = False

    shares = [action.share_pct for _, action in of(Deploy, played(change)[1]) if isinstance(action, Deploy)]
    assert shares and set(shares) == {100}
    usual = [action.share_pct for _, action in of(Deploy, played(lambda design: None)[1]) if isinstance(action, Deploy)]
    assert 50 in usual


def test_orders_are_set_on_the_first_morning() -> None:
    state, taken = played(lambda design: setattr(design, "orders", [int(Order.CANARY), int(Order.ROLL_BACK)]))
    assert state.board.orders[Order.CANARY] == state.board.orders[Order.ROLL_BACK] == Mode.AUTO
    assert state.board.orders[Order.START] == Mode.OFF
    assert {day for day, action in taken if action.VERB == "standing"} == {1}


def test_cards_in_training_keep_to_the_limit() -> None:
    _, one = played(lambda design: setattr(design, "wip", 1))
    _, three = played(lambda design: None)
    assert 0 < len(of(Start, one)) < len(of(Start, three))
