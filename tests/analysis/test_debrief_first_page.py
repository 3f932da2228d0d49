"""The first page: best and worst with what was known, the textbook beside them, luck first; ledger, odds, charts."""

import json
import re
from dataclasses import replace
from functools import cache
from html import unescape

import pytest

from aiboard.actions.grammar import to_text
from aiboard.analysis.debrief import Debrief, build, html, json_document, markdown, sections, share_line, text
from aiboard.analysis.debrief.costliest_quiz import MOST, picks
from aiboard.analysis.debrief.decision_summaries import (
    RULE_BROKEN_TEXT,
    RULE_FOLLOWED_TEXT,
    DecisionKind,
    key_decisions,
    possible_losses,
    sure_losses,
)
from aiboard.analysis.debrief.forecast_section import calibration
from aiboard.analysis.debrief.phrases import WAIT, done_text, imperative_text, past_text, try_parse_action
from aiboard.analysis.debrief.points import points_ledger
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.forecasts import ScoredForecast, _decided, crps
from aiboard.analysis.moments import known_facts
from aiboard.analysis.pricing.model import DayLuck, Decision, Label, Prices
from aiboard.analysis.pricing.words import known_words
from aiboard.analysis.textbook.model import BrokenRule, Textbook
from aiboard.engine.model.vocabulary import Order
from aiboard.engine.verbs import VERBS, Evaluate, Inject, Kill, Promote, StandingOrder
from aiboard.game import new_game
from aiboard.views import fmt
from aiboard.views.board.orders import order_lines
from aiboard.views.charts import chart as charts
from aiboard.views.charts.cells import GlyphMode
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.value import ValueChart
from aiboard.views.verbs import VERB
from tests.analysis.games import by_bot


@cache
def unpriced() -> Debrief:
    return by_bot("vibes")


def decision(day: int, mean: float, half: float, line: str = "kill EXP-001 gap", undone: bool = False) -> Decision:
    advantage = Estimate(mean, mean - half, mean + half)
    instead = line if undone else "promote EXP-001"
    return Decision(day, day, line, undone, "card 0", advantage, 1.5, None, None, instead, instead, "known then", 64)


LOST = decision(6, -9.0, 3.0)
UNDONE = decision(7, -4.0, 1.0, "start EXP-003", undone=True)
WON = decision(9, 12.0, 4.0, "start EXP-002")
UNSURE = decision(11, -30.0, 40.0, "promote EXP-002")


def priced(*decisions: Decision, textbook: Textbook | None = None, luck: tuple[DayLuck, ...] = ()) -> Debrief:
    score = Estimate(80.0, 70.0, 90.0)
    prices = Prices(decisions, -2.0, luck, score, None, 64, 40)
    return replace(unpriced(), prices=prices, textbook=textbook, point_cents=100_000, equity=50.0)


def test_the_best_comes_first_then_the_losses_and_only_what_is_sure() -> None:
    found = key_decisions(priced(UNDONE, LOST, WON, UNSURE))
    shown = [(one.kind, one.day) for one in found]
    assert shown == [(DecisionKind.WON, 9), (DecisionKind.LOST, 6), (DecisionKind.LOST, 7), (DecisionKind.MAYBE, 11)], (
        "what is not sure comes last"
    )
    small = [decision(day, mean, 0.1) for day, mean in ((1, -1.5), (2, 1.5))]
    assert not [one for one in key_decisions(priced(*small)) if one.points is not None], "two such choices are as good"
    assert [one.day for one in sure_losses(priced(UNDONE, LOST, WON, UNSURE))] == [6, 7]
    many = [decision(day, -3.0 - day, 1.0) for day in range(1, 9)]
    assert [one.day for one in key_decisions(priced(*many)) if one.kind is DecisionKind.LOST] == [8, 7, 6]


def test_the_question_is_filled_up_with_other_decisions_of_the_game() -> None:
    found = priced(LOST, WON)
    asked = picks(found)
    mine = {(one.day, one.choice) for one in found.moments if one.by == "player"}
    others = [one for one in asked if (one.day, one.line) not in {(LOST.day, LOST.line), (WON.day, WON.line)}]
    assert len(asked) == MOST < len(mine) and len({(one.day, one.line) for one in asked}) == MOST
    assert others and all((one.day, one.line) in mine for one in others)
    assert max(one.day for one in others) >= max(day for day, _ in mine) // 2, "spread over the game"


def test_each_block_of_the_line_to_share_is_a_sixth_of_the_game() -> None:
    days = unpriced().record.world.days
    assert days % 6 == 0
    for sixth in range(6):
        first, last = sixth * days // 6 + 1, (sixth + 1) * days // 6
        for day in (first, last):
            blocks = re.search(r"[▁▂▃▄▅▆▇█]{6}", share_line(priced(decision(day, -9.0, 1.0))))
            assert blocks and blocks[0] == "█" * sixth + "▅" + "█" * (5 - sixth), (day, blocks)


def test_what_each_answer_says() -> None:
    shown = " ".join(text(priced(UNDONE, LOST, WON, luck=(DayLuck(0, -31.0), DayLuck(1, 2.0)))).split())
    assert "Luck: −29 points (the deal −31, day 1 +2)." in shown
    assert shown.index("Luck: ") < shown.index("✗ Day 6"), "luck is named before mistakes"
    assert "✗ Day 6: Killed 001" in shown and "−9 (−12 to −6) points" in shown and "Known: known then." in shown
    assert "Instead: promote 001; worth $9.0k more." in shown
    assert "✗ Day 7: Did not start 003" in shown and "Instead: start 003" in shown
    assert "✓ Day 9: Started 002" in shown and "worth $12.0k less" in shown
    assert "what nobody could know made it worth 1.5 points more than that" in shown
    for word in ("should", "good", "bad ", "poor", "blunder"):
        assert word not in " ".join(sections(priced(UNDONE, LOST, WON))[0].lines)


def test_an_order_is_told_against_leaving_it_and_an_evaluation_with_the_training_that_it_ends() -> None:
    order = replace(decision(2, -8.0, 3.0, "standing evaluate auto"), instead=WAIT, best=WAIT)
    told_order = next(one for one in key_decisions(priced(order)) if one.day == 2 and one.points is not None)
    assert told_order.instead == "leave the order as it was, all that it does later counted"
    board = new_game("first-sprint", 3).board
    said = known_words(board, StandingOrder(Order.ROLL_BACK, 2))
    rule = order_lines(board)[Order.ROLL_BACK]
    assert said.startswith(f"{rule.name}: off until then; It compares with the plan only")
    game = new_game("slow-starters", 12)
    game.do(f"start {game.world.ideas[0].key}")
    while not game.board.cards[0].runs_done:
        game.end_day()
    left = game.board.cards[0].runs_planned - game.board.cards[0].runs_done
    assert f"it ends the training, {fmt.count(left, 'run')} not done" in known_facts(game.board, Evaluate(0, 3)).text()
    assert "ends the training" not in known_facts(game.board, Kill(0, 1)).text()


def test_without_a_choice_over_the_references_the_best_is_what_earned_most() -> None:
    found = key_decisions(priced(LOST))
    assert found[0].kind is DecisionKind.WON and found[0].points is None and "earned" in found[0].text
    assert found[0].day == unpriced().earned[0].promotion.day  # type: ignore[union-attr]


def test_a_broken_rule_that_paid_is_as_prominent_as_a_mistake() -> None:
    rule = BrokenRule(9, 9, WON.line, False, "wait", WON.advantage, "known then")
    merged = key_decisions(priced(LOST, WON, textbook=Textbook(broken=(rule,))))
    assert [one.kind for one in merged] == [DecisionKind.RULE, DecisionKind.LOST] and merged[0].rule == RULE_BROKEN_TEXT
    other = replace(rule, day=12, last_day=12, line="evaluate EXP-001 3", rule="kill EXP-001 gap")
    apart = key_decisions(priced(LOST, WON, textbook=Textbook(broken=(other,))))
    assert [(one.kind, one.day) for one in apart] == [
        (DecisionKind.WON, 9),
        (DecisionKind.RULE, 12),
        (DecisionKind.LOST, 6),
    ]
    assert apart[1].instead == "kill 001" and apart[1].text.startswith("Evaluated 001")
    shown = " ".join(text(priced(LOST, WON, textbook=Textbook(broken=(other,)))).split())
    assert "◆ Day 12" in shown and f"Textbook: {RULE_BROKEN_TEXT}." in shown


def test_that_the_textbook_lost_too_is_said_once_and_of_what_was_surely_a_loss() -> None:
    sure = replace(LOST, label=Label.INACCURACY)
    more = replace(decision(8, -20.0, 4.0), label=Label.MISTAKE)
    left = replace(decision(9, -30.0, 4.0, "start EXP-003", undone=True), label=Label.BLUNDER)
    found = key_decisions(priced(sure, more, left, textbook=Textbook(frozenset((sure, more, left)))))
    assert [one.rule for one in found if one.kind is DecisionKind.LOST] == ["", RULE_FOLLOWED_TEXT, ""]
    assert not any(one.rule for one in key_decisions(priced(LOST, textbook=Textbook(frozenset((LOST,))))))


def test_without_prices_and_stakes_nothing_is_claimed_of_decisions_that_are_not_priced() -> None:
    shown = " ".join(text(replace(unpriced(), stakes=())).split())
    assert "no other choice promised more dollars. Prices and findings look further." in shown


def test_a_game_without_a_loss_says_so() -> None:
    assert not sure_losses(priced(UNSURE)) and [one.day for one in possible_losses(priced(UNSURE))] == [11]
    idle = replace(priced(decision(3, -0.5, 0.1)), earned=())
    assert "No decision was worth two points more or less" in " ".join(text(idle).split())


def test_every_verb_has_its_phrase() -> None:
    # Injections are no decision.
    assert {verb for verb, said in VERB.items() if not (said.to_do and said.done)} == {Inject}
    world = unpriced().record.world
    for verb in VERBS:
        options = verb.options(unpriced().record.board, 0)
        line = to_text(options[0], world).partition(' "')[0] if options else f"{verb.VERB} {world.ideas[0].key}"
        if try_parse_action(line, world) is not None:
            for said in (past_text(line, False, world), past_text(line, True, world), imperative_text(line, world)):
                assert said and "{" not in said and "  " not in said, said
    assert past_text("standing evaluate auto", False, world) == 'Set "Runs ended: evaluate" to auto'
    assert imperative_text("reserve 1 5", world) == "reserve 1 GPU for 5 days"
    # After a pilot it is the rest: how much that was, the line does not say.
    assert past_text("order DS-2 100", False, world) == "Ordered all of DS-2"
    assert past_text("order DS-2 10", False, world) == "Ordered 10 % of DS-2"
    assert past_text("forecast 45 60", False, world) == "Stated 70 % by day 45, 90 % by day 60"
    assert past_text("root-cause", True, world) == "Did not find the root cause for the data issue or delay"
    assert done_text("kill EXP-004 gap (standing order)", world) == "Killed 004 (standing order)"
    assert done_text("Did not wait (at all)", world) == "Did not wait (at all)"
    assert (
        past_text("no such line", False, world) == "no such line"
        and imperative_text("wait", world) == "leave it for the day"
    )


def test_the_list_of_decisions_says_them_in_the_words_of_the_screen() -> None:
    """A line such as `reserve 2 6` is for the save; who reads the debrief as text reads what the screen says."""
    said = " ".join(text(priced(LOST, WON, UNDONE)).split())
    assert "Did not start 003" in said and "the reference: promote 001" in said
    assert "left undone" not in said and "start EXP" not in said


def test_the_ledger_adds_up_and_injections_have_a_line() -> None:
    found = priced(LOST, WON, luck=(DayLuck(0, -31.0), DayLuck(1, 2.0)))
    rows = {row.name: row.points for row in points_ledger(found)}
    assert sum(rows.values()) == pytest.approx(50.0) and rows["injections"] == -2.0  # type: ignore[arg-type]
    assert all(len(line) <= 80 for line in text(found).splitlines())
    document_ = json.loads(json.dumps(json_document(found), allow_nan=False))
    assert [(one["event"], one["amount"]) for one in document_["luck"]] == [("deal", -31.0), ("day 1", 2.0)]
    assert document_["injected"] == -2.0
    shown = key_decisions(found)
    assert [one["instead"] for one in document_["answers"]] == [one.instead or None for one in shown]
    assert any(one.instead for one in shown)
    assert document_["answers"][0]["worth"]["mean"] == 12.0 and document_["decision_score"]["mean"] == 80.0


def test_a_choice_that_was_the_references_says_so_and_a_label_is_told() -> None:
    moment = next(one for one in unpriced().moments if one.verb is Promote)
    mine = replace(LOST, day=moment.day, last_day=moment.day, line=moment.line, label=Label.INACCURACY)
    shown = [line for section in sections(priced(mine)) if section.tab == "Decisions" for line in section.lines]
    assert any("points inaccuracy" in line for line in " ".join(shown).split("- "))
    assert any("as the reference" in line for line in shown)


def test_brier_and_crps() -> None:
    certain = ScoredForecast(5, 10, 10, 10, 0.0, False)
    # A step of 0.7 then 0.9 on the right day still loses what was not said; straight lines lead up to it.
    before = sum((0.7 * (day - 5) / 5) ** 2 for day in range(6, 10))
    assert crps(certain, 20) == pytest.approx(before + 11 * 0.1**2)
    never = ScoredForecast(5, 10, 12, 0, 0.0, True)
    assert crps(never, 20) > crps(ScoredForecast(5, 10, 12, 11, 0.0, False), 20)


def test_a_day_after_the_end_is_decided_only_by_what_came() -> None:
    # By day 60 of 40 with 90 %: it came, so that is known to be right; had it not come, nobody knows.
    came, never = ScoredForecast(5, 30, 60, 20, 1.0, False), ScoredForecast(5, 30, 60, 0, 1.0, True)
    assert [(one.stated, one.came) for one in _decided(came, 40)] == [(0.7, True), (0.9, True)]
    assert [(one.stated, one.came) for one in _decided(never, 40)] == [(0.7, False)]


def test_calibration_is_of_the_player_and_of_the_team() -> None:
    game = new_game("first-sprint", seed=3)
    game.do("forecast 8 15")
    while not game.board.over:
        game.end_day()
    found = build(game.resolved, game.seed, game.timeline.days, bots=())
    groups = calibration(found).groups
    own = [one for one in groups if one.own]
    assert [(one.stated, one.observed, one.count) for one in own] == [(70, 0, 1), (90, 0, 1)]
    team = [one for one in groups if not one.own]
    assert sum(one.count for one in team) == sum(card.shown for card in found.record.board.cards)
    (scored,) = found.forecasts
    assert scored.brier == pytest.approx((0.7**2 + 0.9**2) / 2)
    drawn = "\n".join(charts.lines(calibration(found), 74, 16, GlyphMode.BLOCK))
    assert "●" in drawn and "○" in drawn and "100 %" in drawn


@pytest.mark.parametrize("mode", list(GlyphMode))
def test_strips_stand_under_their_days(mode: GlyphMode) -> None:
    value = ValueChart(tuple(range(0, 40_000, 2_000)), 20, 10)
    luck = Strip("luck", tuple(10.0 if day == 4 else -5.0 if day == 9 else 0.0 for day in range(20)))
    chart = LedgerChart(value, (luck,))
    rows = charts.lines(chart, 80, 20, mode)
    assert len(rows) == 20 and "luck +5 points, most on day 5: +10" in " ".join(rows[:2])
    low = charts.draw(LedgerChart(value, ()), 80, 20, mode).lines()
    assert "luck" not in "\n".join(low)
    full = "#" if mode is GlyphMode.ASCII else "█"
    place = next(row.index(full) for row in rows if row.startswith("luck"))
    assert abs((place - 8) / 72 * 19 - 4) < 1


def test_the_share_line_of_a_priced_game_is_skill_first() -> None:
    line = share_line(priced(LOST, UNDONE, decision(55, -30.0, 2.0), luck=(DayLuck(0, -31.0), DayLuck(1, 2.0))))
    # Days 1 to 10 lost 13 points, the last sixth more than the lowest block stands for.
    assert line.startswith("aiboard small · decisions 80 · luck −29 · ▄████▁ · ") and len(line) <= 80
    assert "luck" not in share_line(priced(LOST)) and "beat" in share_line(unpriced())


def test_luck_comes_with_the_hidden_odds_that_explain_the_rest() -> None:
    nights = (DayLuck(0, -31.0), DayLuck(1, 2.0), DayLuck(2, 0.1))
    found = priced(UNDONE, LOST, WON, luck=nights)
    assert found.prices is not None and found.prices.guessed
    shown = " ".join(text(found).split())
    hidden = fmt.signed_number(found.prices.guessed)
    # Every term says what it is where it stands first.
    begins = "(the deal −31, day 1 +2). Equity 50, where 0 is doing nothing, is par (the reference on average) 100, "
    assert f"{begins}luck −29, " in shown
    assert f", hidden odds (not knowable then) {hidden}, left over (error of the rollouts) " in shown
    # Without equity there is no sum, and they are told alone.
    alone = " ".join(text(replace(found, equity=None)).split())
    assert f"(the deal −31, day 1 +2). Hidden odds, which nobody could know when choosing: {hidden}." in alone


def test_luck_that_the_log_does_not_explain_is_one_line() -> None:
    found = priced(LOST, luck=(DayLuck(0, -31.0), *(DayLuck(day, 2.0) for day in range(901, 904))))
    shown = " ".join(text(found).split())
    assert shown.count("the log names no event") == 1
    assert "day 901 +2, day 902 +2, day 903 +2: the log names no event." in shown


def test_a_priority_says_which_end_is_first_and_an_evaluation_what_it_scores() -> None:
    world = unpriced().record.world
    assert imperative_text("prioritise EXP-001 1", world) == "give 001 priority 1 (first)"
    assert imperative_text("prioritise EXP-001 5", world) == "give 001 priority 5 (last)"
    assert imperative_text("prioritise EXP-001 3", world) == "give 001 priority 3"
    said = imperative_text("evaluate EXP-001 2 items=20% slices", world)
    assert said == "evaluate 001 on 2 seeds, 20 % of the questions and slices"


def test_the_parts_are_added_up_to_equity_in_one_sentence() -> None:
    found = priced(UNDONE, LOST, WON, luck=(DayLuck(0, -31.0), DayLuck(1, 2.0)))
    (said,) = re.findall(r"Equity 50, where 0 is doing nothing, is ([^.]*)\.", " ".join(text(found).split()))
    par, *others = re.findall(r"[-+−]?\d+", said)
    assert par == "100" and "luck −29" in said and "decisions (against the reference's) −1" in said
    assert "error of the rollouts" in said
    for shown in (markdown(found), html([found])):
        assert f"is {said}." in unescape(" ".join(shown.split()))
    assert int(par) + sum(int(one.replace("−", "-")) for one in others) == 50, said
    # Nothing is added up while a part is missing.
    assert "where 0 is doing nothing" not in text(priced(UNDONE, LOST, WON))
