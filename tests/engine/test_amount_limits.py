"""Every amount at its bound from both sides, every verb on every stage, and invariants that stop a broken game."""

from collections.abc import Callable

import pytest

from aiboard.engine.act import check, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.invariants import LARGEST, check_day
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import (
    Block,
    Change,
    Chaos,
    Column,
    Mode,
    Order,
    Reason,
    Refusal,
    Regression,
    Source,
    Stage,
)
from aiboard.engine.moves import RuleBroken, move
from aiboard.engine.verbs import (
    Accept,
    Action,
    AddIdea,
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
    Relabel,
    Reserve,
    Respond,
    Resume,
    ReviewCanary,
    RollBack,
    RootCause,
    SetWip,
    SpotCheck,
    StandingOrder,
    Start,
    Ticket,
    Unblock,
)
from tests.engine.worlds import CORPUS, LABELS, RAG, SCOPE, quiet

OK, BAD = Refusal.NONE, Refusal.BAD_AMOUNT


def fresh(**changes: object) -> State:
    """The first morning of a manager without a clock."""
    return new_state(quiet(minutes=100_000, **changes), 5)


def staged(stage: Stage, **fields: object) -> State:
    """A game whose card RAG stands in a stage, with one checkpoint where it has been trained."""
    state = fresh()
    card = state.board.cards[RAG]
    card.stage = stage
    card.version = 1 if stage in (Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION, Stage.PRODUCTION) else 0
    for name, value in fields.items():
        assert hasattr(card, name)
        setattr(card, name, value)
    return state


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        *((Ticket(RAG, success_ppm=ppm), OK) for ppm in (0, 300_000, 999_000)),
        *((Ticket(RAG, success_ppm=ppm), BAD) for ppm in (-1, 1, 299_999, 999_001)),
        *((Ticket(RAG, kill_ppm=ppm), OK) for ppm in (0, 1, 999_000)),
        *((Ticket(RAG, kill_ppm=ppm), BAD) for ppm in (-1, 999_001)),
        *((Ticket(RAG, box_days=days), OK) for days in (0, 1, 120)),
        *((Ticket(RAG, box_days=days), BAD) for days in (-1, 121)),
        *((Prioritise(RAG, priority), OK) for priority in (1, 5)),
        *((Prioritise(RAG, priority), BAD) for priority in (0, 6)),
        (Prioritise(RAG, 3), Refusal.ALREADY_DONE),
        *((Kill(RAG, reason), OK) for reason in (0, int(max(Reason)))),
        *((Kill(RAG, reason), BAD) for reason in (-1, int(max(Reason)) + 1)),
        *((Reserve(gpus, 5), OK) for gpus in (1, 4)),
        *((Reserve(gpus, 5), BAD) for gpus in (0, 5)),
        *((Reserve(1, days), OK) for days in (1, 60)),
        *((Reserve(1, days), BAD) for days in (0, 61)),
        *((SetWip(Stage.EXPERIMENT, limit), OK) for limit in (1, 20)),
        *((SetWip(Stage.EXPERIMENT, limit), BAD) for limit in (0, 21)),
        *((SetWip(stage, 7), OK) for stage in range(Stage.HYPOTHESIS, Stage.PRODUCTION + 1)),
        *((SetWip(stage, 7), BAD) for stage in (Stage.BACKLOG, Stage.KILLED, -1, 9)),
        (SetWip(Stage.EXPERIMENT, 3), Refusal.ALREADY_DONE),
        *((StandingOrder(order, Mode.ASK), OK) for order in (0, len(Order) - 1)),
        *((StandingOrder(order, Mode.ASK), BAD) for order in (-1, len(Order))),
        *((StandingOrder(Order.START, mode), OK) for mode in (Mode.ASK, Mode.AUTO)),
        *((StandingOrder(Order.START, mode), BAD) for mode in (-1, 3)),
        (StandingOrder(Order.START, Mode.OFF), Refusal.ALREADY_DONE),
        (StandingOrder(Order.KILL_LINE, Mode.ASK), OK),
        (StandingOrder(Order.KILL_LINE, Mode.AUTO), BAD),
        (Forecast(1, 1), OK),
        (Forecast(20, 80), OK),
        (Forecast(0, 20), BAD),
        (Forecast(20, 19), BAD),
        (Forecast(20, 81), BAD),
        *((AddIdea(family), OK) for family in (0, 3)),
        *((AddIdea(family), Refusal.NO_SUCH_CARD) for family in (-1, 4)),
        *((Inject(kind), OK) for kind in (Chaos.GPU_SHORTAGE, Chaos.DATA_ISSUE, Chaos.SCOPE_CHANGE)),
        *((Inject(kind), BAD) for kind in (-1, len(Chaos))),
        *((Inject(Chaos.SCOPE_CHANGE, days), OK) for days in (0, 10)),
        (Inject(Chaos.SCOPE_CHANGE, 11), BAD),
        *((Inject(Chaos.GPU_SHORTAGE, 1, source), OK) for source in (Source.PLAYER, Source.FACILITATOR)),
        *((Inject(Chaos.GPU_SHORTAGE, 1, source), BAD) for source in (Source.DRAWN, 3)),
        *((Start(card), Refusal.NO_SUCH_CARD) for card in (-1, 20, 28)),
        *((Start(card), OK) for card in (0, 19)),
        *((OrderData(data, 100), Refusal.NO_SUCH_CARD) for data in (-1, SCOPE, 4)),
        (OrderData(CORPUS, 100), Refusal.ALREADY_DONE),
        *((OrderData(LABELS, percent), OK) for percent in (10, 100)),
        *((OrderData(LABELS, percent), BAD) for percent in (0, 9, 11, 99, 101)),
        (Guidelines(CORPUS), Refusal.NOTHING_TO_DO),
        (Guidelines(LABELS), OK),
        *((SpotCheck(data), Refusal.NOTHING_TO_DO) for data in (CORPUS, LABELS)),
        (LegalReview(), Refusal.NOT_IN_THIS_SCENARIO),
    ],
    ids=repr,
)
def test_an_amount_at_its_bound(action: Action, answer: Refusal) -> None:
    assert check(fresh().board, action) == answer


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        *((Evaluate(RAG, seeds), OK) for seeds in (1, 16)),
        *((Evaluate(RAG, seeds), BAD) for seeds in (0, 17)),
        *((Iterate(RAG, change), OK) for change in Change),
        *((Iterate(RAG, change), BAD) for change in (-1, 3)),
    ],
    ids=repr,
)
def test_an_amount_of_a_checkpoint_at_its_bound(action: Action, answer: Refusal) -> None:
    assert check(staged(Stage.EVALUATION).board, action) == answer


def test_shares_of_traffic_are_three() -> None:
    board = staged(Stage.PRODUCTION, share_pct=42).board
    possible = [share for share in range(-1, 102) if check(board, Deploy(RAG, share)) == OK]
    assert possible == [5, 50, 100] and check(board, Deploy(RAG, 99)) == BAD


ALL = set(Stage)
UNDER_WAY = {Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION}
#: Where a card may stand for each action on it; what else it takes is given as fields of the card.
WHERE: list[tuple[Action, dict[str, object], set[Stage]]] = [
    (Ticket(RAG), {}, {Stage.BACKLOG, Stage.HYPOTHESIS}),
    (Start(RAG), {}, {Stage.BACKLOG, Stage.HYPOTHESIS}),
    (Defer(RAG), {}, {Stage.HYPOTHESIS}),
    (Pause(RAG), {}, UNDER_WAY),
    (Resume(RAG), {"paused": True}, UNDER_WAY),
    (Kill(RAG), {}, ALL - {Stage.KILLED}),
    (Document(RAG, "noted"), {}, {Stage.KILLED, Stage.PRODUCTION}),
    (Prioritise(RAG, 1), {}, ALL - {Stage.KILLED}),
    (Evaluate(RAG), {"share_pct": 100}, {Stage.EXPERIMENT, Stage.EVALUATION, Stage.PRODUCTION}),
    (CheckLeak(RAG), {}, {Stage.EVALUATION, Stage.PRODUCTION}),
    (Iterate(RAG, Change.LONGER), {}, {Stage.EVALUATION}),
    (Promote(RAG), {}, {Stage.EVALUATION}),
    (Deploy(RAG, 50), {"share_pct": 100}, {Stage.PRODUCTION}),
    (RollBack(RAG), {}, {Stage.PRODUCTION}),
    (Respond(RAG), {"share_pct": 100, "incident": 1}, {Stage.PRODUCTION}),
    (ReviewCanary(RAG), {"share_pct": 5}, {Stage.PRODUCTION}),
    (RootCause(RAG), {"unstable": True}, {Stage.EXPERIMENT, Stage.ITERATION}),
    (RootCause(RAG), {"regressed": int(Regression.UNEXPLAINED)}, ALL - {Stage.KILLED}),
]


@pytest.mark.parametrize(("action", "fields", "stages"), WHERE, ids=lambda value: repr(value) if value else "")
def test_an_action_is_for_cards_of_these_stages(action: Action, fields: dict[str, object], stages: set[Stage]) -> None:
    found = {stage for stage in Stage if check(staged(stage, **fields).board, action) == OK}
    assert found == stages


#: An action on a card of a stage that is one field away from possible, and why it is not.
ALMOST: list[tuple[Action, Stage, dict[str, object], Refusal]] = [
    (Pause(RAG), Stage.EXPERIMENT, {"paused": True}, Refusal.ALREADY_DONE),
    (Resume(RAG), Stage.EXPERIMENT, {}, Refusal.ALREADY_DONE),
    (Document(RAG), Stage.KILLED, {}, Refusal.NEEDS_TEXT),
    (Evaluate(RAG), Stage.PRODUCTION, {}, Refusal.NOT_DEPLOYED),
    (Evaluate(RAG), Stage.EXPERIMENT, {"version": 0}, Refusal.NO_EVIDENCE),
    (Evaluate(RAG), Stage.EVALUATION, {"seeds_pending": 1}, Refusal.BUSY),
    (CheckLeak(RAG), Stage.EVALUATION, {"seeds_pending": 1}, Refusal.BUSY),
    (CheckLeak(RAG), Stage.EVALUATION, {"leak_checked": True}, Refusal.ALREADY_DONE),
    (Iterate(RAG, 0), Stage.EVALUATION, {"seeds_pending": 1}, Refusal.BUSY),
    (Promote(RAG), Stage.EVALUATION, {"seeds_pending": 1}, Refusal.BUSY),
    (Deploy(RAG, 50), Stage.PRODUCTION, {}, Refusal.NOT_DEPLOYED),
    (Deploy(RAG, 50), Stage.PRODUCTION, {"share_pct": 50}, Refusal.ALREADY_DONE),
    (Respond(RAG), Stage.PRODUCTION, {"incident": 1}, Refusal.NOT_DEPLOYED),
    (Respond(RAG), Stage.PRODUCTION, {"share_pct": 5}, Refusal.NOTHING_TO_DO),
    (ReviewCanary(RAG), Stage.PRODUCTION, {}, Refusal.NOT_DEPLOYED),
    (ReviewCanary(RAG), Stage.PRODUCTION, {"share_pct": 5, "review_pending": True}, Refusal.ALREADY_DONE),
    (RootCause(RAG), Stage.EXPERIMENT, {}, Refusal.NO_TARGET),
    (RootCause(RAG), Stage.EXPERIMENT, {"lost_in_a_row": 1}, Refusal.NO_TARGET),
    (RootCause(RAG), Stage.EXPERIMENT, {"lost_in_a_row": 2}, Refusal.NONE),
    (RootCause(RAG), Stage.ITERATION, {"unstable": True, "root_caused": True}, Refusal.ALREADY_DONE),
    (RootCause(RAG), Stage.EVALUATION, {"lost_in_a_row": 2}, Refusal.NO_TARGET),
    (RootCause(RAG), Stage.EVALUATION, {"regressed": int(Regression.EXPLAINED)}, Refusal.NO_TARGET),
    (Unblock(RAG), Stage.EXPERIMENT, {"block": Block.NO_GPU}, Refusal.NO_TARGET),
]


@pytest.mark.parametrize(
    ("action", "stage", "fields", "answer"), ALMOST, ids=lambda value: repr(value) if value else ""
)
def test_what_keeps_an_action_from_a_card(
    action: Action, stage: Stage, fields: dict[str, object], answer: Refusal
) -> None:
    assert check(staged(stage, **fields).board, action) == answer


def test_whom_to_chase_is_late_by_more_than_a_day_and_was_not_chased_today() -> None:
    state = staged(Stage.EXPERIMENT, block=Block.NO_DATA)
    state.world.ideas[RAG].dataset = LABELS
    task, board = state.board.data[LABELS], state.board
    for left, answer in ((0, Refusal.NO_TARGET), (1, Refusal.NO_TARGET), (2, OK)):
        task.days_left = left
        assert check(board, Unblock(RAG)) == answer
    task.chased_day = board.day
    assert check(board, Unblock(RAG)) == Refusal.ALREADY_DONE
    state = staged(Stage.PRODUCTION, block=Block.LEGAL)
    board = state.board
    for legal, left, answer in (
        (0, 5, Refusal.NO_TARGET),
        (1, 1, Refusal.NO_TARGET),
        (1, 2, OK),
        (2, 5, Refusal.NO_TARGET),
    ):
        board.legal, board.legal_left = legal, left
        assert check(board, Unblock(RAG)) == answer
    board.legal, board.legal_chased = 1, board.day
    assert check(board, Unblock(RAG)) == Refusal.ALREADY_DONE


@pytest.mark.parametrize("column", Column)
def test_what_may_be_done_with_a_batch_by_where_it_is(column: Column) -> None:
    board = fresh().board
    task = board.data[LABELS]
    task.column, task.batches, task.batch_pct, task.ordered_pct = column, 1, 10, 10
    under_way = column in (Column.COLLECTION, Column.ANNOTATION, Column.QA)
    assert check(board, OrderData(LABELS, 100)) == (Refusal.BUSY if under_way else OK)
    labelled = column in (Column.QA, Column.READY)
    assert check(board, SpotCheck(LABELS)) == (OK if labelled else Refusal.NOTHING_TO_DO)
    for verdict in (Accept(LABELS), Relabel(LABELS)):
        assert check(board, verdict) == (OK if column == Column.QA else Refusal.NOTHING_TO_DO)
        for name, value in (("days_left", 1), ("batch_pct", 0)):
            kept = getattr(task, name)
            setattr(task, name, value)
            assert check(board, verdict) == Refusal.NOTHING_TO_DO, "it is still being read, or there is none"
            setattr(task, name, kept)
    task.check_pending = True
    assert check(board, SpotCheck(LABELS)) == (Refusal.ALREADY_DONE if labelled else Refusal.NOTHING_TO_DO)


def test_a_pilot_is_the_first_order_only() -> None:
    board = fresh().board
    board.data[LABELS].ordered_pct = 10
    assert check(board, OrderData(LABELS, 10)) == BAD and check(board, OrderData(LABELS, 100)) == OK


def test_a_reservation_is_over_the_day_after_its_last() -> None:
    board = fresh().board
    board.reserved_until, board.day = 5, 5
    assert check(board, Reserve(1, 5)) == Refusal.ALREADY_DONE
    board.day = 6
    assert check(board, Reserve(1, 5)) == OK


def test_minutes_may_be_spent_to_the_last() -> None:
    board = fresh().board
    needed = Start(RAG).minutes(board)
    assert needed > 1
    board.minutes_left = needed
    assert check(board, Start(RAG)) == OK
    board.minutes_left = needed - 1
    assert check(board, Start(RAG)) == Refusal.NOT_ENOUGH_TIME


def test_nothing_is_possible_any_more_when_the_game_is_over() -> None:
    state = fresh(days=1)
    advance(state)
    assert state.board.over and check(state.board, Start(RAG)) == Refusal.GAME_OVER
    assert legal_actions(state.board, inject=True) == [] == advance(state)


# --- invariants ----------------------------------------------------------------------------------------------------


def _live(card: Card, share: int) -> None:
    card.stage, card.share_pct = Stage.PRODUCTION, share


def _costs_nothing(state: State, cause: str) -> None:
    setattr(state.board.ledger, cause, 1)


def _decided(state: State, counted: tuple[int, int, int], decisions: int) -> None:
    for card in state.board.cards[:decisions]:
        card.decision = 1
    state.board.decided, state.board.promoted, state.board.killed = counted


#: What breaks a game: its words, and how it comes about.
BROKEN: list[tuple[str, Callable[[State], object]]] = [
    ("not conserved", lambda state: state.board.cards.pop()),
    ("more GPU time", lambda state: setattr(state.board, "gpu_used_min", 1)),
    ("more GPU time", lambda state: setattr(state.board, "eval_used_min", 1)),
    ("not in production", lambda state: setattr(state.board.cards[RAG], "share_pct", 5)),
    ("more than all traffic", lambda state: (_live(state.board.cards[0], 95), _live(state.board.cards[1], 6))),
    ("do not add up", lambda state: _decided(state, (1, 1, 0), 2)),
    ("do not add up", lambda state: _decided(state, (2, 1, 0), 2)),
    ("do not add up", lambda state: _decided(state, (2, 1, 2), 2)),
    ("more hours", lambda state: setattr(state.board, "minutes_left", -1)),
    *(
        ("an income", lambda state, cause=cause: _costs_nothing(state, cause))  # type: ignore[misc]
        for cause in ("compute", "labels", "serving", "launches", "incidents")
    ),
    ("out of bounds", lambda state: setattr(state.board.ledger, "revenue", LARGEST)),
    ("out of bounds", lambda state: setattr(state.board.ledger, "tail", -LARGEST)),
]


@pytest.mark.parametrize(("words", "break_it"), BROKEN)
def test_a_broken_invariant_stops_the_game(words: str, break_it: Callable[[State], object]) -> None:
    state = fresh()
    check_day(state)
    break_it(state)
    with pytest.raises(RuleBroken, match=words):
        check_day(state)


def test_what_is_just_allowed_goes_on() -> None:
    state = fresh()
    board = state.board
    board.gpu_min, board.gpu_used_min, board.eval_used_min, board.minutes_left = 10, 4, 6, 0
    _live(board.cards[0], 95)
    _live(board.cards[1], 5)
    _decided(state, (2, 1, 1), 2)
    board.ledger.revenue = LARGEST - 1
    check_day(state)


def test_a_day_that_breaks_an_invariant_does_not_end() -> None:
    state = fresh()
    state.board.cards[RAG].share_pct = 5
    with pytest.raises(RuleBroken, match="not in production"):
        advance(state)


def test_a_card_moves_along_drawn_edges_only() -> None:
    state = fresh()
    with pytest.raises(RuleBroken, match="no edge from BACKLOG to PRODUCTION"):
        move(state.board, state.board.cards[RAG], Stage.PRODUCTION)
