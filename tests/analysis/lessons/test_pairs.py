"""The real pairs: where the two bots of a lesson first differ, they differ in that lesson's family of actions only."""

from collections import Counter

import pytest

from aiboard.analysis.lessons import LESSONS, PROJECT, Lesson
from aiboard.bots.reference import IGNORED, lesson_bot
from aiboard.bots.runner import play_day
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.verbs import Action
from aiboard.scenario import load

#: Games in which a difference is looked for; most pairs differ in the first.
SEEDS = range(40, 60)


def difference(lesson: Lesson, seed: int, latents: Latents) -> set[type[Action]]:
    """Kinds of the actions that only one of the pair takes on the first day they differ; empty where they never do."""
    world = load(PROJECT).world()
    states = [new_state(world, seed, latents) for _ in range(2)]
    bots = [lesson_bot(lesson.id, obey) for obey in (True, False)]
    while not states[0].board.over:
        followed, ignored = (Counter(play_day(state, bot)) for state, bot in zip(states, bots, strict=True))
        if followed != ignored:
            return {type(action) for action in (followed - ignored) + (ignored - followed)}
        for state in states:
            advance(state)
    return set()


def test_every_lesson_has_its_pair() -> None:
    assert set(IGNORED) == set(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.id)
def test_a_pair_differs_first_in_its_own_family(lesson: Lesson) -> None:
    latents = Latents(load(PROJECT).world())
    found = next((kinds for seed in SEEDS if (kinds := difference(lesson, seed, latents))), set())
    assert found, "ignoring it changes nothing in any of the games"
    assert found <= set(lesson.verbs), "more than the lesson's family"
