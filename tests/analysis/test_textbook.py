"""The textbook: what it would have done on the same board, where breaking its rule paid."""

from dataclasses import replace
from functools import cache

from aiboard.actions.grammar import to_text
from aiboard.analysis.anchors import Anchors
from aiboard.analysis.estimate import Estimate
from aiboard.analysis.pricing.model import Decision, Prices
from aiboard.analysis.textbook.compare import compare
from aiboard.bots import make_bot
from aiboard.bots.runner import play_day
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.day import advance
from aiboard.engine.model.vocabulary import Reason
from aiboard.engine.verbs import Action, Evaluate, Kill, Start
from aiboard.scenario import ResolvedScenario, load

SEED = 1_000_004


@cache
def scenario() -> ResolvedScenario:
    return load("first-sprint")


def scale() -> Anchors:
    return Anchors("x", scenario().sha, 1, "x", 100, -1e6, 3e6, 1e4, 1e6, ())


@cache
def played(instead: bool = False) -> tuple[list[list[Action]], int]:
    """The textbook's own game; with `instead` its first evaluation is a kill. And the day of that evaluation."""
    state = new_state(scenario().world(), SEED)
    bot = make_bot("heuristic", SEED)
    days: list[list[Action]] = []
    when = 0
    while not state.board.over:
        done = play_day(state.clone(), bot) if not when else play_day(state, bot)
        if not when:
            first = next((action for action in done if isinstance(action, Evaluate)), None)
            when = state.board.day if first is not None else 0
            if first is not None and instead:
                done = [Kill(first.card, int(Reason.OTHER), "a hunch") if one is first else one for one in done]
            for action in done:
                act(state, action)
        days.append(done)
        advance(state)
    return [*days, []], when


def prices(*decisions: Decision) -> Prices:
    return Prices(decisions, 0.0, (), None, None, 32, 40)


def decision(day: int, action: Action, instead: str, mean: float = 9.0, undone: bool = False) -> Decision:
    line = to_text(action, scenario().world()).partition(' "')[0]
    worth = Estimate(mean, mean - 2, mean + 2)
    return Decision(day, day, line, undone, "card 0", worth, None, None, None, instead, instead, "known", 32)


def test_the_textbooks_own_choices_are_followed() -> None:
    days, _ = played()
    start = next(action for action in days[0] if isinstance(action, Start))
    own = decision(1, start, "wait", -9.0)
    # It never wanted the last idea on day 1: who left it undone did as the textbook does.
    other = decision(1, Start(len(scenario().world().ideas) - 1), "", -9.0, undone=True)
    found = compare(scenario(), SEED, days, scale(), prices(own, other))
    assert found.followed == {own, other} and not found.broken


def test_a_rule_that_was_broken_and_a_price_that_is_the_rules() -> None:
    days, when = played(instead=True)
    kill = next(action for action in days[when - 1] if isinstance(action, Kill))
    rule = next(action for action in played()[0][when - 1] if isinstance(action, Evaluate) and action.card == kill.card)
    line = to_text(rule, scenario().world())
    won = decision(when, kill, line)
    found = compare(scenario(), SEED, days, scale(), prices(won))
    assert [(one.day, one.line, one.rule, one.gain) for one in found.broken] == [(when, won.line, line, won.advantage)]
    # Another choice of the reference's than the textbook's says nothing about the rule, nor does a loss.
    for other in (replace(won, instead="wait"), replace(won, advantage=Estimate(-9, -11, -7))):
        assert not compare(scenario(), SEED, days, scale(), prices(other)).broken
    # What has no price, as it was the reference's own choice, is priced against the rule itself.
    alone = compare(scenario(), SEED, days, scale(), prices())
    assert all(one.gain.mean > 0 and one.rule != one.line for one in alone.broken)


def test_left_undone_against_the_textbook() -> None:
    days, _ = played()
    start = next(action for action in days[0] if isinstance(action, Start))
    left = [[one for one in days[0] if one is not start], []]
    won = decision(1, start, "", 9.0, undone=True)
    found = compare(scenario(), SEED, left, scale(), prices(won))
    assert [(one.line, one.undone, one.rule) for one in found.broken] == [(won.line, True, won.line)]
