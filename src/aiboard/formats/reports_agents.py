"""Reports of benchmarks of agents and of programs that were written: one function each, listed in REPORTS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import sqrt
from typing import Final

from aiboard.formats import adk
from aiboard.formats.document import Document, Node
from aiboard.formats.report import Report, Score, has
from aiboard.formats.rollout import listed, members, number, whole, word

_LOOKED_AT: Final = 20


def _evalplus(document: Document) -> Iterator[Score]:
    """EvalPlus and BigCodeBench: whether each solution of a task passes the tests, and the added ones too."""
    for task, solutions in members(document.nodes[0].find("eval")):
        yield from _graded(task, solutions)
        for position, one in enumerate(listed(solutions), 1):
            base, plus = word(one.find("basestatus", "status")), word(one.find("plusstatus"))
            yield Score("pass", float(base == "pass") if base else None, task, str(position))
            if plus:
                yield Score("pass_plus", float(base == plus == "pass"), task, str(position))


def _graded(task: str, node: Node) -> Iterator[Score]:
    """LiveCodeBench: whether each solution of a task was right."""
    for position, one in enumerate(listed(node.find("gradedlist")), 1):
        yield Score("pass", number(next(iter(listed(one)), one)), task, str(position))


def _live_code_bench(document: Document) -> Iterator[Score]:
    for node in document.top():
        yield from _graded(word(node.find("questionid")), node)


def _human_eval(document: Document) -> Iterator[Score]:
    """HumanEval's `samples.jsonl_results.jsonl`: a line a completion, several of a task are reruns."""
    counts: Counter[str] = Counter()
    for node in document.top():
        task = word(node.find("taskid"))
        counts[task] += 1
        yield Score("pass", number(node.find("passed")), task, str(counts[task]))


def _swe_bench(document: Document) -> Iterator[Score]:
    """SWE-bench's report of a run: an instance that was submitted and not resolved has failed."""
    node = document.nodes[0]
    resolved = {word(one) for one in listed(node.find("resolvedids"))}
    submitted = [
        word(one)
        for key in ("submittedids", "completedids", "unresolvedids", "errorids")
        for one in listed(node.find(key))
    ]
    for item in dict.fromkeys([*submitted, *sorted(resolved)]):
        yield Score("resolved", float(item in resolved), item)


def _swe_bench_instances(document: Document) -> Iterator[Score]:
    """SWE-bench's reports of instances, by their names."""
    for node in document.top():
        for item, one in members(node):
            yield Score("resolved", number(one.find("resolved")), item)


def _swe_bench_lists(document: Document) -> Iterator[Score]:
    """SWE-bench's leaderboard: instances by what became of them, each of them listed where it was generated."""
    node = document.nodes[0]
    resolved = {word(one) for one in listed(node.find("resolved"))}
    if node.find("generated", "unresolved") is None:
        document.fail(
            "lists the instances that were resolved and not the others; "
            "give the report of the run, which has resolved_ids and submitted_ids"
        )
    instances = [word(one) for key in ("generated", "unresolved", "nogeneration") for one in listed(node.find(key))]
    for item in dict.fromkeys([*instances, *sorted(resolved)]):
        yield Score("resolved", float(item in resolved), item)


def _inside(node: Node) -> list[Node]:
    """What stands in an object; the value itself, which is no object then, where nothing does."""
    return [one for _, one in members(node)] or [node]


def _harbor_job(document: Document) -> Iterator[Score]:
    """The result of a job of Harbor: for each agent and reward the trials that got it, named `TASK__SUFFIX`."""
    stats = document.nodes[0].find("stats")
    evals = members(None if stats is None else stats.find("evals"))
    for name, one in evals:
        counts: Counter[str] = Counter()
        for reward, by_value in members(one.find("rewardstats")):
            metric = reward if len(evals) == 1 else f"{reward} {name}"
            for value, trials in members(by_value):
                for task in (word(trial).rsplit("__", 1)[0] for trial in listed(trials)):
                    counts[f"{metric} {task}"] += 1
                    yield Score(metric, _as_number(value), task, str(counts[f"{metric} {task}"]))


def _as_number(text: str) -> float | None:
    try:
        return number(Node("", "", 0, float(text)))
    except ValueError:
        return None


def _harbor(document: Document) -> Iterator[Score]:
    """Results of trials of Harbor and Terminal-Bench: the reward, or whether the task was resolved."""
    counts: Counter[str] = Counter()
    for node in [one for top in document.top() for one in (listed(top.find("results", "trialresults")) or [top])]:
        task = word(node.find("taskname", "taskid"))
        verdict = node.find("verifierresult")
        rewards = None if verdict is None else verdict.find("rewards")
        reward = node.find("isresolved") if rewards is None else rewards.find("reward")
        counts[task] += 1
        yield Score("reward", number(reward), task, str(counts[task]))


def _is_trial(node: Node) -> bool:
    inside = listed(node.find("results", "trialresults")) or [node]
    return any(
        has("trialname")(one) and one.find("verifierresult", "isresolved") is not None for one in inside[:_LOOKED_AT]
    )


def _bfcl(document: Document) -> Iterator[Score]:
    """BFCL's score of a category: its accuracy; below it stand the entries that failed, and not the others."""
    for node in document.top():
        if _is_bfcl(node):
            share, count = number(node.find("accuracy")), whole(node.find("totalcount"))
            yield Score("accuracy", share, stderr=None if share is None or not count else _of_share(share, count))


def _is_bfcl(node: Node) -> bool:
    return has("accuracy", "correctcount", "totalcount")(node)


def _of_share(share: float, count: int) -> float | None:
    """The standard error of the share of right answers among so many; None where all are alike."""
    return sqrt(share * (1 - share) / count) if 0 < share < 1 else None


def _hal(document: Document) -> Iterator[Score]:
    """HAL's results of an agent: the tasks that succeeded and failed, else the reward of each."""
    for node in document.top():
        results = node.find("results")
        scores = [] if results is None else [*_tasks(results, "successful", 1.0), *_tasks(results, "failed", 0.0)]
        if not scores:
            for task, one in members(node.find("rawevalresults")):
                scores.append(Score("reward", number(one.find("reward", "score", "resolved") or one), task))
        yield from scores or [Score("accuracy", None if results is None else number(results.find("accuracy")))]


def _tasks(results: Node, which: str, score: float) -> list[Score]:
    return [Score("success", score, word(one)) for one in listed(results.find(f"{which}tasks"))]


def _adk(document: Document) -> Iterator[Score]:
    """ADK's results: the score of each metric on each case, and whether the case passed; equal cases are reruns."""
    counts: Counter[str] = Counter()
    for case in [one for node in document.top() for one in listed(node.find("evalcaseresults"))]:
        item = word(case.find("evalid"))
        counts[item] += 1
        yield Score("pass", adk.PASSED.get(whole(case.find("finalevalstatus")) or 0), item, str(counts[item]))
        for metric in listed(case.find("overallevalmetricresults")):
            yield Score(word(metric.find("metricname")), number(metric.find("score")), item, str(counts[item]))


REPORTS: Final = (
    Report("evalplus", lambda node: has("eval")(node) and node.find("hash", "date") is not None, _evalplus),
    Report("livecodebench", has("questionid", "gradedlist"), _live_code_bench),
    Report("humaneval", has("taskid", "completion", "passed"), _human_eval),
    Report("swe-bench", has("resolvedids", "totalinstances"), _swe_bench),
    Report("swe-bench", lambda node: all(map(has("resolved", "patchexists"), _inside(node))), _swe_bench_instances),
    Report("swe-bench", has("resolved", "nogeneration"), _swe_bench_lists),
    Report("harbor", _is_trial, _harbor),
    Report("harbor", has("stats", "ntotaltrials"), _harbor_job),
    Report("bfcl", _is_bfcl, _bfcl),
    Report("hal", has("rawevalresults", "results"), _hal),
    Report("adk", has("evalsetid", "evalcaseresults"), _adk),
)
