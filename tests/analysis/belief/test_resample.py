"""Belief: equal to full enumeration on a tiny world, ranks, log score, what is certain, a board left as it was."""

import math
import random
from collections import Counter
from functools import cache
from itertools import product

import numpy as np
import pytest

from aiboard.analysis.belief import Belief, Priors, resample
from aiboard.analysis.belief.laws import law
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import CARD_STEP_PPM, STATED_STEP_PPM, on_grid, stated_percent
from aiboard.engine.day import advance
from aiboard.engine.model.fields import dump_board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Change, Chaos, Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.training import learned_ppm
from aiboard.engine.verbs import Evaluate, Inject, Iterate, Start
from aiboard.scenario import load
from tests.engine.worlds import quiet

DRAWS = 2_000


def tiny() -> World:
    """Two families, three cards, one person, and tables of a few values each."""
    made = quiet(
        ideas=3, optimism_sd_ppm=3_000, items_sd_ppm=2_000, set_sd_ppm=2_000, technique_sd_ppm=3_000,
        leak_chance_pct=10, readout_sd_ppm=8_000, seed_sd_ppm=8_000, focus_pct=[100], eval_gpu_min=60,
    )  # fmt: skip
    made.families = made.families[:2]
    made.people = made.people[:1]
    for family in made.families:
        family.mean_sd_ppm, family.card_sd_ppm = 10_000, 8_000
    for number, idea in enumerate(made.ideas):
        idea.family, idea.person, idea.dataset = number // 2, 0, -1
        idea.runs, idea.run_points, idea.setup_points, idea.gpus = 1, 100, 0, 1
    return made


def played(seed: int) -> State:
    """Card 0 is trained, scored, changed and scored again; card 2 is trained; card 1 is an idea."""
    state = new_state(tiny(), seed)
    act(state, Start(0))
    act(state, Start(2))
    advance(state)
    act(state, Evaluate(0, 2))
    advance(state)
    act(state, Iterate(0, Change.TECHNIQUE))
    advance(state)
    advance(state)
    assert state.board.cards[0].stage == Stage.EVALUATION
    act(state, Evaluate(0, 1))
    advance(state)
    return state


class Enumerated:
    """The posterior by adding up everything there may be, from the tables and the rules, in the plainest way."""

    def __init__(self, state: State, first_sum: int) -> None:
        self.state = state
        self.world = state.world
        self.first_sum = first_sum
        self.latents = state.latents
        self.families: list[Counter[int]] = [Counter(), Counter()]
        self.ceilings: list[Counter[int]] = [Counter() for _ in range(3)]
        self.lucks: Counter[int] = Counter()
        self.leaks: Counter[int] = Counter()
        # Many family means, offsets and biases lead to the same ceiling.
        self._seen = cache(self._likelihoods)
        self._said = cache(self._stated)
        self._enumerate()

    def _enumerate(self) -> None:
        means = [list(zip(one.values.tolist(), one.probs, strict=True)) for one in map(law, self.latents.family_mean)]
        bias = law(self.latents.bias[0])
        luck = law(self.latents.set_items)
        noise = law(self.latents.seed)
        base = on_grid(self.world.baseline_ppm, self.world.score_step_ppm)
        for s, ps in zip(luck.values.tolist(), luck.probs, strict=True):
            said = math.exp(sum(noise.log_prob(np.asarray(score - base - s)) for score in self.state.board.baseline))
            if ps * said < 1e-30:
                continue
            for b, pb in zip(bias.values.tolist(), bias.probs, strict=True):
                found = [[self._card(card, mean, b, s) for mean, _ in means[card // 2]] for card in range(3)]
                for (i, (f0, p0)), (j, (f1, p1)) in product(enumerate(means[0]), enumerate(means[1])):
                    by_card = [found[0][i], found[1][i], found[2][j]]
                    totals = [sum(cells.values()) for cells in by_card]
                    weight = ps * said * pb * p0 * p1 * totals[0] * totals[1] * totals[2]
                    if weight == 0:
                        continue
                    self.families[0][f0] += weight
                    self.families[1][f1] += weight
                    self.lucks[s] += weight
                    for card, cells in enumerate(by_card):
                        for (ceiling, leak), part in cells.items():
                            self.ceilings[card][ceiling] += weight * part / totals[card]
                            if card == 0:
                                self.leaks[leak] += weight * part / totals[card]

    def _card(self, index: int, mean: int, bias: int, luck: int) -> Counter[tuple[int, int]]:
        """Weights of (ceiling, leak) of a card, with everything that was seen of it."""
        card = self.state.board.cards[index]
        offsets = law(self.latents.card_offset[self.world.ideas[index].family])
        sd = self.world.families[self.world.ideas[index].family].card_sd_ppm
        cells: Counter[tuple[int, int]] = Counter()
        for offset, po in zip(offsets.values.tolist(), offsets.probs, strict=True):
            ceiling = on_grid(mean + offset, CARD_STEP_PPM)
            said = self._said(index, on_grid(ceiling, STATED_STEP_PPM) + bias)
            if not card.readouts:
                cells[ceiling, 0] += po * said
                continue
            rates = law(self.latents.rate_table(offset, sd))
            for rate, pr in zip(rates.values.tolist(), rates.probs, strict=True):
                for leak, weight in self._seen(index, ceiling, rate, luck).items():
                    cells[ceiling, leak] += po * said * pr * weight
        return cells

    def _stated(self, index: int, perceived: int) -> float:
        stated = law(self.latents.stated[0])
        said_of = [stated_percent(self.world, perceived + value) for value in stated.values.tolist()]
        fits = [percent == self.state.board.cards[index].stated_pct for percent in said_of]
        return float(np.asarray(fits) @ stated.probs)

    def _likelihoods(self, index: int, ceiling: int, rate: int, luck: int) -> dict[int, float]:
        card = self.state.board.cards[index]
        step = self.world.score_step_ppm
        start = self.world.families[self.world.ideas[index].family].start_ppm
        quality = start + learned_ppm(max(0, ceiling + card.fresh_ppm - start), self.world.rate_ppm[rate])
        optimism, readout = law(self.latents.optimism), law(self.latents.readout)
        first = on_grid(quality, step)
        if len(card.readouts) == 1:
            return {0: float(optimism.probs @ np.exp(readout.log_prob(card.readouts[0] - first - optimism.values)))}
        gains = law(self.latents.technique)
        second = np.asarray([on_grid(quality + gain, step) for gain in gains.values.tolist()])
        flat = np.exp(readout.log_prob(card.readouts[0] - first - optimism.values)) * optimism.probs
        after = np.exp(readout.log_prob(card.readouts[1] - second[:, None] - optimism.values[None, :]))
        trained = after @ flat
        items, seed = law(self.latents.items), law(self.latents.seed)
        pair = np.convolve(seed.probs, seed.probs)
        found = {}
        leaks = law(self.latents.leak)
        for leak, chance in zip(leaks.values.tolist(), leaks.probs, strict=True):
            base = luck + items.values + on_grid(leak, step)
            place = (self.first_sum - 2 * (first + base) - 2 * seed.lo) // step
            ok = (place >= 0) & (place < len(pair))
            one = np.where(ok, pair[np.clip(place, 0, len(pair) - 1)], 0.0) * items.probs
            two = np.exp(seed.log_prob(card.scores[0] - second[:, None] - base[None, :]))
            found[leak] = float(chance * ((two @ one) * trained) @ gains.probs)
        return found


def near(seen: Counter[int], true: Counter[int]) -> None:
    """Every value's share among the draws is its probability, within 4.5 SD."""
    total, count = sum(true.values()), sum(seen.values())
    assert set(seen) <= {value for value, weight in true.items() if weight > 0}
    for value, weight in true.items():
        share = weight / total
        assert abs(seen[value] - count * share) < 4.5 * math.sqrt(count * share * (1 - share)) + 1.5, (value, share)


@pytest.mark.parametrize("seed", [3, 8])
def test_equal_to_full_enumeration_on_a_tiny_world(seed: int) -> None:
    state = played(seed)
    # The scores of a checkpoint that is no more are on the board as their mean.
    event = next(event for event in state.board.history if type(event).__name__ == "EvalDone")
    first_sum = -(-event.mean_ppm * 2 // 2_000) * 2_000  # type: ignore[attr-defined]
    exact = Enumerated(state, first_sum)
    draws = resample(state.board, DRAWS, 1)
    for family in range(2):
        near(Counter(truth.families[family] for truth in draws), exact.families[family])
    for card in range(3):
        near(Counter(truth.cards[card].ceiling_ppm for truth in draws), exact.ceilings[card])
    near(Counter(truth.set_ppm for truth in draws), exact.lucks)
    near(Counter(truth.cards[0].leak_ppm for truth in draws), exact.leaks)


def boards(scenario: str, games: int) -> list[State]:
    """Games of two bots at random days."""
    world = load(scenario).world()
    priors = Priors(world)
    found = []
    for number in range(games):
        dice = random.Random(number)
        state = new_state(world, 2_000_000 + number, priors.latents)
        bot = make_bot(("reference", "heuristic")[number % 2], number)
        for _ in range(dice.randint(8, world.days - 1)):
            play_day(state, bot)
            advance(state)
        found.append(state)
    return found


def test_ranks_and_log_scores() -> None:
    """Ranks of the truth are uniform, and the belief knows more than the prior of everything that was measured."""
    ranks: dict[str, list[float]] = {}
    off: dict[str, list[tuple[float, float]]] = {}
    for state in boards("first-sprint", 36):
        truths = Belief(state.board).draw_truths(39, state.seed)
        trained = [card.index for card in state.board.cards if card.runs_done]
        if not trained:
            continue
        index = trained[state.seed % len(trained)]
        for name in ("ceiling_ppm", "quality_ppm"):
            true = getattr(state.truth.cards[index], name)
            values = [getattr(truth.cards[index], name) for truth in truths]
            ties = values.count(true)
            ranks.setdefault(name, []).append((sum(v < true for v in values) + (ties + 1) / 2) / 40)
        family = state.world.ideas[index].family
        prior = state.world.families[family]
        wide = math.hypot(prior.mean_sd_ppm, prior.card_sd_ppm)
        ceilings = [truth.cards[index].ceiling_ppm for truth in truths]
        mean, sd = float(np.mean(ceilings)), float(np.std(ceilings)) + CARD_STEP_PPM / 2
        true = state.truth.cards[index].ceiling_ppm
        ours = -math.log(sd) - (true - mean) ** 2 / (2 * sd * sd)
        prior_mean = prior.mean_ppm + state.world.ideas[index].lift_ppm
        theirs = -math.log(wide) - (true - prior_mean) ** 2 / (2 * wide * wide)
        off.setdefault("ceiling", []).append((ours, theirs))
    for values in ranks.values():
        assert len(values) > 25
        assert abs(np.mean(values) - 0.5) < 4 / math.sqrt(12 * len(values))
        assert 0.02 < np.var(values) < 0.14
    gains = [ours - theirs for ours, theirs in off["ceiling"]]
    assert np.mean(gains) > 0.2


def test_board_unchanged_and_same_seed_same_truths() -> None:
    state = boards("support-chatbot", 1)[0]
    before = dump_board(state.board)
    one, two = resample(state.board, 3, 5), resample(state.board, 3, 5)
    assert dump_board(state.board) == before
    assert [truth.cards[4].ceiling_ppm for truth in one] == [truth.cards[4].ceiling_ppm for truth in two]
    assert resample(state.board, 3, 6)[0].cards[4].ceiling_ppm != one[0].cards[4].ceiling_ppm or (
        resample(state.board, 3, 6)[1].cards[4].ceiling_ppm != one[1].cards[4].ceiling_ppm
    )


def test_what_was_seen_for_certain_is_in_every_draw() -> None:
    """Latency after a measurement, the leak after a search, counters, disruptions that came."""
    compared: Counter[str] = Counter()
    for state in boards("support-chatbot", 2):
        for truth in resample(state.board, 8, 1):
            done = sum(plan.done for plan in state.truth.planned)
            assert sum(plan.done for plan in truth.planned) == done
            for card, mine, true in zip(state.board.cards, truth.cards, state.truth.cards, strict=True):
                assert mine.attempts == true.attempts and mine.techniques == true.techniques
                if card.latency_ms and card.stage == Stage.PRODUCTION:
                    compared["latency"] += 1
                    assert mine.latency_ms == true.latency_ms
                if card.leak_checked:
                    compared["leak"] += 1
                    assert mine.leak_ppm == 0
                if not card.runs_done:
                    compared["no run"] += 1
                    assert mine.quality_ppm == true.quality_ppm
            compared["disruption"] += done
    assert all(compared[what] > 5 for what in ("latency", "leak", "no run", "disruption")), compared


def test_a_regression_and_a_lost_run_are_read_from_the_history() -> None:
    state = new_state(quiet(), 4)
    act(state, Start(0))
    for _ in range(3):
        advance(state)
    act(state, Inject(Chaos.DIVERGENCE))
    advance(state)
    assert state.board.cards[0].diverged == 1
    truth = resample(state.board, 1, 1)[0]
    assert truth.cards[0].attempts == state.truth.cards[0].attempts == 0
