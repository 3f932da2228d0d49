"""One card's belief, given its parents: family mean, its person's bias, set luck, the classes of its labels.

Ceiling, rate, leak and fault are enumerated; the normal quantities are integrated in closed form (`normals.py`). Draws
are then corrected to the tables themselves (`exact.py`): of some candidates one is kept, by what the tables say of it,
which is also where what has no closed form counts (incidents, slices, an agent's answers).
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np

from aiboard.analysis.belief.case import CardEvidence
from aiboard.analysis.belief.exact import Candidates, CardDraws, importance_resample
from aiboard.analysis.belief.laws import Floats, Ints, draw_categorical, logs_of, on_grid
from aiboard.analysis.belief.normals import LinearModel
from aiboard.analysis.belief.priors import Priors
from aiboard.analysis.belief.trail import UNKNOWN
from aiboard.engine.chance.latents import CARD_STEP_PPM

#: No card is dealt a ceiling over this.
MOST_DEALT_PPM: Final = 985_000
#: Candidates for each draw: of a card with customers or a slice score, of another one that was measured.
LIVE_CANDIDATES: Final = 64
CANDIDATES: Final = 12
#: The least likelihood of a cell of the parents' table, as part of the largest: sums stay finite.
LEAST: Final = 1e-280


class CardBelief:
    """The belief about one card.

    `classes[c]` are the classes of its set's deliveries in assignment c; one row where it has none.
    """

    def __init__(self, priors: Priors, case: CardEvidence, classes: Ints) -> None:
        self.case = case
        self._priors = priors
        self._classes = classes
        idea = case.world.ideas[case.card.index]
        self._offsets = priors.offsets[idea.family]
        # Many pairs of family mean and offset give one ceiling: what hangs on it is worked out once.
        means = priors.families[idea.family].values[:, None] + self._offsets.values[None, :] + idea.lift_ppm
        ceilings = np.minimum(on_grid(means, CARD_STEP_PPM), MOST_DEALT_PPM)
        #: Every ceiling there may be, and the place among them of each family mean and offset.
        self._ceilings, indices = np.unique(ceilings, return_inverse=True)
        self._ceiling_indices: Ints = indices.reshape(ceilings.shape)
        self._rate_logs = priors.rate_logs[idea.family]
        #: Log chance of the stated odds by ceiling and bias; flat for a card that nobody has proposed.
        self._stated_logs = np.zeros((len(self._ceilings), len(priors.people[idea.person].probs)))
        if case.card.shown:
            self._stated_logs = priors.stated(idea.person, self._ceilings, case.card.stated_pct)
        leak = priors.leak
        allowed = np.asarray([case.history.leak in (UNKNOWN, int(value > 0)) for value in leak.values])
        self._leak_logs = leak.logs + logs_of(allowed.astype(float))
        model = case.linear
        self._evidence = np.zeros((1, 1, 1, 1, 1, 1)) if model is None else self._log_likelihood(model)

    def _log_likelihood(self, model: LinearModel) -> Floats:
        """Log likelihood of all measurements by ceiling, rate, label classes, leak, fault, set luck."""
        case, world = self.case, self.case.world
        classes = self._classes[None, None, :, :]
        rates = np.arange(len(world.rate_ppm))[None, :, None]
        none = [np.asarray(0, dtype=np.int64)] * case.history.techniques
        path, _ = case.path(self._ceilings[:, None, None], rates, classes, none)
        shape = (len(self._ceilings), rates.size, len(self._classes))
        residuals = []
        for row, mean in zip(model.observations, model.matrix @ model.means, strict=True):
            expected = on_grid(case.checkpoint_quality(path, row.runs, row.regressed), world.score_step_ppm) + mean
            if row.labels is not None:
                expected = expected + case.corruption(row.labels, classes)
            residuals.append(np.broadcast_to(row.value - expected, shape))
        residual = np.stack(residuals, axis=-1)
        faults = np.asarray(world.fault_ppm if any(row.live for row in model.observations) else [0], dtype=float)
        on_set = any(row.on_set for row in model.observations)
        lucks = np.asarray(self._priors.set_luck.values if on_set else [0], dtype=float)
        shifts = self._shifts(model, faults, lucks)
        # The square of (residual - shift) in three parts: the first has no shift in it, and shifts are many.
        residual_term = (residual @ model.precision * residual).sum(axis=-1)
        cross_term = residual @ model.precision @ shifts.T
        shift_term = (shifts @ model.precision * shifts).sum(axis=-1)
        logs: Floats = -0.5 * (residual_term[..., None] - 2 * cross_term + shift_term)
        return logs.reshape(*shape, len(self._priors.leak.probs), len(faults), len(lucks))

    def _shifts(self, model: LinearModel, faults: Floats, lucks: Floats) -> Floats:
        """What leak, fault and set luck add to each measurement: a row for each combination."""
        leaky = np.asarray([row.leaky for row in model.observations], dtype=float)
        live = np.asarray([row.live for row in model.observations], dtype=float)
        on_set = np.asarray([row.on_set for row in model.observations], dtype=float)
        leaks = on_grid(self._priors.leak.values, self.case.world.score_step_ppm)[:, None, None, None] * leaky
        shifts: Floats = leaks - faults[None, :, None, None] * live + lucks[None, None, :, None] * on_set
        return shifts.reshape(-1, len(model.observations))

    @cached_property
    def table(self) -> Floats:
        """Log likelihood of all that was seen, by family mean, bias, label classes and set luck, up to a constant.

        An axis on which nothing depends has length 1.
        """
        logs = self._evidence
        if self.case.linear is None:
            by_offset = np.ones((*self._ceiling_indices.shape, 1, 1))
        else:
            logs = logs + self._leak_logs[:, None, None]
            if logs.shape[4] > 1:
                logs = logs + self._priors.fault.logs[:, None]
            likely = np.exp(logs - np.max(logs)).sum(axis=(3, 4))[self._ceiling_indices]
            by_offset = np.einsum("or,forcs->focs", np.exp(self._rate_logs), likely)
        stated = np.exp(self._stated_logs)[self._ceiling_indices] * np.exp(self._offsets.logs)[None, :, None]
        likelihood = np.einsum("fob,focs->fbcs", stated, by_offset, optimize=True)
        return logs_of(np.maximum(likelihood, LEAST))

    def offset_logs(self, family: Ints, bias: Ints) -> Floats:
        """Log weights of the offsets of a card without a run: a row for each place of its parents."""
        rows: Floats = self._offsets.logs[None, :] + self._stated_logs[self._ceiling_indices[family], bias[:, None]]
        return rows

    def ceilings_at(self, family: Ints, offset: Ints) -> Ints:
        """The ceilings at these places of family mean and offset."""
        ceilings: Ints = self._ceilings[self._ceiling_indices[family, offset]]
        return ceilings

    def draw(self, family: Ints, bias: Ints, classes: Ints, luck: Ints, random: np.random.Generator) -> CardDraws:
        """One draw for each place of its parents: `family`, `bias`, `classes`, `luck` are places, one a draw."""
        count = len(family)
        ceilings = self._ceiling_indices[family]
        shape, joint = self._joint(ceilings, bias, classes, luck)
        tries = self._tries(shape)
        flat = draw_categorical(joint.reshape(count, -1), random, tries)
        offset, rate, leak, fault = np.unravel_index(flat, shape)
        priors = self._priors
        if shape[2] == 1:
            leak = draw_categorical(np.broadcast_to(self._leak_logs, (count, len(self._leak_logs))), random)
        if shape[3] == 1:
            # Its number of candidates is drawn afresh: nothing that was seen hangs on it.
            fault = draw_categorical(np.broadcast_to(priors.fault.logs, (count, len(priors.fault.logs))), random, tries)
        candidates = Candidates(
            ceiling=self._ceilings[np.take_along_axis(ceilings, offset, axis=1)],
            rate=rate.astype(np.int64),
            leak=priors.leak.values[leak],
            fault=fault.astype(np.int64),
            luck=priors.set_luck.values[luck][:, None],
            classes=self._classes[classes if len(self._classes) > 1 else np.zeros_like(classes)][:, None, :],
        )
        return importance_resample(self.case, candidates, random)

    def _joint(self, ceilings: Ints, bias: Ints, classes: Ints, luck: Ints) -> tuple[tuple[int, ...], Floats]:
        """Log weights by (draw, offset, rate, leak, fault), and the shape of the last four."""
        logs = self._evidence
        prior = self._offsets.logs[None, :, None] + self._rate_logs[None, :, :]
        prior = prior + self._stated_logs[ceilings, bias[:, None]][:, :, None]
        joint = prior[..., None, None]
        if self.case.linear is not None:
            c = classes if logs.shape[2] > 1 else np.zeros_like(classes)
            s = luck if logs.shape[5] > 1 else np.zeros_like(luck)
            rates = np.arange(self._rate_logs.shape[1])
            at = (ceilings[:, :, None], rates[None, None, :], c[:, None, None])
            joint = joint + logs[(*at, slice(None), slice(None), s[:, None, None])] + self._leak_logs[:, None]
            if logs.shape[4] > 1:
                joint = joint + self._priors.fault.logs
        return joint.shape[1:], joint

    def _tries(self, shape: tuple[int, ...]) -> int:
        if self.case.linear is None:
            return 1
        return LIVE_CANDIDATES if shape[3] > 1 or self.case.history.slices else CANDIDATES
