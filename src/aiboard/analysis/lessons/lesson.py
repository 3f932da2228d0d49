"""What a lesson is: an advice that is measured, and the world in which it should stop paying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiboard.engine.verbs import Action

PROJECT = "support-chatbot"
"""The scenario in which lessons are measured unless they say another."""


@dataclass(frozen=True)
class Boundary:
    """A world that differs from a lesson's own in a few dials, in which the advice should pay little or nothing.

    Attributes:
        name: as a variant is named; the world's key ends with it.
        where: what is different, for people; goes on after "nothing": "where ...".
        why: why the advice should stop paying there, one sentence.
        changes: groups and dials as a scenario file has them. Under a list of things, `*` changes each of them.
    """

    name: str
    where: str
    why: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Lesson:
    """One lesson. Its pair of bots is `aiboard.bots.reference.lesson_bot(id, obey)`.

    Attributes:
        id: L01 to L40.
        title: the advice in a few words, as an instruction without its full stop.
        advice: the advice, one sentence.
        obey, ignore: what each bot of the pair does.
        until: from when the advice stops paying; goes on after "Stops paying".
        boundary: where it is measured that it stops.
        verbs: the family of actions: where the pair first differs, one of the two takes one of these.
        scenarios: where it is measured for the shipped verdicts, the default first.
        doubt: why it does not hold, or is small, in the default scenario; empty where it holds.
    """

    id: str
    title: str
    advice: str
    obey: str
    ignore: str
    until: str
    boundary: Boundary
    verbs: tuple[type[Action], ...]
    scenarios: tuple[str, ...] = (PROJECT,)
    doubt: str = ""
