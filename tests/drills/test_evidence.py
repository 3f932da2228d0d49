"""What is shown of a planted board is what its history holds, and each team plays as its plant says."""

import re
from collections import Counter
from functools import cache

import pytest

from aiboard.bots.base import Bot
from aiboard.bots.runner import play_day
from aiboard.drills.diagnose import evidence
from aiboard.drills.diagnose.drill import Case, Diagnose, case, case_cause, multiclass_brier
from aiboard.drills.diagnose.planted_game import DAYS, PlayedGame, play, world
from aiboard.drills.diagnose.plants import NONE, PLANTS, Flawed
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.day import advance
from aiboard.engine.happenings import Event
from aiboard.engine.happenings.cards import EvalStarted, Iterating, Moved, Promoted, RunEnded
from aiboard.engine.happenings.chaos import ChaosBegan
from aiboard.engine.happenings.data import BatchAccepted, DataOrdered, GuidelinesDone, KappaRead, ScopeAdded
from aiboard.engine.happenings.live import LegalStarted, RolledBack, ShareSet
from aiboard.engine.model.fields import copy_board
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Block, Refusal, Stage
from aiboard.engine.verbs import Evaluate, Iterate, Kill, Promote, Start
from aiboard.views import fmt, words
from tests.engine.play import of_kind

SEED = 4_000_010


@cache
def played(cause: str) -> PlayedGame:
    return play(PLANTS[cause], SEED)


def shown(cause: str) -> dict[str, list[str]]:
    return {kind.key: list(kind.lines(played(cause))) for kind in evidence.KINDS}


def history(cause: str, kind: type[Event]) -> list[Event]:
    return [event for event in played(cause).board.history if isinstance(event, kind)]


def replayed(cause: str) -> tuple[Counter[str], Counter[Block]]:
    """The counts of each day, made again from outside."""
    rules, plant = world(), PLANTS[cause]
    state = new_state(rules, SEED, Latents(rules))
    player = plant.player()
    found: Counter[str] = Counter()
    blocked: Counter[Block] = Counter()
    for _ in range(DAYS):
        for item in plant.injections():
            if item.day == state.board.day and check(state.board, item.action) == Refusal.NONE:
                act(state, item.action)
        play_day(state, player)
        advance(state)
        board = state.board
        cards = board.cards
        found.update({
            "in_flight": sum(card.in_flight() for card in cards),
            "over": any(board.wip[stage] and board.count(stage) > board.wip[stage] for stage in Stage),
            "gpu": board.gpu_min, "gpu_used": board.gpu_used_min, "eval_used": board.eval_used_min,
            "under_kill": sum(card.in_flight() and card.under_kill_line() for card in cards),
            "ready": sum(
                card.stage == Stage.EVALUATION and len(card.scores) >= 2 and card.mean_ppm() >= rules.value_floor_ppm
                for card in cards
            ),
        })  # fmt: skip
        blocked.update(Block(card.block) for card in cards if card.block != Block.NONE)
    return found, blocked


@pytest.mark.parametrize("cause", ["wide", "gpus", "no-path", "no-kill"])
def test_the_days_of_a_project_are_counted(cause: str) -> None:
    found, blocked = replayed(cause)
    seen = played(cause)
    assert seen.days == DAYS and seen.blocked == blocked
    assert {name: getattr(seen, name) for name in found} == dict(found)


@pytest.mark.parametrize("cause", PLANTS)
def test_the_numbers_of_the_evidence_are_those_of_the_history(cause: str) -> None:
    seen, board, rules = played(cause), played(cause).board, world()
    found = evidence.numbers(seen)
    started = [card for card in board.cards if card.started_day]
    families = Counter(rules.ideas[card.index].family for card in started)
    asked, orders = of_kind(board.history, EvalStarted), of_kind(board.history, DataOrdered)
    runs = Counter(event.card for event in of_kind(board.history, RunEnded))
    changed = of_kind(board.history, Iterating)
    promoted = of_kind(board.history, Promoted)
    before = []
    for event in promoted:
        at = board.history.index(event)
        before.append(sum(one.seeds for one in of_kind(board.history[:at], EvalStarted) if one.card == event.card))
    seeds = sum(event.seeds for event in asked)
    assert found == pytest.approx(
        {
            "in_flight": seen.in_flight / DAYS, "over": seen.over, "started": len(started), "killed": board.killed,
            "promoted": board.promoted, "under_kill": seen.under_kill, "most_runs": max(runs.values()),
            "changes": len(changed),
            "changes_good": sum(board.cards[one.card].best_ppm >= rules.value_floor_ppm for one in changed),
            "offered": seen.gpu / (rules.gpus * DAYS * 1_440), "no_gpu": seen.blocked[Block.NO_GPU],
            "shortage": seen.blocked[Block.SHORTAGE], "seeds": seeds,
            "seeds_a_card": seeds / len({event.card for event in asked}) if asked else 0,
            "seeds_an_eval": seeds / len(asked) if asked else 0,
            "first_order": orders[0].day if orders else 31, "orders": len(orders),
            "guided": len(of_kind(board.history, GuidelinesDone)) if orders else -1,
            "first_percent": orders[0].percent if orders else 0,
            "families": len(families), "top_family": max(families.values()) / len(started),
            "ready": seen.ready, "least_seeds": min(before, default=-1), "promotions": len(promoted),
            "added": len(of_kind(board.history, ScopeAdded)), "events": len(of_kind(board.history, ChaosBegan)),
        }
    )  # fmt: skip
    some = evidence.numbers(seen, ["families", "events"])
    assert some == {name: found[name] for name in ("families", "top_family", "added", "events")}
    assert evidence.numbers(seen, []) == {}


@pytest.mark.parametrize("cause", PLANTS)
def test_the_lines_of_the_evidence_are_those_of_the_board(cause: str) -> None:
    seen, board, rules, lines = played(cause), played(cause).board, world(), shown(cause)
    limits = {stage: f", limit {board.wip[stage]}" if board.wip[stage] else "" for stage in Stage}
    assert lines["board"][:7] == [f"{words.STAGE[stage]}: {board.count(stage)}{limits[stage]}" for stage in Stage]
    assert f"{seen.in_flight / 30:.1f} cards, for {sum(one.builds for one in rules.people)} people" in lines["board"][7]
    assert lines["board"][8].endswith(f": {seen.over} of 30.")
    text = {key: "\n".join(rows) for key, rows in lines.items()}
    started = [card for card in board.cards if card.started_day]
    decided = [card.decided_day for card in board.cards if card.decision]
    sprints = [str(sum(10 * n < day <= 10 * n + 10 for day in decided)) for n in range(3)]
    (decisions,) = [rows for key, rows in lines.items() if any("Decided by sprint" in row for row in rows)]
    assert decisions[0] == f"Started: {len(started)}. Decided: {board.decided}, of them killed {board.killed}."
    assert decisions[1].startswith(
        f"Promoted: {board.promoted}. Serving customers: {'yes' if board.live() >= 0 else 'nobody'}"
    )
    assert decisions[2] == f"Decided by sprint: {', '.join(sprints)}."
    everything = "\n".join(text.values())
    waits = seen.blocked
    for line in (
        f"Card-days that open cards spent under their own kill line: {seen.under_kill}.",
        f"Changes tried on cards that had been evaluated: {len(of_kind(board.history, Iterating))}.",
        f"GPU-days offered: {seen.gpu / 1_440:.0f} of {rules.gpus * 30}.",
        f"Used: {100 * (seen.gpu_used + seen.eval_used) / seen.gpu:.0f} % of what was offered.",
        f"Card-days waiting for a GPU: {waits[Block.NO_GPU]}; in a shortage: {waits[Block.SHORTAGE]}.",
        f"Evaluation took {100 * seen.eval_used / (seen.gpu_used + seen.eval_used):.0f} % of the GPU time used.",
        f"Card-days in its queue: {waits[Block.EVAL_QUEUE]}.",
        f"Batches accepted: {len(of_kind(board.history, BatchAccepted))}.",
        f"Steps of traffic: {len(history(cause, ShareSet))}. Rolled back: {len(history(cause, RolledBack))}.",
        f"or more on 2 seeds: {seen.ready}.",
    ):
        assert line in everything, line
    asked = of_kind(board.history, EvalStarted)
    of_card: Counter[int] = Counter()
    for event in asked:
        of_card[event.card] += event.seeds
    cards = fmt.count(len(of_card), "card")
    assert f"Evaluations: {len(asked)}, of {cards}, {sum(of_card.values())} seeds in all" in everything
    for card, seeds in of_card.most_common(4):
        assert f"{fmt.title(rules, card)}: all versions {fmt.count(seeds, 'seed')}; " in everything
    for card, count in Counter(event.card for event in of_kind(board.history, Iterating)).most_common(4):
        best = fmt.tenth(board.cards[card].best_ppm)
        assert f"{fmt.title(rules, card)}: {fmt.count(count, 'change')}, best so far {best}" in everything
    for event in of_kind(board.history, DataOrdered):
        assert f"Day {event.day}: {event.percent} % of {fmt.dataset(rules, event.data)} ordered." in text["data"]
    assert ("Nothing was ordered." in text["data"]) == (not of_kind(board.history, DataOrdered))
    kappas = [f"{event.kappa_ppm / 1_000_000:.2f}" for event in of_kind(board.history, KappaRead)]
    assert f"Readings of agreement in turn: {', '.join(kappas) or 'none'}." in text["labels"]
    legal = of_kind(board.history, LegalStarted)
    told = f"asked on day {legal[0].day}, takes 26 days" if legal else "nobody has asked"
    assert f"Legal review: {told}." in text["launches"]
    for event in of_kind(board.history, ChaosBegan):
        assert f"Day {event.day}: {words.CHAOS[event.chaos]}." in text["events"]  # type: ignore[index]
    added = len(of_kind(board.history, ScopeAdded))
    assert (f"New requirements in the sprints: {added}." in text["events"]) == (added > 0)
    assert ("Nothing out of the ordinary" in text["events"]) == (not of_kind(board.history, ChaosBegan))
    tickets = [event.day for event in of_kind(board.history, Moved) if event.after == Stage.HYPOTHESIS]
    sprints = [str(sum(10 * n < day <= 10 * n + 10 for day in tickets)) for n in range(3)]
    assert f"Tickets written by sprint: {', '.join(sprints)}." in text["events"]
    for place, family in enumerate(rules.families):
        begun = sum(rules.ideas[card.index].family == place for card in started)
        ideas = sum(rules.ideas[card.index].family == place and card.shown for card in board.cards)
        assert f"{family.name}: {begun} started of {fmt.count(ideas, 'idea')}." in text["families"]


def test_the_price_of_all_the_evidence_is_over_every_levels_minutes() -> None:
    items = evidence.items(played(NONE))
    assert [one.key for one in items] == [kind.key for kind in evidence.KINDS] and sum(
        one.minutes for one in items
    ) == 43
    assert all(one.lines == tuple(shown(NONE)[one.key]) for one in items)


# --- the plants -----------------------------------------------------------------------------------------------------


def test_who_thinks_of_data_late_orders_none_before_the_middle_of_the_second_sprint() -> None:
    late = [event.day for event in history("late-data", DataOrdered)]
    assert late and min(late) >= 18 and min(event.day for event in history(NONE, DataOrdered)) < 18


def test_who_takes_any_labels_orders_everything_at_once_and_accepts_what_comes() -> None:
    orders = of_kind(played("bad-labels").board.history, DataOrdered)
    assert orders and all(event.percent == 100 for event in orders)
    assert not history("bad-labels", GuidelinesDone)
    for event in of_kind(played("bad-labels").board.history, BatchAccepted):
        read = [one for one in of_kind(played("bad-labels").board.history, KappaRead) if one.data == event.data]
        assert read and read[0].day < event.day <= read[-1].day + 2


def test_who_believes_one_seed_asks_for_one_and_not_again() -> None:
    asked = of_kind(played("one-seed").board.history, EvalStarted)
    assert asked and all(event.seeds == 1 for event in asked)


def test_who_polishes_promotes_nothing_and_changes_on() -> None:
    assert not history("polishing", Promoted) and len(history("polishing", Iterating)) > len(history(NONE, Iterating))


def test_who_is_never_sure_asks_for_five_seeds_more_up_to_twenty() -> None:
    state = new_state(world(), SEED, Latents(world()))
    board, player = state.board, PLANTS["over-checking"].player()
    card = board.cards[0]
    card.stage, card.version = Stage.EVALUATION, 1
    more = Evaluate(0, 5, slices=True)
    for action in (Evaluate(0, 2), Iterate(0, 1), Promote(0), Kill(0)):
        for card.seeds_done, becomes in ((0, more), (19, more), (20, action)):
            assert player.turned(board, action) == becomes  # type: ignore[attr-defined]
    card.seeds_done, card.seeds_pending = 0, 1
    assert player.turned(board, Kill(0)) == Kill(0), "while seeds are under way nothing is asked for"  # type: ignore[attr-defined]
    card.seeds_pending, card.version = 0, 0
    assert player.turned(board, Kill(0)) == Kill(0), "without a checkpoint there is nothing to check"  # type: ignore[attr-defined]
    asked = of_kind(played("over-checking").board.history, EvalStarted)
    assert Counter(event.seeds for event in asked).most_common(1)[0][0] == 5


def test_nothing_is_wrong_with_the_control() -> None:
    assert not history(NONE, ChaosBegan) and not history(NONE, ScopeAdded)
    began = of_kind(played("gpus").board.history, ChaosBegan)
    assert [(event.day, event.chaos, event.days) for event in began] == [(2, 0, 29)]
    assert [event.day for event in of_kind(played("scope").board.history, ScopeAdded)] == [3]


@pytest.mark.parametrize("cause", PLANTS)
def test_what_a_plant_hides_is_put_back(cause: str) -> None:
    """Asking a team for its move leaves the board as it was."""
    rules, latents = world(), Latents(world())
    state = new_state(rules, SEED, latents)
    player = PLANTS[cause].player()
    state.board = copy_board(played(cause).board)
    state.board.day, state.board.minutes_left = 31, rules.minutes
    before = digest(State(rules, SEED, latents, state.board, state.truth))
    assert isinstance(player, Bot) and isinstance(player, Flawed)
    player.play(state.board)
    assert digest(State(rules, SEED, latents, state.board, state.truth)) == before


def test_ready_cards_look_busy_to_who_has_no_way_to_launch() -> None:
    state = new_state(world(), SEED, Latents(world()))
    board = state.board
    floor = board.world.value_floor_ppm
    for index, scores in enumerate(([floor, floor], [floor], [floor - 1, floor - 1], [floor, floor])):
        card = board.cards[index]
        card.stage, card.scores = Stage.EVALUATION, scores
    board.cards[3].stage = Stage.PRODUCTION
    put_back = PLANTS["no-path"].player().hide(board)  # type: ignore[attr-defined]
    assert [card.seeds_pending for card in board.cards[:4]] == [1, 0, 0, 0]
    put_back()
    assert [card.seeds_pending for card in board.cards[:4]] == [0] * 4


def test_one_seed_over_the_bar_is_a_launch_and_no_second_look() -> None:
    state = new_state(world(), SEED, Latents(world()))
    board, player = state.board, PLANTS["one-seed"].player()
    card = board.cards[0]
    card.stage, card.version = Stage.EVALUATION, 1
    bar = board.world.launch_ppm
    for card.scores, card.live_days, launches in (
        ([bar], 0, True),
        ([bar - 1], 0, False),
        ([], 0, False),
        ([bar], 1, False),
    ):
        assert (player.own(board) == Promote(0)) == launches  # type: ignore[attr-defined]
    card.scores = []
    turned = player.turned(board, Evaluate(0, 5, 50, True))  # type: ignore[attr-defined]
    assert turned == Evaluate(0, 1, 50, True)
    card.scores = [bar]
    assert player.turned(board, Evaluate(0, 5)) is None and player.turned(board, Start(1)) == Start(1)  # type: ignore[attr-defined]


# --- grading --------------------------------------------------------------------------------------------------------


def _number(cause: str) -> int:
    return next(number for number in range(1_000) if case_cause(number) == cause)


@pytest.fixture(scope="module")
def diagnosis() -> tuple[Diagnose, Case]:
    number = _number("gpus")
    return Diagnose(), case(1, number)


@pytest.mark.parametrize(
    ("given", "action", "right", "penalty"),
    [
        ({"gpus": 60, "wide": 40}, "gpus", True, 0.32),
        ({"gpus": 50, "wide": 50}, "gpus", False, 0.5),
        ({"gpus": 40, "wide": 60}, "wide", False, 0.72),
        ({"gpus": 34, "wide": 33, "none": 33}, "wide", True, 0.6534),
    ],
)
def test_a_diagnosis_is_graded_by_its_shares_and_its_first_action(
    diagnosis: tuple[Diagnose, Case], given: dict[str, int], action: str, right: bool, penalty: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Three quarters for the shares, one for the action; named first and alone is right."""
    drill, found = diagnosis
    beside = type("Beside", (), {"lines": lambda self: [], "data": lambda self: {}})()
    monkeypatch.setattr("aiboard.drills.diagnose.drill.counterfactual", lambda case: beside)
    question = drill.find(f"1-{_number('gpus')}")
    grade = drill.grade(question, {"opened": [], "causes": {**dict.fromkeys(PLANTS, 0), **given}, "action": action})
    assert grade.right == right and grade.brier == pytest.approx(penalty) == multiclass_brier(given, "gpus")
    assert grade.score == pytest.approx((1 - penalty / 2) * 0.75 + 0.25 * (action == "gpus"))
    assert grade.data["action_right"] == (action == "gpus") and grade.data["cause"] == "gpus"
    assert re.search(rf"{'✓' if right else '✗'} It was: .* You gave it {given['gpus']} %", grade.lines[0])
    assert f": {penalty:.2f} (0 is best, 2 is worst, all equal costs 0.92)" in grade.lines[1]
    assert found.game.board.live() < 0
