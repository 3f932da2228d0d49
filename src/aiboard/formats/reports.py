"""Reports of evaluation tools whose form is small and fixed: one function each, listed in REPORTS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from math import sqrt
from typing import Final, NamedTuple

from aiboard.formats import adk
from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import listed, members, number, whole, word
from aiboard.formats.scores import Result, ScoreFile, checked, is_metric, less_is_better, of_items

_LOOKED_AT: Final = 20


class _Score(NamedTuple):
    """The score of an item in a run, or of all items where `item` is empty; of the file's system without a name."""

    metric: str
    value: float | None
    item: str = ""
    run: str = ""
    system: str = ""
    stderr: float | None = None
    lower_is_better: bool | None = None
    """None where the metric's name says it."""


class Report(NamedTuple):
    """A tool's report: its name in `format`, what tells it by a value near the top, its scores."""

    name: str
    is_report: Callable[[Node], bool]
    scores: Callable[[Document], Iterator[_Score]]
    note: str = ""
    """What has to be known of the scores."""
    alone: bool = False
    """It is all of a document, and no list of them is."""


def read(document: Document) -> ScoreFile | None:
    """The results of a report; None where it is none of REPORTS. FormatError for one without a score."""
    top = document.top()[:_LOOKED_AT]
    alone = not document.lines and isinstance(document.nodes[0].value, dict)
    known = next((one for one in REPORTS if (alone or not one.alone) and any(map(one.is_report, top))), None)
    if known is None:
        return None
    items: dict[tuple[str, str, str], dict[str, float]] = {}
    results: list[Result] = []
    without = 0
    for score in known.scores(document):
        if score.value is None:
            without += 1
        elif score.item:
            items.setdefault((score.system, score.metric, score.run), {})[score.item] = score.value
        else:
            lower = less_is_better(score.metric) if score.lower_is_better is None else score.lower_is_better
            results.append(
                Result(score.system, score.metric, score.run, score.value, stderr=score.stderr, lower_is_better=lower)
            )
    # Runs of one file are the same model asked again.
    results += [of_items(*key, found, rerun=True) for key, found in items.items()]
    notes = [known.note] if known.note else []
    notes += [f"{without} entries without a score are left out"] if without else []
    return checked(document.file, known.name, results, notes)


def _openai_evals(document: Document) -> Iterator[_Score]:
    """Events of OpenAI's evals: those that say whether a sample is right, or what its metrics are."""
    for node in document.top():
        data, item = node.find("data"), word(node.find("sampleid"))
        if data is None or not item:
            continue
        if word(node.find("type")) == "match":
            yield _Score("correct", number(data.find("correct")), item)
        elif word(node.find("type")) == "metrics":
            for name, one in members(data):
                if number(one) is not None:
                    yield _Score(name, number(one), item)


def _helm_instances(document: Document) -> Iterator[_Score]:
    """HELM's `per_instance_stats.json`: the statistics of each instance, those of perturbed ones apart."""
    for node in document.top():
        for stat in listed(node.find("stats")):
            yield _Score(
                _helm_name(stat), _helm_mean(stat), word(node.find("instanceid")), word(node.find("traintrialindex"))
            )


def _helm_stats(document: Document) -> Iterator[_Score]:
    """HELM's `stats.json`: the means over all instances."""
    for stat in document.top():
        yield _Score(_helm_name(stat), _helm_mean(stat))


def _helm_table(document: Document) -> Iterator[_Score]:
    """Tables of groups of HELM's runs: a row a model, a column a metric. Of equal columns the first table's counts."""
    seen: set[tuple[str, str]] = set()
    for table in document.top():
        header = listed(table.find("header"))
        for model, *cells in filter(None, map(listed, listed(table.find("rows")))):
            for head, cell in zip(header[1:], cells, strict=False):
                metric, system, lower = word(head.find("value")), word(model.find("value")), head.find("lowerisbetter")
                value = number(cell.find("value"))
                if (metric, system) not in seen and value is not None:
                    yield _Score(metric, value, system=system, lower_is_better=lower is not None and bool(lower.value))
                seen.add((metric, system))


def _helm_name(stat: Node) -> str:
    name = stat.find("name")
    if name is None:
        return ""
    changed = name.find("perturbation")
    parts = [word(name.find("name")), word(name.find("split")), "" if changed is None else word(changed.find("name"))]
    return " ".join(filter(None, parts))


def _helm_mean(stat: Node) -> float | None:
    return number(stat.find("mean"))


def _mteb(document: Document) -> Iterator[_Score]:
    """Results of MTEB: the main score of each split and subset of a task."""
    for node in document.top():
        task = word(node.find("taskname"))
        for split, rows in members(node.find("scores")):
            for row in listed(rows):
                subset = word(row.find("hfsubset"))
                parts = [task, split, subset if subset != "default" else ""]
                yield _Score("/".join(["main_score", *filter(None, parts)]), number(row.find("mainscore")))


def _evalplus(document: Document) -> Iterator[_Score]:
    """EvalPlus and BigCodeBench: whether each solution of a task passes the tests, and the added ones too."""
    for task, solutions in members(document.nodes[0].find("eval")):
        yield from _graded(task, solutions)
        for place, one in enumerate(listed(solutions), 1):
            base, plus = word(one.find("basestatus", "status")), word(one.find("plusstatus"))
            yield _Score("pass", float(base == "pass") if base else None, task, str(place))
            if plus:
                yield _Score("pass_plus", float(base == plus == "pass"), task, str(place))


def _graded(task: str, node: Node) -> Iterator[_Score]:
    """LiveCodeBench: whether each solution of a task was right."""
    for place, one in enumerate(listed(node.find("gradedlist")), 1):
        yield _Score("pass", number(next(iter(listed(one)), one)), task, str(place))


def _live_code_bench(document: Document) -> Iterator[_Score]:
    for node in document.top():
        yield from _graded(word(node.find("questionid")), node)


def _human_eval(document: Document) -> Iterator[_Score]:
    """HumanEval's `samples.jsonl_results.jsonl`: a line a completion, several of a task are reruns."""
    seen: Counter[str] = Counter()
    for node in document.top():
        task = word(node.find("taskid"))
        seen[task] += 1
        yield _Score("pass", number(node.find("passed")), task, str(seen[task]))


def _swe_bench(document: Document) -> Iterator[_Score]:
    """SWE-bench's report of a run: an instance that was submitted and not resolved has failed."""
    node = document.nodes[0]
    resolved = {word(one) for one in listed(node.find("resolvedids"))}
    submitted = [
        word(one)
        for key in ("submittedids", "completedids", "unresolvedids", "errorids")
        for one in listed(node.find(key))
    ]
    for item in dict.fromkeys([*submitted, *sorted(resolved)]):
        yield _Score("resolved", float(item in resolved), item)


def _swe_bench_instances(document: Document) -> Iterator[_Score]:
    """SWE-bench's reports of instances, by their names."""
    for node in document.top():
        for item, one in members(node):
            yield _Score("resolved", number(one.find("resolved")), item)


def _swe_bench_lists(document: Document) -> Iterator[_Score]:
    """SWE-bench's leaderboard: instances by what became of them, each of them listed where it was generated."""
    node = document.nodes[0]
    resolved = {word(one) for one in listed(node.find("resolved"))}
    if node.find("generated", "unresolved") is None:
        document.fail(
            "lists the instances that were resolved and not the others; "
            "give the report of the run, which has resolved_ids and submitted_ids"
        )
    found = [word(one) for key in ("generated", "unresolved", "nogeneration") for one in listed(node.find(key))]
    for item in dict.fromkeys([*found, *sorted(resolved)]):
        yield _Score("resolved", float(item in resolved), item)


def _harbor_job(document: Document) -> Iterator[_Score]:
    """The result of a job of Harbor: for each agent and reward the trials that got it, named `TASK__SUFFIX`."""
    stats = document.nodes[0].find("stats")
    found = members(None if stats is None else stats.find("evals"))
    for name, one in found:
        seen: Counter[str] = Counter()
        for reward, by_value in members(one.find("rewardstats")):
            metric = reward if len(found) == 1 else f"{reward} {name}"
            for value, trials in members(by_value):
                for task in (word(trial).rsplit("__", 1)[0] for trial in listed(trials)):
                    seen[f"{metric} {task}"] += 1
                    yield _Score(metric, _as_number(value), task, str(seen[f"{metric} {task}"]))


def _as_number(text: str) -> float | None:
    try:
        return number(Node("", "", 0, float(text)))
    except ValueError:
        return None


def _harbor(document: Document) -> Iterator[_Score]:
    """Results of trials of Harbor and Terminal-Bench: the reward, or whether the task was resolved."""
    seen: Counter[str] = Counter()
    for node in [one for top in document.top() for one in (listed(top.find("results", "trialresults")) or [top])]:
        task = word(node.find("taskname", "taskid"))
        verdict = node.find("verifierresult")
        rewards = None if verdict is None else verdict.find("rewards")
        reward = node.find("isresolved") if rewards is None else rewards.find("reward")
        seen[task] += 1
        yield _Score("reward", number(reward), task, str(seen[task]))


def _deepeval(document: Document) -> Iterator[_Score]:
    """DeepEval: the score of each metric on each test case."""
    for place, case in enumerate(listed(document.nodes[0].find("testcases")), 1):
        item = word(case.find("name")) or str(place)
        yield _Score("pass", number(case.find("success")), item)
        for metric in listed(case.find("metricsdata", "metricsmetadata")):
            yield _Score(word(metric.find("name", "metric")), number(metric.find("score")), item)


def _bfcl(document: Document) -> Iterator[_Score]:
    """BFCL's score of a category: its accuracy; below it stand the entries that failed, and not the others."""
    for node in document.top():
        if _is_bfcl(node):
            share, count = number(node.find("accuracy")), whole(node.find("totalcount"))
            yield _Score("accuracy", share, stderr=None if share is None or not count else _of_share(share, count))


def _of_share(share: float, count: int) -> float | None:
    """The standard error of the share of right answers among so many; None where all are alike."""
    return sqrt(share * (1 - share) / count) if 0 < share < 1 else None


def _hal(document: Document) -> Iterator[_Score]:
    """HAL's results of an agent: the tasks that succeeded and failed, else the reward of each."""
    for node in document.top():
        results = node.find("results")
        done = [] if results is None else [*_tasks(results, "successful", 1.0), *_tasks(results, "failed", 0.0)]
        if not done:
            for task, one in members(node.find("rawevalresults")):
                done.append(_Score("reward", number(one.find("reward", "score", "resolved") or one), task))
        yield from done or [_Score("accuracy", None if results is None else number(results.find("accuracy")))]


def _tasks(results: Node, which: str, score: float) -> list[_Score]:
    return [_Score("success", score, word(one)) for one in listed(results.find(f"{which}tasks"))]


def _adk(document: Document) -> Iterator[_Score]:
    """ADK's results: the score of each metric on each case, and whether the case passed; equal cases are reruns."""
    seen: Counter[str] = Counter()
    for case in [one for node in document.top() for one in listed(node.find("evalcaseresults"))]:
        item = word(case.find("evalid"))
        seen[item] += 1
        yield _Score("pass", adk.PASSED.get(whole(case.find("finalevalstatus")) or 0), item, str(seen[item]))
        for metric in listed(case.find("overallevalmetricresults")):
            yield _Score(word(metric.find("metricname")), number(metric.find("score")), item, str(seen[item]))


def _has(*names: str) -> Callable[[Node], bool]:
    return lambda node: isinstance(node.value, dict) and all(name in node.names for name in names)


def _inside(node: Node) -> list[Node]:
    """What stands in an object; the value itself, which is no object then, where nothing does."""
    return [one for _, one in members(node)] or [node]


def _garak(document: Document) -> Iterator[_Score]:
    """Garak's report: of each probe and detector the share of attempts that the model withstood."""
    for node in document.top():
        if word(node.find("entrytype")) == "eval":
            passed, total = number(node.find("passed")), number(node.find("totalevaluated", "total"))
            share = passed / total if passed is not None and total else None
            yield _Score("passed", share, f"{word(node.find('probe'))} {word(node.find('detector'))}")


def _bigbench(document: Document) -> Iterator[_Score]:
    """BIG-bench's scores of a task: a metric, a subtask and a number of shots."""
    for node in document.top():
        for one in listed(node.find("scores")):
            shots, about = word(one.find("numberofshots")), word(one.find("subtaskdescription"))
            for name, value in members(one.find("scoredict")):
                yield _Score(name, number(value), f"{about} {shots} shots".strip())


def _evalscope(document: Document) -> Iterator[_Score]:
    """EvalScope: the scores of samples in its reviews, of all together in its report."""
    for node in document.top():
        item, graded = word(node.find("index")), node.find("samplescore")
        score = None if graded is None else graded.find("score")
        for name, one in members(None if score is None else score.find("value")):
            yield _Score(name, number(one), item)
        for place, choice in enumerate(listed(node.find("choices")), 1):
            review = choice.find("review")
            yield _Score("score", None if review is None else number(review.find("result")), item, str(place))
        for metric in listed(node.find("metrics")):
            yield _Score(word(metric.find("name")), number(metric.find("score")), system=word(node.find("modelname")))


def _is_evalscope(node: Node) -> bool:
    reviewed = any(choice.find("review") is not None for choice in listed(node.find("choices"))[:1])
    return node.find("samplescore") is not None or reviewed or _has("datasetname", "modelname", "metrics")(node)


def _opencompass(document: Document) -> Iterator[_Score]:
    """OpenCompass: whether the answer to each question was right."""
    for item, one in _details(document.nodes[0]):
        found = one.find("correct", "iscorrect")
        yield _Score("correct", number(next(iter(listed(found)), found)), item)


def _details(node: Node) -> list[tuple[str, Node]]:
    details = node.find("details")
    found = [(str(place), one) for place, one in enumerate(listed(details))] or members(details)
    return [(item, one) for item, one in found if one.find("correct", "iscorrect") is not None]


def _alpaca(document: Document) -> Iterator[_Score]:
    """AlpacaEval's annotations: 2 where the second answer is preferred, which is the model's, else 1."""
    for place, node in enumerate(document.top(), 1):
        preferred = number(node.find("preference"))
        item = word(node.find("instruction")) or str(place)
        yield _Score("win", None if preferred is None else preferred - 1, item, system=word(node.find("generator2")))


def _means(document: Document) -> Iterator[_Score]:
    """One object of a score for each dataset, or for each of its parts, as LongBench writes it."""
    for dataset, one in members(document.nodes[0]):
        for part, value in members(one) or [("", one)]:
            yield _Score("score", number(value), f"{dataset} {part}".strip())


def _is_means(node: Node) -> bool:
    """Whether all members are scores up to 100, of datasets: none is called as a metric, or a time, is."""
    found = [*members(node), *(inner for _, one in members(node) for inner in members(one))]
    scores = [one.value for _, one in found if not isinstance(one.value, dict)]
    named = any(is_metric(name) or less_is_better(name) for name, _ in found)
    return len(members(node)) > 1 and not named and bool(scores) and all(map(_is_share, scores))


def _is_share(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100


def _is_trial(node: Node) -> bool:
    inside = listed(node.find("results", "trialresults")) or [node]
    return any(
        _has("trialname")(one) and one.find("verifierresult", "isresolved") is not None for one in inside[:_LOOKED_AT]
    )


def _is_helm_stat(node: Node) -> bool:
    name = node.find("name") if _has("name", "count")(node) else None
    return name is not None and isinstance(name.value, dict) and name.find("split", "name") is not None


def _is_bfcl(node: Node) -> bool:
    return _has("accuracy", "correctcount", "totalcount")(node)


REPORTS: Final = (
    Report("openai-evals", _has("runid", "eventid", "sampleid", "data"), _openai_evals),
    Report("helm", _has("instanceid", "stats"), _helm_instances),
    Report("helm", _is_helm_stat, _helm_stats),
    Report("helm", _has("header", "rows", "title"), _helm_table),
    Report("mteb", _has("taskname", "scores", "mtebversion"), _mteb),
    Report("evalplus", lambda node: _has("eval")(node) and node.find("hash", "date") is not None, _evalplus),
    Report("livecodebench", _has("questionid", "gradedlist"), _live_code_bench),
    Report("humaneval", _has("taskid", "completion", "passed"), _human_eval),
    Report("swe-bench", _has("resolvedids", "totalinstances"), _swe_bench),
    Report("swe-bench", lambda node: all(map(_has("resolved", "patchexists"), _inside(node))), _swe_bench_instances),
    Report("swe-bench", _has("resolved", "nogeneration"), _swe_bench_lists),
    Report("harbor", _is_trial, _harbor),
    Report("harbor", _has("stats", "ntotaltrials"), _harbor_job),
    Report("bfcl", _is_bfcl, _bfcl),
    Report("hal", _has("rawevalresults", "results"), _hal),
    Report("adk", _has("evalsetid", "evalcaseresults"), _adk),
    Report("garak", _has("entrytype"), _garak),
    Report("bigbench", lambda node: any(map(_has("scoredict"), listed(node.find("scores"))[:1])), _bigbench),
    Report("evalscope", _is_evalscope, _evalscope),
    Report("opencompass", lambda node: bool(_details(node)), _opencompass),
    Report("alpaca-eval", _has("generator1", "generator2", "preference"), _alpaca),
    Report("deepeval", _has("testcases", "testpassed"), _deepeval),
    Report("means", _is_means, _means, "each member is taken as the score of a dataset", alone=True),
)
