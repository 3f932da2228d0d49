"""Datasets and the requirement that needs one: each happening's row."""

from __future__ import annotations

from typing import Final

from aiboard.engine.happenings import data as happened
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.model.world import World
from aiboard.views import fmt, words
from aiboard.views.happenings.row import EventRow, dataset, row
from aiboard.views.words import Tone


def _data_ordered(world: World, event: happened.DataOrdered) -> str:
    return f"{dataset(world, event)}: {event.percent} % ordered, {fmt.exact_money(abs(event.cents))}."


def _data_moved(world: World, event: happened.DataMoved) -> str:
    return f"{dataset(world, event)} batch ({event.batch_pct} %) moves to {words.COLUMN[Column(event.after)]}."


def _kappa_read(world: World, event: happened.KappaRead) -> str:
    return f"{dataset(world, event)}: kappa {fmt.kappa(event.kappa_ppm)} on {event.items} items."


def _relabel(world: World, event: happened.SentBack) -> str:
    return f"{dataset(world, event)} sent back: {fmt.exact_money(abs(event.cents))}."


def _scope_added(world: World, event: happened.ScopeAdded) -> str:
    return f"New requirement: it needs {dataset(world, event)} and adds {fmt.count(event.cards, 'card')}."


ROWS: Final[tuple[EventRow, ...]] = (
    row(happened.DataOrdered, _data_ordered),
    row(happened.DataMoved, _data_moved),
    row(happened.KappaRead, _kappa_read, weight=50, standup_weight=56),
    row(
        happened.BatchAccepted,
        lambda world, event: f"{dataset(world, event)}: {event.delivered_pct} % of the set is ready.",
        tone=Tone.GOOD,
        weight=48,
    ),
    row(happened.SentBack, _relabel),
    row(happened.GuidelinesDone, lambda world, event: f"{dataset(world, event)} has labelling guidelines."),
    row(happened.ScopeAdded, _scope_added, tone=Tone.WARN, weight=78),
    row(happened.ScopeMet, lambda world, event: "The new requirement is met.", tone=Tone.GOOD, weight=40),
)
