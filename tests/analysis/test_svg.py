"""Pictures of a debrief, each shape where it belongs: small charts whose places are worked out by hand."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from aiboard.analysis.debrief.svg import calibration_svg, chart_figure, ledger_svg
from aiboard.views.charts.calibration import CalibrationChart, Group
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.value import ValueChart, ValueMark

#: Two of twenty days: a day is 32.1 wide, from 88 to 730; money of -$100 to $700 takes 212, from 240 up to 28.
VALUE = ValueChart((0, 60_000), 20, 10, (ValueMark(1, "●", "launch"), ValueMark(2, "▲", "data issue")))
FIRST, SECOND = 88 + 32.1 / 2, 88 + 32.1 * 1.5
ZERO, SIX = 240 - 212 / 8, 240 - 212 * 7 / 8


def shapes(picture: str, kind: str, *names: str) -> list[tuple[float | str, ...]]:
    """Some attributes of each shape of a kind, in order; `text` is its text."""
    found = []
    for one in ElementTree.fromstring(picture).iter(kind):
        values = [(one.text or "") if name == "text" else one.attrib.get(name, "") for name in names]
        found.append(tuple(float(value) if re.fullmatch(r"-?\d+\.\d", value) else value for value in values))
    return found


def near(found: list[tuple[float | str, ...]], expected: list[tuple[float | str, ...]]) -> None:
    assert len(found) == len(expected), found
    for one, other in zip(found, expected, strict=True):
        for value, wanted in zip(one, other, strict=True):
            assert value == (pytest.approx(wanted, abs=0.11) if isinstance(wanted, float) else wanted), (one, other)


def test_the_value_line_has_its_days_its_dollars_and_its_marks() -> None:
    picture = ledger_svg(LedgerChart(VALUE, (Strip("luck", (2.0, -1.0), "and the deal +3"),)))
    tenth, last = 88 + 32.1 * 9.5, 88 + 32.1 * 19.5
    # Two rows of marks of 20 under 20 for the days, then the strip of 118: the picture ends at 418 and 10 more.
    assert 'viewBox="0 0 760 428"' in picture
    step = 212 / 4
    near(
        shapes(picture, "line", "class", "x1", "y1", "x2", "y2"),
        [
            ("grid", tenth, 28.0, tenth, 418.0), ("grid", last, 28.0, last, 418.0),
            ("zero", 88.0, ZERO, 730.0, ZERO),
            *(("grid", 88.0, ZERO - n * step, 730.0, ZERO - n * step) for n in (1, 2, 3)),
            ("zero", 88.0, 367.0, 730.0, 367.0),
        ],
    )  # fmt: skip
    near(
        shapes(picture, "text", "text", "x", "y", "text-anchor"),
        [
            ("day 10", tenth, 255.0, "middle"), ("day 20", last, 255.0, "middle"),
            ("net value, dollars", 88.0, 16.0, "start"),
            *((f"${n * 200}", 80.0, ZERO - n * step + 4, "end") for n in range(4)),
            ("launch", 80.0, 274.0, "end"), ("●", FIRST, 274.0, "middle"),
            ("disruption", 80.0, 294.0, "end"), ("▲", SECOND, 294.0, "middle"),
            ("luck, points by day, and the deal +3", 88.0, 314.0, "start"),
            ("0", 80.0, 371.0, "end"), ("+2", 80.0, 326.0, "end"), ("−2", 80.0, 416.0, "end"),
        ],
    )  # fmt: skip
    # A bar takes seven tenths of its day, in the middle of it: of the largest 45 up, of half of it 22.5 down.
    near(
        shapes(picture, "rect", "class", "x", "y", "width", "height"),
        [("won", FIRST - 11.235, 322.0, 22.5, 45.0), ("lost", SECOND - 11.235, 367.0, 22.5, 22.5)],
    )
    titles = [one[0] for one in shapes(picture, "title", "text")]
    assert titles[1:] == ["day 1: launch", "day 2: data issue", "day 1: +2 points", "day 2: −1 points"]
    curve, area = (re.search(rf'class="{name}" points="([^"]+)"', picture)[1] for name in ("curve", "area"))  # type: ignore[index]
    found = [[float(value) for value in pair.split(",")] for pair in area.split()]
    assert found[1:3] == [[float(value) for value in pair.split(",")] for pair in curve.split()]
    for (x, y), wanted in zip(found, ((FIRST, ZERO), (FIRST, ZERO), (SECOND, SIX), (SECOND, ZERO)), strict=True):
        assert (x, y) == pytest.approx(wanted, abs=0.11)


def test_a_small_bar_is_seen_and_none_is_drawn_for_nothing() -> None:
    one = Strip("choices", (0.0, 4.0, 0.01))
    bars = shapes(ledger_svg(LedgerChart(VALUE, (one,))), "rect", "class", "height")
    assert bars == [("won", 45.0), ("won", 0.5)]
    assert shapes(ledger_svg(LedgerChart(VALUE, (Strip("luck", (0.0, 0.0)),))), "rect") == []
    # Bars are never thinner than two, and one day alone has a bar of eight.
    long = ledger_svg(LedgerChart(ValueChart((0,), 400, 10), (Strip("luck", (1.0,)),)))
    alone = ledger_svg(LedgerChart(ValueChart((0,), 1, 10), (Strip("luck", (1.0,)),)))
    two = ledger_svg(LedgerChart(ValueChart((0,), 2, 10), (Strip("luck", (1.0,)),)))
    assert shapes(long, "rect", "width") == [(2.0,)] and shapes(alone, "rect", "width") == [(8.0,)]
    assert shapes(two, "rect", "width") == [(224.7,)] and "none" not in long


def test_money_that_hardly_moves_has_room_and_a_large_range_a_twelfth() -> None:
    # $0 alone: $100 to each side; $2,400: $200, a line every $500.
    flat = ledger_svg(LedgerChart(ValueChart((0,), 20, 10), ()))
    assert [one for one in shapes(flat, "line", "class", "y1") if one[0] == "zero"] == [("zero", 134.0)]
    wide = ledger_svg(LedgerChart(ValueChart((240_000,), 20, 10), ()))
    (_, y), *_ = [one for one in shapes(wide, "line", "class", "y1") if one[0] == "zero"]
    assert y == pytest.approx(240 - 20 / 280 * 212, abs=0.06)
    low = ledger_svg(LedgerChart(ValueChart((-240_000,), 20, 10), ()))
    (_, y), *_ = [one for one in shapes(low, "line", "class", "y1") if one[0] == "zero"]
    assert y == pytest.approx(28 + 20 / 280 * 212, abs=0.06)


def test_strips_stand_one_under_the_other() -> None:
    none = ValueChart((0, 60_000), 20, 10)
    picture = ledger_svg(LedgerChart(none, tuple(Strip(name, (1.0,)) for name in ("luck", "choices"))))
    heads = [one for one in shapes(picture, "text", "text", "y") if str(one[0]).endswith("points by day")]
    assert heads == [("luck, points by day", 274.0), ("choices, points by day", 392.0)]
    assert f'viewBox="0 0 760 {260 + 2 * 118 + 10}"' in picture


@pytest.mark.parametrize(
    ("days", "sprint", "named"),
    [(25, 10, [10, 20]), (30, 7, [7, 14, 21, 28]), (110, 10, [20, 40, 60, 80, 100]), (3, 0, [1, 2, 3])],
)
def test_days_are_named_at_the_ends_of_sprints(days: int, sprint: int, named: list[int]) -> None:
    said = [str(one[0]) for one in shapes(ledger_svg(LedgerChart(ValueChart((0,), days, sprint), ())), "text", "text")]
    assert [one for one in said if one.startswith("day ")] == [f"day {day}" for day in named]


def test_a_figure_says_its_marks_by_kind() -> None:
    marks = (
        ValueMark(3, "▲", "data issue"),
        ValueMark(1, "●", "launch"),
        ValueMark(2, "●", "x" * 70),
        ValueMark(9, "?", "no kind"),
    )
    shown = chart_figure(LedgerChart(ValueChart((0,), 20, 10, marks), ()))
    caption = re.search(r"<figcaption>(.*)</figcaption>", shown)[1].split("<br>")  # type: ignore[index]
    # The name of a kind is not said again, and a long word is cut.
    assert (
        caption[1:] == [f"● launch: day 1; day 2 {'x' * 60}.", "▲ disruption: day 3 data issue."]
        and "no kind" not in shown
    )
    assert f"day 2: {'x' * 60}<" in shown and shown.startswith('<figure><div class="wide"><svg role="img"')
    assert chart_figure(CalibrationChart((Group(20, 50, 4, True),))).count("<circle") == 1
    assert chart_figure(VALUE) == "", "a chart that no debrief has"


def test_odds_stand_in_a_square_with_what_came() -> None:
    picture = calibration_svg(CalibrationChart((Group(75, 100, 100, False), Group(20, 50, 4, True))))
    assert 'viewBox="0 0 760 428"' in picture
    # Every quarter is 85 of the square from 88 to 428 and from 378 up to 38; the dots' line is drawn first.
    ticks = [88.0 + 85 * n for n in range(5)]
    rows = [378.0 - 85 * n for n in range(5)]
    lines = shapes(picture, "line", "class", "x1", "y1", "x2", "y2")
    assert lines[0] == ("zero", 88.0, 378.0, 428.0, 38.0) and len(lines) == 11
    assert lines[1::2] == [("grid", 88.0, y, 428.0, y) for y in rows]
    assert lines[2::2] == [("grid", x, 378.0, x, 38.0) for x in ticks]
    texts = shapes(picture, "text", "text", "x", "y", "text-anchor")
    assert texts[0:10:2] == [(f"{25 * n} %", 80.0, y + 4, "end") for n, y in enumerate(rows)]
    assert texts[1:10:2] == [(f"{25 * n} %", x, 398.0, "middle") for n, x in enumerate(ticks)]
    assert texts[10:] == [
        ("said to be so likely", 258.0, 418.0, "middle"),
        ("came so often; beside a dot, of how many", 88.0, 14.0, "start"),
        # Beside its dot, of 14 for a hundred statements and of 7 for four.
        ("100", 343.0 + 17, 42.0, "start"), ("4", 156.0 + 10, 212.0, "start"),
    ]  # fmt: skip
    radius = [
        float(one[0])
        for count in (1, 4, 45, 1_000)
        for one in shapes(calibration_svg(CalibrationChart((Group(1, 1, count, True),))), "circle", "r")
    ]
    assert radius == [5.5, 7.0, 14.0, 14.0] and all(one <= other for one, other in pairwise(radius))
