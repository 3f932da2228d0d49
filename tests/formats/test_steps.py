"""Runs whose log is a list of steps: each with what the agent did and what came back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiboard.formats import recognise
from aiboard.formats.document import parse_document
from aiboard.instruments.trajectory import Run, StepKind

RAIN = {"place": "Oslo"}


def read(value: object) -> tuple[Run, ...]:
    return recognise(parse_document("log.json", json.dumps(value).encode())).runs


def calls(run: Run) -> list[tuple[str, Any, str | None, bool]]:
    found = [step for step in run.steps if step.kind is StepKind.TOOL_CALL]
    return [(step.tool, json.loads(step.arguments or "{}"), step.output, step.error) for step in found]


def call(name: str, given: object) -> dict[str, object]:
    return {"id": name, "type": "function", "function": {"name": name, "arguments": given}}


@pytest.mark.parametrize(
    "document",
    [
        {  # smolagents
            "steps": [
                {"step_number": 1, "tool_calls": [call("rain", RAIN)], "observations": "dry", "error": None},
                {
                    "step_number": 2,
                    "model_output": "Again.",
                    "tool_calls": [call("rain", RAIN)],
                    "error": {"type": "AgentExecutionError", "message": "503"},
                },
            ]
        },
        {  # LangChain
            "input": "Rain?",
            "intermediate_steps": [
                [{"tool": "rain", "tool_input": RAIN, "log": "I ask."}, "dry"],
                [{"tool": "rain", "tool_input": RAIN, "log": "Again."}, {"error": "503"}],
            ],
            "output": "Dry.",
        },
        {  # AI SDK
            "steps": [
                {
                    "text": "",
                    "toolCalls": [{"type": "tool-call", "toolCallId": "1", "toolName": "rain", "args": RAIN}],
                    "toolResults": [{"type": "tool-result", "toolCallId": "1", "toolName": "rain", "result": "dry"}],
                },
                {
                    "text": "",
                    "toolCalls": [{"type": "tool-call", "toolCallId": "2", "toolName": "rain", "args": RAIN}],
                    "toolResults": [{"type": "tool-error", "toolCallId": "2", "toolName": "rain", "error": "503"}],
                },
            ]
        },
        {  # browser-use
            "history": [
                {
                    "model_output": {"next_goal": "Ask.", "action": [{"rain": RAIN}, {"rain": RAIN}]},
                    "result": [{"extracted_content": "dry"}, {"error": "503"}],
                }
            ]
        },
        {  # Agent Data Protocol
            "id": "a",
            "content": [
                {"class_": "text_observation", "content": "Rain?", "source": "user"},
                {"class_": "api_action", "function": "rain", "kwargs": RAIN, "description": "I ask."},
                {"class_": "text_observation", "content": "dry", "source": "environment"},
                {"class_": "api_action", "function": "rain", "kwargs": RAIN},
                {"class_": "text_observation", "content": "Error: 503", "source": "environment"},
                {"class_": "message_action", "content": "Dry."},
            ],
        },
        [  # home-made, the steps alone
            {"thought": "I ask.", "action": "rain", "action_input": RAIN, "observation": "dry"},
            {"thought": "Again.", "action": {"name": "rain", "args": RAIN}, "observation": "", "error": "503"},
        ],
    ],
)
def test_calls_and_errors_of_each_kind_of_step(document: object) -> None:
    (run,) = read(document)
    found = calls(run)
    assert [(tool, given, error) for tool, given, _, error in found] == [("rain", RAIN, False), ("rain", RAIN, True)]
    assert found[0][2] == "dry"
    assert run.unread == ()


@pytest.mark.parametrize(("goal", "said"), [("Ask.", ["Ask."]), ("", [])])
def test_what_an_agent_in_a_browser_thinks_is_a_message(goal: str, said: list[str]) -> None:
    output = {"next_goal": goal, "action": [{"rain": RAIN}]}
    (run,) = read({"history": [{"model_output": output, "result": [{"extracted_content": "dry"}]}]})
    assert [step.output for step in run.steps if step.kind is StepKind.MESSAGE] == said


def test_what_is_known_of_a_run_and_what_is_not_read() -> None:
    step = {"thought": "I look.", "action": 'click("12")', "observation": "ok"}
    document = [{"task_id": "t", "success": True, "goal": "Buy.", "steps": [step, {"note": 1}]}, {"steps": []}]
    first, second = read(document)
    assert (first.task, first.reward, first.unread) == ("t", 1.0, (("step without an action", 1),))
    assert [(step.tool, step.arguments) for step in first.steps if step.tool] == [("click", '("12")')]
    assert [step.output for step in first.steps][:2] == ["Buy.", "I look."]
    assert second.unread == (("run without messages", 1),)
