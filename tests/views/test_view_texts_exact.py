"""What each part of a view says, word by word, and what it leaves out where it is not so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aiboard.engine import outlook
from aiboard.engine.happenings.cards import Killed, LeakChecked, RunEnded, Ticketed
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.happenings.plan import OrderRefused, OrderSet, SprintEnded, WipSet
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import Block, Chaos, Mode, Order, Reason, Refusal, Stage
from aiboard.engine.systems.chaos import softened_days
from aiboard.engine.verbs import Action, Evaluate, Inject, Prioritise, Promote, Start
from aiboard.game import Game, new_game
from aiboard.scenario import load
from aiboard.views import fmt, linear
from aiboard.views.board.canvas import _leanings, facts
from aiboard.views.board.header import DueDate, forecast_words
from aiboard.views.board.project import after_close, epilogue
from aiboard.views.board.standup import fact, standup
from aiboard.views.card.evidence import suggested_learning, suggested_reason
from aiboard.views.card.measure import eval_chart, quality_estimate
from aiboard.views.card.pane import pane
from aiboard.views.card.states import state
from aiboard.views.charts.chart import lines as chart_lines
from aiboard.views.data.databoard import DataLine, data_line
from aiboard.views.decisions.decision import price_lines
from aiboard.views.decisions.menu import decision, project_options
from aiboard.views.questions import answer, question
from aiboard.views.sentences import sentence
from aiboard.views.why.accounts import live_by_card
from aiboard.views.why.card import Explanation, ExplanationPart
from aiboard.views.why.topics import Topic, explain
from aiboard.views.words import Tone
from tests.engine.play import dated


@pytest.fixture
def game() -> Game:
    return new_game("support-chatbot", 7)


@pytest.fixture
def board(game: Game) -> Board:
    return game.board


# --- why -------------------------------------------------------------------------------------------------------


def test_an_answer_to_why_has_its_parts_their_sum_and_what_can_be_done() -> None:
    two = (ExplanationPart("revenue", "+$300", 300), ExplanationPart("compute", "−$100", -100))
    told = Explanation("booked", "$200", "What it is.", ("wait: free", "ship: 1 h"), "since yesterday", two, "+$200")
    assert told.lines == (
        "booked: $200",
        "What it is.",
        "since yesterday:",
        "  +$300  revenue",
        "  −$100  compute",
        "  +$200  in all",
        "- wait: free",
        "- ship: 1 h",
    )
    one = replace(told, parts=two[:1], details=())
    assert one.lines == ("booked: $200", "What it is.", "since yesterday:", "  +$300  revenue")
    assert replace(told, parts=(), details=()).lines[2:] == ("since yesterday: nothing moved",)
    assert replace(told, parts=(), details=(), parts_label="").lines == ("booked: $200", "What it is.")


def test_why_of_a_card_tells_what_happened_to_it_yesterday_and_today_and_no_more(board: Board) -> None:
    board.day = 9
    for day in (6, 7, 8, 9):
        board.history.append(dated(day, Ticketed(0, fresh_cards=day, fresh_ppm=0)))
    board.history.append(dated(9, Ticketed(1, fresh_cards=1, fresh_ppm=0)))
    told = [part.name for part in explain(board, Topic.CARD, 0).parts]
    assert [text.count("8 decided") + text.count("9 decided") for text in told] == [1, 1]


def test_what_a_live_model_earned_is_of_the_last_day_alone(board: Board) -> None:
    for day, cents in ((3, 100), (4, 200), (4, 30)):
        board.history.append(dated(day, Monitored(0, online_ppm=900_000, revenue_cents=cents, share_pct=50)))
    board.day = 5
    assert live_by_card(board) == {0: 230}
    board.day = 6
    assert live_by_card(board) == {}
    board.day, board.over = 4, True
    assert live_by_card(board) == {0: 230}, "a closed project has no next morning"


# --- days and promises -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ahead", "says"), [(-3, "launch, 3 d late"), (-1, "launch, 1 d late"), (0, "launch today"), (5, "launch D9")]
)
def test_a_promise_says_how_far_it_is(ahead: int, says: str) -> None:
    assert DueDate("launch", 9, ahead).text == says


def test_a_promise_of_this_week_names_its_day() -> None:
    assert {DueDate("launch", 9, ahead).text for ahead in (1, 4)} == {f"launch {fmt.weekday(9)}"}


# --- data ------------------------------------------------------------------------------------------------------


def test_a_dataset_names_who_needs_it_and_who_waits_for_it(board: Board) -> None:
    index = next(at for at, spec in enumerate(board.world.datasets) if not spec.ready)
    users = [card for card in board.cards if card.shown and board.world.ideas[card.index].dataset == index]
    assert users, "some idea needs it"
    names = tuple(fmt.short(board.world, card.index) for card in users)
    found = data_line(board, index)
    assert (found.needed, found.waiting) == (names, ())
    assert f"needed by {', '.join(names)}" in found.text and "waiting" not in found.text
    users[0].stage = Stage.EXPERIMENT
    found = data_line(board, index)
    assert (found.needed, found.waiting) == (names[1:], names[:1])
    assert f"waiting: {names[0]}" in found.text
    board.data[index].delivered_pct = 10
    assert data_line(board, index).waiting == (), "what there is of it is enough to begin"


def test_a_dataset_that_nobody_needs_says_nothing_of_it(board: Board) -> None:
    found: DataLine = replace(data_line(board, 0), needed=(), waiting=())
    assert "needed" not in found.text and "waiting" not in found.text


# --- the canvas ------------------------------------------------------------------------------------------------


def test_the_canvas_says_what_earns_after_the_close() -> None:
    resolved = load("first-sprint")
    told = {one.name: one.text for one in facts(resolved)}
    tail, days = resolved.world().tail_days, resolved.world().days
    assert tail and told["After"].startswith(f"{tail} more days after day {days} still earn")
    assert told["Worth"] == resolved.scenario.canvas.note, "the scenario's own words, where it has some"


def test_the_canvas_names_who_leans_which_way() -> None:
    world = load("support-chatbot").world()
    for person, bias in zip(world.people, (10_000, 9_999, -9_999, -10_000, 0, 60_000), strict=True):
        person.bias_ppm = bias
    names = [person.name for person in world.people]
    assert _leanings(world) == f"odds often too high: {names[5]}, {names[0]}; too low: {names[3]}"


# --- learnings -------------------------------------------------------------------------------------------------


def test_a_learning_tells_the_fact_that_its_reason_stands_on(board: Board) -> None:
    card, world = board.cards[0], board.world
    card.stage, card.corrected, card.kill_ppm = Stage.EVALUATION, [700_000, 760_000], 800_000
    score = quality_estimate(board, 0)
    assert score is not None

    def said(reason: Reason) -> str:
        return suggested_learning(board, 0, reason)

    assert said(Reason.BELOW_LINE).startswith(f"{score.text}, kill line 80")
    assert said(Reason.OTHER).startswith(f"70.0, 76.0; {score.text}")
    card.corrected = [760_000]
    assert said(Reason.OTHER).startswith(quality_estimate(board, 0).text)  # type: ignore[union-attr]
    card.diverged, card.gpu_used_min, card.waited_days = 2, 7_200, 4
    assert said(Reason.DIVERGED).startswith("diverged 2 times; ")
    budget = fmt.gpu_hours(outlook.budget_gpu_min(world, 0))
    assert said(Reason.OVER_BUDGET).startswith(f"120 GPU-h used of {budget}; ")
    assert "waited 4 days for" in said(Reason.DATA)
    assert ": more than a technique brings" in said(Reason.GAP)
    card.agent_runs, card.agent_unauthorised = 40, 3
    assert said(Reason.SAFETY).startswith("3 agent runs of 40 left the allowed tools; ")


def test_a_learning_ends_with_the_best_of_its_family(board: Board) -> None:
    family = board.world.ideas[0].family
    other = next(card for card in board.cards[1:] if board.world.ideas[card.index].family == family)
    card = board.cards[0]
    card.stage, card.corrected = Stage.EVALUATION, [700_000]
    other.stage, other.decided_day, other.scores = Stage.PRODUCTION, 3, [910_000, 912_000]
    assert " best " in suggested_learning(board, 0, Reason.OTHER)


def test_one_lost_run_is_no_reason_and_two_are(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.corrected, card.kill_ppm = Stage.EVALUATION, [900_000, 850_000], 0
    card.diverged = 1
    assert suggested_reason(board, 0) != Reason.DIVERGED
    card.diverged = 2
    assert suggested_reason(board, 0) == Reason.DIVERGED


# --- cards, the team, questions --------------------------------------------------------------------------------


def test_a_card_says_its_speed_only_where_it_is_slower(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.holder = Stage.EXPERIMENT, 0
    assert not any("speed" in one for one in state(board, 0).facts)
    for index in (1, 2, 3):
        board.cards[index].stage, board.cards[index].holder = Stage.EXPERIMENT, 0
    assert any(one.startswith("speed ") and one.endswith(" %") for one in state(board, 0).facts)


def test_a_canary_is_no_decision_until_its_days_are_over_or_something_is_wrong(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.share_pct, card.launched, card.share_day, card.block = Stage.PRODUCTION, 5, 1, 1, Block.NONE
    card.live_days = 1
    board.day = 2
    now = state(board, 0)
    assert not now.decide and now.until == outlook.share_due_day(board, card)
    card.incident = 1
    assert state(board, 0).decide and "incident goes on" in state(board, 0).cause
    card.incident = 0
    board.day = outlook.share_due_day(board, card)
    assert state(board, 0).decide


def test_on_a_finished_board_a_card_asks_for_no_decision(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.scores, card.seeds_done = Stage.EVALUATION, [850_000, 860_000], 2
    assert state(board, 0).decide
    board.over = True
    assert not state(board, 0).decide and state(board, 0).text.startswith("· undecided; ")
    # A canary whose days are over stays one, a live model that costs money is live all the same.
    card.stage, card.share_pct, card.share_day, card.launched = Stage.PRODUCTION, 50, 1, 1
    board.day = 1 + board.world.canary_days
    assert not state(board, 0).decide and state(board, 0).text.startswith("◐ canary; ")
    card.share_pct, card.incident = 100, True
    assert not state(board, 0).decide and state(board, 0).text.startswith("● incident goes on: ")
    card.stage, card.kill_ppm, card.kill_run, card.corrected = Stage.EXPERIMENT, 990_000, 0, [100_000]
    assert card.under_kill_line() and not state(board, 0).decide
    board.over = False
    assert state(board, 0).decide


def test_who_is_stuck_is_said_by_the_one_who_holds_it_and_a_pause_is_no_news(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.block, card.waited_days = Stage.EXPERIMENT, Block.NO_GPU, 3
    (line,) = standup(board)
    assert line.person and line.text == f"{line.person}: 001 waits for GPU, 3 d."
    card.paused = True
    assert standup(board) == ()
    card.paused, card.waited_days = False, 0
    assert standup(board) == ()


def test_a_card_in_a_few_words_has_its_number_or_says_that_there_is_none(board: Board) -> None:
    assert fact(board, 0).endswith(", no number yet")
    board.cards[0].stage, board.cards[0].scores = Stage.EVALUATION, [900_000] * 3
    found = quality_estimate(board, 0)
    assert found is not None and fact(board, 0) == f"001 {fmt.title(board.world, 0, 30)}, {found.text}"


def test_the_ticket_stands_on_the_card_once_it_is_written(game: Game) -> None:
    assert pane(game.board, 0).ticket == ""
    game.do("start EXP-001")
    assert pane(game.board, 0).ticket.startswith("success ≥ ")


def test_the_order_for_data_asks_for_a_pilot_first_and_then_for_the_rest(board: Board) -> None:
    index = next(at for at, spec in enumerate(board.world.datasets) if not spec.ready)
    key = fmt.dataset(board.world, index)
    board.data[index].shown = True
    assert question(board.world, Order.DATA, index, 0) == f"{key} is needed; order a pilot?"
    assert answer(board, Order.DATA, index) == f"order {key} {board.world.pilot_pct}"
    board.data[index].ordered_pct = board.data[index].delivered_pct = board.world.pilot_pct
    assert question(board.world, Order.DATA, index, board.world.pilot_pct).endswith("pilot is done; order the rest?")
    assert "is needed" not in question(board.world, Order.DATA, index, board.world.pilot_pct)
    assert answer(board, Order.DATA, index) == f"order {key} 100"
    assert " or " in answer(board, Order.KAPPA, index), "accept or relabel"


# --- sentences -------------------------------------------------------------------------------------------------


def test_sentences_of_the_plan(board: Board) -> None:
    def said(event: object) -> str:
        return sentence(board.world, event).text  # type: ignore[arg-type]

    assert said(OrderSet(int(Order.START), int(Mode.AUTO))).startswith("Standing order auto from this evening on: ")
    assert said(OrderSet(int(Order.START), int(Mode.OFF))).startswith("Standing order off: ")
    assert said(WipSet(int(Stage.EXPERIMENT), 4)) == "Experiment limit is 4 now."
    assert said(SprintEnded(2, 0)) == "Sprint 2 ends: no card was newly decided (promoted or killed)."
    assert said(SprintEnded(2, 1)) == "Sprint 2 ends: 1 card was newly decided (promoted or killed)."
    assert said(SprintEnded(2, 3)) == "Sprint 2 ends: 3 cards were newly decided (promoted or killed)."
    refused = sentence(board.world, OrderRefused(0, -1, int(Order.PROMOTE), int(Refusal.NOT_ENOUGH_TIME)))
    assert refused.text.startswith("Order 'Gate passed' waits, 001") and refused.tone is Tone.WARN


def test_sentences_of_cards(board: Board) -> None:
    def said(event: object) -> str:
        return sentence(board.world, event).text  # type: ignore[arg-type]

    assert said(Ticketed(0, fresh_cards=0, fresh_ppm=0)).endswith(" has its ticket.")
    assert said(Ticketed(0, fresh_cards=2, fresh_ppm=0)).endswith(" has its ticket, with what 2 decided cards taught.")
    assert said(LeakChecked(0, found=False, void=0)).endswith("no eval question has leaked into its training data.")
    assert said(LeakChecked(0, found=True, void=2)).endswith("they are left out, 2 scores void.")
    assert said(LeakChecked(0, found=True, void=0)).endswith("they are left out.")
    plain = RunEnded(0, readout_ppm=860_000, corrected_ppm=842_000, run=2, kill_ppm=0)
    assert said(plain).endswith("001 run 2: about 84 (training readout 86).")
    under = RunEnded(0, readout_ppm=760_000, corrected_ppm=742_000, run=2, kill_ppm=800_000)
    assert said(under).endswith("001 run 2: about 74, under its kill line 80.")
    unknown = said(Killed(0, int(Reason.PLATEAU), 0, 0, 0, 0))
    known = said(Killed(0, int(Reason.PLATEAU), 3, 860_000, 850_000, 870_000))
    assert unknown.endswith("killed: plateau.") and known.startswith(unknown[:-1] + ", ") and "86" in known


def test_the_last_word_is_the_storys_and_plain_where_it_has_none(game: Game) -> None:
    told = epilogue(game.resolved, game.board)
    story = game.resolved.scenario.story
    assert story is not None and told == " ".join(story.epilogues["nothing"].split())
    bare = replace(game.resolved, scenario=game.resolved.scenario.model_copy(update={"story": None}))
    assert epilogue(bare, game.board) == f"Nothing went live. Net {fmt.exact_money(game.board.ledger.booked())}."


# --- charts as text --------------------------------------------------------------------------------------------


def test_a_charts_picture_has_a_row_a_seed_and_its_interval(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.scores = Stage.EVALUATION, [880_000, 900_000, 920_000]
    text = "\n".join(chart_lines(eval_chart(board, 0), 72))
    found = quality_estimate(board, 0)
    assert found is not None and "┫" in text and "┣" in text
    assert all(len(line) <= 72 for line in text.splitlines())
    for name in ("seed 1", "seed 2", "seed 3"):
        assert name in text


# --- decisions -------------------------------------------------------------------------------------------------


def test_the_price_of_an_action_names_time_money_gpus_and_the_column_after(board: Board) -> None:
    def said(action: Action) -> list[str]:
        return [one.text for one in price_lines(board, action)]

    start = said(Start(0))
    assert start[0].startswith(f"{fmt.minutes(Start(0).preview(board).minutes)} of your ")
    assert f"Experiment 1/{board.wip[Stage.EXPERIMENT]} after" in start
    board.wip[Stage.EXPERIMENT] = 0
    assert not any("after" in one for one in said(Start(0))), "a column without a limit"
    assert said(Prioritise(0, 1))[0] == "no time of yours"
    board.wip[Stage.EXPERIMENT] = 1
    board.cards[1].stage = Stage.EXPERIMENT
    assert "Experiment 2/1 after, over the limit" in said(Start(0))
    board.cards[0].stage = Stage.EVALUATION
    assert any(one.endswith(" GPU-h after training") for one in said(Evaluate(0, 3)))
    board.cards[0].scores = [900_000] * 3
    assert any(one.startswith("mean good to ±") for one in said(Evaluate(0, 1)))


def test_what_keeps_a_model_from_launching_is_said_before_it_is_promoted(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.scores = Stage.EVALUATION, [900_000] * 3

    def said() -> str:
        return "; ".join(linear.decision_lines(decision(board, Promote, 0)))

    days = fmt.days(board.world.legal_days)
    assert f"legal review starts: {days}" in said() and "days of handoff" in said() and "waits for" not in said()
    board.legal, board.legal_left = 1, 4
    assert "legal review: 4 days left" in said() and "starts" not in said()
    board.legal, board.legal_left = 2, 0
    assert "legal review" not in said()
    board.cards[1].stage, board.cards[1].share_pct, board.cards[1].launched = Stage.PRODUCTION, 5, 1
    assert "waits for 002, which is on its way to all customers" in said()


def test_the_project_offers_its_legal_review_until_it_is_filed(board: Board) -> None:
    def words() -> list[str]:
        return [option.action.VERB for option in project_options(board)]

    assert words() == ["legal-review"]
    board.legal = 1
    assert words() == []


def test_a_forecast_is_missed_from_the_day_after_it(board: Board) -> None:
    assert forecast_words(board) == "none stated"
    board.forecast_70, board.forecast_90, board.day = 5, 9, 5
    assert forecast_words(board) == "70 % by D5, 90 % by D9"
    board.day = 6
    assert forecast_words(board) == "70 % by D5 (missed), 90 % by D9"
    board.target_day, board.day = 9, 30
    assert forecast_words(board) == "70 % by D5 (missed), 90 % by D9", "it was measured in time for the second"


def test_a_charts_lines_are_of_what_was_measured(board: Board) -> None:
    card = board.cards[0]
    assert "eval" in linear.chart_lines(board, 0)[1] or len(linear.chart_lines(board, 0)) > 1
    card.stage, card.corrected, card.readouts = Stage.EXPERIMENT, [800_000, 840_000], [820_000, 860_000]
    readouts = "\n".join(linear.chart_lines(board, 0))
    assert "run 2" in readouts and "seed 1" not in readouts
    card.stage, card.scores = Stage.EVALUATION, [900_000, 905_000]
    both = "\n".join(linear.chart_lines(board, 0))
    assert "seed 1" in both and "run 2" in both


def test_a_readout_is_told_with_all_that_flatters_it(board: Board) -> None:
    card = board.cards[0]
    card.stage, card.readouts, card.corrected = Stage.EXPERIMENT, [900_000], [870_000]
    card.overfit_ppm = 10_000
    assert (
        f"less the {fmt.points(board.world.optimism_mean_ppm + 10_000)} points"
        in explain(board, Topic.SCORE, 0).summary
    )
    board.world.optimism_mean_ppm, card.overfit_ppm = 0, 0
    assert "less the" not in explain(board, Topic.SCORE, 0).summary


@pytest.mark.parametrize(
    ("lost", "says"),
    [(0, ""), (1, "one is bad luck, 2 in a row have a cause"), (2, "It lost 2 runs in a row to NaN: that has a cause")],
)
def test_runs_lost_in_a_row_are_told_apart_from_one(board: Board, lost: int, says: str) -> None:
    card = board.cards[0]
    card.stage, card.lost_in_a_row = Stage.EXPERIMENT, lost
    told = explain(board, Topic.CARD, 0).summary
    assert says in told if says else "NaN" not in told


def test_serving_is_a_reason_only_where_it_is_too_slow_or_too_dear(board: Board) -> None:
    card, world = board.cards[0], board.world
    card.stage, card.scores, card.corrected, card.kill_ppm = Stage.EVALUATION, [930_000] * 3, [930_000], 0
    card.latency_ms, card.serving_cents = world.latency_limit_ms, world.serving_limit_cents
    assert suggested_reason(board, 0) != Reason.SERVING
    card.latency_ms += 1
    assert suggested_reason(board, 0) == Reason.SERVING
    card.latency_ms, card.serving_cents = world.latency_limit_ms, world.serving_limit_cents + 1
    assert suggested_reason(board, 0) == Reason.SERVING


def test_the_cause_of_a_data_issue_says_how_many_days_it_saves(game: Game) -> None:
    game.do(Inject(int(Chaos.DATA_ISSUE), 8))
    (item,) = game.board.disruptions
    option = project_options(game.board)[-1]
    # Today and its last day count: on both the cards stand still.
    left = item.until_day - game.board.day + 1
    assert left == 8
    assert option.note.startswith(f"saves {softened_days(game.board, item)} of the {fmt.days(left)} ")


def test_what_was_booked_is_told_by_its_parts(board: Board) -> None:
    assert "nothing booked yet" in explain(board, Topic.BOOKED).details
    board.ledger.launches = -150_000
    assert any(one.startswith("so far: launches") for one in explain(board, Topic.BOOKED).details)


def test_the_days_after_the_close_are_explained() -> None:
    """A model that read $860 a day to the end closed with a loss, and nothing said that incidents are counted."""
    board = new_game("support-chatbot", 7).board
    assert after_close(board) == ""
    card = board.cards[0]
    card.stage, card.share_pct, card.launched = Stage.PRODUCTION, 100, 1
    assert after_close(board).endswith("together they leave nothing."), "$0 after $760 a day wants its reason"
    board.ledger.tail = 400_000
    assert after_close(board).endswith("incidents are paid on average: $100 a day.")
    board.ledger.tail = -100
    assert after_close(board).endswith("it loses money, and is taken back.")
