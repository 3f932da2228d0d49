"""`.` stops where something can be decided, and nowhere else."""

from __future__ import annotations

from statistics import median

import pytest

from aiboard.actions.grammar import to_text
from aiboard.bots import make_bot
from aiboard.engine.act import check, legal_actions
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalDone, Moved, RunEnded, SetupDone
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded
from aiboard.engine.happenings.live import Alerted
from aiboard.engine.happenings.plan import OrderAsked
from aiboard.engine.model.books import Asked
from aiboard.engine.model.vocabulary import Chaos, Mode, Order, Refusal, Stage
from aiboard.engine.verbs import Kill, Start
from aiboard.game import Game, new_game
from aiboard.play.clock import Clock, Pace, run_to_stop
from aiboard.play.stop_causes import Cause, Stop
from aiboard.play.stops import MOST, MOST_QUIET, quiet, stops
from aiboard.views import fmt
from tests.engine.play import dated
from tests.views.playing import bot_acts


def _play(scenario: str, seed: int) -> tuple[int, int]:
    """Stops of a game in which the reference acts only where time stopped, and the longest gap in days."""
    game = new_game(scenario, seed=seed)
    bot = make_bot("heuristic", seed)
    count, longest = 0, 0
    while not game.board.over:
        bot_acts(game, bot)
        found = run_to_stop(game)
        count += 1
        longest = max(longest, found.days)
        assert found.stops
        assert len(found.stops) <= MOST
        places = [(stop.card, stop.data) for stop in found.stops if stop.card >= 0 or stop.data >= 0]
        assert len(set(places)) == len(places)
        for stop in found.stops:
            assert stop.sentence
            if stop.card >= 0 and stop.decision and not game.board.over:
                key = game.world.ideas[stop.card].key
                lines = [to_text(action, game.world).split() for action in legal_actions(game.board)]
                assert [line for line in lines if key in line], f"{stop.sentence} Nothing can be done about {key}."
    return count, longest


def test_a_game_has_no_more_than_fifty_stops_and_no_long_gap() -> None:
    played = [_play("support-chatbot", seed) for seed in range(1_000_000, 1_000_012)]
    assert median(count for count, _ in played) <= 50
    assert max(gap for _, gap in played) <= 5


def _training(game: Game) -> int:
    """A card that trains: the first of the backlog, started."""
    index = next(card.index for card in game.board.cards if card.shown and card.stage == Stage.BACKLOG)
    game.do(f"start {game.world.ideas[index].key}")
    return index


@pytest.fixture
def game() -> Game:
    return new_game("support-chatbot", seed=1)


def _one(game: Game, event: Event) -> tuple[str, ...]:
    before = len(game.board.history)
    game.board.history.append(event)
    return tuple(stop.cause.value for stop in stops(before, game.board))


def test_a_number_that_moves_is_no_stop(game: Game) -> None:
    card = game.board.cards[_training(game)]
    card.readouts = [820_000]
    assert not _one(game, dated(1, RunEnded(card.index, readout_ppm=820_000, run=1, kill_ppm=0)))
    assert not _one(game, dated(1, SetupDone(card.index)))


def test_a_crossed_line_is_a_stop_once(game: Game) -> None:
    card = game.board.cards[_training(game)]
    card.readouts = [750_000]
    assert _one(game, dated(1, RunEnded(card.index, readout_ppm=750_000, run=1, kill_ppm=card.kill_ppm))) == ("result",)
    card.readouts = [750_000, 950_000]
    assert _one(game, dated(1, RunEnded(card.index, readout_ppm=950_000, run=2, kill_ppm=0))) == ("result",)
    card.readouts = [750_000, 950_000, 960_000]
    assert not _one(game, dated(1, RunEnded(card.index, readout_ppm=960_000, run=3, kill_ppm=0)))


def test_a_result_of_a_card_that_is_gone_is_none(game: Game) -> None:
    index = _training(game)
    game.do(f"kill {game.world.ideas[index].key}")
    assert not _one(game, dated(1, RunEnded(index, readout_ppm=500_000, run=1, kill_ppm=800_000)))


def test_a_shortage_stops_only_when_somebody_trains(game: Game) -> None:
    shortage = dated(1, ChaosBegan(-1, -1, chaos=int(Chaos.GPU_SHORTAGE), days=5, source=0))
    assert not _one(game, shortage)
    _training(game)
    assert _one(game, shortage) == ("new disruption",)


def test_a_shortage_that_is_over_stops_for_a_paused_card(game: Game) -> None:
    over = dated(1, ChaosEnded(-1, -1, chaos=int(Chaos.GPU_SHORTAGE)))
    index = _training(game)
    assert not _one(game, over)
    game.do(f"pause {game.world.ideas[index].key}")
    assert _one(game, over) == ("free slot",)


def test_an_alert_row_stops_once(game: Game) -> None:
    card = game.board.cards[0]
    card.stage = Stage.PRODUCTION
    card.share_pct = 5
    game.board.day = 10
    assert _one(game, dated(9, Alerted(0, online_ppm=700_000, expected_ppm=900_000))) == ("live alert",)
    game.board.day = 11
    assert "live alert" not in _one(game, dated(10, Alerted(0, online_ppm=700_000, expected_ppm=900_000)))


def test_a_free_slot_with_an_order_for_it_is_no_stop(game: Game) -> None:
    _training(game)
    moved = dated(1, Moved(1, before=int(Stage.EXPERIMENT), after=int(Stage.KILLED)))
    assert _one(game, moved) == ("free slot",)
    game.board.orders[Order.START] = Mode.AUTO
    assert not _one(game, moved)


def test_a_time_box_that_is_over_stops_once(game: Game) -> None:
    index = _training(game)
    game.board.cards[index].box_days = 3
    said: list[str] = []
    while game.board.cards[index].stage == Stage.EXPERIMENT:
        before = len(game.board.history)
        game.end_day()
        said += [stop.sentence for stop in stops(before, game.board) if "time box" in stop.sentence]
    card = game.board.cards[index]
    name = fmt.short(game.world, index)
    assert said == [f"{name} has used the {card.box_days} days of its time box."]


def test_what_can_go_live_comes_before_what_cannot(game: Game) -> None:
    board = game.board
    first, second = board.cards[3], board.cards[7]
    for card in (first, second):
        card.stage = Stage.EVALUATION
    before = len(board.history)
    board.history.append(dated(board.day, EvalDone(first.index, mean_ppm=860_000, seeds=3, gate=0)))
    board.history.append(dated(board.day, EvalDone(second.index, mean_ppm=910_000, seeds=3, gate=1)))
    assert [stop.card for stop in stops(before, board)] == [second.index, first.index]


def test_quiet_days_end_and_the_end_is_a_stop() -> None:
    game = new_game("support-chatbot", seed=1)
    while not game.board.over:
        found = run_to_stop(game)
        assert found.days <= MOST_QUIET
        assert found.stops
    assert found.stops[0].cause == Cause.END


def test_a_board_on_which_nothing_moves_stops_every_day_while_a_card_waits() -> None:
    game = new_game("first-sprint", seed=1)
    game.do("start EXP-001")
    run_to_stop(game)
    assert game.board.cards[0].stage == Stage.EVALUATION
    found = run_to_stop(game)
    assert found.days == 1
    assert [(stop.cause, stop.card) for stop in found.stops] == [(Cause.QUIET, 0)]
    assert found.stops[0].sentence == "Nothing is under way. 001 waits for a decision."
    game.do("start EXP-002")
    assert quiet(game.board, 1) is None
    game.board.day = game.world.days
    last = quiet(game.board, 1)
    assert last is not None and last.sentence == "The last day. 001 waits for a decision."


def test_the_clock_can_be_halted() -> None:
    clock = Clock(new_game("support-chatbot", seed=1))
    clock.begin(Pace.TO_SPRINT)
    clock.step()
    assert clock.running and clock.halt() and not clock.running
    clock.step()
    assert not clock.running, "one day of its own"


def test_decisions_at_a_stop_can_be_taken() -> None:
    game = new_game("support-chatbot", seed=5)
    bot = make_bot("heuristic", 5)
    seen = 0
    while not game.board.over and game.board.day < 40:
        bot_acts(game, bot)
        for stop in run_to_stop(game).stops:
            if stop.cause in (Cause.VERDICT, Cause.RESULT) and stop.card >= 0:

                seen += 1
                assert check(game.board, Kill(stop.card)) == 0
    assert seen


def _stop(game: Game, event: Event) -> Stop:
    before = len(game.board.history)
    game.board.history.append(event)
    (found,) = stops(before, game.board)
    return found


def test_every_disruption_that_asks_for_something_is_a_stop(game: Game) -> None:
    index = _training(game)
    for kind in (Chaos.DIVERGENCE, Chaos.EVAL_REGRESSION):
        found = _stop(game, dated(1, ChaosBegan(index, -1, chaos=int(kind), days=1, source=0)))
        assert (found.cause, found.card) == (Cause.DISRUPTION, index) and found.decision


def test_a_free_slot_names_a_card_that_can_start(game: Game) -> None:
    _training(game)
    found = _stop(game, dated(1, Moved(1, before=int(Stage.EXPERIMENT), after=int(Stage.KILLED))))
    assert game.check(Start(found.card)) == Refusal.NONE


@pytest.mark.parametrize(("order", "card", "data"), [(Order.KILL_LINE, 0, -1), (Order.DATA, -1, 1)])
def test_a_question_of_an_order_stops_while_it_is_open(game: Game, order: Order, card: int, data: int) -> None:
    asked = dated(1, OrderAsked(card, data, order=int(order), ordered_pct=20))
    assert not _one(game, asked), "it was answered"
    game.board.asked = [Asked(int(order), card, data)]
    found = _stop(game, asked)
    assert (found.card, found.data) == (card, data)
    name = fmt.short(game.world, card) if card >= 0 else fmt.dataset(game.world, data)
    assert name in found.sentence


def test_data_that_is_a_day_late_stops_once(game: Game) -> None:
    index = next(at for at, spec in enumerate(game.world.datasets) if not spec.ready)
    task = game.board.data[index]
    task.shown, task.batch_pct, task.promised_day, task.due_day = True, 20, 5, 8
    told = {}
    for game.board.day in range(4, 9):
        told[game.board.day] = [stop.data for stop in stops(len(game.board.history), game.board)]
    assert told == {4: [], 5: [], 6: [index], 7: [], 8: []}


def test_a_forecast_that_is_due_stops_unless_it_came_true(game: Game) -> None:
    game.board.forecast_70 = game.board.day = 6
    assert [stop.cause for stop in stops(len(game.board.history), game.board)] == [Cause.PROMISE]
    game.board.target_day = 4
    assert stops(len(game.board.history), game.board) == ()
    game.board.target_day, game.board.day = 0, 5
    assert stops(len(game.board.history), game.board) == ()


def test_days_at_a_share_stop_when_no_order_raises_it(game: Game) -> None:
    card = game.board.cards[0]
    card.stage, card.share_pct, card.share_day, card.launched = Stage.PRODUCTION, 5, 6, 6
    game.board.day = 6 + game.world.canary_days
    (found,) = stops(len(game.board.history), game.board)
    assert (found.cause, found.card) == (Cause.PROMISE, 0) and "5 %" in found.sentence
    game.board.orders[Order.CANARY] = Mode.AUTO
    assert stops(len(game.board.history), game.board) == ()


def test_quiet_days_end_with_the_card_that_is_nearest(game: Game) -> None:
    index = _training(game)
    found = quiet(game.board, MOST_QUIET)
    assert (found.cause, found.card) == (Cause.QUIET, index)
    assert fmt.short(game.world, index) in found.sentence
