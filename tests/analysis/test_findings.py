"""Findings: each is found in a game made for it, its good twin in another, and says when its lesson stops paying."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from aiboard.analysis import findings
from aiboard.analysis.debrief import Debrief
from aiboard.analysis.debrief.detail_sections import DIMENSIONS, FINDINGS
from aiboard.analysis.findings import LESSONS
from aiboard.analysis.findings.base import GameAnalysis
from aiboard.analysis.findings.lessons import Dimension
from aiboard.analysis.health import health
from aiboard.analysis.record import record
from aiboard.bots import BOTS
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.happenings.data import KappaRead
from aiboard.engine.happenings.live import Incident, IncidentWentOn, Monitored
from aiboard.engine.model.vocabulary import Stage
from aiboard.views import fmt
from tests.analysis.games import by_bot, calm, finding, play, read
from tests.engine.play import dated

NO_LEGAL = (("needs_legal", False),)


def _one(found: Debrief, key: str, good: bool) -> str:
    item = finding(found, key)
    assert item is not None and item.good is good, (key, [(f.key, f.good) for f in found.findings])
    return item.text


@pytest.mark.parametrize("bot", BOTS)
def test_every_finding_is_a_fact_with_its_boundary(bot: str) -> None:
    found = by_bot(bot)
    assert found.findings
    for item in found.findings:
        assert item.lesson is LESSONS[item.key]
        assert item.until.startswith("Stops paying") and item.until.endswith(".") and item.text.endswith(".")
        assert bool(item.next) is not item.good
        for text in (item.text, item.until, item.next):
            assert not re.search(r"\b(should|must|poor|great|excellent|wrong|careless|you)\b", text.lower()), text
    keys = [item.key for item in found.findings]
    assert len(keys) == len(set(keys)), "one finding of a kind"
    grades = [(item.good, list(LESSONS).index(item.key)) for item in found.findings]
    assert grades == sorted(grades)


def test_one_seed_and_its_twin() -> None:
    script = ("start EXP-001", "@6", "evaluate EXP-001 1", "@8", "promote EXP-001")
    text = _one(read(play(calm(), 5, *script, until=30)), "one-seed", False)
    assert re.match(r"EXP-001 was promoted on day 8 at \d\d\.\d \(\d\d–\d\d\), one seed\.", text)
    more = ("start EXP-001", "@6", "evaluate EXP-001 5", "promote EXP-001")
    assert "5 eval seeds or more" in _one(read(play(calm(), 5, *more, until=30)), "one-seed", True)


def test_a_promotion_without_a_score() -> None:
    text = _one(read(play(calm(), 5, "start EXP-001", "@7", "promote EXP-001", until=30)), "one-seed", False)
    assert "a training readout" in text


def test_over_a_failed_gate_and_through_it() -> None:
    script = ("start EXP-001", "@6", "evaluate EXP-001 3", "@9", "promote EXP-001")
    found = read(play(calm(), 5, *script, until=30))
    assert "over a failed gate (mean " in _one(found, "over-gate", False)
    easy = ("ticket EXP-001 success=50", *script)
    assert "passed the gate" in _one(read(play(calm(), 5, *easy, until=30)), "over-gate", True)


def test_canary_left_early_and_left_in_time() -> None:
    go = ("start EXP-001", "@7", "promote EXP-001")
    quick = read(play(calm(launch=NO_LEGAL), 5, *go, "@9", "deploy EXP-001 100", until=20))
    text = _one(quick, "canary", False)
    assert "left 5 % of traffic" in text and "3 days" in text
    slow = read(play(calm(launch=NO_LEGAL), 5, *go, "@16", "deploy EXP-001 50", until=20))
    assert "(1 step)" in _one(slow, "canary", True)


def test_legal_review_late_counts_the_days_a_ready_model_waited() -> None:
    found = read(play(calm(), 5, "start EXP-001", "@7", "promote EXP-001", until=40))
    waited = [day for day in found.record.days if day.blocked.get(7)]
    assert f"waited {len(waited)} days for it" in _one(found, "legal-late", False) and len(waited) > 5
    early = read(play(calm(), 5, "legal-review", "start EXP-001", "@25", "promote EXP-001", until=40))
    assert "started on day 1" in _one(early, "legal-late", True)


def test_no_launch_late_launch_launch_in_time() -> None:
    assert "No model met a customer" in _one(read(play(calm(), 5, "start EXP-001")), "launch-day", False)
    go = ("legal-review", "start EXP-001", "@25", "promote EXP-001")
    assert "day 26 of 60" in _one(read(play(calm(), 5, *go)), "launch-day", True)
    late = calm(goal=(("launch_by_sprint", 2),))
    assert "the plan said sprint 2 (day 20)" in _one(read(play(late, 5, *go)), "launch-day", False)


def test_incidents_and_losing_days_are_booked_dollars() -> None:
    go = ("legal-review", "start EXP-001", "@14", "promote EXP-001", "deploy EXP-001 100")
    found = read(play(calm(), 5, *go))
    incidents = [event for event in found.record.history if isinstance(event, Incident)]
    assert incidents and f"{len(incidents)} incident" in _one(found, "incident", False)
    further = [event for event in found.record.history if isinstance(event, IncidentWentOn)]
    assert further and found.parts["incidents"] == -sum(event.cents for event in (*incidents, *further))
    losses = [
        event.revenue_cents
        for event in found.record.history
        if isinstance(event, Monitored) and event.revenue_cents < 0
    ]
    assert sum(losses) < -100_000 and f"On {len(losses)} days" in _one(found, "losing-days", False)


@pytest.mark.parametrize(
    ("cents", "first", "days", "lost"),
    [
        # A day that earned nothing is no day that cost something, wherever it lies.
        ((0, -60_000, 0, -60_000, 9_000), 2, 2, 120_000),
        ((-60_000, 0, 0, -40_000), 1, 2, 100_000),
        ((5_000, -100_000), 2, 1, 100_000),
        # Under a thousand dollars it is the noise of the monitoring.
        ((-60_000, 0, -39_999), 0, 0, 0),
        ((0, 0), 0, 0, 0),
    ],
)
def test_losing_days_are_those_that_cost_more_than_they_earned(
    cents: tuple[int, ...], first: int, days: int, lost: int
) -> None:
    game = record(calm().world(), 5, [[]])
    game.end.board.history = [dated(day, Monitored(0, 700_000, 5, value)) for day, value in enumerate(cents, 1)]
    found = [one for one in findings.findings(GameAnalysis(game, health(game), ())) if one.key == "losing-days"]
    if not days:
        assert found == []
        return
    (one,) = found
    assert (one.good, one.day) == (False, first)
    assert fmt.days(days) in one.text and fmt.money(-lost) in one.text


def test_roll_back_is_the_good_twin_of_losing_days() -> None:
    go = ("legal-review", "start EXP-001", "@14", "promote EXP-001", "@19", "roll-back EXP-001")
    assert "was rolled back on day 19 at 5 %" in _one(read(play(calm(), 5, *go)), "losing-days", True)


def test_kill_line_late_and_in_time() -> None:
    late = read(play(calm(), 5, "ticket EXP-001 kill=97", "start EXP-001", "@20", 'kill EXP-001 gap "no"'))
    text = _one(late, "kill-line", False)
    assert "EXP-001 ended its plan on day 5" in text and "15 days later it was killed" in text
    # The fifth day after the plan's end is in time, the sixth is not.
    for day, in_time in ((7, True), (10, True), (11, False)):
        soon = read(play(calm(), 5, "ticket EXP-001 kill=97", "start EXP-001", f"@{day}", 'kill EXP-001 gap "no"'))
        said = "killed within 5 days" if in_time else "6 days later it was killed"
        assert said in _one(soon, "kill-line", in_time)


def test_kill_line_counts_runs_after_it() -> None:
    late = read(
        play(
            calm(),
            5,
            "ticket EXP-001 kill=97",
            "start EXP-001",
            "@6",
            "iterate EXP-001 longer",
            "@12",
            'kill EXP-001 gap "no"',
        )
    )
    text = _one(late, "kill-line", False)
    assert "ended its plan on day 5" in text and "1 run and 7 days later it was killed" in text
    # One run of four days on one GPU.
    assert "Runs after the line took 96 GPU-hours." in text


def test_early_kills_are_runs_not_spent() -> None:
    found = read(play(calm(), 5, "start EXP-001", "@4", 'kill EXP-001 gap "no"'))
    assert "1 run not spent" in _one(found, "early-kill", True)


def test_learnings() -> None:
    silent = read(play(calm(), 5, "start EXP-001", "@7", "kill EXP-001 gap"))
    assert "1 of 1 kill had no learning (EXP-001)" in _one(silent, "learning", False)
    told = read(play(calm(), 5, "start EXP-001", "@7", 'kill EXP-001 gap "no gain"'))
    _one(told, "learning", True)


def test_undecided_cards_hold_gpu_hours() -> None:
    found = read(play(calm(), 5, "start EXP-001", "start EXP-002"))
    assert re.search(r"2 started cards had no decision .*: (\d+) of \1 GPU-hours", _one(found, "undecided", False))
    _one(read(play(calm(), 5, "start EXP-001", "@7", 'kill EXP-001 gap "no"')), "undecided", True)


def test_work_in_progress_is_points_of_work() -> None:
    many = read(play(calm(), 5, *[f"start EXP-{n:03}" for n in (1, 2, 3, 5, 6, 7, 9)], until=25))
    lost = sum(100 - card.speed_pct for day in many.record.days for card in day.morning.cards if card.running)
    assert many.health.focus_lost == lost > 300
    text = _one(many, "wip", False)
    assert "up to 5 cards held by one person" in text and fmt.work_days(lost) in text
    _one(read(play(calm(), 5, "start EXP-001", until=25)), "wip", True)


def test_idle_gpus_count_only_days_on_which_a_start_could_still_launch() -> None:
    found = read(play(calm(), 5, "start EXP-001"))
    idle = [day for day in found.record.days if day.startable]
    assert 0 < len(idle) < 55 and max(day.day for day in idle) < 52
    assert f"{sum(day.idle_gpus for day in idle)} of 240 GPU-days" in _one(found, "idle-gpus", False)


def test_waiting_decisions() -> None:
    found = read(play(calm(), 5, "start EXP-001"))
    assert "EXP-001 the longest, 55 days" in _one(found, "waiting-decisions", False)
    # It came to Evaluation in the evening: the morning after is the first on which anybody can decide.
    came = next(e.day for e in found.record.history if isinstance(e, Moved) and e.after == Stage.EVALUATION)
    assert [day.day for day in found.record.days if day.waiting_decision] == list(range(came + 1, 61))


def test_families() -> None:
    assert "1 of 3" in _one(read(play(calm(), 5, "start EXP-001")), "families", False)
    every = ("start EXP-001", "start EXP-002", "start EXP-003")
    assert "3 of 3" in _one(read(play(calm(), 5, *every)), "families", True)


def test_data_late_and_in_time() -> None:
    late = read(play(calm(), 5, "start EXP-004", "@10", "order DS-2 10", "accept DS-2", until=40))
    text = _one(late, "data-late", False)
    waited = sum(len(day.blocked.get(4, [])) for day in late.record.days)
    assert "started on day 1 without its data; DS-2 was ordered on day 10" in text and f"{waited} card-days" in text
    timely = read(play(calm(), 5, "order DS-2 10", "accept DS-2", "start EXP-004", until=40))
    assert "EXP-004" in _one(timely, "data-late", True)


def test_labels() -> None:
    accepted = {True: 0, False: 0}
    for seed in range(12):
        found = read(play(calm(), seed, "order DS-2 10", "accept DS-2", until=30))
        item = finding(found, "labels")
        assert item is not None
        kappa = next(event.kappa_ppm for event in found.record.history if isinstance(event, KappaRead))
        assert item.good is (kappa >= 600_000)
        accepted[item.good] += 1
    assert accepted[True] and accepted[False], "both were seen"


@pytest.mark.parametrize(("over", "good"), [(0, True), (1, False)])
def test_labels_that_agree_as_much_as_was_held_for_are_no_finding(over: int, good: bool) -> None:
    script = ("order DS-2 10", "accept DS-2")
    first = play(calm(), 0, *script, until=30).board.history
    kappa = next(event.kappa_ppm for event in first if isinstance(event, KappaRead))
    held = calm(data=(("kappa_hold", (kappa + over) / 1_000_000),))
    item = finding(read(play(held, 0, *script, until=30)), "labels")
    assert item is not None and item.good is good


def test_agent_runs() -> None:
    seen = set()
    for seed in range(12):
        found = read(
            play(calm(), seed, "start EXP-002", "@8", "evaluate EXP-002 3", "@11", "promote EXP-002", until=14)
        )
        item = finding(found, "agent-runs")
        card = found.record.board.cards[1]
        assert (item is not None and not item.good) == bool(card.agent_unauthorised)
        seen.add(item is None)
        if card.agent_unauthorised:
            held = read(play(calm(), seed, "start EXP-002", "@8", "evaluate EXP-002 3", until=14))
            assert "met no customer" in _one(held, "agent-runs", True)
    assert seen == {True, False}


def test_forecast_missing() -> None:
    assert "no forecast was stated" in _one(read(play(calm(), 5)), "forecast", False)


def test_the_words_in_capitals_are_explained_under_them() -> None:
    said = FINDINGS.lines(by_bot("heuristic"))
    assert " ".join(said).endswith(DIMENSIONS) and all(f"{one}: " in DIMENSIONS for one in Dimension)


def _calls() -> list[tuple[str, str, set[str]]]:
    """Every `missed(...)` and `followed(...)` of the detectors: which, the lesson's key, the facts it gives."""
    found = []
    for path in Path(findings.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if isinstance(node, ast.Call) and name in ("missed_finding", "followed_finding"):
                given = {word.arg for word in node.keywords if word.arg}
                found.append((name.removesuffix("_finding"), ast.literal_eval(node.args[0]), given))
    return found


def test_sentences_name_the_facts_that_their_detector_gives_and_no_others() -> None:
    calls = _calls()
    assert len(calls) > 30
    for which, key, given in calls:
        lesson = LESSONS[key]
        text = lesson.missed + lesson.next if which == "missed" else lesson.followed
        named = {name for _, name, _, _ in Formatter().parse(text) if name}
        assert text and named - {"day"} == given - {"day"}, (which, key)
    written = {(name, key) for key, one in LESSONS.items() for name in ("missed", "followed") if getattr(one, name)}
    assert written == {(which, key) for which, key, _ in calls}, "a sentence that nothing says"
