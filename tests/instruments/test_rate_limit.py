"""Rate limits: calls of one tool beyond so many, however they differ."""

from aiboard.instruments.rate_limit import RateLimitHit, rate_limit_hits
from aiboard.instruments.trajectory import Run, Step, StepKind


def _run(*tools: str) -> Run:
    steps = [Step(StepKind.MESSAGE, "user", output="hello")]
    steps += [Step(StepKind.TOOL_CALL, "agent", tool, str(at)) for at, tool in enumerate(tools)]
    return Run("1", None, None, tuple(steps))


def test_calls_beyond_the_limit_are_named_by_tool() -> None:
    run = _run("mail", "search", "mail", "mail", "search", "mail")
    # Step 1 is what the user said.
    assert rate_limit_hits(run, 2) == [RateLimitHit("mail", (5, 7))]
    assert rate_limit_hits(run, 1) == [RateLimitHit("mail", (4, 5, 7)), RateLimitHit("search", (6,))]
    assert rate_limit_hits(run, 4) == []


def test_a_limit_of_none_refuses_every_call() -> None:
    assert [one.steps for one in rate_limit_hits(_run("mail", "read"), 0)] == [(2,), (3,)]
