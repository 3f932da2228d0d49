"""Decisions about datasets: what is known of the labels, what can be ordered, what it costs."""

from __future__ import annotations

from typing import Final

from aiboard.engine.model.board import Board
from aiboard.engine.systems.data import order_promise, relabel_promise
from aiboard.engine.verbs import Accept, Action, DataAction, Guidelines, OrderData, Relabel, SpotCheck
from aiboard.views import fmt
from aiboard.views.data.databoard import data_line, label_odds
from aiboard.views.decisions.decision import Choice, ChoiceRow, Dialog, DialogFact, is_possible_soon, ordered_part, row
from aiboard.views.words import Tone


def _amounts(board: Board, action: OrderData) -> list[ChoiceRow]:
    orders = [OrderData(action.data, percent) for percent in (board.world.pilot_pct, 100)]
    amounts = [Choice(one.percent, ordered_part(board, one)) for one in orders if is_possible_soon(board, one)]
    return [row("percent", "amount", amounts, action.percent)] if amounts else []


def _labels(board: Board, action: DataAction) -> list[DialogFact]:
    """What is known of the set and who waits for it."""
    line = data_line(board, action.data)
    facts = [DialogFact(text) for text in line.lines]
    if line.waiting:
        facts.append(DialogFact("waiting: " + ", ".join(line.waiting), Tone.WARN))
    return facts


def _guided(board: Board, action: DataAction) -> list[DialogFact]:
    """The same, with how its labels come out: what guidelines are worth."""
    return [*_labels(board, action), *(DialogFact(text, Tone.DIM) for text in label_odds(board, action.data))]


def _ordered(board: Board, action: OrderData) -> list[DialogFact]:
    needed = data_line(board, action.data).needed
    return [*_guided(board, action), *([DialogFact("needed by " + ", ".join(needed))] if needed else [])]


def _agreed(board: Board, action: DataAction) -> list[DialogFact]:
    """The same, with what an agreement is held against."""
    good, hold = fmt.kappa(board.world.kappa_good_ppm), fmt.kappa(board.world.kappa_hold_ppm)
    return [*_labels(board, action), DialogFact(f"kappa {good} and more is good, under {hold} is low", Tone.DIM)]


def _promise(board: Board, day: int) -> list[DialogFact]:
    return [DialogFact(f"promised by D{day} ({fmt.days(day - board.day)})")]


def _order_promise(board: Board, action: OrderData) -> list[DialogFact]:
    return _promise(board, order_promise(board, board.data[action.data], action.percent))


def _relabel_promise(board: Board, action: Relabel) -> list[DialogFact]:
    return _promise(board, relabel_promise(board, board.data[action.data]))


def _low_kappa(board: Board, action: Accept) -> str:
    task = board.data[action.data]
    if not task.kappa_items or task.kappa_ppm >= board.world.kappa_hold_ppm:
        return ""
    return f"kappa {fmt.kappa(task.kappa_ppm)} is low: such labels lower what can be reached"


def _unguided(board: Board, action: OrderData) -> str:
    return "" if board.data[action.data].guidelines else "no guidelines: labels come out worse more often"


DIALOGS: Final[dict[type[Action], Dialog]] = {
    OrderData: Dialog(_ordered, _amounts, _order_promise, _unguided),
    Guidelines: Dialog(_guided),
    Accept: Dialog(_agreed, warning=_low_kappa),
    Relabel: Dialog(_agreed, consequences=_relabel_promise),
    SpotCheck: Dialog(_agreed),
}
"""The dialog of every verb on a dataset."""
