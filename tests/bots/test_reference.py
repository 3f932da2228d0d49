"""The reference: reads the Board only, forgets nothing that matters, and each habit changes its own decisions."""

from collections.abc import Callable
from math import isqrt
from random import Random
from typing import Final

import pytest

from aiboard.actions.grammar import to_text
from aiboard.analysis.lessons import LESSONS
from aiboard.bots import make_bot
from aiboard.bots.base import Bot
from aiboard.bots.glance import CardLists
from aiboard.bots.heuristic import Heuristic
from aiboard.bots.reference import IGNORED, Reference, lesson_bot
from aiboard.bots.reference.arithmetic import (
    NODES,
    UNIT,
    Normal,
    chance_over,
    expected_excess,
    likelihood,
    root,
    share_of,
)
from aiboard.bots.reference.belief import update_belief
from aiboard.bots.reference.evidence import EVALUATION, PLAIN, Measurement
from aiboard.bots.reference.game_belief import GameBelief
from aiboard.bots.reference.habits import Habits
from aiboard.bots.reference.mixture import Mixture
from aiboard.bots.reference.money import Money
from aiboard.bots.reference.tables import tables_of
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.world import World
from aiboard.engine.outlook import free_gpus
from aiboard.engine.verbs import Action, Deploy, Pause
from aiboard.scenario import load
from tests.engine.worlds import world

#: What a lesson's flag may change first: the verbs of its family of decisions.
FAMILIES: Final[dict[str, set[str]]] = {
    "L01": {"kill", "iterate"},
    "L02": {"start"},
    "L03": {"kill", "iterate"},
    "L04": {"start"},
    "L05": {"start", "kill"},
    "L09": {"kill"},
    "L10": {"kill", "iterate"},
    "L11": {"kill"},
    "L12": {"start"},
    "L15": {"evaluate", "promote", "iterate", "kill"},
    "L16": {"check-leak"},
    "L17": {"evaluate", "promote", "iterate", "kill"},
    "L18": {"start", "evaluate", "promote", "iterate", "kill", "deploy"},
    "L19": {"start", "reserve"},
    "L20": {"order", "guidelines"},
    "L21": {"order", "guidelines"},
    "L22": {"accept", "relabel"},
    "L23": {"start", "evaluate", "promote", "iterate", "kill", "deploy"},
    "L26": {"deploy", "review-canary"},
    "L28": {"start", "order", "guidelines"},
    "L32": {"promote", "check-leak", "iterate", "evaluate", "kill"},
    "L36": {"roll-back", "respond", "review-canary"},
    "L38": {"evaluate", "deploy", "review-canary"},
}
#: Games looked at for a first difference; agents and incidents are rare.
SEEDS: Final = (0, 1, 2, 5, 6, 8, *range(9, 40))


def first_difference(
    lesson: str, seed: int, made: World, latents: Latents
) -> tuple[Action | None, Action | None] | None:
    """The first two actions in which obeying and ignoring part, None for an action that only one side takes."""
    games = [new_state(made, seed, latents) for _ in range(2)]
    bots = [lesson_bot(lesson, True), lesson_bot(lesson, False)]
    while not games[0].board.over:
        obeyed, ignored = (play_day(state, bot) for state, bot in zip(games, bots, strict=True))
        for place in range(max(len(obeyed), len(ignored))):
            one = obeyed[place] if place < len(obeyed) else None
            other = ignored[place] if place < len(ignored) else None
            if one != other:
                return one, other
        for state in games:
            advance(state)
    return None


@pytest.mark.parametrize("lesson", IGNORED)
def test_a_habit_changes_its_own_family_first(lesson: str) -> None:
    made = load(LESSONS[lesson].scenarios[0]).world()
    latents = Latents(made)
    for seed in SEEDS:
        found = first_difference(lesson, seed, made, latents)
        if found is not None:
            assert {action.VERB for action in found if action is not None} & FAMILIES[lesson], found
            return
    pytest.fail("obeying and ignoring never differed")


def test_lesson_bots_have_names_and_a_lesson() -> None:
    assert lesson_bot("L15", False).name != lesson_bot("L15", True).name
    with pytest.raises(KeyError):
        lesson_bot("L00", True)


def play(bot: Bot, seed: int, days: int, fresh: bool = False) -> State:
    """A game's first days; `fresh`: every day another bot that has seen nothing."""
    state = new_state(world(days=60), seed)
    for _ in range(days):
        play_day(state, Reference() if fresh else bot)
        advance(state)
    return state


def test_a_bot_that_joins_later_plays_the_same_game() -> None:
    """Everything it knows is on the board: nothing depends on having been there."""
    for seed in (1, 4):
        assert digest(play(Reference(), seed, 45)) == digest(play(Reference(), seed, 45, fresh=True))


@pytest.mark.parametrize("make", [Reference, Heuristic])
def test_one_bot_can_play_one_game_after_another(make: Callable[[], Bot]) -> None:
    bot = make()
    play(bot, 3, 20)
    assert digest(play(bot, 2, 30)) == digest(play(make(), 2, 30))


def test_a_posterior_that_is_asked_for_again_is_the_same_and_the_callers_own() -> None:
    w = load("support-chatbot").world()
    tables = tables_of(w)
    steps = [Measurement(PLAIN, 800_000, 10**8), Measurement(EVALUATION, 830_000, 10**8)]
    first = tables.cached_belief(0, 5_000, steps)
    first_after = first.quality_after(1).mean
    update_belief(w, first, [Measurement(EVALUATION, 400_000, 10**6)], 0)
    again, new = tables.cached_belief(0, 5_000, steps), tables.compute_belief(0, 5_000, steps)
    assert again.quality_after(1).mean == new.quality_after(1).mean == first_after
    # What was measured later is taken in as if all had been measured at once.
    for one in (again, new):
        update_belief(w, one, [Measurement(PLAIN, 850_000, 10**8), Measurement(EVALUATION, 840_000, 10**8)], 0)
    assert [curve.weight for curve in again.curves] == [curve.weight for curve in new.curves]
    assert again.quality_after(2).variance == new.quality_after(2).variance
    assert tables.cached_belief(0, 6_000, steps).quality_after(1).mean != first_after
    assert tables.cached_belief(1, 5_000, steps).quality_after(1).mean != first_after
    assert tables_of(w) is tables


def test_whole_number_normals_are_close() -> None:
    """Against the textbook: exp(-1/2), the chance of 1 SD, the expected excess over the mean and over 1 SD under it."""
    assert abs(likelihood(10_000, 10_000 * 10_000) - int(0.60653 * UNIT)) < UNIT // 100
    assert abs(chance_over(10_000, 10_000, 0) - 841_345) < 1_000
    assert abs(expected_excess(0, 10_000, 0) - 3_989) < 20
    assert abs(expected_excess(10_000, 10_000, 0) - 10_833) < 50
    assert expected_excess(-90_000, 10_000, 0) == 0
    assert sum(node.weight for node in NODES) == 1_000_000
    assert abs(sum(node.weight * node.at * node.at for node in NODES) - 10**12) < 10**10


@pytest.mark.parametrize("whole", [1, 2, 3, 1_000, 30_000, 94_906_265, (1 << 25) - 1, 1 << 25, (1 << 25) + 1, 10**9])
def test_a_root_is_exact_on_both_sides_of_a_square(whole: int) -> None:
    """Where it goes through a floating-point number too, up to 2**50, and beyond."""
    for square in (whole * whole - 1, whole * whole, whole * whole + 1):
        assert root(square) == isqrt(square)


def test_a_share_is_exact_where_its_product_is_over_a_machine_word() -> None:
    random = Random(3)
    for bits in (3, 20, 40, 53, 60):
        for _ in range(200):
            whole = random.randint(1, 1 << bits)
            part = random.randint(0, whole)
            for exact in (part, whole, part // 2):
                assert share_of(exact, whole) == exact * UNIT // whole


def test_a_law_in_the_place_of_another_one_is_as_a_new_one() -> None:
    """What was foreseen, met or taken of the one before is forgotten."""
    state = new_state(world(), 1)
    board = state.board
    money = Money(board, GameBelief(board), CardLists(board), Habits())
    quality, card = Normal(900_000, 30_000**2), board.cards[0]
    new, used = Mixture(board.world), Mixture(board.world)
    trail = money.game_belief.evidence.card_histories[card.index]
    trail.exposure, trail.version = 500, 1
    trail.live_day(700_000, 20_000)
    money.fill_mixture(used, card, quality, True)
    worse = used.mean()
    trails = money.game_belief.evidence.card_histories
    trails[card.index] = type(trail)()
    for net in (new, used):
        money.fill_mixture(net, card, quality, True)
    assert worse < used.mean() == new.mean()
    assert used.gain(800_000) == new.gain(800_000) and used.mean_shortfall() == new.mean_shortfall()


def test_pricing_a_launch_leaves_the_forecast_as_it_was() -> None:
    """A forecast is kept while the rival and the days change: one that has been priced is priced the same again."""
    state = new_state(world(), 1)
    board = state.board
    money = Money(board, GameBelief(board), CardLists(board), Habits())
    net = Mixture(board.world)
    money.fill_mixture(net, board.cards[0], Normal(900_000, 30_000**2), True)
    floor = board.world.value_floor_ppm
    prices = [money.known_gain(net, 60, bar) for bar in (floor, floor + 50_000, floor)]
    assert prices[0] == prices[2] > prices[1] > 0


def test_the_posterior_beats_the_prior() -> None:
    """Over many games the forecast of cards with a checkpoint is nearer to the truth than their prior, and unbiased."""
    made = world(days=40)
    latents = Latents(made)
    prior = posterior = bias = count = 0
    for seed in range(25):
        state = new_state(made, seed, latents)
        bot = Reference()
        for _ in range(25):
            play_day(state, bot)
            advance(state)
        judge = GameBelief(state.board)
        judge.refresh()
        for card in state.board.cards:
            if card.version and not card.regressed:
                truth = state.truth.cards[card.index].ceiling_ppm - judge.data_lift(card.index)
                family = made.families[made.ideas[card.index].family]
                off = judge.belief(card.index).ceiling().mean - truth
                prior += abs(family.mean_ppm - truth)
                posterior += abs(off)
                bias += off
                count += 1
    assert count > 50
    assert posterior < prior * 9 // 10
    assert abs(bias) < 12_000 * count


@pytest.mark.parametrize("seed", [4, 6])
def test_a_model_at_half_of_the_traffic_shows_that_it_is_better_or_goes(seed: int) -> None:
    """A player gave it half of the traffic and customers get 83: it keeps no other launch away for weeks."""
    shipped = load("support-chatbot").world()
    state, bot = new_state(shipped, seed), Reference()
    while not (canary := [card for card in state.board.cards if card.share_pct == 5]):
        play_day(state, bot)
        advance(state)
    index, begun = canary[0].index, state.board.day
    truth = state.truth.cards[index]
    truth.quality_ppm, truth.fault = 830_000 - truth.skew_ppm, 0
    act(state, Deploy(index, 50))
    while state.board.cards[index].share_pct == 50:
        advance(state)
        play_day(state, bot)
    assert state.board.day - begun <= shipped.canary_days + 2


def morning(scenario: str, player: str, seed: int, day: int) -> State:
    """The state that a player's game comes to by the morning of a day."""
    state, bot = new_state(load(scenario).world(), seed), make_bot(player, seed)
    while state.board.day < day:
        play_day(state, bot)
        advance(state)
    return state


def lines(state: State) -> list[str]:
    """What the reference does on the rest of the day."""
    return [to_text(action, state.board.world).partition(' "')[0] for action in play_day(state, Reference())]


@pytest.mark.parametrize(
    ("scenario", "player", "seed", "day", "card"),
    [
        ("first-sprint", "vibes", 9, 16, "EXP-003"),
        ("first-sprint", "vibes", 34, 20, "EXP-003"),
        ("slow-starters", "heuristic", 11, 19, "EXP-006"),
    ],
)
def test_incidents_of_a_slice_nobody_measured_well_take_a_model_back(
    scenario: str, player: str, seed: int, day: int, card: str
) -> None:
    """The mean is well over what earns; the incidents say how bad the slice is, on the last day too."""
    assert f"roll-back {card}" in lines(morning(scenario, player, seed, day))


def test_a_worse_model_goes_where_a_better_one_would_serve_after_close() -> None:
    """Customers get three points less than from the model before it, for nine days and the tail."""
    assert "roll-back EXP-004" in lines(morning("gpu-drought", "heuristic", 7, 22))


def test_a_canary_that_had_its_days_is_reviewed_before_it_goes() -> None:
    """Two noisy days at 5 % of the traffic are little, and a review takes two hours."""
    state = morning("first-sprint", "vibes", 26, 7)
    card = state.board.cards[1]
    assert card.share_pct == 5 and state.board.day - card.share_day == state.world.canary_days
    assert lines(state)[-1] == "review-canary EXP-002"


def test_a_model_that_gave_traffic_to_a_canary_does_not_take_it_again() -> None:
    """It was widened on the day on which the canary began, so the day of the share does not tell which is newer."""
    state = morning("slow-starters", "heuristic", 59, 16)
    assert [card.share_pct for card in state.board.cards if card.share_pct] == [95, 5]
    assert not [line for line in lines(state) if line.startswith("deploy EXP-002")]


def test_the_least_worth_pauses_where_more_train_than_there_are_gpus() -> None:
    """A player started everything at once."""
    state = morning("gpu-drought", "vibes", 0, 3)
    assert free_gpus(state.board) < 0
    assert any(line.startswith("pause ") for line in lines(state))
    assert free_gpus(state.board) >= 0


def test_a_paused_evaluation_goes_on() -> None:
    """A player paused it; its seeds come to nothing until it is resumed."""
    state, bot = new_state(load("first-sprint").world(), 3), Reference()
    play_day(state, bot)
    while not (waiting := [card for card in state.board.cards if card.seeds_pending]):
        advance(state)
        play_day(state, bot)
    act(state, Pause(waiting[0].index))
    assert f"resume EXP-{waiting[0].index + 1:03d}" in lines(state)
