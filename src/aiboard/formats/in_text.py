"""Calls that an agent wrote into its text, for runs without any record of calls.

One function a spelling, listed in SPELLINGS; the first that finds a call in a text reads that text. What the
agent's text says next to the calls stays text; what comes back in the next turn is the answer.

A block of code is a call only where the log shows that blocks are run: an answer begins like a command's
output. A block of shell is one too where the system prompt asks for one block.
"""

from __future__ import annotations

import ast
import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise, takewhile
from typing import Final, NamedTuple

from aiboard.formats.dialects import TEXT_CALLS
from aiboard.formats.parts import Answer, Call, Part, Said, Turn

_LOOKED_AT: Final = 100_000
"""Characters of a text in which calls are looked for."""
_WRITTEN: Final = 10_000
"""Longest text in which a dictionary of Python's is looked for."""
_MOST: Final = 200
"""Most calls read from one text, and most places in it that are tried as one."""

_FUNCTION: Final = re.compile(r"<function=([^<>\n]{1,120})>((?:(?!</?function).)*+)(?:</function>)?", re.DOTALL)
_PARAMETER: Final = re.compile(r"<parameter=([^<>\n]{1,120})>((?:(?!</?parameter).)*+)", re.DOTALL)
_INVOKE: Final = re.compile(r"<invoke name=\"([^\"<>\n]{1,120})\">((?:(?!</?invoke).)*+)(?:</invoke>)?", re.DOTALL)
_NAMED_PARAMETER: Final = re.compile(
    r"<parameter name=\"([^\"<>\n]{1,120})\"[^<>\n]*>((?:(?!</?parameter).)*+)", re.DOTALL
)
_TOOL_CALL: Final = re.compile(r"<tool_call>((?:(?!</?tool_call>).)*+)(?:</tool_call>)?", re.DOTALL)
_EXECUTE: Final = re.compile(
    r"<(execute(?:_[a-z]{1,40})?)>((?:(?!</?execute).)*+)(?:</execute[a-z_]{0,40}>)?", re.DOTALL
)
_ACTION: Final = re.compile(
    r"^[ \t*]*Action(?: \d+)?[ \t*]*:[ \t*]*\n?[ \t]*"
    r"(?:(?P<json>\{[^\n]*)|(?P<tool>[\w.-]{1,120})[ \t]*(?:\[(?P<inside>[^\n]*)\]|\((?P<round>[^\n]*)\))?[ \t]*)$"
    r"(?:\n[ \t*]*Action Input(?: \d+)?[ \t*]*:(?P<input>(?:(?!\n[ \t*]*(?:Observation|Thought|Action)\b).)*+))?"
    r"(?:\n+[ \t*]*Observation(?: \d+)?[ \t*]*:(?P<answer>(?:(?!\n[ \t*]*(?:Thought|Action|Final Answer)\b).)*+))?",
    re.MULTILINE | re.DOTALL,
)
_ACTED: Final = re.compile(
    r"^[ \t*]*(?:ACTION|Action)[ \t*]*:[ \t*]*([^\s*][^\n]*)(?:\n+```[^\n]*\n((?:(?!```).)*+)```)?",
    re.MULTILINE | re.DOTALL,
)
_FUNCTION_CALL: Final = re.compile(
    r"<functioncall>\s*\{\s*\"name\":\s*\"([^\"]{1,120})\"(?:,\s*\"arguments\":\s*'?((?:(?!<\||\n\n).)*+))?", re.DOTALL
)
_REQUEST: Final = re.compile(r"\s*(GET|POST|PUT|PATCH|DELETE) (https?://\S+(?:\s+[{\[].*)?)\s*", re.DOTALL)
_RESPONSE: Final = re.compile(r"<tool_response>((?:(?!</?tool_response>).)*+)(?:</tool_response>)?", re.DOTALL)
_WORD: Final = re.compile(r"([^\s(\[]*)(.*)", re.DOTALL)
_GIVEN: Final = ("arguments", "args", "parameters", "action_input", "input")
_CALLED: Final = ("name", "tool_name", "tool", "action", "function")
_PROMPTS: Final = ("system", "developer")
_END: Final = ("finish", "final", "none")
_ASKS_FOR_ACTION: Final = re.compile(r"(?i)\baction[ \t*]*:")
_SHELLS: Final = re.compile(r"(?:mswea_)?(?:bash|sh|shell)(?:_command|_action)?")
_OUTPUT: Final = re.compile(
    r"\s*(?:<returncode>|<output>|OBSERVATION:|Observation:|exitcode: |\[File: |Code output:|EXECUTION "
    r"|The output of the OS:|Output:\s*\n```)"
)
_ASKS_FOR_BLOCK: Final = re.compile(r"(?i)\b(?:one|single|exactly)\b[^\n]{0,40}\b(?:block|command)\b")
_FAILED: Final = re.compile(
    r"\s*(?:<returncode>|exitcode: |Exit code:? |(?:Chunk ID: [^\n]*\n)?Wall time: [^\n]*\nProcess exited with code )"
    r"\s*(-?\d+)"
)
"""How mini-swe-agent, AutoGen, Claude Code and Codex begin what a command gave."""
_ENDED: Final = re.compile(
    r"(?:\[(?:The command completed|Command finished) with exit code (-?\d+)\.?\]"
    r"|(?:\A|\n)Exit [Cc]ode: (-?\d+)(?:\n(?:Signal|Background PIDs|Process Group PGID): [^\n]*)*)\s*\Z"
)
"""How OpenHands and Gemini CLI end what a command gave."""
_ENDED_SHOWN: Final = 200
_RESULT: Final = re.compile(r"\[(\w{2,40})(?: [^\n]*?)?\] Result:\s*(The tool execution failed)?")
"""How Cline and its kin answer a call that was written as a tag: `<read_file><path>a.py</path></read_file>`."""
_TOOL_FAILED: Final = re.compile(r"\s*An error occurred while running the tool\b")
"""What OpenAI's agents SDK tells the model of a tool that failed."""
_TAG: Final = re.compile(r"<(/?)(\w{2,40})>")
_HEADING: Final = re.compile(r"\s*(?:OBSERVATION|Observation|(?:Tool )?[Rr]esult|API output|Tool output|Output)\s*:\s*")


class _Found(NamedTuple):
    """A call in a text: where it stands, and its answer where the text goes on with it."""

    start: int
    end: int
    tool: str
    arguments: str
    answer: str | None = None


_Spelling = Callable[[str], Iterator[_Found]]


def with_calls_in_text(turns: Sequence[Turn]) -> list[Turn]:
    """The turns, with the calls in the agent's text as calls and the turns after them as their answers."""
    run, tools = _run_blocks(turns), _answered_tags(turns)
    tags = [lambda text: _tags(text, tools)] if tools else []
    base_spellings = [*tags, *SPELLINGS, *([_action_lines] if _is_acted(turns) else [])]
    spellings = base_spellings if run is None else [*base_spellings, run]
    out: list[Turn] = []
    waiting = False
    for index, turn in enumerate(turns):
        if waiting and not turn.agent and all(isinstance(part, Said) for part in turn.parts):
            out.append(replace(turn, parts=tuple(map(_answer, responses(_text(turn))))))
            waiting = False
            continue
        waiting = False
        following = turns[index + 1] if index + 1 < len(turns) else None
        # The last block of a log was not run: nothing follows it.
        parts = _calls(_as_agent(turn, following), spellings if following is not None else base_spellings)
        waiting = any(isinstance(part, Call) and part.answer is None for part in parts)
        out.append(Turn(turn.role, parts, turn.agent))
    return out


def _as_agent(turn: Turn, following: Turn | None) -> Turn:
    """The turn; the agent's where a command's output follows it. With several agents, most have the role `user`."""
    output_follows = following is not None and not following.agent and _is_output(following)
    return replace(turn, agent=turn.agent or (output_follows and not _is_output(turn)))


def _is_output(turn: Turn) -> bool:
    text = _text(turn)
    return _OUTPUT.match(text) is not None or text.rstrip().endswith("\nbash-$")


def _calls(turn: Turn, spellings: Sequence[_Spelling]) -> tuple[Part, ...]:
    """The turn's parts, its calls among them."""
    text = _text(turn)
    if not turn.agent or not text:
        return turn.parts
    for spelling in spellings:
        matches = list(spelling(text[:_LOOKED_AT]))
        if not matches:
            continue
        calls = [
            Call(
                one.tool,
                one.arguments,
                answer=None if one.answer is None else _answer(one.answer),
                from_text=True,
                dialect=TEXT_CALLS,
            )
            for one in matches
        ]
        ends = [0, *(one.end for one in matches)]
        starts = [*(one.start for one in matches), len(text)]
        remaining = "".join(text[a:b] for a, b in zip(ends, starts, strict=True)).strip()
        return (*([Said(remaining)] if remaining else []), *calls)
    return turn.parts


def _text(turn: Turn) -> str:
    return "\n".join(part.text for part in turn.parts if isinstance(part, Said))


def _answer(text: str) -> Answer:
    """An answer as it stands; an exit code that is not 0 is an error, and a heading hides none."""
    error = failed(text)
    if error is not None:
        return Answer(text, error, dialect=TEXT_CALLS)
    return Answer(_HEADING.sub("", text, count=1), None, dialect=TEXT_CALLS)


def failed(text: str) -> bool | None:
    """Whether a command's output says that it failed, by its exit code; None where it says nothing of it."""
    code = _FAILED.match(text) or _ENDED.search(text[-_ENDED_SHOWN:])
    if code is not None:
        return code.group(code.lastindex or 1) != "0"
    result = _RESULT.match(text)
    return True if _TOOL_FAILED.match(text) or (result is not None and result.group(2)) else None


def _answered_tags(turns: Sequence[Turn]) -> frozenset[str]:
    """The tools that answers name as the ones they come from."""
    matches = (_RESULT.match(_text(turn)) for turn in turns if not turn.agent)
    return frozenset(match.group(1) for match in matches if match is not None)


def responses(text: str) -> list[str]:
    """The answers in a text: of one that is all `<tool_response>` what stands in each; else all of it."""
    if _RESPONSE.sub("", text).strip():
        return [text]
    return [match.group(1).strip() for match in _matches(_RESPONSE, text)] or [text]


def _is_acted(turns: Sequence[Turn]) -> bool:
    """Whether the agent was asked for lines that begin with `Action:`, and most of its turns with an answer have one.

    Minutes and plans have such lines too.
    """
    before = takewhile(lambda turn: not turn.agent, turns)
    if not any(_ASKS_FOR_ACTION.search(_text(turn)[:_LOOKED_AT]) for turn in before):
        return False
    agent = [turn for turn, after in pairwise(turns) if turn.agent and not after.agent]
    action_turns = sum(_ACTED.search(_text(turn)[:_LOOKED_AT]) is not None for turn in agent)
    return action_turns > 1 and 2 * action_turns > len(agent)


def _run_blocks(turns: Sequence[Turn]) -> _Spelling | None:
    """The spelling of the blocks of code that are run in this log; None where none are."""
    if any(not turn.agent and _is_output(turn) for turn in turns):
        return _fences
    asks_for_blocks = any(
        turn.role.lower() in _PROMPTS and _ASKS_FOR_BLOCK.search(_text(turn)[:_LOOKED_AT]) for turn in turns[:2]
    )
    return _shell_fences if asks_for_blocks else None


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return islice(pattern.finditer(text), _MOST)


def _functions(text: str) -> Iterator[_Found]:
    """`<function=view><parameter=path>a.py</parameter></function>`."""
    for match in _matches(_FUNCTION, text):
        yield _Found(match.start(), match.end(), match.group(1), _parameters(_PARAMETER, match.group(2)))


def _tags(text: str, tools: frozenset[str]) -> Iterator[_Found]:
    """`<read_file><path>a.py</path></read_file>`, for tools whose answers name them."""
    for element in islice(_tagged(text), _MOST):
        if element.tool in tools:
            arguments = {inner.tool: inner.arguments.strip() for inner in islice(_tagged(element.arguments), _MOST)}
            yield element._replace(arguments=json.dumps(arguments, ensure_ascii=False))


def _tagged(text: str) -> Iterator[_Found]:
    """The outermost tags that are closed, and what stands in each. One pass: some texts are full of open tags."""
    open_tags: dict[str, re.Match[str]] = {}
    elements: list[_Found] = []
    for tag in _TAG.finditer(text):
        closing, name = tag.groups()
        if not closing:
            open_tags[name] = tag
        elif (begin := open_tags.pop(name, None)) is not None:
            elements.append(_Found(begin.start(), tag.end(), name, text[begin.end() : tag.start()]))
    end = 0
    for one in sorted(elements):
        if one.start >= end:
            yield one
            end = one.end


def _invokes(text: str) -> Iterator[_Found]:
    """`<invoke name="view"><parameter name="path">a.py</parameter></invoke>`."""
    for match in _matches(_INVOKE, text):
        yield _Found(match.start(), match.end(), match.group(1), _parameters(_NAMED_PARAMETER, match.group(2)))


def _tool_calls(text: str) -> Iterator[_Found]:
    """`<tool_call>{"name": "view", "arguments": {...}}</tool_call>`."""
    for match in _matches(_TOOL_CALL, text):
        call = named_call(match.group(1))
        if call is not None:
            yield _Found(match.start(), match.end(), *call)


def _executes(text: str) -> Iterator[_Found]:
    """`<execute_bash>ls</execute_bash>`, and `<execute>` where there is but one thing to run."""
    for match in _matches(_EXECUTE, text):
        tool = match.group(1).removeprefix("execute_")
        yield _Found(match.start(), match.end(), tool, match.group(2).strip())


def _actions(text: str) -> Iterator[_Found]:
    """ReAct's lines: `Action: search[rain]`, or `Action: search` with `Action Input: rain`, or JSON after `Action:`."""
    for match in _matches(_ACTION, text):
        answer = match.group("answer")
        call = named_call(match.group("json") or "")
        if call is None:
            tool = match.group("tool")
            arguments = next((part for part in match.group("input", "inside", "round") if part is not None), None)
            # A bare "Action: word" is prose, unless an input or an observation goes with it.
            if tool is None or tool.lower().startswith(_END) or (arguments is None and answer is None):
                continue
            call = (tool, (arguments or "").strip())
        yield _Found(match.start(), match.end(), *call, None if answer is None else answer.strip())


def _action_lines(text: str) -> Iterator[_Found]:
    """`ACTION: go to desk 1`: the first word is the tool. A block of code below is what it was given."""
    for match in _matches(_ACTED, text):
        tool, arguments = first_word(match.group(1))
        if tool.lower() not in _END:
            yield _Found(match.start(), match.end(), tool, (match.group(2) or arguments).strip())


def first_word(line: str) -> tuple[str, str]:
    """Tool and arguments of a line such as `click [12]`, `search[red shoes]`, `fill('a1', 'x')`, `go to desk 1`."""
    tool, arguments = _WORD.match(line.strip()).groups()  # type: ignore[union-attr]
    return tool or "none", arguments.strip()


def _function_calls(text: str) -> Iterator[_Found]:
    """`<functioncall> {"name": "view", "arguments": '{...}'}`, as Glaive's models write it."""
    for match in _matches(_FUNCTION_CALL, text):
        arguments = (match.group(2) or "").strip().removesuffix("}").strip().strip("'")
        yield _Found(match.start(), match.end(), match.group(1), arguments)


def _requests(text: str) -> Iterator[_Found]:
    """`GET https://...` as all of a text, or with JSON below."""
    match = _REQUEST.fullmatch(text)
    if match is not None:
        yield _Found(0, len(text), match.group(1), match.group(2).strip())


def _objects(text: str) -> Iterator[_Found]:
    """A JSON object with a tool's name and arguments: all of the text, or in a block between backticks."""
    alone = _Found(0, len(text), "json", text)
    for block in [alone] if text.lstrip().startswith("{") else islice(_blocks(text), _MOST):
        call = named_call(block.arguments, only_whole=True)
        if call is not None and not call[0].lower().startswith(_END):
            yield _Found(block.start, block.end, *call)


def _fences(text: str) -> Iterator[_Found]:
    """The last block between lines of three backticks: its language is the tool, `bash` for shells and none."""
    for block in deque(islice(_blocks(text), _MOST), maxlen=1):
        shell = not block.tool or _SHELLS.fullmatch(block.tool)
        if block.arguments:
            yield block._replace(tool="bash" if shell else block.tool)


def _shell_fences(text: str) -> Iterator[_Found]:
    """The same for shells only."""
    return (block for block in _fences(text) if block.tool == "bash")


def _blocks(text: str) -> Iterator[_Found]:
    """The blocks between lines of three backticks, the language as the tool."""
    offset = 0
    start: int | None = None
    language = ""
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        end = offset + len(line)
        if start is None and stripped.startswith("```"):
            start, language, body_start = offset, stripped[3:].strip().lower(), end
        elif start is not None and stripped == "```":
            yield _Found(start, end, language, text[body_start:offset].strip())
            start = None
        offset = end


SPELLINGS: Final[tuple[_Spelling, ...]] = (
    _functions,
    _invokes,
    _tool_calls,
    _executes,
    _actions,
    _function_calls,
    _requests,
    _objects,
)


def _parameters(pattern: re.Pattern[str], body: str) -> str:
    arguments = {match.group(1): match.group(2).strip() for match in pattern.finditer(body)}
    return json.dumps(arguments, ensure_ascii=False) if arguments else body.strip()


def _object(text: str) -> object:
    """The value in a text: JSON, or what Python writes for a dictionary, as some models were taught to. ValueError."""
    try:
        return json.loads(text)
    except ValueError:
        stripped = text.strip()
        if not stripped.startswith("{'") or len(stripped) > _WRITTEN:
            raise
    try:
        return ast.literal_eval(stripped)
    except (SyntaxError, MemoryError, TypeError) as error:
        raise ValueError from error


def named_call(text: str, only_whole: bool = False) -> tuple[str, str] | None:
    """Tool and arguments of a call written as a JSON object; None for other text. `only_whole`: arguments are there."""
    try:
        value = _object(text)
        if not isinstance(value, dict):
            return None
        tool = next((value[key] for key in _CALLED if value.get(key)), None)
        arguments = next((value[key] for key in _GIVEN if key in value), "")
        if not isinstance(tool, str) or (only_whole and not any(key in value for key in _GIVEN)):
            return None
        return tool, arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    except (ValueError, RecursionError):
        return None
