"""What every lab says, to the letter: at its defaults, and with each control at one end; the texts are in `golden`."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from aiboard.labs import ENTRIES, find, funnel
from aiboard.labs.controls import Values
from aiboard.labs.lab import Bar, Figure, Lab, Side, no_progress
from aiboard.labs.session import LabSession
from aiboard.labs.words import all_rows, text_of
from tests.written import as_written

GOLDEN = Path(__file__).parent / "golden"
THERE = [entry.id for entry in ENTRIES if entry.is_available]
DRAWS = 6
DEALS = 6
"""Deals behind the answer of the lab of ideas; two hundred, as people get them, take long."""
ENOUGH = {"dimensions": 2}
"""Settings of a lab whose every setting takes a whole game."""


def settings(lab: Lab) -> Iterator[tuple[str, dict[str, int]]]:
    """The defaults, and each control at one end, which is not its default, with the others as they are."""
    defaults = {control.name: control.default for control in lab.controls}
    yield "defaults", defaults
    for control in lab.controls:
        end = control.low if control.default > control.low else control.high
        yield f"{control.name} {control.value_text(end)}", {**defaults, control.name: end}


def figures(rows: Iterable[Figure]) -> list[str]:
    return [f"  {one.name} | {one.label} | {one.text} | {_short(one.value)} | {one.tone}" for one in rows]


def bars(rows: Iterable[Bar]) -> list[str]:
    return [f"  {one.label} [{one.start:.4f} {one.end:.4f} {one.mark:.4f}] {one.text} {one.tone}" for one in rows]


def side(name: str, one: Side) -> list[str]:
    return [f" {name}: {one.verdict} ({one.tone})", *figures(one.figures), *bars(one.bars)]


def _short(value: object) -> object:
    # A sum of floats may differ in its last digits from one Python to the next.
    return round(value, 6) if isinstance(value, float) else value


def told(lab: Lab, values: Values, seed: int) -> Iterator[str]:
    """One draw: the question with its answer, and what both rules make of it."""
    question, answer, outcome = lab.question(values, seed), lab.answer(values, seed), lab.run(values, seed)
    yield f" asked: {question.text}"
    yield f" choices: {' / '.join(question.choices)}"
    yield f" answer: {answer.right} ({answer.exact})"
    yield from (f"  {text}" for text in answer.because)
    yield from (f" drawn: {line}" for line in outcome.draw)
    yield from side("course", outcome.naive)
    yield from side("engine", outcome.engine)
    yield from (f" idle: {name}: {why}" for name, why in lab.idle(values).items())


@pytest.mark.parametrize("name", THERE)
def test_what_a_lab_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = LabSession(find(name), 3)
    lab = sitting.lab
    monkeypatch.setattr(type(lab), "DRAWS", DRAWS)
    monkeypatch.setattr(funnel, "_TOLD", DEALS)
    lines: list[str] = []
    for what, values in islice(settings(lab), ENOUGH.get(name)):
        lines += [f"# {what}", *told(lab, values, 3), ""]
    draws = lab.run_many(sitting.values, 3, no_progress)
    lines += [
        "# many draws",
        str(draws.count),
        draws.conclusion,
        *figures(draws.naive),
        *figures(draws.engine),
        *bars(draws.bars),
    ]
    found = lab.counterexample()
    lines += [
        "",
        "# counterexample",
        found.text,
        str(found.headings),
        *side("course", found.naive),
        *side("engine", found.engine),
    ]
    lines += ["", "# why", *lab.rule_explanation(sitting.values)]
    as_written(GOLDEN / f"{name}.txt", "\n".join(lines))


@pytest.mark.parametrize("name", ["data", "eval-variance"])
def test_a_lab_as_it_is_copied(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = LabSession(find(name), 3)
    monkeypatch.setattr(type(sitting.lab), "DRAWS", DRAWS)
    pages = [all_rows(sitting, 76)]
    sitting.commit(0)
    sitting.draws = sitting.draw_many()
    pages.append(all_rows(sitting, 76))
    sitting.redraw()
    pages.append(all_rows(sitting, 76))
    as_written(GOLDEN / f"copied-{name}.txt", "\n---\n".join("\n".join(text_of(rows)) for rows in pages))
