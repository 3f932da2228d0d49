"""Loops are told from polling, and every flag names its steps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiboard.instruments.cycles import MAX_PERIOD, find_cycles
from aiboard.instruments.trajectory import (
    BURST_CALLS,
    STEP_CAP,
    Analysis,
    FlagKind,
    Run,
    Step,
    StepKind,
    StepState,
    analyse,
    looks_like_error,
    normalised,
    unread_words,
)


def call(tool: str, arguments: str = "", output: str | None = "done", error: bool | None = None) -> Step:
    failed = looks_like_error(output or "") if error is None else error
    return Step(StepKind.TOOL_CALL, "assistant", tool, arguments, output, failed)


def said(text: str = "hello") -> Step:
    return Step(StepKind.MESSAGE, "user", output=text)


def found(*steps: Step, allow: set[str] | None = None) -> Analysis:
    return analyse(Run("1", None, None, steps), allow)


def reasons(analysis: Analysis, kind: FlagKind) -> list[str]:
    return [flag.reason for flag in analysis.flags if flag.kind is kind]


def test_the_same_call_with_the_same_output_is_a_loop_and_says_which_steps() -> None:
    analysis = found(said(), call("find", '{"a":1}'), said(), call("find", '{"a": 1}'))
    assert analysis.loops == analysis.consecutive_repeats == 1
    assert analysis.states == (StepState.OK, StepState.OK, StepState.OK, StepState.LOOP)
    assert reasons(analysis, FlagKind.LOOP) == ["step 4 repeats step 2: same call, same output"]
    assert analysis.flags_of(4) == analysis.flags and analysis.flags_of(2) == ()


@pytest.mark.parametrize(
    "outputs",
    [
        ["running", "done"],
        ["running", "running", "running", "done"],
        ["10 %", "20 %", "20 %", "20 %", "done"],
        ["10 %", "20 %", "20 %"],
        ["1", "2", "3", "4"],
        ["Error: not yet", "Error: not yet", "ready"],
    ],
)
def test_polling_is_no_loop(outputs: list[str]) -> None:
    analysis = found(*(call("status", '{"job": 7}', output) for output in outputs))
    assert analysis.loops == 0
    assert StepState.LOOP not in analysis.states
    assert analysis.consecutive_repeats == len(outputs) - 1


def test_polling_with_a_pause_between_is_no_loop() -> None:
    answers = ("wait", "wait", "wait", "ready")
    rounds = [step for answer in answers for step in (call("sleep"), call("status", "", answer))]
    assert found(*rounds).loops == 0


@pytest.mark.parametrize(
    ("outputs", "looped"),
    [
        (["ok", "Error: limit", "Error: limit", "Error: limit"], [3, 4]),
        (["sent", "sent", "sent", "Error: limit"], [2, 3]),
    ],
)
def test_a_change_to_an_error_is_not_what_polling_waits_for(outputs: list[str], looped: list[int]) -> None:
    analysis = found(*(call("send", "{}", output) for output in outputs))
    assert [n for n, state in enumerate(analysis.states, 1) if state is StepState.LOOP] == looped


def test_two_tools_in_turn_are_one_loop() -> None:
    analysis = found(*(call(tool) for tool in "ab" * 10))
    assert (analysis.loops, analysis.consecutive_repeats) == (1, 0)
    assert analysis.states[:2] == (StepState.OK,) * 2
    assert set(analysis.states[2:]) == {StepState.LOOP}
    assert reasons(analysis, FlagKind.LOOP) == [
        "steps 1 to 20 go round a cycle of 2 calls 10 times: same calls, same outputs"
    ]


def test_a_pair_twice_around_another_call_is_two_loops() -> None:
    analysis = found(*(call(tool) for tool in "aaxaa"))
    assert analysis.loops == 2
    assert [n for n, state in enumerate(analysis.states, 1) if state is StepState.LOOP] == [2, 5]


def test_a_call_made_again_much_later_is_no_loop() -> None:
    assert found(*(call(tool) for tool in "abca")).loops == 0


def test_repeats_without_recorded_outputs_say_so() -> None:
    analysis = found(*(call("find", "{}", None) for _ in range(3)))
    assert reasons(analysis, FlagKind.LOOP) == ["steps 2 and 3 repeat step 1: same call, no output recorded"]


def test_forty_seven_different_mails_are_a_burst_and_no_loop() -> None:
    mails = [call("send_email", f'{{"body": "hello {i}"}}') for i in range(47)]
    analysis = found(*mails)
    assert (analysis.loops, analysis.bursts, analysis.over_step_cap) == (0, 1, True)
    assert set(analysis.states) == {StepState.OK}
    assert reasons(analysis, FlagKind.BURST)[0].startswith("send_email was called 47 times")
    interleaved = [step for mail in mails for step in (call("write", mail.arguments), mail)]
    assert found(*interleaved).bursts == 2


def test_many_calls_of_a_tool_far_apart_or_with_equal_arguments_are_no_burst() -> None:
    sparse = [call("find", str(i)) if i % 3 == 0 else call(f"other{i}") for i in range(60)]
    assert found(*sparse).bursts == 0
    assert found(*(call("status", "{}", str(i)) for i in range(2 * BURST_CALLS))).bursts == 0


@pytest.mark.parametrize(("calls", "over"), [(STEP_CAP, False), (STEP_CAP + 1, True)])
def test_the_step_cap_counts_tool_calls(calls: int, over: bool) -> None:
    steps = [step for i in range(calls) for step in (said(), call(f"tool{i}"))]
    analysis = found(*steps)
    assert analysis.over_step_cap is over
    assert (reasons(analysis, FlagKind.STEP_CAP) != []) is over


def test_unauthorised_is_unknown_without_an_allow_list() -> None:
    steps = [call("read"), call("delete", "1"), call("delete", "2")]
    assert found(*steps).unauthorised is None
    analysis = found(*steps, allow={"read"})
    assert analysis.unauthorised == 2
    assert analysis.states == (StepState.OK, StepState.UNAUTHORISED, StepState.UNAUTHORISED)
    assert reasons(analysis, FlagKind.UNAUTHORISED) == ["steps 2 and 3 called delete, which is not on the allow-list"]
    assert found(*steps, allow=set()).unauthorised == 3


def test_the_worst_state_wins_and_the_counts_stay() -> None:
    steps = [call("del", "", "Error: no")] * 2
    assert found(*steps).states == (StepState.FAILED, StepState.LOOP)
    analysis = found(*steps, allow=set())
    assert set(analysis.states) == {StepState.UNAUTHORISED}
    assert (analysis.errors, analysis.loops, analysis.unauthorised) == (2, 1, 2)


@pytest.mark.parametrize(
    ("output", "error"),
    [
        ("Error: flight not available", True),
        ("  Error", True),
        ("error: no such file", True),
        ('{"error": "not found"}', True),
        ('{"error": null, "rows": 3}', False),
        ("Errors were not seen", False),
        ("No error: all is well", False),
        ('{"error": ' + "[" * 5000, False),
        ("", False),
    ],
)
def test_an_error_is_known_by_its_text(output: str, error: bool) -> None:
    assert looks_like_error(output) is error


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": [1, 2]}', '{"b":[1,2],"a":1}'),
        ("ls   -l\n", "ls -l"),
        ('{"a": "é"}', '{"a": "\\u00e9"}'),
    ],
)
def test_spelling_does_not_matter_to_arguments(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    "text", ['{"a": ' + "9" * 5000 + "}", "[" * 100_000, '{"a": NaN}', "{", "\x00"], ids=lambda text: repr(text[:8])
)
def test_arguments_that_are_no_json_are_text(text: str) -> None:
    assert isinstance(normalised(text), str)


def test_what_was_not_read_is_one_sentence() -> None:
    assert unread_words([("image_url", 1)]) == "1 block of 1 kind not read: image_url 1"
    assert unread_words([("a", 12), ("b", 2)]) == "14 blocks of 2 kinds not read: a 12, b 2"
    assert unread_words([(str(n), 1) for n in range(9)]).endswith("5 1, 3 more")


def test_a_run_passes_with_reward_1() -> None:
    rewards: list[float | None] = [None, 0, 0.5, 1 - 1e-9, 13]
    assert [Run("1", None, reward, ()).passed for reward in rewards] == [None, False, False, True, False]


CALLS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.booleans()), max_size=40)


@given(CALLS)
def test_a_cycle_is_what_it_says(calls: list[tuple[str, str, bool]]) -> None:
    keys = ["abc".index(tool) for tool, _, _ in calls]
    outputs = ["xy".index(output) for _, output, _ in calls]
    for cycle in find_cycles(keys, outputs, [failed for _, _, failed in calls]):
        assert 1 <= cycle.period <= MAX_PERIOD and cycle.rounds >= 2
        assert cycle.last - cycle.first >= cycle.period
        for i in range(cycle.first, cycle.last):
            assert (keys[i], outputs[i]) == (keys[i - cycle.period], outputs[i - cycle.period])


@given(CALLS, st.integers(min_value=2, max_value=4))
def test_every_sequence_gone_through_again_with_nothing_new_is_a_loop(
    calls: list[tuple[str, str, bool]], rounds: int
) -> None:
    keys = ["abc".index(tool) * 2 + "xy".index(arguments) for tool, arguments, _ in calls]
    # One output a call: nothing ever changes, so nothing is polling.
    cycles = find_cycles(keys * rounds, [0] * len(keys) * rounds, [False] * len(keys) * rounds)
    covered = {i for cycle in cycles for i in range(cycle.first, cycle.last)}
    assert covered >= set(range(len(keys), len(keys) * rounds))


@given(st.permutations(range(8)))
def test_different_calls_are_never_a_loop(order: list[int]) -> None:
    assert find_cycles(order, [0] * 8, [True] * 8) == []


def test_a_very_long_run_is_analysed() -> None:
    analysis = found(*[call("a", "1"), call("b", "2")] * 10_000)
    assert (analysis.loops, analysis.tool_calls) == (1, 20_000)
    assert len(reasons(analysis, FlagKind.LOOP)[0]) < 200
