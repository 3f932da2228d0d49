"""The rules interpreted and the rules compiled are the same game: every day's digest, scenarios x bots x seeds."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import compiling
from aiboard.bots import BOTS
from aiboard.scenario import load, shipped

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
SEEDS = (1, 2, 3)

pytestmark = pytest.mark.compiled


def request() -> list[list[Any]]:
    """Every shipped scenario with every bot; variants with the bots that do most."""
    found: list[list[Any]] = []
    for path in shipped():
        plain = load(path.stem)
        found += [[path.stem, bot, seed] for bot in BOTS for seed in SEEDS]
        most = ("heuristic", "reference", "random")
        found += [[f"{path.stem}:{variant}", bot, 3] for variant in plain.variants for bot in most]
    return [*found, ["dice", 3, 500], ["dice", 3, 900]]


def answer(first: Path) -> dict[str, Any]:
    """What digests.py prints with this folder first on the path."""
    done = subprocess.run(
        [sys.executable, str(HERE.parent / "digests.py")],
        input=json.dumps(request()),
        env={**os.environ, "PYTHONPATH": str(first), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_machine_that_can_compile_has_compiled() -> None:
    """`make tests` names the folder; where there is a compiler it is there, or the other test here would skip."""
    named = os.environ.get("AIBOARD_COMPILED_PATH")
    if not named:
        pytest.skip("AIBOARD_COMPILED_PATH is not set: run the tests with `make tests`")
    why = compiling.why_not_compile()
    assert why or Path(named, "aiboard", "engine").is_dir(), "this machine can compile the rules and has not"


@pytest.mark.xdist_group("compiled")
def test_interpreted_and_compiled_are_the_same_game(compiled_path: Path) -> None:
    plain = answer(ROOT / "src")
    built = answer(compiled_path)
    assert all(file.endswith(".py") for file in plain["modules"].values()), "the source run was not the source"
    native = [name for name, file in built["modules"].items() if not file.endswith(".py")]
    assert set(native) == set(built["modules"]) == set(plain["modules"]), "not every module of the rules is compiled"
    assert built["unreadable"] == [], "annotate these class constants as Final or ClassVar"
    assert plain["luck"] == built["luck"]
    assert plain["scores"] == built["scores"]
    assert plain["games"].keys() == built["games"].keys()
    for name, digests in plain["games"].items():
        other = built["games"][name]
        days = [day for day, (one, two) in enumerate(zip(digests, other, strict=True)) if one != two]
        assert not days, f"{name}: the games part on day {days[0]}"
