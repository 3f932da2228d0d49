"""Sections of a debrief made of parts that are written here: each sentence, table and order worked out by hand."""

from dataclasses import replace
from functools import cache
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis.debrief import (
    Debrief,
    costliest_quiz,
    detail_sections,
    first_pass,
    model,
    opinions,
    passes,
    points,
    stories,
)
from aiboard.analysis.debrief.costliest_quiz import grade_pick, picks
from aiboard.analysis.debrief.decision_summaries import (
    RULE_BROKEN_TEXT,
    DecisionKind,
    DecisionSummary,
    key_decisions,
    legend,
    money,
    rows,
    scale_words,
    summarise_decision,
    summarise_moment,
    worth_text,
)
from aiboard.analysis.debrief.decisions import entries
from aiboard.analysis.debrief.model import ModelEarnings
from aiboard.analysis.debrief.prices import KeyFigure, decision_of, interval_text, price_of, unlisted, unlisted_data
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.hindsight import RetroAnswer as Retro
from aiboard.analysis.hindsight import TrueCard
from aiboard.analysis.pricing.model import WAIT, DayLuck, Decision, Label, Prices
from aiboard.analysis.textbook.model import BrokenRule, Textbook
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import Incident, ShareSet
from aiboard.engine.model.vocabulary import Block, Chaos, Source, Stage
from aiboard.engine.verbs import Forecast, Promote
from aiboard.views import fmt
from aiboard.views.card.measure import QualityEstimate
from tests.analysis.games import calm, play, read
from tests.engine.play import dated
from tests.engine.worlds import world

#: Modules; their package has functions of these names.
html: Any = import_module("aiboard.analysis.debrief.html")
share: Any = import_module("aiboard.analysis.debrief.share")
SCRIPT = (
    "start EXP-001",
    "@8",
    "evaluate EXP-001 3",
    "@11",
    "promote EXP-001",
    "start EXP-002",
    "@30",
    "forecast 40 50",
)


@cache
def game(until: int | None = None) -> Debrief:
    """One card is started, scored and promoted, another started, a forecast stated; the model earned $5,000."""
    found = read(play(calm(launch=(("needs_legal", False),)), 5, *SCRIPT, until=until))
    return replace(found, earned=(replace(found.earned[0], cents=500_000),))


def decision(day: int, mean: float, half: float, line: str, **fields: Any) -> Decision:
    undone = fields.get("undone", False)
    usual = {
        "last_day": day, "undone": False, "subject": "", "guess": None, "regret": None, "label": None,
        "instead": line if undone else WAIT, "best": line if undone else WAIT, "known": "known then", "replicates": 64,
    }  # fmt: skip
    return Decision(**{**usual, "day": day, "line": line, "advantage": Estimate.from_half_width(mean, half), **fields})


LOST = decision(11, -9.0, 3.0, "promote EXP-001", label=Label.INACCURACY, instead="evaluate EXP-001 5")
LEFT = decision(12, -4.0, 1.0, "start EXP-003", undone=True, last_day=15)
MAYBE = decision(8, -6.0, 8.0, "evaluate EXP-001 3")
WON = decision(1, 12.0, 4.0, "start EXP-001")


def priced(
    *decisions: Decision, textbook: Textbook | None = None, luck: tuple[DayLuck, ...] = (), **fields: Any
) -> Debrief:
    prices = Prices(decisions, 0.0, luck, Estimate(80.0, 70.0, 90.0), None, 64, 40)
    return replace(game(), prices=prices, textbook=textbook, point_cents=100_000, equity=50.0, **fields)


# --- decisions told of ------------------------------------------------------------------------------------------------


def test_two_points_are_told_of_and_less_is_not() -> None:
    def told(mean: float, half: float = 0.5) -> list[DecisionKind]:
        return [one.kind for one in key_decisions(priced(decision(3, mean, half, "start EXP-003"), earned=()))]

    assert (
        told(-2.0) == [DecisionKind.LOST] and told(-1.99) == [] and told(2.0) == [DecisionKind.WON] and told(1.99) == []
    )
    assert told(-2.0, 2.0) == [DecisionKind.MAYBE] and told(2.0, 2.0) == []
    # A label makes it sure whatever its interval.
    sure = decision(3, -9.0, 20.0, "start EXP-003", label=Label.INACCURACY)
    assert [one.kind for one in key_decisions(priced(sure, earned=()))] == [DecisionKind.LOST]
    many = [decision(day, -3.0, 1.0, f"start EXP-00{day}") for day in (3, 4)] + [
        decision(day, -3.0, 9.0, f"start EXP-00{day}") for day in (5, 6)
    ]
    assert [(one.kind, one.day) for one in key_decisions(priced(*many, earned=()))] == [
        (DecisionKind.LOST, 3), (DecisionKind.LOST, 4), (DecisionKind.MAYBE, 5),
    ]  # fmt: skip


def test_any_decision_is_told_by_its_interval() -> None:
    kinds = [
        (-9.0, 3.0, DecisionKind.LOST),
        (9.0, 3.0, DecisionKind.WON),
        (-9.0, 10.0, DecisionKind.MAYBE),
        (-1.0, 1.0, DecisionKind.SAME),
        (0.0, 0.1, DecisionKind.SAME),
    ]
    for mean, half, kind in kinds:
        assert summarise_decision(priced(), decision(3, mean, half, "start EXP-003")).kind is kind


def test_what_an_answer_says_under_its_labels() -> None:
    found = priced(LOST, MAYBE)
    one = summarise_decision(
        found, replace(LOST, guess=2.5, regret=Estimate(11.0, 8.0, 14.0), best="kill EXP-001 other", cost=" (2 GPU-h)")
    )
    assert rows(found, one) == {
        "Known": "known then.", "Instead": "evaluate 001 on 5 seeds; worth $9.0k more.",
        "Best tried": "kill 001 (2 GPU-h), 11 (8 to 14) points over what was done.",
        "Hidden": "what nobody could know made it worth 2.5 points more than that.",
    }  # fmt: skip
    assert (one.when, one.card, one.brief) == ("Day 11", 0, "Promoted 001") and one.text.startswith("Promoted 001 ")
    # What is no news is left out: the best was the reference's own, may be nothing, or was worse.
    more, maybe, less = Estimate(11.0, 8.0, 14.0), Estimate(11.0, -1.0, 23.0), Estimate(-11.0, -14.0, -8.0)
    kill = "kill EXP-001 other"
    for best, regret in ((LOST.instead, more), (kill, maybe), (kill, less), (LOST.line, more)):
        told = summarise_decision(found, replace(LOST, regret=regret, best=best, cost=" (2 GPU-h)", guess=-0.04))
        assert told.best == "" and rows(found, told)["Hidden"].endswith("worth 0.0 points less than that.")
        assert told.instead == "evaluate 001 on 5 seeds" + (" (2 GPU-h)" if best == "evaluate EXP-001 5" else "")
    left = summarise_decision(found, LEFT)
    assert (left.when, left.instead, left.brief) == ("Days 12–15", "start 003", "Did not start 003")
    assert summarise_decision(found, replace(LOST, known="")).known == "nothing measured"
    assert summarise_decision(found, replace(LOST, known="", line="legal-review")).known == ""


def test_worth_is_in_dollars_where_there_is_a_scale() -> None:
    found = priced(LOST)
    one = summarise_decision(found, LOST)
    assert (
        worth_text(found, one) == "; worth $9.0k more"
        and worth_text(found, summarise_decision(found, WON)) == "; worth $12.0k less"
    )
    assert money(found, 1.5) == "$1.5k"
    bare = replace(found, point_cents=0.0)
    assert worth_text(bare, one) == "; worth 9 points more" and money(bare, 1.5) == ""
    assert worth_text(found, replace(one, points=None)) == "" == worth_text(found, replace(one, instead=""))
    assert scale_words(found) == "Points, with their 95 % interval; a point is $1.0k. ? may be nothing."
    assert scale_words(bare) == "Points, with their 95 % interval. ? may be nothing."
    assert legend(game()) == "" and legend(found).startswith(
        "✓ gained, ✗ lost, · as good as the reference's choice. Points"
    )


def test_a_card_on_no_board_is_an_idea_that_was_not_asked_for() -> None:
    board = game().record.days[11].morning
    hidden = next(card.index for card in board.cards if not card.shown)
    key = game().record.world.ideas[hidden].key
    one = summarise_decision(priced(), replace(LEFT, line=f"start {key}", guess=1.0))
    assert (
        one.text == "Did not ask for one more idea, and start it"
        and one.known == "which idea it would be was not known"
    )
    assert (one.card, one.undone, one.hidden, one.alternative) == (-1, True, 1.0, f"start {key}")
    # Done, not left; and beyond the last day that ended.
    assert summarise_decision(priced(), replace(LEFT, line=f"start {key}", undone=False)).card == hidden
    assert summarise_decision(priced(), replace(LEFT, line=f"start {key}", day=61, last_day=61)).card == hidden
    assert summarise_decision(priced(), LEFT).card == 2


def test_what_earned_most_stands_where_nothing_won() -> None:
    found = priced(MAYBE)
    most = found.earned[0]
    assert most.promotion is not None
    (one,) = [one for one in key_decisions(found) if one.points is None]
    assert one.text.endswith(f": {fmt.exact_money(most.cents)} earned") and (one.day, one.kind) == (
        11,
        DecisionKind.WON,
    )
    assert one.known == most.promotion.known.text() != ""
    blank = replace(
        most.promotion, known=replace(most.promotion.known, measured=None, gate=None, stated_pct=None, waiting_cents=0)
    )
    (bare,) = [
        one for one in key_decisions(priced(MAYBE, earned=(replace(most, promotion=blank),))) if one.points is None
    ]
    assert bare.known == "nothing measured"
    # Not where it is told of as a loss, earned no more than two points, or was promoted by nobody.
    assert not [one for one in key_decisions(priced(LOST)) if one.points is None]
    for cents, told in ((200_000, 0), (200_001, 1)):
        assert (
            sum(one.points is None for one in key_decisions(priced(MAYBE, earned=(replace(most, cents=cents),))))
            == told
        )
    assert not [
        one for one in key_decisions(priced(MAYBE, earned=(replace(most, promotion=None),))) if one.points is None
    ]


def test_a_broken_rule_is_told_once() -> None:
    rule = BrokenRule(WON.day, WON.day, WON.line, False, "wait", WON.advantage, "known then")
    other = replace(rule, day=8, last_day=9, line="evaluate EXP-001 3", known="")
    assert [one.kind for one in key_decisions(priced(WON, LOST, textbook=Textbook(broken=(rule, other))))] == [
        DecisionKind.RULE,
        DecisionKind.LOST,
    ]
    (told,) = [
        one for one in key_decisions(priced(LOST, textbook=Textbook(broken=(other,)))) if one.kind is DecisionKind.RULE
    ]
    assert (told.when, told.known, told.instead, told.rule, told.hidden) == (
        "Days 8–9", "nothing measured", "leave it for the day", RULE_BROKEN_TEXT, None,
    )  # fmt: skip
    for changed in (replace(rule, day=2), replace(rule, line="start EXP-002"), replace(rule, undone=True)):
        kinds = [one.kind for one in key_decisions(priced(WON, LOST, textbook=Textbook(broken=(changed,))))]
        assert kinds == [DecisionKind.WON, DecisionKind.RULE, DecisionKind.LOST]


# --- which decision cost you most -------------------------------------------------------------------------------------


def test_decisions_to_pick_from_are_priced_ones_first_and_then_the_players() -> None:
    found = priced(LOST, LEFT, MAYBE, WON)
    asked = picks(found)
    # The four that are priced, and of the others on the timeline those that fit: a start and a forecast.
    assert [(one.day, one.line) for one in asked] == [
        (1, "start EXP-001"), (8, "evaluate EXP-001 3"), (11, "promote EXP-001"), (11, "start EXP-002"),
        (12, "start EXP-003"), (30, "forecast 40 50"),
    ]  # fmt: skip
    assert picks(priced(WON, MAYBE)) == (), "nothing lost for certain"
    assert picks(replace(found, record=game(40).record)) == () == picks(game())
    # Two are nothing to choose from, three are.
    few = priced(LOST, earned=(), moments=game().moments[:1])
    assert len(picks(few)) == 0 and len(picks(priced(LOST, earned=(), moments=game().moments[:2]))) == 3
    by_order = tuple(replace(one, by="standing order") for one in game().moments)
    assert picks(priced(LOST, earned=(), moments=by_order)) == ()
    # Of what was left undone the two costliest are there, sure or not.
    left = [decision(day, -20.0 + day, 40.0, f"kill EXP-00{day} other", undone=True) for day in (3, 4, 5)]
    sure = [decision(day, -30.0, 1.0, f"start EXP-00{day}") for day in (6, 7, 9)]
    assert {one.day for one in picks(priced(*left, *sure)) if one.undone} == {3, 4}


def test_moments_are_spread_over_the_game() -> None:
    moment = game().moments[0]
    many = tuple(replace(moment, day=day, line=f"start EXP-{day:03}") for day in range(1, 25))
    asked = picks(priced(LOST, earned=(), moments=many))
    # Every fourth of 24, as many as fit beside the loss of day 11.
    assert [one.day for one in asked] == [1, 5, 9, 11, 13, 17] and costliest_quiz.MOST == 6
    # Eight are too few to leave any out in between.
    assert [one.day for one in picks(priced(LOST, earned=(), moments=many[:8]))] == [1, 2, 3, 4, 5, 11]


def test_what_a_pick_comes_to() -> None:
    losses = [
        decision(day, mean, 1.0, f"start EXP-00{day}") for day, mean in ((3, -9.0), (4, -20.0), (5, -7.0), (6, -5.0))
    ]
    found = priced(*losses, MAYBE, earned=())

    def said(day: int, line: str = "") -> str:
        return grade_pick(found, SimpleNamespace(day=day, line=line or f"start EXP-00{day}", when=f"Day {day}"))  # type: ignore[arg-type]

    assert said(4) == "You picked day 4: it is the one that lost most."
    assert said(3) == "You picked day 3: it lost, and second most. Day 4 lost most."
    assert said(5) == "You picked day 5: it lost, and third most. Day 4 lost most."
    assert said(6) == "You picked day 6: it lost too, but less. Day 4 lost most."
    assert said(8, MAYBE.line) == "You picked day 8: that it lost anything is not certain. Day 4 lost most."
    assert said(3, "start EXP-009") == "You picked day 3: that it lost anything is not certain. Day 4 lost most."
    assert grade_pick(priced(MAYBE, earned=()), summarise_decision(found, MAYBE)) == ""


# --- the list of decisions --------------------------------------------------------------------------------------------


def test_the_list_has_every_decision_with_its_price() -> None:
    found = priced(replace(LOST, known="x"), LEFT)
    said = [(one.text, one.price, one.by, one.label) for one in entries(found)]
    assert [one[1:] for one in said] == [
        ("as the reference", "player", ""), ("as the reference", "player", ""),
        ("−9 (−12 to −6)", "player", "inaccuracy"),
        ("as the reference", "player", ""), ("−4 (−5 to −3)", "player", ""), ("", "player", ""),
    ]  # fmt: skip
    texts = [one[0] for one in said]
    assert texts[0].startswith("D1 Started 001 · as the reference · not measured; stated ")
    assert texts[2].startswith(
        "D11 Promoted 001 · −9.0 (−12.0 to −6.0) points inaccuracy, the reference: evaluate 001 on 5 seeds · "
    )
    assert texts[4] == "D12 to D15 Did not start 003 · −4.0 (−5.0 to −3.0) points · known then"
    assert texts[5].startswith("D30 Stated ") and game().moments[-1].verb is Forecast
    one_day = priced(replace(LEFT, last_day=12, known=""), replace(MAYBE, instead=WAIT))
    texts = [one.text for one in entries(one_day)]
    assert "D12 Did not start 003 · −4.0 (−5.0 to −3.0) points" in texts
    assert any(" points, the reference left it · " in text for text in texts)
    assert [one.price for one in entries(game())] == [""] * 5
    ordered = replace(found, moments=(replace(found.moments[0], by="standing order"),))
    assert [one.price for one in entries(ordered) if one.by == "standing order"] == [""]


def test_prices_belong_to_the_players_own_decisions() -> None:
    found = priced(LOST, LEFT, decision(3, -1.0, 1.0, "prioritise EXP-001 1"))
    promoted = next(one for one in found.moments if one.verb is Promote)
    assert found.prices is not None
    assert decision_of(found.prices, promoted) == LOST and decision_of(None, promoted) is None
    assert decision_of(found.prices, replace(promoted, by="standing order")) is None
    assert decision_of(found.prices, replace(promoted, day=12)) is None
    assert price_of(found.prices, promoted)["label"] == "inaccuracy"
    own = price_of(found.prices, found.moments[0])
    assert (own["advantage"]["mean"], own["guess"], own["best"], own["reference"]) == (
        0,
        0,
        "start EXP-001",
        "start EXP-001",
    )
    assert (
        set(price_of(None, promoted).values())
        == {None}
        == set(price_of(found.prices, replace(promoted, by="x")).values())
    )
    assert [one.day for one in unlisted(found.prices, found.moments)] == [12, 3]
    data = unlisted_data(found.prices, found.moments)
    assert [one["action"] for one in data] == ["left undone: start EXP-003", "prioritise EXP-001 1"]
    assert (data[0]["day"], data[0]["last_day"], data[0]["regret"], unlisted_data(None, ())) == (12, 15, None, [])


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "said"),
    [
        (Estimate(6.61, 1.0, 12.25), 1, False, "6.6 (1.0 to 12.2)"),
        (Estimate(6.6, 1.0, 12.2), 0, True, "+7 (1 to 12)"),
        (Estimate(0.4, 0.3, 0.5), 0, True, "0 (0 to 0)"), (Estimate(-6.6, -9.0, -0.2), 0, True, "−7 (−9.0 to −0.2)"),
        (Estimate(6.6, 0.2, 9.0), 0, False, "7 (0.2 to 9.0)"), (Estimate(6.6, -0.2, 9.0), 0, False, "7 (0 to 9)"),
        (Estimate(6.6, None, None), 0, True, "+7"),
    ],
)  # fmt: skip
def test_an_interval_without_zero_does_not_end_at_it(value: Estimate, decimals: int, signed: bool, said: str) -> None:
    assert interval_text(value, decimals, signed) == said


# --- tables of the page -----------------------------------------------------------------------------------------------


def cells(table: str) -> list[str]:
    return [row.replace("</td>", "|").replace("<td>", "").partition("</tr>")[0] for row in table.split("<tr")[2:]]


def test_the_table_of_decisions() -> None:
    table = html.decisions_table(priced(replace(LOST, known="x"), LEFT))
    found = cells(table)
    assert (
        "Promoted 001 " in found[2]
        and '<td class="lost">−9 (−12 to −6) inaccuracy; reference: evaluate 001 on 5 seeds|x|' in found[2]
    )
    assert ">Days 12–15|Did not start 003 " in found[4] and '<td class="lost">−4 (−5 to −3)|known then|' in found[4]
    assert "as the reference|not measured" in found[0] and 'class="rows"' in table and "(player)" not in table
    plain = html.decisions_table(game())
    assert "points, over" not in plain and len(cells(plain)) == 5 and cells(plain)[0].count("|") == 3
    ordered = replace(game(), moments=(replace(game().moments[0], by="standing order"),))
    assert " (standing order)</td>" in html.decisions_table(ordered)


def test_the_table_of_bots_marks_the_player_and_its_numbers() -> None:
    bots = tuple(
        SimpleNamespace(bot=name, value_cents=cents, equity=equity, beaten=False)
        for name, cents, equity in (("idle", -90_000_000, 0.0), ("best", 900_000_000, None))
    )
    found = replace(game(), bots=bots, equity=61.4)  # type: ignore[arg-type]
    table = html.bots_table(found)
    assert table.startswith(
        '<div class="wide"><table><thead><tr><th scope="col">played by</th>'
        '<th scope="col" class="n">net value</th><th scope="col" class="n">equity</th>'
    )
    assert '<tr><td>best</td><td class="n">$9,000,000</td><td class="n">·</td></tr>' in table
    cents = fmt.exact_money(found.value_cents)
    mine = f'<tr class="you"><td>▸ you</td><td class="n">{cents}</td><td class="n">61</td></tr>'
    assert mine in table and table.index("best") < table.index("▸ you") < table.index("<td>idle</td>")


def test_the_ledger_of_points_has_a_sum() -> None:
    found = priced(LOST, luck=(DayLuck(0, -31.0),))
    table = html.points_table(found)
    assert '<th scope="col"></th><th scope="col" class="n">points</th><th scope="col"></th>' in table
    assert '<tr><td>luck</td><td class="n">−31.0</td>' in table and '<td class="n">·</td>' in table
    assert '<tr class="sum"><td>equity</td><td class="n">50.0</td><td></td></tr>' in table
    assert 'class="sum"' not in html.points_table(replace(found, equity=None)) and html.points_table(game()) == ""


def test_lines_of_a_terminal_flow_on_a_page() -> None:
    assert html.paragraph_html(["- one", "- two", "", "Last."]) == [
        "<ul>",
        "<li>one</li>",
        "<li>two</li>",
        "</ul>",
        "<p>Last.</p>",
    ]
    assert html.paragraph_html(["- one"]) == ["<ul>", "<li>one</li>", "</ul>"] and html.paragraph_html([]) == []
    assert html.blocks(["a    b", "c    d", "", "Words", "", "- x"]) == [
        "<pre>a    b\nc    d</pre>",
        "<p>Words</p>",
        "<ul>",
        "<li>x</li>",
        "</ul>",
    ]


# --- stories ----------------------------------------------------------------------------------------------------------


def test_a_story_of_a_decision_and_of_a_stake() -> None:
    found = priced(LOST)
    (story,) = [one for one in stories.stories(replace(found, stakes=(), earned=())) if one.day == 11]
    project = f"In a simulated project, {found.resolved.scenario.title}, {found.record.world.days} days"
    outcome = f"In the end the project was worth {fmt.money(found.value_cents)}. (Add what you do differently since.)"
    assert story.situation == f"{project}, on day 11; the board said: known then." and story.title.startswith(
        "Promoted 001 "
    )
    assert story.task == "To decide between this and: evaluate 001 on 5 seeds." and story.action.startswith(
        "I promoted 001 "
    )
    assert (
        story.result == f"By many futures from what was known, the other way was worth $9.0k more on average. {outcome}"
    )
    rule = BrokenRule(1, 1, "start EXP-001", False, "wait", WON.advantage, "")
    (told,) = [
        one for one in stories.stories(priced(WON, textbook=Textbook(broken=(rule,)), stakes=())) if one.day == 1
    ]
    assert f" As to the textbook: {RULE_BROKEN_TEXT}. In the end" in told.result
    # What earned most has no other way and no price.
    (earned,) = [one for one in stories.stories(priced(MAYBE, stakes=())) if one.day == 11]
    assert earned.task == "To decide whether it goes to customers." and earned.action.startswith("I promoted 001 ")
    assert earned.result.startswith(f"{fmt.exact_money(found.earned[0].cents)} earned. In the end ")
    stake = SimpleNamespace(
        day=9,
        cents=123_400,
        done="kill EXP-001 (standing order)",
        known="k",
        instead="promote it",
        came="nothing came",
        hidden="",
    )
    bot = replace(game(), stakes=(stake,), bot="vibes")  # type: ignore[arg-type]
    (one,) = stories.stories(bot)
    assert one.task == "To decide between this and: promote it; about $1.2k hung on it."
    assert one.action.startswith("The bot vibes killed 001 ") and one.result.startswith("Nothing came. In the end ")
    facts = stories.facts(bot, stake)  # type: ignore[arg-type]
    assert len(facts) == 7 and facts[-1] == "The bot vibes played this game: say so, and what you would have done."
    stake.hidden = "it was 90"
    assert stories.facts(game(), stake)[-1] == "What nobody could know that day, luck: it was 90"  # type: ignore[arg-type]
    stake.done = "legal review was started late"
    assert stories.stories(replace(game(), stakes=(stake,)))[0].action == "legal review was started late."  # type: ignore[arg-type]


def test_three_stories_are_told_by_day_and_one_a_day() -> None:
    stakes = tuple(
        SimpleNamespace(day=day, cents=1, done="x", known="k", instead="i", came="c") for day in (11, 2, 20, 5)
    )
    assert [one.day for one in stories.stories(priced(LOST, stakes=stakes, earned=()))] == [2, 11, 20]
    assert [one.day for one in stories.stories(priced(LOST, MAYBE, WON, LEFT, stakes=stakes))] == [1, 11, 12]


# --- looks and second opinions ----------------------------------------------------------------------------------------


def test_a_debrief_is_given_after_each_whole_look(monkeypatch: pytest.MonkeyPatch) -> None:
    import aiboard.analysis.pricing.game as games

    def partial(replicates: int, done: int) -> Any:
        return SimpleNamespace(prices=f"prices {replicates} {done}", replicates=replicates, done=done, days=2)

    steps = [partial(16, 1), partial(16, 2), partial(64, 1), partial(64, 2), partial(256, 1), partial(256, 2)]
    asked: list[Any] = []
    monkeypatch.setattr(
        games, "stream_prices", lambda resolved, seed, days, scale, settings, executor: asked.append(settings) or steps
    )
    monkeypatch.setattr(games, "scale_of", lambda game: "scale")
    monkeypatch.setattr(passes, "_with_textbook", lambda found, game, prices, scale: f"{prices} compared")
    told: list[passes.PassProgress] = []
    view: Any = SimpleNamespace(resolved=None, seed=1, timeline=SimpleNamespace(days=[[], []]))
    found = list(passes.price_in_passes(game(), view, told.append))
    assert found[0].prices == "prices 16 2" and found[1:] == ["prices 64 2 compared", "prices 256 2 compared"]  # type: ignore[comparison-overlap]
    assert [(one.number, one.passes, one.done, one.days) for one in told] == [
        (1, 3, 0, 2), (1, 3, 1, 2), (1, 3, 2, 2), (2, 3, 1, 2), (2, 3, 2, 2), (3, 3, 1, 2), (3, 3, 2, 2),
    ]  # fmt: skip
    assert (asked[0].rollouts, asked[0].guess, asked[0].luck, asked[0].options) == (256, True, True, True)


def test_two_evaluators_differ_on_twelve_decisions_at_most() -> None:
    def opinion(day: int, undone: bool = False) -> Any:
        return SimpleNamespace(
            day=day, line="x" * 60, undone=undone, first=Estimate(-1.25, 0, 0), second=None, gap=Estimate(2.0, 0, 0)
        )

    bias: Any = SimpleNamespace(
        first=SimpleNamespace(title="One"), second=SimpleNamespace(title="Two"), first_score=Estimate(80, 70, 90),
        second_score=Estimate(70, 60, 80), gap=Estimate(10, 5, 15),
        opinions=[opinion(5), *(opinion(day, True) for day in range(6, 20))],
    )  # fmt: skip
    lines = opinions._lines(replace(game(), bias=bias))
    at = lines.index("") + 1
    assert lines[at] == " day  decision, points" + " " * 26 + "    first    other     bias"
    table = lines[at + 1 : lines.index("", at)]
    assert len(table) == 12 and table[0] == f"   5  {'x' * 41} {'−1.2':>9}{'own':>9}{'2.0':>9}"
    assert table[1].startswith("   6  left undone: xxx") and len(table[1]) == len(table[0])
    assert "Decision score 80.0 (70.0 to 90.0); by the other 70.0 (60.0 to 80.0)." in " ".join(lines)
    bias.gap = None
    assert (
        "Decision score" not in " ".join(opinions._lines(replace(game(), bias=bias))) and opinions._lines(game()) == []
    )


# --- behind the first page --------------------------------------------------------------------------------------------


def true_card(card: int, ceiling: int, measured: QualityEstimate | None = None, fault: int = 0) -> TrueCard:
    return TrueCard(card, 12 + card, measured, ceiling, ceiling - 20_000, fault)


def one_line(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def test_hindsight_names_the_best_kill_and_what_was_live() -> None:
    score = QualityEstimate(861_000, 840_000, 880_000, 3)
    found: Any = SimpleNamespace(finished=True, record=SimpleNamespace(world=world()), killed=(), launched=(), retro=())
    assert "No started card was killed." in one_line(detail_sections._hindsight(found))
    found.killed = tuple(true_card(card, 900_000 - 20_000 * card, score if card % 2 else None) for card in range(7))
    said = one_line(detail_sections._hindsight(found))
    assert (
        "Which kill would you take back? Of 7 cards killed, EXP-001 (day 12) had the highest true ceiling: 90.0, 88.0 "
        "for customers; nothing of it had been measured. The launch bar was 88." in said
    )
    assert "True ceiling at or over the bar: 2 of 7 killed." in said
    assert "EXP-002, killed day 13: ceiling 88.0, 86.0 for customers; measured 86.1 (84–88), 3 seeds." in said
    assert "EXP-003, killed day 14: ceiling 86.0, 84.0 for customers; measured nothing." in said
    assert "EXP-005, killed day 16" in said and "EXP-006" not in said
    found.killed = (true_card(1, 879_999, score, 15_000),)
    said = one_line(detail_sections._hindsight(found))
    assert "Of 1 card killed, EXP-002" in said and "; it had measured 86.1 (84–88), 3 seeds." in said
    assert "at or over the bar: 0 of 1" in said and "86.0 for customers (serving fault −1.5)" in said
    found.launched = (true_card(0, 850_000, score), true_card(2, 850_000))
    found.retro = (Retro(2, True, true_card(1, 880_000)), Retro(3, False, true_card(2, 879_999)))
    said = one_line(detail_sections._hindsight(found))
    assert "EXP-001, live from day 12: truly 85.0 offline, 83.0 for customers; measured 86.1 (84–88), 3 seeds." in said
    assert "EXP-003, live from day 14: truly 85.0 offline, 83.0 for customers; unmeasured then." in said
    assert (
        "Retro of sprint 2: you would take back EXP-002. Its true ceiling: 88.0, over the bar, 86.0 for customers."
        in said
    )
    assert "Retro of sprint 3: you would stop EXP-003. Its true ceiling: 88.0, under the bar, " in said


def flow(**fields: Any) -> str:
    usual = {
        "throughput": 1.25, "decided": 4, "killed": 1, "promoted": 2, "cycle_time": 11.04, "readiness": None,
        "batches": (),
        "blockers": {}, "blocked_by_sprint": (0,), "decision_days": 7, "kill_rate": 0.25, "promotion_rate": 0.5,
    }  # fmt: skip
    found: Any = SimpleNamespace(
        health=SimpleNamespace(**{**usual, **fields}), record=SimpleNamespace(board=game().record.board)
    )
    return one_line(detail_sections._flow(found))


def test_flow_says_what_there_is() -> None:
    said = flow()
    assert (
        "Throughput: 1.2 decided cards a sprint (4 in all)." in said
        and "ticket to decision: 11.0 working days." in said
    )
    assert "Card-days blocked: none." in said and "Card-days in Evaluation without work or decision: 7." in said
    assert (
        "Of 4 decided cards 1 was killed (25 %) and 2 promoted (50 %)" in said
        and "by sprint" not in said
        and "Data" not in said
    )
    said = flow(
        cycle_time=None, readiness=0.5, batches=(1, 2), blockers={Block.LEGAL: 3, Block.NO_GPU: 1},
        blocked_by_sprint=(0, 4),
        killed=0, kill_rate=0.0,
    )  # fmt: skip
    assert "ticket to decision: no card was decided." in said and "Data ready on time: 50 % of 2 batches;" in said
    assert (
        "Blocked card-days by sprint, from the first: 0, 4." in said
        and " 3, " in said
        and "0 were killed (0 %)" in said
    )
    assert "decided card" not in flow(kill_rate=None).partition("Evaluation")[2]
    assert "by sprint" not in flow(blockers={Block.LEGAL: 3})


def test_every_dollar_is_told_to_the_cent() -> None:
    found: Any = SimpleNamespace(
        parts={"revenue": 123_456_789, "compute": -5, "tail": 0},
        value_cents=-100,
        record=SimpleNamespace(world=world(tail_days=90)),
    )
    lines = detail_sections._ledger(found)
    assert [" ".join(line.split()) for line in lines] == [
        "revenue while live $1,234,567.89", "GPU time −$0.05", "the 90 days after close $0.00", "─" * 16,
        "net value −$1.00", "", "Payroll is not counted.",
    ]  # fmt: skip
    assert {len(line) for line in lines[:5]} == {44}, "the column can be added up"


# --- the first page ---------------------------------------------------------------------------------------------------


def test_two_numbers_and_what_kind_of_game_it_is() -> None:
    days = game().record.world.days
    value = KeyFigure("Net value", fmt.exact_money(game().value_cents), f"after {days} days")
    assert first_pass.figures(replace(game(), equity=61.6))[:2] == [value, KeyFigure("Equity", "62", "")]
    assert [one.name for one in first_pass.figures(priced(LOST))] == ["Net value", "Decision score"]
    assert [one.name for one in first_pass.figures(replace(game(), equity=None))] == ["Net value", "Decision score"]
    assert KeyFigure("A", "", "not yet").sentence() == "A: not yet." and KeyFigure("A", "5", "").sentence() == "A 5."
    assert first_pass.remarks(replace(game(), why_practice=(), bot="vibes")) == ["Played by the bot vibes."]
    assert first_pass.remarks(replace(game(), why_practice=())) == []
    assert first_pass.no_decisions_text(priced()).startswith(
        "No decision was worth two points"
    ) and first_pass.no_decisions_text(game()).startswith("By what the board knew")


def test_standings_put_the_player_first_among_equals() -> None:
    bots = tuple(
        SimpleNamespace(bot=name, value_cents=cents, equity=1.0) for name, cents in (("b", 5), ("a", 5), ("c", 9))
    )
    found = replace(game(), bots=bots, value_cents=5)  # type: ignore[arg-type]
    assert [row[0] for row in first_pass.standings(found)] == ["c", "you", "a", "b"]
    assert "you" not in [row[0] for row in first_pass.standings(replace(found, record=SimpleNamespace(finished=False)))]  # type: ignore[arg-type]


def test_what_to_try_is_from_a_day_that_lost_most() -> None:
    def finding(day: int, good: bool = False) -> Any:
        return SimpleNamespace(day=day, good=good)

    early, late, end, praised = finding(3), finding(13), finding(15), finding(12, True)
    found = priced(LEFT, earned=(), findings=(early, praised, end, late))
    assert first_pass.next_of(found) is end, "the first of those on days 12 to 15"
    assert first_pass.next_of(replace(found, findings=(early, praised))) is early
    assert first_pass.next_of(replace(found, findings=(finding(11), finding(16)))).day == 11  # type: ignore[union-attr, arg-type]
    assert first_pass.next_of(replace(found, findings=(praised,))) is None


def test_models_that_earned_are_told_up_to_five() -> None:
    most = game().earned[0]
    many = tuple(ModelEarnings(card, None, 20 + card, 5, 100_000 * (9 - card)) for card in range(7))
    said = one_line(first_pass._best(replace(game(), earned=many, parts={"tail": 0})))
    assert "EXP-001 " in said and ": $9,000 in 5 days live, from day 20." in said and "EXP-005: $5,000 in" in said
    assert "EXP-006" not in said and "Promoted on" not in said and "more from" not in said
    assert most.promotion is not None
    by = replace(most, promotion=replace(most.promotion, by="standing order"))
    assert "Promoted on day 11 (standing order). Known then: " in one_line(
        first_pass._best(replace(game(), earned=(by,), bot="vibes"))
    )
    assert "(bot vibes)" in one_line(first_pass._best(replace(game(), earned=(most,), bot="vibes")))
    assert "(player)" in one_line(first_pass._best(replace(game(), earned=(most,))))


# --- points and the line to share -------------------------------------------------------------------------------------


def test_luck_is_named_by_its_three_largest_nights_in_order() -> None:
    nights = (DayLuck(0, -3.0), DayLuck(4, 0.5), DayLuck(5, -8.0), DayLuck(9, 0.49), DayLuck(12, 6.0), DayLuck(13, 2.0))
    found = priced(LOST, luck=nights)
    assert points.luck_words(found).startswith("Luck: −2 points (the deal −3, day 5 −8, day 12 +6).")
    few = points.luck_words(priced(LOST, luck=(DayLuck(4, 0.5), DayLuck(9, -0.49))))
    assert "(day 4 " in few and "day 9" not in few
    assert (
        points.luck_words(priced(LOST, luck=(DayLuck(9, 0.49),))).startswith("Luck: 0 points.")
        and points.luck_words(game()) == ""
    )
    assert (points.event_name(DayLuck(0, 1)), points.event_name(DayLuck(7, 1))) == ("deal", "day 7")


def test_hidden_odds_under_half_a_point_are_not_told() -> None:
    def said(guess: float | None) -> str:
        return points._hidden_words(priced(replace(LOST, guess=guess)))

    assert said(0.49) == said(-0.49) == said(None) == "" and said(-0.5).startswith(" Hidden odds")
    assert said(-3.0) == " Hidden odds, which nobody could know when choosing: −3."


def test_blocks_of_a_game_step_down_every_three_points() -> None:
    def blocks(*losses: tuple[int, float]) -> str:
        return share._blocks(priced(*(decision(day, -mean, 1.0, "x") for day, mean in losses)).prices, 60)  # type: ignore[arg-type]

    assert blocks() == "█" * 6 and blocks((1, 3.0), (60, 6.0)) == "▇████▆" and blocks((10, 3.0), (11, 9.0)) == "▇▅████"
    assert blocks((1, 99.0)) == "▁█████" and blocks((1, -99.0)) == "██████" and blocks((1, 1.4)) == "██████"


# --- charts -----------------------------------------------------------------------------------------------------------


def test_marks_of_the_value_line() -> None:
    history = [
        dated(3, ShareSet(0, 5, 0)), dated(5, ShareSet(0, 50, 5)), dated(6, ShareSet(0, 0, 50)),
        dated(7, Incident(0, 9, 9, 1)),
        dated(8, ChaosBegan(-1, -1, Chaos.DATA_ISSUE, 6, Source.DRAWN)),
    ]  # fmt: skip
    record: Any = SimpleNamespace(history=history, world=world())
    marks = [(one.day, one.glyph, one.label) for one in model._marks(record)]
    assert marks == [(3, "●", "001 live"), (7, "!", "incident"), (8, "▲", "data issue")]


def test_points_of_a_day_are_added_up_and_the_deal_is_told_apart() -> None:
    found = priced(
        LOST,
        replace(MAYBE, day=11),
        replace(WON, day=60),
        replace(WON, day=61),
        luck=(DayLuck(0, 4.0), DayLuck(1, 2.0), DayLuck(60, 1.0), DayLuck(61, 9.0)),
    )
    luck, chosen = found.ledger_chart().strips
    assert (luck.name, luck.remainder, chosen.name) == ("luck", "and the deal +4", "choices")
    assert (luck.points[0], luck.points[59], sum(luck.points)) == (2.0, 1.0, 3.0)
    assert (chosen.points[10], chosen.points[59], sum(chosen.points)) == (-15.0, 12.0, -3.0)
    assert [one.name for one in priced(LOST).ledger_chart().strips] == [
        "choices"
    ] and game().ledger_chart().strips == ()
    assert priced(LOST, luck=(DayLuck(0, -4.0),)).ledger_chart().strips[0].remainder == "and the deal −4"


def test_a_moment_without_a_price_is_as_good_as_any() -> None:
    one = summarise_moment(game(), game().moments[0])
    assert (one.kind, one.points, one.card, one.instead) == (
        DecisionKind.SAME,
        None,
        0,
        "",
    ) and one.brief == "Started 001"
    assert isinstance(one, DecisionSummary) and game().record.board.cards[0].stage == Stage.PRODUCTION
