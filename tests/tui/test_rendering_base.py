"""The parts under the screens: canvas, layout, text in cells, themes, the last filter, settings."""

import json
import os
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Region

from aiboard.engine.model.vocabulary import Stage
from aiboard.game import new_game, open_game
from aiboard.play.session import Session
from aiboard.tui import cells, settings, themes
from aiboard.tui.glyphs import PlainText
from aiboard.tui.panel import Panel, _difference
from aiboard.tui.widgets import cards
from aiboard.tui.widgets.board import BoardView
from aiboard.tui.widgets.cards import heading, widths_of
from aiboard.views.board.columns import Column
from tests.tui.conftest import BoardApp

A, B = Style(bold=True), Style(dim=True)
texts = st.text(alphabet="ab 宽…─é", min_size=1, max_size=12)
rows = st.lists(st.tuples(texts, st.sampled_from([A, B])), max_size=6)


def by_cell(spans: list[tuple[str, Style]], width: int) -> list[tuple[str, Style | None]]:
    """One entry a cell: its character and look."""
    out: list[tuple[str, Style | None]] = []
    for segment in cells.line(spans, width, A):
        for char in segment.text:
            out += [(char, segment.style)] * cells.width_of(char)
    return out


@given(rows, st.integers(1, 40))
def test_a_line_has_exactly_its_width(spans: list[tuple[str, Style]], width: int) -> None:
    assert sum(segment.cell_length for segment in cells.line(spans, width, A)) == width


LOOKS = [A, B, Style(bgcolor="blue"), Style(underline=True), Style(reverse=True)]


def seen(segments: list[Segment]) -> list[tuple[str, object]]:
    """What the eye sees of each cell: of a blank only what paints its ground."""
    out: list[tuple[str, object]] = []
    for text, style, _ in segments:
        style = style or Style()
        ground = style.bgcolor, bool(style.underline), bool(style.reverse), style.reverse and (style.color, style.bold)
        out += [(char, ground if char == " " else style) for char in text]
    return out


@given(st.lists(st.tuples(st.text(alphabet="ab  é", min_size=1, max_size=6), st.sampled_from(LOOKS)), max_size=8))
def test_joined_segments_look_the_same(spans: list[tuple[str, Style]]) -> None:
    apart = [Segment(text, style) for text, style in spans]
    joined = cells.merge_segments(apart)
    assert seen(joined) == seen(apart)
    assert all(one.style != other.style for one, other in pairwise(joined)), "neighbours that look alike are one"


def test_blanks_go_with_a_neighbour() -> None:
    apart = [Segment(" ", A), Segment("012", B), Segment("   ", A), Segment("x", Style(bgcolor="blue"))]
    assert cells.merge_segments(apart) == [Segment(" 012   ", B), Segment("x", Style(bgcolor="blue"))]


def test_blanks_that_do_not_fit_are_not_told_as_missing_text() -> None:
    (segment,) = cells.line([("4 h" + " " * 9, A)], 5, A)
    assert segment.text == "4 h  "
    assert cells.line([("4 hours ", A)], 5, A)[0].text == "4 ho…"


@given(rows, rows, st.integers(5, 40))
def test_what_differs_lies_inside_the_repainted_part(
    old: list[tuple[str, Style]], new: list[tuple[str, Style]], width: int
) -> None:
    before, after = by_cell(old, width), by_cell(new, width)
    region = _difference(old, new, 0, width)
    for x in range(width):
        if not region.x <= x < region.right:
            assert before[x] == after[x]


@given(st.text(max_size=40), st.integers(0, 30))
def test_cut_and_pad_keep_to_the_width(text: str, width: int) -> None:
    assert cells.width_of(cells.cut(text, width)) <= width
    assert cells.width_of(cells.pad(text, width)) == width


@given(st.lists(st.integers(0, 9), min_size=7, max_size=7), st.integers(0, 6), st.integers(80, 200))
def test_columns_fill_the_width_exactly(counts: list[int], focus: int, width: int) -> None:
    columns = tuple(
        Column(stage, stage.name.capitalize(), stage.name.capitalize()[:4], count, 5, (None,) * count)  # type: ignore[arg-type]
        for stage, count in zip(Stage, counts, strict=True)
    )
    widths = widths_of(columns, focus, width)
    assert sum(widths) + len(widths) - 1 == width
    assert all(len(heading(column, False, w)) <= w for column, w in zip(columns, widths, strict=True))
    assert widths[focus] >= 15


def test_acting_characters_are_deleted_and_others_kept() -> None:
    segments = [Segment("a\x1b]52;c;x\x07b\x9b2J\u202ec\u200bd 宽✓"), Segment("\x1b[2J", None, [(1,)])]
    out = PlainText("utf-8").apply(segments, Color.parse("black"))
    assert out[0].text == "a]52;c;xb2Jcd 宽✓"
    assert out[1].text == "\x1b[2J", "what Textual itself sends is not touched"


def test_the_cursor_leaves_a_column_that_is_empty() -> None:
    view = object.__new__(BoardView)
    columns = [SimpleNamespace(cards=[]), SimpleNamespace(cards=[SimpleNamespace(card=4)])]
    view.columns, view.at, view.card = columns, 0, 9  # type: ignore[assignment]
    view._settle()
    assert (view.at, view.card) == (1, 4)


async def test_only_what_changed_is_painted_again(board_app: BoardApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        panel = next(iter(board_app.screen.query(Panel)))
        panel.update()
        painted: list[tuple[Region, ...]] = []
        monkeypatch.setattr(panel, "refresh", lambda *regions, **_: painted.append(regions))
        panel.update()
        assert painted == [], "nothing changed"
        (first, *_), *rest = panel._spans
        changed = [[(f"#{first[0][1:]}", first[1])], *rest]
        monkeypatch.setattr(panel, "_drawn", lambda width, height: changed)
        panel.update()
        assert [[region.y for region in regions] for regions in painted] == [[0]]


@pytest.mark.parametrize("name", [*themes.THEMES, "mono"])
def test_every_palette_has_every_role(name: str) -> None:
    assert set(themes.palette(name).roles()) == set(themes.palette("dark").roles())


def test_attributes_are_shown_where_a_palette_names_them_and_nowhere_else() -> None:
    mono = themes.palette("mono")
    focused, plain = mono["heading.focus"], mono["text"]
    assert focused.bold and focused.underline and not focused.reverse
    assert not any((plain.bold, plain.dim, plain.underline, plain.reverse))


def test_no_state_rests_on_colour_alone() -> None:
    """Without colour the roles of states still look different from plain text, or their glyph and word tell."""
    mono = themes.palette("mono")
    for role in mono.roles():
        style = mono[role]
        assert style.color is None and style.bgcolor is None, role


@pytest.mark.parametrize("name", [*themes.THEMES, "mono"])
def test_a_palette_knows_whether_it_has_colours_and_grounds_of_its_own(name: str) -> None:
    palette = themes.palette(name)
    assert palette.ansi is (name in ("mono", "ansi"))


def test_no_color_chooses_the_theme_before_textual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert themes.prepare_environment()
    assert os.environ["TEXTUAL_THEME"] == "ansi-dark"
    monkeypatch.delenv("TEXTUAL_THEME")
    monkeypatch.setenv("NO_COLOR", "")
    assert not themes.prepare_environment()
    assert "NO_COLOR" not in os.environ


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "null", '"x"', "[" * 5000, '{"theme": 3}', '{"theme": []}', '{"theme": {}}'),
        '{"charts": [1]}',
        *('{"keymap": {"board.kill": "e"}}', '{"keymap": {"board.kill": []}}', '{"keymap": 1}', '{"keymap": []}'),
        *('{"last": []}', '{"last": "a\\u0000b"}', '{"last": "\\ud800"}', '{"last_line": 1}', '{"mouse": 1}'),
        *('{"finished": [[]]}', '{"finished": {}}', '{"animation": null}', '{"coach": "no"}', '{"theme": "\\ud800"}'),
    ],
)
def test_nonsense_in_the_settings_is_no_reason_not_to_play(text: str) -> None:
    folder = settings.folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(text, encoding="utf-8")
    found = settings.load()
    assert found.theme == "dark"
    assert found.keymap == {}
    assert found.last == "" and found.resumable() == "" and found.mouse and found.coach
    assert found.note and found.note.isprintable()


def test_one_notice_names_every_value_that_does_not_fit() -> None:
    folder = settings.folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text('{"theme": [], "charts": "ascii", "mouse": 3}', encoding="utf-8")
    found = settings.load()
    assert "theme" in found.note and "mouse" in found.note and found.charts == "ascii"


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
def test_settings_that_are_a_link_or_a_pipe(tmp_path: Path) -> None:
    folder = settings.folder()
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "settings.json"
    place.symlink_to(tmp_path / "mine.json")
    assert settings.save(settings.Settings(theme="light")) == ""
    assert place.is_symlink() and "light" in (tmp_path / "mine.json").read_text()
    place.unlink()
    os.mkfifo(place)
    assert settings.load().note and "not saved" in settings.save(settings.Settings())


def test_settings_come_back_as_they_were_saved() -> None:
    one = settings.Settings(theme="light", charts="ascii", animation=False, keymap={"board.kill": "delete"})
    assert settings.save(one) == ""
    assert settings.load() == one


def test_settings_that_cannot_be_written_are_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("x", encoding="utf-8")
    monkeypatch.setenv("AIBOARD_HOME", str(blocker / "in"))
    assert "settings not saved" in settings.save(settings.Settings())


def test_hostile_settings_are_cleaned() -> None:
    folder = settings.folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.json").write_text(json.dumps({"last_line": "x\x1b]52;c;y\x07"}), encoding="utf-8")
    assert settings.load().last_line == "x]52;c;y"


def test_a_game_with_a_tutorials_hints_is_not_practice(tmp_path: Path) -> None:
    game = new_game("first-sprint", seed=1, save=tmp_path / "hinted.jsonl")
    session = Session(game)
    assert session.coach and not game.practice
    game.close()
    assert not open_game(tmp_path / "hinted.jsonl", read_only=True).practice


def test_a_path_is_shown_whole_where_there_is_a_line_for_it() -> None:
    path = "/home/somebody/saves/support-chatbot-1000031-20261127-194945-ef0a12.jsonl"
    lines = cells.wrap(f"saved as you play: {path}", 40, 4)
    assert "".join(lines[1:]) == path and all(cells.width_of(line) <= 40 for line in lines)
    assert cells.wrap(path, 40, 1) == [path[:39] + "…"]
    long = "abcdefg" * 7
    assert cells.wrap(f"a {long}", 20, 1) == [f"a {long[:17]}…"], "the last line goes on where the text does"
    assert cells.wrap(f"a {long} end", 20, 2) == ["a", f"{long[:19]}…"]
    assert cells.wrap("two words and " + "x" * 90, 20, 2)[-1].endswith("…")


def test_a_line_under_what_was_drawn_is_blank_and_as_wide() -> None:
    panel = Panel()
    panel._shape = (12, 0)
    strip = panel.render_line(3)
    assert strip.cell_length == 12 and not strip.text.strip()


async def test_another_theme_has_another_ground_at_once(board_app: BoardApp) -> None:
    async with board_app.run_test(size=(80, 24)) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        panel = board_app.screen.query(Panel).first()
        grounds = [panel._on_ground(Style()).bgcolor]
        await pilot.press("right")
        await pilot.pause()
        grounds.append(panel._on_ground(Style()).bgcolor)
        assert grounds[0] != grounds[1] == panel.background_colors[1].rich_color


@pytest.mark.parametrize("facts", [(), ("a",), ("a", "b"), ("a", "b", "c"), ("a", "b", "c", "d")])
def test_however_many_facts_a_card_has_its_row_has_six_cells(facts: tuple[str, ...]) -> None:
    state = SimpleNamespace(cause="", progress="run 2 of 3", facts=facts, needs="GPU")
    line: Any = SimpleNamespace(mark=SimpleNamespace(glyph="?"), state=state, family="RAG")
    assert cards._cells(line) == ("run 2 of 3", "GPU", *(*facts, "", "", "")[:3], "RAG")
    # Rows of one table stand under each other.
    assert len(cards.table((line, line), 100)) == 6
