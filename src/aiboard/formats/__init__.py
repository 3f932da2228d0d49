"""Readers of real files into the instruments' types.

A file of agent runs goes through these modules: `reading` makes a `document` of JSON within bounds. A tool's own log
has a reader in a file of its own, listed in READERS, or a function in `flows`; in any other document `finding` finds
the runs and `messages` reads each in any of the `dialects`. `refusals` says what a file that is not read looks like.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from aiboard.formats import (
    adk,
    amazon_q,
    atif,
    bfcl,
    claude_code,
    codex,
    copilot_cli,
    flows,
    gemini_cli,
    inspect_log,
    langfuse,
    langsmith,
    managed_agents,
    openai_agents,
    openai_traces,
    opencode,
    openhands,
    otlp,
    paired_events,
    pi,
    span_rows,
    steps,
    swe_agent,
    who_and_when,
)
from aiboard.formats.archive import ZIP
from aiboard.formats.document import Document, FormatError
from aiboard.formats.finding import find_runs
from aiboard.formats.reading import parse_document, read_bytes, without_noise
from aiboard.formats.refusals import known_kind, refusal
from aiboard.formats.rollout import Rollout, TrajectoryFile, assembled
from aiboard.formats.runs import read_runs
from aiboard.instruments.trajectory import Run

__all__ = ["FormatError", "TrajectoryFile", "load", "open_trajectories", "recognise"]


class Reader(NamedTuple):
    """A reader of the logs of one tool: its name in `format`, what tells such a log, what finds its runs."""

    name: str
    is_log: Callable[[Document], bool]
    read: Callable[[Document], list[Rollout]]


READERS: Final = (
    Reader(gemini_cli.QWEN, gemini_cli.is_qwen_log, gemini_cli.read_qwen),
    Reader(claude_code.NAME, claude_code.is_log, claude_code.read),
    Reader(codex.NAME, codex.is_log, codex.read),
    Reader(copilot_cli.NAME, copilot_cli.is_log, copilot_cli.read),
    Reader(opencode.NAME, opencode.is_log, opencode.read),
    Reader(pi.NAME, pi.is_log, pi.read),
    Reader(managed_agents.NAME, managed_agents.is_log, managed_agents.read),
    Reader(gemini_cli.NAME, gemini_cli.is_printed, gemini_cli.read_printed),
    Reader(gemini_cli.NAME, gemini_cli.is_log, gemini_cli.read),
    Reader(amazon_q.NAME, amazon_q.is_log, amazon_q.read),
    Reader(swe_agent.NAME, swe_agent.is_log, swe_agent.read),
    Reader(swe_agent.MINI, swe_agent.is_mini_log, swe_agent.read_mini),
    Reader(inspect_log.NAME, inspect_log.is_log, inspect_log.read),
    Reader(atif.NAME, atif.is_log, atif.read),
    Reader(adk.NAME, adk.is_log, adk.read),
    Reader(langfuse.NAME, langfuse.is_log, langfuse.read),
    Reader(langsmith.NAME, langsmith.is_log, langsmith.read),
    Reader(paired_events.MCP, paired_events.is_mcp, paired_events.read_mcp),
    Reader(paired_events.EVENTS, paired_events.is_events, paired_events.read_events),
    Reader(span_rows.WEAVE, span_rows.is_weave, span_rows.read_weave),
    Reader(span_rows.BRAINTRUST, span_rows.is_braintrust, span_rows.read_braintrust),
    Reader(otlp.NAME, otlp.is_log, otlp.read),
    Reader(openai_agents.NAME, openai_agents.is_log, openai_agents.read),
    Reader(openai_traces.NAME, openai_traces.is_log, openai_traces.read),
    Reader(who_and_when.NAME, who_and_when.is_log, who_and_when.read),
    Reader(bfcl.NAME, bfcl.is_log, bfcl.read),
    Reader(openhands.NAME, openhands.is_log, openhands.read),
    *(Reader(kind.name, kind.is_log, kind.read) for kind in flows.KINDS),
    Reader(steps.NAME, steps.is_log, steps.read),
)
"""The first that knows a document reads it."""


def load(path: str | os.PathLike[str]) -> list[Run]:
    """The runs in the file at `path`. FormatError for a file that cannot be read, in one line."""
    return list(open_trajectories(path).runs)


def open_trajectories(path: str | os.PathLike[str]) -> TrajectoryFile:
    """The runs in the file at `path` and its format. FormatError as in `load`."""
    file, data = os.fspath(path), read_bytes(path)
    try:
        return inspect_log.read_archive(file, data) if data.startswith(ZIP) else _opened(file, data)
    except RecursionError:
        raise FormatError("is nested too deep; give a log", file=file) from None


def _opened(file: str, data: bytes) -> TrajectoryFile:
    """The runs in the bytes of a file. The log of a tool may hold lines that its program printed besides."""
    try:
        document = parse_document(file, data)
    except FormatError:
        lines = without_noise(file, data)
        reader = next((one for one in READERS if lines is not None and one.is_log(lines)), None)
        if lines is None or reader is None:
            raise
        return assembled(lines, reader.name, reader.read(lines))
    return recognise(document)


def recognise(document: Document) -> TrajectoryFile:
    """The runs in a document. FormatError as in `load`."""
    if document.nodes[0].value in ([], {}):
        document.fail("has no runs in it; give a log with at least one run")
    # Before the search for messages: it would find those of many of these logs, without what belongs to them.
    for recorded in filter(None, (document, _recorded(document))):
        for reader in READERS:
            if reader.is_log(recorded):
                return assembled(recorded, reader.name, reader.read(recorded))
    kind = known_kind(document)
    raw_runs = find_runs(document) if kind is None else []
    if not raw_runs:
        document.fail(refusal(document, kind))
    name, runs = read_runs(document, raw_runs)
    return TrajectoryFile(document.file, name, tuple(runs))


def _recorded(document: Document) -> Document | None:
    """The lines of a log that another program keeps, each under `raw`; None where they are not all so."""
    inside = [node.find("raw") for node in document.top()]
    lines = [node for node in inside if node is not None and isinstance(node.value, dict)]
    return replace(document, nodes=tuple(lines), lines=True) if len(lines) == len(inside) else None
