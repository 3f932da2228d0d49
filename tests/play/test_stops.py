"""`.` stops where something can be decided, and nowhere else."""

from __future__ import annotations

from statistics import median

import pytest

from aiboard.actions.grammar import to_text
from aiboard.bots import make_bot
from aiboard.engine.act import check, legal_actions
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Diverged, EvalDone, Moved, RunEnded, SetupDone
from aiboard.engine.happenings.chaos import ChaosBegan, ChaosEnded
from aiboard.engine.happenings.data import BatchAccepted
from aiboard.engine.happenings.live import Alerted
from aiboard.engine.happenings.plan import OrderAsked
from aiboard.engine.model.books import OrderQuestion
from aiboard.engine.model.vocabulary import Chaos, Mode, Order, Refusal, Regression, Stage
from aiboard.engine.verbs import Forecast, Kill
from aiboard.game import Game, new_game
from aiboard.play.clock import Clock, Pace
from aiboard.play.stop import Cause
from aiboard.play.stop_dues import due_stops
from aiboard.play.stops import MAX_QUIET_DAYS, MAX_STOPS, quiet_stop, ranked_stops, replay_stops
from aiboard.views import fmt
from aiboard.views.board.orders import order_questions
from tests.engine.play import dated
from tests.views.playing import bot_acts, run_to_stop


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
        assert len(found.stops) <= MAX_STOPS
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
    return tuple(stop.cause.value for stop in ranked_stops(before, game.board))


def test_a_number_that_moves_is_no_stop(game: Game) -> None:
    card = game.board.cards[_training(game)]
    card.corrected = [820_000]
    ended = RunEnded(card.index, readout_ppm=840_000, corrected_ppm=820_000, run=1, kill_ppm=0)
    assert not _one(game, dated(1, ended))
    assert not _one(game, dated(1, SetupDone(card.index)))


def test_a_crossed_line_is_a_stop_once(game: Game) -> None:
    card = game.board.cards[_training(game)]
    card.corrected = [750_000]
    ended = RunEnded(card.index, readout_ppm=770_000, corrected_ppm=750_000, run=1, kill_ppm=card.kill_ppm)
    assert _one(game, dated(1, ended)) == ("result",)
    card.corrected = [750_000, 950_000]
    ended = RunEnded(card.index, readout_ppm=970_000, corrected_ppm=950_000, run=2, kill_ppm=0)
    assert _one(game, dated(1, ended)) == ("result",)
    card.corrected = [750_000, 950_000, 960_000]
    ended = RunEnded(card.index, readout_ppm=980_000, corrected_ppm=960_000, run=3, kill_ppm=0)
    assert not _one(game, dated(1, ended))


def test_the_second_run_lost_in_a_row_stops_and_names_the_way_out(game: Game) -> None:
    index = _training(game)
    card = game.board.cards[index]
    card.lost_in_a_row = 1
    lost = dated(1, Diverged(index, run=1, points=100, in_a_row=1))
    assert not _one(game, lost)
    card.lost_in_a_row = 2
    before = len(game.board.history)
    game.board.history.append(dated(1, Diverged(index, run=1, points=100, in_a_row=2)))
    (stop,) = ranked_stops(before, game.board)
    assert "2 runs in a row" in stop.sentence and "root cause" in stop.decision and stop.card == index
    other = next(one for one in game.board.cards if one.shown and one.stage == Stage.BACKLOG)
    other.stage, other.kill_ppm, other.corrected = Stage.EXPERIMENT, 800_000, [750_000]
    ended = RunEnded(other.index, readout_ppm=770_000, corrected_ppm=750_000, run=1, kill_ppm=800_000)
    game.board.history.insert(before, dated(1, ended))
    assert [one.card for one in ranked_stops(before, game.board)] == [index, other.index], "the more pressing one first"
    card.root_caused = True
    assert not _one(game, lost)


def test_a_result_of_a_card_that_is_gone_is_none(game: Game) -> None:
    index = _training(game)
    game.do(f"kill {game.world.ideas[index].key}")
    ended = RunEnded(index, readout_ppm=520_000, corrected_ppm=500_000, run=1, kill_ppm=800_000)
    assert not _one(game, dated(1, ended))


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
        said += [stop.sentence for stop in ranked_stops(before, game.board) if "time box" in stop.sentence]
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
    assert [stop.card for stop in ranked_stops(before, board)] == [second.index, first.index]


def test_a_game_that_is_opened_again_has_been_quiet_for_as_long() -> None:
    game = new_game("support-chatbot", seed=1)
    for quiet_days in (1, 2, 3, 4):
        game.end_day()
        assert replay_stops(game.timeline).quiet_days == quiet_days
    game.end_day()
    assert [stop.cause for stop in replay_stops(game.timeline).stops] == [Cause.QUIET, Cause.SLOT]


def test_quiet_days_end_and_the_end_is_a_stop() -> None:
    game = new_game("support-chatbot", seed=1)
    while not game.board.over:
        found = run_to_stop(game)
        assert found.days <= MAX_QUIET_DAYS
        assert found.stops
    assert found.stops[0].cause == Cause.END


def test_a_board_on_which_nothing_moves_stops_every_day_while_a_card_waits() -> None:
    game = new_game("first-sprint", seed=1)
    game.do("start EXP-001")
    run_to_stop(game)
    assert game.board.cards[0].stage == Stage.EVALUATION
    found = run_to_stop(game)
    assert found.days == 1
    assert [(stop.cause, stop.card) for stop in found.stops] == [(Cause.QUIET, 0), (Cause.SLOT, 2)]
    assert found.stops[0].sentence == "Nothing is under way. 001 waits for a decision."
    game.do("start EXP-002")
    assert quiet_stop(game.board, 1) is None
    game.board.day = game.world.days
    last = quiet_stop(game.board, 1)
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


def test_the_second_run_in_a_row_that_is_lost_stops_with_what_can_be_done(game: Game) -> None:
    index = _training(game)
    board = game.board
    card = board.cards[index]

    def lost(in_a_row: int) -> tuple[str, ...]:
        before = len(board.history)
        card.lost_in_a_row = in_a_row
        board.history.append(dated(1, Diverged(index, run=1, points=100, in_a_row=in_a_row)))
        return tuple(stop.decision for stop in ranked_stops(before, board))

    assert not lost(1), "one loss may be bad luck"
    assert lost(2) == ("find the root cause, kill or go on",)
    assert not lost(3), "said once in a row"
    card.root_caused = True
    assert lost(2) == ("kill or go on",)


def test_a_run_lost_to_chaos_names_the_cause_only_where_one_can_be_found(game: Game) -> None:
    index = _training(game)

    def decision(in_a_row: int) -> str:
        game.board.cards[index].lost_in_a_row = in_a_row
        before = len(game.board.history)
        game.board.history.append(dated(1, ChaosBegan(index, -1, chaos=int(Chaos.DIVERGENCE), days=1, source=0)))
        return ranked_stops(before, game.board)[0].decision

    assert decision(1) == "kill or go on"
    assert decision(2) == "find the root cause, kill or go on"


@pytest.mark.parametrize(("seen", "says"), [(910_000, "raise to 50 %?"), (780_000, "an incident threatens")])
def test_the_end_of_a_share_shows_what_customers_saw(game: Game, seen: int, says: str) -> None:
    board = game.board
    card = board.cards[_training(game)]
    card.stage, card.share_pct, card.launched, card.live_days = Stage.PRODUCTION, 5, 1, board.world.canary_days
    card.monitored_ppm, card.monitored_pct = [seen] * card.live_days, [5] * card.live_days
    card.share_day = board.day - board.world.canary_days
    found = [stop for stop in due_stops(board) if "has had its days at 5 %" in stop.text]
    assert len(found) == 1 and says in found[0].decision and " live" in found[0].text


def test_a_result_offers_no_promotion_while_another_model_is_on_its_way(game: Game) -> None:
    board = game.board
    card, other = board.cards[0], board.cards[1]
    card.stage, card.scores = Stage.EVALUATION, [900_000, 901_000]
    result = dated(board.day, EvalDone(0, mean_ppm=900_500, seeds=2, gate=1))

    def decision() -> str:
        before = len(board.history)
        board.history.append(result)
        return next(stop.decision for stop in ranked_stops(before, board) if stop.card == 0)

    assert decision() == "promote, iterate or kill"
    board.minutes_left = 0
    assert decision() == "promote, iterate or kill", "tomorrow has hours again"
    other.stage, other.share_pct, other.launched = Stage.PRODUCTION, 5, 1
    name = fmt.short(board.world, other.index)
    assert decision() == f"iterate, kill or wait for {name}"
    waiting = quiet_stop(board, MAX_QUIET_DAYS)
    assert waiting is not None and waiting.decision == decision()
    card.scores = []
    waiting = quiet_stop(board, MAX_QUIET_DAYS)
    assert waiting is not None and waiting.decision == "evaluate or kill"


def test_an_order_asks_for_no_promotion_while_another_model_is_on_its_way(game: Game) -> None:
    board = game.board
    card, other = board.cards[0], board.cards[1]
    card.stage, card.scores = Stage.EVALUATION, [900_000, 901_000]
    board.asked.append(OrderQuestion(int(Order.PROMOTE), 0, -1))
    before = len(board.history)
    board.history.append(dated(board.day, OrderAsked(0, -1, order=int(Order.PROMOTE), ordered_pct=0)))
    assert (
        ranked_stops(before, board)[0].decision == "promote EXP-001, or leave it" and len(order_questions(board)) == 1
    )
    other.stage, other.share_pct, other.launched = Stage.PRODUCTION, 5, 1
    (stop,) = [one for one in ranked_stops(before, board) if one.card == 0]
    assert stop.sentence == "001 passed the gate." and stop.decision == "iterate, kill or wait for 002"
    assert not order_questions(board)


def test_a_question_has_a_line_that_says_yes(game: Game) -> None:
    """What the line mode prints for typing is possible, whatever the stop asks."""
    board = game.board
    rest = dated(1, BatchAccepted(1, delivered_pct=10))
    scope = dated(1, ChaosBegan(-1, 1, chaos=int(Chaos.SCOPE_CHANGE), days=1, source=0))
    index = _training(game)
    game.do(f"pause {game.world.ideas[index].key}")
    over = dated(1, ChaosEnded(-1, -1, chaos=int(Chaos.GPU_SHORTAGE)))
    board.data[1].shown = True
    board.minutes_left = 240
    lines = []
    for event in (rest, scope, over):
        before = len(board.history)
        board.history.append(event)
        (stop,) = ranked_stops(before, board)
        assert stop.decision.endswith("?") and stop.usual is not None
        lines.append(to_text(stop.usual, game.world))
        assert check(board, stop.usual) == Refusal.NONE, lines
    assert lines == ["order DS-2 100", "order DS-2 100", "resume EXP-001"]


def test_the_promised_day_asks_for_a_promotion_only_where_one_is_possible(game: Game) -> None:
    board = game.board
    board.day = fmt.sprint_end(board.world, board.world.launch_by_sprint)

    def decision() -> str:
        return next(stop.decision for stop in due_stops(board) if "launch is promised" in stop.sentence)

    assert decision() == ""
    board.cards[0].stage = Stage.EVALUATION
    assert "promote" in decision()


def test_a_forecast_that_is_missed_is_said_so_and_one_that_was_met_is_not(game: Game) -> None:
    game.do(Forecast(3, 5))
    board = game.board

    def missed() -> list[str]:
        return [stop.sentence for stop in due_stops(board) if "forecast" in stop.sentence]

    board.day = 3
    assert not missed()
    board.day = 4
    assert missed() == ["Your 70 % forecast, D3, is missed: no card has cleared 92."]
    board.target_day = 5
    board.day = 6
    assert not missed()


def test_a_bad_canary_threatens_with_an_incident(game: Game) -> None:
    board = game.board
    card = board.cards[_training(game)]
    card.stage, card.share_pct, card.launched, card.live_days = Stage.PRODUCTION, 50, 1, board.world.canary_days
    card.monitored_ppm, card.monitored_pct = [780_000] * card.live_days, [50] * card.live_days
    card.share_day = board.day - board.world.canary_days
    (stop,) = [stop for stop in due_stops(board) if "has had its days" in stop.text]
    assert "an incident threatens" in stop.decision


def test_a_regressed_card_asks_for_its_cause_then_for_the_run_that_mends_it(game: Game) -> None:
    board, card = game.board, game.board.cards[0]
    card.stage, card.regressed = Stage.EVALUATION, int(Regression.UNEXPLAINED)
    found = quiet_stop(board, MAX_QUIET_DAYS)
    assert found is not None and found.decision == "find the root cause or kill"
    card.regressed = int(Regression.EXPLAINED)
    found = quiet_stop(board, MAX_QUIET_DAYS)
    assert found is not None and found.decision == "iterate or kill"
