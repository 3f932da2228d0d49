"""What may stop time without an event: what falls due today, a card that lost its GPUs, a slot that came free."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aiboard.engine import outlook
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import Moved, RunEnded
from aiboard.engine.happenings.plan import ForecastGiven
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Mode, Order, Stage
from aiboard.engine.verbs import Action, Deploy, Prioritise, Promote, Start
from aiboard.play.stop import Cause, Stop
from aiboard.views import fmt, words
from aiboard.views.board.header import has_launched
from aiboard.views.card.measure import best_estimate, live
from aiboard.views.card.starting import keeps_waiting
from aiboard.views.decisions.decision import is_possible_soon
from aiboard.views.recent import events_since


def due_stops(board: Board) -> list[Stop]:
    """Promises due today, and canaries whose days at this share are over."""
    of_cards = [stop for card in board.cards for stop in _card_stops(board, card)]
    return [
        *_launch_stops(board),
        *_requirement_stops(board),
        *_forecast_stops(board),
        *_dataset_stops(board),
        *of_cards,
    ]


def _launch_stops(board: Board) -> Iterator[Stop]:
    """The promised launch and the kill check, until something has been live."""
    world = board.world
    if has_launched(board):
        return
    # On the promised day itself something can still be done; the day after is only a fact.
    if board.day == fmt.sprint_end(world, world.launch_by_sprint):
        promotable = any(is_possible_soon(board, Promote(card.index)) for card in board.cards)
        yield Stop(Cause.PROMISE, "The launch is promised for today.", "promote what there is?" if promotable else "")
    if board.day == fmt.kill_check_day(world):
        # A card that was killed cannot go on, however good it was.
        best = best_estimate(board, [card.index for card in board.cards if card.stage != Stage.KILLED])
        nothing = "no open card is measured" if board.killed else "nothing is measured"
        best_text = f"the best is {fmt.short(world, best[0])} at {best[1].brief}" if best else nothing
        text = f"Kill check today: the line is {fmt.points(world.kill_ppm)}, {best_text}."
        yield Stop(Cause.PROMISE, text, "which cards are worth more days?")


def _requirement_stops(board: Board) -> Iterator[Stop]:
    """The first day on which a new requirement that is not met takes revenue."""
    if outlook.requirement_begins(board):
        name, cut = fmt.dataset(board.world, board.scope_data), 100 - board.world.scope_revenue_pct
        text = f"The new requirement is not met: from today it takes {cut} % of revenue."
        yield Stop(Cause.PROMISE, text, f"{name} and a slice score meet it", data=board.scope_data)


def _forecast_stops(board: Board) -> Iterator[Stop]:
    """The player's own forecasts that were missed yesterday."""
    # The day after: on the day itself the target may still be cleared in the evening.
    for odds, day in ((70, board.forecast_70), (90, board.forecast_90)):
        if day and day == board.day - 1 and not board.target_day:
            target = fmt.points(board.world.target_ppm)
            text = f"Your {odds} % forecast, D{day}, is missed: no card has cleared {target}."
            yield Stop(Cause.PROMISE, text, "a new forecast?", answer=ForecastGiven)


def _dataset_stops(board: Board) -> Iterator[Stop]:
    """Datasets that were promised for yesterday."""
    for task in board.data:
        # Late by one day, said once: the due day that is known now is in the list of promises.
        if task.shown and task.batch_pct and task.promised_day == board.day - 1 and task.due_day >= board.day:
            status = f"in {words.COLUMN[task.column]}, now due D{task.due_day}"
            text = f"{fmt.dataset(board.world, task.index)} was promised for yesterday and is {status}."
            yield Stop(Cause.PROMISE, text, "wait or chase", data=task.index)


def _card_stops(board: Board, card: Card) -> Iterator[Stop]:
    """Its time box, and a canary's days at its share of traffic."""
    # One in Evaluation waits for its decision already, one that is paused for the player.
    if outlook.box_over(board, card) == 1 and not card.paused and card.in_training():
        text = f"{fmt.short(board.world, card.index)} has used the {fmt.days(card.box_days)} of its time box."
        yield Stop(Cause.PROMISE, text, "kill or go on", card=card.index)
    due = outlook.share_due_day(board, card) if card.stage == Stage.PRODUCTION else 0
    if due == board.day and board.orders[Order.CANARY] != Mode.AUTO and not outlook.fading(board, card):
        yield canary_stop(board, card)


def canary_stop(board: Board, card: Card) -> Stop:
    """A canary's days at its share are over: what customers saw of it, beside the line of an incident."""
    name, share = fmt.short(board.world, card.index), outlook.next_share(card)
    text, decision = f"{name} has had its days at {card.share_pct} % of traffic", f"raise to {share} %?"
    usual: Action | None = Deploy(card.index, share)
    live_quality = live(board, card.index)
    if live_quality is not None:
        text += f", {live_quality.text} live"
        if live_quality.mean < board.world.bad_launch_ppm:
            decision = f"under {fmt.points(board.world.bad_launch_ppm)} an incident threatens: roll back, hold or raise"
            usual = None
    if board.day == board.world.days and board.world.tail_days:
        text += f"; today is the last day, and at {card.share_pct} % it stays for the {board.world.tail_days} after it"
    return Stop(Cause.PROMISE, f"{text}.", decision, card=card.index, usual=usual)


def preemption_stops(board: Board) -> list[Stop]:
    """Cards that were in a run yesterday and have no GPUs today, since others come first by priority."""
    stops = []
    yesterday = board.day - 1
    ended = {one.card for one in events_since(board, yesterday) if isinstance(one, RunEnded) and one.day == yesterday}
    for card in board.cards:
        preempted = card.block == Block.NO_GPU and card.waited_days == 1 and card.run_points_done > 0
        # Also one whose run ended with the day: it had them then.
        holders = [other for other in board.cards if other.running or other.index in ended]
        first = [other for other in holders if other.priority < card.priority]
        if preempted and first and not card.paused and card.in_training():
            names = ", ".join(fmt.short(board.world, other.index) for other in first)
            text = f"{fmt.short(board.world, card.index)} lost its GPUs in the middle of a run: {names} came first."
            usual = Prioritise(card.index, 1)
            stops.append(Stop(Cause.SLOT, text, "put it first (priority 1)?", card=card.index, usual=usual))
    return stops


def slot_event_stop(board: Board, events: Sequence[Event]) -> Stop | None:
    """An Experiment slot that became free, no order for it, and a card that could use it."""
    # A slot that has been free for days stopped time when it came free.
    freed = any(isinstance(event, Moved) and event.before == Stage.EXPERIMENT for event in events)
    return free_slot_stop(board) if freed else None


def free_slot_stop(board: Board) -> Stop | None:
    """Free Experiment slots as they are now, and the card that could use the first."""
    free = free_slot_count(board)
    if not free or board.orders[Order.START] != Mode.OFF:
        return None
    # Only now: it looks at every card that could start.
    index = outlook.best_start(board)
    if index < 0:
        return None
    if not is_possible_soon(board, Start(index)):
        return None
    name = fmt.short(board.world, index)
    # Not simply the next: what has no data or too few GPUs free is passed over.
    delay = keeps_waiting(board, index)
    caveat = f", but then {delay}" if delay else ""
    text = f"{fmt.count(free, 'slot')} free in Experiment; by priority {name} could train now{caveat}."
    return Stop(Cause.SLOT, text, "start what?", card=index, usual=Start(index))


def free_slot_count(board: Board) -> int:
    """How many cards more the limit of Experiment lets in."""
    return max(0, board.wip[Stage.EXPERIMENT] - board.count(Stage.EXPERIMENT))
