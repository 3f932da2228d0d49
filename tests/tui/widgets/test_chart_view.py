"""Charts in colour: the canvas of the views, the palette's colours, nothing of its own."""

import pytest

from aiboard.tui import themes
from aiboard.tui.settings import Settings
from aiboard.tui.widgets.chart import spans_of
from aiboard.views.charts.cells import GlyphMode
from aiboard.views.charts.chart import draw
from tests.tui.conftest import screen_text
from tests.tui.gallery import CHARTS, ChartView, Gallery


@pytest.mark.parametrize("sample", list(CHARTS))
@pytest.mark.parametrize("size", [(80, 24), (150, 40), (200, 60)])
async def test_the_widget_shows_what_the_views_draw(sample: str, size: tuple[int, int]) -> None:
    chart = CHARTS[sample]()
    app = Gallery(sample, Settings(animation=False, charts="block"), False)
    async with app.run_test(size=size):
        view = app.screen.query_one(ChartView)
        expected = draw(chart, view.size.width, view.size.height, GlyphMode.BLOCK).lines()
        assert screen_text(app).splitlines()[: len(expected)] == expected


def test_colours_are_the_palettes_and_grounds_have_one() -> None:
    look = themes.palette("dark")
    spans = [span for line in spans_of(CHARTS["scores"](), look, 100, 14) for span in line]
    zone = look["zone.good"].bgcolor
    assert any(style.bgcolor == zone for _, style in spans)
    assert [style for text, style in spans if "cleared;" in text] == [look["warn"]]


@pytest.mark.parametrize("name", ["mono", "ansi"])
def test_without_colours_grounds_become_characters(name: str) -> None:
    look = themes.palette(name)
    spans = [span for line in spans_of(CHARTS["scores"](), look, 100, 14) for span in line]
    assert any("░" in text for text, _ in spans)
    # What stands in a ground has its tone where it is plain, and its own where it means something.
    shaded = [(text, style) for text, style in spans if "░" in text]
    assert shaded and all(style == look["good"] for _, style in shaded)
    dots = [style for text, style in spans if "●" in text]
    assert dots and all(style in (look["accent"], look["warn"]) for style in dots)
    if name == "mono":
        assert all(style.color is None and style.bgcolor is None for _, style in spans)


@pytest.mark.parametrize("charts", ["braille", "block", "ascii"])
async def test_the_players_choice_of_characters_is_used(charts: str) -> None:
    app = Gallery("readouts", Settings(animation=False, charts=charts), False)
    async with app.run_test(size=(80, 24)):
        view = app.screen.query_one(ChartView)
        text = view.text()
    has_braille = any("\u2800" < char <= "\u28ff" for char in text)
    assert has_braille == (charts == "braille")
    assert text.isascii() == (charts == "ascii")
