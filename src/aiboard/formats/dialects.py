"""The dialects of message lists, as tables. A new one is a line in DIALECTS, or a word in one of the tables below.

Words are compared without case, dashes and underscores: `tool-call`, `tool_call` and `toolCall` are one word.
So are the names of members.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from aiboard.formats.document import folded


def _keys(*names: str) -> tuple[str, ...]:
    return tuple(folded(name) for name in names)


class Means(Enum):
    """What a kind of block or item is."""

    TEXT = "text"
    THOUGHT = "text the model wrote for itself"
    CALL = "a call"
    ANSWER = "an answer to a call"
    FAILURE = "an answer that is an error by its kind"
    CALL_AND_ANSWER = "a call, with its answer once there is one"
    MARK = "a mark between parts that says nothing"


@dataclass(frozen=True)
class Dialect:
    """The kinds of blocks and items of one dialect, by what they mean.

    Attributes:
        name: in the `format` of JSON output.
        kinds: what each kind means. The kind stands in the block's `type` (or `part_kind`, `kind`).
        wrapped: the kind is a key instead, and its value is the block: `{"functionCall": {...}}`.
    """

    name: str
    kinds: dict[str, Means]
    wrapped: bool = False


OPENAI: Final = "openai-messages"
TEXT_CALLS: Final = "calls-in-text"

DIALECTS: Final = (
    Dialect(OPENAI, {"function": Means.CALL}),
    Dialect(
        "anthropic-blocks",
        {
            "text": Means.TEXT,
            "thinking": Means.THOUGHT,
            "redacted_thinking": Means.THOUGHT,
            "think": Means.THOUGHT,
            "tool_use": Means.CALL,
            "server_tool_use": Means.CALL,
            "mcp_tool_use": Means.CALL,
            "tool_result": Means.ANSWER,
            "mcp_tool_result": Means.ANSWER,
            "web_search_tool_result": Means.ANSWER,
            "web_fetch_tool_result": Means.ANSWER,
            "code_execution_tool_result": Means.ANSWER,
            "bash_code_execution_tool_result": Means.ANSWER,
            "text_editor_code_execution_tool_result": Means.ANSWER,
        },
    ),
    Dialect(
        "response-items",
        {
            "input_text": Means.TEXT,
            "output_text": Means.TEXT,
            "summary_text": Means.TEXT,
            "reasoning_text": Means.THOUGHT,
            "refusal": Means.TEXT,
            "reasoning": Means.THOUGHT,
            "function_call": Means.CALL,
            "custom_tool_call": Means.CALL,
            "local_shell_call": Means.CALL,
            "shell_call": Means.CALL,
            "apply_patch_call": Means.CALL,
            "computer_call": Means.CALL,
            "mcp_call": Means.CALL_AND_ANSWER,
            "web_search_call": Means.CALL_AND_ANSWER,
            "file_search_call": Means.CALL_AND_ANSWER,
            "code_interpreter_call": Means.CALL_AND_ANSWER,
            "image_generation_call": Means.CALL_AND_ANSWER,
            "function_call_output": Means.ANSWER,
            "function_call_result": Means.ANSWER,
            "function_result": Means.ANSWER,
            "custom_tool_call_output": Means.ANSWER,
            "local_shell_call_output": Means.ANSWER,
            "shell_call_output": Means.ANSWER,
            "apply_patch_call_output": Means.ANSWER,
            "computer_call_output": Means.ANSWER,
        },
    ),
    Dialect(
        "dashed-parts",  # AI SDK and pydantic-ai
        {
            "tool-call": Means.CALL,
            "tool-result": Means.ANSWER,
            "tool-error": Means.FAILURE,
            "tool-invocation": Means.CALL_AND_ANSWER,
            "dynamic-tool": Means.CALL_AND_ANSWER,
            "step-start": Means.MARK,
            "system-prompt": Means.TEXT,
            "user-prompt": Means.TEXT,
            "tool-return": Means.ANSWER,
            "retry-prompt": Means.FAILURE,
        },
    ),
    Dialect(  # OpenTelemetry's GenAI messages
        "otel-parts",
        {
            "tool_call_response": Means.ANSWER,
            "server_tool_call": Means.CALL,
            "server_tool_call_response": Means.ANSWER,
            "compaction": Means.TEXT,
        },
    ),
    Dialect(
        "opencode-parts",
        {"step-finish": Means.MARK, "patch": Means.MARK, "snapshot": Means.MARK},
    ),
    Dialect(  # agents' own events: CrewAI, Agno, home-made ones
        "tool-events",
        {
            **dict.fromkeys(("tool_start", "tool_started", "tool_call_start", "tool_call_started"), Means.CALL),
            **dict.fromkeys(("tool_usage_started", "on_tool_start"), Means.CALL),
            **dict.fromkeys(("tool_end", "tool_finished", "tool_completed", "tool_call_end"), Means.ANSWER),
            **dict.fromkeys(("tool_call_completed", "tool_usage_finished", "on_tool_end"), Means.ANSWER),
            **dict.fromkeys(("tool_failed", "tool_call_error", "tool_usage_error", "on_tool_error"), Means.FAILURE),
        },
    ),
    Dialect("goose-blocks", {"tool_request": Means.CALL, "tool_response": Means.ANSWER}),
    Dialect(
        "letta-messages",
        {
            "tool_call_message": Means.CALL,
            "approval_request_message": Means.CALL,
            "tool_return_message": Means.ANSWER,
            "reasoning_message": Means.THOUGHT,
            "hidden_reasoning_message": Means.MARK,
        },
    ),
    Dialect(
        "semantic-kernel-items",
        {
            "FunctionCallContent": Means.CALL,
            "FunctionResultContent": Means.ANSWER,
            "TextContent": Means.TEXT,
        },
    ),
    Dialect(
        "react-events",
        {
            "thought": Means.THOUGHT,
            "action": Means.CALL,
            "observation": Means.ANSWER,
            "observe": Means.ANSWER,
            "decision": Means.MARK,
            "final_answer": Means.TEXT,
            "answer": Means.TEXT,
        },
    ),
    Dialect("haystack-blocks", {"tool_call": Means.CALL, "tool_call_result": Means.ANSWER}, wrapped=True),
    Dialect(
        "google-parts",
        {
            "function_call": Means.CALL,
            "function_response": Means.ANSWER,
            "executable_code": Means.CALL,
            "code_execution_result": Means.ANSWER,
        },
        wrapped=True,
    ),
    Dialect(
        "bedrock-blocks",
        {
            "tool_use": Means.CALL,
            "tool_result": Means.ANSWER,
            "reasoning_content": Means.THOUGHT,
            "cache_point": Means.MARK,
        },
        wrapped=True,
    ),
)

AGENT_ROLES: Final = frozenset(
    (
        *("assistant", "ai", "model", "agent", "bot", "chatbot", "gpt", "gemini", "response", "aimessage"),
        *("apimessage", "aimessagechunk", "assistantmessage", "textmessage", "toolcallrequestevent", "thoughtevent"),
        *("toolcallsummarymessage", "handoffmessage", "stopmessage", "multimodalmessage"),
    )
)
"""Roles in which the agent speaks. `response` is pydantic-ai's, `aimessage` LangChain's, the last are AutoGen's."""
OTHER_ROLES: Final = frozenset(
    (
        *("system", "developer", "user", "human", "environment", "customer", "request"),
        *("systemmessage", "humanmessage", "usermessage"),
    )
)
"""Roles in which somebody else speaks."""
ANSWER_ROLES: Final = frozenset(
    (
        *(
            "tool",
            "function",
            "observation",
            "ipython",
            "toolresult",
            "toolresponse",
            "functionresponse",
            "toolmessage",
        ),
        *("toolcallexecutionevent", "functionexecutionresultmessage"),
    )
)
"""Roles of messages that are the answer to a call."""
CALL_ROLES: Final = frozenset(("functioncall", "toolcall"))
"""Roles of messages whose text is a call: `{"name": ..., "arguments": ...}`."""
ROLES: Final = AGENT_ROLES | OTHER_ROLES | ANSWER_ROLES | CALL_ROLES

ROLE_KEYS: Final = _keys("role", "from", "sender")
CONTENT_KEYS: Final = _keys("content", "text", "message", "value")
BLOCK_LISTS: Final = _keys("parts")
LATE_LISTS: Final = _keys("blocks", "items")
"""The same where a message has neither these nor a content."""
ENVELOPES: Final = _keys("message", "content")
"""Members that hold all of a message, its role too, in an entry that only says when and where it was."""
CALL_LISTS: Final = _keys("tool_calls", "tool_invocations", "used_tools")
OLD_CALL: Final = folded("function_call")
ANSWER_LISTS: Final = _keys("tool_responses", "tool_results", "tool_messages")
CALL_WORDS: Final = frozenset(
    (
        *CALL_LISTS,
        *ANSWER_LISTS,
        OLD_CALL,
        *_keys("tool_call_ids", "tools", "tool_choice", "tool_call_chunks", "parallel_tool_calls"),
    )
)
"""Members of messages that are read, or hold nothing that counts."""

ANSWERED: Final = frozenset(_keys("result", "output", "response", "tool_output"))
"""Members of a call in a list of calls that say what it gave back."""

KIND_KEYS: Final = _keys("type", "part_kind", "kind", "block_type", "content_type", "$type")
TEXT_KEYS: Final = _keys("text", "content", "refusal", "data")
THOUGHT_KEYS: Final = _keys("thinking", "reasoning", "text", "reasoning_text", "summary", "content", "value", "data")
CALL_BODIES: Final = _keys("function", "custom", "tool_invocation", "tool_call", "state")
"""Where the rest of a call stands when it is not in the call itself."""
TOOL_KEYS: Final = _keys("name", "tool_name", "function_name", "tool")
ARGUMENT_KEYS: Final = _keys(
    "arguments",
    "args",
    "input",
    "server_tool_call",
    "parameters",
    "tool_input",
    "input_data",
    "tool_args",
    "tool_arguments",
    "arguments_json",
    "raw_arguments",
    "params",
    "action",
    "operation",
    "code",
    "queries",
    "query",
)
CALL_ID_KEYS: Final = _keys("call_id", "tool_call_id", "tool_use_id", "tool_id", "id")
ANSWER_ID_KEYS: Final = _keys("tool_call_id", "tool_use_id", "call_id", "source_call_id", "tool_call_ids", "tool_id")
OUTPUT_KEYS: Final = _keys(
    "output",
    "result",
    "content",
    "response",
    "outputs",
    "results",
    "text",
    "value",
    "tool_return",
    "tool_result",
    "tool_output",
    "output_data",
    "server_tool_call_response",
    "error_text",
    "error",
    "run",
    "data",
)
ERROR_FLAGS: Final = _keys("is_error", "tool_call_error")
ERROR_KEYS: Final = _keys("error", "tool_error", "error_text", "error_message")
STATUS_KEYS: Final = _keys("status", "state", "outcome", "type")
ERROR_STATES: Final = frozenset(
    (
        *("error", "errored", "failed", "failure", "outputerror", "errortext", "errorjson", "outcomefailed"),
        *("outcomedeadlineexceeded", "retried", "denied"),
    )
)
"""What the log says of a call that went wrong, in any of STATUS_KEYS."""
TOOL_ERROR_STATES: Final = frozenset(
    (
        "error",
        "errortext",
        "errorjson",
        "websearchtoolresulterror",
        "webfetchtoolresulterror",
        "codeexecutiontoolresulterror",
    )
)
"""The same where a tool's own answer has such members: a failed payment is no failed tool."""


ERROR_WORDS: Final = frozenset((*ERROR_FLAGS, *ERROR_KEYS, *STATUS_KEYS, "success"))
"""Members that can say that an answer is an error."""

_EXACT: Final = {
    (kind, dialect.wrapped): (means, dialect.name) for dialect in DIALECTS for kind, means in dialect.kinds.items()
}
_FOLDED: Final = {(folded(kind), wrapped): known for (kind, wrapped), known in reversed(_EXACT.items())}


def kind_meaning(kind: str, wrapped: bool = False) -> tuple[Means, str] | None:
    """What a kind means and in which dialect; None when no dialect has it. `wrapped`: the kind is a key.

    The spelling of a dialect counts before what folds to the same word in another.
    """
    return _EXACT.get((kind, wrapped)) or _FOLDED.get((folded(kind), wrapped))
