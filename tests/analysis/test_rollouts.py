"""Rollouts, positions and who looks ahead, with futures and plans that are written by hand."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from aiboard.analysis import lookahead, position, rollouts, weighing
from aiboard.analysis.belief import Memory, Priors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.lookahead import Lookahead, LookaheadSettings
from aiboard.analysis.pricing.model import Prices
from aiboard.analysis.rollouts import BLOCKS, Continuation, RolloutBase, _block, fresh_seed
from aiboard.analysis.textbook import compare as textbook
from aiboard.analysis.textbook.compare import SCREEN_FUTURES, _clear, _looks, _priced, _TextbookConflict
from aiboard.bots import ActionReason, Bot
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.model.fields import copy_truth
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Reason, Stage
from aiboard.engine.verbs import (
    Action,
    Deploy,
    Evaluate,
    Forecast,
    Iterate,
    Kill,
    Prioritise,
    Promote,
    Start,
)
from aiboard.game import new_game
from tests.engine.play import evaluated
from tests.engine.worlds import PROMPT, RAG, TUNING, quiet
from tests.game.small import small


def free(**changes: Any) -> State:
    return new_state(quiet(minutes=100_000, **changes), 5)


# --- rollouts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("replicate", "block"),
    [
        (0, (0, 64)), (63, (0, 64)), (64, (64, 128)), (127, (64, 128)), (128, (128, 256)), (255, (128, 256)),
        (256, (256, 1_024)), (1_023, (256, 1_024)), (1_024, (1_024, 1_792)), (1_791, (1_024, 1_792)),
        (1_792, (1_792, 2_560)),
    ],
)  # fmt: skip
def test_truths_are_drawn_in_blocks(replicate: int, block: tuple[int, int]) -> None:
    assert _block(replicate) == block and BLOCKS[0] == 0


def test_luck_is_of_the_evaluator_the_game_the_replicate_and_the_try() -> None:
    seeds = {fresh_seed(*key) for key in (("v", "g", 1), ("v", "g", 2), ("v", "h", 1), ("w", "g", 1), ("v", "g", 1, 1))}
    assert len(seeds) == 5 and all(0 <= seed < 2**63 for seed in seeds) and max(seeds) > 2**60
    assert fresh_seed("v", "g", 1) == fresh_seed("v", "g", 1, 0)


def test_a_replicate_begins_with_its_truth_and_odds_of_its_own() -> None:
    state = free()
    priors = Priors(state.world)
    base = RolloutBase(state.board, "v", "g", priors)
    first, again, second = base.start(0), base.start(0), base.start(1)
    assert digest(first) == digest(again) != digest(second) and first.seed == fresh_seed("v", "g", 0)
    act(first, Start(RAG))
    assert digest(base.start(0)) == digest(again), "the caller's own"
    assert state.board.cards[RAG].stage == Stage.BACKLOG
    hidden = [card.index for card in state.board.cards if not card.shown]
    assert hidden and [again.board.cards[index].stated_pct for index in hidden] != [
        second.board.cards[index].stated_pct for index in hidden
    ]
    shown = [card for card in state.board.cards if card.shown]
    assert all(again.board.cards[card.index].stated_pct == card.stated_pct for card in shown)
    # With the true truth nothing is drawn and nobody's odds are stated anew.
    true = RolloutBase(state.board, "v", "g", priors, truth=copy_truth(state.truth))
    assert true.truths(2) == [true.truths(1)[0]] * 2 and len(base.truths(3)) == 3
    assert [true.start(0).board.cards[index].stated_pct for index in hidden] == [
        state.board.cards[index].stated_pct for index in hidden
    ]


def test_values_that_are_known_are_not_played_again(monkeypatch: pytest.MonkeyPatch) -> None:
    state = free(days=4)
    base = RolloutBase(state.board, "v", "g", Priors(state.world), truth=copy_truth(state.truth), policy="idle")
    played: list[str] = []
    monkeypatch.setattr(rollouts, "play_out", lambda state, policy: played.append(policy) or len(played))  # type: ignore[func-returns-value]
    known = [70, 80]
    assert base.values(Continuation(), 3, known) == [70, 80, 1] == known and base.values(Continuation(), 1, known) == [
        70
    ]
    assert (
        base.values(Continuation(), 2) == [2, 3]
        and base.values(Continuation(ends=True), 1) == [4]
        and base.values(Continuation(), 3) == [2, 3, 5]
    )
    assert played == ["idle"] * 5


def test_kept_draws_of_the_first_block_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    state = free()
    kept: dict[int, Any] = {}
    first = RolloutBase(state.board, "v", "g", Priors(state.world), draw_cache=kept).truths(1)[0]
    assert set(kept) == {0}
    again = RolloutBase(state.board, "v", "g", Priors(state.world), draw_cache=kept)
    monkeypatch.setattr(rollouts, "Belief", None)
    assert again.truths(1)[0].families == first.families


def test_labels_of_a_vendor_run_stay_as_the_pilot_was(monkeypatch: pytest.MonkeyPatch) -> None:
    state = free()
    base = RolloutBase(state.board, "v", "g", Priors(state.world))
    supply = base._reader.sets.supplies[1]
    supply.sent_back, supply.current = 0, -1
    asked: list[int] = []

    def agrees(latents: Any, data: int, batch: Any, quality: int, seed: int) -> bool:
        asked.append(seed)
        return len(asked) == good_at

    monkeypatch.setattr(rollouts, "is_consistent_luck", agrees)
    truth = copy_truth(state.truth)
    good_at = 3
    assert base._luck(truth, 7) == fresh_seed("v", "g", 7) and asked == [], "nothing is under way"
    supply.enter()
    base._board.data[1].ordered_pct = 100
    assert base._luck(truth, 7) == fresh_seed("v", "g", 7) and asked == [], "nothing is left of it"
    base._board.data[1].ordered_pct = 99
    assert base._luck(truth, 7) == fresh_seed("v", "g", 7, 2) and asked == [
        fresh_seed("v", "g", 7, n) for n in range(3)
    ]
    good_at = -1
    assert base._luck(truth, 7) == fresh_seed("v", "g", 7, 399) and len(asked) == 3 + 399
    assert state.board.data[1].ordered_pct != 99, "a board of its own"


# --- positions --------------------------------------------------------------------------------------------------------


def test_a_position_has_what_the_mornings_before_it_had_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    game = new_game(small(30), 3)
    for line in ("start EXP-001", "end", "start EXP-002", "prioritise EXP-001 1", "end", "end"):
        game.do(line)
    seen: list[int] = []

    class Seen(Memory):
        def observe(self, board: Any) -> None:
            seen.append(board.day)

    monkeypatch.setattr("aiboard.analysis.belief.Memory", Seen)
    found = position.position_at(game, 2, 1)
    assert seen == [1, 2] and found.day == 2 and [one.VERB for one in found.actions] == ["start"]
    assert found.state.board.day == 2 and found.state.board.count(Stage.EXPERIMENT) == 2
    assert found.game == digest(game.timeline.morning(0))
    assert len(position.position_at(game, 2, 0).actions) == 0 and position.current_position(game).day == 4
    assert len(position.position_before(game, 2, "prioritise EXP-001 1", False).actions) == 1
    assert (
        len(position.position_before(game, 2, "kill EXP-009 other", False).actions)
        == 2
        == len(position.position_before(game, 2, "start EXP-002", True).actions)
    )


def test_options_of_a_card_are_worth_weighing_and_hold_the_references_own(monkeypatch: pytest.MonkeyPatch) -> None:
    state = free()
    evaluated(state, RAG)
    offered: list[Action] = [Evaluate(RAG, 3), Prioritise(RAG, 1), Kill(RAG, 2, "x"), Iterate(RAG, 0)]
    monkeypatch.setattr(weighing, "card_options", lambda board, card: [SimpleNamespace(action=one) for one in offered])
    where = position.Position(state, 1, (), Memory(), "game")

    def lines(*plan: Action) -> list[tuple[str, bool]]:
        monkeypatch.setattr(weighing, "plan_of", lambda state: list(plan))
        return [(one.line, one.reference) for one in weighing.card_choices(where, RAG)]

    usual = [("evaluate EXP-002 3", False), ("kill EXP-002 gap", False), ("iterate EXP-002 longer", False)]
    assert lines() == [("wait", True), *usual]
    assert lines(Start(PROMPT), Evaluate(RAG, 3)) == [("wait", False), ("evaluate EXP-002 3", True), *usual[1:]]
    # Another amount than the menu's is an option too; another reason to kill is not, nor what is not possible.
    assert lines(Evaluate(RAG, 4)) == [("wait", False), ("evaluate EXP-002 4", True), *usual]
    assert lines(Kill(RAG, 5, "y"))[0] == ("wait", False) and len(lines(Kill(RAG, 5, "y"))) == 4
    assert [one[0] for one in lines(Deploy(RAG, 50))] == ["wait", *(one[0] for one in usual)]
    assert lines(Start(RAG))[0] == ("wait", False) and len(lines(Start(RAG))) == 4
    monkeypatch.setattr(weighing, "plan_of", lambda state: [Start(PROMPT), Evaluate(RAG, 3), Start(TUNING)])
    assert weighing.card_choices(where, RAG)[0].play == Continuation((Start(PROMPT), Start(TUNING)), ends=True)


# --- who looks ahead --------------------------------------------------------------------------------------------------


class Written(Bot):
    """Does what is written."""

    def __init__(self, *actions: Action) -> None:
        super().__init__("written")
        self.actions = list(actions)
        self.why = ActionReason.LOOK_AHEAD

    def play(self, board: Any) -> Action | None:
        return self.actions.pop(0) if self.actions else None


def test_the_references_reason_is_told_and_its_day_ends() -> None:
    bot = Lookahead(3, LookaheadSettings(max_looks=0))
    bot._reference = Written(Start(RAG))
    board = free().board
    assert bot.play(board) == Start(RAG) and bot.why == ActionReason.LOOK_AHEAD and bot.play(board) is None
    bot._ended = True
    bot._reference = Written(Start(RAG), Start(RAG))
    assert bot.play(board) is None, "it ended this day"
    board.day += 1
    assert bot.play(board) == Start(RAG)


def test_a_look_is_spent_on_a_choice_once_a_day_and_within_its_share() -> None:
    board = free(days=40).board
    bot = Lookahead(3, LookaheadSettings(max_looks=20, every=1))
    wants = bot._wants_a_look
    assert wants(board, Start(RAG)) and wants(board, None)
    # A rank, and what is no decision, take none; nor what was looked at today.
    assert not wants(board, Prioritise(RAG, 1)) and not wants(board, Forecast(20, 30))
    bot._examined = {f"card {RAG}", lookahead.END_DAY}
    assert not wants(board, Start(RAG)) and not wants(board, None) and wants(board, Start(PROMPT))
    # 20 looks in 40 days: by day 6 three.
    bot._examined = set()
    board.day = 6
    for count, more in ((2, True), (3, False)):
        bot.looks = [None] * count  # type: ignore[list-item]
        assert wants(board, Start(RAG)) is more
    third = Lookahead(3, LookaheadSettings(max_looks=1_000, every=3))
    assert 20 < sum(third._wants_a_look(board, Start(RAG)) for _ in range(90)) < 40


def test_what_is_left_to_try_is_a_start_and_one_card_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Action] = []

    def others(board: Any, action: Action, known: list[Action]) -> list[Action]:
        asked.append(action)
        return [Start(TUNING), Start(PROMPT)] if isinstance(action, Start) else [Promote(action.card)]  # type: ignore[attr-defined]

    monkeypatch.setattr(lookahead, "other_options", others)
    board = free().board
    bot = Lookahead(3)
    assert bot._options(board, None) == [Start(TUNING)] and asked == [Start(-1)]
    board.cards[RAG].stage = Stage.PRODUCTION
    assert bot._options(board, None) == [Start(TUNING), Promote(RAG)] and asked[-1] == Kill(RAG, Reason.OTHER)
    board.cards[RAG].stage, board.cards[PROMPT].stage = Stage.BACKLOG, Stage.EXPERIMENT
    assert bot._options(board, None) == [Start(TUNING), Promote(PROMPT)]
    # Beside a choice: what else can be done about it, and the end of the day.
    assert bot._options(board, Start(RAG)) == [Start(TUNING), Start(PROMPT), None]
    board.cards[RAG].stage = Stage.EXPERIMENT
    chosen = set()
    for looks in range(30):
        bot.looks = [None] * looks  # type: ignore[list-item]
        chosen.add(bot._options(board, None)[1])
    assert chosen == {Promote(PROMPT), Promote(RAG)}


@pytest.mark.parametrize(("error", "gain"), [(4.0, 10.0), (5.0, 0.0), (5.1, 0.0)])
def test_a_gain_is_over_two_errors(error: float, gain: float) -> None:
    assert Lookahead(3)._gain((10.0, error)) == gain and Lookahead(3)._gain((-10.0, 0.0)) == 0


def test_gains_are_chosen_on_either_half() -> None:
    one, other = lookahead._gains([[5, 1, 5, 3], [1, 9, 1, 9]])
    assert (one.mean, other.mean) == (2, 1)
    assert [each.mean for each in lookahead._gains([[0, 4, 0, 4]])] == [0, 0], (
        "nothing over the proposed one on the first half"
    )


# --- the textbook -----------------------------------------------------------------------------------------------------


def test_looks_at_a_rule_use_fresh_futures() -> None:
    assert list(_looks(256)) == [(0, 32), (32, 288)] and list(_looks(32)) == [(0, 32)] and SCREEN_FUTURES == 32
    assert _clear(Estimate(5, 2.1, 8)) and not _clear(Estimate(5, 2.0, 8)) and not _clear(Estimate(5, None, None))


def test_a_rule_that_was_wrong_is_surely_worth_two_points_less() -> None:
    state = free()
    case = _TextbookConflict(state, Start(RAG), Start(PROMPT), Memory())
    asked: list[int] = []

    def priced(first: int, then: int, rollouts: int = 64, taken: _TextbookConflict = case) -> Any:
        class Made:
            def values(self, line: Continuation, count: int) -> list[int]:
                asked.append(count)
                ours = [first] * 32 + [then, then] * 64
                return (ours if line.actions == (taken.action,) else [0] * 200)[:count]

        scale: Any = SimpleNamespace(length=10_000.0)
        return _priced(taken, Made(), scale, Prices((), 0.0, (), None, None, rollouts, 0))  # type: ignore[arg-type]

    found = priced(200, 300)
    # A point is 100 cents: told by the second look alone.
    assert found is not None and found.gain == Estimate(3, 3, 3) and asked == [32, 32, 96, 96]
    assert (found.day, found.last_day, found.line, found.rule, found.undone) == (
        1,
        1,
        "start EXP-002",
        "start EXP-001",
        False,
    )
    assert priced(199, 300) is None and priced(200, 199) is None and priced(200, 200) is None, (
        "two points are not surely two"
    )
    asked.clear()
    assert priced(300, 0, rollouts=16).gain.mean == 3 and asked == [32, 32]
    assert priced(300, 300, taken=_TextbookConflict(state, Start(RAG), Start(RAG), Memory())) is None


def test_the_textbook_is_asked_before_each_action(monkeypatch: pytest.MonkeyPatch) -> None:
    plan: list[Action] = [Start(PROMPT), Evaluate(RAG, 5)]
    monkeypatch.setattr(textbook._Walk, "_plan", lambda self: plan)

    def walked(*decisions: Any) -> Any:
        found = textbook._Walk(free(), SimpleNamespace(decisions=decisions))  # type: ignore[arg-type]
        return found

    def decision(line: str, instead: str, undone: bool = False, day: int = 1, last: int = 1) -> Any:
        return SimpleNamespace(day=day, last_day=last, line=line, instead=instead, undone=undone)

    own, other, alone, left = (
        decision("start EXP-001", "wait"), decision("evaluate EXP-002 3", "evaluate EXP-002 5"),
        decision("start EXP-003", "wait"), decision("kill EXP-004 other", "start EXP-004"),
    )  # fmt: skip
    walk = walked(own, other, alone, left)
    for action in (Start(PROMPT), Evaluate(RAG, 3), Start(TUNING), Kill(3), Prioritise(RAG, 1)):
        walk._ask(action)
    assert (
        walk.followed == [own]
        and walk.priced_conflicts == [(other, "evaluate EXP-002 5"), (alone, "wait")]
        and walk.conflicts == []
    )
    # The reference would have done neither the one nor the other: it says nothing of the rule.
    third = decision("evaluate EXP-002 3", "evaluate EXP-002 4")
    walk = walked(third)
    walk._ask(Evaluate(RAG, 3))
    assert walk.followed == [] == walk.priced_conflicts
    walk = walked()
    for action in (Evaluate(RAG, 3), Evaluate(RAG, 5), Start(TUNING)):
        walk._ask(action)
    assert [(one.action, one.rule) for one in walk.conflicts] == [(Evaluate(RAG, 3), Evaluate(RAG, 5))]


@dataclass(frozen=True)
class Left:
    """Something that was left undone."""

    day: int
    last_day: int
    line: str
    undone: bool = True


def test_what_was_left_undone_was_left_by_the_textbook_too_where_it_never_wanted_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plans = {1: [], 2: [Start(PROMPT)], 3: [Start(RAG)]}
    monkeypatch.setattr(textbook._Walk, "_plan", lambda self: plans[self._state.board.day])
    wanted, early, late = Left(1, 2, "start EXP-001"), Left(1, 2, "start EXP-002"), Left(3, 3, "start EXP-002")
    found = textbook._Walk(free(), SimpleNamespace(decisions=(wanted, early, late)))  # type: ignore[arg-type]
    found.walk([[], [], [], []])
    assert found.followed == [early] and found.priced_conflicts == [(wanted, "start EXP-001"), (late, "start EXP-002")]
    begun = textbook._Walk(free(), SimpleNamespace(decisions=(wanted,)))  # type: ignore[arg-type]
    begun.walk([[], []])
    assert begun.followed == [wanted], "the day under way has no evening yet"
