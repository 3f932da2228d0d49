"""What a stop says and where it puts the cursor."""

from __future__ import annotations

import pytest

from aiboard.engine.gate import verdict
from aiboard.engine.happenings.cards import EvalDone, Moved, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded
from aiboard.engine.happenings.data import BatchAccepted, KappaRead
from aiboard.engine.happenings.live import Alerted
from aiboard.engine.happenings.plan import SprintEnded
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Chaos, Column, Mode, Order, Stage
from aiboard.engine.verbs import Forecast, Inject, RootCause, Start
from aiboard.game import Game, new_game
from aiboard.play.stop import Cause, Stop
from aiboard.play.stop_causes import verdict_words
from aiboard.play.stop_dues import due_stops, free_slot_stop, preemption_stops
from aiboard.play.stops import MAX_QUIET_DAYS, open_decisions, open_stops, quiet_stop, ranked_stops
from aiboard.views import fmt
from aiboard.views.decisions.menu import decision
from tests.engine.play import dated

CARD, DATA = 2, 1


@pytest.fixture
def game() -> Game:
    return new_game("support-chatbot", seed=1)


def _after(board: Board, event: object) -> tuple[Stop, ...]:
    """The stops when this is the last thing that happened."""
    before = len(board.history)
    board.history.append(event)  # type: ignore[arg-type]
    return ranked_stops(before, board)


def _place(stop: Stop) -> tuple[Cause, int, int]:
    return stop.cause, stop.card, stop.data


def _serving(board: Board) -> Card:
    card = board.cards[CARD]
    card.stage, card.share_pct, card.launched = Stage.PRODUCTION, 5, 1
    return card


# --- a card whose runs are done -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("runs", "says"),
    [
        ([], "003: its runs are done; no score yet."),
        ([840_000, 853_000], "003: its runs are done, the last about 85; no score yet."),
        ([840_000, 700_000], "003: its runs are done, 70 is under its kill line 80; no score yet."),
        ([840_000, 797_000], "003: its runs are done, 79.7 is under its kill line 80; no score yet."),
    ],
)
def test_a_card_whose_runs_are_done_says_what_they_came_to(game: Game, runs: list[int], says: str) -> None:
    card = game.board.cards[CARD]
    card.stage, card.corrected, card.kill_ppm, card.kill_run = Stage.EVALUATION, runs, 800_000, 2
    event = dated(1, Moved(CARD, before=int(Stage.EXPERIMENT), after=int(Stage.EVALUATION)))
    stop = next(one for one in _after(game.board, event) if one.card == CARD)
    assert (stop.cause, stop.sentence, stop.decision) == (Cause.VERDICT, says, "evaluate or kill")


def test_a_card_that_is_scored_already_or_was_decided_since_says_nothing_of_its_runs(game: Game) -> None:
    card = game.board.cards[CARD]
    event = dated(1, Moved(CARD, before=int(Stage.ITERATION), after=int(Stage.EVALUATION)))
    card.stage = Stage.EVALUATION
    assert any(one.card == CARD for one in _after(game.board, event))
    card.seeds_pending = 3
    assert not any(one.card == CARD for one in _after(game.board, event)), "its score is on the way"
    card.seeds_pending, card.scores = 0, [900_000]
    assert not any(one.card == CARD for one in _after(game.board, event))
    card.scores, card.stage = [], Stage.KILLED
    assert not any(one.card == CARD for one in _after(game.board, event))


def test_a_regression_is_no_end_of_training(game: Game) -> None:
    game.board.cards[CARD].stage = Stage.EVALUATION
    back = dated(1, Moved(CARD, before=int(Stage.PRODUCTION), after=int(Stage.EVALUATION)))
    assert not any(one.card == CARD for one in _after(game.board, back))


# --- where the cursor goes ------------------------------------------------------------------------


def test_an_event_about_a_card_puts_the_cursor_on_it_and_one_about_data_on_the_dataset(game: Game) -> None:
    board = game.board
    card, task = board.cards[CARD], board.data[DATA]
    card.stage, card.kill_ppm, card.corrected = Stage.EXPERIMENT, 800_000, [700_000]
    ended = RunEnded(CARD, readout_ppm=720_000, corrected_ppm=700_000, run=1, kill_ppm=800_000)
    assert _place(_after(board, dated(1, ended))[0]) == (Cause.RESULT, CARD, -1)
    card.stage, card.scores = Stage.EVALUATION, [860_000]
    scored = dated(1, EvalDone(CARD, mean_ppm=860_000, seeds=1, gate=0))
    assert _place(_after(board, scored)[0]) == (Cause.VERDICT, CARD, -1)
    _serving(board)
    alerted = dated(1, Alerted(CARD, online_ppm=700_000, expected_ppm=900_000))
    assert _place(_after(board, alerted)[0]) == (Cause.ALERT, CARD, -1)
    # Only an incident can be responded to.
    assert _after(board, alerted)[0].decision == "roll back or leave it"
    board.cards[CARD].incident = 1
    assert _after(board, alerted)[0].decision == "roll back, respond or leave it"
    board.cards[CARD].incident = 0
    task.shown, task.column, task.batch_pct = True, Column.QA, 10
    read = dated(1, KappaRead(DATA, kappa_ppm=500_000, items=100))
    assert _place(_after(board, read)[0]) == (Cause.VERDICT, -1, DATA)
    assert _place(_after(board, dated(1, BatchAccepted(DATA, delivered_pct=10)))[0]) == (Cause.VERDICT, -1, DATA)


def test_what_is_about_the_project_puts_the_cursor_nowhere(game: Game) -> None:
    board = game.board
    assert [_place(one) for one in _after(board, dated(1, SprintEnded(sprint=1, decided=0)))] == [
        (Cause.SPRINT, -1, -1)
    ]
    board.day = fmt.sprint_end(board.world, board.world.launch_by_sprint)
    assert {_place(one) for one in due_stops(board)} == {(Cause.PROMISE, -1, -1)}
    board.day = fmt.kill_check_day(board.world)
    assert {_place(one) for one in due_stops(board)} == {(Cause.PROMISE, -1, -1)}
    board.forecast_70, board.day = 5, 6
    assert [_place(one) for one in due_stops(board)] == [(Cause.PROMISE, -1, -1)]
    idle = quiet_stop(board, MAX_QUIET_DAYS)
    assert idle is not None and _place(idle) == (Cause.QUIET, -1, -1)
    board.over = True
    assert [_place(one) for one in ranked_stops(len(board.history), board)] == [(Cause.END, -1, -1)]


def test_what_falls_due_for_a_card_or_a_dataset_puts_the_cursor_on_it(game: Game) -> None:
    board = game.board
    card = board.cards[CARD]
    card.stage, card.started_day, card.box_days, board.day = Stage.EXPERIMENT, 1, 3, 4
    assert [_place(one) for one in due_stops(board)] == [(Cause.PROMISE, CARD, -1)]
    _serving(board).share_day = 4 - board.world.canary_days
    card.live_days = board.world.canary_days
    assert [_place(one) for one in due_stops(board)] == [(Cause.PROMISE, CARD, -1)]
    card.stage, card.share_pct, card.launched = Stage.BACKLOG, 0, 0
    board.scope_data, board.scope_from, board.day = DATA, 7, 7
    launched = board.cards[CARD + 1]
    launched.stage, launched.share_pct, launched.launched, launched.share_day = Stage.PRODUCTION, 100, 1, 1
    assert (Cause.PROMISE, -1, DATA) in [_place(one) for one in due_stops(board)]


def test_a_card_that_others_pushed_aside_or_that_is_paused_gets_the_cursor(game: Game) -> None:
    board = game.board
    card, first = board.cards[CARD], board.cards[CARD + 1]
    card.stage = first.stage = Stage.EXPERIMENT
    card.block, card.waited_days, card.run_points_done, card.priority = Block.NO_GPU, 1, 50, 3
    first.running, first.priority = True, 1
    assert [_place(one) for one in preemption_stops(board)] == [(Cause.SLOT, CARD, -1)]
    card.paused = True
    assert not preemption_stops(board)
    over = dated(1, ChaosEnded(-1, -1, chaos=int(Chaos.GPU_SHORTAGE)))
    assert [_place(one) for one in _after(board, over)] == [(Cause.SLOT, CARD, -1)]


@pytest.mark.parametrize(
    ("kind", "about"),
    [(Chaos.SCOPE_CHANGE, (-1, DATA)), (Chaos.EVAL_REGRESSION, (CARD, -1)), (Chaos.DIVERGENCE, (CARD, -1))],
)
def test_a_disruption_puts_the_cursor_on_what_it_hit(game: Game, kind: Chaos, about: tuple[int, int]) -> None:
    game.board.cards[CARD].stage = Stage.EVALUATION
    event = dated(1, ChaosBegan(*about, chaos=int(kind), days=1, source=0))
    assert (Cause.DISRUPTION, *about) in [_place(one) for one in _after(game.board, event)]


def test_a_disruption_of_data_is_a_stop_while_its_cause_can_be_found(game: Game) -> None:
    board = game.board
    board.data[DATA].shown = True
    game.do(Inject(int(Chaos.DATA_ISSUE)))
    event = next(one for one in reversed(board.history) if isinstance(one, ChaosBegan))
    (stop,) = _after(board, event)
    assert _place(stop) == (Cause.DISRUPTION, -1, event.data) and stop.usual == RootCause()
    board.disruptions[0].handled = True
    assert not _after(board, event)


def test_a_shortage_puts_the_cursor_on_the_first_card_in_training(game: Game) -> None:
    game.board.cards[CARD].stage = Stage.ITERATION
    game.board.cards[CARD + 3].stage = Stage.EXPERIMENT
    shortage = dated(1, ChaosBegan(-1, -1, chaos=int(Chaos.GPU_SHORTAGE), days=5, source=0))
    assert _place(_after(game.board, shortage)[0]) == (Cause.DISRUPTION, CARD, -1)


# --- promises -------------------------------------------------------------------------------------


def test_the_kill_check_names_the_best_that_is_measured(game: Game) -> None:
    board = game.board
    board.day = fmt.kill_check_day(board.world)

    def said() -> str:
        return next(stop.sentence for stop in due_stops(board) if "Kill check" in stop.sentence)

    assert said().endswith("nothing is measured.")
    board.killed = 1
    assert said().endswith("no open card is measured.")
    board.cards[CARD].stage, board.cards[CARD].scores = Stage.EVALUATION, [850_000, 850_000]
    assert "the best is 003 at " in said()
    board.cards[CARD + 1].stage, board.cards[CARD + 1].scores = Stage.KILLED, [900_000, 900_000]
    assert "the best is 003 at " in said(), "what was killed cannot go on"
    _serving(board)
    assert not [stop for stop in due_stops(board) if "Kill check" in stop.sentence], "a launch has answered it"


def test_a_late_dataset_is_said_on_the_day_after_its_promise_alone(game: Game) -> None:
    board = game.board
    task = board.data[DATA]
    task.shown, task.batch_pct, task.column, task.promised_day, task.due_day = True, 100, Column.ANNOTATION, 7, 12

    def late(day: int) -> list[Stop]:
        board.day = day
        return [stop for stop in due_stops(board) if "promised for yesterday" in stop.sentence]

    assert not late(7) and not late(9)
    (stop,) = late(8)
    assert _place(stop) == (Cause.PROMISE, -1, DATA) and "Annotation" in stop.sentence
    task.due_day = 7
    assert not late(8), "it came"


def test_orders_that_answer_a_stop_keep_time_from_stopping(game: Game) -> None:
    board = game.board
    task = board.data[DATA]
    task.shown, task.column, task.batch_pct = True, Column.QA, 10
    read = dated(1, KappaRead(DATA, kappa_ppm=500_000, items=100))
    accepted = dated(1, BatchAccepted(DATA, delivered_pct=10))
    assert _after(board, read) and _after(board, accepted)
    board.orders[Order.KAPPA] = board.orders[Order.DATA] = Mode.AUTO
    assert not _after(board, read) and not _after(board, accepted)
    board.orders[Order.DATA] = Mode.OFF
    assert not _after(board, dated(1, BatchAccepted(DATA, delivered_pct=100))), "there is no rest to order"


# --- slots and quiet days -------------------------------------------------------------------------


def test_only_a_card_that_left_training_frees_a_slot(game: Game) -> None:
    freed = dated(1, Moved(CARD, before=int(Stage.EXPERIMENT), after=int(Stage.KILLED)))
    decided = dated(1, Moved(CARD, before=int(Stage.EVALUATION), after=int(Stage.KILLED)))
    assert [stop.cause for stop in _after(game.board, freed)] == [Cause.SLOT]
    assert not _after(game.board, decided)


def test_a_free_slot_is_said_as_it_is_now(game: Game) -> None:
    """It goes when any card takes it, not only the one that was named; what is left of several is counted anew."""
    board = game.board
    found = _after(board, dated(1, Moved(CARD, before=int(Stage.EXPERIMENT), after=int(Stage.KILLED))))
    since, limit = len(board.history), board.wip[Stage.EXPERIMENT]
    assert found[0].sentence.startswith(f"{limit} slots free")
    others = [card for card in board.cards if card.index not in (CARD, found[0].card)]
    others[0].stage = Stage.EXPERIMENT
    (left,) = open_stops(found, since, board)
    assert left.sentence.startswith(f"{limit - 1} slot")
    for card in others[1:limit]:
        card.stage = Stage.EXPERIMENT
    assert open_stops(found, since, board) == ()


def test_a_missed_forecast_asks_until_a_new_one_is_stated(game: Game) -> None:
    board = game.board
    board.forecast_70, board.forecast_90, board.day = 3, 70, 4
    found = tuple(stop for stop in due_stops(board) if stop.decision == "a new forecast?")
    since = len(board.history)
    assert open_stops(found, since, board) == found != ()
    game.do(Forecast(40, 60))
    assert open_stops(found, since, board) == ()


@pytest.mark.parametrize("stage", [Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.ITERATION, Stage.PRODUCTION])
def test_a_card_that_is_under_way_anywhere_leaves_the_next_morning_to_time(game: Game, stage: Stage) -> None:
    board = game.board
    waiting, other = board.cards[CARD], board.cards[CARD + 1]
    waiting.stage = Stage.EVALUATION
    still = quiet_stop(board, 1)
    assert still is not None and still.sentence == "Nothing is under way. 003 waits for a decision."
    other.stage = stage
    assert quiet_stop(board, 1) is None
    other.stage, waiting.seeds_pending = Stage.BACKLOG, 3
    assert quiet_stop(board, 1) is None, "its score comes tomorrow"
    waiting.paused = True
    other.stage = Stage.EVALUATION
    still = quiet_stop(board, 1)
    assert still is not None and still.card == other.index, "a paused card is not scored tomorrow either"


def test_the_last_day_names_a_share_that_waits_before_a_card_without_customers(game: Game) -> None:
    board = game.board
    board.cards[0].stage, board.cards[0].scores = Stage.EVALUATION, [850_000, 850_000]
    assert (last := quiet_stop(board, MAX_QUIET_DAYS)) is not None and last.card == 0
    card = _serving(board)
    kept = "The last day. 003 keeps its 5 % of traffic for the days after the close."
    # Also while it has not had its days: it gets no more of them.
    for share_day in (board.world.days - 1, 1):
        board.day, card.share_day = board.world.days, share_day
        last = quiet_stop(board, 1)
        assert last is not None and (last.card, last.decision) == (CARD, "raise to 50 %?")
        assert last.sentence == kept
    # The model before it, which has the rest of the traffic, waits for nothing; days after the close may be none.
    old = board.cards[CARD - 1]
    old.stage, old.share_pct, old.launched, old.share_day, card.share_day = Stage.PRODUCTION, 95, 1, 1, 5
    assert (last := quiet_stop(board, 1)) is not None and last.card == CARD
    board.world.tail_days = 0
    assert (last := quiet_stop(board, 1)) is not None and last.sentence.endswith("keeps its 5 % of traffic.")
    old.stage, old.share_pct = Stage.BACKLOG, 0
    card.monitored_ppm, card.monitored_pct = [730_000] * 5, [5] * 5
    last = quiet_stop(board, 1)
    assert last is not None and last.decision.startswith("under 85 an incident threatens: roll back"), last


def test_the_last_day_offers_no_waiting_for_another_model(game: Game) -> None:
    board = game.board
    card = board.cards[0]
    card.stage, card.scores = Stage.EVALUATION, [850_000, 850_000]
    _serving(board)
    board.day = board.world.days - 1
    assert verdict_words(board, card) == "iterate, kill or wait for 003"
    board.day = board.world.days
    assert verdict_words(board, card) == "iterate or kill"


def test_what_was_left_open_is_named_with_the_next_stop(game: Game) -> None:
    board = game.board
    stop = Stop(Cause.QUIET, "5 days without a stop.", card=CARD)
    assert open_decisions(board, (stop,)) == ""
    for card in board.cards[CARD : CARD + 3]:
        card.stage, card.scores = Stage.EVALUATION, [850_000, 850_000]
    board.cards[CARD + 1].scores = []
    assert open_decisions(board, (stop,)) == "Still open: 004 (evaluate or decide), 005 (decide)."
    board.cards[CARD + 2].paused = True
    assert open_decisions(board, (stop,)) == "Still open: 004 (evaluate or decide)."
    # Three are named, and how many there are besides.
    for card, more in zip(board.cards[6:10], ("", "", " and 1 more", " and 2 more"), strict=True):
        card.stage = Stage.EVALUATION
        assert open_decisions(board, (stop,)).endswith(f" (evaluate or decide){more}.")
    board.over = True
    assert open_decisions(board, (stop,)) == "", "nothing is decided any more"


def test_quiet_days_show_the_card_that_is_done_first(game: Game) -> None:
    board = game.board
    game.do("start EXP-001")
    game.end_day()
    game.do("start EXP-002")
    board.cards[1].setup_left, board.cards[1].runs_planned = 0, 1
    found = quiet_stop(board, MAX_QUIET_DAYS)
    assert found is not None and (found.card, found.cause) == (1, Cause.QUIET)
    assert found.sentence.startswith(f"{MAX_QUIET_DAYS} days without a stop. 002 has ")


def test_a_late_set_names_the_day_that_is_known_now(game: Game) -> None:
    board = game.board
    board.day, task = 24, board.data[DATA]
    task.shown, task.batch_pct, task.promised_day, task.due_day = True, 100, 23, 26
    name = fmt.dataset(board.world, DATA)
    (stop,) = [stop for stop in due_stops(board) if stop.data == DATA]
    assert stop.sentence.startswith(f"{name} was promised for yesterday") and stop.sentence.endswith(", now due D26.")


def test_a_free_slot_says_by_what_its_card_is_the_first(game: Game) -> None:
    stop = free_slot_stop(game.board)
    assert stop is not None and "could train now" in stop.sentence and "next by priority" not in stop.sentence


def test_a_free_slot_says_whose_evaluation_would_wait(game: Game) -> None:
    board = game.board
    (start,) = [stop for stop in [free_slot_stop(board)] if stop is not None]
    asked = next(card for card in board.cards if card.index != start.card)
    asked.stage, asked.seeds_pending = Stage.EVALUATION, 2
    plenty = free_slot_stop(board)
    assert plenty is not None and "would wait" not in plenty.sentence
    board.world.gpus = board.world.ideas[start.card].gpus
    tight = free_slot_stop(board)
    assert tight is not None and tight.card == start.card
    name = fmt.short(board.world, asked.index)
    assert f"could train now, but then {name} would wait for a GPU to be evaluated." in tight.sentence
    assert f"{name} would wait" in decision(board, Start, start.card).objection({})


def test_a_cause_that_was_found_is_asked_for_no_more(game: Game) -> None:
    game.do(Inject(Chaos.DATA_ISSUE))
    board = game.board
    stop = Stop(Cause.DISRUPTION, "Data issue, 6 days.", "find the root cause?", usual=RootCause())
    since = len(board.history)
    assert open_stops([stop], since, board) == (stop,)
    game.do(RootCause())
    assert open_stops([stop], since, game.board) == ()


def test_a_shortage_that_only_meets_a_paused_card_asks_nothing(game: Game) -> None:
    game.do("start EXP-002")
    began = dated(1, ChaosBegan(-1, -1, chaos=int(Chaos.GPU_SHORTAGE), days=4, source=0))
    assert [stop.decision for stop in _after(game.board, began)] == [""], "it trains on alone"
    game.board.cards[3].stage, game.board.cards[3].seeds_pending = Stage.EVALUATION, 2
    assert [stop.decision for stop in _after(game.board, began)] == ["who runs?"], "an evaluation wants a GPU too"
    game.board.cards[3].stage, game.board.cards[3].seeds_pending = Stage.BACKLOG, 0
    game.board.cards[2].stage, game.board.cards[2].holder = Stage.EXPERIMENT, 2
    assert [stop.decision for stop in _after(game.board, began)] == ["who runs?"]
    game.board.cards[2].paused = True
    game.do("pause EXP-002")
    assert _after(game.board, began) == ()


def test_what_stays_open_about_an_idea_is_its_start(game: Game) -> None:
    """A standing order asks whether to start it: nothing else can be decided about it."""
    board = game.board
    game.do("standing start ask")
    while not any(item.order == Order.START for item in board.asked):
        game.end_day()
    (item,) = [one for one in board.asked if one.order == Order.START]
    assert f"{fmt.short(board.world, item.card)} (start it?)" in open_decisions(board, ())


@pytest.mark.parametrize("last", [False, True])
def test_a_canary_that_is_due_on_the_last_day_says_how_long_its_share_stays(game: Game, last: bool) -> None:
    board = game.board
    card = _serving(board)
    board.day = board.world.days - (0 if last else 1)
    card.share_day, card.monitored_ppm, card.monitored_pct = board.day - board.world.canary_days, [900_000], [5]
    (stop,) = [one for one in due_stops(board) if one.card == CARD]
    stays = f"today is the last day, and at 5 % it stays for the {board.world.tail_days} after it"
    assert (stays in stop.text) == last and "Raise to 50 %?" in stop.text


def test_on_a_board_at_rest_what_passed_its_gate_is_named_first_until_something_begins(game: Game) -> None:
    board = game.board
    for card in board.cards[:2]:
        card.stage, card.running, card.moved_day = Stage.EVALUATION, False, card.index
    board.cards[0].scores, board.cards[1].scores = [840_000] * 5, [930_000] * 5
    board.cards[0].success_ppm = board.cards[1].success_ppm = 880_000
    assert verdict(board, 1).passed and not verdict(board, 0).passed
    still = quiet_stop(board, MAX_QUIET_DAYS)
    assert still is not None and still.sentence == "Nothing is under way. 002 waits for a decision."
    since = len(board.history)
    assert open_stops([still], since, board) == (still,)
    board.history.append(dated(board.day, Moved(5, before=Stage.HYPOTHESIS, after=Stage.EXPERIMENT)))
    assert open_stops([still], since, board) == (), "something is under way again"
