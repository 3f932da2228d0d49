"""The sections behind the first pass of a debrief: findings, decisions, forecast, hindsight, flow."""

from __future__ import annotations

from typing import Final

from aiboard.analysis.debrief import Debrief, Section
from aiboard.analysis.findings import Finding
from aiboard.analysis.forecasts import QUANTILES
from aiboard.analysis.health import KILL_BAND, PROMOTION_BAND, READY_FLOOR, READY_TARGET
from aiboard.analysis.hindsight import Answer
from aiboard.analysis.moments import Moment
from aiboard.analysis.paragraphs import UNPRICED, band, listed, percent, wrapped
from aiboard.engine.model.vocabulary import Block
from aiboard.engine.model.world import World
from aiboard.instruments.text import clean
from aiboard.views import fmt, words

MOST_CARDS: Final = 5
"""Cards told of in one list."""


def findings_section(found: Debrief) -> Section:
    """What to look at, then what went as the lesson says."""
    if not found.findings:
        return Section("Findings", ("Nothing stood out yet.",))
    bad = [_finding(item) for item in found.findings if not item.good]
    good = [_finding(item) for item in found.findings if item.good]
    lines: list[str] = []
    if bad:
        lines += ["To look at:", "", *listed(bad)]
    if good:
        lines += [*([""] if lines else []), "Went as the lesson says:", "", *listed(good)]
    return Section("Findings", tuple(lines))


def _finding(item: Finding) -> str:
    day = f", day {item.day}" if item.day else ""
    return f"{item.dimension}{day}: {item.text} {item.until}"


def decisions_section(found: Debrief) -> Section:
    """Every decision with what was known then."""
    if not found.moments:
        return Section("Decisions, with what was known then", ("No decision was taken.",))
    said = [_moment(moment) for moment in found.moments]
    said.append(f"Advantage, guess and regret of each: {UNPRICED}.")
    return Section("Decisions, with what was known then", listed(said))


def _moment(moment: Moment) -> str:
    # Without the words that were written with it: they are in the log and in the save.
    line = clean(moment.line.partition(' "')[0], 70)
    by = "" if moment.by == "player" else f" ({moment.by})"
    then = moment.known.text()
    return f"D{moment.day} {line}{by}" + (f" · {then}" if then else "")


def forecast_section(found: Debrief) -> Section:
    """Stated forecasts with their loss, then what came of the answers given in reviews."""
    lines = listed(_stated(found)) if found.forecasts else wrapped([_none_stated(found)])
    if found.outcomes:
        lines = (*lines, "", "Asked in the reviews:", "", *listed([one.text for one in found.outcomes]))
    return Section("Forecast", lines)


def _none_stated(found: Debrief) -> str:
    return f"No forecast of the day {fmt.points(found.record.world.target_ppm)} is reached was stated."


def _stated(found: Debrief) -> list[str]:
    target = fmt.points(found.record.world.target_ppm)
    said: list[str] = []
    for item in found.forecasts:
        stated = f"Day {item.day}: {target} by day {item.day_70} (70 %), by day {item.day_90} (90 %)"
        if item.loss is None:
            why = "stated after it was reached" if item.outcome else "not due yet"
            said.append(f"{stated}; {why}.")
        elif item.at_least:
            said.append(f"{stated}; not reached. Loss at least {item.loss:.1f} days.")
        else:
            said.append(f"{stated}; reached on day {item.outcome}. Loss {item.loss:.1f} days.")
    low, high = (f"{100 * quantile:.0f} %" for quantile in QUANTILES)
    said.append(
        f"Reached means a mean of {target} on three eval seeds. The loss is the mean pinball loss of the {low} and "
        f"{high} days: 0 is perfect, and naming a day nobody believes never lowers it on average."
    )
    return said


def hindsight_section(found: Debrief) -> Section:
    """The truth of a finished game, the retro's answers among it."""
    title = "Hindsight: the curtain up"
    if not found.finished:
        return Section(title, ("Shown when the game is over.",))
    world = found.record.world
    bar = world.launch_ppm
    said = ["Nothing here was knowable then, and nothing here grades a decision."]
    if found.killed:
        best = found.killed[0]
        measured = f"it had measured {best.measured.text}" if best.measured else "nothing of it had been measured"
        said.append(
            f"Which kill would you take back? Of {fmt.count(len(found.killed), 'started card')} killed, "
            f"{fmt.key(world, best.card)} (day {best.day}) had the highest true ceiling: "
            f"{fmt.tenth(best.ceiling_ppm)}, {fmt.tenth(best.online_ppm)} for customers; {measured}. "
            f"The launch bar was {fmt.points(bar)}."
        )
        over = sum(item.ceiling_ppm >= bar for item in found.killed)
        said.append(f"True ceiling at or over the bar: {over} of {len(found.killed)} killed.")
        for item in found.killed[1:MOST_CARDS]:
            score = item.measured.text if item.measured else "nothing"
            said.append(
                f"{fmt.key(world, item.card)}, killed day {item.day}: ceiling {fmt.tenth(item.ceiling_ppm)}, "
                f"{fmt.tenth(item.online_ppm)} for customers; measured {score}."
            )
    else:
        said.append("No started card was killed.")
    said += [_answer(world, item) for item in found.retro]
    for item in found.launched:
        score = f"measured {item.measured.text}" if item.measured else "unmeasured now"
        said.append(
            f"{fmt.key(world, item.card)}, live from day {item.day}: truly {fmt.tenth(item.ceiling_ppm)} offline, "
            f"{fmt.tenth(item.online_ppm)} for customers; {score}."
        )
    return Section(title, listed(said))


def _answer(world: World, item: Answer) -> str:
    """What the retro's answer comes to."""
    would = "take back" if item.killed else "stop"
    true = item.true
    over = "over" if true.ceiling_ppm >= world.launch_ppm else "under"
    return (
        f"Retro of sprint {item.sprint}: you would {would} {fmt.key(world, true.card)}. Its true ceiling: "
        f"{fmt.tenth(true.ceiling_ppm)}, {over} the bar, {fmt.tenth(true.online_ppm)} for customers."
    )


def flow_section(found: Debrief) -> Section:
    """Flow figures and their bands, as context."""
    health = found.health
    said = [
        f"Throughput: {health.throughput:.1f} decided cards a sprint ({health.decided} in all).",
        "Cycle time, ticket to decision: "
        + (f"{health.cycle_time:.1f} working days." if health.cycle_time is not None else "no card was decided."),
    ]
    if health.readiness is not None:
        of = fmt.count(len(health.batches), "batch", "batches")
        late = f"Data ready on time: {percent(health.readiness)} of {of}"
        bands = f"the source aims at {percent(READY_TARGET)} and calls under {percent(READY_FLOOR)} systemic"
        said.append(f"{late}; {bands}.")
    stuck = [f"{words.BLOCK[Block(cause)]} {days}" for cause, days in health.blockers.items()]
    said.append("Card-days blocked: " + (", ".join(stuck) if stuck else "none") + ".")
    said.append(f"Card-days in Evaluation without work or decision: {health.decision_days}.")
    if health.kill_rate is not None and health.promotion_rate is not None:
        killed, promoted = percent(health.kill_rate), percent(health.promotion_rate)
        said.append(
            f"Of decided cards {killed} were killed and {promoted} promoted; bands of the source "
            f"{band(KILL_BAND)} and {band(PROMOTION_BAND)}. Context, not a target."
        )
    return Section("Flow, for context", listed(said))
