"""What stands inside the values of logs: typed values of OTLP, answers of tools, tools listed as messages."""

import json
from typing import Any

import pytest

from aiboard.formats import archive
from aiboard.formats.blocks import _outcome, as_text
from aiboard.formats.document import Node
from aiboard.formats.otlp import _plain
from aiboard.formats.reading import parse_document
from aiboard.formats.traces import _is_definition

NESTED = {"arrayValue": {"values": [{"stringValue": "y"}]}}


def node(value: object) -> Node:
    return parse_document("log.json", json.dumps(value).encode()).nodes[0]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ({"stringValue": "x"}, "x"),
        ({"string_value": "x"}, "x"),
        ({"boolValue": False}, False),
        ({"doubleValue": 0.5}, 0.5),
        ({"intValue": "-12"}, -12),
        ({"intValue": 12}, 12),
        ({"intValue": "1" * 30}, "1" * 30),
        ({"arrayValue": {"values": [{"intValue": "1"}, NESTED]}}, [1, ["y"]]),
        ({"kvlistValue": {"values": [{"key": "a", "value": {"intValue": "1"}}, "no pair"]}}, {"a": 1}),
        ({"arrayValue": {}}, []),
        ({"two": 1, "keys": 2}, {"two": 1, "keys": 2}),
        ({"otherValue": 1}, {"otherValue": 1}),
        ("text", "text"),
    ],
)
def test_a_typed_value_is_taken_out_of_its_wrappers(typed: object, plain: object) -> None:
    assert _plain(typed, 0) == plain


def test_a_value_wrapped_deeper_than_any_log_is_left_as_it_is() -> None:
    typed: Any = {"stringValue": "x"}
    for _ in range(500):
        typed = {"arrayValue": {"values": [typed]}}
    found = _plain(typed, 0)
    while isinstance(found, list) and found:
        (found,) = found
    assert isinstance(found, dict), "no stack is filled by it"


@pytest.mark.parametrize(
    ("entry", "defines"),
    [
        ({"role": "tool", "content": {"function": {"name": "find", "parameters": {}}}}, True),
        ({"role": "tool", "content": {"function": {"name": "find"}}}, False),
        ({"role": "tool", "content": "two flights"}, False),
        ({"role": "assistant", "content": {"function": {"name": "find", "parameters": {}}}}, False),
        ({"role": "tool"}, False),
    ],
)
def test_a_tool_that_is_listed_is_no_answer(entry: object, defines: bool) -> None:
    assert bool(_is_definition(node(entry))) is defines


@pytest.mark.parametrize(("there", "reads"), [((), False), (("zstandard",), True), (("compression.zstd",), True)])
def test_zstd_is_read_where_either_library_is(
    there: tuple[str, ...], reads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(name: str) -> object:
        if name == "compression.zstd" and name not in there:
            raise ModuleNotFoundError(name)
        return object() if name in there else None

    monkeypatch.setattr(archive, "find_spec", found)
    assert archive.reads_zstd() is reads


def test_a_value_that_is_no_text_is_shown_as_compact_json() -> None:
    assert as_text(node({"a": [1, None]})) == '{"a":[1,null]}'
    assert as_text(node("text")) == "text"


@pytest.mark.parametrize(
    ("value", "text", "error"),
    [
        ("found", "found", None),
        ({"content": "found"}, "found", None),
        ({"content": "found", "isError": True}, "found", True),
        ({"content": [{"type": "text", "text": "a"}, "b"], "isError": False}, "a\nb", False),
        ({"content": "found", "rows": 3}, '{"content":"found","rows":3}', None),
        ({"type": "json", "value": {"a": 1}}, '{"a":1}', None),
        ({"type": "text", "value": "found", "content": "not this"}, "found", None),
        ({"value": "no type"}, '{"value":"no type"}', None),
        ({"success": False, "why": "full"}, '{"success":false,"why":"full"}', None),
        ({"error": "full"}, '{"error":"full"}', True),
        ([{"type": "image"}, {"type": "text", "text": "a"}], "[image]\na", None),
        ([{"a": 1}], '[{"a":1}]', None),
        ([], "[]", None),
        (7, "7", None),
    ],
)
def test_what_a_tool_gave_back(value: object, text: str, error: bool | None) -> None:
    assert _outcome(node(value)) == (text, error)
