"""What is read off a board's history, against what was really so: runs, scores, days, losses, labels, disruptions."""

import random
from collections import Counter
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from aiboard.analysis.belief.chances import NOT_DRAWN, agent_classes, hazards
from aiboard.analysis.belief.laws import IMPOSSIBLE, convolve, draw_categorical, law, logs_of, normal_log, on_grid
from aiboard.analysis.belief.schedule import Schedule
from aiboard.analysis.belief.trail import TRAINING, UNKNOWN, Reader, Trail
from aiboard.analysis.belief.vendor import LabelBatch, Sets, class_logs, is_consistent_luck
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act, legal_actions
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents, Purpose
from aiboard.engine.chance.luck import draw
from aiboard.engine.chance.tables import ONE, weighted
from aiboard.engine.day import advance
from aiboard.engine.happenings.cards import Iterating, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.data import KappaRead
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import CHAOS_ROWS, Chaos, Source, Stage
from tests.engine.play import of_kind
from tests.engine.worlds import AGENT, RAG, world


@cache
def games() -> tuple[State, ...]:
    """Games at different days, where things go wrong often; the bot's moves and some of nobody's."""
    made = world(
        minutes=2_000, days=40, gpus=8, eval_gpu_min=60, legal_days=2, handoff_points=100, canary_days=2,
        hazard_ppm=[100_000, 300_000, 600_000], bad_launch_ppm=880_000, leak_chance_pct=40,
        unauthorised_ppm=[50_000, 300_000, 700_000],
    )  # fmt: skip
    for idea in made.ideas:
        idea.run_points, idea.setup_points = 200, 50
    latents = Latents(made)
    found = []
    for seed in range(14):
        dice = random.Random(seed)
        state = new_state(made, seed, latents)
        bot = make_bot(("heuristic", "promote-all")[seed % 2], seed)
        for _ in range(dice.randint(15, 39)):
            play_day(state, bot)
            for _ in range(dice.randint(0, 3)):
                possible = legal_actions(state.board, inject=dice.random() < 0.2)
                verbs = sorted({one.VERB for one in possible} - {"kill"})
                verb = dice.choice(verbs)
                act(state, dice.choice([one for one in possible if verb == one.VERB]))
            advance(state)
        found.append(state)
    return tuple(found)


def test_a_trail_holds_every_run_score_and_day_of_its_card() -> None:
    seen: Counter[str] = Counter()
    for state in games():
        reader = Reader(state.board)
        for card, trail in zip(state.board.cards, reader.histories, strict=True):
            hidden = state.truth.cards[card.index]
            assert [run.readout for run in trail.runs] == card.readouts and len(trail.runs) == card.version
            usual = state.world.optimism_mean_ppm
            corrected = [run.readout - run.overfit - usual for run in trail.runs]
            assert corrected == card.corrected
            if trail.runs and card.stage != Stage.ITERATION:
                assert trail.runs[-1].overfit <= card.overfit_ppm
            assert trail.techniques == hidden.techniques
            changes = [event.change for event in of_kind(state.board.history, Iterating) if event.card == card.index]
            done = [run.kind for run in trail.runs if run.kind != TRAINING]
            assert done == changes[: len(done)] and len(changes) - len(done) <= 1
            # Every seed once: those of the present checkpoint and set add up to its scores.
            assert sum(one.seeds for one in trail.eval_results) == card.seeds_done
            now = [
                one for one in trail.eval_results
                if (one.runs, one.version, one.percent) == (card.version, state.board.set_version, card.eval_pct)
            ]  # fmt: skip
            if card.scores and card.stage in (Stage.EVALUATION, Stage.PRODUCTION):
                assert sum(one.total for one in now) == sum(card.scores)
            assert len(trail.live_days) == card.live_days + card.reviews
            assert [day.observed for day in trail.live_days][
                len(trail.live_days) - len(card.monitored_ppm) :
            ] == card.monitored_ppm
            assert [day.share for day in trail.live_days][
                len(trail.live_days) - len(card.monitored_pct) :
            ] == card.monitored_pct
            # Days with customers of this checkpoint, by which it has drifted.
            own = [day.age for day in trail.live_days if day.runs == card.version and not day.review]
            assert own == list(range(len(own))) and len(own) == card.aged_days
            struck = [day.cause for day in trail.live_days if day.cause]
            assert len(struck) >= card.incidents
            assert [run.codes for run in trail.reviewed_runs] == card.run_codes
            assert trail.leak == UNKNOWN or card.leak_checked
            seen.update(
                {"runs": card.version, "seeds": card.seeds_done, "live": card.live_days, "read": card.agent_runs}
            )
            seen.update(
                {"changes": len(done), "reviews": card.reviews, "struck": len(struck), "leaks": trail.leak == 1}
            )
    assert min(seen.values()) > 2, seen


def test_attempts_lost_and_ended_are_those_that_luck_was_asked_for() -> None:
    """Runs lost to a disruption leave the card's own attempts as they were."""
    lost = struck = 0
    for state in games():
        for card, trail in zip(state.board.cards, Reader(state.board).histories, strict=True):
            hidden = state.truth.cards[card.index]
            assert trail.lost_runs == hidden.attempts - card.version
            assert trail.completed_runs <= card.version and (card.root_caused or trail.completed_runs == card.version)
            assert trail.lost_runs <= card.diverged
            if card.in_training() and hidden.diverge_at > 0 and not card.root_caused:
                assert trail.survived < hidden.diverge_at
            lost += trail.lost_runs
            struck += card.diverged - trail.lost_runs
    assert lost > 10 and struck > 3


def test_whether_a_model_is_regressed_is_read_run_by_run() -> None:
    seen: Counter[bool] = Counter()
    for state in games():
        regressed = [False] * len(state.board.cards)
        explained = [False] * len(state.board.cards)
        told: dict[int, list[bool]] = {}
        for event in state.board.history:
            if isinstance(event, ChaosBegan) and event.chaos == Chaos.EVAL_REGRESSION:
                regressed[event.card], explained[event.card] = True, False
            elif type(event).__name__ == "RootCauseFound" and event.chaos == Chaos.EVAL_REGRESSION:  # type: ignore[attr-defined]
                explained[event.card] = True
            elif isinstance(event, RunEnded):
                if explained[event.card]:
                    regressed[event.card] = explained[event.card] = False
                told.setdefault(event.card, []).append(regressed[event.card])
        for card, trail in zip(state.board.cards, Reader(state.board).histories, strict=True):
            assert [run.regressed for run in trail.runs] == told.get(card.index, [])
            assert bool(card.regressed) == regressed[card.index]
            seen.update(run.regressed for run in trail.runs)
    assert seen[False] > 50


def test_the_batch_that_a_set_counts_as_is_labelled_as_it_really_was() -> None:
    checked = 0
    for state in games():
        sets = Reader(state.board).sets
        for task, supply in zip(state.board.data, sets.supplies, strict=True):
            assert (supply.sent_back, supply.guided) == (task.relabels, task.guidelines)
            assert sum(len(batch.readings) for batch in supply.batches) == task.checks
            if state.world.datasets[task.index].ready:
                assert sets.labels_of(task.index) == (-1, True)
                continue
            delivery, whole = sets.labels_of(task.index)
            assert (delivery >= 0) == (task.delivered_pct > 0) and whole == (task.delivered_pct >= 100)
            if delivery >= 0:
                quality = state.truth.labels[task.index]
                assert is_consistent_luck(state.latents, task.index, supply.batches[delivery], quality, state.seed)
                checked += 1
            for batch in supply.batches:
                real = _quality(state, task.index, batch)
                # Each reading is the class's level and a noise that the table knows.
                logs = class_logs(state.latents, state.world, task.index, batch)
                assert logs[real] > IMPOSSIBLE / 2 and len(logs) == 3
    assert sets.labels_of(-1) == (-1, True) and checked > 5


def _quality(state: State, dataset: int, batch: LabelBatch) -> int:
    tables = state.latents.labels if batch.guided else state.latents.labels_plain
    return draw(tables[dataset], state.seed, Purpose.BATCH_QUALITY, dataset, batch.sent_back * 2 + batch.guided)


def test_a_reading_is_taken_out_of_the_mean_that_is_shown() -> None:
    made = world()
    sets = Sets(made)
    supply = sets.supplies[1]
    supply.column = 3
    supply.enter()
    mean, readings = 0, [860_000, 720_000, 810_000, 690_000]
    for looks, reading in enumerate(readings):
        mean = reading if not looks else (mean * looks + reading) // (looks + 1)
        sets.see(KappaRead(1, mean, 100 * (looks + 1)))
    assert supply.batches[0].readings == readings


def test_the_class_of_a_batch_by_its_weights_and_its_readings() -> None:
    made = world(kappa_sd_ppm=60_000)
    latents = Latents(made)
    plain, guided = (np.exp(class_logs(latents, made, 1, LabelBatch(0, one))) for one in (False, True))
    assert plain == pytest.approx([0.3, 0.4, 0.3], abs=1e-6) and guided == pytest.approx([0.6, 0.3, 0.1], abs=1e-6)
    read = np.exp(class_logs(latents, made, 1, LabelBatch(0, False, [720_000])))
    # .72 is the fair class's own; 14 points off the good and 20 off the poor.
    kappa = law(latents.kappa)
    off = [np.exp(float(kappa.log_prob(np.asarray([gap]))[0])) for gap in (-140_000, 0, 200_000)]
    assert read == pytest.approx([0.3 * off[0], 0.4 * off[1], 0.3 * off[2]])


# --- chances --------------------------------------------------------------------------------------------------------


def trail(**seen: Any) -> Trail:
    return Trail(**seen)


def shares(found: np.ndarray, count: int) -> list[float]:
    return [float((found == value).mean()) for value in range(count)]


def test_a_hazards_class_by_bayes_rule() -> None:
    made = world(hazard_ppm=[100_000, 300_000, 600_000], hazard_weights=[50, 30, 20])
    card = new_state(made, 1).board.cards[RAG]
    card.stage = Stage.EXPERIMENT
    count = 60_000
    for lost, ended, survived in ((0, 0, 0), (2, 0, 0), (1, 3, 0), (0, 0, 150), (0, 0, 299)):
        found, points = hazards(
            made, Latents(made), card, trail(lost_runs=lost, completed_runs=ended, survived=survived), count,
            np.random.default_rng(1),
        )  # fmt: skip
        come = min(survived, 299) / 299
        weights = [
            prior * chance**lost * (1 - chance) ** ended * (1 - chance * come)
            for prior, chance in zip((0.5, 0.3, 0.2), (0.1, 0.3, 0.6), strict=True)
        ]
        posterior = [weight / sum(weights) for weight in weights]
        assert shares(found, 3) == pytest.approx(posterior, abs=0.01)
        if not survived:
            assert set(points.tolist()) == {NOT_DRAWN}
            continue
        # What is left of each class's chance, given that it has come so far.
        strikes = sum(p * c * (1 - come) / (1 - c * come) for p, c in zip(posterior, (0.1, 0.3, 0.6), strict=True))
        assert float((points > 0).mean()) == pytest.approx(strikes, abs=0.01)
        struck = points[points > 0]
        if len(struck):
            assert struck.min() > survived and struck.max() <= 299
            assert float(struck.mean()) == pytest.approx((survived + 300) / 2, abs=3)


def test_an_agents_classes_by_its_runs_and_its_days() -> None:
    made = world(unauthorised_ppm=[100_000, 300_000, 800_000], loop_ppm=[50_000, 200_000, 500_000])
    made.unauthorised_weights, made.loop_weights = [50, 30, 20], [40, 40, 20]
    latents = Latents(made)
    ok, loops, stray = [5 * 8], [2 * 8 + 2], [6 * 8 + 4, 5 * 8]
    reviewed = [SimpleNamespace(codes=codes, narrowed=0) for codes in (ok, loops, stray, ok)]
    lived = [
        SimpleNamespace(review=False, cause=struck, narrowed=0, share=100) for struck in (0, 0, 3, 1)
    ] + [SimpleNamespace(review=True, cause=0, narrowed=0, share=100)]  # fmt: skip
    seen: Any = SimpleNamespace(reviewed_runs=reviewed, live_days=lived, narrowed=0)
    strays, looped = agent_classes(made, latents, seen, 60_000, np.random.default_rng(2))
    # Four runs, one of which loops; of the other three one strays. Noticed in a quarter on a day: two quiet, one not.
    one = [w * c * (1 - c) ** 3 for w, c in zip((0.4, 0.4, 0.2), (0.05, 0.2, 0.5), strict=True)]
    two = [
        w * c * (1 - c) ** 2 * (1 - c / 4) ** 2 * (c / 4) for w, c in zip((0.5, 0.3, 0.2), (0.1, 0.3, 0.8), strict=True)
    ]
    assert shares(looped, 3) == pytest.approx([value / sum(one) for value in one], abs=0.01)
    assert shares(strays, 3) == pytest.approx([value / sum(two) for value in two], abs=0.01)


# --- laws -----------------------------------------------------------------------------------------------------------


def test_a_law_is_its_tables_weights() -> None:
    table = weighted([1, 2, 5], 10, 5)
    found = law(table)
    assert found.probs == pytest.approx([0.125, 0.25, 0.625]) and found.values.tolist() == [10, 15, 20]
    assert found.mean == pytest.approx(17.5) and found.variance == pytest.approx(
        0.125 * 56.25 + 0.25 * 6.25 + 0.625 * 6.25
    )
    logs = found.log_prob(np.asarray([5, 10, 12, 15, 20, 25]))
    assert np.exp(logs[[1, 3, 4]]) == pytest.approx([0.125, 0.25, 0.625]) and (logs[[0, 2, 5]] == IMPOSSIBLE).all()
    at_least = np.exp(found.log_at_least(np.asarray([0, 10, 11, 15, 16, 20])))
    assert at_least == pytest.approx([1, 1, 0.875, 0.875, 0.625, 0.625])
    assert found.log_at_least(np.asarray([21]))[0] == IMPOSSIBLE
    assert found.nearest(np.asarray([0.0, 12.4, 12.6, 99.0])).tolist() == [10, 10, 15, 20]
    assert found.cumulative.tolist() == pytest.approx([0.125, 0.375, 1]) and table.weight(20) == ONE * 5 // 8
    assert found.normal_log(np.asarray([17]))[0] == pytest.approx(float(normal_log(-0.5, found.variance, 5)))
    assert law(weighted([1], 7)).normal_log(np.asarray([7, 8])).tolist() == [0, 0], "without a spread it is flat"


def test_a_sum_of_draws_has_the_convolved_law() -> None:
    two = convolve(law(weighted([1, 1], 0, 3)), 3)
    assert two.values.tolist() == [0, 3, 6, 9] and two.probs == pytest.approx([1 / 8, 3 / 8, 3 / 8, 1 / 8])


def test_draws_are_in_proportion_to_their_logarithms() -> None:
    logs = np.log(np.asarray([[0.1, 0.2, 0.7], [0.5, 0.5, 1e-300]])) + 500
    many = draw_categorical(logs, np.random.default_rng(1), 40_000)
    one = np.concatenate([draw_categorical(np.repeat(logs[:1], 40_000, axis=0), np.random.default_rng(2))[:, 0]])
    for row, expected in ((many[0], [0.1, 0.2, 0.7]), (many[1], [0.5, 0.5, 0.0]), (one, [0.1, 0.2, 0.7])):
        assert shares(row, 3) == pytest.approx(expected, abs=0.01)
    assert on_grid(np.asarray([-1_001, -1_000, 999, 1_000]), 2_000).tolist() == [-2_000, 0, 0, 2_000]
    assert logs_of(np.asarray([0.0, 1.0])).tolist() == [IMPOSSIBLE, 0]


# --- the schedule ---------------------------------------------------------------------------------------------------


def test_on_the_first_morning_the_schedule_is_drawn_as_it_is_dealt() -> None:
    made = world(days=80, chaos_events=8, chaos_gap=4)
    latents = Latents(made)
    dealt = [new_state(made, seed, latents).truth.planned for seed in range(1_500)]
    drawn = Schedule(new_state(made, 1, latents).board, latents).draw(1_500, np.random.default_rng(3))

    def told(plans: list[list[Any]]) -> dict[str, Counter[int]]:
        every = [plan for row in plans for plan in row]
        return {
            "kind": Counter(plan.kind for plan in every), "day": Counter((plan.day - 2) % 10 for plan in every),
            "ahead": Counter(plan.day - plan.hint_day if plan.hint_day else 0 for plan in every),
            "count": Counter(map(len, plans)),
        }  # fmt: skip

    one, other = told(dealt), told(drawn)
    for name, counts in one.items():
        total = sum(counts.values())
        for value in set(counts) | set(other[name]):
            spread = 5 * (2 * max(counts[value], 8)) ** 0.5
            assert abs(counts[value] - other[name][value]) < spread, (name, value, total)
    assert all(not plan.done for row in drawn for plan in row)


def test_what_came_is_kept_and_what_would_have_come_by_now_is_left_out() -> None:
    kinds: Counter[int] = Counter()
    for state in games():
        board = state.board
        came = [event for event in of_kind(board.history, ChaosBegan) if event.source == Source.DRAWN]
        drawn = Schedule(board, state.latents).draw(40, np.random.default_rng(4))
        pending = [plan for plan in state.truth.planned if not plan.done]
        for plans in drawn:
            done = [plan for plan in plans if plan.done]
            assert sorted(plan.kind for plan in done) == sorted(event.chaos for event in came)
            assert [plan.day for plan in plans] == sorted(plan.day for plan in plans)
            for plan in plans:
                if not plan.done and plan.day < board.day:
                    # It had nothing to hit on any day since, or it would have come.
                    assert plan.kind not in (Chaos.GPU_SHORTAGE,) or not _free(board, plan.day)
                kinds[plan.kind] += 1
        ahead = [plan for plan in pending if plan.day > board.day and 0 < plan.hint_day < board.day]
        for plan in ahead:
            if not (plan.kind == Chaos.SCOPE_CHANGE and board.scope_data >= 0):
                assert all(any((one.day, one.kind) == (plan.day, plan.kind) for one in plans) for plans in drawn)
    assert len(kinds) == len(CHAOS_ROWS)


def _free(board: Any, first: int) -> bool:
    """Whether a shortage that was due on a day could have begun on one since."""
    shortages = [item for item in board.disruptions if item.kind == Chaos.GPU_SHORTAGE]
    drawn = [item.from_day for item in board.disruptions if item.source == Source.DRAWN]
    return any(
        not any(item.from_day <= day <= item.until_day for item in shortages)
        and all(day - begun >= board.world.chaos_gap or begun > day for begun in drawn)
        for day in range(first, board.day)
    )


def test_an_agent_is_there() -> None:
    assert any(state.board.cards[AGENT].agent_runs for state in games())
