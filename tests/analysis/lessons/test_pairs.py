"""The real pairs: where the bots of a lesson first differ, an action of its family makes the difference."""

import pytest

from aiboard.analysis.lessons import LESSONS, PROJECT, Lesson
from aiboard.bots.reference import IGNORED, lesson_bot
from aiboard.bots.runner import MOST_ACTIONS
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action
from aiboard.scenario import load

#: Games in which a difference is looked for; most pairs differ in the first.
SEEDS = range(40, 80)


def difference(lesson: Lesson, seed: int, latents: Latents) -> set[type[Action]]:
    """What the pair does on the first board, the same for both, on which they differ; empty where they never do."""
    state = new_state(load(PROJECT).world(), seed, latents)
    bots = [lesson_bot(lesson.id, obey) for obey in (True, False)]
    while not state.board.over:
        for _ in range(MOST_ACTIONS):
            followed, ignored = (bot.play(state.board) for bot in bots)
            if followed != ignored:
                return {type(action) for action in (followed, ignored) if action is not None}
            if followed is None or check(state.board, followed) != Refusal.NONE:
                break
            act(state, followed)
        advance(state)
    return set()


def test_every_lesson_has_its_pair() -> None:
    assert set(IGNORED) == set(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.id)
def test_a_pair_differs_first_in_its_own_family(lesson: Lesson) -> None:
    latents = Latents(load(PROJECT).world())
    found = next((kinds for seed in SEEDS if (kinds := difference(lesson, seed, latents))), set())
    assert found, "ignoring it changes nothing in any of the games"
    # The other does what comes next in its list, whatever that is.
    assert found & set(lesson.verbs), "an action of another family"
