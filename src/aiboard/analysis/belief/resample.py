"""`resample`: truths drawn from the posterior given what a board shows. The board is only read."""

from __future__ import annotations

from itertools import product

import numpy as np

from aiboard.analysis.belief.card import CardBelief
from aiboard.analysis.belief.case import Case
from aiboard.analysis.belief.chances import agent_classes, hazards, serving
from aiboard.analysis.belief.exact import Drawn
from aiboard.analysis.belief.laws import Floats, Ints, law
from aiboard.analysis.belief.memory import Memory
from aiboard.analysis.belief.normals import linear
from aiboard.analysis.belief.priors import Priors
from aiboard.analysis.belief.schedule import Schedule
from aiboard.analysis.belief.shared import Parents, Shared
from aiboard.analysis.belief.trail import Reader
from aiboard.analysis.belief.vendor import Supply, class_logs
from aiboard.engine.chance.latents import on_grid
from aiboard.engine.model.board import Board
from aiboard.engine.model.truth import CardTruth, Truth


class Belief:
    """The posterior given one board. Made once, drawn from often; later changes of the board do not reach it."""

    def __init__(self, board: Board, priors: Priors | None = None, memory: Memory | None = None) -> None:
        self.priors = priors if priors is not None else Priors(board.world)
        self._board = board
        self.reader = Reader(board, memory)
        self._schedule = Schedule(board, self.priors.latents)
        self._used = self._deliveries()
        self._classes = [self._assignments(data) for data in range(len(board.world.datasets))]
        self.cards = [self._card(index) for index in range(len(board.cards))]
        self.shared = Shared(
            board.world,
            [one.logs for one in self.priors.families],
            [one.logs for one in self.priors.people],
            [self._class_prior(data) for data in range(len(board.world.datasets))],
            self._luck(),
            [card.table() for card in self.cards],
        )

    def draw(self, count: int, seed: int) -> list[Truth]:
        """So many independent truths; the same seed gives the same ones."""
        random = np.random.default_rng(seed)
        parents = self.shared.draw(count, random)
        found = [Truth() for _ in range(count)]
        self._share(found, parents)
        for index, belief in enumerate(self.cards):
            idea = self._board.world.ideas[index]
            classes = parents.classes[max(idea.dataset, 0)]
            family, person = parents.families[idea.family], parents.people[idea.person]
            drawn = belief.draw(family, person, classes, parents.luck, random)
            self._fill(found, index, drawn, random)
        self._label(found, parents, random)
        for truth, plans in zip(found, self._schedule.draw(count, random), strict=True):
            truth.planned = plans
        return found

    # --- parents -----------------------------------------------------------------------------------------------
    def _deliveries(self) -> list[list[int]]:
        """Of each set the batches that some card was trained or scored with."""
        used: list[set[int]] = [set() for _ in self._board.world.datasets]
        for index, trail in enumerate(self.reader.trails):
            data = self._board.world.ideas[index].dataset
            labels = [run.labels for run in trail.runs] + [one.labels for one in trail.scored]
            if data >= 0:
                used[data].update(one.delivery for one in labels if one.delivery >= 0)
        return [sorted(found) for found in used]

    def _assignments(self, data: int) -> Ints:
        """Every assignment of classes to the batches that matter: (assignments, batches), unused batches 0."""
        batches = max(1, len(self._supply(data).batches))
        classes = range(len(self._board.world.label_penalty_ppm))
        rows = []
        for chosen in product(classes, repeat=len(self._used[data])):
            row = [0] * batches
            for place, quality in zip(self._used[data], chosen, strict=True):
                row[place] = quality
            rows.append(row)
        return np.asarray(rows, dtype=np.int64)

    def _supply(self, data: int) -> Supply:
        return self.reader.sets.supplies[data]

    def _class_prior(self, data: int) -> Floats:
        rows = self._classes[data]
        found = np.zeros(len(rows))
        for place in self._used[data]:
            logs = class_logs(self.priors.latents, self._board.world, data, self._supply(data).batches[place])
            found = found + logs[rows[:, place]]
        return found

    def _luck(self) -> Floats:
        """Log prior of the set's luck with what the baseline's seeds say of it."""
        world = self._board.world
        values = self.priors.set_luck.values
        noise = law(self.priors.latents.seed)
        found = self.priors.set_luck.logs.copy()
        for score in self._board.baseline:
            found += noise.log(score - on_grid(world.baseline_ppm, world.score_step_ppm) - values)
        return found

    def _card(self, index: int) -> CardBelief:
        world, board = self._board.world, self._board
        trail = self.reader.trails[index]
        made = linear(world, self.priors.latents, trail, board.set_version) if trail.runs else None
        case = Case(world, self.priors.latents, board.cards[index], trail, board.set_version, made)
        data = world.ideas[index].dataset
        classes = self._classes[data] if data >= 0 else np.zeros((1, 1), dtype=np.int64)
        return CardBelief(self.priors, case, classes)

    # --- truths ------------------------------------------------------------------------------------------------
    def _share(self, found: list[Truth], parents: Parents) -> None:
        priors = self.priors
        for values, places, name in (
            (priors.families, parents.families, "families"),
            (priors.people, parents.people, "people"),
        ):
            columns = [one.values[place] for one, place in zip(values, places, strict=True)]
            for truth, row in zip(found, np.stack(columns, axis=1).tolist(), strict=True):
                setattr(truth, name, row)
        for truth, luck in zip(found, priors.set_luck.values[parents.luck].tolist(), strict=True):
            truth.set_ppm = luck

    def _fill(self, found: list[Truth], index: int, drawn: Drawn, random: np.random.Generator) -> None:
        board, latents = self._board, self.priors.latents
        world, card, trail = board.world, board.cards[index], self.reader.trails[index]
        count = len(found)
        hazard, point = hazards(world, latents, card, trail, count, random)
        latency, serving_cents = serving(world, latents, card, trail, count, random)
        zeros = np.zeros(count, dtype=np.int64)
        agent = world.families[world.ideas[index].family].agent
        stray, loop = agent_classes(world, latents, trail, count, random) if agent else (zeros, zeros)
        fields = {
            "ceiling_ppm": drawn.ceiling, "rate": drawn.rate, "hazard": hazard, "latency_ms": latency,
            "serving_cents": serving_cents, "slice_ppm": drawn.slice, "leak_ppm": drawn.leak, "skew_ppm": drawn.skew,
            "optimism_ppm": drawn.optimism, "fault": drawn.fault, "items_ppm": drawn.items[0],
            "half_items_ppm": drawn.items[1], "fifth_items_ppm": drawn.items[2], "unauthorised": stray, "loop": loop,
            "quality_ppm": drawn.quality, "gained_ppm": drawn.gained, "penalty_ppm": drawn.penalty,
            "diverge_at": point,
        }  # fmt: skip
        rows = np.stack([np.broadcast_to(values, (count,)) for values in fields.values()], axis=1).tolist()
        names = list(fields)
        for truth, row in zip(found, rows, strict=True):
            one = CardTruth()
            for name, value in zip(names, row, strict=True):
                setattr(one, name, value)
            one.attempts = trail.lost + len(trail.runs)
            one.techniques = trail.techniques
            truth.cards.append(one)

    def _label(self, found: list[Truth], parents: Parents, random: np.random.Generator) -> None:
        """Classes of what each set has delivered and of the batch under way."""
        world = self._board.world
        count = len(found)
        for truth in found:
            truth.labels = [0] * len(world.datasets)
            truth.batch = [0] * len(world.datasets)
        for data in range(len(world.datasets)):
            supply = self._supply(data)
            if not supply.batches:
                continue
            drawn: list[Ints] = []
            for place, batch in enumerate(supply.batches):
                if place in self._used[data]:
                    drawn.append(self._classes[data][parents.classes[data], place])
                else:
                    logs = class_logs(self.priors.latents, world, data, batch)
                    weights = np.exp(logs - logs.max())
                    drawn.append(random.choice(len(logs), count, p=weights / weights.sum()))
            for row, truth in enumerate(found):
                truth.batch[data] = int(drawn[supply.current][row])
                if supply.delivered >= 0:
                    truth.labels[data] = int(drawn[supply.delivered][row])


def resample(
    board: Board, count: int, seed: int, priors: Priors | None = None, memory: Memory | None = None
) -> list[Truth]:
    """Truths from the posterior given what this board shows.

    `priors` saves making the world's tables again, `memory` holds what earlier boards showed and this one does not.
    """
    return Belief(board, priors, memory).draw(count, seed)
