"""Is the belief right, and what is priced by it: the truth among its draws, in many games of a scenario.

Each game is played by a bot to a random day, with a random action now and then. There the truth is compared with draws.
Of each quantity one card a game counts, so that games are independent. A choice at random is priced by the belief and
by the truth: what lies between the two, the guess, is 0 on average if and only if the belief is unbiased.
"""

from __future__ import annotations

import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Final

import numpy as np

from aiboard.analysis.belief import Belief, Memory, Priors
from aiboard.analysis.estimate import Estimate, estimate
from aiboard.analysis.pricing.options import is_choice
from aiboard.analysis.rollouts import Continuation, RolloutBase, is_in_plan, plan_of
from aiboard.analysis.runner import map_chunks, scenario_from_text, scenario_to_text
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.fields import copy_truth
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.truth import Truth
from aiboard.scenario import ResolvedScenario

BINS: Final = 8
SMOOTHING: Final = 16
"""Draws that the prior counts as in a log score."""
PRIOR_DEALS: Final = 1_500
WILD: Final = 0.2
"""Share of days that begin with a random action."""
CARD_FIELDS: Final = (
    "ceiling_ppm", "rate", "quality_ppm", "optimism_ppm", "leak_ppm", "slice_ppm", "skew_ppm", "fault", "items_ppm",
    "hazard", "latency_ms", "unauthorised", "loop", "gained_ppm", "diverge_at",
)  # fmt: skip
_NOT_DEALT: Final = ("quality", "gained", "diverge", "disruption", "label", "latency")
"""Words in the names of quantities that play makes, so that no deal has a prior for them."""
LEAST_BINNED: Final = 80
"""Games from which bins of ranks are judged: ten a bin."""
MOST_CHI: Final = 5.0
MOST_Z: Final = 4.5
"""Some eighty quantities are judged at once: one in a thousand sound beliefs is over either."""
MOST_WORSE_Z: Final = 3.5
LEAST_GAIN_Z: Final = 2.0
MOST_GUESS_Z: Final = 3.3
Get = Callable[[Truth], int]


@dataclass(frozen=True)
class ConformanceSettings:
    """What is measured: whose games, draws of a belief, replicates of a guess (0: none), deals of the prior."""

    bot: str = "reference"
    draws: int = 63
    replicates: int = 0
    deals: int = PRIOR_DEALS


@dataclass(frozen=True)
class GameCheck:
    """One game: by quantity the truth's rank (0 to 1) and the gain in log score (nan: none), the guess in cents.

    `board_unchanged` is whether the board stayed as it was; seconds are those of making and drawing.
    """

    ranks: tuple[tuple[str, float, float], ...]
    guess: float | None
    board_unchanged: bool
    seconds: float


@dataclass(frozen=True)
class Quantity:
    """A quantity over many games.

    Attributes:
        chi: chi-square of the ranks over eight bins, over its degrees of freedom: 1 is expected.
        rank_z: mean rank, in standard errors from the middle.
        gain: log score over the prior's, nats, with its interval; None where no prior is known.
    """

    name: str
    games: int
    chi: float
    rank_z: float
    gain: Estimate | None

    @property
    def gain_z(self) -> float | None:
        """The gain in standard errors; None without one."""
        if self.gain is None or self.gain.low is None or self.gain.mean == self.gain.low:
            return None
        # An interval is about two standard errors to each side.
        return 1.96 * self.gain.mean / (self.gain.mean - self.gain.low)


@dataclass(frozen=True)
class ConformanceReport:
    """All quantities by name, the guesses of all games in cents, seconds a belief, games whose board was changed."""

    quantities: tuple[Quantity, ...]
    guesses: Estimate | None
    seconds: float
    changed_boards: int


def measure(
    resolved: ResolvedScenario, seeds: Sequence[int], settings: ConformanceSettings, executor: Executor | None = None
) -> ConformanceReport:
    """Play a game for each seed and compare."""
    games = map_chunks(partial(_games, scenario_to_text(resolved), settings), seeds, executor, size=5)
    by_name: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for game in games:
        for name, rank, gain in game.ranks:
            by_name[name].append((rank, gain))
    guesses = [game.guess for game in games if game.guess is not None]
    return ConformanceReport(
        tuple(_quantity(name, rows) for name, rows in sorted(by_name.items())),
        estimate(guesses) if guesses else None,
        sum(game.seconds for game in games) / len(games),
        sum(not game.board_unchanged for game in games),
    )


def _quantity(name: str, rows: Sequence[tuple[float, float]]) -> Quantity:
    ranks = np.asarray([rank for rank, _ in rows])
    expected = len(rows) / BINS
    counts = np.histogram(ranks, BINS, (0, 1))[0]
    chi = float(((counts - expected) ** 2 / expected).sum()) / (BINS - 1)
    gains = [gain for _, gain in rows]
    gain_estimate = None if any(map(math.isnan, gains)) else estimate(gains)
    return Quantity(name, len(rows), chi, float((ranks.mean() - 0.5) * math.sqrt(12 * len(rows))), gain_estimate)


def faults(report: ConformanceReport) -> list[str]:
    """What cannot be chance, in words; nothing for a belief that is as it should be."""
    lines = ["a belief changed its board"] if report.changed_boards else []
    for one in report.quantities:
        # Few games fill no eight bins: there the mean rank has to do.
        uneven = one.games >= LEAST_BINNED and one.chi > MOST_CHI
        if uneven or abs(one.rank_z) > MOST_Z:
            lines.append(f"{one.name}: ranks are uneven (chi2/7 {one.chi:.2f}, mean rank z {one.rank_z:.1f})")
        if one.gain_z is not None and one.gain_z < -MOST_WORSE_Z:
            lines.append(f"{one.name}: foreseen worse than by the prior (z {one.gain_z:.1f})")
    gains = [(one.gain.mean, one.gain.mean / one.gain_z) for one in report.quantities if one.gain and one.gain_z]
    total = sum(mean for mean, _ in gains)
    if total <= LEAST_GAIN_Z * math.hypot(*(error for _, error in gains)):
        lines.append(f"all together is foreseen no better than by the prior ({total:.2f} nats)")
    guess = report.guesses
    if guess is not None and guess.low is not None:
        if abs(guess.mean) > MOST_GUESS_Z / 1.96 * guess.half_width:
            lines.append(f"guesses are {guess.mean:.0f} cents on average, interval {guess.low:.0f} to {guess.high:.0f}")
    return lines


@lru_cache(maxsize=2)
def _priors(scenario: str) -> Priors:
    return Priors(scenario_from_text(scenario).world())


@lru_cache(maxsize=2)
def _deals(scenario: str, count: int) -> list[Truth]:
    priors = _priors(scenario)
    return [new_state(priors.world, seed, priors.latents).truth for seed in range(count)]


def _games(scenario: str, settings: ConformanceSettings, seeds: tuple[int, ...]) -> list[GameCheck]:
    return [_game(scenario, settings, seed) for seed in seeds]


def _game(scenario: str, settings: ConformanceSettings, seed: int) -> GameCheck:
    priors, memory = _priors(scenario), Memory()
    state = state_at(priors, seed, settings.bot, memory)
    before = digest(state)
    started = time.perf_counter()
    truths = Belief(state.board, priors, memory).draw_truths(settings.draws, seed)
    seconds = time.perf_counter() - started
    unchanged = digest(state) == before
    dice = random.Random(seed + 1)
    rows = []
    for name, get in quantities(state, dice):
        true = get(state.truth)
        values = [get(truth) for truth in truths]
        # Ties are broken by chance: whole ranks would pile up where a latent has few values.
        below = sum(value < true for value in values) + dice.randint(0, sum(value == true for value in values))
        gain = math.nan
        if not any(word in name for word in _NOT_DEALT):
            gain = _gain([get(one) for one in _deals(scenario, settings.deals)], true, values)
        rows.append((name, (below + 0.5) / (settings.draws + 1), gain))
    guess = _guess(state, priors, memory, dice, settings.replicates) if settings.replicates else None
    return GameCheck(tuple(rows), guess, unchanged, seconds)


def state_at(priors: Priors, seed: int, bot: str, memory: Memory) -> State:
    """A game at a random morning; on some days a random possible action was taken first."""
    dice = random.Random(seed)
    state = new_state(priors.world, seed, priors.latents)
    player = make_bot(bot, seed)
    for _ in range(dice.randint(1, priors.world.days - 1)):
        if dice.random() < WILD:
            act(state, dice.choice(legal_actions(state.board)))
        play_day(state, player)
        advance(state)
        memory.observe(state.board)
    return state


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
        training = board.cards[index].in_training()
        for name in CARD_FIELDS:
            # Where a lost run would have been lost means something only in training.
            if name != "diverge_at" or training:
                yield f"{kind}: {name}", _field(index, name)
    labelled = [task.index for task in board.data if task.batches and task.kappa_items]
    if labelled:
        data = dice.choice(labelled)
        yield "label class", lambda truth: truth.batch[data]
    yield "disruptions to come", lambda truth: sum(plan.day >= board.day and not plan.done for plan in truth.planned)
    yield "next disruption", lambda truth: min((p.day for p in truth.planned if not p.done), default=999)


def _field(index: int, name: str) -> Get:
    return lambda truth: int(getattr(truth.cards[index], name))


def _gain(prior: Sequence[int], true: int, values: Sequence[int]) -> float:
    """Log score of the draws, smoothed by a little of the prior, less that of the prior alone, nats."""
    # Cells of about an eighth of the prior each, so that few draws say something of each.
    edges = np.unique(np.quantile(prior, np.arange(1, BINS) / BINS))
    cell = int(np.searchsorted(edges, true))
    expected = (np.mean(np.searchsorted(edges, prior) == cell) * len(prior) + 0.5) / (len(prior) + 0.5)
    predicted = (np.sum(np.searchsorted(edges, values) == cell) + SMOOTHING * expected) / (len(values) + SMOOTHING)
    return float(math.log(predicted) - math.log(expected))


def _guess(state: State, priors: Priors, memory: Memory, dice: random.Random, count: int) -> float | None:
    """What a random choice is worth over the reference's by the truth, less by the belief; None for its own choice."""
    choices = [action for action in legal_actions(state.board) if is_choice(action)]
    if not choices:
        return None
    action = dice.choice(choices)
    if is_in_plan(action, plan_of(state)):
        return None
    key = f"conformance {digest(state)}"
    worth = []
    for truth in (copy_truth(state.truth), None):
        base = RolloutBase(state.board, "guess", key, priors, truth, memory)
        pairs = zip(base.values(Continuation((action,)), count), base.values(Continuation(), count), strict=True)
        worth.append(sum(choice - reference for choice, reference in pairs) / count)
    return worth[0] - worth[1]
