"""The project on one page, the scene, the sprint's message and the last word: the scenario's own prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiboard.engine.model.board import Board
from aiboard.instruments.text import clean
from aiboard.scenario.outcome import outcome
from aiboard.views import fmt

if TYPE_CHECKING:
    from aiboard.scenario import ResolvedScenario
    from aiboard.views.board.canvas import CanvasFact

_LINE: Final = 200
_PARAGRAPH: Final = 600


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the canvas and its lines."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the project."""

    name: str
    role: str
    description: str


@dataclass(frozen=True, slots=True)
class Project:
    """The canvas: what the project wants; its numbers; what it has, may not and risks; who is there."""

    key: str
    title: str
    summary: str
    days: int
    minutes: int
    objective: str
    facts: tuple[CanvasFact, ...]
    sections: tuple[Section, ...]
    note: str
    people: tuple[Person, ...]
    scene: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The page as lines of text."""
        lines = [self.title, "", self.objective, "", *(f"{fact.name}: {fact.text}" for fact in self.facts)]
        for section in self.sections:
            lines += ["", section.name, *(f"  {line}" for line in section.lines)]
        return tuple(lines)


def project(resolved: ResolvedScenario) -> Project:
    """The canvas of a scenario."""
    # Late: a game that goes on reads messages here, and no canvas.
    from aiboard.views.board.canvas import facts

    scenario = resolved.scenario
    canvas = scenario.canvas
    groups = {
        "Success": canvas.metrics,
        "Data": canvas.data,
        "Limits": canvas.constraints,
        "Risks": canvas.risks,
        "Time": canvas.time_box,
    }
    return Project(
        key=clean(resolved.key, 60),
        title=clean(scenario.title, 60),
        summary=clean(scenario.summary or "", _LINE),
        days=resolved.compiled.days,
        minutes=scenario.play_minutes,
        objective=clean(canvas.objective, _LINE),
        facts=facts(resolved),
        sections=tuple(
            Section(name, tuple(clean(line, _LINE) for line in lines)) for name, lines in groups.items() if lines
        ),
        note=clean(canvas.note or "", _LINE),
        people=tuple(
            Person(clean(one.name, 40), clean(one.role, 80), clean(one.about or "", _LINE)) for one in scenario.people
        ),
        scene=clean(scenario.story.scene, _PARAGRAPH) if scenario.story is not None else "",
    )


def message(resolved: ResolvedScenario, sprint: int) -> str:
    """What somebody writes at the start of a sprint: `Lena: ...`; empty when nobody does."""
    story = resolved.scenario.story
    if story is None:
        return ""
    for one in story.messages:
        if one.sprint == sprint:
            name = next((person.name for person in resolved.scenario.people if person.id == one.person), one.person)
            return f"{clean(name, 40)}: {clean(one.text, _LINE)}"
    return ""


def epilogue(resolved: ResolvedScenario, board: Board) -> str:
    """The last word, by outcome; one plain sentence where the scenario has none."""
    story = resolved.scenario.story
    end = outcome(board)
    text = story.epilogues.get(end, "") if story is not None else ""
    defaults = {
        "target": "The target was measured and a model is live.",
        "launched": "A model is live at the close; the target was not measured.",
        "withdrawn": "A model was live and is not any more.",
        "nothing": "Nothing went live.",
    }
    return clean(text, _PARAGRAPH) or f"{defaults[end]} Net {fmt.exact_money(board.ledger.booked())}."


def after_close(board: Board) -> str:
    """Why the days after the close are not the last day over and over; empty where nothing was live."""
    world, cents = board.world, board.ledger.tail
    if not cents and board.live() < 0:
        return ""
    counted = "drift lowers what a live model earns and incidents are paid on average"
    after = f"In the {fmt.days(world.tail_days)} after, {counted}"
    if cents > 0:
        return f"{after}: {fmt.exact_money(cents // world.tail_days)} a day."
    if not cents:
        return f"{after}: together they leave nothing."
    return f"In the days after, {counted}: it loses money, and is taken back."
