"""Is the belief right: ranks of the truth among its draws, and its log score against the prior's, over many games.

    python tests/bench/belief.py [SCENARIO] [--games 400] [--draws 63] [--jobs 2] [--bot reference]

Each game is played by a bot to a random day; there the truth is compared with draws. Of each quantity one card a game
counts, so that games are independent. Ranks: chi-square over eight bins, and the mean rank in standard errors. Log
score: of the true value under draws smoothed by a little of the prior, minus that of the prior alone, in nats.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

import numpy as np

from aiboard.analysis.belief import Belief, Memory, Priors
from aiboard.analysis.pool import pool
from aiboard.analysis.runner import as_text, from_text, in_chunks
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.truth import Truth
from aiboard.engine.model.vocabulary import Stage
from aiboard.scenario import load

FIRST_SEED = 1_000_000
BINS = 8
SMOOTHING = 16
"""Draws that the prior counts as."""
PRIOR_DEALS = 1_500
CARD_FIELDS = (
    "ceiling_ppm", "rate", "quality_ppm", "optimism_ppm", "leak_ppm", "slice_ppm", "skew_ppm", "fault", "items_ppm",
    "hazard", "latency_ms", "unauthorised", "loop", "gained_ppm", "diverge_at",
)  # fmt: skip
Get = Callable[[Truth], int]


def state_at(world_text: str, seed: int, bot: str, wild: float, memory: Memory | None = None) -> State:
    """A game at a random day; with chance `wild` a random possible action is taken first on a day."""
    priors = priors_of(world_text)
    dice = random.Random(seed)
    state = new_state(priors.world, seed, priors.latents)
    player = make_bot(bot, seed)
    for _ in range(dice.randint(1, priors.world.days - 1)):
        if dice.random() < wild:
            act(state, dice.choice(legal_actions(state.board)))
        play_day(state, player)
        advance(state)
        if memory is not None:
            memory.look(state.board)
    return state


@lru_cache(maxsize=2)
def priors_of(world_text: str) -> Priors:
    return Priors(from_text(world_text).world())


def field(index: int, name: str) -> Get:
    return lambda truth: int(getattr(truth.cards[index], name))


def quantities(state: State, dice: random.Random) -> Iterator[tuple[str, Get]]:
    """What is compared on this board: one of each kind, at random."""
    board, world = state.board, state.world
    family, person = dice.randrange(len(world.families)), dice.randrange(len(world.people))
    yield "family mean", lambda truth: truth.families[family]
    yield "bias", lambda truth: truth.people[person]
    yield "set luck", lambda truth: truth.set_ppm
    groups: dict[str, list[int]] = defaultdict(list)
    for card in board.cards:
        kind = "live" if card.launched else "scored" if card.seeds_done else "trained" if card.runs_done else "new"
        groups[kind if card.shown else "reserve"].append(card.index)
    for kind, members in sorted(groups.items()):
        index = dice.choice(members)
        training = board.cards[index].stage in (Stage.EXPERIMENT, Stage.ITERATION)
        for name in CARD_FIELDS:
            # Where a lost run would have been lost means something only in training.
            if name != "diverge_at" or training:
                yield f"{kind}: {name}", field(index, name)
    labelled = [task.index for task in board.data if task.batches and task.kappa_items]
    if labelled:
        data = dice.choice(labelled)
        yield "label class", lambda truth: truth.batch[data]
    yield "disruptions to come", lambda truth: sum(plan.day >= board.day and not plan.done for plan in truth.planned)
    yield "next disruption", lambda truth: min((p.day for p in truth.planned if not p.done), default=999)


Row = tuple[str, int, int, float]


def compared(world_text: str, bot: str, wild: float, draws: int, seeds: tuple[int, ...]) -> list[list[Row]]:
    """Of each game: (quantity, draws below the truth with ties drawn, draws, log score)."""
    return [one_game(world_text, bot, wild, draws, seed) for seed in seeds]


def one_game(world_text: str, bot: str, wild: float, draws: int, seed: int) -> list[Row]:
    memory = Memory()
    state = state_at(world_text, seed, bot, wild, memory)
    before = digest(state)
    started = time.perf_counter()
    found = Belief(state.board, priors_of(world_text), memory).draw(draws, seed)
    took = time.perf_counter() - started
    assert digest(state) == before, "the board was changed"
    dice = random.Random(seed + 1)
    rows = [("seconds", 0, 0, took)]
    for name, get in quantities(state, dice):
        true = get(state.truth)
        values = [get(truth) for truth in found]
        ties = sum(value == true for value in values)
        rank = sum(value < true for value in values) + dice.randint(0, ties)
        rows.append((name, rank, draws, score(world_text, name, get, state, true, values)))
    return rows


@lru_cache(maxsize=2)
def deals(world_text: str) -> list[Truth]:
    priors = priors_of(world_text)
    return [new_state(priors.world, seed, priors.latents).truth for seed in range(PRIOR_DEALS)]


def score(world_text: str, name: str, get: Get, state: State, true: int, values: list[int]) -> float:
    """Log score of the belief less the prior's, of what is dealt and not of what training makes of it."""
    if any(word in name for word in ("quality", "gained", "diverge", "disruption", "label", "latency")):
        return math.nan
    dealt = np.asarray([get(truth) for truth in deals(world_text)])
    # Cells of about an eighth of the prior each, so that few draws say something of each.
    edges = np.unique(np.quantile(dealt, np.arange(1, BINS) / BINS))
    cell = int(np.searchsorted(edges, true))
    prior = (np.mean(np.searchsorted(edges, dealt) == cell) * len(dealt) + 0.5) / (len(dealt) + 0.5)
    drawn = (np.sum(np.searchsorted(edges, values) == cell) + SMOOTHING * prior) / (len(values) + SMOOTHING)
    return float(math.log(drawn) - math.log(prior))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", default="support-chatbot")
    parser.add_argument("--games", type=int, default=400)
    parser.add_argument("--draws", type=int, default=63)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--bot", default="reference")
    parser.add_argument("--wild", type=float, default=0.2)
    args = parser.parse_args()
    work = partial(compared, as_text(load(args.scenario)), args.bot, args.wild, args.draws)
    with pool(args.jobs) as executor:
        games = in_chunks(work, range(FIRST_SEED, FIRST_SEED + args.games), executor)
    by_name: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for rows in games:
        for name, rank, draws, gain in rows:
            by_name[name].append((rank, draws, gain))
    seconds = [gain for _, _, gain in by_name.pop("seconds")]
    print(f"{args.scenario}, {args.bot}, {args.games} games, {args.draws} draws: {np.mean(seconds):.2f} s a board")
    print(f"{'quantity':<28}{'games':>6}{'chi2/7':>8}{'mean rank z':>12}{'log score gain':>16}{'z':>6}")
    for name, rows in sorted(by_name.items()):
        ranks = np.asarray([(rank + 0.5) / (draws + 1) for rank, draws, _ in rows])
        counts = np.histogram(ranks, BINS, (0, 1))[0]
        expected = len(rows) / BINS
        chi = float(((counts - expected) ** 2 / expected).sum()) / (BINS - 1)
        z = (ranks.mean() - 0.5) * math.sqrt(12 * len(rows))
        gains = np.asarray([gain for _, _, gain in rows])
        told = ""
        if not np.isnan(gains).any() and len(gains) > 1:
            error = gains.std(ddof=1) / math.sqrt(len(gains))
            told = f"{gains.mean():>16.3f}{gains.mean() / error if error else 0:>6.1f}"
        print(f"{name:<28}{len(rows):>6}{chi:>8.2f}{z:>12.1f}{told}")


if __name__ == "__main__":
    main()
