"""The equity scale: its ends, its cache, its weakness, and that what ships was cut from what ships."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.anchors import Anchors
from aiboard.analysis.cache import CACHE_VARIABLE
from aiboard.analysis.estimate import Estimate, estimate, paired_difference
from aiboard.analysis.runner import run_games
from aiboard.scenario import load
from tests.game.small import small
from tests.shipped import every

SOUND = Anchors("x", "sha", 1, anchors.EVALUATOR_VERSION, 100, 0.0, 1_000_000.0, 50_000.0, 2_000_000.0, (1, 2, 3))


def test_ends_of_the_scale() -> None:
    assert SOUND.equity(0) == 0 and SOUND.equity(1_000_000) == 100 and SOUND.equity(-500_000) == -50
    scaled = SOUND.scale_value(Estimate(5_000, 4_000, 6_000))
    assert scaled is not None and (scaled.mean, scaled.low, scaled.high) == (50, 40, 60)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"error": 300_000.0}, "3.3 standard errors"),
        ({"spread": 4_100_000.0}, "0.24 of one game's SD"),
        ({"reference": -1.0}, "standard errors"),
        ({"reference": 0.0, "error": 0.0, "spread": 0.0}, "0.0 standard errors"),
    ],
)
def test_a_weak_scale_tells_no_equity(change: dict[str, float], says: str) -> None:
    weak = replace(SOUND, **change)
    assert says in (weak.weakness() or "")
    assert weak.equity(5.0) is None and weak.scale_value(Estimate(1, 0, 2)) is None


def test_a_scale_without_any_error_does_not_run_backwards() -> None:
    backwards = replace(SOUND, reference=-1_000_000.0, error=0.0, spread=0.0)
    assert backwards.weakness() and backwards.equity(5.0) is None


def test_the_rule_is_at_its_borders_not_before() -> None:
    assert replace(SOUND, error=250_000.0).weakness() is None
    assert replace(SOUND, spread=4_000_000.0).weakness() is None


def test_cut_is_the_mean_of_both_bots_on_the_same_seeds() -> None:
    seeds = range(5, 25)
    made = anchors.measure(small(), seeds=seeds)
    low = [result.value_cents for result in run_games(small(), "idle", seeds)]
    high = [result.value_cents for result in run_games(small(), "reference", seeds)]
    assert made.idle == sum(low) / 20 and made.reference == pytest.approx(sum(high) / 20)
    gaps = [b - a for a, b in zip(low, high, strict=True)]
    mean = sum(gaps) / 20
    assert made.error == pytest.approx(math.sqrt(sum((gap - mean) ** 2 for gap in gaps) / 19 / 20))
    assert made.probe == tuple(high[:3]) and made.sha == small().sha


def test_cache_keeps_and_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(anchors, "SEEDS", range(100_000, 100_012))
    resolved = small(30)
    assert anchors.find(resolved) is None
    told: list[int] = []
    made = anchors.get(resolved, progress=told.append)
    assert told == sorted(told) and told[-1] == 24
    kept = anchors.find(resolved)
    assert kept is not None and kept.data() == made.data()
    assert anchors.find(small(31)) is None, "other scenario, other anchors"
    (file,) = (tmp_path / "cache" / "anchors").iterdir()
    head, _, _ = file.read_text().partition("\n")
    others = {"rules_version": made.rules_version + 1, "evaluator": f"not {made.evaluator}", "sha": small(31).sha}
    for name, other in others.items():
        file.write_text(f"{head}\n{json.dumps({**made.data(), name: other})}\n")
        assert anchors.find(resolved) is None, f"another {name}"
    for damage in ("", "[", "[]", '{"sha": 1}', json.dumps({**made.data(), "idle": "x"})):
        for text in (f"{damage}\n", f"{head}\n{damage}\n"):
            file.write_text(text)
            assert anchors.find(resolved) is None
    for damage in ('{"sha": 1}', json.dumps({**made.data(), "idle": math.nan})):
        file.write_text(f"{head}\n{damage}\n")
        again = anchors.get(resolved)
        assert anchors.find(resolved) == again, "a line that is not understood hides those behind it"


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv(CACHE_VARIABLE, str(blocked / "inside"))
    monkeypatch.setattr(anchors, "SEEDS", range(100_000, 100_006))
    assert anchors.get(small(30)).games == 6


def test_anchor_seeds_are_the_published_ones() -> None:
    assert (anchors.SEEDS[0], anchors.SEEDS[-1], len(anchors.SEEDS)) == (100_000, 103_999, 4_000)


@pytest.mark.parametrize("key", every())
def test_shipped_anchors_belong_to_the_shipped_scenario_and_rules(key: str) -> None:
    resolved = load(key)
    known = anchors.find(resolved)
    assert known is not None and known.games == 4_000, f"the scenario or the rules changed: make anchors ({key})"
    probe = run_games(resolved, anchors.HUNDRED, anchors.SEEDS[: anchors.PROBES])
    again = tuple(result.value_cents for result in probe)
    assert again == known.probe, f"the rules or the reference changed: make anchors ({key})"


def test_the_shipped_file_is_sorted_and_plain() -> None:
    """The file itself: what `make anchors` would write of it, a row for each scenario and variant, no other."""
    text = Path(anchors.__file__).with_name(anchors.FILE).read_text(encoding="utf-8")
    assert text == anchors.to_json(anchors.load_shipped()) and text.isascii()
    assert [item["scenario"] for item in json.loads(text)["anchors"]] == sorted(every())


def test_paired_intervals() -> None:
    found = paired_difference([3.0, 5.0, 7.0], [1.0, 2.0, 3.0])
    assert found.mean == 3 and found.low == pytest.approx(3 - 4.303 / math.sqrt(3)) and found.excludes_zero()
    assert not estimate([-1.0, 1.0]).excludes_zero() and not estimate([5.0]).excludes_zero()
