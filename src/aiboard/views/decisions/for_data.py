"""Decisions about datasets: what is known of the labels, what can be ordered, what it costs."""

from __future__ import annotations

from aiboard.engine.model.board import Board
from aiboard.engine.systems.data import order_promise, relabel_promise
from aiboard.engine.verbs import Accept, Action, DataAction, Guidelines, OrderData, Relabel, SpotCheck
from aiboard.views import fmt
from aiboard.views.data.databoard import data_line, label_odds
from aiboard.views.decisions.decision import (
    Choice,
    Decision,
    Fact,
    Row,
    Values,
    chosen,
    possible,
    price_lines,
    refusal_words,
)
from aiboard.views.verbs import VERB
from aiboard.views.words import Tone


def decision_for_data(board: Board, action: DataAction) -> Decision:
    """The decision behind an action on a dataset."""
    index = action.data
    world = board.world
    said = VERB[type(action)]
    rows = _rows(board, action)

    def price(values: Values) -> tuple[Fact, ...]:
        found = chosen(action, values, "")
        return (*price_lines(board, found), *_promise(board, found))

    filled = chosen(action, {row.name: row.choices[row.at].value for row in rows}, "")
    return Decision(
        title=said.question.format(it=f"{fmt.dataset(world, index)} {fmt.dataset_title(world, index, 40)}"),
        verb=said.confirm,
        facts=_facts(board, action),
        chart=None,
        checks=(),
        rows=rows,
        text_label="",
        text="",
        text_needed=False,
        warning=_warning(board, action),
        refused=refusal_words(board, filled),
        offered=action,
        price=price,
    )


def _rows(board: Board, action: DataAction) -> tuple[Row, ...]:
    if not isinstance(action, OrderData):
        return ()
    pilot = board.world.pilot_pct
    able = [pct for pct in (pilot, 100) if possible(board, OrderData(action.data, pct))] or [100]
    rest = 100 - board.data[action.data].ordered_pct
    labels = {pilot: f"a {pilot} % pilot", 100: "the whole set" if rest == 100 else f"the other {rest} %"}
    return (Row("percent", "amount", tuple(Choice(pct, labels[pct]) for pct in able), 0),)


def _facts(board: Board, action: DataAction) -> tuple[Fact, ...]:
    world = board.world
    index = action.data
    line = data_line(board, index)
    found = [Fact(text) for text in line.lines]
    if isinstance(action, (OrderData, Guidelines)):
        found += [Fact(text, Tone.DIM) for text in label_odds(board, index)]
    if isinstance(action, (Accept, Relabel, SpotCheck)):
        good, hold = fmt.kappa(world.kappa_good_ppm), fmt.kappa(world.kappa_hold_ppm)
        found.append(Fact(f"kappa {good} and more is good, under {hold} is low", Tone.DIM))
    if line.waiting:
        found.append(Fact("waiting: " + ", ".join(line.waiting), Tone.WARN))
    if line.needed and isinstance(action, OrderData):
        found.append(Fact("needed by " + ", ".join(line.needed)))
    return tuple(found)


def _promise(board: Board, action: Action) -> tuple[Fact, ...]:
    """The vendor's word on the day."""
    if isinstance(action, OrderData):
        day = order_promise(board, board.data[action.data], action.percent)
    elif isinstance(action, Relabel):
        day = relabel_promise(board, board.data[action.data])
    else:
        return ()
    return (Fact(f"promised by D{day} ({fmt.days(day - board.day)})"),)


def _warning(board: Board, action: DataAction) -> str:
    task = board.data[action.data]
    if isinstance(action, Accept) and task.kappa_items and task.kappa_ppm < board.world.kappa_hold_ppm:
        return f"kappa {fmt.kappa(task.kappa_ppm)} is low: such labels lower what can be reached"
    if isinstance(action, OrderData) and not task.guidelines:
        return "no guidelines: labels come out worse more often"
    return ""
