"""What a lesson is: an advice that is measured, and the world in which it should stop paying. Data in lessons.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from aiboard.analysis.worlds import with_changes
from aiboard.engine.verbs import Action
from aiboard.scenario import ResolvedScenario
from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.scenario.section import ACTIONS
from aiboard.scenario.units import Key, Line, OneOf, Text

PROJECT: Final = "support-chatbot"
"""The scenario in which lessons are measured unless they say another."""

_Sentence = Annotated[str, Text(300)]
_NAMES: Final = OneOf(list(ACTIONS))


class Boundary(Content):
    """A world that differs from a lesson's own in a few dials, in which the advice should pay little or nothing.

    Attributes:
        name: as a variant is named; the world's key ends with it.
        where: what is different, for people; goes on after "nothing": "where ...".
        why: why the advice should stop paying there, one sentence.
        changes: groups and dials as a scenario file has them. Under a list of things, `*` changes each of them.
    """

    name: Key
    where: Line
    why: _Sentence
    changes: dict[str, Any]

    def world(self, resolved: ResolvedScenario) -> ResolvedScenario:
        """This world, made of a scenario; InputError where the changes do not make a sound scenario of that one."""
        return with_changes(resolved, self.changes, self.name)


class Lesson(Content):
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

    id: Annotated[str, Text(3, pattern="L[0-9]{2}", shape="L01")]
    title: Line
    advice: _Sentence
    obey: _Sentence
    ignore: _Sentence
    until: _Sentence
    boundary: Boundary
    verbs: list[Annotated[type[Action], BeforeValidator(lambda name: ACTIONS[_NAMES.parse(name)])]]
    scenarios: list[Key] = Field(default=[PROJECT])
    doubt: _Sentence | Literal[""] = ""


class _File(ContentFile):
    lessons: list[Lesson]


LESSONS: Final = {one.id: one for one in shipped(_File, "aiboard.analysis.lessons", "lessons.yaml").lessons}
"""By id, in the order of their ids."""
