"""Google's ADK: sets of cases (`*.evalset.json`, `*.test.json`) and what came of them (`*.evalset_result.json`).

A conversation is a list of invocations: what the user said, what was called meanwhile, the agent's last answer. A set
holds the conversations that the agent should have; a result the ones it had.
"""

from __future__ import annotations

from typing import Final

from aiboard.formats.document import Document, Node
from aiboard.formats.rollout import Rollout, listed, said, whole, word

NAME: Final = "adk"

PASSED: Final = {1: 1.0, 2: 0.0}
"""The states of an evaluation that are a verdict; 3 is that there was none."""


def is_log(document: Document) -> bool:
    """Whether the first value is a set of cases or the result of one."""
    node = document.top()[0]
    return isinstance(node.value, dict) and node.find("evalsetid") is not None and _cases(node) is not None


def _cases(node: Node) -> Node | None:
    return node.find("evalcases", "evalcaseresults")


def read(document: Document) -> list[Rollout]:
    """A run for each case."""
    return [_rollout(case) for node in document.top() for case in listed(_cases(node))]


def _rollout(case: Node) -> Rollout:
    session = case.find("sessiondetails")
    events = listed(None if session is None else session.find("events"))
    actual = [one.find("actualinvocation") for one in listed(case.find("evalmetricresultperinvocation"))]
    invocations = listed(case.find("conversation")) or [one for one in actual if one is not None]
    # The events of a session have the answers to its calls; the invocations of older versions have the calls only.
    entries = _contents(events) or [entry for invocation in invocations for entry in _invocation(invocation)]
    verdict = whole(case.find("finalevalstatus"))
    return Rollout(
        tuple(entries),
        id=word(case.find("sessionid")),
        task=word(case.find("evalid", "caseid")) or None,
        reward=None if verdict is None else PASSED.get(verdict),
    )


def _invocation(invocation: Node) -> list[Node]:
    """What the user said, what was done and said meanwhile, and the last answer."""
    request, answer, between = (
        invocation.find("usercontent"),
        invocation.find("finalresponse", "agentcontent"),
        invocation.find("intermediatedata"),
    )
    entries = [] if request is None else [request]
    if between is not None:
        entries += _contents(listed(between.find("invocationevents")))
        calls = [{"functionCall": one.value} for one in listed(between.find("tooluses"))]
        responses = [{"functionResponse": one.value} for one in listed(between.find("toolresponses"))]
        entries += [between.made({"role": "model", "parts": calls})] if calls else []
        entries += [between.made({"role": "user", "parts": responses})] if responses else []
        entries += [entry for one in listed(between.find("intermediateresponses")) for entry in _response(one)]
    return [*entries, *([] if answer is None else [answer])]


def _response(response: Node) -> list[Node]:
    """A response on the way: who said it, and its parts."""
    inside = listed(response)
    if len(inside) != 2 or not isinstance(inside[1].value, list):
        return []
    return [response.made({"role": "model", "speaker": word(inside[0]), "parts": inside[1].value})]


def _contents(events: list[Node]) -> list[Node]:
    """The contents of events, under the names of those who wrote them."""
    contents: list[Node] = []
    for event in events:
        content, author, error = event.find("content"), word(event.find("author")), event.find_text("errormessage")
        if content is not None and isinstance(content.value, dict):
            contents.append(content.made({"role": "model", "speaker": author, **content.value}))
        if error:
            contents.append(said(event, "environment", f"error: {error}"))
    return contents
