"""The debrief: every dollar, the contract's shape, words, sections, and no price that nothing has rolled out."""

import json
import re
from typing import Any

import pytest

from aiboard.analysis import hindsight
from aiboard.analysis.anchors import Anchors
from aiboard.analysis.debrief import debrief, json_document, markdown, sections, share_line, text
from aiboard.analysis.record import record
from aiboard.analysis.runner import run_games
from aiboard.engine.happenings.cards import EvalDone, Promoted
from aiboard.engine.model.state import digest
from aiboard.engine.verbs import Inject, Kill, OrderData, Promote
from aiboard.game import Injection, new_game
from aiboard.scenario import from_data
from aiboard.views import fmt
from tests.analysis.games import by_bot, calm, play, read
from tests.game.small import data, small

PLAYED = ["heuristic", "vibes", "autopilot", "promote-all", "idle"]


@pytest.mark.parametrize("bot", PLAYED)
def test_every_dollar_is_accounted_for(bot: str) -> None:
    found = by_bot(bot)
    assert sum(found.parts.values()) == found.value_cents == found.record.end.returns()
    booked = found.value_chart().cents
    assert len(booked) == 60 and booked[-1] == found.value_cents
    shown = next(section for section in sections(found) if section.title == "Every dollar")
    amounts = [line[28:].strip() for line in shown.lines if "$" in line[28:]]
    cents = [int(re.sub(r"[$,.]", "", text).replace("−", "-")) for text in amounts]
    assert sum(cents[:-1]) == cents[-1] == found.value_cents


@pytest.mark.parametrize("bot", PLAYED)
def test_the_record_is_the_game(bot: str) -> None:
    found = by_bot(bot)
    again = record(found.record.world, 3, [[step.action for step in day.steps] for day in found.record.days] + [[]])
    assert digest(again.end) == digest(found.record.end)
    result = run_games(small(60), bot, [3])[0]
    assert digest(found.record.end) == result.digest, "the debrief replays the very game"


def test_nothing_unpriced_has_a_price() -> None:
    told = json.loads(json.dumps(json_document(by_bot("heuristic")), allow_nan=False))
    for name in ("par", "injected", "luck", "residual", "decision_score", "luck_adjusted"):
        assert told[name] is None
    assert told["decisions"]
    for decision in told["decisions"]:
        assert {"day", "action", "advantage", "guess", "regret", "label", "best", "known"} <= set(decision)
        assert all(decision[name] is None for name in ("advantage", "guess", "regret", "label", "best"))
    shown = text(by_bot("heuristic"))
    assert shown.count("not priced yet") == 1
    for word in ("blunder", "mistake", "inaccuracy", "should", " par "):
        assert word not in shown.lower()


def test_what_was_known_then_is_the_board_of_then() -> None:
    found = by_bot("heuristic")
    promotes = [moment for moment in found.moments if moment.verb is Promote]
    gates = [event.passed == 1 for event in found.record.history if isinstance(event, Promoted)]
    assert [moment.known.gate for moment in promotes] == gates and promotes
    for moment in found.moments:
        measured = moment.known.measured
        if measured is not None and measured.seeds:
            done = [
                event
                for event in found.record.history
                if isinstance(event, EvalDone) and event.card == moment.card and event.day < moment.day
            ]
            assert done and (measured.mean, measured.seeds) == (done[-1].mean_ppm, done[-1].seeds)
            assert measured.low < measured.mean < measured.high


def test_decisions_of_standing_orders_are_in_the_timeline() -> None:
    found = by_bot("autopilot")
    by_orders = [moment for moment in found.moments if moment.by == "standing order"]
    promoted = [event for event in found.record.history if isinstance(event, Promoted)]
    assert len([moment for moment in by_orders if moment.verb is Promote]) == len(promoted) > 0
    ordered = [moment.line for moment in by_orders if moment.verb is OrderData]
    assert set(ordered) <= {"order DS-2 10", "order DS-2 100", "order DS-3 10", "order DS-3 100"} and ordered


def test_first_pass_comes_first() -> None:
    titles = [section.title for section in sections(by_bot("vibes"))]
    assert titles[:4] == [
        "The decisions that made or lost the most",
        "Value line",
        "What this luck gave the bots",
        "One thing to try next",
    ]
    assert titles[-1] == "Flow, for context"


@pytest.mark.parametrize("bot", PLAYED)
def test_text_fits_eighty_columns(bot: str) -> None:
    found = by_bot(bot)
    for line in text(found).splitlines():
        assert len(line) <= 80 and line == line.rstrip(), line
    assert all(len(line) <= 80 for section in sections(found) for line in section.lines)


def test_share_line() -> None:
    found = by_bot("heuristic")
    assert re.fullmatch(r"aiboard small · beat \d of 3 bots on this luck · −?\$[\d.]+[kM]?", share_line(found))
    game = play(calm(), 5, "start EXP-001", until=9)
    game.undo()
    line = share_line(read(game))
    assert line.endswith("· practice") and "so far" in line


@pytest.mark.parametrize("variant", ["chaos", "a" * 15 + "-" + "b" * 14])
def test_share_line_fits_eighty_columns(variant: str) -> None:
    content = data(60)
    content["id"] = "customer-support-chatbot"
    content["variant"] = variant
    game = play(from_data(content), 5, until=12)
    game.mark_practice("coach")
    assert len(share_line(read(game))) <= 80


def test_an_unfinished_game() -> None:
    found = read(play(calm(), 5, "start EXP-001", "@7", "evaluate EXP-001 3", until=14))
    assert found.equity is None and found.beaten is None and not found.killed and not found.launched
    told = json_document(found)
    assert told["finished"] is False and told["hindsight"] is None and told["day"] == 14
    assert told["bots"] == [] and "is shown when the game is over" in text(found), "it would give away what is to come"
    assert "so far, on day 14 of 60" in text(found) and "Shown when the game is over." in text(found)


def test_a_game_on_its_first_morning() -> None:
    game = new_game(calm(), 5)
    game.do("start EXP-001")
    found = read(game)
    assert found.value_cents == 0 and [moment.line for moment in found.moments] == ["start EXP-001"]
    assert "No day has ended." in text(found)
    json.dumps(json_document(found), allow_nan=False)


def test_card_days_blocked_are_told_by_sprint() -> None:
    health = by_bot("vibes").health
    length = by_bot("vibes").record.world.sprint_days
    assert len(health.blocked_by_sprint) == 60 // length
    assert sum(health.blocked_by_sprint) == sum(health.blockers.values()) > 0
    told = ", ".join(map(str, health.blocked_by_sprint))
    assert f"Blocked card-days by sprint, from the first: {told}." in text(by_bot("vibes"))
    assert json_document(by_bot("vibes"))["blocked_by_sprint"] == list(health.blocked_by_sprint)


def test_a_day_that_has_not_ended_counts() -> None:
    game = play(calm(), 5, "start EXP-001", "start EXP-002", until=9)
    game.do('kill EXP-001 gap "too far"')
    found = read(game)
    assert found.health.killed == 1 and found.moments[-1].line == 'kill EXP-001 gap "too far"'


def test_bots_get_the_same_injections() -> None:
    game = play(calm(), 5, "start EXP-001", "@5", "inject gpu-shortage 20", "@30", "inject data-issue 20")
    found = read(game)
    lines = [Injection(step.day, step.action).text(found.record.world) for step in found.record.steps()]
    injected = [line for line in lines if "inject" in line]
    assert [line.split()[:3] for line in injected] == [["5", "inject", "gpu-shortage"], ["30", "inject", "data-issue"]]
    with_them = {bot.bot: bot.value_cents for bot in found.bots}
    without = run_games(calm(), "heuristic", [5])[0].value_cents
    planned = [Injection(step.day, step.action) for step in found.record.steps() if isinstance(step.action, Inject)]
    assert with_them["heuristic"] == run_games(calm(), "heuristic", [5], planned)[0].value_cents != without


def test_bots_that_were_beaten() -> None:
    found = by_bot("heuristic")
    for bot in found.bots:
        assert bot.beaten == (bot.value_cents < found.value_cents)
    assert [bot.value_cents for bot in found.bots] == sorted((bot.value_cents for bot in found.bots), reverse=True)
    assert found.beaten == sum(bot.value_cents < found.value_cents for bot in found.bots)


def test_equity_needs_a_sound_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    game = play(calm(), 5)
    assert read(game).equity is None and "has no equity scale" in text(read(game))
    scale = Anchors("small", calm().sha, 1, "x", 100, -100_000.0, 100_000.0, 1.0, 1.0, ())
    monkeypatch.setattr("aiboard.analysis.anchors.find", lambda resolved: scale)
    found = read(game)
    assert found.value_cents == 0 and found.equity == 50 and "Equity 50." in text(found)


def test_hindsight_is_the_truth_and_stays_apart() -> None:
    found = by_bot("heuristic")
    truth = found.record.end.truth.cards
    assert found.killed
    best = found.killed[0]
    assert all(best.ceiling_ppm >= other.ceiling_ppm for other in found.killed)
    for item in found.killed:
        assert item.online_ppm - item.ceiling_ppm == truth[item.card].skew_ppm - item.fault_ppm
        assert item.ceiling_ppm >= truth[item.card].quality_ppm
    grading = json.dumps({**json_document(found), "hindsight": None})
    assert "ceiling" not in grading and "true_live" not in grading
    assert "Which kill would you take back?" in text(found)


def test_what_customers_would_get_counts_a_serving_fault_and_names_it() -> None:
    record = by_bot("heuristic").record
    card = record.end.truth.cards[0]
    card.fault, before = 0, card.fault
    sound = hindsight.true_card(record, 0, 1)
    card.fault = 2
    faulty = hindsight.true_card(record, 0, 1)
    card.fault = before
    lost = record.world.fault_ppm[2]
    assert lost and sound.online_ppm - faulty.online_ppm == lost and sound.ceiling_ppm == faulty.ceiling_ppm
    assert "fault" not in sound.customers
    assert faulty.customers.endswith(f"for customers (serving fault −{lost / 10_000:.1f})")


def test_hindsight_shows_the_interval_that_was_on_the_board_that_day() -> None:
    found = by_bot("heuristic")
    hindsight = {item.card: item.measured for item in found.killed}
    kills = [one for one in found.moments if one.verb is Kill and one.known.measured and one.card in hindsight]
    assert kills
    for moment in kills:
        assert hindsight[moment.card] == moment.known.measured


def test_markdown_shows_outside_text_as_text() -> None:
    content = data(30)
    content["title"] = "A *bold* [link](x) <b>"
    found = read(play(from_data(content), 5, "start EXP-001", until=15))
    shown = markdown(found)
    assert shown.startswith("# Debrief: A \\*bold\\* \\[link\\](x) \\<b\\>") and "## One thing to try next" in shown
    assert shown.count("```") % 2 == 0 and "```text" in shown


def test_shapes_hold_numbers_of_the_contract() -> None:
    told: dict[str, Any] = json_document(by_bot("heuristic"))
    assert told["value"] == sum(told["parts"].values())
    assert told["kill_rate"] + told["promotion_rate"] == pytest.approx(1)
    assert told["cycle_time"] > 0 and told["throughput"] == pytest.approx(told["decided"] / 6)
    assert set(told["hindsight"]) == {"killed", "launched", "retro"} and len(told["value_line"]) == 60


def test_the_retros_answers_are_answered() -> None:
    game = new_game("first-sprint", seed=3)
    first, second = game.world.ideas[0].key, game.world.ideas[1].key
    game.do(f"start {first}")
    game.do(f"start {second}")
    for _ in range(4):
        game.end_day()
    game.do(f'kill {first} other "no"')
    game.answer(1, "retro", game.world.ideas[0].key)
    game.answer(2, "retro", game.world.ideas[1].key)
    assert not debrief(game, bots=()).retro, "not before the end"
    while not game.board.over:
        game.end_day()
    found = debrief(game, bots=())
    assert [(item.sprint, item.killed, item.true.card) for item in found.retro] == [(1, True, 0), (2, False, 1)]
    shown = " ".join(text(found).split())
    assert f"Retro of sprint 1: you would take back {first}." in shown
    assert f"Retro of sprint 2: you would stop {second}." in shown
    assert [item["take_back"] for item in json_document(found)["hindsight"]["retro"]] == [True, False]


def test_the_money_after_close_is_taken_apart() -> None:
    found = by_bot("heuristic")
    (earned,) = [section.lines for section in sections(found) if section.title == "What earned most"]
    told = re.sub(r"\s+", " ", " ".join(earned)).rpartition("- In the ")[2]
    board, world = found.record.board, found.record.world
    live = [card for card in board.cards if card.share_pct]
    assert live and all(f"{world.ideas[card.index].key} at {card.share_pct} % of traffic" in told for card in live)
    assert f"on average {fmt.exact_money(found.parts['tail'] // world.tail_days)} a day" in told
