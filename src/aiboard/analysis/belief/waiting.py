"""Cards of which nothing was seen but their people's odds: all of a family drawn at once.

Most cards of a board wait in the backlog or have not been proposed yet. Given their parents they are alike but for the
odds, and everything else about them is as the tables say, so that one call draws it for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aiboard.analysis.belief.card import CardBelief
from aiboard.analysis.belief.chances import NOT_DRAWN
from aiboard.analysis.belief.exact import draw_prior
from aiboard.analysis.belief.laws import Ints, draw_categorical, law
from aiboard.analysis.belief.priors import Priors
from aiboard.analysis.belief.shared import Parents


def draw_waiting(
    priors: Priors, family: int, cards: Sequence[CardBelief], parents: Parents, random: np.random.Generator
) -> Ints:
    """Latents of cards of one family: an array (card, draw, latent), latents in the order of `Belief`'s truths."""
    world, latents = priors.world, priors.latents
    count = parents.families.shape[1]
    shape = len(cards), count
    rows = []
    for card in cards:
        bias = parents.people[world.ideas[card.case.card.index].person]
        rows.append(card.offset_logs(parents.families[family], bias))
    offset = draw_categorical(np.concatenate(rows), random)[:, 0]
    rate = draw_categorical(priors.rate_logs[family][offset], random)[:, 0]
    ceilings = [
        card.ceilings_at(parents.families[family], part)
        for card, part in zip(cards, offset.reshape(shape), strict=True)
    ]
    whole = draw_prior(law(latents.items), shape, random)
    half = whole + draw_prior(law(latents.half_items), shape, random)
    fifth = half + draw_prior(law(latents.fifth_items), shape, random)
    spec = world.families[family]
    none = np.zeros(shape, dtype=np.int64)
    columns = (
        np.stack(ceilings),
        rate.reshape(shape),
        draw_prior(law(latents.hazard), shape, random),
        np.asarray(spec.latency_ms, dtype=np.int64)[draw_prior(law(latents.latency[family]), shape, random)],
        np.asarray(spec.serving_cents, dtype=np.int64)[draw_prior(law(latents.serving[family]), shape, random)],
        draw_prior(law(latents.slice_gap), shape, random),
        draw_prior(priors.leak, shape, random),
        draw_prior(law(latents.skew), shape, random),
        draw_prior(law(latents.optimism), shape, random),
        draw_prior(priors.fault, shape, random),
        whole,
        half,
        fifth,
        draw_prior(law(latents.unauthorised), shape, random) if spec.agent else none,
        draw_prior(law(latents.loop), shape, random) if spec.agent else none,
        none + spec.start_ppm,
        none,
        none,
        none + NOT_DRAWN,
    )
    return np.stack(columns, axis=2)
