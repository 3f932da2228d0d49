"""What goes wrong now: who it holds up, what it costs, and what can be done about it at which price.

One line a trouble, built from the numbers of the rule itself, from the day on which it begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from aiboard.engine import outlook
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import Disruption
from aiboard.engine.model.card import Card
from aiboard.engine.model.vocabulary import Block, Change, Chaos, Regression, Stage
from aiboard.engine.systems.accounting import live_cents, measured_worth_cents, unpaid_cents
from aiboard.engine.systems.chaos import open_cause, softened_days
from aiboard.engine.systems.compute import allocate, data_block, gpu_queue
from aiboard.engine.systems.data import in_pipeline
from aiboard.engine.systems.production import incident_day_cents
from aiboard.engine.verbs import Action, Iterate, OrderData, Reserve, Respond, RollBack, RootCause
from aiboard.views import fmt, words
from aiboard.views.board.orders import reserve_days
from aiboard.views.decisions.decision import is_possible_soon

_TRAINING: Final = (Stage.EXPERIMENT, Stage.ITERATION)
_NAMED: Final = 3
"""Cards that are named; more are counted."""
GLYPH: Final = "▲"
"""Before a line of trouble."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that goes wrong and goes on.

    Attributes:
        problem: it, and who it holds up or what it costs: "GPU shortage until D18: 004 trains, 012 and 016 wait".
        remedy: what can be done about it and its price; what is under way already; empty for nothing.
        card, data: what it is about, or -1.
        queue: what can be done about it is done in the compute queue.
    """

    problem: str
    remedy: str
    card: int = -1
    data: int = -1
    queue: bool = False

    @property
    def text(self) -> str:
        """All of it on one line."""
        return "; ".join(part for part in (self.problem, self.remedy) if part)


def troubles(board: Board) -> tuple[Trouble, ...]:
    """What goes wrong now: what costs by the day, then disruptions, the newest first; none once the project is over."""
    if board.over:
        return ()
    return (
        *(_incident(board, card) for card in board.cards if card.incident and card.share_pct),
        *(_regressed(board, card) for card in board.cards if card.regressed and card.stage != Stage.KILLED),
        *_requirement(board),
        *(disruption_trouble(board, item) for item in reversed(board.disruptions) if _lasts(board, item)),
        *(_losing(board, card) for card in board.cards if _loses_runs(board, card)),
    )


def price_words(board: Board, action: Action) -> str:
    """What an action takes at once: `2 h`, `1 h and $840`; `no hours` where it takes nothing."""
    preview = action.preview(board)
    hours = fmt.minutes(preview.minutes) if preview.minutes else ""
    money = fmt.exact_money(preview.cents) if preview.cents else ""
    return " and ".join(part for part in (hours, money) if part) or "no hours"


def _priced(board: Board, word: str, action: Action) -> str:
    """`root cause (2 h)`; empty when it is not possible, today or tomorrow."""
    return f"{word} ({price_words(board, action)})" if is_possible_soon(board, action) else ""


def _either(*alternatives: str) -> str:
    return " or ".join(alternative for alternative in alternatives if alternative)


def _names(board: Board, cards: Sequence[Card]) -> str:
    """`004, 012 and 016`; `004, 012, 016 and 2 more`."""
    names = [fmt.short(board.world, card.index) for card in cards]
    if len(names) > _NAMED:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def _held(board: Board, cards: Sequence[Card], item: Disruption, verb: str) -> str:
    """`012 and 016 wait, 5 card-days so far`; who nobody is where nobody is held up."""
    if not cards:
        return f"no card {verb}s"
    # The wait of a card may have begun before, for another cause.
    since = board.day - item.from_day
    lost_days = sum(min(card.waited_days, since) for card in cards)
    so_far = f", {fmt.count(lost_days, 'card-day')} so far" if lost_days else ""
    return f"{_names(board, cards)} {verb}{'s' if len(cards) == 1 else ''}{so_far}"


# --- what serves -----------------------------------------------------------------------------------------------


def _incident(board: Board, card: Card) -> Trouble:
    """An incident that goes on until somebody acts."""
    name = fmt.short(board.world, card.index)
    a_day = fmt.money(incident_day_cents(board.world, card))
    remedy = _either(
        _priced(board, "respond", Respond(card.index)),
        _priced(board, "roll back", RollBack.default_action(board, card.index)),
    )
    return Trouble(f"Incident of {name}: {a_day} a day at {card.share_pct} % of traffic", remedy, card.index)


def _regressed(board: Board, card: Card) -> Trouble:
    """A model that got worse: what it lost, what it would earn, and the two steps back."""
    name, drop = fmt.short(board.world, card.index), fmt.points(board.world.regression_ppm)
    problem = f"{name} regressed, {drop} points lost"
    if card.share_pct == 0:
        mean = outlook.live_mean_error(board, card)[0] if card.monitored_ppm else card.mean_ppm()
        worth = measured_worth_cents(board, mean, card.latency_ms)
        problem += f"; it would earn {fmt.money(worth)} a day at full traffic" if worth else ""
    days = fmt.days(outlook.mend_days(board.world, card.index))
    if card.stage == Stage.ITERATION:
        return Trouble(problem, "its iteration is under way", card.index)
    mend = f"iterate longer ({price_words(board, Iterate(card.index, int(Change.LONGER)))}, {days} of work)"
    if card.regressed == Regression.EXPLAINED:
        return Trouble(problem, f"cause known: {mend}", card.index)
    return Trouble(problem, f"root cause ({price_words(board, RootCause(card.index))}), then {mend}", card.index)


def _requirement(board: Board) -> Iterator[Trouble]:
    """A new requirement that is not met: what it takes, and what is missing."""
    data = board.scope_data
    if data < 0 or board.scope_met:
        return
    cut = 100 - board.world.scope_revenue_pct
    earned = live_cents(board)
    # Until it is due all of the revenue is booked; then only the rest.
    loss = unpaid_cents(board.world, earned) if board.day > board.scope_from else earned * cut // 100
    takes = f"takes {cut} % of revenue" + (f", {fmt.money(loss)} a day" if loss > 0 else "")
    start = "" if board.day >= board.scope_from else f"from D{board.scope_from} "
    task, name = board.data[data], fmt.dataset(board.world, data)
    steps = []
    if task.delivered_pct < 100:
        order = OrderData(data, 100)
        if is_possible_soon(board, order):
            steps.append(f"order {name} ({price_words(board, order)})")
        else:
            due = f", due D{task.due_day}" if in_pipeline(task) else ""
            steps.append(f"{name} in {words.COLUMN[task.column]}{due}")
    live = board.live()
    if live < 0 or board.cards[live].slice_ppm <= 0:
        steps.append("evaluate the live model's slices" if live >= 0 else "launch a model with evaluated slices")
    yield Trouble(f"New requirement, not met: {start}it {takes}", "; ".join(steps), -1, data)


# --- disruptions with days -------------------------------------------------------------------------------------


def _lasts(board: Board, item: Disruption) -> bool:
    return item.until_day >= board.day and item.kind in _LASTING


def disruption_trouble(board: Board, item: Disruption) -> Trouble:
    """A disruption with days of its own."""
    name = words.CHAOS[Chaos(item.kind)]
    if item.data >= 0:
        name += f" of {fmt.dataset(board.world, item.data)}"
    effect, remedy = _LASTING[Chaos(item.kind)](board, item)
    problem = f"{name[:1].upper()}{name[1:]} until D{item.until_day}: {effect}"
    return Trouble(problem, remedy, item.card, item.data, queue=bool(remedy) and item.kind == Chaos.GPU_SHORTAGE)


def _training(board: Board) -> list[Card]:
    return [card for card in board.cards if card.stage in _TRAINING and not card.paused]


def _shortage(board: Board, item: Disruption) -> tuple[str, str]:
    """Who gets GPUs today, in queue order: the first trains; with GPUs reserved, as many as fit."""
    allocation = allocate(board, gpu_queue(board))
    reserved = board.reserved_gpus if board.reserved_until >= board.day else 0
    waiting = allocation.waiting
    if not allocation.free_gpus:
        # Evaluations live on what training leaves.
        waiting = waiting + [card for card in board.cards if card.seeds_pending and not card.paused]
    trains = (
        ""
        if reserved or not allocation.training
        else f"{fmt.short(board.world, allocation.training[0].index)} trains, "
    )
    remedy = f"reserved: {fmt.count(reserved, 'GPU')} until D{board.reserved_until}" if reserved else ""
    if waiting:
        # Who goes first costs nothing; a GPU of one's own is paid for by the day.
        one = Reserve(1, reserve_days(board))
        remedy = remedy or _either(_priced(board, "reserve a GPU", one), "choose who trains by priority")
    return f"today {trains}{_held(board, waiting, item, 'wait')}", remedy


def _data_issue(board: Board, item: Disruption) -> tuple[str, str]:
    """Cards that train on the data stand still."""
    cards = [card for card in _training(board) if data_block(board, card) == Block.DATA_ISSUE]
    return _held(board, cards, item, "stall"), _cause(board, item)


def _vendor_delay(board: Board, item: Disruption) -> tuple[str, str]:
    """Batches at the vendor come later, and so does what waits for them."""
    tasks = [task for task in board.data if task.shown and in_pipeline(task)]
    sets = ", ".join(f"{fmt.dataset(board.world, task.index)} due D{task.due_day}" for task in tasks)
    cards = [card for card in _training(board) if data_block(board, card) == Block.NO_DATA]
    return f"{sets or 'nothing is on its way'}; {_held(board, cards, item, 'wait')}", _cause(board, item)


def _cause(board: Board, item: Disruption) -> str:
    """What finding the cause would save; that it was found."""
    if item.handled:
        return "its cause is found"
    # One search finds one cause: that of the disruption which began first.
    at = open_cause(board)
    if at < 0 or board.disruptions[at] is not item:
        return ""
    return f"root cause ({price_words(board, RootCause())}): {fmt.days(softened_days(board, item))} sooner"


_LASTING: Final = {
    Chaos.GPU_SHORTAGE: _shortage,
    Chaos.DATA_ISSUE: _data_issue,
    Chaos.VENDOR_DELAY: _vendor_delay,
}
"""Disruptions with days of their own; what the others leave behind stands on cards and in the requirement."""


# --- lost runs ---------------------------------------------------------------------------------------------------


def _loses_runs(board: Board, card: Card) -> bool:
    """Whether its lost runs have a cause that can be found."""
    return card.stage in _TRAINING and not card.regressed and is_possible_soon(board, RootCause(card.index))


def _losing(board: Board, card: Card) -> Trouble:
    name = fmt.short(board.world, card.index)
    lost_runs = fmt.count(card.lost_in_a_row, "run") + (" in a row" if card.lost_in_a_row > 1 else "")
    problem = f"{name} lost {lost_runs} to NaN and may lose the next"
    return Trouble(problem, f"root cause ({price_words(board, RootCause(card.index))}): no more of its own", card.index)
