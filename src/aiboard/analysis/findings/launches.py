"""Findings about promotions and launches: evidence, gate, canary, legal review, the day of the first customer."""

from __future__ import annotations

from aiboard.actions.words import minutes
from aiboard.analysis.findings.base import (
    Finding,
    Findings,
    GameAnalysis,
    followed_finding,
    missed_finding,
    more_suffix,
)
from aiboard.analysis.moments import TakenDecision
from aiboard.engine.gate import LEAST_SEEDS
from aiboard.engine.happenings.live import HandoffDone, LegalStarted, Monitored
from aiboard.engine.model.vocabulary import Block
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.verbs import Deploy, LegalReview, Promote, verb_minutes
from aiboard.engine.verbs.evaluation import DEFAULT_SEEDS
from aiboard.views import fmt
from aiboard.views.card.measure import best_estimate, live

#: Seeds from which a promotion counts as repeated.
ENOUGH_SEEDS = 3


def find(case: GameAnalysis) -> Findings:
    """All findings of this kind."""
    promotions = [moment for moment in case.moments if moment.verb is Promote]
    yield from _evidence(case, promotions)
    yield from _gate(case, promotions)
    yield from _canary(case)
    yield from _legal(case)
    yield from _first_customer(case)


def _seeds(moment: TakenDecision) -> int:
    return moment.known.measured.seeds if moment.known.measured else 0


def _evidence(case: GameAnalysis, promotions: list[TakenDecision]) -> Findings:
    thin = [moment for moment in promotions if _seeds(moment) < LEAST_SEEDS]
    if thin:
        worst = min(thin, key=_seeds)
        score = worst.known.measured.text if worst.known.measured else "with no number at all"
        on = "at " + score if worst.known.measured else score
        if worst.known.measured and not _seeds(worst):
            on += ", a training readout"
        yield missed_finding(
            "one-seed", worst.day, card=case.key(worst.card), on=on, more=more_suffix(len(thin)),
            live=_live(case, worst.card), enough=ENOUGH_SEEDS, usual=DEFAULT_SEEDS,
            hours=fmt.gpu_hours(case.record.world.eval_gpu_min),
        )  # fmt: skip
    elif promotions and min(map(_seeds, promotions)) >= ENOUGH_SEEDS:
        fewest = min(map(_seeds, promotions))
        yield followed_finding("one-seed", promotions[0].day, promotions=len(promotions), least=fewest)


def _live(case: GameAnalysis, card: int) -> str:
    """What customers then got, where it was measured."""
    board = case.record.board
    estimate = live(board, card)
    if estimate is None:
        return ""
    # The board's own number: each day weighed by the customers who were asked, not a mean of days.
    return f" Live it measured {estimate.brief} over {fmt.days(len(board.cards[card].monitored_ppm))}."


def _gate(case: GameAnalysis, promotions: list[TakenDecision]) -> Findings:
    # One seed fails the gate by itself: the finding about evidence says so.
    failed = [moment for moment in promotions if moment.known.gate is False and _seeds(moment) >= LEAST_SEEDS]
    for moment in failed[:1]:
        score = moment.known.measured.text if moment.known.measured else "not measured"
        yield missed_finding(
            "over-gate", moment.day, card=case.key(moment.card), score=score, failed="; ".join(moment.known.failed),
            more=more_suffix(len(failed)), live=_live(case, moment.card),
        )  # fmt: skip
    if promotions and all(moment.known.gate for moment in promotions):
        yield followed_finding("over-gate", promotions[0].day, promotions=len(promotions))


def _canary(case: GameAnalysis) -> Findings:
    """Shares raised before the canary had its days."""
    world = case.record.world
    time = fmt.days(world.canary_days)
    hurried: list[tuple[int, int, int, int]] = []
    patient = 0
    for step in case.record.steps():
        if not isinstance(step.action, Deploy):
            continue
        card = step.before.cards[step.action.card]
        days_at_share = step.day - card.share_day
        if step.action.share_pct <= card.share_pct:
            continue
        if days_at_share < world.canary_days:
            hurried.append((card.index, step.day, card.share_pct, days_at_share))
        else:
            patient += 1
    if hurried:
        index, day, share, days_at_share = hurried[0]
        yield missed_finding(
            "canary", day, card=case.key(index), share=share, stood=fmt.days(days_at_share), time=time,
            more=more_suffix(len(hurried)), live=_live(case, index),
        )  # fmt: skip
    elif patient:
        yield followed_finding("canary", time=time, steps=fmt.count(patient, "step"))


def _legal(case: GameAnalysis) -> Findings:
    record = case.record
    if not record.world.needs_legal:
        return
    wait_days = sum(len(day.blocked.get(Block.LEGAL, [])) for day in record.days)
    started = case.events(LegalStarted)
    ready = case.events(HandoffDone)
    start_text = f"on day {started[0].day}" if started else "never"
    if wait_days:
        first = next(day for day in record.days if day.blocked.get(Block.LEGAL))
        card = first.morning.cards[first.blocked[Block.LEGAL][0]]
        worth = measured_worth_cents(first.morning, card.mean_ppm())
        earns = f" At the measured {fmt.tenth(card.mean_ppm())} a day at full traffic earns {fmt.money(worth)}."
        takes = (
            f"{fmt.days(record.world.legal_days)} and {minutes(verb_minutes(record.world, LegalReview))} of your time"
        )
        yield missed_finding(
            "legal-late", first.day, begun=start_text, card=case.key(card.index), days=fmt.days(wait_days),
            earns=earns if worth else "", takes=takes,
        )  # fmt: skip
    elif started and ready:
        yield followed_finding("legal-late", started[0].day, begun=start_text)


def _first_customer(case: GameAnalysis) -> Findings:
    record = case.record
    world = record.world
    due = min(world.launch_by_sprint * world.sprint_days, world.days)
    served = [event for event in case.events(Monitored) if event.share_pct > 0]
    if served:
        first = served[0].day
        text = f"The first customer met a model on day {first} of {world.days}"
        plan = f"the plan said sprint {world.launch_by_sprint} (day {due})"
        if first > due:
            back = (
                "Plan back from the launch day: handoff, canary and legal review stand between promotion and revenue."
            )
            yield Finding("launch-day", False, first, f"{text}; {plan}.", back)
        else:
            yield Finding("launch-day", True, first, f"{text}; {plan}.")
    elif record.board.over:
        # By its mean, not by its best run: the best of many noisy runs is mostly luck.
        best = best_estimate(record.board, range(len(record.board.cards)))
        bar = fmt.points(world.launch_ppm)
        best_text = f" The best card measured {best[1].text}; the bar was {bar}." if best else ""
        # Its words differ by whether a customer was late or never came, so that they stand here.
        yield Finding(
            "launch-day",
            False,
            world.days,
            f"No model met a customer in {fmt.days(world.days)}; unshipped work is worth $0.{best_text}",
            f"Take the best measured card through gate and canary by sprint {world.launch_by_sprint}.",
        )
