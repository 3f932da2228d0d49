"""What a lab is: controls, a draw on which the course's rule and the engine's rule both answer, and a question."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from aiboard.journal.lines import SEED_END
from aiboard.labs.controls import Control, Values
from aiboard.views import fmt
from aiboard.views.words import Tone

Number = int | float | str | bool | None
"""A figure's value as JSON has it; None where it cannot be known."""
Progress = Callable[[int], None]
"""Told how many draws are done; it may raise to stop the work."""

DEFAULT_DRAWS: Final = 1_000
"""Draws of `n`, where the rule is a formula."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a result: its name in JSON, its label and text for people, its value, and how it is coloured."""

    name: str
    label: str
    value: Number
    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture: a label, a stretch of a line from `start` to `end` (shares of the width, 0 to 1), a text.

    `mark` is a place on the same line, such as a bar to be cleared; under 0 there is none.
    """

    label: str
    end: float
    text: str
    tone: Tone = Tone.WORK
    start: float = 0.0
    mark: float = -1.0


@dataclass(frozen=True, slots=True)
class Side:
    """What one rule makes of a draw: its verdict in a few words, its figures, a picture."""

    verdict: str
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...] = ()
    tone: Tone = Tone.PLAIN

    def figure(self, name: str) -> Number:
        """The value of a figure by its name; KeyError without one."""
        for figure in self.figures:
            if figure.name == name:
                return figure.value
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Both rules on the same draw. `draw` says in one or two lines what was drawn."""

    draw: tuple[str, ...]
    naive: Side
    engine: Side


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked before anything is revealed, and what may be answered."""

    text: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The place of the right choice, and why it is right, a paragraph each.

    `exact` is what was computed, where the choice is only the nearest to it.
    """

    right: int
    because: tuple[str, ...]
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Draws:
    """Many draws: how many, what came out of them, and what that says."""

    count: int
    naive: tuple[Figure, ...]
    engine: tuple[Figure, ...]
    bars: tuple[Bar, ...] = ()
    conclusion: str = ""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """An input on which the course's rule goes wrong, run when it is shown.

    `headings` says whose rules these are where they are others than those of the lab's two sides.
    """

    text: str
    naive: Side
    engine: Side
    headings: tuple[str, str] | None = None


class Lab(ABC):
    """A lab. All its functions are pure: the same controls and seed give the same result.

    Attributes:
        ID: its name in the list of labs and of its texts.
        DRAWS: draws of `run_many`.
    """

    ID: ClassVar[str]
    DRAWS: ClassVar[int] = DEFAULT_DRAWS

    def __init__(self) -> None:
        # Late: pydantic and YAML take long to load, and a list of labs needs neither.
        from aiboard.labs.texts import texts

        self.texts = texts(self.ID)
        #: What can be changed.
        self.controls = tuple(Control(**dict(row)) for row in self.texts.controls)

    @abstractmethod
    def run(self, values: Values, seed: int) -> Outcome:
        """One draw, judged by both rules."""

    @abstractmethod
    def run_many(self, values: Values, seed: int, progress: Progress) -> Draws:
        """`DRAWS` draws, the first of which need not be `run`'s; `progress` is told now and then."""

    @abstractmethod
    def question(self, values: Values, seed: int) -> Question:
        """The question about these controls. Cheap: it is asked anew with every change of a control."""

    @abstractmethod
    def answer(self, values: Values, seed: int) -> Answer:
        """Its answer, computed."""

    @abstractmethod
    def counterexample(self) -> Counterexample:
        """Where the course's rule goes wrong."""

    def rule_explanation(self, values: Values) -> tuple[str, ...]:
        """How both rules work on these controls, and what an interviewer may ask; a paragraph each."""
        facts = {**values, **self.facts(values)}
        return tuple(paragraph.format_map(facts) for paragraph in self.texts.why)

    def answer_reasons(self, **facts: object) -> tuple[str, ...]:
        """Why the answer is right, with the facts that its paragraphs name."""
        return tuple(paragraph.format_map(facts) for paragraph in self.texts.because)

    def facts(self, values: Values) -> dict[str, object]:
        """What the paragraphs of `rule_explanation` name besides controls."""
        return {}

    def idle(self, values: Values) -> dict[str, str]:
        """Controls that change nothing as the others are set, each with the reason."""
        return {}


def side(verdict: str, *figures: Figure, tone: Tone = Tone.PLAIN) -> Side:
    """A side without a picture."""
    return Side(verdict, figures, (), tone)


def place(ppm: int, floor_ppm: int) -> float:
    """Where a quality stands on a picture's line from this floor to 100 %, 0 to 1."""
    return max(0.0, min(1.0, (ppm - floor_ppm) / (fmt.FULL - floor_ppm)))


def plain_figure(name: str, label: str, value: int | str, tone: Tone = Tone.PLAIN) -> Figure:
    """A figure whose value needs no other text: a count, a word."""
    return Figure(name, label, value, str(value), tone)


def yes_no_figure(name: str, label: str, value: bool, good: bool = True) -> Figure:
    """A figure that is "yes" or "no"; `good` is the answer that one wants."""
    return Figure(name, label, value, "yes" if value else "no", Tone.GOOD if value == good else Tone.BAD)


def shares(rows: Iterable[tuple[str, str, float, Tone]]) -> tuple[tuple[Figure, ...], tuple[Bar, ...]]:
    """Shares (0 to 1) as figures and as the bars of a picture; a row is name, label, share, tone."""
    entries = tuple(rows)
    figures = tuple(Figure(name, label, value, fmt.share(value), tone) for name, label, value, tone in entries)
    return figures, tuple(Bar(label, value, fmt.share(value), tone) for _, label, value, tone in entries)


def luck_of(seed: int, number: int) -> int:
    """The luck of one of the many draws that begin at a seed."""
    # Far from the seeds of single draws, which count up one by one.
    return ((seed + 1) * 1_000_003 + number) % SEED_END


def nearest(value: float, choices: tuple[float, ...]) -> int:
    """The place of the choice nearest to a computed value."""
    return min(range(len(choices)), key=lambda at: abs(choices[at] - value))


def share_choices(choices: tuple[float, ...]) -> tuple[str, ...]:
    """Shares to choose from, as a question offers them: `about 24 %`."""
    return tuple(f"about {fmt.share(choice)}" for choice in choices)


def exact(value: float) -> str:
    """A share to a tenth of a percent, to tell what a choice is only near to: `7.2 %`."""
    return f"{100 * value:.1f} %"


def no_progress(done: int) -> None:
    """Progress that nobody watches."""
