"""The history tells all: a board rebuilt from it is the board, and each preview and each price is what happens."""

import random
from collections import Counter
from collections.abc import Iterator

import pytest

from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import (
    Decided,
    Deferred,
    Diverged,
    Documented,
    EvalDone,
    EvalStarted,
    IdeaAdded,
    Iterating,
    Killed,
    LeakChecked,
    Moved,
    Paused,
    Prioritised,
    Promoted,
    Resumed,
    RunEnded,
    SetRefreshed,
    Ticketed,
    WentOverLimit,
)
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded, RootCauseFound
from aiboard.engine.happenings.data import (
    BatchAccepted,
    DataMoved,
    DataOrdered,
    GuidelinesDone,
    KappaRead,
    ScopeAdded,
    ScopeMet,
    SentBack,
)
from aiboard.engine.happenings.live import (
    CanaryReviewed,
    LegalDone,
    LegalStarted,
    Monitored,
    ShareSet,
)
from aiboard.engine.happenings.plan import (
    Closed,
    ForecastGiven,
    GpusReserved,
    OrderSet,
    SprintEnded,
    WipSet,
)
from aiboard.engine.model.board import Board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import CHAOS_ROWS, Chaos, Column, Order, Source, Stage
from aiboard.engine.verbs import (
    Action,
    AddIdea,
    CardAction,
    CheckLeak,
    Defer,
    Deploy,
    Document,
    Evaluate,
    Forecast,
    Guidelines,
    Inject,
    Iterate,
    Kill,
    LegalReview,
    OrderData,
    Pause,
    Prioritise,
    Promote,
    Reserve,
    Resume,
    SetWip,
    StandingOrder,
    Start,
    Ticket,
)
from tests.engine.play import of_kind
from tests.engine.worlds import LABELS, RAG, world


def lively() -> Iterator[State]:
    """Random games of a manager with time, where things go wrong often; the state as each ends."""
    made = world(
        minutes=2_000, hazard_ppm=[100_000, 300_000, 600_000], bad_launch_ppm=870_000, legal_days=3, handoff_points=100,
        gpus=8, canary_days=2, eval_gpu_min=60,
    )  # fmt: skip
    for idea in made.ideas:
        idea.run_points, idea.setup_points = 100, 50
    latents = Latents(made)
    for seed in range(5):
        dice = random.Random(seed)
        state = new_state(made, seed, latents)
        while not state.board.over:
            busy_day(state, dice, inject=dice.random() < 0.3)
            advance(state)
        yield state


def busy_day(state: State, dice: random.Random, inject: bool = False) -> None:
    """Some possible actions of verbs drawn alike; kills are rare, so that cards live long enough to be launched."""
    for _ in range(dice.randint(2, 9)):
        found = legal_actions(state.board, inject=inject)
        verbs = sorted({action.VERB for action in found} - ({"kill", "roll-back"} if dice.random() < 0.9 else set()))
        verb = dice.choice(verbs)
        act(state, dice.choice([action for action in found if verb == action.VERB]))


@pytest.fixture(scope="module")
def games() -> list[State]:
    return list(lively())


class Retold:
    """What the history alone says of a game."""

    def __init__(self, state: State) -> None:
        ideas = state.world.ideas
        self.stage = [Stage.BACKLOG] * len(ideas)
        self.shown = [idea.ready_sprint == 0 for idea in ideas]
        self.priority = [idea.priority for idea in ideas]
        self.wip = list(state.world.wip)
        self.orders = [0] * len(Order)
        self.count: Counter[tuple[type[Event], int]] = Counter()
        for event in state.board.history:
            self.count[type(event), event.card] += 1
            if isinstance(event, Moved):
                assert self.stage[event.card] == event.before != event.after
                self.stage[event.card] = Stage(event.after)
            elif isinstance(event, IdeaAdded):
                assert not self.shown[event.card] and event.person == ideas[event.card].person
                assert event.stated_pct == state.board.cards[event.card].stated_pct
                self.shown[event.card] = True
            elif isinstance(event, Prioritised):
                assert self.priority[event.card] != event.priority
                self.priority[event.card] = event.priority
            elif isinstance(event, RootCauseFound) and event.chaos == Chaos.EVAL_REGRESSION:
                # Its mend goes first in the queue.
                self.priority[event.card] = 1
            elif isinstance(event, WipSet):
                assert self.wip[event.stage] != event.limit
                self.wip[event.stage] = event.limit
            elif isinstance(event, OrderSet):
                assert self.orders[event.order] != event.mode
                self.orders[event.order] = event.mode
            elif isinstance(event, WentOverLimit):
                now = sum(stage == event.stage and shown for stage, shown in zip(self.stage, self.shown, strict=True))
                assert now == event.count > self.wip[event.stage] > 0 and self.stage[event.card] == event.stage

    def of(self, kind: type[Event], card: int) -> int:
        return self.count[kind, card]


def test_a_board_rebuilt_from_its_history_is_the_board(games: list[State]) -> None:
    over = 0
    for state in games:
        board, told = state.board, Retold(state)
        assert told.stage == [card.stage for card in board.cards]
        assert told.shown == [card.shown for card in board.cards]
        assert (told.wip, told.orders) == (board.wip, board.orders)
        assert told.priority == [card.priority for card in board.cards]
        over += sum(count for (kind, _), count in told.count.items() if kind is WentOverLimit)
    assert over > 5


def test_what_a_card_counts_is_in_its_history(games: list[State]) -> None:
    seen: Counter[str] = Counter()
    for state in games:
        told = Retold(state)
        for card in state.board.cards:
            at = card.index
            assert card.runs_done + card.diverged >= told.of(RunEnded, at) == len(card.readouts) == card.version
            assert card.diverged == told.of(Diverged, at) and card.changes == told.of(Iterating, at)
            assert card.paused <= (told.of(Paused, at) > told.of(Resumed, at))
            assert bool(card.decision) == told.of(Decided, at) and bool(card.ticket_day) == (told.of(Ticketed, at) > 0)
            assert card.leak_checked == told.of(LeakChecked, at)
            assert card.reviews == told.of(CanaryReviewed, at) and card.live_days == told.of(Monitored, at)
            assert not card.documented or told.of(Documented, at) + told.of(Killed, at) + told.of(Promoted, at)
            seen.update({"runs": card.version, "lost": card.diverged, "live": card.live_days, "reviews": card.reviews})
            seen.update({"decided": bool(card.decision), "changes": card.changes, "leaks": card.leak_checked})
    assert min(seen.values()) > 3, seen


def test_each_event_of_a_card_says_what_was_so(games: list[State]) -> None:
    for state in games:
        runs: Counter[int] = Counter()
        seeds: Counter[int] = Counter()
        share: Counter[int] = Counter()
        lost: Counter[int] = Counter()
        for event in state.board.history:
            card = state.board.cards[event.card] if event.card >= 0 else None
            if isinstance(event, RunEnded) and card:
                assert event.readout_ppm == card.readouts[runs[event.card]]
                assert event.corrected_ppm == card.corrected[runs[event.card]]
                assert event.kill_ppm in (0, card.kill_ppm) and (
                    not event.kill_ppm or event.corrected_ppm < event.kill_ppm
                )
                runs[event.card] += 1
                assert event.run == runs[event.card]
                lost[event.card] = 0
            elif isinstance(event, Diverged):
                lost[event.card] += 1
                assert (event.run, event.in_a_row) == (runs[event.card] + 1, lost[event.card]) and event.points > 0
            elif isinstance(event, EvalStarted):
                assert event.seeds >= 1 and event.part_pct in (20, 50, 100)
                least = -(-event.seeds * state.world.eval_gpu_min * event.part_pct // 100)
                assert event.gpu_min in (least, least + state.world.slice_gpu_min)
                seeds[event.card] += event.seeds
            elif isinstance(event, EvalDone) and card:
                assert event.seeds >= 1 and event.gate in (-1, 0, 1) and 0 < event.mean_ppm <= 1_000_000
            elif isinstance(event, ShareSet):
                assert 0 <= event.percent <= 100 and event.before in (share[event.card], 100, 95, 50, 0, 5)
                share[event.card] = event.percent
        for card in state.board.cards:
            assert card.seeds_done + card.seeds_pending <= seeds[card.index]


def test_the_data_board_rebuilt_from_its_history(games: list[State]) -> None:
    moved = read = 0
    for state in games:
        column = [Column.READY if spec.ready else Column.NEEDED for spec in state.world.datasets]
        ordered, delivered = [100 if spec.ready else 0 for spec in state.world.datasets], [0] * len(column)
        last: dict[int, KappaRead] = {}
        for event in state.board.history:
            at = event.data
            if isinstance(event, DataMoved):
                assert event.before == column[at] or (event.before, column[at]) == (Column.ANNOTATION, Column.QA)
                column[at] = Column(event.after)
                moved += 1
            elif isinstance(event, DataOrdered):
                assert event.cents == state.world.datasets[at].cents * event.percent // 100 > 0
                ordered[at] += event.percent
            elif isinstance(event, BatchAccepted):
                assert delivered[at] < event.delivered_pct <= ordered[at]
                delivered[at] = event.delivered_pct
            elif isinstance(event, KappaRead):
                assert event.items % state.world.spot_check_items == 0 and event.items > 0
                last[at] = event
                read += 1
            elif isinstance(event, SentBack):
                assert event.cents > 0
                column[at] = Column.ANNOTATION
        for task, spec in zip(state.board.data, state.world.datasets, strict=True):
            assert (task.column, task.ordered_pct) == (column[task.index], ordered[task.index])
            assert task.delivered_pct == (100 if spec.ready else delivered[task.index])
            if task.index in last:
                assert task.kappa_ppm == last[task.index].kappa_ppm
            told = [event.data for event in of_kind(state.board.history, GuidelinesDone)]
            assert task.guidelines == (task.index in told)
    assert moved > 30 and read > 10


def test_the_calendar_is_told(games: list[State]) -> None:
    for state in games:
        board, history = state.board, state.board.history
        assert [event.day for event in history] == sorted(event.day for event in history)
        sprints = of_kind(history, SprintEnded)
        assert [(event.sprint, event.day) for event in sprints] == [(n, 10 * n) for n in range(1, 5)]
        decided = of_kind(history, Decided)
        for event in sprints:
            assert event.decided == sum(10 * event.sprint - 9 <= one.day <= event.day for one in decided)
        assert (board.promoted, board.killed) == tuple(sum(one.decision == n for one in decided) for n in (1, 2))
        assert [(event.day, event.value_cents) for event in of_kind(history, Closed)] == [(40, state.returns())]
        assert len(of_kind(history, SetRefreshed)) == board.set_version
        assert [event.version for event in of_kind(history, SetRefreshed)] == list(range(1, board.set_version + 1))
        legal = [*of_kind(history, LegalStarted), *of_kind(history, LegalDone)]
        assert len(legal) == board.legal
        if board.legal:
            assert legal[0].day == board.legal_day and legal[0].days == 3  # type: ignore[attr-defined]
        forecasts = of_kind(history, ForecastGiven)
        if forecasts:
            last = forecasts[-1]
            assert (last.day_70, last.day_90, last.day) == (board.forecast_70, board.forecast_90, board.forecast_day)
        reserved = of_kind(history, GpusReserved)
        if reserved:
            assert (board.reserved_gpus, board.reserved_until) == (
                reserved[-1].gpus,
                reserved[-1].day + reserved[-1].days - 1,
            )


def test_disruptions_are_told_with_their_days_and_who_brought_them(games: list[State]) -> None:
    kinds: set[int] = set()
    for state in games:
        history = state.board.history
        began = of_kind(history, ChaosBegan)
        assert state.board.injected == sum(event.source != Source.DRAWN for event in began)
        for event in began:
            assert event.days == state.world.chaos_days[event.chaos]
            kinds.add(event.chaos)
        ended = {(event.chaos, event.day) for event in of_kind(history, ChaosEnded)}
        for item in state.board.disruptions:
            lasts = CHAOS_ROWS[item.kind].lasting
            assert lasts or item.until_day == item.from_day
            if lasts and item.until_day <= 40 and not item.handled:
                assert (item.kind, item.until_day) in ended
        for scope in of_kind(history, ScopeAdded):
            ideas = [event for event in of_kind(history, IdeaAdded) if event.day == scope.day]
            assert scope.data == state.board.scope_data and scope.cards <= len(ideas)
            assert state.board.data[scope.data].shown
        assert state.board.scope_met == (len(of_kind(history, ScopeMet)) > 0)
    assert kinds == {int(kind) for kind in Chaos}


# --- previews -------------------------------------------------------------------------------------------------------


def test_a_preview_is_what_an_action_does_at_once() -> None:
    """Minutes, cents, setup, stage, its cards and limit, who holds the card, with how many and how fast."""
    made = world(minutes=2_000, hazard_ppm=[300_000] * 3, legal_days=2, handoff_points=0, gpus=8)
    for idea in made.ideas:
        idea.run_points = 150
    latents = Latents(made)
    checked: Counter[str] = Counter()
    for seed in range(3):
        dice = random.Random(seed)
        state = new_state(made, seed, latents)
        while not state.board.over:
            found = legal_actions(state.board, inject=False)
            verbs = sorted({action.VERB for action in found})
            for verb in dice.sample(verbs, min(7, len(verbs))):
                action = dice.choice([one for one in found if verb == one.VERB])
                clone = state.clone()
                said = action.preview(clone.board)
                held = [task.ordered_pct for task in clone.board.data]
                setup = clone.board.cards[action.card].setup_left if isinstance(action, CardAction) else 0
                scores = len(clone.board.cards[action.card].scores) if isinstance(action, CardAction) else 0
                act(clone, action)
                board = clone.board
                assert said.minutes == state.board.minutes_left - board.minutes_left, action
                paid = state.board.ledger.booked() - board.ledger.booked()
                # A launch is paid when the model meets its first customers.
                assert paid == (0 if isinstance(action, Promote) else said.cents), action
                checked[action.VERB] += 1
                if isinstance(action, OrderData):
                    assert paid == made.datasets[action.data].cents * (action.percent - held[action.data]) // 100
                if not isinstance(action, CardAction):
                    assert (said.stage, said.holder, said.speed_pct, said.gpu_min, said.void_seeds) == (
                        -1,
                        -1,
                        100,
                        0,
                        0,
                    )
                    continue
                card = board.cards[action.card]
                if isinstance(action, Iterate):
                    assert said.setup_points == card.setup_left
                elif action.VERB == "resume":
                    assert said.setup_points == card.setup_left - setup
                if said.stage >= 0:
                    assert (card.stage, said.cards) == (said.stage, board.count(Stage(said.stage)))
                    assert said.limit == board.wip[said.stage]
                    holds = sum(one.holder == card.holder and one.in_flight() for one in board.cards)
                    assert (said.holder, said.workload) == (card.holder, holds)
                    assert said.speed_pct == made.focus_pct[min(max(holds, 1), 4) - 1]
                if isinstance(action, Evaluate):
                    assert said.gpu_min == card.eval_left_min > 0 and said.void_seeds == scores - len(card.scores)
            busy_day(state, dice)
            advance(state)
    assert len(checked) > 20 and min(checked[verb] for verb in ("start", "evaluate", "promote", "kill")) > 5


# --- what is offered ------------------------------------------------------------------------------------------------


def _board() -> Board:
    return new_state(world(), 1).board


def test_what_is_offered_and_tried_are_useful_amounts() -> None:
    board = _board()
    assert Deploy.options(board, RAG) == [Deploy(RAG, share) for share in (5, 50, 100)]
    assert Prioritise.options(board, RAG) == [Prioritise(RAG, place) for place in (1, 2, 3, 4, 5)]
    assert Prioritise.priced_options(board, RAG) == [Prioritise(RAG, 1), Prioritise(RAG, 5)]
    assert OrderData.options(board, LABELS) == [OrderData(LABELS, 10), OrderData(LABELS, 100)]
    assert Reserve.options(board, -1) == [Reserve(1, 5)]
    assert Reserve.priced_options(board, -1) == [Reserve(1, 5), Reserve(4, 5), Reserve(1, 10)]
    assert Forecast.options(board, -1) == [Forecast(11, 21)]
    assert AddIdea.options(board, -1) == [AddIdea(family) for family in range(4)]
    assert Inject.options(board, -1) == [Inject(kind) for kind in range(6)]
    assert Iterate.options(board, RAG) == [Iterate(RAG, change) for change in (0, 1, 2)]
    assert Iterate.priced_options(board, RAG) == [Iterate(RAG, change) for change in (1, 0, 2)]
    assert Iterate.default_action(board, RAG) == Iterate(RAG, 1)
    assert StandingOrder.priced_options(board, 2) == [StandingOrder(2, mode) for mode in (0, 1, 2)]
    assert len(StandingOrder.options(board, -1)) == 3 * len(Order)
    assert SetWip.priced_options(board, Stage.EXPERIMENT) == [SetWip(2, limit) for limit in (2, 4, 6)]
    limits = SetWip.options(board, -1)
    assert limits[:8] == [SetWip(1, limit) for limit in range(1, 9)] and len(limits) == 5 * 8
    assert Kill.priced_options(board, RAG) == [Kill(RAG, 9, "noted")] and Document.options(board, RAG) == [
        Document(RAG, "noted")
    ]
    assert Evaluate.priced_options(board, RAG) == [
        Evaluate(RAG, 3, slices=True), Evaluate(RAG, 1), Evaluate(RAG, 3, 20), Evaluate(RAG, 3, 50),
    ]  # fmt: skip
    offered = {(one.seeds, one.percent, one.slices) for one in Evaluate.options(board, RAG)}  # type: ignore[attr-defined]
    whole = {(seeds, 100, slices) for seeds in (1, 2, 3, 5) for slices in (False, True)}
    assert offered == whole | {(seeds, part, False) for seeds in (3, 5) for part in (20, 50)}


def test_the_usual_evaluation_is_a_first_look_and_then_a_little_more() -> None:
    board = _board()
    card = board.cards[RAG]
    assert Evaluate.default_action(board, RAG) == Evaluate(RAG, 3)
    card.scores, card.eval_pct = [800_000], 50
    assert Evaluate.default_action(board, RAG) == Evaluate(RAG, 3), "a part is confirmed on all the questions"
    card.eval_pct = 100
    assert Evaluate.default_action(board, RAG) == Evaluate(RAG, 2)


def test_an_action_is_about_its_card_its_data_its_order_or_its_stage() -> None:
    about = [
        one.subject_index() for one in (Start(3), OrderData(2, 10), StandingOrder(4, 1), SetWip(5, 2), Forecast(9, 10))
    ]
    assert about == [3, 2, 4, 5, -1]


# --- what an action leaves ------------------------------------------------------------------------------------------


def test_a_ticket_keeps_what_it_is_not_told() -> None:
    state = new_state(world(minutes=1_000), 1)
    card = state.board.cards[RAG]
    act(state, Ticket(RAG, 900_000, 820_000, 9))
    state.board.day = 3
    act(state, Ticket(RAG, success_ppm=910_000))
    assert (card.success_ppm, card.kill_ppm, card.box_days, card.ticket_day) == (910_000, 820_000, 9, 3)
    assert card.kill_run == min(state.world.kill_run, 3)


def test_a_start_and_an_iteration_begin_with_nothing_done() -> None:
    state = new_state(world(minutes=1_000), 1)
    card = state.board.cards[RAG]
    card.run_points_done, state.board.day = 40, 4
    act(state, Start(RAG))
    assert (card.started_day, card.setup_left, card.run_points_done) == (4, 100, 0)
    card.stage = Stage.EVALUATION
    act(state, Iterate(RAG, 1))
    assert (card.change, card.changes, card.run_points_done) == (1, 1, 0)


def test_a_kill_leaves_no_work_and_its_words() -> None:
    state = new_state(world(minutes=1_000), 1)
    card = state.board.cards[RAG]
    act(state, Start(RAG))
    card.seeds_pending, card.eval_left_min, card.change, card.paused = 3, 500, 1, True
    state.board.day = 6
    act(state, Kill(RAG, 2, "too small"))
    assert (card.seeds_pending, card.eval_left_min, card.change, card.paused) == (0, 0, -1, False)
    assert (card.reason, card.learning, card.documented, card.decision, card.decided_day) == (
        2,
        "too small",
        True,
        2,
        6,
    )
    board = state.board
    assert (board.decided, board.decided_sprint, board.killed, board.promoted) == (1, 1, 1, 0)


def _ready() -> State:
    """A card in each state that an action below needs: the first in the backlog, RAG with a checkpoint, and so on."""
    state = new_state(world(minutes=2_000, legal_days=5), 1)
    board = state.board
    for index, stage in (
        (RAG, Stage.EVALUATION),
        (4, Stage.EXPERIMENT),
        (5, Stage.EXPERIMENT),
        (8, Stage.KILLED),
        (9, Stage.HYPOTHESIS),
    ):
        board.cards[index].stage, board.cards[index].version = stage, 1
    board.cards[5].paused = True
    board.day = 4
    return state


#: An action and what it tells, field by field; the day is that of the board.
TELLS: list[tuple[Action, type[Event], dict[str, object]]] = [
    (Prioritise(RAG, 1), Prioritised, {"card": RAG, "priority": 1}),
    (SetWip(Stage.EXPERIMENT, 7), WipSet, {"stage": Stage.EXPERIMENT, "limit": 7, "card": -1, "data": -1}),
    (StandingOrder(Order.START, 2), OrderSet, {"order": Order.START, "mode": 2}),
    (Reserve(2, 5), GpusReserved, {"gpus": 2, "days": 5}),
    (Forecast(20, 30), ForecastGiven, {"day_70": 20, "day_90": 30}),
    (AddIdea(2), IdeaAdded, {"card": 22, "person": 3}),
    (Pause(4), Paused, {"card": 4}),
    (Resume(5), Resumed, {"card": 5}),
    (Document(8, "noted"), Documented, {"card": 8}),
    (Defer(9), Deferred, {"card": 9}),
    (Ticket(0), Ticketed, {"card": 0, "fresh_ppm": 0, "fresh_cards": 0}),
    (Ticket(0), Moved, {"card": 0, "before": Stage.BACKLOG, "after": Stage.HYPOTHESIS}),
    (Start(9), Moved, {"card": 9, "before": Stage.HYPOTHESIS, "after": Stage.EXPERIMENT}),
    (Evaluate(RAG, 2, 50), EvalStarted, {"card": RAG, "seeds": 2, "gpu_min": 240, "part_pct": 50}),
    (Iterate(RAG, 2), Iterating, {"card": RAG, "change": 2}),
    (CheckLeak(RAG), LeakChecked, {"card": RAG}),
    (Promote(RAG), Promoted, {"card": RAG, "passed": False}),
    (Promote(RAG), LegalStarted, {"days": 5}),
    (Promote(RAG), Decided, {"card": RAG, "decision": 1}),
    (LegalReview(), LegalStarted, {"days": 5}),
    (Guidelines(LABELS), GuidelinesDone, {"data": LABELS, "card": -1}),
    (OrderData(LABELS, 10), DataOrdered, {"data": LABELS, "percent": 10, "cents": 25_000}),
    (OrderData(LABELS, 10), DataMoved, {"data": LABELS, "before": 0, "after": 1, "batch_pct": 10}),
    (Kill(4, 3, "x"), Killed, {"card": 4, "reason": 3, "seeds": 0, "mean_ppm": 0}),
    (Inject(Chaos.GPU_SHORTAGE, 3), ChaosBegan, {"chaos": 0, "days": 3, "source": Source.PLAYER, "card": -1}),
]  # fmt: skip


@pytest.mark.parametrize(("action", "kind", "fields"), TELLS, ids=lambda value: repr(value)[:40])
def test_an_action_tells_what_it_did(action: Action, kind: type[Event], fields: dict[str, object]) -> None:
    state = _ready()
    told = of_kind(act(state, action), kind)
    assert len(told) == 1 and told[0].day == 4
    assert {name: getattr(told[0], name) for name in fields} == fields
