"""A scenario's texts: the canvas, the scene, what people say, the coach. No rule depends on them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from aiboard.scenario.content import Content
from aiboard.scenario.dials import ChaosName
from aiboard.scenario.moments import MOMENTS
from aiboard.scenario.outcome import OUTCOMES
from aiboard.scenario.units import CoachText, Key, Line, OneOf, Paragraph, Sentence, SmallCount

Moment = Annotated[str, OneOf(MOMENTS)]
OutcomeName = Annotated[str, OneOf(OUTCOMES)]


class Canvas(Content):
    """The project on one page, as the picker and the first screen show it."""

    objective: Sentence = Field(description="What the project is for.")
    metrics: list[Line] = Field(default=[], max_length=8, description="What success is, most important first.")
    data: list[Line] = Field(default=[], max_length=8, description="What data there is, and what is missing.")
    constraints: list[Line] = Field(default=[], max_length=8, description="Budget, latency, privacy, hardware.")
    risks: list[Line] = Field(default=[], max_length=8, description="What may go wrong.")
    time_box: list[Line] = Field(default=[], max_length=8, description="Deadlines and the line for giving up.")
    note: Sentence | None = Field(default=None, description="What a point is worth, in plain words.")


class Message(Content):
    """What somebody writes at the start of a sprint."""

    sprint: SmallCount = Field(description="Sprint at whose start it comes.")
    person: Key = Field(alias="from", description="Id of the person who writes.")
    text: Sentence = Field(description="What they write.")


class Story(Content):
    """Scene, messages and endings."""

    scene: Paragraph = Field(description="The first morning, at most 60 words.")
    first_customer: Sentence | None = Field(default=None, description="What the first customer says at launch.")
    messages: list[Message] = Field(default=[], max_length=40, description="One message a sprint at most.")
    epilogues: dict[OutcomeName, Paragraph] = Field(default={}, description="The last word, by outcome.")
    chaos: dict[ChaosName, Sentence] = Field(default={}, description="How each disruption is announced.")
    hints: dict[ChaosName, Sentence] = Field(default={}, description="What somebody says days before it.")


class CoachLine(Content):
    """One hint of the tutorial, shown when its moment comes."""

    when: Moment = Field(description="The moment it belongs to.")
    nth: Annotated[SmallCount, Field(description="Which of these moments of the game: 1 is the first.")] = 1
    say: CoachText = Field(description="The hint.")
