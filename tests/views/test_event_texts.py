"""Every happening, every step of an agent, the canvas and the glossary, as they were written down in golden/.

`AIBOARD_GOLDEN=write pytest tests/views/test_event_texts.py` writes them anew.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, Final

from aiboard.engine.happenings import HAPPENINGS, Event
from aiboard.engine.model.board import Board
from aiboard.engine.systems.agent import STEP_STATES, StepState, Tool
from aiboard.views.board import log
from aiboard.views.board.canvas import facts as facts_of
from aiboard.views.card.trajectory import run
from aiboard.views.glossary import glossary
from aiboard.views.sentences import is_news, sentence
from tests.engine.play import an_event
from tests.views import made
from tests.views.test_view_texts import GOLDEN, Change, changed, together
from tests.written import as_written

#: Amounts that an event's number may be; one at a time is put in the place of 1.
AMOUNTS: Final = (0, 2, 100, 840_000)


def told(event: Event) -> str:
    """An event's sentence and what a face needs to know of it; the reason where it cannot be told so."""
    try:
        found = sentence(made.board().world, event)
    except (ValueError, KeyError, IndexError) as error:
        return f"no: {error}"
    return f"{found.tone} {'news' if is_news(event) else '-'} {'told' if log.is_in_log(event) else '-'}: {found.text}"


def of_happenings() -> Iterator[str]:
    """Every kind with its numbers 1, then what another number in one place changes."""
    for kind in HAPPENINGS:
        event = an_event(kind, 3, 1)
        base = told(event)
        yield f"=== {kind.__name__}: {base}"
        for name in inspect.signature(kind).parameters:
            for amount in AMOUNTS if name not in ("card", "data") else ():
                event = an_event(kind, 3, 1)
                # Compiled, a field takes its own type alone.
                setattr(event, name, type(getattr(event, name))(amount))
                if told(event) != base:
                    yield f"{name} = {amount}: {told(event)}"


def of_agents() -> Iterator[str]:
    """A run of each tool in each state, and runs of several steps."""
    codes = [int(tool) * STEP_STATES + int(state) for tool in Tool for state in StepState]
    several = [codes[:3], codes[4:9], [codes[0], codes[0], codes[1]], [codes[1], codes[2], codes[3]] * 2, []]
    for number, steps in enumerate([*([one] for one in codes), *several]):
        found = run(steps, made.AGENT, number)
        yield f"=== {found.id}: reward {found.reward}"
        for step in found.steps:
            yield f"{step.role} {step.tool} {step.arguments} {'error' if step.error else ''}: {step.output}"


def of_canvas(board: Board) -> Iterator[str]:
    """The project's numbers on the canvas and in the glossary."""
    shown: Any = SimpleNamespace(canvas=SimpleNamespace(note=""), show_hours=True)
    resolved: Any = SimpleNamespace(world=lambda: board.world, scenario=shown)
    yield from (f"{one.name}: {one.text}" for one in facts_of(resolved))
    yield from (f"{term.word} ({', '.join(term.aliases)}): {term.text}" for term in glossary(board.world))


def in_world(**values: Any) -> list[Change]:
    """A change of each of some numbers of the world by itself."""
    return [
        (f"world.{name} = {value!r}", lambda board, name=name, value=value: setattr(board.world, name, value))
        for name, value in values.items()
    ]


OF_CANVAS: Final[list[Change]] = [
    *in_world(tail_days=0, launch_by_sprint=0, kill_after_sprint=4, needs_legal=False, legal_days=20, hard_wip=True),
    *in_world(hard_gates=True, minutes=0, gpus=1),
    together(*in_world(legal_days=19)),
    ("nobody leans", lambda board: setattr(board.world.people[3], "bias_ppm", 9_999)),
    ("both lean", lambda board: [setattr(one, "bias_ppm", 10_000) for one in board.world.people[:2]]),
    ("all lean under", lambda board: [setattr(one, "bias_ppm", -10_000) for one in board.world.people]),
    ("no agents", lambda board: setattr(board.world.families[3], "agent", False)),
]


def test_every_happening_is_told_as_it_was_written_down() -> None:
    as_written(GOLDEN / "happenings.txt", "\n".join(of_happenings()))


def test_every_step_of_an_agent_is_told_as_it_was_written_down() -> None:
    as_written(GOLDEN / "agents.txt", "\n".join(of_agents()))


def test_the_canvas_and_the_glossary_have_the_worlds_numbers() -> None:
    as_written(GOLDEN / "canvas.txt", changed(of_canvas, OF_CANVAS))
