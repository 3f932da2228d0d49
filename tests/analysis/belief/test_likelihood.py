"""What a card's candidates weigh, worked out by hand from the tables: every reading, score, day, slice and answer."""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from aiboard.analysis.belief import exact
from aiboard.analysis.belief.case import CardEvidence
from aiboard.analysis.belief.exact import Candidates, importance_resample
from aiboard.analysis.belief.laws import IMPOSSIBLE, law
from aiboard.analysis.belief.memory import SliceScore
from aiboard.analysis.belief.normals import (
    FIFTH,
    HALF,
    OLD_SET,
    OPTIMISM,
    SKEW,
    TECHNIQUE,
    WHOLE,
    LinearModel,
    linear,
    monitor,
)
from aiboard.analysis.belief.trail import TRAINING, EvalResult, Labels, LiveDay, ReviewedRun, Run, Trail
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.chance.tables import ONE, Table, weighted
from aiboard.engine.model.vocabulary import Change, IncidentCause
from aiboard.engine.model.world import World
from aiboard.engine.systems.agent import StepState
from tests.engine.worlds import PROMPT, world

FREE = Labels(-1, True)
LEAK, LUCK, FAULT = 40_000, 4_000, 1


@cache
def made() -> World:
    """Starts at 74.0; a run takes 28, 45 or 62 % of the way; grids of 0.2 points."""
    return world(
        optimism_mean_ppm=4_000, optimism_sd_ppm=4_000, regression_ppm=30_000, drift_ppm_day=500, slim_ppm=6_000,
        bad_launch_ppm=830_000, bad_slice_ppm=800_000, incident_ppm=20_000,
    )  # fmt: skip


@cache
def latents() -> Latents:
    return Latents(made())


def case(trail: Trail, version: int = 0, fresh: int = 0, lines: bool = True) -> CardEvidence:
    """A card of which this was seen."""
    card = new_state(made(), 1, latents()).board.cards[PROMPT]
    card.fresh_ppm = fresh
    found = linear(made(), latents(), trail, version) if lines else None
    return CardEvidence(made(), latents(), card, trail, version, found)


def ints(*values: int) -> Any:
    return np.asarray([values], dtype=np.int64)


def candidate(
    ceiling: int = 860_000, leak: int = LEAK, luck: int = LUCK, fault: int = FAULT, cls: int = 0
) -> Candidates:
    """One of one draw: it learns 45 % of the way in a run."""
    return Candidates(ints(ceiling), ints(1), ints(leak), ints(fault), ints(luck), np.asarray([[[cls]]]))


def run(
    kind: int = TRAINING, readout: int = 800_000, labels: Labels = FREE, regressed: bool = False, overfit: int = 0
) -> Run:
    return Run(kind, readout, overfit, regressed, labels)


def scored(total: int, seeds: int = 1, **fields: Any) -> EvalResult:
    usual = {"runs": 1, "version": 0, "percent": 100, "regressed": False, "leaky": True, "labels": FREE}
    return EvalResult(**{**usual, "seeds": seeds, "total": total, **fields})


def lived(
    observed: int, aged: int = 0, share: int = 100, review: bool = False, struck: int = 0, runs: int = 1
) -> LiveDay:
    return LiveDay(runs, False, aged, observed, share, review, 0, struck)


def chance(table: Table, value: int) -> float:
    """Log chance by the table itself."""
    return math.log(table.weight(value) / ONE)


# --- quality ----------------------------------------------------------------------------------------------------------


def test_quality_after_each_run_and_change_by_the_rules() -> None:
    kinds = (TRAINING, TRAINING, Change.TECHNIQUE, Change.LONGER, Change.SLIMMER, Change.TECHNIQUE)
    seen = case(Trail(runs=[run(kind) for kind in kinds]))
    path, gained = seen.path(ints(860_000), ints(1), np.zeros((1, 1, 1), dtype=np.int64), [ints(8_000), ints(-3_000)])
    # 74 + .45 * 12 = 79.4; + .45 * 6.6 = 82.37; + .8; the ceiling is 86.8 by then: + .45 * 3.63; - .6; - .3.
    assert [int(one.flat[0]) for one in path] == [740_000, 794_000, 823_700, 831_700, 848_035, 842_035, 839_035]
    assert int(gained.flat[0]) == 8_000 - 6_000 - 3_000
    # What a card may still learn is never negative, and no ceiling is over the highest.
    low, _ = seen.path(ints(700_000), ints(2), np.zeros((1, 1, 1), dtype=np.int64), [ints(0), ints(0)])
    assert int(low[2].flat[0]) == 740_000
    fresh, _ = case(Trail(runs=[run()]), fresh=10_000).path(ints(860_000), ints(2), np.zeros((1, 1, 1), dtype=int), [])
    assert int(fresh[1].flat[0]) == 740_000 + 130_000 * 62 // 100
    assert (
        int(seen.checkpoint_quality(path, 1, False).flat[0]) == 794_000
        and int(seen.checkpoint_quality(path, 1, True).flat[0]) == 764_000
    )


def test_labels_cost_of_the_ceiling_and_flatter_scores_by_their_own_batch() -> None:
    pilot, whole = Labels(0, False), Labels(1, True)
    seen = case(Trail(runs=[run(labels=pilot), run(labels=whole), run(labels=FREE)]))
    # Batch 0 is of the poor class, batch 1 of the fair one; a pilot costs 2.5 points more.
    classes = np.asarray([[[2, 1]]])
    assert [int(one.flat[0]) for one in seen.penalties(classes)] == [75_000, 15_000, 0]
    path, _ = seen.path(ints(860_000), ints(1), classes, [])
    first = 740_000 + (860_000 - 75_000 - 740_000) * 45 // 100
    second = first + (845_000 - first) * 45 // 100
    assert [int(one.flat[0]) for one in path[:3]] == [740_000, first, second]
    # Half of what they cost, on the grid of scores.
    assert [int(seen.corruption(one, classes).flat[0]) for one in (pilot, whole, FREE)] == [26_000, 8_000, 0]


# --- readings ---------------------------------------------------------------------------------------------------------

COIN = weighted([1, 2, 1], -2_000, 2_000)


@pytest.mark.parametrize(
    ("base", "count", "total", "odds"),
    [
        # Nothing is cut: two at their base, or one under and one over.
        (900_000, 2, 1_800_000, 1 / 4 + 2 / 16),
        (998_000, 1, 1_000_000, 1 / 4),
        # What lies over 100 % counts as 100 %.
        (1_000_000, 1, 1_000_000, 3 / 4),
        (1_000_000, 2, 1_998_000, 2 * 1 / 4 * 3 / 4),
        (1_000_000, 2, 1_996_000, 1 / 16),
        (1_002_000, 2, 2_000_000, 1),
        (1_004_000, 3, 3_000_000, 1),
        (1_004_000, 3, 2_998_000, 0),
        (1_002_000, 2, 1_998_000, 0),
        # Off the grid, under the least and over the most.
        (900_000, 1, 901_000, 0),
        (900_000, 2, 1_794_000, 0),
        (900_000, 2, 1_806_000, 0),
    ],
)
def test_a_sum_of_scores_that_are_cut_at_the_whole(base: int, count: int, total: int, odds: float) -> None:
    found = exact._cut_sum(COIN, count, base, total)
    assert found == pytest.approx(math.log(odds)) if odds else found == IMPOSSIBLE
    assert exact._cut_sum(weighted([1, 0, 1], -2_000, 2_000), 1, 900_000, 900_000) == IMPOSSIBLE


def test_scores_near_the_whole_are_cut_and_the_others_are_not() -> None:
    two = scored(1_980_000, 2)
    most = int(law(latents().seed).values[-1])
    bases = np.asarray([[970_000, 1_000_000 - most, 1_002_000 - most, 1_030_000]])
    found = exact._seeds(latents(), two, bases)[0]
    seed = latents().seed
    for place, base in enumerate(bases[0].tolist()):
        odds = 0.0
        for first in seed.values():
            one = min(base + first, 1_000_000)
            rest = 1_980_000 - one
            for second in seed.values():
                if min(base + second, 1_000_000) == rest:
                    odds += seed.weight(first) / ONE * seed.weight(second) / ONE
        assert math.exp(found[place]) == pytest.approx(odds, rel=1e-6), base
    assert found[0] != found[1]


def test_a_reading_of_the_whole_says_only_that_it_was_that_or_more() -> None:
    noise = law(COIN)
    assert exact._reading(noise, 998_000, ints(998_000))[0, 0] == pytest.approx(math.log(1 / 2))
    assert exact._reading(noise, 998_000, ints(1_000_000))[0, 0] == pytest.approx(math.log(1 / 4))
    assert exact._reading(noise, 1_000_000, ints(1_000_000))[0, 0] == pytest.approx(math.log(3 / 4))
    assert exact._reading(noise, 1_000_000, ints(998_000))[0, 0] == pytest.approx(math.log(1 / 4))


def test_every_measurement_is_weighed_by_its_own_table() -> None:
    """Quality 79.4, set luck .4, leaked questions 4, optimism .6, item luck 1.2, .8 and 1.6, skew -2, fault 4."""
    hidden: Any = {
        (OPTIMISM, 0): ints(6_000), (WHOLE, 1): ints(12_000), (HALF, 1): ints(8_000), (FIFTH, 1): ints(16_000),
        (WHOLE, 0): ints(2_000), (OLD_SET, 0): ints(-6_000), (SKEW, 0): ints(-20_000),
    }  # fmt: skip
    tables = latents()

    def weight(trail: Trail, cls: int = 0) -> float:
        seen = case(trail, version=1)
        found = candidate(cls=cls)
        path, _ = seen.path(found.ceiling, found.rate, found.classes, [])
        return float(exact._measured(seen, found, path, hidden)[0, 0])

    first = [run(readout=808_000, overfit=2_000)]
    own = chance(tables.readout, 808_000 - 794_000 - 6_000 - 2_000)
    assert weight(Trail(runs=first)) == pytest.approx(own)
    assert weight(Trail(runs=[run(readout=770_000, regressed=True)])) == pytest.approx(
        chance(tables.readout, 770_000 - 764_000 - 6_000)
    )
    # The second run learns 2.97 more: each readout is held against its own checkpoint.
    both = own + chance(tables.readout, 830_000 - 824_000 - 6_000)
    assert weight(Trail(runs=[*first, run(readout=830_000)])) == pytest.approx(both)
    for score, base in (
        (scored(840_000, version=1), 794_000 + LEAK + LUCK + 12_000),
        (scored(840_000, version=1, leaky=False), 794_000 + LUCK + 12_000),
        (scored(840_000, version=1, regressed=True), 764_000 + LEAK + LUCK + 12_000),
        (scored(840_000, version=1, percent=50), 794_000 + LEAK + LUCK + 20_000),
        (scored(840_000, version=1, percent=20), 794_000 + LEAK + LUCK + 36_000),
        (scored(840_000, version=0), 794_000 + LEAK - 6_000 + 2_000),
    ):
        assert weight(Trail(runs=first, eval_results=[score])) == pytest.approx(
            own + chance(tables.seed, 840_000 - base)
        )
    flattered = Labels(0, True)
    labelled = weight(
        Trail(runs=[run(readout=808_000, overfit=2_000)], eval_results=[scored(840_000, version=1, labels=flattered)]),
        2,
    )
    assert labelled == pytest.approx(own + chance(tables.seed, 840_000 - 794_000 - LEAK - LUCK - 12_000 - 26_000))
    # Customers get 79.4 - 2 - 4 less what drifted in four days: 73.2; a day of 5 % is read less sharply than a review.
    for day, noise in (
        (lived(730_000, aged=4), tables.monitor[2]), (lived(730_000, aged=4, share=5), tables.monitor[0]),
        (lived(730_000, aged=4, share=50), tables.monitor[1]), (lived(730_000, aged=4, review=True), tables.review),
    ):  # fmt: skip
        assert weight(Trail(runs=first, live_days=[day])) == pytest.approx(own + chance(noise, -2_000))


# --- what has no closed form ------------------------------------------------------------------------------------------


def _incidents(day: LiveDay, ceiling: int = 860_000, gap: int = 0) -> float:
    seen, found = case(Trail(runs=[run()], live_days=[day])), candidate(ceiling)
    path, _ = seen.path(found.ceiling, found.rate, found.classes, [])
    logs = exact._incidents(seen, found, path, ints(20_000), ints(gap))
    return math.exp(float(logs[0, 0]))


@pytest.mark.parametrize(
    ("day", "gap", "odds"),
    [
        # 79.4 and 2 of skew less 4: 77.4 is 5.6 under the bar of 83: 11.2 % a day at full traffic.
        (lived(0, struck=IncidentCause.QUALITY), 0, 0.112),
        (lived(0), 0, 0.888),
        (lived(0, share=50), 0, 1 - 0.056),
        (lived(0, share=5, struck=IncidentCause.QUALITY), 0, 0.0056),
        (lived(0, aged=10), 0, 1 - 0.122),
        # The slice is 8 points lower, 69.4: 10.6 under its own bar of 80, and it is named.
        (lived(0, struck=IncidentCause.SLICE), -80_000, 0.212),
        (lived(0, struck=IncidentCause.QUALITY), -80_000, 0.0),
        (lived(0, struck=IncidentCause.SLICE), -10_000, 0.0),
        # As far under as the whole: the whole is named.
        (lived(0, struck=IncidentCause.QUALITY), -30_000, 0.112),
        (lived(0, struck=IncidentCause.SLICE), -30_000, 0.0),
        # An agent's incident says that no other came that day; a review is no day.
        (lived(0, struck=IncidentCause.TOOL), 0, 0.888),
        (lived(0, review=True), 0, 1.0),
    ],
)
def test_incidents_by_how_far_customers_get_less(day: LiveDay, gap: int, odds: float) -> None:
    assert _incidents(day, gap=gap) == pytest.approx(odds, abs=1e-9)


def test_no_incident_is_asked_of_a_model_over_its_bar_and_none_is_surer_than_sure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 74 + .45 * 24.4 + 2 - 4 = 83: at its bar.
    assert _incidents(lived(0), 984_445) == 1.0 == _incidents(lived(0), 1_000_000)
    assert _incidents(lived(0, struck=IncidentCause.QUALITY), 984_445) == 0.0
    monkeypatch.setattr(made(), "incident_ppm", 1_000_000)
    assert _incidents(lived(0)) == 0.0 and _incidents(lived(0, struck=IncidentCause.QUALITY)) == 1.0


def test_answers_weigh_by_the_quality_of_their_checkpoint() -> None:
    right, wrong, lost = [8 * 5 + StepState.OK], [StepState.OK, 8 + StepState.WRONG_END], [StepState.SAME_AGAIN]
    reviewed = [ReviewedRun(1, False, 0, right), ReviewedRun(1, False, 0, right), ReviewedRun(1, False, 0, wrong)]
    reviewed += [ReviewedRun(1, False, 0, lost), ReviewedRun(2, False, 0, right), ReviewedRun(1, True, 0, wrong)]
    seen, found = case(Trail(runs=[run(), run()], reviewed_runs=reviewed)), candidate()
    path, _ = seen.path(found.ceiling, found.rate, found.classes, [])
    odds = 0.794**2 * (1 - 0.794) * 0.8237 * (1 - 0.764)
    assert float(exact._answers(seen, path).flat[0]) == pytest.approx(math.log(odds))
    assert exact._answers(case(Trail(runs=[run()])), path).tolist() == [[0.0]]
    whole = [ints(1_000_000)] * 3
    assert math.exp(exact._answers(seen, whole).flat[0]) == pytest.approx(1e-6 * 0.03, rel=1e-3), (
        "never quite impossible"
    )


def test_slice_scores_weigh_each_gap() -> None:
    seen, found = (
        case(Trail(runs=[run()], slices=[SliceScore(1, False, 780_000), SliceScore(1, True, 752_000)])),
        candidate(),
    )
    path, _ = seen.path(found.ceiling, found.rate, found.classes, [])
    logs = exact._gap_logs(seen, path, (1, 1))[0, 0]
    table, noise = latents().slice_gap, latents().slice_noise
    for place, gap in enumerate(table.values()):
        off = [
            780_000 - 2_000 * ((794_000 + gap + 1_000) // 2_000),
            752_000 - 2_000 * ((764_000 + gap + 1_000) // 2_000),
        ]
        odds = [noise.weight(one) for one in (table.weight(gap), *off)][1:]
        if all(odds) and table.weight(gap):
            assert logs[place] == pytest.approx(chance(table, gap) + sum(math.log(one / ONE) for one in odds))
        else:
            assert logs[place] < IMPOSSIBLE / 2
    assert exact._log_sum_exp(np.log(np.asarray([[[0.1, 0.2]], [[0.25, 0.25]]]) * 1e-200)) == pytest.approx(
        np.log(np.asarray([[0.3], [0.5]]) * 1e-200)
    )


# --- normal quantities ------------------------------------------------------------------------------------------------


def everything() -> Trail:
    """Two techniques, scores of two versions of the set and of a part, two checkpoints with customers."""
    return Trail(
        runs=[run(readout=802_000), run(Change.TECHNIQUE, 810_000), run(Change.TECHNIQUE, 812_000, overfit=4_000)],
        eval_results=[
            scored(1_680_000, 2), scored(850_000, runs=2, version=1, percent=50, leaky=False),
            scored(848_000, runs=3, version=1, percent=20, regressed=True, labels=Labels(0, True)),
        ],
        live_days=[lived(760_000), lived(764_000, aged=2, share=5), lived(770_000, runs=3)],
    )  # fmt: skip


def test_what_each_measurement_holds() -> None:
    found = linear(made(), latents(), everything(), 1)
    kinds = [(one.kind, one.number) for one in found.hidden]
    assert kinds == [
        (TECHNIQUE, 1), (TECHNIQUE, 2), (OPTIMISM, 0), (WHOLE, 0), (OLD_SET, 0), (WHOLE, 1), (HALF, 1), (FIFTH, 1),
        (SKEW, 0),
    ]  # fmt: skip
    # The second technique's draw counts by half.
    assert found.matrix.tolist() == [
        [0, 0, 1, 0, 0, 0, 0, 0, 0], [1, 0, 1, 0, 0, 0, 0, 0, 0], [1, 0.5, 1, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 1, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 1, 1, 0, 0], [1, 0.5, 0, 0, 0, 1, 1, 1, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 1], [1, 0.5, 0, 0, 0, 0, 0, 0, 1],
    ]  # fmt: skip
    rounding = 2_000**2 / 12
    readout, seed = law(latents().readout).variance, law(latents().seed).variance
    days = [law(latents().monitor[2]).variance, law(latents().monitor[0]).variance]
    both = 1 / (1 / days[0] + 1 / days[1])
    noise = [readout] * 3 + [seed / 2, seed, seed, both, days[0]]
    assert [one.variance for one in found.observations] == pytest.approx([value + rounding for value in noise])
    # Longer trainings are taken off a readout; drift is added to a day.
    mean = (760_000 / days[0] + 765_000 / days[1]) * both
    values = [802_000, 810_000, 808_000, 840_000, 850_000, 848_000, mean, 770_000]
    assert [one.value for one in found.observations] == pytest.approx(values)
    assert [one.runs for one in found.observations] == [1, 2, 3, 1, 2, 3, 1, 3]
    assert [one.on_set for one in found.observations] == [False, False, False, False, True, True, False, False]
    assert [one.leaky for one in found.observations] == [False] * 3 + [True, False, True] + [False] * 2
    assert [one.live for one in found.observations] == [False] * 6 + [True] * 2
    assert [one.regressed for one in found.observations] == [False] * 5 + [True] + [False] * 2
    assert [one.labels for one in found.observations] == [None] * 3 + [FREE, FREE, Labels(0, True)] + [None] * 2
    assert monitor(latents(), lived(0, review=True)) == law(latents().review)


def test_the_matrices_are_those_of_a_normal_law() -> None:
    found = linear(made(), latents(), everything(), 1)
    spread = np.diag([one.law.variance for one in found.hidden])
    total = found.matrix @ spread @ found.matrix.T + np.diag([one.variance for one in found.observations])
    assert found.precision @ total == pytest.approx(np.eye(8), abs=1e-6)
    assert found.gain == pytest.approx(spread @ found.matrix.T @ np.linalg.inv(total))
    left = spread - found.gain @ found.matrix @ spread
    assert found.root @ found.root.T == pytest.approx(left, abs=1e-3 * spread.max())
    assert found.means.tolist() == pytest.approx([one.law.mean for one in found.hidden])
    empty = LinearModel()
    assert (empty.place(SKEW, 0, law(COIN)), empty.place(SKEW, 1, law(COIN)), empty.place(SKEW, 0, law(COIN))) == (
        0,
        1,
        0,
    )


def test_a_proposal_is_weighed_against_the_normal_law_it_came_from() -> None:
    """What is left of every measurement once the proposed quantities are taken off, by hand."""
    trail = everything()
    seen, found = case(trail, version=1), candidate(cls=1)
    none = [np.zeros((1, 1), dtype=np.int64)] * 2
    values, logs = exact._hidden(seen, seen.linear, found, none, np.random.default_rng(7))  # type: ignore[arg-type]
    at = {key: int(one[0, 0]) for key, one in values.items()}
    gain = at[TECHNIQUE, 1], at[TECHNIQUE, 2] / 2
    quality = 794_000
    fair = 8_000
    levels = [
        quality + at[OPTIMISM, 0], quality + gain[0] + at[OPTIMISM, 0], quality + sum(gain) + at[OPTIMISM, 0],
        quality + LEAK + at[WHOLE, 0] + at[OLD_SET, 0],
        quality + gain[0] + LUCK + at[WHOLE, 1] + at[HALF, 1],
        quality - 30_000 + sum(gain) + LEAK + LUCK + fair + at[WHOLE, 1] + at[HALF, 1] + at[FIFTH, 1],
        quality - 40_000 + at[SKEW, 0], quality - 40_000 + sum(gain) + at[SKEW, 0],
    ]  # fmt: skip
    expected = 0.0
    for one, level in zip(seen.linear.observations, levels, strict=True):  # type: ignore[union-attr]
        expected += (one.value - level) ** 2 / (2 * one.variance) + 0.5 * math.log(2 * math.pi * one.variance)
    for one in seen.linear.hidden:  # type: ignore[union-attr]
        value, spread = at[one.kind, one.number], one.law.variance
        expected += float(one.law.log_prob(np.asarray(value)))
        expected += (
            (value - one.law.mean) ** 2 / (2 * spread) + 0.5 * math.log(2 * math.pi * spread) - math.log(one.law.step)
        )
        assert value in one.law.values
    assert float(logs[0, 0]) == pytest.approx(expected)


# --- what a draw keeps ------------------------------------------------------------------------------------------------


def many(count: int, tries: int) -> Candidates:
    """Candidates that differ in their ceiling alone."""
    shape = count, tries
    ceilings = np.tile(np.arange(tries) * 20_000 + 800_000, (count, 1))
    zeros = np.zeros(shape, dtype=np.int64)
    return Candidates(ceilings, zeros + 1, zeros + LEAK, zeros, zeros, np.zeros((count, 1, 1), dtype=np.int64))


def test_a_card_without_a_run_is_as_the_tables_say() -> None:
    found = importance_resample(case(Trail(), lines=False), many(4_000, 1), np.random.default_rng(1))
    assert set(found.quality.tolist()) == {740_000} and set(found.gained.tolist()) == {0} == set(found.penalty.tolist())
    assert set(found.leak.tolist()) == {LEAK}
    whole, half, fifth = found.items
    sd = 10_000
    assert [float(np.std(one)) for one in (whole, half - whole, fifth - half)] == pytest.approx(
        [sd, sd, sd * 3**0.5], rel=0.06
    )
    assert float(found.skew.mean()) == pytest.approx(law(latents().skew).mean, abs=900)
    assert float(found.optimism.mean()) == pytest.approx(law(latents().optimism).mean, abs=300)
    assert float(found.slice.mean()) == pytest.approx(law(latents().slice_gap).mean, abs=1_200)


def test_what_chose_the_candidates_is_not_counted_again() -> None:
    """They come by what the readout says of each ceiling; what is left to weigh is how far a table is from normal."""
    trail = Trail(runs=[run(readout=836_000, labels=Labels(0, True))], leak=1)
    found = importance_resample(case(trail), many(2_000, 8), np.random.default_rng(2))
    shares = [float((found.ceiling == 800_000 + 20_000 * place).mean()) for place in range(8)]
    assert shares == pytest.approx([1 / 8] * 8, abs=0.04)
    assert set(found.leak.tolist()) == {0}, "leaked questions that were found are out of the set"
    assert (found.quality == 740_000 + (found.ceiling - 740_000) * 45 // 100).all()
    # Optimism is that of the same candidate: what it leaves of the readout is as small as a readout's noise.
    off = 836_000 - found.quality - found.optimism
    assert float(np.corrcoef(found.quality, found.optimism)[0, 1]) < -0.15
    assert float(np.abs(off).max()) <= law(latents().readout).values[-1] + 2_000


def test_slices_and_live_days_choose_the_gap() -> None:
    low = Trail(runs=[run(readout=798_000)], slices=[SliceScore(1, False, 740_000)])
    high = Trail(runs=[run(readout=798_000)], slices=[SliceScore(1, False, 790_000)])
    gaps = [
        float(importance_resample(case(one), many(400, 4), np.random.default_rng(3)).slice.mean())
        for one in (low, high)
    ]
    assert gaps[0] < law(latents().slice_gap).mean - 8_000 < gaps[1] - 8_000
    # A low day speaks of a lower skew; an incident of the slice of a wider gap.
    days = [Trail(runs=[run(readout=798_000)], live_days=[lived(seen)]) for seen in (740_000, 800_000)]
    skews = [float(importance_resample(case(one), many(400, 4), np.random.default_rng(4)).skew.mean()) for one in days]
    assert skews[0] < skews[1] - 10_000
    struck = [Trail(runs=[run(readout=798_000)], live_days=[lived(780_000, struck=cause)]) for cause in (1, 2)]
    gaps = [
        float(importance_resample(case(one), many(400, 4), np.random.default_rng(5)).slice.mean()) for one in struck
    ]
    assert gaps[1] < gaps[0] - 5_000
