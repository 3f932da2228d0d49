"""Findings about flow: work in progress, idle GPUs, waiting decisions, families tried, data in time."""

from __future__ import annotations

from aiboard.analysis.findings.base import Findings, GameAnalysis, followed_finding, missed_finding, more_suffix
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.happenings.data import BatchAccepted, KappaRead
from aiboard.engine.model.vocabulary import Block, Stage
from aiboard.engine.systems.compute import cards_held
from aiboard.views import fmt

#: Where a finding begins: work lost to switching (points), GPU-days, card-days of waiting.
LOST_POINTS = 300
IDLE_DAYS = 8
WAITING_DAYS = 15


def find(case: GameAnalysis) -> Findings:
    """All findings of this kind."""
    yield from _focus(case)
    yield from _idle(case)
    yield from _decisions(case)
    yield from _families(case)
    yield from _data(case)
    yield from _labels(case)


def _focus(case: GameAnalysis) -> Findings:
    health = case.health
    loss = f"switching between cards took {fmt.work_days(health.focus_lost)} of a card's work"
    share = f" ({100 * health.focus_lost // (health.worked + health.focus_lost)} % of all)" if health.worked else ""
    peak = max((max(cards_held(day.morning)) for day in case.record.days), default=0)
    if health.focus_lost >= LOST_POINTS:
        over = f"On {fmt.days(health.over_days)} a column was over its limit; with" if health.over_days else "With"
        yield missed_finding("wip", over=over, most=fmt.count(peak, "card"), lost=loss + share)
    elif health.worked and not health.over_days:
        yield followed_finding("wip", lost=loss + share)


def _idle(case: GameAnalysis) -> Findings:
    idle, pool = case.health.idle_gpu_days, case.health.pool_gpu_days
    if idle >= IDLE_DAYS:
        yield missed_finding("idle-gpus", idle=idle, pool=pool)
    elif pool and case.health.decided:
        yield followed_finding("idle-gpus", idle=idle, pool=pool)


def _decisions(case: GameAnalysis) -> Findings:
    """Card-days in Evaluation in which nothing was measured and nobody decided."""
    waiting = case.health.decision_days
    wait_text = fmt.count(waiting, "card-day")
    if waiting >= WAITING_DAYS:
        counts: dict[int, int] = {}
        for day in case.record.days:
            for card in day.waiting_decision:
                counts[card] = counts.get(card, 0) + 1
        longest = max(counts, key=lambda card: (counts[card], -card))
        longest_days = fmt.days(counts[longest])
        yield missed_finding("waiting-decisions", waited=wait_text, card=case.key(longest), longest=longest_days)
    elif case.health.decided:
        yield followed_finding("waiting-decisions", waited=wait_text)


def _families(case: GameAnalysis) -> Findings:
    """How many approach families had been tried by the end of the kill sprint."""
    world = case.record.world
    total = len(world.families)
    day = min(world.kill_after_sprint * world.sprint_days, world.days)
    # Fewer than three families are no spread to speak of; and before the kill sprint ends it is too early to say.
    if total < 3 or case.record.board.day < day:
        return
    started = {
        world.ideas[event.card].family
        for event in case.events(Moved)
        if event.after == Stage.EXPERIMENT and event.day <= day
    }
    names = ", ".join(fmt.family(world, index) for index in sorted(started)) or "none"
    if len(started) * 2 <= total:
        yield missed_finding("families", day, started=len(started), total=total, names=names)
    elif len(started) == total:
        yield followed_finding("families", day, started=total, total=total, names=names)


def _data(case: GameAnalysis) -> Findings:
    """Cards in flight that waited for data that was not there."""
    record = case.record
    wait_days: dict[int, int] = {}
    first: dict[int, tuple[int, int]] = {}
    for day in record.days:
        for card in day.blocked.get(Block.NO_DATA, []):
            data = record.world.ideas[card].dataset
            wait_days[data] = wait_days.get(data, 0) + 1
            first.setdefault(data, (day.day, card))
    if wait_days:
        data = max(wait_days, key=lambda index: (wait_days[index], -index))
        day_of, card = first[data]
        orders = [batch.ordered_day for batch in case.health.batches if batch.data == data]
        order_text = f"was ordered on day {orders[0]}" if orders else "was never ordered"
        yield missed_finding(
            "data-late", day_of, card=case.key(card), data=case.dataset(data), when=order_text,
            waited=fmt.count(sum(wait_days.values()), "card-day"), longest=_longest(case, data),
        )  # fmt: skip
        return
    used_cards = [
        card.index
        for card in record.board.cards
        if card.started_day
        and record.world.ideas[card.index].dataset >= 0
        and not record.world.datasets[record.world.ideas[card.index].dataset].ready
    ]
    if used_cards:
        yield followed_finding("data-late", cards=case.keys(used_cards))


def _longest(case: GameAnalysis, data: int) -> str:
    spec = case.record.world.datasets[data]
    return fmt.days(spec.collection[1] + spec.annotation[1] + spec.qa[1])


def _labels(case: GameAnalysis) -> Findings:
    """Batches accepted although annotators disagreed, or sent back."""
    line = case.record.world.kappa_hold_ppm
    hold = fmt.kappa(line)
    poor: list[tuple[int, int, int]] = []
    read: dict[int, int] = {}
    accepted = 0
    for event in case.record.history:
        if isinstance(event, KappaRead):
            read[event.data] = event.kappa_ppm
        elif isinstance(event, BatchAccepted) and event.data in read:
            accepted += 1
            if read[event.data] < line:
                poor.append((event.day, event.data, read[event.data]))
    if poor:
        day, data, kappa = poor[0]
        more = more_suffix(len(poor))
        yield missed_finding("labels", day, data=case.dataset(data), kappa=fmt.kappa(kappa), hold=hold, more=more)
    elif accepted:
        yield followed_finding("labels", accepted=accepted, hold=hold)
