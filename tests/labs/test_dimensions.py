"""Lab 12: velocity can be cheated, bands judge nobody, and a game has facts for each dimension."""

import pytest

from aiboard.analysis.findings import Dimension
from aiboard.labs.controls import defaults
from aiboard.labs.dimensions import CHAPTERS, Dimensions, analyse_game, rank_bots
from aiboard.views import fmt
from aiboard.views.words import Tone

LAB = Dimensions()
VALUES = defaults(LAB.controls)


def test_killing_everything_has_the_highest_velocity_and_earns_nothing() -> None:
    rows = {row.bot: row for row in rank_bots(3, 3)}
    assert max(rows.values(), key=lambda row: row.velocity).bot == "kill-all"
    assert rows["kill-all"].cents < 0 < rows["heuristic"].cents


def test_what_decides_most_is_called_productive_and_earns_less() -> None:
    found = LAB.counterexample()
    assert found.naive.verdict == "most productive" and found.engine.verdict == "earns less"


def test_a_game_has_facts_by_dimension() -> None:
    found = analyse_game("heuristic", 7).facts
    for at, dimension in enumerate(Dimension):
        side = LAB.run({**VALUES, "dimension": at}, 7).engine
        mine = [one for one in found if one.lesson.dimension == dimension]
        assert len(side.figures) == 1 + min(6, len(mine))
        value = side.figures[0]
        assert value.text == fmt.exact_money(round(100 * float(str(value.value))))


@pytest.mark.parametrize(("bot", "name"), [(0, "heuristic"), (1, "vibes")])
def test_each_fact_says_whether_its_lesson_was_followed(bot: int, name: str) -> None:
    values = {**VALUES, "bot": bot}
    good = {one.key: one.good for one in analyse_game(name, 7).facts}
    told = [
        one
        for at in range(len(Dimension))
        for one in LAB.run({**values, "dimension": at}, 7).engine.figures
        if one.name in good
    ]
    assert {good[one.name] for one in told} == {True, False}
    for one in told:
        assert one.text.split(",")[0] == ("followed" if good[one.name] else "not followed")
        assert one.tone == (Tone.GOOD if good[one.name] else Tone.WARN)


def test_every_dimension_has_its_chapters() -> None:
    assert set(CHAPTERS) == set(Dimension) and CHAPTERS[Dimension.DEBUG] == (3, 7, 10)
