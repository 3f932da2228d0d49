"""The planted boards: each cause shows in its evidence, is scored properly, and is gone in the same luck without it."""

import itertools
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from aiboard.drills.asks import Pick, Weights
from aiboard.drills.attempts import Attempt, Store
from aiboard.drills.diagnose import bayes, evidence
from aiboard.drills.diagnose import drill as module
from aiboard.drills.diagnose.causes import causes
from aiboard.drills.diagnose.drill import CounterfactualGame, Diagnose, case, case_cause, level, multiclass_brier
from aiboard.drills.diagnose.planted_game import play
from aiboard.drills.diagnose.plants import NONE, PLANTS
from aiboard.drills.drill import Setting
from aiboard.engine.happenings.cards import EvalDone, Moved
from aiboard.engine.happenings.data import DataOrdered
from aiboard.engine.model.vocabulary import Stage
from aiboard.instruments.errors import InputError
from aiboard.views import fmt

SEED = 4_000_000


def number_of(cause: str) -> int:
    return next(number for number in range(1_000) if case_cause(number) == cause)


def test_causes_plants_and_table_are_of_the_same_names() -> None:
    assert list(causes()) == list(PLANTS) == list(bayes.shipped().counts)
    assert len(PLANTS) - 1 >= 10
    keys = {kind.key for kind in evidence.KINDS}
    assert all(set(cause.shows) <= keys for cause in causes().values())


def test_the_classifier_tells_fresh_boards_apart() -> None:
    """On boards as the drill shows them: nothing has customers yet."""
    table = bayes.shipped()
    hits = 0
    for cause, plant in PLANTS.items():
        played = (play(plant, seed) for seed in itertools.count(SEED))
        for shown in itertools.islice((one for one in played if not one.served()), 3):
            found = table.posterior(evidence.numbers(shown))
            assert sum(found.values()) == pytest.approx(1)
            hits += max(found, key=found.__getitem__) == cause
    # 90 % in the bench; a fault in a plant or in the evidence costs a twelfth or more.
    assert hits >= 0.75 * 3 * len(PLANTS)


def test_the_posterior_counts_half_a_game_more_in_every_bin() -> None:
    table = bayes.Table({"x": [0.5]}, {"seen": {"x": [3, 1]}, "unseen": {"x": [0, 0]}})
    # 3.5 of 5 against 0.5 of 1; the edge itself is in the lower bin.
    assert table.posterior({"x": 0.5}) == pytest.approx({"seen": 0.7 / 1.2, "unseen": 0.5 / 1.2})
    assert table.posterior({"x": 0.6}) == pytest.approx({"seen": 0.3 / 0.8, "unseen": 0.5 / 0.8})


@pytest.mark.parametrize(
    ("cause", "name", "more"),
    [
        ("wide", "in_flight", True),
        ("gpus", "offered", False),
        ("one-seed", "seeds_a_card", False),
        ("over-checking", "seeds_a_card", True),
        ("one-family", "families", False),
        ("late-data", "first_order", True),
        ("scope", "added", True),
        ("no-kill", "killed", False),
        ("polishing", "killed", False),
        ("no-path", "ready", True),
        ("bad-labels", "first_percent", True),
    ],
)
def test_each_plant_moves_its_number(cause: str, name: str, more: bool) -> None:
    seeds = range(SEED, SEED + 4)
    planted = sum(evidence.numbers(play(PLANTS[cause], seed))[name] for seed in seeds)
    plain = sum(evidence.numbers(play(PLANTS[NONE], seed))[name] for seed in seeds)
    assert planted > plain if more else planted < plain


def test_the_quadratic_score_is_proper() -> None:
    # What one believes is the best thing to say: 60 % on one of two.
    def expected(said: int) -> float:
        shares = {"wide": said, "gpus": 100 - said}
        return 0.6 * multiclass_brier(shares, "wide") + 0.4 * multiclass_brier(shares, "gpus")

    assert min(range(0, 101, 5), key=expected) == 60
    assert multiclass_brier({"wide": 100}, "wide") == 0 and multiclass_brier({"wide": 100}, "gpus") == 2


def test_right_wrong_and_the_luck_without_it() -> None:
    drill = module.make(Setting())
    question = drill.find(f"1-{number_of('wide')}")
    assert not case(1, number_of("wide")).game.served()
    shares = dict.fromkeys(PLANTS, 0)
    good = drill.grade(question, {"opened": ["board"], "causes": {**shares, "wide": 100}, "action": "wide"})
    assert good.right and good.score == 1 and good.brier == 0
    assert good.data["classifier"]["wide"] > 0.5
    assert good.data["without"]["decided"] > good.data["without"]["decided_with"]
    other = next(option.key for option in question.asks[2].options if option.key != "wide")  # type: ignore[union-attr]
    bad = drill.grade(question, {"opened": [], "causes": {**shares, "gpus": 100}, "action": other})
    assert not bad.right and bad.score == 0 and bad.brier == 2
    told = "\n".join(bad.lines)
    # The mark stands before what was chosen, and what was right is told beside it.
    assert f"✗ You would first: {causes()[other].action}." in told and f"Here first: {causes()['wide'].action}." in told
    assert f"✓ First: {causes()['wide'].action}." in good.lines
    assert causes()["wide"].name in told and "The same luck without it:" in told and "not opened" in told


def test_the_money_beside_is_that_of_the_two_games() -> None:
    found = case(1, number_of("wide"))
    beside = module.counterfactual(found)
    said = [fmt.money(played.state.returns()) for played in (beside.clean_end, beside.with_end)]
    assert f"at the end of the project {said[0]}, in place of {said[1]}" in " ".join(beside.lines())


def test_a_control_has_nothing_to_remove() -> None:
    drill = Diagnose()
    question = drill.find(f"3-{number_of(NONE)}")
    grade = drill.grade(question, {"opened": [], "causes": {**dict.fromkeys(PLANTS, 0), NONE: 100}, "action": NONE})
    assert grade.right and any("Nothing was planted" in line for line in grade.lines)
    assert grade.data["without"]["decided"] == grade.data["without"]["decided_with"]


def test_difficulty_follows_the_attempts(tmp_path: Path) -> None:
    def tries(*rights: bool) -> list[Attempt]:
        return [Attempt("2026-01-01T00:00:00Z", "diagnose", "1-1", "DEBUG", 1.0, right) for right in rights]

    assert [level(tries(*row)) for row in [(), (True,), (True, True), (True,) * 4, (True,) * 9]] == [1, 1, 2, 3, 3]
    assert level(tries(True, True, False)) == 1 and level(tries(False, False)) == 1
    store = Store(tmp_path / "a.jsonl", attempts=tries(True, True))
    question = Diagnose(seed=7).next(store)
    assert question.id == "2-7" and question.asks[0].minutes == module.MINUTES[2]  # type: ignore[union-attr]


@pytest.mark.parametrize("id", ["", "4-1", "1-", "x", "1-99999999"])
def test_an_unknown_project_is_refused(id: str) -> None:
    with pytest.raises(InputError, match="no project is called"):
        Diagnose().find(id)


def test_first_actions_are_not_paired_with_their_causes_by_what_is_shown() -> None:
    question = Diagnose().find(f"1-{number_of('wide')}")
    weights, action = question.asks[1], question.asks[2]
    assert isinstance(weights, Weights) and isinstance(action, Pick)
    assert [one.key for one in weights.options] != [one.key for one in action.options]
    assert [action.line(one) for one in action.options] == [one.text for one in action.options]


def test_pages_of_evidence_say_which_versions_they_count() -> None:
    played = play(PLANTS["polishing"], SEED)
    shown = {kind.key: list(kind.lines(played)) for kind in evidence.KINDS}
    assert all("this version" in line for line in shown["old"] if line.startswith("  runs"))
    rows = [line for line in shown["evals"] if "all versions" in line and "this version" in line]
    assert rows
    assert all(len(line) <= 92 for line in rows)


def test_evidence_says_what_is_on_the_board() -> None:
    played = play(PLANTS["no-kill"], SEED)
    board, shown = played.board, {kind.key: list(kind.lines(played)) for kind in evidence.KINDS}
    open_ = sorted(
        (card for card in board.cards if card.started_day and not card.decision), key=lambda card: card.started_day
    )
    rows = [line for line in shown["old"] if line.startswith("  runs ")]
    for card, row in zip(open_[:4], rows, strict=True):
        runs = ", ".join(fmt.tenth(value) for value in card.corrected[-4:]) or "no run yet"
        assert row.startswith(f"  runs {runs}; ")
    told = next(line for line in shown["events"] if line.startswith("Tickets written by sprint: "))
    tickets = [event for event in board.history if isinstance(event, Moved) and event.after == Stage.HYPOTHESIS]
    assert sum(map(int, told.partition(": ")[2].rstrip(".").split(", "))) == len(tickets) > 5
    named = [line.partition(":")[0] for line in shown["data"] if " % there; " in line]
    there = [task.index for task in board.data if task.shown and not board.world.datasets[task.index].ready]
    assert named == [fmt.dataset(board.world, index) for index in there] != []


def test_the_team_of_one_seed_launches_only_what_read_over_the_bar() -> None:
    launched = 0
    for seed in range(SEED, SEED + 3):
        board = play(PLANTS["one-seed"], seed).board
        first = {event.card: event.mean_ppm for event in reversed(board.history) if isinstance(event, EvalDone)}
        moved = [event.card for event in board.history if isinstance(event, Moved) and event.after == Stage.PRODUCTION]
        assert all(first[card] >= board.world.launch_ppm for card in moved)
        launched += len(moved)
    assert launched


def test_the_team_that_orders_late_begins_in_the_middle_of_the_second_sprint() -> None:
    """Not before, where others have ordered long ago, and on that very day where data is missed."""

    def ordered(cause: str) -> list[list[int]]:
        boards = [play(PLANTS[cause], seed).board for seed in range(SEED, SEED + 6)]
        return [[event.day for event in board.history if isinstance(event, DataOrdered)] for board in boards]

    assert min(itertools.chain(*ordered("late-data"))) == 18
    assert all(days[0] < 18 for days in ordered(NONE))


def test_shares_that_are_handed_on_have_four_digits() -> None:
    found = module.make(Setting()).find(f"1-{number_of('wide')}")
    answer = {"opened": ["board"], "causes": {**dict.fromkeys(PLANTS, 0), "wide": 60, "gpus": 33}, "action": "wide"}
    graded = module.make(Setting()).grade(found, answer)
    shares = [*graded.data["classifier"].values(), graded.brier]
    assert all(len(f"{share:.12f}".rstrip("0").partition(".")[2]) <= 4 for share in shares)
    assert sum(graded.data["classifier"].values()) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("paid", [True, False])
def test_one_luck_on_which_the_fault_earned_more_is_not_left_without_a_word(
    paid: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = case(1, number_of("wide"))
    beside = CounterfactualGame(found, found.game, found.game, found.game)
    # The first is the project without the fault.
    ends = [
        SimpleNamespace(state=SimpleNamespace(returns=lambda cents=cents: cents))
        for cents in ((2, 1) if paid else (1, 2))
    ]
    monkeypatch.setattr("aiboard.drills.diagnose.drill._money", lambda played: "$1")
    told = " ".join(replace(beside, clean_end=ends[0], with_end=ends[1]).lines())  # type: ignore[arg-type]
    assert "One game is mostly luck" in told and ("did not pay" in told) is not paid


def test_the_team_in_love_with_one_approach_does_start_its_cards() -> None:
    for seed in range(SEED, SEED + 3):
        board = play(PLANTS["one-family"], seed).board
        begun = [board.world.ideas[card.index].family for card in board.cards if card.started_day]
        assert len(begun) >= 3 and len(set(begun)) == 1


def test_a_tie_of_many_causes_is_told_as_one() -> None:
    tie = dict.fromkeys(PLANTS, 1 / len(PLANTS))
    (told,) = module._program(tie, True)
    assert f"finds {len(PLANTS)} causes about as likely" in told
    (clear,) = module._program({**dict.fromkeys(PLANTS, 0.01), "wide": 0.9}, True)
    assert "Too much is in flight at once 90 %" in clear
    (short,) = module._program({**dict.fromkeys(PLANTS, 0.01), "gpus": 0.9}, True)
    assert "GPUs are short 90 %" in short, "a name is told as it is written"
