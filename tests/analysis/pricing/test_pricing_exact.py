"""Prices worked out by hand: a day whose actions are worth fixed amounts, a game of made-up days, the words."""

from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis.anchors import Anchors
from aiboard.analysis.belief import Memory
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing import day as pricing
from aiboard.analysis.pricing import game as games
from aiboard.analysis.pricing import worker
from aiboard.analysis.pricing.day import DayCache, DayPricer, PricedDay, PricingParameters
from aiboard.analysis.pricing.game import Settings, price_game, stream_prices
from aiboard.analysis.pricing.model import WAIT, DayLuck, Decision, Label, Prices
from aiboard.analysis.pricing.words import chance_words, cost_words, known_words
from aiboard.analysis.pricing.worker import DayResult, LookSettings
from aiboard.analysis.rollouts import Continuation
from aiboard.engine.act import check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.fields import copy_truth
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Chaos, Column, Order, Refusal, Stage
from aiboard.engine.verbs import (
    Action,
    AddIdea,
    Evaluate,
    Inject,
    Kill,
    LegalReview,
    OrderData,
    Promote,
    StandingOrder,
    Start,
)
from aiboard.views.board.orders import order_lines
from tests.engine.play import evaluated, launched, until
from tests.engine.worlds import LABELS, PROMPT, RAG, TUNING, quiet
from tests.game.small import small

#: What the reference would do today, and cents that each action is worth, by belief; a card that is unknown is worth 0.
PLAN: list[Action] = [Start(RAG), Start(TUNING)]
WORTH = {"start EXP-002": 700, "start EXP-003": 300, "start EXP-001": -1_200, "legal-review": 150}


class Made:
    """Rollouts without luck: what is done and, where the day is not ended, what is left of the plan."""

    made: list[tuple[int, int, bool, str]]

    def __init__(
        self, board: Any, evaluator: str, game: str, priors: Any, truth: Any = None, memory: Any = None,
        policy: str = "", kept: Any = None,
    ) -> None:  # fmt: skip
        self.board, self.true = board, truth is not None
        Made.made.append((len(board.disruptions), sum(card.shown for card in board.cards), self.true, policy))

    def values(self, line: Continuation, count: int, known: list[int] | None = None) -> list[int]:
        text = [_line(self.board, action) for action in line.actions]
        left = [] if line.ends else [_line(self.board, one) for one in PLAN if one not in line.actions]
        value = sum(WORTH.get(one, 0) for one in [*text, *left])
        # What nobody could know: starting EXP-001 was better by 500 than it looked.
        if self.true and "start EXP-001" in text:
            value += 500
        found = known if known is not None else []
        found += [value] * (count - len(found))
        return found[:count]

    def truths(self, count: int) -> list[Any]:
        return []


def _line(board: Any, action: Action) -> str:
    card = getattr(action, "card", -1)
    return f"{action.VERB} {board.world.ideas[card].key}" if card >= 0 else action.VERB


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, bool, str]]:
    monkeypatch.setattr(pricing, "RolloutBase", Made)
    monkeypatch.setattr(
        pricing, "plan_of", lambda state, policy: [one for one in PLAN if check(state.board, one) == Refusal.NONE]
    )
    Made.made = []
    return Made.made


def free(**changes: Any) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


def priced(
    state: State,
    *actions: Action,
    most: int = 64,
    ended: bool = True,
    guess: bool = False,
    kept: DayCache | None = None,
) -> PricedDay:
    scale = PricingParameters(100.0, most, guess, False, "v", "game", "policy")
    return DayPricer(state, None, scale, Memory(), kept or DayCache()).price(actions, ended)  # type: ignore[arg-type]


def rows(found: PricedDay) -> list[tuple[str, bool, float, str, int]]:
    return [(one.line, one.undone, one.advantage.mean, one.best, one.replicates) for one in found.decisions]


def test_a_day_is_a_chain_of_what_was_done_and_what_was_left(made: list[Any]) -> None:
    found = priced(free(), Start(PROMPT), guess=True)
    # A start that costs 12 points; then 7 and 3 that the day's end gave up.
    assert rows(found) == [
        ("start EXP-001", False, -12, WAIT, 64), ("start EXP-002", True, -7, "start EXP-002", 64),
        ("start EXP-003", True, -3, "start EXP-003", 64),
    ]  # fmt: skip
    first, second, third = found.decisions
    assert (first.label, second.label, third.label) == (Label.MISTAKE, Label.INACCURACY, None)
    assert first.regret == Estimate(12, 12, 12) and second.regret == Estimate(7, 7, 7) and first.instead == WAIT
    assert (first.guess, second.guess, third.guess) == (5, 0, 0)
    assert {(one.day, one.last_day) for one in found.decisions} == {(1, 1)} and first.subject == f"card {PROMPT}"
    assert found.choice_count == 2 and found.injected == 0 and {one[3] for one in made} == {"policy"}
    assert first.cost == "" and second.cost.startswith(" (")


def test_a_day_under_way_has_no_end_and_the_references_own_day_no_price(made: list[Any]) -> None:
    assert rows(priced(free(), Start(PROMPT), ended=False)) == [("start EXP-001", False, -12, WAIT, 64)]
    whole = priced(free(), *PLAN)
    assert whole.decisions == [] and whole.choice_count == 3
    # Half of it is no departure; the other half is left.
    assert rows(priced(free(), PLAN[0])) == [("start EXP-003", True, -3, "start EXP-003", 64)]
    # The same number of actions, one of them another: its own day it is not.
    assert [one[0] for one in rows(priced(free(), PLAN[0], Start(PROMPT)))] == ["start EXP-001", "start EXP-003"]


def test_of_a_rough_look_or_a_tie_what_is_left_is_one_thing(made: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows(priced(free(), most=31)) == [("start EXP-002", True, -10, "start EXP-002", 31)]
    assert len(rows(priced(free(), most=32))) == 2
    monkeypatch.setitem(WORTH, "start EXP-002", -100)
    assert rows(priced(free())) == [("start EXP-002", True, -2, "start EXP-002", 32)]
    monkeypatch.setitem(WORTH, "start EXP-002", -500)
    gain = priced(free()).decisions[0]
    assert (gain.line, gain.advantage.mean, gain.best) == ("start EXP-002", 2, WAIT)
    assert gain.regret == Estimate(0, 0, 0)
    monkeypatch.setitem(WORTH, "start EXP-003", -300)
    assert [(one.advantage.mean, one.best) for one in priced(free()).decisions] == [(5, WAIT), (3, WAIT)]


def test_starts_are_priced_behind_the_other_things_of_the_day(made: list[Any]) -> None:
    found = priced(free(needs_legal=True), Start(PROMPT), LegalReview(), ended=False)
    assert [(one.line, one.advantage.mean) for one in found.decisions] == [
        ("legal-review", 1.5),
        ("start EXP-001", -12),
    ]


def test_what_reveals_something_makes_the_belief_anew(made: list[Any]) -> None:
    found = priced(free(), Inject(Chaos.GPU_SHORTAGE), Start(PROMPT), ended=False)
    assert found.injected == 0 and rows(found) == [("start EXP-001", False, -12, WAIT, 64)] and found.choice_count == 2
    assert [one[0] for one in made] == [0, 1], "the second sees the shortage"
    made.clear()
    state = free()
    shown = sum(card.shown for card in state.board.cards)
    kept = DayCache()
    priced(state, AddIdea(0), Start(PROMPT), ended=False, kept=kept)
    assert [one[1] for one in made] == [shown, shown + 1]
    # Values of the second part are not mixed up with those of the first.
    assert {name.split()[2] for name in kept.values} == {"0", "1"} and set(kept.draws) == {0, 1}


def test_what_was_injected_is_priced_apart(made: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORTH, "inject", -900)
    assert priced(free(), Inject(Chaos.GPU_SHORTAGE), ended=False).injected == -9


def test_options_are_what_was_done_the_references_those_declared_and_to_leave_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state = free()
    evaluated(state, RAG)
    day = DayPricer(state, None, PricingParameters(1.0, 64, False, True, "", ""), Memory(), DayCache())  # type: ignore[arg-type]
    day._prefix = (LegalReview(),)
    more = {True: [Evaluate(RAG, 5)], False: []}
    monkeypatch.setattr(pricing, "other_options", lambda board, action, known: more[known == [action, Promote(RAG)]])
    found = day._options(Kill(RAG, 2, "words"), [Promote(RAG), Start(PROMPT)])
    assert [one.name for one in found] == ["kill EXP-002 gap", "promote EXP-002", "evaluate EXP-002 5", WAIT]
    assert [one.line for one in found] == [
        Continuation((LegalReview(), Kill(RAG, 2, "words"))), Continuation((LegalReview(),)),
        Continuation((LegalReview(), Evaluate(RAG, 5))),
        Continuation((LegalReview(), Start(PROMPT)), ends=True),
    ]  # fmt: skip
    assert [one.action for one in found[1:]] == [Promote(RAG), Evaluate(RAG, 5), None]
    # The reference leaves it: what it does is to wait.
    assert [one.name for one in day._options(Kill(RAG), [Start(PROMPT)])] == ["kill EXP-002 other", WAIT]


# --- a day in a worker ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "redrawn"),
    [(PLAN, 110.0), ([Start(TUNING), Start(RAG)], 110.0), ([], 4.0), ([Start(PROMPT), Start(RAG)], 4.0)],
)
def test_luck_is_the_mornings_worth_and_the_days_redrawn(
    done: list[Action], redrawn: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Continuation, int]] = []

    class Luck:
        def __init__(self, board: Any, evaluator: str, game: str, priors: Any, truth: Any, policy: str) -> None:
            assert (evaluator, game, policy) == ("v", "gameluck", "p") and truth is not None

        def values(self, line: Continuation, count: int) -> list[int]:
            asked.append((line, count))
            return [4] * count if line.ends else [100, 120] * (count // 2)

    monkeypatch.setattr(worker, "RolloutBase", Luck)
    monkeypatch.setattr(worker, "plan_of", lambda state, policy: PLAN)
    scale = PricingParameters(1.0, 64, False, False, "v", "game", "p")
    assert worker._true_values(free(), done, scale, None) == (110.0, redrawn)  # type: ignore[arg-type]
    assert {count for _, count in asked} == {16} and (len(asked) == 2) is (redrawn == 4)
    assert all(line == Continuation(tuple(done), ends=True) for line, _ in asked[1:])


# --- a game -----------------------------------------------------------------------------------------------------------


def decision(day: int, mean: float, low: float | None = None, line: str = "", guess: float | None = 0.5) -> Decision:
    advantage = Estimate(mean, mean if low is None else low, mean if low is None else 2 * mean - low)
    return Decision(day, day, line or f"kill {day}", False, "", advantage, guess, None, None, WAIT, WAIT, "", 64)


SCALE = Anchors("x", "", 1, "", 100, 0.0, 200_000.0, 1.0, 1.0, ())


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, LookSettings]]:
    """Days are made up: on each a loss of as many points as its number, four actions, half a point injected."""
    looks: list[tuple[int, LookSettings]] = []

    def looked(game: Any, look: LookSettings, number: int, kept: DayCache) -> DayResult:
        looks.append((number, look))
        assert game.cents == 2_000 and kept.known_texts.get("day", str(number)) == str(number)
        kept.known_texts["day"] = str(number)
        priced = PricedDay([decision(number + 1, -number, -number - 1.0)], 0.5, 4)
        return DayResult(priced, 10_000.0 * number, 10_000.0 * number + 6_000, kept)

    monkeypatch.setattr(games, "price_day", looked)
    return looks


def test_a_games_prices_are_its_days_put_together(asked: list[Any]) -> None:
    told: list[int] = []
    found = price_game(small(30), 3, [[], [], []], SCALE, Settings(128, guess=True, options=False), None, told.append)
    assert [one.day for one in found.decisions] == [1, 2, 3]
    assert (found.injected, found.choice_count, found.rollouts) == (1.5, 12, 128)
    # Half-widths of one point each: together the root of three.
    assert found.score is not None and (found.score.mean, found.score.half_width) == (97, pytest.approx(3**0.5))
    assert asked == [(number, LookSettings(128, False, True, False)) for number in range(3)] and told == [1, 2, 3]
    assert found.luck == () and found.adjusted is None
    assert price_game(small(30), 3, [[], []], SCALE, Settings(128)).score is None, "eight decisions make no score"


def test_luck_is_told_of_a_finished_game(asked: list[Any]) -> None:
    found = price_game(small(30), 3, [[] for _ in range(31)], SCALE, Settings(64, luck=True))
    # A point is 2,000 cents: the deal is 100 under par; each morning came two over the day redrawn.
    assert found.luck[:3] == (DayLuck(0, -100.0), DayLuck(1, 2.0), DayLuck(2, 2.0)) and len(found.luck) == 32
    end = games._GamePricer(small(30), 3, [[] for _ in range(31)], SCALE, Settings(64, luck=True))._end()
    idle = new_state(small(30).world(), 3)
    while not idle.board.over:
        games.advance(idle)
    assert end == idle.returns() and found.luck[31] == DayLuck(31, (end - 306_000) / 2_000)
    equity = SCALE.equity(end)
    assert equity is not None and found.adjusted is not None and found.score is not None
    assert found.adjusted.mean == pytest.approx(equity - sum(one.amount for one in found.luck) - 31 * 0.5 - 31 * 0.5)
    assert found.adjusted.half_width == found.score.half_width
    assert price_game(small(30), 3, [[] for _ in range(30)], SCALE, Settings(64, luck=True)).luck == ()
    assert price_game(small(30), 3, [[] for _ in range(31)], SCALE, Settings(64)).luck == ()


@pytest.mark.parametrize(("score", "guess", "scale"), [(None, 0.5, SCALE), (Estimate(9, 8, 10), None, SCALE)])
def test_nothing_is_adjusted_while_a_part_is_missing(
    score: Estimate | None, guess: float | None, scale: Anchors
) -> None:
    prices = Prices((decision(1, -3, guess=guess),), 0.0, (), score, None, 64, 20)
    assert games._adjusted(prices, scale, 5) is prices
    weak = Anchors("x", "", 1, "", 100, 0.0, 0.0, 1.0, 1.0, ())
    assert games._adjusted(Prices((), 0.0, (), Estimate(9, 8, 10), None, 64, 20), weak, 5).adjusted is None


def test_later_looks_begin_with_the_day_that_may_have_cost_most(asked: list[Any]) -> None:
    steps = list(stream_prices(small(30), 3, [[], [], []], SCALE, Settings(128, luck=True)))
    assert [(number, look.max_replicates) for number, look in asked] == [
        (0, 16), (1, 16), (2, 16), (2, 64), (1, 64), (0, 64), (2, 128), (1, 128), (0, 128),
    ]  # fmt: skip
    assert [look.options for _, look in asked] == [False] * 6 + [True] * 3
    assert [(one.replicates, one.done, one.days) for one in steps][2:4] == [(16, 3, 3), (64, 1, 3)]
    # A score only once every day was looked at.
    assert [one.prices.score is None for one in steps] == [True, True] + [False] * 7
    assert [len(one.prices.decisions) for one in steps][:3] == [1, 2, 3]
    asked.clear()
    list(stream_prices(small(30), 3, [[]], SCALE, Settings(64)))
    assert [look.max_replicates for _, look in asked] == [16, 64]


def test_a_few_days_are_handed_out_ahead(asked: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(games, "AHEAD", 2)
    out: list[int] = []

    class Ready:
        """What was handed out is done as soon as somebody waits for it."""

        def __init__(self, number: int, found: DayResult) -> None:
            self.number, self.found = number, found

        def done(self) -> bool:
            return False

        def result(self) -> DayResult:
            return self.found

    class Pool:
        def submit(self, work: Any, game: Any, look: LookSettings, number: int, kept: DayCache) -> Any:
            out.append(number)
            return Ready(number, work(game, look, number, kept))

    monkeypatch.setattr(games, "wait", lambda waiting, return_when: ([next(iter(waiting))], None))
    told = games._GamePricer(small(30), 3, [[] for _ in range(5)], SCALE, Settings(64))
    found = list(told.look(LookSettings(64), Pool()))  # type: ignore[arg-type]
    # Nothing came of the first two yet, so that all others are worked out here.
    assert out == [0, 1] and found == [2, 3, 4, 0, 1] and sorted(told._results) == [0, 1, 2, 3, 4]
    again = list(told.look(LookSettings(64), Pool()))  # type: ignore[arg-type]
    assert sorted(again) == [0, 1, 2, 3, 4] and out[2:] == [4, 3, 2, 1, 0], "once it has begun it is waited for"


# --- words ------------------------------------------------------------------------------------------------------------


def test_an_order_is_told_with_its_rule_and_mode() -> None:
    board = free().board
    rule = order_lines(board)[Order.ROLL_BACK]
    assert rule.note.endswith(".")
    said = known_words(board, StandingOrder(Order.ROLL_BACK, 2))
    assert said == f"{rule.name}: off until then; {rule.note.removesuffix('.')}"


def test_a_live_model_is_told_with_its_customers_and_its_incident() -> None:
    state = free()
    card = launched(state, PROMPT, 50)
    until(state, lambda: len(card.monitored_ppm) > 1)
    said = known_words(state.board, Kill(PROMPT))
    assert said.startswith("live ") and "at 50 % of traffic; " in said and "incident" not in said
    card.incident = 1
    assert "; an incident goes on, $500 a day; " in known_words(state.board, Kill(PROMPT))
    card.stage = Stage.EVALUATION
    assert known_words(state.board, Kill(PROMPT)).startswith("an incident goes on")


def test_a_set_is_told_with_its_cards_its_kappa_and_the_vendor() -> None:
    board = free().board
    task = board.data[LABELS]
    waiting = [card for card in board.cards if board.world.ideas[card.index].dataset == LABELS and card.shown]
    assert len(waiting) > 1
    said = f"0 % of the set delivered, {len(waiting)} open cards on it".split(", ")
    assert known_words(board, OrderData(LABELS, 10)) == "; ".join(said)
    waiting[0].decision = 1
    task.delivered_pct, task.kappa_items, task.kappa_ppm = 20, 200, 655_000
    task.column, task.due_day, task.days_left = Column.COLLECTION, 17, 3
    rest = f"20 % of the set delivered; {len(waiting) - 1} open card{'s' * (len(waiting) > 2)} on it; kappa "
    assert known_words(board, OrderData(LABELS, 10)).startswith(rest)
    assert known_words(board, OrderData(LABELS, 10)).endswith(" on 200 items; the vendor promises day 17")
    task.column = Column.ANNOTATION
    assert known_words(board, OrderData(LABELS, 10)).endswith("the vendor promises day 17")
    task.column, task.days_left = Column.QA, 0
    assert not known_words(board, OrderData(LABELS, 10)).endswith("day 17")


@pytest.mark.parametrize(("good", "says"), [(0, "under 2 %"), (1, "25 %"), (3, "75 %"), (4, "over 98 %")])
def test_chances_are_shares_of_the_truths(good: int, says: str) -> None:
    state = free()
    truths = [copy_truth(state.truth) for _ in range(4)]
    for place, truth in enumerate(truths):
        truth.batch[LABELS] = 0 if place < good else 1
        card = truth.cards[PROMPT]
        # For customers: 84 less 1 of skew and what a fault takes, against the bar of incidents of 83.
        card.quality_ppm, card.skew_ppm, card.fault = 840_000, -10_000, 0 if place < good else 1
        card.ceiling_ppm = state.world.launch_ppm - (place >= good)
    assert chance_words(state.board, OrderData(LABELS, 10), truths) == ""
    state.board.data[LABELS].ordered_pct = 10
    assert chance_words(state.board, OrderData(LABELS, 10), truths) == f"P(good labels) {says} by all that was seen"
    assert chance_words(state.board, Start(PROMPT), truths) == f"P(can reach ≥ 88) {says} by all that was seen"
    card = state.board.cards[PROMPT]
    card.stage, card.version = Stage.PRODUCTION, 1
    assert chance_words(state.board, Kill(PROMPT), truths) == f"P(customers get ≥ 83) {says} by all that was seen"
    assert chance_words(state.board, Kill(PROMPT), []) == ""


def test_what_an_option_takes_is_told_in_brackets() -> None:
    state = free()
    board = state.board
    action: Any = SimpleNamespace(preview=lambda board: SimpleNamespace(minutes=30, gpu_min=90, cents=12_000))

    def said(minutes: int = 0, gpu_min: int = 0, cents: int = 0) -> str:
        action.preview = lambda board: SimpleNamespace(minutes=minutes, gpu_min=gpu_min, cents=cents)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("aiboard.analysis.pricing.words.check", lambda board, action: Refusal.NONE)
            return cost_words(board, action)

    assert (said(), said(30), said(0, 120)) == ("", " (30 min of yours)", " (2 GPU-h)")
    assert said(cents=12_000) == " ($120)" and said(30, 120, 12_000) == " (30 min of yours, 2 GPU-h, $120)"
    assert cost_words(board, None) == "" == cost_words(board, Promote(RAG)), "not possible"
    assert cost_words(board, Start(RAG)).startswith(" (")
