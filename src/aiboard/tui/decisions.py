"""The questions behind the deciding keys: the evidence in view, the answer filled in. Answers become actions.

Numbers are the engine's (`preview`, `verdict`) and the views'; this module only lays them out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aiboard.engine.board import Board, Card
from aiboard.engine.events import Action
from aiboard.engine.kinds import ActionKind, Change, Reason, Refusal, Stage
from aiboard.engine.legality import SHARES, check
from aiboard.engine.options import SEED_CHOICES, preview
from aiboard.engine.outlook import next_share
from aiboard.instruments.text import clean
from aiboard.tui.gate import gate_lines
from aiboard.tui.prefill import killing
from aiboard.tui.widgets.dialog import Answer, Choice, Fact, Question, Row
from aiboard.views import fmt, words
from aiboard.views.charts_text import Chart
from aiboard.views.databoard import data_line
from aiboard.views.families import strip
from aiboard.views.measure import eval_chart, measured, readout_chart
from aiboard.views.words import Tone

_USUAL_SEEDS: Final = 3


@dataclass(frozen=True, slots=True)
class Asking:
    """A question and what an answer to it means."""

    question: Question
    action: Callable[[Answer], Action]


def _name(board: Board, card: int) -> str:
    return f"{fmt.short(board.world, card)} {fmt.title(board.world, card)}"


def _evidence(board: Board, index: int) -> tuple[Fact, ...]:
    card = board.cards[index]
    found = measured(board, index)
    facts = [Fact(f"Measured: {found.text}" if found else "Nothing measured yet", Tone.PLAIN)]
    if card.kill_ppm and card.ticket_day:
        line = f"Its ticket: success at {fmt.points(card.success_ppm)}, kill under {fmt.points(card.kill_ppm)}"
        days = board.day - card.started_day
        facts.append(Fact(line + (f"; day {days} of {card.box_days}" if card.started_day else ""), Tone.DIM))
    facts.append(Fact(strip(board, board.world.ideas[index].family).text, Tone.DIM))
    return tuple(facts)


def _chart(board: Board, index: int) -> Chart | None:
    card = board.cards[index]
    if card.seeds:
        return eval_chart(board, index)
    return readout_chart(board, index) if card.readouts else None


def price(board: Board, action: Action) -> tuple[Fact, ...]:
    """What an action costs and changes, and whether it is possible at all."""
    refusal = check(board, action)
    if refusal not in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME):
        from aiboard.actions.words import refusal as said

        return (Fact(said(refusal, board, action, 0), Tone.BAD),)
    cost = preview(board, action)
    parts = [f"{fmt.minutes(cost.minutes)} of your time" if cost.minutes else "none of your time"]
    if cost.cents:
        parts.append(fmt.exact_money(cost.cents))
    if cost.gpu_min:
        parts.append(f"{fmt.gpu_hours(cost.gpu_min)} GPU-hours")
    facts = [Fact("Costs " + ", ".join(parts), Tone.PLAIN)]
    if refusal == Refusal.NOT_ENOUGH_TIME:
        facts.append(Fact(f"you have {fmt.minutes(board.minutes_left)} left today", Tone.BAD))
    if cost.stage >= 0 and cost.limit:
        text = f"{words.STAGE[Stage(cost.stage)]} then holds {cost.cards} of {cost.limit}"
        over = cost.cards > cost.limit
        speed = f"; every card moves at {cost.speed_pct} % speed" if cost.speed_pct < 100 else ""
        facts.append(Fact(text + speed, Tone.WARN if over else Tone.DIM))
    return tuple(facts)


def kill(board: Board, index: int) -> Asking:
    """Kill: reason and learning come filled in from the evidence."""
    reason, learning = killing(board, index)
    reasons = tuple(Choice(int(one), words.REASON[one]) for one in Reason)
    row = Row("reason", "Reason", reasons, int(reason))

    def action(answer: Answer) -> Action:
        return Action(ActionKind.KILL, index, answer.values.get("reason", int(reason)), text=answer.text)

    question = Question(
        title=f"Kill {_name(board, index)}?",
        verb="kill",
        facts=_evidence(board, index),
        chart=_chart(board, index),
        rows=(row,),
        text_label="What we learned",
        text=learning,
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def iterate(board: Board, index: int) -> Asking:
    """One more run that changes one thing."""
    world = board.world
    does = {
        Change.LONGER: "the same, trained on",
        Change.TECHNIQUE: "may gain, may not",
        Change.SLIMMER: "faster and cheaper to serve, a little worse",
    }
    choices = tuple(Choice(int(one), words.CHANGE[one], does[one]) for one in Change)
    row = Row("change", "Changes", choices, int(Change.TECHNIQUE))

    def action(answer: Answer) -> Action:
        return Action(ActionKind.ITERATE, index, answer.values.get("change", int(Change.LONGER)))

    question = Question(
        title=f"Iterate on {_name(board, index)}?",
        verb="iterate",
        facts=(*_evidence(board, index), Fact(f"{world.ideas[index].gpus} GPU while it runs", Tone.DIM)),
        chart=_chart(board, index),
        rows=(row,),
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def evaluate(board: Board, index: int) -> Asking:
    """How many seeds, with slices or without."""
    card = board.cards[index]
    seeds = tuple(
        Choice(n, fmt.count(n, "seed"))
        for n in SEED_CHOICES
        if check(board, Action(ActionKind.EVALUATE, index, n)) in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME)
    ) or (Choice(1, "1 seed"),)
    usual = next((i for i, choice in enumerate(seeds) if choice.value == _USUAL_SEEDS), len(seeds) - 1)
    slices = (Choice(0, "no", "the mean alone"), Choice(1, "yes", "the weakest group of questions as well"))
    rows = (Row("seeds", "Seeds", seeds, usual), Row("slices", "Slices", slices, int(card.slice_ppm == 0)))

    def action(answer: Answer) -> Action:
        values = answer.values
        return Action(ActionKind.EVALUATE, index, values.get("seeds", _USUAL_SEEDS), values.get("slices", 0))

    question = Question(
        title=f"Evaluate {_name(board, index)}?",
        verb="evaluate",
        facts=_evidence(board, index),
        chart=_chart(board, index),
        rows=rows,
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def promote(board: Board, index: int) -> Asking:
    """The gate, line by line, before the move."""
    lines = gate_lines(board, index)
    passed = lines.passed

    def action(answer: Answer) -> Action:
        return Action(ActionKind.PROMOTE, index)

    question = Question(
        title=f"Promote {_name(board, index)}?",
        verb="promote",
        facts=_evidence(board, index)[:1],
        chart=_chart(board, index),
        checks=lines.checks,
        price=price(board, Action(ActionKind.PROMOTE, index)),
        warning="" if passed else "The gate says no. You may promote all the same; it is written down as such.",
    )
    return Asking(question, action)


def ticket(board: Board, index: int) -> Asking:
    """What will be called success and failure, before any training."""
    card: Card = board.cards[index]
    world = board.world
    success = card.success_ppm or world.launch_ppm
    line = card.kill_ppm or world.kill_ppm
    from aiboard.engine.act import default_box

    box = card.box_days or default_box(board, card)
    bars = tuple(Choice(ppm, fmt.points(ppm)) for ppm in _around(success, 10_000, 5))
    kills = tuple(Choice(ppm, fmt.points(ppm)) for ppm in _around(line, 10_000, 5))
    days = tuple(Choice(n, fmt.days(n)) for n in _around(box, 1, 6) if n > 0)
    rows = (
        Row("success", "Success from", bars, [c.value for c in bars].index(success)),
        Row("kill", "Kill under", kills, [c.value for c in kills].index(line)),
        Row("box", "Time box", days, [c.value for c in days].index(box)),
    )
    idea = world.ideas[index]

    def action(answer: Answer) -> Action:
        v = answer.values
        return Action(ActionKind.TICKET, index, v.get("success", 0), v.get("kill", 0), v.get("box", 0))

    facts = [
        Fact(clean(idea.hypothesis, 160), Tone.PLAIN),
        Fact(clean(idea.method, 160), Tone.DIM),
        Fact(strip(board, idea.family).text, Tone.DIM),
    ]
    question = Question(
        title=f"Ticket for {_name(board, index)}",
        verb="write it",
        facts=tuple(facts),
        rows=rows,
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def _around(value: int, step: int, each: int) -> list[int]:
    return [value + step * n for n in range(-each, each + 1) if value + step * n > 0]


def deploy(board: Board, index: int) -> Asking:
    """The share of traffic."""
    card = board.cards[index]
    choices = tuple(Choice(share, f"{share} %") for share in SHARES if share != card.share_pct)
    wanted = next_share(card)
    at = next((i for i, choice in enumerate(choices) if choice.value == wanted), 0)

    def action(answer: Answer) -> Action:
        return Action(ActionKind.DEPLOY, index, answer.values.get("share", wanted or SHARES[0]))

    question = Question(
        title=f"Traffic of {_name(board, index)}",
        verb="set it",
        facts=(Fact(f"{card.share_pct} % of traffic now"), *_evidence(board, index)[:1]),
        rows=(Row("share", "Share", choices, at),),
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def roll_back(board: Board, index: int) -> Asking:
    """Customers get the model before it."""

    def action(answer: Answer) -> Action:
        return Action(ActionKind.ROLL_BACK, index)

    question = Question(
        title=f"Roll {_name(board, index)} back?",
        verb="roll back",
        facts=(Fact(f"{board.cards[index].share_pct} % of traffic meets it now; it goes back to Evaluation"),),
        price=price(board, Action(ActionKind.ROLL_BACK, index)),
    )
    return Asking(question, action)


def add_idea(board: Board) -> Asking:
    """One more idea of a family."""
    choices = tuple(
        Choice(i, fmt.family(board.world, i), strip(board, i).text.partition(": ")[2])
        for i in range(len(board.world.families))
    )

    def action(answer: Answer) -> Action:
        return Action(ActionKind.ADD_IDEA, answer.values.get("family", 0))

    question = Question(
        title="Ask for one more idea",
        verb="ask",
        facts=(Fact("Somebody proposes the next idea of the family."),),
        rows=(Row("family", "Family", choices, 0),),
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def order_data(board: Board, index: int) -> Asking:
    """A pilot first, or everything."""
    choices = tuple(
        Choice(percent, "pilot" if percent < 100 else "all of it", f"{percent} %")
        for percent in (board.world.pilot_pct, 100)
        if check(board, Action(ActionKind.ORDER_DATA, index, percent)) in (Refusal.NONE, Refusal.NOT_ENOUGH_TIME)
    )

    def action(answer: Answer) -> Action:
        return Action(ActionKind.ORDER_DATA, index, answer.values.get("percent", 100))

    line = data_line(board, index)
    question = Question(
        title=f"Order {line.key} {line.title}?",
        verb="order",
        facts=tuple(Fact(text) for text in line.lines),
        rows=(Row("percent", "How much", choices, 0),),
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def document(board: Board, index: int) -> Asking:
    """Write down what a decided card taught."""

    def action(answer: Answer) -> Action:
        return Action(ActionKind.DOCUMENT, index, text=answer.text)

    question = Question(
        title=f"What did {_name(board, index)} teach?",
        verb="write it down",
        facts=_evidence(board, index),
        text_label="What we learned",
        text=killing(board, index)[1],
        text_needed=True,
        price=lambda answer: price(board, Action(ActionKind.DOCUMENT, index, text=answer.text or "-")),
    )
    return Asking(question, action)


def forecast(board: Board) -> Asking:
    """Two days: one you hold for 70 % likely, one for 90 %."""
    last = board.world.days
    days = list(range(board.day + 1, last + 1)) or [last]
    choices = tuple(Choice(day, f"day {day}", f"{fmt.weekday(day)}, sprint {_sprint(board, day)}") for day in days)
    first = board.forecast_70 or board.day + (last - board.day) // 2
    second = board.forecast_90 or board.day + (last - board.day) * 3 // 4

    def at(day: int) -> int:
        return max(0, min(len(days) - 1, day - days[0]))

    def action(answer: Answer) -> Action:
        return Action(ActionKind.FORECAST, -1, answer.values.get("p70", first), answer.values.get("p90", second))

    target = fmt.points(board.world.target_ppm)
    said: tuple[Fact, ...] = ()
    if board.forecast_70:
        said = (Fact(f"You said day {board.forecast_70} (70 %) and day {board.forecast_90} (90 %).", Tone.DIM),)
    question = Question(
        title=f"When will {target} be measured live?",
        verb="say it",
        facts=(Fact("Two days: by the first you are 70 % sure, by the second 90 %. It is scored when due."), *said),
        rows=(Row("p70", "70 % by", choices, at(first)), Row("p90", "90 % by", choices, at(second))),
        price=lambda answer: price(board, action(answer)),
    )
    return Asking(question, action)


def _sprint(board: Board, day: int) -> int:
    return (day - 1) // board.world.sprint_days + 1
