"""One person at one lab: the controls, the luck, the answer. Nothing is revealed before the answer is committed."""

from __future__ import annotations

from aiboard.instruments.errors import InputError, check_range
from aiboard.journal.lines import SEED_END
from aiboard.labs import LabEntry, find, make
from aiboard.labs.controls import Values, defaults, with_control
from aiboard.labs.lab import Answer, Counterexample, Draws, Outcome, Question, no_progress

_Drawn = tuple[Values, int]

SEED: int = 12
"""The luck of a lab that was opened without a seed: a workshop sees the same draw."""


class LabSession:
    """A lab in use; both faces drive it.

    Attributes:
        entry: its line in the list.
        lab: the lab.
        values: the controls now.
        seed: the luck now.
        question: the question as it was asked: with the controls at the time of the answer.
        answer: the place of the chosen answer; None before one is committed.
        right_answer: the right answer to what was asked; None before one is committed.
        draws: the many draws of these controls; None when there are none yet.
    """

    def __init__(self, entry: LabEntry, seed: int = SEED) -> None:
        self.entry = entry
        self.lab = make(entry)
        self.values = defaults(self.lab.controls)
        self.seed = seed
        self.answer: int | None = None
        self.right_answer: Answer | None = None
        self.draws: Draws | None = None
        self.question: Question = self.lab.question(self.values, seed)
        self._outcome: Outcome | None = None
        self._is_current = False
        self._counterexample: Counterexample | None = None
        #: Of which controls and luck the outcome, the answered question and what explains them are.
        self._outcome_draw: _Drawn | None = None
        self._question_draw: _Drawn | None = None
        self._explanation: tuple[_Drawn, Question, Answer] | None = None

    @property
    def outcome(self) -> Outcome:
        """Both rules on the draw of these controls and this luck."""
        if self._outcome is None or not self._is_current:
            self._outcome = self.lab.run(self.values, self.seed)
            self._is_current, self._outcome_draw = True, (self.values, self.seed)
        return self._outcome

    @property
    def counterexample(self) -> Counterexample:
        """Where the course's rule goes wrong; worked out once, which may take a while."""
        if self._counterexample is None:
            self._counterexample = self.lab.counterexample()
        return self._counterexample

    @property
    def last_outcome(self) -> Outcome | None:
        """The outcome worked out last, which may be that of the controls before a change; None before any."""
        return self._outcome

    def accept(self, values: Values, seed: int, outcome: Outcome) -> bool:
        """Take what was worked out elsewhere; False when the controls or the luck have changed meanwhile."""
        if (values, seed) != (self.values, self.seed):
            return False
        self._outcome, self._is_current, self._outcome_draw = outcome, True, (values, seed)
        return True

    @property
    def is_other_draw(self) -> bool:
        """Whether the outcome that is shown is of other controls or luck than the answered question."""
        return self._question_draw is not None and self._outcome_draw not in (None, self._question_draw)

    @property
    def explanation(self) -> tuple[Question, Answer] | None:
        """The question and its answer on the draw that is shown; None until that is worked out."""
        if self._explanation is None or self._outcome_draw not in (None, self._explanation[0]):
            return None
        return self._explanation[1:]

    def accept_explanation(self, values: Values, seed: int, answer: Answer) -> None:
        """Take the answer on a draw, worked out elsewhere."""
        self._explanation = ((values, seed), self.lab.question(values, seed), answer)

    def explain_now(self) -> tuple[Question, Answer] | None:
        """The same, worked out here where it is not known yet, which may take a while; None before an answer."""
        _ = self.outcome
        if self.revealed and self.explanation is None:
            self.accept_explanation(self.values, self.seed, self.lab.answer(self.values, self.seed))
        return self.explanation

    @property
    def revealed(self) -> bool:
        """Whether an answer was committed."""
        return self.answer is not None

    @property
    def right(self) -> bool:
        """Whether the committed answer was the right one."""
        return self.right_answer is not None and self.answer == self.right_answer.right

    def commit(self, choice: int, right_answer: Answer | None = None) -> None:
        """Answer the question, once; InputError for a choice that is not there.

        `right_answer` is the right answer where it was worked out already; else that is done here.
        """
        if not 0 <= choice < len(self.question.choices):
            raise InputError(f"choose one of 1 to {len(self.question.choices)}", field="answer")
        if self.answer is None:
            self.right_answer = right_answer or self.lab.answer(self.values, self.seed)
            self.answer = choice
            self._question_draw = (self.values, self.seed)
            self._explanation = (self._question_draw, self.question, self.right_answer)

    def set_control(self, name: str, text: str) -> None:
        """Change a control to what was typed."""
        self._apply_values(with_control(self.lab.controls, self.values, name, text))

    def move(self, at: int, by: int) -> None:
        """Change the control at this place by so many steps."""
        control = self.lab.controls[at]
        self._apply_values({**self.values, control.name: control.step_value(self.values[control.name], by)})

    def redraw(self) -> None:
        """Other luck."""
        # The next number, so that a workshop that presses the same keys sees the same draws.
        self.seed = (self.seed + 1) % SEED_END
        self._apply_values(self.values)

    def draw_many(self) -> Draws:
        """Many draws of these controls. May take a while."""
        return self.lab.run_many(self.values, self.seed, no_progress)

    def _apply_values(self, values: dict[str, int]) -> None:
        self.values = values
        self._is_current = False
        self.draws = None
        # What was answered stays what was asked.
        if self.answer is None:
            self.question = self.lab.question(values, self.seed)


def open_lab(name: str, seed: int | None = None) -> LabSession:
    """Open a lab by its name; InputError for a lab or seed that is not there."""
    entry = find(name)
    if seed is not None:
        check_range("--seed", seed, 0, SEED_END - 1)
    return LabSession(entry, SEED if seed is None else seed)
