"""What was decided: each verb against its nearest alternative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from aiboard.analysis.hindsight import true_card
from aiboard.analysis.moments import TakenDecision
from aiboard.analysis.record import Record
from aiboard.analysis.stakes.base import Stake
from aiboard.analysis.stakes.dollars import gains, lead, likely_qualities, over_live, quality_belief, upside
from aiboard.engine.gate import planned_half_width, verdict
from aiboard.engine.happenings.cards import Moved
from aiboard.engine.happenings.live import Monitored, RolledBack
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import CheckKind, Stage
from aiboard.engine.outlook import DAY_POINTS, days_at, share_due_day, training_days_left
from aiboard.engine.systems.compute import DAY_GPU_MIN
from aiboard.engine.systems.evaluation import eval_minutes
from aiboard.engine.systems.production import day_cents
from aiboard.engine.verbs import Action, Deploy, Iterate, Kill, Promote, RollBack
from aiboard.engine.verbs.evaluation import DEFAULT_SEEDS
from aiboard.views import fmt
from aiboard.views.card.measure import live

#: Checks that more quality or more evidence passes.
_BY_SCORE: Final = frozenset({CheckKind.EVIDENCE, CheckKind.TARGET, CheckKind.BASELINE, CheckKind.SLICE})


@dataclass(frozen=True)
class WeighedDecision:
    """A decision with its weight: cents at stake, and what else could have been done."""

    moment: TakenDecision
    cents: int
    instead: str


def weigh_decisions(moments: Sequence[TakenDecision]) -> list[WeighedDecision]:
    """The decisions with most at stake, largest first; of one card and verb only the largest."""
    largest: dict[tuple[int, str], WeighedDecision] = {}
    for moment in moments:
        weigh = _WEIGHED.get(moment.verb)
        if weigh is not None and moment.known.measured is not None:
            weighed = WeighedDecision(moment, *weigh(moment))
            key = (moment.card, moment.verb.VERB)
            if key not in largest or weighed.cents > largest[key].cents:
                largest[key] = weighed
    return sorted(largest.values(), key=lambda weighed: (-weighed.cents, weighed.moment.day, weighed.moment.card))


def to_stake(record: Record, weighed: WeighedDecision) -> Stake:
    """The same in words."""
    moment = weighed.moment
    return Stake(
        moment.day,
        moment.card,
        weighed.cents,
        moment.done,
        _known(moment),
        weighed.instead,
        _outcome_text(record, moment),
        _hidden(record, moment.card),
    )


def _known(moment: TakenDecision) -> str:
    board, card = moment.board, moment.board.cards[moment.card]
    bar = card.success_ppm or board.world.launch_ppm
    quality = quality_belief(moment)
    over = 1 - quality.cdf(bar)
    parts = [moment.known.measured.text] if moment.known.measured else []
    online = live(board, moment.card)
    if online is not None:
        parts.append(f"live {fmt.tenth(online.mean)} ({online.span}) in {fmt.days(len(card.monitored_ppm))}")
        if card.incidents:
            parts.append(fmt.count(card.incidents, "incident"))
    if moment.known.gate is not None:
        parts.append("gate passed" if moment.known.gate else "gate failed: " + ", ".join(moment.known.failed))
    return "; ".join([*parts, f"P(true ≥ {fmt.points(bar)}) {100 * over:.0f} % by its intervals"])


def _promoted(moment: TakenDecision) -> tuple[int, str]:
    """Against leaving it in Evaluation: what a launch would lose, launch and incident counted."""
    board, card = moment.board, moment.board.cards[moment.card]
    gain_cents = gains(moment, board.day + lead(board, card))
    return upside(-gain for gain in gain_cents), _before_promoting(board, card, moment)


def _before_promoting(board: Board, card: Card, moment: TakenDecision) -> str:
    # The nearest alternative is the cheapest that would have said more.
    more = DEFAULT_SEEDS - len(card.scores)
    if more > 0:
        minutes = eval_minutes(board.world, more, slices=False, percent=card.eval_pct)
        days = -(-minutes // (board.world.gpus * DAY_GPU_MIN))
        width = fmt.tenth(planned_half_width(board, card, more, card.eval_pct))
        return f"evaluate {fmt.count(more, 'more seed')} first: {fmt.days(days)}, interval then about ±{width}"
    if moment.known.failed:
        return f"iterate on what failed ({', '.join(moment.known.failed)})"
    return "leave it in Evaluation, or iterate once more"


def _killed(moment: TakenDecision) -> tuple[int, str]:
    """Against going on with it: what it could still earn over what is live."""
    board, card = moment.board, moment.board.cards[moment.card]
    if card.stage == Stage.PRODUCTION:
        return _rolled_back(moment)
    if any(not check.passed and check.kind not in _BY_SCORE for check in verdict(board, moment.card).checks):
        # Too slow, too dear or not safe: what it would take to launch it is on no board.
        return 0, ""
    # The interval of today is all that was known, also of a card whose runs were not done.
    training = training_days_left(board, card)
    evaluation = 0 if card.scores else 1
    cents = upside(gains(moment, board.day + training + evaluation + lead(board, card)))
    measured, bar = moment.known.measured, card.success_ppm or board.world.launch_ppm
    if measured is not None and not training and measured.high < bar and measured.mean < board.world.bad_launch_ppm:
        # No score was to be expected that passes, and a launch over the gate asks for an incident.
        return 0, ""
    if training:
        return cents, f"finish its plan ({fmt.days(training)}), then evaluate"
    if not card.scores:
        return cents, f"evaluate it on {DEFAULT_SEEDS} seeds"
    return cents, "promote it" if moment.known.gate else "iterate once on what failed, or promote it over the gate"


def _iterated(moment: TakenDecision) -> tuple[int, str]:
    """Against promoting at once, where the gate allowed it: what the days of the iteration would have earned."""
    board = moment.board
    if not moment.known.gate or moment.known.measured is None:
        return 0, ""
    days = days_at(board.world.ideas[moment.card].run_points, DAY_POINTS) + 1
    cents = days * over_live(board, moment.card, moment.known.measured.mean)
    return cents, f"promote it as it was, {fmt.days(days)} earlier"


def _raised(moment: TakenDecision) -> tuple[int, str]:
    """Against giving the canary its days: what the traffic added before they were over could lose."""
    board, card, world = moment.board, moment.board.cards[moment.card], moment.board.world
    # A canary that had its days showed what it could: raising it then is what canaries are for.
    early = share_due_day(board, card) - board.day
    added = moment.action.share_pct - card.share_pct if isinstance(moment.action, Deploy) else 0
    if early <= 0 or added <= 0:
        return 0, ""
    losses = (-early * day_cents(world, quality) * added // 100 for quality in likely_qualities(moment))
    return upside(losses), f"hold {card.share_pct} % for {fmt.days(early)} more"


def _rolled_back(moment: TakenDecision) -> tuple[int, str]:
    """Against going on with its canary: what it could still earn over the other model that is live."""
    board, card = moment.board, moment.board.cards[moment.card]
    gain_cents = gains(moment, board.day, launched=True)
    # A standing order's board is the one after it: the share that it took away stands in the event.
    shares = (
        event.share_pct
        for event in reversed(board.history)
        if isinstance(event, RolledBack) and event.card == card.index
    )
    share = card.share_pct or next(shares, 0)
    return upside(gain_cents), f"leave it at {share} % and read more days of monitoring"


_WEIGHED: Final[dict[type[Action], Callable[[TakenDecision], tuple[int, str]]]] = {
    Promote: _promoted,
    Kill: _killed,
    Iterate: _iterated,
    Deploy: _raised,
    RollBack: _rolled_back,
}


def _outcome_text(record: Record, moment: TakenDecision) -> str:
    """What was booked and measured of the card after the decision; after a kill, what took its place."""
    if moment.verb is Kill:
        starts = [
            event
            for event in record.history
            if isinstance(event, Moved) and event.after == Stage.EXPERIMENT and event.day >= moment.day
        ]
        if not starts:
            return "no card was started after it"
        return f"the next start was {fmt.key(record.world, starts[0].card)} on day {starts[0].day}"
    live_events = [
        event
        for event in record.history
        if isinstance(event, Monitored) and event.card == moment.card and event.day >= moment.day
    ]
    if not live_events:
        return f"no customer met it by day {record.board.day}"
    cents = sum(event.revenue_cents for event in live_events)
    quality = sum(event.online_ppm for event in live_events) // len(live_events)
    return f"{fmt.exact_money(cents)} in {fmt.days(len(live_events))} live, where it measured {fmt.tenth(quality)}"


def _hidden(record: Record, card: int) -> str:
    if not record.finished:
        return ""
    true = true_card(record, card, 1)
    return f"the best it could have reached: {fmt.tenth(true.ceiling_ppm)} in evaluation, {true.customers}"
