"""The deal: everything hidden is drawn on day 0, every idea included, so that play never changes what exists."""

from typing import Final

from aiboard.engine.chance.latents import (
    CARD_STEP_PPM,
    LATENTS,
    STATED_STEP_PPM,
    Latents,
    Purpose,
    on_grid,
    stated_percent,
)
from aiboard.engine.chance.luck import begin_mix, draw, finish_mix, mix
from aiboard.engine.chance.tables import Table
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.truth import CardTruth, PlannedDisruption, Truth
from aiboard.engine.model.vocabulary import Column
from aiboard.engine.model.world import World

#: Seeds the baseline has been measured on; also the most seeds one checkpoint can be given.
BASELINE_SEEDS: Final = 16
#: The latents that every card draws from one table.
_ALIKE: Final = tuple(item for item in LATENTS if item.field)

#: Kinds drawn for one day until one may come on it. Where a quarter of the deck may, all fail once in 100 million.
KIND_TRIES: Final = 64


def deal_items(truth: CardTruth, latents: Latents, seed: int, index: int, version: int) -> None:
    """What the questions of one version of the eval set favour a card by: all of them, then the nested parts."""
    truth.items_ppm = draw(latents.items, seed, Purpose.CARD_ITEMS, index, version)
    more = draw(latents.half_items, seed, Purpose.CARD_HALF_ITEMS, index, version)
    truth.half_items_ppm = truth.items_ppm + more
    more = draw(latents.fifth_items, seed, Purpose.CARD_FIFTH_ITEMS, index, version)
    truth.fifth_items_ppm = truth.half_items_ppm + more


def deal_family(latents: Latents, seed: int, family: int) -> int:
    """The mean ceiling of a family, millionths."""
    return draw(latents.family_mean[family], seed, Purpose.FAMILY_MEAN, family, 0)


def deal_curve(world: World, latents: Latents, seed: int, index: int, family_ppm: int) -> tuple[int, int]:
    """A card's ceiling (millionths) and the class of its learning rate, given its family's mean."""
    family = world.ideas[index].family
    offset = draw(latents.card_offset[family], seed, Purpose.CARD_OFFSET, index, 0)
    lift = world.ideas[index].lift_ppm
    ceiling = min(985_000, on_grid(family_ppm + offset + lift, CARD_STEP_PPM))
    rates = latents.rate_table(offset, world.families[family].card_sd_ppm)
    return ceiling, draw(rates, seed, Purpose.CARD_RATE, index, 0)


def _deal_card(world: World, latents: Latents, alike: list[Table], seed: int, index: int, family_ppm: int) -> CardTruth:
    family = world.ideas[index].family
    spec = world.families[family]
    truth = CardTruth()
    truth.ceiling_ppm, truth.rate = deal_curve(world, latents, seed, index, family_ppm)
    truth.latency_ms = spec.latency_ms[draw(latents.latency[family], seed, Purpose.CARD_LATENCY, index, 0)]
    truth.serving_cents = spec.serving_cents[draw(latents.serving[family], seed, Purpose.CARD_SERVING, index, 0)]
    for position, latent in enumerate(_ALIKE):
        setattr(truth, latent.field, draw(alike[position], seed, latent.purpose, index, 0))
    deal_items(truth, latents, seed, index, 0)
    if spec.agent:
        truth.unauthorised = draw(latents.unauthorised, seed, Purpose.CARD_UNAUTHORISED, index, 0)
        truth.loop = draw(latents.loop, seed, Purpose.CARD_LOOP, index, 0)
    truth.quality_ppm = spec.start_ppm
    return truth


def stated_odds(world: World, latents: Latents, truth: Truth, seed: int, index: int) -> int:
    """The odds a card's person states: what they perceive of its ceiling, through their bias and noise."""
    person = world.ideas[index].person
    ceiling = on_grid(truth.cards[index].ceiling_ppm, STATED_STEP_PPM)
    noise = draw(latents.stated[person], seed, Purpose.STATED_ODDS, index, 0)
    return stated_percent(world, ceiling + truth.people[person] + noise)


def baseline_scores(world: World, latents: Latents, seed: int, version: int, set_ppm: int) -> list[int]:
    """The baseline's score per seed on one version of the eval set."""
    base = on_grid(world.baseline_ppm, world.score_step_ppm) + set_ppm
    luck = begin_mix(seed, Purpose.BASELINE_SEED, version)
    return [base + latents.seed.at(finish_mix(luck, n)) for n in range(BASELINE_SEEDS)]


def _deal_chaos(world: World, latents: Latents, seed: int) -> list[PlannedDisruption]:
    """`chaos_events` disruptions in equal windows, at least `chaos_gap` days apart; each kind within its own days.

    A window stays empty where no kind of the deck may come on its day.
    """
    planned: list[PlannedDisruption] = []
    count = world.chaos_events
    if count == 0:
        return planned
    window = world.days // count
    for i in range(count):
        free = max(1, window - world.chaos_gap)
        day = 2 + i * window + mix(seed, Purpose.CHAOS_DAY, i, 0) % free
        kind = -1
        for attempt in range(KIND_TRIES):
            candidate = draw(latents.chaos_kind, seed, Purpose.CHAOS_KIND, i, attempt)
            if world.chaos_from[candidate] <= day <= world.chaos_to[candidate]:
                kind = candidate
                break
        if kind < 0:
            continue
        hint = 0
        if mix(seed, Purpose.CHAOS_HINT, i, 0) % 4 == 0:
            hint = max(1, day - 3 - mix(seed, Purpose.CHAOS_HINT, i, 1) % 3)
        planned.append(PlannedDisruption(day, kind, hint))
    return planned


def new_state(world: World, seed: int, latents: Latents | None = None) -> State:
    """A game on the morning of day 1. `seed` is 0 .. 2**63 - 1; pass `latents` to share tables between many games."""
    tables = latents if latents is not None else Latents(world)
    truth = Truth()
    for f in range(len(world.families)):
        truth.families.append(deal_family(tables, seed, f))
    for p in range(len(world.people)):
        truth.people.append(draw(tables.bias[p], seed, Purpose.PERSON_BIAS, p, 0))
    truth.set_ppm = draw(tables.set_items, seed, Purpose.SET_ITEMS, 0, 0)
    board = Board(world)
    alike: list[Table] = [getattr(tables, one.table) for one in _ALIKE]
    for i, idea in enumerate(world.ideas):
        truth.cards.append(_deal_card(world, tables, alike, seed, i, truth.families[idea.family]))
        card = Card(i)
        card.shown = idea.ready_sprint == 0
        card.priority = idea.priority
        card.runs_planned = idea.runs
        card.stated_pct = stated_odds(world, tables, truth, seed, i)
        board.cards.append(card)
    for d, spec in enumerate(world.datasets):
        task = DataTask(d)
        task.shown = not spec.scope
        if spec.ready:
            task.column = Column.READY
            task.ordered_pct = 100
            task.delivered_pct = 100
        board.data.append(task)
        truth.labels.append(0)
        truth.batch.append(0)
    board.baseline = baseline_scores(world, tables, seed, 0, truth.set_ppm)
    truth.planned = _deal_chaos(world, tables, seed)
    return State(world, seed, tables, board, truth)
