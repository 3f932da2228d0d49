"""What labs say whatever their draw: the files texts/ID.yaml."""

from __future__ import annotations

from pydantic import Field

from aiboard.scenario.content import Content, ContentFile, shipped
from aiboard.scenario.units import Line


class _Control(Content):
    """A `Control` as it is written in a file; that class itself loads no pydantic."""

    name: str
    label: Line
    low: int
    high: int
    default: int
    step: int = 1
    unit: str = ""
    decimals: int = 0
    words: list[str] = Field(default=[])


class Texts(ContentFile):
    """The texts and controls of one lab.

    Attributes:
        scenario: what shows the same in a game.
        controls: what can be changed, numbers in units of 10^-decimals.
        source, engine: headings of the two sides: whose rule it is.
        scene: what is simulated, for somebody who has played nothing yet, in one or two sentences.
        claim: what the course advises, in one or two sentences.
        why: how both rules work, and what an interviewer may ask; a paragraph each. In braces stand names of controls
            and of `Lab.facts`.
        question: what is asked; in braces stand the facts that the lab gives.
        because: why the answer is right, a paragraph each.
        counterexample: what shows where the course's rule goes wrong.
    """

    scenario: str
    controls: list[_Control]
    source: Line
    engine: Line
    scene: str
    claim: str
    why: list[str]
    question: str
    because: list[str]
    counterexample: str


def texts(lab: str) -> Texts:
    """The texts of a lab by its id."""
    return shipped(Texts, "aiboard.labs", "texts", f"{lab}.yaml")
