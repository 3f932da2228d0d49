"""Evaluation: seeds on the frozen eval set, out of the GPU time that training left over.

Score of a seed = quality + set luck + item luck + contamination + label corruption + seed noise, on the set's own grid.
Averaging seeds removes only the last term; the gate's interval knows that.
"""

from typing import Final

from aiboard.engine.chance.deal import baseline_scores, deal_items
from aiboard.engine.chance.latents import Purpose, capped, on_grid
from aiboard.engine.chance.luck import draw
from aiboard.engine.gate import card_estimate, verdict
from aiboard.engine.happenings.cards import GATE_FAILED, GATE_LIVE, GATE_PASSED, EvalDone, SetRefreshed
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.items import WHOLE_PCT, item_luck
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import EVALUATION, PRODUCTION, Block, Order
from aiboard.engine.model.world import World
from aiboard.engine.moves import log
from aiboard.engine.systems.agent import agent_outcomes
from aiboard.engine.systems.compute import insert_in_queue
from aiboard.instruments.gate import squares_around_mean

#: An eval seed's effect number is (checkpoint * SET_BLOCK + version of the set) * SEED_BLOCK + seed number.
SET_BLOCK: Final = 1024
SEED_BLOCK: Final = 64
#: Days without a touch after which an undecided card no longer takes the team's focus (ours).
PARKED_DAYS: Final = 5


def eval_minutes(world: World, seeds: int, slices: bool, percent: int) -> int:
    """GPU minutes of an evaluation on this part of the questions, rounded up; slices have questions of their own."""
    question_minutes = (seeds * world.eval_gpu_min * percent + WHOLE_PCT - 1) // WHOLE_PCT
    return question_minutes + (world.slice_gpu_min if slices else 0)


def on_target(board: Board, card: Card) -> bool:
    """Whether the target is reached: cleared by its scores, on all the questions that it was set for.

    A mean at the target is not enough: of many cards the luckiest mean gets there first.
    """
    if not card.scores or card.eval_pct != WHOLE_PCT:
        return False
    estimate = card_estimate(board, card)
    return estimate is not None and estimate.low >= board.world.target_ppm


def score(state: State, card: Card, n: int) -> int:
    """The score of eval seed `n` of the card's current checkpoint, millionths."""
    truth = state.truth.cards[card.index]
    world = state.world
    step = world.score_step_ppm
    value = on_grid(state.quality(card), step) + state.truth.set_ppm
    value += item_luck(truth, card.eval_pct)
    value += on_grid(truth.leak_ppm, step) + on_grid(_corruption(state, card), step)
    key = (card.version * SET_BLOCK + state.board.set_version) * SEED_BLOCK + n
    value += draw(state.latents.seed, state.seed, Purpose.EVAL_SEED, card.index, key)
    return capped(value)


def _corruption(state: State, card: Card) -> int:
    """Bad labels in training and test share their errors, so the test flatters."""
    dataset = state.world.ideas[card.index].dataset
    if dataset < 0:
        return 0
    penalty = state.world.label_penalty_ppm[state.truth.labels[dataset]]
    return penalty * state.world.eval_corruption_pct // 100


def remove_leak(state: State, card: Card) -> bool:
    """Whether eval questions were in the card's training data; they are out of its scores from now on."""
    truth = state.truth.cards[card.index]
    leaked = truth.leak_ppm > 0
    truth.leak_ppm = 0
    return leaked


def _measure_slices(state: State, card: Card) -> None:
    truth = state.truth.cards[card.index]
    step = state.world.score_step_ppm
    value = on_grid(state.quality(card) + truth.slice_ppm, step)
    key = card.version * SET_BLOCK + state.board.set_version
    value += draw(state.latents.slice_noise, state.seed, Purpose.EVAL_SLICE, card.index, key)
    card.slice_ppm = capped(value)


def _score_seeds(state: State, card: Card) -> None:
    """Add the seeds asked for; their spread goes into what the project knows of a seed's noise."""
    board = state.board
    first = not card.scores
    squares = squares_around_mean(card.scores)
    agent = state.world.families[state.world.ideas[card.index].family].agent
    for _ in range(card.seeds_pending):
        n = len(card.scores)
        card.scores.append(score(state, card, n))
        if agent:
            agent_outcomes(state, card, n)
    # One degree of freedom goes into each checkpoint's own mean.
    board.seed_df += card.seeds_pending - (1 if first else 0)
    board.seed_squares += squares_around_mean(card.scores) - squares
    card.seeds_done += card.seeds_pending
    card.seeds_pending = 0


def _finish(state: State, card: Card) -> None:
    board = state.board
    truth = state.truth.cards[card.index]
    _score_seeds(state, card)
    card.touched_day = board.day
    card.parked = False
    card.latency_ms = truth.latency_ms
    card.serving_cents = truth.serving_cents
    if card.eval_slices:
        _measure_slices(state, card)
    mean = card.mean_ppm()
    if mean > card.best_ppm:
        card.best_ppm = mean
    if board.target_day == 0 and on_target(board, card):
        board.target_day = board.day
    # Nothing is to be passed by a model that is live already.
    gate = GATE_LIVE
    if card.stage != PRODUCTION:
        gate = GATE_PASSED if verdict(board, card.index).passed else GATE_FAILED
    log(board, EvalDone(card.index, mean_ppm=mean, seeds=len(card.scores), gate=gate))


def refresh_set(state: State) -> None:
    """A new version of the frozen set: set and item luck are drawn anew and every open score is void."""
    board = state.board
    board.set_version += 1
    version = board.set_version
    state.truth.set_ppm = draw(state.latents.set_items, state.seed, Purpose.SET_ITEMS, 0, version)
    for card in board.cards:
        deal_items(state.truth.cards[card.index], state.latents, state.seed, card.index, version)
        if card.stage == EVALUATION or card.stage == PRODUCTION:
            card.scores = []
            card.slice_ppm = 0
    # A passed gate on the old set is no reason to ask for a promotion.
    board.asked = [item for item in board.asked if item.order != Order.PROMOTE]
    board.baseline = baseline_scores(state.world, state.latents, state.seed, version, state.truth.set_ppm)
    log(board, SetRefreshed(version=version))


def run(state: State) -> None:
    """Spend what is left of the pool on waiting evaluations, in queue order."""
    board = state.board
    queue: list[Card] = []
    for card in board.cards:
        if card.stage == EVALUATION:
            if card.seeds_pending > 0 and not card.paused:
                insert_in_queue(queue, card)
            elif board.day - max(card.moved_day, card.touched_day) >= PARKED_DAYS:
                card.parked = True
        elif card.seeds_pending > 0 and card.stage == PRODUCTION:
            insert_in_queue(queue, card)
    remaining_min = board.gpu_min - board.gpu_used_min
    used = 0
    for card in queue:
        take = card.eval_left_min if card.eval_left_min < remaining_min else remaining_min
        remaining_min -= take
        used += take
        card.gpu_used_min += take
        card.eval_left_min -= take
        if card.eval_left_min == 0:
            card.block = Block.NONE
            card.waited_days = 0
            _finish(state, card)
        else:
            # One that got GPU time today is under way.
            card.block = Block.EVAL_QUEUE if take == 0 else Block.NONE
            card.waited_days = card.waited_days + 1 if take == 0 else 0
    board.eval_used_min = used
