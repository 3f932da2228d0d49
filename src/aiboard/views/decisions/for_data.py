"""Decisions about datasets: what is known of the labels, what can be ordered, what it costs."""

from __future__ import annotations

from typing import Final

from aiboard.engine.events import Action
from aiboard.engine.model.board import Board
from aiboard.engine.model.vocabulary import ActionKind
from aiboard.engine.systems.data import order_promise, relabel_promise
from aiboard.views import fmt
from aiboard.views.data.databoard import data_line, label_odds
from aiboard.views.decisions.decision import (
    Choice,
    Decision,
    Fact,
    Row,
    Values,
    possible,
    price_lines,
    refusal_words,
)
from aiboard.views.words import Tone

_ASK: Final[dict[ActionKind, tuple[str, str]]] = {
    ActionKind.ORDER_DATA: ("Order {data}?", "order"),
    ActionKind.GUIDELINES: ("Write guidelines for {data}?", "write"),
    ActionKind.SPOT_CHECK: ("Spot check {data}?", "check"),
    ActionKind.ACCEPT: ("Accept the batch of {data}?", "accept"),
    ActionKind.RELABEL: ("Send the batch of {data} back?", "send back"),
}


def decision_for_data(board: Board, action: Action) -> Decision:
    """The decision behind an action on a dataset."""
    index = action.target
    kind = action.kind
    world = board.world
    question, verb = _ASK[kind]
    rows = _rows(board, action)

    def build(values: Values, learning: str) -> Action:
        return Action(kind, index, values.get("x", action.x))

    def price(values: Values) -> tuple[Fact, ...]:
        return (*price_lines(board, build(values, "")), *_promise(board, build(values, "")))

    filled = build({row.name: row.choices[row.at].value for row in rows}, "")
    return Decision(
        kind=kind,
        target=index,
        title=question.format(data=f"{fmt.dataset(world, index)} {fmt.dataset_title(world, index, 40)}"),
        verb=verb,
        facts=_facts(board, kind, index),
        chart=None,
        checks=(),
        rows=rows,
        text_label="",
        text="",
        text_needed=False,
        warning=_warning(board, action),
        refused=refusal_words(board, filled),
        build=build,
        price=price,
    )


def _rows(board: Board, action: Action) -> tuple[Row, ...]:
    if action.kind != ActionKind.ORDER_DATA:
        return ()
    pilot = board.world.pilot_pct
    able = [pct for pct in (pilot, 100) if possible(board, Action(action.kind, action.target, pct))] or [100]
    rest = 100 - board.data[action.target].ordered_pct
    labels = {pilot: f"a {pilot} % pilot", 100: "the whole set" if rest == 100 else f"the other {rest} %"}
    return (Row("x", "amount", tuple(Choice(pct, labels[pct]) for pct in able), 0),)


def _facts(board: Board, kind: ActionKind, index: int) -> tuple[Fact, ...]:
    world = board.world
    line = data_line(board, index)
    found = [Fact(text) for text in line.lines]
    if kind in (ActionKind.ORDER_DATA, ActionKind.GUIDELINES):
        found += [Fact(text, Tone.DIM) for text in label_odds(board, index)]
    if kind in (ActionKind.ACCEPT, ActionKind.RELABEL, ActionKind.SPOT_CHECK):
        good, hold = fmt.kappa(world.kappa_good_ppm), fmt.kappa(world.kappa_hold_ppm)
        found.append(Fact(f"kappa {good} and more is good, under {hold} is low", Tone.DIM))
    if line.waiting:
        found.append(Fact("waiting: " + ", ".join(line.waiting), Tone.WARN))
    if line.needed and kind == ActionKind.ORDER_DATA:
        found.append(Fact("needed by " + ", ".join(line.needed)))
    return tuple(found)


def _promise(board: Board, action: Action) -> tuple[Fact, ...]:
    """The vendor's word on the day."""
    task = board.data[action.target]
    if action.kind == ActionKind.ORDER_DATA:
        day = order_promise(board, task, action.x)
    elif action.kind == ActionKind.RELABEL:
        day = relabel_promise(board, task)
    else:
        return ()
    return (Fact(f"promised by D{day} ({fmt.days(day - board.day)})"),)


def _warning(board: Board, action: Action) -> str:
    task = board.data[action.target]
    if action.kind == ActionKind.ACCEPT and task.kappa_items and task.kappa_ppm < board.world.kappa_hold_ppm:
        return f"kappa {fmt.kappa(task.kappa_ppm)} is low: such labels lower what can be reached"
    if action.kind == ActionKind.ORDER_DATA and not task.guidelines:
        return "no guidelines: labels come out worse more often"
    return ""
