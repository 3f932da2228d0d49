"""What a debrief tells of a game, counted again from its record: money, models, kills, flow, families, forecasts."""

from typing import Any

import pytest

from aiboard.analysis.debrief import Debrief, json_document, sections, text
from aiboard.analysis.forecasts import QUANTILES, pinball
from aiboard.analysis.stakes.decisions import to_stake, weigh_decisions
from aiboard.engine import counts
from aiboard.engine.happenings.cards import Killed, Moved
from aiboard.engine.happenings.live import Monitored
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.outlook import training_days_left
from aiboard.engine.systems.production import online_quality
from aiboard.engine.systems.training import ceiling_now
from aiboard.engine.verbs import Kill, Promote
from aiboard.views import fmt, words
from tests.analysis.games import by_bot, calm, play, read
from tests.engine.play import of_kind

BOTS = ["heuristic", "vibes", "autopilot", "promote-all", "kill-all"]
each_game = pytest.mark.parametrize("bot", BOTS)


def shown(found: Debrief) -> dict[str, str]:
    """The text of each section on one line."""
    return {one.title: " ".join(" ".join(one.lines).split()) for one in sections(found)}


@each_game
def test_the_money_is_told_by_its_cause(bot: str) -> None:
    found, page, data = by_bot(bot), shown(by_bot(bot)), json_document(by_bot(bot))
    ledger = found.record.board.ledger
    names = ("revenue", "compute", "labels", "serving", "launches", "incidents", "tail")
    assert found.parts == {name: getattr(ledger, name) for name in names}
    assert data["parts"] == {name: getattr(ledger, name) / 100 for name in names}
    for cents in (*found.parts.values(), found.value_cents):
        sign = fmt.MINUS if cents < 0 else ""
        assert f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}" in page["Every dollar"]
    assert data["value"] == found.value_cents / 100
    line = data["value_line"]
    assert line == [day.morning.ledger.booked() / 100 for day in found.record.days] and line[-1] == data["value"]


@each_game
def test_what_earned_most_is_counted_from_the_monitored_days(bot: str) -> None:
    found, data = by_bot(bot), json_document(by_bot(bot))
    board, world = found.record.board, found.record.world
    revenue: dict[int, list[Monitored]] = {}
    for event in of_kind(board.history, Monitored):
        revenue.setdefault(event.card, []).append(event)
    rows = {item["card"]: item for item in data["earned"]}
    assert set(rows) == {world.ideas[card].key for card in revenue}
    for card, days in revenue.items():
        row = rows[world.ideas[card].key]
        assert (row["from_day"], row["live_days"]) == (days[0].day, len(days))
        one = next(item for item in found.earned if item.card == card)
        assert one.cents == sum(event.revenue_cents for event in days)
        assert (row["value"], row["promoted_day"]) == (one.cents / 100, one.promotion.day if one.promotion else None)
    assert [item.cents for item in found.earned] == sorted((item.cents for item in found.earned), reverse=True)
    page = shown(found)["What earned most"]
    if not revenue:
        assert page == "No model met a customer: nothing was earned."
        return
    for item in found.earned[:2]:
        said = f"{fmt.exact_money(item.cents)} in {fmt.days(item.live_days)} live, from day {item.first_day}."
        assert said in page
    most = found.earned[0]
    assert (f"Promoted on day {most.promotion.day} (" in page) if most.promotion else ("Promoted on" not in page)
    tail = found.parts["tail"]
    if tail:
        assert f"{fmt.exact_money(tail)} more from" in page
        assert f"{fmt.exact_money(tail // world.tail_days)} a day; the last day played brought " in page
        last = [event for event in of_kind(board.history, Monitored) if event.day == world.days]
        live = [event.revenue_cents for event in last if board.cards[event.card].share_pct]
        assert f"brought {fmt.exact_money(sum(live))}" in page
        for card in board.cards:
            if card.share_pct:
                assert f"{fmt.key(world, card.index)} at {card.share_pct} % of traffic" in page
    assert ("after close" in page) == bool(tail)


@each_game
def test_who_made_what_of_this_luck(bot: str) -> None:
    found, page, data = by_bot(bot), shown(by_bot(bot))["What this luck gave the bots"], json_document(by_bot(bot))
    values = {one.bot: one.value_cents for one in found.bots}
    assert set(values) == {"idle", "kill-all", "heuristic"} and values["idle"] == 0
    assert data["beaten"] == found.beaten == sum(found.value_cents > cents for cents in values.values())
    assert {row["bot"]: row["value"] for row in data["bots"]} == {name: cents / 100 for name, cents in values.items()}
    assert {row["bot"]: row["beaten"] for row in data["bots"]} == {
        name: found.value_cents > cents for name, cents in values.items()
    }
    order = sorted([*values.values(), found.value_cents], reverse=True)
    places = [page.index(f" {fmt.exact_money(cents)} ") for cents in order]
    assert places == sorted(places) and f"Beat {found.beaten} of 3 bots on this luck." in page
    assert page.count("▸") == 1


@each_game
def test_hindsight_is_counted_from_the_truth(bot: str) -> None:
    found, data = by_bot(bot), json_document(by_bot(bot))["hindsight"]
    end, board, world = found.record.end, found.record.board, found.record.world
    killed = [card for card in board.cards if counts.is_killed(card)]
    day_of = {event.card: event.day for event in of_kind(board.history, Killed)}
    ceilings = {card.index: ceiling_now(card, end.truth.cards[card.index]) for card in killed}
    order = sorted(killed, key=lambda card: (-ceilings[card.index], card.index))
    assert [(row["card"], row["day"]) for row in data["killed"]] == [
        (world.ideas[card.index].key, day_of[card.index]) for card in order
    ]
    for row, card in zip(data["killed"], order, strict=True):
        hidden = end.truth.cards[card.index]
        assert row["true"] == ceilings[card.index] / 1e4
        lost = world.fault_ppm[hidden.fault]
        assert row["true_live"] == pytest.approx((ceilings[card.index] + hidden.skew_ppm - lost) / 1e4)
    met = list(dict.fromkeys(event.card for event in of_kind(board.history, Monitored)))
    assert [row["card"] for row in data["launched"]] == [world.ideas[card].key for card in met]
    for row, card in zip(data["launched"], met, strict=True):
        first = next(event.day for event in of_kind(board.history, Monitored) if event.card == card)
        assert (row["day"], row["true"]) == (first, end.truth.cards[card].quality_ppm / 1e4)
        assert row["true_live"] == online_quality(end, board.cards[card]) / 1e4
    page = shown(found)["Hindsight: the hidden truth"]
    over = sum(ceiling >= world.launch_ppm for ceiling in ceilings.values())
    if killed:
        assert f"True ceiling at or over the bar: {over} of {len(killed)} killed." in page
        best = order[0]
        assert f"{fmt.key(world, best.index)} (day {day_of[best.index]}) had the highest true ceiling" in page
    else:
        assert "No started card was killed." in page
    assert page.count(", live from day ") == len(met)


@each_game
def test_the_flow_is_told_as_it_is_counted(bot: str) -> None:
    found, data = by_bot(bot), json_document(by_bot(bot))
    health, board, days = found.health, found.record.board, found.record.days
    page = shown(found)["Flow, for context"]
    blocked = {cause: sum(len(day.blocked.get(cause, ())) for day in days) for cause in Block}
    assert data["blockers"] == {cause.name.lower(): count for cause, count in blocked.items() if count}
    by_sprint = [0] * -(-len(days) // found.record.world.sprint_days)
    for day in days:
        by_sprint[(day.day - 1) // found.record.world.sprint_days] += sum(map(len, day.blocked.values()))
    assert data["blocked_by_sprint"] == by_sprint
    for cause, count in blocked.items():
        assert not count or f"{words.BLOCK[cause]} {count}" in page
    waiting = sum(len(day.waiting_decision) for day in days)
    assert data["decision_days"] == waiting and f"without work or decision: {waiting}." in page
    assert data["over_limit_days"] == sum(bool(day.over_limit) for day in days)
    assert data["idle_gpu_days"] == sum(day.idle_gpus for day in days if day.startable)
    lost = sum(100 - card.speed_pct for day in days for card in day.morning.cards if card.running)
    assert data["focus_lost_points"] == lost == health.focus_lost
    assert f"Throughput: {len(days) and health.decided / (len(days) / 10):.1f} decided cards a sprint" in page
    decided = fmt.count(health.decided, "decided card")
    if health.decided:
        assert f"Of {decided} {health.killed} " in page and f" and {health.promoted} promoted (" in page
        assert data["kill_rate"] == board.killed / board.decided
        retired = sum(map(counts.is_retired, board.cards))
        assert (f"({retired} of them withdrawn or replaced later)" in page) == (retired > 0)
    assert (data["throughput"], data["cycle_time"]) == (health.throughput, health.cycle_time)


@each_game
def test_days_are_recorded_as_they_were(bot: str) -> None:
    for day in by_bot(bot).record.days:
        board = day.morning
        assert day.day == min(board.day, board.day - (not board.over)) and all(
            event.day == day.day for event in day.night[:1]
        )
        free = board.gpu_min - board.gpu_used_min - board.eval_used_min
        assert day.idle_gpus == free // 1_440
        limited = (Stage.HYPOTHESIS, Stage.EXPERIMENT, Stage.EVALUATION, Stage.ITERATION)
        assert day.over_limit == [stage for stage in limited if board.count(stage) > board.wip[stage]]
        for cause, cards in day.blocked.items():
            for card in cards:
                held = board.cards[card]
                assert held.block == cause and held.stage not in (Stage.BACKLOG, Stage.HYPOTHESIS, Stage.KILLED)


@each_game
def test_families_are_counted_from_their_cards(bot: str) -> None:
    found, rows = by_bot(bot), json_document(by_bot(bot))["families"]
    board, world = found.record.board, found.record.world
    for row in rows:
        place = next(at for at, family in enumerate(world.families) if family.name == row["family"])
        mine = [card for card in board.cards if world.ideas[card.index].family == place]
        told = (row["decided"], row["promoted"], row["killed"])
        assert told == (
            sum(map(counts.is_decided, mine)),
            sum(map(counts.is_promoted, mine)),
            sum(map(counts.is_killed, mine)),
        )


def test_findings_are_told_in_two_groups_with_their_day() -> None:
    seen = set()
    for bot in BOTS:
        found, page = by_bot(bot), shown(by_bot(bot))["Findings"]
        data = json_document(found)["findings"]
        assert [row["key"] for row in data] == [item.key for item in found.findings]
        for item, row in zip(found.findings, data, strict=True):
            day = f", day {item.day}" if item.day else ""
            said = " ".join(f"{item.lesson.dimension}{day}: {item.text}".split())
            assert said in page and row["day"] == (item.day or None) and row["good"] is item.good
            good = page.index("Done as the lesson advises:") if "Done as the lesson advises:" in page else len(page)
            assert (page.index(said) > good) == item.good
            seen.add(item.good)
    assert seen == {True, False}


def forecast_game(*days: str, until: int | None = None, **changes: Any) -> Debrief:
    return read(play(calm(**changes), 5, *days, until=until))


def test_a_forecast_is_scored_by_when_it_came() -> None:
    """Never reached: as if on the day after the end. A game that goes on scores nothing yet."""
    found = forecast_game("forecast 20 40", goal=(("target", 99.5),))
    (item,) = found.forecasts
    (given,) = of_kind(found.record.history, ForecastGiven)
    assert (item.day, item.day_70, item.day_90, item.outcome, item.at_least) == (given.day, 20, 40, 0, True)
    end = found.record.world.days + 1
    losses = [pinball(quantile, day, end) for quantile, day in zip(QUANTILES, (20, 40), strict=True)]
    assert item.loss == pytest.approx(sum(losses) / 2) and item.brier == pytest.approx((0.49 + 0.81) / 2)
    row = json_document(found)["forecasts"][0]
    assert (row["day_70"], row["day_90"], row["reached"], row["loss_days"], row["at_least"]) == (
        20,
        40,
        None,
        item.loss,
        True,
    )
    page = shown(found)["Forecasts, scored"]
    assert (
        f"Day {given.day}: " in page
        and "; not reached. Brier 0.65, CRPS" in page
        and "Asked in the reviews" not in page
    )
    early = forecast_game("forecast 20 40", until=10, goal=(("target", 99.5),))
    assert early.forecasts[0].loss is None and "; not due yet." in shown(early)["Forecasts, scored"]
    none = forecast_game(until=10)
    assert shown(none)["Forecasts, scored"].startswith("No forecast was stated of the day on which")


def test_an_unfinished_game_says_so_and_a_bots_game_whose_it_was() -> None:
    found = forecast_game(until=10)
    assert f"on day 10 of {found.record.world.days}" in " ".join(text(found).split())
    page = shown(found)
    assert page["Hindsight: the hidden truth"] == "Shown when the game is over."
    assert page["What this luck gave the bots"].startswith("What the bots make of this luck is shown when")
    assert json_document(found)["hindsight"] is None
    done = by_bot("heuristic")
    assert f"after {fmt.days(done.record.world.days)}" in " ".join(text(done).split())


def test_what_each_decision_is_set_against_what_was_known_and_what_came() -> None:
    """Of every decision that is weighed: the alternative's words by its state, and the record's own count."""
    ways: set[str] = set()
    for bot in BOTS:
        record = by_bot(bot).record
        for one in weigh_decisions(by_bot(bot).moments):
            moment, stake = one.moment, to_stake(record, one)
            board, card = moment.board, moment.board.cards[moment.card]
            more = 5 - len(card.scores)
            if moment.verb is Promote:
                if more > 0:
                    assert stake.instead.startswith(f"evaluate {fmt.count(more, 'more seed')} first: ")
                elif moment.known.failed:
                    assert stake.instead == f"iterate on what failed ({', '.join(moment.known.failed)})"
                else:
                    assert stake.instead == "leave it in Evaluation, or iterate once more"
                ways.add(f"promote {more > 0} {bool(moment.known.failed)}")
            elif moment.verb is Kill and one.cents and card.stage != Stage.PRODUCTION:
                left = training_days_left(board, card)
                if left:
                    assert stake.instead == f"finish its plan ({fmt.days(left)}), then evaluate"
                elif not card.scores:
                    assert stake.instead == "evaluate it on 5 seeds"
                else:
                    assert stake.instead in ("promote it", "iterate once on what failed, or promote it over the gate")
                    assert (stake.instead == "promote it") == bool(moment.known.gate)
                ways.add("kill")
            if moment.known.gate is not None:
                said = "gate passed" if moment.known.gate else "gate failed: " + ", ".join(moment.known.failed)
                assert said in stake.known
            assert f"P(true ≥ {fmt.points(card.success_ppm or board.world.launch_ppm)}) " in stake.known
            if moment.verb is Kill:
                later = [
                    e for e in of_kind(record.history, Moved) if e.after == Stage.EXPERIMENT and e.day >= moment.day
                ]
                name = (
                    f"the next start was {fmt.key(record.world, later[0].card)} on day {later[0].day}" if later else ""
                )
                assert stake.came == (name or "no card was started after it")
            else:
                seen = [e for e in of_kind(record.history, Monitored) if e.card == moment.card and e.day >= moment.day]
                if seen:
                    quality = fmt.tenth(sum(e.online_ppm for e in seen) // len(seen))
                    cents = fmt.exact_money(sum(e.revenue_cents for e in seen))
                    assert stake.came == f"{cents} in {fmt.days(len(seen))} live, where it measured {quality}"
                else:
                    assert stake.came == f"no customer met it by day {record.board.day}"
            true = ceiling_now(record.board.cards[moment.card], record.end.truth.cards[moment.card])
            assert stake.hidden.startswith(f"the best it could have reached: {fmt.tenth(true)} in evaluation, ")
    assert "kill" in ways and len(ways) > 2, ways


@each_game
def test_every_decision_is_in_the_document_with_what_was_known(bot: str) -> None:
    found, rows = by_bot(bot), json_document(by_bot(bot))["decisions"]
    world = found.record.world
    mine = rows[: len(found.moments)]
    assert [(row["day"], row["action"], row["by"]) for row in mine] == [
        (one.day, one.line, one.by) for one in found.moments
    ]
    for row, moment in zip(mine, found.moments, strict=True):
        board, known, shown_then = moment.board, moment.known, row["known"]
        assert row["card"] == (world.ideas[moment.card].key if moment.card >= 0 else None)
        assert (shown_then["gate"], shown_then["failed"]) == (known.gate, list(known.failed))
        assert shown_then["readouts"] == [value / 10_000 for value in known.readouts]
        assert shown_then["waiting"] == known.waiting_cents / 100
        assert shown_then["family_decided"] == known.family_decided
        if moment.card >= 0:
            card = board.cards[moment.card]
            assert known.stated_pct in (None, card.stated_pct)
            assert shown_then["stated_odds"] == (None if known.stated_pct is None else card.stated_pct / 100)
            if moment.by == "player":
                assert list(known.readouts) == card.corrected
        value = known.measured
        if value is None:
            assert shown_then["measured"] is None
        else:
            ends = {"mean": value.mean / 10_000, "low": value.low / 10_000, "high": value.high / 10_000}
            assert shown_then["measured"] == {**ends, "seeds": value.seeds}
