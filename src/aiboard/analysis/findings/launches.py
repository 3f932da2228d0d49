"""Findings about promotions and launches: evidence, gate, canary, legal review, the day of the first customer."""

from __future__ import annotations

from aiboard.analysis.findings.base import Case, Dimension, Finding, Findings
from aiboard.analysis.moments import Moment
from aiboard.engine.happenings.live import HandoffDone, LegalStarted, Monitored
from aiboard.engine.model.vocabulary import Block
from aiboard.engine.systems.accounting import measured_worth_cents
from aiboard.engine.verbs import Deploy, Promote
from aiboard.views import fmt
from aiboard.views.card.measure import best_measured

#: Seeds from which a promotion counts as repeated.
ENOUGH_SEEDS = 3


def find(case: Case) -> Findings:
    """All findings of this kind."""
    promotions = [moment for moment in case.moments if moment.verb is Promote]
    yield from _evidence(case, promotions)
    yield from _gate(case, promotions)
    yield from _canary(case)
    yield from _legal(case)
    yield from _first_customer(case)


def _seeds(moment: Moment) -> int:
    return moment.known.measured.seeds if moment.known.measured else 0


def _evidence(case: Case, promotions: list[Moment]) -> Findings:
    thin = [moment for moment in promotions if _seeds(moment) < 2]
    until = (
        "Stops paying when a bad launch costs little, or when the first number lies many points from the bar: "
        "more seeds then change nothing."
    )
    if thin:
        worst = min(thin, key=_seeds)
        score = worst.known.measured.text if worst.known.measured else "with no number at all"
        on = "at " + score if worst.known.measured else score
        if worst.known.measured and not _seeds(worst):
            on += ", a training readout"
        more = f"; so {'was' if len(thin) == 2 else 'were'} {len(thin) - 1} more" if len(thin) > 1 else ""
        yield Finding(
            "one-seed",
            Dimension.DEBUG,
            False,
            worst.day,
            f"{case.key(worst.card)} was promoted on day {worst.day} {on}{more}.{_live(case, worst.card)}",
            until,
            f"Evaluate on {ENOUGH_SEEDS} to 5 seeds before a promotion; a seed took "
            f"{fmt.gpu_hours(case.record.world.eval_gpu_min)} GPU-hours here.",
        )
    elif promotions and min(map(_seeds, promotions)) >= ENOUGH_SEEDS:
        least = min(map(_seeds, promotions))
        yield Finding(
            "one-seed",
            Dimension.DEBUG,
            True,
            promotions[0].day,
            f"Every promotion ({len(promotions)}) stood on {least} eval seeds or more.",
            until,
        )


def _live(case: Case, card: int) -> str:
    """What customers then got, where it was measured."""
    seen = [event.online_ppm for event in case.events(Monitored) if event.card == card]
    if not seen:
        return ""
    return f" Live it measured {fmt.tenth(sum(seen) // len(seen))} over {fmt.days(len(seen))}."


def _gate(case: Case, promotions: list[Moment]) -> Findings:
    failed = [moment for moment in promotions if moment.known.gate is False and _seeds(moment) >= 2]
    until = "Stops paying when the check that failed measures something this product's customers never meet."
    for moment in failed[:1]:
        more = f"; {len(failed) - 1} more did too" if len(failed) > 1 else ""
        score = moment.known.measured.text if moment.known.measured else "not measured"
        yield Finding(
            "over-gate",
            Dimension.DEBUG,
            False,
            moment.day,
            f"{case.key(moment.card)} was promoted on day {moment.day} at {score} over a failed gate "
            f"({'; '.join(moment.known.failed)}){more}.{_live(case, moment.card)}",
            until,
            "Iterate on the check that failed, or write a success bar into the ticket that the launch can meet.",
        )
    if promotions and all(moment.known.gate for moment in promotions):
        yield Finding(
            "over-gate",
            Dimension.DEBUG,
            True,
            promotions[0].day,
            f"Every promotion ({len(promotions)}) had passed the gate.",
            until,
        )


def _canary(case: Case) -> Findings:
    """Shares raised before the canary had its days."""
    world = case.record.world
    until = (
        "Stops paying near the end of the project, when the days a canary takes are the days it would have earned, "
        "and when a bad answer costs nobody anything."
    )
    hurried: list[tuple[int, int, int, int]] = []
    patient = 0
    for step in case.record.steps():
        if not isinstance(step.action, Deploy):
            continue
        card = step.before.cards[step.action.card]
        stood = step.day - card.share_day
        if step.action.share_pct <= card.share_pct:
            continue
        if stood < world.canary_days:
            hurried.append((card.index, step.day, card.share_pct, stood))
        else:
            patient += 1
    if hurried:
        index, day, share, stood = hurried[0]
        more = f"; so {'was' if len(hurried) == 2 else 'were'} {len(hurried) - 1} more" if len(hurried) > 1 else ""
        yield Finding(
            "canary",
            Dimension.CODE,
            False,
            day,
            f"{case.key(index)} left {share} % of traffic on day {day} after {fmt.days(stood)} there; "
            f"the canary's time was {fmt.days(world.canary_days)}{more}.{_live(case, index)}",
            until,
            f"Let the canary stand {fmt.days(world.canary_days)} at each share, and read the monitoring first.",
        )
    elif patient:
        yield Finding(
            "canary",
            Dimension.CODE,
            True,
            0,
            f"Every share was raised after {fmt.days(world.canary_days)} or more at the one before "
            f"({fmt.count(patient, 'step')}).",
            until,
        )


def _legal(case: Case) -> Findings:
    record = case.record
    if not record.world.needs_legal:
        return
    until = "Stops paying where the review is short, or where most projects of the kind never reach a launch."
    waited = sum(len(day.blocked.get(Block.LEGAL, [])) for day in record.days)
    started = case.events(LegalStarted)
    ready = case.events(HandoffDone)
    begun = f"on day {started[0].day}" if started else "never"
    if waited:
        first = next(day for day in record.days if day.blocked.get(Block.LEGAL))
        card = first.morning.cards[first.blocked[Block.LEGAL][0]]
        worth = measured_worth_cents(first.morning, card.mean_ppm())
        price = f" At the measured {fmt.tenth(card.mean_ppm())} a day at full traffic earns {fmt.money(worth)}."
        yield Finding(
            "legal-late",
            Dimension.CODE,
            False,
            first.day,
            f"Legal review was started {begun}; {case.key(card.index)} was ready and waited {fmt.days(waited)} for it."
            f"{price if worth else ''}",
            until,
            f"Start the legal review in sprint 1: it takes {fmt.days(record.world.legal_days)} and an hour of yours.",
        )
    elif started and ready:
        yield Finding(
            "legal-late",
            Dimension.CODE,
            True,
            started[0].day,
            f"Legal review was started {begun}, and no ready model waited for it.",
            until,
        )


def _first_customer(case: Case) -> Findings:
    record = case.record
    world = record.world
    due = min(world.launch_by_sprint * world.sprint_days, world.days)
    live = [event for event in case.events(Monitored) if event.share_pct > 0]
    until = "Stops paying when what goes out first is under the value floor: a live model there costs money daily."
    if live:
        first = live[0].day
        text = f"The first customer met a model on day {first} of {world.days}"
        plan = f"the plan said sprint {world.launch_by_sprint} (day {due})"
        if first > due:
            yield Finding(
                "launch-day",
                Dimension.CONCEPT,
                False,
                first,
                f"{text}; {plan}.",
                until,
                "Plan back from the launch day: handoff, canary and legal review stand between promotion and revenue.",
            )
        else:
            yield Finding("launch-day", Dimension.CONCEPT, True, first, f"{text}; {plan}.", until)
    elif record.board.over:
        best = best_measured(record.board, range(len(record.board.cards)))
        bar = fmt.points(world.launch_ppm)
        seen = f" The best card measured {best[1].text}, the bar {bar}." if best else ""
        yield Finding(
            "launch-day",
            Dimension.CONCEPT,
            False,
            world.days,
            f"No model met a customer in {fmt.days(world.days)}; unshipped work is worth $0.{seen}",
            until,
            f"Take the best measured card through gate and canary by sprint {world.launch_by_sprint}.",
        )
