"""An agent's runs: the viewer's findings are the engine's counts."""

from __future__ import annotations

from aiboard.engine.systems.agent import STEP_CAP, StepState, agent_run, state_of
from aiboard.instruments.trajectory import StepKind, analyse
from aiboard.instruments.trajectory import StepState as Shown
from aiboard.views.card.trajectory import ALLOWED, run


def test_findings_are_the_engines_states() -> None:
    loops = strays = clean = 0
    for number in range(600):
        codes = agent_run(7, 3, number, 850_000, 150_000, 150_000)
        found = run(codes, 3, number)
        analysis = analyse(found, allow=ALLOWED, step_cap=STEP_CAP)
        same = any(state_of(code) == StepState.SAME_AGAIN for code in codes)
        varied = any(state_of(code) == StepState.VARIED_AGAIN for code in codes)
        stray = sum(state_of(code) == StepState.UNAUTHORISED for code in codes)
        assert analysis.tool_calls == len(codes)
        assert analysis.errors == sum(state_of(code) == StepState.ERROR for code in codes)
        assert analysis.unauthorised == stray
        # The same call again is a loop; the same tool with other words is a burst.
        assert (analysis.loops > 0) == same
        assert (analysis.bursts > 0) == varied
        if not (same or varied or stray or analysis.errors):
            assert not analysis.flags
            clean += 1
        loops += same
        strays += stray > 0
    assert loops > 20 and strays > 40 and clean > 200


def test_a_run_reads_the_same_every_time_and_ends_in_words() -> None:
    codes = agent_run(7, 3, 1, 850_000, 0, 0)
    assert run(codes, 3, 1) == run(codes, 3, 1)
    steps = run(codes, 3, 1).steps
    assert steps[0].role == "customer" and steps[-1].role == "review"
    assert all(step.kind == StepKind.TOOL_CALL for step in steps[1:-1])
    assert Shown.OK in analyse(run(codes, 3, 1)).states
