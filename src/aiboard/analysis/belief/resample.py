"""`resample`: truths drawn from the posterior given what a board shows. The board is only read."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np

from aiboard.analysis.belief.card import CardBelief
from aiboard.analysis.belief.case import CardEvidence
from aiboard.analysis.belief.chances import agent_classes, hazards, serving
from aiboard.analysis.belief.draws import Draws, Small
from aiboard.analysis.belief.laws import Floats, Ints, Law, law
from aiboard.analysis.belief.memory import Memory
from aiboard.analysis.belief.normals import linear
from aiboard.analysis.belief.priors import Priors
from aiboard.analysis.belief.schedule import Schedule
from aiboard.analysis.belief.shared import GibbsSampler, Parents, group_cards
from aiboard.analysis.belief.trail import Reader
from aiboard.analysis.belief.vendor import Supply, class_logs
from aiboard.analysis.belief.waiting import draw_waiting
from aiboard.engine.chance.latents import on_grid
from aiboard.engine.model.board import Board
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.vocabulary import Stage

KEPT: Final = 16
"""Beliefs about one card that are kept, the latest first: pricing does not take a game's days in their order."""


class Belief:
    """The posterior given one board. Made once, drawn from often; later changes of the board do not reach it."""

    def __init__(
        self, board: Board, priors: Priors | None = None, memory: Memory | None = None, reader: Reader | None = None
    ) -> None:  # fmt: skip
        self.priors = priors if priors is not None else Priors(board.world)
        self._board = board
        self.reader = reader or Reader(board, memory)
        self._schedule = Schedule(board, self.priors.latents)
        self._used_batches = self._deliveries()
        self._classes = [self._assignments(data) for data in range(len(board.world.datasets))]
        #: By family the cards of which nothing was seen but stated odds.
        self._waiting: list[list[int]] = [[] for _ in board.world.families]
        for index, history in enumerate(self.reader.histories):
            if history.empty and board.cards[index].stage != Stage.KILLED:
                self._waiting[board.world.ideas[index].family].append(index)
        self.cards = [self._card(index) for index in range(len(board.cards))]
        self.shared = GibbsSampler(
            [one.logs for one in self.priors.families],
            [one.logs for one in self.priors.people],
            [self._class_prior(data) for data in range(len(board.world.datasets))],
            self._luck(),
            group_cards(board.world, [card.table for card in self.cards]),
        )

    def draw_truths(self, count: int, seed: int, killed: bool = True) -> list[Truth]:
        """So many independent truths; see `draw_arrays`."""
        return self.draw_arrays(count, seed, killed).truths()

    def draw_arrays(self, count: int, seed: int, killed: bool) -> Draws:
        """So many independent truths; the same seed gives the same ones.

        Without `killed` the cards that are killed are left as they are made: nothing of them is ever seen again.
        """
        random = np.random.default_rng(seed)
        parents = self.shared.draw(count, random)
        cards: dict[int, Small] = {}
        for family, waiting in enumerate(self._waiting):
            if waiting:
                draws = draw_waiting(self.priors, family, [self.cards[index] for index in waiting], parents, random)
                cards.update(zip(waiting, draws.astype(np.int32), strict=True))
        for index, card in enumerate(self._board.cards):
            if index not in cards and (killed or card.stage != Stage.KILLED):
                cards[index] = self._drawn(index, parents, random)
        labels, batch = self._label(count, parents, random)
        planned = [
            [(plan.day, plan.kind, plan.hint_day, plan.done) for plan in plans]
            for plans in self._schedule.draw(count, random)
        ]
        priors, histories = self.priors, self.reader.histories
        return Draws(
            families=_values(priors.families, parents.families),
            people=_values(priors.people, parents.people),
            luck=priors.set_luck.values[parents.luck].astype(np.int32),
            cards=cards,
            attempts=[history.lost_runs + len(history.runs) for history in histories],
            techniques=[history.techniques for history in histories],
            labels=labels,
            batch=batch,
            planned=planned,
        )

    # --- parents -----------------------------------------------------------------------------------------------
    def _deliveries(self) -> list[list[int]]:
        """Of each set the batches that some card was trained or scored with."""
        used_batches: list[set[int]] = [set() for _ in self._board.world.datasets]
        for index, history in enumerate(self.reader.histories):
            data = self._board.world.ideas[index].dataset
            labels = [run.labels for run in history.runs] + [one.labels for one in history.eval_results]
            if data >= 0:
                used_batches[data].update(one.delivery for one in labels if one.delivery >= 0)
        return [sorted(batches) for batches in used_batches]

    def _assignments(self, data: int) -> Ints:
        """Every assignment of classes to the batches that matter: (assignments, batches), unused batches 0."""
        batches = max(1, len(self._supply(data).batches))
        classes = range(len(self._board.world.label_penalty_ppm))
        rows = []
        # Only of batches that some card was trained or scored with: any other would double the table for nothing.
        for combination in product(classes, repeat=len(self._used_batches[data])):
            row = [0] * batches
            for batch, quality in zip(self._used_batches[data], combination, strict=True):
                row[batch] = quality
            rows.append(row)
        return np.asarray(rows, dtype=np.int64)

    def _supply(self, data: int) -> Supply:
        return self.reader.sets.supplies[data]

    def _class_prior(self, data: int) -> Floats:
        rows = self._classes[data]
        prior = np.zeros(len(rows))
        for batch in self._used_batches[data]:
            logs = class_logs(self.priors.latents, self._board.world, data, self._supply(data).batches[batch])
            prior = prior + logs[rows[:, batch]]
        return prior

    def _luck(self) -> Floats:
        """Log prior of the set's luck with what the baseline's seeds say of it."""
        world = self._board.world
        values = self.priors.set_luck.values
        noise = law(self.priors.latents.seed)
        logs = self.priors.set_luck.logs.copy()
        for score in self._board.baseline:
            logs += noise.log_prob(score - on_grid(world.baseline_ppm, world.score_step_ppm) - values)
        return logs

    def _card(self, index: int) -> CardBelief:
        """The belief about one card; that of another board which shows the same of it."""
        world, board = self._board.world, self._board
        card, history = board.cards[index], self.reader.histories[index]
        data = world.ideas[index].dataset
        classes = self._classes[data] if data >= 0 and history.runs else np.zeros((1, 1), dtype=np.int64)
        key = history, board.set_version, card.shown, card.stated_pct, card.fresh_ppm, classes.tolist()
        cache: deque[tuple[object, CardBelief]] = self.priors.card_beliefs.setdefault(index, deque(maxlen=KEPT))
        for cached_key, cached in cache:
            if cached_key == key:
                return cached
        model = linear(world, self.priors.latents, history, board.set_version) if history.runs else None
        belief = CardBelief(
            self.priors, CardEvidence(world, self.priors.latents, card, history, board.set_version, model), classes
        )
        cache.appendleft((key, belief))
        return belief

    # --- truths ------------------------------------------------------------------------------------------------
    def _drawn(self, index: int, parents: Parents, random: np.random.Generator) -> Small:
        """Draws of a card that something was seen of: a row for each, in the order of `draw_waiting`."""
        board, latents = self._board, self.priors.latents
        world, card, history = board.world, board.cards[index], self.reader.histories[index]
        idea = world.ideas[index]
        count = len(parents.luck)
        classes = parents.classes[max(idea.dataset, 0)]
        draws = self.cards[index].draw(
            parents.families[idea.family], parents.people[idea.person], classes, parents.luck, random
        )
        hazard, point = hazards(world, latents, card, history, count, random)
        latency, serving_cents = serving(world, latents, card, history, count, random)
        zeros = np.zeros(count, dtype=np.int64)
        agent = world.families[idea.family].agent
        stray, loop = agent_classes(world, latents, history, count, random) if agent else (zeros, zeros)
        values = (
            draws.ceiling, draws.rate, hazard, latency, serving_cents, draws.slice, draws.leak, draws.skew,
            draws.optimism, draws.fault, *draws.items, stray, loop, draws.quality, draws.gained, draws.penalty, point,
        )  # fmt: skip
        return np.stack([np.broadcast_to(one, (count,)) for one in values], axis=1).astype(np.int32)

    def _label(self, count: int, parents: Parents, random: np.random.Generator) -> tuple[Small, Small]:
        """Classes of what each set has delivered and of the batch under way: arrays (draw, set)."""
        world = self._board.world
        labels = np.zeros((count, len(world.datasets)), dtype=np.int32)
        under_way = np.zeros_like(labels)
        for data in range(len(world.datasets)):
            supply = self._supply(data)
            if not supply.batches:
                continue
            batch_classes: list[Ints] = []
            for number, batch in enumerate(supply.batches):
                if number in self._used_batches[data]:
                    batch_classes.append(self._classes[data][parents.classes[data], number])
                else:
                    logs = class_logs(self.priors.latents, world, data, batch)
                    weights = np.exp(logs - np.max(logs))
                    batch_classes.append(random.choice(len(logs), count, p=weights / weights.sum()))
            under_way[:, data] = batch_classes[supply.current]
            if supply.delivered >= 0:
                labels[:, data] = batch_classes[supply.delivered]
        return labels, under_way


def _values(laws: Sequence[Law], indices: Ints) -> Small:
    """The values at these places, a row for each draw."""
    return np.stack([one.values[index] for one, index in zip(laws, indices, strict=True)], axis=1).astype(np.int32)


def resample(
    board: Board, count: int, seed: int, priors: Priors | None = None, memory: Memory | None = None
) -> list[Truth]:
    """Truths from the posterior given what this board shows.

    `priors` saves making the world's tables again, `memory` holds what earlier boards showed and this one does not.
    """
    return Belief(board, priors, memory).draw_truths(count, seed)
