"""What a message is made of, whatever its dialect: dialects are read into this, and steps are made of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Text that somebody wrote; also what stands for a block that was not read (`[image]`)."""

    text: str


@dataclass(frozen=True)
class Answer:
    """What a tool gave back.

    Attributes:
        output: as text; JSON where the tool gave an object.
        error: whether the log says it is an error; None where it does not say, so that the text decides.
        ids: what the call may be known by, the likeliest first.
        own_id: the answer's own id, which in some logs is the call's.
        tool: the tool's name where it is repeated, else empty.
        dialect: name of the dialect it was written in.
    """

    output: str
    error: bool | None
    ids: tuple[str, ...] = ()
    own_id: str = ""
    tool: str = ""
    dialect: str = ""


@dataclass(frozen=True)
class Call:
    """A tool called.

    Attributes:
        tool: the tool's name as it stands in the log.
        arguments: as text; JSON where the log has an object.
        ids: what an answer may name it by, the likeliest first.
        answer: what it got, where that stands beside it.
        from_text: found in what the agent wrote; the log has no record of calls.
        dialect: name of the dialect it was written in.
    """

    tool: str
    arguments: str
    ids: tuple[str, ...] = ()
    answer: Answer | None = None
    from_text: bool = False
    dialect: str = ""


@dataclass(frozen=True)
class Unread:
    """Something that was not understood; `kind` is what is counted and reported."""

    kind: str


Part = Said | Call | Answer | Unread


@dataclass(frozen=True)
class Turn:
    """One entry of a message list: who wrote it (in the log's word), what of, and which side that is."""

    role: str
    parts: tuple[Part, ...]
    agent: bool
    """Whether it is the agent's; calls are looked for in the agent's text only."""
