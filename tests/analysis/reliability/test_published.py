"""The published SEM: one for every shipped scenario, of today's rules and evaluator, in a score's interval."""

import json
from dataclasses import replace

import pytest

from aiboard.analysis.debrief.prices import decision_score, score, score_words
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.evaluators import CURRENT
from aiboard.analysis.reliability import published
from aiboard.analysis.reliability.published import Sem
from aiboard.engine.model.world import RULES_VERSION
from aiboard.scenario import load, shipped
from tests.analysis.test_debrief_first_page import LOST, WON, priced

SEM = Sem("first-sprint", "sha", 7, "v4", 60, 2, sem=25.0, pricing=15.0)


def test_errors_of_rollouts_and_games_add_as_squares() -> None:
    """The SEM was measured with rough prices: their error is taken out of it before this game's own goes in."""
    assert SEM.without_pricing == pytest.approx(20.0)
    wide = SEM.widen(Estimate(80.0, 80.0 - 10.0, 80.0 + 10.0))
    assert wide.mean == 80.0 and wide.half_width == pytest.approx((10.0**2 + (1.96 * 20.0) ** 2) ** 0.5)


def test_what_is_published_is_of_these_rules_and_this_evaluator() -> None:
    """A new evaluator prices otherwise: what was measured with an older one says nothing of its scores."""
    known = {resolved.key: resolved for resolved in map(load, map(str, shipped()))}
    assert len(published.all_sems()) >= 3
    for found in published.all_sems():
        assert published.sem_for(known[found.scenario]) == found
        assert published.sem_for(replace(known[found.scenario], sha="of an edited file")) is None
        assert (found.rules_version, found.evaluator) == (RULES_VERSION, CURRENT.version), found.scenario
        assert found.sem > found.pricing > 0 and found.players >= 20


def test_a_score_has_both_errors_in_its_interval_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    found = priced(LOST, WON)
    assert found.prices is not None and found.prices.score is not None
    monkeypatch.setattr(published, "sem_for", lambda resolved: None)
    assert decision_score(found) == found.prices.score and "no published SEM" in score_words(found)
    monkeypatch.setattr(published, "sem_for", lambda resolved: SEM)
    wide = decision_score(found)
    assert wide is not None and wide.low is not None and wide.low < (found.prices.score.low or 0.0) - 20.0
    assert f"({wide.low:.0f}" not in score_words(found) and "25 points (SEM" in score_words(found)
    assert str(round(wide.low)).replace("-", "−") in score(found).note


def test_the_file_reads_back() -> None:
    assert [Sem(**row) for row in json.loads(published.to_json([SEM]))] == [SEM]
