"""`lookahead`: within its looks, from the Board alone, the same every time, and departing only where it is sure."""

import math

import pytest

from aiboard.analysis import lookahead, rollouts
from aiboard.analysis.lookahead import AS_NAMED, EVERYTHING, Lookahead, LookaheadSettings
from aiboard.analysis.rollouts import Continuation
from aiboard.analysis.runner import LOOKAHEAD, bot_named, run_games
from aiboard.bots import BOTS, ActionReason, Bot, make_bot
from aiboard.bots.runner import play_game
from aiboard.engine.act import act, check
from aiboard.engine.chance.deal import new_state
from aiboard.engine.chance.latents import Latents
from aiboard.engine.model.board import Board
from aiboard.engine.model.fields import dump_board
from aiboard.engine.model.state import State, digest
from aiboard.engine.model.vocabulary import Refusal
from aiboard.engine.verbs import Action
from aiboard.scenario import ResolvedScenario, load

SEED = 1_000_003
FEW = LookaheadSettings(rollouts=4, max_looks=5, every=2)


def scenario() -> ResolvedScenario:
    return load("first-sprint")


class Watched(Bot):
    """Plays as the other does, and sees that asking left the board as it was."""

    def __init__(self, other: Bot) -> None:
        super().__init__("watched")
        self.other = other

    def play(self, board: Board) -> Action | None:
        before = dump_board(board)
        action = self.other.play(board)
        assert dump_board(board) == before
        assert action is None or check(board, action) == Refusal.NONE
        return action


def test_a_game_is_within_its_looks_leaves_the_board_alone_and_comes_out_the_same_again() -> None:
    world = scenario().world()
    latents = Latents(world)
    bots = [Lookahead(SEED, FEW), Lookahead(SEED, FEW)]
    ends = [digest(play_game(world, SEED, Watched(bot), latents, [])) for bot in bots]
    assert ends[0] == ends[1] and bots[0].looks == bots[1].looks
    looks = bots[0].looks
    assert 2 <= len(looks) <= FEW.max_looks
    # Spread over the days: a fifth of the game has a fifth of the looks, and one more that was begun.
    assert sum(look.day <= world.days // 5 for look in looks) <= FEW.max_looks / 5 + 1


def test_its_luck_is_not_the_games(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds: list[int] = []
    kept = rollouts.play_out

    def spied(state: State, policy: str) -> int:
        seeds.append(state.seed)
        return kept(state, policy)

    monkeypatch.setattr(rollouts, "play_out", spied)
    world = scenario().world()
    play_game(world, SEED, Lookahead(SEED, FEW), Latents(world), [])
    assert seeds and SEED not in seeds


def test_without_a_sure_gain_it_is_the_reference() -> None:
    world = scenario().world()
    latents = Latents(world)
    ahead = Lookahead(SEED, LookaheadSettings(rollouts=2, max_looks=5, every=2, min_errors=math.inf))
    assert digest(play_game(world, SEED, ahead, latents, [])) == digest(
        play_game(world, SEED, make_bot("reference"), latents, [])
    )
    assert ahead.looks and not any(one.taken for look in ahead.looks for one in look.tried)


def fixed(monkeypatch: pytest.MonkeyPatch, gain: dict[Continuation, tuple[int, ...]], other: tuple[int, ...]) -> None:
    """Values of lines are these; those of any other line `other`."""

    class Made:
        def __init__(self, *words: object, **more: object) -> None: ...

        def values(self, line: Continuation, count: int) -> list[int]:
            return list(gain.get(line, other))

    monkeypatch.setattr(lookahead, "RolloutBase", Made)


def test_a_surely_better_end_of_the_day_is_taken_and_a_likely_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    board = new_state(scenario().world(), SEED).board
    for values, ends in (((30, 31, 29, 30), True), ((400, -350, 300, -300), False)):
        fixed(monkeypatch, {Continuation(ends=True): values}, (0, 0, 0, 0))
        bot = Lookahead(SEED, LookaheadSettings(rollouts=4, max_looks=100, every=1))
        action = bot.play(board)
        assert (action is None) is ends
        if ends:
            assert bot.why == ActionReason.LOOK_AHEAD and bot.play(board) is None
            assert [one.option for one in bot.looks[0].tried if one.taken] == [None]


def test_of_two_sure_options_the_better_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    state = new_state(scenario().world(), SEED)
    fixed(monkeypatch, {}, (0, 0))
    bot = Lookahead(SEED, LookaheadSettings(rollouts=2, max_looks=100, every=1))
    while not offered(bot):
        action = bot.play(state.board)
        assert action is not None
        act(state, action)
    options = offered(bot)
    fixed(monkeypatch, {Continuation((option,)): (9 + n, 9 + n) for n, option in enumerate(options)}, (0, 0))
    again = Lookahead(SEED, LookaheadSettings(rollouts=2, max_looks=100, every=1))
    fresh = new_state(scenario().world(), SEED)
    taken: list[Action | None] = []
    while not taken:
        action = again.play(fresh.board)
        taken = [one.option for look in again.looks for one in look.tried if one.taken]
        if not taken and action is not None:
            act(fresh, action)
    assert taken == [options[-1]] and action == options[-1]


def offered(bot: Lookahead) -> list[Action]:
    """Options so far, but for ending the day."""
    return [one.option for look in bot.looks for one in look.tried if one.option is not None]


def test_gains_are_told_on_futures_that_did_not_choose() -> None:
    # On the even futures the first option is better, on the odd ones the second.
    gaps = [[10, -6, 10, -6], [2, 3, 2, 3]]
    first, second = lookahead._gains(gaps)
    assert (first.mean, second.mean) == (-6, 2)
    nothing = lookahead._gains([[-1, -1, -2, -2]])
    assert [one.mean for one in nothing] == [0, 0]
    assert [one.mean for one in lookahead._gains([])] == [0, 0]


def test_it_is_only_had_by_name() -> None:
    assert LOOKAHEAD not in BOTS
    found = bot_named(LOOKAHEAD, 3)
    assert isinstance(found, Lookahead) and found.name == LOOKAHEAD and found._settings == AS_NAMED
    assert AS_NAMED.rollouts == 32 and AS_NAMED.max_looks == 12 and EVERYTHING.min_errors == math.inf
    assert run_games(scenario(), LOOKAHEAD, [SEED])[0].decided > 0
