"""The sections behind the first pass: every dollar, findings and lessons, families, hindsight, flow."""

from __future__ import annotations

from typing import Any, Final

from aiboard.analysis.debrief.decisions import measured_data
from aiboard.analysis.debrief.first_pass import MOST_CARDS, tail_words
from aiboard.analysis.debrief.model import Debrief
from aiboard.analysis.debrief.paragraphs import band, wrap_list, wrap_paragraphs
from aiboard.analysis.debrief.section import Part
from aiboard.analysis.findings import Finding
from aiboard.analysis.health import KILL_BAND, PROMOTION_BAND, READY_FLOOR, READY_TARGET
from aiboard.analysis.hindsight import RetroAnswer, TrueCard
from aiboard.analysis.lessons.shipped_verdicts import verdicts, worth_sentence
from aiboard.engine import counts
from aiboard.engine.model.vocabulary import Block
from aiboard.engine.model.world import World
from aiboard.views import fmt, words
from aiboard.views.board.families import families

# --- every dollar --------------------------------------------------------------------------------------------

_CAUSE: Final = {
    "revenue": "revenue while live",
    "compute": "GPU time",
    "labels": "labels",
    "serving": "serving",
    "launches": "launches",
    "incidents": "incidents and roll-backs",
}


def _ledger(debrief: Debrief) -> list[str]:
    causes = {**_CAUSE, "tail": tail_words(debrief)}
    lines = [f"{causes[name]:<28}{_exact(cents):>16}" for name, cents in debrief.parts.items()]
    total = f"{'net value':<28}{_exact(debrief.value_cents):>16}"
    return [*lines, f"{'':<28}{'─' * 16}", total, "", "Payroll is not counted."]


def _exact(cents: int) -> str:
    """Dollars and cents, so that the column can be added up by hand."""
    sign = fmt.MINUS if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


DIMENSIONS: Final = (
    "In capitals what an interview would ask it for. CONCEPT: why AI work needs another process; DESIGN: a sprint, a "
    "board, a plan; CODE: tools and rules; DEBUG: a team or a number that went wrong; FRONTIER: what will change."
)


# --- findings and their lessons ------------------------------------------------------------------------------


def _findings(debrief: Debrief) -> list[str]:
    lines: list[str] = []
    for title, good in (("Other ways to try:", False), ("Done as the lesson advises:", True)):
        items = [_finding(finding) for finding in debrief.findings if finding.good is good]
        if items:
            lines += [*([""] if lines else []), title, "", *wrap_list(items)]
    return [*lines, "", *wrap_paragraphs([DIMENSIONS])] if lines else ["Nothing stood out yet."]


def _finding(finding: Finding) -> str:
    day = f", day {finding.day}" if finding.day else ""
    return f"{finding.lesson.dimension}{day}: {finding.text}"


def _findings_data(debrief: Debrief) -> dict[str, Any]:
    return {
        "findings": [
            {
                "key": finding.key,
                "dimension": str(finding.lesson.dimension),
                "good": finding.good,
                "day": finding.day or None,
                "text": finding.text,
                "until": finding.until,
                "lesson": finding.lesson.measured or None,
                "worth": _worth_data(debrief, finding),
                "next": finding.next or None,
            }
            for finding in debrief.findings
        ]
    }


def _worth_data(debrief: Debrief, finding: Finding) -> dict[str, Any] | None:
    row = verdicts().find(finding.lesson.measured, debrief.resolved.sha)
    return row.data() if row else None


def _lessons(debrief: Debrief) -> list[str]:
    """Apart from the findings, so that these are read as facts; once for each lesson that was met."""
    return wrap_list([" ".join(filter(None, _lesson(debrief, finding))) for finding in debrief.findings])


def _lesson(debrief: Debrief, finding: Finding) -> tuple[str, str, str]:
    """Its name, what following it was measured to be worth in this scenario, and when it stops paying."""
    return f"{finding.lesson.name}.", worth_sentence(debrief.resolved, finding.lesson.measured), finding.until


# --- families ---------------------------------------------------------------------------------------------


def _families(debrief: Debrief) -> list[str]:
    """A strip a family, as the reviews show them."""
    strips = families(debrief.record.board)
    wide = max((len(one.marks) for one in strips), default=0)
    lines = [f"{one.marks:<{wide}}   {one.text}" for one in strips]
    return [*lines, "", "● promoted   ✗ killed   ▶ under way   · not begun"]


def _families_data(debrief: Debrief) -> dict[str, Any]:
    return {
        "families": [
            {
                "family": one.name,
                "decided": one.decided,
                "promoted": one.promoted,
                "killed": one.killed,
                "best": measured_data(one.best),
            }
            for one in families(debrief.record.board)
        ]
    }


# --- hindsight -----------------------------------------------------------------------------------------------


def _hindsight(debrief: Debrief) -> list[str]:
    if not debrief.finished:
        return ["Shown when the game is over."]
    world = debrief.record.world
    items = ["Nothing here was knowable then, and nothing here grades a decision.", *_kills(debrief)]
    items += [_answer(world, item) for item in debrief.retro]
    for item in debrief.launched:
        score = f"measured {item.measured.text}" if item.measured else "unmeasured then"
        items.append(
            f"{fmt.key(world, item.card)}, live from day {item.day}: truly {fmt.tenth(item.ceiling_ppm)} offline, "
            f"{item.customers}; {score}."
        )
    return wrap_list(items)


def _kills(debrief: Debrief) -> list[str]:
    world, bar = debrief.record.world, debrief.record.world.launch_ppm
    if not debrief.killed:
        return ["No started card was killed."]
    best = debrief.killed[0]
    measured = f"it had measured {best.measured.text}" if best.measured else "nothing of it had been measured"
    over = sum(item.ceiling_ppm >= bar for item in debrief.killed)
    items = [
        f"Which kill would you take back? Of {fmt.count(len(debrief.killed), 'card')} killed, "
        f"{fmt.key(world, best.card)} (day {best.day}) had the highest true ceiling: "
        f"{fmt.tenth(best.ceiling_ppm)}, {best.customers}; {measured}. "
        f"The launch bar was {fmt.points(bar)}.",
        f"True ceiling at or over the bar: {over} of {len(debrief.killed)} killed.",
    ]
    for item in debrief.killed[1:MOST_CARDS]:
        score = item.measured.text if item.measured else "nothing"
        items.append(
            f"{fmt.key(world, item.card)}, killed day {item.day}: ceiling {fmt.tenth(item.ceiling_ppm)}, "
            f"{item.customers}; measured {score}."
        )
    return items


def _answer(world: World, answer: RetroAnswer) -> str:
    """What the retro's answer comes to."""
    would = "take back" if answer.killed else "stop"
    true = answer.true
    over = "over" if true.ceiling_ppm >= world.launch_ppm else "under"
    return (
        f"Retro of sprint {answer.sprint}: you would {would} {fmt.key(world, true.card)}. Its true ceiling: "
        f"{fmt.tenth(true.ceiling_ppm)}, {over} the bar, {true.customers}."
    )


def _hindsight_data(debrief: Debrief) -> dict[str, Any]:
    if not debrief.finished:
        return {"hindsight": None}
    retro = [{"sprint": one.sprint, "take_back": one.killed, **_true(debrief, one.true)} for one in debrief.retro]
    killed = [_true(debrief, item) for item in debrief.killed]
    launched = [_true(debrief, item) for item in debrief.launched]
    return {"hindsight": {"killed": killed, "launched": launched, "retro": retro}}


def _true(debrief: Debrief, item: TrueCard) -> dict[str, Any]:
    return {
        "card": debrief.key(item.card),
        "day": item.day,
        "measured": measured_data(item.measured),
        "true": item.ceiling_ppm / 10_000,
        "true_live": item.online_ppm / 10_000,
    }


# --- flow ----------------------------------------------------------------------------------------------------


def _flow(debrief: Debrief) -> list[str]:
    health = debrief.health
    cycle = "no card was decided" if health.cycle_time is None else f"{health.cycle_time:.1f} working days"
    items = [
        f"Throughput: {health.throughput:.1f} decided cards a sprint ({health.decided} in all).",
        f"Cycle time, ticket to decision: {cycle}.",
    ]
    if health.readiness is not None:
        of = fmt.count(len(health.batches), "batch", "batches")
        late = f"Data ready on time: {fmt.share(health.readiness)} of {of}"
        bands = f"the aim is {fmt.share(READY_TARGET)}, and under {fmt.share(READY_FLOOR)} lateness is systemic"
        items.append(f"{late}; {bands}.")
    stuck = [f"{words.BLOCK[Block(cause)]} {days}" for cause, days in health.blockers.items()]
    items.append("Card-days blocked: " + (", ".join(stuck) if stuck else "none") + ".")
    if stuck and len(health.blocked_by_sprint) > 1:
        items.append(f"Blocked card-days by sprint, from the first: {', '.join(map(str, health.blocked_by_sprint))}.")
    items.append(f"Card-days in Evaluation without work or decision: {health.decision_days}.")
    if health.kill_rate is not None and health.promotion_rate is not None:
        # So that the board's Killed column can be told from the rate: it holds these too.
        later = sum(map(counts.is_retired, debrief.record.board.cards))
        gone = f" ({later} of them withdrawn or replaced later)" if later else ""
        items.append(
            f"Of {fmt.count(health.decided, 'decided card')} {health.killed} "
            f"{'was' if health.killed == 1 else 'were'} killed ({fmt.share(health.kill_rate)}) and {health.promoted} "
            f"promoted ({fmt.share(health.promotion_rate)}){gone}; usual are {band(KILL_BAND)} and "
            f"{band(PROMOTION_BAND)}. Context, not a target."
        )
    return wrap_list(items)


def _flow_data(debrief: Debrief) -> dict[str, Any]:
    health = debrief.health
    return {
        "kill_rate": health.kill_rate,
        "promotion_rate": health.promotion_rate,
        "throughput": health.throughput,
        "cycle_time": health.cycle_time,
        "decided": health.decided,
        "readiness": health.readiness,
        "blockers": {Block(cause).name.lower(): days for cause, days in health.blockers.items()},
        "blocked_by_sprint": list(health.blocked_by_sprint),
        "decision_days": health.decision_days,
        "focus_lost_points": health.focus_lost,
        "idle_gpu_days": health.idle_gpu_days,
        "over_limit_days": health.over_days,
    }


LEDGER: Final = Part(
    "Every dollar", "Dollars", _ledger,
    lambda found: {"parts": {name: cents / 100 for name, cents in found.parts.items()}}, True,
)  # fmt: skip
FINDINGS: Final = Part("Findings", "Findings", _findings, _findings_data)
LESSONS: Final = Part("What these lessons are worth, and when they stop paying", "Lessons", _lessons, lambda found: {})
FAMILIES: Final = Part("Families", "Families", _families, _families_data, True)
HINDSIGHT: Final = Part("Hindsight: the hidden truth", "Truth", _hindsight, _hindsight_data)
FLOW: Final = Part("Flow, for context", "Flow", _flow, _flow_data)
