"""What was at stake in a decision: dollars by the board's own interval, against a sum made another way."""

import re
from dataclasses import replace
from statistics import NormalDist

import pytest

from aiboard.analysis.debrief import Debrief, json_document, text
from aiboard.analysis.debrief.phrases import done_text
from aiboard.analysis.stakes import LEAST_CENTS, MOST_STAKES, Stake, at_stake
from aiboard.analysis.stakes.decisions import to_stake, weigh_decisions
from aiboard.analysis.stakes.dollars import incident_risk_cents, measured_quality, quality_belief
from aiboard.analysis.stakes.undone import undone_stakes
from aiboard.analysis.worlds import with_changes
from aiboard.engine.gate import Verdict
from aiboard.engine.happenings.live import Incident, IncidentWentOn, Monitored, RolledBack, ShareSet
from aiboard.engine.model.fields import copy_board
from aiboard.engine.model.vocabulary import Block
from aiboard.engine.model.world import World
from aiboard.engine.outlook import live_mean_error, share_due_day
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.verbs import RollBack
from aiboard.scenario import load
from aiboard.views import fmt
from aiboard.views.card.measure import QualityEstimate, live, quality_estimate
from tests.analysis.games import by_bot, calm, play, read
from tests.engine.play import dated

GO = ("legal-review", "start EXP-001")


def _stake(found: Debrief, words: str) -> Stake:
    (stake,) = [one for one in at_stake(found.record, found.moments) if words in one.done]
    return stake


def _grid(score: QualityEstimate | None) -> list[float]:
    """Two thousand equally likely qualities of a measurement."""
    assert score is not None
    belief = NormalDist(score.mean, (score.mean - score.low) / 1.96)
    return [belief.inv_cdf((i + 0.5) / 2000) for i in range(2000)]


def _launch_by_days(world: World, quality: float, first: int) -> float:
    """Dollars in cents of a launch, summed day by day: an independent count of the same rules."""
    over = quality - world.value_floor_ppm
    a_point = world.point_cents / 10_000
    days = world.days - first + 1
    shares = [5 if day < world.canary_days else 50 if day < 2 * world.canary_days else 100 for day in range(days)]
    if over <= 0:
        lost = min(days, world.canary_days) * over * world.loss_factor * a_point * 0.05
        return lost - world.rollback_cents * 5 * min(days, world.canary_days) / 100 - world.launch_cents
    live = sum(over * a_point * share / 100 for share in shares)
    after = sum(
        max(0.0, over - world.drift_ppm_day * day) * a_point * shares[-1] / 100 for day in range(1, world.tail_days + 1)
    )
    incident = world.incident_cents if quality < world.bad_launch_ppm and shares[-1] > 5 else 0
    return live + after - incident - world.launch_cents


def test_a_kill_is_weighed_by_what_the_interval_allowed() -> None:
    """A card with its scores in, no model live: the mean of what a launch could bring, by a fine grid."""
    found = read(play(calm(), 5, *GO, "@6", "evaluate EXP-001 3", "@25", 'kill EXP-001 gap "no"'))
    (moment,) = [one for one in found.moments if one.choice == "kill EXP-001 gap"]
    score = moment.known.measured
    assert score is not None and score.seeds == 3
    world = found.record.world
    first = moment.day + world.handoff_points // 100
    won = [max(0.0, _launch_by_days(world, quality, first)) for quality in _grid(score)]
    expected = sum(won) / len(won)
    stake = _stake(found, "kill EXP-001")
    assert expected > 100_000 and stake.cents == pytest.approx(expected, rel=0.05)
    assert score.text in stake.known and re.search(r"P\(true ≥ \d+\) \d+ % by its intervals$", stake.known)


def test_a_card_that_was_known_to_be_hopeless_had_nothing_at_stake() -> None:
    """Trained to its end, wholly under its bar and under that of incidents: no evaluation would have launched it."""
    first = load("first-sprint")
    lines = ("start EXP-002", "start EXP-003", "@7", 'kill EXP-003 plateau "no"')
    found = read(play(first, 10, *lines))
    (moment,) = [one for one in found.moments if one.choice == "kill EXP-003 plateau"]
    world, score = found.record.world, moment.known.measured
    assert score is not None and score.mean < world.bad_launch_ppm < score.high < world.launch_ppm
    assert not any("003" in stake.done for stake in at_stake(found.record, found.moments))
    # Where its launch asks for no incident it is weighed, and where the bar is within its interval.
    for changes in ({"money": {"incident_below": 82}}, {"goal": {"launch": 86}}):
        assert _stake(read(play(with_changes(first, changes), 10, *lines)), "003").cents > 100_000


def test_late_legal_review_is_weighed_by_the_days_a_ready_model_waited() -> None:
    found = read(play(calm(), 5, "start EXP-001", "@6", "evaluate EXP-001 3", "@9", "promote EXP-001", until=40))
    days = [day for day in found.record.days if day.blocked.get(Block.LEGAL)]
    worth = measured_worth_cents(days[0].morning, days[0].morning.cards[0].mean_ppm())
    stake = _stake(found, "legal review was")
    assert stake.cents == len(days) * worth > 0
    assert f"waited {len(days)} days" in stake.came and "15 days and 1 h of your time" in stake.instead


def test_a_card_that_is_decided_on_its_first_morning_was_not_left_in_evaluation() -> None:
    prompt = read(play(calm(), 5, *GO, "evaluate EXP-001 5", "promote EXP-001"))
    assert not any("left in Evaluation" in stake.done for stake in at_stake(prompt.record, prompt.moments))
    assert not any(day.waiting_decision for day in prompt.record.days)


@pytest.mark.parametrize(("floor", "rollback"), [(84, 2800), (86, 2800), (90, 2800), (90, 28000)])
def test_a_launch_on_one_seed_is_weighed_by_what_it_could_lose(floor: int, rollback: int) -> None:
    script = (*GO, "@8", "evaluate EXP-001 1", "@25", "promote EXP-001")
    found = read(play(calm(money=(("worth_above", floor), ("rollback", rollback))), 5, *script))
    (moment,) = [one for one in found.moments if one.choice == "promote EXP-001"]
    first = moment.day + found.record.world.handoff_points // 100
    lost = [max(0.0, -_launch_by_days(found.record.world, quality, first)) for quality in _grid(moment.known.measured)]
    stake = _stake(found, "promote EXP-001")
    assert stake.cents == pytest.approx(sum(lost) / len(lost), rel=0.05) and stake.cents > 0
    assert "evaluate 4 more seeds first: 1 day, interval then about ±" in stake.instead
    days = [one for one in found.record.history if isinstance(one, Monitored) and one.card == moment.card]
    assert len(days) > 5 and stake.came.startswith(
        f"{fmt.exact_money(sum(one.revenue_cents for one in days))} in {fmt.days(len(days))} live"
    )


@pytest.mark.parametrize("bot", ["heuristic", "vibes", "promote-all"])
def test_the_ranking_uses_nothing_hidden(bot: str) -> None:
    """Another truth behind the same board changes what is said of luck, and nothing else."""
    found = by_bot(bot)
    shown = at_stake(found.record, found.moments)
    assert 0 < len(shown) <= MOST_STAKES
    assert [one.cents for one in shown] == sorted((one.cents for one in shown), reverse=True)
    assert all(one.cents >= LEAST_CENTS for one in shown)
    truth = found.record.end.truth.cards
    kept = [(card.ceiling_ppm, card.skew_ppm, card.quality_ppm) for card in truth]
    try:
        for card in truth:
            card.ceiling_ppm, card.skew_ppm, card.quality_ppm = 123_000, 45_000, 67_000
        other = at_stake(found.record, found.moments)
    finally:
        for card, (ceiling, skew, quality) in zip(truth, kept, strict=True):
            card.ceiling_ppm, card.skew_ppm, card.quality_ppm = ceiling, skew, quality
    public = [(one.day, one.card, one.cents, one.done, one.known, one.instead, one.came) for one in shown]
    assert public == [(one.day, one.card, one.cents, one.done, one.known, one.instead, one.came) for one in other]


def test_luck_is_named_apart_and_only_when_the_game_is_over() -> None:
    script = (*GO, "@6", "evaluate EXP-001 3", "@9", 'kill EXP-001 gap "no"')
    over, open_ = read(play(calm(), 5, *script)), read(play(calm(), 5, *script, until=20))
    assert "Luck, hidden then:" in text(over) and "Luck, hidden then:" not in text(open_)
    for found in (over, open_):
        told = json_document(found)["mattered_most"]
        assert told and all("hidden" not in one and "luck" not in one for one in told)


@pytest.mark.parametrize("bot", ["heuristic", "vibes", "autopilot", "promote-all", "idle"])
def test_the_first_screen_holds_the_decisions_and_how_they_were_ranked(bot: str) -> None:
    found = by_bot(bot)
    shown = text(found).split("── Value line")[0]
    assert len(shown.splitlines()) <= 30
    for stake in found.stakes:
        assert f"- Day {stake.day}: {done_text(stake.done, found.record.world)}"[:70] in shown
    assert ("Ranked by dollars at stake." in shown) is bool(found.stakes)


def test_what_customers_got_outweighs_scores_that_it_contradicts() -> None:
    """94.5 on three seeds beside 83 live: the questions did not measure what customers get."""
    found = read(play(calm(), 5, *GO, "@6", "evaluate EXP-001 3", "@25", 'kill EXP-001 gap "no"'))
    (moment,) = [one for one in found.moments if one.choice == "kill EXP-001 gap"]
    card = moment.board.cards[moment.card]
    score = moment.known.measured
    assert score is not None and quality_belief(moment).mean == pytest.approx(score.mean)
    card.monitored_ppm, card.monitored_pct = [score.mean - 200_000] * 5, [100] * 5
    met = live(moment.board, moment.card)
    assert met is not None and met.high < score.low
    assert quality_belief(moment).mean == met.mean
    card.monitored_ppm = [score.mean - 10_000] * 5
    assert score.mean - 10_000 < quality_belief(moment).mean < score.mean, "what agrees is weighed by its precision"


def test_an_order_that_rolled_back_is_set_against_the_share_it_took_away() -> None:
    found = read(play(calm(), 5, *GO, "@6", "evaluate EXP-001 3", "@25", 'kill EXP-001 gap "no"'))
    (moment,) = [one for one in found.moments if one.choice == "kill EXP-001 gap"]
    board = copy_board(moment.board)
    board.history.append(dated(25, RolledBack(moment.card, share_pct=100, cents=0)))
    ordered = replace(moment, action=RollBack(moment.card), by="standing order", board=board)
    (one,) = weigh_decisions([ordered])
    assert board.cards[moment.card].share_pct == 0 and one.instead.startswith("leave it at 100 %")


def test_a_card_that_came_back_waits_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stretches of waiting: what is told of the longer one does not count the days of the other."""
    monkeypatch.setitem(undone_stakes.__globals__, "verdict", lambda board, card: Verdict(True, [], -1))
    found = read(play(calm(), 5, *GO, "@6", "evaluate EXP-001 3", "@25", 'kill EXP-001 gap "no"'))
    days = found.record.days
    stood = [day.day for day in days if day.waiting_decision]
    assert len(stood) > 8 and stood == list(range(stood[0], stood[-1] + 1))
    cut = [day if day.day != stood[0] + 4 else replace(day, waiting_decision=[]) for day in days]
    (stake,) = [one for one in undone_stakes(replace(found.record, days=cut)) if "left in Evaluation" in one.done]
    assert (stake.day, stake.came) == (stood[0] + 5, f"it stood {stood[-1] - stood[0] - 4} days")


def test_a_kill_is_set_against_what_was_promoted_on_the_same_day() -> None:
    start = ("legal-review", "start EXP-001", "start EXP-002", "@8", "evaluate EXP-001 3", "evaluate EXP-002 3", "@25")
    kill = 'kill EXP-001 gap "no"'
    alone = read(play(calm(), 5, *start, kill))
    after = read(play(calm(), 5, *start, "promote EXP-002", kill))

    def cents(found: Debrief) -> int:
        return next(one.cents for one in weigh_decisions(found.moments) if one.moment.choice == "kill EXP-001 gap")

    (moment,) = [one for one in after.moments if one.choice == "kill EXP-001 gap"]
    rival = moment.board.cards[1]
    assert rival.share_pct == 0 and rival.mean_ppm() > after.record.world.value_floor_ppm, "nothing serves yet"
    assert cents(after) < cents(alone) - after.record.world.launch_cents


def test_a_regressed_model_that_nobody_mends_is_weighed_by_its_days() -> None:
    live_ = (*GO, "@6", "evaluate EXP-001 3", "@9", "promote EXP-001")
    script = (*live_, "@40", "inject eval-regression")
    left = read(play(calm(), 5, *script))
    (stake,) = [one for one in undone_stakes(left.record) if "regressed" in one.done]
    mornings = {day.day: day.morning for day in left.record.days}
    board = mornings[stake.day - 1]
    worth = measured_worth_cents(board, live_mean_error(board, board.cards[0])[0])
    stood = left.record.world.days - stake.day + 1
    assert stake.day == 41 and worth > 0 and stake.cents == worth * stood
    assert stake.came == f"it stood {stood} days" and "find its root cause on day 41" in stake.instead
    # The days before somebody sets about it count, and no others.
    mended = read(play(calm(), 5, *script, "@43", "root-cause EXP-001", "iterate EXP-001 longer"))
    (shorter,) = [one for one in undone_stakes(mended.record) if "regressed" in one.done]
    assert shorter.day == 41 and shorter.came == "it stood 2 days"


@pytest.mark.parametrize("target", [40, 99])
def test_a_promotion_with_its_seeds_is_set_against_what_is_left_to_do(target: int) -> None:
    """What failed its gate can be mended; what passed it can only wait."""
    script = (f"ticket EXP-001 success={target}", *GO, "@6", "evaluate EXP-001 5", "@25", "promote EXP-001")
    found = read(play(calm(), 5, *script))
    (moment,) = [one for one in found.moments if one.choice == "promote EXP-001"]
    (one,) = weigh_decisions([moment])
    if target == 99:
        assert one.instead == f"iterate on what failed ({', '.join(moment.known.failed)})" and moment.known.failed
    else:
        assert one.instead == "leave it in Evaluation, or iterate once more" and moment.known.gate


@pytest.mark.parametrize("early", [0, 1, 2])
def test_a_raised_canary_is_weighed_only_before_its_day(early: int) -> None:
    calm_launch = calm(launch=(("needs_legal", False),))
    go = ("start EXP-001", "@6", "evaluate EXP-001 3", "@9", "promote EXP-001")
    board = play(calm_launch, 5, *go, until=15).board
    due = share_due_day(board, board.cards[0])
    found = read(play(calm_launch, 5, *go, f"@{due - early}", "deploy EXP-001 50"))
    (moment,) = [one for one in found.moments if one.choice.startswith("deploy EXP-001 50")]
    (one,) = weigh_decisions([moment])
    assert moment.day == due - early
    assert one.instead == (f"hold 5 % for {fmt.days(early)} more" if early else "") and (early or one.cents == 0)


PROMOTED = (*GO, "@8", "evaluate EXP-001 5", "@25", "promote EXP-001")


def test_a_canary_that_stayed_at_its_share_is_weighed_by_its_days_and_those_after_close() -> None:
    found = read(play(calm(), 5, *PROMOTED))
    world, history = found.record.world, found.record.history
    shared = next(event.day for event in history if isinstance(event, ShareSet))
    stake = _stake(found, "stayed there")
    first = shared + world.canary_days
    assert stake.day == first and stake.done == "EXP-001 had its days at 5 % of traffic and stayed there"
    assert stake.instead == f"raise it to 50 % on day {first}"
    assert stake.came == f"it stayed for {world.days - first + 1} days, and after close"
    board = found.record.days[first - 2].morning
    assert board.day == first
    over = measured_quality(quality_estimate(board, 0), live(board, 0)).mean - world.value_floor_ppm
    after = [max(0.0, over - world.drift_ppm_day * day) for day in range(1, world.tail_days + 1)]
    expected = ((world.days - first + 1) * over + sum(after)) * world.point_cents / 10_000 * 0.45
    assert expected > 1_000_000 and stake.cents == pytest.approx(expected, rel=0.01)
    raised = read(play(calm(), 5, *PROMOTED, f"@{first}", "deploy EXP-001 50"))
    assert _stake(raised, "stayed there").done == "EXP-001 had its days at 50 % of traffic and stayed there"


def test_a_model_whose_traffic_a_newer_one_takes_over_was_no_canary() -> None:
    script = ("start EXP-001", "start EXP-002", "@9", "evaluate EXP-001 5", "evaluate EXP-002 5", "@12")
    raised = ("promote EXP-001", "@18", "deploy EXP-001 50", "@24", "deploy EXP-001 100", "@26", "promote EXP-002")
    found = read(play(calm(launch=(("needs_legal", False),)), 6, *script, *raised))
    later = [day.morning.cards[0] for day in found.record.days if day.day > 30]
    assert {card.share_pct for card in later} == {95} and not any(card.incidents for card in later)
    shares = [re.findall(r"had its days at (\d+) %", stake.done) for stake in undone_stakes(found.record)]
    assert [share for (share,) in filter(None, shares)] == ["5", "50"]


def test_a_canary_with_an_incident_or_under_its_bar_is_not_raised_for_nothing() -> None:
    found = read(play(calm(), 5, *PROMOTED))
    index = next(i for i, day in enumerate(found.record.days) if day.day == _stake(found, "stayed there").day)
    card = found.record.days[index - 1].morning.cards[0]
    whole = _stake(found, "stayed there").cents
    card.incidents, world = 1, found.record.world
    world.incident_cents //= 10
    risk = incident_risk_cents(found.record.days[index - 1].morning, card)
    assert risk > 0 and _stake(found, "stayed there").day == card.share_day + world.canary_days
    days = world.days - found.record.days[index].day + 1
    lost = risk * (days + world.tail_days) * 45 // 100
    assert _stake(found, "stayed there").cents == pytest.approx(whole - lost, rel=0.001)
    world.bad_launch_ppm = 990_000
    assert not any("stayed there" in one.done for one in undone_stakes(found.record))


def test_a_model_with_incidents_is_not_told_to_have_stayed() -> None:
    """What struck while it served counts against leaving it on and against launching it again."""
    bad = calm(money=(("incident_below", 99),))
    found = read(play(bad, 5, *PROMOTED, "@50", "roll-back EXP-001"))
    (moment,) = [one for one in found.moments if one.choice == "roll-back EXP-001"]
    card = moment.board.cards[0]
    assert card.incidents and incident_risk_cents(moment.board, card) > moment.board.world.incident_cents // 10
    assert not any("roll-back" in one.done or "left in Evaluation" in one.done for one in _all(found))
    stake = _stake(found, "went on serving")
    struck = next(event.day for event in found.record.history if isinstance(event, Incident))
    span = [event for event in found.record.history if struck < event.day < 50]
    costs = sum(event.cents for event in span if isinstance(event, Incident | IncidentWentOn))
    assert (stake.day, stake.came) == (struck + 1, f"it went on for {49 - struck} days")
    assert stake.cents == costs - sum(event.revenue_cents for event in span if isinstance(event, Monitored))
    assert "1 incident" in stake.known
    card.incidents = 0
    (stayed,) = weigh_decisions([moment])
    assert stayed.cents > LEAST_CENTS, "without one there was something to lose"


def _all(found: Debrief) -> list[Stake]:
    decided = [to_stake(found.record, one) for one in weigh_decisions(found.moments)]
    return [one for one in [*decided, *undone_stakes(found.record)] if one.cents >= LEAST_CENTS]
