"""Each face concern has one table of happenings; the one of words is complete."""

from aiboard.engine.happenings import HAPPENINGS
from aiboard.engine.happenings.cards import Moved
from aiboard.play import stop_causes
from aiboard.scenario import moments
from aiboard.views.happenings import ROWS, cards, chaos, data, live, plan


def test_every_happening_has_exactly_one_row() -> None:
    assert set(ROWS) == set(HAPPENINGS)
    assert sum(len(module.ROWS) for module in (cards, chaos, data, live, plan)) == len(HAPPENINGS)


def test_what_stops_time_is_told() -> None:
    """A stop shows the event's sentence: it is news, or a move that the log tells."""
    for kind in stop_causes._STOPS:
        assert ROWS[kind].weight or kind is Moved


def test_what_is_said_at_the_stand_up_is_news_and_never_left_out_of_the_log() -> None:
    for row in ROWS.values():
        assert row.weight or not row.standup_weight
        assert not (row.quiet and row.weight)


def test_moments_are_of_happenings() -> None:
    assert set(moments._BY_KIND) <= set(HAPPENINGS)
