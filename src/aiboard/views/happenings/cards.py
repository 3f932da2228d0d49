"""Experiments: each happening's row."""

from __future__ import annotations

from typing import Final

from aiboard.engine.happenings import cards as happened
from aiboard.engine.model.items import WHOLE_PCT, questions
from aiboard.engine.model.vocabulary import Block, Change, Reason, Stage
from aiboard.engine.model.world import World
from aiboard.engine.moves import PROMOTED
from aiboard.views import fmt, words
from aiboard.views.card.measure import clipped_estimate
from aiboard.views.happenings.row import EventRow, card, owner, row, target
from aiboard.views.words import Tone

_GATE: Final = {
    happened.GATE_PASSED: "gate passed",
    happened.GATE_FAILED: "gate not passed",
    happened.GATE_LIVE: "live",
}


def _moved(world: World, event: happened.Moved) -> str:
    before, after = Stage(event.before), Stage(event.after)
    if before == Stage.PRODUCTION and after == Stage.EVALUATION:
        return f"{card(world, event)} goes back from Production to Evaluation."
    if before == Stage.HYPOTHESIS and after == Stage.EXPERIMENT:
        return f"{owner(world, event)} {fmt.title(world, event.card, 40)} starts."
    return f"{card(world, event)} moves from {words.STAGE[before]} to {words.STAGE[after]}."


def _ticketed(world: World, event: happened.Ticketed) -> str:
    text = f"{owner(world, event)} has its ticket"
    if event.fresh_cards:
        return f"{text}, with what {fmt.count(event.fresh_cards, 'decided card')} taught."
    return f"{text}."


def _run_ended(world: World, event: happened.RunEnded) -> str:
    text, line = f"{owner(world, event)} run {event.run}: about", event.kill_ppm
    if line:
        return f"{text} {fmt.points_beside_line(event.corrected_ppm, line)}, under its kill line {fmt.points(line)}."
    return f"{text} {fmt.whole(event.corrected_ppm)} (training readout {fmt.whole(event.readout_ppm)})."


def _diverged(world: World, event: happened.Diverged) -> str:
    return f"{owner(world, event)} lost run {event.run} to NaN, {fmt.work_days(event.points)} of work gone."


def _eval_started(world: World, event: happened.EvalStarted) -> str:
    seeds = fmt.count(event.seeds, "eval seed")
    part = "" if event.part_pct == WHOLE_PCT else f" on {questions(world, event.part_pct)} questions"
    return f"{card(world, event)}: {seeds}{part} asked for, {fmt.gpu_hours(event.gpu_min)} GPU-h."


def _eval_done(world: World, event: happened.EvalDone) -> str:
    seeds = "one seed" if event.seeds == 1 else f"{event.seeds} seeds"
    return f"{card(world, event)} eval {fmt.tenth(event.mean_ppm)}, {seeds}, {_GATE[event.gate]}."


def _leak_checked(world: World, event: happened.LeakChecked) -> str:
    if not event.found:
        return f"{card(world, event)}: no eval question has leaked into its training data."
    void = f", {fmt.count(event.void, 'score')} void" if event.void else ""
    return f"{card(world, event)}: eval questions had leaked; they are left out{void}."


def _killed(world: World, event: happened.Killed) -> str:
    text = f"{card(world, event)} killed: {words.REASON[Reason(event.reason)]}"
    if not event.mean_ppm:
        return f"{text}."
    estimate = clipped_estimate(event.mean_ppm, event.low_ppm, event.high_ppm, event.seeds)
    return f"{text}, {estimate.text}."


def _decided(world: World, event: happened.Decided) -> str:
    return f"{card(world, event)} is decided: {'promoted' if event.decision == PROMOTED else 'killed'}."


def _promoted(world: World, event: happened.Promoted) -> str:
    gate = "gate passed" if event.passed else "gate not passed"
    return f"{card(world, event)} promoted to Production, {gate}."


_NAMES: Final = 44
"""Characters of who proposes and of the idea's title together, in a sentence of a line."""


def _idea_added(world: World, event: happened.IdeaAdded) -> str:
    name = fmt.person_name(world, event.person)
    # A short name leaves the title its room: a title that is cut is looked for in vain.
    title = fmt.title(world, event.card, _NAMES - len(name))
    prefix = f"{name} proposes" if name else "Proposed:"
    return f"{prefix} {card(world, event)} {title}: {event.stated_pct} % to reach {fmt.points(world.launch_ppm)}."


def _iterating(world: World, event: happened.Iterating) -> str:
    return f"{owner(world, event)} iterates: {words.CHANGE[Change(event.change)]}."


def _unblocked(world: World, event: happened.Unblocked) -> str:
    cause = words.BLOCK[Block(event.block)] or "the wait"
    return f"You unblocked {target(world, event)} ({cause}): {fmt.days(event.days)} sooner."


def _over_wip(world: World, event: happened.WentOverLimit) -> str:
    stage = words.STAGE[Stage(event.stage)]
    return f"{card(world, event)} goes over the limit: {fmt.count(event.count, 'card')} in {stage}."


ROWS: Final[tuple[EventRow, ...]] = (
    row(happened.Moved, _moved),
    row(happened.Ticketed, _ticketed),
    row(happened.SetupDone, lambda world, event: f"{owner(world, event)} setup is done."),
    row(
        happened.RunEnded,
        _run_ended,
        tone=lambda event: Tone.WARN if event.kill_ppm else Tone.PLAIN,
        weight=54,
        standup_weight=36,
    ),
    row(happened.Diverged, _diverged, tone=Tone.BAD, weight=80, standup_weight=84),
    row(happened.EvalStarted, _eval_started),
    row(
        happened.EvalDone,
        _eval_done,
        tone=lambda event: Tone.NEWS if event.gate == happened.GATE_FAILED else Tone.GOOD,
        weight=70,
        standup_weight=60,
    ),
    row(
        happened.LeakChecked,
        _leak_checked,
        tone=lambda event: Tone.WARN if event.found else Tone.GOOD,
        weight=60,
    ),
    row(happened.Killed, _killed, weight=46),
    row(happened.Decided, _decided, quiet=True),
    row(happened.Promoted, _promoted, tone=Tone.GOOD, weight=66),
    row(happened.IdeaAdded, _idea_added, weight=30),
    row(happened.Iterating, _iterating),
    row(happened.Paused, lambda world, event: f"{card(world, event)} paused."),
    row(happened.Resumed, lambda world, event: f"{card(world, event)} resumed."),
    row(happened.Unblocked, _unblocked),
    row(happened.Documented, lambda world, event: f"{card(world, event)}: the learning is written down."),
    row(happened.Prioritised, lambda world, event: f"{card(world, event)} has priority {event.priority}."),
    row(
        happened.SetRefreshed,
        lambda world, event: f"Eval set version {event.version}: open scores are void.",
        tone=Tone.WARN,
        weight=42,
    ),
    row(happened.Deferred, lambda world, event: f"{card(world, event)} goes back to the Backlog."),
    row(happened.WentOverLimit, _over_wip, tone=Tone.WARN),
)
