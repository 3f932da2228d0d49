"""A live model's scores and estimates: scored again beside a newcomer, compared with it, seen through monitoring."""

from math import sqrt

import pytest

from aiboard.engine.act import IllegalAction
from aiboard.engine.chance.deal import new_state
from aiboard.engine.events import Action
from aiboard.engine.gate import differences, rival_of
from aiboard.engine.happenings.cards import EvalDone
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import ActionKind, Refusal, Stage
from aiboard.engine.moves import set_share
from aiboard.engine.options import preview
from aiboard.engine.outlook import live_estimate
from tests.engine.play import days, do, evaluated, launched, of_kind
from tests.engine.worlds import PROMPT, RAG, quiet


def ready() -> State:
    return new_state(quiet(minutes=100_000), 3)


def test_a_live_model_is_scored_again_where_it_is() -> None:
    state = ready()
    card = launched(state, PROMPT)
    before = card.scores.copy()
    assert preview(state.board, Action(ActionKind.EVALUATE, PROMPT, 3)).stage == -1
    do(state, ActionKind.EVALUATE, PROMPT, 3)
    done = of_kind(days(state, 2), EvalDone)
    assert card.stage == Stage.PRODUCTION and card.share_pct == 100
    assert card.scores[: len(before)] == before and len(card.scores) == len(before) + 3
    assert [event.gate for event in done] == [-1], "it is live: there is nothing to pass"
    assert card.gpu_used_min > 0 and state.board.eval_used_min >= 0


def test_more_seeds_of_the_live_model_pair_with_more_of_the_newcomers() -> None:
    state = ready()
    launched(state, PROMPT)
    card = evaluated(state, RAG, 8)
    assert len(differences(state.board, card, rival_of(state.board, card))) == 5
    do(state, ActionKind.EVALUATE, PROMPT, 3)
    days(state, 2)
    assert len(differences(state.board, card, rival_of(state.board, card))) == 8


def test_a_model_kept_warm_is_not_scored() -> None:
    state = ready()
    card = launched(state, PROMPT)
    card.share_pct = 0
    with pytest.raises(IllegalAction) as caught:
        do(state, ActionKind.EVALUATE, PROMPT, 1)
    assert caught.value.refusal == Refusal.NOT_DEPLOYED


@pytest.mark.parametrize("share", [5, 50, 100])
def test_a_newcomer_is_compared_with_the_model_before_it_at_every_share(share: int) -> None:
    state = ready()
    old = launched(state, PROMPT)
    new = launched(state, RAG, 5)
    set_share(state.board, new, share)
    assert rival_of(state.board, new) == (old.index if share < 100 else -1)
    assert rival_of(state.board, old) == new.index


def test_live_quality_is_weighed_by_how_much_a_day_showed() -> None:
    state = ready()
    card = launched(state, PROMPT)
    small, half, _ = state.world.monitor_sd_ppm
    card.monitored_ppm, card.monitored_pct = [800_000, 900_000], [5, 50]
    found = live_estimate(state.board, card)
    assert found is not None
    weights = [1 / small**2, 1 / half**2]
    mean = (800_000 * weights[0] + 900_000 * weights[1]) / sum(weights)
    assert found.mean == pytest.approx(mean, abs=200)
    assert found.high - found.mean == pytest.approx(1.96 / sqrt(sum(weights)), rel=0.01)
    card.monitored_ppm, card.monitored_pct = [], []
    assert live_estimate(state.board, card) is None


def test_the_live_interval_holds_the_truth_as_often_as_it_says() -> None:
    world = quiet(minutes=100_000)
    held = 0
    games = 300
    for seed in range(games):
        state = new_state(world, seed)
        card = launched(state, PROMPT)
        days(state, 3)
        truth = state.truth.cards[PROMPT]
        found = live_estimate(state.board, card)
        assert found is not None
        held += found.low <= truth.quality_ppm + truth.skew_ppm <= found.high
    assert 0.91 <= held / games <= 0.985
