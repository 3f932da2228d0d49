"""People who build: a project needs one, and their speeds must be speeds."""

import pytest

from aiboard.scenario import checks, load


def test_somebody_has_to_build() -> None:
    world = load("support-chatbot").world()
    assert [person.builds for person in world.people] == [True, True, True, True, False, False]
    assert not list(checks.world(world))
    for person in world.people:
        person.builds = False
    assert [path for path, _ in checks.world(world)] == [("people",)]


@pytest.mark.parametrize("speeds", [[], [100, 0, 50, 40], [120, 85, 55, 40]])
def test_speeds_are_one_to_a_hundred_percent(speeds: list[int]) -> None:
    world = load("support-chatbot").world()
    world.focus_pct = speeds
    assert ("team", "focus") in [path for path, _ in checks.world(world)]
