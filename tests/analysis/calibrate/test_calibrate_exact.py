"""Calibration worked out by hand: the flow of scripted games, prices of made-up futures, levers, what is off."""

from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis.calibrate import ablation, chaos, flow, orderings, report
from aiboard.analysis.calibrate.policies import LEVERS, ORDERS, Policy, TransformingBot, _Orders
from aiboard.analysis.estimate import Estimate, estimate, paired_difference
from aiboard.bots import ActionReason, Bot, Heuristic
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import dump_board
from aiboard.engine.model.state import State
from aiboard.engine.model.vocabulary import Change, Chaos, Order, Refusal
from aiboard.engine.verbs import Action, Deploy, Evaluate, Inject, Iterate, Kill, LegalReview, OrderData, Promote, Start
from tests.engine.worlds import PROMPT, RAG, quiet
from tests.game.small import small


class Scripted(Bot):
    """Does what is written for a day once it is that day, in order; on the board of another day nothing."""

    def __init__(self, script: dict[int, list[Action]]) -> None:
        super().__init__("scripted")
        self.script = {day: list(actions) for day, actions in script.items()}

    def play(self, board: Board) -> Action | None:
        todo = self.script.get(board.day, [])
        return todo.pop(0) if todo else None


def game(
    script: dict[int, list[Action]], fresh: dict[int, list[Action]] | None = None, **changes: Any
) -> tuple[flow.Flow, Board]:
    """The flow of a scripted game; who is asked what is left to do follows `fresh`."""
    state = new_state(quiet(minutes=100_000, **changes), 5)
    made = iter([script])
    found = flow._game(state, lambda seed: Scripted(next(made, fresh or {})))  # type: ignore[arg-type]
    return found, state.board


GO: dict[int, list[Action]] = {
    1: [Start(RAG)],
    13: [Evaluate(RAG, 5)],
    15: [Promote(RAG)],
    20: [Start(PROMPT), Kill(PROMPT)],
}


def test_the_flow_of_a_game_is_what_was_used_and_decided() -> None:
    found, board = game(GO, bad_launch_ppm=0)
    card = board.cards[RAG]
    assert (found.days, found.decided, found.killed, found.promoted, found.launches, found.bad_launches) == (
        40,
        2,
        1,
        1,
        1,
        0,
    )
    # Four GPUs for 40 days; setup and three runs are ten days on one of them; five seeds of 240 minutes.
    assert found.pool_min == 40 * 4 * 1_440 and found.evaluation_min == 1_200 and found.training_min == 10 * 1_440
    assert found.cards_min == 10 * 1_440 + 1_200 and found.killed_min == 0
    # Started and decided on one day counts with 0 days.
    assert found.cycles == 2 and found.cycle_days == card.decided_day - card.started_day == 14
    assert dict(found.verbs) == {"start": 2, "evaluate": 1, "promote": 1, "kill": 1} and found.waiting_days == 0
    assert found.reached is (board.target_day > 0)
    assert game(GO, bad_launch_ppm=990_000)[0].bad_launches == 1
    killed, _ = game({1: [Start(RAG)], 9: [Kill(RAG)]})
    assert killed.killed_min == killed.cards_min == killed.training_min > 0
    assert (game({})[0].decided, game({})[0].cycles) == (0, 0)


def test_a_card_that_was_never_started_has_no_cycle() -> None:
    found, _ = game({3: [Kill(PROMPT)]})
    assert (found.cycles, found.decided, found.killed_min) == (0, 0, 0)


def test_days_on_which_something_waits_for_time_are_counted() -> None:
    fresh: dict[int, list[Action]] = {4: [Start(RAG)], 6: [Start(PROMPT)]}
    state = new_state(quiet(minutes=10), 5)
    made = iter([{}])
    found = flow._game(state, lambda seed: Scripted(next(made, fresh)))  # type: ignore[arg-type]
    assert found.waiting_days == 2


def test_what_waits_is_what_there_is_no_time_for() -> None:
    board = new_state(quiet(), 5).board

    def waits(action: Action | None) -> str:
        before = dump_board(board)
        said = flow.waits(board, Scripted({board.day: [action]} if action else {}))
        assert dump_board(board) == before
        return said

    assert waits(Start(RAG)) == "", "there is time"
    board.minutes_left = 0
    assert waits(Start(RAG)) == "start" and waits(None) == "" and waits(Promote(RAG)) == "", "not possible anyhow"


def test_a_bot_is_asked_as_if_it_had_the_time() -> None:
    board = new_state(quiet(), 5).board
    board.minutes_left = 7
    seen: list[int] = []

    class Asked(Bot):
        def play(self, board: Board) -> Action | None:
            seen.append(board.minutes_left)
            return None

    flow.waits(board, Asked("asked"))
    assert seen == [10_007]


def band(**fields: Any) -> flow.Band:
    usual = {
        "name": "n",
        "unit": "% of cards",
        "part": ["killed"],
        "whole": "decided",
        "low": 40,
        "high": 60,
        "source": "s",
    }
    return flow.Band(**{**usual, **fields})


def test_a_figure_is_a_part_of_a_whole_over_all_games(monkeypatch: pytest.MonkeyPatch) -> None:
    games = [
        flow.Flow(killed=1, promoted=1, decided=2, cycles=2, cycle_days=30),
        flow.Flow(killed=3, promoted=3, decided=6, cycles=1),
    ]
    assert band().value(games) == 50 and band(part=["killed", "promoted"]).value(games) == 100
    assert band(unit="days", part=["cycle_days"], whole="cycles").value(games) == 10
    assert band().value([flow.Flow()]) is None and flow.Flow().games == 1
    bands = [band(), band(low=51), band(high=49), band(low=50, high=50), band(whole="launches")]
    monkeypatch.setattr(flow, "BANDS", bands)
    assert [one.holds for one in flow.figures(games)] == [True, False, False, True, None]
    assert flow.figures(games)[1].data() == {
        "name": "n", "unit": "% of cards", "value": 50, "band": [51, 60], "source": "s", "holds": False,
    }  # fmt: skip


# --- disruptions ------------------------------------------------------------------------------------------------------


def test_what_a_disruption_costs_is_the_difference_of_the_same_futures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A future is worth 1,000 for its number, and 7 less on a board that was hit for each day that is left."""
    bots: list[int] = []
    on: list[int] = []

    def played_on(state: State, policy: Any, future: int) -> int:
        left = 40 - state.board.day
        return 1_000 * future - (7 * left if state.board.disruptions else 0)

    def play_on(state: State, bot: Any, day: int = 0) -> State:
        on.append(day)
        state.board.day = day
        return state

    monkeypatch.setattr(chaos, "_played_on", played_on)
    monkeypatch.setattr(chaos, "play_on", play_on)
    state = new_state(quiet(), 5)
    kinds = (Chaos.GPU_SHORTAGE, Chaos.DIVERGENCE)
    found = chaos._game(state, lambda seed: bots.append(seed), kinds, (10, 30), 3)  # type: ignore[arg-type]
    # Nothing trains, so that no run can be lost.
    assert found == {(Chaos.GPU_SHORTAGE, 10): (210, 210, 210), (Chaos.GPU_SHORTAGE, 30): (70, 70, 70)}
    assert bots == [5] and on == [10, 30] and not state.board.disruptions, "the game itself goes on without it"


def test_a_future_has_luck_of_its_own_and_leaves_its_start_alone() -> None:
    state = new_state(quiet(days=3), 5, Latents(quiet(days=3)))
    seeds: list[tuple[int, int]] = []

    class Seen(Bot):
        def play(self, board: Board) -> Action | None:
            return None

    def policy(seed: int) -> Bot:
        seeds.append((seed, state.seed))
        return Seen("seen")

    kept = chaos.play_on
    luck: list[int] = []

    def play_on(state: State, bot: Bot) -> State:
        luck.append(state.seed)
        return kept(state, bot)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chaos, "play_on", play_on)
        for future in (0, 1, 2):
            chaos._played_on(state, policy, future)  # type: ignore[arg-type]
    assert seeds == [(5, 5)] * 3 and state.board.day == 1
    assert luck == [5 ^ (number << 40) for number in (1, 2, 3)]


def test_a_price_is_in_points_over_the_games_that_were_hit() -> None:
    scale: Any = SimpleNamespace(length=2_000_000)
    handling = chaos.Handling("good", lambda kind: Policy("idle"), (1.0, 3.0))
    games = [(20_000, 60_000), None, (80_000, 80_000)]
    found = chaos._price(Chaos.DATA_ISSUE, 30, handling, games, scale)
    assert (found.kind, found.day, found.policy, found.games, found.p95) == ("data-issue", 30, "good", 2, None)
    assert found.cost == estimate([2.0, 4.0]) and found.flag == ""
    none = chaos._price(Chaos.DATA_ISSUE, 30, handling, [None], scale)
    assert (none.games, none.cost, none.p95, none.flag) == (0, None, None, "")
    dear = chaos._price(Chaos.DATA_ISSUE, 30, handling, [(480_000, 480_000)] * 20, scale)
    assert dear.p95 == pytest.approx(24) and dear.flag == "high"


def test_the_percentile_of_an_effect_by_hand() -> None:
    """Twenty means 0 to 19, each future off by 2 to either side: of a variance of 35 four are luck."""
    games = [[float(n - 2), float(n + 2)] for n in range(20)]
    kept = ((35 - 4) / 35) ** 0.5
    # The 95th of twenty values is a twentieth of the way under the last.
    assert chaos.own_p95(games) == pytest.approx(9.5 + kept * (19 - 0.95 - 9.5))


@pytest.mark.parametrize(
    ("cost", "p95", "says"),
    [
        (Estimate(1.0, 0.2, 1.0), None, ""), (Estimate(0.9, 0.2, 0.99), None, "low"), (Estimate(3.5, 3.0, 9), None, ""),
        (Estimate(3.5, 3.01, 9), None, "high"), (Estimate(0.9, None, None), 1.0, "low"), (Estimate(2, 1, 3), 20.0, ""),
        (Estimate(2, 1, 3), 20.1, "tail"),
    ],
)  # fmt: skip
def test_a_band_is_left_by_the_whole_interval(cost: Estimate, p95: float | None, says: str) -> None:
    assert chaos.flag(cost, p95, (1.0, 3.0)) == says


def test_kinds_that_one_policy_meets_share_its_games(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = chaos.Handling("whole", lambda kind: Policy("idle"), None)
    apart = chaos.Handling("apart", chaos._unmoved, None)
    kinds = (Chaos.DIVERGENCE, Chaos.DATA_ISSUE, Chaos.VENDOR_DELAY)
    # Both are answered by looking for the root cause.
    assert list(chaos._groups(whole, kinds).values()) == [list(kinds)]
    assert [len(group) for group in chaos._groups(apart, kinds).values()] == [2, 1]
    monkeypatch.setattr(chaos, "HANDLINGS", (whole, apart))
    assert chaos.games_per_seed(kinds) == 3
    told: list[int] = []
    asked: list[tuple[tuple[Chaos, ...], tuple[int, ...], int]] = []

    def games(scenario: str, policy: Any, kinds: Any, days: Any, futures: int, seeds: Any) -> Any:
        asked.append((kinds, days, futures))
        return [{(kind, day): (20_000,) for kind in kinds for day in days} for _ in seeds]

    monkeypatch.setattr(chaos, "_games", games)
    found = chaos.measure_costs(small(31), SimpleNamespace(length=2_000_000), range(4), None, told.append, kinds, 5)  # type: ignore[arg-type]
    # Of the days 10, 30 and 50 two lie in a project of 31 days.
    assert [(one.kind, one.day, one.policy) for one in found[:4]] == [
        ("divergence", 10, "whole"), ("divergence", 30, "whole"), ("data-issue", 10, "whole"),
        ("data-issue", 30, "whole"),
    ]  # fmt: skip
    assert len(found) == 12 and told == [4, 8, 12] and {one[1:] for one in asked} == {((10, 30), 5)}
    assert not [
        one for one in chaos.measure_costs(small(30), SimpleNamespace(length=1), [1], kinds=kinds) if one.day == 30
    ]  # type: ignore[arg-type]


# --- plays ------------------------------------------------------------------------------------------------------------


def test_each_lever_turns_its_own_action_and_no_other() -> None:
    board = new_state(quiet(), 1).board
    pilot = board.world.pilot_pct
    turned: dict[str, tuple[Action, Action]] = {
        "slices": (Evaluate(1, 3, 50, True), Evaluate(1, 3, 50)),
        "parts": (Evaluate(1, 3, 50, True), Evaluate(1, 3, 100, True)),
        "longer": (Iterate(1, Change.LONGER), Iterate(1, Change.TECHNIQUE)),
        "technique": (Iterate(1, Change.TECHNIQUE), Iterate(1, Change.LONGER)),
        "slimmer": (Iterate(1, Change.SLIMMER), Iterate(1, Change.LONGER)),
        "pilot": (OrderData(1, pilot), OrderData(1, 100)), "half": (Deploy(1, 50), Deploy(1, 100)),
        "learning": (Kill(1, 2, "words"), Kill(1, 2)),
    }  # fmt: skip
    assert set(turned) == set(LEVERS)
    for name, (before, after) in turned.items():
        assert LEVERS[name].transform(board, before) == after
        for other in (Start(1), LegalReview(), *(one for _, one in turned.values() if type(one) is not type(before))):
            assert LEVERS[name].transform(board, other) == other
    assert LEVERS["pilot"].transform(board, OrderData(1, pilot + 1)) == OrderData(1, pilot + 1)
    for name in ("longer", "technique", "slimmer"):
        kept = [change for change in Change if Iterate(1, change) != turned[name][0]]
        assert all(LEVERS[name].transform(board, Iterate(1, change)) == Iterate(1, change) for change in kept)


def test_a_policy_makes_its_bot() -> None:
    assert type(Policy("idle")(1)).__name__ == "Idle" and isinstance(Policy("x", advice=(("wip", 2),))(1), Heuristic)
    refusing: Any = Policy("heuristic", refuses=("start",))(1)
    assert refusing.play(new_state(quiet(), 1).board) != Policy("heuristic")(1).play(new_state(quiet(), 1).board)
    lever: Any = Policy("heuristic", lever="learning")(1)
    assert isinstance(lever, TransformingBot) and lever.transform is LEVERS["learning"].transform


def test_a_turned_bot_says_why_the_other_did_it() -> None:
    bot = Scripted({1: [Start(RAG)]})
    bot.why = ActionReason.LOOK_AHEAD
    turned = TransformingBot(bot, lambda board, action: Kill(RAG))
    board = new_state(quiet(), 1).board
    assert turned.play(board) == Kill(RAG) and turned.why == ActionReason.LOOK_AHEAD and turned.play(board) is None


def test_an_order_looks_set_while_the_autopilot_is_asked_and_is_as_it_was_then() -> None:
    seen: list[int] = []

    class Asked(Bot):
        def play(self, board: Board) -> Action | None:
            seen.append(board.orders[Order.START])
            raise RuntimeError

    board = new_state(quiet(), 1).board
    before = board.orders[Order.START]
    with pytest.raises(RuntimeError):
        _Orders(Asked("asked"), Order.START).play(board)
    assert seen == [-1] and board.orders[Order.START] == before


# --- claims and what is off -------------------------------------------------------------------------------------------


def worth(values: dict[str, int], seen: list[Any]) -> Any:
    """Games that end with so many cents, by the name of their bot; the second of a play a hundred more."""

    def run_games(resolved: Any, maker: Any, seeds: Any, injections: Any, executor: Any, progress: Any) -> list[Any]:
        bot = maker(0)
        seen.append((resolved.key, bot.name))
        if progress is not None:
            progress(len(seeds))
        return [SimpleNamespace(value_cents=values.get(bot.name, 0) + 100 * n) for n, _ in enumerate(seeds)]

    return run_games


def test_claims_are_differences_in_points(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(orderings, "run_games", worth({"vibes": 5_000, "idle": 1_000}, seen))
    scale: Any = SimpleNamespace(idle=200.0, length=40_000.0)
    claims = [("vibes", "idle", 9.0), ("idle", "vibes", 0.0), ("vibes", "random", 0.0)]
    told: list[int] = []
    found = orderings.orderings(small(), scale, range(3), None, told.append, claims)
    assert [one.difference.mean for one in found] == pytest.approx([10, -10, 12.5])
    # Three plays, each once, though the claims name six.
    assert (
        [name for _, name in seen] == ["vibes", "idle", "random"]
        and told == [3, 6, 9]
        and orderings.games_per_seed(claims) == 3
    )


@pytest.mark.parametrize(
    ("least", "found", "holds"),
    [
        (5.0, Estimate(5.0, 0.1, 9.9), True), (5.0, Estimate(4.9, 0.1, 9.9), False),
        (0.0, Estimate(5.0, 0.0, 9), False),
        (0.0, Estimate(5.0, None, None), False),
    ],
)  # fmt: skip
def test_a_claim_holds_over_its_least_and_over_nothing(least: float, found: Estimate, holds: bool) -> None:
    assert orderings.judge_claim(("a", "b", least), found).holds is holds


def test_what_is_left_out_is_worth_the_difference_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(ablation, "run_games", worth({ORDERS: 3_000}, seen))
    tries = [
        ablation._Ablation("action", "start", ablation.GOOD, Policy("idle"), {}, 2.0),
        ablation._Ablation("action", "kill", ablation.GOOD, Policy("idle"), {}, 0),
        ablation._Ablation("order", "x", ORDERS, Policy("idle"), {"chaos": {"events": 0}}, None),
    ]
    monkeypatch.setattr(ablation, "_tries", lambda resolved, flows: tries)
    scale: Any = SimpleNamespace(idle=0.0, length=50_000.0)
    told: list[int] = []
    found = ablation.measure_ablations(small(), scale, range(2), [], None, told.append)
    assert found[0].effect == paired_difference([0.0, 0.2], [0.0, 0.2]) and found[1].effect is None
    assert found[2].effect is not None and found[2].effect.mean == pytest.approx(-6)
    assert [one.small for one in found] == [True, True, False] and told == [2, 4, 6, 8]
    assert ablation.games_per_seed(small(), []) == 4 and len(seen) == 4


@pytest.mark.parametrize(("mean", "small_"), [(0.49, True), (0.5, False), (-0.49, True), (-0.5, False)])
def test_under_half_a_point_an_effect_is_small(mean: float, small_: bool) -> None:
    found = ablation.Effect("k", "n", "p", 1.0, Estimate(mean, None, None))
    assert found.small is small_ and found.data()["small"] is small_ and found.data()["uses"] == 1.0


def test_every_part_of_an_action_is_tried_but_injections() -> None:
    rows = ablation._tries(small(), [flow.Flow()])
    kinds = [one.kind for one in rows]
    assert "inject" not in {one.name for one in rows} and {one.uses for one in rows if one.kind == "action"} == {0}
    assert kinds.count("lever") == len(LEVERS) and kinds.count("standing order") == len(Order)
    assert {one.policy for one in rows if one.kind == "standing order"} == {ORDERS}
    assert Inject.VERB == "inject" and Refusal.NONE == 0


def test_misses_are_the_rows_that_are_not_as_they_should_be() -> None:
    def rows(name: str, *values: Any) -> Any:
        return tuple(SimpleNamespace(**{name: value}) for value in values)

    found = report.Calibration(
        "x",
        2,
        7,
        rows("flag", "", "low", "tail"),
        rows("holds", True, False),
        rows("holds", True, None, False, False),
        (),
    )
    assert found.misses == 2 + 1 + 2


@pytest.mark.parametrize("parts", [("chaos",), ("orderings",), ("flow",), ("off",), report.PARTS])
def test_only_what_is_asked_for_is_measured(parts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, int]] = []

    class Line:
        def __enter__(self) -> None: ...
        def __exit__(self, *error: object) -> None: ...

    def begin(what: str, games: int) -> Any:
        begun.append((what, games))
        return Line()

    row = SimpleNamespace(flag="", holds=True, data=dict)
    monkeypatch.setattr(report.chaos, "measure_costs", lambda *_: [row])
    monkeypatch.setattr(report.orderings, "orderings", lambda *_: [row])
    monkeypatch.setattr(report.flow, "flows", lambda *_: [flow.Flow()])
    monkeypatch.setattr(report.ablation, "measure_ablations", lambda *_: [row])
    found = report.calibrate(small(), None, range(7, 10), parts, begin)  # type: ignore[arg-type]
    measured = {"chaos": found.chaos, "orderings": found.orderings, "flow": found.flow, "off": found.off}
    assert {name for name, rows in measured.items() if rows} == set(parts)
    work = {
        "disruptions": chaos.games_per_seed() * 3, "orderings": orderings.games_per_seed() * 3, "flow": 3,
        "switched off": ablation.games_per_seed(small(), [flow.Flow()]) * 3,
    }  # fmt: skip
    named = {"chaos": "disruptions", "orderings": "orderings", "flow": "flow", "off": "switched off"}
    wanted = [named[part] for part in report.PARTS if part in parts or (part == "flow" and "off" in parts)]
    assert begun == [(name, work[name]) for name in wanted]
    assert (found.games, found.seed, found.scenario) == (3, 7, "small") and set(found.data()) >= set(report.PARTS)
