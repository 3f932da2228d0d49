"""The debrief as files: HTML that stands alone, escaped; pictures; stories; the same facts in every form."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from aiboard.analysis.debrief import build, html, json_document, markdown, sections, text
from aiboard.analysis.debrief.printers import PARTS
from aiboard.analysis.debrief.stories import stories
from aiboard.analysis.debrief.svg import calibration_svg, ledger_svg
from aiboard.analysis.pricing.model import DayLuck
from aiboard.game import new_game
from aiboard.scenario import from_data
from aiboard.views.charts.calibration import CalibrationChart, Group
from aiboard.views.charts.strips import LedgerChart, Strip
from aiboard.views.charts.value import ValueChart, ValueMark
from tests.analysis.games import by_bot, play, read
from tests.analysis.test_debrief_first_page import LOST, UNDONE, WON, decision, priced
from tests.game.small import data

_VOID = {"meta", "br", "link", "img", "hr", "input"}
_LUCK = (DayLuck(0, -31.0), DayLuck(1, 2.0))


class Tags(HTMLParser):
    """Checks that tags are closed in order; keeps their names and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    assert not parser.open
    return parser.seen


@pytest.mark.parametrize("with_prices", [False, True])
def test_the_page_stands_alone(with_prices: bool) -> None:
    found = priced(LOST, UNDONE, WON, luck=_LUCK) if with_prices else by_bot("vibes")
    page = html([found])
    seen = tags(page)
    assert not {tag for tag, _ in seen} & {"script", "link", "img", "iframe", "object"}
    for tag, attributes in seen:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes), tag
        assert (attributes.get("href") or "#").startswith("#")
    assert "default-src 'none'" in page.replace("&#x27;", "'") and "http://" not in page and "https://" not in page
    # Every section of the text, by its title; the pictures beside.
    for part in PARTS:
        assert part.title.replace("'", "&#x27;") in page
    assert page.count("<svg") == 2
    assert page.count('<polygon class="area"') == page.count('<polyline class="curve"') == 1
    assert ("Decision score <strong>80</strong>" in page) is with_prices
    assert (">points, over the reference" in page) is with_prices, "without prices the column would be empty"
    assert page.count("<article") == (3 if with_prices else len(found.stakes)) > 0


def test_the_first_screen_comes_before_the_way_to_the_rest() -> None:
    page = html([priced(LOST, UNDONE, WON, luck=_LUCK)])
    order = ["<strong>80</strong>", "Luck: ", "<article", "<nav", "<svg"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    # A mark and a colour are said in words too.
    for mark in ("✓ made the most", "✗ lost"):
        assert mark in page


def test_sentences_of_their_own_stay_apart_and_numbers_whole() -> None:
    found = priced(LOST, WON, luck=_LUCK)
    page = html([found])
    assert re.search(r"<p>Lesson: ", page) and re.search(r"<p>Equity: ", page)
    assert not re.search(r"<(?:p|li|dd|td)\b[^>]*>[^<]*\d %", page) and "\u00a0%" in page
    # What the text lays out in columns is a table or keeps its columns.
    for row in ("<td>par</td>", "<td>heuristic</td>"):
        assert row in page
    assert "hidden odds   " not in page and re.search(r"<pre>revenue while live +[−$]", page)


def test_several_games_are_one_page() -> None:
    page = html([by_bot("vibes"), by_bot("heuristic")])
    ids = [attributes["id"] for _, attributes in tags(page) if "id" in attributes]
    assert len(ids) == len(set(ids)) == 2 * len(PARTS)
    # What each came to stands before the first, with the way to it.
    before = page[: page.index("<h1>")]
    assert before.count("Net value") == 2 and 'href="#g1-answers"' in before


def test_outside_text_is_only_text() -> None:
    content = data(30)
    evil = "<script>alert(1)</script>\"'&<b>"
    content["title"] = evil
    for number, idea in enumerate(content["ideas"]):
        idea["title"] = f"{number} {evil}"
    for number, person in enumerate(content["people"]):
        person["name"] = f"<i>Eve {number}</i>"
    found = read(play(from_data(content), 5, "start EXP-001", "forecast 20 25", until=29))
    for page in (html([found]), html([build(found.resolved, 5, [[], []], bots=())])):
        assert "<script" not in page and "<i>" not in page and "<b>" not in page
        tags(page)


def test_pictures_are_sound_and_say_what_they_show() -> None:
    mark = ValueMark(4, "!", "<incident> & more")
    value = ValueChart(tuple(range(-30_000, 30_000, 3_000)), 20, 10, (mark,))
    chart = LedgerChart(value, (Strip("luck", (0.0, 8.0, -4.0), "the deal −31"), Strip("choices", (-9.0,))))
    drawing = ElementTree.fromstring(ledger_svg(chart))
    axis = min(float(line.attrib["x1"]) for line in drawing.iter("line"))
    assert all(float(bar.attrib["x"]) >= axis for bar in drawing.iter("rect"))
    for picture in (
        ledger_svg(chart),
        calibration_svg(CalibrationChart((Group(70, 50, 4, True), Group(30, 100, 2, False)))),
    ):
        root = ElementTree.fromstring(picture)
        assert root.attrib["aria-label"] and root.find("title") is not None
        width, height = map(float, root.attrib["viewBox"].split()[2:])
        for shape in root.iter("rect"):
            x, y = float(shape.attrib["x"]), float(shape.attrib["y"])
            assert 0 <= x <= x + float(shape.attrib["width"]) <= width
            assert 0 <= y <= y + float(shape.attrib["height"]) <= height
        for label in root.iter("text"):
            assert 0 <= float(label.attrib["x"]) <= width and 0 <= float(label.attrib["y"]) <= height
    # A kind of mark has a row of its own: neighbours never cover each other, and the row is named.
    both = ValueChart((0, 1, 2), 20, 10, (ValueMark(2, "!", "incident"), ValueMark(2, "●", "001 live")))
    texts = list(ElementTree.fromstring(ledger_svg(LedgerChart(both, ()))).iter("text"))
    rows = {text.text: text.attrib["y"] for text in texts if text.text in ("●", "!", "launch", "incident")}
    assert rows["!"] == rows["incident"] != rows["●"] == rows["launch"]
    bars = [shape.attrib["class"] for shape in ElementTree.fromstring(ledger_svg(chart)).iter("rect")]
    assert bars == ["won", "lost", "lost"]
    assert ledger_svg(LedgerChart(ValueChart((), 20, 10), ())).count("<polyline") == 0


def test_markdown_and_text_have_the_same_sections() -> None:
    found = priced(LOST, WON, luck=_LUCK)
    titles = [section.title for section in sections(found)]
    assert re.findall(r"^## (.*)$", markdown(found), re.M) == titles
    assert [title for title in titles if f"── {title} " in text(found)] == titles


def test_markdown_keeps_paragraphs_and_labelled_rows_apart() -> None:
    page = markdown(priced(LOST, WON, luck=_LUCK))
    # A renderer fills lines that only follow each other; an empty line or a hard break keeps them apart.
    assert re.search(r"play\\?\.\n\nLuck: ", page) and re.search(r"\n\nLesson: ", page)
    assert re.search(r"points\\\n  Known: known then\.\\\n  Instead: ", page)


def test_stories_say_that_it_was_a_simulation() -> None:
    found = priced(UNDONE, LOST, WON)
    told = stories(found)
    assert [one.day for one in told] == [6, 7, 9]
    for one in told:
        assert list(one.parts()) == ["Situation", "Task", "Action", "Result"]
        assert "simulated" in one.situation and one.action.startswith("I ") and "In the end" in one.result
    assert told[1].action.startswith("I did not start 003") and "the other way was worth $9.0k more" in told[0].result
    # The name of a standing order has a colon of its own.
    (order,) = [one for one in stories(priced(decision(6, -9.0, 3.0, "standing evaluate auto"))) if one.day == 6]
    assert 'set "Runs ended: evaluate" to auto.' in order.action and "Evaluate" not in order.result
    unpriced = stories(by_bot("vibes"))
    assert unpriced and all("simulated" in one.situation for one in unpriced)
    assert json_document(found)["stories"][0]["situation"] == told[0].situation
    begun = new_game("first-sprint", 3)
    assert stories(build(begun.resolved, 3, begun.timeline.days, bots=())) == []
