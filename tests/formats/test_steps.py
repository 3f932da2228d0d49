"""Runs whose log is a list of steps: each with what the agent did and what came back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aiboard.formats import FormatError, recognise
from aiboard.formats.reading import parse_document
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


def test_as_many_runs_as_are_read_are_taken_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aiboard.formats.rollout.MAX_RUNS", 3)
    one = {"task_id": "t", "steps": [{"thought": "I look.", "action": 'click("12")', "observation": "ok"}]}
    assert len(read([one] * 3)) == 3
    with pytest.raises(FormatError, match="has more than 3 runs; split the file"):
        read([one] * 4)


# --- answers that stand in a later step ------------------------------------------------------------------


def test_the_two_nodes_of_a_graph_log_a_call_once() -> None:
    asked = [{"name": "rain", "args": RAIN, "id": "c1", "type": "tool_call"}]
    steps = [
        {"step_number": 1, "node": "agent", "output": "", "tool_calls": asked},
        {"step_number": 2, "node": "tools", "output": "dry", "tool_calls": asked},
        {"step_number": 3, "node": "agent", "output": "It is dry.", "tool_calls": []},
    ]
    (run,) = read({"trajectory": steps})
    assert calls(run) == [("rain", RAIN, "dry", False)]
    assert run.steps[-1].output == "It is dry."


def test_an_equal_call_with_an_id_of_its_own_is_another_call() -> None:
    steps = [{"step_number": n, "tool_calls": [{"name": "rain", "args": RAIN, "id": f"c{n}"}]} for n in (1, 2)]
    (run,) = read(steps)
    assert len(calls(run)) == 2


def test_a_page_says_in_the_next_step_how_an_action_went() -> None:
    def step(action: str | None, wrong: str) -> dict[str, object]:
        return {"action": action, "reasoning": "", "last_action_error": wrong, "axtree": "[1] link 'Rain'"}

    steps = [step("click('1')", ""), step("fill('2', 'Oslo')", ""), step(None, "TimeoutError")]
    (run,) = read({"goal": "Rain?", "summary_info": {"cum_reward": 0.5}, "steps": steps})
    shown = [(one.tool, one.arguments, one.output, one.error) for one in run.steps if one.kind is StepKind.TOOL_CALL]
    assert shown == [
        ("click", "('1')", "[1] link 'Rain'", False),
        ("fill", "('2', 'Oslo')", "TimeoutError", True),
    ]
    assert (run.reward, run.unread) == (0.5, ())


def test_the_users_text_after_an_action_is_its_answer() -> None:
    def text(content: str) -> dict[str, str]:
        return {"class_": "text_observation", "content": content, "source": "user"}

    acted = {"class_": "api_action", "function": "rain", "kwargs": RAIN}
    (run,) = read({"id": "a", "content": [text("Rain?"), acted, text("dry"), text("And Rome?")]})
    assert calls(run) == [("rain", RAIN, "dry", False)]
    said = [(one.role, one.output) for one in run.steps if one.kind is StepKind.MESSAGE]
    # What follows an answer is a question again, and not another answer.
    assert said == [("user", "Rain?"), ("user", "And Rome?")]
    (twice,) = read({"id": "a", "content": [text("Rain?"), acted, {**acted, "content": "x"}, text("dry")]})
    assert calls(twice) == [("rain", RAIN, None, False), ("rain", RAIN, "dry", False)]


def test_an_action_may_be_named_by_its_type() -> None:
    (run,) = read([{"action": {"action_type": "rain", "payload": RAIN}, "observation": {"result": "dry"}}])
    assert calls(run) == [("rain", RAIN, "dry", False)]


def test_the_task_and_the_plan_of_an_agents_memory_are_said() -> None:
    steps = [
        {"task": "Rain?", "task_images": None},
        {"plan": "Look.", "model_output_message": {}},
        {"step_number": 1, "tool_calls": [call("rain", RAIN)], "observations": "dry"},
    ]
    (run,) = read({"steps": steps})
    assert [(one.role, one.output) for one in run.steps if one.kind is StepKind.MESSAGE] == [
        ("user", "Rain?"),
        ("assistant", "Look."),
    ]
    assert (len(calls(run)), run.unread) == (1, ())


def test_actions_with_a_reward_are_steps() -> None:
    done = [{"step_num": n, "action": f"click({n})", "response": "So.", "reward": 0, "done": n > 1} for n in (1, 2)]
    (run,) = read(done)
    assert [(one.tool, one.arguments) for one in run.steps if one.kind is StepKind.TOOL_CALL] == [
        ("click", "(1)"),
        ("click", "(2)"),
    ]


def test_runs_of_steps_may_stand_in_an_object() -> None:
    one = {"id": "a", "steps": [{"action": "rain", "action_input": RAIN, "observation": "dry"}]}
    runs = read({"trajectories": [one, {**one, "id": "b"}]})
    assert [(run.id, len(calls(run))) for run in runs] == [("a", 1), ("b", 1)]


def test_the_calls_of_a_failed_step_stand_in_the_models_message() -> None:
    wrong = {"type": "AgentToolExecutionError", "message": "ValueError: none"}
    asked = {"role": "assistant", "content": "", "tool_calls": [call("rain", RAIN)]}
    unreadable = {"role": "assistant", "content": "Well."}
    steps = [
        {"step_number": 1, "tool_calls": [], "error": wrong, "model_output_message": asked},
        {"step_number": 2, "tool_calls": [], "error": {"message": "no code"}, "model_output_message": unreadable},
    ]
    (run,) = read(steps)
    assert calls(run) == [("rain", RAIN, "ValueError: none", True)]
    assert [one.output for one in run.steps if one.kind is StepKind.MESSAGE] == ["Well.", "no code"]


def test_steps_of_trae_agent() -> None:
    asked = {"call_id": "c", "name": "rain", "arguments": RAIN}
    back = {"call_id": "c", "success": False, "result": None, "error": "no rain"}
    step = {
        "step_number": 1,
        "llm_response": {"content": "I look.", "tool_calls": [asked]},
        "tool_calls": [asked],
        "tool_results": [back],
    }
    (run,) = read({"task": "weather", "llm_interactions": [], "agent_steps": [step], "success": False})
    assert calls(run) == [("rain", RAIN, "no rain", True)] and run.reward == 0
    assert [one.output for one in run.steps if one.kind is StepKind.MESSAGE] == ["weather", "I look."]


def test_steps_of_several_runs_on_their_lines_are_told_apart() -> None:
    def step(run: str, thought: str, **args: object) -> dict[str, object]:
        taken = {"tool": "verify", "args": args}
        return {
            "run_id": run,
            "intermediate_thought": thought,
            "action_taken": taken,
            "tool_response": {"passed": False},
        }

    first, second = read([step("a", "One.", n=1), step("b", "Two.", n=2), step("b", "Again.", n=2)])
    assert (first.id, second.id) == ("a", "b")
    assert calls(first) == [("verify", {"n": 1}, '{"passed":false}', False)]
    assert [one.output for one in second.steps if one.kind is StepKind.MESSAGE] == ["Two.", "Again."]


@pytest.mark.parametrize(
    "value",
    [
        {
            "query": "Rain?",
            "rounds": [{"thought": "Hm.", "action": {"name": "rain", "args": RAIN}, "observation": "dry"}],
        },
        [{"step": 1, "thought": "Hm.", "action": "rain", "action_input": RAIN, "result": "dry"}],
    ],
)
def test_home_made_rounds_are_steps(value: object) -> None:
    (run,) = read(value)
    assert calls(run) == [("rain", RAIN, "dry", False)]
    assert [one.output for one in run.steps if one.kind is StepKind.MESSAGE][-1] == "Hm."


def test_calls_that_only_say_how_they_went_are_answered() -> None:
    (run,) = read({"calls": [{"tool": "rain", "args": RAIN, "ok": went, "ms": 2} for went in (True, False)]})
    assert [(output, error) for _, _, output, error in calls(run)] == [("", False), ("", True)]


def test_a_step_with_a_number_an_action_and_its_result() -> None:
    steps = [{"step": 1, "action": "search", "result": "5 found"}, {"step": 2, "action": "finish", "result": "done"}]
    (run,) = read(steps)
    assert [(tool, output) for tool, _, output, _ in calls(run)] == [("search", "5 found"), ("finish", "done")]
    # A sentence is no tool, and a log of what was done by hand none of an agent.
    with pytest.raises(FormatError, match="is a list without messages"):
        read([{"step": 1, "action": "Load the data", "result": "ok"}])
    with pytest.raises(FormatError, match="is a list without messages"):
        read([{"action": "search", "result": "5 found"}])
