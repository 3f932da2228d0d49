"""Runs as lists of steps, each with what the agent did and what came back, without messages.

- smolagents: `tool_calls`, `observations`, `error`, `model_output`.
- LangChain's `intermediate_steps`: pairs of an action (`tool`, `tool_input`, `log`) and its observation.
- AI SDK: `toolCalls` and `toolResults` of each step; Trae Agent the same, in `agent_steps`.
- browser-use: `model_output.action` is a list of actions, `result` one of what each gave.
- Agent Data Protocol: actions and observations by `class_`, one after the other.
- AgentLab: `action`, and of the page before it `axtree` and `last_action_error`: an answer stands in the next step.
- DSPy's ReAct: `thought_0`, `tool_name_0`, `tool_args_0`, `observation_0`, ... in one object.
- Home-made logs: `thought`, `action` or `tool`, `action_input`, `observation`; `action` with `reward` and `done`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any, Final

from aiboard.formats.document import Document, Node
from aiboard.formats.in_text import first_word
from aiboard.formats.rollout import Rollout, answered, called, listed, members, number, said, whole, word
from aiboard.formats.runs import MAX_STEPS

NAME: Final = "steps"

_HOLDERS: Final = ("steps", "agentsteps", "intermediatesteps", "trajectory", "history", "content", "rounds", "calls")
_BESIDE: Final = ("usedtools", "sources", "actions")
"""The same where no talk stands beside them: there they tell again, or more, of what was called in it."""
_TALKS: Final = ("messages", "conversation", "conversations", "chathistory", "dialogue", "turns", "transcript")
_TOOL: Final = ("tool", "toolname", "action", "actionname", "actiontype", "actiontaken")
_GIVEN: Final = (
    *("toolinput", "actioninput", "toolargs", "args", "arguments", "input", "actionargs", "parameters", "payload"),
    "rawinput",
)
_BACK: Final = (
    *("observation", "observations", "toolresult", "tooloutput", "toolresponse", "output", "result", "summary"),
    "rawoutput",
)
_THOUGHT: Final = ("thought", "intermediatethought", "modeloutput", "log", "reasoning", "text", "response")
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_WRONG_STATUS: Final = 400
"""From here on HTTP's codes are errors."""
_FINE: Final = ("ok", "success")
"""Members that say whether a step went well."""
_TOLD: Final = (*_BACK, *_THOUGHT[:2], *_FINE)
"""Members that make a call with its arguments a step."""
_RUN: Final = ("runid", "episodeid", "trajectoryid", "sessionid", "missionid", "traceid", "conversationid")
"""Members that say which run a step on a line of its own belongs to."""
_DONE: Final = ("reward", "score", "resolved", "success", "correct", "iscorrect", "passed")
_COLLECTIONS: Final = ("trajectories", "episodes", "runs", "results", "rollouts")
"""Keys of an object under which several runs stand."""
_DSPY_FAILED: Final = ("Execution error in ", "Failed to execute")
"""How DSPy tells the model of a tool that failed."""
_LOOKED_AT: Final = 5


def is_log(document: Document) -> bool:
    """Whether one of the first values is a step, or holds steps."""
    top = _top(document)[:_LOOKED_AT]
    return any(map(_is_step, top)) or any(_steps(node) for node in top)


def _top(document: Document) -> list[Node]:
    """The values near the top; of one object that holds several runs, these."""
    top = document.top()
    inside = listed(top[0].find(*_COLLECTIONS)) if len(top) == 1 and not document.lines else []
    return inside if any(_steps(node) for node in inside[:_LOOKED_AT]) else top


def read(document: Document) -> list[Rollout]:
    """A run for each value; one of values that are steps themselves."""
    top = _top(document)
    if any(map(_is_step, top[:_LOOKED_AT])):
        by_run: dict[str, list[Node]] = {}
        for node in top:
            by_run.setdefault(word(node.find(*_RUN)), []).append(node)
        return [
            replace(_rollout(steps[0].made({"steps": [node.value for node in steps]})), id=run_id)
            for run_id, steps in by_run.items()
        ]
    return [_rollout(node) for node in top]


def _steps(node: Node) -> list[Node]:
    """The steps in an object; empty where there are none, and in a message, which has calls of its own."""
    if node.find("role") is not None:
        return []
    has_talk = any(listed(node.find(key)) for key in _TALKS)
    for key in (*_HOLDERS, *(() if has_talk else _BESIDE)):
        steps = listed(node.find(key))
        if any(_is_step(one) or (key == "actions" and _is_action(one)) for one in steps[:_LOOKED_AT]):
            return steps
    return _numbered(node.find("trajectory") or node)


def _numbered(node: Node) -> list[Node]:
    """The steps of DSPy, each of whose members has the step's number; its last call only says that it is done."""
    steps: list[Node] = []
    while (tool := node.find(f"toolname{len(steps)}")) is not None and len(steps) < MAX_STEPS:
        index = len(steps)
        parts = {key: node.find(f"{key}{index}") for key in ("thought", "toolname", "toolargs", "observation")}
        step = {key: one.value for key, one in parts.items() if one is not None}
        observation = step.get("observation")
        if isinstance(observation, str) and observation.startswith(_DSPY_FAILED):
            step["ok"] = False
        steps.append(tool.made(step))
    return [one for one in steps if word(one.find("toolname")) != "finish"]


def _is_action(node: Node) -> bool:
    """Whether this is an action and what it was done with; in a list of actions that is all there may be."""
    return node.find("actiontype") is not None and node.find(*_GIVEN) is not None


def _is_step(node: Node) -> bool:
    if isinstance(node.value, list):
        return len(node.value) == 2 and node.items()[0].find("tool") is not None
    if _request(node) is not None:
        return True
    if node.find("class") is not None:
        return _class(node) != ""
    if node.find("toolcalls") is not None and node.find("role") is None:
        return node.find("observations", "toolresults", "stepnumber") is not None
    if (node.find("modeloutput") is not None and node.find("result") is not None) or _is_page(node):
        return True
    observation = node.find(*_BACK[:2]) or (node.find("reward") and node.find("done")) or _numbered_result(node)
    tool = node.find(*_TOOL)
    if tool is None or node.find("role") is not None:
        return False
    # Steps of SWE-agent have a reader of their own, which knows more of them.
    arguments = node.find(*_GIVEN) or tool.find(*_GIVEN)
    if observation is not None or (arguments is not None and node.find(*_TOLD) is not None):
        return True
    # A list of calls alone may keep neither what they were given nor what they gave.
    return node.find("toolname") is not None and any(isinstance(one.value, bool) for one in _verdicts(node))


def _numbered_result(node: Node) -> Node | None:
    """What came of a step that says which it is and what was done, by one name; a sentence is no tool."""
    done = whole(node.find("step", "stepnumber")) is not None and (node.find_text("action") or "").isidentifier()
    return node.find("result", "output") if done else None


def _request(node: Node) -> Node | None:
    """What was asked of a service, as AppWorld logs it: a method, an address, data; None for other steps.

    Web servers log a method and an address too.
    """
    request = node.find("request") or (node if isinstance(node.value, dict) and "data" in node.value else None)
    if request is None or request.find_text("url") is None:
        return None
    return request if word(request.find("method")).upper() in _METHODS else None


def _verdicts(step: Node) -> list[Node]:
    return [one for key in _FINE if (one := step.find(key)) is not None]


def _is_page(node: Node) -> bool:
    """Whether a step is an action on a page, with what the page said of the action before."""
    return node.has("action") and node.find("lastactionerror") is not None


def _class(node: Node) -> str:
    """The kind of an entry of the Agent Data Protocol: action or observation; empty for other entries."""
    name = word(node.find("class"))
    return next((kind for kind in ("action", "observation") if name.endswith(f"_{kind}")), "")


def _rollout(node: Node) -> Rollout:
    unread: Counter[str] = Counter()
    question = node.find_text("task", "input", "question", "goal", "query")
    entries = [said(node, "user", question)] if question else []
    before: Node | None = None
    for step in _steps(node):
        late_answer = None if before is None else _late_answer(step, before)
        step_entries = _entries(step) if late_answer is None or _is_page(step) else []
        unread["step without an action"] += late_answer is None and not step_entries
        entries += [*([] if late_answer is None else [late_answer]), *step_entries]
        before = step
    answer = node.find_text("output", "finalanswer", "answer", "text")
    entries += [said(node, "assistant", answer)] if answer else []
    task = word(node.find("taskid", "instanceid")) or None
    summary = node.find("summaryinfo")
    verdicts = [node.find(key) for key in _DONE] + [None if summary is None else summary.find("cumreward")]
    reward = next((value for one in verdicts if (value := number(one)) is not None), None)
    return Rollout(tuple(entries), id=word(node.find("id")), task=task, reward=reward, unread=+unread)


def _late_answer(step: Node, before: Node) -> Node | None:
    """What the step before gave, where this step tells it; None for a step that tells nothing of it."""
    if _is_page(step) and _is_page(before):
        error = step.find_text("lastactionerror") or ""
        page = step.find_text("axtree", "axtreetxt", "url") or ""
        return answered(step, error or page, error != "")
    # A graph logs the node of the model and the node of its tools, both with the calls.
    calls, previous_calls = step.find("toolcalls"), before.find("toolcalls")
    result = before.find("observations", "toolresults", "error") or step.find("observations", "toolresults")
    if calls is not None and previous_calls is not None and result is None and calls.value == previous_calls.value:
        if any(word(one.find("id")) for one in listed(calls)):
            return said(step, "tool", step.find_text("output") or "")
    # In some corpora what a tool gave is the user's text.
    was_action = word(before.find("class")) in ("api_action", "code_action")
    return said(step, "tool", step.find_text("content")) if was_action and _is_text(step) else None


def _is_text(entry: Node) -> bool:
    return word(entry.find("class")) == "text_observation" and word(entry.find("source")) in ("user", "")


def _entries(step: Node) -> list[Node]:
    if isinstance(step.value, list):
        action, *answers = step.items() or [step]
        return _one(action, answers[0]) if len(answers) == 1 else []
    request = _request(step)
    if request is not None:
        return _asked(step, request)
    if not isinstance(step.value, dict):
        return []
    if step.find("class") is not None:
        return _by_class(step)
    if step.find("toolcalls") is not None:
        return _with_calls(step)
    text = step.find_text("task", "plan")
    if text and step.find(*_TOOL) is None:
        return [said(step, "user" if step.find("task") is not None else "assistant", text)]
    actions = step.find("modeloutput")
    if actions is not None and actions.find("action") is not None:
        return _browsing(step, actions)
    return _one(step, step.find(*_BACK))


def _one(action: Node, observation: Node | None) -> list[Node]:
    """A thought with a call, and its answer."""
    tool = action.find(*_TOOL)
    arguments = action.find(*_GIVEN)
    call: dict[str, Any] = {"name": word(tool), "arguments": "" if arguments is None else arguments.value}
    if tool is not None and isinstance(tool.value, dict):
        name = word(tool.find("name", "tool", "type", "actiontype")) or next(iter(tool.value), "")
        call = {"name": name, "arguments": tool.value}
        inner = tool.find(*_GIVEN)
        call["arguments"] = tool.value if inner is None else inner.value
    elif tool is not None and arguments is None and isinstance(tool.value, str):
        call["name"], call["arguments"] = first_word(tool.value)
    thought = action.find_text(*_THOUGHT) or ""
    if not call["name"]:
        return [said(action, "assistant", thought)] if thought else []
    return [called(action, call["name"], call["arguments"], thought), *_answer(action, observation)]


def _asked(step: Node, request: Node) -> list[Node]:
    address = f"{word(request.find('method')).upper()} {request.find_text('url')}"
    call, response = called(step, address, request.find("data", "params", "body", "json")), step.find("response")
    if response is None:
        return [call]
    status = whole(response.find("statuscode", "status"))
    return [call, answered(response, response, status is not None and status >= _WRONG_STATUS)]


def _answer(step: Node, observation: Node | None) -> list[Node]:
    """What came back to the call before, and whether the step says that it went wrong."""
    error, fine = step.find("error"), _verdicts(step)
    if observation is None and error is None and not fine:
        return []
    answer: dict[str, Any] = {"role": "tool", "content": "" if observation is None else observation.value}
    if any(one.value is False for one in fine):
        answer["is_error"] = True
    if error is not None and error.value not in ("", False, [], {}):
        answer["is_error"] = True
        answer["content"] = (error.find_text("message") or error.value) if observation is None else observation.value
    return [step.made(answer)]


def _with_calls(step: Node) -> list[Node]:
    """A step that keeps its calls as a message does: smolagents, AI SDK."""
    calls = [one.value for one in listed(step.find("toolcalls"))]
    message = step.find("modeloutputmessage")
    if not calls and message is not None and step.find("error") is not None:
        # smolagents keeps the calls of a step that failed in the model's message only.
        return [message, *_answer(step, None)] if message.find("toolcalls") is not None else [message, _wrong(step)]
    thought = step.find_text(*_THOUGHT, *(() if calls else ("output",))) or ""
    answer = step.find("llmresponse")
    thought = thought or ("" if answer is None else answer.find_text("content") or "")
    entries = [step.made({"role": "assistant", "content": thought, "tool_calls": calls})]
    results = listed(step.find("toolresults"))
    if results:
        return [*entries, step.made({"role": "tool", "tool_results": [one.value for one in results]})]
    return [*entries, *(_answer(step, step.find("observations")) if calls else [])]


def _wrong(step: Node) -> Node:
    """What went wrong in a step without a call: its answer could not be read."""
    error = step.find("error")
    return said(step, "environment", "" if error is None else error.find_text("message") or error.value)


def _browsing(step: Node, output: Node) -> list[Node]:
    """The actions of a step of browser-use, each with its result."""
    thought = output.find_text("nextgoal", "thinking") or ""
    actions, results = listed(output.find("action")), listed(step.find("result"))
    entries: list[Node] = [said(step, "assistant", thought)] if thought else []
    for index, action in enumerate(actions):
        name, arguments = next(iter(members(action)), ("", action))
        entries.append(called(step, name, arguments.value))
        if index < len(results):
            result = results[index]
            entries += _answer(result, result.find("extractedcontent"))
    return entries


def _by_class(entry: Node) -> list[Node]:
    """An entry of the Agent Data Protocol."""
    name, text = word(entry.find("class")), entry.find_text("content", "axtree", "html") or ""
    description = entry.find_text("description") or ""
    if name == "api_action":
        arguments = entry.find("kwargs")
        return [called(entry, word(entry.find("function")), {} if arguments is None else arguments.value, description)]
    if name == "code_action":
        return [called(entry, word(entry.find("language")) or "code", text, description)]
    return [said(entry, "assistant" if name == "message_action" else "user" if _is_text(entry) else "tool", text)]
