"""`aiboard calibrate`: the document's shape, text, exit codes, errors."""

import json
from pathlib import Path

import pytest

from aiboard.analysis import anchors
from aiboard.analysis.calibrate.report import PARTS
from aiboard.cli import main
from tests.game.small import data


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A scenario file with few anchor games and a cache of its own."""
    monkeypatch.setenv("AIBOARD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(anchors, "SEEDS", range(100_000, 100_080))
    path = tmp_path / "small.yaml"
    path.write_text(json.dumps(data(40), indent=1))
    return str(path)


def test_the_document_has_every_part_and_counts_the_misses(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main.main(["calibrate", scenario, "--games", "2", "--jobs", "1", "--only", "flow,orderings", "--json"])
    out = capsys.readouterr()
    document = json.loads(out.out)
    assert out.err == "" and document["games"] == 2 and document["seed"] == 1_000_000
    (found,) = document["scenarios"]
    assert set(PARTS) <= set(found) and found["scenario"] == "small"
    assert found["chaos"] == found["off"] == []
    assert found["flow"] and found["orderings"]
    for row in found["flow"]:
        assert {"name", "unit", "value", "band", "source", "holds"} == set(row)
    for row in found["orderings"]:
        assert set(row["difference"]) == {"mean", "low", "high"}
    missed = sum(row["holds"] is False for row in found["flow"] + found["orderings"])
    assert found["misses"] == missed and code == (1 if missed else 0)


def test_prices_as_text(scenario: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main.main(["calibrate", scenario, "--games", "2", "--jobs", "1", "--only", "chaos"])
    text = capsys.readouterr().out
    assert code in (0, 1) and "gpu-shortage" in text and "never reacts" in text and "nothing to hit" in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--only", "chaos,flew"], "'flew'"),
        (["--games", "0"], "--games"),
        (["--games", "100001"], "from 1 to 100000"),
        (["--seed", "-1"], "--seed"),
        (["nowhere"], "nowhere"),
    ],
)
def test_bad_input(scenario: str, words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["calibrate", scenario, *words]) == 2
    error = capsys.readouterr().err
    assert says in error and len(error.splitlines()) == 1
