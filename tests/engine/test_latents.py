"""Every latent and observation that latents.py declares is sampled from its table, and nothing else is drawn."""

import importlib
import pkgutil
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

import aiboard.engine
from aiboard.engine.act import act, check, legal_actions
from aiboard.engine.chance import luck
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import (
    CARD_STEP_PPM,
    CHANCES,
    LATENTS,
    OBSERVATIONS,
    PROCESSES,
    STATED_STEP_PPM,
    Declaration,
    Latents,
    Purpose,
    on_grid,
    share_class,
    stated_percent,
)
from aiboard.engine.chance.tables import ONE, Table
from aiboard.engine.day import advance
from aiboard.engine.happenings.data import DataMoved, KappaRead
from aiboard.engine.happenings.live import CanaryReviewed, Incident, Monitored
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Change, Chaos, Refusal, Stage
from aiboard.engine.model.world import World
from aiboard.engine.systems.agent import StepState, state_of
from aiboard.engine.systems.training import data_penalty
from aiboard.engine.verbs import (
    VERBS,
    Accept,
    Deploy,
    Evaluate,
    Guidelines,
    Inject,
    Iterate,
    OrderData,
    Promote,
    ReviewCanary,
    Start,
)
from tests.engine.chance import bound, chi_square_ok
from tests.engine.play import days, made, of_kind, random_games, until
from tests.engine.worlds import AGENT, LABELS, MORE, RAG, TUNING, quiet, world

SEEDS = 180

# Watches functions of the rules by putting others in their place.
pytestmark = pytest.mark.interpreted
TABLES = (*LATENTS, *OBSERVATIONS, *PROCESSES)

#: Values by declared table and the index in it where it is a list: (declaration, index) -> counts.
Samples = dict[tuple[str, str, int], Counter[int]]


def roomy(**changes: Any) -> World:
    """The quiet world with short runs, a large pool and a manager without a clock."""
    wide = {"minutes": 100_000, "gpus": 100, "eval_gpu_min": 60, "focus_pct": [100], "handoff_points": 100}
    made = quiet(**wide, **changes)
    for idea in made.ideas:
        idea.runs = 1
        idea.run_points = 100
        idea.setup_points = 0
        idea.gpus = 1
    return made


class Collector:
    """Counts of what was drawn, read off the states of played games: value less its parents."""

    def __init__(self, made: World) -> None:
        self.world = made
        self.latents = Latents(made)
        self.seen: Samples = defaultdict(Counter)
        #: Stated odds have no residual: counts by percent, and what the tables expect of them.
        self.stated: Counter[int] = Counter()
        self.stated_expected: Counter[int] = Counter()

    def add(self, name: str, table: str, value: int, index: int = -1) -> None:
        self.seen[name, table, index][value] += 1

    def deal(self, state: State) -> None:
        """Day 0."""
        truth = state.truth
        made = self.world
        for f, mean in enumerate(truth.families):
            self.add("family mean", "family_mean", mean, f)
        for p, bias in enumerate(truth.people):
            self.add("bias", "bias", bias, p)
        self.add("set luck", "set_items", truth.set_ppm)
        flat = on_grid(made.baseline_ppm, made.score_step_ppm) + truth.set_ppm
        for score in state.board.baseline:
            self.add("baseline score", "seed", score - flat)
        for card, hidden in zip(state.board.cards, truth.cards, strict=True):
            idea = made.ideas[card.index]
            spec = made.families[idea.family]
            offset = hidden.ceiling_ppm - truth.families[idea.family]
            if truth.families[idea.family] + 4 * spec.card_sd_ppm < 985_000:
                self.add("ceiling", "card_offset", offset, idea.family)
                part = 0 if 2 * offset < -spec.card_sd_ppm else 2 if 2 * offset > spec.card_sd_ppm else 1
                self.add("learning rate", "rate", hidden.rate, part)
            self.add("latency", "latency", spec.latency_ms.index(hidden.latency_ms), idea.family)
            self.add("serving cost", "serving", spec.serving_cents.index(hidden.serving_cents), idea.family)
            for item in LATENTS:
                if item.field:
                    self.add(item.name, item.table, getattr(hidden, item.field))
            self.add("item luck", "items", hidden.items_ppm)
            self.add("item luck of the half", "half_items", hidden.half_items_ppm - hidden.items_ppm)
            self.add("item luck of the fifth", "fifth_items", hidden.fifth_items_ppm - hidden.half_items_ppm)
            if spec.agent:
                self.add("unauthorised rate", "unauthorised", hidden.unauthorised)
                self.add("loop rate", "loop", hidden.loop)
            perceived = on_grid(hidden.ceiling_ppm, STATED_STEP_PPM) + truth.people[idea.person]
            self.stated[card.stated_pct] += 1
            noise = self.latents.stated[idea.person]
            for value in noise.values():
                self.stated_expected[stated_percent(made, perceived + value)] += noise.weight(value)

    def data(self, state: State) -> None:
        """Two sets in full, one with guidelines: times, label quality, the first reading of kappa."""
        act(state, Guidelines(MORE))
        started = state.board.day
        for dataset in (LABELS, MORE):
            act(state, OrderData(dataset, 100))
        moved: dict[tuple[int, int], int] = {}
        while len(of_kind(state.board.history, KappaRead)) < 2:
            advance(state)
        for event in of_kind(state.board.history, DataMoved):
            moved[event.data, event.after] = event.day
        for event in of_kind(state.board.history, KappaRead):
            quality = state.truth.batch[event.data]
            self.add("label quality", "labels" if event.data == MORE else "labels_plain", quality, event.data)
            self.add("kappa", "kappa", event.kappa_ppm - self.world.label_kappa_ppm[quality])
            self.add("collection time", "collection", moved[event.data, 2] - started + 1, event.data)
            self.add("annotation time", "annotation", moved[event.data, 3] - moved[event.data, 2], event.data)
            self.add("QA time", "qa", event.day - moved[event.data, 3], event.data)
            act(state, Accept(event.data))

    def train(self, state: State) -> None:
        """Every card on the board: one run, its readout, five scores and a slice score."""
        step = self.world.score_step_ppm
        shown = [card for card in state.board.cards if card.shown]
        for card in shown:
            act(state, Start(card.index))
        advance(state)
        for card in shown:
            hidden = state.truth.cards[card.index]
            self.add("readout", "readout", card.readouts[-1] - on_grid(hidden.quality_ppm, step) - hidden.optimism_ppm)
            act(state, Evaluate(card.index, 5, slices=True))
        advance(state)
        for card in shown:
            hidden = state.truth.cards[card.index]
            corrupt = 0
            if self.world.ideas[card.index].dataset >= 0:
                corrupt = data_penalty(state, card) * self.world.eval_corruption_pct // 100
            flat = on_grid(hidden.quality_ppm, step) + state.truth.set_ppm + hidden.items_ppm
            flat += on_grid(hidden.leak_ppm, step) + on_grid(corrupt, step)
            for score in card.scores:
                self.add("eval score", "seed", score - flat)
            slices = on_grid(hidden.quality_ppm + hidden.slice_ppm, step)
            self.add("slice score", "slice_noise", card.slice_ppm - slices)

    def serve(self, state: State) -> None:
        """One card through the canary with a review at every step, another takes a technique."""
        live = state.board.cards[0]
        other = state.board.cards[1]
        act(state, Promote(live.index))
        act(state, Iterate(other.index, Change.TECHNIQUE))
        before = state.truth.cards[other.index].gained_ppm
        advance(state)
        advance(state)
        self.add("technique gain", "technique", state.truth.cards[other.index].gained_ppm - before)
        seen = len(live.monitored_ppm)
        for share in (5, 5, 50, 50, 100, 100):
            if share != live.share_pct:
                act(state, Deploy(live.index, share))
            act(state, ReviewCanary(live.index))
            advance(state)
        hidden = state.truth.cards[live.index]
        flat = on_grid(hidden.quality_ppm + hidden.skew_ppm, self.world.score_step_ppm)
        events = [event for event in state.board.history if event.card == live.index]
        for event in of_kind(events, Monitored)[seen:]:
            self.add("online quality", "monitor", event.online_ppm - flat, share_class(event.share_pct))
        for event in of_kind(events, CanaryReviewed):
            self.add("canary review", "review", event.online_ppm - flat)


@cache
def samples() -> Collector:
    """What the scripted games drew."""
    collector = Collector(roomy(leak_chance_pct=20, drift_ppm_day=0))
    for seed in range(SEEDS):
        state = new_state(collector.world, 7_000 + seed, collector.latents)
        collector.deal(state)
        collector.data(state)
        collector.train(state)
        collector.serve(state)
    anytime = world(chaos_from=[1] * len(Chaos), chaos_to=[40] * len(Chaos))
    for seed in range(SEEDS):
        for plan in new_state(anytime, seed).truth.planned:
            collector.add("disruption kind", "chaos_kind", plan.kind)
    return collector


def tables_of(latents: Latents, item: Declaration) -> dict[int, Table]:
    """The tables of a declaration by their index (-1: a single one)."""
    found = getattr(latents, item.table)
    return dict(enumerate(found)) if isinstance(found, list) else {-1: found}


@pytest.mark.xdist_group("samples")
@pytest.mark.parametrize("item", TABLES, ids=lambda item: f"{item.name} ({item.table})")
def test_sampled_from_its_table(item: Declaration) -> None:
    collector = samples()
    if item.name == "stated odds":
        total = sum(collector.stated.values())
        expected = {pct: weight / ONE for pct, weight in collector.stated_expected.items()}
        assert set(collector.stated) <= set(expected)
        cells = [pct for pct in expected if expected[pct] > 8]
        chi = sum((collector.stated[pct] - expected[pct]) ** 2 / expected[pct] for pct in cells)
        assert total > 5_000 and len(cells) > 10 and chi < bound(len(cells))
        return
    compared = 0
    for index, table in tables_of(collector.latents, item).items():
        seen = collector.seen.get((item.name, item.table, index))
        if seen is None:
            continue
        assert sum(seen.values()) >= SEEDS / 2
        assert chi_square_ok(seen, table), (item.name, index, sorted(seen.items()))
        compared += 1
    assert compared > 0, f"nothing sampled {item.name}"


@pytest.mark.xdist_group("samples")
def test_the_comparison_can_fail() -> None:
    """A table that is off by half its spread, or a shifted one, is told apart at this number of games."""
    collector = samples()
    seen = collector.seen["readout", "readout", -1]
    assert not chi_square_ok(seen, Latents(quiet(readout_sd_ppm=24_000)).readout)
    shifted = Counter({value + 2_000: count for value, count in seen.items()})
    assert not chi_square_ok(shifted, collector.latents.readout)
    hazard = collector.seen["divergence hazard", "hazard", -1]
    assert not chi_square_ok(hazard, Latents(quiet(hazard_weights=[50, 35, 15])).hazard)


def near(struck: int, of: int, chance: float) -> bool:
    """Whether a count is within 4.5 SD of its binomial mean."""
    return bool(abs(struck - of * chance) <= 4.5 * (of * chance * (1 - chance)) ** 0.5 + 1)


def test_chance_of_divergence_and_its_point() -> None:
    made = roomy(hazard_ppm=[50_000, 300_000, 800_000], chaos_events=0)
    for idea in made.ideas:
        idea.run_points = 10_000
    made.ideas = made.ideas[:20]
    latents = Latents(made)
    struck: Counter[int] = Counter()
    tried: Counter[int] = Counter()
    points = []
    for seed in range(200):
        state = new_state(made, seed, latents)
        for card in state.board.cards:
            if made.ideas[card.index].dataset < 0:
                act(state, Start(card.index))
        advance(state)
        for card, hidden in zip(state.board.cards, state.truth.cards, strict=True):
            if card.started_day and card.diverged == 0:
                tried[hidden.hazard] += 1
                if hidden.diverge_at:
                    struck[hidden.hazard] += 1
                    points.append(hidden.diverge_at)
            elif card.diverged:
                tried[hidden.hazard] += 1
                struck[hidden.hazard] += 1
    for part, chance in enumerate(made.hazard_ppm):
        assert near(struck[part], tried[part], chance / 1_000_000)
    assert min(points) > 0 and max(points) < 10_000
    tenths = Counter(point // 1_000 for point in points)
    assert all(near(tenths[tenth], len(points), 0.1) for tenth in range(10))


def test_chances_of_agent_runs() -> None:
    made = roomy(loop_ppm=[50_000, 200_000, 500_000], unauthorised_ppm=[40_000, 200_000, 600_000], agent_runs=10)
    latents = Latents(made)
    loops: Counter[int] = Counter()
    strays: Counter[int] = Counter()
    runs: Counter[tuple[str, int]] = Counter()
    right = expected = ended = 0
    for seed in range(60):
        state = new_state(made, seed, latents)
        agents = [card for card in state.board.cards if card.shown and made.ideas[card.index].family == AGENT]
        for card in agents:
            act(state, Start(card.index))
        advance(state)
        for card in agents:
            act(state, Evaluate(card.index, 5))
        advance(state)
        for card in agents:
            hidden = state.truth.cards[card.index]
            assert card.agent_runs == 50 == len(card.run_codes)
            loops[hidden.loop] += card.agent_loops
            runs["loop", hidden.loop] += card.agent_runs
            # A run that loops never comes to the forbidden tool.
            strays[hidden.unauthorised] += card.agent_unauthorised
            runs["stray", hidden.unauthorised] += card.agent_runs - card.agent_loops
            for codes in card.run_codes:
                last = state_of(codes[-1])
                if last in (StepState.OK, StepState.WRONG_END):
                    ended += 1
                    right += last == StepState.OK
                    expected += hidden.quality_ppm
    for part in range(3):
        assert near(loops[part], runs["loop", part], made.loop_ppm[part] / 1_000_000)
        assert near(strays[part], runs["stray", part], made.unauthorised_ppm[part] / 1_000_000)
    assert near(right, ended, expected / ended / 1_000_000)


def test_chance_of_incidents() -> None:
    """Bad models at full traffic: an incident at the declared daily chance, on days of an open one too."""
    made = roomy(bad_launch_ppm=900_000, unauthorised_ppm=[0, 0, 0], incident_ppm=50_000, drift_ppm_day=0)
    latents = Latents(made)
    struck = exposed = 0
    for seed in range(250):
        state = new_state(made, seed, latents)
        act(state, Start(RAG))
        advance(state)
        act(state, Promote(RAG))
        advance(state)
        act(state, Deploy(RAG, 100))
        first = len(state.board.history)
        hidden = state.truth.cards[RAG]
        hidden.quality_ppm, hidden.skew_ppm, hidden.slice_ppm = made.bad_launch_ppm - 50_000, 0, 0
        days(state, 6)
        found = [event.day for event in of_kind(state.board.history[first:], Incident)]
        struck += len(found)
        exposed += 6
    assert near(struck, exposed, 0.25)


def test_chance_of_agents_incidents() -> None:
    made = roomy(bad_launch_ppm=0, unauthorised_ppm=[800_000] * 3)
    latents = Latents(made)
    struck = exposed = 0
    for seed in range(80):
        state = new_state(made, seed, latents)
        act(state, Start(AGENT))
        advance(state)
        act(state, Promote(AGENT))
        advance(state)
        act(state, Deploy(AGENT, 100))
        first = len(state.board.history)
        days(state, 15)
        found = [event.day for event in of_kind(state.board.history[first:], Incident)]
        struck += len(found)
        exposed += 15
    assert near(struck, exposed, 0.8 * 0.25)


def test_chances_of_the_schedule() -> None:
    made = world(days=80, chaos_events=8, chaos_gap=4)
    latents = Latents(made)
    offsets: Counter[int] = Counter()
    hinted = plans = 0
    for seed in range(400):
        for i, plan in enumerate(new_state(made, seed, latents).truth.planned):
            plans += 1
            offsets[plan.day - 2 - 10 * i] += 1
            hinted += plan.hint_day > 0
    assert set(offsets) == set(range(6))
    assert all(near(count, plans, 1 / 6) for count in offsets.values())
    assert near(hinted, plans, 1 / 4)


# --- nothing undeclared is drawn ---------------------------------------------------------------------------------

DECLARED = {item.purpose: item for item in (*TABLES, *CHANCES)}


class Spy:
    """Every call of luck: its purpose, and the table where one was drawn from."""

    def __init__(self) -> None:
        self.mixed: Counter[int] = Counter()
        self.drawn: list[tuple[int, Table]] = []
        self._begun: dict[int, tuple[int, int, int]] = {}

    def begin_mix(self, seed: int, purpose: int, entity: int) -> int:
        found = _BEGUN(seed, purpose, entity)
        self._begun[found] = (seed, purpose, entity)
        return found

    def finish_mix(self, before: int, n: int) -> int:
        return self.mix(*self._begun[before], n)

    def mix(self, seed: int, purpose: int, entity: int, n: int) -> int:
        self.mixed[purpose] += 1
        assert 0 <= seed < 2**63 and 0 <= entity < 2**32 and 0 <= n < 2**32
        return _MIX(seed, purpose, entity, n)

    def draw(self, table: Table, seed: int, purpose: int, entity: int, n: int) -> int:
        self.drawn.append((purpose, table))
        return table.at(self.mix(seed, purpose, entity, n))


_MIX = luck.mix
_BEGUN = luck.begin_mix


@pytest.fixture
def spy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Spy]:
    """Luck under observation in every module of the engine."""
    found = Spy()
    for info in pkgutil.walk_packages(aiboard.engine.__path__, "aiboard.engine."):
        module = importlib.import_module(info.name)
        spied = {"mix": found.mix, "draw": found.draw}
        if module is not luck:
            spied |= {"begin_mix": found.begin_mix, "finish_mix": found.finish_mix}
        for name, watched in spied.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, watched)
    yield found


def test_nothing_undeclared_is_drawn(spy: Spy) -> None:
    made = world(unauthorised_ppm=[100_000] * 3, hazard_ppm=[300_000] * 3, bad_launch_ppm=900_000)
    for state in random_games(made, 16, seed=50):
        # A purpose draws from the same table many times: each pair is looked at once.
        for purpose, table in {(purpose, id(table)): (purpose, table) for purpose, table in spy.drawn}.values():
            allowed = [item.table for item in TABLES if item.purpose == purpose]
            assert allowed, f"{Purpose(purpose).name} is drawn from an undeclared table"
            found = [one for name in allowed for one in _tables(getattr(state.latents, name))]
            assert any(one is table for one in found), f"{Purpose(purpose).name} is drawn from another table"
        spy.drawn.clear()
    assert set(spy.mixed) <= set(DECLARED)
    # And what is declared is drawn: no dead declaration. Launches are rare in random games; nothing may end this one.
    made.chaos_events = 0
    state = new_state(made, 1)
    act(state, Start(AGENT))
    state.board.minutes_left = 10_000
    until(state, lambda: state.board.cards[AGENT].stage == Stage.EVALUATION)
    state.board.minutes_left = 10_000
    act(state, Iterate(AGENT, Change.TECHNIQUE))
    until(state, lambda: state.board.cards[AGENT].stage == Stage.EVALUATION)
    state.board.minutes_left = 10_000
    act(state, Evaluate(AGENT, 3, slices=True))
    state.board.legal = 2
    until(state, lambda: len(state.board.cards[AGENT].scores) == 3)
    act(state, Promote(AGENT))
    until(state, lambda: state.board.cards[AGENT].share_pct > 0)
    act(state, Deploy(AGENT, 100))
    act(state, ReviewCanary(AGENT))
    days(state, 10)
    assert set(spy.mixed) == set(DECLARED)


def _tables(found: Table | list[Table]) -> list[Table]:
    return found if isinstance(found, list) else [found]


def test_declarations_are_complete_and_single() -> None:
    names = [(item.name, item.entity) for item in (*TABLES, *CHANCES)]
    assert len(names) == len(set(names))
    for item in TABLES:
        assert tables_of(Latents(world()), item)
    known = {item.name for item in (*TABLES, *CHANCES)} | {"quality"}
    for item in (*TABLES, *CHANCES):
        assert set(item.parents) <= known, item.name
    flavours = {Purpose.BOT}
    assert set(Purpose) == set(DECLARED) | flavours


def test_acting_draws_no_luck(spy: Spy) -> None:
    """But for an injected eval regression, whose new eval set has its own number (docs/model.md)."""
    dice = random.Random(3)
    acted: Counter[str] = Counter()
    for state in random_games(world(), 8, seed=90, inject=False):
        found = legal_actions(state.board, inject=True)
        for action in dice.sample(found, min(6, len(found))):
            clone = state.clone()
            before = sum(spy.mixed.values())
            act(clone, action)
            regression = action == Inject(Chaos.EVAL_REGRESSION)
            assert regression or sum(spy.mixed.values()) == before, action
            acted[action.VERB] += 1
    assert len(acted) > 18


def test_looking_draws_no_luck(spy: Spy) -> None:
    state = new_state(world(), 5)
    days(state, 3)
    before = sum(spy.mixed.values())
    for verb in VERBS:
        for about in (-1, 0, 3):
            assert check(state.board, made(verb, about, 1)) in Refusal
    assert sum(spy.mixed.values()) == before


def test_no_residue_reveals_a_latent() -> None:
    """With priors off the grid of scores, every measurement still lies on it."""
    made = roomy(
        leak_ppm=41_234, leak_chance_pct=50, slim_ppm=6_111, label_kappa_ppm=[861_111, 722_222, 533_333],
        label_penalty_ppm=[0, 15_432, 54_321], skew_mean_ppm=-24_321, slice_mean_ppm=-19_999, fresh_ppm=3_777,
    )  # fmt: skip
    step = made.score_step_ppm
    for seed in range(12):
        state = new_state(made, seed)
        act(state, OrderData(LABELS, 100))
        until(state, lambda state=state: state.board.data[LABELS].kappa_items > 0)
        assert state.board.data[LABELS].kappa_ppm % 10_000 == 0
        act(state, Accept(LABELS))
        cards = [card for card in state.board.cards if card.shown and made.ideas[card.index].family == TUNING]
        for card in cards:
            act(state, Start(card.index))
        advance(state)
        for card in cards:
            act(state, Evaluate(card.index, 2, slices=True))
        advance(state)
        act(state, Promote(cards[0].index))
        days(state, 3)
        for card in cards:
            seen = [*card.readouts, *card.scores, card.slice_ppm, *card.monitored_ppm, *state.board.baseline]
            assert all(value % step == 0 for value in seen)


def test_no_measurement_is_over_one_hundred_percent() -> None:
    made = roomy(readout_sd_ppm=120_000, seed_sd_ppm=120_000, monitor_sd_ppm=[120_000] * 3, slice_noise_ppm=120_000)
    top = 0
    for seed in range(20):
        state = new_state(made, seed)
        for card in state.board.cards[:4]:
            act(state, Start(card.index))
        advance(state)
        for card in state.board.cards[:4]:
            act(state, Evaluate(card.index, 3, slices=True))
        advance(state)
        act(state, Promote(0))
        days(state, 4)
        for card in state.board.cards[:4]:
            seen = [*card.readouts, *card.scores, card.slice_ppm, *card.monitored_ppm]
            assert max(seen) <= 1_000_000
            top = max(top, *seen)
    assert top == 1_000_000


def test_ceilings_are_on_their_grid() -> None:
    state = new_state(world(), 8)
    assert all(hidden.ceiling_ppm % CARD_STEP_PPM == 0 for hidden in state.truth.cards)
