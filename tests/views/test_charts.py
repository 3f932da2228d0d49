"""Charts as characters: every number in the words, every mark where its value is, any size, any font."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiboard.views.charts.cells import (
    CellBackground,
    GlyphMode,
    Grid,
    Role,
    Scale,
    label_stride,
    nice_step,
    ticks,
    wrap_words,
)
from aiboard.views.charts.chart import draw, height_for, lines, words
from aiboard.views.charts.evals import EvalChart
from aiboard.views.charts.readouts import Readout, ReadoutChart
from aiboard.views.charts.value import ValueChart, ValueMark

SCORES = (882_000, 860_000, 901_000, 874_000, 904_000)
FIVE = EvalChart(SCORES, 884_200, 861_000, 907_000, 880_000, False, 720_000)
CURVE = ReadoutChart(
    (Readout(1, 802_000, 774_000, 830_000), Readout(2, 841_000, 813_000, 869_000)), 3, 920_000, 800_000
)
MONEY = ValueChart(tuple([-100_000 * n for n in range(1, 21)] + [200_000 * n for n in range(1, 11)]), 40, 10)


def column_of(grid: Grid, char: str, line: int | None = None) -> list[int]:
    """Columns in which a character stands, in one line or in all."""
    rows = grid.lines() if line is None else [grid.lines()[line]]
    return sorted({x for row in rows for x, c in enumerate(row) if c == char})


# --- words ---------------------------------------------------------------------------------------------------


def test_the_words_hold_every_number() -> None:
    assert words(FIVE) == "5 seeds: mean 88.4, 95 % 86.1–90.7; bar 88: reached, not cleared; baseline 72"


@pytest.mark.parametrize(
    ("cleared", "said"), [(True, "bar 88: cleared"), (False, "not cleared"), (None, "not enough evidence")]
)
def test_a_mean_over_the_bar_is_not_yet_cleared(cleared: bool | None, said: str) -> None:
    # The mean lies over the bar in all three: that alone is never called cleared.
    assert said in words(EvalChart(SCORES, 884_200, 861_000, 907_000, 880_000, cleared))


def test_one_seed_is_no_mean_and_seeds_under_way_are_said() -> None:
    one = words(EvalChart((910_000,), 910_000, 868_000, 952_000, 880_000, None, 720_000, pending=2))
    assert one == "1 seed: 91.0, 95 % 86.8–95.2; 2 more under way; bar 88: not enough evidence; baseline 72"


def test_without_scores_nothing_is_claimed() -> None:
    assert words(EvalChart((), None, None, None, 880_000, None, 720_000)) == "no scores yet; bar 88; baseline 72"


def test_readouts_in_words() -> None:
    assert words(CURVE) == "run 2 of 3: 84.1 (81.3–86.9), +3.9 since run 1; bar 92; kill line 80"
    assert words(ReadoutChart((), 3, 920_000)) == "no run of 3 has ended; bar 92"


def test_the_value_line_in_words() -> None:
    assert words(MONEY) == "$20.0k after day 30 of 40; lowest −$20.0k after day 20"
    assert words(ValueChart((), 40)) == "no day has ended"


# --- the grid -------------------------------------------------------------------------------------------------


def test_each_seed_has_its_row_and_stands_in_the_order_of_its_score() -> None:
    grid = draw(FIVE, 100, 16)
    text = grid.lines()
    rows = [line for line in text if line.startswith("seed")]
    assert len(rows) == 5
    places = [row.index("●") for row in rows]
    assert [i for _, i in sorted(zip(SCORES, range(5), strict=True))] == sorted(range(5), key=places.__getitem__)


def test_bar_baseline_and_interval_stand_in_the_order_of_their_values() -> None:
    text = draw(FIVE, 100, 16).lines()
    seed = next(line for line in text if line.startswith("seed 1"))
    mean = next(line for line in text if line.startswith("mean"))
    baseline, bar = seed.index("╎"), seed.index("│")
    low, middle, high = mean.index("┣"), mean.index("●"), mean.index("┫")
    assert baseline < low < bar <= middle < high
    assert mean.split()[1] == "88.4"


def test_the_green_zone_starts_right_of_the_bar() -> None:
    grid = draw(FIVE, 100, 16)
    bar = next(line for line in grid.lines() if line.startswith("seed 2")).index("│")
    for row in grid.rows():
        x = 0
        for text, _, ground in row:
            if ground is CellBackground.ZONE:
                assert x > bar
            x += len(text)
    assert any(ground is CellBackground.ZONE for row in grid.rows() for _, _, ground in row)


def test_paired_baseline_scores_are_drawn_where_they_are() -> None:
    paired = (700_000, 740_000, 720_000, 720_000, 720_000)
    text = draw(EvalChart(SCORES, 884_200, 861_000, 907_000, 880_000, False, 720_000, paired), 100, 16).lines()
    rows = [line for line in text if line.startswith("seed")]
    assert rows[0].index("○") < rows[2].index("○") < rows[1].index("○")


def test_a_baseline_far_away_becomes_an_arrow_and_keeps_its_number() -> None:
    far = EvalChart(SCORES, 884_200, 861_000, 907_000, 880_000, False, 300_000)
    text = "\n".join(draw(far, 90, 14).lines())
    assert "◂ baseline 30" in text and "╎" not in text


def test_equal_scores_pile_up_and_many_become_columns() -> None:
    same = EvalChart((880_000,) * 3, 880_000, 870_000, 890_000, 860_000, True)
    dots = [line.count("●") for line in draw(same, 40, 12).lines()]
    assert sum(dots) == 3 + 1  # the mean is the fourth
    many = EvalChart((880_000,) * 40 + (884_000,) * 10, 881_000, 880_000, 882_000, 860_000, True)
    assert "█" in "\n".join(draw(many, 40, 12).lines())


def test_the_curve_stays_inside_its_frame_and_meets_its_points() -> None:
    grid = draw(CURVE, 60, 16, GlyphMode.BLOCK)
    text = grid.lines()
    assert sum(line.count("●") for line in text) == 2
    assert text[-1].split() == ["run", "1", "run", "2", "run", "3"]
    bar = next(i for i, line in enumerate(text) if line.endswith("bar 92"))
    kill = next(i for i, line in enumerate(text) if line.endswith("kill 80"))
    points = [i for i, line in enumerate(text) if "●" in line]
    assert bar < min(points) and max(points) <= kill


def test_gains_and_losses_lie_on_their_side_of_zero() -> None:
    grid = draw(MONEY, 80, 18)
    zero = next(i for i, line in enumerate(grid.lines()) if line.lstrip().startswith("$0"))
    grounds = [(y, ground) for y, row in enumerate(grid.rows()) for _, _, ground in row]
    assert any(ground is CellBackground.LOSS for _, ground in grounds) and any(
        ground is CellBackground.GAIN for _, ground in grounds
    )
    assert all(y > zero for y, ground in grounds if ground is CellBackground.LOSS)
    assert all(y < zero for y, ground in grounds if ground is CellBackground.GAIN)


def test_marks_stand_over_their_day_and_are_named_or_counted() -> None:
    marks = tuple(ValueMark(day, "✗", f"killed {day}") for day in (5, 20, 35))
    chart = ValueChart(MONEY.cents, 40, 10, marks)
    text = draw(chart, 80, 24).lines()
    shelf = next(line for line in text if line.count("✗") == 3)
    first, _, last = (x for x, c in enumerate(shelf) if c == "✗")
    assert first < last
    assert all(any(f"killed {day}" in line for line in text) for day in (5, 20, 35))
    crowded = "\n".join(draw(ValueChart(MONEY.cents, 40, 10, marks * 20), 40, 16).lines())
    assert "more" in crowded


def test_where_colour_is_missing_grounds_are_characters() -> None:
    assert "░" not in "\n".join(draw(FIVE, 80, 12).lines())
    assert "░" in "\n".join(draw(FIVE, 80, 12, shade=True).lines())


def test_ascii_is_ascii() -> None:
    for chart in (FIVE, CURVE, ValueChart(MONEY.cents, 40, 10, (ValueMark(3, "●", "naïve 日本"),))):
        text = "\n".join(draw(chart, 80, 20, GlyphMode.ASCII, shade=True).lines())
        assert text.isascii() and text.strip()


def test_plain_lines_are_words_and_picture() -> None:
    text = lines(FIVE)
    assert text[0].startswith("5 seeds: mean 88.4") and len(text) == height_for(FIVE, 72)
    assert all(len(line) <= 72 for line in text)


def test_control_characters_of_a_label_never_come_out() -> None:
    chart = ValueChart(MONEY.cents, 40, 10, (ValueMark(3, "✗", "a\x1b[2Jb\u202ec"),))
    text = "\n".join(draw(chart, 80, 24).lines())
    assert "\x1b" not in text and "\u202e" not in text


@pytest.mark.parametrize(("width", "height"), [(30, 6), (44, 10), (80, 24), (150, 40)])
@pytest.mark.parametrize("chart", [FIVE, CURVE, MONEY])
@pytest.mark.parametrize("mode", list(GlyphMode))
def test_every_size_is_filled_exactly_and_keeps_the_words(
    chart: EvalChart | ReadoutChart | ValueChart, width: int, height: int, mode: GlyphMode
) -> None:
    grid = draw(chart, width, height, mode)
    rows = grid.rows()
    assert len(rows) == height
    assert all(sum(len(text) for text, _, _ in row) == width for row in rows)
    said = " ".join(" ".join(grid.lines()).split())
    wanted = words(chart).replace("–", "-").replace("−", "-") if mode is GlyphMode.ASCII else words(chart)
    assert said.startswith(wanted)


quality = st.integers(0, 1_000_000)


@settings(max_examples=150, deadline=None)
@given(
    scores=st.lists(quality, max_size=30),
    bar=quality,
    baseline=st.none() | quality,
    width=st.integers(0, 160),
    height=st.integers(0, 45),
    mode=st.sampled_from(list(GlyphMode)),
)
def test_no_score_and_no_size_breaks_it(
    scores: list[int], bar: int, baseline: int | None, width: int, height: int, mode: GlyphMode
) -> None:
    mean = sum(scores) // len(scores) if scores else None
    low, high = (min(scores), max(scores)) if scores else (None, None)
    rows = draw(EvalChart(tuple(scores), mean, low, high, bar, None, baseline), width, height, mode).rows()
    assert [sum(len(text) for text, _, _ in row) for row in rows] == [width] * height


@settings(max_examples=150, deadline=None)
@given(
    values=st.lists(quality, max_size=9),
    cents=st.lists(st.integers(-(10**11), 10**11), max_size=90),
    width=st.integers(0, 160),
    height=st.integers(0, 45),
    mode=st.sampled_from(list(GlyphMode)),
)
def test_no_curve_breaks_it(values: list[int], cents: list[int], width: int, height: int, mode: GlyphMode) -> None:
    readouts = tuple(Readout(n, v, max(0, v - 30_000), min(10**6, v + 30_000)) for n, v in enumerate(values, 1))
    for chart in (ReadoutChart(readouts, 3, 920_000, 800_000), ValueChart(tuple(cents), 80)):
        rows = draw(chart, width, height, mode).rows()
        assert [sum(len(text) for text, _, _ in row) for row in rows] == [width] * height


# --- the paper ---------------------------------------------------------------------------------------------------


@given(low=st.integers(-(10**9), 10**9), span=st.integers(1, 10**9), cells=st.integers(1, 400), a=quality, b=quality)
def test_a_scale_keeps_order_and_stays_inside(low: int, span: int, cells: int, a: int, b: int) -> None:
    scale = Scale(low, low + span, cells)
    first, second = sorted((a, b))
    assert 0 <= scale.position(first) <= scale.position(second) < cells
    assert scale.position(low) == 0 and scale.position(low + span) == cells - 1


def test_ticks_are_round_and_few() -> None:
    assert nice_step(23, 5) == 5 and nice_step(100, 4) == 50 and nice_step(7, 100, min_step=2) == 2
    assert ticks(-7, 21, 10) == [0, 10, 20]
    assert label_stride([(0, 3), (3, 3), (6, 3)]) == 2 and label_stride([(0, 3), (4, 3)]) == 1


def test_glued_words_stay_on_one_line() -> None:
    wrapped = wrap_words([("one two~three", Role.TEXT), ("four", Role.GOOD)], 9)
    assert [[text for text, _ in line] for line in wrapped] == [["one"], ["two three"], ["four"]]


def test_a_value_line_begins_at_nothing() -> None:
    """A project that only spent was never higher than at its start."""
    assert words(ValueChart((-6_000, -90_000, -50_000), 40, 10)) == "−$500 after day 3 of 40; lowest −$900 after day 2"
