"""The gate's verdict on a card: every line of it, its direction, and what it says without evidence."""

import pytest

from aiboard.engine.act import IllegalAction, act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.gate import card_estimate, seed_df, seed_variance, verdict
from aiboard.engine.happenings.cards import LeakChecked, Promoted
from aiboard.engine.model.card import Card
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Change, CheckKind, Refusal, Stage
from aiboard.engine.verbs import CheckLeak, Evaluate, Iterate, Promote, RollBack, Start
from aiboard.instruments.gate import squares_around_mean
from tests.engine.play import days, evaluated, launched, of_kind, trained, until
from tests.engine.worlds import AGENT, PROMPT, RAG, quiet


def scored(index: int = RAG, **changes: object) -> tuple[State, Card]:
    """A card whose every measurement is good: each test spoils one."""
    state = new_state(quiet(minutes=100_000, **changes), 2)
    card = trained(state, index)
    card.success_ppm = 880_000
    card.scores = [902_000, 898_000, 900_000, 904_000, 896_000]
    card.latency_ms = 1_500
    card.serving_cents = 10_000
    card.slice_ppm = 880_000
    return state, card


def lines(state: State, card: Card) -> dict[CheckKind, bool]:
    return {check.kind: check.passed for check in verdict(state.board, card.index).checks}


def test_a_good_card_passes_every_line() -> None:
    state, card = scored()
    assert verdict(state.board, RAG).passed and all(lines(state, card).values())
    assert set(lines(state, card)) == set(CheckKind) - {CheckKind.SAFETY, CheckKind.LIVE}


@pytest.mark.parametrize("seeds", [[], [950_000]])
def test_one_seed_is_not_enough_evidence(seeds: list[int]) -> None:
    state, card = scored()
    card.scores = seeds
    assert not verdict(state.board, RAG).passed
    assert not lines(state, card)[CheckKind.EVIDENCE]
    assert CheckKind.BASELINE not in lines(state, card)


def test_two_seeds_are_enough_and_each_line_says_its_value_and_its_bar() -> None:
    state, card = scored(AGENT, bad_slice_ppm=700_000, items_sd_ppm=0)
    card.scores, card.agent_unauthorised = [900_000, 904_000], 0
    met(card, 900_000, share=100)
    found = {check.kind: (check.value, check.bar) for check in verdict(state.board, AGENT).checks}
    assert lines(state, card)[CheckKind.EVIDENCE] and set(found) == set(CheckKind)
    assert found[CheckKind.EVIDENCE] == (2, 2) and found[CheckKind.TARGET] == (902_000, 880_000)
    assert found[CheckKind.LATENCY] == (1_500, 2_000) and found[CheckKind.SERVING_COST] == (10_000, 22_700)
    assert found[CheckKind.SLICE] == (880_000 - 1_645 * 16, 700_000) and found[CheckKind.SAFETY] == (0, 0)
    assert found[CheckKind.BASELINE][1] == 0 and found[CheckKind.LIVE] == (900_000 + 1_645 * 8, 830_000)


@pytest.mark.parametrize(
    ("name", "good", "bad", "kind"),
    [
        ("latency_ms", 2_000, 2_001, CheckKind.LATENCY),
        ("serving_cents", 22_700, 22_701, CheckKind.SERVING_COST),
        # One reading's bound lies 1.645 spreads of 1.6 points under it.
        ("slice_ppm", 726_320, 726_319, CheckKind.SLICE),
        ("success_ppm", 900_000, 900_001, CheckKind.TARGET),
    ],
)
def test_the_direction_of_each_metric(name: str, good: int, bad: int, kind: CheckKind) -> None:
    """Lower is better for latency and cost, higher for quality."""
    state, card = scored(bad_slice_ppm=700_000)
    setattr(card, name, good)
    assert lines(state, card)[kind] and verdict(state.board, RAG).passed
    setattr(card, name, bad)
    assert not lines(state, card)[kind] and not verdict(state.board, RAG).passed


def test_superiority_over_the_baseline_is_paired_and_bounded() -> None:
    state, card = scored(items_sd_ppm=0)
    state.board.baseline = [value - 40_000 for value in card.scores] + [0] * 11
    # Four points on five seeds are proof: 1.860 times the root of two variances of 3 points over five is 3.5.
    assert lines(state, card)[CheckKind.BASELINE]
    state.board.baseline = [value - 2_000 for value in card.scores] + [0] * 11
    # The same small gain on each seed is none: what a seed is off by is known from all of them, not from these five.
    assert not lines(state, card)[CheckKind.BASELINE]
    state.board.baseline = [892_000, 896_000, 892_000, 906_000, 902_000] + [0] * 11
    # A mean gain of 0.24 points and a spread of 1.2: no proof.
    assert not lines(state, card)[CheckKind.BASELINE]
    check = next(item for item in verdict(state.board, RAG).checks if item.kind == CheckKind.BASELINE)
    assert check.value < 0 == check.bar


def test_item_luck_is_in_the_interval() -> None:
    """A gain that seeds alone would prove does not pass when the item set could explain it."""
    for item_sd, passed in ((0, True), (25_000, False)):
        state, card = scored(items_sd_ppm=item_sd)
        state.board.baseline = [value - 40_000 for value in card.scores] + [0] * 11
        assert lines(state, card)[CheckKind.BASELINE] == passed


def test_the_spread_of_seeds_is_pooled_over_the_project() -> None:
    """What earlier projects say counts as eight degrees of freedom; each batch adds its own around its mean."""
    state, _ = scored(seed_sd_ppm=30_000)
    board = state.board
    board.seed_squares, board.seed_df = 0, 0
    assert (seed_variance(board), seed_df(board)) == (900_000_000, 8)
    board.seed_squares, board.seed_df = 4 * 400_000_000, 4
    assert (seed_variance(board), seed_df(board)) == ((8 * 900_000_000 + 4 * 400_000_000) // 12, 12)


def test_every_evaluation_adds_to_what_is_known_of_a_seed() -> None:
    state = new_state(quiet(minutes=100_000, gpus=50), 2)
    board = state.board
    card = trained(state, RAG)
    for seeds in (3, 2):
        act(state, Evaluate(RAG, seeds))
        until(state, lambda: card.seeds_pending == 0)
    other = trained(state, PROMPT)
    act(state, Evaluate(PROMPT, 4))
    until(state, lambda: other.seeds_pending == 0)
    assert board.seed_df == 4 + 3 and (card.seeds_done, other.seeds_done) == (5, 4)
    assert board.seed_squares == squares_around_mean(card.scores) + squares_around_mean(other.scores)


def test_the_interval_narrows_with_every_seed_and_is_as_promised() -> None:
    state = new_state(quiet(minutes=100_000, gpus=50), 2)
    card = trained(state, RAG)
    found = card_estimate(state.board, card)
    assert found is not None
    width = found.high - found.mean
    for _ in range(6):
        promised = Evaluate(RAG, 1).preview(state.board).half_width_ppm
        act(state, Evaluate(RAG, 1))
        until(state, lambda: card.seeds_pending == 0)
        found = card_estimate(state.board, card)
        assert found is not None and found.high - found.mean < width
        width = found.high - found.mean
        # Kept but for what the new seed says of the spread of all.
        assert width == pytest.approx(promised, rel=0.2)


def test_a_leak_is_found_once_and_its_scores_are_void() -> None:
    for leak in (0, 50_000):
        state = new_state(quiet(minutes=100_000, leak_chance_pct=10), 2)
        card = evaluated(state, RAG)
        state.truth.cards[RAG].leak_ppm = leak
        kept = list(card.scores)
        act(state, CheckLeak(RAG))
        told = of_kind(state.board.history, LeakChecked)
        assert [(event.found, event.void) for event in told] == [(leak > 0, len(kept) if leak else 0)]
        assert card.scores == ([] if leak else kept) and state.truth.cards[RAG].leak_ppm == 0
        assert check(state.board, CheckLeak(RAG)) == Refusal.ALREADY_DONE
    without = new_state(quiet(leak_chance_pct=0), 2)
    trained(without, RAG)
    assert check(without.board, CheckLeak(RAG)) == Refusal.NOT_IN_THIS_SCENARIO


def test_a_newcomer_is_held_against_the_live_model() -> None:
    state = new_state(quiet(minutes=100_000), 2)
    live = launched(state, RAG)
    assert verdict(state.board, RAG).rival == -1
    card = evaluated(state, PROMPT)
    found = verdict(state.board, PROMPT)
    assert found.rival == RAG
    card.scores = [score + 60_000 for score in live.scores]
    assert lines(state, card)[CheckKind.BASELINE]
    card.scores = [score + 15_000 for score in live.scores]
    # Both carry item luck: 1.5 points are less than 1.645 x 1.41 points.
    assert not lines(state, card)[CheckKind.BASELINE]


def test_an_agent_must_stay_inside_its_permissions() -> None:
    state, card = scored(AGENT)
    card.agent_unauthorised = 0
    assert verdict(state.board, AGENT).passed
    card.agent_unauthorised = 1
    assert not lines(state, card)[CheckKind.SAFETY] and not verdict(state.board, AGENT).passed


def met(card: Card, *values: int, share: int = 100) -> None:
    """What customers got of its checkpoint on each day at a share of traffic."""
    card.monitored_ppm = list(values)
    card.monitored_pct = [share] * len(values)


def test_a_checkpoint_that_failed_with_customers_does_not_pass_again() -> None:
    """Good offline scores do not outweigh what customers got; 1.645 standard errors of doubt are in its favour."""
    state, card = scored(bad_launch_ppm=830_000, monitor_sd_ppm=[80_000, 40_000, 20_000])
    assert CheckKind.LIVE not in lines(state, card), "nobody has met it"
    met(card, 780_000, 780_000, 780_000, 780_000)
    # Four days of 2 points are known to 1 point: the bound is 78 + 1.645.
    found = next(item for item in verdict(state.board, RAG).checks if item.kind == CheckKind.LIVE)
    assert found.value == pytest.approx(796_450, abs=10) and found.bar == 830_000 and not found.passed
    assert not verdict(state.board, RAG).passed
    met(card, 830_000, 830_000, 830_000, 830_000)
    assert lines(state, card)[CheckKind.LIVE] and verdict(state.board, RAG).passed


def test_a_bad_day_of_a_small_canary_is_no_proof_of_a_bad_model() -> None:
    state, card = scored(bad_launch_ppm=830_000, monitor_sd_ppm=[80_000, 40_000, 20_000])
    met(card, 720_000, share=5)
    assert lines(state, card)[CheckKind.LIVE]
    met(card, 720_000, share=100)
    assert not lines(state, card)[CheckKind.LIVE]


def test_a_new_checkpoint_has_met_nobody() -> None:
    """After a roll-back the old one fails by what customers got; one more iteration is judged afresh."""
    state = new_state(quiet(minutes=100_000, days=120, bad_launch_ppm=990_000, incident_ppm=0), 2)
    card = launched(state, RAG)
    days(state, 5)
    act(state, RollBack(RAG))
    assert card.scores and not lines(state, card)[CheckKind.LIVE]
    act(state, Iterate(RAG, Change.LONGER))
    until(state, lambda: card.stage == Stage.EVALUATION)
    assert CheckKind.LIVE not in lines(state, card)


def test_a_soft_gate_can_be_overruled_and_says_so() -> None:
    state, card = scored()
    card.scores = [850_000]
    act(state, Promote(RAG))
    assert card.over_gate and of_kind(state.board.history, Promoted)[-1].passed == 0


def test_a_hard_gate_cannot() -> None:
    state, card = scored(hard_gates=True)
    good, card.scores = card.scores, [850_000, 850_000]
    with pytest.raises(IllegalAction, match="GATE_FAILED"):
        act(state, Promote(RAG))
    assert card.stage == Stage.EVALUATION
    card.scores = good
    act(state, Promote(RAG))
    assert not card.over_gate


def test_what_is_known_of_a_card() -> None:
    state = new_state(quiet(minutes=100_000), 2)
    card = state.board.cards[RAG]
    assert card_estimate(state.board, card) is None
    act(state, Start(RAG))
    days(state, 5)
    found = card_estimate(state.board, card)
    assert found is not None and found.n == 1
    assert found.mean == card.corrected[-1] == card.readouts[-1] - state.world.optimism_mean_ppm
    # 1.96 times the root of 1.6 squared, its noise, and 2.5 squared, the card's own optimism: 2.968 points.
    assert found.high - found.mean == found.mean - found.low == 29_681 * 1_960 // 1_000
    evaluated(new_state(quiet(minutes=100_000), 2), PROMPT)
    card.scores = [900_000, 910_000]
    found = card_estimate(state.board, card)
    assert found is not None and (found.n, found.mean) == (2, 905_000)
