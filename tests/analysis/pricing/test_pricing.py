"""Prices: the reference's own play is never priced, pairing, staging, labels, omissions, executors, the contract."""

import multiprocessing
import pickle
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from itertools import groupby

import pytest

from aiboard.actions.grammar import to_text
from aiboard.analysis import anchors
from aiboard.analysis.belief import Belief, Priors
from aiboard.analysis.debrief.prices import interval_text
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pool import Background
from aiboard.analysis.pricing.day import (
    FEW_REPLICATES,
    GUESSES,
    SCREEN_REPLICATES,
    SURE_FROM,
    DayCache,
    DayPricer,
    PricingParameters,
    _Option,
)
from aiboard.analysis.pricing.figures import is_settled, merge_undone, regret_of
from aiboard.analysis.pricing.game import (
    FIRST_REPLICATES,
    PartialPrices,
    Settings,
    _adjusted,
    price_game,
    stream_prices,
)
from aiboard.analysis.pricing.groups import merge_dependent_groups
from aiboard.analysis.pricing.model import WAIT, DayLuck, Decision, Label, Prices, label_of
from aiboard.analysis.pricing.options import other_options
from aiboard.analysis.pricing.words import chance_words
from aiboard.analysis.pricing.worker import LookSettings, PlainGame, price_day
from aiboard.analysis.rollouts import Continuation, RolloutBase, fresh_seed, is_in_plan, is_same_choice
from aiboard.analysis.runner import scenario_to_text
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.fields import copy_truth, dump_board
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Change, Mode, Order, Reason, Stage
from aiboard.engine.verbs import Action, AddIdea, Evaluate, Iterate, Kill, LegalReview, StandingOrder, Start
from aiboard.scenario import ResolvedScenario, load
from aiboard.views import fmt

SEED = 1_000_004


@cache
def scenario() -> ResolvedScenario:
    return load("first-sprint")


@cache
def priors() -> Priors:
    return Priors(scenario().world())


def scale() -> anchors.Anchors:
    """A sound scale, whatever this checkout's anchors belong to."""
    return anchors.Anchors("x", scenario().sha, 1, "x", 100, -1e6, 3e6, 1e4, 1e6, ())


def played(until: int = 99, wrong: int = 0) -> tuple[list[list[Action]], State]:
    """The reference's game, so many days of it; on day `wrong` it first kills its best card under way."""
    state = new_state(scenario().world(), SEED, priors().latents)
    bot = make_bot("reference", SEED)
    days: list[list[Action]] = []
    while not state.board.over and state.board.day <= until:
        done: list[Action] = []
        if state.board.day == wrong:
            card = max(state.board.cards, key=lambda one: (one.decision == 0, one.best_ppm))
            done.append(Kill(card.index, int(Reason.OTHER), "a hunch"))
            act(state, done[0])
        done += play_day(state, bot)
        days.append(done)
        advance(state)
    return [*days, []], state


def decision(day: int, mean: float, half: float, undone: bool = True, line: str = "promote EXP-001") -> Decision:
    advantage = Estimate(mean, mean - half, mean + half)
    return Decision(
        day,
        day,
        line,
        undone,
        "card 0",
        advantage,
        None,
        None,
        label_of(advantage),
        line,
        line,
        "known",
        SCREEN_REPLICATES,
    )


def test_the_references_own_game_has_no_departures() -> None:
    days, _ = played()
    prices = price_game(scenario(), SEED, days, scale(), Settings(SCREEN_REPLICATES))
    assert prices.decisions == () and prices.score == Estimate(100.0, 100.0, 100.0)
    assert prices.choice_count >= len(days) - 1


@cache
def with_an_error() -> tuple[list[list[Action]], Prices]:
    days, _ = played(wrong=6)
    return days, price_game(scenario(), SEED, days, scale(), Settings(SCREEN_REPLICATES, guess=True, luck=True))


def test_an_error_is_the_costliest_decision() -> None:
    _, prices = with_an_error()
    worst = prices.worst_first[0]
    assert worst.day == 6 and worst.line.startswith("kill EXP-") and worst.loss > 0
    assert worst.regret is not None and worst.regret.mean >= worst.loss
    assert worst.instead != worst.line and worst.known


def test_every_departure_has_a_regret_and_says_how_likely_what_was() -> None:
    _, prices = with_an_error()
    for one in prices.decisions:
        assert one.regret is not None and one.regret.mean >= max(0.0, one.loss) - 1e-9
        assert one.best
    known = prices.worst_first[0].known
    what = r"; P\((true|can reach|customers get) ≥ \d+\) (under |over )?\d+ % by all that was seen$"
    assert re.search(what, known), known


def test_chances_are_counted_over_the_truths_drawn() -> None:
    state, bar = new_state(scenario().world(), SEED), scenario().world().launch_ppm
    truths = [copy_truth(state.truth) for _ in range(4)]
    for place, truth in enumerate(truths):
        truth.cards[0].ceiling_ppm = bar + place - 1
        truth.cards[0].quality_ppm = bar - place
    by = "% by all that was seen"
    assert chance_words(state.board, Kill(0, Reason.PLATEAU), truths) == f"P(can reach ≥ {fmt.points(bar)}) 75 {by}"
    state.board.cards[0].version = 1
    assert chance_words(state.board, Kill(0, Reason.PLATEAU), truths) == f"P(true ≥ {fmt.points(bar)}) 25 {by}"
    state.board.cards[0].stage = Stage.KILLED
    assert chance_words(state.board, Kill(0, Reason.PLATEAU), truths) == ""
    assert chance_words(state.board, LegalReview(), truths) == ""


def test_the_ledger_adds_up() -> None:
    _, prices = with_an_error()
    equity = scale().equity(played(wrong=6)[1].returns())
    assert equity is not None and prices.guessed is not None and prices.adjusted is not None
    residual = prices.residual(equity)
    assert residual is not None
    whole = 100 + prices.injected + sum(night.amount for night in prices.luck) + prices.guessed + residual
    assert whole + sum(one.advantage.mean for one in prices.decisions) == pytest.approx(equity)
    # What is left over is the rollouts' error: a part with the wrong sign, twice or not at all would stand in it.
    assert abs(residual) < 5 < max(abs(night.amount) for night in prices.luck)
    assert prices.adjusted.mean == pytest.approx(prices.score.mean + residual if prices.score else 0)
    assert [night.day for night in prices.luck] == list(range(21))


def test_a_guess_takes_no_more_than_the_first_replicates() -> None:
    days, _ = played(until=3)
    # On the first day nothing is done: what the reference would have done is left undone, and no tie.
    lines = tuple(tuple(to_text(one, scenario().world()) for one in done) for done in [[], *days[1:]])
    game = PlainGame(scenario_to_text(scenario()), SEED, lines, scale().length / 100, "", "reference")
    found = price_day(game, LookSettings(SCREEN_REPLICATES + 8, guess=True), 0, DayCache())
    counts = {name.split()[0]: len(values) for name, values in found.cache.values.items()}
    assert counts == {"belief": SCREEN_REPLICATES + 8, "truth": GUESSES[1]}


def test_a_guess_takes_as_many_as_its_price_spreads() -> None:
    day = object.__new__(DayPricer)
    day._params = PricingParameters(1.0, 256, True, False, "", "")
    asked: list[int] = []

    def difference(base: object, before: Continuation, after: Continuation, count: int) -> Estimate:
        asked.append(count)
        return Estimate(1.5, 1.0, 2.0)

    day._true_base = object  # type: ignore[assignment, method-assign]
    day._difference = difference  # type: ignore[assignment, method-assign]
    # Of 64 replicates: nothing differs, a spread of four points, one of 40, and a price of few replicates.
    for half, count in ((0.0, 64), (1.0, 64), (10.0, 64), (10.0, 16)):
        assert day._guess(Continuation(), Continuation(), Estimate.from_half_width(0.5, half), count) == 1.0
    assert asked == [8, 20, 64, 16]


def test_a_look_with_the_draws_of_the_one_before_finds_what_a_new_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    days, _ = played(until=3)
    lines = tuple(tuple(to_text(one, scenario().world()) for one in done) for done in [[], *days[1:]])
    game = PlainGame(scenario_to_text(scenario()), SEED, lines, scale().length / 100, "", "reference")
    once = price_day(game, LookSettings(24), 0, DayCache())
    kept = price_day(game, LookSettings(16), 0, DayCache()).cache
    # As from another process, and without its values: they are played again from the same draws.
    kept = pickle.loads(pickle.dumps(kept))
    assert kept.draws
    kept.values.clear()
    monkeypatch.setattr(Belief, "draw_arrays", None)
    assert price_day(game, LookSettings(24), 0, kept).priced == once.priced


def test_luck_guesses_and_injections_are_taken_off_once_each() -> None:
    one = replace(decision(3, -4, 1), guess=2.5)
    score = Estimate(96.0, 95.0, 97.0)
    prices = Prices((one,), -7.0, (DayLuck(0, 3.0), DayLuck(1, -1.5)), score, None, SCREEN_REPLICATES, 20)
    (end, equity) = (2_000_000, scale().equity(2_000_000))
    assert equity is not None
    found = _adjusted(prices, scale(), end).adjusted
    mean = equity - 1.5 - 2.5 + 7.0
    assert found == Estimate(pytest.approx(mean), pytest.approx(mean - 1), pytest.approx(mean + 1))
    assert prices.residual(equity) == pytest.approx(equity - 100 + 7.0 - 1.5 + 4 - 2.5)


def looks(values: Callable[[int], list[int]], most: int) -> int:
    """Replicates after which a price is settled; `values` gives so many of an action's, and those of none are 0."""

    class Base:
        def values(self, line: Continuation, count: int, known: list[int]) -> list[int]:
            return values(count) if line.actions else [0] * count

    day = object.__new__(DayPricer)
    day._truth_base, day._cache, day._part, day._state = None, DayCache(), 0, new_state(scenario().world(), SEED)
    day._belief_base, day._params = Base(), PricingParameters(1.0, most, False, False, "", "")  # type: ignore[assignment]
    return day._step(Continuation(), Continuation((LegalReview(),)))[1]


def test_looks_end_with_a_tie_or_late_with_a_clear_difference() -> None:
    def around(mean: int, far: int) -> Callable[[int], list[int]]:
        return lambda count: [mean + (far if place % 2 else -far) for place in range(count)]

    assert looks(around(0, 4), 1024) == FEW_REPLICATES
    assert looks(around(0, 6), 1024) == SCREEN_REPLICATES
    assert looks(around(0, 9), 1024) == 96
    assert looks(around(0, 10), 1024) == 128
    # As clear from the first: it might be large by luck.
    assert looks(around(50, 6), 1024) == SURE_FROM
    assert looks(around(3, 40), 1024) == 1024
    assert looks(around(3, 40), 96) == 96 and looks(around(0, 2), 16) == 16


def test_an_option_that_is_surely_worse_gets_few_replicates() -> None:
    day = object.__new__(DayPricer)
    day._params = PricingParameters(1.0, 256, False, True, "", "")
    values = {"done": 0, "reference": 20, "near": 18, "far": -50}
    asked: list[tuple[str, int]] = []

    def looked_at(base: object, line: str, count: int) -> list[int]:
        asked.append((line, count))
        # The near one wins every second time.
        return [values[line] + (4 if place % 2 and line == "near" else 0) for place in range(count)]

    day._base = object  # type: ignore[assignment, method-assign]
    day._line_values = looked_at  # type: ignore[assignment, method-assign]
    options = [_Option(name, name, None) for name in values]  # type: ignore[arg-type]
    _, best = day._regret(options, Estimate(-20.0, -21.0, -19.0), 256)
    assert best.name == "reference"
    assert {line for line, count in asked if count == 256} == {"done", "reference", "near"}


@pytest.mark.parametrize(
    ("even", "odd", "best", "regret"),
    [
        # Better on both halves of the replicates.
        (10, 9, "other", 9.5),
        # Best in all, by what one half brought and the other took: the half that did not choose it tells.
        (10, -9, "done", 0.0),
        (-9, 10, "done", 0.0),
        # As good, and worse.
        (0, 0, "done", 0.0),
        (-1, -1, "done", 0.0),
    ],
)
@pytest.mark.parametrize("advantage", [0.0, 1.0, 5.0])
def test_what_is_better_on_one_half_only_is_no_regret(
    even: int, odd: int, best: str, regret: float, advantage: float
) -> None:
    day = object.__new__(DayPricer)
    day._params = PricingParameters(1.0, FEW_REPLICATES, False, True, "", "")
    worth = {"done": (0, 0), "reference": (-50, -50), "other": (even, odd)}
    day._base = object  # type: ignore[assignment, method-assign]
    day._line_values = lambda base, line, count: [worth[line][place % 2] for place in range(count)]  # type: ignore[method-assign, index]
    options = [_Option(name, name, None) for name in worth]  # type: ignore[arg-type]
    found, chosen = day._regret(options, Estimate(advantage, advantage, advantage), FEW_REPLICATES)
    assert chosen.name == best and found.mean == regret
    assert found.low is not None and (regret > 0 or found == Estimate(0.0, 0.0, 0.0))


def test_a_decision_score_needs_so_many_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    days, _ = played()
    taken = price_game(scenario(), SEED, days, scale(), Settings(2)).choice_count
    for least, told in ((taken, True), (taken + 1, False)):
        monkeypatch.setattr("aiboard.analysis.pricing.game.LEAST_DECISIONS", least)
        prices = price_game(scenario(), SEED, days, scale(), Settings(2))
        assert (prices.score is not None) is told


def test_any_executor_gives_the_same_prices() -> None:
    days, prices = with_an_error()
    with ThreadPoolExecutor(2) as executor:
        again = price_game(
            scenario(), SEED, days, scale(), Settings(SCREEN_REPLICATES, guess=True, luck=True), executor
        )
    assert again == prices


def test_prices_grow_to_what_they_are_at_once() -> None:
    days, _ = with_an_error()
    settings = Settings(SCREEN_REPLICATES)
    steps: list[PartialPrices] = list(stream_prices(scenario(), SEED, days, scale(), settings))
    looks = [replicates for replicates, _ in groupby(step.replicates for step in steps)]
    assert looks == [FIRST_REPLICATES, SCREEN_REPLICATES] and all(step.days == len(days) for step in steps)
    first = next(step for step in steps if step.prices.decisions)
    assert first.replicates == FIRST_REPLICATES and first.prices.score is None
    assert all(one.replicates == FIRST_REPLICATES and one.best for one in first.prices.decisions)
    assert steps[-1].prices == price_game(scenario(), SEED, days, scale(), settings)
    # The costliest day is looked at again before the others.
    again = next(step for step in steps if step.replicates == SCREEN_REPLICATES)
    assert again.prices.worst_first[0].replicates == SCREEN_REPLICATES
    with ThreadPoolExecutor(2) as executor:
        *_, last = stream_prices(scenario(), SEED, days, scale(), settings, executor)
    assert last == steps[-1]


def test_growing_prices_can_be_left() -> None:
    days, _ = with_an_error()
    with ThreadPoolExecutor(2) as executor:
        steps = stream_prices(scenario(), SEED, days, scale(), Settings(1024), executor)
        assert next(steps).done == 1
        steps.close()
        # Had the work gone on, this would wait for minutes.
        assert executor.submit(int).result(timeout=20) == 0


def test_prices_grow_in_processes_that_end() -> None:
    days, _ = played(until=4, wrong=3)
    processes = Background(2)
    steps = stream_prices(scenario(), SEED, days, scale(), Settings(FIRST_REPLICATES), processes.executor)
    found = [next(steps) for _ in range(3)]
    children = multiprocessing.active_children()
    assert children
    steps.close()
    processes.stop()
    # On a busy machine the second begins after the third price.
    for child in [*children, *multiprocessing.active_children()]:
        child.join(20)
    assert not multiprocessing.active_children()
    assert [step.done for step in found] == [1, 2, 3]


def test_what_is_left_undone_is_priced_and_joined() -> None:
    days, _ = played()
    # Nothing at all is done on three days of the middle.
    first = next(number for number, done in enumerate(days) if number > 2 and done)
    idle = [*days[:first], [], [], []]
    prices = price_game(scenario(), SEED, idle, scale(), Settings(SCREEN_REPLICATES))
    assert prices.decisions and all(one.undone and one.day > first for one in prices.decisions)
    lines = [one.line for one in prices.decisions]
    assert len(set(lines)) == len(lines), "the same thing on neighbouring days is one decision"


def test_what_standing_orders_do_is_in_the_price_of_setting_them() -> None:
    state = new_state(scenario().world(), SEED, priors().latents)
    bot = make_bot("reference", SEED)
    order = StandingOrder(int(Order.START), int(Mode.AUTO))
    days: list[list[Action]] = []
    for day in range(6):
        done = [order] if day == 0 else []
        if done:
            act(state, order)
        days.append(done + play_day(state, bot))
        advance(state)
    prices = price_game(scenario(), SEED, [*days, []], scale(), Settings(SCREEN_REPLICATES))
    first = prices.decisions[0]
    assert first.day == 1 and first.line.startswith("standing start")
    # Every future that was played with it goes on with it, so that the mornings it acts on are no decisions again.
    assert first.advantage.mean != 0
    assert all(one.day == 1 for one in prices.decisions)


def test_joining() -> None:
    found = merge_undone(
        [decision(4, -3, 2), decision(6, -4, 1), decision(20, -1, 1), decision(21, -9, 1, undone=False)], 3
    )
    assert [(one.day, one.last_day, one.advantage.mean) for one in found] == [(4, 6, -7), (20, 20, -1), (21, 21, -9)]
    assert found[0].advantage.low == pytest.approx(-7 - 5**0.5)
    assert found[0].best == found[0].line
    assert len(merge_undone([decision(4, -3, 2), decision(7, -4, 1)], 3)) == 1
    assert len(merge_undone([decision(4, -3, 2), decision(8, -4, 1)], 3)) == 2
    assert merge_undone([decision(4, -3, 2), decision(5, 4, 1)], 3)[0].best == WAIT, "together it was a gain"
    shortage = [replace(decision(9 + day, 1, 1), line=f"reserve 2 {7 - day}") for day in range(3)]
    assert [(one.day, one.last_day) for one in merge_undone(shortage, 3)] == [(9, 11)], "a day shorter each morning"
    again = [
        *shortage,
        replace(decision(13, 1, 1), line="reserve 2 7"),
        replace(decision(14, 1, 1), line="reserve 2 6"),
    ]
    assert [(one.day, one.last_day) for one in merge_undone(again, 3)] == [(9, 11), (13, 14)], "the shortage after it"
    canary = [
        replace(decision(12, 1, 1), line="deploy EXP-001 50"),
        replace(decision(15, 1, 1), line="deploy EXP-001 100"),
    ]
    assert len(merge_undone(canary, 3)) == 2, "the first step was taken meanwhile"
    others = [replace(decision(9, 1, 1), line="order DS-2 100"), replace(decision(10, 1, 1), line="order DS-3 100")]
    assert len(merge_undone(others, 3)) == 2, "another set is another matter"


def test_the_other_sign_has_the_other_ends() -> None:
    assert -Estimate(-3, -7, -2) == Estimate(3, 2, 7)
    assert -Estimate(3, None, None) == Estimate(-3, None, None)


@pytest.mark.parametrize(
    ("mean", "half", "label"),
    [
        (-20, 4, Label.BLUNDER),
        (-20, 6, Label.MISTAKE),
        (-12, 6, Label.INACCURACY),
        (-6, 2, None),
        (30, 1, None),
        (-16, 1, Label.MISTAKE),
        (-11, 1, Label.INACCURACY),
        (-6, 1, None),
    ],
)
def test_labels_follow_the_low_end(mean: float, half: float, label: Label | None) -> None:
    assert label_of(Estimate(mean, mean - half, mean + half)) is label


def test_when_a_difference_is_settled() -> None:
    assert is_settled(Estimate(-8, -12, -4)) and is_settled(Estimate(0.3, -1.5, 1.9))
    assert not is_settled(Estimate(-3, -6, 0)) and not is_settled(Estimate(1, None, None))


def test_regret_is_chosen_and_estimated_on_different_halves() -> None:
    # Pure noise: the best of two on one half is no better on the other.
    noise = [0, 100, 0, 100, 0, 100, 0, 100]
    found, best = regret_of([[50] * 8, noise], 1.0)
    assert found.mean <= 0 and best in (0, 1)
    sure, best = regret_of([[0] * 8, [10, 11] * 4, [30, 31] * 4], 10.0)
    assert best == 2 and sure.mean == pytest.approx(3.05)


def test_options_are_possible_and_new() -> None:
    state = played(until=4)[1]
    card = next(one for one in state.board.cards if one.stage == Stage.EVALUATION)
    kill = Kill(card.index)
    found = other_options(state.board, kill, [kill])
    assert 0 < len(found) <= 3 and not any(isinstance(one, Kill) for one in found)
    start = next(one for one in state.board.cards if one.stage == Stage.BACKLOG and one.shown)
    assert all(isinstance(one, Start) for one in other_options(state.board, Start(start.index), [Start(start.index)]))


def test_the_same_choice_in_other_words() -> None:
    assert is_same_choice(Kill(3, int(Reason.GAP), "a"), Kill(3, int(Reason.OTHER), "b"))
    assert not is_same_choice(Kill(3, int(Reason.GAP), "a"), Kill(3, int(Reason.GAP), ""))
    assert not is_same_choice(Evaluate(3, 3), Evaluate(3, 5)) and not is_same_choice(Evaluate(3, 3), Evaluate(4, 3))
    assert is_in_plan(Iterate(2, int(Change.LONGER)), [Start(1), Iterate(2, int(Change.LONGER))])


def test_rollouts_are_paired_fresh_and_leave_the_board() -> None:
    state = played(until=4)[1]
    before, key = dump_board(state.board), digest(state)
    base = RolloutBase(state.board, "v", "game", priors())
    one: Sequence[int] = base.values(Continuation(), 6)
    assert (
        base.values(Continuation(), 3) == one[:3]
        and RolloutBase(state.board, "v", "game", priors()).values(Continuation(), 6) == one
    )
    assert RolloutBase(state.board, "v", "other game", priors()).values(Continuation(), 6) != one
    assert dump_board(state.board) == before and digest(state) == key
    assert len({fresh_seed("v", "game", replicate) for replicate in range(50)} | {SEED}) == 51


def test_interval_in_words() -> None:
    assert interval_text(Estimate(6.61, 1.0, 12.25)) == "6.6 (1.0 to 12.2)"
    assert interval_text(Estimate(-0.01, None, None)) == "0.0"


def test_what_another_choice_makes_possible_belongs_to_it() -> None:
    state = new_state(load("support-chatbot").world(), SEED)
    state.board.minutes_left = 10_000
    asked = AddIdea(1)
    later = state.clone()
    shown = {card.index for card in state.board.cards if card.shown}
    act(later, asked)
    (unseen,) = [card.index for card in later.board.cards if card.shown and card.index not in shown]
    seen = min(shown)
    # Nobody can start a card that is on no board: the choice was to ask for an idea.
    groups = merge_dependent_groups(state, [(LegalReview(),), (asked,), (Start(seen),), (Start(unseen),)])
    assert [[action.VERB for action in group] for group in groups] == [["legal-review"], ["add", "start"], ["start"]]
    assert groups[2] == (Start(seen),)
