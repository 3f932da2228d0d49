"""A new game: nothing done, decided, earned, asked or known yet."""

from collections.abc import Callable

import pytest

from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import CHANCES, LATENTS, OBSERVATIONS, PROCESSES, Latents, Purpose
from aiboard.engine.model.board import Board
from aiboard.engine.model.books import DataTask, Disruption, Ledger
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import FIELDS
from aiboard.engine.model.truth import CardTruth, PlannedDisruption, Truth
from aiboard.engine.model.vocabulary import Block, Column, Order, Stage
from aiboard.engine.verbs import Preview, Ticket
from tests.engine.worlds import CORPUS, world


@pytest.fixture
def board() -> Board:
    return new_state(world(), 5).board


def test_the_first_morning(board: Board) -> None:
    assert (board.day, board.over, board.minutes_left) == (1, False, board.world.minutes)
    assert not board.history and not board.asked and not board.disruptions and not any(board.orders)
    assert board.wip == board.world.wip and board.wip is not board.world.wip


@pytest.mark.parametrize(
    "field",
    [
        *("target_day", "decided", "promoted", "killed", "decided_sprint", "injected", "set_version"),
        *("scope_met", "scope_from", "reserved_gpus", "reserved_until", "running_max"),
        *("gpu_min", "gpu_used_min", "eval_used_min"),
        *("legal", "legal_left", "legal_day", "legal_chased", "forecast_70", "forecast_90", "forecast_day"),
    ],
)
def test_nothing_is_counted_yet(board: Board, field: str) -> None:
    assert getattr(board, field) == 0


def test_nothing_is_booked_yet(board: Board) -> None:
    for ledger in (board.ledger, board.before):
        for cause in ("revenue", "compute", "labels", "serving", "launches", "incidents", "tail"):
            assert getattr(ledger, cause) == 0, cause
        assert ledger.booked() == 0


@pytest.mark.parametrize(
    "field",
    [
        *("ticket_day", "success_ppm", "kill_ppm", "kill_run", "box_days", "fresh_ppm", "fresh_cards"),
        *("started_day", "decided_day", "decision", "over_gate", "moved_day", "touched_day"),
        *("setup_left", "run_points_done", "runs_done", "changes", "version", "diverged", "gpu_used_min"),
        *("waited_days", "block_until", "running", "root_caused", "paused", "documented", "parked"),
        *("seeds_pending", "eval_left_min", "eval_slices", "latency_ms", "slice_ppm"),
        *("agent_runs", "agent_loops", "agent_unauthorised", "share_pct", "share_day", "live_days"),
        *("handoff_left", "launched", "best_ppm", "review_pending", "reviews", "incidents"),
    ],
)
def test_nothing_is_known_of_a_card_yet(board: Board, field: str) -> None:
    assert not any(getattr(card, field) for card in board.cards)


def test_a_new_card_is_in_the_backlog_as_its_scenario_says(board: Board) -> None:
    for index, (card, idea) in enumerate(zip(board.cards, board.world.ideas, strict=True)):
        assert (card.index, card.stage, card.block, card.speed_pct) == (index, Stage.BACKLOG, Block.NONE, 100)
        assert (card.priority, card.runs_planned, card.shown) == (idea.priority, idea.runs, idea.ready_sprint == 0)
        assert 1 <= card.stated_pct <= 99 and card.eval_pct == 100
        assert not any(_lists(card))


def _lists(card: Card) -> list[list[int]]:
    return [card.readouts, card.versions, card.scores, card.monitored_ppm, card.monitored_pct]


def test_only_what_is_ready_needs_no_order(board: Board) -> None:
    for index, task in enumerate(board.data):
        assert (task.ordered_pct, task.delivered_pct) == ((100, 100) if index == CORPUS else (0, 0))
        assert not any((task.batch_pct, task.batches, task.days_left, task.due_day, task.promised_day, task.relabels))
        assert not any((task.kappa_items, task.checks, task.check_pending, task.asked_day, task.chased_day))
        assert task.shown is not board.world.datasets[index].scope


#: What a bare thing begins with where that is not nothing; the deal and the verbs fill in the rest.
BEGUN: dict[str, dict[str, object]] = {
    "Card": {
        "index": 3, "shown": True, "priority": 3, "holder": -1, "reason": -1, "change": -1, "speed_pct": 100,
        "eval_pct": 100, "serving_cents": -1,
    },
    "DataTask": {"index": 1, "shown": True, "kappa_ppm": -1_000_000},
    "Board": {
        "day": 1, "minutes_left": 240, "scope_data": -1, "wip": [0, 5, 3, 4, 2, 2, 0], "orders": [0] * len(Order),
    },
    "CardTruth": {"diverge_at": -1},
    "Disruption": {"kind": 1, "from_day": 2, "until_day": 3, "card": 4, "data": 5, "source": 6},
    "PlannedDisruption": {"day": 1, "kind": 2, "hint_day": 3},
}  # fmt: skip


#: Made in the test: a thing that is made at import belongs to none.
BARE: dict[str, Callable[[], object]] = {
    "Card": lambda: Card(3), "DataTask": lambda: DataTask(1), "Board": lambda: Board(world()), "CardTruth": CardTruth,
    "Truth": Truth, "Ledger": Ledger, "Disruption": lambda: Disruption(1, 2, 3, 4, 5, 6),
    "PlannedDisruption": lambda: PlannedDisruption(1, 2, 3),
}  # fmt: skip


@pytest.mark.parametrize("name", BARE)
def test_a_bare_thing_begins_with_nothing_but_this(name: str) -> None:
    thing, known = BARE[name](), BEGUN.get(name, {})
    for field in FIELDS[name]:
        value = getattr(thing, field)
        if isinstance(value, Ledger):
            assert value.booked() == 0
        elif field in known:
            assert value == known[field], field
        else:
            assert not value, field


def test_a_preview_begins_with_nothing_either() -> None:
    found = Preview(30)
    assert (found.minutes, found.stage, found.holder, found.speed_pct) == (30, -1, -1, 100)
    rest = (found.cents, found.gpu_min, found.cards, found.limit, found.workload, found.setup_points, found.saved_days)
    assert not any((*rest, found.ends_losses, found.half_width_ppm, found.void_seeds))
    nowhere = Ticket(500).preview(Board(world()))
    assert (nowhere.minutes, nowhere.stage, nowhere.holder, nowhere.speed_pct) == (60, -1, -1, 100)


def test_a_set_that_is_ready_stands_there_and_no_other(board: Board) -> None:
    assert [task.column for task in board.data] == [Column.READY, Column.NEEDED, Column.NEEDED, Column.NEEDED]


def test_hidden_means_lie_on_their_grids() -> None:
    """Families and people on whole points, ceilings on half points: between them the noise hides everything."""
    made = world()
    for person in made.people:
        person.bias_ppm, person.noise_ppm = 0, 50_000
    latents = Latents(made)
    assert [table.step for table in latents.family_mean] == [10_000] * 4
    assert [table.step for table in (*latents.bias, *latents.stated)] == [10_000] * 8
    assert [table.step for table in latents.card_offset] == [5_000] * 4 and latents.kappa.step == 10_000
    for seed in range(20):
        truth = new_state(made, seed, latents).truth
        assert all(
            (mean - family.mean_ppm) % 10_000 == 0 for mean, family in zip(truth.families, made.families, strict=True)
        )
        assert all(bias % 10_000 == 0 for bias in truth.people)


def test_odds_are_stated_in_steps_of_five_percent() -> None:
    stated = {card.stated_pct for seed in range(40) for card in new_state(world(), seed).board.cards}
    assert len(stated) > 8 and all(5 <= percent <= 95 and percent % 5 == 0 for percent in stated)


def test_every_declaration_says_whose_it_is_and_what_it_is_for() -> None:
    for item in (*LATENTS, *OBSERVATIONS, *PROCESSES, *CHANCES):
        assert item.name and item.entity and isinstance(item.purpose, Purpose) and isinstance(item.parents, tuple)
    filled = {item.field for item in LATENTS if item.field}
    assert filled == {"hazard", "slice_ppm", "leak_ppm", "skew_ppm", "optimism_ppm", "fault"}


def test_windows_no_longer_than_the_gap_begin_with_their_disruption() -> None:
    made = world(1, days=40, chaos_events=8, chaos_weights=[1, 0, 0, 0, 0, 0], chaos_to=[80] * 6)
    latents = Latents(made)
    for gap, last in ((5, 0), (9, 0), (4, 0), (3, 1)):
        made.chaos_gap = gap
        dealt = [new_state(made, seed, latents).truth.planned for seed in range(4)]
        assert {plan.day - 2 - 5 * place for plans in dealt for place, plan in enumerate(plans)} == set(range(last + 1))
