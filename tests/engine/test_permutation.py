"""What nobody has observed changes nothing that anybody sees: exchange it, play a day, compare everything visible."""

import random
from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest

from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, check, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import dump_board
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import CardTruth, Truth
from aiboard.engine.model.vocabulary import Column, Stage
from aiboard.engine.verbs import VERBS, AddIdea
from aiboard.play.stops import ranked_stops
from aiboard.views.board.header import header
from aiboard.views.board.log import log
from aiboard.views.board.standup import standup
from aiboard.views.card.states import state as card_state
from aiboard.views.why.topics import ABOUT_ONE, Topic, explain
from tests.engine.play import launched, made, random_games
from tests.engine.worlds import RAG, quiet, world

#: Latents that only training reveals, only an evaluation, only customers.
TRAINING = ("ceiling_ppm", "rate")
EVALUATION = ("latency_ms", "slice_ppm", "leak_ppm", "items_ppm", "half_items_ppm", "fifth_items_ppm", "loop")
BOTH = ("serving_cents", "unauthorised")
LIVE = ("skew_ppm", "fault")


def unobserved(state: State, card: Card) -> tuple[str, ...]:
    """Which latents of a card the coming day cannot show."""
    hidden = state.truth.cards[card.index]
    if card.stage == Stage.KILLED:
        return (*TRAINING, *EVALUATION, *BOTH, *LIVE, "hazard", "quality_ppm")
    if card.stage == Stage.PRODUCTION:
        return (*TRAINING, *(name for name in EVALUATION if name != "latency_ms"), "hazard")
    if card.stage == Stage.EVALUATION:
        if card.seeds_pending:
            return (*TRAINING, *LIVE, "hazard")
        return (*TRAINING, *EVALUATION, *BOTH, *LIVE, "hazard", "quality_ppm")
    found = (*EVALUATION, *BOTH, *LIVE)
    if card.stage in (Stage.BACKLOG, Stage.HYPOTHESIS):
        return (*found, *TRAINING, "hazard")
    length = state.world.ideas[card.index].run_points
    if card.setup_left > 0 or card.run_points_done + 100 < length:
        found += TRAINING
    if hidden.diverge_at >= 0 or card.setup_left > 0 or card.paused:
        found += ("hazard",)
    return found


def exchange(state: State, donor: Truth, dice: random.Random) -> Counter[str]:
    """Put another deal's values where nobody has looked, and shuffle the disruptions that are still to come."""
    truth = state.truth
    changed: Counter[str] = Counter()
    truth.families = list(donor.families)
    truth.people = list(donor.people)
    for card in state.board.cards:
        hidden = truth.cards[card.index]
        other: CardTruth = donor.cards[card.index]
        for name in unobserved(state, card):
            value = getattr(other, name) if name != "quality_ppm" else dice.randrange(600_000, 950_000)
            changed[name] += value != getattr(hidden, name)
            setattr(hidden, name, value)
    if not any(card.seeds_pending for card in state.board.cards):
        changed["set_ppm"] += truth.set_ppm != donor.set_ppm
        truth.set_ppm = donor.set_ppm
    for task in state.board.data:
        if task.column == Column.ANNOTATION and not task.check_pending:
            changed["batch"] += 1
            truth.batch[task.index] = (truth.batch[task.index] + 1) % 3
    coming = [plan for plan in truth.planned if plan.day > state.board.day and plan.hint_day < state.board.day]
    kinds = [plan.kind for plan in coming]
    dice.shuffle(kinds)
    for plan, kind in zip(coming, kinds, strict=True):
        changed["planned"] += plan.kind != kind
        plan.kind = kind
    return changed


def visible(board: Board) -> object:
    """Everything a face is handed, and what can be done."""
    refusals = [
        int(check(board, made(verb, about, amount)))
        for verb, about, amount in product(VERBS, (-1, *range(len(board.cards))), (0, 1, 5, 100))
    ]
    return dump_board(board), refusals, legal_actions(board, inject=True)


def states() -> Iterator[State]:
    """Mornings of random games and of bots' games."""
    made = world(hazard_ppm=[100_000, 200_000, 400_000], fault_weights=[1, 1, 1])
    yield from random_games(made, 8, seed=300)
    latents = Latents(made)
    for name in ("heuristic", "autopilot", "vibes"):
        for seed in (60, 61, 62):
            state = new_state(made, seed, latents)
            bot = make_bot(name, seed)
            while not state.board.over:
                play_day(state, bot)
                yield state
                advance(state)


def test_unobserved_truth_changes_nothing_visible() -> None:
    dice = random.Random(8)
    changed: Counter[str] = Counter()
    stages: Counter[int] = Counter()
    compared = 0
    for number, state in enumerate(states()):
        if number % 4:
            continue
        stages.update(int(card.stage) for card in state.board.cards)
        twin = state.clone()
        changed += exchange(twin, new_state(state.world, 10_000 + number, state.latents).truth, dice)
        assert dump_board(twin.board) == dump_board(state.board), "the exchange itself leaves the board alone"
        mirror = state.clone()
        advance(mirror)
        advance(twin)
        assert visible(twin.board) == visible(mirror.board), f"day {state.board.day}"
        compared += 1
    assert compared > 120
    # Every hidden quantity was really exchanged many times.
    for name in (*TRAINING, *EVALUATION, *BOTH, *LIVE, "hazard", "quality_ppm", "set_ppm", "batch", "planned"):
        assert changed[name] > 20, name
    assert set(stages) == set(map(int, Stage)) and min(stages.values()) > 20


def words(board: Board, since: int) -> list[object]:
    """What a face says that day: stop reasons, why-lines of every number, standup, log, states of the cards."""
    topics = [(topic, -1) for topic in Topic if topic not in ABOUT_ONE]
    topics += [(topic, card.index) for topic in ABOUT_ONE - {Topic.DATASET} for card in board.cards if card.shown]
    topics += [(Topic.DATASET, task.index) for task in board.data if task.shown]
    said: list[object] = [ranked_stops(since, board), standup(board), log(board, board.day - 1), header(board)]
    said += [explain(board, topic, index) for topic, index in sorted(topics)]
    return said + [card_state(board, card.index) for card in board.cards if card.shown]


def test_no_stop_reason_or_why_line_changes() -> None:
    """Follows from the board's sameness while views are given the Board alone; said here in the faces' own words."""
    dice = random.Random(9)
    compared = 0
    for number, state in enumerate(states()):
        if number % 37:
            continue
        twin = state.clone()
        exchange(twin, new_state(state.world, 20_000 + number, state.latents).truth, dice)
        mirror = state.clone()
        since = len(state.board.history)
        advance(mirror)
        advance(twin)
        assert words(twin.board, since) == words(mirror.board, since)
        compared += 1
    assert compared > 15


@pytest.mark.parametrize("name", ["quality_ppm", "skew_ppm", "serving_cents"])
def test_observed_truth_does_change_it(name: str) -> None:
    """The comparison can fail: what customers meet shows."""
    state = new_state(quiet(minutes=100_000), 3)
    launched(state, RAG)
    twin = state.clone()
    hidden = twin.truth.cards[RAG]
    setattr(hidden, name, getattr(hidden, name) + 30_000)
    advance(state)
    advance(twin)
    assert visible(state.board) != visible(twin.board)


def test_what_is_stated_stays_when_a_ceiling_is_exchanged() -> None:
    """Stated odds are an observation of day 0: they are on the board and are not worked out again."""
    state = new_state(world(), 3)
    stated = [card.stated_pct for card in state.board.cards]
    for hidden in state.truth.cards:
        hidden.ceiling_ppm = 500_000
    act(state, AddIdea(RAG))
    for _ in range(12):
        advance(state)
    assert [card.stated_pct for card in state.board.cards] == stated
