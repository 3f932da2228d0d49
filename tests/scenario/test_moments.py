"""Which event is which moment, and how a game ended."""

from aiboard.engine.happenings.cards import GATE_FAILED, GATE_PASSED, EvalDone, Moved, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.live import ShareSet
from aiboard.engine.model.fields import copy_board, copy_card
from aiboard.engine.model.vocabulary import Chaos, Stage
from aiboard.engine.verbs import Start
from aiboard.game import new_game
from aiboard.scenario.moments import MOMENTS, START, moments
from aiboard.scenario.outcome import OUTCOMES, outcome

from .samples import ROOT


def test_events_are_the_moments_their_numbers_say() -> None:
    assert moments(EvalDone(0, mean_ppm=910_000, seeds=1, gate=GATE_FAILED)) == ["one-seed"]
    assert moments(EvalDone(0, mean_ppm=910_000, seeds=3, gate=GATE_PASSED)) == ["gate-passed", "more-seeds"]
    assert moments(EvalDone(0, mean_ppm=880_000, seeds=3, gate=GATE_FAILED)) == ["gate-failed", "more-seeds"]
    # The corrected number is held against the line, not the readout.
    under = RunEnded(0, readout_ppm=790_000, corrected_ppm=770_000, run=2, kill_ppm=780_000)
    assert moments(under) == ["under-kill-line", "run-ended"]
    assert moments(RunEnded(0, readout_ppm=850_000, corrected_ppm=830_000, run=2, kill_ppm=0)) == ["run-ended"]
    assert moments(ShareSet(0, percent=5, before=0)) == ["canary"]
    assert moments(ShareSet(0, percent=100, before=50)) == ["launched"]
    assert moments(ShareSet(0, percent=0, before=50)) == []
    assert moments(Moved(0, Stage.HYPOTHESIS, Stage.EXPERIMENT)) == ["started"]
    assert moments(Moved(0, Stage.EXPERIMENT, Stage.EVALUATION)) == []
    for kind in Chaos:
        assert moments(ChaosBegan(0, -1, kind, days=1, source=0)) == [kind.name.lower().replace("_", "-")]


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
    assert f"- moments: {', '.join(MOMENTS)}\n" in guide
    part = guide[guide.index("### Moments") : guide.index("## Dials")]
    assert [name for name in OUTCOMES if f"`{name}`" in part] == list(OUTCOMES)


def test_outcomes_go_by_what_is_live() -> None:
    with new_game("first-sprint", seed=5) as game:
        board = game.board
        assert outcome(board) == "nothing"
        card = copy_card(board.cards[0])
        board = copy_board(board)
        board.cards[0] = card
        card.live_days = 3
        assert outcome(board) == "withdrawn"
        card.stage, card.share_pct = Stage.PRODUCTION, 50
        assert outcome(board) == "launched"
        board.target_day = 12
        assert outcome(board) == "launched", "another card reached it; customers never met that one"
        card.scores = [board.world.target_ppm + 50_000] * 5
        assert outcome(board) == "target"
