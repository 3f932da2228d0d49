"""Golden games: a change of rules or scenario shows here as a diff, and `make golden` writes the new ones."""

import json
from itertools import zip_longest

import pytest

from tests.golden.playthrough import DIGESTS, HERE, digests, file_of, playthrough
from tests.shipped import every

pytestmark = pytest.mark.both

WRITE = "if the change is meant, run `make golden` and review the diff"


def test_every_scenario_has_its_games_and_no_other() -> None:
    files = {path.name for path in HERE.glob("*.txt")}
    assert files == {file_of(key).name for key in every()}, WRITE
    assert set(json.loads(DIGESTS.read_text(encoding="utf-8"))) == set(every()), WRITE


@pytest.mark.parametrize("key", every())
def test_playthrough(key: str) -> None:
    kept = file_of(key).read_text(encoding="utf-8").splitlines()
    day = ""
    for number, (old, new) in enumerate(zip_longest(kept, playthrough(key).splitlines()), 1):
        day = new if new and new.startswith("day") else day
        assert old == new, f"{file_of(key).name}:{number}: {day}: {WRITE}"


@pytest.mark.parametrize("key", every())
def test_digests(key: str) -> None:
    kept = json.loads(DIGESTS.read_text(encoding="utf-8"))[key]
    for game, values in digests(key).items():
        for sprint, (old, new) in enumerate(zip_longest(kept.get(game, []), values)):
            assert old == new, f"{key}, {game}, sprint {sprint}: {WRITE}"
