"""Which event is which moment, and how a game ended."""

import re

from aiboard.engine.events import Event
from aiboard.engine.model.vocabulary import Chaos, EventKind, Stage
from aiboard.engine.systems.evaluation import TARGET_SEEDS
from aiboard.engine.verbs import Start
from aiboard.game import new_game
from aiboard.scenario.moments import MOMENTS, START, moments
from aiboard.scenario.outcome import OUTCOMES, outcome

from .samples import ROOT


def of(kind: EventKind, a: int = 0, b: int = 0, c: int = 0) -> list[str]:
    return moments(Event(1, kind, 0, -1, a, b, c))


def test_events_are_the_moments_their_numbers_say() -> None:
    assert of(EventKind.EVAL_DONE, 910_000, 1, 0) == ["one-seed"]
    assert of(EventKind.EVAL_DONE, 910_000, 3, 1) == ["gate-passed", "more-seeds"]
    assert of(EventKind.EVAL_DONE, 880_000, 3, 0) == ["gate-failed", "more-seeds"]
    assert of(EventKind.RUN_ENDED, 700_000, 2, 780_000) == ["under-kill-line", "run-ended"]
    assert of(EventKind.RUN_ENDED, 850_000, 2, 0) == ["run-ended"]
    assert of(EventKind.SHARE_SET, 5, 0) == ["canary"]
    assert of(EventKind.SHARE_SET, 100, 50) == ["launched"]
    assert of(EventKind.SHARE_SET, 0, 50) == []
    assert of(EventKind.MOVED, Stage.HYPOTHESIS, Stage.EXPERIMENT) == ["started"]
    assert of(EventKind.MOVED, Stage.EXPERIMENT, Stage.EVALUATION) == []
    for kind in Chaos:
        assert of(EventKind.CHAOS_BEGAN, kind) == [kind.name.lower().replace("_", "-")]


def test_a_played_game_has_the_moments_its_coach_waits_for() -> None:
    heard = {START}
    with new_game("first-sprint", seed=5) as game:
        game.do(Start(0))
        while not game.board.over:
            game.end_day()
        for event in game.board.history:
            heard.update(moments(event))
    assert {"started", "run-ended", "sprint-ended", "gpu-shortage", "closed"} <= heard


def test_the_guide_lists_every_moment_and_outcome() -> None:
    guide = (ROOT / "docs" / "scenario-authoring.md").read_text(encoding="utf-8")
    part = guide[guide.index("### Moments") : guide.index("## Dials")]
    listed = re.search(r"`(start,.*?)`", part, re.S)
    assert listed is not None
    assert tuple(re.split(r",\s+", listed.group(1))) == MOMENTS
    assert [name for name in OUTCOMES if f"`{name}`" in part] == list(OUTCOMES)


def test_outcomes_go_by_what_is_live() -> None:
    with new_game("first-sprint", seed=5) as game:
        board = game.board
        assert outcome(board) == "nothing"
        card = board.cards[0].copy()
        board = board.copy()
        board.cards[0] = card
        card.live_days = 3
        assert outcome(board) == "withdrawn"
        card.stage, card.share_pct = Stage.PRODUCTION, 50
        assert outcome(board) == "launched"
        board.target_day = 12
        assert outcome(board) == "launched", "another card reached it; customers never met that one"
        card.seeds = [board.world.target_ppm] * TARGET_SEEDS
        assert outcome(board) == "target"
