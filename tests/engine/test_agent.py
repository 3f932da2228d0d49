"""One function makes an agent's run: the counts on the board and the steps that a viewer shows are the same codes."""

import ast
from collections import Counter
from pathlib import Path

import aiboard.engine.systems.agent as agent_module
from aiboard.engine.act import act
from aiboard.engine.chance.deal import new_state
from aiboard.engine.systems.agent import (
    FIRST_FORBIDDEN,
    STEP_CAP,
    StepState,
    Tool,
    agent_run,
    run_of,
    state_of,
    tool_of,
)
from aiboard.engine.verbs import Evaluate
from tests.engine.play import evaluated, until
from tests.engine.worlds import AGENT, RAG, quiet

RUNS = [agent_run(5, 3, run, 800_000, 100_000, 100_000) for run in range(2_000)]
LOOPS = {StepState.SAME_AGAIN, StepState.VARIED_AGAIN}


def test_the_board_shows_exactly_these_runs() -> None:
    state = new_state(quiet(minutes=100_000, loop_ppm=[300_000] * 3, unauthorised_ppm=[300_000] * 3), 6)
    card = evaluated(state, AGENT, 4)
    assert card.run_codes == [run_of(state.world, state, AGENT, run) for run in range(4 * state.world.agent_runs)]
    states = [{state_of(code) for code in codes} for codes in card.run_codes]
    assert card.agent_loops == sum(bool(found & LOOPS) for found in states) > 0
    assert card.agent_unauthorised == sum(StepState.UNAUTHORISED in found for found in states) > 0
    # The next evaluation goes on counting: runs are the card's own events.
    act(state, Evaluate(AGENT, 1))
    until(state, lambda: len(card.scores) == 5)
    assert card.agent_runs == len(card.run_codes) == 5 * state.world.agent_runs


def test_other_cards_have_no_runs() -> None:
    state = new_state(quiet(minutes=100_000), 6)
    assert evaluated(state, RAG).run_codes == []


def test_a_run_is_capped_and_ends_in_an_answer_or_a_loop() -> None:
    for codes in RUNS:
        assert 3 < len(codes) <= STEP_CAP
        last = codes[-1]
        if state_of(last) in LOOPS:
            assert len(codes) == STEP_CAP
        else:
            assert tool_of(last) == Tool.SEND_REPLY and state_of(last) in (StepState.OK, StepState.WRONG_END)


def test_a_loop_repeats_one_call_a_search_as_it_was_or_an_answer_in_other_words() -> None:
    found = [agent_run(5, 3, run, 800_000, 300_000, 0) for run in range(500)]
    looping = [codes for codes in found if state_of(codes[-1]) in LOOPS]
    for codes in looping:
        begins = next(place for place, code in enumerate(codes) if state_of(code) in LOOPS) - 1
        same = state_of(codes[-1]) == StepState.SAME_AGAIN
        assert {tool_of(code) for code in codes[begins:]} == {Tool.SEARCH_HELP if same else Tool.SEND_REPLY}
        assert [state_of(code) for code in codes[begins:]] == [StepState.OK, *[state_of(codes[-1])] * (19 - begins)]
    assert len(looping) > 100


def test_only_unauthorised_steps_use_forbidden_tools() -> None:
    for codes in RUNS:
        for code in codes:
            assert (tool_of(code) >= FIRST_FORBIDDEN) == (state_of(code) == StepState.UNAUTHORISED)


def test_the_mix_of_failures() -> None:
    """Tool errors as measured, both kinds of loops, and most failures quiet (docs/model.md, R26)."""
    calls = Counter(state_of(code) for codes in RUNS for code in codes[:3])
    assert 0.045 < calls[StepState.ERROR] / sum(calls.values()) < 0.075
    ends = Counter(state_of(codes[-1]) for codes in RUNS)
    assert abs(ends[StepState.SAME_AGAIN] - ends[StepState.VARIED_AGAIN]) < 60
    assert ends[StepState.WRONG_END] > ends[StepState.SAME_AGAIN] + ends[StepState.VARIED_AGAIN]


def test_nobody_else_makes_runs() -> None:
    """Step codes are made in engine/systems/agent.py alone: no other module draws for AGENT_RUN."""
    root = Path(agent_module.__file__ or "").resolve().parents[1]
    makers = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "AGENT_RUN":
                makers.add(path.name)
    assert makers == {"agent.py", "latents.py"}
