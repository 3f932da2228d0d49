"""Reports of evaluations of models and of their answers: one function each, listed in REPORTS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.report import Report, Score, has
from aiboard.formats.rollout import listed, members, number, word


def _openai_evals(document: Document) -> Iterator[Score]:
    """Events of OpenAI's evals: those that say whether a sample is right, or what its metrics are."""
    for node in document.top():
        data, item = node.find("data"), word(node.find("sampleid"))
        if data is None or not item:
            continue
        if word(node.find("type")) == "match":
            yield Score("correct", number(data.find("correct")), item)
        elif word(node.find("type")) == "metrics":
            for name, one in members(data):
                if number(one) is not None:
                    yield Score(name, number(one), item)


def _helm_instances(document: Document) -> Iterator[Score]:
    """HELM's `per_instance_stats.json`: the statistics of each instance, those of perturbed ones apart."""
    for node in document.top():
        for stat in listed(node.find("stats")):
            yield Score(
                _helm_name(stat), _helm_mean(stat), word(node.find("instanceid")), word(node.find("traintrialindex"))
            )


def _helm_stats(document: Document) -> Iterator[Score]:
    """HELM's `stats.json`: the means over all instances."""
    for stat in document.top():
        yield Score(_helm_name(stat), _helm_mean(stat))


def _helm_table(document: Document) -> Iterator[Score]:
    """Tables of groups of HELM's runs: a row a model, a column a metric. Of equal columns the first table's counts."""
    seen: set[tuple[str, str]] = set()
    for table in document.top():
        header = listed(table.find("header"))
        for model, *cells in filter(None, map(listed, listed(table.find("rows")))):
            for head, cell in zip(header[1:], cells, strict=False):
                metric, system, lower = word(head.find("value")), word(model.find("value")), head.find("lowerisbetter")
                value = number(cell.find("value"))
                if (metric, system) not in seen and value is not None:
                    yield Score(metric, value, system=system, lower_is_better=lower is not None and bool(lower.value))
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


def _is_helm_stat(node: Node) -> bool:
    name = node.find("name") if has("name", "count")(node) else None
    return name is not None and isinstance(name.value, dict) and name.find("split", "name") is not None


def _mteb(document: Document) -> Iterator[Score]:
    """Results of MTEB: the main score of each split and subset of a task."""
    for node in document.top():
        task = word(node.find("taskname"))
        for split, rows in members(node.find("scores")):
            for row in listed(rows):
                subset = word(row.find("hfsubset"))
                parts = [task, split, subset if subset != "default" else ""]
                yield Score("/".join(["main_score", *filter(None, parts)]), number(row.find("mainscore")))


def _deepeval(document: Document) -> Iterator[Score]:
    """DeepEval: the score of each metric on each test case."""
    for position, case in enumerate(listed(document.nodes[0].find("testcases")), 1):
        item = word(case.find("name")) or str(position)
        yield Score("pass", number(case.find("success")), item)
        for metric in listed(case.find("metricsdata", "metricsmetadata")):
            yield Score(word(metric.find("name", "metric")), number(metric.find("score")), item)


def _garak(document: Document) -> Iterator[Score]:
    """Garak's report: of each probe and detector the share of attempts that the model withstood."""
    for node in document.top():
        if word(node.find("entrytype")) == "eval":
            passed, total = number(node.find("passed")), number(node.find("totalevaluated", "total"))
            share = passed / total if passed is not None and total else None
            yield Score("passed", share, f"{word(node.find('probe'))} {word(node.find('detector'))}")


def _bigbench(document: Document) -> Iterator[Score]:
    """BIG-bench's scores of a task: a metric, a subtask and a number of shots."""
    for node in document.top():
        for one in listed(node.find("scores")):
            shots, subtask = word(one.find("numberofshots")), word(one.find("subtaskdescription"))
            for name, value in members(one.find("scoredict")):
                yield Score(name, number(value), f"{subtask} {shots} shots".strip())


def _evalscope(document: Document) -> Iterator[Score]:
    """EvalScope: the scores of samples in its reviews, of all together in its report."""
    for node in document.top():
        item, graded = word(node.find("index")), node.find("samplescore")
        score = None if graded is None else graded.find("score")
        for name, one in members(None if score is None else score.find("value")):
            yield Score(name, number(one), item)
        for position, choice in enumerate(listed(node.find("choices")), 1):
            review = choice.find("review")
            yield Score("score", None if review is None else number(review.find("result")), item, str(position))
        for metric in listed(node.find("metrics")):
            yield Score(word(metric.find("name")), number(metric.find("score")), system=word(node.find("modelname")))


def _is_evalscope(node: Node) -> bool:
    reviewed = any(choice.find("review") is not None for choice in listed(node.find("choices"))[:1])
    return node.find("samplescore") is not None or reviewed or has("datasetname", "modelname", "metrics")(node)


def _opencompass(document: Document) -> Iterator[Score]:
    """OpenCompass: whether the answer to each question was right."""
    for item, one in _details(document.nodes[0]):
        verdict = one.find("correct", "iscorrect")
        yield Score("correct", number(next(iter(listed(verdict)), verdict)), item)


def _details(node: Node) -> list[tuple[str, Node]]:
    """What a report says of each question; empty where it does not say of each whether it was right."""
    details = node.find("details")
    entries = [(str(position), one) for position, one in enumerate(listed(details))] or members(details)
    entries = [(item, one) for item, one in entries if isinstance(one.value, dict)]
    return entries if all(one.find("correct", "iscorrect") is not None for _, one in entries) else []


def _alpaca(document: Document) -> Iterator[Score]:
    """AlpacaEval's annotations: 2 where the second answer is preferred, which is the model's, else 1."""
    for position, node in enumerate(document.top(), 1):
        preferred = number(node.find("preference"))
        item = word(node.find("instruction")) or str(position)
        yield Score("win", None if preferred is None else preferred - 1, item, system=word(node.find("generator2")))


def _longbench(document: Document) -> Iterator[Score]:
    """LongBench's `result.json`: a score for each dataset, or for each of its parts."""
    for dataset, one in members(document.nodes[0]):
        for part, value in members(one) or [("", one)]:
            yield Score("score", number(value), f"{dataset} {part}".strip())


_LONGBENCH: Final = frozenset(
    (
        *("narrativeqa", "qasper", "multifieldqaen", "multifieldqazh", "hotpotqa", "2wikimqa", "musique", "dureader"),
        *("govreport", "qmsum", "multinews", "vcsum", "trec", "triviaqa", "samsum", "lsht", "passagecount"),
        *("passageretrievalen", "passageretrievalzh", "lcc", "repobenchp"),
    )
)
"""LongBench's datasets; any other object of numbers may be settings, or counts."""


REPORTS: Final = (
    Report("openai-evals", has("runid", "eventid", "sampleid", "data"), _openai_evals),
    Report("helm", has("instanceid", "stats"), _helm_instances),
    Report("helm", _is_helm_stat, _helm_stats),
    Report("helm", has("header", "rows", "title"), _helm_table),
    Report("mteb", has("taskname", "scores", "mtebversion"), _mteb),
    Report("garak", has("entrytype"), _garak),
    Report("bigbench", lambda node: any(map(has("scoredict"), listed(node.find("scores"))[:1])), _bigbench),
    Report("evalscope", _is_evalscope, _evalscope),
    Report("opencompass", lambda node: bool(_details(node)), _opencompass),
    Report("alpaca-eval", has("generator1", "generator2", "preference"), _alpaca),
    Report("deepeval", has("testcases", "testpassed"), _deepeval),
    Report("longbench", lambda node: bool(node.names) and _LONGBENCH.issuperset(node.names), _longbench, alone=True),
)
