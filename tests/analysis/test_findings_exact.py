"""Each detector on a game made of a few events: its bound, its fact, its sentence; and the flow that it counts by."""

from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis import record as recording
from aiboard.analysis.findings import flow, forecasts, kills, launches, live, trouble
from aiboard.analysis.findings.base import Finding, Findings, GameAnalysis, missed_finding, more_suffix
from aiboard.analysis.health import OrderedBatch, batches, health
from aiboard.analysis.hindsight import TrueCard, _shown, killed_cards, launched_cards, retro_answers
from aiboard.analysis.moments import KnownFacts, TakenDecision
from aiboard.analysis.record import _cause, _days_to_launch, _stands, _startable, ready_batches
from aiboard.analysis.unpaid import unpaid_revenue
from aiboard.engine.chance.deal import new_state
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Diverged, EvalDone, Killed, Moved, RunEnded
from aiboard.engine.happenings.chaos import RootCauseFound
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, KappaRead, ScopeMet
from aiboard.engine.happenings.live import HandoffDone, Incident, IncidentWentOn, LegalStarted, Monitored, RolledBack
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import dump_event, load_event
from aiboard.engine.model.vocabulary import Block, Chaos, Column, Stage
from aiboard.engine.systems.deployment import HANDOFF_SPEED
from aiboard.engine.verbs import Deploy, Promote, Start
from aiboard.journal.lines import RETRO
from aiboard.views import fmt
from aiboard.views.card.measure import QualityEstimate
from tests.engine.play import dated
from tests.engine.worlds import AGENT, LABELS, PROMPT, RAG, TUNING, quiet


def board(**changes: Any) -> Board:
    """The small world's board, at its end on day 40."""
    found = new_state(quiet(**changes), 5).board
    found.day, found.over = 40, True
    return found


def case(
    found: Board,
    *history: Event,
    moments: tuple[Any, ...] = (),
    days: tuple[Any, ...] = (),
    steps: tuple[Any, ...] = (),
    **flow_: Any,
) -> GameAnalysis:
    """What detectors look at."""
    found.history = list(history)
    record: Any = SimpleNamespace(
        board=found,
        world=found.world,
        history=found.history,
        days=list(days),
        steps=lambda: list(steps),
        end=SimpleNamespace(board=found),
    )
    usual = {
        "focus_lost": 0,
        "worked": 0,
        "over_days": 0,
        "idle_gpu_days": 0,
        "pool_gpu_days": 0,
        "decided": 0,
        "decision_days": 0,
        "batches": (),
    }
    return GameAnalysis(record, SimpleNamespace(**{**usual, **flow_}), moments)  # type: ignore[arg-type]


def fresh(event: Event) -> Event:
    """Another event like it: a day is written into each."""
    return load_event(dump_event(event))


def one(found: Findings) -> Finding | None:
    rows = list(found)
    assert len(rows) < 2
    return rows[0] if rows else None


def said(found: Findings) -> tuple[bool, int, str] | None:
    item = one(found)
    return None if item is None else (item.good, item.day, item.text)


def day(number: int, morning: Board, **fields: Any) -> Any:
    usual = {
        "blocked": {},
        "waiting_decision": [],
        "steps": [],
        "night": [],
        "focus_lost": 0,
        "idle_gpus": 0,
        "startable": False,
        "over_limit": [],
    }
    return SimpleNamespace(**{**usual, "day": number, "morning": morning, **fields})


def test_several_are_told_as_the_first_and_more() -> None:
    assert [more_suffix(count) for count in (0, 1, 2, 3)] == ["", "", "; so was 1 more", "; so were 2 more"]
    names = case(board())
    assert names.keys([0, 1]) == "EXP-001, EXP-002" and names.keys(range(4)).endswith("EXP-004")
    assert names.keys(range(6)) == "EXP-001, EXP-002, EXP-003, EXP-004 and 2 more"
    item = missed_finding("wip", 3, over="With", most="2 cards", lost="x")
    assert (item.day, item.good, item.next) == (
        3,
        False,
        "Keep one card a person in flight: up to there speed is 100 %.",
    )


# --- flow -------------------------------------------------------------------------------------------------------------


def test_work_lost_to_switching() -> None:
    def focus(**fields: Any) -> tuple[bool, int, str] | None:
        return said(flow._focus(case(board(), **fields)))

    lost = "switching between cards took 3 days of a card's work (25 % of all)"
    assert focus(focus_lost=300, worked=900) == (False, 0, f"With up to 0 cards held by one person {lost}.")
    over = focus(focus_lost=300, worked=900, over_days=2)
    assert over is not None and over[2].startswith("On 2 days a column was over its limit; with up to ")
    assert focus(focus_lost=299, worked=900) == (
        True, 0,
        f"No column was over its limit on any day; switching between cards took {fmt.work_days(299)} of a card's work "
        "(24 % of all).",
    )  # fmt: skip
    assert focus(focus_lost=0, worked=900, over_days=1) is None and focus() is None
    nothing = focus(focus_lost=300, worked=0)
    assert nothing is not None and "of all" not in nothing[2]


def test_gpus_and_decisions_that_wait() -> None:
    def idle(**fields: Any) -> bool | None:
        found = one(flow._idle(case(board(), **fields)))
        return found.good if found else None

    assert idle(idle_gpu_days=8) is False and idle(idle_gpu_days=7, pool_gpu_days=160, decided=1) is True
    assert idle(idle_gpu_days=7, pool_gpu_days=160) is None and idle(idle_gpu_days=7, decided=1) is None
    found = board()
    stood = [day(n, found, waiting_decision=[RAG] * (n > 3) + [PROMPT]) for n in range(1, 9)] + [
        day(9, found, waiting_decision=[TUNING, RAG])
    ]
    late = said(flow._decisions(case(found, days=tuple(stood), decision_days=15)))
    assert late == (
        False,
        0,
        "Cards stood 15 card-days in Evaluation with nothing under way; EXP-001 the longest, 8 days.",
    )
    tie = said(flow._decisions(case(found, days=tuple(stood[:1] + stood[8:]), decision_days=15)))
    assert tie is not None and "EXP-001 the longest, 1 day." in tie[2], "the first of equals"
    few = said(flow._decisions(case(found, decision_days=14, decided=1)))
    assert few == (True, 0, "Cards stood 14 card-days in Evaluation without work or a decision.")
    assert said(flow._decisions(case(found, decision_days=14))) is None


def test_families_that_were_tried_by_the_end_of_the_kill_sprint() -> None:
    def tried(*starts: tuple[int, int], today: int = 40, families: int = 4) -> tuple[bool, int, str] | None:
        found = board(kill_after_sprint=2, sprint_days=10)
        found.day = today
        found.world.families = found.world.families[:families]
        return said(
            flow._families(
                case(found, *(dated(d, Moved(card, Stage.HYPOTHESIS, Stage.EXPERIMENT)) for d, card in starts))
            )
        )

    assert tried((3, 0), (20, 1), (21, 2), (4, 4)) == (
        False, 20, "By day 20, 2 of 4 approach families had a card started (prompt, rag).",
    )  # fmt: skip
    assert tried((3, 0), (20, 1), (20, 2)) is None
    assert tried((3, 0), (20, 1), (20, 2), (20, 3)) == (
        True, 20, "By day 20, 4 of 4 approach families had a card started (prompt, rag, tuning, agent).",
    )  # fmt: skip
    none = tried()
    assert none is not None and none[2].endswith("(none).")
    assert (
        tried(today=19) is None
        and tried(today=20) is not None
        and tried(families=2) is None
        and tried(families=3) is not None
    )


def test_data_that_came_late_or_in_time() -> None:
    found = board()
    wait = [day(n, found, blocked={Block.NO_DATA: [6]}) for n in (5, 6)] + [day(7, found, blocked={Block.LEGAL: [6]})]
    longest = fmt.days(4 + 6 + 2)
    item = one(
        flow._data(
            case(found, days=tuple(wait), batches=(OrderedBatch(LABELS, 4, 9, 0), OrderedBatch(LABELS, 8, 9, 0)))
        )
    )
    assert item is not None and (item.good, item.day) == (False, 5) and longest in item.next
    assert (
        item.text == "EXP-007 was started on day 5 without its data; DS-2 was ordered on day 4. "
        "Cards waited 2 card-days for data."
    )
    other = one(flow._data(case(found, days=tuple(wait), batches=(OrderedBatch(2, 4, 9, 0),))))
    assert other is not None and "DS-2 was never ordered." in other.text
    assert said(flow._data(case(found))) is None
    found.cards[6].started_day = 3
    assert said(flow._data(case(found))) == (
        True,
        0,
        "EXP-007 needed data that had to be ordered; none of them waited a day for it.",
    )
    found.cards[6].started_day, found.cards[PROMPT].started_day = 0, 3
    assert said(flow._data(case(found))) is None, "needs no data"
    # The set that was waited for longest, the first of equals.
    spread = [day(5, found, blocked={Block.NO_DATA: [6, 14]}), day(6, found, blocked={Block.NO_DATA: [14]})]
    found.world.ideas[14].dataset = 2
    third = one(flow._data(case(found, days=tuple(spread))))
    assert (
        third is not None
        and "EXP-015 was started on day 5 without its data; DS-3" in third.text
        and "3 card-days" in third.text
    )


def test_labels_that_agree_less_than_is_held_for() -> None:
    def labels(*events: Event) -> tuple[bool, int, str] | None:
        return said(flow._labels(case(board(), *(dated(n, fresh(event)) for n, event in enumerate(events, 1)))))

    accepted, low, good = BatchAccepted(LABELS, 30), KappaRead(LABELS, 599_999, 100), KappaRead(LABELS, 600_000, 100)
    assert labels(low, accepted) == (False, 2, "A batch of DS-2 was accepted on day 2 at kappa .60, under .60.")
    assert labels(good, accepted) == (True, 0, "Every accepted batch (1) read kappa .60 or more.")
    assert labels(accepted, low) is None and labels(low) is None and labels(KappaRead(2, 1, 1), accepted) is None
    twice = labels(low, accepted, good, accepted, low, accepted)
    assert twice is not None and twice[2].endswith("under .60; so was 1 more.")
    assert labels(low, good, accepted, accepted) == (
        True, 0, "Every accepted batch (2) read kappa .60 or more.",
    )  # fmt: skip


# --- kills ------------------------------------------------------------------------------------------------------------


def ended(card: int, run: int, value: int, kill: int = 800_000) -> RunEnded:
    return RunEnded(card, value + 4_000, value, run, kill if value < kill else 0)


def crossing(*events: Event, **card: Any) -> list[kills.Crossing]:
    found = board()
    held = found.cards[RAG]
    values = {"runs_planned": 3, "kill_ppm": 800_000, **card}
    for name, value in values.items():
        setattr(held, name, value)
    return kills.crossings(case(found, *(dated(n, fresh(event)) for n, event in enumerate(events, 1))))


def test_a_card_crosses_its_kill_line_where_its_plan_ends() -> None:
    low = [ended(RAG, run, 780_000) for run in (1, 2, 3)]
    assert crossing(*low) == [kills.Crossing(RAG, 3, 780_000, 0, 37, False)]
    assert crossing(*low[:2]) == [] and crossing(*low[:2], ended(RAG, 3, 800_000)) == []
    # Killed, or on for another run; promoted ones and those that rose again are left out.
    assert crossing(*low, stage=Stage.KILLED, decided_day=9) == [kills.Crossing(RAG, 3, 780_000, 0, 6, True)]
    assert crossing(*low, ended(RAG, 4, 790_000)) == [kills.Crossing(RAG, 3, 780_000, 1, 37, False)]
    assert crossing(*low, ended(RAG, 4, 800_000)) == [] == crossing(*low, EvalDone(RAG, 800_000, 3, 0))
    assert crossing(*low, EvalDone(RAG, 799_999, 3, 0)) and crossing(*low, EvalDone(PROMPT, 850_000, 3, 0))
    assert crossing(EvalDone(RAG, 850_000, 3, 0), *low), "a score of before says nothing of after"
    assert crossing(*low, decision=1) == [] and crossing(*low, decision=2)


def line(*found: kills.Crossing) -> Finding | None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kills, "crossings", lambda case: list(found))
        game = board()
        for card in game.cards:
            card.kill_ppm = 800_000
        game.world.ideas[4].gpus = 2
        return one(kills._line(case(game)))


def test_a_line_is_late_after_five_days_or_a_run() -> None:
    soon = kills.Crossing(RAG, 8, 781_000, 0, 5, True)
    item = line(soon, soon)
    assert (
        item is not None
        and item.good
        and (item.day, item.text) == (8, "2 cards ended the plan under the kill line; each was killed within 5 days.")
    )
    late = line(soon, kills.Crossing(PROMPT, 9, 781_000, 0, 6, False))
    assert late is not None and not late.good and late.day == 9
    assert (
        "EXP-001 ended its plan on day 9" in late.text
        and "6 days later" in late.text
        and "still undecided" in late.text
    )
    assert "GPU-hours" not in late.text and " run" not in late.text.partition("later")[0].partition("plan")[2]
    # A run on one GPU of three days and two on two GPUs: 15 days of a GPU.
    more = line(kills.Crossing(PROMPT, 9, 781_000, 1, 2, True), kills.Crossing(4, 7, 781_000, 2, 1, True))
    assert (
        more is not None
        and "EXP-005 ended its plan on day 7" in more.text
        and "2 runs and 1 day later it was killed" in more.text
    )
    assert "; so was 1 more" in more.text and "Runs after the line took 360 GPU-hours." in more.text
    assert line() is None


def ending(**cards: dict[str, Any]) -> Board:
    """Cards by name with their fields."""
    found = board()
    for name, fields in cards.items():
        for field, value in fields.items():
            setattr(found.cards[int(name[1:])], field, value)
    return found


GONE = {"stage": Stage.KILLED, "started_day": 3, "decision": 2, "documented": True}


def test_early_kills_and_their_learnings() -> None:
    found = ending(
        c1={**GONE, "runs_done": 1, "runs_planned": 3},
        c2={**GONE, "runs_done": 3, "runs_planned": 3},
        c4={**GONE, "runs_planned": 3},
    )
    assert said(kills._early(case(found))) == (
        True,
        0,
        "1 kill came before the plan's end, on measured runs (EXP-002): 2 runs not spent.",
    )
    assert said(kills._learnings(case(found))) == (True, 0, "Every kill (3) left a learning for its family.")
    found.cards[2].documented = False
    silent = one(kills._learnings(case(found)))
    assert silent is not None and "1 of 3 kills had no learning (EXP-003)" in silent.text
    assert said(kills._early(case(board()))) is None is said(kills._learnings(case(board())))


def test_cards_that_nobody_decided_held_a_fifth_of_the_gpus() -> None:
    def undecided(held: int, others: int, **fields: Any) -> tuple[bool, int, str] | None:
        found = ending(
            c1={"started_day": 3, "gpu_used_min": held, "stage": Stage.EVALUATION}, c2={"gpu_used_min": others, **GONE}
        )
        for name, value in fields.items():
            setattr(found, name, value)
        return said(kills._undecided(case(found)))

    fifth = undecided(600, 2_400)
    assert (
        fifth is not None
        and fifth[:2] == (False, 40)
        and "1 started card had no decision at the end (EXP-002): 10 of 50 GPU-hours." in fifth[2]
    )
    assert undecided(599, 2_400) is None and undecided(0, 0) is None and undecided(600, 2_400, over=False) is None
    done = ending(c2=GONE)
    assert said(kills._undecided(case(done))) is None
    done.decided = 1
    assert said(kills._undecided(case(done))) == (True, 40, "Every started card was decided by the end.")


# --- launches ---------------------------------------------------------------------------------------------------------


def promoted(
    card: int, number: int, seeds: int, gate: bool | None = True, failed: tuple[str, ...] = ()
) -> TakenDecision:
    score = None if seeds < 0 else QualityEstimate(860_000, 840_000, 880_000, seeds)
    told = KnownFacts(score, gate, failed, 50, (), 0, 0)
    return TakenDecision(number, "promote", Promote(card), "player", None, told)  # type: ignore[arg-type]


def test_what_a_promotion_stood_on() -> None:
    def evidence(*moments: TakenDecision) -> tuple[bool, int, str] | None:
        return said(launches._evidence(case(board()), list(moments)))

    assert evidence(promoted(RAG, 8, 1), promoted(PROMPT, 9, 5)) == (
        False,
        8,
        "EXP-002 was promoted on day 8 at 86.0 (84–88), one seed.",
    )
    assert evidence(promoted(RAG, 8, 1), promoted(PROMPT, 9, 0)) == (
        False, 9, "EXP-001 was promoted on day 9 at about 86 (84–88), a training readout; so was 1 more.",
    )  # fmt: skip
    assert evidence(promoted(RAG, 8, -1)) == (False, 8, "EXP-002 was promoted on day 8 with no number at all.")
    assert evidence(promoted(RAG, 8, 3), promoted(PROMPT, 9, 4)) == (
        True,
        8,
        "Every promotion (2) stood on 3 eval seeds or more.",
    )
    assert evidence(promoted(RAG, 8, 2)) is None is evidence()


def test_promotions_over_the_gate_and_through_it() -> None:
    def gate(*moments: TakenDecision) -> tuple[bool, int, str] | None:
        return said(launches._gate(case(board()), list(moments)))

    over = promoted(RAG, 8, 3, False, ("too slow", "too dear"))
    assert gate(over) == (
        False,
        8,
        "EXP-002 was promoted on day 8 at 86.0 (84–88), 3 seeds over a failed gate (too slow; too dear).",
    )
    twice = gate(promoted(PROMPT, 4, 3), over, over)
    assert twice is not None and twice[2].endswith("; so was 1 more.")
    assert gate(promoted(RAG, 8, 3), promoted(PROMPT, 9, 3)) == (True, 8, "Every promotion (2) had passed the gate.")
    # One seed fails the gate by itself.
    assert gate(promoted(RAG, 8, 1, False)) is None is gate() and gate(promoted(RAG, 8, 2, False)) is not None


def test_shares_that_were_raised_early() -> None:
    def raised(*steps: tuple[int, int, int, int]) -> tuple[bool, int, str] | None:
        rows = []
        for number, share, to, since in steps:
            before = board()
            before.cards[RAG].share_pct, before.cards[RAG].share_day = share, since
            rows.append(SimpleNamespace(day=number, action=Deploy(RAG, to), before=before))
        rows.append(SimpleNamespace(day=9, action=Start(PROMPT), before=board()))
        return said(launches._canary(case(board(), steps=tuple(rows))))

    # Three days are a canary's.
    early = raised((12, 5, 50, 10), (13, 50, 100, 12), (20, 50, 100, 12))
    assert (
        early is not None
        and early[:2] == (False, 12)
        and "EXP-002 left 5 % of traffic" in early[2]
        and "2 days" in early[2]
    )
    assert "; so was 1 more" in early[2]
    assert raised((13, 5, 50, 10), (20, 50, 100, 13)) == (
        True,
        0,
        "Every share was raised after 3 days or more at the one before (2 steps).",
    )
    assert raised((11, 50, 5, 10), (11, 50, 50, 10)) is None is raised()


def test_a_legal_review_that_was_late_or_in_time() -> None:
    found = board(needs_legal=True, legal_days=8)
    card = found.cards[RAG]
    card.scores = [860_000]
    waits = (
        *tuple(day(n, found, blocked={Block.LEGAL: [RAG]}) for n in (20, 21)),
        day(22, found, blocked={Block.HANDOFF: [RAG]}),
    )
    late = one(launches._legal(case(found, dated(15, LegalStarted(8)), days=waits)))
    assert late is not None and (late.good, late.day) == (False, 20)
    assert late.text == (
        "Legal review was started on day 15; EXP-002 was ready and waited 2 days for it. At the measured 86.0 a day at "
        "full traffic earns $600."
    )
    assert late.next == "Start the legal review in sprint 1: it takes 8 days and 1 h of your time."
    card.scores = [700_000]
    never = one(launches._legal(case(found, days=waits)))
    assert (
        never is not None
        and never.text == "Legal review was started never; EXP-002 was ready and waited 2 days for it."
    )
    good = case(found, dated(15, LegalStarted(8)), dated(20, HandoffDone(RAG)))
    assert said(launches._legal(good)) == (
        True,
        15,
        "Legal review was started on day 15, and no ready model waited for it.",
    )
    assert (
        said(launches._legal(case(found, dated(15, LegalStarted(8)))))
        is None
        is said(launches._legal(case(board(), days=waits)))
    )


def test_the_day_of_the_first_customer() -> None:
    def first(*events: Event, over: bool = True, **cards: Any) -> Finding | None:
        found = board(launch_by_sprint=2, sprint_days=10)
        found.over = over
        for card, mean in cards.items():
            held = found.cards[int(card[1:])]
            held.scores, held.version, held.stage = [mean] * 3, 1, Stage.EVALUATION
        return one(launches._first_customer(case(found, *events)))

    told = "The first customer met a model on day {} of 40; the plan said sprint 2 (day 20)."
    for number, good in ((20, True), (21, False)):
        item = first(dated(9, Monitored(RAG, 1, 0, 0)), dated(number, Monitored(RAG, 1, 5, 0)))
        assert (
            item is not None
            and (item.good, item.day, item.text) == (good, number, told.format(number))
            and bool(item.next) is not good
        )
    never = first(c1=850_000, c2=870_000)
    assert (
        never is not None
        and never.day == 40
        and "The best card measured 87.0 (" in never.text
        and "the bar was 88." in never.text
    )
    bare = first()
    assert bare is not None and bare.text == "No model met a customer in 40 days; unshipped work is worth $0."
    assert first(over=False) is None


# --- models with customers --------------------------------------------------------------------------------------------


def test_incidents_and_days_without_any() -> None:
    events = [
        dated(8, Monitored(RAG, 1, 5, 0)), dated(9, Monitored(PROMPT, 1, 20, 0)), dated(9, Monitored(RAG, 1, 50, 0)),
        dated(9, Incident(RAG, 50_000, 1, 1)), dated(10, IncidentWentOn(RAG, 10_000)),
        dated(11, Incident(PROMPT, 5_000, 1, 1)),
    ]  # fmt: skip
    assert said(live._incidents(case(board(), *events))) == (
        False, 9, "2 incidents cost $650; the first on day 9 with EXP-002 at 50 % of traffic.",
    )  # fmt: skip
    assert said(live._incidents(case(board(), *events[:3]))) == (
        True,
        0,
        "No incident in 3 days of a model in production.",
    )
    assert said(live._incidents(case(board()))) is None
    (alone,) = live._incidents(case(board(), dated(9, Incident(RAG, 50_000, 1, 1))))
    assert "at 0 % of traffic" in alone.text and "Hold the canary at 5 %" in alone.next


def test_a_model_that_was_rolled_back_in_time() -> None:
    losing = [dated(8, Monitored(RAG, 1, 5, -40_000)), dated(9, Monitored(RAG, 1, 5, 70_000))]
    found = said(
        live._losing_days(case(board(), *losing, dated(9, RolledBack(RAG, 5, 0)), dated(12, RolledBack(PROMPT, 50, 0))))
    )
    assert (
        found is not None
        and found[:2] == (True, 9)
        and "EXP-002" in found[2]
        and "5 %" in found[2]
        and "$400" in found[2]
    )
    assert said(live._losing_days(case(board(), *losing))) is None


def test_agents_that_went_outside_their_permissions() -> None:
    found = board()
    card = found.cards[AGENT]
    card.agent_runs, card.agent_unauthorised = 24, 2
    held = said(live._agents(case(found)))
    assert held == (True, 0, "EXP-004 showed 2 unauthorised agent runs and met no customer.")
    item = said(live._agents(case(found, moments=(promoted(RAG, 3, 3), promoted(AGENT, 9, 3)))))
    assert item is not None and item[:2] == (False, 9) and "EXP-004" in item[2] and "2" in item[2] and "24" in item[2]
    card.live_days = 1
    assert said(live._agents(case(found))) is None
    card.live_days, card.agent_unauthorised = 0, 0
    assert said(live._agents(case(found, moments=(promoted(AGENT, 9, 3),)))) is None
    found.cards[RAG].agent_unauthorised = 3
    assert said(live._agents(case(found, moments=(promoted(RAG, 9, 3),)))) is None, "no agent"


# --- trouble that lasts -----------------------------------------------------------------------------------------------


def test_runs_lost_in_a_row() -> None:
    def lost(*events: Event) -> tuple[bool, int, str] | None:
        return said(trouble._lost_runs(case(board(), *(dated(n, fresh(event)) for n, event in enumerate(events, 1)))))

    gone, other = Diverged(RAG, 1, 150, 1), Diverged(PROMPT, 1, 150, 1)
    cause, end = RootCauseFound(RAG, -1, Chaos.DIVERGENCE, 0), ended(RAG, 1, 850_000)
    assert lost(gone, other, gone, gone) == (
        False, 1, f"EXP-002 lost 3 runs in a row to NaN (days 1, 3, 4): {fmt.work_days(450)} of work.",
    )  # fmt: skip
    assert lost(gone, gone) is None is lost(gone, gone, end, gone)
    four = lost(gone, gone, gone, gone)
    assert four is not None and "(days 1, 2, 3, 4)" in four[2]
    assert lost(gone, gone, cause, gone) == (
        True,
        3,
        "The cause of EXP-002's lost runs was looked for on day 3, after 2 losses in a row.",
    )
    assert lost(gone, cause) == (
        True,
        2,
        "The cause of EXP-002's lost runs was looked for on day 2, after the first loss.",
    )
    assert (
        lost(gone, gone, cause, gone, gone, gone) is not None and lost(gone, gone, cause, gone, gone, gone)[0] is False
    )  # type: ignore[index]
    assert lost(gone, RootCauseFound(RAG, -1, Chaos.EVAL_REGRESSION, 0)) is None
    assert (
        lost(RootCauseFound(-1, 1, Chaos.DIVERGENCE, 0)) is None
        and lost(RootCauseFound(0, -1, Chaos.DIVERGENCE, 0)) is not None
    )


def requirement(
    *nights: tuple[int, int], scope: int = 3, met: bool = False, tail: int = 0, due: int = 20, over: bool = True
) -> Any:
    """Days of a live model with a requirement of which 85 % are paid."""
    rows = []
    for number, cents in nights:
        morning = board()
        morning.scope_data, morning.scope_from, morning.scope_met = scope, due, met
        rows.append(
            day(
                number,
                morning,
                night=[dated(number, Monitored(RAG, 1, 5, cents)), dated(number + 1, Monitored(RAG, 1, 5, 99))],
            )
        )
    end = board()
    end.scope_data, end.scope_met, end.over, end.ledger.tail, end.scope_from = scope, met, over, tail, due
    return case(end, days=tuple(rows))


def test_revenue_that_an_unmet_requirement_took() -> None:
    # Of $100 that would have been paid $85 were booked.
    found = unpaid_revenue(requirement((19, 8_500), (20, 8_500), (21, -900), (22, 17_000)).record)
    assert (found.days, found.first_day, found.cents, found.tail_cents) == (2, 20, 4_500, 0)
    assert (
        unpaid_revenue(requirement((20, 8_500), met=True).record).days
        == 0
        == unpaid_revenue(requirement((20, 8_500), scope=-1).record).cents
    )
    after = unpaid_revenue(requirement(tail=85_000).record)
    assert (after.days, after.first_day, after.cents, after.tail_cents) == (0, 0, 15_000, 15_000)
    assert unpaid_revenue(requirement(tail=85_000, scope=0).record).tail_cents == 15_000
    for none in (
        requirement(tail=85_000, over=False),
        requirement(tail=85_000, met=True),
        requirement(tail=-85_000),
        requirement(tail=85_000, scope=-1),
    ):
        assert unpaid_revenue(none.record).tail_cents == 0


def test_a_requirement_is_told_with_what_it_took_or_when_it_was_met() -> None:
    late = one(trouble._requirement(requirement((20, 8_500), tail=85_000)))
    assert late is not None and (late.good, late.day) == (False, 20)
    assert "DS-4" in late.text and "to day 40: it was not met" in late.text and "$150 of it after close" in late.text
    met = requirement((20, 8_500))
    met.record.history.append(dated(25, ScopeMet(3)))
    item = one(trouble._requirement(met))
    assert item is not None and "until it was met on day 25" in item.text and "after close" not in item.text
    timely = requirement()
    timely.record.history.append(dated(15, ScopeMet(3)))
    assert said(trouble._requirement(timely)) == (
        True,
        15,
        "The new requirement (DS-4) was met on day 15; it took no revenue.",
    )
    assert (
        said(trouble._requirement(requirement()))
        is None
        is said(trouble._requirement(requirement((20, 8_500), scope=-1)))
    )


@pytest.mark.parametrize(
    ("days", "outcome", "over", "good", "says"),
    [
        ((20, 30), 30, True, True, "; 85 was reached on day 30."),
        ((20, 30), 31, True, False, "; 85 was reached on day 31."),
        ((41, 45), 0, True, True, "; 85 was not cleared by day 40."),
        ((40, 45), 0, True, False, "; 85 was not cleared by day 40."),
    ],
)  # fmt: skip
def test_the_last_forecast_is_held_against_what_came(
    days: tuple[int, int], outcome: int, over: bool, good: bool, says: str
) -> None:
    found = board(target_ppm=850_000)
    found.target_day, found.over = outcome, over
    game = case(found, dated(3, ForecastGiven(5, 6)), dated(7, ForecastGiven(*days)))
    item = one(forecasts.find(game))
    assert item is not None and (item.good, item.day) == (good, 7) and item.text.endswith(says)
    assert item.text.startswith(f"The last forecast (day 7) named day {days[0]} at 70 % and day {days[1]} at 90 %")
    assert bool(item.next) is not good
    found.target_day, found.over = 0, False
    assert one(forecasts.find(game)) is None
    found.history = []
    assert one(forecasts.find(case(found))) is None
    found.over = True
    bare = one(forecasts.find(case(found)))
    assert bare is not None and bare.text == "In 40 days no forecast was stated of the day on which 85 is reached."


# --- the record and its flow ------------------------------------------------------------------------------------------


def test_what_keeps_a_card_from_moving() -> None:
    card = board().cards[RAG]
    card.block = Block.LEGAL
    for stage, cause in (
        (Stage.HYPOTHESIS, Block.NONE),
        (Stage.EXPERIMENT, Block.LEGAL),
        (Stage.PRODUCTION, Block.LEGAL),
        (Stage.KILLED, Block.NONE),
    ):
        card.stage = stage
        assert _cause(card) == cause
    card.stage, card.launched = Stage.PRODUCTION, 1
    assert _cause(card) == Block.NONE
    card.stage = Stage.EVALUATION
    assert _cause(card) == Block.LEGAL and _stands(card)
    for field, value in (("seeds_pending", 1), ("paused", True), ("stage", Stage.ITERATION)):
        held = board().cards[RAG]
        held.stage = Stage.EVALUATION
        setattr(held, field, value)
        assert not _stands(held)


def test_idle_gpus_count_where_a_start_could_use_them(monkeypatch: pytest.MonkeyPatch) -> None:
    found = board(canary_days=3, handoff_points=200)
    found.over = False
    # Setup and three runs are ten days, the evaluation one, two canaries six; and the handoff.
    assert _days_to_launch(found, RAG) == 10 + 1 - (-200 // HANDOFF_SPEED) + 6
    monkeypatch.setattr(recording, "next_start", lambda board: RAG)
    monkeypatch.setattr(recording, "project_days_left", lambda board: _days_to_launch(found, RAG))
    assert _startable(found, 1) and not _startable(found, 0)
    found.world.ideas[RAG].gpus = 2
    assert not _startable(found, 1) and _startable(found, 2)
    monkeypatch.setattr(recording, "project_days_left", lambda board: _days_to_launch(found, RAG) - 1)
    assert not _startable(found, 2)
    monkeypatch.setattr(recording, "project_days_left", lambda board: 99)
    monkeypatch.setattr(recording, "next_start", lambda board: -1)
    assert not _startable(found, 2)
    monkeypatch.setattr(recording, "next_start", lambda board: 0)
    assert _startable(found, 2)
    found.wip[Stage.EXPERIMENT] = 0
    assert not _startable(found, 2)
    found.wip[Stage.EXPERIMENT], found.over = 3, True
    assert not _startable(found, 2)


def test_the_flow_of_a_record_by_hand() -> None:
    end = ending(
        c1={"decision": 1, "ticket_day": 3, "decided_day": 13},
        c2={"decision": 2, "ticket_day": 5, "decided_day": 9},
        c4={"decision": 2, "decided_day": 9},
    )
    end.world.sprint_days = 2
    end.decided, end.killed, end.promoted = 4, 3, 1
    end.gpu_min = 1_440 * 4
    end.cards[RAG].running, end.cards[RAG].speed_pct = True, 60
    end.cards[PROMPT].speed_pct = 40
    days = (
        day(1, end, blocked={Block.LEGAL: [1, 2], Block.NO_GPU: [3]}, waiting_decision=[1], focus_lost=40, idle_gpus=3,
            startable=True),
        day(2, end, blocked={Block.NO_GPU: [3, 4]}, over_limit=[Stage.EXPERIMENT], idle_gpus=9),
        day(3, end, blocked={Block.LEGAL: [1]}, waiting_decision=[1, 2], focus_lost=20, over_limit=[1, 2], idle_gpus=1,
            startable=True),
    )  # fmt: skip
    game = case(end, days=days)
    game.record.open_steps = []
    found = health(game.record)
    assert (found.decided, found.killed, found.promoted, found.throughput) == (4, 3, 1, 4 / 1.5)
    assert found.cycle_time == 7 and (found.kill_rate, found.promotion_rate) == (0.75, 0.25)
    assert found.blockers == {Block.LEGAL: 3, Block.NO_GPU: 3} and found.blocked_by_sprint == (5, 1)
    assert (found.decision_days, found.focus_lost, found.worked, found.idle_gpu_days, found.pool_gpu_days) == (
        3,
        60,
        180,
        4,
        12,
    )
    assert found.over_days == 2 and found.batches == () and found.readiness is None
    none = case(board())
    none.record.open_steps = []
    empty = health(none.record)
    assert (empty.throughput, empty.cycle_time, empty.kill_rate, empty.blocked_by_sprint) == (0, None, None, ())


def test_batches_come_when_the_vendor_gives_them_back() -> None:
    def morning(column: Column, promised: int = 0) -> Board:
        found = board()
        task = found.data[LABELS]
        task.column, task.promised_day, task.ordered_pct = column, promised, 10
        task.days_left, task.batch_pct = 0, 10
        return found

    away, back = morning(Column.COLLECTION, 9), morning(Column.QA, 9)
    assert ready_batches(away, back) == [LABELS] and ready_batches(back, back) == [] == ready_batches(back, away)
    order = SimpleNamespace(events=[dated(3, DataOrdered(LABELS, 10, 5))])
    days = (day(3, away, steps=[order]), day(4, away), day(8, back), day(9, away), day(10, back))
    game = case(board(), days=days)
    game.record.open_steps = []
    assert batches(game.record) == [OrderedBatch(LABELS, 3, 9, 8)], "sent back, it keeps its first day"
    game.record.days = list(days[:2])
    assert batches(game.record) == [OrderedBatch(LABELS, 3, 9, 0)]
    game.record.days = []
    game.record.open_steps = [order]
    game.record.board.data[LABELS].promised_day = 17
    assert batches(game.record) == [OrderedBatch(LABELS, 3, 17, 0)]


# --- hindsight --------------------------------------------------------------------------------------------------------


def finished(**changes: Any) -> Any:
    state = new_state(quiet(fault_ppm=[0, 40_000, 140_000]), 5)
    state.board.over = True
    record: Any = SimpleNamespace(
        finished=True, world=state.world, board=state.board, end=state, history=state.board.history, days=[]
    )
    return record


def test_killed_cards_are_told_by_their_true_ceiling() -> None:
    record = finished()
    for index, ceiling in ((RAG, 870_000), (PROMPT, 880_000), (TUNING, 880_000)):
        card, truth = record.board.cards[index], record.end.truth.cards[index]
        card.stage, card.started_day, card.decision = Stage.KILLED, 3, 2
        truth.ceiling_ppm, truth.skew_ppm, truth.fault = ceiling, -10_000, 1
        record.history.append(dated(1, Killed(index, 0, 0, 0, 0, 0)))
    assert [(one.card, one.day, one.ceiling_ppm, one.online_ppm, one.fault_ppm) for one in killed_cards(record)] == [
        (PROMPT, 1, 880_000, 830_000, 40_000), (TUNING, 1, 880_000, 830_000, 40_000),
        (RAG, 1, 870_000, 820_000, 40_000),
    ]  # fmt: skip
    record.finished = False
    assert killed_cards(record) == [] == launched_cards(record) == retro_answers(record, {(1, "retro"): "EXP-001"})


def test_the_retros_answers_are_those_of_its_own_question() -> None:
    record = finished()
    record.world.sprint_days = 0
    record.history.append(dated(0, Killed(RAG, 0, 0, 0, 0, 0)))
    found = retro_answers(
        record, {(2, RETRO): "EXP-003", (1, RETRO): "EXP-002", (1, "other"): "EXP-001", (3, RETRO): ""}
    )
    assert [(one.sprint, one.killed, one.true.card, one.true.day) for one in found] == [
        (1, True, RAG, 1),
        (2, False, TUNING, 1),
    ]
    record.history[-1].day = 1
    assert [one.killed for one in retro_answers(record, {(1, RETRO): "EXP-002"})] == [False], "after the retro"


def test_models_that_met_customers_are_as_they_first_were() -> None:
    record = finished()
    record.history += [
        dated(1, Monitored(TUNING, 1, 5, 0)),
        dated(1, Monitored(RAG, 1, 5, 0)),
        dated(9, Monitored(TUNING, 1, 5, 0)),
    ]
    record.end.truth.cards[RAG].quality_ppm = 851_000
    found = launched_cards(record)
    assert [(one.card, one.day) for one in found] == [(TUNING, 1), (RAG, 1)] and found[1].ceiling_ppm == 851_000
    assert TrueCard(0, 1, None, 0, 845_000, 0).customers == "84.5 for customers"


def test_a_morning_is_that_of_the_day_before() -> None:
    first, second = board(), board()
    second.cards[RAG].scores, second.cards[RAG].stage = [860_000] * 3, Stage.EVALUATION
    record: Any = SimpleNamespace(days=[day(1, first), day(2, second)])
    assert _shown(record, RAG, 1) is None is _shown(record, RAG, 2)
    seen = _shown(record, RAG, 3)
    assert seen is not None and seen.mean == 860_000
