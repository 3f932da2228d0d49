"""Datasets and the requirement that needs one: each happening's row."""

from __future__ import annotations

from typing import Final

from aiboard.engine.happenings.data import (
    BatchAccepted,
    DataMoved,
    DataOrdered,
    GuidelinesDone,
    KappaRead,
    ScopeAdded,
    ScopeMet,
    SentBack,
)
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.model.world import World
from aiboard.views import fmt, words
from aiboard.views.happenings.row import Row, dataset, row
from aiboard.views.words import Tone


def _data_ordered(world: World, event: DataOrdered) -> str:
    return f"{dataset(world, event)}: {event.percent} % ordered, {fmt.exact_money(abs(event.cents))}."


def _data_moved(world: World, event: DataMoved) -> str:
    return f"{dataset(world, event)} batch ({event.batch_pct} %) moves to {words.COLUMN[Column(event.after)]}."


def _kappa_read(world: World, event: KappaRead) -> str:
    return f"{dataset(world, event)}: kappa {fmt.kappa(event.kappa_ppm)} on {event.items} items."


def _relabel(world: World, event: SentBack) -> str:
    return f"{dataset(world, event)} sent back: {fmt.exact_money(abs(event.cents))}."


def _scope_added(world: World, event: ScopeAdded) -> str:
    return f"New requirement: it needs {dataset(world, event)} and adds {fmt.count(event.cards, 'card')}."


ROWS: Final[tuple[Row, ...]] = (
    row(DataOrdered, _data_ordered),
    row(DataMoved, _data_moved),
    row(KappaRead, _kappa_read, weight=50, said=56),
    row(
        BatchAccepted,
        lambda world, event: f"{dataset(world, event)}: {event.delivered_pct} % of the set is ready.",
        tone=Tone.GOOD,
        weight=48,
    ),
    row(SentBack, _relabel),
    row(GuidelinesDone, lambda world, event: f"{dataset(world, event)} has labelling guidelines."),
    row(ScopeAdded, _scope_added, tone=Tone.WARN, weight=78),
    row(ScopeMet, lambda world, event: "The new requirement is met.", tone=Tone.GOOD, weight=40),
)
