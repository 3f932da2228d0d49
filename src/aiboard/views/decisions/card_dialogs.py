"""Decisions about cards: the choices of each verb's dialog, and what follows. The evidence: `card_facts.py`."""

from __future__ import annotations

from typing import Final

from aiboard.engine import outlook, verbs
from aiboard.engine.model.board import Board
from aiboard.engine.model.items import parts, questions
from aiboard.engine.model.vocabulary import Change, Reason, Regression, Stage
from aiboard.engine.outlook import LaunchCause
from aiboard.engine.verbs.card import MOST_PRIORITY, MOST_SUCCESS_PPM
from aiboard.engine.verbs.evaluation import SEED_CHOICES
from aiboard.engine.verbs.live import SHARES
from aiboard.scenario.words import kebab
from aiboard.views import fmt, words
from aiboard.views.card.evidence import suggested_learning
from aiboard.views.card.gate_lines import failures
from aiboard.views.card.measure import quality_estimate
from aiboard.views.card.starting import keeps_waiting, start_waits, too_late
from aiboard.views.card.states import pause_keeps
from aiboard.views.decisions import card_facts
from aiboard.views.decisions.decision import Choice, ChoiceRow, Dialog, DialogFact, is_possible_soon, row
from aiboard.views.words import Tone


def _kill_rows(board: Board, action: verbs.Kill) -> list[ChoiceRow]:
    reasons = (Choice(int(one), kebab(one), words.REASON_MEANS[one]) for one in Reason)
    return [row("reason", "reason", reasons, action.reason)]


def _iterate_rows(board: Board, action: verbs.Iterate) -> list[ChoiceRow]:
    points = outlook.iteration_points(board, board.cards[action.card])
    speed = action.preview(board).speed_pct
    run = fmt.days(outlook.days_at(points, speed)) + (f" at {speed} %" if speed < 100 else "")
    changes = []
    for one in Change:
        minutes = verbs.Iterate(action.card, int(one)).minutes(board)
        hours = f", {fmt.minutes(minutes)} of yours" if minutes else ""
        changes.append(Choice(int(one), kebab(one), f"{words.CHANGE[one]}, {run}{hours}"))
    return [row("change", "changes", changes, action.change)]


def _deploy_rows(board: Board, action: verbs.Deploy) -> list[ChoiceRow]:
    offered = [share for share in SHARES if is_possible_soon(board, verbs.Deploy(action.card, share))] or [
        action.share_pct
    ]
    shares = (Choice(share, f"{share} %", "of traffic") for share in offered)
    return [row("share_pct", "share", shares, action.share_pct)]


def _priority_rows(board: Board, action: verbs.Prioritise) -> list[ChoiceRow]:
    ends = {1: "first", MOST_PRIORITY: "last"}
    levels = (Choice(n, str(n), ends.get(n, "")) for n in range(1, MOST_PRIORITY + 1))
    return [row("priority", "priority", levels, action.priority)]


def _evaluate_rows(board: Board, action: verbs.Evaluate) -> list[ChoiceRow]:
    """Seeds, part of the questions where the scenario allows parts, slices."""
    world = board.world
    seed_counts = sorted({*SEED_CHOICES, action.seeds})
    # An amount that the engine would refuse is not offered; one is always left, to show the reason.
    offered = [n for n in seed_counts if is_possible_soon(board, verbs.Evaluate(action.card, n, action.percent))] or [1]
    score_count = len(board.cards[action.card].scores)
    seeds = (
        Choice(n, str(n), f"{n} more, {score_count + n} in all" if score_count else fmt.count(n, "seed"))
        for n in offered
    )
    rows = [row("seeds", "seeds", seeds, action.seeds if action.seeds in offered else offered[-1])]
    allowed = parts(world)
    if len(allowed) > 1:
        choices = (Choice(one, str(questions(world, one)), words.PART[one]) for one in allowed)
        rows.append(row("percent", "questions", choices, action.percent))
    # The usual answer says what the other one would do.
    weakest = "the weakest slice too, on its own questions"
    slices = (Choice(0, "no", f"yes: {weakest}"), Choice(1, "yes", weakest))
    return [*rows, row("slices", "slices", slices, int(action.slices))]


def _ticket_rows(board: Board, action: verbs.Ticket) -> list[ChoiceRow]:
    """Bar and kill line around those asked for, or the usual ones where an amount is 0."""
    world = board.world
    card = board.cards[action.card]
    bar = action.success_ppm or card.success_ppm or world.launch_ppm
    line = action.kill_ppm or card.kill_ppm or world.kill_ppm
    step = 10_000
    # Five bars and seven kill lines, a point apart.
    levels = [bar + n * step for n in range(-2, 3)]
    bars = (Choice(level, fmt.points(level)) for level in levels if level < MOST_SUCCESS_PPM)
    lines = (Choice(line + n * step, fmt.points(line + n * step)) for n in range(-3, 4))
    return [row("success_ppm", "success", bars, bar), row("kill_ppm", "kill line", lines, line)]


def _kill_text(board: Board, action: verbs.Kill) -> str:
    return action.learning or suggested_learning(board, action.card, Reason(action.reason))


def _document_text(board: Board, action: verbs.Document) -> str:
    card = board.cards[action.card]
    reason = Reason(card.reason) if card.stage == Stage.KILLED and card.reason >= 0 else None
    return action.learning or card.learning or suggested_learning(board, action.card, reason)


def _kill_frees(board: Board, action: verbs.Kill) -> list[DialogFact]:
    card = board.cards[action.card]
    gpus = " and its GPUs" if card.in_training() and not card.paused else ""
    return [DialogFact(f"frees its place{gpus}", Tone.DIM)] if card.in_flight() else []


def _scores_void(board: Board, action: verbs.Iterate) -> list[DialogFact]:
    return [DialogFact("its eval scores are void after the run", Tone.DIM), *_takes_gpus(board, action)]


def _iterate_warns(board: Board, action: verbs.Iterate) -> str:
    """That a run mends no regression whose cause is not known."""
    unknown = board.cards[action.card].regressed == Regression.UNEXPLAINED
    return "it stays regressed: find the root cause first, then a run mends it" if unknown else ""


def _kill_warns(board: Board, action: verbs.Kill) -> str:
    """That what is killed measures over its bar."""
    card, estimate = board.cards[action.card], quality_estimate(board, action.card)
    over = estimate is not None and 0 < card.success_ppm <= estimate.mean
    return f"it measures over its bar {fmt.points(card.success_ppm)}" if over else ""


def _cause_brings(board: Board, action: verbs.RootCause) -> list[DialogFact]:
    """What is known once the cause is found."""
    if action.preview(board).ends_losses:
        return [DialogFact("it loses no more runs of its own")]
    days = fmt.days(outlook.mend_days(board.world, action.card))
    return [DialogFact(f"then one run mends it: iterate longer, {days} of work at full speed")]


def _review_brings(board: Board, action: verbs.ReviewCanary) -> list[DialogFact]:
    return [DialogFact("tomorrow: one more reading of its live quality")]


def _pause_keeps(board: Board, action: verbs.Pause) -> list[DialogFact]:
    """What a pause does not free: its place, and its part of its holder's attention."""
    card = board.cards[action.card]
    facts = [DialogFact("frees its GPUs", Tone.DIM)] if card.in_training() else []
    pause_cost = pause_keeps(board, card)
    return [*facts, DialogFact(f"it still {pause_cost}; a kill would end that", Tone.WARN)] if pause_cost else facts


def _start_takes(board: Board, action: verbs.Start) -> list[DialogFact]:
    days = outlook.days_at(outlook.plan_points(board.world, action.card), action.preview(board).speed_pct)
    return [DialogFact(f"{fmt.days(days)} if nothing stops it", Tone.DIM), *_takes_gpus(board, action)]


def _takes_gpus(board: Board, action: verbs.CardAction) -> list[DialogFact]:
    """Whose GPUs a card that goes to train would take."""
    card = board.cards[action.card]
    cards = outlook.displaced_cards(board, card)
    if not cards:
        return []
    names = ", ".join(fmt.short(board.world, index) for index in cards)
    return [DialogFact(f"takes the GPUs of {names}: it has priority {card.priority}", Tone.WARN)]


def _launch_takes(board: Board, action: verbs.Promote) -> list[DialogFact]:
    """What a promoted card has before it until it meets customers."""
    facts: list[DialogFact] = []
    for block in outlook.launch_blocks(board, board.cards[action.card]):
        if block.cause == LaunchCause.NEWCOMER:
            text = f"waits for {fmt.short(board.world, block.card)}, which is on its way to all customers"
            facts.append(DialogFact(text, Tone.BAD))
        elif block.cause == LaunchCause.HANDOFF:
            facts.append(DialogFact(f"then {fmt.days(block.days)} of handoff"))
        elif board.legal == 0:
            facts.append(DialogFact(f"legal review starts: {fmt.days(block.days)}", Tone.WARN))
        else:
            facts.append(DialogFact(f"legal review: {fmt.days(block.days)} left", Tone.DIM))
    return facts


def _other_parts(board: Board, action: verbs.Evaluate) -> list[DialogFact]:
    """What the same seeds would cost and leave on the other parts of the questions."""
    facts = []
    for part in parts(board.world):
        if part != action.percent:
            preview = verbs.Evaluate(action.card, action.seeds, part, action.slices).preview(board)
            hours, width = fmt.gpu_hours(preview.gpu_min), fmt.tenth(preview.half_width_ppm)
            facts.append(DialogFact(f"on {questions(board.world, part)}: {hours} GPU-h, ±{width}", Tone.DIM))
    return facts


def _paused_waits(board: Board, action: verbs.Evaluate) -> str:
    """That a paused card is not evaluated."""
    return "it is paused: no seed runs until it is resumed" if board.cards[action.card].paused else ""


def _over_gate(board: Board, action: verbs.Promote) -> str:
    failed = failures(board, action.card)
    return f"over a failed gate: {'; '.join(failed)}" if failed else ""


def _start_waits(board: Board, action: verbs.Start) -> str:
    """What would keep a card that is started now from moving, or slow the others."""
    preview = action.preview(board)
    warnings = []
    if preview.limit and preview.cards > preview.limit:
        warnings.append(f"over the limit of {preview.limit} in {words.STAGE[Stage(preview.stage)]}")
    waits = start_waits(board, action.card)
    if waits:
        warnings.append(f"it would hold a slot and {waits}")
    warnings += [text for text in (keeps_waiting(board, action.card), too_late(board, action.card)) if text]
    return "; ".join(warnings)


# Every verb on a card has a dialog, also one that nobody thought of here.
_PLAIN: Final = Dialog(card_facts.measured_facts)
DIALOGS: Final[dict[type[verbs.Action], Dialog]] = {
    **{verb: _PLAIN for verb in verbs.VERBS if issubclass(verb, verbs.CardAction)},
    verbs.Start: Dialog(card_facts.plan_facts, consequences=_start_takes, warning=_start_waits),
    verbs.Ticket: Dialog(card_facts.plan_facts, _ticket_rows),
    verbs.Evaluate: Dialog(card_facts.judged, _evaluate_rows, _other_parts, _paused_waits, chart=True),
    verbs.Iterate: Dialog(card_facts.cost_facts, _iterate_rows, _scores_void, _iterate_warns, chart=True),
    verbs.Kill: Dialog(card_facts.cost_facts, _kill_rows, _kill_frees, _kill_warns, text=_kill_text, chart=True),
    verbs.Promote: Dialog(card_facts.launch, consequences=_launch_takes, warning=_over_gate, chart=True, gate=True),
    verbs.Deploy: Dialog(card_facts.traffic, _deploy_rows),
    verbs.RollBack: Dialog(card_facts.traffic),
    verbs.Respond: Dialog(card_facts.traffic),
    verbs.ReviewCanary: Dialog(card_facts.traffic, consequences=_review_brings),
    verbs.RootCause: Dialog(card_facts.measured_facts, consequences=_cause_brings),
    verbs.Pause: Dialog(card_facts.measured_facts, consequences=_pause_keeps),
    verbs.Prioritise: Dialog(card_facts.measured_facts, _priority_rows),
    verbs.Document: Dialog(card_facts.measured_facts, text=_document_text, text_needed=True),
}
"""The dialog of every verb on a card."""
