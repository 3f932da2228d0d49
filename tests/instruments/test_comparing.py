"""The gate on real scores against the same figures computed another way."""

import random
import statistics
from math import sqrt

import pytest

from aiboard.instruments.comparing import Comparison, compare, item_stderr, mean_interval
from aiboard.instruments.sides import ScoredRun, Side, unknown_of

ONE = 1_000_000
# Two-sided 95 % and one-sided 5 % of Student's t, from a printed table.
T = {
    1: (12.706, 6.314),
    2: (4.303, 2.920),
    4: (2.776, 2.132),
    9: (2.262, 1.833),
    29: (2.045, 1.699),
    31: (2.040, 1.696),
    39: (2.023, 1.685),
    40: (2.021, 1.684),
    60: (2.000, 1.671),
    120: (1.980, 1.658),
}
Z = (1.960, 1.645)


def side(name: str, *means: float, seeded: bool = True, stderr: float | None = None) -> Side:
    error = None if stderr is None else round(stderr * ONE)
    return Side(
        name, tuple(ScoredRun(str(i), round(m * ONE), stderr=error, seeded=seeded) for i, m in enumerate(means))
    )


def of_items(name: str, *runs: dict[str, float], rerun: bool = False, seeded: bool = False) -> Side:
    found = []
    for i, items in enumerate(runs):
        values = {item: round(value * ONE) for item, value in items.items()}
        found.append(ScoredRun(str(i), round(statistics.mean(values.values())), values, seeded=seeded, rerun=rerun))
    return Side(name, tuple(found))


def near(ppm: int | None, value: float) -> bool:
    return ppm is not None and ppm / ONE == pytest.approx(value, abs=3e-5)


def test_seeds_are_paired_by_name() -> None:
    before, after = [0.88, 0.87, 0.90, 0.88, 0.89], [0.91, 0.89, 0.92, 0.90, 0.92]
    found = compare(side("a", *before), side("b", *after))
    gaps = [b - a for a, b in zip(before, after, strict=True)]
    mean, error = statistics.mean(gaps), statistics.stdev(gaps) / sqrt(5)
    assert near(found.gain.mean, mean)
    assert near(found.gain.low, mean - T[4][0] * error) and near(found.gain.high, mean + T[4][0] * error)
    assert near(found.bound, mean - T[4][1] * error)
    assert (found.paired_by, found.pairs, found.verdict) == ("run", 5, "pass")
    mirrored = compare(side("b", *after), side("a", *before))
    assert mirrored.verdict == "fail" and mirrored.reason == "worse beyond chance"
    shuffled = Side("b", tuple(reversed(side("b", *after).runs)))
    assert compare(side("a", *before), shuffled) == found


def test_items_are_paired_where_there_is_one_run() -> None:
    draw = random.Random(5)
    before = {f"q{i}": draw.random() for i in range(30)}
    after = {item: value / 2 + draw.random() / 2 for item, value in before.items()}
    found = compare(of_items("a", before), of_items("b", after))
    gaps = [after[item] - before[item] for item in before]
    mean, error = statistics.mean(gaps), statistics.stdev(gaps) / sqrt(30)
    assert near(found.gain.low, mean - T[29][0] * error) and near(found.bound, mean - T[29][1] * error)
    assert (found.paired_by, found.pairs) == ("item", 30)
    assert [one for one in found.unknown if "only: what another seed" in one]
    fewer = compare(of_items("a", before), of_items("b", {**dict(list(after.items())[:25]), "new": 1.0}))
    assert fewer.pairs == 25 and "6 items on one side only are left out" in fewer.unknown


@pytest.mark.parametrize("pairs", [32, 41, 61, 121])
def test_students_t_goes_on_beyond_the_table(pairs: int) -> None:
    """The normal distribution instead would make the interval of 32 pairs 4 % too short."""
    draw = random.Random(pairs)
    before = {f"q{i}": draw.random() for i in range(pairs)}
    after = {item: draw.random() for item in before}
    found = compare(of_items("a", before), of_items("b", after))
    gaps = [after[item] - before[item] for item in before]
    mean, error = statistics.mean(gaps), statistics.stdev(gaps) / sqrt(pairs)
    two, one = T[pairs - 1]
    assert found.gain.low is not None and found.bound is not None
    # Three digits of the printed table, and three of the program.
    assert found.gain.low / ONE == pytest.approx(mean - two * error, abs=0.0011 * error)
    assert found.bound / ONE == pytest.approx(mean - one * error, abs=0.0011 * error)


def right_or_wrong(both: int, better: int, worse: int) -> Comparison:
    """A gate on items that are right or wrong: so many right on both sides, better, and worse."""
    before = [1.0] * both + [0.0] * better + [1.0] * worse
    after = [1.0] * both + [1.0] * better + [0.0] * worse
    sides = [
        of_items(name, {f"q{i}": value for i, value in enumerate(values)})
        for name, values in zip("ab", (before, after), strict=True)
    ]
    return compare(*sides, margin=0)


@pytest.mark.parametrize("same", [15, 95, 995])
def test_few_better_items_are_no_proof(same: int) -> None:
    """The exact sign test needs five of five: 1/32 is under 5 %, 1/16 is not."""
    assert [right_or_wrong(same, better, 0).verdict for better in (3, 4, 5)] == ["fail", "fail", "pass"]
    assert right_or_wrong(same, 9, 5).verdict == "fail"


def test_pairs_of_right_and_wrong_have_the_interval_of_bonett_and_price() -> None:
    found = right_or_wrong(190, 8, 2)
    # One pair more each way: 9 and 3 of 202.
    up, down = 9 / 202, 3 / 202
    error = sqrt((up + down - (up - down) ** 2) / 202)
    assert near(found.gain.mean, 0.03)
    assert found.bound is not None and found.bound / ONE == pytest.approx(up - down - 1.653 * error, abs=2e-4)


def test_items_that_are_all_alike_do_not_prove_a_margin_of_two_points() -> None:
    """Without a loss in n items up to 3 in n may be lost: 20 items cannot show 2 points, 200 can."""
    sides = [[of_items(name, {f"q{i}": 1.0 for i in range(n)}) for name in "ab"] for n in (20, 200)]
    assert [compare(*both, margin=20_000).verdict for both in sides] == ["fail", "pass"]


def test_one_wrong_item_is_no_better_than_none() -> None:
    low = [mean_interval(of_items("a", {f"q{i}": float(i >= wrong) for i in range(20)})).low for wrong in (0, 1, 2)]
    assert None not in low and low == sorted(low, reverse=True)  # type: ignore[type-var]


def test_reruns_are_judged_by_the_means_of_their_items() -> None:
    draw = random.Random(2)
    runs = [{f"q{i}": float(draw.random() < i / 10) for i in range(10)} for _ in range(4)]
    alone = of_items("m", *runs, rerun=True)
    means = [statistics.mean(run[f"q{i}"] for run in runs) for i in range(10)]
    error = statistics.stdev(means) / sqrt(10)
    assert near(item_stderr(alone), error)
    assert near(mean_interval(alone).low, statistics.mean(means) - T[9][0] * error)
    other = of_items("n", *[dict.fromkeys(run, 1.0) for run in runs], rerun=True)
    found = compare(alone, other)
    assert (found.paired_by, found.pairs) == ("item", 10)
    assert near(found.bound, 1 - statistics.mean(means) - T[9][1] * error)


def test_seeds_with_items_count_both_kinds_of_luck_and_reruns_of_an_item_once() -> None:
    draw = random.Random(7)
    before = [{f"q{i}": draw.random() for i in range(40)} for _ in range(3)]
    after = [{item: value + 0.1 + draw.gauss(0, 0.2) for item, value in run.items()} for run in before]
    found = compare(of_items("a", *before, seeded=True), of_items("b", *after, seeded=True))
    apart = [{item: after[s][item] - before[s][item] for item in before[s]} for s in range(3)]
    by_seed = [statistics.mean(run.values()) for run in apart]
    by_item = [[run[item] for run in apart] for item in apart[0]]
    rerun = statistics.mean(statistics.variance(values) / 3 for values in by_item)
    items = max(0.0, statistics.variance([statistics.mean(values) for values in by_item]) - rerun) / 40
    distance = sqrt(T[2][1] ** 2 * statistics.variance(by_seed) / 3 + T[39][1] ** 2 * items)
    assert near(found.bound, statistics.mean(by_seed) - distance)
    assert (found.paired_by, found.pairs) == ("run", 3)


def test_few_items_count_as_few_beside_seeds_too() -> None:
    """Five seeds on three items: the spread of three is hardly known, and of equal systems 5 of 100 may pass."""
    draw = random.Random(3)
    passes = 0
    for _ in range(1_000):
        lead = {f"q{i}": draw.gauss(0, 0.2) for i in range(3)}
        before = [{item: 0.5 + draw.gauss(0, 0.001) for item in lead} for _ in range(5)]
        after = [{item: 0.5 + gain + draw.gauss(0, 0.001) for item, gain in lead.items()} for _ in range(5)]
        found = compare(of_items("a", *before, seeded=True), of_items("b", *after, seeded=True))
        passes += found.verdict == "pass"
    assert 30 <= passes <= 70


@pytest.mark.parametrize("rerun", [True, False])
def test_few_items_count_as_few_on_two_sides_without_common_items(rerun: bool) -> None:
    draw = random.Random(4)
    passes = 0
    for _ in range(1_000):
        runs: list[list[dict[str, float]]] = []
        for name in "ab":
            level = {f"{name}{i}": draw.gauss(0.5, 0.2) for i in range(3)}
            runs.append([{item: value + draw.gauss(0, 0.001) for item, value in level.items()} for _ in range(4)])
        result = compare(of_items("a", *runs[0], rerun=rerun), of_items("b", *runs[1], rerun=rerun))
        assert result.paired_by == "nothing"
        passes += result.verdict == "pass"
    assert 25 <= passes <= 70


def test_a_reported_error_is_known_where_the_items_are_all_alike() -> None:
    items = {"x": ONE // 2, "y": ONE // 2}
    runs = [ScoredRun(str(i), ONE // 2, items, stderr=10_000, seeded=True) for i in range(3)]
    better = [
        ScoredRun(str(i), 6 * ONE // 10, dict.fromkeys(items, 6 * ONE // 10), 10_000, None, True) for i in range(3)
    ]
    assert near(mean_interval(Side("a", runs)).low, 0.5 - Z[0] * 0.01)
    assert near(compare(Side("a", runs), Side("b", better)).bound, 0.1 - Z[1] * sqrt(2) * 0.01)


def test_runs_without_common_names_are_welch() -> None:
    before, after = [0.50, 0.52, 0.49], [0.60, 0.64, 0.59]
    found = compare(side("a", *before, seeded=False), side("b", *after, seeded=False))
    parts = [statistics.variance(runs) / 3 for runs in (before, after)]
    df = sum(parts) ** 2 / sum(part**2 / 2 for part in parts)
    assert 2 < df < 4  # rounded down to 3 or 2
    t = {2: 2.920, 3: 2.353}[int(df)]
    assert near(found.bound, statistics.mean(after) - statistics.mean(before) - t * sqrt(sum(parts)))
    assert (found.paired_by, found.verdict) == ("nothing", "pass")


def test_one_number_a_side_is_not_enough() -> None:
    bare = compare(side("a", 0.5), side("b", 0.9))
    assert (bare.verdict, bare.bound, bare.gain.low) == ("not enough evidence", None, None)
    reported = compare(side("a", 0.5, stderr=0.03), side("b", 0.9, stderr=0.04))
    assert reported.verdict == "not enough evidence"
    assert near(reported.bound, 0.4 - Z[1] * 0.05) and near(reported.gain.high, 0.4 + Z[0] * 0.05)
    assert "no item ids: nothing is paired, which makes the interval wider" in reported.unknown
    assert near(mean_interval(side("a", 0.5, stderr=0.03)).low, 0.5 - Z[0] * 0.03)
    assert mean_interval(side("a", 0.5)).low is None


def test_pairs_that_all_differ_by_the_same_are_not_enough_until_there_are_many() -> None:
    before = {f"q{i}": 0.25 for i in range(30)}
    few = compare(of_items("a", dict(list(before.items())[:4])), of_items("b", {f"q{i}": 0.75 for i in range(4)}))
    assert few.verdict == "not enough evidence"
    many = compare(of_items("a", before), of_items("b", dict.fromkeys(before, 0.75)))
    assert many.verdict == "pass"
    assert compare(of_items("a", before), of_items("b", before)).verdict == "fail"


def test_a_margin_accepts_what_is_a_little_worse() -> None:
    before, after = [0.90, 0.91, 0.92, 0.90, 0.91], [0.895, 0.908, 0.914, 0.897, 0.905]
    strict = compare(side("a", *before), side("b", *after))
    lenient = compare(side("a", *before), side("b", *after), margin=10_000)
    assert (strict.verdict, lenient.verdict) == ("fail", "pass")
    assert lenient.reason == "not worse than the margin allows" and lenient.bound == strict.bound


def test_less_is_better() -> None:
    before, after = [0.52, 0.50, 0.51], [0.41, 0.40, 0.42]
    found = compare(side("a", *before), side("b", *after), higher_is_better=False)
    assert found.verdict == "pass" and near(found.gain.mean, 0.1)
    assert compare(side("a", *before), side("b", *after)).verdict == "fail"


def test_intervals_of_shares_stay_between_0_and_1_and_are_no_points() -> None:
    found = mean_interval(of_items("a", {"x": 1.0, "y": 0.0, "z": 0.9}))
    assert (found.low, found.high) == (0, ONE)
    right = mean_interval(of_items("a", {f"q{i}": 1.0 for i in range(20)}))
    assert right.high == ONE and near(right.low, 20 / (20 + 1.959964**2))
    assert [one for one in unknown_of(of_items("a", {"x": 1.0, "y": 0.0})) if "2 items of a" in one]


def test_no_gain_of_shares_is_over_the_whole() -> None:
    found = compare(of_items("a", {"x": 0.9, "y": 0.0}), of_items("b", {"x": 0.9, "y": 1.0}))
    assert (found.gain.low, found.gain.high, found.bound) == (-ONE, ONE, -ONE)
    # Scores that are no shares keep what the formula says.
    points = compare(of_items("a", {"x": 10.0, "y": 0.0}), of_items("b", {"x": 10.0, "y": 10.0}))
    assert points.gain.low is not None and points.gain.low < -ONE


def test_false_passes_are_as_rare_as_promised() -> None:
    """Of two equal systems the candidate passes in 5 of 100 comparisons, by seeds and by items."""
    draw = random.Random(11)
    by_seed = by_item = 0
    for _ in range(1_000):
        before, after = ([draw.gauss(0.8, 0.02) for _ in range(5)] for _ in range(2))
        by_seed += compare(side("a", *before), side("b", *after)).verdict == "pass"
        rows = [{f"q{i}": float(draw.random() < 0.7) for i in range(60)} for _ in range(2)]
        by_item += compare(of_items("a", rows[0]), of_items("b", rows[1])).verdict == "pass"
    assert 30 <= by_seed <= 70 and 30 <= by_item <= 70
