"""Lab 9: what the listing's loop check misses, and what no rule on calls can see."""

from collections import Counter

import pytest

from aiboard.engine.systems.agent import agent_run
from aiboard.instruments.rates import upper_bound_without_failures
from aiboard.instruments.trajectory import Step, StepKind
from aiboard.labs.agents import MOCK, STAGING, Agents, batch, judge, naive_has_loop, naive_unauthorised
from aiboard.labs.controls import defaults
from aiboard.labs.games import world_and_latents
from aiboard.labs.lab import Tone
from aiboard.views import fmt

LAB = Agents()
VALUES = defaults(LAB.controls)


def _calls(*inputs: str, tool: str = "search") -> list[Step]:
    return [Step(StepKind.TOOL_CALL, "agent", tool, text, "found") for text in inputs]


def test_the_listing_wants_three_same_calls_in_a_row() -> None:
    assert naive_has_loop(_calls("a", "a", "a"))
    assert not naive_has_loop(_calls(*"abababababab")) and not naive_has_loop(_calls("a", "a", "b", "a", "a"))
    assert naive_unauthorised(_calls("a", tool="drop_table"), ("search",)) == 1


@pytest.mark.parametrize("runs", range(50, 1001, 50))
def test_the_rate_that_is_right_is_the_one_offered_beside_it(runs: int) -> None:
    """Of fixed rates 0.1 % was right for 1,000 runs, whose bound is 0.3 %."""
    values = {**VALUES, "runs": runs}
    offered = LAB.question(values, 0).choices[LAB.answer(values, 0).right]
    bound = 100 * (1 - 0.05 ** (1 / runs))
    assert float(offered.split()[1]) == pytest.approx(bound, rel=0.06)


def test_where_no_run_goes_wrong_that_is_all_there_is_to_say() -> None:
    sound = {**VALUES, "quality": 100, "loop": 0, "stray": 0, "where": MOCK}
    assert LAB.run_many(sound, 3, lambda done: None).conclusion == "No run went wrong."


def test_the_runaway_mails_pass_the_listing_and_not_the_instrument() -> None:
    found = LAB.counterexample()
    assert found.naive.figure("flags") == 0
    assert found.engine.figure("flags") == 2 and found.engine.verdict == "burst, step cap"


def test_the_instrument_stops_more_loops_and_neither_sees_quiet_failures() -> None:
    draws = LAB.run_many({**VALUES, "loop": 20}, 3, lambda done: None)
    value = {figure.name: float(str(figure.value)) for figure in draws.naive + draws.engine}
    assert value["engine"] > 1.4 * value["naive"] and value["quiet"] > 0.05


def test_an_agent_without_faults_fails_by_its_answers_only() -> None:
    clean = {**VALUES, "quality": 100, "loop": 0, "stray": 0, "injected": 0}
    assert not any(one.wrong or one.naive or one.engine for one in batch(clean, 1, 0, 60))


def test_each_side_counts_what_its_own_bars_show() -> None:
    outcome = LAB.run({**VALUES, "cap": 5, "loop": 20}, 3)
    # A good run that is stopped is a warning; where none is, that is as it should be.
    for side in (outcome.naive, outcome.engine):
        by_tone = Counter(bar.tone for bar in side.bars)
        assert side.figure("stopped") == by_tone[Tone.WARN] and side.figure("missed") == by_tone[Tone.BAD]
        (good,) = (figure for figure in side.figures if figure.name == "good_stopped")
        assert good.tone is (Tone.WARN if good.value else Tone.GOOD)
        assert side.verdict == f"stops {side.figure('stopped')} of {len(side.bars)}"
    assert outcome.naive.figure("good_stopped") == 0 < outcome.engine.figure("good_stopped")


def test_a_low_cap_stops_good_runs_too() -> None:
    found = batch({**VALUES, "cap": 5, "loop": 0, "stray": 0, "quality": 100, "injected": 0}, 1, 0, 60)
    assert any(one.engine and not one.wrong for one in found)


def test_a_clean_series_leaves_a_bound() -> None:
    assert upper_bound_without_failures(200) == pytest.approx(0.01487, abs=1e-4)
    assert LAB.answer(VALUES, 1).right == 2 and LAB.question(VALUES, 1).choices[2] == "about 1.5 %"
    with pytest.raises(ValueError):
        upper_bound_without_failures(0)


def test_orders_in_messages_are_obeyed_in_production_only_and_seen_in_arguments_only() -> None:
    values = {**VALUES, "quality": 100, "loop": 0, "stray": 0, "injected": 30}
    for where in (MOCK, STAGING):
        assert not any(one.wrong for one in batch({**values, "where": where}, 1, 0, 60))
    blind = batch(values, 1, 0, 60)
    wrong = [one for one in blind if one.wrong]
    assert 8 <= len(wrong) <= 28 and not any(one.naive or one.engine for one in wrong)
    seeing = batch({**values, "arguments": 1}, 1, 0, 60)
    assert [one.engine for one in seeing] == [one.wrong for one in blind]


def test_the_words_of_a_case_change_no_judgement() -> None:
    for number in range(30):
        codes = tuple(agent_run(5, 0, number, 700_000, 200_000, 200_000))
        assert len({judge(codes, case, obeys=True, cap=10, arguments=True, limit=20) for case in range(12)}) == 1


def test_mock_tools_never_fail_so_runs_are_shorter() -> None:
    mock, real = (batch({**VALUES, "where": where}, 2, 0, 200) for where in (MOCK, STAGING))
    assert sum(one.steps for one in mock) < sum(one.steps for one in real)
    assert [one.wrong for one in mock] == [one.wrong for one in real]


def test_a_rate_limit_bounds_the_letters_and_stops_no_wrong_answer() -> None:
    loops = {**VALUES, "quality": 100, "loop": 30, "stray": 0, "injected": 0}
    free, bound = (batch({**loops, "limit": limit}, 1, 0, 100) for limit in (20, 3))
    assert sum(one.let_through for one in free) == sum(one.letters for one in free) > 300
    assert all(one.let_through <= 3 for one in bound) and sum(one.let_through for one in bound) < 200
    assert any("rate limit" in one.reason for one in bound)
    wrong = {**VALUES, "quality": 50, "loop": 0, "stray": 0, "injected": 0}
    assert not any(one.engine for one in batch({**wrong, "limit": 8}, 1, 0, 60))
    # A low one refuses calls of good runs too.
    assert any(one.engine and not one.wrong for one in batch({**wrong, "limit": 2}, 1, 0, 60))


def test_the_comparison_has_the_scenarios_own_figures() -> None:
    world = world_and_latents("support-chatbot")[0]
    told = " ".join(LAB.rule_explanation(VALUES))
    assert fmt.exact_money(world.agent_incident_cents) in told and f"{world.agent_runs} a seed" in told
